"""Read the score files that people really have, and say where one is wrong.

Files come from strangers: nothing in one is executed or unpickled, sizes are checked before memory is
taken, and whatever cannot be read ends in a ValueError of one line that names line and column.
"""

import csv
import itertools
import math
import zipfile
from array import array
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from falsematch import _check

GENUINE = frozenset("genuine mated mate same match true target 1".split())
IMPOSTOR = frozenset(
    "impostor imposter nonmated non-mated non_mated different nonmatch non-match false nontarget "
    "non-target 0".split()
)
SCORES = ("score", "scores", "similarity")
DISTANCES = ("distance", "distances", "dissimilarity")
LABELS = ("label", "kind", "type", "mated", "genuine", "same", "class", "target", "y_true")
SUBJECTS = (
    ("subject_a", "subject_b"),
    ("subject_1", "subject_2"),
    ("subject1", "subject2"),
    ("person_a", "person_b"),
    ("person_1", "person_2"),
    ("person1", "person2"),
    ("probe_subject", "gallery_subject"),
    ("probe_id", "gallery_id"),
    ("id_a", "id_b"),
    ("id1", "id2"),
)
# An array of text gives every name the room of the longest, so that one long name could fill the memory.
LONGEST_NAME = 200
_TOO_LONG = f"names somebody in more than {LONGEST_NAME} characters"
_NOT_TEXT = {
    b"\x1f\x8b": "compressed with gzip: unpack it first",
    b"BZh": "compressed with bzip2: unpack it first",
    b"\xfd7zXZ": "compressed with xz: unpack it first",
    b"MATLAB": "a MATLAB file: save it as text, or as npz",
    b"\x89HDF": "an HDF5 file: save it as text, or as npz",
    b"\xff\xfe": "text in UTF-16: save it as UTF-8",
    b"\xfe\xff": "text in UTF-16: save it as UTF-8",
}


@dataclass(frozen=True, eq=False)
class ScoreSet:
    """Scores of a test, greater = more alike, and the people compared where the file names them.

    Attributes
    ----------
    genuine, impostor : ndarray of float64, one-dimensional, at least one score each
        -inf marks a failure to enrol or to capture.
    genuine_subjects : ndarray of shape (len(genuine),), or None
    impostor_subjects : ndarray of shape (len(impostor), 2), or None
        Both or neither, as `scores.bootstrap_fnmr_at_fmr` takes them: the file's own names as text, or
        row and column numbers (from 0) of a matrix without names.
    """

    genuine: np.ndarray
    impostor: np.ndarray
    genuine_subjects: np.ndarray | None = None
    impostor_subjects: np.ndarray | None = None


def load_scores(path, *, score_column=None, distances=False, max_bytes=2**29):
    """Genuine and impostor scores from a file, whatever its form.

    - A table with a header (commas, semicolons, tabs or blanks between columns): a column ``score`` or
      ``similarity``, and either a column ``label``, ``kind``, ``mated``, ``same`` ... that holds genuine /
      impostor, mated / nonmated, same / different, true / false or 1 / 0, or two columns that name the
      people, such as ``subject_a`` and ``subject_b``. With both, they must agree.
    - Two columns without a header, label and score in either order.
    - A square matrix of scores, with or without names in its first row and column: row and column i are
      images of the same person, so the diagonal is genuine and the rest impostor.
    - npz with arrays ``genuine`` and ``impostor`` (or mated and nonmated), or with one square matrix; npy
      with a square matrix.

    Parameters
    ----------
    path : path of the file
    score_column : str, optional
        Which column, or which matrix of an npz file, holds the scores, where the name does not say so.
    distances : bool
        Whether smaller = more alike: the scores returned are the negated values.
    max_bytes : int
        Files and arrays larger than this, once unpacked and as float64, are refused (512 MiB).

    Returns
    -------
    ScoreSet

    Raises
    ------
    ValueError
        One line that names the file, and line and column (counted from 1) where there is one: a value that
        is missing or not a number (NaN and +inf among them), an unknown label, rows of unequal length, a
        matrix that is not square, one kind of score only, an empty file, a file that is not text.
    """
    try:
        path = Path(path)
    except TypeError:
        _check.refuse("path", path, "the path of a file")
    try:
        scores = _read(path, score_column, distances, max_bytes)
    except (OSError, MemoryError) as error:
        raise ValueError(f"{_name(path)}: cannot be read ({_shown(_one_line(error))})") from error
    except _Trouble as trouble:
        raise ValueError(f"{_name(path)}{trouble}") from None
    return scores


