"""LFW without the photographs in which no face was found: against the whole set, and another way to count."""

import os
from pathlib import Path

import numpy as np
import pytest

from falsematch import datasets
from falsematch.remeasure import lfw, lfw_failures

SHARED = Path(os.environ.get("FALSEMATCH_SHARED") or Path(__file__).resolve().parents[3] / "shared")
NAME = "lfw_without_failures"
TABLE = datasets.load(NAME)
WHOLE = datasets.load("lfw_measured_fpir")


def test_rows_follow_from_their_own_rates():
    pairs = TABLE.people * (TABLE.people - 1) / 2
    matches = (TABLE.fmr * pairs).round()
    targets = TABLE.operating_point.str.removeprefix("FMR ").astype(float)
    assert (matches == np.floor(targets * pairs)).all()  # as many as the target allows, and no more
    np.testing.assert_allclose(matches / pairs, TABLE.fmr, rtol=1e-5)
    expected = TABLE.gallery_size * TABLE.fmr
    np.testing.assert_allclose(TABLE.expected_false_candidates, expected, rtol=1e-5)
    np.testing.assert_allclose(
        TABLE.fpir_if_independent, -np.expm1(TABLE.gallery_size * np.log1p(-TABLE.fmr)), rtol=1e-5
    )
    assert (TABLE.fpir_low < TABLE.fpir_measured).all() and (TABLE.fpir_measured < TABLE.fpir_high).all()
    assert (TABLE.people == 5735 - 16).all() and (TABLE.photographs_left_out == 39).all()


def test_the_result_stands_without_them():
    """The objection: bad crops make the few to whom false matches come. Without them nothing changes much."""
    for row in TABLE.itertuples():
        size = min(row.gallery_size, 5734) if row.gallery_size == 1000 else 5734
        whole = WHOLE[(WHOLE.operating_point == row.operating_point) & (WHOLE.gallery_size == size)].iloc[0]
        assert row.fpir_measured == pytest.approx(whole.fpir_measured, rel=0.012)
        assert whole.fpir_low < row.fpir_measured < whole.fpir_high
        assert row.fpir_measured < row.fpir_if_independent
    busiest = datasets.load("measured_concentration")
    for point in ("1e-3", "1e-4"):
        with_them = busiest.loc[f"lfw_dlib_fmr_{point.replace('-', '_')}", "share_of_busiest_5_percent"]
        without = TABLE[TABLE.operating_point == f"FMR {point}"].false_matches_of_the_busiest
        assert without.nunique() == 1 and without.iloc[0] == pytest.approx(with_them, abs=0.003)


def original():
    path = SHARED / "benchmarks" / "lfw" / "dlib_embeddings.npz"
    if not path.exists():
        pytest.skip("the original lfw/dlib_embeddings.npz is not on this computer (see FALSEMATCH_SHARED)")
    return path


def test_counted_again_with_another_librarys_distances():
    """scipy's distances, a hypergeometric chance by logarithms of factorials; the script has neither."""
    from scipy.spatial.distance import pdist
    from scipy.special import gammaln

    with np.load(original()) as data:
        detector, person, embedding = (data[k] for k in ("detector", "identity_clean", "embedding"))
    rows, seen = [], set()
    for row in np.flatnonzero(detector):
        if person[row] not in seen:
            seen.add(person[row])
            rows.append(row)
    people = len(rows)
    left, right = np.triu_indices(people, 1)
    apart = pdist(embedding[rows].astype(np.float64))
    near = apart < 0.62
    left, right, apart = left[near], right[near], apart[near]

    def chance_of_none(size):
        """No wrong person in a gallery of `size` of the others, for each number of wrong people."""
        wrong, others = np.arange(people), people - 1
        with np.errstate(invalid="ignore"):
            ways = gammaln(others - wrong + 1) - gammaln(np.maximum(others - wrong - size, 0) + 1)
            ways -= gammaln(others + 1) - gammaln(others - size + 1)
        return np.where(wrong + size <= others, np.exp(ways), 0.0)

    for row in TABLE.itertuples():
        found = apart <= -row.score_threshold
        each = np.bincount(np.concatenate([left[found], right[found]]), minlength=people)
        assert each.sum() == round(row.fmr * people * (people - 1))
        measured = 1 - chance_of_none(row.gallery_size)[each].mean()
        assert measured == pytest.approx(row.fpir_measured, rel=1e-5)
        busiest = np.sort(each)[::-1].cumsum()
        assert np.interp(people / 20, np.arange(1, people + 1), busiest) / each.sum() == pytest.approx(
            row.false_matches_of_the_busiest, rel=1e-5
        )


def test_made_again_from_the_original():
    made = lfw_failures.tables(original())[NAME].set_index("id")
    assert made.index.tolist() == TABLE.index.tolist() and made.columns.tolist() == TABLE.columns.tolist()
    for column in TABLE.columns:
        assert made[column].tolist() == TABLE[column].tolist(), column


def test_what_the_manifest_says_of_these_photographs():
    note = datasets.manifest(NAME)["obtained"]["note"]
    with np.load(original()) as data:
        detector = data["detector"]
    whole = lfw.read(original())
    first = lfw.first_image_of_each(whole["identity_clean"])
    gone = np.setdiff1d(whole["identity_clean"], whole["identity_clean"][detector != 0])
    assert f"{np.count_nonzero(detector[first] == 0)} of the 5,735 people entered" in note
    assert f"{len(gone)} go, {first.size - len(gone):,} are left" in note
    bad = (detector[whole["pair_index"].astype(int)] == 0).any(axis=1)
    scores, same = lfw.view2_pair_scores(whole), whole["pair_same"]
    everything = lfw.view2_folds(scores, same, whole["pair_fold"])
    fewer = lfw.view2_folds(scores[~bad], same[~bad], whole["pair_fold"][~bad])
    assert f"{np.count_nonzero(bad)} of the 6,000 pairs hold such a photograph" in note
    assert (
        f"{100 * fewer.accuracy.mean():.1f} percent instead of {100 * everything.accuracy.mean():.1f}" in note
    )
    missed, before = fewer.false_non_matches.sum(), everything.false_non_matches.sum()
    assert (
        f"{missed} missed instead of {before}, {fewer.false_matches.sum()} false matches either way" in note
    )
    assert fewer.false_matches.sum() == everything.false_matches.sum()
