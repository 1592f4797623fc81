"""What keeps a row out of a table: cells against the manifest's columns, rows against the rules of their table.

Cells are text, as in a CSV file. Nothing is turned into a number before its form is known.
"""

import math
import re
from collections import namedtuple
from datetime import date
from fractions import Fraction

from falsematch._check import shown

#: Where a row breaks which rule: `row` counts from 1, `column` is a name, `rule` says what is allowed.
RowFault = namedtuple("RowFault", ["row", "column", "rule"])

#: The form of a cell, by the type of its column, and what it is called.
_FORMS = {
    "integer": (r"-?(0|[1-9][0-9]*)", "a whole number in digits, without separators"),
    "number": (
        r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?",
        "a number with a decimal point, without separators or sign of percent",
    ),
    "boolean": ("true|false", "true or false"),
    "year": ("[0-9]{4}", "a year of four digits"),
    "date": ("[0-9]{4}-[0-9]{2}-[0-9]{2}", "a day as 2026-11-26"),
    "string": (r"\S(.*\S)?", "a text of one line, without blanks at its ends"),
}
_MOST_DIGITS = 40  # of a number: more is no count of anything, and slow to read
_ADDRESS = r"https?://[^\s/]+\.[^\s/]+(/\S*)?"
#: Pairs of columns of `deployments` of which the first counts a part of the second.
_PARTS = (
    ("alerts", "faces_seen"),
    ("true_alerts", "alerts"),
    ("false_alerts", "alerts"),
    ("true_unconfirmed", "true_alerts"),
    ("false_unconfirmed", "false_alerts"),
    ("engaged_after_true", "true_alerts"),
    ("engaged_after_false", "false_alerts"),
    ("arrests", "alerts"),
    ("transcribed_false_alerts", "alerts"),
)


def cell_fault(field, cell):
    """What is wrong with one cell of a column of a manifest, as the rule it breaks, or None."""
    rule = field.get("constraints", {})
    if not cell:
        return "must not be empty" if rule.get("required") else None
    form, called = _FORMS[field["type"]]
    if not re.fullmatch(form, cell):
        return f"must be {called}, got {shown(cell)}"
    if cell not in rule.get("enum", [cell]):
        return f"must be one of {', '.join(rule['enum'])}, got {shown(cell)}"
    if not re.fullmatch(rule.get("pattern", "(?s).*"), cell):
        return f"must have the form {rule['pattern']}, got {shown(cell)}"
    if field["type"] in ("integer", "number", "year"):
        low, high = rule.get("minimum"), rule.get("maximum")
        if len(cell) > _MOST_DIGITS or math.isinf(float(cell)):
            return f"must be a number of at most {_MOST_DIGITS} signs, and finite, got {shown(cell)}"
        if low is not None and float(cell) < low:
            return f"must be at least {low}, got {shown(cell)}"
        if high is not None and float(cell) > high:
            return f"must be at most {high}, got {shown(cell)}"
    is_day = field["type"] == "date" or field["name"].startswith("date")
    if is_day and re.fullmatch(r"[0-9-]{4,10}", cell) and not _is_date(cell):
        return f"must be a day, month or year that the calendar has, got {shown(cell)}"
    if field["name"] == "url" and not re.fullmatch(_ADDRESS, cell):
        return f"must be an address that begins with http:// or https://, got {shown(cell)}"
    return None


def _is_date(cell):
    try:
        date.fromisoformat(cell + {4: "-01-01", 7: "-01"}.get(len(cell), ""))
    except ValueError:
        return False
    return True


