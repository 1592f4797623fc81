"""Holds texts to their covers: one line for everything that nothing covers, that its cover contradicts, or is idle."""

import re
import tomllib
from pathlib import Path

from . import covers, scan, texts
from .covers import Covers

HERE = Path(__file__).parents[1]
NAMES = list(tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))["names"])
COMPARING = tomllib.loads((HERE / "comparing.toml").read_text(encoding="utf-8"))
MOST_EXEMPT = 0.05

_DENOMINATOR = re.compile(
    r"\s(?:[a-z-]+\s){0,2}(?:an?|per|each|every)\s(?:day|second|minute|hour|week|month|year)\b"
)


def read_covers(name):
    """{table: Covers} of one file: "" for the lesson or page itself, the name of each exercise otherwise."""
    path = texts.NUMBERS / f"{name}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    unknown = set(content) - {"numbers", "sentences", "exempt", "exercises"}
    assert not unknown, f"{path.name}: unknown tables {unknown}"
    tables = {"": Covers(*(content.get(part, {}) for part in ("numbers", "sentences", "exempt")))}
    for exercise, lines in content.get("exercises", {}).items():
        rest = {phrase: text for phrase, text in lines.items() if isinstance(text, str)}
        tables[exercise] = Covers(rest, lines.get("sentences", {}), lines.get("exempt", {}))
    return tables


def header(name, table, part):
    """The table of a file to which a line belongs, for a message."""
    inside = part if not table else f"exercises.{table}" + ("" if part == "numbers" else f".{part}")
    return f"[{inside}] of tests/truth/numbers/{name}.toml"


