"""Figures of many algorithms at once: they draw what they were given, and refuse what they cannot draw."""

import numpy as np
import pytest
from matplotlib.figure import Figure

from falsematch import plots
from falsematch.plots._evidence import QUANTILES, rank_correlation
from falsematch.plots._style import odds_text

RATES = np.array([[1e-3, 1e-5], [2e-5, 5e-4]])


def texts(fig):
    fig.canvas.draw()
    return [text.get_text() for ax in fig.axes for text in ax.texts] + [
        label.get_text() for ax in fig.axes for label in (*ax.get_xticklabels(), *ax.get_yticklabels())
    ]


def dots(fig, marker="o"):
    return [
        line for line in fig.axes[0].get_lines() if line.get_marker() == marker and len(line.get_xdata()) == 1
    ]


def test_spread_rows_draws_the_quantiles():
    values = np.linspace(1, 101, 101)
    fig = plots.spread_rows({"a group": values, "another": 2 * values}, title="A finding", axis_label="times")
    assert isinstance(fig, Figure)
    assert [dot.get_xdata()[0] for dot in dots(fig)] == [51, 102]
    thin = fig.axes[0].get_lines()[0].get_xdata()
    assert list(thin) == pytest.approx(
        [np.quantile(values, QUANTILES[0]), np.quantile(values, QUANTILES[-1])]
    )
    assert "51" in texts(fig)


def test_spread_rows_fits_every_row_inside_the_axes():
    fig = plots.spread_rows({"x": [1.0], "y": [900.0]}, title="t", axis_label="u", reference=0.5)
    low, high = fig.axes[0].get_xlim()
    assert low < 0.5 and high > 900


@pytest.mark.parametrize(
    "rows", [{}, {"a": []}, {"a": [0.0]}, {"a": [-1.0]}, {"a": [float("nan")]}, {"": [1.0]}, 3]
)
def test_spread_rows_refuses(rows):
    with pytest.raises(ValueError):
        plots.spread_rows(rows, title="t", axis_label="u")


def test_interval_rows_leaves_unknown_intervals_open():
    fig = plots.interval_rows(
        {"known": (0.5, 0.3, 0.7), "unknown": (0.4, None, None)},
        title="t",
        axis_label="share",
        marks={"known": 0.24},
        mark_label="expected",
    )
    known, unknown = dots(fig)
    assert unknown.get_markerfacecolor() == "white" != known.get_markerfacecolor()
    assert "50 % (30 % to 70 %)" in texts(fig) and "expected" in texts(fig)
    assert fig.table.rows == [("known", "50 % (30 % to 70 %)", "24 %"), ("unknown", "40 %", "")]


@pytest.mark.parametrize(
    "rows", [{"a": (1.2, 1.3, 1.4)}, {"a": (0.5, -0.1, 1)}, {"a": (0.5, None)}, {"a": (None,) * 3}, {}]
)
def test_interval_rows_refuses(rows):
    with pytest.raises(ValueError):
        plots.interval_rows(rows, title="t", axis_label="u")


def test_interval_rows_says_four_of_six_with_the_digits_six_trials_allow():
    rows = {"few": (4 / 6, 0.22, 0.96), "as read": (0.0004, None, None)}
    fig = plots.interval_rows(rows, title="t", axis_label="share")
    assert {"67 % (22 % to 96 %)", "0.04 %"} <= set(texts(fig))


def test_interval_rows_refuses_marks_of_no_row_and_zero_on_a_log_axis():
    with pytest.raises(ValueError, match="marks"):
        plots.interval_rows({"a": (0.5, None, None)}, title="t", axis_label="u", marks={"b": 0.1})
    with pytest.raises(ValueError, match="above 0"):
        plots.interval_rows({"a": (0.0, None, None)}, title="t", axis_label="u", log=True)


def test_rank_against_threshold_says_the_factor_of_those_inside_the_limit():
    fig = plots.rank_against_threshold(
        [0.001, 0.002, 0.01], [0.002, 0.06, 0.9], limit=0.002, title="t", limit_label="99.8 % found"
    )
    assert "30 times" in texts(fig) and "99.8 % found" in texts(fig)


