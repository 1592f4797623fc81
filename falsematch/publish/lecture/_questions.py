"""The five questions for paper. Their numbers are none that a slide shows: what was read off is no answer."""

from dataclasses import dataclass, field

from falsematch import claims, rates
from falsematch.publish import main_result
from falsematch.publish.lecture._counts import (
    WANTED,
    berlin,
    count,
    crowd,
    missing,
    people,
    percent,
    returned,
)

SMALL, FEW = "mainz_station_per_day", 10  # another station; people looked for who pass there: an assumption
MORE = 50  # people looked for who pass the station of the slides: an assumption
LISTED = "fugitives_railway_2012"  # a list of people looked for
DETECTOR, TEXTS, BY_MACHINE = (
    "openai_2023",
    1000,
    (100, 300),
)  # the claim; texts, of these by a machine: assumptions


@dataclass(frozen=True)
class Question:
    """A question for paper: what is asked, the answer, what known wrong answers show, and where to read on.

    `lesson` is the lesson's number and the heading in it.
    """

    ask: str
    answer: str
    wrong: dict = field(default_factory=dict)
    lesson: tuple = ()


def questions():
    """The five questions."""
    return [_another_station(), _another_list(), _a_search(), _the_article(), _a_detector()]


def _right(day):
    """ "16 of 176" for a day."""
    return f"{count(day.true_alerts)} of {count(day.true_alerts + day.false_alerts)}"


def _another_station():
    day, first = crowd(FEW, SMALL), crowd()
    hits, false = berlin()
    return Question(
        f"The same system (it points at {count(10 * hits)} of 10 wanted people and {count(1000 * false)} of 1,000 "
        f"others) at a smaller station: {people(SMALL):,} people pass in a day, and {FEW} of them are wanted. "
        "Somebody is pointed at: how likely is it that this person is wanted?",
        f"{_right(day)}, which is {percent(day.ppv, 0)}: about 1 in {round(1 / day.ppv)}.",
        {
            percent(
                hits, 0
            ): "the share of wanted people who are found, taken for the share of alerts that are right",
            percent(1 - false): "the share of other people left alone, taken for the same",
            percent(first.ppv): "the first station’s share, taken for a property of the system",
        },
        ("02", "The base rate is a choice"),
    )


def _another_list():
    more, first = crowd(MORE), crowd()
    return Question(
        f"The same system at the station of the tree, and a longer list: {MORE} of the "
        f"{people('suedkreuz_per_day'):,} who pass are wanted. How many of the alerts are right now?",
        f"{_right(more)}: {percent(more.ppv, 0)}. The system is the same; somebody chose whom to look for, and where.",
        {
            f"still {percent(first.ppv)}": "the share taken for a property of the system",
            percent(
                MORE / WANTED[0] * first.ppv, 0
            ): f"{MORE / WANTED[0]:g} times as many wanted, taken for so many times the share",
        },
        ("02", "The base rate is a choice"),
    )


def _a_search():
    listed, wrong = people(LISTED), percent(1 - main_result.CLAIMED)
    return Question(
        f"A photograph of a stranger is compared with a list of {listed:,} people. If {wrong} of comparisons of "
        "different people match, how many wrong people does this one search return?",
        f"{listed:,} times {wrong}: about {round(returned(listed))} people.",
        {
            "0": "the belief that a search returns nobody if the right person is not there",
            f"{wrong.removesuffix(' %')} of one person": "the percentage taken for a count of people",
            count(returned(people("urumqi_2018"))): "the city of the slide in place of the list",
        },
        ("03", "One photograph against everyone"),
    )


def _the_article():
    country = main_result.LANDMARKS["a country"]
    ways = len(claims.readings(main_result.CLAIMED, country, 1))
    return Question(
        f"The article says “up to {percent(main_result.CLAIMED)}”. Can you say how many people would be "
        "pointed at wrongly?",
        f"No. Lesson 01 reads it in {ways} ways, and it means anything from a fraction of a person to millions, or "
        f"nothing that can be said. Not told: {', '.join(missing())}.",
        {
            count(returned(country)): "one reading, taken for what was said",
            percent(1 - main_result.CLAIMED): "a share without its whole",
        },
        ("01", "What would 99.8 % mean?"),
    )


def _a_detector():
    claim = claims.register()[DETECTOR]
    found, flagged = 1 - claim.fnir, claim.value
    few, many = (rates.natural_frequencies(TEXTS, machine / TEXTS, found, flagged) for machine in BY_MACHINE)
    return Question(
        f"The maker of a detector says: “{claim.statement}” A university checks {TEXTS:,} texts. Can you say how "
        "many of the flagged ones were written by a machine?",
        f"No: nobody said how many of the {TEXTS:,} were. If {BY_MACHINE[0]} were, {_right(few)} flagged texts are "
        f"({percent(few.ppv, 0)}); if {BY_MACHINE[1]} were, {_right(many)} ({percent(many.ppv, 0)}). The detector is "
        "the same.",
        {
            percent(
                1 - flagged, 0
            ): "the share of texts by people that are left alone, taken for the share of flags "
            "that are right",
            percent(
                found, 0
            ): "the share of texts by a machine that are found, taken for the share of flags that are right",
        },
        ("13", "A detector in your own university"),
    )
