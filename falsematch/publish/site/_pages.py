"""The pages that are neither lesson nor table: the first one, the policy desk's, one lecture, glossary, calculator,
reference, errata, the register."""

import re

from falsematch import lessons

from . import _glossary

#: What is described in the reference: the modules that other people's code calls.
MODULES = ("rates", "intervals", "scores", "search", "datasets", "population", "claims", "plots", "exercises")
INDEX = """# False Match

**Auditing "99.8 % accurate" at the scale of a population.**

Somebody says that a system is 99.8 % accurate. Of what, for whom, and how many people does it point at wrongly? Lessons
with public figures, a calculator for one page of paper, and tables with a source behind each number.

- **[The calculator](calculator.md)**: put in what you were told, read what it means in people, take the letter along.
- **[For the policy desk](policy_desk.md)**: what each lesson says to somebody who decides,
  [ten questions](ten_questions.pdf) to ask, and [an example of a brief](example_brief.pdf).
- **[The register](register/index.md)**: claims from all sides, audited by the same arithmetic.
- **[One lecture](one_lecture/index.md)**: plan, slides, handout and five questions, ready to teach.
- **[Lessons](lessons/index.md)**: with figures and results, to read; or to work in, with the project on your computer.
- **[Tables](datasets/index.md)**: every figure with its source; their rows sort and filter in the page.
- **[Glossary](glossary.md)**, **[reference](reference/index.md)** of the Python package, **[errata](errata.md)**.

The systems are modelled in order to be audited. Nothing here recognises, follows or profiles anyone.

```{toctree}
:hidden:
:titlesonly:

calculator
policy_desk
register/index
one_lecture/index
lessons/index
datasets/index
glossary
reference/index
errata
```
"""
CALCULATOR = """# The calculator

<a href="_static/calculator.html">Open the calculator</a>: one page, in English and German. It works without a network;
<a href="_static/calculator.html" download>download the file</a> to keep it. What you type stays in your browser.
"""


def pages(_sources):
    """(path, text) of every page."""
    docs = lessons.ROOT / "docs"
    register = sorted((docs / "register").glob("*.md"))
    yield "index.md", INDEX
    for name in ("ten_questions.pdf", "example_brief.pdf"):
        yield name, (docs / name).read_bytes()
    yield from policy_desk(docs)
    yield from one_lecture(docs)
    yield "glossary.md", _glossary.page()
    yield "calculator.md", CALCULATOR
    yield "_static/calculator.html", (docs / "calculator.html").read_bytes()
    yield "errata.md", (lessons.ROOT / "ERRATA.md").read_text(encoding="utf-8")
    for path in sorted(docs.glob("lesson*.md")):  # what a lesson hands out; the lesson leads there
        yield f"handouts/{path.name}", "---\norphan: true\n---\n\n" + path.read_text(encoding="utf-8")
    yield from reference()
    yield from audited(register)


def policy_desk(docs):
    """What each lesson says to a policy desk, with its figures."""
    text = (docs / "policy_desk.md").read_text(encoding="utf-8")
    yield "policy_desk.md", text.replace("](../notebooks/", "](lessons/")
    for path in sorted((docs / "policy_desk").glob("*.png")):
        yield f"policy_desk/{path.name}", path.read_bytes()


def one_lecture(docs):
    """The lecture: its plan and its questions as pages, the rest as files that their links lead to."""
    for path in sorted((docs / "one_lecture").iterdir()):
        if path.suffix == ".md":
            text = path.read_text(encoding="utf-8").replace("](../../notebooks/", "](../lessons/")
            text = text.replace("](../calculator.html)", "](../calculator.md)")
            name = {"plan.md": "index.md"}.get(path.name, path.name)
            if name == "index.md":
                text += "\n```{toctree}\n:hidden:\n\nquestions\n```\n"
            yield f"one_lecture/{name}", text
        else:
            yield f"one_lecture/{path.name}", path.read_bytes()


def reference():
    """A page for each public module, made of its docstrings."""
    for name in MODULES:
        yield (
            f"reference/{name}.md",
            f"# {name}\n\n```{{eval-rst}}\n.. automodule:: falsematch.{name}\n"
            "   :members:\n   :imported-members:\n```\n",
        )
    listed = "\n".join(MODULES)
    yield (
        "reference/index.md",
        f"# Reference\n\nThe Python package.\n\n```{{toctree}}\n:titlesonly:\n\n{listed}\n```\n",
    )


def audited(register):
    """The pages of the register, and their list, which stands in its own first page."""
    first = next(path for path in register if path.stem == "README")
    others = [path.stem for path in register if path != first]
    listed = "\n".join(others)
    text = first.read_text(encoding="utf-8")
    yield "register/index.md", f"{text}\n```{{toctree}}\n:hidden:\n:titlesonly:\n\n{listed}\n```\n"
    for path in register:
        if path != first:
            text = path.read_text(encoding="utf-8").replace("](README.md)", "](index.md)")
            # The claim files themselves are in the project, beside the tables; the page says what they say.
            yield f"register/{path.name}", re.sub(r"\[([^\]]+\.toml)\]\([^)]*\)", r"`\1`", text)
