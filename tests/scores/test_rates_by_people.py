"""Intervals of both rates by people and of groups, and the difference of two matchers, against routes of their own."""

import math
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import expit
from scipy.stats import norm

from falsematch import intervals, scores
from falsematch.scores import _people
from falsematch.scores._people import _nobody_in_common

PEOPLE = st.integers(0, 5)


def jackknife(wrong, people, confidence):
    """Leaving out one person after the other, in plain Python; None where somebody is in every comparison."""
    everybody = sorted({person for row in people for person in row})
    rates = []
    for out in everybody:
        left = [w for w, row in zip(wrong, people, strict=True) if out not in row]
        if not left:
            return 0.0, 1.0
        rates.append(sum(left) / len(left))
    n, rate, middle = len(everybody), sum(wrong) / len(wrong), sum(rates) / len(rates)
    error = math.sqrt((n - 1) / n * sum((r - middle) ** 2 for r in rates))
    reach = norm.ppf(0.5 + confidence / 2) * error / (rate * (1 - rate))
    odds = math.log(rate / (1 - rate))
    return tuple(1 / (1 + math.exp(-(odds + side * reach))) for side in (-1, 1))


@st.composite
def comparisons(draw):
    genuine = draw(st.lists(st.tuples(st.integers(-2, 3).map(float), PEOPLE), min_size=1, max_size=25))
    pair = st.tuples(PEOPLE, PEOPLE).filter(lambda two: two[0] != two[1])
    impostor = draw(st.lists(st.tuples(st.integers(-3, 2).map(float), pair), min_size=1, max_size=25))
    return genuine, impostor, draw(st.integers(-3, 3)) - 0.5, draw(st.sampled_from([0.8, 0.95]))


