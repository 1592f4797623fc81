"""Measure this package beside its peers, on the same arrays, and print one table. See README.md here.

python tests/benchmarks/run.py            about ten minutes
python tests/benchmarks/run.py --quick    about two: one round instead of five, a rough idea
"""

import argparse
import gc
import os
import platform
import statistics
import sys
import tempfile
import time
import tracemalloc
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import mpmath
import numpy as np
import scipy.stats
from sklearn.metrics import det_curve, roc_curve

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from falsematch import intervals, scores, search
from falsematch.scores import _stream

import city  # isort: skip  (beside this file)
import parts  # isort: skip
import reading  # isort: skip

try:
    from pyeer.eer_stats import calculate_roc
except ImportError:
    calculate_roc = None

SHORTEST_TURN = 0.1  # seconds; a call that takes less is repeated, whoever is asked
OURS = "falsematch"


# Plain routes to the same answers, which peers do not offer or offer only in part


def fnmr_of_roc(genuine, impostor, fmr):
    """scikit-learn's curve, read at the last point that meets the target."""
    labels = np.repeat(np.array([1, 0], dtype=np.int8), [genuine.size, impostor.size])
    false, true, _ = roc_curve(labels, np.concatenate([genuine, impostor]))
    return 1 - true[np.searchsorted(false, fmr, "right") - 1]


def eer_of_det(genuine, impostor):
    labels = np.repeat(np.array([1, 0], dtype=np.int8), [genuine.size, impostor.size])
    false, missed, _ = det_curve(labels, np.concatenate([genuine, impostor]))
    near = np.argmin(np.abs(false - missed))
    return (false[near] + missed[near]) / 2


def fnmr_of_pyeer(genuine, impostor, fmr):
    _, false, missed = calculate_roc(genuine, impostor)
    return missed[np.argmax(false <= fmr)]


def scipy_bootstrap(genuine, impostor, fmr, replicates, seed):
    excluded = impostor.size - 1 - int(fmr * impostor.size)

    def fnmr(genuine, impostor):
        return np.mean(genuine <= np.partition(impostor, excluded)[excluded])

    return scipy.stats.bootstrap(
        (genuine, impostor), fnmr, n_resamples=replicates, vectorized=False, method="percentile", rng=seed
    ).bootstrap_distribution


def presorted_bootstrap(genuine, impostor, of, pairs, people, fmr, replicates, seed):
    """The clustered bootstrap as numpy users write it: sort once, then weigh and add up."""
    rng = np.random.default_rng(seed)
    down, up = np.argsort(-impostor), np.argsort(genuine)
    impostor, genuine, of = impostor[down], genuine[up], of[up]
    one, other = pairs[down, 0], pairs[down, 1]
    rates = np.empty(replicates)
    for r in range(replicates):
        drawn = np.bincount(rng.integers(people, size=people), minlength=people)
        weight = np.cumsum(drawn[one] * drawn[other])
        excluded = impostor[np.argmax(weight / weight[-1] > fmr)]
        missed = np.cumsum(drawn[of])
        place = np.searchsorted(genuine, excluded, "right")
        rates[r] = missed[place - 1] / missed[-1] if place else 0.0
    return rates


# Measuring


class Measured:
    """Median seconds of each contender; given the number of impostor scores, peak extra bytes and passes too.

    Memory is traced in a run of its own, since tracing costs time.
    """

    def __init__(self, contenders, rounds, comparisons=None):
        self.answers, seconds, self.peak, self.passes = {}, {name: [] for name in contenders}, {}, {}
        for turn in range(rounds):
            # Interleaved, and each round starts with another one: a busy minute hits all alike.
            names = list(contenders)
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                gc.collect()
                calls, start = 0, time.perf_counter()
                # One call of 2 ms would time the state of the caches: short calls are repeated, and share the time.
                while not calls or time.perf_counter() - start < SHORTEST_TURN:
                    self.answers[name] = contenders[name]()
                    calls += 1
                seconds[name].append((time.perf_counter() - start) / calls)
        self.seconds = {name: statistics.median(times) for name, times in seconds.items()}
        for name, call in contenders.items() if comparisons else ():
            with counted_values() as read:
                gc.collect()
                tracemalloc.start()
                call()
                self.peak[name] = tracemalloc.get_traced_memory()[1]
                tracemalloc.stop()
            if name.startswith(OURS):
                self.passes[name] = read["impostor"] / comparisons

    def ratio(self, slow, fast):
        return self.seconds[slow] / self.seconds[fast]


