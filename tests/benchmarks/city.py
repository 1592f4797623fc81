"""The simulated city: a country in milliseconds, against person by person, and ensembles on one and two workers.

Every answer is held against its closed form before its time counts. Times of one process are those of its processor,
which a busy computer lengthens less than the clock's; those of Dask workers are the clock's.
"""

import gc
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

from falsematch.population import Scenario, ensemble, simulate

ROOT = Path(__file__).resolve().parents[2]
COUNTRY = dict(
    people=1_300_000_000, passes_per_day=5, list_size=10_000, listed_passing=1_000, fmr=0.002, fnir=0.002
)
FEATURES = dict(review=(0.95, 0.6, 30, 30), capacity_per_day=1_000, found_leave=True)
REGION = dict(
    people=25_000_000, passes_per_day=0.268, list_size=100_000, listed_passing=5_000, fpir=1e-4, fnir=0.11
)
PEOPLE, DAYS = 2_500_000, 30  # of the comparison with one person after another
# In a process of its own, so that nothing but the package is in its memory.
PEAK = """
import sys
def highest():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
from falsematch.population import Scenario, simulate
import scipy.special, scipy.stats  # what a first call would import
simulate(Scenario(10, 1, 10, 0, fpir=0.1, fnir=0), 2, 1)
before = highest()
simulate(Scenario(**eval(sys.argv[1])), 365, 1)
print((highest() - before) / 1024)
"""


def plain_region(rng):
    return Scenario(**REGION)


def full_region(rng):
    return Scenario(**REGION, **FEATURES)


def person_by_person(rng, fpir):
    """One Poisson number of flags for each person and day: totals, days and how often people were flagged."""
    times, days = np.zeros(PEOPLE, dtype=np.int64), []
    for _ in range(DAYS):
        flags = rng.poisson(2 * fpir, size=PEOPLE)
        times += flags
        days.append(int(flags.sum()))
    return sum(days), days, np.bincount(times)


def seconds(call, rounds, shortest=0.1):
    """Median over rounds of the mean of the calls of one round, in seconds of the processor."""
    call()
    found = []
    for _ in range(rounds):
        gc.collect()
        calls, start = 0, time.process_time()
        while not calls or time.process_time() - start < shortest:
            call()
            calls += 1
        found.append((time.process_time() - start) / calls)
    return statistics.median(found)


