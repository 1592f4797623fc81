"""Confidence limits against mpmath, against sums of exact fractions and against closed forms."""

from fractions import Fraction
from itertools import combinations
from math import comb

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from falsematch import intervals
from falsematch.intervals import proportion_interval, rate_interval

calm = settings(max_examples=60, deadline=None)


# ------------------------------------------------------------------ references


def descending(first, ratio, count):
    """first * (1 + ratio(1) + ratio(1) ratio(2) + ...), until nothing is added."""
    total = term = first
    for i in range(1, count + 1):
        term *= ratio(i)
        total += term
        if term < total * mp.mpf(10) ** -30:
            break
    return total


def binomial_at_most(k, n, p):
    """(P(X <= k), P(X = k)) with 40 digits."""
    log = (
        mp.loggamma(n + 1)
        - mp.loggamma(k + 1)
        - mp.loggamma(n - k + 1)
        + k * mp.log(p)
        + (n - k) * mp.log1p(-p)
    )
    first = mp.exp(log)
    return descending(first, lambda i: mp.mpf(k - i + 1) / (n - k + i) * (1 - p) / p, k), first


def reference_upper(k, n, alpha, start):
    """The p with P(X <= k) = alpha, by Newton's method from a nearby start."""
    p = mp.mpf(start)
    for _ in range(4):
        tail, point = binomial_at_most(k, n, p)
        p += mp.log(tail / alpha) * tail / ((n - k) * point / (1 - p))
    return p


def relative(found, expected):
    return abs(float((mp.mpf(found) - expected) / expected))


def test_what_stirlings_formula_leaves_out():
    """Both of its forms, on both sides of where one takes over from the other."""
    n = np.array([*range(1, 33), 100, 10**4, 10**9, 2**53 - 1], dtype=float)
    with mp.workdps(40):
        exact = [mp.loggamma(m + 1) - (m + mp.mpf(1) / 2) * mp.log(m) + m - mp.log(2 * mp.pi) / 2 for m in n]
        assert (
            max(
                abs(found - float(one))
                for found, one in zip(intervals._stirling_error(n), exact, strict=True)
            )
            < 2e-14
        )


# ------------------------------------------------------------------ Clopper-Pearson


@pytest.mark.parametrize("confidence", [0.001, 0.5, 0.95, 1 - 1e-9])
@pytest.mark.parametrize(
    "k, n",
    [
        (1, 2),
        (1, 10),
        (9, 10),
        (3, 3000),
        (16, 40),
        (1, 1_300_000_000),
        (2, 1_300_000_000),
        (3, 1_300_000_000),
        (1000, 1_300_000_000),
        (1, 10**13),
        (40, 10**13),
        (10**13 - 2, 10**13),
        (1500, 3000),
    ],
)
def test_clopper_pearson_agrees_with_forty_digits(k, n, confidence):
    with mp.workdps(50):
        alpha = mp.mpf((1 - confidence) / 2)
        low, high = proportion_interval(k, n, confidence)
        # Started from the mirrored limit, which has digits left where `high` itself rounds to 1.
        start = 1 - mp.mpf(proportion_interval(n - k, n, confidence)[0])
        assert relative(high, reference_upper(k, n, alpha, start)) < 1e-12
        expected = 1 - reference_upper(n - k, n, alpha, 1 - mp.mpf(low))  # its own mirror
        assert relative(low, expected) < 1e-12


def test_clopper_pearson_with_a_million_errors():
    """Where inverse beta functions in common use are off: few per mille, but very many trials."""
    with mp.workdps(40):
        k, n, alpha = 100_000, 1_300_000_000, mp.mpf((1 - 0.95) / 2)
        high = proportion_interval(k, n)[1]
        assert relative(high, reference_upper(k, n, alpha, high)) < 1e-12


@pytest.mark.parametrize("n", [1, 2, 30, 3000, 1_300_000_000, 10**13, 10**15])
def test_clopper_pearson_without_errors_is_a_root(n):
    with mp.workdps(50):
        root = mp.mpf((1 - 0.95) / 2) ** (mp.mpf(1) / n)
        low, high = proportion_interval(0, n)
        assert low == 0 and relative(high, 1 - root) < 1e-14
        low, high = proportion_interval(n, n)
        assert high == 1 and relative(low, root) < 1e-15


def test_one_error_has_a_closed_lower_limit():
    for n in (10, 10**6, 1_300_000_000):
        low = proportion_interval(1, n)[0]
        assert low == pytest.approx(-np.expm1(np.log1p(-0.025) / n), rel=1e-13)


