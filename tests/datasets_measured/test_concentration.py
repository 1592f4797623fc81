"""How few people hold the false matches, and how few would by chance: drawn, sorted and counted by hand."""

import numpy as np
import pytest
from scipy.stats import binom

from falsematch import datasets
from falsematch.remeasure import concentration

NAME = "measured_concentration"
TABLE = datasets.load(NAME)


def counts(row):
    table = datasets.load(f"{row.benchmark}_measured_wrong_within")
    table = table[table.operating_point == row.operating_point]
    table = table[table.matcher == row.matcher] if "matcher" in table else table
    return np.repeat(table.wrong_within.to_numpy(), table.probes.to_numpy())


def busiest(each, share):
    """Share of the busiest, by a loop over people from the busiest down."""
    wanted, held = share * len(each), 0.0
    for count in sorted(each, reverse=True):
        held += count * min(1.0, max(wanted, 0.0))
        wanted -= 1
    return held / sum(each)


def test_every_threshold_of_both_benchmarks_has_its_row():
    points = len(datasets.load("lfw_measured_operating_points"))
    assert (TABLE.benchmark == "lfw").sum() == points
    assert (TABLE.benchmark == "bssr1").sum() == len(datasets.load("bssr1_measured_operating_points"))


@pytest.mark.parametrize("label", TABLE.index)
def test_measured_shares_and_spread_by_another_way(label):
    row = TABLE.loc[label]
    each = counts(row)
    assert (row.people, row.false_matches) == (each.size, each.sum())
    assert row.people_with_any == sum(count > 0 for count in each)
    for percent in (1, 5, 10):
        assert row[f"share_of_busiest_{percent}_percent"] == pytest.approx(
            busiest(each, percent / 100), rel=6e-4
        )
    # E[k (k - 1)] = n (n - 1) E[p^2] for whatever own rates p people have.
    others = each.size - 1
    squares = np.mean(each * (each - 1.0)) / (others * (others - 1))
    assert row.spread_of_own_fmr == pytest.approx(
        np.sqrt(squares / (each.mean() / others) ** 2 - 1), rel=1e-3
    )


def binomial_share(found, people, share):
    """What the busiest hold if each person's count is binomial: the limit for many people, without drawing."""
    counts = np.arange(found + 1)
    chances = binom.pmf(counts, found, 1 / people)
    # From the busiest down: whole counts as long as the share lasts, the last of them in part.
    taken = np.diff(np.minimum(np.cumsum(chances[::-1]), share), prepend=0.0)
    return taken @ counts[::-1] * people / found


@pytest.mark.parametrize("label", TABLE.index)
def test_chance_agrees_with_the_binomial_distribution(label):
    row = TABLE.loc[label]
    for percent in (1, 5, 10):
        low, by_chance, high = (row[f"by_chance_{percent}_percent{end}"] for end in ("_low", "", "_high"))
        assert low <= by_chance <= high
        # Where fewer matched than there are busiest, the distribution allows for totals that did not occur.
        rel = 0.02 if row.false_matches > 1.2 * percent / 100 * row.people else 0.08
        assert by_chance == pytest.approx(
            binomial_share(row.false_matches, row.people, percent / 100), rel=rel
        )


def test_chance_by_hand(monkeypatch):
    """Two false matches among three people: a third of the time on one person, else half and half."""
    monkeypatch.setattr(concentration, "BUSIEST", (1 / 3, 1 / 2))
    one, one_and_a_half = concentration.shares_by_chance(3, 2).T
    assert set(one) == {0.5, 1.0} and one.mean() == pytest.approx(2 / 3, abs=0.03)
    assert set(one_and_a_half) == {0.75, 1.0}
    assert (binomial_share(2, 4, 0.25), binomial_share(1, 2, 0.5)) == pytest.approx((0.625, 1.0))


def test_people_who_are_alike_have_no_spread_of_their_own():
    each = np.random.default_rng(4).binomial(5_000, 0.001, 5_001)
    assert concentration.spread(each) < 0.1
    assert concentration.spread(np.full(50, 3)) == 0.0
    own = np.random.default_rng(5).gamma(0.25, 0.004, 5_001)  # a spread of 2
    assert concentration.spread(np.random.default_rng(6).binomial(5_000, own)) == pytest.approx(2, rel=0.1)


def test_false_matches_gather_more_than_chance_alone_and_more_where_they_are_rare():
    for percent in (1, 5, 10):
        measured = TABLE[f"share_of_busiest_{percent}_percent"]
        by_chance = TABLE[f"by_chance_{percent}_percent"]
        assert (measured >= by_chance).all()
        assert (measured[by_chance < 0.5] > by_chance[by_chance < 0.5]).all()
    # The share says nothing any more where chance alone reaches it; the spread still does.
    spread = TABLE.spread_of_own_fmr[[f"lfw_dlib_fmr_1e_{exponent}" for exponent in (2, 3, 4, 5, 6)]]
    assert spread.is_monotonic_increasing
    assert TABLE.by_chance_5_percent["lfw_dlib_fmr_1e_6"] == 1


def test_made_again_from_the_projects_own_tables(monkeypatch):
    monkeypatch.setattr(concentration, "DRAWS", 200)  # the first tenth of the draws
    made = concentration.tables()[NAME].set_index("id")
    assert made.index.tolist() == TABLE.index.tolist() and made.columns.tolist() == TABLE.columns.tolist()
    for column in TABLE.columns:
        if "by_chance" in column:
            # Averages settle at once, the ends of the middle 95 percent do not.
            rtol = 0.1 if column.endswith(("low", "high")) else 0.02
            np.testing.assert_allclose(made[column], TABLE[column], rtol=rtol, err_msg=column)
        elif TABLE[column].dtype.kind == "f":
            np.testing.assert_allclose(made[column], TABLE[column], rtol=1e-9, err_msg=column)
        else:
            assert made[column].tolist() == TABLE[column].tolist(), column