def read_npz(path, needed, max_bytes=2**29):
    """The arrays of numbers that are `needed` from an npz file, in that order, with the same care."""
    path = Path(path)
    try:
        if not path.is_file():
            raise _Trouble("is no file" if path.exists() else "there is no such file")
        arrays = _npz(path, max_bytes)
        missing = [name for name in needed if name not in arrays]
        if missing:
            raise _Trouble(f"has no array {' or '.join(missing)}, only {_shown(sorted(arrays))}")
        return [arrays[name] for name in needed]
    except (OSError, MemoryError) as error:
        raise ValueError(f"{_name(path)}: cannot be read ({_shown(_one_line(error))})") from error
    except _Trouble as trouble:
        raise ValueError(f"{_name(path)}{trouble}") from None


def _name(path):
    """The name of a file in a message of one line."""
    return " ".join(path.name.split())[:100]


class _Trouble(Exception):
    """What is wrong with a file, and where."""

    def __init__(self, what, line=None, column=None, name=None):
        where = f", line {line}" if line else ""
        where += f", column {column}" if column else ""
        where += f" ({_shown(name)})" if name else ""
        super().__init__(f"{where}: {what}")


def _shown(text):
    return _check.shown(text)


def _one_line(error):
    return " ".join(str(error).split()) or type(error).__name__


def _read(path, score_column, distances, max_bytes):
    if not path.is_file():  # a device or a pipe could go on for ever
        raise _Trouble("is no file" if path.exists() else "there is no such file")
    size = path.stat().st_size
    if size > max_bytes:
        raise _Trouble(f"is larger than max_bytes ({size} against {max_bytes} bytes)")
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(b"PK"):
        return _from_arrays(_npz(path, max_bytes), score_column, distances)
    if start.startswith(b"\x93NUMPY"):
        with path.open("rb") as file:
            return _from_arrays({"matrix": _npy(file, size, path.name, max_bytes)}, None, distances)
    for sign, meaning in _NOT_TEXT.items():
        if start.startswith(sign):
            raise _Trouble(f"is {meaning}")
    if b"\0" in start:
        raise _Trouble("is not text (it holds zero bytes)")
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return _from_text(file, start, score_column, distances, max_bytes)
    except UnicodeDecodeError:
        raise _Trouble("is not UTF-8 text", _first_line_not_utf8(path)) from None


def _first_line_not_utf8(path):
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number


# Text


def _rows(file, start):
    """(line number, cells) of each line that is not empty, with the separator that the file uses."""
    first = next((line for line in start.decode("utf-8-sig", "replace").splitlines() if line.strip()), "")
    separator = next((mark for mark in "\t;," if mark in first), None)
    if separator is None:
        rows = ((number, line.split()) for number, line in enumerate(file, start=1))
    else:
        reader = csv.reader(file, delimiter=separator, strict=True, skipinitialspace=True)
        rows = ((reader.line_num, [cell.strip() for cell in row]) for row in _told(reader))
    return ((number, cells) for number, cells in rows if len(cells) > 1 or any(cells))


def _told(reader):
    try:
        yield from reader
    except csv.Error as error:
        raise _Trouble(_one_line(error), reader.line_num) from None


def _from_text(file, start, score_column, distances, max_bytes):
    rows = _rows(file, start)
    ahead = list(itertools.islice(rows, 2))
    if not ahead:
        raise _Trouble("is empty")
    first, second = ahead[0][1], ahead[-1][1]
    rows = itertools.chain(ahead, rows)
    if len(first) > 2 and not _begins_a_number(first[0]) and second[0] == first[1]:
        return _matrix(rows, distances, True, max_bytes)
    if not any(_begins_a_number(cell) for cell in first):
        return _table(rows, score_column, distances)
    if len(first) == 2 and any(_is_label(cell) for cell in first):
        return _two_columns(rows, distances)
    return _matrix(rows, distances, False, max_bytes)


