"""Would a test notice? Held to exact enumeration with fractions, to mpmath, to the intervals, and to drawing."""

import re
from bisect import bisect
from fractions import Fraction
from itertools import accumulate
from math import comb, log, sqrt

import mpmath
import numpy as np
import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from falsematch.intervals import _power, events_for_share_test, proportion_interval, share_test_power

ALPHA = Fraction(5, 100)


def chances(n, p):
    return [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]


def rejected(n, share, test, alpha=ALPHA):
    """The outcomes that the test rejects, straight from its definition, in whole fractions."""
    each = chances(n, share)
    if test == "central":
        at_most, at_least = list(accumulate(each)), list(accumulate(each[::-1]))[::-1]
        return [k for k in range(n + 1) if min(at_least[k], at_most[k]) <= alpha / 2]
    by_rareness = sorted(each)
    together = list(accumulate(by_rareness))
    return [k for k in range(n + 1) if together[bisect(by_rareness, each[k]) - 1] <= alpha]


def by_hand(n, share, ratio, test, alpha=ALPHA):
    other = chances(n, share * ratio / (1 - share + share * ratio))
    return sum((other[k] for k in rejected(n, share, test, alpha)), Fraction(0))


@pytest.mark.parametrize("test", ["central", "minimum-likelihood"])
@pytest.mark.parametrize("ratio", [Fraction(1, 3), Fraction(1), Fraction(2), Fraction(7, 2)])
@pytest.mark.parametrize("share", [Fraction(13, 100), Fraction(1, 2), Fraction(4, 5)])
def test_power_by_adding_fractions(share, ratio, test):
    for n in (0, 1, 2, 5, 10, 17, 30):
        exact = by_hand(n, share, ratio, test)
        assert share_test_power(n, float(share), float(ratio), test=test) == pytest.approx(
            float(exact), rel=1e-12, abs=1e-15
        )


def test_outcomes_that_tie_on_paper_are_rejected():
    """P(X = 2 of 2) is exactly a quarter; floats may not decide."""
    assert share_test_power(2, 0.5, 1, confidence=0.5) == by_hand(
        2, Fraction(1, 2), 1, "central", Fraction(1, 2)
    )
    assert share_test_power(2, 0.5, 1, confidence=0.5) == 0.5
    # All four corners of 3 heads or none are alike: rejected together or not at all.
    assert share_test_power(3, 0.5, 1, 0.75, test="minimum-likelihood") == pytest.approx(0.25)
    assert share_test_power(3, 0.5, 1, 0.76, test="minimum-likelihood") == 0


def test_the_figures_that_the_course_prints():
    assert share_test_power(10, 0.13, 2) == pytest.approx(0.0570041493702, rel=1e-10)
    assert share_test_power(10, 0.13, 2, test="minimum-likelihood") == pytest.approx(0.17959096605, rel=1e-9)
    assert events_for_share_test(0.8, 0.13, 2) == 124
    assert events_for_share_test(0.8, 0.13, 2, test="minimum-likelihood") == 120


@pytest.mark.parametrize(
    ("test", "first", "for_good"), [("central", 115, 124), ("minimum-likelihood", 105, 120)]
)
def test_enough_for_good_is_later_than_enough_by_chance(test, first, for_good):
    """By fractions alone, up to where Hoeffding's bound makes more enough for sure."""
    share = Fraction(13, 100)
    enough = [n for n in range(80, 200) if by_hand(n, share, 2, test) >= Fraction(8, 10)]
    assert enough[0] == first
    assert [n for n in range(80, 200) if n not in enough][-1] + 1 == for_good
    assert events_for_share_test(0.8, 0.13, 2, test=test) == for_good


def suffices(n, power, gap, alpha, test):
    """Hoeffding's bounds, straight from the paper: what is expected lies `reach` and `slack`, and one event, apart."""
    tails = 2 if test == "central" else n + 1
    reach, slack = sqrt(n * log(tails / alpha) / 2), sqrt(n * log(1 / (1 - power)) / 2)
    return n * gap >= reach + slack + 1


@pytest.mark.parametrize("test", ["central", "minimum-likelihood"])
@pytest.mark.parametrize("power", [0.05, 0.8, 0.99])
@pytest.mark.parametrize("gap", [0.07, 0.3, 0.9])
def test_the_number_from_which_none_has_to_be_tried_is_the_least_that_a_bound_gives(gap, power, test):
    for alpha in (0.001, 0.05, 0.5):
        most = _power._always_enough(power, gap, alpha, test)
        assert type(most) is int
        assert suffices(most, power, gap, alpha, test) and not suffices(most - 1, power, gap, alpha, test)