@given(comparisons())
@settings(max_examples=120, deadline=None)
def test_intervals_by_people_are_the_jackknife_written_out(test):
    genuine, impostor, threshold, confidence = test
    found = scores.rate_intervals_at(
        [score for score, _ in genuine],
        [score for score, _ in impostor],
        threshold,
        genuine_subjects=[person for _, person in genuine],
        impostor_subjects=[pair for _, pair in impostor],
        confidence=confidence,
    )
    assert found.by_people
    for wrong, people, got, counted, roles in (
        (
            [s >= threshold for s, _ in impostor],
            [p for _, p in impostor],
            found.fmr,
            found.impostor_people,
            2,
        ),
        (
            [s < threshold for s, _ in genuine],
            [(p,) for _, p in genuine],
            found.fnmr,
            found.genuine_people,
            1,
        ),
    ):
        assert counted == len({person for row in people for person in row})
        errors, trials = sum(wrong), len(wrong)
        if errors in (0, trials):
            apart = counted if roles == 1 else largest_matching({frozenset(pair) for pair in people})
            # as many comparisons as are found to have nobody in common: at least half of what there are
            allowed = [
                intervals.proportion_interval(n if errors else 0, n, confidence) for n in range(1, apart + 1)
            ]
            assert got in allowed[(apart - 1) // 2 if roles == 2 else apart - 1 :]
            continue
        low, high = jackknife(wrong, people, confidence)
        alone = intervals.proportion_interval(errors, trials, confidence)
        assert got.low == pytest.approx(min(low, alone.low), rel=1e-9, abs=1e-300)
        assert got.high == pytest.approx(max(high, alone.high), rel=1e-9)


def largest_matching(pairs):
    if not pairs:
        return 0
    pair = next(iter(pairs))
    without = pairs - {pair}
    return max(
        largest_matching(without), 1 + largest_matching({other for other in without if not other & pair})
    )


@pytest.mark.parametrize("people", [2, 3, 10, 101, 400])
def test_comparisons_of_everybody_with_everybody_leave_at_most_one_without(people):
    pairs = np.array([(a, b) for a in range(people) for b in range(people) if a != b])
    assert people // 2 - 2 <= _nobody_in_common(*pairs.T) <= people // 2


def test_among_very_many_comparisons_some_are_looked_at(monkeypatch):
    """Of a thousand pairs of their own: all of them, or as many as are looked at, drawn with replacement."""
    pairs = np.arange(2000).reshape(-1, 2).T
    for looked_at, least, most in ((1001, 1000, 1000), (1000, 1000, 1000), (999, 600, 660), (100, 85, 100)):
        monkeypatch.setattr(_people, "_LOOKED_AT", looked_at)
        assert least <= _nobody_in_common(*pairs) <= most
        assert _nobody_in_common(*pairs) == _nobody_in_common(*pairs)


def test_a_pair_of_people_has_no_order():
    for one, other in ((5, 1), (1, 5)):
        assert _nobody_in_common(np.array([one]), np.array([other])) == 1


@pytest.mark.parametrize("kind", ["u8", "i1", "U3"])
def test_a_set_may_be_empty_and_so_may_be_its_people(kind):
    nobody, pairs = np.zeros(0, dtype=kind), np.array([[1, 2], [3, 2]]).astype(kind)
    found = scores.rate_intervals_at([], [0.5, 0.1], 0.4, genuine_subjects=nobody, impostor_subjects=pairs)
    assert np.isnan(found.fnmr).all() and found.genuine_people == 0 and found.impostor_people == 3
    assert (
        found.fmr
        == scores.rate_intervals_at(
            [1], [0.5, 0.1], 0.4, genuine_subjects=pairs[:1, 0], impostor_subjects=pairs
        ).fmr
    )
    found = scores.rate_intervals_at(
        [0.5], [], 0.4, genuine_subjects=pairs[:1, 0], impostor_subjects=pairs[:0]
    )
    assert np.isnan(found.fmr).all() and (found.genuine_people, found.impostor_people) == (1, 0)


def test_comparisons_with_one_person_are_one_trial():
    assert _nobody_in_common(np.zeros(50, dtype=int), np.arange(1, 51)) == 1
    found = scores.rate_intervals_at(
        [1.0], [0.0] * 50, 0.5, genuine_subjects=[0], impostor_subjects=[(0, i) for i in range(1, 51)]
    )
    assert found.fmr == intervals.proportion_interval(0, 1)
    one_wrong = [1.0] + [0.0] * 49
    found = scores.rate_intervals_at(
        [1.0], one_wrong, 0.5, genuine_subjects=[0], impostor_subjects=[(0, i) for i in range(1, 51)]
    )
    assert found.fmr == (0.0, 1.0)


def test_without_people_the_intervals_are_exact_binomial_ones():
    found = scores.rate_intervals_at([0.9, 0.4, 0.8], [0.6, 0.1], 0.5, confidence=0.9)
    assert found.fmr == intervals.proportion_interval(1, 2, 0.9)
    assert found.fnmr == intervals.proportion_interval(1, 3, 0.9)
    assert not found.by_people and found.point == scores.rates_at([0.9, 0.4, 0.8], [0.6, 0.1], 0.5)
    assert np.isnan(scores.rate_intervals_at([0.9], [], 0.5).fmr.high)


@pytest.mark.parametrize("dtype", ["f8", "f4", "f2", "i2", "u1", "?"])
@pytest.mark.parametrize("threshold", [-np.inf, 0, 0.5, 1, np.inf])
def test_every_type_and_any_threshold(dtype, threshold):
    genuine, impostor = np.array([1, 0, 1, 1], dtype=dtype), np.array([0, 0, 1], dtype=dtype)
    people = {
        "genuine_subjects": ["a", "a", "b", "c"],
        "impostor_subjects": [("a", "b"), ("b", "c"), ("c", "d")],
    }
    found = scores.rate_intervals_at(genuine, impostor, threshold, **people)
    again = scores.rate_intervals_at(genuine.astype(float), impostor.astype(float), threshold, **people)
    assert found == again
    assert found.point == scores.rates_at(genuine, impostor, threshold)


def test_a_failure_is_a_miss_at_every_threshold():
    people = {"genuine_subjects": [0, 1], "impostor_subjects": [(0, 1), (1, 2)]}
    found = scores.rate_intervals_at([-np.inf, 0.5], [-np.inf, 0.5], -np.inf, **people)
    assert (found.point.false_non_matches, found.point.false_matches) == (1, 1)


def covered(draw, truth, runs, seed):
    rng = np.random.default_rng(seed)
    ends = [draw(rng) for _ in range(runs)]
    return np.mean([low <= truth <= high for low, high in ends])


def test_an_interval_of_fnmr_covers_what_other_people_would_give():
    """People differ: each has a chance of their own, Beta(1, 9), in ten comparisons. Their mean is 0.1."""
    of = np.repeat(np.arange(80), 10)
    pairs = [(0, 1), (2, 3)]

    def draw(rng, people=True):
        missed = rng.random(800) < rng.beta(1, 9, 80)[of]
        who = {"genuine_subjects": of, "impostor_subjects": pairs} if people else {}
        return scores.rate_intervals_at(~missed, [False, False], 1, **who).fnmr

    assert 0.91 <= covered(draw, 0.1, 200, seed=1) <= 0.99
    assert (
        covered(lambda rng: draw(rng, people=False), 0.1, 200, seed=1) < 0.9
    )  # what counting comparisons would claim


def test_an_interval_of_fmr_covers_what_other_people_would_give():
    """Everybody with everybody: a pair matches by what both bring along, so that false matches gather on people."""
    people = 50
    pairs = np.array(list(combinations(range(people), 2)))
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    weights = weights / weights.sum()
    truth = float(np.sum(weights[:, None] * weights * expit(-4 + nodes[:, None] + nodes)))

    def draw(rng, clustered=True):
        own = rng.normal(size=people)
        wrong = rng.random(len(pairs)) < expit(-4 + own[pairs].sum(axis=1))
        who = {"genuine_subjects": [0, 1], "impostor_subjects": pairs} if clustered else {}
        return scores.rate_intervals_at([True, True], wrong, 1, **who).fmr

    assert 0.92 <= covered(draw, truth, 150, seed=2) <= 0.99
    assert covered(lambda rng: draw(rng, clustered=False), truth, 150, seed=2) < 0.7


# Groups


@given(comparisons(), st.lists(st.sampled_from("ABC"), min_size=50, max_size=50))
@settings(max_examples=40, deadline=None)
def test_each_group_is_what_it_would_be_alone(test, names):
    genuine, impostor, threshold, confidence = test
    of, to = names[: len(genuine)], names[-len(impostor) :]
    people = {
        "genuine_subjects": [person for _, person in genuine],
        "impostor_subjects": [pair for _, pair in impostor],
    }
    everything = [s for s, _ in genuine], [s for s, _ in impostor], threshold
    groups = {"genuine_groups": of, "impostor_groups": to}
    found = scores.rates_by_group(*everything, **groups, **people, confidence=confidence)
    assert list(found) == sorted({*of, *to})
    for count in ("false_matches", "false_non_matches", "impostor_comparisons", "genuine_comparisons"):
        whole = getattr(scores.rates_at(*everything), count)
        assert sum(getattr(at.point, count) for at in found.values()) == whole
    for group, at in found.items():
        mine = (
            [n for n, name in enumerate(of) if name == group],
            [n for n, name in enumerate(to) if name == group],
        )
        if all(mine):
            alone = scores.rate_intervals_at(
                [genuine[n][0] for n in mine[0]],
                [impostor[n][0] for n in mine[1]],
                threshold,
                genuine_subjects=[genuine[n][1] for n in mine[0]],
                impostor_subjects=[impostor[n][1] for n in mine[1]],
                confidence=confidence,
            )
            assert (alone.point, alone.fnmr) == (at.point, at.fnmr)
            assert alone.fmr == at.fmr or at.point.fmr in (0, 1)  # comparisons apart are looked for at random
        else:
            assert np.isnan(at.point.fmr if not mine[1] else at.point.fnmr)


def test_groups_may_be_numbers_and_people_unknown():
    found = scores.rates_by_group([1, 0, 1], [0, 1], 1, genuine_groups=[7, 7, 8], impostor_groups=[8, 9])
    assert list(found) == [7, 8, 9] and found[7].point.fnmr == 0.5 and found[9].point.fmr == 1
    assert found[7].fnmr == intervals.proportion_interval(1, 2) and not found[7].by_people


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"genuine_groups": ["A"]}, "genuine_groups must be whole numbers or text of shape"),
        ({"impostor_groups": None}, "impostor_groups must be whole numbers or text"),
        ({"impostor_groups": [1, 2]}, "genuine_groups must be of one kind"),
        (
            {"genuine_groups": np.ma.array(["A", "B"], mask=[0, 1])},
            "genuine_groups must be whole numbers or text",
        ),
        ({"genuine_groups": [0.5, 1.5]}, "genuine_groups must be whole numbers or text"),
        ({"genuine_subjects": [1, 2]}, "impostor_subjects must be whole numbers or text"),
        ({"threshold": [0.5, 0.6]}, "threshold must be a single number"),
        ({"threshold": np.nan}, "threshold must be a number, not NaN"),
        ({"confidence": 1}, "confidence must be a proportion strictly between 0 and 1"),
    ],
)
def test_refused(change, expected):
    right = {
        "genuine": [1, 2],
        "impostor": [0, 1],
        "threshold": 1,
        "genuine_groups": ["A", "B"],
        "impostor_groups": ["A", "B"],
    }
    with pytest.raises(ValueError, match=expected):
        scores.rates_by_group(**{**right, **change})


