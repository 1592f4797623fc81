"""The next count: held to adaptive integration, to adding up every outcome, and to drawing it all."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import dblquad
from scipy.stats import nbinom, poisson

from falsematch.population import predict_count


def by_integration(counts, exposures, exposure, periods, at_most):
    """P(total <= at_most) from the definition: both parameters integrated adaptively, every outcome added."""
    centre = math.log((sum(counts) + 0.5) / sum(exposures))

    def both(z, spread, future):  # spread = 1 / sqrt(shape), half-Cauchy; z: log mean rate, standardised
        shape, mean = spread**-2, math.exp(centre + 2 * z)
        value = math.exp(-(z**2) / 2) / (1 + spread**2)
        for y, e in zip(counts, exposures, strict=True):
            value *= nbinom.pmf(y, shape, shape / (shape + mean * e))
        if future:
            n, p = periods * shape, shape / (shape + mean * exposure)
            value *= sum(nbinom.pmf(y, n, p) for y in range(at_most + 1))
        return value

    ends = (1e-4**0.5, 0.02**-0.5, -6, 6)
    parts = [dblquad(both, *ends, args=(future,), epsabs=1e-9, epsrel=1e-5)[0] for future in (True, False)]
    return parts[0] / parts[1]


@pytest.mark.parametrize(
    ("counts", "exposures", "exposure", "periods", "at_most"),
    [([0, 2], [1, 2], 3, 1, 2), ([4, 1, 0], [2, 2, 1], 1, 2, 1)],
)
def test_the_distribution_by_integrating_both_parameters(counts, exposures, exposure, periods, at_most):
    exact = by_integration(counts, exposures, exposure, periods, at_most)
    ahead = predict_count(counts, exposures, exposure, periods)
    assert ahead.at_most(at_most) == pytest.approx(exact, abs=2e-5)


def test_the_distribution_by_drawing_everything():
    """Draw parameters, past and future; keep the draws whose past is the one seen: their future is the prediction."""
    draw = np.random.default_rng(9)
    counts, exposures, exposure = np.array([1, 0, 3]), np.array([1.0, 2.0, 2.0]), 4.0
    size = 3_000_000
    spread = np.abs(np.tan(np.pi * (draw.random(size) - 0.5)))  # half-Cauchy
    shape = spread**-2.0
    mean = np.exp(np.log(4.5 / 5) + 2 * draw.normal(size=size))
    kept = (shape > 0.02) & (shape < 1e4)
    for count, e in zip(counts, exposures, strict=True):
        rate = draw.gamma(shape[kept], mean[kept] / shape[kept])
        kept[kept] = draw.poisson(np.minimum(rate * e, 1e6)) == count
    future = draw.poisson(np.minimum(draw.gamma(shape[kept], mean[kept] / shape[kept]) * exposure, 1e6))
    assert future.size > 5_000
    ahead = predict_count(counts, exposures, exposure)
    for count in (0, 1, 3, 8, 20, 60):
        assert ahead.at_most(count) == pytest.approx((future <= count).mean(), abs=4 * 0.5 / future.size**0.5)


def test_intervals_hold_what_they_should_when_nothing_changes():
    """Two hundred histories of six quarters whose rates are drawn alike: the seventh is missed by about 5 %."""
    draw = np.random.default_rng(10)
    exposures = np.array([8, 5, 10, 39, 50, 43, 48])
    inside = []
    for _ in range(200):
        counts = draw.poisson(draw.gamma(3.0, 2.0, size=7) * exposures)
        inside.append(predict_count(counts[:-1], exposures[:-1], exposures[-1]).covers(counts[-1]))
    assert 0.90 <= np.mean(inside) <= 0.995


def test_a_break_is_a_miss_and_scored_as_one():
    """Rates that hardly differ, then one ten times as high: outside, and with a worse score than before."""
    steady = predict_count([100, 104, 97, 101, 99, 102], 10, 10)
    assert steady.covers(100) and not steady.covers(1000)
    assert steady.log_score(1000) < steady.log_score(100) - 5


@settings(max_examples=40, deadline=None)
@given(
    counts=st.lists(st.integers(0, 40), min_size=2, max_size=6),
    exposure=st.floats(0.1, 20),
    periods=st.integers(1, 4),
    confidence=st.sampled_from([0.5, 0.8, 0.95]),
)
def test_properties(counts, exposure, periods, confidence):
    ahead = predict_count(counts, 1, exposure, periods, confidence)
    assert 0 <= ahead.low <= ahead.median <= ahead.high
    # Each end is the least count with its chance, so that both tails hold at most what they should.
    side = (1 - confidence) / 2
    assert ahead.at_most(ahead.high) >= 1 - side - 1e-12
    for end, part in ((ahead.low, side), (ahead.median, 0.5), (ahead.high, 1 - side)):
        assert ahead.at_most(end) >= part - 1e-12 and (end == 0 or ahead.at_most(end - 1) < part + 1e-12)
    # Every outcome has its chance, and they add up.
    some = [np.exp(ahead.log_score(k)) for k in range(30)]
    assert np.cumsum(some) == pytest.approx(ahead.at_most(range(30)), abs=1e-9)
    # A unit of exposure is a convention.
    other = predict_count(counts, 7, 7 * exposure, periods, confidence)
    assert other.at_most(range(30)) == pytest.approx(ahead.at_most(range(30)), abs=1e-6)


def test_the_order_of_periods_does_not_matter_and_more_exposure_brings_more():
    one, other = predict_count([3, 9, 4], [1, 2, 3], 5), predict_count([9, 4, 3], [2, 3, 1], 5)
    assert (one.low, one.median, one.high) == (other.low, other.median, other.high)
    assert predict_count([3, 9, 4], [1, 2, 3], 50).median > one.median


def test_many_periods_that_scatter_as_poisson_says_become_poisson():
    counts = np.random.default_rng(3).poisson(20, size=1_000)
    ahead = predict_count(counts, 1, 1)
    exact = poisson(counts.mean())
    assert ahead.at_most([12, 20, 28]) == pytest.approx(exact.cdf([12, 20, 28]), abs=0.01)
    assert abs(ahead.low - exact.ppf(0.025)) <= 1 and abs(ahead.high - exact.ppf(0.975)) <= 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([5], 1, 1), "counts must be at least two counts in a row"),
        ((5, 1, 1), "counts must be at least two counts in a row"),
        (([5, -1], 1, 1), "counts must be a whole number of at least 0, got -1.0"),
        (([5, float("nan")], 1, 1), "counts must be a whole number"),
        (([5, 6], [1, 2, 3], 1), "exposures must be one number, or 2 as there are counts"),
        (([5, 6], 0, 1), "exposures must be a finite number above 0"),
        (([5, 6], 1, [1, 2]), "exposure must be a single number"),
        (([5, 6], 1, -1), "exposure must be a finite number above 0"),
        (([5, 6], 1, 1, 0), "periods must be a whole number of at least 1"),
        (([5, 6], 1, 1, 1, 1.0), "confidence must be a proportion strictly between 0 and 1"),
    ],
)
def test_bad_input(arguments, message):
    with pytest.raises(ValueError, match=message):
        predict_count(*arguments)


def test_bad_observations():
    ahead = predict_count([5, 6], 1, 1)
    for call in (ahead.covers, ahead.log_score):
        with pytest.raises(ValueError, match="observed must be a whole number"):
            call(-1)
        with pytest.raises(ValueError, match="observed must be a single number"):
            call([1, 2])
    with pytest.raises(ValueError, match="count must be a whole number"):
        ahead.at_most(0.5)
