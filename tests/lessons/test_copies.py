"""The copies that learners work in: complete, without outputs or answers in sight, and never overwritten."""

import ast
import json
import os
import re
from datetime import date
from pathlib import Path

import nbformat
import pytest

from falsematch import __main__, lessons
from falsematch.lessons import _copies
from falsematch.lessons._edition import ALONE
from falsematch.lessons._pages import tagged

LESSON = """# %% [markdown]
# # Is this a lesson?

# %%
from falsematch.exercises import check_false_alerts

# %% [markdown]
# ## Exercise 1

# %%
answer = ...
check_false_alerts(answer)

# %% tags=["solution"]
check_false_alerts((1_000_000 - 100) * 0.002)
"""
EVERY = sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A made-up project of two lessons, whose reading edition has the solutions' replies."""
    (tmp_path / "notebooks" / "source").mkdir(parents=True)
    monkeypatch.setattr(lessons, "ROOT", tmp_path)
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path / "notebooks")
    monkeypatch.setattr(lessons, "SOURCES", tmp_path / "notebooks" / "source")
    for name in ("00_first", "03_later"):
        change(tmp_path, name, LESSON)
    return tmp_path


def change(project, name, text):
    """Write a lesson's source, and its reading edition with a made-up reply to each solution."""
    source = project / "notebooks" / "source" / f"{name}.py"
    source.write_text(text, encoding="utf-8")
    executed = lessons.read(source)
    for cell in executed.cells:
        if tagged(cell, "solution"):
            data = {"text/plain": "Right: 1,999.8.", "text/html": "<div>Right: 1,999.8.</div>"}
            cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=1)]
    (project / "notebooks" / f"{name}.ipynb").write_text(
        lessons.edition_text(source, executed), encoding="utf-8"
    )


def copy_in(project, name="03_later"):
    return project / "my_work" / f"{name}.ipynb"


def cells_of(path):
    return nbformat.read(path, as_version=4).cells


