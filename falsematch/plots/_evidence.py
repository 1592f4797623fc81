"""Figures of lessons 06 and 07: many algorithms at once, groups side by side, and intervals."""

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator

from .._check import positive, proportion, refuse
from .._words import say, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    GREY,
    INK,
    ORANGE,
    PALE,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    for_words,
    frame_rows,
    label_text,
    log_ticks,
    new_figure,
    rate_text,
    spread,
    styled,
    text_width,
    value_above,
    wrap,
)

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
_LABEL_COLUMN = 150  # points given to the names of the rows
_FINE = (0.2, 0.3, 0.5, 1, 2, 3, 5, 10, 20, 30, 50, 100, 200, 300, 500, 1000)


def _rows(rows, name):
    try:
        pairs = [(label_text("label", label), value) for label, value in dict(rows).items()]
    except (TypeError, ValueError):
        refuse(name, rows, "a mapping of row label to values")
    if not 1 <= len(pairs) <= 12:
        raise ValueError(f"{name} must have 1 to 12 rows to stay readable, got {len(pairs)}")
    return pairs


def _row_axes(title, labels, axis_label, note=None):
    """A figure with one line per row, names at the left, and room for a value at the right."""
    names = [wrap(label, _LABEL_COLUMN, TEXT) for label in labels]
    heights = [0.34 + 0.19 * name.count("\n") for name in names]
    fig = new_figure(title, 1.35 + sum(heights) * 1.15 + (0.25 if note else 0))
    ax = fig.add_subplot()
    frame_rows(fig, ax, range(len(labels)), names, axis_label, _LABEL_COLUMN + 40, note)
    ax.set_ylim(len(labels) - 0.4, -0.6)
    return fig, ax


