"""A row that a stranger sends is checked by the manifest and by the rules of its table, and nothing is written."""

import csv
import io
import json
import math
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import __main__, claims, datasets
from falsematch.datasets import _rows, row_faults
from falsematch.publish import check_row

DEPLOYMENTS = datasets.manifest("deployments")
FIELDS = DEPLOYMENTS["resources"][0]["schema"]["fields"]
GOOD = {
    "id": "new_town_2026_01_01",
    "kind": "official statement",
    "level": "deployment",
    "operator": "A police force",
    "country": "UK",
    "place": "A town",
    "date_start": "2026-01-01",
    "date_end": "2026-01-02",
    "deployments": "1",
    "faces_seen": "20000",
    "alerts": "10",
    "true_alerts": "8",
    "false_alerts": "2",
    "true_unconfirmed": "1",
    "engaged_after_true": "8",
    "engaged_after_false": "1",
    "arrests": "3",
    "stated_false_alert_percent": "0.01",
    "arithmetic": "adds up",
    "source": "A report",
    "url": "https://example.org/report",
    "grade": "primary",
}


def stored(name):
    folder = datasets._root() / name  # the text as it is stored, not what `load` makes of it
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def faults_of(**changed):
    return row_faults(DEPLOYMENTS, [{**GOOD, **changed}])


def as_csv(rows):
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()


@pytest.mark.parametrize("name", datasets.names())
def test_nothing_keeps_the_stored_rows_out_of_their_tables(name):
    rows = stored(name)
    assert row_faults(datasets.manifest(name), rows) == []
    assert len(rows) > 1


def test_a_good_row_is_let_in():
    assert faults_of() == []


