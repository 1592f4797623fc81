"""What can be said of a file of comparison scores, as one record of plain numbers.

`report` computes it; `_score_forms` makes lines for a terminal, JSON and a page of it, none of which computes anything.
"""

from itertools import product

import numpy as np

from falsematch import __version__, _check, intervals, scores, search

FMR_TARGETS = (0.01, 0.001, 0.0001)
GALLERIES = (1_000, 1_000_000)
MOST_GROUPS = 200
CURVE = 200  # places on each side at which a long curve is looked at
BINS = 60
TWO_SIDED, ONE_SIDED = "two-sided 95 %", "one-sided 95 %"
#: What ISO/IEC 19795-1 wants told of a test that no file of scores can tell.
NEVER_TOLD = (
    "what was tested: algorithm and version, its settings, and on which photographs it was trained",
    "the kind of test: a technology, scenario or operational evaluation",
    "who the people are and how they were recruited: ages, sexes, origins, and how they differ from those of a use",
    "how faces were captured: devices, light, pose, quality, and who was told to look where",
    "time between the two photographs of a person",
    "whether a threshold was set before the scores were seen; here it is chosen on them",
    "how impostor comparisons were chosen: of everybody, or of people alike in age, sex or looks",
    "photographs for a template and attempts for a decision: a comparison is counted here as it stands in the file",
    "how uncertain the labels themselves are",
)
FAILURES_UNKNOWN = (
    "failures to enrol and to acquire: none is marked, and whether any was left out cannot be seen"
)
PEOPLE_UNKNOWN = "how many people were compared, and who recurs: the file names none"


def report(found, *, files, targets=FMR_TARGETS, galleries=None, people=False, curves=False, told=iter):
    """The record of a file of scores: dicts, lists, texts and plain numbers, as JSON holds them.

    Parameters
    ----------
    found : falsematch.datasets.ScoreSet
    files : list of str
        Names of the files, for the reader.
    targets : false match rates at which the least threshold that meets them is looked at
    galleries : numbers of people in a gallery, optional
        Without them a thousand, a million, and the largest that the file can measure.
    people : bool
        Whether it is counted on how many people errors fall.
    curves : bool
        Whether the trade-off and the distributions are added.
    told : function of an iterable that returns it, such as a progress bar

    Raises
    ------
    ValueError
        If `people` is asked of a file that names nobody, or groups are too many.
    """
    targets = np.unique(_check.proportion("fmr", list(targets)))[::-1].tolist()
    matches = _everybody_with_everybody(found)
    if galleries is None:
        galleries = GALLERIES if matches is None else (matches[2] - 1, *GALLERIES)
    galleries = np.unique(_check.whole("gallery", list(galleries), 1)).astype(int).tolist()
    if people and not found.people:
        raise ValueError("people: the file names nobody; two columns of people are needed, or a matrix")
    group_names = set() if not found.groups else set(found.group_names)
    if len(group_names) > MOST_GROUPS:
        raise ValueError(f"group_column: {len(group_names)} different groups, more than {MOST_GROUPS}")
    genuine, impostor = found.genuine, found.impostor
    failed = {"genuine": _failures(genuine), "impostor": _failures(impostor)}
    points = [
        {"target": target, **_point(found, scores.threshold_at_fmr(impostor, target), failed)}
        for target in told(targets)
    ]
    record = {
        "format": "falsematch scores 1",
        "version": __version__,
        "files": [str(file) for file in files],
        "read_as": found.read_as,
        "comparisons": {
            kind: {"all": int(side.size), "failed": failed[kind]}
            for kind, side in (("genuine", genuine), ("impostor", impostor))
        },
        "may_mark_failures": _may_mark_failures(genuine, impostor),
        "people": _people(found),
        "full_matrix": matches is not None,
        "operating_points": points,
        "equal_error_rate": _eer(genuine, impostor),
        "without_errors": _without_errors(found, failed),
        "galleries": [_gallery(point, size, matches) for point, size in product(points, galleries)],
        "groups": [
            row for point in told(points if found.groups else []) for row in _groups(found, point, failed)
        ],
        "people_with_errors": [_on_whom(found, point) for point in told(points if people else [])],
        "not_told": [
            *([] if found.people else [PEOPLE_UNKNOWN]),
            *([] if any(failed.values()) else [FAILURES_UNKNOWN]),
            *NEVER_TOLD,
        ],
    }
    if curves:
        steps = (("trade_off", _trade_off), ("distributions", _distributions))
        record |= {name: step(genuine, impostor, points) for name, step in told(steps)}
    return record


def _failures(side):
    return int(np.count_nonzero(side == -np.inf))


