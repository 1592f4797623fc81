"""Files of comparison scores: genuine and impostor scores from whatever form people have them in.

`load_scores` asks `_layout` which column is which, lets `_blocks` read lines and `_arrays` arrays, and
gathers what they hold in a `ScoreSet` of `_sets`. `_unpack` opens files, `_cells` says what a cell may be.
"""

import re
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain

import numpy as np

from falsematch import _check
from falsematch.datasets._arrays import of_archive, of_array, of_parquet
from falsematch.datasets._blocks import by_halves, quickly
from falsematch.datasets._cells import Trouble
from falsematch.datasets._layout import Asked, layout_of
from falsematch.datasets._opening import opening
from falsematch.datasets._sets import Gathered
from falsematch.datasets._unpack import ANY_SIZE, lines_of, opened
from falsematch.scores._split import plain

WORKERS = 2  # threads
LINES = 8  # of a text, at least, that are looked at before it is decided what its columns hold


def load_scores(
    path,
    *,
    score_column=None,
    label_column=None,
    subject_columns=None,
    group_column=None,
    distances=False,
    failure_value=None,
    matrix=None,
    header=None,
    max_bytes=2**31,
    progress=None,
):
    """Genuine and impostor scores from a file, whatever its form.

    - A table with a header (commas, semicolons, tabs, bars or blanks between columns): a column ``score``,
      ``y_score`` or ``similarity``, and either a column ``label``, ``y_true``, ``mated``, ``same`` ... that holds
      genuine / impostor, mated / nonmated, target / nontarget, same / different, match / nonmatch, yes / no,
      true / false, 1 / 0 or 1 / -1, or two columns that name the people, such as ``subject_a`` and ``subject_b``.
      With both, they must agree.
    - A list without a header in which one column holds labels and one scores: two columns in either order, or
      those of VoxCeleb (label, sample, sample, score), IJB (template, template, label, score) and Kaldi trials with
      a score; and bob's lists of four or five columns (claimed, real, probe, score).
    - A square matrix of scores, with or without names in its first row and column: row and column i are
      images of the same person, so the diagonal is genuine and the rest impostor.
    - Two files of one column: the genuine scores, then the impostor ones.
    - npz with arrays ``genuine`` and ``impostor`` (or mated and nonmated), with arrays of labels and scores, or with
      one square matrix; npy with a square matrix or rows of label and score; Parquet, if pyarrow is installed.

    Text may be UTF-8 or UTF-16, have decimal commas, quotes, comments above the header, and be packed with gz,
    bz2, xz or, alone in its archive, zip. What cannot be told apart is asked: the message names the argument.

    Parameters
    ----------
    path : path of the file, or two paths: (genuine, impostor)
    score_column, label_column, group_column : str or int, optional
        Names of columns, or their numbers from 1, where their names do not say what they hold. Of an npz file,
        `score_column` chooses the matrix. A group is whatever the comparisons are to be told apart by.
    subject_columns : two of these, optional
        The columns that name the people compared; ``()`` for none.
    distances : bool
        Whether smaller = more alike: the scores returned are the negated values.
    failure_value : number, optional
        A value that marks a comparison that could not be made, such as -1. Besides, -inf does among
        similarities and inf among distances.
    matrix, header : bool, optional
        Whether the file is a matrix, and whether its first line is a header, where it can be read as either.
    max_bytes : int
        A file larger than this, unpacked or as float64 scores, is refused (2 GiB).
    progress : function of (bytes read, bytes in all), optional

    Returns
    -------
    ScoreSet

    Raises
    ------
    ValueError
        One line that names the file, and line and column (counted from 1) where there is one: a value that
        is missing or not a number (NaN and +inf among them), a distance below zero, an unknown label, rows of
        unequal length, a matrix that is not square or compares images with themselves, names that differ by
        leading zeros only, one kind of score only, a file that is empty, damaged, no table, or changing.

    Examples
    --------
    >>> import tempfile, pathlib
    >>> path = pathlib.Path(tempfile.mkdtemp(), "scores.csv")
    >>> _ = path.write_text("label,score\\nmated,0.9\\nnonmated,0.2\\nnonmated,0.4\\n", encoding="utf-8")
    >>> found = load_scores(path)
    >>> found.genuine.tolist(), found.impostor.tolist()
    ([0.9], [0.2, 0.4])
    """
    asked = Asked(
        score_column, label_column, subject_columns, group_column, distances, failure_value, matrix, header
    )
    paths, kinds = [path], [None]
    if isinstance(path, (list, tuple)):
        if len(path) != 2:
            rule = "the path of a file, or two: of the genuine and of the impostor scores"
            _check.refuse("path", path, rule)
        paths, kinds, asked = path, [True, False], replace(asked, alone=True)
    gathered = None
    for path, mated in zip(paths, kinds, strict=True):
        with opened(path, max_bytes) as source:
            if mated is not None and _names_a_kind(source.path) == (not mated):
                said = (
                    "has the wrong place by its name: give the genuine scores first, then the impostor ones"
                )
                raise Trouble(said)
            layout, blocks = _read(source, asked, max_bytes, progress)
            gathered = gathered or Gathered(layout, max_bytes)
            for block in blocks:
                if mated is not None:
                    block = block._replace(mated=np.full(len(block.scores), mated))
                gathered.add(block)
            if not mated:
                return gathered.whole()


