"""Every word that a text may say a number with, against a list written by hand."""

import math

import pytest

from falsematch.exercises._answers import LONGEST, read_text

WHOLE = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "none": 0, "nobody": 0, "nothing": 0, "nil": 0, "no one": 0,
    "twenty-one": 21, "ninety-nine": 99, "a hundred": 100, "two hundred and five": 205, "a dozen": 12, "three dozen": 36,
    "a thousand": 1000, "two thousand and thirty": 2030, "a million": 1e6, "half a million": 5e5, "two billion": 2e9,
    "a trillion": 1e12, "three hundred thousand": 3e5, "a hundred and one million": 1.01e8,
    "dozen": 12, "hundred": 100, "thousand": 1000, "million": 1e6, "two thousand five hundred": 2500, "twelve hundred": 1200,
    "two thousand million": 2e9, "a hundred thousand million": 1e11, "a million two hundred thousand and five": 1_200_005,
    "one hundred and nineteen": 119, "a hundred and ten": 110, "a hundred and twenty and five": 125,
}  # fmt: skip
SHARES = {
    "half": 1 / 2, "a half": 1 / 2, "a third": 1 / 3, "a quarter": 1 / 4, "a fifth": 1 / 5, "a sixth": 1 / 6,
    "a seventh": 1 / 7, "an eighth": 1 / 8, "a ninth": 1 / 9, "a tenth": 1 / 10, "a twentieth": 1 / 20,
    "a hundredth": 1 / 100, "a thousandth": 1 / 1000, "a millionth": 1e-6, "a billionth": 1e-9, "two thirds": 2 / 3,
    "three quarters": 3 / 4, "two halves": 1, "five percent": 0.05, "5 %": 0.05, "5 percent": 0.05, "5 per cent": 0.05,
    "3 ‰": 0.003, "3 permille": 0.003, "5 percentage points": 0.05, "3 per mille": 0.003, "ten permille": 0.01,
}  # fmt: skip
SCALED = {
    "2k": 2e3, "2 m": 2e6, "2 mn": 2e6, "2 bn": 2e9, "2 b": 2e9, "2 thousand": 2e3, "2 million": 2e6, "2 billion": 2e9,
    "2 trillion": 2e12, "2 hundred": 200, "2 dozen": 24, "2 millions": 2e6, "10^3": 1e3, "10⁻³": 1e-3, "2 x 10^-6": 2e-6,
    "2 × 10⁶": 2e6, "3e2": 300, "3e2 x 10^2": 3e4,
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "value", "form"),
    [(text, value, "number") for text, value in (WHOLE | SCALED).items()]
    + [(text, value, "share") for text, value in SHARES.items()],
)
def test_a_number_in_words(text, value, form):
    found = read_text(text)
    assert math.isclose(found.value, value, rel_tol=1e-12) and found.form == form
    assert read_text(f"About {text.upper()} people.").value == found.value


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("one in seven", 1, 7),
        ("2 of the 7", 2, 7),
        ("1/1,000", 1, 1000),
        ("3 out of every 4", 3, 4),
        ("1 in a million", 1, 1e6),
    ],
)
def test_a_ratio(text, part, whole):
    found = read_text(text)
    assert (found.form, found.part, found.whole, found.value) == ("ratio", part, whole, part / whole)


def test_a_part_of_a_number_is_a_number():
    assert read_text("a third of 12").form == "number" and read_text("a third of 12").value == 4


def test_so_much_of_a_text_is_looked_at_and_no_more():
    assert read_text("5 " + "x" * (LONGEST - 2) + "7").value == 5
    assert read_text("5 " + "x" * (LONGEST - 3) + "7") is None and LONGEST == 80


@pytest.mark.parametrize(
    "text",
    [
        "",
        "many",
        "5 or 6",
        "two or three",
        "1 in 0",
        "1e999",
        "1.2.3",
        "1,2,3.4.5",
        "5 % of what 7",
        "five six",
        "two and five",
        "and five",
        "ten five",
        "twelve ten",
        "twenty ten",
        "twenty zero",
        "zero five",
        "a hundred and ten one",
        "nineteen eighty four",
        "fifty fifty",
        "half five",
        "half and half",
    ],
)
def test_what_is_not_one_number(text):
    assert read_text(text) is None
