"""Labels beside scores, as other libraries take them, and the two sets of scores that this one does."""

import re
from typing import NamedTuple

import numpy as np

from falsematch import _check
from falsematch.scores._stream import Scores

GENUINE = frozenset("genuine mated mate match matched same true target positive pos yes y t".split())
IMPOSTOR = frozenset(
    "impostor imposter nonmated nonmate unmated nonmatch nomatch mismatch different diff false nontarget negative neg "
    "no n f".split()
)
_RULE = "labels that are all 0 or 1, all -1 or 1, or words such as genuine and impostor"


class Split(NamedTuple):
    """Scores by kind: unpacks as ``genuine, impostor = ...``."""

    genuine: np.ndarray
    impostor: np.ndarray


def plain(word):
    """A word without case, blanks, dashes and underscores: "Non-Mated" and "non_mated" are one."""
    return re.sub(r"[\s_-]", "", word.lower())


def kind_of(word):
    """True for a word that says genuine, False for one that says impostor, None for any other."""
    word = plain(word)
    return True if word in GENUINE else False if word in IMPOSTOR else None


def split(y_true, y_score):
    """Genuine and impostor scores, from a label for each comparison and its score.

    Parameters
    ----------
    y_true : array-like of any shape
        1 or True for a genuine (mated) comparison, 0, False or -1 for one of an impostor; or words: genuine /
        impostor, mated / nonmated, target / nontarget, match / nonmatch, same / different, yes / no.
    y_score : array-like of the shape of `y_true`, greater = more alike
        -inf marks a failure to enrol or to capture.

    Returns
    -------
    Split : (genuine, impostor), one-dimensional, in their order and of the type of the scores

    Raises
    ------
    ValueError
        If a label is none, labels are 0 and -1 in one array, a score is unusable, or the shapes differ.

    See Also
    --------
    falsematch.datasets.load_scores : for a file of labels and scores.

    Examples
    --------
    >>> genuine, impostor = split([1, 1, 0, 0, 1, 0], [0.9, 0.8, 0.3, 0.1, 0.7, 0.2])
    >>> genuine.tolist(), impostor.tolist()
    ([0.9, 0.8, 0.7], [0.3, 0.1, 0.2])
    """
    scores = Scores("y_score", y_score)
    for _ in scores.chunks():  # each is checked when it is read
        pass
    mated = _mated(y_true)
    if mated.shape != np.shape(y_score):
        _check.refuse("y_true", mated.shape, f"of the shape of y_score, {np.shape(y_score)}")
    values = np.ravel(np.asarray(y_score, dtype=scores.own_type))
    mated = mated.ravel()
    return Split(values[mated], values[~mated])


def _mated(y_true):
    """Labels as truth values."""
    labels = np.asarray(y_true)
    if labels.dtype.kind in "OUS":
        return _mated_by_words(labels, y_true)
    labels = _check.numbers("y_true", y_true, _RULE)
    mated, negative, zero = labels == 1, labels == -1, labels == 0
    if not np.all(mated | negative | zero):
        _check.refuse("y_true", labels[~(mated | negative | zero)][0].item(), _RULE)
    if np.any(negative) and np.any(zero):
        _check.refuse("y_true", y_true, _RULE)
    return mated


def _mated_by_words(labels, given):
    if all(isinstance(label, (bool, int, float, np.bool_, np.number)) for label in labels.flat):
        return _mated(labels.astype(np.float64))
    words = [label.decode("utf-8", "replace") if isinstance(label, bytes) else label for label in labels.flat]
    mated = [kind_of(word) if isinstance(word, str) else None for word in words]
    if None in mated:
        wrong = labels.flat[mated.index(None)]
        if all(isinstance(word, str) and re.fullmatch(r"\s*[+-]?[01](\.0*)?\s*", word) for word in words):
            return _mated(np.array(words, dtype=np.float64).reshape(labels.shape))
        _check.refuse("y_true", wrong if isinstance(wrong, (str, bytes)) else given, _RULE)
    return np.array(mated).reshape(labels.shape)


def refuse_labels(genuine, impostor):
    """Refuse labels and scores where genuine and impostor scores are wanted.

    Two sets of one length, not the shortest, of which one holds nothing but 0 and 1 and the other fractions, are hardly
    the scores of two kinds of comparisons.

    Parameters
    ----------
    genuine, impostor : Scores
    """
    if not 5 < len(genuine) == len(impostor):
        return
    for labels, scores in ((genuine, impostor), (impostor, genuine)):
        if (
            _are_labels(labels.values[:64])
            and _are_labels(labels.values)
            and np.unique(labels.values).size == 2
        ):
            if np.any(scores.values != np.floor(scores.values)):
                raise ValueError(
                    f"{labels.name} must be scores, got as many as {scores.name} has, all of them 0 or 1: if these are "
                    "labels, take genuine, impostor = falsematch.scores.split(labels, scores)"
                )


def _are_labels(values):
    return bool(np.all((values == 0) | (values == 1)))
