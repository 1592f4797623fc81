"""Panels of scores: each says its own misses, and refuses what it cannot draw."""

import io

import numpy as np
import pytest

from falsematch.plots import score_panels

GENUINE, IMPOSTOR = np.linspace(0, 1, 101), np.linspace(-1, 0.5, 301)


def test_each_panel_says_what_lies_below_its_threshold():
    fig = score_panels(
        {"one": (GENUINE, IMPOSTOR, 0.25), "other": (GENUINE, IMPOSTOR, 0.5)}, title="Misses grow"
    )
    fig.savefig(io.BytesIO(), format="png", dpi=50)  # lays the figure out; warnings are errors here
    words = [[text.get_text() for text in ax.texts] for ax in fig.axes]
    assert [
        f"misses {n / 101:.1%}".replace("%", " %") in said for n, said in zip((25, 50), words, strict=True)
    ] == [True, True]
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["one", "other"]
    assert sum("same person (101)" in said for said in words) == 1


def test_what_is_filled_is_what_is_missed():
    fig = score_panels({"one": (GENUINE, IMPOSTOR, 0.25)}, title="Misses")
    filled = [patch for patch in fig.axes[0].patches if patch.get_fill()]
    assert len(filled) == 1
    values, edges, _ = filled[0].get_data()
    # Shares of a bin of common width, of which the threshold may leave a part.
    assert np.sum(values * np.diff(edges)) / np.diff(edges).max() == pytest.approx(25 / 101)
    assert fig.table.rows == [("one", "101", "301", "0.25", "24.8 %", "16.9 %")]


@pytest.mark.parametrize(
    "panels",
    [
        {},
        {"one": (GENUINE, IMPOSTOR)},
        {"one": ([], IMPOSTOR, 0)},
        {"one": ([np.nan], IMPOSTOR, 0)},
        {str(n): (GENUINE, IMPOSTOR, 0) for n in range(4)},
    ],
)
def test_bad_panels_are_refused(panels):
    with pytest.raises(ValueError):
        score_panels(panels, title="x")
