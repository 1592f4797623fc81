"""The natural-frequency tree: people, not percentages, on every branch of one test or of two."""

import numpy as np

from .._check import amount, proportion, refuse
from .._words import say, say_share
from ._figure_words import sentences, words
from ._style import (
    BLUE,
    GREY,
    HALO,
    INK,
    ORANGE,
    PURPLE,
    REST,
    SMALL,
    TEXT,
    VERMILLION,
    WIDTH,
    for_words,
    guess_words,
    label_text,
    new_figure,
    read_mark,
    styled,
    text_width,
    wrap,
)

#: The ends of a test from left to right, so that all who are flagged stand together in the middle.
_ENDS = (
    ("missed", "^", ORANGE),
    ("true_alerts", "o", BLUE),
    ("false_alerts", "X", VERMILLION),
    ("rightly_silent", "o", REST),
)
_COLUMNS = (0.125, 0.375, 0.625, 0.875)
_STEP = 74.0  # points from one level to the next
_BOX = 46.0  # height of a box


@styled
def natural_frequency_tree(
    frequencies,
    *,
    title,
    second=None,
    names=("sought", "not sought"),
    flagged=("pointed at", "left alone"),
    confirmed=("confirmed", "sent away"),
    guess=None,
):
    """People on every branch of a test, and the answer to: of those who are flagged, how many are sought?

    The asked branch is framed. Counts need not be whole: what is less than one person is said in words.

    Parameters
    ----------
    frequencies : falsematch.rates.NaturalFrequencies
        As `falsematch.rates.natural_frequencies` returns it.
    title : str
    second : (share, share), optional
        A second test of all who are flagged: the share it confirms of those who are sought, and of those who
        are not. The question is then asked of those whom both tests flag.
    names : two texts
        Those who are sought, and the others.
    flagged, confirmed : two texts each
        What happens at the first and at the second test.
    guess : proportion, optional
        The learner's guess of the share of the flagged who are sought.

    Returns
    -------
    matplotlib.figure.Figure
    """
    ends = _counts(frequencies)
    for what, pair in (("names", names), ("flagged", flagged), ("confirmed", confirmed)):
        if isinstance(pair, str) or len(pair) != 2 or not all(label_text(what, text) for text in pair):
            refuse(what, pair, "two short texts")
    later = None
    if second is not None:
        shares = np.ravel(proportion("second", second))
        if len(shares) != 2:
            refuse("second", second, "two shares: confirmed of the sought, and of the others")
        right, wrong = ends[1] * shares[0], ends[2] * shares[1]
        later = (ends[1] - right, right, wrong, ends[2] - wrong)
    right, wrong = (later or ends)[1:3]
    asked = flagged[0] if later is None else f"{flagged[0]} and {confirmed[0]}"
    answer = _answer(right, wrong, names[0], asked)
    spoken = wrap(answer, WIDTH * 72 - 20, TEXT, "bold")
    note = _note([*ends, *(later or ())])

    levels = 3 if later is None else 4
    bar = 50 + 15 * spoken.count("\n") + (0 if read_mark(guess) is None else 26)
    height = (levels - 1) * _STEP + _BOX + bar
    fig = new_figure(title, (height + 40 + 14 * (1 + note.count("\n") if note else 0)) / 72)
    ax = fig.add_subplot()
    ax.set_xlim(0, 1)
    ax.set_ylim(height, 0)
    ax.set_axis_off()
    sought, others = ends[0] + ends[1], ends[2] + ends[3]
    _branch(ax, 0.5, 0, (0.25, 0.75), False)
    for side, centre in enumerate((0.25, 0.75)):
        _branch(ax, centre, 1, _COLUMNS[2 * side : 2 * side + 2], later is None, toward=1 - side)
    _box(ax, 0.5, 0, sum(ends), "people")
    _box(ax, 0.25, 1, sought, names[0])
    _box(ax, 0.75, 1, others, names[1])
    _ends(ax, 2, ends, (flagged[1], flagged[0], flagged[0], flagged[1]), later is None)
    if later is not None:
        for side, centre in enumerate(_COLUMNS[1:3]):
            _branch(ax, centre, 2, _COLUMNS[2 * side : 2 * side + 2], True, toward=1 - side)
        _ends(ax, 3, later, (confirmed[1], confirmed[0], confirmed[0], confirmed[1]), True)
    _share(ax, right, wrong, names, spoken, (levels - 1) * _STEP + _BOX + 10, guess)
    for text in ax.texts:
        text.set_in_layout(False)  # the axes keep the width of the figure, whatever stands near their edges
    if note:
        fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=GREY)
    return words(fig, **_said(title, ends, later, names, flagged, confirmed, answer, guess, note))


