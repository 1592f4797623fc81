"""The bootstrap against what it stands for: every resample of a tiny set, or people drawn one by one."""

from itertools import product

import numpy as np
import pytest
from scipy.sparse import issparse

from falsematch import scores
from falsematch.scores import _bootstrap, _people_in_parts, _stream, bootstrap_fnmr_at_fmr


def plain_fnmr(genuine, impostor, fmr, genuine_weight, impostor_weight):
    """The definition with weights: least threshold whose weighted FMR meets the target, then FNMR."""
    if genuine_weight.sum() == 0 or impostor_weight.sum() == 0:
        return np.nan
    threshold = -np.inf
    for score in np.unique(impostor[impostor > -np.inf]):
        matched = impostor_weight[(impostor >= score)].sum()
        if matched / impostor_weight.sum() > fmr:
            threshold = np.nextafter(score, np.inf)
    missed = (genuine < threshold) | (genuine == -np.inf)
    return genuine_weight[missed].sum() / genuine_weight.sum()


def enumerated(genuine, impostor, fmr):
    """The distribution of FNMR over every equally likely resample of both sets."""
    law = {}
    n, m = impostor.size, genuine.size
    ones = np.ones(m), np.ones(n)
    for i in product(range(n), repeat=n):
        for g in product(range(m), repeat=m):
            value = plain_fnmr(genuine[list(g)], impostor[list(i)], fmr, *ones)
            law[value] = law.get(value, 0) + 1 / (n**n * m**m)
    return law


@pytest.mark.parametrize(
    ("genuine", "impostor", "fmr"),
    [
        ([0.5, 2.5, 3.5], [1.0, 2.0, 3.0, 0.0], 0.25),
        ([0.5, 2.5, 3.5], [1.0, 2.0, 3.0, 0.0], 0.0),
        ([1.0, 2.0, 2.0], [1.0, 2.0, 2.0, 1.0], 0.5),
        ([-np.inf, 1.0, 4.0], [1.0, -np.inf, 3.0, 3.0], 0.6),
        ([-np.inf, 1.0, 4.0], [1.0, -np.inf, -np.inf, 0.0], 0.75),
        ([-np.inf, 1.0, 4.0], [1.0, 5.0, 6.0, 0.0], 1.0),
    ],
)
def test_independent_replicates_follow_the_law_of_every_resample(genuine, impostor, fmr):
    genuine, impostor = np.array(genuine), np.array(impostor)
    law = enumerated(genuine, impostor, fmr)
    assert sum(law.values()) == pytest.approx(1)
    count = 40_000
    values = bootstrap_fnmr_at_fmr(genuine, impostor, fmr, replicates=count, seed=11).replicates
    assert set(values) <= set(law)
    for value, chance in law.items():
        spread = (chance * (1 - chance) / count) ** 0.5
        assert abs(np.mean(values == value) - chance) <= 4.5 * spread + 1e-12, value


def people_drawn(seed, people, replicates):
    rng = np.random.default_rng(seed)
    for _ in range(replicates):
        yield np.bincount(rng.integers(people, size=people), minlength=people)


def clustered_case(seed, people, genuine, impostor, decimals=6):
    rng = np.random.default_rng(seed)
    of, pairs = rng.integers(people, size=genuine), rng.integers(people, size=(impostor, 2))
    pairs[:, 1] = (pairs[:, 0] + 1 + pairs[:, 1] % (people - 1)) % people  # two different people
    # Some people are easy to confuse, so that clustering matters.
    ease = rng.normal(size=people)
    impostor = (rng.normal(size=impostor) + ease[pairs].sum(axis=1)).round(decimals)
    genuine = (rng.normal(4, 1, size=genuine) - ease[of]).round(decimals)
    return genuine, impostor, of, pairs


