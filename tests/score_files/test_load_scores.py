"""load_scores: the forms people have, and one line for everything that is wrong with a file."""

import os

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import datasets, scores

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
    "two columns, label last": "0.9,genuine\n0.2,impostor\n0.1,non_mated\n0.75,genuine\n-0.3,impostor\n",
    "written by savetxt": "1.000000e+00 9.000000e-01\n0.000000e+00 2.0e-01\n"
    "0.0 1.0e-01\n1.0 7.5e-01\n0.0 -3.0e-01\n",
    "lines of blanks": "label,score\n \ngenuine,0.9\n  \nimpostor,0.2\nimpostor,0.1\ngenuine,0.75\n\t\nimpostor,-0.3\n ",
    "a name like a number": "score,label,2nd\n0.9,1,x\n0.2,0,y\n0.1,0,x\n0.75,1,y\n-0.3,0,x\n",
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
    assert found.people_names == ["ann", "bob", "eve"]
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


def test_a_column_of_another_name(file, refused):
    path = file("person_1,person_2,cosine,other\n1,1,0.9,x\n1,2,0.2,y\n")
    assert (
        "no column 'score', only 'person_1', 'person_2', 'cosine', 'other': name it with score_column"
        in refused(path)
    )
    assert datasets.load_scores(path, score_column="Cosine").genuine.tolist() == [0.9]
    assert "no column 'sine'" in refused(path, score_column="sine")
    assert "line 2, column 4 ('other'): 'x' is not a number" in refused(path, score_column="other")


def test_distances_are_negated_only_when_told(file, refused):
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
        ("9 1.5 2\n3.5 8 4\n5 6 7.5\n", [0, 1, 2]),
        ("9,1.5,2\n3.5,8,4\n5,6,7.5\n", [0, 1, 2]),
        ("id,a,b,c\na,9,1.5,2\nb,3.5,8,4\nc,5,6,7.5\n", ["a", "b", "c"]),
        (",10,20,30\n10,9,1.5,2\n20,3.5,8,4\n30,5,6,7.5\n", ["10", "20", "30"]),
        ('"a" "b" "c"\n"a" 9 1.5 2\n"b" 3.5 8 4\n"c" 5 6 7.5\n', ["a", "b", "c"]),
    ],
)
def test_matrices(file, content, names):
    found = datasets.load_scores(file(content, "similarity.txt"))
    assert found.genuine.tolist() == [9, 8, 7.5] and found.impostor.tolist() == [1.5, 2, 3.5, 4, 5, 6]
    assert found.genuine_subjects.tolist() == names
    a, b, c = names
    assert found.impostor_subjects.tolist() == [[a, b], [a, c], [b, a], [b, c], [c, a], [c, b]]


def test_a_failure_to_enrol_is_kept(file):
    found = datasets.load_scores(file("label,score\ngenuine,-inf\ngenuine,0.9\nimpostor,-Infinity\n"))
    assert found.genuine.tolist() == [-np.inf, 0.9] and found.impostor.tolist() == [-np.inf]


