"""The quick way of reading lines and the slow one: the same answer, to the last digit, or none by the quick one."""

import math
import warnings
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import datasets
from falsematch.datasets import _blocks, _score_files, _unpack
from falsematch.datasets._blocks import Block, _well_quoted, by_halves, quickly, slowly
from falsematch.datasets._cells import Reading, Trouble
from falsematch.datasets._layout import Asked
from falsematch.datasets._opening import Layout
from falsematch.datasets._sets import Gathered

NUMBERS = [
    "0.5",
    "1",
    "-2.25",
    ".5",
    "1e-3",
    "+3",
    "0.1234567890123456789",
    "12345678901234567",
    "1e22",
    "-0",
    "0",
]
ODD_NUMBERS = [
    *[
        "-inf",
        "inf",
        "-Infinity",
        "nan",
        "1e999",
        "-1e999",
        "True",
        "false",
        "1_0",
        "0x1",
        "",
        " 0.5 ",
        "0,5",
        "1e",
        "--1",
    ],
    *[
        "0.5.5",
        "\u0661",
        "1d3",
        "'1'",
        '"0.5"',
        '"0.5"1',
        '0.5"',
        '"1',
        '"',
        "1 2",
        "NA",
        "1e-400",
        "4.9e-324",
        "9" * 320,
    ],
    *["1\x0b", "\xa01", "Inf", "+inf", "1e309", "1e308", "-1" + "0" * 250 + "e99", "null"],
]
LABELS = ["1", "0", "genuine", "impostor", "True", "False", "-1", "1.0", "Mated", " non-mated", "yes", '"1"']
ODD_LABELS = [
    "2",
    "",
    "x",
    "1 ",
    "01",
    "+1",
    "0.0",
    "1e0",
    "\u0661",
    '"genuine"',
    "-1.0",
    "NaN",
    "1,0",
    "t\xe9",
]
NAMES = ["ann", "bob", "7", "8"]
ODD_NAMES = [
    "007",
    "7.0",
    "NA",
    "",
    "x",
    "True",
    "1e3",
    '"q"',
    "a b",
    "-inf",
    "y" * 201,
    "\xe9",
    "nan",
    "x\ty",
]
COLUMNS = ["ls", "sl", "pps", "lspp", "psss", "lsn", "nls", "lsg", "lffs", "ppffs"]  # f: a photograph


@st.composite
def blocks(draw):
    """Lines of a table, mostly in order, and what is known of its columns."""
    mark = draw(st.sampled_from([",", ";", "\t", None]))
    decimal = draw(st.sampled_from([".", ","])) if mark != "," else "."
    columns = draw(st.sampled_from(COLUMNS))
    places = {kind: tuple(place for place, other in enumerate(columns) if other == kind) for kind in "lspngf"}
    layout = Layout(
        tuple(f"c{place}" for place in range(len(columns))),
        True,
        mark,
        decimal,
        scores=places["s"],
        label=(places["l"] or (None,))[0],
        subjects=places["p"],
        groups=places["g"],
        samples=places["f"],
        matrix=columns == "psss",
    )
    odd = draw(st.sampled_from([0, 0, 1, 3]))  # so many cells in ten
    chance = st.integers(0, 9).map(lambda number: number < odd)
    labels = draw(st.sampled_from([["1", "0"], ["genuine", "impostor"], LABELS]))
    choices = {"s": (NUMBERS, ODD_NUMBERS), "l": (labels, ODD_LABELS)}
    lines = []
    for _ in range(draw(st.integers(1, 5))):
        row = [draw(st.sampled_from(choices.get(kind, (NAMES, ODD_NAMES))[draw(chance)])) for kind in columns]
        row = [cell.replace(".", decimal) for cell in row]
        row = (
            row + ["9"]
            if draw(chance) and draw(chance)
            else row[:-1]
            if draw(chance) and draw(chance)
            else row
        )
        line = (mark or draw(st.sampled_from([" ", "  ", "\t"]))).join(row)
        lines.append(line + ("\n" if draw(chance) and draw(chance) else ""))
    content = ("\n".join(lines) + "\n").encode()
    if draw(chance) and draw(chance):
        content = content.replace(b"0", draw(st.sampled_from([b"\0", b"\xff"])), 1)
    return content, layout, Reading(draw(st.booleans()), draw(st.sampled_from([None, -1.0])))


def meaning(block):
    mated = None if block.mated is None else block.mated.tolist()
    people, groups = (
        [[names.names[number] for number in row] for row in names.numbers]
        for names in (block.subjects, block.groups)
    )
    return block.scores.tolist(), mated, block.labels, people, groups


