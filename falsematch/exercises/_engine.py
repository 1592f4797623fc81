"""How an exercise answers: right, close, a known misconception, wrong, malformed, or not answered yet.

Three promises hold for every object a learner can write down. A check never raises. It never runs
code of the answer (no `__eq__`, `__float__` or `__repr__` of an unknown type is called, so that
nothing in an answer can break a lesson; only `SmallFunction`, which asks for code, runs it, within bounds). It never
shows the expected number after a wrong try, and does not confirm its digits either.
Expected answers are computed by the package at the moment of checking, never typed in.
"""

import copy
import math
import random
from dataclasses import dataclass

from .._html import Static, as_html, listed
from .._words import RARE, say, say_share
from ._answers import TWO_NUMBERS, read_choice, read_number
from ._feedback import HEADINGS, Feedback
from ._variants import draw, fill, resolved, value_of

__all__ = ["HEADINGS", "KINDS", "Check", "Exercise", "Feedback", "Misconception"]

#: What each kind of answer has to be, in words.
KINDS = {
    "count": "a count, a number of at least 0",
    "number": "a number of at least 0",
    "proportion": "a proportion between 0 and 1",
    "choice": "the letter of one of the choices",
}

#: What to ask when an answer has the wrong size.
UNITS = {
    "count": "Is yours a share, in thousands or millions, or a zero too short or too long?",
    "number": "Is yours a share, in thousands or millions, or a zero too short or too long?",
    "proportion": "Is yours in per cent or per mille, or a zero too short or too long?",
}

TRIES_BEFORE_SOLUTION = 3

#: A misconception is named only if the answer is what it leads to, so nearly that not every wrong number is one.
NAMED_WITHIN = 0.01
EXACTLY = 1e-6

#: How much a difference of the distances to 1 counts beside a difference of the proportions themselves: between 0.998
#: and 1 there is next to nothing by the one measure, and everything by the other.
WEIGHT_NEAR_ONE = 0.1

#: An answer so many times too large or too small has the wrong size, whatever its digits; so have these factors.
WRONG_SIZE = 8
DRAWS = 200


@dataclass(frozen=True)
class Misconception:
    """A wrong answer that tells what its author was thinking.

    Parameters
    ----------
    name : str
        What it is called, shown to the learner ("base rate left out").
    value : callable, number, or letter of a choice
        The answer it leads to. A callable takes the numbers of the exercise, or nothing; it may return None where
        these numbers lead to no wrong answer of its own. In a `SmallFunction` it is the wrong function itself.
    hint : str
        What to think about next. Contains no number that is the answer. May name the exercise's numbers in braces.
    """

    name: str
    value: object
    hint: str


