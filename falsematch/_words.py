"""Numbers as a reader meets them: in figures, feedback and comparisons of a guess."""

import math

_NAMES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def _significant(value, digits):
    return float(f"{value:.{digits - 1}e}")


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
        text = f"{rounded / unit:.{digits}g} {name}"
    elif rounded >= 1e3:
        text = f"{size:,.0f}"
    elif rounded >= 1e-3:
        text = f"{rounded:.{digits}g}"
    else:
        mantissa, exponent = f"{rounded:.{digits - 1}e}".split("e")
        mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
        text = f"{mantissa}e{int(exponent)}"
    return sign + text


def say_share(value):
    """A proportion as a percentage that shows neither 0 % nor 100 % unless it is exactly that."""
    value = float(value)
    if 0.5 < value < 1:
        # Digits are spent on the distance to 1: 0.99998 is "99.998 %", not "100 %".
        text = f"{value * 100:.{max(1, 1 - math.floor(math.log10((1 - value) * 100)))}f}"
        return f"{text.rstrip('0').rstrip('.') if float(text) < 100 else 'just under 100'} %"
    if 1e-8 < abs(value) < 1e-5:
        return f"{float(f'{value * 100:.1e}'):.9f}".rstrip("0") + " %"
    return f"{say(value * 100)} %"