@given(blocks())
@settings(max_examples=600, deadline=None)
def test_the_quick_way_means_the_same_or_gives_up(block):
    content, layout, reading = block
    quick = quickly(content, layout, reading)
    try:
        slow = slowly(content, 1, layout, reading)
    except Trouble:
        assert quick is None
    else:
        assert quick is None or meaning(quick) == meaning(slow)


@given(blocks(), st.sampled_from([0, 20, 1000]))
@settings(max_examples=200, deadline=None)
def test_by_halves_the_same_is_read_and_the_same_is_wrong(block, few):
    content, layout, reading = block
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_blocks, "FEW", few)
        try:
            slow = slowly(content, 5, layout, reading)
        except Trouble as trouble:
            with pytest.raises(Trouble) as caught:
                list(by_halves(content, 5, layout, reading))
            assert str(caught.value).split(":")[0] == str(trouble).split(":")[0]  # the same line and column
            return
        parts = [meaning(part) for part in by_halves(content, 5, layout, reading)]
    scores, mated, labels, people, groups = meaning(slow)
    assert sum((part[0] for part in parts), []) == scores
    assert mated is None or sum((part[1] for part in parts), []) == mated
    assert set().union(*(part[2] for part in parts)) == labels
    assert sum((part[3] for part in parts), []) == people and sum((part[4] for part in parts), []) == groups


@given(blocks())
@settings(max_examples=150, deadline=None)
def test_the_slow_way_reads_what_python_reads(block):
    """Of cells that are numbers for Python, each by itself."""
    content, layout, reading = block
    try:
        found = slowly(content, 1, layout, reading)
    except Trouble:
        return
    lines = [line for line in content.decode().split("\n") if line.strip()]
    for line, scores in zip(lines, found.scores, strict=True):
        cells = (
            line.split(layout.mark) if layout.mark else [c for c in line.replace("\t", " ").split(" ") if c]
        )
        for place, score in zip(layout.scores, scores, strict=True):
            value = float(cells[place].strip(' \t"').replace(",", "."))
            value = -math.inf if value == reading.failure else -value if reading.distances else value
            assert score == value


ORDINARY = {
    "label and score": "label,score\n1,0.25\n0,-1e-3\n",
    "words, semicolons": "score;label\n0.25;genuine\n-.001;impostor\n",
    "people": "subject_a,subject_b,score\nann,ann,0.5\nann,bob,-inf\n",
    "people by numbers": "subject_a\tsubject_b\tscore\n7\t7\t0.5\n7\t8\t0.25\n",
    "blanks": "label score\n1 0.5\n0   0.25\n",
    "a column for nothing": "label,photo,score\n1,a.jpg,0.5\n0,,0.25\n",
    "quotes": '"label","score"\n"genuine",0.5\n"impostor","0.25"\n',
    "a matrix": ",a,b\na,0.5,0.25\nb,0.125,-inf\n",
    "decimal commas": "label;score\n1;0,5\n0;0,25\n",
    "distances": "same,distance\n1,0.5\n0,inf\n",
}


@pytest.mark.parametrize("form", ORDINARY)
def test_ordinary_files_are_read_the_quick_way(file, monkeypatch, form):
    def slow(*_):
        raise AssertionError("these lines were read the slow way")

    monkeypatch.setattr(_blocks, "slowly", slow)
    datasets.load_scores(file(ORDINARY[form]), distances="distance" in ORDINARY[form])


@pytest.mark.parametrize("size", [256, 1000, 1 << 21])
@pytest.mark.parametrize("workers", [1, 2, 5])
def test_the_answer_does_not_depend_on_pieces_or_threads(file, monkeypatch, size, workers):
    rng = np.random.default_rng(size)
    people = rng.integers(0, 20, (2000, 2))
    table = pd.DataFrame(
        {
            "id1": [f"S{person:02d}" for person in people[:, 0]],
            "note": rng.choice(["", "dark", '"a, b"'], 2000),
            "id2": [f"S{person:02d}" for person in people[:, 1]],
            "score": rng.choice([-np.inf, 0.5, 0.1 + 0.2, 1e-17], 2000),
        }
    )
    path = file(table.to_csv(index=False))
    monkeypatch.setattr(_unpack, "PIECE", size)
    monkeypatch.setattr(_score_files, "WORKERS", workers)
    found = datasets.load_scores(path)
    same = (people[:, 0] == people[:, 1]).tolist()
    assert found.genuine.tolist() == table.score[same].tolist()
    assert found.impostor.tolist() == table.score[np.logical_not(same)].tolist()
    assert found.genuine_subjects.tolist() == table.id1[same].tolist()
    assert found.impostor_subjects.tolist() == table.loc[np.logical_not(same), ["id1", "id2"]].values.tolist()


