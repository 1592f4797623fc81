"""One reader of numbers for exercises and guesses: as people write them, and nothing that is not one number."""

import math
import re
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from falsematch.exercises._answers import read_number, read_text

READ = {
    "1,000": 1000,
    "1 000": 1000,
    "1_000": 1000,
    "1'000": 1000,
    "1\u202f000": 1000,
    "1,234,567": 1234567,
    "1.000.000": 1e6,
    "1.234,5": 1234.5,
    "1,234.5": 1234.5,
    "0,5": 0.5,
    "0,05": 0.05,
    "12,5 %": 0.125,
    ".5": 0.5,
    "-5": -5,
    "−5": -5,
    "2.6 million": 2.6e6,
    "2.6 million people": 2.6e6,
    "2.6 Million.": 2.6e6,
    "2.6 mn": 2.6e6,
    "two million": 2e6,
    "half a million": 5e5,
    "a quarter of a million": 2.5e5,
    "1.3 bn": 1.3e9,
    "1,300,000,000": 1.3e9,
    "about 50": 50,
    "~ 50": 50,
    "≈50 alerts a day": 50,
    "1e-6": 1e-6,
    "7.7E-12": 7.7e-12,
    "2 x 10^-6": 2e-6,
    "2·10⁻⁶": 2e-6,
    "2 × 10**3": 2e3,
    "10^-6": 1e-6,
    "10⁻⁶": 1e-6,
    "5 %": 0.05,
    "5%": 0.05,
    "5 percent": 0.05,
    "5 per cent": 0.05,
    "5 percent of the alerts": 0.05,
    "fifty percent": 0.5,
    "3 ‰": 0.003,
    "3 per mille": 0.003,
    "1 in 21": 1 / 21,
    "one in twenty-one": 1 / 21,
    "1 in a million": 1e-6,
    "one in a million": 1e-6,
    "1 in every 20": 0.05,
    "1/21": 1 / 21,
    "1 / 1000": 1e-3,
    "3 out of 4": 0.75,
    "2 of the 7 texts": 2 / 7,
    "two of seven": 2 / 7,
    "a third": 1 / 3,
    "two thirds": 2 / 3,
    "three quarters": 0.75,
    "one thousandth": 1e-3,
    "half": 0.5,
    "about half": 0.5,
    "1 in about 1000": 1e-3,
    "about 50 of about 100": 0.5,
    "a third of 12": 4,
    "50 % of 10": 5,
    "two": 2,
    "none": 0,
    "nobody": 0,
    "No one": 0,
    "twenty": 20,
    "a dozen": 12,
    "a hundred people": 100,
    "two hundred and five thousand": 205_000,
    "one hundred and twenty-three": 123,
    '"2000"': 2000,
}


@pytest.mark.parametrize("text", READ)
def test_numbers_are_read_as_people_write_them(text):
    value, fault = read_number(text)
    assert fault is None and value == pytest.approx(READ[text], rel=1e-12)


@pytest.mark.parametrize(
    "text",
    [
        *("", " ", "x", "people", "a", "and", "no idea", "%", "many", "in", "/", "1/0", "0/0"),
        *("5-10", "5 to 10", "2 or 3", "two or three", "1/2/3", "1 in 2 in 3", "10 and 5"),
        *(
            "1.2.3",
            "1,2,3",
            "1.000.00",
            "2.000.5",
            "1,23,456",
            "1.2,345,678",
            "1,2.345.678",
            "--5",
            "0x10",
            "1e400",
            "inf",
            "nan",
            "½",
        ),
        *("<script>alert(1)</script>", "\x00", "million million million million" * 40),
    ],
)
def test_what_is_not_one_number_is_not_read(text):
    value, fault = read_number(text, "a count")
    assert value is None and "text" in fault and "The exercise asks for a count" in fault
    assert not re.search(r"\d", fault), "an example must not happen to be the answer"


@given(st.integers(-(10**15), 10**15))
def test_whole_numbers_with_any_separator(number):
    for text in (
        f"{number}",
        f"{number:,}",
        f"{number:_}",
        f"{number:,}".replace(",", " "),
        f" {number} people",
    ):
        assert read_text(text).value == number
    if abs(number) >= 10**6:
        assert read_text(f"{number:,}".replace(",", ".")).value == number


@given(st.floats(1e-300, 1e300))
def test_any_float_is_read_back_and_as_a_percentage(number):
    assert read_text(repr(number)).value == pytest.approx(number, rel=1e-15)
    assert read_text(repr(number).replace(".", ",")).value == pytest.approx(
        number, rel=1e-15
    ) or re.fullmatch(r"[1-9]\d{0,2}\.\d{3}", repr(number))
    assert read_text(f"{number!r} %").value == pytest.approx(number / 100)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_ratios(part, whole):
    for text in (
        f"{part} in {whole}",
        f"{part}/{whole}",
        f"{part:,} out of {whole:,}",
        f"{part} of the {whole} people",
    ):
        reading = read_text(text)
        assert reading.value == part / whole and (reading.part, reading.whole) == (part, whole)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    value, fault = read_number(text)
    assert (value is None) != (fault is None)


def test_the_form_is_kept():
    forms = {
        "5 %": "share",
        "half": "share",
        "1 in 20": "ratio",
        "0.05": "number",
        "half a million": "number",
    }
    assert {text: read_text(text).form for text in forms} == forms


NO_DECIMAL_COMMA = "A decimal comma makes two numbers in Python: write a point"


@pytest.mark.parametrize(
    ("answer", "fault"),
    [
        (None, "This is None: a line that only prints gives nothing back."),
        (True, "This is True or False."),
        (np.False_, "This is True or False."),
        ("many", "This is text, and not one number could be read in it."),
        (b"5", "This is text."),
        (len, "This is a function, not its result: call it with its arguments."),
        ((0, 5), NO_DECIMAL_COMMA),
        ([0, 5], "This holds a collection of values."),
        ({1, 2}, "This holds a collection of values."),
        ({1: 2}, "This holds a collection of values."),
        (range(3), "This holds a collection of values."),
        ((n for n in "12"), "This holds a collection of values."),
        (np.array([5.0]), "This holds a collection of values."),
        (pd.Series([5.0]), "This holds a collection of values."),
        (pd.DataFrame({"a": [5]}), "This holds a collection of values."),
        (pd.Index([5]), "This holds a collection of values."),
        (object(), "This is not a number."),
        (5j, "This is not a number."),
        (math.nan, "This is NaN, not a number: something divided by nothing?"),
        (math.inf, "This is too large to be a quantity of this world."),
        (-(10**400), "This is too large to be a quantity of this world."),
        (Fraction(10**400, 3), "This is too large to be a quantity of this world."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_number_is_told_what_it_is(answer, fault):
    value, said = read_number(answer, "a count")
    assert value is None
    assert said.startswith(fault) and "The exercise asks for a count" in said
