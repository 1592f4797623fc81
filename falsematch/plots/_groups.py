"""Figure of lesson 07: one threshold for everybody, and how far apart the groups' false match rates are."""

import numpy as np

from .._check import positive, proportion, refuse
from .._words import say
from ._figure_words import sentences, words
from ._style import (
    BLUE,
    HALO,
    INK,
    PALE,
    PURPLE,
    SMALL,
    VERMILLION,
    for_words,
    guess_words,
    log_ticks,
    new_figure,
    odds_text,
    read_mark,
    styled,
)


@styled
def group_spread(best, worst, *, target, title, ratios=None, axis_label="false match rate (log)", guess=None):
    """For each algorithm a line from the group with fewest false matches to the one with most, at one threshold.

    Algorithms stand in order of the ratio of the two, so that the middle one is in the middle. A rate of 0
    (less than the source prints) is drawn to the lower edge, and its ratio has no upper bound.

    Parameters
    ----------
    best, worst : array-like of proportions, one per algorithm
        False match rate of the group with the lowest and of the group with the highest.
    target : proportion
        The overall rate for which each threshold was set.
    title, axis_label : str
    ratios : array-like of numbers of at least 1, optional
        Worst against best as the source prints it, from rates with more digits than it prints; left out, the
        quotient of the two.
    guess : number, optional
        The learner's guess of the middle algorithm's ratio: drawn beside that algorithm's own line.

    Returns
    -------
    matplotlib.figure.Figure
    """
    best, worst = (np.ravel(proportion(name, x)) for name, x in (("best", best), ("worst", worst)))
    target = float(positive("target", proportion("target", target)))
    if best.shape != worst.shape or not len(best):
        refuse("worst", worst.shape, f"one rate for each of best, {best.shape}")
    if np.any(best > worst) or not np.all(worst > 0):
        refuse("worst", worst[(best > worst) | (worst <= 0)][0], "above 0 and at least the best group's rate")
    if ratios is not None and np.shape(ratios) != best.shape:
        refuse("ratios", np.shape(ratios), f"one for each of best, {best.shape}")
    ratios = (
        np.ravel(positive("ratios", ratios))
        if ratios is not None
        else np.divide(worst, best, out=np.full(len(best), np.inf), where=best > 0)
    )
    order = np.lexsort((worst, ratios))
    best, worst, ratios = best[order], worst[order], ratios[order]
    bottom = min([*best[best > 0], target]) / 3

    fig = new_figure(title, 4.8)
    ax = fig.add_subplot()
    ax.set_yscale("log")
    ax.set_ylim(bottom, max(worst.max(), target) * 3)
    place = np.arange(len(best))
    ax.vlines(
        place, np.maximum(best, bottom), worst, color=PALE, lw=max(0.5, min(3, 150 / len(best))), zorder=1
    )
    size = 2.5 if len(best) > 100 else 6
    ax.plot(place, worst, "s", ms=size, color=VERMILLION, mew=0)
    ax.plot(place[best > 0], best[best > 0], "o", ms=size, color=BLUE, mew=0)
    ax.set_xlim(-0.03 * len(best) - 0.5, len(best) * 1.03)
    ax.axhline(target, color=INK, lw=1.4, ls=(0, (4, 3)), zorder=2)
    _write(ax, 0.02, ax.get_ylim()[1], "each algorithm's worst group", VERMILLION, -12)
    _write(ax, 0.02, bottom, "and its best", BLUE, 4)
    _write(ax, 0.98, target, f"set for {odds_text(target)} overall", INK, 4, ha="right")
    middle = (len(best) - 1) // 2
    start = max(best[middle], bottom)
    ax.plot([middle] * 2, [start, worst[middle]], color=INK, lw=3, zorder=3)
    along = (middle - ax.get_xlim()[0]) / np.ptp(ax.get_xlim())
    ratio = f"{say(ratios[middle])} times" if np.isfinite(ratios[middle]) else "no bound"
    _write(ax, along + 0.02, np.sqrt(start * worst[middle]), ratio, INK, -4)
    value = read_mark(guess)
    if value is not None and value > 0:
        beside = middle - 0.035 * np.ptp(ax.get_xlim())
        ax.plot([beside] * 2, [start, start * value], color=PURPLE, lw=3, ls=(0, (1, 1)), zorder=3)
        text = f"your guess: {say(value)} times"
        _write(ax, along - 0.05, start * np.sqrt(value), text, PURPLE, -4, ha="right")
    log_ticks(ax.yaxis, *ax.get_ylim(), label=odds_text, most=6)
    ax.set_xticks([])
    ax.set_xlabel(f"{len(best):,} algorithms, in order of worst against best")
    ax.set_ylabel(axis_label)
    ax.grid(axis="y")
    shares = (0.05, 0.25, 0.5, 0.75, 0.95)
    # Of the algorithms as they stand, no value in between: a rate that was not printed has no ratio.
    at = [round(share * (len(best) - 1)) for share in shares]
    worst_sorted = np.sort(worst)
    rows = [
        (f"{100 * share:g} %" if share != 0.5 else "middle", _times(ratios[i]), odds_text(worst_sorted[i]))
        for share, i in zip(shares, at, strict=True)
    ]
    alt = sentences(
        title,
        f"{len(best):,} algorithms side by side (across), each a line on a logarithmic axis of the false match rate "
        "(up) from the group with fewest false matches to the group with most; ordered by the ratio of the two",
        f"Each threshold was set for {odds_text(target)} overall, a dashed line",
        f"Worst group against best, at the middle algorithm: {_times(ratios[middle])}; the least: {_times(ratios[0])}",
        f"The worst groups' rates run from {odds_text(worst_sorted[0])} to {odds_text(worst_sorted[-1])}",
        guess_words(guess, _times),
    )
    headings = ("share of the algorithms below", "worst group against best", "rate of the worst group")
    return words(fig, alt=alt, table=(title, headings, rows))


def _times(ratio):
    return f"{say(ratio)} times" if np.isfinite(ratio) else "no bound: the best is printed as 0"


def _write(ax, x, y, text, color, rise, ha="left"):
    ax.annotate(
        text,
        (x, y),
        (0, rise),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha=ha,
        fontsize=SMALL,
        fontweight="bold",
        color=for_words(color),
        path_effects=HALO,
        zorder=4,
    )
