"""How far down a test can see: misses against the false match rate, each curve ending where its test ends."""

import numpy as np
from matplotlib.ticker import FuncFormatter

from .._check import proportion, refuse, whole
from .._words import say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    GREY,
    HALO,
    INK,
    LINES,
    SMALL,
    for_words,
    labelled,
    log_ticks,
    new_figure,
    odds_text,
    styled,
)


@styled
def reach_of_tests(tests, *, title, mark=None):
    """Misses that a false match rate costs, drawn as far as each test reaches. Stricter to the left, as in a DET plot.

    Parameters
    ----------
    tests : mapping of label to (fmr, fnmr, impostor comparisons)
        The rates as `falsematch.scores.det` returns them. At most two: the shorter test first. Below one
        false match in its comparisons a test sees nothing, so there its curve ends.
    title : str
    mark : (fmr, fnmr), optional
        A point to write its misses at.

    Returns
    -------
    matplotlib.figure.Figure
    """
    curves = [(label, *_curve(label, value)) for label, value in labelled(tests, "tests")]
    if len(curves) > 2:
        raise ValueError(f"tests must have at most 2 entries to stay readable, got {len(curves)}")
    fig = new_figure(title, 4.4)
    ax = fig.add_subplot()
    ax.set_xscale("log")
    least = min(1 / trials for *_, trials in curves)
    ax.set_xlim(least / 3, 0.15)
    ax.set_ylim(0, 1.16)  # room above all for the words at a curve that ends there
    ax.set_yticks(np.arange(0, 1.01, 0.2))
    for (label, fmr, fnmr, trials), style, above in zip(curves, LINES, (True, False), strict=False):
        ax.plot(fmr, fnmr, color=style["color"], ls=style["linestyle"])
        ax.plot(fmr[-1], fnmr[-1], style["marker"], color=style["color"], ms=8)
        ax.annotate(
            f"{label}: ends at\n{odds_text(1 / trials)}",
            (fmr[-1], fnmr[-1]),
            (8, 12) if above else (4, 12),
            textcoords="offset points",
            ha="left",
            va="bottom",
            fontsize=SMALL,
            fontweight="bold",
            color=for_words(style["color"]),
            path_effects=HALO,
        )
    if len(curves) > 1:
        first = 1 / curves[0][3]
        ax.axvspan(least / 3, first, color="#eeeeee", zorder=0)
        ax.annotate(
            f"not seen by {curves[0][0]}",
            (first, 0.03),
            (-6, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right",
            va="bottom",
            fontsize=SMALL,
            color=for_words(GREY),
        )
    if mark is not None:
        x, y = proportion("mark", mark)
        ax.plot(x, y, "o", ms=8, color=INK, zorder=3)
        ax.annotate(
            f"{say_share(float(f'{y:.2g}'))} missed",
            (x, y),
            (-7, -7),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=SMALL,
            fontweight="bold",
            path_effects=HALO,
        )
    log_ticks(ax.xaxis, least / 3, 0.15, label=odds_text, most=4)
    ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say_share(value)))
    ax.grid()
    ax.set_xlabel("false match rate (log); the threshold is stricter to the left")
    ax.set_ylabel("false non-match rate: share of\ncomparisons of the same person")
    said = [
        (label, f"{say_share(fnmr[-1])} missed at a false match rate of {odds_text(fmr[-1])}")
        for label, fmr, fnmr, _ in curves
    ]
    alt = sentences(
        title,
        "Misses (up) against the false match rate (across, logarithmic, stricter to the left): "
        "each curve rises to the left, and ends where its test can see no further",
        in_a_row(said, " ends at "),
        "" if mark is None else f"Marked: {say_share(y)} missed at {odds_text(x)}",
    )
    decades = [rate for rate in 10.0 ** np.arange(-1, -13, -1) if rate >= least]
    rows = [(odds_text(rate), *(_at(fmr, fnmr, rate) for _, fmr, fnmr, _ in curves)) for rate in decades]
    headings = ("false match rate at most", *(f"missed, {label}" for label, *_ in curves))
    return words(fig, alt=alt, table=("Misses at each false match rate", headings, rows))


def _at(fmr, fnmr, rate):
    """The fewest misses seen at a false match rate of at most `rate`; nothing is interpolated."""
    there = fnmr[fmr <= rate]
    return "not seen" if not len(there) else say_share(there.min()) if there.min() else "none seen"


def _curve(label, value):
    """The part of the curve that the test can see, from the loosest threshold on."""
    try:
        fmr, fnmr, trials = value
    except (TypeError, ValueError):
        refuse(f"tests[{label!r}]", value, "false match rates, false non-match rates, comparisons")
    trials = int(whole("comparisons", trials, minimum=1))
    fmr, fnmr = proportion(f"fmr of {label}", fmr), proportion(f"fnmr of {label}", fnmr)
    if fmr.ndim != 1 or fmr.shape != fnmr.shape:
        refuse(f"tests[{label!r}]", (fmr.shape, fnmr.shape), "two rows of equally many rates")
    seen = fmr * trials >= 0.5
    if not seen.any():
        refuse(f"fmr of {label}", fmr, "above 0 somewhere")
    # Of all thresholds with one false match rate, the one that misses fewest: what the others miss more is no
    # price of a stricter rate.
    rates, place = np.unique(fmr[seen], return_inverse=True)
    fewest = np.full(len(rates), np.inf)
    np.minimum.at(fewest, place, fnmr[seen])
    return rates[::-1], fewest[::-1], trials
