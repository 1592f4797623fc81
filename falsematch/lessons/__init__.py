"""The lessons as files: find them, pair them with their text sources, execute them, store what they say.

A lesson is edited in ``notebooks/source/NN_name.py`` (Jupytext percent format). Two notebooks are made from it, and
nothing is ever stored the other way:

- ``notebooks/NN_name.ipynb``, the *reading edition*, with outputs, for readers who install nothing: `sync` writes it;
- ``my_work/NN_name.ipynb``, the copy in which a learner works, without outputs and with solutions folded: `make_copies`
  makes it once, and never overwrites what somebody has worked in.
"""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from falsematch._write import replace_file

from . import _copies
from ._edition import LARGEST, differences, edition, edition_text, learners_copy
from ._execute import Outcome, execute
from ._pages import as_text, read

__all__ = [
    "NOTEBOOKS",
    "ROOT",
    "SOURCES",
    "Outcome",
    "differences",
    "edition",
    "edition_text",
    "execute",
    "fresh_copies",
    "make_copies",
    "notebook_text",
    "read",
    "sources",
    "stored",
    "sync",
]

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "source"
AT_ONCE = 2  # lessons executed at the same time; each needs a processor and some 300 MB


def sources(names=()):
    """Paths of the lessons' sources in order; `names` are numbers or parts of names ("03", "claim").

    Raises
    ------
    ValueError
        If a name fits no lesson, or the folder holds none (an installed wheel has no lessons).
    """
    every = sorted(SOURCES.glob("[0-9][0-9]_*.py"))
    if not every:
        raise ValueError(f"there are no lessons in {SOURCES}; lessons come with a checkout of the project")
    if not names:
        return every
    chosen = []
    for name in names:
        wanted = Path(str(name)).stem
        fitting = [path for path in every if path.stem == wanted] or [
            path for path in every if path.stem.startswith(wanted) or wanted in path.stem.split("_", 1)[1]
        ]
        if not wanted or not fitting:
            raise ValueError(f"no lesson fits {name!r}; there are: " + ", ".join(path.stem for path in every))
        chosen += [path for path in fitting if path not in chosen]
    return chosen


def notebook_text(source):
    """The text of a learner's copy: no outputs; solutions folded, with the replies they get."""
    return as_text(learners_copy(source, stored(source)))


def stored(source):
    """The reading edition as it lies in ``notebooks/``; None if there is none, or none that can be read."""
    import nbformat

    try:
        text = (NOTEBOOKS / f"{source.stem}.ipynb").read_text(encoding="utf-8")
        nbformat.validate(json.loads(text))
        return nbformat.v4.reads(text)
    except (OSError, ValueError, TypeError, AttributeError, nbformat.ValidationError):
        return None  # absent, in conflict, or cut short


def make_copies(names=(), folder=None):
    """Make the learner's copies that are missing; those of before stay as they are once somebody has worked in them.

    Parameters
    ----------
    names : sequence of str
        As for `sources`; all, when none is named.
    folder : Path, optional
        ``my_work`` in the project when left out, or in the present folder where the project cannot be written to.

    Returns
    -------
    (folder, list of str)
        Where the copies lie, and the lessons that have changed since somebody began to work in their copies.
    """
    chosen, folder = sources(names), folder or _copies.folder_of(ROOT)
    outdated = _copies.make(chosen, folder, stored)
    _copies.keep_answers(folder, NOTEBOOKS / _copies.FOLDER / _copies.ANSWERS)
    return folder, outdated


def fresh_copies(names, folder=None):
    """New copies of the named lessons; one that somebody has worked in is kept beside the new one.

    Returns
    -------
    list of (Path, Path or None)
        For each lesson the new copy, and where the old one is kept.

    Raises
    ------
    ValueError
        If no lesson is named, or a name fits none.
    """
    if not names:
        raise ValueError("name the lessons to take new copies of, such as: python3 start.py fresh 03")
    return list(_copies.renew(sources(names), folder or _copies.folder_of(ROOT), stored))


def sync(names=(), report=lambda line: None):
    """Execute each named lesson and write its reading edition.

    A file is written only if a reader would see a difference, so that a computer on which pictures come
    out a shade apart leaves it as it is.

    Parameters
    ----------
    names : sequence of str
        As for `sources`; all, when none is named.
    report : callable
        Is given a line when a file was written.

    Returns
    -------
    list of Path
        The files that changed.

    Raises
    ------
    ValueError
        If a lesson failed, or its file would be too large; its file stays as it was, the others are written.
    """
    changed, failures = [], []
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        chosen = sources(names)
        for source, outcome in zip(chosen, pool.map(execute, chosen), strict=True):
            target = NOTEBOOKS / f"{source.stem}.ipynb"
            try:
                fresh = _fresh(source, outcome)
            except ValueError as error:
                failures.append(str(error))
                continue
            old = stored(source)
            if old is None or differences(old, fresh):
                replace_file(target, as_text(fresh))
                changed.append(target)
                report(f"wrote {target.name}")
    if failures:
        raise ValueError("not written: " + "; ".join(failures))
    return changed


def _fresh(source, outcome):
    """The reading edition of a lesson that was executed, or a ValueError that says why there is none."""
    if outcome.failure:
        raise ValueError(f"{source.stem} {outcome.failure}")
    fresh = edition(source, outcome.notebook)
    size = len(as_text(fresh).encode())
    if size > LARGEST:
        raise ValueError(f"{source.stem} would have {size:,} bytes, more than the {LARGEST:,} allowed")
    return fresh
