"""The ten questions: which a claim file answers, what each could change, the test that would settle it."""

import math
from dataclasses import dataclass

from falsematch import intervals
from falsematch._words import filled, in_odds, say
from falsematch.claims import _observed
from falsematch.claims._rates_of import interval_of, rates_of
from falsematch.claims._situation import Span, assumed, middle, ranges, stated

#: The ten questions in the order of the sheet, each with the keys of a claim file that an answer fills.
QUESTIONS = {
    "measures": ("measures", "value"),
    "threshold": ("threshold", "fpir"),
    "listed_passing": ("listed_passing",),
    "faces_per_day": ("faces_per_day",),
    "list_size": ("list_size", "fpir_list_size"),
    "fnir": ("fnir",),
    "trials": ("trials", "errors", "test_set"),
    "review": ("review", "seconds_per_alert", "stopped_if_false", "stopped_if_true"),
    "groups": ("groups",),
    "observed": (
        *("observed_faces", "observed_alerts", "observed_right", "observed_wrong"),
        *("judged_by", "period"),
    ),
}
_NO_EFFECT = ("review", "groups")
#: What an answer changes, the weightiest first; within a kind, the wider range.
KINDS = {
    "unbounded": "without an answer nothing can be bounded",
    "range": "the share of alerts right moves along a range",
    "misses": "without an answer the number missed cannot be bounded: no record of alerts holds it",
    "replaces": "an answer replaces what is assumed",
    "given": "the share of alerts right was stated or counted itself, and does not wait for it",
    "unchanged": "the share of alerts right does not depend on it",
    "settled": "answered, and nothing left to move",
}
#: What is tried in the test that would settle a question. The table of words has the same in each language.
TESTS = {
    "comparisons": "comparisons of different people",
    "others": "{examined} of those not looked for",
    "sought": "passes of those looked for",
    "judged": "alerts that were judged",
    "decided": "{examined} decided and judged",
    "pairs": "pairs of each kind",
}
#: Kinds of questions whose answer would change the result, the weightiest first.
CHANGES = ("unbounded", "range", "misses", "replaces")


