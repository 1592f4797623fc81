"""Figures of a simulated place: how often the same people, luck beside ignorance, and which assumption matters."""

import numpy as np
from matplotlib.lines import Line2D

from .._check import numbers, proportion, refuse, single, whole
from .._words import say, say_share
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    GREY,
    INK,
    LINES,
    ORANGE,
    PALE,
    PURPLE,
    SMALL,
    TEXT,
    WIDTH,
    for_words,
    frame_rows,
    guess_words,
    label_text,
    log_ticks,
    mark_guess,
    new_figure,
    read_mark,
    styled,
    text_width,
    wrap,
)

DOTS = 50  # of a quantile dot plot: each stands for a chance of 1 in 50
_MOST_ROWS = 4
_LOW, _HIGH = 1, 48  # dots outside which one dot lies at either end: the middle 48 of 50
_AXIS = 388.0  # points across which the dots are laid out, about
_ROW = 84.0  # points of height for the dots of a row
_LARGEST = 11.0  # points across a dot
_LABELS = 150
_BARS = 235.0  # points across which bars and their ends' words are laid out, about
_GUESS = 0.34  # of a row: what the mark of a guess adds to its height
_TIMES = (1, 2, 3, 4, 5, 10, 20, 50, 100, 200, 500, 1_000)


def quantiles_of(values):
    """The 50 values that 50 dots stand for: the middles of 50 parts of the values in order."""
    return np.quantile(values, (np.arange(DOTS) + 0.5) / DOTS)


@styled
def quantile_dots(
    rows, *, title, axis_label, kind="number", log=False, say_value=None, mark=None, note=None, guess=None
):
    """Distributions as 50 dots each: one dot is a chance of 1 in 50, so that chances can be counted.

    Parameters
    ----------
    rows : mapping of label to values, at most 4
        The results of many runs. Rows share the axis: luck alone, say, and what we do not know.
    title : str
    axis_label : str
    kind : "number" or "share"
        How values are said: 0.04 or 4 %.
    log : bool
        Logarithmic axis.
    say_value : callable, optional
        Puts a value in other words.
    mark : (value, name), optional
        What happened, or what is to be kept below: a line through all rows.
    note : str, optional
    guess : number, optional
        The learner's guess.

    Returns
    -------
    matplotlib.figure.Figure

    References
    ----------
    M. Kay et al., "When (ish) is my bus?", CHI 2016: dots that can be counted are read more surely than densities.
    """
    say_value = say_value or _words_of(kind)
    pairs = _rows_of_values(rows, log)
    spread = {name: quantiles_of(values) for name, values in pairs}
    low, high = _ends(spread.values(), mark, log)

    def place(x):
        return (np.log(x / low) / np.log(high / low) if log else (x - low) / (high - low)) * _AXIS

    def back(points):
        return low * (high / low) ** (points / _AXIS) if log else low + (high - low) * points / _AXIS

    fig = new_figure(title, 0.75 + 1.5 * len(pairs) + (0.3 if note else 0) + (0.2 if mark else 0))
    panels = np.atleast_1d(fig.subplots(len(pairs), 1, sharex=True))
    for ax, (name, at), look in zip(panels, spread.items(), LINES, strict=False):
        across, heights, moved = stacked(place(at))
        if log:
            ax.set_xscale("log")
        ax.plot(back(moved), heights, "o", ms=0.92 * across, color=look["color"], mew=0, clip_on=False)
        ax.set_xlim(low, high)
        ax.set_ylim(0, _ROW)
        ax.set_yticks([])
        ax.spines["left"].set_visible(False)
        ax.set_title(
            _row_words(name, at, say_value), loc="left", fontsize=SMALL, color=for_words(look["color"])
        )
        if mark is not None:
            ax.axvline(mark[0], color=INK, lw=1.6, ls=(0, (5, 2)), zorder=0.5)
    if log:
        log_ticks(panels[-1].xaxis, low, high, label=say_value, most=5)
    else:
        panels[-1].locator_params(axis="x", nbins=5)
        panels[-1].xaxis.set_major_formatter(lambda value, _: say_value(value))
    panels[-1].set_xlabel(wrap(axis_label, WIDTH * 72 - 40, TEXT))
    mark_guess(panels[0], guess, say_value)
    under = [f"One dot: a chance of 1 in {DOTS}."]
    under += [f"Dashed: {mark[1]}, {say_value(mark[0])}."] if mark is not None else []
    under += [note] if note else []
    said = wrap(" ".join(under), WIDTH * 72 - 16, SMALL)
    fig.supxlabel(said, x=0.012, ha="left", fontsize=SMALL, color=GREY)
    cells = [
        (
            name,
            say_value(np.median(at)),
            f"{say_value(at[_LOW])} to {say_value(at[_HIGH])}",
            f"{len(values):,}",
        )
        for (name, at), (_, values) in zip(spread.items(), pairs, strict=True)
    ]
    alt = sentences(
        title,
        f"Quantile dot plots, {DOTS} dots each, of {axis_label}{' (logarithmic)' if log else ''}",
        in_a_row(
            [
                (name, f"middle {middle}, {_HIGH - _LOW + 1} of {DOTS} dots from {ends}")
                for name, middle, ends, _ in cells
            ]
        ),
        "" if mark is None else f"A line marks {mark[1]}, {say_value(mark[0])}",
        note,
        guess_words(guess, say_value),
    )
    headings = ("row", "middle", f"{_HIGH - _LOW + 1} of {DOTS} dots", "runs")
    return words(fig, alt=alt, table=(title, headings, cells))


