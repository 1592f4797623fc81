"""Every exercise has variants that are sound: finite answers, right and wrong ones told apart, texts that are whole."""

import math
import random
import re

import pytest

from falsematch import rates, search
from falsematch.exercises import EXERCISES, Exercise, Misconception
from falsematch.exercises._variants import value_of

SEEDS = range(25)
VARIED = [name for name, check in EXERCISES.items() if check.has_variants]


@pytest.mark.parametrize("name", EXERCISES)
def test_each_variant_keeps_right_and_wrong_answers_apart(name):
    check = EXERCISES[name]
    assert check.sound()
    for seed in SEEDS if check.has_variants else SEEDS[:1]:
        other = check.variant(seed)
        assert other.sound(), (seed, vars(other.given))
        right = other.answer()
        assert other(*right if type(right) is tuple else (right,)).right
        for bound, allowed in other.bounds.items():
            drawn = getattr(other.given, bound)
            assert allowed[0] <= drawn <= allowed[1] if type(allowed) is tuple else drawn in allowed
        if isinstance(other, Exercise) and other.kind != "choice":
            assert math.isfinite(right) and right > 0
            for wrong in other.wrong_answers().values():
                assert abs(wrong - right) > other.tolerance * max(abs(wrong), abs(right)) or other.near_one
        for text in other.texts().values():
            assert text and not re.search(r"[{}]|\.0 |nan|None|e[-+]\d", text), text


def numbers_in(text):
    return {float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?", text)}


@pytest.mark.parametrize(
    "name", [name for name in VARIED if EXERCISES[name].kind in ("count", "number", "proportion")]
)
def test_no_variant_tells_its_answer_after_a_wrong_try(name):
    for seed in SEEDS:
        other = EXERCISES[name].variant(seed)
        right = other.answer()
        tries = [
            *other.wrong_answers().values(),
            right * 10,
            right / 1000,
            right * 1.07,
            float(f"{right:.0e}"),
            "x",
        ]
        for answer in tries:
            feedback = other(answer)
            if feedback.right:  # the round number was near enough
                continue
            shown = numbers_in(re.sub("between 0 and 1|above 1", "", repr(feedback))) - numbers_in(
                other.question
            )
            for value in shown:
                for told in (value, value / 100, 1 - value, 1 - value / 100):
                    assert abs(told - right) > 0.02 * right, (answer, feedback)


@pytest.mark.parametrize("name", VARIED)
def test_seeds_give_different_exercises_and_the_same_again(name):
    check = EXERCISES[name]

    def shown(seed):
        variant = check.variant(seed)
        return str(variant.cases() if check.kind == "function" else variant.ask())

    texts = [shown(seed) for seed in range(8)]
    assert len(set(texts)) > 2
    assert texts == [shown(seed) for seed in range(8)]
    if check.kind not in ("choice", "mend", "function"):
        assert sum(check.variant(seed).answer() != check.answer() for seed in range(8)) > 5


def test_most_exercises_vary():
    fixed = set(EXERCISES) - set(VARIED)
    assert not fixed


def test_answers_of_variants_by_another_route():
    for seed in SEEDS:
        n = EXERCISES["check_ppv"].variant(seed).given
        found, false = n.people / n.one_in * n.tpr, (n.people - n.people / n.one_in) * n.fpr
        assert EXERCISES["check_ppv"].variant(seed).answer() == pytest.approx(found / (found + false))
        other = EXERCISES["check_fpr_needed"].variant(seed)
        assert rates.ppv(1 / other.given.one_in, other.given.tpr, other.answer()) == pytest.approx(0.5)
        other = EXERCISES["check_fmr_needed"].variant(seed)
        assert search.fpir(other.answer(), other.given.people) == pytest.approx(other.given.fpir)
        other = EXERCISES["check_people_for_fmr"].variant(seed)
        people = int(other.answer())
        for some, enough in ((people, True), (people - 1, False)):
            no_error = math.exp(some * (some - 1) / 2 * math.log1p(-other.given.fmr))
            assert (no_error <= 0.05) == enough


def test_letters_of_a_variant_mean_the_same():
    check = EXERCISES["check_denominator"]
    seen = set()
    for seed in SEEDS:
        other = check.variant(seed)
        assert other.choices[other.answer()] == "per alert"
        assert list(other.choices) == list("abcd") and set(other.choices.values()) == set(
            check.choices.values()
        )
        seen.add(other.answer())
        for name, letter in other.wrong_answers().items():
            assert other(letter).misconception == name
    assert seen == set("abcd")
    assert check.answer() == "d"


def made(**more):
    return Exercise(
        "check_made",
        lambda n: n.people * n.rate,
        "count",
        "Multiply.",
        (Misconception("divided", lambda n: n.people / n.rate, "The other way."),),
        question="{people:,} people, {rate:share}, {rate:odds}, {people:say}.",
        numbers={"people": 1_000_000, "rate": 0.01},
        **more,
    )


def test_texts_name_numbers_in_words():
    assert made().question == "1,000,000 people, 1 %, 1 in 100, 1 million."
    assert made(bounds={"people": [2_000]}).variant(1).question == "2,000 people, 1 %, 1 in 100, 2,000."


def test_tries_of_a_variant_are_its_own():
    check = made(bounds={"people": (1_000, 9_000)})
    other = check.variant(1)
    assert other(5).status == "unit" and (other.tries, check.tries) == (1, 0)


def test_bounds_that_leave_nothing_are_said():
    with pytest.raises(ValueError, match="no variant 1: its bounds leave no numbers"):
        made(bounds={"rate": [1.0]}).variant(1)  # multiplied or divided: the same
    with pytest.raises(ValueError, match="no variant"):
        made(bounds={"people": (10, 20)}, allowed=lambda n: n.people > 20).variant(1)
    assert made(bounds={"people": (10, 20)}, allowed=lambda n: n.people > 12).variant(1).given.people > 12
    with pytest.raises(ValueError, match="bounds must be given for some of the numbers"):
        made(bounds={"fmr": (0.1, 0.2)})


def test_a_misconception_may_not_occur_with_some_numbers():
    check = Exercise(
        "check_some",
        lambda n: n.a + n.b,
        "count",
        "Add.",
        (Misconception("doubled", lambda n: None if n.a == n.b else 2 * n.a, "Both."),),
        numbers={"a": 3, "b": 3},
    )
    assert check.wrong_answers() == {} and check.sound() and check(6).right


def test_only_what_must_be_given_by_place_is_given_the_numbers():
    numbers = object()
    assert value_of(7, numbers) == 7
    assert value_of(lambda n: n, numbers) is numbers
    assert value_of(lambda: 7, numbers) == value_of(lambda n=7: n, numbers) == 7
    assert value_of(lambda *all, **named: (all, named), numbers) == ((), {})


@pytest.mark.parametrize(
    ("seed", "shown"),
    [(1, "three one four two"), (2, "one three four two"), ("a", "two three one four")],
)
def test_a_seed_shuffles_alike_on_every_computer(seed, shown):
    """By another route: each choice in turn goes to the place of the next larger of as many random numbers."""
    texts = ["one", "two", "three", "four"]
    check = Exercise("check_x", "a", "choice", "Begin.", choices=dict(zip("abcd", texts, strict=True)))
    assert list(check.variant(seed).choices) == list("abcd")
    assert " ".join(check.variant(seed).choices.values()) == shown
    rng = random.Random(f"check_x letters {seed}")
    drawn = [rng.random() for _ in texts]
    places = [drawn.index(number) for number in sorted(drawn)]
    assert dict(zip(places, texts, strict=True)) == dict(enumerate(shown.split()))