def _begins_a_number(cell):
    """Whether a cell is a number or looks like an attempt at one; no name of a column does."""
    return cell.lstrip("+-.")[:1].isdigit() or cell.lower().lstrip("+-") in ("nan", "inf", "infinity")


def _is_label(cell):
    try:
        _label(cell, 0, 0)
    except _Trouble:
        return False
    return True


def _number(cell, line, column, name=None):
    """A score. float() alone would take "1_000", NaN and digits of other scripts."""
    try:
        if "_" in cell or not cell.isascii():
            raise ValueError
        value = float(cell)
    except ValueError:
        if not cell:
            what = "is missing"
        elif cell.count(",") == 1 and cell.replace(",", "").isdigit():
            what = f"{_shown(cell)} has a decimal comma: use a point"
        else:
            what = f"{_shown(cell)} is not a number"
        raise _Trouble(what, line, column, name) from None
    # -inf must be written out: a failure to enrol is meant, not a number too large to hold.
    if value != value or value == math.inf or (value == -math.inf and cell[1:2] not in "iI"):
        raise _Trouble(f"{_shown(cell)} is no score", line, column, name)
    return value


def _label(cell, line, column, name=None):
    word = cell.lower()
    if word in GENUINE:
        return True
    if word in IMPOSTOR:
        return False
    try:  # 1.000000000000000000e+00, as numpy's savetxt writes a 1
        value = float(word)
    except ValueError:
        value = math.nan
    if value in (0, 1):
        return value == 1
    raise _Trouble(
        f"{_shown(cell)} is neither genuine nor impostor (nor mated, nonmated, same, different, 1, 0)",
        line,
        column,
        name,
    )


def _only(kind, names, found):
    if len(found) > 1:
        raise _Trouble(f"has several columns of {kind}: {', '.join(_shown(name) for name in found)}", 1)
    return names.index(found[0]) if found else None


def _table(rows, score_column, distances):
    line, header = next(rows)
    names = [name.lower() for name in header]
    shown = ", ".join(_shown(name) for name in header[:12])
    if len(set(names)) < len(names):
        raise _Trouble(f"names a column twice: {shown}", line)
    if score_column is not None:
        if str(score_column).lower() not in names:
            raise _Trouble(f"has no column {_shown(score_column)}, only {shown}", line)
        score = names.index(str(score_column).lower())
    else:
        score = _only("scores", names, [name for name in names if name in SCORES])
        if score is None:
            score = _only("distances", names, [name for name in names if name in DISTANCES])
            if score is not None and not distances:
                raise _Trouble(
                    "holds distances (smaller = more alike): pass distances=True",
                    line,
                    score + 1,
                    header[score],
                )
        if score is None:
            raise _Trouble(f"has no column 'score', only {shown}: name it with score_column", line)
    label = _only("labels", names, [name for name in names if name in LABELS and names.index(name) != score])
    pair = next(([names.index(a), names.index(b)] for a, b in SUBJECTS if a in names and b in names), None)
    if label is None and pair is None:
        raise _Trouble(f"has neither a column of labels nor two of subjects, only {shown}", line)
    values, mated, subjects = array("d"), array("b"), ([], [])
    for line, cells in rows:
        if len(cells) != len(header):
            raise _Trouble(f"has {len(cells)} columns, the header has {len(header)}", line)
        values.append(_number(cells[score], line, score + 1, header[score]))
        if pair:
            left, right = cells[pair[0]], cells[pair[1]]
            for column, cell in zip(pair, (left, right), strict=True):
                if not cell:
                    raise _Trouble("is missing", line, column + 1, header[column])
                if len(cell) > LONGEST_NAME:
                    raise _Trouble(_TOO_LONG, line, column + 1, header[column])
            subjects[0].append(left)
            subjects[1].append(right)
        is_mated = left == right if label is None else _label(cells[label], line, label + 1, header[label])
        if pair and is_mated != (left == right):
            said = (
                "genuine, but the subjects differ" if is_mated else "impostor, but both subjects are the same"
            )
            raise _Trouble(f"is labelled {said} ({_shown(left)}, {_shown(right)})", line)
        mated.append(is_mated)
    return _split(values, mated, distances, np.array(subjects).T if pair else None)