def test_two_trials_by_hand():
    """1 of 2: P(X <= 1) = 1 - p**2 and P(X >= 1) = 1 - (1 - p)**2."""
    low, high = proportion_interval(1, 2, 0.9)
    assert high == pytest.approx(np.sqrt(0.95), rel=1e-14)
    assert low == pytest.approx(1 - np.sqrt(0.95), rel=1e-13)


@calm
@given(st.integers(1, 60), st.data(), st.floats(0.01, 0.999))
def test_limits_leave_out_exactly_half_each(n, data, confidence):
    """The defining equation, with the binomial sum written out."""
    k = data.draw(st.integers(0, n))
    low, high = proportion_interval(k, n, confidence)
    alpha = (1 - confidence) / 2

    def at_most(k, p):
        return float(sum(comb(n, i) * Fraction(p) ** i * (1 - Fraction(p)) ** (n - i) for i in range(k + 1)))

    if k < n:
        assert at_most(k, high) == pytest.approx(alpha, rel=1e-10)
    if k > 0:
        assert 1 - at_most(k - 1, low) == pytest.approx(alpha, rel=1e-9)
    assert low <= k / n <= high


@calm
@given(st.integers(1, 10**13), st.data(), st.sampled_from(["clopper-pearson", "wilson"]))
def test_intervals_mirror_and_grow(n, data, method):
    k = data.draw(st.integers(0, n))
    low, high = proportion_interval(k, n, method=method)
    other_low, other_high = proportion_interval(n - k, n, method=method)
    assert 1 - other_high == pytest.approx(low, abs=1e-15)
    assert 1 - other_low == pytest.approx(high, rel=1e-14)
    wider = proportion_interval(k, n, 0.99, method)
    assert wider.low <= low <= k / n <= high <= wider.high
    if k < n:
        assert proportion_interval(k + 1, n, method=method).high >= high
        assert proportion_interval(k + 1, n, method=method).low >= low


def test_clopper_pearson_covers_at_least_as_often_as_it_says_and_wilson_about():
    n, p = 40, np.linspace(0.01, 0.99, 197)
    k = np.arange(n + 1)
    chance = np.array([[comb(n, i) * q**i * (1 - q) ** (n - i) for i in k] for q in p])
    for method, least, mean in (("clopper-pearson", 0.95, 0.95), ("wilson", 0.85, 0.945)):
        low, high = proportion_interval(k, n, method=method)
        covered = (chance * ((low <= p[:, None]) & (p[:, None] <= high))).sum(axis=1)
        assert covered.min() >= least and covered.mean() >= mean
    assert covered.min() < 0.95  # Wilson's guarantee is on average only


# ------------------------------------------------------------------ Wilson


@pytest.mark.parametrize(
    "k, n",
    [(0, 1), (1, 1), (0, 10), (1, 10), (10, 10), (3, 1_300_000_000), (0, 10**13), (10**13 - 1, 10**13)],
)
def test_wilson_limits_lie_one_standard_error_times_z_away(k, n):
    """Wilson's definition: the limits p with |k/n - p| = z * sqrt(p (1 - p) / n)."""
    with mp.workdps(60):
        z = mp.sqrt(2) * mp.erfinv(mp.mpf(0.95))
        share, step = mp.mpf(k) / n, z * z / n
        middle = (share + step / 2) / (1 + step)
        half = mp.sqrt(share * (1 - share) * step + step * step / 4) / (1 + step)
        low, high = proportion_interval(k, n, method="wilson")
        assert relative(high, middle + half) < 1e-14
        if k:
            assert relative(low, middle - half) < 1e-13
        else:
            assert low == 0
    if k == n:
        assert high == 1


def test_a_limit_rounded_above_one_is_one():
    """One error less than so many trials: the last digit of Wilson's limit would be a rate above 1."""
    trials = np.floor(2 ** np.linspace(50, 52.9, 100_000))
    unclipped = intervals._wilson(trials - 1, trials, np.full(trials.shape, 1.959963984540054))[1]
    assert unclipped.max() > 1
    low, high = proportion_interval(trials - 1, trials, method="wilson")
    assert high.max() == 1 and np.all(low < high)


def test_without_any_confidence_an_interval_shrinks_to_what_was_seen():
    for k, n in ((0, 10), (3, 10), (10, 10)):
        assert proportion_interval(k, n, 1e-300, "wilson") == pytest.approx((k / n, k / n), rel=1e-15, abs=0)


