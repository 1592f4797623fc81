"""Two tests in series, in counts, against people counted one by one; and a second look at what a first one picked,
against integrals by mpmath, scipy's bivariate normal, and a drawn crowd."""

from fractions import Fraction
from itertools import combinations, product

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr, ndtri
from scipy.stats import multivariate_normal

from falsematch import rates

calm = settings(max_examples=100, deadline=None)
proportions = st.floats(0, 1, allow_subnormal=False)
inner = st.floats(1e-12, 1 - 1e-6)

# ------------------------------------------------------------------ counts


def test_two_tests_count_people_one_by_one():
    """Brute force: every person of a small town walks through both tests, in exact shares of a person."""
    sought, others = 40, 960
    tpr, fpr, tpr_again, fpr_again = (Fraction(*pair) for pair in ((9, 10), (1, 8), (3, 4), (2, 5)))
    counts = dict.fromkeys(product(("sought", "other"), ("yes", "no"), ("yes", "no")), Fraction(0))
    for who, people, first, again in (
        ("sought", sought, tpr, tpr_again),
        ("other", others, fpr, fpr_again),
    ):
        for _ in range(people):
            counts[who, "yes", "yes"] += first * again
            counts[who, "yes", "no"] += first * (1 - again)
            counts[who, "no", "no"] += 1 - first
    first = rates.natural_frequencies(1_000, 0.04, float(tpr), float(fpr))
    both = rates.second_test(first, float(tpr_again), float(fpr_again))
    assert both.first is first
    assert both.true_confirmed == pytest.approx(float(counts["sought", "yes", "yes"]))
    assert both.true_dismissed == pytest.approx(float(counts["sought", "yes", "no"]))
    assert both.false_confirmed == pytest.approx(float(counts["other", "yes", "yes"]))
    assert both.false_dismissed == pytest.approx(float(counts["other", "yes", "no"]))
    assert both.missed == pytest.approx(float(counts["sought", "no", "no"] + counts["sought", "yes", "no"]))
    confirmed = counts["sought", "yes", "yes"] + counts["other", "yes", "yes"]
    assert both.confirmed == pytest.approx(float(confirmed))
    assert both.ppv == pytest.approx(float(counts["sought", "yes", "yes"] / confirmed))
    assert both.tpr == pytest.approx(float(tpr * tpr_again))
    assert both.fpr == pytest.approx(float(fpr * fpr_again))


@calm
@given(st.floats(0, 1e12), *[proportions] * 5)
def test_everybody_with_an_alert_is_counted_once_more(people, prevalence, tpr, fpr, tpr_again, fpr_again):
    first = rates.natural_frequencies(people, prevalence, tpr, fpr)
    both = rates.second_test(first, tpr_again, fpr_again)
    assert both.confirmed + both.dismissed == pytest.approx(first.alerts, rel=1e-14, abs=1e-300)
    assert both.true_confirmed + both.true_dismissed == pytest.approx(
        first.true_alerts, rel=1e-15, abs=1e-300
    )
    assert both.true_confirmed + both.missed == pytest.approx(first.mated, rel=1e-14, abs=1e-300)


@calm
@given(inner, inner, inner, inner, inner)
def test_two_tests_are_bayes_rule_twice(prevalence, tpr, fpr, tpr_again, fpr_again):
    first = rates.natural_frequencies(1e6, prevalence, tpr, fpr)
    both = rates.second_test(first, tpr_again, fpr_again)
    # In fractions: a share of right alerts as a float has lost what is missing to 1.
    base, found, wrong = map(Fraction, (prevalence, tpr, fpr))
    after = base * found / (base * found + (1 - base) * wrong)
    found, wrong = map(Fraction, (tpr_again, fpr_again))
    again = after * found / (after * found + (1 - after) * wrong)
    assert both.ppv == pytest.approx(float(again), rel=1e-9)
    assert both.ppv == pytest.approx(rates.ppv(prevalence, both.tpr, both.fpr), rel=1e-9)


def test_second_test_broadcasts_and_says_what_it_refuses():
    first = rates.natural_frequencies([10, 100], 0.1, 0.9, 0.01)
    assert rates.second_test(first, 0.9, [[0.1], [0.2], [0.3]]).confirmed.shape == (3, 2)
    assert type(rates.second_test(rates.natural_frequencies(10, 0.1, 0.9, 0.1), 1, 0).ppv) is float
    with pytest.raises(ValueError, match="^first must be what natural_frequencies returns"):
        rates.second_test(0.5, 0.9, 0.1)
    with pytest.raises(ValueError, match="^first, tpr, fpr must have shapes"):
        rates.second_test(first, [0.1, 0.2, 0.3], 0.1)
    for name in ("tpr", "fpr"):
        for bad in (-0.1, 1.1, np.nan, "0.5", None):
            with pytest.raises(ValueError, match=f"^{name} must be a proportion"):
                rates.second_test(first, **({"tpr": 0.5, "fpr": 0.5} | {name: bad}))
    nobody = rates.second_test(rates.natural_frequencies(10, 0, 0, 0), 0.5, 0.5)
    assert nobody.confirmed == 0 and np.isnan([nobody.ppv, nobody.tpr]).all() and nobody.fpr == 0


