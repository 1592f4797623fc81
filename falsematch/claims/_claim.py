"""A claim file: what was said, on what evidence, where it was read, and the use it is made for.

A claim file is TOML in five sections. Every key may be left out, left empty or set to "unknown", but for the claimant
and the statement: what is not known is what an audit asks for. Text is text: no markup in it means anything, and
characters that would turn a line around or hide in it are refused.
"""

import math
import re
import tomllib
import unicodedata
from dataclasses import KW_ONLY, dataclass, field, fields
from datetime import date
from pathlib import Path

from falsematch import _check
from falsematch._write import read_at_most

#: What a figure may be a share of. The first names are those of `readings`; then come shares of errors.
MEASURES = {
    "unknown": "not said",
    "pairs_even": "pairs judged rightly, both errors equally common (1:1)",
    "pairs": "pairs judged rightly, which errors not told (1:1)",
    "mated_pairs": "pairs of the same person accepted (1 - FNMR)",
    "rank_one": "searches of an enrolled person with that person on top, no threshold",
    "nothing_returned": "searches of people not listed that return nobody (1 - FPIR)",
    "found": "searches of listed people that return them (1 - FNIR)",
    "alerts": "alerts that are right",
    "decisions": "all that was examined, decided rightly",
    "fmr": "comparisons of two people that match: the FMR",
    "fnmr": "pairs of the same person not accepted: the FNMR",
    "fpir": "searches of people not listed that return somebody: the FPIR",
    "fnir": "searches of listed people that do not return them: the FNIR",
    "wrong_alerts": "alerts that are wrong",
    "score": "no share: a similarity score",
    "no_share": "no share: a count, a speed, a ratio, a finding",
    "no_truth": "nothing: what would be right or wrong was never defined",
}
#: Measures that are a share of errors.
ERRORS = ("fmr", "fnmr", "fpir", "fnir", "wrong_alerts")
#: Measures that are no share, so that the value may be any number and nothing follows from it.
NO_SHARE = ("score", "no_share", "no_truth")
USES = {
    "one_to_one": "one face against one photograph",
    "watchlist": "everybody who passes against a list",
    "population": "a face against a whole population or archive",
    "other": "another screening, no faces",
}
SIDES = ("seller", "authority", "campaigner", "researcher", "other")
GRADES = ("primary", "secondary", "weak")
QUALIFIERS = ("", "about", "more than", "at least", "less than", "at most")
MOST_BYTES = 100_000
MOST_FACES = 10**12  # a day: beyond, a period's faces could no longer be told apart one by one
_LONG, _SHORT = 600, 200  # characters of a text that stands in a brief of two pages
MOST_OF_SOURCE = _SHORT  # characters of where a value is from
NOT_KNOWN = ("", "unknown")


def _key(section, default=None, **about):
    return field(default=default, metadata={"section": section, **about})


