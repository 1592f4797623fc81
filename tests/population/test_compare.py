"""Interventions on the same alerts: each side is what its own scenario brings, and differences scatter as thinning says."""

import numpy as np
import pytest

from falsematch.population import Scenario, compare, simulate

from .test_against_persons import BASE, COLUMNS, GROUPS, REVIEW, TABLE, same_distribution

CITY = Scenario(**{**BASE, "people": 60}, groups=GROUPS, own_rates=TABLE, review=REVIEW)
CHANGES = {
    "stricter": dict(fpir=0.03, fnir=0.4),
    "looser": dict(fpir=0.1, fnir=0.05),
    "fewer passes": dict(passes_per_day=0.5),
    "shorter list": dict(list_size=10, listed_passing=2, fpir=0.04),
    "another look": dict(review=(0.6, 0.7, 5, 5)),
    "a capacity": dict(capacity_per_day=4),
    "found leave": dict(found_leave=True, capacity_per_day=6, over_capacity="acted on"),
}


def test_each_side_is_its_own_scenario():
    """However many alerts are taken away, what stays has the distribution of a simulation of its own."""
    runs, days = 300, 3
    pairs = compare(CITY, CHANGES, days, 4, runs)
    for name, change in {"as it is": {}, **CHANGES}.items():
        own = Scenario(
            **{**BASE, "people": 60, "groups": GROUPS, "own_rates": TABLE, "review": REVIEW, **change}
        )
        alone = [simulate(own, days, 77, run=run).total for run in range(runs)]
        for column in (*COLUMNS, "people_flagged", "people_acted_on"):
            one, other = pairs.totals[name][column], [getattr(total, column) for total in alone]
            assert same_distribution(one, other) > 5e-5, (name, column)


def test_nobody_gains_an_alert_when_a_threshold_rises():
    found = compare(CITY, {"stricter": CHANGES["stricter"]}, 20, 1, runs=30)
    assert (found.difference("stricter", "false_alerts") <= 0).all()
    assert (found.difference("stricter", "true_alerts") <= 0).all()
    assert (found.difference("stricter", "searches") == 0).all()
    assert (found.difference("stricter", "misses") == -found.difference("stricter", "true_alerts")).all()
    first, base = found.first["stricter"], found.first["as it is"]
    assert (first.daily.false_alerts <= base.daily.false_alerts).all()
    # At least so often: the tails of the numbers of people can only shrink.
    tails = [np.cumsum(run.times_flagged[::-1])[::-1] for run in (first, base)]
    assert (tails[0] <= np.resize(tails[1], len(tails[0]))).all()


@pytest.mark.parametrize("kept", [0.98, 0.9, 0.5])
def test_differences_scatter_as_thinning_says(kept):
    """(1 - r) / (1 + r) of two separate simulations."""
    city = Scenario(20_000, 1, 100, 0, fpir=0.01, fnir=0.1)
    runs = 1000
    paired = compare(city, {"stricter": dict(fpir=0.01 * kept)}, 1, 2, runs).difference(
        "stricter", "false_alerts"
    )
    separate = 200 * (1 + kept)  # both are Poisson numbers
    ratio = paired.var() / separate
    assert ratio == pytest.approx((1 - kept) / (1 + kept), rel=5 * (2 / runs) ** 0.5)
    if kept >= 0.9:
        assert ratio < 0.1


def test_same_seed_same_numbers_with_more_changes_too():
    one = compare(CITY, {"a capacity": dict(capacity_per_day=4)}, 3, 9, runs=5)
    again = compare(CITY, {"a capacity": dict(capacity_per_day=4)}, 3, 9, runs=5)
    for column in COLUMNS:
        assert np.array_equal(one.totals["a capacity"][column], again.totals["a capacity"][column])


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"x": dict(people=5)}, r"changes\['x'\] must be of anything but people"),
        ({"x": dict(fipr=5)}, r"changes\['x'\] must be of people, passes_per_day"),
        ({"x": dict(fpir=5)}, r"changes\['x'\]: fpir must be a proportion"),
        ({"x": 3}, r"changes\['x'\] must be a mapping"),
        ({"as it is": {}}, "changes must be named by text other than"),
        (3, "changes must be a mapping"),
    ],
)
def test_unusable_changes_are_refused(changes, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        compare(CITY, changes, 2, 1)


def test_unusable_questions_are_refused():
    found = compare(CITY, {"x": dict(fnir=0.5)}, 2, 1)
    with pytest.raises(ValueError, match="^column must be one of searches"):
        found.difference("x", "accuracy")
    with pytest.raises(ValueError, match="^name must be one of as it is, x"):
        found.difference("y", "misses")
    with pytest.raises(ValueError, match="^listed_passing must be such that"):
        compare(Scenario(10, 5, 10**9, 10**9, fpir=0, fnir=0), {}, 1, 1)
