"""Mend this sentence: what is wrong with a sentence of the press, and the number that should stand in it."""

import copy

from .._html import Static, as_html
from ._answers import TWO_NUMBERS
from ._engine import Check, Exercise, Feedback, named_once

LETTER, NUMBER = "What is wrong", "The number"

#: Of two parts that are both not right, the one that is farther on speaks for the whole.
_FARTHEST_ON = ("unavailable", "close", "misconception", "unit", "wrong", "malformed", "unanswered")


class MendSentence(Check):
    """A sentence, choices of what is wrong with it, and a number to correct: ``check_…(letter, number)``.

    Parameters
    ----------
    name : str
        The name it is imported by, ``check_…``.
    sentence : str
        As a newspaper or a maker would print it, with its quotation marks.
    choices : mapping of letter to text
        What could be wrong with it.
    wrong : letter, or a callable that returns it
        What is wrong.
    choice_hints : sequence of Misconception
        One for each of the other letters.
    asks : str
        The question for the number: "Which share of the alerts is right?"
    expected : callable
        The number. Takes the numbers of the exercise, or nothing.
    kind : "count", "number" or "proportion"
    misconceptions : sequence of Misconception
        For the number.
    first_step : str
        How to start on the number.
    choice_step : str
        How to start on the letter, shown if a letter has no hint of its own.
    mended : str
        The sentence as it should read, shown when both parts are right. May hold ``{answer}``, the number expected:
        ``{answer:share}``, ``{answer:say}`` or ``{answer:odds}`` put it in words.
    tolerance, near_one, numbers, bounds, allowed : as in `Exercise`
    """

    kind = "mend"

    def __init__(
        self,
        name,
        sentence,
        choices,
        wrong,
        choice_hints,
        asks,
        expected,
        kind,
        misconceptions,
        first_step,
        mended,
        *,
        choice_step="Ask of each number in the sentence: out of how many, and who counted them?",
        tolerance=0.02,
        near_one=False,
        numbers=None,
        bounds=None,
        allowed=None,
    ):
        super().__init__(name, sentence, numbers, bounds, allowed)
        if kind == "choice":
            raise ValueError("kind must be that of the number: count, number or proportion, got 'choice'")
        self.asks = asks
        self.mended = mended
        self._letter = Exercise(name, wrong, "choice", choice_step, choice_hints, choices=choices)
        self._number = Exercise(
            name, expected, kind, first_step, misconceptions, tolerance=tolerance, near_one=near_one
        )
        self.misconceptions = named_once((*self._letter.misconceptions, *self._number.misconceptions))
        self._share_numbers()

    def _share_numbers(self):
        for part in (self._letter, self._number):
            part.numbers, part._drawn, part._given = self.numbers, self._drawn, self._given

    def _shuffle(self, seed):
        self._letter, self._number = copy.copy(self._letter), copy.copy(self._number)
        self._share_numbers()
        self._letter._shuffle(seed)

    has_variants = True

    def __repr__(self):
        return f"{self.name}(letter, number)"

    @property
    def choices(self):
        return self._letter.choices

    def ask(self):
        """The sentence, what could be wrong with it, and the number that is asked for."""
        letters, asks = self._letter.ask(), self._fill(self.asks)
        what = "What is wrong with this sentence?"
        text = f"{self.question}\n{what}{letters.text}\n{asks}"
        quoted = f"<blockquote>{as_html(self.question)}</blockquote>"
        return Static(text, f"{quoted}<p>{what}</p>{letters.page}<p>{as_html(asks)}</p>")

    def texts(self):
        letter, number = self._letter.texts(), self._number.texts()
        found = {"sentence": self.question, "asks": self._fill(self.asks)}
        found["mended"] = self._fill(self.mended, answer=self._number.answer())
        found |= {what: text for what, text in letter.items() if what.startswith(("choice", "hint"))}
        found["choice step"] = letter["first step"]
        return found | {what: text for what, text in number.items() if what.startswith(("first", "hint"))}

    def answer(self):
        return self._letter.answer(), self._number.answer()

    def wrong_answers(self):
        """Pairs in which one part is a known wrong answer and the other is right."""
        letter, number = self.answer()
        return {name: (wrong, number) for name, wrong in self._letter.wrong_answers().items()} | {
            name: (letter, wrong) for name, wrong in self._number.wrong_answers().items()
        }

    def sound(self):
        return self._letter.sound() and self._number.sound()

    def _answered(self, letter=..., number=..., *more):
        if number is Ellipsis and type(letter) is tuple and len(letter) == 2:
            letter, number = letter  # written as one answer of two parts
        if more:
            return Feedback("malformed", f"{TWO_NUMBERS} This exercise asks for a letter and one number.")
        if letter is Ellipsis and number is Ellipsis:
            return self._unanswered()
        parts = (self._letter._answered(letter), self._number._answered(number))
        if all(part.right for part in parts):
            return Feedback("right", self._fill(self.mended, answer=self._number.answer()))
        named = next((part.misconception for part in parts if part.misconception), None)
        labelled = tuple(zip((LETTER, NUMBER), parts, strict=True))
        if any(part.right for part in parts):
            return Feedback("half", "One part is right.", named, labelled)
        status = min((part.status for part in parts), key=_FARTHEST_ON.index)
        return Feedback(status, "Neither part is there yet.", named, labelled)
