"""The answer of an audit in one or two sentences of counts, and what is to be said of the evidence."""

import math
from typing import NamedTuple

from falsematch._words import (
    as_printed,
    filled,
    parts_as_printed,
    percent_as_printed,
    say,
    say_share,
    sum_as_printed,
)
from falsematch.claims import _observed
from falsematch.claims._claim import MEASURES, NO_SHARE
from falsematch.claims._rates_of import in_words as words_of_measure

#: Sentences of the answer. The table of words for readers without Python has the same ones in each language.
SENTENCES = {
    "counts": "In {days} {examined_number} {examined} {examined_number|is|are} examined. About {alerts} "
    "{alerts|alert is|alerts are} raised: {right} right, {wrong} wrong. {missed} of {sought_number} {sought} "
    "among those examined {missed|is|are} not found.",
    "rare": "One wrong alert is to be expected in about {periods} such days.",
    "rare_period": "One wrong alert is to be expected in about {periods} such periods.",
    "stops": "Of the wrong alerts {stopped} {stopped|ends|end} in a stop.",
    "stops_right": "Of the right alerts {stopped} {stopped|ends|end} in a stop.",
    "range": "What was not said leaves anything {share} of 100 alerts right.",
    "sure": "Of 100 alerts {share} {share|is|are} right.",
    "no_alert": "In {days} {examined_number} {examined} {examined_number|is|are} examined, and no alert is expected.",
    "ends": "In {days} {examined_number} {examined} {examined_number|is|are} examined. Of the alerts raised {wrong} "
    "{wrong|is|are} wrong; {share} of 100 are right.",
    "missed_only": "Of {sought_number} {sought} examined in {days}, {missed} {missed|is|are} not found. How many "
    "alerts are wrong cannot be bounded: {why}.",
    "nothing": "What this means in people cannot be bounded: {why}.",
    "many": "The sentence does not say what its figure is a share of. Read in {readings} ways, it allows {wrong} "
    "wrong alerts in {days}, and in {unbounded} of them their number cannot be bounded.",
    "many_bounded": "The sentence does not say what its figure is a share of. Read in {readings} ways, it allows "
    "{wrong} wrong alerts in {days}.",
    "many_none": "The sentence does not say what its figure is a share of. Read in {readings} ways, it bounds the "
    "number of wrong alerts in none of them.",
    "counted": "Counted in use: {alerts} {alerts|alert|alerts}, {right} right and {wrong} wrong.",
    "counted_rest": "Counted in use: {alerts} {alerts|alert|alerts}; {right} {right|was|were} said to be right, "
    "{wrong} wrong, {rest} neither.",
    "counted_rest_wrong": "Counted in use: {alerts} {alerts|alert|alerts}, {wrong} of them said to be wrong. How many "
    "of the other {rest} were right was not said.",
    "counted_rest_right": "Counted in use: {alerts} {alerts|alert|alerts}, {right} of them said to be right. How many "
    "of the other {rest} were wrong was not said.",
    "counted_rest_all": "Counted in use: {alerts} {alerts|alert|alerts}. Which of them were right was not told.",
    "counted_wrong": "Counted in use: {wrong} wrong {wrong|alert|alerts}. How many were right was not told.",
    "counted_right": "Counted in use: {right} right {right|alert|alerts}. How many were wrong was not told.",
    "counted_none": "Counted in use: no alert was raised.",
    "counted_period": "Period of the count: {period}.",
    "counted_sure": "Of 100 alerts {share} {share|is|are} right ({low} to {high}, the 95 % interval).",
    "counted_range": "Depending on those, {share} of 100 alerts are right.",
    "counted_limits": "The 95 % limits of such a record are {low} and {high} of 100.",
    "rate": "The record is of {faces} {examined}; {examined_number} in {days} would bring {right} right alerts and "
    "{wrong} wrong ones.",
    "rate_wrong": "The record is of {faces} {examined}; {examined_number} in {days} would bring {wrong} wrong alerts.",
    "rate_right": "The record is of {faces} {examined}; {examined_number} in {days} would bring {right} right alerts.",
    "counted_missed": "How many were missed, a record of alerts does not show.",
    "counted_missed_by": "If the stated share is missed, {missed} {missed|is|are} not found.",
    "at_its_word": "Taken at its word, the figure would bring {wrong} wrong.",
    "gate": "Here an alert is a refusal, and what is not found is let in.",
    "unsaid": "What the figure is a share of was not said.",
    # A search of a population has no alert for a face: it returns people, and these are counted.
    "counts_people": "In {days} {examined_number} {examined} {examined_number|is|are} examined. They return about "
    "{alerts} {alerts|person|people}, each as often as returned: {right} right, {wrong} wrong. {missed} of "
    "{sought_number} {sought} among those examined {missed|is|are} not found.",
    "rare_people": "One person is to be expected to be returned wrongly in about {periods} such days.",
    "rare_period_people": "One person is to be expected to be returned wrongly in about {periods} such periods.",
    "stops_people": "Of those returned wrongly {stopped} {stopped|ends|end} in a stop.",
    "stops_right_people": "Of those returned rightly {stopped} {stopped|ends|end} in a stop.",
    "range_people": "What was not said leaves anything {share} of 100 people returned right.",
    "sure_people": "Of 100 people returned {share} {share|is|are} right.",
    "no_alert_people": "In {days} {examined_number} {examined} {examined_number|is|are} examined, and nobody is "
    "expected to be returned.",
    "ends_people": "In {days} {examined_number} {examined} {examined_number|is|are} examined. Of the people returned "
    "{wrong} {wrong|is|are} wrong; {share} of 100 are right.",
    "missed_only_people": "Of {sought_number} {sought} examined in {days}, {missed} {missed|is|are} not found. How "
    "many people are returned wrongly cannot be bounded: {why}.",
    "many_people": "The sentence does not say what its figure is a share of. Read in {readings} ways, it allows "
    "{wrong} people returned wrongly in {days}, and in {unbounded} of them their number cannot be bounded.",
    "many_bounded_people": "The sentence does not say what its figure is a share of. Read in {readings} ways, it "
    "allows {wrong} people returned wrongly in {days}.",
    "many_none_people": "The sentence does not say what its figure is a share of. Read in {readings} ways, it bounds "
    "the number of people returned wrongly in none of them.",
    "counted_people": "Counted in use: {alerts} {alerts|person|people} returned, {right} rightly and {wrong} wrongly.",
    "counted_rest_people": "Counted in use: {alerts} {alerts|person|people} returned; {right} {right|was|were} said to "
    "be right, {wrong} wrong, {rest} neither.",
    "counted_rest_wrong_people": "Counted in use: {alerts} {alerts|person|people} returned, {wrong} of them said to be "
    "wrong. How many of the other {rest} were right was not said.",
    "counted_rest_right_people": "Counted in use: {alerts} {alerts|person|people} returned, {right} of them said to be "
    "right. How many of the other {rest} were wrong was not said.",
    "counted_rest_all_people": "Counted in use: {alerts} {alerts|person|people} returned. Which of them were right was "
    "not told.",
    "counted_wrong_people": "Counted in use: {wrong} {wrong|person|people} returned wrongly. How many were returned "
    "rightly was not told.",
    "counted_right_people": "Counted in use: {right} {right|person|people} returned rightly. How many were returned "
    "wrongly was not told.",
    "counted_none_people": "Counted in use: nobody was returned.",
    "counted_sure_people": "Of 100 people returned {share} {share|is|are} right ({low} to {high}, the 95 % interval).",
    "counted_range_people": "Depending on those, {share} of 100 people returned are right.",
    "rate_people": "The record is of {faces} {examined}; {examined_number} in {days} would return {right} right people "
    "and {wrong} wrong ones.",
    "rate_wrong_people": "The record is of {faces} {examined}; {examined_number} in {days} would return {wrong} wrong "
    "people.",
    "rate_right_people": "The record is of {faces} {examined}; {examined_number} in {days} would return {right} right "
    "people.",
}
#: How a range and an estimate with its ends are said, and how "none" is said in them.
SPANS = {"between": "from {low} to {high}", "estimate": "{middle} ({low} to {high})", "zero": "none"}
#: What is examined and looked for where the claim file keeps to the usual words, and one of it.
ONE = {"faces": "face", "people on the list": "person on the list"}


