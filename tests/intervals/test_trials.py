"""How many trials a claim needs, against exact powers of fractions and published rules."""

from fractions import Fraction

import mpmath as mp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch.intervals import (
    rule_of_three,
    trials_for_rule_of_30,
    trials_for_zero_errors,
    zero_error_bound,
)

calm = settings(max_examples=100, deadline=None)


@pytest.mark.parametrize("n", [1, 2, 59, 3000, 1_300_000_000, 10**13, 10**15])
@pytest.mark.parametrize("confidence", [1e-200, 1e-12, 1e-6, 0.5, 0.95, 1 - 1e-12, 1 - 2**-53])
def test_zero_error_bound_agrees_with_fifty_digits(n, confidence):
    with mp.workdps(50):
        expected = -mp.expm1(mp.log1p(-mp.mpf(confidence)) / n)
        assert abs(zero_error_bound(n, confidence) / expected - 1) < 4e-16


def test_zero_error_bound_is_no_bound_without_trials():
    assert zero_error_bound(0) == 1.0
    assert zero_error_bound([0, 1], 0.95) == pytest.approx([1, 0.95])
    assert zero_error_bound(0, 1e-20) == 1.0


def test_rule_of_three_is_the_published_rule_and_errs_on_the_safe_side():
    n = np.arange(1, 100_000)
    assert rule_of_three(100) == 0.03
    assert (rule_of_three(n) <= 1).all() and rule_of_three(0) == 1.0
    assert (rule_of_three(n) >= zero_error_bound(n)).all()
    assert rule_of_three(10**9) / zero_error_bound(10**9) == pytest.approx(3 / np.log(20))
    assert round(rule_of_three(30) / zero_error_bound(30), 2) == 1.05
    assert round(rule_of_three(10**9) / zero_error_bound(10**9), 4) == 1.0014


def enough(n, rate, confidence):
    return (1 - Fraction(rate)) ** n <= 1 - Fraction(confidence)


@calm
@given(st.floats(0.005, 1), st.floats(0.001, 0.999))
def test_trials_for_zero_errors_are_the_least_that_are_enough(rate, confidence):
    n = trials_for_zero_errors(rate, confidence)
    assert type(n) is int
    assert enough(n, rate, confidence) and not enough(n - 1, rate, confidence)


@pytest.mark.parametrize("bits", [1, 2, 3])
@pytest.mark.parametrize("n", [1, 2, 5, 17])
def test_a_boundary_that_is_met_exactly_needs_no_further_trial(bits, n):
    """Rate 2**-bits: with confidence 1 - (1 - rate)**n, a float, exactly n trials are enough."""
    rate = 2.0**-bits
    confidence = 1 - (1 - rate) ** n
    assert Fraction(confidence) == 1 - (1 - Fraction(rate)) ** n or bits * n > 53
    if bits * n <= 53:
        assert trials_for_zero_errors(rate, confidence) == n
        assert trials_for_zero_errors(rate, np.nextafter(confidence, 1)) == n + 1
        assert trials_for_zero_errors(np.nextafter(rate, 0), confidence) == n + 1


def test_numbers_of_trials_in_use():
    """59 trials without a failure for 95 % at 95 %, 299 for 99 %: sample sizes long in use."""
    assert trials_for_zero_errors(0.05) == 59
    assert trials_for_zero_errors(0.01) == 299
    assert trials_for_zero_errors(1e-9) == 2_995_732_273


@pytest.mark.parametrize("rate", [1e-12, 1e-17, 1e-100, 1e-300, 5e-324])
def test_trials_for_tiny_rates_are_exact_whole_numbers(rate):
    n = trials_for_zero_errors(rate)
    with mp.workdps(1000):
        quotient = mp.log1p(-mp.mpf(0.95)) / mp.log1p(-mp.mpf(rate))
        assert n == int(mp.ceil(quotient))


def test_the_ends_of_what_can_be_asked():
    assert trials_for_zero_errors(1) == 1
    assert trials_for_zero_errors(1, 1e-300) == 1
    assert trials_for_zero_errors(0.5, 1e-300) == 1  # some confidence needs some trial
    assert trials_for_zero_errors(0.5, 1 - 2**-53) == 53


@calm
@given(st.integers(1, 10**12), st.floats(0.1, 0.999))
def test_bound_and_trials_turn_each_other_round(n, confidence):
    found = trials_for_zero_errors(zero_error_bound(n, confidence), confidence)
    assert abs(found - n) <= 1 + n * 1e-15 * 4


def test_arrays_of_rates():
    found = trials_for_zero_errors([0.05, 0.01], [[0.95], [0.99]])
    assert found.dtype == np.float64 and found.shape == (2, 2)
    assert found[0].tolist() == [59, 299]
    large = trials_for_zero_errors([1e-20])[0]
    exact = trials_for_zero_errors(1e-20)
    assert int(large) >= exact > int(np.nextafter(large, 0))
    # The int of a scalar has no largest value, a float64 in an array has.
    assert trials_for_zero_errors([1e-310, 0.05, 5e-324]).tolist() == [np.inf, 59, np.inf]


def test_rule_of_30():
    """Doddington: 30 errors. The share within 30 % is 90 %, as 1.645 / sqrt(30) = 0.300."""
    assert trials_for_rule_of_30(0.001) == 30_000
    assert trials_for_rule_of_30([0.5, 1]).tolist() == [60, 30]
    assert trials_for_rule_of_30(1e-300) == pytest.approx(3e301)
    assert trials_for_rule_of_30(1e-310) == np.inf
    assert round(1.6449 / np.sqrt(30), 2) == 0.30


@pytest.mark.parametrize("function", [trials_for_zero_errors, trials_for_rule_of_30])
@pytest.mark.parametrize("rate", [0, -0.1, 1.1, float("nan"), "0.1", None, [0.5, 0]])
def test_unusable_rates_are_refused_by_name(function, rate):
    with pytest.raises(ValueError, match="^rate must be"):
        function(rate)


@pytest.mark.parametrize(
    ("function", "because"),
    [
        (trials_for_zero_errors, "no number of trials shows a rate of exactly 0"),
        (trials_for_rule_of_30, "no number of trials brings 30 errors"),
    ],
)
def test_a_rate_of_zero_is_refused_with_the_reason(function, because):
    for rate in (0, [0.5, 0]):
        with pytest.raises(ValueError) as caught:
            function(rate)
        assert str(caught.value) == f"rate must be above 0 ({because}), got 0.0"


@pytest.mark.parametrize("function", [zero_error_bound, rule_of_three])
@pytest.mark.parametrize("trials", [-1, 2.5, float("inf"), float("nan"), "10", None])
def test_unusable_trials_are_refused_by_name(function, trials):
    with pytest.raises(ValueError, match="^trials must be"):
        function(trials)


@pytest.mark.parametrize("function", [zero_error_bound, trials_for_zero_errors])
@pytest.mark.parametrize("confidence", [0, 1, 95, float("nan"), "0.95"])
def test_unusable_confidences_are_refused_by_name(function, confidence):
    with pytest.raises(ValueError, match="^confidence must be"):
        function(1, confidence)
