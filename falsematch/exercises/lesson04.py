"""Exercises of lesson 04, *Where do error rates come from?*"""

import functools

from .. import scores
from ._engine import Exercise, Misconception

#: Threshold at which the first exercise counts by hand; a round number between the two heaps of scores.
THRESHOLD_ASKED = 0.5

#: Share of comparisons of different people that the lesson lets match: one in a hundred.
FMR_ASKED = 0.01


@functools.cache
def fair_scores():
    """Genuine and impostor scores of Fisherfaces that were trained on other people."""
    from .. import datasets

    table = datasets.load("olivetti_scores")
    return table.loc[table["mated"], "lda_disjoint"], table.loc[~table["mated"], "lda_disjoint"]


@functools.cache
def at_threshold(threshold):
    return scores.rates_at(*fair_scores(), threshold)


@functools.cache
def at_fmr(fmr):
    return scores.fnmr_at_fmr(*fair_scores(), fmr)


@functools.cache
def best_balanced_accuracy():
    return scores.balanced_accuracy(*fair_scores())


def _share_of_matches_that_are_false(point):
    right = point.genuine_comparisons - point.false_non_matches
    return point.false_matches / (point.false_matches + right)


def _all(point):
    return point.genuine_comparisons + point.impostor_comparisons


check_fmr_by_hand = Exercise(
    name="check_fmr_by_hand",
    question="Fisherfaces trained on other people, at a threshold of {threshold}: what is the false match rate?",
    kind="proportion",
    numbers={"threshold": THRESHOLD_ASKED},
    bounds={"threshold": [0.4, 0.42, 0.45, 0.48, 0.52, 0.55, 0.58, 0.6]},
    expected=lambda n: at_threshold(n.threshold).fmr,
    first_step="Take the impostor scores only. How many of them are at or above the threshold, and how many are "
    "there?",
    misconceptions=(
        Misconception(
            "misses in place of false matches",
            lambda n: at_threshold(n.threshold).fnmr,
            "That is a share of comparisons of *one* person: those that fall below. False matches are between "
            "different people.",
        ),
        Misconception(
            "the share of matches that are false",
            lambda n: _share_of_matches_that_are_false(at_threshold(n.threshold)),
            "That divides by everything that matched. A false match *rate* divides by all comparisons of "
            "different people, matched or not.",
        ),
        Misconception(
            "all comparisons as the denominator",
            lambda n: at_threshold(n.threshold).false_matches / _all(at_threshold(n.threshold)),
            "You divided by all comparisons. Those of one person cannot be false matches, so they do not count.",
        ),
        Misconception(
            "the wrong side of the threshold",
            lambda n: 1 - at_threshold(n.threshold).fmr,
            "Those are the impostor comparisons rightly turned down.",
        ),
        Misconception(
            "the right side of the wrong heap",
            lambda n: 1 - at_threshold(n.threshold).fnmr,
            "Those are the comparisons of one person that match, as they should.",
        ),
        Misconception(
            "a count in place of a share",
            lambda n: at_threshold(n.threshold).false_matches,
            "So many comparisons of different people match. A rate is a share: out of how many?",
        ),
    ),
    because="A mean of true and false is a share: that is all a false match rate is.",
)

check_accuracy_all_pairs = Exercise(
    name="check_accuracy_all_pairs",
    question="The same matcher at the least threshold with an FMR of at most {fmr:share}: which share of *all* its "
    "decisions, over all the pairs, is right?",
    kind="proportion",
    near_one=True,
    numbers={"fmr": FMR_ASKED},
    bounds={"fmr": [0.002, 0.003, 0.005, 0.015, 0.02, 0.03]},
    expected=lambda n: (
        1 - (at_fmr(n.fmr).false_matches + at_fmr(n.fmr).false_non_matches) / _all(at_fmr(n.fmr))
    ),
    first_step="Add up both kinds of wrong decisions, as counts, and divide by the number of all pairs. "
    "All other decisions are right.",
    misconceptions=(
        Misconception(
            "balanced accuracy",
            lambda n: scores.balanced_accuracy(*fair_scores(), at_fmr(n.fmr).threshold),
            "That gives both kinds of comparison equal weight. Here one kind is far more common.",
        ),
        Misconception(
            "only comparisons of different people",
            lambda n: 1 - at_fmr(n.fmr).fmr,
            "You counted the false matches only. What about the misses?",
        ),
        Misconception(
            "only comparisons of one person",
            lambda n: 1 - at_fmr(n.fmr).fnmr,
            "That is how many comparisons of one person match. It leaves the other kind out.",
        ),
        Misconception(
            "both rates added up",
            lambda n: 1 - at_fmr(n.fmr).fmr - at_fmr(n.fmr).fnmr,
            "The two rates have different denominators, so they cannot be added. Their counts can.",
        ),
        Misconception(
            "the best threshold in place of the one asked for",
            best_balanced_accuracy,
            "That is a balanced accuracy, and at another threshold. Here all pairs count alike.",
        ),
        Misconception(
            "the share that is wrong",
            lambda n: (at_fmr(n.fmr).false_matches + at_fmr(n.fmr).false_non_matches) / _all(at_fmr(n.fmr)),
            "So many decisions are wrong, as a share of all. The exercise asks for the others.",
        ),
        Misconception(
            "a count in place of a share",
            lambda n: at_fmr(n.fmr).false_matches + at_fmr(n.fmr).false_non_matches,
            "So many decisions are wrong. Out of how many, and how many are right?",
        ),
        Misconception(
            "the matcher that never matches",
            lambda n: at_fmr(n.fmr).impostor_comparisons / _all(at_fmr(n.fmr)),
            'That is the accuracy of saying "different" to every pair. It is worth keeping in mind: now count '
            "this matcher.",
        ),
    ),
    because="Compare it with a matcher that calls every pair different: that one finds nobody and is close behind.",
)

check_leak = Exercise(
    name="check_leak",
    question='A maker says: "We tested on photographs that the network had never seen." '
    "Which question decides whether that test was fair?",
    kind="choice",
    choices={
        "a": "How many photographs were held back?",
        "b": "Had the network seen other photographs of the people on them?",
        "c": "Were as many pairs of one person tested as of different people?",
        "d": "Was the threshold fixed before the test?",
    },
    expected="b",
    first_step="In this lesson's leaking test, too, no tested photograph had been seen. What had been?",
    misconceptions=(
        Misconception(
            "more of the same",
            "a",
            "A larger test of the same kind gives the same flattering answer, only with a narrower interval.",
        ),
        Misconception(
            "balance taken for fairness",
            "c",
            "That changes what an accuracy means. Both of this lesson's tests used the same pairs.",
        ),
        Misconception(
            "a smaller leak",
            "d",
            "A good question too: a threshold chosen on the test flatters. Here both tests chose it alike, and they "
            "differ all the same.",
        ),
    ),
    because="A system in use meets people whom it was not trained on, and so must its test.",
)
