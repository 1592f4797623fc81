"""A citation to the letter, and the names that are proposed for one that is not there."""

import csv
import importlib.util
import json

import pandas as pd
import pytest

from falsematch import datasets

SEAL = datasets._root() / "seal.py"


@pytest.fixture
def cited(tmp_path, monkeypatch):
    """Cites a small table, or its row "r", with the columns and the parts of the manifest that are given."""
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path / "none", tmp_path))
    monkeypatch.setattr(datasets, "_tables", {})
    spec = importlib.util.spec_from_file_location("seal", SEAL)
    seal = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(seal)

    def cite(row=None, cells=(), **parts):
        (tmp_path / "odd").mkdir(exist_ok=True)
        cells = {"id": "r", **dict(cells)}
        text = ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"
        (tmp_path / "odd" / "odd.csv").write_bytes(text.encode("utf-8"))
        fields = [{"name": name, "type": "string"} for name in cells]
        manifest = {
            "name": "odd",
            "title": "A test",
            "edition": "2026",
            "grade": "weak",
            "licenses": [{"name": "CC0"}, {"name": "MIT"}],
            "resources": [{"path": "odd.csv", "schema": {"fields": fields, "primaryKey": "id"}}],
            **parts,
        }
        path = tmp_path / "odd" / "datapackage.json"
        path.write_text(json.dumps(manifest), encoding="utf-8")
        path.write_text(seal.sealed(tmp_path / "odd"), encoding="utf-8")
        return datasets.cite("odd", row)

    return cite


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([], "own work"),
        ([{"title": "One", "path": "https://one"}, {"title": "Two"}], "One https://one; Two"),
        ([{"title": str(n)} for n in range(3)], "0; 1; 2"),
        ([{"title": str(n)} for n in range(4)], "4 sources, named row by row"),
    ],
)
def test_a_table_is_cited_with_its_sources(cited, sources, said):
    line = cited(sources=sources)
    digest = datasets.manifest("odd")["resources"][0]["hash"]
    assert line == (
        "A test. False Match, table odd, edition 2026. "
        f"From: {said}. Grade: weak. Licence: CC0, MIT. sha256:{digest.removeprefix('sha256:')[:12]}"
    )


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({}, "A test, grade: weak [odd: r]"),
        ({"outlet": "A paper"}, "A paper, grade: weak [odd: r]"),
        ({"source": "A report", "outlet": "A paper"}, "A report, grade: weak [odd: r]"),
        ({"source": "A report", "grade": "primary"}, "A report, grade: primary [odd: r]"),
        ({"date": "2019-07", "url": "https://x"}, "A test, 2019-07, https://x, grade: weak [odd: r]"),
        ({"date_start": "2019", "date_end": "2020"}, "A test, for 2019 to 2020, grade: weak [odd: r]"),
        ({"date_start": "2019", "date_end": "2019"}, "A test, for 2019, grade: weak [odd: r]"),
        ({"date_start": "2019", "date_end": ""}, "A test, for 2019, grade: weak [odd: r]"),
        ({"date": "2021", "date_start": "2019", "date_end": "2020"}, "A test, 2021, grade: weak [odd: r]"),
    ],
)
def test_a_row_is_cited_with_what_it_says(cited, cells, said):
    assert cited("r", cells) == said


def test_rows_of_several_grades_are_counted_in_the_citation_of_their_table():
    mixed = 0
    for name in datasets.names():
        with open(datasets._root() / name / f"{name}.csv", encoding="utf-8", newline="") as file:
            records = list(csv.DictReader(file))
        own = [record["grade"] for record in records if "grade" in record]
        said = ", ".join(f"{own.count(g):,} {g}" for g in ("primary", "secondary", "weak") if g in own)
        if len(set(own)) < 2:
            said = own[0] if own else datasets.manifest(name)["grade"]
        mixed += len(set(own)) > 1
        assert f". Grade: {said}. Licence: " in datasets.cite(name)
        assert sum(datasets.grades(name).values()) == len(records)
    assert mixed > 10


def test_grades_of_one_source_are_those_of_its_rows():
    table = datasets.load("field_tests")
    for url, rows in table.groupby("url"):
        assert datasets.grades("field_tests", url) == dict(rows["grade"].value_counts())
    assert (
        datasets.grades("field_tests", "https://example.org/")
        == datasets.grades("olivetti_scores", "x")
        == {}
    )


def test_near_names_are_proposed_three_at_most(monkeypatch):
    with pytest.raises(ValueError) as caught:
        datasets.cite("populations", "china_2017")
    proposed = str(caught.value).partition("(perhaps ")[2].partition(")")[0].split(" or ")
    assert "china_2018" in proposed and len(proposed) == 3
    with pytest.raises(ValueError, match=r"\(perhaps populations\)"):
        datasets.load(" Populatoins ")
    with pytest.raises(ValueError, match=r"\(perhaps claim_chain[ )]"):
        datasets.load("CLAIM-chain")
    # Half alike is near enough; what is like nothing gets the whole list.
    monkeypatch.setattr(datasets, "names", lambda: ["abcdefgh"])
    for name, said in [("abcdzzzz", "(perhaps abcdefgh)"), ("abczzzzz", "(abcdefgh)")]:
        with pytest.raises(ValueError) as caught:
            datasets.load(name)
        assert said in str(caught.value)


def test_a_row_half_alike_is_proposed_and_no_other(cited):
    for row, said in [("rrrzz", " (perhaps rrrrr)"), ("rrzzz", "")]:
        with pytest.raises(ValueError) as caught:
            cited(row, {"id": "rrrrr"})
        assert f"one of odd's identifiers{said}, got '{row}'" in str(caught.value)


def test_text_and_whole_numbers_have_one_type_each():
    people = datasets.load("populations")
    assert people["unit"].dtype.name == ("str" if int(pd.__version__.split(".")[0]) >= 3 else "object")
    street = datasets.load("deployment_examples")
    assert street["faces_seen"].dtype.name == "Int64"  # with gaps
    chosen = datasets.load("base_rate_reasoning")
    whole = [name for name in chosen if chosen[name].dtype.name == "int64"]
    for name in whole:
        assert not chosen[name].isna().any()
