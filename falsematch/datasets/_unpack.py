"""Opening a file from a stranger: what it is, unpacked piece by piece, and never more of it than allowed.

Nothing in a file is executed or unpickled, and nothing is fetched. What a file says about its own size is
checked before memory is taken, and what it unpacks to is counted while it is read.
"""

import bz2
import codecs
import contextlib
import gzip
import io
import lzma
import os
import re
import zipfile
from pathlib import Path
from typing import NamedTuple

from falsematch import _check
from falsematch._check import shown
from falsematch.datasets._cells import Trouble

PIECE = 3 << 18  # bytes unpacked at a time: what is made of them stays in the cache of a processor
LONGEST_LINE = 1 << 22
ANY_SIZE = 2**62  # bytes of a file that is never in memory as a whole
PACKED = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\0": lzma.open}
ZIP = b"PK\x03\x04", b"PK\x05\x06"
ARRAY, PARQUET = b"\x93NUMPY", b"PAR1"
OTHER = {
    b"(\xb5/\xfd": "compressed with zstandard: unpack it first",
    b"7z\xbc\xaf": "a 7z archive: unpack it first",
    b"Rar!": "a RAR archive: unpack it first",
    b"MATLAB": "a MATLAB file: save it as text, or as npz",
    b"\x89HDF": "an HDF5 file: save it as text, or as npz",
    b"\xd0\xcf\x11\xe0": "an old workbook: save it as CSV",
    b"ARROW1": "an Arrow file: save it as Parquet or CSV",
    b"SQLite": "a database: save the table as CSV",
    b"%PDF": "a PDF: save the table as CSV",
    b"\x89PNG": "a picture, no table",
    b"\xff\xd8\xff": "a picture, no table",
    b"\x80": "a pickle, which is never opened, or the like: save it as CSV or npz",
    b"{": "no table (JSON?): save it as CSV",
    b"[": "no table (JSON?): save it as CSV",
    b"<": "no table (a web page?): save it as CSV",
}


class Opened(NamedTuple):
    """A file that is open: `kind` is "arrays" (a zip archive of them), "array", "parquet" or "text"."""

    path: Path
    kind: str
    stream: object  # what is in it, unpacked; of "arrays", the archive
    file: object  # the file as it lies on the disk
    state: tuple  # its size, and when it was written

    @property
    def size(self):
        return self.state[0]

    def read(self):
        """The share of the file that has been read so far."""
        return self.file.tell() / max(self.size, 1)


@contextlib.contextmanager
def opened(path, max_bytes=ANY_SIZE, *, name=None, seen=None):
    """An `Opened` file. Whatever goes wrong while it is open is a ValueError of one line that names the file.

    Parameters
    ----------
    path : the caller's
    max_bytes : a larger file is refused
    name : what messages call it, if not by the last part of its path
    seen : its `state` when it was opened before, which it must have kept
    """
    path = _path(path)
    name = name or " ".join(path.name.split())[:100]
    try:
        if not path.is_file():  # a device or a pipe could go on for ever
            missing = "cannot be read any more" if seen else "there is no such file"
            raise Trouble("is no file" if path.exists() else missing)
        with path.open("rb") as file, contextlib.ExitStack() as stack:
            state = _state(file)
            _refuse_changed(file, seen or state, seen)
            if state[0] > max_bytes:
                raise Trouble(f"is larger than max_bytes ({state[0]} against {max_bytes} bytes)")
            try:
                yield Opened(path, *_unpacked(file, stack), file, state)
            except Trouble:
                _refuse_changed(file, state, seen)  # which says more than what it was taken for
                raise
            _refuse_changed(file, state, seen)
    except Trouble as trouble:
        raise ValueError(f"{name}{trouble}") from None
    except (OSError, MemoryError) as error:
        raise ValueError(f"{name}: cannot be read ({one_line(error)})") from error


def _state(file):
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def _refuse_changed(file, state, seen):
    if _state(file) != state:
        before, now = (
            "has changed since it was first opened",
            "changed while it was read: read it again when it is whole",
        )
        raise Trouble(before if seen else now)


