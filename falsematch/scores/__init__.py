"""One-to-one comparisons: false match and false non-match rates of sets of similarity scores.

A *genuine* (mated) score compares two samples of one person, an *impostor* (non-mated) score samples of
two people. Greater means more alike; negate distances. **A comparison matches iff score >= threshold.**
ISO/IEC 19795-1 words it as "greater than": its threshold t is the threshold ``np.nextafter(t, inf)`` here.

Arguments common to this module
-------------------------------
genuine, impostor : array-like of any shape and of a boolean, whole or floating type, a `numpy.memmap` too
    Read in pieces in their own type, never copied whole (an object array is converted once). -inf marks
    a failure to enrol or to capture: it matches at no threshold, so a genuine one is always a miss.
    NaN and +inf are refused, and so are whole numbers beyond 2**53, which float64 cannot hold.
    Results do not depend on the order of the scores.

Rates are proportions, counted exactly; nothing is interpolated or smoothed. How many passes over the
data a question takes, and why what is skipped cannot matter, is told in `falsematch/scores/_bracket.py`.

References
----------
ISO/IEC 19795-1:2021, biometric performance testing and reporting: false match rate, false non-match
rate, detection error trade-off, failures to enrol and to acquire.
"""

import numpy as np

from falsematch import _check
from falsematch.scores import _questions
from falsematch.scores._bootstrap import BootstrapInterval, bootstrap_fnmr_at_fmr
from falsematch.scores._compare import FnmrDifference, compare_fnmr_at_fmr
from falsematch.scores._histogram import BinnedOperatingPoint, ScoreHistogram
from falsematch.scores._people import RateIntervals, rate_intervals_at, rates_by_group
from falsematch.scores._points import EqualErrorRate, OperatingPoint, with_a_word
from falsematch.scores._score_parts import ScoreParts
from falsematch.scores._split import Split, refuse_labels, split
from falsematch.scores._stream import Scores

__all__ = [
    "BinnedOperatingPoint",
    "BootstrapInterval",
    "EqualErrorRate",
    "FnmrDifference",
    "OperatingPoint",
    "RateIntervals",
    "ScoreHistogram",
    "ScoreParts",
    "Split",
    "balanced_accuracy",
    "bootstrap_fnmr_at_fmr",
    "compare_fnmr_at_fmr",
    "det",
    "eer",
    "fnmr_at_fmr",
    "rate_intervals_at",
    "rates_at",
    "rates_by_group",
    "split",
    "threshold_at_fmr",
]


def _sets(genuine, impostor):
    sets = Scores("genuine", genuine), Scores("impostor", impostor)
    refuse_labels(*sets)
    return sets


def rates_at(genuine, impostor, threshold):
    """FMR and FNMR at a threshold, or at each of an array of them.

    Parameters
    ----------
    genuine, impostor : array-like of scores
        See the module. One of them may be empty: its rate is then NaN, over 0 comparisons.
    threshold : array-like
        At -inf every comparison matches that is not a failure, at +inf none.

    Returns
    -------
    OperatingPoint, with scalars or with arrays of the shape of `threshold`.

    Raises
    ------
    ValueError
        If a score or a threshold is unusable, or both sets are empty.

    See Also
    --------
    det : both rates at every threshold that matters.
    fnmr_at_fmr : the other way round, from a false match rate to a threshold.

    Examples
    --------
    >>> point = rates_at([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1], [0.2, 0.5, 0.6])
    >>> print(point.fmr, point.false_non_matches)
    [0.5  0.25 0.  ] [0 1 1]
    """
    return _questions.rates(*_sets(genuine, impostor), threshold)


def threshold_at_fmr(impostor, fmr):
    """The least threshold whose false match rate does not exceed a target; never interpolated.

    The rate only changes at a score. If v is the greatest impostor score that must not match, because
    with it and its ties the rate would exceed the target, the threshold is the next number above v in
    the scores' own type: ``np.nextafter(v, inf)`` in float64 or float32, ``v + 1`` for whole numbers.
    No score of that type lies between, so no genuine score is rejected without need.

    Parameters
    ----------
    impostor : array-like of scores, at least one
    fmr : array-like, proportion in [0, 1]
        Compared with the quotient of counts in float64, so that 3 in 10 meets a target of 0.3. A target
        below 1 in ``len(impostor)`` gives a threshold above every impostor score: it is realised as 0,
        which shows little (see `intervals.zero_error_bound`).

    Returns
    -------
    float or ndarray of the shape of `fmr`. -inf if even matching everything meets the target.

    Raises
    ------
    ValueError
        If there is no score, one is unusable, or a rate is not in [0, 1].

    See Also
    --------
    fnmr_at_fmr : the same threshold, and what it does to genuine comparisons.

    Examples
    --------
    At most one of four strangers may match, so 0.2 has to be excluded; the threshold is the next number:

    >>> impostor = [0.5, 0.2, 0.1, 0.1]
    >>> threshold_at_fmr(impostor, 0.25)
    0.20000000000000004
    >>> threshold_at_fmr([50, 20, 10, 10], [0.25, 0.1])
    array([21., 51.])
    """
    return _questions.threshold(Scores("impostor", impostor), fmr)


