"""A brief as plain text, for a terminal."""

import textwrap

from falsematch.publish.brief._content import Bar, Grid, Heading, Items, Paragraph, Tree

_WIDTH = 100


def as_text(brief):
    """The brief as lines of at most 100 characters."""
    lines = [brief.title, "=" * min(_WIDTH, len(brief.title)), ""]
    for block in (*brief.first, *brief.second):
        lines += [*_FORMS[type(block)](block), ""]
    return "\n".join(lines).rstrip() + "\n"


def _wrapped(text, first="", later=None):
    later = " " * len(first) if later is None else later
    return textwrap.wrap(
        text, _WIDTH, initial_indent=first, subsequent_indent=later, break_on_hyphens=False
    ) or [first]


def _items(block):
    for number, text in enumerate(block.texts, 1):
        yield from _wrapped(text, f"{number}. " if block.numbered else "- ")


def _grid(block):
    yield from _wrapped(block.caption)
    for row in block.rows:
        yield from _wrapped(f"{block.headings[0]}: {row[0]}", "- ")
        for heading, cell in zip(block.headings[1:], row[1:], strict=True):
            yield from _wrapped(f"{heading}: {cell}", "    ", "      ")


def _tree(block):
    yield from _wrapped(block.caption)
    yield from _wrapped(block.root, "  ")
    for text, leaves in block.branches:
        yield from _wrapped(text, "    ")
        for leaf in leaves:
            yield from _wrapped(leaf, "      - ")


def _bar(block):
    return _wrapped(block.alt)


_FORMS = {
    Heading: lambda block: [block.text, "-" * len(block.text)],
    Paragraph: lambda block: _wrapped(block.text),
    Items: _items,
    Grid: _grid,
    Tree: _tree,
    Bar: _bar,
}
