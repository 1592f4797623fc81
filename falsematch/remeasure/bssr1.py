"""Measure two face matchers and two fingerprint matchers on NIST BSSR1 Set 1 (517 people).

The original is a numpy npz file of four square matrices of similarity scores, `face_c`, `face_g`,
`finger_left` and `finger_right`, that is not part of this project. Row and column i are two images of
the same person: the diagonal holds the mated scores, everything else is non-mated. Rows are taken as
probes and columns as the gallery; the two orders of a pair are different comparisons.

NIST's release notes say that the face scores of one probe were produced together, and that it is not known
whether a one-to-one comparison made them. A smaller gallery is drawn here from the matrix: if a matcher
normalised its scores over the gallery, that is not a search of such a size.

A column or a row in which every score is the same is a failure to process an image: that person is left
out of that matcher's tables, and counted in `people_left_out`.
"""

import numpy as np

from falsematch.datasets._arrays import read_npz
from falsematch.remeasure import _measure

WIDTHS = {"face_c": 0.001, "face_g": 0.05, "finger_left": 1.0, "finger_right": 1.0}  # of a bin
FMR_EXPONENTS = (1, 2, 3, 4)
GALLERIES = (1, 3, 10, 30, 100, 300)


def tables(path):
    """All tables as a dict of DataFrames, from the file of score matrices."""
    import pandas as pd

    histogram, points, fpir, wrong = [], [], [], []
    for matcher, matrix in read(path).items():
        scores, left_out = without_failures(matrix)
        people = len(scores)
        sizes = [size for size in GALLERIES if size < people - 1] + [people - 1]
        mated, nonmated = np.diag(scores), scores[~np.eye(people, dtype=bool)]
        histogram += _histogram_rows(matcher, mated, nonmated)
        for name, threshold in _measure.target_points(np.sort(nonmated), FMR_EXPONENTS):
            head = {"matcher": matcher, "operating_point": name, "score_threshold": threshold}
            matches = np.nonzero((scores >= threshold) & ~np.eye(people, dtype=bool))
            points.append(
                {"id": _measure.identifier(matcher, name)}
                | head
                | {
                    "people": people,
                    "people_left_out": left_out,
                    "mated_comparisons": people,
                    "nonmated_comparisons": nonmated.size,
                    "false_matches": matches[0].size,
                    "fmr": _measure.digits(matches[0].size / nonmated.size),
                    "false_non_matches": int(np.count_nonzero(mated < threshold)),
                    "fnmr": _measure.digits(np.mean(mated < threshold)),
                }
            )
            fpir += [
                {"id": _measure.identifier(matcher, name, "gallery", row["gallery_size"])} | head | row
                for row in _measure.fpir_rows(matches, people, sizes)
            ]
            wrong += [
                {"id": _measure.identifier(matcher, name, "wrong", row["wrong_within"])} | head | row
                for row in _measure.wrong_within_rows(matches, people)
            ]
    return {
        "bssr1_measured_histogram": pd.DataFrame(histogram),
        "bssr1_measured_operating_points": pd.DataFrame(points),
        "bssr1_measured_fpir": pd.DataFrame(fpir),
        "bssr1_measured_wrong_within": pd.DataFrame(wrong),
    }


def read(path):
    """The four matrices as float64."""
    matrices = dict(zip(WIDTHS, (x.astype(np.float64) for x in read_npz(path, WIDTHS)), strict=True))
    for name, matrix in matrices.items():
        if matrix.ndim != 2 or matrix.shape[0] != matrix.shape[1] or not np.all(np.isfinite(matrix)):
            raise ValueError(f"{path}: {name} must be a square matrix of finite scores")
    return matrices


def without_failures(matrix):
    """The matrix without people whose row or column is one constant, and how many those were."""
    failed = np.ptp(matrix, axis=0) == 0
    failed |= np.ptp(matrix, axis=1) == 0
    return matrix[np.ix_(~failed, ~failed)], int(failed.sum())


def _histogram_rows(matcher, mated, nonmated):
    width = WIDTHS[matcher]
    # Scores are stored as float32: 1e-6 keeps one that was printed as 0.45 in the bin that starts there.
    place = {
        name: np.floor(x / width + 1e-6).astype(np.int64)
        for name, x in (("mated", mated), ("nonmated", nonmated))
    }
    lowest = min(x.min() for x in place.values())
    counts = {name: np.bincount(x - lowest) for name, x in place.items()}
    bins = max(x.size for x in counts.values())
    counts = {name: np.pad(x, (0, bins - x.size)) for name, x in counts.items()}
    for k in range(bins):
        low = round((lowest + k) * width, 3)
        yield {
            "id": _measure.identifier(matcher, "from", f"{low:g}"),
            "matcher": matcher,
            "score_low": low,
            "score_high": round((lowest + k + 1) * width, 3),
            "mated": int(counts["mated"][k]),
            "nonmated": int(counts["nonmated"][k]),
        }


if __name__ == "__main__":
    _measure.command(
        "Measure the BSSR1 tables again.", [("matrices", "npz file with the four score matrices")], tables
    )
