"""Inputs of people who evaluate matchers, on which an earlier version failed: each with its right value."""

import numpy as np
import pandas as pd
import pytest

from falsematch import datasets

# Distances


def test_a_column_of_distances_is_taken_where_distances_are_asked_for(load):
    assert load("label,score,distance\n1,0.9,0.2\n0,0.1,0.8\n", distances=True) == ([-0.2], [-0.8])
    assert load("label,distance,score\n1,0.2,0.9\n0,0.8,0.1\n") == ([0.9], [0.1])


@pytest.mark.parametrize("name", ["distance", "L2_distance", "Cosine Distance", "dist", "dissimilarity"])
def test_a_name_says_what_a_column_holds_whoever_picks_it(file, refused, name):
    path = file(f"label,{name},confidence\n1,0.2,80\n0,0.9,10\n")
    assert "pass distances=True" in refused(path, score_column=name)
    assert "pass distances=True" in refused(path, score_column=2)
    assert datasets.load_scores(path, score_column=name, distances=True).genuine.tolist() == [-0.2]
    assert datasets.load_scores(path, score_column="confidence").genuine.tolist() == [80]


def test_similarities_are_not_negated(file, refused):
    path = file("label,similarity\n1,0.9\n0,0.2\n")
    assert "leave distances=True out" in refused(path, distances=True)


def test_a_failure_among_distances_is_an_infinite_one(load):
    text = "label,distance\n1,inf\n1,0.3\n0,0.9\n"
    assert load(text, distances=True) == ([-np.inf, -0.3], [-0.9])


def test_a_distance_of_minus_infinity_is_refused(file, refused):
    message = refused(file("label,distance\n1,-inf\n1,0.3\n0,0.9\n"), distances=True)
    assert "line 2, column 2 ('distance')" in message


NO_FACE = "label,distance\n1,0.2\n1,-1\n0,0.9\n0,-1\n"


def test_a_distance_below_zero_is_refused_or_a_failure(file, load, refused):
    message = refused(file(NO_FACE), distances=True)
    assert "line 3, column 2 ('distance'): '-1' is a distance below zero" in message
    assert "failure_value=-1" in message
    assert load(NO_FACE, distances=True, failure_value=-1) == ([-0.2, -np.inf], [-0.9, -np.inf])
    # among similarities too, where any number may be a score
    assert load("label,score\n1,5\n1,-1\n0,-1.0\n", failure_value=-1) == ([5, -np.inf], [-np.inf])


def test_a_distance_that_rounding_put_below_zero_is_one(load):
    assert load("label,distance\n1,-1e-7\n0,0.9\n", distances=True) == ([1e-7], [-0.9])


def test_the_same_of_arrays(tmp_path, refused):
    path = tmp_path / "scores.npz"
    np.savez(path, genuine=[0.2, -1.0], impostor=[0.9, np.inf])
    assert "array 'genuine'[1] is -1.0: is a distance below zero" in refused(path, distances=True)
    found = datasets.load_scores(path, distances=True, failure_value=-1)
    assert found.genuine.tolist() == [-0.2, -np.inf] and found.impostor.tolist() == [-0.9, -np.inf]


# Lists without a header


