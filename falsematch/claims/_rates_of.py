"""What a figure says about error rates, if it is taken for a share of this or that."""

from typing import NamedTuple

from falsematch import intervals
from falsematch.claims._claim import ERRORS
from falsematch.claims._readings import readings
from falsematch.claims._situation import Span

_SCREENING = {
    "pairs_even": ("all that was tested, decided rightly, both errors equally common", "test set, threshold"),
    "pairs": ("the same, nothing told about which errors were made", "each error rate on its own"),
    "nothing_returned": ("what is not looked for and is left alone", "the share missed, at the same setting"),
    "found": (
        "what is looked for and is found",
        "the share of all others that is flagged, at the same setting",
    ),
}
_SCREENING["fpir"] = ("what is not looked for and is flagged", _SCREENING["nothing_returned"][1])
_SCREENING["fnir"] = ("what is looked for and is not flagged", _SCREENING["found"][1])
_GATE = {
    "mated_pairs": ("rightful attempts that are accepted", "the share of other people's attempts that pass"),
    "fmr": ("other people's attempts that pass", "the share of rightful attempts that is refused"),
}
_ERRORS = {
    "fmr": (
        "comparisons of two people that match",
        "the share of listed people missed, at the same threshold",
    ),
    "fnmr": ("pairs of the same person not accepted (1:1)", "the false match rate at the same threshold"),
    "fpir": ("searches of people not listed that return somebody", "the share missed at the same threshold"),
    "fnir": (
        "searches of listed people that do not return them",
        "the share of other searches that return somebody",
    ),
    "wrong_alerts": ("alerts that are wrong", "the number of alerts; what was missed"),
    "no_share": ("no share: a count, a speed, a ratio or a finding", "every error rate"),
    "no_truth": ("nothing that could be right or wrong", "what would count as right"),
}
_SAME = {"fnmr": "mated_pairs", "fpir": "nothing_returned", "fnir": "found", "wrong_alerts": "alerts"}
#: The readings that a figure allows if nobody says what it is a share of.
ALLOWED = {
    "watchlist": (
        *("pairs_even", "pairs", "mated_pairs", "rank_one", "nothing_returned", "found"),
        *("alerts", "decisions", "score"),
    ),
    "one_to_one": ("pairs_even", "pairs", "mated_pairs", "alerts", "decisions", "score"),
    "other": ("pairs_even", "pairs", "nothing_returned", "found", "alerts", "decisions", "score"),
}
ALLOWED["population"] = ALLOWED["watchlist"]


class Rates(NamedTuple):
    """What follows: a `Span` of a rate, or None where the figure says nothing of it; `why` says so in words."""

    false: Span | None = None  # chance of an alert about somebody who is not looked for
    false_is: str = "fpir"  # or "fmr", of one comparison
    missed: Span | None = None
    right: Span | None = None  # share of alerts that is right
    wrong: Span | None = None  # share of all decisions that is wrong
    why: str = ""


def in_words(use, name):
    """(what the figure is a share of, what its source would have to add), for one use."""
    own = {"other": _SCREENING, "one_to_one": _GATE}.get(use, {})
    if name in own:
        return own[name]
    if name in _ERRORS:
        return _ERRORS[name]
    found = readings(0.5, 1, 1)[name]
    return found.reading, found.missing


def error_span(claim):
    """The share of errors that the figure states, with the interval of the test behind it; None without a figure."""
    if claim.value is None:
        return None
    error = claim.measures in ERRORS
    middle = claim.value if error else 1 - claim.value
    low, high = interval_of(claim, middle)
    better = ("less than", "at most") if error else ("more than", "at least")
    worse = ("more than", "at least") if error else ("less than", "at most")
    if claim.qualifier in better:
        low = 0.0
    if claim.qualifier in worse:
        high = 1.0
    return Span(min(low, middle), middle, max(high, middle), source=claim.source)


def interval_of(claim, rate):
    """95 % interval of a rate by the trials and errors stated: exact, two-sided; one-sided where no error was seen."""
    if claim.trials is None or claim.errors is None:
        return rate, rate
    if claim.errors == 0:
        return 0.0, intervals.zero_error_bound(claim.trials)
    found = intervals.proportion_interval(claim.errors, claim.trials)
    return found.low, found.high


def rates_of(claim, name, error):
    """`Rates` if the figure is a share of `name`; `error` is its share of errors as a `Span`, or None."""
    if name == "no_truth":
        return Rates(why="nobody defined what would be right or wrong, so no share of right alerts exists")
    if name == "no_share":
        return Rates(why="the figure is no share of anything, so that no error rate follows from it")
    if name == "score":
        return Rates(why="a similarity score is no rate: what it lets through was not said")
    if error is None:
        return Rates(why="no figure was stated")
    kind = _SAME.get(name, name)
    if kind == "alerts":
        return Rates(right=_of_one(error))
    if kind == "decisions":
        return Rates(wrong=error)
    if kind in ("pairs_even", "pairs"):
        both = error if kind == "pairs_even" else _either(error)
        return Rates(both, "fpir" if claim.use in ("one_to_one", "other") else "fmr", both)
    return _one_rate(claim, kind, error)


def _one_rate(claim, kind, error):
    if claim.use == "one_to_one":
        if kind == "mated_pairs":
            return Rates(false=error, why="the figure says nothing about attempts by somebody else")
        if kind == "fmr":
            return Rates(missed=error, why="the figure says nothing about rightful attempts")
        return Rates(
            why="the figure is about searches of a list, and the use compares one face with one photograph"
        )
    if kind == "nothing_returned":
        return Rates(false=error, why="the figure says nothing about what is missed")
    if kind == "found" or claim.use != "other" and kind in ("mated_pairs", "rank_one"):
        return Rates(missed=error, why=_NOTHING_ON_OTHERS)
    if kind == "fmr" and claim.use != "other":
        return Rates(error, "fmr", why="the figure says nothing about what is missed")
    return Rates(why="the figure is about comparisons of faces, and the use has none")


_NOTHING_ON_OTHERS = "the figure is about those who are looked for and says nothing about everybody else"


def _either(error):
    """A rate if all errors of a test with as many pairs of each kind may be of one kind, or all that the other
    kind cannot hold."""
    return Span(
        max(0.0, 2 * error.low - 1), error.middle, min(1.0, 2 * error.high), error.basis, source=error.source
    )


def _of_one(error):
    return Span(1 - error.high, 1 - error.middle, 1 - error.low, error.basis, source=error.source)
