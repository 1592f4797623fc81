"""Score pairs of Olivetti faces with eigenfaces and Fisherfaces, with and without a leak.

The same 19,800 pairs are scored by models that were trained on 200 images each. The only difference:
whether training had seen other images of the people who are tested.

- disjoint: trained on 20 people, tested on the 20 others (and the other way round);
- leaking: trained on the even images of all 40 people, tested on the odd ones (and the other way round).

To be comparable, a pair is tested only if its people lie in the same half of people and its images in the
same half of images. Scores are cosine similarities; a pair matches iff score >= threshold.
"""

import numpy as np

from falsematch.measure import _measure

PEOPLE, IMAGES_EACH = 40, 10
COMPONENTS = 60


def tables(path):
    """The table as a dict of one DataFrame, from an npz file with `images` and `target`."""
    with np.load(path, allow_pickle=False) as file:
        return {"olivetti_scores": scores(file["images"], file["target"])}


def matcher():
    """An untrained pipeline: its first step gives eigenfaces (PCA), the whole gives Fisherfaces (LDA)."""
    from sklearn.decomposition import PCA
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.pipeline import Pipeline

    return Pipeline([
        ("pca", PCA(COMPONENTS, whiten=True, svd_solver="full")),
        ("lda", LinearDiscriminantAnalysis()),
    ])


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
    import pandas as pd

    images, people, image = _in_order(images, people)
    half_of_people, half_of_images = people >= PEOPLE // 2, image % 2 == 1
    a, b = np.triu_indices(len(images), 1)
    tested = (half_of_people[a] == half_of_people[b]) & (half_of_images[a] == half_of_images[b])
    a, b = a[tested], b[tested]
    table = pd.DataFrame({
        "id": [f"p{people[i]}i{image[i]}_p{people[j]}i{image[j]}" for i, j in zip(a, b, strict=True)],
        "person_a": people[a], "image_a": image[a], "person_b": people[b], "image_b": image[b],
        "mated": people[a] == people[b],
    })
    for split, half in (("disjoint", half_of_people), ("leaking", half_of_images)):
        for name, score in _pair_scores(images, people, half, a, b).items():
            table[f"{name}_{split}"] = np.round(score, 4) + 0.0
    return table


def _in_order(images, people):
    """Images as rows of float64, ordered by person; and the number of each image within its person."""
    images, people = np.asarray(images), np.asarray(people).astype(np.int64)
    counts = np.bincount(people, minlength=PEOPLE)
    if images.shape != (PEOPLE * IMAGES_EACH, 64, 64) or counts.tolist() != [IMAGES_EACH] * PEOPLE:
        raise ValueError("images must be 400 of 64 x 64 pixels, ten of each of 40 people")
    order = np.argsort(people, kind="stable")
    flat = images[order].reshape(len(order), -1).astype(np.float64)
    return flat / flat.max(), people[order], np.tile(np.arange(IMAGES_EACH), PEOPLE)


def _pair_scores(images, people, half, a, b):
    """Scores of the pairs (a, b) by eigenfaces and Fisherfaces; each half by a model of the other half."""
    from threadpoolctl import threadpool_limits

    found = {"pca": np.empty(a.size), "lda": np.empty(a.size)}
    with threadpool_limits(1):  # the matrices are small: threads would mostly wait for each other
        for tested in (False, True):
            model = matcher().fit(images[half != tested], people[half != tested])
            here = half[a] == tested
            for name, steps in (("pca", model[:1]), ("lda", model)):
                features = steps.transform(images)
                features /= np.linalg.norm(features, axis=1, keepdims=True)
                found[name][here] = np.einsum("ij,ij->i", features[a[here]], features[b[here]])
    return found


if __name__ == "__main__":
    _measure.command("Score the Olivetti faces again.",
                     [("faces", "npz file with images (400, 64, 64) and target (400,)")], tables)