@pytest.mark.parametrize("row", [0, 1, 57, 1234, 1999])
@pytest.mark.parametrize(
    "wrong, where",
    [
        ("x,0.5", "column 1 ('label')"),
        ("1,0.5.5", "column 2 ('score')"),
        ("1", "has 1 columns"),
        ("1,0.5,", "has 3 columns"),
        ("1,-1e999", "column 2"),
        ("1,True", "column 2"),
        ('1,"0.5', "quotes"),
        ("1,0.5\xff", "UTF-8"),
        ('1,"0.5\n"', "quotes"),
        ("\xff,1", "UTF-8"),
        ("1,\0", "zero byte"),
    ],
)
def test_a_fault_is_found_in_its_line(file, refused, monkeypatch, row, wrong, where):
    monkeypatch.setattr(_unpack, "PIECE", 1 << 12)
    lines = ["1,0.5", "0,0.25"] * 1000
    lines[row] = wrong
    content = ("label,score\n" + "\n".join(lines) + "\n").encode("latin-1")
    message = refused(file(content))
    assert f"line {row + 2}" in message and (where in message or where == "quotes"), message


def test_words_for_true_and_false_are_no_scores(file, refused):
    """pandas takes a column of nothing else for ones and zeros."""
    for words in (("True", "False"), ("false", "TRUE")):
        text = "label,score\n1,{}\n0,{}\n".format(*words)
        assert refused(file(text)).endswith(f"line 2, column 2 ('score'): '{words[0]}' is not a number")


def test_what_nobody_needs_must_be_text_all_the_same(file, refused):
    text = b"label,note,score\n1,caf\xc3\xa9,0.5\n0,caf\xe9,0.25\n"
    assert refused(file(text)).endswith("line 3: is not UTF-8 text: save it as UTF-8")


def test_each_block_says_how_much_of_the_file_was_read(file, monkeypatch):
    monkeypatch.setattr(_unpack, "PIECE", 1 << 10)
    path = file("label,score\n" + "1,0.5\n0,0.5\n" * 2000)
    with _score_files.rows_in_file(path, Asked()) as (_, blocks):
        shares = [block.read for block in blocks]
    assert len(shares) > 20 and shares == sorted(shares) and shares[-1] == 1
    assert all(0 < share <= 1.5 * number / len(shares) for number, share in enumerate(shares, 1))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ann,ann,0.5", "has 3 columns, the header has 4"),
        ("ann,ann,0.5,x,y", "has 5 columns, the header has 4"),
        ('"ann"x,annx,0.5,', "',' expected after '\"'"),
        ('ann,"ann",0.5,"x"y', "',' expected after '\"'"),
        ('"ann","an"n,0.5,"x"', "',' expected after '\"'"),
        ("an\0n,ann,0.5,", "holds a zero byte"),
        ("ann,ann,0.5,\0", "holds a zero byte"),
        (",ann,0.5,", "is missing"),
        ("ann,ann,,", "is missing"),
        ("ann,ann,0x10,", "is not a number"),
        ("y" * 201 + ",ann,0.5,", "names somebody in more than 200 characters"),
    ],
)
@pytest.mark.parametrize("place", [700, 1499])
def test_pandas_passes_nothing_over_in_a_table_of_names(file, refused, row, said, place):
    """Below the rows that are looked at first."""
    rows = ["ann,ann,0.5,", "ann,bob,0.25,dark"] * 750
    rows[place] = row
    message = refused(file("id1,id2,score,note\n" + "\n".join(rows) + "\n"))
    assert f"line {place + 2}" in message and said in message


@pytest.mark.parametrize("mark", [",", None])
@pytest.mark.parametrize("row", ["1,0.5,9", "1,0.5,", "1", "1,0.5,9,9"])
def test_a_block_may_begin_with_a_row_that_is_too_long_or_too_short(row, mark):
    """pandas cuts off what is too much in the first row."""
    layout = Layout(("label", "score"), True, mark, scores=(1,), label=0)
    text = row.strip("," if mark is None else "") + "\n0,0.25\n"
    sound = text.strip() == "1,0.5\n0,0.25"
    assert (quickly(text.replace(",", mark or " ").encode(), layout, Reading()) is not None) == sound


@pytest.mark.parametrize("wrong", [b"\xff", b"\xc3", b"\xed\xa0\x80"])
@pytest.mark.parametrize("old", [b"genuine", b"dark", b"0.5", b"F"])
def test_pandas_refuses_what_is_no_text(old, wrong):
    layout = Layout(("label", "note", "score", "sex"), True, ",", scores=(2,), label=0, groups=(3,))
    good = b"impostor,caf\xc3\xa9,0.25,M\ngenuine,dark,0.5,F\n"
    assert quickly(good, layout, Reading()) is not None
    assert quickly(good.replace(old, old + wrong), layout, Reading()) is None


