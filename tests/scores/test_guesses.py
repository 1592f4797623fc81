"""Guesses where an answer lies: certain where everything is known, and wrong as seldom as the slack says."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from falsematch.scores import _bracket, _stream
from falsematch.scores._bracket import _at_least, _guess, last_holding
from falsematch.scores._stream import Scores, Stretch


@pytest.mark.parametrize(
    ("slack", "drawn", "share", "beyond"),
    [
        *((2.0, drawn, share, 0.05) for drawn in (100, 2000, 16_384) for share in (0.3, 0.5, 0.7)),
        *((3.0, drawn, share, 0.06) for drawn in (2000, 16_384) for share in (0.05, 0.3, 0.5, 0.7, 0.9)),
        *((5.0, drawn, share, 0.25) for drawn in (2000, 16_384) for share in (0.3, 0.5, 0.7, 0.9)),
    ],
)
def test_so_many_are_seen_by_luck_as_seldom_as_the_slack_says(slack, drawn, share, beyond):
    """The binomial chance of so many or more, as the standard errors beyond which a normal number is as seldom."""
    seen = round(share * drawn)
    chance = binom.sf(seen - 1, drawn, _at_least(seen, drawn, slack) / drawn)
    assert slack <= norm.isf(chance) <= slack + beyond


@pytest.mark.parametrize("seen", [1, 4, 6, 7, 10, 100, 12_345])
@pytest.mark.parametrize("slack", [1.0, 5.0, 10.0])
def test_of_a_small_share_the_square_root_scatters_by_one_half(seen, slack):
    expected = max(0.0, seen**0.5 - slack / 2) ** 2
    assert _at_least(seen, 1e12, slack) == pytest.approx(expected, rel=1e-6, abs=1e-6)


def test_luck_takes_no_more_than_was_seen():
    for slack in (1.0, 5.0):
        assert _at_least(0, 100, slack) == 0.0
        assert _at_least(100, 100, slack) == 100 - slack**2 / 2
    assert _at_least(3, 10, 5.0) == _at_least(9, 10, 30.0) == 0.0


def known(values, above=0, at_high=0, at_low=0):
    return Stretch(above, at_high, len(values), at_low, np.sort(np.asarray(values, dtype=float)))


def test_where_everything_is_known_a_guess_is_certain():
    rng = np.random.default_rng(5)
    for _ in range(300):
        sets = [known(rng.integers(0, 12, rng.integers(0, 9)), *rng.integers(0, 4, 3)) for _ in range(2)]
        need = int(rng.integers(0, 25))

        def holds(counts, need=need):
            return 2 * counts[0] + counts[1] > need

        def at(score, sets=sets):
            return [s.above + s.at_high + int(np.sum(s.values >= score)) for s in sets]

        low, high = sorted(map(float, rng.choice(np.r_[-np.inf, np.arange(13), np.inf], 2)))
        inside = [v for v in np.r_[sets[0].values, sets[1].values] if low < v < high]
        expected = (
            max([v for v in inside if holds(at(v))], default=low),
            min([v for v in inside if not holds(at(v))], default=high),
        )
        for slack in (0.0, 5.0):
            assert _guess(sets, holds, slack, low, high) == expected


@pytest.mark.parametrize("slack", [1.0, 2.0])
@pytest.mark.parametrize("rank", [40, 1000, 7000, 18_000])
def test_a_guess_is_wrong_as_seldom_as_its_slack_says(slack, rank):
    """Of the scores 0 to 19,999 that with a rank from the greatest is looked for, from 1,000 drawn ones."""
    rng, runs = np.random.default_rng(rank), 400
    answer = 20_000 - rank
    too_high = too_low = 0
    for _ in range(runs):
        sample = Stretch(0, 0, 20_000, 0, np.sort(rng.integers(0, 20_000, 1000).astype(float)))
        low, high = _guess([sample], lambda counts: counts[0] >= rank, slack, -np.inf, np.inf)
        too_high += low > answer
        too_low += high < answer
    for errors in (too_low, too_high):
        assert errors / runs <= norm.sf(slack) * 1.2 + 0.01
        assert rank == 40 or errors / runs >= norm.sf(slack) / 3


class Asked(Scores):
    """A set of scores that counts how often it is read."""

    passes = 0

    def windows(self, bounds, room=None):
        self.passes += 1
        return super().windows(bounds, room)


@pytest.mark.parametrize("allowed", [0, 30, 300, 15_000, 29_000])
def test_an_answer_is_nearly_always_found_in_one_pass(monkeypatch, allowed):
    monkeypatch.setattr(_bracket, "SAMPLE", 2000)
    monkeypatch.setattr(_stream, "ROOM", 12_000)
    rng = np.random.default_rng(allowed)
    passes = []
    for _ in range(12):
        values = rng.normal(size=30_000)
        asked = Asked("scores", values)
        ((score, at, above),) = last_holding([asked], [lambda counts: counts[0] > allowed])
        assert score == np.sort(values)[-1 - allowed] and (at, above) == ([allowed + 1], [allowed])
        passes.append(asked.passes)
    assert max(passes) <= 2 and sum(passes) <= 13


@pytest.mark.parametrize(
    ("size", "drawn"),
    [(1600, []), (1601, [100]), (25_600, [100]), (76_800, [300]), (204_800, [800]), (300_000, [800])],
)
def test_a_256th_of_a_set_is_drawn_within_bounds_and_nothing_of_a_small_one(monkeypatch, size, drawn):
    monkeypatch.setattr(_bracket, "SAMPLE", 800)
    asked, sampled = Asked("scores", np.arange(size, dtype=np.int32)), []
    sample = asked.sample
    monkeypatch.setattr(asked, "sample", lambda seed, size: sampled.append(size) or sample(seed, size))
    assert last_holding([asked], [lambda counts: counts[0] > 7]) == [(size - 8.0, [8], [7])]
    assert (asked.passes, sampled) == (1, drawn)


def test_after_four_wrong_guesses_each_wider_nothing_is_guessed_any_more(monkeypatch):
    asked, seeds, slacks = Asked("scores", np.arange(100_000.0)), [], []

    def misleading(seed, size):
        seeds.append(seed)
        return Stretch(0, 0, 100_000, 0, np.linspace(10_000 * seed, 10_000 * seed + 9000, 50))

    def noted(stretches, holds, slack, low, high):
        slacks.append(slack)
        return _guess(stretches, holds, 0.0, low, high)

    monkeypatch.setattr(asked, "sample", misleading)
    monkeypatch.setattr(_bracket, "_guess", noted)
    assert last_holding([asked], [lambda counts: counts[0] > 50_000]) == [(49_999.0, [50_001], [50_000])]
    assert seeds == [0, 1, 2, 3] and slacks[:4] == [5.0, 10.0, 20.0, 40.0]


@pytest.mark.parametrize(
    "most", [0.0, 0.5, 1.0]
)  # where most scores share one value, or all do, or they are at the ends
@pytest.mark.parametrize("allowed", [0, 1, 700, 1500, 2300, 2999])
def test_heavy_ties_and_little_room_come_to_an_end(monkeypatch, most, allowed):
    monkeypatch.setattr(_bracket, "SAMPLE", 10)
    monkeypatch.setattr(_stream, "ROOM", 1)
    rng = np.random.default_rng(allowed)
    for tied in (0.5, 0.99, 1.0):
        values = np.where(rng.random(3000) < tied, most, rng.random(3000))
        asked = Asked("scores", values)
        ((score, at, above),) = last_holding([asked], [lambda counts: counts[0] > allowed])
        assert score == np.sort(values)[-1 - allowed] and asked.passes <= 20
        assert (at, above) == ([np.sum(values >= score)], [np.sum(values > score)])


def test_many_answers_share_the_room_of_one(monkeypatch):
    monkeypatch.setattr(_bracket, "SAMPLE", 100)
    asked, most = Asked("scores", np.random.default_rng(1).normal(size=100_000)), []
    windows = asked.windows
    monkeypatch.setattr(
        asked, "windows", lambda bounds, room: most.append((len(bounds), room)) or windows(bounds, room)
    )
    last_holding([asked], [lambda counts, k=k: counts[0] > k for k in range(0, 90_000, 3000)])
    assert most[0][0] > 20 and all(room == max(64, asked.room // many) for many, room in most)
