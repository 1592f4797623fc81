"""Finds every number in a text: what it says, and from where to where a computed value may lie to bear it out.

How near is near enough:

- to the digits printed, and never more than 5 % off: "5 %" is borne out by 4.8 %, not by 4.6 %;
- a bare whole number counts something, so it may be 2 % off at most: "7 people" is not borne out by 7.4;
- "about" and its like allow half of the last digit that is not 0, and never more than 5 % (10 % of a part that is said
  in words: "about a third");
- "more than", "under", "at least", "up to" and their like give the side: "more than 100,000" is borne out by
  117,000, not by 99,000 ("up to" and "at least" name an end, which may be rounded); "nearly" lies below, by 10 % at most;
- "hundreds" is from 200 to 1,000, "millions" from two million to a hundred million, "dozens" from 24 to 144;
- a date is a date: "27 February 2020" is borne out by 2020-02-27 alone.

Percentages and "1 in 500" are proportions: 99.8 % is 0.998, "one in a million" is 0.000001.
"""

import math
import re
from dataclasses import dataclass, replace
from itertools import zip_longest

# How far a value may be from the number that is printed, at most: any number, one that counts something, "about" a part
# in words, and "nearly".
MOST_OFF, COUNT_OFF, PART_ABOUT, NEARLY = 0.05, 0.02, 0.1, 0.1

