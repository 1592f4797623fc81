"""Labels and scores: split into the two sets, and refused where the two sets are wanted."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from falsematch import scores

SCORES = [0.9, 0.8, 0.3, 0.1, 0.7, -np.inf]
EXPECTED = [0.9, 0.8, 0.7], [0.3, 0.1, -np.inf]


@pytest.mark.parametrize(
    "labels",
    [
        [1, 1, 0, 0, 1, 0],
        [1, 1, -1, -1, 1, -1],
        [1.0, 1.0, 0.0, 0.0, 1.0, 0.0],
        [True, True, False, False, True, False],
        np.array([1, 1, 0, 0, 1, 0], dtype=np.uint8),
        np.array([1, 1, 0, 0, 1, 0], dtype=object),
        ["genuine", "genuine", "impostor", "impostor", "Genuine", "imposter"],
        ["mated", "MATED", "nonmated", "non-mated", "mate", "non_mated"],
        ["target", "target", "nontarget", "nontarget", "yes", "no"],
        ["1", "1", "0", "0", "1", "0"],
        [" 1", "+1", "0.0", "0 ", "1.", "-0"],
        [["1.0", "1", "-1"], ["-1", "1", "-1.00"]],
        np.array([[True, 1.0, np.False_], [0, np.int8(1), np.float32(0)]], dtype=object),
        np.array([b"same", b"same", b"different", b"different", b"same", b"different"]),
        pd.Series(["match", "match", "nonmatch", "nonmatch", "match", "nonmatch"], dtype="category"),
    ],
    ids=lambda labels: str(labels)[:24].replace("\n", " "),
)
def test_every_kind_of_labels(labels):
    genuine, impostor = scores.split(labels, np.reshape(SCORES, np.shape(labels)))
    assert (genuine.tolist(), impostor.tolist()) == EXPECTED


def test_the_type_of_the_scores_is_kept():
    found = scores.split([[1, 0], [0, 1]], np.array([[1, 2], [3, 4]], dtype=np.int16))
    assert found.genuine.dtype == found.impostor.dtype == np.int16
    assert found.genuine.tolist() == [1, 4] and found.impostor.tolist() == [2, 3]
    assert scores.split([1, 0], np.float32([0.5, 0.25])).genuine.dtype == np.float32
    for wide in (np.array([0.5, 1], dtype=object), np.array([0.5, 1], dtype=np.longdouble)):
        assert scores.split([1, 0], wide).genuine.dtype == np.float64


@pytest.mark.parametrize(
    "labels", [[], np.zeros(0, dtype="U3"), np.zeros(0, dtype=object), np.zeros((0, 2), dtype=bool)]
)
def test_nothing_splits_into_nothing(labels):
    assert [part.size for part in scores.split(labels, np.zeros(np.shape(labels)))] == [0, 0]


@given(st.lists(st.tuples(st.booleans(), st.floats(-10, 10)), max_size=30))
def test_as_numpy_selects(rows):
    labels, values = (
        np.array([row[0] for row in rows], dtype=bool),
        np.array([row[1] for row in rows], dtype=float),
    )
    genuine, impostor = scores.split(labels, values)
    assert np.array_equal(genuine, values[labels]) and np.array_equal(impostor, values[~labels])
    assert np.array_equal(scores.split(np.where(labels, 1, -1), values).impostor, impostor)


@pytest.mark.parametrize(
    "labels, values, expected",
    [
        ([1, 0, -1], [1, 2, 3], "y_true must be labels that are all 0 or 1, all -1 or 1"),
        ([1, 2], [1, 2], "y_true must be labels .* got 2"),
        ([1, 0.5], [1, 2], "got 0.5"),
        (["genuine", "client"], [1, 2], "got 'client'"),
        (["1", "0", "-1"], [1, 2, 3], "y_true must be"),
        ([None, 1], [1, 2], r"y_true must be labels .* got \[None, 1\]$"),
        (["genuine", 1], [1, 2], "y_true must be labels .* got '1'$"),
        ([np.nan, 1], [1, 2], "y_true must be labels .* got nan$"),
        ([0.0, -1.0, 3.0, 0.5], [1, 2, 3, 4], "y_true must be labels .* got 3.0$"),
        (["client", "1"], [1, 2], "got 'client'$"),
        (["2", "1"], [1, 2], "got '2'$"),
        (np.array(["genuine", 1], dtype=object), [1, 2], "y_true must be labels"),
        (np.array([1, None, 0], dtype=object), [1, 2, 3], "y_true must be labels"),
        (["genuine", "1"], [1, 2], "got '1'$"),
        ([b"same", b"client"], [1, 2], "got b'client'$"),
        ([[1, 0]], [1, 2], r"y_true must be of the shape of y_score, \(2,\), got \(1, 2\)$"),
        ([1, 0], [1, 2, 3], "y_true must be of the shape of y_score"),
        ([1, 0], [1, np.nan], r"y_score\[1\] must be a finite score"),
        ([1, 0], [1, np.inf], r"y_score\[1\] must be a finite score"),
        ([1, 0], ["a", "b"], "y_score"),
    ],
)
def test_refused(labels, values, expected):
    with pytest.raises(ValueError, match=expected) as caught:
        scores.split(labels, values)
    assert "\n" not in str(caught.value)


QUESTIONS = {
    "rates_at": lambda a, b: scores.rates_at(a, b, 0.5),
    "fnmr_at_fmr": lambda a, b: scores.fnmr_at_fmr(a, b, 0.1),
    "eer": scores.eer,
    "det": scores.det,
    "balanced_accuracy": scores.balanced_accuracy,
    "bootstrap_fnmr_at_fmr": lambda a, b: scores.bootstrap_fnmr_at_fmr(a, b, 0.1, seed=1),
}


@pytest.mark.parametrize("question", QUESTIONS)
def test_labels_and_scores_are_no_two_sets_of_scores(question):
    labels, values = [1, 1, 0, 0, 1, 0], [0.9, 0.8, 0.3, 0.1, 0.7, 0.2]
    with pytest.raises(ValueError, match="genuine must be scores.*falsematch.scores.split"):
        QUESTIONS[question](labels, values)
    with pytest.raises(ValueError, match="impostor must be scores.*falsematch.scores.split"):
        QUESTIONS[question](values, labels)
    QUESTIONS[question](*scores.split(labels, values))
    with pytest.raises(ValueError, match="genuine must be scores"):
        QUESTIONS[question](labels, [1.0, 1.0, 0.0, 0.1, 1.0, 0.0])  # hardly any fraction among them


@pytest.mark.parametrize(
    "genuine, impostor",
    [
        ([1, 1, 1, 1, 1, 1], [0.9, 0.8, 0.3, 0.1, 0.7, 0.2]),  # a matcher that is sure of all its own
        ([1, 1, 0, 0, 1, 0], [0.9, 0.8, 0.3, 0.1, 0.7]),  # other numbers of comparisons
        ([1, 1, 1, 1, 1, 0], [0, 0, 0, 0, 1, 0]),  # a matcher that says yes or no
        ([1, 1, 0, 0, 1, 0], [9, 8, 3, 1, 7, 2]),  # may be scores that are whole numbers
        ([1, 1, 0, 0, 1], [0.9, 0.8, 0.3, 0.1, 0.7]),  # too few to tell
        ([1, 0.5, 1, 0.5, 1, 1], [0.9, 0.8, 0.3, 0.1, 0.7, 0.2]),  # two values, of which one is a label
        ([1, 0] * 40 + [0.5], [0.1, 0.2, 0.3] * 27),  # fractions among them, however late
    ],
)
def test_what_may_be_scores_is_taken_as_scores(genuine, impostor):
    assert scores.rates_at(genuine, impostor, 0.5).genuine_comparisons == len(genuine)


def test_an_equal_error_rate_above_one_half_is_not_passed_over_in_silence():
    genuine, impostor = [0.9, 0.8, 0.4, 0.7], [0.1, 0.2, 0.5, 0.3]
    with pytest.warns(UserWarning, match="above one half .0.75.*distances. negate them") as one:
        turned = scores.eer(impostor, genuine)
    with pytest.warns(UserWarning, match="above one half") as other:
        assert scores.ScoreParts(impostor, genuine).eer() == turned
    assert [warned.filename for warned in (*one, *other)] == [__file__] * 2  # said of the line that asked
    assert (
        turned.value == 1 - scores.eer(genuine, impostor).value == 0.75
    )  # no warning: it would be an error here
    assert scores.eer([0, 1], [0, 1]).value == 0.5
