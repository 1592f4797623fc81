"""Which column of a file is taken for what, and that `read_as` says so."""

import numpy as np
import pytest

from falsematch import datasets
from falsematch.datasets import _opening
from falsematch.datasets._cells import Reading, Trouble, as_number, is_label, label

READ_AS = {
    "1 0.9\n0 0.2\n": "scores in column 2, labels in column 1",
    "1 ; 0,9\n0 ; 0,2\n": "scores in column 2, labels in column 1",
    "1 0,9\n0 0,2\n": "scores in column 2, labels in column 1",
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


def test_what_was_read_equals_itself_alone(file):
    path = file("1 0.9\n0 0.2\n")
    found, again = datasets.load_scores(path), datasets.load_scores(path)
    assert found == found and found != again and len({found, again}) == 2


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


def test_a_number_is_a_similarity_unless_something_else_is_said():
    assert Reading().score("0.5") == 0.5 and Reading(True).score("0.5") == -0.5
    assert Reading().score("-1") == -1 and Reading(False, -1).score("-1") == -np.inf


def test_a_decimal_comma_among_points_is_no_number(file, refused):
    """However far down it stands: of the first cells, too, nobody can say which are meant."""
    text = "label;score\n1;0.5\n" + "0;0.25\n" * 600 + "1;0,5\n"
    assert refused(file(text)).endswith(
        "line 603, column 2 ('score'): '0,5' has a decimal comma: use a point"
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


def test_names_are_those_of_files_if_all_are(load):
    assert load("1 a.wav a.wav 0.75\n0 b c 0.25\n") == ([0.75], [0.25])


def test_one_wrong_label_is_said_to_be_one(file, refused):
    rows = "x genuine 0.9\ny client 0.2\nz impostor 0.3\n"
    assert "line 2, column 2: 'client' is neither genuine nor impostor" in refused(file(rows))


def test_a_name_that_begins_as_a_number_is_no_name_of_a_column(file, refused):
    assert "line 1, column 2: '2x' is not a number" in refused(file("1x,2x\n1,0.9\n0,0.2\n"))


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("genuine 5 7\nimpostor 2 1\n", "has several columns that may be scores: '2', '3': choose one"),
        (
            "genuine 0.5 0.7\nimpostor 0.2 0.1\n",
            "has several columns that may be scores: '2', '3': choose one",
        ),
        ("1 x\n0 y\n", "line 1, column 2: 'x' is not a number"),
        ("1 x y\n0 y x\n", "has no column of scores among its 3: name it with score_column"),
        ("1 0.5 0.9\n0 0.5 0.8\n", "has several columns that may be scores: '2', '3': choose one"),
        ("0 1.5 2\n1 2.5 3\n", "may hold labels or people in column 1: pass label_column or subject_columns"),
        ("0 2 1.5\n1 3 2.5\n", "may hold labels or people in column 1: pass label_column or subject_columns"),
        (
            "0 7 x 1.5\n1 8 y 2.5\n",
            "may hold labels or people in column 1: pass label_column or subject_columns",
        ),
        (
            "ann ann 7 0.5\nann bob 8 0.2\n",
            "is neither a table with a header, nor a list of labels and scores",
        ),
        (
            "ann ann 0.5 p1\nann bob 0.2 p2\n",
            "is neither a table with a header, nor a list of labels and scores",
        ),
    ],
)
def test_what_a_list_without_a_header_leaves_open(file, refused, rows, said):
    assert said in refused(file(rows))


def test_the_one_fraction_beside_whole_numbers_is_the_score(load):
    assert load("genuine 5 0.75\nimpostor 2 0.25\n") == ([0.75], [0.25])
    assert load("x genuine 0.75 7\ny impostor 0.25 8\n") == ([0.75], [0.25])


