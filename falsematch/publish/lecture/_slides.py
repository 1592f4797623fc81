"""The slides of the lecture as data: {"title", "blocks", "beside"}, where `beside` is a figure at the right."""

import io
import re

import matplotlib

from falsematch import claims, datasets, plots, rates
from falsematch.claims._answer import of_100, stopped_and_not
from falsematch.claims._answer import people as count_of_people
from falsematch.plots._style import style
from falsematch.publish import desk, main_result
from falsematch.publish.lecture import _questions
from falsematch.publish.lecture._counts import (
    WANTED,
    berlin,
    count,
    crowd,
    debate,
    ministry,
    missing,
    percent,
    record,
    returned,
    table,
)

#: What each thing that the article leaves out would tell.
WHY = {
    "test set": "whose photographs, and how they were taken",
    "number of pairs": "how rare an error the test could see at all",
    "threshold": "how alike is alike enough: fewer wrong people, or fewer missed",
    "false match rate": "how many different people are taken for one",
    "size of the gallery in a search": "the wrong people returned grow with it",
    "share of people who are wanted": "it decides how many of the alerts are right",
}


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
    """The slides in their order."""
    return [
        _the_sentence(),
        _the_chain(),
        _a_day(),
        _the_tree(),
        _the_choice(),
        _the_search(),
        _what_is_missing(),
        _to_debate(),
        _the_debate(),
        _ten_questions(),
        _sources(),
    ]


def _the_sentence():
    """The article with both of its speeds: its last words stand in the chain of the next slide."""
    rows = table("claims").loc[["C04", "C05", "C06"]]
    return _slide(
        f"“{percent(main_result.CLAIMED)} accurate”",
        _text(". ".join(rows.claim) + ".", "quote"),
        _text(f"{rows.outlet['C06']}, July 2019, in our words", "small"),
        _text(
            "Write down, before anybody speaks: one photograph is searched for among "
            f"{count(main_result.LANDMARKS['a country'])} people. How many people would be pointed at wrongly?"
        ),
    )


def _printed():
    """The texts of the chain that print the percentage, in their order."""
    chain = table("claim_chain")
    return chain[(chain.claim_id == "C06") & chain.value.notna()]


def _the_chain():
    return _slide(
        "Who said it first, and of what?",
        _grid(
            ["when", "where", "what it said, in our words", "keeps “1:1”"],
            [[one.date, _outlet(one), one.wording, _keeps(one)] for one in _printed().itertuples()],
            [1.3, 3, 5, 1],
            13,
        ),
        _text(
            "1:1 is one photograph compared with one other: is this the holder of this passport? Whoever says so "
            "speaks of no search. The first interview itself was not found."
        ),
    )


def _a_day():
    hits, false = berlin()
    return _slide(
        "Fill in the tree, by twos",
        _points(
            f"{int(crowd().people):,} people pass a station in a day.",
            f"{WANTED[0]} of them are wanted: an assumption.",
            f"Of 10 wanted, {count(10 * hits)} are pointed at: the system raises an alert.",
            f"Of 1,000 others, {count(1000 * false)} is pointed at by mistake.",
        ),
        _text(
            "On the handout: wanted and not wanted, then pointed at and left alone. Of all who are pointed at, how "
            "many are wanted?"
        ),
        _text(
            "The two rates are those that a ministry gave after a test in Berlin: hits above, false hits below. "
            "Sources disagree on the setting that they belong to.",
            "small",
        ),
    )


def _the_tree():
    day = crowd()
    tree = plots.natural_frequency_tree(
        day,
        title=f"If {WANTED[0]} of {int(day.people):,} are wanted, {percent(day.ppv)} of the alerts are right",
        names=("wanted", "not wanted"),
    )
    return _slide(
        f"{count(day.true_alerts)} right, {count(day.false_alerts)} wrong",
        _text(f"About 1 alert in {round(1 / day.ppv)} is right."),
        _text(f"{count(day.missed)} of the {WANTED[0]} wanted people pass unseen."),
        _text(f"Nothing broke. For each wanted person {count(day.nonmated / day.mated)} others pass."),
        beside=_figure(tree, "lecture-tree"),
    )


