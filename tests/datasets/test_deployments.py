"""The record of deployments: every row's arithmetic, the totals that others published, what may be added."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
from scipy.stats import beta, chi2

from falsematch.datasets import load
from falsematch.remeasure import _measure
from falsematch.remeasure import deployments as made

ROWS = load("deployments")
RATES = load("deployment_rates")
BASE = load("base_rates")
GRID = ROWS[(ROWS.kind == "official grid") & ROWS.alerts.notna()]
COPIED = ROWS[(ROWS.kind == "transcription") & (ROWS.level == "deployment")]


def whole(value):
    return None if pd.isna(value) else int(value)


# --- rows


@pytest.mark.parametrize("kind", sorted(set(ROWS.kind)))
def test_the_arithmetic_of_each_row_is_what_its_column_says(kind):
    for label, row in ROWS[ROWS.kind == kind].iterrows():
        alerts, true, false = whole(row.alerts), whole(row.true_alerts), whole(row.false_alerts)
        if None not in (alerts, true, false):
            said = "adds up" if alerts == true + false else "does not add up"
        else:
            said = "no alerts stated" if (alerts, true, false) == (None,) * 3 else "parts missing"
        assert row.arithmetic == said, label


def test_two_rows_do_not_add_up_and_say_so():
    odd = ROWS[ROWS.arithmetic == "does not add up"]
    assert list(odd.index) == ["met_2024_01_10_westminster", "south_wales_final_request"]
    assert odd.note.notna().all()
    twice = odd.loc["met_2024_01_10_westminster"]
    assert twice.true_alerts - twice.true_unconfirmed == twice.alerts  # the same alert, listed twice
    request = odd.loc["south_wales_final_request"]
    assert f"173 and 2,554 are {request.true_alerts + request.false_alerts:,}" in request.note


def test_counts_nest():
    def nested(small, large, but=()):
        both = ROWS.drop(list(but)).dropna(subset=[small, large])
        assert len(both) > 5 and (both[small] <= both[large]).all(), (small, large)

    nested("alerts", "faces_seen")
    nested("true_alerts", "alerts", ["met_2024_01_10_westminster"])
    nested("false_alerts", "alerts")
    nested("true_unconfirmed", "true_alerts")
    nested("false_unconfirmed", "false_alerts")
    nested("engaged_after_true", "true_alerts")
    nested("engaged_after_false", "false_alerts")
    nested("arrests", "alerts")
    nested("transcribed_false_alerts", "alerts")


def test_the_share_that_a_record_prints_is_of_faces():
    """Rounded or cut off to the digits printed; in one row it is neither, and its note says so."""
    off = []
    for label, row in GRID.iterrows():
        printed = f"{row.stated_false_alert_percent:g}"
        digits = len(printed.partition(".")[2])
        exact = Fraction(100 * int(row.false_alerts), int(row.faces_seen)) * 10**digits
        if Fraction(printed) * 10**digits not in (exact.__floor__(), round(exact)):
            off.append(label)
    assert off == ["met_2023_12_07_croydon_george_st"]
    row = ROWS.loc[off[0]]
    assert f"{100 * row.false_alerts / row.faces_seen:.3f} percent" in row.note


def test_dates_and_thresholds_go_together():
    both = ROWS.dropna(subset=["date_start", "date_end"])
    assert all(
        start[: len(end)] <= end[: len(start)]
        for start, end in zip(both.date_start, both.date_end, strict=True)
    )
    assert set(GRID[GRID.date_start < "2024-07"].threshold.dropna()) == {"0.60"}
    assert set(GRID[GRID.date_start >= "2024-07-25"].threshold) == {"0.64"}
    dates = [label[4:14].replace("_", "-") for label in GRID.index]
    assert dates == list(GRID.date_start)


def test_faces_an_hour_show_the_break_in_counting():
    """Months between December 2023 and July 2024 count a few hundred faces an hour; the others 1,000 to 7,000."""
    timed = GRID[GRID.minutes.notna()]
    month = timed.groupby([timed.date_start.str[:7], timed.counting])[["faces_seen", "minutes"]].sum()
    hourly = 60 * month.faces_seen / month.minutes
    assert hourly.xs("during", level=1).between(200, 800).all()
    assert hourly.xs("before", level=1).min() > 1000 and hourly.xs("after", level=1).min() > 1500
    assert set(GRID[GRID.counting == "during"].date_start.str[:7]) == {"2023-12"} | {
        f"2024-0{month}" for month in range(1, 8)
    }


# --- what may be added, and what may not


def test_transcribed_rows_carry_no_false_alerts():
    """No rate of false alerts can rest on them: the column is empty, and a column apart says what was copied."""
    assert len(COPIED) == 252 and COPIED.date_start.min() > GRID.date_start.max()
    assert COPIED.false_alerts.isna().all() and COPIED.true_alerts.isna().all()
    assert set(COPIED.grade) == {"weak"} and set(ROWS[ROWS.kind == "transcription"].grade) <= {
        "weak",
        "secondary",
    }
    assert ROWS[ROWS.transcribed_false_alerts.notna()].kind.eq("transcription").all()
    autumn = COPIED[COPIED.date_start.between("2025-10", "2026")]
    assert (len(autumn), autumn.alerts.sum(), autumn.transcribed_false_alerts.sum()) == (68, 646, 0)
    assert ROWS.false_alerts["met_croydon_fixed_2025"] == 1  # in the same months, by the force


def named_by(text):
    for name in text.split(", "):
        found = [row for row in ROWS.index if row == name or (name[-1] == "*" and row.startswith(name[:-1]))]
        assert found, name
        yield from found


def test_rows_that_overlap_name_each_other():
    for label, text in ROWS.overlaps.dropna().items():
        assert set(named_by(text)) - {label}, label
    totals = ROWS[(ROWS.operator == "Metropolitan Police") & (ROWS.level == "total")]
    assert totals.overlaps.isna().sum() == 2  # the trials until 2019, from before the record begins
    assert list(totals[totals.overlaps.isna()].index) == ["met_2016_2018", "met_trials_reviewed"]


def test_rows_of_one_place_and_day_are_told_apart():
    assert ROWS.index.is_unique
    same = GRID[GRID.duplicated(["place", "date_start"], keep=False)]
    assert len(same) == 20
    assert not GRID.duplicated(["place", "date_start", "faces_seen", "alerts", "minutes"]).any()


# --- totals that others published


def total(rows, *columns):
    return tuple(int(rows[column].sum()) for column in columns)


def test_a_reply_of_2023_equals_the_first_thirteen_rows():
    first = GRID[GRID.date_start >= "2023"].iloc[:13]
    said = ROWS.loc["met_request_2023"]
    assert total(first, "faces_seen", "arrests") == (247_764, 12) == (said.faces_seen, said.arrests)


def test_a_press_total_of_2024_equals_the_first_73_rows():
    first = GRID[GRID.date_start >= "2024"].iloc[:73]
    said = ROWS.loc["met_press_2024"]
    assert total(first, "faces_seen", "arrests") == (146_157, 209) == (said.faces_seen, said.arrests)
    assert first.date_start.max() == "2024-05-29"


def test_two_tables_of_2024_differ_by_eleven_thousand_faces():
    year = GRID[GRID.date_start.str[:4] == "2024"]
    said = ROWS.loc["met_assembly_2024"]
    assert len(year) == said.deployments == 180
    assert total(year, "arrests") == (said.arrests,) == (575,)
    assert total(year, "faces_seen")[0] - said.faces_seen == 11_000


def test_the_annual_report_counts_the_faces_of_its_window():
    """Grid and transcription together, to the last face; alerts and arrests a little short."""
    rows = ROWS.loc[list(GRID.index) + list(COPIED.index)]
    window = rows[rows.date_start.between("2024-09-17", "2025-09-09")]
    said = ROWS.loc["met_annual_report_2025"]
    assert total(window, "faces_seen") == (said.faces_seen,) == (3_147_436,)
    assert (len(window), *total(window, "alerts", "arrests")) == (207, 2074, 959)
    assert (said.deployments, said.alerts, said.arrests) == (203, 2077, 962)


@pytest.mark.parametrize(("label", "year"), [("met_calendar_2025", "2025"), ("met_2026_to_april", "2026")])
def test_totals_with_transcribed_rows(label, year):
    said = ROWS.loc[label]
    grid, copied = (rows[rows.date_start.str[:4] == year] for rows in (GRID, COPIED))
    assert len(grid) + len(copied) == said.deployments
    for column in ("faces_seen", "alerts", "arrests"):
        assert total(grid, column)[0] + total(copied, column)[0] == said[column]
    false = total(grid, "false_alerts")[0] + total(copied, "transcribed_false_alerts")[0]
    assert false == said.transcribed_false_alerts


def test_south_wales_events_leave_five_false_alerts_for_the_fifteenth():
    events = ROWS[ROWS.index.str.startswith("south_wales_event_")]
    final, said = ROWS.loc["south_wales_final_2017"], ROWS.loc["south_wales_2017_2018"]
    true, false = total(events, "true_alerts", "false_alerts")
    assert len(events) + 1 == 14 and said.true_alerts == true + final.true_alerts == 234
    assert said.false_alerts - false - final.false_alerts == 5
    assert f"{false + final.false_alerts:,} false alerts" in said.note


def test_a_carnival_and_a_croydon_day_as_the_notes_have_them():
    carnival = COPIED[COPIED.note.fillna("").str.startswith("Notting Hill")]
    assert total(carnival, "alerts", "arrests") == (98, 61)
    croydon = GRID[(GRID.date_start == "2023-12-14") & GRID.place.str.contains("Croydon")]
    assert total(croydon, "alerts", "arrests") == (21, 8)
    fixed = COPIED[COPIED.place.str.contains("North End") & COPIED.date_start.between("2025-10", "2026")]
    assert (len(fixed), *total(fixed, "arrests", "transcribed_false_alerts")) == (12, 84, 0)


def test_the_examples_are_the_rows_and_sums_of_the_record():
    examples = load("deployment_examples")
    for year in ("2020", "2022", "2023", "2024", "2025"):
        for column in ("deployments", "faces_seen", "comparisons", "alerts", "true_alerts", "false_alerts"):
            assert examples.loc[f"met_{year}", column] == RATES.loc[f"met_{year}", column], (year, column)
        assert examples.loc[f"met_{year}", "arrests"] == RATES.loc[f"met_{year}", "arrests"]
        assert examples.loc[f"met_{year}", "watchlist_size"] == round(
            RATES.loc[f"met_{year}", "mean_watchlist"]
        )
    for label, other in {
        "oxford_circus_2020": "met_2020_02_27_oxford_circus",
        "met_2024_2025": "met_annual_report_2025",
        "essex_2023_2025": "essex_2023_2025",
        "south_wales_final_2017": "south_wales_final_2017",
        "queen_street_2017": "south_wales_queen_street_2017",
        "foodstuffs_2024": "foodstuffs_2024",
        "bedford_2025": "bedford_2025",
    }.items():
        for column in ("faces_seen", "alerts", "false_alerts", "arrests"):
            a, b = examples.loc[label, column], ROWS.loc[other, column]
            assert whole(a) == whole(b), (label, column)


# --- the case of lesson 09


def test_nine_days_at_one_crossing():
    days = GRID[GRID.place == made.CROSSING]
    assert (len(days), *total(days, "alerts", "false_alerts", "true_unconfirmed")) == (9, 67, 10, 3)
    assert days[days.false_alerts > 0].date_start.max() < "2023"
    assert days.false_unconfirmed.sum() == 0


# --- derived rates


def test_the_rates_are_made_again_from_the_record():
    again = _measure.as_csv(made.tables()["deployment_rates"]).decode("utf-8").splitlines()
    stored = Path(__file__).parents[2] / "datasets" / "deployment_rates" / "deployment_rates.csv"
    assert again == stored.read_text(encoding="utf-8").splitlines()


def part_of_the_record(row):
    """The rows of a group by its own columns, in another way than the script."""
    rows = GRID[GRID.date_start.between(row.date_start, row.date_end)]
    if row.grouped_by == "place":
        rows = rows[rows.place == "London, Oxford Circus"]
    return rows


@pytest.mark.parametrize("label", RATES.index)
def test_rates_and_intervals_by_another_way(label):
    row = RATES.loc[label]
    rows = part_of_the_record(row)
    faces, alerts, false = total(rows, "faces_seen", "alerts", "false_alerts")
    assert (len(rows), faces, alerts, false) == (
        row.deployments,
        row.faces_seen,
        row.alerts,
        row.false_alerts,
    )
    assert row.true_alerts == alerts - false
    assert row.comparisons == sum(f * w for f, w in zip(rows.faces_seen, rows.watchlist_size, strict=True))
    for unit, exposure in (
        ("million_faces", Fraction(faces, 10**6)),
        ("billion_comparisons", Fraction(int(row.comparisons), 10**9)),
    ):
        short = unit.partition("_")[0]
        assert row[f"false_per_{unit}"] == pytest.approx(float(false / exposure), rel=1e-5)
        low = chi2.ppf(0.025, 2 * false) / 2 if false else 0.0
        assert row[f"false_per_{short}_low"] == pytest.approx(low / float(exposure), rel=1e-5)
        high = chi2.ppf(0.975, 2 * false + 2) / 2
        assert row[f"false_per_{short}_high"] == pytest.approx(high / float(exposure), rel=1e-5)
    true = alerts - false
    assert row.true_per_100000_faces == pytest.approx(1e5 * true / faces, rel=1e-5)
    assert row.share_right == pytest.approx(true / alerts, rel=1e-5)
    assert row.share_right_low == pytest.approx(beta.ppf(0.025, true, false + 1), rel=1e-5)
    assert row.share_right_high == pytest.approx(beta.ppf(0.975, true + 1, false) if false else 1, rel=1e-5)


def test_years_and_quarters_hold_the_whole_record_once():
    for group, since in (("year", "2020"), ("quarter", "2023"), ("counting", "2023")):
        rows, record = RATES[RATES.grouped_by == group], GRID[GRID.date_start >= since]
        for column in ("faces_seen", "alerts", "false_alerts", "arrests"):
            assert rows[column].sum() == record[column].sum(), (group, column)


def test_base_rates_follow_from_their_counts():
    assert all(
        row.per_100000 == float(f"{row['count'] / row.number * 1e5:.4g}") for _, row in BASE.iterrows()
    )
    for label, group in {
        "london_2022": "met_2022",
        "london_2023": "met_counting_before",
        "london_2024_2025": "met_counting_after",
    }.items():
        assert (BASE["count"][label], BASE.number[label]) == (
            RATES.true_alerts[group],
            RATES.faces_seen[group],
        )
    report = ROWS.loc["met_annual_report_2025"]
    stated = BASE.loc["london_annual_report_2025"]
    assert (stated["count"], stated.number) == (report.alerts - report.false_alerts, report.faces_seen)
    for label, column in {
        "essex_2023_2025": "true_alerts",
        "bedford_2025": "true_alerts",
        "foodstuffs_2024": "true_alerts",
        "feira_de_santana_2019": "arrests",
    }.items():
        assert (BASE["count"][label], BASE.number[label]) == (
            ROWS[column][label],
            ROWS.faces_seen[label],
        )
    people = load("populations").value
    model = BASE.loc["german_rail_model"]
    assert (model["count"], model.number) == (
        people["gefaehrder_at_stations_per_day"],
        people["german_rail_per_day"],
    )
