"""Open-set rates and cumulative match, against their definitions followed one search at a time."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch.search import cmc, open_set_rates

calm = settings(max_examples=100, deadline=None)
few = st.sampled_from([-np.inf, 0.0, 0.25, 0.5, 0.75, 1.0])


@st.composite
def searches(draw):
    people, others = draw(st.integers(1, 6)), draw(st.integers(0, 5))
    mated = [draw(few) for _ in range(people)]
    return mated, np.array([[draw(few) for _ in range(others)] for _ in range(people)]).reshape(
        people, others
    )


def candidate_list(mate, others, threshold):
    """One search: (score, is the mate) best first, mates last among equals; failures are no candidates."""
    everybody = [(score, False) for score in others] + ([(mate, True)] if mate is not None else [])
    kept = [x for x in everybody if x[0] >= threshold and x[0] != -np.inf]
    return sorted(kept, key=lambda x: (-x[0], x[1]))


@calm
@given(searches(), st.sampled_from([-np.inf, -1.0, 0.25, 0.3, 1.0, 2.0, np.inf]), st.integers(1, 7))
def test_rates_agree_with_candidate_lists(scores, threshold, rank):
    mated, nonmated = scores
    found = open_set_rates(mated, nonmated, threshold, rank)
    misses = sum(
        not any(is_mate for _, is_mate in candidate_list(m, o, threshold)[:rank])
        for m, o in zip(mated, nonmated, strict=True)
    )
    positives = sum(bool(candidate_list(None, o, threshold)) for o in nonmated)
    assert (found.misses, found.false_positives) == (misses, positives)
    assert found.fnir == misses / len(mated) and found.fpir == positives / len(mated)
    assert found.mated_gallery == nonmated.shape[1] + 1 and found.nonmated_gallery == nonmated.shape[1]
    assert (found.threshold, found.rank) == (threshold, rank)


@calm
@given(searches())
def test_cmc_agrees_with_candidate_lists_and_with_fnir_without_a_threshold(scores):
    mated, nonmated = scores
    curve = cmc(mated, nonmated)
    assert curve.shape == (nonmated.shape[1] + 1,) and (np.diff(curve) >= 0).all()
    for rank, share in enumerate(curve, start=1):
        assert share == pytest.approx(1 - open_set_rates(mated, nonmated, -np.inf, rank).fnir)
    assert curve[-1] == pytest.approx(np.mean(np.array(mated) > -np.inf))


@calm
@given(searches(), st.randoms())
def test_order_and_rescaling_change_nothing(scores, random):
    mated, nonmated = np.array(scores[0]), scores[1]
    rows = np.array(random.sample(range(len(mated)), len(mated)))
    columns = np.array(random.sample(range(nonmated.shape[1]), nonmated.shape[1]), dtype=int)
    plain = open_set_rates(mated, nonmated, 0.5, 2)
    assert open_set_rates(mated[rows], nonmated[rows][:, columns], 0.5, 2) == plain
    squeezed = open_set_rates(3 * mated + 1, 3 * nonmated + 1, 2.5, 2)
    assert (squeezed.fpir, squeezed.fnir) == (plain.fpir, plain.fnir)
    assert cmc(3 * mated + 1, 3 * nonmated + 1).tolist() == cmc(mated, nonmated).tolist()


@calm
@given(searches(), st.floats(-1, 2), st.floats(-1, 2))
def test_a_higher_threshold_trades_false_positives_for_misses(scores, threshold, other):
    low, high = sorted((threshold, other))
    lax, strict = open_set_rates(*scores, low, 2), open_set_rates(*scores, high, 2)
    assert strict.fpir <= lax.fpir and strict.fnir >= lax.fnir
    assert open_set_rates(*scores, low, 3).fnir <= lax.fnir


def test_five_searches_by_hand():
    """Found; behind another; below the threshold; never captured; tied with another."""
    mated = [0.9, 0.6, 0.4, -np.inf, 0.7]
    nonmated = [[0.2, 0.3], [0.8, 0.1], [0.1, 0.2], [0.6, 0.1], [0.7, 0.5]]
    first = open_set_rates(mated, nonmated, 0.5, 1)
    assert (first.misses, first.fnir) == (4, 0.8)
    assert (first.false_positives, first.fpir) == (3, 0.6)
    assert open_set_rates(mated, nonmated, 0.5, 2).misses == 2
    assert cmc(mated, nonmated).tolist() == [0.4, 0.8, 0.8]


def test_a_matcher_that_scores_all_alike_finds_nobody():
    assert open_set_rates([0.5, 0.5], [[0.5], [0.5]], 0, 1).fnir == 1
    assert cmc([0.5, 0.5], [[0.5], [0.5]]).tolist() == [0, 1]


def test_without_a_threshold_everything_but_a_failure_is_a_candidate():
    found = open_set_rates([0.5, 0.5], [[-np.inf, -np.inf], [-np.inf, -9e99]], -np.inf, 2)
    assert (found.false_positives, found.misses) == (1, 0)


def test_strangers_may_be_searched_separately():
    found = open_set_rates(
        [0.9, 0.8], [[0.1], [0.2]], 0.5, 1, nonmated_searches=[[0.6, 0.1], [0.2, 0.3], [-np.inf] * 2]
    )
    assert (found.nonmated_searches, found.nonmated_gallery, found.false_positives) == (3, 2, 1)
    assert (found.mated_searches, found.misses) == (2, 0)
    assert found.fpir == pytest.approx(1 / 3)


def test_truncated_candidate_lists_fit():
    """Lists of two candidates: of the last mate nothing is known but that it is not on the list."""
    mated = [0.9, 0.5, -np.inf]
    nonmated = [[0.4, -np.inf], [0.7, -np.inf], [0.6, 0.5]]
    assert cmc(mated, nonmated)[:2] == pytest.approx([1 / 3, 2 / 3])


def test_types_of_scores():
    whole = open_set_rates(np.array([3, 2], np.uint8), np.array([[1, 2], [2, 3]], np.int16), 2, 1)
    assert (whole.misses, whole.false_positives) == (1, 2)
    # 0.7 as float32 lies below 0.7, and a threshold is not rounded to the scores' type.
    single = np.array([0.7], np.float32)
    assert open_set_rates(single, single[:, None], 0.7, 5).misses == 1
    assert open_set_rates(single, single[:, None], 0.7, 5).false_positives == 0
    assert open_set_rates([True, False], [[False], [False]], 1, 1).misses == 1
    found = open_set_rates([1.0], [[0.0]], 0.5, 1)
    assert type(found.fpir) is float and type(found.misses) is int


@pytest.mark.parametrize(
    "mated, nonmated, name",
    [
        ([np.nan], [[1.0]], "mated"),
        ([np.inf], [[1.0]], "mated"),
        (["1"], [[1.0]], "mated"),
        ([None], [[1.0]], "mated"),
        ([], np.zeros((0, 3)), "mated"),
        (1.0, [[1.0]], "mated"),
        ([[1.0]], [[1.0]], "mated"),
        ([2**53], [[1]], "mated"),  # a threshold of 2**53 + 1 is the float 2**53
        ([1], [[-(2**53)]], "nonmated"),
        ([1.0], [[np.nan]], "nonmated"),
        ([1.0], [[np.inf]], "nonmated"),
        ([1.0], [1.0], "nonmated"),
        ([1.0, 2.0], [[1.0]], "nonmated"),
        ([1.0], [[1.0], [1.0, 2.0]], "nonmated"),
        ([1.0], np.ma.array([[1.0]], mask=[[True]]), "nonmated"),
    ],
)
def test_unusable_scores_are_refused_by_name(mated, nonmated, name):
    with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be"):
        cmc(mated, nonmated)
    with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be"):
        open_set_rates(mated, nonmated, 0.5, 1)


def test_unusable_thresholds_ranks_and_strangers_are_refused_by_name():
    for threshold in (np.nan, "0.5", None, [0.1, 0.2]):
        with pytest.raises(ValueError, match="^threshold must be"):
            open_set_rates([1.0], [[0.5]], threshold, 1)
    for rank in (0, -1, 1.5, np.nan, "1", None, [1, 2]):
        with pytest.raises(ValueError, match="^rank must be"):
            open_set_rates([1.0], [[0.5]], 0.5, rank)
    for strangers in ([], [0.5], [[np.nan]], [["a"]]):
        with pytest.raises(ValueError, match=r"^nonmated_searches(\[0, 0\])? must be"):
            open_set_rates([1.0], [[0.5]], 0.5, 1, nonmated_searches=strangers)


def test_rates_cannot_be_changed_afterwards():
    found = open_set_rates([0.9], [[0.1]], threshold=0.5, rank=1)
    with pytest.raises(FrozenInstanceError):
        found.fpir = 0.5