class Said(str):
    """Words of a claim file, which no language translates."""


class Between(NamedTuple):
    """A range as texts; said as one number where both read alike."""

    low: str
    high: str


class Estimate(NamedTuple):
    """A number with its ends, as texts."""

    middle: str
    low: str
    high: str


_GRADES = {
    "primary": "The document itself was read.",
    "secondary": "A report of it was read, not the document itself.",
    "weak": "It was read in a copy of unclear origin, or nobody can check it.",
}


def people(value):
    """A count as a reader meets it: whole from ten on, two digits below, and never 0 where something is expected."""
    if value == 0:
        return "none"
    if value < 10:
        value = as_printed(value)
        # Zeros, not powers of ten, as long as they can be counted.
        return f"{value:.9f}".rstrip("0").rstrip(".") if value >= 1e-6 else say(value)
    if value < 1e15:
        return f"{as_printed(value):,}" if value < 1e6 else say(value)
    return f"{float(f'{value / 1e12:.2e}'):,.0f} trillion"


def of_100(share):
    """A share as so many of a hundred; neither 0 nor 100 unless it is, and closer to them with two digits."""
    if 1e-6 <= 100 * share <= 100 - 1e-6:
        return percent_as_printed(share)
    return say_share(float(f"{share:.2g}") if share < 0.01 else share).removesuffix(" %")


