"""A forest of intervals: one row per figure, what it is and how far it could be off."""

import numpy as np

from .._check import amount, numbers, refuse
from .._words import say_estimate, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    LEAST_PERCENT,
    LINES,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    for_words,
    frame_rows,
    guess_words,
    label_text,
    log_ticks,
    mark_guess,
    new_figure,
    odds_text,
    styled,
    text_width,
    wrap,
)

_LABELS = 165.0  # points given to the names of rows
MOST_ROWS = 20


@styled
def interval_forest(
    rows,
    *,
    title,
    axis_label,
    log=False,
    say_value=None,
    reference=None,
    marks=None,
    mark_label=None,
    groups=None,
    note=None,
    guess=None,
):
    """Estimates with their intervals, one row each, in the order given.

    A row whose estimate is 0 (no error seen) has no point: it is drawn as an arrow from its upper bound
    towards zero, since that bound is all that such a test shows. A row without an interval is an open dot.

    Parameters
    ----------
    rows : mapping of label to (estimate, low, high), or to (estimate, None, None) when no interval is known
        ``low <= estimate <= high``; for an estimate of 0, `high` is the one- or two-sided bound.
    title : str
    axis_label : str
        What is measured, and out of what.
    log : bool
        Logarithmic axis. An interval that reaches 0 is drawn as far as the axis goes.
    say_value : callable
        Puts a value in words. Left out: percentages, or on a logarithmic axis with small rates "1 in 3,000", all
        rows in one form, each with no more digits than its interval bears out.
    reference : (value, name), optional
        A vertical line to compare with.
    marks : mapping of row label to a value, optional
        What a row is to be compared with (a share of the volunteers, say): a tick on that row, named by
        `mark_label` on the first of them.
    groups : mapping of row label to the name of a group, optional
        Rows of one group share a colour and a mark (a leak, say, and a fair test).
    note : str, optional
        Under the figure: what the intervals are, and what they do not cover.
    guess : number, optional
        The learner's guess, in the unit of the axis.

    Returns
    -------
    matplotlib.figure.Figure
    """
    pairs = _checked(rows)
    marks = {name: float(amount(f"marks[{name!r}]", value)) for name, value in dict(marks or {}).items()}
    if unknown := set(marks) - {name for name, _ in pairs}:
        refuse("marks", sorted(unknown), "a mapping of labels that are rows")
    if log and any(triple[-1] == 0 for _, triple in pairs):
        refuse("rows", 0, "above 0 on a logarithmic axis")
    # All rows and all ticks in one form.
    odds = log and min(triple[0] or triple[-1] for _, triple in pairs) < LEAST_PERCENT
    spoken = [_spoken(triple, say_value, odds) for _, triple in pairs]
    say_value = say_value or (odds_text if odds else say_share)
    names = [wrap(name, _LABELS, TEXT) for name, _ in pairs]
    heights = [0.36 + 0.18 * (1 + name.count("\n")) for name in names]
    place = np.cumsum(heights) - np.array(heights) / 2

    looks = dict(zip(dict.fromkeys(dict(groups or {}).values()), LINES, strict=False))
    fig = new_figure(title, 1.25 + sum(heights) + (0.25 if note else 0) + (0.2 if reference else 0))
    ax = fig.add_subplot()
    others = [*marks.values(), *([] if reference is None else [reference[0]])]
    low, high = _limits([triple for _, triple in pairs], others, log)
    if log:
        ax.set_xscale("log")
        log_ticks(ax.xaxis, low, high, label=say_value, most=4)
    else:
        ax.xaxis.set_major_formatter(lambda value, _: say_value(value))
        ax.locator_params(axis="x", nbins=5)
    ax.set_xlim(low, high)
    room = WIDTH * 72 - 32 - max(text_width(line, TEXT) for name in names for line in name.split("\n"))
    for at, (name, triple), text in zip(place, pairs, spoken, strict=True):
        _draw_row(
            ax, at, triple, low, looks.get(dict(groups or {}).get(name), {"color": BLUE, "marker": "o"})
        )
        _write(ax, text, triple[0] or np.sqrt(low * triple[-1]), at, low, high, log, room)
        if name in marks:
            _draw_mark(ax, marks[name], at, mark_label if name == next(iter(marks)) else None)
    if reference is not None:
        _draw_reference(ax, reference)
    frame_rows(fig, ax, place, names, axis_label, _LABELS + 30, note)
    ax.set_ylim(sum(heights) + (0.12 if marks else 0), -0.02)
    mark_guess(ax, guess, say_value)
    beside = [say_value(marks[name]) if name in marks else "" for name, _ in pairs]
    alt = sentences(
        title,
        f"{axis_label}{' (logarithmic)' if log and 'log' not in axis_label else ''}, a row for each of {len(pairs)}",
        in_a_row([(name, text) for (name, _), text in zip(pairs, spoken, strict=True)]),
        "" if reference is None else f"A line marks {reference[1]}, {say_value(reference[0])}",
        in_a_row([(f"{mark_label or 'Marked'}, {name}", say_value(value)) for name, value in marks.items()]),
        note,
        guess_words(guess, say_value),
    )
    cells = [(name, text) for (name, _), text in zip(pairs, spoken, strict=True)]
    headings = ("row", axis_label)
    if marks:
        cells = [(*row, mark) for row, mark in zip(cells, beside, strict=True)]
        headings = (*headings, mark_label or "compared with")
    return words(fig, alt=alt, table=(title, headings, cells))


