"""How an exercise answers: right, a known misconception, wrong, malformed, or not answered yet.

Three promises hold for every object a learner can write down. A check never raises. It never runs
code of the answer (no `__eq__`, `__float__` or `__repr__` of an unknown type is called, so that
nothing in an answer can break a lesson). It never shows the expected number after a wrong try.
Expected answers are computed by the package at the moment of checking, never typed in.
"""

import math
import sys
import types
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

import numpy as np

from .._html import Static, as_html, escaped, listed

#: What each kind of answer has to be, in words, and the factors by which units are easily mistaken.
KINDS = {
    "count": ("a count, a number of at least 0", (1e3, 1e6, 1e9)),
    "number": ("a number of at least 0", (1e2, 1e3, 1e6)),
    "proportion": ("a proportion between 0 and 1", (1e2,)),
    "choice": ("the letter of one of the choices", ()),
}

#: status: (symbol, heading). A word always goes with the symbol: neither colour nor shape is needed.
HEADINGS = {
    "right": ("✓", "Right."),
    "misconception": ("✗", "Not yet:"),
    "wrong": ("✗", "Not yet."),
    "malformed": ("?", "Check the form."),
    "unanswered": ("…", "Not answered yet."),
    "unavailable": ("!", "This cannot be checked here."),
    "noted": ("•", ""),
}

TRIES_BEFORE_SOLUTION = 3


