"""Figures that count people: icons, false matches against the size of a population, PPV."""

import numpy as np

from .._check import amount, open_proportion, positive, proportion, refuse
from .._words import say, say_share
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    LINES,
    ORANGE,
    PALE,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    for_words,
    label_text,
    labelled,
    log_ticks,
    names_above,
    names_beside,
    new_figure,
    rate_text,
    styled,
    text_width,
    wrap,
)

MOST_ICONS = 1_000
#: The four groups in the order of drawing: attribute of NaturalFrequencies, words, marker, colour.
_GROUPS = (
    ("true_alerts", "sought, and pointed at", "o", BLUE),
    ("missed", "sought, and missed", "^", ORANGE),
    ("false_alerts", "not sought, but pointed at", "X", VERMILLION),
    ("rightly_silent", "not sought, left alone", ".", PALE),
)


def icon_worth(people, most=MOST_ICONS):
    """People per icon: 1, 2 or 5 times a power of ten, the least that needs at most `most` icons."""
    if people <= most:
        return 1.0
    power = 10.0 ** np.floor(np.log10(people / most))
    return next(power * step for step in (1, 2, 5, 10) if power * step * most >= people * (1 - 1e-12))


@styled
def natural_frequency_icons(frequencies, *, title, words=None):
    """An icon array of the four outcomes, from ten people to more than a billion.

    One icon stands for as many people as the note under the figure says. A group smaller than that is
    drawn as one outlined icon, and every group's count is written out: what is small is never drawn as none.

    Parameters
    ----------
    frequencies : falsematch.rates.NaturalFrequencies
        As `falsematch.rates.natural_frequencies` returns it; counts need not be whole.
    title : str
    words : mapping, optional
        Other words for the groups ``true_alerts``, ``missed``, ``false_alerts``, ``rightly_silent``.

    Returns
    -------
    matplotlib.figure.Figure
    """
    words = {**{key: text for key, text, _, _ in _GROUPS}, **(words or {})}
    try:
        counts = [float(amount(key, getattr(frequencies, key))) for key, _, _, _ in _GROUPS]
    except (AttributeError, TypeError):
        refuse("frequencies", frequencies, "what rates.natural_frequencies returns for one population")
    people = sum(counts)
    if people <= 0:
        refuse("frequencies", people, "a population of more than 0 people")
    worth = icon_worth(people)
    icons = [_icons_of(count, worth) for count in counts]
    total = sum(full + outlined for full, outlined in icons)
    widest = int(np.clip(np.ceil(np.sqrt(total * 1.7)), 10, 40))
    # A little narrower where that fills the last row better.
    columns = min(range(widest, max(9, widest - 8), -1), key=lambda n: (-total % n) / n)
    rows = -(-total // columns)
    cell = min((WIDTH - 0.3) / columns, 0.34)  # inches; few people get larger icons, up to a limit

    key_row = 0.27
    fig = new_figure(title, 1.05 + rows * cell + key_row * sum(count > 0 for count in counts))
    grid, key = fig.subplots(2, 1, height_ratios=[rows * cell, key_row * sum(count > 0 for count in counts)])
    _draw_icons(grid, icons, columns, rows, cell)
    _draw_key(key, counts, icons, words)
    fig.supxlabel(_worth_note(worth, icons, people), x=0.012, ha="left", fontsize=SMALL, color=INK)
    return fig


def _icons_of(count, worth):
    """(full icons, outlined icons): to the nearest icon, and one outlined where that would be none."""
    full = int(np.floor(count / worth + 0.5)) if count >= worth else 0
    return full, int(0 < count < worth)


def _worth_note(worth, icons, people):
    note = f"One icon: {say(worth)} of {say(people)} people, rounded."
    if any(outlined for _, outlined in icons):
        note += " Outlined: fewer than that." if worth > 1 else " Outlined: less than one is expected."
    return wrap(note, WIDTH * 72 - 16, SMALL)


def _mark(ax, x, y, marker, color, size, outlined):
    face, width = ("white", 1.4) if outlined else (color, 0)
    edge = INK if outlined and color == PALE else color  # a pale outline would be lost on white
    if marker == ".":
        marker, size = "o", size * (0.55 if not outlined else 0.7)
    ax.plot(x, y, marker, ls="", ms=size, mfc=face, mec=edge, mew=width, clip_on=False)


def _draw_icons(ax, icons, columns, rows, cell):
    size = cell * 72 * 0.62
    place = 0
    for (full, outlined), (_, _, marker, color) in zip(icons, _GROUPS, strict=True):
        at = np.arange(place, place + full + outlined)
        if not len(at):  # an empty line would stretch the layout to the corner of the figure
            continue
        _mark(ax, at % columns, -(at // columns), marker, color, size, outlined)
        place += len(at)
    ax.set_xlim(-0.6, max(columns, (WIDTH - 0.3) / cell) - 0.4)
    ax.set_ylim(-rows + 0.4, 0.6)
    ax.set_axis_off()


def _draw_key(ax, counts, icons, words):
    """The groups directly under the icons, each with its own mark and its count in words."""
    shown = [i for i, count in enumerate(counts) if count > 0]
    numbers = {i: say(counts[i], 4 if counts[i] >= 1e6 else 3) for i in shown}
    column = 0.055 + max(text_width(text, TEXT, "bold") for text in numbers.values()) / ((WIDTH - 0.16) * 72)
    for line, i in enumerate(shown):
        name, _, marker, color = _GROUPS[i]
        _mark(ax, 0.015, -line, marker, color, 9, outlined=icons[i][1])
        ax.text(column - 0.012, -line, numbers[i], va="center", ha="right", fontsize=TEXT, fontweight="bold")
        ax.text(column + 0.012, -line, words[name], va="center", fontsize=TEXT)
    ax.set_xlim(0, 1)
    ax.set_ylim(-len(shown) + 0.5, 0.5)
    ax.set_axis_off()


@styled
def false_match_ladder(fmrs, landmarks, *, title, searches=1, axis_label=None):
    """Expected false matches against the number of people searched, both on log axes.

    Parameters
    ----------
    fmrs : mapping of label to false match rate
        One line each, labelled where it ends.
    landmarks : mapping of name to people
        Places to read off: ``{"a station": 50_000, "a city": 3_500_000}``.
    title : str
    searches : number
        Searches counted together; 1 gives false matches per search.
    axis_label : str, optional
        Replaces the label of the vertical axis.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from ..search import expected_false_candidates

    lines = [
        (label, float(positive("fmr", float(proportion("fmr", fmr)))))
        for label, fmr in labelled(fmrs, "fmrs")
    ]
    places = [
        (label_text("landmark", name), float(positive(name, size))) for name, size in dict(landmarks).items()
    ]
    if not places:
        refuse("landmarks", landmarks, "a mapping with at least one place")
    searches = float(positive("searches", searches))
    sizes_of = [size for _, size in places]
    sizes = np.array(sorted(sizes_of))
    low, high = 10 ** np.floor(np.log10(sizes[0] * 0.7)), sizes[-1] * 1.6
    # Gallery sizes are whole; a line needs only its ends, since both axes are logarithmic.
    ends = np.array([low, np.ceil(high)])

    fig = new_figure(title, 4.7)
    ax = fig.add_subplot()
    ax.set_xscale("log")
    ax.set_yscale("log")
    values = [expected_false_candidates(searches, ends, fmr) for _, fmr in lines]
    bottom, top = min(v[0] for v in values) / 2, max(v[1] for v in values) * 3
    for (_, fmr), value, style in zip(lines, values, LINES, strict=False):
        ax.plot(ends, value, color=style["color"], ls=style["linestyle"])
        at = expected_false_candidates(searches, sizes, fmr)
        ax.plot(sizes, at, style["marker"], ls="", color=style["color"], ms=6)
    ax.set_xlim(low, high)
    ax.set_ylim(bottom, top)
    ends_of = [
        (label, value[1], style["color"])
        for (label, _), value, style in zip(lines, values, LINES, strict=False)
    ]
    if bottom < 1 < top:
        ax.axhline(1, color=GREY, lw=1, zorder=0.5)
        ends_of.append(("one wrong person", 1, GREY))
    low_high = np.log10(ax.get_ylim())
    heights = (np.log10([value for _, value, _ in ends_of]) - low_high[0]) / np.ptp(low_high)
    names_beside(ax, [label for label, _, _ in ends_of], heights, [color for _, _, color in ends_of])
    names_above(ax, [name for name, _ in places], _along(sizes_of, low, high), lines=sizes_of)
    log_ticks(ax.xaxis, low, high, most=5)
    log_ticks(ax.yaxis, bottom, top, most=8)
    ax.grid(axis="y")
    ax.set_xlabel("people in the gallery that is searched")
    per = "one search" if searches == 1 else f"{say(searches)} searches"
    ax.set_ylabel(axis_label or f"expected false matches in {per}")
    return fig


def _along(values, low, high):
    """Where `values` lie on a logarithmic axis from `low` to `high`, as fractions of it."""
    return np.log(np.asarray(values) / low) / np.log(high / low)


@styled
def ppv_curve(systems, *, title, lowest=1e-6, points=None):
    """The chance that an alert is right against the share of people who are sought (log axis).

    Parameters
    ----------
    systems : mapping of label to (true positive rate, false positive rate)
        One line each.
    title : str
    lowest : proportion
        Left end of the axis of base rates.
    points : mapping of name to base rate, optional
        Situations marked on every line; with a single line the value is written beside the mark.

    Returns
    -------
    matplotlib.figure.Figure
    """
    from ..rates import ppv

    lowest = float(open_proportion("lowest", lowest))
    base_rates = np.geomspace(lowest, 1, 400)
    pairs = [(label, _two_rates(label, value)) for label, value in labelled(systems, "systems")]
    places = [
        (label_text("point", name), float(open_proportion(name, rate)))
        for name, rate in dict(points or {}).items()
    ]
    for name, rate in places:
        if rate < lowest:
            refuse(f"points[{name!r}]", rate, f"at least lowest ({lowest})")

    fig = new_figure(title, 4.3)
    ax = fig.add_subplot()
    ax.set_xscale("log")
    for (_, (tpr, fpr)), style in zip(pairs, LINES, strict=False):
        ax.plot(base_rates, ppv(base_rates, tpr, fpr), color=style["color"], ls=style["linestyle"])
        for _, rate in places:
            ax.plot(rate, ppv(rate, tpr, fpr), style["marker"], color=style["color"], ms=6)
    ax.set_xlim(lowest, 1)
    ax.set_ylim(0, 1.02)
    _label_rising(ax, pairs, base_rates, ppv)
    if places:
        rates = [rate for _, rate in places]
        names_above(ax, [name for name, _ in places], _along(rates, lowest, 1), lines=rates)
        if len(pairs) == 1:
            _write_values(ax, rates, lowest, *pairs[0][1], ppv)
    log_ticks(ax.xaxis, lowest, 1, label=rate_text, most=4, from_high=True)
    ax.yaxis.set_major_formatter(lambda value, _: say_share(value))
    ax.grid(axis="y")
    ax.set_xlabel("share of the people scanned who are sought (base rate)")
    ax.set_ylabel("share of alerts that are right (PPV)")
    return fig


def _two_rates(label, value):
    try:
        tpr, fpr = value
    except (TypeError, ValueError):
        refuse(f"systems[{label!r}]", value, "a pair: true positive rate, false positive rate")
    return float(proportion(f"tpr of {label}", tpr)), float(proportion(f"fpr of {label}", fpr))


def _write_values(ax, rates, lowest, tpr, fpr, ppv):
    for rate in rates:
        value = float(ppv(rate, tpr, fpr))
        below = value > 0.5
        ax.annotate(
            say_share(value),
            (rate, value),
            (7, -8) if below else (-2, 9),
            textcoords="offset points",
            ha="left" if below or rate < 30 * lowest else "right",
            va="center",
            fontsize=SMALL,
            path_effects=HALO,
        )


def _label_rising(ax, pairs, base_rates, ppv):
    """Each curve's name left of its steep part, as wide as the room to its left neighbour allows."""
    logs = np.log(base_rates)
    curves = [ppv(base_rates, tpr, fpr) for _, (tpr, fpr) in pairs]
    order = np.argsort([np.interp(0.5, curve, logs) for curve in curves])
    heights = np.linspace(0.82, 0.42, len(pairs)) if len(pairs) > 1 else [0.5]
    left = None
    for height, i in zip(heights, order, strict=True):
        at = np.interp(height, curves[i], logs)
        start = logs[0] if left is None else np.interp(height, left, logs)
        room = (at - start) / -logs[0] * 330 - 14
        inside = room > 40 or left is not None
        ax.annotate(
            wrap(pairs[i][0], max(room, 48) if inside else 150, SMALL, "bold"),
            (np.exp(at), height),
            (-7, 0) if inside else (7, 0),
            textcoords="offset points",
            ha="right" if inside else "left",
            va="center",
            fontsize=SMALL,
            fontweight="bold",
            color=for_words(LINES[i]["color"]),
            path_effects=HALO,
        )
        left = curves[i]