def _path(path):
    if isinstance(path, str) and re.match(r"[A-Za-z][A-Za-z0-9+.-]+:/", path):
        _check.refuse("path", path, "the path of a file on this computer (nothing is fetched)")
    try:
        return Path(path)
    except TypeError:
        _check.refuse("path", path, "the path of a file")


def one_line(error):
    """What somebody else's error says, in one line."""
    return shown(" ".join(str(error).split()) or type(error).__name__)


def _unpacked(file, stack):
    """The kind of a file and a stream of its contents, unpacked once."""
    start, given = _start(file), file
    if start.startswith(ARRAY):
        return "array", file
    if start.startswith(PARQUET):
        return "parquet", file
    if start.startswith(ZIP):
        with unpacking("zip archive"):
            archive = stack.enter_context(zipfile.ZipFile(file))
            members = [member for member in archive.infolist() if not member.is_dir()]
            if any(member.filename.endswith(".npy") for member in members):
                return "arrays", archive
            if len(members) != 1:
                raise Trouble("is a zip archive of several files, or of none (a workbook? save it as CSV)")
            if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Trouble("is a zip archive packed in a rare way: unpack it first")
            file = stack.enter_context(archive.open(members[0]))
    for sign, unpack in PACKED.items():
        if start.startswith(sign):
            file = stack.enter_context(unpack(file))
    with unpacking():
        inside = _start(file)
    if file is not given and inside.startswith((*ZIP, *PACKED, ARRAY, PARQUET)):
        raise Trouble("holds another packed file: unpack it first")
    if inside.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "text", _Utf8(file)
    for sign, meaning in OTHER.items():
        if inside.lstrip().startswith(sign):
            raise Trouble(f"is {meaning}")
    return "text", file


def _start(stream):
    start = stream.read(64)
    stream.seek(0)
    return start


@contextlib.contextmanager
def unpacking(what="packed file"):
    """A damaged or hostile archive can fail in any way inside the library that unpacks it."""
    try:
        yield
    except (Trouble, MemoryError, OSError):
        raise
    except EOFError:
        raise Trouble(f"is cut short: it is no whole {what}") from None
    except Exception as error:
        raise Trouble(f"is a damaged {what} ({one_line(error)})") from None


class _Utf8(io.RawIOBase):
    """UTF-16 text, read as UTF-8."""

    def __init__(self, stream):
        self.text, self.rest = io.TextIOWrapper(stream, "utf-16", newline=""), b""

    def readinto(self, room):
        try:
            piece = self.rest or self.text.read(1 << 16).encode()
        except UnicodeError:
            raise Trouble("is not UTF-16 text, though it begins as one") from None
        size = min(len(piece), len(room))
        room[:size], self.rest = piece[:size], piece[size:]
        return size


def lines_of(source, max_bytes, told=None):
    """Yield blocks of whole lines of a text, as UTF-8, each line ending in \n.

    Parameters
    ----------
    source : Opened
    max_bytes : int
        More than this, once unpacked, is refused.
    told : function of (bytes read of the file, bytes in all), optional
    """
    buffer, held, total, more, mark = bytearray(PIECE), 0, 0, True, codecs.BOM_UTF8
    while more:
        if held == len(buffer):
            if held > LONGEST_LINE:
                raise Trouble(f"has a line of more than {LONGEST_LINE} bytes, which no table has")
            buffer += bytes(held)
        total -= held
        with unpacking(), memoryview(buffer) as room:
            while held < len(room) and (more := source.stream.readinto(room[held:])):
                held += more
        total += held
        if told:
            told(source.file.tell(), source.size)
        if total > max_bytes:
            raise Trouble(f"unpacks to more than max_bytes ({max_bytes} bytes)")
        # \r\n is never cut in two; a file without any \n may end its lines with \r alone.
        cut = (buffer.rfind(b"\n", 0, held) + 1 or buffer.rfind(b"\r", 0, held - 1) + 1) if more else held
        with memoryview(buffer) as read:
            block = bytes(read[:cut])
        buffer[: held - cut], held = buffer[cut:held], held - cut
        if block:
            block, mark = block.removeprefix(mark), b""
        if b"\r" in block:
            block = block.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if block:
            yield block if block.endswith(b"\n") else block + b"\n"