@pytest.mark.parametrize("rows", [3, 4, 5])
def test_a_list_of_pairs_is_no_matrix_however_long(load, rows):
    lines = ["1 2 1 0.9", "1 3 0 0.1", "4 5 1 0.8", "4 6 0 0.2", "7 8 1 0.7"][:rows]
    assert load("\n".join(lines)) == ([0.9, 0.8, 0.7][: (rows + 1) // 2], [0.1, 0.2][: rows // 2])


def test_decimal_commas_without_quotes_are_asked_about(file, refused):
    assert "choose one with label_column" in refused(file("1,0,9\n0,0,2\n1,0,8\n"))
    assert "decimal commas?" in refused(file("label,score\n1,0,9\n0,0,2\n"))


@pytest.mark.parametrize(
    "text",
    [
        "1.0,0.2,0.3\n0.2,1.0,0.4\n0.3,0.4,1.0\n",
        ",a,b,c\na,1,0.2,0.3\nb,0.2,1,0.4\nc,0.3,0.4,1\n",
        ",a,b,c\nc,0.3,0.4,1\nb,0.2,1,0.4\na,1,0.2,0.3\n",
        "1.5 0.2 0.3\n0.2 1.25 0.4\n0.3 0.4 0.5\n",  # not scaled to 1, but each pair counts twice all the same
        "1.0000001,0.2,0.3\n0.2,1,0.4\n0.3,0.40000001,1\n",
        "1.5 0.5\n0.5 1.5\n",
        "1.0000001 0.5\n0.5 1\n",
        "1.5 -inf 0.3\n-inf 1.5 -inf\n0.3 -inf 1.5\n",
    ],
)
def test_images_compared_with_themselves_are_no_test(file, refused, text):
    assert "one set of images compared with itself" in refused(file(text))


def test_two_sets_of_images_are_one(load):
    assert load("0.9 0.2 0.3\n0.25 0.8 0.4\n0.3 0.4 0.7\n")[0] == [0.9, 0.8, 0.7]
    assert load("0.9 0.2\n0.2 0.8\n")[0] == [0.9, 0.8]


def test_all_of_a_large_matrix_is_compared_with_itself_turned(tmp_path, refused):
    rng = np.random.default_rng(1)
    scores = rng.random((70, 70))
    scores += scores.T
    np.save(tmp_path / "a.npy", scores)
    assert "one set of images compared with itself" in refused(tmp_path / "a.npy")
    for row, column in ((69, 68), (0, 69), (69, 0), (63, 65)):
        one = scores.copy()
        one[row, column] += 0.25
        np.save(tmp_path / "a.npy", one)
        assert datasets.load_scores(tmp_path / "a.npy").genuine.size == 70


def test_a_small_square_of_whole_numbers_is_asked_about(file, load, refused):
    text = "9 1 2\n3 8 4\n5 6 7\n"
    assert "pass matrix=True" in refused(file(text))
    assert load(text, matrix=True) == ([9, 8, 7], [1, 2, 3, 4, 5, 6])
    assert load("1 0.9\n0 0.2\n") == ([0.9], [0.2])
    assert load("1 0.9\n0 0.2\n", matrix=True) == ([1, 0.2], [0.9, 0])


# A header is no data


def test_numbers_of_columns_are_a_header(file, load, refused):
    # The first line may as well be an impostor's score of 1, or a genuine one of 0.
    for text in ("0,1\n1,0.9\n0,0.2\n1,0.8\n", "0,1\n0.9,1\n0.2,0\n", "0 1\n1 0.9\n0 0.2\n"):
        assert "may be a row or numbers of the columns: pass header=False" in refused(file(text))
    assert load("0,1\n1,0.9\n0,0.2\n1,0.8\n", header=True) == ([0.9, 0.8], [0.2])
    assert load("0,1\n1,0.9\n0,0.2\n1,0.8\n", header=False) == ([0.9, 0.8], [1, 0.2])
    assert load(",0,1\n0,1.0,0.9\n1,0.0,0.2\n2,1.0,0.8\n") == ([0.9, 0.8], [0.2])
    whole = file("0,1\n1,9\n0,2\n1,8\n")
    assert "line 1" in refused(whole) and "header=False or header=True" in refused(whole)
    assert datasets.load_scores(whole, header=True).impostor.tolist() == [2]
    assert datasets.load_scores(whole, header=False, label_column=1).impostor.tolist() == [1, 2]


def test_a_table_or_a_matrix_numbered_by_a_program(file, refused):
    path = file(",0,1\n0,1.0,0.9\n1,0.0,0.2\n")
    assert "matrix=True or matrix=False" in refused(path)
    assert datasets.load_scores(path, matrix=False).genuine.tolist() == [0.9]
    assert datasets.load_scores(path, matrix=True).genuine.tolist() == [1, 0.2]
    assert datasets.load_scores(file(",0,1\n0,0.7,0.9\n1,0.0,0.2\n")).genuine.tolist() == [0.7, 0.2]


# Names of people


@pytest.mark.parametrize("other", ["7", "07", "7.0"])
def test_names_that_differ_by_zeros_only_are_asked_about(file, refused, other):
    rows = f"007,{other},0.9\n123,123,0.8\n007,123,0.1\n"
    assert "are one number" in refused(file("subject_a,subject_b,score\n" + rows))


def test_names_are_read_as_they_are_written(file):
    rows = "007,007,0.9\nNA,NA,0.8\n007,NA,0.1\n1e3,nan,0.2\n"
    found = datasets.load_scores(file("subject_a,subject_b,score\n" + rows))
    assert found.genuine_subjects.tolist() == ["007", "NA"]
    assert found.impostor_subjects.tolist() == [["007", "NA"], ["1e3", "nan"]]


# Forms of other programs

FORMS = {
    "bob, four columns": "ann ann ann/p1 0.9\nann bob bob/p1 0.2\nbob bob bob/p2 0.8\n",
    "bob, five columns": "ann m1 ann ann/p1 0.9\nann m1 bob bob/p1 0.2\nbob m2 bob bob/p2 0.8\n",
    "VoxCeleb": "1 a/1.wav a/2.wav 0.9\n0 a/1.wav b/2.wav 0.2\n1 b/1.wav b/2.wav 0.8\n",
    "bob, with a header": "bio_ref_subject_id,bio_ref_template_id,probe_subject_id,probe_key,score\n"
    "ann,m1,ann,p1,0.9\nann,m1,bob,p2,0.2\nbob,m2,bob,p3,0.8\n",
    "Kaldi": "a u1 0.9 target\na u2 0.2 nontarget\nb u3 0.8 target\n",
    "IJB": "11 12 1 0.9\n11 31 0 0.2\n44 45 1 0.8\n",
    "a spreadsheet's own line": "sep=;\nlabel;score\n1;0.9\n0;0.2\n1;0.8\n",
    "a header in a comment": "# label score\n1 0.9\n0 0.2\n1 0.8\n",
    "comments of several lines": "# made by hand\n# score label\n0.9 1\n0.2 0\n0.8 1\n",
    "a blank line below comments": "# made by hand\n#\n\nlabel;score\n1;0.9\n0;0.2\n1;0.8\n",
    "a spreadsheet's own line below a comment": "# by hand\nSEP=|\nlabel|score\n1|0.9\n0|0.2\n1|0.8\n",
    "a comment that is none": "# two columns\n0.9 1\n0.2 0\n0.8 1\n",
    "R": '"label" "score"\n"genuine" 0.9\n"impostor" 0.2\n"genuine" 0.8\n',
    "R with names of rows": '"label" "score"\n"1" "genuine" 0.9\n"2" "impostor" 0.2\n"3" "genuine" 0.8\n',
    "pandas with its index": ",label,score\n0,1,0.9\n1,0,0.2\n2,1,0.8\n",
    "two kinds of labels": "score,label,type\n0.9,1,frontal\n0.2,0,profile\n0.8,1,frontal\n",
    "y_true, y_score": "y_true,y_score\n1,0.9\n0,0.2\n1,0.8\n",
    "labels 1 and -1": "label,score\n1,0.9\n-1,0.2\n1,0.8\n",
    "yes and no": "match;similarity\nyes;0.9\nno;0.2\nYES;0.8\n",
    "match and nonmatch": "0.9|match\n0.2|nonmatch\n0.8|match\n",
    "positive and negative": "kind\tscore\npositive\t0.9\nnegative\t0.2\npos\t0.8\n",
    "decimal commas": "label;score\n1;0,9\n0;0,2\n1;,8\n",
    "decimal commas and blanks": "1 0,9\n0 0,2\n1 0,8\n",
    "decimal commas in quotes": 'label,score\n1,"0,9"\n0,"0,2"\n1,"0,8"\n',
    "UTF-16": "label,score\n1,0.9\n0,0.2\n1,0.8\n".encode("utf-16"),
    "UTF-16, the other way": b"\xfe\xff" + "label,score\n1,0.9\n0,0.2\n1,0.8\n".encode("utf-16-be"),
    "lines of old Macintoshes": "label,score\r1,0.9\r0,0.2\r1,0.8\r",
    "columns for nothing": "label,score,,\n1,0.9,,\n0,0.2,,\n1,0.8,,\n",
}


@pytest.mark.parametrize("form", FORMS)
def test_forms_of_other_programs(load, form):
    assert load(FORMS[form]) == ([0.9, 0.8], [0.2])


@pytest.mark.parametrize("piece", [7, 30])
def test_what_a_text_is_does_not_depend_on_pieces(load, monkeypatch, piece):
    monkeypatch.setattr("falsematch.datasets._unpack.PIECE", piece)
    for text in FORMS.values():
        assert load(text) == ([0.9, 0.8], [0.2])


def test_people_of_a_list_that_names_them(file):
    found = datasets.load_scores(file(FORMS["bob, five columns"]))
    assert found.genuine_subjects.tolist() == ["ann", "bob"]
    assert found.impostor_subjects.tolist() == [["ann", "bob"]]


def test_rows_of_a_matrix_in_another_order(file):
    found = datasets.load_scores(file(",a,b\nb,0.1,0.8\na,0.9,0.2\n"))
    assert (found.genuine.tolist(), found.impostor.tolist()) == ([0.9, 0.8], [0.2, 0.1])
    assert found.impostor_subjects.tolist() == [["a", "b"], ["b", "a"]]


def test_arrays_that_nobody_asked_for_are_not_looked_into(tmp_path):
    path = tmp_path / "scores.npz"
    extra = np.array([{"an": "object"}], dtype=object)
    np.savez(path, genuine=[0.9, 0.8], impostor=[0.1], filenames=np.array(["a.jpg", "b.jpg"]), extra=extra)
    found = datasets.load_scores(path)
    assert found.genuine.tolist() == [0.9, 0.8] and found.impostor.tolist() == [0.1]


@pytest.mark.parametrize(
    "content, expected",
    [
        ('[{"label": 1, "score": 0.9}]', "is no table (JSON?)"),
        ('{"label": [1], "score": [0.9]}', "is no table (JSON?)"),
        ("\n <!DOCTYPE html><table>", "is no table (a web page?)"),
        ("%PDF-1.7", "is a PDF"),
        (b"\x80\x04\x95", "is a pickle, which is never opened"),
        (b"\xd0\xcf\x11\xe0\xa1", "is an old workbook: save it as CSV"),
        (b"\x89PNG\r\n", "is a picture"),
        (b"(\xb5/\xfd\x04", "zstandard"),
    ],
)
def test_what_is_no_table_is_said_to_be_none(file, refused, content, expected):
    assert expected in refused(file(content))


# What cannot be told apart is asked


@pytest.mark.parametrize(
    "content, expected, answer",
    [
        ("1 0\n0 1\n", "choose one with label_column", {"label_column": 1}),
        ("1 1\n1 0\n0 1\n", "choose one with label_column", {"label_column": 2}),
        ("1 1 0.9\n1 3 0.1\n", "pass label_column or subject_columns", {"subject_columns": (1, 2)}),
        ("a b 0.9\na a 0.1\n", "pass label_column or subject_columns", {"subject_columns": (1, 2)}),
        ("1 1 1/p 0.9\n1 2 2/p 0.1\n", "label_column or subject_columns", {"subject_columns": (1, 2)}),
        ("x,mated,0.5,0.9\ny,nonmated,0.25,0.1\n", "choose one with score_column", {"score_column": 4}),
        ("label,score,similarity\n1,0.9,1\n0,0.1,0\n", "choose one with score_column", {"score_column": 2}),
        ("label,mated,score\n1,0,0.9\n0,1,0.1\n", "choose one with label_column", {"label_column": "mated"}),
        ("ok,score\n1,0.9\n0,0.1\n", "label_column or subject_columns", {"label_column": "OK"}),
        ("label,rank-1\n1,0.9\n0,0.1\n", "name it with score_column", {"score_column": "Rank 1"}),
        ('label,score\n1,"1,900"\n0,"0,250"\n', "decimal comma or count thousands", None),
        ("impostor,score\n0,0.9\n1,0.1\n", "label_column or subject_columns", None),
        ("label,score\n1,0.9\n0,0.2\n-1,0.3\n", "has labels 0 and -1", None),
    ],
)
def test_what_cannot_be_told_apart_is_asked(file, refused, content, expected, answer):
    path = file(content)
    assert expected in refused(path)
    if answer:
        found = datasets.load_scores(path, **answer)
        assert found.genuine.size and found.impostor.size


@pytest.mark.parametrize(
    "options",
    [
        {"score_column": 2, "label_column": 2},
        {"score_column": 2, "subject_columns": (3, 2)},
        {"score_column": 2, "group_column": 2, "label_column": 1},
    ],
)
@pytest.mark.parametrize("first", ["label,score,who\n", ""])
def test_no_column_holds_scores_and_something_else(file, refused, options, first):
    name = "score" if first else "2"
    said = f"cannot hold scores and labels, people or groups in one column, '{name}'"
    assert said in refused(file(first + "1,0.9,0.9\n0,0.1,0.9\n"), **options)


def test_a_column_named_for_impostors_leaves_open_what_1_means(file, refused):
    path = file("is_impostor,score\n0,0.9\n1,0.1\n")
    assert "leaves open what 1 means" in refused(path, label_column="is_impostor")


def test_people_can_be_left_out(file, refused):
    path = file("subject_a,subject_b,label,score\nx.jpg,y.jpg,genuine,1\nx.jpg,z.jpg,impostor,0\n")
    assert "line 2: is labelled genuine, but the subjects differ" in refused(path)
    found = datasets.load_scores(path, subject_columns=())
    assert found.genuine.tolist() == [1] and found.genuine_subjects is None and found.people == {}


# Two files


def test_two_files_of_scores_alone(file, refused, tmp_path):
    genuine, impostor = file("0.9\n0.8\n", "genuine.txt"), file("score\n0,2\n-inf\n0,1\n", "impostor.txt")
    found = datasets.load_scores((genuine, impostor))
    assert found.genuine.tolist() == [0.9, 0.8] and found.impostor.tolist() == [0.2, -np.inf, 0.1]
    assert "give the genuine scores first" in refused_pair(refused, impostor, genuine)
    assert "has one column: give two files" in refused(genuine)
    short = file("0.9\n", "gen.txt"), file("0.1\n", "imp.txt")
    assert datasets.load_scores(short).genuine.tolist() == [0.9]
    assert "give the genuine scores first" in refused_pair(refused, *short[::-1])
    table = file("a,score\nx,0.5\n", "c.csv")
    assert datasets.load_scores([genuine, table]).impostor.tolist() == [0.5]
    np.save(tmp_path / "d.npy", [[1.0, 2.0], [3.0, 4.0]])
    assert datasets.load_scores([genuine, tmp_path / "d.npy"]).impostor.tolist() == [1, 2, 3, 4]
    with pytest.raises(ValueError, match="path must be the path of a file, or two"):
        datasets.load_scores([genuine])


def refused_pair(refused, first, second):
    with pytest.raises(ValueError) as caught:
        datasets.load_scores((first, second))
    return str(caught.value)


PHOTOGRAPHS = [
    "label,image_a,image_b,score\n1,a.jpg,b.jpg,0.9\n1,{},{},0.8\n0,a.jpg,c.jpg,0.1\n",
    "subject_a,subject_b,probe_photo,gallery_photo,score\nx,x,p,q,0.9\ny,y,{},{},0.8\nx,y,p,r,0.1\n",
    "subject1;subject2;file1;file2;score;label\nx;x;p;q;0.9;1\ny;y;{};{};0.8;1\nx;y;p;r;0.1;0\n",
    "1 a/1.wav a/2.wav 0.9\n1 {} {} 0.8\n0 a/1.wav b/2.wav 0.1\n",
]


@pytest.mark.parametrize("text", PHOTOGRAPHS)
def test_a_photograph_compared_with_itself_is_no_genuine_comparison(file, load, refused, text):
    assert load(text.format("d.png", "e.png")) == ([0.9, 0.8], [0.1])
    message = refused(file(text.format("d.png", "d.png")))
    assert "'d.png' is compared with itself" in message and f"line {2 if text[0] == '1' else 3}" in message


def test_photographs_that_are_numbered_may_be_those_of_two_sets(load):
    text = "subject_a,subject_b,photo_a,photo_b,score\nx,x,1,1,0.9\nx,y,1,1,0.1\n"
    assert load(text) == ([0.9], [0.1])
    assert load(text.replace("x,y,1,1", "x,y,one.png,one.png").replace(",1,1", ",a,b")) == ([0.9], [0.1])


def test_files_are_no_people(file, refused):
    text = "id1,id2,score\nann_1.jpg,ann_1.jpg,0.9\nann_1.jpg,bob_1.jpg,0.1\n"
    assert "names a file as a person, 'ann_1.jpg'" in refused(file(text))
    assert "names a file as a person, 'ann_1.JPG'" in refused(file(text.replace("jpg", "JPG")))
    # One among several people, or a name that goes on behind the ending, may be anybody's.
    for odd in ("ann_1.jpg", "x.jpg.y"):
        text = f"id1,id2,score\n{odd},{odd},0.9\n{odd},bob,0.1\n"
        assert datasets.load_scores(file(text)).genuine_subjects.tolist() == [odd]


@pytest.mark.parametrize("form", ["npz", pytest.param("parquet", marks=pytest.mark.extras)])
def test_the_same_in_arrays_and_typed_columns(tmp_path, refused, form):
    rows = {
        "label": [1, 1, 0],
        "file_a": ["p", "q", "p"],
        "file_b": ["r", "q", "s"],
        "score": [0.9, 0.8, 0.1],
    }
    path = tmp_path / f"scores.{form}"
    if form == "npz":
        np.savez(path, **rows)
    else:
        pytest.importorskip("pyarrow", reason="pyarrow is not installed")
        pd.DataFrame(rows).to_parquet(path)
    assert "row 2: 'q' is compared with itself" in refused(path)


# What would be a wrong number without a word


def test_words_for_truth_are_no_scores_wherever_they_stand(file, refused):
    rows = [["0.25"] * 9 for _ in range(9)]
    for row in rows[3:6]:
        row[4] = "True"
    assert "'True' is not a number" in refused(file("\n".join(map(" ".join, rows)) + "\n"))


def test_the_distance_of_something_else_is_not_taken_for_the_score(file, refused):
    path = file("eye_distance,score,label\n60,0.1,1\n55,0.2,1\n70,0.8,0\n")
    assert "several columns that may be scores" in refused(path, distances=True)
    assert datasets.load_scores(path, distances=True, score_column="score").impostor.tolist() == [-0.8]


@pytest.mark.parametrize("text", ["score\tlabel\n1,234\t1\n987\t0\n", "score;label\n12,345;1\n1,234;0\n"])
def test_thousands_are_asked_about_whatever_stands_between_columns(file, load, refused, text):
    assert "may have a decimal comma or count thousands" in refused(file(text))
    assert load("score;label\n0,345;1\n1,234;0\n") == ([0.345], [1.234])


def test_masks_and_doubled_arrays_are_no_scores(tmp_path, refused):
    scores, mask = np.array([0.9, 0.2]), np.array([True, False])
    np.savez(tmp_path / "a.npz", scores=scores, genuine=mask, impostor=~mask)
    assert "one array of scores for each kind, and holds genuine of bool, impostor of bool" in refused(
        tmp_path / "a.npz"
    )
    np.savez(tmp_path / "b.npz", genuine=scores, impostor=scores, genuine_scores=scores)
    assert "genuine_scores of float64" in refused(tmp_path / "b.npz")


@pytest.mark.parametrize("half", [np.triu, np.tril])
def test_a_matrix_of_which_half_is_empty_is_refused(tmp_path, refused, half):
    matrix = np.random.default_rng(1).random((5, 5))
    np.save(tmp_path / "a.npy", half(matrix))
    assert "filled on one side of its diagonal only" in refused(tmp_path / "a.npy")
    np.save(tmp_path / "b.npy", np.diag([1.0, 2, 3, 4, 5]))  # everything else is zero: on both sides
    assert datasets.load_scores(tmp_path / "b.npy", matrix=True).impostor.sum() == 0
    np.save(tmp_path / "none.npy", matrix[:0, :0])
    assert "holds no scores" in refused(tmp_path / "none.npy")
    np.save(tmp_path / "c.npy", half(matrix[:4, :4]))
    assert datasets.load_scores(tmp_path / "c.npy").genuine.size == 4


def test_a_mark_of_failure_is_found_among_single_precision(tmp_path):
    for kind in ("f2", "f4", "f8"):
        np.savez(tmp_path / "a.npz", genuine=np.array([0.9, -0.1], kind), impostor=np.array([0.2, 0.1], kind))
        found = datasets.load_scores(tmp_path / "a.npz", failure_value=-0.1)
        assert found.genuine.tolist() == [np.array(0.9, kind), -np.inf] and found.impostor.min() > 0


def test_whole_numbers_that_float64_cannot_tell_apart_are_refused(tmp_path, refused):
    most = 2**53 - 1
    for far in (most + 1, -most - 1):
        np.savez(tmp_path / "a.npz", genuine=np.array([far]), impostor=np.array([1]))
        assert "holds whole numbers beyond 2**53 - 1, which float64 does not tell apart" in refused(
            tmp_path / "a.npz"
        )
    np.savez(tmp_path / "a.npz", genuine=np.array([most, 3]), impostor=np.array([-most]))
    assert datasets.load_scores(tmp_path / "a.npz").genuine.tolist() == [float(most), 3]


@pytest.mark.parametrize("nobody", ["nan", "None", "-", "?", "unknown"])
def test_nobody_is_not_the_same_person_as_nobody(file, refused, nobody):
    rows = f"subject_a,subject_b,score\na,a,0.9\n{nobody},{nobody},0.1\na,b,0.2\n"
    assert "line 3: names nobody on both sides" in refused(file(rows))
    assert datasets.load_scores(file(rows.replace(f"{nobody},{nobody}", f"{nobody},b"))).genuine.size == 1


@pytest.mark.parametrize(
    "pair",
    [
        ("automated_gen", "automated_imp"),
        ("estimated_g", "estimated_i"),
        ("mated", "unmated"),
        ("lfw-mated-1", "lfw non-mated 1"),
        ("genuine2", "non_genuine2"),
    ],
)
def test_the_kind_of_a_file_is_read_off_whole_words(file, pair):
    paths = [file(f"{score}\n", f"{name}.txt") for name, score in zip(pair, ("0.9", "0.2"), strict=True)]
    assert datasets.load_scores(paths).genuine.tolist() == [0.9]
    if "mated_" not in pair[0]:
        with pytest.raises(ValueError, match="has the wrong place by its name"):
            datasets.load_scores(paths[::-1])
