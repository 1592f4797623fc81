"""How far FNMR at a fixed FMR would move with other comparisons, or with other people."""

from dataclasses import dataclass

import numpy as np

from falsematch import _check
from falsematch.intervals import ReplicateInterval, percentile_ends
from falsematch.scores._bracket import last_holding
from falsematch.scores._points import OperatingPoint, allowed_matches, next_threshold
from falsematch.scores._questions import point_at_fmr, some
from falsematch.scores._split import refuse_labels
from falsematch.scores._stream import Scores

# Sizes of the clustered bootstrap's working arrays, in numbers of 8 bytes. They decide speed only.
_DRAWN = 1 << 23  # people x replicates at a time
_ROWS = 1 << 8  # tail scores at a time, each with all replicates at hand
DENSE = 1 << 24  # people x people, above which the matrix of pairs is sparse
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
    sets = some(Scores("genuine", genuine)), some(Scores("impostor", impostor))
    refuse_labels(*sets)
    people = None
    if genuine_subjects is not None or impostor_subjects is not None:
        people = _People(*sets, genuine_subjects, impostor_subjects)
    return resampled(*sets, people, fmr, replicates, seed, confidence)


def resampled(genuine, impostor, people, fmr, replicates, seed, confidence):
    """The `BootstrapInterval` of two sets, whose people are known (see `_People`) or not (None)."""
    target = _check.proportion("fmr", fmr)
    fmr = _check.single("fmr", target)
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
    replicates = int(_check.single("replicates", _check.whole("replicates", replicates, 1)))
    rng = _check.generator(seed)

    finest = np.result_type(genuine.own_type, impostor.own_type)
    point = point_at_fmr(genuine, impostor, target)
    if people is None:
        rates = _independent(genuine, impostor, fmr, finest, replicates, rng)
    else:
        rates = _clustered(people, len(impostor), fmr, finest, replicates, rng)
    low, high = percentile_ends(rates, confidence)
    if np.isnan(low):
        _check.refuse("genuine_subjects", people.count, "of enough people for one usable resample")
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
    ends = [lambda counts: counts[0] >= first, lambda counts: counts[0] >= last]
    high, low = (score for score, _, _ in last_holding([scores], ends))
    (inside,) = scores.windows([(low, high)])
    descending = np.r_[high, inside.values[::-1], low]
    return descending[np.clip(ranks - inside.above - inside.at_high, 0, inside.values.size + 1)]


class _People:
    """Who the scores of both sets are of: everybody numbered from 0, in the order of their labels.

    `falsematch/scores/_parts.py` has the same for sets in parts.
    """

    def __init__(self, genuine, impostor, genuine_subjects, impostor_subjects):
        self.genuine, self.impostor = genuine, impostor
        found = numbers_of_people(genuine_subjects, impostor_subjects, len(genuine), len(impostor))
        self.count, self.of, self.first, self.second = found

    def pairs(self):
        """How many impostor scores each two people have: a matrix, dense or sparse."""
        codes = self.first * self.count + self.second
        if self.count**2 <= DENSE:
            return matrix_of(np.bincount(codes, minlength=self.count**2))
        return matrix_of(np.ones(codes.size), codes, self.count)

    def genuine_each(self):
        """How many genuine scores each person has."""
        return np.bincount(self.of, minlength=self.count)

    def greatest(self, size):
        """The `size` greatest impostor scores and those tied with the last of them, with their two people.

        Returns
        -------
        (scores, first, second) : in no order
        """
        ((least, _, _),) = last_holding([self.impostor], [lambda counts: counts[0] >= size])
        (key,), places, start = self.impostor.keys([least]), [], 0
        for chunk in self.impostor.chunks():
            places.append(np.flatnonzero(chunk >= key) + start)
            start += chunk.size
        places = np.concatenate(places)
        return self.impostor.values[places].astype(np.float64), self.first[places], self.second[places]

    def missed(self, thresholds):
        """How many genuine scores of each person lie below each of ascending thresholds.

        Returns
        -------
        ndarray of whole numbers, shape (thresholds, people)
        """
        stretch = np.concatenate([stretches(thresholds, chunk) for chunk in self.genuine.chunks()])
        seen = stretch < thresholds.size
        codes = stretch[seen] * self.count + self.of[seen]
        each = np.bincount(codes, minlength=thresholds.size * self.count)
        return np.cumsum(each.reshape(-1, self.count), axis=0)


def stretches(thresholds, chunk):
    """Between which of ascending thresholds each score lies: 0 below the first, where failures are too."""
    return np.searchsorted(thresholds, chunk, "right") * (chunk > -np.inf)


