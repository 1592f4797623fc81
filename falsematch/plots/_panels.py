"""The same comparisons under several conditions: one panel of score distributions above the other."""

import numpy as np

from .._check import numbers, refuse
from .._words import say, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import BLUE, HALO, INK, SMALL, TEXT, VERMILLION, for_words, labelled, new_figure, styled


@styled
def score_panels(
    panels,
    *,
    title,
    bins=50,
    score_name="similarity score",
    same="same person",
    different="different people",
):
    """Genuine and impostor scores of several tests, on one axis, each with its threshold and its misses.

    Parameters
    ----------
    panels : mapping of label to (genuine scores, impostor scores, threshold)
        At most three. What lies below the threshold among the genuine scores is filled and said.
    title : str
    bins : int
    score_name, same, different : str

    Returns
    -------
    matplotlib.figure.Figure
    """
    pairs = [(label, _scores(label, value)) for label, value in labelled(panels, "panels")]
    if len(pairs) > 3:
        raise ValueError(f"panels must have at most 3 entries to stay readable, got {len(pairs)}")
    every = np.concatenate([scores for _, (genuine, impostor, _) in pairs for scores in (genuine, impostor)])
    edges = np.histogram_bin_edges(every, bins)
    fig = new_figure(title, 1.1 + 2.1 * len(pairs))
    axes = fig.subplots(len(pairs), sharex=True, sharey=True, squeeze=False)[:, 0]
    for ax, (label, (genuine, impostor, threshold)) in zip(axes, pairs, strict=True):
        own = np.append(edges, threshold) if edges[0] < threshold < edges[-1] else edges
        _kind(ax, impostor, np.unique(own), VERMILLION, (0, (6, 2)), None)
        _kind(ax, genuine, np.unique(own), BLUE, "-", threshold)
        ax.axvline(threshold, color=INK, lw=1.5, ls=(0, (4, 2)))
        ax.set_title(label, loc="left", fontsize=TEXT, fontweight="bold")
        missed = np.mean(genuine < threshold)
        ax.annotate(
            f"misses {say_share(missed)}",
            (threshold, 0.97),
            (-6, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            ha="right",
            va="top",
            fontsize=TEXT,
            fontweight="bold",
            color=for_words(BLUE),
            path_effects=HALO,
        )
        ax.annotate(
            "threshold",
            (threshold, 0.97),
            (5, 0),
            xycoords=("data", "axes fraction"),
            textcoords="offset points",
            va="top",
            fontsize=SMALL,
            path_effects=HALO,
        )
    # The heaps are named once, in the panel whose threshold is farthest from the middle of the genuine one.
    roomy = int(np.argmax([abs(np.median(genuine) - threshold) for _, (genuine, _, threshold) in pairs]))
    for text, scores, color in zip((same, different), pairs[roomy][1], (BLUE, VERMILLION), strict=False):
        _name(axes[roomy], f"{text} ({say(scores.size)})", scores, edges, color)
    axes[-1].set_xlabel(score_name)
    axes[0].locator_params(axis="y", nbins=4)
    axes[0].yaxis.set_major_formatter(lambda value, _: say_share(value))
    fig.supylabel("share of its comparisons, per bin", fontsize=TEXT)
    rates = {
        label: (np.mean(genuine < threshold), np.mean(impostor >= threshold))
        for label, (genuine, impostor, threshold) in pairs
    }
    rows = [
        (
            label,
            f"{genuine.size:,}",
            f"{impostor.size:,}",
            say(threshold),
            say_share(rates[label][0]),
            say_share(rates[label][1]),
        )
        for label, (genuine, impostor, threshold) in pairs
    ]
    missed = in_a_row([(label, say_share(rate)) for label, (rate, _) in rates.items()])
    alt = sentences(
        title,
        f"{len(pairs)} panels, one above the other, of shares of comparisons (up) by {score_name} (across): a heap at "
        f"the left, {different}, one at the right, {same}, and a threshold between them",
        f"Missed, below the threshold: {missed}",
    )
    headings = ("test", same, different, "threshold", "missed (FNMR)", "false matches (FMR)")
    return words(fig, alt=alt, table=("What the panels show", headings, rows))


def _scores(label, value):
    try:
        genuine, impostor, threshold = value
    except (TypeError, ValueError):
        refuse(f"panels[{label!r}]", value, "genuine scores, impostor scores, threshold")
    sets = [np.ravel(numbers(f"panels[{label!r}]", x)).astype(float) for x in (genuine, impostor)]
    if min(x.size for x in sets) == 0 or not all(np.isfinite(x).all() for x in sets):
        refuse(f"panels[{label!r}]", value, "at least one finite score of each kind")
    return *sets, float(numbers("threshold", threshold))


def _kind(ax, scores, edges, color, line, threshold):
    """One outline; with a threshold, its part below that filled. The threshold is an edge, so no bin straddles it."""
    # As shares of a bin of common width, also where the threshold parts a bin in two.
    shares = np.histogram(scores, edges)[0] / scores.size / np.diff(edges) * np.diff(edges).max()
    ax.stairs(shares, edges, color=color, ls=line, lw=1.8)
    if threshold is not None:
        below = np.where(edges[:-1] < threshold, shares, 0)
        ax.stairs(
            below, edges, fill=True, facecolor=color + "30", edgecolor=color + "a0", hatch="\\\\\\", lw=0
        )
    ax.set_ylim(0, max(ax.get_ylim()[1], 1.35 * shares.max()))


def _name(ax, text, scores, edges, color):
    """The kind's name over its own peak."""
    counts = np.histogram(scores, edges)[0] / scores.size
    top = int(np.argmax(counts))
    ax.annotate(
        text,
        ((edges[top] + edges[top + 1]) / 2, counts[top]),
        (0, 6),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        fontweight="bold",
        color=for_words(color),
        path_effects=HALO,
    )