@pytest.mark.parametrize(
    ("people", "genuine", "impostor", "fmr", "decimals"),
    [
        (6, 15, 40, 0.1, 6),
        (6, 15, 40, 0.1, 0),
        (30, 100, 3000, 0.001, 6),
        (30, 100, 3000, 0.05, 0),
        (30, 50, 1000, 0.0, 6),
        (30, 50, 500, 0.9, 1),
        (30, 50, 500, 1.0, 1),
        (2, 3, 4, 0.3, 6),
    ],
)
def test_clustered_replicates_are_those_of_the_definition(people, genuine, impostor, fmr, decimals):
    genuine, impostor, of, pairs = clustered_case(people, people, genuine, impostor, decimals)
    genuine[0] = impostor[1] = -np.inf
    result = bootstrap_fnmr_at_fmr(
        genuine, impostor, fmr, genuine_subjects=of, impostor_subjects=pairs, replicates=60, seed=5
    )
    present = np.unique(np.concatenate([of, pairs.ravel()]))
    expected = []
    for drawn in people_drawn(5, present.size, 60):
        count = np.zeros(people)
        count[present] = drawn
        weights = count[of], count[pairs[:, 0]] * count[pairs[:, 1]]
        expected.append(plain_fnmr(genuine, impostor, fmr, *weights))
    np.testing.assert_array_equal(result.replicates, expected)
    ones = np.ones(genuine.size), np.ones(impostor.size)
    assert result.estimate == plain_fnmr(genuine, impostor, fmr, *ones)
    known = np.sort(result.replicates[~np.isnan(result.replicates)])
    assert result.low == known[int(np.floor(0.025 * (known.size - 1)))]
    assert result.high == known[int(np.ceil(0.975 * (known.size - 1)))]


def test_small_working_arrays_and_any_labels_change_nothing(monkeypatch):
    genuine, impostor, of, pairs = clustered_case(1, 40, 200, 2000)

    def replicates(of, pairs):
        return bootstrap_fnmr_at_fmr(
            genuine, impostor, 0.01, genuine_subjects=of, impostor_subjects=pairs, replicates=50, seed=2
        ).replicates

    expected = replicates(of, pairs)
    names = np.array([f"p{number:03}" for number in range(40)])
    np.testing.assert_array_equal(replicates(names[of], names[pairs]), expected)
    objects = names.astype(object)
    np.testing.assert_array_equal(replicates(objects[of], objects[pairs]), expected)
    np.testing.assert_array_equal(replicates(10**9 * of - 5, 10**9 * pairs - 5), expected)
    np.testing.assert_array_equal(replicates(of.astype(np.uint8), pairs.astype(np.int16)), expected)
    # Labels that overflow their own type when subtracted, or that float64 cannot tell apart.
    np.testing.assert_array_equal(
        replicates((6 * of - 120).astype(np.int8), (6 * pairs - 120).astype(np.int8)), expected
    )
    np.testing.assert_array_equal(replicates(of.astype(np.uint64) + 2**60, pairs + 2**60), expected)
    np.testing.assert_array_equal(replicates(of.astype(object), pairs), expected)
    # The greatest whole number that a label may be, in any type that holds it.
    top = (of + (2**63 - 40)).astype(np.uint64), pairs + (2**63 - 40)
    assert top[0].max() == 2**63 - 1
    np.testing.assert_array_equal(replicates(*top), expected)
    # Sparse totals, one replicate at a time, and a tail that must be fetched again and again.
    for name, size in (("_DRAWN", 100), ("_ROWS", 7), ("_ROWS", 2**22), ("DENSE", 0), ("_SPARE", -39)):
        monkeypatch.setattr(_bootstrap, name, size)
        np.testing.assert_array_equal(replicates(of, pairs), expected)
    fetched = []
    fetch = _bootstrap._Tail._fetch
    monkeypatch.setattr(
        _bootstrap._Tail, "_fetch", lambda tail, size: fetched.append(size) or fetch(tail, size)
    )
    replicates(of, pairs)
    assert fetched[:3] == [1, 4, 16]


