"""Figures of a simulated place draw what they were given: 50 dots at quantiles, bars between ends, people by times."""

import numpy as np
import pytest
from scipy import stats

from falsematch import plots
from falsematch.plots._city import DOTS, quantiles_of, stacked


def dots(ax):
    (line,) = [line for line in ax.get_lines() if line.get_marker() == "o"]
    return line


def said(fig):
    fig.canvas.draw()
    return " | ".join(text.get_text() for ax in fig.axes for text in ax.texts)


# --- quantile dot plots


def test_the_dots_are_the_quantiles_of_a_known_law():
    values = stats.norm.ppf((np.arange(20_000) + 0.5) / 20_000, 100, 15)
    wanted = stats.norm.ppf((np.arange(DOTS) + 0.5) / DOTS, 100, 15)
    assert quantiles_of(values) == pytest.approx(wanted, abs=0.02)
    fig = plots.quantile_dots({"one": values}, title="A law", axis_label="points")
    x, y = dots(fig.axes[0]).get_data()
    assert len(x) == DOTS == 50
    low, high = fig.axes[0].get_xlim()
    assert np.abs(x - wanted).max() <= (high - low) * 11 / 388 + 1e-9  # moved by less than a dot
    assert len({(round(a, 6), round(b, 6)) for a, b in zip(x, y, strict=True)}) == 50
    assert fig.table.rows == [("one", "100", "71.8 to 128", "20,000")]
    assert "48 of 50 dots from 71.8 to 128" in fig.alt


def test_dots_stand_in_columns_inside_their_row():
    for places in (np.zeros(50), np.linspace(0, 388, 50), np.r_[np.zeros(49), 300.0]):
        across, heights, moved = stacked(places)
        assert heights.max() <= 84 and 0 < across <= 11
        gaps = [abs(moved[i] - moved[j]) + abs(heights[i] - heights[j]) for i in range(50) for j in range(i)]
        assert min(gaps) >= across * 0.5
        assert np.abs(moved - places).max() <= across


def test_rows_share_an_axis_and_a_mark():
    rng = np.random.default_rng(1)
    rows = {"luck": rng.poisson(100, 500), "both": rng.poisson(100 * np.exp(rng.normal(size=500)))}
    fig = plots.quantile_dots(rows, title="Luck", axis_label="alerts", mark=(150, "a limit"), guess=80)
    assert fig.axes[0].get_xlim() == fig.axes[1].get_xlim()
    assert "A line marks a limit, 150" in fig.alt and "Your guess, 80, is marked" in fig.alt
    assert "your guess: 80" in said(fig) and len(fig.table.rows) == 2
    log = plots.quantile_dots({"x": [1, 10, 100, 1000]}, title="Log", axis_label="alerts", log=True)
    assert log.axes[0].get_xscale() == "log" and "(logarithmic)" in log.alt
    same = plots.quantile_dots({"x": [5, 5, 5]}, title="One value", axis_label="alerts")
    assert set(dots(same.axes[0]).get_xdata()) == {5}


@pytest.mark.parametrize(
    ("rows", "log"),
    [
        ({}, False),
        (5, False),
        ({"a": []}, False),
        ({"a": [1, np.nan]}, False),
        ({"a": [0, 1]}, True),
        ({str(i): [1] for i in range(5)}, False),
        ({"": [1]}, False),
    ],
)
def test_quantile_dots_refuse(rows, log):
    with pytest.raises(ValueError):
        plots.quantile_dots(rows, title="T", axis_label="x", log=log)


# --- tornado

SWING = {"a": (0.1, 0.9), "b": (0.6, 0.4), "c": (0.5, 0.5)}


def test_bars_go_from_end_to_end_through_the_middle():
    fig = plots.tornado(
        SWING,
        title="Which matters",
        axis_label="share right",
        middle=0.5,
        names={"a": "people listed"},
        ends={"a": ("10", "90"), "b": ("1 %", "2 %")},
        shares={"a": 0.95, "b": 0.04, "c": 0.0001},
        say_value=lambda x: f"{x:.0%}",
    )
    bars = [line.get_xdata() for line in fig.axes[0].get_lines() if line.get_linewidth() == 9]
    assert [tuple(bar) for bar in bars] == [
        (0.5, 0.1),
        (0.5, 0.9),
        (0.5, 0.6),
        (0.5, 0.4),
        (0.5, 0.5),
        (0.5, 0.5),
    ]
    labels = [label.get_text() for label in fig.axes[0].get_yticklabels()]
    assert labels[0] == "people listed: 95\u00a0%" and labels[2].endswith("under 1\u00a0%")
    assert fig.table.rows[0] == ("people listed", "10", "90", "10%", "90%", "95 %")
    assert "People listed: 10 % to 90 %, 95 % of the variance" in fig.alt
    low, high = (next(t for t in fig.axes[0].texts if t.get_text() == text) for text in ("1 %", "2 %"))
    assert low.xy[0] == 0.6 and low.get_ha() == "left" and high.xy[0] == 0.4 and high.get_ha() == "right"


