"""Reading files of scores: `datasets.load_scores` beside pandas and a selection of the genuine and the impostor rows.

Needs 1 GB on disk while it runs.
"""

import gc
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from falsematch import datasets

ROOT = Path(__file__).resolve().parents[2]
ROWS = 3_000_000
# In a process of its own: what it takes beyond what the libraries take.
PRIVATE = """
import sys, threading, time
from pathlib import Path
def private():
    line = [l for l in Path("/proc/self/status").read_text(encoding="ascii").splitlines() if l.startswith("RssAnon")][0]
    return 1024 * int(line.split()[1])
import pandas as pd
from falsematch import datasets
def plain(path):
    table = pd.read_csv(path)
    return table["score"][table["label"] == 1].to_numpy(), table["score"][table["label"] == 0].to_numpy()
small, path, who = sys.argv[1:]
read = {"ours": datasets.load_scores, "pandas": plain}[who]
read(small)
before, peak, over = private(), [0], threading.Event()
def watch():
    while not over.is_set():
        peak[0] = max(peak[0], private())
        time.sleep(0.001)
watcher = threading.Thread(target=watch)
watcher.start()
found = read(path)
over.set()
watcher.join()
print(peak[0] - before)
"""


def make(folder, rows=ROWS):
    """A table of labels and scores of six decimals, 4 % of them genuine, and the same in other forms."""
    rng = np.random.default_rng(20261126)
    labels = (rng.random(rows) < 0.04).astype(np.int8)
    table = pd.DataFrame({"label": labels, "score": np.round(rng.normal(size=rows) + 4 * labels, 6)})
    files = {
        name: Path(folder) / name for name in ("one.csv", "ten.csv", "fault.csv", "one.csv.gz", "small.csv")
    }
    table.to_csv(files["one.csv"], index=False, lineterminator="\n")
    table.head(100).to_csv(files["small.csv"], index=False, lineterminator="\n")
    table.to_csv(
        files["one.csv.gz"],
        index=False,
        lineterminator="\n",
        compression={"method": "gzip", "compresslevel": 6},
    )
    content = files["one.csv"].read_bytes()
    files["fault.csv"].write_bytes(content[: content.rindex(b"\n", 0, -1) + 1] + b"0,x\n")
    with files["ten.csv"].open("wb") as file:
        file.write(content)
        for _ in range(9):
            file.write(content[content.index(b"\n") + 1 :])
    try:
        table.to_parquet(Path(folder) / "one.parquet", index=False)
        files["one.parquet"] = Path(folder) / "one.parquet"
    except ImportError:
        print("| … Parquet: pyarrow is not installed | | | | | |")
    return files


def ours(path):
    found = datasets.load_scores(path)
    return found.genuine, found.impostor


def plain(path):
    table = pd.read_parquet(path) if path.suffix == ".parquet" else pd.read_csv(path)
    return table["score"][table["label"] == 1].to_numpy(), table["score"][table["label"] == 0].to_numpy()


def fault(path):
    try:
        datasets.load_scores(path)
    except ValueError as error:
        return str(error)
    raise AssertionError("a fault was passed over")


def timed(contenders, rounds):
    """Seconds and processor seconds of each contender in each turn, and what it found last."""
    seconds, cpu, answers = ({name: [] for name in contenders} for _ in range(3))
    for turn in range(rounds):
        names = list(contenders)
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            start, busy = time.perf_counter(), time.process_time()
            answers[name] = contenders[name]()
            seconds[name].append(time.perf_counter() - start)
            cpu[name].append(time.process_time() - busy)
    return seconds, cpu, answers


def ratio(times, slow, fast):
    """The median of the ratios turn by turn: a busy minute hits both."""
    return statistics.median(s / f for s, f in zip(times[slow], times[fast], strict=True))


def rows(table, rounds, count=ROWS):
    with tempfile.TemporaryDirectory() as folder:
        _rows(table, rounds, make(folder, count), count)


def _rows(table, rounds, files, count):
    load = [os.getloadavg()[0]] if hasattr(os, "getloadavg") else []
    for name, times in (("one.csv", 1), ("ten.csv", 10), ("one.csv.gz", 1), ("one.parquet", 1)):
        if name not in files:
            continue
        path, work = (
            files[name],
            f"reading label,score, {times * count:.3g} rows{name[3:].replace('.csv', '')}",
        )
        contenders = {"ours": lambda path=path: ours(path), "pandas": lambda path=path: plain(path)}
        if name == "one.csv":
            contenders["fault"] = lambda: fault(files["fault.csv"])
        seconds, cpu, answers = timed(contenders, max(3, rounds) if times == 1 else min(3, rounds))
        for one, other in zip(answers["ours"], answers["pandas"], strict=True):
            assert np.array_equal(one, other)
        beside = f"pandas, split: {statistics.median(seconds['pandas']):.2f} s"
        found = ratio(seconds, "ours", "pandas")
        if name.endswith(".csv"):
            table.row(
                work, statistics.median(seconds["ours"]), beside, "at most 1x", f"{found:.2f}x", found <= 1
            )
        else:
            print(
                f"| {work} | {statistics.median(seconds['ours']) * 1e3:.3g} ms | {beside} | | {found:.2f}x | |"
            )
        print(f"| … processor time of both threads | | | | {ratio(cpu, 'ours', 'pandas'):.2f}x | |")
        if name == "one.csv":
            found = ratio(seconds, "fault", "ours")
            seconds_ = statistics.median(seconds["fault"])
            table.row(
                f"{work}, a fault in the last",
                seconds_,
                "a good read",
                "at most 2x",
                f"{found:.2f}x",
                found <= 2,
            )
            assert f"line {count + 1}, column 2" in answers["fault"]
        if name.endswith(".csv") and Path("/proc/self/status").exists():
            peaks = [
                private(files["small.csv"], path, who) / (8 * times * count) for who in ("ours", "pandas")
            ]
            goal = 3 if times == 1 else 2
            beside = f"private memory, pandas: {peaks[1]:.1f}x"
            reached = peaks[0] <= goal
            table.row(work, None, beside, f"at most {goal}x 8 bytes a score", f"{peaks[0]:.2f}x", reached)
        del answers
    command_row(table, files, count)
    if load:
        said = ", ".join(f"{x:.1f}" for x in [*load, os.getloadavg()[0]])
        print(f"| … load of the computer meanwhile (processes that want a core) | | | | {said} | |")


def private(small, path, who):
    command = [sys.executable, "-c", PRIVATE, str(small), str(path), who]
    return int(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


def command_row(table, files, count):
    """`falsematch scores` on twelve million rows, from the start of Python to the last line."""
    path = files["ten.csv"].with_name("command.csv")
    content = files["one.csv"].read_bytes()
    with path.open("wb") as file:
        file.write(content)
        for _ in range(3):
            file.write(content[content.index(b"\n") + 1 :])
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "falsematch", "scores", str(path)], check=True, cwd=ROOT, capture_output=True
    )
    seconds = time.perf_counter() - start
    work = f"`falsematch scores`, {4 * count:.3g} rows"
    table.row(work, seconds, "", "under 5 s", f"{seconds:.1f} s", seconds < 5)
