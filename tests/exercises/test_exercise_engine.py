"""The engine's promises, on an exercise made up here: every kind of answer, and any object at all."""

import decimal
import fractions
import itertools
import math
from dataclasses import FrozenInstanceError

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch.exercises import (
    EXERCISES,
    LESSONS,
    Check,
    Exercise,
    Feedback,
    MendSentence,
    Misconception,
    SmallFunction,
    _lessons,
    compare_guess,
    read_guess,
)
from falsematch.exercises._answers import read_text
from falsematch.exercises._function import Outcome


def made(kind="count", expected=2_600, wrong=1_300, **more):
    return Exercise(
        name="check_made",
        expected=lambda: expected,
        kind=kind,
        first_step="Start by counting.",
        misconceptions=(Misconception("half of it", lambda: wrong, "Which half is missing?"),),
        because="It adds up.",
        **more,
    )


class Hostile:
    """Raises whatever is asked of it."""

    def _raise(self, *args):
        raise RuntimeError("hostile")

    __eq__ = __float__ = __int__ = __index__ = __repr__ = __str__ = __hash__ = __bool__ = __len__ = _raise
    __iter__ = __lt__ = __gt__ = __add__ = __sub__ = __mul__ = __array__ = __html__ = _repr_html_ = _raise

    def __getattribute__(self, name):
        raise RuntimeError("hostile")


class HostileType(type):
    @property
    def __name__(cls):
        raise RuntimeError("hostile name")

    def __subclasscheck__(cls, other):
        raise RuntimeError("hostile type")

    __instancecheck__ = __subclasscheck__


class HostileByType(metaclass=HostileType):
    pass


class HostileFloat(float):
    def __float__(self):
        raise SystemExit("a number that ends the lesson")

    __eq__ = __mul__ = __sub__ = __repr__ = __lt__ = __float__
    __hash__ = float.__hash__


class HostileText(str):
    def strip(self, *args):
        raise RuntimeError("hostile text")

    __eq__ = lower = strip
    __hash__ = str.__hash__


def endless():
    yield from itertools.repeat(1)


itself = []
itself.append(itself)
own_array = np.empty((), dtype=object)
own_array[()] = own_array

ANYTHING = [
    None,
    True,
    np.True_,
    "",
    "2600",
    "<script>alert(1)</script>",
    b"2600",
    [],
    [2600],
    (..., ...),
    {},
    {1: 2},
    set(),
    itself,
    own_array,
    endless(),
    itertools.count(),
    range(10**12),
    Hostile(),
    HostileByType(),
    HostileByType,
    HostileText("a"),
    10**400,
    -(10**400),
    float("nan"),
    float("inf"),
    -float("inf"),
    np.nan,
    np.datetime64("NaT", "s"),
    np.float16("inf"),
    -1,
    -0.0,
    1j,
    np.complex128(1j),
    np.array(2600.0),
    np.array([2600.0]),
    np.array("x"),
    np.ma.masked,
    np.ma.array([1], mask=[True]),
    pd.Series([2600.0]),
    pd.DataFrame({"a": [1]}),
    pd.NA,
    pd.NaT,
    decimal.Decimal("sNaN"),
    decimal.Decimal("NaN"),
    decimal.Decimal("1e999999"),
    fractions.Fraction(10**400, 3),
    print,
    len,
    lambda: 1,
    type,
    object(),
    NotImplemented,
    ...,
    Exception("x"),
    memoryview(b"x"),
    np.float32,
    int,
    open,
    np.longdouble("1e400"),
    np.timedelta64(1, "s"),
    HostileFloat("nan"),
]


@pytest.mark.parametrize("name", EXERCISES)
def test_no_object_makes_a_check_raise_and_none_of_these_is_right(name):
    check = EXERCISES[name]
    check.reset()
    for answer in ANYTHING:
        if type(answer) is HostileText and check.kind == "choice":
            continue  # it holds the letter "a", which may be the right one
        feedback = check(answer)
        assert isinstance(feedback, Feedback)
        assert not feedback.right
        assert feedback.message
        assert repr(feedback) and feedback._repr_html_()
    check.reset()


