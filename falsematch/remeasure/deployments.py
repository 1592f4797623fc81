"""What the official record of one force adds up to: alerts, faces and rates with their intervals.

No original is needed: the rows are in the table `deployments`.

    python -m falsematch.remeasure.deployments --out datasets

Only rows of the official grid are added. Statements, press and transcriptions overlap them, and a
transcription carries no false alerts that a rate may rest on.
"""

from falsematch import datasets, intervals
from falsematch.remeasure import _measure

CROSSING = "London, Oxford Circus"
COUNTED = ("faces_seen", "alerts", "false_alerts", "arrests", "comparisons", "minutes")


def grid():
    """Rows of the official grid that have figures, with `comparisons` and `quarter`, in order of date."""
    rows = datasets.load("deployments")
    rows = rows[(rows.kind == "official grid") & rows.alerts.notna()]
    month = rows.date_start.str[5:7].astype(int)
    return rows.assign(
        comparisons=rows.faces_seen * rows.watchlist_size,
        quarter=rows.date_start.str[:4] + "_q" + ((month + 2) // 3).astype(str),
    ).sort_values("date_start", kind="stable")


def tables():
    """The table as a dict of one DataFrame, from the project's own record."""
    import pandas as pd

    rows = grid()
    from_2023 = rows[rows.date_start >= "2023"]
    found = [_row(f"met_{year}", "year", part) for year, part in rows.groupby(rows.date_start.str[:4])]
    found += [_row(f"met_{name}", "quarter", part) for name, part in from_2023.groupby("quarter")]
    for setting, part in from_2023.groupby("threshold"):
        found.append(_row(_measure.identifier("met_threshold", setting), "threshold", part))
        for way in ("before", "during", "after"):
            some = part[part.counting == way]
            if 0 < len(some) < len(part):
                found.append(_row(_measure.identifier("met_threshold", setting, way), "threshold", some))
    for way in ("before", "during", "after"):
        some = from_2023[from_2023.counting == way]
        found.append(_row(f"met_counting_{way}", "counting", some))
    crossing = rows[rows.place == CROSSING]
    found.append(_row("oxford_circus", "place", crossing))
    for way in ("before", "during", "after"):
        found.append(_row(f"oxford_circus_{way}", "place", crossing[crossing.counting == way]))
    return {"deployment_rates": pd.DataFrame(found)}


def _row(label, grouped_by, rows):
    faces, alerts, false, arrests, comparisons = (int(rows[name].sum()) for name in COUNTED[:-1])
    row = {
        "id": label,
        "grouped_by": grouped_by,
        "date_start": rows.date_start.min(),
        "date_end": rows.date_start.max(),
        "counting": ", ".join(way for way in ("before", "during", "after") if (rows.counting == way).any()),
        "threshold": ", ".join(sorted(rows.threshold.dropna().unique())),
        "deployments": len(rows),
        "minutes": str(int(rows.minutes.sum())) if rows.minutes.notna().all() else "",
        "faces_seen": faces,
        "comparisons": comparisons,
        "mean_watchlist": _measure.digits(rows.watchlist_size.mean(), 7),
        "alerts": alerts,
        "true_alerts": alerts - false,
        "false_alerts": false,
        "arrests": arrests,
    }
    for name, exposure in (("million", faces / 1e6), ("billion", comparisons / 1e9)):
        low, high = intervals.rate_interval(false, exposure)
        unit = "faces" if name == "million" else "comparisons"
        row[f"false_per_{name}_{unit}"] = _measure.digits(false / exposure)
        row[f"false_per_{name}_low"] = _measure.digits(low)
        row[f"false_per_{name}_high"] = _measure.digits(high)
    row["true_per_100000_faces"] = _measure.digits((alerts - false) / faces * 1e5)
    low, high = intervals.proportion_interval(alerts - false, alerts)
    values = ((alerts - false) / alerts, low, high) if alerts else (float("nan"),) * 3
    for name, value in zip(("share_right", "share_right_low", "share_right_high"), values, strict=True):
        row[name] = _measure.digits(value)
    return row


if __name__ == "__main__":
    _measure.command("Add up the official record of deployments again.", [], tables)
