"""A forest of intervals: one row per figure, what it is and how far it could be off."""

import numpy as np

from .._check import amount, numbers, refuse
from .._words import say_estimate, say_share
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    SMALL,
    TEXT,
    frame_rows,
    label_text,
    log_ticks,
    new_figure,
    rate_text,
    styled,
    wrap,
)

_LABELS = 165.0  # points given to the names of rows
MOST_ROWS = 20


@styled
def interval_forest(rows, *, title, axis_label, log=False, say_value=None, reference=None, note=None):
    """Estimates with their intervals, one row each, in the order given.

    A row whose estimate is 0 (no error seen) has no point: it is drawn as an arrow from its upper bound
    towards zero, since that bound is all that such a test shows.

    Parameters
    ----------
    rows : mapping of label to (estimate, low, high)
        ``low <= estimate <= high``; for an estimate of 0, `high` is the one- or two-sided bound.
    title : str
    axis_label : str
        What is measured, and out of what.
    log : bool
        Logarithmic axis. An interval that reaches 0 is drawn as far as the axis goes.
    say_value : callable
        Puts a value in words. Left out: percentages, and on a logarithmic axis "1 in 3,000" for small ones,
        each row in one form and with no more digits than its interval bears out.
    reference : (value, name), optional
        A vertical line to compare with.
    note : str, optional
        Under the figure: what the intervals are, and what they do not cover.

    Returns
    -------
    matplotlib.figure.Figure
    """
    pairs = _checked(rows)
    spoken = [_spoken(triple, say_value, log) for _, triple in pairs]
    say_value = say_value or (rate_text if log else say_share)
    every = np.array([triple for _, triple in pairs])
    names = [wrap(name, _LABELS, TEXT) for name, _ in pairs]
    heights = [0.36 + 0.18 * (1 + name.count("\n")) for name in names]
    place = np.cumsum(heights) - np.array(heights) / 2

    fig = new_figure(title, 1.25 + sum(heights) + (0.25 if note else 0) + (0.2 if reference else 0))
    ax = fig.add_subplot()
    low, high = _limits(every, log, reference)
    if log:
        ax.set_xscale("log")
        log_ticks(ax.xaxis, low, high, label=say_value, most=4)
    else:
        ax.xaxis.set_major_formatter(lambda value, _: say_value(value))
        ax.locator_params(axis="x", nbins=5)
    ax.set_xlim(low, high)
    for at, (_, (value, left, right)), text in zip(place, pairs, spoken, strict=True):
        _draw_row(ax, at, value, max(left, low), right, low)
        middle = np.sqrt(max(left, low) * right) if log else (left + right) / 2
        _write(ax, text, middle, at, low, high, log)
    if reference is not None:
        _draw_reference(ax, reference)
    frame_rows(fig, ax, place, names, axis_label, _LABELS + 30, note)
    ax.set_ylim(sum(heights), -0.02)
    return fig


def _checked(rows):
    try:
        pairs = [(label_text("label", label), value) for label, value in dict(rows).items()]
    except (TypeError, ValueError):
        refuse("rows", rows, "a mapping of label to (estimate, low, high)")
    if not 1 <= len(pairs) <= MOST_ROWS:
        raise ValueError(f"rows must be 1 to {MOST_ROWS} to stay readable, got {len(pairs)}")
    checked = []
    for label, triple in pairs:
        values = np.ravel(amount(f"rows[{label!r}]", triple))
        if len(values) != 3 or not values[1] <= values[0] <= values[2] or values[2] <= 0:
            refuse(
                f"rows[{label!r}]",
                triple,
                "(estimate, low, high) with low <= estimate <= high and high above 0",
            )
        checked.append((label, values))
    return checked


def _spoken(triple, say_value, log):
    value, low, high = map(say_value, triple) if say_value else say_estimate(*triple, odds=log)
    if triple[0] == 0:
        return f"none seen: below {high}"
    return f"{value} ({low} to {high})"


def _limits(every, log, reference):
    values = [*every.ravel(), *([] if reference is None else [reference[0]])]
    if log:
        drawn = [x for x in every[:, :2].ravel() if x > 0] + [x / 8 for x in every[every[:, 0] == 0, 2]]
        drawn += [] if reference is None else [reference[0]]
        return min(drawn) / 1.6, max(values) * 1.8
    top = max(values)
    return (0, 1) if 0.8 < top <= 1 else (0, top * 1.1)


def _draw_row(ax, at, value, left, right, low):
    if value == 0:
        arrow = {"arrowstyle": "-|>", "color": BLUE, "lw": 2.5, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (low, at), (right, at), arrowprops=arrow)
        ax.plot(right, at, "|", color=BLUE, ms=11, mew=2.5)
        return
    ax.plot([left, right], [at, at], color=BLUE, lw=2.5, solid_capstyle="butt")
    ax.plot([left, right], [at, at], "|", ls="", color=BLUE, ms=9, mew=2)
    ax.plot(value, at, "o", color=INK, ms=7, zorder=3, clip_on=False)


def _write(ax, text, middle, at, low, high, log):
    """The row's values above it, kept inside the axes."""
    along = np.log(middle / low) / np.log(high / low) if log else (middle - low) / (high - low)
    ha, along = ("left", 0.01) if along < 0.42 else ("right", 0.99) if along > 0.58 else ("center", along)
    ax.annotate(
        text,
        (along, at),
        (0, 6),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha=ha,
        va="bottom",
        fontsize=SMALL,
        path_effects=HALO,
    )


def _draw_reference(ax, reference):
    value, name = reference
    value = float(numbers("reference", value))
    ax.axvline(value, color=GREY, lw=1.2, ls=(0, (4, 2)), zorder=0.5)
    ax.annotate(
        label_text("reference", name),
        (value, 1),
        (0, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        color=GREY,
        annotation_clip=False,
    )
