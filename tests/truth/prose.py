"""Finds every number in a text and holds it to a computed value, to the digits printed.

An author covers a number with one line in ``tests/truth/numbers/<lesson>.toml``::

    "2.6 million false candidates" = "expected_false_candidates(1, 1.3e9, 0.002)"

On the left a phrase as it stands in the text (white space and emphasis marks do not matter), on the right an
expression, evaluated where the lesson ran. It may give

- a number, which must equal the printed one to the digits printed ("about 3,000": to its last non-zero digit);
- True, from a comparison in which the printed number stands ("under 0.3 %" = "rate < 0.003");
- a text, such as a date of a dataset row, in which the printed number must occur;
- a list of these, one for each number of the phrase.

A percentage is compared as a proportion: 99.8 % is 0.998.
"""

import ast
import re
from dataclasses import dataclass

SMALL = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(),
        range(2, 21),
        strict=True,
    )
)
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
PARTS = {
    "half": 1 / 2,
    "thirds": 1 / 3,
    "third of": 1 / 3,
    "quarter": 1 / 4,
    "quarters": 1 / 4,
    "fifth of": 1 / 5,
    "tenth": 1 / 10,
    "tenths": 1 / 10,
    "twentieth": 1 / 20,
    "hundredth": 1e-2,
    "thousandth": 1e-3,
    "millionth": 1e-6,
    "twice": 2.0,
    "double": 2.0,
    "doubles": 2.0,
    "doubled": 2.0,
    "dozen": 12.0,
}
WORDS = {**SMALL, **TENS}
ROUGH = re.compile(
    r"(?:about|around|some|roughly|nearly|almost|over|more than|less than|~|≈)\s*$", re.IGNORECASE
)

