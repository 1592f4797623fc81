"""A number that stands in the words of one language stands in those of every other."""

import re

import pytest

from falsematch.publish import words

TABLES = {language: words.flat(words.load(language)) for language in words.LANGUAGES}


def numbers(text):
    """Digits outside placeholders and addresses, without the marks that group thousands."""
    text = re.sub(r"\{[^{}]*\}|https?://\S+", " ", text)
    text = re.sub(r"(?<=\d)[.,\u00a0\u202f ](?=\d{3}(?!\d))", "", text)
    return sorted(re.findall(r"\d+(?:\.\d+)?", text.replace(",", ".")))


@pytest.mark.parametrize("language", list(words.LANGUAGES)[1:])
def test_every_language_says_the_same_numbers(language):
    for key, text in TABLES["en"].items():
        assert numbers(text) == numbers(TABLES[language][key]), (
            f"{key}: {text!r} and {TABLES[language][key]!r}"
        )
    assert any(numbers(text) for text in TABLES["en"].values())
