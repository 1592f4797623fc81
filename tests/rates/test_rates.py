"""Bayes' rule in counts of people, against exact fractions and against itself turned round."""

from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import rates

calm = settings(max_examples=100, deadline=None)
proportions = st.floats(0, 1, allow_subnormal=False)
inner = st.floats(1e-300, 1 - 1e-12)


def exact_ppv(prevalence, tpr, fpr):
    p, t, f = map(Fraction, (prevalence, tpr, fpr))
    return p * t / (p * t + (1 - p) * f)


def exact_npv(prevalence, tpr, fpr):
    p, t, f = map(Fraction, (prevalence, tpr, fpr))
    return (1 - p) * (1 - f) / ((1 - p) * (1 - f) + p * (1 - t))


GRID = [0.0, 1e-300, 1e-200, 1e-17, 1e-9, 0.002, 0.5, 0.998, 1 - 2**-53, 1.0]


@pytest.mark.parametrize("prevalence", GRID)
@pytest.mark.parametrize("tpr", GRID)
def test_ppv_and_npv_agree_with_exact_fractions(prevalence, tpr):
    for fpr in GRID:
        for value, exact in ((rates.ppv, exact_ppv), (rates.npv, exact_npv)):
            found = value(prevalence, tpr, fpr)
            try:
                expected = float(exact(prevalence, tpr, fpr))
            except ZeroDivisionError:
                assert np.isnan(found)
                continue
            assert found == pytest.approx(expected, rel=1e-15, abs=1e-307), (prevalence, tpr, fpr)


def test_a_textbook_case():
    """Of 10,000 people 1 % are ill: 80 of these and 9.6 % of the others test positive, 80 of 1,030.4."""
    assert rates.ppv(0.01, 0.8, 0.096) == pytest.approx(80 / (80 + 950.4))


@pytest.mark.parametrize("prevalence, tpr, fpr", [(0, 0, 0), (0.5, 0, 0), (1, 0, 0.3), (0, 0.3, 0)])
def test_no_alert_has_no_share_of_right_ones(prevalence, tpr, fpr):
    assert np.isnan(rates.ppv(prevalence, tpr, fpr))
    assert np.isnan(rates.natural_frequencies(100, prevalence, tpr, fpr).ppv)


@pytest.mark.parametrize("prevalence, tpr, fpr", [(0.5, 1, 1), (1, 1, 0.3), (0, 0.3, 1)])
def test_no_silence_has_no_share_of_right_ones(prevalence, tpr, fpr):
    assert np.isnan(rates.npv(prevalence, tpr, fpr))
    assert np.isnan(rates.natural_frequencies(100, prevalence, tpr, fpr).npv)


@calm
@given(inner, inner, inner, inner)
def test_ppv_rises_with_the_base_rate_and_falls_with_false_positives(prevalence, tpr, fpr, other):
    low, high = sorted((prevalence, other))
    assert rates.ppv(low, tpr, fpr) <= rates.ppv(high, tpr, fpr) * (1 + 1e-15)
    low, high = sorted((fpr, other))
    assert rates.ppv(prevalence, tpr, high) <= rates.ppv(prevalence, tpr, low) * (1 + 1e-15)


@calm
@given(proportions, proportions, proportions)
def test_npv_is_ppv_of_the_opposite_question(prevalence, tpr, fpr):
    # 1 - x is exact for these, so that both routes get the same question.
    prevalence, tpr, fpr = (round(x * 2**20) / 2**20 for x in (prevalence, tpr, fpr))
    assert rates.npv(prevalence, tpr, fpr) == pytest.approx(
        rates.ppv(1 - prevalence, 1 - fpr, 1 - tpr), nan_ok=True, rel=1e-14
    )


# ------------------------------------------------------------------ counts


@calm
@given(st.floats(0, 1e12), proportions, proportions, proportions)
def test_everybody_is_counted_once(people, prevalence, tpr, fpr):
    n = rates.natural_frequencies(people, prevalence, tpr, fpr)
    total = pytest.approx(people, rel=1e-15, abs=1e-300)
    assert n.true_alerts + n.missed + n.false_alerts + n.rightly_silent == total
    assert n.mated + n.nonmated == total
    assert n.alerts + n.silent == total
    assert n.true_alerts + n.missed == pytest.approx(n.mated, rel=1e-15, abs=1e-300)
    if n.alerts > 1e-200:
        assert n.ppv == pytest.approx(rates.ppv(prevalence, tpr, fpr), rel=1e-14)
    if n.silent > 1e-200:
        assert n.npv == pytest.approx(rates.npv(prevalence, tpr, fpr), rel=1e-14)
    if people > 1e-200:
        assert n.accuracy + n.wrong / people == pytest.approx(1)


