"""The palette: marks and words can be seen on the white card of a figure, by eyes that see colours differently too."""

import re

import numpy as np
import pytest

from falsematch.plots import _style
from falsematch.plots._style import LINES, for_words, mark_guess, new_figure, one_form, plain_text, spread

MARKS = {
    name: getattr(_style, name) for name in "BLUE ORANGE GREEN VERMILLION SKY PURPLE INK GREY REST".split()
}


def linear(color):
    """A colour such as "#0072B2" as linear red, green and blue."""
    value = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    """WCAG 2.2's contrast ratio of two colours."""
    low, high = sorted(linear(color) @ (0.2126, 0.7152, 0.0722) for color in (one, other))
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_that_of_known_pairs():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", MARKS)
def test_marks_reach_three_to_one_and_words_four_and_a_half_on_white(name):
    assert contrast(MARKS[name], "#ffffff") >= 3
    if name != "REST":  # never a colour of words
        assert contrast(for_words(MARKS[name]), "#ffffff") >= 4.5


def test_a_figure_is_a_white_card_on_any_page():
    fig = new_figure("A title", 2)
    with _style.style():
        assert fig.get_facecolor() == (1, 1, 1, 1) and fig.add_subplot().get_facecolor() == (1, 1, 1, 1)


# Machado, Oliveira and Fernandes 2009, severity 1.0: what a person without one kind of cones sees, in linear colours.
CONES = {
    "protan": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deutan": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritan": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


def lab(rgb):
    """CIE L*a*b* of linear colours under D65."""
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(
        rgb, 0, 1
    )
    f = np.cbrt(xyz / (0.95047, 1, 1.08883))
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("kind", CONES)
def test_the_first_lines_are_told_apart_by_colour_with_any_kind_of_colour_vision(kind):
    colors = [lab(np.array(CONES[kind]) @ linear(line["color"])) for line in LINES[:4]]
    apart = [np.linalg.norm(a - b) for i, a in enumerate(colors) for b in colors[:i]]
    assert min(apart) > 15  # about ten times what can just be told apart


def test_lines_differ_in_dashes_and_marks_too():
    assert (
        len({str(line["linestyle"]) for line in LINES})
        == len({line["marker"] for line in LINES})
        == len(LINES)
    )


def test_an_axis_has_one_form():
    assert [one_form(1e-4)(rate) for rate in (1e-4, 0.01, 1)] == ["0.01 %", "1 %", "100 %"]
    said = [one_form(1e-6)(rate) for rate in (1e-6, 0.001, 0.1, 0.5, 1)]
    assert said == ["1 in a million", "1 in 1,000", "1 in 10", "50 in 100", "all"]


def test_titles_and_labels_have_one_percent_sign():
    fig = new_figure("From 0.33% to 12 %, and 5%", 2)
    assert re.findall(r"\d(.)%", " ".join(fig.get_suptitle().split("\n"))) == ["\u00a0"] * 3


def test_names_are_kept_apart_by_their_own_widths():
    places = spread([10, 11, 12], [4, 20])
    assert np.diff(places) == pytest.approx([4, 20], rel=1e-4)
    assert spread([5, 1], 2, [0, 4], [1, 9]).tolist() == [5, 1]


def test_a_guess_beyond_an_axis_is_said_to_be():
    fig = new_figure("T", 2)
    ax = fig.add_subplot()
    ax.set_xscale("log")
    ax.set_xlim(1, 100)
    mark_guess(ax, 0)  # a logarithmic axis has no place for it
    assert ax.texts[0].get_text() == "your guess: 0 (off the axis)"
    assert ax.lines[0].get_xdata()[0] == 1


def test_small_counts_are_written_without_exponents():
    said = [plain_text(value) for value in (1e-6, 0.000171234, 0.02, 3, 2.6e6, 0, 3e-12)]
    assert said == ["0.000001", "0.000171", "0.02", "3", "2.6 million", "0", "3e-12"]
