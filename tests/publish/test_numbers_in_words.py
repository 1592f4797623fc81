"""A number that stands in the words of one language stands in those of every other."""

import re

import pytest

from falsematch.publish import words

TABLES = {language: words.flat(words.load(language)) for language in words.LANGUAGES}


def numbers(text):
    """Digits outside placeholders and addresses, without the marks that group thousands; and signs of percent. "None"
    by itself is 0."""
    text = "0" if text == "none" else text
    text = re.sub(r"\{[^{}]*\}|https?://\S+", " ", text)
    text = re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", text)
    return sorted(re.findall(r"\d+(?:\.\d+)?|%", text.replace(",", ".")))


@pytest.mark.parametrize("language", list(words.LANGUAGES)[1:])
def test_every_language_says_the_same_numbers(language):
    other = TABLES[language]
    differing = [
        f"{key}: {text!r}, {other[key]!r}"
        for key, text in TABLES["en"].items()
        if numbers(text) != numbers(other[key])
    ]
    assert not differing, "\n".join(differing)
    assert any(numbers(text) for text in TABLES["en"].values())
