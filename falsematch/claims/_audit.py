"""A claim carried to its use: what each reading would bring, what is missing, and how much each unknown matters."""

import json
from dataclasses import dataclass, fields
from importlib.resources import files

from falsematch import __version__, _check, intervals, search
from falsematch._words import in_odds, say
from falsematch.claims import _answer
from falsematch.claims._claim import Claim
from falsematch.claims._comparable import comparable
from falsematch.claims._rates_of import ALLOWED, error_span, in_words, interval_of, rates_of
from falsematch.claims._situation import Span, assumed, brings, corners, place, ranges, stated

#: The ten questions in the order of the sheet, each with the keys of a claim file that an answer fills.
QUESTIONS = {
    "measures": ("measures", "value"),
    "threshold": ("threshold", "fpir"),
    "listed_passing": ("listed_passing",),
    "faces_per_day": ("faces_per_day",),
    "list_size": ("list_size", "fpir_list_size"),
    "fnir": ("fnir",),
    "trials": ("trials", "errors", "test_set"),
    "review": ("review", "seconds_per_alert", "stopped_if_false"),
    "groups": ("groups",),
    "observed": ("observed_faces", "observed_alerts", "observed_right", "observed_wrong", "judged_by"),
}
_NO_EFFECT = ("review", "groups")


@dataclass(frozen=True)
class AuditedReading:
    """What the claim would mean in its use, by one reading. Counts are of one day, as (low, middle, high).

    None stands for *cannot be bounded*, and `why` says why; a middle of None says that only the ends are known.

    Attributes
    ----------
    name : short name, as in `readings` or `MEASURES`.
    reading : what the figure is a share of.
    missing : what its source would have to add.
    why : why something cannot be bounded, or "".
    false_alerts, true_alerts, misses : counts of a day.
    candidates : wrong people returned, each as often as returned; where an FMR is known.
    share_right : true alerts over all alerts.
    needed_fpir, needed_fmr : what would be needed for every second alert to be right, everything else at its middle;
        None where any rate would do. The second is that of one comparison.
    """

    name: str
    reading: str
    missing: str
    why: str = ""
    false_alerts: tuple | None = None
    true_alerts: tuple | None = None
    misses: tuple | None = None
    candidates: tuple | None = None
    share_right: tuple | None = None
    needed_fpir: float | None = None
    needed_fmr: float | None = None


@dataclass(frozen=True)
class Question:
    """One of the ten questions, and what its answer would change.

    Attributes
    ----------
    name : its key in the table of words; keys : the keys of a claim file that an answer fills.
    known : whether the claim file has an answer.
    kind : "unbounded" (without an answer nothing can be bounded), "range", "unchanged" (the share of alerts right
        does not depend on it), "settled" (answered, and nothing left to move).
    low, high : share of alerts right at the two ends, everything else at its middle; `ends` names these.
    basis : where the ends are from: "stated", "sourced" or "assumed".
    test_size : trials that would settle it, or None; `test` says which.
    """

    name: str
    keys: tuple
    known: bool
    kind: str
    low: float | None = None
    high: float | None = None
    ends: tuple = ()
    basis: str = ""
    test_size: int | None = None
    test: str = ""

    @property
    def width(self):
        """How far apart the two shares are."""
        return abs(self.high - self.low) if self.kind == "range" else 0.0


