"""Sets of scores that lie in several parts: each part answers for itself, and what comes back is merged.

A *part* is any object with

name : str
    What messages call it.
dtype, size : type and number of its scores; None until it has been looked at.
here : bool
    Whether it must be read by this process, as arrays in memory are; others may be read by a client's workers.
steady : bool
    Whether it is refused when it has changed since it was opened, so that it need not be checked again.
pieces(start, stop, size)
    Yields its scores from one place to another, in one-dimensional arrays of at most so many. The next may be in
    the same memory as the one before.
take(places)
    The scores at ascending places. A part that can only be read from its beginning has none.

Several sets may be read from one *source*, such as a table with genuine and impostor rows: an object with `name`,
`here`, `steady` and ``pieces(size)``, which yields dictionaries of new arrays by side, of any size. A `Side` is a part
of one.

Counts of parts add up, and what parts keep between two bounds is put together. That is all it takes for the
answers to be those of one set, to the last comparison: see `falsematch/scores/_bracket.py`.
"""

from collections import defaultdict

import numpy as np

from falsematch import _check
from falsematch._workers import run
from falsematch.scores._bracket import SAMPLE
from falsematch.scores._stream import Scores, Stretch, Typed, Window, thinned

PIECE = 1 << 17  # scores read at a time: they stay in the cache, and threads seldom wait for each other
SPAN = 1 << 26  # scores of one job
ROOM = 1 << 22  # scores of a set that are kept between two bounds, over all its parts


class ArrayPart:
    """An array at hand, memory-mapped ones included."""

    here, steady = True, False

    def __init__(self, name, values):
        self.name, self.values = name, values
        self.dtype, self.size = values.dtype, len(values)

    def pieces(self, start, stop, size):
        for first in range(start, stop, size):
            yield self.values[first : min(first + size, stop)]

    def take(self, places):
        return self.values[places]


class Side:
    """What a source, which is read from its beginning, holds of one kind."""

    size = dtype = None

    def __init__(self, source, side):
        self.source, self.side = source, side
        self.name, self.here, self.steady = source.name, source.here, source.steady

    def pieces(self, start, stop, size):
        for pieces in self.source.pieces(size):
            yield pieces[self.side]


class Block:
    """A source of one side: a block of a dask array, computed where it is read."""

    here, steady = False, False

    def __init__(self, name, graph, key):
        self.name, self.graph, self.key = name, graph, key

    def pieces(self, size):
        import dask

        block = np.asarray(dask.get(self.graph, self.key))
        for start in range(0, len(block), size):
            yield {"": block[start : start + size]}


def is_dask(values):
    return hasattr(values, "dask") and hasattr(values, "__dask_keys__")


def blocks_of(name, array):
    """The blocks of a dask array along its first dimension, each with no more of the graph than it needs."""
    from dask.optimization import cull

    if not array.ndim or array.numblocks[1:] not in ((), (1,)):
        _check.refuse(name, array.numblocks, "in blocks along its first dimension only")
    graph = dict(array.__dask_graph__())
    keys = [key[0] if isinstance(key, list) else key for key in array.__dask_keys__()]
    return [Block(f"{name}.blocks[{i}]", cull(graph, [key])[0], key) for i, key in enumerate(keys)]


# What a job does


class Span(Scores):
    """The scores of a part from one place to another, read in pieces as those of an array are."""

    @property
    def piece(self):
        return PIECE

    def __init__(self, part, start, stop, checked, labels):
        Typed.__init__(self, part.name, part.dtype)
        self.part, self.start, self.stop, self.checked, self.labels = part, start, stop, checked, labels

    def __len__(self):
        return self.stop - self.start

    def _pieces(self, size):
        found = 0
        for piece in self.part.pieces(self.start, self.stop, size):
            found += len(piece)
            yield piece
        if found != len(self):
            _check.refuse(
                self.name, found, f"left alone while it is read, and still hold {len(self)} scores here"
            )

    def _refuse_unusable(self, chunk, start):
        super()._refuse_unusable(chunk, self.start + start)

    @property
    def here(self):
        return self.part.here or (self.labels is not None and self.labels.here)

    @property
    def work(self):
        """How long it takes to read, in scores of an array: text takes about so much longer."""
        return len(self) * (1 if hasattr(self.part, "take") else 64)

    def sample(self, seed, size):
        if size == len(self):
            places = np.arange(self.start, self.stop)
        else:
            places = np.sort(np.random.default_rng(seed).integers(self.start, self.stop, size=size))
        return np.sort(self._converted(self.part.take(places)).astype(np.float64))


def asked(question, calls):
    """The answers of some spans: what is sent to a worker."""
    return [getattr(span, question)(*arguments) for span, *arguments in calls]


def looked_at(source, sides, room):
    """For each side of a source: how many scores it has, of which type, and a `Stretch` of them (no failures)."""
    seen = {}
    for pieces in source.pieces(PIECE):
        for side in sides:
            if side not in seen:
                of_type = Typed(source.name, pieces[side].dtype)
                seen[side] = [0, of_type, Window(of_type, -np.inf, np.inf, room)]
            size, of_type, window = seen[side]
            window.add(of_type.typed(pieces[side], size))
            seen[side][0] = size + len(pieces[side])
    return {
        side: (size, of_type.own_type, window.found().as_float64())
        for side, (size, of_type, window) in seen.items()
    }


# Sets in parts


