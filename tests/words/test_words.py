"""Numbers in words: nothing small becomes none, nothing is off by more than its last digit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch._words import say, say_share

_NAMES = {"": 1, "million": 1e6, "billion": 1e9, "trillion": 1e12}


@pytest.mark.parametrize(
    "value, said",
    [
        (0, "0"),
        (1, "1"),
        (1.3e9, "1.3 billion"),
        (2.6e6, "2.6 million"),
        (999_999_999, "1 billion"),
        (1234.4, "1,234"),
        (999_999.7, "1 million"),
        (99.84, "99.8"),
        (0.0023, "0.0023"),
        (7.731e-10, "7.73e-10"),
        (1e-300, "1e-300"),
        (-5, "-5"),
        (1e6, "1 million"),
        (1000, "1,000"),
        (6.4e12, "6.4 trillion"),
        (1e18, "1e+18"),
        (float("inf"), "inf"),
    ],
)
def test_say(value, said):
    assert say(value) == said


@pytest.mark.parametrize(
    "value, said",
    [
        (0, "0 %"),
        (1, "100 %"),
        (0.998, "99.8 %"),
        (0.99998, "99.998 %"),
        (0.5, "50 %"),
        (0.04753, "4.75 %"),
        (1e-6, "0.0001 %"),
        (7.7e-10, "7.7e-8 %"),
        (0.51, "51 %"),
        (0.9, "90 %"),
    ],
)
def test_say_share(value, said):
    assert say_share(value) == said


def back(text):
    number, _, name = text.replace(",", "").partition(" ")
    return float(number) * _NAMES[name]


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-300, 1e300))
def test_said_numbers_are_near_and_never_none(value):
    assert back(say(value)) == pytest.approx(value, rel=6e-3)


@settings(max_examples=200, deadline=None)
@given(st.floats(1e-300, 1, exclude_max=True))
def test_said_shares_are_neither_none_nor_all(value):
    shown = float(re.match(r"[^ %]+", say_share(value))[0]) if "just" not in say_share(value) else 99.9999
    assert 0 < shown < 100
    assert shown == pytest.approx(100 * value, rel=0.06)
