"""Score pairs of Olivetti faces with eigenfaces and Fisherfaces, with and without a leak.

The same 19,800 pairs are scored by models that were trained on 200 images each. The only difference:
whether training had seen other images of the people who are tested.

- disjoint: trained on 20 people, tested on the 20 others (and the other way round);
- leaking: trained on the even images of all 40 people, tested on the odd ones (and the other way round).

To be comparable, a pair is tested only if its people lie in the same half of people and its images in the
same half of images. Scores are cosine similarities; a pair matches iff score >= threshold.
"""

import numpy as np

from falsematch import datasets
from falsematch.measure import _measure

PEOPLE, IMAGES_EACH = 40, 10
COMPONENTS = 60


def tables(path):
    """The table as a dict of one DataFrame, from a copy of the faces that `datasets.load_olivetti` reads."""
    return {"olivetti_scores": scores(*datasets.load_olivetti(path))}


def matcher():
    """An untrained pipeline: its first step gives eigenfaces (PCA), the whole gives Fisherfaces (LDA)."""
    from sklearn.decomposition import PCA
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.pipeline import Pipeline

    return Pipeline(
        [
            ("pca", PCA(COMPONENTS, whiten=True, svd_solver="full")),
            ("lda", LinearDiscriminantAnalysis()),
        ]
    )


def scores(images, people):
    """One row per tested pair of images.

    Parameters
    ----------
    images : array (400, 64, 64), grey values
    people : array (400,), whole numbers 0 to 39, ten images of each

    Returns
    -------
    pandas.DataFrame with columns id, person_a, image_a, person_b, image_b, mated and the four scores
    pca_disjoint, lda_disjoint, pca_leaking, lda_leaking, rounded to four decimals
    """
    table = pairs(images, people).reset_index()
    whole = matcher()
    for split in ("disjoint", "leaking"):
        for name, model in (("pca", whole[:1]), ("lda", whole)):
            table[f"{name}_{split}"] = np.round(score_pairs(images, people, model, split), 4) + 0.0
    return table


def pairs(images, people):
    """The tested pairs, as a DataFrame indexed by id: person_a, image_a, person_b, image_b, mated."""
    import pandas as pd

    images, people, image = _in_order(images, people)
    a, b = _tested(people, image)
    return pd.DataFrame(
        {
            "id": [f"p{people[i]}i{image[i]}_p{people[j]}i{image[j]}" for i, j in zip(a, b, strict=True)],
            "person_a": people[a],
            "image_a": image[a],
            "person_b": people[b],
            "image_b": image[b],
            "mated": people[a] == people[b],
        }
    ).set_index("id")


def score_pairs(images, people, model, split):
    """Cosine similarities of `pairs`, in their order; each half is scored by a model of the other half.

    Parameters
    ----------
    images, people : as for `scores`
    model : scikit-learn Pipeline; a copy of it is trained on 200 images at a time
    split : "disjoint" or "leaking"

    Returns
    -------
    ndarray of float64, one score per pair
    """
    from sklearn.base import clone
    from threadpoolctl import threadpool_limits

    images, people, image = _in_order(images, people)
    half = {"disjoint": people >= PEOPLE // 2, "leaking": image % 2 == 1}[split]
    a, b = _tested(people, image)
    found = np.empty(a.size)
    with threadpool_limits(1):  # the matrices are small: threads would mostly wait for each other
        for tested in (False, True):
            trained = clone(model).fit(images[half != tested], people[half != tested])
            features = trained.transform(images)
            features /= np.linalg.norm(features, axis=1, keepdims=True)
            here = half[a] == tested
            found[here] = np.einsum("ij,ij->i", features[a[here]], features[b[here]])
    return found


def _tested(people, image):
    """Row numbers of both images of each tested pair."""
    half_of_people, half_of_images = people >= PEOPLE // 2, image % 2 == 1
    a, b = np.triu_indices(len(people), 1)
    tested = (half_of_people[a] == half_of_people[b]) & (half_of_images[a] == half_of_images[b])
    return a[tested], b[tested]


def _in_order(images, people):
    """Images as rows of float64, ordered by person; and the number of each image within its person."""
    images, people = np.asarray(images), np.asarray(people).astype(np.int64)
    counts = np.bincount(people, minlength=PEOPLE)
    if images.shape != (PEOPLE * IMAGES_EACH, 64, 64) or counts.tolist() != [IMAGES_EACH] * PEOPLE:
        raise ValueError("images must be 400 of 64 x 64 pixels, ten of each of 40 people")
    order = np.argsort(people, kind="stable")
    flat = images[order].reshape(len(order), -1).astype(np.float64)
    return flat / flat.max(), people[order], np.tile(np.arange(IMAGES_EACH), PEOPLE)


if __name__ == "__main__":
    _measure.command(
        "Score the Olivetti faces again.",
        [("faces", "npz file with images (400, 64, 64) and target (400,)")],
        tables,
    )
