"""One style for every figure, and the few helpers that keep labels apart and inside.

A figure is 6 inches wide: 600 pixels on a desktop page, shrunk to about 380 on a phone. Type is sized
for the phone. A figure is a white card, on a dark page too. Colours follow those of Okabe and Ito (2008,
"Color Universal Design"), told apart with the common kinds of colour-blindness; orange, sky and purple are
darker than theirs, so that every mark has a contrast of 3 : 1 with white, and every word 4.5 : 1 (WCAG 2.2).
Line style or marker always says the same thing again, for grey print.

One mark, one meaning in all figures of people: a disc is somebody who is sought and pointed at, a triangle
one who is missed, a cross one who is pointed at wrongly, a small dot one who is left alone.
"""

import bisect
import functools
import re

import matplotlib
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.patheffects import withStroke
from matplotlib.textpath import TextToPath
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .._check import refuse
from .._words import RARE, in_odds, say, say_share
from ._figure_words import spaced

WIDTH = 6.0
BLUE, ORANGE, GREEN, VERMILLION, SKY, PURPLE = (
    "#0072B2",
    "#B87800",
    "#009E73",
    "#D55E00",
    "#2F94CC",
    "#B8578F",
)
#: Words and axes; notes; marks of those who are left alone; and lines that only guide the eye.
INK, GREY, REST, PALE = "#1a1a1a", "#666666", "#8f8f8f", "#c4c4c4"
#: Darker shades for words, which need more contrast with the page than a line or a mark does.
_FOR_WORDS = {ORANGE: "#7d5600", GREEN: "#00694c", VERMILLION: "#a84a00", SKY: "#1f6f9c", PURPLE: "#94466f"}
#: Lines in order of use. Neighbours differ in colour, in lightness and in dashes.
LINES = (
    {"color": BLUE, "linestyle": "-", "marker": "o"},
    {"color": VERMILLION, "linestyle": (0, (6, 2)), "marker": "s"},
    {"color": GREEN, "linestyle": (0, (2, 1.5)), "marker": "^"},
    {"color": INK, "linestyle": (0, (6, 2, 1, 2)), "marker": "D"},
    {"color": PURPLE, "linestyle": (0, (1, 1)), "marker": "v"},
    {"color": GREY, "linestyle": (0, (10, 3)), "marker": "P"},
)
LEAST_PERCENT = 1e-4  # an axis that begins lower has its rates as "1 in N"
TITLE, TEXT, SMALL = 12.5, 11.0, 10.0
HALO = [withStroke(linewidth=3, foreground="white")]  # keeps words readable where they cross a line

_RC = {
    "font.family": "DejaVu Sans",  # comes with matplotlib, so a figure looks the same everywhere
    "font.size": TEXT,
    "axes.labelsize": TEXT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.edgecolor": GREY,
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": SMALL,
    "ytick.labelsize": SMALL,
    "xtick.minor.visible": False,
    "ytick.minor.visible": False,
    "grid.color": "#e3e3e3",
    "grid.linewidth": 0.8,
    "axes.axisbelow": True,
    "lines.linewidth": 2.0,
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "figure.dpi": 100,
    "text.parse_math": False,  # an outlet's "$46 million" is money, not mathematics
}


def style():
    """The project's settings and matplotlib's own defaults, in place of the caller's, for a `with` block."""
    defaults = matplotlib.rcParamsDefault
    return matplotlib.rc_context(
        {**{k: v for k, v in defaults.items() if not k.startswith("backend")}, **_RC}
    )


def styled(function):
    """Draw in the project's style whatever the caller's own matplotlib settings are."""

    @functools.wraps(function)
    def draw(*args, **kwargs):
        with style():
            return function(*args, **kwargs)

    return draw


def new_figure(title, height):
    """A titled figure with its own canvas, unknown to pyplot, so that nothing is left open."""
    if not isinstance(title, str) or not title.strip():
        refuse("title", title, "text that states what the figure shows")
    fig = Figure(figsize=(WIDTH, height), layout="constrained")
    FigureCanvasAgg(fig)
    fig.get_layout_engine().set(w_pad=0.08, h_pad=0.06)
    text = _balanced(spaced(title.strip()), WIDTH * 72 - 16)
    fig.suptitle(text, x=0.012, ha="left", fontsize=TITLE, fontweight="bold", linespacing=1.2)
    return fig


def _balanced(title, width):
    """A title on as few lines as fit, broken so that the last line is not one lost word."""
    text = wrap(title, width, TITLE, weight="bold")
    for narrower in np.arange(0.95, 0.6, -0.05) * width:
        other = wrap(title, narrower, TITLE, weight="bold")
        last = text.rpartition("\n")[2]
        if other.count("\n") > text.count("\n") or text_width(last, TITLE, "bold") > 0.4 * width:
            break
        text = other
    return text


