"""Lessons keep their pattern and budgets, store what they say, run clean, and describe their figures."""

import html
import itertools
import json
import re
import sys
from importlib import metadata
from pathlib import Path

import nbformat
import pytest
from truthkit import check, pattern, scan

from falsematch import lessons
from falsematch.exercises import EXERCISES

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))
NAMES = [path.stem for path in SOURCES]
LARGEST_FILE, LARGEST_PICTURE = 500_000, 90_000  # bytes of a notebook, and of a picture in it
RIGHT = re.compile(r"\bRight[.:]")
PLACEHOLDERS = re.compile(
    r"no description|\.(png|jpe?g|svg)\b|^(an? )?(figure|image|plot|picture|chart)\b\.?$", re.I
)

each_lesson = pytest.mark.parametrize("source", SOURCES, ids=NAMES)


def cells(source, kind=None):
    return [cell for cell in lessons.read(source).cells if kind in (None, cell.cell_type)]


def text_of(source):
    return pattern.text_of(cells(source))


def test_there_are_lessons_and_nothing_else_to_open():
    assert NAMES, "no lessons found"
    assert {p.name for p in lessons.NOTEBOOKS.glob("*.ipynb")} == {f"{name}.ipynb" for name in NAMES}


@each_lesson
def test_pattern_and_budgets(source):
    def numbers_in(text):
        return scan.numbers_in(scan.plain_text(text), check.NAMES)

    faults = list(pattern.faults(source.stem[:2], cells(source), EXERCISES, numbers_in))
    assert not faults, "\n" + "\n".join(faults)


# --- what is stored -------------------------------------------------------------------------------------------


@each_lesson
def test_the_stored_lesson_is_its_source(source):
    """Quick: it compares cells, and leaves outputs and the replies to solutions aside."""
    stored, pages = lessons.stored(source), lessons.edition(source)
    assert stored is not None, f"run `python -m falsematch sync {source.stem[:2]}`"
    for cell in stored.cells:
        if pattern.tagged(cell, "solution"):
            cell.source = cell.source.partition("\n```\n")[0] + "\n```\n\n</details>"
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    assert not lessons.differences(stored, pages), f"run `python -m falsematch sync {source.stem[:2]}`"


@each_lesson
def test_the_stored_lesson_shows_results_and_is_small(source):
    file = lessons.NOTEBOOKS / f"{source.stem}.ipynb"
    stored = nbformat.read(file, as_version=nbformat.NO_CONVERT)
    nbformat.validate(stored)
    assert file.stat().st_size <= LARGEST_FILE
    code = [cell for cell in stored.cells if cell.cell_type == "code"]
    assert [cell.execution_count for cell in code] == list(range(1, len(code) + 1))
    outputs = [output for cell in code for output in cell.outputs]
    assert outputs and {output.output_type for output in outputs} <= {
        "stream",
        "display_data",
        "execute_result",
    }
    pictures = [output.data["image/png"] for output in outputs if "image/png" in output.get("data", {})]
    assert max(map(len, pictures), default=0) * 3 / 4 <= LARGEST_PICTURE


@each_lesson
def test_a_stored_figure_has_its_words_beside_it(source):
    for cell in lessons.stored(source).cells:
        for output, after in itertools.pairwise([*cell.get("outputs", []), {}]):
            assert "data:image" not in str(output.get("data", {}).get("text/html"))
            if "image/png" in output.get("data", {}):
                assert output.metadata["image/png"]["alt"] in after["data"]["text/plain"]


@each_lesson
def test_no_answer_is_in_sight_before_it_is_looked_up(source):
    for cell in lessons.stored(source).cells:
        if pattern.asks(cell):
            assert "Not answered yet" in str(cell.outputs) and not RIGHT.search(str(cell.outputs))
        elif cell.cell_type == "markdown" and RIGHT.search(cell.source):
            assert cell.source.startswith("<details>\n<summary>Solution") and cell.source.endswith(
                "</details>"
            )


