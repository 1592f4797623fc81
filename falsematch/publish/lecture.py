"""Writes all that one lecture needs into ``docs/one_lecture``: ``python -m falsematch.publish.lecture``.

A plan of one page, slides, a handout with and without answers, and five questions with a key. The class needs phones
for the calculator and nothing else. Every number is computed here from the tables.
"""

import io
import json
import re
from dataclasses import dataclass, field
from importlib.resources import files

import matplotlib

from falsematch import claims, datasets, lessons, plots, rates, search
from falsematch._words import say
from falsematch._write import replace_file
from falsematch.plots._style import style
from falsematch.publish import desk, main_result
from falsematch.publish.brief import _content

DOCS = lessons.ROOT / "docs" / "one_lecture"
PLAN = lessons.NOTEBOOKS / "teaching" / "plan_one_lecture.md"
WANTED = (20, 200, 2000)  # people looked for who pass in a day: assumptions, the first that of lesson 02


@dataclass(frozen=True)
class Question:
    """A question for paper: what is asked, the answer, and what known wrong answers show."""

    ask: str
    answer: str
    wrong: dict = field(default_factory=dict)


def _table(name):
    return datasets.load(name)


def crowd(wanted=WANTED[0]):
    """A day at the station with so many wanted people, as `rates.NaturalFrequencies`."""
    passing, tests = _table("populations")["value"]["suedkreuz_per_day"], _table("field_tests")["value"]
    hits, false = tests["berlin_headline_hits"], tests["berlin_headline_false"]
    return rates.natural_frequencies(passing, wanted / passing, hits, false)


def ministry():
    """The audit of the claim that the calculator opens with, and that the debate is about."""
    return claims.audit(claims.register()[desk.EXAMPLE])


def returned(people):
    """Wrong people that one search returns if all of what the article's percentage leaves out were false matches."""
    return search.expected_false_candidates(1, people, 1 - main_result.CLAIMED)


def _count(number):
    """A count of people as it is said: whole where it is nearly whole."""
    return say(round(float(number), 1) if number < 1000 else round(float(number)))


def _percent(share, digits=1):
    return f"{round(100 * share, digits):g} %"


def questions():
    """The five questions."""
    day, more = crowd(), crowd(WANTED[1])
    city = int(main_result.LANDMARKS["a city"])
    wrong_share = _percent(1 - main_result.CLAIMED)
    hits, false = (_table("field_tests")["value"][f"berlin_headline_{one}"] for one in ("hits", "false"))
    found = ministry()
    asked = {one.name: one for one in found.questions}
    passing = _content.effect(asked["listed_passing"], desk.words.load("en"))
    missing = _missing()
    claim = claims.register()[desk.EXAMPLE]
    low, _, high = claim.listed_passing
    nine = len(claims.readings(main_result.CLAIMED, main_result.LANDMARKS["a country"], 1))
    alerts, others = day.true_alerts + day.false_alerts, more.true_alerts + more.false_alerts
    return [
        Question(
            "Fill in the tree. Somebody is pointed at: how likely is it that this person is wanted?",
            f"{_count(day.true_alerts)} of {_count(alerts)}, which is {_percent(day.ppv)}: "
            f"about 1 in {round(1 / day.ppv)}.",
            {
                _percent(
                    hits, 0
                ): "the share of wanted people who are found, taken for the share of alerts that are right",
                _percent(1 - false): "the share of other people left alone, taken for the same",
            },
        ),
        Question(
            f"The same system, the same station, but {WANTED[1]} of those who pass are wanted. "
            "How many of the alerts are right now?",
            f"{_count(more.true_alerts)} of {_count(others)}: {_percent(more.ppv, 0)}. The system is the same; "
            "somebody chose whom to look for, and where.",
            {
                f"still {_percent(day.ppv)}": "the share taken for a property of the system",
                f"{_percent(10 * day.ppv, 0)}": "ten times as many wanted, taken for ten times the share",
            },
        ),
        Question(
            f"A photograph of a stranger is compared with {city:,} people, a city. If {wrong_share} of "
            "comparisons of "
            "different people match, how many wrong people does this one search return?",
            f"{city:,} times {wrong_share}: {_count(returned(city))} people.",
            {
                "0": "the belief that a search returns nobody if the right person is not there",
                "0.2 of one person": "the percentage taken for a count of people",
                _count(returned(main_result.LANDMARKS["a country"])): "the country in place of the city",
            },
        ),
        Question(
            f"The article says “up to {_percent(main_result.CLAIMED)}”. Can you say how many people would be "
            "pointed at wrongly?",
            f"No. Read in {nine} ways, it means anything from a fraction of a person to millions, or nothing. "
            "Not told: "
            f"{', '.join(missing)}.",
            {
                f"{_count(returned(main_result.LANDMARKS['a country']))}": "one reading, taken for what was said",
                wrong_share: "a share without its whole",
            },
        ),
        Question(
            f"A ministry says: “{claim.statement}” Does that say how many alerts are right?",
            "No. It also takes how many listed people pass and how many others are pointed at. If one in "
            f"{1 / claim.fpir:,.0f} of {claim.faces_per_day:,.0f} people a day is pointed at wrongly, and {low:g} to "
            f"{high:g} listed people pass, {passing} % of alerts are right.",
            {
                claim.printed: "the share of listed people who are found, taken for the share of alerts that are right"
            },
        ),
    ]


