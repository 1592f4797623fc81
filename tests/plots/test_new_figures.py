"""The tree, histograms of a simulation, bars of shares, misses at no false match, groups at one threshold."""

import re

import numpy as np
import pytest

from falsematch import plots
from falsematch.rates import natural_frequencies


def texts(fig):
    fig.canvas.draw()
    return [" ".join(text.get_text().split()) for ax in fig.axes for text in ax.texts]


def test_the_tree_counts_people_on_every_branch_and_answers_the_question():
    fig = plots.natural_frequency_tree(natural_frequencies(160_000, 10 / 160_000, 0.8, 0.001), title="T")
    assert dict(fig.table.rows)["sought, pointed at"] == "8"
    shown = texts(fig)
    assert {"160,000", "10", "159,990", "8", "2", "160", "159,830"} <= set(shown)
    # By hand: 8 sought and 159.99 others.
    assert any(text.startswith("8 of 168 pointed at are sought: 4.76 %") for text in shown)


def test_a_second_test_is_asked_of_those_whom_the_first_flags():
    fig = plots.natural_frequency_tree(
        natural_frequencies(1_000_000, 1e-4, 0.9, 0.001), second=(0.8, 0.02), title="T"
    )
    # 100 sought, 90 flagged, 72 confirmed; 999,900 others, 999.9 flagged, 19.998 confirmed.
    assert "72 of 92 pointed at and confirmed are sought: 78.3 %" in texts(fig)
    assert dict(fig.table.rows)["sought, pointed at, confirmed"] == "72"
    assert dict(fig.table.rows)["not sought, pointed at, sent away"] == "980"


@pytest.mark.parametrize(
    "more", [{}, {"guess": 0.5}, {"second": (0.9, 0.1)}, {"second": (0.9, 0.1), "guess": 2}]
)
def test_the_bar_of_the_answer_is_drawn_whole(more):
    fig = plots.natural_frequency_tree(natural_frequencies(1000, 0.1, 0.9, 0.1), title="T", **more)
    ax = fig.axes[0]
    ends = [path.get_extents().ymax for bar in ax.collections for path in bar.get_paths()]
    ends += [line.get_ydata().max() for line in ax.lines]
    assert len(ax.collections) == 2 and max(ends) < ax.get_ylim()[0]


def test_less_than_a_person_is_said_in_words():
    fig = plots.natural_frequency_tree(natural_frequencies(1000, 0.1, 0.998, 0.002), title="T")
    note = " ".join(fig.get_supxlabel().split())
    assert note == "Less than one is an average: 0.2 means 20 people in 100 such crowds."
    assert note in fig.alt


@pytest.mark.parametrize(
    "arguments", [{"second": (0.5,)}, {"second": (0.5, 1.2)}, {"names": ("a",)}, {"flagged": "ab"}]
)
def test_a_tree_of_nonsense_is_refused(arguments):
    with pytest.raises(ValueError):
        plots.natural_frequency_tree(natural_frequencies(10, 0.1, 1, 0), title="T", **arguments)
    with pytest.raises(ValueError, match="frequencies"):
        plots.natural_frequency_tree(None, title="T")


def test_nobody_flagged_is_an_answer():
    fig = plots.natural_frequency_tree(natural_frequencies(10, 0.1, 0, 0), title="T")
    assert "nobody is pointed at" in texts(fig)


@pytest.mark.parametrize("guess", [None, ..., "five", float("nan"), True, [], {}])
def test_what_is_no_guess_is_not_drawn(guess):
    for fig in (
        plots.natural_frequency_tree(natural_frequencies(10, 0.1, 1, 0), title="T", guess=guess),
        plots.draws([1, 2, 2], what="things", title="T", guess=guess),
        plots.share_bars({"a": 0.5}, axis_label="share", title="T", guess=guess),
        plots.ppv_curve({"a": (0.9, 0.1)}, title="T", guess=guess),
        plots.false_match_ladder({"a": 0.1}, {"x": 5}, title="T", guess=guess),
    ):
        assert not any("your guess" in text for text in texts(fig)) and "guess" not in fig.alt


@pytest.mark.parametrize("guess", [0, 0.5, np.float64(0.25), np.int64(3), -2, 1e12])
def test_a_guess_is_drawn_with_its_value_and_said(guess):
    for fig in (
        plots.natural_frequency_tree(natural_frequencies(10, 0.1, 1, 0), title="T", guess=guess),
        plots.draws([1, 2, 2], what="things", title="T", guess=guess),
        plots.share_bars({"a": 0.5}, axis_label="share", title="T", guess=guess),
        plots.ppv_curve({"a": (0.9, 0.1)}, title="T", guess=guess),
        plots.false_match_ladder({"a": 0.1}, {"x": 5}, title="T", guess=guess),
    ):
        assert sum("your guess" in text for text in texts(fig)) == 1 and "Your guess" in fig.alt


def test_draws_counts_every_repetition_once():
    values = np.random.default_rng(3).poisson(4, 1_000)
    fig = plots.draws(values, what="false alerts", title="T", expected=4)
    bars = fig.axes[0].patches
    assert [bar.get_height() for bar in bars] == np.bincount(values)[values.min() :].tolist()
    assert sum(int(count.replace(",", "")) for _, count in fig.table.rows) == 1_000
    assert "expected: 4" in texts(fig)
    shares = plots.draws(values / 10, what="share", title="T", bins=7)
    assert sum(bar.get_height() for bar in shares.axes[0].patches) == 1_000


