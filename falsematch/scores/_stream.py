"""Asking questions of a large set of scores in about one pass, without sorting or copying it.

`Scores` reads a set in small pieces. `last_holding` finds where a condition on counts stops holding,
which is all that a threshold at a false match rate or an equal error rate is.
"""

from bisect import bisect_left
from math import sqrt

import numpy as np

from falsematch import _check

CHUNK = 1 << 16  # scores read at a time: they stay in a core's cache while they are looked at twice
SORTED_CHUNK = 1 << 20  # the same where a piece is sorted: fewer, longer pieces
SAMPLE = 1 << 14  # scores drawn, at most, to guess where the answer lies
SLACK = 5.0  # standard errors of the sample by which a guess is widened; a wrong guess costs a pass
FEW = 4  # up to so many thresholds are counted one by one

_SCORE_RULE = "a finite score, or -inf for a failure to enrol or to capture"
_EXACT = float(_check.EXACT)


class Scores:
    """A set of similarity scores, checked while it is first read, and read in pieces.

    Every score is a float64 number whatever the type of the array, so a threshold in float64 means the
    same for every type. Memory beyond the caller's array is a few pieces. Exceptions: an object array is
    converted, an array that numpy cannot view in one dimension is copied, and long doubles are rounded.
    """

    def __init__(self, name, values):
        array = _check.numbers(name, values, "an array of scores", each=_SCORE_RULE, exact=True)
        self.name = name
        self.values = array if array.ndim == 1 else array.ravel(order="K")
        # `own_type` is the type thresholds are stated in, `type` the one that pieces are read in:
        # numpy is slow at half precision, and single holds every half. Truth values count as 0 and 1.
        self.own_type = array.dtype.newbyteorder("=")
        if self.own_type.kind == "f":
            self.own_type = min(self.own_type, np.dtype("f8"), key=lambda t: t.itemsize)
        self.type = {"b1": np.dtype("u1"), "f2": np.dtype("f4")}.get(self.own_type.str[1:], self.own_type)
        if self.type.kind == "f":
            limits = np.finfo(self.type)
            self.least, self.greatest = float(limits.min), float(limits.max)
        else:
            limits = np.iinfo(self.type)
            self.least, self.greatest = max(limits.min, -_EXACT), min(limits.max, _EXACT)
        self._checked = False

    def __len__(self):
        return self.values.size

    def chunks(self, size=None):
        """The scores, a piece at a time, each piece of a type that numpy compares quickly."""
        size = size or CHUNK
        for start in range(0, len(self), size):
            with np.errstate(over="ignore"):  # a long double beyond float64 becomes inf, and is refused
                chunk = self.values[start : start + size].astype(self.type, copy=False)
            if not self._checked:
                self._refuse_unusable(chunk, start)
            yield chunk
        self._checked = True

    def _refuse_unusable(self, chunk, start):
        if self.type.kind == "f":
            # NaN survives max, so one number tells of a NaN or a +inf anywhere in the piece.
            with np.errstate(invalid="ignore"):
                if chunk.max() < np.inf:
                    return
            place = int(np.argmin(chunk < np.inf))
        elif self.type.itemsize < 8 or (chunk.max() <= _EXACT and chunk.min() >= -_EXACT):
            return
        else:
            place = int(np.argmax((chunk > _EXACT) | (chunk < -_EXACT)))
        rule = _SCORE_RULE if self.type.kind == "f" else _check.WHOLE_RULE
        _check.refuse(f"{self.name}[{start + place}]", chunk[place].item(), rule)

    def keys(self, bounds):
        """The least value of this set's type that is at least each of ascending bounds.

        ``score >= key`` and ``score >= bound`` are then the same question, asked without converting
        the scores. A bound of -inf becomes the least finite value, since a failure matches at no
        threshold. Bounds beyond every score are left out: there are then fewer keys than bounds.
        """
        bounds = np.asarray(bounds, dtype=np.float64)
        bounds = np.maximum(bounds[bounds <= self.greatest], self.least)
        if self.type.kind != "f":
            return np.ceil(bounds).astype(self.type)
        keys = bounds.astype(self.type)
        rounded_down = keys < bounds
        keys[rounded_down] = np.nextafter(keys[rounded_down], self.type.type(np.inf))
        return keys

    def count(self, thresholds):
        """How many scores match (score >= threshold) at each of an ascending array of thresholds."""
        totals = np.zeros(len(thresholds), dtype=np.int64)
        keys = self.keys(thresholds)
        if keys.size <= FEW:
            for chunk in self.chunks():
                for i, key in enumerate(keys):
                    totals[i] += np.count_nonzero(chunk >= key)
            return totals
        # Counts of pieces add up, so each piece is sorted by itself: it fits in the cache, and all of
        # them together take less memory and time than one sorted copy would. If the sample says that
        # few scores lie between the thresholds, those are picked out first.
        sample = self.sample(0, SAMPLE)
        between = np.searchsorted(sample, keys[-1]) - np.searchsorted(sample, keys[0])
        size = max(SORTED_CHUNK, 8 * keys.size)
        buffer = np.empty(min(size, len(self)), dtype=self.type)
        for chunk in self.chunks(size):
            above, piece = 0, buffer[: chunk.size]
            if 16 * between < sample.size:
                above, piece = _split(chunk, keys[0], keys[-1])
            else:
                piece[:] = chunk
            piece.sort()
            totals[: keys.size] += above + piece.size - np.searchsorted(piece, keys)
        return totals

    def window(self, low, high):
        """How many scores are >= high, and those with low <= score < high in ascending order."""
        keys = self.keys([low, high])
        above, kept = 0, [np.empty(0, dtype=self.type)]
        for chunk in self.chunks():
            if keys.size:
                more, inside = _split(chunk, *keys)
                above += more
                kept.append(inside)
        inside = np.concatenate(kept).astype(np.float64, copy=False)
        inside.sort()
        return above, inside

    def sample(self, seed, size):
        """So many scores from random places, ascending; the whole set if it is no larger.

        Places are random, not evenly spaced: a sorted or a periodic file must not mislead the guess.
        """
        values = self.values
        if len(self) > size:
            places = np.random.default_rng(seed).integers(len(self), size=size)
            places.sort()
            values = values[places]
        return np.sort(values.astype(np.float64))


