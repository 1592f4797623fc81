"""Several windows over one set with heavy ties: what lies at, between and above the bounds, by counting."""

import numpy as np
import pytest

from falsematch.scores._stream import CHUNK, Scores


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int32])
@pytest.mark.parametrize("at_bounds", [0.05, 0.9])
def test_windows_count_what_lies_at_their_bounds(kind, at_bounds):
    rng = np.random.default_rng(5)
    size = CHUNK + 1_000
    ties = rng.random(size) < at_bounds
    values = np.where(ties, rng.choice([2, 4, 6, 8], size), rng.integers(0, 11, size)).astype(kind)
    bounds = [(2, 4), (6, 8)]
    for (low, high), found in zip(bounds, Scores("scores", values).windows(bounds), strict=True):
        expected = [np.sum(values > high), np.sum(values == high), np.sum(values == low)]
        between = (values > low) & (values < high)
        assert [found.above, found.at_high, found.at_low, found.between] == [*expected, between.sum()]


def test_a_window_that_begins_at_the_greatest_number_of_the_type_counts_it():
    top = np.finfo(np.float32).max
    values = np.full(CHUNK + 10, top, dtype=np.float32)
    values[:5] = 0
    first, second = Scores("scores", values).windows([(0.0, 1.0), (float(top), float(top))])
    assert (first.above, first.at_low) == (CHUNK + 5, 5)
    assert second.at_high == CHUNK + 5