def test_no_trials_show_nothing():
    for method in ("clopper-pearson", "wilson"):
        assert proportion_interval(0, 0, method=method) == (0, 1)


# ------------------------------------------------------------------ Poisson


@pytest.mark.parametrize("confidence", [0.3, 0.95, 1 - 1e-12])
@pytest.mark.parametrize("k", [1, 2, 3, 15, 16, 17, 1000, 100_000])
def test_poisson_limits_agree_with_forty_digits(k, confidence):
    with mp.workdps(40):
        alpha = mp.mpf((1 - confidence) / 2)
        low, high = map(mp.mpf, rate_interval(k, 1, confidence))
        at_most = descending(
            mp.exp(k * mp.log(high) - high - mp.loggamma(k + 1)), lambda i: (k - i + 1) / high, k
        )
        point = mp.exp(k * mp.log(high) - high - mp.loggamma(k + 1))
        # The error of the limit, from the error of its tail and the tail's slope.
        assert abs(mp.log(at_most / alpha) * at_most / point / high) < 1e-13
        point = mp.exp(k * mp.log(low) - low - mp.loggamma(k + 1))
        at_least = descending(point, lambda i: low / (k + i), 10**6)
        assert abs(mp.log(at_least / alpha) * at_least / (point * k)) < 1e-13


def test_poisson_by_hand():
    low, high = rate_interval(0, 1)
    assert low == 0 and high == pytest.approx(np.log(40), rel=1e-15)
    assert rate_interval(1, 1).low == pytest.approx(-np.log1p(-0.025), rel=1e-14)
    assert tuple(rate_interval(5, 10)) == pytest.approx(np.array(rate_interval(5, 1)) / 10, rel=1e-15)
    # As tables of Poisson limits have it: 10 events, 4.795 to 18.39.
    low, high = rate_interval(10, 1)
    assert (round(low, 3), round(high, 2)) == (4.795, 18.39)


def test_the_binomial_nears_poisson_when_errors_are_rare():
    for k in (0, 1, 7):
        ends = np.array(proportion_interval(k, 10**13)) * 10**13
        assert ends == pytest.approx(np.array(rate_interval(k, 1)), rel=1e-11)


def test_the_most_that_can_be_asked_of_one_event():
    """P(X >= 1) = 1 - exp(-mean) is the half of 2**-53 each: a limit so far below the count that they differ by all of it."""
    low, high = rate_interval(1, 1, 1 - 2**-53)
    assert low == pytest.approx(2.0**-54, rel=1e-13)
    assert np.log1p(high) - high == pytest.approx(
        -54 * np.log(2), rel=1e-13
    )  # P(X <= 1) = (1 + mean) exp(-mean)
    low, high = proportion_interval(1, 10**13, 1 - 2**-53)
    assert low == pytest.approx(2.0**-54 / 10**13, rel=1e-13)


def test_large_counts_near_the_normal_limit():
    low, high = rate_interval(10**12, 1)
    z = -np.sqrt(10**12) * 1.959963984540054
    assert low == pytest.approx(10**12 + z, abs=5) and high == pytest.approx(10**12 - z, abs=5)
    low, high = proportion_interval(5 * 10**12, 10**13)
    half = 1.959963984540054 * np.sqrt(0.25 / 10**13)
    assert low == pytest.approx(0.5 - half, rel=1e-12) and high == pytest.approx(0.5 + half, rel=1e-12)
    assert ndtr(1.959963984540054) == pytest.approx(0.975)


# ------------------------------------------------------------------ forms of input


def test_arrays_give_what_scalars_give():
    k, n, confidence = np.array([0, 1, 5, 10, 0]), np.array([10, 10, 100, 10, 0]), np.array([[0.9], [0.99]])
    for method in ("clopper-pearson", "wilson"):
        found = proportion_interval(k, n, confidence, method)
        assert found.low.shape == found.high.shape == (2, 5)
        for i in np.ndindex(2, 5):
            one = proportion_interval(int(k[i[1]]), int(n[i[1]]), float(confidence[i[0], 0]), method)
            assert (found.low[i], found.high[i]) == pytest.approx(tuple(one), rel=1e-13)
    found = rate_interval(k, 2.0, confidence)
    assert found.high[1, 2] == pytest.approx(rate_interval(5, 2.0, 0.99).high, rel=1e-13)
    low, high = proportion_interval(3, 100)
    assert type(low) is float and type(high) is float
    assert proportion_interval([], 5).low.shape == (0,)


