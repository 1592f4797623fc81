"""A brief as Markdown, for pages that are read where they are stored."""

from falsematch.publish.brief._content import Bar, Grid, Heading, Items, Paragraph, Tree

_MARKS = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_[]<>#|~$"})


def escaped(text):
    """A text as it stands: no mark in it means anything."""
    return text.translate(_MARKS)


def as_markdown(blocks):
    """Blocks of a brief as Markdown."""
    return "\n\n".join(_FORMS[type(block)](block) for block in blocks) + "\n"


def _paragraph(block):
    text = escaped(block.text)
    return {"quote": f"> {text}", "answer": f"**{text}**"}.get(block.kind, text)


def _items(block):
    return "\n".join(
        f"{number}. {escaped(text)}" if block.numbered else f"- {escaped(text)}"
        for number, text in enumerate(block.texts, 1)
    )


def _grid(block):
    lines = [" | ".join(map(escaped, row)) for row in (block.headings, *block.rows)]
    lines.insert(1, " | ".join("---" for _ in block.headings))
    return f"{escaped(block.caption)}:\n\n" + "\n".join(f"| {line} |" for line in lines)


def _tree(block):
    lines = [f"- {escaped(block.root)}"]
    for text, leaves in block.branches:
        lines += [f"  - {escaped(text)}", *(f"    - {escaped(leaf)}" for leaf in leaves)]
    return f"{escaped(block.caption)}:\n\n" + "\n".join(lines)


_FORMS = {
    Heading: lambda block: f"## {escaped(block.text)}",
    Paragraph: _paragraph,
    Items: _items,
    Grid: _grid,
    Tree: _tree,
    Bar: lambda block: escaped(block.alt),
}
