"""Exercises of lesson 09, *What happened when it was used?*"""

from functools import cache

import numpy as np

from .. import intervals
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import figure

_ESSEX, _REPORT, _TRIALS = "essex_2023_2025", "met_annual_report_2025", "met_2016_2018"


def _count(row, column):
    return int(figure("deployments", row, column))


def _per_million(n):
    return intervals.rate_interval(n.false, n.faces / 1e6)


check_essex_alerts = Exercise(
    name="check_essex_alerts",
    question="A force counts {faces:,} faces; of its alerts {false} are known to be false. How many false alerts in "
    "{per:,} faces does the exact 95 % interval still allow, at its upper end? (`intervals.rate_interval`)",
    kind="number",
    numbers={
        "per": 1_000_000,
        "faces": lambda: _count(_ESSEX, "faces_seen"),
        "false": lambda: _count(_ESSEX, "false_alerts"),
    },
    bounds={"faces": (200_000, 900_000), "false": [1, 2, 3, 4]},
    expected=lambda n: _per_million(n).high,
    first_step="The count goes in first, then what it was counted over: the faces, in units of {per:,}.",
    misconceptions=(
        Misconception(
            "what was seen taken for what is possible",
            lambda n: n.false / n.faces * 1e6,
            "That is the rate as counted. So few events are compatible with a range of rates: how high does it go?",
        ),
        Misconception(
            "the lower end",
            lambda n: _per_million(n).low,
            "That is the other end. Which one says how bad it may be?",
        ),
        Misconception(
            "over single faces",
            lambda n: _per_million(n).high / 1e6,
            "That is for one face. In {per:,} of them?",
        ),
        Misconception(
            "over all faces of the record",
            lambda n: _per_million(n).high * n.faces / 1e6,
            "That is how many such a record could hold. Bring it to {per:,} faces.",
        ),
    ),
    because="So few events leave a wide range of rates. Lists differ: compare forces by comparisons, not by faces.",
)

check_flagged_sentence = MendSentence(
    name="check_flagged_sentence",
    sentence='"Only {of_faces} of people were wrongly flagged."',
    choices={
        "a": "the share is too small to be true",
        "b": "the false alerts were not counted by anybody independent",
        "c": "it is a share of faces seen, and says nothing of how far an alert can be trusted",
    },
    wrong="c",
    choice_hints=(
        Misconception(
            "the figure doubted, not its denominator",
            "a",
            "It follows from the counts of the report. Out of what is it a share?",
        ),
        Misconception(
            "the counting doubted, not what it is divided by",
            "b",
            "They were not, and that matters; but the figure would mislead even if every count were right. Why?",
        ),
    ),
    asks="{false} of {alerts:,} alerts were counted as false. Which share of the *alerts* is that?",
    kind="proportion",
    numbers={
        "false": lambda: _count(_REPORT, "false_alerts"),
        "alerts": lambda: _count(_REPORT, "alerts"),
        "faces": lambda: _count(_REPORT, "faces_seen"),
        "of_faces": lambda n: f"{n.false / n.faces:.4%}".replace("%", " %"),
    },
    expected=lambda n: n.false / n.alerts,
    misconceptions=(
        Misconception(
            "the sentence again",
            lambda n: n.false / n.faces,
            "That is the sentence again. Leave out all faces that set off nothing.",
        ),
        Misconception(
            "the share that was right",
            lambda n: 1 - n.false / n.alerts,
            "That many were right. Turn it round.",
        ),
    ),
    first_step="Divide the false alerts by all alerts.",
    tolerance=0.02,
    mended='"Of {alerts:,} alerts {false} were wrong, {answer:share}; faces were {faces:,}, and nobody knows how many '
    'listed people were missed."',
)


def _then(n):
    return intervals.proportion_interval(n.wrong_then, n.alerts_then)


def _now(n):
    return intervals.proportion_interval(n.false, n.alerts)


