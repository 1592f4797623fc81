"""Every table as a page: what it is, where it is from, and its rows, which sort and filter in the page itself."""

import html
import math
from functools import cache

from falsematch import datasets, lessons, plots
from falsematch._html import attribute
from falsematch.plots._show import to_png
from falsematch.plots._style import BLUE, new_figure

#: Rows of a page; a longer table shows its first ones and offers the file.
MOST_ROWS = 700


def pages():
    """(path, text) of the page of each table, its file, and the list of all."""
    names = datasets.names()
    for name in names:
        manifest = datasets.manifest(name)
        yield f"datasets/{name}.md", page(name, manifest)
        yield f"_static/tables/{name}.csv", (datasets._root() / name / f"{name}.csv").read_bytes()
    for name, figure in scatters().items():
        yield f"datasets/{name}.png", to_png(figure)
    listed = "\n".join(names)
    yield (
        "datasets/index.md",
        "# Tables\n\nEvery figure of the lessons is computed from these, or from what was drawn with a stated seed.\n\n"
        f"```{{toctree}}\n:titlesonly:\n\n{listed}\n```\n",
    )


def page(name, manifest):
    """The page of one table, as Markdown with HTML for its rows."""
    frame = datasets.load(name).reset_index()
    here = [stem for stem in manifest["lessons"] if (lessons.NOTEBOOKS / f"{stem}.ipynb").is_file()]
    used = [f"[{plain(stem)}](../lessons/{stem}.ipynb)" for stem in here]
    pieces = [f"# {plain(manifest['title'])}", plain(manifest["description"])]
    if name in scatters():
        pieces.append(f"![{plain(scatters()[name].alt)}]({name}.png)")
    facts = {
        "Grade": datasets._said(datasets.grades(name)),
        "Edition": manifest["edition"],
        "How obtained": f"{manifest['obtained']['how']}. {manifest['obtained'].get('note', '')}",
        "Licence": f"{manifest['licenses'][0]['name']}. {manifest.get('rights', '')}",
        "Rows": f"{len(frame):,}",
    }
    lines = [f"- **{what}:** {plain(text)}" for what, text in facts.items()]
    pieces += ["\n".join([*lines, f"- **Used in:** {', '.join(used) or 'no lesson yet'}"])]
    pieces += ["## Sources", "\n".join(source(one) for one in manifest["sources"])]
    pieces += ["## Columns", columns(manifest)]
    pieces += ["## Rows", f'As a file: <a href="../_static/tables/{name}.csv" download>{name}.csv</a>']
    pieces.append("```{raw} html\n" + rows(name, frame) + "\n```")
    return "\n\n".join(pieces) + "\n"


def source(one):
    title = plain(one["title"])
    return f"- [{title}]({one['path']})" if one.get("path", "").startswith("http") else f"- {title}"


def columns(manifest):
    """What each column holds, as a list."""
    lines = []
    for field in manifest["resources"][0]["schema"]["fields"]:
        unit = f" ({plain(field['unit'])})" if field.get("unit") else ""
        lines.append(f"- `{field['name']}`{unit}: {plain(field.get('description', ''))}")
    return "\n".join(lines)


def rows(name, frame):
    """The rows as an HTML table; a script gives its headings buttons to sort by, and a field to filter with."""
    shown = frame.head(MOST_ROWS)
    note = (
        ""
        if len(shown) == len(frame)
        else f" The first {len(shown):,} of {len(frame):,} rows; the file has all."
    )
    head = "".join(f'<th scope="col">{html.escape(str(column))}</th>' for column in frame)
    body = "\n".join(
        "<tr>" + "".join(f"<td>{cell(value)}</td>" for value in row) + "</tr>"
        for row in shown.itertuples(index=False, name=None)
    )
    return (
        f'<div class="rows" tabindex="0" role="region" aria-label="{attribute(f"Rows of {name}")}">\n'
        f'<table class="sortable"><caption>Rows of {html.escape(name)}.{note}</caption>\n'
        f"<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody></table></div>"
    )


def cell(value):
    """A value as text; nothing for a missing one. Addresses become links."""
    if value is None or isinstance(value, float) and math.isnan(value) or str(value) in ("NaT", "<NA>"):
        return ""
    if isinstance(value, float):
        return f"{value:.6g}"
    text = html.escape(str(value))
    return f'<a href="{text}">{text}</a>' if str(value).startswith("https://") and " " not in text else text


def plain(text):
    """Text of a manifest in Markdown: nothing in it is markup."""
    text = html.escape(" ".join(str(text).split()), quote=False)
    return "".join("\\" + sign if sign in "\\`*_{}[]#|$~" else sign for sign in text)


@cache
def scatters():
    """A picture for the tables that are too long to be seen by reading, by the name of the table."""
    return {"nist_identification": rank_one_and_threshold(), "deployments": days_of_the_record()}


def rank_one_and_threshold():
    """Misses of NIST's largest gallery by two rules, a dot for each algorithm."""
    frame = datasets.load("nist_identification")
    wide = frame[(frame.gallery_image == "mugshot") & (frame.probe_image == "mugshot") & ~frame.failed]
    wide = wide[wide.gallery_size == wide.gallery_size.max()]
    first = wide[(wide["mode"] == "investigation") & (wide["rank"] == 1)].set_index("algorithm").fnir
    held = wide[wide["mode"] == "identification"].set_index("algorithm").fnir
    both = first.to_frame("first").join(held.rename("held"), how="inner")
    both = both[(both > 0).all(axis=1) & (both < 1).all(axis=1)]
    return plots.rank_against_threshold(
        both["first"],
        both["held"],
        limit=0.002,
        title="Close together at rank 1, far apart once a threshold must hold",
        limit_label="99.8 % found at rank 1",
    )


def days_of_the_record():
    """Alerts against faces, a dot for each deployment of the official record that counts both."""
    rows = datasets.load("deployments")
    rows = rows[(rows.kind == "official grid") & (rows.level == "deployment")]
    rows = rows[rows.faces_seen.notna() & rows.alerts.notna() & (rows.faces_seen > 0)]
    faces, alerts = rows.faces_seen.astype(float), rows.alerts.astype(float)
    fig = new_figure(
        f"{len(rows)} deployments of the official record: alerts hardly follow the number of faces", 4.2
    )
    ax = fig.add_subplot()
    ax.scatter(faces, alerts, s=14, color=BLUE, alpha=0.6, linewidths=0)
    ax.set(xscale="log", xlabel="faces counted (logarithmic)", ylabel="alerts")
    ax.set_xticks(ticks := [300, 1_000, 3_000, 10_000, 30_000], [f"{tick:,}" for tick in ticks])
    ax.minorticks_off()
    together = faces.corr(alerts, method="spearman")
    return plots.words(
        fig,
        alt=f"{len(rows)} deployments of the official record, a dot each: alerts (up) against faces counted (across, "
        f"logarithmic). Faces run from {faces.min():,.0f} to {faces.max():,.0f}, alerts from {alerts.min():.0f} to "
        f"{alerts.max():.0f}; their orders go together with a rank correlation of {together:.2f}.",
    )
