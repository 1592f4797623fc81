"""Assignments for nbgrader: the exercises of a part with points, numbers of their own and hidden tests.

Each exercise gives two cells: one in which the learner answers, one that checks. The numbers are those of a variant,
so that no solution of a lesson is the answer here. nbgrader cuts what stands between its marks ("BEGIN SOLUTION",
"BEGIN HIDDEN TESTS") out of the edition for students; its documentation says how to release and to grade.
"""

from falsematch.exercises import LESSONS, MendSentence, SmallFunction
from falsematch.lessons._pages import as_text, read

#: The seed of the variants that are set. Another year may take another one.
SEED = "assignment"
POINTS = 1

CONFIG = '''"""For nbgrader: run its commands in this folder, such as `nbgrader generate_assignment arithmetic`."""

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "false_match"
c.ClearSolutions.code_stub = {"python": "# Your answer in place of the three dots"}
'''


def assignment(word, about, sources):
    """The instructor's notebook of one part, as text."""
    import nbformat

    new = nbformat.v4
    cells = [
        new.new_markdown_cell(
            f"# {about}\n\nOne point for each exercise. The checks may be run as often as you like: they say whether "
            "an answer is right and, if they know it, what a wrong one mixes up.",
            id=f"{word}-title",
        )
    ]
    for source in sources:
        title = read(source).metadata["title"]
        cells.append(
            new.new_markdown_cell(f"## Lesson {source.name[:2]}: {title}", id=f"lesson-{source.name[:2]}")
        )
        for exercise in LESSONS.get(source.name[:2], []):
            cells += asked(exercise)
    notebook = new.new_notebook(cells=cells, metadata=read(sources[0]).metadata | {"title": about})
    return as_text(notebook)


def variant(exercise):
    """The exercise as it is set, and the expression that makes it in a notebook."""
    if isinstance(exercise, SmallFunction) or not exercise.has_variants:
        return exercise, exercise.name
    return exercise.variant(SEED), f"{exercise.name}.variant({SEED!r})"


def asked(exercise):
    """The cells of one exercise: the question, the answer, the check with its hidden test."""
    import nbformat

    new = nbformat.v4
    drawn, made = variant(exercise)
    short = exercise.name.removeprefix("check_")
    before = f"from falsematch.exercises import {exercise.name}\n\nexercise = {made}\nprint(exercise.ask())"
    if isinstance(exercise, SmallFunction):
        before = (
            f"from falsematch.exercises import {exercise.name}\n\nexercise = {made}\nprint(exercise.question)"
        )
    answer = f"{short} = ...\n### BEGIN SOLUTION\n{short} = {solution(drawn)}\n### END SOLUTION"
    given = f"*{short}" if isinstance(exercise, MendSentence) else short
    if isinstance(exercise, MendSentence):
        answer = answer.replace(" = ...", " = ..., ...  # a letter, and a number", 1)
    check = f"exercise = {made}\nexercise({given})"
    hidden = f"### BEGIN HIDDEN TESTS\nassert {made}({given}).right\n### END HIDDEN TESTS"
    cells = [
        new.new_code_cell(before, id=f"{short[:50]}-question"),
        new.new_code_cell(answer, id=f"{short[:50]}-answer"),
        new.new_code_cell(f"{check}\n{hidden}", id=f"{short[:50]}-check"),
    ]
    marks = {"schema_version": 3, "task": False}
    about = [
        {"grade": False, "grade_id": f"ask-{short}", "locked": True, "solution": False},
        {"grade": False, "grade_id": short, "locked": False, "solution": True},
        {"grade": True, "grade_id": f"test-{short}", "locked": True, "solution": False, "points": POINTS},
    ]
    for cell, mark in zip(cells, about, strict=True):
        cell.metadata = {"nbgrader": {**mark, **marks}}
    return cells


def solution(exercise):
    """The right answer as code. Of a function, the package's own, which stands in the instructor's edition only."""
    if isinstance(exercise, SmallFunction):
        return f"{exercise.name}.expected"
    answer = exercise.answer()
    return repr(tuple(answer) if isinstance(exercise, MendSentence) else answer)
