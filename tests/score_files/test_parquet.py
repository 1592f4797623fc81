"""load_scores on Parquet, where pyarrow is installed; and what is said where it is not."""

import importlib.util
import sys

import numpy as np
import pandas as pd
import pytest

from falsematch import datasets


def needs_pyarrow(test):
    there = importlib.util.find_spec("pyarrow")
    return pytest.mark.extras(pytest.mark.skipif(not there, reason="pyarrow is not installed")(test))


@pytest.fixture
def table():
    rng = np.random.default_rng(5)
    people = rng.integers(0, 5, (1000, 2))
    return pd.DataFrame(
        {
            "subject_a": [f"p{person}" for person in people[:, 0]],
            "subject_b": [f"p{person}" for person in people[:, 1]],
            "same": people[:, 0] == people[:, 1],
            "score": rng.normal(size=1000),
            "sex": rng.choice(["F", "M"], 1000),
        }
    )


def test_without_pyarrow_one_line_says_what_to_install(file, refused, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert "install pyarrow to read it (python -m pip install pyarrow)" in refused(file(b"PAR1......PAR1"))


@needs_pyarrow
@pytest.mark.parametrize("labels", [bool, int, float, str, "category"])
@pytest.mark.parametrize("scores", ["float64", "float32"])
def test_columns_of_any_type(tmp_path, table, labels, scores, monkeypatch):
    monkeypatch.setattr("falsematch.datasets._arrays.ROWS", 300)
    same = table.same.to_numpy()
    table["same"] = table.same.astype(labels)
    table["score"] = table.score.astype(scores)
    table.to_parquet(tmp_path / "a.parquet", row_group_size=170)
    found = datasets.load_scores(tmp_path / "a.parquet", group_column="sex")
    assert np.array_equal(found.genuine, table.score[same]) and np.array_equal(
        found.impostor, table.score[~same]
    )
    assert found.genuine.dtype == np.float64
    assert found.genuine_subjects.tolist() == table.subject_a[same].tolist()
    assert found.impostor_subjects.tolist() == table.loc[~same, ["subject_a", "subject_b"]].values.tolist()
    assert found.impostor_groups.tolist() == table.sex[~same].tolist()


@needs_pyarrow
def test_people_that_are_numbers(tmp_path, table):
    numbers = table[["subject_a", "subject_b"]].apply(lambda column: column.str[1:].astype(int))
    table[["subject_a", "subject_b"]] = numbers
    table.drop(columns="same").to_parquet(tmp_path / "a.parquet")
    found = datasets.load_scores(tmp_path / "a.parquet")
    same = numbers.subject_a == numbers.subject_b
    assert found.impostor_subjects.tolist() == numbers[~same].values.tolist()
    assert np.array_equal(found.genuine, table.score[same])


@needs_pyarrow
@pytest.mark.parametrize(
    "change, expected",
    [
        (lambda t: t.assign(score=t.score.mask(t.index == 700)), "row 701 of column 'score' is missing"),
        (lambda t: t.assign(score=np.where(t.index == 700, np.inf, t.score)), "row 701 of 'score' is inf"),
        (lambda t: t.assign(score=t.score.astype(str)), "not numbers"),
        (
            lambda t: t.drop(columns=["subject_a"]).assign(same=2),
            "column 'same': '2' is neither genuine nor impostor",
        ),
        (lambda t: t.assign(subject_a="p0"), ": is labelled "),
        (lambda t: t.drop(columns="score"), "has no column 'score'"),
        (lambda t: t.rename(columns={"score": "distance"}), "pass distances=True"),
        (lambda t: t[:0], "is empty"),
        (
            lambda t: t.assign(Score=1.0),
            "names a column twice: ['subject_a', 'subject_b', 'same', 'score', 'sex', 'Sc",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_row(tmp_path, table, refused, monkeypatch, change, expected):
    monkeypatch.setattr("falsematch.datasets._arrays.ROWS", 300)
    change(table).to_parquet(tmp_path / "a.parquet")
    assert expected in refused(tmp_path / "a.parquet")


@needs_pyarrow
def test_damage_and_size(tmp_path, table, refused):
    path = tmp_path / "a.parquet"
    table.to_parquet(path)
    assert "max_bytes" in refused(path, max_bytes=4000)
    whole = path.read_bytes()
    for cut in (4, 100, len(whole) - 3):
        path.write_bytes(whole[:cut])
        assert "is a damaged Parquet file" in refused(path) or "cannot be read" in refused(path)
    bomb = pd.DataFrame({"label": np.arange(2_000_000) % 2, "score": 0.5})
    bomb.to_parquet(path)
    assert path.stat().st_size < 500_000 and "max_bytes" in refused(path, max_bytes=2_000_000)


@needs_pyarrow
def test_two_files_of_scores_alone(tmp_path):
    for name, values in (("genuine", [0.9, 0.8]), ("impostor", [0.1, 0.2, 0.3])):
        pd.DataFrame({"score": values}).to_parquet(tmp_path / f"{name}.parquet")
    found = datasets.load_scores((tmp_path / "genuine.parquet", tmp_path / "impostor.parquet"))
    assert found.genuine.tolist() == [0.9, 0.8] and found.impostor.tolist() == [0.1, 0.2, 0.3]
