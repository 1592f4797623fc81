"""human_review, wrongful_arrests and retrospective_use: sums, shares, dates and marks, each row recomputed."""

import re
from datetime import date

import pytest

from falsematch.datasets import load

REVIEW, ARRESTS, LATER = (load(name) for name in ("human_review", "wrongful_arrests", "retrospective_use"))
DEPLOYED = load("deployments")


def printed_percent(note):
    return [int(found) for found in re.findall(r"\b(\d+) percent", note)]


def test_every_count_is_part_of_its_total():
    counted = REVIEW[REVIEW["count"].notna()]
    assert (counted["count"] <= counted["of"]).all() and len(counted) == 8
    assert REVIEW.loc[REVIEW.value.notna(), "of"].isna().all()


@pytest.mark.parametrize("row", ["south_wales_2018", "south_wales_2019", "foodstuffs_2024"])
def test_a_share_in_a_note_is_its_count_over_its_total(row):
    assert printed_percent(REVIEW.note[row]) == [round(100 * REVIEW["count"][row] / REVIEW["of"][row])]


def test_shares_of_false_alerts_agree_with_the_deployments_they_come_from():
    grid = DEPLOYED[DEPLOYED.kind.eq("official grid") & DEPLOYED.date_start.between("2020", "2023")]
    assert grid.false_alerts.sum() == REVIEW["of"].met_2020_2022 == 10
    assert grid.engaged_after_false.sum() == REVIEW["count"].met_2020_2022 == 8
    days = grid[grid.false_alerts > 0]
    assert sorted(zip(days.engaged_after_false, days.false_alerts, strict=True)) == [
        (1, 1),
        (1, 1),
        (1, 1),
        (5, 7),
    ]
    circus = days.loc[days.date_start.eq("2020-02-27")].iloc[0]
    assert (circus.engaged_after_false, circus.false_alerts) == (5, 7)
    assert (REVIEW["count"].met_oxford_circus_2020, REVIEW["of"].met_oxford_circus_2020) == (5, 7)
    for row in ("south_wales_2018", "south_wales_2019"):
        assert (DEPLOYED.engaged_after_false[row], DEPLOYED.false_alerts[row]) == (
            REVIEW["count"][row],
            REVIEW["of"][row],
        )
    final = DEPLOYED.loc["south_wales_final_2017"]
    assert final.engaged_after_false == REVIEW["count"].south_wales_2017_final == 5
    assert final.false_alerts == REVIEW["of"].south_wales_2017_final_2018


def test_what_does_not_add_up_is_marked():
    """173 true and 2,554 false alerts are more than the 2,632 alerts of the same reply."""
    reply = DEPLOYED.loc["south_wales_final_request"]
    assert reply.false_alerts == REVIEW["of"].south_wales_2017_final
    assert reply.true_alerts + reply.false_alerts > reply.alerts
    assert REVIEW.arithmetic.south_wales_2017_final == "does not add up"
    assert REVIEW.arithmetic.met_2024_2025 == "derived"
    assert REVIEW["count"].met_2024_2025 == REVIEW["of"].met_2024_2025 - 4
    assert "4 said not to have been stopped" in REVIEW.whose_count.met_2024_2025


def test_dates_and_durations_of_cases():
    lasted = date(2025, 12, 24) - date.fromisoformat(ARRESTS.date.us_tennessee_2025)
    assert lasted.days == 163 < 6 * 30 and ARRESTS.arithmetic.us_tennessee_2025 == "dates give 163 days"
    held = date(2022, 12, 1) - date.fromisoformat(ARRESTS.date.us_georgia_2022)
    assert held.days == ARRESTS.held_days.us_georgia_2022
    assert date(2019, 8, 27).strftime("%A") == "Tuesday"
    assert ARRESTS.arithmetic.ar_buenos_aires_2019 == "printed weekday and date disagree"
    assert ARRESTS.held_days.us_detroit_2020 == 30 / 24
    words = {"three days": 3, "six days": 6, "10 days": 10}
    said = ARRESTS[ARRESTS.held.isin(words)]
    assert said.held_days.tolist() == [words[text] for text in said.held]


def test_cases_and_counts_are_told_apart():
    cases = ARRESTS[ARRESTS.kind.eq("case")]
    assert cases["count"].isna().all() and cases.whose_count.isna().all() and cases.cause.notna().all()
    counts = ARRESTS[ARRESTS.kind.ne("case")]
    assert counts["count"].notna().all() and counts.whose_count.notna().all()
    assert (cases.what.eq("stop") == cases.date_is.eq("stop")).all()
    # A case that was in the news before a count is not missing from the table because of the count.
    assert counts["count"].loc["count_us_fifteen_2026"] >= cases.country.eq("US").sum() == 11


def test_only_judgments_have_names():
    named = ARRESTS.case_name.dropna()
    assert named.str.contains(r"^R \(.+\) v .+ \[\d{4}\] EW", regex=True).all() and len(named) == 1


def test_shares_of_searches():
    nypd = LATER.loc["nypd_2018"]
    assert printed_percent(nypd.note) == [
        round(100 * nypd.possible_matches / nypd.searches),
        round(100 * nypd.outcomes / nypd.searches),
    ]
    year = LATER.loc["nypd_2019"]
    assert printed_percent(year.note) == [round(100 * year.possible_matches / year.searches)]
    detroit = LATER.loc["detroit_2018_2019"]
    assert detroit.possible_matches == detroit.searches * printed_percent(detroit.note)[0] / 100
    assert LATER.outcomes.cbp_2018_2020 == 7 + 285
    assert LATER.arithmetic[["detroit_2018_2019", "cbp_2018_2020"]].eq("derived").all()
    for column in ("possible_matches", "outcomes"):
        assert (LATER[column] <= LATER.searches).dropna().all()