def test_a_list_may_have_six_columns_and_a_matrix_any_number(file, load, refused):
    row = "1.5 2.5 3.5 4.5 5.5 6.5"
    said = "is neither a table with a header, nor a list of labels and scores, nor a square matrix"
    assert f"{said} (6 columns)" in refused(file(f"{row}\n{row}\n"))
    assert f"{said} of scores (2 rows, 7 columns)" in refused(file(f"{row} 7.5\n{row} 7.5\n"))
    for size, asked in ((6, True), (7, False)):
        rows = [[str(place), *(f"{place}.{other}" for other in range(size))] for place in range(size)]
        text = "\n".join(",".join(row) for row in [["", *map(str, range(size))], *rows])
        if asked:
            assert "may be a matrix or a table with numbered columns" in refused(file(text))
        found = load(text, matrix=True if asked else None)
        assert found[0] == [float(f"{place}.{place}") for place in range(size)]


def test_scores_with_decimal_commas_may_be_whole_like_others(file, refused):
    for text in ("9,0;2,0\n3,0;8,0\n", "9.0;2.0\n3.0;8.0\n"):
        assert "may be a small matrix or a list: pass matrix=True" in refused(file(text))


def test_decimal_commas_in_a_matrix_and_in_a_list(load):
    assert load("0,75;0,5\n0,25;0,125\n") == ([0.75, 0.125], [0.5, 0.25])
    rows = "1;a/1.wav;a/2.wav;0,75\n0;a/1.wav;b/1.wav;0,25\n"
    assert load(rows) == ([0.75], [0.25])
    assert load("1 ; 0,75\n0 ; 0,25\n") == ([0.75], [0.25])


def test_three_digits_behind_a_comma_are_asked_about_only_if_all_have_three(file, load, refused):
    assert load('label,score\n1,"0,900"\n0,"0,25"\n') == ([0.9], [0.25])
    assert "'0,900' may have a decimal comma or count thousands" in refused(
        file('label,score\n1,"0,900"\n0,"0,250"\n')
    )


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("label,score\n1,0,9\n0,0,2\n", " (decimal commas? put semicolons between columns)"),
        ("label,score\n1,0,9\n0,0.2\n", ""),
        ("label,score\n1,0.9\n0,0,2\n", ""),
        ("label;score\n1;0;9\n0;0;2\n", ""),
        ("label,score\n1,0,9,9\n0,0,2,2\n", ""),
    ],
)
def test_decimal_commas_are_suspected_where_each_row_has_one_column_too_many(file, refused, text, hint):
    message = refused(file(text))
    assert message.endswith(f"columns, the header has 2{hint}")


# A header, and what lies below it


def test_a_header_alone_holds_no_scores(file, refused):
    for names in ("label,score", "label,score,note", "id1;id2;score"):
        assert refused(file(names + "\n")) == "scores.csv: holds no scores"


@pytest.mark.parametrize("blank", [0, 3, 998, 999, 1000, 1500])
def test_blank_lines_below_a_header_may_be_many(file, load, refused, blank):
    text = "label,score\n" + "\n" * blank + "1,0.9\n1,0.8\n0,0.2\n"
    assert load(text) == ([0.9, 0.8], [0.2])
    assert f"line {blank + 5}, column 2 ('score'): 'x'" in refused(file(text + "0,x\n"))


def test_the_first_names_of_columns_are_listed(file, refused):
    names = [f"c{place}" for place in range(14)]
    row = ",".join(["1"] * 14)
    listed = ", ".join(repr(name) for name in names[:12])
    assert refused(file(f"{','.join(names)}\n{row}\n")).endswith(
        f", only {listed}: name it with score_column"
    )
    names[13] = "C 0"
    assert refused(file(f"{','.join(names)}\n{row}\n")).endswith(f"line 1: names a column twice: {listed}")


