"""The interval of FPIR that follows people through both of their roles, against the same done plainly."""

import math

import numpy as np
import pytest

from falsematch import search


def test_interval_is_the_jackknife_over_people_done_plainly():
    generator = np.random.default_rng(4)
    people, size = 25, 6
    match = generator.random((people, people)) < generator.beta(0.4, 3, people)[:, None]
    np.fill_diagonal(match, False)
    low, high = search.fpir_interval(np.transpose(np.nonzero(match)), people, size)
    whole = search.fpir_measured(match.sum(axis=1), people - 1, size)
    without = []
    for left_out in range(people):
        kept = np.arange(people) != left_out
        without.append(search.fpir_measured(match[np.ix_(kept, kept)].sum(axis=1), people - 2, size))
    error = math.sqrt((people - 1) / people * sum((x - np.mean(without)) ** 2 for x in without))
    reach = 1.959963984540054 * error / (whole * (1 - whole))
    middle = math.log(whole / (1 - whole))
    assert low == pytest.approx(1 / (1 + math.exp(reach - middle)), rel=1e-9)
    assert high == pytest.approx(1 / (1 + math.exp(-reach - middle)), rel=1e-9)


def test_interval_says_nothing_where_nothing_or_everything_matched():
    assert np.isnan(search.fpir_interval([], 5, 2)).all()
    everything = np.argwhere(~np.eye(5, dtype=bool))
    assert np.isnan(search.fpir_interval(everything, 5, 2)).all()
    low, high = search.fpir_interval(everything[1:], 5, [1, 2, 4])
    assert low.shape == high.shape == (3,)


def test_everybody_enrolled_loses_one_when_one_is_left_out():
    """At the full gallery the plain jackknife has one person fewer to enrol."""
    match = np.array([[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 0]], dtype=bool)
    low, high = search.fpir_interval(np.argwhere(match), 4, 3)
    without = [np.delete(np.delete(match, i, 0), i, 1).any(axis=1).mean() for i in range(4)]
    error = math.sqrt(3 / 4 * sum((x - np.mean(without)) ** 2 for x in without))
    reach = 1.959963984540054 * error / (0.75 * 0.25)
    assert high == pytest.approx(1 / (1 + math.exp(-reach - math.log(3))), rel=1e-9)
    assert low == pytest.approx(1 / (1 + math.exp(reach - math.log(3))), rel=1e-9)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("pairs", ([(0, 5)], 5, 2)),
        ("pairs", ([(1, 1)], 5, 2)),
        ("pairs", ([0, 1, 2], 5, 2)),
        ("pairs", ([(0, -1)], 5, 2)),
        ("pairs", ([("a", "b")], 5, 2)),
        ("people", ([(0, 1)], 2, 1)),
        ("gallery_size", ([(0, 1)], 5, 5)),
        ("gallery_size", ([(0, 1)], 5, 1.5)),
        ("confidence", ([(0, 1)], 5, 2, 1)),
    ],
)
def test_unusable_input_is_refused_by_name(name, arguments):
    with pytest.raises(ValueError, match=rf"^{name}(\[[0-9, ]+\])? must be"):
        search.fpir_interval(*arguments)
