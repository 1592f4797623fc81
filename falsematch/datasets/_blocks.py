"""Blocks of rows, by pandas where everything in their lines is as usual, and line by line where anything is not.

`slowly` says what a block of lines means, or which line and column is wrong. `quickly` gives the same answer with
pandas' C reader, or None: what that reader would pass over without a word is looked for first.
"""

import re
from typing import NamedTuple

import numpy as np

from falsematch._check import shown
from falsematch.datasets._cells import NOBODY, Trouble, as_number, is_number, label
from falsematch.datasets._opening import rows_of
from falsematch.scores._split import kind_of, plain

# An array of text gives every name the room of the longest, so that one long name could fill the memory.
LONGEST_NAME = 200
NUMBERS = "biuf"  # kinds of arrays
FEW = 1 << 13  # bytes of lines that are read one by one
_MAY_OVERFLOW = re.compile(rb"[\d.,]e\+?\d{3}|\d{200}", re.IGNORECASE)  # beyond what float64 holds


class Names(NamedTuple):
    """Names in some columns: those of the rows are ``[names[number] for number in row]``."""

    numbers: np.ndarray  # (rows, columns)
    names: list


NONE = Names(np.empty((0, 0)), [])


class Block(NamedTuple):
    """What some rows hold."""

    scores: np.ndarray  # (rows, columns)
    mated: np.ndarray | None = None  # by their labels
    labels: frozenset = frozenset()  # the numbers among the labels
    subjects: Names = NONE
    groups: Names = NONE
    read: float = 1.0  # the share of the file that was read when it ended with these rows


def block_of(scores, columns, layout):
    """The `Block` of some rows. A `Trouble` has the number of its row, from 0.

    Parameters
    ----------
    scores : ndarray of shape (rows, columns of scores)
    columns : dict of the other columns by their place, each an array, or `Names` of one column
    """
    subjects, groups, samples = (
        _named([columns[place] for place in places])
        for places in (layout.subjects, layout.groups, layout.samples)
    )
    if layout.label is None:
        mated, labels = None, frozenset()
    else:
        try:
            mated, labels = _mated(columns[layout.label])
        except Trouble as trouble:
            raise Trouble(f"column {shown(layout.names[layout.label])}{trouble}") from None
    nobody = [
        place
        for place, name in enumerate(subjects.names)
        if len(str(name)) < 9 and plain(str(name)) in NOBODY
    ]
    if nobody:
        for row in np.flatnonzero(same(subjects) & np.isin(subjects.numbers[:, 0], nobody))[:1]:
            name = shown(subjects.names[subjects.numbers[row, 0]])
            raise Trouble(
                f"names nobody on both sides ({name}), which is no pair of one person: leave it out", row=row
            )
    if layout.subjects and mated is not None:
        for row in np.flatnonzero(mated != same(subjects)):
            said = (
                "genuine, but the subjects differ"
                if mated[row]
                else "impostor, but both subjects are the same"
            )
            pair = ", ".join(shown(subjects.names[number]) for number in subjects.numbers[row])
            raise Trouble(f"is labelled {said} ({pair}): subject_columns=() leaves them out", row=row)
    if layout.samples:
        # Where photographs are numbered, 1 beside 1 may be the first of one set and the first of another.
        named = np.array([not str(name).isdigit() for name in samples.names], dtype=bool)
        itself = same(samples) & named[samples.numbers[:, 0]] & (same(subjects) if mated is None else mated)
        for row in np.flatnonzero(itself):
            name = shown(samples.names[samples.numbers[row, 0]])
            raise Trouble(f"{name} is compared with itself: leave such rows out", row=row)
    return Block(scores, mated, labels, subjects, groups)


def same(names):
    """Which rows name the same in both of two columns."""
    return names.numbers[:, 0] == names.numbers[:, 1]


def coded(column):
    """A column, or any array, as `Names`."""
    if isinstance(column, Names):
        return column
    names, numbers = np.unique(column, return_inverse=True)
    return Names(numbers.ravel(), list(map(as_text, names.tolist())))


def as_text(name):
    """A name as text, if it came as bytes."""
    return name.decode("utf-8", "replace") if isinstance(name, bytes) else name