def _words_of(kind):
    if kind not in ("number", "share"):
        refuse("kind", kind, '"number" or "share"')
    return say_share if kind == "share" else say


def _row_words(name, at, say_value):
    return wrap(f"{name}: {say_value(at[_LOW])} to {say_value(at[_HIGH])}", WIDTH * 72 - 40, SMALL)


def _rows_of_values(rows, log):
    try:
        pairs = [
            (label_text("label", name), np.ravel(numbers("rows", x)).astype(float))
            for name, x in dict(rows).items()
        ]
    except TypeError:
        refuse("rows", rows, "a mapping of label to values")
    if not 1 <= len(pairs) <= _MOST_ROWS:
        raise ValueError(f"rows must be 1 to {_MOST_ROWS} to stay readable, got {len(pairs)}")
    for name, values in pairs:
        if not len(values) or not np.isfinite(values).all() or log and (values <= 0).any():
            refuse(f"rows[{name!r}]", values, "finite numbers, at least one" + (", above 0" if log else ""))
    return pairs


def _ends(spread, mark, log):
    every = np.concatenate([*spread, [] if mark is None else [float(mark[0])]])
    low, high = every.min(), every.max()
    if log:
        room = (high / low) ** 0.06 if high > low else 2.0
        return low / room, high * room
    room = 0.06 * (high - low) or abs(high) * 0.1 or 1.0
    return low - room, high + room


def stacked(places, height=_ROW, largest=_LARGEST):
    """(width of a dot, heights, places moved) of dots beside and on each other, as large as the row allows.

    All in points. Dots whose places fall into one column of a dot's width stand on each other in its middle.
    """
    for across in largest * 0.94 ** np.arange(80):
        columns = np.floor(places / across).astype(int)
        if np.bincount(columns - columns.min()).max() * across <= height:
            break
    heights, moved = np.empty(len(places)), np.empty(len(places))
    for column in np.unique(columns):
        mine = columns == column
        heights[mine] = (np.arange(mine.sum()) + 0.5) * across
        moved[mine] = places[mine].mean()
    return float(across), heights, moved