def test_values_that_lie_evenly_get_a_bar_each():
    # 99.8 % of 6,000 pairs: so many of twelve errors are false matches, each worth 433,333 people in a country.
    values = np.random.default_rng(3).binomial(12, 0.5, 1_000) * 1.3e9 / 3_000
    fig = plots.draws(values, what="wrong people", title="T")
    bars = fig.axes[0].patches
    counts = np.unique(values, return_counts=True)[1]
    assert [bar.get_height() for bar in bars if bar.get_height()] == counts.tolist()
    assert len(fig.table.rows) <= 13 and not any(" to " in name for name, _ in fig.table.rows)


@pytest.mark.parametrize("values", [[0] * 9 + [100], [1, 2], list(range(10)), [0, 0, 0, 1, 5, 5, 7]])
def test_the_range_of_draws_holds_the_share_that_is_said(values):
    said = re.search(
        r"the middle one is (\S+), and (\S+) % of all lie from (\S+) to (\S+)\.",
        plots.draws(values, what="things", title="T").alt,
    )
    middle, share, low, high = map(float, said.groups())
    assert {middle, low, high} <= set(values)  # nothing between two results
    assert share == pytest.approx(100 * sum(low <= value <= high for value in values) / len(values), abs=0.1)
    assert share >= 90 and sum(value < low for value in values) <= 0.05 * len(values)
    assert sum(value > high for value in values) <= 0.05 * len(values)


@pytest.mark.parametrize("values", [[], [np.nan], ["a"], [np.inf]])
def test_draws_of_nothing_are_refused(values):
    with pytest.raises(ValueError, match="values"):
        plots.draws(values, what="things", title="T")


def test_one_value_over_and_over_can_be_drawn():
    fig = plots.draws([0.5] * 20, what="things", title="T")
    assert fig.axes[0].patches[0].get_height() == 20


def test_bars_end_at_their_shares():
    fig = plots.share_bars({"a": 0.25, "b": 0.004}, axis_label="share of alerts", title="T")
    assert [bar.get_width() for bar in fig.axes[0].patches] == [0.25, 0.004]
    assert {"25 %", "0.4 %"} <= set(texts(fig))
    for wrong in ({}, 3, {"a": 2}, {str(n): 0.1 for n in range(13)}):
        with pytest.raises(ValueError, match="shares|proportion"):
            plots.share_bars(wrong, axis_label="share", title="T")


def test_misses_at_no_false_match_stand_at_their_accuracies():
    fig = plots.misses_at_zero_false_matches(
        {"one": 8, "two": 896, "three": 0}, {"one": 0.9978, "two": 0.998, "three": 0.9983}, 3_000, title="T"
    )
    points = fig.axes[0].lines[0].get_xydata()
    np.testing.assert_allclose(points, [[0.9983, 0], [0.9978, 8], [0.998, 896]])
    assert "two: 896 missed" in texts(fig)
    assert fig.table.rows[-1] == ("two", "99.8 %", "896", "29.9 %")


@pytest.mark.parametrize(
    "arguments",
    [
        ({"a": 1}, {"a": 0.9}, 10),
        ({"a": 1, "b": 2}, {"a": 0.9, "c": 0.9}, 10),
        ({"a": 1, "b": 20}, {"a": 0.9, "b": 0.9}, 10),
        ({"a": 1, "b": 0.5}, {"a": 0.9, "b": 0.9}, 10),
        ({"a": 1, "b": 5}, {"a": 0.9, "b": 2}, 10),
        (3, 4, 10),
    ],
)
def test_misses_of_nonsense_are_refused(arguments):
    with pytest.raises(ValueError):
        plots.misses_at_zero_false_matches(*arguments, title="T")


def test_groups_are_drawn_from_best_to_worst_in_order_of_their_ratio():
    best, worst = [1e-5, 2e-5, 0, 1e-4, 3e-5], [1e-3, 1e-4, 1e-3, 5e-3, 3e-4]
    fig = plots.group_spread(best, worst, target=3e-5, title="T", guess=3)
    # Ratios by hand: 100, 5, without bound, 50, 10.
    points = [line.get_xydata() for line in fig.axes[0].lines if line.get_marker() == "s"]
    np.testing.assert_allclose(points[0][:, 1], [1e-4, 3e-4, 5e-3, 1e-3, 1e-3])
    assert "50 times" in texts(fig) and "your guess: 3 times" in texts(fig)
    assert "at the middle algorithm: 50 times; the least: 5 times" in fig.alt
    assert dict((row[0], row[1]) for row in fig.table.rows)["95 %"].startswith("no bound")


def test_ratios_as_the_source_prints_them_take_the_place_of_quotients():
    fig = plots.group_spread([1e-5, 1e-5], [1e-3, 2e-3], ratios=[120, 180], target=3e-5, title="T")
    assert "120 times" in texts(fig)


@pytest.mark.parametrize(
    "arguments",
    [
        ([], [], {}),
        ([0.1], [0.2, 0.3], {}),
        ([0.3], [0.2], {}),
        ([0], [0], {}),
        ([0.1], [2], {}),
        ([0.1], [0.2], {"target": 0}),
        ([0.1], [0.2], {"ratios": [1, 2]}),
        ([0.1], [0.2], {"ratios": [0]}),
    ],
)
def test_a_spread_of_nonsense_is_refused(arguments):
    best, worst, more = arguments
    with pytest.raises(ValueError):
        plots.group_spread(best, worst, title="T", **{"target": 1e-4, **more})
