"""A changed cell is noticed although its table was sealed again: every table has a second key.

`second_key/NAME.toml` says once more what `datasets/NAME` holds. No command writes it: who changes a
figure changes it in both places, and a reader of the change sees the same figure twice, in two forms.

A short table stands there whole. `row` is a sentence with the names of columns in braces; what is in
square brackets is left out where its cells are empty; whole numbers from 10,000 on are written with
commas. Under each `[[source]]` stand the cells that its rows share, and one sentence for each row. Long
text (`{note*}`) stands as the figures in it and a mark, four letters of its SHA-256.

A long table has `[columns.NAME]` for each column (sums, medians, counts, a mark of all its cells in
order), `[[part]]` with sums over the rows that share some cells, and a few rows as sentences.

Nothing here uses `falsematch` or anything outside the repository.
"""

import csv
import hashlib
import importlib.util
import json
import random
import re
import shutil
import tomllib
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
DATASETS = HERE.parents[1] / "datasets"
NAMES = sorted(path.parent.name for path in DATASETS.glob("*/datapackage.json"))
KEYS = HERE / "second_key"


def fields(name, root=DATASETS):
    """Type of each column, from the manifest."""
    manifest = json.loads((root / name / "datapackage.json").read_text(encoding="utf-8"))
    return {field["name"]: field["type"] for field in manifest["resources"][0]["schema"]["fields"]}