def made_sentence():
    return MendSentence(
        "check_sentence",
        "A sentence.",
        {"a": "this", "b": "that"},
        "b",
        (Misconception("this one", "a", "Which?"),),
        "How many?",
        lambda: 4_321,
        "count",
        (Misconception("half of it", lambda: 1_300, "Which half is missing?"),),
        "Start by counting.",
        "{answer:say} it is.",
    )


@pytest.mark.parametrize("place", range(len(ANYTHING)))
def test_no_object_breaks_a_sentence_or_a_function(place):
    answer = ANYTHING[place]
    for feedback in (
        made_sentence()(answer),
        made_sentence()(answer, answer),
        made_sentence()("b", answer),
        made_sentence()(answer, 4_321),
        made_sentence()(answer, answer, answer),
    ):
        assert isinstance(feedback, Feedback) and repr(feedback) and feedback._repr_html_()
        assert not feedback.right or type(answer) is str
    if answer is not open:  # it would open a file by its number
        function = SmallFunction("check_f", lambda n: n + 1, lambda rng: (rng.random(),), "Add.", seconds=0.5)
        feedback = function(answer)
        assert isinstance(feedback, Feedback) and repr(feedback) and feedback._repr_html_()
        assert not feedback.right
        assert not function(answer, answer).right


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(
        st.floats(),
        st.integers(),
        st.text(),
        st.complex_numbers(),
        st.decimals(allow_nan=True),
        st.fractions(),
        st.binary(max_size=8),
        st.dictionaries(st.text(max_size=3), st.integers(), max_size=3),
        st.lists(st.one_of(st.none(), st.floats(), st.text(max_size=3)), max_size=3),
    )
)
def test_any_value_gets_an_answer(answer):
    for check in (
        made(),
        made("proportion", 0.04, 0.99),
        made("proportion", 0.9999, 0.998, near_one=True),
        made("number"),
    ):
        assert check(answer).status in {"right", "close", "misconception", "wrong", "unit", "malformed"}
    choice = made("choice", "a", "b", choices={"a": "this", "b": "that"})
    assert choice(answer).status in {"right", "misconception", "wrong", "malformed"}
    assert compare_guess(answer, 3.0, "people").status in {"noted", "unanswered"}
    assert compare_guess(3.0, answer, "people").status in {"noted", "unavailable"}


@pytest.mark.parametrize("place", range(len(ANYTHING)))
def test_any_object_can_be_a_guess(place):
    answer = ANYTHING[place]
    guessed = "unanswered" if answer is ... else "noted"
    assert compare_guess(answer, 0.5, "of alerts", kind="proportion").status == guessed
    assert compare_guess(answer, 2, "texts", kind="out of n", out_of=7).status == guessed
    assert compare_guess(1, answer, "of alerts").status in {"noted", "unavailable"}
    for kind in ("count", "share", "out of n"):
        read = read_guess(answer, kind, 7)
        assert read is None or type(read) is float


def test_right_in_every_form_a_number_comes_in():
    check = made()
    for answer in (
        2600,
        2600.0,
        np.float32(2600),
        np.int64(2600),
        np.array(2600),
        fractions.Fraction(2600),
        decimal.Decimal(2600),
    ):
        assert check(answer).right
    assert check(HostileFloat(2600)).right, "a subclass's own methods are not called"
    assert check(2590).right, "within the tolerance"
    assert repr(check(2600)) == repr(check(2590)) == "Right: 2,600. It adds up.", (
        "the number that was expected"
    )


