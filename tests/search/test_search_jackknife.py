"""The interval of FPIR that follows people through both of their roles, against the same done plainly."""

import math

import numpy as np
import pytest

from falsematch import search


def plainly(match, size):
    """Ends of the interval, with everybody left out in turn: who matched whom, without a row and a column."""
    people = len(match)
    whole = search.fpir_measured(match.sum(axis=1), people - 1, size)
    without = []
    for left_out in range(people):
        kept = np.arange(people) != left_out
        rest = match[np.ix_(kept, kept)]
        without.append(search.fpir_measured(rest.sum(axis=1), people - 2, min(size, people - 2)))
    error = math.sqrt((people - 1) / people * sum((x - np.mean(without)) ** 2 for x in without))
    reach = 1.959963984540054 * error / (whole * (1 - whole))
    middle = math.log(whole / (1 - whole))
    return 1 / (1 + math.exp(reach - middle)), 1 / (1 + math.exp(-reach - middle))


def test_interval_is_the_jackknife_over_people_done_plainly():
    generator = np.random.default_rng(4)
    match = generator.random((25, 25)) < generator.beta(0.4, 3, 25)[:, None]
    np.fill_diagonal(match, False)
    for size in (6, [1, 6, 23, 24]):
        ends = search.fpir_interval(np.argwhere(match), 25, size)
        expected = [plainly(match, one) for one in np.ravel(size)]
        assert np.ravel(ends.low) == pytest.approx([low for low, _ in expected], rel=1e-9)
        assert np.ravel(ends.high) == pytest.approx([high for _, high in expected], rel=1e-9)


@pytest.mark.parametrize(
    ("people", "pairs"),
    [(3, [(0, 1)]), (3, [(2, 1), (1, 2)]), (12, [(0, 1), (2, 1), (2, 3)]), (12, [(11, 0)]), (12, [(0, 11)])],
)
def test_few_people_and_people_whom_nobody_matches(people, pairs):
    match = np.zeros((people, people), dtype=bool)
    match[tuple(np.transpose(pairs))] = True
    assert tuple(search.fpir_interval(pairs, people, 2)) == pytest.approx(plainly(match, 2), rel=1e-9)


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
        ("pairs", ([(0, 1, 2)], 5, 2)),
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


@pytest.mark.parametrize(
    ("pairs", "message"),
    [
        ([(0, 1), (6, 2), (5, 0)], "pairs must be numbers of people below people = 5, got 6.0"),
        ([(0, 1), (3, 3), (2, 2)], "pairs must be of two different people, got [3.0, 3.0]"),
        (
            [(0, 1, 2)],
            "pairs must be of shape (false matches, 2): probe and enrolled person, got [(0, 1, 2)]",
        ),
    ],
)
def test_a_refusal_names_what_is_wrong(pairs, message):
    with pytest.raises(ValueError) as caught:
        search.fpir_interval(pairs, 5, 2)
    assert str(caught.value) == message
