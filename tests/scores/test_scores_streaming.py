"""Guesses, pieces and passes: none of them may change an answer, and few of them may be needed."""

import tracemalloc
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import scores
from falsematch.scores import _bracket, _stream

# The word about an EER above one half has a test of its own; these sets are any sets.
pytestmark = pytest.mark.filterwarnings("ignore:the equal error rate is above one half")


def exact_operating_point(genuine, impostor, fmr):
    """By sorting everything, in the plainest way."""
    impostor = np.sort(np.asarray(impostor, dtype=float))
    allowed = max(k for k in range(impostor.size + 1) if k / impostor.size <= fmr)
    excluded = impostor[impostor.size - allowed - 1] if allowed < impostor.size else -np.inf
    genuine = np.asarray(genuine, dtype=float)
    matched = (impostor > excluded).sum()
    return excluded, matched, (genuine <= excluded).sum()


def exact_eer(genuine, impostor):
    genuine, impostor = np.sort(genuine), np.sort(impostor)
    t = np.unique(np.concatenate([genuine, impostor]).astype(float))
    n, m = impostor.size, genuine.size
    at = n - np.searchsorted(impostor, t), np.searchsorted(genuine, t)
    above = n - np.searchsorted(impostor, t, "right"), np.searchsorted(genuine, t, "right")
    i = np.flatnonzero(at[0] * m >= at[1] * n)[-1]
    return max(above[0][i] / n, at[1][i] / m), min(at[0][i] / n, above[1][i] / m)


