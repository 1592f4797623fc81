"""All text of the page, the letter and the ten questions, in one table for each language: ``en.toml``, ``de.toml``.

A value is a sentence, or a piece of one, with its numbers as placeholders: ``{alerts}``. Where a word depends on a
number, ``{alerts|alert|alerts}`` stands for the first word if the number is one, or no number ("fewer than one"),
and for the second if not. Every language has the same keys, and in each key the same placeholders; a test holds them to
that.
"""

import tomllib
from functools import cache
from importlib.resources import files

from falsematch._check import refuse
from falsematch._words import filled, placeholders

__all__ = ["LANGUAGES", "filled", "flat", "load", "placeholders"]

#: The languages there are, by their codes, each in its own name; the first is what is read where none is asked for.
LANGUAGES = {"en": "English", "de": "Deutsch"}


@cache
def load(language):
    """The table of a language, as nested dicts of text.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    if language not in LANGUAGES:
        refuse("language", language, f"one of {', '.join(LANGUAGES)}")
    return tomllib.loads(files(__name__).joinpath(f"{language}.toml").read_text(encoding="utf-8"))


def flat(table, path=""):
    """{"page.title": "...", ...} of a nested table."""
    found = {}
    for key, value in table.items():
        name = f"{path}.{key}" if path else key
        found |= flat(value, name) if isinstance(value, dict) else {name: value}
    return found
