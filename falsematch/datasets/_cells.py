"""What one cell of a score file says: a score, or whose comparison it is. Strict, with words for what is wrong."""

import contextlib
import math
import re

import numpy as np

from falsematch._check import shown
from falsematch.scores._split import kind_of, plain

# Names of columns, in the form of `plain`.
LABELS = frozenset(
    "label labels kind type mated genuine same class target ytrue match ismatch issame samesubject sameperson".split()
)
SCORES = frozenset("score scores yscore matchscore matchingscore comparisonscore".split())
DISTANCES = frozenset("distance distances dist dists dissimilarity".split())
NOBODY = ("", "nan", "none", "null", "unknown", "?")
# Those of two columns of people differ by one of these beginnings or endings.
_ENDS = [("{}a", "{}b"), ("{}1", "{}2"), ("{}x", "{}y"), ("probe{}", "gallery{}"), ("claimed{}", "real{}")]
_ENDS += [("bioref{}", "probe{}"), ("reference{}", "probe{}")]
_STEMS = "subject person identity id subjectid personid identityid".split()
SUBJECTS = [(one.format(stem), other.format(stem)) for stem in _STEMS for one, other in _ENDS]
_STEMS = "image img photo photograph picture file filename path imagepath filepath sample template".split()
_STEMS += [f"{stem}id" for stem in _STEMS]
SAMPLES = [(one.format(stem), other.format(stem)) for stem in _STEMS for one, other in _ENDS]
_FILE = re.compile(r"\.(jpe?g|png|bmp|gif|tiff?|webp|pgm|ppm|heic|wav|flac|mp3|m4a)\Z", re.IGNORECASE)
ROUNDING = 1e-6  # a distance of a cosine may come out this far below zero


class Trouble(Exception):
    """What is wrong with a file, and where: it becomes a message of one line."""

    def __init__(self, what, line=None, column=None, name=None, row=None):
        where = f", line {line}" if line else ""
        where += f", column {column}" if column else ""
        where += f" ({shown(name)})" if name else ""
        super().__init__(f"{where}: {what}")
        self.what, self.row = what, row


def is_distance(name):
    """Whether the name of a column says that smaller means more alike."""
    word = plain(name)
    return "distance" in word or "dissimilar" in word or word in ("dist", "dists")


def is_similarity(name):
    """Whether it says that greater does."""
    return "similarity" in plain(name) and not is_distance(name)


def names_a_role(name):
    """Whether a cell is a name that columns have, and no label itself."""
    word = plain(name)
    known = word in SCORES or any(word in pair for pair in SUBJECTS) or word in ("label", "labels", "ytrue")
    return known or is_distance(word) or is_similarity(word)


def as_number(cell):
    """The number that a cell is, with a decimal comma too, NaN and inf among them; None for any other."""
    try:
        return float(cell.replace(",", ".") if decimal_comma(cell) else cell)
    except ValueError:
        return None


def is_number(cell):
    """Whether a cell is a number."""
    return as_number(cell) is not None


def decimal_comma(cell):
    """Whether a cell is a number with a decimal comma."""
    return "," in cell and bool(re.fullmatch(r"[-+]?[0-9]*,[0-9]+([eE][-+]?[0-9]+)?", cell))


def label(cell):
    """True for a genuine comparison, False for one of an impostor."""
    meaning = kind_of(cell)
    if meaning is None and cell.isascii() and "_" not in cell:
        # 1.000000000000000000e+00 is a 1 as numpy's savetxt writes it.
        meaning = {1: True, 0: False, -1: False}.get(as_number(cell))
    if meaning is None:
        said = "nor mated, nonmated, same, different, 1, 0, -1"
        raise Trouble(f"{shown(cell)} is neither genuine nor impostor ({said})")
    return meaning


def is_label(cell):
    """Whether a cell can be a label."""
    with contextlib.suppress(Trouble):
        label(cell)
        return True
    return False


def is_file(cell):
    """Whether a name is that of a photograph or a recording, and so of no person."""
    return isinstance(cell, str) and _FILE.search(cell) is not None


class Reading:
    """How the numbers of a file become scores: greater = more alike, -inf for a failure.

    Parameters
    ----------
    distances : bool
        Whether smaller means more alike: a score is then the negated distance, a failure the distance +inf.
    failure : float or None
        A number that marks a failure in this file.
    """

    def __init__(self, distances=False, failure=None):
        self.distances, self.failure = distances, failure
        self.limit = ROUNDING if distances else math.inf
        # How a failure is written out: anything else that becomes infinite is a number too large to hold.
        self.failed = re.compile(rb"(?<!-)inf" if distances else rb"-inf", re.IGNORECASE)

    def turned(self, values):
        """float64 scores of an array of numbers, and whether each of them can be one."""
        given = np.asarray(values)
        values = given.astype(np.float64, copy=False)
        scores = 0.0 - values if self.distances else values
        if self.failure is not None:
            mark = self.failure
            if (
                given.dtype.kind == "f" and given.dtype.itemsize < 8
            ):  # float32 has no 0.1, but the nearest to it
                with np.errstate(over="ignore"):
                    mark = float(given.dtype.type(mark))
            scores = np.where(values == mark, -np.inf, scores)
        greatest = scores.max(initial=-np.inf)  # NaN survives max
        return scores, greatest <= self.limit and greatest < np.inf

    def refusal(self, value):
        """Why a number is no score, or None."""
        ((score,), good) = self.turned([value])
        if good:
            return None
        if self.distances and 0 < score < math.inf:
            return (
                f"is a distance below zero, {value:g}: if that marks a failure, pass failure_value={value:g}"
            )
        return "is no score"

    def score(self, cell, decimal="."):
        """The score that a cell holds. float() alone would take "1_000", NaN and digits of other scripts."""
        text = cell.replace(",", ".") if decimal == "," else cell
        try:
            if "_" in text or not text.isascii() or (decimal == "," and "." in cell):
                raise ValueError
            value = float(text)
        except ValueError:
            if not cell:
                raise Trouble("is missing") from None
            if decimal_comma(cell):
                raise Trouble(f"{shown(cell)} has a decimal comma: use a point") from None
            said = " with a decimal comma, as others here are" if decimal == "," else ""
            raise Trouble(f"{shown(cell)} is not a number{said}") from None
        reason = self.refusal(value)
        if reason or (math.isinf(value) and value != self.failure and not self.failed.search(text.encode())):
            raise Trouble(f"{shown(cell)} {reason or 'is no score'}")
        return float(self.turned([value])[0][0])
