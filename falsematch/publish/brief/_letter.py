"""A letter that asks for what is missing, in English or German, from the table of words."""

import textwrap

from falsematch._words import say, say_share
from falsematch.claims import _answer
from falsematch.publish import words
from falsematch.publish.brief._content import by_weight, two_shares

_SHARES = ("value", "fpir", "fmr", "fnir", "stopped_if_false")


def letter(audit, language="en"):
    """The request as plain text, ready to be sent.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    table, claim = words.load(language), audit.claim
    text, asked = table["letter"], by_weight(audit)
    nouns = nouns_of(claim, table)
    lines = [text["subject"], "", text["greeting"], ""]
    where = words.filled(text["said_where"], {"where": ", ".join(filter(None, (claim.where, claim.when)))})
    stated = words.filled(
        text["statement"],
        {
            "where": where if claim.where or claim.when else "",
            "statement": claim.statement,
            "source": words.filled(text["read_in"], {"source": claim.source}) if claim.source else "",
        },
    )
    lines += [*_wrapped(stated), *_wrapped(text["purpose"]), ""]
    lines += [*_wrapped(words.filled(text["today"], {"answer": answer_in(audit, table)})), ""]
    if any(one.kind in ("unbounded", "range") for one in asked[:1]):
        lines += _wrapped(words.filled(text["first"], {"number": "1"}))
    lines += [*_wrapped(text["questions"]), ""]
    for number, one in enumerate(asked, 1):
        lines += _wrapped(words.filled(table["questions"][one.name]["ask"], nouns), f"{number}. ")
        lines += _wrapped(
            f"{_effect(one, text, table['answer']['words'])} {table['questions'][one.name]['why']}", "   "
        )
        if known := _known(claim, one):
            lines += _wrapped(words.filled(text["stated"], {"value": known}), "   ")
        lines += [*_wrapped(words.filled(text["fills"], {"fields": ", ".join(one.keys)}), "   "), ""]
    lines += [*_wrapped(text["not_recorded"]), *_wrapped(text["reply"]), "", text["closing"], "", "", ""]
    return "\n".join([*lines, *_wrapped(text["made"])]) + "\n"


def nouns_of(claim, table):
    """What is examined and looked for: in the language's words where the claim file keeps to the usual ones."""
    usual = words.load("en")["nouns"]
    return {name: table["nouns"][name] if getattr(claim, name) == usual[name] else getattr(claim, name)
            for name in usual}  # fmt: skip


def answer_in(audit, table):
    """The answer of an audit in the words of a language."""
    sentences = []
    for key, values in _answer.parts(audit.claim, audit.readings, audit.place):
        values = {
            **values,
            **{name: noun for name, noun in nouns_of(audit.claim, table).items() if name in values},
        }
        values = {name: _translated(value, table) for name, value in values.items()}
        sentences.append(words.filled(table["answer"][key], values))
    return " ".join(sentences)


def _translated(value, table):
    """A value that is a word, in a language: "none", "all", "one day", a reason."""
    fixed = table["answer"]["words"]
    english = words.load("en")["answer"]["words"]
    for key, text in english.items():
        if value == text:
            return fixed[key]
    if value.endswith(" days"):
        value = value.removesuffix("days") + fixed["days"]
    return _number(value, fixed)


def _number(text, fixed):
    """A number in a language: its signs for thousands and for a decimal, its names of millions."""
    if not text[:1].isdigit():
        return text
    digits, _, name = text.partition(" ")
    signs = str.maketrans({",": fixed["thousands"], ".": fixed["decimal"]})
    return " ".join(part for part in (digits.translate(signs), fixed.get(name, name)) if part)


def _effect(one, text, fixed):
    if one.kind in ("unbounded", "unchanged", "settled"):
        return text[one.kind]
    return words.filled(
        text["effect"], {key: _number(share, fixed) for key, share in two_shares(one).items()}
    )


def _known(claim, one):
    given = []
    for key in one.keys:
        if claim.known(key):
            value = getattr(claim, key)
            if isinstance(value, tuple):
                value = " / ".join(say(end) for end in value)
            elif key in _SHARES:
                value = say_share(value)
            elif not isinstance(value, str):
                value = say(value)
            given.append(f"{key} = {value}")
    return ", ".join(given)


def _wrapped(text, first=""):
    return textwrap.wrap(
        " ".join(text.split()),
        88,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
