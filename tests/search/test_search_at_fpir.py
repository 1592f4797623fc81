"""FNIR at an FPIR target and galleries with several photographs, against definitions written out."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from falsematch import intervals, scores, search

INF = np.inf
FEW = st.sampled_from([-INF, 0.0, 0.25, 0.5, 0.75, 1.0])


@st.composite
def searches(draw, dtype=np.float64):
    rows, others, people = draw(st.integers(1, 6)), draw(st.integers(0, 4)), draw(st.integers(0, 4))
    values = FEW if np.dtype(dtype).kind == "f" else st.integers(-2, 3)
    mated = draw(hnp.arrays(dtype, rows, elements=values))
    nonmated = draw(hnp.arrays(dtype, (rows, others), elements=values))
    strangers = draw(st.none() | hnp.arrays(dtype, (draw(st.integers(1, 6)), people), elements=values))
    return mated, nonmated, strangers


def alarms(strangers, threshold):
    return [any(score >= threshold and score > -INF for score in row) for row in strangers.tolist()]


def misses(mated, nonmated, threshold, rank):
    missed = []
    for mate, row in zip(mated.tolist(), nonmated.tolist(), strict=True):
        ahead = sum(score >= mate for score in row)
        found = mate >= threshold and mate > -INF and (rank is None or ahead < rank)
        missed.append(not found)
    return missed


@given(
    searches() | searches(np.int16),
    st.sampled_from([0, 0.1, 0.2, 0.25, 1 / 3, 0.5, 0.75, 1]),
    st.none() | st.integers(1, 5),
)
@settings(max_examples=300, deadline=None)
def test_the_least_threshold_that_meets_the_target(test, fpir, rank):
    mated, nonmated, strangers = test
    found = search.fnir_at_fpir(mated, nonmated, fpir, rank, strangers)
    strangers = nonmated if strangers is None else strangers
    above = (lambda x: x + 1) if mated.dtype.kind == "i" else (lambda x: np.nextafter(x, INF))
    candidates = [-INF, *(above(x) for x in np.unique(strangers[strangers > -INF]).tolist())]
    least = min(t for t in candidates if sum(alarms(strangers, t)) / len(strangers) <= fpir)
    assert found.threshold == least
    alarmed, missed = alarms(strangers, least), misses(mated, nonmated, least, rank)
    assert (found.false_positives, found.misses) == (sum(alarmed), sum(missed))
    assert found.fpir == float(Fraction(sum(alarmed), len(alarmed))) and found.fnir == sum(missed) / len(
        missed
    )
    assert found.fpir_interval == intervals.proportion_interval(sum(alarmed), len(alarmed))
    assert found.fnir_interval == intervals.proportion_interval(sum(missed), len(missed))
    assert (found.rank, found.mated_gallery, found.nonmated_gallery) == (
        rank,
        nonmated.shape[1] + 1,
        strangers.shape[1],
    )
    again = search.open_set_rates(mated, nonmated, least, rank or 100, nonmated_searches=strangers)
    for name in ("fpir", "fnir", "false_positives", "misses", "nonmated_searches", "mated_searches"):
        assert getattr(again, name) == getattr(found, name)


def test_with_any_number_of_alarms_allowed_there_is_no_threshold():
    found = search.fnir_at_fpir([0.5, -INF], [[0.1, 0.2], [0.3, -INF]], 1)
    assert (found.threshold, found.false_positives, found.misses, found.fpir) == (-INF, 2, 1, 1.0)


@pytest.mark.parametrize(("rank", "misses"), [(1, 3), (2, 2), (3, 1), (None, 1)])
def test_a_mate_within_the_rank_is_found(rank, misses):
    """Three mates, first, second and third of three, the first of them below the threshold."""
    others = [[0.0, 0.1], [0.0, 0.9], [0.9, 0.9]]
    found = search.fnir_at_fpir([0.2, 0.8, 0.8], others, 0, rank, nonmated_searches=[[0.5], [0.3]])
    assert found.misses == misses and 0.5 < found.threshold < 0.6


def test_the_excluded_score_is_the_right_one_of_many():
    best = np.random.default_rng(2).permutation(5000)
    for allowed in (0, 1, 2500, 4998, 4999):
        found = search.fnir_at_fpir([0], [[1]], allowed / 5000, nonmated_searches=best[:, None])
        assert (found.threshold, found.false_positives) == (5000 - allowed, allowed)


@given(searches(np.float32), st.sampled_from([0, 0.2, 0.5]))
@settings(max_examples=60, deadline=None)
def test_the_threshold_is_of_the_scores_own_type(test, fpir):
    mated, nonmated, strangers = test
    found = search.fnir_at_fpir(mated, nonmated, fpir, nonmated_searches=strangers)
    assert np.float32(found.threshold) == found.threshold
    strangers = nonmated if strangers is None else strangers
    assert sum(alarms(strangers, found.threshold)) == found.false_positives
    below = np.nextafter(np.float32(found.threshold), np.float32(-INF))
    if found.threshold > -INF:
        assert sum(alarms(strangers, below)) / len(strangers) > fpir


def test_by_people_the_intervals_are_those_of_comparisons_by_people():
    rng = np.random.default_rng(4)
    of, who = rng.integers(0, 12, 80), rng.integers(0, 9, 60)
    mated, others = rng.normal(1.5, 1, 80) + of / 12, rng.normal(size=(80, 6))
    strangers = rng.normal(size=(60, 7))
    found = search.fnir_at_fpir(
        mated, others, 0.2, nonmated_searches=strangers, mated_subjects=of, nonmated_subjects=who.astype(str)
    )
    same = scores.rate_intervals_at(
        mated, [0.0], found.threshold, genuine_subjects=of, impostor_subjects=[(0, 1)]
    )
    assert found.fnir_interval == same.fnmr and found.fnir == same.point.fnmr
    turned = (
        scores.rate_intervals_at(  # an alarm of a stranger's search counts like a miss of a negated score
            -strangers.max(axis=1),
            [0.0],
            np.nextafter(-found.threshold, INF),
            genuine_subjects=who,
            impostor_subjects=[(0, 1)],
        )
    )
    assert turned.point.fnmr == found.fpir and turned.fnmr == found.fpir_interval


@pytest.mark.parametrize(
    "change, expected",
    [
        ({"fpir": 1.5}, "fpir must be a proportion"),
        ({"fpir": [0.1, 0.2]}, "fpir must be a single number"),
        ({"rank": 0}, "rank must be a whole number of at least 1"),
        ({"mated": [np.nan, 1]}, "mated must be of scores that are finite"),
        ({"nonmated": [[1.0]]}, "nonmated must be a row for each of the 2 mated scores"),
        ({"nonmated_searches": [1, 2]}, "nonmated_searches must be an array of shape"),
        ({"mated_subjects": [1]}, "mated_subjects must be whole numbers or text of shape"),
        (
            {"nonmated_subjects": [1, 2]},
            "nonmated_subjects must be left out, or given with nonmated_searches",
        ),
        ({"confidence": 0}, "confidence must be a proportion strictly between"),
    ],
)
def test_refused(change, expected):
    right = {"mated": [0.9, 0.8], "nonmated": [[0.1], [0.2]], "fpir": 0.5}
    with pytest.raises(ValueError, match=expected):
        search.fnir_at_fpir(**{**right, **change})


# Several photographs of a person


@st.composite
def galleries(draw):
    photographs, probes = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    names = st.sampled_from(["ann", "bob", "eve", "zoe"])
    of = draw(st.lists(names, min_size=photographs, max_size=photographs))
    who = draw(st.lists(names, min_size=probes, max_size=probes))
    return draw(hnp.arrays(np.float64, (probes, photographs), elements=FEW)), who, of


@given(galleries())
@settings(max_examples=200, deadline=None)
def test_each_person_counts_with_the_best_score(gallery):
    similarity, who, of = gallery
    found = search.best_per_person(similarity, who, of)
    people = sorted(set(of))
    assert found.gallery.tolist() == people
    rows = [
        {p: max(s for s, q in zip(row, of, strict=True) if q == p) for p in people}
        for row in similarity.tolist()
    ]
    mated = [(row, person) for row, person in zip(rows, who, strict=True) if person in people]
    strangers = [(row, person) for row, person in zip(rows, who, strict=True) if person not in people]
    assert found.mated.tolist() == [row[person] for row, person in mated]
    assert found.nonmated.tolist() == [[row[p] for p in people if p != person] for row, person in mated]
    assert found.mated_subjects.tolist() == [person for _, person in mated]
    assert found.nonmated_subjects.tolist() == [person for _, person in strangers]
    if strangers:
        assert found.nonmated_searches.tolist() == [[row[p] for p in people] for row, _ in strangers]
    else:
        assert found.nonmated_searches is None


def test_one_photograph_each_changes_nothing():
    rng = np.random.default_rng(1)
    matrix = rng.normal(size=(20, 20))
    found = search.best_per_person(matrix, range(20), range(20))
    assert np.array_equal(found.mated, np.diag(matrix))
    assert np.array_equal(found.nonmated, matrix[~np.eye(20, dtype=bool)].reshape(20, 19))
    rates = search.fnir_at_fpir(found.mated, found.nonmated, 0.1, 1, found.nonmated_searches)
    assert rates.fpir == 0.1


@pytest.mark.parametrize(
    "arguments, expected",
    [
        (([[1.0, 2.0]], ["a"], ["a"]), "gallery_subjects must be whole numbers or text of shape"),
        (([[1.0, 2.0]], ["a", "b"], ["a", "b"]), "probe_subjects must be whole numbers or text of shape"),
        (([[1.0, 2.0]], [1], ["1", "2"]), "probe_subjects must be of one kind"),
        (([[1.0, np.inf]], [1], [1, 2]), "similarity must be of scores that are finite"),
        ((np.empty((2, 0)), [1, 2], []), "similarity must be of at least one photograph"),
    ],
)
def test_galleries_refused(arguments, expected):
    with pytest.raises(ValueError, match=expected):
        search.best_per_person(*arguments)
