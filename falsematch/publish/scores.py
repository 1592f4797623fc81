"""What a file of comparison scores shows: ``falsematch scores FILE ...`` prints it, ``--out`` writes a page or JSON."""

import argparse
import os
import re
from pathlib import Path

from falsematch import _check
from falsematch._write import replace_file
from falsematch.publish._score_forms import as_json, as_page, as_text
from falsematch.publish._score_report import FMR_TARGETS, report

FORMS = {".html": as_page, ".json": as_json}
_DONE = """
examples:
  falsematch scores scores.csv
  falsematch scores genuine.txt impostor.txt --fmr 1e-3 1e-6 --gallery 1000 1e6
  falsematch scores trials.csv.gz --distances --people --out report.html
"""


class _Parser(argparse.ArgumentParser):
    """One that refuses in one line."""

    def error(self, message):
        raise ValueError(message)


def _whole(text):
    """A number of people, as people write it: 1000, 1_000_000, 1e6."""
    value = float(text)
    if not 1 <= value < 2**53 or value != int(value):
        raise ValueError
    return int(value)


_whole.__name__ = "whole number of people"  # for argparse's words


def parser():
    """The words that the command takes."""
    made = _Parser(
        prog="falsematch scores",
        description="What a file of comparison scores shows, with intervals, and what it cannot show.",
        epilog=_DONE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="a table, list or matrix of scores, or two files: the genuine scores, then the impostor ones",
    )
    made.add_argument("--distances", action="store_true", help="smaller means more alike")
    made.add_argument(
        "--fmr",
        nargs="+",
        type=float,
        default=FMR_TARGETS,
        metavar="RATE",
        help="false match rates to look at (0.01 0.001 0.0001)",
    )
    made.add_argument(
        "--gallery",
        nargs="+",
        type=_whole,
        metavar="N",
        help="numbers of people in a gallery (1000 1000000, and as many as the file can measure)",
    )
    made.add_argument("--people", action="store_true", help="also on how many people the errors fall")
    made.add_argument("--out", metavar="FILE", help="write a page (.html) or every number in full (.json)")
    asked = made.add_argument_group("what a file leaves open")
    column = {"metavar": "COLUMN"}
    asked.add_argument("--score-column", **column, help="its name, or its number from 1; of npz, the array")
    asked.add_argument("--label-column", **column, help="which says genuine or impostor")
    asked.add_argument("--subject-columns", nargs=2, metavar=("ONE", "OTHER"), help="who is compared")
    asked.add_argument("--no-subjects", action="store_true", help="leave the columns of people out")
    asked.add_argument("--group-column", **column, help="rates of each group named there, too")
    asked.add_argument("--failure-value", type=float, metavar="NUMBER", help="marks a comparison that failed")
    for name, text in (("matrix", "the file is a matrix"), ("header", "its first line is a header")):
        asked.add_argument(f"--{name}", action=argparse.BooleanOptionalAction, help=text)
    asked.add_argument("--max-bytes", type=_whole, metavar="BYTES", help="refuse a larger file (2 GiB)")
    return made


#: Arguments of `load_scores` in a message, as the command line names them.
_NAMED = (
    (r"\bsubject_columns=\(\)", "--no-subjects"),
    (r"\b(distances|matrix|header)=True", r"--\1"),
    (r"\b(matrix|header)=False", r"--no-\1"),
    (r"\bfailure_value=", "--failure-value "),
    (r"(?<!['\"\w])(score|label|group|subject)_column(s?)\b", r"--\1-column\2"),
    (r"(?<!['\"\w])max_bytes\b", "--max-bytes"),
)


def main(words):
    """Read, compute, write, print; an exit code."""
    asked = parser().parse_intermixed_args(words)
    paths = [Path(file) for file in asked.files]
    target = None if asked.out is None else _target(asked.out, paths)
    try:
        found = _read(asked)
    except ValueError as error:
        text = str(error)
        for old, new in _NAMED:
            text = re.sub(old, new, text)
        raise ValueError(text) from error
    record = report(
        found,
        files=[path.name for path in paths],
        targets=asked.fmr,
        galleries=asked.gallery,
        people=asked.people,
        curves=target is not None,
        told=_steps,
    )
    if target is not None:
        replace_file(target, FORMS[target.suffix.lower()](record))
    print(as_text(record), end="")
    if target is not None:
        print(f"\nwrote {target.name}")
    return 0


def _target(out, paths):
    """Where the report goes; refused before anything is read."""
    path = Path(out)
    if path.suffix.lower() not in FORMS:
        _check.refuse("--out", out, "a name that ends in .html or .json")
    if path.is_dir():
        _check.refuse("--out", out, "a file, not a folder")
    if os.path.realpath(path) in map(os.path.realpath, paths):
        _check.refuse("--out", out, "another file than the one that is read")
    return path


def _read(asked):
    from tqdm import tqdm

    from falsematch.datasets import load_scores

    options = {"distances": asked.distances, "group_column": asked.group_column, "matrix": asked.matrix}
    options |= {
        name: getattr(asked, name) for name in ("score_column", "label_column", "failure_value", "header")
    }
    options["subject_columns"] = () if asked.no_subjects else asked.subject_columns
    if asked.max_bytes is not None:
        options["max_bytes"] = asked.max_bytes
    path = asked.files if len(asked.files) > 1 else asked.files[0]
    with tqdm(desc="reading", unit="B", unit_scale=True, **_BAR) as bar:

        def progress(read, in_all):
            bar.total = in_all
            bar.update(read - bar.n)

        return load_scores(path, progress=progress, **options)


#: A bar appears after two seconds, and only where somebody sees it.
_BAR = {"delay": 2, "leave": False, "disable": None}


def _steps(steps):
    from tqdm import tqdm

    return tqdm(steps, desc="counting", unit=" steps", **_BAR)
