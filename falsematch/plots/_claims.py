"""The journey of a claim: which text cites which, and what changed on the way."""

import re
import unicodedata
from dataclasses import dataclass, field

import numpy as np

from .._check import refuse
from .._words import say
from ._figure_words import sentences, words
from ._style import BLUE, GREY, INK, REST, SMALL, TEXT, VERMILLION, WIDTH, for_words, new_figure, styled, wrap

_COLUMNS = ("outlet", "date", "value", "unit", "wording")
LONGEST = 500  # characters of a cell that are drawn
_LINE = 1.32  # line spacing in multiples of the type size
_LANE = 22.0  # points from one lane of the graph to the next
_NO_SOURCE = ("", "own finding", "not shown", "not stated", "none")
#: "Posts of X", "Company page of X": a text of X's own, so that who cites X cites it.
_OWN = re.compile(r"^(posts?|company page|notice|statements?)( (of|by|to))? ", re.IGNORECASE)


@dataclass
class _Text:
    """A text of the journey, or a source that is cited and is not among the texts."""

    name: str
    head: str
    body: str = ""
    changed: str = ""
    sources: list = field(default_factory=list)  # names as cited
    parents: list = field(default_factory=list)  # rows above, by number
    outside: bool = False  # cited only
    unseen: bool = False  # known through later texts only
    lost: bool = False  # the wording that is followed is not said
    lane: int = 0


@styled
def claim_journey(steps, *, title, keeps=None, keeps_label=None):
    """One claim through the texts that repeated it: who cites whom, and what changed on the way.

    Time runs downwards. A line leads from a text to each that cites it; texts beside each other on one line
    report the same source and did not copy from each other. A source that several texts cite, and that is not
    among them, has a row of its own.

    Parameters
    ----------
    steps : DataFrame, 2 to 10 rows in order of time
        Rows of one claim of the table `claim_chain`: columns ``outlet``, ``date``, ``value``, ``unit``,
        ``wording``, and if present ``cites`` (names, apart by semicolons), ``qualifier``, ``change``,
        ``change_note`` and ``grade``.
    title : str
    keeps : str, optional
        A wording to follow, such as "1:1". A mark is full while the unit, the wording or the qualifier holds
        it, and hollow where it does not; a line on which it falls out is marked.
    keeps_label : str, optional
        What to call that wording under the figure; the wording itself when left out.

    Returns
    -------
    matplotlib.figure.Figure
    """
    missing = [name for name in _COLUMNS if name not in getattr(steps, "columns", ())]
    if missing:
        raise ValueError(
            f"steps must be a table with columns {', '.join(_COLUMNS)}; missing: {', '.join(missing)}"
        )
    if not 2 <= len(steps) <= 10:
        raise ValueError(f"steps must have 2 to 10 rows, one per outlet, got {len(steps)}")
    if keeps is not None and not (isinstance(keeps, str) and keeps.strip()):
        refuse("keeps", keeps, "a wording to look for, or None")
    records = steps.to_dict("records")
    texts = _joined([_read(number, row, keeps) for number, row in enumerate(records, start=1)])
    _set_lanes(texts)
    left = 26 + _LANE * max(text.lane for text in texts)
    cards = [_card(text, WIDTH * 72 - 16 - left) for text in texts]
    heights = [_height(card) for card in cards]
    gap = 0.8 * TEXT
    note = _note(texts, keeps, keeps_label, "cites" in steps.columns)

    total = sum(heights) + gap * len(texts)
    fig = new_figure(title, (total + 62 + (1 + note.count("\n")) * SMALL * _LINE) / 72)
    ax = fig.add_subplot()
    ax.set_xlim(0, WIDTH * 72 - 16)
    ax.set_ylim(total, 0)
    ax.set_axis_off()
    tops = np.cumsum([0, *(height + gap for height in heights[:-1])])
    marks = tops + TEXT * 0.75
    for row, text in enumerate(texts):
        for parent in text.parents:
            _draw_line(ax, texts[parent], text, marks[parent], marks[row], _says(texts, parent) and text.lost)
    for text, card, top, at in zip(texts, cards, tops, marks, strict=True):
        _draw_mark(ax, text, at, left)
        _draw_card(ax, card, left, top)
    fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=INK)
    return words(fig, alt=_alt(title, texts, keeps, keeps_label), table=(title, *_table(records)))


