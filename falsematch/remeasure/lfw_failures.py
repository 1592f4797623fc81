"""Does it matter that some photographs had no face that was found? The LFW searches without them.

The original is the file of descriptors that `falsematch.remeasure.lfw` describes, with one more array,
`detector`: 0 where no face was found and a fixed central crop was taken. ISO/IEC 19795-1 counts such
failures to acquire apart. Here they are left out, everybody enters by the first of their other photographs,
who has none goes, and thresholds are set anew.
"""

import numpy as np

from falsematch import search
from falsematch.datasets._arrays import read_npz
from falsematch.remeasure import _measure, lfw

GALLERIES = (1000,)  # and everybody
BUSIEST = 0.05


def tables(path):
    """The table as a dict of one DataFrame, from the file of descriptors."""
    import pandas as pd

    data = lfw.read(path)
    (detector,) = read_npz(path, ("detector",))
    one_each = data["embedding"][first_with_a_face(data["identity_clean"], detector)]
    people = len(one_each)
    points = _measure.target_points(lfw.ranked_scores(one_each), lfw.FMR_EXPONENTS)
    edges = lfw.false_matches(one_each, max(-threshold for _, threshold in points))
    sizes = [size for size in GALLERIES if size < people - 1] + [people - 1]
    rows = []
    for name, threshold in points:
        matches = lfw.both_ways(edges, threshold)
        wrong_within = np.bincount(matches[0], minlength=people)
        head = {
            "operating_point": name,
            "score_threshold": threshold,
            "people": people,
            "photographs_left_out": int(np.count_nonzero(detector == 0)),
            "false_matches_of_the_busiest": _measure.digits(search.concentration(wrong_within, BUSIEST)),
        }
        rows += [
            {"id": _measure.identifier(name, "gallery", row["gallery_size"])} | head | row
            for row in _measure.fpir_rows(matches, people, sizes)
        ]
    return {"lfw_without_failures": pd.DataFrame(rows)}


def first_with_a_face(identity, detector):
    """Row numbers of the first photograph of each person in which a face was found."""
    found = np.flatnonzero(detector != 0)
    return found[lfw.first_image_of_each(identity[found])]


if __name__ == "__main__":
    _measure.command(
        "Measure the LFW searches again without the photographs in which no face was found.",
        [("descriptors", "npz file with the descriptors of the LFW images")],
        tables,
    )
