"""The forms for reports from outside ask for the columns of the tables, no more and no less."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from falsematch import datasets
from falsematch.claims import Claim
from falsematch.publish import check_row, issue_forms

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / ".github" / "ISSUE_TEMPLATE"


def read(name):
    yaml = pytest.importorskip("yaml", reason="PyYAML is not installed")
    return yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))


def asked(form):
    return [part for part in form["body"] if part["type"] != "markdown"]


def test_forms_are_what_the_command_writes():
    assert {path.name for path in FOLDER.glob("*.yml")} == set(issue_forms.forms())
    for name, text in issue_forms.forms().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, (
            "run: python -m falsematch.publish.issue_forms"
        )


def test_a_row_has_a_field_for_each_column():
    columns = datasets.manifest("deployments")["resources"][0]["schema"]["fields"]
    found = asked(read("new_deployment_row.yml"))
    assert [part["attributes"]["label"] for part in found] == [column["name"] for column in columns]
    for part, column in zip(found, columns, strict=True):
        rule = column.get("constraints", {})
        assert part["attributes"].get("options", []) == rule.get("enum", [])
        assert part["validations"]["required"] == bool(rule.get("required"))
        assert part["attributes"]["description"].startswith(column["description"])


def test_a_claim_has_a_field_for_each_key():
    found = asked(read("new_claim.yml"))
    keys = [one.name.rstrip("_") for one in fields(Claim)]
    assert [part["attributes"]["label"] for part in found] == keys
    among = {one.name: [c for c in one.metadata.get("among", ()) if c] for one in fields(Claim)}
    for part in found:
        name = part["attributes"]["label"]
        assert part["attributes"].get("options", []) == among.get(name, [])


@pytest.mark.parametrize("table", ["register", "deployments"])
def test_a_form_requires_what_the_check_of_rows_requires(tmp_path, table):
    """Each field left out alone, in a row that has all the others: the check names it if and only if the form asks."""
    name = {"register": "new_claim.yml", "deployments": "new_deployment_row.yml"}[table]
    for part in asked(read(name)):
        key = part["id"]
        if table == "register":
            sections = {
                section: {one: value for one, value in keys.items() if one != key}
                for section, keys in WHOLE.items()
            }
            text = "".join(
                f"[{section}]\n" + "".join(f"{one} = {value!r}\n" for one, value in keys.items())
                for section, keys in sections.items()
            )
        else:
            row = {one: value for one, value in ROW.items() if one != key}
            text = "".join(f"{one} = {value!r}\n" for one, value in row.items())
        file = tmp_path / "new.toml"
        file.write_text(text, encoding="utf-8")
        _, lines = check_row.faults(table, file)
        named = [line for line in lines if re.search(rf"\b{key}\b", line.split(":")[0].split(" must ")[0])]
        assert bool(named) == part["validations"]["required"], (key, lines)
        assert lines == named


#: A claim and a row with nothing but what is required of each.
WHOLE = {
    "claim": {
        "id": "new_claim",
        "claimant": "A",
        "statement": "B",
        "where": "C",
        "when": "2025",
        "printed": "D",
    },
    "source": {"source": "in print: E", "url": "https://example.org/", "read_on": "2026-11-26"},
}
ROW = {
    "id": "new_row", "kind": "press", "level": "total", "operator": "A", "country": "UK", "place": "B",
    "arithmetic": "no alerts stated", "source": "C", "url": "https://example.org/", "grade": "weak",
}  # fmt: skip


def test_an_error_has_the_columns_of_the_errata():
    head = next(
        line for line in (ROOT / "ERRATA.md").read_text(encoding="utf-8").splitlines() if line[:1] == "|"
    )
    columns = [cell.strip() for cell in head.strip("|").split("|")]
    labels = [part["attributes"]["label"] for part in asked(read("error.yml"))]
    assert [one for one in columns if one in labels] == labels[:3] == columns[1:4]
    assert set(columns) - set(labels) == {"date", "test"}  # which whoever mends it adds


@pytest.mark.parametrize("name", issue_forms.forms())
def test_forms_keep_to_the_forms_of_the_service(name):
    form = read(name)
    assert {"name", "description", "body"} <= set(form) and form["body"]
    ids = [part["id"] for part in asked(form)]
    labels = [part["attributes"]["label"] for part in asked(form)]
    assert len(set(ids)) == len(ids) and len(set(labels)) == len(labels)
    for part in form["body"]:
        assert part["type"] in ("markdown", "input", "textarea", "dropdown")
        if part["type"] == "markdown":
            assert part["attributes"]["value"] and "id" not in part
            continue
        assert re.fullmatch(r"[\w-]+", part["id"]) and part["attributes"]["description"]
        options = part["attributes"].get("options", [])
        assert (part["type"] == "dropdown") == bool(options)
        assert len(set(options)) == len(options) and all(
            isinstance(one, str) and one != "None" for one in options
        )
    assert "No names of private people" in form["body"][0]["attributes"]["value"]
