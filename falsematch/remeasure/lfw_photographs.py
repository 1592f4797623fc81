"""The same person, another photograph: does who is mistaken for many stay so? Measured on LFW.

The original is the file of descriptors that `falsematch.remeasure.lfw` describes. Everybody with two or
more images is searched twice, with their first and with their second image, against the first image of
each of the others. What is kept is a table of counts: how many people have k wrong people within the
threshold on the first photograph and l on the second.
"""

import numpy as np

from falsematch.remeasure import _measure, lfw

_EXPONENTS = (3, 4)  # FMR 1e-3 and 1e-4: below, too few false matches are left to compare


def tables(path):
    """The table as a dict of one DataFrame, from the file of descriptors."""
    import pandas as pd

    data = lfw.read(path)
    embedding, identity = data["embedding"], data["identity_clean"]
    gallery = lfw.first_image_of_each(identity)
    first, second = two_images_of_each(identity)
    points = lfw.operating_points(embedding[gallery], lfw.view2_pair_scores(data), data["pair_same"])
    wanted = {f"FMR 1e-{exponent}" for exponent in _EXPONENTS}
    rows = []
    for name, threshold in points:
        if name in wanted:
            one, other = (
                wrong_within(embedding, identity, probes, gallery, threshold) for probes in (first, second)
            )
            rows += [
                {
                    "id": _measure.identifier(name, "first", a, "second", b),
                    "operating_point": name,
                    "score_threshold": threshold,
                    "wrong_first": a,
                    "wrong_second": b,
                    "people": n,
                }
                for a, b, n in joint_counts(one, other)
            ]
    return {"lfw_measured_two_photographs": pd.DataFrame(rows)}


def two_images_of_each(identity):
    """Row numbers of the first and of the second image of everybody who has two or more."""
    order = np.argsort(identity, kind="stable")  # keeps a person's images in the order of the file
    person = identity[order]
    begins = np.flatnonzero(np.append(True, person[1:] != person[:-1]))
    begins = begins[np.diff(np.append(begins, person.size)) > 1]
    return order[begins], order[begins + 1]


def wrong_within(embedding, identity, probes, gallery, threshold):
    """For each probe, how many people of the gallery other than the probe's own reach the threshold."""
    wrong = np.empty(len(probes), dtype=np.int64)
    for start in range(0, len(probes), 512):  # a block of distances at a time
        rows = probes[start : start + 512]
        near = lfw.distances(embedding[rows], embedding[gallery]) <= -threshold
        near &= identity[rows, None] != identity[gallery]
        wrong[start : start + 512] = near.sum(axis=1)
    return wrong


def joint_counts(one, other):
    """(k, l, people) for every pair of counts that occurs, in ascending order."""
    pairs, people = np.unique(np.column_stack([one, other]), axis=0, return_counts=True)
    return [(int(a), int(b), int(n)) for (a, b), n in zip(pairs, people, strict=True)]


if __name__ == "__main__":
    _measure.command(
        "Measure again how false matches repeat on a second photograph.",
        [("descriptors", "npz file with the descriptors of the LFW images")],
        tables,
    )
