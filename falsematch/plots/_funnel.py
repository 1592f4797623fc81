"""Figure of lesson 09: counts beside what was expected of them, with the band in which chance leaves them."""

from collections.abc import Mapping

import numpy as np
from scipy.special import pdtr

from .._check import amount, numbers, refuse, whole
from ._figure_words import in_a_row, sentences, words
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    LINES,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    guess_words,
    label_text,
    new_figure,
    plain_text,
    read_mark,
    styled,
    text_width,
    wrap,
)

MOST_POINTS = 500
MOST_LABELS = 40  # of more points than these, those outside the band have words alone, and those in the table


def poisson_range(mean, confidence=0.95):
    """The counts that a Poisson distribution leaves: below the first and above the last, each half of the rest."""
    side, counts = (1 - confidence) / 2, np.arange(int(mean + 12 * np.sqrt(mean) + 20))
    below = pdtr(counts, mean)
    return int(np.argmax(below > side)), int(np.argmax(below >= 1 - side))


@styled
def funnel(points, *, title, axis_labels=("expected", "counted"), groups=None, note=None, guess=None):
    """Counts against what was expected of each, with the 95 % range of a Poisson distribution as a band.

    Parameters
    ----------
    points : mapping of label to (expected, counted), at most 500
        A label ends at its first comma in the picture ("2022, 7 July" is marked "2022"), and is whole in the table.
        Discs lie in the band, crosses outside it. Over 40 points stand without labels, and the table has those
        outside the band, and all others in one row.
    title : str
    axis_labels : (str, str)
        What is expected, and what was counted: one unit for both.
    groups : mapping of label to the name of a group, for every point, optional
        Each group has a mark of its own, which is open inside the band and full outside.
    note : str, optional
        Under the figure: what the expectation rests on.
    guess : number, optional
        The learner's guess of all that is expected, said beside the sum.

    Returns
    -------
    matplotlib.figure.Figure
    """
    rows = _checked(points)
    low_high = [poisson_range(expected) for _, expected, _ in rows]
    outside = [
        not low <= counted <= high for (low, high), (_, _, counted) in zip(low_high, rows, strict=True)
    ]
    right = max(expected for _, expected, _ in rows) * 1.12 or 1.0
    grid = np.linspace(0, right, 400)
    low, high = np.transpose([poisson_range(mean) for mean in grid])
    top = max(high[-1], *(counted for _, _, counted in rows)) + 1.5

    fig = new_figure(title, 4.3 + (0.3 if note else 0))
    ax = fig.add_subplot()
    ax.fill_between(grid, low - 0.5, high + 0.5, color="#dbe7f0", lw=0, step="mid")
    ax.plot([0, min(right, top)], [0, min(right, top)], color=GREY, lw=1.2, ls=(0, (4, 2)))
    ax.annotate(
        "as expected",
        (min(right, top) * 0.98,) * 2,
        (-4, 6),
        textcoords="offset points",
        ha="right",
        fontsize=SMALL,
        color=GREY,
        path_effects=HALO,
    )
    groups = _grouped(groups, [name for name, _, _ in rows])
    kinds = dict.fromkeys(groups[name] for name, _, _ in rows) if groups else {}
    looks = {
        name: {"color": line["color"], "marker": line["marker"]}
        for name, line in zip(kinds, LINES, strict=False)
    }
    for (name, expected, counted), out in zip(rows, outside, strict=True):
        look = {"marker": "X" if out else "o", "ms": 9 if out else 7, "color": VERMILLION if out else BLUE}
        if groups:
            look = {**looks[groups[name]], "ms": 7 if out else 5, "fillstyle": "full" if out else "none"}
        ax.plot(
            expected,
            counted,
            ls="",
            mec=None if groups else "white",
            mew=0.8,
            zorder=3,
            clip_on=False,
            **look,
        )
        if len(rows) <= MOST_LABELS:
            _label(ax, name.partition(",")[0], expected, counted, rows, right, out)
    if groups:
        for name, look in looks.items():
            ax.plot([], [], ls="", ms=6, label=name, **look)
        ax.legend(loc="upper left", frameon=False, fontsize=SMALL)
    ax.set_xlim(0, right)
    ax.set_ylim(-0.9, top)
    ax.locator_params(axis="both", nbins=6, integer=True)
    ax.xaxis.set_major_formatter(lambda value, _: plain_text(value))
    ax.yaxis.set_major_formatter(lambda value, _: plain_text(value) if value >= 0 else "")
    ax.set_xlabel(wrap(axis_labels[0], WIDTH * 72 - 60, TEXT))
    ax.set_ylabel(wrap(axis_labels[1], 220, TEXT))
    total, found = sum(row[1] for row in rows), sum(row[2] for row in rows)
    mark = read_mark(guess)
    said = f"All together: {plain_text(total)} expected, {found:,} counted."
    if mark is not None:
        said += f" Your guess: {plain_text(mark)}."
    below = " ".join(part for part in (said, note) if part)
    fig.supxlabel(wrap(below, WIDTH * 72 - 16, SMALL), x=0.012, ha="left", fontsize=SMALL, color=GREY)

    ranges = [f"{a:,} to {b:,}" for a, b in low_high]
    cells = [
        (name, plain_text(expected), text, f"{counted:,}", "no" if out else "yes")
        for (name, expected, counted), text, out in zip(rows, ranges, outside, strict=True)
    ]
    listed = [(name, f"{text} expected, {count} counted") for name, text, _, count, _ in cells]
    if len(rows) > MOST_LABELS:
        cells, listed = _in_short(rows, cells, outside), []
    alt = sentences(
        title,
        f"Across: {axis_labels[0]}. Upwards: {axis_labels[1]}. A point for each of {len(rows)}, and a band that "
        "holds 95 % of counts if chance alone moves them",
        f"{sum(outside)} of {len(rows)} lie outside the band",
        "" if not groups else _of_groups(groups, rows, low_high),
        in_a_row(listed) if listed else "",
        said,
        note,
        guess_words(guess),
    )
    headings = ("what", axis_labels[0], "95 % of counts", axis_labels[1], "inside")
    return words(fig, alt=alt, table=(title, headings, cells))


