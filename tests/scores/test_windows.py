"""What one pass over a set says of the scores at, between and above two bounds: by counting, and as random samples."""

from unittest import mock

import numpy as np
import pytest

from falsematch.scores import _stream
from falsematch.scores._parts import Gathered
from falsematch.scores._stream import Scores, Stretch

KINDS = ["f2", "f4", "f8", "i1", "i4", "u2", "?"]


def counted(values, low, high):
    """(above, at the upper bound, between, at the lower bound); a failure is nowhere, one bound is an upper one."""
    values = values[values > -np.inf].astype(float)
    at_low = 0 if low == high else np.sum(values == low)
    return np.sum(values > high), np.sum(values == high), np.sum((values > low) & (values < high)), at_low


def a_set(rng, kind, size):
    """Few different values, so that bounds are often met, and some failures."""
    if kind == "?":
        return rng.random(size) < 0.5
    values = rng.integers(0 if kind == "u2" else -6, 7, size).astype(kind)
    if kind[0] == "f":
        values = np.where(rng.random(size) < 0.1, -np.inf, values / np.float32(3)).astype(kind)
    return np.sort(values) if rng.random() < 0.3 else values


def some_bounds(rng, values, pairs):
    places = [
        -np.inf,
        np.inf,
        1e300,
        -1e300,
        0.1,
        1.5,
        float(np.finfo(np.float32).max),
        np.finfo(np.float64).max,
        *values.tolist(),
        *values.tolist(),
    ]
    return [tuple(sorted(float(place) for place in rng.choice(places, 2))) for _ in range(pairs)]


@pytest.mark.parametrize("kind", KINDS)
def test_what_lies_at_bounds_and_between_them_is_counted_and_kept(kind):
    rng = np.random.default_rng(KINDS.index(kind))
    for _ in range(120):
        values = a_set(rng, kind, rng.integers(0, 40))
        bounds = some_bounds(rng, values, rng.integers(1, 8))
        with mock.patch.multiple(_stream, CHUNK=int(rng.integers(1, 30)), FEW=int(rng.integers(1, 6))):
            found = Scores("scores", values).windows(bounds)
        for (low, high), stretch in zip(bounds, found, strict=True):
            assert (stretch.above, stretch.at_high, stretch.between, stretch.at_low) == counted(
                values, low, high
            )
            exact = values.astype(float)
            assert stretch.values.tolist() == sorted(exact[(exact > low) & (exact < high)])
            assert stretch.complete and stretch.halvings == 0 and stretch.values.dtype == np.float64
            matched = [np.sum(exact[exact > -np.inf] >= t) for t in (low, high)]
            assert (stretch.counts()[0], stretch.counts()[2]) == tuple(matched)


@pytest.mark.parametrize("piece", [20, 50, 200])
@pytest.mark.parametrize(
    "above", [0.0, 0.3]
)  # few reach the lower bound, or many do and few of them lie between
def test_few_scores_of_each_piece_wait_and_are_counted_once(monkeypatch, piece, above):
    monkeypatch.setattr(_stream, "CHUNK", piece)
    rng = np.random.default_rng(piece)
    values = np.where(rng.random(5000) < above, rng.integers(8, 12, 5000), rng.integers(-200, 8, 5000))
    for low, high in ((0, 7), (0, 8), (3, 3), (-1, 9)):
        (found,) = Scores("scores", values).windows([(low, high)])
        assert (found.above, found.at_high, found.between, found.at_low) == counted(values, low, high)
        assert found.values.tolist() == sorted(values[(values > low) & (values < high)])


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("sorted_piece", [1, 7, 100])
def test_matches_are_counted_at_every_threshold(kind, sorted_piece):
    rng = np.random.default_rng(KINDS.index(kind))
    for _ in range(40):
        values = a_set(rng, kind, rng.integers(0, 60))
        thresholds = np.unique(some_bounds(rng, values, rng.integers(1, 8)))
        with mock.patch.multiple(_stream, CHUNK=9, SORTED_CHUNK=sorted_piece, FEW=int(rng.integers(0, 6))):
            found = Scores("scores", values).count(thresholds)
        exact = values.astype(float)
        assert found.tolist() == [np.sum(exact[exact > -np.inf] >= t) for t in thresholds]