def key_of(schema):
    """The columns by which a row is known, as a list."""
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def row_faults(described, rows, taken=()):
    """Every fault of new rows of a table.

    Parameters
    ----------
    described : dict
        The table's manifest, as `manifest` returns it.
    rows : list of dict of text by column
        A column that is left out is empty.
    taken : collection of dict, optional
        Rows that are in the table already: what must be unique must not repeat theirs.

    Returns
    -------
    list of RowFault, in order of rows and columns; empty if nothing keeps the rows out.
    """
    schema = described["resources"][0]["schema"]
    columns = [field["name"] for field in schema["fields"]]
    sets = [[one["name"]] for one in schema["fields"] if one.get("constraints", {}).get("unique")]
    key = key_of(schema)
    if key and key not in sets:
        sets.append(key)
    seen = [{tuple(row.get(name, "") for name in names) for row in taken} for names in sets]
    rules = _OF_TABLE.get(described["name"], lambda row: ())
    found = []
    for number, row in enumerate(rows, 1):
        broken = [RowFault(number, name, "is no column of the table") for name in row if name not in columns]
        for field in schema["fields"]:
            rule = cell_fault(field, row.get(field["name"], ""))
            if rule:
                broken.append(RowFault(number, field["name"], rule))
        for names, before in zip(sets, seen, strict=True):
            label = tuple(row.get(name, "") for name in names)
            if all(label) and label in before:
                what = "must be new, but is in the table or above already: "
                broken.append(RowFault(number, ", ".join(names), what + shown(", ".join(label))))
            before.add(label)
        wrong = {one.column for one in broken}
        whole = {name: cell for name, cell in row.items() if name not in wrong and cell}
        broken += [RowFault(number, name, rule) for name, rule in rules(whole)]
        found += broken
    return found


def deployment_faults(row):
    """(column, rule) for each rule of the table `deployments` that a row breaks. `row` has its sound cells alone."""
    yield from _arithmetic(row)
    excused = row.get("arithmetic") == "does not add up"
    if excused and not row.get("note"):
        yield "note", "must say why the parts do not add up"
    for part, whole in _PARTS:
        if part in row and whole in row and int(row[part]) > int(row[whole]) and not excused:
            yield part, f"must be at most {whole} = {row[whole]}, got {row[part]}"
    start, end = row.get("date_start", ""), row.get("date_end", "")
    if start and end and start[: len(end)] > end[: len(start)]:
        yield "date_end", f"must not lie before date_start = {start}, got {end}"
    if row.get("kind") == "transcription" and row.get("level") == "deployment":
        if row.get("grade", "weak") != "weak":
            yield "grade", "must be weak where a row is a transcription by others"
        for name in ("true_alerts", "false_alerts"):
            if name in row:
                yield (
                    name,
                    "must be empty in a transcription: a copy's count goes to transcribed_false_alerts",
                )
    yield from _printed_share(row)


def _arithmetic(row):
    """Whether `arithmetic` says what alerts, right and wrong ones make of each other."""
    if "arithmetic" not in row:
        return
    counts = [int(row[name]) if name in row else None for name in ("alerts", "true_alerts", "false_alerts")]
    if None not in counts:
        said = "adds up" if counts[0] == counts[1] + counts[2] else "does not add up"
    else:
        said = "no alerts stated" if counts == [None] * 3 else "parts missing"
    if row["arithmetic"] != said:
        yield "arithmetic", f"must be {said}, by the alerts of this row, got {row['arithmetic']}"


def _printed_share(row):
    """Whether a printed share is false alerts over faces seen, rounded or cut off; a note may say why it is not."""
    needed = ("stated_false_alert_percent", "false_alerts", "faces_seen")
    printed = row.get("stated_false_alert_percent", "")
    if row.get("note") or not all(name in row for name in needed) or "e" in printed.lower():
        return
    if int(row["faces_seen"]) == 0:
        return
    scale = 10 ** len(f"{float(printed):g}".partition(".")[2])
    exact = Fraction(100 * int(row["false_alerts"]), int(row["faces_seen"])) * scale
    if Fraction(printed) * scale not in (exact.__floor__(), round(exact)):
        yield (
            "stated_false_alert_percent",
            f"must be false_alerts over faces_seen, {float(exact / scale):.4g}, or the note must say why it is not, "
            f"got {printed}",
        )


_OF_TABLE = {"deployments": deployment_faults}