@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(40, 400),
    chunk=st.integers(1, 90),
    sample=st.integers(1, 100),
    slack=st.sampled_from([0.0, 0.1, 1.0, 5.0]),
    room=st.integers(1, 100),
    kind=st.sampled_from(["normal", "tied", "constant", "f4", "i2", "sorted", "periodic", "two"]),
    fmr=st.sampled_from([0.0, 1e-3, 0.02, 0.1, 0.5, 0.97, 1.0]),
)
@settings(max_examples=200, deadline=None)
def test_wrong_guesses_and_any_pieces_change_nothing(seed, size, chunk, sample, slack, room, kind, fmr):
    rng = np.random.default_rng(seed)
    impostor, genuine = rng.normal(size=size), rng.normal(1.5, 1, size=size // 2)
    if kind == "tied":
        impostor, genuine = impostor.round(), genuine.round()
    elif kind == "constant":
        impostor = np.ones(size)
    elif kind == "two":
        impostor = (impostor > 1).astype(float)
    elif kind == "f4":
        impostor, genuine = impostor.astype(np.float32), genuine.astype(np.float32)
    elif kind == "i2":
        impostor, genuine = (50 * impostor).astype(np.int16), (50 * genuine).astype(np.int16)
    elif kind == "sorted":
        impostor, genuine = np.sort(impostor), np.sort(genuine)[::-1]
    elif kind == "periodic":
        impostor = np.tile(impostor[:7], size)[:size]
    read = mock.patch.multiple(_stream, CHUNK=chunk, SORTED_CHUNK=chunk, ROOM=room)
    guessed = mock.patch.multiple(_bracket, SAMPLE=sample, SLACK=slack)
    with read, guessed:
        point = scores.fnmr_at_fmr(genuine, impostor, fmr)
        bracket = scores.eer(genuine, impostor)
        curve = scores.det(genuine, impostor)
    _, matched, missed = exact_operating_point(genuine, impostor, fmr)
    assert (point.false_matches, point.false_non_matches) == (matched, missed)
    assert (bracket.low, bracket.high) == exact_eer(genuine, impostor)
    np.testing.assert_array_equal(curve[0], [(impostor >= t).mean() for t in curve[2]])


@given(seed=st.integers(0, 2**32 - 1), decimals=st.integers(0, 2), fmr=st.sampled_from([0.0, 0.03, 0.4, 1.0]))
@settings(max_examples=150, deadline=None)
def test_bounds_drawn_by_lot_change_nothing(seed, decimals, fmr):
    rng = np.random.default_rng(seed)
    impostor, genuine = rng.normal(size=60).round(decimals), rng.normal(1, 1, size=40).round(decimals)
    impostor[:2] = -np.inf
    guesses = []

    def wrong_guess(bracket, sample):
        guesses.append(bracket.wrong)
        if bracket.wrong == 4:
            return bracket.low, bracket.high
        # Scores, numbers between scores and infinities, sometimes one and the same twice.
        bounds = rng.choice(np.r_[-np.inf, np.inf, impostor, genuine, rng.normal(size=60)], size=2)
        return float(bounds.min()), float(bounds.max())

    with mock.patch.object(_bracket._Bracket, "guess", wrong_guess):
        point = scores.fnmr_at_fmr(genuine, impostor, fmr)
        bracket = scores.eer(genuine, impostor)
    _, matched, missed = exact_operating_point(genuine, impostor, fmr)
    assert (point.false_matches, point.false_non_matches) == (matched, missed)
    assert (bracket.low, bracket.high) == exact_eer(genuine, impostor)
    assert guesses[0] == 0


@pytest.fixture(scope="module")
def large():
    rng = np.random.default_rng(8)
    return rng.normal(4, 1, 100_000), rng.normal(size=1_000_000)


@pytest.fixture
def values_read(monkeypatch):
    """Counts the scores that are read, per argument name."""
    read = {}
    pieces = _stream.Scores._pieces

    def counted(self, size):
        for piece in pieces(self, size):
            read[self.name] = read.get(self.name, 0) + piece.size
            yield piece

    monkeypatch.setattr(_stream.Scores, "_pieces", counted)
    return read


def shapes_of(impostor):
    size = impostor.size
    return {
        "as drawn": impostor,
        "ascending": np.sort(impostor),
        "descending": np.sort(impostor)[::-1],
        "periodic": np.tile(np.sort(impostor[: size // 1000]), 1000),
        "tied": impostor.round(1),
        "rare ties": np.where(np.arange(size) % 3, impostor.round(), impostor),
        "constant": np.full(size, 0.25),
        "two values": (impostor > 2).astype(float),
        "int16": (100 * impostor).astype(np.int16),
        "float32": impostor.astype(np.float32),
    }


def test_few_passes_whatever_the_arrangement(large, values_read):
    genuine, impostor = large
    for name, values in shapes_of(impostor).items():
        for fmr in (1e-6, 1e-4, 1e-2, 0.5):
            values_read.clear()
            point = scores.fnmr_at_fmr(genuine, values, fmr)
            assert values_read["impostor"] <= 3 * values.size, (name, fmr)
            assert values_read["genuine"] == genuine.size
            excluded = np.partition(values, -1 - int(fmr * values.size))[-1 - int(fmr * values.size)]
            assert point.false_matches == np.count_nonzero(values > excluded), (name, fmr)
            assert point.false_non_matches == np.count_nonzero(genuine <= excluded), (name, fmr)
        values_read.clear()
        bracket = scores.eer(genuine, values)
        assert values_read["impostor"] <= 8 * values.size, name
        assert (bracket.low, bracket.high) == exact_eer(genuine, values), name


def test_many_targets_share_their_passes(large, values_read):
    genuine, impostor = large
    targets = np.r_[0.0, np.geomspace(1e-7, 1, 60)]
    for name, values in shapes_of(impostor).items():
        values_read.clear()
        points = scores.fnmr_at_fmr(genuine, values, targets)
        assert values_read["impostor"] <= 4 * values.size, name
        assert values_read["genuine"] == genuine.size
        ascending = np.sort(values)
        for target, count, threshold in zip(targets, points.false_matches, points.threshold, strict=True):
            allowed = int(target * values.size)
            matched = values.size
            if allowed < values.size:
                matched = values.size - np.searchsorted(ascending, ascending[-1 - allowed], "right")
            assert count == matched == np.count_nonzero(values >= threshold), (name, target)


def test_more_conditions_than_share_a_pass(large, monkeypatch):
    impostor = large[1][:40_000]
    targets = np.linspace(0, 1, 23)
    expected = scores.threshold_at_fmr(impostor, targets)
    monkeypatch.setattr(_bracket, "TOGETHER", 4)
    assert scores.threshold_at_fmr(impostor, targets).tolist() == expected.tolist()


def test_extra_memory_is_a_small_part_of_the_input(large):
    genuine, impostor = large
    for name, values in shapes_of(impostor).items():
        tracemalloc.start()
        try:
            for fmr in (1e-6, 1e-4, 1e-2, 0.5):
                scores.fnmr_at_fmr(genuine, values, fmr)
            scores.eer(genuine, values)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        # A few pieces and the sample weigh the same however large the input is: 4 MiB at most.
        assert peak <= 0.25 * values.nbytes + 4 * 2**20, name


def test_a_file_that_is_mapped_is_read_as_it_is(large, tmp_path):
    genuine, impostor = large
    np.save(tmp_path / "impostor.npy", impostor)
    mapped = np.load(tmp_path / "impostor.npy", mmap_mode="r")
    assert isinstance(mapped, np.memmap)
    tracemalloc.start()
    try:
        point = scores.fnmr_at_fmr(genuine, mapped, 1e-4)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak <= 0.5 * mapped.nbytes
    assert point == scores.fnmr_at_fmr(genuine, impostor, 1e-4)


def test_matrices_and_strided_arrays_count_every_score_once(large):
    genuine, impostor = large
    matrix = impostor.reshape(1000, 1000)
    expected = scores.fnmr_at_fmr(genuine, impostor, 1e-3)
    for view in (matrix, matrix.T, np.asfortranarray(matrix), np.repeat(impostor, 2)[::2]):
        assert scores.fnmr_at_fmr(genuine, view, 1e-3) == expected
    with pytest.raises(ValueError, match=r"impostor\[900000\].*nan"):
        bad = impostor.copy()
        bad[900_000] = np.nan
        scores.fnmr_at_fmr(genuine, bad, 1e-3)


def test_many_thresholds_are_counted_as_one_by_one(large):
    genuine, impostor = large
    thresholds = np.linspace(-7, 7, 333)
    point = scores.rates_at(genuine, impostor, thresholds.reshape(3, 111))
    assert point.fmr.shape == (3, 111)
    counts = [np.count_nonzero(impostor >= t) for t in thresholds]
    np.testing.assert_array_equal(point.false_matches.ravel(), counts)


def test_a_matrix_stored_by_columns_is_not_copied(large):
    genuine, impostor = large
    matrix = np.asfortranarray(impostor.reshape(1000, 1000))
    for by in (matrix, matrix.T):
        tracemalloc.start()
        try:
            scores.fnmr_at_fmr(genuine, by, 1e-4)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < 0.5 * matrix.nbytes
