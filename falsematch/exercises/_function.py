"""A small function of the learner's own, tried on several inputs within a bounded time.

Why a thread. The function lives in the notebook's memory, with whatever it calls, so it cannot be sent to another
process on every system. Tracing each line would interrupt a loop, but not a sleep, and would push a debugger aside.
So it runs in a thread of the same process: the lesson waits for a stated time, asks the thread to end (an exception
raised inside it, as often as is needed) and goes on either way. What cannot be stopped is a single call into compiled
code that never returns, such as ``sum(itertools.count())``: then the notebook's own stop button has no power either.
"""

import contextlib
import copy
import ctypes
import inspect
import io
import math
import random
import reprlib
import sys
import threading
from dataclasses import dataclass

import numpy as np

from .._html import Static, as_html
from ._answers import is_a, read_number
from ._engine import Check, Feedback, named_once

CASES = 12
SECONDS = 2.0


@dataclass(frozen=True)
class Outcome:
    """What one call gave: a value, or the name of an error and its text."""

    value: object = None
    error: str = ""
    text: str = ""
    #: The call itself did not fit: too many arguments or too few.
    misfit: bool = False


class _Sink(io.TextIOBase):
    """Takes what the function prints, and remembers only that it did."""

    written = False

    def write(self, text):
        self.written = True
        return len(text)


def call(function, arguments):
    """The outcome of one call, with arguments of its own. Never raises."""
    arguments = copy.deepcopy(arguments)
    try:
        return Outcome(function(*arguments))
    except BaseException as error:  # whatever a learner's function raises, SystemExit too, is an outcome
        try:
            text = " ".join(str(error).split())[:100]
        except BaseException:
            text = ""
        misfit = type(error) is TypeError and error.__traceback__.tb_next is None
        return Outcome(error=_type_name(error), text=text, misfit=misfit)


def call_all(function, cases, seconds):
    """The outcomes of as many cases as were done in time, whether all were, and whether anything was printed."""
    outcomes, stop, sink = [], threading.Event(), _Sink()

    def work():
        for case in cases:
            outcome = call(function, case)
            if stop.is_set():
                return
            outcomes.append(outcome)

    thread = threading.Thread(target=work, name="a learner's function", daemon=True)
    with contextlib.redirect_stdout(sink), contextlib.redirect_stderr(sink):
        try:
            thread.start()
            thread.join(seconds)
        except RuntimeError:  # a system without threads, such as a browser: there it runs unbounded
            work()
        except KeyboardInterrupt:  # the notebook's stop button
            pass
        stop.set()
        for _ in range(20):
            if not thread.is_alive():
                break
            _interrupt(thread)
            thread.join(0.05)
    return list(outcomes), len(outcomes) == len(cases), sink.written


def _interrupt(thread):
    """Raise SystemExit, which a thread ends on without a word, in `thread` at its next step."""
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread.ident), ctypes.py_object(SystemExit))