def parts_in_words(parts, whole):
    """Counts that are parts of a `whole`, as texts, by the rule of `parts_as_printed`."""
    return [people(part) for part in parts_as_printed(parts, whole)]


def stopped_and_not(false, share):
    """Wrong alerts that end in a stop and those that do not, as texts."""
    return parts_in_words((false * share, false * (1 - share)), false)


def days_in_words(days):
    return "one day" if days == 1 else f"{days:,} days"


def size_of_test(trials):
    """How large a test is, in two digits: its size is from a rule of thumb, and more would promise more."""
    unit = 10 ** max(0, len(str(trials)) - 2)
    return people(math.ceil(trials * (1 - 1e-3) / unit) * unit)


def two_of_100(low, high):
    """Two shares as so many of a hundred, with as many digits as it takes to tell them apart; alike if they are."""
    texts = of_100(low), of_100(high)
    decimals = 0
    while not math.isclose(low, high) and texts[0] == texts[1] and decimals < 12:
        decimals += 1
        texts = tuple(f"{100 * share:.{decimals}f}" for share in (low, high))
    return texts


def in_words(value, spans=SPANS, word=str):
    """A value of a sentence as a text: a range, an estimate, or a text as it is; `word` says a single text."""
    if isinstance(value, str):
        return str(value) if isinstance(value, Said) else word(value)
    value = value._replace(**{
        name: spans["zero"] if text == "none" else word(text) for name, text in value._asdict().items()
    })  # fmt: skip
    if value.low == value.high:
        return value.low
    if isinstance(value, Estimate) and value.middle == spans["zero"]:
        value = Between(value.low, value.high)
    kind = "estimate" if isinstance(value, Estimate) else "between"
    return filled(spans[kind], value._asdict())


def counted(ends, days=1):
    """(low, middle, high) of a count of a day as a `Between` or an `Estimate` for so many days."""
    low, middle, high = (None if end is None else people(end * days) for end in ends)
    return Between(low, high) if middle is None else Estimate(middle, low, high)


def parts(claim, found, observed, spans):
    """(key of a sentence, its values) of each sentence of the answer."""
    people_counted = claim.use == "population"
    made = _claimed(claim, found, spans) if observed is None else _counted(claim, found, observed, spans)
    made = list(made)
    if claim.use == "one_to_one" and not {"nothing", "no_alert"} & {key for key, _ in made}:
        made.append(("gate", {}))
    for key, values in made:
        yield f"{key}_people" if people_counted and f"{key}_people" in SENTENCES else key, values


def _common(claim, spans):
    number = people(spans["faces_per_day"].middle * claim.days)
    return {
        "days": days_in_words(claim.days),
        "examined_number": number,
        "examined": _so_many(number, claim.examined),
    }


