"""What lesson 05 says of twelve offers, from the table by hand, and what it must not say again."""

import csv
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = next((ROOT / "notebooks" / "source").glob("05_*.py")).read_text(encoding="utf-8")
TEXT = " ".join(line.removeprefix("# ") for line in SOURCE.splitlines())


def missed(column):
    with (ROOT / "datasets" / "lfw_leaderboard" / "lfw_leaderboard.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "algorithm"]
    alike = [row for row in rows if 0.9978 <= float(row["reported_accuracy"]) <= 0.9983]
    return sorted(round(3_000 * float(row[column])) for row in alike)


def test_misses_at_no_false_match():
    assert missed("fnmr_at_fmr_0") == [8, 10, 17, 17, 25, 44, 47, 58, 76, 97, 131, 896]
    assert missed("fnmr_at_fmr_0_001") == [7, 7, 7, 8, 8, 9, 10, 10, 10, 12, 14, 67]
    assert "false_non_matches_strict" not in SOURCE


def test_one_offer_alone_stands_far_from_the_others():
    """The range of all twelve hangs on one: it is named beside the range of the eleven, never for all of them."""
    for column, spread in (("fnmr_at_fmr_0", "from 8 to 131"), ("fnmr_at_fmr_0_001", "from 7 to 14")):
        *others, worst = missed(column)
        assert f"from {others[0]} to {others[-1]}" == spread and worst > 4 * others[-1]
        assert spread in TEXT and f"and one {worst}" in TEXT
    assert "still far apart" not in TEXT


def test_no_overlap_of_intervals_is_taken_for_a_test():
    assert "overlap" not in TEXT
    assert "other's interval" not in TEXT


def test_the_makers_word_is_called_so():
    assert "no leak" not in TEXT
    assert "its author says that they were not; from outside that cannot be checked" in TEXT
