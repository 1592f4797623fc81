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
                version = np.lib.format.read_magic(stream)
                read_header = {
                    (1, 0): np.lib.format.read_array_header_1_0,
                    (2, 0): np.lib.format.read_array_header_2_0,
                }[version]
                shape, by_column, self.dtype = read_header(stream)
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


def _begins(path):
    file = _File(path)
    with file.opened() as stream:
        return file, stream.read(8)


def scores(path):
    """The part that a file of scores is."""
    file, start = _begins(path)
    if start.startswith(b"\x93NUMPY"):
        part = NpyFile(path)
        if part.dtype.kind not in "biuf":
            part.refuse(f"holds {_check.shown(part.dtype)}, not numbers")
        return part
    file.refuse("is no .npy file")


def labels(path):
    """The part that a file of people's labels is."""
    file, start = _begins(path)
    if not start.startswith(b"\x93NUMPY"):
        file.refuse("is no .npy file, as files of people must be")
    return NpyFile(path, rows=True)
