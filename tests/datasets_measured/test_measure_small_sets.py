"""Each measurement on a tiny made set, against counting pair by pair."""

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator

from falsematch import scores
from falsematch.exercises import faces
from falsematch.remeasure import _measure, bssr1, lfw, lfw_failures, lfw_roc, olivetti


def made_descriptors(seed=1, people=30, images=80):
    generator = np.random.default_rng(seed)
    identity = np.concatenate([np.arange(people), generator.integers(0, people, images - people)]).astype(
        np.int16
    )
    centres = generator.normal(0, 0.08, (people, 128))
    embedding = (centres[identity] + generator.normal(0, 0.03, (images, 128))).astype(np.float16)
    clean = identity.copy()
    clean[clean == 3] = 2  # two names, one person
    pairs = np.array(list(itertools.combinations(range(images), 2)))
    chosen = generator.permutation(len(pairs))[:400]
    same = identity[pairs[:, 0]] == identity[pairs[:, 1]]
    chosen = np.union1d(chosen, np.flatnonzero(same))
    return {
        "embedding": embedding,
        "identity": identity,
        "identity_clean": clean,
        "pair_index": pairs[chosen].astype(np.int16),
        "pair_same": same[chosen].astype(np.uint8),
        "pair_fold": (np.arange(chosen.size) % 10 + 1).astype(np.uint8),
    }


@pytest.fixture(scope="module")
def made_lfw(tmp_path_factory):
    data = made_descriptors()
    path = tmp_path_factory.mktemp("lfw") / "made.npz"
    np.savez_compressed(path, **data)
    return data, lfw.tables(path, show_progress=False), path


def pairs_of(data, labels, rows=None):
    """(score, mated) of every pair, one pair at a time, by math.dist."""
    embedding = data["embedding"].astype(np.float64)
    for i, j in itertools.combinations(range(len(embedding)) if rows is None else rows, 2):
        yield -math.dist(embedding[i], embedding[j]), data[labels][i] == data[labels][j], data[labels][i]


def test_lfw_counts_every_pair_once(made_lfw, monkeypatch):
    data, tables, path = made_lfw
    table = tables["lfw_measured_histogram"]
    for labels, name in (("identity", "as_labelled"), ("identity_clean", "clean")):
        expected = {True: np.zeros(len(table)), False: np.zeros(len(table))}
        for score, mated, _ in pairs_of(data, labels):
            expected[bool(mated)][
                np.flatnonzero((table.score_low <= score) & (score < table.score_high))[0]
            ] += 1
        assert table[f"mated_{name}"].tolist() == expected[True].tolist()
        assert table[f"nonmated_{name}"].tolist() == expected[False].tolist()
    monkeypatch.setattr(lfw, "_CHUNK", 7)  # the last chunk is a part of one
    for name, again in lfw.tables(path, show_progress=False).items():
        pd.testing.assert_frame_equal(again, tables[name])


def test_lfw_weighs_people_alike(made_lfw):
    data, tables, _ = made_lfw
    table = tables["lfw_measured_histogram"]
    images = np.bincount(data["identity_clean"])
    assert table.mated_clean_by_person.sum() == pytest.approx((images > 1).sum(), abs=1e-3)
    for row in tables["lfw_measured_operating_points"].itertuples():
        missed = {}
        for score, mated, person in pairs_of(data, "identity_clean"):
            if mated:
                missed.setdefault(person, []).append(score < row.score_threshold)
        assert row.fnmr_clean_by_person == pytest.approx(
            np.mean([np.mean(x) for x in missed.values()]), rel=1e-5
        )


def test_lfw_operating_points(made_lfw):
    data, tables, _ = made_lfw
    first = [int(np.flatnonzero(data["identity_clean"] == k)[0]) for k in np.unique(data["identity_clean"])]
    one_each = np.array([score for score, _, _ in pairs_of(data, "identity_clean", sorted(first))])
    points = tables["lfw_measured_operating_points"].set_index("operating_point")
    assert points.index.tolist() == ["FMR 1e-2", "customary", "View 2 best"]  # too few pairs for 1e-3
    for row in points.itertuples():
        assert row.false_matches_one_image_per_person == np.count_nonzero(one_each >= row.score_threshold)
        found = [
            (score >= row.score_threshold, mated) for score, mated, _ in pairs_of(data, "identity_clean")
        ]
        assert row.false_matches_clean == sum(match and not mated for match, mated in found)
        assert row.false_non_matches_clean == sum(mated and not match for match, mated in found)
    assert points.loc["FMR 1e-2"].false_matches_one_image_per_person == int(one_each.size * 0.01)


