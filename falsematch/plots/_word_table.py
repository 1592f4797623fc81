"""Tables of words: wrapped, left-aligned, with a caption and headings that a screen reader announces.

pandas shows a cell's first fifty characters and aligns to the right: good for figures, not for sentences.
"""

from collections.abc import Mapping

from falsematch._check import refuse, shown
from falsematch._html import Table

LONGEST = 2000  # characters of a cell that are shown


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


def word_table(rows, columns, caption, absent="not stated", folded=None):
    """Some columns of a table as words to read.

    Parameters
    ----------
    rows : pandas.DataFrame, or mapping of a name to a row, which is a mapping of column to value
    columns : mapping of column name to the heading to show, in order; the first column names its row
    caption : str
        What the table shows.
    absent : str
        What stands in an empty cell.
    folded : bool, optional
        Whether a page shows the caption only, until a reader opens the table; by itself, from seven rows on.

    Returns
    -------
    Table

    Raises
    ------
    ValueError
        If a column is not in the rows, or there is no caption.
    """
    if not isinstance(caption, str) or not caption.strip():
        refuse("caption", caption, "text that says what the table shows")
    chosen = _columns(rows, columns)
    headings = tuple(label for label in columns.values() if isinstance(label, str))
    if len(headings) < len(columns):
        refuse("columns", columns, "a mapping of column names to headings, which are text")
    return Table(
        caption.strip(), headings, [tuple(_text(value, absent) for value in row) for row in chosen], folded
    )


def _columns(rows, columns):
    """The chosen columns of every row, as tuples."""
    if isinstance(rows, Mapping):
        known = list(next(iter(rows.values()), columns))
    else:
        known = list(rows.columns)
    unknown = [name for name in columns if name not in known]
    if unknown:
        refuse("columns", unknown[0], f"among {', '.join(map(str, known))}")
    if isinstance(rows, Mapping):
        return [tuple(row[name] for name in columns) for row in rows.values()]
    return list(rows[list(columns)].astype(object).itertuples(index=False, name=None))


#: The first edition's name of it.
words = word_table
