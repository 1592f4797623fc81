"""The words of a figure: what it shows, for those who do not see it, and its numbers as a table.

Each plot function ends in ``return words(fig, ...)``, so that a figure is never without them.
"""

import re

from .._check import shown
from .._html import Table

_STAND_INS = ("no description has been provided for this",)  # what nbconvert writes when nobody did
_EMPTY_WORDS = set(
    "alt chart description diagram fig figure graph image picture placeholder plot tbd text".split()
)
_EMPTY_WORDS |= set("a an output the this todo untitled".split())
SHORTEST_ALT, LONGEST_ALT = 20, 5000
SPOKEN_ROWS = 6  # more rows than these are left to the table; the alt text says where they begin and end


def words(fig, *, alt, table=None):
    """`fig` with its words: ``fig.alt``, a text, and ``fig.table``, its numbers.

    Parameters
    ----------
    fig : matplotlib Figure
    alt : str
        The finding, the range, what is compared, and both axes.
    table : Table, or (caption, headings, rows), optional
        The numbers that are drawn, as texts or as numbers already rounded.

    Returns
    -------
    The same figure.
    """
    if table is not None and not isinstance(table, Table):
        caption, headings, rows = table
        table = Table(spaced(caption), tuple(headings), [tuple(map(str, row)) for row in rows])
    fig.alt, fig.table = check_alt(alt), table
    return fig


def check_alt(alt):
    """`alt` with white space tidied, or a ValueError that says why it tells a reader nothing."""
    rule = "alt must say what a reader should see in the figure"
    if not isinstance(alt, str):
        raise ValueError(f"{rule}, as text; got {type(alt).__name__}")
    if len(alt) > LONGEST_ALT:
        raise ValueError(f"{rule}, in at most {LONGEST_ALT} characters; got {len(alt)}")
    # Half a character (a lone surrogate) could not be sent to the page.
    text = " ".join(alt.encode("utf-8", "replace").decode("utf-8").split())
    if not text:
        raise ValueError(f"{rule}; got empty text")
    if re.search(r"\w\.(png|jpe?g|svg|gif|webp|pdf|tiff?)$", text, re.I):
        raise ValueError(f"{rule}; got a file name, {shown(text)}")
    said = re.sub(r"[\W\d_]+", " ", text.lower()).split()
    if " ".join(said).startswith(_STAND_INS) or not set(said) - _EMPTY_WORDS:
        raise ValueError(f"{rule}; got the placeholder {shown(text)}")
    if len(text) < SHORTEST_ALT or len(set(said)) < 3:
        raise ValueError(f"{rule}, in at least {SHORTEST_ALT} characters and three words; got {shown(text)}")
    return text


def spaced(text):
    """`text` with a space before each percent sign, as everywhere in the project: "99.8 %"."""
    return re.sub(r"(?<=\d)%", " %", text)


def sentences(*parts):
    """The parts as sentences: each begins with a capital and ends in a full stop, empty ones are left out."""
    tidy = (spaced(" ".join(str(part).split())) for part in parts if part)
    tidy = (text[0].upper() + text[1:] for text in tidy if text)
    return " ".join(text if text.endswith((".", "?", "!", ":")) else f"{text}." for text in tidy)


def in_a_row(pairs, mark=": "):
    """(name, value) pairs as one text: "a: 1; b: 2". Long lists are said by their first and last rows."""
    said = [f"{name}{mark}{value}" for name, value in pairs]
    if len(said) > SPOKEN_ROWS:
        return f"{'; '.join(said[:3])}; and so on to {said[-1]} ({len(said)} in all)"
    return "; ".join(said)
