"""How far FNMR at a fixed FMR would move with other comparisons, or with other people."""

from dataclasses import dataclass

import numpy as np

from falsematch import _check
from falsematch.intervals import ReplicateInterval, percentile_ends
from falsematch.scores._points import (
    OperatingPoint,
    allowed_matches,
    least_threshold,
    next_threshold,
    operating_point,
)
from falsematch.scores._stream import Scores, just_above, last_holding

# Sizes of the clustered bootstrap's working arrays, in numbers of 8 bytes. They decide speed only.
_DRAWN = 1 << 23  # people x replicates at a time
_ROWS = 1 << 8  # tail scores at a time, each with all replicates at hand
_MATRIX = 1 << 24  # people x people, above which the matrix of pairs is sparse
_SPARE = 64  # tail scores at hand beyond twice the allowed false matches


@dataclass(frozen=True)
class BootstrapInterval(ReplicateInterval):
    """A percentile bootstrap interval of FNMR at a fixed FMR: a `falsematch.intervals.ReplicateInterval`.

    `replicates` holds FNMR of each resampled set, at the threshold of that set; NaN where a resample of
    people held no genuine or no impostor comparison.

    Attributes
    ----------
    point : OperatingPoint
        Of the scores as given: threshold and counts behind `estimate`.

    Examples
    --------
    >>> found = bootstrap_fnmr_at_fmr([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1], 0.25, replicates=500, seed=1)
    >>> found.estimate == found.point.fnmr, found.confidence, found.replicates.shape
    (True, 0.95, (500,))
    """

    point: OperatingPoint


def bootstrap_fnmr_at_fmr(
    genuine,
    impostor,
    fmr,
    *,
    genuine_subjects=None,
    impostor_subjects=None,
    replicates=1000,
    seed,
    confidence=0.95,
):
    """Bootstrap interval of FNMR at the least threshold that meets an FMR target.

    Without subjects, comparisons are resampled one by one, as if they were independent. They are not
    when people occur in many pairs, and the interval is then too narrow: give the subjects, and people
    are resampled. If a person is drawn c times, each of their genuine scores weighs c, and an impostor
    score of two people weighs the product of their numbers.

    Parameters
    ----------
    genuine, impostor : array-like of scores, at least one each
        One-dimensional if subjects are given.
    fmr : float, proportion in [0, 1]
    genuine_subjects : array-like, shape (len(genuine),), optional
        Who each genuine comparison is of: whole numbers or text. Needs `impostor_subjects` as well.
    impostor_subjects : array-like, shape (len(impostor), 2), optional
        The two people of each impostor comparison, different ones.
    replicates : int, at least 1
    seed : int or anything else that `numpy.random.default_rng` takes, but None
        The same seed gives the same replicates.
    confidence : float in (0, 1)

    Returns
    -------
    BootstrapInterval

    Notes
    -----
    A bootstrap sees only what happened. With no miss at hand it gives [0, 0], and with a target near or
    below 1 in `len(impostor)` all thresholds sit at the greatest few scores: use
    `intervals.proportion_interval` on the counts of `point` to say what so few can show.

    Raises
    ------
    ValueError
        If scores, rates or subjects are unusable, or subjects are given for one set only.

    See Also
    --------
    fnmr_at_fmr : the point alone.
    falsematch.intervals.proportion_interval : an exact interval, for independent comparisons.
    falsematch.search.bootstrap_fpir_measured, falsematch.search.fpir_interval : by people, for searches.

    Examples
    --------
    Ten people with ten genuine comparisons each; the matcher misses one person every time:

    >>> genuine, impostor = [0.9] * 90 + [0.3] * 10, [0.5] * 45
    >>> alone = bootstrap_fnmr_at_fmr(genuine, impostor, 0.0, seed=1)
    >>> alone.low, alone.estimate, alone.high
    (0.04, 0.1, 0.17)

    The next ten people may hold nobody like that, or three of them:

    >>> of = [person for person in range(10) for _ in range(10)]
    >>> pairs = [(one, other) for other in range(10) for one in range(other)]
    >>> people = bootstrap_fnmr_at_fmr(genuine, impostor, 0.0, genuine_subjects=of, impostor_subjects=pairs, seed=1)
    >>> people.low, people.estimate, people.high
    (0.0, 0.1, 0.3)
    """
    sets = Scores("genuine", genuine), Scores("impostor", impostor)
    for scores in sets:
        if not len(scores):
            _check.refuse(scores.name, scores.values, "at least one score")
    target = _check.proportion("fmr", fmr)
    fmr = _check.single("fmr", target)
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
    replicates = int(_check.single("replicates", _check.whole("replicates", replicates, 1)))
    rng = _check.generator(seed)

    finest = np.result_type(sets[0].own_type, sets[1].own_type)
    threshold, matched_impostor = least_threshold(sets[1], target, finest)
    matched_genuine = sets[0].count(threshold[None])[0]
    point = operating_point(
        _check.plain(threshold), matched_genuine, matched_impostor, len(sets[0]), len(sets[1])
    )
    if genuine_subjects is None and impostor_subjects is None:
        rates = _independent(*sets, fmr, finest, replicates, rng)
    else:
        people = _people(genuine_subjects, impostor_subjects, *sets)
        rates = _clustered(*sets, *people, fmr, finest, replicates, rng)
    low, high = percentile_ends(rates, confidence)
    if np.isnan(low):
        _check.refuse("genuine_subjects", genuine_subjects, "of enough people for one usable resample")
    return BootstrapInterval(point.fnmr, low, high, confidence, rates, point)