@functools.lru_cache(maxsize=4096)  # breaking lines asks for the same few words again and again
def text_width(text, size, weight="normal"):
    """Width of `text` in points."""
    font = FontProperties(family="DejaVu Sans", size=size, weight=weight)
    return TextToPath().get_text_width_height_descent(text, font, ismath=False)[0]


def wrap(text, width, size, weight="normal"):
    """`text` with line breaks so that no line is wider than `width` points (measured, not guessed)."""
    lines, line = [], ""
    for word in _pieces(text, width, size, weight):
        longer = f"{line} {word}" if line else word
        if line and text_width(longer, size, weight) > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return "\n".join([*lines, line])


def _pieces(text, width, size, weight):
    # A percent sign stays with its number.
    for word in re.split("[ \t\r\n]+", text.strip().replace(" %", "\u00a0%")):
        # An address or an identifier can be wider than the column: cut it where the column ends.
        while len(word) > 1 and text_width(word, size, weight) > width:
            longer = range(2, len(word))
            # So many of its first letters fit; at least one.
            fit = 1 + bisect.bisect(longer, width, key=lambda n: text_width(word[:n], size, weight))
            yield word[:fit]
            word = word[fit:]
        yield word


def spread(places, gap, low=-np.inf, high=np.inf):
    """`places` moved as little as needed so that neighbours are at least `gap` apart, within [low, high].

    Each of the three may be one number, or one for every place (`gap` one fewer) in ascending order of places.
    """
    order = np.argsort(places, kind="stable")
    moved = np.clip(np.asarray(places, dtype=float)[order], low, high)
    gap = np.broadcast_to(np.asarray(gap, dtype=float), len(moved) - 1)
    for _ in range(200):  # a few rounds of pushing neighbours apart settle any label column of a figure
        short = gap - np.diff(moved)
        if np.all(short <= gap * 1e-6):
            break
        for i in np.flatnonzero(short > 0):
            push = (gap[i] - (moved[i + 1] - moved[i])) / 2
            moved[i], moved[i + 1] = moved[i] - push, moved[i + 1] + push
        moved = np.clip(moved, low, high)
    result = np.empty_like(moved)
    result[order] = moved
    return result


