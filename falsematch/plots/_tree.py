"""The natural-frequency tree: people, not percentages, on every branch of one test or of two."""

import numpy as np

from .._check import amount, proportion, refuse
from .._words import say, say_share
from ..rates import TwoTests
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
_OFTEN, _CROWDS = 0.1, 100  # from this count on, people in so many crowds; below it, crowds for one person


@styled
def natural_frequency_tree(
    frequencies,
    *,
    title,
    second=None,
    names=("sought", "not sought"),
    flagged=("pointed at", "left alone"),
    confirmed=("confirmed", "sent away"),
    counted=("person", "people"),
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
        are not. The question is then asked of those whom both tests flag. `two_test_tree` asks others, too.
    names : two texts
        Those who are sought, and the others.
    flagged, confirmed : two texts each
        What happens at the first and at the second test.
    counted : two texts
        What is counted: one of it, and many.
    guess : proportion, optional
        The learner's guess of the share of the flagged who are sought.

    Returns
    -------
    matplotlib.figure.Figure
    """
    ends, later = _counts(frequencies), None
    if second is not None:
        shares = np.ravel(proportion("second", second))
        if len(shares) != 2:
            refuse("second", second, "two shares: confirmed of the sought, and of the others")
        right, wrong = shares  # each count a product, as in rates.second_test, never a difference
        later = (ends[1] * (1 - right), ends[1] * right, ends[2] * wrong, ends[2] * (1 - wrong))
    return _drawn(title, ends, later, names, flagged, confirmed, "right", ("", ""), counted, guess)


@styled
def two_test_tree(
    tests,
    *,
    title,
    asked="right",
    names=("sought", "not sought"),
    flagged=("pointed at", "left alone"),
    confirmed=("confirmed", "let go"),
    steps=("first test", "second test"),
    counted=("person", "people"),
    guess=None,
):
    """People on every branch of two tests in series, with one question asked and its branch framed. ::

        first = rates.natural_frequencies(36_420, 3 / 36_420, 0.89, 1 / 6_000)
        both = rates.second_test(first, tpr=0.95, fpr=0.6)
        fig = plots.two_test_tree(both, title="…", asked="wrong", names=("on the list", "not on it"),
                                  flagged=("alert", "no alert"), confirmed=("spoken to", "let pass"),
                                  steps=("machine", "operator"), guess=my_guess)

    Parameters
    ----------
    tests : falsematch.rates.TwoTests
        As `falsematch.rates.second_test` returns it, for one population.
    title : str
    asked : str
        "right": of those whom both tests point at, how many are sought?
        "wrong": of those not sought whom the first points at, how many does the second let through?
        "found": of those sought, how many do both tests find?
    names : two texts
        Those who are sought, and the others.
    flagged, confirmed : two texts each
        What happens to people at the first test, and at the second.
    steps : two texts
        The two tests.
    counted : two texts
        What is counted: one of it, and many.
    guess : proportion, optional
        The learner's answer to the question asked.

    Returns
    -------
    matplotlib.figure.Figure
        Counts need not be whole: what is less than one person is never 0, and is said in words.

    Raises
    ------
    ValueError
        If `tests` is no TwoTests of one population, a text is missing, or `asked` is no question above.
    """
    if not isinstance(tests, TwoTests):
        refuse("tests", tests, "what rates.second_test returns for one population")
    if not isinstance(asked, str) or asked not in _QUESTIONS:
        refuse("asked", asked, f"one of {', '.join(_QUESTIONS)}")
    later = (tests.true_dismissed, tests.true_confirmed, tests.false_confirmed, tests.false_dismissed)
    if any(np.ndim(count) for count in later):
        refuse("tests", tests, "what rates.second_test returns for one population")
    return _drawn(title, _counts(tests.first), later, names, flagged, confirmed, asked, steps, counted, guess)


#: The columns of the last level that hold the answer, and all that the question is about.
_QUESTIONS = {"right": ((1,), (1, 2)), "wrong": ((2,), (2, 3)), "found": ((1,), (1,))}


def _drawn(title, ends, later, names, flagged, confirmed, asked, steps, counted, guess):
    """The tree of one test, or of two where there are `later` ends."""
    texts = {"names": names, "flagged": flagged, "confirmed": confirmed, "counted": counted}
    if any(steps):
        texts["steps"] = steps
    for what, pair in texts.items():
        if isinstance(pair, str) or len(pair) != 2 or not all(label_text(what, text) for text in pair):
            refuse(what, pair, "two short texts")
    part, whole, answer, labels = _answer(ends, later, names, flagged, confirmed, asked, counted[0])
    spoken = wrap(answer, WIDTH * 72 - 20, TEXT, "bold")
    note = _note([*ends, *(later or ())], counted)

    levels = 3 if later is None else 4
    bar = 50 + 15 * spoken.count("\n") + (0 if read_mark(guess) is None else 26)
    height = (levels - 1) * _STEP + _BOX + bar
    fig = new_figure(title, (height + 40 + 14 * (1 + note.count("\n") if note else 0)) / 72)
    ax = fig.add_subplot()
    ax.set_xlim(0, 1)
    ax.set_ylim(height, 0)
    ax.set_axis_off()
    heavy = _heavy_branches(later is not None, asked)
    _branch(ax, 0.5, 0, (0.25, 0.75), heavy)
    for side, centre in enumerate((0.25, 0.75)):
        _branch(ax, centre, 1, _COLUMNS[2 * side : 2 * side + 2], heavy)
    _box(ax, 0.5, 0, sum(ends), counted[1])
    _box(ax, 0.25, 1, ends[0] + ends[1], names[0])
    _box(ax, 0.75, 1, ends[2] + ends[3], names[1])
    _ends(ax, 2, ends, (flagged[1], flagged[0], flagged[0], flagged[1]))
    if later is not None:
        for side, centre in enumerate(_COLUMNS[1:3]):
            _branch(ax, centre, 2, _COLUMNS[2 * side : 2 * side + 2], heavy)
        _ends(ax, 3, later, (confirmed[1], confirmed[0], confirmed[0], confirmed[1]))
    for level, step in enumerate(steps, start=1):
        y = level * _STEP + (_BOX + _STEP) / 2
        text = wrap(step, 88, SMALL)
        ax.text(0.5, y, text, ha="center", va="center", fontsize=SMALL, color=GREY, linespacing=1.0)
    _frame(ax, levels - 1, _QUESTIONS[asked][1])
    _share(ax, part, whole, labels, asked, spoken, (levels - 1) * _STEP + _BOX + 10, guess)
    for text in ax.texts:
        text.set_in_layout(False)  # the axes keep the width of the figure, whatever stands near their edges
    if note:
        fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=GREY)
    return words(
        fig, **_said(title, ends, later, names, flagged, confirmed, steps, counted[1], answer, guess, note)
    )


def _heavy_branches(two, asked):
    """The branches, as (level, x at its lower end), that lead to the question."""
    if not two:
        return {(1, _COLUMNS[1]), (1, _COLUMNS[2])}
    branches = {(2, _COLUMNS[column]) for column in _QUESTIONS[asked][1]}
    if asked == "found":
        branches |= {(1, _COLUMNS[1])}
    return branches


def _said(title, ends, later, names, flagged, confirmed, steps, many, answer, guess, note):
    """The alt text and the table of the tree."""
    missed, right, wrong, silent = map(_people, ends)
    everybody, sought, others = _people(sum(ends)), _people(ends[0] + ends[1]), _people(ends[2] + ends[3])
    rows = [("all", everybody), (names[0], sought), (names[1], others)]
    rows += _rows(names, (flagged[1], flagged[0], flagged[0], flagged[1]), ends)
    second = ""
    if later is not None:
        rows += _rows(names, [f"{flagged[0]}, {confirmed[i]}" for i in (1, 0, 0, 1)], later)
        both = _people(later[1]), _people(later[2])
        test = f"Then the {steps[1]}" if steps[1] else "A second test"
        second = f"{test}: of the {right}, {both[0]} {confirmed[0]}; of the {wrong}, {both[1]}"
    first = f"First the {steps[0]}. Of" if steps[0] else "Of"
    alt = sentences(
        title,
        f"A tree from the top: {everybody} {many} part into {sought} {names[0]} and {others} {names[1]}",
        f"{first} the {sought}: {right} {flagged[0]}, {missed} {flagged[1]}",
        f"Of the {others}: {wrong} {flagged[0]}, {silent} {flagged[1]}",
        second,
        f"Framed: {answer}",
        guess_words(guess, say_share),
        note,
    )
    return {"alt": alt, "table": (title, ("branch", many), rows)}


def _counts(frequencies):
    try:
        ends = [float(amount(name, getattr(frequencies, name))) for name, _, _ in _ENDS]
    except (AttributeError, TypeError):
        refuse("frequencies", frequencies, "what rates.natural_frequencies returns for one population")
    if sum(ends) <= 0:
        refuse("frequencies", sum(ends), "a population of more than 0 people")
    return ends


def _answer(ends, later, names, flagged, confirmed, asked, one):
    """The count asked for, the count it is a part of, both in a sentence, and two labels of the bar."""
    last = later or ends
    both = flagged[0] if later is None else f"{flagged[0]} and {confirmed[0]}"
    if asked == "right":
        part, whole, who, are, labels = last[1], last[1] + last[2], both, names[0], names
    elif asked == "wrong":
        part, whole, who, are = last[2], ends[2], f"{names[1]} and {flagged[0]}", confirmed[0]
        labels = confirmed
    else:
        part, whole, who, are, labels = last[1], ends[0] + ends[1], names[0], both, ("found", "missed")
    if whole == 0:
        nobody = "nobody" if one == "person" else f"no {one}"
        return part, whole, f"{nobody} is {who}", labels
    return (
        part,
        whole,
        f"{_people(part)} of {_people(whole)} {who} are {are}: {say_share(part / whole)}",
        labels,
    )


def _note(counts, counted):
    """What a count below one means: an average over many such crowds, told by whole people, or whatever is counted."""
    one, many = counted
    said = []
    for count in sorted({count for count in counts if 1e-300 < count < 0.95}, reverse=True):
        often = count >= _OFTEN
        whole = (
            f"{say(_CROWDS * count, 2)} {many} in {_CROWDS}" if often else f"one {one} in {say(1 / count, 2)}"
        )
        said.append(f"{say(count)} means {whole} such crowds")
    return wrap(f"Less than one is an average: {'; '.join(said)}.", WIDTH * 72 - 16, SMALL) if said else ""


def _rows(names, what, counts):
    who = (names[0], names[0], names[1], names[1])
    return [(f"{a}, {b}", _people(count)) for a, b, count in zip(who, what, counts, strict=True)]


def _people(count):
    """A number of people to the last person, as long as it fits: branches are to add up."""
    return f"{count:,.0f}" if 1e3 <= count < 1e7 else say(count, 4 if count >= 1e6 else 3)


def _branch(ax, x, level, to, heavy):
    """Lines from a box to the two below it; those that lead to the question are heavy."""
    top, bottom = level * _STEP + _BOX, (level + 1) * _STEP
    for end in to:
        asked = (level, end) in heavy
        ax.plot([x, end], [top, bottom], color=INK if asked else REST, lw=2.2 if asked else 1.2, zorder=1)


def _box(ax, x, level, count, name, color=INK):
    top = level * _STEP
    look = {"fontsize": TEXT + 1, "fontweight": "bold", "color": for_words(color)}
    ax.text(x, top + 14, _people(count), ha="center", va="center", **look)
    ax.text(x, top + 24, wrap(name, 96, SMALL), ha="center", va="top", fontsize=SMALL, linespacing=1.0)


def _ends(ax, level, counts, what):
    for x, count, name, (_, marker, color) in zip(_COLUMNS, counts, what, _ENDS, strict=True):
        _box(ax, x, level, count, name, INK if color == REST else color)
        left = x - (text_width(_people(count), TEXT + 1, "bold") / 2 + 9) / (WIDTH * 72 - 16)
        ax.plot(left, level * _STEP + 14, marker, ms=5 if color == REST else 8, color=color, mew=0)


def _frame(ax, level, columns):
    """A frame around the boxes that the question is about."""
    left, right = _COLUMNS[columns[0]] - 0.12, _COLUMNS[columns[-1]] + 0.12
    top, bottom = level * _STEP - 1, level * _STEP + _BOX + 1
    ax.plot([left, right, right, left, left], [top, top, bottom, bottom, top], color=INK, lw=1.6)


#: Colours of the answer's part and of the rest, by question; those not sought are hatched.
_BAR = {"right": (BLUE, VERMILLION), "wrong": (VERMILLION, REST), "found": (BLUE, ORANGE)}


def _share(ax, part, whole, labels, asked, answer, top, guess):
    """What is asked about as one bar, the answer's part first, with the answer in words above it."""
    ax.text(0, top, answer, fontsize=TEXT, fontweight="bold", va="top")
    top += 15 * answer.count("\n")
    low, high = top + 19, top + 37
    if whole:
        share = part / whole
        for ends, label, color in zip(((0, share), (share, 1)), labels, _BAR[asked], strict=True):
            _piece(ax, ends, (low, high), label, color, guess)
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


def _piece(ax, ends, height, label, color, guess):
    """One piece of the bar, with its label where it fits and no guess is marked."""
    solid = color == BLUE
    look = {"color": BLUE} if solid else {"facecolor": color + "30", "edgecolor": color}
    ax.fill_between(ends, *height, **look, hatch="///" if color == VERMILLION else None, lw=0)
    first, wide = ends[0] == 0, (text_width(label, SMALL, "bold") + 12) / 400
    mark = read_mark(guess)
    from_end = np.inf if mark is None else mark - ends[0] if first else ends[1] - mark
    if ends[1] - ends[0] <= wide or 0 <= from_end <= wide:
        return
    ax.text(
        ends[0] + 0.012 if first else ends[1] - 0.012,
        sum(height) / 2,
        label,
        ha="left" if first else "right",
        va="center",
        fontsize=SMALL,
        fontweight="bold",
        color="white" if solid else INK if color == REST else for_words(color),
        path_effects=[] if solid else HALO,
    )
