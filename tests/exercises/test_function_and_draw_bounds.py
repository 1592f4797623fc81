"""Numbers drawn are the same everywhere; results of a learner's function are compared as near as is said."""

import math
import random

import numpy as np
import pandas as pd
import pytest

from falsematch.exercises import Misconception, SmallFunction
from falsematch.exercises._function import _short, same_result
from falsematch.exercises._variants import draw, fill, resolved, value_of

BOUNDS = {"rate": (0.001, 0.5), "people": (10, 5000), "mixed": (1, 10.0), "one": [50, 100, 200]}


@pytest.mark.parametrize(
    ("seed", "drawn"),
    [
        ("a", {"rate": 0.0054, "people": 15, "mixed": 4.0, "one": 100}),
        ("b", {"rate": 0.089, "people": 16, "mixed": 3.5, "one": 200}),
        (3, {"rate": 0.22, "people": 380, "mixed": 4.9, "one": 50}),
    ],
)
def test_a_seed_draws_the_same_on_every_computer(seed, drawn):
    """By another route: two digits of a number that lies evenly by size, from Python's own generator."""
    assert draw(BOUNDS, seed) == drawn
    rng = random.Random(str(seed))
    for name, (low, high) in [(name, bounds) for name, bounds in BOUNDS.items() if name != "one"]:
        between = low * (high / low) ** rng.random()
        assert drawn[name] == pytest.approx(between, rel=0.06)
        assert (type(drawn[name]) is int) == (name == "people")
    assert drawn["one"] == BOUNDS["one"][int(3 * rng.random())]


def test_a_draw_stays_within_its_bounds():
    narrow = {"low": (0.1049, 0.1051), "whole": (1049, 1051)}
    for seed in range(20):
        found = draw(narrow, seed)
        assert 0.1049 <= found["low"] <= 0.1051 and found["whole"] in (1049, 1050, 1051)


def test_values_and_words():
    given = resolved(
        {"people": 1000, "wrong": lambda n: n.people * 0.002, "fixed": lambda: 7}, {"people": 500}
    )
    assert (given.people, given.wrong, given.fixed) == (500, 1.0, 7)
    assert (
        value_of(lambda n, more=2: n.people * more, given) == 1000
        and value_of(lambda more=2: more, given) == 2
    )
    assert vars(resolved({"people": 7})) == {"people": 7}
    text = "{people:,} {x:,} {y:,} {x:say} {rate:share} {rate:odds} {tiny:odds}"
    assert fill(text, given, x=2.6e6, y=2.5, rate=0.002, tiny=1e-6) == (
        "500 2,600,000 2.5 2.6 million 0.2 % 1 in 500 1 in a million"
    )


@pytest.mark.parametrize(
    ("given", "right", "same"),
    [
        (1.0000009, 1.0, True),
        (1.0000012, 1.0, False),
        (0.9e-15, 0, True),
        (1.2e-15, 0, False),
        (2e-12, 1e-12, False),
        (0, 1e-16, False),
        (True, True, True),
        (False, True, False),
        (1, True, False),
        (np.True_, True, True),
        ("a", "a", True),
        ("1", 1, False),
        (None, None, True),
        (0, None, False),
        ([1, 2], (1, 2), True),
        (np.array([1.0, 2.0]), [1, 2], True),
        (np.array([[1.0, 2.0]]), [1, 2], False),
        (pd.Series([1.0, 2.0]), [1, 2], True),
        (pd.Series([1.0, 2.1]), [1, 2], False),
        ([1], [1, 2], False),
        ({1, 2}, [1, 2], False),
    ],
)
def test_results_are_compared_as_near_as_is_said(given, right, same):
    assert same_result(given, right, 1e-6) is same


def test_an_input_is_shown_short():
    assert [_short(value) for value in (9_999, 10_000, 1_000_000, 0.5)] == [
        "9999",
        "10_000",
        "1_000_000",
        "0.5",
    ]
    assert _short(np.array([1, 2])) == "[1, 2]"


def check(**options):
    return SmallFunction(
        "check_bounds",
        expected=lambda right, wrong: right / (right + wrong) if right + wrong else 0.0,
        draw_case=lambda rng: (rng.randint(1, 50), rng.randint(1, 500)),
        edges=[(0, 5), (0, 0)],
        misconceptions=(
            Misconception("odds", lambda right, wrong: right / wrong if wrong else 0.0, "Of all."),
        ),
        first_step="How many are there in all?",
        **options,
    )


def test_wrong_at_the_edges_alone_is_said():
    def no_edge(right, wrong):
        return right / (right + wrong) if right else 1.0

    said = check()(no_edge).message
    assert said.startswith("For `right=0, wrong=5` it gives 1, which it should not. Elsewhere it is right")
    assert "How many are there in all?" in check()(lambda right, wrong: 0.5).message
    assert check()(lambda right, wrong: right / wrong if wrong else 0.0).misconception == "odds"
    assert len(check().cases()) == 14 and check().cases() == check().cases()


def test_a_long_error_is_cut():
    def fails(right, wrong):
        raise ValueError("x" * 150)

    said = check()(fails).message
    assert "ValueError: " + "x" * 100 + "." in said and "x" * 101 not in said


def test_a_function_that_takes_another_number_of_arguments():
    said = check()(lambda right: right).message
    assert said.startswith("It must take 2 arguments, `right`, `wrong`. Python says: ")
    one = SmallFunction("check_one", lambda n: n + 1, lambda rng: (rng.random(),), "Add.")
    assert "It must take 1 argument, `n`." in one(lambda: 1).message


def test_results_have_six_digits_in_a_reply():
    assert "it gives 0.333333, which" in check()(lambda right, wrong: 1 / 3).message
    assert math.isclose(check().answer()(1, 2), 1 / 3)