def _independent(genuine, impostor, fmr, finest, replicates, rng):
    """Replicates of FNMR for comparisons drawn independently, without drawing them.

    Number the impostor scores from the greatest. A resample draws n numbers, each ``ceil(n * u)`` of a
    uniform u; the score it must exclude is its (k+1)-th greatest, so the one whose number comes from
    the (k+1)-th least u: a Beta(k + 1, n - k) variable. Its threshold is all that reaches the genuine
    scores, drawn independently, so that the number missed is binomial. Nothing here is approximate.
    """
    n, m = len(impostor), len(genuine)
    allowed = allowed_matches(n, fmr)
    if allowed == n:
        excluded = np.full(replicates, -np.inf)
    else:
        number = np.ceil(n * rng.beta(allowed + 1, n - allowed, replicates))
        excluded = _ranked(impostor, np.clip(number, 1, n).astype(np.int64))
    unique, place = np.unique(excluded, return_inverse=True)
    thresholds = [next_threshold(score, finest) for score in unique]
    missed = (m - genuine.count(thresholds)) / m
    return rng.binomial(m, missed[place]) / m


def _ranked(scores, ranks):
    """The scores of these ranks (1 is the greatest), from one window between the extreme two."""
    first, last = int(ranks.min()), int(ranks.max())
    high = last_holding([scores], lambda counts: counts[0] >= first)[0]
    low = last_holding([scores], lambda counts: counts[0] >= last)[0]
    above, inside = scores.window(just_above(low), high)
    descending = np.r_[high, inside[::-1], low]
    return descending[np.clip(ranks - above, 0, inside.size + 1)]


def _people(genuine_subjects, impostor_subjects, genuine, impostor):
    """Everybody numbered from 0: how many, who each genuine score is of, the two of each impostor score."""
    labels = []
    for name, given, shape in (
        ("genuine_subjects", genuine_subjects, (len(genuine),)),
        ("impostor_subjects", impostor_subjects, (len(impostor), 2)),
    ):
        rule = f"whole numbers or text of shape {shape}, with subjects for both sets"
        array = None if given is None or np.ma.is_masked(given) else _labels(np.asarray(given))
        if array is None or array.shape != shape:
            _check.refuse(name, given, rule)
        labels.append(array.ravel())
    # numpy would turn numbers beside text into text: "1" and 1 are not surely one person.
    if labels[0].dtype.kind != labels[1].dtype.kind:
        _check.refuse("genuine_subjects", genuine_subjects, "of one kind, that of impostor_subjects")
    people, number = _numbered(np.concatenate(labels))
    first, second = number[len(genuine) :: 2], number[len(genuine) + 1 :: 2]
    if np.any(first == second):
        place = int(np.argmax(first == second))
        pair = labels[1][2 * place : 2 * place + 2].tolist()
        _check.refuse(f"impostor_subjects[{place}]", pair, "two people")
    return people, number[: len(genuine)], first, second


def _labels(array):
    """Labels as int64 or as text, so that those of both sets mean the same; None if they are neither.

    A narrower or an unsigned type would overflow, or be rounded, when labels are compared and subtracted.
    """
    if array.dtype.kind == "O":
        kinds = {int if isinstance(label, (int, np.integer)) else type(label) for label in array.flat}
        if kinds not in ({int}, {str}, {bytes}):
            return None
        try:
            array = np.array(array.tolist(), dtype=np.int64 if kinds == {int} else None).reshape(array.shape)
        except OverflowError:
            return None
    if array.dtype.kind == "u" and array.size and array.max() > np.iinfo(np.int64).max:
        return None
    if array.dtype.kind in "biu":
        return array.astype(np.int64, copy=False)
    return array if array.dtype.kind in "US" else None


def _numbered(labels):
    """How many different labels there are, and the place of each in their ascending order."""
    if labels.dtype.kind == "i":
        least, greatest = int(labels.min()), int(labels.max())
        if greatest - least <= 4 * labels.size:
            # Labels that are nearly 0, 1, 2, ... can be counted instead of sorted.
            present = np.zeros(greatest - least + 1, dtype=np.int64)
            present[labels - least] = 1
            return int(present.sum()), (np.cumsum(present) - 1)[labels - least]
    unique, number = np.unique(labels, return_inverse=True)
    return unique.size, number


