"""Parts that are text or Parquet: tables of labels and scores, and files of scores alone."""

import gzip
import importlib.util
import pickle
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from falsematch import datasets, scores
from falsematch.datasets import _parts as files
from falsematch.datasets import _unpack
from falsematch.scores import ScoreParts, _bracket
from falsematch.scores import _parts as score_parts

TARGETS = [0.0, 1e-3, 0.01, 0.5]
HEADER = "label,subject_a,subject_b,score"


def needs_pyarrow(test):
    there = importlib.util.find_spec("pyarrow")
    return pytest.mark.extras(pytest.mark.skipif(not there, reason="pyarrow is not installed")(test))


@pytest.fixture(scope="module")
def rows():
    rng = np.random.default_rng(21)
    one = rng.integers(0, 30, 4000)
    other = np.where(rng.random(one.size) < 0.2, one, (one + 1 + rng.integers(0, 28, one.size)) % 30)
    values = (rng.normal(size=one.size) + 2 * (one == other)).round(3)
    return one, other, values


def lines(rows, header=HEADER):
    words = zip(*(part.tolist() for part in rows), strict=True)
    said = [
        f"{'mated' if a == b else 'nonmated'},p{a},p{b},{value!r}"
        if header == HEADER
        else f"{int(a == b)},{value!r}"
        for a, b, value in words
    ]
    return "\n".join([header, *said]) + "\n"


def cut(rows, parts):
    return [tuple(part[place::parts] for part in rows) for place in range(parts)]


def same(one, other):
    np.testing.assert_equal(vars(one), vars(other))


def test_tables_give_the_answers_of_one_file(tmp_path, rows):
    (tmp_path / "all.csv").write_text(lines(rows), encoding="utf-8")
    whole = datasets.load_scores(tmp_path / "all.csv")
    paths = []
    for place, part in enumerate(cut(rows, 5)):
        paths.append(tmp_path / f"{place}.csv.gz" if place % 2 else tmp_path / f"{place}.csv")
        text = lines(part).encode()
        paths[-1].write_bytes(gzip.compress(text) if place % 2 else text)
    for given in (paths, paths[::-1], str(tmp_path / "all.csv")):
        in_parts = ScoreParts.from_tables(given)
        same(in_parts.fnmr_at_fmr(TARGETS), scores.fnmr_at_fmr(whole.genuine, whole.impostor, TARGETS))
        assert in_parts.eer() == scores.eer(whole.genuine, whole.impostor)
        assert in_parts.genuine_comparisons == whole.genuine.size
        found = in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=30, seed=4)
        people = dict(genuine_subjects=whole.genuine_subjects, impostor_subjects=whole.impostor_subjects)
        expected = scores.bootstrap_fnmr_at_fmr(
            whole.genuine, whole.impostor, 0.01, replicates=30, seed=4, **people
        )
        np.testing.assert_array_equal(found.replicates, expected.replicates)
        assert found.point == expected.point


@pytest.mark.parametrize(
    ("odd", "more"), [("\n", (0, 0)), ('"p1",p2,0.5\n', (0, 1)), (" p1 , p1 , 0.5 \n", (1, 0))]
)
def test_people_are_the_same_in_lines_that_are_read_one_by_one(tmp_path, rows, odd, more):
    """Without labels people alone say who is genuine: 4,000 comparisons, and an unusual line among them."""
    one, other, _ = rows
    said = [line.partition(",")[2] for line in lines(rows).splitlines(keepends=True)]
    said.insert(1000, odd)
    (tmp_path / "a.csv").write_text("".join(said), encoding="utf-8")
    expected = np.count_nonzero(one == other) + more[0], np.count_nonzero(one != other) + more[1]
    in_parts, whole = ScoreParts.from_tables(tmp_path / "a.csv"), datasets.load_scores(tmp_path / "a.csv")
    assert (in_parts.genuine_comparisons, in_parts.impostor_comparisons) == expected
    assert (whole.genuine.size, whole.impostor.size) == expected


def test_what_load_scores_takes_is_taken(tmp_path, rows):
    one, other, values = rows
    distances = np.where(np.arange(one.size) % 7, 10 - values, -1)
    (tmp_path / "d.csv").write_text(lines((one, other, distances), "same,d"), encoding="utf-8")
    columns = dict(score_column="d", label_column="same", distances=True, failure_value=-1)
    whole = datasets.load_scores(tmp_path / "d.csv", **columns)
    assert whole.genuine.min() == whole.impostor.min() == -np.inf
    in_parts = ScoreParts.from_tables(tmp_path / "d.csv", **columns)
    same(
        in_parts.rates_at([-8, -9, -np.inf]),
        scores.rates_at(whole.genuine, whole.impostor, [-8, -9, -np.inf]),
    )
    with pytest.raises(TypeError, match="scores_column"):
        ScoreParts.from_tables(tmp_path / "d.csv", scores_column="d")


