"""A guess beside what came out: by factor, in percentage points, one by one; kindly and in whole sentences."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from falsematch.exercises import compare_guess, read_guess

OUT_OF_SEVEN = {"kind": "out of n", "out_of": 7}


def said(*arguments, **named):
    feedback = compare_guess(*arguments, **named)
    assert feedback.status == "noted"
    return feedback.message


@pytest.mark.parametrize(
    ("guess", "actual", "message"),
    [
        (1000, 2.6e6, "You guessed 1,000. It came out as 2.6 million people. Too low by a factor of 2,600."),
        (
            "1 million",
            2.6e6,
            "You guessed 1 million. It came out as 2.6 million people. Near: too low by a factor of 2.6.",
        ),
        (4, 1, "You guessed 4. It came out as 1 people. Too high by a factor of 4."),
        (10, 11, "You guessed 10. It came out as 11 people. Very close."),
        (11, 11, "You guessed 11. It came out as 11 people. Exactly that."),
        (0, 11, "You guessed 0. It came out as 11 people. So it is not none."),
        (3, 0, "You guessed 3. It came out as 0 people. So it is none at all."),
        (-3, 11, "You guessed -3. It came out as 11 people. Fewer than none cannot be."),
        (5, 1900, "You guessed 5. It came out as 1,900 people. Too low by a factor of 380."),
        (1, 4.2e-6, "You guessed 1. It came out as 0.0000042 people. Too high by a factor of 238,095."),
    ],
)
def test_counts_by_factor(guess, actual, message):
    assert said(guess, actual, "people") == message


@pytest.mark.parametrize(
    ("guess", "actual", "end"),
    [
        (
            50,
            0.0475,
            "You guessed 50 %. It came out as 4.75 % of the alerts. Too high by 45 percentage points, a factor of 11.",
        ),
        ("half", 0.0475, "Too high by 45 percentage points, a factor of 11."),
        (
            "13 %",
            0.409,
            "You guessed 13 %. It came out as 40.9 % of the alerts. Too low by 28 percentage points.",
        ),
        (0.9, 0.895, "Very close."),
        ("1 in 21", 0.0475, "Very close."),
        (0.05, 0.0475, "Very close."),
        ("1 %", 0.0475, "Too low by 3.8 percentage points, a factor of 4.8."),
        (0, 0.0475, "Too low by 4.8 percentage points."),
        (101, 0.5, "A share lies between none (0 %) and all (100 %)."),
        (-1, 0.5, "A share lies between none (0 %) and all (100 %)."),
        (
            1e-6,
            1e-4,
            "You guessed 1 in a million. It came out as 1 in 10,000 of the alerts. Too low by less than a tenth of a percentage point, a factor of 100.",
        ),
        (0.51, 0.5, "Very close."),
        (0.56, 0.55, "Very close."),
        ("2 %", 0.03, "Too low by 1 percentage point, a factor of 1.5."),
    ],
)
def test_shares_in_percentage_points(guess, actual, end):
    assert said(guess, actual, "of the alerts", kind="share").endswith(end)
    assert said(guess, actual, "of the alerts", kind="proportion").endswith(end), "its old name"


def test_a_share_may_be_named_by_what_it_is():
    expected = "It came out as 4.75 % (the chance that the alert is right)."
    for what in ("chance that the alert is right", "the chance that the alert is right"):
        assert expected in said(50, 0.0475, what, kind="share")


@pytest.mark.parametrize(
    ("guess", "end"),
    [
        (2, "You guessed 2 of 7. It came out as 2 of 7 texts. Exactly that."),
        ("two of seven", "You guessed 2 of 7. It came out as 2 of 7 texts. Exactly that."),
        ("2 of 7", "Exactly that."),
        (7, "You guessed 7 of 7. It came out as 2 of 7 texts. 5 too many."),
        ("100 %", "You guessed 7 of 7. It came out as 2 of 7 texts. 5 too many."),
        (3, "One too many."),
        (1, "One too few."),
        (0, "2 too few."),
        ("none", "2 too few."),
        (8, "It can be anything from none to all 7."),
        (-1, "It can be anything from none to all 7."),
        ("a third", "Very close."),
    ],
)
def test_out_of_n_one_by_one(guess, end):
    assert said(guess, 2, "texts", **OUT_OF_SEVEN).endswith(end)


def test_the_naive_guess_reads_its_own_sentence_and_no_praise():
    naive = (0.13, "So it looks if the leak makes no difference.")
    message = said("13 %", 0.409, "of the pairs", kind="share", naive=naive)
    assert message.endswith(naive[1]) and "factor" not in message
    assert naive[1] not in said("30 %", 0.409, "of the pairs", kind="share", naive=naive)
    assert naive[1] not in said(0.409, 0.409, "of the pairs", kind="share", naive=(0.409, naive[1]))
    assert said(7, 2, "texts", **OUT_OF_SEVEN, naive=(7, "All wrong?")).endswith("All wrong?")
    several = [(0, "None?"), (7, "All?")]
    assert said(0, 2, "texts", **OUT_OF_SEVEN, naive=several).endswith("None?")
    assert said(7, 2, "texts", **OUT_OF_SEVEN, naive=several).endswith("All?")
    assert "claim leads one to expect" in said(99.8, 0.0475, "of the alerts", kind="share", naive=0.998)
    # Close to 1 a small difference is a large one: 97 % is not the claim's 99.8 %.
    assert "claim leads" not in said(97, 0.0475, "of the alerts", kind="share", naive=0.998)


@given(st.floats(1e-9, 1e15), st.floats(1e-9, 1e15))
def test_no_exponent_and_no_praise_for_an_order_of_size(guess, actual):
    message = compare_guess(guess, actual, "people").message
    assert not re.search(r"\de[+-]?\d", message)
    assert "order of size" not in message


def test_no_guess_hears_no_result():
    feedback = compare_guess(..., 11, "people")
    assert feedback.status == "unanswered" and "11" not in feedback.message


def test_what_cannot_be_read_or_compared_is_said():
    assert "could not be read as one number" in said("lots", 11, "people")
    assert "It came out as 11 people." in said("5 or 6", 11, "people")
    for actual in (None, float("nan"), ..., "x", [1]):
        assert compare_guess(3, actual, "people").status == "unavailable"
    assert compare_guess(3, 4, "people", kind="colour").status == "unavailable"
    assert compare_guess(3, 4, "people", kind="out of n").status == "unavailable"
    assert compare_guess(3, 4, "people", out_of=7).status == "unavailable"


def test_a_figure_gets_the_guess_as_a_number_or_none():
    assert read_guess(...) is read_guess(None) is read_guess("no idea") is None
    assert read_guess("2.6 million") == 2.6e6 and read_guess(np.int64(3)) == 3.0
    assert (
        read_guess(50, kind="share")
        == read_guess("50 %", kind="share")
        == read_guess(0.5, kind="share")
        == 0.5
    )
    assert read_guess("50", kind="share") == read_guess("half", kind="proportion") == 0.5
    assert read_guess("1 in 20", kind="share") == 0.05 and read_guess(1, kind="share") == 1
    assert read_guess("2 of 7", "out of n", 7) == 2 and read_guess("50 %", "out of n", 8) == 4
    assert read_guess(0.5, "out of n", 8) == 4 and read_guess("1/2", "out of n", 8) == 4
    assert read_guess(3, "out of n", 7) == 3


def test_a_part_of_n_is_that_part_to_the_last_digit():
    assert 1 / 49 * 49 != 1
    for whole in range(2, 200):
        for text in (f"1 in {whole}", f"1/{whole}", f"1 of {whole}"):
            assert read_guess(text, "out of n", whole) == 1
    assert read_guess("1 in 4", "out of n", 8) == 2


def test_tens_of_percentage_points_have_no_decimals():
    assert "10 percentage points" in said(0.304, 0.2, "of alerts", kind="share")