# Two matchers


def example(seed, people=40):
    rng = np.random.default_rng(seed)
    pairs = np.array(list(combinations(range(people), 2)))
    of = np.repeat(np.arange(people), 3)
    hard = rng.normal(size=people)
    first = rng.normal(2.0, 1, of.size) + hard[of], rng.normal(0, 1, len(pairs)) + hard[pairs].mean(axis=1)
    second = tuple(100 * (part + rng.normal(0, 0.2, part.size)) for part in first)
    return first, second, of, pairs


def test_the_difference_is_that_of_resamples_that_share_their_people():
    first, second, of, pairs = example(1)
    found = scores.compare_fnmr_at_fmr(
        first,
        second,
        0.05,
        genuine_subjects=of,
        impostor_subjects=pairs,
        replicates=60,
        seed=3,
        confidence=0.8,
    )
    assert found.confidence == 0.8
    assert found.first == scores.fnmr_at_fmr(*first, 0.05) and found.second == scores.fnmr_at_fmr(
        *second, 0.05
    )
    assert found.estimate == found.second.fnmr - found.first.fnmr
    rng = np.random.default_rng(int(np.random.default_rng(3).integers(2**63)))
    for difference in found.replicates:  # by drawing people and weighing comparisons, in so many words
        drawn = np.bincount(rng.integers(40, size=40), minlength=40)
        rates = [
            resampled_fnmr(*matcher, drawn[of], drawn[pairs].prod(axis=1), 0.05)
            for matcher in (first, second)
        ]
        assert difference == pytest.approx(rates[1] - rates[0], abs=1e-12)
    assert found.low <= found.estimate <= found.high