@each_lesson
def test_a_learners_copy_has_no_outputs_and_its_solutions_tell_what_they_get(source):
    copy = nbformat.reads(lessons.notebook_text(source), as_version=4)
    nbformat.validate(copy)
    assert not [cell for cell in copy.cells if cell.get("outputs") or cell.get("execution_count")]
    solutions = [cell for cell in copy.cells if pattern.tagged(cell, "solution")]
    assert solutions and all(RIGHT.search(cell.source.split("\n```\n", 1)[1]) for cell in solutions)


def other_than_the_lock():
    """The packages that shape outputs and have another version here than in the lock."""
    lock = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    for name in ("numpy", "scipy", "pandas", "matplotlib", "pillow", "ipython", "ipykernel", "ipywidgets"):
        versions = re.findall(rf"^{name}==([^\s;]+)", lock, flags=re.M)
        if metadata.version(name) not in versions:
            yield name


@each_lesson
def test_a_fresh_run_says_what_is_stored(source, executed):
    others = list(other_than_the_lock())
    if others:
        pytest.skip(f"outputs are those of the lock, and other versions are installed: {', '.join(others)}")
    fresh, stored = lessons.edition(source, executed[source.stem].notebook), lessons.stored(source)
    found = lessons.differences(stored, fresh)
    if sys.platform != "linux":  # elsewhere letters may be drawn otherwise
        found = [line for line in found if "another picture" not in line]
    assert not found, "\n".join([f"run `python -m falsematch sync {source.stem[:2]}`", *found])


# --- what a run says ------------------------------------------------------------------------------------------


@each_lesson
def test_lesson_runs_clean(source, executed):
    outcome = executed[source.stem]
    assert not outcome.failure, outcome.line()
    for number, cell in enumerate(outcome.notebook.cells, 1):
        # A progress bar may come in several outputs, its last line break alone: they are read together, line by line.
        errors = [output.text for output in cell.get("outputs", []) if output.get("name") == "stderr"]
        for line in re.split(r"[\r\n]+", "".join(errors)):
            assert not line.strip() or "it/s" in line or "%|" in line, (
                f"cell {number} wrote to stderr: {line[:300]}"
            )


@each_lesson
def test_unanswered_exercises_let_the_lesson_run_and_solutions_are_right(source, executed):
    said = {True: [], False: []}
    for cell in executed[source.stem].notebook.cells:
        if cell.cell_type == "code" and re.search(r"\bcheck_\w+\(", cell.source):
            said["solution" in cell.metadata.get("tags", [])].append(json.dumps(cell.outputs).lower())
    assert all("not answered yet" in text for text in said[False])
    assert all('"right' in text or "right" in text and "not right" not in text for text in said[True]), said[
        True
    ]


@each_lesson
def test_figures_are_described(source, executed):
    fresh = lessons.edition(source, executed[source.stem].notebook)
    for output in (output for cell in fresh.cells for output in cell.get("outputs", [])):
        assert "image/svg+xml" not in output.get("data", {}), "show figures with plots.show(fig)"
        if "image/png" in output.get("data", {}):
            alt = output.metadata["image/png"]["alt"]
            assert len(alt) >= 40 and not PLACEHOLDERS.search(alt), (
                f"show figures with plots.show(fig): {alt!r}"
            )
        for tag in re.findall(r"<img\b[^>]*>", output.get("data", {}).get("text/html", "")):
            alt = re.search(r'alt="([^"]*)"', tag)
            assert alt and len(html.unescape(alt[1])) >= 40 and not PLACEHOLDERS.search(alt[1]), tag[:300]


# A tick of an axis that happens to lie near a result.
CHANCE = {"1 in 10,000 stands near check_fpr_needed, whose result is 9.981e-05"}


@each_lesson
def test_nothing_near_an_exercise_shows_its_result(source, executed):
    def numbers_in(text):
        return scan.numbers_in(scan.plain_text(text), check.NAMES)

    cells = executed[source.stem].notebook.cells
    assert set(pattern.told_nearby(cells, EXERCISES, numbers_in)) <= CHANCE


@each_lesson
def test_long_tables_fold(source, executed):
    assert not list(pattern.long_tables(executed[source.stem].notebook.cells))


@each_lesson
def test_lessons_named_in_text_are_planned(source):
    for number in re.findall(r"\b[Ll]essons? (\d+)", text_of(source)):
        assert len(number) == 2 and 0 <= int(number) <= 14