def _two_columns(rows, distances):
    # A row in which only one cell can be a label tells which column the labels are in.
    ahead, label = [], None
    for line, cells in rows:
        ahead.append((line, cells))
        could_be = [_is_label(cell) for cell in cells[:2]]
        if could_be != [True, True]:
            label = int(could_be == [False, True])
            break
    if label is None:
        raise _Trouble("has two columns that could both be labels: add a header such as label,score")
    values, mated = array("d"), array("b")
    for line, cells in itertools.chain(ahead, rows):
        if len(cells) != 2:
            raise _Trouble(f"has {len(cells)} columns, the first line has 2", line)
        mated.append(_label(cells[label], line, label + 1))
        values.append(_number(cells[1 - label], line, 2 - label))
    return _split(values, mated, distances)


def _matrix(rows, distances, named, max_bytes):
    names, offset = None, int(named)
    if named:
        line, header = next(rows)
        names = header[1:]
        if len(set(names)) < len(names) or not all(names):
            raise _Trouble("names in the first row must all differ", line)
        if max(map(len, names)) > LONGEST_NAME:
            raise _Trouble(_TOO_LONG, line)
    values, height, width = array("d"), 0, len(names) if named else None
    for line, cells in rows:
        if named and (height >= width or cells[0] != names[height]):
            expected = _shown(names[height]) if height < width else "no more rows"
            raise _Trouble(f"row {_shown(cells[0])} is out of order: columns say {expected}", line, 1)
        width = len(cells) - offset if width is None else width
        if 8 * width**2 > max_bytes:
            raise _Trouble(
                f"{width} scores in a row make a matrix larger than max_bytes ({max_bytes} bytes)", line
            )
        if len(cells) - offset != width:
            raise _Trouble(f"has {len(cells) - offset} scores, the first row has {width}", line)
        values.extend(
            _number(cell, line, column) for column, cell in enumerate(cells[offset:], start=1 + offset)
        )
        height += 1
    if height != width:
        raise _Trouble(
            f"is neither a table with a header, nor two columns of label and score, nor a square "
            f"matrix ({height} rows, {width} columns)"
        )
    return _from_matrix(np.array(values).reshape(height, width), distances, names)


# Arrays


def _npz(path, max_bytes):
    """The arrays of an npz file. Nothing is unpickled; sizes are checked before anything is unpacked."""
    arrays = {}
    try:
        with zipfile.ZipFile(path) as archive:
            members = [member for member in archive.infolist() if member.filename.endswith(".npy")]
            if not members:
                raise _Trouble("is a zip archive without arrays (a workbook? save it as CSV)")
            # Reading stops at the size a member declares, so that this sum bounds the memory taken.
            unpacked = sum(member.file_size for member in members)
            if unpacked > max_bytes:
                raise _Trouble(f"unpacks to more than max_bytes ({unpacked} against {max_bytes} bytes)")
            for member in members:
                name = member.filename.removesuffix(".npy")
                with archive.open(member) as stream:
                    arrays[name] = _npy(stream, member.file_size, name, max_bytes)
    except _Trouble:
        raise
    except Exception as error:  # a damaged or hostile archive can fail in any way inside zipfile
        raise _Trouble(f"is a damaged npz file ({_shown(_one_line(error))})") from None
    return arrays