class Check:
    """What every kind of exercise has: numbers, a question, tries that are counted, variants.

    A kind judges in `_answered`, lists its texts in `texts` and its answers in `answer` and `wrong_answers`.
    """

    kind = ""
    misconceptions = ()

    def __init__(self, name, question, numbers=None, bounds=None, allowed=None):
        self.name = name
        self.template = question
        self.numbers = dict(numbers or {})
        self.bounds = dict(bounds or {})
        self.allowed = allowed
        self.seed = None
        self._drawn = {}
        self._given = None
        self.reset()
        if not set(self.bounds) <= set(self.numbers):
            raise ValueError("bounds must be given for some of the numbers, and only for these")

    @property
    def given(self):
        """The numbers of this exercise, as attributes."""
        if self._given is None:
            self._given = resolved(self.numbers, self._drawn)
        return self._given

    def _fill(self, text, **more):
        return fill(text, self.given, **more)

    @property
    def question(self):
        """The question with its numbers filled in."""
        return self._fill(self.template)

    def __repr__(self):
        return f"{self.name}(your answer)"

    def __call__(self, *answers, **named):
        """The learner's answer, or ``...`` while there is none yet. Returns `Feedback`, whatever it is given."""
        if named:
            return Feedback("malformed", "Write the answer alone between the brackets, without a name and =.")
        try:
            feedback = self._answered(*answers)
        except Exception as error:  # a missing dataset must not stop a lesson, or look like a wrong answer
            return Feedback("unavailable", f"The expected answer could not be computed: {error}")
        return self._count(feedback, answers)

    def _answered(self, *answers):
        raise NotImplementedError

    def _unanswered(self):
        return Feedback(
            "unanswered",
            "Replace the three dots by your answer and run the cell again. The lesson runs on.",
        )

    def reset(self):
        """Forget the tries counted so far."""
        self._tried, self._named = set(), set()

    @property
    def tries(self):
        """How many different wrong answers were given."""
        return len(self._tried)

    def _count(self, feedback, tried):
        """Count different wrong tries; after a few, point to the solution where no hint is left to give."""
        if feedback.status not in ("wrong", "misconception", "unit", "half"):
            return feedback
        self._tried.add(_key(tried))
        # A misconception named for the first time leaves the learner one step away: nothing to be added.
        new_hint = feedback.misconception is not None and feedback.misconception not in self._named
        self._named.add(feedback.misconception)
        if self.tries < TRIES_BEFORE_SOLUTION or new_hint:
            return feedback
        offer = " You have tried several ways: the folded solution is there to be opened."
        return Feedback(feedback.status, feedback.message + offer, feedback.misconception, feedback.parts)

    @property
    def has_variants(self):
        """Whether another seed gives another exercise."""
        return bool(self.bounds)

    def variant(self, seed):
        """The same exercise with other numbers, drawn within its bounds; choices change their letters.

        Parameters
        ----------
        seed : int or str
            The same seed gives the same exercise, on every computer.

        Returns
        -------
        An exercise of its own, with its own tries. If nothing can vary (a published figure is asked for), it is the
        same exercise once more.

        Raises
        ------
        ValueError
            If within the bounds no numbers can be found that keep right and wrong answers apart.
        """
        for attempt in range(DRAWS):
            other = copy.copy(self)
            other.seed, other._given = seed, None
            other._drawn = draw(self.bounds, f"{self.name} {seed} {attempt}")
            other.reset()
            if self.allowed is None or self.allowed(other.given):
                other._shuffle(seed)
                if other.sound():
                    return other
        raise ValueError(
            f"{self.name} has no variant {seed!r}: its bounds leave no numbers that keep answers apart"
        )

    def _shuffle(self, seed):
        pass

    def sound(self):
        """Whether the right answer is right and every named wrong answer is recognised as what it is."""
        raise NotImplementedError

    def texts(self):
        """Every text of this exercise that a learner may read, numbers filled in, by what it is."""
        raise NotImplementedError

    def answer(self):
        """The expected answer, computed."""
        raise NotImplementedError

    def wrong_answers(self):
        """The answer of each misconception, by its name."""
        values = {wrong.name: value_of(wrong.value, self.given) for wrong in self.misconceptions}
        return {name: value for name, value in values.items() if value is not None}


def _key(tried):
    """Something to compare tries by, without asking the answers themselves."""
    return tuple(one if type(one) is str else (id(type(one)), read_number(one)[0]) for one in tried)


