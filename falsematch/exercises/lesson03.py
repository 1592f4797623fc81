"""Exercises of lesson 03, *What happens in a search of N?*"""

from .. import search
from ._engine import Exercise, Misconception
from .scenarios import READING_FMR, SHORT_WATCHLIST, STREET, WANTED_FPIR, claimed

check_false_candidates_one_search = Exercise(
    name="check_false_candidates_one_search",
    question="One face is searched in the whole claimed population. How many wrong people come back?",
    kind="count",
    expected=lambda: search.expected_false_candidates(1, claimed("C04"), READING_FMR),
    first_step="Each person in the gallery is one comparison, and each comparison has the same small "
    "chance of a false match. How many comparisons are there?",
    misconceptions=(
        Misconception(
            "the rate of one comparison taken for a whole search",
            lambda: READING_FMR,
            "That is the chance in a single comparison. A search makes one for every person enrolled.",
        ),
        Misconception(
            "one search, one answer",
            lambda: 1,
            "A search does not stop at one. Everyone at or above the threshold comes back.",
        ),
        Misconception(
            "the right answers counted",
            lambda: claimed("C04") * (1 - READING_FMR),
            "Those are the people rightly left out. The wrong ones are the remainder.",
        ),
        Misconception(
            "half of all pairs",
            lambda: claimed("C04") * (claimed("C04") - 1) / 2 * READING_FMR,
            "You compared everyone with everyone. This is one face against everyone.",
        ),
    ),
    because="One face, one search, and a city's worth of people who look like it to the matcher.",
)

check_fpir_watchlist = Exercise(
    name="check_fpir_watchlist",
    question="A passer-by who is on no list is compared with the short watchlist. What is the chance "
    "of at least one false candidate, if comparisons are independent?",
    kind="proportion",
    expected=lambda: search.fpir(READING_FMR, SHORT_WATCHLIST),
    first_step="Turn it round: what is the chance that *every* comparison stays below the threshold?",
    misconceptions=(
        Misconception(
            "expected number taken for a chance",
            lambda: SHORT_WATCHLIST * READING_FMR,
            "That is how many false candidates to expect. A chance cannot pass 1: two candidates for one "
            "passer-by are still one alert.",
        ),
        Misconception(
            "the rate of one comparison taken for a whole search",
            lambda: READING_FMR,
            "That is the chance in a single comparison. The watchlist makes many.",
        ),
        Misconception(
            "the chance of no candidate",
            lambda: 1 - search.fpir(READING_FMR, SHORT_WATCHLIST),
            "That is the chance that nothing comes back. Something coming back is the rest.",
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
    question="A search of the whole claimed population: which false match rate keeps the chance of a "
    "false candidate for a stranger at the wanted value?",
    kind="proportion",
    expected=lambda: search.fmr_for_fpir(WANTED_FPIR, claimed("C04")),
    first_step="`search` has the inverse of `fpir`. By hand: when the chance is small, it is close to "
    "comparisons times rate.",
    misconceptions=(
        Misconception(
            "the search's rate taken for the comparison's",
            lambda: WANTED_FPIR,
            "That is the chance allowed for a whole search. It has to be shared by all its comparisons.",
        ),
        Misconception(
            "one false candidate per search allowed",
            lambda: 1 / claimed("C04"),
            "That gives about one false candidate in *every* search. The demand is stricter.",
        ),
        Misconception(
            "the published accuracy taken for enough",
            lambda: READING_FMR,
            "That is the rate read out of the claim. Lesson 03 has just shown what it does to one search.",
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
            lambda: "a",
            "Most people scanned are never pointed at. That rate answers: I walk past, will I be stopped?",
        ),
        Misconception(
            "comparisons taken for people",
            lambda: "b",
            "Each passer-by is compared with the whole list. Nobody is a comparison.",
        ),
        Misconception(
            "the list taken for the crowd",
            lambda: "c",
            "The people on the list are not the people who were wrongly pointed at.",
        ),
    ),
    because="All four are true of the same day. A rate printed without its denominator can be any of them.",
)
