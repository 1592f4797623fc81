"""Who the scores of sets in parts are of: what the bootstrap by people asks, answered part by part.

Memory grows with the different pairs of people that were compared, and with the greatest impostor scores that
are needed (about twice FMR times their number), but not with the number of comparisons.
"""

import numpy as np

from falsematch import _check
from falsematch.scores._bootstrap import DENSE, labels_of, matrix_of, refuse_one_person, stretches
from falsematch.scores._bracket import last_holding
from falsematch.scores._parts import Side, Span

_TOGETHER = 1 << 22  # codes that are gathered before they are counted
_EACH = 48  # bytes that a pair of people, or one of the greatest scores, takes while all are put together


class Tally:
    """Counts of whole numbers below `limit`: in an array of that length, or only those that occur."""

    def __init__(self, limit, max_bytes=None):
        self.limit, self.max_bytes = limit, max_bytes
        self.dense = np.zeros(limit, dtype=np.int64) if limit <= DENSE else None
        self.codes, self.counts = np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64)
        self.waiting, self.waits = [], 0

    def add(self, codes, counts=None):
        self.waiting.append((codes, np.ones(codes.size, dtype=np.int64) if counts is None else counts))
        self.waits += codes.size
        if self.waits > max(_TOGETHER, self.codes.size):
            self._count()

    def _count(self):
        if not self.waits:
            return
        codes, counts = (np.concatenate(each) for each in zip(*self.waiting, strict=True))
        self.waiting, self.waits = [], 0
        if self.dense is not None:
            # Sums of whole numbers, which float64 holds up to 2**53.
            self.dense += np.bincount(codes, weights=counts, minlength=self.limit).astype(np.int64)
            return
        codes, counts = np.concatenate([self.codes, codes]), np.concatenate([self.counts, counts])
        self.codes, place = np.unique(codes, return_inverse=True)
        self.counts = np.bincount(place, weights=counts).astype(np.int64)
        if self.max_bytes is not None:
            refuse_too_many(self.max_bytes, self.codes.size, "different pairs of people counted so far")

    def found(self):
        """(codes, counts) of those that occur."""
        self._count()
        if self.dense is None:
            return self.codes, self.counts
        codes = np.flatnonzero(self.dense)
        return codes, self.dense[codes]

    def every(self):
        """The counts of all numbers below the limit."""
        codes, counts = self.found()
        if self.dense is not None:
            return self.dense
        every = np.zeros(self.limit, dtype=np.int64)
        every[codes] = counts
        return every


def refuse_too_many(max_bytes, size, what):
    if size * _EACH > max_bytes:
        _check.refuse("max_bytes", max_bytes, f"at least {size * _EACH} for {size} {what}")


class LabelledSpan(Span):
    """A span of scores with the people of each: what a job reads."""

    def rows(self, columns, scores=True):
        """(scores, labels), a piece at a time; (None, labels) if the scores need not be read and are elsewhere."""
        place = 0
        for chunk, labels in self._both() if scores else self._labels_alone():
            if chunk is not None:
                if len(chunk) != len(labels):
                    self._refuse_rows(place + len(labels))
                chunk = self.typed(chunk, None if self.checked else place)
            yield chunk, self._of(labels, self.start + place, columns)
            place += len(labels)
        if place != len(self):
            self._refuse_rows(place)

    def _refuse_rows(self, found):
        _check.refuse(self.labels.name, found, f"a row for each of {len(self)} scores")

    def _both(self):
        """Pieces of scores and of labels."""
        part, labels = self.part, self.labels
        if isinstance(labels, Side) and labels.source is getattr(part, "source", None):
            return ((pieces[part.side], pieces[labels.side]) for pieces in labels.source.pieces(self.piece))
        return in_step(*(each.pieces(self.start, self.stop, self.piece) for each in (part, labels)))

    def _labels_alone(self):
        return ((None, labels) for labels in self.labels.pieces(self.start, self.stop, self.piece))

    def _of(self, labels, place, columns):
        """Labels as whole numbers or as text, each row one person (1 column) or two."""
        found = labels_of(np.asarray(labels))
        if found is None or found.shape[1:] != (() if columns == 1 else (columns,)):
            shape = "(scores,)" if columns == 1 else "(scores, 2)"
            _check.refuse(self.labels.name, labels, f"whole numbers or text of shape {shape}")
        if columns == 2:
            refuse_one_person(self.labels.name, found, place)
        return found

    def people_in(self, columns):
        """Everybody named, in ascending order, and how many places they have."""
        found = [np.unique(labels, return_counts=True) for _, labels in self.rows(columns, scores=False)]
        return counted_together(found, self.labels.name)

    def pairs_in(self, people, max_bytes):
        tally = Tally(people.size**2, max_bytes)
        for _, labels in self.rows(2, scores=False):
            first, second = numbered(people, labels).T
            tally.add(first * people.size + second)
        return tally.found()

    def greatest_in(self, least, people):
        key, found = self.key(least), []
        for chunk, labels in self.rows(2):
            places = np.flatnonzero(chunk >= key)
            found.append((chunk[places].astype(np.float64), *numbered(people, labels[places]).T))
        return [np.concatenate(each) for each in zip(*found, strict=True)]

    def missed_in(self, thresholds, people):
        tally = Tally(thresholds.size * people.size)
        for chunk, labels in self.rows(1):
            stretch = stretches(thresholds, chunk)
            seen = stretch < thresholds.size
            tally.add(stretch[seen] * people.size + numbered(people, labels[seen]))
        return tally.found()


