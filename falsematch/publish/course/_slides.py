"""A deck of slides for each part: title, case, every figure with its words, what it means, what it does not show.

Shown by reveal.js, of which the package sphinx-revealjs (an extra) brings a copy; nothing is fetched from anywhere.
"""

import importlib.util
import re
import shutil
from pathlib import Path

from falsematch import lessons
from falsematch._html import attribute, escaped
from falsematch.lessons._edition import words_of_picture
from falsematch.lessons._pages import tagged

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="reveal.js/reveal.css">
<style>
body {{ background: #fff; color: #111; }}
.reveal {{ font-family: "DejaVu Sans", Arial, sans-serif; font-size: 28px; line-height: 1.35; }}
.reveal h1, .reveal h2, .reveal h3 {{ line-height: 1.15; margin: 0 0 0.5em; }}
.reveal section {{ text-align: left; box-sizing: border-box; padding: 1em; }}
.reveal img {{ max-height: 500px; margin: 0 auto; display: block; }}
.reveal p.words {{ font-size: 0.55em; }}
.reveal ul {{ margin-left: 1em; }}
</style>
</head>
<body>
<div class="reveal"><div class="slides">
{slides}
</div></div>
<script src="reveal.js/reveal.js"></script>
<script>Reveal.initialize({{ hash: true, slideNumber: true, width: 1280, height: 760, transition: "none" }});</script>
</body>
</html>
"""
#: Sections of a lesson that are shown as text.
SHOWN = ("What this does not show", "For the policy desk")
LONGEST_WORDS = 320  # characters of a figure's words under it; the picture's alt text has them all


def deck(word, about, sources):
    """The page of one part, as text."""
    slides = [slide(f"<h1>{escaped(about)}</h1><p>False Match, part “{escaped(word)}”</p>")]
    for source in sources:
        slides += of_lesson(source)
    return PAGE.format(title=f"False Match: {escaped(about)}", slides="\n".join(slides))


def slide(inside):
    return f"<section>{inside}</section>"


def of_lesson(source):
    """The slides of one lesson, from its reading edition."""
    import nbformat

    notebook = nbformat.read(lessons.NOTEBOOKS / f"{source.stem}.ipynb", as_version=4)
    title = re.match(r"# (.+)", notebook.cells[0].source)[1]
    slides, heading = (
        [slide(f"<h2>{source.name[:2]}. {escaped(title)}</h2>{able(notebook.cells[0].source)}")],
        title,
    )
    for cell in notebook.cells[1:]:
        if cell.cell_type == "markdown":
            found = re.match(r"##+ (.+)", cell.source)
            heading = found[1] if found else heading
            for section in filter(str.strip, re.split(r"^(?=## )", cell.source, flags=re.M)):
                if tagged(cell, "case") or section.startswith(tuple(f"## {name}" for name in SHOWN)):
                    titled = section if section.startswith("#") else f"## The case\n\n{section}"
                    slides.append(slide(as_slide(titled)))
        else:
            slides += [slide(figure(heading, picture, words)) for picture, words in figures(cell)]
    return slides


def able(first):
    """The three things a learner will be able to do: the list of a lesson's first cell."""
    points = re.findall(r"^[-*] (.+)", first, flags=re.M)
    return "<ul>" + "".join(f"<li>{inline(point)}</li>" for point in points) + "</ul>" if points else ""


def figures(cell):
    """The pictures of a cell, each with its words: the output that follows has them in full."""
    outputs = [output for output in cell.outputs if "data" in output]
    for place, output in enumerate(outputs):
        if "image/png" in output.data:
            after = outputs[place + 1].data.get("text/plain", "") if place + 1 < len(outputs) else ""
            yield (
                output.data["image/png"].replace("\n", ""),
                words_of_picture(output) or " ".join(after.split()),
            )


def figure(heading, picture, words):
    short = words if len(words) <= LONGEST_WORDS else words[: words.rfind(". ", 0, LONGEST_WORDS) + 1]
    image = f'<img src="data:image/png;base64,{picture}" alt="{attribute(words)}">'
    return f'<h3>{escaped(heading)}</h3>{image}<p class="words">{escaped(short)}</p>'


def as_slide(text):
    """The Markdown of a lesson's text cell: headings, paragraphs, lists, emphasis; what lessons use."""
    pieces = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = block.split("\n")
        if lines[0].startswith("#"):
            pieces.append(f"<h3>{inline(lines.pop(0).lstrip('# '))}</h3>")
        if lines and all(re.match(r"[-*] |  ", line) for line in lines):
            items = re.split(r"^[-*] ", "\n".join(lines), flags=re.M)[1:]
            pieces.append(
                "<ul>" + "".join(f"<li>{inline(' '.join(i.split()))}</li>" for i in items) + "</ul>"
            )
        elif lines:
            pieces.append(f"<p>{inline(' '.join(lines))}</p>")
    return "".join(pieces)


def inline(text):
    """Emphasis, code and links of Markdown as HTML; everything else escaped."""
    text = escaped(text)
    text = re.sub(r"`([^`]+)`", r"<code>\1</code>", text)
    text = re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", text)
    text = re.sub(r"(?<![\w*])\*(\S(?:.*?\S)?)\*(?![\w*])", r"<em>\1</em>", text)
    return re.sub(r"\[([^\]]+)\]\([^)]+\)", r"\1", text)


def bring_program(folder):
    """Put the files of reveal.js that the decks name beside them."""
    found = importlib.util.find_spec("sphinx_revealjs")
    if found is None:
        raise ModuleNotFoundError("reveal.js comes with sphinx-revealjs", name="sphinx_revealjs")
    root = Path(found.origin).parent / "_static" / "revealjs"
    Path(folder, "reveal.js").mkdir(parents=True, exist_ok=True)
    for name in ("dist/reveal.js", "dist/reveal.css", "LICENSE"):
        shutil.copyfile(root / name, Path(folder, "reveal.js", Path(name).name))