check_campaign_sentence = MendSentence(
    name="check_campaign_sentence",
    sentence='"In London {then:share} of face recognition alerts are wrong."',
    choices={
        "a": "the share was never that high",
        "b": "it is a share of the first trials, told as if it were today's",
        "c": "it should have been divided by the faces",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "the old count doubted",
            "a",
            "It was: {wrong_then} of {alerts_then} alerts, from the force's own reply. When?",
        ),
        Misconception(
            "one denominator preferred to another",
            "c",
            "Per alert is a fair question: it is what a person pointed at would ask. What has changed since?",
        ),
    ),
    asks="In the annual report of 2025, {false} of {alerts:,} alerts were counted as false. How many times as large "
    "was the share of alerts that were wrong in the trials?",
    kind="number",
    numbers={
        "wrong_then": lambda: _count(_TRIALS, "false_alerts"),
        "alerts_then": lambda: _count(_TRIALS, "alerts"),
        "then": lambda n: n.wrong_then / n.alerts_then,
        "false": lambda: _count(_REPORT, "false_alerts"),
        "alerts": lambda: _count(_REPORT, "alerts"),
        "least": lambda n: _then(n).low / _now(n).high,
        "most": lambda n: _then(n).high / _now(n).low,
    },
    expected=lambda n: n.then / (n.false / n.alerts),
    misconceptions=(
        Misconception(
            "numbers of alerts in place of shares",
            lambda n: n.wrong_then / n.false,
            "Those are numbers of false alerts. Out of how many alerts was each?",
        ),
        Misconception(
            "turned round",
            lambda n: n.false / n.alerts / n.then,
            "That is the later share over the earlier one. Turn it round.",
        ),
        Misconception(
            "the shares that were right",
            lambda n: (1 - n.false / n.alerts) / (1 - n.then),
            "You compared the shares that were right. The sentence speaks of the wrong ones.",
        ),
        Misconception(
            "a difference in place of a ratio",
            lambda n: n.then - n.false / n.alerts,
            "That is a difference. How many *times* as large?",
        ),
    ),
    first_step="Divide wrong alerts by all alerts, for each of the two; then one share by the other.",
    tolerance=0.02,
    mended='"In the trials of 2016 to 2018 {then:share} of alerts were wrong as reported (the force disputes the '
    "word), about {answer:.0f} times the share of the report of 2025 ({least:.0f} to {most:.0f}, by the ends of both "
    'exact 95 % intervals), with other software, thresholds and lists; misses are unknown in both."',
)


def _share_after(listed, q, w, days):
    right = listed * (1 - (1 - q) ** days)
    return right / (right + w * days)


check_share_after_days = SmallFunction(
    name="check_share_after_days",
    question="Write `share_after(listed, q, w, days)`: `listed` people pass and each is found on a day with chance "
    "`q`, once; `w` wrong alerts are expected each day. Which share of all alerts is right after so many days? "
    "(expected numbers)",
    expected=_share_after,
    draw_case=lambda rng: (
        rng.randint(5, 300),
        rng.randint(5, 60) / 100,
        rng.randint(2, 90) / 10,
        rng.randint(2, 200),
    ),
    edges=[(40, 0.2, 2.6, 1), (10, 1.0, 1.0, 5), (20, 0.5, 0.0, 3)],
    misconceptions=(
        Misconception(
            "found again every day",
            lambda listed, q, w, days: listed * q * days / (listed * q * days + w * days),
            "You let the same people be found every day. Whoever is found leaves the list.",
        ),
        Misconception(
            "the wrong ones of one day",
            lambda listed, q, w, days: listed * (1 - (1 - q) ** days) / (listed * (1 - (1 - q) ** days) + w),
            "The right alerts are those of all days, the wrong ones of one. Everybody else is scanned again.",
        ),
        Misconception(
            "all found on the first day",
            lambda listed, q, w, days: listed / (listed + w * days),
            "You let everyone listed be found. On each day a share `1 - q` of those left is not.",
        ),
        Misconception(
            "those not found yet",
            lambda listed, q, w, days: listed * (1 - q) ** days / (listed * (1 - q) ** days + w * days),
            "`(1 - q)**days` is the share that is still *not* found.",
        ),
    ),
    first_step="One line for the right alerts, one for the wrong, then divide.",
    because="The first cannot pass the number of those listed; the second grows with every day. A force that adds `n` "
    "people a day who are then found keeps the share near `n / (n + w)`.",
)


