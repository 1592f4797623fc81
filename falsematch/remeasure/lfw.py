"""Measure a well-known open network on Labeled Faces in the Wild: 87 million wrong pairs, not 3,000.

The original is a file of face descriptors (numpy npz) that is not part of this project: `embedding`
float16 (images, 128), `identity` and `identity_clean` (person numbers as labelled, and after known label
errors are mended), `pair_index`, `pair_same`, `pair_fold` (the 6,000 pairs of View 2).

The network gives distances; the project's scores are similarities: **score = -distance**, and a pair
matches iff score >= threshold.

Every distance is exact before its root is taken. The numbers in the file are multiples of 2^-24, so a
product is a multiple of 2^-48, and a squared distance below 32 = 2^5 fits the 53 bits of a float64 without
rounding (`read` refuses descriptors long enough to exceed it).
Hence the tables do not depend on the order of additions, the processor or the library.
"""

import sys

import numpy as np

from falsematch.datasets._arrays import read_npz
from falsematch.remeasure import _measure

WIDTH = 0.001  # of a bin, in distance
FMR_EXPONENTS = (2, 3, 4, 5, 6)  # targets 1e-2 to 1e-6
CUSTOMARY_DISTANCE = 0.6  # dlib's documented threshold
GALLERIES = (1, 3, 10, 30, 100, 300, 1000, 3000)
_CHUNK = 512  # rows at once: a chunk of distances takes 54 MB


def tables(path, show_progress=True):
    """All tables as a dict of DataFrames, from the file of descriptors."""
    data = read(path)
    view2_scores = view2_pair_scores(data)
    folds = view2_folds(view2_scores, data["pair_same"], data["pair_fold"])
    first = first_image_of_each(data["identity_clean"])
    one_each = data["embedding"][first]
    points = operating_points(one_each, view2_scores, data["pair_same"])
    edges = false_matches(one_each, max(-threshold for _, threshold in points))
    binned, counts = all_pairs(data, [threshold for _, threshold in points], show_progress)
    _add_view2(binned, view2_scores, data["pair_same"])
    return {
        "lfw_measured_histogram": _histogram_table(binned, one_each),
        "lfw_measured_view2": folds,
        "lfw_measured_operating_points": _points_table(points, counts, edges, len(first), data, view2_scores),
        "lfw_measured_fpir": _fpir_table(points, edges, len(first)),
        "lfw_measured_wrong_within": _wrong_within_table(points, edges, len(first)),
    }


def read(path):
    """The arrays of the original, checked for shape and for the grain that makes distances exact."""
    names = ("embedding", "identity", "identity_clean", "pair_index", "pair_same", "pair_fold")
    data = dict(zip(names, read_npz(path, names), strict=True))
    embedding = data["embedding"] = data["embedding"].astype(np.float64)
    grains = embedding * 2.0**24
    if embedding.ndim != 2 or not np.all(grains == np.rint(grains)):
        raise ValueError(f"{path}: embedding must be a two-dimensional array of float16 values")
    if np.einsum("ij,ij->i", embedding, embedding).max() > 8:
        raise ValueError(f"{path}: embedding must hold descriptors of squared length at most 8")
    for name in ("identity", "identity_clean"):
        if data[name].shape != (len(embedding),):
            raise ValueError(f"{path}: {name} must hold one person number per image")
        data[name] = data[name].astype(np.int64)
    return data


def distances(rows, others, exact_squares=None):
    """Euclidean distances between two sets of descriptors, shape (rows, others)."""
    squared = rows @ others.T
    squared *= -2
    squared += np.einsum("ij,ij->i", rows, rows)[:, None]
    squared += np.einsum("ij,ij->i", others, others) if exact_squares is None else exact_squares
    return np.sqrt(squared, out=squared)


def view2_pair_scores(data):
    """Scores of the 6,000 pairs of View 2."""
    left, right = data["embedding"][data["pair_index"].astype(np.int64).T]
    return -np.sqrt(np.einsum("ij,ij->i", left - right, left - right))


def best_threshold(scores, same):
    """The least observed score at which most pairs are decided rightly."""
    order = np.argsort(scores, kind="stable")
    ranked, mated = scores[order], same[order].astype(bool)
    # Right decisions, up to a constant, when everything from here upwards matches.
    right = np.cumsum((mated.astype(np.int64) * 2 - 1)[::-1])[::-1]
    first_of_tie = np.append(True, ranked[1:] != ranked[:-1])
    return float(ranked[np.argmax(np.where(first_of_tie, right, -np.inf))])


