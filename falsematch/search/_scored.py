"""FPIR, FNIR and rank curves of searches whose scores are at hand."""

from dataclasses import dataclass

import numpy as np

from falsematch import _check


@dataclass(frozen=True)
class OpenSetRates:
    """Error rates of searches at one threshold and rank, with the counts behind them.

    Attributes
    ----------
    fpir : false positives / non-mated searches.
    fnir : misses / mated searches.
    false_positives : non-mated searches with one or more candidates at or above the threshold.
    misses : mated searches whose mate is not at or above the threshold within the rank.
    nonmated_searches, mated_searches : how many there were.
    nonmated_gallery, mated_gallery : people each of them was compared with.
    threshold, rank : as given.
    """

    fpir: float
    fnir: float
    false_positives: int
    misses: int
    nonmated_searches: int
    mated_searches: int
    nonmated_gallery: int
    mated_gallery: int
    threshold: float
    rank: int


def scores_of(name, values, dimensions, shape):
    """Scores as an array of a numeric type, checked."""
    array = _check.numbers(name, values, exact=True)
    if (
        array.dtype.kind in "iu"
        and array.size
        and max(abs(int(array.min())), abs(int(array.max()))) > _check.EXACT
    ):
        # From there on a threshold, a float64, could fall on the wrong side of a score.
        _check.refuse(name, values, "of whole numbers less than 2**53 from zero")
    if array.ndim != dimensions or not len(array):
        _check.refuse(name, values, f"an array of shape {shape}, with at least one search")
    unusable = np.isnan(array) | (array == np.inf)
    if np.any(unusable):
        _check.refuse(name, float(array[unusable][0]), "of scores that are finite, or -inf for a failure")
    return array


def ranks_of(mated, nonmated):
    """Scores of mates, scores of the others, and the rank of each mate (infinite for a failure)."""
    mated = scores_of("mated", mated, 1, "(searches,)")
    nonmated = scores_of("nonmated", nonmated, 2, "(searches, other people)")
    if len(mated) != len(nonmated):
        _check.refuse("nonmated", nonmated.shape, f"a row for each of the {len(mated)} mated scores")
    # A mate tied with others ranks behind them, so that a matcher that scores all alike finds nobody.
    ranks = 1.0 + np.count_nonzero(nonmated >= mated[:, None], axis=1)
    return mated, nonmated, np.where(mated == -np.inf, np.inf, ranks)


