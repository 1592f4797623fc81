"""A large set of scores, read in small pieces: how many match at thresholds, and what lies between two of them.

Nothing here sorts or copies a whole set. `falsematch/scores/_bracket.py` puts the questions.
"""

from dataclasses import dataclass, replace

import numpy as np

from falsematch import _check

CHUNK = 1 << 16  # scores read at a time: they stay in a core's cache while they are looked at twice
SORTED_CHUNK = 1 << 20  # the same where a piece is sorted: fewer, longer pieces
ROOM = 1 << 16  # scores of a set kept between two bounds, or an eighth of it if that is more
FEW = 4  # up to so many thresholds, or pairs of them, are asked for one by one

_SCORE_RULE = "a finite score, or -inf for a failure to enrol or to capture"
_EXACT = float(_check.EXACT)


@dataclass(frozen=True)
class Stretch:
    """What is known of the scores from one bound to another.

    Attributes
    ----------
    above, at_high, between, at_low : int
        Scores above the upper bound, at it, between the two, and at the lower one. If the bounds are one,
        what lies there counts as `at_high`.
    values : ndarray, ascending; of float64, once it leaves this file and `_parts`
        The scores between, or a random sample of them if they are fewer than `between`.
    halvings : int
        How often all that were there were thinned to half, to make the sample.
    """

    above: int
    at_high: int
    between: int
    at_low: int
    values: np.ndarray
    halvings: int = 0

    @property
    def complete(self):
        return self.values.size == self.between

    def as_float64(self):
        return replace(self, values=self.values.astype(np.float64, copy=False))

    def counts(self):
        """How many scores match at the lower bound, just above it, at the upper bound, and just above it."""
        at = self.above + self.at_high
        return at + self.between + self.at_low, at + self.between, at, self.above


