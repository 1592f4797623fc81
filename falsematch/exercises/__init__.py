"""Checks for the lessons' exercises, the comparison with a first guess, and the pre-test.

    from falsematch.exercises import check_ppv
    check_ppv(...)        # not answered yet; the lesson runs on

`EXERCISES` holds every check by its name, `LESSONS` the checks of each lesson by its number. Both are found: a file
``lessonNN.py`` beside the others is a lesson, and whatever in it is a `Check` is an exercise, importable from here.

How to write an exercise
------------------------
Every text may name the exercise's numbers in braces: ``{people:,}`` "1,000,000", ``{people:say}`` "1 million",
``{fpr:share}`` "0.2 %", ``{base:odds}`` "1 in 500". Expected answers and misconceptions are functions of the same
numbers (``lambda n: n.people * n.fpr``) or of nothing (``lambda: …``). `numbers` are the lesson's own, `bounds` what
``check.variant(seed)`` may draw instead: ``(low, high)`` or a list. Without bounds a number stays as it is.
A hint says what was thought and what to think about next; it never holds the answer. Wrong answers must differ from
the right one by more than 2 %, in every variant: the tests draw many.

**A number or a letter**, called as ``check_…(number)``; text such as "5 %" and "1 in 21" is read too::

    check_false_alerts = Exercise(
        name="check_false_alerts",
        question="{people:,} people are scanned, {wanted} of them wanted. Of the others {fpr:share} raise an alert. "
        "How many people are pointed at wrongly?",
        kind="count",                               # or "number", "proportion", "choice"
        numbers={"people": 1_000_000, "wanted": 100, "fpr": 0.002},
        bounds={"people": (200_000, 5_000_000), "wanted": [50, 100, 200], "fpr": (0.001, 0.01)},
        expected=lambda n: (n.people - n.wanted) * n.fpr,
        first_step="Split the crowd first: only people who are not wanted can be pointed at wrongly.",
        misconceptions=(
            Misconception("only the wanted counted", lambda n: n.wanted * n.fpr, "An alert is false when …"),
        ),
        because="A small rate of a very large group.",
    )

For kind "choice": ``choices={"a": "…", "b": "…"}``, ``expected="b"`` and a `Misconception` with ``value="a"`` for each
other letter. ``check.ask()`` shows question and choices: write them in one place only, there.

**Mend this sentence**, called as ``check_…(letter, number)``, shown by ``check_….ask()``::

    check_arrest_sentence = MendSentence(
        name="check_arrest_sentence",
        sentence='"The system is {accuracy:share} accurate, so {accuracy:share} of its alerts are right."',
        choices={"a": "accuracy cannot be so high", "b": "a share of all people is given as a share of alerts"},
        wrong="b",
        choice_hints=(Misconception("the figure doubted, not its use", "a", "It may be so high. Out of whom?"),),
        asks="One person in {one_in:,} is wanted. Which share of the alerts is right?",
        kind="proportion",
        numbers={"accuracy": 0.998, "one_in": 10_000},
        bounds={"one_in": (2_000, 50_000)},
        expected=lambda n: rates.ppv(1 / n.one_in, n.accuracy, 1 - n.accuracy),
        misconceptions=(Misconception("the accuracy again", lambda n: n.accuracy, "That is …"),),
        first_step="Count right and wrong alerts in a crowd.",
        mended='"… so {answer:share} of its alerts are right."',   # shown when both parts are right
    )

**A small function**, called as ``check_…(my_function)``; the cell given to the learner ends in ``return ...``::

    check_my_ppv = SmallFunction(
        name="check_my_ppv",
        question="Write `my_ppv(right, wrong)`: the share of alerts that are right; 0 if there is no alert.",
        expected=lambda right, wrong: right / (right + wrong) if right + wrong else 0.0,
        draw_case=lambda rng: (rng.randint(1, 50), rng.randint(1, 500)),
        edges=[(0, 5), (0, 0)],
        misconceptions=(Misconception("odds", lambda right, wrong: right / wrong, "Out of *all* alerts …"),),
        first_step="How many alerts are there in all?",
        because="…",
    )

**A guess**, right after the reveal; the figure draws it too::

    compare_guess(my_guess, found, "people pointed at wrongly", naive=(0, "Few, it seems, at 99.8 %. …"))
    compare_guess(my_guess, ppv, "of the alerts", kind="share", naive=0.998)
    compare_guess(my_guess, kept, "texts kept the qualifier", kind="out of n", out_of=7)
    plots.some_figure(..., guess=read_guess(my_guess, kind="share"))     # a number, or None while it is ...
"""

import importlib
import pkgutil

from . import pretest, scenarios
from ._engine import Check, Exercise, Feedback, Misconception
from ._function import SmallFunction
from ._guess import compare_guess, read_guess
from ._sentence import MendSentence
from .pretest import compare_tests, load_pretest, save_pretest


def _lessons():
    """The modules ``lessonNN`` of this folder, by their number."""
    names = sorted(found.name for found in pkgutil.iter_modules(__path__) if found.name.startswith("lesson"))
    return {name.removeprefix("lesson"): importlib.import_module(f"{__name__}.{name}") for name in names}


LESSONS = {
    number: [thing for thing in vars(module).values() if isinstance(thing, Check)]
    for number, module in _lessons().items()
}
EXERCISES = {exercise.name: exercise for exercises in LESSONS.values() for exercise in exercises}
globals().update(EXERCISES)

__all__ = [
    "EXERCISES",
    "LESSONS",
    "Check",
    "Exercise",
    "Feedback",
    "MendSentence",
    "Misconception",
    "SmallFunction",
    "compare_guess",
    "compare_tests",
    "load_pretest",
    "pretest",
    "read_guess",
    "save_pretest",
    "scenarios",
]
__all__ += EXERCISES
