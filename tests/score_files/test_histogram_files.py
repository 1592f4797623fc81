"""Histograms of scores as files: read back the same, written whole, refused with the place of a fault."""

import tracemalloc

import numpy as np
import pytest

from falsematch.datasets import load_histogram, save_histogram
from falsematch.scores import ScoreHistogram


def test_a_file_gives_the_same_histogram(tmp_path):
    rng = np.random.default_rng(7)
    genuine, impostor = np.r_[-np.inf, rng.normal(1, 1, 90)], rng.normal(size=160)
    edges = np.sort(np.random.default_rng(1).normal(size=9))
    histogram = ScoreHistogram.from_scores(genuine, impostor, edges)
    path = tmp_path / "Zählung 1.csv"
    save_histogram(histogram, path)
    again = load_histogram(path)
    for name in ("edges", "genuine", "impostor"):
        np.testing.assert_array_equal(getattr(again, name), getattr(histogram, name))
    assert path.read_text(encoding="utf-8").splitlines()[0] == "low,high,genuine,impostor"
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_a_failed_write_keeps_the_old_file(tmp_path, monkeypatch):
    histogram = ScoreHistogram.from_scores([0.5], [0.1], [0, 1])
    path = tmp_path / "scores.csv"
    path.write_text("old", encoding="utf-8")

    def full(*_):
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(OSError, match="no space"):
        save_histogram(histogram, path)
    assert path.read_text(encoding="utf-8") == "old" and len(list(tmp_path.iterdir())) == 1


GOOD = "low,high,genuine,impostor\n-inf,0,1,2\n0,1,3,4\n1,inf,5,6\n"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("genuine,", "mated,", "line 1, column 1: expected the header"),
        ("0,1,3,4", "0,1,3", "line 3, column 4: expected 4 values, got 3"),
        ("0,1,3,4", "0,1,3,4,5", "line 3, column 5: expected 4 values, got 5"),
        ("0,1,3,4", "0,x,3,4", "line 3, column high: expected a number, got 'x'"),
        ("3,4", "3.5,4", "line 3, column genuine: expected a whole number, got '3.5'"),
        ("3,4", "3,-4", "line 3, column impostor: expected a whole number, got '-4'"),
        ("3,4", "1_0,4", "line 3, column genuine: expected a whole number"),
        ("3,4", "9007199254740992,4", "line 3, column genuine: expected a count from 0 to"),
        ("3,4", "9007199254740991,4", "line 4, genuine must be 3 counts"),
        ("3,4", "٣,4", "line 3, column genuine: expected a whole number"),
        ("0,1,3,4", "0,1,3," + "4" * 200_000, "line 3, column impostor: expected a whole number"),
        ("0,1,3", "0.5,1,3", "line 3, column low: expected 0.0, where the bin before ends"),
        ("0,1,3", "0,0,3", "line 3, column high: expected more than low"),
        ("0,1,3", "0,nan,3", "line 3, column high: expected a number, got 'nan'"),
        ("1,inf,5,6\n", "", "line 3, column high: expected bins up to inf, got 1.0 at the end"),
        ("0,1,3,4\n1,", "0,", "line 3, edges must be at least two finite numbers"),
        (GOOD, GOOD[:26] + "-inf,inf,1,2\n", "line 2, edges must be at least two finite numbers"),
        ("3,4", "\udcff,4", "line 3, column genuine: expected a whole number, got '�'"),
        (GOOD, "", "line 1, column 1: expected the header"),
        (GOOD, "\x00\n" * 3, "line 1, column 1: expected the header"),
    ],
)
def test_a_damaged_file_is_refused_with_its_line_and_column(tmp_path, old, new, words):
    path = tmp_path / "scores.csv"
    path.write_text(GOOD, encoding="utf-8")
    assert load_histogram(path).genuine.tolist() == [1, 3, 5]
    path.write_bytes(GOOD.replace(old, new).encode("utf-8", "surrogateescape"))
    with pytest.raises(ValueError, match=f"scores.csv, {words}"):
        load_histogram(path)


def test_a_line_without_end_is_not_read_whole(tmp_path):
    path = tmp_path / "scores.csv"
    for before in ("", GOOD):
        path.write_text(before + "9" * 10_000_000, encoding="utf-8")
        tracemalloc.start()
        try:
            with pytest.raises(ValueError, match="^scores.csv, line [15], column [12]: expected") as caught:
                load_histogram(path)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 1_000_000 and len(str(caught.value)) < 200
