"""A text whose words follow its numbers."""

import pytest

from falsematch._words import filled, placeholders

TEXT = "{n} {n|alert is|alerts are} raised in {days}"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("1", "1 alert is raised in a day"),
        ("2", "2 alerts are raised in a day"),
        ("0", "0 alerts are raised in a day"),
        ("11", "11 alerts are raised in a day"),
        ("1.5", "1.5 alerts are raised in a day"),
        ("none", "none alert is raised in a day"),
        ("fewer than one", "fewer than one alert is raised in a day"),
        ("from none to 5", "from none to 5 alerts are raised in a day"),
    ],
)
def test_a_word_follows_its_number(number, said):
    assert filled(TEXT, {"n": number, "days": "a day"}) == said


def test_what_a_text_asks_for():
    assert placeholders(TEXT) == {"n", "days"} and placeholders("none {at all") == set()
    assert filled("{n|is|}{n||s}", {"n": "1"}) == "is" and filled("{n|is|}{n||s}", {"n": "2"}) == "s"
    with pytest.raises(KeyError, match="days"):
        filled(TEXT, {"n": "1"})
