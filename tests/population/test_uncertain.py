"""Uncertain inputs: the indices of Sobol' against models whose indices are known, ranges kept, and refusals."""

import math
import pickle

import numpy as np
import pytest

from falsematch.population import Scenario, Uncertain, ensemble, importance

CITY = Scenario(10**6, 1, 1_000, 10, fpir=1e-5, fnir=0.1, review=(0.9, 0.5, 1, 1))


def test_an_additive_model():
    """review_hours = (a s + b t) / 3600 of two even inputs: first and total indices are a^2 / (a^2 + b^2)."""
    inputs = {"review.seconds_true": (0, 10), "review.seconds_false": (0, 10)}
    found = importance(Uncertain(CITY, inputs), "review_hours", seed=1)
    a, b = 10 * 0.9, 10.0  # true and false alerts of a day
    for indices in (found.first, found.total):
        assert indices["review.seconds_true"] == pytest.approx(a**2 / (a**2 + b**2), abs=0.02)
        assert indices["review.seconds_false"] == pytest.approx(b**2 / (a**2 + b**2), abs=0.02)
    assert found.swing["review.seconds_true"] == pytest.approx((b * 5 / 3600, (b * 5 + a * 10) / 3600))
    assert found.middle == pytest.approx((a + b) * 5 / 3600)


@pytest.mark.parametrize("seed", range(4))
def test_a_product(seed):
    """searches = people x passes, both even from 0: first indices 3/7, total indices 4/7."""
    scenario = Scenario(10**6, 1, 10, 0, fpir=0.1, fnir=0)
    found = importance(
        Uncertain(scenario, {"people": (0, 10**6), "passes_per_day": (0, 2)}), "searches", seed=seed
    )
    assert list(found.first.values()) == pytest.approx([3 / 7, 3 / 7], abs=0.025)
    assert list(found.total.values()) == pytest.approx([4 / 7, 4 / 7], abs=0.025)
    assert found.middle == 500_000


def test_a_logarithmic_range():
    """E[Y] and Var[Y] of people x 10^u have closed forms; an input that does nothing has index 0."""
    scenario = Scenario(10**6, 1, 10, 5, fpir=0.1, fnir=0)
    inputs = {"fpir": (1e-4, 1e-1, "log"), "passes_per_day": (1, 3), "fnir": (0, 1)}
    found = importance(Uncertain(scenario, inputs), "false_alerts", seed=2, samples=2048)
    ratio = math.log(1e3)
    mean, square = (1e3 - 1) / ratio, (1e6 - 1) / (2 * ratio)  # of fpir / 1e-4
    passes, passes_square = 2.0, 4 + 1 / 3
    whole = square * passes_square - (mean * passes) ** 2
    assert found.first["fpir"] == pytest.approx((square - mean**2) * passes**2 / whole, abs=0.02)
    assert found.total["passes_per_day"] == pytest.approx((passes_square - 4) * square / whole, abs=0.02)
    assert found.first["fnir"] == found.total["fnir"] == 0 and list(found.total)[0] == "fpir"
    assert found.swing["fpir"] == pytest.approx((1e6 * 2e-4, 1e6 * 0.2)) and found.ends["fpir"] == (
        1e-4,
        1e-1,
    )


def test_ranges_are_kept_and_filled_evenly():
    uncertain = Uncertain(
        CITY, {"listed_passing": (5, 25), "fpir": (1e-6, 1e-3, "log"), "review.confirm_false": (0.2, 0.8)}
    )
    drawn = [uncertain(np.random.default_rng(seed)) for seed in range(3_000)]
    listed = [s.listed_passing for s in drawn]
    assert min(listed) == 5 and max(listed) == 25 and np.mean(listed) == pytest.approx(15, abs=0.6)
    logs = np.log10([s.fpir for s in drawn])
    assert -6 <= logs.min() and logs.max() <= -3 and logs.mean() == pytest.approx(-4.5, abs=0.08)
    assert {s.fnir for s in drawn} == {0.1} and {s.review.confirm_true for s in drawn} == {0.9}
    assert np.mean([s.review.confirm_false for s in drawn]) == pytest.approx(0.5, abs=0.02)
    assert uncertain.at([0, 0, 0]).fpir == 1e-6 and uncertain.at([1, 1, 1]).fpir == 1e-3