def test_few_people_among_many_are_not_rounded_away():
    """0.15 people are missed among 1.3 billion: a difference of two large counts would lose most digits."""
    people, prevalence, tpr, fpr = 1.3e9, 3 / 1.3e9, 0.95, 1e-15
    n = rates.natural_frequencies(people, prevalence, tpr, fpr)
    p, t, f = map(Fraction, (prevalence, tpr, fpr))
    assert n.missed == pytest.approx(float(Fraction(people) * p * (1 - t)), rel=1e-15)
    assert n.false_alerts == pytest.approx(float(Fraction(people) * (1 - p) * f), rel=1e-15)
    assert n.false_alerts > 0


def test_a_silent_system_is_more_accurate_than_one_that_looks():
    silent = rates.natural_frequencies(1_000_000, 1e-4, 0, 0)
    looking = rates.natural_frequencies(1_000_000, 1e-4, 0.998, 0.002)
    assert silent.accuracy == pytest.approx(0.9999) and looking.accuracy == pytest.approx(0.998)


def test_nobody_looked_at():
    n = rates.natural_frequencies(0, 0.5, 0.5, 0.5)
    assert n.alerts == n.silent == 0
    assert np.isnan([n.ppv, n.npv, n.accuracy]).all()


def test_arrays_broadcast_and_scalars_stay_floats():
    n = rates.natural_frequencies([10, 100], [[0.1], [0.2], [0.3]], 0.9, 0.01)
    for field in (n.people, n.mated, n.true_alerts, n.alerts, n.ppv, n.accuracy):
        assert field.shape == (3, 2)
    n.people[0, 0] = -1  # nothing else may change with it
    assert n.people[1, 0] == 10
    assert type(rates.natural_frequencies(10, 0.1, 0.9, 0.01).ppv) is float
    assert type(rates.ppv(0.1, 1, 0)) is float
    assert rates.ppv([0.1, 0.2], 1, [[0.1], [0.3]]).shape == (2, 2)
    assert rates.ppv([], 1, 0.1).shape == (0,)


# ------------------------------------------------------------------ the same rule turned round


@calm
@given(inner, inner, inner)
def test_fpr_for_ppv_and_back(wanted, prevalence, tpr):
    fpr = rates.fpr_for_ppv(wanted, prevalence, tpr)
    if fpr < 1:
        if fpr > 1e-290:
            assert rates.ppv(prevalence, tpr, fpr) == pytest.approx(wanted, rel=1e-12)
    else:
        assert rates.ppv(prevalence, tpr, 1) >= wanted * (1 - 1e-12)


@calm
@given(inner, inner, inner)
def test_prevalence_for_ppv_and_back(wanted, tpr, fpr):
    prevalence = rates.prevalence_for_ppv(wanted, tpr, fpr)
    if 1e-290 < prevalence < 1 - 1e-3:
        assert rates.ppv(prevalence, tpr, fpr) == pytest.approx(wanted, rel=1e-12)


@calm
@given(inner, inner, inner)
def test_both_ways_of_turning_agree(wanted, prevalence, tpr):
    fpr = rates.fpr_for_ppv(wanted, prevalence, tpr)
    if 1e-290 < fpr < 1 and prevalence < 0.999:
        assert rates.prevalence_for_ppv(wanted, tpr, fpr) == pytest.approx(prevalence, rel=1e-12)


@pytest.mark.parametrize(
    "wanted, prevalence, tpr, expected",
    [
        (0, 0.1, 0.5, 1.0),  # no demand at all
        (0.5, 0.6, 1, 1.0),  # more than half are sought: pointing at everybody is right often enough
        (1, 0.1, 0.5, 0.0),
        (0.9, 1, 0.5, 1.0),  # nobody else is there to be wrongly pointed at
        (0, 0, 0.5, 1.0),
        (0.5, 0, 0.5, np.nan),  # nobody to find
        (0.5, 0.1, 0, np.nan),  # nobody found
        (0, 1, 0, np.nan),  # no alert, whatever the rate
        (1, 1, 0.5, 1.0),  # always right, since nobody else is there
        (5e-324, 0.5, 1, 1.0),  # a demand so small that dividing by it goes beyond the largest float
    ],
)
def test_fpr_for_ppv_at_its_ends(wanted, prevalence, tpr, expected):
    assert rates.fpr_for_ppv(wanted, prevalence, tpr) == pytest.approx(expected, nan_ok=True)


