"""Each check on both sides of its bound, and what a refusal says, to the letter."""

import numpy as np
import pytest

from falsematch import _check

TINY, NEXT = 5e-324, np.nextafter(1.0, 2)


@pytest.mark.parametrize(
    ("check", "inside", "outside", "rule"),
    [
        (_check.proportion, [0, 1, TINY], [-TINY, NEXT, np.nan], "a proportion in [0, 1]"),
        (
            _check.open_proportion,
            [TINY, np.nextafter(1, 0)],
            [0, 1, np.nan],
            "a proportion strictly between 0 and 1",
        ),
        (_check.whole, [0, 1, 2.0**60], [-1, 0.5, np.inf, np.nan], "a whole number of at least 0"),
        (lambda n, v: _check.whole(n, v, 3), [3, 4], [2, 3.5], "a whole number of at least 3"),
        (_check.amount, [0, 0.5, 1.7e308], [-TINY, np.inf, np.nan], "a finite number of at least 0"),
        (_check.positive, [TINY, 1.7e308], [0, -1, np.inf, np.nan], "a finite number above 0"),
        (lambda n, v: _check.within(n, v, -1, 1), [-1, 0, 1], [-NEXT, NEXT, np.nan], "a number in [-1, 1]"),
        (_check.finite, [-1.7e308, 0, 1.7e308], [np.inf, -np.inf, np.nan], "a finite number"),
    ],
)
def test_both_sides_of_a_bound(check, inside, outside, rule):
    assert check("x", inside).tolist() == inside
    for value in inside:
        found = check("x", value)
        assert found == value and found.dtype == np.float64 and found.shape == ()
    for value in outside:
        for given in (value, [inside[0], value, outside[0]]):  # the first that is none is named
            with pytest.raises(ValueError) as caught:
                check("x", given)
            assert str(caught.value) == f"x must be {rule}, got {_check.shown(float(value))}"


def test_minus_zero_is_zero():
    assert np.signbit(_check.proportion("x", -0.0)) == np.False_


@pytest.mark.parametrize(("length", "shown"), [(58, "'" + "y" * 58 + "'"), (59, "'" + "y" * 56 + "...")])
def test_a_value_is_shown_in_sixty_characters(length, shown):
    assert _check.shown("y" * length) == shown
    assert _check.shown("y" * 500) == "'" + "y" * 56 + "..."
    assert _check.shown(np.zeros((2, 2))) == "array([[0., 0.], [0., 0.]])"


@pytest.mark.parametrize(("length", "said"), [(160, "z" * 160), (161, "z" * 157 + "...")])
def test_a_reason_is_told_in_a_hundred_and_sixty_characters(length, said):
    class Stubborn:
        def __array__(self, dtype=None, copy=None):
            raise RuntimeError("z" * length)

        def __repr__(self):
            return "S"

    with pytest.raises(ValueError) as caught:
        _check.numbers("x", Stubborn())
    assert str(caught.value) == f"x must be a number or an array of numbers, got S: {said}"


@pytest.mark.parametrize(
    "wrong",
    ["1", b"1", 1j, None, np.datetime64(1, "s"), np.timedelta64(1, "s"), np.ma.masked],
)
def test_what_numpy_would_turn_into_a_number_is_refused_at_its_place(wrong):
    for value, place in ((wrong, ""), ([wrong], "[0]"), ([[0.5, 0.5], [0.5, wrong]], "[1, 1]")):
        with pytest.raises(ValueError) as caught:
            _check.numbers("x", value)
        assert str(caught.value).startswith(
            (f"x{place} must be a number", "x must be a number or an array of numbers")
        )


def test_whole_numbers_that_a_float_would_round():
    most = _check.EXACT
    assert most == 2**53 - 1
    for good in (
        [most, 0.5],
        [-most, 0.5],
        [most, 2**70][:1],
        np.array([most, -most], dtype=object),
        np.array([2**60]),
    ):
        _check.numbers("x", good, exact=True)
    for wrong, place in (
        ([0.5, most + 1], "[1]"),
        ([-most - 1, 0.5], "[0]"),
        ([[2**70]], "[0, 0]"),
        ([most, 2**70, -most], "[1]"),
        (2**70, ""),
    ):
        with pytest.raises(ValueError) as caught:
            _check.numbers("x", wrong, exact=True)
        assert str(caught.value).startswith(f"x{place} must be {_check.WHOLE_RULE}, got ")
        _check.numbers("x", wrong)


def test_one_number_one_shape_one_seed():
    assert _check.single("x", np.array(2)) == 2.0 and type(_check.single("x", 2)) is float
    with pytest.raises(ValueError, match=r"^x must be a single number, got array\(\[2\]\)$"):
        _check.single("x", np.array([2]))
    _check.one_shape(a=[1, 2], b=[[1], [2]], c=3)
    with pytest.raises(ValueError, match=r"^a, b must have shapes that broadcast, got \(2,\), \(3,\)$"):
        _check.one_shape(a=[1, 2], b=[1, 2, 3])
    assert _check.generator(1).random() == np.random.default_rng(1).random()
    for seed, rule in (
        (None, "given, so that"),
        ("x", "what numpy.random.default_rng takes"),
        (-1, "what numpy"),
    ):
        with pytest.raises(ValueError, match=f"^seed must be {rule}"):
            _check.generator(seed)
    assert type(_check.plain(np.float64(1))) is float and _check.plain([1, 2]).tolist() == [1, 2]