@pytest.mark.parametrize(
    ("kind", "expected", "said"),
    [
        ("proportion", 0.0453, "4.53 %"),
        ("proportion", 0.99998, "99.998 %"),
        ("proportion", 7.7278e-12, "7.73e-12"),
        ("proportion", 0.0, "0 %"),
        ("count", 2_600_000, "2.6 million"),
        ("number", 21.5, "21.5"),
    ],
)
def test_a_right_answer_is_told_the_expected_number_and_no_other_is(kind, expected, said):
    check = Exercise("check_made", lambda: expected, kind, "Begin.", because="So.")
    assert repr(check(expected)) == f"Right: {said}. So."
    assert f"<strong>Right: {said}.</strong> So." in check(expected)._repr_html_()
    for other in (..., expected * 0.9 + 0.01, expected / 2 + 0.1, -1, "text", None):
        assert said not in repr(check(other)) and not check(other).number


def test_a_named_misconception_is_named():
    feedback = made()(1300)
    assert (feedback.status, feedback.misconception) == ("misconception", "half of it")
    assert "half of it" in repr(feedback) and "Which half is missing?" in feedback._repr_html_()


def test_the_nearest_misconception_is_named():
    check = Exercise(
        "check_near",
        lambda: 0.5,
        "proportion",
        "Start.",
        (Misconception("first", lambda: 0.998, "x"), Misconception("second", lambda: 1.0, "y")),
    )
    assert check(1.0).misconception == "second"
    assert check(0.998).misconception == "first"


def test_not_answered_yet():
    feedback = made()(...)
    assert feedback.status == "unanswered"
    assert repr(feedback).startswith("Not answered yet.")
    assert made()().status == "unanswered"


@pytest.mark.parametrize(
    "kind, expected, answer",
    [
        ("count", 2_600_000, 2.6),
        ("count", 2_600_000, 2_600),
        ("count", 2_600, 2_600_000),
        ("count", 2_600, 260),
        ("count", 56, 0.0056),
        ("proportion", 0.04, 0.0004),
        ("proportion", 0.004, 0.4),
        ("number", 2.6, 260),
    ],
)
def test_a_wrong_size_asks_for_the_unit_and_confirms_no_digit(kind, expected, answer):
    check = made(kind, expected, expected / 3)
    feedback = check(answer)
    assert feedback.status == "unit" and "Start by counting." in feedback.message
    assert "digits" not in feedback.message
    # Other digits of the same wrong size hear the same words.
    assert check(answer * 1.17).message == feedback.message


def test_a_proportion_of_one_is_all_of_them_and_no_slip_of_the_unit():
    check = Exercise("check_x", lambda: 0.008, "proportion", "Start by counting.")
    for answer in (1, 1.0, "100 %"):
        feedback = check(answer)
        assert feedback.status == "wrong" and "all of them" in feedback.message, feedback
    assert check(0.8).status == "unit"


@pytest.mark.parametrize(
    "kind, expected, answer, word",
    [
        ("proportion", 0.04, 4, "percentage"),
        ("proportion", 0.04, 200, "whole"),
        ("count", 2_600, -2_600, "negative"),
        ("proportion", 0.5, -0.5, "negative"),
    ],
)
def test_what_cannot_be_is_malformed_and_says_why(kind, expected, answer, word):
    feedback = made(kind, expected, expected / 3)(answer)
    assert feedback.status == "malformed" and word in feedback.message


def test_near_one_judges_the_distance_to_one():
    check = made("proportion", 0.9999, 0.998, near_one=True)
    assert check(0.9999).right
    assert check(0.998).status == "misconception"
    assert check(0.99995).status == "wrong"
    assert check(1).status == "wrong"


def test_the_solution_is_offered_after_the_third_different_wrong_try():
    check = made()
    offered = ["solution" in check(answer).message for answer in (5, 5, 5, 6, 1300, 8)]
    assert offered == [False, False, False, False, False, True]
    check.reset()
    assert "solution" not in check(9).message
    assert "solution" not in check("text").message


