"""Figures of lesson 08: a search measured against the formula, and on whom its false matches fall."""

import numpy as np

from .._check import amount, positive, proportion, refuse
from .._words import say, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    GREY,
    HALO,
    INK,
    LINES,
    PALE,
    SMALL,
    for_words,
    labelled,
    log_ticks,
    names_beside,
    new_figure,
    one_form,
    plain_text,
    styled,
    wrap,
)


@styled
def fpir_measured_vs_formula(
    gallery_size,
    measured,
    formula,
    *,
    title,
    low=None,
    high=None,
    expected=None,
    model=None,
    names=("measured", "if independent", "model"),
):
    """Searches of strangers that return somebody, measured and by the formula, against the gallery's size.

    Parameters
    ----------
    gallery_size : array-like of positive numbers
    measured, formula : array-like of proportions, as many
        FPIR as measured, and ``1 - (1 - FMR)^N``.
    title : str
    low, high : array-like of proportions, optional
        Interval around `measured`.
    expected : array-like of numbers, optional
        Expected false candidates per search, ``N * FMR``. A number, not a share: a panel of its own below.
    model : array-like of proportions, optional
        FPIR by another model, on the axis of the other two.
    names : three texts for the lines.

    Returns
    -------
    matplotlib.figure.Figure
    """
    sizes = np.ravel(positive("gallery_size", gallery_size))
    order = np.argsort(sizes)
    sizes = sizes[order]
    curves = [_as_many("measured", proportion("measured", measured), order)]
    curves.append(_as_many("formula", proportion("formula", formula), order))
    if model is not None:
        curves.append(_as_many("model", proportion("model", model), order))
    if expected is not None:
        expected = _as_many("expected", positive("expected", expected), order)
    band = None
    if (low is None) != (high is None):
        refuse("low and high", (low, high), "given together")
    if low is not None:
        band = [_as_many(name, proportion(name, x), order) for name, x in (("low", low), ("high", high))]
        if np.any(band[0] > band[1]):
            refuse("low", low, "nowhere above high")
    above = np.concatenate([curve[curve > 0] for curve in curves])
    if not len(above):
        refuse("measured and formula", 0, "above 0 somewhere")

    fig = new_figure(title, 4.5 if expected is None else 6.0)
    if expected is None:
        ax = lowest = fig.add_subplot()
    else:
        ax, lowest = fig.subplots(2, sharex=True, height_ratios=[3, 1.35])
    ax.set_xscale("log")
    ax.set_yscale("log")
    bottom, top = above.min() / 2, 1.0
    if band is not None:
        ax.fill_between(
            sizes, np.maximum(band[0], bottom), band[1], color=LINES[0]["color"], alpha=0.25, lw=0
        )
    for curve, style in zip(curves, LINES, strict=False):
        seen = curve > 0
        ax.plot(
            sizes[seen],
            curve[seen],
            color=style["color"],
            ls=style["linestyle"],
            marker=style["marker"],
            ms=5,
        )
    ax.set_xlim(sizes[0] / 1.3, sizes[-1] * 1.3)
    ax.set_ylim(bottom, top)
    ends = np.log([max(curve[-1], bottom) / bottom for curve in curves]) / np.log(top / bottom)
    colors = [style["color"] for style in LINES[: len(curves)]]
    names_beside(ax, list(names)[: len(curves)], ends, colors)
    log_ticks(ax.xaxis, *ax.get_xlim(), most=5)
    log_ticks(ax.yaxis, bottom, top, label=one_form(bottom), most=6, from_high=True)
    ax.grid(axis="y")
    if expected is not None:
        _draw_expected(lowest, sizes, expected)
    lowest.set_xlabel("people in the gallery (N)")
    ax.set_ylabel("share of searches of strangers\nthat return at least one person")
    shown = [name for name, _ in zip(names, curves, strict=False)]
    said = [
        (name, f"{say_share(c[0])} to {say_share(c[-1])}") for name, c in zip(shown, curves, strict=False)
    ]
    alt = sentences(
        title,
        f"Share of searches of strangers that return at least one person (up) against the people in the gallery, "
        f"{say(sizes[0])} to {say(sizes[-1])} (across), both logarithmic",
        in_a_row(said, " rises from "),
    )
    cells = [(say(n), *(say_share(c[i]) for c in curves)) for i, n in enumerate(sizes)]
    headings = ["people in the gallery", *shown]
    if band is not None:
        cells = [(*row, f"{say_share(band[0][i])} to {say_share(band[1][i])}") for i, row in enumerate(cells)]
        headings.append(f"interval, {names[0]}")
    if expected is not None:
        cells = [(*row, plain_text(float(f"{x:.3g}"))) for row, x in zip(cells, expected, strict=True)]
        headings.append("false candidates to expect")
        said = f"{plain_text(expected[0])} to {plain_text(expected[-1])}"
        alt += f" Below, on an axis of its own: false candidates to expect per search, {said}."
    return words(fig, alt=alt, table=(title, headings, cells))


def _draw_expected(ax, sizes, expected):
    ax.set_yscale("log")
    ax.plot(sizes, expected, color=INK, marker="D", ms=4, lw=1.6)
    ax.axhline(1, color=GREY, lw=1, zorder=0.5)
    low, high = min(expected.min(), 0.5) / 2, max(expected.max(), 1) * 2.5
    ax.set_ylim(low, high)
    log_ticks(ax.yaxis, low, high, label=plain_text, most=4, from_high=True)
    ax.grid(axis="y")
    ax.set_ylabel("false candidates\nto expect, N × FMR")