@pytest.mark.parametrize(
    "change",
    [
        dict(swing={}),
        dict(swing={"a": (1,)}),
        dict(swing={"a": (1, np.nan)}),
        dict(swing=3),
        dict(swing={"a": (0, 1)}, log=True),
        dict(kind="odds"),
        dict(shares={"z": 0.5}),
        dict(ends={"z": ("1", "2")}),
        dict(swing={str(i): (1, 2) for i in range(11)}),
    ],
)
def test_tornado_refuses(change):
    with pytest.raises(ValueError):
        plots.tornado(**dict(swing=SWING, title="T", axis_label="x", middle=0.5) | change)


def test_the_words_at_the_ends_stay_clear_of_the_names():
    ends = {"a": ("3 in a million", "1 in 1,000"), "b": ("1 in 100,000", "1 in 10")}
    for swing, log in (({"a": (0.8, 0.01), "b": (0.01, 0.8)}, False), ({"a": (800, 1), "b": (1, 900)}, True)):
        fig = plots.tornado(
            swing,
            title="T",
            axis_label="x",
            middle=0.2 if not log else 20,
            ends=ends,
            log=log,
            kind="share" if not log else "number",
        )
        fig.canvas.draw()
        frame = fig.axes[0].get_window_extent()
        for text in fig.axes[0].texts:
            box = text.get_window_extent()
            assert box.x0 >= frame.x0 - 2 and box.x1 <= fig.bbox.x1


# --- how often


def marks(fig, shape):
    return [line for line in fig.axes[0].get_lines() if line.get_marker() == shape]


def test_people_are_counted_by_at_least_so_many_times():
    counts = {"apart": [900, 60, 30, 5, 3, 1, 0, 1], "alike": [880, 115, 5]}
    fig = plots.how_often(counts, title="Again")
    assert fig.table.headings == ("times", "apart", "alike")
    assert fig.table.rows == [
        ("never", "900", "880"),
        ("at least once", "100", "120"),
        ("at least twice", "40", "5"),
        ("at least 3 times", "10", "0"),
        ("at least 4 times", "5", "0"),
        ("at least 5 times", "2", "0"),
    ]
    drawn = [[int(line.get_xdata()[0]) for line in marks(fig, shape)] for shape in ("o", "s")]
    assert drawn == [[100, 40, 10, 5, 2], [120, 5]]
    assert "nobody" in said(fig) and "guess" not in said(fig) + fig.alt and not marks(fig, "D")


def test_a_guess_is_drawn_in_the_row_that_it_is_for():
    counts = {"apart": [900, 60, 30, 5, 3, 1, 0, 1], "alike": [880, 115, 5]}
    fig = plots.how_often(counts, title="Again", guess=40, guess_times=3)
    (mark,) = marks(fig, "D")
    assert mark.get_xdata()[0] == 40 and "your guess: 40" in said(fig)
    assert "Your guess, 40 at least 3 times, is marked" in fig.alt
    label = [text.get_text() for text in fig.axes[0].get_yticklabels()].index("at least 3 times")
    ticks = fig.axes[0].get_yticks()
    nearest = min(range(len(ticks)), key=lambda i: abs(ticks[i] - mark.get_ydata()[0]))
    assert nearest == label
    # Below the marks of its row, above those of the next.
    row = [line.get_ydata()[0] for shape in ("o", "s") for line in marks(fig, shape)]
    assert sum(y < mark.get_ydata()[0] for y in row) == 5  # twice two rows, and one in the third
    # A row of its own where there is none; nobody is a word; far off is said.
    assert (
        plots.how_often(counts, title="Again", guess=1, guess_times=6).table.rows[-1][0] == "at least 6 times"
    )
    none = plots.how_often(counts, title="Again", guess=0)
    assert not marks(none, "D") and "your guess: 0" in said(none)
    far = plots.how_often(counts, title="Again", guess=1e9)
    assert "(off the axis)" in said(far) and marks(far, "D")[0].get_xdata()[0] <= far.axes[0].get_xlim()[1]
    with pytest.raises(ValueError, match="^guess_times must be a whole number of at least 1"):
        plots.how_often(counts, title="Again", guess=1, guess_times=0)


def test_nobody_flagged_can_be_drawn_and_long_tails_too():
    none = plots.how_often({"none": [100]}, title="None")
    assert none.table.rows == [("never", "100"), ("at least once", "0")]
    fig = plots.how_often({"x": np.ones(3_000, dtype=int)}, title="Long")
    assert fig.table.rows[-1] == ("at least 1,000 times", "2,000") and fig.table.rows[1][1] == "2,999"


@pytest.mark.parametrize("counts", [{}, 5, {"a": [1.5]}, {"a": [-1]}, {str(i): [1] for i in range(4)}])
def test_how_often_refuses(counts):
    with pytest.raises(ValueError):
        plots.how_often(counts, title="T")


def test_a_tornado_has_a_column_of_shares_only_where_there_are_some():
    plain = plots.tornado(SWING, title="T", axis_label="x", middle=0.5)
    with_shares = plots.tornado(SWING, title="T", axis_label="x", middle=0.5, shares={"a": 0.9})
    assert "share of the variance" not in plain.table.headings and all(
        len(row) == 5 for row in plain.table.rows
    )
    assert (
        with_shares.table.headings[-1] == "share of the variance" and with_shares.table.rows[0][-1] == "90 %"
    )