def test_lfw_fpir_by_listing_all_galleries(made_lfw):
    data, tables, _ = made_lfw
    people = np.unique(data["identity_clean"]).size
    wrong = tables["lfw_measured_wrong_within"]
    for name, rows in tables["lfw_measured_fpir"].groupby("operating_point"):
        counts = wrong[wrong.operating_point == name]
        probes = np.repeat(counts.wrong_within, counts.probes)
        assert probes.size == people
        for size in (1, 3):
            chance = np.mean(
                [1 - math.comb(people - 1 - k, size) / math.comb(people - 1, size) for k in probes]
            )
            row = rows[rows.gallery_size == size].iloc[0]
            assert row.fpir_measured == pytest.approx(chance, rel=1e-5)


def test_lfw_view2_by_trying_every_threshold(made_lfw):
    data, tables, _ = made_lfw
    embedding = data["embedding"].astype(np.float64)
    found = -np.array([math.dist(embedding[i], embedding[j]) for i, j in data["pair_index"]])
    same, fold = data["pair_same"].astype(bool), data["pair_fold"]
    for row in tables["lfw_measured_view2"].itertuples():
        here = fold == row.fold
        right = {t: np.count_nonzero((found[~here] >= t) == same[~here]) for t in np.unique(found[~here])}
        best = min(t for t, n in right.items() if n == max(right.values()))
        assert row.false_matches == np.count_nonzero((found[here] >= best) & ~same[here])
        assert row.false_non_matches == np.count_nonzero((found[here] < best) & same[here])


@pytest.mark.parametrize(
    "spoil, message",
    [
        (lambda d: d.pop("identity"), "no array identity"),
        (lambda d: d.update(embedding=d["embedding"].astype(np.float64) + 1e-9), "float16"),
        (lambda d: d.update(embedding=d["embedding"] * 60), "squared length"),
        (lambda d: d.update(identity=d["identity"][:-1]), "identity must hold one person"),
    ],
)
def test_lfw_turns_down_another_file(tmp_path, spoil, message):
    data = made_descriptors()
    spoil(data)
    np.savez(tmp_path / "made.npz", **data)
    with pytest.raises(ValueError, match=message) as caught:
        lfw.read(tmp_path / "made.npz")
    assert "\n" not in str(caught.value)


def test_bssr1_by_counting(tmp_path):
    generator = np.random.default_rng(5)
    people = 40
    matrices = {}
    for name in bssr1.WIDTHS:
        matrix = np.round(generator.normal(10, 2, (people, people)) + 8 * np.eye(people), 2)
        matrices[name] = matrix
    matrices["face_c"][:, 11] = -1
    np.savez(tmp_path / "made.npz", **matrices)
    tables = bssr1.tables(tmp_path / "made.npz")
    for row in tables["bssr1_measured_operating_points"].itertuples():
        kept = [i for i in range(people) if row.matcher != "face_c" or i != 11]
        matrix = matrices[row.matcher]
        nonmated = [matrix[i, j] for i in kept for j in kept if i != j]
        assert row.people == len(kept) and row.people_left_out == people - len(kept)
        assert row.false_matches == sum(score >= row.score_threshold for score in nonmated)
        assert row.false_non_matches == sum(matrix[i, i] < row.score_threshold for i in kept)
        target = 10.0 ** -int(row.operating_point[-1])
        least = scores.threshold_at_fmr(nonmated, target)
        assert row.false_matches == sum(score >= least for score in nonmated)
        wrong = [sum(matrix[i, j] >= row.score_threshold for j in kept if j != i) for i in kept]
        counted = tables["bssr1_measured_wrong_within"]
        counted = counted[(counted.matcher == row.matcher) & (counted.operating_point == row.operating_point)]
        assert dict(zip(counted.wrong_within, counted.probes, strict=True)) == {
            k: wrong.count(k) for k in sorted(set(wrong))
        }
    histogram = tables["bssr1_measured_histogram"]
    assert histogram.groupby("matcher").mated.sum().tolist() == [39, 40, 40, 40]
    np.savez(tmp_path / "wrong.npz", **matrices | {"face_g": np.ones((3, 4))})
    with pytest.raises(ValueError, match="face_g must be a square"):
        bssr1.tables(tmp_path / "wrong.npz")


