"""The figure of the readings: each row says its number, nothing is drawn where nothing can be said."""

import io

import numpy as np
import pytest

from falsematch import claims
from falsematch.plots import readings_range

GALLERY, CAPTURES = 1_300_000_000, 6_700_000


@pytest.fixture
def found():
    return claims.readings(0.998, GALLERY, CAPTURES)


def drawn(found, **kwargs):
    fig = readings_range(
        found, title="One number, many meanings", axis_label="wrong people per search", **kwargs
    )
    fig.savefig(io.BytesIO(), format="png", dpi=50)  # lays the figure out; warnings are errors here
    return fig


@pytest.mark.parametrize("count", ["candidates_per_search", "candidates", "false_alerts", "misses"])
def test_every_row_is_named_and_says_its_count(found, count):
    ax = drawn(found, count=count).axes[0]
    names = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    assert names == [meaning.reading for meaning in found.values()]
    said = sorted(text.get_text() for text in ax.texts)
    assert said == sorted(claims.in_words(getattr(meaning, count)) for meaning in found.values())


def test_numbers_stand_where_the_axis_says(found):
    ax = drawn(found).axes[0]
    dots = sorted(float(line.get_xdata()[0]) for line in ax.lines if line.get_marker() == "o")
    assert dots == pytest.approx([0.002, 2_600_000])
    marked = [line for line in ax.lines if len(line.get_xdata()) == 2 and line.get_linewidth() > 3]
    assert max(line.get_xdata()[1] for line in marked) == ax.get_xlim()[1], "no bound: runs to the edge"
    assert any(np.isclose(line.get_xdata()[1], 5_200_000) for line in marked)


def test_words_stay_inside_the_figure(found):
    fig = drawn(found)
    box = fig.get_window_extent()
    for text in fig.axes[0].texts:
        extent = text.get_window_extent()
        assert extent.x0 >= box.x0 and extent.x1 <= box.x1


def test_bad_input_is_named(found):
    with pytest.raises(ValueError, match="count"):
        drawn(found, count="people")
    with pytest.raises(ValueError, match="found"):
        drawn({})
    with pytest.raises(ValueError, match="found"):
        drawn({"score": found["score"]})
