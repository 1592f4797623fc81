"""A small function of the learner's own: tried on many inputs, in bounded time, whatever it does."""

import itertools
import sys
import threading
import time

import numpy as np
import pytest

from falsematch.exercises import Misconception, SmallFunction
from falsematch.exercises._function import _short, same_result


def made(seconds=2.0, **more):
    return SmallFunction(
        name="check_share_right",
        question="Write `share_right(right, wrong)`.",
        expected=lambda right, wrong: right / (right + wrong) if right + wrong else 0.0,
        draw_case=lambda rng: (rng.randint(1, 50), rng.randint(1, 500)),
        edges=[(0, 5), (0, 0)],
        misconceptions=(
            Misconception(
                "odds", lambda right, wrong: right / wrong, "Out of *all* alerts, not of the wrong ones."
            ),
            Misconception(
                "nothing divided", lambda right, wrong: right / (right + wrong), "And if there is none?"
            ),
        ),
        first_step="How many alerts are there in all?",
        because="A share has its whole below.",
        seconds=seconds,
        **more,
    )


def right(right, wrong):
    return right / (right + wrong) if right + wrong else 0


def test_right_in_any_form():
    assert made()(right).right
    assert made()(lambda a, b: np.float64(right(a, b))).right
    assert made()(lambda *both: right(*both)).right


def test_a_misconception_is_a_wrong_function_recognised_by_what_it_gives():
    check = made()
    assert check(lambda r, w: r / w).misconception == "odds"
    assert check(lambda r, w: r / (w + r)).misconception == "nothing divided"
    assert check.sound()


def test_it_says_for_which_input_it_differs_and_not_what_is_right():
    feedback = made()(lambda r, w: 7.25)
    assert feedback.status == "wrong"
    assert "`right=" in feedback.message and "it gives 7.25" in feedback.message
    (case,) = [c for c in made().cases()[:1]]
    assert f"{right(*case):.3g}" not in feedback.message
    only_edge = made()(lambda r, w: right(r, w) if r + w else 1)
    assert "`right=0, wrong=0`" in only_edge.message and "special" in only_edge.message


def test_not_answered_yet_and_answers_that_are_no_function():
    check = made()

    def stub(right, wrong):
        return ...

    assert check(...).status == check().status == check(stub).status == "unanswered"
    for answer in (0.5, "right / wrong", None, [right], np.array([1.0])):
        assert check(answer).status == "malformed"
        assert check(answer).message.startswith(
            "Give the function itself, by its name and without calling it:"
        )
    assert check(right, right).status == "malformed"


def test_printing_is_no_result():
    check = made()
    assert "It prints" in check(lambda r, w: print(r)).message
    assert check(lambda r, w: None).message == "It gives nothing back: end it with `return` and the result."


def test_wrong_number_of_arguments_is_said():
    feedback = made()(lambda r: r)
    assert feedback.status == "malformed" and "2 arguments, `right`, `wrong`" in feedback.message
    inside = made()(lambda r, w: len(r))
    assert inside.status == "wrong" and "TypeError" in inside.message


def loop_for_ever(right, wrong):
    while True:
        pass


def loop_that_swallows_errors(right, wrong):
    for _ in range(5):
        try:
            while True:
                pass
        except BaseException:
            continue


def counts_for_ever(right, wrong):
    return sum(1 for _ in itertools.count())


def prints_for_ever(right, wrong):
    while True:
        print(right)


def ends_the_lesson(right, wrong):
    sys.exit("over")


def calls_itself(right, wrong):
    return calls_itself(right, wrong)


class HostileError(Exception):
    def __str__(self):
        raise RuntimeError("hostile")


def raises_something_hostile(right, wrong):
    raise HostileError


def gives_something_hostile(right, wrong):
    class Hostile:
        def __getattribute__(self, name):
            raise RuntimeError("hostile")

        __eq__ = __float__ = __repr__ = __len__ = __iter__ = __getattribute__

    return Hostile()


@pytest.mark.parametrize(
    "function", [loop_for_ever, loop_that_swallows_errors, counts_for_ever, prints_for_ever]
)
def test_a_loop_for_ever_is_stopped_and_leaves_no_thread(function, capsys):
    before = threading.active_count()
    feedback = made(seconds=0.2)(function)
    assert feedback.status == "wrong" and "did not come to an end" in feedback.message
    assert threading.active_count() == before
    assert capsys.readouterr().out == ""


def test_a_sleep_does_not_hold_up_the_lesson():
    woken = threading.Event()
    feedback = made(seconds=0.1)(lambda r, w: woken.wait(30))
    assert "did not come to an end" in feedback.message
    woken.set()
    time.sleep(0.05)


@pytest.mark.parametrize(
    "function", [ends_the_lesson, calls_itself, raises_something_hostile, gives_something_hostile]
)
def test_no_function_makes_it_raise(function):
    feedback = made()(function)
    assert feedback.status == "wrong" and feedback.message and feedback._repr_html_()


def test_arguments_that_are_changed_are_the_functions_own():
    check = SmallFunction(
        "check_largest",
        lambda scores: max(scores),
        lambda rng: ([rng.random() for _ in range(5)],),
        "Start.",
        (Misconception("smallest", lambda scores: min(scores), "The other end."),),
    )

    def sorts_in_place(scores):
        scores.sort()
        return scores[-1]

    assert check(sorts_in_place).right
    assert check(lambda scores: scores.pop(scores.index(min(scores)))).misconception == "smallest"


