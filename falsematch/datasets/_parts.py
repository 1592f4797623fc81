"""Files as parts of sets of scores: see `falsematch/scores/_parts.py` for what a part has to offer.

A file is opened when it is read and closed again, read in pieces into one small buffer, and refused if it has
changed since it was first seen. (It is not mapped into memory: a mapped file that gets shorter ends the program.)
"""

import math
import os
from pathlib import Path

import numpy as np

from falsematch.datasets._arrays import NAMES, npy_head, refuse_head
from falsematch.datasets._blocks import NUMBERS
from falsematch.datasets._cells import Trouble
from falsematch.datasets._layout import Asked
from falsematch.datasets._score_files import rows_in_file
from falsematch.datasets._sets import refuse_labels, refuse_names
from falsematch.datasets._unpack import opened
from falsematch.scores._parts import Side


class _File:
    """A file that must stay as it is."""

    here, steady = False, True

    def __init__(self, path):
        text = " ".join(str(path).split())
        self.path, self.seen = Path(path).absolute(), None
        self.name = text if len(text) <= 100 else "..." + text[-97:]
        with self.opened() as source:
            self.seen, self.kind = source.state, source.kind

    @property
    def known(self):
        """What `opened` is to be told."""
        return {"name": self.name, "seen": self.seen}

    def opened(self):
        return opened(self.path, **self.known)


class NpyFile(_File):
    """An .npy file, read in pieces."""

    def __init__(self, path, kinds, rows=False):
        super().__init__(path)
        with self.opened() as source:
            if source.kind != "array":
                raise Trouble("is no .npy file, as files of people must be")
            shape, by_column, self.dtype = npy_head(source.stream)
            self.offset = source.stream.tell()
            refuse_head(shape, self.dtype, source.size - self.offset, kinds)
            if rows and (not shape or (by_column and len(shape) > 1)):
                raise Trouble("must hold rows one after the other: numpy.ascontiguousarray arranges them so")
        # Scores are taken in the order of the file, whatever the shape; labels come in rows.
        self.row = shape[1:] if rows else ()
        self.size = shape[0] if rows else math.prod(shape)

    def pieces(self, start, stop, size):
        count = math.prod(self.row)
        buffer = np.empty(min(size, stop - start) * count, dtype=self.dtype)
        with self.opened() as source:
            source.stream.seek(self.offset + start * count * self.dtype.itemsize)
            for first in range(start, stop, size):
                piece = buffer[: (min(first + size, stop) - first) * count]
                _refuse_short(source.stream.readinto(piece.view(np.uint8)), piece.nbytes)
                yield piece.reshape(-1, *self.row)

    def take(self, places):
        width = self.dtype.itemsize
        with self.opened() as source:
            file, offsets = source.file, (self.offset + width * places).tolist()
            if hasattr(os, "pread"):
                found = [os.pread(file.fileno(), width, offset) for offset in offsets]
            else:
                found = [file.read(width) for offset in offsets if file.seek(offset)]
            found = b"".join(found)
            _refuse_short(len(found), width * len(places))
        return np.frombuffer(found, dtype=self.dtype)


def _refuse_short(found, wanted):
    if found < wanted:
        raise Trouble("ends too early")


class Table(_File):
    """A file of rows, text or Parquet, read from its beginning: a source of genuine and impostor scores.

    Parameters
    ----------
    alone : bool
        Whether it holds scores alone, and is a source of the one side "".
    columns
        What `load_scores` takes to say which column is which.
    """

    def __init__(self, path, alone=False, **columns):
        super().__init__(path)
        self.alone, self.asked = alone, Asked(alone=alone, **columns)
        with self._rows() as (layout, _):
            self.names_people = bool(layout.subjects)

    def _rows(self):
        return rows_in_file(self.path, self.asked, **self.known)

    def pieces(self, size):
        labels, known = set(), {}
        with self._rows() as (_, blocks):
            for block in blocks:
                scores = block.scores[:, 0]
                if self.alone:
                    yield {"": scores}
                    continue
                labels |= block.labels
                refuse_labels(labels)
                people = block.subjects.numbers
                mated = people[:, 0] == people[:, 1] if block.mated is None else block.mated
                sides = {"genuine": scores[mated], "impostor": scores[~mated]}
                if self.names_people:
                    known |= dict.fromkeys(block.subjects.names)
                    names = np.array(block.subjects.names)
                    sides["genuine_subjects"] = names[people[mated, 0]]
                    sides["impostor_subjects"] = names[people[~mated]]
                yield sides
            refuse_names(known)


def table(path, **columns):
    """The source that a table of labels and scores is."""
    return Table(path, **columns)


def scores(path):
    """The part that a file of scores is."""
    if _File(path).kind == "array":
        return NpyFile(path, NUMBERS)
    return Side(Table(path, alone=True), "")


def labels(path):
    """The part that a file of people's labels is."""
    return NpyFile(path, NAMES, rows=True)
