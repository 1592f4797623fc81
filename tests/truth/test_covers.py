"""What holds a number, and what only seems to: covers that a hurried author could write must be refused."""

import numpy as np
import pytest
from truthkit import covers, scan
from truthkit.check import Covers, Report
from truthkit.in_kernel import evaluate
from truthkit.texts import Text

NAMES = {
    "n": 17,
    "x": 0.25,
    "rate": 0.002,
    "np": np,
    "table": {"date": "2017-07-03", "note": "6,000 pairs of two"},
}


def left_open(text, numbers, names=NAMES, strict="", **tables):
    held = Covers(numbers, **tables)
    report = Report("a_lesson", {"": held}, {"": evaluate(held.expressions(), names)})
    return report.hold([Text(text, "here", strict=strict)])


def borne_out(printed, expression, names=NAMES):
    return not left_open(f"so {printed}.", {printed: expression}, names)


@pytest.mark.parametrize(
    ("printed", "value", "holds"),
    [
        ("2.6 million", 2_600_000.0, True),
        ("2.6 million", 2_649_999.0, True),
        ("2.6 million", 2_660_000.0, False),
        ("3 million", 3_400_000.0, False),
        ("99.8 %", 0.998, True),
        ("99.8 %", 0.9974, False),
        ("99.8 %", 99.8, False),
        ("5 %", 0.048, True),
        ("5 %", 0.0455, False),
        ("7 people", 7, True),
        ("7 people", 7.4, False),
        ("about 7 people", 7.3, True),
        ("about 7 people", 7.4, False),
        ("about 3,000", 3_100, True),
        ("about 300,000", 349_999, False),
        ("3,000", 3_001, False),
        ("2,000 times", 1_999.7, True),
        ("in 2019", "2019-07", True),
        ("in 2019", "2018-03", False),
        ("7 people", "2017-07-03", False),
        ("3 people", "2017-07-03", False),
        ("6,000 pairs", "6,000 pairs of two", True),
        ("two photographs", "6,000 pairs of two", True),
        ("600 pairs", "6,000 pairs of two", False),
        ("27 February 2020", "2020-02-27", True),
        ("27 March 2020", "2020-02-27", False),
        ("July 2019", "2019-07", True),
        ("July 2019", "2019-06", False),
        ("until 10 May", "2025-05-10", True),
        ("until 10 May", "2025-10-05", False),
        ("tenfold", 10.4, True),
        ("tenfold", 12.0, False),
        ("half of all", 0.51, True),
        ("half of all", 0.6, False),
        ("zero errors", 1e-9, False),
        ("1 alert in 21", 0.0477, True),
        ("1 alert in 21", 0.0400, False),
        ("millions", 2_600_000, True),
        ("billions", 2_600_000, False),
        ("hundreds", 618, True),
        ("more than 100,000", 117_000, True),
        ("more than 100,000", 99_000, False),
        ("under 0.3 %", 0.0028, True),
        ("under 0.3 %", 0.0031, False),
        ("nearly 2 %", 0.0198, True),
        ("nearly 2 %", 0.0202, False),
        ("up to 4.2 times", 4.213, True),
        ("up to fourfold", 4.213, False),
    ],
)
def test_agreement_is_to_the_digits_printed(printed, value, holds):
    assert borne_out(printed, "value", {"value": value}) is holds


@pytest.mark.parametrize(
    "expression",
    [
        "17",
        "17.0",
        "True",
        "abs(17)",
        "round(17)",
        "int('17')",
        "len('seventeen letters')",
        "sum([8, 9])",
        "len([n, x, rate]) + 14",
        "8 * len((n, x)) + 1",
        "17 + 0 * n",
        "n - n + 17",
        "n / n * 17",
        "n ** 0 * 17",
        "16 + 1",
        "[n, 17][1]",
        "max(17, 0 * n)",
        "17 if n else 0",
        "n and 17",
        "np.float64(17)",
        "np.add(8, 9)",
        "rate <",
        "nothing_of_the_name",
    ],
)
def test_an_empty_cover_is_refused(expression):
    assert not borne_out("17 cameras", expression)


@pytest.mark.parametrize(
    "expression", ["n", "n + 0", "4.25 / x", "round(16.9 + x)", "len(range(n))", "int(np.ceil(n - 0.2))"]
)
def test_an_honest_cover_is_not(expression):
    assert borne_out("17 cameras", expression)


@pytest.mark.parametrize(
    ("printed", "expression", "holds"),
    [
        ("under 0.3 %", "rate < 0.003", True),
        ("under 0.3 %", "0.003 > rate", True),
        ("under 0.3 %", "rate < 0.3", False),
        ("under 0.3 %", "rate > 0.003", False),
        ("more than 0.3 %", "rate < 0.003", False),
        ("more than 0.1 %", "rate > 0.001", True),
        ("more than 0.1 %", "rate >= 0.001", False),
        ("at least 0.1 %", "rate >= 0.001", True),
        ("below 1 in 400", "rate < 1 / 400", True),
        ("of 0.2 %", "rate < 0.002", False),
        ("of 0.2 %", "rate <= 0.002", False),
        ("under 0.3 %", "0.001 < 0.003", False),
        ("under 0.3 %", "rate - rate < 0.003", False),
    ],
)
def test_a_comparison_points_the_way_the_words_do(printed, expression, holds):
    assert borne_out(printed, expression) is holds


