"""Real figures that stand nearest to a claim: at most three, each with the row it is from."""

import math
import re
from dataclasses import dataclass

from falsematch import intervals
from falsematch._words import in_odds, say, say_estimate, say_share

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

    rows = rows[[not _same_record(claim, row) for row in rows.itertuples()]]

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
    needed = ["reported_accuracy", "false_matches_strict", "false_non_matches_strict"]
    rows = rows[rows.curve_usable].dropna(subset=needed)
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


#: Words of a claim that tell of which kind of screening it is: the topics of the table beyond_faces.
_TOPICS = {
    "AI-text detection": r"\b(texts?|papers?|essays?|thes[ei]s|written by a machine|AI writing)\b",
    "message scanning": r"\b(messages?|chats?|pictures sent|uploads?)\b",
    "gunshot detection": r"\b(gun ?shots?|gunfire|shootings?)\b",
    "medical screening": r"\b(cancers?|bab(y|ies)|newborns?|diseases?|patients?|infect\w+|mammogra\w+)\b",
    "welfare fraud scoring": r"\b(welfare|benefits?|fraud)\b",
    "exam proctoring": r"\b(exams?|cheat\w*)\b",
}
#: Rows of that table that were counted (or measured), by what they are a share of: of alerts, or of everybody else.
_OF_ALERTS = (
    *("new_york_least", "chicago_all_alerts", "germany_2023", "ireland_not_abuse", "germany_ppv"),
    *("sweden_newborns", "school_confirmed", "michigan_all"),
)
_OF_OTHERS = ("github_gptzero", "liang_learners", "liang_eighth_graders", "uk_age_trial", "apple_test")


def _screening(claim):
    """Figures of the same kind of screening, first those that are a share of the same; another kind is near to none."""
    from falsematch import datasets

    said = f"{claim.examined} {claim.sought} {claim.statement}"
    topics = [topic for topic, words in _TOPICS.items() if re.search(words, said, flags=re.IGNORECASE)]
    rows = datasets.load("beyond_faces")
    senses = [_OF_OTHERS, _OF_ALERTS]
    if claim.measures in ("alerts", "wrong_alerts"):
        senses.reverse()
    for name in (name for sense in senses for name in sense):
        row = rows.loc[name]
        counts = _whole(row.numerator), _whole(row.denominator)
        if row.topic not in topics or counts[1] and counts[1] in (claim.trials, claim.observed_alerts):
            continue
        figure = f"{say(row.value)} %, counts not printed"
        if counts[1]:
            share = counts[0] / counts[1]
            estimate, *ends = say_estimate(share, *intervals.proportion_interval(*counts), odds=True)
            if counts[0] < 100:
                estimate += f", 95 % interval {ends[0]} to {ends[1]}"
            figure = f"{counts[0]:,} of {counts[1]:,} ({estimate})"
        yield Comparable(
            f"{row.measurer}, {row.period}: {row.what}: {figure}.", "beyond_faces", name, row.grade
        )


def _same_record(claim, row):
    """Whether a row of a deployment is the record that the claim itself rests on: it was not counted elsewhere."""
    return bool(
        {_whole(row.faces_seen), _whole(row.alerts)}
        & {claim.trials, claim.observed_faces, claim.observed_alerts}
    )


def _whole(value):
    try:
        return int(value)
    except (TypeError, ValueError):  # a missing value of a table
        return 0
