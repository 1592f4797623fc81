"""Every table keeps to its manifest, and every manifest to our profile of the Frictionless format.

Nothing here uses `falsematch.datasets`: the files are read with the standard library alone.
"""

import csv
import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import jsonschema
import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
DATASETS = REPOSITORY / "datasets"
NAMES = sorted(
    path.name
    for path in DATASETS.iterdir()
    if path.is_dir() and path.name not in ("register", "scenarios") and not path.name.startswith((".", "_"))
)
PROFILE = json.loads((Path(__file__).parent / "profile.json").read_text(encoding="utf-8"))
FORMS = {
    "integer": r"-?(0|[1-9]\d*)",
    "number": r"-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?",
    "boolean": "true|false",
    "year": r"\d{4}",
    "date": r"\d{4}-\d{2}-\d{2}",
    "string": r"\S(.*\S)?",  # no stray blanks at either end
}


def described(name):
    return json.loads((DATASETS / name / "datapackage.json").read_text(encoding="utf-8"))


def resource(name):
    return described(name)["resources"][0]


def records(name):
    with (DATASETS / name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_the_tables_of_the_first_lessons_are_here():
    assert {"populations", "claims", "claim_chain", "deployment_examples"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_manifest_keeps_to_the_profile(name):
    jsonschema.Draft202012Validator(PROFILE).validate(described(name))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda m: m.pop("licenses"),
        lambda m: m.update(grade="good"),
        lambda m: m["sources"].append({"title": "Somebody", "path": "not an address"}),
        lambda m: m["resources"][0].update(hash="md5:" + "0" * 32),
        lambda m: m["resources"][0].update(path="../claims.csv"),
        lambda m: m["obtained"].update(how="measured"),  # without the script that measured
        lambda m: next(f for f in m["resources"][0]["schema"]["fields"] if f["type"] == "number").pop("unit"),
    ],
)
def test_the_profile_turns_down_a_spoilt_manifest(spoil):
    manifest = described("claims")
    spoil(manifest)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(PROFILE).validate(manifest)


@pytest.mark.parametrize("name", NAMES)
def test_names_agree_and_the_file_is_the_one_sealed(name):
    about = resource(name)
    data = (DATASETS / name / f"{name}.csv").read_bytes()
    assert described(name)["name"] == about["name"] == name
    assert about["path"] == f"{name}.csv"
    assert (about["bytes"], about["hash"]) == (len(data), "sha256:" + hashlib.sha256(data).hexdigest())
    assert about["rows"] == len(records(name))
    assert b"\r" not in data and data.endswith(b"\n") and not data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("name", NAMES)
def test_header_is_the_schema(name):
    with (DATASETS / name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    columns = [field["name"] for field in resource(name)["schema"]["fields"]]
    assert rows[0] == columns and len(set(columns)) == len(columns)
    assert {len(row) for row in rows} == {len(columns)}


@pytest.mark.parametrize("name", NAMES)
def test_every_cell_keeps_to_its_column(name):
    rows = records(name)
    for field in resource(name)["schema"]["fields"]:
        rule = field.get("constraints", {})
        cells = [row[field["name"]] for row in rows]
        where = f"{name}.{field['name']}"
        assert not rule.get("required") or all(cells), f"{where} has an empty cell"
        filled = [cell for cell in cells if cell]
        for cell in filled:
            assert re.fullmatch(FORMS[field["type"]], cell), f"{where}: {cell!r} is no {field['type']}"
            assert cell in rule.get("enum", [cell]), f"{where}: {cell!r} is not in the vocabulary"
            # Frictionless holds the whole cell to a pattern, not a part of it.
            assert re.fullmatch(rule.get("pattern", "(?s).*"), cell), f"{where}: {cell!r} has another form"
        if field["type"] in ("integer", "number", "year"):
            assert all(
                rule.get("minimum", -1e300) <= float(cell) <= rule.get("maximum", 1e300) for cell in filled
            ), where
        if rule.get("unique"):
            assert len(set(filled)) == len(filled), f"{where} repeats a value"


@pytest.mark.parametrize("name", NAMES)
def test_identifiers_are_complete_and_unique(name):
    key = resource(name)["schema"].get("primaryKey", [])
    key = [key] if isinstance(key, str) else key
    if key:
        seen = Counter(tuple(row[column] for column in key) for row in records(name))
        assert max(seen.values()) == 1
        assert all(all(label) for label in seen)


@pytest.mark.parametrize("name", NAMES)
def test_addresses_are_shaped_like_addresses(name):
    for row in records(name):
        if row.get("url"):
            assert re.fullmatch(r"https?://[^\s/]+\.[^\s/]+(/\S*)?", row["url"]), row["url"]


@pytest.mark.parametrize("name", NAMES)
def test_grade_of_the_table_is_the_grade_of_most_rows(name):
    grades = Counter(row["grade"] for row in records(name) if "grade" in row)
    if grades:
        assert set(grades) <= {"primary", "secondary", "weak"}
        assert grades[described(name)["grade"]] == max(grades.values())


@pytest.mark.parametrize("name", NAMES)
def test_every_source_of_a_row_is_in_the_manifest(name):
    listed = {source.get("path") for source in described(name)["sources"]}
    assert {row["url"] for row in records(name) if row.get("url")} <= listed


def test_the_readme_lists_every_table():
    text = (DATASETS / "README.md").read_text(encoding="utf-8")
    assert [name for name in NAMES if f"({name}/{name}.csv)" not in text] == []


def test_git_leaves_line_endings_alone():
    attributes = (REPOSITORY / ".gitattributes").read_text(encoding="utf-8").splitlines()
    assert "datasets/** -text" in attributes
