"""One billion scores in files: `scores.ScoreParts` beside one numpy pass over them, and beside scikit-learn's curve.

Needs 4 GB on disk while it runs, and so much memory to spare that the system keeps the files in its cache.
"""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
import tracemalloc
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_curve

from falsematch import scores

PARTS, IMPOSTOR, GENUINE = 16, 960_000_000, 40_000_000
ROOT = Path(__file__).resolve().parents[2]
# In a process of its own, so that nothing but the package is in its memory.
PRIVATE = """
import sys, threading, time
from pathlib import Path
def private():
    line = [l for l in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if l.startswith("RssAnon")][0]
    return int(line.split()[1])
peak, over = [0], threading.Event()
def watch():
    while not over.is_set():
        peak[0] = max(peak[0], private())
        time.sleep(0.002)
from falsematch import scores
parts = scores.ScoreParts(*(sorted(Path(sys.argv[1]).glob(kind)) for kind in ("genuine*", "impostor*")))
watcher = threading.Thread(target=watch)
watcher.start()
parts.fnmr_at_fmr(float(sys.argv[2]))
over.set()
watcher.join()
print(peak[0] / 1024)
"""


def make(folder, parts=PARTS, impostor=IMPOSTOR, genuine=GENUINE):
    """Normal scores in float32: impostors around 0, genuine ones around 4."""
    files = {"genuine": [], "impostor": []}
    for place in range(parts):
        rng = np.random.default_rng(place)
        for kind, size, mean in (("impostor", impostor, 0), ("genuine", genuine, 4)):
            files[kind].append(Path(folder) / f"{kind}_{place:02}.npy")
            values = rng.standard_normal(size // parts, dtype=np.float32)
            values += np.float32(mean)
            np.save(files[kind][-1], values)
    return files["genuine"], files["impostor"]


def one_pass(executor, files, threshold):
    def count(file):
        return int(np.count_nonzero(np.load(file, mmap_mode="r") >= threshold))

    return sum(executor.map(count, files))


def rows(table, rounds, impostor=IMPOSTOR, genuine=GENUINE):
    with tempfile.TemporaryDirectory() as folder:
        _rows(table, rounds, folder, *make(folder, impostor=impostor, genuine=genuine))


def _rows(table, rounds, folder, genuine, impostor):
    size = f"{sum(np.load(file, mmap_mode='r').size for file in genuine + impostor):.3g}"
    work = f"FNMR at FMR 1e-6, {size} float32 scores in .npy parts"

    def ours(workers, fmr):
        return scores.ScoreParts(genuine, impostor, client=workers).fnmr_at_fmr(fmr)

    with (
        ThreadPoolExecutor(1) as one,
        ThreadPoolExecutor(2) as two,
        ProcessPoolExecutor(1) as one_process,
        ProcessPoolExecutor(2) as two_processes,
    ):
        for processes in (one_process, two_processes):
            ours(processes, 1e-6)  # so that none starts while the clock runs
        threshold = np.float32(ours(two, 1e-6).threshold)
        contenders = {
            "one pass, one thread": lambda: one_pass(one, genuine + impostor, threshold),
            "one pass, two threads": lambda: one_pass(two, genuine + impostor, threshold),
            "one thread": lambda: ours(one, 1e-6),
            "two threads": lambda: ours(two, 1e-6),
            "one process": lambda: ours(one_process, 1e-6),
            "two processes": lambda: ours(two_processes, 1e-6),
            "1e-3": lambda: ours(two, 1e-3),
            "1e-2": lambda: ours(two, 1e-2),
        }
        seconds, answers = {name: [] for name in contenders}, {}
        load = [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []
        for turn in range(rounds):
            names = list(contenders)
            for name in names[turn % len(names) :] + names[: turn % len(names)]:
                gc.collect()
                start = time.perf_counter()
                answers[name] = contenders[name]()
                seconds[name].append(time.perf_counter() - start)
        load += [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []
        # The answer, held against plain counts: this threshold is within the allowance, a lower one is not.
        matched = one_pass(two, impostor, threshold)
        lower = one_pass(two, impostor, np.nextafter(threshold, np.float32(-np.inf)))
        found = answers["one thread"]
        assert found == answers["two threads"] == answers["one process"] == answers["two processes"]
        assert matched == found.false_matches <= 1e-6 * found.impostor_comparisons < lower
        assert one_pass(two, genuine, threshold) == found.genuine_comparisons - found.false_non_matches
    median = {name: statistics.median(times) for name, times in seconds.items()}

    def ratio(slow, fast):
        """The median of the ratios turn by turn: a busy minute hits both."""
        return statistics.median(s / f for s, f in zip(seconds[slow], seconds[fast], strict=True))

    for name in ("one thread", "two threads"):
        times, peer = (
            ratio(name, f"one pass, {name}"),
            f"one `count_nonzero` pass: {median[f'one pass, {name}']:.2f} s",
        )
        table.row(f"{work}, {name}", median[name], peer, "at most 2x", f"{times:.2f}x", times <= 2)
    for workers in ("thread", "process"):
        two_of_them = "two threads" if workers == "thread" else "two processes"
        faster = ratio(f"one {workers}", two_of_them)
        beside = f"one {workers}: {median[f'one {workers}']:.2f} s"
        table.row(
            f"{work}, {two_of_them}",
            median[two_of_them],
            beside,
            "at least 1.4x",
            f"{faster:.2f}x",
            faster >= 1.4,
        )
    for fmr in ("1e-3", "1e-2"):
        print(
            f"| … at FMR {fmr}, two threads | {median[fmr]:.2f} s | | | {ratio(fmr, 'two threads'):.2f}x of 1e-6 | |"
        )
    if Path("/proc/self/status").exists():
        for fmr in ("1e-6", "1e-2"):
            command = [sys.executable, "-c", PRIVATE, folder, fmr]
            peak = float(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)
            name = work.replace("1e-6", fmr)
            table.row(
                name, None, "private memory of the process", "at most 150 MiB", f"{peak:.0f} MiB", peak <= 150
            )
    curve_row(load)


def curve_row(load):
    """What scikit-learn's curve takes of the same scores, as far as it gets."""
    rng = np.random.default_rng(1)
    values = rng.standard_normal(5_000_000, dtype=np.float32)
    labels = np.zeros(values.size, dtype=np.int8)
    labels[: values.size // 25] = 1
    values[labels == 1] += 4
    tracemalloc.start()
    start = time.perf_counter()
    roc_curve(labels, values)
    seconds, peak = time.perf_counter() - start, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    each = peak / values.size + values.itemsize + labels.itemsize
    ends = 24e9 / each
    print(
        f"| … `roc_curve`: {each:.0f} bytes a score, {seconds / values.size * 1e9:.0f} s for 1e9 if it had {each:.0f} GB "
        f"| | | | ends near {ends:.1e} scores in 24 GB | |"
    )
    if load:
        print(
            f"| … load of the computer meanwhile (processes that want a core) | | | | {', '.join(f'{x:.1f}' for x in load)} | |"
        )