def _made(side):
    """The scores of comparisons that could be made."""
    return side if side.min() > -np.inf else side[side > -np.inf]


def _may_mark_failures(genuine, impostor):
    """A negative whole number that recurs below scores none of which is negative: -1 often marks a failure."""
    sides = _made(genuine), _made(impostor)
    least = min((side.min() for side in sides if side.size), default=0.0)
    if least >= 0 or least % 1:
        return None
    times = sum(int(np.count_nonzero(side == least)) for side in sides)
    negative = sum(int(np.count_nonzero(side < 0)) for side in sides)
    if times < 2 or negative > times:
        return None
    return {"value": float(least), "comparisons": times}


def _people(found):
    """How many people are compared; None where the file does not say."""
    if not found.people:
        return None
    of, pairs = found.people["genuine_subjects"], found.people["impostor_subjects"]
    there = [np.zeros(1 + max(of.max(), pairs.max()), dtype=bool) for _ in range(2)]
    there[0][of], there[1][pairs.ravel()] = True, True
    counts = {"genuine": there[0], "impostor": there[1], "all": there[0] | there[1]}
    return {kind: int(np.count_nonzero(each)) for kind, each in counts.items()}


# Operating points


def _point(found, threshold, failed):
    """Both rates at a threshold, each with its interval."""

    def at(confidence):
        return scores.rate_intervals_at(
            found.genuine, found.impostor, threshold, **found.people, confidence=confidence
        )

    return _with_intervals(at(0.95), threshold, failed, lambda: at(0.9))


def _with_intervals(at, threshold, failed, bounds):
    """`RateIntervals` as plain numbers. Where all went one way the bound is one-sided, as zero errors are read."""
    point = at.point
    found = {
        "threshold": _plain(threshold),
        "by_people": at.by_people,
        "fmr": _rate(point.false_matches, point.impostor_comparisons, failed["impostor"], 0),
        "fnmr": _rate(
            point.false_non_matches, point.genuine_comparisons, failed["genuine"], failed["genuine"]
        ),
    }
    one_sided = None
    for name, interval in (("fmr", at.fmr), ("fnmr", at.fnmr)):
        rate, kind = found[name], TWO_SIDED
        if rate["comparisons"] and rate["errors"] in (0, rate["comparisons"]):
            # The end of a two-sided interval at 90 % is the one-sided bound at 95 %.
            one_sided = one_sided or bounds()
            interval, kind = getattr(one_sided, name), ONE_SIDED
        rate |= {"low": _plain(interval.low), "high": _plain(interval.high), "interval": kind}
    return found


def _rate(errors, comparisons, failed, failed_errors):
    """Errors of all comparisons, failures counted as what they lead to, and of those that could be made."""
    made = comparisons - failed
    return {
        "rate": errors / comparisons if comparisons else None,
        "errors": int(errors),
        "comparisons": int(comparisons),
        "rate_without_failures": (errors - failed_errors) / made if made else None,
    }


def _plain(value):
    """A number that JSON can hold: NaN is None, and what has no end is written out."""
    value = float(value)
    if np.isnan(value):
        return None
    return value if np.isfinite(value) else ("-inf" if value < 0 else "inf")


def _eer(genuine, impostor):
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what it warns of is part of the record
        found = scores.eer(genuine, impostor)
    return {
        "low": found.low,
        "high": found.high,
        "value": found.value,
        "threshold": _plain(found.threshold),
        "above_one_half": found.low > 0.5,
    }


def _without_errors(found, failed):
    """At the least threshold without a false match, and at the greatest without a miss: what that can show."""
    no_match = _point(found, scores.threshold_at_fmr(found.impostor, 0.0), failed)
    record = {"no_false_match": no_match | _independent(no_match["fmr"]), "no_miss": None}
    if not failed["genuine"]:
        no_miss = _point(found, float(found.genuine.min()), failed)
        record["no_miss"] = no_miss | _independent(no_miss["fnmr"])
    return record


def _independent(rate):
    return {"bound_if_independent": float(intervals.zero_error_bound(rate["comparisons"]))}


# Searches


def _everybody_with_everybody(found):
    """For a file in which each person was compared with each other person, a table of who is whom; else None."""
    if not found.people:
        return None
    pairs = found.people["impostor_subjects"]
    size = 1 + int(pairs.max())
    if size < 3 or len(pairs) != size * (size - 1):
        return None
    seen = np.zeros((size, size), dtype=bool)
    seen[pairs[:, 0], pairs[:, 1]] = True
    return (found.impostor, pairs, size) if np.count_nonzero(seen) == len(pairs) else None


