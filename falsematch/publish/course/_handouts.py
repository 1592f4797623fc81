"""What is read on paper: the guide to the folder, class plans, the reading list, the test and its key."""

from falsematch import datasets, lessons
from falsematch.exercises import pretest

from ._editions import NOTES, minutes, plain

GUIDE = """# False Match: the course

{parts}

## What lies here

- `student/`: the lessons to hand out, without solutions. They need the package: `python3 start.py` in a copy of the
  project sets it up.
- `instructor/`: the same lessons with results and solutions, and a page of notes after each title.
- `nbgrader/`: one assignment for each part. In that folder: `nbgrader generate_assignment arithmetic`, hand out what is
  then in `release/`, put what comes back into `submitted/NAME/arithmetic/`, `nbgrader autograde arithmetic`,
  `nbgrader export`.
- `lecture/`: one lecture, ready in ninety minutes or forty-five: begin with `plan.md` there.
- `slides/`: open a deck in a browser; arrows turn the pages, F fills the screen, S and Escape do what they say.
- `plans/`: class plans for two weeks and seven weeks; the reading list; the test before and after, with its key; the
  rubric of the last lesson; how to grade.

Without nbgrader: `falsematch grade FOLDER` judges the answers in whatever notebooks come back, and `falsematch bank`
writes the exercises as questions for Moodle. Both are described in `plans/grading.md`.
"""


def handouts(parts):
    """(path, text) of every page."""
    yield "COURSE.md", GUIDE.format(parts=overview(parts))
    for path in sorted(NOTES.glob("*.md")):
        # The notes on single lessons stand in the instructor's edition, the plan of the lecture beside its slides.
        if not path.stem.isdecimal() and path.stem != "plan_one_lecture":
            yield f"plans/{path.name}", path.read_text(encoding="utf-8")
    yield "plans/rubric.md", (lessons.ROOT / "docs" / "lesson14_rubric.md").read_bytes()
    yield "plans/peer_review.md", (lessons.ROOT / "docs" / "lesson14_peer_review.md").read_bytes()
    yield "plans/reading_list.md", reading_list(parts)
    yield "plans/test_before_and_after.md", test_sheet()
    yield "plans/test_key.md", test_key()


def overview(parts):
    """The parts and their lessons with their minutes."""
    rows = ["| part | lesson | question | time |", "| --- | --- | --- | --- |"]
    for word, _about, sources in parts:
        for source in sources:
            title = lessons.read(source).metadata["title"]
            rows.append(f"| {word} | {source.name[:2]} | {plain(title)} | {minutes(source)} |")
    return "\n".join(rows)


def reading_list(parts):
    """The sources of the tables that the lessons use, by part; each source once."""
    told, pieces = set(), ["# Reading list", "The sources of the figures, from the tables' own descriptions."]
    manifests = [datasets.manifest(name) for name in datasets.names()]
    for _word, about, sources in parts:
        stems, lines = {source.stem for source in sources}, []
        for manifest in manifests:
            for source in manifest["sources"] if stems & set(manifest["lessons"]) else []:
                key = source.get("path") or source["title"]
                if key not in told:
                    told.add(key)
                    # Of the rows from this source, where it has any; of the table's figures otherwise.
                    graded = datasets.grades(manifest["name"], source.get("path")) or [manifest["grade"]]
                    grade = "" if set(graded) == {"primary"} else f" ({', '.join(graded)})"
                    lines.append(f"- {plain(source['title'])}{grade}: {source.get('path', 'no address')}")
        if lines:
            pieces += [f"## {about}", "\n".join(sorted(lines))]
    return "\n\n".join(pieces) + "\n"


def test_sheet():
    """The ten questions on paper."""
    pieces = [
        "# Ten questions, before the course and after it",
        "Name or code: ____________   Date: ____________",
    ]
    for number, question in enumerate(pretest.QUESTIONS.values(), 1):
        choices = "\n".join(f"   {letter}) {text}  " for letter, text in question.texts().items())
        pieces.append(f"{number}. {question.text}\n\n{choices}")
    return "\n\n".join(pieces) + "\n"


def test_key():
    """The right choices, and what each wrong one shows."""
    pieces = [
        "# Key to the ten questions",
        "Compare before and after for each misconception, not as one total.",
    ]
    for number, question in enumerate(pretest.QUESTIONS.values(), 1):
        right = question.right()
        rows = [
            f"## {number}. {question.text}",
            f"Right: **{right})**, the subject of lesson {question.lesson}.",
        ]
        rows += ["| choice | what choosing it shows |\n| --- | --- |"]
        rows[-1] += "".join(
            f"\n| {letter}) {plain(text)}{' (right)' if letter == right else ''} | {plain(shows)} |"
            for letter, (text, shows) in question.choices.items()
        )
        pieces.append("\n\n".join(rows))
    return "\n\n".join(pieces) + "\n"
