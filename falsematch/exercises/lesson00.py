"""The warm-up of lesson 00: one small exercise, so that a learner has met a hint before one is needed."""

from ._engine import Exercise, Misconception
from .scenarios import claimed

ANSWERS = 1_000

check_wrong_in_a_thousand = Exercise(
    name="check_wrong_in_a_thousand",
    question="If {accuracy:share} is the share of right answers: how many of {answers:,} answers are wrong?",
    kind="count",
    numbers={"answers": ANSWERS, "accuracy": lambda: claimed("C06") / 100},
    bounds={"answers": [2_000, 5_000, 10_000, 50_000], "accuracy": [0.97, 0.985, 0.99, 0.995, 0.998, 0.999]},
    expected=lambda n: n.answers * (1 - n.accuracy),
    first_step="Start from the answers that are right, and take them from all of them.",
    misconceptions=(
        Misconception(
            "a percentage in place of a count",
            lambda n: 100 * (1 - n.accuracy),
            "That is how many are wrong of a hundred. The exercise asks about more answers than that.",
        ),
        Misconception(
            "the right ones counted",
            lambda n: n.answers * n.accuracy,
            "Those are the right answers. The exercise asks for the others.",
        ),
        Misconception(
            "a proportion in place of a count",
            lambda n: 1 - n.accuracy,
            "That is the share of wrong answers. How many answers is that?",
        ),
        Misconception(
            "the accuracy itself",
            lambda n: 100 * n.accuracy,
            "That is the percentage of right answers. How many answers is the rest?",
        ),
    ),
    because="Few. What they are few of, the article does not say, and that is what these lessons are about.",
)
