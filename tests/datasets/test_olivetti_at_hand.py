"""A copy of the Olivetti faces given as a file: no network needed, one line when it is wrong."""

import numpy as np
import pytest

from falsematch import datasets

IMAGES = np.random.default_rng(1).integers(10, 240, (400, 64, 64)).astype(np.uint8)
PEOPLE = np.repeat(np.arange(40), 10).astype(np.uint8)


def test_a_copy_is_scaled_as_scikit_learn_scales(tmp_path):
    np.savez_compressed(tmp_path / "faces.npz", images=IMAGES, target=PEOPLE)
    faces = datasets.load_olivetti(tmp_path / "faces.npz")
    assert faces.images.dtype == np.float32 and faces.images.min() == 0 and faces.images.max() == 1
    np.testing.assert_allclose(faces.images, (IMAGES - 10.0) / 229, atol=1e-6)
    assert faces.people.tolist() == PEOPLE.tolist()
    assert [path.name for path in tmp_path.iterdir()] == ["faces.npz"]


@pytest.mark.parametrize(
    "arrays, message",
    [
        ({"images": IMAGES}, "has no array target"),
        ({"images": IMAGES[:10], "target": PEOPLE}, "images must have shape"),
        ({"images": IMAGES, "target": PEOPLE[:10]}, "images must have shape"),
        ({"images": np.zeros_like(IMAGES), "target": PEOPLE}, "images must have shape"),
        ({"images": np.array([print], dtype=object), "target": PEOPLE}, "objects are never loaded"),
    ],
)
def test_a_wrong_copy_is_one_line(tmp_path, arrays, message):
    np.savez(tmp_path / "faces.npz", **arrays)
    with pytest.raises(datasets.DatasetError, match=message) as caught:
        datasets.load_olivetti(tmp_path / "faces.npz")
    assert "\n" not in str(caught.value) and str(caught.value).startswith("faces.npz")


def test_no_copy_is_one_line(tmp_path):
    with pytest.raises(datasets.DatasetError, match="none.npz: there is no such file"):
        datasets.load_olivetti(tmp_path / "none.npz")
