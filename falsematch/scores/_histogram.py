"""Scores counted per bin: the same questions, for sets too large to keep."""

from dataclasses import dataclass

import numpy as np

from falsematch import _check
from falsematch.scores._points import OperatingPoint, allowed_matches, crossing, operating_point, rate
from falsematch.scores._stream import Scores


@dataclass(frozen=True)
class BinnedOperatingPoint(OperatingPoint):
    """An operating point at a bin's edge, and how far the bins leave the question open.

    Counts and rates are exact at `threshold`, which is an edge. The least threshold that meets the
    target lies in ``(threshold - bin_width, threshold]``, where FNMR is at least `fnmr_low`.

    Examples
    --------
    In bins a tenth wide, the threshold 0.6 misses one genuine comparison, and a lower one may miss none:

    >>> edges = [0.0, 0.5, 0.6, 1.0]
    >>> point = ScoreHistogram.from_scores([0.9, 0.7, 0.55], [0.5, 0.2, 0.1, 0.1], edges).fnmr_at_fmr(0.1)
    >>> point.threshold, round(point.bin_width, 3), round(point.fnmr, 3), point.fnmr_low
    (0.6, 0.1, 0.333, 0.0)
    """

    bin_width: float | np.ndarray
    fnmr_low: float | np.ndarray


