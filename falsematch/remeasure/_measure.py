"""What the measurements share: thresholds, exact FPIR over galleries, intervals by people, writing."""

import argparse
import re
from pathlib import Path

import numpy as np

from falsematch import search
from falsematch._write import replace_file


def short_threshold(scores, threshold):
    """`threshold` lowered to as few decimals as leave the set of scores >= threshold unchanged."""
    accepted = np.count_nonzero(scores >= threshold)
    for digits in range(2, 17):
        short = np.floor(threshold * 10.0**digits) / 10.0**digits
        if np.count_nonzero(scores >= short) == accepted:
            return float(short)
    return float(threshold)


def threshold_at(impostor_sorted, fmr):
    """The least observed impostor score at which no more than `fmr` of them match; None if none does.

    A second way to what `scores.threshold_at_fmr` does, kept apart on purpose: the tables are measured
    without the code that is tested against them. `impostor_sorted` ascends. Scores tied with the one
    after the last place allowed must be left out too.
    """
    allowed = int(np.floor(fmr * impostor_sorted.size * (1 + 1e-12)))
    if allowed == 0:
        return None
    first_refused = impostor_sorted[-allowed - 1] if allowed < impostor_sorted.size else -np.inf
    start = np.searchsorted(impostor_sorted, first_refused, side="right")
    return None if start == impostor_sorted.size else float(impostor_sorted[start])


def target_points(impostor_sorted, exponents):
    """(name, score threshold) pairs of the targets FMR 1e-k, each the least observed score that keeps to one."""
    points = []
    for exponent in exponents:
        threshold = threshold_at(impostor_sorted, 10.0**-exponent)
        if threshold is not None:
            points.append((f"FMR 1e-{exponent}", short_threshold(impostor_sorted, threshold)))
    return points


def fpir_rows(matches, people, gallery_sizes):
    """Rows of an FPIR table: measured, its interval, what independence would give, expected candidates."""
    wrong_within = np.bincount(matches[0], minlength=people)
    fmr = wrong_within.sum() / (people * (people - 1))
    for size in gallery_sizes:
        low, high = search.fpir_interval(np.transpose(matches), people, size)
        yield {
            "fmr": digits(fmr),
            "gallery_size": size,
            "fpir_measured": digits(search.fpir_measured(wrong_within, people - 1, size)),
            "fpir_low": digits(low, 4),
            "fpir_high": digits(high, 4),
            "fpir_if_independent": digits(search.fpir(fmr, size)),
            "expected_false_candidates": digits(search.expected_false_candidates(1, size, fmr)),
        }


def wrong_within_rows(matches, people):
    """Rows of a table of how many probes match how many wrong people."""
    probes = np.bincount(np.bincount(matches[0], minlength=people))
    return [{"wrong_within": k, "probes": int(n)} for k, n in enumerate(probes) if n]


def identifier(*parts):
    """A row's identifier from its parts: small letters, digits and underscores."""
    text = "_".join(str(part) for part in parts).lower()
    for sign, word in ((r"-(?=\d+\.)", "minus_"), (r"\+", " plus "), ("&", " and ")):
        text = re.sub(sign, word, text)
    return re.sub("[^a-z0-9]+", "_", text).strip("_")


def digits(value, significant=6):
    """A number rounded to so many significant digits, as the tables print it."""
    return float(f"{value:.{significant}g}")


def write(tables, out):
    """Write each DataFrame to `out`/NAME/NAME.csv; a file is replaced only when the new one is whole."""
    for name, table in tables.items():
        replace_file(Path(out) / name / f"{name}.csv", as_csv(table))
        print(f"{name}: {len(table)} rows")


def as_csv(table):
    """A table as the project stores it: UTF-8, LF, true/false, shortest digits that read back the same."""
    text = table.copy()
    for column in text.columns:
        kind = text[column].dtype.kind
        if kind == "b":
            text[column] = text[column].map({True: "true", False: "false"})
        elif kind == "f":
            text[column] = [_shortest(x) for x in text[column].tolist()]
    return text.to_csv(index=False, lineterminator="\n").encode("utf-8")


def _shortest(x):
    if x != x:
        return ""
    return str(int(x)) if x == int(x) and abs(x) < 1e15 else repr(x)


def command(description, originals, tables):
    """Run a measurement as a command: paths of the originals in, CSV files out, one line when it fails."""
    parser = argparse.ArgumentParser(description=description)
    for name, text in originals:
        parser.add_argument(name, type=Path, help=text)
    parser.add_argument("--out", type=Path, default=Path("datasets"), help="folder of the tables")
    chosen = parser.parse_args()
    try:
        write(tables(*(getattr(chosen, name) for name, _ in originals)), chosen.out)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        parser.exit(1, f"{parser.prog}: {error}\n")