@dataclass(frozen=True)
class Audit:
    """A claim, audited.

    Attributes
    ----------
    claim : the `Claim`.
    readings : tuple of `AuditedReading`: the one that the claim names, or all that it allows.
    answer : one sentence, or two, in counts.
    missing : tuple of `Question` without an answer in the claim file, the weightiest first.
    questions : all ten, in the order of the sheet.
    comparable : tuple of at most three `Comparable` real figures.
    place : {quantity: `Span`} of the use.
    evidence : tuple of sentences on the quality of the evidence.
    """

    claim: Claim
    readings: tuple
    answer: str
    missing: tuple
    questions: tuple
    comparable: tuple
    place: dict
    evidence: tuple

    @property
    def main(self):
        """The reading that the claim names, or None where it names none."""
        return self.readings[0] if self.claim.measures != "unknown" else None

    def stopped(self):
        """(low, middle, high) share of wrong alerts that end in a stop, as a `Span`."""
        return stated(self.claim, "stopped_if_false") or assumed(self.claim.use, "stopped_if_false")

    def hours(self, reading):
        """(low, middle, high) hours a day that looking at the alerts takes, or None."""
        if reading is None or reading.false_alerts is None or reading.true_alerts is None:
            return None
        seconds = stated(self.claim, "seconds_per_alert") or assumed(self.claim.use, "seconds_per_alert")
        both = zip(reading.false_alerts, reading.true_alerts, strict=True)
        each = (None if None in pair else sum(pair) for pair in both)
        ends = (seconds.low, seconds.middle, seconds.high)
        return tuple(None if n is None else n * s / 3600 for n, s in zip(each, ends, strict=True))

    def to_dict(self):
        """Everything as plain dicts, lists, text, numbers and None, by the schema that `schema()` returns."""
        stopped = self.stopped()
        return {
            "format": "falsematch audit 1",
            "falsematch": __version__,
            "claim": {one.name.rstrip("_"): _plain(getattr(self.claim, one.name)) for one in fields(Claim)},
            "answer": self.answer,
            "main": self.main.name if self.main else None,
            "place": {name: _plain(span) for name, span in self.place.items()},
            "stopped_if_false": _plain(stopped),
            "readings": [{**_plain(one), "hours": _plain(self.hours(one))} for one in self.readings],
            "questions": [_plain(one) for one in self.questions],
            "missing": [one.name for one in self.missing],
            "comparable": [_plain(one) for one in self.comparable],
            "evidence": list(self.evidence),
        }


def schema():
    """The JSON schema of `Audit.to_dict`, as a dict."""
    return json.loads(files("falsematch.claims").joinpath("audit.schema.json").read_text(encoding="utf-8"))


def audit(claim):
    """What a claim means in its use, and what it leaves out.

    Every rate is carried to the use through N x FMR: a rate measured on a list of another size by the rate of one
    comparison. What the claim file does not say about the use is taken from the table audit_ranges, from a named low
    to a named high; what it does not say about the matcher is not taken from anywhere, so that counts which need it
    *cannot be bounded*. Ranges are outer ones: every unknown at its least favourable end at once.

    Parameters
    ----------
    claim : Claim

    Returns
    -------
    Audit

    Raises
    ------
    ValueError
        If `claim` is no Claim.

    References
    ----------
    ISO/IEC 19795-1:2021 for the rates; Clopper and Pearson (1934) for intervals of tests with counts.
    """
    if not isinstance(claim, Claim):
        _check.refuse("claim", claim, "a Claim: load_claim reads one from a file")
    names = ALLOWED[claim.use] if claim.measures == "unknown" else (claim.measures,)
    error, spans = error_span(claim), place(claim)
    found = tuple(_read(claim, name, error, spans) for name in names)
    questions = _questions(claim, error, spans)
    open_ones = [one for one in questions if not one.known]
    order = {"unbounded": 0, "range": 1}
    first = (
        "list_size" if length_unsaid(claim) else ""
    )  # a rate is there, and only this is missing to carry it
    missing = sorted(open_ones, key=lambda one: (one.name != first, order.get(one.kind, 2), -one.width))
    return Audit(
        claim=claim,
        readings=found,
        answer=_answer.answer(claim, found, spans),
        missing=tuple(missing),
        questions=questions,
        comparable=comparable(claim),
        place=spans,
        evidence=_answer.evidence(claim),
    )


# --- one reading


def _read(claim, name, error, spans):
    reading, missing = in_words(claim.use, name)
    rates = rates_of(claim, name, error)
    if rates.right is not None:
        counts = _from_share(claim, rates.right, spans)
    elif rates.wrong is not None:
        counts = _from_decisions(claim, rates.wrong, spans)
    else:
        counts = _from_rates(claim, rates, spans)
    return AuditedReading(name, reading, missing, **counts)


