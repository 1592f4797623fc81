"""Exercises of lesson 08, *Are errors independent?*"""

import functools

import numpy as np

from .. import search
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence

#: Two kinds of people, an assumption near what the lesson measures: one in twenty is easily mistaken.
BUSY_SHARE = 1 / 20
BUSY_FMR = 0.01
OTHER_FMR = 0.0005

#: People on the list that the second exercise asks about, and on each of the two lists of the third.
LIST = 1_000
HALF_LIST = 250

#: People on each of the two lists of the sentence to mend.
LONG_LIST = 2_000

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


def _two_kinds(n, chance):
    return chance(n.busy_fmr) / n.one_in + (1 - 1 / n.one_in) * chance(n.other_fmr)


def _mean_fmr(n):
    return _two_kinds(n, lambda fmr: fmr)


@functools.cache
def _measured_fpir(sizes, *measurement):
    """FPIR of a measurement, named as for `wrong_within`, at galleries of the sizes given."""
    counts = wrong_within(*measurement)
    return search.fpir_measured(counts, counts.size - 1, list(sizes))


def _old_face_matcher(*sizes):
    """FPIR of BSSR1's face matcher C at FMR 1e-3, at galleries of the sizes given."""
    return _measured_fpir(sizes, "bssr1", "FMR 1e-3", "face_c")


def _strict_lists(*sizes):
    """FPIR of the lesson's LFW measurement at FMR 1e-4, at galleries of the sizes given."""
    return _measured_fpir(sizes, "lfw", "FMR 1e-4")


def on_second_list(size=HALF_LIST, fpir=_old_face_matcher):
    """Chance of a false match on a second list, given one on the first; the lists share nobody."""
    one, both_lists = fpir(size, 2 * size)
    return (2 * one - both_lists) / one


check_my_share_of_busiest = SmallFunction(
    name="check_my_share_of_busiest",
    question="Write `my_share_of_busiest(counts, how_many)`: the share of all false matches that falls on so many of "
    "the busiest people.",
    expected=lambda counts, how_many: sum(sorted(counts, reverse=True)[:how_many]) / sum(counts),
    draw_case=lambda rng: (
        [rng.choice([0, 0, 0, 1, 1, 2, 5, 20]) for _ in range(12)] + [3],
        rng.randint(1, 6),
    ),
    edges=[([4, 0, 0], 1), ([1, 1, 1, 1], 2)],
    misconceptions=(
        Misconception(
            "taken in the order given",
            lambda counts, how_many: sum(counts[:how_many]) / sum(counts),
            "These are the first people, not the busiest. Put the busiest first.",
        ),
        Misconception(
            "the quietest in place of the busiest",
            lambda counts, how_many: sum(sorted(counts)[:how_many]) / sum(counts),
            "Sorted upwards the quietest come first.",
        ),
        Misconception(
            "a share of the people",
            lambda counts, how_many: how_many / len(counts),
            "That is which share of the *people* they are. Which share of the false matches do they have?",
        ),
        Misconception(
            "a count in place of a share",
            lambda counts, how_many: sum(sorted(counts, reverse=True)[:how_many]),
            "So many false matches they have. Out of how many?",
        ),
    ),
    first_step="Put the busiest first, add up the first ones, and divide by all false matches.",
    because="Read it only beside the share that chance alone would give.",
)

check_never_twice = MendSentence(
    name="check_never_twice",
    sentence='"Found on a second list as well, it is hardly an error: {one:share} of strangers are falsely matched on '
    'one list, so hardly anybody on both."',
    numbers={"gallery": LONG_LIST, "one": lambda: float(_strict_lists(LONG_LIST)[0])},
    choices={
        "a": "the share for one list is too high",
        "b": "the second list is longer",
        "c": "the two matches are treated as independent, though the photograph is the same",
        "d": "nobody is on two lists",
    },
    wrong="c",
    choice_hints=(
        Misconception(
            "the measurement doubted", "a", "It was measured. What is done with it after the colon?"
        ),
        Misconception(
            "a difference in size", "b", "They are of one size. How was one chance made of the other?"
        ),
        Misconception("the case denied", "d", "It happens, and the lesson counts how often."),
    ),
    asks="Lists of {gallery:,}: what is the chance of a false match on the second, given one on the first?",
    kind="proportion",
    expected=lambda n: on_second_list(n.gallery, _strict_lists),
    first_step="The lesson derives it for shorter lists: the chance of both, over the chance of the first.",
    misconceptions=(
        Misconception(
            "independence again",
            lambda n: _strict_lists(n.gallery)[0],
            "That is the chance for any stranger. This one we already know something about.",
        ),
        Misconception(
            "the chance of both",
            lambda n: 2 * _strict_lists(n.gallery)[0] - _strict_lists(2 * n.gallery)[0],
            "That is the share of all strangers on both. The question is about those matched on the first.",
        ),
        Misconception(
            "the shorter lists of the lesson",
            lambda: on_second_list(LIST, _strict_lists),
            "That is the result for lists of another length.",
        ),
    ),
    mended='"Found on a second list as well says little: of strangers falsely matched on one list, {answer:share} are '
    'on the next, too."',
)

