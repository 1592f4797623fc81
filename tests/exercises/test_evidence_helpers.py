"""What lessons 06 and 07 ask about: helpers against counting by hand and a simulation."""

import numpy as np
import pytest

from falsematch import datasets
from falsematch.exercises import lesson06, lesson07

EVEN = dict.fromkeys(lesson07.GROUPS, 25_000)


def test_algorithms_with_both_figures_and_no_failed_run():
    table = datasets.load("nist_identification")
    rows = table[table["gallery_size"] == lesson06.LARGE]
    counted = {}
    for row in rows.itertuples():
        if row.fnir < 1:
            counted.setdefault(row.algorithm, {})[row.mode] = row.fnir
    whole = {name: both for name, both in counted.items() if len(both) == 2}
    rank_one, held = lesson06.misses()
    assert len(rank_one) == len(held) == len(whole)
    assert all(held[name] == both["identification"] for name, both in whole.items())
    passing = sorted(both["identification"] for both in whole.values() if both["investigation"] <= 0.002)
    assert lesson06.accurate_at_rank_one()[1].median() == passing[len(passing) // 2]


def test_one_fpir_stands_behind_the_whole_table():
    assert lesson06.nist_fpir() == 0.003


def test_medians_of_the_ratios_are_those_of_the_rates():
    table = datasets.load("nist_demographics")
    for enrolled in lesson07.GROUPS:
        for searched in lesson07.GROUPS:
            e, s = enrolled.split(), searched.split()
            cell = table[
                (table["enrol_race"] == e[0])
                & (table["enrol_sex"] == e[1])
                & (table["probe_race"] == s[0])
                & (table["probe_sex"] == s[1])
            ]
            # Every algorithm has FMR 0.001 among white men, so the ratio is the rate in thousandths.
            expected = cell["fmr"].median() * 1000 if len(cell) else 0.0
            assert lesson07.median_ratios().loc[enrolled, searched] == pytest.approx(expected)


def test_pairs_of_a_woman_and_a_man_are_left_out_in_both_directions():
    ratios = lesson07.median_ratios()
    for woman in ("black female", "white female"):
        for man in ("black male", "white male"):
            assert ratios.loc[woman, man] == ratios.loc[man, woman] == 0


def test_expected_false_matches_agree_with_counted_ones():
    rng = np.random.default_rng(11)
    searches, fmr = dict.fromkeys(lesson07.GROUPS, 40), 1e-3
    small = dict.fromkeys(lesson07.GROUPS, 250)
    expected = lesson07.false_matches_by_group(small, searches, fmr)
    ratios = lesson07.median_ratios()
    for searched in lesson07.GROUPS:
        repeats = [
            sum(
                int(
                    (
                        rng.random((searches[searched], small[enrolled]))
                        < fmr * ratios.loc[enrolled, searched]
                    ).sum()
                )
                for enrolled in lesson07.GROUPS
            )
            for _ in range(40)
        ]
        error = np.sqrt(expected[searched] / len(repeats))
        assert abs(np.mean(repeats) - expected[searched]) < 4.5 * error


def test_a_gallery_of_one_group_sends_nearly_all_false_matches_to_it():
    one = {**dict.fromkeys(lesson07.GROUPS, 0), "black male": 100_000}
    expected = lesson07.false_matches_by_group(one, EVEN)
    assert expected["black male"] / sum(expected.values()) > 0.9
    assert expected["white female"] == 0  # not in the table: what is summed is a lower bound


def test_the_share_behind_the_average_gives_the_average_back():
    share = lesson07.share_of_women()
    women, men, all_ = (lesson07._pnd(group) for group in ("black_women", "black_men", "black"))
    assert share * women + (1 - share) * men == pytest.approx(all_)