class Typed:
    """What follows from the type of some scores: how they are checked, and how they are compared.

    Every score is a float64 number whatever its type, so a threshold in float64 means the same for all.
    """

    def __init__(self, name, dtype):
        self.name = name
        # `own_type` is the type thresholds are stated in, `type` the one that pieces are read in:
        # numpy is slow at half precision, and single holds every half. Truth values count as 0 and 1.
        self.own_type = dtype.newbyteorder("=")
        if self.own_type.kind == "f":
            self.own_type = min(self.own_type, np.dtype("f8"), key=lambda t: t.itemsize)
        self.type = {"b1": np.dtype("u1"), "f2": np.dtype("f4")}.get(self.own_type.str[1:], self.own_type)
        if self.type.kind == "f":
            limits = np.finfo(self.type)
            self.least, self.greatest = float(limits.min), float(limits.max)
        else:
            limits = np.iinfo(self.type)
            self.least, self.greatest = max(limits.min, -_EXACT), min(limits.max, _EXACT)

    def typed(self, piece, start=None):
        """A piece in a type that numpy compares quickly; checked, if the place of its first score is given."""
        chunk = self._converted(piece)
        if start is not None and chunk.size:
            self._refuse_unusable(chunk, start)
        return chunk

    def _converted(self, piece):
        if piece.dtype == self.type:
            return piece
        with np.errstate(over="ignore"):  # a long double beyond float64 becomes inf, and is refused
            return piece.astype(self.type)

    def upper(self, piece, least, start, mask):
        """The scores of a piece that are >= `least`, if they are few, or all of it; checked as `typed` does.

        A NaN is not less than anything, nor is +inf: who is less than `least` is a score, and need not be
        looked at again to say so. `mask` is room for truth values, kept from piece to piece, since a fresh
        array of that size costs more than the comparison.

        Returns
        -------
        (chunk, few, reached)
            The last is the mask, filled in: which scores of the piece are >= `least`.
        """
        if self.type.kind != "f":
            chunk = self.typed(piece, start)
        else:
            chunk = self._converted(piece)
        reached = np.less(chunk, least, out=mask[: chunk.size])
        np.logical_not(reached, out=reached)
        few = 8 * np.count_nonzero(reached) < chunk.size
        upper = chunk[reached] if few else chunk
        if self.type.kind == "f" and start is not None and upper.size and not upper.max() < np.inf:
            self._refuse_unusable(chunk, start)
        return upper, few, reached

    def _refuse_unusable(self, chunk, start):
        if self.type.kind == "f":
            # NaN survives max, so one number tells of a NaN or a +inf anywhere in the piece.
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
        """The least value of this type that is at least each of ascending bounds.

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

    def key(self, bound):
        """The one of `keys` for a single bound; None if that lies beyond every score."""
        keys = self.keys([bound])
        return keys[0] if keys.size else None


def array_of_scores(name, values):
    """Scores at hand as an array of one dimension, of a numeric type."""
    array = _check.numbers(name, values, "an array of scores", each=_SCORE_RULE, exact=True)
    return array if array.ndim == 1 else array.ravel(order="K")


class Scores(Typed):
    """A set of similarity scores, checked while it is first read, and read in pieces.

    Memory beyond the caller's array is a few pieces. Exceptions: an object array is converted, an array
    that numpy cannot view in one dimension is copied, and long doubles are rounded.
    """

    piece = None  # scores read at a time, if not CHUNK

    def __init__(self, name, values):
        self.values = array_of_scores(name, values)
        super().__init__(name, self.values.dtype)
        self.checked = False

    def __len__(self):
        return self.values.size

    @property
    def room(self):
        """How many scores may be kept beside the set while its answers are looked for."""
        return max(ROOM, len(self) // 8)

    def _pieces(self, size):
        for start in range(0, len(self), size):
            yield self.values[start : start + size]

    def chunks(self, size=None):
        """The scores, a piece at a time, each piece of a type that numpy compares quickly."""
        start = 0
        for piece in self._pieces(size or self.piece or CHUNK):
            yield self.typed(piece, None if self.checked else start)
            start += len(piece)
        self.checked = True

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
        # them together take less memory and time than one sorted copy would. Where few scores of a
        # piece lie between the thresholds, those are picked out first.
        for chunk in self.chunks(max(SORTED_CHUNK, 8 * keys.size)):
            some = chunk[::64]
            between = np.count_nonzero(some >= keys[0]) - np.count_nonzero(some >= keys[-1])
            above, piece = _split(chunk, keys[0], keys[-1]) if 16 * between < some.size else (0, chunk.copy())
            piece.sort()
            totals[: keys.size] += above + piece.size - np.searchsorted(piece, keys)
        return totals

    def windows(self, bounds, room=None, own_type=False):
        """What lies at and between each two bounds, from one pass.

        Parameters
        ----------
        bounds : list of pairs (low, high) with low <= high
        room : int, optional
            How many scores between two bounds are kept, at most. Of more, a random sample is.
        own_type : bool
            Whether what is kept may come back in the type of the scores, since it is put together with more.

        Returns
        -------
        list of Stretch
        """
        windows = [Window(self, low, high, room) for low, high in bounds]
        # Where nothing reaches any of the bounds, everything still has to be checked.
        least = min(
            (w.keys[0] for w in windows if w.keys[0] is not None), default=self.type.type(self.greatest)
        )
        size, start = self.piece or CHUNK, 0
        mask = np.empty(size, dtype=bool)
        for piece in self._pieces(size):
            chunk, few, reached = self.upper(piece, least, None if self.checked else start, mask)
            start += len(piece)
            if len(windows) > FEW:
                chunk = np.sort(chunk)
            for window in windows:
                if len(windows) > FEW:
                    window.add_ascending(chunk)
                elif few:
                    window.add(chunk)
                elif window.keys[0] is not None:
                    window.add_many(chunk, reached if len(windows) == 1 else chunk >= window.keys[0])
        self.checked = True
        found = [window.found() for window in windows]
        return found if own_type else [stretch.as_float64() for stretch in found]

    def sample(self, seed, size):
        """So many scores from random places, as a `Stretch`; the whole set if it is no larger.

        Places are random, not evenly spaced: a sorted or a periodic file must not mislead the guess.
        """
        values = self.values
        if len(self) > size:
            places = np.random.default_rng(seed).integers(len(self), size=size)
            places.sort()
            values = values[places]
        return Stretch(0, 0, len(self), 0, np.sort(self._converted(values).astype(np.float64)))


class Window:
    """Collects a `Stretch` piece by piece. Whenever it outgrows its room, a random half is let go."""

    def __init__(self, scores, low, high, room):
        self.one = low == high
        self.keys = [scores.key(bound) for bound in (low, just_above(low), high, just_above(high))]
        self.room, self.above, self.at_high, self.between, self.at_low = room, 0, 0, 0, 0
        self.values, self.size, self.halvings = [], 0, 0
        self.waiting, self.waits = [], 0  # scores from one bound to the other, both included

    def add(self, chunk):
        """Take in a few scores. They wait until they are many enough to be worth looking at."""
        self.waiting.append(chunk)
        self.waits += chunk.size
        if self.waits > CHUNK:
            self._sift()

    def _sift(self):
        if self.waits:
            values = np.concatenate(self.waiting)
            self.waiting, self.waits = [], 0
            self._tell_apart(values)

    def add_many(self, chunk, reached):
        """Take in a piece of which many scores reach the lower bound: those that `reached` says, which is used up."""
        above, above_high = 0, self.keys[3]
        if above_high is not None:
            higher = chunk >= above_high
            above = int(np.count_nonzero(higher))
            reached &= np.logical_not(higher, out=higher)
        if 4 * np.count_nonzero(reached) < chunk.size:
            self.above += above
            self.add(chunk[reached])
        else:
            # Most likely many of them share one value, which is a bound: that can be told without a copy.
            self._tell_apart(chunk)

    def _tell_apart(self, values):
        """Count what lies above the bounds, at them and between, and keep the last: never the array itself, which
        may be a buffer that is about to be filled anew."""
        reach = [0 if key is None else int(np.count_nonzero(values >= key)) for key in self.keys]
        _, above_low, high, _ = self.keys
        if reach[1] <= reach[2]:
            between = values[:0].copy()
        elif reach[1] == values.size and not reach[2]:
            between = values.copy()
        else:
            inside = values >= above_low
            if high is not None:
                inside &= values < high
            between = values[inside]
        self._keep(reach, between)

    def add_ascending(self, chunk):
        """Take in a sorted piece."""
        reach = [0 if key is None else chunk.size - int(np.searchsorted(chunk, key)) for key in self.keys]
        self._keep(reach, chunk[chunk.size - reach[1] : chunk.size - reach[2]].copy())

    def _keep(self, reach, inside):
        """Count, given how many reach each of the four keys, and keep those between."""
        at_low, above_low, high, above_high = reach
        self.above += above_high
        self.at_high += high - above_high
        self.at_low += 0 if self.one else at_low - above_low
        self.between += inside.size
        inside = thinned(inside, self.halvings, self.between)
        if not inside.size:
            return
        self.values.append(inside)
        self.size += inside.size
        while self.room is not None and self.size > self.room:
            self.values = [thinned(np.concatenate(self.values), 1, self.between)]
            self.size = self.values[0].size
            self.halvings += 1

    def found(self):
        self._sift()
        values = np.concatenate(self.values) if self.values else np.empty(0)
        values.sort()
        return Stretch(self.above, self.at_high, self.between, self.at_low, values, self.halvings)


def thinned(values, halvings, seed):
    """A random sample of values: each stays with a chance of one half, so many times over."""
    if not halvings:
        return values
    return values[np.random.default_rng(seed).random(values.size) < 0.5**halvings]


def _split(chunk, low, high):
    """How many of a piece are >= high, and a copy of those low <= score < high."""
    reached = chunk >= low
    if 8 * np.count_nonzero(reached) < chunk.size:
        # Few reach even the lower bound: only those need to be asked again.
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