@pytest.mark.parametrize(("test", "tried"), [("central", 1_000_000), ("minimum-likelihood", 10_000)])
def test_as_many_are_tried_as_is_said_and_no_more(test, tried, monkeypatch):
    assert _power.MOST_TRIED[test] == tried
    most = _power._always_enough(0.8, 0.3, 0.05, test)
    monkeypatch.setitem(_power.MOST_TRIED, test, most)
    assert (
        events_for_share_test(0.8, 0.5, 4, test=test) <= most == _power._always_enough(0.8, 0.3, 0.05, test)
    )
    monkeypatch.setitem(_power.MOST_TRIED, test, most - 1)
    with pytest.raises(
        ValueError, match=f"^ratio must be so far from 1 that {most - 1} events are enough for sure"
    ):
        events_for_share_test(0.8, 0.5, 4, test=test)


@pytest.mark.parametrize("share", [1e-300, 5e-324])
def test_a_gap_next_to_nothing_is_refused_in_words(share):
    with pytest.raises(
        ValueError, match="^ratio must be so far from 1 that 1,000,000 events are enough for sure, got 2"
    ):
        events_for_share_test(0.8, share, 2)


def test_one_event_alone_in_the_last_piece_is_looked_at_too():
    """4,097 are enough for sure: one piece of 4,096, and the first event, which alone is too few."""
    ratio = 1.0650623944233493
    assert _power._always_enough(0.05, ratio / (1 + ratio) - 0.5, 0.5, "central") == 4097
    assert share_test_power(1, 0.5, ratio, 0.5) == 0
    assert share_test_power(np.arange(2, 4098), 0.5, ratio, 0.5).min() > 0.05
    assert events_for_share_test(0.05, 0.5, ratio, 0.5) == 2


def test_one_event_can_be_enough():
    """Of a group of 1 %, one event is seen with a chance of 1 %, which leaves a confidence of a half out."""
    assert share_test_power(np.arange(1, 100), 0.01, 1000, 0.5).min() > 0.8
    assert events_for_share_test(0.8, 0.01, 1000, 0.5) == 1


def test_a_power_that_is_just_met_is_met():
    """123 events have the lowest power of all from 119 on: asked for it, they are enough, for any more they are not."""
    lowest = share_test_power(123, 0.13, 2)
    assert events_for_share_test(lowest, 0.13, 2) == 119
    assert events_for_share_test(np.nextafter(lowest, 1), 0.13, 2) == 124


def test_a_sum_of_all_chances_is_no_more_than_certain():
    assert share_test_power(14, 0.02, 1000, 0.5, test="minimum-likelihood") == 1


def test_many_events_by_mpmath():
    with mpmath.workdps(40):
        n, share = 2_000, mpmath.mpf("0.13")
        other = share * mpmath.mpf("1.2") / (1 + share * mpmath.mpf("0.2"))
        low, high = proportion_interval(np.arange(180, 350), n)
        middle = [k for k, a, b in zip(range(180, 350), low, high, strict=True) if a < 0.13 < b]

        def below(k, p):  # P(X <= k)
            return mpmath.betainc(n - k, k + 1, 0, 1 - p, regularized=True)

        # The edges of what is not rejected, checked with 40 digits, then the power from them.
        first, last = middle[0], middle[-1]
        assert below(first - 1, share) <= mpmath.mpf("0.025") < below(first, share)
        assert 1 - below(last, share) <= mpmath.mpf("0.025") < 1 - below(last - 1, share)
        power = below(first - 1, other) + 1 - below(last, other)
    assert share_test_power(n, 0.13, 1.2) == pytest.approx(float(power), rel=1e-11)


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(0, 120),
    share=st.floats(0.01, 0.99),
    confidence=st.sampled_from([0.5, 0.9, 0.95, 0.99]),
    ratio=st.floats(0.1, 10),
)
def test_the_central_test_rejects_where_the_interval_leaves_the_share_out(n, share, confidence, ratio):
    low, high = proportion_interval(np.arange(n + 1), n, confidence)
    out = (share < low * (1 - 1e-9)) | (share > high * (1 + 1e-9))
    edge = ~out & ((share <= low * (1 + 1e-9)) | (share >= high * (1 - 1e-9)))
    other = share * ratio / (1 - share + share * ratio)
    pmf = np.array([comb(n, k) * other**k * (1 - other) ** (n - k) for k in range(n + 1)])
    power = share_test_power(n, share, ratio, confidence)
    assert pmf[out].sum() - 1e-9 <= power <= pmf[out | edge].sum() + 1e-9


@settings(max_examples=60, deadline=None)
@given(
    n=st.integers(0, 200),
    share=st.floats(0.02, 0.98),
    ratio=st.floats(0.2, 5),
    test=st.sampled_from(["central", "minimum-likelihood"]),
)
def test_properties(n, share, ratio, test):
    power = share_test_power(n, share, ratio, test=test)
    assert 0 <= power <= 1
    # The group and everybody else are two sides of one question.
    assert share_test_power(n, 1 - share, 1 / ratio, test=test) == pytest.approx(power, abs=1e-9)
    # Without a difference the test cries wolf as seldom as it says.
    assert share_test_power(n, share, 1, test=test) <= 0.05 * (1 + 1e-9)


