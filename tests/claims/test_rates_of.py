"""What a figure says about error rates: each measure in each use, against a table written by hand."""

import math

import pytest
from scipy.special import betaincinv

from falsematch.claims import Claim
from falsematch.claims._claim import MEASURES, USES
from falsematch.claims._rates_of import ALLOWED, error_span, in_words, rates_of

BASE = {"claimant": "A", "statement": "B"}


def ends(span):
    return span and (span.low, span.middle, span.high)


@pytest.mark.parametrize(
    ("measures", "qualifier", "expected"),
    [
        ("found", "", (0.2, 0.2, 0.2)),
        ("found", "about", (0.2, 0.2, 0.2)),
        ("found", "more than", (0.0, 0.2, 0.2)),
        ("found", "at least", (0.0, 0.2, 0.2)),
        ("found", "less than", (0.2, 0.2, 1.0)),
        ("found", "at most", (0.2, 0.2, 1.0)),
        ("fnir", "", (0.8, 0.8, 0.8)),
        ("fnir", "more than", (0.8, 0.8, 1.0)),
        ("fpir", "at least", (0.8, 0.8, 1.0)),
        ("fmr", "less than", (0.0, 0.8, 0.8)),
        ("wrong_alerts", "at most", (0.0, 0.8, 0.8)),
    ],
)
def test_a_word_beside_the_figure_opens_one_end(measures, qualifier, expected):
    found = error_span(Claim(**BASE, value=0.8, measures=measures, qualifier=qualifier, source="C"))
    assert ends(found) == pytest.approx(expected) and found.source == "C"
    assert error_span(Claim(**BASE, measures=measures)) is None


@pytest.mark.parametrize("measures", ["found", "fnir"])
def test_the_interval_of_the_test_is_that_of_its_errors(measures):
    value = 0.95 if measures == "found" else 0.05
    claim = {**BASE, "measures": measures, "value": value, "trials": 60, "errors": 3}
    by_hand = betaincinv(3, 58, 0.025), betaincinv(4, 57, 0.975)
    found = error_span(Claim(**claim))
    assert (found.low, found.high) == pytest.approx(by_hand, rel=1e-12) and found.middle == pytest.approx(
        0.05
    )
    if measures == "fnir":  # of no error in 60: 1 - 0.05 ** (1 / 60)
        none = error_span(Claim(**{**claim, "value": 0.0, "errors": 0}))
        assert ends(none) == pytest.approx((0.0, 0.0, -math.expm1(math.log(0.05) / 60)))
    for left_out in ({"trials": None, "errors": None}, {"errors": None}):
        assert ends(error_span(Claim(**{**claim, **left_out}))) == pytest.approx((0.05, 0.05, 0.05))


def test_a_figure_outside_the_interval_of_its_counts_widens_it():
    low = error_span(Claim(**BASE, measures="fnir", value=0.0, trials=60, errors=30))
    high = error_span(Claim(**BASE, measures="fnir", value=1.0, trials=60, errors=30))
    assert low.low == 0 and low.high < 1 and high.high == 1 and high.low > 0


#: Measure: what its share of errors is, for the use with lists, at a gate and in a screening.
#: F, M: false alerts and misses; c for a rate of one comparison; R: alerts right; W: decisions wrong; -: nothing.
TABLE = {
    "pairs_even": ("Fc M", "F M", "F M"),
    "pairs": ("Fc M", "F M", "F M"),
    "mated_pairs": ("M", "F", "-"),
    "fnmr": ("M", "F", "-"),
    "rank_one": ("M", "-", "-"),
    "nothing_returned": ("F", "-", "F"),
    "fpir": ("F", "-", "F"),
    "found": ("M", "-", "M"),
    "fnir": ("M", "-", "M"),
    "alerts": ("R", "R", "R"),
    "wrong_alerts": ("R", "R", "R"),
    "decisions": ("W", "W", "W"),
    "fmr": ("Fc", "M", "-"),
    "score": ("-", "-", "-"),
    "no_share": ("-", "-", "-"),
    "no_truth": ("-", "-", "-"),
}


@pytest.mark.parametrize("use", USES)
@pytest.mark.parametrize("measures", TABLE)
def test_what_follows_from_a_share(measures, use):
    claim = Claim(**BASE, use=use, value=0.0, measures="fnir", trials=60, errors=6)
    error = error_span(claim)
    found = rates_of(claim, measures, error)
    said = TABLE[measures][{"one_to_one": 1, "other": 2}.get(use, 0)].split()
    letters = {"F": found.false, "M": found.missed, "R": found.right, "W": found.wrong}
    assert {letter for letter, span in letters.items() if span} == {one[0] for one in said if one != "-"}
    assert (found.false_is == "fmr") == ("Fc" in said)
    for letter, span in letters.items():
        if span and measures == "pairs":  # all errors may be of one kind
            assert ends(span) == pytest.approx(
                (max(0, 2 * error.low - 1), error.middle, min(1, 2 * error.high))
            )
        elif span and letter == "R":
            assert ends(span) == pytest.approx((1 - error.high, 1 - error.middle, 1 - error.low))
        elif span:
            assert span == error
    # Whatever is left open is said in words, and nothing else is.
    complete = bool(found.right or found.wrong or (found.false and found.missed))
    assert bool(found.why) == (not complete)


def test_all_errors_may_be_of_one_kind():
    for share, expected in [(0.1, (0.0, 0.1, 0.2)), (0.5, (0.0, 0.5, 1.0)), (0.7, (0.4, 0.7, 1.0))]:
        claim = Claim(**BASE, measures="pairs", value=1 - share)
        found = rates_of(claim, "pairs", error_span(claim))
        assert ends(found.false) == ends(found.missed) == pytest.approx(expected)


def test_reasons_name_what_is_missing():
    claim = Claim(**BASE)
    assert "no figure was stated" in rates_of(claim, "found", None).why
    for name, words in {
        "no_truth": "nobody defined",
        "no_share": "no share",
        "score": "similarity score",
    }.items():
        assert words in rates_of(claim, name, None).why


@pytest.mark.parametrize("use", USES)
def test_every_measure_has_its_words_in_every_use(use):
    for name in MEASURES:
        if name != "unknown":
            reading, missing = in_words(use, name)
            assert reading and missing and reading != missing
    assert set(ALLOWED[use]) <= set(MEASURES) and len(set(ALLOWED[use])) == len(ALLOWED[use])
    assert ("mated_pairs" in ALLOWED[use]) == (use != "other")
    assert ("rank_one" in ALLOWED[use]) == (use in ("watchlist", "population"))
    if use == "other":
        assert "face" not in in_words(use, "pairs")[0] and "pairs" not in in_words(use, "pairs_even")[0]