def test_choices_by_letter_in_any_dress():
    check = made("choice", "b", "a", choices={"a": "this", "b": "that"})
    assert all(check(answer).right for answer in ("b", " B ", "(b)", "b.", "that"))
    assert check("a").status == "misconception"
    assert check("c").status == "malformed"
    assert check(2).status == "malformed"


def test_a_fault_of_the_package_is_not_the_learners():
    def broken():
        raise RuntimeError("the table is damaged")

    feedback = Exercise("check_broken", broken, "count", "Start.")(3)
    assert feedback.status == "unavailable"
    assert "the table is damaged" in feedback.message


def test_what_is_shown_is_escaped():
    page = Feedback("wrong", "<img src=x onerror=alert(1)> & `a<b` and *all*", None)._repr_html_()
    assert "<img" not in page and "&lt;img" in page
    assert "<code>a&lt;b</code>" in page and "<em>all</em>" in page
    hostile = Exercise("check_x", lambda: "a", "choice", "s", choices={"a": "<b>"}, question="<i>?")
    assert "<b>" not in hostile.ask()._repr_html_() and "<i>" not in hostile.ask()._repr_html_()


def test_an_answer_with_a_name_is_asked_for_alone():
    assert made()(answer=3).status == "malformed"


def test_a_rounded_answer_is_close_and_says_no_more():
    check = made("proportion", 0.1269, 0.2)
    for answer in (0.13, 0.1, 0.12, "13 %"):
        feedback = check(answer)
        assert (feedback.status, repr(feedback)[:22]) == ("close", "Close: one more digit.")
        assert not feedback.right and "12" not in feedback.message
    assert check(0.127).right and check(0.128).right
    assert check(0.14).status == check(0.2001 / 2).status == "wrong"
    assert check.tries == 2, "close is no wrong try"
    # Near 1 it is the distance to 1 that is rounded.
    check = made("proportion", 0.9988, 0.9, near_one=True)
    assert check(0.999).status == "close" and check(1).status == check(0.99).status == "wrong"


def test_what_is_exactly_a_misconception_is_no_rounding():
    check = made("count", 1.3, 1)
    assert check(1).misconception == "half of it"
    assert check(1.002).misconception == "half of it"
    check = made("proportion", 0.0475, 0.0499)
    assert check(0.0499).misconception == "half of it" and check(0.05).status == "close"


def test_small_and_large_proportions_are_measured_on_their_own_scale():
    check = made("proportion", 0.9999, 0.0001, near_one=True)
    assert check(0.0001).misconception == "half of it"
    for answer in (0.01, 0.001, 0.0002, 0.3):
        assert check(answer).misconception is None
    check = made("proportion", 0.04, 0.998)
    assert check(0.998).misconception == "half of it"
    for answer in (1, 0.9999, 0.995, 0.99):
        assert check(answer).misconception is None


def test_misconceptions_must_have_different_names():
    twice = (Misconception("one", 1, "x"), Misconception("one", 2, "y"))
    with pytest.raises(ValueError, match="different names, got one more than once"):
        Exercise("check_x", lambda: 3, "count", "Start.", twice)


def test_a_misconception_named_again_leads_to_the_solution():
    check = made()
    offered = ["solution" in check(answer).message for answer in (5, 1300, 7, 1300, 2590 / 2)]
    assert offered == [False, False, True, True, True]


def test_a_badly_made_exercise_is_refused():
    with pytest.raises(ValueError, match="kind must be one of"):
        made("colour")
    with pytest.raises(ValueError, match="choices"):
        made("choice")


def test_money_in_a_hint_is_no_formula():
    page = Feedback("wrong", "It cost $5, then $6 and `$7`.")._repr_html_()
    assert page.count("<span>$</span>") == 3 == page.count("$")


def deep_list():
    nested = []
    for _ in range(100_000):
        nested = [nested]
    return nested


hostile_array = np.empty(1, dtype=object)
hostile_array[0] = Hostile()