# ------------------------------------------------------------------ a second look at what the first picked


def integrated(first, second, correlation, shift):
    """P(second score reaches its criterion | the first did), by mpmath at 30 digits."""
    with mpmath.workdps(30):
        r, rest = mpmath.mpf(correlation), mpmath.sqrt((1 - mpmath.mpf(correlation)) * (1 + correlation))
        criteria = []
        for rate in (first, second):
            x = -mpmath.mpf(float(ndtri(rate)))
            for _ in range(3):  # Newton, from the 16 digits of a float
                x -= (mpmath.mpf(rate) - mpmath.erfc(x / mpmath.sqrt(2)) / 2) / mpmath.npdf(x)
            criteria.append(x)
        alert, needed = criteria[0], criteria[1] - shift
        turn = needed / r if r else alert
        marks = [alert + k * scale for k in (0.1, 0.5, 1, 2, 4, 8) for scale in (1, rest)]
        marks += [turn + k * rest / abs(r or 1) for k in (-8, -4, -2, -1, 0, 1, 2, 4, 8)] + [r * needed]
        marks = sorted({alert, *(mark for mark in marks if mark > alert)})
        both = mpmath.quad(
            lambda x: mpmath.npdf(x) * mpmath.erfc((needed - r * x) / rest / mpmath.sqrt(2)) / 2,
            [*marks, marks[-1] + 30],
        )
        return float(both / mpmath.mpf(first))


@pytest.mark.parametrize("first", [1e-15, 1.7e-8, 1e-3, 0.3, 1 - 1e-6])
@pytest.mark.parametrize("second", [1e-9, 0.14, 0.94])
def test_a_second_look_agrees_with_an_independent_integral(first, second):
    for correlation, shift in ((0.01, 0), (0.33, 0.5), (0.5, 0), (0.9, -0.7), (0.999, 0), (-0.3, 0.5)):
        found = rates.rate_after_alert(first, second, correlation, shift)
        expected = integrated(first, second, correlation, shift)
        assert found == pytest.approx(expected, rel=1e-9, abs=1e-30), (correlation, shift)


@pytest.mark.parametrize(
    "distance", [1e-6, 1e-9]
)  # of the correlation from that of the same test or its opposite
@pytest.mark.parametrize("first", [1e-3, 0.9])
def test_two_nearly_equal_or_opposite_tests_agree_with_an_independent_integral(first, distance):
    for correlation in (1 - distance, distance - 1):
        rest = np.sqrt((1 - correlation) * (1 + correlation))
        for away in (
            -3,
            0,
            4,
            8,
        ):  # how far from the second criterion somebody just at the first one is, in `rest`
            second = float(ndtr(correlation * ndtri(first) - away * rest))
            found = rates.rate_after_alert(first, second, correlation)
            assert found == pytest.approx(integrated(first, second, correlation, 0), rel=1e-9), (
                correlation,
                away,
            )


@pytest.mark.parametrize("correlation", [-0.999999, -0.5, 1e-300, 0.5, 0.999999])
@pytest.mark.parametrize("first", [1e-300, 0.1, 1 - 2**-53])
def test_whom_knowing_of_an_alert_moves_without_bounds_is_certain(first, correlation):
    for shift in (100, 1000, 1e100, 1.7e308):
        assert rates.rate_after_alert(first, 0.1, correlation, shift) == pytest.approx(1, rel=1e-13)
        assert rates.rate_after_alert(first, 0.1, correlation, -shift) == 0


def test_a_second_look_agrees_with_scipys_bivariate_normal():
    for first, second, correlation, shift in product(
        (1e-4, 0.02, 0.9), (0.02, 0.5), (-0.6, 0.2, 0.8), (0, 1)
    ):
        corner = [ndtri(first), ndtri(second) + shift]
        both = multivariate_normal.cdf(corner, mean=[0, 0], cov=[[1, correlation], [correlation, 1]])
        assert rates.rate_after_alert(first, second, correlation, shift) * first == pytest.approx(
            both, rel=1e-9, abs=1e-14
        )


