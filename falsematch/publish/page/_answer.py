"""What the page's numbers mean, with what is not known left open: what ``answer.js`` does, in Python.

A state is what the page holds: a dict of the names in `FIELDS`, `TEXTS`, `measures` and `use`. None is "not known".
"""

import re
import unicodedata
from itertools import product
from math import expm1, floor, log1p

from falsematch.claims import consequences

#: What the figure of a sentence is a share of, by the names of a claim file that the page has a reading for.
MEASURES = ("found", "nothing_returned", "alerts", "pairs_even", "unknown")
#: One face against one photograph: an alert is a refusal there, who is looked for is who pretends to be somebody else.
USES = ("watchlist", "population", "one_to_one", "other")
#: Name: least, most, whether whole. `found` of 100 and `stopped` of 10 people; a false alert in `one_in` faces.
FIELDS = {
    "value": (0, 100, False),
    "faces": (1, 1e10, False),
    "list": (1, 1e10, True),
    "one_in": (1, 1e18, False),
    "measured_on": (1, 1e10, True),
    "listed_low": (0, 1e10, False),
    "listed_high": (0, 1e10, False),
    "listed": (0, 1e10, False),
    "found": (0, 100, False),
    "stopped": (0, 10, False),
    "days": (1, 3660, True),
    "observed_faces": (1, 1e15, True),
    "observed_alerts": (0, 1e12, True),
    "observed_right": (0, 1e12, True),
    "observed_wrong": (0, 1e12, True),
}
OBSERVED = tuple(name for name in FIELDS if name.startswith("observed"))
#: Those that count out of a hundred or ten keep nine decimals, so that nothing is lost on the way to a share and back.
HUNDREDTHS = ("value", "found", "stopped")
TEXTS = {"statement": 600, "claimant": 200, "period": 100}
#: What a figure says in place of a number that is typed.
FOUND_SAID = ("found", "pairs_even")
RATE_SAID = ("nothing_returned", "pairs_even", "alerts")


def rate_is_figure(s):
    """Whether the figure of the sentence is a rate of false alerts, which has a list that it was measured on."""
    return s["value"] is not None and s["measures"] == "nothing_returned"


def length_missing(s):
    """Whether a rate was put in, and not the length of list it was measured on: then it carries nowhere."""
    return s["one_in"] is not None and list_counts(s) and s["measured_on"] is None


def digits(x):
    """Twelve digits of a number: what a claim file and an address carry without loss."""
    return float(f"{x:.11e}")


def as_state(raw):
    """Any dict as a state."""
    s = {name: one_line(raw.get(name), most) for name, most in TEXTS.items()}
    s["measures"] = raw.get("measures") if raw.get("measures") in MEASURES else "unknown"
    s["use"] = raw.get("use") if raw.get("use") in USES else "watchlist"
    for name, (least, most, whole) in FIELDS.items():
        x = raw.get(name)
        good = isinstance(x, (int, float)) and not isinstance(x, bool) and abs(x) < 1e300
        x = digits(x) if good else -1
        x = floor(x * 1e9 + 0.5) / 1e9 if name in HUNDREDTHS else x
        s[name] = x if least <= x <= most and (not whole or x == int(x)) else None
    s["days"] = s["days"] or 1
    if s["value"] is not None and s["measures"] in FOUND_SAID:
        s["found"] = None
    if rate_is_figure(s) and s["one_in"] is not None:
        # The length beside another rate is that rate's, not the figure's.
        if abs((100 - s["value"]) / 100 * s["one_in"] - 1) > 1e-6:
            s["measured_on"] = None
    if s["value"] is not None and s["measures"] in RATE_SAID:
        s["one_in"] = None
    if not list_counts(s) or s["one_in"] is None and not rate_is_figure(s):
        s["measured_on"] = None
    ends = s["listed_low"], s["listed"], s["listed_high"]
    if None in ends or not ends[0] <= ends[1] <= ends[2]:
        s["listed_low"] = s["listed_high"] = s["listed"]
    _, alerts, right, wrong = (s[name] for name in OBSERVED)
    if alerts is not None and (right or 0) + (wrong or 0) > alerts:
        s["observed_right"] = s["observed_wrong"] = None
    if s["observed_faces"] is not None and s["use"] != "population":
        # One alert a face at most: more of them came from more faces than were counted.
        if max(alerts or 0, (right or 0) + (wrong or 0)) > s["observed_faces"]:
            s["observed_faces"] = None
    return s