class LoudLongdouble(np.longdouble):
    def __float__(self):
        raise SystemExit("code of an answer was run")

    item = __float__


@pytest.mark.parametrize(
    "answer",
    [
        deep_list(),
        10**1_000_000,
        "x" * 10**7,
        b"x" * 10**7,
        LoudLongdouble("nan"),
        hostile_array,
        pd.array([None], dtype="Int64"),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_huge_and_odd_answers_get_a_short_answer(answer):
    choice = made("choice", "a", "b", choices={"a": "this", "b": "that"})
    for feedback in (made()(answer), choice(answer), compare_guess(answer, 3.0, "people")):
        assert not feedback.right and len(feedback._repr_html_()) < 500


@pytest.mark.parametrize("function", [len, print, lambda: 2_600, np.sum, float])
def test_a_function_in_place_of_its_result_is_called_one(function):
    feedback = made()(function)
    assert feedback.status == "malformed" and "This is a function, not its result" in feedback.message


@pytest.mark.parametrize("tolerance", [0.001, 0.02, 0.08, 0.3])
def test_a_misconception_is_named_within_a_hundredth_however_loose_the_exercise(tolerance):
    check = made(expected=2_600, wrong=1_234, tolerance=tolerance)
    assert check(1_234 * (1 + min(tolerance, 0.01) * 0.99)).misconception == "half of it"
    for apart in (1.011, 1.05, 0.95):
        feedback = check(1_234 * apart)
        assert (feedback.status, feedback.misconception) == ("wrong", None)


@pytest.mark.parametrize(
    "thing, field",
    [
        (made()(1), "status"),
        (made().misconceptions[0], "hint"),
        (read_text("1 in 20"), "value"),
        (Outcome(1), "value"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_was_said_cannot_be_changed_afterwards(thing, field):
    with pytest.raises(FrozenInstanceError):
        setattr(thing, field, None)


def test_a_try_repeated_counts_once_however_many_came_between():
    check = made()
    for answer in (5, 6, "7", 5, 6, "7", 6, 5):
        check(answer)
    assert check.tries == 3


def test_two_numbers_are_a_decimal_comma():
    feedback = made()(2, 600)
    assert feedback.status == "malformed"
    assert feedback.message.startswith("A decimal comma makes two numbers in Python")
    assert feedback.message.endswith("The exercise asks for a count, a number of at least 0.")


def test_a_letter_without_a_hint_of_its_own_hears_the_first_step():
    check = Exercise("check_x", "a", "choice", "Begin.", choices={"a": "this", "b": "that"})
    assert (check("b").status, check("b").message) == ("wrong", "Begin.")


@pytest.mark.parametrize(
    ("check", "shown"),
    [
        (made(), "check_made(your answer)"),
        (made_sentence(), "check_sentence(letter, number)"),
        (SmallFunction("check_f", abs, tuple, "Begin."), "check_f(your_function)"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_an_exercise_says_how_it_is_called(check, shown):
    assert repr(check) == shown


CHOICE = {"question": "Which?", "choices": {"b": "that", "a": "this"}}


def test_a_question_shows_its_choices_and_no_list_without_any():
    number = made(question="How many?").ask()
    assert (repr(number), number._repr_html_()) == ("How many?", "<p>How many?</p>")
    choice = made("choice", "a", "b", **CHOICE).ask()
    assert repr(choice) == "Which?\n  a) this\n  b) that"
    page = choice._repr_html_()
    assert page.startswith("<p>Which?</p><") and page.count("<li") == 2
    assert page.index("a)") < page.index("this") < page.index("b)") < page.index("that")


def test_texts_are_all_that_a_learner_may_read_with_their_numbers():
    texts = {"first step": "Start by counting.", "because": "It adds up."}
    hint = {"hint: half of it": "Which half is missing?"}
    assert made(question="How many?").texts() == {"question": "How many?"} | texts | hint
    choice = made("choice", "a", "b", **CHOICE).texts()
    assert choice == {"question": "Which?", "choice a": "this", "choice b": "that"} | texts | hint
    assert made_sentence().texts() == {
        "sentence": "A sentence.",
        "asks": "How many?",
        "mended": "4,321 it is.",
        "choice a": "this",
        "choice b": "that",
        "hint: this one": "Which?",
        "choice step": "Ask of each number in the sentence: out of how many, and who counted them?",
        "first step": "Start by counting.",
        **hint,
    }
    filled = Exercise(
        *("check_x", "a", "choice", "{n} steps.", (Misconception("b", "b", "{n} hints."),), "{n} reasons."),
        choices={"a": "{n} of them", "b": "none"},
        question="{n}?",
        numbers={"n": 3},
    )
    assert list(filled.texts().values()) == ["3?", "3 steps.", "3 reasons.", "3 of them", "none", "3 hints."]
    function = SmallFunction(
        *("check_f", abs, tuple, "{n} steps.", (Misconception("less", int, "{n} hints."),), "{n} reasons."),
        question="{n}?",
        numbers={"n": 3},
    )
    assert list(function.texts().values()) == ["3?", "3 steps.", "3 reasons.", "3 hints."]


@pytest.mark.parametrize(
    ("check", "varies"),
    [
        (made(), False),
        (made(numbers={"n": 1}), False),
        (made(numbers={"n": 1}, bounds={"n": [1, 2]}), True),
        (made("choice", "a", "b", choices={"a": "this", "b": "that"}), True),
        (Check("check_x", "?"), False),
        (Check("check_x", "?", {"n": 1}, {"n": [1, 2]}), True),
        (made_sentence(), True),
        (SmallFunction("check_f", abs, tuple, "Begin."), True),
    ],
)
def test_an_exercise_says_whether_it_has_variants(check, varies):
    assert check.has_variants is varies


@pytest.mark.parametrize(
    ("check", "sound"),
    [
        (made(), True),
        (made(expected=math.inf), False),
        (made(expected=math.nan), False),
        (made(wrong=2_600), False),  # the wrong answer is right
        (made(wrong=2_640), False),
        (made("choice", "a", "b", choices={"a": "this", "b": "that"}), True),
        (made("choice", "a", "a", choices={"a": "this", "b": "that"}), False),
    ],
)
def test_an_exercise_is_sound_if_right_and_wrong_can_be_told_apart(check, sound):
    assert check.sound() is sound


def test_every_misconception_must_be_told_apart():
    apart, same = Misconception("apart", 1_300, "?"), Misconception("same", 2_600, "?")
    for named in ((apart, same), (same, apart)):
        assert Exercise("check_x", lambda: 2_600, "count", "Begin.", named).sound() is False


@pytest.mark.parametrize(
    ("status", "symbol", "heading"),
    [
        ("right", "✓", "Right."),
        ("close", "≈", "Close: one more digit."),
        ("half", "◐", "Half mended."),
        ("misconception", "✗", "Not yet:"),
        ("wrong", "✗", "Not yet."),
        ("unit", "?", "Check the size and the unit."),
        ("malformed", "?", "Check the form."),
        ("unanswered", "…", "Not answered yet."),
        ("unavailable", "!", "This cannot be checked here."),
        ("noted", "•", ""),
    ],
)
def test_a_status_has_a_symbol_and_words(status, symbol, heading):
    feedback = Feedback(status, "So it is.")
    assert repr(feedback) == f"{heading} So it is.".strip()
    strong = f"<strong>{heading}</strong> " if heading else ""
    assert f'<span aria-hidden="true">{symbol}</span> {strong}So it is.' in feedback._repr_html_()


def test_a_lesson_is_a_file_that_is_named_so():
    found = _lessons()
    assert list(found) == list(LESSONS) == [f"{number:02}" for number in range(15)]
    assert all(module.__name__.endswith(f".lesson{number}") for number, module in found.items())
