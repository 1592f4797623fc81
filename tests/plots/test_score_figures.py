"""Figures of scores, searches and intervals: marks stand where the numbers are; zero is not drawn as none."""

import re

import matplotlib
import numpy as np
import pytest
from scipy.special import ndtr

from falsematch import plots
from falsematch.plots._search import _by_chance
from falsematch.plots._show import to_png

RNG = np.random.default_rng(7)
GENUINE, IMPOSTOR = RNG.normal(3, 1, 400), RNG.normal(0, 1, 4_000)
FMR = np.array([0, 0, 0.001, 0.01, 0.1, 1])
FNMR = np.array([1, 0.4, 0.2, 0.05, 0, 0])


def texts(fig):
    found = [text.get_text() for ax in fig.axes for text in ax.texts]
    return [" ".join(text.split()) for text in [*found, fig.get_suptitle(), fig.get_supxlabel()]]


FIGURES = {
    "distributions": lambda title="T": plots.score_distributions(
        GENUINE, IMPOSTOR, threshold=2.0, title=title
    ),
    "log distributions": lambda title="T": plots.score_distributions(
        GENUINE, IMPOSTOR, threshold=2.0, log=True, title=title
    ),
    "det": lambda title="T": plots.det_curve(
        {"a matcher": (FMR, FNMR), "another": (FMR, FNMR / 2)}, impostors=4_000, genuines=400, title=title
    ),
    "log det": lambda title="T": plots.det_curve(
        {"a": (FMR, FNMR)}, axes="log", points={"used": (0.01, 0.05)}, title=title
    ),
    "fpir": lambda title="T": plots.fpir_measured_vs_formula(
        [1, 10, 100],
        [0.01, 0.09, 0.5],
        [0.01, 0.0956, 0.634],
        low=[0, 0.08, 0.4],
        high=[0.02, 0.1, 0.6],
        expected=[0.01, 0.1, 1],
        title=title,
    ),
    "concentration": lambda title="T": plots.concentration_curve(
        {"a": [0, 1, 9], "b": [1, 1, 1]}, title=title
    ),
    "forest": lambda title="T": plots.interval_forest(
        {"none": (0, 0, 0.001), "some, in a row with a name of many words": (0.1, 0.05, 0.2)},
        title=title,
        axis_label="share",
        note="n",
        reference=(0.1, "tenth"),
    ),
    "log forest": lambda title="T": plots.interval_forest(
        {"none": (0, 0, 1e-3), "some": (1e-6, 0, 1e-5)}, log=True, title=title, axis_label="share"
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_drawn_apart_from_pyplot_in_the_projects_style_with_all_words_inside(name):
    import matplotlib.pyplot as plt

    long = "A title that states what was found, and that is long enough for two lines of it"
    plain = to_png(FIGURES[name](long), dpi=40)
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "black", "xtick.labelsize": 30}):
        assert to_png(FIGURES[name](long), dpi=40) == plain
    assert plt.get_fignums() == []
    fig = FIGURES[name](long)
    fig.canvas.draw()
    tick_words = [word for ax in fig.axes for word in (*ax.get_xticklabels(), *ax.get_yticklabels())]
    for text in fig.findobj(matplotlib.text.Text):
        if text.get_text().strip() and text.get_visible() and text not in tick_words:
            box = text.get_window_extent(fig.canvas.get_renderer())
            assert -1 <= box.x0 and box.x1 <= fig.bbox.x1 + 1, text.get_text()
            assert -1 <= box.y0 and box.y1 <= fig.bbox.y1 + 1, text.get_text()


@pytest.mark.parametrize("name", FIGURES)
def test_a_title_is_required(name):
    with pytest.raises(ValueError, match="title must be"):
        FIGURES[name](" ")


def stairs(fig):
    found = [patch for patch in fig.axes[0].patches if isinstance(patch, matplotlib.patches.StepPatch)]
    lines = [patch.get_data() for patch in found if not patch.get_fill()]
    filled = [patch.get_data() for patch in found if patch.get_fill()]
    return lines, filled


def test_shares_of_each_kind_add_up_and_the_filled_parts_are_the_two_errors():
    lines, filled = stairs(FIGURES["distributions"]())
    np.testing.assert_allclose([line.values.sum() for line in lines], 1)
    false_matches, misses = (fill.values.sum() for fill in filled)
    assert false_matches == pytest.approx(np.mean(IMPOSTOR >= 2.0))
    assert misses == pytest.approx(np.mean(GENUINE < 2.0))