class Exercise(Check):
    """A question with a computed answer. Call it with the learner's answer; it returns `Feedback`.

    Parameters
    ----------
    name : str
        The name it is imported by, ``check_…``.
    expected : callable, or the letter of a choice
        The answer. A callable takes the numbers of the exercise, or nothing.
    kind : "count", "number", "proportion" or "choice"
    first_step : str
        How to start, for a wrong answer that shows no known misconception.
    misconceptions : sequence of Misconception
    because : str
        Shown with a right answer: why it is so, or what follows.
    tolerance : float
        Relative. An answer farther away that is the expected one rounded to one or two digits is "close".
    near_one : bool
        Judge the distance to 1 instead (0.9999 and 0.998 differ twentyfold there).
    choices : mapping of letter to text, for kind "choice"
    question : str
        Shown by `ask`. Like all texts it may name numbers in braces: ``"{people:,}"``.
    numbers : mapping of name to number, or to a callable that returns it
        The lesson's own numbers. A callable takes the numbers before it, or nothing.
    bounds : mapping of name to ``(low, high)`` or to a list of numbers
        What `variant` may draw instead.
    allowed : callable, optional
        Takes drawn numbers, returns whether they make sense together.
    """

    def __init__(
        self,
        name,
        expected,
        kind,
        first_step,
        misconceptions=(),
        because="",
        tolerance=0.02,
        near_one=False,
        choices=None,
        question="",
        *,
        numbers=None,
        bounds=None,
        allowed=None,
    ):
        super().__init__(name, question, numbers, bounds, allowed)
        self.expected = expected
        self.kind = kind
        self.first_step = first_step
        self.misconceptions = named_once(misconceptions)
        self.because = because
        self.tolerance = tolerance
        self.near_one = near_one
        self._texts_of_choices = dict(choices or {})
        self._letters = {letter: letter for letter in self._texts_of_choices}
        if kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}, got {kind!r}")
        if (kind == "choice") != bool(choices):
            raise ValueError("choices must be given for kind 'choice', and only then")

    @property
    def choices(self):
        """Letter: text, with the letters of this variant."""
        named = {self._letters[letter]: self._fill(text) for letter, text in self._texts_of_choices.items()}
        return {letter: named[letter] for letter in sorted(named)}

    @property
    def has_variants(self):
        return bool(self.bounds) or self.kind == "choice"

    def _shuffle(self, seed):
        letters, rng = list(self._texts_of_choices), random.Random(f"{self.name} letters {seed}")
        self._letters = dict(zip(letters, sorted(letters, key=lambda letter: rng.random()), strict=True))

    def answer(self):
        return self._own_letter(value_of(self.expected, self.given))

    def wrong_answers(self):
        return {name: self._own_letter(value) for name, value in super().wrong_answers().items()}

    def _own_letter(self, value):
        return self._letters.get(value, value) if self.kind == "choice" else float(value)

    def ask(self):
        """The question and its choices, to show in a lesson."""
        choices = self.choices
        lines = "".join(f"\n  {letter}) {text}" for letter, text in choices.items())
        page = listed((f"{letter})", as_html(text)) for letter, text in choices.items()) if choices else ""
        return Static(f"{self.question}{lines}", f"<p>{as_html(self.question)}</p>{page}")

    def texts(self):
        found = {"question": self.question, "first step": self.first_step, "because": self.because}
        found |= {f"choice {letter}": text for letter, text in self._texts_of_choices.items()}
        found |= {f"hint: {wrong.name}": wrong.hint for wrong in self.misconceptions}
        return {what: self._fill(text) if what != "question" else text for what, text in found.items()}

    def sound(self):
        said = self._judge(self.answer())
        if said.status != "right" or self.kind != "choice" and not math.isfinite(self.answer()):
            return False
        return all(self._judge(wrong).misconception == name for name, wrong in self.wrong_answers().items())

    def _answered(self, *answers):
        if len(answers) > 1:
            return Feedback("malformed", f"{TWO_NUMBERS} The exercise asks for {KINDS[self.kind]}.")
        if not answers or answers[0] is Ellipsis:
            return self._unanswered()
        if self.kind == "choice":
            value, fault = read_choice(answers[0], self.choices)
        else:
            value, fault = read_number(answers[0], KINDS[self.kind])
        return Feedback("malformed", fault) if fault else self._judge(value)

    def _judge(self, value):
        return self._judge_choice(value) if self.kind == "choice" else self._judge_number(value)

    def _judge_choice(self, letter):
        if letter == self.answer():
            return Feedback("right", self._fill(self.because))
        wrong = self.wrong_answers()
        for known in self.misconceptions:
            if wrong.get(known.name) == letter:
                return Feedback("misconception", self._fill(known.hint), known.name)
        return Feedback("wrong", self._fill(self.first_step))

    def _judge_number(self, value):
        expected = self.answer()
        if self._apart(value, expected) <= self.tolerance:
            shared = self.kind == "proportion" and not 0 < expected < RARE
            number = say_share(expected) if shared else say(expected)
            return Feedback("right", self._fill(self.because), number=number)
        known, apart = self._nearest_misconception(value)
        close = self._is_rounded(value, expected, digits=(1, 2))
        if known is not None and not (close and apart > EXACTLY):
            return Feedback("misconception", self._fill(known.hint), known.name)
        if close:
            return Feedback(
                "close", "Rounded so far, it could be something else as well. Give one digit more."
            )
        return self._off(value, expected)

    def _nearest_misconception(self, value):
        """The misconception whose answer this is, or is when rounded to two digits, and how far away it is."""
        wrong, exact, rounded, near = self.wrong_answers(), [], [], []
        for known in self.misconceptions:
            other = wrong.get(known.name)
            if other is None:
                continue
            apart = self._apart(value, other)
            if apart <= EXACTLY:
                exact.append((known, apart))
            elif self._is_rounded(value, other, digits=(2,)):
                rounded.append((known, apart))
            elif apart <= min(self.tolerance, NAMED_WITHIN):
                near.append((known, apart))
        exact.sort(key=lambda found: found[1])
        near.sort(key=lambda found: found[1])
        # What two of them round to is that of the first, which is the more usual.
        return next(iter(exact + rounded + near), (None, None))

    def _apart(self, value, other):
        """Relative distance; of proportions also that of what is missing to 1."""
        apart = relative(value, other)
        if self.near_one:
            return max(apart, relative(1 - value, 1 - other))
        if self.kind == "proportion":
            return max(apart, WEIGHT_NEAR_ONE * relative(1 - value, 1 - other))
        return apart

    def _is_rounded(self, value, other, digits):
        if self.near_one and other > 0.5:
            return is_rounded(1 - value, 1 - other, digits)
        # Rounding must not swallow what is missing to 1: 0.998 is not "1, rounded".
        swallowed = self.kind == "proportion" and relative(1 - value, 1 - other) > 0.5
        return not swallowed and is_rounded(value, other, digits)

    def _off(self, value, expected):
        wanted = KINDS[self.kind]
        first_step = self._fill(self.first_step)
        if value < 0:
            return Feedback(
                "malformed",
                f"This is negative, and the exercise asks for {wanted}. Which is taken from which?",
            )
        if self.kind == "proportion" and value > 1:
            what = "Is it a percentage? Then write it with its sign, in quotation marks."
            if value > 100:
                what = "A proportion is a part divided by its whole: what is the whole here?"
            return Feedback("malformed", f"This is above 1, and the exercise asks for {wanted}. {what}")
        if self.kind == "proportion" and value == 1:  # all of them: a wrong answer, and no slip of the unit
            return Feedback("wrong", f"As a proportion, that is all of them. {first_step}")
        if value == 0 or expected == 0 or not self._wrong_size(value, expected):
            return Feedback("wrong", first_step)
        # The same words whether only the zeros are wrong or everything is: no digit is confirmed.
        return Feedback(
            "unit",
            f"The exercise asks for {wanted}. {UNITS[self.kind]} If not, begin again: {first_step}",
        )

    def _wrong_size(self, value, expected):
        if self.near_one:
            return value < 0.5
        return max(value, expected) / min(value, expected) >= WRONG_SIZE


def named_once(misconceptions):
    """The misconceptions as a tuple; refused if two of them have one name."""
    names = [wrong.name for wrong in misconceptions]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ValueError(
            f"misconceptions must have different names, got {', '.join(sorted(twice))} more than once"
        )
    return tuple(misconceptions)


def relative(value, other):
    """Relative distance: 0 when equal, 1 when one of the two is 0."""
    return 0.0 if value == other else abs(value - other) / max(abs(value), abs(other))


def is_rounded(value, other, digits):
    """Whether `value` is `other` rounded to one of these numbers of digits, or cut off after two."""
    if not (math.isfinite(other) and other and value):
        return False
    shorter = [float(f"{other:.{count - 1}e}") for count in digits]
    unit = 10.0 ** (math.floor(math.log10(abs(other))) - 1)
    shorter.append(math.trunc(other / unit) * unit)
    return any(math.isclose(value, short, rel_tol=EXACTLY) for short in shorter)