def _as_many(name, values, order):
    values = np.ravel(values)
    if len(values) != len(order):
        refuse(name, f"{len(values)} values", f"as many as gallery sizes ({len(order)})")
    return values[order]


@styled
def concentration_curve(counts, *, title, mark=0.05, what="false matches", who="people", chance=True):
    """The share of all false matches that falls on the people who have most of them.

    Parameters
    ----------
    counts : mapping of label to array-like
        False matches of each person.
    title : str
    mark : proportion
        The share of people, busiest first, at which the curves are read off.
    what, who : str
        Words for the axes.
    chance : bool
        Beside each curve, dotted, what chance alone would give: as many false matches per person, and every
        person as likely as the next to have one (Poisson). Where they are few, somebody must have them.

    Returns
    -------
    matplotlib.figure.Figure
    """
    mark = float(positive("mark", float(proportion("mark", mark))))
    curves, means = [], []
    for label, each in labelled(counts, "counts"):
        each = np.sort(np.ravel(amount(f"counts of {label}", each)))[::-1]
        if len(each) < 2 or each.sum() <= 0:
            refuse(f"counts of {label}", each, "at least two people with a false match among them")
        share = np.concatenate([[0], np.cumsum(each) / each.sum()])
        curves.append((label, np.linspace(0, 1, len(share)), share))
        means.append(each.mean())

    fig = new_figure(title, 4.5)
    ax = fig.add_subplot()
    ax.plot([0, 1], [0, 1], color=PALE, lw=1.5)
    ax.annotate(
        "spread evenly",
        (0.62, 0.62),
        (4, -4),
        textcoords="offset points",
        va="top",
        fontsize=SMALL,
        color=GREY,
        path_effects=HALO,
    )
    read_off, alone = [], []
    for (_, people, share), style, mean in zip(curves, LINES, means, strict=False):
        ax.plot(people, share, color=style["color"], ls=style["linestyle"])
        at = float(np.interp(mark, people, share))
        ax.plot(mark, at, style["marker"], color=style["color"], ms=7)
        read_off.append(at)
        by_chance = _by_chance(mean)
        alone.append(float(np.interp(mark, *by_chance)))
        if chance:
            ax.plot(*by_chance, color=style["color"], ls=(0, (1, 1.6)), lw=1.3)
            ax.plot(mark, alone[-1], style["marker"], mec=style["color"], mfc="white", ms=6, zorder=3)
    alone = alone if chance else None
    ax.set_xlim(0, 1)
    ax.set_ylim(0, 1.02)
    ax.axvline(mark, color=PALE, lw=1, zorder=0.4)
    _name_curves(ax, curves, read_off, alone, mark, who)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(lambda value, _: say_share(value))
    ax.set_xlabel(f"share of {who}, those with most {what} first")
    ax.set_ylabel(f"share of all {what}")
    shares = sorted({0.01, mark, 0.1, 0.25, 0.5})
    columns = [(label, people, share) for label, people, share in curves]
    if chance:
        columns += [
            (f"chance alone, {label}", *_by_chance(mean))
            for (label, *_), mean in zip(curves, means, strict=True)
        ]
    cells = [
        (say_share(x), *(_said(np.interp(x, people, share)) for _, people, share in columns)) for x in shares
    ]
    busiest = [(label, _said(at)) for (label, *_), at in zip(curves, read_off, strict=True)]
    if chance:
        busiest = [
            (name, f"{at} (chance alone {_said(x)})") for (name, at), x in zip(busiest, alone, strict=True)
        ]
    alt = sentences(
        title,
        f"Share of all {what} (up) against the share of {who}, those with most first (across); evenly spread would be "
        "a straight diagonal",
        f"The busiest {say_share(mark)} of {who} carry: {in_a_row(busiest)}",
        chance and f"Dotted, for each curve: as many {what} of each, spread by chance alone",
    )
    headings = (f"busiest share of {who}", *(label for label, *_ in columns))
    return words(fig, alt=alt, table=(f"Share of all {what}", headings, cells))


def _by_chance(mean):
    """(share of people, share of false matches) if each person has a Poisson number of the same mean."""
    from scipy.stats import poisson

    most = int(mean + 12 * np.sqrt(mean) + 30)
    counts = np.arange(most, -1, -1)
    people = poisson.pmf(counts, mean)
    carried = np.cumsum(people * counts) / mean
    return np.append(0, np.cumsum(people)), np.append(0, carried)


def _said(share):
    return say_share(float(f"{share:.2g}"))


def _name_curves(ax, curves, read_off, alone, mark, who):
    """Below the curves, in their order: what the busiest few carry, matcher by matcher."""
    lines = [(f"busiest {say_share(mark)} of {who} carry", INK, "normal")]
    for i in np.argsort(read_off)[::-1]:
        text = f"{curves[i][0]}: {_said(read_off[i])}"
        text += f" (by chance {_said(alone[i])})" if alone else ""
        lines.append((text, for_words(LINES[i]["color"]), "bold"))
    if alone:
        lines.append(("dotted, open marks: by chance alone", GREY, "normal"))
    at = 0.08 * len(lines) + 0.04
    for text, color, weight in lines:
        ax.text(
            0.97,
            at,
            wrap(text, 270, SMALL, weight),
            ha="right",
            va="top",
            fontsize=SMALL,
            fontweight=weight,
            color=color,
            path_effects=HALO,
        )
        at -= 0.08