@pytest.mark.parametrize(
    ("expected", "good", "bad"),
    [
        (lambda n: n > 5, lambda n: bool(n > 5), lambda n: int(n > 5)),
        (lambda n: [n, 2 * n], lambda n: np.array([n, 2 * n]), lambda n: [n]),
        (lambda n: "yes" if n > 5 else "no", lambda n: ["no", "yes"][n > 5], lambda n: n > 5),
    ],
)
def test_results_of_other_kinds(expected, good, bad):
    check = SmallFunction("check_kind", expected, lambda rng: (rng.randint(1, 10),), "Start.")
    assert check(good).right
    assert check(bad).status == "wrong"


def test_variants_try_other_inputs():
    check = made()
    assert check.cases() == made().cases() != check.variant(1).cases() != check.variant(2).cases()
    assert check.variant(1).cases() == check.variant(1).cases()
    assert check.variant(3)(right).right


def test_an_error_is_not_the_same_as_giving_nothing_back():
    """The misconception stops on an input for which this function gives None: they are not one."""
    check = made()
    feedback = check(lambda r, w: r / (r + w) if r + w else None)
    assert (feedback.status, feedback.misconception) == ("wrong", None)
    assert "it gives `None`" in feedback.message
    # And the same error in the same place is the same.
    assert check(lambda r, w: 1 / (1 + w / r) if r else 0 / (r + w)).misconception == "nothing divided"


@pytest.mark.parametrize(
    "given, right, same",
    [
        (1e-16, 0.0, True),  # a last digit beside nothing
        (0.0, 1e-16, False),  # nothing, where one in ten quadrillions is the result
        (1.0000005, 1, True),
        (1.000002, 1, False),
        (1, True, False),
        (np.True_, True, True),
        (None, None, True),
        (0, None, False),
        ("1", 1, False),
        ("yes", "yes", True),
        ("yes", "no", False),
        (np.str_("yes"), "yes", False),
    ],
)
def test_what_counts_as_the_same_result_alone_and_in_a_list(given, right, same):
    assert same_result(given, right, 1e-6) is same
    assert same_result([0.5, given], [0.5, right], 1e-6) is same
    assert not same_result([given], [right, right], 1e-6)


def test_a_function_is_asked_for_in_words():
    assert "Write `share_right(right, wrong)`." in repr(made().ask())
    assert "share_right(right, wrong)" in made().ask()._repr_html_()


def test_large_whole_numbers_in_a_reply_can_be_read():
    assert _short(25_000) == "25_000" and _short(9_999) == "9999" and _short([1, 2]) == "[1, 2]"


def echo(name="check_echo", **more):
    return SmallFunction(name, lambda n: n, lambda rng: (rng.randint(5, 10),), "Give it back.", **more)


def test_a_function_may_ask_how_much_it_printed():
    assert echo()(lambda n: sys.stdout.write("x" * n)).right


def test_a_function_that_never_ends_does_not_keep_python_from_ending():
    told = SmallFunction("check_told", lambda n: True, lambda rng: (1,), "Tell.")
    assert told(lambda n: threading.current_thread().daemon).right


def test_three_dots_for_some_inputs_only_are_a_wrong_answer():
    assert echo()(lambda n: ... if n == 5 else n).status == "wrong"


def test_whether_a_call_fits_is_seen_at_the_first():
    """`len` and `abs` refuse one of the two inputs themselves, as a call that does not fit is refused."""
    mixed = SmallFunction("check_3", lambda n: n, lambda rng: (rng.choice([4.5, "four"]),), "Begin.")
    assert mixed.cases()[:2] == [(4.5,), ("four",)]
    assert mixed(abs).message.startswith("For `n='four'` it stopped with TypeError: bad operand type")
    assert (
        mixed(len).message
        == "It must take 1 argument, `n`. Python says: object of type 'float' has no len()."
    )


def test_an_exercise_whose_inputs_do_not_fit_is_unavailable_and_nobody_is_wrong():
    check = SmallFunction("check_x", lambda a, b: a, lambda rng: (1,), "Begin.")
    assert check(lambda *all: 1).status == "unavailable" and not check.sound()


HALF, SAME = Misconception("half", lambda n: n / 2, "?"), Misconception("same", lambda n: n, "?")


@pytest.mark.parametrize(
    ("check", "sound"),
    [
        (echo(), True),
        (echo(edges=[("x",)], misconceptions=[HALF]), True),
        (echo(misconceptions=[HALF, SAME]), False),
        (echo(misconceptions=[SAME, HALF]), False),
        (
            SmallFunction("check_x", lambda n: 1 / n, lambda rng: (rng.randint(5, 9),), "?", edges=[(0,)]),
            False,
        ),
    ],
)
def test_a_function_is_sound_if_it_never_fails_and_all_wrong_ones_are_told_apart(check, sound):
    assert check.sound() is sound


def test_a_misconception_of_a_function_is_said_with_its_hint():
    feedback = echo(
        misconceptions=[Misconception("half", lambda n: n / 2, "Of {whole}?")], numbers={"whole": 8}
    )(lambda n: n / 2)
    assert (feedback.status, feedback.message, feedback.misconception) == ("misconception", "Of 8?", "half")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("many", "it gives text, which"),
        ([1], "it gives a value of the type `list`, which"),
        (None, "it gives `None`, which"),
        (True, "it gives `True`, which"),
        (1 / 3, "it gives 0.333333, which"),
        (2_000_000, "it gives 2e+06, which"),
    ],
)
def test_a_wrong_result_is_shown(given, said):
    first = echo().cases()[0][0]
    assert said in echo()(lambda n: given if n == first else n + 1).message


def test_a_time_limit_is_said_with_its_seconds():
    assert echo().seconds == 2
    assert (
        "did not come to an end within 0.01 seconds" in echo(seconds=0.01)(lambda n: time.sleep(0.05)).message
    )
