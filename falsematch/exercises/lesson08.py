"""Exercises of lesson 08, *Are errors independent?*"""

import numpy as np

from .. import search
from ._engine import Exercise, Misconception

#: Two kinds of people, an assumption near what the lesson measures: one in twenty is easily mistaken.
BUSY_SHARE = 1 / 20
BUSY_FMR = 0.01
OTHER_FMR = 0.0005

#: People on the list that the second exercise asks about, and on each of the two lists of the third.
LIST = 1_000
HALF_LIST = 250

#: A gate passed once a week for a year by somebody on no list, against 100 people drawn anew each time.
WEEKS = 52
GATE_LIST = 100


def wrong_within(name, operating_point, matcher=None):
    """One number per probe, from a measured histogram: how many wrong people match it."""
    from .. import datasets

    table = datasets.load(f"{name}_measured_wrong_within")
    table = table[table["operating_point"] == operating_point]
    if matcher is not None:
        table = table[table["matcher"] == matcher]
    return np.repeat(table["wrong_within"].to_numpy(dtype=int), table["probes"].to_numpy(dtype=int))


def _two_kinds(chance):
    return BUSY_SHARE * chance(BUSY_FMR) + (1 - BUSY_SHARE) * chance(OTHER_FMR)


def _mean_fmr():
    return _two_kinds(lambda fmr: fmr)


def _old_face_matcher(*sizes):
    """FPIR of BSSR1's face matcher C at FMR 1e-3, at galleries of the sizes given."""
    counts = wrong_within("bssr1", "FMR 1e-3", "face_c")
    return search.fpir_measured(counts, counts.size - 1, list(sizes))


def on_second_list():
    """Chance of a false match on a second list, given one on the first; the lists share nobody."""
    one, both_lists = _old_face_matcher(HALF_LIST, 2 * HALF_LIST)
    return (2 * one - both_lists) / one


check_quarter_of_the_searches = Exercise(
    name="check_quarter_of_the_searches",
    question="Measured, a quarter as many searches return somebody as the formula says. What follows for the number "
    "of wrong people returned in a day?",
    kind="choice",
    choices={
        "a": "it is a quarter of searches times N times FMR",
        "b": "it is searches times N times FMR, as before, on fewer searches",
        "c": "it is four times searches times N times FMR",
        "d": "nothing: it cannot be computed unless comparisons are independent",
    },
    expected=lambda: "b",
    first_step="Each comparison adds its FMR to the expected number. Does that sum ask who is who?",
    misconceptions=(
        Misconception(
            "searches taken for people",
            lambda: "a",
            "A quarter of the searches return somebody. How many does each of these return?",
        ),
        Misconception(
            "the gathering counted twice",
            lambda: "c",
            "Those searches do return more people each, but there are fewer of them.",
        ),
        Misconception(
            "an average thought to need independence",
            lambda: "d",
            "A chance of at least one needs it. An average of a sum does not.",
        ),
    ),
    because="Whoever counts wrongly stopped people, or hours of review, may go on using the product.",
)

check_two_kinds = Exercise(
    name="check_two_kinds",
    question="One stranger in twenty has the higher FMR, the others the lower. What share of searches of strangers "
    "against the list returns at least one person?",
    kind="proportion",
    expected=lambda: _two_kinds(lambda fmr: search.fpir(fmr, LIST)),
    first_step="First the chance for each kind of person, with their own FMR. Then the average of the chances.",
    misconceptions=(
        Misconception(
            "rates averaged before the formula",
            lambda: search.fpir(_mean_fmr(), LIST),
            "That is the chance at the average rate. But nobody here has the average rate.",
        ),
        Misconception(
            "an expected number taken for a chance",
            lambda: LIST * _mean_fmr(),
            "That is how many false candidates a search expects. Some searches return several of them.",
        ),
        Misconception(
            "both kinds counted as equally many",
            lambda: (search.fpir(BUSY_FMR, LIST) + search.fpir(OTHER_FMR, LIST)) / 2,
            "You averaged the two chances as if every second person were of each kind. How many are?",
        ),
        Misconception(
            "the busy ones alone",
            lambda: BUSY_SHARE * search.fpir(BUSY_FMR, LIST),
            "The others are falsely matched less often, but there are many more of them.",
        ),
    ),
    because="The curve bends, so the average of two points on it lies below it. That is Jensen's inequality.",
)

check_second_list = Exercise(
    name="check_second_list",
    question="A stranger was falsely matched on one list. What is the chance of a false match on a second list that "
    "holds as many other people?",
    kind="proportion",
    expected=on_second_list,
    first_step="Together the lists are one list of twice the size. How much less likely is a match on it than the two "
    "single chances added up? That is the chance of both; then divide by the chance of the first.",
    misconceptions=(
        Misconception(
            "independence assumed",
            lambda: _old_face_matcher(HALF_LIST)[0],
            "That is the chance for any stranger. This one we already know something about.",
        ),
        Misconception(
            "both in place of the second given the first",
            lambda: 2 * _old_face_matcher(HALF_LIST)[0] - _old_face_matcher(2 * HALF_LIST)[0],
            "That share of all strangers is matched on both. The question is about those matched on the first.",
        ),
        Misconception(
            "either in place of both",
            lambda: _old_face_matcher(2 * HALF_LIST)[0],
            "That is one list of twice the size: a match on the first list, on the second, or on both.",
        ),
        Misconception(
            "chances multiplied",
            lambda: _old_face_matcher(HALF_LIST)[0] ** 2,
            "Multiplying the two chances is right for independent events. That is what is in question.",
        ),
        Misconception(
            "how much the second list adds",
            lambda: (
                (_old_face_matcher(2 * HALF_LIST)[0] - _old_face_matcher(HALF_LIST)[0])
                / (1 - _old_face_matcher(HALF_LIST)[0])
            ),
            "That is the chance for strangers who were *not* matched on the first list.",
        ),
    ),
    because="For this person the second list is no fresh throw of the dice: it is the same face.",
)