def _said(title, ends, later, names, flagged, confirmed, answer, guess, note):
    """The alt text and the table of the tree."""
    missed, right, wrong, silent = map(_people, ends)
    everybody, sought, others = _people(sum(ends)), _people(ends[0] + ends[1]), _people(ends[2] + ends[3])
    rows = [("all", everybody), (names[0], sought), (names[1], others)]
    rows += _rows(names, (flagged[1], flagged[0], flagged[0], flagged[1]), ends)
    second = ""
    if later is not None:
        rows += _rows(names, [f"{flagged[0]}, {confirmed[i]}" for i in (1, 0, 0, 1)], later)
        both = _people(later[1]), _people(later[2])
        second = f"A second test: of the {right}, {both[0]} {confirmed[0]}; of the {wrong}, {both[1]}"
    alt = sentences(
        title,
        f"A tree from the top: {everybody} people part into {sought} {names[0]} and {others} {names[1]}",
        f"Of the {sought}: {right} {flagged[0]}, {missed} {flagged[1]}",
        f"Of the {others}: {wrong} {flagged[0]}, {silent} {flagged[1]}",
        second,
        f"Framed: {answer}",
        guess_words(guess, say_share),
        note,
    )
    return {"alt": alt, "table": (title, ("branch", "people"), rows)}


def _counts(frequencies):
    try:
        ends = [float(amount(name, getattr(frequencies, name))) for name, _, _ in _ENDS]
    except (AttributeError, TypeError):
        refuse("frequencies", frequencies, "what rates.natural_frequencies returns for one population")
    if sum(ends) <= 0:
        refuse("frequencies", sum(ends), "a population of more than 0 people")
    return ends


def _answer(right, wrong, name, asked):
    if right + wrong == 0:
        return f"nobody is {asked}"
    return f"{_people(right)} of {_people(right + wrong)} {asked} are {name}: {say_share(right / (right + wrong))}"


def _note(counts):
    """What a count below one means: how many such crowds it takes to meet one such person."""
    small = sorted({count for count in counts if 1e-300 < count < 1}, reverse=True)
    said = [f"{say(count)}: one person in {say(1 / count, 2)} such crowds" for count in small]
    return wrap(f"Less than one is expected. {'; '.join(said)}.", WIDTH * 72 - 16, SMALL) if said else ""


def _rows(names, what, counts):
    who = (names[0], names[0], names[1], names[1])
    return [(f"{a}, {b}", _people(count)) for a, b, count in zip(who, what, counts, strict=True)]


def _people(count):
    """A number of people to the last person, as long as it fits: branches are to add up."""
    return f"{count:,.0f}" if 1e3 <= count < 1e7 else say(count, 4 if count >= 1e6 else 3)


def _branch(ax, x, level, to, asked, toward=None):
    """Lines from a box to the two below it; the one that leads to the question is heavy."""
    top, bottom = level * _STEP + _BOX, (level + 1) * _STEP
    for i, end in enumerate(to):
        heavy = asked and i == toward
        ax.plot([x, end], [top, bottom], color=INK if heavy else REST, lw=2.2 if heavy else 1.2, zorder=1)


def _box(ax, x, level, count, name, color=INK):
    top = level * _STEP
    look = {"fontsize": TEXT + 1, "fontweight": "bold", "color": for_words(color)}
    ax.text(x, top + 14, _people(count), ha="center", va="center", **look)
    ax.text(x, top + 24, wrap(name, 96, SMALL), ha="center", va="top", fontsize=SMALL, linespacing=1.0)


def _ends(ax, level, counts, what, asked):
    for x, count, name, (_, marker, color) in zip(_COLUMNS, counts, what, _ENDS, strict=True):
        _box(ax, x, level, count, name, INK if color == REST else color)
        left = x - (text_width(_people(count), TEXT + 1, "bold") / 2 + 9) / (WIDTH * 72 - 16)
        ax.plot(left, level * _STEP + 14, marker, ms=5 if color == REST else 8, color=color, mew=0)
    if asked:
        frame = (
            [0.255, 0.745, 0.745, 0.255, 0.255],
            np.array([-1, -1, _BOX + 1, _BOX + 1, -1]) + level * _STEP,
        )
        ax.plot(*frame, color=INK, lw=1.6)


def _share(ax, right, wrong, names, answer, top, guess):
    """The asked branch as one bar, the sought first, with the answer in words above it."""
    ax.text(0, top, answer, fontsize=TEXT, fontweight="bold", va="top")
    top += 15 * answer.count("\n")
    low, high = top + 19, top + 37
    if right + wrong:
        part = right / (right + wrong)
        ax.fill_between([0, part], low, high, color=BLUE, lw=0)
        ax.fill_between(
            [part, 1], low, high, facecolor=VERMILLION + "30", edgecolor=VERMILLION, hatch="///", lw=0
        )
        look = {"va": "center", "fontsize": SMALL, "fontweight": "bold"}
        if part * 400 > text_width(names[0], SMALL, "bold") + 12:
            ax.text(0.012, (low + high) / 2, names[0], color="white", **look)
        if (1 - part) * 400 > text_width(names[1], SMALL, "bold") + 12:
            look |= {"ha": "right", "color": for_words(VERMILLION), "path_effects": HALO}
            ax.text(0.988, (low + high) / 2, names[1], **look)
    value = read_mark(guess)
    if value is None:
        return
    at = min(max(value, 0), 1)
    text = f"your guess: {say_share(value)}"
    ax.plot([at, at], [low - 2, high + 6], color=PURPLE, lw=2.5, ls=(0, (1, 1)), zorder=3)
    ax.text(
        at,
        high + 15,
        text,
        ha="left" if at < 0.25 else "right" if at > 0.75 else "center",
        va="center",
        fontsize=SMALL,
        fontweight="bold",
        color=for_words(PURPLE),
        path_effects=HALO,
    )
