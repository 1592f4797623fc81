"""The lessons as pages: the reading edition, with links to the glossary where a term is first used."""

import re

from falsematch import lessons
from falsematch.lessons._edition import words_of_picture
from falsematch.lessons._pages import as_text, tagged

from . import _glossary

#: What myst-nb calls the tag that folds code.
FOLDED = "hide-input"


def pages(sources):
    """(path, text) of every lesson, and of the page that lists them."""
    rows = []
    for source in sources:
        notebook, title = page(source)
        rows.append(f"{source.stem}")
        yield f"lessons/{source.stem}.ipynb", as_text(notebook)
    listed = "\n".join(rows)
    yield (
        "lessons/index.md",
        f"# Lessons\n\nWith the results of one run. To work in them, take the project: `python3 start.py`.\n\n"
        f"```{{toctree}}\n:titlesonly:\n\n{listed}\n```\n",
    )


def page(source):
    """One lesson as a notebook for myst-nb, and its title."""
    import nbformat

    notebook = nbformat.read(lessons.NOTEBOOKS / f"{source.stem}.ipynb", as_version=4)
    seen, kept = set(), []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            if not tagged(cell, "solution"):
                cell.source = _glossary.linked(local(cell.source), seen)
        elif cell.cell_type == "code":
            if tagged(cell, "folded"):
                cell.metadata["tags"] = [*cell.metadata["tags"], FOLDED]
            cell.outputs = [shown(output) for output in cell.outputs]
            words = [
                words_of_picture(output) for output in cell.outputs if "image/png" in output.get("data", {})
            ]
            if words:
                cell.metadata["mystnb"] = {"image": {"alt": words[0]}}
        kept.append(cell)
    notebook.cells = kept
    number = source.name[:2]
    first = notebook.cells[0].source
    notebook.cells[0].source = re.sub(r"^# ", f"# {number}. ", first, count=1)
    return notebook, notebook.metadata["title"]


def shown(output):
    """An output as a page shows it: HTML where there is some, or else the picture, or else the text."""
    data = output.get("data")
    if data and "text/html" in data:
        page = data["text/html"]
        page = page if isinstance(page, str) else "".join(page)
        output["data"] = {"text/html": re.sub(r'href="(\d\d_\w+)\.ipynb"', r'href="\1.html"', page)}
    return output


def local(text):
    """Links from one lesson to another, and to files of the project, as they are on the site."""
    text = re.sub(r"\]\((?:\.\./)?(?:notebooks/)?(\d\d_\w+)\.ipynb\)", r"](\1.ipynb)", text)
    text = re.sub(r"\]\((?:\.\./)?docs/calculator\.html\)", "](../calculator.md)", text)
    text = re.sub(r"\]\(\.\./docs/(lesson\w+)\.md\)", r"](../handouts/\1.md)", text)
    return re.sub(r"\[([^\]]+)\]\(\.\./(?:datasets/README|CONTRIBUTING)\.md[^)]*\)", r"\1", text)