class SmallFunction(Check):
    """A function of the learner's own: ``check_…(my_function)``.

    Parameters
    ----------
    name : str
        The name it is imported by, ``check_…``.
    expected : callable
        The function as it should be. Its argument names are used in the replies. It may return a number, True or
        False, a text, or a list of numbers.
    draw_case : callable
        Takes a seeded ``random.Random``, returns the arguments of one call as a tuple.
    edges : sequence of tuples
        Arguments that must be right too: nothing, none, all.
    misconceptions : sequence of Misconception
        Each `value` is a wrong function; it is recognised by giving the same on every input.
    first_step : str
    question, because : str
    tolerance : float
        Relative, of every number.
    seconds : float
        Time for all calls together.
    """

    kind = "function"
    has_variants = True

    def __init__(
        self,
        name,
        expected,
        draw_case,
        first_step,
        misconceptions=(),
        because="",
        question="",
        *,
        edges=(),
        tolerance=1e-6,
        seconds=SECONDS,
        numbers=None,
    ):
        super().__init__(name, question, numbers)
        self.expected = expected
        self.draw_case = draw_case
        self.edges = tuple(edges)
        self.first_step = first_step
        self.misconceptions = named_once(misconceptions)
        self.because = because
        self.tolerance = tolerance
        self.seconds = seconds
        self.arguments = tuple(inspect.signature(expected).parameters)

    def __repr__(self):
        return f"{self.name}(your_function)"

    def ask(self):
        """The question, to show in a lesson."""
        return Static(self.question, f"<p>{as_html(self.question)}</p>")

    def texts(self):
        found = {"question": self.template, "first step": self.first_step, "because": self.because}
        found |= {f"hint: {wrong.name}": wrong.hint for wrong in self.misconceptions}
        return {what: self._fill(text) for what, text in found.items()}

    def cases(self):
        """The inputs of this variant: drawn ones, then the edges."""
        rng = random.Random(f"{self.name} {self.seed}")
        return [tuple(self.draw_case(rng)) for _ in range(CASES)] + [tuple(edge) for edge in self.edges]

    def answer(self):
        return self.expected

    def wrong_answers(self):
        return {wrong.name: wrong.value for wrong in self.misconceptions}

    def sound(self):
        cases = self.cases()
        if not all(outcome.error == "" for outcome in self._outcomes(self.expected, cases)):
            return False
        return all(
            self._answered(wrong).misconception == name for name, wrong in self.wrong_answers().items()
        )

    @staticmethod
    def _outcomes(function, cases):
        return [call(function, case) for case in cases]

    def _answered(self, *answers):
        if not answers or answers[0] is Ellipsis:
            return self._unanswered()
        if len(answers) > 1 or not callable(answers[0]):
            shown = f"{self.name}(your_function)"
            return Feedback(
                "malformed", f"Give the function itself, by its name and without calling it: `{shown}`."
            )
        cases = self.cases()
        given, finished, printed = call_all(answers[0], cases, self.seconds)
        if given and all(outcome.value is Ellipsis for outcome in given):
            return self._unanswered()
        if given and given[0].misfit:
            return Feedback("malformed", f"It must take {self._wanted()}. Python says: {given[0].text}.")
        if not finished:
            return Feedback(
                "wrong",
                f"For {self._shown(cases[len(given)])} it did not come to an end within {self.seconds:g} seconds and "
                "was stopped. What makes its loop end?",
            )
        if all(outcome.value is None and not outcome.error for outcome in given):
            why = "It prints. What is printed is gone" if printed else "It gives nothing back"
            return Feedback("malformed", f"{why}: end it with `return` and the result.")
        return self._compare(cases, given)

    def _compare(self, cases, given):
        right = self._outcomes(self.expected, cases)
        differ = [case for case in range(len(cases)) if not self._same(given[case], right[case])]
        if not differ:
            return Feedback("right", self._fill(self.because))
        for wrong in self.misconceptions:
            theirs = self._outcomes(wrong.value, cases)
            if all(self._same(one, other) for one, other in zip(given, theirs, strict=True)):
                return Feedback("misconception", self._fill(wrong.hint), wrong.name)
        first = differ[0]
        where = f"For {self._shown(cases[first])}"
        if given[first].error:
            stopped = f"{given[first].error}: {given[first].text}".rstrip(": ")
            said = f"{where} it stopped with {stopped}."
        else:
            said = f"{where} it gives {_result(given[first].value)}, which it should not."
        if all(case >= CASES for case in differ):
            return Feedback("wrong", f"{said} Elsewhere it is right: what is special here?")
        return Feedback("wrong", f"{said} {self._fill(self.first_step)}")

    def _wanted(self):
        names = ", ".join(f"`{name}`" for name in self.arguments)
        return f"{len(self.arguments)} argument{'s' if len(self.arguments) != 1 else ''}, {names}"

    def _shown(self, case):
        pairs = zip(self.arguments, case, strict=True)
        return "`" + ", ".join(f"{name}={_short(value)}" for name, value in pairs) + "`"

    def _same(self, one, other):
        if one.error or other.error:
            return one.error == other.error
        return same_result(one.value, other.value, self.tolerance)


def same_result(given, right, tolerance):
    """Whether `given`, any object at all, is the result `right`: a number, True or False, a text, a list of numbers."""
    if isinstance(right, (bool, np.bool_)):
        return is_a(given, bool, np.bool_) and bool(given) == bool(right)
    if isinstance(right, str):
        return type(given) is str and given == right
    if right is None:
        return given is None
    if isinstance(right, (list, tuple, np.ndarray)):
        entries = _entries(given)
        wanted = list(right)
        return (
            entries is not None
            and len(entries) == len(wanted)
            and all(same_result(one, other, tolerance) for one, other in zip(entries, wanted, strict=True))
        )
    if is_a(given, str):
        return False
    value, fault = read_number(given)
    # Rates of one in a trillion are results here, so only beside an exact 0 is there a distance that counts as none.
    nothing = 1e-15 if right == 0 else 0.0
    return fault is None and math.isclose(value, float(right), rel_tol=tolerance, abs_tol=nothing)


def _entries(given):
    if type(given) in (list, tuple):
        return list(given)
    if type(given) is np.ndarray and given.ndim == 1:
        return list(given)
    pandas = sys.modules.get("pandas")  # if nobody loaded pandas, this is none of its columns
    if pandas is not None and type(given) is pandas.Series:
        return given.tolist()
    return None


def _short(value):
    if type(value) is int and value >= 10_000:
        return f"{value:_}"
    return reprlib.repr(value.tolist() if type(value) is np.ndarray else value)


def _result(value):
    """A result in words, without asking unknown objects for theirs."""
    if value is None or is_a(value, bool, np.bool_):
        return f"`{value}`"
    if is_a(value, str):
        return "text"
    number, fault = read_number(value)
    if fault is None:
        return f"{number:.6g}"
    return f"a value of the type `{_type_name(value)}`"


def _type_name(value):
    return type.__dict__["__name__"].__get__(type(value))