def _cell(row, name):
    """A cell as text on one line; a missing cell (None, NaN or pandas' NA) as nothing."""
    value = row.get(name)
    if not isinstance(value, str):
        return ""
    # A sign that cannot be drawn (a control sign, half a character) would stop the drawing.
    kinds = [(sign, unicodedata.category(sign)) for sign in value[: LONGEST + 1]]
    text = " ".join("".join(" " if kind in ("Cc", "Cs") else sign for sign, kind in kinds).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _number(value):
    if isinstance(value, str):
        return _cell({"value": value}, "value")
    try:
        value = float(value)
    except (TypeError, ValueError, OverflowError):  # an empty cell of pandas; more than a float holds
        return ""
    return "" if np.isnan(value) else say(value, 7)


def _printed(row):
    parts = (_cell(row, "qualifier"), _number(row.get("value")), _cell(row, "unit"))
    return " ".join(part for part in parts if part)


def _read(number, row, keeps):
    # What stands in brackets after an outlet's name (a byline) is in the table, not needed in the picture.
    name = re.sub(r"\s*\([^)]*\)", "", _cell(row, "outlet")) or "a text without a name"
    date, change, note = _cell(row, "date"), _cell(row, "change"), _cell(row, "change_note")
    changed = "" if change in ("", "none", "origin") else change
    held = f"{_cell(row, 'qualifier')} {_cell(row, 'unit')} {_cell(row, 'wording')}"
    lost = bool(keeps) and keeps.lower() not in held.lower()
    cited = [re.sub(r"^.*, in ", "", part.strip()) for part in _cell(row, "cites").split(";")]
    return _Text(
        name=_OWN.sub("", name),
        head=f"{number}. {name}, {date}" if date else f"{number}. {name}",
        # Without a figure, the wording stands for what was printed.
        body=_printed(row) or _cell(row, "wording"),
        changed=f"{changed}: {note}" if changed and note else changed,
        sources=[part for part in cited if part.lower() not in _NO_SOURCE],
        # An origin graded weak is known through later texts only: what it said was not seen.
        unseen=change == "origin" and _cell(row, "grade") == "weak",
        lost=lost,
    )


def _joined(texts):
    """The texts with their parents, below rows for sources that several cite and that are not among them."""
    cited = [name for text in texts for name in set(text.sources) - {text.name}]
    known = {text.name for text in texts}
    shared = [name for name in dict.fromkeys(cited) if cited.count(name) > 1 and name not in known]
    outside = [
        _Text(name=name, head=f"{name} (cited, not among these texts)", outside=True) for name in shared
    ]
    rows = outside + texts
    for row, text in enumerate(rows):
        earlier = {other.name: place for place, other in enumerate(rows[:row])}
        text.parents = [earlier[name] for name in text.sources if name in earlier and name != text.name]
        text.sources = [name for name in text.sources if name not in earlier and name != text.name]
    return rows


def _set_lanes(texts):
    """Each text one lane right of what it cites, and on no line that runs past it."""
    last = {parent: row for row, text in enumerate(texts) for parent in text.parents}  # ends of lines
    for row, text in enumerate(texts):
        taken = {texts[other].lane for other in range(row) if last.get(other, -1) >= row}
        lane = 1 + max((texts[parent].lane for parent in text.parents), default=-1)
        while lane in taken:
            lane += 1
        text.lane = lane


def _card(text, width):
    if text.outside:
        return {"outside": wrap(text.head, width, TEXT)}
    sources = f"cites {', '.join(text.sources)}" if text.sources else ""
    return {
        "head": wrap(text.head, width, TEXT, "bold"),
        "body": wrap(text.body, width, SMALL) if text.body else "",
        "changed": wrap(f"→ {text.changed}", width, SMALL) if text.changed else "",
        "sources": wrap(sources, width, SMALL) if sources else "",
    }


_TYPE = {
    "outside": (TEXT, "normal", GREY),
    "head": (TEXT, "bold", INK),
    "body": (SMALL, "normal", INK),
    "changed": (SMALL, "normal", for_words(VERMILLION)),
    "sources": (SMALL, "normal", GREY),
}


def _height(card):
    return sum((1 + text.count("\n")) * _TYPE[part][0] * _LINE for part, text in card.items() if text)


def _draw_card(ax, card, left, top):
    for part, text in card.items():
        size, weight, color = _TYPE[part]
        if text:
            ax.text(left, top, text, va="top", fontsize=size, fontweight=weight, color=color, linespacing=1.2)
            top += (1 + text.count("\n")) * size * _LINE


def _says(texts, row):
    """Whether a text holds the wording; one that was not read does if any text that cites it does."""
    if not texts[row].unseen and not texts[row].outside:
        return not texts[row].lost
    return any(row in text.parents and not text.lost for text in texts)


def _draw_line(ax, source, text, above, below, falls):
    """Down from the source, then across to the text that cites it; dashed where the wording falls out."""
    x, to = 12 + _LANE * source.lane, 12 + _LANE * text.lane
    bend = min(9.0, below - above)
    path = ([x, x, x + bend * 0.3, x + bend, to], [above, below - bend, below - bend * 0.3, below, below])
    look = {"color": VERMILLION, "lw": 2.2, "ls": (0, (2.5, 1.5))} if falls else {"color": REST, "lw": 1.6}
    ax.plot(*path, zorder=1.5 if falls else 1, **look)


def _draw_mark(ax, text, at, left):
    x = 12 + _LANE * text.lane
    ax.plot([x, left - 5], [at, at], color="#e3e3e3", lw=1, zorder=0.5)  # leads the eye to the words
    if text.outside:
        ax.plot(x, at, "s", ms=8, mfc="white", mec=GREY, mew=1.4, zorder=2)
        return
    marker, color = ("D", VERMILLION) if text.changed else ("o", BLUE)
    edge = GREY if text.unseen else color
    face = "white" if text.lost or text.unseen else color
    ax.plot(x, at, marker, ms=9 if marker == "D" else 10, mfc=face, mec=edge, mew=1.8, zorder=2)


def _note(texts, keeps, keeps_label, cites):
    note = "Disc: as in its source. Diamond and arrow: something changed."
    if keeps is not None:
        name = keeps_label or f'"{keeps}"'
        note += f" Full: {name} is said. Hollow: it is not; a dashed line: there it falls out."
    if any(text.unseen for text in texts):
        note += " Grey: that text was not found; it is known through later ones."
    if any(text.outside for text in texts):
        note += " Square: cited, not read."
    if any(text.parents for text in texts):
        note += " A line leads to each text that cites it."
    elif not cites:
        note += " Who cites whom is not known: the order is that of dates."
    return wrap(note, WIDTH * 72 - 16, SMALL)


def _alt(title, texts, keeps, keeps_label):
    read = [text for text in texts if not text.outside]
    led = []
    for row, text in enumerate(texts):
        after = [
            other.head if other.outside else other.head.split(".")[0]
            for other in texts
            if row in other.parents
        ]
        if after:
            led.append(f"{text.name} is cited by text {', '.join(after)}")
    changed = [text.head.split(".")[0] for text in read if text.changed]
    parts = [
        title,
        f"{len(read)} texts in order of time, from {read[0].head} to {read[-1].head}, joined by lines where "
        "one cites another",
        "; ".join(led) if led else "No text cites another of them",
        f"Something changed in {', '.join(changed)}" if changed else "No change is recorded",
    ]
    if keeps is not None:
        says = [text.head.split(".")[0] for text in read if not text.lost]
        parts.append(
            f"{keeps_label or keeps} is said in {', '.join(says) if says else 'none'}, and not in the others"
        )
    return sentences(*parts)


def _table(records):
    columns = ("outlet", "date", "cites", "printed", "change", "grade")
    rows = []
    for row in records:
        printed = ". ".join(part for part in (_printed(row), _cell(row, "wording")) if part)
        change = ": ".join(part for part in (_cell(row, "change"), _cell(row, "change_note")) if part)
        rows.append(
            (
                _cell(row, "outlet"),
                _cell(row, "date"),
                _cell(row, "cites"),
                printed,
                change,
                _cell(row, "grade"),
            )
        )
    headings = ("outlet", "date", "cites", "what it prints", "what changed", "grade of our source")
    kept = [i for i in range(len(columns)) if any(row[i] for row in rows)]
    return tuple(headings[i] for i in kept), [tuple(row[i] for i in kept) for row in rows]