def records(name, root=DATASETS):
    with (root / name / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def key(name):
    return tomllib.loads((KEYS / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)


# --- one form for a cell, a row, a column


def mark(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:4]


def figures_and_mark(text):
    return " ".join(re.findall(r"\d[\d.,:/-]*\d|\d", text) + ["~" + mark(text)])


def as_read(cell):
    return f"{int(cell):,}" if re.fullmatch(r"[1-9]\d{4,}", cell) else cell


def sentence(template, record):
    """The row as the template words it."""

    def filled(piece):
        return re.sub(
            r"{(\w+)(\*?)}",
            lambda found: (figures_and_mark if found[2] else as_read)(record[found[1]]),
            piece,
        )

    def optional(piece):
        named = re.findall(r"{(\w+)", piece[1])
        return filled(piece[1]) if any(record[column] for column in named) else ""

    # A bracket of a cell must not be read as one of the template: pieces are filled one by one.
    parts = re.split(r"(\[[^\]]*\])", template)
    return "".join(
        optional(re.fullmatch(r"\[(.*)\]", part)) if part.startswith("[") else filled(part) for part in parts
    )


def middle(numbers):
    ordered = sorted(numbers)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def summary(cells, kind):
    """What the key says of a column: figures for numbers, counts for a few values, else how many there are."""
    filled = [cell for cell in cells if cell]
    said = {"mark": mark("\n".join(cells))}
    if len(filled) < len(cells):
        said["empty"] = len(cells) - len(filled)
    if kind in ("integer", "number"):
        numbers = [Decimal(cell) for cell in filled]
        said |= {"sum": sum(numbers), "median": middle(numbers), "least": min(numbers), "most": max(numbers)}
    elif len(set(filled)) <= 12:
        said["counts"] = dict(Counter(filled))
    else:
        said |= {"different": len(set(filled)), "first": min(filled), "last": max(filled)}
    return said


# --- table against key


def differences(name, root=DATASETS, second=None):
    """Every place where a table and its second key disagree, in words."""
    table, second, kinds = records(name, root), second or key(name), fields(name, root)
    label = next(iter(kinds))
    by_label = {record[label]: record for record in table}
    found, met = [], set()
    for group in second.get("source", []):
        shared = {column: cell for column, cell in group.items() if column != "rows"}
        for row, wanted in group["rows"].items():
            met.add(row)
            if row not in by_label:
                found.append(f"{row}: not in the table")
                continue
            record = by_label[row]
            for column, cell in shared.items():
                if record[column] != cell:
                    found.append(f"{row}, {column}: the table has {record[column]!r}, the key {cell!r}")
            if (said := sentence(second["row"], record)) != wanted:
                found.append(f"{row}:\n  table: {said}\n  key:   {wanted}")
    if "columns" not in second:
        found += [f"{row}: not in the key" for row in by_label if row not in met]
        return found
    for column, wanted in second["columns"].items():
        said = summary([record[column] for record in table], kinds[column])
        if said != wanted:
            found.append(f"column {column}:\n  table: {said}\n  key:   {wanted}")
    for part in second.get("part", []):
        rows = [r for r in table if all(r[column] == cell for column, cell in part["where"].items())]
        said = {"where": part["where"], "rows": len(rows)}
        for column in part.get("sum", ()):
            said.setdefault("sum", {})[column] = sum(Decimal(r[column]) for r in rows if r[column])
        if said != part:
            found.append(f"part:\n  table: {said}\n  key:   {part}")
    if second["rows"] != len(table):
        found.append(f"the table has {len(table)} rows, the key {second['rows']}")
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_table_is_what_its_second_key_says(name):
    found = differences(name)
    assert not found, (
        f"datasets/{name} and tests/datasets/second_key/{name}.toml disagree. Open the source, decide which"
        " is right, and change the other by hand:\n" + "\n".join(found[:20])
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_column_is_left_out_of_the_second_key(name):
    second, kinds = key(name), fields(name)
    if "columns" in second:
        assert set(second["columns"]) == set(kinds)
    else:
        worded = set(re.findall(r"{(\w+)\*?}", second["row"])) | {next(iter(kinds))}
        for group in second["source"]:
            assert worded | (set(group) - {"rows"}) == set(kinds)


def test_there_are_no_keys_without_a_table():
    assert sorted(path.stem for path in KEYS.glob("*")) == NAMES


# --- does it catch what it is there to catch?


def sealing(folder):
    spec = importlib.util.spec_from_file_location("seal_copied", folder / "seal.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def another(cell, kind, draw):
    """The cell with a slip of the kind that typing, or a wish, makes."""
    if kind == "boolean":
        return {"true": "false", "false": "true", "": "true"}[cell]
    if not cell:
        return "1" if kind in ("integer", "number") else "something"
    digits = [place for place, sign in enumerate(cell) if sign.isdigit()]
    if digits and (kind != "string" or draw.random() < 0.5):
        place = draw.choice(digits)
        return cell[:place] + draw.choice([d for d in "123456789" if d != cell[place]]) + cell[place + 1 :]
    words = cell.split()
    place = draw.randrange(len(words))
    swapped = draw.choice([word for word in ("below", "nobody", "2019", "x") if word != words[place]])
    return " ".join(words[:place] + [swapped] + words[place + 1 :])


@pytest.mark.parametrize("name", NAMES)
def test_a_cell_that_is_changed_and_sealed_again_is_caught(name, tmp_path, capsys):
    """Cells of every column, drawn with a fixed seed: figures, dates, names, words, true and false."""
    draw = random.Random(f"second key of {name}")
    shutil.copytree(DATASETS / name, tmp_path / name)
    shutil.copy(DATASETS / "seal.py", tmp_path)
    seal, second, kinds, table = sealing(tmp_path), key(name), fields(name), records(name)
    tried = [(column, draw.randrange(len(table))) for column in kinds for _ in range(1 + (len(table) < 100))]
    missed = []
    for column, place in tried if len(table) < 5000 else draw.sample(tried, 2):
        changed = [dict(record) for record in table]
        changed[place][column] = another(table[place][column], kinds[column], draw)
        with (tmp_path / name / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, kinds, lineterminator="\n")
            writer.writeheader()
            writer.writerows(changed)
        assert changed != table and seal.main([name]) == 0 and seal.sealed(tmp_path / name)
        if not differences(name, tmp_path, second):
            missed.append((table[place][column], changed[place][column]))
    assert missed == []


def test_two_rows_that_change_places_are_caught_in_a_long_table_too(tmp_path):
    name = "nist_identification"
    shutil.copytree(DATASETS / name, tmp_path / name)
    lines = (tmp_path / name / f"{name}.csv").read_bytes().split(b"\n")
    lines[100], lines[200] = lines[200], lines[100]  # every sum stays what it was
    (tmp_path / name / f"{name}.csv").write_bytes(b"\n".join(lines))
    assert differences(name, tmp_path)


def test_sealing_leaves_the_second_keys_alone(tmp_path):
    shutil.copytree(DATASETS / "claims", tmp_path / "datasets" / "claims")
    shutil.copytree(KEYS, tmp_path / "tests" / "datasets" / "second_key")
    shutil.copy(DATASETS / "seal.py", tmp_path / "datasets")
    table = tmp_path / "datasets" / "claims" / "claims.csv"
    table.write_bytes(table.read_bytes().replace(b"2019-07", b"2019-06"))
    assert sealing(tmp_path / "datasets").main(["--all"]) == 0
    for path in KEYS.iterdir():
        assert (tmp_path / "tests" / "datasets" / "second_key" / path.name).read_bytes() == path.read_bytes()
    assert differences("claims", tmp_path / "datasets")