@needs_pyarrow
def test_parquet(tmp_path, rows):
    import pandas as pd

    one, other, values = rows
    paths = []
    for place, (a, b, v) in enumerate(cut(rows, 3)):
        paths.append(tmp_path / f"{place}.parquet")
        frame = {"same": a == b, "subject_a": a, "subject_b": b, "score": v.astype(np.float32)}
        pd.DataFrame(frame).to_parquet(paths[-1], row_group_size=200)
    in_parts = ScoreParts.from_tables(paths)
    mated, values = one == other, values.astype(np.float32).astype(float)
    same(in_parts.fnmr_at_fmr(TARGETS), scores.fnmr_at_fmr(values[mated], values[~mated], TARGETS))
    found = in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=4)
    people = dict(genuine_subjects=one[mated], impostor_subjects=np.stack([one, other], axis=1)[~mated])
    expected = scores.bootstrap_fnmr_at_fmr(
        values[mated], values[~mated], 0.01, replicates=9, seed=4, **people
    )
    np.testing.assert_array_equal(found.replicates, expected.replicates)
    pd.DataFrame({"score": values[~mated]}).to_parquet(tmp_path / "alone.parquet")
    alone = ScoreParts(values[mated], tmp_path / "alone.parquet")
    assert alone.eer() == scores.eer(values[mated], values[~mated])


@pytest.mark.parametrize("piece", [1 << 21, 3000])  # bytes of text that are read at a time
def test_scores_alone_one_a_line(tmp_path, rows, monkeypatch, piece):
    monkeypatch.setattr(_unpack, "PIECE", piece)
    one, other, values = rows
    genuine, impostor = values[one == other], values[one != other]
    impostor[5] = -np.inf
    names = [tmp_path / "g.txt", tmp_path / "i_0.txt", tmp_path / "i_1.csv"]
    for path, part in zip(names, (genuine, impostor[:1000], impostor[1000:]), strict=True):
        header = "score\n" if path.suffix == ".csv" else ""
        path.write_text(header + "\n".join(map(repr, part.tolist())) + "\n", encoding="utf-8")
    in_parts = ScoreParts(names[0], names[1:])
    same(in_parts.fnmr_at_fmr(TARGETS), scores.fnmr_at_fmr(genuine, impostor, TARGETS))
    mixed = ScoreParts(names[0], [names[1], impostor[1000:]])
    assert mixed.eer() == scores.eer(genuine, impostor)
    # People beside text are read with it, however the text comes in pieces.
    of, pairs = one[one == other], np.stack([one, other], axis=1)[one != other]
    np.save(tmp_path / "pairs.npy", pairs[:1000])
    beside = ScoreParts(
        names[0], names[1:], genuine_subjects=of, impostor_subjects=[tmp_path / "pairs.npy", pairs[1000:]]
    )
    found = beside.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=4)
    expected = scores.bootstrap_fnmr_at_fmr(
        genuine, impostor, 0.01, genuine_subjects=of, impostor_subjects=pairs, replicates=9, seed=4
    )
    np.testing.assert_array_equal(found.replicates, expected.replicates)
    short = ScoreParts(
        names[0], names[1:], genuine_subjects=of, impostor_subjects=[pairs[:999], pairs[1000:]]
    )
    with pytest.raises(ValueError, match=r"impostor_subjects\[0\] must be a row for each"):
        short.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=4)


def test_a_table_is_read_once_to_count_both_kinds(tmp_path, rows, monkeypatch):
    (tmp_path / "all.csv").write_text(lines(rows), encoding="utf-8")
    reads = []
    pieces = files.Table.pieces
    monkeypatch.setattr(
        files.Table, "pieces", lambda self, size: reads.append(self.name) or pieces(self, size)
    )
    in_parts = ScoreParts.from_tables(tmp_path / "all.csv")
    assert not reads
    in_parts.fnmr_at_fmr(0.01)
    assert (
        len(reads) == 3
    )  # both counted, impostor scores between two bounds, genuine scores at the threshold
    in_parts.fnmr_at_fmr(0.1)
    assert len(reads) == 5