check_quarter_of_the_searches = Exercise(
    name="check_quarter_of_the_searches",
    question="Measured, about a quarter as many searches return somebody as the formula says. What follows for the "
    "number of wrong people returned in a day?",
    kind="choice",
    choices={
        "a": "it is a quarter of searches times N times FMR, one person for each such search",
        "b": "it is searches times N times FMR, as it would be without that measurement",
        "c": "it is four times searches times N times FMR, since false matches gather",
        "d": "it cannot be said, because comparisons of one search are not independent",
    },
    expected="b",
    first_step="Each comparison adds its FMR to the expected number. Does that sum ask who is who?",
    misconceptions=(
        Misconception(
            "searches taken for people",
            "a",
            "About a quarter of the searches return somebody. How many does each of these return?",
        ),
        Misconception(
            "the gathering counted twice",
            "c",
            "Those searches do return more people each, but there are fewer of them.",
        ),
        Misconception(
            "an average thought to need independence",
            "d",
            "A chance of at least one needs it. An average of a sum does not.",
        ),
    ),
    because="Whoever counts wrongly stopped people, or hours of review, may go on multiplying searches, list and false "
    "match rate.",
)

check_two_kinds = Exercise(
    name="check_two_kinds",
    question="One stranger in {one_in} has an FMR of {busy_fmr:share}, the others {other_fmr:share}. What share of "
    "searches of strangers against a list of {gallery:,} returns at least one person?",
    kind="proportion",
    numbers={"one_in": round(1 / BUSY_SHARE), "busy_fmr": BUSY_FMR, "other_fmr": OTHER_FMR, "gallery": LIST},
    bounds={
        "one_in": [10, 15, 25, 30],
        "busy_fmr": [0.005, 0.008, 0.01, 0.02],
        "other_fmr": [0.0002, 0.0003, 0.0005, 0.0008],
        "gallery": [400, 500, 800, 1_200, 1_500],
    },
    expected=lambda n: _two_kinds(n, lambda fmr: search.fpir(fmr, n.gallery)),
    first_step="First the chance for each kind of person, with their own FMR. Then the average of the chances.",
    misconceptions=(
        Misconception(
            "rates averaged before the formula",
            lambda n: search.fpir(_mean_fmr(n), n.gallery),
            "That is the chance at the average rate. But nobody here has the average rate.",
        ),
        Misconception(
            "an expected number taken for a chance",
            lambda n: n.gallery * _mean_fmr(n),
            "That is how many false candidates a search expects. Some searches return several of them.",
        ),
        Misconception(
            "both kinds counted as equally many",
            lambda n: (search.fpir(n.busy_fmr, n.gallery) + search.fpir(n.other_fmr, n.gallery)) / 2,
            "You averaged the two chances as if every second person were of each kind. How many are?",
        ),
        Misconception(
            "the busy ones alone",
            lambda n: search.fpir(n.busy_fmr, n.gallery) / n.one_in,
            "The others are falsely matched less often, but there are many more of them.",
        ),
        Misconception(
            "the others alone",
            lambda n: search.fpir(n.other_fmr, n.gallery),
            "That is the chance for one of the others. Those easily mistaken are few, and returned far more often.",
        ),
    ),
    because="The curve bends, so the average of points on it lies below it. That is Jensen's inequality.",
)

check_second_list = Exercise(
    name="check_second_list",
    question="A stranger was falsely matched on one list of {half}. What is the chance of a false match on a second "
    "list that holds as many other people?",
    kind="proportion",
    numbers={"half": HALF_LIST},
    bounds={"half": [100, 120, 150, 180, 200, 220]},
    expected=lambda n: on_second_list(n.half),
    first_step="Together the lists are one list of twice the size. How much less likely is a match on it than the two "
    "single chances added up? That is the chance of both; then divide by the chance of the first.",
    misconceptions=(
        Misconception(
            "independence assumed",
            lambda n: _old_face_matcher(n.half)[0],
            "That is the chance for any stranger. This one we already know something about.",
        ),
        Misconception(
            "both in place of the second given the first",
            lambda n: 2 * _old_face_matcher(n.half)[0] - _old_face_matcher(2 * n.half)[0],
            "That share of all strangers is matched on both. The question is about those matched on the first.",
        ),
        Misconception(
            "either in place of both",
            lambda n: _old_face_matcher(2 * n.half)[0],
            "That is one list of twice the size: a match on the first list, on the second, or on both.",
        ),
        Misconception(
            "the two chances added up",
            lambda n: 2 * _old_face_matcher(n.half)[0],
            "Added up, they count the strangers matched on both lists twice. How many are those?",
        ),
        Misconception(
            "chances multiplied",
            lambda n: _old_face_matcher(n.half)[0] ** 2,
            "Multiplying the two chances is right for independent events. That is what is in question.",
        ),
        Misconception(
            "how much the second list adds",
            lambda n: (
                (_old_face_matcher(2 * n.half)[0] - _old_face_matcher(n.half)[0])
                / (1 - _old_face_matcher(n.half)[0])
            ),
            "That is the chance for strangers who were *not* matched on the first list.",
        ),
        Misconception(
            "the other set of photographs",
            lambda: on_second_list(LIST, _strict_lists),
            "That is the result for LFW. Put in what was counted in BSSR1, and its lists.",
        ),
    ),
    because="For this person the second list is no fresh throw of the dice: it is the same face.",
)
