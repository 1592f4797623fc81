"""Writes the map of the lessons in the README, a small figure to each: ``python -m falsematch.publish.lesson_map``.

A small figure is one of the lesson's reading edition, made smaller; the row says what to see in it.
"""

import io
import json
import re
from base64 import b64decode

from PIL import Image

from falsematch import lessons
from falsematch._write import replace_file
from falsematch.lessons.plan import PLAN

README = lessons.ROOT / "README.md"
FOLDER = lessons.ROOT / "docs" / "lessons"
#: Pixels across, and colours of the palette: a figure's shape is seen, and its file is a few kilobytes.
WIDTH, COLOURS = 240, 32
#: Number of a lesson: (which of its figures, from 0, or the file below docs/ where it has none; what to see in it).
FIGURES = {
    "00": ("main_result.png", "Rising lines: the more people are searched, the more wrong ones are returned"),
    "01": (0, "A broad heap: the same printed accuracy, and very different numbers of wrong people"),
    "02": (0, "A tree of passers-by: most of those pointed at are not wanted"),
    "03": (1, "Rising lines: a rate that is harmless on a list returns a crowd from a country"),
    "04": (0, "Heaps of genuine and impostor scores that overlap, and a threshold between them"),
    "05": (0, "Dots in a narrow column: the same accuracy, and very different numbers of misses"),
    "06": (0, "A cloud of algorithms: alike without a threshold, far apart once it must hold"),
    "07": (0, "Algorithms side by side: their best and worst groups lie far apart at the same threshold"),
    "08": (0, "A curve far above the diagonal: a few people carry nearly all false matches"),
    "09": (0, "Days at a crossing: the false alerts that were expected, and those that came"),
    "10": (0, "A tree of machine and officer: who sees the same resemblance lets wrong alerts through"),
    "11": (0, "Dots by machine: comparisons a second, and the false matches that come with them"),
    "12": (2, "Dots of many runs: luck is narrow, what is not known is wide"),
    "13": (0, "A tree of a detector and its confirmation, which err on the same papers"),
    "14": (0, "Bars: which of the things not told would change an answer most"),
}
#: Titles that are not their file's name with a capital.
TITLES = {"05": "The benchmark's ceiling"}


def files():
    """{number: the lesson's notebook} of the lessons that are here, in order."""
    found = sorted(lessons.NOTEBOOKS.glob("[0-9][0-9]_*.ipynb"))
    return {path.stem[:2]: path for path in found}


def figures_in(notebook):
    """The figures of a stored notebook as PNG bytes, in order."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    outputs = (output for cell in cells for output in cell.get("outputs", []))
    return [b64decode(o["data"]["image/png"]) for o in outputs if "image/png" in o.get("data", {})]


def smaller(png):
    """A picture of `WIDTH` pixels across with a small palette, as PNG bytes: the same picture, the same bytes."""
    with Image.open(io.BytesIO(png)) as image:
        height = round(image.height * WIDTH / image.width)
        small = image.convert("RGB").resize((WIDTH, height), Image.Resampling.LANCZOS)
    made = io.BytesIO()
    small.quantize(COLOURS, dither=Image.Dither.NONE).save(made, format="png", optimize=True)
    return made.getvalue()


def pictures():
    """{number of a lesson: PNG bytes of its small figure}."""
    made = {}
    for number, notebook in files().items():
        which = FIGURES[number][0]
        if isinstance(which, str):
            made[number] = smaller((lessons.ROOT / "docs" / which).read_bytes())
        else:
            made[number] = smaller(figures_in(notebook)[which])
    return made


def table():
    """The map as a Markdown table: a row for each lesson that is here."""
    rows = ["| | lesson | question |", "| --- | --- | --- |"]
    for number, notebook in files().items():
        title = TITLES.get(number, notebook.stem[3:].replace("_", " ").capitalize())
        rows.append(
            f"| ![{FIGURES[number][1]}](docs/lessons/{number}.png) "
            f"| lesson {number}: [{title}](notebooks/{notebook.name}) | {PLAN[number][1]} |"
        )
    return "\n".join(rows)


def with_map(text):
    """A README's text with the map in place of the one between its two marks."""
    return re.sub(
        r"(?<=<!-- map -->\n).*?(?=\n<!-- /map -->)", lambda _: f"\n{table()}\n", text, flags=re.DOTALL
    )


def write():
    """Write the small figures and the README's map."""
    for number, png in pictures().items():
        replace_file(FOLDER / f"{number}.png", png)
    replace_file(README, with_map(README.read_text(encoding="utf-8")))


if __name__ == "__main__":
    write()
    print("wrote docs/lessons/ and the map in README.md")