def a_fair_share(stretch, values, low, high, room):
    """Whether what was kept of different values is no more than there was room for, and of all of them alike."""
    inside = (values > low) & (values < high)
    assert (stretch.above, stretch.at_high, stretch.between, stretch.at_low) == counted(values, low, high)
    assert 0 < stretch.values.size <= room and stretch.halvings > 0 and not stretch.complete
    assert np.all(np.diff(stretch.values) > 0) and np.all(np.isin(stretch.values, values[inside]))
    for part in (
        slice(None),
        *(slice(start, start + values.size // 4) for start in range(0, values.size, values.size // 4)),
    ):
        expected = np.count_nonzero(inside[part]) * 0.5**stretch.halvings
        kept = np.count_nonzero(np.isin(values[part][inside[part]], stretch.values))
        assert abs(kept - expected) <= 4.5 * expected**0.5, part


ORDERS = {"as drawn": lambda v: v, "ascending": np.sort, "descending": lambda v: -np.sort(-v)}


@pytest.mark.parametrize("pairs", [1, 3, 6])  # asked for one by one, or all of sorted pieces
@pytest.mark.parametrize("order", ORDERS)
def test_of_more_scores_than_there_is_room_for_a_fair_share_is_kept(monkeypatch, pairs, order):
    monkeypatch.setattr(_stream, "CHUNK", 500)
    values = ORDERS[order](np.random.default_rng(3).permutation(20_000).astype(float))
    bounds = [(1000.5 + i, 17_000.0) for i in range(pairs)]
    for pair, stretch in zip(bounds, Scores("scores", values).windows(bounds, 1000), strict=True):
        a_fair_share(stretch, values, *pair, 1000)
        assert stretch.values.size > 450  # half is let go at a time


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("each", [None, 900, 200])  # what each of the parts may keep
def test_of_what_parts_kept_a_fair_share_is_kept(order, each):
    values = ORDERS[order](np.random.default_rng(4).permutation(20_000).astype(float))
    gathered, everything = Gathered(1000), Gathered(None)
    for part in np.split(values, [100, 3000, 3000, 9000, 15_000]):
        (stretch,) = Scores("scores", part).windows([(1000.5, 17_000.0)], each)
        gathered.add(stretch)
        everything.add(stretch)
    kept = gathered.stretch()
    a_fair_share(kept, values, 1000.5, 17_000.0, 1000)
    assert each == 200 or kept.values.size > 450
    whole = everything.stretch()
    if each is None:
        assert whole.complete and whole.halvings == 0
        assert whole.values.tolist() == list(map(float, range(1001, 17_000)))
    else:
        a_fair_share(whole, values, 1000.5, 17_000.0, 16_000)


def test_nothing_gathered_is_nothing_known():
    found = Gathered(5).stretch()
    assert (
        found.counts() == (0, 0, 0, 0) and found.values.size == 0 and found.halvings == 0 and found.complete
    )
    gathered = Gathered(3)
    gathered.add(Stretch(1, 2, 3, 4, np.array([5.0, 6.0, 7.0])))
    found = gathered.stretch()  # as many as there is room for
    assert (found.counts(), found.values.tolist(), found.halvings) == ((10, 6, 3, 1), [5.0, 6.0, 7.0], 0)


def test_what_there_is_just_room_for_is_kept_whole():
    values = np.arange(50.0)
    (whole,), (less,) = (Scores("scores", values).windows([(9.0, 40.0)], room) for room in (30, 29))
    assert whole.values.tolist() == values[10:40].tolist() and whole.halvings == 0
    assert less.halvings == 1 and less.between == 30 > less.values.size > 0


@pytest.mark.parametrize(
    ("size", "room"), [(0, 2**16), (2**19, 2**16), (2**19 + 8, 2**16 + 1), (2**20, 2**17)]
)
def test_there_is_room_for_an_eighth_of_a_set_or_more(size, room):
    assert Scores("scores", np.zeros(size, dtype=np.int8)).room == room


def test_a_sample_is_drawn_of_a_set_that_is_larger():
    values = np.random.default_rng(1).permutation(1000)
    asked = Scores("scores", values)
    whole = asked.sample(0, 1000)
    assert whole.values.tolist() == list(map(float, range(1000))) and whole.values.dtype == np.float64
    drawn = asked.sample(0, 999)
    assert (
        drawn.values.size == 999 and 500 < np.unique(drawn.values).size < 700
    )  # with replacement: 1 - 1/e of them
    assert whole.counts() == drawn.counts() == (1000, 1000, 0, 0)
    assert whole.complete and not drawn.complete


def test_no_more_scores_wait_than_a_piece_holds(monkeypatch):
    monkeypatch.setattr(_stream, "CHUNK", 10)
    window = _stream.Window(Scores("scores", np.zeros(1)), 0.0, 1.0, None)
    for size, waiting in ((6, 6), (4, 10), (1, 0), (10, 10), (0, 10), (2, 0)):
        window.add(np.full(size, 0.5))
        assert window.waits == sum(chunk.size for chunk in window.waiting) == waiting
    assert window.found().counts() == (23, 23, 0, 0)