def own_rates(claim, rates):
    """({"fpir" or "fmr": Span}, Span of FNIR) of a reading, with what else the claim file states; None if unknown."""
    false = {rates.false_is: rates.false} if rates.false else {}
    for field in () if false or length_unsaid(claim) else ("fpir", "fmr"):
        span = stated(claim, field)
        if span:
            false = {field: span}
    if "fpir" in false and claim.fpir_list_size:
        false["fpir_list_size"] = Span(*(claim.fpir_list_size,) * 3)
    return false, rates.missed or stated(claim, "fnir")


def length_unsaid(claim):
    """Whether an FPIR is stated without the length of list it was measured on: then it carries to no list, not even
    to the one at hand, which may be ten times as long."""
    return (
        claim.use in ("watchlist", "population") and claim.fpir is not None and claim.fpir_list_size is None
    )


_LENGTH_UNSAID = "on a list of which length the rate of false alerts was measured was not said"


def _from_rates(claim, rates, spans):
    false, missed = own_rates(claim, rates)
    counts = {}
    if false:
        unknown = missed is None
        whole = {**spans, **false, "fnir": Span(0.0, 0.5, 1.0) if unknown else missed}
        at = corners(claim, whole)
        mid = _mid(claim, whole)
        counts["false_alerts"] = _ends(at, mid, "false_alerts")
        if mid.candidates is not None:
            counts["candidates"] = _ends(at, mid, "candidates")
        for name in ("true_alerts", "misses", "share_right"):
            counts[name] = _ends(at, mid, name, no_middle=unknown)
        counts["why"] = (rates.why or "what is missed was not said") if unknown else ""
    elif missed:
        whole = {**spans, "fpir": Span(0.0, 0.0, 0.0), "fnir": missed}
        at, mid = corners(claim, whole), _mid(claim, whole)
        counts = {name: _ends(at, mid, name) for name in ("true_alerts", "misses")}
        unsaid = _LENGTH_UNSAID if length_unsaid(claim) else ""
        counts["why"] = unsaid or rates.why or "the rate of false alerts was not said"
    else:
        counts["why"] = _LENGTH_UNSAID if length_unsaid(claim) else rates.why
    return {**counts, **_needed(claim, spans, missed)}


def _from_share(claim, right, spans):
    """The share of alerts is what was stated; false alerts follow from how many right ones there can be."""
    missed = stated(claim, "fnir")
    whole = {**spans, "fpir": Span(0.0, 0.0, 0.0), "fnir": missed or Span(0.0, 0.5, 1.0)}
    at, mid = corners(claim, whole), _mid(claim, whole)
    true = _ends(at, mid, "true_alerts", no_middle=missed is None)
    counts = {"true_alerts": true, "misses": _ends(at, mid, "misses", no_middle=missed is None)}
    counts["share_right"] = (right.low, right.middle, right.high)
    if right.low == 0:
        return {**counts, "why": "if no alert is right, their number does not follow from anything"}
    most = spans["faces_per_day"].high  # one alert a face: more than that many cannot be wrong
    if claim.use == "population":
        most *= spans["list_size"].high
    middle = None if true[1] is None else true[1] * (1 - right.middle) / right.middle
    why = "" if missed else "how many are missed was not said, so only the ends follow"
    if middle is not None and middle > most:
        middle, why = (
            None,
            "the figure and the number of those looked for that is taken here do not go together",
        )
    low, high = true[0] * (1 - right.high) / right.high, true[2] * (1 - right.low) / right.low
    counts["false_alerts"] = (min(low, most), middle, min(high, most))
    return {**counts, "why": why, **_needed(claim, spans, missed)}


def _from_decisions(claim, wrong, spans):
    """So many decisions are wrong; which of them are false alerts and which are misses was not said."""
    faces, listed = spans["faces_per_day"], _listed(spans)
    least, most = wrong.low * faces.low, wrong.high * faces.high
    top = min(listed.high, faces.high)
    shares = [
        _share_of(n * w, share)
        for n in (faces.low, faces.high)
        for share in _listed_at(spans, n)
        for w in (wrong.low, wrong.high)
    ]
    return {
        "false_alerts": (0.0 if least <= top else least - top, None, most),
        "true_alerts": (max(0.0, listed.low - most), None, top),
        "misses": (0.0, None, min(most, top)),
        "share_right": (min(low for low, _ in shares), None, max(high for _, high in shares)),
        "why": "which errors were made was not said, so only the ends follow",
        **_needed(claim, spans, None),
    }


