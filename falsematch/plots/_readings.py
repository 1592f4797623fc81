"""Figure of lesson 01: what one printed number means under each of its readings."""

import numpy as np

from .._check import refuse
from ..claims import UNSAID, in_words
from ._figure_words import sentences, words
from ._style import BLUE, GREY, INK, SMALL, TEXT, WIDTH, log_ticks, new_figure, styled, wrap

_LABELS = 176  # points for the names of the readings
_LEAST = 1e-3  # a range that starts at none begins at the left edge: a logarithmic axis has no 0


@styled
def readings_range(found, *, title, axis_label, count="candidates_per_search"):
    """One row per reading: a dot where a number follows, a bar where a range does, words where nothing does.

    Parameters
    ----------
    found : mapping of name to `falsematch.claims.Reading`
    title : str
        The finding.
    axis_label : str
        What is counted, and over what.
    count : str
        Which count of a `Meaning` to draw: "candidates_per_search", "candidates", "false_alerts" or "misses".

    Returns
    -------
    matplotlib Figure. Logarithmic axis; a bar that runs off an edge has no bound there (or none above zero).

    Raises
    ------
    ValueError
        If `found` is empty, `count` is unknown, or no reading has a number above zero.
    """
    rows = [(meaning.reading, _bounds(meaning, count)) for meaning in dict(found).values()]
    ends = [end for _, bounds in rows if bounds for end in bounds if 0 < end < np.inf]
    if not ends:
        refuse("found", found, f"readings of which at least one has a number of {count} above zero")
    low, high = min(_LEAST, min(ends)) / 2, max(ends) * 8
    names = [wrap(reading, _LABELS, SMALL) for reading, _ in rows]
    heights = [0.2 + 0.165 * (1 + name.count("\n")) for name in names]
    # Rows are as tall as their names need, so their places are sums of heights.
    places = np.cumsum(heights) - np.asarray(heights) / 2
    fig = new_figure(title, 1.2 + sum(heights) * 1.1)
    ax = fig.add_subplot()
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    ax.set_ylim(sum(heights), 0)
    ax.set_yticks(places, names, fontsize=SMALL)
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for edge in np.cumsum(heights)[:-1]:
        ax.axhline(edge, color="#e3e3e3", linewidth=0.8)
    for place, (_, bounds) in zip(places, rows, strict=True):
        _draw(ax, place, bounds, low, high)
    log_ticks(ax.xaxis, low, high, most=4)
    ax.set_xlabel(wrap(axis_label, WIDTH * 72 - _LABELS - 40, TEXT))
    said = [(reading, in_words(bounds) if bounds else UNSAID) for reading, bounds in rows]
    alt = sentences(
        title,
        f"{len(rows)} readings, one to a row, against {axis_label} (across, logarithmic)",
        "; ".join(f"{reading}: {text}" for reading, text in said),
    )
    return words(fig, alt=alt, table=("What each reading means", ("reading", axis_label), said))


def _bounds(meaning, count):
    if count not in ("candidates_per_search", "candidates", "false_alerts", "misses"):
        refuse("count", count, '"candidates_per_search", "candidates", "false_alerts" or "misses"')
    return getattr(meaning, count)


def _draw(ax, place, bounds, low, high):
    text = in_words(bounds)
    if bounds is None:
        ax.text(
            np.sqrt(low * high),
            place,
            UNSAID,
            ha="center",
            va="center",
            color=GREY,
            style="italic",
            fontsize=TEXT,
        )
        return
    left, right = max(bounds[0], low), min(bounds[1], high)
    inside = dict(va="center", fontsize=TEXT, color=INK, fontweight="bold", textcoords="offset points")
    if bounds[0] == bounds[1]:
        ax.plot(left, place, "o", color=BLUE, markersize=8)
        # Beyond the middle the words go to the left of the dot, so that they stay inside.
        side = 1 if left**2 < low * high else -1
        ax.annotate(text, (left, place), (9 * side, 0), ha="left" if side > 0 else "right", **inside)
        return
    ax.plot([left, right], [place + 0.09, place + 0.09], color=BLUE, linewidth=5, solid_capstyle="butt")
    # An arrow where a bar has no end: upwards without a bound, or down to none, which a logarithmic axis lacks.
    for end, marker, runs_on in ((right, ">", bounds[1] == np.inf), (left, "<", bounds[0] < low)):
        if runs_on:
            inward = 1.5 if marker == "<" else 1  # clear of the names at the left
            ax.plot(end * inward, place + 0.09, marker, color=BLUE, markersize=9, clip_on=False)
    middle = np.sqrt(left * right)
    ha = "center" if left > low or right > low * 1e4 else "left"
    inside["va"] = "bottom"
    ax.annotate(
        text, (middle if ha == "center" else left, place), (0 if ha == "center" else 8, 1), ha=ha, **inside
    )
