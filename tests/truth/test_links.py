"""Links lead somewhere: to a file that is here, and in it to a heading, in Markdown as in HTML."""

import json
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from falsematch import lessons

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(path for folder in ("datasets", "docs", "tests") for path in (ROOT / folder).rglob("*.md")),
        *(ROOT / "docs").rglob("*.html"),
        *lessons.NOTEBOOKS.glob("*.ipynb"),
    ]
)
LINKS = re.compile(r"""\]\(<?([^)\s>]+)>?(?:\s"[^"]*")?\)|\b(?:href|src)\s*=\s*["']([^"']+)["']""")


def text_of(path):
    """What a page says, as Markdown or HTML; of a notebook its texts, and what its cells show."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        return re.sub(r"<script\b.*?</script>", "", text, flags=re.S)
    if path.suffix != ".ipynb":
        return re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    said = []
    for cell in json.loads(text)["cells"]:
        if cell["cell_type"] == "markdown":
            said.append("".join(cell["source"]))
        for output in cell.get("outputs", []):
            for kind in ("text/html", "text/markdown"):
                said.append("".join(output.get("data", {}).get(kind, "")))
    return "\n\n".join(said)


def links_in(text):
    return [unquote(markdown or html) for markdown, html in LINKS.findall(text)]


def anchors_of(path):
    """The names by which the parts of a page can be linked to."""
    text = text_of(path)
    headings = re.findall(r"^#+ (.+?)\s*#*$", text, flags=re.M)
    plain = [re.sub(r"[*`]|\[|\]\([^)]*\)", "", heading).strip() for heading in headings]
    slugs = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in plain}
    return (
        slugs
        | {heading.replace(" ", "-") for heading in plain}
        | set(re.findall(r"""\bid=["']([^"']+)["']""", text))
    )


def fault(path, target):
    if re.match(r"(?:https?|mailto|data):", target):
        return ""
    file, _, anchor = target.partition("#")
    there = (path.parent / file).resolve() if file else path
    if not there.exists():
        return f"no file {file}"
    if not there.is_relative_to(ROOT):
        return f"{file} lies outside"
    if anchor and there.suffix in (".md", ".ipynb", ".html") and anchor not in anchors_of(there):
        return f"no heading {anchor} in {there.name}"
    return ""


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path):
    faults = [fault(path, target) for target in links_in(text_of(path))]
    assert not any(faults), [one for one in faults if one]


def test_there_are_links():
    assert sum(len(links_in(text_of(path))) for path in PAGES) > 60


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("[a](README.md)", False),
        ("[a](README.md#the-package)", False),
        ("[a](#the-package)", False),
        ("[a](README.md#nobody)", True),
        ("[a](#nobody)", True),
        ("[a](nothing.md)", True),
        ("![a](docs/nothing.png)", True),
        ('<a href="nothing.html">', True),
        ("<a href='README.md#start'>", False),
        ("<img src = 'docs/nothing.png'>", True),
        ("[a](https://example.org/x#y)", False),
        ("[a](../outside.md)", True),
    ],
)
def test_broken_links_are_found(text, broken):
    (target,) = links_in(text)
    assert bool(fault(ROOT / "README.md", target)) is broken