class counted_values:
    """Counts the scores that the package reads in pieces."""

    def __enter__(self):
        self.original, read = _stream.Scores._pieces, {"impostor": 0, "genuine": 0}

        def pieces(scores_, size):
            for piece in self.original(scores_, size):
                read[scores_.name] += piece.size
                yield piece

        _stream.Scores._pieces = pieces
        return read

    def __exit__(self, *_):
        _stream.Scores._pieces = self.original


class Table:
    def __init__(self):
        self.missed = 0
        print("| work | time | beside | goal | measured | reached |\n|---|---|---|---|---|---|")

    def row(self, work, seconds, beside, goal, measured, reached):
        self.missed += not reached
        time_ = f"{seconds * 1e3:.3g} ms" if seconds is not None else ""
        cells = work, time_, beside, goal, measured, "yes" if reached else "**no**"
        print("|", " | ".join(cells), "|", flush=True)

    def faster(self, work, run, ours, peer, goal):
        ratio = run.ratio(peer, ours)
        beside = f"{peer}: {run.seconds[peer] * 1e3:.4g} ms"
        self.row(work, run.seconds[ours], beside, f"at least {goal}x", f"{ratio:,.3g}x", ratio >= goal)


def timed_fnmr(table, rng, rounds, size):
    genuine, impostor = rng.normal(4, 1, 100_000), rng.normal(size=size)
    text = f"1e{len(str(size)) - 1}"
    large = size > 1_000_000
    contenders = {
        f"{OURS} 1e-4": lambda: scores.fnmr_at_fmr(genuine, impostor, 1e-4).fnmr,
        f"{OURS} 1e-6": lambda: scores.fnmr_at_fmr(genuine, impostor, 1e-6).fnmr,
        "count_nonzero pass": lambda: np.count_nonzero(impostor >= 3.7),
        "roc_curve": lambda: fnmr_of_roc(genuine, impostor, 1e-4),
    }
    if large:
        contenders |= {
            f"{OURS} eer": lambda: scores.eer(genuine, impostor).value,
            f"{OURS} det": lambda: scores.det(genuine, impostor),
            "np.sort": lambda: np.sort(impostor).size,
            "det_curve": lambda: eer_of_det(genuine, impostor),
        }
    elif calculate_roc:
        contenders["pyeer"] = lambda: fnmr_of_pyeer(genuine, impostor, 1e-4)
    run = Measured(contenders, rounds, size)
    for peer in ("roc_curve", "pyeer"):
        if peer in contenders:
            assert abs(run.answers[peer] - run.answers[f"{OURS} 1e-4"]) < 1e-12, peer
    for fmr in ("1e-4", "1e-6"):
        ours, work = f"{OURS} {fmr}", f"FNMR at FMR {fmr}, {text} impostor scores"
        table.faster(work, run, ours, "roc_curve", 200 if large else 100)
        if "pyeer" in contenders:
            table.faster(work, run, ours, "pyeer", 500)
        if large:
            row_of_memory_and_passes(table, work, run, ours, impostor, 3)
    one_pass = run.ratio(f"{OURS} 1e-4", "count_nonzero pass")
    print(f"| … in units of one `count_nonzero` pass | | | | {one_pass:.2g} | |")
    if large:
        assert abs(run.answers["det_curve"] - run.answers[f"{OURS} eer"]) < 1e-4
        work, ours = f"EER, exact bracket, {text}", f"{OURS} eer"
        table.faster(work, run, ours, "det_curve", 60)
        row_of_memory_and_passes(table, work, run, ours, impostor, 8)
        work, ours = f"DET at all genuine scores, {text}", f"{OURS} det"
        ratio, peer = run.ratio(ours, "np.sort"), f"np.sort: {run.seconds['np.sort'] * 1e3:.4g} ms"
        table.row(work, run.seconds[ours], peer, "at most 1.2x", f"{ratio:.3g}x", ratio <= 1.2)
        table.faster(work, run, ours, "roc_curve", 4)
    shares = ", ".join(
        f"{name} {peak / impostor.nbytes:.2g}" for name, peak in run.peak.items() if not name.startswith(OURS)
    )
    print(f"| … peak memory of the others, x the impostor scores | | | | {shares} | |")


