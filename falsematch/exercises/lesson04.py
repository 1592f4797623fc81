"""Exercises of lesson 04, *Where do error rates come from?*"""

import functools

from .. import scores
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import figure

#: Threshold at which the first exercise counts by hand; a round number between the two heaps of scores.
THRESHOLD_ASKED = 0.5

#: Share of comparisons of different people that the lesson lets match: one in a hundred.
FMR_ASKED = 0.01


@functools.cache
def fisherfaces_scores(trained_on):
    """Genuine and impostor scores of Fisherfaces, "disjoint" or "leaking", either trained on 20 people."""
    from .. import datasets

    table = datasets.load("olivetti_scores")
    scored = table[f"lda_{trained_on}_equal"]
    return scored[table["mated"]], scored[~table["mated"]]


def fair_scores():
    """Those of Fisherfaces that were trained on other people."""
    return fisherfaces_scores("disjoint")


@functools.cache
def at_threshold(threshold):
    return scores.rates_at(*fair_scores(), threshold)


@functools.cache
def at_fmr(fmr, trained_on="disjoint"):
    return scores.fnmr_at_fmr(*fisherfaces_scores(trained_on), fmr)


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


def _share(wrong):
    return sum(wrong) / len(wrong)


def _my_rates(genuine, impostor, threshold):
    return [
        _share([score >= threshold for score in impostor]),
        _share([score < threshold for score in genuine]),
    ]


def _draw_scores(rng):
    """Two lists of scores with one decimal, so that some lie exactly at the threshold."""
    genuine = [rng.randint(3, 10) / 10 for _ in range(rng.randint(4, 9))]
    impostor = [rng.randint(0, 7) / 10 for _ in range(rng.randint(10, 20))]
    return genuine, impostor, rng.choice(impostor)


check_my_rates = SmallFunction(
    name="check_my_rates",
    question="Write `my_rates(genuine, impostor, threshold)`: a list of the false match rate and the false non-match "
    "rate at that threshold.",
    expected=_my_rates,
    draw_case=_draw_scores,
    edges=[([0.5], [0.5], 0.5), ([0.4, 0.6], [0.1, 0.2], 0.9), ([0.4, 0.6], [0.1, 0.2, 0.3], 0.0)],
    misconceptions=(
        Misconception(
            "a score at the threshold taken for no match",
            lambda genuine, impostor, threshold: [
                _share([score > threshold for score in impostor]),
                _share([score <= threshold for score in genuine]),
            ],
            "A score exactly at the threshold matches. Look at your comparison signs.",
        ),
        Misconception(
            "the rates in the other order",
            lambda genuine, impostor, threshold: _my_rates(genuine, impostor, threshold)[::-1],
            "Both are there, in the other order: the false match rate is asked for first.",
        ),
        Misconception(
            "all pairs as the denominator",
            lambda genuine, impostor, threshold: [
                sum(score >= threshold for score in impostor) / (len(genuine) + len(impostor)),
                sum(score < threshold for score in genuine) / (len(genuine) + len(impostor)),
            ],
            "You divided by all pairs. Each rate is a share of its own kind of pairs.",
        ),
        Misconception(
            "counts in place of shares",
            lambda genuine, impostor, threshold: [
                sum(score >= threshold for score in impostor),
                sum(score < threshold for score in genuine),
            ],
            "Those are counts. Out of how many?",
        ),
        Misconception(
            "the decisions that are right",
            lambda genuine, impostor, threshold: [
                1 - rate for rate in _my_rates(genuine, impostor, threshold)
            ],
            "Those are the decisions that are right. Which ones are not?",
        ),
        Misconception(
            "the kinds of pairs exchanged",
            lambda genuine, impostor, threshold: [
                _share([score >= threshold for score in genuine]),
                _share([score < threshold for score in impostor]),
            ],
            "False matches happen between *different* people, misses between photographs of one.",
        ),
    ),
    first_step="Exercise 1 had the first of both. The other one asks of the genuine scores which fall below.",
    because="Every error rate of a matcher that somebody measured comes from these counts.",
)

check_leak_sentence = MendSentence(
    name="check_leak_sentence",
    sentence='"Tested on {pairs:,} pairs that the machine had never seen: with {fmr:share} false matches it misses '
    'only {leak:share}. That is what to expect at your door."',
    choices={
        "a": "{pairs:,} pairs are too few to say anything",
        "b": "no threshold is named, so nothing can be said",
        "c": "the people in these pairs were in training, and people at a door are not",
    },
    wrong="c",
    choice_step="Whose faces are on the tested pairs, and who had seen them before?",
    choice_hints=(
        Misconception(
            "the size blamed",
            "a",
            "More pairs of the same people would give the same flattering figure. Whose faces were they?",
        ),
        Misconception(
            "the threshold missed",
            "b",
            "The rate of false matches fixes the threshold. Ask who is on the photographs.",
        ),
    ),
    asks="With {fmr:share} false matches, which share of the genuine pairs is missed when the people are new (the "
    "fair test of this lesson)?",
    expected=lambda n: at_fmr(n.fmr).fnmr,
    kind="proportion",
    numbers={
        "fmr": 0.001,
        "pairs": lambda n: _all(at_fmr(n.fmr)),
        "leak": lambda n: at_fmr(n.fmr, "leaking").fnmr,
    },
    bounds={"fmr": [0.002, 0.005]},
    misconceptions=(
        Misconception(
            "the sentence again",
            lambda n: n.leak,
            "That is the leaking test's figure. The fair test was trained on other people.",
        ),
        Misconception(
            "the looser threshold of the lesson",
            lambda n: at_fmr(FMR_ASKED).fnmr,
            "That belongs to the threshold that lets more impostor pairs match. This sentence has a stricter one.",
        ),
        Misconception(
            "the share that is recognised",
            lambda n: 1 - at_fmr(n.fmr).fnmr,
            "So many genuine pairs match. The others are missed.",
        ),
    ),
    first_step="Set the threshold on the fair test's impostor scores, and count which genuine scores fall below it.",
    mended='"Tested on people who were in training, it misses {leak:share}; on people who are new {answer:share}, with '
    '{fmr:share} false matches either way. Whoever comes to your door is new."',
)

check_airport = Exercise(
    name="check_airport",
    question="{people} volunteers on a list passed a camera {passes} times, and were recognised in {hits} of these "
    "passes. Which share of the passes was missed?",
    kind="proportion",
    numbers={
        "people": lambda: int(figure("field_tests", "logan_hits", "gallery_size")),
        "passes": lambda: int(figure("field_tests", "logan_hits", "trials")),
        "hits": lambda: int(figure("field_tests", "logan_hits", "events")),
    },
    bounds={"hits": (140, 230)},
    expected=lambda n: 1 - n.hits / n.passes,
    first_step="In how many passes were they not recognised, out of how many?",
    misconceptions=(
        Misconception(
            "the share that is recognised",
            lambda n: n.hits / n.passes,
            "In so many passes the system recognised them. Which share is left?",
        ),
        Misconception(
            "misses for each hit",
            lambda n: (n.passes - n.hits) / n.hits,
            "You divided by the passes that were recognised. The rate is a share of all passes.",
        ),
        Misconception(
            "a count in place of a share",
            lambda n: n.passes - n.hits,
            "In so many passes they were not recognised. Out of how many?",
        ),
    ),
    because="It is a miss rate of passes, and the passes come from few people: somebody whom the system does not know "
    "is missed again and again. An interval that takes passes for independent trials would be too narrow.",
)
