"""Figures of a matcher's scores: their distributions, and what every threshold makes of them."""

import numpy as np
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from scipy.special import ndtri

from .._check import amount, numbers, proportion, refuse, whole
from .._words import say, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    LINES,
    SMALL,
    VERMILLION,
    WIDTH,
    labelled,
    log_ticks,
    names_above,
    names_beside,
    new_figure,
    odds_text,
    one_form,
    rate_text,
    styled,
    wrap,
)

#: Rates that get a tick on axes of normal deviates, where powers of ten would bunch up.
_DEVIATE_TICKS = (1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.05, 0.2, 0.5, 0.8, 0.95, 0.99)


@styled
def score_distributions(
    genuine,
    impostor,
    *,
    title,
    threshold=None,
    edges=None,
    bins=60,
    log=False,
    failed=None,
    score_name="similarity score",
    same="same person",
    different="different people",
):
    """How scores of comparisons of one person and of two different people lie, each as shares of its own.

    Parameters
    ----------
    genuine, impostor : array-like of scores, or of counts per bin when `edges` is given
        A comparison that failed has the score -inf. It has no place on the axis, yet it is one of the
        comparisons of which shares are drawn, and how many failed is said.
    title : str
    threshold : number, optional
        Drawn as a line; the two kinds of error, on their sides of it, are filled.
    edges : array-like, optional
        Ascending edges of the bins in which `genuine` and `impostor` are counts.
    bins : whole number
        Bins of equal width, when scores are given.
    log : bool
        Logarithmic shares: shows the tail in which false matches lie.
    failed : two whole numbers, optional
        With counts, how many more comparisons of each kind failed.
    score_name, same, different : str
        Words for the axis and for the two kinds of comparison.

    Returns
    -------
    matplotlib.figure.Figure
    """
    if threshold is not None:
        threshold = float(numbers("threshold", threshold))
    if failed is not None and (edges is None or len(failed) != 2):
        refuse("failed", failed, "two whole numbers, given with counts and edges")
    given = None if failed is None else whole("failed", list(failed)).astype(int).tolist()
    genuine, impostor, edges, failed = _binned(genuine, impostor, edges, bins, threshold)
    failed = given or failed
    totals = genuine.sum() + failed[0], impostor.sum() + failed[1]
    if min(totals) <= 0:
        refuse("genuine and impostor", totals, "at least one comparison of each kind")
    shares = genuine / totals[0], impostor / totals[1]

    fig = new_figure(title, 4.2)
    ax = fig.add_subplot()
    if log:
        ax.set_yscale("log")
        floor = min(share[share > 0].min() for share in shares) / 2
        ax.set_ylim(floor, 1.2 * max(share.max() for share in shares))
        log_ticks(ax.yaxis, *ax.get_ylim(), label=one_form(floor), most=6)
    else:
        floor = 0.0
        ax.set_ylim(0, 1.08 * max(share.max() for share in shares))
        ax.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say_share(value)))
    for share, color, line, wrong in (
        (shares[1], VERMILLION, LINES[1], lambda left: left >= threshold),
        (shares[0], BLUE, LINES[0], lambda left: left < threshold),
    ):
        ax.stairs(np.maximum(share, floor), edges, baseline=floor, color=color, ls=line["linestyle"], lw=1.8)
        if threshold is not None:
            kept = np.where(wrong(edges[:-1]), share, 0)
            hatch = "///" if color == VERMILLION else "\\\\\\"
            filled = {
                "fill": True,
                "facecolor": color + "30",
                "edgecolor": color + "a0",
                "hatch": hatch,
                "lw": 0,
            }
            ax.stairs(np.maximum(kept, floor), edges, baseline=floor, **filled)
    ax.set_xlim(edges[0], edges[-1])
    _name_the_kinds(ax, edges, shares, totals, failed, (same, different))
    if threshold is not None:
        _draw_threshold(ax, threshold, edges)
    ax.set_xlabel(score_name)
    ax.set_ylabel("share of its comparisons, per bin")
    return words(
        fig,
        **_words_of_scores(title, edges, shares, totals, failed, threshold, score_name, (same, different)),
    )


