"""`scores` against its definitions, written out in Fractions over every small case."""

from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import scores
from falsematch.scores import _bracket, _stream

# The word about an EER above one half has a test of its own; these sets are any sets.
pytestmark = pytest.mark.filterwarnings("ignore:the equal error rate is above one half")

INF = float("inf")
VALUES = (-INF, 0.0, 1.0, 2.0)


def matches(values, threshold):
    """Failures match at no threshold; -inf as a threshold accepts all others."""
    return sum(value >= threshold and value > -INF for value in values)


def fmr_at(impostor, threshold):
    return Fraction(matches(impostor, threshold), len(impostor))


def fnmr_at(genuine, threshold):
    return 1 - Fraction(matches(genuine, threshold), len(genuine))


def eer_levels(genuine, impostor):
    """Every level at which the staircases, drawn with their risers, meet: the ends of that set."""
    meet = []
    for score in {*genuine, *impostor, -INF}:
        above = np.nextafter(score, INF)
        at = (1, 0) if score == -INF else (fmr_at(impostor, score), fnmr_at(genuine, score))
        low = max(fmr_at(impostor, above), at[1])
        high = min(at[0], fnmr_at(genuine, above))
        if low <= high:
            meet += [low, high]
    return min(meet), max(meet)


def small_sets(largest):
    return [c for size in range(1, largest + 1) for c in combinations_with_replacement(VALUES, size)]


def check_case(genuine, impostor):
    thresholds = [-INF, *(x for v in VALUES[1:] for x in (v, np.nextafter(v, INF))), INF]
    point = scores.rates_at(genuine, impostor, thresholds)
    for i, threshold in enumerate(thresholds):
        assert point.fmr[i] == float(fmr_at(impostor, threshold))
        assert point.fnmr[i] == float(fnmr_at(genuine, threshold))

    result = scores.eer(genuine, impostor)
    low, high = eer_levels(genuine, impostor)
    assert (result.low, result.high) == (float(low), float(high))
    assert result.value == pytest.approx(float((low + high) / 2), rel=1e-15)
    if result.threshold > -INF:
        assert fmr_at(impostor, result.threshold) >= fnmr_at(genuine, result.threshold)
    above = np.nextafter(result.threshold, INF)
    assert fmr_at(impostor, above) < fnmr_at(genuine, above)

    best = max(1 - (fmr_at(impostor, t) + fnmr_at(genuine, t)) / 2 for t in thresholds)
    assert scores.balanced_accuracy(genuine, impostor) == pytest.approx(float(best), rel=1e-15)
    at_one = scores.balanced_accuracy(genuine, impostor, 1.0)
    assert at_one == pytest.approx(float(1 - (fmr_at(impostor, 1) + fnmr_at(genuine, 1)) / 2), rel=1e-15)

    fmr, fnmr, at = scores.det(genuine, impostor)
    assert at.tolist() == sorted({g for g in genuine if g > -INF})
    assert fmr.tolist() == [float(fmr_at(impostor, t)) for t in at]
    assert fnmr.tolist() == [float(fnmr_at(genuine, t)) for t in at]


def test_every_pair_of_small_sets():
    for genuine, impostor in product(small_sets(3), small_sets(4)):
        check_case(genuine, impostor)


def test_least_threshold_in_every_small_set():
    for impostor in small_sets(5):
        n = len(impostor)
        targets = {1e-300, *(k / n for k in range(n + 1)), *(k / n * 0.99 for k in range(n))}
        targets = sorted(targets)
        found = scores.threshold_at_fmr(impostor, targets)
        points = scores.fnmr_at_fmr([1.0, 2.0], impostor, targets)
        assert points.threshold.tolist() == found.tolist()
        for target, threshold, fmr, count in zip(
            targets, found, points.fmr, points.false_matches, strict=True
        ):
            assert matches(impostor, threshold) / n <= target
            assert (fmr, count) == (matches(impostor, threshold) / n, matches(impostor, threshold))
            if threshold > -INF:
                # One float lower is too low: so this is the least of all float64 thresholds.
                assert matches(impostor, np.nextafter(threshold, -INF)) / n > target


