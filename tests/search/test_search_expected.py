"""Expected numbers, FPIR and its relatives, against mpmath, exact products and enumeration."""

from fractions import Fraction
from itertools import combinations
from math import comb

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaincinv, ndtr, ndtri

from falsematch.search import (
    _expected,
    expected_false_candidates,
    false_candidate_sd,
    fmr_for_fpir,
    fpir,
    fpir_heterogeneous,
    fpir_measured,
    max_impostor_quantile,
)

calm = settings(max_examples=100, deadline=None)
open_rates = st.floats(1e-300, 1 - 1e-9)
sizes = st.integers(0, 1_300_000_000)


def relative(found, expected):
    return abs(float((mp.mpf(float(found)) - expected) / expected))


def test_the_sum_behind_every_size_of_gallery():
    """y/y + y/(y+1) + ... as a difference of digamma functions, where the series takes over from the terms."""
    for y in (0.0, 1e-300, 0.01, 0.5, 1.78, 3.0, 30.0, 1e4, 1e12):
        for n in (0, 1, 15, 16, 17, 20, 50, 1000, 1_300_000_000):
            found = _expected._times_harmonic(np.float64(y), np.float64(n))
            if y == 0 or n == 0:
                assert found == (n > 0)
                continue
            with mp.workdps(60):
                expected = mp.mpf(y) * (mp.digamma(mp.mpf(y) + n) - mp.digamma(y))
            assert relative(found, expected) < 4e-15, (y, n)


# ------------------------------------------------------------------ expected numbers


def test_expected_false_candidates_are_the_product_and_never_none():
    assert expected_false_candidates(1, 1_300_000_000, 0.002) == pytest.approx(2_600_000, rel=1e-15)
    assert expected_false_candidates(1, 1, 1e-300) == 1e-300
    assert expected_false_candidates(0.5, 10, 0.1) == 0.5
    assert expected_false_candidates(0, 10, 0.1) == 0
    assert expected_false_candidates([1, 2], [[10], [20]], 0.5).tolist() == [[5, 10], [10, 20]]


def test_expectation_and_sd_agree_with_the_binomial_law_written_out():
    searches, size, p = 3, 4, 0.3
    n = searches * size
    law = [comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(n + 1)]
    mean = sum(i * w for i, w in enumerate(law))
    assert expected_false_candidates(searches, size, p) == pytest.approx(mean)
    assert false_candidate_sd(searches, size, p) ** 2 == pytest.approx(
        sum((i - mean) ** 2 * w for i, w in enumerate(law))
    )


# ------------------------------------------------------------------ independent comparisons


GRID_RATES = [1e-300, 1e-17, 1e-12, 1e-9, 0.9e-9, 1e-6, 0.002, 0.3, 0.999999, 1 - 2**-53]
GRID_SIZES = [1, 2, 30, 1000, 12_000_000, 1_300_000_000, 20_000_000_000]


@pytest.mark.parametrize("rate", GRID_RATES)
def test_fpir_and_its_inverse_agree_with_fifty_digits(rate):
    with mp.workdps(350):
        p = mp.mpf(rate)
        for size in GRID_SIZES:
            expected = -mp.expm1(size * mp.log1p(-p))
            assert relative(fpir(rate, size), expected) <= 4e-16
            expected = -mp.expm1(mp.log1p(-p) / size)
            if expected < 1e-307:
                continue  # below the smallest float that has all its digits
            assert relative(fmr_for_fpir(rate, size), expected) <= 4e-16


def test_an_array_gives_what_scalars_give():
    """Library loops over arrays may use other instructions than those over single numbers."""
    rates, many = np.array(GRID_RATES)[:, None], np.array(GRID_SIZES)
    wide = np.repeat(rates, 37, axis=1)
    for i, size in enumerate(GRID_SIZES):
        for j, rate in enumerate(GRID_RATES):
            assert fpir(rates, many)[j, i] == pytest.approx(fpir(rate, size), rel=4e-16)
            assert fpir(wide, size)[j, 20] == pytest.approx(fpir(rate, size), rel=4e-16)


def test_fpir_at_its_ends():
    assert fpir(0, 10) == 0 and fpir(1, 10) == 1
    assert fpir(0.3, 0) == 0 and fpir(1, 0) == 0
    assert fpir(0.3, 1) == pytest.approx(0.3, rel=1e-15)
    assert fmr_for_fpir(0, 10) == 0 and fmr_for_fpir(1, 10) == 1
    assert fpir([], 10).shape == (0,)
    assert type(fpir(0.1, 10)) is float


@calm
@given(open_rates, st.integers(1, 1_300_000_000))
def test_fpir_and_fmr_turn_each_other_round(rate, size):
    assert fpir(fmr_for_fpir(rate, size), size) == pytest.approx(rate, rel=1e-9)
    if rate * size < 1:
        assert fmr_for_fpir(fpir(rate, size), size) == pytest.approx(rate, rel=1e-14)


