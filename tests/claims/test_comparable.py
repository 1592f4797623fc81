"""Which rows stand beside a claim, by another route, and what is said of each to the letter."""

from dataclasses import replace

import numpy as np
import pytest

from falsematch import claims, datasets
from falsematch.claims import Claim
from falsematch.claims._comparable import comparable

STREET = Claim(claimant="A", statement="B", value=0.89, measures="found", use="watchlist", days=1)


def street_by_hand(faces, size):
    """The three nearest rows, one of each operator, by size of a deployment and of its list, on paper of logarithms."""
    rows = datasets.load("deployment_examples").dropna(subset=["faces_seen", "alerts", "false_alerts"]).copy()
    deployments = rows.deployments.fillna(0).astype(float).clip(lower=1)
    each = rows.faces_seen.astype(float) / deployments
    listed = rows.watchlist_size.astype("float64").fillna(size).replace(0, size)
    rows["far"] = np.abs(np.log(each / faces)) + np.abs(np.log(listed / size))
    rows = rows.rename_axis("id").reset_index().sort_values(["far", "id"])
    return rows.drop_duplicates("operator").id.tolist()[:3]


@pytest.mark.parametrize("faces", [None, 10, 2_000, 15_505, 1_000_000])
@pytest.mark.parametrize("size", [None, 50, 10_000, 16_000, 10_000_000])
def test_the_nearest_deployments(faces, size):
    found = comparable(replace(STREET, faces_per_day=faces, list_size=size))
    assert [one.row for one in found] == street_by_hand(faces or 15_505, size or 10_000)
    assert all(one.table == "deployment_examples" for one in found)


def test_what_is_said_of_a_deployment():
    said = {one.row: one.figure for one in comparable(replace(STREET, list_size=10_000))}
    assert said["met_2024_2025"] == (
        "Metropolitan Police, London, 203 deployments (annual report) (2024): 203 deployments, 3,147,436 faces, 2,077 "
        "alerts, 10 of them known to be false (1 false alert in 314,744 faces). Misses were not counted."
    )
    assert said["bedford_2025"] == (  # one deployment, and no false alert: -ln(0.05) / 26,560
        "Bedfordshire Police, Bedford, town centre (2025): 26,560 faces, 2 alerts, 0 of them known to be false (no false "
        "alert known, which shows less than 1 in 8,900). Misses were not counted."
    )
    street = datasets.load("deployment_examples")
    assert all(one.grade == street.loc[one.row, "grade"] for one in comparable(STREET))


