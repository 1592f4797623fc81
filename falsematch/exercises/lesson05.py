"""Exercises of lesson 05, *What can 6,000 pairs show?*"""

import math

from .. import intervals
from ._engine import Exercise, Misconception
from .scenarios import figure

#: The false match rate that a search of a population would need, as the lesson rounds it: one in a billion.
FMR_CLAIMED = 1e-9


def pairs_of_different_people():
    """Comparisons of different people in the benchmark's test."""
    return int(figure("lfw_accuracy", "impostor_pairs"))


def test_pairs():
    return int(figure("lfw_accuracy", "test_pairs"))


def wrong_labels():
    """Pairs of that test that its maintainers list as labelled wrongly."""
    return int(figure("lfw_accuracy", "label_errors_listed"))


def people_for(comparisons):
    """The fewest people who, each compared once with every other, give so many comparisons."""
    people = math.isqrt(2 * comparisons)
    while people * (people - 1) // 2 < comparisons:
        people += 1
    return people


def trials():
    return intervals.trials_for_zero_errors(FMR_CLAIMED)


check_zero_false_matches = Exercise(
    name="check_zero_false_matches",
    question="An algorithm made no false match in the benchmark's comparisons of different people. Up to which false "
    "match rate is still possible, at 95 % confidence?",
    kind="number",
    expected=lambda: intervals.zero_error_bound(pairs_of_different_people()),
    first_step="Suppose the rate were p. How likely would it be to get through all comparisons without an error? "
    "For which p is that 5 %?",
    misconceptions=(
        Misconception(
            "nothing seen taken for nothing there",
            lambda: 0,
            "A rate of exactly that would need infinitely many comparisons. Could a rare error have stayed away "
            "by chance?",
        ),
        Misconception(
            "the next comparison expected to fail",
            lambda: 1 / pairs_of_different_people(),
            "That is the smallest rate the test can print. With it, one test in three would show no error at all.",
        ),
        Misconception(
            "all pairs as the denominator",
            lambda: intervals.zero_error_bound(test_pairs()),
            "Half of the pairs show one person. Those cannot match falsely, so they are no trials.",
        ),
        Misconception(
            "an interval with two ends",
            lambda: intervals.proportion_interval(0, pairs_of_different_people()).high,
            "That leaves 2.5 % out on each side. With no error there is no lower side: put all 5 % above.",
        ),
    ),
    because="Three over the number of trials, as a rule of thumb. Nothing below it can be seen by a test of this size.",
)

check_perfect_matcher = Exercise(
    name="check_perfect_matcher",
    question="A matcher that never errs takes the test as it is labelled. Which accuracy will be printed for it?",
    kind="proportion",
    near_one=True,
    tolerance=0.08,  # so that 99.88 %, as the benchmark's page would print it, is right too
    expected=lambda: 1 - wrong_labels() / test_pairs(),
    first_step="It disagrees with the label exactly where the label is wrong. How many pairs is that, of how many?",
    misconceptions=(
        Misconception(
            "labels taken for the truth",
            lambda: 1.0,
            "That would be so if every label were right. The maintainers list some that are not.",
        ),
        Misconception(
            "pairs of one person as the denominator",
            lambda: 1 - wrong_labels() / (test_pairs() - pairs_of_different_people()),
            "The wrong labels are all on pairs of one person, but the accuracy counts every pair of the test.",
        ),
        Misconception(
            "the share that is wrong",
            lambda: wrong_labels() / test_pairs(),
            "So small a share is that of the wrong answers. An accuracy is the share of right ones.",
        ),
        Misconception(
            "a count in place of a share",
            lambda: test_pairs() - wrong_labels(),
            "That is how many pairs. An accuracy is a share: out of how many?",
        ),
    ),
    because="Whoever reports more than this on the test as labelled has agreed with wrong labels.",
)

check_people_for_fmr = Exercise(
    name="check_people_for_fmr",
    question="How many people, at least, must be compared, each with every other, for the comparisons that an FMR of "
    "one in a billion needs?",
    kind="count",
    expected=lambda: people_for(trials()),
    first_step="With n people, each is compared with n - 1 others, and every pair would be counted from both ends. "
    "So how many pairs are there?",
    misconceptions=(
        Misconception(
            "comparisons taken for people",
            lambda: trials(),
            "That is the number of comparisons. A few people already make many pairs.",
        ),
        Misconception(
            "two people for each comparison",
            lambda: 2 * trials(),
            "Strict, and the only way to make all comparisons independent: everybody used once. The exercise asks "
            "for the fewest people, each compared with all others.",
        ),
        Misconception(
            "every pair counted from both ends",
            lambda: math.sqrt(trials()),
            "That counts A with B and B with A as two comparisons. They are one.",
        ),
        Misconception(
            "the rate turned upside down",
            lambda: 1 / FMR_CLAIMED,
            "With as many comparisons as that, a matcher with this very rate would often show no error.",
        ),
    ),
    because="Fewer people than it seems. But their comparisons share people, and a single person entered twice "
    "under two names would spoil them.",
)
