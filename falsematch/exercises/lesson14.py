"""Exercises of lesson 14, *What would you ask?*"""

from .. import claims
from .._words import in_odds, say
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import figure

#: The claim of the lesson's case, in the register.
CASE = "minister_89_2025"

check_needed = Exercise(
    name="check_needed",
    question="In a day {faces:,} faces pass a camera, {listed} of them of people on the list; {found:share} of these "
    "are found. At which share of the *other* faces may there be a false alert, if every second alert is to be right?",
    kind="proportion",
    numbers={"faces": 40_000, "listed": 8, "found": 0.75},
    bounds={"faces": (20_000, 90_000), "listed": (4, 40), "found": [0.6, 0.7, 0.75, 0.8, 0.9]},
    expected=lambda n: n.listed * n.found / (n.faces - n.listed),
    first_step="How many right alerts are there? As many may be wrong; divide by those who can be wrongly pointed at.",
    misconceptions=(
        Misconception(
            "everybody listed found",
            lambda n: n.listed / (n.faces - n.listed),
            "You counted everyone listed as found. Some walk past.",
        ),
        Misconception(
            "half of all alerts taken for half of the people",
            lambda: 0.5,
            "That would point at every second passer-by. Half of the *alerts* may be wrong.",
        ),
        Misconception(
            "the share missed",
            lambda n: 1 - n.found,
            "That is the share of listed people who walk past. The question is about everybody else.",
        ),
        Misconception(
            "the share found",
            lambda n: n.found,
            "That is the share of listed people who are found. The question is about everybody else.",
        ),
        Misconception(
            "those left alone",
            lambda n: 1 - n.listed * n.found / (n.faces - n.listed),
            "That is the share of the others who are left alone. What remains is the share asked for.",
        ),
        Misconception(
            "a count in place of a share",
            lambda n: n.listed * n.found,
            "That is how many wrong alerts there may be in the day. Which share of the other faces is that?",
        ),
    ),
    because="The rarer the people looked for, the rarer a false alert must be. No accuracy alone says whether it is.",
)

_RIGHTS = "met_trials_reviewed"

check_trials_sentence = MendSentence(
    name="check_trials_sentence",
    sentence='"{right:,} of {alerts:,} matches were right, so {rest:share} of them were wrong."',
    choices={
        "a": "the number of matches is too small to be counted",
        "b": "matches that nobody could verify are counted as wrong",
        "c": "the people who were not found are missing from it",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "the size doubted, not the counting",
            "a",
            "Few they are, and the interval is wide. But something else is counted that nobody saw.",
        ),
        Misconception(
            "misses looked for in a share of alerts",
            "c",
            "They are missing, but the sentence is about matches only. What is known of each match?",
        ),
    ),
    asks="Which share of the {alerts:,} matches is *known* to be right?",
    kind="proportion",
    numbers={
        "alerts": lambda: figure("deployment_examples", _RIGHTS, "alerts"),
        "right": lambda: figure("deployment_examples", _RIGHTS, "true_alerts"),
        "rest": lambda n: 1 - n.right / n.alerts,
    },
    expected=lambda n: n.right / n.alerts,
    misconceptions=(
        Misconception(
            "the rest again", lambda n: n.rest, "That is the share of all others, verified or not."
        ),
        Misconception(
            "set against the others",
            lambda n: n.right / (n.alerts - n.right),
            "You divided by the others. A share is a part of all matches.",
        ),
    ),
    first_step="Divide what was verified by all matches.",
    mended='"Of {alerts:,} matches {right:,} could be verified ({answer:share}); others were not all shown wrong."',
)

check_first_question = Exercise(
    name="check_first_question",
    question="For the written answer of this lesson, with the ranges that its file states or assumes: which answer "
    "would move the share of right alerts most, everything else kept?",
    kind="choice",
    choices={
        "a": "how long the list is",
        "b": "how many listed people pass in a day",
        "c": "how many faces pass in a day",
        "d": "who looks at an alert before somebody is stopped",
    },
    expected=lambda: widest(),
    first_step="Which of them moves right alerts, which wrong ones, and how far may each lie from what was said?",
    misconceptions=(
        Misconception(
            "the list",
            "a",
            "It moves wrong alerts in proportion. But how far do lists differ, and how far the other quantities?",
        ),
        Misconception(
            "the crowd",
            "c",
            "It moves wrong alerts, and it was counted, so that it cannot lie far from what was said.",
        ),
        Misconception(
            "the second look",
            "d",
            "It decides what happens to people. How often the machine's alert is right, it leaves as it is.",
        ),
    ),
    because="Nobody counts it, and the range assumed for it is wide. With others another question may come first.",
)

_ASKED = {"a": "list_size", "b": "listed_passing", "c": "faces_per_day", "d": "review"}


def widest():
    """The letter of the question whose answer moves the share of right alerts most, by the audit of the case."""
    widths = {one.name: one.width for one in claims.audit(claims.register()[CASE]).questions}
    return max(_ASKED, key=lambda letter: widths[_ASKED[letter]])


def ends_in_words(claim, question):
    """The low and the high end of what a question of the audit moves, short enough to stand at a bar of a figure.

    They are the figure and the rate of the claim file, and beside them ends of the table audit_ranges; of what has a
    name and no number of its own ("half as many"), the name.
    """
    low, high = question.ends
    if question.name == "threshold":
        return in_odds(_end(claim, "fpir", "low")), in_odds(claim.fpir)
    if question.name == "list_size":
        return tuple(f"{_end(claim, 'list_size', end):,.0f}" for end in ("low", "high"))
    if question.name == "fnir":
        return f"{say(100 * (1 - claim.value))} %", f"{say(100 * _end(claim, 'fnir', 'high'))} %"
    if question.name == "trials":
        return tuple(f"{_end(claim, 'errors', end):.2f} times" for end in ("low", "high"))
    return low, high


def _end(claim, field, end):
    return figure("audit_ranges", f"{claim.use}_{field}", end)


check_my_width = SmallFunction(
    name="check_my_width",
    question="Write `my_width(right, wrong_low, wrong_high)`: how far the share of alerts that is right moves while "
    "the wrong alerts go from `wrong_low` to `wrong_high` and `right` stays.",
    expected=lambda right, low, high: right / (right + low) - right / (right + high),
    draw_case=lambda rng: (rng.randint(1, 60), rng.randint(1, 20), rng.randint(30, 400)),
    edges=[(10, 0, 10), (10, 5, 5)],
    misconceptions=(
        Misconception(
            "the wrong alerts' own width",
            lambda right, low, high: high - low,
            "That is how far the *number* of wrong alerts moves. What does it do to the share?",
        ),
        Misconception(
            "the wrong way round",
            lambda right, low, high: right / (right + high) - right / (right + low),
            "More wrong alerts, a smaller share: which end is the greater one?",
        ),
        Misconception(
            "one end alone",
            lambda right, low, high: right / (right + low),
            "That is the share at one end. Work it out at the other, too, and subtract.",
        ),
        Misconception(
            "the share of wrong alerts among wrong ones",
            lambda right, low, high: (high - low) / high if high else 0.0,
            "You divided by wrong alerts alone. The share is out of all alerts.",
        ),
    ),
    first_step="Work out the share at each end, `right / (right + wrong)`, and subtract.",
    because="All that a ranking of unknowns takes: one quantity moves, the others stay, the width is its weight.",
)
