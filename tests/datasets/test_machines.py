"""Recorded speeds of searching: each is what its own row's counts and times give, and none beats its machine."""

import math

import pytest

from falsematch.datasets import load

TABLE = load("machines")
SEARCHES = TABLE[TABLE.kind.isin(["one probe", "many probes"])]
FOUR_DIGITS = 6e-4


@pytest.mark.parametrize("row", SEARCHES.index)
def test_comparisons_are_probes_times_templates_over_the_time(row):
    search = SEARCHES.loc[row]
    speed = search.at_once * search.templates / search.median_seconds
    assert math.isclose(search.comparisons_per_second, speed, rel_tol=FOUR_DIGITS)


@pytest.mark.parametrize("row", SEARCHES.index)
def test_bytes_and_operations_follow_from_the_comparisons(row):
    search = SEARCHES.loc[row]
    if search.kind == "one probe":  # each template passes through the memory once
        moved = search.comparisons_per_second * search.template_bytes
        assert math.isclose(search.bytes_per_second, moved, rel_tol=FOUR_DIGITS)
    elif search.notna().operations_per_second:  # 512 multiplications and as many additions
        done = search.comparisons_per_second * 1024
        assert math.isclose(search.operations_per_second, done, rel_tol=FOUR_DIGITS)
    if search.notna().gallery_bytes:
        assert search.gallery_bytes == search.templates * search.template_bytes


@pytest.mark.parametrize("card", ["h200", "h100"])
def test_no_search_beats_what_its_card_can_do(card):
    copy = TABLE.bytes_per_second[f"{card}_copy"]
    for form in ("float16", "int8", "bits"):
        # Reading alone may be a little faster than the copy, which writes too.
        assert 0.9 * copy < TABLE.bytes_per_second[f"{card}_one_{form}"] < 1.05 * copy
    for form in ("float16", "int8"):
        fused = TABLE.operations_per_second[f"{card}_many_{form}_fused"]
        assert 0.4 < fused / TABLE.operations_per_second[f"{card}_product_{form}"] < 1


@pytest.mark.parametrize("row", TABLE.index[TABLE.kind == "templates"])
def test_images_a_second_are_images_over_the_time(row):
    speed = TABLE.at_once[row] / TABLE.median_seconds[row]
    assert math.isclose(TABLE.images_per_second[row], speed, rel_tol=FOUR_DIGITS)


def test_what_a_reader_takes_from_it():
    """The figures that its makers named, from the rows."""
    one, many = TABLE.loc["h200_one_bits"], TABLE.loc["h200_many_int8_fused"]
    assert round(one.templates / 1e9, 1) == 1.3 and int(1 / one.median_seconds) == 53
    assert 200 < many.comparisons_per_second / 3e9 < 225
    servers = TABLE.comparisons_per_second[
        ["server_h100_many_float32_library", "server_h200_many_float32_library"]
    ]
    assert [round(speed / 1e9, 1) for speed in servers] == [0.4, 0.5]
    assert (
        math.ceil(1.3e9 * 512 / (143_771 * 2**20)) == 5
    )  # cards that hold 1.3 billion templates of 512 bytes
