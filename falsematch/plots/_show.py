"""Showing a figure in a notebook with words for those who do not see it."""

import base64
import io
import re
import sys

from matplotlib.figure import Figure

from .._check import shown
from .._html import attribute
from ._style import style

_STAND_INS = ("no description has been provided for this",)  # what nbconvert writes when nobody did
_EMPTY_WORDS = set(
    "alt chart description diagram fig figure graph image picture placeholder plot tbd text".split()
)
_EMPTY_WORDS |= set("a an output the this todo untitled".split())
SHORTEST_ALT, LONGEST_ALT = 20, 5000
DOTS_PER_INCH = 200  # twice the 100 that a figure is laid out for: sharp on a dense screen


class Picture:
    """A figure as PNG bytes with its alt text; displays as one HTML `img`."""

    def __init__(self, png, alt, width):
        self.png, self.alt, self.width = png, alt, width

    def __repr__(self):
        return f"[Figure: {self.alt}]"

    def _repr_html_(self):
        data = base64.b64encode(self.png).decode("ascii")
        # The image never grows past its column: on a phone it shrinks to the width of the screen.
        return (
            f'<img src="data:image/png;base64,{data}" alt="{attribute(self.alt)}" '
            f'width="{self.width}" style="max-width:100%;height:auto">'
        )


def check_alt(alt):
    """`alt` with white space tidied, or a ValueError that says why it tells a reader nothing."""
    rule = "alt must say what a reader should see in the figure"
    if not isinstance(alt, str):
        raise ValueError(f"{rule}, as text; got {type(alt).__name__}")
    if len(alt) > LONGEST_ALT:
        raise ValueError(f"{rule}, in at most {LONGEST_ALT} characters; got {len(alt)}")
    # Half a character (a lone surrogate) could not be sent to the page.
    text = " ".join(alt.encode("utf-8", "replace").decode("utf-8").split())
    if not text:
        raise ValueError(f"{rule}; got empty text")
    if re.search(r"\w\.(png|jpe?g|svg|gif|webp|pdf|tiff?)$", text, re.I):
        raise ValueError(f"{rule}; got a file name, {shown(text)}")
    words = re.sub(r"[\W\d_]+", " ", text.lower()).split()
    if " ".join(words).startswith(_STAND_INS) or not set(words) - _EMPTY_WORDS:
        raise ValueError(f"{rule}; got the placeholder {shown(text)}")
    if len(text) < SHORTEST_ALT or len(set(words)) < 3:
        raise ValueError(f"{rule}, in at least {SHORTEST_ALT} characters and three words; got {shown(text)}")
    return text


def to_png(fig, dpi=DOTS_PER_INCH):
    """The bytes of `fig` as PNG. No date and no version inside, so the same figure gives the same bytes."""
    buffer = io.BytesIO()
    with style():  # matplotlib makes ticks only now, in the settings that hold now
        fig.savefig(buffer, format="png", dpi=dpi, metadata={"Software": None})
    return buffer.getvalue()


def show(fig, alt):
    """Show `fig` in a notebook with alt text that every exporter keeps.

    Parameters
    ----------
    fig : matplotlib Figure
    alt : str
        What a reader should see: the finding and the numbers that carry it, not "a plot".

    Returns
    -------
    None inside IPython, where the figure is displayed at once; elsewhere a `Picture`.

    Raises
    ------
    ValueError
        If `fig` is not a Figure, or `alt` is empty, shorter than 20 characters, a file name or a placeholder.
    """
    if not isinstance(fig, Figure):
        raise ValueError(f"fig must be a matplotlib Figure, got {type(fig).__name__}")
    picture = Picture(to_png(fig), check_alt(alt), round(fig.get_figwidth() * 100))
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None and getattr(fig, "number", None) is not None:
        pyplot.close(fig)  # a figure left open in pyplot would be displayed a second time, without its words
    if _in_ipython():
        from IPython.display import display

        display(picture)
        return None
    return picture


def _in_ipython():
    ipython = sys.modules.get("IPython")
    return ipython is not None and ipython.get_ipython() is not None