@dataclass(frozen=True)
class Feedback:
    """What a check says. Shown by itself as the last line of a cell, or with ``print``.

    `status` is a key of `HEADINGS`; `misconception` is the name of the one recognised, or None.
    """

    status: str
    message: str
    misconception: str | None = None

    @property
    def right(self):
        return self.status == "right"

    def _heading(self):
        heading = HEADINGS[self.status][1]
        return f"{heading} {self.misconception}." if self.misconception else heading

    def __repr__(self):
        return f"{self._heading()} {self.message}".strip()

    def _repr_html_(self):
        heading = escaped(self._heading())
        strong = f"<strong>{heading}</strong> " if heading else ""
        # The border takes the text's own colour, so that it shows on a light and a dark page.
        return (
            '<div role="status" style="border-left:4px solid currentColor;padding:0.4em 0.8em">'
            f'<span aria-hidden="true">{HEADINGS[self.status][0]}</span> '
            f"{strong}{as_html(self.message)}</div>"
        )


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that tells what its author was thinking.

    Parameters
    ----------
    name : str
        What it is called, shown to the learner ("base rate left out").
    value : callable without arguments
        The answer it leads to, computed: a number, or the letter of a choice.
    hint : str
        What to think about next. Contains no number that is the answer.
    """

    name: str
    value: object
    hint: str


@dataclass(repr=False, eq=False)
class Exercise:
    """A question with a computed answer. Call it with the learner's answer; it returns `Feedback`.

    Parameters
    ----------
    name : str
        The name it is imported by, ``check_…``.
    expected : callable without arguments
        Returns the answer: a number, or the letter of a choice.
    kind : "count", "number", "proportion" or "choice"
    first_step : str
        How to start, for a wrong answer that shows no known misconception.
    misconceptions : sequence of Misconception
    because : str
        Shown with a right answer: why it is so, or what follows.
    tolerance : float
        Relative. Generous enough for a sensibly rounded answer.
    near_one : bool
        Judge the distance to 1 instead (0.9999 and 0.998 differ twentyfold there).
    choices : mapping of letter to text, for kind "choice"
    question : str
        Shown with the choices by `ask`.
    """

    name: str
    expected: object
    kind: str
    first_step: str
    misconceptions: tuple = ()
    because: str = ""
    tolerance: float = 0.02
    near_one: bool = False
    choices: dict = field(default_factory=dict)
    question: str = ""
    tries: int = field(default=0, init=False)
    _last: object = field(default=None, init=False)

    def __post_init__(self):
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {self.kind!r}")
        if (self.kind == "choice") != bool(self.choices):
            raise ValueError("choices must be given for kind 'choice', and only then")

    def __call__(self, answer=...):
        if answer is Ellipsis:
            return Feedback(
                "unanswered",
                "Replace the three dots by your answer and run the cell again. The lesson runs on.",
            )
        value, fault = self._read(answer)
        if fault:
            return Feedback("malformed", fault)
        try:
            feedback = self._judge(value)
        except Exception as error:  # a missing dataset must not stop a lesson, or look like a wrong answer
            return Feedback("unavailable", f"The expected answer could not be computed: {error}")
        return self._count(feedback, value)

    def __repr__(self):
        return f"{self.name}(your answer)"

    def ask(self):
        """The question and its choices, to show in a lesson."""
        lines = "\n".join(f"  {letter}) {text}" for letter, text in self.choices.items())
        choices = listed((f"{letter})", as_html(text)) for letter, text in self.choices.items())
        page = f"<p>{as_html(self.question)}</p>{choices}"
        return Static(f"{self.question}\n{lines}", page)

    def reset(self):
        """Forget the tries counted so far."""
        self.tries, self._last = 0, None

    def _read(self, answer):
        if self.kind == "choice":
            return read_choice(answer, self.choices)
        return read_number(answer, KINDS[self.kind][0])

    def _judge(self, value):
        expected = self.expected()
        if self._same(value, expected):
            return Feedback("right", self.because)
        known = self._nearest_misconception(value)
        if known is not None:
            return Feedback("misconception", known.hint, known.name)
        if self.kind != "choice":
            fault = self._slip(value, expected)
            if fault:
                return Feedback("malformed", fault)
        return Feedback("wrong", self.first_step)

    def _same(self, value, other):
        if self.kind == "choice":
            return value == other
        return self._apart(value, float(other)) <= self.tolerance

    def _apart(self, value, other):
        """Relative distance: 0 when equal, 1 when one of the two is 0."""
        if self.near_one:
            value, other = 1 - value, 1 - other
        return 0.0 if value == other else abs(value - other) / max(abs(value), abs(other))

    def _nearest_misconception(self, value):
        if self.kind == "choice":
            return next((wrong for wrong in self.misconceptions if wrong.value() == value), None)
        # Stricter than for the right answer: to name a thought, the answer must be what it leads to.
        near = [(self._apart(value, float(wrong.value())), wrong) for wrong in self.misconceptions]
        apart, wrong = min(near, key=lambda pair: pair[0], default=(1, None))
        return wrong if apart <= min(self.tolerance, 0.01) else None

    def _slip(self, value, expected):
        wanted, factors = KINDS[self.kind]
        if value < 0:
            return f"This is negative, and the exercise asks for {wanted}. Which is taken from which?"
        if self.kind == "proportion" and value > 1:
            return f"This is above 1, and the exercise asks for {wanted}. Is it a percentage?"
        for factor in factors:
            if self._same(value / factor, expected) or self._same(value * factor, expected):
                unit = "thousands, millions or billions counted once too often or too seldom"
                if factor == 100:
                    unit = "a factor of a hundred, as between a percentage and a proportion"
                return f"The digits look right, the unit does not: {unit}."
        return None

    def _count(self, feedback, value):
        """Count different wrong tries; after a few, point to the solution instead of repeating."""
        if feedback.status not in ("wrong", "misconception"):
            return feedback
        if value != self._last:
            self.tries, self._last = self.tries + 1, value
        if self.tries < TRIES_BEFORE_SOLUTION:
            return feedback
        offer = " You have tried several ways: the folded solution cell is there to be opened."
        return Feedback(feedback.status, feedback.message + offer, feedback.misconception)


def _is(answer, *kinds):
    """Like isinstance, but asks the type only: `answer.__class__` may be anything at all."""
    return issubclass(type(answer), kinds)


def read_number(answer, wanted="a number"):
    """`answer` as a finite float and None, or None and what is wrong with its form."""
    ask = f"The exercise asks for {wanted}"
    if answer is None:
        return None, f"This is None: a line that only prints gives nothing back. {ask}."
    if _is(answer, bool, np.bool_):
        return None, f"This is True or False. {ask}."
    if _is(answer, str, bytes):
        percent = ", and write a percentage as a proportion (half is 0.5)" if "%" in str(answer[:80]) else ""
        return None, f"This is text. {ask}: leave out the quotation marks and any unit{percent}."
    if _is(answer, types.FunctionType, types.BuiltinFunctionType, types.MethodType, type):
        return None, f"This is a function, not its result: call it with its arguments. {ask}."
    value = _as_float(answer)
    if value is None:
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
        if _is(answer, float):
            return float.__float__(answer)
        if _is(answer, int):
            return int.__float__(answer)
        if _is(answer, np.integer, np.floating):
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
    return _is(answer, *kinds)


def read_choice(answer, choices):
    """The letter of the choice meant by `answer` and None, or None and what is wrong with its form."""
    letters = ", ".join(f'"{letter}"' for letter in choices)
    if not _is(answer, str):
        return None, f"Answer with the letter of one choice, in quotation marks: {letters}."
    text = str.strip(answer)
    letter = text.strip("() .").lower()
    for key, meaning in choices.items():
        if letter == key.lower() or text == meaning:
            return key, None
    return None, f"That is none of the choices. Answer with one of {letters}."