def numbers_of_people(genuine_subjects, impostor_subjects, m, n):
    """Everybody numbered from 0: how many, who each genuine score is of, the two of each impostor score."""
    labels = []
    for name, given, shape in (
        ("genuine_subjects", genuine_subjects, (m,)),
        ("impostor_subjects", impostor_subjects, (n, 2)),
    ):
        rule = f"whole numbers or text of shape {shape}, with subjects for both sets"
        array = None if given is None or np.ma.is_masked(given) else labels_of(np.asarray(given))
        if array is None or array.shape != shape:
            _check.refuse(name, given, rule)
        labels.append(array.ravel())
    # numpy would turn numbers beside text into text: "1" and 1 are not surely one person.
    if labels[0].dtype.kind != labels[1].dtype.kind:
        _check.refuse("genuine_subjects", genuine_subjects, "of one kind, that of impostor_subjects")
    people, number = _numbered(np.concatenate(labels))
    first, second = number[m::2], number[m + 1 :: 2]
    refuse_one_person("impostor_subjects", labels[1].reshape(-1, 2))
    return people, number[:m], first, second


def refuse_one_person(name, pairs, start=0):
    """Refuse an impostor comparison of somebody with themselves; the first row has place `start`."""
    same = pairs[:, 0] == pairs[:, 1]
    if np.any(same):
        place = int(np.argmax(same))
        _check.refuse(f"{name}[{start + place}]", pairs[place].tolist(), "two people")


def labels_of(array):
    """Labels as int64 or as text, so that those of both sets mean the same; None if they are neither.

    A narrower or an unsigned type would overflow, or be rounded, when labels are compared and subtracted.
    """
    if array.dtype.kind == "O":
        kinds = {int if isinstance(label, (int, np.integer)) else type(label) for label in array.flat}
        if kinds not in ({int}, {str}, {bytes}):
            return None
        array = np.array(array.tolist()).reshape(array.shape)
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


def matrix_of(counts, codes=None, people=None):
    """A matrix of people x people: from all its entries, or from those at ``first * people + second``."""
    if codes is None:
        people = round(counts.size**0.5)
        return counts.astype(np.float64).reshape(people, people)
    from scipy.sparse import coo_array

    return coo_array((counts, np.divmod(codes, people)), shape=(people, people)).tocsr()


def _clustered(people, comparisons, fmr, finest, replicates, rng):
    """Replicates of FNMR for people drawn with replacement. All weights are whole, so sums are exact."""
    rates = np.empty(replicates)
    pairs, genuine_each = people.pairs(), people.genuine_each().astype(np.float64)
    tail = _Tail(people, 2 * allowed_matches(comparisons, fmr) + _SPARE)
    step = max(1, _DRAWN // people.count)
    for start in range(0, replicates, step):
        block = min(step, replicates - start)
        drawn = np.empty((people.count, block))
        for r in range(block):
            drawn[:, r] = np.bincount(rng.integers(people.count, size=people.count), minlength=people.count)
        # With pairs of the same two people gathered into a matrix N, weights c of people add up to c' N c.
        totals = np.sum(drawn * (pairs @ drawn), axis=0)
        excluded = tail.excluded(drawn, [allowed_matches(int(total), fmr) for total in totals])
        # The replicates' thresholds cut the genuine scores into a few stretches. People are counted per
        # stretch once; then a replicate is one sum over people, however many scores there are.
        unique, place = np.unique(excluded, return_inverse=True)
        missed = people.missed(np.array([next_threshold(score, finest) for score in unique]))
        missed = np.einsum("pr,rp->r", drawn, missed[place])
        weight = genuine_each @ drawn
        usable = (totals > 0) & (weight > 0)
        rates[start : start + block] = np.where(usable, missed / np.where(usable, weight, 1), np.nan)
    return rates


class _Tail:
    """The greatest impostor scores with their people: enough of them to find every replicate's threshold.

    Only the scores above a threshold weigh on it, so the rest is never ordered. If a replicate needs
    more than is at hand, more is fetched and it is asked again.
    """

    def __init__(self, people, size):
        self.people = people
        self._fetch(size)

    def _fetch(self, size):
        self.size = size
        scores, first, second = self.people.greatest(size)
        order = np.argsort(-scores)
        # One more row stands for the failures, which no threshold lets match.
        self.scores = np.r_[scores[order], -np.inf]
        self.one, self.other = first[order], second[order]
        self.complete = scores.size < size

    def excluded(self, drawn, allowed):
        """For each column of drawn counts, the greatest score that more than the allowed weight reaches."""
        allowed = np.asarray(allowed)
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
