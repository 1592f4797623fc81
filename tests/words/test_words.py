"""Numbers in words: nothing small becomes none, nothing is off by more than its last digit."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch._words import in_odds, say, say_estimate, say_share

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
        (1e15, "1e+15"),
        (9.99e14, "999 trillion"),
        (999.6, "1,000"),
        (999.4, "999"),
        (0.001, "0.001"),
        (0.0009996, "0.001"),
        (0.0014, "0.0014"),
        (0.000999, "9.99e-4"),
        (float("inf"), "inf"),
    ],
)
def test_say(value, said):
    assert say(value) == said


@pytest.mark.parametrize(
    "value, said",
    [(380, "380"), (384, "380"), (38.4, "38"), (3.84e8, "380 million"), (0.0384, "0.038")],
)
def test_two_digits_never_need_an_exponent(value, said):
    assert say(value, 2) == said


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
        (0.9990099, "99.901 %"),  # two digits of what is missing, 0.09901 %
        (1 - 2**-53, "99.999999999999986 %"),  # the last number below 1
        (1 - 1e-9, "99.9999999 %"),
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
    shown = float(re.match(r"[^ %]+", say_share(value))[0])
    assert 0 < shown < 100
    assert shown == pytest.approx(100 * value, rel=0.06)


@pytest.mark.parametrize(
    "triple, said",
    [
        ((1 / 8, 0.00316, 0.527), "12 % 0.32 % 53 %"),
        ((7 / 8, 0.4735, 0.9968), "88 % 47 % 99.7 %"),
        ((809 / 814, 0.98572, 0.99801), "99.4 % 98.6 % 99.8 %"),
        ((56 / 58, 0.8809, 0.9958), "96.6 % 88 % 99.6 %"),
        ((234 / 2685, 0.0768, 0.09846), "8.7 % 7.7 % 9.8 %"),
        ((7 / 8600, 1 / 3058, 0.00168), "1 in 1,200 1 in 3,100 1 in 600"),
        ((7 / 7292, 0.000386, 0.00198), "0.096 % 0.039 % 0.2 %"),
        ((1.1e-7, 4.5e-8, 2.3e-7), "1 in 9.1 million 1 in 22 million 1 in 4.3 million"),
        ((0.5, 0.499, 0.501), "50 % 49.9 % 50.1 %"),
        ((0.182, 0.1801, 0.1849), "18.2 % 18 % 18.5 %"),  # two digits would say 18 % of both ends
        ((0.000178, 0.000177, 0.0001801), "1 in 5,620 1 in 5,650 1 in 5,550"),
        ((0, 0, 0.001), "0 % 0 % 0.1 %"),
        ((0, 0, 1e-6), "0 0 1 in a million"),
        ((1, 0.16, 1), "100 % 16 % 100 %"),
        # Known to the last float, or to a part in a million: six digits more than the two of a wide interval.
        ((0.123456789, 0.123456789, 0.123456789), "12.345679 % 12.34568 % 12.34568 %"),
    ],
)
def test_an_estimate_has_the_digits_its_interval_bears_out_and_one_form(triple, said):
    assert " ".join(say_estimate(*triple, odds=True)) == said
    assert all(text.endswith("%") for text in say_estimate(*triple))


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), st.booleans())
@settings(max_examples=200, deadline=None)
def test_ends_of_an_interval_keep_their_order_and_never_become_certain(counts, odds):
    from falsematch.intervals import proportion_interval

    events, trials = counts
    triple = (events / trials, *proportion_interval(events, trials))
    texts = say_estimate(*triple, odds=odds)
    assert len({text.startswith("1 in") for text, value in zip(texts, triple, strict=True) if value}) <= 1
    for text, value in zip(texts, triple, strict=True):
        assert (text in ("0", "0 %")) == (value == 0) and (text == "100 %") == (value == 1), (text, value)
        assert in_figures(text) == pytest.approx(value, rel=0.06)
        assert 1 - in_figures(text) == pytest.approx(1 - value, rel=0.11) or value < 0.5
    low, high = in_figures(texts[1]), in_figures(texts[2])
    assert low <= high


def in_figures(text):
    if text.endswith("%"):
        return float(text.removesuffix("%")) / 100
    return 0.0 if text == "0" else 1 / back(text.removeprefix("1 in ").replace("a million", "1 million"))


@pytest.mark.parametrize(
    "value, digits, said",
    [
        (0, 3, "0"),
        (1, 3, "all"),
        (1e-6, 3, "1 in a million"),
        (1 / 3000, 3, "1 in 3,000"),
        (0.19, 3, "1 in 5.26"),
        (0.2, 3, "20 in 100"),  # from one in five on: so many in a hundred
        (0.88, 3, "88 in 100"),
        # Rounding may take a tenth of what is missing to all, and no more: 0.45 of 4.55, not 0.46 of 4.54.
        (0.9545, 2, "95 in 100"),
        (0.9546, 2, "95.5 in 100"),
        (0.99996, 3, "99.996 in 100"),
    ],
)
def test_odds(value, digits, said):
    assert in_odds(value, digits) == said


def test_a_share_just_over_99_percent_keeps_the_digit_that_tells_it_from_99():
    assert say_share(0.99008) == "99.01 %"
