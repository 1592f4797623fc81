"""Score pairs of Olivetti faces with eigenfaces and Fisherfaces, with and without a leak.

The same 19,800 pairs are scored by models that were trained on 200 images each. The only difference:
whether training had seen other images of the people who are tested.

- disjoint: trained on 20 people, tested on the 20 others (and the other way round);
- leaking: trained on the even images of all 40 people, tested on the odd ones (and the other way round).

To be comparable, a pair is tested only if its people lie in the same half of people and its images in the
same half of images. Scores are cosine similarities; a pair matches iff score >= threshold.

So the leaking models have met twice as many people, too. The columns that end in `_equal` leave that
difference out: either way training is on five images of each of 20 people.
"""

import numpy as np

from falsematch import datasets
from falsematch.exercises.faces import matcher, pairs, score_pairs
from falsematch.remeasure import _measure


def tables(path):
    """The table as a dict of one DataFrame, from a copy of the faces that `datasets.load_olivetti` reads."""
    return {"olivetti_scores": scores(*datasets.load_olivetti(path))}


def scores(images, people):
    """One row per tested pair of images.

    Parameters
    ----------
    images : array (400, 64, 64), grey values
    people : array (400,), whole numbers 0 to 39, ten images of each

    Returns
    -------
    pandas.DataFrame with columns id, person_a, image_a, person_b, image_b, mated and the eight scores
    pca_disjoint, lda_disjoint, pca_leaking, lda_leaking and the same with `_equal`, rounded to four decimals
    """
    table = pairs(images, people).reset_index()
    whole = matcher()
    for equal in (False, True):
        for split in ("disjoint", "leaking"):
            for name, model in (("pca", whole[:1]), ("lda", whole)):
                found = score_pairs(images, people, model, split, equal)
                table[f"{name}_{split}{'_equal' if equal else ''}"] = np.round(found, 4) + 0.0
    return table


if __name__ == "__main__":
    _measure.command(
        "Score the Olivetti faces again.",
        [("faces", "npz file with images (400, 64, 64) and target (400,)")],
        tables,
    )