@dataclass(frozen=True)
class Question:
    """One of the ten questions, and what its answer would change.

    Attributes
    ----------
    name : its key in the table of words; keys : the keys of a claim file that an answer fills.
    known : whether the claim file has an answer.
    kind : one of `KINDS`, what an answer changes.
    low, high : share of alerts right at the two ends, everything else at its middle; `ends` names these.
    basis : where the ends are from: "stated", "sourced" or "assumed".
    test_size : trials that would settle it, or None: so many that thirty errors are to be expected; `test_of` is the
        name in `TESTS` of what is tried, `test` says it.
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
    test_of: str = ""
    test: str = ""

    @property
    def width(self):
        """How far apart the two shares are."""
        return abs(self.high - self.low) if self.kind == "range" else 0.0


def by_weight(questions, first=""):
    """Questions, the weightiest first; before them the one of a name, if it is given."""

    def weight(one):
        rank = CHANGES.index(one.kind) if one.kind in CHANGES else len(CHANGES)
        return one.name != first, rank, -one.width

    return tuple(sorted(questions, key=weight))


LENGTH_UNSAID = "on a list of which length the rate of false alerts was measured was not said"


def length_unsaid(claim):
    """Whether an FPIR is stated without the length of list it was measured on: then it carries to no list, not even
    to the one at hand, which may be ten times as long."""
    return (
        claim.use in ("watchlist", "population") and claim.fpir is not None and claim.fpir_list_size is None
    )


def own_rates(claim, rates):
    """({"fpir" or "fmr": Span}, Span of FNIR) of a reading, with what else the claim file states; None if unknown."""
    gate = claim.use == "one_to_one"  # an alert is a refusal there: a false match is somebody else who passes
    false = {rates.false_is: rates.false} if rates.false else {}
    for field in () if false or length_unsaid(claim) else ("fpir",) if gate else ("fpir", "fmr"):
        span = stated(claim, field)
        if span:
            false = {field: span}
    # The length beside an FPIR is the length of that FPIR's list: a figure that is another rate has none of its own.
    other = (
        rates.false
        and claim.fpir is not None
        and not math.isclose(claim.fpir, rates.false.middle, rel_tol=1e-6)
    )
    if "fpir" in false and claim.fpir_list_size and not other:
        false["fpir_list_size"] = stated(claim, "fpir_list_size")
    return false, rates.missed or stated(claim, "fnir") or (stated(claim, "fmr") if gate else None)


def questions(claim, error, spans):
    """The ten questions of a claim; `error` is the share of errors that it states, `spans` are of its use."""
    case = _Case(claim, error, spans)
    return tuple(case.question(name, keys) for name, keys in QUESTIONS.items())


class _Case:
    """A claim, and spans of everything that moves the share of alerts right: by the claim where it says so, else by
    the table of ranges."""

    def __init__(self, claim, error, spans):
        self.claim, self.error = claim, error
        of, share = (claim.measures, error) if claim.measures != "unknown" else ("score", None)
        self.rates = rates_of(claim, of, share)
        self.record = _observed.record(claim)
        false, missed = own_rates(claim, self.rates)
        self.false = next((field for field in ("fmr", "fpir") if field in false), None)
        if not false:
            self.false = "fmr" if (claim.use, "fmr") in ranges() else "fpir"
            false = {self.false: assumed(claim.use, self.false)}
        self.base = {**spans, **false, "fnir": missed or assumed(claim.use, "fnir")}

    def question(self, name, keys):
        known = self.is_known(name)
        if name == "observed":
            return self._observed(keys, known)
        if name in _NO_EFFECT:
            return Question(name, keys, known, "unchanged")
        if self.record and self.record.judged:  # the share right is a matter of the record
            kind = "settled" if known and name == "measures" else "given"
            return Question(name, keys, known, "misses" if name == "fnir" and not known else kind)
        if name == "measures":
            return Question(name, keys, known, "settled" if known else "unbounded")
        if name == "list_size" and length_unsaid(self.claim):
            return Question(name, keys, known, "unbounded")
        if name == "trials":
            return self._trials(keys, known)
        if self.rates.right:  # the share of alerts right is itself what was stated
            return Question(name, keys, known, "given")
        return self._moved(name, keys, known)

    def is_known(self, name):
        """Whether the claim file answers a question; what it marks as assumed is no answer."""
        claim = self.claim
        if name == "threshold":
            given = stated(claim, "fpir") if length_unsaid(claim) else self.base[self.false]
            return given.basis == "stated"
        if name == "list_size":
            if length_unsaid(claim):
                return False
            if not assumed(claim.use, "list_size").moves:  # there is no list
                return True
        if name == "fnir":
            return self.base["fnir"].basis == "stated"
        if name == "observed":
            told = self.record and None not in (self.record.alerts, self.record.right, self.record.wrong)
            return bool(told)
        keys = ("trials", "errors") if name == "trials" else QUESTIONS[name][:1]
        return all(claim.known(key) and not claim.is_assumed(key) for key in keys)

    # --- each kind of question

    def _observed(self, keys, known):
        """By a record: from where to where the share of alerts right may lie. Without one, an answer brings one."""
        if self.record is None or not self.record.judged:
            return Question("observed", keys, known, "settled" if known else "replaces")
        if self.record.complete:
            low, _, high = _observed.share_right(self.record)
            ends = ("lower end of the record's interval", "upper end of the record's interval")
        else:
            low, high = self.record.told
            ends = ("none of the others right", "all the others right")
        return Question("observed", keys, known, "range", low, high, ends, "stated")

    def _moved(self, name, keys, known):
        span, field = self.span_of(name)
        if span is None or not span.moves:
            no_list = name == "list_size" and not self.claim.known(name)
            return Question(name, keys, known, "settled" if known and not no_list else "unchanged")
        ends = (span.names[0] or say(span.low), span.names[2] or say(span.high))
        shares = [self.share({field: span.at(value)}) for value in (span.low, span.high)]
        return self._range(name, keys, known, shares, ends, span.basis)

    def _range(self, name, keys, known, shares, ends, basis):
        if None in shares:
            return Question(name, keys, known, "unbounded")
        if math.isclose(*shares):
            return Question(name, keys, known, "unchanged")
        # What is stated and stands between two settings, no test moves; the counts behind a rate, a test does.
        test = (None, "", "") if known else self.test(name)
        return Question(name, keys, known, "range", *shares, ends, basis, *test)

    def _trials(self, keys, known):
        """The share of alerts right along the interval of the test, or along that of seven errors where no counts were
        told: moved is the rate that the figure states, whatever it is a share of."""
        claim, own = self.claim, self.rates
        counts = claim.trials is not None and claim.errors is not None
        if not (counts and self.states_a_rate) and not own.right:
            now, factor = self.base[self.false], assumed(claim.use, "errors")
            ends = [now.middle * factor.low, min(1.0, now.middle * factor.high)]
            shares = [self.share({self.false: now.at(end)}) for end in ends]
            return self._range("trials", keys, known, shares, factor.names[::2], factor.basis)
        error = self.error.middle
        if counts:
            low, high = interval_of(claim, error)
            ends, basis = ("lower end of the test's interval", "upper end of the test's interval"), "stated"
        else:
            factor = assumed(claim.use, "errors")
            low, high = error * factor.low, error * factor.high
            ends, basis = factor.names[::2], factor.basis
        shares = [self.share_if(end) for end in (min(low, error), min(1.0, max(high, error)))]
        return self._range("trials", keys, known, shares, ends, basis)

    @property
    def states_a_rate(self):
        """Whether the figure leads to a rate that moves the share of alerts right."""
        return any((self.rates.false, self.rates.missed, self.rates.right, self.rates.wrong))

    def share_if(self, error):
        """Share of alerts right if the figure's share of errors were another, everything else at its middle."""
        rates = rates_of(self.claim, self.claim.measures, Span(error, error, error))
        if rates.right:
            return rates.right.middle
        if rates.wrong:  # the split at which errors weigh most on alerts: all of them false alerts
            faces = self.base["faces_per_day"].middle
            listed = self.base["listed_share"].middle * faces if "listed_share" in self.base else None
            listed = min(faces, self.base["listed_passing"].middle if listed is None else listed)
            return listed / (listed + error * faces) if listed + error * faces else None
        moved = {self.false: rates.false} if rates.false else {}
        return self.share({**moved, "fnir": rates.missed} if rates.missed else moved)

    def share(self, moved):
        """Share of alerts right with some quantities at other values, everything else at its middle."""
        return middle(self.claim, {**self.base, **moved}).share_right

    def span_of(self, name):
        """From where to where a quantity is moved, and which: an unknown along its range, what is known by as much as
        elsewhere."""
        passing = "listed_passing" if "listed_passing" in self.base else "listed_share"
        field = {"threshold": self.false, "listed_passing": passing}.get(name, name)
        now, table = self.base[field], assumed(self.claim.use, field)
        if now.moves or now.names != ("", "", ""):
            return now, field
        if name == "faces_per_day":
            names = ("half as many", "", "twice as many")
            return Span(now.low / 2, now.low, now.low * 2, "assumed", names), field
        if name == "list_size":
            if table is None or not table.moves:
                return None, field
            low, high = min(table.low, now.low), max(table.high, now.low)
            return Span(low, now.low, high, table.basis, table.names), field
        if name in ("threshold", "fnir") and table:
            end = 0 if name == "threshold" else 2  # the strict setting; the test that missed most
            far = (table.low, table.middle, table.high)[end], table.names[end]
            (low, low_name), (high, high_name) = sorted([far, (now.middle, "as stated")])
            return Span(low, now.middle, high, table.basis, (low_name, "", high_name)), field
        if name == "listed_passing" and now.basis == "assumed":
            # Where the table has a share of what is examined, it is of the faces of a day.
            share = ranges()[self.claim.use, name][1] == "share"
            of = self.base["faces_per_day"].middle if share else 1
            low, center, high = (of * end for end in (table.low, table.middle, table.high))
            return Span(low, center, high, table.basis, table.names), field
        return None, field

    def test(self, name):
        """(trials, name of what is tried, in words): the test that would show thirty errors, and so settle a rate to
        within a third."""
        false = self.base[self.false].middle, "comparisons" if self.false == "fmr" else "others"
        missed = self.base["fnir"].middle, "sought"
        rate, of = {"threshold": false, "trials": false, "fnir": missed}.get(name, (None, ""))
        if name == "trials" and self.states_a_rate and (self.claim.trials is not None or self.rates.right):
            if self.rates.right:
                rate, of = self.error.middle, "judged"
            elif self.rates.wrong:
                rate, of = self.error.middle, "decided"
            elif self.claim.measures in ("pairs", "pairs_even"):
                rate, of = self.error.middle, "pairs"
            elif self.rates.missed:
                rate, of = missed
        if rate is None or not 1e-15 <= rate < 0.5:
            return None, "", ""
        what = filled(TESTS[of], {"examined": self.claim.examined})
        size = intervals.trials_for_rule_of_30(rate)
        size = math.ceil(size * (1 - 1e-9))  # 30 / (1 - 0.998) is a rounding away from 15,000
        return size, of, f"{what}, to see thirty errors at {in_odds(rate)}"