def test_an_ensemble_draws_from_it():
    uncertain = pickle.loads(pickle.dumps(Uncertain(CITY, {"fpir": (1e-6, 1e-4, "log")})))
    found = ensemble(uncertain, 200, 2, seed=1, repeats=3, progress=False)
    expected = [scenario.expected(2).false_alerts for scenario in found.scenarios]
    means = found.values["false_alerts"].mean(axis=1)
    assert np.corrcoef(np.log(expected), np.log(means + 0.1))[0, 1] > 0.98
    low, high = found.spread("false_alerts")["inputs"]
    assert low < 4 and high > 150


def test_same_seed_same_indices():
    uncertain = Uncertain(CITY, {"fpir": (1e-6, 1e-4, "log"), "fnir": (0.1, 0.5)})
    one, again, other = (importance(uncertain, "true_alerts", seed=seed, samples=64) for seed in (1, 1, 2))
    assert one == again and one.total != other.total


@pytest.mark.parametrize(
    ("inputs", "words"),
    [
        ({}, "inputs must be a mapping with at least one input"),
        (5, "inputs must be a mapping of names"),
        ({"groups": (0, 1)}, "inputs must be of people"),
        ({"fmr": (0, 1)}, "inputs must be the one of fpir and fmr"),
        ({"fnir": (0.5, 0.1)}, "inputs['fnir'] must be (low, high) with low < high"),
        ({"fnir": (0, 0.1, "log")}, "inputs['fnir'] must be (low, high)"),
        ({"fnir": (0.1, 0.2, "lin")}, "inputs['fnir'] must be (low, high)"),
        ({"fnir": 0.5}, "inputs['fnir'] must be (low, high)"),
        ({"fnir": "ab"}, "inputs['fnir'] must be (low, high)"),
        ({"fnir": (0.1, 1.5)}, "inputs['fnir']: fnir must be a proportion"),
        (
            {"listed_passing": (1, 5_000)},
            "inputs['listed_passing']: listed_passing must be at most list_size",
        ),
        (
            {"own_rates": (0, 2)},
            "inputs['own_rates']: own_rates must be 0, or a coefficient of variation from 0.001",
        ),
        ({"fnir": (0.1, float("nan"))}, "inputs['fnir'] must be a finite"),
    ],
)
def test_ranges_that_are_none_are_refused(inputs, words):
    with pytest.raises(ValueError) as refused:
        Uncertain(CITY, inputs)
    assert str(refused.value).startswith(words) and "\n" not in str(refused.value)


def test_what_has_no_closed_form_is_refused():
    limited = Scenario(100, 1, 10, 5, fpir=0.1, fnir=0.1, capacity_per_day=3, found_leave=True)
    uncertain = Uncertain(limited, {"fpir": (0.1, 0.2)})
    with pytest.raises(ValueError, match="^column must be one with a closed form"):
        importance(uncertain, "true_alerts", seed=1)
    for change, words in (
        (dict(column="alerts"), "column must be one of searches"),
        (dict(samples=100), "samples must be a power of two"),
        (dict(seed=None), "seed must be given"),
        (dict(uncertain=limited), "uncertain must be an Uncertain"),
    ):
        with pytest.raises(ValueError, match=f"^{words}"):
            importance(**dict(uncertain=uncertain, column="false_alerts", seed=1) | change)
    unreviewed = Scenario(100, 1, 10, 5, fpir=0.1, fnir=0.1)
    with pytest.raises(ValueError, match="^inputs must be given for a scenario with a review"):
        Uncertain(unreviewed, {"review.confirm_true": (0, 1)})
    with pytest.raises(ValueError, match="^scenario must be a Scenario"):
        Uncertain("city", {"fpir": (0, 1)})
