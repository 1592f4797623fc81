"""Score histograms as files: one row per bin, low, high, genuine, impostor."""

import re
from pathlib import Path

import numpy as np

from falsematch._check import shown
from falsematch._write import replace_file
from falsematch.scores import ScoreHistogram

_COLUMNS = ("low", "high", "genuine", "impostor")
_BOUND = (r"[-+]?(inf|([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+]?[0-9]+)?)", "number", float)
_COUNT = (r"[0-9]{1,16}", "whole number", int)
_LONGEST = 1000  # characters of a line; more is no file of ours


def save_histogram(histogram, path):
    """Write a `falsematch.scores.ScoreHistogram` as CSV. A failed write leaves an old file whole."""
    bounds = [-np.inf, *histogram.edges.tolist(), np.inf]
    rows = zip(bounds[:-1], bounds[1:], histogram.genuine.tolist(), histogram.impostor.tolist(), strict=True)
    # repr gives the shortest text that reads back the same.
    lines = [",".join(_COLUMNS), *(",".join(map(repr, row)) for row in rows)]
    replace_file(path, "\n".join(lines) + "\n")


def load_histogram(path):
    """Read what `save_histogram` wrote. Raises ValueError naming the file, line and column of an error."""
    path = Path(path)
    bounds, counts = [-np.inf], []
    with path.open(encoding="utf-8", errors="replace") as file:
        try:
            line = 1
            if tuple(file.readline(_LONGEST).rstrip("\n").split(",")) != _COLUMNS:
                raise ValueError(f"column 1: expected the header {','.join(_COLUMNS)}")
            for line, text in enumerate(iter(lambda: file.readline(_LONGEST), ""), 2):  # noqa: B007  told below
                high, *found = _bin(text.rstrip("\n").split(","), bounds[-1])
                bounds.append(high)
                counts.append(found)
            if bounds[-1] != np.inf:
                raise ValueError(f"column high: expected bins up to inf, got {bounds[-1]!r} at the end")
            return ScoreHistogram(bounds[1:-1], *np.array(counts).T)
        except ValueError as error:
            raise ValueError(f"{path.name}, line {line}, {error}") from None


def _bin(fields, low_expected):
    """The upper bound and both counts of one row of a file."""
    if len(fields) != len(_COLUMNS):
        short = min(len(fields), len(_COLUMNS)) + 1
        raise ValueError(f"column {short}: expected {len(_COLUMNS)} values, got {len(fields)}")
    values = []
    for column, text in zip(_COLUMNS, fields, strict=True):
        pattern, kind, convert = _BOUND if column in ("low", "high") else _COUNT
        # Stricter than float() and int(), which take "1_0", " 3 " and digits of any script.
        if not re.fullmatch(pattern, text):
            raise ValueError(f"column {column}: expected a {kind}, got {shown(text)}")
        values.append(convert(text))
    low, high, *counts = values
    if low != low_expected:
        raise ValueError(f"column low: expected {low_expected!r}, where the bin before ends, got {low!r}")
    if not high > low:
        raise ValueError(f"column high: expected more than low, {low!r}, got {high!r}")
    for column, count in zip(_COLUMNS[2:], counts, strict=True):
        if count >= 2**53:
            raise ValueError(f"column {column}: expected a count from 0 to 2**53 - 1, got {count}")
    return high, *counts
