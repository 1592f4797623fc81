"""The course folder: nothing given away to students, everything there for whoever teaches, decks that fetch nothing."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from falsematch import lessons
from falsematch.exercises import EXERCISES, LESSONS, SmallFunction
from falsematch.lessons._pages import read, tagged
from falsematch.publish import course
from falsematch.publish.course import _assignments, _editions, _handouts, _slides

SOURCES = lessons.sources()
PAGES = dict(course.pages(course.here()))


def cells(text, kind="code"):
    return [cell.source for cell in nbformat.reads(text, as_version=4).cells if cell.cell_type == kind]


def test_every_lesson_is_in_exactly_one_part():
    numbers = [number for _, _, part in course.PARTS for number in part]
    assert sorted(numbers) == [f"{number:02}" for number in range(15)]
    assert {source for _, _, part in course.here() for source in part} == set(SOURCES)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_student_edition_holds_no_solution(source):
    text = PAGES[f"student/{source.stem}.ipynb"]
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    whole = read(source).cells
    others = {
        line.strip() for cell in whole if not tagged(cell, "solution") for line in cell.source.split("\n")
    }
    student = "\n".join(cell.source for cell in notebook.cells)
    for solution in (cell for cell in whole if tagged(cell, "solution")):
        own = [line.strip() for line in solution.source.split("\n") if len(line.strip()) > 8]
        assert not [line for line in own if line not in others and line in student]
        assert solution.source not in student
    assert not any(cell.get("outputs") for cell in notebook.cells)
    for exercise in LESSONS.get(source.name[:2], []):
        assert exercise.name in student  # the check stays


@pytest.mark.extras
@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_student_notebooks_run_with_nothing_answered(source, tmp_path):
    from nbclient import NotebookClient

    notebook = nbformat.reads(PAGES[f"student/{source.stem}.ipynb"], as_version=4)
    place = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=120, kernel_name="python3", resources=place).execute()
    said = "\n".join(str(output) for cell in notebook.cells for output in cell.get("outputs", []))
    for exercise in LESSONS.get(source.name[:2], []):
        assert "Not answered yet" in said, exercise.name


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_instructor_edition_has_results_solutions_and_notes(source):
    notebook = nbformat.reads(PAGES[f"instructor/{source.stem}.ipynb"], as_version=4)
    nbformat.validate(notebook)
    notes = notebook.cells[1].source
    assert _editions.minutes(source) in notes
    for exercise in LESSONS.get(source.name[:2], []):
        assert exercise.name in notes
        for known in exercise.misconceptions:
            if isinstance(exercise, SmallFunction) or known.name in exercise.wrong_answers():
                assert _editions.plain(known.name) in notes
    closed = [cell.source for cell in notebook.cells if "<details>\n<summary>Solution" in cell.source]
    assert not closed
    assert any(cell.get("outputs") for cell in notebook.cells)


def test_a_table_of_wrong_answers_keeps_its_columns():
    for exercise in EXERCISES.values():
        rows = [line for line in _editions.table(exercise).split("\n") if line.startswith("|")]
        assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {4}


@pytest.mark.parametrize("part", course.here(), ids=lambda part: part[0])
def test_assignments_are_cut_where_nbgrader_cuts_and_their_solutions_are_right(part):
    word, _, sources = part
    source = PAGES[f"nbgrader/source/{word}/{word}.ipynb"]
    notebook = nbformat.reads(source, as_version=4)
    nbformat.validate(notebook)
    marks = [cell.metadata["nbgrader"] for cell in notebook.cells if "nbgrader" in cell.metadata]
    identities = [mark["grade_id"] for mark in marks]
    assert len(set(identities)) == len(identities)
    asked = [exercise for one in sources for exercise in LESSONS.get(one.name[:2], [])]
    assert sum(mark.get("points", 0) for mark in marks) == len(asked)
    names = {}
    for text in cells(source):
        exec(text.replace("print(", "str("), names)  # the solutions and the hidden tests, which assert
    released = "\n".join(
        re.sub(r"### BEGIN.*?### END \w+( \w+)?", "", text, flags=re.S) for text in cells(source)
    )
    for exercise in asked:
        drawn, _ = _assignments.variant(exercise)
        if not isinstance(drawn, SmallFunction):
            assert _assignments.solution(drawn) not in re.sub(r"exercise = .*", "", released)


def test_another_assignment_has_other_numbers_than_the_lesson():
    for exercise in EXERCISES.values():
        if exercise.bounds and not isinstance(exercise, SmallFunction):
            drawn, _ = _assignments.variant(exercise)
            assert vars(drawn.given) != vars(exercise.given), exercise.name


@pytest.mark.extras
def test_nbgrader_gives_full_marks_to_solutions_none_to_blanks_and_what_wrong_answers_deserve(tmp_path):
    pytest.importorskip("nbgrader", reason="nbgrader is not installed: start.py test --all does so")
    word = "people"
    folder = tmp_path / "course"
    (folder / "source" / word).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(PAGES["nbgrader/nbgrader_config.py"], encoding="utf-8")
    source = PAGES[f"nbgrader/source/{word}/{word}.ipynb"]
    (folder / "source" / word / f"{word}.ipynb").write_text(source, encoding="utf-8")

    def nbgrader(*words):
        beside = (
            f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # it calls alembic by its name
        )
        command = [sys.executable, "-m", "nbgrader", *words]
        more = {"env": {**os.environ, "PATH": beside}, "encoding": "utf-8", "timeout": 300}
        done = subprocess.run(command, cwd=folder, capture_output=True, **more)
        assert not done.returncode, done.stderr[-2000:]

    nbgrader("generate_assignment", word)
    released = (folder / "release" / word / f"{word}.ipynb").read_text(encoding="utf-8")
    assert "SOLUTION" not in released and "HIDDEN" not in released
    part = next(sources for name, _, sources in course.here() if name == word)
    asked = [exercise for one in part for exercise in LESSONS[one.name[:2]]]
    handed_in = {"solved": source, "blank": released}
    points = {"solved": len(asked), "blank": 0}
    for place in range(3):  # all right but one, which is answered as a known misconception would
        exercise = [one for one in asked if not isinstance(one, SmallFunction)][place]
        drawn, _ = _assignments.variant(exercise)
        wrong = next(iter(drawn.wrong_answers().values()))
        short = exercise.name.removeprefix("check_")
        right = f"{short} = {_assignments.solution(drawn)}"
        assert json.dumps(right)[1:-1] in source
        handed_in[f"wrong{place}"] = source.replace(
            json.dumps(right)[1:-1], json.dumps(f"{short} = {wrong!r}")[1:-1]
        )
        points[f"wrong{place}"] = len(asked) - 1
    for name, text in handed_in.items():
        (folder / "submitted" / name / word).mkdir(parents=True)
        (folder / "submitted" / name / word / f"{word}.ipynb").write_text(text, encoding="utf-8")
    nbgrader("autograde", word)
    nbgrader("export", "--to", "grades.csv")
    rows = [line.split(",") for line in (folder / "grades.csv").read_text(encoding="utf-8").splitlines()]
    score = {row[rows[0].index("student_id")]: float(row[rows[0].index("score")]) for row in rows[1:]}
    assert score == points


@pytest.mark.parametrize("word", [part[0] for part in course.here()])
def test_a_deck_fetches_nothing_and_tells_every_figure(word):
    page = PAGES[f"slides/{word}.html"]
    assert not re.findall(r"(?:src|href)=\"(?!data:image/png|reveal\.js/)", page)
    assert "url(" not in page and "@import" not in page
    images = re.findall(r"<img [^>]*>", page)
    assert images or word == "audit"
    assert all(len(re.search(r'alt="([^"]*)"', image)[1]) > 40 for image in images)
    assert page.count("<section>") == page.count("</section>") > len(images)
    assert all(
        re.match(r"<h[1-3]>", one) for one in page.split("<section>")[1:]
    )  # every slide has its heading


def test_markdown_on_a_slide_is_escaped():
    assert _slides.as_slide("## A <b>\n\n- one *two*\n- `x < 1`") == (
        "<h3>A &lt;b&gt;</h3><ul><li>one <em>two</em></li><li><code>x &lt; 1</code></li></ul>"
    )


def test_the_handouts_name_every_source_once_and_every_misconception():
    listed = re.findall(r"^- (.+)$", PAGES["plans/reading_list.md"], flags=re.M)
    assert len(listed) == len(set(listed)) > 20
    sheet, key = PAGES["plans/test_before_and_after.md"], PAGES["plans/test_key.md"]
    for question in _handouts.pretest.QUESTIONS.values():
        assert question.text in sheet and "right" not in question.texts()[question.right()]
        assert all(_editions.plain(shows) in key for _, shows in question.choices.values())


def test_a_course_replaces_a_course_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(_slides, "bring_program", lambda folder: None)
    monkeypatch.setattr(course, "pages", lambda parts: [("COURSE.md", "one\n"), ("a/b.md", "x\n")])
    out = tmp_path / "course"
    course.build(out)
    (out / "old").write_text("", encoding="utf-8")
    course.build(out)
    assert sorted(path.name for path in out.rglob("*") if path.is_file()) == ["COURSE.md", "b.md"]
    assert [path.name for path in tmp_path.iterdir()] == ["course"]
    other = tmp_path / "mine"
    other.mkdir()
    (other / "thesis.txt").write_text("x", encoding="utf-8")
    with pytest.raises(ValueError, match="must be a new or empty folder"):
        course.build(other)

    def torn(parts):
        yield "COURSE.md", "two\n"
        raise KeyboardInterrupt

    monkeypatch.setattr(course, "pages", torn)
    with pytest.raises(KeyboardInterrupt):
        course.build(out)
    assert (out / "COURSE.md").read_text(encoding="utf-8") == "one\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["course", "mine"]


def test_what_teachers_read_leads_to_what_lies_in_the_folder():
    pages = {path: text for path, text in PAGES.items() if path.endswith(".md")}
    assert {"COURSE.md", "lecture/plan.md", "lecture/questions.md", "plans/rubric.md"} <= set(pages)
    assert "plans/plan_one_lecture.md" not in pages
    found = 0
    for path, text in pages.items():
        text = text if isinstance(text, str) else text.decode("utf-8")
        for link in re.findall(r"\]\(([^)\s]+)\)", text):
            if not re.match(r"[a-z]+:|#", link):
                place = os.path.normpath(Path(path).parent / link.partition("#")[0])
                assert Path(place).as_posix() in PAGES, (path, link)
                found += 1
    assert found > 10
    for named in re.findall(r"`([a-z_]+/)`", pages["COURSE.md"].split("## What lies here")[1]):
        assert named == "release/" or any(path.startswith(named) for path in PAGES), named


TEACHING = sorted(_editions.NOTES.glob("*.md"))


def headings(number):
    (source,) = lessons.sources([number])
    return {
        line.lstrip("# ")
        for cell in read(source).cells
        if cell.cell_type == "markdown"
        for line in cell.source.split("\n")
    }


@pytest.mark.parametrize("path", TEACHING, ids=lambda path: path.stem)
def test_what_teachers_read_names_sections_lessons_and_files_that_exist(path):
    text = path.read_text(encoding="utf-8")
    here = {source.name[:2] for source in SOURCES}
    if path.stem.isdecimal():
        keep = text.split("### In 45 minutes")[1].split("### Talk about")[0]
        if path.stem in here:
            for quoted in re.findall(r"“([^”]+)”", keep):
                assert quoted in headings(path.stem), quoted
    for number, quoted in re.findall(r"lesson (\d\d), “([^”]+)”", text):
        assert quoted in headings(number), quoted
    assert set(re.findall(r"lessons? (\d\d)", text)) <= {f"{number:02}" for number in range(15)}
    assert set(re.findall(r"^\| .*\| `(\w+)` \|$", text, flags=re.M)) <= {word for word, _, _ in course.PARTS}
    for file in re.findall(r"`(docs/[^`]+)`", text):
        assert (lessons.ROOT / file).is_file(), file


def test_every_lesson_that_is_here_has_notes_for_teachers():
    assert {source.name[:2] for source in SOURCES} <= {path.stem for path in TEACHING}