def test_scores_and_their_histogram_give_the_same_figure():
    edges = np.linspace(-5, 8, 40)
    counts = [np.histogram(scores, edges)[0] for scores in (GENUINE, IMPOSTOR)]
    lines, _ = stairs(plots.score_distributions(*counts, edges=edges, title="T"))
    np.testing.assert_allclose(lines[0].values, counts[1] / 4_000)
    np.testing.assert_allclose(lines[1].values, counts[0] / 400)
    said = texts(plots.score_distributions(*counts, edges=edges, title="T"))
    assert "same person (400)" in said and "different people (4,000)" in said


def test_failures_to_capture_do_not_stop_the_figure():
    fig = plots.score_distributions([*GENUINE, -np.inf], IMPOSTOR, title="T")
    assert {"same person (401, of which 1 failed)", "different people (4,000)"} <= set(texts(fig))
    impostors, genuines = stairs(fig)[0]
    assert impostors.values.sum() == pytest.approx(1) and genuines.values.sum() == pytest.approx(400 / 401)


@pytest.mark.parametrize(
    "genuine, impostor, more",
    [
        ([], [1.0], {}),
        ([1.0], ["x"], {}),
        ([1.0], [2.0], {"bins": 0}),
        ([1.0], [2.0], {"threshold": "x"}),
        ([1, 2], [3, 4], {"edges": [0, 1]}),
        ([1, 2], [3, 4], {"edges": [0, 2, 1]}),
        ([1, 2, 3], [3, 4], {"edges": [0, 1, 2]}),
        ([1, -2], [3, 4], {"edges": [0, 1, 2]}),
        ([0, 0], [3, 4], {"edges": [0, 1, 2]}),
    ],
)
def test_scores_of_nonsense_are_refused(genuine, impostor, more):
    with pytest.raises(ValueError):
        plots.score_distributions(genuine, impostor, title="T", **more)


def test_a_det_curve_goes_through_its_points_and_ends_in_arrows_where_the_test_sees_nothing():
    fig = plots.det_curve({"a": (FMR, FNMR)}, axes="log", impostors=1_000, genuines=100, title="T")
    x, y = fig.axes[0].lines[0].get_data()
    # Zero rates stand at one in the number of comparisons, and are marked by an arrow there.
    np.testing.assert_allclose(10**x, [1e-3, 1e-3, 0.01, 0.1], rtol=1e-9)
    np.testing.assert_allclose(10**y, [0.4, 0.2, 0.05, 0.01], rtol=1e-9)
    assert sum(text.arrow_patch is not None for text in fig.axes[0].texts) == 2
    note = " ".join(fig.get_supxlabel().split())
    assert note.startswith(
        "Grey: below 0.1 % of the comparisons of different people, and below 1 % of the comparisons"
    )
    assert note.endswith("Arrow: there the curve goes on, unseen.") and note in fig.alt
    assert fig.table.rows == [("50 %", "none seen"), ("10 %", "none seen"), ("1 %", "5 %"), ("0.1 %", "20 %")]


def test_a_det_curve_does_not_depend_on_the_order_of_its_points():
    shuffled = [3, 0, 5, 1, 4, 2]
    pair = [
        plots.det_curve({"a": (FMR[order], FNMR[order])}, title="T").axes[0].lines[0].get_xydata()
        for order in (slice(None), shuffled)
    ]
    np.testing.assert_array_equal(*pair)


@pytest.mark.parametrize(
    "rates, start, arrows, fewest",
    [
        (([0, 0, 1], [1, 0, 0]), (0.1, 0.1), 2, {"none seen"}),
        (([0], [0]), (0.1, 0.1), 2, {"none seen"}),
        (([0, 1], [1, 0]), (0.1, 1), 2, {"100 %"}),
        (([0.5], [0.5]), (0.5, 0.5), 0, {"50 %", "not seen"}),
    ],
)
@pytest.mark.parametrize("axes", ["normal-deviate", "log"])
def test_perfect_and_hopeless_matchers_are_drawn_where_ten_comparisons_can_see(
    axes, rates, start, arrows, fewest
):
    fig = plots.det_curve({"a": rates}, impostors=10, genuines=10, axes=axes, title="T")
    ax, back = fig.axes[0], ndtr if axes == "normal-deviate" else lambda x: 10**x
    x, y = back(ax.lines[0].get_xydata()[0])
    assert (x, y) == pytest.approx(start)
    # Nothing seen stands at one in ten, and that place is on the page.
    for rate, ends in ((x, ax.get_xlim()), (y, ax.get_ylim())):
        assert rate == pytest.approx(1) or back(ends[0]) < rate < back(ends[1])
    assert sum(text.arrow_patch is not None for text in ax.texts) == arrows
    assert {row[1] for row in fig.table.rows} == fewest
    plots.show(fig, "a curve at the edge of what can be drawn")


