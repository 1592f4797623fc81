"""A brief as one HTML page: the accessible master. It asks nothing of any network and runs nothing."""

from html import escape

from falsematch.publish.brief._content import Bar, Grid, Heading, Items, Paragraph, Tree

_STYLE = """
:root{color-scheme:light dark}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
blockquote{margin:.5rem 0;padding-left:1rem;border-left:.3rem solid;font-size:1.1rem;overflow-wrap:anywhere}
.answer{font-size:1.2rem;font-weight:600}.small{font-size:.9rem}
.wide{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.8rem 0}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{text-align:left;vertical-align:top;padding:.3rem .5rem;border:1px solid;overflow-wrap:break-word;font-weight:400}
thead th{font-weight:600}figure{margin:.8rem 0}figcaption{font-weight:600}
svg{width:100%;height:2.2rem;display:block}li{overflow-wrap:anywhere}
@media print{body{font-size:9pt;max-width:none;padding:0}h2,caption{break-after:avoid}tr{break-inside:avoid}}
""".strip()
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def as_page(brief):
    """The brief as the text of an HTML file."""
    blocks = "\n".join(_FORMS[type(block)](block) for block in (*brief.first, *brief.second))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        f"<title>{escape(brief.title)}</title>\n<style>\n{_STYLE}\n</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{escape(brief.title)}</h1>\n{blocks}\n</main>\n</body>\n</html>\n"
    )


def as_fragment(blocks):
    """Blocks as a piece of a notebook's page, where a dollar sign must not begin a formula."""
    return "".join(_FORMS[type(block)](block) for block in blocks).replace("$", "<span>$</span>")


def _paragraph(block):
    text = escape(block.text)
    if block.kind == "quote":
        return f"<blockquote><p>{text}</p></blockquote>"
    return f'<p class="{block.kind}">{text}</p>' if block.kind else f"<p>{text}</p>"


def _items(block):
    kind = "ol" if block.numbered else "ul"
    return f"<{kind}>{''.join(f'<li>{escape(text)}</li>' for text in block.texts)}</{kind}>"


def _grid(block):
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in block.headings)
    rows = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>'
        + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:])
        + "</tr>"
        for row in block.rows
    )
    return _table(block.caption, f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>")


def _tree(block):
    count = sum(len(leaves) for _, leaves in block.branches)
    rows, first = [], f'<th scope="rowgroup" rowspan="{count}">{escape(block.root)}</th>'
    for text, leaves in block.branches:
        branch = f'<th scope="rowgroup" rowspan="{len(leaves)}">{escape(text)}</th>'
        for leaf in leaves:
            rows.append(f"<tr>{first}{branch}<td>{escape(leaf)}</td></tr>")
            first = branch = ""
    return _table(block.caption, f"<tbody>{''.join(rows)}</tbody>")


def _table(caption, body):
    # A table wider than a phone scrolls by itself, with the keyboard too.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{escape(caption, quote=True)}">'
        f"<table><caption>{escape(caption)}</caption>{body}</table></div>"
    )


def _bar(block):
    left, pieces = 0.0, []
    tones = (0.15, 0.9, 0.5) if len(block.parts) == 3 else (0.3, 0.15, 0.9, 0.5)
    for number, (_, share) in enumerate(block.parts):
        pieces.append(
            f'<rect x="{1000 * left:.3f}" y="0" width="{1000 * share:.3f}" height="40" fill="currentColor" '
            f'fill-opacity="{tones[number]}" stroke="currentColor"/>'
        )
        left += share
    words = "".join(f"<li>{escape(text)}</li>" for text, _ in block.parts)
    return (
        f"<figure><figcaption>{escape(block.caption)}</figcaption>"
        '<svg viewBox="0 0 1000 40" preserveAspectRatio="none" role="img" '
        f'aria-label="{escape(block.alt, quote=True)}">'
        f"{''.join(pieces)}</svg><ul>{words}</ul></figure>"
    )


_FORMS = {
    Heading: lambda block: f"<h2>{escape(block.text)}</h2>",
    Paragraph: _paragraph,
    Items: _items,
    Grid: _grid,
    Tree: _tree,
    Bar: _bar,
}
