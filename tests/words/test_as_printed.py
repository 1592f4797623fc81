"""Counts, shares and parts as they are printed: both sides of each bound, and a half that arithmetic has worn off."""

import pytest

from falsematch._words import (
    as_printed,
    parts_as_printed,
    percent_as_printed,
    rest_as_printed,
    sum_as_printed,
)

WORN = 1 - 0.8e-10  # what a product of a few floats may have lost, and more
LESS = 1 - 1.2e-10


@pytest.mark.parametrize(
    ("count", "printed"),
    [
        (0, "0.0"), (1e-300, "1e-300"), (0.00999, "0.01"), (0.0344, "0.034"), (0.0345, "0.035"), (7.25, "7.3"),
        (7.25 * WORN, "7.3"), (7.25 * LESS, "7.2"), (9.94, "9.9"), (9.96, "10.0"), (10, "10"), (10.4, "10"), (10.5, "11"),
        (10.5 * WORN, "11"), (10.5 * LESS, "10"), (999_999.5 * WORN, "1000000"), (1e6, "1000000"),
        (1_200_000.5, "1200001"), (1_200_000.5 * WORN, "1200000"), (1_200_000.6, "1200001"),
    ],
)  # fmt: skip
def test_a_count(count, printed):
    assert repr(as_printed(count)) == printed


@pytest.mark.parametrize(
    ("share", "printed"),
    [
        (0, "0"), (1, "100"), (0.5, "50"), (0.125, "13"), (0.125 * WORN, "13"), (0.125 * LESS, "12"), (0.124, "12"),
        (0.01, "1"), (0.012, "1"), (0.988, "99"), (0.0099, "0.99"), (0.9901, "99.01"), (0.00123, "0.12"), (0.99877, "99.88"),
        (0.000999, "0.1"), (0.0001, "0.01"), (1.5, "150"), (0.995, "99.5"), (0.005, "0.5"),
    ],
)  # fmt: skip
def test_a_share(share, printed):
    assert percent_as_printed(share) == printed


@pytest.mark.parametrize(
    ("parts", "whole", "printed"),
    [
        ([10.4, 20.6], 31, [10, 21]),
        ([10.5, 20.5], 31, [11, 20]),  # of equal remainders the first
        ([20.5, 20.5 + 1e-8, 20], 61, [21, 20, 20]),  # a remainder that arithmetic left is none
        ([20.5, 20.5 + 1e-5, 20], 61, [20, 21, 20]),
        ([20.2, 20.2, 20.2], 60.6, [21, 20, 20]),  # their sum is printed as 61
        ([10, 20.4, 30.6], 61, [10, 20, 31]),
        ([10.5, 20.5, 30.5], 61.5, [10, 21, 31]),
        ([0, 20.5, 30.5], 51, [0, 21, 30]),
        ([9.94, 20.5], 30.44, [9.9, 21]),  # beside one below ten, each by itself
        ([0.5, 20.5], 21, [0.5, 21]),
        ([0, 0], 0, [0, 0]),
    ],
)
def test_parts_of_a_whole(parts, whole, printed):
    assert parts_as_printed(parts, whole) == printed


def test_sums_and_what_is_left_are_those_of_the_numbers_that_stand_there():
    assert sum_as_printed([1, 2.0], 9) == 3
    assert sum_as_printed([1, 2.5], 3.64) == 3.6 and sum_as_printed([2.5, 1.5], 4.04) == 4.0
    assert rest_as_printed(10, 3, 7.2) == 7 and rest_as_printed(10, 12, 0.3) == 0
    assert rest_as_printed(10, 3.5, 6.54) == 6.5 and rest_as_printed(9.5, 3, 6.46) == 6.5