def test_a_matrix_is_known_by_a_row_below_its_names_however_wide(load, monkeypatch):
    monkeypatch.setattr(_opening, "SAMPLE", 3)
    assert load(",a,b,c\na,0.9,0.2,0.3\nb,0.4,0.8,0.1\nc,0.5,0.6,0.7\n")[0] == [0.9, 0.8, 0.7]


@pytest.mark.parametrize(
    ("name", "options", "said"),
    [
        ("distance", {}, "holds distances (smaller = more alike): pass distances=True"),
        (
            "similarity",
            {"distances": True},
            "holds similarities (greater = more alike): leave distances=True out",
        ),
    ],
)
def test_a_column_of_the_other_direction_is_named(file, refused, name, options, said):
    for above in ("", "# by hand\n\n"):
        message = refused(file(f"{above}label,{name}\n\n1,0.9\n0,0.2\n"), **options)
        assert message == f"scores.csv, column 2 ('{name}'): {said}"


def test_a_column_that_has_the_name_of_one_for_labels_may_hold_scores(load):
    assert load("match,mated\n1,1\n0,0\n", score_column="match") == ([1], [0])


def test_people_count_more_than_a_column_that_only_sounds_like_labels(file, load, refused):
    rows = "{}type,score\n{}frontal,0.9\n{}profile,0.1\n"
    assert load(rows.format("id1,id2,", "x,x,", "x,y,")) == ([0.9], [0.1])
    assert "'frontal' is neither genuine" in refused(file(rows.format("", "", "")))


# What the caller says


@pytest.mark.parametrize("column", [0, 3, -1, "0", "3", "2.0", "\u00b2", "", None, 1.5, True])
def test_a_column_that_is_none_is_refused(file, refused, column):
    """Columns are numbered from 1; a number may come as text. A square is a digit for Python, and no number."""
    for text, numbered in (("label,score\n1,0.9\n0,0.2\n", ""), ("1,0.9\n0,0.2\n", ": number them from 1")):
        if column is None:
            continue
        message = refused(file(text), score_column=column)
        assert (
            "has no column " in message
            and message.endswith(numbered)
            and " for score_column, only '" in message
        )


def test_a_column_may_be_given_by_its_name_or_by_its_number(load):
    for column in ("value", " VALUE ", 2, "2", np.int64(2)):
        assert load("label,value,other\n1,0.9,5\n0,0.2,6\n", score_column=column) == ([0.9], [0.2])


@pytest.mark.parametrize("columns", [("id1",), ("id1", "id2", "id3"), "id1"])
def test_people_have_two_columns_or_none(file, columns):
    path = file("id1,id2,score\nx,x,0.9\nx,y,0.1\n")
    with pytest.raises(
        ValueError, match="^subject_columns must be the two columns that name the people compared"
    ):
        datasets.load_scores(path, subject_columns=columns)


@pytest.mark.parametrize("value", [np.nan, "x", [1, 2]])
def test_a_failure_is_marked_by_one_number(file, value):
    with pytest.raises(ValueError, match="^failure_value must be "):
        datasets.load_scores(file("label,score\n1,0.9\n0,0.2\n"), failure_value=value)


def test_what_is_no_matrix_is_not_made_one(file, load, refused):
    said = "is no matrix of scores: some of its cells are no numbers"
    assert said in refused(file("genuine 0.9\nimpostor 0.2\n"), matrix=True)
    assert said in refused(file("label,score\n1,0.9\n0,0.2\n"), matrix=True)
    assert load("0.9 0\n0.2 1\n", matrix=False, label_column=2) == ([0.2], [0.9])
    assert load(",a,b\na,0.9,1\nb,0.2,0\n", matrix=False, score_column="a", label_column="b") == (
        [0.9],
        [0.2],
    )


# Two files