def _checked(rows):
    try:
        pairs = [(label_text("label", label), value) for label, value in dict(rows).items()]
    except (TypeError, ValueError):
        refuse("rows", rows, "a mapping of label to (estimate, low, high)")
    if not 1 <= len(pairs) <= MOST_ROWS:
        raise ValueError(f"rows must be 1 to {MOST_ROWS} to stay readable, got {len(pairs)}")
    checked = []
    for label, triple in pairs:
        # A row without an interval has one number, the others have three.
        given = np.ravel(np.asarray(triple, dtype=object))
        values = np.ravel(amount(f"rows[{label!r}]", [x for x in given if x is not None]))
        if len(given) == 3 and len(values) == 1 and given[0] is not None:
            checked.append((label, values))
            continue
        if len(values) != 3 or not values[1] <= values[0] <= values[2] or values[2] <= 0:
            refuse(
                f"rows[{label!r}]",
                triple,
                "(estimate, low, high) with low <= estimate <= high and high above 0, or (estimate, None, None)",
            )
        checked.append((label, values))
    return checked


def _spoken(triple, say_value, odds):
    if len(triple) == 1:
        return (say_value or (odds_text if odds else say_share))(triple[0])
    value, low, high = map(say_value, triple) if say_value else say_estimate(*triple, odds=odds and "all")
    if triple[0] == 0:
        return f"none seen: below {high}"
    return f"{value} ({low} to {high})"


def _limits(triples, others, log):
    values = [*np.concatenate(triples), *others]
    if log:
        drawn = [x for triple in triples for x in triple[:2] if x > 0]
        drawn += [triple[2] / 8 for triple in triples if triple[0] == 0 and len(triple) == 3]
        return min(drawn + [x for x in others if x > 0]) / 1.6, max(values) * 1.8
    top = max(values)
    return (0, 1) if 0.8 < top <= 1 else (0, top * 1.1 or 1)


def _draw_row(ax, at, triple, low, look):
    color, marker = look["color"], look["marker"]
    if len(triple) == 1:
        ax.plot(triple[0], at, marker, mfc="white", mec=INK, mew=1.6, ms=8, zorder=3, clip_on=False)
        return
    value, left, right = triple[0], max(triple[1], low), triple[2]
    if value == 0:
        arrow = {"arrowstyle": "-|>", "color": color, "lw": 2.5, "shrinkA": 0, "shrinkB": 0}
        ax.annotate("", (low, at), (right, at), arrowprops=arrow)
        ax.plot(right, at, "|", color=color, ms=11, mew=2.5)
        return
    ax.plot([left, right], [at, at], color=color, lw=2.5, solid_capstyle="butt")
    ax.plot([left, right], [at, at], "|", ls="", color=color, ms=9, mew=2)
    ax.plot(value, at, marker, color=INK if color == BLUE else color, ms=7, zorder=3, clip_on=False)


def _draw_mark(ax, value, at, name):
    """A tick across the row, and its name beside it, below the interval."""
    ax.plot([value] * 2, [at - 0.17, at + 0.17], color=VERMILLION, lw=3, zorder=2)
    if name:
        ax.annotate(
            name,
            (value, at + 0.17),
            (5, 2),
            textcoords="offset points",
            va="top",
            fontsize=SMALL,
            color=for_words(VERMILLION),
            path_effects=HALO,
        )


def _write(ax, text, middle, at, low, high, log, room):
    """The row's values above its mark, moved only as far as they would leave the axes, `room` points wide."""
    along = np.log(middle / low) / np.log(high / low) if log else (middle - low) / (high - low)
    half = min(text_width(text, SMALL) / room, 1) / 2
    ax.annotate(
        text,
        (np.clip(along, half, 1 - half), at),
        (0, 6),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        path_effects=HALO,
    )


def _draw_reference(ax, reference):
    value, name = reference
    value = float(numbers("reference", value))
    ax.axvline(value, color=GREY, lw=1.2, ls=(0, (4, 2)), zorder=0.5)
    ax.annotate(
        label_text("reference", name),
        (value, 1),
        (0, 3),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=SMALL,
        color=GREY,
        annotation_clip=False,
    )


#: The name of an earlier edition.
interval_rows = interval_forest
