"""On whom false matches fall, and intervals from resampled people."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch.search import (
    _intervals,
    bootstrap_concentration,
    bootstrap_fpir_measured,
    concentration,
    fpir_measured,
)

calm = settings(max_examples=100, deadline=None)
counts_of_people = st.lists(st.integers(0, 9), min_size=1, max_size=12)


def plain_concentration(counts, share):
    """The definition, one person after another."""
    left, found = share * len(counts), 0.0
    for count in sorted(counts, reverse=True):
        part = min(1.0, max(0.0, left))
        found += part * count
        left -= part
    return found / sum(counts) if sum(counts) else np.nan


@calm
@given(counts_of_people, st.floats(0, 1))
def test_concentration_agrees_with_its_definition(counts, share):
    assert concentration(counts, share) == pytest.approx(
        plain_concentration(counts, share), nan_ok=True, abs=1e-12
    )


@calm
@given(counts_of_people, st.randoms(), st.integers(1, 5), st.integers(1, 1000))
def test_concentration_minds_neither_order_nor_copies_nor_units(counts, random, copies, unit):
    share = np.linspace(0, 1, 14)
    found = concentration(counts, share)
    same = random.sample(counts, len(counts)) * copies
    assert concentration(np.array(same) * unit, share) == pytest.approx(found, nan_ok=True, abs=1e-12)


@calm
@given(counts_of_people)
def test_concentration_is_a_curve_above_the_diagonal(counts):
    share = np.linspace(0, 1, 29)
    found = concentration(counts, share)
    if sum(counts) == 0:
        assert np.isnan(found).all()
        return
    assert found[0] == 0 and found[-1] == 1
    assert (found >= share - 1e-12).all()
    assert (np.diff(found, 2) <= 1e-12).all()  # the busiest come first, so it flattens


def test_concentration_by_hand():
    counts = [0, 6, 1, 3, 0]
    assert concentration(counts, [0, 0.2, 0.3, 0.4, 0.6, 1]) == pytest.approx([0, 0.6, 0.75, 0.9, 1, 1])
    assert concentration([4], 0.25) == 0.25
    assert concentration([7] * 1000, 0.05) == pytest.approx(0.05)
    assert np.isnan(concentration([0, 0], 0.5))
    assert type(concentration(counts, 0.5)) is float
    assert concentration([10**15, 10**15 - 1], 0.5) == pytest.approx(10**15 / (2 * 10**15 - 1), rel=1e-15)


# ------------------------------------------------------------------ intervals


def law_of_resamples(people, statistic):
    """Distribution of a statistic over every equally likely resample of a few people."""
    law = {}
    for drawn in product(people, repeat=len(people)):
        value = round(statistic(list(drawn)), 12)
        law[value] = law.get(value, 0) + 1 / len(people) ** len(people)
    return law


def agree(replicates, law):
    found = np.round(replicates, 12)
    for value, chance in law.items():
        share = np.mean(np.isnan(found) if np.isnan(value) else found == value)
        assert abs(share - chance) < 4.5 * np.sqrt(chance * (1 - chance) / len(found)) + 1e-12, value


def test_replicates_of_fpir_follow_every_resample():
    people = [0, 1, 1, 5]
    law = law_of_resamples(people, lambda drawn: fpir_measured(drawn, 10, 3))
    agree(bootstrap_fpir_measured(people, 10, 3, replicates=20_000, seed=7).replicates, law)


def test_replicates_of_concentration_follow_every_resample():
    people = [1, 2, 2, 9]
    law = law_of_resamples(people, lambda drawn: plain_concentration(drawn, 0.3))
    agree(bootstrap_concentration(people, 0.3, replicates=20_000, seed=7).replicates, law)


def test_resamples_without_a_false_match_have_no_concentration():
    found = bootstrap_concentration([0, 0, 3], 0.5, replicates=5000, seed=2)
    missing = np.isnan(found.replicates)
    assert abs(missing.mean() - (2 / 3) ** 3) < 0.04
    assert 0.5 <= found.low <= found.estimate <= found.high <= 1
    found = bootstrap_concentration([0, 0], 0.5, replicates=10, seed=2)
    assert np.isnan([found.estimate, found.low, found.high]).all()


@pytest.mark.parametrize("target", [3, [1, 3, 10]])
def test_an_interval_is_its_own_replicates_and_repeats_under_a_seed(target):
    people = [0] * 30 + [1] * 5 + [4, 9]
    found = bootstrap_fpir_measured(people, 40, target, replicates=400, confidence=0.9, seed=5)
    again = bootstrap_fpir_measured(
        list(reversed(people)), 40, target, replicates=400, confidence=0.9, seed=5
    )
    other = bootstrap_fpir_measured(people, 40, target, replicates=400, confidence=0.9, seed=6)
    assert found.replicates.shape == (400, *np.shape(target))
    assert np.array_equal(found.replicates, again.replicates)
    assert not np.array_equal(found.replicates, other.replicates)
    assert found.estimate == pytest.approx(fpir_measured(people, 40, target))
    inside = (found.replicates >= found.low) & (found.replicates <= found.high)
    assert (inside.mean(axis=0) >= 0.9).all()
    assert (np.asarray(found.low) < found.estimate).all() and (found.estimate < np.asarray(found.high)).all()
    assert found.confidence == 0.9


def test_one_resample_serves_all_sizes_and_shares():
    people = [0, 1, 1, 5, 2, 0, 0]
    together = bootstrap_fpir_measured(people, 10, [1, 3], replicates=50, seed=1)
    assert together.replicates[:, 1] == pytest.approx(
        bootstrap_fpir_measured(people, 10, 3, replicates=50, seed=1).replicates
    )
    together = bootstrap_concentration(people, [0.1, 0.5], replicates=50, seed=1)
    alone = bootstrap_concentration(people, 0.5, replicates=50, seed=1)
    assert together.replicates[:, 1] == pytest.approx(alone.replicates, nan_ok=True)
    assert together.low.shape == (2,) and type(alone.low) is float
    assert alone.estimate == pytest.approx(plain_concentration(people, 0.5))
    assert together.estimate == pytest.approx([plain_concentration(people, share) for share in (0.1, 0.5)])


def test_blocks_of_resamples_do_not_change_them(monkeypatch):
    """The rows of resamples come from one stream, however many are drawn at a time."""
    people = [0, 1, 1, 5, 2, 0, 0]
    whole = bootstrap_fpir_measured(people, 10, 3, replicates=100, seed=1)
    concentrated = bootstrap_concentration(people, 0.3, replicates=100, seed=1)
    many = np.append(1, np.zeros(2**20 - 1, dtype=int))
    assert next(_intervals._resampled(many, 9, 1)).shape == (4, 2**20)  # 32 MiB at a time
    monkeypatch.setattr(_intervals, "_BLOCK", 3 * len(set(people)))  # three resamples at a time
    assert [len(rows) for rows in _intervals._resampled(np.array([3, 2, 1, 1]), 7, 1)] == [3, 3, 1]
    again = bootstrap_fpir_measured(people, 10, 3, replicates=100, seed=1)
    assert np.array_equal(whole.replicates, again.replicates)
    again = bootstrap_concentration(people, 0.3, replicates=100, seed=1)
    assert np.array_equal(concentrated.replicates, again.replicates)
    monkeypatch.setattr(_intervals, "_BLOCK", 1)  # less than one resample takes
    assert [len(rows) for rows in _intervals._resampled(np.array([3, 2, 1, 1]), 3, 1)] == [1, 1, 1]


def test_ends_are_order_statistics_taken_outwards():
    """Ten replicates: the middle 75 % leaves out 1.25 at each end, so nothing, outwards, but the outermost."""
    found = bootstrap_fpir_measured([0, 1, 1, 5, 2, 0], 10, 3, replicates=10, seed=4, confidence=0.75)
    ascending = np.sort(found.replicates)
    assert len(set(ascending)) == 10
    assert (found.low, found.high) == (ascending[1], ascending[8])
    found = bootstrap_fpir_measured([0, 1, 1, 5, 2, 0], 10, 3, replicates=10, seed=4, confidence=0.5)
    assert (found.low, found.high) == (ascending[2], ascending[7])


def test_the_interval_covers_about_as_often_as_it_says():
    """Probes of two kinds, 300 of them: the true mean is known, and 200 samples of probes are drawn."""
    rng, size, others = np.random.default_rng(3), 20, 1000
    kinds, weights = np.array([0, 2, 40]), np.array([0.7, 0.25, 0.05])
    truth = sum(w * fpir_measured([k], others, size) for k, w in zip(kinds, weights, strict=True))
    covered = 0
    for trial in range(200):
        people = rng.choice(kinds, 300, p=weights)
        found = bootstrap_fpir_measured(people, others, size, replicates=200, seed=trial)
        covered += found.low <= truth <= found.high
    assert 178 <= covered <= 199  # 190 +- 4 standard deviations of a 95 % interval


def test_without_false_matches_the_bootstrap_sees_none():
    found = bootstrap_fpir_measured([0] * 10, 20, 5, seed=1)
    assert found.estimate == found.low == found.high == 0


# ------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("bad", [-1, 0.5, np.nan, np.inf, "3", None])
def test_unusable_counts_of_people_are_refused_by_name(bad):
    for call in (
        lambda: concentration([1, bad], 0.1),
        lambda: bootstrap_concentration([1, bad], 0.1, seed=1),
    ):
        with pytest.raises(ValueError, match=r"^counts(\[[0-9]+\])? must be"):
            call()
    with pytest.raises(ValueError, match=r"^wrong_within(\[1\])? must be"):
        bootstrap_fpir_measured([1, bad], 10, 1, seed=1)


def test_other_unusable_input_of_people_is_refused_by_name():
    for name, call in (
        ("counts", lambda: concentration([], 0.1)),
        ("share", lambda: concentration([1], 1.1)),
        ("share", lambda: concentration([1], np.nan)),
        ("share", lambda: concentration([1], "5 %")),
        ("seed", lambda: bootstrap_concentration([1], 0.1, seed=None)),
        ("seed", lambda: bootstrap_concentration([1], 0.1, seed="one")),
        ("seed", lambda: bootstrap_fpir_measured([1], 10, 1, seed=-1)),
        ("replicates", lambda: bootstrap_concentration([1], 0.1, replicates=0, seed=1)),
        ("replicates", lambda: bootstrap_fpir_measured([1], 10, 1, replicates=1.5, seed=1)),
        ("replicates", lambda: bootstrap_fpir_measured([1], 10, 1, replicates=[10], seed=1)),
        ("confidence", lambda: bootstrap_concentration([1], 0.1, confidence=1, seed=1)),
        ("confidence", lambda: bootstrap_fpir_measured([1], 10, 1, confidence=[0.9, 0.95], seed=1)),
        ("gallery_size", lambda: bootstrap_fpir_measured([1], 10, 11, seed=1)),
    ):
        with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be"):
            call()


def test_one_replicate_is_enough_to_ask_for():
    one = bootstrap_fpir_measured([0, 1, 2], 5, 2, replicates=1, seed=1)
    assert len(one.replicates) == 1 and one.low == one.high == one.replicates[0]
