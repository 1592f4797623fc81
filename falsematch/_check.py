"""Checks of what callers pass in: one message form, used by every arithmetic module.

Each check returns float64 (`numbers` keeps the type), or raises a ValueError that names the argument, its
value and the rule.
"""

import numpy as np


def shown(value):
    """A short form of `value` for an error message, whatever it is."""
    try:
        text = repr(value[:80] if isinstance(value, (str, bytes)) else value)
    except Exception:  # a list in a list in a list ..., a whole number of 5,000 digits, somebody's own class
        text = f"a value of type {type(value).__name__}"
    text = " ".join(text.split())  # an array's repr has several lines, a message has one
    return text if len(text) <= 60 else text[:57] + "..."


def refuse(name, value, rule):
    """Raise the one kind of error this package raises for bad input."""
    raise ValueError(f"{name} must be {rule}, got {shown(value)}")


# Types that float() or numpy would turn into a number without a word.
_NO_NUMBERS = (
    str,
    bytes,
    bytearray,
    complex,
    np.complexfloating,
    np.datetime64,
    np.timedelta64,
    type(None),
    type(np.ma.masked),
)
EXACT = 2**53 - 1  # float64 holds every whole number up to here, and the next
WHOLE_RULE = "a whole number less than 2**53 from zero"


def numbers(name, value, rule="a number or an array of numbers", *, each="a number", exact=False):
    """`value` as an array of a numeric dtype; text, dates, complex and masked values are refused.

    numpy would read the text "0.5" as 0.5, drop a mask and turn None into NaN without a word. Each
    of those hides a mistake in somebody's data, so each is refused here.

    Parameters
    ----------
    rule, each : str
        What the whole must be, and what each entry of it must be, for the message.
    exact : bool
        Whether Python's whole numbers, which have no limit, are refused where float64 would round them.
        An array's own whole numbers are not looked at here: that takes a pass over all of them.
    """
    if np.ma.is_masked(value):
        refuse(name, value, rule + " without masked values")
    try:
        array = np.asarray(value)
    except MemoryError:
        raise
    except Exception as error:  # somebody else's type of array says in its own way why it is none
        if str(error).startswith("setting an array element with a sequence"):  # numpy's words for lists
            refuse(name, value, rule + " of a regular shape")
        _unreadable(name, value, rule, error)
    if array.dtype.kind == "O" or (array.dtype.kind not in "biuf" and isinstance(value, (list, tuple))):
        for place, entry in _entries(value):
            if isinstance(entry, _NO_NUMBERS):
                refuse(name + place, entry, each)
    if exact and (array.dtype.kind == "O" or _may_be_rounded(array, value)):
        for place, entry in _entries(value):
            if isinstance(entry, (int, np.integer)) and abs(int(entry)) > EXACT:
                refuse(name + place, entry, WHOLE_RULE)
    if array.dtype.kind == "O":
        try:
            array = array.astype(np.float64)
        except MemoryError:
            raise
        except Exception as error:
            _unreadable(name, value, rule, error)
    if array.dtype.kind not in "biuf":
        refuse(name, value, rule)
    return array


def _entries(value):
    """(place, entry) of everything in `value` as it was given; a scalar's place is empty."""
    array = np.asarray(value, dtype=object)
    for place, entry in zip(np.ndindex(array.shape), array.flat, strict=True):
        yield f"[{', '.join(map(str, place))}]" if place else "", entry


def _may_be_rounded(array, value):
    """Whether whole numbers of a list, beside one that is not whole, may have lost digits in float64."""
    return (
        array.dtype.kind == "f" and not isinstance(value, np.ndarray) and bool(np.any(np.abs(array) > EXACT))
    )


def _unreadable(name, value, rule, error):
    """Refuse, and keep the reason why a value is no array of numbers: it often says what to do."""
    reason = " ".join(str(error).split()) or type(error).__name__
    reason = reason if len(reason) <= 160 else reason[:157] + "..."
    raise ValueError(f"{name} must be {rule}, got {shown(value)}: {reason}") from error


def _each(name, value, allowed, rule):
    array = np.asarray(numbers(name, value, rule, each=rule).astype(np.float64) + 0.0)  # -0.0 becomes 0.0
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
    return _each(name, value, lambda x: np.isfinite(x) & (x >= minimum) & (x == np.floor(x)), rule)


def amount(name, value):
    """A finite number of at least 0: an exposure or a number of people that need not be whole."""
    return _each(name, value, lambda x: np.isfinite(x) & (x >= 0), "a finite number of at least 0")


def positive(name, value):
    """A finite number above 0."""
    return _each(name, value, lambda x: np.isfinite(x) & (x > 0), "a finite number above 0")


def within(name, value, low, high):
    """A number, or an array of them: each in [low, high], no NaN."""
    return _each(name, value, lambda x: (x >= low) & (x <= high), f"a number in [{low}, {high}]")


def finite(name, value):
    """A finite number of either sign."""
    return _each(name, value, np.isfinite, "a finite number")


def single(name, array):
    """The float that an array without dimensions holds; any other array is refused."""
    if np.ndim(array):
        refuse(name, array, "a single number")
    return float(array)


def generator(seed):
    """The random generator of a seed; without a seed nobody could compute a result again."""
    if seed is None:
        refuse("seed", seed, "given, so that the interval can be computed again")
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError):
        refuse("seed", seed, "what numpy.random.default_rng takes")


def one_shape(**arrays):
    """Refuse arrays that cannot be broadcast to one shape."""
    try:
        np.broadcast_shapes(*(np.shape(array) for array in arrays.values()))
    except ValueError:
        shapes = ", ".join(str(np.shape(array)) for array in arrays.values())
        raise ValueError(f"{', '.join(arrays)} must have shapes that broadcast, got {shapes}") from None


def plain(result):
    """A Python float for a scalar result, the array otherwise."""
    array = np.asarray(result)
    return array.item() if array.ndim == 0 else array
