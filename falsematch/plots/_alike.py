"""Figure of lesson 05: offers with one accuracy, and what each misses when no false match is allowed."""

import numpy as np

from .._check import proportion, refuse, whole
from .._words import say_share
from ._figure_words import sentences, words
from ._style import (
    BLUE,
    HALO,
    SMALL,
    VERMILLION,
    for_words,
    guess_words,
    label_text,
    mark_guess,
    new_figure,
    styled,
)


@styled
def misses_at_zero_false_matches(misses, accuracy, genuine, *, title, guess=None):
    """Each dot one algorithm: its accuracy (across) and the genuine pairs missed at no false match (up).

    Parameters
    ----------
    misses : mapping of name to a whole number
        Genuine pairs missed at the strictest threshold, at which the test saw no false match.
    accuracy : mapping of the same names to a proportion
        The printed accuracy.
    genuine : whole number
        Genuine pairs in the test.
    title : str
    guess : number, optional
        The learner's guess of the pairs that the worst of them misses.

    Returns
    -------
    matplotlib.figure.Figure
    """
    genuine = int(whole("genuine", genuine, minimum=1))
    try:
        missed = {
            label_text("name", name): float(whole(f"misses[{name!r}]", n)) for name, n in dict(misses).items()
        }
        right = {name: float(proportion(f"accuracy[{name!r}]", x)) for name, x in dict(accuracy).items()}
    except (TypeError, ValueError) as error:
        if isinstance(error, ValueError) and "must be" in str(error):
            raise
        refuse("misses and accuracy", (misses, accuracy), "mappings of name to a number")
    if not 2 <= len(missed) or set(missed) != set(right):
        refuse("accuracy", sorted(right), f"for the same names as misses, two at least: {sorted(missed)}")
    if max(missed.values()) > genuine:
        refuse("misses", max(missed.values()), f"at most the genuine pairs, {genuine}")
    order = sorted(missed, key=missed.get)
    x = np.array([right[name] for name in order])
    y = np.array([missed[name] for name in order])

    fig = new_figure(title, 4.6)
    ax = fig.add_subplot()
    ax.set_yscale("symlog", linthresh=1)
    top = max(y.max() * 2.5, 10)
    ax.set_ylim(0 if y.min() < 1 else min(y.min() / 2.5, 5), min(top, genuine))
    # An accuracy axis wide enough to show how little apart they are: a whole percentage point at least.
    middle, span = (x.min() + x.max()) / 2, max(np.ptp(x) * 1.6, 0.01)
    ax.set_xlim(middle - span / 2, min(1, middle + span / 2))
    ax.plot(x, y, "o", ms=9, color=BLUE, alpha=0.85, mew=0)
    for at, i, rise in ((0, 0, -14), (-1, len(y) - 1, 14)):
        ax.annotate(
            f"{order[at]}: {y[i]:,.0f} missed",
            (x[i], y[i]),
            (0, rise),
            textcoords="offset points",
            ha="center",
            va="center",
            fontsize=SMALL,
            fontweight="bold",
            color=for_words(BLUE) if at == 0 else for_words(VERMILLION),
            path_effects=HALO,
        )
    ticks = [
        t
        for t in (0, 1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000, 100_000, 1_000_000)
        if ax.get_ylim()[0] <= t <= ax.get_ylim()[1]
    ]
    ax.set_yticks(ticks, [f"{t:,}" for t in ticks])
    ax.minorticks_off()
    ax.locator_params(axis="x", nbins=5)
    ax.xaxis.set_major_formatter(lambda value, _: say_share(round(value, 5)))
    ax.grid(axis="y")
    ax.set_xlabel("accuracy on the benchmark")
    ax.set_ylabel(f"missed of {genuine:,} genuine pairs,\nat no false match")
    mark_guess(ax, guess, side="y")

    alt = sentences(
        title,
        f"Each of {len(order)} dots is an algorithm: accuracy (across) from {say_share(x.min())} to "
        f"{say_share(x.max())}, and how many of {genuine:,} genuine pairs it misses at a threshold "
        "with no false match (up, logarithmic)",
        f"The dots stand in one narrow column from {y[0]:,.0f} missed ({order[0]}) to {y[-1]:,.0f} ({order[-1]})",
        guess_words(guess),
    )
    rows = [
        (name, say_share(right[name]), f"{missed[name]:,.0f}", say_share(missed[name] / genuine))
        for name in order
    ]
    headings = ("algorithm", "accuracy", f"missed of {genuine:,} at no false match", "as a share")
    return words(fig, alt=alt, table=(title, headings, rows))