def in_step(*readers):
    """What two readers give, in pieces of one length however each cuts its own, then what one has more."""
    rest = [(), ()]
    while True:
        rest = [
            left if len(left) else next((piece for piece in reader if len(piece)), ())
            for left, reader in zip(rest, readers, strict=True)
        ]
        length = min(map(len, rest)) or max(map(len, rest))
        if not length:
            return
        yield tuple(left[:length] for left in rest)
        rest = [left[length:] for left in rest]


def counted_together(found, name):
    """Distinct names of several lists (names, counts), in ascending order, and their counts added up."""
    names, counts = zip(*found, strict=True)
    if len({each.dtype.kind for each in names}) > 1:
        # numpy would turn numbers beside text into text: "1" and 1 are not surely one person.
        _check.refuse(name, sorted({each.dtype.name for each in names}), "of one kind: whole numbers or text")
    names, place = np.unique(np.concatenate(names), return_inverse=True)
    return names, np.bincount(place, weights=np.concatenate(counts)).astype(np.int64)


def numbered(people, labels):
    """The place of each label among those of all people, which are ascending."""
    if people.dtype.kind == "i" and int(people[-1]) - int(people[0]) == people.size - 1:
        return labels - people[0]
    return np.searchsorted(people, labels)


class PartedPeople:
    """For sets in parts, what `falsematch.scores._bootstrap._People` is for sets at hand."""

    def __init__(self, genuine, impostor, max_bytes):
        self.genuine, self.impostor, self.max_bytes = genuine, impostor, max_bytes
        of, pairs = list(self._ask(genuine, "people_in", 1)), list(self._ask(impostor, "people_in", 2))
        self.names, _ = counted_together(of + pairs, "genuine_subjects and impostor_subjects")
        self.count = self.names.size
        self._genuine_each = np.zeros(self.count, dtype=np.int64)
        for names, counts in of:
            self._genuine_each[numbered(self.names, names)] += counts

    def _ask(self, scores, question, *arguments):
        return scores.ask(question, *arguments, kind=LabelledSpan)

    def genuine_each(self):
        return self._genuine_each

    def pairs(self):
        tally = Tally(self.count**2, self.max_bytes)
        for codes, counts in self._ask(self.impostor, "pairs_in", self.names, self.max_bytes):
            tally.add(codes, counts)
        if tally.dense is not None:
            return matrix_of(tally.every())
        codes, counts = tally.found()
        return matrix_of(counts.astype(np.float64), codes, self.count)

    def greatest(self, size):
        ((least, at, _),) = last_holding([self.impostor], [lambda counts: counts[0] >= size])
        refuse_too_many(self.max_bytes, at[0], "impostor scores, the greatest, that resamples need")
        found = self._ask(self.impostor, "greatest_in", least, self.names)
        return [np.concatenate(each) for each in zip(*found, strict=True)]

    def missed(self, thresholds):
        tally = Tally(thresholds.size * self.count)
        for codes, counts in self._ask(self.genuine, "missed_in", thresholds, self.names):
            tally.add(codes, counts)
        return np.cumsum(tally.every().reshape(-1, self.count), axis=0)
