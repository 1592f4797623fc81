"""A letter that asks for what is missing, in English or German, from the table of words."""

import textwrap

from falsematch._words import say, say_share
from falsematch.claims import _answer
from falsematch.claims._questions import CHANGES
from falsematch.publish import words
from falsematch.publish.brief._content import ask, two_shares

_SHARES = ("value", "fpir", "fmr", "fnir", "stopped_if_false", "stopped_if_true")


def letter(audit, language="en"):
    """The request as plain text, ready to be sent: the questions without an answer, the weightiest first; then what is
    known already, to be corrected and not asked again.

    Raises
    ------
    ValueError
        If there is no such language.
    """
    table, claim = words.load(language), audit.claim
    text = table["letter"]
    known = [one for one in audit.asked if one.known and any(claim.known(key) for key in one.keys)]
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
    lines += [*_wrapped(stated), *_wrapped(text["purpose" if audit.missing else "purpose_answered"]), ""]
    lines += [*_wrapped(words.filled(text["today"], {"answer": answer_in(audit, table)})), ""]
    if audit.missing:
        if audit.missing[0].kind in CHANGES:
            lines += _wrapped(words.filled(text["first"], {"number": "1"}))
        lines += [*_wrapped(text["questions"]), ""]
    for number, one in enumerate(audit.missing, 1):
        lines += [*_question(one, number, claim, table), ""]
    if known:
        lines += _wrapped(text["confirm"])
        for one in known:
            lines += _wrapped(_known(claim, one, table), "- ")
        lines.append("")
    if audit.missing:
        lines += _wrapped(text["not_recorded"])
    lines += [*_wrapped(text["reply"]), "", text["closing"], "", "", ""]
    return "\n".join([*lines, *_wrapped(text["made"])]) + "\n"


def _question(one, number, claim, table):
    text, fixed, asked = table["letter"], table["answer"]["words"], table["questions"][one.name]
    nouns = nouns_of(claim, table)
    yield from _wrapped(words.filled(ask(one.name, claim.use, table), nouns), f"{number}. ")
    about = [_effect(one, text, fixed), asked["why"]]
    if one.test_size:
        what = words.filled(table["tests"][one.test_of], nouns)
        size = _number(_answer.size_of_test(one.test_size), fixed)
        about.append(words.filled(text["test_size"], {"size": size, "test": what}))
    yield from _wrapped(" ".join(about), "   ")
    if any(claim.known(key) for key in one.keys):
        yield from _wrapped(words.filled(text["stated"], {"value": _known(claim, one, table)}), "   ")
    yield from _wrapped(words.filled(text["fills"], {"fields": ", ".join(one.keys)}), "   ")


def nouns_of(claim, table):
    """What is examined and looked for: in the language's words where the claim file keeps to the usual ones."""
    usual = words.load("en")["nouns"]
    return {
        name: table["nouns"][name] if getattr(claim, name) == usual[name] else getattr(claim, name)
        for name in ("examined", "sought")
    }


def answer_in(audit, table):
    """The answer of an audit in the words of a language."""
    fixed, sentences = table["answer"]["words"], []
    english = {word: table["nouns"][key] for key, word in words.load("en")["nouns"].items()}
    for key, values in _answer.parts(audit.claim, audit.readings, audit.observed, audit.place):
        said = {
            name: english.get(value, value)
            if name in ("examined", "sought")
            else _answer.in_words(value, fixed, lambda text: _translated(text, table))
            for name, value in values.items()
        }
        sentences.append(words.filled(table["answer"][key], said))
    return " ".join(sentences)


def _translated(value, table):
    """A value that is a word, in a language: "none", "one day", a reason."""
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
    if one.kind != "range":
        return text[one.kind]
    return words.filled(
        text["effect"], {key: _number(share, fixed) for key, share in two_shares(one).items()}
    )


def _known(claim, one, table):
    """What the claim file has of a question, in the words of its entries: "examined in a day (faces): 15,505"; and
    which of them are empty."""
    text, fixed, nouns = table["letter"], table["answer"]["words"], nouns_of(claim, table)
    given, empty = [], []
    for key in one.keys:
        name = words.filled(table["fields"][key], nouns)
        if not claim.known(key):
            empty.append(name)
            continue
        value = getattr(claim, key)
        if key == "measures":
            value = table["measures_of_use"].get(claim.use, {}).get(value) or table["measures"][value]
        elif isinstance(value, tuple):
            value = " / ".join(dict.fromkeys(_number(say(end), fixed) for end in value))
        elif key in _SHARES and (key != "value" or value <= 1):
            value = _number(say_share(value), fixed)
        elif not isinstance(value, str):
            value = _number(say(value), fixed)
        given.append(f"{name}: {value}")
    said = "; ".join(given)
    return f"{said} ({words.filled(text['not_yet'], {'fields': '; '.join(empty)})})" if empty else said


def _wrapped(text, first=""):
    return textwrap.wrap(
        " ".join(text.split()),
        88,
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_on_hyphens=False,
    )
