"""The answer of an audit in one or two sentences of counts, and what is to be said of the evidence."""

from falsematch import intervals
from falsematch._words import say, say_share
from falsematch.claims._claim import MEASURES

#: Sentences of the answer. The table of words for readers without Python has the same ones in each language.
SENTENCES = {
    "counts": "In {days} {examined_number} {examined} are examined. About {alerts} alerts are raised: {right} right, "
    "{wrong} wrong. {missed} of {sought_number} {sought} are not found.",
    "stops": "Of the wrong alerts {stopped} end in a stop.",
    "range": "What was not said leaves anything from {low} to {high} of 100 alerts right.",
    "sure": "Of 100 alerts {share} are right.",
    "no_alert": "In {days} {examined_number} {examined} are examined, and no alert is expected.",
    "ends": "In {days} {examined_number} {examined} are examined, and from {wrong_low} to {wrong_high} alerts are "
    "wrong. At most {high} of 100 alerts are right.",
    "missed_only": "Of {sought_number} {sought} in {days}, {missed} are not found. How many alerts are wrong cannot be "
    "bounded: {why}.",
    "nothing": "What this means in people cannot be bounded: {why}.",
    "many": "The sentence does not say what its figure is a share of. Read in {readings} ways, it allows anything from "
    "{wrong_low} to {wrong_high} wrong alerts in {days}, and in {unbounded} of them their number cannot be bounded.",
    # A search of a population has no alert for a face: it returns people, and these are counted.
    "counts_people": "In {days} {examined_number} {examined} are examined. They return about {alerts} people, each as "
    "often as returned: {right} right, {wrong} wrong. {missed} of {sought_number} {sought} are not "
    "found.",
    "stops_people": "Of those returned wrongly {stopped} end in a stop.",
    "range_people": "What was not said leaves anything from {low} to {high} of 100 people returned right.",
    "sure_people": "Of 100 people returned {share} are right.",
    "no_alert_people": "In {days} {examined_number} {examined} are examined, and nobody is expected to be returned.",
    "ends_people": "In {days} {examined_number} {examined} are examined, and from {wrong_low} to {wrong_high} "
    "people are returned wrongly. At most {high} of 100 people returned are right.",
    "missed_only_people": "Of {sought_number} {sought} in {days}, {missed} are not found. How many people are returned "
    "wrongly cannot be bounded: {why}.",
    "many_people": "The sentence does not say what its figure is a share of. Read in {readings} ways, it allows "
    "anything from {wrong_low} to {wrong_high} people returned wrongly in {days}, and in {unbounded} "
    "of them their number cannot be bounded.",
}
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
        return say(float(f"{value:.2g}"), 2)
    return f"{round(value):,}" if value < 1e6 else say(value)


def of_100(share):
    """A share as so many of a hundred; neither 0 nor 100 unless it is."""
    if 0.01 <= share < 0.995:
        return f"{100 * share:.0f}"
    return say_share(float(f"{share:.2g}") if share < 0.01 else share).removesuffix(" %")


