"""A refusal names the argument and shows the value, whatever that is, in a few dozen characters."""

import numpy as np
import pytest

from falsematch import rates
from falsematch._check import shown

deep = []
for _ in range(100_000):
    deep = [deep]


class Loud:
    def __repr__(self):
        raise RuntimeError("no words for this")


@pytest.mark.parametrize(
    "value",
    [
        deep,
        10**5000,
        [10**5000],
        "x" * 10**7,
        b"x" * 10**7,
        Loud(),
        [Loud()],
        {1: Loud()},
        np.array([Loud()], dtype=object),
        "a\nb",
    ],
    ids=lambda value: type(value).__name__,
)
def test_any_value_is_refused_in_one_short_line(value):
    assert len(shown(value)) <= 60 and "\n" not in shown(value)
    with pytest.raises(ValueError, match="^prevalence must be a proportion") as caught:
        rates.ppv(value, 0.9, 0.1)
    assert len(str(caught.value)) < 150


def test_short_values_are_shown_as_they_are():
    assert shown("no") == "'no'" and shown([0.5, 2]) == "[0.5, 2]" and shown(-1) == "-1"
    assert shown("y" * 70) == "'" + "y" * 56 + "..."