@pytest.mark.parametrize(
    "systems, more",
    [
        ({}, {}),
        ({"a": 3}, {}),
        ({"a": ([0.1, 0.2], [0.1])}, {}),
        ({"a": ([], [])}, {}),
        ({"a": ([1.1], [0.1])}, {}),
        ({"a": ([np.nan], [0.1])}, {}),
        ({"a": (FMR, FNMR)}, {"axes": "linear"}),
        ({"a": (FMR, FNMR)}, {"impostors": 0}),
        ({"a": (FMR, FNMR)}, {"points": {"x": (2, 0)}}),
    ],
)
def test_a_det_of_nonsense_is_refused(systems, more):
    with pytest.raises(ValueError):
        plots.det_curve(systems, title="T", **more)


def test_measured_and_formula_stand_at_their_gallery_sizes_in_any_order():
    fig = plots.fpir_measured_vs_formula([100, 1, 10], [0.5, 0.01, 0.09], [0.6, 0.01, 0.1], title="T")
    np.testing.assert_allclose(fig.axes[0].lines[0].get_xydata(), [[1, 0.01], [10, 0.09], [100, 0.5]])
    assert {"measured", "if independent"} <= set(texts(fig))


@pytest.mark.parametrize(
    "arguments",
    [
        ([1, 2], [0.1], [0.1, 0.2]),
        ([0, 2], [0.1, 0.2], [0.1, 0.2]),
        ([1, 2], [0.1, 2], [0.1, 0.2]),
        ([1, 2], [0, 0], [0, 0]),
    ],
)
def test_a_comparison_of_nonsense_is_refused(arguments):
    with pytest.raises(ValueError):
        plots.fpir_measured_vs_formula(*arguments, title="T")


def test_an_interval_needs_both_ends_in_order():
    with pytest.raises(ValueError, match="given together"):
        plots.fpir_measured_vs_formula([1, 2], [0.1, 0.2], [0.1, 0.2], low=[0, 0], title="T")
    with pytest.raises(ValueError, match="nowhere above high"):
        plots.fpir_measured_vs_formula([1, 2], [0.1, 0.2], [0.1, 0.2], low=[0.2, 0], high=[0.1, 1], title="T")


def test_concentration_reads_off_the_busiest():
    fig = plots.concentration_curve({"a": [0] * 90 + [9] * 10, "even": [1] * 100}, mark=0.05, title="T")
    shown = [" ".join(text.split()) for text in texts(fig)]
    assert any(text.startswith("a: 50 % (by chance") for text in shown)
    assert any(text.startswith("even: 5 % (by chance") for text in shown)
    curve = fig.axes[0].lines[1].get_xydata()
    np.testing.assert_allclose([np.interp(0.1, *curve.T), np.interp(0.5, *curve.T)], [1, 1])


@pytest.mark.parametrize("counts", [{}, {"a": [0, 0]}, {"a": [1]}, {"a": [-1, 2]}, {"a": [np.nan, 1]}, 3])
def test_concentration_of_nobody_is_refused(counts):
    with pytest.raises(ValueError):
        plots.concentration_curve(counts, title="T")


def test_a_row_without_errors_is_an_arrow_and_says_its_bound():
    fig = plots.interval_forest(
        {"none": (0, 0, 0.001), "some": (0.1, 0.05, 0.2)}, title="T", axis_label="share"
    )
    assert {"none seen: below 0.1 %", "10 % (5 % to 20 %)"} <= set(texts(fig))
    arrows = [text for text in fig.axes[0].texts if text.arrow_patch is not None]
    assert len(arrows) == 1 and arrows[0].xyann[0] == 0.001
    points = [line for line in fig.axes[0].lines if line.get_marker() == "o"]
    assert [line.get_xdata()[0] for line in points] == [0.1]


def test_a_row_of_few_events_is_said_in_one_form_and_two_digits():
    rows = {"of alerts": (1 / 8, 0.00316, 0.527), "of faces": (7 / 8600, 0.000327, 0.00168)}
    shown = texts(plots.interval_forest(rows, log=True, title="T", axis_label="share"))
    # Down to 0.01 % all rows are percentages; below it all are "so many in so many".
    assert {"12 % (0.32 % to 53 %)", "0.081 % (0.033 % to 0.17 %)"} <= set(shown)
    rows["of comparisons"] = (1.1e-7, 4.5e-8, 2.3e-7)
    shown = texts(plots.interval_forest(rows, log=True, title="T", axis_label="share"))
    assert {"1 in 8 (1 in 320 to 53 in 100)", "1 in 1,200 (1 in 3,100 to 1 in 600)"} <= set(shown)
    fig = plots.interval_forest(rows, title="T", axis_label="share", say_value=lambda value: f"{value:.4f}")
    assert "0.1250 (0.0032 to 0.5270)" in texts(fig)


