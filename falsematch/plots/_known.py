"""Figure of lesson 13: of which share of the alerts is it known that they were right?"""

import numpy as np

from .._check import proportion, refuse
from .._words import say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    PALE,
    SMALL,
    TEXT,
    VERMILLION,
    frame_rows,
    label_text,
    new_figure,
    styled,
    wrap,
)

_LABELS = 165  # points for the names of rows
_ROOM = 225  # points for words on a bar
MOST_ROWS = 10


@styled
def known_to_be_right(fields, *, title, axis_label="share of the alerts", note=None):
    """A bar of all alerts for each field: known to be right, not known, known to be wrong; or words, where no truth is.

    Parameters
    ----------
    fields : mapping of label to (low, high) or (low, high, text), or to a text, at most 10
        `low` of the alerts are known to be right, and all above `high` known to be wrong: both are the same where
        every alert was looked into. A text beside them says what the bar's two ends are, where "right" does not; one
        without them stands where a bar would have no meaning, and says why.
    title, axis_label : str
    note : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    try:
        pairs = [(label_text("label", name), _bounds(name, value)) for name, value in dict(fields).items()]
    except TypeError:
        refuse("fields", fields, "a mapping of label to (low, high) or a text")
    if not 1 <= len(pairs) <= MOST_ROWS:
        raise ValueError(f"fields must have 1 to {MOST_ROWS} rows to stay readable, got {len(pairs)}")
    names = [wrap(name, _LABELS, TEXT) for name, _ in pairs]
    said = [value if isinstance(value, str) else value[2] or _said(*value[:2]) for _, value in pairs]
    heights = np.array([0.42 + 0.18 * name.count("\n") for name in names])
    place = np.cumsum(heights) - heights / 2
    fig = new_figure(title, 1.7 + sum(heights) + (0.35 if note else 0))
    ax = fig.add_subplot()
    ax.set_xlim(0, 1)
    for at, (_, value), text in zip(place, pairs, said, strict=True):
        if isinstance(value, str):
            ax.annotate(
                wrap(value, _ROOM, SMALL),
                (0.01, at),
                va="center",
                fontsize=SMALL,
                fontstyle="italic",
                color=GREY,
                path_effects=HALO,
            )
            continue
        low, high, _ = value
        ax.barh(at, low, 0.26, color=BLUE, lw=0)
        ax.barh(at, high - low, 0.26, left=low, color="white", edgecolor=PALE, hatch="....", lw=0)
        ax.barh(
            at, 1 - high, 0.26, left=high, color=VERMILLION + "40", edgecolor=VERMILLION, hatch="///", lw=0
        )
        ax.annotate(
            wrap(text, _ROOM * (1 - min(low, 0.5)), SMALL, "bold"),
            (min(low, 0.5), at),
            (5, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            fontweight="bold",
            color="white" if low > 0.5 else INK,
            path_effects=() if low > 0.5 else HALO,
        )
    ax.xaxis.set_major_formatter(lambda value, _: say_share(value))
    ax.locator_params(axis="x", nbins=5)
    frame_rows(fig, ax, place, names, axis_label, _LABELS + 30, note)
    ax.set_ylim(sum(heights), -0.1)
    ax.legend(
        handles=[
            ax.barh(-9, 0, color=BLUE, label="right"),
            ax.barh(-9, 0, color="white", edgecolor=PALE, hatch="....", label="not known"),
            ax.barh(-9, 0, color=VERMILLION + "40", edgecolor=VERMILLION, hatch="///", label="wrong"),
        ],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=3,
        frameon=False,
        fontsize=SMALL,
        handlelength=1.2,
        columnspacing=1.0,
    )
    cells = list(zip((name for name, _ in pairs), said, strict=True))
    alt = sentences(
        title,
        f"{axis_label}, a bar for each of {len(pairs)}: known to be right, not known, known to be wrong",
        in_a_row(cells),
        note,
    )
    return words(fig, alt=alt, table=(title, ("field", "of the alerts right"), cells))


def _bounds(name, value):
    if isinstance(value, str):
        return label_text(f"fields[{name!r}]", value)
    text = None
    if isinstance(value, tuple | list) and len(value) == 3 and isinstance(value[2], str):
        value, text = value[:2], label_text(f"fields[{name!r}]", value[2])
    ends = np.ravel(proportion(f"fields[{name!r}]", value)).astype(float)
    if len(ends) != 2 or ends[0] > ends[1]:
        refuse(f"fields[{name!r}]", value, "(low, high), two proportions in this order, or a text")
    return (*map(float, ends), text)


def _said(low, high):
    if low == high:
        return say_share(low)
    if high == 1:
        return f"at least {say_share(low)}"
    return f"at most {say_share(high)}" if low == 0 else f"{say_share(low)} to {say_share(high)}"
