"""The draws of how many: against exact chances, numpy's own generators, and at sizes where those end."""

import math

import numpy as np
import pytest
from scipy import stats

from falsematch.population import _draws

HUGE = 1_300_000_000


def chi_square(counts, chances, draws):
    """p value of counts against exact chances, rare cells put together."""
    chances = np.asarray(chances, float)
    keep = chances * draws >= 8
    observed = np.r_[np.asarray(counts)[keep], draws - np.asarray(counts)[keep].sum()]
    expected = np.r_[chances[keep], max(1 - chances[keep].sum(), 0)] * draws
    if expected[-1] < 1:
        observed, expected = observed[:-1], expected[:-1] * observed[:-1].sum() / expected[:-1].sum()
    return stats.chisquare(observed, expected).pvalue if len(expected) > 1 else 1.0


@pytest.mark.parametrize("mean", [1e-9, 0.3, 4.0, 150.0, 1823.0])
def test_poisson_histogram(mean):
    times, people = _draws.poisson_histogram(np.random.default_rng(1), 200_000, mean)
    assert people.sum() == 200_000 and np.all(np.diff(times) > 0) and np.all(people > 0)
    counts = np.zeros(int(times.max()) + 1)
    counts[times] = people
    assert chi_square(counts, stats.poisson.pmf(np.arange(len(counts)), mean), 200_000) > 1e-3


@pytest.mark.parametrize(("mean", "cv"), [(0.3, 0.5), (4.0, 2.0), (100.0, 0.1), (1e-6, 3.0)])
def test_negative_binomial_histogram(mean, cv):
    times, people = _draws.negative_binomial_histogram(np.random.default_rng(2), 200_000, mean, cv)
    counts = np.zeros(int(times.max()) + 1)
    counts[times] = people
    shape = cv**-2
    chances = stats.nbinom.pmf(np.arange(len(counts)), shape, shape / (shape + mean))
    assert people.sum() == 200_000 and chi_square(counts, chances, 200_000) > 1e-3


def test_nobody_is_lost_however_many_or_rare():
    for mean in (1e-12, 1e-4, 5.0, 1823.0):
        times, people = _draws.poisson_histogram(np.random.default_rng(3), HUGE, mean)
        assert people.sum() == HUGE
        expected = HUGE * mean
        assert abs(times @ people - expected) < 6 * math.sqrt(expected) + 1
    times, people = _draws.negative_binomial_histogram(np.random.default_rng(3), HUGE, 1e-9, 10.0)
    assert people.sum() == HUGE and abs(int(times @ people) - 1.3) < 12
    times, people = _draws.poisson_histogram(np.random.default_rng(3), 0, 5.0)
    assert len(times) == len(people) == 0


def test_thinned_events_keep_people_and_their_events():
    rng = np.random.default_rng(4)
    times, people = np.array([0, 1, 5, 400]), np.array([7, 1000, 100_000, 3000])
    kind, kept, number = _draws.thinned(rng, times, people, 0.3)
    k = times[kind]
    for one, n in zip(times, people, strict=True):
        assert number[k == one].sum() == n
    five = np.zeros(6)
    five[kept[k == 5]] = number[k == 5]
    assert chi_square(five, stats.binom.pmf(np.arange(6), 5, 0.3), 100_000) > 1e-3
    many = np.zeros(401)
    many[kept[k == 400]] = number[k == 400]
    assert chi_square(many, stats.binom.pmf(np.arange(401), 400, 0.3), 3000) > 1e-3
    for chance in (0, 1):
        _, kept, number = _draws.thinned(rng, times, people, chance)
        assert kept.tolist() == (times * chance).tolist() and number.tolist() == people.tolist()


@pytest.mark.parametrize(
    ("trials", "chance"), [(1, 0.5), (7, 1e-9), (1823, 0.002), (5000, 0.9999), (10**6, 0.3)]
)
def test_binomial_chances(trials, chance):
    low, chances = _draws.binomial_chances(trials, chance)
    k = low + np.arange(len(chances))
    exact = stats.binom.pmf(k, trials, chance)
    assert chances.sum() == pytest.approx(1, abs=1e-12)
    assert chances[exact > 1e-12] == pytest.approx(exact[exact > 1e-12], rel=1e-8)
    assert stats.binom.cdf(low - 1, trials, chance) + stats.binom.sf(k[-1], trials, chance) < 1e-25


@pytest.mark.parametrize(
    ("good", "bad", "drawn"), [(30, 50, 20), (1, 9, 5), (9, 1, 5), (40, 40, 79), (5, 0, 3)]
)
def test_hypergeometric_without_numpys_own(monkeypatch, good, bad, drawn):
    """With the limit lowered, small cases go the way of the large ones; their chances are known."""
    monkeypatch.setattr(_draws, "_LARGEST_HYPERGEOMETRIC", 2)
    rng = np.random.default_rng(6)
    found = [_draws.hypergeometric(rng, good, bad, drawn) for _ in range(20_000)]
    counts = np.bincount(found, minlength=drawn + 1)
    chances = stats.hypergeom.pmf(np.arange(drawn + 1), good + bad, good, drawn)
    assert counts[chances == 0].sum() == 0
    assert chi_square(counts, chances, 20_000) > 1e-3