def record(s):
    """What was counted in use: alerts, right, wrong, and the rest that was said to be neither; None if nothing was.

    Where all alerts were not told, those called right and wrong are all that there were.
    """
    _, alerts, right, wrong = (s[name] for name in OBSERVED)
    if alerts is None and None not in (right, wrong):
        alerts = right + wrong
    if alerts is not None and (right or 0) + (wrong or 0) == alerts:
        right, wrong = right or 0, wrong or 0  # what was not told is none
    if alerts is None and right is None and wrong is None:
        return None
    rest = None if alerts is None else alerts - (right or 0) - (wrong or 0)
    return {"alerts": alerts, "right": right, "wrong": wrong, "rest": rest}


def one_line(text, most):
    """A text on one line, without signs that nobody sees or that turn a line around, cut where it is too long."""
    if not isinstance(text, str):
        return ""
    seen = "".join(" " if _hidden(sign) else sign for sign in text)
    cut = " ".join(seen.split())[:most].strip()
    return "" if cut.lower() == "unknown" else cut


def _hidden(sign):
    return unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") or bool(
        re.match("[\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\u00ad]", sign)
    )


def list_counts(s):
    """Whether a list of another length moves the rate of false alerts."""
    return s["use"] in ("watchlist", "population")


def any_of(rate, times):
    """Chance of at least one in `times`, which may be a fraction: a list half as long."""
    return 1.0 if rate == 1 and times else -expm1(times * log1p(-rate)) if times else 0.0


def false_rate(s, length):
    """Chance of a false alert for somebody who is not listed, on a list of so many; None if it is not known.

    In a search of a population it is how many wrong people one search returns: N x FMR.
    """
    population, on, chance = s["use"] == "population", length, None
    wrong = None if s["value"] is None else (100 - s["value"]) / 100
    if rate_is_figure(s):
        # A sentence about those who pass speaks of the list in use, unless it is known to be of another.
        chance, on = wrong, s["measured_on"] or length
    elif wrong is not None and s["measures"] == "pairs_even":
        return length * wrong if population else any_of(wrong, length) if list_counts(s) else wrong
    elif s["one_in"] is not None and not length_missing(s):
        chance, on = 1 / s["one_in"], s["measured_on"]
    if chance is None or not list_counts(s):
        return chance
    return length * any_of(chance, 1 / on) if population else any_of(chance, length / on)


def found_share(s):
    """(low, high, whether known) of the share of listed people who pass that is found."""
    found = s["value"] if s["measures"] in FOUND_SAID and s["value"] is not None else s["found"]
    return (0, 1, False) if found is None else (found / 100, found / 100, True)


def _counted(s, faces, listed, length, found, stopped):
    passing, days, rate = min(listed, faces), s["days"], false_rate(s, length)
    population = s["use"] == "population"
    c = consequences(
        searches=faces * days,
        mated_searches=passing * days,
        gallery_size=1,
        fnir=1 - found,
        fpir=0 if rate is None or population else rate,
        stopped_if_false=stopped,
        stopped_if_true=0,
    )
    right, share = c.true_alerts, None
    if s["measures"] == "alerts" and s["value"] is not None:
        # The share of alerts that are right is what was said; the wrong ones follow from the right ones.
        share, others = s["value"] / 100, (faces - passing) * days
        wrong = right * (1 - share) / share if share > 0 else others
        wrong = wrong if population else min(wrong, others)
    elif population and rate is not None:
        wrong = faces * days * rate
        share = right / (wrong + right) if wrong + right else None
    else:
        return {name: getattr(c, name) for name in QUANTITIES}
    return {
        "false_alerts": wrong,
        "true_alerts": right,
        "misses": c.misses,
        "share_right": share,
        "alerts": wrong + right,
        "stopped_wrongly": wrong * stopped,
    }


QUANTITIES = ("false_alerts", "true_alerts", "misses", "share_right", "alerts", "stopped_wrongly")


