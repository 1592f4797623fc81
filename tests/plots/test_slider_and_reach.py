"""The slider redraws through the same function; the reach of a test ends where the test ends."""

import io
import sys

import numpy as np
import pytest
from matplotlib.figure import Figure

from falsematch import plots


def draw(value):
    return Figure(figsize=(2, 1)), f"A made-up figure whose number is {value:g} and nothing else"


def test_moving_the_slider_draws_again_with_words_of_its_own():
    box = plots.slider(draw, value=0.5, low=0, high=1, step=0.25)
    handle, page = box.children
    assert "number is 0.5 and" in page.value and page.value.startswith("<img")
    before = page.value
    handle.value = 0.75
    assert "number is 0.75 and" in page.value and page.value != before


def test_a_picture_without_words_is_refused():
    with pytest.raises(ValueError, match="alt"):
        plots.slider(lambda value: (Figure(), ""), value=0, low=0, high=1, step=1)


FMR = np.array([1, 0.1, 0.01, 0.001, 0.0001, 0])
FNMR = np.array([0, 0.1, 0.2, 0.3, 0.4, 0.9])


def test_each_curve_ends_at_one_error_in_its_comparisons():
    fig = plots.reach_of_tests(
        {"short": (FMR, FNMR, 1_000), "long": (FMR, FNMR, 10_000)}, title="Ends", mark=(0.0001, 0.4)
    )
    fig.savefig(io.BytesIO(), format="png", dpi=50)
    ax = fig.axes[0]
    ends = [line.get_xdata()[-1] for line in ax.lines if len(line.get_xdata()) > 1]
    assert ends == pytest.approx([0.001, 0.0001])
    words = " ".join(text.get_text() for text in ax.texts)
    assert (
        "1 in 1,000" in words
        and "1 in 10,000" in words
        and "40 % missed" in words
        and "not seen by short" in words
    )
    low, high = ax.get_xlim()
    assert low < high  # stricter to the left, as in a DET plot


@pytest.mark.parametrize(
    "tests",
    [
        {},
        {"one": (FMR, FNMR)},
        {"one": (FMR, FNMR[:-1], 1_000)},
        {"one": (FMR * 0, FNMR, 1_000)},
        {"one": (FMR, FNMR, 0)},
        {str(n): (FMR, FNMR, 1_000) for n in range(3)},
    ],
)
def test_bad_tests_are_refused(tests):
    with pytest.raises(ValueError):
        plots.reach_of_tests(tests, title="x")


def test_of_all_thresholds_with_one_false_match_rate_the_fewest_misses_are_drawn():
    fmr, fnmr = np.array([0.1, 0.001, 0.001, 0.001, 0]), np.array([0.05, 0.1, 0.3, 0.44, 0.5])
    fig = plots.reach_of_tests({"test": (fmr, fnmr, 1_000)}, title="T")
    assert fig.axes[0].lines[0].get_xydata().tolist() == [[0.1, 0.05], [0.001, 0.1]]
    assert fig.table.rows == [("1 in 10", "5 %"), ("1 in 100", "10 %"), ("1 in 1,000", "10 %")]


def test_a_slider_takes_a_figure_that_knows_its_words():
    box = plots.slider(
        lambda value: plots.words(draw(value)[0], alt=draw(value)[1]), value=1, low=0, high=2, step=1
    )
    assert "number is 1 and" in box.children[1].value


def test_without_ipywidgets_the_picture_is_shown(monkeypatch):
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    picture = plots.slider(draw, value=0.5, low=0, high=1, step=0.25)
    assert isinstance(picture, plots.Picture) and "number is 0.5 and" in picture.alt
