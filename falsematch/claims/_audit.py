"""A claim carried to its use: what each reading would bring, what a record of use shows, and what is missing."""

import json
from dataclasses import dataclass, fields
from importlib.resources import files

from falsematch import __version__, _check, search
from falsematch.claims import _answer, _observed
from falsematch.claims._claim import Claim
from falsematch.claims._comparable import comparable
from falsematch.claims._questions import LENGTH_UNSAID, by_weight, length_unsaid, own_rates, questions
from falsematch.claims._rates_of import ALLOWED, error_span, in_words, rates_of
from falsematch.claims._situation import Span, assumed, corners, middle, place, stated


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
    alerts : right and wrong ones, and those of a record that were said to be neither; None where their sum is meant.
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
    alerts: tuple | None = None
    candidates: tuple | None = None
    share_right: tuple | None = None
    needed_fpir: float | None = None
    needed_fmr: float | None = None


@dataclass(frozen=True)
class Audit:
    """A claim, audited.

    Attributes
    ----------
    claim : the `Claim`.
    readings : tuple of `AuditedReading`: the one that the claim names, or all that it allows.
    observed : `AuditedReading` of what was counted in use, carried to the days of the claim; None without a record.
    answer : one sentence, or two, in counts.
    missing : tuple of `Question` without an answer in the claim file, the weightiest first.
    questions : all ten, in the order of the sheet.
    comparable : tuple of at most three `Comparable` real figures.
    place : {quantity: `Span`} of the use.
    evidence : tuple of sentences on the quality of the evidence.
    """

    claim: Claim
    readings: tuple
    observed: AuditedReading | None
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

    @property
    def shown(self):
        """The reading that answers: what was counted, before what was claimed; None where there is neither."""
        return self.observed or self.main

    @property
    def asked(self):
        """The ten questions: those without an answer by weight, then the others by weight."""
        return (*self.missing, *by_weight([one for one in self.questions if one.known]))

    def stopped(self):
        """Share of wrong alerts that end in a stop, as a `Span`."""
        return stated(self.claim, "stopped_if_false") or assumed(self.claim.use, "stopped_if_false")

    def stopped_rightly(self):
        """Share of right alerts that end in a stop, as a `Span`; None where the claim file does not say it."""
        return stated(self.claim, "stopped_if_true")

    def hours(self, reading):
        """(low, middle, high) hours a day that looking at the alerts takes, or None."""
        if reading is None or reading.false_alerts is None or reading.true_alerts is None:
            return None
        seconds = stated(self.claim, "seconds_per_alert") or assumed(self.claim.use, "seconds_per_alert")
        both = zip(reading.false_alerts, reading.true_alerts, strict=True)
        each = reading.alerts or tuple(None if None in pair else sum(pair) for pair in both)
        ends = (seconds.low, seconds.middle, seconds.high)
        return tuple(None if n is None else n * s / 3600 for n, s in zip(each, ends, strict=True))

    def _with_hours(self, reading):
        return reading and {**_plain(reading), "hours": _plain(self.hours(reading))}

    def to_dict(self):
        """Everything as plain dicts, lists, text, numbers and None, by the schema that `schema()` returns."""
        return {
            "format": "falsematch audit 2",
            "falsematch": __version__,
            "claim": {one.name.rstrip("_"): _plain(getattr(self.claim, one.name)) for one in fields(Claim)},
            "answer": self.answer,
            "main": self.main.name if self.main else None,
            "place": {name: _plain(span) for name, span in self.place.items()},
            "stopped_if_false": _plain(self.stopped()),
            "stopped_if_true": _plain(self.stopped_rightly()),
            "readings": [self._with_hours(one) for one in self.readings],
            "observed": self._with_hours(self.observed),
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
    *cannot be bounded*. Ranges are outer ones: every unknown at its least favourable end at once. What was counted in
    use stands beside the claim at its word, and answers before it: alerts right and wrong per face, by exact intervals;
    how many were missed, a record of alerts does not show.

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
    observed = _observe(claim, found, error, spans)
    asked = questions(claim, error, spans)
    return Audit(
        claim=claim,
        readings=found,
        observed=observed,
        answer=_answer.answer(claim, found, observed, spans),
        missing=by_weight(
            [one for one in asked if not one.known],
            # A rate is there, and only this is missing to carry it.
            first="list_size" if length_unsaid(claim) else "",
        ),
        questions=asked,
        comparable=comparable(claim),
        place=spans,
        evidence=_answer.evidence(claim),
    )


# --- what was counted


def _observe(claim, found, error, spans):
    """The record of use as a reading; None without one."""
    record = _observed.record(claim)
    nothing = record is None or (record.right, record.wrong) == (None, None) and record.faces is None
    if nothing:
        return None
    faces = spans["faces_per_day"]
    most = faces.high * (spans["list_size"].high if claim.use == "population" else 1)
    counts = _observed.counted(record, faces, most)
    if not any(counts.values()):
        return None
    missed = stated(claim, "fnir")
    if missed is None and claim.measures != "unknown":
        missed = rates_of(claim, claim.measures, error).missed
    counts["misses"] = _observed.misses(counts["true_alerts"], missed)
    why = ""
    if record.faces is None:
        why = "among how many the alerts were raised was not counted"
    elif counts["misses"] is None:
        why = "a record of alerts does not show who was missed"
    return AuditedReading("observed", "what was counted in use", "who was missed", why, **counts)


# --- one reading

#: An FNIR of which nothing was said: what follows from it has no middle.
_ANY = Span(0.0, 0.5, 1.0)
#: An FPIR where only true alerts and misses are asked for, which do not depend on it.
_NONE = Span(0.0, 0.0, 0.0)


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


def _from_rates(claim, rates, spans):
    false, missed = own_rates(claim, rates)
    counts = {}
    if false:
        unknown = missed is None
        whole = {**spans, **false, "fnir": _ANY if unknown else missed}
        at = corners(claim, whole)
        mid = middle(claim, whole)
        counts["false_alerts"] = _ends(at, mid, "false_alerts")
        if mid.candidates is not None:
            counts["candidates"] = _ends(at, mid, "candidates")
        for name in ("true_alerts", "misses", "alerts", "share_right"):
            counts[name] = _ends(at, mid, name, no_middle=unknown)
        counts["why"] = (rates.why or "what is missed was not said") if unknown else ""
    elif missed:
        whole = {**spans, "fpir": _NONE, "fnir": missed}
        at, mid = corners(claim, whole), middle(claim, whole)
        counts = {name: _ends(at, mid, name) for name in ("true_alerts", "misses")}
        unsaid = LENGTH_UNSAID if length_unsaid(claim) else ""
        counts["why"] = unsaid or rates.why or "the rate of false alerts was not said"
    else:
        counts["why"] = LENGTH_UNSAID if length_unsaid(claim) else rates.why
    return {**counts, **_needed(claim, spans, missed)}


def _from_share(claim, right, spans):
    """The share of alerts is what was stated; false alerts follow from how many right ones there can be."""
    missed = stated(claim, "fnir")
    whole = {**spans, "fpir": _NONE, "fnir": missed or _ANY}
    at, mid = corners(claim, whole), middle(claim, whole)
    true = _ends(at, mid, "true_alerts", no_middle=missed is None)
    counts = {"true_alerts": true, "misses": _ends(at, mid, "misses", no_middle=missed is None)}
    counts["share_right"] = (right.low, right.middle, right.high)
    if right.low == 0:
        return {**counts, "why": "if no alert is right, their number does not follow from anything"}
    most = spans["faces_per_day"].high  # one alert a face: more than that many cannot be wrong
    if claim.use == "population":
        most *= spans["list_size"].high
    wrong = None if true[1] is None else true[1] * (1 - right.middle) / right.middle
    why = "" if missed else "how many are missed was not said, so only the ends follow"
    if wrong is not None and wrong > most:
        wrong = None
        why = "the figure and the number of those looked for that is taken here do not go together"
    low, high = true[0] * (1 - right.high) / right.high, true[2] * (1 - right.low) / right.low
    counts["false_alerts"] = (min(low, most), wrong, min(high, most))
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
    shares = [ends for ends in shares if ends is not None]
    return {
        "false_alerts": (0.0 if least <= top else least - top, None, most),
        "true_alerts": (max(0.0, listed.low - most), None, top),
        "misses": (0.0, None, min(most, top)),
        "share_right": (min(low for low, _ in shares), None, max(high for _, high in shares))
        if shares
        else None,
        "why": "which errors were made was not said, so only the ends follow",
        **_needed(claim, spans, None),
    }


def _share_of(errors, listed):
    """Least and greatest share of alerts that is right, if `errors` are split between false alerts and misses; None
    where there can be no alert."""
    if not listed:
        return (0.0, 0.0) if errors else None
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
    mid = middle(claim, {**spans, "fpir": _NONE, "fnir": missed})
    faces, size = spans["faces_per_day"].middle, int(spans["list_size"].middle)
    others = faces - mid.true_alerts - mid.misses
    allowed = mid.true_alerts * (1 - wanted) / wanted
    if claim.use == "population":
        fmr = allowed / (faces * size)
        return {"needed_fpir": search.fpir(fmr, size), "needed_fmr": fmr}
    if allowed > others or not others:
        return {}
    rate = allowed / others
    return {"needed_fpir": rate, "needed_fmr": search.fmr_for_fpir(rate, size)}


def _plain(value):
    """Dataclasses as dicts, tuples as lists."""
    if hasattr(value, "__dataclass_fields__"):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return value
