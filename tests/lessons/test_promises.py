"""What the first lesson promises is kept by the others, and a text is not called what its table does not show."""

import re

import pytest

from falsematch import lessons
from falsematch.datasets import load
from falsematch.exercises import EXERCISES

SOURCES = {path.stem[:2]: path for path in sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))}


def text_of(number):
    return SOURCES[number].read_text(encoding="utf-8")


def test_every_guess_of_the_first_lesson_is_returned_to():
    asked = re.findall(r"^(my_\w*guess\w*) = \.\.\.", text_of("00"), flags=re.M)
    assert asked
    for name in asked:
        assert any(f"compare_guess({name}," in text_of(number) for number in SOURCES if number != "00"), name


def test_no_text_is_called_the_earliest_while_its_day_is_unknown():
    chain = load("claim_chain")
    steps = chain[(chain["claim_id"] == "C06") & (chain["grade"] != "weak")]
    if steps["date"].iloc[0].count("-") == 2:
        pytest.skip("the table has a day for the first text that was read")
    said = [text_of(number) for number in ("01", "11")]
    said += [
        text
        for name in ("check_what_was_measured", "check_watched_places", "check_world_in_two_seconds")
        for text in EXERCISES[name].texts().values()
    ]
    for text in said:
        assert not re.search(r"\bearliest\b", text), re.search(r".{0,60}\bearliest\b.{0,60}", text)[0]


def test_what_a_lesson_needs_comes_before_it():
    for number, path in SOURCES.items():
        needed = re.search(r"You need: (.*)", path.read_text(encoding="utf-8"))[1]
        assert all(before < number for before in re.findall(r"\b\d\d\b", needed)), (number, needed)
        assert number == "00" or re.search(r"lesson \d\d|lessons \d\d", needed), (number, needed)


def test_the_project_says_itself_that_photographs_can_be_fetched():
    """Lesson 04 may fetch a public set; neither the front page nor the first lesson may deny it."""
    readme = (lessons.SOURCES.parents[1] / "README.md").read_text(encoding="utf-8")
    for text in (" ".join(readme.split()), text_of("00")):
        assert "photographs" in text and "simulated people only" not in text
