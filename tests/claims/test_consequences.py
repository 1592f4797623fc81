"""Counts of a use, held against exact fractions, counting one by one, and the rule that the list cancels."""

import math
from dataclasses import FrozenInstanceError, fields
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from falsematch import rates
from falsematch.claims import consequences

BASE = {"searches": 155_050, "mated_searches": 100, "gallery_size": 10_000, "fnir": 0.11, "fpir": 1 / 6000}
shares = st.one_of(st.just(0.0), st.just(1.0), st.floats(0, 1, allow_subnormal=False))


def test_by_exact_fractions():
    found = consequences(**BASE, stopped_if_false=0.6, stopped_if_true=0.9)
    false, true = Fraction(154_950, 6000), Fraction(89)
    assert found.false_alerts == pytest.approx(float(false))
    assert (found.true_alerts, found.misses) == pytest.approx((89, 11))
    assert found.share_right == pytest.approx(float(true / (true + false)))
    assert found.alerts == pytest.approx(float(true + false))
    assert found.stopped_wrongly == pytest.approx(float(false * Fraction(3, 5)))
    assert found.stopped_rightly == pytest.approx(80.1)
    assert found.candidates is None
    assert (consequences(**BASE).stopped_wrongly, consequences(**BASE).stopped_rightly) == (None, None)


def test_by_going_through_every_outcome():
    """Two strangers and a listed person against a list of three: every comparison matches or does not."""
    fmr, fnir, size = Fraction(1, 5), Fraction(1, 4), 3
    false = candidates = true = misses = Fraction(0)
    for matches in product((0, 1), repeat=2 * size + 1):
        *wrong, found = matches
        chance = math.prod((fmr if m else 1 - fmr for m in wrong), start=1 - fnir if found else fnir)
        false += chance * sum(any(wrong[i : i + size]) for i in (0, size))
        candidates += chance * sum(wrong)
        true, misses = true + chance * found, misses + chance * (1 - found)
    got = consequences(searches=3, mated_searches=1, gallery_size=size, fmr=float(fmr), fnir=float(fnir))
    assert got.false_alerts == pytest.approx(float(false))
    assert got.candidates == pytest.approx(float(candidates))
    assert (got.true_alerts, got.misses) == pytest.approx((float(true), float(misses)))


@given(st.integers(1, 10**9), st.integers(0, 10**9), shares, shares)
def test_the_same_as_bayes_rule(strangers, listed, fnir, fpir):
    got = consequences(
        searches=strangers + listed, mated_searches=listed, gallery_size=10, fnir=fnir, fpir=fpir
    )
    true, false = listed * (1 - Fraction(fnir)), strangers * Fraction(fpir)
    if true + false == 0:
        assert got.share_right is None and got.alerts == 0
    else:
        assert got.share_right == pytest.approx(float(true / (true + false)), rel=1e-12)
    if fnir and fpir and listed:  # Bayes' rule loses digits where one kind of people is very rare
        expected = rates.ppv(listed / (strangers + listed), 1 - fnir, fpir)
        assert got.share_right == pytest.approx(expected, rel=1e-6)
    assert got.true_alerts + got.misses == pytest.approx(listed)
    assert got.alerts == got.true_alerts + got.false_alerts <= strangers + listed + 1e-6


@given(st.integers(0, 2**53 - 1), st.integers(0, 2**53 - 1), shares)
def test_an_fmr_gives_at_most_a_candidate_a_comparison(searches, size, fmr):
    got = consequences(searches=searches, gallery_size=size, fnir=0, fmr=fmr)
    assert got.candidates == pytest.approx(searches * size * fmr)
    assert got.false_alerts <= min(searches, got.candidates) * (1 + 1e-12)
    if fmr * size < 1e-9:
        assert got.false_alerts == pytest.approx(got.candidates, rel=1e-9)
    assert (got.false_alerts > 0) == (searches * size * fmr > 0)


@pytest.mark.parametrize("size", [100, 10_000, 1_000_000])
def test_the_list_cancels_when_everybody_on_it_passes_once(size):
    people, fmr, fnir = 10_000_000, 1e-12, 0.1
    got = consequences(searches=people + size, mated_searches=size, gallery_size=size, fnir=fnir, fmr=fmr)
    assert got.share_right == pytest.approx((1 - fnir) / (1 - fnir + people * fmr), rel=1e-5)


def test_small_rates_keep_their_digits():
    got = consequences(searches=1, gallery_size=1_300_000_000, fnir=0, fmr=1e-15)
    assert got.false_alerts == pytest.approx(1.3e-6 - (1.3e-6) ** 2 / 2, rel=1e-11)


def test_nobody_listed_and_nobody_there():
    nobody = consequences(searches=0, gallery_size=0, fnir=0, fmr=0.5)
    assert (nobody.alerts, nobody.share_right, nobody.candidates) == (0, None, 0)
    silent = consequences(searches=10, gallery_size=5, fnir=1, fmr=0, mated_searches=10)
    assert (silent.share_right, silent.misses) == (None, 10)


def test_a_record_that_stays():
    got = consequences(**BASE)
    with pytest.raises(FrozenInstanceError):
        got.alerts = 0
    assert all(isinstance(getattr(got, f.name), (float, type(None))) for f in fields(got))


@pytest.mark.parametrize(
    "change, part",
    [
        ({"fmr": 0.1}, "exactly one of fmr and fpir must be given, got fmr = 0.1 and fpir = "),
        ({"fpir": None}, "exactly one of fmr and fpir must be given, got neither"),
        ({"searches": -1}, "searches must be a finite number of at least 0, got -1.0"),
        ({"searches": 2**54}, "searches must be"),
        ({"searches": math.inf}, "searches must be a finite number"),
        ({"gallery_size": 2.5}, "gallery_size must be a whole number of at least 0, got 2.5"),
        ({"gallery_size": 1e300}, "gallery_size must be at most 9,007,199,254,740,991"),
        ({"gallery_size": 0}, "mated_searches must be 0 where gallery_size is 0"),
        ({"mated_searches": 155_051}, "mated_searches must be at most searches = 155050, got 155051.0"),
        ({"mated_searches": math.nan}, "mated_searches must be a finite number"),
        ({"fnir": 1.1}, "fnir must be a proportion in [0, 1], got 1.1"),
        ({"fnir": "0.1"}, "fnir must be a proportion in [0, 1], got '0.1'"),
        ({"fpir": [0.1, 0.2]}, "fpir must be a single number"),
        ({"stopped_if_false": 2}, "stopped_if_false must be a proportion in [0, 1], got 2.0"),
        ({"stopped_if_true": math.nan}, "stopped_if_true must be a proportion in [0, 1], got nan"),
    ],
)
def test_refusals_name_what_and_why(change, part):
    with pytest.raises(ValueError) as refused:
        consequences(**{**BASE, **change})
    assert part in str(refused.value) and "\n" not in str(refused.value)


def test_as_many_right_as_wrong_is_one_half_and_the_greatest_counts_are_in():
    assert consequences(searches=20, mated_searches=10, gallery_size=1, fnir=0, fpir=1).share_right == 0.5
    most = 2**53 - 1
    assert consequences(searches=most, gallery_size=most, fnir=0, fpir=0).alerts == 0
