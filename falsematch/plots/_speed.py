"""Figure of lesson 11: comparisons a second, and the false matches that come with them."""

import numpy as np

from .._check import positive, proportion, refuse
from .._words import say
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    HALO,
    INK,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    frame_rows,
    guess_words,
    label_text,
    log_ticks,
    mark_guess,
    new_figure,
    odds_text,
    plain_text,
    read_mark,
    styled,
    wrap,
)

_LABELS = 140  # points for the names of rows
MOST_ROWS = 8


@styled
def speeds_and_false_matches(speeds, fmr, *, title, claim=None, guess=None):
    """Above, comparisons a second, a row for each machine; below, the false matches a second that go with them.

    Parameters
    ----------
    speeds : mapping of label to comparisons a second, at most 8
        In the order in which the rows are to stand.
    fmr : proportion above 0
        False match rate of one comparison; the lower panel is the speeds times this rate.
    title : str
    claim : label, optional
        The row that is a claim and no measurement: drawn as an open mark.
    guess : number, optional
        The learner's guess, in comparisons a second.

    Returns
    -------
    matplotlib.figure.Figure
    """
    try:
        pairs = [
            (label_text("label", name), float(positive(f"speeds[{name!r}]", speed)))
            for name, speed in dict(speeds).items()
        ]
    except TypeError:
        refuse("speeds", speeds, "a mapping of label to comparisons a second")
    if not 1 <= len(pairs) <= MOST_ROWS:
        raise ValueError(f"speeds must have 1 to {MOST_ROWS} rows to stay readable, got {len(pairs)}")
    if claim is not None and claim not in dict(speeds):
        refuse("claim", claim, "a label among speeds")
    fmr = float(positive("fmr", proportion("fmr", fmr)))
    names = [wrap(name, _LABELS, TEXT) for name, _ in pairs]
    heights = np.array([0.36 + 0.18 * name.count("\n") for name in names])
    place = np.cumsum(heights) - heights / 2
    fig = new_figure(title, 2.3 + 2 * sum(heights))
    every = np.array([speed for _, speed in pairs])
    panels = (
        (every, BLUE, "comparisons a second (log)", say),
        (every * fmr, VERMILLION, f"false matches a second (log), at {odds_text(fmr)}", plain_text),
    )
    room = WIDTH * 72 - 32 - _LABELS  # points across an axis
    for ax, (values, color, label, said) in zip(fig.subplots(2, 1), panels, strict=True):
        low, high = values.min() / 4, values.max() * 4
        ax.set_xscale("log")
        ax.set_xlim(low, high)
        for at, (name, _), value in zip(place, pairs, values, strict=True):
            is_claim = name == claim
            ax.plot(
                value,
                at,
                "D" if is_claim else "o",
                ms=8,
                color=color,
                mfc="white" if is_claim else color,
                mew=2 if is_claim else 0,
            )
            along = np.log(value / low) / np.log(high / low)
            left = along * room > 0.62 * room
            ax.annotate(
                said(value),
                (value, at),
                (-9 if left else 9, 0),
                textcoords="offset points",
                ha="right" if left else "left",
                va="center",
                fontsize=SMALL,
                fontweight="bold",
                color=INK,
                path_effects=HALO,
            )
        log_ticks(ax.xaxis, low, high, label=said, most=4)
        frame_rows(fig, ax, place, names, label, _LABELS + 30)
        guessed = color == BLUE and read_mark(guess) is not None
        ax.set_ylim(sum(heights), -0.35 if guessed else 0)  # room for the words of the guess
        if guessed:
            mark_guess(ax, guess)
    cells = [(name, say(speed), plain_text(speed * fmr)) for name, speed in pairs]
    alt = sentences(
        title,
        f"Panels, one above the other, with a row for each of {len(pairs)}, on logarithmic axes",
        f"Comparisons a second: {in_a_row([(name, speed) for name, speed, _ in cells])}",
        f"False matches a second, if one comparison errs at {odds_text(fmr)}: "
        f"{in_a_row([(name, errors) for name, _, errors in cells])}",
        "" if claim is None else f"An open mark: {claim}, a claim and no measurement",
        guess_words(guess),
    )
    headings = ("row", "comparisons a second", f"false matches a second, at {odds_text(fmr)}")
    return words(fig, alt=alt, table=(title, headings, cells))