@settings(max_examples=25, deadline=None)
@given(
    power=st.floats(0.05, 0.97),
    share=st.floats(0.05, 0.95),
    ratio=st.sampled_from([0.2, 0.5, 1.6, 2.0, 4.0, 30.0]),
    test=st.sampled_from(["central", "minimum-likelihood"]),
)
def test_from_the_inverse_on_the_power_suffices_and_just_before_it_does_not(power, share, ratio, test):
    try:
        n = events_for_share_test(power, share, ratio, test=test)
    except ValueError as refused:  # the slower test is not tried so far
        assert test == "minimum-likelihood" and "10,000 events are enough for sure" in str(refused)
        reject()
    if n > 1:
        assert share_test_power(n - 1, share, ratio, test=test) < power
    after = share_test_power(np.arange(n, n + 300), share, ratio, test=test)
    assert after.min() >= power


@pytest.mark.parametrize(("test", "most"), [("central", 10_000_000), ("minimum-likelihood", 100_000)])
def test_as_many_events_as_is_said_are_taken(test, most):
    assert share_test_power(most, 0.5, 1.02, test=test) > 0.8
    with pytest.raises(
        ValueError, match=f"^events must be at most {most:,} for this test, got {most + 1}.0$"
    ):
        share_test_power(most + 1, 0.5, 1.02, test=test)


def test_power_by_drawing():
    """A thousandfold year: draw who the events fall on, take the interval, see whether the share lies outside."""
    draw = np.random.default_rng(9)
    years, events, share, ratio = 40_000, 40, 0.2, 2.5
    members = draw.random((years, events)) < share * ratio / (1 - share + share * ratio)
    low, high = proportion_interval(members.sum(axis=1), events)
    noticed = ((share < low) | (share > high)).mean()
    power = share_test_power(events, share, ratio)
    assert noticed == pytest.approx(power, abs=4 * np.sqrt(power * (1 - power) / years))


def test_arrays_are_broadcast_and_single_numbers_are_floats():
    grid = share_test_power([[10], [100]], 0.13, [1, 2, 3])
    assert grid.shape == (2, 3)
    assert grid[1, 1] == share_test_power(100, 0.13, 2) and isinstance(share_test_power(10, 0.13, 2), float)
    both = share_test_power([10, 20], [0.1, 0.2], 2, test="minimum-likelihood")
    assert list(both) == [
        share_test_power(n, s, 2, test="minimum-likelihood") for n, s in ((10, 0.1), (20, 0.2))
    ]
    assert isinstance(events_for_share_test(0.8, 0.3, 2), int)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"events": -1}, "events must be a whole number of at least 0, got -1.0"),
        (
            {"events": [5, 10_000_002, 10_000_001]},
            "events must be at most 10,000,000 for this test, got 10000002.0",
        ),
        ({"events": 2.5}, "events must be a whole number"),
        ({"events": 10_000_001}, "events must be at most 10,000,000 for this test, got 10000001.0"),
        ({"events": 100_001, "test": "minimum-likelihood"}, "events must be at most 100,000 for this test"),
        ({"share": 0}, "share must be a proportion strictly between 0 and 1, got 0.0"),
        ({"share": 13}, "share must be a proportion strictly"),
        ({"ratio": 0}, "ratio must be a finite number above 0"),
        ({"ratio": float("nan")}, "ratio must be a finite number above 0, got nan"),
        ({"confidence": 1}, "confidence must be a proportion strictly"),
        ({"confidence": [0.9, 0.95]}, "confidence must be a single number"),
        ({"test": "fisher"}, 'test must be "central" or "minimum-likelihood", got \'fisher\''),
        ({"test": None}, "test must be"),
        ({"events": [1, 2], "ratio": [1, 2, 3]}, "must have shapes that broadcast"),
    ],
)
def test_bad_input_of_power(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        share_test_power(**({"events": 10, "share": 0.13, "ratio": 2} | change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"power": 1}, "power must be a proportion strictly between 0 and 1, got 1.0"),
        ({"power": 80}, "power must be a proportion"),
        ({"power": [0.8, 0.9]}, "power must be a single number"),
        ({"share": [0.1, 0.2]}, "share must be a single number"),
        ({"ratio": 1}, "ratio must be so far from 1 that 1,000,000 events are enough for sure, got 1.0"),
        ({"ratio": 1.001}, "ratio must be so far from 1"),
        ({"ratio": 1.1, "test": "minimum-likelihood"}, "10,000 events"),
        ({"ratio": -2}, "ratio must be a finite number above 0"),
        ({"test": "wald"}, "test must be"),
    ],
)
def test_bad_input_of_the_inverse(change, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        events_for_share_test(**({"power": 0.8, "share": 0.13, "ratio": 2} | change))