def _named(columns):
    """`Names` of some columns together."""
    if not columns:
        return NONE
    known, numbers = {}, []
    for of_rows, names in map(coded, columns):
        used = np.bincount(of_rows, minlength=len(names)) > 0
        places = [
            known.setdefault(_name(name), len(known)) if there else -1
            for name, there in zip(names, used, strict=True)
        ]
        numbers.append(np.array(places, dtype=np.int64)[of_rows])
    return Names(np.stack(numbers, axis=1), list(known))


def _name(name):
    """The name of somebody, checked."""
    if name == "" or name != name:
        raise Trouble("is missing")
    if isinstance(name, str) and len(name) > LONGEST_NAME:
        raise Trouble(f"names somebody in more than {LONGEST_NAME} characters")
    return name


def _mated(column):
    """Which rows are genuine by a column of labels, and the numbers among these."""
    if isinstance(column, Names) or column.dtype.kind not in NUMBERS:
        column = coded(column)
        used = np.bincount(column.numbers, minlength=len(column.names)) > 0
        words = [str(name) for name in column.names]
        said = {word: label(word) for word, there in zip(words, used, strict=True) if there}
        numbers = frozenset(as_number(word) for word in said if kind_of(word) is None) - {1}
        return np.array([said.get(word, False) for word in words], dtype=bool)[column.numbers], numbers
    mated, numbers, left = column == 1, set(), column.size
    left -= np.count_nonzero(mated)
    for number in (0, -1):
        found = np.count_nonzero(column == number) if left else 0
        numbers |= {number} if found else set()
        left -= found
    if left:
        strange = column[(column != 1) & (column != 0) & (column != -1)]
        label(str(strange[0]))  # which says what is wrong with it
    return mated, frozenset(numbers)


# Line by line


