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


def test_a_stricter_threshold_is_priced_where_two_thresholds_were_measured():
    rows = datasets.load("nist_verification").query("data_set == 'BORDER'")
    missed = {}
    for row in rows.itertuples():
        if row.fnmr < 1:  # a rate of 1 is a failed run
            missed.setdefault(row.algorithm, {})[row.fmr] = row.fnmr
    price = np.array([rates[1e-6] / rates[1e-5] for rates in missed.values() if len(rates) == 2])
    assert len(price) == 222
    assert np.median(price) == pytest.approx(1.51, abs=0.005)
    assert np.median(price ** np.log10(11.65)) == pytest.approx(1.55, abs=0.005)


def test_a_listed_community_may_lie_below_the_overall_rate():
    rows = datasets.load("nist_regions").query("enrol_region == probe_region")
    mean = rows[rows["algorithm"].str.startswith("mean")]
    below = mean.loc[mean["fmr"] < mean["overall_fmr"], "enrol_region"]
    assert list(below) == ["Europe"] and len(mean) == 10


def test_a_mix_is_one_of_shares_however_it_is_written():
    parts, percent = dict(zip(lesson07.NAMED, (0.5, 0.25, 0.15, 0.1), strict=True)), {}
    for name, part in parts.items():
        percent[name] = 100 * part
    shares = lesson07.shares_of_false_matches(percent)
    assert {name: row[0] for name, row in shares.items()} == pytest.approx(parts)
    for name, row in lesson07.shares_of_false_matches(parts).items():
        assert row == pytest.approx(shares[name])
    for wrong in ({}, None, {**parts, "white men": -1}, dict.fromkeys(parts, 0), {**parts, "others": 1}):
        with pytest.raises(ValueError, match="mix must"):
            lesson07.shares_of_false_matches(wrong)


def test_the_share_of_black_women_is_a_median_over_algorithms_not_a_share_of_medians():
    table = datasets.load("nist_demographics")
    shares = []
    for _, own in table.groupby("algorithm"):
        women = own[(own["probe_race"] == "black") & (own["probe_sex"] == "female")][
            "ratio_to_white_male"
        ].sum()
        shares.append(women / own["ratio_to_white_male"].sum())
    even = lesson07.shares_of_false_matches(dict.fromkeys(lesson07.NAMED, 1))["Black women"]
    assert even == pytest.approx(
        (0.25, np.median(shares), np.quantile(shares, 0.05), np.quantile(shares, 0.95))
    )
    assert even[1] == pytest.approx(0.61, abs=0.005)
