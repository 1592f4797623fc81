"""load_scores: the forms people have, and one line for everything that is wrong with a file."""

import io
import os
import struct
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import datasets, scores
from falsematch.datasets._score_files import read_npz


@pytest.fixture
def file(tmp_path):
    def write(content, name="scores.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write


def refused(path, **options):
    """The message of a refusal, after checking that it is one line that names the file."""
    with pytest.raises(ValueError) as caught:
        datasets.load_scores(path, **options)
    message = str(caught.value)
    assert "\n" not in message and message.startswith(path.name) and len(message) < 400, message
    return message


GENUINE, IMPOSTOR = [0.9, 0.75], [0.2, 0.1, -0.3]
TABLES = {
    "comma": "label,score\ngenuine,0.9\nimpostor,0.2\nimpostor,0.1\ngenuine,0.75\nimpostor,-0.3\n",
    "byte order mark, CRLF": "\ufefflabel,score\r\ngenuine,0.9\r\nimpostor,0.2\r\nimpostor,0.1\r\n"
    "genuine,0.75\r\nimpostor,-0.3\r\n",
    "semicolon, quotes": '"score";"kind"\n"0.9";"Mated"\n0.2;"non-mated"\n0.1;nonmated\n'
    "7.5e-1;MATED\n-.3;nonmated\n",
    "tabs, extra columns": "pair\tsame\tsimilarity\n1\tTrue\t0.9\n2\tFalse\t0.2\n"
    "3\tFalse\t0.1\n4\tTrue\t0.75\n5\tFalse\t-0.3\n",
    "blanks": "mated  score\n1  0.9\n0  0.2\n0  0.1\n1  0.75\n0  -0.3",
    "two columns": "1 0.9\n0 0.2\n0 0.1\n1 0.75\n0 -0.3\n",
    "two columns, label last": "0.9,genuine\n0.2,impostor\n0.1,imposter\n0.75,genuine\n-0.3,impostor\n",
    "written by savetxt": "1.000000e+00 9.000000e-01\n0.000000e+00 2.0e-01\n"
    "0.0 1.0e-01\n1.0 7.5e-01\n0.0 -3.0e-01\n",
    "blank lines": "\n\nlabel, score\n\ngenuine, 0.9\nimpostor, 0.2\n\nimpostor, 0.1\n"
    "genuine, 0.75\nimpostor, -0.3\n\n",
}


@pytest.mark.parametrize("form", TABLES)
def test_tables(file, form):
    found = datasets.load_scores(file(TABLES[form]))
    assert found.genuine.tolist() == GENUINE and found.impostor.tolist() == IMPOSTOR
    assert found.genuine.dtype == found.impostor.dtype == np.float64
    assert found.genuine_subjects is None and found.impostor_subjects is None


def test_subjects_and_labels_they_imply(file):
    rows = "ann,ann,0.9\nann,bob,0.2\nbob,eve,0.1\nbob,bob,0.75\n"
    found = datasets.load_scores(file("subject_a,subject_b,score\n" + rows))
    assert found.genuine.tolist() == [0.9, 0.75] and found.impostor.tolist() == [0.2, 0.1]
    assert found.genuine_subjects.tolist() == ["ann", "bob"]
    assert found.impostor_subjects.tolist() == [["ann", "bob"], ["bob", "eve"]]
    again = scores.bootstrap_fnmr_at_fmr(
        found.genuine,
        found.impostor,
        0.5,
        genuine_subjects=found.genuine_subjects,
        impostor_subjects=found.impostor_subjects,
        replicates=20,
        seed=1,
    )
    assert again.estimate == 0


def test_a_column_of_another_name(file):
    path = file("person_1,person_2,cosine,other\n1,1,0.9,x\n1,2,0.2,y\n")
    assert (
        "no column 'score', only 'person_1', 'person_2', 'cosine', 'other': name it with score_column"
        in refused(path)
    )
    assert datasets.load_scores(path, score_column="Cosine").genuine.tolist() == [0.9]
    assert "no column 'sine'" in refused(path, score_column="sine")
    assert "line 2, column 4 ('other'): 'x' is not a number" in refused(path, score_column="other")


def test_distances_are_negated_only_when_told(file):
    path = file("same,distance\n1,0.3\n0,0.8\n")
    assert "column 2 ('distance'): holds distances (smaller = more alike): pass distances=True" in refused(
        path
    )
    found = datasets.load_scores(path, distances=True)
    assert found.genuine.tolist() == [-0.3] and found.impostor.tolist() == [-0.8]
    matrix = datasets.load_scores(file("0.1 0.9\n0.8 0.2\n"), distances=True)
    assert matrix.genuine.tolist() == [-0.1, -0.2] and matrix.impostor.tolist() == [-0.9, -0.8]


@pytest.mark.parametrize(
    "content, names",
    [
        ("9 1 2\n3 8 4\n5 6 7\n", [0, 1, 2]),
        ("9,1,2\n3,8,4\n5,6,7\n", [0, 1, 2]),
        ("id,a,b,c\na,9,1,2\nb,3,8,4\nc,5,6,7\n", ["a", "b", "c"]),
        (",10,20,30\n10,9,1,2\n20,3,8,4\n30,5,6,7\n", ["10", "20", "30"]),
    ],
)
def test_matrices(file, content, names):
    found = datasets.load_scores(file(content, "similarity.txt"))
    assert found.genuine.tolist() == [9, 8, 7] and found.impostor.tolist() == [1, 2, 3, 4, 5, 6]
    assert found.genuine_subjects.tolist() == names
    a, b, c = names
    assert found.impostor_subjects.tolist() == [[a, b], [a, c], [b, a], [b, c], [c, a], [c, b]]


def test_a_failure_to_enrol_is_kept(file):
    found = datasets.load_scores(file("label,score\ngenuine,-inf\ngenuine,0.9\nimpostor,-Infinity\n"))
    assert found.genuine.tolist() == [-np.inf, 0.9] and found.impostor.tolist() == [-np.inf]


def test_npz_and_npy(tmp_path):
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


@pytest.mark.parametrize(
    "content, expected",
    [
        ("", "is empty"),
        ("\n \n\n", "is empty"),
        ("label,score\n", "holds no scores"),
        ("label,score\ngenuine,0.9\n", "holds no impostor scores, only genuine ones"),
        ("0 0.9\n0 0.8\n", "holds no genuine scores, only impostor ones"),
        ("5\n", "holds no impostor scores"),
        ("label,score\ngenuine,0.9\nimpostor,nan\n", "line 3, column 2 ('score'): 'nan' is no score"),
        ("label,score\ngenuine,0.9\nimpostor,\n", "line 3, column 2 ('score'): is missing"),
        (
            "label,score\n\n\ngenuine,0.9\n,0.2\n",
            "line 5, column 1 ('label'): '' is neither genuine nor impostor",
        ),
        ("label,score\ngenuine,0.9\nimpostor,inf\n", "line 3, column 2 ('score'): 'inf' is no score"),
        ("label,score\ngenuine,0.9\nimpostor,-1e999\n", "'-1e999' is no score"),
        ("label,score\ngenuine,0.9\nimpostor,1_000\n", "'1_000' is not a number"),
        ("label,score\ngenuine,0.9\nimpostor,\u0661\n", "is not a number"),
        ("label,score\ngenuine,0.9\nimpostor,0x1\n", "'0x1' is not a number"),
        ("label;score\ngenuine;0,9\n", "line 2, column 2 ('score'): '0,9' has a decimal comma: use a point"),
        (
            "label,score\ngenuine,0.9\nclient,0.2\n",
            "line 3, column 1 ('label'): 'client' is neither genuine nor impostor",
        ),
        ("label,score\ngenuine,0.9\nimpostor,0.1,0.2\n", "line 3: has 3 columns, the header has 2"),
        ("label,score\ngenuine,0.9\nimpostor\n", "line 3: has 1 columns, the header has 2"),
        ('label,score\ngenuine,"0.9\nimpostor,0.2\n', "unexpected end of data"),
        ("label,score,Score\ngenuine,1,2\n", "line 1: names a column twice"),
        ("label,score,similarity\ngenuine,1,2\n", "has several columns of scores: 'score', 'similarity'"),
        (
            "a,b,score\n1,1,0.9\n",
            "has neither a column of labels nor two of subjects, only 'a', 'b', 'score'",
        ),
        (
            "subject_a,subject_b,label,score\nx,y,genuine,1\n",
            "line 2: is labelled genuine, but the subjects differ",
        ),
        (
            "subject_a,subject_b,label,score\nx,x,impostor,1\n",
            "line 2: is labelled impostor, but both subjects are the same",
        ),
        ("subject_a,subject_b,score\nx,,1\n", "line 2, column 2 ('subject_b'): is missing"),
        ("1 0\n0 1\n", "two columns that could both be labels: add a header"),
        ("1 0.9\n2 0.2\n", "line 2, column 1: '2' is neither genuine nor impostor"),
        ("1 0.9\n0 x\n", "line 2, column 2: 'x' is not a number"),
        ("1 0.9\n0 0.2 0.3\n", "line 2: has 3 columns, the first line has 2"),
        ("9 1 2\n3 8\n5 6 7\n", "line 2: has 2 scores, the first row has 3"),
        ("9 1 2\n3 8 4\n", "nor a square matrix (2 rows, 3 columns)"),
        ("9 1 2\n3 NaN 4\n5 6 7\n", "line 2, column 2: 'NaN' is no score"),
        ("9,1,2\n3,,4\n5,6,7\n", "line 2, column 2: is missing"),
        ("id,a,b\na,9,1\nc,2,8\n", "line 3, column 1: row 'c' is out of order: columns say 'b'"),
        (
            "id,a,b\na,9,1\nb,2,8\nc,1,1\n",
            "line 4, column 1: row 'c' is out of order: columns say no more rows",
        ),
        ("id,a,a\na,9,1\na,2,8\n", "names in the first row must all differ"),
        (b"label,score\ngenuine,0.9\nimpostor,0.2\ncaf\xe9,1\n", "line 4: is not UTF-8 text"),
        (b"\x00\x01\x02\x03", "is not text (it holds zero bytes)"),
        (b"\xff\xfel\x00", "is text in UTF-16: save it as UTF-8"),
        (b"\x1f\x8b\x08\x00", "is compressed with gzip: unpack it first"),
        (b"MATLAB 5.0 MAT-file", "is a MATLAB file"),
        (b"PK\x03\x04 nothing behind it", "is a damaged npz file"),
        (b"\x93NUMPY\x01\x00", "is damaged"),
        (b"\x93NUMPY\x09\x00v\x00{}", "is damaged"),
        ("x" * 200_000 + "\n", "has no column 'score', only 'xxx"),
        ("genuine," + "9" * 200_000 + "\n", "field larger than field limit"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(file, content, expected):
    assert expected in refused(file(content))


def test_no_file_a_folder_a_pipe(tmp_path):
    assert "there is no such file" in refused(tmp_path / "none.csv")
    assert "is no file" in refused(tmp_path)
    with pytest.raises(ValueError, match="path must be the path of a file, got 3"):
        datasets.load_scores(3)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "is no file" in refused(tmp_path / "pipe")  # opening it would wait for ever


def test_too_large_is_refused_before_it_is_read(file):
    path = file("label,score\ngenuine,0.9\nimpostor,0.2\n")
    assert "is larger than max_bytes (37 against 36 bytes)" in refused(path, max_bytes=36)
    assert datasets.load_scores(path, max_bytes=37).genuine.size == 1


def test_an_archive_that_unpacks_to_too_much(tmp_path):
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
            "is cut short",
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
def test_hostile_arrays(tmp_path, content, expected):
    (tmp_path / "a.npy").write_bytes(content)
    assert expected in refused(tmp_path / "a.npy")
    with zipfile.ZipFile(tmp_path / "a.npz", "w") as archive:
        archive.writestr("genuine.npy", content)
    assert expected in refused(tmp_path / "a.npz")


def test_pickled_objects_are_not_loaded(tmp_path):
    class Loud:
        def __reduce__(self):
            return (print, ("executed",))

    path = tmp_path / "a.npz"
    np.savez(path, genuine=np.array([Loud()], dtype=object), impostor=np.zeros(2))
    assert "objects are never loaded" in refused(path)


def test_archives_without_scores_or_damaged(tmp_path):
    path = tmp_path / "workbook.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    assert "is a zip archive without arrays (a workbook? save it as CSV)" in refused(path)
    path = tmp_path / "a.npz"
    np.savez_compressed(path, genuine=np.arange(500.0), impostor=np.arange(500.0))
    whole = path.read_bytes()
    spoilt = bytearray(whole)
    spoilt[200:260] = bytes(60)
    path.write_bytes(bytes(spoilt))
    assert "is a damaged npz file" in refused(path) or "is damaged" in refused(path)
    path.write_bytes(whole[:-30])
    assert "is a damaged npz file" in refused(path)
    np.savez(path, genuine=np.array([1.0, np.nan]), impostor=np.zeros(2))
    assert "array 'genuine'[1] is nan, no score" in refused(path)
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


@given(st.binary(max_size=400))
@settings(max_examples=150, deadline=None)
def test_no_bytes_end_in_anything_but_scores_or_one_line(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    try:
        found = datasets.load_scores(path)
    except ValueError as error:
        assert "\n" not in str(error) and str(error).startswith("any.csv")
    else:
        assert found.genuine.size and found.impostor.size and not np.isnan(found.genuine).any()


@given(st.text("01.,; \t\n-+eEnaif\"'genuimpostorlabelscore_", max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_ends_in_anything_but_scores_or_one_line(tmp_path_factory, content):
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_text(content, encoding="utf-8")
    try:
        datasets.load_scores(path)
    except ValueError as error:
        assert "\n" not in str(error) and str(error).startswith("any.csv")


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


@given(st.lists(st.tuples(st.booleans(), st.floats(-1e6, 1e6)), min_size=2, max_size=30))
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read(tmp_path_factory, rows):
    rows = [*rows, (True, 0.5), (False, 0.25)]
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_text(
        "score,label\n"
        + "".join(f"{score!r},{'genuine' if mated else 'impostor'}\n" for mated, score in rows),
        encoding="utf-8",
    )
    found = datasets.load_scores(path)
    assert found.genuine.tolist() == [score for mated, score in rows if mated]
    assert found.impostor.tolist() == [score for mated, score in rows if not mated]


@pytest.mark.parametrize(
    "content, expected",
    [
        ("label,score\ngenuine,=1+1\n", "'=1+1' is not a number"),
        (
            'label,score\ngenuine,"=HYPERLINK(""http://x"",""y"")"\n',
            "line 2, column 2 ('score'): '=HYPERLINK(",
        ),
        (
            "label,score\n" + "genuine,1\n" * 500 + "impostor,0.\x001\n",
            "line 502, column 2 ('score'): '0.\\x001' is not",
        ),
        ("label score\ngenuine " + "9" * 10**7 + "\n", "line 2, column 2 ('score'): '9999"),
        ('label,score\ngenuine,"' + "x\n" * 10**6, "field larger than field limit"),
        ("label,score\n".encode("utf-16-le"), "is not text"),
        (
            "a b score\n".replace("a b", "id1 id2") + "a b 1\n" * 9 + "x" * 10**6 + " b 1\n",
            "line 11, column 1 ('id1'): names",
        ),
        (
            "id," + "x" * 300 + ",b\n" + "x" * 300 + ",1,2\nb,1,2\n",
            "line 1: names somebody in more than 200 characters",
        ),
        ("1 " * 10**5 + "\n", "100000 scores in a row make a matrix larger than max_bytes"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_hostile_text(file, content, expected):
    assert expected in refused(file(content))


def test_small_numbers_packed_to_nothing_do_not_fill_the_memory(tmp_path):
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, matrix=np.zeros((1000, 1000), dtype=np.uint8))
    assert path.stat().st_size < 2000
    assert "array 'matrix' is larger than max_bytes once it is float64" in refused(path, max_bytes=2_000_000)
    assert datasets.load_scores(path, max_bytes=8_000_000).impostor.size == 999_000


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "a\nb", "a\0b", "caf\u00e9 \u2212"], ids=lambda name: repr(name)[:8]
)
def test_the_name_of_a_file_may_be_anything(name):
    with pytest.raises(ValueError) as caught:
        datasets.load_scores(name)
    assert len(str(caught.value)) < 250 and "\n" not in str(caught.value)