def by_halves(block, line, layout, reading):
    """Yield `Block`s of lines of which not all are as usual, and read only a few thousand bytes around those slowly."""
    rows = quickly(block, layout, reading)
    cut = block.find(b"\n", len(block) // 2) + 1
    if rows or len(block) <= FEW or cut == len(block):
        yield rows or slowly(block, line, layout, reading)
        return
    yield from by_halves(block[:cut], line, layout, reading)
    yield from by_halves(block[cut:], line + block.count(b"\n", 0, cut), layout, reading)


def slowly(block, line, layout, reading):
    """A `Block`, or a `Trouble` that says which line and column is wrong."""
    try:
        text = block.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Trouble(
            "is not UTF-8 text: save it as UTF-8", line + block[: error.start].count(b"\n")
        ) from None
    found, lines, wrong = {place: [] for place in (*layout.scores, *layout.needed())}, [], None
    try:
        for number, cells in rows_of(text.split("\n")[:-1], layout.mark, line):
            if len(cells) != len(layout.names):
                says = "header" if layout.header else "first line"
                raise Trouble(f"has {len(cells)} columns, the {says} has {len(layout.names)}", number)
            for place, column in found.items():
                column.append(_value(cells[place], place, layout, reading, number))
            lines.append(number)
    except Trouble as trouble:
        wrong = trouble
    scores = np.array([found.pop(place)[: len(lines)] for place in layout.scores], dtype=np.float64).T
    columns = {place: Names(np.arange(len(lines)), cells[: len(lines)]) for place, cells in found.items()}
    try:
        rows = block_of(scores, columns, layout)
    except Trouble as trouble:
        raise Trouble(trouble.what, lines[trouble.row]) from None
    if wrong:
        raise wrong
    return rows


def _value(cell, place, layout, reading, line):
    """A cell as a score, a label or a name."""
    try:
        if place in layout.scores:
            return reading.score(cell, layout.decimal)
        if place != layout.label:
            return _name(cell)
        label(cell)
        return cell
    except Trouble as trouble:
        name = layout.names[place] if layout.header else None
        raise Trouble(trouble.what, line, place + 1, name) from None


# By pandas


def quickly(block, layout, reading):
    """A `Block`, or None where anything in these lines is not as usual."""
    first = block[: block.index(b"\n")].decode("utf-8", "replace")
    kinds = _kinds(layout, first)
    quoted = b'"' in block
    frame = _frame(block, kinds, layout) if _as_usual(block, quoted, first, kinds, layout) else None
    if frame is None or (quoted and len(frame) != block.count(b"\n")):
        return None
    if len(layout.scores) == 1:  # without a copy
        values = frame[layout.scores[0]].to_numpy()[:, np.newaxis]
    else:
        values = frame[list(layout.scores)].to_numpy()
    scores, good = reading.turned(values)
    if not good or not _as_written(values, scores, block):
        return None
    columns = {place: _column(frame[place]) for place in layout.needed()}
    try:
        return block_of(scores, columns, layout)
    except Trouble:
        return None


def _kinds(layout, first):
    """The types in which pandas is to read each column of rows that begin with this one."""
    kinds = dict.fromkeys(range(len(layout.names)), "object") | dict.fromkeys(layout.scores, "float64")
    kinds |= dict.fromkeys((*layout.subjects, *layout.groups, *layout.samples), "category")
    if layout.label is not None:
        cell = first.split(layout.mark)[layout.label : layout.label + 1]
        kinds[layout.label] = "float64" if cell and is_number(cell[0].strip(' "')) else "category"
    return kinds


def _as_usual(block, quoted, first, kinds, layout):
    """Whether there is nothing in some lines that pandas would pass over."""
    mark, width = layout.mark, len(layout.names)
    bytes_ = np.frombuffer(block, dtype=np.uint8)
    if b"\0" in block or (quoted and (mark is None or not _well_quoted(bytes_, mark))):
        return False
    # A row that is too long is an error for pandas, unless it is the first. A row that is too short has empty cells,
    # which are no numbers; where text may be empty, the marks are counted, and blanks leave no cell empty.
    if (len(first.split()) if mark is None else first.count(mark) + 1) != width:
        return False
    if mark is None or set(kinds.values()) == {"float64"}:
        return True
    marks, lines = (np.count_nonzero(bytes_ == ord(sign)) for sign in (mark, "\n"))
    return marks == lines * (width - 1)


def _well_quoted(bytes_, mark):
    """Whether quotes stand around whole cells and nowhere else, so that every reader means the same by them."""
    places = np.flatnonzero(bytes_ == ord('"'))
    around = np.frombuffer(mark.encode() + b"\n", dtype=np.uint8)
    before, after = places[::2] - 1, places[1::2] + 1
    return bool(np.isin(bytes_[before[before >= 0]], around).all() and np.isin(bytes_[after], around).all())


class _Bytes:
    """A block for pandas to read as it is. An ordinary file of bytes would be decoded, and encoded again."""

    def __init__(self, *blocks):
        self.blocks = list(blocks)

    def read(self, _):
        return self.blocks.pop(0) if self.blocks else b""

    def __iter__(self):
        raise NotImplementedError  # asked for by pandas, and not used


def _frame(block, kinds, layout):
    """The cells as pandas reads them, or None."""
    import pandas as pd

    # A row of text is added, and dropped again: where all names are numbers, pandas would take 007 for 7.
    row = (layout.mark or " ").join("0" if kind == "float64" else "x" for kind in kinds.values())
    row = (row + "\n").encode() if "category" in kinds.values() else b""
    # pandas 3.1 and later read numbers to the last digit, and warn of the argument that made earlier ones do so.
    exact = {"float_precision": "round_trip"} if _version(pd) < (3, 1) else {}
    try:
        frame = pd.read_csv(
            _Bytes(block, row),
            sep=layout.mark or r"\s+",
            header=None,
            names=list(kinds),
            dtype=kinds,
            index_col=False,
            na_filter=False,
            skip_blank_lines=False,
            decimal=layout.decimal,
            engine="c",
            low_memory=False,  # a block is little
            **exact,
        )
    except MemoryError:
        raise
    except Exception:  # whatever it is: read line by line, it turns out to be in order or gets a line number
        return None
    frame = frame.iloc[:-1] if row else frame
    texts = [place for place, kind in kinds.items() if kind != "float64"]
    return None if layout.mark is None and any((frame[place] == "").any() for place in texts) else frame


def _version(library):
    return tuple(int(part) for part in library.__version__.split(".")[:2])


def _as_written(values, scores, block):
    """Whether every failure was written as one, and no score as a word."""
    # pandas makes -inf of -1e999 as well, and 1 of True.
    if scores.min() == -np.inf and _MAY_OVERFLOW.search(block):
        return False
    # It makes numbers of words only where a column holds nothing else.
    return not np.isin(values[:1], (0, 1)).any() or not re.search(rb"(?i)true|false", block)


def _column(column):
    """A column as `block_of` takes it."""
    if column.dtype == np.float64:
        return column.to_numpy()
    return Names(column.cat.codes.to_numpy(), [name.strip() for name in column.cat.categories])
