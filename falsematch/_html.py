"""Everything that becomes HTML: escaped text, pieces of a page, tables of words.

In Jupyter a page is also searched for formulas, so that a dollar sign must not begin one.
"""

import html
import re


def escaped(text):
    """`text` as it stands: no markup, and no formula between two dollar signs, which are mostly money.

    A formula must begin and end in one element, so a sign in an element of its own begins none.
    """
    text = html.escape(text)
    for sign in "$\\":
        text = text.replace(sign, f"<span>{sign}</span>")
    return text


def attribute(text):
    """`text` for the inside of a quoted attribute, where nothing is searched for formulas."""
    return html.escape(text, quote=True)


def as_html(text):
    """`text` escaped (no markup, no formula); `code` in backticks set as code, *words* in stars stressed."""
    code = re.sub(r"`([^`]+)`", r"<code>\1</code>", escaped(text))
    return re.sub(r"\*([^*\s][^*]*)\*", r"<em>\1</em>", code)


class Static:
    """A piece of text for the reader, as HTML in a notebook and as plain text elsewhere."""

    def __init__(self, text, page):
        self.text, self.page = text, page

    def __repr__(self):
        return self.text

    def _repr_html_(self):
        return self.page


_CELL = "text-align:left;vertical-align:top;white-space:normal;padding:0.35em 0.7em;min-width:5.5em"


#: Rows of a table that a page shows at once; a longer one opens on request.
MOST_ROWS = 6


class Table:
    """Rows of text with headings; displays as an HTML table, prints as plain lines.

    One that is `folded` shows its caption and its number of rows until a reader opens it; so does one of
    more than six rows, if nothing is said.
    """

    def __init__(self, caption, headings, rows, folded=None):
        self.caption, self.headings, self.rows = caption, headings, rows
        self.folded = len(rows) > MOST_ROWS if folded is None else folded

    def __repr__(self):
        lines = [self.caption, " | ".join(self.headings), *(" | ".join(row) for row in self.rows)]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self):
        if not self.folded:
            return self.page()
        summary = f"<summary>{escaped(self.caption)} ({len(self.rows)} rows)</summary>"
        named = f' aria-label="{attribute(self.caption)}"'
        return f"<details>{summary}{self._page(named, '')}</details>"

    def page(self):
        """The whole table, open, with its caption."""
        caption = f'<caption style="text-align:left;font-weight:bold">{escaped(self.caption)}</caption>'
        return self._page("", caption)

    def _page(self, label, caption):
        head = "".join(f'<th scope="col" style="{_CELL}">{escaped(text)}</th>' for text in self.headings)
        body = "".join(f"<tr>{_cells(row)}</tr>" for row in self.rows)
        # A table wider than its column scrolls by itself; the page stays where it is.
        return (
            f'<div style="overflow-x:auto"><table{label} style="border-collapse:collapse">{caption}'
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


def listed(pairs, style="list-style:none;padding-left:0.5em"):
    """A list without dots: of pairs of a label, set strong, and a page's piece that is HTML already."""
    rows = "".join(
        f'<li style="padding:0.15em 0"><strong>{escaped(label)}</strong>&nbsp; {piece}</li>'
        for label, piece in pairs
    )
    return f'<ul style="{style}">{rows}</ul>'
