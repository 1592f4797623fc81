"""Exercises of lesson 12, *What would a day look like?*"""

import math

from .._words import in_odds, say, say_share
from ..population import Scenario
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence

#: Entries of the list of the city, and of the lists that the two ends of its rate of false alerts were recorded with:
#: of the Metropolitan Police (mean of its deployments from September 2024 on) and of Berlin.
CITY_LIST, LONDON_LIST, BERLIN_LIST = 10_000, 15_600, 312

#: What nobody knows of the city, each from a low to a high end. FPIR: from a year of the Metropolitan Police to the
#: headline of Berlin, both carried to the list of the city by N * FMR; FNIR: from one test with volunteers to another.
#: The others are assumptions.
RANGES = {
    "fpir": (CITY_LIST / LONDON_LIST / 300_000, CITY_LIST / BERLIN_LIST / 1_000, "log"),
    "listed_passing": (20, 2_000, "log"),
    "fnir": (0.11, 0.5),
    "passes_per_day": (0.5, 4),
    "review.confirm_false": (0.2, 0.8),
}
NAMES = {
    "fpir": "false alerts per search",
    "listed_passing": "listed people who pass",
    "fnir": "misses per search of them",
    "passes_per_day": "passes a day",
    "review.confirm_false": "false alerts that a reviewer lets through",
}
_SAID = {"fpir": in_odds, "fnir": say_share, "review.confirm_false": say_share}
NOTE = (
    "False alerts and listed people: each multiple as likely. The others: each value. "
    "Each bar moves alone, though one threshold ties false alerts and misses. "
    "The rates of false alerts of London and Berlin are carried to 10,000 entries."
)
ENDS = {name: tuple(_SAID.get(name, say)(end) for end in ends[:2]) for name, ends in RANGES.items()}

#: São Paulo, six months: people approached, arrested, let go on the spot, taken to a station and released for the face.
APPROACHED, ARRESTED, LET_GO, FACE_ERRORS = 1_246, 1_153, 11, 23
CLAIMED = say_share(round(1 - FACE_ERRORS / APPROACHED, 2))

#: A stricter threshold that keeps nearly all alerts, and a difference that luck brings now and then.
KEPT = 0.98
MORE = 30


def _place(n):
    return Scenario(n.people, 1, n.listed, n.listed, fpir=n.fpir, fnir=n.fnir, found_leave=True)


def _found_by(n):
    return n.listed * -math.expm1(-(1 - n.fnir) * n.days)


check_month_share = Exercise(
    name="check_month_share",
    question="At a port {people:,} people who are not listed pass once a day on average, and {listed} listed people, "
    "until the day they are found is over. FPIR is {fpir:odds}, FNIR {fnir:share}. "
    "What share of all alerts of {days} days is right?",
    kind="proportion",
    numbers={"people": 20_000, "listed": 15, "fpir": 1 / 5_000, "fnir": 0.25, "days": 60},
    bounds={
        "people": [10_000, 20_000, 40_000],
        "listed": [10, 15, 25, 40],
        "fpir": [1 / 2_000, 1 / 4_000, 1 / 5_000, 1 / 10_000],
        "fnir": [0.15, 0.2, 0.25, 0.3],
        "days": [45, 60, 90, 120],
    },
    expected=lambda n: _place(n).expected(n.days).share_right_before_review,
    first_step="Make it a Scenario with found_leave=True and ask for expected(days). Or by hand: false alerts every "
    "day, right ones only until somebody is found.",
    misconceptions=(
        Misconception(
            "the first day's share",
            lambda n: _place(n).expected(1).share_right_before_review,
            "That holds on the first day. Who is still there on the last one, and who is not?",
        ),
        Misconception(
            "one right alert for each person found",
            lambda n: _found_by(n) / (_found_by(n) + n.people * n.fpir * n.days),
            "So it would be if everybody passed exactly once a day. Here one day can bring a person several alerts, "
            "and they leave only on the next one.",
        ),
        Misconception(
            "right alerts of the first day alone",
            lambda n: n.listed * (1 - n.fnir) / (n.listed * (1 - n.fnir) + n.people * n.fpir * n.days),
            "Those are the right alerts of the first day, beside the wrong ones of all days. Who was missed on the "
            "first day passes again.",
        ),
        Misconception(
            "the hit rate",
            lambda n: 1 - n.fnir,
            "That is a share of the searches of listed people. Out of all *alerts*?",
        ),
        Misconception(
            "the share that is wrong",
            lambda n: 1 - _place(n).expected(n.days).share_right_before_review,
            "That is the share of alerts that are wrong.",
        ),
    ),
    because="Right alerts end when people are found; false ones come back every day.",
)

