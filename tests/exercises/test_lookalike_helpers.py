"""What lesson 08 asks about: helpers against counting lists with whole numbers, and against drawing lists."""

from fractions import Fraction
from math import comb

import numpy as np
import pytest

from falsematch import datasets
from falsematch.exercises import lesson08

OTHERS, LIST = 515, lesson08.HALF_LIST


def histogram():
    table = datasets.load("bssr1_measured_wrong_within")
    rows = table[(table["matcher"] == "face_c") & (table["operating_point"] == "FMR 1e-3")]
    return dict(zip(rows["wrong_within"].tolist(), rows["probes"].tolist(), strict=True))


def test_each_probe_stands_once_in_the_counts():
    counts = lesson08.wrong_within("bssr1", "FMR 1e-3", "face_c")
    assert counts.size == OTHERS + 1
    assert {k: int((counts == k).sum()) for k in np.unique(counts)} == histogram()
    assert lesson08.wrong_within("lfw", "FMR 1e-4").size == 5_735


def test_second_list_given_the_first_by_counting_lists():
    """Of all ways to fill two lists of 250 from 515 people: those with a lookalike on the first, on both."""
    first = both = Fraction(0)
    for wrong, probes in histogram().items():
        none_on_one = Fraction(comb(OTHERS - wrong, LIST), comb(OTHERS, LIST))
        none_on_either = Fraction(comb(OTHERS - wrong, 2 * LIST), comb(OTHERS, 2 * LIST))
        first += probes * (1 - none_on_one)
        both += probes * (1 - 2 * none_on_one + none_on_either)
    assert lesson08.on_second_list() == pytest.approx(float(both / first), rel=1e-12)


def test_second_list_given_the_first_by_drawing_lists():
    rng = np.random.default_rng(4)
    counts = lesson08.wrong_within("bssr1", "FMR 1e-3", "face_c")
    first = both = 0
    for _ in range(400):
        place = np.argsort(rng.random((counts.size, OTHERS)), axis=1)  # where each of the others stands
        lookalike = np.arange(OTHERS) < counts[:, None]
        on_first = (lookalike & (place < LIST)).any(axis=1)
        on_second = (lookalike & (place >= LIST) & (place < 2 * LIST)).any(axis=1)
        first, both = first + on_first.sum(), both + (on_first & on_second).sum()
    assert both / first == pytest.approx(lesson08.on_second_list(), abs=0.01)


def test_two_kinds_never_exceed_the_chance_at_their_average_rate():
    mean = lesson08._mean_fmr(lesson08.check_two_kinds.given)
    assert mean == pytest.approx(0.05 * 0.01 + 0.95 * 0.0005)
    assert lesson08.check_two_kinds.answer() < 1 - (1 - mean) ** lesson08.LIST
