"""False matches of the same people on two photographs: a made set by hand, and the original where it is."""

import math
import os
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from falsematch import datasets
from falsematch.remeasure import lfw_photographs

SHARED = Path(os.environ.get("FALSEMATCH_SHARED") or Path(__file__).resolve().parents[3] / "shared")
NAME = "lfw_measured_two_photographs"


@pytest.fixture(scope="module")
def made():
    generator = np.random.default_rng(5)
    identity = generator.permutation(np.repeat(np.arange(40), [1] * 15 + [2] * 15 + [4] * 10))
    centres = generator.normal(0, 0.05, (40, 128))
    embedding = (centres[identity] + generator.normal(0, 0.03, (identity.size, 128))).astype(np.float16)
    return embedding.astype(np.float64), identity


def test_counts_are_those_counted_pair_by_pair(made):
    embedding, identity = made
    images = {person: np.flatnonzero(identity == person).tolist() for person in range(40)}
    first, second = lfw_photographs.two_images_of_each(identity)
    assert list(zip(first.tolist(), second.tolist(), strict=True)) == [
        tuple(rows[:2]) for rows in images.values() if len(rows) > 1
    ]
    gallery = np.array([rows[0] for rows in images.values()])
    threshold = -0.8
    for probes in (first, second):
        counted = lfw_photographs.wrong_within(embedding, identity, probes, gallery, threshold)
        by_hand = [
            sum(
                -math.dist(embedding[probe], embedding[rows[0]]) >= threshold
                for person, rows in images.items()
                if person != identity[probe]
            )
            for probe in probes
        ]
        assert counted.tolist() == by_hand
        assert 0 < sum(by_hand) < 40 * len(probes)  # a made set without false matches would show nothing


def test_joint_counts_say_how_many_people_have_each_pair():
    one, other = np.array([0, 2, 0, 1, 2]), np.array([0, 5, 1, 1, 5])
    assert {(a, b): n for a, b, n in lfw_photographs.joint_counts(one, other)} == Counter(
        zip(one.tolist(), other.tolist(), strict=True)
    )


def test_every_operating_point_counts_the_same_people():
    table = datasets.load(NAME)
    assert table.groupby("operating_point")["people"].sum().nunique() == 1
    assert not table.duplicated(["operating_point", "wrong_first", "wrong_second"]).any()


def test_both_photographs_have_about_the_false_match_rate_asked_for():
    for point, rows in datasets.load(NAME).groupby("operating_point"):
        target, comparisons = float(point.removeprefix("FMR ")), 5_734 * rows["people"].sum()
        for photograph in ("wrong_first", "wrong_second"):
            assert (rows[photograph] * rows["people"]).sum() / comparisons == pytest.approx(target, rel=0.15)


def test_made_again_from_the_original():
    path = SHARED / "benchmarks" / "lfw" / "dlib_embeddings.npz"
    if not path.exists():
        pytest.skip("the original lfw/dlib_embeddings.npz is not on this computer (see FALSEMATCH_SHARED)")
    made_again = lfw_photographs.tables(path)[NAME].set_index("id")
    stored = datasets.load(NAME)
    assert made_again.index.tolist() == stored.index.tolist()
    for column in stored.columns:
        assert made_again[column].tolist() == stored[column].tolist(), column
