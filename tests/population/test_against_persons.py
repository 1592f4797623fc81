"""The exact simulation against one person after another: the same distributions, with every feature and in pairs."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from falsematch.population import Scenario, simulate

from . import person_by_person

DAYS, RUNS = 3, 500
BASE = dict(people=40, passes_per_day=1.5, list_size=20, listed_passing=5, usable=0.8, fpir=0.08, fnir=0.25)
TABLE = [(0.8, 0.5), (0.2, 3.0)]
GROUPS = [("a", 0.3, 2.0, 0.5), ("b", 0.7, 0.5, 1.2)]
REVIEW = (0.8, 0.3, 30, 12)
FEATURES = {
    "plain": {},
    "everyone flagged": dict(fpir=1.0),
    "fmr": dict(fpir=None, fmr=0.004),
    "table": dict(own_rates=TABLE),
    "gamma": dict(own_rates=1.2),
    "gamma at the cap": dict(fpir=0.6, own_rates=0.22),
    "beta": dict(fpir=None, fmr=0.004, own_rates=2.0),
    "table of fmr": dict(fpir=None, fmr=0.004, own_rates=TABLE),
    "groups": dict(groups=GROUPS),
    "review": dict(review=REVIEW),
    "capacity": dict(capacity_per_day=6),
    "leaving": dict(found_leave=True),
    "review, capacity": dict(review=REVIEW, capacity_per_day=6),
    "review, capacity, acted on": dict(review=REVIEW, capacity_per_day=6, over_capacity="acted on"),
    "capacity, leaving": dict(capacity_per_day=6, found_leave=True),
    "acted on, leaving": dict(review=REVIEW, capacity_per_day=5, over_capacity="acted on", found_leave=True),
    "gamma, review": dict(own_rates=1.2, review=REVIEW),
    "table, capacity": dict(own_rates=TABLE, capacity_per_day=6),
    "groups, leaving": dict(groups=GROUPS, found_leave=True),
    "everything": dict(
        fpir=0.05,
        own_rates=0.8,
        groups=GROUPS,
        review=REVIEW,
        capacity_per_day=6,
        over_capacity="acted on",
        found_leave=True,
    ),
}
COLUMNS = (
    "searches false_alerts true_alerts misses reviewed acted_on_false acted_on_true dropped listed_found review_hours"
).split()


def same_distribution(ours, theirs):
    """The p value of a chi-square test of two samples, rare values put together; 1 if both are one value."""
    counts = [Counter(np.round(sample, 9)) for sample in (ours, theirs)]
    values = sorted(set(counts[0]) | set(counts[1]))
    cells, cell = [], np.zeros(2)
    for value in values:
        cell = cell + [counts[0][value], counts[1][value]]
        if cell.sum() >= 24:
            cells, cell = [*cells, cell], np.zeros(2)
    if cells:
        cells[-1] = cells[-1] + cell
    else:
        cells = [cell]
    table = np.array(cells).T
    return 1.0 if table.shape[1] == 1 else stats.chi2_contingency(table).pvalue


@pytest.mark.parametrize("name", FEATURES)
def test_same_distributions(name):
    scenario = Scenario(**{**BASE, **FEATURES[name]})
    rng = np.random.default_rng(11)
    slow = [person_by_person.simulate(scenario, DAYS, rng) for _ in range(RUNS)]
    quick = [simulate(scenario, DAYS, 5, run=run) for run in range(RUNS)]
    found = {}
    for column in COLUMNS:
        found[column] = (
            [getattr(run.total, column) for run in quick],
            [sum(day[column] for day in run["days"]) for run in slow],
        )
        for day in (0, DAYS - 1):
            found[f"{column} of day {day + 1}"] = (
                [getattr(run.daily, column)[day] for run in quick],
                [run["days"][day][column] for run in slow],
            )
    for what in ("times_flagged", "times_acted_on"):
        for k in range(4):
            found[f"{what} {k}"] = (
                [getattr(run, what)[k : k + 1].sum() for run in quick],
                [int(np.sum(run[what] == k)) for run in slow],
            )
    # Things that hang together: a joint draw, not one margin after another.
    joint = {
        "flagged twice, alerts": (
            [int(run.times_flagged[2:].sum()) - int(run.total.false_alerts) for run in quick],
            [int(np.sum(run["times_flagged"] >= 2)) - int(run["times_flagged"].sum()) for run in slow],
        ),
        "acted on, found": (
            [int(run.total.acted_on_true) - 3 * int(run.total.listed_found) for run in quick],
            [sum(day["acted_on_true"] - 3 * day["listed_found"] for day in run["days"]) for run in slow],
        ),
        "searches, alerts": (
            [int(run.total.searches) - 10 * int(run.total.false_alerts) for run in quick],
            [sum(day["searches"] - 10 * day["false_alerts"] for day in run["days"]) for run in slow],
        ),
        "first day, whole": (
            [4 * int(run.daily.false_alerts[0]) - int(run.total.false_alerts) for run in quick],
            [4 * run["days"][0]["false_alerts"] - int(run["times_flagged"].sum()) for run in slow],
        ),
    }
    values = {what: same_distribution(*pair) for what, pair in {**found, **joint}.items()}
    # Under the hypothesis the least of so many p values is about 1 / number.
    worst = min(values, key=values.get)
    assert values[worst] > 0.002 / len(values), (worst, values[worst])
    for run in quick[:50]:
        adds_up(scenario, run)


def adds_up(scenario, run):
    """One joint draw: days, groups and histograms belong together."""
    for column in COLUMNS:
        assert np.sum(getattr(run.daily, column)) == pytest.approx(getattr(run.total, column))
        if scenario.groups:
            assert sum(getattr(g, column) for g in run.total.groups.values()) == pytest.approx(
                getattr(run.total, column)
            )
    for times, alerts, people in (
        (run.times_flagged, run.total.false_alerts, run.total.people_flagged),
        (run.times_acted_on, run.total.acted_on_false, run.total.people_acted_on),
    ):
        assert np.arange(len(times)) @ times == alerts
        assert times.sum() == scenario.people and times[1:].sum() == people
    total = run.total
    if scenario.review is None:
        assert total.reviewed == 0
    assert total.acted_on_false <= total.false_alerts and total.acted_on_true <= total.true_alerts


@pytest.mark.parametrize("name", ["plain", "gamma", "review", "groups", "leaving"])
def test_different_people_of_a_day(name):
    scenario = Scenario(
        **{**BASE, **FEATURES[name], "fpir": 0.2} | ({"own_rates": 0.5} if name == "gamma" else {})
    )
    rng = np.random.default_rng(2)
    slow = [person_by_person.simulate(scenario, DAYS, rng) for _ in range(RUNS)]
    quick = [simulate(scenario, DAYS, 8, run=run, different_people=True) for run in range(RUNS)]
    for column in ("people_flagged", "people_acted_on"):
        for day in range(DAYS):
            ours = [getattr(run.daily, column)[day] for run in quick]
            theirs = [run["days"][day][column] for run in slow]
            assert same_distribution(ours, theirs) > 2e-4, (column, day)
    ours = [run.daily.people_flagged[0] - run.daily.false_alerts[0] + run.times_acted_on[0] for run in quick]
    theirs = [
        run["days"][0]["people_flagged"] - run["days"][0]["false_alerts"] + np.sum(run["times_acted_on"] == 0)
        for run in slow
    ]
    assert same_distribution(ours, theirs) > 2e-4
    for run in quick[:50]:
        adds_up(scenario, run)
        assert (run.daily.people_flagged <= run.daily.false_alerts).all()