class Report:
    """What one file of covers leaves open, after `hold` has seen every text and result."""

    def __init__(self, name, tables, results):
        self.name, self.tables, self.results = name, tables, results
        self.lines, self.used, self.total, self.excused = [], set(), 0, 0

    def hold(self, found):
        for text in found:
            table = self.tables.get(text.table, Covers())
            self._numbers(text, table)
            self._sentences(text, table)
        for table, held in self.tables.items():
            for part in ("numbers", "sentences", "exempt"):
                for phrase in getattr(held, part):
                    if (table, part, phrase) not in self.used:
                        self.lines.append(
                            f"{header(self.name, table, part)}: {phrase!r} fits nothing in the text"
                        )
        return self.lines

    def _numbers(self, text, held):
        numbers = scan.numbers_in(text.words, NAMES)
        self.total += len(numbers)
        open_numbers = {number.start: number for number in numbers}
        # Longer phrases first: they say more about which number is meant.
        for phrase in sorted([*held.numbers, *held.exempt], key=len, reverse=True):
            for match in covers.phrase_pattern(phrase).finditer(text.words):
                here = [n for n in open_numbers.values() if match.start() <= n.start and n.end <= match.end()]
                if not here:
                    continue
                for number in here:
                    del open_numbers[number.start]
                if phrase in held.exempt:
                    self.used.add((text.table, "exempt", phrase))
                    # Every lesson must say its minutes, which nobody can compute.
                    self.excused += 0 if re.fullmatch(r"\d+ minutes", phrase) else len(here)
                    continue
                self.used.add((text.table, "numbers", phrase))
                self._compare(text, phrase, here, held.numbers[phrase])
                left_out = _DENOMINATOR.match(text.words, match.end())
                if left_out and here[-1].end + 40 > match.end():
                    self.lines.append(
                        f"{text.place}: the cover {phrase!r} leaves out{left_out.group()!r}: what a number is counted "
                        "over belongs to it"
                    )
        for number in open_numbers.values():
            self.lines.append(
                f"{text.place}: nothing covers {number.text!r}. Add to {header(self.name, text.table, 'numbers')}:\n"
                f'    {_quoted(_around(text.words, number))} = "…"'
            )

    def _compare(self, text, phrase, found, expression):
        fault = covers.fault_of_expression(expression)
        result = self.results.get(text.table, {}).get(f"number {phrase}", {"error": "it was not evaluated"})
        if fault or "error" in result:
            self.lines.append(f"{text.place}: the cover of {phrase!r} {fault or 'fails: ' + result['error']}")
            return
        values, depends = result["value"], result["depends"]
        if not isinstance(values, list):
            values = [values] * (len(found) if isinstance(values, str) else 1)
            depends = [depends] * len(values)
        if len(values) != len(found):
            numbers = ", ".join(number.text for number in found)
            self.lines.append(
                f"{text.place}: {phrase!r} holds {len(found)} numbers ({numbers}), its cover gives {len(values)}"
            )
            return
        parts = [covers.part_of(expression, i, len(found)) for i in range(len(found))]
        for i, number in enumerate(found):
            if len(set(parts)) > 1 and covers.chosen_for(number, parts[i], parts[:i] + parts[i + 1 :]):
                continue
            fault = covers.disagreement(number, values[i], depends[i], parts[i])
            if fault:
                self.lines.append(f"{text.place}: {phrase!r} says {number.text}, but {fault}")

    def _sentences(self, text, held):
        for sentence in texts.sentences(text.words):
            words = comparing_words(sentence, text.strict)
            for phrase, expression in held.sentences.items():
                match = covers.phrase_pattern(phrase).search(sentence)
                if not match:
                    continue
                self.used.add((text.table, "sentences", phrase))
                self._true(text, phrase, expression)
                words = [word for word in words if not match.start() <= word[0] < match.end()]
                whole = (
                    match.start() == 0 and match.end() >= len(sentence.rstrip(".?! ")) and "…" not in phrase
                )
                if text.strict == "desk" and whole:
                    words = []
            if words:
                says = ", ".join(repr(word) for _, word in words)
                why = (
                    "each sentence for the policy desk"
                    if text.strict == "desk"
                    else f"a sentence that says {says}"
                )
                self.lines.append(
                    f"{text.place}: {why} needs an expression that is true. Add to "
                    f'{header(self.name, text.table, "sentences")}:\n    {_quoted(sentence)} = "…"'
                )

    def _true(self, text, phrase, expression):
        fault = covers.fault_of_expression(expression)
        result = self.results.get(text.table, {}).get(f"sentence {phrase}", {"error": "it was not evaluated"})
        if fault or "error" in result:
            self.lines.append(
                f"{text.place}: the expression for {phrase!r} {fault or 'fails: ' + result['error']}"
            )
        elif result["value"] is not True:
            self.lines.append(f"{text.place}: {phrase!r} is not true: {expression} gives {result['value']}")
        elif not result["depends"]:
            self.lines.append(
                f"{text.place}: {phrase!r}: {expression} is true whatever is looked up: it holds nothing"
            )


_WORDS = re.compile(rf"\b(?:{'|'.join(COMPARING['words'])})\b", re.I)
_IDIOMS = re.compile("|".join(COMPARING["idioms"]), re.I)


def comparing_words(sentence, strict=""):
    """(place, word) of each word that needs an expression: all of a desk's, those that compare elsewhere.

    Those that belong to a number ("more than 100,000") are held with it, by the sign of its comparison.
    """
    if strict == "desk":
        return [(-1, sentence)]
    numbers = scan.numbers_in(sentence, NAMES)
    if not numbers and strict != "alt":
        return []
    taken = [match.span() for match in _IDIOMS.finditer(sentence)]
    taken += [scan.span_with_side(sentence, number) for number in numbers if number.side]
    return [
        (match.start(), match.group())
        for match in _WORDS.finditer(sentence)
        if not any(start <= match.start() < end for start, end in taken)
    ]


def _around(words, number):
    """A phrase that would cover a number: it, and some words on either side."""
    before = words[: number.start].split(" ")[-4:]
    after = re.split(r"(?<=[.,;:?!])", words[number.end :])[0].split(" ")[:4]
    return ("".join([" ".join(before), words[number.start : number.end], " ".join(after)])).strip(" ,;:")


def _quoted(phrase):
    return f'"{phrase}"' if '"' not in phrase else f"'{phrase}'"