def _the_choice():
    days = [crowd(number) for number in WANTED]
    return _slide(
        "The base rate is a choice",
        _grid(
            ["wanted, of those who pass", "right alerts", "wrong alerts", "of the alerts, right"],
            [
                [f"{number:,}", count(one.true_alerts), count(one.false_alerts), percent(one.ppv, 0)]
                for number, one in zip(WANTED, days, strict=True)
            ],
            [2, 1, 1, 1.4],
        ),
        _text(
            "The base rate is the share of those who pass that is wanted. The system is the same in every row: who is "
            "put on the list, and where the camera stands, is decided by somebody."
        ),
        _text(
            f"In a test where half of all pairs show one person, {percent(rates.ppv(0.5, *berlin()))} of "
            "matches would be right at the same rates. A street is no such test."
        ),
    )


def _the_search():
    country, city, few = (int(main_result.LANDMARKS[f"a {name}"]) for name in ("country", "city", "list"))
    return _slide(
        "One face against many",
        _points(
            f"among {few:,} people (a list): {count(returned(few))}",
            f"among {city:,} (a city): {count(returned(city))}",
            f"among {count(country)} (a country): {count(returned(country))}",
        ),
        _text(
            f"wrong people in one search, if {percent(1 - main_result.CLAIMED)} of comparisons of different "
            "people match. That is one reading of the sentence, not what it said."
        ),
        beside=_figure(main_result.picture(), "lecture-ladder"),
    )


def _what_is_missing():
    return _slide(
        "What is missing",
        _text("Is your number of the beginning wrong, then? Nobody can say. One would have to know:"),
        _grid(["not told", "what it would tell"], [[one, WHY[one]] for one in missing()], [2, 3], 17),
        _text("Each of these can be asked for. Until it is answered, the sentence cannot be judged."),
    )


def debate_rows():
    """What the debate needs: (name, number, where it is from); the handout has these rows, too."""
    claim = ministry().claim
    year = table("deployment_examples").loc["met_2024_2025"]
    wrong, faces = record()
    low, middle, high = (f"{number:g}" for number in claim.listed_passing)
    return [
        ("faces examined in a day", f"{claim.faces_per_day:,.0f}", claim.from_["faces_per_day"]),
        ("days", f"{claim.days}", "chosen"),
        (
            "wrong alerts",
            f"1 in {1 / claim.fpir:,.0f} faces, with {claim.fpir_list_size:,} people on the list",
            claim.from_["fpir"].replace("written answer", "told in the same answer"),
        ),
        (
            "wrong alerts, in use",
            f"{wrong} in {faces:,} faces",
            "that annual report: a stricter setting; how many people it missed is not known",
        ),
        ("listed people who pass in a day", f"{middle}, or {low} to {high}", claim.from_["listed_passing"]),
        (
            "wrong alerts that end in a stop",
            f"{10 * claim.stopped_if_false:g} of 10",
            f"assumed, as in that report: {year.engaged_after_false:g} of all {year.false_alerts:g} wrong alerts of "
            "that year: few",
        ),
    ]


def _to_debate():
    claim = ministry().claim
    return _slide(
        "The sentence of the debate",
        _text(f"“{claim.statement}”", "quote"),
        _text(f"{claim.claimant}, {claim.when}, in our words", "small"),
        _text("What the debate needs, and where it is from:"),
        _grid(["what", "number", "where it is from"], debate_rows(), [2, 2.1, 3.6], 15),
    )