@pytest.mark.parametrize(
    ("changed", "column", "part"),
    [
        ({"operator": ""}, "operator", "must not be empty"),
        ({"alerts": "ten"}, "alerts", "whole number"),
        ({"faces_seen": "20,000"}, "faces_seen", "without separators"),
        ({"faces_seen": "007"}, "faces_seen", "whole number"),
        ({"alerts": "-1"}, "alerts", "at least 0"),
        ({"deployments": "0"}, "deployments", "at least 1"),
        ({"stated_false_alert_percent": "101"}, "stated_false_alert_percent", "at most 100"),
        ({"stated_false_alert_percent": "0.01 %"}, "stated_false_alert_percent", "without separators"),
        ({"kind": "blog"}, "kind", "one of official grid"),
        ({"id": "New Town"}, "id", "form"),
        ({"place": " A town"}, "place", "blanks"),
        ({"date_start": "2026-02-30"}, "date_start", "calendar"),
        ({"date_start": "2026-13"}, "date_start", "calendar"),
        ({"date_start": "1.1.2026"}, "date_start", "form"),
        ({"date_end": "2025-12-31"}, "date_end", "must not lie before date_start"),
        ({"date_end": "2025"}, "date_end", "must not lie before date_start"),
        ({"url": "www.example.org"}, "url", "form"),
        ({"url": "https://example"}, "url", "address"),
        ({"faces": "3"}, "faces", "no column"),
        ({"false_alerts": "3"}, "arithmetic", "must be does not add up"),
        ({"arithmetic": "parts missing"}, "arithmetic", "must be adds up"),
        ({"arithmetic": "does not add up", "false_alerts": "3"}, "note", "must say why"),
        ({"alerts": "20001", "true_alerts": "19999"}, "alerts", "at most faces_seen = 20000"),
        ({"true_unconfirmed": "9"}, "true_unconfirmed", "at most true_alerts = 8"),
        ({"engaged_after_false": "3"}, "engaged_after_false", "at most false_alerts = 2"),
        ({"arrests": "11"}, "arrests", "at most alerts = 10"),
        ({"stated_false_alert_percent": "0.02"}, "stated_false_alert_percent", "false_alerts over faces_seen, 0.01"),
        ({"kind": "transcription"}, "grade", "must be weak"),
        ({"kind": "transcription", "grade": "weak"}, "false_alerts", "must be empty in a transcription"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_column_and_its_rule(changed, column, part):
    found = faults_of(**changed)
    assert any(one.row == 1 and one.column == column and part in one.rule for one in found), found
    assert all("\n" not in one.rule for one in found)


@pytest.mark.parametrize(
    "changed",
    [
        {"date_end": "2026-01"},
        {"date_start": "2026", "date_end": ""},
        {"stated_false_alert_percent": "0.02", "note": "The record prints 0.02."},
        {"false_alerts": "3", "arithmetic": "does not add up", "note": "The record counts one twice.",
         "stated_false_alert_percent": "0.015"},
        {"false_alerts": "", "engaged_after_false": "", "arithmetic": "parts missing"},
    ],
)  # fmt: skip
def test_what_a_source_may_say_is_let_in(changed):
    assert faults_of(**changed) == []


def test_what_must_be_unique_is():
    known = stored("deployments")[0]
    (fault,) = row_faults(DEPLOYMENTS, [{**GOOD, "id": known["id"]}], [known])
    assert fault.column == "id" and "already" in fault.rule
    (fault,) = row_faults(DEPLOYMENTS, [GOOD, GOOD])
    assert (fault.row, fault.column) == (2, "id")


def test_of_two_columns_that_make_a_key_both_must_repeat():
    fields = [{"name": name, "type": "string"} for name in ("year", "place", "value")]
    schema = {"fields": fields, "primaryKey": ["year", "place"]}
    table = {"name": "any", "resources": [{"schema": schema}]}
    (fault,) = row_faults(table, [{"year": "a", "place": "b"}, {"year": "a"}, {"year": "a", "place": "b"}])
    assert (fault.row, fault.column) == (3, "year, place")
    assert fault.rule == "must be new, but is in the table or above already: 'a, b'"
    # Without one of them a row is not known by its key: that it is missing is another rule.
    assert row_faults(table, [{"year": "a"}, {"year": "a"}, {}, {}]) == []


@pytest.mark.parametrize(
    ("kind", "sound", "wrong"),
    [
        ("integer", "9" * 40, "9" * 41),
        ("number", "0." + "1" * 38, "0." + "1" * 39),
        ("number", "1e308", "1e309"),
    ],
)
def test_a_number_has_at_most_forty_signs_and_is_finite(kind, sound, wrong):
    table = {"name": "any", "resources": [{"schema": {"fields": [{"name": "n", "type": kind}]}}]}
    assert row_faults(table, [{"n": sound}]) == []
    (fault,) = row_faults(table, [{"n": wrong}])
    assert fault.rule.startswith("must be a number of at most 40 signs, and finite, got ")


@pytest.mark.parametrize(
    ("seen", "false", "printed", "right"),
    [("1", "1", "50", "100"), ("1", "0", "100", "0"), ("2", "1", "100", "50"), ("0", "0", "50", None)],
)
def test_a_printed_share_is_held_to_its_counts_however_few(seen, false, printed, right):
    row = {"stated_false_alert_percent": printed, "false_alerts": false, "faces_seen": seen}
    wrong = [("stated_false_alert_percent", right)] if right else []
    found = [(column, rule.split(", ")[1]) for column, rule in _rows.deployment_faults(row)]
    assert found == wrong
    if right:
        assert not list(_rows.deployment_faults({**row, "stated_false_alert_percent": right}))


SIGNS = st.text(st.sampled_from("0123456789.-+eE ,%abc\n_é٣"), max_size=12)


PLAIN = [field for field in FIELDS if field["name"] not in ("date_start", "date_end", "url")]
SPECIAL = [
    "adds up",
    "UK",
    "a_b",
    "0",
    "1e400",
    "1e-9999999999",
    "9" * 5000,
    "-0.5",
    "100.5",
    "1.",
    "+1",
    "\u0663",
]


@given(st.sampled_from(PLAIN), SIGNS | st.sampled_from(SPECIAL))
@settings(max_examples=400, deadline=None)
def test_one_cell_by_another_route(field, cell):
    """The manifest's rules read once more, numbers by JSON's grammar: a cell is let in exactly if it keeps to all."""
    rule = field.get("constraints", {})
    sound = cell in rule.get("enum", [cell]) and re.fullmatch(rule.get("pattern", "(?s).*"), cell) is not None
    if field["type"] == "string":
        sound &= cell.strip() == cell and "\n" not in cell
    else:
        try:
            value = json.loads(cell)
            sound &= (
                isinstance(value, int if field["type"] == "integer" else (int, float))
                and cell.strip() == cell
            )
            sound &= (
                len(cell) <= 40
                and rule.get("minimum", value) <= value <= rule.get("maximum", value) < math.inf
            )
        except ValueError:
            sound = False
    if not cell:
        sound = not rule.get("required")
    without_rules = {**DEPLOYMENTS, "name": "another table"}
    found = row_faults(without_rules, [{**GOOD, field["name"]: cell}])
    assert (not found) == sound, (field["name"], cell, found)
    assert all(one.column == field["name"] for one in found)
    row_faults(DEPLOYMENTS, [{**GOOD, field["name"]: cell}])  # no rule of the table stumbles over any cell


# --- files and the command


@pytest.fixture
def write(tmp_path):
    def put(name, text):
        path = tmp_path / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return str(path)

    return put


def test_a_csv_file_and_a_toml_file_say_the_same(write, capsys):
    bad = {**GOOD, "alerts": "11"}
    numbers = {name for name, cell in bad.items() if re.fullmatch(r"[\d.]+", cell)}
    lines = [f"{name} = {cell if name in numbers else repr(cell)}" for name, cell in bad.items()]
    files = [
        write("row.csv", as_csv([bad])),
        write("row.toml", "\n".join(lines)),
        write("rows.toml", "[[row]]\n" + "\n".join(lines)),
    ]
    said = []
    for file in files:
        assert __main__.main(["check-row", "deployments", file]) == 1
        said.append(capsys.readouterr().out)
    assert (
        said[0]
        == said[1]
        == said[2]
        == "row 1, arithmetic: must be does not add up, by the alerts of this row, got adds up\n"
    )


def test_good_rows_end_in_zero_and_nothing_is_written(write, capsys, tmp_path):
    file = write("rows.csv", "\ufeff" + as_csv([GOOD, {**GOOD, "id": "another_2026"}]))
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    table = (datasets._root() / "deployments" / "deployments.csv").read_bytes()
    assert __main__.main(["check-row", "deployments", file]) == 0
    assert capsys.readouterr().out == "2 rows: nothing keeps them out of deployments\n"
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before
    assert (datasets._root() / "deployments" / "deployments.csv").read_bytes() == table


def test_a_row_of_the_table_is_there_already(write, capsys):
    file = write("row.csv", as_csv(stored("claims")[:2]))
    assert __main__.main(["check-row", "claims", file]) == 1
    assert capsys.readouterr().out.count("already") == 2


@pytest.mark.parametrize(
    ("name", "text", "part"),
    [
        ("row.csv", "", "a line that names columns"),
        ("row.csv", "id,kind\n", "a line that names columns"),
        ("row.csv", "id,id\na,b\n", "twice"),
        ("row.csv", "id,place\na,b,c\n", "3 cells"),
        ("row.csv", b"\xff\xfe\x00", "UTF-8"),
        ("row.csv", 'id\n"a\n', "must be CSV"),
        ("row.toml", "id = ", "must be TOML"),
        ("row.toml", "id = 1,2", "must be TOML: line 1, 'id = 1,2', is none. A text needs quotation marks"),
        ("row.toml", "", "must be one row"),
        ("row.toml", "row = 3", "must be one row"),
        ("row.toml", "x = 1\n[[row]]\nid = 'a'", "must be one row"),
        ("row.toml", "id = [1]", "must be a text, a number"),
        ("row.csv", "x" * 2_000_001, "bytes long"),
    ],
)
def test_what_is_no_row_is_said_in_one_line(write, capsys, name, text, part):
    assert __main__.main(["check-row", "deployments", write(name, text)]) == 2
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1 and part in err


def test_no_table_and_no_file_are_said_in_one_line(write, capsys):
    assert __main__.main(["check-row", "deploymets", write("row.csv", as_csv([GOOD]))]) == 2
    assert "perhaps deployments" in capsys.readouterr().err
    assert __main__.main(["check-row", "deployments", "no such file.csv"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_strangers_words_steer_no_terminal(write, capsys):
    file = write("row.csv", as_csv([{**GOOD, "kind": "\x1b[31mred", "\x1b[2Jx": "1", "alerts": "9" * 5000}]))
    assert __main__.main(["check-row", "deployments", file]) == 1
    said = capsys.readouterr().out
    assert "\x1b" not in said and max(map(len, said.splitlines())) < 400


# --- claims


@pytest.mark.parametrize("name", claims.register())
def test_a_claim_of_the_register_is_there_already_and_has_no_other_fault(name):
    count, lines = check_row.faults("register", datasets.register_files()[name])
    assert (count, lines) == (1, [f"id: must be new, but is in the register already: {name}"])


CLAIM = (
    "[claim]\nid = 'new'\nclaimant = 'An office'\nstatement = 'A sentence'\nvalue = 0.9\nmeasures = 'found'\n"
    "where = 'A talk'\nwhen = '2026'\nprinted = '90 %'\n"
    "[source]\nsource = 'A report'\nurl = 'https://example.org/a'\nread_on = '2026-11-26'\n"
)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (CLAIM, []),
        (CLAIM.replace("0.9", "90"), ["value must be a proportion"]),
        (CLAIM.replace("'2026-11-26'", "'yesterday'"), ["[source], read_on must be"]),
        (
            CLAIM.replace("id = 'new'", "id = 'A B'\nside = 'us'"),
            ["[claim], id must be", "[claim], side must be"],
        ),
        (CLAIM + "[use]\nfaces = 3\nfpir = 2\n", ["faces: is no key of [use]", "[use], fpir must be"]),
        (CLAIM + "[use]\nfpir_list_size = 300\n", ["fpir_list_size must be left out"]),
        (CLAIM + "[place]\na = 1\n", ["[place]: must be one of the sections"]),
        (CLAIM.replace("source = 'A report'\n", ""), ["source: must not be empty"]),
        (CLAIM.replace("printed = '90 %'\n", ""), ["printed: must not be empty in the register"]),
        (
            CLAIM.replace("url = 'https://example.org/a'\n", ""),
            ["url: must be an address; without one, the source must"],
        ),
        (CLAIM.replace("url = 'https://example.org/a'\n", "").replace("A report", "A report, in print"), []),
        (
            CLAIM + "[use]\nfaces_per_day = 3\n",
            ["[from], faces_per_day: must say where the value of faces_per_day is"],
        ),
        (CLAIM + "[use]\nfaces_per_day = 3\n[from]\nfaces_per_day = 'assumed'\n", []),
        (CLAIM.replace("claimant = 'An office'\n", ""), ["claimant must be said"]),
    ],
)
def test_each_fault_of_a_claim_file_has_its_line(write, text, parts):
    _, lines = check_row.faults("register", write("claim.toml", text))
    for part in parts:
        assert any(part in line for line in lines), lines
    assert bool(lines) == bool(parts) and all("\n" not in line for line in lines)


BASE = {"claimant": "A", "statement": "B", "source": "C", "read_on": "2026-11-26", "id": "new_claim_2026"}


@pytest.mark.parametrize(
    "more, said",
    [
        (
            {"measures": "alerts", "value": 0.5, "errors": 4, "trials": 31},
            "value: must agree with errors / trials",
        ),
        (
            {"measures": "alerts", "value": 0.87, "errors": 27, "trials": 31},
            "value: must agree with errors / trials",
        ),
        ({"measures": "wrong_alerts", "value": 0.87, "errors": 4, "trials": 31}, "value: must agree"),
        ({"when": "2027-03-03"}, "when: must not be after read_on"),
        ({"measures": "alerts", "value": 0.87, "errors": 4, "trials": 31, "when": "2026-03"}, None),
        ({"measures": "wrong_alerts", "value": 0.13, "errors": 4, "trials": 31}, None),
        ({"observed_alerts": 31, "observed_right": 27, "observed_wrong": 4}, None),
    ],
)
def test_what_cannot_be_true_together_is_said(more, said):
    found = list(check_row.contradictions(claims.Claim(**BASE, **more)))
    assert [line.startswith(said) for line in found] == [True] if said else not found
