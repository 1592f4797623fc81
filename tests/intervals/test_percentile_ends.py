"""Ends of resampled intervals: order statistics of the replicates, taken outwards."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest

from falsematch.intervals import ReplicateInterval, percentile_ends

TEN = np.array([7.0, 1, 9, 3, 10, 4, 2, 8, 6, 5])


@pytest.mark.parametrize(
    "confidence, ends",
    # Of ten in order, the quantile q stands at place 1 + 9 q: at 2.125 and 8.875, for the middle 75 %.
    [(0.75, (2, 9)), (0.5, (3, 8)), (0.3, (4, 7)), (0.01, (5, 6)), (0.999, (1, 10))],
)
def test_ends_are_replicates_and_never_further_in_than_asked(confidence, ends):
    found = percentile_ends(TEN, confidence)
    assert tuple(found) == ends and type(found.low) is type(found.high) is float
    columns = percentile_ends(np.column_stack([TEN, -TEN]), confidence)
    assert columns.low.tolist() == [ends[0], -ends[1]] and columns.high.tolist() == [ends[1], -ends[0]]


def test_a_row_with_a_nan_is_left_out_whole():
    rows = np.column_stack([TEN, TEN])
    rows = np.vstack([rows, [np.nan, 50], [50, np.nan], [np.nan, np.nan]])
    assert percentile_ends(rows, 0.999).high.tolist() == [10, 10]


def test_nothing_known_gives_no_ends():
    found = percentile_ends(np.full(5, np.nan), 0.9)
    assert np.isnan(found.low) and np.isnan(found.high) and type(found.low) is type(found.high) is float
    found = percentile_ends(np.full((5, 2), np.nan), 0.9)
    assert found.low.shape == found.high.shape == (2,) and np.isnan([*found.low, *found.high]).all()


@pytest.mark.parametrize("confidence", [0, 1, -0.1, 95, np.nan, [0.9, 0.95]])
def test_unusable_confidences_are_refused_by_name(confidence):
    with pytest.raises(ValueError, match="^confidence must be"):
        percentile_ends(TEN, confidence)


def test_an_interval_cannot_be_changed_afterwards():
    found = ReplicateInterval(0.5, 0.4, 0.6, 0.95, TEN)
    with pytest.raises(FrozenInstanceError):
        found.low = 0.0