@given(
    st.lists(st.integers(-4, 4), min_size=1, max_size=30),
    st.lists(st.integers(-4, 4), min_size=1, max_size=30),
)
@settings(max_examples=100, deadline=None)
def test_larger_sets_full_of_ties(genuine, impostor):
    genuine, impostor = ([-INF if v == -4 else v / 2 for v in values] for values in (genuine, impostor))
    low, high = eer_levels(genuine, impostor)
    result = scores.eer(genuine, impostor)
    assert (result.low, result.high) == (float(low), float(high))
    fmr, fnmr, at = scores.det(genuine, impostor)
    assert fmr.tolist() == [float(fmr_at(impostor, t)) for t in at]
    assert fnmr.tolist() == [float(fnmr_at(genuine, t)) for t in at]


finite = st.floats(-1e6, 1e6, allow_subnormal=False)


@given(
    st.lists(finite, min_size=1, max_size=40),
    st.lists(finite, min_size=1, max_size=40),
    st.floats(0, 1),
    st.randoms(use_true_random=False),
)
@settings(max_examples=100, deadline=None)
def test_order_and_monotone_transforms_change_no_rate(genuine, impostor, target, random):
    def answers(g, i):
        point = scores.fnmr_at_fmr(g, i, target)
        bracket = scores.eer(g, i)
        fmr, fnmr, _ = scores.det(g, i)
        return (
            point.false_matches, point.false_non_matches, bracket.low, bracket.high,
            fmr.tolist(), fnmr.tolist(), scores.balanced_accuracy(g, i),
        )  # fmt: skip

    plain = answers(genuine, impostor)
    # Ranks are a strictly monotone transform of any scores, and exact.
    ordered = sorted({*genuine, *impostor})
    rank = {score: place for place, score in enumerate(ordered)}
    ranked = [rank[s] for s in genuine], [rank[s] for s in impostor]
    assert answers(*ranked) == plain
    random.shuffle(genuine)
    random.shuffle(impostor)
    assert answers(genuine, impostor) == plain


def test_balanced_accuracy_is_the_mean_of_two_shares():
    genuine, impostor = [0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1]
    assert scores.balanced_accuracy(genuine, impostor, 0.5) == pytest.approx((3 / 4 + 2 / 3) / 2, rel=1e-15)
    several = scores.balanced_accuracy(genuine, impostor, [0.0, 0.6])
    np.testing.assert_allclose(several, [(0 + 1) / 2, (1 + 2 / 3) / 2], rtol=1e-15)


def test_det_at_given_thresholds_is_the_rates_there():
    genuine, impostor = [0.9, 0.8, 0.3, -INF], [0.5, 0.2, 0.1, 0.1]
    fmr, fnmr, at = scores.det(genuine, impostor, [0.5, -INF, 0.2, 0.95])
    assert at.tolist() == [0.5, -INF, 0.2, 0.95]
    assert fmr.tolist() == [float(fmr_at(impostor, t)) for t in at]
    assert fnmr.tolist() == [float(fnmr_at(genuine, t)) for t in at]
    everywhere = scores.det(genuine, impostor)
    for one, other in zip(everywhere, scores.det(genuine, impostor, everywhere[2]), strict=True):
        assert one.tolist() == other.tolist()
    assert [a.shape for a in scores.det(genuine, impostor, 0.5)] == [(1,)] * 3
    for sets in (([], impostor), (genuine, [])):
        with pytest.raises(ValueError, match="must be at least one score"):
            scores.det(*sets, 0.5)


def test_fmr_falls_and_fnmr_rises_with_the_threshold():
    rng = np.random.default_rng(3)
    genuine, impostor = rng.normal(1, 1, 300), rng.normal(size=400)
    fmr, fnmr, thresholds = scores.det(genuine, impostor)
    assert np.all(np.diff(thresholds) > 0) and np.all(np.diff(fmr) <= 0) and np.all(np.diff(fnmr) > 0)
    targets = np.linspace(0, 1, 57)
    assert np.all(np.diff(scores.threshold_at_fmr(impostor, targets)) <= 0)