@pytest.mark.parametrize("label", [-1, 2**63 - 1, 2**63, 2**70, -(2**63), -(2**63) - 1])
def test_labels_are_whole_numbers_of_64_bits_with_a_sign(label):
    given = [label, -1, np.int8(3)], [[label - 1, -1], [3, -1], [label, 3]]
    people = dict(genuine_subjects=np.array(given[0], dtype=object), impostor_subjects=given[1])
    if -(2**63) < label < 2**63:
        found = bootstrap_fnmr_at_fmr([0.9, 0.8, 0.1], [0.3, 0.2, 0.5], 0.1, **people, seed=1, replicates=5)
        assert found.replicates.size == 5
    else:
        with pytest.raises(
            ValueError, match="^(genuine|impostor)_subjects must be whole numbers or text of shape"
        ):
            bootstrap_fnmr_at_fmr([0.9, 0.8, 0.1], [0.3, 0.2, 0.5], 0.1, **people, seed=1)


def test_whole_scores_reach_the_threshold_that_is_the_next_whole_number():
    genuine, impostor, of, pairs = clustered_case(3, 12, 60, 300, decimals=0)
    people = dict(genuine_subjects=of, impostor_subjects=pairs, replicates=40, seed=1)
    as_float = bootstrap_fnmr_at_fmr(genuine, impostor, 0.1, **people)
    found = bootstrap_fnmr_at_fmr(genuine.astype(int), impostor.astype(int), 0.1, **people)
    np.testing.assert_array_equal(found.replicates, as_float.replicates)


@pytest.mark.parametrize("dense", [0, 2**24])
@pytest.mark.parametrize("rows", [1, 3, 256])  # of the greatest scores that are looked at together
def test_people_of_one_kind_of_comparison_only(monkeypatch, dense, rows):
    """The last of all has no impostor comparison, another one no genuine one."""
    monkeypatch.setattr(_bootstrap, "DENSE", dense)
    monkeypatch.setattr(_bootstrap, "_ROWS", rows)
    monkeypatch.setattr(_stream, "CHUNK", 3)
    of, pairs = np.array([1, 2, 4, 4]), np.array([[0, 1], [2, 1], [0, 2], [1, 3]])
    genuine, impostor = np.array([0.9, 0.3, 0.1, 0.8]), np.array([0.2, 0.5, 0.4, 0.1])
    for subjects, beside in (
        (of, pairs),
        (np.array([0, 1, 1, 2]), pairs + 1),
        (np.array([4, 1, 1, 1]), pairs),
    ):
        found = bootstrap_fnmr_at_fmr(
            genuine, impostor, 0.3, genuine_subjects=subjects, impostor_subjects=beside, replicates=50, seed=4
        )
        expected = []
        for count in people_drawn(4, 5, 50):
            weights = count[subjects], count[beside[:, 0]] * count[beside[:, 1]]
            expected.append(plain_fnmr(genuine, impostor, 0.3, *weights))
        np.testing.assert_array_equal(found.replicates, expected)


@pytest.mark.parametrize("genuine", [0.1, 0.9])
def test_one_comparison_of_each_kind_is_enough_for_a_resample(genuine):
    found = bootstrap_fnmr_at_fmr(
        [genuine], [0.5], 0.0, genuine_subjects=[0], impostor_subjects=[[0, 1]], replicates=60, seed=2
    )
    once = [drawn.tolist() == [1, 1] for drawn in people_drawn(2, 2, 60)]
    assert 10 < sum(once) < 50
    np.testing.assert_array_equal(found.replicates, np.where(once, float(genuine < 0.5), np.nan))