def test_what_is_soon_found_does_not_stop_the_search_for_the_rest():
    k, n = np.array([5 * 10**11, 1, 1, 40]), np.array([10**12, 2, 10**13, 41])
    confidence = np.array([1e-9, 0.95, 1 - 2**-53])[:, None]
    found, rates = proportion_interval(k, n, confidence), rate_interval(k, 1, confidence)
    for i, j in np.ndindex(3, 4):
        one = proportion_interval(k[j], n[j], confidence[i, 0]), rate_interval(k[j], 1, confidence[i, 0])
        assert (found.low[i, j], found.high[i, j]) == pytest.approx(tuple(one[0]), rel=1e-13)
        assert (rates.low[i, j], rates.high[i, j]) == pytest.approx(tuple(one[1]), rel=1e-13)


def test_more_counts_than_one_piece():
    k = np.arange(1, 5001)
    low, high = proportion_interval(k, 10**6)
    assert (np.diff(low) > 0).all() and (np.diff(high) > 0).all()
    assert high[4500] == pytest.approx(proportion_interval(4501, 10**6).high, rel=1e-13)


@pytest.mark.parametrize(
    "arguments, name",
    [
        ((-1, 10), "errors"),
        ((0.5, 10), "errors"),
        ((11, 10), "errors"),
        (("1", 10), "errors"),
        ((None, 10), "errors"),
        ((1, -1), "trials"),
        ((1, 2.5), "trials"),
        ((1, float("inf")), "trials"),
        ((1, float("nan")), "trials"),
        ((1, 10, 0), "confidence"),
        ((1, 10, 1), "confidence"),
        ((1, 10, 95), "confidence"),
        ((1, 10, 0.9, "exact"), "method"),
        ((np.ma.array([1, 2], mask=[1, 0]), 10), "errors"),
        ((1 + 1j, 10), "errors"),
        ((1, 2**53), "trials"),
        ((2**53 + 1, 2**54), "errors"),
    ],
)
def test_unusable_counts_are_refused_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must be"):
        proportion_interval(*arguments)


@pytest.mark.parametrize(
    "arguments, name",
    [
        ((-1, 1), "count"),
        ((1.5, 1), "count"),
        ((2**53, 1), "count"),
        ((1, 0), "exposure"),
        ((1, -2), "exposure"),
        ((1, float("inf")), "exposure"),
        ((1, "day"), "exposure"),
        ((1, 1, 1.0), "confidence"),
    ],
)
def test_unusable_exposures_are_refused_by_name(arguments, name):
    with pytest.raises(ValueError, match=f"^{name} must be"):
        rate_interval(*arguments)


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda: proportion_interval([2, 3, 9], 2), "errors must be at most the number of trials, got 3.0"),
        (
            lambda: proportion_interval(1, [9, 2**53]),
            f"trials must be a whole number below 2**53, got {2.0**53}",
        ),
        (
            lambda: proportion_interval([1, 2**54, 2**53], 9),
            f"errors must be a whole number below 2**53, got {2.0**54}",
        ),
        (
            lambda: proportion_interval(1, 2, method="exact"),
            'method must be "clopper-pearson" or "wilson", got \'exact\'',
        ),
        (lambda: rate_interval([1, 2**53], 1), f"count must be a whole number below 2**53, got {2.0**53}"),
    ],
)
def test_a_refusal_names_the_first_or_the_greatest_that_is_wrong(ask, message):
    with pytest.raises(ValueError) as caught:
        ask()
    assert str(caught.value) == message


def test_the_largest_counts_are_taken():
    most = 2**53 - 1
    assert proportion_interval([0, most], most).low[0] == 0 and proportion_interval(most, most).high == 1
    assert rate_interval(most, 1).low < most < rate_interval(most, 1).high


@pytest.mark.parametrize(
    "function, good",
    [
        (proportion_interval, {"errors": 1, "trials": 2, "confidence": 0.9}),
        (rate_interval, {"count": 1, "exposure": 2, "confidence": 0.9}),
        (intervals.zero_error_bound, {"trials": 2, "confidence": 0.9}),
        (intervals.trials_for_zero_errors, {"rate": 0.1, "confidence": 0.9}),
    ],
)
def test_shapes_of_any_two_arguments_must_fit(function, good):
    for first, second in combinations(good, 2):
        arguments = good | {first: [good[first]] * 2, second: [good[second]] * 3}
        with pytest.raises(ValueError, match=rf"^{', '.join(good)} must have shapes that broadcast"):
            function(*arguments.values())


def test_a_rate_over_next_to_no_exposure_is_beyond_all_numbers_and_no_warning():
    assert rate_interval(10, 1e-308).high == np.inf