def test_roc_curve_of_scikit_learn():
    roc_curve = pytest.importorskip("sklearn.metrics").roc_curve
    rng = np.random.default_rng(4)
    genuine, impostor = rng.normal(1, 1, 200).round(1), rng.normal(size=300).round(1)
    labels = np.r_[np.ones(200), np.zeros(300)]
    fpr, tpr, thresholds = roc_curve(labels, np.r_[genuine, impostor], drop_intermediate=False)
    point = scores.rates_at(genuine, impostor, thresholds)
    np.testing.assert_array_equal(point.fmr, fpr)
    np.testing.assert_allclose(1 - point.fnmr, tpr, rtol=1e-15)


def test_normal_scores_come_near_the_closed_form():
    from scipy.special import ndtr, ndtri

    rng = np.random.default_rng(5)
    genuine, impostor = rng.normal(3, 1, 200_000), rng.normal(size=200_000)
    assert scores.eer(genuine, impostor).value == pytest.approx(ndtr(-1.5), abs=4 * 0.25 / 200_000**0.5)
    point = scores.fnmr_at_fmr(genuine, impostor, 0.01)
    assert point.threshold == pytest.approx(-ndtri(0.01), abs=0.04)
    assert point.fnmr == pytest.approx(ndtr(-ndtri(0.01) - 3), abs=0.015)


def test_counts_are_whole_and_answers_have_the_shape_of_the_targets():
    rng = np.random.default_rng(7)
    genuine, impostor = rng.normal(1, 1, 50), rng.normal(size=70)
    targets = rng.random((2, 3, 4))
    points = scores.fnmr_at_fmr(genuine, impostor, targets)
    thresholds = scores.threshold_at_fmr(impostor, targets)
    for field in (points.false_matches, points.false_non_matches):
        assert field.shape == targets.shape and field.dtype == np.int64
    assert thresholds.shape == targets.shape and thresholds.dtype == np.float64
    for place, target in np.ndenumerate(targets):
        point = scores.fnmr_at_fmr(genuine, impostor, target)
        assert type(point.false_matches) is int
        assert point.false_matches == points.false_matches[place]
        assert point.threshold == points.threshold[place] == thresholds[place]
    empty = scores.fnmr_at_fmr(genuine, impostor, [])
    assert empty.threshold.shape == empty.false_matches.shape == (0,)
    assert empty.false_matches.dtype == empty.false_non_matches.dtype == np.int64


def test_targets_below_one_comparison_say_so():
    point = scores.fnmr_at_fmr([0.5, 2.0], [0.1, 0.7, 0.4], 1e-9)
    assert point == scores.OperatingPoint(np.nextafter(0.7, INF), 0.0, 0.5, 0, 1, 3, 2)


def test_three_in_ten_meet_a_target_of_three_tenths():
    assert Fraction(0.3) < Fraction(3, 10)
    assert scores.fnmr_at_fmr([], np.arange(10), 0.3).false_matches == 3


def test_the_quotient_decides_whether_a_target_is_met():
    assert int(0.29 * 100) == 28
    assert scores.fnmr_at_fmr([], np.arange(100), 0.29).false_matches == 29
    for n in (7, 49, 100, 1000):
        exact = np.arange(1, n) / n
        for targets, expected in ((exact, np.arange(1, n)), (np.nextafter(exact, 0), np.arange(n - 1))):
            found = scores.fnmr_at_fmr([], np.arange(n), targets)
            assert found.false_matches.tolist() == expected.tolist()


def test_the_greatest_number_of_a_type_is_a_threshold_too():
    for dtype in (np.uint8, np.int8, np.float16, np.float32, np.float64):
        limits = np.finfo(dtype) if np.dtype(dtype).kind == "f" else np.iinfo(dtype)
        values = np.array([limits.min, 0, limits.max], dtype=dtype)
        thresholds = [float(limits.min), float(limits.max), INF]
        assert scores.rates_at([], values, thresholds).false_matches.tolist() == [3, 1, 0]
        assert scores.rates_at([], values, np.linspace(0, float(limits.max), 9)).false_matches[-1] == 1
    assert scores.rates_at([], [2**53 - 1], [2.0**53 - 1, 2.0**53]).false_matches.tolist() == [1, 0]


