"""Tables of words on a page: wrapped, left-aligned, with a caption and headings that a screen reader announces.

pandas shows a cell's first fifty characters and aligns to the right: good for figures, not for sentences.
"""

import re

from ._check import refuse, shown
from ._page import escaped

_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:0.35em 0.7em;min-width:5.5em"
LONGEST = 2000  # characters of a cell that are shown


class Table:
    """Rows of text with headings; displays as an HTML table, prints as plain lines."""

    def __init__(self, caption, headings, rows):
        self.caption, self.headings, self.rows = caption, headings, rows

    def __repr__(self):
        lines = [self.caption, " | ".join(self.headings), *(" | ".join(row) for row in self.rows)]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self):
        caption = f'<caption style="text-align:left;font-weight:bold">{escaped(self.caption)}</caption>'
        head = "".join(f'<th scope="col" style="{_CELL}">{escaped(text)}</th>' for text in self.headings)
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self.rows)
        # A table wider than its column scrolls by itself; the page stays where it is.
        return (
            f'<div style="overflow-x:auto"><table style="border-collapse:collapse">{caption}'
            f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
        )


def _cells(row):
    first, *others = (_unbroken(escaped(text)) for text in row)
    return f'<th scope="row" style="{_CELL}">{first}</th>' + "".join(
        f'<td style="{_CELL}">{text}</td>' for text in others
    )


def _unbroken(text):
    """Dates stay on one line: a browser would break them at a hyphen."""
    return re.sub(r"\b\d{4}-\d{2}(-\d{2})?\b", r'<span style="white-space:nowrap">\g<0></span>', text)


def _text(value, absent):
    """A cell as text; a missing value is said to be missing."""
    import pandas as pd

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return absent
    if isinstance(value, float) and value.is_integer():
        return f"{value:,.0f}"
    try:
        text = str(value)
    except Exception:  # somebody's own class, or a whole number of 5,000 digits
        text = shown(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def words(frame, columns, caption, absent="not stated"):
    """Some columns of a DataFrame as a table to read.

    Parameters
    ----------
    frame : pandas.DataFrame
    columns : mapping of column name to the heading to show, in order; the first column names its row
    caption : str
        What the table shows.
    absent : str
        What stands in an empty cell.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If a column is not in the frame, or there is no caption.
    """
    if not isinstance(caption, str) or not caption.strip():
        refuse("caption", caption, "text that says what the table shows")
    unknown = [name for name in columns if name not in frame.columns]
    if unknown:
        refuse("columns", unknown[0], f"among {', '.join(map(str, frame.columns))}")
    headings = tuple(label for label in columns.values() if isinstance(label, str))
    if len(headings) < len(columns):
        refuse("columns", columns, "a mapping of column names to headings, which are text")
    chosen = frame[list(columns)].astype(object)
    rows = [tuple(_text(value, absent) for value in row) for row in chosen.itertuples(index=False, name=None)]
    return Table(caption.strip(), headings, rows)
