"""Stretches of London's record beside a field test: recomputed from the rows of the grid, in fractions and by scipy."""

import math
from fractions import Fraction

import pytest
from scipy.stats import beta, chi2

from falsematch.datasets import load
from falsematch.exercises import london

ROWS = load("deployments")
GRID = ROWS[(ROWS.kind == "official grid") & ROWS.alerts.notna()]
TEST = load("field_tests")
MADE = london.stretches()
#: From, to, threshold, by hand.
SPANS = {
    "2020": ("2020", "2021", None),
    "2022": ("2022", "2023", None),
    "April to November 2023": ("2023-04", "2023-12", "0.60"),
    "December 2023 to June 2024": ("2023-12", "2024-07", "0.60"),
    "11 to 23 July 2024": ("2024-07", "2024-07-24", "0.62"),
    "25 July 2024 to 10 May 2025": ("2024-07-24", "2026", "0.64"),
}
#: False alerts of the test at the threshold of a stretch.
SEEN = {"2022": 7, "April to November 2023": 7, "December 2023 to June 2024": 7, "11 to 23 July 2024": 1}


def rows_of(name):
    start, end, threshold = SPANS[name]
    rows = GRID[(GRID.date_start >= start) & (GRID.date_start < end)]
    assert threshold is None or set(rows.threshold) == {threshold}
    return rows


def test_the_stretches_hold_the_whole_grid_once():
    assert list(MADE.index) == [london.TRIALS, *SPANS, london.REPORT]
    assert (
        sum(len(rows_of(name)) for name in SPANS) == len(GRID) == MADE.deployments[list(SPANS)].sum() == 285
    )


@pytest.mark.parametrize("name", SPANS)
def test_counts_shares_and_hours_of_a_stretch(name):
    rows, made = rows_of(name), MADE.loc[name]
    alerts, false, faces = (int(rows[column].sum()) for column in ("alerts", "false_alerts", "faces_seen"))
    assert (made.alerts, made.false, made.right, made.faces) == (alerts, false, alerts - false, faces)
    assert made.comparisons == sum(
        int(f) * int(w) for f, w in zip(rows.faces_seen, rows.watchlist_size, strict=True)
    )
    assert made.watchlist == pytest.approx(rows.watchlist_size.mean(), rel=1e-6)
    right = alerts - false
    assert (made.share_low, made.share_high) == pytest.approx(
        (beta.ppf(0.025, right, false + 1), beta.ppf(0.975, right + 1, false))
    )
    assert (made.false_low, made.false_high) == pytest.approx(
        (chi2.ppf(0.025, 2 * false) / 2, chi2.ppf(0.975, 2 * false + 2) / 2)
    )
    if name in ("2020", "2022"):
        assert made.faces_an_hour != made.faces_an_hour  # the grid of those years has no minutes
    else:
        hours = Fraction(int(rows.minutes.sum()), 60)
        assert made.faces_an_hour == pytest.approx(float(faces / hours))
        assert made.hourly_high == pytest.approx(chi2.ppf(0.975, 2 * false + 2) / 2 / float(hours) * 100)


@pytest.mark.parametrize("name", SEEN)
def test_what_the_test_gives_by_fractions(name):
    """0.017 % of faces on a list of 10,000, seven false alerts behind it; in proportion at another threshold."""
    made, seen = MADE.loc[name], SEEN[name]
    fmr = Fraction(17, 100_000) / 10_000 * Fraction(seen, 7)
    wrong = float(fmr * int(made.comparisons))
    assert made.expected == pytest.approx(wrong)
    assert made.told == pytest.approx(made.right / (made.right + wrong))
    low, high = chi2.ppf(0.025, 2 * seen) / 2 / seen, chi2.ppf(0.975, 2 * seen + 2) / 2 / seen
    assert (made.expected_low, made.expected_high) == pytest.approx((wrong * low, wrong * high))
    assert made.told_low == pytest.approx(made.right / (made.right + wrong * high))


def test_no_false_alert_in_the_test_leaves_a_one_sided_bound():
    """At most so many that none would be seen with a chance of 5 %."""
    made = MADE.loc["25 July 2024 to 10 May 2025"]
    assert made.expected_low == 0 and made.told_high == 1 and made.expected != made.expected
    at_most = chi2.ppf(0.95, 2) / 2 / 7 * 1.7e-8
    assert made.expected_high == pytest.approx(float(made.comparisons) * at_most)


