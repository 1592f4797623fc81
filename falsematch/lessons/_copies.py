"""The copies that learners work in: made once, and from then on theirs.

A copy says in its own metadata, which programs that save notebooks leave alone, which state of its lesson it was made
from and what was written into it then. So it can be told later whether the lesson has changed since, and whether
somebody has worked in the copy: one that nobody has touched follows its lesson, any other is never overwritten.
"""

import hashlib
import json
import os
from datetime import date
from pathlib import Path

from falsematch._write import replace_file

from ._edition import learners_copy
from ._pages import as_text

FOLDER = "my_work"
ANSWERS = "pretest.json"


def folder_of(project):
    """Where copies lie: in the project or, where nothing can be written there, in the present folder."""
    own = project / FOLDER
    writable = os.access(own if own.exists() else project, os.W_OK)
    return own if writable else Path.cwd() / FOLDER


def copy_of(source, edition=None):
    """A learner's copy of a lesson, and what it says about itself; `edition` has the replies to its solutions."""
    notebook = learners_copy(source, edition)
    notebook.metadata["falsematch"] = {"lesson": _state(source), "written": _written(notebook.cells)}
    return notebook


def _state(source):
    return hashlib.sha256(source.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def _written(cells):
    """What stands in the cells: kind and text, whatever was run."""
    texts = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()[:16]


def _look(path):
    """(state of the lesson that a copy was made from, whether somebody has worked in it since)."""
    try:
        notebook = json.loads(path.read_text(encoding="utf-8"))
        made = notebook["metadata"]["falsematch"]
        ran = any(cell.get("outputs") or cell.get("execution_count") for cell in notebook["cells"])
        return made["lesson"], ran or made["written"] != _written(notebook["cells"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, True  # not as we made it: somebody else's now


def make(sources, folder, edition_of):
    """Make the copies that are missing, and make again those that nobody has touched since their lesson changed.

    Parameters
    ----------
    sources : sequence of Path
    folder : Path
    edition_of : callable
        Takes a source, returns its reading edition or None.

    Returns
    -------
    list of str
        Names of lessons that have changed since somebody began to work in a copy; the copy stays as it is.
    """
    outdated = []
    for source in sources:
        target = folder / f"{source.stem}.ipynb"
        state, worked_in = _look(target)
        if target.exists() and worked_in:
            outdated += [source.stem] if state not in (None, _state(source)) else []
        elif state != _state(source):
            replace_file(target, as_text(copy_of(source, edition_of(source))))
    return outdated


def renew(sources, folder, edition_of):
    """Make new copies; one that somebody has worked in is kept beside it. Yields (new, kept or None)."""
    for source in sources:
        target, kept = folder / f"{source.stem}.ipynb", None
        text = as_text(copy_of(source, edition_of(source)))  # before anything is moved
        if target.exists() and _look(target)[1]:
            kept = _free(folder, f"{source.stem}_kept_{date.today().isoformat()}")
            target.rename(kept)
        replace_file(target, text)
        yield target, kept


def _free(folder, stem):
    """A name that nothing has."""
    numbered = (f"{stem}_{number}" if number > 1 else stem for number in range(1, 10_000))
    return next(path for name in numbered if not (path := folder / f"{name}.ipynb").exists())


def keep_answers(folder, earlier):
    """Bring along answers of the pre-test that were kept elsewhere by an earlier version; those at hand stay."""
    if earlier.is_file() and not (folder / ANSWERS).exists():
        replace_file(folder / ANSWERS, earlier.read_bytes())
