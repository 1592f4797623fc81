"""The first lines of a text: what stands between its columns, whether they have names, and what their cells hold."""

import csv
import re
from dataclasses import dataclass

from falsematch._check import shown
from falsematch.datasets._cells import Trouble, as_number, decimal_comma, is_label, is_number, names_a_role
from falsematch.scores._split import plain

MOST_COLUMNS = 100_000
SAMPLE = 1000  # cells that are looked at before it is decided what they are


@dataclass(frozen=True)
class Layout:
    """Where things are in a table. Columns are numbered from 0."""

    names: tuple  # of the columns; where there is no header their numbers from 1, and "" for a column of row numbers
    header: bool
    mark: str | None = None  # between columns; None for any number of blanks
    decimal: str = "."
    line: int = 1  # of the first row
    scores: tuple = ()  # one column, or all those of a matrix
    label: int | None = None
    subjects: tuple = ()  # two columns, or the one that names the rows of a matrix
    groups: tuple = ()
    samples: tuple = ()  # two columns that name the photographs compared, which must differ
    matrix: bool = False

    @classmethod
    def of(cls, names, width, *others):
        """That of so many columns, of which nothing more is known than their names, or None."""
        return cls(tuple(names or map(str, range(1, width + 1))), names is not None, *others)

    def needed(self):
        """The columns that are needed besides the scores."""
        label = () if self.label is None else (self.label,)
        return sorted({*self.subjects, *self.groups, *self.samples, *label})

    def said(self):
        """Which columns were taken for what, in words."""
        if self.matrix:
            size = len(self.scores)
            return f"a matrix of {size} x {size} scores" + (" with names" if self.subjects else "")
        if self.label is None and not self.subjects:
            return "genuine and impostor scores apart"
        label = () if self.label is None else (self.label,)
        parts = {"scores": self.scores, "labels": label, "people": self.subjects, "groups": self.groups}
        return ", ".join(f"{what} in {self._named(places)}" for what, places in parts.items() if places)

    def _named(self, places):
        names = [shown(self.names[place]) if self.header else self.names[place] for place in places]
        return f"column{'s' if len(places) > 1 else ''} {' and '.join(names)}"


def rows_of(lines, mark, line):
    """(line number, cells) of each line that is not blank; the first has the number `line`."""
    if mark is None:
        lines = [text.replace("\t", " ").strip(" ") for text in lines]
    reader = csv.reader(lines, delimiter=mark or " ", strict=True, skipinitialspace=True)
    for number, text in enumerate(lines, line):
        if "\0" in text:
            raise Trouble("holds a zero byte (UTF-16 without its mark? save it as UTF-8)", number)
        try:
            cells = [cell.strip() for cell in next(reader)]
        except csv.Error as error:
            raise Trouble(" ".join(str(error).split()), number) from None
        if reader.line_num != number - line + 1:
            raise Trouble("holds a line break between quotes", number)
        if any(cells) or len(cells) > 1:
            yield number, cells


def opening(block, header, alone):
    """How a text begins that begins with this block of lines.

    Parameters
    ----------
    header : bool or None
        Whether there is one, if the caller says so.
    alone : bool
        Whether one column of scores is all that is wanted.

    Returns
    -------
    a `Layout` that says nothing of its columns yet, and the first cells of each
    """
    lines = [line.decode("utf-8", "replace") for line in block.split(b"\n", SAMPLE)[:-1]]
    mark, comment, place = _above(lines)
    mark = mark or _mark(lines[place], alone)
    if len(lines[place].split(mark)) > MOST_COLUMNS:
        raise Trouble(f"has more than {MOST_COLUMNS:,} columns, which no table or matrix has", place + 1)
    rows, cells = [], 0
    for row in rows_of(lines[place:], mark, place + 1):
        rows.append(row)
        cells += len(row[1])
        if cells > SAMPLE and len(rows) > 2:
            break
    if not rows:
        raise Trouble("is empty")
    above = next((cells for _, cells in rows_of([comment], mark, place)), [])
    names, rows = _header(rows, above, header)
    width = len(names or rows[0][1])
    for number, row in rows:
        if len(row) != width:
            commas = mark == "," and all(len(row) == width + 1 for _, row in rows)
            hint = " (decimal commas? put semicolons between columns)" if commas else ""
            raise Trouble(
                f"has {len(row)} columns, the {'header' if names else 'first line'} has {width}{hint}", number
            )
    columns = list(zip(*(row for _, row in rows), strict=True)) or [()] * width
    line = rows[0][0] if rows else len(lines) + 1  # there may be blank lines below the header
    return Layout.of(names, width, mark, _decimal(columns, mark), line), columns