def _the_debate():
    found = ministry()
    one, days = found.main, found.claim.days
    wrong, right, missed = (
        count_of_people(counts[1] * days) for counts in (one.false_alerts, one.true_alerts, one.misses)
    )
    low, _, high = (of_100(share) for share in one.share_right)
    stopped, _ = stopped_and_not(one.false_alerts[1] * days, found.stopped().middle)
    listed = count_of_people((one.true_alerts[1] + one.misses[1]) * days)
    rows = [
        ("alerts", f"{right} right, {wrong} wrong"),
        ("wrong alerts that end in a stop", stopped),
        (f"of the {listed} listed people who pass", f"{missed} are not found"),
        ("of 100 alerts, right", f"from {low} to {high}: nobody said how many listed people pass"),
    ]
    return _slide(
        "Debate: only counts of people count",
        _grid([f"in {days} days", "people"], rows, [2, 3], 15),
        _grid(["what changes them", f"alerts in {days} days"], _changes(), [2, 3], 15),
        _points(
            "One half speaks for the office that bought the system, the other for the people who pass it. "
            "With ninety minutes, they change sides at half-time.",
            "Both use these numbers; the calculator’s first example has them, too.",
            "Whoever says a percentage says of what. Listeners note every one that was left without a whole.",
            size=0.85,
        ),
    )


def _changes():
    """What other numbers in the rows of the slide before would give."""
    low, middle, high = ministry().claim.listed_passing
    rows = []
    for listed in (low, high):
        day = debate(listed)
        alerts = f"{count_of_people(day.true_alerts)} right, {count_of_people(day.false_alerts)} wrong"
        who = "person passes" if listed == 1 else "people pass"
        rows.append(
            (
                f"{listed:g} listed {who} in a day, not {middle:g}",
                f"{alerts}: of 100, {of_100(day.ppv)} right",
            )
        )
    wrong, faces = record()
    strict = count_of_people(debate(fpir=wrong / faces).false_alerts)
    return [
        *rows,
        (
            "the force’s record, at a stricter setting",
            f"{strict} wrong ({wrong} in {faces:,} faces); how many right, and how many missed, is not known",
        ),
    ]


def _ten_questions():
    asked = (re.sub(r"^\d+\. ", "", row[0]) for row in desk.ten_questions().first[1].rows)
    return _slide("Your one question, and ten", _points(*asked, numbered=True, size=0.82))


def _sources():
    return _slide(
        "Sources",
        _points(*sources(), size=0.46),
        _text(
            "All numbers here and on the handout are computed from these tables. CC BY 4.0, The False Match "
            "contributors.",
            "small",
        ),
    )


def sources():
    """A line for each source of the slides and the questions, with its rows; the chain of slide 2 has one line."""
    rows = [("claims", "C04"), ("claims", "C05"), ("claims", "C06")]
    rows += [("populations", "suedkreuz_per_day")]
    rows += [("field_tests", "berlin_headline_hits"), ("field_tests", "berlin_headline_false")]
    rows += [("populations", key) for key in ("urumqi_2018", "fugitives_skynet")]
    rows += [("populations", key) for key in (_questions.SMALL, _questions.LISTED)]
    rows += [("field_tests", "met_year_fp"), ("deployment_examples", "met_2024_2025")]
    lines = {}
    for row in rows:
        source, key = _cited(*row)
        address = re.search(r"https?://.*", source)  # one page may be cited in the words of two tables
        lines.setdefault(address[0] if address else source, (source, []))[1].append(key)
    register = claims.register()
    for key in (desk.EXAMPLE, _questions.DETECTOR):
        lines[register[key].source] = (register[key].source, [f"register: {key}"])
    chain = [f"{source} [{key}]" for source, key in (_cited("claim_chain", row) for row in _printed().index)]
    return [
        f"Slide 2, in its order: {'; '.join(chain)}",
        *(f"{source} [{'; '.join(keys)}]" for source, keys in lines.values()),
    ]


def _cited(name, key):
    """A row's source, without whoever signed it, and the row."""
    source, _, key = datasets.cite(name, key).rpartition(" [")
    return re.sub(r" \(byline [^)]*\)", "", source), key.removesuffix("]")
