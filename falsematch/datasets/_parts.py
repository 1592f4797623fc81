"""Files as parts of sets of scores: see `falsematch/scores/_parts.py` for what a part has to offer.

A file is opened when it is read and closed again, read in pieces into one small buffer, and refused if it has
changed since it was first seen. (It is not mapped into memory: a mapped file that gets shorter ends the program.)
"""

import math
import os
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from falsematch import _check
from falsematch.datasets._arrays import npy_header
from falsematch.datasets._score_files import asked_for, rows_of
from falsematch.datasets._sets import refuse_labels, refuse_names
from falsematch.datasets._unpack import ARRAY
from falsematch.scores._parts import Side


class _File:
    """A file that must stay as it is."""

    here, steady = False, True

    def __init__(self, path):
        self.path = Path(path).absolute()
        text = " ".join(str(path).split())
        self.name = text if len(text) <= 100 else "..." + text[-97:]
        if not self.path.is_file():  # a device or a pipe could go on for ever
            self.refuse("is no file" if self.path.exists() else "there is no such file")
        self.seen = None
        with self.opened() as stream:
            self.seen = self.state(stream)

    def refuse(self, what):
        raise ValueError(f"{self.name}: {what}")

    @staticmethod
    def state(stream):
        found = os.fstat(stream.fileno())
        return found.st_size, found.st_mtime_ns

    @contextmanager
    def opened(self):
        """The file, open; refused if it has changed before or while it was read."""
        try:
            with self.path.open("rb", buffering=0) as stream:
                self._refuse_changed(stream)
                yield stream
                self._refuse_changed(stream)
        except OSError as error:
            self.refuse(f"cannot be read ({' '.join(str(error.strerror or error).split())})")

    def _refuse_changed(self, stream):
        if self.seen is not None and self.state(stream) != self.seen:
            self.refuse("has changed since it was first opened")


class NpyFile(_File):
    """An .npy file, read in pieces. Nothing is unpickled, and the header must fit the bytes that are there."""

    def __init__(self, path, rows=False):
        super().__init__(path)
        with self.opened() as stream:
            try:
                shape, by_column, self.dtype = npy_header(stream)
            except OSError:
                raise
            except Exception as error:  # numpy parses the header as Python text, which can fail in any way
                self.refuse(f"is a damaged .npy file ({_check.shown(' '.join(str(error).split()))})")
            self.offset = stream.tell()
        if self.dtype.hasobject or self.dtype.itemsize == 0 or any(length < 0 for length in shape):
            self.refuse(f"holds {_check.shown(self.dtype)}, not numbers or text (objects are never loaded)")
        if math.prod(shape) * self.dtype.itemsize > self.seen[0] - self.offset:
            self.refuse(f"is cut short: shape {shape} needs {math.prod(shape) * self.dtype.itemsize} bytes")
        if rows and (not shape or (by_column and len(shape) > 1)):
            self.refuse("must hold rows one after the other: numpy.ascontiguousarray arranges them so")
        # Scores are taken in the order of the file, whatever the shape; labels come in rows.
        self.row = shape[1:] if rows else ()
        self.size = shape[0] if rows else math.prod(shape)

    def pieces(self, start, stop, size):
        count = math.prod(self.row)
        with self.opened() as stream:
            stream.seek(self.offset + start * count * self.dtype.itemsize)
            buffer = np.empty(min(size, stop - start) * count, dtype=self.dtype)
            for first in range(start, stop, size):
                piece = buffer[: (min(first + size, stop) - first) * count]
                self._fill(stream, piece)
                yield piece.reshape(-1, *self.row)

    def _fill(self, stream, piece):
        wanted = memoryview(piece.view(np.uint8))
        while wanted:
            got = stream.readinto(wanted)
            if not got:
                self.refuse("has changed since it was first opened: it ends too early")
            wanted = wanted[got:]

    def take(self, places):
        width = self.dtype.itemsize
        with self.opened() as stream:
            offsets = (self.offset + width * places).tolist()
            if hasattr(os, "pread"):
                found = [os.pread(stream.fileno(), width, offset) for offset in offsets]
            else:
                found = [stream.read(width) for offset in offsets if stream.seek(offset)]
        found = b"".join(found)
        if len(found) != width * len(places):
            self.refuse("has changed since it was first opened: it ends too early")
        return np.frombuffer(found, dtype=self.dtype)


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
        self.alone = alone
        self.asked, self.reading = asked_for(alone=alone, **columns)
        with self._rows() as (layout, _):
            self.names_people = bool(layout.subjects) and not alone

    @contextmanager
    def _rows(self):
        with self.opened():
            pass
        with rows_of(self.path, self.asked, self.reading) as (layout, blocks):
            yield layout, blocks

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


def _begins(path):
    file = _File(path)
    with file.opened() as stream:
        return file, stream.read(8)


def scores(path):
    """The part that a file of scores is."""
    _, start = _begins(path)
    if not start.startswith(ARRAY):
        return Side(Table(path, alone=True), "")
    part = NpyFile(path)
    if part.dtype.kind not in "biuf":
        part.refuse(f"holds {_check.shown(part.dtype)}, not numbers")
    return part


def labels(path):
    """The part that a file of people's labels is."""
    file, start = _begins(path)
    if not start.startswith(ARRAY):
        file.refuse("is no .npy file, as files of people must be")
    return NpyFile(path, rows=True)