def test_thresholds_are_of_the_scores_own_type():
    single = np.array([0.1, 0.2, 0.3], dtype=np.float32)
    threshold = scores.threshold_at_fmr(single, 0.0)
    assert type(threshold) is float and np.float32(threshold) == threshold
    # A Python float is rounded to float32 by this comparison; the threshold survives it.
    assert not np.any(single >= threshold)
    half = np.array([0.1, 0.2, 0.3], dtype=np.float16)
    assert np.count_nonzero(half >= scores.threshold_at_fmr(half, 0.34)) == 1
    assert scores.threshold_at_fmr(np.array([3, 250, 255], dtype=np.uint8), 0.34) == 251.0
    assert scores.threshold_at_fmr(np.array([3, 250, 255], dtype=np.uint8), 0.0) == 256.0
    assert scores.threshold_at_fmr(np.array([127, -128], dtype=np.int8), 0.5) == -127.0
    assert scores.threshold_at_fmr([True, False], 0.5) == 1.0
    assert scores.threshold_at_fmr([0.0, np.finfo(float).max], 0.0) == INF


TYPES = ("f2", "f4", "f8", "g", ">f4", "i1", "u2", "i4", "i8", "u8", "O", "?")


@pytest.mark.parametrize("dtype", TYPES)
def test_every_type_answers_like_float64(dtype):
    rng = np.random.default_rng(6)
    genuine, impostor = (rng.integers(0, 2 if dtype == "?" else 90, 200) for _ in range(2))
    genuine, impostor = genuine.astype(dtype), impostor.astype(dtype)
    as_float = genuine.astype(float), impostor.astype(float)
    # Thresholds between the values the type can hold, and beyond them.
    thresholds = [-1e300, -1.5, 0, 0.3, 1, 44.5, 45, np.nextafter(45, 46), 200.5, 1e20, 1e300, INF, -INF]
    for some in (thresholds, thresholds[:2], thresholds[7:9]):
        point, expected = (scores.rates_at(g, i, some) for g, i in ((genuine, impostor), as_float))
        assert point.false_matches.tolist() == expected.false_matches.tolist()
        assert point.false_non_matches.tolist() == expected.false_non_matches.tolist()
        assert expected.false_matches.tolist() == [matches(as_float[1], t) for t in some]
    assert scores.eer(genuine, impostor) == scores.eer(*as_float)
    one, other = scores.fnmr_at_fmr(genuine, impostor, 0.1), scores.fnmr_at_fmr(*as_float, 0.1)
    assert (one.fmr, one.fnmr) == (other.fmr, other.fnmr)


def test_mixed_types_and_float32_thresholds_round_upwards():
    genuine, impostor = np.array([0.1, 0.3]), np.array([0.1, 0.3], dtype=np.float32)
    # float32(0.1) is above 0.1, float32(0.3) too.
    assert scores.rates_at(genuine, impostor, 0.1).false_matches == 2
    assert scores.rates_at(genuine, impostor, float(np.float32(0.1))).false_non_matches == 1
    assert scores.rates_at(genuine, impostor, np.nextafter(float(np.float32(0.1)), 1)).false_matches == 1
    assert scores.eer(genuine, impostor).low == 0.5


def test_one_sided_input_has_rates_of_one_side():
    point = scores.rates_at([], [0.2, 0.6], 0.5)
    assert point.fmr == 0.5 and np.isnan(point.fnmr) and point.genuine_comparisons == 0
    point = scores.rates_at([0.2, 0.6], [], [0.5, 0.7])
    assert point.fnmr.tolist() == [0.5, 1.0] and np.isnan(point.fmr).all()
    assert np.isnan(scores.fnmr_at_fmr([], [0.2], 0.0).fnmr)


def test_sets_that_do_not_overlap():
    assert scores.eer([2, 3], [0, 1]) == scores.EqualErrorRate(0.0, 0.0, 0.0, 2.0)
    assert scores.eer([0, 1], [2, 3]).value == 1.0
    # Where both have ties: the lesser of the two jumps.
    assert scores.eer([9, 8, 7, 5], [5, 5, 1, 1]) == scores.EqualErrorRate(0.0, 0.25, 0.125, 5.0)
    assert scores.balanced_accuracy([2, 3], [0, 1]) == 1.0