def _claimed(claim, found, spans):
    """The answer by the claim at its word."""
    common = _common(claim, spans)
    if claim.measures == "unknown":
        return [_many(claim, found, common)]
    one = found[0]
    common |= _sought(claim, spans)
    if one.false_alerts is None:
        if one.misses is None or one.misses[1] is None:
            return [("nothing", {**common, "why": one.why})]
        return [("missed_only", {**common, "why": one.why, "missed": people(one.misses[1] * claim.days)})]
    if one.share_right is None:  # whatever was not said, there is never an alert
        return [("no_alert", common)]
    if one.false_alerts[1] is None or one.true_alerts[1] is None:
        wrong = Between(*(people(end * claim.days) for end in (one.false_alerts[0], one.false_alerts[2])))
        low, _, high = one.share_right
        return [("ends", {**common, "wrong": wrong, "share": Between(*two_of_100(low, high))})]
    if one.share_right[1] is None:
        return [("no_alert", common)]
    false, true, misses = (ends[1] * claim.days for ends in (one.false_alerts, one.true_alerts, one.misses))
    wrong, (right, missed) = as_printed(false), parts_as_printed((true, misses), true + misses)
    counts = {"alerts": sum_as_printed((right, wrong), true + false), "right": right, "wrong": wrong}
    counts = {name: people(number) for name, number in {**counts, "missed": missed}.items()}
    low, middle, high = one.share_right
    last = ("sure", {"share": of_100(middle)})
    if low != high:
        last = ("range", {"share": Between(*two_of_100(low, high))})
    return [("counts", {**common, **counts}), *_rare(claim, one), *_stops(claim, one), last]


def _rare(claim, one):
    wrong = one.false_alerts[1] * claim.days
    if 1e-300 < wrong < 1:  # of less, the number of periods is no number that there is
        yield "rare" if claim.days == 1 else "rare_period", {"periods": people(1 / wrong)}


def _stops(claim, one):
    for key, counts, share in (
        ("stops", one.false_alerts, claim.stopped_if_false),
        ("stops_right", one.true_alerts, claim.stopped_if_true),
    ):
        if share is not None and counts and counts[1] is not None:
            stopped, _ = stopped_and_not(counts[1] * claim.days, share)
            yield key, {"stopped": stopped}


def _counted(claim, found, observed, spans):
    """The answer by what was counted; what the claim would bring at its word stands behind it."""
    record, common = _observed.record(claim), _common(claim, spans)
    texts = {
        name: "none" if getattr(record, name) is None else people(getattr(record, name))
        for name in ("alerts", "right", "wrong", "rest")
    }
    if record.alerts is None:
        key = "counted_wrong" if record.right is None else "counted_right"
    else:
        key = "counted_none" if not record.alerts else "counted"
        if record.rest:
            said = [name for name in ("right", "wrong") if getattr(record, name) is not None]
            key = {0: "counted_rest_all", 1: f"counted_rest_{said[0] if said else ''}", 2: "counted_rest"}[
                len(said)
            ]
    if claim.period:
        yield "counted_period", {"period": Said(claim.period)}
    yield key, texts
    if observed.share_right:
        low, middle, high = observed.share_right
        ends = two_of_100(low, high)
        if middle is None:
            # What was counted first; then its limits, which are wider and say so.
            told = two_of_100(*record.told)
            yield "counted_range", {"share": Between(*told)}
            if told != ends:
                yield "counted_limits", dict(zip(("low", "high"), ends, strict=True))
        else:
            yield "counted_sure", {"share": of_100(middle), "low": ends[0], "high": ends[1]}
    rates = {"right": observed.true_alerts, "wrong": observed.false_alerts}
    rates = {name: counted(ends, claim.days) for name, ends in rates.items() if ends}
    if rates:
        key = "rate" if len(rates) == 2 else f"rate_{next(iter(rates))}"
        yield key, {**common, "faces": people(record.faces), **rates}
    yield from _stops(claim, observed)
    if observed.misses is None:
        yield "counted_missed", {}
    else:
        yield "counted_missed_by", {"missed": counted(observed.misses, claim.days)}
    if claim.measures == "unknown":
        yield "unsaid", {}
    elif found[0].false_alerts and claim.measures not in ("alerts", "wrong_alerts"):
        yield "at_its_word", {"wrong": counted(found[0].false_alerts, claim.days)}