def test_a_second_look_agrees_with_a_drawn_crowd():
    rng = np.random.default_rng(8)
    people, correlation, shift = 400_000, 0.5, 0.4
    machine, eye = rng.multivariate_normal([0, 0], [[1, correlation], [correlation, 1]], people).T
    flagged = machine >= -ndtri(0.01)
    drawn = (eye[flagged] >= -ndtri(0.02) - shift).mean()
    expected = rates.rate_after_alert(0.01, 0.02, correlation, shift)
    assert drawn == pytest.approx(expected, abs=4 * np.sqrt(expected * (1 - expected) / flagged.sum()))


@calm
@given(inner, inner, st.floats(-0.99, 0.99))
def test_who_comes_first_does_not_change_who_is_seen_by_both(first, second, correlation):
    both = rates.rate_after_alert(first, second, correlation) * first
    other_way = rates.rate_after_alert(second, first, correlation) * second
    assert both == pytest.approx(other_way, rel=1e-8, abs=1e-15)


@calm
@given(inner, inner, st.floats(0, 0.999), st.floats(0, 0.999), st.floats(-1, 1))
def test_more_likeness_lets_more_through(first, second, one, other, shift):
    low, high = sorted((one, other))
    less, more = (rates.rate_after_alert(first, second, r, shift) for r in (low, high))
    assert less <= more * (1 + 1e-12)
    # The product of the rates is the least that a correlation of 0 or more allows.
    assert rates.rate_after_alert(first, second, low) >= second * (1 - 1e-12)
    assert rates.rate_after_alert(first, second, low, shift + 0.5) >= less * (1 - 1e-12)


@calm
@given(inner, inner)
def test_no_likeness_is_the_product_and_full_likeness_is_the_same_test_again(first, second):
    assert rates.rate_after_alert(first, second, 0) == second
    assert rates.rate_after_alert(first, second, 1) == pytest.approx(min(1, second / first), rel=1e-9)
    # Exact opposites: only people between the two criteria are seen by both.
    both = rates.rate_after_alert(first, second, -1) * first
    assert both == pytest.approx(max(0, first + second - 1), rel=1e-6, abs=1e-12)
    for end in (1, -1):
        almost = rates.rate_after_alert(first, second, end * (1 - 1e-14))
        assert almost == pytest.approx(rates.rate_after_alert(first, second, end), rel=1e-5, abs=1e-6)


@pytest.mark.parametrize(
    "first, second, expected",
    [
        (0, 0.5, np.nan),
        (0, 1, np.nan),
        (1, 0.2, 0.2),
        (0.3, 0, 0),
        (0.3, 1, 1),
        (0.1, 1, 1),
        (1, 1, 1),
        (1, 0, 0),
    ],
)
def test_rates_at_their_ends(first, second, expected):
    for correlation in (-1, -0.9, -0.5, 0, 0.5, 0.9, 1):
        found = rates.rate_after_alert(first, second, correlation)
        assert found == pytest.approx(expected, nan_ok=True, rel=1e-15)
        assert found == expected or expected not in (0, 1)  # sure is sure, to the last digit


@pytest.mark.parametrize("first", [1e-6, 0.01, 0.5, 0.9])
def test_next_to_sure_is_not_more_than_sure(first):
    for second, correlation in product((0.99, 0.999999, 1 - 2**-53), (0.5, 0.9, 0.99)):
        assert 1 - 1e-8 < rates.rate_after_alert(first, second, correlation, 3.0) <= 1


def test_a_second_look_broadcasts_and_names_what_it_refuses():
    assert rates.rate_after_alert([0.1, 0.2], 0.1, [[0], [0.5], [0.9]], 0.1).shape == (3, 2)
    assert rates.rate_after_alert([], 0.1, 0.5).shape == (0,)
    assert type(rates.rate_after_alert(0.1, 0.1, 0.5)) is float
    good = {"first": 0.1, "second": 0.1, "correlation": 0.5, "shift": 0.0}
    bad = {
        "first": ([-0.1, 1.1, np.nan, "0.5", None], "a proportion in"),
        "second": ([-0.1, 1.1, np.nan, "0.5", None], "a proportion in"),
        "correlation": ([-1.1, 1.1, np.nan, "0.5", None], r"a number in \[-1, 1\]"),
        "shift": ([np.inf, np.nan, "1", None], "a finite number"),
    }
    for name, (values, rule) in bad.items():
        for value in values:
            with pytest.raises(ValueError, match=f"^{name} must be {rule}"):
                rates.rate_after_alert(**(good | {name: value}))
    for one, other in combinations(good, 2):
        with pytest.raises(ValueError, match="^first, second, correlation, shift must have shapes"):
            rates.rate_after_alert(**(good | {one: [0.1, 0.2], other: [0.1, 0.2, 0.3]}))