def test_where_everything_may_match_nothing_but_failures_is_missed():
    of, pairs = [0, 1, 2, 3], [[0, 1], [1, 2], [2, 3], [3, 0], [0, 2]]
    impostor = [5.0, 6.0, 7.0, -np.inf, 8.0]
    for genuine, missed in (([1.0, 2.0, 9.0, 0.0], 0), ([-np.inf] * 4, 1)):
        found = bootstrap_fnmr_at_fmr(
            genuine, impostor, 1.0, genuine_subjects=of, impostor_subjects=pairs, replicates=30, seed=3
        )
        assert set(found.replicates[~np.isnan(found.replicates)]) == {missed}


@pytest.mark.parametrize(("numbers", "blocks"), [(10, [1] * 5), (79, [1] * 5), (80, [2, 2, 1]), (10**6, [5])])
def test_so_many_resamples_are_at_hand_as_there_are_numbers_for(monkeypatch, numbers, blocks):
    genuine, impostor, of, pairs = clustered_case(1, 40, 200, 500)
    found, excluded = [], _bootstrap._Tail.excluded
    monkeypatch.setattr(_bootstrap, "_DRAWN", numbers)
    monkeypatch.setattr(
        _bootstrap._Tail,
        "excluded",
        lambda tail, drawn, most: found.append(drawn.shape) or excluded(tail, drawn, most),
    )
    people = dict(genuine_subjects=of, impostor_subjects=pairs)
    bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, **people, replicates=5, seed=2)
    assert found == [(40, block) for block in blocks]


@pytest.mark.parametrize(("dense", "is_sparse"), [(1599, True), (1600, False)])
def test_pairs_of_many_people_are_not_kept_in_full(monkeypatch, dense, is_sparse):
    genuine, impostor, of, pairs = clustered_case(1, 40, 200, 500)
    monkeypatch.setattr(_bootstrap, "DENSE", dense)
    monkeypatch.setattr(_people_in_parts, "DENSE", dense)
    people = dict(genuine_subjects=of, impostor_subjects=pairs)
    sets = scores._sets(genuine, impostor)
    parts = scores.ScoreParts(genuine, impostor, **people)
    expected = np.zeros((40, 40))
    np.add.at(expected, tuple(pairs.T), 1)
    for asked in (
        _bootstrap._People(*sets, of, pairs),
        _people_in_parts.PartedPeople(parts._genuine, parts._impostor, 2**31),
    ):
        found = asked.pairs()
        assert issparse(found) is is_sparse
        np.testing.assert_array_equal(found.toarray() if is_sparse else found, expected)


def test_people_widen_the_interval():
    genuine, impostor, of, pairs = clustered_case(2, 50, 2000, 20_000)
    alone = bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, seed=3)
    people = bootstrap_fnmr_at_fmr(
        genuine, impostor, 0.01, genuine_subjects=of, impostor_subjects=pairs, seed=3
    )
    assert people.estimate == alone.estimate
    assert people.low < alone.low <= alone.estimate <= alone.high < people.high