def view2_folds(scores, same, fold):
    """The protocol of View 2: in each fold, the threshold that was best on the nine others."""
    import pandas as pd

    rows = []
    for number in np.unique(fold):
        here = fold == number
        threshold = _measure.short_threshold(scores, best_threshold(scores[~here], same[~here]))
        matched = scores[here] >= threshold
        mated = same[here].astype(bool)
        false_matches_here = int(np.count_nonzero(matched & ~mated))
        false_non_matches = int(np.count_nonzero(~matched & mated))
        rows.append(
            {
                "id": f"fold_{number}",
                "fold": int(number),
                "mated_pairs": int(mated.sum()),
                "nonmated_pairs": int((~mated).sum()),
                "score_threshold": threshold,
                "false_matches": false_matches_here,
                "false_non_matches": false_non_matches,
                "accuracy": _measure.digits(1 - (false_matches_here + false_non_matches) / mated.size),
            }
        )
    return pd.DataFrame(rows)


def first_image_of_each(identity):
    """Row numbers of the first image of each person."""
    return np.sort(np.unique(identity, return_index=True)[1])


def operating_points(one_each, view2_scores, view2_same):
    """(name, score threshold) pairs: FMR targets on one image per person, the customary one, View 2's."""
    upper = ranked_scores(one_each)
    points = _measure.target_points(upper, FMR_EXPONENTS)
    points.append(("customary", -CUSTOMARY_DISTANCE))
    points.append(("View 2 best", _measure.short_threshold(upper, best_threshold(view2_scores, view2_same))))
    return points


