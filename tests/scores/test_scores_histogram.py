"""`ScoreHistogram` says the same as the scores it was counted from, at edges and in brackets."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import scores
from falsematch.scores import ScoreHistogram

INF = float("inf")
EDGES = np.linspace(-1, 2, 7)


def draw(seed, genuine=90, impostor=160):
    rng = np.random.default_rng(seed)
    genuine, impostor = rng.normal(1, 1, genuine).round(1), rng.normal(size=impostor).round(1)
    genuine[: seed % 3] = -INF
    return genuine, impostor


def test_counts_are_those_of_numpy():
    genuine, impostor = draw(2)
    histogram = ScoreHistogram.from_scores(genuine, impostor, EDGES)
    bounds = np.r_[-INF, EDGES, INF]
    for counts, values in ((histogram.genuine, genuine), (histogram.impostor, impostor)):
        by_hand = [
            np.sum((low <= values) & (values < high))
            for low, high in zip(bounds[:-1], bounds[1:], strict=True)
        ]
        assert counts.tolist() == by_hand and counts.dtype == np.int64
    assert (histogram.genuine_comparisons, histogram.impostor_comparisons) == (90, 160)


@given(st.integers(0, 10_000), st.floats(0, 1))
@settings(max_examples=100, deadline=None)
def test_exact_at_edges_and_brackets_between_them(seed, fmr):
    genuine, impostor = draw(seed)
    histogram = ScoreHistogram.from_scores(genuine, impostor, EDGES)

    at, expected = histogram.rates_at(EDGES), scores.rates_at(genuine, impostor, EDGES)
    np.testing.assert_array_equal(at.false_matches, expected.false_matches)
    np.testing.assert_array_equal(at.false_non_matches, expected.false_non_matches)
    for found, wanted in zip(histogram.det(), (expected.fmr, expected.fnmr, EDGES), strict=True):
        np.testing.assert_array_equal(found, wanted)

    binned, exact = histogram.fnmr_at_fmr(fmr), scores.fnmr_at_fmr(genuine, impostor, fmr)
    assert binned.fmr <= fmr
    assert binned.threshold == histogram.threshold_at_fmr(fmr) >= exact.threshold
    assert exact.threshold > binned.threshold - binned.bin_width or binned.bin_width == INF
    assert binned.fnmr_low <= exact.fnmr <= binned.fnmr
    # No lower edge would do.
    lower = [e for e in EDGES if e < binned.threshold]
    assert all(scores.rates_at(genuine, impostor, edge).fmr > fmr for edge in lower)

    bracket, exact = histogram.eer(), scores.eer(genuine, impostor)
    assert bracket.low <= exact.low <= exact.high <= bracket.high


def test_narrow_bins_close_the_brackets():
    genuine, impostor = draw(3)
    histogram = ScoreHistogram.from_scores(genuine, impostor, np.arange(-60, 60) / 10 + 0.05)
    bracket, exact = histogram.eer(), scores.eer(genuine, impostor)
    assert (bracket.low, bracket.high) == (exact.low, exact.high)
    targets = [0.0, 0.05, 0.3]
    binned, exact = histogram.fnmr_at_fmr(targets), scores.fnmr_at_fmr(genuine, impostor, targets)
    assert binned.fmr.tolist() == exact.fmr.tolist() and binned.fnmr.tolist() == exact.fnmr.tolist()
    np.testing.assert_allclose(binned.bin_width, 0.1)


def test_targets_out_of_reach_of_the_edges():
    histogram = ScoreHistogram([0.0, 1.0], genuine=[1, 2, 3], impostor=[4, 5, 6])
    point = histogram.fnmr_at_fmr(0.1)
    assert (point.threshold, point.fmr, point.fnmr, point.fnmr_low) == (INF, 0.0, 1.0, 0.5)
    point = histogram.fnmr_at_fmr(0.9)
    assert (point.threshold, point.bin_width, point.fnmr_low, point.fnmr) == (0.0, INF, 0.0, 1 / 6)
    bracket = ScoreHistogram([0.0, 1.0], genuine=[9, 0, 0], impostor=[9, 0, 0]).eer()
    assert (bracket.low, bracket.high, bracket.threshold) == (0.0, 1.0, -INF)


def test_counts_of_a_trillion_pairs_stay_exact():
    histogram = ScoreHistogram([0.0, 1.0, 2.0], [0, 1, 0, 0], [10**12, 10**12, 1, 0])
    point = histogram.fnmr_at_fmr(1 / (2 * 10**12 + 1))
    assert (point.threshold, point.false_matches, point.fmr) == (1.0, 1, 1 / (2 * 10**12 + 1))
    assert histogram.merge(histogram).impostor_comparisons == 4 * 10**12 + 2


def test_chunks_and_merges_add_up():
    genuine, impostor = draw(5)
    whole = ScoreHistogram.from_scores(genuine, impostor, EDGES)
    chunks = [(genuine[:10], impostor[:100]), ([], impostor[100:]), (genuine[10:], [])]
    merged = ScoreHistogram.from_chunks(iter(chunks), EDGES)
    np.testing.assert_array_equal(merged.impostor, whole.impostor)
    np.testing.assert_array_equal(merged.genuine, whole.genuine)


def test_edges_are_found_despite_the_last_digit():
    edges = np.arange(1001) * 0.001
    assert edges[600] != 0.6 or edges[700] != 0.7
    histogram = ScoreHistogram.from_scores([0.65], [0.5, 0.65], edges)
    assert histogram.rates_at(0.6).false_matches == histogram.rates_at(0.64).false_matches == 1
    assert histogram.rates_at([0.7, INF]).false_matches.tolist() == [0, 0]
    assert histogram.rates_at(0.6).threshold == edges[600]
    for wrong in (0.6005, -0.001, 1.001, -INF, np.nan):
        with pytest.raises(ValueError, match="threshold must be an edge of a bin"):
            histogram.rates_at([0.6, wrong])
        with pytest.raises(ValueError, match=f", got {wrong!r}$"):  # the one that is none, wherever it stands
            histogram.rates_at([INF, wrong, 0.6])


@pytest.mark.parametrize(
    ("edge", "side", "bin_width"),
    [(0.0, -1, 1.0), (0.0, 1, 1.0), (1.0, -1, 1.0), (1.0, 1, 2.0), (3.0, -1, 2.0), (3.0, 1, 2.0)],
)
def test_an_edge_is_found_within_a_millionth_of_a_bin_and_no_further(edge, side, bin_width):
    histogram = ScoreHistogram([0.0, 1.0, 3.0], [1, 2, 3, 4], [5, 6, 7, 8])
    assert histogram.rates_at(edge + side * 0.9e-6 * bin_width).threshold == edge
    for far in (1.1e-6, 1e-3):
        with pytest.raises(ValueError, match="threshold must be an edge of a bin"):
            histogram.rates_at(edge + side * far * bin_width)


def test_a_millionth_of_a_bin_itself_is_near_enough():
    histogram = ScoreHistogram([0.0, 1e6], [0, 1, 0], [0, 1, 0])
    assert 1e-6 * 1e6 == 1.0 and histogram.rates_at([1.0, 1e6 - 1]).threshold.tolist() == [0.0, 1e6]


def test_where_both_rates_are_one_the_threshold_is_the_greatest_such_edge():
    histogram = ScoreHistogram([0.0, 1.0, 2.0], [0, 1, 1, 0], [0, 1, 1, 0])
    assert histogram.eer() == scores.EqualErrorRate(0.5, 0.5, 0.5, 1.0)
    assert histogram.rates_at(INF).threshold == INF


def test_where_the_rates_cross_between_two_edges_both_ends_are_said():
    histogram = ScoreHistogram.from_bins([0, 1, 2, 3], genuine=[0, 2, 2], impostor=[1, 2, 1])
    assert histogram.eer() == scores.EqualErrorRate(0.25, 0.5, 0.375, 1.0)


@pytest.mark.parametrize(
    ("threshold", "nearest"),
    [(-5.0, "0.0 and 1.0"), (0.3, "0.0 and 1.0"), (2.9, "1.0 and 3.0"), (7.0, "1.0 and 3.0")],
)
def test_the_edges_beside_a_threshold_are_named(threshold, nearest):
    histogram = ScoreHistogram([0.0, 1.0, 3.0], [1, 2, 3, 4], [5, 6, 7, 8])
    with pytest.raises(ValueError, match=rf"\(nearest: {nearest}\), got {threshold}$"):
        histogram.rates_at([1.0, threshold])


def test_counts_stay_below_what_a_float_counts_and_cannot_be_changed():
    most = ScoreHistogram([0, 1], [0, 2**53 - 1, 0], [2**52, 2**52 - 1, 0])
    assert most.genuine_comparisons == most.impostor_comparisons == 2**53 - 1
    with pytest.raises(
        ValueError, match=r"impostor must be 3 counts, one more than edges, with a sum below 2\*\*53"
    ):
        ScoreHistogram([0, 1], [0, 0, 0], [2**52, 2**52, 0])
    for counts in (most.edges, most.genuine, most.impostor):
        with pytest.raises(ValueError, match="read-only"):
            counts[0] = 1


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: ScoreHistogram([1.0, 1.0], [0, 0, 0], [0, 0, 0]), "edges must be at least two"),
        (lambda: ScoreHistogram([0, 1.0, 1.0], [0] * 4, [0] * 4), "edges must be at least two"),
        (lambda: ScoreHistogram([0, 2.0, 1.0], [0] * 4, [0] * 4), "edges must be at least two"),
        (lambda: ScoreHistogram([1.0], [0, 0], [0, 0]), "edges must be at least two"),
        (lambda: ScoreHistogram([0.0, INF], [0, 0, 0], [0, 0, 0]), "edges must be at least two"),
        (lambda: ScoreHistogram([0, 1], [0, 0], [0, 0, 0]), "genuine must be 3 counts"),
        (lambda: ScoreHistogram([0, 1], [0, 0, 0], [0, -1, 0]), "impostor must be a whole number"),
        (lambda: ScoreHistogram([0, 1], [0, 0.5, 0], [0, 1, 0]), "genuine must be a whole number"),
        (lambda: ScoreHistogram.from_scores([np.nan], [0], [0, 1]), r"genuine\[0\]"),
        (lambda: ScoreHistogram.from_scores([0], [], [0, 1]).fnmr_at_fmr(0.1), "impostor must be at least"),
        (lambda: ScoreHistogram.from_scores([], [0], [0, 1]).eer(), "genuine must be at least one score"),
        (
            lambda: ScoreHistogram.from_scores([0], [0], [0, 1]).merge(
                ScoreHistogram.from_scores([0], [0], [0, 2])
            ),
            "other must be a histogram with the same edges",
        ),
        (lambda: ScoreHistogram.from_scores([0], [0], [0, 1]).merge(3), "other must be a histogram"),
        (lambda: ScoreHistogram.from_scores([0], [0], 5), "edges must be at least two"),
        (lambda: ScoreHistogram.from_scores([0], [0], [[0, 1]]), "edges must be at least two"),
        (lambda: ScoreHistogram.from_chunks([1, 2], [0, 1]), r"chunks\[0\] must be a pair"),
    ],
)
def test_unusable_input_is_refused_by_name(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_counts_per_bin_without_anything_outside():
    histogram = ScoreHistogram.from_bins([0, 1, 2], [3, 4], [5, 6])
    assert histogram.genuine.tolist() == [0, 3, 4, 0] and histogram.impostor.tolist() == [0, 5, 6, 0]
    point = histogram.rates_at(1)
    assert (point.false_matches, point.false_non_matches) == (6, 3)
    with pytest.raises(ValueError, match="genuine must be 4 counts"):
        ScoreHistogram.from_bins([0, 1, 2], [3, 4, 5], [5, 6])
    with pytest.raises(ValueError, match="impostor must be a whole number"):
        ScoreHistogram.from_bins([0, 1, 2], [3, 4], [5, -6])


def test_edges_as_far_apart_as_float64_goes():
    histogram = ScoreHistogram.from_scores([0.0], [2.0], [-1.5e308, 1, 1.5e308])
    assert histogram.genuine.tolist() == [0, 1, 0, 0] and histogram.impostor.tolist() == [0, 0, 1, 0]


def test_one_side_only_gives_that_sides_rate():
    histogram = ScoreHistogram.from_scores([], [0.2, 0.8], [0.0, 0.5, 1.0])
    point = histogram.fnmr_at_fmr(0.5)
    assert point.fmr == 0.5 and np.isnan(point.fnmr) and np.isnan(point.fnmr_low)


def test_counts_cannot_be_changed_by_accident():
    histogram = ScoreHistogram.from_scores([0.1], [0.2], EDGES)
    with pytest.raises(ValueError, match="read-only"):
        histogram.genuine[0] = 5


def test_a_histogram_is_equal_to_itself_alone():
    one, other = (ScoreHistogram([0, 1], [0, 1, 0], [0, 1, 0]) for _ in range(2))
    assert one == one and one != other and len({one, other, one}) == 2
