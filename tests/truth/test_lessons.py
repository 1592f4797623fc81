"""Lessons keep their anatomy and budgets, are paired with their sources, run clean, and describe their figures."""

import html
import json
import re
from pathlib import Path

import nbformat
import pytest

from falsematch import lessons

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))
NAMES = [path.stem for path in SOURCES]
MOST_CELLS, MOST_CODE_LINES, MOST_WORDS, FEWEST_EXERCISES = 40, 15, 120, 3
HEADINGS = [
    "## Predict first",
    "## What this does not show",
    "## For the policy desk",
    "## Sources",
    "## Next",
]
PLACEHOLDERS = re.compile(
    r"no description|\.(png|jpe?g|svg)\b|^(an? )?(figure|image|plot|picture|chart)\b\.?$", re.I
)

each_lesson = pytest.mark.parametrize("source", SOURCES, ids=NAMES)


def cells(source, kind=None):
    return [cell for cell in lessons.read(source).cells if kind in (None, cell.cell_type)]


def text_of(source):
    return "\n\n".join(cell.source for cell in cells(source, "markdown"))


def section(source, heading):
    return re.split(r"^#+ ", text_of(source).split(heading + "\n", 1)[1], maxsplit=1, flags=re.M)[0].strip()


def test_there_are_lessons_and_nothing_else_to_open():
    assert NAMES, "no lessons found"
    assert {p.name for p in lessons.NOTEBOOKS.glob("*.ipynb")} == {f"{name}.ipynb" for name in NAMES}


@each_lesson
def test_notebook_is_its_source(source):
    stored = (lessons.NOTEBOOKS / f"{source.stem}.ipynb").read_text(encoding="utf-8")
    assert stored == lessons.notebook_text(source), "they drifted: run `python -m falsematch sync`"


@each_lesson
def test_notebook_is_valid_and_stores_no_output(source):
    stored = nbformat.read(lessons.NOTEBOOKS / f"{source.stem}.ipynb", as_version=4)
    nbformat.validate(stored)
    assert not [c for c in stored.cells if c.get("outputs") or c.get("execution_count")]


@each_lesson
def test_budgets(source):
    every = cells(source)
    assert len(every) <= MOST_CELLS, f"{len(every)} cells"
    for number, cell in enumerate(every, 1):
        if cell.cell_type == "code":
            lines = [line for line in cell.source.splitlines() if line.strip()]
            assert len(lines) <= MOST_CODE_LINES, f"cell {number} has {len(lines)} lines"
        else:
            assert len(cell.source.split()) <= MOST_WORDS, (
                f"cell {number} has {len(cell.source.split())} words"
            )


@each_lesson
def test_opening(source):
    first = cells(source)[0]
    assert first.cell_type == "markdown"
    title = first.source.splitlines()[0]
    assert re.fullmatch(r"# .+\?", title), f"the title is no question: {title}"
    assert re.search(r"\b\d+ minutes\b", first.source) and "You need" in first.source
    aims = first.source.split("you will be able to", 1)
    assert len(aims) == 2 and len(re.findall(r"^- ", aims[1], flags=re.M)) == 3, (
        "three things a learner will be able to do"
    )


@each_lesson
def test_parts_in_their_order(source):
    text = text_of(source)
    places = [text.find(f"\n{heading}\n") for heading in HEADINGS]
    assert -1 not in places, f"missing: {[h for h, p in zip(HEADINGS, places, strict=True) if p < 0]}"
    assert places == sorted(places)


@each_lesson
def test_guess_is_made_first_and_compared_last(source):
    code = [cell.source for cell in cells(source, "code")]
    made = next(
        i
        for i, text in enumerate(code)
        if re.search(r"^my_\w*guess\w* = \.\.\.$|^my_answers = ", text, flags=re.M)
    )
    compared = next(
        i for i, text in enumerate(code) if re.search(r"compare_guess\(|save_pretest\(|keep", text)
    )
    assert made < compared


@each_lesson
def test_exercises(source):
    if source.stem.startswith("00"):
        pytest.skip("lesson 00 has the pre-test instead of exercises")
    code = cells(source, "code")
    asked = [c for c in code if re.search(r"(=|return) \.\.\.", c.source) and "check_" in c.source]
    solved = [c for c in code if "solution" in c.metadata.get("tags", [])]
    assert len(asked) >= FEWEST_EXERCISES
    calls = (
        [set(re.findall(r"\bcheck_\w+(?=\()", c.source)) for c in asked],
        [set(re.findall(r"\bcheck_\w+(?=\()", c.source)) for c in solved],
    )
    assert set().union(*calls[0]) == set().union(*calls[1]), (
        "every exercise has a solution, and no solution lacks one"
    )
    assert len(re.findall(r"^## Exercise \d+", text_of(source), flags=re.M)) >= FEWEST_EXERCISES


@each_lesson
def test_policy_desk_has_three_sentences(source):
    desk = section(source, "## For the policy desk").replace("e.g.", "").replace("i.e.", "")
    assert len(re.findall(r"[.?!](?=\s|$)", desk)) == 3, desk


@each_lesson
def test_no_plotting_boilerplate_and_no_silenced_warnings(source):
    for cell in cells(source, "code"):
        assert not re.search(
            r"filterwarnings|simplefilter|\bplt\.|pyplot|%matplotlib|savefig", cell.source
        ), cell.source


@each_lesson
def test_lesson_runs_clean(source, executed):
    outcome = executed[source.stem]
    assert not outcome.failure, outcome.line()
    for number, cell in enumerate(outcome.notebook.cells, 1):
        for output in cell.get("outputs", []):
            assert output.get("name") != "stderr" or "it/s" in output.text or "%|" in output.text, (
                f"cell {number} wrote to stderr: {output.text[:300]}"
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
    for cell in executed[source.stem].notebook.cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            if "image/png" in data or "image/svg+xml" in data:
                alt = output.metadata.get("image/png", {}).get("alt", "")
                assert len(alt) >= 40 and not PLACEHOLDERS.search(alt), "show figures with plots.show(fig)"
                assert alt in data["text/plain"]
            for tag in re.findall(r"<img\b[^>]*>", data.get("text/html", "")):
                alt = re.search(r'alt="([^"]*)"', tag)
                assert alt and len(html.unescape(alt[1])) >= 40 and not PLACEHOLDERS.search(alt[1]), (
                    alt and alt[1]
                )


@each_lesson
def test_lessons_named_in_text_are_planned(source):
    for number in re.findall(r"\b[Ll]essons? (\d+)", text_of(source)):
        assert len(number) == 2 and 0 <= int(number) <= 14


def markdown_files():
    found = [*ROOT.glob("*.md"), *(ROOT / "datasets").rglob("*.md"), *(ROOT / "tests").rglob("*.md")]
    return {path: path.read_text(encoding="utf-8") for path in found} | {
        lessons.NOTEBOOKS / f"{source.stem}.ipynb": text_of(source) for source in SOURCES
    }


def test_links_inside_the_repository_resolve():
    broken = []
    for path, text in markdown_files().items():
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.S)):
            if not re.match(r"[a-z]+:|#", target) and not (path.parent / target.split("#")[0]).exists():
                broken.append(f"{path.relative_to(ROOT)}: {target}")
    assert not broken, broken