#: Asked for again with every try; it takes a tenth of a second.
_events = cache(intervals.events_for_share_test)


def _happens_to_be_enough(power, share, ratio):
    powers = intervals.share_test_power(np.arange(1, _events(power, share, ratio) + 1), share, ratio)
    return int(np.argmax(powers >= power)) + 1  # the last is enough for good


def _first_enough(n):
    """The least number of events with the power wanted; None where it is about the one that is enough for good."""
    first = _happens_to_be_enough(n.power, n.share, n.ratio)
    return first if first < 0.97 * _events(n.power, n.share, n.ratio) else None


check_events_for_power = Exercise(
    name="check_events_for_power",
    question="A group is {share:share} of those who pass, and its members are wrongly pointed at {ratio:g} times as "
    "often as others. How many false alerts does it take until the central exact test "
    "(`intervals.events_for_share_test`) notices with a chance of {power:share}, for good?",
    kind="count",
    numbers={"share": 0.13, "ratio": 2, "power": 0.8},
    bounds={"share": [0.08, 0.13, 0.2, 0.3], "ratio": [1.5, 2, 2.5, 3], "power": [0.8, 0.9]},
    expected=lambda n: _events(n.power, n.share, n.ratio),
    first_step="The function takes the chance wanted, then the share, then the ratio.",
    misconceptions=(
        Misconception(
            "as many as one year had",
            lambda: 10,
            "That is a year. What chance did it have?",
        ),
        Misconception(
            "a rule of thumb for a rate taken for one for a difference",
            lambda n: None if _events(n.power, n.share, n.ratio) < 40 else 30,
            "So many errors measure one rate roughly. To tell a group's rate from the others' is another task.",
        ),
        Misconception(
            "the first number that happens to be enough",
            _first_enough,
            "So many happen to be enough, a few more are not: power goes up and down. From where on is it for good?",
        ),
        Misconception(
            "enough for an even chance",
            lambda n: intervals.events_for_share_test(0.5, n.share, n.ratio),
            "So many give an even chance. The question asks for a better one.",
        ),
    ),
    tolerance=0.02,
    because="That is the central exact test of this course; by minimum likelihood it is hardly less. Collecting so "
    "many takes years, in which cameras, thresholds and lists change.",
)

check_recall_needs = Exercise(
    name="check_recall_needs",
    question="The record gives faces, alerts, false alerts, arrests and the length of the list. Which number would "
    "it take besides, to say which share of listed people was found?",
    kind="choice",
    choices={
        "a": "how many people are wanted in the country",
        "b": "how many of the arrests led to a conviction",
        "c": "how many of the faces belong to the same people",
        "d": "how many of those listed walked past",
    },
    expected="d",
    first_step="A share found is found over … what? Who stands below the line?",
    misconceptions=(
        Misconception(
            "wanted somewhere taken for walking past here",
            "a",
            "Most of them were elsewhere that day. A camera cannot miss who does not pass.",
        ),
        Misconception(
            "an outcome taken for the truth of a match",
            "b",
            "That is about those who were found. The missed are nobody's arrest.",
        ),
        Misconception(
            "faces counted again taken for people missed",
            "c",
            "That would mend the rate per face. Who was missed is not among the alerts at all.",
        ),
    ),
    because="Nobody records it, and nobody can without knowing them some other way: that is why tests use volunteers. "
    "The two tests, of different software, disagree; the lower one is the weaker source.",
)
