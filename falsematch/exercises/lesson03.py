"""Exercises of lesson 03, *What happens in a search of N?*"""

from .. import search
from ._engine import Exercise, Misconception
from .scenarios import READING_FMR, SHORT_WATCHLIST, STREET, WANTED_FPIR, claimed

check_false_candidates_one_search = Exercise(
    name="check_false_candidates_one_search",
    question="One face is searched among {people:say} people who are all somebody else. In one comparison the chance "
    "of a false match is {fmr:share}. How many wrong people come back, on average?",
    kind="count",
    numbers={"people": lambda: claimed("C04"), "fmr": READING_FMR},
    bounds={"people": (2_000_000, 1_400_000_000), "fmr": [0.0001, 0.0005, 0.001, 0.003, 0.005]},
    expected=lambda n: search.expected_false_candidates(1, n.people, n.fmr),
    first_step="Each person in the gallery is one comparison, and each comparison has the same small "
    "chance of a false match. How many comparisons are there?",
    misconceptions=(
        Misconception(
            "the rate of one comparison taken for a whole search",
            lambda n: n.fmr,
            "That is the chance in a single comparison. A search makes one for every person enrolled.",
        ),
        Misconception(
            "one search, one answer",
            lambda: 1,
            "A search does not stop at one. Everyone at or above the threshold comes back.",
        ),
        Misconception(
            "none expected",
            lambda: 0,
            "A small chance, taken very many times, is no longer small. How many times is it taken?",
        ),
        Misconception(
            "everyone enrolled",
            lambda n: n.people,
            "So many are compared. Which share of them does the matcher take for the face?",
        ),
        Misconception(
            "the right answers counted",
            lambda n: n.people * (1 - n.fmr),
            "Those are the people rightly left out. The wrong ones are the remainder.",
        ),
        Misconception(
            "half of all pairs",
            lambda n: n.people * (n.people - 1) / 2 * n.fmr,
            "You compared everyone with everyone. This is one face against everyone.",
        ),
    ),
    because="One face, one search, and all these people look like it to the matcher.",
)

#: A list so short that the lesson works it out first.
TEN = 10

check_fpir_watchlist = Exercise(
    name="check_fpir_watchlist",
    question="A passer-by who is on no list is compared with a watchlist of {gallery:,} people. In one comparison the "
    "chance of a false match is {fmr:share}. What is the chance of at least one false candidate, if comparisons are "
    "independent?",
    kind="proportion",
    numbers={"gallery": SHORT_WATCHLIST, "fmr": READING_FMR},
    bounds={
        "gallery": [300, 500, 600, 800, 1_200, 1_500, 2_000],
        "fmr": [0.001, 0.0015, 0.002, 0.003, 0.004],
    },
    allowed=lambda n: 1.1 < n.gallery * n.fmr < 3,
    expected=lambda n: search.fpir(n.fmr, n.gallery),
    first_step="Turn it round: what is the chance that *every* comparison stays below the threshold?",
    misconceptions=(
        Misconception(
            "expected number taken for a chance",
            lambda n: n.gallery * n.fmr,
            "That is how many false candidates to expect. A chance cannot pass 1: two candidates for one "
            "passer-by are still one alert.",
        ),
        Misconception(
            "the rate of one comparison taken for a whole search",
            lambda n: n.fmr,
            "That is the chance in a single comparison. The watchlist makes many.",
        ),
        Misconception(
            "the chance of no candidate",
            lambda n: 1 - search.fpir(n.fmr, n.gallery),
            "That is the chance that nothing comes back. Something coming back is the rest.",
        ),
        Misconception(
            "the list of ten in place of the watchlist",
            lambda n: search.fpir(n.fmr, TEN),
            "That is the chance for a list of ten. The method is right; how long is this list?",
        ),
        Misconception(
            "the chance that one comparison goes right",
            lambda n: 1 - n.fmr,
            "That is for a single comparison. All of them have to go right for nothing to come back.",
        ),
        Misconception(
            "an expected number cut off at certainty",
            lambda: 1.0,
            "A chance that adds up past 1 was not a chance. Some passers-by still raise nothing.",
        ),
    ),
    because="The expected number keeps growing with the list; the chance creeps up to 1.",
)

check_fmr_needed = Exercise(
    name="check_fmr_needed",
    question="A search among {people:say} people: which false match rate keeps the chance of a false candidate for a "
    "stranger at {fpir:share}?",
    kind="proportion",
    numbers={"people": lambda: claimed("C04"), "fpir": WANTED_FPIR},
    bounds={"people": (1_000_000, 1_000_000_000), "fpir": [0.001, 0.005, 0.02, 0.05]},
    expected=lambda n: search.fmr_for_fpir(n.fpir, n.people),
    first_step="`search` has the inverse of `fpir`. By hand: when the chance is small, it is close to "
    "comparisons times rate.",
    misconceptions=(
        Misconception(
            "the search's rate taken for the comparison's",
            lambda n: n.fpir,
            "That is the chance allowed for a whole search. It has to be shared by all its comparisons.",
        ),
        Misconception(
            "one false candidate per search allowed",
            lambda n: 1 / n.people,
            "That gives about one false candidate in *every* search. The demand is stricter.",
        ),
        Misconception(
            "an expected number in place of a rate",
            lambda n: n.people * n.fpir,
            "You multiplied. But the chance of a search has to be shared out among all its comparisons.",
        ),
        Misconception(
            "the published accuracy taken for enough",
            lambda: READING_FMR,
            "That is the rate read out of the claim. What did it do to one search?",
        ),
    ),
    because="No test with a few thousand pairs can show such a rate; lesson 05 asks what it would take.",
)

_DENOMINATORS = {
    "a": "per face scanned",
    "b": "per comparison",
    "c": "per person on the watchlist",
    "d": "per alert",
}


def rates_of_the_street(street=STREET):
    """The same wrong alerts over four denominators, by the letters of `check_denominator`."""
    return {
        "a": street.false_alerts / street.faces_scanned,
        "b": street.false_alerts / street.comparisons,
        "c": street.false_alerts / street.watchlist,
        "d": street.false_alerts / street.alerts,
    }


def _one_minus_precision():
    """The letter of the rate that, with the right alerts' share of alerts, makes up one."""
    precision = (STREET.alerts - STREET.false_alerts) / STREET.alerts
    found = rates_of_the_street()
    return min(found, key=lambda letter: abs(found[letter] + precision - 1))


check_denominator = Exercise(
    name="check_denominator",
    question="The same wrong alerts, four rates. Which one answers "
    '"I was pointed at: how likely is it a mistake?"',
    kind="choice",
    choices=_DENOMINATORS,
    expected=_one_minus_precision,
    first_step='Say the question again as "out of all the people who …". Which people are those?',
    misconceptions=(
        Misconception(
            "passers-by taken for people pointed at",
            "a",
            "Most people scanned are never pointed at. That rate answers: I walk past, will I be stopped?",
        ),
        Misconception(
            "comparisons taken for people",
            "b",
            "Each passer-by is compared with the whole list. Nobody is a comparison.",
        ),
        Misconception(
            "the list taken for the crowd",
            "c",
            "The people on the list are not the people who were wrongly pointed at.",
        ),
    ),
    because="All four are true of the same day. A rate printed without its denominator can be any of them.",
)