def fnmr_at_fmr(genuine, impostor, fmr):
    """The false non-match rate at the least threshold whose false match rate does not exceed a target.

    Parameters
    ----------
    genuine : array-like of scores
        May be empty: the rate is then NaN, over 0 comparisons.
    impostor : array-like of scores, at least one
    fmr : array-like, proportion in [0, 1]
        The target. See `threshold_at_fmr`; the next number above v is here one of the finer type of
        the two sets, so that also a genuine 7.5 is accepted above an excluded impostor 7.

    Returns
    -------
    OperatingPoint
        With what was *realised*: its `fmr` is at most the target, and 0 if the target is below
        1 in `impostor_comparisons`. Arrays of the shape of `fmr` if that is an array.

    Raises
    ------
    ValueError
        If there is no impostor score, a score is unusable, or a rate is not in [0, 1].

    See Also
    --------
    bootstrap_fnmr_at_fmr : how far the result would move with other comparisons or other people.
    falsematch.intervals.proportion_interval : what so few comparisons can show.
    falsematch.search.fpir : what a false match rate means for a search of many.

    Examples
    --------
    A target of one in a thousand cannot be seen in four comparisons. What was realised is 0:

    >>> point = fnmr_at_fmr([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1], 0.001)
    >>> point.fmr, point.false_matches, point.impostor_comparisons, round(point.fnmr, 3)
    (0.0, 0, 4, 0.333)
    """
    return _questions.point_at_fmr(*_sets(genuine, impostor), fmr)


def eer(genuine, impostor):
    """The equal error rate, as the exact bracket in which FMR and FNMR cross.

    With few scores, or with ties between the two sets, no threshold makes the two rates equal. The
    bracket says how far that leaves the question open; it is not a confidence interval.

    Parameters
    ----------
    genuine, impostor : array-like of scores, at least one each

    Returns
    -------
    EqualErrorRate

    Warns
    -----
    UserWarning
        If the bracket lies above one half: the scores may be distances, or the two sets confused.

    Raises
    ------
    ValueError
        If a set is empty or a score is unusable.

    See Also
    --------
    det : the curve that it is one place of.
    fnmr_at_fmr : at the far smaller false match rates at which systems are used.

    Examples
    --------
    One genuine and one impostor comparison share a score, so that no threshold makes both rates equal:

    >>> bracket = eer([0.9, 0.8, 0.7, 0.5], [0.5, 0.2, 0.1, 0.1])
    >>> bracket.low, bracket.high
    (0.0, 0.25)
    """
    return with_a_word(_questions.equal_error_rate(*_sets(genuine, impostor)))


def det(genuine, impostor, thresholds=None):
    """The detection error trade-off: both rates at every distinct genuine score.

    Parameters
    ----------
    genuine, impostor : array-like of scores, at least one each
    thresholds : array-like, optional
        Where to look instead: both rates are then those at these thresholds, in their order.

    Returns
    -------
    (fmr, fnmr, thresholds) : three float64 arrays of one length
        By ascending threshold, so FMR falls and FNMR rises. Each point has the least FMR that its FNMR
        allows: up to the greatest genuine score no threshold is better than these, and above it all
        genuine comparisons are missed. Failures are not thresholds: they raise FNMR throughout.

    Raises
    ------
    ValueError
        If a set is empty or a score is unusable.

    See Also
    --------
    rates_at : both rates at thresholds of your choice.
    falsematch.plots.det_curve : the curve as a figure.

    Examples
    --------
    >>> fmr, fnmr, thresholds = det([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1])
    >>> print(thresholds, fmr, fnmr.round(2))
    [0.3 0.8 0.9] [0.25 0.   0.  ] [0.   0.33 0.67]
    """
    if thresholds is not None:
        return _questions.trade_off(*_sets(genuine, impostor), thresholds)
    return _questions.corners(*_sets(genuine, impostor))


def balanced_accuracy(genuine, impostor, threshold=None):
    """The share of right decisions if genuine and impostor comparisons were equally many.

    This is what benchmarks with as many genuine as impostor pairs call accuracy: 1 - (FMR + FNMR) / 2.

    Parameters
    ----------
    genuine, impostor : array-like of scores, at least one each
    threshold : float, optional
        Without it, the best threshold for these very scores is taken, which flatters the matcher.

    Returns
    -------
    float, proportion in [0, 1]; at least 0.5 if the threshold was chosen.

    Raises
    ------
    ValueError
        If a set is empty, or a score or the threshold is unusable.

    See Also
    --------
    rates_at : the two rates, which one number hides.

    Examples
    --------
    All four strangers are told apart at the best threshold, and one of three pairs is not recognised:

    >>> round(balanced_accuracy([0.9, 0.8, 0.05], [0.5, 0.2, 0.1, 0.1]), 3)
    0.833
    """
    if threshold is not None:
        point = _questions.rates(*map(_questions.some, _sets(genuine, impostor)), threshold)
        return _check.plain(1 - (np.asarray(point.fmr) + point.fnmr) / 2)
    fmr, fnmr, _ = det(genuine, impostor)
    return float(1 - np.min(fmr + fnmr, initial=1.0) / 2)