def _share_of(errors, listed):
    """Least and greatest share of alerts that is right, if `errors` are split between false alerts and misses."""
    if listed <= 0:
        return 0.0, 0.0
    all_false = listed / (listed + errors)
    return (0.0, all_false) if errors >= listed else (all_false, 1.0)


def _listed(spans):
    if "listed_passing" in spans:
        return spans["listed_passing"]
    share, faces = spans["listed_share"], spans["faces_per_day"]
    return Span(share.low * faces.low, share.middle * faces.middle, share.high * faces.high)


def _listed_at(spans, faces):
    if "listed_passing" in spans:
        ends = (spans["listed_passing"].low, spans["listed_passing"].high)
    else:
        ends = (spans["listed_share"].low * faces, spans["listed_share"].high * faces)
    return [min(end, faces) for end in ends]


def _mid(claim, spans):
    return brings(claim, {name: span.middle for name, span in spans.items()})


def _ends(at, mid, name, no_middle=False):
    values = [getattr(one, name) for one in at]
    values = [value for value in values if value is not None]
    if not values:  # never an alert, so no share of them
        return None
    return min(values), None if no_middle else getattr(mid, name), max(values)


def _needed(claim, spans, missed):
    """FPIR, and FMR of one comparison, at which as many alerts are right as wrong."""
    wanted = assumed("any", "share_right").middle
    missed = missed or assumed(claim.use, "fnir")
    mid = _mid(claim, {**spans, "fpir": Span(0.0, 0.0, 0.0), "fnir": missed})
    faces, size = spans["faces_per_day"].middle, int(spans["list_size"].middle)
    others = faces if claim.use == "population" else faces - mid.true_alerts - mid.misses
    allowed = mid.true_alerts * (1 - wanted) / wanted
    if claim.use == "population":
        fmr = allowed / (faces * size)
        return {
            "needed_fpir": search.fpir(fmr, size) if fmr <= 1 else None,
            "needed_fmr": fmr if fmr <= 1 else None,
        }
    if not 0 <= allowed <= others or not others:
        return {}
    rate = allowed / others
    return {"needed_fpir": rate, "needed_fmr": search.fmr_for_fpir(rate, size)}


# --- the ten questions


def _questions(claim, error, spans):
    base = _base(claim, error, spans)
    return tuple(_question(claim, name, keys, base) for name, keys in QUESTIONS.items())


def _base(claim, error, spans):
    """Spans of everything that moves the share of alerts right: by the claim where it says so, else by the table."""
    rates = (
        rates_of(claim, claim.measures, error)
        if claim.measures != "unknown"
        else rates_of(claim, "score", None)
    )
    false, missed = own_rates(claim, rates)
    if not false:
        field = "fmr" if (claim.use, "fmr") in ranges() else "fpir"
        false = {field: assumed(claim.use, field)}
    return {**spans, **false, "fnir": missed or assumed(claim.use, "fnir")}


def _question(claim, name, keys, base):
    known = _is_known(claim, name, base)
    if name == "measures":
        return Question(name, keys, known, "settled" if known else "unbounded")
    if name == "list_size" and length_unsaid(claim):
        return Question(name, keys, known, "unbounded")
    if name in _NO_EFFECT:
        return Question(name, keys, known, "unchanged")
    if name == "observed":
        return Question(name, keys, known, "settled" if known else "unchanged")
    span, field = _moved(claim, name, base)
    if span is None or not span.moves:
        return Question(name, keys, known, "settled" if known else "unchanged")
    at_ends = [_share_right(claim, {**base, field: span.at(value)}) for value in (span.low, span.high)]
    if None in at_ends:
        return Question(name, keys, known, "unbounded")
    if at_ends[0] == at_ends[1]:
        return Question(name, keys, known, "unchanged")
    ends = (span.names[0] or say(span.low), span.names[2] or say(span.high))
    return Question(name, keys, known, "range", *at_ends, ends, span.basis, *_test(claim, name, base))


