"""Words held to what they stand for: terms to abbreviations, references to lessons, headings to units."""

import ast
import re
import tomllib
from pathlib import Path

from falsematch.lessons.plan import PLAN

from . import texts

WORDS = tomllib.loads((Path(__file__).parents[1] / "words.toml").read_text(encoding="utf-8"))
TERMS, ABOUT = WORDS["terms"], WORDS["lessons"]
_KNOWN = "|".join(TERMS)
_SAYS_WHAT = re.compile(r"\b(?:share|chance|proportion|how often|rate at which)\b")
_REFERS = re.compile(r"\b[Ll]essons? (\d\d)((?:(?:, | and | or )\d\d)*)(?!\d|(?:, \d\d)* to)")


def names_of(term):
    return [term["term"], *term["also"]]


def wrong_pairs(text):
    """A term with another's abbreviation: "false match rate (FNMR)" or "FNMR (false match rate)"."""
    for match in re.finditer(rf"([\w -]+?)\W*\(({_KNOWN})\)|\b({_KNOWN}) \(([\w -]+)\)", text):
        words, short = (match[1], match[2]) if match[2] else (match[4], match[3])
        words = words.lower().strip()
        fits = [
            (len(name), known)
            for known, term in TERMS.items()
            for name in names_of(term)
            if (words.endswith if match[2] else words.startswith)(name.lower())
        ]
        # Of "false non-match rate" and "match rate" the longer one is meant.
        if fits and max(fits)[1] != short and short not in [k for n, k in fits if n == max(fits)[0]]:
            yield f"{match.group().strip()!r}: {short} is the {TERMS[short]['term']}"
        if match[2] and not fits and not re.search(r"\b(?:FMR|FNMR|FPIR|FNIR|curve|by|of|see|as|in)$", words):
            yield f"{match.group().strip()!r}: {short} is the {TERMS[short]['term']}"


def wrong_definitions(sentence):
    """A sentence that introduces a term as a share of what it is no share of."""
    for short, term in TERMS.items():
        introduced = re.search(rf"{term['term']}\W*\({short}\)|\b{short} \({term['term']}", sentence, re.I)
        if not introduced or "of" not in term or not _SAYS_WHAT.search(sentence):
            continue
        rest = sentence.replace(introduced.group(), "")
        if not re.search(term["of"], rest, re.I):
            yield f"{short} is a share of what? One of {term['of']!r} belongs into: {sentence}"
        if re.search(term["not"], rest, re.I):
            yield f"{short} is no share of {re.search(term['not'], rest, re.I).group()!r}: {sentence}"


def wrong_references(text):
    """Sentences that send the reader to a lesson which is about something else."""
    said = texts.sentences(text)
    for before, sentence in zip(["", *said], said, strict=False):
        if re.search(r"You need:", before + sentence):
            continue
        for match in _REFERS.finditer(sentence):
            numbers = re.findall(r"\d\d", match.group())
            for number in numbers if len(numbers) < 3 else ():
                if number not in PLAN:
                    yield f"there is no lesson {number}: {sentence}"
                    continue
                title, question = PLAN[number]
                about = [*ABOUT[number], re.escape(title.replace("_", " ")), re.escape(question)]
                if not re.search("|".join(about), f"{before} {sentence}".replace(match.group(), ""), re.I):
                    yield f"lesson {number} is about {', '.join(ABOUT[number])}: {sentence}"


def units_of(documented):
    """{field: what it counts} from the attributes of a docstring: the words up to "returned", "that" or a comma."""
    attributes = documented.split("Attributes\n", 1)[1]
    return dict(re.findall(r"^\s*(\w+) : ([a-z ]+?)(?= returned| that|,|\.)", attributes, flags=re.M))


def headings_in(code, fields):
    """(field, heading) of each literal mapping in code whose keys are among the fields."""
    for node in ast.walk(ast.parse(re.sub(r"^\s*[%!].*$", "", code, flags=re.M))):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value in fields and isinstance(value, ast.Constant):
                    yield key.value, value.value
