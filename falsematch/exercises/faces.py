"""The Olivetti pairs of lesson 04: scored here when the photographs are at hand, else looked up.

Either way the lesson asks the same question of the same 19,800 pairs, so its code does not change.
"""

from dataclasses import dataclass, field

import numpy as np

from falsematch import datasets
from falsematch._check import refuse

PEOPLE, IMAGES_EACH = 40, 10
COMPONENTS = 60

#: What a model was trained on, in words, and the name that the stored table gives to it.
TRAINED_ON = {"other people": "disjoint", "the same people": "leaking"}


@dataclass(frozen=True)
class Faces:
    """Pairs of photographs of 40 people, and scores of them on request.

    Attributes
    ----------
    source : str
        Where the scores come from, in a sentence.
    pairs : pandas.DataFrame
        One row per pair: person_a, image_a, person_b, image_b, mated.
    live : bool
        Whether the photographs are at hand.
    """

    source: str
    pairs: object
    live: bool
    _photographs: object = field(default=None, repr=False)

    def score(self, model, trained_on, equal=False):
        """A similarity score for each of `pairs`, from a model trained on 200 of the photographs.

        "Other people" are 20, with ten photographs each; "the same people" are 40, with five each. More
        people alone make some models better: `equal=True` trains both on 20 people with five each.

        Parameters
        ----------
        model : scikit-learn Pipeline that can be fitted and then transforms images to features
            It is copied before it is trained. Without photographs only the lesson's own matchers have
            stored scores: PCA, alone or followed by LDA, as `matcher` makes them.
        trained_on : "other people" or "the same people"
            Whether training sees other photographs of the people who are tested.
        equal : bool
            Whether both are trained on as many people, with as many photographs of each.

        Returns
        -------
        pandas.Series of float64, in the order of `pairs`

        Raises
        ------
        ValueError
            If `trained_on` is neither, or there are no photographs and no stored scores of this model.
        """
        if trained_on not in TRAINED_ON:
            refuse("trained_on", trained_on, " or ".join(f'"{words}"' for words in TRAINED_ON))
        if not isinstance(equal, bool):
            refuse("equal", equal, "True or False")
        if self.live:
            import pandas as pd

            found = score_pairs(*self._photographs, model, TRAINED_ON[trained_on], equal)
            return pd.Series(found, index=self.pairs.index)
        known = matcher()
        stored = {"pca": known[:1], "lda": known}
        name = next((name for name, kept in stored.items() if _same(model, kept)), None)
        if name is None:
            raise ValueError(
                "model has no stored scores: they exist for the lesson's own two only. "
                "To score another one, the photographs are needed: faces(download=True)"
            )
        stored = datasets.load("olivetti_scores")
        return stored[f"{name}_{TRAINED_ON[trained_on]}{'_equal' if equal else ''}"]


def faces(download=False, data_home=None):
    """The pairs, with the photographs if this computer has them; else with the stored scores.

    Parameters
    ----------
    download : bool
        Whether to fetch the photographs (4 MB, once) if they are not here. Without it the network is not
        touched. If they cannot be fetched, `source` says why, and the stored scores are used.
    data_home : path, optional
        Where they are kept; see `datasets.load_olivetti`.

    Returns
    -------
    Faces
    """
    reason = "The photographs are not on this computer"
    if download or _on_disk(data_home):
        try:
            found = datasets.load_olivetti(data_home)
        except datasets.DatasetError as error:
            reason = str(error).rstrip(".")
        else:
            table = pairs(*found)
            return Faces(f"Live: {len(found.images)} photographs are scored here.", table, True, found)
    table = datasets.load("olivetti_scores")[["person_a", "image_a", "person_b", "image_b", "mated"]]
    return Faces(f"Stored scores, made earlier by the same code. {reason}.", table, False)


def _on_disk(data_home):
    home = datasets.olivetti_home(data_home)
    return home.exists() if home.suffix == ".npz" else (home / "olivetti_py3.pkz").exists()


def _same(model, kept):
    """Whether two pipelines have the same kinds of steps with the same settings."""
    steps = [[(type(step), step.get_params()) for _, step in getattr(m, "steps", [])] for m in (model, kept)]
    return bool(steps[0]) and steps[0] == steps[1]


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


def score_pairs(images, people, model, split, equal=False):
    """Cosine similarities of `pairs`, in their order; each half is scored by a model of the other half.

    Parameters
    ----------
    images, people : as for `scores`
    model : scikit-learn Pipeline; a copy of it is trained on 200 images at a time, or on 100 if `equal`
    split : "disjoint" or "leaking"
    equal : bool
        Train either way on five images of each of 20 people: those of the half of images that is not
        tested, of the 20 tested people ("leaking") or of the 20 others ("disjoint").

    Returns
    -------
    ndarray of float64, one score per pair
    """
    from sklearn.base import clone
    from threadpoolctl import threadpool_limits

    images, people, image = _in_order(images, people)
    a, b = _tested(people, image)
    found = np.full(a.size, np.nan)
    with threadpool_limits(1):  # the matrices are small: threads would mostly wait for each other
        for training, tested in _halves(people >= PEOPLE // 2, image % 2 == 1, split, equal):
            trained = clone(model).fit(images[training], people[training])
            features = trained.transform(images)
            features /= np.linalg.norm(features, axis=1, keepdims=True)
            here = tested[a] & tested[b]
            found[here] = np.einsum("ij,ij->i", features[a[here]], features[b[here]])
    return found


def _halves(of_people, of_images, split, equal):
    """(images to train on, images to test) as masks, one pair for each model; every tested pair in one."""
    half = {"disjoint": of_people, "leaking": of_images}[split]
    if not equal:
        yield from ((half != tested, half == tested) for tested in (False, True))
        return
    for people in (False, True):
        for images in (False, True):
            trained_on = of_people != people if split == "disjoint" else of_people == people
            yield trained_on & (of_images != images), (of_people == people) & (of_images == images)


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