def names_beside(ax, names, heights, colors):
    """The name of each line beside its right end, moved apart where ends are close.

    `heights` are fractions of the height of the axes; a grey name is set lighter than the others.
    """
    texts = [wrap(name, 105, SMALL, "bold") for name in names]
    gap = 0.052 * (1 + max(text.count("\n") for text in texts))
    places = spread(heights, gap, 0, 1 - gap / 3)
    for text, height, color in zip(texts, places, colors, strict=True):
        ax.annotate(
            text,
            (1, height),
            (5, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=for_words(color),
            fontweight="normal" if color == GREY else "bold",
            annotation_clip=False,
        )


def value_above(ax, text, x, row, *, rise=8, ha="center", color=INK):
    """A value in words above its mark on a row."""
    ax.annotate(
        text,
        (x, row),
        (0, rise),
        textcoords="offset points",
        ha=ha,
        fontsize=SMALL,
        fontweight="bold",
        color=color,
    )


def frame_rows(fig, ax, places, names, axis_label, label_width, note=None):
    """Names at the left of rows without a line or ticks there, and what the figure says below its axis."""
    ax.set_yticks(places, names, fontsize=TEXT)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    ax.grid(axis="x")
    ax.set_xlabel(wrap(axis_label, WIDTH * 72 - label_width, TEXT))
    if note:
        fig.supxlabel(wrap(note, WIDTH * 72 - 16, SMALL), x=0.012, ha="left", fontsize=SMALL, color=GREY)


def names_above(ax, names, places, lines=(), colors=None):
    """Names in a row above the axes, kept apart; `places` are fractions of the width of the axes.

    A thin line is drawn up to each name at the x values in `lines`.
    """
    width = 330.0  # points, about: enough to keep names from running into each other
    weight = "normal" if colors is None else "bold"
    texts = [wrap(name, max(45, width / len(names) - 8), SMALL, weight) for name in names]
    widths = [max(text_width(line, SMALL, weight) for line in text.split("\n")) for text in texts]
    half = np.array(widths)[np.argsort(places, kind="stable")] / 2
    # A name may reach over the ends of the axes by a third of its width, so that it stands above its line.
    moved = spread(np.asarray(places) * width, half[:-1] + half[1:] + 6, half / 3, width - half / 3)
    for x in lines:
        ax.axvline(x, color=PALE, lw=1, zorder=0.4)
    for text, at, color in zip(texts, moved, colors or [INK] * len(texts), strict=True):
        ax.annotate(
            text,
            (at / width, 1),
            (0, 3),
            xycoords="axes fraction",
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=SMALL,
            color=for_words(color),
            fontweight=weight,
            annotation_clip=False,
        )


def log_ticks(axis, low, high, label=say, most=7, from_high=False):
    """Ticks at powers of ten from `low` to `high`, every n-th so that at most `most` are labelled.

    Counted from the low end, or from the high one where that end has to be labelled.
    """
    first, last = int(np.ceil(np.log10(low) - 1e-9)), int(np.floor(np.log10(high) + 1e-9))
    step = max(1, -(-(last - first + 1) // most))
    powers = range(last, first - 1, -step) if from_high else range(first, last + 1, step)
    axis.set_major_locator(FixedLocator([10.0**k for k in powers]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda value, _: label(value)))


def for_words(color):
    """The shade of `color` in which words are set."""
    return _FOR_WORDS.get(color, color)


def rate_text(value):
    """A single rate in words: "1 %", "0.1 %", and below that "1 in 100,000"."""
    return say_share(value) if value >= RARE or value == 0 else in_odds(value)


def read_mark(guess):
    """A learner's guess as a finite float, or None: nothing written yet (``...``), or no number.

    Never raises: a figure that draws a guess is not the place where an odd guess is answered.
    """
    if guess is None or guess is Ellipsis or isinstance(guess, (bool, str, bytes)):
        return None
    try:
        value = float(guess)
    except (TypeError, ValueError, OverflowError):
        return None
    return value if np.isfinite(value) else None


def mark_guess(ax, guess, say_value=say, side="x"):
    """The learner's guess as a dotted line with its words, on the axis `side`; off the axis, at its edge."""
    value = read_mark(guess)
    if value is None:
        return
    low, high = sorted(ax.get_xlim() if side == "x" else ax.get_ylim())
    inside = min(max(value, low), high)
    text = f"your guess: {say_value(value)}"
    if inside != value:  # also a guess of 0 on a logarithmic axis
        text += " (off the axis)"
    frame = ("data", "axes fraction") if side == "x" else ("axes fraction", "data")
    (ax.axvline if side == "x" else ax.axhline)(inside, color=PURPLE, lw=2.5, ls=(0, (1, 1)), zorder=2.5)
    at = ax.transAxes.inverted().transform(ax.transData.transform((inside, inside)))
    # Beside its line, on the side where there is room; above it where the line lies flat.
    right, top = side == "x" and at[0] > 0.6, side == "y" and at[1] > 0.9
    ax.annotate(
        text,
        (inside, 0.9) if side == "x" else (0.45, inside),
        ((-5 if right else 5), 0) if side == "x" else (0, -4 if top else 3),
        xycoords=frame,
        textcoords="offset points",
        ha="center" if side == "y" else "right" if right else "left",
        va="top" if top else "bottom",
        fontsize=SMALL,
        fontweight="bold",
        color=for_words(PURPLE),
        path_effects=HALO,
        zorder=4,
    )


def guess_words(guess, say_value=say):
    """The guess as a sentence for the alt text, or nothing."""
    value = read_mark(guess)
    return "" if value is None else f"Your guess, {say_value(value)}, is marked"


def odds_text(rate, digits=3):
    """A rate as "1 in 1,000", a large one as "88 in 100", and 1 as "all": one form, however small or large."""
    return in_odds(rate, digits)


def one_form(low):
    """How to say the rates of an axis that begins at `low`: all as percentages, or all as "1 in N"."""
    return say_share if low >= LEAST_PERCENT else odds_text


def plain_text(value):
    """A count on an axis without exponents: "0.0001", "100", "1 million"."""
    if value >= 1e-3 or not 1e-9 <= value:
        return say(value)
    return f"{float(f'{value:.2e}'):.12f}".rstrip("0")


def labelled(systems, what):
    """`systems` as a list of (label, value), from a mapping; refused when empty."""
    try:
        pairs = [(spaced(str(label)), value) for label, value in dict(systems).items()]
    except (TypeError, ValueError):
        refuse(what, systems, "a mapping of label to values")
    if not pairs:
        refuse(what, systems, "a mapping with at least one entry")
    if len(pairs) > len(LINES):
        raise ValueError(f"{what} must have at most {len(LINES)} entries to stay readable, got {len(pairs)}")
    return pairs


def label_text(name, value):
    """A non-empty label, or a ValueError that names the argument."""
    if not isinstance(value, str) or not value.strip():
        refuse(name, value, "a short text")
    return spaced(value.strip())
