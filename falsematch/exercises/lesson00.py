"""The warm-up of lesson 00: one small exercise, so that a learner has met a hint before one is needed."""

from ._engine import Exercise, Misconception
from .scenarios import claimed

ANSWERS = 1_000


def _right_share():
    """The accuracy of claim C06 as a proportion."""
    return claimed("C06") / 100


check_wrong_in_a_thousand = Exercise(
    name="check_wrong_in_a_thousand",
    question="If the accuracy in the article is the share of right answers: how many of a thousand answers are wrong?",
    kind="count",
    expected=lambda: ANSWERS * (1 - _right_share()),
    first_step="Start from the answers that are right, and take them from all of them.",
    misconceptions=(
        Misconception(
            "a percentage in place of a count",
            lambda: 100 * (1 - _right_share()),
            "That is how many are wrong of a hundred. The exercise asks about ten times as many.",
        ),
        Misconception(
            "the right ones counted",
            lambda: ANSWERS * _right_share(),
            "Those are the right answers. The exercise asks for the others.",
        ),
        Misconception(
            "a proportion in place of a count",
            lambda: 1 - _right_share(),
            "That is the share of wrong answers. How many answers is that?",
        ),
    ),
    because="Few. What they are few of, the article does not say, and that is what these lessons are about.",
)
