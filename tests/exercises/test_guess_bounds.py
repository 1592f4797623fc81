"""Where the words about a guess change, held on both sides of each bound."""

import pytest

from falsematch.exercises import compare_guess, read_guess
from falsematch.exercises._guess import plainly


def end_of(guess, actual, what="people", **named):
    return compare_guess(guess, actual, what, **named).message.partition(f"{what}. ")[2]


@pytest.mark.parametrize(
    ("guess", "actual", "end"),
    [
        (124, 100, "Very close."),
        (80.7, 100, "Very close."),
        (125, 100, "Near: too high by a factor of 1.2."),
        (126, 100, "Near: too high by a factor of 1.3."),
        (299, 100, "Near: too high by a factor of 3.0."),
        (300, 100, "Too high by a factor of 3."),
        (100, 350, "Too low by a factor of 3.5."),
        (9e20, 1, "Too high by a factor of 900,000,000 trillion."),
        (1e21, 1, "They are further apart than a factor can say."),
        (1, -1, "So it is none at all."),
    ],
)
def test_counts(guess, actual, end):
    assert end_of(guess, actual) == end


@pytest.mark.parametrize(
    ("guess", "actual", "end"),
    [
        (0.5104, 0.5, "Very close."),
        (0.5106, 0.5, "Too high by 1.1 percentage points."),
        (0.6, 0.5, "Too high by 10 percentage points."),
        (0.604, 0.5, "Too high by 10 percentage points."),
        (0.5906, 0.5, "Too high by 9.1 percentage points."),
        (0.012, 0.0149, "Very close."),
        (0.01, 0.0125, "Too low by 0.3 percentage points."),
        (0.02, 0.029, "Too low by 0.9 percentage points."),
        (0.02, 0.03, "Too low by 1 percentage point, a factor of 1.5."),
        (0.05, 0.1, "Too low by 5 percentage points."),
        (0.06, 0.2, "Too low by 14 percentage points."),
        (0.049, 0.1, "Too low by 5.1 percentage points, a factor of 2."),
        (0.0012, 0.0024, "Too low by 0.1 percentage points, a factor of 2."),
        (0.0008, 0.0016, "Too low by less than a tenth of a percentage point, a factor of 2."),
        (0.0, 1.0, "Too low by 100 percentage points."),
        (1.0, 0.0, "Too high by 100 percentage points."),
        (0.25, 0.25, "Exactly that."),
        (0.001, 0, "Too high by 0.1 percentage points."),
        (0.00099, 0, "Too high by less than a tenth of a percentage point."),
        ("150 %", 0.5, "A share lies between none (0 %) and all (100 %)."),
    ],
)
def test_shares(guess, actual, end):
    assert end_of(guess, actual, "of the alerts", kind="share") == end


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (9.98e14, "998 trillion"),
        (1.2e15, "1,200 trillion"),
        (-1.2e15, "-1,200 trillion"),
        (9.9e20, "990,000,000 trillion"),
        (1e21, "1e+21"),
        (1.2e21, "1.2e+21"),
        (0.001234, "0.00123"),
        (0.000951, "0.00095"),
        (1.24e-15, "0.0000000000000012"),
        (1e-15, "1e-15"),
        (0.9e-15, "9e-16"),
        (0, "0"),
    ],
)
def test_a_count_is_said_without_an_exponent(value, said):
    assert plainly(value) == said


def test_a_rare_share_is_said_as_odds():
    for value, said in [(0.000999, "1 in 1,001"), (0.001, "0.1 %"), (0.0012, "0.12 %"), (0, "0 %")]:
        assert compare_guess(value, 0.5, "of all", kind="share").message.startswith(f"You guessed {said}. ")


@pytest.mark.parametrize(
    ("guess", "expected", "kind", "naive"),
    [
        (105.1, 100, "count", True),
        (94.9, 100, "count", False),
        (95.1, 100, "count", True),
        (106, 100, "count", False),
        (0.9984, 0.998, "share", True),
        (0.9973, 0.998, "share", False),
        (0.89, 0.9, "share", False),
        (0.896, 0.9, "share", True),
        (0.105, 0.1, "share", True),
        (0.107, 0.1, "share", False),
    ],
)
def test_what_counts_as_the_naive_guess(guess, expected, kind, naive):
    message = compare_guess(guess, 0.3, "of all", kind=kind, naive=(expected, "The naive one.")).message
    assert message.endswith("The naive one.") == naive


@pytest.mark.parametrize(
    ("guess", "kind", "value"),
    [
        (1, "share", 1),
        (1.5, "share", 0.015),
        (100, "share", 1),
        (101, "share", 101),
        ("1 in 50", "share", 0.02),
        ("50", "share", 0.5),
        ("1.5 %", "share", 0.015),
    ],
)
def test_a_share_from_one_to_a_hundred_is_a_percentage(guess, kind, value):
    assert read_guess(guess, kind) == pytest.approx(value)


@pytest.mark.parametrize(
    ("guess", "value"),
    [("2 of 7", 2), ("1 of 14", 0.5), ("50 %", 3.5), (0.5, 3.5), (1, 1), (0, 0), (8, 8), ("3", 3)],
)
def test_out_of_seven(guess, value):
    assert read_guess(guess, "out of n", 7) == pytest.approx(value)


def test_n_counts_only_for_its_own_kind_and_only_where_it_is_given():
    assert (
        read_guess("50 %", "count", 7)
        == read_guess("50 %", "share", 7)
        == read_guess("50 %", "out of n")
        == 0.5
    )
    assert read_guess("2 of 7", "count", 7) == read_guess("2 of 7", "out of n") == 2 / 7
