"""Numbers as the page says them: what ``words.js`` does, in Python, for those who read without JavaScript."""

from decimal import ROUND_HALF_UP, Decimal
from math import floor, log10

from falsematch._words import as_printed, percent_as_printed
from falsematch.publish.words import filled


def _grouped(digits, mark):
    return f"{int(digits):,}".replace(",", mark)


def _tenfold(x, w):
    mantissa, exponent = f"{x:.1e}".split("e")
    return f"{mantissa.replace('.', w['number']['point'])} × 10^{int(exponent)}"


def nearest(x):
    """The nearest whole number; a half goes up."""
    return floor(x + 0.5)


def whole(x, w):
    """A whole number: "155,050", in German "155.050"; from 10^15 on in powers of ten."""
    return _grouped(str(nearest(x)), w["number"]["group"]) if x < 1e15 else _tenfold(x, w)


def plain(x, w):
    """A number with the digits that it has, up to twelve."""
    if x >= 1e15 or 0 < x < 1e-9:
        return _tenfold(x, w)
    decimals = max(0, min(12, 11 - floor(log10(max(x, 1e-9)))))
    exact = Decimal(x).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)  # as browsers do
    integer, _, fraction = f"{exact:f}".partition(".")
    rest = fraction.rstrip("0")
    return _grouped(integer, w["number"]["group"]) + (w["number"]["point"] + rest if rest else "")


def said(x, w):
    """An expected count by itself: whole from ten on, with two digits below."""
    return plain(as_printed(x), w)


def one_in(x, w, digits=2):
    """How rarely something happens that is expected less than once: the N of "one in N"."""
    k = 1 / x
    if digits > 2 and k < 100:
        return plain(float(f"{k:.2e}"), w)
    if k < 10:
        return said(k, w)
    unit = 10.0 ** max(0, floor(log10(k)) - digits + 1)
    return whole(min(nearest(k / unit) * unit, 1e300), w)


def percent(x, w):
    """A share as a percentage that shows neither 0 % nor 100 % unless it is exactly that."""
    p, words = 100 * x, w["number"]
    rest = min(p, 100 - p)
    if rest <= 0:
        return f"{100 if p > 50 else 0} %"
    if rest < 1e-6:
        bound = f"{words['more_than']} 99.999999 %" if p > 50 else f"{words['less_than']} 0.000001 %"
        return bound.replace(".", words["point"])
    return percent_as_printed(x).replace(".", words["point"]) + " %"


def span(ends, w, say=said):
    """A range in words: one number, "10 to 53", or that it cannot be bounded."""
    if ends is None:
        return w["number"]["unbounded"]
    low, high = (say(x, w) for x in ends)
    if low == high:
        return high
    form = "at_most" if ends[0] == 0 else "span"
    return filled(w["number"][form], {"low": low, "high": high})
