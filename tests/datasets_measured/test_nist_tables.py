"""The figures transcribed from NIST: complete, consistent, and the transcript's where it is at hand."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from falsematch import datasets

SHARED = Path(os.environ.get("FALSEMATCH_SHARED") or Path(__file__).resolve().parents[3] / "shared")


def transcript(name):
    path = SHARED / "facts" / "nist" / name
    if not path.exists():
        pytest.skip(f"the transcript {name} is not on this computer (see FALSEMATCH_SHARED)")
    return pd.read_csv(path, keep_default_na=False)


def identification(probe, size, mode="identification"):
    table = datasets.load("nist_identification")
    rows = table[(table.probe_image == probe) & (table.gallery_size == size) & (table["mode"] == mode)]
    return rows.set_index("algorithm")


@pytest.mark.parametrize(
    "probe, size, mode, highest_rank",
    [
        ("mugshot", 12_000_000, "identification", 423),
        ("mugshot", 1_600_000, "identification", 615),
        ("webcam", 1_600_000, "identification", 575),
        ("profile_90deg", 1_600_000, "identification", 545),
        ("border", 1_600_000, "identification", 496),
        ("kiosk", 1_600_000, "identification", 448),
        ("mugshot_12yr_or_more_later", 3_000_000, "identification", 344),
        ("mugshot", 12_000_000, "investigation", 423),
    ],
)
def test_as_many_values_as_the_highest_rank_that_nist_prints(probe, size, mode, highest_rank):
    rows = identification(probe, size, mode)
    assert len(rows) == highest_rank and rows.index.is_unique


def test_both_columns_at_12_million_have_the_same_algorithms():
    first, above = (
        identification("mugshot", 12_000_000, "investigation"),
        identification("mugshot", 12_000_000),
    )
    assert set(first.index) == set(above.index)
    assert (first.fnir <= above.fnir.reindex(first.index)).all()  # being first is easier than first and above


def test_algorithms_and_failed_runs():
    table = datasets.load("nist_identification")
    assert table.algorithm.nunique() == 617
    assert table[~table.failed].algorithm.nunique() == 615
    assert (table.failed == (table.fnir == 1)).all() and table.failed.sum() == 73
    assert (table.groupby("algorithm").submission_date.nunique() == 1).all()
    described = datasets.manifest("nist_identification")["description"]
    assert "617 of them have a figure, 615 one that is not a failed run" in described


def test_modes_say_what_they_fix():
    table = datasets.load("nist_identification")
    with_threshold = table["mode"] == "identification"
    assert (table.fpir[with_threshold] == 0.003).all() and table.fpir[~with_threshold].isna().all()
    assert (table["rank"][~with_threshold] == 1).all() and table["rank"][with_threshold].isna().all()
    visa = table.probe_image.isin(["border", "kiosk"])
    assert (table.gallery_image[visa] == "visa").all() and (table.gallery_image[~visa] == "mugshot").all()


def test_verification():
    table = datasets.load("nist_verification")
    secondary = table[table.grade == "secondary"]
    assert (
        secondary.algorithm.nunique() == 246
        and secondary.data_set.nunique() == 8
        and len(table) - len(secondary) == 3
    )
    assert not table.duplicated(["algorithm", "data_set", "fmr"]).any()
    assert (table.failed == (table.fnmr == 1)).all()
    # A rank is a place by FNMR: whoever ranks later does not do better.
    for _, rows in secondary.groupby(["data_set", "fmr"]):
        assert rows.sort_values("nist_rank").fnmr.is_monotonic_increasing


def test_demographics_are_whole_and_their_ratios_recompute():
    table = datasets.load("nist_demographics")
    assert (table.grade == "secondary").all() and table.algorithm.nunique() == 240
    assert (table.groupby("algorithm").size() == 8).all()
    same = (table.enrol_sex == table.probe_sex) & (table.enrol_race == table.probe_race)
    assert (same == (table.pairing == "same group")).all() and (table.enrol_sex == table.probe_sex).all()
    white_men = (
        table[same & (table.enrol_sex == "male") & (table.enrol_race == "white")].set_index("algorithm").fmr
    )
    assert (white_men == 0.001).all()
    np.testing.assert_allclose(
        table.ratio_to_white_male, table.fmr / table.algorithm.map(white_men), atol=1e-4
    )


def test_regions():
    table = datasets.load("nist_regions")
    mean = table[table.algorithm == "mean of 197 algorithms"]
    assert len(mean) == 100 and table.algorithm.nunique() == 9 and (table.grade == "secondary").all()
    assert ((table.enrol_region == table.probe_region) == (table.pairing == "same region")).all()
    np.testing.assert_allclose(np.log10(table.fmr), table.log10_fmr, atol=0.003)
    assert (table.may_be_floor == (table.log10_fmr <= -6)).all()


def test_twins_and_others():
    table = datasets.load("nist_twins_and_others")
    twins = table[table.topic == "twins"]
    assert len(twins) == 12 and (twins.grade == "primary").all()
    rates = table[table.unit == "proportion"].value
    assert rates.between(0, 1).all()
    assert (table.value.isna() == table.value_text.notna()).all()
    error = {
        year: table.loc[f"identification_history_search_miss_rate_best_systems_{year}"].value
        for year in (2010, 2014, 2018)
    }
    assert error[2010] > error[2014] > error[2018]
    # A weak source is never one of NIST's own.
    assert not table[table.grade == "weak"].url.str.contains("nist.gov").any()


def test_identification_is_the_transcript():
    theirs = transcript("identification_1n.csv")
    ours = datasets.load("nist_identification")
    assert len(theirs) == len(ours)
    for mine, other in (("algorithm", "algorithm"), ("mode", "mode"), ("probe_image", "probe_image")):
        assert ours[mine].tolist() == theirs[other].tolist()
    assert ours.fnir.tolist() == theirs.fnir.astype(float).tolist()
    assert ours.gallery_size.tolist() == theirs.n_enrolled.astype(int).tolist()
    assert ours.submission_date.dt.strftime("%Y-%m-%d").tolist() == theirs.submission_date.tolist()


def test_summary_made_elsewhere_follows_from_the_table():
    ours = datasets.load("nist_identification")
    ours = ours[~ours.failed].assign(year=ours.submission_date.dt.year)
    for row in transcript("identification_1n_summary.csv").itertuples():
        first, _, last = row.submission_years.partition("-")
        years = (2018, 2025) if first == "all" else (int(first), int(last or first))
        rows = ours[
            (ours["mode"] == row.mode)
            & (ours.probe_image == row.probe_image)
            & (ours.gallery_size == int(row.n_enrolled))
            & ours.year.between(*years)
        ]
        assert len(rows) == int(row.n_algorithms)
        assert rows.fnir.min() == float(row.best_fnir)
        assert rows.fnir.median() == pytest.approx(float(row.median_fnir), abs=6e-5)


def test_image_quality_made_elsewhere_follows_from_the_table():
    ours = datasets.load("nist_identification")
    wide = ours[(ours.gallery_size == 1_600_000)].pivot(
        index="algorithm", columns="probe_image", values="fnir"
    )
    names = {
        "mugshot": "mugshot",
        "webcam": "webcam",
        "profile_90deg": "profile_90deg",
        "visa_border": "border",
        "visa_kiosk": "kiosk",
    }
    theirs = transcript("image_quality.csv").set_index("algorithm")
    for their_name, name in names.items():
        column = pd.to_numeric(theirs[f"fnir_{their_name}"])
        np.testing.assert_array_equal(column, wide[name].reindex(theirs.index))


@pytest.mark.parametrize(
    "file, name, column",
    [
        ("verification_1to1.csv", "nist_verification", "fnmr"),
        ("demographics_fmr.csv", "nist_demographics", "fmr"),
        ("demographics_region_fmr.csv", "nist_regions", "fmr"),
    ],
)
def test_other_tables_are_their_transcripts(file, name, column):
    theirs, ours = transcript(file), datasets.load(name)
    assert ours[column].tolist() == theirs[column].astype(float).tolist()


def test_networks_that_lfw_cannot_tell_apart():
    table = datasets.load("lfw_and_multiracial")
    rates = table.drop(columns=["training_data", "partial_fc"])
    assert len(table) == 16 and rates.apply(lambda column: column.between(0, 1).all()).all()
    alike = table[table.lfw_accuracy.between(0.9975, 0.9985)]
    assert np.ptp(alike.lfw_accuracy) < 0.001 and np.ptp(alike.tar_all) > 0.1
    # The averages that the project prints, in percent. Those of the networks without partial_fc differ
    # from its own rows by up to 0.4 points in all but the first column, as the manifest says.
    columns = [
        "tar_all",
        "tar_african",
        "tar_caucasian",
        "tar_south_asian",
        "tar_east_asian",
        "lfw_accuracy",
        "ijbc_tar",
    ]
    means = 100 * table.groupby("partial_fc")[columns].mean()
    np.testing.assert_allclose(
        means.loc[True], [69.519, 65.898, 77.497, 73.213, 51.853, 99.715, 93.818], atol=0.0011
    )
    assert means.loc[False, "tar_all"] == pytest.approx(69.247, abs=0.0011)