def row_of_memory_and_passes(table, work, run, ours, impostor, passes):
    share = run.peak[ours] / impostor.nbytes
    table.row(work, None, "extra memory", "at most 0.25x the input", f"{share:.2g}x", share <= 0.25)
    made = run.passes[ours]
    table.row(work, None, "passes", f"at most {passes}", f"{made:.2g}", made <= passes)


def arrangements(table, rng, rounds, size):
    impostor, genuine = rng.normal(size=size), rng.normal(4, 1, 100_000)
    with tempfile.TemporaryDirectory() as folder:
        np.save(Path(folder) / "impostor.npy", impostor)
        kinds = {
            "as drawn": impostor,
            "ascending": np.sort(impostor),
            "descending": np.sort(impostor)[::-1],
            "periodic": np.tile(np.sort(impostor[: size // 1000]), 1000),
            "heavily tied": impostor.round(1),
            "constant": np.full(size, 0.25),
            "int16": (100 * impostor).astype(np.int16),
            "float32": impostor.astype(np.float32),
            "float16": impostor.astype(np.float16),
            "memory-mapped": np.load(Path(folder) / "impostor.npy", mmap_mode="r"),
        }
        for question, ask in (
            ("FNMR at FMR 1e-4", lambda values: scores.fnmr_at_fmr(genuine, values, 1e-4)),
            ("EER", lambda values: scores.eer(genuine, values)),
        ):
            run = Measured({kind: lambda v=v: ask(v) for kind, v in kinds.items()}, max(rounds, 3))
            for kind in list(kinds)[1:]:
                ratio = run.ratio(kind, "as drawn")
                beside, times = f"as drawn: {run.seconds['as drawn'] * 1e3:.3g} ms", f"{ratio:.2g}x"
                work = f"{question}, {kind}"
                table.row(work, run.seconds[kind], beside, "at most 5x", times, ratio <= 5)
        del kinds, run  # Windows cannot remove a file that is mapped


def timed_bootstrap(table, rng, rounds, replicates):
    genuine, impostor = rng.normal(4, 1, 100_000), rng.normal(size=1_000_000)
    people = 1000
    of, pairs = rng.integers(people, size=genuine.size), rng.integers(people, size=(impostor.size, 2))
    pairs[:, 1] = (pairs[:, 0] + 1 + pairs[:, 1] % (people - 1)) % people  # two different people
    for fmr in (1e-4, 1e-2, 0.1):
        subjects = dict(genuine_subjects=of, impostor_subjects=pairs)
        contenders = {
            OURS: lambda: scores.bootstrap_fnmr_at_fmr(genuine, impostor, fmr, seed=1).replicates,
            f"{OURS} clustered": lambda: (
                scores.bootstrap_fnmr_at_fmr(genuine, impostor, fmr, seed=1, **subjects).replicates
            ),
            "presorted numpy": lambda: presorted_bootstrap(
                genuine, impostor, of, pairs, people, fmr, 1000, 1
            ),
        }
        if fmr == 1e-4:
            contenders["scipy.stats.bootstrap"] = lambda: scipy_bootstrap(
                genuine, impostor, fmr, replicates, 1
            )
        run = Measured(contenders, rounds)
        assert np.array_equal(run.answers[f"{OURS} clustered"], run.answers["presorted numpy"])
        if fmr == 1e-4:
            run.seconds["scipy.stats.bootstrap"] *= 1000 / replicates
            spread = [np.std(run.answers[name]) for name in (OURS, "scipy.stats.bootstrap")]
            assert abs(spread[0] / spread[1] - 1) < 0.3
            work = "bootstrap, 1,000 replicates, 1e6 scores, i.i.d., FMR 1e-4"
            table.faster(work, run, OURS, "scipy.stats.bootstrap", 1000)
        work = f"bootstrap, clustered, 1,000 people, 1e6 pairs, FMR {fmr:g}"
        table.faster(work, run, f"{OURS} clustered", "presorted numpy", 10)


def search_rows(table, rounds):
    points = [(1e-9, 1_300_000_000), (1e-12, 1000), (1e-17, 30)]
    mpmath.mp.dps = 60
    worst = {"fpir": 0.0, "fmr_for_fpir": 0.0}
    for fmr, size in points:
        exact = 1 - (1 - mpmath.mpf(fmr)) ** size
        worst["fpir"] = max(worst["fpir"], abs(float(search.fpir(fmr, size) / exact - 1)))
        target = float(exact)
        exact = 1 - (1 - mpmath.mpf(target)) ** (mpmath.mpf(1) / size)
        found = search.fmr_for_fpir(target, size)
        worst["fmr_for_fpir"] = max(worst["fmr_for_fpir"], abs(float(found / exact - 1)))
    values = np.geomspace(1e-17, 0.5, 1_000_000)
    calls = {
        "fpir": lambda: search.fpir(values, 10_000),
        "fmr_for_fpir": lambda: search.fmr_for_fpir(values, 10_000),
    }
    run = Measured(calls, max(rounds, 3))
    for name, error in worst.items():
        work = f"{name} at (1e-9, 1.3e9), (1e-12, 1e3), (1e-17, 30)"
        table.row(work, None, "mpmath, 60 digits", "within 4e-16", f"{error:.1e}", error <= 4e-16)
        seconds = run.seconds[name]
        measured = f"{seconds * 1e3:.3g} ms"
        table.row(f"{name}, 1e6 values", seconds, "", "under 100 ms", measured, seconds < 0.1)


def clopper_pearson_rows(table):
    mpmath.mp.dps = 50
    for errors, trials in ((0, 1_300_000_000), (3, 1_300_000_000), (0, 10**13)):
        low, high = intervals.proportion_interval(errors, trials)
        error = abs(float(high / limit(trials, errors, 0.025, (errors + 1, errors + 20)) - 1))
        if errors:
            exact = limit(trials, errors - 1, 0.975, (0.01, errors))
            error = max(error, abs(float(low / exact - 1)))
        theirs = scipy.stats.binomtest(errors, trials).proportion_ci(method="exact").high
        beside = f"mpmath, 50 digits (scipy is off by {abs(float(theirs) / high - 1):.0e})"
        work = f"Clopper-Pearson, {errors} of {trials:.2g}"
        table.row(work, None, beside, "within 1e-8", f"{error:.1e}", error <= 1e-8)


def limit(trials, most, chance, expected):
    """The proportion at which `most` errors or fewer have this chance; expected errors lie between two."""

    def excess(p):
        terms = [mpmath.binomial(trials, k) * p**k * (1 - p) ** (trials - k) for k in range(most + 1)]
        return mpmath.log(mpmath.fsum(terms) / mpmath.mpf(str(chance)))

    return mpmath.findroot(excess, [mpmath.mpf(x) / trials for x in expected], solver="anderson")


def machine():
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        named = [line for line in lines if line.startswith("model name")]
        model = named[0].split(":", 1)[1].strip() if named else model
    packages = []
    for name in ("numpy", "scipy", "pandas", "scikit-learn", "pyeer"):
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            packages.append(f"{name} not installed")
    system = f"{platform.system()}, Python {platform.python_version()}"
    return f"{date.today()}: {model}, {os.cpu_count()} cores, {system}, {', '.join(packages)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="one round, fewer replicates for scipy")
    parser.add_argument(
        "--only", choices=["arrays", "parts", "reading", "city"], help="one part of the table"
    )
    arguments = parser.parse_args()
    quick = arguments.quick
    rounds = 1 if quick else 5
    print(f"{machine()}. Medians of {rounds}, interleaved.\n")
    table = Table()
    if arguments.only in (None, "arrays"):
        rng = np.random.default_rng(20240501)
        timed_fnmr(table, rng, rounds, 10_000_000)
        timed_fnmr(table, rng, rounds, 1_000_000)
        arrangements(table, rng, rounds, 10_000_000)
        timed_bootstrap(table, rng, rounds, 50 if quick else 1000)
        search_rows(table, rounds)
        clopper_pearson_rows(table)
    if arguments.only in (None, "parts"):
        parts.rows(table, rounds)
    if arguments.only in (None, "reading"):
        reading.rows(table, rounds)
    if arguments.only in (None, "city"):
        city.rows(table, rounds)
    print(f"\n{table.missed} goals missed.")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