def whole_parts(total, shares):
    """`total`, a whole number, in whole parts by the largest remainder."""
    exact = [total * share for share in shares]
    whole = [int(x) for x in exact]
    order = sorted(range(len(whole)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: total - sum(whole)]:
        whole[i] += 1
    return whole


def stopped_and_not(false, share):
    """Wrong alerts that end in a stop and those that do not, as texts; parts add up after rounding."""
    shares = (share, 1 - share)
    if 10 <= false < 1e6:
        return [f"{part:,}" if part else "none" for part in whole_parts(round(false), shares)]
    return [people(false * each) for each in shares]


def days_in_words(days):
    return "one day" if days == 1 else f"{days:,} days"


def parts(claim, found, spans):
    """(key of a sentence, its values) of each sentence of the answer."""
    people_counted = claim.use == "population"
    for key, values in _parts(claim, found, spans):
        yield f"{key}_people" if people_counted and f"{key}_people" in SENTENCES else key, values


def _parts(claim, found, spans):
    common = {"days": days_in_words(claim.days), "examined": claim.examined, "sought": claim.sought}
    common["examined_number"] = people(spans["faces_per_day"].middle * claim.days)
    if claim.measures == "unknown":
        return [("many", {**common, **_many(claim, found)})]
    one = found[0]
    common |= _sought(claim, spans)
    if one.false_alerts is None:
        if one.misses is None or one.misses[1] is None:
            return [("nothing", {**common, "why": one.why})]
        return [("missed_only", {**common, "why": one.why, "missed": people(one.misses[1] * claim.days)})]
    if one.false_alerts[1] is None or one.true_alerts[1] is None:
        low, _, high = one.false_alerts
        best = of_100(one.share_right[2]) if one.share_right else "none"
        ends = {"wrong_low": people(low * claim.days), "wrong_high": people(high * claim.days), "high": best}
        return [("ends", {**common, **ends})]
    wrong, right = people(one.false_alerts[1] * claim.days), people(one.true_alerts[1] * claim.days)
    if one.share_right is None or one.share_right[1] is None:
        return [("no_alert", common)]
    alerts = people((one.false_alerts[1] + one.true_alerts[1]) * claim.days)
    if all(text.replace(",", "").isdigit() for text in (wrong, right, alerts)):  # parts add up after rounding
        alerts = f"{sum(int(text.replace(',', '')) for text in (wrong, right)):,}"
    counts = {"alerts": alerts, "right": right, "wrong": wrong, "missed": people(one.misses[1] * claim.days)}
    low, middle, high = (of_100(share) for share in one.share_right)
    last = ("sure", {"share": middle}) if low == high else ("range", {"low": low, "high": high})
    found = [("counts", {**common, **counts})]
    if claim.stopped_if_false is not None:
        stopped, _ = stopped_and_not(one.false_alerts[1] * claim.days, claim.stopped_if_false)
        found.append(("stops", {"stopped": stopped}))
    return [*found, last]


def answer(claim, found, spans):
    """The answer in English."""
    return " ".join(SENTENCES[key].format(**values) for key, values in parts(claim, found, spans))


def _sought(claim, spans):
    faces = spans["faces_per_day"].middle
    listed = (
        spans["listed_passing"].middle if "listed_passing" in spans else spans["listed_share"].middle * faces
    )
    return {"sought_number": people(min(listed, faces) * claim.days)}


def _many(claim, found):
    bounded = [one.false_alerts for one in found if one.false_alerts is not None]
    if not bounded:
        low = high = "no"
    else:
        low = people(min(ends[0] for ends in bounded) * claim.days)
        high = people(max(ends[2] for ends in bounded) * claim.days)
    unbounded = len(found) - len(bounded)
    return {
        "readings": str(len(found)),
        "wrong_low": low,
        "wrong_high": high,
        "unbounded": "all" if unbounded == len(found) else "none" if not unbounded else str(unbounded),
    }


def evidence(claim):
    """Sentences on what the figure rests on. No marks are given."""
    read = f" Read on {claim.read_on}." if claim.read_on else ""
    said = [f"{_GRADES[claim.grade]}{read}"]
    said.append(
        f"It is said to be a share of: {MEASURES[claim.measures]}."
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
    if observed := _observed(claim):
        said.append(observed)
    said.append(
        f"The claimant's reply: {claim.reply}." if claim.reply else "The claimant's reply: not asked."
    )
    return tuple(text.replace("..", ".") for text in said)


def _observed(claim):
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
    text = f"Counted in use: {', '.join(named)}"
    right, wrong = claim.observed_right, claim.observed_wrong
    if right is not None and wrong is not None and right + wrong:
        low, high = intervals.proportion_interval(right, right + wrong)
        share = of_100(right / (right + wrong))
        text += f"; of 100 judged {share} right (95 % interval {of_100(low)} to {of_100(high)})"
    return text + (f"; judged by {claim.judged_by}." if claim.judged_by else "; who judged was not said.")