@pytest.mark.parametrize("value", [None, 0.0, 0.98, 0.9988, 0.9999, 1.0])
@pytest.mark.parametrize("size", [None, 1, 2_000_000, 4_000_000, 12_000_000, 2_800_000_000])
@pytest.mark.parametrize("measures", ["found", "score"])
def test_the_nearest_test_of_identification(value, size, measures):
    claim = replace(STREET, use="population", value=value, list_size=size, measures=measures)
    rows = datasets.load("nist_identification")
    rows = rows[(rows["mode"] == "identification") & (rows.probe_image == "mugshot")].dropna(subset=["fnir"])
    sizes = np.array(sorted(set(rows.gallery_size)), dtype=float)
    nearest = sizes[np.argmin(np.abs(np.log(sizes / (size or 12_000_000))))]
    rows = rows[rows.gallery_size == nearest].sort_values("fnir", kind="stable")
    names = [rows.index[0], rows.index[len(rows) // 2]]
    if measures == "found" and value is not None and 0 < 1 - value < 1:
        far = np.abs(np.log(np.maximum(rows.fnir.to_numpy(dtype=float), 1e-6) / (1 - value)))
        names.append(rows.index[int(np.argmin(far))])
    found = comparable(claim)
    assert [one.row for one in found] == names
    first, middle, *other = (one.figure for one in found)
    assert first.startswith(
        f"The best of {len(rows)} algorithms that NIST tested among {int(nearest):,} people"
    )
    assert middle.startswith(f"The middle of {len(rows)} algorithms")
    assert all(one.startswith("The nearest to the figure stated of") for one in other)
    assert {(one.table, one.grade) for one in found} == {("nist_identification", "primary")}


def test_what_is_said_of_an_algorithm():
    first = comparable(replace(STREET, use="population", list_size=12_000_000))[0]
    row = datasets.load("nist_identification").loc[first.row]
    assert (row.fnir, row.fpir) == (0.0006, 0.003)
    assert first.figure == (
        "The best of 423 algorithms that NIST tested among 12,000,000 people, good photographs: misses 0.06 % at a "
        f"threshold at which 0.3 % of searches of others return somebody ({row.algorithm})."
    )


@pytest.mark.parametrize(
    ("value", "near"), [(None, 0.998), (0.995, 0.995), (0.9, 0.9), (1.0, 1.0), (1.5, 0.998), (2_000.0, 0.998)]
)
def test_the_nearest_of_a_leaderboard(value, near):
    claim = replace(
        STREET, use="one_to_one", value=value, measures="no_share" if value in (1.5, 2_000.0) else "pairs"
    )
    rows = datasets.load("lfw_leaderboard")
    rows = rows[rows.curve_usable].dropna(
        subset=["reported_accuracy", "false_matches_strict", "false_non_matches_strict"]
    )
    far = (rows.reported_accuracy - near).abs()
    nearest = sorted(zip(far, rows.index, strict=True))[:3]
    found = comparable(claim)
    assert [one.row for one in found] == [name for _, name in nearest]
    assert {(one.table, one.grade) for one in found} == {("lfw_leaderboard", "secondary")}
    for one in found:
        row = rows.loc[one.row]
        assert one.figure.startswith(f"{row.method}: ")
        assert one.figure.endswith(
            f"% of 6,000 pairs of a public test right; at one point of its curve there are {row.false_matches_strict} "
            f"false matches and {row.false_non_matches_strict} false non-matches among 3,000 of each kind."
        )


def test_nothing_is_like_a_screening_of_another_kind():
    assert comparable(replace(STREET, use="other")) == ()
    letters = replace(
        STREET, use="other", examined="papers", sought="papers written by a machine", measures="fpir"
    )
    assert [one.row for one in comparable(letters)] == [
        "github_gptzero",
        "liang_learners",
        "liang_eighth_graders",
    ]


def test_a_record_does_not_stand_beside_itself():
    own = claims.register()["met_00003_2025"]
    assert "met_2024_2025" not in {one.row for one in comparable(own)}
    assert "met_2024_2025" in {one.row for one in comparable(replace(own, trials=None, errors=None,
        observed_faces=None, observed_alerts=None, observed_wrong=None))}  # fmt: skip


def test_every_row_of_a_leaderboard_with_what_is_needed_is_the_nearest_to_itself():
    """Whatever else is left out in a row does not matter."""
    rows = datasets.load("lfw_leaderboard")
    needed = (
        rows[["reported_accuracy", "false_matches_strict", "false_non_matches_strict"]].notna().all(axis=1)
    )
    rows = rows[rows.curve_usable & needed]
    assert rows.isna().any(axis=1).any()
    for accuracy in set(rows.reported_accuracy):
        found = comparable(replace(STREET, use="one_to_one", value=accuracy, measures="pairs"))
        same = sorted(rows.index[rows.reported_accuracy == accuracy])[:3]
        assert [one.row for one in found][: len(same)] == same


def test_two_deployments_are_said_to_be_two():
    (first, *_) = comparable(replace(STREET, faces_per_day=6_600, list_size=6_554))
    assert first.row == "met_2020" and "(2020): 2 deployments, 13,200 faces" in first.figure


TOLD = {
    "apple_test": "Apple, 2021: False matches in a test: 3 of 100,000,000 (1 in 33 million, 95 % interval 1 in 160 million "
    "to 1 in 11 million).",
    "germany_2023": "German federal police (BKA), 2023: Reports held relevant under German criminal law: 89,350 of 180,300 "
    "(49.56 %).",
    "ireland_not_abuse": "Irish police, data obtained by ICCL, 2020: Referrals verified as not abuse material: 471 of 4,192 "
    "(11 %).",
    "github_gptzero": "Benchmark by a repository of 2026-05, 2026-05-14: False positive rate of GPTZero: 11 of 499 (2.2 %, "
    "95 % interval 1.1 % to 3.9 %).",
    "liang_learners": "Liang et al. 2023 (Patterns), 2023: Mean false positive rate of seven detectors on 91 essays of "
    "learners of English: 61.2 %, counts not printed.",
    "new_york_least": "New York City Comptroller, derived, 2023-06: Alerts that were right, at least: only those confirmed: "
    "122 of 940 (13 %).",
}


@pytest.mark.parametrize(
    ("claim", "rows"),
    [
        ({"examined": "MESSAGES", "measures": "fpir"}, ["apple_test", "germany_2023", "ireland_not_abuse"]),
        # What is a share of alerts stands first beside a share of alerts.
        ({"sought": "a message", "measures": "alerts"}, ["germany_2023", "ireland_not_abuse", "apple_test"]),
        ({"statement": "Gunshots.", "measures": "wrong_alerts"}, ["new_york_least", "chicago_all_alerts"]),
        # The record that the claim itself rests on stands not beside it, by its trials or by its alerts.
        ({"statement": "Gunshots.", "measures": "found", "trials": 50_176}, ["new_york_least"]),
        ({"statement": "Gunshots.", "observed_alerts": 940}, ["chicago_all_alerts"]),
        ({"examined": "Essays"}, ["github_gptzero", "liang_learners", "liang_eighth_graders"]),
        ({"sought": "cancers"}, ["uk_age_trial", "germany_ppv", "sweden_newborns"]),
    ],
)
def test_figures_of_the_same_kind_of_screening(claim, rows):
    found = comparable(replace(STREET, use="other", **claim))
    assert [one.row for one in found] == rows
    table = datasets.load("beyond_faces")
    for one in found:
        assert one.figure == TOLD.get(one.row, one.figure)
        assert (one.table, one.grade) == ("beyond_faces", table.loc[one.row].grade)
