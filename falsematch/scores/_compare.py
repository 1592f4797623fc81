"""Two matchers on the same comparisons."""

from dataclasses import dataclass

import numpy as np

from falsematch import _check
from falsematch.intervals import ReplicateInterval, percentile_ends
from falsematch.scores._bootstrap import bootstrap_fnmr_at_fmr
from falsematch.scores._points import OperatingPoint


@dataclass(frozen=True)
class FnmrDifference(ReplicateInterval):
    """FNMR of a second matcher minus that of a first, each at its own threshold for one FMR target.

    A `falsematch.intervals.ReplicateInterval`: below 0 the second matcher misses less. `replicates` holds the
    differences of the resampled sets; NaN where a resample of people held no comparison of a kind.

    Attributes
    ----------
    first, second : OperatingPoint
        Of the scores as given.
    """

    first: OperatingPoint
    second: OperatingPoint


def compare_fnmr_at_fmr(
    first, second, fmr, *, genuine_subjects, impostor_subjects, replicates=1000, seed, confidence=0.95
):
    """Bootstrap interval, by people, of the difference in FNMR of two matchers at one FMR target.

    Both matchers are asked about the same comparisons of the same people, and each resample draws the same people for
    both: what makes a set of people easy or hard for both goes out of the difference. Two separate intervals that
    overlap do not say that there is none.

    Parameters
    ----------
    first, second : pairs (genuine, impostor) of array-like, one-dimensional
        Scores of the two matchers: row i is the same comparison in both. Their scales may differ.
    fmr : float, proportion in [0, 1]
        The target, which each matcher meets at a threshold of its own, found anew in each resample.
    genuine_subjects, impostor_subjects : array-like, shapes (genuine comparisons,) and (impostor comparisons, 2)
        As in `bootstrap_fnmr_at_fmr`.
    replicates, seed, confidence
        As in `bootstrap_fnmr_at_fmr`.

    Returns
    -------
    FnmrDifference

    Raises
    ------
    ValueError
        If the two matchers have different numbers of comparisons, or as `bootstrap_fnmr_at_fmr`.

    See Also
    --------
    bootstrap_fnmr_at_fmr : for one matcher.

    References
    ----------
    Efron and Tibshirani (1993), An Introduction to the Bootstrap: what was measured together is drawn together.

    Examples
    --------
    Ten people with one genuine comparison each. The second matcher misses nobody whom the first finds, and finds three
    more. Each resample holds the same people for both:

    >>> impostor = [0.5] * 45
    >>> first, second = [0.9] * 5 + [0.3] * 5, [0.9] * 8 + [0.3] * 2
    >>> pairs = [(one, other) for other in range(10) for one in range(other)]
    >>> found = compare_fnmr_at_fmr(
    ...     (first, impostor), (second, impostor), 0.0, genuine_subjects=range(10), impostor_subjects=pairs, seed=1
    ... )
    >>> round(found.low, 3), round(found.estimate, 3), round(found.high, 3)
    (-0.6, -0.3, -0.1)
    """
    pairs = []
    for name, pair in (("first", first), ("second", second)):
        if not isinstance(pair, (tuple, list)) or len(pair) != 2:
            _check.refuse(name, pair, "a pair (genuine, impostor) of scores")
        pairs.append(pair)
    shapes = [tuple(np.shape(scores) for scores in pair) for pair in pairs]
    if shapes[0] != shapes[1]:
        _check.refuse("second", shapes[1], f"scores of the comparisons of first, {shapes[0]}")
    # The people drawn follow from the seed alone, so that one seed draws the same for both.
    seed = int(_check.generator(seed).integers(2**63))
    found = [
        bootstrap_fnmr_at_fmr(
            *pair,
            fmr,
            genuine_subjects=genuine_subjects,
            impostor_subjects=impostor_subjects,
            replicates=replicates,
            seed=seed,
            confidence=confidence,
        )
        for pair in pairs
    ]
    differences = found[1].replicates - found[0].replicates
    ends = percentile_ends(differences, confidence)
    estimate = found[1].estimate - found[0].estimate
    return FnmrDifference(estimate, *ends, found[0].confidence, differences, found[0].point, found[1].point)
