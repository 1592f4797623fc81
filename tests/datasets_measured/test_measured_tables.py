"""The measured tables agree with themselves and with the package's own arithmetic. No original is needed."""

import numpy as np
import pytest

from falsematch import datasets, scores, search

LFW_PEOPLE = 5735


def histogram(table, genuine, impostor):
    edges = np.append(table.score_low, table.score_high.iloc[-1])
    ends = [np.concatenate([[0], table[name], [0]]) for name in (genuine, impostor)]
    return scores.ScoreHistogram(edges, *ends)


def test_totals_of_the_lfw_histogram():
    table = datasets.load("lfw_measured_histogram")
    images = 13_233
    totals = table.drop(columns=["score_low", "score_high"]).sum()
    for labels in ("as_labelled", "clean"):
        assert totals[f"mated_{labels}"] == 242_257
        assert totals[f"mated_{labels}"] + totals[f"nonmated_{labels}"] == images * (images - 1) // 2
    assert totals.nonmated_one_image_per_person == LFW_PEOPLE * (LFW_PEOPLE - 1) // 2
    assert totals.mated_view2 == totals.nonmated_view2 == 3000
    assert totals.mated_clean_by_person == pytest.approx(1690, abs=1e-3)


@pytest.mark.parametrize("name", ["lfw_measured_histogram", "bssr1_measured_histogram"])
def test_bins_are_contiguous(name):
    table = datasets.load(name)
    for _, part in table.groupby("matcher") if "matcher" in table else [("", table)]:
        np.testing.assert_allclose(part.score_low.iloc[1:], part.score_high.iloc[:-1], atol=1e-12)
        assert np.all(part.score_high > part.score_low)


def test_operating_points_agree_with_the_histogram_at_its_edges():
    point = datasets.load("lfw_measured_operating_points").loc["customary"]
    table = datasets.load("lfw_measured_histogram")
    for labels in ("clean", "as_labelled"):
        at = histogram(table, f"mated_{labels}", f"nonmated_{labels}").rates_at(point.score_threshold)
        assert at.false_matches == point[f"false_matches_{labels}"]
    one = histogram(table, "mated_view2", "nonmated_one_image_per_person").rates_at(point.score_threshold)
    assert one.false_matches == point.false_matches_one_image_per_person
    assert one.false_non_matches == point.false_non_matches_view2
    near = table[table.score_low >= point.score_threshold - 1e-9]
    assert point.fnmr_clean_by_person == pytest.approx(1 - near.mated_clean_by_person.sum() / 1690, rel=1e-5)


def test_thresholds_keep_to_their_targets_and_could_not_be_lower():
    points = datasets.load("lfw_measured_operating_points")
    pairs = LFW_PEOPLE * (LFW_PEOPLE - 1) // 2
    for exponent in range(2, 7):
        point = points.loc[f"fmr_1e_{exponent}"]
        assert point.false_matches_one_image_per_person == pairs // 10**exponent
        assert point.fmr_one_image_per_person == pytest.approx(
            point.false_matches_one_image_per_person / pairs, rel=1e-5
        )


def test_view2_folds_give_the_accuracy_that_the_manifest_states():
    folds = datasets.load("lfw_measured_view2")
    errors = folds.false_matches + folds.false_non_matches
    np.testing.assert_allclose(folds.accuracy, 1 - errors / 600, atol=1e-6)
    assert (folds.mated_pairs == 300).all() and (folds.nonmated_pairs == 300).all()
    note = datasets.manifest("lfw_measured_view2")["obtained"]["note"]
    assert f"{100 * folds.accuracy.mean():.1f} percent" in note
    assert f"{100 * folds.accuracy.std(ddof=1) / 10**0.5:.2f} percentage points" in note


@pytest.mark.parametrize(
    "name, keys, people",
    [
        ("lfw_measured", ["operating_point"], {None: LFW_PEOPLE}),
        ("bssr1_measured", ["matcher", "operating_point"], {"face_c": 516}),
    ],
)
def test_fpir_follows_from_the_histogram_of_lookalikes(name, keys, people):
    fpir = datasets.load(f"{name}_fpir")
    wrong = datasets.load(f"{name}_wrong_within")
    points = datasets.load(f"{name}_operating_points")
    assert len(fpir.groupby(keys)) == len(wrong.groupby(keys)) == len(points)
    for key, rows in fpir.groupby(keys):
        counts = wrong.set_index(keys).loc[[key if len(keys) == 2 else key[0]]]
        probes = np.repeat(counts.wrong_within.to_numpy(), counts.probes.to_numpy())
        expected_people = people.get(key[0], 517) if len(keys) == 2 else LFW_PEOPLE
        assert probes.size == expected_people
        others = probes.size - 1
        point = points.set_index(keys).loc[key if len(keys) == 2 else key[0]]
        assert point.score_threshold == rows.score_threshold.iloc[0] == counts.score_threshold.iloc[0]
        # A pair counts for both of its people in LFW; in BSSR1 the two orders are two comparisons.
        false_matches = (
            point.false_matches if len(keys) == 2 else 2 * point.false_matches_one_image_per_person
        )
        assert probes.sum() == false_matches
        sizes = rows.gallery_size.to_numpy()
        np.testing.assert_allclose(rows.fpir_measured, search.fpir_measured(probes, others, sizes), rtol=1e-5)
        np.testing.assert_allclose(
            rows.fpir_if_independent, search.fpir(rows.fmr.to_numpy(), sizes), rtol=2e-5
        )
        np.testing.assert_allclose(rows.expected_false_candidates, sizes * rows.fmr, rtol=1e-5)
        assert np.all(rows.fpir_measured <= rows.fpir_if_independent + 1e-6)
        assert np.all((rows.fpir_low < rows.fpir_measured) & (rows.fpir_measured < rows.fpir_high))


