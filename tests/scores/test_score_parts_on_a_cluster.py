"""Scores in parts on a real cluster: the answers of one array, also when a worker is killed in the middle."""

import os
import signal
from pathlib import Path

import numpy as np
import pytest

from falsematch import scores
from falsematch.scores import ScoreParts

# The word about an EER above one half has a test of its own; these sets are any sets.
pytestmark = [
    pytest.mark.filterwarnings("ignore:the equal error rate is above one half"),
    pytest.mark.extras,
]

distributed = pytest.importorskip(
    "distributed", reason="dask is not installed: pip install -r requirements-scale.txt"
)
import dask  # noqa: E402
import dask.array  # noqa: E402

TARGETS = [1e-4, 1e-3, 0.01, 0.5]


@pytest.fixture(scope="module")
def client():
    with (
        dask.config.set(
            {"distributed.admin.tick.interval": "1 hour", "distributed.worker.memory.terminate": False}
        ),
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client


@pytest.fixture(scope="module")
def sets():
    rng = np.random.default_rng(11)
    return rng.normal(3, 1, 5000), rng.normal(size=60_000).astype(np.float32)


def put(folder, name, values, parts):
    paths = [folder / f"{name}_{place}.npy" for place in range(parts)]
    for path, part in zip(paths, np.array_split(values, parts), strict=True):
        np.save(path, part)
    return paths


def test_files_are_read_by_the_workers(tmp_path, client, sets):
    genuine, impostor = sets
    paths = put(tmp_path, "g", genuine, 3), put(tmp_path, "i", impostor, 7)
    in_parts = ScoreParts(*paths, client=client)
    np.testing.assert_equal(vars(in_parts.fnmr_at_fmr(TARGETS)), vars(scores.fnmr_at_fmr(*sets, TARGETS)))
    assert in_parts.eer() == scores.eer(*sets)
    found, expected = in_parts.det(TARGETS), scores.det(*sets, TARGETS)
    np.testing.assert_array_equal(found, expected)
    mixed = ScoreParts(genuine, [*paths[1][:3], *np.array_split(impostor, 7)[3:]], client=client)
    assert mixed.fnmr_at_fmr(0.01) == scores.fnmr_at_fmr(*sets, 0.01)


def test_people_are_counted_by_the_workers(tmp_path, client, sets):
    rng, (genuine, impostor) = np.random.default_rng(12), sets
    of, pairs = rng.integers(50, size=genuine.size), rng.integers(50, size=(impostor.size, 2))
    pairs[:, 1] = (pairs[:, 0] + 1 + pairs[:, 1] % 49) % 50
    files = [put(tmp_path, name, values, 3) for name, values in zip("gioP", (*sets, of, pairs), strict=True)]
    in_parts = ScoreParts(
        files[0], files[1], genuine_subjects=files[2], impostor_subjects=files[3], client=client
    )
    found = in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=40, seed=1)
    expected = scores.bootstrap_fnmr_at_fmr(
        *sets, 0.01, genuine_subjects=of, impostor_subjects=pairs, replicates=40, seed=1
    )
    np.testing.assert_array_equal(found.replicates, expected.replicates)
    assert found.point == expected.point


def test_dask_arrays_are_computed_by_the_workers(client, sets):
    arrays = [
        dask.array.from_array(values, chunks=size) for values, size in zip(sets, (1300, 9000), strict=True)
    ]
    in_parts = ScoreParts(*arrays, client=client)
    assert in_parts.fnmr_at_fmr(0.001) == scores.fnmr_at_fmr(*sets, 0.001)
    assert in_parts.eer() == scores.eer(*sets)
    # What is left of each block after a selection is not known before it is computed.
    in_parts = ScoreParts(*(array[array > 0] for array in arrays), client=client)
    assert in_parts.fnmr_at_fmr(0.01) == scores.fnmr_at_fmr(sets[0][sets[0] > 0], sets[1][sets[1] > 0], 0.01)


def killing(block, marks, place):
    """A block whose first three computations end the worker that makes them."""
    deaths = len(list(Path(marks).glob(f"{place}_*")))
    if place in (1, 4) and deaths < 3 - place // 2:
        Path(marks, f"{place}_{deaths}_{os.getpid()}").touch()
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))
    return block


def test_killed_workers_change_nothing(tmp_path, client, sets):
    genuine, impostor = sets
    blocks = np.array_split(impostor, 6)
    lazily = dask.array.concatenate(
        [
            dask.array.from_delayed(
                dask.delayed(killing, pure=True)(block, str(tmp_path), place),
                shape=block.shape,
                dtype=block.dtype,
            )
            for place, block in enumerate(blocks)
        ]
    )
    in_parts = ScoreParts(genuine, lazily, client=client)
    np.testing.assert_equal(vars(in_parts.fnmr_at_fmr(TARGETS)), vars(scores.fnmr_at_fmr(*sets, TARGETS)))
    died = {path.name.split("_")[-1] for path in tmp_path.iterdir()}
    assert len(died) == 4, "the workers were really killed"
    assert os.getpid() not in map(int, died)


def test_a_damaged_part_is_named_from_afar(tmp_path, client, sets):
    genuine, impostor = sets
    bad = impostor.copy()
    bad[33_333] = np.nan
    paths = put(tmp_path, "i", bad, 6)
    in_parts = ScoreParts(genuine, paths, client=client)
    with pytest.raises(ValueError, match=r"i_3.npy\[3333\] must be a finite score.*got nan"):
        in_parts.fnmr_at_fmr(0.01)
    np.save(paths[5], impostor[:7])
    with pytest.raises(ValueError, match=r"i_(3|5).npy"):
        in_parts.eer()
