"""Scores in parts: the answers of one array, however it is cut and whoever reads it, and nothing from a damaged part."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import scores
from falsematch.scores import ScoreParts, _bootstrap, _bracket, _parts, _people_in_parts, _stream

# The word about an EER above one half has a test of its own; these sets are any sets.
pytestmark = pytest.mark.filterwarnings("ignore:the equal error rate is above one half")

TARGETS = [0.0, 1e-3, 0.01, 0.02, 0.1, 0.5, 0.97, 1.0]


def in_one_buffer(part, start, stop, size):
    """Pieces as a file gives them: each in the memory of the one before."""
    buffer = np.empty((min(size, stop - start), *part.values.shape[1:]), dtype=part.dtype)
    for first in range(start, stop, size):
        piece = buffer[: min(size, stop - first)]
        piece[:] = part.values[first : first + len(piece)]
        yield piece


@contextmanager
def small_steps(piece, span, sample, slack, room):
    """Pieces, spans, samples and room so small that everything happens that happens to a billion scores."""
    with (
        mock.patch.multiple(_stream, CHUNK=piece, SORTED_CHUNK=piece, ROOM=room),
        mock.patch.multiple(_parts, PIECE=piece, SPAN=span),
        mock.patch.object(_parts.PartedScores, "room", room),
        mock.patch.object(_parts.ArrayPart, "pieces", in_one_buffer),
        mock.patch.multiple(_bracket, SAMPLE=sample, SLACK=slack),
    ):
        yield


steps = st.builds(
    small_steps,
    piece=st.integers(2, 60),
    span=st.integers(15, 200),
    sample=st.integers(1, 100),
    slack=st.sampled_from([0.0, 1.0, 5.0]),
    room=st.integers(1, 100),
)


def same(one, other):
    assert type(one) is type(other)
    if hasattr(one, "__dataclass_fields__"):
        one, other = vars(one), vars(other)
        assert one.keys() == other.keys()
        for name in one:
            same(one[name], other[name])
    elif isinstance(one, tuple):
        for pair in zip(one, other, strict=True):
            same(*pair)
    else:
        np.testing.assert_array_equal(one, other, strict=True)


def drawn(seed, size, kind):
    rng = np.random.default_rng(seed)
    impostor, genuine = rng.normal(size=size), rng.normal(1.5, 1, size=size // 2 + 1)
    if kind == "tied":
        impostor, genuine = impostor.round(), genuine.round()
    elif kind == "constant":
        impostor = np.ones(size)
    elif kind == "two":
        impostor = (impostor > 1).astype(float)
    elif kind == "sorted":
        impostor, genuine = np.sort(impostor), np.sort(genuine)[::-1]
    elif kind == "failures":
        impostor[::3] = genuine[::4] = -np.inf
    elif kind == "i2":
        impostor, genuine = (50 * impostor).astype(np.int16), (50 * genuine).astype(np.int16)
    return rng, genuine, impostor


def cut(rng, values, kind, parts):
    """A set in so many parts, some of them empty; for mixed types, each part has one of its own."""
    places = np.sort(rng.integers(0, len(values) + 1, size=parts - 1))
    pieces = np.split(values, places)
    if kind == "mixed":
        types = rng.choice(["f2", "f4", "f8", "i1", "i4", "i8", "u2", "?", ">f4"], size=parts)
        pieces = [
            (piece * 20).round().astype(t) if t != "?" else piece > 0
            for piece, t in zip(pieces, types, strict=True)
        ]
    return pieces


KINDS = ["normal", "tied", "constant", "two", "sorted", "failures", "i2", "mixed"]


@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(1, 200),
    parts=st.integers(1, 9),
    kind=st.sampled_from(KINDS),
    steps=steps,
)
@settings(max_examples=100, deadline=None)
def test_every_answer_is_that_of_one_array(seed, size, parts, kind, steps):
    rng, genuine, impostor = drawn(seed, size, kind)
    genuine, impostor = cut(rng, genuine, kind, parts), cut(rng, impostor, kind, parts)
    whole = np.concatenate(genuine), np.concatenate(impostor)
    thresholds = rng.normal(size=(2, 4)).round(1)
    thresholds.flat[:3] = -np.inf, np.inf, whole[1][0]
    target = float(rng.choice(TARGETS))
    expected = [
        scores.rates_at(*whole, thresholds),
        scores.rates_at(*whole, 0.5),
        scores.threshold_at_fmr(whole[1], target),
        scores.threshold_at_fmr(whole[1], TARGETS),
        scores.fnmr_at_fmr(*whole, target),
        scores.fnmr_at_fmr(*whole, np.reshape(TARGETS, (2, 4))),
        scores.eer(*whole),
        scores.det(*whole, thresholds),
        scores.bootstrap_fnmr_at_fmr(*whole, target, replicates=30, seed=seed),
    ]
    with steps:
        in_parts = ScoreParts(genuine, impostor)
        found = [
            in_parts.rates_at(thresholds),
            in_parts.rates_at(0.5),
            in_parts.threshold_at_fmr(target),
            in_parts.threshold_at_fmr(TARGETS),
            in_parts.fnmr_at_fmr(target),
            in_parts.fnmr_at_fmr(np.reshape(TARGETS, (2, 4))),
            in_parts.eer(),
            in_parts.det(thresholds),
            in_parts.bootstrap_fnmr_at_fmr(target, replicates=30, seed=seed),
        ]
    for one, other in zip(found, expected, strict=True):
        same(one, other)
    assert (in_parts.genuine_comparisons, in_parts.impostor_comparisons) == (len(whole[0]), len(whole[1]))


def compared(rng, genuine, impostor, people, text):
    of, pairs = rng.integers(people, size=genuine), rng.integers(people, size=(impostor, 2))
    pairs[:, 1] = (pairs[:, 0] + 1 + pairs[:, 1] % (people - 1)) % people
    if text:
        names = np.array([f"p{7 * number}" for number in range(people)])
        return names[of], names[pairs]
    return 5 * of - 11, 5 * pairs - 11


@given(
    seed=st.integers(0, 2**32 - 1),
    size=st.integers(30, 200),
    parts=st.integers(1, 6),
    people=st.integers(3, 40),
    kind=st.sampled_from(KINDS),
    text=st.booleans(),
    dense=st.sampled_from([0, 1 << 24]),
    together=st.integers(1, 200),
    steps=steps,
)
@settings(max_examples=60, deadline=None)
def test_people_are_resampled_as_in_one_array(seed, size, parts, people, kind, text, dense, together, steps):
    rng, genuine, impostor = drawn(seed, size, kind)
    of, pairs = compared(rng, len(genuine), len(impostor), people, text)
    cuts = [np.sort(rng.integers(0, len(values) + 1, size=parts - 1)) for values in (genuine, impostor)]
    target = float(rng.choice(TARGETS))
    arguments = dict(replicates=20, seed=seed)
    try:
        expected = scores.bootstrap_fnmr_at_fmr(
            genuine, impostor, target, genuine_subjects=of, impostor_subjects=pairs, **arguments
        )
    except ValueError as error:
        expected = error
    in_parts = ScoreParts(
        np.split(genuine, cuts[0]),
        np.split(impostor, cuts[1]),
        genuine_subjects=np.split(of, cuts[0]),
        impostor_subjects=np.split(pairs, cuts[1]),
    )
    sizes = (
        mock.patch.multiple(_people_in_parts, DENSE=dense, _TOGETHER=together),
        mock.patch.multiple(
            _bootstrap, DENSE=dense, _DRAWN=together, _SPARE=-5 if target > 0.1 and size > 100 else 1
        ),
    )
    with steps, sizes[0], sizes[1]:
        if isinstance(expected, ValueError):
            with pytest.raises(ValueError, match="enough people"):
                in_parts.bootstrap_fnmr_at_fmr(target, **arguments)
            return
        same(in_parts.bootstrap_fnmr_at_fmr(target, **arguments), expected)


# Files


def put(folder, name, parts):
    """Parts as .npy files."""
    paths = [folder / f"{name}_{place}.npy" for place in range(len(parts))]
    for path, part in zip(paths, parts, strict=True):
        np.save(path, part)
    return paths


@pytest.mark.parametrize("dtype", ["f2", "f4", ">f4", "f8", "g", "i1", ">i4", "u8", "?"])
def test_files_of_every_type(tmp_path, dtype):
    rng = np.random.default_rng(2)
    genuine, impostor = (
        rng.integers(0, 2 if dtype == "?" else 90, size).astype(dtype) for size in (300, 2000)
    )
    paths = put(tmp_path, "g", np.array_split(genuine, 3)), put(tmp_path, "i", np.array_split(impostor, 4))
    in_parts = ScoreParts(*paths)
    with mock.patch.object(_parts, "SPAN", 170), mock.patch.object(_bracket, "SAMPLE", 50):
        same(in_parts.fnmr_at_fmr(TARGETS), scores.fnmr_at_fmr(genuine, impostor, TARGETS))
        same(in_parts.eer(), scores.eer(genuine, impostor))
        same(in_parts.rates_at([1.5, 45]), scores.rates_at(genuine, impostor, [1.5, 45]))


def test_a_part_may_be_a_matrix_a_path_in_text_a_mapped_file_or_an_array(tmp_path):
    rng = np.random.default_rng(3)
    genuine, impostor = rng.normal(2, 1, 400), rng.normal(size=(4, 30, 20)).astype(np.float32)
    np.save(tmp_path / "matrix.npy", np.asfortranarray(impostor[0]))
    np.save(tmp_path / "mapped.npy", impostor[1])
    mapped = np.load(tmp_path / "mapped.npy", mmap_mode="r")
    parts = [str(tmp_path / "matrix.npy"), mapped, impostor[2], impostor[3].tolist()]
    expected = scores.fnmr_at_fmr(genuine, [*impostor[:3].ravel(), *impostor[3].astype(float).ravel()], 0.01)
    same(ScoreParts(genuine, parts).fnmr_at_fmr(0.01), expected)
    same(ScoreParts(genuine.tolist(), parts[0]).eer(), scores.eer(genuine, impostor[0]))
    del mapped  # Windows cannot remove a file that is mapped


def test_people_in_files(tmp_path):
    rng, genuine, impostor = drawn(4, 2000, "normal")
    of, pairs = compared(rng, len(genuine), len(impostor), 30, text=True)
    whole = dict(genuine_subjects=of, impostor_subjects=pairs)
    expected = scores.bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, seed=1, replicates=50, **whole)
    files = [
        put(tmp_path, name, np.array_split(values, 3))
        for name, values in zip("gioP", (genuine, impostor, of, pairs), strict=True)
    ]
    with mock.patch.object(_parts, "PIECE", 77):
        in_parts = ScoreParts(files[0], files[1], genuine_subjects=files[2], impostor_subjects=files[3])
        same(in_parts.bootstrap_fnmr_at_fmr(0.01, seed=1, replicates=50), expected)
    mixed = ScoreParts(
        files[0],
        files[1],
        genuine_subjects=np.array_split(of, 3),
        impostor_subjects=[*files[3][:2], np.array_split(pairs, 3)[2]],
    )
    same(mixed.bootstrap_fnmr_at_fmr(0.01, seed=1, replicates=50), expected)
    one = ScoreParts([genuine], [impostor], genuine_subjects=[of], impostor_subjects=[pairs])
    same(one.bootstrap_fnmr_at_fmr(0.01, seed=1, replicates=50), expected)
    alone = ScoreParts(genuine, impostor, genuine_subjects=of, impostor_subjects=pairs.tolist())
    same(alone.bootstrap_fnmr_at_fmr(0.01, seed=1, replicates=50), expected)


def test_labels_at_the_ends_of_their_type():
    rng, genuine, impostor = drawn(7, 300, "normal")
    of, pairs = compared(rng, len(genuine), len(impostor), 9, text=False)
    ends = np.array([-(2**63), 2**63 - 1, *range(7)])
    of, pairs = ends[(of + 11) // 5], ends[(pairs + 11) // 5]
    people = dict(genuine_subjects=of, impostor_subjects=pairs)
    expected = scores.bootstrap_fnmr_at_fmr(genuine, impostor, 0.01, seed=1, replicates=20, **people)
    found = ScoreParts(genuine, impostor, **people).bootstrap_fnmr_at_fmr(0.01, seed=1, replicates=20)
    same(found, expected)


def test_any_number_of_workers_in_any_order(tmp_path):
    rng, genuine, impostor = drawn(5, 40_000, "normal")
    paths = put(tmp_path, "g", np.array_split(genuine, 5)), put(tmp_path, "i", np.array_split(impostor, 9))
    expected = scores.fnmr_at_fmr(genuine, impostor, TARGETS), scores.eer(genuine, impostor)
    shuffled = [[paths[0][i] for i in rng.permutation(5)], [paths[1][i] for i in rng.permutation(9)]]
    with mock.patch.object(_parts, "SPAN", 1000):
        for workers in (1, 2, 5):
            with ThreadPoolExecutor(workers) as client:
                in_parts = ScoreParts(*shuffled, client=client)
                same(in_parts.fnmr_at_fmr(TARGETS), expected[0])
                same(in_parts.eer(), expected[1])
        same(ScoreParts(*shuffled).fnmr_at_fmr(TARGETS), expected[0])


class Recorded(ThreadPoolExecutor):
    """An executor that keeps what it was handed."""

    def __init__(self):
        super().__init__(2)
        self.jobs = []

    def submit(self, function, *job):
        self.jobs.append(job)
        return super().submit(function, *job)


def test_files_go_to_the_workers_and_what_is_at_hand_stays(tmp_path):
    rng, genuine, impostor = drawn(5, 3000, "normal")
    (path,) = put(tmp_path, "i", [impostor[:1000]])
    with Recorded() as client:
        found = ScoreParts(genuine, [path, impostor[1000:]], client=client).rates_at(0.5)
    same(found, scores.rates_at(genuine, impostor, 0.5))
    assert {call[0].name for _, calls in client.jobs for call in calls} == {str(path)}


def test_a_file_beside_people_at_hand_is_read_here(tmp_path):
    rng, genuine, impostor = drawn(5, 300, "normal")
    of, pairs = compared(rng, len(genuine), len(impostor), 9, text=False)
    (path,), (names,) = put(tmp_path, "i", [impostor]), put(tmp_path, "p", [pairs])
    people = dict(genuine_subjects=of, impostor_subjects=pairs)
    expected = scores.bootstrap_fnmr_at_fmr(genuine, impostor, 0.1, **people, seed=1, replicates=9)
    for beside, sent in ((pairs, set()), (names, {str(path)})):
        with Recorded() as client:
            asked = ScoreParts(genuine, path, genuine_subjects=of, impostor_subjects=beside, client=client)
            same(asked.bootstrap_fnmr_at_fmr(0.1, seed=1, replicates=9), expected)
        assert {call[0].name for _, calls in client.jobs for call in calls} == sent


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ([10] * 30, [10, 10, 10]),
        ([101, 100, 99, 1, 1], [1, 1, 2, 1]),
        ([0] * 150 + [60, 0, 40, 1], [2, 1]),  # nothing to read is no job
        ([250], [1]),
        ([900], [1, 1]),
    ],
)
def test_short_parts_share_a_job_up_to_an_eighth_of_a_span(monkeypatch, sizes, expected):
    monkeypatch.setattr(_parts, "SPAN", 800)
    jobs, run = [], _parts.run
    monkeypatch.setattr(
        _parts, "run", lambda function, these, client: jobs.extend(these) or run(function, these, client)
    )
    in_parts = _parts.PartedScores("scores", [_parts.ArrayPart("part", np.zeros(size)) for size in sizes])
    assert in_parts.count([0.0]).tolist() == [sum(sizes)]
    assert [len(calls) for _, calls in jobs] == expected


def test_what_is_read_from_its_beginning_takes_64_times_as_long(monkeypatch):
    monkeypatch.setattr(_parts, "SPAN", 800)
    jobs, run = [], _parts.run
    for sizes, expected in (((1, 1), [1, 1]), ((1, None), [2]), ((1, 37), [1, 1])):
        parts = [_parts.Side(Source(np.zeros(sizes[0])), "side")]
        if sizes[1] == 1:
            parts.append(_parts.Side(Source(np.zeros(1)), "side"))
        else:
            parts.append(_parts.ArrayPart("part", np.zeros(sizes[1] or 36)))
        asked = _parts.PartedScores("scores", parts)
        assert len(asked) == sum(part.size for part in parts)
        with mock.patch.object(
            _parts, "run", lambda function, these, client: jobs.extend(these) or run(function, these, client)
        ):
            asked.count([0.0])
        assert [len(calls) for _, calls in jobs] == expected
        jobs.clear()


@pytest.mark.parametrize(("room", "each"), [(None, None), (1000, 125), (520, 65), (519, 64), (10, 64)])
def test_each_span_may_keep_an_eighth_of_the_room_and_all_of_them_no_more_than_there_is(
    monkeypatch, room, each
):
    asked = _parts.PartedScores("scores", [_parts.ArrayPart("part", np.arange(100.0))] * 20)
    rooms, windows = [], _parts.Span.windows
    monkeypatch.setattr(
        _parts.Span,
        "windows",
        lambda self, bounds, most, own: rooms.append(most) or windows(self, bounds, most, own),
    )
    (found,) = asked.windows([(-1.0, 100.0)], room)
    assert set(rooms) == {each} and found.between == 2000
    assert found.values.size == 2000 if room is None else found.values.size <= room


class Source:
    """Scores that can only be read from their beginning."""

    name, here, steady = "source", True, False

    def __init__(self, values):
        self.values = values

    def pieces(self, size):
        for start in range(0, len(self.values), size):
            yield {"side": self.values[:0]}  # a piece of a table may have no row of a kind
            yield {"side": self.values[start : start + size]}


@pytest.mark.parametrize(
    "room", [10, 200]
)  # scores of a source that are kept while it is counted: 8 * SAMPLE
def test_a_sample_holds_the_same_share_of_every_part(monkeypatch, room):
    monkeypatch.setattr(_parts, "SAMPLE", room)
    monkeypatch.setattr(_parts, "SPAN", 5000)
    values = np.random.default_rng(5).permutation(40_000).astype(np.float32)
    cuts = [0, 10_000, 10_400, 30_000, 40_000]
    for size in (500, 4000):
        parts = [_parts.ArrayPart("array", values[a:b]) for a, b in zip(cuts[:-2], cuts[1:-1], strict=True)]
        parts.append(_parts.Side(Source(values[30_000:]), "side"))
        asked = _parts.PartedScores("scores", parts)
        drawn = asked.sample(1, size)
        assert drawn.counts() == (40_000, 40_000, 0, 0)
        assert drawn.values.dtype == np.float64 and np.all(np.diff(drawn.values) >= 0)
        kept = asked.samples[parts[-1]]
        share = min(size / 40_000, 0.5**kept.halvings)
        for a, b in zip(cuts[:-1], cuts[1:], strict=True):
            expected = share * (b - a)
            assert abs(np.isin(drawn.values, values[a:b]).sum() - expected) <= 5 * expected**0.5 + 1
        again = asked.sample(1, size)
        assert np.array_equal(again.values, drawn.values) and not np.array_equal(
            asked.sample(2, size).values, drawn.values
        )
    whole = _parts.PartedScores("scores", parts[:3])
    assert whole.sample(1, 30_000).values.tolist() == sorted(values[:30_000].tolist())
    assert whole.sample(1, 29_999).values.size == 29_999
    one = _parts.PartedScores("scores", [_parts.ArrayPart("array", values[:1])])
    assert one.sample(1, 1).values.tolist() == values[:1].tolist()
    nothing = _parts.PartedScores("scores", [_parts.ArrayPart("array", values[:0])]).sample(1, 5)
    assert nothing.values.size == nothing.between == 0


# Passes and memory


@pytest.fixture
def values_read(monkeypatch):
    """Counts the scores that are read, per part."""
    read = {}
    pieces = _parts.ArrayPart.pieces

    def counted(self, start, stop, size):
        for piece in pieces(self, start, stop, size):
            read[self.name] = read.get(self.name, 0) + len(piece)
            yield piece

    monkeypatch.setattr(_parts.ArrayPart, "pieces", counted)
    return read


def shapes_of(impostor):
    size = impostor.size
    return {
        "as drawn": impostor,
        "ascending": np.sort(impostor),
        "descending": np.sort(impostor)[::-1],
        "periodic": np.tile(np.sort(impostor[: size // 1000]), 1000),
        "two decimals": impostor.round(2),
        "rare ties": np.where(np.arange(size) % 3, impostor.round(), impostor),
        "constant": np.full(size, 0.25),
        "two values": (impostor > 2).astype(float),
        "failures": np.where(np.arange(size) % 2, impostor, -np.inf),
        "float32": impostor.astype(np.float32),
    }


def test_few_passes_whatever_the_arrangement(values_read, monkeypatch):
    rng = np.random.default_rng(8)
    genuine, impostor = rng.normal(4, 1, 10_000), rng.normal(size=1_000_000)
    # Room for a sixtieth of the set: what lies between the first two bounds often does not fit.
    monkeypatch.setattr(_parts.PartedScores, "room", 1 << 14)
    for name, values in shapes_of(impostor).items():
        in_parts = ScoreParts([genuine], np.array_split(values, 16))
        for fmr in (1e-6, 1e-4, 1e-3, 1e-2, 0.5, 0.99):
            values_read.clear()
            found = in_parts.fnmr_at_fmr(fmr)
            assert sum(values_read[f"impostor[{place}]"] for place in range(16)) <= 4 * values.size, (
                name,
                fmr,
            )
            assert values_read["genuine[0]"] == genuine.size
            excluded = np.partition(values, -1 - int(fmr * values.size))[-1 - int(fmr * values.size)]
            assert found.false_matches == np.count_nonzero(values > excluded), (name, fmr)
        values_read.clear()
        in_parts.fnmr_at_fmr([1e-6, 1e-5, 1e-4, 1e-3, 1e-2])
        # Five targets share their passes, and the room.
        assert sum(values_read[f"impostor[{place}]"] for place in range(16)) <= 6 * values.size, name


def test_memory_does_not_grow_with_the_files(tmp_path, monkeypatch):
    rng = np.random.default_rng(9)
    genuine, impostor = rng.normal(4, 1, 1000), rng.normal(size=4_000_000).astype(np.float32)
    paths = put(tmp_path, "i", np.array_split(impostor, 8))
    monkeypatch.setattr(_parts, "PIECE", 1 << 14)
    monkeypatch.setattr(_stream, "SORTED_CHUNK", 1 << 15)
    monkeypatch.setattr(_parts.PartedScores, "room", 1 << 15)
    in_parts = ScoreParts(genuine, paths)
    tracemalloc.start()
    try:
        found = [in_parts.fnmr_at_fmr(fmr) for fmr in (1e-6, 1e-4, 1e-2, 0.5)], in_parts.eer()
        in_parts.rates_at(np.linspace(-3, 3, 50))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 0.25 * impostor.nbytes
    same(found[0], [scores.fnmr_at_fmr(genuine, impostor, fmr) for fmr in (1e-6, 1e-4, 1e-2, 0.5)])
    same(found[1], scores.eer(genuine, impostor))


def test_people_take_no_more_memory_than_allowed():
    rng, genuine, impostor = drawn(6, 3000, "normal")
    of, pairs = compared(rng, len(genuine), len(impostor), 60, text=False)
    sets = dict(genuine_subjects=[of], impostor_subjects=[pairs])
    in_parts = ScoreParts([genuine], [impostor], **sets)
    whole = scores.bootstrap_fnmr_at_fmr(
        genuine, impostor, 0.01, genuine_subjects=of, impostor_subjects=pairs, replicates=9, seed=1
    )
    needed = 48 * (60 + 64)  # 30 allowed false matches, twice over, and a few to spare
    same(in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1, max_bytes=needed), whole)
    with pytest.raises(ValueError, match=rf"^max_bytes must be at least {needed} for 124 impostor scores"):
        in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1, max_bytes=needed - 1)
    for least in (0, 1):
        said = "a whole number of at least 1, got 0.0" if least == 0 else f"at least {needed} for 124"
        with pytest.raises(ValueError, match=f"^max_bytes must be {said}"):
            in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1, max_bytes=least)
    different = np.unique(pairs @ [1000, 1]).size
    with mock.patch.multiple(_people_in_parts, DENSE=0), mock.patch.multiple(_bootstrap, DENSE=0):
        same(in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1, max_bytes=48 * different), whole)
        with pytest.raises(
            ValueError, match=rf"^max_bytes must be at least {48 * different} for {different} diff"
        ):
            in_parts.bootstrap_fnmr_at_fmr(0.01, replicates=9, seed=1, max_bytes=48 * different - 1)


@pytest.mark.parametrize("dense", [49, 50])  # of numbers below 50: those that occur, or an array of all
@pytest.mark.parametrize("together", [1, 30, 1000])
def test_a_tally_counts(monkeypatch, dense, together):
    monkeypatch.setattr(_people_in_parts, "DENSE", dense)
    monkeypatch.setattr(_people_in_parts, "_TOGETHER", together)
    rng = np.random.default_rng(together)
    tally, expected = _people_in_parts.Tally(50, 48 * 49), np.zeros(50, dtype=np.int64)
    assert [(each.size, each.dtype) for each in tally.found()] == [
        (0, np.int64)
    ] * 2 and not tally.every().any()
    for _ in range(20):
        codes, counts = rng.integers(1, 50, rng.integers(0, 30)), None
        if rng.random() < 0.5:
            counts = rng.integers(1, 2**40, codes.size)
        tally.add(codes, counts)
        for code, count in zip(
            codes, np.ones(codes.size, dtype=int) if counts is None else counts, strict=True
        ):
            expected[code] += count
    codes, counts = tally.found()
    assert codes.tolist() == np.flatnonzero(expected).tolist() and counts.tolist() == expected[codes].tolist()
    assert tally.every().tolist() == expected.tolist() and tally.every().dtype == counts.dtype == np.int64
    if dense == 49:
        with pytest.raises(
            ValueError, match=rf"^max_bytes must be at least {48 * 50} for 50 different pairs"
        ):
            tally.add(np.arange(50))
            tally.found()
    else:  # an array of all takes no more for more of them
        tally.add(np.arange(50))
        assert tally.found()[0].size == 50


def test_codes_wait_until_they_are_worth_counting(monkeypatch):
    monkeypatch.setattr(_people_in_parts, "DENSE", 0)
    monkeypatch.setattr(_people_in_parts, "_TOGETHER", 10)
    tally = _people_in_parts.Tally(1000)
    for size, waits in ((10, 10), (1, 0), (10, 10), (5, 0), (10, 10)):
        tally.add(np.arange(size))
        assert tally.waits == sum(codes.size for codes, _ in tally.waiting) == waits
    tally.add(np.arange(100, 600))
    for size, waits in ((500, 500), (10, 510), (1, 0)):  # as many as there are different ones already
        tally.add(np.arange(size))
        assert tally.waits == waits


@pytest.mark.parametrize(
    "names", [[3, 4, 5], [3, 5, 9], [3, 5, 7], [-(2**63), 2**63 - 1], [7], ["a", "b"], [b"a", b"c"]]
)
def test_people_are_numbered_in_the_order_of_their_names(names):
    for place, name in enumerate(names):
        assert _people_in_parts.numbered(np.array(names), np.array([name, name])).tolist() == [place, place]


# Damage and misuse


def damaged(tmp_path, what):
    good = np.random.default_rng(1).normal(size=1000)
    path = tmp_path / "part_7.npy"
    np.save(path, good)
    whole = path.read_bytes()
    if what == "cut short":
        path.write_bytes(whole[:-8])
    elif what == "header":
        path.write_bytes(whole[:20] + b"?" + whole[21:])
    elif what == "objects":
        np.save(path, np.array([1, None]), allow_pickle=True)
    elif what == "text":
        np.save(path, np.array(["0.5"]))
    elif what == "version":
        path.write_bytes(whole[:6] + b"\x09" + whole[7:])
    elif what == "other":
        path.write_bytes(b"PK\3\4 something else")
    elif what == "empty":
        path.write_bytes(b"")
    elif what == "folder":
        path.unlink()
        path.mkdir()
    elif what == "missing":
        path.unlink()
    return path


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("cut short", "is cut short: shape (1000,) needs 8000 bytes"),
        ("header", "is damaged"),
        ("objects", "objects are never loaded"),
        ("text", "not numbers"),
        ("version", "is damaged"),
        ("other", "zip archive"),
        ("empty", "is empty"),
        ("folder", "is no file"),
        ("missing", "there is no such file"),
    ],
)
def test_a_damaged_part_is_named(tmp_path, what, words):
    path = damaged(tmp_path, what)
    with pytest.raises(ValueError) as caught:
        ScoreParts([0.5], [np.array([0.1]), path])
    assert "part_7.npy: " in str(caught.value) and words in str(caught.value)
    assert "\n" not in str(caught.value) and len(str(caught.value)) < 300


@pytest.mark.parametrize(("bad", "shown"), [(np.nan, "nan"), (np.inf, "inf")])
def test_an_unusable_score_is_named_by_part_and_place(tmp_path, bad, shown):
    parts = np.array_split(np.random.default_rng(2).normal(size=4000).astype(np.float32), 4)
    parts[2][777] = bad
    files = put(tmp_path, "i", parts)
    with mock.patch.multiple(_parts, PIECE=100, SPAN=300):
        for given, name in ((files, "i_2.npy"), (parts, "impostor[2]")):
            in_parts = ScoreParts([0.5, 0.7], given)
            for call in (
                lambda p=in_parts: p.fnmr_at_fmr(0.1),
                in_parts.eer,
                lambda p=in_parts: p.rates_at(0.1),
            ):
                with pytest.raises(ValueError) as caught:
                    call()
                assert f"{name}[777] must be a finite score" in str(caught.value)
                assert str(caught.value).endswith(f"got {shown}")
    with pytest.raises(ValueError, match=r"impostor\[1\]\[0\] must be a whole number"):
        ScoreParts([1], [[0, 1], np.array([2**53, 1])]).fnmr_at_fmr(0.1)


def test_a_file_that_changes_is_refused(tmp_path):
    parts = np.array_split(np.random.default_rng(3).normal(size=4000), 4)
    files = put(tmp_path, "i", parts)
    in_parts = ScoreParts([0.5, 0.7], files)
    assert in_parts.rates_at(0.0).impostor_comparisons == 4000
    np.save(files[1], parts[1][:-1])
    with pytest.raises(ValueError, match=r"i_1.npy: has changed since it was first opened"):
        in_parts.rates_at(0.0)
    files[1].unlink()
    with pytest.raises(ValueError, match=r"i_1.npy: cannot be read"):
        in_parts.rates_at(0.0)


def test_a_file_that_gets_shorter_while_it_is_read_ends_in_one_line(tmp_path):
    (path,) = put(tmp_path, "i", [np.random.default_rng(4).normal(size=4000)])
    (part,) = ScoreParts([0.5], path)._impostor.parts
    pieces = part.pieces(0, 4000, 1000)
    next(pieces)
    with path.open("r+b") as file:
        file.truncate(9000)
    with pytest.raises(ValueError, match=r"i_0.npy: has changed since it was first opened"):
        list(pieces)
    with pytest.raises(ValueError, match=r"i_0.npy: has changed since it was first opened"):
        part.take(np.array([3999]))


class Unreliable(_parts.ArrayPart):
    """A part of which one reading, counted from 0, gives something else."""

    def __init__(self, name, values, reading, change):
        super().__init__(name, values)
        self.readings, self.reading, self.change = -1, reading, change

    def pieces(self, start, stop, size):
        self.readings += 1
        for piece in super().pieces(start, stop, size):
            yield self.change(piece.copy()) if self.readings == self.reading else piece


def shorter(piece):
    return piece[:-1]


def longer(piece):
    return np.concatenate([piece, piece[:1]])


def spoilt(piece):
    piece[1] = np.nan
    return piece


def one_with_themselves(piece):
    piece[1] = piece[1, 0]
    return piece


def asked_with(place, reading, change):
    """A bootstrap by people of parts of which one is unreliable, and that part."""
    names = "genuine", "impostor", "genuine_subjects", "impostor_subjects"
    given = (
        np.array([0.9, 0.2, 0.8]),
        np.array([0.1, 0.3, 0.2]),
        np.array([1, 2, 3]),
        np.array([[1, 2], [2, 3], [3, 1]]),
    )
    in_parts = ScoreParts(
        *([each] for each in given[:2]), genuine_subjects=[given[2]], impostor_subjects=[given[3]]
    )
    part = Unreliable(names[place], given[place], reading, change)
    asked = (in_parts._genuine, in_parts._impostor)[place % 2]
    asked.parts, asked.labels = ([part], asked.labels) if place < 2 else (asked.parts, [part])
    return part, lambda: in_parts.bootstrap_fnmr_at_fmr(0.1, seed=1, replicates=5)


@pytest.mark.parametrize(
    ("place", "change", "words"),
    [
        (0, shorter, "genuine(_subjects)?(\\[0\\])? must be (left alone|a row)"),
        (1, shorter, "impostor(_subjects)?(\\[0\\])? must be (left alone|a row)"),
        (2, shorter, "genuine_subjects must be a row for each of 3 scores, got 2$"),
        (3, shorter, "impostor_subjects must be a row for each of 3 scores, got 2$"),
        (0, longer, "genuine(_subjects)?(\\[0\\])? must be (left alone|a row)"),
        (1, longer, "impostor(_subjects)?(\\[0\\])? must be (left alone|a row)"),
        (2, longer, "genuine_subjects must be a row for each of 3 scores, got 4$"),
        (3, longer, "impostor_subjects must be a row for each of 3 scores, got 4$"),
        (0, spoilt, r"genuine\[1\] must be a finite score"),
        (1, spoilt, r"impostor\[1\] must be a finite score"),
        (3, one_with_themselves, r"impostor_subjects\[1\] must be two people, got \[2, 2\]$"),
    ],
)
def test_what_is_read_again_is_checked_again(place, change, words):
    part, ask = asked_with(place, None, change)
    ask()
    readings = part.readings + 1
    assert readings >= 2
    for reading in range(readings):
        with pytest.raises(ValueError, match="^" + words):
            asked_with(place, reading, change)[1]()


def test_people_are_counted_without_a_look_at_their_scores(values_read):
    rng, genuine, impostor = drawn(6, 300, "normal")
    of, pairs = compared(rng, len(genuine), len(impostor), 9, text=False)
    in_parts = ScoreParts(genuine, impostor, genuine_subjects=of, impostor_subjects=pairs)
    people = _people_in_parts.PartedPeople(in_parts._genuine, in_parts._impostor, 2**31)
    assert people.pairs().sum() == len(impostor) and people.genuine_each().sum() == len(genuine)
    assert values_read == {"genuine_subjects": len(genuine), "impostor_subjects": 2 * len(impostor)}


def test_a_comparison_of_one_person_is_named_by_part_and_row():
    rng, genuine, impostor = drawn(6, 3000, "normal")
    of, pairs = compared(rng, len(genuine), len(impostor), 9, text=False)
    pairs[2777] = 4, 4
    in_parts = ScoreParts(
        [genuine],
        [impostor[:1000], impostor[1000:]],
        genuine_subjects=[of],
        impostor_subjects=[pairs[:1000], pairs[1000:]],
    )
    with (
        mock.patch.multiple(_parts, PIECE=100, SPAN=300),
        pytest.raises(ValueError, match=r"^impostor_subjects\[1\]\[1777\] must be two people, got \[4, 4\]$"),
    ):
        in_parts.bootstrap_fnmr_at_fmr(0.1, seed=1)


def test_a_frame_with_a_column_of_that_name_is_no_dask_array():
    frame = pd.DataFrame({"dask": [0.5, 0.7], "other": [0.9, 0.8]})
    assert ScoreParts(frame, [0.1, 0.6]).eer() == scores.eer(frame, [0.1, 0.6])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"client": 3}, "client must be a dask.distributed.Client or a concurrent.futures.Executor"),
        ({"impostor": [np.array([0.1]), 0.5]}, "impostor must be an array of scores of a regular shape"),
        ({"impostor": [[0.1], [None]]}, r"impostor\[1\]\[0\] must be a finite score"),
        (
            {"genuine_subjects": [[1], [2]]},
            "impostor_subjects must be whole numbers or text, with subjects for both",
        ),
        ({"impostor_subjects": [[[1, 2]], [[1, 2]]]}, "genuine_subjects must be whole numbers or text, with"),
        (
            {"genuine_subjects": [[1]], "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            "as many parts as its scores, 2",
        ),
        (
            {"genuine_subjects": [[1], [2, 3]], "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            r"genuine_subjects\[1\] must be a row",
        ),
        (
            {"genuine_subjects": [[1.5], [2]], "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            r"genuine_subjects\[0\] must be whole",
        ),
        (
            {"genuine": [0.5, 0.7], "genuine_subjects": 3, "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            "genuine_subjects must be whole numbers or text, a row for each score, got 3$",
        ),
        (
            {"genuine_subjects": 3, "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            "genuine_subjects must be a list of",
        ),
        (
            {"genuine_subjects": [[1], [2]], "impostor_subjects": [[[1, 2]], [[1]]]},
            r"impostor_subjects\[1\] must be whole numbers or text of shape \(scores, 2\)",
        ),
        (
            {"genuine_subjects": [[1], [2]], "impostor_subjects": [[[1, 2]], [[3, 3]]]},
            r"impostor_subjects\[1\]\[0\] must be two people",
        ),
        (
            {"genuine_subjects": [[[1, 2]], [[2, 3]]], "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            r"genuine_subjects\[0\] must be whole numbers or text of shape \(scores,\), got",
        ),
        (
            {"genuine_subjects": [["1"], ["2"]], "impostor_subjects": [[[1, 2]], [[1, 2]]]},
            "must be of one kind",
        ),
    ],
)
def test_misuse_is_refused_by_name(change, words):
    given = {"genuine": [[0.5], [0.7]], "impostor": [[0.1], [0.2]], **change}
    with pytest.raises(ValueError, match=words):
        in_parts = ScoreParts(given.pop("genuine"), given.pop("impostor"), **given)
        in_parts.bootstrap_fnmr_at_fmr(0.1, seed=1)


def test_empty_sets_are_refused_as_everywhere():
    for genuine, impostor, name in (
        ([], [[0.1]], "genuine"),
        ([[0.1]], [], "impostor"),
        ([[], []], [[0.1]], "genuine"),
    ):
        in_parts = ScoreParts(genuine, impostor)
        with pytest.raises(ValueError, match=f"^{name} must be at least one score"):
            in_parts.eer()
        with pytest.raises(ValueError, match=f"^{name} must be at least one score"):
            in_parts.bootstrap_fnmr_at_fmr(0.1, seed=1)
    assert np.isnan(ScoreParts([], [[0.1]]).rates_at(0.5).fnmr)
    with pytest.raises(ValueError, match="must be at least one score"):
        ScoreParts([], []).rates_at(0.5)


@pytest.mark.parametrize("ask", [lambda p: p.rates_at(0.5), lambda p: p.fnmr_at_fmr(0.1), lambda p: p.eer()])
@pytest.mark.parametrize("side", [0, 1])
def test_an_array_that_its_owner_spoils_between_two_questions_is_refused(ask, side):
    """Arrays are no files, of which it is known whether they changed: they are checked each time they are read."""
    sets = [np.array([0.9, 0.8]), np.array([0.1, 0.2])]
    parts = ScoreParts([sets[0]], [sets[1]])
    ask(parts)
    sets[side][1] = np.nan
    with pytest.raises(
        ValueError, match=rf"^{('genuine', 'impostor')[side]}\[0\]\[1\] must be a finite score"
    ):
        ask(parts)