def _words_of_scores(title, edges, shares, totals, failed, threshold, score_name, names):
    said = []
    for name, share, total, none in zip(names, shares, totals, failed, strict=True):
        # A bin is known, and not where in it a score lies.
        middle = np.searchsorted(np.cumsum(share), share.sum() / 2)
        ends = f"{say(edges[middle])} and {say(edges[middle + 1])}"
        said.append((name, f"{say(total)} comparisons{_failures(none)}, the middle score between {ends}"))
    wrong = None
    if threshold is not None:
        # Failures lie below every threshold: they are misses, never false matches.
        missed = shares[0][edges[:-1] < threshold].sum() + failed[0] / totals[0]
        wrong = say_share(missed), say_share(shares[1][edges[:-1] >= threshold].sum())
    alt = sentences(
        title,
        f"Two heaps: share of the comparisons of a kind (up) by {score_name} (across, {say(edges[0])} "
        f"to {say(edges[-1])})",
        in_a_row(said),
        wrong
        and f"At the threshold, {say(threshold)}: {names[0]}, {wrong[0]} below it; {names[1]}, {wrong[1]} at or "
        "above it",
    )
    # At most twelve rows: neighbouring bins are added up.
    starts = np.arange(0, len(edges) - 1, -(-(len(edges) - 1) // 12))
    ends = np.append(starts[1:], len(edges) - 1)
    rows = [
        (f"{say(edges[a])} to {say(edges[b])}", *(say_share(min(1, share[a:b].sum())) for share in shares))
        for a, b in zip(starts, ends, strict=True)
    ]
    if any(failed):
        rows.insert(
            0, ("failed", *(say_share(none / total) for none, total in zip(failed, totals, strict=True)))
        )
    return {"alt": alt, "table": (title, (score_name, *names), rows)}


def _failures(count):
    return f", of which {say(count)} failed" if count else ""


def _binned(genuine, impostor, edges, bins, threshold):
    if edges is None:
        bins = int(whole("bins", bins, minimum=2))
        scores = [
            np.ravel(numbers(name, x)).astype(float)
            for name, x in (("genuine", genuine), ("impostor", impostor))
        ]
        for name, x in zip(("genuine", "impostor"), scores, strict=True):
            if np.any(np.isnan(x) | (x == np.inf)):
                refuse(name, x[np.isnan(x) | (x == np.inf)][0], "scores without NaN, -inf marking a failure")
        failed = [int(np.sum(x == -np.inf)) for x in scores]
        scores = [x[np.isfinite(x)] for x in scores]
        if min(len(x) for x in scores) == 0:
            refuse("genuine and impostor", tuple(len(x) for x in scores), "at least one finite score each")
        edges = np.histogram_bin_edges(np.concatenate(scores), bins)
        if threshold is not None and np.isfinite(threshold):
            # An edge at the threshold, so that no bin holds both matches and non-matches.
            width = edges[1] - edges[0]
            edges = np.append(edges, edges[-1] + width) - (edges[0] - threshold) % width
        return *(np.histogram(x, edges)[0].astype(float) for x in scores), edges, failed
    edges = np.ravel(numbers("edges", edges)).astype(float)
    if len(edges) < 3 or not np.all(np.diff(edges) > 0) or not np.all(np.isfinite(edges)):
        refuse("edges", edges, "at least three ascending finite numbers")
    counts = [np.ravel(amount(name, x)) for name, x in (("genuine", genuine), ("impostor", impostor))]
    for name, count in zip(("genuine", "impostor"), counts, strict=True):
        if len(count) != len(edges) - 1:
            refuse(name, f"{len(count)} counts", f"one count for each of the {len(edges) - 1} bins")
    return *counts, edges, [0, 0]


def _name_the_kinds(ax, edges, shares, totals, failed, names):
    """Each kind's name above where its middle lies, with how many comparisons it stands for."""
    middles = (edges[:-1] + edges[1:]) / 2
    centres = [np.interp(share.sum() / 2, np.cumsum(share), middles) for share in shares]
    words = [
        f"{name} ({say(total)}{_failures(none)})".replace(" million", "\u00a0million")
        for name, total, none in zip(names, totals, failed, strict=True)
    ]
    names_above(ax, words, (np.array(centres) - edges[0]) / (edges[-1] - edges[0]), colors=[BLUE, VERMILLION])


def _draw_threshold(ax, threshold, edges):
    ax.axvline(threshold, color=INK, lw=1.5, ls=(0, (4, 2)))
    right = threshold > edges[0] + 0.75 * (edges[-1] - edges[0])
    ax.annotate(
        "← threshold" if not right else "threshold →",
        (threshold, 0.96),
        (-5, 0) if right else (5, 0),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if right else "left",
        va="top",
        fontsize=SMALL,
        path_effects=HALO,
    )


@styled
def det_curve(systems, *, title, impostors=None, genuines=None, points=None, axes="normal-deviate"):
    """Misses against false matches, one curve for each matcher (a DET plot).

    Parameters
    ----------
    systems : mapping of label to (fmr, fnmr)
        Two arrays for each, the first two that `falsematch.scores.det` returns. Misses fall as false matches
        rise: true positive rates are refused.
    title : str
    impostors, genuines : whole number, optional
        Comparisons in the test. Below one in that many nothing can be seen; that side is shaded. A curve
        that reaches zero ends there in an arrow: its rate is too small for this test to see, not none.
    points : mapping of name to (fmr, fnmr), optional
        Operating points to mark.
    axes : "normal-deviate" or "log"
        Normal deviates make curves of normally distributed scores straight.

    Returns
    -------
    matplotlib.figure.Figure

    References
    ----------
    A. Martin et al., "The DET curve in assessment of detection task performance", Eurospeech 1997.
    """
    if axes not in ("normal-deviate", "log"):
        refuse("axes", axes, '"normal-deviate" or "log"')
    curves = [(label, _curve(label, value)) for label, value in labelled(systems, "systems")]
    points = {name: _curve(name, value) for name, value in dict(points or {}).items()}
    limits = [
        None if n is None else 1 / float(whole(name, n, minimum=1))
        for name, n in (("impostors", impostors), ("genuines", genuines))
    ]
    low = [_lowest(curves, side, limits[side]) for side in (0, 1)]
    edge = [low[side] * 2 if limits[side] is None else limits[side] for side in (0, 1)]
    # Where the test is so small that what it cannot see is most of the axis, that edge is still on it.
    most = [max(edge[side], *(rates[side].max() for _, rates in curves)) for side in (0, 1)]
    high = [min(max(most[side] * 1.2, 0.02), 0.52) for side in (0, 1)]
    scale = ndtri if axes == "normal-deviate" else np.log10

    fig = new_figure(title, 4.8)
    ax = fig.add_subplot()
    ends = []
    for (_, rates), style in zip(curves, LINES, strict=False):
        shown = np.maximum(rates, np.array(edge)[:, None] * (rates == 0))
        x, y = scale(np.minimum(shown, 1 - 1e-12))
        # A staircase: until the next threshold lets more false matches in, the misses stay.
        ax.plot(x, y, drawstyle="steps-post", color=style["color"], ls=style["linestyle"])
        ends.append(y[shown[0] <= high[0]][-1] if np.any(shown[0] <= high[0]) else y[0])
        _arrows_at_zero(ax, rates, x, y, style)
    for name, point in points.items():
        place = scale(np.maximum(point[:, 0], low))
        ax.plot(*place, "o", ms=8, color=INK, zorder=3)
        ax.annotate(
            wrap(name, 110, SMALL),
            place,
            (8, 7),
            textcoords="offset points",
            fontsize=SMALL,
            path_effects=HALO,
        )
    box = [(scale(low[side]), scale(high[side])) for side in (0, 1)]
    ax.set_xlim(box[0])
    ax.set_ylim(box[1])
    _shade_unseen(ax, limits, low, scale)
    for axis, side in ((ax.xaxis, 0), (ax.yaxis, 1)):
        _rate_ticks(axis, low[side], high[side], scale, axes, most=(6, 8)[side])
    heights = (np.array(ends) - box[1][0]) / (box[1][1] - box[1][0])
    names_beside(
        ax, [label for label, _ in curves], heights, [style["color"] for style in LINES[: len(curves)]]
    )
    ax.grid()
    ax.set_xlabel("false match rate: share of comparisons of different people")
    ax.set_ylabel("false non-match rate: share of\ncomparisons of the same person")
    if note := _note_of_det(limits, curves):
        fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=GREY)
    wanted = [x for x in (0.5, 0.1, *10.0 ** np.arange(-2, -13, -1)) if low[0] * 2.9 <= x <= 1]
    rows = [(rate_text(x), *(_fewest(rates, x) for _, rates in curves)) for x in wanted]
    middle = rows[len(rows) // 2] if rows else None
    alt = sentences(
        title,
        "Misses (up) against false matches (across), both as rates; each curve falls from left to right",
        middle
        and f"Missed at a false match rate of {middle[0]}: "
        + in_a_row([(label, text) for (label, _), text in zip(curves, middle[1:], strict=True)]),
        note,
        in_a_row(
            [
                (name, f"false matches {rate_text(p[0, 0])}, misses {rate_text(p[1, 0])}")
                for name, p in points.items()
            ]
        ),
    )
    headings = ("false match rate at most", *(f"missed, {label}" for label, _ in curves))
    return words(fig, alt=alt, table=("Misses at each false match rate", headings, rows))


def _fewest(rates, most):
    """The fewest misses seen at a false match rate of at most `most`; nothing is interpolated."""
    there = rates[1][rates[0] <= most]
    return "not seen" if not len(there) else say_share(there.min()) if there.min() else "none seen"


def _curve(label, value):
    """Both rates as an array of two rows, in order of the false match rate."""
    try:
        fmr, fnmr = value
    except (TypeError, ValueError):
        refuse(f"systems[{label!r}]", value, "a pair: false match rates, false non-match rates")
    fmr, fnmr = np.atleast_1d(proportion(f"fmr of {label}", fmr), proportion(f"fnmr of {label}", fnmr))
    if fmr.shape != fnmr.shape or fmr.ndim != 1 or len(fmr) == 0:
        refuse(f"systems[{label!r}]", (fmr.shape, fnmr.shape), "two rows of equally many rates")
    order = np.lexsort((-fnmr, fmr))
    rates = np.array([fmr[order], fnmr[order]])
    if np.any(np.diff(rates[1]) > 1e-12):
        # True positive rates (1 - FNMR), as other libraries return them, grow with false matches.
        refuse(f"fnmr of {label}", fnmr, "misses (1 - true positive rate), which fall as false matches rise")
    # Of all points without a false match only the one with fewest misses says anything; likewise below.
    first = np.flatnonzero(rates[0] == 0)[-1] if np.any(rates[0] == 0) else 0
    last = np.flatnonzero(rates[1] == 0)[0] if np.any(rates[1] == 0) else rates.shape[1] - 1
    return rates[:, min(first, last) : last + 1]


def _lowest(curves, side, limit):
    positive = [rates[side][rates[side] > 0] for _, rates in curves]
    least = min((x.min() for x in positive if len(x)), default=1e-3)
    return (least if limit is None else min(limit, least)) / 3


def _arrows_at_zero(ax, rates, x, y, style):
    """An arrow at either end of a curve that goes on below what the test can see."""
    arrow = {"arrowstyle": "-|>", "color": style["color"], "lw": 2, "shrinkA": 0, "shrinkB": 0}
    for side, place, shift in ((0, 0, (18, 0)), (1, -1, (0, 18))):
        if rates[side, place] == 0:
            ax.annotate(
                "", (x[place], y[place]), shift, textcoords="offset points", arrowprops=arrow, zorder=3
            )


def _shade_unseen(ax, limits, low, scale):
    for side, limit in enumerate(limits):
        if limit is None:
            continue
        span, line = (ax.axvspan, ax.axvline) if side == 0 else (ax.axhspan, ax.axhline)
        ends = scale(low[side]), scale(min(limit, 1 - 1e-12))  # one comparison alone sees nothing below 1
        span(*ends, color="#eeeeee", zorder=0)
        line(ends[1], color=GREY, lw=1)


def _note_of_det(limits, curves):
    """What grey strips and arrows mean, for those that are drawn."""
    strips = [
        f"below {rate_text(limit)} of the comparisons of {who}"
        for limit, who in zip(limits, ("different people", "the same person"), strict=True)
        if limit is not None
    ]
    note = f"Grey: {', and '.join(strips)}, less than one of them, nothing is seen." if strips else ""
    if any(rates[0, 0] == 0 or rates[1, -1] == 0 for _, rates in curves):
        note += " Arrow: there the curve goes on, unseen."
    return wrap(note.strip(), WIDTH * 72 - 16, SMALL) if note else ""


def _rate_ticks(axis, low, high, scale, axes, most):
    candidates = _DEVIATE_TICKS if axes == "normal-deviate" else 10.0 ** np.arange(-12, 1)
    rates = [rate for rate in candidates if low <= rate <= high] or [high]
    # All ticks of the axis in one form; "1 in 100,000" takes more room than "0.1 %".
    label, most = (say_share, most) if rates[0] >= 1e-5 else (odds_text, most - 2)
    rates = rates[:: -(-len(rates) // most)]
    axis.set_major_locator(FixedLocator([scale(rate) for rate in rates]))
    axis.set_minor_locator(NullLocator())
    axis.set_major_formatter(FuncFormatter(lambda _, place: label(rates[place]) if place is not None else ""))
