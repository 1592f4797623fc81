"""What lesson 09 sets side by side: stretches of London's record, and what a field test would have made of them.

A stretch has one threshold and one way of counting faces, as far as the record allows. Rows come from the official
grid, by way of `deployment_rates`; the first trials and the annual report are totals that the force stated. No row
that is known from a transcription alone enters.
"""

from functools import cache

import numpy as np
from scipy.stats import poisson

from .. import datasets, intervals
from .._words import say, say_estimate, say_share

TRIALS, REPORT = "trials, 2016 to 2018", "annual report, 2025"
STRETCHES = {
    "met_2020": "2020",
    "met_2022": "2022",
    "met_threshold_0_60_before": "April to November 2023",
    "met_threshold_0_60_during": "December 2023 to June 2024",
    "met_threshold_0_62": "11 to 23 July 2024",
    "met_threshold_0_64": "25 July 2024 to 10 May 2025",
}
NAMED = ("Oxford Circus", "Westminster", "Croydon")
#: False alerts that the field test saw at each threshold; its rate is printed for the first of them alone.
SEEN_AT = {"0.60": "npl_live_fp_060", "0.62": "npl_live_fp_062", "0.64": "npl_live_fp_064"}
#: How the figure names the thresholds of the grid.
SETTINGS = {"0.60": "0.60, as in the test", "0.62": "0.62 or 0.64", "0.64": "0.62 or 0.64"}
NOT_PRINTED = "not printed (2020 and 2022)"
#: The force put its earlier software at "about 1 in 1,000" faces, on lists of so many.
EARLIER_LISTS = (2_000, 4_000)


def tested_fmr():
    """FMR that the field test found at 0.60: its false positive rate over the list it was scaled to."""
    rate = datasets.load("field_tests").loc["npl_live_fpir_10000"]
    return float(rate["value"] / rate["gallery_size"])


def fmr_ends(name, threshold):
    """FMR from where to where, and the one in the middle (nan if none was measured), for a stretch.

    At a threshold of the test in proportion to the false alerts seen there, with the exact 95 % interval of their
    number; none seen leaves the one-sided 95 % bound. The grid prints no threshold for 2022: taken as 0.60, the
    software of the test in the year in which its volunteers walked. In 2020 the software was an earlier one.
    """
    tests = datasets.load("field_tests")["value"]
    if name == "2020":
        low, high = (tests["neoface_earlier_fpir"] / size for size in reversed(EARLIER_LISTS))
        return float(low), float("nan"), float(high)
    at_060 = int(tests[SEEN_AT["0.60"]])
    seen = int(tests[SEEN_AT["0.60" if name == "2022" else threshold]])
    each = tested_fmr() / at_060  # for one false alert of the test
    if seen == 0:
        return 0.0, float("nan"), -np.log(0.05) * each
    low, high = intervals.rate_interval(seen, 1)
    return low * each, seen * each, high * each


def _grid():
    """The rows of the official grid that have figures, in order of date."""
    record = datasets.load("deployments")
    rows = record[(record["kind"] == "official grid") & record["alerts"].notna()]
    return rows.sort_values("date_start", kind="stable")


@cache
def stretches():
    """A DataFrame, a row for each stretch by its name: counts, what was expected, shares; nan where not published.

    Columns: threshold, deployments, places (text), watchlist, faces, faces_an_hour, right, false, alerts, comparisons,
    right_per_100000; false_low, false_high (exact Poisson, 95 %); hourly (false alerts in 100 hours of cameras),
    hourly_low, hourly_high; expected, expected_low, expected_high (false alerts by the test); told, told_low,
    told_high (share right, with the right alerts as counted); share, share_low, share_high (as counted, exact).
    """
    import pandas as pd

    record, rates, grid = datasets.load("deployments"), datasets.load("deployment_rates"), _grid()
    rows = {TRIALS: _stated(record.loc["met_2016_2018"])}
    for label, name in STRETCHES.items():
        rows[name] = _stretch(name, rates.loc[label], grid)
    rows[REPORT] = _stated(record.loc["met_annual_report_2025"])
    rows[REPORT]["threshold"] = datasets.load("field_tests").loc["met_year_fp", "threshold"]
    return pd.DataFrame.from_dict(rows, orient="index")


def _stretch(name, row, grid):
    days = grid[grid["date_start"].between(row["date_start"], row["date_end"])]
    low, middle, high = (float(row["comparisons"]) * fmr for fmr in fmr_ends(name, row["threshold"]))
    right = int(row["true_alerts"])
    found = _counts(int(row["alerts"]), right, int(row["false_alerts"]), int(row["faces_seen"]))
    found |= {"threshold": row["threshold"], "deployments": len(days), "places": _places(days["place"])}
    found |= {"watchlist": float(row["mean_watchlist"]), "comparisons": int(row["comparisons"])}
    found |= {"expected_low": low, "expected": middle, "expected_high": high}
    found |= {
        "told_low": right / (right + high),
        "told": right / (right + middle),
        "told_high": right / (right + low),
    }
    if days["minutes"].notna().all():
        hundreds = int(row["minutes"]) / 6_000
        found["faces_an_hour"] = found["faces"] / hundreds / 100
        found["hourly"] = found["false"] / hundreds
        found["hourly_low"], found["hourly_high"] = intervals.rate_interval(found["false"], hundreds)
    return found


