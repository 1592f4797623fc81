"""Repeated simulations as a histogram, and shares as bars: what the learner's own few lines drew."""

import numpy as np

from .._check import numbers, proportion, refuse, whole
from .._words import say, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    HALO,
    INK,
    SMALL,
    TEXT,
    frame_rows,
    guess_words,
    label_text,
    mark_guess,
    new_figure,
    read_mark,
    styled,
    wrap,
)

_LABELS = 150  # points for the names of bars
_MOST_BARS = 40  # whole numbers that get a bar each

_QUANTILES = (0.05, 0.5, 0.95)  # the ends of what most repetitions give, and the middle


@styled
def draws(values, *, title, what, expected=None, guess=None, say_value=say, bins=30):
    """Results of the same simulation drawn many times: how often each came out.

    Parameters
    ----------
    values : array-like of numbers
        One result per repetition. Whole numbers that lie close together get a bar each.
    title : str
    what : str
        What was counted in each repetition: "false alerts in a day".
    expected : number, optional
        The value to expect (the mean over many repetitions), drawn as a line.
    guess : number, optional
        The learner's guess.
    say_value : callable
        Puts a value in words; ``say_share`` of the package's words for shares.
    bins : whole number

    Returns
    -------
    matplotlib.figure.Figure
    """
    values = np.ravel(numbers("values", values)).astype(float)
    if not len(values) or not np.isfinite(values).all():
        refuse("values", values, "at least one finite number")
    label_text("what", what)
    bins = int(whole("bins", bins, minimum=2))
    edges, step = _edges(values, bins)
    counts = np.histogram(values, edges)[0]

    fig = new_figure(title, 3.7)
    ax = fig.add_subplot()
    ax.bar(edges[:-1], counts, np.diff(edges) * 0.94, align="edge", color=BLUE, lw=0)
    marks = (
        [edges[0], edges[-1]]
        if expected is None
        else [edges[0], edges[-1], float(numbers("expected", expected))]
    )
    # A guess a little beyond what came out gets its place on the axis; one far off is said at its edge.
    value = read_mark(guess)
    if value is not None and min(marks) - np.ptp(edges) <= value <= max(marks) + np.ptp(edges):
        marks.append(value)
    room = (max(marks) - min(marks)) * 0.04
    ax.set_xlim(min(marks) - room, max(marks) + room)
    ax.set_ylim(0, counts.max() * 1.32)
    ax.locator_params(
        axis="both", nbins=6, integer=bool(np.all(values == np.round(values)) and np.ptp(values) > 4)
    )
    ax.xaxis.set_major_formatter(lambda value, _: say_value(value))
    ax.yaxis.set_major_formatter(lambda value, _: f"{value:,.0f}")
    ax.set_xlabel(what)
    ax.set_ylabel(f"of {len(values):,} repetitions")
    if expected is not None:
        _expected(ax, float(expected), say_value)
    mark_guess(ax, guess, say_value)
    # Results that were drawn, none between two; where many are alike, more than nine in ten lie between the ends.
    low, middle, high = np.quantile(values, _QUANTILES, method="inverted_cdf")
    inside = np.mean((low <= values) & (values <= high))
    alt = sentences(
        title,
        f"A histogram of {len(values):,} repetitions: how many (up) gave each number of {what} (across)",
        f"They run from {say_value(values.min())} to {say_value(values.max())}; the middle one is {say_value(middle)}, "
        f"and {say_share(inside)} of all lie from {say_value(low)} to {say_value(high)}",
        "" if expected is None else f"A line marks the expected value, {say_value(float(expected))}",
        guess_words(guess, say_value),
    )
    return words(fig, alt=alt, table=(title, (what, "repetitions"), _rows(edges, counts, step, say_value)))