def test_the_interval_and_the_seed():
    rng = np.random.default_rng(4)
    genuine, impostor = rng.normal(2, 1, 500).astype(np.float32), rng.normal(size=5000).astype(np.float32)
    one = bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, replicates=199, confidence=0.9, seed=1)
    again = bootstrap_fnmr_at_fmr(genuine, impostor[::-1], 0.01, replicates=199, confidence=0.9, seed=1)
    np.testing.assert_array_equal(one.replicates, again.replicates)
    assert one.replicates.shape == (199,) and one.confidence == 0.9
    assert one.low <= one.estimate == one.point.fnmr <= one.high
    assert one.point == scores.fnmr_at_fmr(genuine, impostor, 0.01)
    ordered = np.sort(one.replicates)
    assert one.low == ordered[int(0.05 * 198)] and one.high == ordered[int(np.ceil(0.95 * 198))]
    assert {one.low, one.high} <= set(one.replicates)
    other = bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, replicates=199, seed=2)
    assert other.replicates.tolist() != one.replicates.tolist()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"genuine": []}, "genuine must be at least one score"),
        ({"fmr": 1.5}, "fmr must be a proportion"),
        ({"fmr": [0.1, 0.2]}, "fmr must be a single number"),
        ({"replicates": 0}, "replicates must be a whole number of at least 1"),
        ({"confidence": 1.0}, "confidence must be a proportion strictly"),
        ({"genuine_subjects": [1, 2]}, "impostor_subjects must be whole numbers or text"),
        ({"impostor_subjects": [[1, 2]] * 3}, "genuine_subjects must be whole numbers or text"),
        ({"genuine_subjects": [1], "impostor_subjects": [[1, 2]] * 3}, "genuine_subjects must be"),
        ({"genuine_subjects": [1, 2], "impostor_subjects": [1, 2, 3]}, r"impostor_subj.*shape \(3, 2\)"),
        ({"genuine_subjects": [1.0, 2.0], "impostor_subjects": [[1, 2]] * 3}, "genuine_subjects must be"),
        (
            {"genuine_subjects": ["a", "b"], "impostor_subjects": [[1, 2]] * 3},
            r"^genuine_subjects must be of one kind, that of impostor_subjects, got \['a', 'b'\]$",
        ),
        ({"genuine_subjects": [b"a", b"b"], "impostor_subjects": [["a", "b"]] * 3}, "of one kind"),
        (
            {"genuine_subjects": [None, "b"], "impostor_subjects": [["a", "b"]] * 3},
            "genuine_subjects must be whole",
        ),
        (
            {"genuine_subjects": [1, 2**63], "impostor_subjects": [[1, 2]] * 3},
            "genuine_subjects must be whole",
        ),
        (
            {
                "genuine_subjects": np.array([1, 2**63], dtype=np.uint64),
                "impostor_subjects": np.array([[1, 2**63]] * 3, dtype=np.uint64),
            },
            "genuine_subjects must be whole",
        ),
        (
            {"genuine_subjects": [1, 2**70], "impostor_subjects": [[1, 2]] * 3},
            "genuine_subjects must be whole",
        ),
        (
            {"genuine_subjects": [1, 2**63], "impostor_subjects": [[1, 2**63]] * 3},
            r"genuine_subjects must be whole numbers or text of shape \(2,\), with subjects for both sets",
        ),
        (
            {"genuine_subjects": np.ma.array([1, 2], mask=[0, 1]), "impostor_subjects": [[1, 2]] * 3},
            "genuine_subjects must be whole",
        ),
        (
            {"genuine_subjects": [1, 2], "impostor_subjects": [[1, 2], [3, 3], [1, 2]]},
            r"impostor_subjects\[1\] must be two people, got \[3, 3\]",
        ),
        ({"seed": None}, "seed must be given"),
        ({"seed": "a"}, "seed must be what"),
    ],
)
def test_unusable_input_is_refused_by_name(change, words):
    given = {"genuine": [0.5, 0.7], "impostor": [0.1, 0.2, 0.6], "fmr": 0.1, "seed": 0, **change}
    with pytest.raises(ValueError, match=words):
        bootstrap_fnmr_at_fmr(given.pop("genuine"), given.pop("impostor"), given.pop("fmr"), **given)


@pytest.mark.parametrize("drawn", [[2, 0], [0, 2]])
def test_no_usable_resample_is_refused(drawn):
    # Two people in one pair: a resample has impostor weight only if it draws each of them once. In one
    # of these two it has genuine weight, in the other none.
    seed = next(s for s in range(100) if next(people_drawn(s, 2, 1)).tolist() == drawn)
    given = dict(genuine_subjects=[0], impostor_subjects=[[1, 0]], replicates=1)
    with pytest.raises(
        ValueError, match="^genuine_subjects must be of enough people for one usable resample, got 2$"
    ):
        bootstrap_fnmr_at_fmr([1.0], [0.0], 0.1, seed=seed, **given)
