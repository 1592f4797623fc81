"""Numbers as a reader meets them: in figures, feedback and comparisons of a guess."""

import math
import re

#: Rates below this are easier to read as "1 in N" than as a percentage.
RARE = 0.9e-3

_NAMES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def _significant(value, digits):
    return float(f"{value:.{digits - 1}e}")


#: What the arithmetic of a count may take away from it, and a little more.
_HALF = 1 + 1e-10


def as_printed(count):
    """A count as the number that is printed: whole from ten on, with two digits below; a half goes up.

    What is less than a half by what a count was worked out with is a half.
    """
    if count >= 10:
        return math.floor(count * _HALF + 0.5) if count < 1e6 else math.floor(count + 0.5)
    mantissa, exponent = f"{count:.15e}".split("e")
    return float(f"{math.floor(10 * float(mantissa) * _HALF + 0.5)}e{int(exponent) - 1}")


def percent_as_printed(share):
    """A share in percent as it is printed, without the sign: whole, within 1 of 0 and 100 with two digits."""
    percent = 100 * share
    rest = min(percent, 100 - percent)
    if rest >= 1 or rest <= 0:
        return str(math.floor(percent * _HALF + 0.5))
    shown = as_printed(rest)
    text = f"{shown if percent < 50 else 100 - shown:.{1 - math.floor(math.log10(rest))}f}"
    return text.rstrip("0").rstrip(".")


def parts_as_printed(parts, whole):
    """Counts that are parts of a `whole`, as the numbers that are printed.

    Where none is below ten, they are whole and add up to what is printed of the whole: the largest remainders go up,
    of equal ones the first. Where one is, each is printed as it would be by itself.
    """
    if any(0 < part < 10 for part in parts):
        return [as_printed(part) for part in parts]
    total = as_printed(whole)
    exact = [part * (total / whole) if whole else 0.0 for part in parts]
    floors = [math.floor(part) for part in exact]
    # A remainder of a millionth more is none of the count, but of the arithmetic.
    rest = [math.floor((part - floor) * 1e6 + 0.5) for part, floor in zip(exact, floors, strict=True)]
    for i in sorted(range(len(parts)), key=lambda i: (-rest[i], i))[: max(0, total - sum(floors))]:
        floors[i] += 1
    return floors


def sum_as_printed(parts, whole):
    """The sum of counts that stand beside it: of `parts` as they are printed, where these are whole, else of itself."""
    return sum(parts) if all(part == int(part) for part in parts) else as_printed(whole)


def rest_as_printed(whole, part, rest):
    """What is left of a count that stands beside it: `whole` less `part`, both as printed, where they are whole."""
    return max(0, int(whole - part)) if whole == int(whole) and part == int(part) else as_printed(rest)


_PLACE = re.compile(r"\{(\w+)(?:\|([^|{}]*)\|([^|{}]*))?\}")


def placeholders(text):
    """The names of the values that a text asks for."""
    return {match[1] for match in _PLACE.finditer(text)}


def filled(text, values):
    """`text` with its placeholders filled from `values`, a dict of text; a name that is missing is a KeyError.

    `{n}` stands for a value. Where a word depends on it, `{n|alert|alerts}` stands for the first word if the value is
    one, or has no figure in it ("fewer than one"), and for the second if not.
    """

    def one(match):
        value = values[match[1]]
        if match[2] is None:
            return value
        return match[2] if value == "1" or not re.search("[0-9]", value) else match[3]

    return _PLACE.sub(one, text)


def say(value, digits=3):
    """`value` in words that fit in a label: "2.6 million", "1,234", "0.0042", "7.7e-10".

    Rounded to `digits` significant digits below one thousand and above one million, to the nearest
    whole between. What is not zero is never said as "0": a small expectation is still an expectation.
    """
    value = float(value)
    if not math.isfinite(value):
        return str(value)
    if value == 0:
        return "0"
    sign, size = ("-" if value < 0 else ""), abs(value)
    # Rounded first, so that 999,999,999 is "1 billion" and not "1000 million".
    rounded = _significant(size, digits)
    if rounded >= 1e15:
        text = f"{rounded:.{digits}g}"
    elif rounded >= 1e6:
        unit, name = next((unit, name) for unit, name in _NAMES if rounded >= unit)
        text = f"{rounded / unit:.{max(digits, 3)}g} {name}"
    elif rounded >= 1e3:
        text = f"{size:,.0f}"
    elif rounded >= 1e-3:
        text = f"{rounded:.{max(digits, 3)}g}"  # rounded already; fewer would write 380 as 3.8e+02
    else:
        mantissa, exponent = f"{rounded:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{int(exponent)}"
    return sign + text


def say_share(value):
    """A proportion as a percentage that shows neither 0 % nor 100 % unless it is exactly that."""
    value = float(value)
    if 0.5 < value < 1:
        # Digits are spent on the distance to 1: 0.99998 is "99.998 %", not "100 %". Two of them are too many
        # for rounding to reach 100.
        text = f"{value * 100:.{max(1, 1 - math.floor(math.log10((1 - value) * 100)))}f}"
        return f"{text.rstrip('0').rstrip('.')} %"
    if 1e-8 < abs(value) < 1e-5:
        return f"{float(f'{value * 100:.1e}'):.9f}".rstrip("0") + " %"
    return f"{say(value * 100)} %"


def say_estimate(value, low, high, odds=False):
    """An estimate and the two ends of its interval, as three texts in one form: percentages, or all "1 in N".

    Ends have two significant digits. The estimate has three where the interval is narrower than a tenth of
    it: one event of eight is "12 %", and a third digit would say what eight trials cannot. Each tenfold
    narrower interval earns all of them one more, and so do two ends that would read alike. Close to 100 % the
    digits are those of the distance to it, so that nothing is rounded to "always".

    With `odds`, a row whose estimate (or bound, where none was seen) is below about 0.1 % is said as "1 in N";
    with "all", every row is, so that rows that stand together can be compared.
    """
    said = in_odds if odds == "all" or odds and (value or high) < RARE else _percent
    narrow = value / max(high - low, 1e-6 * value) if value else 1
    more = max(0, math.floor(math.log10(narrow)))
    ends = 2 + max(0, more - 1)
    while low < high and said(low, ends) == said(high, ends) and ends < 15:  # "18 % to 18 %" is no interval
        ends += 1
    return said(value, max(2 + more, ends)), said(low, ends), said(high, ends)


def in_odds(value, digits=3):
    """A rate as "1 in 3,000"; a large one, of which 1 in N would say little, as "88 in 100"; 1 as "all"."""
    value = float(value)
    if value in (0, 1):
        return "all" if value else "0"
    if value >= 0.2:
        return f"{_percent(value, digits).removesuffix(' %')} in 100"
    return f"1 in {say(_significant(1 / value, digits), digits)}".replace("in 1 ", "in a ")


def _percent(value, digits):
    percent = 100 * value
    if percent == 0:
        return "0 %"
    decimals = max(0, digits - 1 - math.floor(math.log10(percent)))
    rest = 100 - percent
    while abs(round(percent, decimals) - percent) > abs(rest) / 10:
        decimals += 1
    text = f"{percent:.{decimals}f}"
    return f"{text.rstrip('0').rstrip('.') if '.' in text else text} %"
