"""The record of a file of scores as lines for a terminal, as JSON, and as a page that needs nothing beside it.

`sections` puts the numbers of the record into words once; lines and page are two ways to set the same sections.
"""

import json
import textwrap
from typing import NamedTuple

from falsematch._html import Table, attribute, escaped
from falsematch._words import in_odds, say, say_estimate, say_share

WIDTH = 110  # signs in a line of a terminal


class Section(NamedTuple):
    """A heading, sentences and perhaps a table."""

    title: str
    said: list
    table: Table | None = None


def as_json(record):
    """The record itself, every number in full."""
    return json.dumps(record, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def sections(record):
    """The record in words: a list of `Section`."""
    made = [_comparisons(record), _points(record), _eer(record), _without_errors(record), _galleries(record)]
    made += [_groups(record)] if record["groups"] else []
    made += [_on_whom(record)] if record["people_with_errors"] else []
    return [*made, Section("What a file of scores cannot tell", record["not_told"])]


def title(record):
    return f"Scores of {' and '.join(record['files'])}"


def _share(value):
    return "-" if value is None else say_share(value)


def _rate(rate):
    """A rate with its counts."""
    if rate["rate"] is None:
        return "-"
    return f"{_ends(rate)[0]} ({rate['errors']:,} of {rate['comparisons']:,})"


def _interval(rate):
    """An interval, or the bound where no comparison, or each, was an error."""
    if rate["rate"] is None:
        return "-"
    _, low, high = _ends(rate)
    if rate["interval"] == "two-sided 95 %":
        return f"{low} to {high}"
    return f"at most {high} *" if rate["rate"] == 0 else f"at least {low} *"


def _ends(rate):
    return say_estimate(rate["rate"], rate["low"], rate["high"], odds=True)


def _threshold(value):
    """A threshold in full: a shorter one could be another one."""
    return str(value)


def _comparisons(record):
    people, rows = record["people"], []
    for kind, words in (("genuine", "genuine: one person"), ("impostor", "impostor: two people")):
        counts = record["comparisons"][kind]
        of = "not named" if people is None else f"{people[kind]:,}"
        rows.append((words, f"{counts['all']:,}", f"{counts['failed']:,}", of))
    said = [f"Read as {record['read_as']}."]
    if record["may_mark_failures"]:
        value, times = record["may_mark_failures"].values()
        said.append(
            f"{times:,} comparisons have the score {value:g}, and no other is negative. If that marks comparisons that "
            f"failed, --failure-value {value:g} says so; here they are counted as scores."
        )
    if people is not None:
        said.append(f"{people['all']:,} people are compared in all.")
    if any(record["comparisons"][kind]["failed"] for kind in ("genuine", "impostor")):
        said.append(
            "A failed comparison matches at no threshold: a genuine one counts as a miss, an impostor one as none. "
            "Rates of the comparisons that could be made stand apart."
        )
    return Section("Comparisons", said, Table("", ("comparisons", "all", "failed", "people"), rows))


def _points(record):
    failed = any(record["comparisons"][kind]["failed"] for kind in ("genuine", "impostor"))
    headings = ["FMR asked", "threshold", "FMR realised", "95 %", "FNMR (missed)", "95 %"]
    rows = []
    for point in record["operating_points"]:
        fmr, fnmr = point["fmr"], point["fnmr"]
        row = [in_odds(point["target"]), _threshold(point["threshold"])]
        row += [_rate(fmr), _interval(fmr), _rate(fnmr), _interval(fnmr)]
        if failed:
            row += [_share(fmr["rate_without_failures"]), _share(fnmr["rate_without_failures"])]
        rows.append(tuple(row))
    headings += ["FMR, failures left out", "FNMR, failures left out"] if failed else []
    named = record["people"] is not None
    said = [
        "Each row: the least threshold whose false match rate does not exceed the one asked. Nothing is interpolated. "
        "A comparison matches if its score is at least the threshold.",
        "Intervals count people, each left out in turn with all their comparisons; the threshold is held."
        if named
        else "The file names nobody: intervals take all comparisons for independent, and are too narrow where people "
        "or photographs recur.",
        *_star(record["operating_points"]),
    ]
    short = [p for p in record["operating_points"] if not p["fmr"]["errors"] and p["target"] > 0]
    if short:
        few = record["comparisons"]["impostor"]["all"]
        asked = " and ".join(in_odds(point["target"]) for point in short)
        said.append(
            f"No impostor comparison of {few:,} matches at the threshold for {asked}: what was realised is 0, "
            "which says less than the rate that was asked."
        )
    return Section("Operating points", said, Table("", tuple(headings), rows))


def _star(points):
    one_sided = any(
        point[name]["interval"] != "two-sided 95 %" for point in points for name in ("fmr", "fnmr")
    )
    return ["* the one-sided 95 % bound, where no comparison or every one was an error."] if one_sided else []


def _eer(record):
    found = record["equal_error_rate"]
    low, high = say_share(found["low"]), say_share(found["high"])
    between = f"{low}" if found["low"] == found["high"] else f"between {low} and {high}"
    said = [f"FMR and FNMR cross at {between}, at the threshold {_threshold(found['threshold'])}."]
    if found["low"] != found["high"]:
        said.append(
            "The bracket is left open by scores that tie, or by failures; it is no confidence interval."
        )
    if found["above_one_half"]:
        said.append(
            "It is above one half: impostor scores are the greater ones. Are these distances (--distances), or labels "
            "the other way round? Or did most genuine comparisons fail?"
        )
    said.append("Systems are used at far smaller false match rates.")
    return Section("Equal error rate", said)


def _without_errors(record):
    none, no_miss = record["without_errors"]["no_false_match"], record["without_errors"]["no_miss"]
    said = _bound("impostor", "false match", "FMR", none, none["fmr"])
    said.append(
        f"At the threshold {_threshold(none['threshold'])}, the least without one, {_missed(none)}. It was chosen on "
        "these very scores, which flatters: the bounds are those of a threshold set before."
    )
    if no_miss:
        said += _bound("genuine", "miss", "FNMR", no_miss, no_miss["fnmr"])
        said.append(
            f"At the threshold {_threshold(no_miss['threshold'])}, the greatest without one, "
            f"{_rate(no_miss['fmr'])} of the impostor comparisons match."
        )
    return Section("What no error shows", said)


def _missed(point):
    return f"{_rate(point['fnmr'])} of the genuine comparisons are missed"


def _bound(kind, error, rate, point, found):
    """What it shows that none of the comparisons of a kind was an error."""
    alone = say_estimate(0, 0, point["bound_if_independent"], odds=True)[2]
    said = [
        f"No {error} in {found['comparisons']:,} {kind} comparisons leaves every {rate} up to {alone} possible, "
        "if the comparisons are independent (one-sided 95 % bound)."
    ]
    if point["by_people"] and found["high"] > 1.001 * point["bound_if_independent"]:
        people = say_estimate(0, 0, found["high"], odds=True)[2]
        said.append(
            f"They are not where people recur: counting comparisons that have nobody in common, up to {people}."
        )
    return said + [
        f"They cannot show that the {rate} is 0, nor anything about other people or other cameras."
    ]


def _galleries(record):
    rows = []
    for row in record["galleries"]:
        cells = [f"{row['gallery']:,}", in_odds(row["target"])]
        if row["fpir"]:
            cells += [say(row["expected_false_candidates"]), say_share(row["fpir"])]
        else:
            cells += ["none seen", "none seen"]
        cells.append(_fpir_interval(row))
        if record["full_matrix"]:
            measured = "-" if row["measured"] is None else say_share(row["measured"])
            if row["measured_low"] is not None:
                measured += f" ({say_share(row['measured_low'])} to {say_share(row['measured_high'])})"
            cells.append(measured)
        rows.append(tuple(cells))
    headings = [
        "people in the gallery",
        "FMR asked",
        "wrong candidates",
        "FPIR by formula",
        "from the FMR's 95 %",
    ]
    headings += ["FPIR measured (95 %)"] if record["full_matrix"] else []
    said = [
        "A search of somebody who is not in the gallery: how many people on average come back wrongly, and the chance "
        "that anybody does, the FPIR, by 1 - (1 - FMR)^N from the FMR realised.",
        "The formula takes all people for alike. Where they differ, at the same average FMR, the chance is "
        "smaller, and the wrong candidates fall on fewer searches. The FMR of other people can be larger or smaller.",
    ]
    if any(row["interval"] != "two-sided 95 %" for row in record["galleries"]):
        said.append(
            "* from the one-sided 95 % bound of the FMR: 0 realised says nothing about large galleries."
        )
    if record["full_matrix"]:
        said.append(
            "Measured: everybody was compared with everybody else, so that the average over all galleries of that size "
            "is counted. The interval leaves out one person at a time, in both roles."
        )
    else:
        said.append("Not measured: for that a file must compare each person with each other person once.")
    return Section("Searches of many", said, Table("", tuple(headings), rows))


def _fpir_interval(row):
    if row["interval"] != "two-sided 95 %":
        return (
            f"at most {say_share(row['high'])} *"
            if row["fpir"] == 0
            else f"at least {say_share(row['low'])} *"
        )
    return f"{say_share(row['low'])} to {say_share(row['high'])}"


def _groups(record):
    rows = [
        (row["group"], in_odds(row["target"]), *_both(row["fmr"]), *_both(row["fnmr"]))
        for row in record["groups"]
    ]
    said = [
        "At the thresholds above, one for all groups. Each interval is that of one group: of many groups, some lie "
        "off by chance.",
        *_star(record["groups"]),
    ]
    headings = ("group", "FMR asked", "FMR", "95 %", "FNMR", "95 %")
    return Section("Groups", said, Table("", headings, rows))


def _both(rate):
    return _rate(rate), _interval(rate)


def _on_whom(record):
    rows = [
        (
            in_odds(row["target"]),
            f"{row['in_false_matches']:,} of {row['of_people_with_impostor_comparisons']:,}",
            f"{row['most_false_matches_of_one']:,}",
            f"{row['missed']:,} of {row['of_people_with_genuine_comparisons']:,}",
            f"{row['always_missed']:,}",
        )
        for row in record["people_with_errors"]
    ]
    headings = (
        "FMR asked",
        "people in a false match",
        "most of one person",
        "people missed",
        "always missed",
    )
    return Section("On how many people errors fall", ["Nobody is named."], Table("", headings, rows))


# Lines


def as_text(record):
    """Lines for a terminal."""
    lines = [title(record), "=" * min(len(title(record)), WIDTH)]
    for section in sections(record):
        lines += ["", section.title, "-" * len(section.title)]
        if section.table:
            lines += [*_aligned(section.table), ""]
        for text in section.said:
            lines += textwrap.wrap(
                text, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False
            )
    return "\n".join(map(_printable, lines)) + "\n"


def _printable(line):
    """A line without signs that would steer a terminal: names in a file are a stranger's words."""
    return "".join(sign if sign.isprintable() else "?" for sign in line)


def _aligned(table):
    rows = [table.headings, *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]


# A page

_STYLE = (
    "body{font:1rem/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1rem;color:#111;background:#fff}"
    "figure{margin:1rem 0}svg{max-width:100%;height:auto}li{margin:.3em 0}"
    "tbody tr{border-top:1px solid #ccc}"
    "@media(max-width:40em){h1{font-size:1.5rem}td,th{min-width:4em!important;padding:.35em .4em!important}}"
)


def as_page(record):
    """The page: the same sections, and figures of the curves if the record has them."""
    parts = []
    for section in sections(record):
        table = section.table.page() if section.table else ""
        said = "".join(f"<li>{escaped(text)}</li>" for text in section.said)
        parts.append(f"<section><h2>{escaped(section.title)}</h2>{table}<ul>{said}</ul></section>")
        if section.title == "Operating points":
            parts += _figures(record)
    policy = "default-src 'none'; style-src 'unsafe-inline'"
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{attribute(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{attribute(title(record))}</title><style>{_STYLE}</style></head><body><main>"
        f"<h1>{escaped(title(record))}</h1>{''.join(parts)}"
        f"<footer><p>False Match {escaped(record['version'])}. Figures and tables are of the same numbers.</p></footer>"
        "</main></body></html>\n"
    )


def _figures(record):
    from falsematch import plots
    from falsematch.plots._show import vector

    made = []
    counts = {kind: record["comparisons"][kind]["all"] for kind in ("genuine", "impostor")}
    curve = record.get("trade_off")
    if curve:
        seen = [point for point in record["operating_points"] if point["fmr"]["errors"]]
        names = {f"FMR at most {in_odds(p['target'])}": (p["fmr"]["rate"], p["fnmr"]["rate"]) for p in seen}
        heading = "Misses against false matches, at every threshold"
        if not curve["at_every_genuine_score"]:
            heading = f"Misses against false matches, at {len(curve['fmr'])} thresholds"
        made.append(
            plots.det_curve(
                {"this file": (curve["fmr"], curve["fnmr"])},
                title=heading,
                impostors=counts["impostor"],
                genuines=counts["genuine"],
                points=names,
            )
        )
    heaps = record.get("distributions")
    if heaps:
        failed = [record["comparisons"][kind]["failed"] for kind in ("genuine", "impostor")]
        made.append(
            plots.score_distributions(
                heaps["genuine"],
                heaps["impostor"],
                edges=heaps["edges"],
                threshold=heaps["threshold"],
                failed=failed,
                title="Where genuine and impostor scores lie",
                score_name="score",
            )
        )
    figures = [f"<figure>{vector(fig, f'figure{number}')}</figure>" for number, fig in enumerate(made, 1)]
    if len(made) < 2:
        figures.append(
            "<p>Not every figure can be drawn: scores of a kind all failed, are all alike or too far apart.</p>"
        )
    return figures
