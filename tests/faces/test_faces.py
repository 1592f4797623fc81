"""Lesson 04's pairs: the same with and without photographs, and no network unless asked for."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.decomposition import PCA
from sklearn.pipeline import Pipeline

from falsematch import datasets
from falsematch.exercises.faces import TRAINED_ON, faces, matcher

ORIGINAL = Path(__file__).resolve().parents[3] / "shared" / "benchmarks" / "olivetti" / "olivetti_faces.npz"
PEOPLE = np.repeat(np.arange(40), 10)


@pytest.fixture(autouse=True)
def no_photographs_here(tmp_path, monkeypatch):
    monkeypatch.setenv("SCIKIT_LEARN_DATA", str(tmp_path / "nothing"))


@pytest.fixture
def made(monkeypatch):
    """Made-up images in place of the download: each person a pattern, each image some noise on it."""
    rng = np.random.default_rng(1)
    images = rng.random((40, 64, 64)).repeat(10, axis=0) + rng.random((400, 64, 64))
    images = (images / images.max()).astype(np.float32)
    monkeypatch.setattr(datasets, "load_olivetti", lambda data_home=None: datasets.Olivetti(images, PEOPLE))
    return images


def test_offline_it_neither_asks_the_network_nor_fails(tmp_path, monkeypatch):
    def refuse(*args):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(datasets, "load_olivetti", refuse)
    found = faces()
    assert not found.live and "not on this computer" in found.source
    assert len(found.pairs) == 19_800 and found.pairs["mated"].sum() == 800
    assert not (tmp_path / "nothing").exists()


def test_a_download_that_fails_is_said_in_one_sentence_and_the_lesson_goes_on(monkeypatch):
    def fail(*args):
        raise datasets.DatasetError("They could not be downloaded (no route). Connect once and try again.")

    monkeypatch.setattr(datasets, "load_olivetti", fail)
    found = faces(download=True)
    assert not found.live and "no route" in found.source and "\n" not in found.source
    assert found.score(matcher(), "other people").between(-1, 1).all()


def test_live_and_stored_pairs_are_the_same(made):
    pd.testing.assert_frame_equal(faces(download=True).pairs, faces().pairs)


@pytest.mark.parametrize("trained_on", TRAINED_ON)
def test_scores_are_cosines_of_what_the_other_half_taught(made, trained_on):
    """Eigenfaces once more, with numpy's singular values only."""
    found = faces(download=True)
    assert found.live
    components = 30
    score = found.score(Pipeline([("pca", PCA(components, whiten=True, svd_solver="full"))]), trained_on)
    flat, image = made.reshape(400, -1).astype(float), np.tile(np.arange(10), 40)
    for row in (0, 7_000, 19_799):
        pair = found.pairs.iloc[row]
        rows = [10 * pair["person_a"] + pair["image_a"], 10 * pair["person_b"] + pair["image_b"]]
        half = PEOPLE >= 20 if trained_on == "other people" else image % 2 == 1
        assert half[rows[0]] == half[rows[1]]
        training = flat[half != half[rows[0]]]
        _, size, axes = np.linalg.svd(training - training.mean(axis=0), full_matrices=False)
        a, b = ((flat[i] - training.mean(axis=0)) @ axes[:components].T / size[:components] for i in rows)
        assert score.iloc[row] == pytest.approx(a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=1e-6)


def test_only_the_leak_has_seen_the_people(made):
    """With people told apart by pattern alone, the leaking split separates them and the fair one need not."""
    found = faces(download=True)
    model = matcher()
    gap = {}
    for trained_on in TRAINED_ON:
        score = found.score(model, trained_on)
        gap[trained_on] = score[found.pairs["mated"]].mean() - score[~found.pairs["mated"]].mean()
    assert gap["the same people"] > gap["other people"] > 0


def test_stored_scores_are_of_the_lessons_matchers_only():
    found, table = faces(), datasets.load("olivetti_scores")
    whole = matcher()
    for model, name in ((whole, "lda"), (whole[:1], "pca")):
        for trained_on, split in TRAINED_ON.items():
            assert found.score(model, trained_on).equals(table[f"{name}_{split}"])
            assert found.score(model, trained_on, equal=True).equals(table[f"{name}_{split}_equal"])
    with pytest.raises(ValueError, match="download=True"):
        found.score(Pipeline([("pca", PCA(10))]), "other people")
    with pytest.raises(ValueError, match="download=True"):
        found.score(whole[1:], "other people")
    with pytest.raises(ValueError, match="trained_on"):
        found.score(whole, "disjoint")
    with pytest.raises(ValueError, match="equal must be True or False"):
        found.score(whole, "other people", equal="yes")


@pytest.mark.skipif(not ORIGINAL.exists(), reason="the Olivetti faces are not beside this checkout")
def test_live_scores_are_the_stored_ones():
    live, stored = faces(data_home=ORIGINAL), faces()
    assert live.live and not stored.live
    model = matcher()
    for trained_on in TRAINED_ON:
        for equal in (False, True):
            apart = live.score(model, trained_on, equal) - stored.score(model, trained_on, equal)
            assert apart.abs().max() < 2e-4