@pytest.mark.parametrize(
    "rows",
    [
        {},
        3,
        {"a": 0.1},
        {"a": (0.1, 0.2, 0.3)},
        {"a": (0.1, 0.05, 0.08)},
        {"a": (0, 0, 0)},
        {"a": (np.nan, 0, 1)},
        {"": (0.1, 0, 1)},
        {str(i): (0.1, 0, 1) for i in range(30)},
    ],
)
def test_a_forest_of_nonsense_is_refused(rows):
    with pytest.raises(ValueError):
        plots.interval_forest(rows, title="T", axis_label="share")


def test_failures_are_among_the_comparisons_of_which_shares_are_drawn():
    # Four of eight comparisons failed: what is drawn adds up to one half.
    fig = plots.score_distributions(
        [-np.inf] * 4 + [0.9] * 4, [0.5, 0.3, 0.2, 0.1, 0.05], title="T", threshold=0.4
    )
    genuine = fig.axes[0].patches[2].get_data().values
    assert genuine.sum() == pytest.approx(0.5)
    assert any("8, of which 4 failed" in " ".join(text.split()) for text in texts(fig))
    assert "same person, 50 % below it; different people, 20 % at or above it" in fig.alt
    assert fig.table.rows[0] == ("failed", "50 %", "0 %")


@pytest.mark.parametrize("wrong", [np.nan, np.inf])
def test_scores_that_are_none_are_refused(wrong):
    good = [0.9, 0.8, 0.7]
    for genuine, impostor, name in (([*good, wrong], good, "genuine"), (good, [wrong, *good], "impostor")):
        with pytest.raises(ValueError, match=f"{name} must be scores without NaN"):
            plots.score_distributions(genuine, impostor, title="T")


def test_true_positive_rates_are_refused_where_misses_belong():
    # What other libraries return: false and true positive rates. Misses cannot grow with false matches.
    with pytest.raises(ValueError, match="misses"):
        plots.det_curve({"m": ([0, 0.1, 0.5, 1], [0, 0.7, 0.9, 1])}, title="T")


def test_chance_alone_is_what_independent_draws_give():
    rng = np.random.default_rng(11)
    mean, people = 0.57, 200_000
    drawn = np.sort(rng.poisson(mean, people))[::-1]
    share = drawn[: people // 20].sum() / drawn.sum()
    assert np.interp(0.05, *_by_chance(mean)) == pytest.approx(share, abs=0.004)
    for mean in (1e-6, 0.01, 3, 500):
        x, y = _by_chance(mean)
        assert x[-1] == pytest.approx(1) and y[-1] == pytest.approx(1) and np.all(np.diff(y) >= 0)


def test_an_expected_number_stands_on_no_axis_of_shares():
    size = [1, 10, 100]
    fig = plots.fpir_measured_vs_formula(
        size, [0.02, 0.1, 0.5], [0.02, 0.2, 0.9], expected=[0.02, 0.2, 2], title="T"
    )
    shares, numbers = fig.axes
    assert all(line.get_ydata().max() <= 1 for line in shares.lines) and shares.get_ylim()[1] <= 1
    np.testing.assert_allclose(numbers.lines[0].get_ydata(), [0.02, 0.2, 2])
    with pytest.raises(ValueError, match="model"):
        plots.fpir_measured_vs_formula(size, [0.1] * 3, [0.1] * 3, model=[0.1, 0.2, 2], title="T")


def test_rows_of_one_group_share_a_colour_and_a_mark():
    rows = {"a, leak": (0.1, 0.05, 0.2), "a, fair": (0.2, 0.1, 0.3), "b, leak": (0.3, 0.2, 0.4)}
    groups = {name: name.split(", ")[1] for name in rows}
    fig = plots.interval_forest(rows, title="T", axis_label="share", groups=groups)
    dots = [(line.get_marker(), line.get_color()) for line in fig.axes[0].lines if len(line.get_xdata()) == 1]
    assert dots[0] == dots[2] != dots[1]


@pytest.mark.parametrize("bins", [3, 10, 60])
@pytest.mark.parametrize("threshold", [None, 0.3])
def test_the_middle_score_lies_where_the_words_say(bins, threshold):
    draw = np.random.default_rng(bins)
    genuine, impostor = draw.normal(2, 1, 801), draw.normal(0, 1, 9_001)
    alt = plots.score_distributions(genuine, impostor, bins=bins, threshold=threshold, title="T").alt
    said = re.findall(r"the middle score between (\S+) and (\S+?)[;.](?: |$)", alt.replace("\u2212", "-"))
    for scores, ends in zip((genuine, impostor), said, strict=True):
        low, high = map(float, ends)
        slack = 0.005 * (abs(low) + abs(high))  # three digits are printed
        assert low - slack <= sorted(scores)[len(scores) // 2] <= high + slack
