"""Scores that come as arrays or as typed columns: npy, npz and Parquet."""

import math
import re
from contextlib import contextmanager
from dataclasses import replace

import numpy as np

from falsematch import _check
from falsematch._check import shown
from falsematch.datasets._blocks import NONE, NUMBERS, Block, Names, as_text, block_of, coded
from falsematch.datasets._cells import Trouble
from falsematch.datasets._layout import columns_layout
from falsematch.datasets._opening import SAMPLE, Layout
from falsematch.datasets._unpack import one_line, opened, unpacking
from falsematch.scores._split import plain

SIDES = (
    ("genuine", "impostor"),
    ("mated", "nonmated"),
    ("same", "different"),
    ("match", "nonmatch"),
    ("target", "nontarget"),
    ("positive", "negative"),
    ("pos", "neg"),
)
ROWS = 1 << 18  # of a Parquet file, read at a time
NAMES = NUMBERS + "US"  # of which people and labels may be


def read_npz(path, needed, max_bytes=2**29):
    """The arrays of numbers that are `needed` from an npz file, in that order. Nothing else in it is unpacked."""
    with opened(path, max_bytes) as source:
        if source.kind != "arrays":
            raise Trouble("is no npz file")
        arrays = Archive(source.stream, max_bytes)
        missing = [name for name in needed if name not in arrays.members]
        if missing:
            raise Trouble(f"has no array {' or '.join(missing)}, only {shown(sorted(arrays.members))}")
        return [arrays.read(name) for name in needed]


class Archive:
    """The arrays of an npz file, each read when it is asked for. Sizes are checked before anything is unpacked."""

    def __init__(self, archive, max_bytes):
        self.archive, self.max_bytes, self.left = archive, max_bytes, max_bytes
        members = [member for member in archive.infolist() if member.filename.endswith(".npy")]
        self.members = {member.filename.removesuffix(".npy"): member for member in members}

    def head(self, name):
        """Shape and type of an array."""
        with self._open(name) as stream:
            shape, _, dtype = npy_head(stream)
        return shape, dtype

    def read(self, name, kinds=NUMBERS):
        """An array of one of these kinds."""
        # Reading stops at the size a member declares, so that the sum of these bounds the memory taken.
        size = self.members[name].file_size
        self.left -= size
        if self.left < 0:
            raise Trouble(f"unpacks to more than max_bytes ({self.max_bytes} bytes)")
        with self._open(name) as stream:
            return read_array(stream, size, self.max_bytes, kinds)

    @contextmanager
    def _open(self, name):
        try:
            with unpacking("npz file"), self.archive.open(self.members[name]) as stream:
                yield stream
        except Trouble as trouble:
            raise Trouble(f"array {shown(name)} {trouble.what}") from None


def npy_head(stream):
    """(shape, by column, type) of an .npy stream."""
    readers = {(1, 0): np.lib.format.read_array_header_1_0, (2, 0): np.lib.format.read_array_header_2_0}
    try:
        return readers[np.lib.format.read_magic(stream)](stream)
    except OSError:
        raise
    except Exception as error:  # numpy parses the header as Python text, which can fail in any way
        raise Trouble(f"is damaged ({one_line(error)})") from None


def refuse_head(shape, dtype, size, kinds):
    """Refuse an array whose kind is not wanted, or for which there are not so many bytes as its header says."""
    if dtype.hasobject or dtype.kind not in kinds or not dtype.itemsize:
        wanted = "numbers or text" if "U" in kinds else "numbers"
        raise Trouble(f"holds {shown(str(dtype))[1:-1]}, not {wanted} (objects are never loaded)")
    needed = math.prod(shape) * dtype.itemsize
    if needed > size or any(length < 0 for length in shape):
        raise Trouble(f"is cut short: shape {shown(shape)} needs {needed} bytes")