@pytest.mark.parametrize(
    "content, expected",
    [
        ("", "is empty"),
        ("\n \n\n", "is empty"),
        ("label,score\n", "holds no scores"),
        ("label,score\ngenuine,0.9\n", "holds no impostor scores, only genuine ones"),
        ("0 0.9\n0 0.8\n", "holds no genuine scores, only impostor ones"),
        ("5\n", "has one column: give two files together"),
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
        (
            "label;score\n1;0,9\n0;0.2\n",
            "line 3, column 2 ('score'): '0.2' is not a number with a decimal comma",
        ),
        ("label;score\n1;0,9\n0;1.234,5\n", "line 3, column 2 ('score'): '1.234,5' is not a number"),
        (
            "label,score\ngenuine,0.9\nclient,0.2\n",
            "line 3, column 1 ('label'): 'client' is neither genuine nor impostor",
        ),
        ("label,score\ngenuine,0.9\nimpostor,0.1,0.2\n", "line 3: has 3 columns, the header has 2"),
        ("label,score\ngenuine,0.9\nimpostor\n", "line 3: has 1 columns, the header has 2"),
        ('label,score\ngenuine,"0.9\nimpostor,0.2\n', "unexpected end of data"),
        ("label,score,Score\ngenuine,1,2\n", "line 1: names a column twice"),
        (
            "label,score,similarity\ngenuine,1,2\n",
            "has several columns that may be scores: 'score', 'similarity'",
        ),
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
        ("1 0.9\n2 0.2\n", "line 2, column 1: '2' is neither genuine nor impostor"),
        ("1 0.9\n0 x\n", "line 2, column 2: 'x' is not a number"),
        ("1 0.9\n0 0.2 0.3\n", "line 2: has 3 columns, the first line has 2"),
        ("9 1 2\n3 8\n5 6 7\n", "line 2: has 2 columns, the first line has 3"),
        ("0.9 2 3\n3.5 8 4\n", "nor a square matrix (3 columns)"),
        ("1 2 3 4 5 6 7\n2 3 4 5 6 7 8\n", "nor a square matrix of scores (2 rows, 7 columns)"),
        ("0.9 1.5 2\n3.5 NaN 4\n5 6 7.5\n", "line 2, column 2: 'NaN' is no score"),
        ("9,1.5,2\n3.5,,4\n5,6,7.5\n", "line 2, column 2: is missing"),
        ("id,a,b\na,9,1\nc,2,8\n", "has a row 'c' that no column is named for"),
        ("id,a,b\na,9,1\na,2,8\n", "has a row 'a' that no column is named for, or a second one"),
        ("id,a,b\na,9,1\nb,2,8\nc,1,1\n", "nor a square matrix of scores (3 rows, 2 columns)"),
        ("id,a,a\na,9,1\na,2,8\n", "line 1: names a column twice: 'id', 'a', 'a'"),
        (b"label,score\ngenuine,0.9\nimpostor,0.2\ncaf\xe9,1\n", "line 4: is not UTF-8 text"),
        (b"\x00\x01\x02\x03", "line 1: holds a zero byte"),
        (b"label,score\n1,0.9\n0,\x000.2\n", "line 3: holds a zero byte"),
        (b"label,score\n1,0.9\n0,0.2\x00\n", "line 3: holds a zero byte"),
        (b"\xff\xfel\x00", "has no column 'score', only 'l'"),
        (b"\xff\xfel\x00\x00\xd8", "is not UTF-16 text, though it begins as one"),
        (b"\xff\xfe", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x1f\x8b\x08\x00", "is cut short"),
        ('label,score\n1,0.9\n0,"0.2\n1"\n', "line 3: holds a line break between quotes"),
        ('label,score\n1,0.9\n0,"0.2\n"\n1,0.3\n', "line 3: holds a line break between quotes"),
        (b"MATLAB 5.0 MAT-file", "is a MATLAB file"),
        (b"PK\x03\x04 nothing behind it", "is a damaged zip archive"),
        (b"\x93NUMPY\x01\x00", "is damaged"),
        (b"\x93NUMPY\x09\x00v\x00{}", "is damaged"),
        ("x" * 200_000 + "\n", "field larger than field limit"),
        ("genuine," + "9" * 200_000 + "\n", "field larger than field limit"),
    ],
)
def test_what_is_wrong_is_said_with_line_and_column(file, refused, content, expected):
    assert expected in refused(file(content))


def test_no_file_a_folder_a_pipe(tmp_path, refused):
    assert "there is no such file" in refused(tmp_path / "none.csv")
    assert "is no file" in refused(tmp_path)
    with pytest.raises(ValueError, match="path must be the path of a file, got 3"):
        datasets.load_scores(3)
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert "is no file" in refused(tmp_path / "pipe")  # opening it would wait for ever


def test_too_large_is_refused_before_it_is_read(file, refused):
    path = file("label,score\ngenuine,0.9\nimpostor,0.2\n")
    assert "is larger than max_bytes (37 against 36 bytes)" in refused(path, max_bytes=36)
    assert datasets.load_scores(path, max_bytes=37).genuine.size == 1


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
            "line 502: holds a zero byte",
        ),
        ("label score\ngenuine " + "9" * 10**7 + "\n", "has a line of more than 4194304 bytes"),
        ('label,score\ngenuine,"' + "x\n" * 10**6, "line 2: unexpected end of data"),
        ("label,score\n".encode("utf-16-le"), "line 1: holds a zero byte (UTF-16 without its mark?"),
        (
            "a b score\n".replace("a b", "id1 id2") + "a b 1\n" * 9 + "x" * 10**6 + " b 1\n",
            "line 11: field larger than field limit",
        ),
        (
            "id," + "x" * 300 + ",b\n" + "x" * 300 + ",1,2\nb,1,2\n",
            "line 2, column 1 ('id'): names somebody in more than 200 characters",
        ),
        ("1 " * 10**5 + "\n", "has 100000 scores in a row: its matrix is larger than max_bytes"),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_hostile_text(file, content, expected, refused):
    assert expected in refused(file(content))


@pytest.mark.parametrize(
    "name", ["x" * 10_000, "a\nb", "a\0b", "caf\u00e9 \u2212"], ids=lambda name: repr(name)[:8]
)
def test_the_name_of_a_file_may_be_anything(name):
    with pytest.raises(ValueError) as caught:
        datasets.load_scores(name)
    assert len(str(caught.value)) < 250 and "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "content, place",
    [
        (",a,b\na,1,nan\nb,2,3\n", "line 2, column 3 ('b'): 'nan' is no score"),
        (",a,b\na,1,2\nb,x,3\n", "line 3, column 2 ('a'): 'x' is not a number"),
        ("1,2\n3,x\n", "line 2, column 2: 'x' is not a number"),
    ],
)
def test_a_fault_in_a_matrix_is_named_by_its_place_in_the_file(file, refused, content, place):
    assert place in refused(file(content), matrix=True)
