"""Showing a figure in a notebook with words for those who do not see it.

A picture is shown as HTML, since JupyterLab reads alt text there and nowhere else: an output of the kind
``image/png`` would be a picture without words to a screen reader. Its words are a second output, which folds.
The reading edition of a lesson, made for viewers that strip pictures out of HTML, stores the same picture as
``image/png`` (`falsematch.lessons`).
"""

import base64
import io
import re
import sys

import matplotlib
from matplotlib.figure import Figure
from PIL import Image

from .._html import Static, attribute, escaped
from ._figure_words import check_alt
from ._style import style

DOTS_PER_INCH = 200  # twice the 100 that a figure is laid out for: sharp on a dense screen
COLOURS = 64  # of the palette: enough for smooth edges of letters, and a third of the bytes
SUMMARY = "What this figure shows, in words and numbers"


class Picture:
    """A figure as PNG bytes with its words: `png`, `alt`, `width` in pixels on a page, and `table` or None."""

    def __init__(self, png, alt, width, table=None):
        self.png, self.alt, self.width, self.table = png, alt, width, table

    def __repr__(self):
        return f"[Figure: {self.alt}]"

    def _repr_html_(self):
        data = base64.b64encode(self.png).decode("ascii")
        # The image never grows past its column: on a phone it shrinks to the width of the screen.
        return (
            f'<img src="data:image/png;base64,{data}" alt="{attribute(self.alt)}" '
            f'width="{self.width}" style="max-width:100%;height:auto">'
        )

    def words(self):
        """The alt text and the table, folded: what is displayed below the picture."""
        table = self.table.page() if self.table is not None else ""
        page = f"<details><summary>{SUMMARY}</summary><p>{escaped(self.alt)}</p>{table}</details>"
        return Static("\n".join([self.alt, *([repr(self.table)] if table else [])]), page)

    def page(self):
        """Picture and words as one piece of HTML."""
        return self._repr_html_() + self.words().page


def to_png(fig, dpi=DOTS_PER_INCH):
    """The bytes of `fig` as PNG with a small palette.

    No date and no version inside, and colours chosen without chance: the same figure gives the same bytes.
    """
    drawn, small = io.BytesIO(), io.BytesIO()
    with style():  # matplotlib makes ticks only now, in the settings that hold now
        fig.savefig(drawn, format="png", dpi=dpi)
    with Image.open(drawn) as image:
        flat = image.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    flat.save(small, format="png", optimize=True)
    return small.getvalue()


def vector(fig, name):
    """A figure that knows its words as one piece of HTML: drawn in lines (SVG), and its words and numbers below.

    `name` begins every identifier inside, so that several figures stand in one page. The same figure gives the
    same text.
    """
    drawn = io.StringIO()
    with style(), matplotlib.rc_context({"svg.hashsalt": name}):
        fig.savefig(drawn, format="svg", metadata={"Date": None, "Creator": None})
    text = drawn.getvalue()
    text = re.sub(r'(?<=\bid=")|(?<=href="#)|(?<=url\(#)', f"{name}-", text[text.index("<svg") :])
    label = f'<svg role="img" aria-label="{attribute(fig.alt)}" '
    return text.replace("<svg ", label, 1) + Picture(b"", fig.alt, 0, fig.table).words().page


def picture(fig, alt=None):
    """The `Picture` of a figure: with `alt` in place of its own words, if given."""
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a matplotlib Figure, got {type(fig).__name__}")
    alt = check_alt(getattr(fig, "alt", "") if alt is None else alt)
    return Picture(to_png(fig), alt, round(fig.get_figwidth() * 100), getattr(fig, "table", None))


def show(fig, alt=None):
    """Show `fig` in a notebook: the picture, and below it, folded, its words and its numbers.

    Parameters
    ----------
    fig : matplotlib Figure
        The functions of `plots` return figures that know their words; `words` gives them to others.
    alt : str, optional
        In place of the figure's own words: the finding and the numbers that carry it, not "a plot".

    Returns
    -------
    None inside IPython, where the figure is displayed at once; elsewhere a `Picture`.

    Raises
    ------
    ValueError
        If `fig` is not a Figure, or there is no alt text, or it is empty, shorter than 20 characters, a file
        name or a placeholder.
    """
    shown = picture(fig, alt)
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and getattr(fig, "number", None) is not None:
        pyplot.close(fig)  # a figure left open in pyplot would be displayed a second time, without its words
    if _in_ipython():
        from IPython.display import display

        display(shown)
        display(shown.words())
        return None
    return shown


def _in_ipython():
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
