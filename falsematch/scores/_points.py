"""What questions about scores are answered with, and the few rules of counting they share."""

import warnings
from dataclasses import dataclass

import numpy as np

from falsematch.scores._bracket import last_holding


@dataclass(frozen=True)
class OperatingPoint:
    """What one threshold did to a set of comparisons: counts first, rates from them.

    Attributes
    ----------
    threshold : float or ndarray
        A comparison matches iff its score is at least this.
    fmr, fnmr : float or ndarray, proportions
        Realised: ``false_matches / impostor_comparisons`` and
        ``false_non_matches / genuine_comparisons``. NaN where there was no such comparison.
    false_matches, false_non_matches : int or ndarray of int64
    impostor_comparisons, genuine_comparisons : int
        The trials behind each rate. `intervals.proportion_interval(false_matches, impostor_comparisons)`
        says what so many can show, if the comparisons are independent.

    Those that may be arrays are so, of one shape, when several thresholds or rates were asked for at once.

    Examples
    --------
    >>> from falsematch.scores import rates_at
    >>> point = rates_at([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1], threshold=0.5)
    >>> point.false_matches, point.impostor_comparisons, point.fmr
    (1, 4, 0.25)
    """

    threshold: float | np.ndarray
    fmr: float | np.ndarray
    fnmr: float | np.ndarray
    false_matches: int | np.ndarray
    false_non_matches: int | np.ndarray
    impostor_comparisons: int
    genuine_comparisons: int


@dataclass(frozen=True)
class EqualErrorRate:
    """Where FMR and FNMR cross: between `low` and `high`, which are equal unless the scores tie there.

    Attributes
    ----------
    low, high : float, proportions
        Both rates are staircases. Drawn with their risers they meet in one level, or along one
        stretch of a riser: at a score that genuine and impostor comparisons share. These are its ends.
    value : float
        The middle of them.
    threshold : float
        The greatest score at which FMR >= FNMR. -inf if FNMR is the greater at every threshold,
        because of failures to enrol or to capture; `low` is then FMR at the lowest threshold.

    Examples
    --------
    The two scores of 0.5 are accepted or rejected together, and the rates jump past each other:

    >>> from falsematch.scores import eer
    >>> eer([0.9, 0.8, 0.7, 0.5], [0.5, 0.2, 0.1, 0.1])
    EqualErrorRate(low=0.0, high=0.25, value=0.125, threshold=0.5)
    """

    low: float
    high: float
    value: float
    threshold: float


def rate(count, trials):
    """count / trials in float64; NaN where nothing was tried."""
    count = np.asarray(count)
    return count / trials if trials else np.full(count.shape, np.nan)


def operating_point(threshold, matched_genuine, matched_impostor, genuine, impostor):
    """An `OperatingPoint` from numbers of matches; scalars for scalars, arrays for arrays."""
    missed = genuine - np.asarray(matched_genuine)
    fields = (threshold, rate(matched_impostor, impostor), rate(missed, genuine), matched_impostor, missed)
    if np.ndim(threshold) == 0:
        fields = [np.asarray(field).item() for field in fields]
    return OperatingPoint(*fields, int(impostor), int(genuine))


def allowed_matches(comparisons, fmr):
    """The most false matches k among `comparisons` with ``k / comparisons <= fmr`` in float64.

    The quotient is what a user compares with, so it decides: 3 of 10 do meet a target of 0.3, although
    the float64 0.3 is a little less than 3/10. The product is only a first guess.
    """
    k = min(int(fmr * comparisons), comparisons)
    while k < comparisons and (k + 1) / comparisons <= fmr:
        k += 1
    while k > 0 and k / comparisons > fmr:
        k -= 1
    return k


def next_threshold(score, dtype):
    """The least number of a type above a score of that type; -inf stays, +1 for whole numbers.

    It is of the scores' own type, so that ``scores >= threshold`` means the same in numpy, which
    rounds a Python float to float32 before it compares it with float32 scores.
    """
    if score == -np.inf:
        return score
    if dtype.kind == "f":
        with np.errstate(over="ignore"):
            return float(np.nextafter(dtype.type(score), dtype.type(np.inf)))
    return float(score) + 1.0


def least_threshold(impostor, targets, finest):
    """The least thresholds of type `finest` at which FMR is at most each target, and the false matches then.

    The greatest score that more than the allowed number reach has to be excluded, ties and all.

    Returns
    -------
    (thresholds, matches) : ndarrays of float64 and of int64, of the shape of `targets`
    """
    allowed = [allowed_matches(len(impostor), target) for target in targets.flat]
    found = last_holding([impostor], [lambda counts, most=most: counts[0] > most for most in allowed])
    thresholds = np.array([next_threshold(excluded, finest) for excluded, _, _ in found])
    matches = np.array([above for _, _, (above,) in found], dtype=np.int64)
    return thresholds.reshape(targets.shape), matches.reshape(targets.shape)


def with_a_word(found):
    """An `EqualErrorRate` as it is; a warning where it is above one half."""
    if found.low > 0.5:
        warnings.warn(
            f"the equal error rate is above one half ({found.value:.3g}): impostor scores are the greater "
            "ones (distances? negate them; labels the other way round?), or most genuine comparisons failed",
            stacklevel=3,
        )
    return found


def crossing(fmr, fnmr, fmr_above, fnmr_above, threshold):
    """The `EqualErrorRate` at a score with these rates at it (fmr >= fnmr) and just above it (<).

    The risers span [fmr_above, fmr] and [fnmr, fnmr_above]; what they share is the crossing.
    """
    low, high = max(fmr_above, fnmr), min(fmr, fnmr_above)
    return EqualErrorRate(float(low), float(high), float((low + high) / 2), float(threshold))
