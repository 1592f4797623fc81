"""The measured tables, made again from the benchmarks where somebody has them.

The originals are not part of the project. They are looked for in the folder `shared` beside the
repository, or in the folder that the environment variable FALSEMATCH_SHARED names.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from falsematch import datasets, scores
from falsematch.remeasure import bssr1, lfw, lfw_roc, olivetti

SHARED = Path(os.environ.get("FALSEMATCH_SHARED") or Path(__file__).resolve().parents[3] / "shared")


def original(name):
    path = SHARED / "benchmarks" / name
    if not path.exists():
        pytest.skip(f"the original {name} is not on this computer (see FALSEMATCH_SHARED)")
    return path


@pytest.fixture(scope="module")
def lfw_again():
    return lfw.tables(original("lfw/dlib_embeddings.npz"), show_progress=False)


def the_same(made, name, tolerance=1e-9):
    stored = datasets.load(name)
    made = made.set_index("id")
    assert made.columns.tolist() == stored.columns.tolist() and made.index.tolist() == stored.index.tolist()
    for column in stored.columns:
        if stored[column].dtype.kind == "f" or str(stored[column].dtype) == "Int64":
            np.testing.assert_allclose(
                made[column].astype(float),
                stored[column].astype(float),
                rtol=tolerance,
                atol=tolerance,
                err_msg=column,
            )
        else:
            assert made[column].tolist() == stored[column].tolist(), column


@pytest.mark.parametrize("name", ["histogram", "view2", "operating_points", "fpir", "wrong_within"])
def test_lfw(lfw_again, name):
    the_same(lfw_again[f"lfw_measured_{name}"], f"lfw_measured_{name}")


def test_bssr1():
    for name, table in bssr1.tables(original("bssr1/bssr1_set1.npz")).items():
        the_same(table, name)


def test_leaderboard():
    folder = original("lfw_roc")
    made = lfw_roc.tables(folder / "lfw_roc_points.csv", folder / "lfw_methods.csv")
    the_same(made["lfw_leaderboard"], "lfw_leaderboard")


def test_olivetti():
    # Rounded to four decimals; another BLAS may round the last one the other way.
    the_same(
        olivetti.tables(original("olivetti/olivetti_faces.npz"))["olivetti_scores"], "olivetti_scores", 2e-4
    )


def test_olivetti_from_a_copy_at_hand():
    faces = datasets.load_olivetti(original("olivetti/olivetti_faces.npz"))
    assert faces.images.dtype == np.float32 and faces.images.min() == 0 and faces.images.max() == 1
    assert faces.people.tolist() == np.repeat(np.arange(40), 10).tolist()
    made = olivetti.scores(*faces)
    assert (
        np.abs(made.lda_leaking.to_numpy() - datasets.load("olivetti_scores").lda_leaking.to_numpy()).max()
        < 2e-4
    )


def test_lfw_histogram_against_the_one_made_elsewhere():
    """Counted by others from descriptors before their rounding, which moves a distance by 0.00015 at most."""
    theirs = pd.read_csv(original("lfw/all_pairs_histogram.csv"))
    ours = datasets.load("lfw_measured_histogram")
    pairs = {
        "genuine_as_labelled": "mated_as_labelled",
        "impostor_as_labelled": "nonmated_as_labelled",
        "genuine_clean": "mated_clean",
        "impostor_clean": "nonmated_clean",
    }
    edges = np.round(np.arange(0, 1.3, 0.001), 3)
    for their_name, name in pairs.items():
        assert theirs[their_name].sum() == ours[name].sum()
        their_total = np.array([theirs[their_name][theirs.distance_to <= e + 1e-9].sum() for e in edges])
        our_total = np.array([ours[name][ours.score_low >= -e - 1e-9].sum() for e in edges])
        assert np.all(our_total[1:] >= their_total[:-1]) and np.all(our_total[:-1] <= their_total[1:])
        assert np.abs(our_total - their_total).max() <= 2e-4 * our_total[-1]
    assert theirs.impostor_clean_one_image_per_identity.sum() == ours.nonmated_one_image_per_person.sum()


def test_view2_scores_against_those_made_elsewhere():
    theirs = pd.read_csv(original("lfw/view2_pair_scores.csv")).sort_values(["fold", "same", "distance"])
    data = lfw.read(original("lfw/dlib_embeddings.npz"))
    made = pd.DataFrame(
        {"fold": data["pair_fold"], "same": data["pair_same"], "distance": -lfw.view2_pair_scores(data)}
    )
    made = made.sort_values(["fold", "same", "distance"])
    assert np.abs(made.distance.to_numpy() - theirs.distance.to_numpy()).max() < 0.0002


def test_the_file_is_read_by_load_scores_too():
    sets = datasets.load_scores(original("lfw/view2_pair_scores.csv"), distances=True)
    assert scores.balanced_accuracy(sets.genuine, sets.impostor) == pytest.approx(0.988, abs=0.001)
    face_g = datasets.load_scores(original("bssr1/bssr1_set1.npz"), score_column="face_g")
    assert scores.eer(face_g.genuine, face_g.impostor).value == pytest.approx(0.058, abs=5e-4)


def test_bssr1_equal_error_rates_are_those_published_with_the_copy():
    published = {"face_c": 0.043, "face_g": 0.058, "finger_left": 0.085, "finger_right": 0.050}
    for name, matrix in bssr1.read(original("bssr1/bssr1_set1.npz")).items():
        kept, _ = bssr1.without_failures(matrix)
        found = scores.eer(np.diag(kept), kept[~np.eye(len(kept), dtype=bool)])
        assert found.low - 0.0005 <= published[name] <= found.high + 0.0005


def test_leaderboard_against_the_figures_beside_the_curves():
    theirs = pd.read_csv(original("lfw_roc/lfw_methods.csv")).set_index("method")
    ours = datasets.load("lfw_leaderboard").set_index("method")
    assert set(theirs.index) == set(ours.index)
    both = ours.merge(theirs, left_index=True, right_index=True, suffixes=("", "_theirs"))
    assert (both.curve_accuracy - both.max_balanced_accuracy_from_roc).abs().max() < 1e-5
    assert (both.fnmr_at_fmr_0_theirs - both["fnmr_at_fmr_0"]).abs().max() < 1e-5