_word = "|".join(sorted(WORDS, key=len, reverse=True))
_scale = "|".join(SCALES)
_part = "|".join(sorted(PARTS, key=len, reverse=True)).replace(" ", r"\s")  # VERBOSE ignores a plain space
NUMBER = re.compile(
    rf"""
    (?P<power>(?:(?P<lead>\d+(?:\.\d+)?)\s*(?:×|\\times|\\cdot)\s*)?10(?:\^\{{?(?P<exp>[-−]?\d+)\}}?|(?P<sup>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)))
  | (?P<digits>(?<![\w.])[-−]?(?:\d{{1,3}}(?:[,\u00a0\u202f_]\d{{3}})+(?!\d)|\d+)(?:\.\d+)?(?:[eE][-+]?\d+)?)
    (?P<after>\s?(?:%|‰|per\s?cent\b|percent\b)|[\s-](?:{_scale})s?\b)?
  | (?P<fold>\b(?:{_word}|hundred|thousand)y?fold\b)
  | \b(?P<word>{_word})(?:-(?P<unit>one|two|three|four|five|six|seven|eight|nine))?(?:\s(?P<wscale>{_scale}))?
    (?P<wpct>\s(?:per\s?cent|percent))?\b
  | \b(?P<part>{_part})\b
  | \b(?:a|one)\s(?P<ascale>{_scale})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUP = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


@dataclass(frozen=True)
class Number:
    """A number as printed: its text and place, its value, and half a unit of its last digit."""

    text: str
    start: int
    end: int
    value: float
    slack: float


def plain_text(markdown):
    """The words a reader sees: no link targets, comments, list marks or emphasis; one space between words."""
    text = re.sub(r"<!--.*?-->", " ", markdown, flags=re.DOTALL)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"<?https?://[^\s>)]+>?", " ", text)
    text = re.sub(r"^\s*(?:\d+\.|[-*+])\s", " ", text, flags=re.MULTILINE)
    text = re.sub(r"</?[a-zA-Z][^>]*>", " ", text)
    text = text.replace("**", "").replace("\\%", "%").replace("\\,", " ").replace("−", "-")
    text = re.sub(r"(?<!\w)[*_](?=\w)|(?<=[\w.!?])[*_](?!\w)", "", text)
    return re.sub(r"\s+", " ", text).strip()


def _decimals(digits):
    mantissa, _, exponent = re.sub(r"[,\u00a0\u202f_]", "", digits).lower().partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0)


def _read(match, before):
    """Value and slack of one match."""
    group = match.groupdict()
    rough = bool(ROUGH.search(before))
    if group["power"]:
        exponent = int((group["exp"] or group["sup"]).replace("−", "-").translate(_SUP))
        lead = group["lead"] or "1"
        return float(lead) * 10.0**exponent, 0.5 * 10.0 ** (exponent - _decimals(lead))
    if group["digits"]:
        text = re.sub(r"[,\u00a0\u202f_]", "", group["digits"].replace("−", "-"))
        value, unit, after = (
            float(text),
            10.0 ** -_decimals(group["digits"]),
            (group["after"] or "").strip(" -").lower(),
        )
        if rough and "." not in text and value:
            unit = 10.0 ** (len(text.lstrip("-")) - len(text.lstrip("-").rstrip("0")))
        factor = next((size for name, size in SCALES.items() if after.startswith(name)), 1.0)
        factor = 1e-3 if after == "‰" else 1e-2 if after.startswith(("%", "per")) else factor
        return value * factor, 0.5 * unit * factor
    if group["fold"]:
        stem = re.sub("fold$", "", group["fold"].lower())
        value = float(WORDS.get(stem) or WORDS.get(stem.rstrip("y")) or SCALES.get(stem, 0))
        return value, 0.5 * (10 if value >= 20 else 1)
    if group["ascale"]:
        return SCALES[group["ascale"].lower()], 0.5 * SCALES[group["ascale"].lower()] * (
            0.2 if rough else 1e-9
        )
    if group["part"]:
        value = PARTS[group["part"].lower()]
        return value, 0.05 * value
    value = float(WORDS[group["word"].lower()]) + (
        SMALL.get((group["unit"] or "").lower(), 1 if group["unit"] else 0)
    )
    factor = SCALES.get((group["wscale"] or "").lower(), 1.0) * (1e-2 if group["wpct"] else 1.0)
    return value * factor, (5 if rough and value >= 20 else 0.5) * factor


def numbers_in(text, names=()):
    """Every number in a plain text, less those inside a name such as "1:N" or "ISO/IEC 19795-1"."""
    inside = [match.span() for pattern in names for match in re.finditer(pattern, text)]
    found = []
    for match in NUMBER.finditer(text):
        if any(start <= match.start() and match.end() <= end for start, end in inside):
            continue
        value, slack = _read(match, text[: match.start()])
        if _formula_constant(text, match, value):
            continue
        found.append(Number(match.group().strip(), match.start(), match.end(), value, slack))
    return found


def _formula_constant(text, match, value):
    """0, 1 and 2 inside `code` or $mathematics$ belong to the formula, not to the facts."""
    if value not in (0.0, 1.0, 2.0):
        return False
    before = text[: match.start()]
    return before.count("`") % 2 == 1 or before.count("$") % 2 == 1


def literals_in(code):
    """Texts with a space in them that a code cell could show: titles, labels, alt texts."""
    tree = ast.parse(re.sub(r"^\s*[%!].*$", "", code, flags=re.MULTILINE))
    specs = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.FormattedValue) and node.format_spec
        for part in ast.walk(node.format_spec)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and " " in node.value.strip()
        and id(node) not in specs
    ]


def phrase_pattern(phrase):
    """The phrase as a regular expression that does not begin or end inside a word or a number."""
    words = r"\s".join(re.escape(word) for word in plain_text(phrase).split())
    return re.compile(rf"(?<![\w.,]){words}(?![\w]|[.,]\d)")


def problem_with_expression(expression):
    """Why an expression covers nothing: it must compute or look something up, not repeat the number."""
    try:
        tree = ast.parse(expression, mode="eval")
    except SyntaxError as error:
        return f"is no expression: {error.msg}"
    parts = tree.body.elts if isinstance(tree.body, (ast.List, ast.Tuple)) else [tree.body]
    if not any(isinstance(node, ast.Name) for node in ast.walk(tree)):
        return "repeats a number instead of computing or looking it up"
    for part in parts:
        if isinstance(part, ast.Constant) and part.value not in (0, 1, 100):
            return f"repeats the number {part.value} instead of computing or looking it up"
    return ""


def agrees(number, value, expression):
    """Whether a computed value bears out a printed number."""
    if isinstance(value, bool):
        tree = ast.parse(expression, mode="eval")
        constants = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        near = [
            c
            for c in constants
            if isinstance(c, (int, float)) and abs(c - number.value) <= 1e-9 * abs(number.value)
        ]
        return value and bool(near)
    if isinstance(value, str):
        return re.search(rf"(?<!\d)0*{re.escape(number.text.replace(',', ''))}(?!\d)", value) is not None
    if isinstance(value, (int, float)):
        return abs(value - number.value) <= number.slack * (1 + 1e-9) + 1e-12 * abs(number.value)
    return False