def _above(lines):
    """What a spreadsheet's own line says stands between columns, the last comment, and where the table begins."""
    mark, comment = None, ""
    for place, text in enumerate(lines):
        if found := re.fullmatch(r"sep=([\t;|,])\s*", text, re.IGNORECASE):
            mark = found[1]
        elif text.startswith("#"):
            comment = text.lstrip("# ")
        elif text.strip():
            return mark, comment, place
    raise Trouble("is empty")


def _mark(line, alone):
    if "," in line and not re.search("[\t;|]", line):
        cells = line.split()  # 1 0,9 is two numbers with a blank between, not "1 0" and "9"
        if len(cells) > 1 - alone and all("," not in cell or decimal_comma(cell) for cell in cells):
            return None
    return next((mark for mark in "\t;|," if mark in line), None)


def _decimal(columns, mark):
    commas = [cell for column in columns for cell in column if decimal_comma(cell)]
    thousands = r"[-+]?\d*,\d{3}" if mark == "," else r"[-+]?[1-9]\d{0,2},\d{3}"
    if commas and all(re.fullmatch(thousands, cell) for cell in commas):
        raise Trouble(
            f"{shown(commas[0])} may have a decimal comma or count thousands: write a decimal point"
        )
    return "," if commas else "."


# The header


def _header(rows, above, header):
    """Names of the columns, or None, and the rows below them. `above` are the cells of a comment."""
    (line, first), below = rows[0], rows[1:]
    if len(above) == len(first) and any(map(names_a_role, above)):
        return above, rows
    if header is None and counted(first) and first[0]:
        columns = zip(*(row for _, row in rows), strict=False)
        # Label 0 and score 1 may stand there, too.
        labels = len(first) == 2 and any(all(map(is_label, cells)) for cells in columns)
        if labels or all(whole(row) for _, row in rows):
            raise Trouble("may be a row or numbers of the columns: pass header=False or header=True", line)
    if header is None:
        header = (
            counted(first)
            or any(map(names_a_role, first))
            or not any(map(begins_a_number, first))
            or names_rows(first, [row for _, row in below])
        )
    if not header:
        return None, rows
    # R names its rows, but not the column of their names.
    starts = [row[0] for _, row in below]
    numbered = starts == [str(place + 1) for place in range(len(below))] or set(starts) <= set(first)
    if below and numbered and all(len(row) == len(first) + 1 for _, row in below):
        first = ["", *first]
    named = [plain(name) for name in first if name]
    if len(set(named)) < len(named):
        raise Trouble(f"names a column twice: {', '.join(map(shown, first[:12]))}", line)
    return first, below


def begins_a_number(cell):
    """Whether a cell is a number or looks like an attempt at one; few names of columns do."""
    return is_number(cell) or cell.lstrip("+-.")[:1].isdigit()


def whole(cells):
    """Whether all cells are whole numbers."""
    return all(is_number(cell) and as_number(cell) % 1 == 0 for cell in cells)


def counted(names):
    """Whether names are the numbers from 0 that pandas gives columns, perhaps past one for the numbers of rows."""
    numbers = [str(place) for place in range(len(names))]
    return len(names) > 1 and list(names) in (numbers, ["", *numbers[:-1]])


def names_rows(names, rows):
    """Whether a header names people, and the rows below it are named for them."""
    if len(names) < 3 or not rows or is_number(names[0]):
        return False
    # Where a program has numbered both, all rows must have the name of a column.
    named = all(row[0] in names[1:] for row in (rows if counted(names) else rows[:1]))
    return named and all(map(begins_a_number, rows[0][1:]))