def test_a_number_that_the_text_chooses_stands_beside_what_follows_from_it():
    names = {"share": lambda threshold: 1 - threshold}
    assert (
        borne_out("at 0.3 the share is 70 %", "[0.3, share(0.3)]", {"share": names["share"], "t": 1}) is False
    )
    names["scores"] = np.array([0.1, 0.2, 0.4, 0.5])
    assert borne_out("at 0.3 a half", "[0.3, (scores > 0.3).mean()]", names)
    assert not borne_out("at 0.3 a half", "[0.4, (scores > 0.3).mean()]", names)


def test_an_uncovered_number_is_named_with_the_line_to_add():
    (line,) = left_open("there are 17 cameras and 5 % are new", {"17 cameras": "n"})
    assert (
        "'5 %'" in line
        and "[numbers] of tests/truth/numbers/a_lesson.toml" in line
        and '"17 cameras and 5 % are' in line
    )


def test_a_contradicted_number_is_named_with_its_value():
    (line,) = left_open("there are 18 cameras", {"18 cameras": "n"})
    assert "18" in line and "17" in line


def test_idle_lines_are_named():
    (line,) = left_open("nothing here", {"18 cameras": "n"})
    assert "fits nothing" in line


def test_what_a_number_is_counted_over_belongs_to_its_cover():
    (line,) = left_open("with 17 wrong names a day", {"17 wrong names": "n"})
    assert "a day" in line
    assert not left_open("with 17 wrong names a day", {"17 wrong names a day": "n"})


def test_each_number_of_a_phrase_needs_its_value():
    assert left_open("17 of 20 cameras", {"17 of 20 cameras": "n"})
    assert not left_open("17 of 34 cameras", {"17 of 34 cameras": "[n, 2 * n]"})
    assert left_open("17 of 20 cameras", {"17 of 20 cameras": "[n, 20 * n / n]"})


@pytest.mark.parametrize(
    ("phrase", "text", "fits"),
    [
        ("7 people", "of 17 people", False),
        ("7 people", "of 7 peoples", False),
        ("7 of … people", "7 of the tall people", True),
        ("99.8 %", "99.8 %.", True),
        ("*7* people", "7 people", True),
        ("17", "17.5", False),
        ("1", "1,000", False),
    ],
)
def test_phrases_begin_and_end_at_words(phrase, text, fits):
    assert bool(covers.phrase_pattern(phrase).search(scan.plain_text(text))) is fits


FALLS = "The chance falls from 25 % to 0.2 %."
HELD = {"from 25 % to 0.2 %": "[x, rate]"}


@pytest.mark.parametrize(
    ("text", "strict", "sentences", "complaint"),
    [
        (FALLS, "", {}, "'falls'"),
        (FALLS, "", {"The chance falls": "rate < x"}, ""),
        (FALLS, "", {"chance … from 25 %": "rate < x"}, ""),
        (FALLS, "", {"from 25 % to 0.2 %": "rate < x"}, "'falls'"),
        (FALLS, "", {"The chance falls": "rate > x"}, "is not true"),
        (FALLS, "", {"The chance falls": "rate"}, "is not true"),
        (FALLS, "", {"The chance falls": "0.1 < 0.2"}, "repeats"),
        (FALLS, "", {"The chance falls": "rate == rate"}, "holds nothing"),
        (FALLS, "", {"The chance falls": "rate < x or True"}, "holds nothing"),
        (FALLS, "", {"The chance falls": "rate < y"}, "fails"),
        (FALLS.replace("falls", "rises"), "", {"The chance falls": "rate < x"}, "'rises'"),
        (FALLS.replace("falls", "rises"), "", {"The chance falls": "rate < x"}, "fits nothing"),
        (FALLS + " Each chance rises.", "", {"The chance falls": "rate < x"}, ""),
        (FALLS + " Each chance rises.", "alt", {"The chance falls": "rate < x"}, "'rises'"),
        (FALLS, "desk", {"The chance falls": "rate < x"}, "policy desk"),
        (FALLS, "desk", {FALLS: "rate < x"}, ""),
        (FALLS + " So ask.", "desk", {FALLS: "rate < x"}, '"So ask."'),
    ],
)
def test_a_sentence_that_compares_is_held(text, strict, sentences, complaint):
    lines = "\n".join(left_open(text, HELD, strict=strict, sentences=sentences))
    assert complaint in lines if complaint else not lines


def test_words_that_say_the_side_of_a_number_are_held_with_it():
    assert not left_open("more than 0.1 % of all", {"more than 0.1 %": "rate > 0.001"})
    (line,) = left_open("more than 0.1 % of all, and that is worse", {"more than 0.1 %": "rate > 0.001"})
    assert "'worse'" in line and "[sentences] of tests/truth/numbers/a_lesson.toml" in line
