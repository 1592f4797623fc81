"""What a file of scores holds once it is read, and how it is gathered from blocks of rows."""

import re
from dataclasses import dataclass

import numpy as np

from falsematch._check import shown
from falsematch.datasets._cells import Trouble, is_file

_NUMBER = re.compile(r"0*(\d+?)(\.0*)?", re.ASCII)


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
    genuine_groups, impostor_groups : ndarrays of text of the shapes of the scores, or None
        What the file says in the column that was named as `group_column`.
    people, groups : dict
        The same once more, as numbers from 0 under the names of those arguments: text takes much memory, and
        numbers are compared at once. ``scores.bootstrap_fnmr_at_fmr(genuine, impostor, fmr, **people, seed=1)``.
        Empty where the file names none.
    people_names, group_names : list of text, or None
        Whom the numbers stand for.
    read_as : str
        Which columns were taken for what, in words.
    """

    genuine: np.ndarray
    impostor: np.ndarray
    people: dict
    groups: dict
    people_names: list | None
    group_names: list | None
    read_as: str

    @property
    def genuine_subjects(self):
        return _named(self.people.get("genuine_subjects"), self.people_names)

    @property
    def impostor_subjects(self):
        return _named(self.people.get("impostor_subjects"), self.people_names)

    @property
    def genuine_groups(self):
        return _named(self.groups.get("genuine_groups"), self.group_names)

    @property
    def impostor_groups(self):
        return _named(self.groups.get("impostor_groups"), self.group_names)


def _named(numbers, names):
    return numbers if numbers is None or names is None else np.array(names)[numbers]


class _Growing:
    """Rows added to at the end. Room that is not used yet takes no memory until it is."""

    def __init__(self, rows):
        self.rows, self.size = np.empty_like(rows[:0]), 0

    def add(self, rows, more):
        """Add rows; about `more` times as many are to be expected in all."""
        wanted = self.size + len(rows)
        if wanted > len(self.rows):
            grown = np.empty((int(wanted * max(more, 1.25)), *rows.shape[1:]), dtype=rows.dtype)
            grown[: self.size] = self.rows[: self.size]
            self.rows = grown
        self.rows[self.size : wanted] = rows
        self.size = wanted

    def all(self):
        self.rows.resize((self.size, *self.rows.shape[1:]), refcheck=False)
        return self.rows


class Gathered:
    """Blocks of rows put together, genuine and impostor apart."""

    def __init__(self, layout, max_bytes):
        self.layout, self.max_bytes = layout, max_bytes
        self.people, self.groups, self.labels, self.total = {}, {}, set(), 0
        self.columns, self.row_names = {}, []

    def add(self, block):
        """Add what a block holds."""
        self.total += block.scores.size
        if 8 * self.total > self.max_bytes:
            raise Trouble(f"holds more than max_bytes once its scores are float64 ({self.max_bytes} bytes)")
        self.labels |= block.labels
        refuse_labels(self.labels)
        # A file may be packed to almost nothing: the first rooms are small, and the last is made while little is in it.
        more = 1.02 / block.read if block.read > 0.05 else 4
        more = min(more, self.max_bytes / max(8 * self.total, 1))
        if self.layout.matrix:
            self._extend("matrix", block.scores, more)
            self.row_names += [block.subjects.names[number] for number in block.subjects.numbers.ravel()]
            return
        rows = {"scores": block.scores[:, 0]}
        if self.layout.subjects:
            rows["subjects"] = _numbered(self.people, block.subjects)
        if self.layout.groups:
            rows["groups"] = _numbered(self.groups, block.groups)[:, 0]
        mated = block.mated if block.mated is not None else np.equal(*rows["subjects"].T)
        for side, of_side in (("genuine", mated), ("impostor", ~mated)):
            for what, values in rows.items():
                self._extend(f"{side}_{what}", values[of_side], more)

    def _extend(self, name, rows, more):
        self.columns.setdefault(name, _Growing(rows)).add(rows, more)

    def whole(self):
        """The `ScoreSet` of everything that was added."""
        if self.layout.matrix:
            return self._whole_matrix()
        refuse_names(self.people)
        found = {name: column.all() for name, column in self.columns.items()}
        genuine, impostor = (found.pop(f"{side}_scores", np.empty(0)) for side in ("genuine", "impostor"))
        if "genuine_subjects" in found:
            found["genuine_subjects"] = found["genuine_subjects"][:, 0]
        people, groups = ({name: found[name] for name in found if kind in name} for kind in ("subj", "group"))
        names = list(self.people) or None, list(self.groups) or None
        return _of_both_kinds(genuine, impostor, people, groups, *names, self.layout.said())

    def _whole_matrix(self):
        matrix, columns = self.columns["matrix"].all(), list(self.layout.names[-len(self.layout.scores) :])
        size = len(matrix)
        if size != matrix.shape[1]:
            raise Trouble(
                "is neither a table with a header, nor a list of labels and scores, nor a square matrix of scores "
                f"({size} rows, {matrix.shape[1]} columns)"
            )
        if self.layout.subjects:
            matrix = matrix[_in_order(self.row_names, columns)]
        if _of_one_set(matrix):
            raise Trouble(
                "is a matrix of one set of images compared with itself: its diagonal holds no genuine comparison"
            )
        if _half_is_empty(matrix) or _half_is_empty(matrix.T):
            raise Trouble("is filled on one side of its diagonal only: give a list of its comparisons")
        others = ~np.eye(size, dtype=bool)
        pairs = np.empty((size * (size - 1), 2), dtype=np.int32)
        pairs[:, 0] = np.repeat(np.arange(size, dtype=np.int32), size - 1)
        pairs[:, 1] = np.broadcast_to(np.arange(size, dtype=np.int32), (size, size))[others]
        people = {"genuine_subjects": np.arange(size, dtype=np.int32), "impostor_subjects": pairs}
        names = columns if self.layout.subjects else None
        return _of_both_kinds(
            np.diag(matrix).copy(), matrix[others], people, {}, names, None, self.layout.said()
        )


def refuse_labels(labels):
    """Refuse numbers as labels of which nobody can say what they mean."""
    if {0, -1} <= labels:
        raise Trouble("has labels 0 and -1: one of them must say impostor, and the other go")


def _numbered(known, names):
    """Numbers of names over the whole file; `known` is added to."""
    return np.array([known.setdefault(name, len(known)) for name in names.names], dtype=np.int32)[
        names.numbers
    ]


def refuse_names(names):
    """Refuse files as people, and 007 beside 7: one person, whose zeros a program has dropped, or two."""
    seen = {}
    files = [name for name in names if is_file(name)]
    if 2 * len(files) > len(names):
        raise Trouble(
            f"names a file as a person, {shown(files[0])}: a file compared with itself is no genuine comparison; "
            "choose columns that name people"
        )
    for name in names:
        digits = _NUMBER.fullmatch(name) if isinstance(name, str) else None
        if digits and seen.setdefault(digits[1], name) != name:
            raise Trouble(
                f"names people {shown(seen[digits[1]])} and {shown(name)}, which are one number: write them alike, "
                "or two people differently"
            )


def _in_order(rows, columns):
    """Places of the rows of a matrix in the order of its columns."""
    places = {name: place for place, name in enumerate(rows)}
    odd = [name for name in rows if name not in columns] or [
        name for place, name in enumerate(rows) if places[name] != place
    ]
    if odd:
        raise Trouble(f"has a row {shown(odd[0])} that no column is named for, or a second one of that name")
    return [places[name] for name in columns]


def _half_is_empty(matrix):
    """Whether everything below the diagonal is one value, as numpy.triu leaves it, and not all above it is."""
    if len(matrix) < 5:  # of so few people it may have come so
        return False
    empty = matrix[-1, 0]
    below = all((row[:place] == empty).all() for place, row in enumerate(matrix))
    return below and not all((row[place + 1 :] == empty).all() for place, row in enumerate(matrix))


def _of_one_set(matrix):
    """Whether a matrix compares one set of images with itself.

    Two photographs of each person do not give s(i, j) = s(j, i) to the last digit; one set does, and every
    image is alike to itself.
    """
    some = matrix[:64]  # a look at a few rows is mostly enough
    finite = some[np.isfinite(some)]
    grain = 1e-6 * np.ptp(finite) if finite.size else 0.0
    if grain == 0 or not all(
        np.allclose(part, part_turned, rtol=0, atol=grain)
        for part, part_turned in ((some, matrix[:, :64].T), (matrix, matrix.T))
    ):
        return False
    diagonal = np.diag(matrix)
    constant = np.allclose(diagonal, diagonal[0], rtol=0, atol=grain)
    return bool(constant or len(np.unique(matrix[np.triu_indices(len(matrix), 1)])) > 1)


def _of_both_kinds(genuine, impostor, *others):
    if not genuine.size and not impostor.size:
        raise Trouble("holds no scores")
    if not genuine.size or not impostor.size:
        kinds = ("genuine", "impostor") if impostor.size else ("impostor", "genuine")
        raise Trouble("holds no {} scores, only {} ones".format(*kinds))
    return ScoreSet(genuine, impostor, *others)