@dataclass(frozen=True, eq=False)
class ScoreHistogram:
    """Counts of genuine and impostor scores per bin.

    Answers are given at the edges of bins, where counts are exact, and never interpolated within one.

    Attributes
    ----------
    edges : ndarray of float64, shape (B + 1,), B >= 1, ascending, finite
        Bin i holds ``edges[i] <= score < edges[i + 1]``.
    genuine, impostor : ndarray of int64, shape (B + 2,)
        Counts below the first edge (failures, -inf, among them), in each bin, and from the last edge on.
        Sums must stay below 2**53.

    See Also
    --------
    falsematch.datasets.load_histogram, falsematch.datasets.save_histogram : histograms as files.

    Examples
    --------
    >>> counted = ScoreHistogram.from_scores([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1], [0.0, 0.25, 0.5, 0.75])
    >>> counted.impostor
    array([0, 3, 0, 1, 0])
    >>> counted.rates_at(0.25).fmr
    0.25
    """

    edges: np.ndarray
    genuine: np.ndarray
    impostor: np.ndarray

    def __post_init__(self):
        edges = _ascending(self.edges)
        edges.flags.writeable = False
        object.__setattr__(self, "edges", edges)
        for name in ("genuine", "impostor"):
            given = getattr(self, name)
            counts = _check.whole(name, given)
            if counts.shape != (edges.size + 1,) or counts.sum() >= 2**53:
                rule = f"{edges.size + 1} counts, one more than edges, with a sum below 2**53"
                _check.refuse(name, given, rule)
            counts = np.asarray(given).astype(np.int64)
            counts.flags.writeable = False
            object.__setattr__(self, name, counts)

    @classmethod
    def from_bins(cls, edges, genuine, impostor):
        """A histogram of counts per bin, one less than edges, with nothing outside the bins."""
        outside = [0]
        pairs = [
            np.concatenate([outside, np.ravel(_check.whole(name, counts)), outside])
            for name, counts in (("genuine", genuine), ("impostor", impostor))
        ]
        return cls(edges, *pairs)

    @classmethod
    def from_scores(cls, genuine, impostor, edges):
        """Count scores at hand, in pieces. Either set may be empty."""
        edges = _ascending(edges)
        return cls(edges, _counts("genuine", genuine, edges), _counts("impostor", impostor, edges))

    @classmethod
    def from_chunks(cls, chunks, edges):
        """Count a set that need not fit in memory.

        Parameters
        ----------
        chunks : iterable of pairs (genuine scores, impostor scores)
            A generator, for example, or one wrapped in a progress bar (``tqdm(chunks)``). Either of a pair
            may be empty.
        edges : array-like, as for the class
        """
        histogram = cls.from_scores([], [], edges)
        for place, pair in enumerate(chunks):
            try:
                genuine, impostor = pair
            except (TypeError, ValueError):
                _check.refuse(f"chunks[{place}]", pair, "a pair: genuine scores, impostor scores")
            histogram = histogram.merge(cls.from_scores(genuine, impostor, histogram.edges))
        return histogram

    def merge(self, other):
        """The histogram of both sets together. Both must have the same edges."""
        if not isinstance(other, ScoreHistogram) or not np.array_equal(self.edges, other.edges):
            _check.refuse("other", getattr(other, "edges", other), "a histogram with the same edges")
        return ScoreHistogram(self.edges, self.genuine + other.genuine, self.impostor + other.impostor)

    @property
    def genuine_comparisons(self):
        return int(self.genuine.sum())

    @property
    def impostor_comparisons(self):
        return int(self.impostor.sum())

    def _curve(self):
        """Thresholds (every edge, then +inf) and the matches at each: genuine, impostor."""
        matched = [np.r_[np.cumsum(counts[:0:-1])[::-1], 0] for counts in (self.genuine, self.impostor)]
        return np.r_[self.edges, np.inf], *matched

    def rates_at(self, threshold):
        """FMR and FNMR at edges of bins: an `OperatingPoint`, exact.

        Any other threshold is refused. +inf is allowed, and a float within a millionth of a bin of an
        edge is that edge, so that ``0.6`` finds what ``600 * 0.001`` made.
        """
        edges, genuine, impostor = self._curve()
        wanted = _check.numbers("threshold", threshold).astype(np.float64)
        right = np.clip(np.searchsorted(edges, wanted), 1, edges.size - 2)
        nearest = np.where(wanted - edges[right - 1] < edges[right] - wanted, right - 1, right)
        near = np.abs(wanted - edges[nearest]) <= 1e-6 * (edges[right] - edges[right - 1])
        nearest = np.where(wanted == np.inf, edges.size - 1, nearest)
        near |= wanted == np.inf
        if not np.all(near):
            worst = int(np.argmin(near.ravel()))
            low, high = edges[right.ravel()[worst] - 1], edges[right.ravel()[worst]]
            rule = f"an edge of a bin (nearest: {float(low)!r} and {float(high)!r})"
            _check.refuse("threshold", float(wanted.ravel()[worst]), rule)
        return operating_point(
            _check.plain(edges[nearest]),
            genuine[nearest],
            impostor[nearest],
            self.genuine_comparisons,
            self.impostor_comparisons,
        )

    def threshold_at_fmr(self, fmr):
        """The least edge at which FMR does not exceed a target; +inf if the last edge is too low."""
        return self.fnmr_at_fmr(fmr).threshold

    def fnmr_at_fmr(self, fmr):
        """FNMR at that edge, as a `BinnedOperatingPoint`: with what the width of the bin leaves open."""
        edges, genuine, impostor = self._curve()
        n, m = self.impostor_comparisons, self.genuine_comparisons
        if not n:
            _check.refuse("impostor", self.impostor, "at least one score")
        targets = _check.proportion("fmr", fmr)
        allowed = np.array([allowed_matches(n, float(t)) for t in targets.flat])
        # Matches fall with the threshold, so their negatives are in the order searchsorted needs.
        place = np.searchsorted(-impostor, -allowed).reshape(targets.shape)
        point = operating_point(_check.plain(edges[place]), genuine[place], impostor[place], m, n)
        below = np.r_[-np.inf, edges][place]
        # Below the first edge nothing is known of FNMR.
        fnmr_low = np.r_[0.0 if m else np.nan, rate(m - genuine, m)][place]
        width, fnmr_low = _check.plain(edges[place] - below), _check.plain(fnmr_low)
        return BinnedOperatingPoint(**vars(point), bin_width=width, fnmr_low=fnmr_low)

    def eer(self):
        """The bracket that encloses the equal error rate: `EqualErrorRate` at an edge and the next.

        The bracket of the scores themselves lies within it; its `threshold` is the greatest edge at
        which FMR >= FNMR.
        """
        edges, genuine, impostor = self._curve()
        n, m = self.impostor_comparisons, self.genuine_comparisons
        for name, comparisons in (("genuine", m), ("impostor", n)):
            if not comparisons:
                _check.refuse(name, getattr(self, name), "at least one score")
        # At -inf, below the first edge, everything matches; at +inf nothing does.
        edges = np.r_[-np.inf, edges]
        fmr, fnmr = np.r_[1.0, impostor / n], np.r_[0.0, (m - genuine) / m]
        last = int(np.flatnonzero(fmr >= fnmr)[-1])
        return crossing(fmr[last], fnmr[last], fmr[last + 1], fnmr[last + 1], edges[last])

    def det(self):
        """The detection error trade-off at every edge: (fmr, fnmr, thresholds)."""
        edges, genuine, impostor = (values[:-1] for values in self._curve())
        n, m = self.impostor_comparisons, self.genuine_comparisons
        return rate(impostor, n), rate(m - genuine, m), edges


def _ascending(edges):
    """Edges of bins, checked, as float64."""
    array = _check.numbers("edges", edges).astype(np.float64)
    if array.ndim != 1 or array.size < 2 or not np.all(np.isfinite(array)) or np.any(array[1:] <= array[:-1]):
        _check.refuse("edges", edges, "at least two finite numbers, ascending, in one dimension")
    return array


def _counts(name, scores, edges):
    """Scores below the first edge, in each bin, and from the last edge on."""
    scores = Scores(name, scores)
    matched = scores.count(edges)
    return -np.diff(np.r_[len(scores), matched, 0])
