"""Mend this sentence: a letter and a number, each answered for itself."""

import pytest

from falsematch import rates
from falsematch.exercises import MendSentence, Misconception


def made():
    return MendSentence(
        name="check_sentence",
        sentence='"The system is {accuracy:share} accurate, so {accuracy:share} of its alerts are right."',
        choices={"a": "accuracy cannot be so high", "b": "a share of people is given as a share of alerts"},
        wrong="b",
        choice_hints=(Misconception("the figure doubted", "a", "It may be so high. Out of whom?"),),
        asks="One person in {one_in:,} is wanted. Which share of the alerts is right?",
        kind="proportion",
        numbers={"accuracy": 0.998, "one_in": 10_000},
        bounds={"one_in": (2_000, 50_000)},
        expected=lambda n: rates.ppv(1 / n.one_in, n.accuracy, 1 - n.accuracy),
        misconceptions=(Misconception("the accuracy again", lambda n: n.accuracy, "Out of whom is that?"),),
        first_step="Count right and wrong alerts in a crowd.",
        mended='"… so {answer:share} of its alerts are right."',
    )


def test_both_parts_right_show_the_sentence_mended():
    check = made()
    feedback = check("b", 0.0475)
    assert feedback.right and feedback.message == '"… so 4.75 % of its alerts are right."'
    assert check("(B)", "4.8 %").right


def test_each_part_is_answered_for_itself():
    check = made()
    half = check("b", 0.998)
    assert (half.status, half.misconception) == ("half", "the accuracy again")
    assert repr(half).startswith("Half mended. One part is right.\n")
    assert "What is wrong: Right." in repr(half) and "Out of whom is that?" in half._repr_html_()
    half = check("a", 0.0475)
    assert (half.status, half.misconception) == ("half", "the figure doubted")
    both = check("a", 0.998)
    assert both.status == "misconception" and "4.75" not in repr(both)
    assert [part.misconception for _, part in both.parts] == ["the figure doubted", "the accuracy again"]
    assert check("a", 0.05).parts[1][1].status == "close"
    assert check("z", ...).status == "malformed"


@pytest.mark.parametrize(
    ("letter", "number", "status"),
    [
        ("a", 0.05, "close"),
        ("z", 0.05, "close"),
        ("a", 0.998, "misconception"),
        ("a", 0.475, "misconception"),
        ("a", "no number", "misconception"),
        ("z", 0.998, "misconception"),
        (..., 0.998, "misconception"),
        ("z", 0.475, "unit"),
        (..., 0.475, "unit"),
        ("z", 0.03, "wrong"),
        (..., 0.03, "wrong"),
        ("z", "no number", "malformed"),
        ("z", ..., "malformed"),
        (..., "no number", "malformed"),
    ],
)
def test_of_two_faults_the_one_that_is_farthest_on_stands_for_both(letter, number, status):
    assert made()(letter, number).status == status


def test_three_dots_in_either_place():
    check = made()
    assert check(..., ...).status == check(...).status == check().status == "unanswered"
    assert check("b", ...).status == check("b").status == "half"
    assert check("b", ...).parts[1][1].status == "unanswered"


def test_a_decimal_comma_makes_three_answers_of_two():
    feedback = made()("b", 0, 5)
    assert feedback.status == "malformed" and "decimal comma makes two numbers" in feedback.message


def test_the_question_shows_sentence_choices_and_what_is_asked():
    page = made().ask()
    for text in (
        '"The system is 99.8 % accurate, so',
        "a) accuracy cannot",
        "One person in 10,000 is wanted.",
    ):
        assert text in repr(page)
    assert "<blockquote>" in page._repr_html_() and "&quot;The system is 99.8 %" in page._repr_html_()


def test_variants_have_other_numbers_and_the_same_meaning():
    check = made()
    seen = set()
    for seed in range(30):
        other = check.variant(seed)
        assert 2_000 <= other.given.one_in <= 50_000
        letter, number = other.answer()
        assert other.choices[letter] == "a share of people is given as a share of alerts"
        assert number == pytest.approx(rates.ppv(1 / other.given.one_in, 0.998, 0.002))
        assert other(letter, number).right and other.sound()
        assert f"{other.given.one_in:,}" in repr(other.ask())
        seen.add((letter, number))
    assert len(seen) > 10 and {letter for letter, _ in seen} == {"a", "b"}
    assert check.given.one_in == 10_000 and check("b", 0.0475).right, "the exercise itself stays as it was"


def test_a_letter_is_no_kind_of_number():
    with pytest.raises(ValueError, match="kind"):
        MendSentence("check_x", "s", {"a": "x"}, "a", (), "?", 1, "choice", (), "f", "m")


def test_both_parts_may_be_written_as_one_answer():
    check = made()
    assert check(("b", 0.0475)).right
    assert check(("b", 0.998)).status == check(("a", 0.0475)).status == "half"
    for answer in ((), ("b",), ("b", 0.0475, 1)):
        assert check(answer).parts[0][1].status == "malformed"
    # With a number beside it, a pair in the place of the letter is none.
    assert check(("b", 0.0475), 0.0475).status == "half"


def test_a_number_is_judged_by_its_distance_to_one_only_where_asked():
    def sentence(**more):
        return MendSentence(
            "check_people",
            "2 people.",
            {"a": "far too few", "b": "far too many"},
            "a",
            (),
            "How many?",
            lambda: 2_000,
            "count",
            (),
            "Count.",
            "{answer:say} people.",
            **more,
        )

    assert sentence()("a", 2).parts[1][1].status == "unit"
    assert sentence(near_one=True)("a", 2).parts[1][1].status == "wrong"


def test_wrong_answers_are_pairs_of_which_one_part_is_right():
    check = made()
    letter, number = check.answer()
    assert (letter, number) == ("b", pytest.approx(0.0475, abs=5e-5))
    assert check.wrong_answers() == {"the figure doubted": ("a", number), "the accuracy again": ("b", 0.998)}
    for name, pair in check.wrong_answers().items():
        assert (check(*pair).status, check(*pair).misconception) == ("half", name)


def test_a_sentence_is_sound_if_both_its_parts_are():
    def sentence(letter_hint="a", number_hint=1):
        return MendSentence(
            *("check_x", "2 people.", {"a": "too few", "b": "too many"}, "b"),
            (Misconception("of the letter", letter_hint, "?"),),
            *("How many?", lambda: 500, "count"),
            (Misconception("of the number", number_hint, "?"),),
            *("Count.", "{answer:say} people."),
        )

    assert sentence().sound() is True
    assert sentence(letter_hint="b").sound() is sentence(number_hint=500).sound() is False