@styled
def tornado(
    swing,
    *,
    title,
    axis_label,
    middle,
    names=None,
    ends=None,
    shares=None,
    kind="number",
    log=False,
    say_value=None,
    note=None,
):
    """How far one result moves when each assumption goes from one end of its range to the other.

    Parameters
    ----------
    swing : mapping of an assumption to (result at its low end, result at its high end), at most 10, in order
    title : str
    axis_label : str
    middle : number
        The result with every assumption in the middle of its range: a line.
    names : mapping of an assumption to words for it, optional
    ends : mapping of an assumption to (low end, high end) as text, optional
        Written at the ends of its bar.
    shares : mapping of an assumption to a share of the variance, optional
        Written beside its name (`population.importance` works them out).
    kind : "number" or "share"
        How results are said: 0.04 or 4 %.
    log : bool
        Logarithmic axis.
    say_value : callable, optional
        Puts a result in other words.
    note : str, optional

    Returns
    -------
    matplotlib.figure.Figure
    """
    say_value = say_value or _words_of(kind)
    pairs = _pairs_of_ends(swing, log)
    middle = float(numbers("middle", middle))
    ends, shares, names = dict(ends or {}), dict(shares or {}), dict(names or {})
    for name, mapping in (("ends", ends), ("shares", shares), ("names", names)):
        if unknown := set(mapping) - {key for key, _ in pairs}:
            refuse(name, sorted(unknown), "a mapping of assumptions in swing")
    shares = {name: float(proportion(f"shares[{name!r}]", min(1, max(0, x)))) for name, x in shares.items()}
    called = {key: label_text(f"names[{key!r}]", names.get(key, key)) for key, _ in pairs}
    told = [called[key] + (f": {_percent(shares[key])}" if key in shares else "") for key, _ in pairs]
    names = [wrap(name, _LABELS, TEXT) for name in told]
    heights = [0.5 + 0.19 * name.count("\n") for name in names]
    place = np.cumsum(heights) - np.array(heights) / 2
    under = "Orange: at the low end of an assumption; blue: at its high end."
    if shares:
        under += " Percentages: the part of the variance that would stay if all else were known."
    note = f"{under} {note}" if note else under
    fig = new_figure(title, 1.75 + sum(heights))
    ax = fig.add_subplot()
    every = np.array([x for _, pair in pairs for x in pair] + [middle])
    low, high = every.min(), every.max()
    # Room for the words at both sides, measured: the bars have what is left of the width of the axes.
    wide = [max((text_width(text, SMALL) + 12 for text in side), default=12) for side in _sides(pairs, ends)]
    scale = (np.log(high / low) if log else high - low) / (_BARS - sum(wide)) or 1.0
    if log:
        ax.set_xscale("log")
        ax.set_xlim(low * np.exp(-scale * wide[0]), high * np.exp(scale * wide[1]))
        log_ticks(ax.xaxis, *ax.get_xlim(), label=say_value, most=4)
    else:
        ax.set_xlim(low - scale * wide[0], high + scale * wide[1])
        ax.locator_params(axis="x", nbins=4)
        ax.xaxis.set_major_formatter(lambda value, _: say_value(value))
    for at, (name, (first, last)) in zip(place, pairs, strict=True):
        # The half towards the low end of the assumption is paler: which way it moves the result can be seen.
        for end, color in ((first, ORANGE), (last, BLUE)):
            ax.plot([middle, end], [at, at], color=color, lw=9, solid_capstyle="butt", zorder=2)
        for end, text, color in zip((first, last), ends.get(name, ("", "")), (ORANGE, BLUE), strict=True):
            left = (first <= last) if color is ORANGE else (last < first)
            ax.annotate(
                text,
                (end, at),
                (-5 if left else 5, 0),
                textcoords="offset points",
                ha="right" if left else "left",
                va="center",
                fontsize=SMALL,
                color=for_words(color),
            )
    ax.axvline(middle, color=INK, lw=1.4, ls=(0, (5, 2)), zorder=1)
    frame_rows(fig, ax, place, names, axis_label, _LABELS + 40, note)
    ax.set_ylim(sum(heights), -0.1)
    cells = [
        (
            called[key],
            *ends.get(key, ("", "")),
            say_value(first),
            say_value(last),
            _percent(shares[key]) if key in shares else "",
        )
        for key, (first, last) in pairs
    ]
    alt = sentences(
        title,
        f"{axis_label}{' (logarithmic)' if log else ''}: a bar for each of {len(pairs)} assumptions, from the result "
        f"at its low end to that at its high end; a line marks the middle, {say_value(middle)}",
        in_a_row(
            [
                (row[0], f"{row[3]} to {row[4]}" + (f", {row[5]} of the variance" if row[5] else ""))
                for row in cells
            ]
        ),
        note,
    )
    headings = (
        "assumption",
        "low end",
        "high end",
        "result at the low end",
        "result at the high end",
        "share of the variance",
    )
    if not shares:  # no empty column
        headings, cells = headings[:-1], [row[:-1] for row in cells]
    return words(fig, alt=alt, table=(title, headings, cells))


def _sides(pairs, ends):
    """The texts at the left ends and those at the right ends of the bars."""
    left, right = [], []
    for name, (first, last) in pairs:
        texts = ends.get(name, ("", ""))
        left.append(texts[0 if first <= last else 1])
        right.append(texts[1 if first <= last else 0])
    return left, right


def _percent(share):
    return "under 1 %" if 0 < share < 0.01 else f"{share:.0%}".replace("%", " %")


def _pairs_of_ends(swing, log):
    try:
        pairs = [
            (label_text("assumption", name), tuple(float(numbers("swing", x)) for x in pair))
            for name, pair in dict(swing).items()
        ]
    except TypeError:
        refuse("swing", swing, "a mapping of an assumption to (result at its low end, at its high end)")
    if not 1 <= len(pairs) <= 10:
        raise ValueError(f"swing must have 1 to 10 rows to stay readable, got {len(pairs)}")
    for name, pair in pairs:
        if len(pair) != 2 or not np.isfinite(pair).all() or log and min(pair) <= 0:
            refuse(f"swing[{name!r}]", pair, "two finite numbers" + (" above 0" if log else ""))
    return pairs