@pytest.mark.parametrize(
    ("genuine", "impostor"),
    [
        ("genuine.txt", "impostor.txt"),
        ("gen.txt", "imp.txt"),
        ("gen_scores.csv", "imp-scores.csv"),
        ("Mated.csv", "Non-Mated.csv"),
        ("all_genuine_2.csv", "imposters.csv"),
    ],
)
def test_a_name_says_which_kind_of_scores_a_file_has(file, genuine, impostor):
    one, other, neutral = file("0.9\n", genuine), file("0.2\n", impostor), file("0.3\n", "generic_impact.txt")
    for pair in ((one, other), (one, neutral), (neutral, other), (neutral, neutral)):
        assert datasets.load_scores(pair).genuine.size == 1
    for pair in ((other, one), (other, neutral), (neutral, one)):
        with pytest.raises(
            ValueError, match="has the wrong place by its name: give the genuine scores first"
        ):
            datasets.load_scores(pair)


@pytest.mark.parametrize("names", ["label", "mated", "id1,id2", "subject_a,subject_b"])
def test_a_file_of_both_kinds_is_no_file_of_one(file, names):
    rows = f"{names},score\n{'1,' * len(names.split(','))}0.9\n"
    pair = file(rows, "genuine.csv"), file("0.2\n", "impostor.csv")
    with pytest.raises(ValueError, match="has labels or people of its own, where scores alone are wanted"):
        datasets.load_scores(pair)
    bare = file(f"{names}\n{','.join('1' * len(names.split(',')))}\n", "bare.csv"), pair[1]
    if "," in names:
        with pytest.raises(ValueError, match="bare.csv: has labels or people of its own"):
            datasets.load_scores(bare)
    assert datasets.load_scores(
        (pair[0], file(rows, "impostor.csv")), score_column="score"
    ).genuine.tolist() == [0.9]
    wide = file("0.9 0.8\n", "wide.txt"), pair[1]
    with pytest.raises(
        ValueError, match="wide.txt: has 2 columns, where scores alone are wanted: add a header"
    ):
        datasets.load_scores(wide)


def test_a_lone_number_at_the_top_of_a_file_of_scores_is_a_score(file):
    found = datasets.load_scores((file("0\n0.9\n", "g.txt"), file("0,5\n0,25\n", "h.txt")))
    assert (found.genuine.tolist(), found.impostor.tolist()) == ([0, 0.9], [0.5, 0.25])


# Groups


def test_groups_stand_beside_the_scores(file):
    text = "sex,label,score\nF,1,0.9\nM,0,0.2\nM,1,0.8\nF,0,0.1\nM,0,0.3\n"
    found = datasets.load_scores(file(text), group_column="sex")
    assert found.genuine_groups.tolist() == ["F", "M"] and found.impostor_groups.tolist() == ["M", "F", "M"]
    assert found.group_names == ["F", "M"] and found.people_names is None and found.people == {}
    assert {name: numbers.tolist() for name, numbers in found.groups.items()} == {
        "genuine_groups": [0, 1],
        "impostor_groups": [1, 0, 1],
    }
    assert found.genuine_subjects is None and found.impostor_subjects is None
    plain = datasets.load_scores(file(text))
    assert plain.genuine_groups is None and plain.impostor_groups is None and plain.groups == {}


# Arrays


def test_one_matrix_beside_what_was_chosen_leaves_nothing_to_choose(tmp_path, refused):
    np.savez(tmp_path / "a.npz", face=np.eye(3), one=np.zeros(3))
    said = "must hold arrays genuine and impostor, or one square matrix; it holds face (3, 3), one (3,)"
    assert refused(tmp_path / "a.npz", score_column="one").endswith(said)


def test_an_archive_of_much_else_is_told_by_its_first_eight_arrays(tmp_path, refused):
    np.savez(tmp_path / "a.npz", **{f"a{place}": np.zeros(place) for place in range(1, 10)})
    assert refused(tmp_path / "a.npz").endswith(
        "it holds " + ", ".join(f"a{place} ({place},)" for place in range(1, 9))
    )


