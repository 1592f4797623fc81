"""The journey of a claim through the outlets that repeated it."""

import re
import unicodedata

import numpy as np

from .._check import refuse
from .._words import say
from ._style import BLUE, GREY, INK, SMALL, TEXT, VERMILLION, WIDTH, for_words, new_figure, styled, wrap

_COLUMNS = ("outlet", "date", "value", "unit", "wording")
LONGEST = 500  # characters of a cell that are drawn
_LINE = 1.32  # line spacing in multiples of the type size
_MARKS = {"kept": ("o", BLUE, "white"), "lost": ("X", VERMILLION, "white"), "unseen": ("o", "white", GREY)}
_LEFT = 34.0  # points from the left edge to the words


@styled
def claim_journey(steps, *, title, keeps=None, keeps_label=None):
    """One claim from outlet to outlet: what each printed, and what changed on the way.

    Parameters
    ----------
    steps : DataFrame, 2 to 10 rows in order
        Rows of one claim of the table `claim_chain`: columns ``outlet``, ``date``, ``value``, ``unit``,
        ``wording``, and if present ``qualifier``, ``change``, ``change_note`` and ``grade``.
    title : str
    keeps : str, optional
        A wording to follow, such as "1:1". The mark of a step is full while the unit, the wording or the
        qualifier holds it, and a cross where it does not.
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
    cards = [_card(number, row, keeps) for number, row in enumerate(steps.to_dict("records"), start=1)]
    note = _note(keeps, keeps_label, any(card["mark"] == "unseen" for card in cards))

    gap = 0.75 * TEXT
    height = sum(_height(card) for card in cards) + gap * len(cards)
    fig = new_figure(title, (height + 60 + (1 + note.count("\n")) * SMALL * _LINE) / 72)
    ax = fig.add_subplot()
    ax.set_xlim(0, WIDTH * 72 - 16)
    ax.set_ylim(height, 0)
    ax.set_axis_off()
    top, marks = 0.0, []
    for card in cards:
        marks.append(top + TEXT * 0.75)
        _draw_card(ax, card, top)
        top += _height(card) + gap
    ax.plot([12] * len(marks), marks, color=GREY, lw=1.5, zorder=1)
    for card, at in zip(cards, marks, strict=True):
        marker, face, edge = _MARKS[card["mark"]]
        ax.plot(12, at, marker, ms=11, mfc=face, mec=edge, mew=1.4, zorder=2)
    fig.supxlabel(note, x=0.012, ha="left", fontsize=SMALL, color=INK)
    return fig


def _text(row, name):
    """A cell as text on one line; a missing cell (None, NaN or pandas' NA) as nothing."""
    value = row.get(name)
    if not isinstance(value, str):
        return ""
    # A sign that cannot be drawn (a control sign, half a character) would stop the drawing.
    kinds = [(sign, unicodedata.category(sign)) for sign in value[: LONGEST + 1]]
    text = " ".join("".join(" " if kind in ("Cc", "Cs") else sign for sign, kind in kinds).split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _card(number, row, keeps):
    width = WIDTH * 72 - 16 - _LEFT
    # What stands in brackets after an outlet's name (a byline) is in the table, not needed in the picture.
    outlet = re.sub(r"\s*\([^)]*\)", "", _text(row, "outlet"))
    head = f"{number}. {outlet}, {_text(row, 'date')}" if _text(row, "date") else f"{number}. {outlet}"
    qualifier, unit = _text(row, "qualifier"), _text(row, "unit")
    printed = " ".join(part for part in (qualifier, _number(row.get("value")), unit) if part)
    body = ". ".join(part.rstrip(".") for part in (printed, _text(row, "wording")) if part)
    change = _text(row, "change")
    note = _text(row, "change_note")
    said = "" if change in ("", "none", "origin") else change
    changed = ": ".join(part for part in (said, note) if part) if said else ""
    held = f"{qualifier} {unit} {_text(row, 'wording')}"
    kept = keeps.lower() in held.lower() if keeps else not said
    # An origin graded weak is known through later texts only: what it said was not seen.
    unseen = change == "origin" and _text(row, "grade") == "weak" and not kept
    return {
        "head": wrap(head, width, TEXT, "bold"),
        "body": wrap(body, width, SMALL) if body else "",
        "changed": wrap(f"→ {changed}", width, SMALL) if changed else "",
        "mark": "unseen" if unseen else "kept" if kept else "lost",
    }


def _number(value):
    if isinstance(value, str):
        return _text({"value": value}, "value")
    try:
        value = float(value)
    except (TypeError, ValueError, OverflowError):  # an empty cell of pandas; more than a float holds
        return ""
    return "" if np.isnan(value) else say(value, 7)


def _height(card):
    small = sum(1 + card[part].count("\n") for part in ("body", "changed") if card[part])
    return (1 + card["head"].count("\n")) * TEXT * _LINE + small * SMALL * _LINE


def _draw_card(ax, card, top):
    for part, size, weight, color in (
        ("head", TEXT, "bold", INK),
        ("body", SMALL, "normal", INK),
        ("changed", SMALL, "normal", for_words(VERMILLION)),
    ):
        if card[part]:
            ax.text(
                _LEFT,
                top,
                card[part],
                va="top",
                fontsize=size,
                fontweight=weight,
                color=color,
                linespacing=1.2,
            )
            top += (1 + card[part].count("\n")) * size * _LINE


def _note(keeps, keeps_label, unseen):
    if keeps is None:
        note = "Dot: repeated as it was, or the first step. Cross and arrow: something changed."
    else:
        name = keeps_label or f'"{keeps}"'
        note = f"Dot: {name} is still said. Cross: it is not. Arrow: what changed."
    if unseen:
        note += " Open: that text was not found; it is known through later ones."
    return wrap(note, WIDTH * 72 - 16, SMALL)