def test_bssr1_counts():
    points = datasets.load("bssr1_measured_operating_points")
    table = datasets.load("bssr1_measured_histogram")
    for matcher, rows in points.groupby("matcher"):
        people = 516 if matcher == "face_c" else 517
        assert (rows.people == people).all() and (rows.people_left_out == 517 - people).all()
        assert (rows.mated_comparisons == people).all()
        assert (rows.nonmated_comparisons == people * (people - 1)).all()
        bins = table[table.matcher == matcher]
        assert bins.mated.sum() == people and bins.nonmated.sum() == people * (people - 1)
        np.testing.assert_allclose(rows.fmr, rows.false_matches / rows.nonmated_comparisons, rtol=1e-5)
        np.testing.assert_allclose(rows.fnmr, rows.false_non_matches / people, rtol=1e-5, atol=1e-9)
    for row in points[points.matcher.str.startswith("finger")].itertuples():
        bins = table[(table.matcher == row.matcher) & (table.score_low >= row.score_threshold)]
        assert bins.nonmated.sum() == row.false_matches


def test_leaderboard_arithmetic_and_flags():
    table = datasets.load("lfw_leaderboard")
    assert (table.kind == "algorithm").sum() == 63 and len(table) == 66
    for end in ("strict", "loose"):
        np.testing.assert_allclose(
            table.curve_accuracy, 1 - (table[f"fmr_{end}"] + table[f"fnmr_{end}"]) / 2, atol=3e-6
        )
    assert (table.fmr_strict <= table.fmr_loose).all() and (table.fnmr_strict >= table.fnmr_loose).all()
    counted = table.dropna(subset="false_matches_strict")
    np.testing.assert_allclose(
        counted.false_matches_strict.astype(float) / 3000, counted.fmr_strict, atol=2e-5
    )
    assert sorted(table[~table.curve_usable].method) == ["ColorReco", "insky.so"]
    algorithms = table[table.kind == "algorithm"]
    assert (~algorithms.curve_reaches_report).sum() == 12
    assert (table.curve_reaches_report <= table.curve_usable).all()


def test_olivetti_pairs():
    table = datasets.load("olivetti_scores")
    assert len(table) == 19_800 and table.mated.sum() == 800
    assert (table.mated == (table.person_a == table.person_b)).all()
    assert ((table.person_a < 20) == (table.person_b < 20)).all()
    assert ((table.image_a - table.image_b) % 2 == 0).all()
    assert not table.duplicated(["person_a", "image_a", "person_b", "image_b"]).any()
    assert table.groupby("person_a").size().size == 40
    mated, nonmated = table[table.mated], table[~table.mated]
    eer = {
        name: scores.eer(mated[name], nonmated[name]).value
        for name in ("pca_disjoint", "pca_leaking", "lda_disjoint", "lda_leaking")
    }
    assert eer["lda_leaking"] < eer["lda_disjoint"] / 2  # what the leak is there to show
    assert eer["lda_disjoint"] < eer["pca_disjoint"]


def test_the_leak_is_larger_still_when_training_is_equal():
    """Met people or not, with 20 people and five photographs each to learn from either way."""
    table = datasets.load("olivetti_scores")
    mated = table.mated

    def missed(column):
        """Of 800 genuine pairs, those below the least threshold that at most 190 of 19,000 impostors reach."""
        impostors = np.sort(table[column][~mated])[::-1]
        threshold = impostors[:190][impostors[:190] > impostors[190]].min()
        return int((table[column][mated] < threshold).sum())

    assert (missed("lda_leaking_equal"), missed("lda_disjoint_equal")) == (108, 457)  # 13.5 and 57.1 percent
    assert (missed("pca_leaking_equal"), missed("pca_disjoint_equal")) == (409, 468)
    assert (missed("lda_leaking"), missed("lda_disjoint")) == (106, 370)
    for name in ("pca", "lda"):  # fewer photographs to learn from: nobody does better
        assert missed(f"{name}_disjoint_equal") > missed(f"{name}_disjoint")
        assert missed(f"{name}_leaking_equal") >= missed(f"{name}_leaking")


def test_twelve_that_report_99_8_percent_and_what_they_miss_at_no_false_match():
    table = datasets.load("lfw_leaderboard")
    twelve = table[(table.kind == "algorithm") & table.reported_accuracy.between(0.9978, 0.9983)]
    assert len(twelve) == 12 and twelve.curve_usable.all()
    for column, fewest, most in (("fnmr_at_fmr_0", 8, 896), ("fnmr_at_fmr_0_001", 7, 67)):
        missed = (3000 * twelve[column]).round()
        assert (missed.min(), missed.max()) == (fewest, most)