def _scale(ax, low, high, label, log):
    if not log:
        ax.set_xlim(low, high)
        ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: label(value)))
        return
    ax.set_xscale("log")
    ax.set_xlim(low, high)
    if high / low > 150:
        log_ticks(ax.xaxis, low, high, label=label, most=5)
        return
    # Fewer than two powers of ten: ticks at 1, 2, 3, 5, thinned until their labels do not touch.
    ticks = [tick for tick in _FINE if low <= tick <= high]
    ticks = ticks[:: 1 + len(ticks) // 7]
    ax.xaxis.set_major_locator(FixedLocator(ticks))
    ax.xaxis.set_minor_locator(NullLocator())
    ax.xaxis.set_major_formatter(FuncFormatter(lambda value, _: label(value)))


@styled
def spread_rows(rows, *, title, axis_label, label=say, reference=None, reference_label=None, note=None):
    """One row per group: median (dot), middle half (thick) and the range from 5 % to 95 % (thin), log axis.

    Parameters
    ----------
    rows : mapping of row label to array of positive numbers, one per algorithm
    title, axis_label : str
    label : callable
        Turns a value into the words at a tick and beside a median.
    reference : float, optional
        Where to draw a dashed line, such as a ratio of 1; named by `reference_label`.
    note : str, optional
        A line below the figure.

    Returns
    -------
    matplotlib Figure
    """
    pairs = [(name, np.ravel(positive(name, values))) for name, values in _rows(rows, "rows")]
    if any(values.size == 0 for _, values in pairs):
        refuse("rows", rows, "a mapping without empty rows")
    quantiles = np.array([np.quantile(values, QUANTILES) for _, values in pairs])
    everything = [*quantiles.ravel(), *([reference] if reference else [])]
    fig, ax = _row_axes(title, [name for name, _ in pairs], axis_label, note)
    _scale(ax, min(everything) / 1.25, max(everything) * 1.25, label, log=True)
    for row, (low, early, middle, late, high) in enumerate(quantiles):
        ax.plot([low, high], [row, row], color=GREY, linewidth=1.6, solid_capstyle="butt")
        ax.plot([early, late], [row, row], color=BLUE, linewidth=7, alpha=0.55, solid_capstyle="butt")
        ax.plot(middle, row, "o", color=INK, markersize=7)
        value_above(ax, label(middle), middle, row)
    _reference(ax, reference, reference_label)
    said = [
        (name, f"{label(q[2])} ({label(q[0])} to {label(q[4])})")
        for (name, _), q in zip(pairs, quantiles, strict=True)
    ]
    alt = sentences(
        title,
        f"{axis_label}: median, and the range from the 5 % to the 95 % quantile, a row for each of {len(pairs)}",
        in_a_row(said),
        f"A line marks {reference_label}, {label(reference)}" if reference and reference_label else "",
        note,
    )
    headings = ("row", "how many", *(f"{100 * q:g} %" if q != 0.5 else "median" for q in QUANTILES))
    cells = [
        (name, f"{values.size:,}", *map(label, q)) for (name, values), q in zip(pairs, quantiles, strict=True)
    ]
    return words(fig, alt=alt, table=(axis_label, headings, cells))


def _reference(ax, reference, reference_label):
    if reference is None:
        return
    ax.axvline(reference, color=INK, linewidth=1.2, linestyle=(0, (4, 3)), zorder=0)
    if reference_label:
        ax.annotate(
            reference_label,
            (reference, 1),
            xycoords=("data", "axes fraction"),
            xytext=(4, 1),
            textcoords="offset points",
            ha="left",
            va="bottom",
            fontsize=SMALL,
            color=INK,
        )


@styled
def rank_against_threshold(rank_one, thresholded, *, limit, title, limit_label):
    """Each dot one algorithm: misses at rank 1 (across) and above a threshold (up), both log.

    Parameters
    ----------
    rank_one, thresholded : array-like, proportions in (0, 1), of the same length
        FNIR when the first candidate counts, and when it must also reach the threshold.
    limit : float
        Rank-1 miss rate that a claim allows; algorithms at or below it are drawn filled.
    limit_label : str
        Words at that line.

    Returns
    -------
    matplotlib Figure
    """
    x, y = np.ravel(positive("rank_one", rank_one)), np.ravel(positive("thresholded", thresholded))
    if x.shape != y.shape or not x.size:
        refuse("thresholded", y.shape, f"as long as rank_one, {x.shape}")
    inside = x <= positive("limit", limit)
    if not inside.any():
        refuse("limit", limit, f"at least the smallest rank-1 miss rate, {x.min():g}")
    fig = new_figure(title, 4.9)
    ax = fig.add_subplot()
    ax.set_xscale("log")
    ax.set_yscale("log")
    low, high = min(x.min(), y.min()) / 1.4, max(x.max(), y.max()) * 1.2
    ax.set_xlim(low, high)
    ax.set_ylim(low, high)
    ax.plot([low, high], [low, high], color=GREY, linewidth=1, linestyle=(0, (4, 3)))
    ax.plot(x[~inside], y[~inside], "o", markersize=3.5, markerfacecolor="none", markeredgecolor=PALE)
    ax.plot(x[inside], y[inside], "o", markersize=4, color=BLUE, alpha=0.6, markeredgewidth=0)
    ax.axvline(limit, color=INK, linewidth=1.2)
    bottom, top = y[inside].min(), y[inside].max()
    side = limit * 1.13
    ax.annotate(
        "", (side, top), (side, bottom), arrowprops={"arrowstyle": "<->", "color": VERMILLION, "lw": 1.8}
    )
    ax.text(
        side * 1.12,
        np.sqrt(bottom * top) / 4,
        f"{top / bottom:.0f} times",
        color=VERMILLION,
        fontsize=TEXT,
        fontweight="bold",
        va="center",
        bbox={"facecolor": "white", "edgecolor": "none", "pad": 1.5},
    )
    ax.text(
        limit * 1.12, high / 1.2, label_text("limit_label", limit_label), ha="left", va="top", fontsize=SMALL
    )
    ax.text(high / 6, high / 14, "both alike", ha="left", va="top", fontsize=SMALL, color=GREY)
    log_ticks(ax.xaxis, low, high, label=say_share)
    log_ticks(ax.yaxis, low, high, label=say_share)
    ax.set_xlabel("searches missed at rank 1, no threshold (log)")
    ax.set_ylabel("missed when a threshold must hold (log)")
    ax.grid(True)
    groups = [("all", x, y), (limit_label, x[inside], y[inside])]
    cells = [
        (name, f"{a.size:,}", *(say_share(f(b)) for b in (a, b_) for f in (np.min, np.median, np.max)))
        for name, a, b_ in groups
    ]
    alt = sentences(
        title,
        f"Each of {x.size:,} dots is an algorithm: searches missed at rank 1 (across) from {cells[0][2]} to "
        f"{cells[0][4]}, and missed when a threshold must hold (up) from {cells[0][5]} to {cells[0][7]}, both "
        "logarithmic",
        f"The {inside.sum():,} at or below {say_share(limit)} at rank 1 ({limit_label}) miss {cells[1][5]} to "
        f"{cells[1][7]} with the threshold, {top / bottom:.0f} times apart",
        f"Rank correlation of the two among all: {rank_correlation(x, y):.2f}" if x.size > 2 else "",
    )
    ends = ("least", "median", "most")
    headings = (
        "algorithms",
        "how many",
        *(f"{rule}, {end}" for rule in ("rank 1", "threshold") for end in ends),
    )
    return words(fig, alt=alt, table=("Searches missed by two rules", headings, cells))


def rank_correlation(x, y):
    """Spearman's: the correlation of ranks, ties sharing their mean rank."""

    def ranks(values):
        _, place, count = np.unique(values, return_inverse=True, return_counts=True)
        return (np.cumsum(count) - (count - 1) / 2)[place]

    return float(np.corrcoef(ranks(x), ranks(y))[0, 1])


@styled
def rates_by_year(years, series, *, title, axis_label):
    """Lines of a rate by year, logarithmic, each named at its right end.

    Parameters
    ----------
    years : array-like of whole numbers
    series : mapping of name to rates, one per year
    """
    years = [int(year) for year in years]
    pairs = [(name, proportion(name, values)) for name, values in _rows(series, "series")]
    if any(values.shape != (len(years),) for _, values in pairs):
        refuse("series", series, f"a mapping to {len(years)} rates each, one per year")
    every = positive("series", np.concatenate([values for _, values in pairs]))
    fig = new_figure(title, 3.9)
    ax = fig.add_subplot()
    ax.set_yscale("log")
    low, high = every.min() / 2.2, every.max() * 1.6
    ax.set_ylim(low, high)
    log_ticks(ax.yaxis, low, high, label=say_share)
    ends = spread([np.log10(values[-1]) for _, values in pairs], np.log10(high / low) / 9)
    room = max(text_width(part, SMALL) for name, _ in pairs for part in _two_lines(name).split("\n"))
    for place, (name, values) in enumerate(pairs):
        colour, dashes, mark = (
            (BLUE, "-", "o"),
            (VERMILLION, (0, (6, 2)), "s"),
            (INK, (0, (2, 1.5)), "^"),
            (ORANGE, (0, (6, 2, 1, 2)), "D"),
        )[place % 4]
        ax.plot(years, values, color=colour, linestyle=dashes, marker=mark, markersize=5)
        ax.annotate(
            _two_lines(name),
            (years[-1], 10 ** ends[place]),
            xytext=(9, 0),
            textcoords="offset points",
            va="center",
            fontsize=SMALL,
            color=INK,
            linespacing=1.0,
        )
    # The names stand inside the axes, right of the last year.
    ax.set_xlim(
        years[0] - 0.3, years[-1] + (years[-1] - years[0] + 0.6) * (room + 16) / (WIDTH * 72 - room - 90)
    )
    ax.set_xticks(years[:: 1 + len(years) // 9])
    ax.set_ylabel(axis_label)
    ax.set_xlabel("year of submission")
    ax.grid(axis="y")
    said = [(name, f"{say_share(values[0])} to {say_share(values[-1])}") for name, values in pairs]
    alt = sentences(
        title, f"{axis_label} (up) by year, {years[0]} to {years[-1]} (across)", in_a_row(said, " from ")
    )
    cells = [(year, *(say_share(values[i]) for _, values in pairs)) for i, year in enumerate(years)]
    return words(fig, alt=alt, table=(axis_label, ("year", *(name for name, _ in pairs)), cells))


def _two_lines(name):
    return wrap(name, 95, SMALL)


@styled
def rate_matrix(rates, labels, *, title, row_label, column_label, note=None):
    """A square table of rates as shades: dark where strangers are confused most; each cell says its power of ten.

    Parameters
    ----------
    rates : array-like of shape (n, n), proportions above 0
    labels : sequence of n short texts
    """
    rates = positive("rates", rates)
    labels = [label_text("label", label) for label in labels]
    if rates.shape != (len(labels), len(labels)):
        refuse("rates", rates.shape, f"a square table of {len(labels)} rows")
    logs = np.log10(rates)
    fig = new_figure(title, 5.6 + (0.4 if note else 0))
    ax = fig.add_subplot()
    ax.imshow(logs, cmap="Blues", vmin=logs.min() - 0.3, vmax=logs.max() + 0.2)
    middle = (logs.min() + logs.max()) / 2
    for i in range(len(labels)):
        for j in range(len(labels)):
            ax.text(
                j,
                i,
                f"{logs[i, j]:.1f}",
                ha="center",
                va="center",
                fontsize=9,
                color="white" if logs[i, j] > middle + 0.25 else INK,
                fontweight="bold" if i == j else "normal",
            )
    ax.set_xticks(range(len(labels)), labels, rotation=45, ha="right", rotation_mode="anchor", fontsize=SMALL)
    ax.set_yticks(range(len(labels)), [wrap(label, 105, SMALL) for label in labels], fontsize=SMALL)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(column_label)
    ax.set_ylabel(row_label)
    if note:
        fig.supxlabel(wrap(note, WIDTH * 72 - 16, SMALL), x=0.012, ha="left", fontsize=SMALL, color=GREY)
    least, most = (np.unravel_index(f(rates), rates.shape) for f in (np.argmin, np.argmax))
    own = np.sort(np.diag(rates))
    alt = sentences(
        title,
        f"A square of {len(labels)} by {len(labels)}: {row_label} (down) against {column_label} (across)",
        f"From {rate_text(rates[least])} ({labels[least[0]]}, {labels[least[1]]}) to {rate_text(rates[most])} "
        f"({labels[most[0]]}, {labels[most[1]]})",
        f"On the diagonal, each with its own, from {rate_text(own[0])} to {rate_text(own[-1])}",
        in_a_row(
            [
                (label, f"most with {labels[int(np.argmax(row))]}")
                for label, row in zip(labels, rates, strict=True)
            ]
        ),
    )
    cells = [(label, *map(rate_text, row)) for label, row in zip(labels, rates, strict=True)]
    return words(fig, alt=alt, table=(title, (f"{row_label} / {column_label}", *labels), cells))


@styled
def two_shares(shares, *, title, first, second, axis_label, note=None):
    """For each group two shares joined by a line: of one whole (open) and of another (filled).

    Parameters
    ----------
    shares : mapping of group to (share of the first whole, share of the second), proportions
    first, second : str
        What the two wholes are: "of the people searched", "of the false matches".
    note : str, optional
        Under the figure: the assumptions on which its numbers rest.
    """
    pairs = [(name, proportion(name, both)) for name, both in _rows(shares, "shares")]
    fig, ax = _row_axes(title, [name for name, _ in pairs], axis_label, note)
    # A little room left of zero keeps the words at a small share clear of the names.
    _scale(ax, -0.04, min(1.04, max(both.max() for _, both in pairs) * 1.2), say_share, log=False)
    for row, (_, (one, other)) in enumerate(pairs):
        ax.plot([one, other], [row, row], color=PALE, linewidth=3, zorder=1)
        ax.plot(
            one, row, "o", markersize=9, markerfacecolor="white", markeredgecolor=INK, markeredgewidth=1.6
        )
        ax.plot(other, row, "o", markersize=9, color=VERMILLION)
        value_above(ax, say_share(_digits(other)), other, row, color=for_words(VERMILLION))
    # The key stands below the axis in words, with the marks it explains.
    ax.plot(
        [],
        [],
        "o",
        markersize=8,
        markerfacecolor="white",
        markeredgecolor=INK,
        label=label_text("first", first),
    )
    ax.plot([], [], "o", markersize=8, color=VERMILLION, label=label_text("second", second))
    fig.legend(loc="outside lower center", ncols=2, frameon=False, fontsize=SMALL, handletextpad=0.3)
    cells = [(name, say_share(one), say_share(_digits(other))) for name, (one, other) in pairs]
    said = [(name, f"{one} {first}, {other} {second}") for name, one, other in cells]
    alt = sentences(title, f"{axis_label}, a row for each of {len(pairs)}", in_a_row(said), note)
    return words(fig, alt=alt, table=(title, ("group", first, second), cells))


def _digits(share):
    """A share to two digits; close to all, to two digits of what is left."""
    return float(f"{share:.2g}") if share <= 0.9 else 1 - float(f"{1 - share:.2g}")


__all__ = [
    "rank_against_threshold",
    "rate_matrix",
    "rates_by_year",
    "spread_rows",
    "two_shares",
]
