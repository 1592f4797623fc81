"""Which column of a file is taken for what, and that `read_as` says so."""

import numpy as np
import pytest

from falsematch import datasets
from falsematch.datasets._cells import Trouble, as_number, is_label, label

READ_AS = {
    "1 0.9\n0 0.2\n": "scores in column 2, labels in column 1",
    "score,label\n0.9,1\n0.2,0\n": "scores in column 'score', labels in column 'label'",
    "id1;id2;score\nann;ann;0.9\nann;bob;0.2\n": "scores in column 'score', people in columns 'id1' and 'id2'",
    "label,id1,id2,score\n1,ann,ann,0.9\n0,ann,bob,0.2\n": "scores in column 'score', labels in column 'label', "
    "people in columns 'id1' and 'id2'",
    "0.9 0.2\n0.3 0.7\n": "a matrix of 2 x 2 scores",
    ",a,b\na,0.9,0.2\nb,0.3,0.7\n": "a matrix of 2 x 2 scores with names",
}


@pytest.mark.parametrize("text", READ_AS)
def test_what_was_taken_for_what_is_said(file, text):
    assert datasets.load_scores(file(text)).read_as == READ_AS[text]


def test_groups_and_files_of_one_kind_are_said_too(file):
    found = datasets.load_scores(file("sex,label,score\nF,1,0.9\nM,0,0.2\n"), group_column="sex")
    assert found.read_as == "scores in column 'score', labels in column 'label', groups in column 'sex'"
    two = file("0.9\n", "genuine.txt"), file("0.2\n", "impostor.txt")
    assert datasets.load_scores(two).read_as == "genuine and impostor scores apart"


# Cells


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (["1", "1.0", "+1", "1.000000000000000000e+00", "1,0", "True", "MATED", "non_match "[4:]], True),
        (["0", "0.0", "-0", "0e5", "-1", "-1.0", "-1,0", "False", "Non-Mated", "non mated"], False),
        (
            ["", "2", "-2", "0.5", "1_0", "0_1", "_1", "\u0661", "\uff11", "nan", "inf", "genuine?", "1 0"],
            None,
        ),
    ],
)
def test_what_a_label_says(cells, meaning):
    for cell in cells:
        assert is_label(cell) == (meaning is not None), cell
        if meaning is None:
            with pytest.raises(Trouble, match="is neither genuine nor impostor"):
                label(cell)
        else:
            assert label(cell) is meaning, cell


def test_what_a_number_is():
    for cell, value in {"0.5": 0.5, "0,5": 0.5, "-,5": -0.5, "1,5e3": 1500, "-inf": -np.inf, "7": 7}.items():
        assert as_number(cell) == value
    for cell in ("", "x", "1,900,000", "1.5,5", "0,", "0x1", ",", "1e"):
        assert as_number(cell) is None, cell


def test_a_decimal_comma_among_points_is_no_number(file, refused):
    """However far down it stands: of the first cells, too, nobody can say which are meant."""
    text = "label;score\n1;0.5\n" + "0;0.25\n" * 2000 + "1;0,5\n"
    assert refused(file(text)).endswith(
        "line 2003, column 2 ('score'): '0,5' has a decimal comma: use a point"
    )
    text = text.replace(".", ",").replace("1;0,5\n", "1;0.5\n")
    said = "line 2, column 2 ('score'): '0.5' is not a number with a decimal comma, as others here are"
    assert refused(file(text)).endswith(said)


# Headers and comments above them


@pytest.mark.parametrize(
    ("names", "options"),
    [
        ("value label", {"score_column": "value"}),
        ("value labels", {"score_column": "value"}),
        ("value y_true", {"score_column": "value"}),
        ("score value", {"label_column": "value"}),
        ("similarity value", {"label_column": "value"}),
        ("distance value", {"label_column": "value", "distances": True}),
        ("value subject_a subject_b", {"score_column": "value"}),
        ("value probe_id gallery_id", {"score_column": "value"}),
    ],
)
def test_a_comment_is_a_header_if_it_names_what_columns_hold(file, names, options):
    rows = "0.25 a a\n0.5 a b\n" if len(names.split()) == 3 else "0.25 1\n0.5 0\n"
    found = datasets.load_scores(file(f"# {names}\n{rows}"), **options)
    sign = -1 if "distances" in options else 1
    assert (found.genuine.tolist(), found.impostor.tolist()) == ([sign * 0.25], [sign * 0.5])


def test_a_comment_that_names_something_else_is_none(file, refused):
    said = "has no column 'value' for score_column, only '1', '2': number them from 1"
    assert said in refused(file("# value rank\n0.25 1\n0.5 0\n"), score_column="value")


def test_a_row_of_marks_alone_is_a_row(file, refused):
    assert "line 3, column 2 ('score'): is missing" in refused(file("label,score\n1,0.9\n,\n0,0.2\n"))


def test_what_holds_words_is_no_matrix(file, refused):
    assert "has no column 'score'" in refused(file(",a,b\na,x,1\nb,2,3\n"))


# Lists without a header


def test_words_are_taken_for_labels_before_numbers(load):
    assert load("0,genuine,0.9\n1,genuine,0.8\n0,impostor,0.1\n") == ([0.9, 0.8], [0.1])


def test_one_wrong_label_is_said_to_be_one(file, refused):
    rows = "x genuine 0.9\ny client 0.2\nz impostor 0.3\n"
    assert "line 2, column 2: 'client' is neither genuine nor impostor" in refused(file(rows))


def test_decimal_commas_in_a_matrix_and_in_a_list(load):
    assert load("0,75;0,5\n0,25;0,125\n") == ([0.75, 0.125], [0.5, 0.25])
    rows = "1;a/1.wav;a/2.wav;0,75\n0;a/1.wav;b/1.wav;0,25\n"
    assert load(rows) == ([0.75], [0.25])


# Arrays


def test_one_matrix_beside_what_was_chosen_leaves_nothing_to_choose(tmp_path, refused):
    np.savez(tmp_path / "a.npz", face=np.eye(3), one=np.zeros(3))
    said = "must hold arrays genuine and impostor, or one square matrix; it holds face (3, 3), one (3,)"
    assert refused(tmp_path / "a.npz", score_column="one").endswith(said)
