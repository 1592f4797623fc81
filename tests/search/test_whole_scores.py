"""Whole scores that float64 would round are refused wherever they stand, by the name of their argument."""

import numpy as np
import pytest

from falsematch.search import cmc, fnir_at_fpir, open_set_rates

BIG = 2**53


@pytest.mark.parametrize(
    "ask", [cmc, lambda m, o: open_set_rates(m, o, 0.5, 1), lambda m, o: fnir_at_fpir(m, o, 0.5)]
)
@pytest.mark.parametrize(
    "wrong", [[BIG + 1, 0.5], [0.5, -BIG - 1], [BIG, 1], [2**70, 1], np.array([BIG, 1]), np.array([-BIG, 1])]
)
def test_whole_scores_too_large_for_a_float(ask, wrong):
    with pytest.raises(ValueError, match=r"^mated(\[\d\])? must be .*2\*\*53"):
        ask(wrong, [[1, 2], [3, 4]])
    with pytest.raises(ValueError, match=r"^nonmated(\[\d, \d\])? must be .*2\*\*53"):
        ask([1, 2], [list(wrong), [3, 4]] if isinstance(wrong, list) else np.array([wrong, wrong]))


def test_the_greatest_whole_scores_are_told_apart():
    most = BIG - 1
    assert open_set_rates([most, most - 1], [[0], [0]], most, 1).misses == 1
    assert open_set_rates([-most, 1 - most], [[-most], [-most]], 1 - most, 1).misses == 1
