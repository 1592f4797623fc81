"""Figures outside face recognition: each share is what its two counts give, and what the notes derive is derived again."""

import math

import pytest

from falsematch import intervals, rates
from falsematch.datasets import load

TABLE = load("beyond_faces")
COUNTED = TABLE.dropna(subset=["numerator", "denominator"])


def share(row):
    return TABLE.numerator[row] / TABLE.denominator[row]


@pytest.mark.parametrize("row", COUNTED.index)
def test_a_share_is_what_its_counts_give(row):
    per = 1000 if TABLE.unit[row] == "per 1000" else 100
    assert math.isclose(TABLE.recomputed[row], share(row) * per, rel_tol=6e-4, abs_tol=1e-12)
    assert TABLE.numerator[row] <= TABLE.denominator[row]


def test_nothing_is_recomputed_without_two_counts():
    assert set(TABLE.index[TABLE.recomputed.notna()]) == set(COUNTED.index)


@pytest.mark.parametrize("row", COUNTED.index[COUNTED.unit.isin(["percent", "per 1000"])])
def test_the_check_says_whether_the_printed_figure_is_what_the_counts_give(row):
    printed, computed = TABLE.value[row], share(row) * (1000 if TABLE.unit[row] == "per 1000" else 100)
    digits = len(f"{printed:g}".partition(".")[2])
    agrees = abs(printed - computed) <= 0.5 * 10**-digits
    said = TABLE.check[row]
    if said in ("match", "derived"):
        assert agrees
    if said in ("mismatch", "mismatch explained"):
        assert not agrees


def test_the_clashes_that_are_worth_showing_are_named():
    assert set(TABLE.index[TABLE.check == "mismatch"]) == {
        "liang_learners",
        "hepi_2025_text",
        "ireland_referrals_press",
        "chicago_known_outcomes",
        "germany_2021_recalled",
        "england_2024",
    }
    assert set(TABLE.index[TABLE.check == "mismatch explained"]) == {"turnitin_2023_july", "germany_found"}


def test_the_alerts_of_one_month_add_up_and_bound_the_share_that_is_right():
    groups = TABLE.numerator[["new_york_confirmed", "new_york_unconfirmed", "new_york_unfounded"]]
    assert groups.sum() == TABLE.denominator["new_york_confirmed"]
    assert TABLE.numerator["new_york_most"] == groups[:2].sum()
    assert TABLE.numerator["new_york_least"] == groups.iloc[0]


def test_what_notes_derive():
    # 11 % of papers flagged, 85 % found and 1 % false: which share was written by a machine, and how many flags are false?
    base = (0.11 - 0.01) / (0.85 - 0.01)
    assert f"{base * 100:.1f}" in TABLE.note["turnitin_2024_over_20"]
    assert f"{200e6 * (1 - base) * 0.01 / 1e6:.2f} million" in TABLE.note["turnitin_2024_over_20"]
    ppv = rates.ppv(0.12, TABLE.value["openai_found"] / 100, TABLE.value["openai_fpr"] / 100)
    assert f"PPV {ppv * 100:.0f} percent" in TABLE.note["openai_fpr"]
    assert f"{intervals.zero_error_bound(6) * 100:.0f} percent" in TABLE.note["proctoring_test"]
    assert f"about {intervals.zero_error_bound(42) * 100:.0f} percent" in TABLE.note["walters"]
    assert (
        f"about {intervals.zero_error_bound(40) * 100:.0f} percent" in TABLE.note["four_tools_human_papers"]
    )
    assert f"1 in {1 / share('school_positive'):,.0f}" in TABLE.note["school_positive"]
    assert f"{0.001 * TABLE.denominator['school_positive']:,.0f} false" in TABLE.note["school_positive"]
    unknown = TABLE.denominator["chicago_all_alerts"] - TABLE.denominator["chicago_known_outcomes"]
    assert f"{unknown:,.0f} alerts" in TABLE.note["chicago_known_outcomes"]
    innocent = TABLE.denominator["polygraph_spies"] - TABLE.numerator["polygraph_spies"]
    assert f"{innocent / (10_000 - 10) * 100:.1f} percent" in TABLE.note["polygraph_spies"]
    found = TABLE.value["sweden_ill"]
    assert (
        f"{found / (found + TABLE.value['sweden_missed']) * 100:.1f} percent" in TABLE.note["sweden_newborns"]
    )
    assert f"{(TABLE.value['sweden_recalled'] - found):.0f} false" in TABLE.note["sweden_newborns"]


def test_weak_rows_are_called_weak():
    for row in ("turnitin_missed", "thorn_fpr", "ireland_confirmed", "turnitin_academic_fpr", "wrong_hits"):
        assert TABLE.grade[row] == "weak"