@calm
@given(open_rates, open_rates, sizes, sizes)
def test_fpir_rises_with_both_and_stays_below_the_expectation(rate, other, size, another):
    low, high = sorted((rate, other))
    assert fpir(low, size) <= fpir(high, size) * (1 + 1e-15)
    few, many = sorted((size, another))
    assert fpir(rate, few) <= fpir(rate, many) * (1 + 1e-15)
    assert fpir(rate, size) <= min(1, expected_false_candidates(1, size, rate)) * (1 + 1e-15)


@calm
@given(open_rates, st.integers(0, 10**6), st.integers(0, 10**6))
def test_two_galleries_are_searched_like_one(rate, first, second):
    none = (1 - fpir(rate, first)) * (1 - fpir(rate, second))
    assert 1 - fpir(rate, first + second) == pytest.approx(none, rel=1e-9, abs=1e-15)


# ------------------------------------------------------------------ probes that differ


def beta_reference(mean, size, cv):
    m, c = mp.mpf(mean), mp.mpf(cv)
    total = (1 - m) / (m * c * c) - 1
    a, b = m * total, (1 - m) * total
    if size < 50:
        none = mp.mpf(1)
        for i in range(size):
            none *= (b + i) / (total + i)
        return 1 - none
    log = mp.loggamma(b + size) + mp.loggamma(total) - mp.loggamma(b) - mp.loggamma(total + size)
    assert a > 0
    return -mp.expm1(log)


@pytest.mark.parametrize("mean", [1e-12, 1e-9, 1e-6, 1e-3, 0.1, 0.5, 0.9, 0.999])
def test_heterogeneous_fpir_agrees_with_gamma_functions_of_eighty_digits(mean):
    with mp.workdps(80):
        for size in (1, 2, 15, 16, 17, 100, 12_000_000, 1_300_000_000):
            for cv in (1e-6, 0.01, 1, 3, 30):
                if cv < 0.999 * np.sqrt((1 - mean) / mean):
                    assert (
                        relative(fpir_heterogeneous(mean, size, cv), beta_reference(mean, size, cv)) < 2e-14
                    )


def test_heterogeneous_fpir_of_the_smallest_rates():
    with mp.workdps(700):
        for size, cv in ((1, 1), (30, 5), (17, 1e-3)):
            expected = beta_reference(1e-300, size, cv)
            assert relative(fpir_heterogeneous(1e-300, size, cv), expected) < 2e-14


def test_heterogeneous_fpir_by_hand():
    """Beta(1, 1) is uniform: the chance of none among N is 1 / (N + 1). Its cv is 1 / sqrt(3)."""
    size = np.array([0, 1, 2, 9, 99, 10**9 - 1])
    assert fpir_heterogeneous(0.5, size, np.sqrt(1 / 3)) == pytest.approx(size / (size + 1), rel=1e-14)
    # Beta(1, b): none with chance b / (b + N).
    b = 999.0
    cv = np.sqrt(b / (b + 2))
    assert fpir_heterogeneous(0.001, size, cv) == pytest.approx(size / (b + size), rel=1e-12)


def test_heterogeneous_fpir_at_its_ends():
    size = np.array([0, 1, 7, 10**9])
    assert fpir_heterogeneous(1e-6, size, 0).tolist() == fpir(1e-6, size).tolist()
    assert fpir_heterogeneous(0, size, 3).tolist() == [0, 0, 0, 0]
    assert fpir_heterogeneous(1, size, 0).tolist() == [0, 1, 1, 1]
    # Some probes match everybody, the others nobody: all that counts is which probe it is.
    for mean in (1e-9, 0.3, 0.999):
        largest = np.sqrt((1 - mean) / mean)
        assert fpir_heterogeneous(mean, size, largest) == pytest.approx([0, mean, mean, mean], rel=1e-12)
        with pytest.raises(ValueError, match=r"^cv must be at most sqrt"):
            fpir_heterogeneous(mean, 10, largest * 1.001)
    with pytest.raises(ValueError, match="^cv must be at most"):
        fpir_heterogeneous([1e-9, 0.5], 10, [1, 1.5])


def test_probes_that_match_all_or_none_have_the_largest_cv_up_to_rounding():
    """Standard deviation over mean of zeros and ones is the bound, give or take its last digits."""
    for people in range(2, 60):
        for matching in range(1, people):
            rates = np.arange(people) < matching
            found = fpir_heterogeneous(rates.mean(), 10, rates.std() / rates.mean())
            assert found == pytest.approx(matching / people, rel=1e-12)
    assert type(fpir_heterogeneous(0.1, 10, 1)) is float


