"""`show`: the words travel with the picture, and empty words are refused."""

import base64
import html
import re
import struct

import matplotlib
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from falsematch.plots import Picture, show, words

GOOD = 'Two bars: 998 people found and 2 missed & the word "found" < labelled.'


def drawn():
    fig = Figure(figsize=(6, 2))
    FigureCanvasAgg(fig)
    fig.add_subplot().plot([1, 2], [3, 4])
    return fig


def test_outside_a_notebook_it_returns_a_picture_quietly(capsys):
    picture = show(drawn(), GOOD)
    assert isinstance(picture, Picture)
    assert capsys.readouterr().out == ""
    assert GOOD in repr(picture)


def test_the_page_holds_a_png_twice_as_dense_as_shown_and_the_escaped_words():
    page = show(drawn(), GOOD).page()
    found = re.match(
        r'<img src="data:image/png;base64,([A-Za-z0-9+/=]+)" alt="([^"<>]*)" width="600" '
        r'style="max-width:100%;height:auto"><details>',
        page,
    )
    assert found, page[-200:]
    assert html.unescape(found[2]) == GOOD
    png = base64.b64decode(found[1], validate=True)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", png[16:24]) == (1200, 400)


def test_the_same_figure_gives_the_same_bytes_and_names_no_software():
    first, second = show(drawn(), GOOD), show(drawn(), GOOD)
    assert first.png == second.png
    assert b"matplotlib" not in first.png.lower()


@pytest.mark.parametrize(
    "alt",
    [
        "",
        "   ",
        "\n\t",
        3,
        b"bytes that are long enough",
        "short",
        "plot",
        "Figure 1",
        "image",
        "Image.",
        "chart",
        "figure.png",
        "my figure of false matches.png",
        "output_7_0.png",
        "images/some/where/picture.jpeg",
        "a.b.c.svg",
        "No description has been provided for this image",
        "no description has been provided for this image.",
        "No description has been provided for this figure",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        "TODO",
        "alt text",
        "onewordthatislongbutsaysnothing",
        "..........................",
        "...",
        "figure figure figure figure",
    ],
)
def test_alt_text_that_says_nothing_is_refused(alt):
    with pytest.raises(ValueError, match="alt must say what a reader should see"):
        show(drawn(), alt)


@pytest.mark.parametrize(
    "alt", [GOOD, "Line rising from 1 to 10 people.", "The file faces.png is compared with two others."]
)
def test_alt_text_that_says_something_is_taken(alt):
    assert show(drawn(), alt).alt == alt


def test_white_space_in_alt_is_tidied():
    assert show(drawn(), "  a line that\n   rises from 1 to 2 ").alt == "a line that rises from 1 to 2"


@pytest.mark.parametrize("thing", [None, "fig", 3, [], object()])
def test_what_is_no_figure_is_refused(thing):
    with pytest.raises(ValueError, match="fig must be a matplotlib Figure"):
        show(thing, GOOD)


def test_a_figure_of_pyplot_is_not_left_open():
    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    fig, _ = plt.subplots()
    show(fig, GOOD)
    assert plt.get_fignums() == []


def test_in_a_notebook_it_displays_once_and_returns_nothing(monkeypatch):
    import IPython
    import IPython.display

    shown = []
    monkeypatch.setattr(IPython, "get_ipython", lambda: object())
    monkeypatch.setattr(IPython.display, "display", shown.append)
    assert show(drawn(), GOOD) is None
    picture, below = shown
    # The picture is HTML, where alone JupyterLab reads alt text; its words are an output of their own.
    assert not hasattr(picture, "_repr_mimebundle_") and repr(picture) == f"[Figure: {GOOD}]"
    assert picture._repr_html_().count("<") == 1 and html.escape(GOOD) in picture._repr_html_()
    assert html.escape(GOOD) in below._repr_html_() and GOOD in repr(below)


def test_a_very_long_alt_text_is_refused_in_a_short_line():
    for alt in ("words and others " * 10**5, "x" * 4000 + ".png", "figure " * 500):
        with pytest.raises(ValueError, match="alt must say what") as caught:
            show(drawn(), alt)
        assert len(str(caught.value)) < 200


def test_half_a_character_does_not_reach_the_page():
    page = show(drawn(), "A line that rises \ud800 from 1 to 2.").page()
    assert page.encode("utf-8") and "rises ? from" in page


def test_a_figure_that_knows_its_words_is_shown_with_them_and_a_lesson_may_say_it_otherwise():
    fig = words(
        drawn(), alt=GOOD, table=("A caption", ("name", "value"), [("first", 3), ("second", "4 <b>")])
    )
    picture = show(fig)
    assert picture.alt == GOOD and picture.table.rows == [("first", "3"), ("second", "4 <b>")]
    page = picture.words()._repr_html_()
    assert page.startswith("<details><summary>") and "A caption" in page and "4 &lt;b&gt;" in page
    other = show(fig, alt="Other words of a lesson about the same figure.")
    assert other.alt.startswith("Other words") and other.table is picture.table


def test_a_figure_without_words_is_refused_unless_they_are_given():
    with pytest.raises(ValueError, match="alt must say what a reader should see"):
        show(drawn())
    with pytest.raises(ValueError, match="alt must say what a reader should see"):
        show(words(drawn(), alt=GOOD), alt="")
    with pytest.raises(ValueError, match="alt must say what a reader should see"):
        words(drawn(), alt=None)


def test_a_picture_has_a_palette_and_is_small():
    png = show(drawn(), GOOD).png
    assert png[25] == 3  # colour type of a PNG with a palette
    assert len(png) < 40_000