@styled
def how_often(counts, *, title, axis_label="people (logarithmic)", note=None, guess=None, guess_times=1):
    """To how many people it happened at least once, at least twice and so on, for up to three cases.

    Parameters
    ----------
    counts : mapping of label to whole numbers, at most 3
        ``counts[label][k]`` people had it k times (`times_flagged` of a simulated run). Those who never had it are left
        to the table.
    title : str
    axis_label : str
    note : str, optional
    guess : number, optional
        The learner's guess, in people.
    guess_times : whole number >= 1
        At least how many times the guess is for: it is drawn in that row, and in no other.

    Returns
    -------
    matplotlib.figure.Figure
    """
    try:
        pairs = [
            (label_text("label", name), np.ravel(whole(f"counts[{name!r}]", x)))
            for name, x in dict(counts).items()
        ]
    except TypeError:
        refuse("counts", counts, "a mapping of label to whole numbers")
    if not 1 <= len(pairs) <= 3:
        raise ValueError(f"counts must have 1 to 3 rows to stay readable, got {len(pairs)}")
    guess_times = int(single("guess_times", whole("guess_times", guess_times, 1)))
    guess = read_mark(guess)
    longest = max(len(x) for _, x in pairs)
    rows = [k for k in _TIMES if k < longest] or [1]
    rows = sorted({*rows, guess_times} if guess is not None else rows)
    parts = {name: [int(x[k:].sum()) for k in rows] for name, x in pairs}
    named = [_at_least(k) for k in rows]
    most = max(max(part) for part in parts.values())
    right = max(10, most) * 6
    # The row of the guess is higher, by the place of one more mark.
    higher = np.array([_GUESS if guess is not None and k == guess_times else 0 for k in rows])
    at = np.arange(len(rows)) + np.cumsum(higher) - higher
    fig = new_figure(
        title, 1.45 + 0.44 * (len(rows) + higher.sum()) + (0.25 if note else 0) + 0.22 * len(pairs)
    )
    ax = fig.add_subplot()
    ax.set_xscale("log")
    ax.set_xlim(0.45, right)
    log_ticks(ax.xaxis, 1, right, label=say, most=6)
    for part, look, shift in zip(parts.values(), LINES, _shifts(len(parts)), strict=False):
        for place, people in zip(at + shift, part, strict=True):
            _mark_people(
                ax, place, people, look["marker"], look["color"], say(people) if people else "nobody"
            )
    if guess is not None:
        place = at[rows.index(guess_times)] + _shifts(len(parts))[-1] + _GUESS
        text = f"your guess: {say(guess)}" + (" (off the axis)" if guess > right else "")
        _mark_people(ax, place, min(max(0, guess), right / 6), "D", PURPLE, text, weight="bold")
    frame_rows(fig, ax, at + higher / 2, named, axis_label, 120, note)
    ax.set_ylim(len(rows) + higher.sum() - 0.4, -0.6)
    if len(parts) > 1:
        handles = [
            Line2D([], [], color=look["color"], marker=look["marker"], ls="", ms=7, label=name)
            for name, look in zip(parts, LINES, strict=False)
        ]
        ax.legend(handles=handles, loc="lower right", frameon=False, fontsize=SMALL)
    never = {name: int(x[0]) if len(x) else 0 for name, x in pairs}
    cells = [("never", *(f"{n:,}" for n in never.values()))]
    cells += [(times, *(f"{part[i]:,}" for part in parts.values())) for i, times in enumerate(named)]
    alt = sentences(
        title,
        f"People (across) who had it {named[0]} to {named[-1]} (down)",
        *(
            in_a_row([(f"{name}, {t}", say(n)) for t, n in zip(named, part, strict=True)])
            for name, part in parts.items()
        ),
        note,
        guess_words(guess, lambda value: f"{say(value)} {_at_least(guess_times)}"),
    )
    return words(fig, alt=alt, table=(title, ("times", *parts), cells))


def _mark_people(ax, place, people, marker, color, text, weight="normal"):
    """A number of people as a mark on its line, with words beside it; none is a word at the left end."""
    ax.plot([0.45, people or 0.45], [place, place], color=PALE, lw=1, zorder=0.5)
    if people:
        ax.plot(people, place, marker, ms=7, color=color)
    ax.annotate(
        text,
        (people or 0.45, place),
        (8 if people else 2, 0),
        textcoords="offset points",
        va="center",
        fontsize=SMALL,
        fontweight=weight,
        color=for_words(color),
    )


def _shifts(number):
    return {1: [0.0], 2: [-0.17, 0.17], 3: [-0.27, 0.0, 0.27]}[number]


def _at_least(times):
    return "at least " + {1: "once", 2: "twice"}.get(times, f"{times:,} times")
