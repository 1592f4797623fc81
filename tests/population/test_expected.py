"""Closed forms against simulated means, against brute sums, and NaN where there is none."""

import math

import numpy as np
import pytest
from scipy import integrate, stats

from falsematch import search
from falsematch.population import Scenario, simulate

from .test_against_persons import BASE, COLUMNS, FEATURES


@pytest.mark.parametrize("name", FEATURES)
def test_means_of_many_runs(name):
    scenario = Scenario(**{**BASE, **FEATURES[name], "people": 4000, "passes_per_day": 0.8})
    if scenario.capacity_per_day:
        scenario = Scenario(**{**BASE, **FEATURES[name], "people": 4000, "capacity_per_day": 300})
    days, runs = 4, 150
    expected = scenario.expected(days)
    found = [simulate(scenario, days, 3, run=run).total for run in range(runs)]
    for column in (*COLUMNS, "people_flagged", "people_acted_on"):
        wanted, values = getattr(expected, column), np.array([getattr(one, column) for one in found], float)
        if math.isnan(wanted):
            assert scenario.capacity_per_day is not None
            continue
        assert abs(values.mean() - wanted) <= 4.5 * values.std() / math.sqrt(runs) + 1e-6 * wanted + 1e-9, (
            column
        )
    for place, (group, *_) in enumerate(scenario.parts() if scenario.groups else ()):
        wanted = expected.groups[group.name].false_alerts
        values = np.array([list(one.groups.values())[place].false_alerts for one in found], float)
        assert abs(values.mean() - wanted) <= 4.5 * values.std() / math.sqrt(runs)


def test_what_has_no_closed_form_is_nan_and_what_has_is_not():
    both = Scenario(**BASE, capacity_per_day=6, found_leave=True).expected(5)
    assert math.isnan(both.searches) and math.isnan(both.acted_on_true) and math.isnan(both.listed_found)
    assert both.false_alerts == pytest.approx(40 * 1.5 * 0.8 * 5 * 0.08)
    unequal = Scenario(**BASE, capacity_per_day=6, own_rates=0.9).expected(5)
    assert math.isnan(unequal.reviewed) and not math.isnan(unequal.true_alerts)
    alike = Scenario(**BASE, capacity_per_day=6).expected(5)
    assert not math.isnan(alike.acted_on_true) and math.isnan(alike.people_acted_on)
    leaving = Scenario(**BASE, found_leave=True).expected(5)
    assert not math.isnan(leaving.searches)
    assert "share_right_before_review" in leaving.to_dict() and both.to_dict()["listed_found"] is None


def test_a_capacity_takes_the_mean_of_the_lesser():
    """E[min(C, N)] of a Poisson number, summed plainly."""
    scenario = Scenario(**BASE, capacity_per_day=6)
    alerts = 40 * 1.2 * 0.08 + 5 * 1.2 * 0.75
    k = np.arange(200)
    least = stats.poisson.pmf(k, alerts) @ np.minimum(k, 6)
    one = scenario.expected(1)
    assert one.acted_on_false + one.acted_on_true == pytest.approx(least, rel=1e-12)
    assert one.dropped == pytest.approx(alerts - least, rel=1e-12)
    assert one.acted_on_true / one.acted_on_false == pytest.approx(one.true_alerts / one.false_alerts)
    assert Scenario(**BASE, capacity_per_day=0).expected(3).acted_on_true == 0


def test_leaving_is_a_sum_over_days():
    scenario = Scenario(**BASE, found_leave=True)
    found_each = 1.2 * 0.75
    there = sum(math.exp(-found_each * day) for day in range(9))
    assert scenario.expected(9).true_alerts == pytest.approx(5 * 1.2 * 0.75 * there, rel=1e-12)
    assert scenario.expected(9).listed_found == pytest.approx(5 * (1 - math.exp(-9 * found_each)), rel=1e-12)


@pytest.mark.parametrize(("fpir", "cv"), [(0.08, 1.2), (0.6, 0.22), (1e-7, 3.0)])
def test_unequal_people_by_an_integral(fpir, cv):
    scenario = Scenario(**{**BASE, "fpir": fpir}, own_rates=cv)
    law = stats.gamma(cv**-2, scale=fpir * cv**2)
    each = 1.2 * 10
    below = integrate.quad(
        lambda g: math.exp(-each * g) * law.pdf(g), 0, min(1, fpir * 50), limit=500, epsrel=1e-11
    )[0]
    none = below + math.exp(-each) * law.sf(1)
    expected = scenario.expected(10)
    if cv < 3:  # the integral's own digits end at rare events
        assert expected.people_flagged == pytest.approx(40 * (1 - none), rel=1e-7)
    else:
        assert expected.people_flagged == pytest.approx(40 * each * fpir, rel=1e-4)
    capped = law.expect(lambda g: min(1.0, g), ub=min(50.0, fpir * 2000))
    assert expected.false_alerts == pytest.approx(40 * each * capped, rel=1e-4)


def test_beta_people_have_the_mean_of_the_formula():
    for fmr, size, cv in ((1e-4, 10_000, 3.0), (1e-6, 1_300_000_000, 2.0), (2e-3, 1_000, 1.5), (0.1, 3, 0.5)):
        scenario = Scenario(10, 1, size, 0, fmr=fmr, fnir=0.1, own_rates=cv)
        assert scenario.mean_fpir == pytest.approx(search.fpir_heterogeneous(fmr, size, cv), rel=1e-7)
    widest = math.sqrt((1 - 0.2) / 0.2)
    assert Scenario(10, 1, 50, 0, fmr=0.2, fnir=0, own_rates=widest).mean_fpir == pytest.approx(0.2)


def test_everyone_of_a_country():
    """1.3 billion people, 99.8 % of comparisons right, a list of 10,000: practically everybody, every day."""
    country = Scenario(1_300_000_000, 5, 10_000, 1_000, fmr=0.002, fnir=0.002)
    assert country.expected(1).people_flagged == pytest.approx(
        1.3e9 * -math.expm1(-5 * search.fpir(0.002, 10_000))
    )
    one = simulate(country, 1, 1)
    assert one.times_flagged.sum() == 1_300_000_000
    assert abs(one.total.false_alerts - country.expected().false_alerts) < 6 * math.sqrt(6.5e9)


def test_invariances():
    """A city in two halves adds up; twice the people at half the passes; a threshold never adds to expected alerts."""
    city = Scenario(**{**BASE, "people": 4000})
    halves = Scenario(**{**BASE, "people": 4000}, groups=[("a", 0.5), ("b", 0.5)])
    assert halves.expected(7).to_dict()["false_alerts"] == pytest.approx(city.expected(7).false_alerts)
    assert halves.expected(7).people_flagged == pytest.approx(city.expected(7).people_flagged)
    twice = Scenario(**{**BASE, "people": 8000, "passes_per_day": 0.75})
    assert twice.expected(7).false_alerts == pytest.approx(city.expected(7).false_alerts)
    stricter = Scenario(**{**BASE, "people": 4000, "fpir": 0.04})
    assert stricter.expected(7).people_flagged < city.expected(7).people_flagged
