"""The pages of a lesson: the cells of its text source, with their ids and with what their tags mean.

========== ============================================================================================
tag        meaning
========== ============================================================================================
solution   An exercise's answer: text that folds, in the reading edition and in a learner's copy; left
           out of a student edition.
folded     Code that no reader has to read: citations, long tables, set-up. Its output stays in sight.
measured-here  Shows what was measured on the computer that ran it, so that its output may change.
========== ============================================================================================
"""

import hashlib
import re

# What every program needs to know to show, run or export a notebook; nothing of the computer that wrote it.
_KERNEL = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}


def tagged(cell, tag):
    """Whether a cell carries a tag."""
    return tag in cell.metadata.get("tags", [])


def read(source):
    """The notebook that belongs to one source: no outputs, and ids that depend on nothing but content.

    A cell keeps its id as long as its text stays, wherever it moves, so a difference between two
    versions of a notebook shows the cells that changed and no others.
    """
    import jupytext

    notebook = jupytext.read(source, fmt="py:percent")
    taken = set()
    for cell in notebook.cells:
        text = f"{source.stem}\n{cell.cell_type}\n{cell.source}"
        repeat = 0
        while (identity := hashlib.sha256(f"{text}\n{repeat}".encode()).hexdigest()[:12]) in taken:
            repeat += 1
        taken.add(identity)
        cell["id"] = identity
        # What jupytext notes about blank lines in the source is nothing to a reader.
        cell.metadata = {key: cell.metadata[key] for key in ("tags", "jupyter") if key in cell.metadata}
        if tagged(cell, "folded"):
            cell.metadata["jupyter"] = {"source_hidden": True}
    first = notebook.cells[0].source if notebook.cells else ""
    title = re.match(r"# (.+)", first)
    notebook.metadata = _KERNEL | ({"title": title[1]} if title else {})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def as_text(notebook):
    """A notebook as the text of its file."""
    import nbformat

    return nbformat.writes(notebook, version=nbformat.NO_CONVERT) + "\n"
