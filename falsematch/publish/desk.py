"""Writes what the policy desk shows without Python: ``python -m falsematch.publish.desk``.

That is the pages of the register (``docs/register/``), the policy paragraphs of all lessons (``docs/policy_desk.md``),
the ten questions and an example of a brief (PDF), and the calculator (``docs/calculator.html``), which lists the
register, too: one command after a claim was added. Everything is made from the lessons, the register and the table of
words; a test holds what lies in ``docs/`` to what this makes.
"""

import json
import re
from base64 import b64decode
from functools import cache
from pathlib import Path

from falsematch import claims, lessons
from falsematch._write import replace_file
from falsematch.claims import audit
from falsematch.publish import words
from falsematch.publish.brief import _content, _markdown, as_pdf, brief
from falsematch.publish.brief._letter import answer_in
from falsematch.publish.page import build

DOCS = lessons.ROOT / "docs"
#: The claim of the register that the example of a brief and the effects of the ten questions are about.
EXAMPLE = "minister_89_2025"
SIDES = {
    "seller": "sellers",
    "authority": "authorities",
    "campaigner": "campaigners and press",
    "researcher": "researchers and auditors",
}


def claim_page(claim):
    """The page of one claim of the register, as Markdown."""
    found = audit(claim)
    made = brief(found)
    reply = claim.reply or "not asked"
    about = [
        f"- id: `{claim.id}` (for ever; file [{claim.id}.toml](../../datasets/register/{claim.id}.toml))",
        f"- source: {_markdown.escaped(claim.source)}" + (f" <{claim.url}>" if claim.url else ""),
        f"- read on: {claim.read_on}; grade: {claim.grade}",
        f"- the claimant's reply: {_markdown.escaped(reply)}",
    ]
    blocks = [block for block in (*made.first, *made.second) if block != made.second[0]]
    title = _markdown.escaped(claim.claimant)
    return (
        f"# {title}: {_markdown.escaped(claim.printed)}\n\n"
        + "\n".join(about)
        + "\n\n"
        + _markdown.as_markdown(blocks)
    )


def register_pages():
    """{path below docs/register: text} of all pages of the register, its list among them."""
    entries = claims.register()
    pages = {f"{name}.md": claim_page(claim) for name, claim in entries.items()}
    lines = [
        "# The register: claims of accuracy from all sides, audited by the same arithmetic",
        "",
        f"{len(entries)} claims. Each is a file that `falsematch audit` reads; its page says what it would mean in "
        "people, what is missing and where it was read. Whoever made the claim, the same figure gives the same words. "
        "Claimants are offices and organisations.",
        "",
        "How to add one:",
        "",
        "1. `falsematch claim --new claim.toml` writes a file that explains itself: fill it in from the source;",
        "2. `falsematch audit claim.toml` shows what it would mean; `falsematch check-row register claim.toml` says "
        "what keeps it out;",
        "3. put it into `datasets/register/` as `ID.toml`, by its id;",
        "4. `python -m falsematch.publish.desk` writes its page, this list and the calculator; "
        "`python3 start.py test tests/publish` holds them to it.",
        "",
    ]
    for side, title in SIDES.items():
        lines += [
            f"## Claims of {title}",
            "",
            "| claim | figure | what it would mean |",
            "| --- | --- | --- |",
        ]
        for name, claim in entries.items():
            if claim.side == side:
                cells = (
                    f"[{_markdown.escaped(claim.claimant)}]({name}.md), {_markdown.escaped(claim.when)}",
                    _markdown.escaped(claim.printed),
                    _markdown.escaped(audit(claim).answer),
                )
                lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return {"README.md": "\n".join(lines), **pages}


def policy_desk():
    """The paragraphs *For the policy desk* of all lessons, as Markdown."""
    lines = [
        "# For the policy desk",
        "",
        "What each lesson says to somebody who decides and has no time for it. Every sentence is held by a test to the "
        "figures of its lesson.",
        "",
    ]
    for path in sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py")):
        title, text = _paragraph(path)
        if not text:
            continue
        lines += [f"## [{path.stem[:2]} {title}](../notebooks/{path.stem}.ipynb)", "", text, ""]
        if figure := first_figure(path.stem):
            alt = _markdown.escaped(" ".join(figure[0].split()))
            lines += [f"![{alt}](policy_desk/{path.stem[:2]}.png)", ""]
    return "\n".join(lines)


def first_figure(lesson):
    """(words, PNG bytes) of the first figure of a lesson's reading edition that any computer draws alike, or None."""
    path = lessons.NOTEBOOKS / f"{lesson}.ipynb"
    if not path.is_file():
        return None
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        if "measured-here" in cell["metadata"].get("tags", []):
            continue
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                alt = output.get("metadata", {}).get("image/png", {}).get("alt")
                return alt or "".join(output["data"]["text/plain"]), b64decode(output["data"]["image/png"])
    return None


def figures():
    """{path below docs: bytes} of the figures of `policy_desk`."""
    named = {path.stem: first_figure(path.stem) for path in sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))}
    return {f"policy_desk/{name[:2]}.png": found[1] for name, found in named.items() if found}


def _paragraph(path):
    """(title, the paragraph for the policy desk or "") of a lesson's source."""
    cells = [cell.source for cell in lessons.read(path).cells if cell.cell_type == "markdown"]
    title = next(re.sub(r"^#\s+", "", cell.splitlines()[0]) for cell in cells if cell.startswith("# "))
    for cell in cells:
        found = re.search(r"^## For the policy desk\s*\n(.*?)(?=^## |\Z)", cell, flags=re.M | re.S)
        if found:
            return title, found[1].strip()
    return title, ""


@cache
def example():
    """The audit of `EXAMPLE`."""
    return audit(claims.register()[EXAMPLE])


def ten_questions(language="en"):
    """The sheet of the ten questions as a `Brief` of one page."""
    table, found = words.load(language), example()
    text = table["ten_questions"]
    rows = tuple(
        (
            f"{number}. {words.filled(table['questions'][one.name]['ask'], table['nouns'])}",
            ", ".join(one.keys),
            text["cannot"] if one.name == "measures" else _content.effect(one, table, test=False),
        )
        for number, one in enumerate(found.questions, 1)
    )
    lead = words.filled(text["lead"], {"answer": answer_in(found, table)})
    heads = (text["question"], text["fills"], text["effect"])
    return _content.Brief(
        text["title"], (_content.Paragraph(lead), _content.Grid(text["title"], heads, rows)), ()
    )


def pdfs():
    """{path below docs: bytes} of the two PDF files."""
    return {
        "example_brief.pdf": as_pdf(brief(example())),
        "ten_questions.pdf": as_pdf(ten_questions()),
    }


def write(docs=DOCS):
    """Write everything below `docs`."""
    docs = Path(docs)
    for name, text in register_pages().items():
        replace_file(docs / "register" / name, text)
    replace_file(docs / "policy_desk.md", policy_desk())
    for name, content in {**figures(), **pdfs()}.items():
        replace_file(docs / name, content)
    replace_file(docs / "calculator.html", build())


if __name__ == "__main__":
    write()
    print("wrote docs/register/, policy_desk.md, example_brief.pdf, ten_questions.pdf, calculator.html")
