"""The clock of lesson 11: the median of several passes after one that warms up, and a bar on the error stream."""

import itertools
import math

import pytest

from falsematch.exercises import lesson11
from falsematch.exercises.scenarios import people_for


@pytest.mark.parametrize(("took", "median"), [([9, 1, 2, 30], 2), ([1, 5, 3, 4], 4)])
def test_the_first_pass_is_left_out_and_the_median_taken(took, median, capsys):
    now, calls, times = [0.0], [], iter(took)

    def work():
        calls.append(None)
        now[0] += next(times)

    assert lesson11.median_seconds(work, passes=3, clock=lambda: now[0]) == median
    said = capsys.readouterr()
    assert len(calls) == 4 and said.out == "" and "100%|" in said.err and said.err.endswith("|\n")


def test_a_real_clock_gives_a_time_above_zero():
    assert lesson11.median_seconds(lambda: sum(itertools.repeat(1, 1000))) > 0


@pytest.mark.parametrize("pairs", [1, 2, 3, 4, 10, 11, 4950, 4951, 5_991_464_546])
def test_so_many_faces_give_the_pairs_and_one_fewer_does_not(pairs):
    faces = people_for(pairs)
    assert math.comb(faces, 2) >= pairs > math.comb(faces - 1, 2)