def test_failures_are_misses_at_every_threshold():
    genuine = [-INF, -INF, 5.0, 6.0]
    assert scores.rates_at(genuine, [0.0], -INF).fnmr == 0.5
    assert scores.fnmr_at_fmr(genuine, [0.0, -INF], 1.0).fnmr == 0.5
    assert scores.det(genuine, [0.0])[1].tolist() == [0.5, 0.75]
    # Half fail and a tenth at most match falsely: no threshold makes the rates equal.
    bracket = scores.eer(genuine, [-INF] * 9 + [0.0])
    assert (bracket.low, bracket.high, bracket.threshold) == (0.1, 0.5, -INF)
    assert [a.size for a in scores.det([-INF], [0.0])] == [0, 0, 0]
    assert scores.balanced_accuracy([-INF], [0.0]) == 0.5


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: scores.rates_at([], [], 0.5), "impostor must be at least one score"),
        (lambda: scores.rates_at([0.5, np.nan], [0.1], 0.5), r"genuine\[1\].*got nan"),
        (lambda: scores.rates_at([0.5], [0.1, 0.2, np.inf], 0.5), r"impostor\[2\].*got inf"),
        (lambda: scores.rates_at([0.5], [0.1], np.nan), "threshold must be a number, not NaN"),
        (lambda: scores.rates_at([0.5], [0.1], [0.5, np.nan, 0.7]), "threshold must be a number, not NaN"),
        (lambda: scores.rates_at("0.5", [0.1], 0.5), "genuine must be an array of scores"),
        (lambda: scores.rates_at(["0.5"], [0.1], 0.5), r"genuine\[0\] must be a finite score.*got '0.5'"),
        (lambda: scores.rates_at([0.3, None], [0.1], 0.5), r"genuine\[1\] must be a finite score.*got None"),
        (lambda: scores.rates_at([0.3, 2**53 + 1], [0.1], 0.5), r"genuine\[1\] must be a whole number"),
        (lambda: scores.threshold_at_fmr([], 0.1), "impostor must be at least one score"),
        (lambda: scores.threshold_at_fmr([0.1], 1.0000001), r"fmr must be a proportion .*1.0000001"),
        (lambda: scores.threshold_at_fmr([0.1], -1e-9), "fmr must be a proportion"),
        (lambda: scores.threshold_at_fmr([0.1], np.nan), "fmr must be a proportion"),
        (lambda: scores.threshold_at_fmr([1, 2**53], 0.1), r"impostor\[1\].*2\*\*53"),
        (lambda: scores.threshold_at_fmr([1, -(2**62)], 0.1), r"impostor\[1\].*2\*\*53"),
        (lambda: scores.fnmr_at_fmr([0.1], [], 0.1), "impostor must be at least one score"),
        (lambda: scores.fnmr_at_fmr([np.nan], [0.3], 0.1), r"genuine\[0\].*got nan"),
        (lambda: scores.eer([], [0.1]), "genuine must be at least one score"),
        (lambda: scores.eer([0.1, 0.2], [np.nan]), r"impostor\[0\].*got nan"),
        (lambda: scores.det([0.1], []), "impostor must be at least one score"),
        (lambda: scores.det([np.nan], [0.1]), r"genuine\[0\].*got nan"),
        (lambda: scores.balanced_accuracy([0.1], [], 0.5), "impostor must be at least one score"),
    ],
)
def test_unusable_input_is_refused_by_name(call, words):
    with pytest.raises(ValueError, match=words):
        call()


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("bad", [INF, np.nan])
@pytest.mark.parametrize("rest", [3, 300])  # among few scores that reach a bound, or many
def test_an_unusable_score_is_found_by_every_question(monkeypatch, dtype, bad, rest):
    monkeypatch.setattr(_stream, "CHUNK", 40)
    monkeypatch.setattr(_stream, "SORTED_CHUNK", 50)
    good = np.linspace(0, 1, rest, dtype=dtype)
    spoilt = np.r_[good, np.array([bad], dtype=dtype), good[:2]]
    for sets, name in (((spoilt, good), "genuine"), ((good, spoilt), "impostor")):
        for ask in (
            scores.eer,
            scores.det,
            lambda g, i: scores.fnmr_at_fmr(g, i, 0.1),
            lambda g, i: scores.rates_at(g, i, 0.1),
            lambda g, i: scores.rates_at(g, i, np.linspace(0, 1, 9)),
        ):
            with pytest.raises(ValueError, match=rf"^{name}\[{rest}\] must be a finite score.* got {bad}$"):
                ask(*sets)


