"""``falsematch grade FOLDER``: the answers in a class's notebooks, judged again, as one table.

The first folder below FOLDER is the learner (as learning platforms pack submissions); a notebook that lies in FOLDER
itself is a learner of its own. Whatever was done to a notebook, its answers count by the name of the exercise that
they were given to: cells may be moved, copied, retyped or gone. An exercise that was answered several times counts
with its best answer, as the checks let everyone try again.

**It runs code that learners wrote.** Each notebook gets a process and an empty folder of its own, with limits of time
and memory, and no network where the system can cut it off (Linux, with ``unshare``); files of the account that runs
it can be read by that code, so use an account that holds nothing.
"""

import argparse
import contextlib
import csv
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tqdm import tqdm

from falsematch._check import shown
from falsematch._write import replace_file
from falsematch.exercises import EXERCISES, LESSONS
from falsematch.exercises._answers import TWO_NUMBERS
from falsematch.lessons import SOURCES

#: Points for a reply of a check; every other reply gives none.
POINTS = {"right": 1.0, "half": 0.5, "close": 0.5}
SECONDS, MEBIBYTES = 120, 4096
WRITTEN = ("grades.csv", "results.json")
LARGEST = 50 * 2**20  # bytes of a notebook, and of what is written down about it
#: Variables that the notebook's process keeps; whatever else this account holds, such as keys, stays outside.
KEPT = ("PATH", "LANG", "LC_ALL", "SYSTEMROOT", "WINDIR", "PATHEXT", "TEMP", "TMP", "TMPDIR", "VIRTUAL_ENV")


@dataclass
class Result:
    """What one learner reached: the status of every exercise asked for, and what went wrong on the way."""

    learner: str
    notebooks: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    notes: list = field(default_factory=list)

    def points(self, exercises):
        return sum(POINTS.get(self.answers.get(name), 0.0) for name in exercises)


def cut_off():
    """The words before a command that leave it without a network; none where the system cannot."""
    words = ["unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child"]
    if shutil.which(words[0]):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            if not subprocess.run(
                [*words, sys.executable, "-c", ""], capture_output=True, timeout=20
            ).returncode:
                return words
    return []


def judged(record):
    """The status that an answer deserves, worked out here from the answer alone; None where there is none."""
    exercise = EXERCISES.get(record.get("exercise"))
    if exercise is None:
        return None
    if "status" in record:  # a function of the learner's own, which lives over there
        return record["status"] if isinstance(record["status"], str) and exercise.kind == "function" else None
    seed, answers = record.get("seed"), record.get("answers")
    if not isinstance(answers, list) or not isinstance(seed, (int, str, type(None))):
        return None
    exercise = EXERCISES[exercise.name].variant(seed) if seed is not None else exercise
    exercise.reset()
    return exercise(*map(decoded, answers)).status


def decoded(answer):
    """An answer as it was given, out of its JSON."""
    if "number" in answer:
        return float(answer["number"])
    if "pair" in answer:
        return tuple(map(decoded, answer["pair"]))
    return answer.get("text", ... if answer.get("none") else None)


