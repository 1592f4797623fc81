"""The two editions of a lesson: for students without solutions, for whoever teaches with everything and notes."""

import re

from falsematch import lessons
from falsematch.exercises import LESSONS, MendSentence, SmallFunction
from falsematch.lessons._pages import as_text, read, tagged

NOTES = lessons.NOTEBOOKS / "teaching"


def student(source):
    """A lesson as text of a notebook: no outputs, no solutions; the checks stay and answer."""
    notebook = read(source)
    notebook.cells = [cell for cell in notebook.cells if not tagged(cell, "solution")]
    return as_text(notebook)


def instructor(source):
    """A lesson as text of a notebook: the reading edition, its solutions open, and notes after the title."""
    import nbformat

    notebook = nbformat.read(lessons.NOTEBOOKS / f"{source.stem}.ipynb", as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            cell.source = cell.source.replace(
                "<details>\n<summary>Solution", "<details open>\n<summary>Solution"
            )
    page = nbformat.v4.new_markdown_cell(notes(source), id="for-whoever-teaches")
    page.metadata = {"tags": ["instructor"]}
    notebook.cells.insert(1, page)
    return as_text(notebook)


def notes(source):
    """What whoever teaches a lesson wants to know: minutes, wrong answers and what they reveal, what to talk about."""
    number = source.name[:2]
    written = NOTES / f"{number}.md"
    own = written.read_text(encoding="utf-8").strip() if written.is_file() else ""
    pieces = [f"## For whoever teaches this\n\nOne student alone needs about **{minutes(source)}**."]
    pieces += [own] if own else []
    pieces.append("### Wrong answers, and what they reveal")
    pieces += [table(exercise) for exercise in LESSONS.get(number, [])]
    return "\n\n".join(pieces)


def minutes(source):
    """The time that the lesson states, in its words."""
    found = re.search(r"\*\*(\d+ minutes)\*\*", read(source).cells[0].source)
    if not found:
        raise ValueError(f"{source.stem} does not state its minutes in its first cell")
    return found[1]


def table(exercise):
    """The misconceptions of one exercise: the wrong answer, its name, what the check says."""
    rows = [f"**`{exercise.name}`** {plain(exercise.question)}", "", "| wrong answer | reveals | the hint |"]
    rows.append("| --- | --- | --- |")
    wrong = exercise.wrong_answers() if not isinstance(exercise, SmallFunction) else {}
    for known in exercise.misconceptions:
        if isinstance(exercise, SmallFunction) or known.name in wrong:
            value = shown(wrong.get(known.name), isinstance(exercise, MendSentence))
            rows.append(f"| {value} | {plain(known.name)} | {plain(exercise._fill(known.hint))} |")
    return "\n".join(rows)


def shown(value, pair):
    """A wrong answer as a learner would have written it, about."""
    if value is None:
        return "a function that does so"
    if pair:
        return ", ".join(shown(part, False) for part in value)
    return value if isinstance(value, str) else f"{value:.3g}"


def plain(text):
    """Text that breaks no table."""
    return " ".join(str(text).replace("|", "\\|").split())
