"""Reading blocks of lines: by pandas where everything is as usual, line by line where anything is not.

`slowly` says what a block means, or which line and column is wrong. `quickly` gives the same answer with
pandas' C reader, or None: what that reader would pass over without a word is looked for first.
"""

import re
import warnings
from typing import NamedTuple

import numpy as np

from falsematch._check import shown
from falsematch.datasets._cells import Trouble, label
from falsematch.datasets._opening import rows_of

# An array of text gives every name the room of the longest, so that one long name could fill the memory.
LONGEST_NAME = 200
FEW = 1 << 13  # bytes of lines that are read one by one
_MAY_OVERFLOW = re.compile(rb"[\d.,]e\+?\d{3}|\d{200}", re.IGNORECASE)  # beyond what float64 holds


class Names(NamedTuple):
    """Names in some columns: those of the rows are ``[names[number] for number in row]``."""

    numbers: np.ndarray  # (rows, columns)
    names: list


NONE = Names(np.empty((0, 0), dtype=np.int64), [])


class Block(NamedTuple):
    """What some rows hold."""

    scores: np.ndarray  # (rows, columns)
    mated: np.ndarray | None  # by their labels
    labels: set  # the numbers among the labels
    subjects: Names
    groups: Names
    read: float = 1.0  # the share of the file that was read when it ended with these rows


def quickly(block, layout, reading):
    """A `Block`, or None where anything in these lines is not as usual."""
    width, mark, quoted = len(layout.names), layout.mark, b'"' in block
    bytes_ = np.frombuffer(block, dtype=np.uint8)
    if b"\0" in block or (quoted and (mark is None or not _well_quoted(bytes_, mark))):
        return None
    first = block[: block.index(b"\n")].decode("utf-8", "replace")
    kinds = _kinds(layout, first)
    # A row that is too long is an error for pandas, unless it is the first. A row that is too short has empty cells,
    # which are no numbers; where text may be empty, the marks are counted, and blanks leave no cell empty.
    if (len(first.split()) if mark is None else first.count(mark) + 1) != width:
        return None
    texts = [place for place, kind in kinds.items() if kind in ("category", "object")]
    if mark and texts and _count(bytes_, mark) != _count(bytes_, "\n") * (width - 1):
        return None
    frame = _frame(block, kinds, layout)
    if frame is None or (quoted and len(frame) != _count(bytes_, "\n")):
        return None
    if mark is None and any((frame[place] == "").any() for place in texts):
        return None
    values = frame[list(layout.scores)].to_numpy()
    scores, good = reading.turned(values)
    if not good or not _as_written(values, scores, block):
        return None
    subjects, groups, samples = (
        _names(frame, places) for places in (layout.subjects, layout.groups, layout.samples)
    )
    if subjects is None or groups is None or samples is None:
        return None
    if layout.label is None:
        return (
            None
            if compared_with_itself(samples, subjects).any()
            else Block(scores, None, set(), subjects, groups)
        )
    mated, numbers = _labels(frame[layout.label])
    if mated is None or (layout.subjects and np.any(mated != same(subjects))):
        return None
    if compared_with_itself(samples, subjects, mated).any():
        return None
    return Block(scores, mated, numbers, subjects, groups)


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
        raise Trouble("is not UTF-8 text", line + block[: error.start].count(b"\n")) from None
    scores, words, subjects, groups, samples = [], [], [], [], []
    for number, cells in rows_of(text.split("\n")[:-1], layout.mark, line):
        if len(cells) != len(layout.names):
            says = "header" if layout.header else "first line"
            raise Trouble(f"has {len(cells)} columns, the {says} has {len(layout.names)}", number)
        place = None
        try:
            for place in layout.scores:
                scores.append(reading.score(cells[place], layout.decimal))
            for places, found in ((layout.subjects, subjects), (layout.groups, groups)):
                for place in places:
                    found.append(_name(cells[place]))
            for place in layout.samples:
                samples.append(_name(cells[place]))
            if layout.label is not None:
                place = layout.label
                words.append(cells[place])
                mated = label(words[-1])
        except Trouble as trouble:
            name = layout.names[place] if layout.header else None
            raise Trouble(str(trouble).removeprefix(": "), number, place + 1, name) from None
        if layout.label is not None and layout.subjects and mated != (subjects[-1] == subjects[-2]):
            said = "genuine, but the subjects differ" if mated else "impostor, but both subjects are the same"
            pair = ", ".join(map(shown, subjects[-2:]))
            raise Trouble(f"is labelled {said} ({pair}): subject_columns=() leaves them out", number)
        if layout.samples and samples[-1] == samples[-2] and not samples[-1].isdigit():
            if mated if layout.label is not None else subjects[-1] == subjects[-2]:
                said = f"{shown(samples[-1])} is compared with itself: leave such rows out"
                raise Trouble(said, number, layout.samples[1] + 1)
    scores = np.array(scores, dtype=np.float64).reshape(-1, len(layout.scores))
    mated = None if layout.label is None else np.array([label(word) for word in words], dtype=bool)
    named = [
        Names(np.arange(len(found)).reshape(len(scores), len(places)), found)
        for places, found in ((layout.subjects, subjects), (layout.groups, groups))
    ]
    return Block(scores, mated, numbers_in(words), *named)