def _gallery(point, size, matches):
    """Searches of strangers in a gallery: by formula from the FMR, and measured where the file can tell."""
    fmr = point["fmr"]
    record = {
        "gallery": size,
        "target": point["target"],
        "expected_false_candidates": size * fmr["rate"],
        "fpir": float(search.fpir(fmr["rate"], size)),
        "low": float(search.fpir(fmr["low"], size)),
        "high": float(search.fpir(fmr["high"], size)),
        "interval": fmr["interval"],
        "measured": None,
        "measured_low": None,
        "measured_high": None,
    }
    if matches and size < matches[2]:
        impostor, pairs, people = matches
        wrong = pairs[(impostor >= float(point["threshold"])) & (impostor > -np.inf)]
        within = np.bincount(wrong[:, 0], minlength=people)
        record["measured"] = float(search.fpir_measured(within, people - 1, size))
        ends = search.fpir_interval(wrong, people, size)
        record["measured_low"], record["measured_high"] = _plain(ends.low), _plain(ends.high)
    return record


# Groups and people


def _groups(found, point, failed):
    threshold = float(point["threshold"])
    at, ninety = (
        scores.rates_by_group(
            found.genuine, found.impostor, threshold, **found.groups, **found.people, confidence=confidence
        )
        for confidence in (0.95, 0.9)
    )
    for number, group in enumerate(found.group_names):
        of = {
            kind: _failures(side[found.groups[f"{kind}_groups"] == number]) if failed[kind] else 0
            for kind, side in (("genuine", found.genuine), ("impostor", found.impostor))
        }
        row = _with_intervals(at[number], threshold, of, lambda number=number: ninety[number])
        yield {"group": str(group), "target": point["target"], **row}


def _on_whom(found, point):
    """On how many people the errors at a threshold fall. Nobody is named."""
    threshold = float(point["threshold"])
    of, pairs = found.people["genuine_subjects"], found.people["impostor_subjects"]
    size = 1 + int(max(of.max(), pairs.max()))
    wrong = pairs[(found.impostor >= threshold) & (found.impostor > -np.inf)]
    matched = np.bincount(wrong.ravel(), minlength=size)
    compared = np.bincount(of, minlength=size)
    missed = np.bincount(of[(found.genuine < threshold) | (found.genuine == -np.inf)], minlength=size)
    people = _people(found)
    return {
        "target": point["target"],
        "in_false_matches": int(np.count_nonzero(matched)),
        "of_people_with_impostor_comparisons": people["impostor"],
        "most_false_matches_of_one": int(matched.max()),
        "missed": int(np.count_nonzero(missed)),
        "always_missed": int(np.count_nonzero((missed == compared) & (compared > 0))),
        "of_people_with_genuine_comparisons": people["genuine"],
    }


# Curves


def _trade_off(genuine, impostor, _):
    """Both rates, exact at each threshold: at every genuine score, or at some where these are many; None for none."""
    fmr, fnmr, thresholds = scores.det(genuine, impostor)
    if not thresholds.size:
        return None
    whole = thresholds.size <= 2 * CURVE
    if not whole:
        targets = [0.0, *np.geomspace(1 / impostor.size, 1, CURVE)]
        some = thresholds[np.linspace(0, thresholds.size - 1, CURVE).astype(int)]
        some = np.unique(np.concatenate([some, scores.threshold_at_fmr(impostor, targets)]))
        fmr, fnmr, thresholds = scores.det(genuine, impostor, some)
    return {
        "fmr": fmr.tolist(),
        "fnmr": fnmr.tolist(),
        "thresholds": [_plain(threshold) for threshold in thresholds],
        "at_every_genuine_score": whole,
    }


def _distributions(genuine, impostor, points):
    """Counts in bins, one edge of which is the strictest threshold with a false match; None if nothing has a place."""
    sides = _made(genuine), _made(impostor)
    if not all(side.size for side in sides):
        return None
    low, high = (end(end(side) for side in sides) for end in (min, max))
    with np.errstate(over="ignore"):
        width = (high - low) / BINS
    if not (np.isfinite(width) and width > 1e-12 * max(abs(low), abs(high))):
        return None
    seen = [float(p["threshold"]) for p in points if p["fmr"]["errors"]] or [low]
    threshold = min(max(seen[-1], low), high)
    edges = threshold + width * np.arange(
        -np.ceil((threshold - low) / width) - 1, np.ceil((high - threshold) / width) + 2
    )
    counts = [np.histogram(side, edges)[0] for side in sides]
    return {
        "edges": edges.tolist(),
        "genuine": counts[0].tolist(),
        "impostor": counts[1].tolist(),
        "threshold": threshold if threshold in seen and low < threshold <= high else None,
    }