def _grouped(groups, names):
    """The group of each label; None without groups."""
    if groups is None:
        return None
    if not isinstance(groups, Mapping):
        refuse("groups", groups, "a mapping of label to the name of a group")
    found = {label_text("label", name): label_text("group", group) for name, group in groups.items()}
    if missing := [name for name in names if name not in found]:
        refuse("groups", missing[0], "a mapping of every label: this one is missing")
    if len(set(found.values())) > len(LINES):
        raise ValueError(
            f"groups must be at most {len(LINES)} to stay readable, got {len(set(found.values()))}"
        )
    return found


def _of_groups(groups, rows, low_high):
    """How many of each group lie above and below the band."""
    counts = {}
    for (name, _, counted), (low, high) in zip(rows, low_high, strict=True):
        all_, above, below = counts.get(groups[name], (0, 0, 0))
        counts[groups[name]] = (all_ + 1, above + (counted > high), below + (counted < low))
    return in_a_row(
        [(name, f"{above} of {n} above, {below} below") for name, (n, above, below) in counts.items()]
    )


def _in_short(rows, cells, outside):
    """Those outside the band, and all others together."""
    inside = [row for row, out in zip(rows, outside, strict=True) if not out]
    expected, counted = sum(row[1] for row in inside), sum(row[2] for row in inside)
    others = (f"the other {len(inside)}", plain_text(expected), "", f"{counted:,}", "yes")
    return [*(cell for cell, out in zip(cells, outside, strict=True) if out), *([others] if inside else [])]


def _checked(points):
    try:
        pairs = [(label_text("label", name), tuple(value)) for name, value in dict(points).items()]
    except TypeError:
        refuse("points", points, "a mapping of label to (expected, counted)")
    if not 1 <= len(pairs) <= MOST_POINTS:
        raise ValueError(f"points must be 1 to {MOST_POINTS} to stay readable, got {len(pairs)}")
    rows = []
    for name, value in pairs:
        if len(value) != 2:
            refuse(f"points[{name!r}]", value, "(expected, counted)")
        expected = float(numbers("expected", amount(f"points[{name!r}]", value[0])))
        rows.append((name, expected, int(whole(f"points[{name!r}]", value[1]))))
    return rows


def _label(ax, text, expected, counted, rows, right, out):
    """Beside its mark; on the left, or above, where another mark would be under the words or the axes end."""
    wide = (text_width(text, SMALL, "bold") + 22) / 340 * right
    near = [e - expected for _, e, c in rows if abs(c - counted) < 1 and 0 < abs(e - expected) < wide]
    if not any(gap > 0 for gap in near) and expected + wide < right:
        place, ha, va = (8, 0), "left", "center"
    elif not any(gap < 0 for gap in near) and expected - wide > 0:
        place, ha, va = (-8, 0), "right", "center"
    else:
        place, ha, va = (0, 7), "center", "bottom"
    ax.annotate(
        text,
        (expected, counted),
        place,
        textcoords="offset points",
        ha=ha,
        va=va,
        fontsize=SMALL,
        color=INK,
        fontweight="bold" if out else "normal",
        path_effects=HALO,
        annotation_clip=False,
    )
