"""Writes all that one lecture needs into ``docs/one_lecture``: ``python -m falsematch.publish.lecture``.

A plan of one page, slides, a handout with and without answers, and five questions with a key. Students need no
computers; a phone or laptop for each side of the debate helps. Every number is computed here from the tables.
"""

import json
from importlib.resources import files

from falsematch import lessons
from falsematch._write import replace_file
from falsematch.publish import main_result
from falsematch.publish.lecture._counts import WANTED, berlin, count, crowd, percent
from falsematch.publish.lecture._questions import questions
from falsematch.publish.lecture._slides import debate_rows, slides

DOCS = lessons.ROOT / "docs" / "one_lecture"
PLAN = lessons.NOTEBOOKS / "teaching" / "plan_one_lecture.md"
#: Files that the plan names, and the links that stand for them beside the slides.
LINKS = {
    "`slides.pdf`": "[slides](slides.pdf)",
    "`handout.pdf`": "[handout](handout.pdf)",
    "`handout_with_answers.pdf`": "[handout with answers](handout_with_answers.pdf)",
    "`questions.md`": "[the questions with a key](questions.md)",
    "`02_base_rates.ipynb`": "[its notebook](../../notebooks/02_base_rates.ipynb)",
    "`calculator.html`": "[calculator.html](../calculator.html)",
    "`ten_questions.pdf`": "[the ten questions](../ten_questions.pdf)",
}


def handout(answers):
    """The handout as data for the template: the tree and the questions, with their answers or with room for them."""
    day = crowd()
    counts = {
        "people": day.people,
        "wanted": day.mated,
        "others": day.nonmated,
        "found": day.true_alerts,
        "missed": day.missed,
        "wrong": day.false_alerts,
        "alone": day.rightly_silent,
    }
    hits, false = berlin()
    told = ("people", "wanted")
    return {
        "title": "Of those pointed at, how many are wanted?" + (" With answers" if answers else ""),
        "lead": (
            f"{int(day.people):,} people pass a station in a day, and {WANTED[0]} of them are wanted. Of 10 "
            f"wanted people {count(10 * hits)} are pointed at; of 1,000 others {count(1000 * false)} is, by mistake. "
            "Fill in the counts, rounded to whole people."
        ),
        "tree": {name: count(value) if answers or name in told else "" for name, value in counts.items()},
        "line": [count(day.true_alerts), count(day.true_alerts + day.false_alerts)] if answers else ["", ""],
        "debate": {
            "title": "For the debate",
            "lead": "What the debate needs, and where it is from. Which row would you change, and what then?",
            "head": ["what", "number", "where it is from", "what you would put"],
            "rows": [[*row, ""] for row in debate_rows()],
        },
        "then": "Afterwards, or at home:",
        "questions": [
            {
                "ask": one.ask,
                "answer": one.answer if answers else "",
                "wrong": [f"“{wrong}”: {shows}." for wrong, shows in one.wrong.items()] if answers else [],
            }
            for one in questions()
        ],
        "foot": "False Match: calculator and lessons without cost. CC BY 4.0.",
    }


def plan():
    """The plan as Markdown: the text for teachers, with links to what lies beside it."""
    text = PLAN.read_text(encoding="utf-8")
    for name, link in LINKS.items():
        text = text.replace(name, link)
    return text


def questions_page():
    """The questions with their key, as Markdown."""
    titles = {path.name[:2]: path.stem for path in lessons.SOURCES.glob("[0-9][0-9]_*.py")}
    lines = [
        "# Five questions, with a key",
        "",
        "For paper, after one lecture. A wrong answer says which idea to come back to.",
    ]
    for number, one in enumerate(questions(), 1):
        lines += ["", f"## Question {number}", "", one.ask, "", f"**Answer.** {one.answer}", ""]
        lines += [f"- “{wrong}” shows {shows}." for wrong, shows in one.wrong.items()]
        lesson, heading = one.lesson
        lines += ["", f"Read on: [lesson {lesson}](../../notebooks/{titles[lesson]}.ipynb), “{heading}”."]
    return "\n".join(lines) + "\n"


def set_document(data, form="pdf", **more):
    """A document by the template beside this module: the same data, the same bytes."""
    import typst  # only PDFs need it

    source = files("falsematch.publish.lecture").joinpath("lecture.typ").read_bytes()
    if form == "pdf":
        more["pdf_standards"] = ["ua-1"]
    return typst.compile(
        source,
        format=form,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False).replace(" %", "\u00a0%")},
        ignore_system_fonts=True,
        **more,
    )


def documents():
    """{name of a PDF file: the data that it is set from}."""
    sheets = {"handout.pdf": handout(False), "handout_with_answers.pdf": handout(True)}
    return {
        "slides.pdf": {
            "slides": slides(),
            "title": f"“{percent(main_result.CLAIMED)} accurate”: one lecture",
        },
        **{name: {"handout": sheet, "title": sheet["title"]} for name, sheet in sheets.items()},
    }


def texts():
    """{name of a Markdown file: its text}."""
    return {"plan.md": plan(), "questions.md": questions_page()}


def pictures(name, ppi=60):
    """The pages of a PDF as a list of PNG files' bytes."""
    found = set_document(documents()[name], "png", ppi=ppi)
    return found if isinstance(found, list) else [found]


def write(folder=DOCS):
    """Write everything into `folder`."""
    for name, text in texts().items():
        replace_file(folder / name, text)
    for name, data in documents().items():
        replace_file(folder / name, set_document(data))