@pytest.mark.parametrize("row", ['ann, "ann",0.75', 'ann,ann,"0.75"', ' "ann", ann ,0.75'])
def test_blanks_before_quotes_change_no_name(file, row):
    text = "id1,id2,score\n" + '"ann","ann",0.5\n"ann","bob",0.25\n' * 400 + row + "\n"
    found = datasets.load_scores(file(text))
    assert found.genuine.tolist() == [0.5] * 400 + [0.75] and found.people_names == ["ann", "bob"]


@pytest.mark.parametrize(
    ("row", "said"),
    [("0.5 ann ann", "has 3 columns"), ("0.5 ann", "has 2"), ("0.5 ann bob x y", "has 5 columns")],
)
def test_a_row_of_names_between_blanks_has_all_its_columns(file, refused, row, said):
    text = "score id1 id2 note\n" + "0.5 ann ann x\n0.25  ann\tbob y\n" * 400 + row + "\n"
    message = refused(file(text))
    assert f"line 802: {said}" in message and message.endswith("columns, the header has 4")


@pytest.mark.parametrize("labels", [("genuine", "impostor"), ("1", "0")])
def test_pieces_may_hold_nothing_but_blank_lines(load, monkeypatch, labels):
    monkeypatch.setattr(_unpack, "PIECE", 32)
    text = "label,score\n{},0.9\n" + "\n" * 500 + "{},0.2\n"
    assert load(text.format(*labels)) == ([0.9], [0.2])
    text = "image_a,image_b," + text.replace("{}", "p,q,{}")
    assert load(text.format(*labels)) == ([0.9], [0.2])


@pytest.mark.parametrize(
    ("version", "number"), [("2.3.3", (2, 3)), ("3.1.0rc0", (3, 1)), ("3.10.0.dev0+12.gab", (3, 10))]
)
def test_a_version_is_told_by_its_first_two_numbers(version, number):
    assert _blocks._version(SimpleNamespace(__version__=version)) == number


def test_a_name_of_two_hundred_characters_is_one(file):
    name = "y" * 200
    found = datasets.load_scores(file(f"id1,id2,score\n{name},{name},0.5\n{name},x,0.25\n"))
    assert found.genuine_subjects.tolist() == [name]


def test_threads_leave_the_warnings_of_the_program_alone(file, monkeypatch):
    """What one of two threads sets and sets back can stay as the other found it in between."""
    before, seen, read_csv = warnings.filters, [], pd.read_csv

    def watched(*given, **options):
        seen.append(warnings.filters is before)
        return read_csv(*given, **options)

    monkeypatch.setattr(pd, "read_csv", watched)
    datasets.load_scores(file("label,score\n1,0.5\n0,0.25\n"))
    assert seen and all(seen)


