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
    REST,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    for_words,
    frame_rows,
    label_text,
    log_ticks,
    new_figure,
    odds_text,
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


def _row_axes(title, labels, axis_label, note=None, height=0.34):
    """A figure with one line per row, names at the left, and room for a value at the right."""
    names = [wrap(label, _LABEL_COLUMN, TEXT) for label in labels]
    heights = [height + 0.19 * name.count("\n") for name in names]
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
    ax.plot(x[~inside], y[~inside], "o", markersize=3.5, markerfacecolor="none", markeredgecolor=REST)
    ax.plot(x[inside], y[inside], "o", markersize=4, color=BLUE, alpha=0.6, markeredgewidth=0)
    ax.axvline(limit, color=INK, linewidth=1.2)
    bottom, top = y[inside].min(), y[inside].max()
    side = limit * 1.13
    ax.annotate(
        "",
        (side, top),
        (side, bottom),
        arrowprops={"arrowstyle": "<->", "color": VERMILLION, "lw": 1.8, "shrinkA": 0, "shrinkB": 0},
    )
    ax.text(
        side * 1.12,
        np.sqrt(bottom * top) / 4,
        f"{top / bottom:.0f} times",
        color=for_words(VERMILLION),
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
    room = max(text_width(part, SMALL, "bold") for name, _ in pairs for part in _two_lines(name).split("\n"))
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
            fontweight="bold",
            color=for_words(colour),
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
    return wrap(name, 95, SMALL, "bold")


@styled
def rate_matrix(rates, labels, *, title, row_label, column_label, note=None, order="similar"):
    """A square table of rates as shades, dark where false matches are most frequent.

    Each cell says how many comparisons there are to one false match, in the unit named below the figure.

    Parameters
    ----------
    rates : array-like of shape (n, n), proportions above 0
    labels : sequence of n short texts
    title, row_label, column_label : str
    note : str, optional
        A further line below the figure.
    order : "similar" or None
        Neighbours are groups that are confused with each other most; None keeps the order given.

    Returns
    -------
    matplotlib Figure
    """
    rates = positive("rates", proportion("rates", rates))
    labels = [label_text("label", label) for label in labels]
    if rates.shape != (len(labels), len(labels)):
        refuse("rates", rates.shape, f"a square table of {len(labels)} rows")
    if order == "similar":
        place = _by_similarity(rates)
        rates, labels = rates[np.ix_(place, place)], [labels[i] for i in place]
    elif order is not None:
        refuse("order", order, '"similar" or None')
    per = 1 / rates
    unit, unit_name = next(
        (unit, name)
        for unit, name in ((1e6, "millions of "), (1e3, "thousands of "), (1, ""))
        if per.min() >= unit / 2 or unit == 1
    )
    note = f"In a cell: {unit_name}comparisons to one false match. The darker, the more false matches. {note or ''}"
    logs = np.log10(rates)
    fig = new_figure(title, 5.6)
    ax = fig.add_subplot()
    ax.imshow(logs, cmap="Blues", vmin=logs.min() - 0.3, vmax=logs.max() + 0.2, aspect="auto")
    dark = (logs.min() + logs.max()) / 2 + 0.25
    for (i, j), value in np.ndenumerate(per / unit):
        look = {"color": "white" if logs[i, j] > dark else INK, "fontweight": "bold" if i == j else "normal"}
        ax.text(j, i, say(value, 2), ha="center", va="center", fontsize=SMALL, **look)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    ax.set_xticks(range(len(labels)), labels, rotation=40, ha="left", rotation_mode="anchor", fontsize=SMALL)
    ax.set_yticks(range(len(labels)), [wrap(label, 105, SMALL) for label in labels], fontsize=SMALL)
    ax.tick_params(length=0)
    ax.spines[:].set_visible(False)
    ax.set_xlabel(column_label, fontweight="bold")
    ax.set_ylabel(row_label, fontweight="bold")
    note = wrap(note.strip(), WIDTH * 72 - 16, SMALL)
    fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=GREY)
    least, most = (np.unravel_index(f(rates), rates.shape) for f in (np.argmin, np.argmax))
    own = np.sort(np.diag(rates))
    alt = sentences(
        title,
        f"A square of {len(labels)} by {len(labels)} groups: {row_label} (down) against {column_label} (across)",
        f"From {odds_text(rates[least])} ({labels[least[0]]}, {labels[least[1]]}) to {odds_text(rates[most])} "
        f"({labels[most[0]]}, {labels[most[1]]})",
        f"On the diagonal, each with its own, from {odds_text(own[0])} to {odds_text(own[-1])}",
        _closest(rates, labels),
    )
    cells = [(label, *map(odds_text, row)) for label, row in zip(labels, rates, strict=True)]
    return words(fig, alt=alt, table=(title, (f"{row_label} / {column_label}", *labels), cells))