@dataclass(frozen=True)
class Claim:
    """A claim and the use it is made for. None and "" say that something is not known.

    Every attribute is a key of a claim file, in the section named by its metadata; `python -m falsematch claim --new
    FILE` writes a file that explains each. Rates are proportions. `listed_passing` is a number of people a day.
    It may be given as one number, as (low, high), or as (low, middle, high) and is kept in that last form.
    `from_` says for a key where its value is from; the word "assumed" marks what nobody stated.

    Raises
    ------
    ValueError
        If something is impossible: one line that names the key, its value and what is allowed.
    """

    _: KW_ONLY
    id: str = _key("claim", "", text=60)
    claimant: str = _key("claim", "", text=_SHORT)
    side: str = _key("claim", "other", among=SIDES)
    statement: str = _key("claim", "", text=_LONG)
    where: str = _key("claim", "", text=_SHORT)
    when: str = _key("claim", "", text=60)
    printed: str = _key("claim", "", text=60)
    qualifier: str = _key("claim", "", among=QUALIFIERS)
    value: float | None = _key("claim", check="value")
    measures: str = _key("claim", "unknown", among=tuple(MEASURES))
    test_set: str = _key("test", "", text=_LONG)
    trials: int | None = _key("test", check="whole", least=1)
    errors: int | None = _key("test", check="whole", least=0)
    threshold: str = _key("test", "", text=_SHORT)
    source: str = _key("source", "", text=_LONG)
    url: str = _key("source", "", text=_LONG)
    read_on: str = _key("source", "", text=40)
    grade: str = _key("source", "weak", among=GRADES)
    reply: str = _key("source", "", text=_LONG)
    use: str = _key("use", "watchlist", among=tuple(USES))
    place: str = _key("use", "", text=_SHORT)
    examined: str = _key("use", "faces", text=60)
    sought: str = _key("use", "people on the list", text=60)
    days: int = _key("use", 1, check="whole", least=1, most=3660)
    faces_per_day: float | None = _key("use", check="positive")
    list_size: int | None = _key("use", check="whole", least=1)
    listed_passing: tuple | None = _key("use", check="range")
    fmr: float | None = _key("use", check="share")
    fpir: float | None = _key("use", check="share")
    fpir_list_size: int | None = _key("use", check="whole", least=1)
    fnir: float | None = _key("use", check="share")
    review: str = _key("use", "", text=_LONG)
    seconds_per_alert: float | None = _key("use", check="amount")
    stopped_if_false: float | None = _key("use", check="share")
    stopped_if_true: float | None = _key("use", check="share")
    groups: str = _key("use", "", text=_LONG)
    observed_faces: float | None = _key("observed", check="amount")
    observed_alerts: int | None = _key("observed", check="whole", least=0)
    observed_right: int | None = _key("observed", check="whole", least=0)
    observed_wrong: int | None = _key("observed", check="whole", least=0)
    judged_by: str = _key("observed", "", text=_SHORT)
    period: str = _key("observed", "", text=100)
    from_: dict = _key("from", check="from")

    def __post_init__(self):
        for one in fields(self):
            object.__setattr__(self, one.name, _checked(one, getattr(self, one.name)))
        for name in ("claimant", "statement"):
            if not getattr(self, name):
                _check.refuse(name, "", "said: without it there is nothing to audit")
        if self.id and not re.fullmatch(r"[a-z][a-z0-9_]*", self.id):
            _check.refuse("id", self.id, "small letters, digits and _ , beginning with a letter")
        if self.url and not re.fullmatch(r"https?://[^\s\"'<>\\`{}]+", self.url):
            _check.refuse("url", self.url, "an address that begins with http:// or https://")
        if self.read_on:
            try:
                date.fromisoformat(self.read_on)
            except ValueError:
                _check.refuse("read_on", self.read_on, "a day as 2026-11-26")
        if self.value is not None and self.measures not in NO_SHARE and self.value > 1:
            rule = "a proportion in [0, 1]: 99.8 % is 0.998"
            _check.refuse("value", self.value, rule)
        self._not_above("errors", "trials")
        self._not_above("observed_right", "observed_alerts")
        self._not_above("observed_wrong", "observed_alerts")
        if self.use != "population":  # there an alert is a person returned, and one search may return many
            self._not_above("observed_alerts", "observed_faces")
        judged, alerts = (self.observed_right, self.observed_wrong), self.observed_alerts
        if None not in (*judged, alerts) and sum(judged) > alerts:
            rule = f"at most observed_alerts - observed_wrong = {alerts - self.observed_wrong}"
            _check.refuse("observed_right", self.observed_right, rule)
        if self.fmr is not None and self.fpir is not None:
            _check.refuse("fpir", self.fpir, "left out where fmr is given: one follows from the other")
        if self.fpir_list_size and self.fpir is None and self.measures not in ("fpir", "nothing_returned"):
            _check.refuse("fpir_list_size", self.fpir_list_size, "left out without an FPIR")
        if self.listed_passing and self.faces_per_day and self.listed_passing[-1] > self.faces_per_day:
            _check.refuse("listed_passing", list(self.listed_passing), "at most faces_per_day")

    def _not_above(self, part, whole):
        given = getattr(self, part), getattr(self, whole)
        if None not in given and given[0] > given[1]:
            _check.refuse(part, given[0], f"at most {whole} = {given[1]}")

    def known(self, name):
        """Whether a key says anything."""
        return getattr(self, name) not in (None, *NOT_KNOWN)

    def is_assumed(self, name):
        """Whether the file marks its value as assumed."""
        return self.from_.get(name, "").strip().casefold().startswith("assumed")