def test_one_kind_of_scores_is_no_archive_of_both(tmp_path, refused):
    for sides in ({"genuine": [0.9, 0.8]}, {"genuine": [0.9], "nonmated": [0.1, 0.2]}):
        np.savez(tmp_path / "a.npz", **sides)
        assert "must hold arrays genuine and impostor, or one square matrix; it" in refused(
            tmp_path / "a.npz"
        )


def test_rows_of_label_and_score(tmp_path, refused):
    np.save(tmp_path / "a.npy", [[1, 0.9], [0, 0.2], [1, 0.8]])
    found = datasets.load_scores(tmp_path / "a.npy")
    assert (found.genuine.tolist(), found.impostor.tolist()) == ([0.9, 0.8], [0.2])
    assert found.read_as == "scores in column 2, labels in column 1"
    np.save(tmp_path / "a.npy", [[0.9, 1.0], [0.2, 0.0]])
    found = datasets.load_scores(tmp_path / "a.npy", matrix=False)
    assert (found.genuine.tolist(), found.impostor.tolist()) == ([0.9], [0.2])
    for shape in ((4,), (2, 2, 2)):
        np.save(tmp_path / "a.npy", np.zeros(shape))
        said = f"must hold a square matrix, or rows of label and score, not the shape {shape}"
        assert refused(tmp_path / "a.npy").endswith(said)


def test_arrays_of_people_are_said_to_be_some(tmp_path):
    np.savez(tmp_path / "a.npz", mated=[0.9, 0.8], nonmated=[0.1])
    assert datasets.load_scores(tmp_path / "a.npz").read_as == "genuine and impostor scores apart"
    people = {"mated_subjects": ["b", "a"], "nonmated_subjects": [["a", "c"]]}
    np.savez(tmp_path / "a.npz", mated=[0.9, 0.8], nonmated=[0.1], **people)
    found = datasets.load_scores(tmp_path / "a.npz")
    assert found.genuine_subjects.tolist() == ["b", "a"] and found.impostor_subjects.tolist() == [["a", "c"]]
    assert found.read_as == (
        "scores in columns 'mated' and 'nonmated', people in columns 'mated_subjects' and 'nonmated_subjects'"
    )


def test_arrays_of_labels_and_scores(tmp_path, refused):
    path = tmp_path / "a.npz"
    np.savez(path, label=[1, 0, 1], score=[0.9, 0.2, 0.8], note=["x", "y", "z"])
    found = datasets.load_scores(path)
    assert (found.genuine.tolist(), found.impostor.tolist()) == ([0.9, 0.8], [0.2])
    np.savez(path, label=["mated", "no"], score=[0.9, 0.2])
    assert datasets.load_scores(path).genuine.tolist() == [0.9]
    np.savez(path, label=[1, 0], score=["x", "y"])
    assert refused(path).endswith("array 'score' holds <U1, not numbers")
    np.savez(path, id1=[1.0, np.nan], id2=[1.0, 2.0], score=[0.9, 0.2])
    assert refused(path).endswith("is missing")
    said = (
        "column 'label': '2' is neither genuine nor impostor (nor mated, nonmated, same, different, 1, 0, -1)"
    )
    for labels in ([1, 0, 2], [-1, 1, 2], [2, 2, 2]):
        np.savez(path, label=labels, score=[0.9, 0.2, 0.8])
        assert refused(path).endswith(said)
    np.savez(path, label=[1, 0, 1], score=[0.9, np.nan, 0.8])
    assert refused(path).endswith("row 2 of 'score' is nan: is no score")
    np.savez(path, id1=["a", "b"], id2=["a", "c"], label=[1, 1], score=[0.9, 0.2])
    said = (
        "row 2: is labelled genuine, but the subjects differ ('b', 'c'): subject_columns=() leaves them out"
    )
    assert refused(path).endswith(said)
    np.savez(path, label=[1, 0, 1], score=[0.9, 0.2])
    assert "must hold arrays genuine and impostor" in refused(path)