def ranked_scores(one_each):
    """Scores of all pairs of people, one image each, in one array that ascends."""
    scores = np.empty(len(one_each) * (len(one_each) - 1) // 2)
    filled = 0
    for _, block in _blocks(one_each):
        upper = np.arange(block.shape[1]) > np.arange(block.shape[0])[:, None]
        found = block[upper]
        scores[filled : filled + found.size] = -found
        filled += found.size
    scores.sort()
    return scores


def _blocks(embedding):
    """(first row, distances of some rows to themselves and all later ones), for every pair once."""
    squares = np.einsum("ij,ij->i", embedding, embedding)
    for start in range(0, len(embedding), _CHUNK):
        yield start, distances(embedding[start : start + _CHUNK], embedding[start:], squares[start:])


def false_matches(one_each, largest_distance):
    """(i, j, score) of the pairs of people that match at the loosest threshold, one image each, i < j."""
    found = []
    for start, block in _blocks(one_each):
        rows, columns = np.nonzero(block <= largest_distance)
        keep = columns > rows
        rows, columns = rows[keep], columns[keep]
        found.append((rows + start, columns + start, -block[rows, columns]))
    return tuple(np.concatenate(part) for part in zip(*found, strict=True))


def all_pairs(data, thresholds, show_progress=True):
    """One pass over all pairs of images: counts per bin and counts at each threshold.

    Returns
    -------
    binned : dict of arrays; entry k counts pairs with k * WIDTH - WIDTH < distance <= k * WIDTH
    counts : dict of arrays, pairs with score >= threshold, one per threshold
    """
    from tqdm import tqdm

    embedding = data["embedding"]
    labels = {"as_labelled": data["identity"], "clean": data["identity_clean"]}
    images_of = np.bincount(data["identity_clean"])
    pairs_of = images_of * (images_of - 1) / 2
    bins = int(4 / WIDTH) + 2  # descriptors within [-1, 1] of ordinary length stay far below distance 4
    binned = {
        f"{kind}_{label}": np.zeros(bins, dtype=np.int64)
        for label in labels
        for kind in ("mated", "nonmated")
    }
    binned["mated_clean_by_person"] = np.zeros(bins)
    counts = {
        name: np.zeros(len(thresholds), dtype=np.int64) for name in list(binned) if "person" not in name
    }
    counts["mated_clean_by_person"] = np.zeros(len(thresholds))
    for start, block in tqdm(
        _blocks(embedding),
        total=-(-len(embedding) // _CHUNK),
        desc="All pairs",
        unit="chunk",
        disable=not show_progress,
        file=sys.stderr,
    ):
        rows = slice(start, start + block.shape[0])
        upper = np.arange(block.shape[1]) > np.arange(block.shape[0])[:, None]
        place = _bin_of(block)
        everything = np.bincount(place[upper], minlength=bins)
        near = [np.count_nonzero(upper & (block <= -threshold)) for threshold in thresholds]
        for label, identity in labels.items():
            same = np.nonzero(upper & (identity[rows, None] == identity[start:]))
            mated = np.bincount(place[same], minlength=bins)
            mated_near = [np.count_nonzero(block[same] <= -threshold) for threshold in thresholds]
            binned[f"mated_{label}"] += mated
            binned[f"nonmated_{label}"] += everything - mated
            counts[f"mated_{label}"] += mated_near
            counts[f"nonmated_{label}"] += np.subtract(near, mated_near)
        # `same` is now that of the clean labels: each person's pairs share a weight of one.
        weight = 1 / pairs_of[data["identity_clean"][rows][same[0]]]
        binned["mated_clean_by_person"] += np.bincount(place[same], weights=weight, minlength=bins)
        counts["mated_clean_by_person"] += [weight[block[same] <= -t].sum() for t in thresholds]
    return binned, counts


def _bin_of(distance):
    """The bin of a distance. Upper edges belong to a bin, so that score >= lower edge is exact."""
    return np.ceil(distance / WIDTH).astype(np.int64)


def _add_view2(binned, scores, same):
    place = _bin_of(-scores)
    bins = binned["mated_clean"].size
    binned["mated_view2"] = np.bincount(place[same == 1], minlength=bins)
    binned["nonmated_view2"] = np.bincount(place[same == 0], minlength=bins)


def _histogram_table(binned, one_each):
    import pandas as pd

    bins = binned["mated_clean"].size
    one = np.zeros(bins, dtype=np.int64)
    for _, block in _blocks(one_each):
        upper = np.arange(block.shape[1]) > np.arange(block.shape[0])[:, None]
        one += np.bincount(_bin_of(block[upper]), minlength=bins)
    binned = {**binned, "nonmated_one_image_per_person": one}
    binned["mated_clean_by_person"] = np.round(binned["mated_clean_by_person"], 6)
    used = np.nonzero(sum(binned.values()))[0]
    span = np.arange(used[0], used[-1] + 1)[::-1]  # scores ascend as distances descend
    columns = [
        "mated_as_labelled",
        "nonmated_as_labelled",
        "mated_clean",
        "nonmated_clean",
        "mated_clean_by_person",
        "nonmated_one_image_per_person",
        "mated_view2",
        "nonmated_view2",
    ]
    edges = {
        "score_low": np.round(-span * WIDTH, 3) + 0.0,
        "score_high": np.round((1 - span) * WIDTH, 3) + 0.0,
    }
    identifiers = {"id": [_measure.identifier("from", f"{low:.3f}") for low in edges["score_low"]]}
    return pd.DataFrame(identifiers | edges | {name: binned[name][span] for name in columns})


def _points_table(points, counts, edges, people, data, view2_scores):
    import pandas as pd

    same = data["pair_same"].astype(bool)
    images_of = {label: np.bincount(data[label]) for label in ("identity", "identity_clean")}
    mated = {label: int((n * (n - 1) // 2).sum()) for label, n in images_of.items()}
    images = len(data["embedding"])
    every = images * (images - 1) // 2
    with_pairs = int((images_of["identity_clean"] > 1).sum())
    rows = []
    for place, (name, threshold) in enumerate(points):
        wrong = int(np.count_nonzero(edges[2] >= threshold))
        rows.append(
            {
                "id": _measure.identifier(name),
                "operating_point": name,
                "score_threshold": threshold,
                "false_matches_one_image_per_person": wrong,
                "fmr_one_image_per_person": _measure.digits(wrong / (people * (people - 1) / 2)),
                "false_matches_clean": int(counts["nonmated_clean"][place]),
                "fmr_clean": _measure.digits(
                    counts["nonmated_clean"][place] / (every - mated["identity_clean"])
                ),
                "false_matches_as_labelled": int(counts["nonmated_as_labelled"][place]),
                "fmr_as_labelled": _measure.digits(
                    counts["nonmated_as_labelled"][place] / (every - mated["identity"])
                ),
                "false_non_matches_clean": int(mated["identity_clean"] - counts["mated_clean"][place]),
                "fnmr_clean": _measure.digits(1 - counts["mated_clean"][place] / mated["identity_clean"]),
                "fnmr_clean_by_person": _measure.digits(
                    1 - counts["mated_clean_by_person"][place] / with_pairs
                ),
                "false_matches_view2": int(np.count_nonzero(view2_scores[~same] >= threshold)),
                "false_non_matches_view2": int(np.count_nonzero(view2_scores[same] < threshold)),
            }
        )
    return pd.DataFrame(rows)


def both_ways(edges, threshold):
    """The pairs that match at this threshold, each in both directions: (probes, gallery entries)."""
    near = edges[2] >= threshold
    left, right = edges[0][near], edges[1][near]
    return np.concatenate([left, right]), np.concatenate([right, left])


def _wrong_within_table(points, edges, people):
    import pandas as pd

    return pd.DataFrame(
        [
            {
                "id": _measure.identifier(name, "wrong", row["wrong_within"]),
                "operating_point": name,
                "score_threshold": threshold,
            }
            | row
            for name, threshold in points
            for row in _measure.wrong_within_rows(both_ways(edges, threshold), people)
        ]
    )


def _fpir_table(points, edges, people):
    import pandas as pd

    sizes = [size for size in GALLERIES if size < people - 1] + [people - 1]
    return pd.DataFrame(
        [
            {
                "id": _measure.identifier(name, "gallery", row["gallery_size"]),
                "operating_point": name,
                "score_threshold": threshold,
            }
            | row
            for name, threshold in points
            for row in _measure.fpir_rows(both_ways(edges, threshold), people, sizes)
        ]
    )


if __name__ == "__main__":
    _measure.command(
        "Measure the LFW tables again.",
        [("descriptors", "npz file with the descriptors of the LFW images")],
        tables,
    )
