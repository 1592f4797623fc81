"""The scanner itself: a checker that misses numbers would make all that rests on it worthless."""

import math
import re

import pytest
from truthkit import check, scan, texts

from falsematch import exercises

THIRD = 1 / 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an accuracy of 99.8 % in 2018", [0.998, 2018]),
        ("1.3 billion people in a moment", [1.3e9]),
        ("3,000 pairs, 1 in 500, $10^{-6}$ and 10⁻⁹", [3000, 1 / 500, 1e-6, 1e-9]),
        ("`fpir(1e-6, 1.3e9)` gives $2.6 \\times 10^6$", [1e-6, 1.3e9, 2.6e6]),
        ("`1 - (1 - p)**N` and $1-(1-p)^N$ and n * (n - 1) / 2 pairs", []),
        ("Two a day, tenfold, eightyfold, a twentieth, half of them", [2, 10, 80, 0.05, 0.5]),
        ("twenty-one people, fifteen million, three percent", [21, 15e6, 0.03]),
        ("one in a million, from 2018–2025, 12-year, 5 %", [1e-6, 2018, 2025, 12, 0.05]),
        ("1:N search in ISO/IEC 19795-1:2021, see lessons 03 to 05 and C06", []),
        ("[a link 7](https://example.org/99) and 4 %", [7, 0.04]),
        ("a third of them, a fifth of all, two thirds, one third", [THIRD, 0.2, 2 / 3, THIRD]),
        ("every fifth camera, an eighth of all, a ninth as many, by a third.", [0.2, 1 / 8, 1 / 9, THIRD]),
        ("every second passenger; 53 times every second on one machine", [0.5, 53]),
        ("a third test, the fifth row, no one, first and second, in May", []),
        ("in halves, doubled, tripled, thrice, quadrupled, doubling", [0.5, 2, 3, 3, 4, 2]),
        ("half a million, two dozen, one and a half times, two and a half", [5e5, 24, 1.5, 2.5]),
        ("1 alert in 21, one test in three, 3 strangers in 1,000, 1 of 4", [1 / 21, THIRD, 0.003, 0.25]),
        ("2.5 in a million; 1 in about 500,000; 20 in 2018; one in 2019", [2.5e-6, 2e-6, 20, 2018, 2019]),
        ("91 to 99 %, from 1.6 to 12 million, between 3 and 4 %", [0.91, 0.99, 1.6e6, 12e6, 0.03, 0.04]),
        ("in 2018 and 3 million people, 5 and 7 %", [2018, 3e6, 5, 0.07]),
        ("zero errors in 3,000 and a zero-error bound, above zero", [0, 3000]),
    ],
)
def test_numbers_are_found(text, expected):
    assert [n.value for n in scan.numbers_in(scan.plain_text(text), check.NAMES)] == pytest.approx(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27 February 2020", ["2020-02-27"]),
        ("on 2020-02-27, in 2019-07, 2011-13", ["2020-02-27", "2019-07", "", ""]),
        ("in July 2019 and until 10 May", ["2019-07", "05-10"]),
        ("3 March 2018 was one of 12 days", ["2018-03-03", ""]),
        ("they may 2,000 times", [""]),
    ],
)
def test_dates_are_found_whole(text, expected):
    assert [n.date for n in scan.numbers_in(text)] == expected


@pytest.mark.parametrize(
    ("text", "least", "most"),
    [
        ("hundreds of systems", 200, 1000),
        ("dozens of groups", 24, 144),
        ("returns millions", 2e6, 1e8),
        ("tens of thousands", 2e4, 1e5),
        ("hundreds of millions", 2e8, 1e9),
        ("several hundred", 200, 1000),
        ("a few thousand", 2e3, 1e5),
    ],
)
def test_plurals_of_scales_say_an_order_of_size(text, least, most):
    (number,) = scan.numbers_in(text)
    assert (number.least, number.most) == (least, most)


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("more than 100,000", ">"),
        ("over a third of", ">"),
        ("no more than 7", "<="),
        ("up to fourfold", "<="),
        ("an FMR below 1 in a billion", "<"),
        ("less than half", "<"),
        ("at least 44 %", ">="),
        ("7 or more", ">="),
        ("100 people or fewer", "<="),
        ("off by 2 % at most.", "<="),
        ("nearly 2 %", "<~"),
        ("just over 30", ">~"),
        ("about 20", "~"),
        ("the 20", ""),
    ],
)
def test_words_beside_a_number_say_its_side(text, side):
    (number,) = scan.numbers_in(text)
    assert number.side == side


@pytest.mark.parametrize(
    "printed", ["99.8 %", "7 people", "1 in 300", "about 300,000", "thrice", "2.6 million", "1e-6"]
)
def test_ends_are_on_either_side_and_near(printed):
    (number,) = scan.numbers_in(printed)
    assert number.least < number.value < number.most
    assert number.most - number.least <= 0.1001 * number.value


def test_ends_of_every_number_are_known():
    for number in scan.numbers_in("about 3, under 7 %, at most a third of 2 million or more, 1 in 9, dozens"):
        assert not math.isnan(number.least) and number.least <= number.most


def test_blocks_and_sentences():
    markdown = "# A title\ntext one. Text two.\n\n- point 1\n- point 2\n\n```\ncode 5\n```\n> quoted"
    found = [scan.plain_text(block) for block in texts.blocks(markdown)]
    assert found == ["# A title", "text one. Text two.", "point 1", "point 2", "> quoted"]
    assert texts.sentences("It is 3.5 of it. Is it? Yes: so be it.") == [
        "It is 3.5 of it.",
        "Is it?",
        "Yes: so be it.",
    ]


def test_words_in_code_are_read_too():
    code = '''"""Of 3."""\nshow(plot(x, title=f"at {n:.2f} of 12 places"), alt="A line that falls to 3 people")\nload("C06")["a b"]'''
    found = {(words, kind) for words, kind, _, _ in texts.literals(code)}
    assert found == {("at {} of 12 places", ""), ("A line that falls to 3 people", "alt")}
    assert ("Of 3.", "") in {(words, kind) for words, kind, _, _ in texts.literals(code, docstrings=True)}
    assert texts.comments("x = 1  # a chance of 5 %\n") == ["a chance of 5 %"]


@pytest.mark.parametrize("number", exercises.LESSONS)
def test_no_text_of_an_exercise_is_overlooked(number):
    found = texts.of_module(texts.ROOT / texts.EXERCISES.format(number), by_name=True)
    found = [*found, *texts.of_module(texts.ROOT / "falsematch" / "exercises" / "_sentence.py", by_name=True)]
    pieces = sorted({text.words for text in found if text.words.count(" ") > 1}, key=len, reverse=True)
    for exercise in exercises.LESSONS[number]:
        for what, words in exercise.texts().items():
            left = scan.plain_text(words)
            for piece in pieces:
                left = re.sub(re.escape(piece).replace(r"\{\}", ".*?"), "", left).strip()
            assert left.count(" ") < 2, f"{exercise.name}, {what}: {left}"