def work_in(path, how="write"):
    """What a learner does: write an answer, or only run a cell."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    cell = notebook["cells"][3]
    assert "answer" in "".join(cell["source"])
    if how == "write":
        cell["source"] = ["answer = 5\n", "check_false_alerts(answer)"]
    else:
        cell["execution_count"] = 1
    path.write_text(json.dumps(notebook), encoding="utf-8")
    return path.read_bytes()


def test_copies_are_complete_and_show_no_result(project):
    assert lessons.make_copies() == (project / "my_work", [])
    assert [path.name for path in sorted((project / "my_work").iterdir())] == [
        "00_first.ipynb",
        "03_later.ipynb",
    ]
    notebook = nbformat.read(copy_in(project), as_version=4)
    nbformat.validate(notebook)
    assert not [cell for cell in notebook.cells if cell.get("outputs") or cell.get("execution_count")]
    assert [cell.cell_type for cell in notebook.cells] == ["markdown", "code", "markdown", "code", "markdown"]


def test_a_solution_shows_nothing_before_it_is_opened_and_then_its_number(project):
    """Whatever is run: it is text that folds. And it keeps its tag, by which courses leave it out."""
    lessons.make_copies()
    solution = cells_of(copy_in(project))[-1]
    lines = solution.source.splitlines()
    assert lines[0] == "<details>" and lines[-1] == "</details>" and lines[1].startswith("<summary>Solution")
    assert (
        "check_false_alerts((1_000_000 - 100) * 0.002)" in solution.source
        and "Right: 1,999.8." in solution.source
    )
    assert tagged(solution, "solution")


def test_without_its_reading_edition_a_solution_folds_without_its_reply(project):
    (project / "notebooks" / "03_later.ipynb").unlink()
    changed = project / "notebooks" / "source" / "00_first.py"
    changed.write_text(LESSON.replace("* 0.002", "* 0.003"), encoding="utf-8")  # not stored yet
    lessons.make_copies()
    for name in ("00_first", "03_later"):
        solution = cells_of(copy_in(project, name))[-1]
        assert solution.source.startswith("<details>") and "Right" not in solution.source


@pytest.mark.parametrize("how", ["write", "run"])
def test_a_copy_that_somebody_worked_in_is_never_overwritten(project, how, capsys):
    lessons.make_copies()
    worked_in = work_in(copy_in(project), how)
    assert lessons.make_copies()[1] == [] and copy_in(project).read_bytes() == worked_in
    for name in ("00_first", "03_later"):
        change(project, name, LESSON.replace("Is this", "Is that"))
    assert lessons.make_copies()[1] == ["03_later"], "only who has begun is told"
    assert copy_in(project).read_bytes() == worked_in
    assert "Is that" in cells_of(copy_in(project, "00_first"))[0].source, (
        "a copy that nobody touched follows its lesson"
    )


def test_another_programs_way_to_save_is_no_work(project):
    """Other spaces, one string instead of many, metadata of its own."""
    lessons.make_copies()
    notebook = nbformat.read(copy_in(project), as_version=4)
    notebook.metadata["language_info"] = {"name": "python", "version": "3.15.2"}
    for cell in notebook.cells:
        cell.metadata["vscode"] = {"languageId": "python"}
    data = json.loads(nbformat.writes(notebook))
    for cell in data["cells"]:
        cell["source"] = "".join(cell["source"])
    copy_in(project).write_text(json.dumps(data, indent=4), encoding="utf-8")
    change(project, "03_later", LESSON.replace("Is this", "Is that"))
    assert lessons.make_copies()[1] == [] and "Is that" in cells_of(copy_in(project))[0].source


@pytest.mark.parametrize(
    "content", ["", "{}", "[1]", '{"metadata": {}, "cells": []}', "\x00", '{"cells": 3, "metadata": 4}']
)
def test_a_file_that_is_no_copy_of_ours_stays(project, content):
    copy_in(project).parent.mkdir()
    copy_in(project).write_text(content, encoding="utf-8")
    assert lessons.make_copies()[1] == [] and copy_in(project).read_text(encoding="utf-8") == content
    ((new, kept),) = lessons.fresh_copies(["03"])
    assert kept.read_text(encoding="utf-8") == content and cells_of(new)


def test_a_new_copy_keeps_the_old_one_beside_it(project, capsys):
    lessons.make_copies()
    worked_in = work_in(copy_in(project))
    assert __main__.main(["fresh", "03"]) == 0
    kept = f"03_later_kept_{date.today().isoformat()}"
    assert capsys.readouterr().out == f"my_work/03_later.ipynb is new; yours is kept as {kept}.ipynb\n"
    assert copy_in(project, kept).read_bytes() == worked_in
    assert cells_of(copy_in(project))[3].source.startswith("answer = ...")
    again = work_in(copy_in(project))
    ((_, second),) = lessons.fresh_copies(["later"])
    assert (
        second.stem == f"{kept}_2"
        and second.read_bytes() == again
        and copy_in(project, kept).read_bytes() == worked_in
    )


def test_a_new_copy_of_what_nobody_touched_keeps_nothing(project):
    assert lessons.fresh_copies(["00", "03"]) == [
        (copy_in(project, name), None) for name in ("00_first", "03_later")
    ]
    assert lessons.fresh_copies(["03"]) == [(copy_in(project), None)]
    assert len(list((project / "my_work").iterdir())) == 2


@pytest.mark.parametrize("words", [[], ["no such lesson"]])
def test_a_new_copy_of_nothing_is_one_line(project, words, capsys):
    assert __main__.main(["fresh", *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1 and not (project / "my_work").exists()


def test_answers_kept_by_an_earlier_version_come_along_once(project):
    earlier = project / "notebooks" / "my_work" / "pretest.json"
    earlier.parent.mkdir()
    earlier.write_text("earlier", encoding="utf-8")
    lessons.make_copies()
    answers = project / "my_work" / "pretest.json"
    assert answers.read_text(encoding="utf-8") == "earlier" and earlier.exists()
    answers.write_text("later", encoding="utf-8")
    lessons.make_copies()
    assert answers.read_text(encoding="utf-8") == "later"


def test_where_the_project_cannot_be_written_to_copies_lie_where_one_stands(project, tmp_path, monkeypatch):
    """A course's computers have one project for many people."""
    elsewhere = tmp_path / "somebody's own"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != project)
    assert lessons.make_copies()[0] == elsewhere / "my_work"
    (project / "my_work").mkdir()
    assert lessons.make_copies()[0] == project / "my_work"


def test_a_notebook_given_alone_says_what_it_needs():
    """In the first cell that needs the package; the copies, which start.py opens, do not bother with it."""
    assert ALONE.startswith("# ") and ALONE.count("\n") == 1 and len(ALONE) <= 101
    for source in EVERY:
        code = [cell.source for cell in lessons.edition(source).cells if cell.cell_type == "code"]
        first = next(text for text in code if re.search(r"^(from|import) falsematch", text, flags=re.M))
        assert first.startswith(ALONE) and sum(ALONE in text for text in code) == 1
        assert ALONE not in "\n".join(cell.source for cell in _copies.copy_of(source).cells)


@pytest.mark.parametrize("source", EVERY, ids=lambda source: source.stem)
def test_no_cell_rests_on_a_solution(source):
    """In a copy solutions are text: a later cell must not need a name that was last given its value in one."""
    last, faults = {}, []
    for number, cell in enumerate(lessons.read(source).cells, 1):
        if cell.cell_type != "code":
            continue
        solution = tagged(cell, "solution")
        names = [node for node in ast.walk(ast.parse(cell.source)) if isinstance(node, ast.Name)]
        bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
        if not solution:
            faults += [
                f"cell {number}: {n.id}" for n in names if n.id not in bound and last.get(n.id) == "solution"
            ]
        last |= dict.fromkeys(bound, "solution" if solution else "lesson")
    assert not faults


@pytest.mark.parametrize("source", EVERY, ids=lambda source: source.stem)
def test_every_solution_of_every_copy_folds(source):
    copy = _copies.copy_of(source, lessons.stored(source))
    nbformat.validate(copy)
    solutions = [cell for cell in copy.cells if tagged(cell, "solution")]
    assert solutions and all(cell.source.startswith("<details>\n<summary>Solution") for cell in solutions)
