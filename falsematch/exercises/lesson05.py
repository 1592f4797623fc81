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


check_zero_false_matches = Exercise(
    name="check_zero_false_matches",
    question="An algorithm made no false match in {comparisons:,} comparisons of different people. Up to which false "
    "match rate is still possible, at 95 % confidence?",
    kind="proportion",
    numbers={"comparisons": pairs_of_different_people, "pairs": lambda n: 2 * n.comparisons},
    bounds={"comparisons": [400, 500, 800, 1_000, 2_000, 5_000, 20_000]},
    expected=lambda n: intervals.zero_error_bound(n.comparisons),
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
            lambda n: 1 / n.comparisons,
            "That is the smallest rate the test can print. With it, more than one test in three would show no error.",
        ),
        Misconception(
            "all pairs as the denominator",
            lambda n: intervals.zero_error_bound(n.pairs),
            "Half of the pairs show one person. Those cannot match falsely, so they are no trials.",
        ),
        Misconception(
            "an interval with two ends",
            lambda n: intervals.proportion_interval(0, n.comparisons).high,
            "That leaves 2.5 % out on each side. With no error there is no lower side: put all 5 % above.",
        ),
        Misconception(
            "95 % put where 5 % belongs",
            lambda n: 0.95 ** (1 / n.comparisons),
            "Two turns are missing. A rate so high would show errors everywhere; and what is to be rare, at 5 %, is a "
            "test without an error.",
        ),
        Misconception(
            "the confidence put in the place of the doubt",
            lambda n: 1 - 0.95 ** (1 / n.comparisons),
            "With this rate a test without an error would be the usual thing, 95 times in 100. At the bound it is to "
            "be rare: how rare?",
        ),
        Misconception(
            "the chance that one comparison goes right",
            lambda n: 0.05 ** (1 / n.comparisons),
            "That is the chance of no error in one comparison. The rate of errors is the rest.",
        ),
        Misconception(
            "the doubt shared among the comparisons",
            lambda n: 0.05 / n.comparisons,
            "The 5 % belong to the whole test: they are the chance that *all* comparisons go right. Chances that must "
            "all come true are multiplied, not added.",
        ),
        Misconception(
            "certainty that every comparison fails",
            lambda: 1,
            "With a rate like that, no comparison would have gone right. All of them did.",
        ),
    ),
    because="Three over the number of trials, as a rule of thumb. It is the lowest rate that a test of this size can "
    "rule out: whatever lies below, none seen is compatible with it.",
)

check_perfect_matcher = Exercise(
    name="check_perfect_matcher",
    question="{wrong} of {pairs:,} pairs of a test are labelled wrongly, all of them pairs of one person. A matcher "
    "that never errs takes the test as it is labelled. Which accuracy will be printed for it?",
    kind="proportion",
    near_one=True,
    tolerance=0.03,  # so that 99.88 %, as the benchmark's page would print it, is right too
    numbers={"wrong": wrong_labels, "pairs": test_pairs},
    bounds={"wrong": (4, 60), "pairs": [2_000, 4_000, 10_000, 20_000]},
    expected=lambda n: 1 - n.wrong / n.pairs,
    first_step="It disagrees with the label exactly where the label is wrong. How many pairs is that, of how many?",
    misconceptions=(
        Misconception(
            "labels taken for the truth",
            lambda: 1.0,
            "That would be so if every label were right. The maintainers list some that are not.",
        ),
        Misconception(
            "pairs of one person as the denominator",
            lambda n: 1 - n.wrong / (n.pairs / 2),
            "The wrong labels are all on pairs of one person, but the accuracy counts every pair of the test.",
        ),
        Misconception(
            "the share that is wrong",
            lambda n: n.wrong / n.pairs,
            "So small a share is that of the wrong answers. An accuracy is the share of right ones.",
        ),
        Misconception(
            "a count in place of a share",
            lambda n: n.pairs - n.wrong,
            "That is how many pairs. An accuracy is a share: out of how many?",
        ),
    ),
    because="Whoever reports more than this on the test as labelled has agreed with wrong labels.",
)


def _trials(n):
    return intervals.trials_for_zero_errors(n.fmr)


check_people_for_fmr = Exercise(
    name="check_people_for_fmr",
    question="An FMR below {fmr:odds} is to be shown by comparisons without any false match, at 95 % confidence. How "
    "many people, at least, must be compared, each once with every other, for as many comparisons as that needs?",
    kind="count",
    numbers={"fmr": FMR_CLAIMED},
    bounds={"fmr": [1e-6, 1e-7, 2e-7, 1e-8, 1e-10]},
    expected=lambda n: people_for(_trials(n)),
    first_step="With n people, each is compared with n - 1 others, and every pair would be counted from both ends. "
    "So how many pairs are there?",
    misconceptions=(
        Misconception(
            "comparisons taken for people",
            _trials,
            "That is the number of comparisons. A few people already make many pairs.",
        ),
        Misconception(
            "two people for each comparison",
            lambda n: 2 * _trials(n),
            "Strict, and the only way to make all comparisons independent: everybody used once. The exercise asks "
            "for the fewest people, each compared with all others.",
        ),
        Misconception(
            "every pair counted from both ends",
            lambda n: math.sqrt(_trials(n)),
            "That counts A with B and B with A as different comparisons. They are one.",
        ),
        Misconception(
            "the rate turned upside down",
            lambda n: 1 / n.fmr,
            "With as many comparisons as that, a matcher with this very rate would often show no error. And it is a "
            "number of comparisons, not of people.",
        ),
        Misconception(
            "pairs for a single expected error",
            lambda n: people_for(round(1 / n.fmr)),
            "The step from comparisons to people is right. But with so few comparisons, a matcher with this very rate "
            "would often show no error: how many must there be?",
        ),
    ),
    because="Fewer people than it seems. But their comparisons share people, and a single person entered twice "
    "under two names would spoil them.",
)