def _by_similarity(rates):
    """An order in which groups that are confused with each other stand together (average linkage)."""
    from scipy.cluster.hierarchy import leaves_list, linkage, optimal_leaf_ordering
    from scipy.spatial.distance import squareform

    if len(rates) < 3:
        return np.arange(len(rates))
    far = -(np.log10(rates) + np.log10(rates).T) / 2
    far = far - far.min() + 0.1
    np.fill_diagonal(far, 0)
    far = squareform(far, checks=False)
    return leaves_list(optimal_leaf_ordering(linkage(far, "average"), far))


def _closest(rates, labels):
    """Rows whose most frequent false match is not with their own group, in words."""
    pairs = [(label, labels[j]) for label, j in zip(labels, np.argmax(rates, axis=1), strict=True)]
    above = rates.max(axis=1) > np.diag(rates)  # an equal rate is none above
    other = [f"{label} (with {most})" for (label, most), more in zip(pairs, above, strict=True) if more]
    said = "In every row no rate is above the one with the row's own group"
    return f"{said}, but for {'; '.join(other)}" if other else said


@styled
def two_shares(shares, *, title, first, second, axis_label, note=None):
    """For each group two shares, of one whole (open) and of another (filled), joined where the second has no range.

    Parameters
    ----------
    shares : mapping of group to (share of the first whole, share of the second), proportions
        Or to (first, second, low, high): the range of the second, drawn as a thin line. Where all groups have one
        and the same first share, a line through all rows marks it, and it is written once.
    first, second : str
        What the two wholes are: "of the people searched", "of the false matches".
    axis_label : str
    note : str, optional
        Under the figure: the assumptions on which its numbers rest.

    Returns
    -------
    matplotlib Figure
    """
    pairs = [(name, np.ravel(proportion(name, values))) for name, values in _rows(shares, "shares")]
    if any(len(values) not in (2, 4) for _, values in pairs):
        refuse("shares", shares, "two shares for each group, or two and a range of the second")
    first, second = label_text("first", first), label_text("second", second)
    fig, ax = _row_axes(title, [name for name, _ in pairs], axis_label, note, height=0.5)
    # A little room left of zero keeps the words at a small share clear of the names.
    most = max(values.max() for _, values in pairs)
    _scale(ax, -0.06 * most, min(1.06, most * 1.2), say_share, log=False)
    alike = len(pairs) > 1 and len({values[0] for _, values in pairs}) == 1
    if alike:
        ax.axvline(pairs[0][1][0], color=REST, linewidth=1, zorder=0)
    ring = {"markersize": 9, "markerfacecolor": "white", "markeredgecolor": INK, "markeredgewidth": 1.6}
    for row, (_, (one, other, *ends)) in enumerate(pairs):
        if ends:
            ax.plot(ends, [row, row], "|-", color=VERMILLION, linewidth=1.4, markersize=8)
        else:
            ax.plot([one, other], [row, row], color=REST, linewidth=2.5, zorder=1)
        ax.plot(one, row, "o", **ring)
        ax.plot(other, row, "o", markersize=9, color=VERMILLION)
        # One value above its mark, the other below: so they never meet, in a row or between rows.
        if not (alike and row):
            value_above(ax, say_share(_digits(one)), one, row, rise=-17)
        value_above(ax, say_share(_digits(other)), other, row, color=for_words(VERMILLION))
    # The key stands under the title in words, with the marks it explains.
    ax.plot([], [], "o", label=first, **ring)
    ax.plot([], [], "o", markersize=9, color=VERMILLION, label=second)
    look = {"frameon": False, "fontsize": SMALL, "handletextpad": 0.3, "borderaxespad": 0}
    ax.legend(loc="lower right", bbox_to_anchor=(1, 1), ncols=2, **look)
    cells = [(name, *(say_share(_digits(x)) for x in values)) for name, values in pairs]
    said = [(row[0], f"{row[1]} {first}, {row[2]} {second}") for row in cells]
    alt = sentences(title, f"{axis_label}, a row for each of {len(pairs)}", in_a_row(said), note)
    headings = ("group", first, second, "from", "to")[: max(map(len, cells))]
    return words(fig, alt=alt, table=(title, headings, cells))


def _digits(share):
    """A share to two digits; close to all, to two digits of what is left."""
    return float(f"{share:.2g}") if share <= 0.9 else 1 - float(f"{1 - share:.2g}")
