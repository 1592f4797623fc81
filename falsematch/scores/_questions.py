"""The questions, put to two sets of scores however those are read: at hand, or in parts."""

import numpy as np

from falsematch import _check
from falsematch.scores._bracket import last_holding
from falsematch.scores._points import crossing, least_threshold, operating_point, rate


def some(scores):
    """The set, refused if it is empty."""
    if not len(scores):
        _check.refuse(scores.name, scores.values, "at least one score")
    return scores


def rates(genuine, impostor, threshold):
    """An `OperatingPoint` at a threshold or at each of an array of them. One of the sets may be empty."""
    if not len(genuine):
        some(impostor)
    thresholds = _check.numbers("threshold", threshold).astype(np.float64)
    if np.isnan(thresholds).any():
        _check.refuse("threshold", threshold, "a number, not NaN")
    unique, place = np.unique(thresholds, return_inverse=True)
    matched = [scores.count(unique)[place].reshape(thresholds.shape) for scores in (genuine, impostor)]
    return operating_point(_check.plain(thresholds), *matched, len(genuine), len(impostor))


def threshold(impostor, fmr):
    """The least threshold, of the scores' own type, that meets each target."""
    targets = _check.proportion("fmr", fmr)
    return _check.plain(least_threshold(some(impostor), targets, impostor.own_type)[0])


def point_at_fmr(genuine, impostor, fmr):
    """An `OperatingPoint` at the least threshold, of the finer type of the sets, that meets each target."""
    targets = _check.proportion("fmr", fmr)
    # Between two whole impostor scores there may be genuine ones that are not whole.
    finest = np.result_type(genuine.own_type, impostor.own_type)
    thresholds, matched_impostor = least_threshold(some(impostor), targets, finest)
    unique, place = np.unique(thresholds, return_inverse=True)
    matched_genuine = genuine.count(unique)[place].reshape(targets.shape)
    return operating_point(
        _check.plain(thresholds), matched_genuine, matched_impostor, len(genuine), len(impostor)
    )


def equal_error_rate(genuine, impostor):
    """The `EqualErrorRate` of two sets that are not empty."""
    n, m = len(some(impostor)), len(some(genuine))
    # FMR >= FNMR, multiplied out so that whole numbers decide.
    ((score, at, above),) = last_holding([impostor, genuine], [lambda c: c[0] * m >= (m - c[1]) * n])
    if score == -np.inf:
        return crossing(1.0, 0.0, above[0] / n, (m - above[1]) / m, score)
    return crossing(at[0] / n, (m - at[1]) / m, above[0] / n, (m - above[1]) / m, score)


def trade_off(genuine, impostor, thresholds):
    """(fmr, fnmr, thresholds) at given thresholds, of two sets that are not empty."""
    point = rates(some(genuine), some(impostor), np.ravel(_check.numbers("thresholds", thresholds)))
    return point.fmr, point.fnmr, point.threshold


def corners(genuine, impostor):
    """(fmr, fnmr, thresholds) at the distinct genuine scores, which are sorted for it.

    FNMR is constant from just above one genuine score to the next, and FMR least at the end of that
    stretch: at a genuine score. So these are all the corners a detection error trade-off has.
    """
    n, m = len(some(impostor)), len(some(genuine))
    ascending = np.sort(np.concatenate([*genuine.chunks()]).astype(np.float64, copy=False))
    first = np.flatnonzero(np.r_[True, ascending[1:] != ascending[:-1]] & (ascending > -np.inf))
    return rate(impostor.count(ascending[first]), n), rate(first, m), ascending[first]