def read_array(stream, size, max_bytes, kinds=NUMBERS):
    """One array of a stream of so many bytes."""
    shape, by_column, dtype = npy_head(stream)
    # Scores become float64, so that a byte each, packed to almost nothing, would grow eightfold.
    if dtype.kind in kinds and 8 * math.prod(shape) > max_bytes:
        raise Trouble(f"is larger than max_bytes once it is float64: shape {shown(shape)}")
    refuse_head(shape, dtype, size, kinds)
    data = stream.read(math.prod(shape) * dtype.itemsize)
    refuse_head(shape, dtype, len(data), kinds)
    return np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if by_column else "C")


# What they hold: a layout, and blocks of rows


def of_archive(source, asked, max_bytes):
    """Two sets of scores, labels and scores, or a square matrix of an npz file."""
    arrays = Archive(source.stream, max_bytes)
    heads = {name: arrays.head(name) for name in arrays.members}
    chosen = asked.score_column
    if chosen is not None and chosen not in heads:
        raise Trouble(f"has no array {shown(chosen)}, only {shown(sorted(heads))}")
    kinds = {name: re.sub("scores?$", "", plain(name)) for name in heads}
    named = {kind: name for name, kind in kinds.items()}
    for sides in SIDES:
        if chosen is None and all(side in named for side in sides):
            doubled = [name for name, kind in kinds.items() if kind in sides]
            if len(doubled) > 2 or any(heads[name][1].kind == "b" for name in doubled):
                held = ", ".join(f"{name} of {heads[name][1]}" for name in doubled)
                raise Trouble(f"must hold one array of scores for each kind, and holds {held}")
            return _sides(arrays, sides, named, asked.reading)
    square = [name for name, (shape, dtype) in heads.items() if _is_square(shape) and dtype.kind in NUMBERS]
    if chosen in square or (chosen is None and len(square) == 1):
        name = square[0] if chosen is None else chosen
        return _matrix(name, arrays.read(name), asked.reading)
    rows = [name for name, (shape, dtype) in heads.items() if len(shape) == 1 and dtype.kind in NAMES]
    if len(rows) > 1 and not square and len({heads[name][0] for name in rows}) == 1:
        return _table([arrays.read(name, NAMES) for name in rows], rows, asked)
    held = ", ".join(f"{name} {shape}" for name, (shape, _) in list(heads.items())[:8])
    which = ": choose one with score_column" if len(square) > 1 else ""
    raise Trouble(f"must hold arrays genuine and impostor, or one square matrix{which}; it holds {held}")


def of_array(source, asked, max_bytes):
    """A square matrix, or rows of label and score."""
    array = read_array(source.stream, source.size, max_bytes)
    if asked.alone:
        scores = _scores(array, "scores", asked.reading).ravel()
        return Layout(("scores",), True), [Block(scores[:, np.newaxis])]
    if _is_square(array.shape) and asked.matrix is not False:
        return _matrix("array", array, asked.reading)
    if array.ndim != 2:
        raise Trouble(f"must hold a square matrix, or rows of label and score, not the shape {array.shape}")
    return _table(list(array.T), None, asked)


def of_parquet(source, asked, max_bytes):
    """The columns of a Parquet file that are needed, some rows at a time."""
    try:
        from pyarrow import parquet
    except ImportError:
        raise Trouble(
            "is a Parquet file: install pyarrow to read it (python -m pip install pyarrow)"
        ) from None
    with unpacking("Parquet file"):
        file = parquet.ParquetFile(source.stream)
        names = file.schema_arrow.names
        groups = [file.metadata.row_group(place) for place in range(file.metadata.num_row_groups)]
        unpacked = sum(group.total_byte_size for group in groups)
        start = next(file.iter_batches(batch_size=SAMPLE), None)
    if unpacked > max_bytes:
        raise Trouble(f"unpacks to more than max_bytes ({unpacked} against {max_bytes} bytes)")
    if start is None or len(set(map(plain, names))) < len(names):
        raise Trouble("is empty" if start is None else f"names a column twice: {shown(names)}")
    layout = _layout([column.to_pylist() for column in start.columns], names, asked)

    def blocks():
        row, needed = 1, [*layout.scores, *layout.needed()]
        with unpacking("Parquet file"):
            for batch in file.iter_batches(batch_size=ROWS, columns=[names[place] for place in needed]):
                columns = {}
                for place, column in zip(needed, batch.columns, strict=True):
                    if column.null_count:
                        missing = row + int(np.argmax(column.is_null().to_numpy(zero_copy_only=False)))
                        raise Trouble(f"row {missing} of column {shown(names[place])} is missing")
                    columns[place] = _of_arrow(column, place == layout.label or place in layout.scores)
                yield _block(columns, layout, asked.reading, row)
                row += batch.num_rows

    return layout, blocks()