def open_set_rates(mated, nonmated, threshold, rank, *, nonmated_searches=None):
    """FPIR and FNIR of searches at a threshold, counting mates within a rank.

    FPIR(N, T) is the share of non-mated searches that return one or more candidates at or above T.
    FNIR(N, R, T) is the share of mated searches that do not return the mate at or above T among the R
    best. Think of a table of scores with a row per probe: `mated` is the column of each probe's own
    person, `nonmated` all the other columns. A row is used twice: with the mate enrolled it is a mated
    search, with the mate left out a non-mated one (so its gallery is smaller by one). If strangers were
    searched as well, give their scores as `nonmated_searches` and FPIR is counted on them instead.

    Parameters
    ----------
    mated : array-like of scores, shape (searches,)
        Score of each probe with its mate. -inf where it has none, because the probe or the mate could
        not be captured or enrolled: a miss at every threshold and rank.
    nonmated : array-like of scores, shape (searches, other people)
        Scores of the same probes with everybody else in the gallery. For candidate lists of limited
        length, fill up with -inf; a mate who is not on the list has a mated score of -inf.
    threshold : number, not NaN
        -inf for no threshold: every score but -inf is then a candidate.
    rank : whole number >= 1
        How many of the best candidates are looked at. A mate tied with others ranks behind them.
    nonmated_searches : array-like of scores, shape (searches, people), optional
        Scores of probes who have no mate in the gallery. -inf marks failures and empty places.

    Returns
    -------
    OpenSetRates

    Raises
    ------
    ValueError
        If scores are NaN, +inf, not numbers or whole numbers 2**53 or more from zero, shapes do not fit,
        or there is no search.

    References
    ----------
    ISO/IEC 19795-1:2021; NIST IR 8271, Face Recognition Vendor Test Part 2: Identification. Candidates
    are at or above the threshold here, as everywhere in this package.

    See Also
    --------
    fnir_at_fpir : at the threshold that meets an FPIR target.
    best_per_person : for galleries with several photographs of a person.
    cmc : ranks alone, where everybody searched for is enrolled.
    fpir, fpir_measured : FPIR of galleries of other sizes.
    falsematch.intervals.proportion_interval : what so few searches can show.

    Examples
    --------
    Three probes, each with a mate and two others. The second mate ranks behind another person:

    >>> mates, others = [0.9, 0.6, 0.4], [[0.2, 0.3], [0.7, 0.1], [0.3, 0.2]]
    >>> rates = open_set_rates(mates, others, threshold=0.5, rank=1)
    >>> rates.misses, rates.mated_searches, rates.false_positives, rates.nonmated_searches
    (2, 3, 1, 3)
    """
    mated, nonmated, ranks = ranks_of(mated, nonmated)
    strangers = nonmated
    if nonmated_searches is not None:
        strangers = scores_of("nonmated_searches", nonmated_searches, 2, "(searches, people)")
    # As np.float64: beside float32 scores a Python float would be rounded to float32 first.
    threshold = np.float64(_check.single("threshold", _check.numbers("threshold", threshold)))
    if np.isnan(threshold):
        _check.refuse("threshold", threshold, "a number, not NaN")
    rank = int(_check.single("rank", _check.whole("rank", rank, 1)))
    candidate = (strangers >= threshold) & (strangers > -np.inf)
    misses = (ranks > rank) | (mated < threshold)
    return OpenSetRates(**counted(candidate.any(axis=1), misses, strangers, nonmated, threshold, rank))


def counted(false_positive, missed, strangers, nonmated, threshold, rank):
    """The fields of `OpenSetRates`, from what became of each non-mated and each mated search."""
    false_positives, misses = int(np.count_nonzero(false_positive)), int(np.count_nonzero(missed))
    return {
        "fpir": false_positives / len(false_positive),
        "fnir": misses / len(missed),
        "false_positives": false_positives,
        "misses": misses,
        "nonmated_searches": len(false_positive),
        "mated_searches": len(missed),
        "nonmated_gallery": strangers.shape[1],
        "mated_gallery": nonmated.shape[1] + 1,
        "threshold": float(threshold),
        "rank": rank,
    }


def cmc(mated, nonmated):
    """Cumulative match characteristic: how often the mate is among the best R, for each R.

    A closed-set measure: everybody searched for is enrolled, and there is no threshold. It says nothing
    about people who are not enrolled, however high it is: that is what `open_set_rates` is for.

    Parameters
    ----------
    mated, nonmated : array-like of scores, shapes (searches,) and (searches, other people)
        As in `open_set_rates`.

    Returns
    -------
    ndarray, shape (other people + 1,), proportions that never fall. Entry R - 1 is the share of searches
    whose mate has rank R or better; a mate tied with others ranks behind them. The last entry is below 1
    only if some mated scores are -inf (failures).

    Raises
    ------
    ValueError
        As `open_set_rates`.

    See Also
    --------
    open_set_rates : with a threshold, and with people who are not enrolled.

    Examples
    --------
    >>> print(cmc([0.9, 0.6], [[0.2, 0.3], [0.7, 0.1]]))
    [0.5 1.  1. ]
    """
    mated, nonmated, ranks = ranks_of(mated, nonmated)
    found = ranks[np.isfinite(ranks)].astype(np.int64)
    return np.cumsum(np.bincount(found, minlength=nonmated.shape[1] + 2)[1:]) / len(mated)