def _npy(stream, size, name, max_bytes):
    """One array. The header's shape must fit the bytes that are there, so that it cannot ask for more."""
    try:
        version = np.lib.format.read_magic(stream)
        read_header = {
            (1, 0): np.lib.format.read_array_header_1_0,
            (2, 0): np.lib.format.read_array_header_2_0,
        }[version]
        shape, by_column, dtype = read_header(stream)
    except Exception as error:  # numpy parses the header as Python text, which can fail in any way
        raise _Trouble(f"array {_shown(name)} is damaged ({_shown(_one_line(error))})") from None
    if dtype.hasobject or dtype.kind not in "biuf":
        raise _Trouble(f"array {_shown(name)} holds {dtype}, not numbers (objects are never loaded)")
    wanted = math.prod(shape) * dtype.itemsize
    if any(length < 0 for length in shape) or wanted > size:
        raise _Trouble(f"array {_shown(name)} is cut short: shape {_shown(shape)} needs {wanted} bytes")
    # Scores become float64, so that a byte each, packed to almost nothing, would grow eightfold.
    if 8 * math.prod(shape) > max_bytes:
        raise _Trouble(
            f"array {_shown(name)} is larger than max_bytes once it is float64: shape {_shown(shape)}"
        )
    data = stream.read(wanted)
    if len(data) < wanted:
        raise _Trouble(f"array {_shown(name)} is cut short: shape {_shown(shape)} needs {wanted} bytes")
    return np.frombuffer(data, dtype=dtype).reshape(shape, order="F" if by_column else "C")


def _from_arrays(arrays, chosen, distances):
    if chosen is not None:
        if chosen not in arrays:
            raise _Trouble(f"has no array {_shown(chosen)}, only {_shown(sorted(arrays))}")
        arrays = {chosen: arrays[chosen]}
    named = {name.lower(): value for name, value in arrays.items()}
    for genuine, impostor in (("genuine", "impostor"), ("mated", "nonmated")):
        if genuine in named and impostor in named:
            sides = [_clean(named[name], name, distances) for name in (genuine, impostor)]
            subjects = [named.get(f"{name}_subjects") for name in (genuine, impostor)]
            if any(ids is not None for ids in subjects):
                shapes = [None if ids is None else ids.shape for ids in subjects]
                if shapes != [(sides[0].size,), (sides[1].size, 2)]:
                    raise _Trouble(
                        f"{genuine}_subjects and {impostor}_subjects must have shapes "
                        f"({sides[0].size},) and ({sides[1].size}, 2), got {shapes}"
                    )
            return _whole(*sides, *subjects)
    square = {
        name: value for name, value in named.items() if value.ndim == 2 and len(value) == value.shape[1]
    }
    if len(square) != 1:
        held = ", ".join(f"{name} {value.shape}" for name, value in list(named.items())[:8])
        which = ": choose one with score_column" if len(square) > 1 else ""
        raise _Trouble(f"must hold arrays genuine and impostor, or one square matrix{which}; it holds {held}")
    ((name, matrix),) = square.items()
    return _from_matrix(_clean(matrix, name, distances).reshape(matrix.shape), False, None)


def _clean(values, name, distances):
    found = np.ravel(values).astype(np.float64)
    wrong = np.flatnonzero(np.isnan(found) | (found == np.inf))
    if wrong.size:
        place = tuple(int(i) for i in np.unravel_index(wrong[0], np.shape(values)))
        raise _Trouble(f"array {_shown(name)}{list(place)} is {found[wrong[0]]}, no score")
    return -found if distances else found


# Sets


def _from_matrix(matrix, distances, names):
    people = len(matrix)
    if distances:
        matrix = -matrix
    off = ~np.eye(people, dtype=bool)
    ids = np.arange(people, dtype=np.int32) if names is None else np.array(names)
    rows, columns = np.nonzero(off)
    return _whole(np.diag(matrix).copy(), matrix[off], ids, np.stack([ids[rows], ids[columns]], axis=1))


def _split(values, mated, distances, subjects=None):
    values, mated = np.array(values), np.array(mated, dtype=bool)
    if distances:
        values = -values
    pairs = (None, None) if subjects is None else (subjects[mated, 0], subjects[~mated])
    return _whole(values[mated], values[~mated], *pairs)


def _whole(genuine, impostor, genuine_subjects, impostor_subjects):
    for kind, other, scores in (("genuine", "impostor", genuine), ("impostor", "genuine", impostor)):
        if not scores.size:
            raise _Trouble(
                f"holds no {kind} scores, only {other} ones"
                if genuine.size + impostor.size
                else "holds no scores"
            )
    return ScoreSet(genuine, impostor, genuine_subjects, impostor_subjects)