def rows(table, rounds):
    load = [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []
    country_rows(table, rounds)
    person_rows(table, min(rounds, 3))
    ensemble_rows(table)
    load += [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []
    if load:
        print(f"| … load of the computer before and after | | | | {', '.join(f'{x:.1f}' for x in load)} | |")


def held(scenario, days):
    """One run, whose false alerts must lie within six standard deviations of what is expected."""
    run, wanted = simulate(scenario, days, 1).total, scenario.expected(days).false_alerts
    assert abs(run.false_alerts - wanted) < 6 * wanted**0.5 + 1, (run, wanted)
    return run


def country_rows(table, rounds):
    plain, full = Scenario(**COUNTRY), Scenario(**COUNTRY, **FEATURES)
    work = "1.3 billion people, practically all flagged"
    for name, scenario, days, goal in (
        (f"{work}, a day", plain, 1, 0.010),
        (f"{work}, a year", plain, 365, 0.100),
        (f"{work}, a year with review, capacity, leaving", full, 365, 0.300),
    ):
        held(scenario, days)
        found = seconds(lambda: simulate(scenario, days, 1), rounds)
        table.row(name, found, "", f"at most {goal * 1e3:.0f} ms", f"{found * 1e3:.3g} ms", found <= goal)
    sizes = {
        people: Scenario(**{**COUNTRY, "people": people}) for people in (10_000, 1_000_000, 1_300_000_000)
    }
    times = {people: seconds(lambda: simulate(one, 365, 1), rounds) for people, one in sizes.items()}
    said = ", ".join(f"{people:,}: {t * 1e3:.3g} ms" for people, t in times.items())
    ratio = times[1_300_000_000] / times[10_000]
    table.row(
        "… a year, by people",
        None,
        said,
        "does not grow with people",
        f"{ratio:.2g}x for 130,000x",
        ratio < 10,
    )
    if sys.platform == "linux":
        for name, extra in (("plain", {}), ("with all features", FEATURES)):
            command = [sys.executable, "-c", PEAK, repr({**COUNTRY, **extra})]
            done = subprocess.run(
                command, capture_output=True, text=True, encoding="utf-8", cwd=ROOT, check=True
            )
            peak = float(done.stdout)
            table.row(
                f"… peak memory above import, a year {name}",
                None,
                "",
                "at most 40 MB",
                f"{peak:.3g} MB",
                peak <= 40,
            )


def person_rows(table, rounds):
    for fpir in (1e-2, 1e-4, 1e-6):
        scenario = Scenario(PEOPLE, 2, 1_000, 0, fpir=fpir, fnir=0.1)
        held(scenario, DAYS)
        total, _, times = person_by_person(np.random.default_rng(1), fpir)
        wanted = scenario.expected(DAYS)
        assert abs(total - wanted.false_alerts) < 6 * wanted.false_alerts**0.5 + 1
        assert times.sum() == PEOPLE
        ours = seconds(lambda: simulate(scenario, DAYS, 1), rounds)
        theirs = seconds(lambda: person_by_person(np.random.default_rng(1), fpir), rounds)
        work = f"2.5 million people, 30 days, flag chance {fpir:g}"
        beside = f"numpy, one Poisson per person and day: {theirs * 1e3:.4g} ms"
        table.row(work, ours, beside, "at least 500x", f"{theirs / ours:,.3g}x", theirs / ours >= 500)
        rate = PEOPLE * DAYS / theirs
        print(
            f"| … person-days a second | | numpy: {rate:.2g}, Covasim says 5 to 10 million of its own | | {PEOPLE * DAYS / ours:.2g} | |"
        )


def ensemble_rows(table):
    runs, part = 10_000, 1_000
    for name, draw, goal, cores in (
        ("plain", plain_region, 10, 1),
        ("with all features", full_region, 60, 2),
    ):
        start = time.process_time()
        ensemble(draw, part, 365, 1, progress=False)
        found = (time.process_time() - start) * runs / part
        work = f"10,000 years of a region of 25 million, {name}, one core"
        if cores == 1:
            said = f"{found:.3g} s (from {part:,})"
            table.row(work, None, "", f"at most {goal} s", said, found <= goal)
        else:
            print(f"| {work} | | | | {found:.3g} s (from {part:,}) | |")
    try:
        import distributed
    except ImportError:
        print("| two Dask workers | | distributed is not installed | | not measured | |")
        return
    times = {}
    for workers in (1, 2):
        with (
            distributed.LocalCluster(
                n_workers=workers, threads_per_worker=1, dashboard_address=None
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            ensemble(full_region, 128, 365, 2, client=client, progress=False)
            start = time.perf_counter()
            there = ensemble(full_region, part, 365, 1, client=client, progress=False)
            times[workers] = time.perf_counter() - start
    here = ensemble(full_region, part, 365, 1, progress=False)
    assert all(np.array_equal(here.values[c], there.values[c], equal_nan=True) for c in here.values)
    found = times[2] * runs / part
    work = "10,000 years of a region of 25 million, with all features, two Dask workers"
    table.row(work, None, "", "at most 60 s", f"{found:.3g} s (from {part:,})", found <= 60)
    ratio = times[1] / times[2]
    table.row(
        "… two Dask workers beside one",
        None,
        f"{times[1]:.3g} s and {times[2]:.3g} s",
        "at least 1.6x",
        f"{ratio:.2f}x",
        ratio >= 1.6,
    )
