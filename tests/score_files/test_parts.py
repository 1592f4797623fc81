"""Files as parts of sets of scores: what they may hold, and what a message calls them."""

import os

import numpy as np
import pytest

from falsematch.datasets import _parts


@pytest.mark.parametrize("length", [99, 100, 101, 250])
def test_a_long_path_is_shown_by_its_end(length):
    path = ("ab/" * 100)[: length - 4] + ".npy"
    with pytest.raises(ValueError, match="there is no such file") as caught:
        _parts.scores(path)
    shown = str(caught.value).partition(":")[0]
    assert shown == (path if length <= 100 else "..." + path[-97:])


def test_labels_lie_row_by_row(tmp_path):
    path = tmp_path / "a.npy"
    pairs = np.arange(6).reshape(3, 2)
    for wrong in (np.asfortranarray(pairs), np.array(5)):
        np.save(path, wrong)
        with pytest.raises(ValueError, match="must hold rows one after the other"):
            _parts.labels(path)
    for right in (pairs, np.arange(3), np.asfortranarray(np.arange(3))):
        np.save(path, right)
        part = _parts.labels(path)
        assert part.size == 3 and part.row == right.shape[1:]
        assert np.concatenate([piece.copy() for piece in part.pieces(0, 3, 2)]).tolist() == right.tolist()
        assert np.concatenate([piece.copy() for piece in part.pieces(1, 3, 5)]).tolist() == right[1:].tolist()
    np.save(path, np.asfortranarray(pairs / 2))  # of scores any order will do
    assert _parts.scores(path).size == 6


@pytest.mark.skipif(not hasattr(os, "pread"), reason="Windows reads in another way")
def test_a_file_that_ends_between_two_looks_is_refused(tmp_path, monkeypatch):
    np.save(tmp_path / "a.npy", np.arange(6.0))
    part = _parts.scores(tmp_path / "a.npy")
    assert part.take(np.array([1, 4])).tolist() == [1, 4]
    monkeypatch.setattr(os, "pread", lambda file, size, offset: b"\0" * (size - 1))
    with pytest.raises(ValueError, match=r"a\.npy.* ends too early$"):
        part.take(np.array([1, 4]))