def answer(claim, found, observed, spans):
    """The answer in English."""
    return " ".join(
        filled(SENTENCES[key], {name: in_words(value) for name, value in values.items()})
        for key, values in parts(claim, found, observed, spans)
    )


def _sought(claim, spans):
    faces = spans["faces_per_day"].middle
    listed = (
        spans["listed_passing"].middle if "listed_passing" in spans else spans["listed_share"].middle * faces
    )
    number = people(min(listed, faces) * claim.days)
    return {"sought_number": number, "sought": _so_many(number, claim.sought)}


def _so_many(number, word):
    """The word that stands behind a number; of one, a word that nobody gave in the singular stands beside it."""
    return ONE.get(word, f"({word})") if number == "1" else word


def _many(claim, found, common):
    """What all readings allow together."""
    bounded = [one.false_alerts for one in found if one.false_alerts is not None]
    if not bounded:
        return "many_none", {"readings": str(len(found))}
    ends = min(ends[0] for ends in bounded), max(ends[2] for ends in bounded)
    unbounded = len(found) - len(bounded)
    return "many" if unbounded else "many_bounded", {
        **common,
        "readings": str(len(found)),
        "wrong": Between(*(people(end * claim.days) for end in ends)),
        "unbounded": str(unbounded),
    }


def share_of(claim):
    """What the figure is said to be a share of, in words that fit the use."""
    fits = claim.use in ("watchlist", "population") or claim.measures in NO_SHARE
    return MEASURES[claim.measures] if fits else words_of_measure(claim.use, claim.measures)[0]


def evidence(claim):
    """Sentences on what the figure rests on. No marks are given."""
    read = f" Read on {claim.read_on}." if claim.read_on else ""
    said = [f"{_GRADES[claim.grade]}{read}"]
    said.append(
        f"It is said to be a share of: {share_of(claim)}."
        if claim.known("measures")
        else "What the figure is a share of was not said."
    )
    if claim.trials is None:
        said.append("How many trials it rests on was not said.")
    elif claim.errors is None:
        said.append(f"It rests on {claim.trials:,} trials; how many went wrong was not said.")
    else:
        few = (
            " Few events: another test of the same matcher may give half or twice the rate."
            if claim.errors < 30
            else ""
        )
        said.append(f"It rests on {claim.errors:,} errors in {claim.trials:,} trials.{few}")
    said.append(f"Tested on: {claim.test_set}." if claim.test_set else "What it was tested on was not said.")
    said.append(
        f"Setting: {claim.threshold}." if claim.threshold else "The setting (threshold) was not said."
    )
    said.append(
        f"Who looks at an alert: {claim.review}." if claim.review else "Who looks at an alert was not said."
    )
    said.append(f"On whom it falls: {claim.groups}." if claim.groups else "On whom it falls was not said.")
    if observed := _counts_in_use(claim):
        said.append(observed)
    said.append(
        f"The claimant's reply: {claim.reply}." if claim.reply else "The claimant's reply: not asked."
    )
    return tuple(text.replace("..", ".") for text in said)


def _counts_in_use(claim):
    """What was counted in use, and the 95 % interval of the share right among the alerts that were judged."""
    counts = {
        "examined": claim.observed_faces,
        "alerts": claim.observed_alerts,
        "right": claim.observed_right,
        "wrong": claim.observed_wrong,
    }
    named = [f"{number:,.0f} {what}" for what, number in counts.items() if number is not None]
    if not named:
        return ""
    text = f"Counted in use{f' ({claim.period})' if claim.period else ''}: {', '.join(named)}"
    right, wrong = claim.observed_right, claim.observed_wrong
    if right is not None and wrong is not None and right + wrong:
        low, high = two_of_100(*_observed.share_interval(right, right + wrong))
        share = of_100(right / (right + wrong))
        text += f"; of 100 judged {share} right (95 % interval {low} to {high})"
    return text + (f"; judged by {claim.judged_by}." if claim.judged_by else "; who judged was not said.")
