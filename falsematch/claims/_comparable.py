"""Real figures that stand nearest to a claim: at most three, each with the row it is from."""

import math
from dataclasses import dataclass

from falsematch import intervals
from falsematch._words import in_odds, say, say_share

MOST = 3


@dataclass(frozen=True)
class Comparable:
    """A real figure: what was counted where, in words, with the table and the row that hold it."""

    figure: str
    table: str
    row: str
    grade: str


def comparable(claim):
    """At most three real figures for the use of a claim, the nearest first, at most one of each operator or maker."""
    find = {
        "watchlist": _deployments,
        "population": _identification,
        "one_to_one": _pairs,
        "other": _screening,
    }
    return tuple(find[claim.use](claim))[:MOST]


def _deployments(claim):
    from falsematch import datasets

    rows = datasets.load("deployment_examples")
    rows = rows[rows.faces_seen.notna() & rows.alerts.notna() & rows.false_alerts.notna()]
    faces, size = claim.faces_per_day or 15_505, claim.list_size or 10_000

    def far(row):
        each = row.faces_seen / max(1, _whole(row.deployments))
        listed = _whole(row.watchlist_size) or size
        return abs(math.log(each / faces)) + abs(math.log(listed / size))

    seen = set()
    for row in sorted(rows.itertuples(), key=lambda row: (far(row), row.Index)):
        if row.operator in seen:
            continue
        seen.add(row.operator)
        false, all_of_them = int(row.false_alerts), int(row.faces_seen)
        if false:
            rate = f"1 false alert in {say(all_of_them / false)} faces"
        else:
            rate = f"no false alert known, which shows less than {in_odds(intervals.zero_error_bound(all_of_them), 2)}"
        many = f"{_whole(row.deployments)} deployments, " if _whole(row.deployments) > 1 else ""
        yield Comparable(
            f"{row.operator}, {row.place} ({row.date_start[:4]}): {many}{all_of_them:,} faces, "
            f"{int(row.alerts):,} alerts, {false} of them known to be false ({rate}). Misses were not counted.",
            "deployment_examples",
            row.Index,
            row.grade,
        )


def _identification(claim):
    from falsematch import datasets

    rows = datasets.load("nist_identification")
    rows = rows[(rows["mode"] == "identification") & (rows.probe_image == "mugshot") & rows.fnir.notna()]
    size = claim.list_size or 12_000_000
    nearest = min(set(rows.gallery_size), key=lambda n: (abs(math.log(n / size)), n))
    rows = rows[rows.gallery_size == nearest].sort_values("fnir", kind="stable")
    said = (
        1 - claim.value if claim.value is not None and claim.measures not in ("score", "no_share") else None
    )
    picks = {"the best": 0, "the middle": len(rows) // 2}
    if said is not None and 0 < said < 1:
        place = min(range(len(rows)), key=lambda i: abs(math.log(max(rows.fnir.iloc[i], 1e-6) / said)))
        picks["the nearest to the figure stated"] = place
    for words, place in picks.items():
        row = rows.iloc[place]
        yield Comparable(
            f"{words[0].upper() + words[1:]} of {len(rows)} algorithms that NIST tested among {int(nearest):,} "
            f"people, good photographs: misses {say_share(row.fnir)} at a threshold at which {say_share(row.fpir)} of "
            f"searches of others return somebody ({row.algorithm}).",
            "nist_identification",
            row.name,
            "primary",
        )


def _pairs(claim):
    from falsematch import datasets

    rows = datasets.load("lfw_leaderboard")
    rows = rows[rows.curve_usable & rows.reported_accuracy.notna()]
    rows = rows.dropna(subset=["false_matches_strict", "false_non_matches_strict"])
    said = claim.value if claim.value is not None and claim.value <= 1 else 0.998
    near = sorted(rows.itertuples(), key=lambda row: (abs(row.reported_accuracy - said), row.Index))
    for row in near[:MOST]:
        false, missed = int(row.false_matches_strict), int(row.false_non_matches_strict)
        yield Comparable(
            f"{row.method}: {say_share(row.reported_accuracy)} of 6,000 pairs of a public test right; at one point of "
            f"its curve there are {false} false matches and {missed} false non-matches "
            "among 3,000 of each kind.",
            "lfw_leaderboard",
            row.Index,
            "secondary",
        )


def _screening(claim):
    """Nothing: figures of another kind of screening stand in beyond_faces, but none of them is near to any other."""
    return ()


def _whole(value):
    try:
        return int(value)
    except (TypeError, ValueError):  # a missing value of a table
        return 0