def test_rank_against_threshold_refuses():
    with pytest.raises(ValueError, match="thresholded"):
        plots.rank_against_threshold([0.1, 0.2], [0.1], limit=0.1, title="t", limit_label="l")
    with pytest.raises(ValueError, match="limit"):
        plots.rank_against_threshold([0.1, 0.2], [0.1, 0.2], limit=0.01, title="t", limit_label="l")


def test_rates_by_year_names_each_line_and_keeps_names_apart():
    years = [2018, 2019, 2020]
    fig = plots.rates_by_year(
        years, {"best": [0.01, 0.005, 0.001], "median": [0.1, 0.05, 0.001]}, title="t", axis_label="FNIR"
    )
    fig.canvas.draw()
    ax = fig.axes[0]
    assert ax.get_xlim()[1] > 2020
    first, second = (text.get_window_extent() for text in ax.texts)
    assert not first.overlaps(second)
    with pytest.raises(ValueError, match="one per year"):
        plots.rates_by_year(years, {"best": [0.1]}, title="t", axis_label="FNIR")


def test_rate_matrix_writes_every_cell_once_in_one_unit():
    fig = plots.rate_matrix(RATES, ["East", "West"], title="t", row_label="enrolled", column_label="searched")
    assert sorted(texts(fig)[:4]) == sorted(["1", "100", "50", "2"])
    assert "thousands of comparisons to one false match" in " ".join(fig.get_supxlabel().split())
    assert "no rate is above the one with the row's own group." in fig.alt


def test_rate_matrix_puts_groups_that_are_confused_beside_each_other():
    rates = np.full((4, 4), 1e-6)
    rates[0, 2] = rates[2, 0] = rates[1, 3] = rates[3, 1] = 1e-4
    np.fill_diagonal(rates, 1e-3)
    labels = ["a", "b", "c", "d"]
    fig = plots.rate_matrix(rates, labels, title="t", row_label="enrolled", column_label="searched")
    names = [row[0] for row in fig.table.rows]
    assert abs(names.index("a") - names.index("c")) == abs(names.index("b") - names.index("d")) == 1
    for name, *cells in fig.table.rows:  # every cell went with its row and its column
        wanted = [odds_text(rates[labels.index(name), labels.index(other)]) for other in names]
        assert cells == wanted
    given = plots.rate_matrix(rates, labels, title="t", row_label="e", column_label="s", order=None)
    assert [row[0] for row in given.table.rows] == labels
    with pytest.raises(ValueError, match="order"):
        plots.rate_matrix(rates, labels, title="t", row_label="e", column_label="s", order="alphabet")
    with pytest.raises(ValueError, match="square"):
        plots.rate_matrix(RATES, ["East"], title="t", row_label="e", column_label="s")
    with pytest.raises(ValueError, match="above 0"):
        plots.rate_matrix([[0.0]], ["East"], title="t", row_label="e", column_label="s")


def test_two_shares_shows_the_second_and_never_says_zero_for_a_little():
    fig = plots.two_shares(
        {"a": (0.5, 0.996), "b": (0.5, 0.004)},
        title="t",
        first="of people",
        second="of matches",
        axis_label="share",
    )
    shown = texts(fig)
    assert "99.6 %" in shown and "0.4 %" in shown


def test_two_shares_writes_a_share_that_all_groups_have_once():
    def drawn(first_of_b):
        shares = {"a": (0.25, 0.6, 0.4, 0.7), "b": (first_of_b, 0.1, 0.05, 0.2)}
        fig = plots.two_shares(shares, title="t", first="people", second="matches", axis_label="share")
        return texts(fig).count("25 %"), fig.table.rows

    assert drawn(0.25)[0] == 1 and drawn(0.5)[0] == 1
    assert [row[1] for row in drawn(0.25)[1]] == ["25 %", "25 %"]
    assert [row[1] for row in drawn(0.5)[1]] == ["25 %", "50 %"]


def test_rank_correlation_is_spearmans():
    from scipy.stats import spearmanr

    rng = np.random.default_rng(5)
    for _ in range(20):
        x, y = rng.integers(0, 12, 40), rng.integers(0, 12, 40)  # with many ties
        assert rank_correlation(x, y) == pytest.approx(spearmanr(x, y).statistic, abs=1e-12)