def _missing():
    """What the article leaves untold, as a list."""
    return [one.strip() for one in _table("claims").loc["C06", "missing"].split(";")]


# --- slides


def _outlet(text):
    """Where a text of the chain stood, without whoever signed it."""
    return re.sub(r" \(.*\)$", "", text.outlet)


def _keeps(text):
    """Whether one text of the chain keeps the words 1:1, as far as it could be read."""
    if "not found" in str(text.note):
        return "not found"
    return "yes" if "1:1" in str(text.unit) else "no"


def _figure(fig, name):
    """A figure as a block: its drawing in lines, and its words."""
    drawn = io.StringIO()
    with style(), matplotlib.rc_context({"svg.hashsalt": name, "svg.fonttype": "path"}):
        fig.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    return {"kind": "figure", "svg": drawn.getvalue(), "alt": fig.alt}


def _text(words, kind="text"):
    return {"kind": kind, "text": words}


def _points(*words, numbered=False, size=1.0):
    return {"kind": "points", "texts": list(words), "numbered": numbered, "size": size}


def _grid(head, rows, widths, size=None):
    return {"kind": "grid", "head": head, "rows": rows, "widths": widths, "size": size}


def _slide(title, *blocks, beside=None):
    return {"title": title, "blocks": list(blocks), "beside": beside}


def slides():
    """The slides as a list of {"title", "blocks", "beside"}: `beside` is a figure at the right."""
    day = crowd()
    passing, wanted = int(day.people), WANTED[0]
    hits, false = (_table("field_tests")["value"][f"berlin_headline_{one}"] for one in ("hits", "false"))
    country, city, few = (int(main_result.LANDMARKS[f"a {name}"]) for name in ("country", "city", "list"))
    scan, claimed = _table("claims").loc["C04"], _table("claims").loc["C06"]
    chain = _table("claim_chain")
    told = chain[(chain.claim_id == "C06") & chain.value.notna()]
    tree = plots.natural_frequency_tree(
        day,
        title=f"If {wanted} of {passing:,} are wanted, {_percent(day.ppv)} of the alerts are right",
        names=("wanted", "not wanted"),
    )
    days = [crowd(number) for number in WANTED]
    return [
        _slide(
            f"“{_percent(main_result.CLAIMED)} accurate”",
            _text(
                f"{scan.claim}. {claimed.claim}.",
                "quote",
            ),
            _text(f"{claimed.outlet}, July 2019, in our words", "small"),
            _text(
                f"Write down, before anybody speaks: one photograph is searched for among {_count(country)} people. "
                "How many people would be pointed at wrongly?"
            ),
        ),
        _slide(
            "Who said it first, and of what?",
            _grid(
                ["when", "where", "what it said, in our words", "keeps “1:1”"],
                [[one.date, _outlet(one), one.wording, _keeps(one)] for one in told.itertuples()],
                [1.3, 3, 5, 1],
                13,
            ),
            _text(
                "1:1 is one photograph compared with one other: is this the holder of this passport? Whoever says so "
                "speaks of no search. The first interview itself was not found."
            ),
        ),
        _slide(
            "Draw it, by twos",
            _points(
                f"{passing:,} people pass a station in a day.",
                f"{wanted} of them are wanted: an assumption.",
                f"Of 10 wanted, {_count(10 * hits)} are found.",
                f"Of 1,000 others, {_count(1000 * false)} is pointed at by mistake.",
            ),
            _text(
                "Draw the tree: wanted and not wanted, then pointed at and left alone. How many of those pointed "
                "at are wanted?"
            ),
            _text(
                "The two rates are those that a ministry gave after a test in Berlin: hits above, false hits below. "
                "Sources disagree on the setting that they belong to.",
                "small",
            ),
        ),
        _slide(
            f"{_count(day.true_alerts)} right, {_count(day.false_alerts)} wrong",
            _text(f"About 1 alert in {round(1 / day.ppv)} is right."),
            _text(f"{_count(day.missed)} of the {wanted} wanted people pass unseen."),
            _text(f"Nothing broke. For each wanted person {_count(day.nonmated / day.mated)} others pass."),
            beside=_figure(tree, "lecture-tree"),
        ),
        _slide(
            "The base rate is a choice",
            _grid(
                ["wanted, of those who pass", "right alerts", "wrong alerts", "of the alerts, right"],
                [
                    [f"{number:,}", _count(one.true_alerts), _count(one.false_alerts), _percent(one.ppv, 0)]
                    for number, one in zip(WANTED, days, strict=True)
                ],
                [2, 1, 1, 1.4],
            ),
            _text(
                "The system is the same in every row. Who is put on the list, and where the camera stands, is "
                "decided by somebody."
            ),
            _text(
                f"In a test where half of all pairs show one person, {_percent(rates.ppv(0.5, hits, false))} of "
                "matches would "
                "be right at the same rates. A street is no such test."
            ),
        ),
        _slide(
            "One face against many",
            _points(
                f"among {few:,} people: {_count(returned(few))}",
                f"among {city:,}: {_count(returned(city))}",
                f"among {_count(country)}: {_count(returned(country))}",
            ),
            _text(
                f"wrong people in one search, if {_percent(1 - main_result.CLAIMED)} of comparisons of different "
                "people "
                "match. That is one reading of the sentence, not what it said."
            ),
            beside=_figure(main_result.picture(), "lecture-ladder"),
        ),
        _slide(
            "What is missing",
            _text("To judge the sentence, one would have to know:"),
            _points(*_missing()),
            _text("Each of these can be asked for. Until it is answered, the sentence cannot be judged."),
        ),
        _slide(
            "Debate: only counts of people count",
            _text(ministry().answer, "quote"),
            _text(
                "One half speaks for the office that bought the system, the other for the people who pass it."
            ),
            _points(
                "Both halves use the same numbers: the first example of the calculator, on a phone.",
                "Whoever says a percentage says of what.",
                "After ten minutes the halves change sides.",
                "Listeners note every percentage that was left without a whole.",
            ),
        ),
        _slide(
            "Your one question, and ten",
            _points(
                *(re.sub(r"^\d+\. ", "", row[0]) for row in desk.ten_questions().first[1].rows),
                numbered=True,
                size=0.82,
            ),
        ),
        _slide(
            "Sources",
            _points(*sources(), size=0.66),
            _text(
                "All numbers here are computed from these tables. Text and figures: CC BY 4.0, The False Match "
                "contributors.",
                "small",
            ),
        ),
    ]


