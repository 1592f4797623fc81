"""The reading edition: a lesson with what its cells said, for readers who install nothing.

It is made for programs that show a notebook and run none, and that may know no HTML:

- a figure is a picture, ``image/png``, and an output with its words beside it;
- a slider is the figure that it starts with;
- a solution is text under its exercise that folds: code folds in JupyterLab alone, and its output opens
  there whenever the lesson runs;
- a page that was passed on alone says what it needs;
- nothing in it changes from one run to the next.
"""

import base64
import html
import itertools
import re

from ._pages import as_text, read, tagged
from ._pictures import alike

_PICTURE = re.compile(r'<img\b[^>]*?\bsrc="data:image/png;base64,([^"]+)"[^>]*>')
_WIDGET = "application/vnd.jupyter.widget-view+json"
_STATE = "application/vnd.jupyter.widget-state+json"
_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,}")
_IMPORT = re.compile(r"^(from|import) falsematch\b", re.M)
#: Put above the first import of the package, for whoever was given one notebook and nothing else.
ALONE = (
    '# No falsematch? Fetch the whole project of this page, then run: %pip install "ITS_FOLDER[lessons]"\n'
)
LARGEST = 500_000  # bytes of a lesson's file


def edition(source, executed=None):
    """The reading edition of a lesson.

    Parameters
    ----------
    source : Path
        The lesson's text source.
    executed : notebook
        The lesson after `execute`. Without it there are no outputs, and solutions have no replies.

    Returns
    -------
    notebook

    Raises
    ------
    ValueError
        If an output is an error, or holds an address in the memory of one run.
    """
    import nbformat

    notebook = read(source)
    ran = executed.cells if executed else []
    widgets = executed.metadata.get("widgets", {}).get(_STATE, {}).get("state", {}) if executed else {}
    counter, exercise, cells = itertools.count(1), "", []
    for number, (cell, done) in enumerate(
        itertools.zip_longest(notebook.cells, ran[: len(notebook.cells)]), 1
    ):
        if cell.cell_type == "markdown":
            exercise = ([exercise] + re.findall(r"^#+ (Exercise \d+)", cell.source, flags=re.M))[-1]
        else:
            outputs = list(_kept(done.outputs, widgets)) if done else []
            if any(_ADDRESS.search(str(output)) for output in outputs):
                raise ValueError(f"{source.stem}: the output of cell {number} holds an address in memory")
            if tagged(cell, "solution"):
                cell = _folding(cell, outputs, exercise)
            elif done:
                cell.execution_count = next(counter)
                cell.outputs = outputs
                for output in outputs:
                    if output.output_type == "execute_result":
                        output["execution_count"] = cell.execution_count
        cells.append(cell)
    notebook.cells = cells
    needs = (cell for cell in cells if cell.cell_type == "code" and _IMPORT.search(cell.source))
    for cell in itertools.islice(needs, 1):
        cell.source = ALONE + cell.source
    nbformat.validate(notebook)
    return notebook


def edition_text(source, executed=None):
    """The exact text of the file in ``notebooks/``."""
    return as_text(edition(source, executed))


def learners_copy(source, stored):
    """The lesson without outputs; its solutions fold, with the replies that the stored edition has for them."""
    notebook = edition(source)
    told = {cell.id: cell.source for cell in stored.cells if tagged(cell, "solution")} if stored else {}
    for cell in notebook.cells:
        # An id stands for a text: a solution that was changed and not yet stored has no reply.
        if tagged(cell, "solution"):
            cell.source = told.get(cell.id, cell.source)
        cell.source = cell.source.removeprefix(ALONE)  # who opens a copy has the package
    return notebook


def _folding(cell, outputs, exercise):
    """A solution as text that folds on a page: its code, and what it was answered.

    The widespread form: HTML around Markdown, each on lines of its own. A page that knows no such
    element shows all of it, under its own heading.
    """
    import nbformat

    said = []
    for output in outputs:
        if output.output_type == "stream":
            said.append(f"```text\n{output.text.rstrip()}\n```")
        elif "image/png" not in output.data:
            plain = html.escape(output.data.get("text/plain", ""))
            page = output.data.get("text/html") or f"<pre>{plain}</pre>"
            said.append(re.sub(r"\n\s*\n", "\n", page))  # an empty line would end the HTML
    pieces = [
        f"<details>\n<summary>{f'Solution of {exercise.lower()}' if exercise else 'Solution'}</summary>",
        f"```python\n{cell.source}\n```",
        *said,
        "</details>",
    ]
    page = nbformat.v4.new_markdown_cell("\n\n".join(pieces), id=cell.id)
    page.metadata = {"tags": cell.metadata["tags"]}
    return page


