"""The predictions are made again, scored again, and their record is what the lesson says of it."""

import pytest

from falsematch.datasets import load
from falsematch.remeasure import predictions as made

TABLE = load("predictions")
TRIED = TABLE[TABLE.kind == "backtest"]


def test_every_prediction_is_made_again():
    """To four digits, which no computer's last digit changes, but for a number that falls on the edge of two."""
    again = made.tables()["predictions"].set_index("id")
    assert list(again.index) == list(TABLE.index) and list(again.columns) == list(TABLE.columns)
    for column in ("kind", "way", "measure", "made_from", "deployments"):
        assert list(again[column]) == list(TABLE[column])
    for column in ("low", "median", "high"):
        assert list(again[column]) == pytest.approx(list(TABLE[column]), rel=2e-3)
    known = TABLE.observed.notna()
    assert list(again.log_score[known]) == pytest.approx(list(TABLE.log_score[known]), abs=2e-3)
    assert [value == "true" for value in again.covered[known]] == list(TABLE.covered[known])


def test_what_was_observed_is_the_record():
    rates = load("deployment_rates")
    for _, row in TRIED.iterrows():
        quarter = rates[(rates.grouped_by == "quarter") & (rates.date_start == row.period_start)].iloc[0]
        assert quarter.date_end == row.period_end
        assert (row.observed, row.deployments) == (quarter[row.measure], quarter.deployments)


def test_covered_is_between_the_ends():
    known = TABLE[TABLE.observed.notna()]
    assert (known.covered == ((known.low <= known.observed) & (known.observed <= known.high))).all()


def test_a_prediction_uses_no_row_of_its_own_quarter_or_later():
    known = TABLE[TABLE.observed.notna()]
    assert (known.made_from < known.period_start).all() and TABLE.made_from.max() == "2025-05-10"


def test_transcribed_quarters_score_faces_and_alerts_only():
    copied = TABLE[TABLE.kind == "transcribed"]
    assert set(copied.measure) == {"faces_seen", "alerts"} and len(copied) == 12
    assert set(copied.made_from) == {"2025-05-10"}
    assert TABLE[TABLE.kind == "next report"].observed.isna().all()


def test_coverage_and_score_of_nine_quarters():
    """Quarters that may differ: never missed, and wide. As last quarter: sharp, and missed at every break."""
    assert len(TRIED) == 54
    covered = TRIED.groupby(["way", "measure"]).covered.sum()
    differ, last = covered["quarters differ"], covered["same as last quarter"]
    assert list(differ[list(made.MEASURES)]) == [9, 9, 9]
    assert list(last[list(made.MEASURES)]) == [2, 6, 8]
    score = TRIED.groupby(["way", "measure"]).log_score.sum()
    differ, last = score["quarters differ"], score["same as last quarter"]
    assert differ.faces_seen > last.faces_seen + 50
    assert differ.alerts < last.alerts  # here the plain guess is the better one
    assert differ.false_alerts > last.false_alerts


def test_the_break_in_counting_is_a_miss_of_the_sharp_prediction():
    missed = TRIED[(TRIED.way == "same as last quarter") & (TRIED.measure == "faces_seen") & ~TRIED.covered]
    assert {"backtest_2024_q1_faces_seen_as_last", "backtest_2024_q3_faces_seen_as_last"} <= set(missed.index)
    assert missed.log_score.idxmin() == "backtest_2024_q3_faces_seen_as_last"
    # Down where the few hundred an hour begin, up where they end.
    assert (
        missed.observed["backtest_2024_q1_faces_seen_as_last"]
        < missed.low["backtest_2024_q1_faces_seen_as_last"]
    )
    assert (
        missed.observed["backtest_2024_q3_faces_seen_as_last"]
        > missed.high["backtest_2024_q3_faces_seen_as_last"]
    )
