"""What an answer or a guess says, whatever object it is: a number, a letter, or what is wrong with its form.

Nothing here raises, and no code of the answer is run: the type is asked, and then the known type's own methods.
"""

import math
import re
import sys
import types
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

LONGEST = 80  # characters of a text that are looked at

TWO_NUMBERS = "A decimal comma makes two numbers in Python: write a point, and no comma between thousands."


def is_a(answer, *kinds):
    """Like isinstance, but asks the type only: `answer.__class__` may be anything at all."""
    return issubclass(type(answer), kinds)


def read_number(answer, wanted="a number"):
    """`answer` as a finite float and None, or None and what is wrong with its form."""
    ask = f"The exercise asks for {wanted}"
    if answer is None:
        return None, f"This is None: a line that only prints gives nothing back. {ask}."
    if is_a(answer, bool, np.bool_):
        return None, f"This is True or False. {ask}."
    if is_a(answer, str):
        reading = read_text(answer)
        if reading is None:
            return None, (
                f"This is text, and not one number could be read in it. {ask}: write it in digits, "
                'or in words such as "half a million", "a third" or "one in seven".'
            )
        return reading.value, None
    if is_a(answer, bytes):
        return None, f"This is text. {ask}."
    if callable(answer):  # a class, or a function of numpy's, as well; it looks at the type only
        return None, f"This is a function, not its result: call it with its arguments. {ask}."
    value = _as_float(answer)
    if value is None:
        if type(answer) is tuple:
            return None, f"{TWO_NUMBERS} {ask}."
        if _is_collection(answer):
            return None, f"This holds a collection of values. {ask}: pick or compute a single one."
        return None, f"This is not a number. {ask}."
    if math.isnan(value):
        return None, f"This is NaN, not a number: something divided by nothing? {ask}."
    if math.isinf(value):
        return None, f"This is too large to be a quantity of this world. {ask}."
    return value, None


def _as_float(answer):
    # Each branch calls the known type's own method, never one that a subclass may have replaced.
    try:
        if is_a(answer, float):
            return float.__float__(answer)
        if is_a(answer, int):
            return int.__float__(answer)
        if type(answer) in (np.float16, np.float32):
            return float(str(answer))  # as it is written: 0.13, not the 0.12999999523 that it is stored as
        if is_a(answer, np.integer, np.floating):
            return float(np.generic.item(answer))
        if type(answer) in (Fraction, Decimal):
            return float(answer)
        if type(answer) is np.ndarray and answer.shape == () and answer.dtype.kind in "iuf":
            return float(answer.item())
    except OverflowError:
        return math.inf
    except (TypeError, ValueError):  # a signalling NaN of decimal, or a numpy type without a float
        return None
    return None


def _is_collection(answer):
    kinds = [list, tuple, dict, set, frozenset, range, np.ndarray, types.GeneratorType]
    pandas = sys.modules.get("pandas")  # if nobody loaded pandas, this is none of its objects
    if pandas is not None:
        kinds += [pandas.DataFrame, pandas.Series, pandas.Index]
    return is_a(answer, *kinds)


def read_choice(answer, choices):
    """The letter of the choice meant by `answer` and None, or None and what is wrong with its form."""
    letters = ", ".join(f'"{letter}"' for letter in choices)
    if not is_a(answer, str):
        return None, f"Answer with the letter of one choice, in quotation marks: {letters}."
    text = str.strip(answer)
    letter = text.strip("() .").lower()
    for key, meaning in choices.items():
        if letter == key.lower() or text == meaning:
            return key, None
    return None, f"That is none of the choices. Answer with one of {letters}."


@dataclass(frozen=True)
class Reading:
    """A number read in a text. `form` is "number", "share" (5 %, a third) or "ratio" (`part` in `whole`)."""

    value: float
    form: str = "number"
    part: float | None = None
    whole: float | None = None


_SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "hundred": 1e2, "dozen": 12}
_SHORT = {"k": 1e3, "m": 1e6, "mn": 1e6, "bn": 1e9, "b": 1e9}
_PARTS_OF_ONE = {"%": 0.01, "percent": 0.01, "percentage": 0.01, "‰": 1e-3, "permille": 1e-3}
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
)
_ONES += "sixteen seventeen eighteen nineteen".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: value for value, word in enumerate(_ONES)}
_WORDS |= {word: 10 * value for value, word in enumerate(_TENS, 2)}
_WORDS |= dict.fromkeys(("none", "nobody", "nothing", "nil"), 0)
_ORDINALS = "third quarter fifth sixth seventh eighth ninth tenth".split()
_FRACTIONS = {"half": 1 / 2} | {word: 1 / value for value, word in enumerate(_ORDINALS, 3)}
_FRACTIONS |= {
    "twentieth": 1 / 20,
    "hundredth": 1e-2,
    "thousandth": 1e-3,
    "millionth": 1e-6,
    "billionth": 1e-9,
}
_FRACTIONS |= {f"{word}s": value for word, value in _FRACTIONS.items()} | {"halves": 1 / 2}

_ABOUT = re.compile(r"^(?:about|around|roughly|approximately|approx\.?|nearly|almost|circa|ca\.?|~|≈|=)\s*")
_DIGITS = re.compile(
    r"(?P<mantissa>[-+]?(?:\d[\d.,]*|\.\d+))(?:e(?P<e>[-+]?\d+))?"
    r"(?:\s*[x*·]\s*10\s*(?:\^|\*\*)\s*(?P<power>[-+]?\d+))?(?P<rest>.*)"
)
_POWER = re.compile(r"10\s*(?:\^|\*\*)\s*(?P<power>[-+]?\d+)(?P<rest>.*)")
_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")


