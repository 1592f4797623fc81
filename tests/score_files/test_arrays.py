"""load_scores on npy and npz: the arrays people save, and nothing unpickled or unpacked beyond what is allowed."""

import io
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import datasets
from falsematch.datasets._arrays import read_npz


def test_npz_and_npy(tmp_path, refused):
    path = tmp_path / "scores.npz"
    np.savez_compressed(
        path, Genuine=np.float32([0.5, 0.25]), impostor=np.array([[1, 2], [3, 4]], dtype=np.uint8)
    )
    found = datasets.load_scores(path)
    assert found.genuine.tolist() == [0.5, 0.25] and found.impostor.tolist() == [1, 2, 3, 4]
    np.savez(path, mated=[1.0, 2.0], nonmated=[0.0], mated_subjects=[5, 6], nonmated_subjects=[[5, 6]])
    found = datasets.load_scores(path)
    assert found.genuine_subjects.tolist() == [5, 6] and found.impostor_subjects.tolist() == [[5, 6]]
    matrix = np.asfortranarray(np.arange(9.0).reshape(3, 3))
    np.savez(path, face=matrix, names=np.arange(3))
    assert datasets.load_scores(path).genuine.tolist() == [0, 4, 8]
    np.savez(path, face=matrix, finger=-matrix)
    assert "choose one with score_column; it holds face (3, 3), finger (3, 3)" in refused(path)
    assert datasets.load_scores(path, score_column="finger").genuine.tolist() == [0, -4, -8]
    assert "has no array 'iris', only ['face', 'finger']" in refused(path, score_column="iris")
    np.save(tmp_path / "matrix.npy", matrix)
    assert datasets.load_scores(tmp_path / "matrix.npy").impostor.tolist() == [1, 2, 3, 5, 6, 7]


def test_an_archive_that_unpacks_to_too_much(tmp_path, refused):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, genuine=np.zeros(2_000_000), impostor=np.zeros(2_000_000))
    assert path.stat().st_size < 100_000
    assert "unpacks to more than max_bytes" in refused(path, max_bytes=1_000_000)


def header(text, data=b""):
    text = text.encode() + b" " * (-(len(text) + 11) % 64) + b"\n"
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + data


@pytest.mark.parametrize(
    "content, expected",
    [
        (
            header("{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,)}", b"\0" * 8),
            "is larger than max_bytes once it is float64",
        ),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (-1, -2)}", b"\0" * 16), "is cut short"),
        (
            header("{'descr': '|O', 'fortran_order': False, 'shape': (1,)}", b"cos\nsystem\n"),
            "objects are never loaded",
        ),
        (
            header("{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (1,)}"),
            "objects are never loaded",
        ),
        (header("{'descr': '<U3', 'fortran_order': False, 'shape': (2,)}", b"\0" * 24), "not numbers"),
        (header("{'descr': '<c16', 'fortran_order': False, 'shape': (1,)}", b"\0" * 16), "not numbers"),
        (header("{'descr': '<f8', 'fortran_order': False}"), "is damaged"),
        (header("__import__('os').system('echo')"), "is damaged"),
        (header("(" * 5000), "is damaged"),
        (header("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}", b"\0" * 15), "is cut short"),
    ],
)
def test_hostile_arrays(tmp_path, content, expected, refused):
    (tmp_path / "a.npy").write_bytes(content)
    assert expected in refused(tmp_path / "a.npy")
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("genuine.npy", content)
        archive.writestr("impostor.npy", content)
    assert expected in refused(tmp_path / "a.npz")


def test_pickled_objects_are_not_loaded(tmp_path, refused):
    class Loud:
        def __reduce__(self):
            return (print, ("executed",))

    path = tmp_path / "a.npz"
    np.savez(path, genuine=np.array([Loud()], dtype=object), impostor=np.zeros(2))
    assert "objects are never loaded" in refused(path)


def test_archives_without_scores_or_damaged(tmp_path, refused):
    path = tmp_path / "workbook.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        archive.writestr("xl/sheet1.xml", "<x/>")
    assert "is a zip archive of several files, or of none (a workbook? save it as CSV)" in refused(path)
    path = tmp_path / "a.npz"
    np.savez_compressed(path, genuine=np.arange(500.0), impostor=np.arange(500.0))
    whole = path.read_bytes()
    spoilt = bytearray(whole)
    spoilt[200:260] = bytes(60)
    path.write_bytes(bytes(spoilt))
    assert "is a damaged npz file" in refused(path) or "is damaged" in refused(path)
    path.write_bytes(whole[:-30])
    assert "is a damaged zip archive" in refused(path)
    np.savez(path, genuine=np.array([1.0, np.nan]), impostor=np.zeros(2))
    assert "array 'genuine'[1] is nan: is no score" in refused(path)
    np.savez(path, genuine=np.zeros(0), impostor=np.zeros(2))
    assert "holds no genuine scores" in refused(path)
    np.savez(path, genuine=np.zeros(2), impostor=np.zeros(2), genuine_subjects=[1, 2])
    assert "must have shapes (2,) and (2, 2)" in refused(path)
    np.savez(path, scores=np.zeros((2, 3)))
    assert "must hold arrays genuine and impostor, or one square matrix; it holds scores (2, 3)" in refused(
        path
    )


def test_read_npz_names_what_is_missing(tmp_path):
    np.savez(tmp_path / "a.npz", images=np.zeros(3))
    with pytest.raises(ValueError, match="a.npz: has no array target, only \\['images'\\]"):
        read_npz(tmp_path / "a.npz", ("images", "target"))
    with pytest.raises(ValueError, match="b.npz: there is no such file"):
        read_npz(tmp_path / "b.npz", ("images",))


@given(st.integers(0, 700), st.integers(0, 255))
@settings(max_examples=120, deadline=None)
def test_an_archive_with_one_byte_changed(tmp_path_factory, place, value):
    stream = io.BytesIO()
    np.savez_compressed(stream, genuine=np.arange(3.0), impostor=np.arange(4.0))
    data = bytearray(stream.getvalue())
    data[place % len(data)] = value
    path = tmp_path_factory.getbasetemp() / "any.npz"
    path.write_bytes(bytes(data))
    try:
        datasets.load_scores(path)
    except ValueError as error:
        assert "\n" not in str(error) and str(error).startswith(path.name)


@pytest.mark.parametrize("less", [0, 1])
def test_arrays_may_unpack_to_just_as_much_as_is_allowed(tmp_path, less):
    path = tmp_path / "a.npz"
    np.savez_compressed(path, images=np.zeros(1000), target=np.zeros(1000))
    with zipfile.ZipFile(path) as archive:
        size = sum(member.file_size for member in archive.infolist())
    if less:
        with pytest.raises(ValueError, match="unpacks to more than max_bytes"):
            read_npz(path, ("images", "target"), size - 1)
    else:
        images, target = read_npz(path, ("images", "target"), size)
        assert images.shape == target.shape == (1000,)


def test_small_numbers_packed_to_nothing_do_not_fill_the_memory(tmp_path, refused):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, matrix=np.zeros((1000, 1000), dtype=np.uint8))
    assert path.stat().st_size < 2000
    assert "array 'matrix' is larger than max_bytes once it is float64" in refused(path, max_bytes=2_000_000)
    assert datasets.load_scores(path, max_bytes=8_000_000).impostor.size == 999_000
