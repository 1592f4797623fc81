"""Scores in the blocks of dask arrays, computed in this process: the answers of one array, block by block."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from falsematch import scores
from falsematch.datasets import _unpack
from falsematch.scores import ScoreParts, _parts

dask = pytest.importorskip("dask", reason="dask is not installed: pip install -r requirements-scale.txt")
da = pytest.importorskip("dask.array")
pytestmark = pytest.mark.extras


def sets():
    rng = np.random.default_rng(11)
    return rng.normal(3, 1, 500), rng.normal(size=3000).astype(np.float32)


def lazily(values, chunks):
    return da.from_array(values, chunks=chunks)


@pytest.mark.parametrize(
    "piece", [_parts.PIECE, 100, 99]
)  # blocks of 300 and of 100: whole pieces, and others
def test_the_answers_are_those_of_one_array(monkeypatch, piece):
    monkeypatch.setattr(_parts, "PIECE", piece)
    genuine, impostor = sets()
    in_parts = ScoreParts(lazily(genuine, 100), lazily(impostor, 300))
    assert (in_parts.genuine_comparisons, in_parts.impostor_comparisons) == (500, 3000)
    assert in_parts.fnmr_at_fmr(0.001) == scores.fnmr_at_fmr(genuine, impostor, 0.001)
    assert in_parts.eer() == scores.eer(genuine, impostor)
    # What is left of each block after a selection is not known before it is computed.
    selected = [array[array > 0] for array in (lazily(genuine, 100), lazily(impostor, 300))]
    expected = scores.fnmr_at_fmr(genuine[genuine > 0], impostor[impostor > 0], 0.01)
    assert ScoreParts(*selected).fnmr_at_fmr(0.01) == expected
    mixed = ScoreParts([lazily(genuine, 100)], [impostor[:700], lazily(impostor[700:], 300)])
    assert mixed.eer() == scores.eer(genuine, impostor)


def test_a_block_may_be_empty():
    values = np.array([0.1, 0.2, -0.3, -0.4, 0.5])
    in_parts = ScoreParts([0.3, 0.6], lazily(values, 2)[lazily(values, 2) > 0])
    assert in_parts.eer() == scores.eer([0.3, 0.6], [0.1, 0.2, 0.5])
    assert in_parts.impostor_comparisons == 3
    with pytest.raises(ValueError, match="^impostor must be at least one score"):
        ScoreParts([0.3], lazily(values, 2)[lazily(values, 2) > 1]).eer()


class Recorded(ThreadPoolExecutor):
    """An executor that keeps what it was handed."""

    def submit(self, function, *job):
        self.__dict__.setdefault("jobs", []).append(job)
        return super().submit(function, *job)


def test_blocks_go_to_the_workers_with_no_more_of_the_graph_than_they_need():
    genuine, impostor = sets()
    with Recorded(2) as client:
        in_parts = ScoreParts(genuine, 2 * lazily(impostor, 1000) + 1, client=client)
        assert in_parts.eer() == scores.eer(genuine, 2 * impostor + 1)
        sources = [job[0] for job in client.jobs if isinstance(job[0], _parts.Block)]
        names = [source.name for source in sources]
        assert names == [f"impostor.blocks[{i}]" for i in range(3)]
        spans = [call[0] for job in client.jobs if job[0] not in sources for call in job[1]]
        assert {span.name for span in spans} == set(names)  # what is at hand stays here
    sizes = [len(source.graph) for source in sources]
    assert max(sizes) < len(dict((2 * lazily(impostor, 1000) + 1).__dask_graph__()))


def people(genuine, impostor):
    rng = np.random.default_rng(13)
    of, pairs = rng.integers(20, size=genuine), rng.integers(20, size=(impostor, 2))
    pairs[:, 1] = (pairs[:, 0] + 1 + pairs[:, 1] % 19) % 20
    return of, pairs


def listed(values, chunk):
    """The same parts as arrays at hand, one after the other."""
    return [values[start : start + chunk] for start in range(0, len(values), chunk)]


@pytest.mark.parametrize(("piece", "span"), [(_parts.PIECE, _parts.SPAN), (70, 200), (90, 90)])
@pytest.mark.parametrize("in_blocks", ["gioP", "gP", "io", "gi", "oP"])
def test_people_may_be_in_blocks_and_scores_beside_them_too(monkeypatch, piece, span, in_blocks):
    """Blocks are read from their beginnings, and so are then the scores or people beside them."""
    monkeypatch.setattr(_parts, "PIECE", piece)
    monkeypatch.setattr(_parts, "SPAN", span)
    everything = (*sets(), *people(500, 3000))
    given = []
    for name, values, chunk in zip("gioP", everything, (90, 700, 90, 700), strict=True):
        blocks = lazily(values, (chunk, *values.shape[1:]))
        given.append(
            [blocks[start : start + chunk] for start in range(0, len(values), chunk)]
            if name in in_blocks
            else listed(values, chunk)
        )
    found = ScoreParts(*given[:2], genuine_subjects=given[2], impostor_subjects=given[3])
    found = found.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1)
    whole = dict(genuine_subjects=everything[2], impostor_subjects=everything[3])
    expected = scores.bootstrap_fnmr_at_fmr(*everything[:2], 0.01, **whole, replicates=9, seed=1)
    np.testing.assert_array_equal(found.replicates, expected.replicates)
    assert found.point == expected.point


def test_a_dask_array_of_people_has_the_blocks_of_its_scores():
    genuine, impostor = sets()
    of, pairs = people(500, 3000)
    blocks = lazily(genuine, 90), lazily(impostor, 700), lazily(of, 90), lazily(pairs, (700, 2))
    in_parts = ScoreParts(*blocks[:2], genuine_subjects=blocks[2], impostor_subjects=blocks[3])
    found = in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1)
    whole = dict(genuine_subjects=of, impostor_subjects=pairs)
    expected = scores.bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, **whole, replicates=9, seed=1)
    np.testing.assert_array_equal(found.replicates, expected.replicates)


@pytest.mark.parametrize("piece", [2000, 1 << 21])  # bytes of text that are read at a time
def test_people_in_blocks_beside_a_file_of_text(tmp_path, monkeypatch, piece):
    """Both can only be read from their beginnings, each in pieces of its own size."""
    monkeypatch.setattr(_unpack, "PIECE", piece)
    monkeypatch.setattr(_parts, "PIECE", 30)
    genuine, impostor = sets()
    of, pairs = people(500, 3000)
    (tmp_path / "g.txt").write_text("\n".join(map(repr, genuine.tolist())) + "\n", encoding="utf-8")
    for people_named in (499, 500, 501):
        asked = ScoreParts(
            tmp_path / "g.txt",
            impostor,
            genuine_subjects=lazily(np.resize(of, people_named), 501),
            impostor_subjects=lazily(pairs, (3000, 2)),
        )
        if people_named != 500:
            with pytest.raises(ValueError, match=r"genuine_subjects.blocks\[0\] must be a row for each of"):
                asked.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1)
            continue
        found = asked.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1)
        whole = dict(genuine_subjects=of, impostor_subjects=pairs)
        expected = scores.bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, **whole, replicates=9, seed=1)
        np.testing.assert_array_equal(found.replicates, expected.replicates)


def test_a_block_is_checked_each_time_it_is_computed():
    """What a graph computes may be another thing the next time."""
    values = np.array([0.1, 0.2, 0.3, 0.4])
    in_parts = ScoreParts([0.5], da.from_delayed(dask.delayed(values.copy)(), (4,), float))
    assert in_parts.rates_at(0.25).false_matches == 2
    values[2] = np.nan
    with pytest.raises(ValueError, match=r"^impostor.blocks\[0\]\[2\] must be a finite score,.* got nan$"):
        in_parts.rates_at(0.25)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"impostor": (6, 1)}, r"impostor must be a dask array of one dimension, got \(6, 1\)$"),
        ({"impostor": ()}, r"impostor must be a dask array of one dimension, got \(\)$"),
        (
            {"impostor_subjects": (6, 2)},
            r"impostor_subjects must be in blocks along its first .* got \(2, 2\)$",
        ),
        (
            {"genuine_subjects": (4, 1, 1)},
            r"genuine_subjects must be in blocks along its first .* got \(2, 1, 1\)$",
        ),
        ({"genuine_subjects": ()}, r"genuine_subjects must be in blocks along its first .* got \(\)$"),
        (
            {"genuine_subjects": (2,)},
            "genuine_subjects must be in as many parts as its scores, 2, got '1 parts'",
        ),
    ],
)
def test_blocks_that_are_no_parts_are_refused(change, words):
    given = {"genuine": (4,), "impostor": (6,), "genuine_subjects": (4,), "impostor_subjects": (6,), **change}
    chunks = {(4,): 2, (6,): 3, (6, 1): (3, 1), (6, 2): (3, 1), (4, 1, 1): (2, 1, 1), (2,): 2, (): ()}
    arrays = {name: da.zeros(shape, chunks=chunks[shape]) for name, shape in given.items()}
    with pytest.raises(ValueError, match=words):
        ScoreParts(arrays.pop("genuine"), arrays.pop("impostor"), **arrays)