def _kept(outputs, widgets):
    """What is stored of the outputs of one cell."""
    import nbformat

    stream = None
    for output in outputs:
        if output.output_type == "error":
            raise ValueError(f"an output is an error: {output.ename}: {output.evalue}")
        if output.output_type == "stream":
            if output.name == "stdout":  # the other one carries progress bars
                if stream is None:
                    stream = nbformat.v4.new_output("stream", name="stdout", text="")
                    yield stream
                # A run may hand over one text in several pieces, as its clock will have it.
                stream.text += output.text
            continue
        stream = None
        data = {kind: output.data[kind] for kind in sorted(output.data) if kind != _WIDGET}
        if _WIDGET in output.data:
            data = _still(output.data[_WIDGET]["model_id"], widgets)
        about = {kind: output.metadata[kind] for kind in data if kind in output.metadata}
        yield from _as_pictures(data) or [_bundle(output.output_type, data, about)]


def _bundle(kind, data, metadata=None):
    import nbformat

    extra = {"execution_count": None} if kind == "execute_result" else {}
    return nbformat.v4.new_output(kind, data=data, metadata=metadata or {}, **extra)


def _as_pictures(data):
    """A figure in HTML as an output of its own, and the HTML around it as another; nothing if there is no figure."""
    page, pieces, described = data.get("text/html", ""), [], []
    for match in _PICTURE.finditer(page):
        given = dict(re.findall(r'\b(alt|width)="([^"]*)"', match[0]))
        described.append(html.unescape(given.get("alt", "")))
        pieces.append(_picture(match[1], described[-1], given.get("width")))
    around = _PICTURE.sub("", page)
    if pieces and re.sub(r"<[^>]*>|\s", "", around):
        words = {"text/html": around, "text/plain": "\n".join(described)}
        pieces.append(_bundle("display_data", words))
    return pieces


def _picture(png, alt, width):
    metadata = {"alt": alt} | ({"width": int(width)} if width else {})
    return _bundle(
        "display_data", {"image/png": png, "text/plain": f"[Figure: {alt}]"}, {"image/png": metadata}
    )


def words_of_picture(output):
    """The words of a stored picture, on one line; "" where it has none."""
    text = re.sub(r"^\[Figure: |\]$", "", output.get("data", {}).get("text/plain", "").strip())
    return " ".join(text.split())


def _still(model, widgets):
    """The page that a slider shows before anybody moves it."""
    pages, todo = [], [model]
    for name in todo:  # grows on the way: the parts of a part
        state = widgets.get(name, {}).get("state", {})
        todo += [part.removeprefix("IPY_MODEL_") for part in state.get("children", [])]
        if state.get("_model_name") == "HTMLModel":
            pages.append(state["value"])
    note = "In a running lesson, a slider moves this."
    return {"text/html": "".join([*pages, f"<p><em>{note}</em></p>"]), "text/plain": note}


def differences(stored, fresh):
    """Where two editions of a lesson differ for a reader, one line each; pictures that look alike are equal.

    What was measured on the computer that ran it may differ.
    """
    if [cell.id for cell in stored.cells] != [cell.id for cell in fresh.cells]:
        return ["its cells are others, or in another order"]
    if stored.metadata != fresh.metadata:
        return ["it carries other metadata"]
    found = []
    for number, (old, new) in enumerate(zip(stored.cells, fresh.cells, strict=True), 1):
        if old.cell_type != new.cell_type or old.metadata != new.metadata:
            found.append(f"cell {number} is of another kind")
            continue
        varies = tagged(new, "measured-here")
        pairs = itertools.zip_longest(_lines(old, varies), _lines(new, varies), fillvalue="")
        apart = next(((was, now) for was, now in pairs if was != now), None)
        if apart:
            found.append(f"cell {number} says {apart[1][:120]!r} and said {apart[0][:120]!r}")
        elif not varies and not all(map(alike, _pngs(old), _pngs(new))):
            found.append(f"cell {number} shows another picture")
    return found


def _pngs(cell):
    return [
        base64.b64decode(o.data["image/png"])
        for o in cell.get("outputs", [])
        if "image/png" in o.get("data", {})
    ]


def _lines(cell, varies):
    """All that a cell and its outputs say, line by line, the bytes of pictures left out.

    Of a cell that `varies` its code alone: a solution's reply stands in its text, below the code.
    """
    text = cell.source
    yield from (text.split("\n```\n")[0] if varies else text).splitlines()
    if varies:
        return
    for output in cell.get("outputs", []):
        yield output.output_type
        if "text" in output:
            yield from output.text.splitlines()
        for kind, text in sorted(output.get("data", {}).items()):
            yield kind
            if kind != "image/png":
                yield from str(text).splitlines()
        yield str(sorted(output.get("metadata", {}).get("image/png", {}).items()))