def _split(chunk, low, high=None):
    """How many of a piece are >= high (None: beyond all), and a copy of those low <= score < high."""
    reached = chunk >= low
    if high is None:
        return 0, chunk[reached]
    if low <= high and 8 * np.count_nonzero(reached) < chunk.size:
        # Few reach even the lower bound: only those need to be asked again. (If one value was guessed for
        # both bounds, `low` is just above it and `high` the lower of the two.)
        tail = chunk[reached]
        inside = tail[tail < high]
        return tail.size - inside.size, inside
    at_least_high = chunk >= high
    reached &= ~at_least_high
    return int(np.count_nonzero(at_least_high)), chunk[reached]


def just_above(score):
    """The next float64 number: ``x > score`` and ``x >= just_above(score)`` are the same question."""
    with np.errstate(over="ignore"):  # above the greatest finite number comes inf
        return float(np.nextafter(score, np.inf))


def last_holding(sets, holds):
    """The greatest score at which a condition on the numbers of matches still holds.

    Parameters
    ----------
    sets : list of Scores
    holds : function of a list of counts, one per set: the scores of that set that are >= a threshold.
        It must not turn true when a count falls, nor hold when all counts are 0. So it holds up to
        some score of one of the sets, and not above it.

    Returns
    -------
    (score, at, above) : that score and the counts at it and just above it. If the condition holds at
        no score, the score is -inf and both counts are those of the finite scores.

    A random sample guesses two bounds; one pass counts what lies above the upper bound and keeps the
    little between them. Counts of the whole set then say whether the answer lies between. If it does,
    it is read off the sorted few that were kept: exact, since everything else is on a known side. If
    not, the answer is a bound itself (many ties), or the guess was wrong and a wider one is made.
    """
    for attempt in range(5):
        low, high = _guess(sets, holds, attempt)
        # Both bounds are left out of what is kept: a value that many scores share is then a bound
        # or, being rarer than what the sample put between the bounds, cheap to keep.
        windows = [scores.window(just_above(low), high) for scores in sets]
        at_high = [above for above, _ in windows]
        above_low = [above + inside.size for above, inside in windows]
        if holds(at_high):
            above_high = [int(scores.count([just_above(high)])[0]) for scores in sets]
            if not holds(above_high):
                return high, at_high, above_high
        elif holds(above_low):
            return _last_between(windows, holds)
        elif low == -np.inf:
            return low, above_low, above_low
        else:
            at_low = [int(scores.count([low])[0]) for scores in sets]
            if holds(at_low):
                return low, at_low, above_low
    raise AssertionError("unreachable: the last guess is from -inf to +inf")  # pragma: no cover


def _merged(ascending):
    """All values of ascending arrays in ascending order; a single one is in order already."""
    return np.sort(np.concatenate(ascending)) if len(ascending) > 1 else ascending[0]


def _first_failing(candidates, condition):
    """Index of the first of ascending candidates at which a condition no longer holds."""
    return bisect_left(range(candidates.size), True, key=lambda i: not condition(candidates[i]))


def _guess(sets, holds, attempt):
    """Two bounds that very likely enclose the answer, from samples; certain at the last attempt."""
    total = sum(map(len, sets))
    if attempt == 4 or total <= 2 * SAMPLE:
        return -np.inf, np.inf
    # A larger sample saves sorting what is kept, which matters less in a smaller set.
    size = min(SAMPLE, max(total // 256, SAMPLE // 8))
    samples = [scores.sample(attempt, size) for scores in sets]

    def estimate(threshold, sign):
        counts = []
        for scores, sample in zip(sets, samples, strict=True):
            drawn = sample.size
            seen = drawn - int(np.searchsorted(sample, threshold))
            # The last term stands in for the spread of a count so small that none may be seen.
            spread = SLACK * 2**attempt * (sqrt(seen * (drawn - seen) / drawn) + 0.5 * SLACK)
            seen += sign * spread * (drawn < len(scores))
            counts.append(min(max(seen, 0), drawn) / drawn * len(scores))
        return counts

    candidates = _merged(samples)
    candidates = candidates[np.isfinite(candidates)]
    last_sure = _first_failing(candidates, lambda t: holds(estimate(t, -1))) - 1
    first_out = _first_failing(candidates, lambda t: holds(estimate(t, +1)))
    return (
        float(candidates[last_sure]) if last_sure >= 0 else -np.inf,
        float(candidates[first_out]) if first_out < candidates.size else np.inf,
    )


def _last_between(windows, holds):
    def counts(score, side):
        return [above + inside.size - int(np.searchsorted(inside, score, side)) for above, inside in windows]

    candidates = _merged([inside for _, inside in windows])
    score = candidates[_first_failing(candidates, lambda t: holds(counts(t, "left"))) - 1]
    return float(score), counts(score, "left"), counts(score, "right")