check_my_people_flagged = SmallFunction(
    name="check_my_people_flagged",
    question="Write `my_people_flagged(people, searches_each, fpir)`: of so many people, each searched a Poisson "
    "number of times with that mean, how many different ones to expect with at least one false alert; all have one "
    "FPIR.",
    expected=lambda people, searches_each, fpir: people * -math.expm1(-searches_each * fpir),
    draw_case=lambda rng: (
        rng.choice([1_000, 50_000, 1_000_000]),
        rng.choice([1, 30, 365, 700]),
        rng.choice([0.0005, 0.001, 0.004]),
    ),
    edges=[(1_000, 365, 0.005), (100, 0, 0.5)],
    misconceptions=(
        Misconception(
            "alerts in place of people",
            lambda people, searches_each, fpir: people * searches_each * fpir,
            "So many *alerts* are expected. Somebody flagged again adds alerts, and is still one person.",
        ),
        Misconception(
            "one search each",
            lambda people, searches_each, fpir: people * fpir,
            "That is for a single search of each. Here each is searched many times.",
        ),
        Misconception(
            "those never flagged",
            lambda people, searches_each, fpir: people * math.exp(-searches_each * fpir),
            "So many are never flagged. And the others?",
        ),
        Misconception(
            "a chance in place of people",
            lambda people, searches_each, fpir: -math.expm1(-searches_each * fpir),
            "That is the chance of one person. How many people are there?",
        ),
        Misconception(
            "those flagged just once",
            lambda people, searches_each, fpir: (
                people * searches_each * fpir * math.exp(-searches_each * fpir)
            ),
            "So many are flagged exactly once. At least once is wanted.",
        ),
        Misconception(
            "a fixed number of searches",
            lambda people, searches_each, fpir: people * -math.expm1(searches_each * math.log1p(-fpir)),
            "Nearly: that holds if everybody is searched exactly so often. Here the number is Poisson, with that mean.",
        ),
        Misconception(
            "rounded to whole people",
            lambda people, searches_each, fpir: round(people * -math.expm1(-searches_each * fpir)),
            "An expected number is an average of many runs. It need not be whole: leave it as it is.",
        ),
        Misconception(
            "cut to whole people",
            lambda people, searches_each, fpir: int(people * -math.expm1(-searches_each * fpir)),
            "An expected number is an average of many runs. It need not be whole: leave it as it is.",
        ),
        Misconception(
            "alerts, but no more than people",
            lambda people, searches_each, fpir: min(people, people * searches_each * fpir),
            "There are no more people than people; but well before that alerts fall on somebody who had one already.",
        ),
    ),
    first_step="False alerts of one person are a Poisson number with mean searches_each * fpir; the chance of none is "
    "exp(-mean). `from math import exp` brings it.",
    because="Where the mean is small, people and alerts are nearly the same number; over a year they part.",
)

check_two_seeds = Exercise(
    name="check_two_seeds",
    question="Somebody simulates the first month of this city as it is, and then, with new dice, "
    "with a threshold that lets {kept:share} of the false alerts through. The stricter run has {more} false alerts "
    "*more*. What follows?",
    kind="choice",
    numbers={"kept": KEPT, "more": MORE},
    choices={
        "a": "near that threshold a stricter one brings more false alerts",
        "b": "the program is wrong: a stricter threshold can only remove alerts",
        "c": "little: luck moves their difference nearly as far as the effect does; "
        "thin the same alerts, or run both often",
        "d": "the effect is zero: {more} is within luck",
    },
    expected="c",
    first_step="How far do runs of the *same* scenario differ by luck, and how large is the effect to be seen?",
    misconceptions=(
        Misconception(
            "luck read as an effect", "a", "On the same alerts nobody can gain one. Are these the same?"
        ),
        Misconception(
            "what holds for the same alerts asked of others",
            "b",
            "It can only remove alerts of the same month. These are different months, each with its own luck.",
        ),
        Misconception(
            "not seen taken for not there",
            "d",
            "Within luck it cannot be told from zero; that does not make it zero. How could it be told?",
        ),
    ),
    because="Common random numbers cancel the luck that both runs share, so what is left is the change.",
)