def same(names):
    """Which rows name the same in both of two columns."""
    return names.numbers[:, 0] == names.numbers[:, 1]


def compared_with_itself(samples, subjects, mated=None):
    """Which rows are genuine, by labels or by people, and compare a photograph with itself.

    Where photographs are numbered, 1 beside 1 may be the first of one set and the first of another.
    """
    if not samples.numbers.size:
        return np.zeros(len(samples.numbers), dtype=bool)
    named = np.array([not str(name).isdigit() for name in samples.names])
    return same(samples) & named[samples.numbers[:, 0]] & (same(subjects) if mated is None else mated)


def _name(cell):
    if not cell:
        raise Trouble("is missing")
    if len(cell) > LONGEST_NAME:
        raise Trouble(f"names somebody in more than {LONGEST_NAME} characters")
    return cell


def numbers_in(words):
    """Those of 0 and -1 that are among some labels."""
    return {float(word.replace(",", ".")) for word in set(words) if word[:1] in "-+.0123456789"} - {1}


# What pandas would pass over


def _count(bytes_, mark):
    return np.count_nonzero(bytes_ == ord(mark))


def _well_quoted(bytes_, mark):
    """Whether quotes stand around whole cells and nowhere else, so that every reader means the same by them."""
    places = np.flatnonzero(bytes_ == ord('"'))
    if places.size % 2:
        return False
    around = np.frombuffer((mark or " ").encode() + b"\n", dtype=np.uint8)
    before, after = places[::2] - 1, places[1::2] + 1
    return bool(np.isin(bytes_[before[before >= 0]], around).all() and np.isin(bytes_[after], around).all())


def _as_written(values, scores, block):
    """Whether every failure was written as one, and no score as a word."""
    # pandas makes -inf of -1e999 as well, and 1 of True.
    if scores.size and scores.min() == -np.inf and _MAY_OVERFLOW.search(block):
        return False
    return values.size == 0 or values.flat[0] not in (0, 1) or not re.search(rb"(?i)true|false", block)


class _Bytes:
    """A block for pandas to read as it is. An ordinary file of bytes would be decoded, and encoded again."""

    def __init__(self, *blocks):
        self.blocks = list(blocks)

    def read(self, _):
        return self.blocks.pop(0) if self.blocks else b""

    def __iter__(self):
        raise NotImplementedError  # asked for by pandas, and not used


def _kinds(layout, first):
    """The types in which pandas is to read each column of rows that begin with this one."""
    kinds = dict.fromkeys(range(len(layout.names)), "object") | dict.fromkeys(layout.scores, "float64")
    kinds |= dict.fromkeys((*layout.subjects, *layout.groups, *layout.samples), "category")
    if layout.label is not None:
        cell = first.split(layout.mark)[layout.label : layout.label + 1]
        kinds[layout.label] = "int8" if cell and cell[0].strip(' "') in ("0", "1", "-1") else "category"
    return kinds


def _frame(block, kinds, layout):
    """The cells as pandas reads them, or None."""
    import pandas as pd

    # A row of text is added, and dropped again: where all names are numbers, pandas would take 007 for 7.
    row = (layout.mark or " ").join("x" if kind in ("category", "object") else "0" for kind in kinds.values())
    row = (row + "\n").encode() if layout.subjects or layout.groups or layout.samples else b""
    # pandas 3.1 and later read numbers to the last digit, and warn of the argument that made earlier ones do so.
    exact = {"float_precision": "round_trip"} if _version(pd) < (3, 1) else {}
    try:
        if not block.isascii():
            block.decode("utf-8")  # in columns that are not needed, too
        with warnings.catch_warnings():
            warnings.simplefilter("error")
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
    return frame.iloc[:-1] if row else frame


def _version(library):
    return tuple(int(part) for part in library.__version__.split(".")[:2])


def _used(column):
    """Numbers and names of a column of names; None for a name that does not occur."""
    numbers, names = column.cat.codes.to_numpy(), [str(name).strip() for name in column.cat.categories]
    used = np.bincount(numbers, minlength=len(names)) > 0
    return numbers, [name if there else None for name, there in zip(names, used, strict=True)]


def _labels(column):
    """Which rows are genuine by a column of labels (None where one is no label), and the numbers among the labels."""
    if column.dtype == np.int8:
        values = column.to_numpy()
        if values.min() < -1 or values.max() > 1:
            return None, set()
        return values == 1, {number for number in (0, -1) if np.any(values == number)}
    numbers, words = _used(column)
    try:
        meaning = np.array([word is not None and label(word) for word in words])
    except Trouble:
        return None, set()
    return meaning[numbers], numbers_in(word for word in words if word)


def _names(frame, places):
    """`Names` of some columns, or None where one is missing or too long."""
    known, columns = {}, []
    for place in places:
        numbers, names = _used(frame[place])
        if any(name is not None and not 0 < len(name) <= LONGEST_NAME for name in names):
            return None
        ids = [-1 if name is None else known.setdefault(name, len(known)) for name in names]
        columns.append(np.array(ids)[numbers])
    return Names(np.stack(columns, axis=1) if columns else np.empty((len(frame), 0), dtype=int), list(known))