def load_claim(path):
    """Read a claim from a TOML file.

    Parameters
    ----------
    path : path of a file of at most 100,000 bytes

    Returns
    -------
    Claim

    Raises
    ------
    ValueError
        If the file is no TOML, a key is unknown or a value impossible: one line that names file, key and rule.
    OSError
        If the file cannot be read.
    """
    path = Path(path)
    raw = read_at_most(path, MOST_BYTES, "a claim file")
    try:
        return read_claim(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise ValueError(f"{path.name}: a claim file must be text in UTF-8 ({_check.shown(error)})") from None
    except ValueError as error:
        raise ValueError(f"{_check.shown(path.name)[1:-1]}: {error}") from None


def register():
    """The register: a dict of `Claim`, by id. An id is for ever; a claim that is taken back keeps its file."""
    from falsematch import datasets  # files are read when somebody asks for them

    return {name: load_claim(path) for name, path in datasets.register_files().items()}


def read_claim(text):
    """The `Claim` in the text of a claim file; as `load_claim`."""
    if len(text) > MOST_BYTES:
        raise ValueError(f"a claim file must be at most {MOST_BYTES:,} bytes long")
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ValueError(f"a claim file must be TOML{line_at_fault(text, error)}") from None
    given = {}
    for section, keys in found.items():
        if section not in SECTIONS:
            raise ValueError(f"there is no section {_check.shown(section)}; there are: {', '.join(SECTIONS)}")
        if not isinstance(keys, dict):
            _check.refuse(section, keys, "a section: [claim] on a line of its own, its keys below")
        if section == "from":
            given["from_"] = keys
            continue
        for key, value in keys.items():
            if key not in SECTIONS[section]:
                raise ValueError(
                    f"[{section}] has no key {_check.shown(key)}; it has: {', '.join(SECTIONS[section])}"
                )
            given[key] = value
    return Claim(**given)


def line_at_fault(text, error):
    """Which line is no TOML, and what TOML wants of a line; else what its reader said."""
    found = re.search(r"line (\d+)", str(error))
    lines = text.splitlines()
    if not found or not 0 < int(found[1]) <= len(lines):
        return f" ({_check.shown(error)})"
    line = _check.shown(lines[int(found[1]) - 1].split(" #")[0].strip())
    wanted = "A text needs quotation marks, a number no comma and no %: 155050, 0.998"
    return f": line {found[1]}, {line}, is none. {wanted}"


#: The keys of each section, in the order of a claim file.
SECTIONS = {}
for _one in fields(Claim):
    SECTIONS.setdefault(_one.metadata["section"], []).append(_one.name)


def plain_text(name, value, most):
    """A text on one line, without characters that hide or turn a line around; refused if it is none or too long."""
    if isinstance(value, date):
        value = value.isoformat()
    if isinstance(value, (int, float)) and not isinstance(value, bool) and name in ("when", "threshold"):
        value = str(value)
    if not isinstance(value, str):
        _check.refuse(name, value, "a text in quotation marks")
    value = " ".join(value.split())
    if len(value) > most:
        _check.refuse(name, value, f"at most {most} characters, has {len(value):,}")
    for sign in value:
        if unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") or sign in _TURNING:
            _check.refuse(name, value, f"without the character U+{ord(sign):04X}")
    return value


#: Characters that change the direction of what follows or have no width.
_TURNING = "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad"


def _number(name, value, rule):
    """A finite number that is none of Python's other things that count as one."""
    if isinstance(value, str):
        _check.refuse(name, value, f"{rule}; without quotation marks, commas and %")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        _check.refuse(name, value, rule)
    if not math.isfinite(value) if isinstance(value, float) else abs(value) > _check.EXACT:
        _check.refuse(name, value, rule)
    return value


def _checked(one, value):
    """The value of one field, or a refusal."""
    name, about = one.name, one.metadata
    if "text" in about:
        text = plain_text(name, value, about["text"])
        return "" if text.casefold() == "unknown" else text
    if "among" in about:
        value = plain_text(name, value, _SHORT) or one.default
        if value not in about["among"]:
            _check.refuse(name, value, "one of " + ", ".join(choice or '""' for choice in about["among"]))
        return value
    if value is None or isinstance(value, str) and value.strip().casefold() in NOT_KNOWN:
        return {} if about["check"] == "from" else one.default
    return _CHECKS[about["check"]](name, value, about)


def _whole(name, value, about):
    least, most = about["least"], about.get("most", _check.EXACT)
    rule = f'a whole number from {least:,} to {most:,}, or "unknown"'
    if not least <= _number(name, value, rule) <= most or value != int(value):
        _check.refuse(name, value, rule)
    return int(value)


def _amount(name, value, about, what=""):
    rule = f'a number from 0 to {_check.EXACT:,}{what}, or "unknown"'
    if not 0 <= _number(name, value, rule) <= _check.EXACT:
        _check.refuse(name, value, rule)
    return float(value)


def _value(name, value, about):
    return _amount(name, value, about, ", a share as a proportion (99.8 % is 0.998)")


def _positive(name, value, about):
    rule = f'above 0 and at most {MOST_FACES:,}, or "unknown"'
    if not 0 < _number(name, value, rule) <= MOST_FACES:
        _check.refuse(name, value, rule)
    return float(value)


def _share(name, value, about):
    rule = 'a proportion in [0, 1] (99.8 % is 0.998), or "unknown"'
    if not 0 <= _number(name, value, rule) <= 1:
        _check.refuse(name, value, rule)
    return float(value)


def _range(name, value, about):
    rule = 'one number, [low, high] or [low, middle, high] of people a day, or "unknown"'
    ends = list(value) if isinstance(value, (list, tuple)) else [value]
    if not 1 <= len(ends) <= 3:
        _check.refuse(name, value, rule)
    ends = [float(_number(name, end, rule)) for end in ends]
    if not 0 <= ends[0] or ends != sorted(ends) or ends[-1] > MOST_FACES:
        _check.refuse(name, value, rule)
    return ends[0], ends[1] if len(ends) == 3 else (ends[0] + ends[-1]) / 2, ends[-1]


def _from(name, value, about):
    if not isinstance(value, dict):
        _check.refuse("from", value, "a section of keys and texts")
    known = {one.name for one in fields(Claim)} - {"from_"}
    for key in value:
        if key not in known:
            raise ValueError(
                f"[from] has no key {_check.shown(key)}; it takes the keys of the other sections"
            )
    return {key: plain_text(f"from.{key}", text, MOST_OF_SOURCE) for key, text in value.items()}


_CHECKS = {
    "value": _value,
    "whole": _whole,
    "amount": _amount,
    "positive": _positive,
    "share": _share,
    "range": _range,
    "from": _from,
}