def sources():
    """A line for each row that the slides rest on."""
    rows = [
        ("claims", "C04"),
        ("claims", "C06"),
        ("claim_chain", "C06_2"),
        ("populations", "suedkreuz_per_day"),
    ]
    rows += [("field_tests", "berlin_headline_hits"), ("field_tests", "berlin_headline_false")]
    rows += [("populations", "urumqi_2018"), ("populations", "fugitives_skynet")]
    return [datasets.cite(*row) for row in rows] + [
        f"{claims.register()[desk.EXAMPLE].source} [register: {desk.EXAMPLE}]"
    ]


# --- files


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
    hits, false = (_table("field_tests")["value"][f"berlin_headline_{one}"] for one in ("hits", "false"))
    told = ("people", "wanted")
    return {
        "title": "Of those pointed at, how many are wanted?" + (" With answers" if answers else ""),
        "lead": (
            f"{int(day.people):,} people pass a station in a day, and {WANTED[0]} of them are wanted. Of 10 "
            "wanted people "
            f"{_count(10 * hits)} are found; of 1,000 others {_count(1000 * false)} is pointed at by mistake. "
            "Fill in the counts of people."
        ),
        "tree": {name: _count(value) if answers or name in told else "" for name, value in counts.items()},
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
    """The plan as Markdown: the text for teachers, and what lies beside it."""
    text = PLAN.read_text(encoding="utf-8").rstrip("\n")
    text = text.replace("`docs/ten_questions.pdf`", "[the ten questions](../ten_questions.pdf)")
    return (
        f"{text}\n\n"
        "**In this folder.** [Slides](slides.pdf), [handout](handout.pdf), [handout with "
        "answers](handout_with_answers.pdf), "
        "[the questions with a key](questions.md). Students need [the calculator](../calculator.html) on a "
        "phone, nothing else.\n"
    )


def questions_page():
    """The questions with their key, as Markdown."""
    lines = [
        "# Five questions, with a key",
        "",
        "For paper, after one lecture. A wrong answer says which idea to come back to.",
    ]
    for number, one in enumerate(questions(), 1):
        lines += ["", f"## Question {number}", "", one.ask, "", f"**Answer.** {one.answer}", ""]
        lines += [f"- “{wrong}” shows {shows}." for wrong, shows in one.wrong.items()]
    return "\n".join(lines) + "\n"


def set_document(data, form="pdf", **more):
    """A document by the template beside this module: the same data, the same bytes."""
    import typst  # only PDFs need it

    source = files("falsematch.publish").joinpath("lecture.typ").read_bytes()
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
    return {
        "slides.pdf": {
            "slides": slides(),
            "title": f"“{_percent(main_result.CLAIMED)} accurate”: one lecture",
        },
        "handout.pdf": {"handout": handout(False), "title": handout(False)["title"]},
        "handout_with_answers.pdf": {"handout": handout(True), "title": handout(True)["title"]},
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


if __name__ == "__main__":
    write()
    print("wrote docs/one_lecture/")