def test_the_earlier_software_made_one_false_alert_in_a_thousand_faces():
    made = MADE.loc["2020"]
    assert (made.expected_low, made.expected_high) == pytest.approx(
        (made.comparisons / 4_000 / 1_000, made.comparisons / 2_000 / 1_000)
    )
    assert "2,000 to 4,000" in TEST.note["neoface_earlier_fpir"]


def test_what_a_force_stated_has_no_list_and_no_expectation():
    for name in (london.TRIALS, london.REPORT):
        assert MADE.loc[name, ["watchlist", "expected", "expected_high", "told", "comparisons"]].isna().all()
    assert MADE.right[london.TRIALS] == 2 and MADE.right[london.REPORT] == 2067


def test_the_share_agrees_with_the_formula_of_lesson_03_where_everyone_listed_who_passes_is_counted():
    """right = listed passing × (1 - FNIR): then the share is (1-FNIR) / (1-FNIR + P FMR / part of the list passing)."""
    made = MADE.loc["December 2023 to June 2024"]
    found = 0.89
    passing = made.right / found / made.watchlist  # parts of the list, each counted once for each pass
    others = made.comparisons / made.watchlist
    formula = found / (found + others * london.tested_fmr() / passing)
    assert formula == pytest.approx(made.told)


def poisson_tails(mean):
    """The range with at most 2.5 % on each side, and the chance of what is left, from the definition."""
    chance, below, low, high, inside = math.exp(-mean), 0.0, None, None, 0.0
    for count in range(200):
        if low is None and below + chance > 0.025:
            low = count
        if low is not None:
            inside += chance
        below += chance
        if below >= 0.975:
            high = count
            break
        chance *= mean / (count + 1)
    return low, high, 1 - inside


def test_every_deployment_beside_its_range():
    made = london.every_deployment()
    assert len(made) == len(GRID) == 285 and made.index.is_unique
    rows = GRID.sort_values("date_start", kind="stable")
    for (_, row), (_, got) in zip(rows.iterrows(), made.iterrows(), strict=True):
        mean = float(Fraction(17, 10**9) * int(row.faces_seen) * int(row.watchlist_size))
        low, high, left = poisson_tails(mean)
        assert got.expected == pytest.approx(mean) and got.counted == row.false_alerts
        assert got.outside == ("above" if got.counted > high else "below" if got.counted < low else "")
        assert got.chance == pytest.approx(left, rel=1e-6)


def test_how_many_lie_outside_and_at_which_setting():
    made = london.every_deployment()
    out = made.groupby(["setting", "counting", "outside"]).size()
    assert out.to_dict() == {
        ("0.60, as in the test", "before", ""): 11,
        ("0.60, as in the test", "before", "below"): 6,
        ("0.60, as in the test", "during", ""): 94,
        ("0.60, as in the test", "during", "above"): 1,
        ("0.62 or 0.64", "after", ""): 107,
        ("0.62 or 0.64", "after", "below"): 44,
        ("0.62 or 0.64", "during", ""): 14,
        ("not printed (2020 and 2022)", "before", ""): 6,
        ("not printed (2020 and 2022)", "before", "above"): 1,
        ("not printed (2020 and 2022)", "before", "below"): 1,
    }


def test_at_the_lowest_rate_that_the_test_allows_few_lie_outside_and_the_sums_still_disagree():
    least = chi2.ppf(0.025, 14) / 2 / 7  # of seven false alerts, exact
    made = london.every_deployment(least)
    assert made.expected.sum() == pytest.approx(least * london.every_deployment().expected.sum())
    assert made.outside.value_counts().to_dict() == {"": 273, "above": 7, "below": 5}
    strict = made[made.setting == "0.62 or 0.64"]
    assert (round(strict.expected.sum()), strict.counted.sum()) == (202, 9)


def test_words_show_no_zero_for_what_is_above_zero():
    for name, row in london.in_words().items():
        for text in row.values():
            assert text is None or text != text or "100.0 %" not in text, name
    assert london.in_words()["11 to 23 July 2024"]["expected"] == "0.016 to 3.5"
    assert london.in_words()[london.TRIALS]["counted"] == "102"
