"""One table of words for each language: the same keys, the same numbers asked for, nothing left untranslated."""

import pytest

from falsematch.publish import words

TABLES = {language: words.flat(words.load(language)) for language in words.LANGUAGES}
#: What is the same word in both languages.
SAME = {"page.language_name"}


@pytest.mark.parametrize("language", list(words.LANGUAGES)[1:])
def test_every_language_has_the_same_keys_and_asks_for_the_same_numbers(language):
    first, other = TABLES["en"], TABLES[language]
    assert set(first) == set(other)
    assert {key: words.placeholders(first[key]) for key in first} == {
        key: words.placeholders(other[key]) for key in other
    }


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_text_is_a_text(language):
    for key, text in TABLES[language].items():
        assert isinstance(text, str) and text.strip() == text and text, key
        assert "  " not in text and "\u2028" not in text and "<" not in text, key


def test_a_sentence_is_translated():
    """A text of more than one word that is the same in both languages was forgotten."""
    same = {key for key, text in TABLES["en"].items() if text == TABLES["de"][key] and " " in text}
    assert same <= SAME


def test_a_word_follows_its_number():
    text = "{n} {n|alert is|alerts are} raised"
    assert words.filled(text, {"n": "1"}) == "1 alert is raised"
    assert words.filled(text, {"n": "2"}) == "2 alerts are raised"
    assert words.placeholders(text) == {"n"}
    with pytest.raises(KeyError):
        words.filled(text, {})


def test_a_language_that_is_not_there_is_refused():
    with pytest.raises(ValueError, match="language must be one of en, de, got 'fr'"):
        words.load("fr")


def test_the_sentences_of_an_audit_are_those_of_the_english_table():
    from falsematch import claims
    from falsematch.claims import KINDS, _answer
    from falsematch.claims._questions import TESTS
    from falsematch.claims._rates_of import in_words

    table = words.load("en")
    assert {key: text for key, text in table["answer"].items() if key != "words"} == _answer.SENTENCES
    assert table["answer"]["words"].items() >= _answer.SPANS.items() and table["tests"] == TESTS
    for usual, one in _answer.ONE.items():
        assert (usual, one) in [
            (table["nouns"][name], table["nouns"][f"{name}_one"]) for name in ("examined", "sought")
        ]
    assert table["measures"] == claims.MEASURES
    for use, own in table["measures_of_use"].items():
        assert {name: in_words(use, name)[0] for name in own} == own
        # What a use says otherwise than every other use does, and no more.
        others = {name: in_words("watchlist", name)[0] for name in claims.MEASURES if name != "unknown"}
        assert {name for name in others if in_words(use, name)[0] != others[name]} == set(own)
    for language in words.LANGUAGES:
        table = words.load(language)
        assert set(KINDS) - {"range", "unbounded"} <= set(table["ten_questions"]) & set(table["letter"])