def _clustered(genuine, impostor, people, of, first, second, fmr, finest, replicates, rng):
    """Replicates of FNMR for people drawn with replacement. All weights are whole, so sums are exact."""
    rates = np.empty(replicates)
    total_impostor = _pair_totals(first, second, people)
    genuine_each = np.bincount(of, minlength=people).astype(np.float64)
    tail = _Tail(impostor, first, second, 2 * allowed_matches(len(impostor), fmr) + _SPARE)
    step = max(1, _DRAWN // people)
    for start in range(0, replicates, step):
        block = min(step, replicates - start)
        drawn = np.empty((people, block))
        for r in range(block):
            drawn[:, r] = np.bincount(rng.integers(people, size=people), minlength=people)
        totals = total_impostor(drawn)
        excluded = tail.excluded(drawn, [allowed_matches(int(total), fmr) for total in totals])
        missed = _missed(genuine, of, drawn, excluded, finest)
        weight = genuine_each @ drawn
        usable = (totals > 0) & (weight > 0)
        rates[start : start + block] = np.where(usable, missed / np.where(usable, weight, 1), np.nan)
    return rates


def _pair_totals(first, second, people):
    """A function from drawn counts, shape (people, B), to the B total weights of all impostor pairs.

    Pairs of the same two people are gathered once into a matrix N; then the weights of c add up to c' N c.
    """
    if people**2 <= _MATRIX:
        pairs = np.bincount(first * people + second, minlength=people**2).astype(np.float64)
        pairs = pairs.reshape(people, people)
    else:
        from scipy.sparse import coo_array

        pairs = coo_array((np.ones(first.size), (first, second)), shape=(people, people)).tocsr()
    return lambda drawn: np.sum(drawn * (pairs @ drawn), axis=0)


class _Tail:
    """The greatest impostor scores with their people: enough of them to find every replicate's threshold.

    Only the scores above a threshold weigh on it, so the rest is never ordered. If a replicate needs
    more than is at hand, more is fetched and it is asked again.
    """

    def __init__(self, impostor, first, second, size):
        self.impostor, self.first, self.second = impostor, first, second
        self._fetch(size)

    def _fetch(self, size):
        self.size = size
        least = last_holding([self.impostor], lambda counts: counts[0] >= size)[0]
        (key,), places, start = self.impostor.keys([least]), [], 0
        for chunk in self.impostor.chunks():
            places.append(np.flatnonzero(chunk >= key) + start)
            start += chunk.size
        places = np.concatenate(places)
        scores = self.impostor.values[places].astype(np.float64)
        order = np.argsort(-scores)
        # One more row stands for the failures, which no threshold lets match.
        self.scores = np.r_[scores[order], -np.inf]
        self.one, self.other = self.first[places[order]], self.second[places[order]]
        self.complete = least == -np.inf

    def excluded(self, drawn, allowed):
        """For each column of drawn counts, the greatest score that more than the allowed weight reaches."""
        allowed = np.asarray(allowed, dtype=np.float64)
        # Single precision moves half the bytes, and adds whole numbers exactly up to 2**24: enough for
        # 256 rows of people drawn up to 255 times each. (A resample draws nobody 256 times: the chance is
        # below 1 in 256!, which has 507 digits.)
        counts = drawn.astype(np.float32)
        reached, within = np.zeros(allowed.size), np.full(allowed.size, -1)
        for start in range(0, self.one.size, _ROWS):
            rows = slice(start, start + _ROWS)
            weights = counts[self.one[rows]]
            weights *= counts[self.other[rows]]
            before, reached = reached, reached + weights.sum(axis=0)
            here = (within < 0) & (reached > allowed)
            if here.any():
                # How many of the greatest scores are within the allowance; the next one is excluded,
                # and its ties with it, since they share one threshold.
                steps = before[here] + np.cumsum(weights[:, here], axis=0)
                within[here] = start + np.count_nonzero(steps <= allowed[here], axis=0)
                if np.all(within >= 0):
                    break
        # The last of the scores, -inf, is for those that are not there yet.
        result, short = self.scores[within], within < 0
        if short.any() and not self.complete:
            self._fetch(4 * self.size)
            result[short] = self.excluded(drawn[:, short], allowed[short])
        return result


def _missed(genuine, of, drawn, excluded, finest):
    """Weight of the genuine scores below each replicate's threshold.

    The replicates' thresholds cut the scores into a few stretches. People are counted per stretch once;
    then a replicate is one sum over people, however many scores there are.
    """
    unique, place = np.unique(excluded, return_inverse=True)
    thresholds = np.array([next_threshold(score, finest) for score in unique])
    stretch = np.concatenate(
        [np.searchsorted(thresholds, chunk, "right") * (chunk > -np.inf) for chunk in genuine.chunks()]
    )
    people = drawn.shape[0]
    seen = stretch < thresholds.size
    below = np.bincount(stretch[seen] * people + of[seen], minlength=thresholds.size * people)
    below = np.cumsum(below.reshape(-1, people), axis=0)
    return np.einsum("pr,rp->r", drawn, below[place])