SMALL = dict(
    zip(
        "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split(),
        range(2, 21),
        strict=True,
    )
)
TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
WORDS = {**SMALL, **TENS}
SCALES = {"dozen": 12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
TIMES = {
    **dict.fromkeys(("twice", "double", "doubles", "doubled", "doubling"), 2),
    **dict.fromkeys(("thrice", "triple", "triples", "tripled", "tripling", "treble", "trebled"), 3),
    **dict.fromkeys(("quadruple", "quadruples", "quadrupled", "quadrupling"), 4),
    **dict.fromkeys(("half", "halves", "halved", "halving"), 1 / 2),
}
ORDINALS = {
    "third": 3,
    **{f"{word}th": WORDS[word] for word in "four six seven ten eleven thirteen".split()},
    **{f"{word}teenth": n for n, word in enumerate("four fif six seven eigh nine".split(), 14)},
    "quarter": 4,
    "fifth": 5,
    "eighth": 8,
    "ninth": 9,
    "twelfth": 12,
    "twentieth": 20,
    "thirtieth": 30,
    "fortieth": 40,
    "fiftieth": 50,
    "hundredth": 100,
    "thousandth": 1e3,
    "millionth": 1e6,
    "billionth": 1e9,
}
ALWAYS_PARTS = (
    "quarter tenth twentieth thirtieth fortieth fiftieth hundredth thousandth millionth billionth".split()
)
MONTHS = "January February March April May June July August September October November December".split()

# What stands before a number, or behind it, and says on which side of it the truth lies.
AFTER = {
    ">=": r"or (?:more|above|higher|longer|older)|and more|at least(?=[.,;:)]|$)",
    "<=": r"or (?:less|fewer|below|lower|under)|at most(?=[.,;:)]|$)",
}
BEFORE = {
    "<=": r"up to|at most|no more than|not more than|not above|no higher than|not over|a maximum of",
    ">=": r"at least|no fewer than|no less than|not less than|not below|no lower than|a minimum of",
    "<~": r"nearly|almost|just under|just below|a little (?:under|below|less than)",
    ">~": r"just (?:over|above)|(?:a little|slightly|somewhat) (?:over|above|more than)",
    ">": r"(?:more|greater|larger|higher|longer|older|rarer) than|over|above|beyond|exceed(?:s|ing|ed)?",
    "<": r"(?:less|fewer|smaller|lower|shorter|younger) than|under|below|within",
    "~": r"about|around|some|roughly|approximately|close to|~|≈",
}
SIDE = {sign: re.compile(rf"(?:(?<!\w){words})\s*(?:the\s|an?\s)?$", re.I) for sign, words in BEFORE.items()}
SIDE_AFTER = {sign: re.compile(rf"\s(?:\w+\s)?(?:{words})\b", re.I) for sign, words in AFTER.items()}

_word = "|".join(sorted(WORDS, key=len, reverse=True))
_scale = "|".join(SCALES)
_times = "|".join(sorted(TIMES, key=len, reverse=True))
_ordinal = "|".join(sorted(ORDINALS, key=len, reverse=True))
_always = "|".join(sorted(ALWAYS_PARTS, key=len, reverse=True))
_month = "|".join(MONTHS)
_digits = r"(?:\d{1,3}(?:[,\u00a0\u202f_]\d{3})+(?!\d)|\d+)"
# After "a third" or "an eighth": a part, not "a third test".
_partly = r"of|as|the|more|less|fewer|larger|smaller|higher|lower|that|than|are|is|were|was|have|had|on|at|to|or|and|in"
NUMBER = re.compile(
    rf"""
    (?<![\w-])(?P<iso>\d{{4}}-(?:0[1-9]|1[0-2])(?:-\d\d)?)(?![\w-])
  | \b(?:(?P<day>\d{{1,2}})\s)?(?P<month>(?-i:{_month}))\s(?P<year>\d{{4}})\b
  | \b(?P<day2>\d{{1,2}})\s(?P<month2>(?-i:{_month}))\b
  | (?P<power>(?:(?P<lead>\d+(?:\.\d+)?)\s*(?:×|\\times|\\cdot)\s*)?10(?:\^\{{?(?P<exp>[-−]?\d+)\}}?|(?P<sup>[⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)))
  | (?P<digits>(?<![\w.])[-−]?{_digits}(?:\.\d+)?(?:[eE][-+]?\d+)?)
    (?P<after>\s?(?:%|‰|per\s?cent\b|percent\b)|[\s-](?:{_scale})s?\b)?
  | (?P<fold>\b(?:{_word}|hundred|thousand)y?-?fold\b)
  | \b(?:(?P<of>tens|dozens|hundreds|thousands)\sof\s)?(?P<order>{_scale})s\b
  | \b(?:several|some|a\sfew|many)\s(?P<few>{_scale})\b
  | \b(?P<halfa>half\sa|half\sof\sa)\s(?P<hscale>{_scale})\b
  | \b(?:(?P<nth>{_word}|one|{_digits})[\s-])(?P<parts>{_ordinal})s\b
  | \b(?:(?:an?|one)\s(?P<part>{_ordinal})(?=\s(?:{_partly})\b|[,.;:)?!]|\s?$)|one\s(?P<onepart>{_ordinal})\b)
  | \b(?:every|each)\s(?P<every>second(?=\s(?!(?:and|or|at|in|on|of|it|for|to|with|by)\b)[a-z])|{_ordinal})\b
  | \b(?P<bare>{_always})s?\b | \b(?:third|fifth)(?P<bareof>\sof)\b
  | \b(?P<word>{_word})(?:-(?P<unit>one|two|three|four|five|six|seven|eight|nine))?
    (?P<ahalf>\sand\sa\shalf)?(?:[\s-](?P<wscale>{_scale}))?(?P<wpct>\s(?:per\s?cent|percent))?\b
  | \b(?P<oneahalf>one\sand\sa\shalf)\b
  | \b(?P<zero>zero)(?=\s(?:[a-z]+[-\s]){{0,2}}[a-z]{{3,}}s\b|\s(?:of|in)\b)
  | \b(?P<times>{_times})\b
  | \b(?P<one>one)(?=\s(?:(?!in\b|of\b)[a-z-]+\s){{0,2}}(?:in|out\sof)\s(?:about\s|every\s)?(?:{_digits}|{_word}|an?\s(?:{_scale}))\b)
  | \b(?:a|one)\s(?P<ascale>{_scale})\b
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SUP = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_BARE = re.compile(r"[,\u00a0\u202f_]")


@dataclass(frozen=True)
class Number:
    """A number as printed: its text and place, its value, and the ends between which the truth may lie.

    `half` is half a unit of its last digit, `rough` of its last digit that is not 0. `side` is what the words beside it say: "" or "~" for neither,
    ">", ">=", "<" or "<=". `date` is the ISO text of a date ("2020-02-27", "2019-07", "05-10"), otherwise "".
    """

    text: str
    start: int
    end: int
    value: float
    half: float = 0.0
    rough: float = 0.0
    least: float = math.nan
    most: float = math.nan
    side: str = ""
    unit: str = ""
    date: str = ""

    @property
    def is_year(self):
        return not self.date and re.fullmatch(r"(?:1[89]|20)\d\d", self.text) is not None


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
    mantissa, _, exponent = _BARE.sub("", digits).lower().partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0)


def _read(match):
    """(value, half a unit of the last digit, half a unit of the last digit that is not 0, unit) of one match."""
    group = match.groupdict()
    if group["power"]:
        exponent = int((group["exp"] or group["sup"]).replace("−", "-").translate(_SUP))
        lead = group["lead"] or "1"
        half = 0.5 * 10.0 ** (exponent - _decimals(lead))
        return float(lead) * 10.0**exponent, half, half, "power"
    if group["digits"]:
        return _read_digits(group)
    if group["fold"]:
        stem = re.sub("-?fold$", "", group["fold"].lower())
        value = float(WORDS.get(stem) or WORDS.get(stem.rstrip("y")) or SCALES.get(stem, 0))
        return value, 0.5 * (10 if value >= 20 else 1), math.inf, "times"
    if group["halfa"]:
        return 0.5 * SCALES[group["hscale"].lower()], math.inf, math.inf, "times"
    if group["parts"]:
        count = group["nth"].lower()
        count = 1 if count == "one" else WORDS.get(count) or float(_BARE.sub("", count))
        return count / ORDINALS[group["parts"].lower()], math.inf, math.inf, "part"
    for name in ("part", "onepart", "every", "bare"):
        if group[name]:
            return 1 / ORDINALS.get(group[name].lower(), 2), math.inf, math.inf, "part"
    if group["bareof"]:
        return 1 / ORDINALS[match.group().split()[0].lower()], math.inf, math.inf, "part"
    if group["times"]:
        return float(TIMES[group["times"].lower()]), math.inf, math.inf, "part"
    if group["oneahalf"]:
        return 1.5, 0.25, 0.25, "part"
    if group["one"] or group["zero"]:
        return 1.0 if group["one"] else 0.0, 0.5, 0.5, "count"
    if group["ascale"]:
        value = SCALES[group["ascale"].lower()]
        return value, value / 2, value / 2, "scale"
    return _read_words(group)


def _read_digits(group):
    text, after = _BARE.sub("", group["digits"].replace("−", "-")), (group["after"] or "").strip(" -").lower()
    name = next((name for name in SCALES if after.startswith(name)), "")
    factor = 1e-3 if after == "‰" else 1e-2 if after.startswith(("%", "per")) else SCALES.get(name, 1.0)
    step = 10.0 ** -_decimals(group["digits"])
    rough = step
    if re.fullmatch(r"-?\d+", text) and float(text):
        rough = 10.0 ** (len(text) - len(text.rstrip("0")))
    kind = "scale" if name else "share" if after else "count" if re.fullmatch(r"-?\d+", text) else "decimal"
    return float(text) * factor, 0.5 * step * factor, 0.5 * rough * factor, kind


def _read_words(group):
    value = float(WORDS[group["word"].lower()])
    value += {"one": 1, **SMALL}.get((group["unit"] or "").lower(), 0) + (0.5 if group["ahalf"] else 0)
    factor = SCALES.get((group["wscale"] or "").lower(), 1.0) * (1e-2 if group["wpct"] else 1.0)
    half = 0.25 if group["ahalf"] else 0.5
    kind = "scale" if group["wscale"] else "share" if group["wpct"] else "count"
    return value * factor, half * factor, (5 if value >= 20 else 0.5) * factor, kind


def _date(group):
    if group["iso"]:
        return group["iso"]
    if group["month2"]:
        return f"{MONTHS.index(group['month2']) + 1:02}-{int(group['day2']):02}"
    day = f"-{int(group['day']):02}" if group["day"] else ""
    return f"{group['year']}-{MONTHS.index(group['month']) + 1:02}{day}"


def _order(group):
    """From where to where "hundreds", "tens of thousands" or "several million" goes."""
    size = SCALES[(group["order"] or group["few"]).lower()]
    if group["of"]:
        times = {"tens": 10, "dozens": 12, "hundreds": 100, "thousands": 1000}[group["of"].lower()]
        return 2 * times * size, (1000 if times == 100 else 100 if times == 10 else 10 * times) * size
    return 2 * size, {12: 144, 100: 1000}.get(size, 100 * size)


def side_of(text, start, end):
    """Which side of a number the words around it speak of: a key of `BEFORE`, or ""."""
    before = text[max(0, start - 30) : start]
    found = next((sign for sign, pattern in SIDE.items() if pattern.search(before)), "")
    return found or next((sign for sign, p in SIDE_AFTER.items() if p.match(text, end)), "")


def _with_ends(number):
    """The number with the ends between which a value bears it out."""
    value, size = number.value, abs(number.value)
    near = min(number.half, (COUNT_OFF if number.unit == "count" else MOST_OFF) * size)
    if number.side == "~":
        near = max(near, min(number.rough, (PART_ABOUT if number.unit == "part" else MOST_OFF) * size))
    least, most = value - near, value + near
    far = max(near, min(2 * number.rough, size / 2))  # looser than that takes a comparison
    if number.side in (">", ">="):
        least, most = (value if number.side == ">" else least), value + far
    elif number.side in ("<", "<="):
        least, most = value - far, (value if number.side == "<" else most)
    elif number.side == "<~":
        least, most = value - max(near, NEARLY * size), value
    elif number.side == ">~":
        least, most = value, value + max(near, NEARLY * size)
    return replace(number, least=least, most=most)


def _formula_constant(text, start, end, value):
    """0, 1 and 2 in `code`, in $mathematics$ or beside a sign belong to the formula, not to the facts."""
    if value not in (0.0, 1.0, 2.0):
        return False
    before = text[:start]
    quoted = before.count("`") % 2 == 1 or before.count("$") % 2 == 1
    return quoted or re.search(r"\w\)? [-+*/=^] $|[=^]$", before) or re.match(r"\s?[-+*/=^]\s", text[end:])


def _number(text, match):
    group, (start, end), words = match.groupdict(), match.span(), match.group().strip()
    if group["iso"] or group["month"] or group["month2"]:
        return Number(words, start, end, math.nan, date=_date(group))
    if group["order"] or group["few"]:
        least, most = _order(group)
        return Number(words, start, end, least / 2, least=least, most=most, unit="order")
    value, half, rough, unit = _read(match)
    if _formula_constant(text, start, end, value):
        return None
    return Number(words, start, end, value, half, rough, side=side_of(text, start, end), unit=unit)


def numbers_in(text, names=()):
    """Every number in a plain text, less those inside a name such as "1:N" or "ISO/IEC 19795-1"."""
    inside = [match.span() for pattern in names for match in re.finditer(pattern, text)]
    matches = [
        match
        for match in NUMBER.finditer(text)
        if not any(first <= match.start() and match.end() <= last for first, last in inside)
    ]
    found = [number for match in matches if (number := _number(text, match))]
    found = [_sharing_unit(text, number, after) for number, after in zip_longest(found, found[1:])]
    joined = []
    for number in found:
        ratio = _ratio(text, joined[-1], number) if joined else None
        joined[len(joined) - bool(ratio) :] = [ratio or number]
    joined = [number for number in joined if number.text.lower() != "one"]  # it is one of nothing
    return [number if number.date or number.unit == "order" else _with_ends(number) for number in joined]


_TO = re.compile(r"\sto\s(?:about\s)?|\s?[–-]\s?", re.IGNORECASE)
_AND = re.compile(r"\sand\s(?:about\s)?", re.IGNORECASE)
_IN = re.compile(
    r"\s(?:(?!in\b|of\b)[a-z-]+\s){0,2}(?:in|out\sof)\s(?P<about>about\s)?(?:every\s)?", re.IGNORECASE
)
_OF = re.compile(r"\s(?:[a-z-]+\s){0,2}of\s(?P<about>about\s)?", re.IGNORECASE)


def _sharing_unit(text, number, after):
    """ "91 to 99 %" and "between 1.6 and 12 million": the unit belongs to both."""
    if after is None or number.unit not in ("count", "decimal") or number.is_year:
        return number
    between = text[number.end : after.start]
    starts = text[: number.start].lower().endswith("between ")
    if not (_TO.fullmatch(between) or (starts and _AND.fullmatch(between))):
        return number
    scale = next((size for name, size in SCALES.items() if re.search(rf"{name}s?$", after.text, re.I)), None)
    factor = scale or (1e-3 if after.text.endswith("‰") else 1e-2 if after.unit == "share" else 1)
    if factor == 1:
        return number
    value, half, rough = (factor * size for size in (number.value, number.half, number.rough))
    return replace(number, value=value, half=half, rough=rough, unit=after.unit)


def _ratio(text, first, second):
    """ "1 alert in 21", "one in a million" and "3 in 1,000" as one number, a proportion; None if it is none."""
    if (
        first.unit not in ("count", "decimal")
        or second.unit not in ("count", "scale")
        or second.is_year
        or not second.value
    ):
        return None
    between = text[first.end : second.start]
    link = _IN.fullmatch(between) or (first.text == "1" and _OF.fullmatch(between))
    power_of_ten = second.value >= 10 and math.log10(second.value) % 1 == 0
    if not link or not (first.value == 1 or power_of_ten and 0 < first.value < second.value):
        return None
    value = first.value / second.value
    half, rough = first.half / second.value, first.rough / second.value
    if first.value == 1:  # the digits that count are those of the second
        half = rough = value * second.rough / second.value
    side = "~" if link["about"] else side_of(text, first.start, second.end)
    return Number(
        text[first.start : second.end], first.start, second.end, value, half, rough, side=side, unit="ratio"
    )


def span_with_side(text, number):
    """From where to where a number goes together with the words that say its side."""
    begin = max(0, number.start - 30)
    before = next((m for p in SIDE.values() if (m := p.search(text[begin : number.start]))), None)
    after = next((m for p in SIDE_AFTER.values() if (m := p.match(text, number.end))), None)
    return begin + before.start() if before else number.start, after.end() if after else number.end