@pytest.mark.parametrize("tables", [1, 2])
def test_what_is_kept_while_tables_are_counted_saves_a_reading(tmp_path, rows, monkeypatch, tables):
    """800 scores of each kind, or as many of all tables together: they say where to look."""
    monkeypatch.setattr(_bracket, "SAMPLE", 100)
    monkeypatch.setattr(score_parts, "SAMPLE", 100)
    paths = [tmp_path / f"{place}.csv" for place in range(tables)]
    for path in paths:
        path.write_text(lines(rows), encoding="utf-8")
    in_parts = ScoreParts.from_tables(paths)
    reads, pieces = [], files.Table.pieces
    monkeypatch.setattr(
        files.Table, "pieces", lambda self, size: reads.append(self.name) or pieces(self, size)
    )
    in_parts.fnmr_at_fmr(0.01)
    assert len(reads) == 3 * tables
    for kind in (in_parts._genuine, in_parts._impostor):
        assert set(kind.samples) == set(kind.parts)
        for part, kept in kind.samples.items():
            assert kept.between == part.size
            assert min(part.size, 800 // tables) / 4 < kept.values.size <= 800 // tables


def test_one_kind_may_be_missing_from_a_part_but_not_from_all(tmp_path):
    for name, text in (("g", "1,0.9\n1,0.8\n"), ("i", "0,0.1\n0,0.5\n")):
        (tmp_path / f"{name}.csv").write_text("label,score\n" + text, encoding="utf-8")
    in_parts = ScoreParts.from_tables([tmp_path / "g.csv", tmp_path / "i.csv"])
    assert in_parts.fnmr_at_fmr(0.5) == scores.fnmr_at_fmr([0.9, 0.8], [0.1, 0.5], 0.5)
    with pytest.raises(ValueError, match="^genuine must be at least one score"):
        ScoreParts.from_tables(tmp_path / "i.csv").eer()


def test_tables_are_read_by_the_workers_of_a_client(tmp_path, rows):
    (tmp_path / "all.csv").write_text(lines(rows), encoding="utf-8")
    jobs = []

    class Recorded(ThreadPoolExecutor):
        def submit(self, function, *job):
            jobs.append(function)
            return super().submit(function, *job)

    with Recorded(1) as client:
        found = ScoreParts.from_tables(tmp_path / "all.csv", client=client).rates_at(0.5)
    assert found == ScoreParts.from_tables(tmp_path / "all.csv").rates_at(0.5)
    assert jobs == [score_parts.looked_at, score_parts.asked, score_parts.asked]


def test_a_table_can_be_sent_to_a_worker(tmp_path, rows):
    (tmp_path / "all.csv").write_text(lines(rows), encoding="utf-8")
    in_parts = pickle.loads(pickle.dumps(ScoreParts.from_tables(tmp_path / "all.csv")))
    assert in_parts.impostor_comparisons == np.count_nonzero(rows[0] != rows[1])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("label,score\n1,0.9\n0,x\n", "bad.csv, line 3, column 2 ('score'): 'x' is not a number"),
        ("label,score\n1,0.9\n0,nan\n", "line 3, column 2"),
        ("label,score\n1,0.9\nmaybe,0.3\n", "line 3, column 1"),
        ("label,score\n1,0.9\n0,0.2\n-1,0.3\n", "labels 0 and -1"),
        ("0.1,0.2\n0.3,0.4\n", "bad.csv: "),
        ("", "bad.csv: is empty"),
        (
            "subject_a,subject_b,score\n007,007,0.9\n7,8,0.2\n",
            "names people '007' and '7', which are one number",
        ),
    ],
)
def test_a_damaged_table_is_named_and_nothing_is_answered(tmp_path, text, words):
    (tmp_path / "good.csv").write_text("label,score\n1,0.9\n0,0.2\n", encoding="utf-8")
    (tmp_path / "bad.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError) as caught:
        people = {} if "subject" in text else {"subject_columns": ()}
        ScoreParts.from_tables(
            [*([] if "subject" in text else [tmp_path / "good.csv"]), tmp_path / "bad.csv"], **people
        ).eer()
    assert words in str(caught.value) and "\n" not in str(caught.value)


def test_unusable_tables_are_refused_by_name(tmp_path, rows):
    np.savez(tmp_path / "a.npz", genuine=[0.9], impostor=[0.1])
    np.save(tmp_path / "a.npy", [0.9])
    (tmp_path / "people.csv").write_text(lines(rows), encoding="utf-8")
    (tmp_path / "plain.csv").write_text(lines(rows, "label,score"), encoding="utf-8")
    (tmp_path / "cut.csv.gz").write_bytes(gzip.compress(lines(rows).encode())[:-100])
    for given, words in (
        (tmp_path / "a.npz", "a.npz: holds arrays"),
        (tmp_path / "a.npy", "a.npy: holds arrays"),
        (tmp_path, "is no file"),
        (tmp_path / "none.csv", "there is no such file"),
        (tmp_path / "cut.csv.gz", "cut.csv.gz: is cut short"),
        ([], "paths must be at least one path"),
        ([tmp_path / "people.csv", *[tmp_path / "plain.csv"] * 2], "got '2 of 3 without people'"),
        ([tmp_path / "people.csv", tmp_path / "plain.csv"], "plain.csv does not)"),
    ):
        with pytest.raises(ValueError) as caught:
            ScoreParts.from_tables(given).eer()
        assert words in str(caught.value), given
    in_parts = ScoreParts.from_tables(tmp_path / "plain.csv")
    assert in_parts.eer()
    (tmp_path / "plain.csv").write_text("label,score\n1,0.9\n0,0.2\n", encoding="utf-8")
    with pytest.raises(ValueError, match="plain.csv: has changed since it was first opened"):
        in_parts.eer()