@calm
@given(st.floats(1e-12, 0.01), st.integers(1, 1_300_000_000), st.floats(0, 9), st.floats(0, 9))
def test_more_heterogeneity_lowers_fpir_and_one_comparison_does_not_notice(mean, size, cv, other):
    low, high = sorted((cv, other))
    assert fpir_heterogeneous(mean, size, high) <= fpir_heterogeneous(mean, size, low) * (1 + 1e-14)
    assert fpir_heterogeneous(mean, size, cv) <= fpir(mean, size) * (1 + 1e-14)
    assert fpir_heterogeneous(mean, 1, cv) == pytest.approx(mean, rel=1e-14)
    assert fpir_heterogeneous(mean, size, cv) <= fpir_heterogeneous(mean, size + 1, cv) * (1 + 1e-14)


# ------------------------------------------------------------------ measured galleries


@pytest.mark.parametrize("others, wrong_within", [(1, [0, 1]), (5, [0, 1, 1, 3]), (7, [0, 2, 5, 7])])
def test_measured_fpir_is_the_average_over_every_gallery(others, wrong_within):
    for size in range(others + 1):
        hits = [
            any(person < wrong for person in gallery)  # number the wrong ones first
            for wrong in wrong_within
            for gallery in combinations(range(others), size)
        ]
        assert fpir_measured(wrong_within, others, size) == pytest.approx(
            sum(hits) / len(hits), rel=1e-14, abs=0
        )


@calm
@given(st.integers(1, 400), st.data())
def test_measured_fpir_agrees_with_exact_binomial_coefficients(others, data):
    wrong = data.draw(st.lists(st.integers(0, others), min_size=1, max_size=6))
    size = data.draw(st.integers(0, others))
    none = sum(Fraction(comb(others - k, size), comb(others, size)) for k in wrong) / len(wrong)
    assert fpir_measured(wrong, others, size) == pytest.approx(float(1 - none), rel=1e-13, abs=0)


@pytest.mark.parametrize(
    "k, size", [(1, 1), (3, 12_000_000), (10**6, 3), (40, 10**6), (40_000, 40_000), (10**9, 1)]
)
def test_measured_fpir_among_more_than_a_billion(k, size):
    others = 1_300_000_000
    with mp.workdps(60):
        gamma = mp.loggamma
        log = (gamma(others - k + 1) - gamma(others - k - size + 1)) - (
            gamma(others + 1) - gamma(others - size + 1)
        )
        assert relative(fpir_measured([k], others, size), -mp.expm1(log)) < 1e-13


def test_measured_fpir_at_its_ends():
    assert fpir_measured([0, 0], 10, [0, 5, 10]).tolist() == [0, 0, 0]
    assert fpir_measured([1, 10], 10, 10) == 1
    assert fpir_measured([0, 4, 2], 10, 1) == pytest.approx(6 / 30, rel=1e-15)
    assert fpir_measured([4], 10, 7) == 1  # only six can be left out
    assert fpir_measured([0], 0, 0) == 0
    assert type(fpir_measured([1], 10, 3)) is float
    assert fpir_measured([1, 2], 10, [[1], [2]]).shape == (2, 1)


