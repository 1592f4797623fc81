"""The rows of `field_tests` agree with the figures as printed, with their counts, and with each other."""

import math
import re

import pytest

from falsematch import datasets


@pytest.fixture(scope="module")
def field():
    return datasets.load("field_tests")


def printed_value(text):
    """The first proportion that a printed figure states, or None when it states a count or a comparison."""
    if found := re.search(r"([\d.]+) percent(?! more)", text):
        return float(found[1]) / 100
    if found := re.search(r"1 in ([\d,]+)", text):
        return 1 / float(found[1].replace(",", ""))
    if found := re.search(r"(\d+) of (\d+)", text):
        return int(found[1]) / int(found[2])
    return None


def test_proportions_are_what_was_printed(field):
    checked = 0
    for label, row in field.iterrows():
        stated = printed_value(row["as_printed"])
        if stated is not None:
            assert row["unit"] == "proportion", label
            assert math.isclose(row["value"], stated, rel_tol=1e-4), label
            checked += 1
    assert checked >= 22


def test_proportions_are_their_counts(field):
    counted = field.dropna(subset=["events", "trials"])
    counted = counted[counted["unit"] == "proportion"]
    assert len(counted) >= 5
    for label, row in counted.iterrows():
        assert row["events"] <= row["trials"], label
        assert math.isclose(row["value"], row["events"] / row["trials"], rel_tol=1e-4), label


def test_counts_are_their_events(field):
    for label, row in field[field["unit"] == "count"].iterrows():
        assert row["value"] == row["events"], label


def test_the_three_settings_of_one_test_go_down(field):
    seen = field.loc[["npl_live_fp_060", "npl_live_fp_062", "npl_live_fp_064"], "value"]
    assert seen.is_monotonic_decreasing


def test_a_group_lies_between_its_parts(field):
    men, all_, women = field.loc[["npl_pnd_black_men", "npl_pnd_black", "npl_pnd_black_women"], "value"]
    assert men < all_ < women


def test_two_ways_of_printing_one_rate_agree(field):
    row = field.loc["npl_live_fpir_10000"]
    percent, one_in = row["as_printed"].split(";")
    # 0.017 percent has two digits; 1 in 6,000 has one.
    assert math.isclose(printed_value(percent), printed_value(one_in), rel_tol=0.05)


def test_weak_rows_say_why_in_their_grade_and_no_volunteer_test_is_called_operation(field):
    assert set(field.index[field["grade"] == "weak"]) == {
        label for label in field.index if label.startswith("essex")
    }
    assert (
        field.loc[[label for label in field.index if label.startswith("met_")], "kind"] == "operation"
    ).all()
