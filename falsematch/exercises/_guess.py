"""The guess a learner wrote down first, set beside what came out, right after it came out.

A figure draws the guess too: the functions of `plots` take ``guess=``, a number or None, and ``read_guess(my_guess)``
gives it.
"""

import math

from .._words import say, say_share
from ._answers import is_a, read_number, read_text
from ._feedback import Feedback

KINDS = ("count", "share", "out of n")
_OLD_NAMES = {"proportion": "share"}

#: Shares below this are said as "1 in N", which is easier to read than a percentage of many zeros.
RARE = 1e-3

#: A guess is the naive one if it is no farther from it than this, relative (or in shares of everything).
NAIVE_WITHIN = 0.05


def read_guess(guess, kind="count", out_of=None):
    """The number that a guess says, or None if it is still ``...`` or says none. Never raises.

    Reads numbers and texts such as "1,000", "2.6 million", "10 %", "1 in 1000", "1/1000", "two", "a third",
    "about 50". For a figure: ``plots.some_figure(..., guess=read_guess(my_guess))``.

    Parameters
    ----------
    guess : the learner's variable
    kind : "count", "share" or "out of n"
        As in `compare_guess`: a share comes back as a proportion, though 50 stands for 50 %.
    out_of : int, for kind "out of n"
    """
    if guess is Ellipsis:
        return None
    kind = _OLD_NAMES.get(kind, kind)
    reading = read_text(guess) if is_a(guess, str) else None
    value = reading.value if reading else (None if is_a(guess, str) else read_number(guess)[0])
    if value is None:
        return None
    if kind == "share" and (reading is None or reading.form == "number") and 1 < value <= 100:
        return value / 100
    if kind == "out of n" and out_of:
        if reading is not None and reading.form == "ratio" and reading.whole == out_of:
            return reading.part
        if reading is not None and reading.form != "number" or 0 < value < 1:
            return value * out_of
    return value


def compare_guess(guess, actual, what, kind="count", *, out_of=None, naive=None):
    """How far a first guess was from the result, kindly. Never raises. Stands right after the result.

    Parameters
    ----------
    guess : the learner's variable: a number, text such as "2.6 million" or "1 in 1000", or ``...``
    actual : number
        What came out.
    what : str
        What was guessed, so that it can follow the number: "people wrongly pointed at", "of the alerts",
        "texts that keep the qualifier". After a share it may be a name instead: "chance that an alert is right".
    kind : "count", "share" or "out of n"
        Counts are compared by factor, shares in percentage points (a guess from 1 to 100 is read as a percentage),
        "out of n" one by one: then `out_of` is n. ("proportion" is an old name of "share".)
    out_of : int, for kind "out of n"
    naive : number, or pair of a number and a sentence, or a list of such
        The answer that the claim leads one to expect. Who guessed it reads the sentence in place of a distance.
    """
    if guess is Ellipsis:
        return Feedback(
            "unanswered", "You wrote no guess down. Next time, try: a guess makes the result stick."
        )
    kind = _OLD_NAMES.get(kind, kind)
    if kind not in KINDS or (kind == "out of n") != (out_of is not None):
        return Feedback("unavailable", f"kind must be one of {', '.join(KINDS)}, the last one with out_of=n.")
    came_out = read_number(actual)[0]
    if came_out is None:
        return Feedback("unavailable", "There is no result to compare with: run the cells above first.")
    found = _found(came_out, what, kind, out_of)
    value = read_guess(guess, kind, out_of)
    if value is None:
        return Feedback(
            "noted",
            f'{found} Your guess could not be read as one number: write it like 1000, "5 %" or "1 in 1000".',
        )
    opening = f"You guessed {_said(value, kind, out_of)}. {found}"
    distance = {"count": _by_factor, "share": _in_points, "out of n": _one_by_one}[kind]
    judged = _naive_sentence(value, came_out, naive, kind, out_of) or distance(value, came_out, out_of)
    return Feedback("noted", f"{opening} {judged}")


def _found(value, what, kind, out_of):
    said = _said(value, kind, out_of)
    if kind == "share" and not what.startswith("of "):
        return f"It came out as {said} (the {what.removeprefix('the ')})."
    return f"It came out as {said} {what}."


def _said(value, kind, out_of):
    if kind == "out of n":
        return f"{say(value)} of {say(out_of)}"
    if kind == "share":
        if 0 < value < RARE:
            return f"1 in {say(1 / value)}".replace("in 1 ", "in a ")
        return say_share(value)
    return plainly(value)


def plainly(value):
    """A count without an exponent: "2.6 million", "380", "0.0000042", "6,400 trillion"."""
    size = abs(value)
    if 9.99e14 < size < 1e21:
        return f"{value / 1e12:,.0f} trillion"
    if 1e-15 < size < 1e-3:
        digits = 1 - math.floor(math.log10(size))
        return f"{value:.{digits}f}".rstrip("0")
    return say(value)


def _naive_sentence(value, actual, naive, kind, out_of):
    listed = naive if type(naive) is list else [] if naive is None else [naive]
    for one in listed:
        expected, sentence = (
            one if type(one) is tuple else (one, "That is what the claim leads one to expect.")
        )
        close = NAIVE_WITHIN * max(abs(value), abs(expected))
        if kind == "share":
            close = min(close, NAIVE_WITHIN * max(1 - abs(expected), 0.01))
        if abs(value - expected) <= close and value != actual:
            return sentence
    return None


def _by_factor(value, actual, out_of):
    if value == actual:
        return "Exactly that."
    if value < 0:
        return "Fewer than none cannot be."
    if value == 0:
        return "So it is not none."
    if actual <= 0:
        return "So it is none at all."
    factor = max(value, actual) / min(value, actual)
    if factor >= 1e21:
        return "They are further apart than a factor can say."
    side = "low" if value < actual else "high"
    if factor < 1.25:
        return "Very close."
    if factor < 3:
        return f"Near: too {side} by a factor of {factor:.1f}."
    return f"Too {side} by a factor of {plainly(factor)}."


def _in_points(value, actual, out_of):
    if value == actual:
        return "Exactly that."
    if not 0 <= value <= 1:
        return "A share lies between none (0 %) and all (100 %)."
    points = 100 * abs(value - actual)
    side = "low" if value < actual else "high"
    small = min(value, actual)
    factor = max(value, actual) / small if small else math.inf
    if points < 1.05 and factor < 1.25:
        return "Very close."
    said = f"Too {side} by {_points(points)}."
    if small < 0.05 and 1.5 <= factor < math.inf:
        said = f"Too {side} by {_points(points)}, a factor of {say(factor, 2)}."
    return said


def _points(points):
    if points < 0.1:
        return "less than a tenth of a percentage point"
    text = f"{points:.0f}" if points >= 10 else f"{points:.1f}".removesuffix(".0")
    return f"{text} percentage point{'' if text == '1' else 's'}"


def _one_by_one(value, actual, out_of):
    if value == actual:
        return "Exactly that."
    if not 0 <= value <= out_of:
        return f"It can be anything from none to all {say(out_of)}."
    apart = abs(value - actual)
    side = "few" if value < actual else "many"
    if apart < 1:
        return "Very close."
    return f"{'One' if apart == 1 else say(apart)} too {side}."