@pytest.mark.parametrize("shape", [(12,), (3, 4), (2, 3, 2), (1, 12)])
def test_scores_may_have_any_shape(shape):
    genuine, impostor = np.arange(12.0), np.arange(-5.0, 7.0)
    for order in "CF":
        shaped = [values.reshape(shape, order=order) for values in (genuine, impostor)]
        assert scores.eer(*shaped) == scores.eer(genuine, impostor)
        assert scores.fnmr_at_fmr(*shaped, 0.2) == scores.fnmr_at_fmr(genuine, impostor, 0.2)


def test_the_greatest_finite_score_is_a_score_like_any_other():
    greatest = np.finfo(np.float64).max
    point = scores.fnmr_at_fmr([greatest, 0.0], [greatest, 1.0], 0.5)
    assert (point.threshold, point.false_matches, point.false_non_matches) == (np.nextafter(1.0, 2), 1, 1)
    assert scores.fnmr_at_fmr([greatest], [greatest], 0).threshold == np.inf


@pytest.mark.parametrize("values", [[1, 2**64 + 1], np.array([2**53 + 1, 3], dtype=object), [-(2**53), 1]])
def test_whole_numbers_that_float64_would_round_are_refused(values):
    with pytest.raises(ValueError, match=r"genuine\[[01]\] must be a whole number less than 2\*\*53"):
        scores.rates_at(values, [0], 0)


@pytest.mark.parametrize("side", [1, -1])
def test_whole_numbers_up_to_where_float64_rounds_are_scores(side):
    most = side * (2**53 - 1)
    good = np.array([0, most, most], dtype=np.int64)
    assert scores.rates_at(good, [0], most).false_non_matches == (1 if side > 0 else 0)
    for bad in (np.array([0, most, most + side]), np.array([0, most, most + side, most + side])):
        with pytest.raises(
            ValueError, match=rf"^genuine\[2\] must be a whole number less .* got {most + side}$"
        ):
            scores.rates_at(bad, [0], 0)
    if side > 0:
        with pytest.raises(ValueError, match=r"^impostor\[1\] must be a whole number"):
            scores.fnmr_at_fmr([0], np.array([2**53 - 1, 2**53], dtype=np.uint64), 0.5)


@pytest.mark.skipif(np.finfo(np.longdouble).max <= np.finfo(np.float64).max, reason="no wider type here")
def test_a_long_double_beyond_float64_is_refused_without_a_warning(monkeypatch):
    monkeypatch.setattr(_bracket, "SAMPLE", 10)  # so that some are drawn before all are read
    values = np.array(["1", *["1e4000"] * 50], dtype=np.longdouble)
    for ask in (
        scores.eer,
        lambda g, i: scores.fnmr_at_fmr(g, i, 0.1),
        lambda g, i: scores.rates_at(g, i, 0),
    ):
        with pytest.raises(ValueError, match=r"^impostor\[1\] must be a finite score"):
            ask([0.0], values)
    with pytest.raises(ValueError, match=r"^impostor\[1\] must be a finite score"):
        scores.ScoreParts([0.0], values).fnmr_at_fmr(0.1)


def test_results_cannot_be_changed_afterwards():
    genuine, impostor = [0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1]
    binned = scores.ScoreHistogram.from_scores(genuine, impostor, [0.0, 0.5, 1.0])
    for found, field in (
        (scores.rates_at(genuine, impostor, 0.5), "fmr"),
        (scores.eer(genuine, impostor), "low"),
        (binned, "genuine"),
        (binned.fnmr_at_fmr(0.1), "bin_width"),
    ):
        with pytest.raises(FrozenInstanceError):
            setattr(found, field, 0)
    for counts in (binned.edges, binned.genuine, binned.impostor):
        with pytest.raises(ValueError, match="read-only"):
            counts[0] = 1
