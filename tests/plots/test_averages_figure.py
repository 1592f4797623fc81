"""Two kinds of people on the bent curve: marks stand where the arithmetic says, bad input is refused."""

import numpy as np
import pytest

from falsematch import plots


def test_the_average_lies_on_the_chord_below_the_curve():
    fig = plots.two_kinds_of_people([0.0005, 0.01], [0.95, 0.05], 1_000, title="T")
    (ax,) = fig.axes
    points = [line.get_xydata() for line in ax.lines if len(line.get_xdata()) == 1]
    on_curve, average = (point[0] for point in points)
    mean = 0.95 * 0.0005 + 0.05 * 0.01
    assert on_curve == pytest.approx([mean, 1 - (1 - mean) ** 1_000])
    assert average == pytest.approx([mean, 0.95 * (1 - 0.9995**1_000) + 0.05 * (1 - 0.99**1_000)])
    assert average[1] < on_curve[1]
    chord = next(line.get_xydata() for line in ax.lines if len(line.get_xdata()) == 2)
    assert np.interp(average[0], *chord.T) == pytest.approx(average[1])


def test_words_say_the_two_chances():
    fig = plots.two_kinds_of_people([0.0005, 0.01], [0.95, 0.05], 1_000, title="T")
    words = " ".join(text.get_text() for text in fig.axes[0].texts)
    assert "62 %" in words.replace("\u00a0", " ") and "42 %" in words.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("rates", "shares"),
    [([0.01, 0.0005], [0.5, 0.5]), ([0.1], [1.0]), ([0.1, 0.2], [0.5, 0.6]), ([0.1, 1.2], [0.5, 0.5])],
)
def test_refuses_what_is_no_pair_of_kinds(rates, shares):
    with pytest.raises(ValueError, match="rates|shares"):
        plots.two_kinds_of_people(rates, shares, 100, title="T")