def _names_a_kind(path):
    """Whether the name of a file speaks of genuine scores (True), of impostor ones (False), or of neither."""
    word, stem = plain(path.stem), path.stem.lower()
    # Not in "automated" or "estimated": a word begins where no letter stands before it.
    if word in ("imp", "impscores") or re.search(r"impost|(?<![a-z])(non|un)[\s_-]?(mated|genuine)", stem):
        return False
    said = word in ("gen", "genscores") or re.search(r"(?<![a-z])(genuine|mated)", stem)
    return True if said else None


@contextmanager
def rows_in_file(path, asked, **known):
    """The layout of a file of rows, and its blocks, read while they are asked for. `opened` takes what is `known`."""
    with opened(path, **known) as source:
        if source.kind in ("array", "arrays"):
            raise Trouble("holds arrays, not rows of text or Parquet")
        layout, blocks = _read(source, asked, ANY_SIZE)
        if layout.matrix:
            raise Trouble("is a matrix, or a list without labels: a row for each comparison is wanted")
        yield layout, blocks


def _read(source, asked, max_bytes, progress=None):
    """The layout of an open file, and its blocks of rows."""
    if source.kind != "text":
        form = {"arrays": of_archive, "array": of_array, "parquet": of_parquet}[source.kind]
        return form(source, asked, max_bytes)
    blocks = lines_of(source, max_bytes, progress)
    first = next(blocks, b"")
    while first.count(b"\n") < LINES and (more := next(blocks, b"")):  # lines may be long
        first += more
    layout = layout_of(*opening(first, asked.header, asked.alone), asked)
    width = len(layout.scores)
    if 8 * width**2 > max_bytes:
        raise Trouble(f"has {width} scores in a row: its matrix is larger than max_bytes ({max_bytes})")
    blocks = chain([first.split(b"\n", layout.line - 1)[-1]], blocks)
    return layout, _rows(blocks, layout, asked.reading, source.read)


def _rows(blocks, layout, reading, read):
    """What blocks of lines hold, in their order. Some are read ahead: pandas' reader leaves other threads alone."""
    line, waiting = layout.line, deque()
    with ThreadPoolExecutor(WORKERS) as pool:
        for block in chain(blocks, [None] * WORKERS):
            if block:
                waiting.append((block, read(), pool.submit(quickly, block, layout, reading)))
            if waiting and (not block or len(waiting) > WORKERS):
                block, share, found = waiting.popleft()
                rows = found.result()
                for part in [rows] if rows else by_halves(block, line, layout, reading):
                    yield part._replace(read=share)
                line += len(rows.scores) if rows else block.count(b"\n")