def _edges(values, bins):
    """(edges, step): a bar for each value where they are few and `step` apart, else bars of equal width and None."""
    low, high = values.min(), values.max()
    if low == high:
        return np.array([low - 0.5, low + 0.5]), 1.0
    whole_numbers = np.all(values == np.round(values)) and high - low < _MOST_BARS
    step = 1.0 if whole_numbers else np.diff(np.unique(values)).min()
    places = (values - low) / step
    if places.max() < _MOST_BARS and np.allclose(places, np.round(places), atol=1e-6):
        return low + step * (np.arange(round(places.max()) + 2) - 0.5), step
    return np.linspace(low, high, bins + 1), None


def _rows(edges, counts, step, say_value):
    many = -(-len(counts) // 15)
    rows = []
    for i in range(0, len(counts), many):
        last = min(i + many, len(counts))
        inward = step / 2 if step else 0  # a bar for one value is named by it, not by its edges
        first, end = edges[i] + inward, edges[last] - inward
        name = say_value(first) if step and last == i + 1 else f"{say_value(first)} to {say_value(end)}"
        rows.append((name, f"{counts[i:last].sum():,}"))
    return rows


def _expected(ax, value, say_value):
    ax.axvline(value, color=INK, lw=1.6, ls=(0, (5, 2)), zorder=2)
    low, high = ax.get_xlim()
    left = value > (low + high) / 2
    ax.annotate(
        f"expected: {say_value(value)}",
        (value, 1),
        (-5 if left else 5, -2),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if left else "left",
        va="top",
        fontsize=SMALL,
        fontweight="bold",
        path_effects=HALO,
    )


@styled
def share_bars(shares, *, title, axis_label, note=None, guess=None):
    """Shares as bars from zero, one row each, said at their ends.

    Parameters
    ----------
    shares : mapping of label to a proportion, at most 12
    title : str
    axis_label : str
        Of what they are shares.
    note : str, optional
    guess : proportion, optional
        The learner's guess.

    Returns
    -------
    matplotlib.figure.Figure
    """
    try:
        pairs = [
            (label_text("label", name), float(proportion(f"shares[{name!r}]", x)))
            for name, x in dict(shares).items()
        ]
    except TypeError:
        refuse("shares", shares, "a mapping of label to a proportion")
    if not 1 <= len(pairs) <= 12:
        raise ValueError(f"shares must have 1 to 12 rows to stay readable, got {len(pairs)}")
    names = [wrap(name, _LABELS, TEXT) for name, _ in pairs]
    heights = [0.42 + 0.19 * name.count("\n") for name in names]
    place = np.cumsum(heights) - np.array(heights) / 2
    fig = new_figure(title, 1.2 + sum(heights) + (0.25 if note else 0) + (0.2 if guess is not None else 0))
    ax = fig.add_subplot()
    every = [share for _, share in pairs]
    ax.barh(place, every, 0.24, color=BLUE, lw=0)
    ax.set_xlim(0, 1 if max(every) > 0.6 else max(every) * 1.3 or 1)
    for at, share in zip(place, every, strict=True):
        inside = share > 0.8 * ax.get_xlim()[1]
        ax.annotate(
            say_share(share),
            (share, at),
            (-5 if inside else 5, 0),
            textcoords="offset points",
            ha="right" if inside else "left",
            va="center",
            fontsize=SMALL,
            fontweight="bold",
            color="white" if inside else INK,
        )
    ax.locator_params(axis="x", nbins=5)
    ax.xaxis.set_major_formatter(lambda value, _: say_share(value))
    frame_rows(fig, ax, place, names, axis_label, _LABELS + 40, note)
    ax.set_ylim(sum(heights), -0.1)
    mark_guess(ax, guess, say_share)
    cells = [(name, say_share(share)) for name, share in pairs]
    alt = sentences(
        title,
        f"{axis_label}, a bar for each of {len(pairs)}",
        in_a_row(cells),
        note,
        guess_words(guess, say_share),
    )
    return words(fig, alt=alt, table=(title, ("row", axis_label), cells))
