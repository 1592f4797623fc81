"""Where the judgement of a number changes, held on both sides of each bound."""

import math

import pytest

from falsematch.exercises import Exercise, Misconception
from falsematch.exercises._engine import is_rounded

FIRST = "Begin with the crowd."


def judged(expected, answer, kind="count", wrong=(), **options):
    named = [Misconception(f"known {value}", value, f"You took {i}.") for i, value in enumerate(wrong)]
    exercise = Exercise("check_bounds", lambda: expected, kind, FIRST, named, **options)
    found = exercise(answer)
    return f"{found.status} {found.misconception or ''}".strip()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (980, "right"),
        (979, "wrong"),
        (1020, "right"),
        (1021, "wrong"),
        (7999, "wrong"),
        (8000, "unit"),
        (126, "wrong"),
        (125, "unit"),
        (0, "wrong"),
        (-1, "malformed"),
    ],
)
def test_a_count_of_a_thousand(answer, status):
    assert judged(1000, answer) == status


def test_none_at_all():
    assert judged(0, 0) == "right" and judged(0, 5) == "wrong" and judged(0, 0, "proportion") == "right"


@pytest.mark.parametrize(
    ("answer", "status"),
    [(495, "misconception known 500"), (494, "wrong"), (505, "misconception known 500"), (506, "wrong")],
)
def test_a_misconception_is_named_within_a_hundredth(answer, status):
    assert judged(1000, answer, wrong=[500]) == status


@pytest.mark.parametrize(
    ("expected", "answer", "status"),
    [
        (0.9, 0.885, "right"),
        (0.99, 0.988, "right"),
        (0.99, 0.987, "wrong"),
        (0.002, 0.00204, "right"),
        (0.002, 0.00205, "wrong"),
        # What rounding makes of the distance to 1: half of it may be lost, not more.
        (0.9485, 0.9, "close"),
        (0.996, 0.99, "wrong"),
        (0.96, 1.0, "wrong"),
        (0.5, 1.0, "wrong"),
        (0.5, 1.01, "malformed"),
    ],
)
def test_a_proportion(expected, answer, status):
    assert judged(expected, answer, "proportion") == status


def test_above_one_is_a_percentage_up_to_a_hundred():
    exercise = Exercise("check_bounds", lambda: 0.5, "proportion", FIRST)
    assert "Is it a percentage?" in exercise(100).message
    assert "what is the whole here?" in exercise(101).message


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (0.998, "right"),
        (0.99796, "right"),
        (0.99795, "wrong"),
        (0.5, "wrong"),
        (0.49, "unit"),
        (0.9985, "wrong"),
    ],
)
def test_the_distance_to_one(answer, status):
    assert judged(0.998, answer, "proportion", near_one=True) == status


@pytest.mark.parametrize(
    ("expected", "answer", "status"),
    [
        (1234, 1000, "close"),
        (1234, 1200, "close"),
        (1267, 1300, "close"),
        (1267, 1200, "close"),  # cut off after two
        (1267, 1000, "close"),
        (1567, 2000, "close"),
        (1567, 1000, "wrong"),  # cut off after one
        (0.00123, 0.0012, "close"),
    ],
)
def test_what_rounding_makes(expected, answer, status):
    assert judged(expected, answer, "number", tolerance=0.001) == status


def test_of_two_misconceptions_the_nearest_and_of_two_roundings_the_first():
    assert judged(1000, 503, wrong=[500, 504]) == "misconception known 504"
    assert judged(1000, 500, wrong=[500, 501]) == "misconception known 500"
    assert judged(9000, 120, wrong=[121, 119.9]) == "misconception known 121"
    assert judged(9000, 119.9, wrong=[121, 119.9]) == "misconception known 119.9"


def test_what_the_expected_one_rounds_to_is_close_and_what_is_a_misconception_is_that():
    assert judged(1234, 1200, wrong=[1204]) == "close"
    assert judged(1234, 1200, wrong=[1200]) == "misconception known 1200"


def test_exactly_a_misconception_is_one_in_a_million_apart_and_no_more():
    # Both numbers round to the same, and the expected one does too.
    assert judged(1_234_567, 1_000_000, wrong=[999_999]) == "misconception known 999999"
    assert judged(1_234_567, 1_000_000, wrong=[999_998.7]) == "close"
    # What is exactly one is that, though an earlier one rounds to it.
    assert judged(9e6, 1_000_000, wrong=[1_004_000, 999_999]) == "misconception known 999999"
    assert judged(9e6, 1_000_000, wrong=[1_004_000, 999_998.7]) == "misconception known 1004000"
    assert judged(9e6, 1_000_000, wrong=[1_000_000.5, 1_000_000.2]) == "misconception known 1000000.2"


def test_a_misconception_is_named_when_rounded_to_two_digits_or_cut_off_after_two():
    assert judged(9000, 110, wrong=[105.1]) == "misconception known 105.1"
    assert judged(9000, 100, wrong=[105.1]) == "misconception known 105.1"
    assert judged(1000, 200, wrong=[151]) == "wrong"  # to one digit


@pytest.mark.parametrize(
    ("expected", "answer", "status"),
    [
        (0.995, 0.99, "close"),  # half of the distance to 1 is lost
        (0.9951, 0.99, "wrong"),
    ],
)
def test_rounding_may_lose_half_of_the_distance_to_one(expected, answer, status):
    assert judged(expected, answer, "proportion", tolerance=0.001) == status


@pytest.mark.parametrize(
    ("expected", "answer", "status"),
    [
        (0.6234, 0.63, "close"),  # 0.3766 cut off is 0.37
        (0.4234, 0.43, "unit"),  # 0.5766 cut off would be 0.57
        (0.4234, 0.42, "close"),
        (1 - 1.234e-8, 1 - 1e-8, "close"),  # 1 minus this is 1e-8 to seven digits only
        (1 - 1.234e-8, 1 - 1.1e-8, "wrong"),
    ],
)
def test_above_one_half_it_is_the_distance_to_one_that_is_rounded(expected, answer, status):
    assert judged(expected, answer, "proportion", near_one=True, tolerance=0.001) == status


def test_nothing_is_rounded_to_none():
    assert (
        is_rounded(0, 0.04, (1, 2)) is is_rounded(0.04, 0, (1, 2)) is is_rounded(1, math.inf, (1,)) is False
    )