def test_hypergeometric_beyond_numpys_limit():
    rng = np.random.default_rng(7)
    good, bad, drawn = 3_000_000_000, 3_500_000_000, 1000
    found = np.array([_draws.hypergeometric(rng, good, bad, drawn) for _ in range(3000)])
    chances = stats.binom.pmf(np.arange(drawn + 1), drawn, good / (good + bad))  # the same to 1e-7
    assert chi_square(np.bincount(found, minlength=drawn + 1), chances, 3000) > 1e-3
    half = [_draws.hypergeometric(rng, good, bad, 2_000_000_000) for _ in range(300)]
    n = good + bad
    sd = math.sqrt(2e9 * good / n * bad / n * (n - 2e9) / (n - 1))
    z = (np.array(half) - 2e9 * good / n) / sd
    assert stats.kstest(z, "norm").pvalue > 1e-3
    assert _draws.hypergeometric(rng, good, bad, good + bad) == good
    assert _draws.hypergeometric(rng, good, bad, 0) == 0


def test_shared_out_is_a_multivariate_hypergeometric():
    rng = np.random.default_rng(8)
    ours = np.array([_draws.shared_out(rng, [5, 0, 8, 3], 7) for _ in range(20_000)])
    theirs = rng.multivariate_hypergeometric([5, 0, 8, 3], 7, size=20_000)
    assert (ours.sum(axis=1) == 7).all()
    for one, other in zip(ours.T, theirs.T, strict=True):
        table = [np.bincount(x, minlength=9) for x in (one, other)]
        table = np.array(table)[:, np.sum(table, axis=0) > 20]
        assert table.shape[1] < 2 or stats.chi2_contingency(table).pvalue > 1e-3


@pytest.mark.parametrize("number", [0, 1, 4, 9, 12, 13])
def test_picked_events_are_anybodys(number):
    """Against picking from a written list of the events, who by who."""
    each, people = np.array([0, 1, 2, 5]), np.array([2, 2, 3, 1])
    owners = np.repeat(np.arange(8), [0, 0, 1, 1, 2, 2, 2, 5])
    kind_of = np.array([0, 0, 1, 1, 2, 2, 2, 3])
    rng = np.random.default_rng(9)
    ours, theirs = [], []
    for _ in range(6000):
        kind, times, found = _draws.picked(rng, each, people, number)
        assert np.dot(times, found) == number
        assert [found[kind == k].sum() for k in range(4)] == people.tolist()
        ours.append((found[(kind == 2) & (times == 2)].sum(), found[(kind == 3) & (times >= 2)].sum()))
        chosen = np.bincount(rng.choice(owners, number, replace=False).astype(int), minlength=8)
        theirs.append((np.sum(chosen[kind_of == 2] == 2), np.sum(chosen[kind_of == 3] >= 2)))
    for one, other in zip(np.array(ours).T, np.array(theirs).T, strict=True):
        table = np.array([np.bincount(x, minlength=5) for x in (one, other)])
        table = table[:, table.sum(axis=0) > 20]
        assert table.shape[1] < 2 or stats.chi2_contingency(table).pvalue > 1e-3


def test_too_many_alerts_to_tell_apart_are_refused(monkeypatch):
    monkeypatch.setattr(_draws, "MOST_PICKED", 3)
    with pytest.raises(ValueError, match="capacity_per_day must be such that at most 3 alerts"):
        _draws.picked(np.random.default_rng(1), np.array([2]), np.array([10]), 10)
    _, times, people = _draws.picked(np.random.default_rng(1), np.array([2]), np.array([10]), 18)
    assert times @ people == 18


@pytest.mark.parametrize("mean", [0.3, 2.5, 900.0])
def test_sums_of_poisson_numbers_of_at_least_one(mean):
    """Against sums of single draws, of which the zeros are thrown away."""
    rng = np.random.default_rng(4)
    people = np.array([0, 1, 3])
    ours = np.array([_draws.poisson_sums(rng, people, mean) for _ in range(1_200)])
    singles = rng.poisson(mean, 40_000)
    singles = singles[singles > 0]
    assert (ours[:, 0] == 0).all() and ours[:, 1].min() >= 1 and ours[:, 2].min() >= 3
    assert stats.ks_2samp(ours[:, 1], singles[:3_600]).pvalue > 1e-3
    threes = singles[: len(singles) // 3 * 3].reshape(-1, 3).sum(axis=1)
    assert stats.ks_2samp(ours[:, 2], threes).pvalue > 1e-3


def test_sharing_out_many_days_is_that_of_each():
    rng = np.random.default_rng(5)
    numbers, drawn = [np.array([4, 0, 7, 2_000_000_000]), np.array([6, 3, 0, 5])], np.array([5, 2, 7, 9])
    small = [n[:3] for n in numbers]
    many = np.array([_draws.shared_out_each(rng, small, drawn[:3]) for _ in range(4_000)])
    assert (many.sum(axis=1) == drawn[:3]).all()
    assert (many[:, 0, 1] == 0).all() and (many[:, 1, 2] == 0).all()
    law = stats.hypergeom(10, 4, 5)
    counts = np.bincount(many[:, 0, 0], minlength=5)
    assert stats.chisquare(counts, 4_000 * law.pmf(np.arange(5))).pvalue > 1e-3
    large = np.array(_draws.shared_out_each(rng, numbers, drawn))
    assert (large.sum(axis=0) == drawn).all() and large[0, 3] >= 8


def test_picked_people_are_told_apart():
    """Each event of every person is equally likely, and people of different kinds are different people."""
    rng = np.random.default_rng(6)
    each, people = np.array([0, 2, 3]), np.array([5, 4, 2])
    twice = 0
    for _ in range(3_000):
        kind, times, number = _draws.picked(rng, each, people, 3)
        assert times @ number == 3 and np.bincount(kind, number, 3).tolist() == [5, 4, 2]
        twice += int(number[(kind == 1) & (times == 2)].sum())
    # Both events of one given person of the middle kind are among 3 of 14: C(12, 1) / C(14, 3), for each of four.
    assert twice / 3_000 == pytest.approx(4 * 12 / 364, abs=4 * (0.132 / 3_000) ** 0.5)