@pytest.mark.parametrize(
    "wanted, tpr, fpr, expected",
    [
        (0, 0.9, 0.1, 0.0),
        (1, 0.9, 0.1, 1.0),
        (0.9, 0.5, 0, 0.0),  # never wrong, however rare
        (1, 0.5, 0, 0.0),
        (0, 0, 0.5, 0.0),
        (0.5, 0, 0.5, np.nan),  # always wrong
        (0.5, 0, 0, np.nan),  # never an alert
        (0, 0, 0, np.nan),
    ],
)
def test_prevalence_for_ppv_at_its_ends(wanted, tpr, fpr, expected):
    assert rates.prevalence_for_ppv(wanted, tpr, fpr) == pytest.approx(expected, nan_ok=True)


def test_tiny_rates_do_not_vanish_in_products():
    assert rates.ppv(0.5, 1e-300, 1e-300) == 0.5
    assert rates.prevalence_for_ppv(0.5, 1e-300, 3e-300) == pytest.approx(0.75)
    assert rates.fpr_for_ppv(1e-250, 1e-260, 1) == pytest.approx(1e-10, rel=1e-14)


# ------------------------------------------------------------------ what is refused


BAD = [
    -1e-9,
    1 + 1e-9,
    float("nan"),
    float("inf"),
    "0.5",
    None,
    [0.1, 1.2],
    np.ma.array([0.1, 0.2], mask=[0, 1]),
    1j,
]
CALLS = {
    "prevalence": [
        lambda x: rates.ppv(x, 0.5, 0.5),
        lambda x: rates.npv(x, 0.5, 0.5),
        lambda x: rates.natural_frequencies(1, x, 0.5, 0.5),
        lambda x: rates.fpr_for_ppv(0.5, x, 0.5),
    ],
    "tpr": [
        lambda x: rates.ppv(0.5, x, 0.5),
        lambda x: rates.npv(0.5, x, 0.5),
        lambda x: rates.natural_frequencies(1, 0.5, x, 0.5),
        lambda x: rates.fpr_for_ppv(0.5, 0.5, x),
        lambda x: rates.prevalence_for_ppv(0.5, x, 0.5),
    ],
    "fpr": [
        lambda x: rates.ppv(0.5, 0.5, x),
        lambda x: rates.npv(0.5, 0.5, x),
        lambda x: rates.natural_frequencies(1, 0.5, 0.5, x),
        lambda x: rates.prevalence_for_ppv(0.5, 0.5, x),
    ],
    "ppv": [lambda x: rates.fpr_for_ppv(x, 0.5, 0.5), lambda x: rates.prevalence_for_ppv(x, 0.5, 0.5)],
}


@pytest.mark.parametrize(
    "name, number", [(name, i) for name, calls in CALLS.items() for i in range(len(calls))]
)
def test_what_is_no_proportion_is_refused_by_name(name, number):
    for bad in BAD:
        with pytest.raises(ValueError, match=f"^{name} must be a proportion"):
            CALLS[name][number](bad)


@pytest.mark.parametrize("people", [-1, float("nan"), float("inf"), "10", None])
def test_unusable_numbers_of_people_are_refused(people):
    with pytest.raises(ValueError, match="^people must be"):
        rates.natural_frequencies(people, 0.5, 0.5, 0.5)


@pytest.mark.parametrize(
    "function, names",
    [
        (rates.ppv, ("prevalence", "tpr", "fpr")),
        (rates.npv, ("prevalence", "tpr", "fpr")),
        (rates.natural_frequencies, ("people", "prevalence", "tpr", "fpr")),
        (rates.fpr_for_ppv, ("ppv", "prevalence", "tpr")),
        (rates.prevalence_for_ppv, ("ppv", "tpr", "fpr")),
    ],
)
def test_shapes_of_any_two_arguments_must_fit(function, names):
    for first, second in combinations(names, 2):
        shapes = {first: [0.1, 0.2], second: [0.1, 0.2, 0.3]}
        with pytest.raises(ValueError, match=rf"^{', '.join(names)} must have shapes that broadcast"):
            function(*(shapes.get(name, 0.5) for name in names))


def test_counts_cannot_be_changed_afterwards():
    n = rates.natural_frequencies(10, 0.5, 0.5, 0.5)
    with pytest.raises(FrozenInstanceError):
        n.people = 20