def read_text(text):
    """The one number that a text says as people write it, as a `Reading`; None if there is none, or more than one.

    Reads "1,000", "1 000", "2.6 million", "half a million", "5 %", "3 ‰", "1/1000", "1 in 1000", "two of seven",
    "a third", "1e-6", "2 x 10^-6", "about 50 people", "1 in about 7" and a decimal comma ("0,5").
    """
    text = str.strip(text)[:LONGEST].lower().strip("\"'“”").rstrip(".!?")
    text = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺]+", lambda found: "^" + found[0].translate(_RAISED), text)
    text = re.sub(r"[\u00a0\u2009\u202f]", " ", text).replace("−", "-").replace("×", "x")
    text = (
        re.sub(r"\bper\s+cent\b", "percent", text).replace("per mille", "permille").replace("no one", "none")
    )
    text = re.sub(r"(?<=\d)[ _'’](?=\d{3}(?!\d))", "", text)
    try:
        return _ratio(text) or _one(text)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None


def _ratio(text):
    """ "1 in 21", "2 of the 7", "1/21", "a third of 12"; None if the text is none of these."""
    split = re.fullmatch(r"(.+?)(?:\s+(?:in|out of|of)\s+(?:every |the |all )*|\s*/\s*)(.+)", text)
    if not split:
        return None
    part, whole = _one(split[1]), _one(split[2])
    if part is None or whole is None:
        return None
    if part.form == "share":
        return _finite(Reading(part.value * whole.value))
    return _finite(Reading(part.value / whole.value, "ratio", part.value, whole.value))


def _one(text):
    """A number without "in", "of" or "/" in it, followed by any words that are no numbers."""
    text = _ABOUT.sub("", text.strip())
    found = _POWER.match(text) or _DIGITS.match(text)
    if found is None:
        return _in_words(text)
    groups = found.groupdict()
    value = _separated(groups["mantissa"]) if "mantissa" in groups else 1.0
    value *= float(f"1e{int(groups.get('e') or 0) + int(groups['power'] or 0)}")
    unit, rest = re.fullmatch(r"\s*(%|‰|[a-z]*)(.*)", groups["rest"], re.S).groups()
    if unit in _PARTS_OF_ONE:
        return _finite(Reading(value * _PARTS_OF_ONE[unit], "share")) if _no_number(rest) else None
    scale = _SCALES.get(unit.removesuffix("s")) or _SHORT.get(unit)
    if scale is None:
        rest = unit + rest
    return _finite(Reading(value * (scale or 1))) if _no_number(rest) else None


def _separated(digits):
    """A float from digits with separators: "1,000,000", "1.000.000", "1.234,5", "0,5", "2.6"."""
    if "," in digits and "." in digits:  # the last one is the decimal sign
        decimal = max(",.", key=digits.rfind)
        digits = digits.replace(",."[decimal == ","], "")
        if digits.count(decimal) > 1:
            raise ValueError("no number")
    for separator in ",.":
        if (
            digits.count(separator) > 1
            or separator == ","
            and re.fullmatch(r"[-+]?[1-9]\d{0,2},\d{3}", digits)
        ):
            if not re.fullmatch(rf"[-+]?\d{{1,3}}(?:\{separator}\d{{3}})+", digits):
                raise ValueError("no number")
            digits = digits.replace(separator, "")
    return float(digits.replace(",", "."))


def _in_words(text):
    """ "two", "twenty-one", "half a million", "three quarters", "a hundred people"."""
    words = re.findall(r"[a-z]+|\S", text.replace("-", " "))
    total, current, form = 0.0, None, "number"
    while words:
        word, after = words[0], words[1] if len(words) > 1 else ""
        if word in _WORDS:
            if current is not None and not _continues(current, _WORDS[word]):
                return None
            current = (current or 0) + _WORDS[word]
        elif word in _FRACTIONS:
            if form == "share":
                return None
            current, form = (1 if current is None else current) * _FRACTIONS[word], "share"
        elif word.removesuffix("s") in _SCALES:
            scale, form = _SCALES[word.removesuffix("s")], "number"
            if total and current is None:  # "two thousand million"
                total *= scale
            else:
                current = (1 if current is None else current) * scale
                if scale >= 1e3:
                    total, current = total + current, None
        elif word in _PARTS_OF_ONE and current is not None:
            current, form = current * _PARTS_OF_ONE[word], "share"
        elif word in ("a", "an") and _counts(after):
            current = current if form == "share" else 1
        elif not (word == "and" and (total or current) and _counts(after)):
            break
        words = words[1:]
    if (total == 0 and current is None) or not _no_number(" ".join(words)):
        return None
    return _finite(Reading(total + (current or 0), form))


def _continues(value, more):
    """Whether `more` can be said behind `value` as a part of one number: "twenty one", "a hundred and twelve"."""
    tens = value % 100
    return bool(value and more) and (tens == 0 or tens >= 20 and tens % 10 == 0 and more < 10)


def _counts(word):
    return word in _WORDS or word in _FRACTIONS or word.removesuffix("s") in _SCALES


def _no_number(rest):
    """Whether nothing in these words is a second number."""
    return not re.search(r"\d", rest) and not any(_counts(word) for word in re.findall(r"[a-z]+", rest))


def _finite(reading):
    return reading if math.isfinite(reading.value) else None