def test_to_leave_photographs_out_is_to_measure_a_file_without_them(made_lfw, tmp_path):
    data, tables, _ = made_lfw
    detector = np.ones(len(data["identity"]), dtype=np.int8)
    detector[[0, 5, 40]] = 0  # 0 and 5 are the first of their person
    detector[data["identity_clean"] == 7] = 0  # somebody goes altogether
    np.savez(tmp_path / "all.npz", **data, detector=detector)
    kept = np.flatnonzero(detector)
    fewer = {name: data[name][kept] for name in ("embedding", "identity", "identity_clean")}
    # The pairs of View 2 play no part in these tables: any that fit the smaller file will do.
    fewer |= {"pair_index": np.array([[0, 1], [1, 2]]), "pair_same": np.array([1, 0])}
    np.savez(tmp_path / "fewer.npz", **fewer, pair_fold=np.array([1, 2]))
    found = lfw_failures.tables(tmp_path / "all.npz")["lfw_without_failures"].set_index("id")
    expected = lfw.tables(tmp_path / "fewer.npz", show_progress=False)["lfw_measured_fpir"].set_index("id")
    people = np.unique(fewer["identity_clean"]).size
    assert people < np.unique(data["identity_clean"]).size and 7 not in fewer["identity_clean"]
    assert (found.people == people).all() and (found.photographs_left_out == (detector == 0).sum()).all()
    shared = ["operating_point", "score_threshold", "fmr", "gallery_size", "fpir_measured", "fpir_low"]
    pd.testing.assert_frame_equal(found[shared], expected.loc[found.index, shared])
    assert found.index.tolist() == [f"fmr_1e_2_gallery_{people - 1}"]  # too few for a list of 1,000
    # And it is not the measurement with all photographs.
    assert found.score_threshold.iloc[0] != tables["lfw_measured_fpir"].score_threshold.iloc[0]


def test_leaderboard_by_hand(tmp_path):
    (tmp_path / "curves.csv").write_text(
        "method,fmr,tmr\nA+,0.000000,0.990000\nA+,0.001000,0.997000\nA+,0.002000,0.998000\n"
        "B,0.100000,0.900000\nB,1.000000,1.000000\n",
        encoding="utf-8",
    )
    (tmp_path / "reports.csv").write_text(
        "method,kind,reported_accuracy,reported_standard_error\nA+,algorithm,0.9980,0.0010\nB,algorithm,0.95,\n",
        encoding="utf-8",
    )
    table = lfw_roc.tables(tmp_path / "curves.csv", tmp_path / "reports.csv")["lfw_leaderboard"].set_index(
        "id"
    )
    a, b = table.loc["a_plus"], table.loc["b"]
    assert (a.curve_accuracy, a.fmr_strict, a.fmr_loose) == (0.998, 0.001, 0.002)  # tied points
    assert (a.false_matches_strict, a.false_non_matches_strict) == (3, 9)
    assert (a.fnmr_at_fmr_0, a.fnmr_at_fmr_0_001) == (0.01, 0.003)
    assert a.curve_reaches_report and a.curve_usable
    assert b.curve_accuracy == 0.9 and not b.curve_reaches_report and not b.curve_usable
    assert np.isnan(b.fnmr_at_fmr_0) and np.isnan(b.reported_standard_error)
    (tmp_path / "reports.csv").write_text(
        "method,kind,reported_accuracy,reported_standard_error\nC,algorithm,0.9,0.1\n", encoding="utf-8"
    )
    with pytest.raises(ValueError, match="no curve for C"):
        lfw_roc.tables(tmp_path / "curves.csv", tmp_path / "reports.csv")


def made_faces(seed=2):
    generator = np.random.default_rng(seed)
    people = np.repeat(np.arange(40), 10)
    images = generator.integers(40, 200, (40, 64, 64))[people] + generator.integers(-35, 36, (400, 64, 64))
    return images.astype(np.uint8), people


class Watched(BaseEstimator):
    """A model that notes whom it was trained on and passes images through."""

    seen = []

    def fit(self, images, people):
        Watched.seen.append((len(images), sorted(set(people.tolist()))))
        return self

    def transform(self, images):
        return images.copy()


@pytest.mark.parametrize(
    "split, trained_on",
    [
        ("disjoint", [list(range(20, 40)), list(range(20))]),
        ("leaking", [list(range(40)), list(range(40))]),
    ],
)
def test_olivetti_leaks_where_it_says_and_nowhere_else(split, trained_on):
    Watched.seen.clear()
    images, people = made_faces()
    found = faces.score_pairs(images, people, Watched(), split)
    assert Watched.seen == [(200, names) for names in trained_on]
    assert found.shape == (19_800,) and np.all(found <= 1 + 1e-12)