def _stated(row):
    """A total that the force stated: alerts and those that were false, with or without faces."""
    import pandas as pd

    faces = None if pd.isna(row["faces_seen"]) else int(row["faces_seen"])
    alerts, false = int(row["alerts"]), int(row["false_alerts"])
    found = _counts(alerts, alerts - false, false, faces)
    return found | ({} if pd.isna(row["deployments"]) else {"deployments": int(row["deployments"])})


def _places(places):
    """How many deployments were where, for three names; the record spells places in many ways."""
    counts = {name: int(places.str.contains(name).sum()) for name in NAMED}
    counts["elsewhere"] = len(places) - sum(counts.values())
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count)


def _counts(alerts, right, false, faces):
    share_low, share_high = intervals.proportion_interval(right, alerts)
    false_low, false_high = intervals.rate_interval(false, 1)
    found = {
        "alerts": alerts,
        "right": right,
        "false": false,
        "false_low": false_low,
        "false_high": false_high,
    }
    found |= {"share": right / alerts, "share_low": share_low, "share_high": share_high}
    if faces:
        found |= {"faces": faces, "right_per_100000": right / faces * 1e5}
    return found


@cache
def every_deployment(times=1.0):
    """A DataFrame, a row for each deployment of the official grid, beside `times` the rate that the test found at 0.60.

    Columns: setting (text), counting, expected and counted (false alerts), outside ("above" or "below" the 95 % range
    of a Poisson distribution, or ""), chance (to lie outside if the test's rate held).
    """
    grid = _grid()
    expected = (grid["faces_seen"] * grid["watchlist_size"]).astype(float) * tested_fmr() * times
    counted = grid["false_alerts"].astype(int)
    low, high = (poisson.ppf(part, expected) for part in (0.025, 0.975))
    settings = grid["threshold"].map(lambda printed: SETTINGS.get(printed, NOT_PRINTED))
    found = grid[["counting"]].assign(setting=settings, expected=expected, counted=counted)
    found["outside"] = np.where(counted > high, "above", np.where(counted < low, "below", ""))
    found["chance"] = poisson.cdf(low - 1, expected) + poisson.sf(high, expected)
    names = grid["place"].str.removeprefix("London, ") + ", " + grid["date_start"]
    again = names.groupby(names).cumcount()  # several in one place on one day
    return found.set_axis([f"{name} ({n + 1})" if n else name for name, n in zip(names, again, strict=True)])


def in_words():
    """The stretches as rows of text, for tables: None where something is not published."""
    return {name: _words_of(name, row) for name, row in stretches().iterrows()}


def _words_of(name, row):
    share, low, high = say_estimate(row["share"], row["share_low"], row["share_high"])
    counted = f"{row['false']:,.0f}"
    if name != TRIALS:  # a count without a known exposure: no interval
        counted += f" ({say(row['false_low'], 2)} to {say(row['false_high'], 2)})"
    expected, told = _span(say, row, "expected", 2), _span(say_share, row, "told")
    if row["expected_low"] == 0:  # the test saw none: a bound on one side, by the rule of the course
        expected, told = f"at most {say(row['expected_high'], 2)}", f"at least {say_share(row['told_low'])}"
    return {
        "when": name,
        "threshold": row["threshold"],
        "places": _deployments(row),
        "watchlist": _whole(row["watchlist"]),
        "faces": _whole(row["faces"]),
        "alerts": _whole(row["alerts"]),
        "faces_an_hour": _whole(row["faces_an_hour"]),
        "right_per_100000": _said(row["right_per_100000"]),
        "expected": expected,
        "counted": counted,
        "hourly": _span(say, row, "hourly", 2) and f"{_said(row['hourly'])} ({_span(say, row, 'hourly', 2)})",
        "told": told,
        "share": f"{share} ({low} to {high})",
    }


def _deployments(row):
    """How many and where; nan where neither is known."""
    if row["deployments"] != row["deployments"]:
        return None
    return f"{row['deployments']:,.0f}" + (f": {row['places']}" if isinstance(row["places"], str) else "")


def _whole(number):
    return None if number != number else f"{number:,.0f}"


def _said(number):
    return None if number != number else say(number, 2)


def _span(words, row, name, *digits):
    low, high = row[f"{name}_low"], row[f"{name}_high"]
    return None if low != low else f"{words(low, *digits)} to {words(high, *digits)}"