@calm
@given(st.lists(st.integers(0, 50), min_size=1, max_size=30), st.randoms())
def test_measured_fpir_rises_with_the_gallery_and_does_not_mind_the_order(wrong, random):
    size = np.arange(61)
    found = fpir_measured(wrong, 60, size)
    assert (np.diff(found) >= -1e-15).all() and (found <= 1).all()
    shuffled = random.sample(wrong, len(wrong))
    assert fpir_measured(shuffled, 60, size).tolist() == found.tolist()
    # Concentrated false matches hit fewer searches than the same number spread evenly.
    total, probes = sum(wrong), len(wrong)
    even = [total // probes + (i < total % probes) for i in range(probes)]
    assert (found <= fpir_measured(even, 60, size) + 1e-14).all()


def test_measured_fpir_of_beta_probes_nears_the_formula():
    """With many others, drawing a gallery is drawing comparisons: the Beta model is then the average."""
    others, mean, cv = 10**7, 1e-3, 2.0
    total = (1 - mean) / (mean * cv**2) - 1
    quantiles = (np.arange(20_000) + 0.5) / 20_000
    wrong = np.round(betaincinv(mean * total, (1 - mean) * total, quantiles) * others)
    for size in (10, 1000):
        assert fpir_measured(wrong, others, size) == pytest.approx(
            fpir_heterogeneous(mean, size, cv), rel=2e-3
        )


# ------------------------------------------------------------------ best impostor


def test_best_impostor_of_a_uniform_score_has_a_closed_form():
    for q in (0.01, 0.5, 0.999):
        assert max_impostor_quantile(q, 10, lambda tail: 1 - tail) == pytest.approx(q**0.1, rel=1e-15)


@calm
@given(st.floats(0.001, 0.999), st.integers(1, 1_300_000_000))
def test_best_impostor_is_exceeded_as_often_as_said(q, size):
    threshold = max_impostor_quantile(q, size, lambda tail: -ndtri(tail))
    assert fpir(ndtr(-threshold), size) == pytest.approx(1 - q, rel=1e-8)


def test_best_impostor_of_arrays():
    found = max_impostor_quantile([0.5, 0.9], [[1], [100]], lambda tail: -ndtri(tail))
    assert found.shape == (2, 2) and (np.diff(found) > 0).all() and (np.diff(found, axis=0) > 0).all()


# ------------------------------------------------------------------ what is refused


NOT_RATES = [-1e-9, 1.1, float("nan"), "0.1", None]
NOT_COUNTS = [-1, 1.5, float("nan"), float("inf"), "3", None]


@pytest.mark.parametrize("bad", NOT_RATES)
def test_unusable_rates_are_refused_by_name(bad):
    for name, call in (
        ("fmr", lambda: expected_false_candidates(1, 1, bad)),
        ("fmr", lambda: false_candidate_sd(1, 1, bad)),
        ("fmr", lambda: fpir(bad, 1)),
        ("fpir", lambda: fmr_for_fpir(bad, 1)),
        ("mean_fmr", lambda: fpir_heterogeneous(bad, 1, 1)),
        ("q", lambda: max_impostor_quantile(bad, 1, abs)),
    ):
        with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be a proportion"):
            call()


@pytest.mark.parametrize("bad", NOT_COUNTS)
def test_unusable_counts_are_refused_by_name(bad):
    for name, call in (
        ("gallery_size", lambda: expected_false_candidates(1, bad, 0.1)),
        ("gallery_size", lambda: false_candidate_sd(1, bad, 0.1)),
        ("gallery_size", lambda: fpir(0.1, bad)),
        ("gallery_size", lambda: fmr_for_fpir(0.1, bad)),
        ("gallery_size", lambda: fpir_heterogeneous(0.1, bad, 1)),
        ("gallery_size", lambda: fpir_measured([1], 10, bad)),
        ("gallery_size", lambda: max_impostor_quantile(0.5, bad, abs)),
        ("others", lambda: fpir_measured([1], bad, 1)),
        ("wrong_within", lambda: fpir_measured([bad], 10, 1)),
    ):
        with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be a whole number"):
            call()


def test_other_unusable_input_is_refused_by_name():
    for name, call in (
        ("searches", lambda: expected_false_candidates(-1, 1, 0.1)),
        ("searches", lambda: false_candidate_sd(np.inf, 1, 0.1)),
        ("gallery_size", lambda: fmr_for_fpir(0.1, 0)),
        ("gallery_size", lambda: max_impostor_quantile(0.5, 0, abs)),
        ("gallery_size", lambda: fpir_measured([1], 10, 11)),
        ("wrong_within", lambda: fpir_measured([11], 10, 1)),
        ("wrong_within", lambda: fpir_measured([], 10, 1)),
        ("others", lambda: fpir_measured([1], [10, 20], 1)),
        ("cv", lambda: fpir_heterogeneous(0.1, 1, -1)),
        ("cv", lambda: fpir_heterogeneous(0.1, 1, np.inf)),
        ("isf", lambda: max_impostor_quantile(0.5, 1, 3)),
        ("q", lambda: max_impostor_quantile(1, 1, abs)),
        ("wrong_within", lambda: fpir_measured(np.ma.array([1, 2], mask=[0, 1]), 10, 1)),
    ):
        with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be"):
            call()


def test_one_gallery_too_large_among_several_is_refused_and_named():
    with pytest.raises(ValueError, match="^gallery_size must be at most others = 100, got 200.0$"):
        fpir_measured([1, 2], 100, [10, 200, 20])


@pytest.mark.parametrize(
    "function, good",
    [
        (expected_false_candidates, {"searches": 1, "gallery_size": 1, "fmr": 0.5}),
        (false_candidate_sd, {"searches": 1, "gallery_size": 1, "fmr": 0.5}),
        (fpir, {"fmr": 0.5, "gallery_size": 1}),
        (fmr_for_fpir, {"fpir": 0.5, "gallery_size": 1}),
        (fpir_heterogeneous, {"mean_fmr": 0.5, "gallery_size": 1, "cv": 0}),
        (lambda q, size: max_impostor_quantile(q, size, ndtri), {"q": 0.5, "gallery_size": 1}),
    ],
)
def test_shapes_of_any_two_arguments_must_fit(function, good):
    for first, second in combinations(good, 2):
        arguments = good | {first: [good[first]] * 2, second: [good[second]] * 3}
        with pytest.raises(ValueError, match=rf"^{', '.join(good)} must have shapes that broadcast"):
            function(*arguments.values())