def resampled_fnmr(genuine, impostor, genuine_weight, impostor_weight, fmr):
    down = np.argsort(-impostor)
    reached = np.cumsum(impostor_weight[down]) / impostor_weight.sum()
    excluded = impostor[down][np.argmax(reached > fmr)]
    return genuine_weight[genuine <= excluded].sum() / genuine_weight.sum()


def test_what_both_matchers_share_goes_out_of_the_difference():
    first, second, of, pairs = example(2)
    people = {"genuine_subjects": of, "impostor_subjects": pairs, "replicates": 400, "seed": 1}
    together = scores.compare_fnmr_at_fmr(first, second, 0.05, **people)
    apart = [scores.bootstrap_fnmr_at_fmr(*matcher, 0.05, **people) for matcher in (first, second)]
    assert np.std(together.replicates) < 0.6 * np.hypot(*(np.std(each.replicates) for each in apart))


def test_a_matcher_differs_from_itself_by_nothing_and_scales_do_not_matter():
    first, _, of, pairs = example(3)
    scaled = tuple(4 * part for part in first)
    found = scores.compare_fnmr_at_fmr(
        first, scaled, 0.05, genuine_subjects=of, impostor_subjects=pairs, seed=1
    )
    assert (found.low, found.estimate, found.high) == (0, 0, 0)


@pytest.mark.parametrize(
    "second, expected",
    [
        ([0.5], "second must be a pair"),
        ("ab", "second must be a pair"),
        (([0.5], [0.1], [0.2]), "second must be a pair"),
        (
            ([0.5], [0.1]),
            r"second must be scores of the comparisons of first, \(\(2,\), \(1,\)\), got \(\(1,\), \(1,\)\)$",
        ),
        (([0.5, 0.6], [np.nan]), r"impostor\[0\]"),
    ],
)
def test_two_matchers_refused(second, expected):
    with pytest.raises(ValueError, match=expected):
        scores.compare_fnmr_at_fmr(
            ([1, 2], [0]), second, 0.1, genuine_subjects=[0, 1], impostor_subjects=[(0, 1)], seed=1
        )
    with pytest.raises(ValueError, match="seed must be given"):
        scores.compare_fnmr_at_fmr(
            ([1], [0]), ([1], [0]), 0.1, genuine_subjects=[0], impostor_subjects=[(0, 1)], seed=None
        )


@pytest.mark.parametrize(
    ("subjects", "missing"),
    [({"genuine_subjects": [0, 1]}, "impostor"), ({"impostor_subjects": [[0, 1], [1, 2]]}, "genuine")],
)
def test_people_are_named_for_both_sets_or_for_none(subjects, missing):
    sets, groups = ([0.9, 0.8], [0.1, 0.2], 0.5), {"genuine_groups": [1, 1], "impostor_groups": [1, 1]}
    for ask, more in ((scores.rate_intervals_at, {}), (scores.rates_by_group, groups)):
        with pytest.raises(ValueError, match=f"^{missing}_subjects must be .* for both sets, got None$"):
            ask(*sets, **more, **subjects)