check_wrong_entry = Exercise(
    name="check_wrong_entry",
    question="A warrant was lifted last year; the entry stayed on the list. A camera flags this person, the reviewer "
    "confirms that it is indeed this face, and an innocent night at a station follows. Which number of the scenario "
    "holds this error?",
    kind="choice",
    choices={
        "a": "fpir, since the alert was wrong",
        "b": "fnir, since somebody was misjudged",
        "c": "the reviewer's chance to confirm a false alert",
        "d": "none: the scenario counts it as a true alert",
    },
    expected="d",
    first_step="Compare what each number is a share of. Was the face mistaken for another?",
    misconceptions=(
        Misconception(
            "a wrong stop taken for a wrong face",
            "a",
            "FPIR counts people who are *not* on the list. This one is.",
        ),
        Misconception("any error put under misses", "b", "A miss brings no alert. Here was one."),
        Misconception(
            "the reviewer blamed",
            "c",
            "The reviewer compared faces, and they are the same face.",
        ),
    ),
    because="An audit of faces alone would call it a success; whoever asks only for the face error never learns of it.",
)

check_right_98 = MendSentence(
    name="check_right_98",
    sentence='"Of {approached:,} people approached, only {faces} were released because the face was mistaken: the '
    'cameras are right in {claimed} of cases."',
    numbers={
        "approached": APPROACHED,
        "arrested": ARRESTED,
        "let_go": LET_GO,
        "faces": FACE_ERRORS,
        "claimed": CLAIMED,
    },
    choices={
        "a": "{claimed} is miscalculated",
        "b": "nobody can be sure that a face was mistaken",
        "c": "whoever was released or let go for another reason is counted as a success",
        "d": "the police approached too few people for a percentage",
    },
    wrong="c",
    choice_hints=(
        Misconception("the division doubted", "a", "The division is right. What is counted as right?"),
        Misconception(
            "the count doubted", "b", "Perhaps, but take it at its word. What about all the others?"
        ),
        Misconception(
            "a sample size blamed", "d", "There are enough for a percentage. What is counted as right?"
        ),
    ),
    asks="What share of the people approached was arrested?",
    kind="proportion",
    expected=lambda n: n.arrested / n.approached,
    misconceptions=(
        Misconception(
            "the sentence's own figure",
            lambda n: 1 - n.faces / n.approached,
            "That is the sentence's own figure: everybody but those whose face was mistaken.",
        ),
        Misconception(
            "those not arrested",
            lambda n: 1 - n.arrested / n.approached,
            "That is the share *not* arrested.",
        ),
        Misconception(
            "those let go on the spot left out",
            lambda n: n.arrested / (n.approached - n.let_go),
            "That leaves out those let go on the spot. They were approached, too.",
        ),
        Misconception(
            "those let go on the spot counted as arrested",
            lambda n: (n.arrested + n.let_go) / n.approached,
            "That is everybody who was not taken to a station and released. Some of them were let go on the spot.",
        ),
        Misconception(
            "those released at a station",
            lambda n: (n.approached - n.arrested - n.let_go) / n.approached,
            "That is the share taken to a station and released.",
        ),
        Misconception(
            "mistaken faces",
            lambda n: n.faces / n.approached,
            "That is the share whose face was mistaken.",
        ),
    ),
    tolerance=0.004,
    first_step="Arrested people, over people approached.",
    mended='"Of {approached:,} people approached {answer:share} were arrested; how many alerts and how many faces '
    'stand behind them was not published, so a share of right alerts cannot be given."',
)