def execute(notebook, seconds, mebibytes, before=()):
    """The records of one notebook, and what to say of it if something went wrong."""
    if notebook.stat().st_size > LARGEST:
        return [], "larger than 50 MiB: not read"
    with tempfile.TemporaryDirectory(prefix="falsematch-", ignore_cleanup_errors=True) as aside:
        records, work = Path(aside, "records"), Path(aside, "work")
        work.mkdir()
        shutil.copyfile(notebook, Path(aside, "notebook.ipynb"))
        command = [*before, sys.executable, "-m", "falsematch.publish._graded_notebook"]
        command += [str(Path(aside, "notebook.ipynb")), str(records), str(seconds), str(mebibytes)]
        environment = {name: os.environ[name] for name in KEPT if name in os.environ}
        home = {name: str(work) for name in ("HOME", "USERPROFILE", "IPYTHONDIR", "MPLCONFIGDIR")}
        package = str(Path(__file__).resolve().parents[2])
        environment |= home | {"PYTHONPATH": package, "PYTHONUTF8": "1", "MPLBACKEND": "agg"}
        environment |= {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
        note = started(command, work, environment, seconds)
        text = ""
        if records.exists() and records.stat().st_size <= LARGEST:
            text = records.read_text(encoding="utf-8", errors="replace")
    found = []
    for line in text.splitlines():
        with contextlib.suppress(ValueError):
            record = json.loads(line)
            found += [record] if isinstance(record, dict) else []
    if any(record.get("unreadable") for record in found):
        note = "is no notebook: it cannot be read as JSON"
    broken = [f"{record['cell'] + 1} ({record['error']})" for record in found if _is_error(record)]
    if broken and not note:
        note = f"of the code cells, these with a check did not run: {', '.join(broken[:10])}"
    if any(record.get("slow") for record in found):
        note = note or "a cell took too long and was stopped"
    if not note and not any(record.get("end") for record in found):
        note = "ended early: out of memory, or stopped by its own code"
    return found, note


def _is_error(record):
    """Whether a record says that a cell did not run; what it says was written where a learner's code ran."""
    number, error = record.get("cell"), record.get("error")
    return type(number) is int and isinstance(error, str) and error.isidentifier() and len(error) < 60


def started(command, work, environment, seconds):
    """Run a command to its end or to its limit; what to say of it."""
    process = subprocess.Popen(
        command,
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name != "nt",
    )
    try:
        process.wait(seconds)
        return ""
    except subprocess.TimeoutExpired:
        return f"stopped after {seconds:g} seconds"
    finally:
        with contextlib.suppress(OSError, AttributeError):
            os.killpg(process.pid, signal.SIGKILL)  # whatever it started, too
        process.kill()
        process.wait()


def learners(folder):
    """The notebooks below a folder by learner, in the order of their names, and the loose files that are none.

    A folder without any notebook is a learner, too. What systems and Jupyter put beside files, ``.ipynb_checkpoints``
    and ``__MACOSX``, is nobody's.
    """
    found, loose = {}, []
    for path in sorted(folder.iterdir()):
        if not aside(path.name) and path.is_dir():
            found[path.name] = []
        elif not aside(path.name) and not is_notebook(path) and path.name not in WRITTEN:
            loose.append(path.name)
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if is_notebook(path) and path.is_file() and not any(map(aside, inside.parts)):
            found.setdefault(inside.parts[0] if len(inside.parts) > 1 else inside.stem, []).append(path)
    return found, loose


def aside(name):
    return name.startswith((".", "__"))


def is_notebook(path):
    """Whether a file is called as a notebook is, also as a browser saves one: ``lesson.ipynb.txt``, ``.json``."""
    return path.name.lower().removesuffix(".txt").removesuffix(".json").endswith(".ipynb")


def other_files(folder, most=3):
    """The names of files that somebody handed in and that are no notebooks, in words."""
    names = sorted(path.name for path in folder.rglob("*") if path.is_file() and not aside(path.name))
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more


def grade(folder, lessons=(), *, seconds=SECONDS, mebibytes=MEBIBYTES, jobs=2, variant=None):
    """The results of every learner, the names of the exercises that count, and whether the network was cut off.

    Parameters
    ----------
    folder : path
        Holds a folder per learner, or notebooks.
    lessons : sequence of str
        Numbers of lessons whose exercises count ("02"); those of which an answer or a file was found, when none.
    seconds, mebibytes : number
        What one notebook may take, altogether; a cell a quarter of the time.
    jobs : int
        Notebooks executed at the same time.
    variant : optional
        The seed of the variant that was set; answers to other variants do not count. The lessons' own when None.

    Raises
    ------
    ValueError
        If there is no such folder or lesson, or no notebook in the folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"FOLDER must be a folder of notebooks, got {shown(str(folder))}")
    unknown = [name for name in lessons if name not in LESSONS]
    if unknown:
        raise ValueError(f"lessons must be of {', '.join(LESSONS)}, got {shown(unknown[0])}")
    found, _ = learners(folder)
    if not any(found.values()):
        raise ValueError(f"there is no notebook (.ipynb) in {shown(str(folder))}")
    before = cut_off()
    results = {
        name: Result(name, [str(p.relative_to(folder)) for p in paths]) for name, paths in found.items()
    }
    for name in (name for name, paths in found.items() if not paths):
        others = other_files(folder / name)
        results[name].notes.append("no notebook was handed in" + (f", but {others}" if others else ""))
    tasks = [(name, path) for name, paths in found.items() for path in paths]
    seen = set(lessons) or {path.name[:2] for _, path in tasks} & set(LESSONS)

    def one(task):
        try:
            return execute(task[1], seconds, mebibytes, before)
        except OSError as error:  # one file that cannot be read must not stop the others
            return [], f"could not be read: {error.strerror or type(error).__name__}"

    uncounted, commas = set(), set()
    with ThreadPoolExecutor(jobs) as pool:
        ends = tqdm(pool.map(one, tasks), total=len(tasks), desc="notebooks", disable=None)
        for (name, path), (records, note) in zip(tasks, ends, strict=True):
            if note:
                results[name].notes.append(f"{path.name}: {note}")
            uncounted |= {(name, check) for record in records for check in _names(record.get("uncounted"))}
            commas |= {(name, check) for check in map(_with_a_comma, records) if check}
            for record in records:
                if "exercise" in record and _same(record.get("seed"), variant):
                    keep_best(results[name].answers, record)
    for result in results.values():
        left = {check for check in EXERCISES if result.answers.get(check) in (None, "unanswered")}
        wrong = {check for check in EXERCISES if POINTS.get(result.answers.get(check)) != 1}
        for words, found, among in (
            ("not counted", uncounted, left),
            ("a comma makes two numbers of one", commas, wrong),
        ):
            if names := [check for check in EXERCISES if check in among and (result.learner, check) in found]:
                result.notes.append(f"{words}: {', '.join(names)}")
    answered = {exercise for result in results.values() for exercise in result.answers}
    if not lessons:
        seen |= {number for number, checks in LESSONS.items() if answered & {check.name for check in checks}}
    counted = [name for number in sorted(seen) for name in in_order(number)]
    return list(results.values()), counted, bool(before)


def in_order(lesson):
    """{name of an exercise: its number}, in the order of the lesson; without its source, as the exercises are kept."""
    (source,) = SOURCES.glob(f"{lesson}_*.py") if SOURCES.is_dir() else (None,)
    text = source.read_text(encoding="utf-8") if source else ""
    names = [check.name for check in LESSONS[lesson]]
    called = {name: re.search(rf"\b{name}\(", text) for name in names}
    names.sort(key=lambda name: called[name].start() if called[name] else len(text))
    return {name: f"{lesson}.{number}" for number, name in enumerate(names, 1)}


def _names(found):
    """The names of exercises in what a learner's process wrote."""
    return (
        [name for name in found if isinstance(name, str) and name in EXERCISES] if type(found) is list else []
    )


def _with_a_comma(record):
    """The exercise that was given several numbers where it takes one, as ``1.999,8`` and ``1,999`` are in Python."""
    name, answers = record.get("exercise"), record.get("answers")
    exercise = EXERCISES.get(name) if isinstance(name, str) else None
    if exercise is None or exercise.kind in ("choice", "function") or type(answers) is not list:
        return None
    numbers = sum(map(_numbers_in, answers[1:] if exercise.kind == "mend" else answers))
    return name if numbers > 1 else None


def _numbers_in(answer):
    """How many numbers an answer holds; 2 where it holds more than two."""
    if not isinstance(answer, dict):
        return 0
    if type(answer.get("pair")) is list:
        return sum("number" in part for part in answer["pair"] if isinstance(part, dict))
    return 2 if str(answer.get("fault")).startswith(TWO_NUMBERS) else int("number" in answer)


def _same(seed, variant):
    return (seed is None) == (variant is None) and str(seed) == str(variant)


def keep_best(answers, record):
    """Judge a record and keep it if it is the best answer to its exercise so far."""
    try:
        name, status = record["exercise"], judged(record)
    except Exception:  # a record is written where a learner's code runs: it may hold anything
        return
    if status and _rank(status) > _rank(answers.get(name)):
        answers[name] = status


def _rank(status):
    """What is kept of two answers: more points, and any answer before none."""
    return (POINTS.get(status, 0.0), status not in (None, "unanswered"), status is not None)


def table(results, exercises):
    """The results as CSV: a line per learner, in points a column per exercise: ``02.1 check_false_alerts``."""
    numbers = {name: number for lesson in LESSONS for name, number in in_order(lesson).items()}
    heads = [f"{numbers[name]} {name}" if name in numbers else name for name in exercises]
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n")
    write.writerow(["learner", "points", "out_of", "percent", *heads, "notes"])
    for result in results:
        points = result.points(exercises)
        each = [_points(result.answers.get(name)) for name in exercises]
        percent = round(100 * points / len(exercises), 1) if exercises else ""
        row = [plain(result.learner), points, len(exercises), percent, *each, plain("; ".join(result.notes))]
        write.writerow(row)
    return out.getvalue()


def _points(status):
    """Points of an answer; nothing where no answer was given."""
    return "" if status in (None, "unanswered") else POINTS.get(status, 0.0)


def plain(text):
    """Text that a spreadsheet shows and does not calculate with, whatever a file was called."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def main(words):
    """The command."""
    parser = argparse.ArgumentParser(
        prog="falsematch grade", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", help="holds a folder per learner, or notebooks")
    parser.add_argument("--lessons", nargs="+", default=(), metavar="NN", help="whose exercises count: 02 03")
    parser.add_argument("--variant", metavar="SEED", help="of the variants that were set")
    parser.add_argument("--seconds", type=float, default=SECONDS, help=f"for one notebook ({SECONDS})")
    parser.add_argument(
        "--memory", type=int, default=MEBIBYTES, help=f"for one notebook, in MiB ({MEBIBYTES})"
    )
    parser.add_argument("--jobs", type=int, default=2, help="notebooks at the same time (2)")
    parser.add_argument(
        "--out", metavar="DIR", help="for grades.csv and results.json; FOLDER, when none is named"
    )
    chosen = parser.parse_args(words)
    for name in ("seconds", "memory", "jobs"):
        if not getattr(chosen, name) > 0:
            raise ValueError(f"--{name} must be above 0, got {getattr(chosen, name)}")
    limits = {"seconds": chosen.seconds, "mebibytes": chosen.memory, "jobs": chosen.jobs}
    results, counted, apart = grade(chosen.folder, chosen.lessons, variant=chosen.variant, **limits)
    out = Path(chosen.out or chosen.folder)
    _, loose = learners(Path(chosen.folder))
    whole = {
        "exercises": counted,
        "points": POINTS,
        "network": "cut off" if apart else "not cut off: this system cannot",
        "not_read": loose,
        "learners": [{**asdict(result), "points": result.points(counted)} for result in results],
    }
    replace_file(out / WRITTEN[0], table(results, counted))
    replace_file(out / WRITTEN[1], json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    for result in results:
        notes = f"   ({'; '.join(result.notes)})" if result.notes else ""
        print(f"{result.points(counted):5.1f} of {len(counted)}   {result.learner}{notes}")
    if loose:
        print(f"not read, since no notebooks: {', '.join(loose)}")
    print(f"written: {', '.join(str(out / name) for name in WRITTEN)}; network {whole['network']}")
    return 0
