"""Speeds beside the false matches that they bring, and shares of alerts that are known, unknown, or have no truth."""

import numpy as np
import pytest

from falsematch import plots

SPEEDS = {"a server": 5e8, "the claim": 3e9, "a card": 6.71e11}


def marks(ax):
    return {round(float(line.get_xdata()[0]), 6) for line in ax.lines if line.get_marker() in "oD"}


def test_the_lower_panel_is_the_upper_one_times_the_rate():
    fig = plots.speeds_and_false_matches(SPEEDS, 1e-6, title="T", claim="the claim")
    above, below = fig.axes
    assert marks(above) == set(SPEEDS.values())
    assert marks(below) == {500.0, 3000.0, 671000.0}
    assert fig.table.rows[1] == ("the claim", "3 billion", "3,000")
    assert [line.get_marker() for line in above.lines[:3]] == ["o", "D", "o"]
    assert "an open mark: the claim" in fig.alt.lower()


def test_an_expected_number_below_one_is_never_said_as_none():
    fig = plots.speeds_and_false_matches(SPEEDS, 1e-12, title="T")
    assert [row[2] for row in fig.table.rows] == ["0.0005", "0.003", "0.671"]


def test_the_guess_stands_on_the_panel_of_speeds_alone():
    fig = plots.speeds_and_false_matches(SPEEDS, 1e-6, title="T", guess=1e9)
    said = [[text.get_text() for text in ax.texts if "guess" in text.get_text()] for ax in fig.axes]
    assert said == [["your guess: 1 billion"], []]


@pytest.mark.parametrize(
    ("speeds", "fmr", "more", "named"),
    [
        ({}, 0.1, {}, "speeds"),
        ({"a": 0}, 0.1, {}, "speeds"),
        ({"a": np.nan}, 0.1, {}, "speeds"),
        ({"a": 1}, 0, {}, "fmr"),
        ({"a": 1}, 1.5, {}, "fmr"),
        ({"a": 1}, 0.1, {"claim": "b"}, "claim"),
        (3, 0.1, {}, "speeds"),
        ({str(i): 1 for i in range(9)}, 0.1, {}, "speeds"),
    ],
)
def test_speeds_that_are_none_are_refused(speeds, fmr, more, named):
    with pytest.raises(ValueError, match=named):
        plots.speeds_and_false_matches(speeds, fmr, title="T", **more)


def test_each_bar_holds_all_alerts_in_its_three_parts():
    fig = plots.known_to_be_right(
        {"looked into": (0.4, 0.4), "some": (0.13, 0.95), "none": "no truth"}, title="T"
    )
    bars = [bar for bar in fig.axes[0].patches if bar.get_y() > -1]
    widths = [round(bar.get_width(), 6) for bar in bars]
    assert widths == [0.4, 0, 0.6, 0.13, 0.82, 0.05]
    assert fig.table.rows == [("looked into", "40 %"), ("some", "13 % to 95 %"), ("none", "no truth")]


def test_a_bound_on_one_side_is_said_as_one():
    fig = plots.known_to_be_right({"a": (0.5, 1), "b": (0, 0.2), "c": (1, 1), "d": (0, 0)}, title="T")
    assert [said for _, said in fig.table.rows] == ["at least 50 %", "at most 20 %", "100 %", "0 %"]


def test_what_the_ends_of_a_bar_are_can_be_said_on_it():
    said = "49.6 % relevant in law; of the others it is not known"
    fig = plots.known_to_be_right({"a": (0.496, 1, said), "b": (0.2, 0.2)}, title="T")
    assert fig.table.rows == [("a", said), ("b", "20 %")] and said in fig.alt
    on_it = next(text for text in fig.axes[0].texts if " ".join(text.get_text().split()) == said)
    fig.canvas.draw()
    assert on_it.get_window_extent().x1 <= fig.axes[0].get_window_extent().x1


@pytest.mark.parametrize(
    "value", [(0.5, 0.4), (0.1,), (0.1, 1.2), 0.5, "", None, (0.1, 0.2, ""), (0.1, 0.2, 0.3), (0.5, 0.4, "a")]
)
def test_bounds_that_are_none_are_refused(value):
    with pytest.raises(ValueError, match="fields"):
        plots.known_to_be_right({"a": value}, title="T")
    with pytest.raises(ValueError, match="fields"):
        plots.known_to_be_right({}, title="T")
