"""Checks of what callers pass in: one message form, used by every arithmetic module.

Each check returns float64, or raises a ValueError that names the argument, its value and the rule.
"""

import numpy as np


def _shown(value):
    """A short form of `value` for an error message, whatever it is."""
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def refuse(name, value, rule):
    """Raise the one kind of error this package raises for bad input."""
    raise ValueError(f"{name} must be {rule}, got {_shown(value)}")


def numbers(name, value, rule="a number or an array of numbers"):
    """`value` as an array of a numeric dtype; text, dates, complex and masked values are refused.

    numpy would read the text "0.5" as 0.5, drop a mask and turn None into NaN without a word. Each
    of those hides a mistake in somebody's data, so each is refused here.
    """
    if np.ma.is_masked(value):
        refuse(name, value, rule + " without masked values")
    try:
        array = np.asarray(value)
    except (ValueError, TypeError):
        refuse(name, value, rule + " of a regular shape")
    if array.dtype.kind == "O":
        flat = array.ravel()
        wrong = next((x for x in flat if isinstance(x, (str, bytes, complex)) or x is None), flat)
        if wrong is not flat:
            refuse(name, wrong, rule)
        try:
            array = array.astype(np.float64)
        except (ValueError, TypeError, OverflowError):
            refuse(name, value, rule)
    if array.dtype.kind not in "biuf":
        refuse(name, value, rule)
    return array


def _each(name, value, allowed, rule):
    array = numbers(name, value, rule).astype(np.float64)
    good = allowed(array)
    if not np.all(good):
        # The first offending entry says more than the whole array would.
        refuse(name, float(np.ravel(array)[np.argmin(np.ravel(good))]), rule)
    return array


def proportion(name, value):
    """A proportion, or an array of them: each in [0, 1], no NaN. Nothing is clipped."""
    return _each(name, value, lambda x: (x >= 0) & (x <= 1), "a proportion in [0, 1]")


def open_proportion(name, value):
    """A proportion strictly between 0 and 1 (a confidence, for example)."""
    return _each(name, value, lambda x: (x > 0) & (x < 1), "a proportion strictly between 0 and 1")


def whole(name, value, minimum=0):
    """A count, or an array of them: finite, whole and at least `minimum`."""
    rule = f"a whole number of at least {minimum}"
    return _each(
        name, value, lambda x: np.isfinite(x) & (x >= minimum) & (x == np.floor(x)), rule
    )


def amount(name, value):
    """A finite number of at least 0: an exposure or a number of people that need not be whole."""
    return _each(name, value, lambda x: np.isfinite(x) & (x >= 0), "a finite number of at least 0")


def positive(name, value):
    """A finite number above 0."""
    return _each(name, value, lambda x: np.isfinite(x) & (x > 0), "a finite number above 0")


def plain(result):
    """A Python float for a scalar result, the array otherwise."""
    array = np.asarray(result)
    return array.item() if array.ndim == 0 else array
