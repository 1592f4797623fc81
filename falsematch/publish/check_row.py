"""``falsematch check-row TABLE FILE``: what keeps new rows out of a table, one line for each fault; nothing is written.

FILE is a CSV file whose first line names columns of the table, or a TOML file: one row as `column = value`, or
several under `[[row]]`. Columns that are left out are empty. TABLE is one of the tables in ``datasets/``, or
`register`: then FILE is a claim file, as `falsematch claim --new FILE` writes it.
"""

import argparse
import csv
import io
import re
import tomllib
from datetime import date
from pathlib import Path

from falsematch import claims, datasets
from falsematch._check import shown
from falsematch._write import read_at_most
from falsematch.claims import Claim
from falsematch.claims._claim import ERRORS, NO_SHARE, SECTIONS, line_at_fault

MOST_BYTES = 2_000_000
REGISTER = "register"


def faults(table, path):
    """(number of rows, lines): how many rows a file has, and one line for each of their faults.

    Raises
    ------
    ValueError
        If there is no such table, or the file is neither CSV nor TOML of the form told above.
    OSError
        If the file cannot be read.
    """
    path = Path(path)
    raw = read_at_most(path, MOST_BYTES, "a file of rows")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: must be text in UTF-8 ({shown(error)})") from None
    if table == REGISTER:
        return 1, _claim_faults(_toml(path, text))
    described = datasets.manifest(table)
    read = _from_toml if path.suffix.lower() == ".toml" else _from_csv
    rows = read(path, text)
    found = datasets.row_faults(described, rows, _stored(table))
    return len(rows), [f"row {one.row}, {shown(one.column)[1:-1]}: {one.rule}" for one in found]


def _stored(table):
    """The rows of the project's own table, as text: labels and keys are compared with theirs."""
    frame = datasets.load(table).reset_index()
    return frame.astype(object).where(frame.notna(), "").astype(str).to_dict("records")


def _from_csv(path, text):
    try:
        records = [row for row in csv.reader(io.StringIO(text, newline=""), strict=True) if row]
    except csv.Error as error:
        raise ValueError(f"{path.name}: must be CSV ({shown(error)})") from None
    if len(records) < 2:
        raise ValueError(f"{path.name}: must have a line that names columns, and below it a row or more")
    head, *rest = records
    if len(set(head)) < len(head):
        raise ValueError(f"{path.name}: names a column twice")
    for number, row in enumerate(rest, 1):
        if len(row) != len(head):
            raise ValueError(
                f"{path.name}: row {number} has {len(row)} cells, the heading {len(head)}; "
                "a comma in a cell needs quotes"
            )
    return [dict(zip(head, row, strict=True)) for row in rest]


def _toml(path, text):
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ValueError(f"{path.name}: must be TOML{line_at_fault(text, error)}") from None


def _from_toml(path, text):
    found = _toml(path, text)
    rows = found.get("row", [found])
    sound = isinstance(rows, list) and all(isinstance(one, dict) and one for one in rows)
    if not rows or not sound or ("row" in found and len(found) > 1):
        raise ValueError(f"{path.name}: must be one row, or rows under [[row]] and nothing else")
    return [{name: _cell(path, name, value) for name, value in row.items()} for row in rows]


def _cell(path, name, value):
    """A value of a TOML file as the text that a CSV file would have."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, str)):
        return str(value)
    if isinstance(value, date):  # a day; a point in time is one, too, and its text is refused by the column
        return value.isoformat()
    raise ValueError(f"{path.name}: {shown(name)} must be a text, a number, a day, true or false")


def _claim_faults(found):
    """One line for each key of a claim file that is unknown or impossible; then what keys make of each other."""
    lines, given = [], {}
    for section, keys in found.items():
        if section not in SECTIONS or not isinstance(keys, dict):
            lines.append(f"[{shown(section)[1:-1]}]: must be one of the sections {', '.join(SECTIONS)}")
            continue
        for key, value in {"from_": keys}.items() if section == "from" else keys.items():
            if key not in SECTIONS[section]:
                lines.append(f"{shown(key)[1:-1]}: is no key of [{section}]")
                continue
            # Alone, among values that go with any other.
            rest = {"fpir": 0.5} if key == "fpir_list_size" else {}
            try:
                Claim(**{"claimant": "A", "statement": "B", "measures": "no_share", **rest, key: value})
                given[key] = value
            except ValueError as error:
                lines.append(f"[{section}], {error}")
    if any(key not in given for key in NEEDED[:2]) and lines:
        return lines
    try:
        claim = Claim(**given)
    except ValueError as error:
        return [*lines, str(error)]
    lines += [*unsourced(claim), *contradictions(claim)]
    if claim.id in claims.register():
        lines.append(f"id: must be new, but is in the register already: {claim.id}")
    return lines


#: What a claim of the register must say: the first two any claim file must, and `Claim` refuses one without.
NEEDED = ("claimant", "statement", "id", "where", "when", "printed", "source", "read_on")
#: Values of a use that need a source of their own, or the word "assumed".
SOURCED = (
    "faces_per_day",
    "list_size",
    "listed_passing",
    "fpir",
    "fmr",
    "fnir",
    "stopped_if_false",
    "stopped_if_true",
)
#: What the source of a claim says where there is no address.
WITHOUT_ADDRESS = ("in print", "copy", "not found")


def unsourced(claim):
    """What a claim of the register leaves without a source, a line for each."""
    for name in NEEDED:
        if not claim.known(name):
            yield f"{name}: must not be empty in the register"
    if not claim.url and not any(words in claim.source for words in WITHOUT_ADDRESS):
        yield 'url: must be an address; without one, the source must say "in print", "copy" or "not found"'
    for name in SOURCED:
        if claim.known(name) and not claim.from_.get(name):
            yield f'[from], {name}: must say where the value of {name} is from, or "assumed"'


#: Figures are printed rounded: to whole percentages at the worst.
ROUNDED_BY = 0.01


def contradictions(claim):
    """What cannot be true together in one claim file, a line for each."""
    if (
        claim.value is not None
        and claim.errors is not None
        and claim.trials
        and claim.measures not in NO_SHARE
    ):
        wrong = claim.errors / claim.trials
        expected = wrong if claim.measures in ERRORS else 1 - wrong
        if claim.measures != "unknown" and abs(claim.value - expected) > ROUNDED_BY:
            yield (
                f"value: must agree with errors / trials = {claim.errors:g} / {claim.trials:g}, which makes "
                f"{expected:.4g} of {claim.measures}, got {claim.value:g}"
            )
    said = re.match(r"\d{4}(-\d\d){0,2}", claim.when or "")
    if said and claim.read_on and said[0] > claim.read_on:
        yield f"when: must not be after read_on = {claim.read_on}, got {claim.when}"


def main(words):
    """The command: 0 if nothing keeps the rows out, 1 if something does."""
    parser = argparse.ArgumentParser(
        prog="falsematch check-row", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("table", metavar="TABLE", help=f"a table, such as deployments, or {REGISTER}")
    parser.add_argument("file", metavar="FILE", help=".csv or .toml")
    asked = parser.parse_args(words)
    count, lines = faults(asked.table, asked.file)
    for line in lines:
        print("".join(sign if sign.isprintable() else "?" for sign in line))
    if not lines:
        what = "1 row: nothing keeps it" if count == 1 else f"{count} rows: nothing keeps them"
        print(f"{what} out of {asked.table}")
    return int(bool(lines))
