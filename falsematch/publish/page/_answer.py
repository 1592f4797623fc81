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
}
#: Those that count out of a hundred or ten keep nine decimals, so that nothing is lost on the way to a share and back.
HUNDREDTHS = ("value", "found", "stopped")
TEXTS = {"statement": 600, "claimant": 200}
#: What a figure says in place of a number that is typed.
FOUND_SAID = ("found", "pairs_even")
RATE_SAID = ("nothing_returned", "pairs_even", "alerts")


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
    if s["value"] is not None and s["measures"] in RATE_SAID:
        s["one_in"] = None
    if s["one_in"] is None:
        s["measured_on"] = None
    ends = s["listed_low"], s["listed"], s["listed_high"]
    if None in ends or not ends[0] <= ends[1] <= ends[2]:
        s["listed_low"] = s["listed_high"] = s["listed"]
    return s


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


def false_rate(s):
    """(low, high, whether known) of the chance that somebody who is not listed raises an alert."""
    wrong = None if s["value"] is None else (100 - s["value"]) / 100
    chance = None
    if wrong is not None and s["measures"] == "nothing_returned":
        chance = wrong
    elif wrong is not None and s["measures"] == "pairs_even":
        chance = wrong if not list_counts(s) else None if s["list"] is None else any_of(wrong, s["list"])
    elif s["one_in"] is not None and not list_counts(s):
        chance = 1 / s["one_in"]
    elif None not in (s["one_in"], s["list"], s["measured_on"]):
        chance = any_of(1 / s["one_in"], s["list"] / s["measured_on"])
    return (0, 1, False) if chance is None else (chance, chance, True)


def found_share(s):
    """(low, high, whether known) of the share of listed people who pass that is found."""
    found = s["value"] if s["measures"] in FOUND_SAID and s["value"] is not None else s["found"]
    return (0, 1, False) if found is None else (found / 100, found / 100, True)


def _counted(s, faces, listed, found, fpir, stopped):
    passing, days = min(listed, faces), s["days"]
    c = consequences(
        searches=faces * days,
        mated_searches=passing * days,
        gallery_size=1,
        fnir=1 - found,
        fpir=fpir,
        stopped_if_false=stopped,
        stopped_if_true=0,
    )
    counts = {name: getattr(c, name) for name in QUANTITIES}
    if s["measures"] != "alerts" or s["value"] is None:
        return counts
    # The share of alerts that are right is what was said; the wrong ones follow from the right ones.
    right, others = s["value"] / 100, (faces - passing) * days
    wrong = min(c.true_alerts * (1 - right) / right, others) if right > 0 else others
    return counts | {
        "false_alerts": wrong,
        "alerts": wrong + c.true_alerts,
        "share_right": right,
        "stopped_wrongly": wrong * stopped,
    }


QUANTITIES = ("false_alerts", "true_alerts", "misses", "share_right", "alerts", "stopped_wrongly")


def answer(s):
    """Each count as (low, high), or None where it cannot be bounded.

    Every count rises or falls with each number that it follows from, so that its ends lie at their ends.
    """
    faces, listed, fpir = s["faces"], s["listed"], false_rate(s)
    from_share = s["measures"] == "alerts" and s["value"] is not None
    stopped = (0, 1) if s["stopped"] is None else (s["stopped"] / 10,)
    every = []
    if faces is not None:
        passing = (0, faces) if listed is None else (listed,)
        ends = [sorted(set(found_share(s)[:2])), sorted(set(fpir[:2]))]
        every = [_counted(s, faces, *chosen) for chosen in product(passing, *ends, stopped)]

    def ends_of(name, bounded):
        values = [counts[name] for counts in every if counts[name] is not None]
        return (min(values), max(values)) if bounded and values else None

    wrong = listed is not None and s["value"] > 0 if from_share else fpir[2]
    right = listed is not None
    mated = None if listed is None or faces is None else min(listed, faces) * s["days"]
    result = {
        "false_alerts": ends_of("false_alerts", wrong),
        "true_alerts": ends_of("true_alerts", right),
        "misses": ends_of("misses", right),
        "share_right": (s["value"] / 100,) * 2 if from_share else ends_of("share_right", wrong and right),
        "alerts": ends_of("alerts", wrong and right),
        "stopped_wrongly": ends_of("stopped_wrongly", wrong),
        "searches": None if faces is None else (faces * s["days"],) * 2,
        "mated": None if mated is None else (mated, mated),
        "fpir": fpir[0] if fpir[2] else None,
        "too_many_listed": right and faces is not None and listed > faces,
    }
    result["complete"] = all(result[name] and result[name][0] == result[name][1] for name in QUANTITIES)
    return result


def effect(s, *changes):
    """(low, high) of the share of alerts right as one thing alone takes its ends; None where it has none."""
    ends = [answer(as_state(s | change))["share_right"] for change in changes]
    return None if None in ends else (min(low for low, _ in ends), max(high for _, high in ends))


def effects(s, ranges):
    """What the share of alerts right could be, for each of the ten questions, all else kept."""
    linked = s["measures"] in FOUND_SAID and s["value"] is not None
    rate = s["one_in"]
    threshold = trials = None
    if rate is not None:
        strict = {"one_in": ranges["one_in_strict"], "measured_on": s["list"]}
        threshold = effect(s, {}, strict)
        factors = ranges["seven_low"], ranges["seven_high"]
        trials = effect(s, *({"one_in": max(1, rate / factor)} for factor in factors))
    half = {"found": None if s["found"] is None else 50}
    if linked:
        half = {"value": 50} if s["measures"] == "found" else {}
    passing = [{"listed": s[end], end: s[end]} for end in ("listed_low", "listed_high")]
    lengths = [{"list": ranges[end]} for end in ("list_low", "list_high")]
    return {
        "measures": None,
        "threshold": threshold,
        "listed_passing": None if s["listed"] is None else effect(s, *passing),
        "faces_per_day": None
        if s["faces"] is None
        else effect(s, *({"faces": s["faces"] * x} for x in (0.5, 2))),
        "list_size": effect(s, *lengths) if list_counts(s) and s["list"] is not None else None,
        "fnir": effect(s, {}, half),
        "trials": trials,
        "review": None,
        "groups": None,
        "observed": None,
    }


def ranked(s, ranges):
    """The questions as (name, effect, whether unknown): what cannot be bounded, then by what they could change."""
    found = effects(s, ranges)
    said = s["value"] is not None and s["measures"] in RATE_SAID
    unknown = {
        "measures": s["measures"] == "unknown" and (s["value"] is not None or s["one_in"] is None),
        "threshold": s["one_in"] is None and not said,
        "listed_passing": s["listed"] is None,
        "faces_per_day": s["faces"] is None,
        "list_size": list_counts(s) and s["list"] is None,
        "fnir": not found_share(s)[2],
        "review": s["stopped"] is None,
    }
    rest = [name for name in found if not unknown.get(name)]
    rest.sort(key=lambda name: -1 if found[name] is None else found[name][1] - found[name][0], reverse=True)
    first = [name for name in found if unknown.get(name)]
    return [(name, found[name], unknown.get(name, False)) for name in first + rest]
