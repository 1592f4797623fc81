"""Counts beside what was expected: the band by adding up probabilities, marks, words, and what is refused."""

import math

import pytest

from falsematch import plots
from falsematch.plots._funnel import poisson_range

DAYS = {
    "2020, 27 February": (1.05, 7),
    "2022, a day": (3.8, 1),
    "2022, another": (3.9, 0),
    "2025, a day": (8.7, 0),
}


def by_hand(mean):
    """Counts between the tails of at most 2.5 % each, from the definition."""
    chance, below, first, last = math.exp(-mean), 0.0, None, None
    for count in range(400):
        if first is None and below + chance > 0.025:
            first = count
        below += chance
        if below >= 0.975:
            last = count
            break
        chance *= mean / (count + 1)
    return first, last


@pytest.mark.parametrize("mean", [0.01, 0.5, 1.05, 3.6, 3.7, 8.7, 33.5, 120.0])
def test_the_band_holds_what_a_poisson_distribution_leaves(mean):
    assert poisson_range(mean) == by_hand(mean)


def test_nothing_expected_is_nothing_counted():
    assert poisson_range(0.0) == (0, 0)


def test_the_table_says_what_is_drawn_and_who_lies_outside():
    fig = plots.funnel(DAYS, title="T", axis_labels=("false alerts expected", "false alerts counted"))
    assert [row[-1] for row in fig.table.rows] == ["no", "yes", "no", "no"]
    assert fig.table.rows[0][:4] == ("2020, 27 February", "1.05", "0 to 3", "7")
    assert "3 of 4 lie outside the band" in fig.alt and "17.4 expected, 8 counted" in fig.alt
    crosses = [line for line in fig.axes[0].lines if line.get_marker() == "X"]
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in crosses] == [(1.05, 7), (3.9, 0), (8.7, 0)]


def test_a_mark_bears_its_label_up_to_the_comma_and_labels_keep_apart():
    fig = plots.funnel(DAYS, title="T")
    fig.canvas.draw()
    words = [text for text in fig.axes[0].texts if text.get_text() in ("2020", "2022", "2025")]
    assert len(words) == len(DAYS)
    boxes = [text.get_window_extent() for text in words]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[:i])


def test_a_guess_is_said_beside_the_sum():
    assert "Your guess: 12" in " ".join(plots.funnel(DAYS, title="T", guess=12).get_supxlabel().split())
    for nothing in (None, ..., "many"):
        assert "guess" not in plots.funnel(DAYS, title="T", guess=nothing).alt


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([1, 2], "points must be a mapping of label to"),
        ({"a": 3}, "points must be a mapping"),
        ({}, "points must be 1 to 500"),
        ({str(n): (1, 1) for n in range(501)}, "points must be 1 to 500"),
        ({"a": (1, 2, 3)}, r"must be \(expected, counted\)"),
        ({"a": (-1, 2)}, "must be a finite number of at least 0"),
        ({"a": (1, 0.5)}, "must be a whole number of at least 0"),
        ({"a": (float("nan"), 1)}, "must be a finite number"),
    ],
)
def test_what_is_no_count_is_refused(points, message):
    with pytest.raises(ValueError, match=message):
        plots.funnel(points, title="T")


MANY = {f"day {n}": (n / 10, 0) for n in range(1, 60)} | {"odd, day": (0.5, 6)}
APART = {name: "first" if name == "odd, day" else "second" for name in MANY}


def test_many_points_stand_without_labels_and_the_others_are_one_row():
    fig = plots.funnel(MANY, title="T")
    below = [n for n in range(1, 60) if by_hand(n / 10)[0] > 0]
    assert [row[0] for row in fig.table.rows[:-1]] == [f"day {n}" for n in below] + ["odd, day"]
    inside = 60 - len(below) - 1
    expected = sum(n / 10 for n in range(1, 60) if n not in below)
    assert fig.table.rows[-1] == (f"the other {inside}", f"{expected:.1f}".removesuffix(".0"), "", "0", "yes")
    assert f"{len(below) + 1} of 60 lie outside the band" in fig.alt
    assert {text.get_text() for text in fig.axes[0].texts} == {"as expected"}


def test_groups_have_marks_of_their_own_and_are_counted_apart():
    fig = plots.funnel(MANY, title="T", groups=APART)
    below = sum(by_hand(n / 10)[0] > 0 for n in range(1, 60))
    assert f"Second: 0 of 59 above, {below} below; first: 1 of 1 above, 0 below" in fig.alt
    marks = {line.get_marker() for line in fig.axes[0].lines if line.get_marker() not in ("None", "")}
    full = [
        line for line in fig.axes[0].lines if line.get_fillstyle() == "full" and len(line.get_xdata()) == 1
    ]
    assert len(marks) == 2 and len(full) == below + 1
    assert [text.get_text() for text in fig.axes[0].get_legend().get_texts()] == ["second", "first"]


@pytest.mark.parametrize(
    ("groups", "message"),
    [
        (["a"], "groups must be a mapping of label"),
        ({"a": "x"}, "this one is missing"),
        ({**{name: "x" for name in DAYS}, **{str(n): str(n) for n in range(9)}}, "groups must be at most 6"),
        ({name: 3 for name in DAYS}, "group must be a short text"),
    ],
)
def test_groups_that_say_nothing_are_refused(groups, message):
    with pytest.raises(ValueError, match=message):
        plots.funnel(DAYS, title="T", groups=groups)