@pytest.mark.parametrize("split", ["disjoint", "leaking"])
def test_equal_training_is_equal_and_never_on_a_tested_photograph(split):
    class Noted(BaseEstimator):
        """Knows each photograph by its first pixel, which is its number."""

        models = []

        def fit(self, images, people):
            Noted.models.append((set(images[:, 0].round(6)), people))
            return self

        def transform(self, images):
            return images.copy()

    Noted.models.clear()
    people = np.repeat(np.arange(40), 10)
    images = np.zeros((400, 64, 64))
    images[:, 0, 0] = np.arange(1, 401)
    found = faces.score_pairs(images, people, Noted(), split, equal=True)
    assert not np.isnan(found).any() and len(Noted.models) == 4
    table = faces.pairs(images, people)
    numbers = {name: (10 * table[f"person_{name}"] + table[f"image_{name}"] + 1) / 400 for name in "ab"}
    cells = [(half, parity) for half in (False, True) for parity in (False, True)]
    for (half, parity), (trained_on, names) in zip(cells, Noted.models, strict=True):
        # Five photographs of each of 20 people, either way.
        assert len(trained_on) == 100 and np.unique(names, return_counts=True)[1].tolist() == [5] * 20
        tested = (table.person_a >= 20).eq(half) & (table.image_a % 2 == 1).eq(parity)
        assert tested.sum() == 19_800 / 4
        assert not trained_on & (set(numbers["a"][tested].round(6)) | set(numbers["b"][tested].round(6)))
        met = set(names) & (set(table.person_a[tested]) | set(table.person_b[tested]))
        assert len(met) == (20 if split == "leaking" else 0)


def test_olivetti_scores_are_cosines_of_the_features():
    images, people = made_faces()
    table = olivetti.scores(images, people)
    shuffled = np.random.default_rng(3).permutation(20)
    flat = images.reshape(400, -1) / images.max()
    train = np.flatnonzero(people >= 20)
    model = faces.matcher().fit(flat[train], people[train])
    for row in table[(table.person_a < 20)].iloc[shuffled].itertuples():
        pair = flat[[row.person_a * 10 + row.image_a, row.person_b * 10 + row.image_b]]
        for name, steps in (("pca_disjoint", model[:1]), ("lda_disjoint", model)):
            a, b = steps.transform(pair)
            assert getattr(row, name) == pytest.approx(
                a @ b / np.linalg.norm(a) / np.linalg.norm(b), abs=2e-4
            )


def test_olivetti_turns_down_other_images():
    images, people = made_faces()
    for wrong in ((images[:-1], people[:-1]), (images[:, :10], people), (images, np.zeros_like(people))):
        with pytest.raises(ValueError, match="400 of 64 x 64"):
            olivetti.scores(*wrong)


def test_a_short_threshold_decides_alike():
    values = np.random.default_rng(6).normal(0, 1, 5000)
    for threshold in np.sort(values)[::500]:
        short = _measure.short_threshold(values, threshold)
        assert short <= threshold and len(repr(short)) <= len(repr(float(threshold)))
        assert np.array_equal(values >= short, values >= threshold)


@pytest.mark.parametrize("fmr", [0.5, 0.1, 0.01, 0.0004])
def test_thresholds_agree_with_the_package_on_ties(fmr):
    ranked = np.sort(np.random.default_rng(7).integers(0, 60, 3000).astype(float))
    own = _measure.threshold_at(ranked, fmr)
    package = scores.threshold_at_fmr(ranked, fmr)
    assert np.count_nonzero(ranked >= (np.inf if own is None else own)) == np.count_nonzero(ranked >= package)


def test_written_whole_or_not_at_all(tmp_path, monkeypatch):
    table = pd.DataFrame({"id": ["a"], "x": [0.1], "n": [3.0], "ok": [True], "gap": [float("nan")]})
    _measure.write({"made": table}, tmp_path)
    path = tmp_path / "made" / "made.csv"
    assert path.read_bytes() == b"id,x,n,ok,gap\na,0.1,3,true,\n"

    def fail(*_):
        raise OSError("disk full")

    monkeypatch.setattr("falsematch._write.os.replace", fail)
    with pytest.raises(OSError, match="disk full"):
        _measure.write({"made": table.assign(x=9)}, tmp_path)
    assert path.read_bytes().startswith(b"id,x,n,ok,gap\na,0.1")
    assert [p.name for p in path.parent.iterdir()] == ["made.csv"]


def test_the_command_ends_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["lfw", str(tmp_path / "none.npz"), "--out", str(tmp_path / "out")])
    with pytest.raises(SystemExit) as stopped:
        _measure.command("x", [("descriptors", "file")], lfw.tables)
    assert stopped.value.code == 1
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and "none.npz" in error
    assert not (tmp_path / "out").exists()