@pytest.mark.parametrize("pieces", [3, 19, 20, 21, 37, 434, 1000])
def test_the_last_room_is_made_while_little_is_in_it(pieces):
    """Rows that are moved to a larger room are there twice for a moment."""
    gathered = Gathered(Layout(("label", "score"), True, scores=(1,), label=0), 2**40)
    rooms = []
    for place in range(1, pieces + 1):
        gathered.add(Block(np.zeros((100, 1)), np.arange(100) < 4, read=place / pieces))
        rooms.append([len(column.rows) for column in gathered.columns.values()])
    assert all(room == rooms[-1] for room in rooms[pieces // 2 :])
    for room, rows in zip(rooms[-1], (4, 96), strict=True):
        assert rows * pieces <= room <= 1.1 * rows * pieces


@pytest.mark.parametrize("most", [100, 1000, 5000])
def test_no_more_room_is_made_than_may_be_filled(most):
    """Of a file of which little has been read, much more is to be expected, and no more than is allowed."""
    gathered = Gathered(Layout(("label", "score"), True, scores=(1,), label=0), 8 * most)
    gathered.add(Block(np.zeros((100, 1)), np.arange(100) < 50, read=0.06))
    room = sum(len(column.rows) for column in gathered.columns.values())
    assert room == {100: 124, 1000: 1000, 5000: 1700}[most]
    with pytest.raises(Trouble, match="holds more than max_bytes once its scores are float64"):
        gathered.add(Block(np.zeros((most - 99, 1)), np.arange(most - 99) < 50))


def test_blank_lines_count_as_lines(file, refused):
    assert "line 7, column 2" in refused(file("\n\nlabel,score\n\n1,0.5\n\n0,x\n"))


@given(st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["repr", "17 digits", "shorter"]))
@settings(max_examples=150, deadline=None)
def test_numbers_are_read_to_the_last_digit(tmp_path_factory, number, form):
    text = {"repr": repr(number), "17 digits": f"{number:.17e}", "shorter": f"{number:.9g}"}[form]
    path = tmp_path_factory.getbasetemp() / "digits.csv"
    path.write_text(f"label,score\n1,{text}\n0,0.5\n", encoding="utf-8")
    assert datasets.load_scores(path).genuine.tolist() == [float(text)]


# Whatever table is written in a form that is known is read back


@st.composite
def written(draw):
    """(text, options, genuine scores, impostor scores, people of both) of a random table in a random form."""
    count = draw(st.integers(2, 12))
    score = st.one_of(
        st.floats(-1e6, 1e6), st.floats(allow_nan=False, allow_infinity=False), st.just(-math.inf)
    )
    scores = [draw(st.floats(0.01, 0.99)), *(draw(score) for _ in range(count))]
    mated = [True, False, *(draw(st.booleans()) for _ in range(count - 1))]
    people = [(f"p{draw(st.integers(0, 3))}", "other") for _ in mated]
    people = [(one, one if same else two) for (one, two), same in zip(people, mated, strict=True)]
    decimal_comma = draw(st.booleans())
    mark = draw(st.sampled_from([";", "\t", " "] if decimal_comma else [",", ";", "\t", " ", "|"]))
    yes, no = draw(
        st.sampled_from(
            [
                ("1", "0"),
                ("1", "-1"),
                ("genuine", "impostor"),
                ("target", "nontarget"),
                ("yes", "no"),
                ("True", "False"),
            ]
        )
    )
    form = draw(st.sampled_from(["table", "people", "list", "bob", "VoxCeleb", "Kaldi", "R"]))
    texts = [repr(score).replace(".", "," if decimal_comma else ".") for score in scores]
    labels = [yes if same else no for same in mated]
    rows = list(zip(labels, texts, people, strict=True))
    quote = '"{}"'.format if draw(st.booleans()) else str
    lines = {
        "table": [["score", "label"], *([text, quote(label)] for label, text, _ in rows)],
        "people": [
            ["subject_a", "score", "subject_b"],
            *([quote(a), text, quote(b)] for _, text, (a, b) in rows),
        ],
        "list": [[label, text] for label, text, _ in rows],
        "bob": [[a, b, f"{b}/x", text] for _, text, (a, b) in rows],
        "VoxCeleb": [[label, f"{a}/1.wav", f"{b}/2.wav", text] for label, text, (a, b) in rows],
        "Kaldi": [[a, f"utt-{b}", text, label] for label, text, (a, b) in rows],
        "R": [
            ['"label"', '"score"'],
            *([f'"{n}"', quote(label), text] for n, (label, text, _) in enumerate(rows, 1)),
        ],
    }[form]
    text = draw(st.sampled_from(["\n", "\r\n"])).join(mark.join(row) for row in lines) + "\n"
    if form in ("table", "people") and draw(st.booleans()):
        text = "# " + text
    encoding = draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]))
    named = people if form in ("people", "bob") else None
    return text.encode(encoding), scores, mated, named


@given(written())
@settings(max_examples=150, deadline=None)
def test_what_is_written_in_a_known_form_is_read_back(tmp_path_factory, table):
    content, scores, mated, people = table
    path = tmp_path_factory.getbasetemp() / "written.txt"
    path.write_bytes(content)
    found = datasets.load_scores(path)
    sides = [[place for place, same in enumerate(mated) if same == kind] for kind in (True, False)]
    assert found.genuine.tolist() == [scores[place] for place in sides[0]]
    assert found.impostor.tolist() == [scores[place] for place in sides[1]]
    if people:
        assert found.genuine_subjects.tolist() == [people[place][0] for place in sides[0]]
        assert found.impostor_subjects.tolist() == [list(people[place]) for place in sides[1]]
        numbers = found.people["impostor_subjects"]
        assert [[found.people_names[n] for n in row] for row in numbers] == found.impostor_subjects.tolist()


@pytest.mark.parametrize(
    ("text", "well"),
    [('"a",1\n', True), ('"ab","c"\n', True), ('a"b",1\n', False), ('"a"b,1\n', False), ('1,a"b"\n', False)],
)
def test_quotes_stand_around_whole_cells(text, well):
    assert _well_quoted(np.frombuffer(text.encode(), dtype=np.uint8), ",") is well
