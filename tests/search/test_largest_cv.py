"""The largest spread that rates with a mean can have: up to its last digits it is let in, beyond it is refused."""

import math

import pytest

from falsematch.search import fpir, fpir_heterogeneous


@pytest.mark.parametrize("mean", [1e-6, 0.002, 0.3, 0.5, 0.9])
def test_the_largest_spread_is_let_in_within_a_part_in_a_million_millions(mean):
    largest = math.sqrt((1 - mean) / mean)
    for over in (0, 0.9e-12):
        assert fpir_heterogeneous(mean, 1000, largest * (1 + over)) == pytest.approx(mean, rel=1e-6)
    for over in (1.2e-12, 1e-3):
        with pytest.raises(ValueError, match=r"^cv must be at most sqrt\(\(1 - mean_fmr\) / mean_fmr\) = "):
            fpir_heterogeneous(mean, 1000, largest * (1 + over))


def test_the_first_that_is_too_large_is_named():
    with pytest.raises(ValueError, match=r"= 1\.0, got 3\.0$"):
        fpir_heterogeneous([0.1, 0.5, 0.5], 10, [1.0, 3.0, 4.0])


def test_the_smallest_rates_have_a_largest_spread_too():
    for mean in (1e-310, 5e-324):
        assert fpir_heterogeneous(mean, 3, 1) == pytest.approx(fpir(mean, 3))
        with pytest.raises(
            ValueError, match=r"^cv must be at most sqrt.* = \d\.\d+e\+1(55|61), got 1e\+200$"
        ):
            fpir_heterogeneous(mean, 3, 1e200)
