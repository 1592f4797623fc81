"""``falsematch course``: everything a lecturer hands out or reads, made from the lessons.

====================  ======================================================================================
``student/``          the lessons without outputs and without solutions; checks answer wrong tries
``instructor/``       the lessons with outputs, solutions open, and a first page of notes for whoever teaches
``nbgrader/``         a course folder for nbgrader: an assignment for each part, with points and hidden tests
``slides/``           one deck per part, which a browser shows without a network
``lecture/``          one lecture, ready: plan, slides, handout, questions, and the calculator for the students' phones
``plans/``            class plans, the reading list, the pre-test and its key
====================  ======================================================================================

What people wrote for teachers stands in ``notebooks/teaching/``; the rest follows from lessons, exercises and tables.
"""

import argparse
import re
from pathlib import Path

from tqdm import tqdm

from falsematch import lessons
from falsematch._write import replace_file, replace_folder

from . import _assignments, _editions, _handouts, _slides

#: The parts of the course: (a word for files, what it is about, its lessons). Lesson 00 opens the first.
PARTS = (
    ("arithmetic", "What the number means", ("00", "01", "02", "03")),
    ("measurement", "Where the number comes from", ("04", "05", "06")),
    ("people", "Who bears the errors", ("07", "08")),
    ("world", "What happens when it is used", ("09", "10", "11", "12", "13")),
    ("audit", "A claim of your own", ("14",)),
)


def here():
    """The parts with those of their lessons that are in this checkout, as paths of their sources."""
    found = {path.name[:2]: path for path in lessons.sources()}
    parts = [(word, about, [found[n] for n in numbers if n in found]) for word, about, numbers in PARTS]
    return [part for part in parts if part[2]]


def pages(parts):
    """Every file of the course but the slides' program: (path in the course's folder, its text or bytes)."""
    for word, about, sources in parts:
        for source in sources:
            yield f"student/{source.stem}.ipynb", _editions.student(source)
            yield f"instructor/{source.stem}.ipynb", _editions.instructor(source)
        yield f"nbgrader/source/{word}/{word}.ipynb", _assignments.assignment(word, about, sources)
        yield f"slides/{word}.html", _slides.deck(word, about, sources)
    yield "nbgrader/nbgrader_config.py", _assignments.CONFIG
    yield from _handouts.handouts(parts)
    yield from lecture()


def lecture():
    """The one lecture in a folder of its own: its texts lead to files beside them, or to the instructors' edition."""
    docs = lessons.ROOT / "docs"
    beside = [docs / "ten_questions.pdf", docs / "calculator.html"]
    for path in [*beside, *sorted((docs / "one_lecture").iterdir())]:
        content = path.read_bytes()
        if path.suffix == ".md":
            text = content.decode("utf-8").replace("](../../notebooks/", "](../instructor/")
            content = re.sub(r"\]\(\.\./(?!instructor/)", "](", text)
        yield f"lecture/{path.name}", content


def build(out):
    """Write the course into a folder, which is made; what an earlier course left there is replaced.

    Raises
    ------
    ValueError
        If this is no checkout, or `out` holds something that is no course.
    """
    parts = here()
    with replace_folder(out, "course", "COURSE.md") as (made, _):
        for path, text in tqdm(pages(parts), desc="pages", disable=None):
            replace_file(made / path, text)
        _slides.bring_program(made / "slides")
    return sorted(path for path in Path(out).rglob("*") if path.is_file())


def main(words):
    """The command."""
    parser = argparse.ArgumentParser(
        prog="falsematch course", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", default="course", metavar="DIR", help="a new folder, or an earlier course")
    out = parser.parse_args(words).out
    made = build(out)
    print(f"written: {out}, {len(made)} files; begin with {Path(out, 'COURSE.md')}")
    return 0
