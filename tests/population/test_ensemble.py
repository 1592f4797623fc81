"""Runs over uncertain inputs: the same numbers however they are made, luck and ignorance apart."""

import os
import signal
import threading
import time

import numpy as np
import pytest

from falsematch.population import Scenario, _ensemble, ensemble, simulate


def station(rng):
    """Where the list, the error rate and the passers-by are known within bounds only."""
    return Scenario(
        20_000,
        rng.uniform(0.5, 2),
        1_000,
        int(rng.integers(1, 40)),
        fpir=10 ** rng.uniform(-5, -3),
        fnir=0.11,
    )


def known(rng):
    return Scenario(20_000, 1, 1_000, 20, fpir=1e-3, fnir=0.1)


def same(one, other):
    return all(
        np.array_equal(one.values[name], other.values[name], equal_nan=True) for name in _ensemble.COLUMNS
    )


def test_each_row_is_the_simulation_of_its_scenario():
    found = ensemble(station, 5, 7, seed=3, repeats=2)
    for run, scenario in enumerate(found.scenarios):
        for again in range(2):
            total = simulate(scenario, 7, 3, run=2 * run + again).total
            assert found.values["false_alerts"][run, again] == total.false_alerts
            assert found.values["searches"][run, again] == total.searches
    assert len({scenario.fpir for scenario in found.scenarios}) == 5


def test_batches_do_not_change_the_numbers(monkeypatch):
    whole = ensemble(station, 20, 3, seed=1, progress=False)
    monkeypatch.setattr(_ensemble, "BATCH", 3)
    assert same(whole, ensemble(station, 20, 3, seed=1))
    more = ensemble(station, 30, 3, seed=1)
    assert np.array_equal(more.values["misses"][:20], whole.values["misses"])


def test_luck_and_ignorance_are_told_apart():
    """With known inputs the draws differ by luck alone, and their means by less; with unknown ones by far more."""
    certain, vague = (ensemble(draw, 60, 10, seed=2, repeats=20) for draw in (known, station))
    for found, wider in ((certain, False), (vague, True)):
        spread = found.spread("false_alerts")
        width = {name: high - low for name, (low, high) in spread.items()}
        assert (width["inputs"] > 5 * width["luck"]) == wider
    expected = known(None).expected(10).false_alerts
    low, high = certain.spread("false_alerts")["both"]
    assert low < expected < high
    assert np.isnan(ensemble(known, 2, 1, seed=1).spread("misses")["luck"]).all()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((station, 0, 1, 1), "runs must be a whole number of at least 1"),
        ((station, 1, 0, 1), "days must be a whole number of at least 1"),
        ((station, 1, 1, None), "seed must be given"),
        ((3, 1, 1, 1), "draw must be a function that takes a generator"),
        ((lambda rng: 3, 1, 1, 1), "draw must be a function that returns a Scenario"),
    ],
)
def test_what_cannot_be_run_is_refused(arguments, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        ensemble(*arguments)
    with pytest.raises(ValueError, match="^column must be one of searches"):
        ensemble(known, 1, 1, 1).spread("accuracy")


@pytest.mark.extras
def test_workers_give_the_same_numbers_even_if_one_is_killed():
    distributed = pytest.importorskip("distributed", reason="needs requirements-scale.txt")

    def slowly(rng):  # defined here, so that it travels to the workers, who know nothing of this file
        time.sleep(0.02)
        return Scenario(20_000, rng.uniform(0.5, 2), 1_000, 20, fpir=10 ** rng.uniform(-5, -3), fnir=0.11)

    here = ensemble(slowly, 200, 2, seed=5, progress=False)
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        victim = next(iter(client.run(os.getpid).values()))
        timer = threading.Timer(0.7, os.kill, (victim, signal.SIGKILL))
        timer.start()
        there = ensemble(slowly, 200, 2, seed=5, client=client, progress=False)
        timer.join()
    assert same(here, there)
