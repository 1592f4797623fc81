"""Figures that count people: icons, false matches against the size of a population, PPV."""

import numpy as np

from .._check import amount, open_proportion, positive, proportion, refuse
from .._words import say, say_share
from ._figure_words import in_a_row, sentences
from ._figure_words import words as with_words  # `words` is an argument here since the first edition
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    LINES,
    ORANGE,
    REST,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    for_words,
    guess_words,
    label_text,
    labelled,
    log_ticks,
    mark_guess,
    names_above,
    names_beside,
    new_figure,
    odds_text,
    one_form,
    plain_text,
    rate_text,
    styled,
    text_width,
    wrap,
)

MOST_ICONS = 1_000
_LEAST = 0.5e-6  # false matches at which the vertical axis of the ladder ends
_SEEN = 0.02  # of an icon's area: less cannot be seen
#: The four groups in the order of drawing: attribute of NaturalFrequencies, words, marker, colour.
_GROUPS = (
    ("true_alerts", "sought, and pointed at", "o", BLUE),
    ("missed", "sought, and missed", "^", ORANGE),
    ("false_alerts", "not sought, but pointed at", "X", VERMILLION),
    ("rightly_silent", "not sought, left alone", ".", REST),
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

    One icon stands for as many people as the note under the figure says. Icons are in true proportion: a part
    of an icon is drawn as a mark with that part of its area, and what would be too small to see is said in
    words. Every group's count is written out.

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
    icons = [count / worth for count in counts]
    total = sum(_cells(icon) for icon in icons)
    widest = int(np.clip(np.ceil(np.sqrt(total * 1.7)), 10, 40))
    # A little narrower where that fills the last row better.
    columns = min(range(widest, max(9, widest - 8), -1), key=lambda n: (-total % n) / n)
    rows = -(-total // columns)
    cell = min((WIDTH - 0.3) / columns, 0.34)  # inches; few people get larger icons, up to a limit

    key_row = 0.27
    fig = new_figure(title, 1.05 + rows * cell + key_row * sum(count > 0 for count in counts))
    grid, key = fig.subplots(2, 1, height_ratios=[rows * cell, key_row * sum(count > 0 for count in counts)])
    _draw_icons(grid, icons, columns, rows, cell)
    _draw_key(key, counts, words)
    note = _worth_note(worth, icons, people)
    fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=INK)
    said = {i: say(count, 4 if count >= 1e6 else 3) for i, count in enumerate(counts) if count > 0}
    cells = [(words[_GROUPS[i][0]], text, say_share(counts[i] / people)) for i, text in said.items()]
    alt = sentences(
        title,
        f"{say(people)} people as icons, group after group, in true proportion",
        in_a_row([(name, text) for name, text, _ in cells]),
        note,
    )
    return with_words(fig, alt=alt, table=(title, ("group", "people", "share of all"), cells))


def _cells(icons):
    """Places that a group takes in the grid: its whole icons, and one for the rest if that can be seen."""
    whole = int(icons + 1e-9)
    return whole + int(icons - whole > _SEEN)


def _worth_note(worth, icons, people):
    note = (
        f"One icon: {say(worth)} of {say(people)} people."
        if worth > 1
        else f"One icon: one of {say(people)} people."
    )
    if any(_SEEN < icon % 1 < 1 - 1e-9 for icon in icons):
        note += " A smaller icon: that part of one."
    if any(0 < icon <= _SEEN for icon in icons):
        note += " Without an icon: too few to be seen at this scale."
    return wrap(note, WIDTH * 72 - 16, SMALL)


def _mark(ax, x, y, marker, color, size):
    if marker == ".":
        marker, size = "o", size * 0.55
    ax.plot(x, y, marker, ls="", ms=size, mfc=color, mec=color, mew=0, clip_on=False)


def _draw_icons(ax, icons, columns, rows, cell):
    size = cell * 72 * 0.62
    place = 0
    for icon, (_, _, marker, color) in zip(icons, _GROUPS, strict=True):
        whole, cells = int(icon + 1e-9), _cells(icon)
        for at, part in (
            (np.arange(place, place + whole), 1.0),
            (np.arange(place + whole, place + cells), icon - whole),
        ):
            if len(at):  # an empty line would stretch the layout to the corner of the figure
                _mark(ax, at % columns, -(at // columns), marker, color, size * np.sqrt(part))
        place += cells
    ax.set_xlim(-0.6, max(columns, (WIDTH - 0.3) / cell) - 0.4)
    ax.set_ylim(-rows + 0.4, 0.6)
    ax.set_axis_off()


def _draw_key(ax, counts, words):
    """The groups directly under the icons, each with its own mark and its count in words."""
    shown = [i for i, count in enumerate(counts) if count > 0]
    numbers = {i: say(counts[i], 4 if counts[i] >= 1e6 else 3) for i in shown}
    column = 0.055 + max(text_width(text, TEXT, "bold") for text in numbers.values()) / ((WIDTH - 0.16) * 72)
    for line, i in enumerate(shown):
        name, _, marker, color = _GROUPS[i]
        _mark(ax, 0.015, -line, marker, color, 9)
        ax.text(column - 0.012, -line, numbers[i], va="center", ha="right", fontsize=TEXT, fontweight="bold")
        ax.text(column + 0.012, -line, words[name], va="center", fontsize=TEXT)
    ax.set_xlim(0, 1)
    ax.set_ylim(-len(shown) + 0.5, 0.5)
    ax.set_axis_off()


@styled
def false_match_ladder(fmrs, landmarks, *, title, searches=1, axis_label=None, guess=None):
    """Expected false matches against the number of people searched, both on log axes.

    Parameters
    ----------
    fmrs : mapping of label to false match rate
        One line each, labelled where it ends.
    landmarks : mapping of name to people
        Galleries to read off: ``{"a list": 2_000, "a city": 3_500_000}``. Only people who are searched:
        passers-by, for whom a search is made, belong on no axis of galleries.
    title : str
    searches : number
        Searches counted together; 1 gives false matches per search.
    axis_label : str, optional
        Replaces the label of the vertical axis.
    guess : number, optional
        The learner's guess of false matches, on the vertical axis.

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
    # Fewer than one false match in millions of searches is as good as none, and its digits would not fit.
    bottom, top = max(min(v[0] for v in values) / 2, _LEAST), max(max(v[1] for v in values), 0.01) * 3
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
        ax.annotate(
            "one wrong person",
            (0, 1),
            (4, -3),
            xycoords=("axes fraction", "data"),
            textcoords="offset points",
            va="top",
            fontsize=SMALL,
            color=GREY,
            path_effects=HALO,
        )
    low_high = np.log10(ax.get_ylim())
    heights = (np.log10([max(value, bottom) for _, value, _ in ends_of]) - low_high[0]) / np.ptp(low_high)
    names_beside(ax, [label for label, _, _ in ends_of], heights, [color for _, _, color in ends_of])
    names_above(ax, [name for name, _ in places], _along(sizes_of, low, high), lines=sizes_of)
    log_ticks(ax.xaxis, low, high, most=5)
    log_ticks(ax.yaxis, bottom, top, label=plain_text, most=8)
    ax.grid(axis="y")
    ax.set_xlabel("people in the gallery that is searched")
    per = "one search" if searches == 1 else f"{say(searches)} searches"
    axis_label = axis_label or f"expected false matches in {per}"
    ax.set_ylabel(axis_label)
    mark_guess(ax, guess, side="y")
    cells = [
        (
            name,
            say(size),
            *(plain_text(float(expected_false_candidates(searches, np.ceil(size), fmr))) for _, fmr in lines),
        )
        for name, size in sorted(places, key=lambda place: place[1])
    ]
    alt = sentences(
        title,
        f"{len(lines)} rising lines: {axis_label} (up) against people in the gallery (across), both logarithmic",
        *(
            f"{label}, a false match rate of {rate_text(fmr)}: "
            + in_a_row([(row[0], row[2 + i]) for row in cells], " gives ")
            for i, (label, fmr) in enumerate(lines)
        ),
        guess_words(guess),
    )
    headings = ("gallery", "people", *(f"{label} (FMR {rate_text(fmr)})" for label, fmr in lines))
    return with_words(fig, alt=alt, table=(axis_label, headings, cells))


def _along(values, low, high):
    """Where `values` lie on a logarithmic axis from `low` to `high`, as fractions of it."""
    return np.log(np.asarray(values) / low) / np.log(high / low)


@styled
def ppv_curve(systems, *, title, lowest=1e-6, points=None, guess=None):
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
    guess : proportion, optional
        The learner's guess of the share of alerts that are right.

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
            # Open marks, so that one does not hide another at the same place.
            look = {"mec": style["color"], "mfc": "none", "mew": 2, "ms": 7 if style["marker"] == "o" else 9}
            ax.plot(rate, ppv(rate, tpr, fpr), style["marker"], clip_on=False, zorder=3, **look)
    ax.set_xlim(lowest, 1)
    ax.set_ylim(0, 1.02)
    _label_rising(ax, pairs, base_rates, ppv)
    if places:
        rates = [rate for _, rate in places]
        names_above(ax, [name for name, _ in places], _along(rates, lowest, 1), lines=rates)
        if len(pairs) == 1:
            _write_values(ax, rates, lowest, *pairs[0][1], ppv)
    log_ticks(ax.xaxis, lowest, 1, label=one_form(lowest), most=4, from_high=True)
    ax.yaxis.set_major_formatter(lambda value, _: say_share(value))
    ax.grid(axis="y")
    ax.set_xlabel("share of the people scanned who are sought (base rate)")
    ax.set_ylabel("share of alerts that are right (PPV)")
    mark_guess(ax, guess, say_share, side="y")
    shown = [(name, rate) for name, rate in places] + [
        ("", 10.0**k) for k in range(-1, int(np.ceil(np.log10(lowest))) - 1, -1)
    ]
    shown.sort(key=lambda place: place[1])
    cells = [
        (name, odds_text(rate), *(say_share(ppv(rate, tpr, fpr)) for _, (tpr, fpr) in pairs))
        for name, rate in shown
    ]
    alt = sentences(
        title,
        "Share of alerts that are right (up) against the share of the people scanned who are sought (across, "
        f"logarithmic, from {odds_text(lowest)} to all), rising from left to right",
        *(
            f"{label} (finds {say_share(tpr)}, false alerts {rate_text(fpr)})"
            + (
                ": " + in_a_row([(name, say_share(ppv(rate, tpr, fpr))) for name, rate in places])
                if places
                else ""
            )
            for label, (tpr, fpr) in pairs
        ),
        guess_words(guess, say_share),
    )
    headings = ("place", "sought among those scanned", *(f"alerts right, {label}" for label, _ in pairs))
    return with_words(fig, alt=alt, table=(title, headings, cells))


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
