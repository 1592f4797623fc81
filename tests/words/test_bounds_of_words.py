"""Where the form of a number in words changes, on both sides of each bound."""

import pytest

from falsematch._words import RARE, in_odds, say, say_estimate, say_share


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.24e15, "1.24e+15"), (9.996e14, "1e+15"), (9.99e14, "999 trillion"), (1e12, "1 trillion"), (9.996e11, "1 trillion"),
        (1e9, "1 billion"), (9.994e8, "999 million"), (1e6, "1 million"), (999_600, "1 million"), (999_400, "999,400"),
        (1e3, "1,000"), (1234.4, "1,234"), (999.6, "1,000"), (999.4, "999"), (1.24e-3, "0.00124"), (1e-3, "0.001"),
        (9.994e-4, "9.99e-4"), (9.996e-4, "0.001"), (1.2e-7, "1.2e-7"), (0, "0"), (-1234.4, "-1,234"), (-0.5, "-0.5"),
        (float("inf"), "inf"), (float("nan"), "nan"),
    ],
)  # fmt: skip
def test_say(value, said):
    assert say(value) == said


@pytest.mark.parametrize(
    ("value", "digits", "said"),
    [
        (0.0012345, 2, "0.0012"),
        (1234.5, 1, "1,234"),
        (2.64e6, 2, "2.6 million"),
        (2.66e6, 1, "3 million"),
        (384, 2, "380"),
    ],
)
def test_say_with_fewer_digits(value, digits, said):
    assert say(value, digits) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1.0, "100 %"), (0.99998, "99.998 %"), (0.9983, "99.83 %"), (0.5006, "50.1 %"), (0.5, "50 %"), (0.49994, "50 %"),
        (0.4996, "50 %"), (0.123456, "12.3 %"), (1.2e-5, "0.0012 %"), (1e-5, "0.001 %"), (0.94e-5, "0.00094 %"),
        (1.24e-8, "0.0000012 %"), (1.234e-5, "0.00123 %"), (0.987e-5, "0.00099 %"), (1e-8, "1e-6 %"), (0.9e-8, "9e-7 %"), (0, "0 %"), (1.5, "150 %"), (-0.5, "-50 %"),
    ],
)  # fmt: skip
def test_say_share(value, said):
    assert say_share(value) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (1, "all"), (0, "0"), (0.88, "88 in 100"), (0.2, "20 in 100"), (0.19, "1 in 5.26"), (0.25, "25 in 100"),
        (1 / 3000, "1 in 3,000"), (1e-6, "1 in a million"), (1e-9, "1 in a billion"), (1 / 1.5e6, "1 in 1.5 million"),
        (0.25671, "25.7 in 100"), (1 / 1234.4, "1 in 1,230"), (1 / 12.344, "1 in 12.3"), (1 / 1.2344e6, "1 in 1.23 million"),
    ],
)  # fmt: skip
def test_in_odds_with_three_digits(value, said):
    assert in_odds(value) == said


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        (2, ["1 in 12", "1 in 1,200", "1 in 1.2 million", "1 in 1.2e+15", "26 in 100"]),
        (5, ["1 in 12.344", "1 in 1,234", "1 in 1.2344 million", "1 in 1.2344e+15", "25.671 in 100"]),
    ],
)
def test_in_odds_with_as_many_digits_as_asked(digits, said):
    assert [
        in_odds(value, digits) for value in (1 / 12.344, 1 / 1234.4, 1 / 1.2344e6, 1 / 1.2344e15, 0.25671)
    ] == said


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (0.123456789012342, 0.123456789012343, ("12.3456789012342 %", "12.3456789012343 %")),
        (0.1234567890123421, 0.1234567890123423, ("12.3456789012342 %", "12.3456789012342 %")),
    ],
)
def test_ends_that_differ_read_differently_as_far_as_a_float_holds_digits_for_sure(low, high, said):
    assert low < high and say_estimate(0, low, high)[1:] == said


def test_an_estimate_is_said_as_odds_below_nine_in_ten_thousand():
    assert say_estimate(0.00091, 0.0005, 0.002, odds=True)[0] == "0.091 %"
    assert say_estimate(RARE, 0.0005, 0.002, odds=True)[0] == "0.09 %"
    assert say_estimate(0.00089, 0.0005, 0.002, odds=True)[0] == "1 in 1,100"
    assert say_estimate(0, 0, 0.00089, odds=True)[2] == "1 in 1,100"
    assert say_estimate(0, 0, 0.00091, odds=True)[2] == "0.091 %"
    assert say_estimate(0.3, 0.2, 0.4, odds="all") == ("30 in 100", "20 in 100", "40 in 100")


def test_odds_of_two_ends_that_differ_read_differently_too():
    for size in (12, 1.2e6):  # between a thousand and a million, one in so many is said in whole numbers
        low, high = 1 / (size * 1.00001), 1 / size
        assert len(set(say_estimate(0, low, high, odds="all")[1:])) == 2, size