def _is_known(claim, name, base):
    """Whether the claim file answers a question; what it marks as assumed is no answer."""
    if name == "threshold":
        given = stated(claim, "fpir") if length_unsaid(claim) else base["fmr" if "fmr" in base else "fpir"]
        return given.basis == "stated"
    if name == "list_size" and length_unsaid(claim):
        return False
    if name == "fnir":
        return base["fnir"].basis == "stated"
    keys = {"trials": ("trials", "errors"), "observed": ("observed_alerts",)}.get(name, QUESTIONS[name][:1])
    return all(claim.known(key) and not claim.is_assumed(key) for key in keys)


def _moved(claim, name, base):
    """From where to where a quantity is moved, and which: an unknown along its range; what is known by as much as
    elsewhere, or by the interval of its test."""
    false = "fmr" if "fmr" in base else "fpir"
    field = {"threshold": false, "trials": false, "listed_passing": _passing(base)}.get(name, name)
    table = assumed(claim.use, field)
    now = base[field]
    if name == "trials":
        return _interval(claim, now, field), field
    if now.moves or now.names != ("", "", ""):
        return now, field
    if name == "faces_per_day":
        return Span(
            now.low / 2, now.low, now.low * 2, "assumed", ("half as many", "", "twice as many")
        ), field
    if name == "list_size":
        if table is None or not table.moves:
            return None, field
        return Span(
            min(table.low, now.low), now.low, max(table.high, now.low), table.basis, table.names
        ), field
    if name == "threshold" and table:
        ends = sorted([(table.low, table.names[0]), (now.middle, "as stated")])
        return Span(ends[0][0], now.middle, ends[1][0], table.basis, (ends[0][1], "", ends[1][1])), field
    if name == "fnir" and table:
        ends = sorted([(table.high, table.names[2]), (now.middle, "as stated")])
        return Span(ends[0][0], now.middle, ends[1][0], table.basis, (ends[0][1], "", ends[1][1])), field
    if name == "listed_passing" and now.basis == "assumed" and table and field == name:
        return table, field
    return None, field


def _passing(base):
    return "listed_passing" if "listed_passing" in base else "listed_share"


def _interval(claim, now, field):
    """The rate of false alerts along the interval of its test, or of seven errors where no test was told."""
    if (
        claim.trials is not None
        and claim.errors is not None
        and claim.measures in ("fpir", "nothing_returned", "fmr")
    ):
        low, high = interval_of(claim, now.middle)
        names = ("lower end of the test's interval", "", "upper end of the test's interval")
        return Span(min(low, now.middle), now.middle, max(high, now.middle), "stated", names)
    factor = assumed(claim.use, "errors")
    ends = (now.middle * factor.low, min(1.0, now.middle * factor.high))
    return Span(ends[0], now.middle, ends[1], factor.basis, factor.names)


def _share_right(claim, spans):
    """Share of alerts right with every quantity at its middle."""
    return _mid(claim, spans).share_right


def _test(claim, name, base):
    """(trials, in words): the test that would settle a question."""
    if name in ("threshold", "trials"):
        field = "fmr" if "fmr" in base else "fpir"
        rate = base[field].middle
        if 1e-15 <= rate < 0.5:
            size = intervals.trials_for_rule_of_30(rate)
            what = (
                "comparisons of different people"
                if field == "fmr"
                else f"{claim.examined} of those not looked for"
            )
            return int(size), f"{what}, to see thirty errors at {in_odds(rate)}"
    if name == "fnir":
        rate = base["fnir"].middle
        if 1e-15 <= rate < 0.5:
            size = int(intervals.trials_for_rule_of_30(rate))
            return size, f"passes of those looked for, to see thirty misses at {in_odds(rate)}"
    return None, ""


def _plain(value):
    """Dataclasses as dicts, tuples as lists."""
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
