"""Text for a page that is HTML and, in Jupyter, is searched for formulas as well."""

import html


def escaped(text):
    """`text` as it stands: no markup, and no formula between two dollar signs, which are mostly money.

    A formula must begin and end in one element, so a sign in an element of its own begins none.
    """
    text = html.escape(text)
    for sign in "$\\":
        text = text.replace(sign, f"<span>{sign}</span>")
    return text