def answer(s, ranges):
    """Each count as (low, high), or None where it cannot be bounded.

    What is not known of the use lies in a range of the table audit_ranges, `ranges`; what is not known of the matcher
    is taken from nowhere. Every count rises or falls with each number that it follows from, so that its ends lie at
    their ends.
    """
    unknown, days = ranges[s["use"]], s["days"]
    faces = sorted(set(unknown["faces"])) if s["faces"] is None else [s["faces"]]
    lengths = sorted(set(unknown["list"])) if s["list"] is None else [s["list"]]
    stopped = (0, 1) if s["stopped"] is None else (s["stopped"] / 10,)
    from_share = s["measures"] == "alerts" and s["value"] is not None
    every, mated = [], []
    for number in faces:
        passing = [s["listed"]]
        if s["listed"] is None:
            passing = [x * number if unknown["listed_is_share"] else x for x in unknown["listed"]]
        mated += [min(listed, number) * days for listed in passing]
        rest = product(passing, lengths, sorted(set(found_share(s)[:2])), stopped)
        every += [_counted(s, number, *chosen) for chosen in rest]

    def ends_of(name, bounded):
        values = [counts[name] for counts in every if counts[name] is not None]
        return (min(values), max(values)) if bounded and values else None

    bounded = s["value"] > 0 if from_share else false_rate(s, lengths[0]) is not None
    both = s["listed"] is not None and s["faces"] is not None
    result = {
        "false_alerts": ends_of("false_alerts", bounded),
        "true_alerts": ends_of("true_alerts", True),
        "misses": ends_of("misses", True),
        "share_right": ends_of("share_right", bounded or from_share),
        "alerts": ends_of("alerts", bounded),
        "stopped_wrongly": ends_of("stopped_wrongly", bounded),
        "searches": (faces[0] * days, faces[-1] * days),
        "mated": (min(mated), max(mated)),
        "too_many_listed": both and s["listed"] > s["faces"],
    }
    known = (result[name] for name in QUANTITIES)
    result["complete"] = both and all(ends is not None and ends[0] == ends[1] for ends in known)
    return result


def effect(s, changes, ranges):
    """(low, high) of the share of alerts right as one thing alone takes its ends; None where it has none."""
    ends = [answer(as_state(s | change), ranges)["share_right"] for change in changes]
    return None if None in ends else (min(low for low, _ in ends), max(high for _, high in ends))


def effects(s, ranges):
    """What the share of alerts right could be, for each of the ten questions, all else kept."""
    unknown, rate = ranges[s["use"]], s["one_in"]
    least, most = unknown["found"]
    faces = unknown["faces"] if s["faces"] is None else (max(1, s["faces"] / 2), min(1e10, s["faces"] * 2))
    lengths = unknown["list"]
    if s["list"] is not None:
        lengths = min(lengths[0], s["list"]), max(lengths[1], s["list"])
    passing = [{"listed": s[end], end: s[end]} for end in ("listed_low", "listed_high")]
    found = [{"found": least}, {"found": most}] if s["found"] is None else [{}, {"found": least}]
    if s["measures"] in FOUND_SAID and s["value"] is not None:
        found = [{}, {"value": least}] if s["measures"] == "found" else [{}]
    threshold = trials = None
    if rate is not None:
        threshold = effect(s, [{}, {"one_in": unknown["one_in"]}], ranges)
        trials = effect(s, [{"one_in": max(1, rate / factor)} for factor in unknown["errors"]], ranges)
    return {
        "measures": None,
        "threshold": threshold,
        "listed_passing": effect(s, [{}] if s["listed"] is None else passing, ranges),
        "faces_per_day": effect(s, [{"faces": x} for x in faces], ranges),
        "list_size": effect(s, [{"list": x} for x in lengths], ranges) if list_counts(s) else None,
        "fnir": effect(s, found, ranges),
        "trials": trials,
        "review": None,
        "groups": None,
        "observed": None,
    }


def untold(s):
    """Whether each question was not answered by what is put in: a range is no answer."""
    rate = s["one_in"] is not None or s["value"] is not None and s["measures"] in RATE_SAID
    return {
        "measures": s["measures"] == "unknown" and (s["value"] is not None or s["one_in"] is None),
        "threshold": not rate,
        "listed_passing": s["listed"] is None or s["listed_low"] < s["listed_high"],
        "faces_per_day": s["faces"] is None,
        "list_size": list_counts(s) and s["list"] is None or length_missing(s),
        "fnir": not found_share(s)[2],
        **dict.fromkeys(("trials", "review", "groups"), True),
        "observed": s["observed_alerts"] is None,
    }


#: What does not move the share of alerts right comes last; a count of what happened before the rest of it.
LEAST = {"observed": -2, "review": -3, "groups": -3}


def ranked(s, ranges, told=()):
    """The questions as (name, effect, whether without an answer nothing can be bounded, whether not answered).

    What cannot be bounded comes first, and first of all a rate put in without its list; then what could change the
    share of alerts right most. `told` are questions that a claim file answers beside what the page holds.
    """
    found, opened = effects(s, ranges), untold(s) | dict.fromkeys(told, False)

    def unbounded(name):
        rate = name == "threshold" and found[name] is None
        return opened[name] and (name == "measures" or rate or name == "list_size" and length_missing(s))

    def width(name):
        if name == "list_size" and length_missing(s):
            return 3
        if found[name] is None and not unbounded(name):
            return LEAST.get(name, -1)
        return 2 if unbounded(name) else found[name][1] - found[name][0]

    order = sorted(found, key=width, reverse=True)
    return [(name, found[name], unbounded(name), opened[name]) for name in order]
