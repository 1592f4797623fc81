"""The numbers of an exercise: the lesson's own, and others drawn within stated bounds.

A text of an exercise names its numbers in braces, as in ``"{people:,} people, {fpr:share} of them"``; expected
answers and misconceptions are functions of the same numbers. So one exercise is as many as there are seeds.
"""

import inspect
import math
import random
import string
from types import SimpleNamespace

from .._words import say, say_share


def value_of(thing, given):
    """`thing` itself, or what it returns when called: with the numbers of the exercise, or with nothing."""
    if not callable(thing):
        return thing
    takes = inspect.signature(thing).parameters.values()
    needed = [one for one in takes if one.default is one.empty and one.kind is one.POSITIONAL_OR_KEYWORD]
    return thing(given) if needed else thing()


def resolved(numbers, drawn=None):
    """The numbers of an exercise by name, in order, so that one may be computed from those before it."""
    given = SimpleNamespace()
    for name, number in {**numbers, **(drawn or {})}.items():
        setattr(given, name, value_of(number, given))
    return given


def draw(bounds, seed):
    """Numbers by name: ``(low, high)`` evenly by size, rounded to two digits; a list: one of it.

    The same on every system and in every version of Python.
    """
    rng = random.Random(str(seed))
    drawn = {}
    for name, allowed in bounds.items():
        if type(allowed) is not tuple:
            drawn[name] = list(allowed)[int(rng.random() * len(allowed))]
            continue
        low, high = allowed
        value = float(f"{math.exp(math.log(low) + rng.random() * math.log(high / low)):.1e}")
        value = min(max(value, low), high)
        drawn[name] = round(value) if type(low) is type(high) is int else value
    return drawn


class _Words(string.Formatter):
    """Braces in a text: as in Python, and ``{x:say}`` "2.6 million", ``{x:share}`` "0.2 %", ``{x:odds}`` "1 in 500"."""

    def format_field(self, value, spec):
        if spec == "say":
            return say(value)
        if spec == "share":
            return say_share(value)
        if spec == "odds":
            return f"1 in {say(1 / value)}".replace("in 1 ", "in a ")
        if spec == "," and type(value) is float and value.is_integer():
            value = int(value)
        return super().format_field(value, spec)


def fill(text, given, **more):
    """`text` with the numbers put in. A text of an exercise without numbers stays as it is."""
    names = {**vars(given), **more}
    return _Words().vformat(text, (), names) if names else text