def _of_arrow(column, number):
    """A column of a Parquet file as an array if it may hold numbers, and does; as numbers and names otherwise."""
    if number and not hasattr(column, "dictionary"):
        values = column.to_numpy(zero_copy_only=False)
        if values.dtype.kind in NUMBERS:
            return values
    column = column if hasattr(column, "dictionary") else column.dictionary_encode()
    names = list(map(as_text, column.dictionary.to_pylist()))
    return Names(column.indices.to_numpy(), names)


def _is_square(shape):
    return len(shape) == 2 and shape[0] == shape[1]


def _matrix(name, array, reading):
    places = tuple(range(len(array)))
    layout = Layout(tuple(map(str, places)), False, scores=places, matrix=True)
    return layout, [Block(_scores(array, name, reading))]


def _sides(arrays, sides, named, reading):
    names, given = [named[side] for side in sides], [named.get(f"{side}subjects") for side in sides]
    layout, subjects = Layout((*names, *given), True, scores=(0, 1)), NONE
    scores = [_scores(arrays.read(name), name, reading).ravel() for name in names]
    mated = np.repeat([True, False], [side.size for side in scores])
    if any(given):
        people = [arrays.read(name, NAMES) if name else np.empty(0) for name in given]
        wanted = [(scores[0].size,), (scores[1].size, 2)]
        if [array.shape for array in people] != wanted:
            said = " and ".join(f"{side}_subjects" for side in sides)
            raise Trouble(
                f"{said} must have shapes {wanted[0]} and {wanted[1]}, got {[a.shape for a in people]}"
            )
        pairs = coded(np.concatenate([np.stack([people[0]] * 2, axis=1), people[1]]))
        subjects = pairs._replace(numbers=pairs.numbers.reshape(-1, 2))
        layout = replace(layout, subjects=(2, 3))
    return layout, [Block(np.concatenate(scores)[:, np.newaxis], mated, subjects=subjects)]


def _table(columns, names, asked):
    layout = _layout([column[:SAMPLE].tolist() for column in columns], names, asked)
    return layout, [_block(dict(enumerate(columns)), layout, asked.reading, 1)]


def _layout(samples, names, asked):
    """Which column is which: told from their names, or from the first of their entries."""
    layout = Layout.of(names, len(samples))
    return columns_layout(layout, [[str(as_text(entry)) for entry in sample] for sample in samples], asked)


def _block(columns, layout, reading, row):
    """Rows of some columns; the first of them has the number `row`."""
    (score,) = layout.scores
    scores = _scores(columns[score], layout.names[score], reading, row)
    try:
        return block_of(scores[:, np.newaxis], columns, layout)
    except Trouble as trouble:
        where = "" if trouble.row is None else f"row {row + trouble.row}: "
        raise Trouble(where + trouble.what) from None


def _scores(values, name, reading, row=None):
    """Scores of an array of numbers, or the place of the first that is none."""
    if isinstance(values, Names) or values.dtype.kind not in NUMBERS:
        raise Trouble(f"array {shown(name)} holds {getattr(values, 'dtype', 'text')}, not numbers")
    if values.dtype.kind in "iu" and values.size and max(values.max(), -int(values.min())) > _check.EXACT:
        raise Trouble(
            f"array {shown(name)} holds whole numbers beyond 2**53 - 1, which float64 does not tell apart"
        )
    scores, good = reading.turned(values)
    if not good:
        for place, value in np.ndenumerate(values):
            reason = reading.refusal(float(value))
            if reason:
                where = (
                    f"array {shown(name)}{list(place)}"
                    if row is None
                    else f"row {place[0] + row} of {shown(name)}"
                )
                raise Trouble(f"{where} is {value}: {reason}")
    return scores