class PartedScores:
    """A set of scores in parts, with what `Scores` offers for answering questions."""

    room = ROOM

    def __init__(self, name, parts, labels=None, client=None):
        self.name, self.parts, self.labels, self.client = name, parts, labels, client
        self.values = [part.name for part in parts]
        self.samples = {}  # a Stretch of each part that was looked at
        self.checked = False

    def __len__(self):
        look(self)
        return sum(part.size for part in self.parts)

    @property
    def own_type(self):
        """The type that one array of all scores would have."""
        look(self)
        return np.result_type(*(Typed(part.name, part.dtype).own_type for part in self.parts))

    def ask(self, question, *arguments, kind=Span):
        """Yield each span's answer to one question."""
        yield from self._each(question, [(span, *arguments) for span in self.spans(kind)])

    def spans(self, kind=Span):
        """All scores, in spans of at most `SPAN`; what has to be read from its beginning is one, or its labels have."""
        look(self)
        for part, labels in zip(self.parts, self.labels or [None] * len(self.parts), strict=True):
            whole = not all(hasattr(each, "take") for each in (part, labels) if each is not None)
            step = max(part.size, 1) if whole else SPAN
            for start in range(0, part.size, step):
                stop = min(start + step, part.size)
                yield kind(part, start, stop, self.checked and part.steady, labels)

    def _each(self, question, calls):
        """The answers to one question of calls (span, arguments...): some short spans make a job, never all of many."""
        most = SPAN // 8
        for here in (True, False):
            jobs, work = [], most
            for call in calls:
                if call[0].here is here:
                    if work + call[0].work > most:
                        jobs.append((question, []))
                        work = 0
                    jobs[-1][1].append(call)
                    work += call[0].work
            for answers in run(asked, jobs, None if here else self.client):
                yield from answers

    def count(self, thresholds):
        totals = np.zeros(len(thresholds), dtype=np.int64)
        for counts in self.ask("count", thresholds):
            totals += counts
        self.checked = True
        return totals

    def windows(self, bounds, room=None):
        # In a sorted set one part may hold all that lies between two bounds: each may keep more than its share.
        found = [Gathered(room) for _ in bounds]
        for stretches in self.ask("windows", bounds, room and max(64, room // 8), True):
            for gathered, stretch in zip(found, stretches, strict=True):
                gathered.add(stretch)
        self.checked = True
        return [gathered.stretch() for gathered in found]

    def sample(self, seed, size):
        """About so many scores from random places, the same share of each part; all if there are no more."""
        look(self)
        share = min(1.0, size / max(1, len(self)))
        known = [self.samples[part] for part in self.parts if part in self.samples]
        share = min([share] + [0.5**stretch.halvings for stretch in known])
        rng = np.random.default_rng(seed)
        spans = [span for span in self.spans() if hasattr(span.part, "take")]
        lengths = np.array([len(span) for span in spans])
        total, drawn = int(lengths.sum()), lengths
        if share < 1 and total:
            drawn = rng.multinomial(round(share * total), lengths / total)
        drawn = enumerate(zip(spans, drawn.tolist(), strict=True))
        values = list(self._each("sample", [(span, (seed, place), k) for place, (span, k) in drawn if k]))
        for stretch in known:
            keep = rng.random(stretch.values.size) < share * 2.0**stretch.halvings
            values.append(stretch.values[keep])
        between = total + sum(stretch.between for stretch in known)
        values = np.sort(np.concatenate(values)) if values else np.empty(0)
        return Stretch(0, 0, between, 0, values)


class Gathered:
    """One `Stretch` of those of several parts. If more is kept than there is room for, half of it is let go."""

    def __init__(self, room):
        self.room, self.counts, self.halvings = room, [0, 0, 0, 0], 0
        self.values, self.size = [], 0

    def add(self, stretch):
        counts = stretch.above, stretch.at_high, stretch.between, stretch.at_low
        self.counts = [sum(pair) for pair in zip(self.counts, counts, strict=True)]
        self._thin_to(stretch.halvings)
        self.values.append(thinned(stretch.values, self.halvings - stretch.halvings, self.size))
        self.size += self.values[-1].size
        while self.room is not None and self.size > self.room:
            self._thin_to(self.halvings + 1)

    def _thin_to(self, halvings):
        if halvings > self.halvings:
            self.values = [thinned(v, halvings - self.halvings, i) for i, v in enumerate(self.values)]
            self.size, self.halvings = sum(v.size for v in self.values), halvings

    def stretch(self):
        values = np.concatenate(self.values) if self.values else np.empty(0)
        self.values = []  # they need not be there twice
        values.sort()
        return Stretch(*self.counts, values, self.halvings).as_float64()


def look(*sets):
    """Find out how much there is of each part that does not say so, by reading it: each source once for all sets."""
    sides = defaultdict(list)
    for scores in sets:
        for part in scores.parts:
            if part.size is None:
                sides[part.source].append((part, scores))
    if not sides:
        return
    room = max(64, 8 * SAMPLE // len(sides))
    jobs = [(source, [part.side for part, _ in wanted], room) for source, wanted in sides.items()]
    for here in (True, False):
        these = [job for job in jobs if job[0].here is here]
        answers = run(looked_at, these, None if here else sets[0].client)
        for (source, *_), answer in zip(these, answers, strict=True):
            for part, scores in sides[source]:
                nothing = 0, np.dtype("f8"), Gathered(None).stretch()
                part.size, part.dtype, scores.samples[part] = answer.get(part.side, nothing)
