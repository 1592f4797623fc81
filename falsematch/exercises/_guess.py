"""The guess a learner wrote down first, set beside what came out at the end of a lesson."""

import math
import re

from .._words import say, say_share
from ._engine import Feedback, _is, read_number

_UNITS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "k": 1e3, "m": 1e6, "bn": 1e9}
_WORDS = {"one": "1", "none": "0", "nobody": "0", "zero": "0", "half": "0.5", "a half": "0.5", "ten": "10"}
_NUMBER = re.compile(
    r"(?:about|around|roughly|ca\.?|~|≈)?\s*([-+]?[\d.,]+(?:e[-+]?\d+)?)\s*([a-z]+|%)?\s*(?:people|persons)?$"
)


def _digits(text):
    """A float from digits with separators: "1,000,000", "1.000.000", "0,5", "2.6", "1e-6"."""
    mantissa, _, exponent = text.partition("e")
    for separator in ",.":
        if mantissa.count(separator) > 1 or (
            separator == "," and re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", mantissa)
        ):
            mantissa = mantissa.replace(separator, "")
    if "," in mantissa and "." in mantissa:
        mantissa = mantissa.replace(",", "")
    return float(f"{mantissa.replace(',', '.')}e{exponent or 0}")


def read_guess(guess):
    """A finite float from a number or from text as people write it, else None.

    Reads "1,000", "2.6 million", "10 %", "percent", "1 in 1000", "1/1000", "1e-6" and "about 50".
    """
    if not _is(guess, str):
        return read_number(guess)[0]
    text = str.strip(guess)[:80].lower().replace("per cent", "%")
    text = re.sub(r"(?<=\d)[\s_'](?=\d{3}(?!\d))", "", text)
    parts = re.split(r"\s+in\s+(?:a\s+)?|\s+out of\s+|\s*/\s*", text)
    try:
        values = []
        for part in parts:
            part = _WORDS.get(part, part)
            part = f"1 {part}" if part in _UNITS else part
            found = _NUMBER.match(part)
            unit = found[2] or ""
            scale = 0.01 if unit in ("%", "percent") else _UNITS.get(unit, 1)
            values.append(_digits(found[1]) * scale)
        value = values[0] if len(values) == 1 else values[0] / values[1]
        return value if math.isfinite(value) and len(values) <= 2 else None
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None


def compare_guess(guess, actual, what, kind="count"):
    """How far a first guess was from the result, kindly. Never raises.

    Parameters
    ----------
    guess : the learner's variable: a number, text such as "2.6 million" or "1 in 1000", or ``...``
    actual : number
        What the lesson found.
    what : str
        What was guessed: "people wrongly pointed at".
    kind : "count" or "proportion"
        A proportion is shown as a percentage, and a guess from 1 to 100 is read as one.
    """
    if guess is Ellipsis:
        return Feedback(
            "unanswered", "You wrote no guess down. Next time, try: a guess makes the result stick."
        )
    actual = read_guess(actual)
    if actual is None:
        return Feedback("unavailable", "There is no result to compare with: run the cells above first.")
    word = say_share if kind == "proportion" else say
    found = f"It came out as {word(actual)} {what}."
    value = read_guess(guess)
    if value is None:
        return Feedback(
            "noted", f'{found} Your guess could not be read as a number: write it like 1000 or "1 in 1000".'
        )
    if kind == "proportion" and 1 < value <= 100:
        value /= 100
    opening = f"You guessed {word(value)}. {found}"
    return Feedback("noted", f"{opening} {_distance(value, actual)}")


def _distance(value, actual):
    if value == actual:
        return "Exactly that."
    if value == 0:
        return "Zero is what many small chances look like at first sight; together they are not zero."
    if value <= 0 or actual <= 0:
        return "With a zero or a negative number on one side, there is no factor between them."
    factor = max(value, actual) / min(value, actual)
    if not math.isfinite(factor):
        return "They are further apart than a factor can say."
    if factor < 1.25:
        return "Very close."
    side = "low" if value < actual else "high"
    if factor < 3:
        return f"Near: a factor of {factor:.1f} too {side}."
    if factor < 10:
        return f"The right order of size: a factor of {factor:.1f} too {side}."
    return f"A factor of {say(factor, 2)} too {side}. Distances like this are what the lesson is about."
