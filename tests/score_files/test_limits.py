"""Limits lie where they are said to lie: just within is read, just beyond is refused."""

import gzip
import io
import zipfile

import numpy as np
import pytest

from falsematch import datasets
from falsematch.datasets._unpack import one_line


def test_a_millionth_below_zero_is_rounding_and_more_is_no_distance(file, load, refused):
    text = "label,distance\n1,{}\n0,0.9\n"
    assert load(text.format("-1e-6"), distances=True) == ([1e-6], [-0.9])
    assert "is a distance below zero, -1.1e-06" in refused(file(text.format("-1.1e-6")), distances=True)


@pytest.mark.parametrize("pack", [lambda text: text, gzip.compress])
@pytest.mark.parametrize("piece", [10, 1 << 20])
def test_a_text_of_the_greatest_size_is_read(file, refused, monkeypatch, pack, piece):
    monkeypatch.setattr("falsematch.datasets._unpack.PIECE", piece)
    text = b"label,score\n1,0.5\n0,0.25\n"
    size = len(text)
    path = file(pack(text))
    whole = max(size, path.stat().st_size)
    assert datasets.load_scores(path, max_bytes=whole).genuine.tolist() == [0.5]
    assert "more than max_bytes" in refused(path, max_bytes=size - 1) or "larger" in refused(
        path, max_bytes=size - 1
    )


def test_what_is_a_zip_archive_of_one_text(file, load, refused):
    def zipped(*names, kind=zipfile.ZIP_DEFLATED):
        room = io.BytesIO()
        with zipfile.ZipFile(room, "w", kind) as archive:
            for name in names:
                archive.writestr(name, "" if name.endswith("/") else "label,score\n1,0.5\n0,0.25\n")
        return room.getvalue()

    for names in (["a.csv"], ["folder/", "folder/a.csv"]):
        assert load(zipped(*names)) == ([0.5], [0.25])
    assert load(zipped("a.csv", kind=zipfile.ZIP_STORED)) == ([0.5], [0.25])
    for names in ([], ["folder/"], ["a.csv", "b.csv"]):
        assert "is a zip archive of several files, or of none" in refused(file(zipped(*names)))
    for kind in (zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        assert "is a zip archive packed in a rare way" in refused(file(zipped("a.csv", kind=kind)))


@pytest.mark.parametrize("distances", [False, True])
def test_what_cannot_be_a_score_is_refused_at_every_place(tmp_path, refused, distances):
    for place in range(3):
        for wrong in (np.nan, -np.inf if distances else np.inf):
            values = np.array([0.25, 0.5, 0.75])
            values[place] = wrong
            path = tmp_path / "scores.npz"
            np.savez(path, genuine=values, impostor=[0.5])
            assert f"array 'genuine'[{place}] is {wrong}: is no score" in refused(path, distances=distances)


def test_the_name_of_a_file_in_a_message_is_one_short_line(tmp_path):
    path = tmp_path / ("a  b\t" + "x" * 200 + ".csv")
    path.write_bytes(b"")
    with pytest.raises(ValueError) as caught:
        datasets.load_scores(path)
    name = str(caught.value).partition(":")[0]
    assert name.startswith("a b x") and len(name) == 100


def test_a_matrix_may_be_just_as_large_as_is_allowed(file, refused):
    path = file("0.9 0.2\n0.3 0.8\n")
    assert datasets.load_scores(path, max_bytes=32).genuine.tolist() == [0.9, 0.8]
    said = "has 2 scores in a row: its matrix is larger than max_bytes (31)"
    assert refused(path, max_bytes=31).endswith(said)


def test_an_error_without_words_is_said_by_its_name():
    assert one_line(MemoryError()) == "'MemoryError'" and one_line(OSError("a\n b")) == "'a b'"


def test_columns_that_a_program_numbered_are_named_by_their_place(load, file, refused):
    text = "0,1,2\n1,0.9,0.3\n0,0.1,0.4\n"
    assert "'2', '3': choose one with score_column" in refused(file(text), matrix=False)
    for score, genuine, impostor in (("2", 0.9, 0.1), ("3", 0.3, 0.4)):
        found = load(text, matrix=False, label_column="1", score_column=score)
        assert found == ([genuine], [impostor])


@pytest.mark.parametrize("mark", [",", " ", "   "])
def test_a_hundred_thousand_columns_are_read_and_more_are_none(file, refused, mark):
    """As a matrix of so many columns: it would be too large, which is said before a second row is looked for."""
    said = "has 100000 scores in a row: its matrix is larger than max_bytes"
    assert said in refused(file(mark.join(["0.5"] * 100_000) + "\n"))
    said = "scores.csv, line 2: has more than 100,000 columns, which no table or matrix has"
    assert refused(file("\n" + mark.join(["0.5"] * 100_001) + "\n")) == said


def test_an_array_of_objects_is_said_to_be_no_numbers(tmp_path, refused):
    path = tmp_path / "scores.npz"
    np.savez(path, genuine=np.array([{}], dtype=object), impostor=[0.5])
    assert refused(path).endswith("array 'genuine' holds object, not numbers (objects are never loaded)")
