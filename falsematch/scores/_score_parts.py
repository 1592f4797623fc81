"""The questions of `falsematch.scores`, put to scores that do not fit into memory, or lie on many machines."""

import numpy as np

from falsematch import _check
from falsematch._workers import submitter_of
from falsematch.scores import _questions
from falsematch.scores._bootstrap import labels_of, resampled
from falsematch.scores._parts import ArrayPart, PartedScores, Side, blocks_of, is_dask, look
from falsematch.scores._people_in_parts import PartedPeople
from falsematch.scores._points import with_a_word
from falsematch.scores._stream import array_of_scores


def _files():
    """Who reads files: the only way from here to them, gone by whoever gives a path, and by nobody else."""
    from falsematch.datasets import _parts

    return _parts


class ScoreParts:
    """Scores in several parts, with the answers that one array of all of them would give.

    Each question is a few passes over the parts: a pass returns counts and a bounded number of scores, which
    are put together here. Nothing is interpolated, sampled or merged approximately, so an answer depends
    neither on how the scores were cut into parts nor on who reads them. A sample only guesses where to look.

    Parameters
    ----------
    genuine, impostor : path, array-like or 1-D dask array, or a list of paths or arrays
        Scores as `falsematch.scores` describes them. Files are .npy, which are read in pieces, Parquet (with
        one column, or one named ``score``), or text with one score a line. Paths must be readable here and
        by the workers. An array at hand, also a `numpy.memmap`, is read by this process alone.
    genuine_subjects, impostor_subjects : the same, in as many parts, optional
        Who was compared, as for `bootstrap_fnmr_at_fmr`: of shapes (scores,) and (scores, 2). Files are .npy.
    client : dask.distributed.Client or concurrent.futures.Executor, optional
        Whose workers read the files and dask arrays. Without it, threads here do, one for each processor.

    Raises
    ------
    ValueError
        If a part is no part, or damaged: it is named. When a question is asked, also if a score is unusable,
        as everywhere in this module, or a file has changed since it was first opened.

    Notes
    -----
    Up to a false match rate of 0.01, `fnmr_at_fmr` needs at most four passes over the impostor scores, and
    one over the genuine ones: nearly always a single one of each. What can only be read from its beginning (all
    but .npy files and arrays) is read once more, to count. Memory is a few pieces, and at most 2**22 scores.

    See Also
    --------
    ScoreHistogram : counts per bin, for scores that are not kept at all.

    Examples
    --------
    >>> parts = ScoreParts([[0.9, 0.8], [0.3]], [[0.5, 0.2], [0.1, 0.1]])
    >>> point = parts.fnmr_at_fmr(0.25)
    >>> point.threshold, point.false_matches, point.false_non_matches
    (0.20000000000000004, 1, 0)
    """

    def __init__(self, genuine, impostor, *, genuine_subjects=None, impostor_subjects=None, client=None):
        if client is not None:
            submitter_of(client)  # refuses what is none
        given = ("genuine", genuine, genuine_subjects), ("impostor", impostor, impostor_subjects)
        sets = []
        for name, scores, subjects in given:
            parts = _parts_of(name, scores)
            if subjects is not None:
                subjects = _labels_of(f"{name}_subjects", subjects, parts, _in_parts(scores))
            sets.append(PartedScores(name, parts, subjects, client))
        self._genuine, self._impostor = sets
        if (self._genuine.labels is None) != (self._impostor.labels is None):
            missing = "impostor_subjects" if impostor_subjects is None else "genuine_subjects"
            _check.refuse(missing, None, "whole numbers or text, with subjects for both sets")

    @classmethod
    def from_tables(cls, paths, *, client=None, **columns):
        """Scores in tables with a row for each comparison: labels and scores, and people where they are named.

        Parameters
        ----------
        paths : path or list of paths
            Text, packed or not, or Parquet, in any of the forms that `falsematch.datasets.load_scores` reads
            row by row.
        client : as for the class
        columns
            What `load_scores` takes to say which column is which, and what marks a failure.
        """
        paths = paths if isinstance(paths, (list, tuple)) else [paths]
        if not paths:
            _check.refuse("paths", paths, "at least one path")
        sources = [_files().table(path, **columns) for path in paths]
        named = [source.names_people for source in sources]
        if len(set(named)) > 1:
            without = sources[named.index(False)].name
            rule = f"of tables that all name people, or that all do not ({without} does not)"
            _check.refuse("paths", f"{named.count(False)} of {len(named)} without people", rule)
        parts = cls([], [], client=client)
        for scores in (parts._genuine, parts._impostor):
            scores.parts = [Side(source, scores.name) for source in sources]
            if named[0]:
                scores.labels = [Side(source, f"{scores.name}_subjects") for source in sources]
        return parts

    def _sets(self):
        # Together, so that a source of both is read once.
        look(self._genuine, self._impostor)
        return self._genuine, self._impostor

    @property
    def genuine_comparisons(self):
        return len(self._sets()[0])

    @property
    def impostor_comparisons(self):
        return len(self._sets()[1])

    def rates_at(self, threshold):
        """FMR and FNMR at a threshold, or at each of an array of them: see `falsematch.scores.rates_at`."""
        return _questions.rates(*self._sets(), threshold)

    def threshold_at_fmr(self, fmr):
        """The least threshold that meets each target: see `falsematch.scores.threshold_at_fmr`."""
        return _questions.threshold(self._sets()[1], fmr)

    def fnmr_at_fmr(self, fmr):
        """FNMR at the least threshold that meets each target: see `falsematch.scores.fnmr_at_fmr`."""
        return _questions.point_at_fmr(*self._sets(), fmr)

    def eer(self):
        """The equal error rate, as an exact bracket: see `falsematch.scores.eer`."""
        return with_a_word(_questions.equal_error_rate(*self._sets()))

    def det(self, thresholds):
        """Both rates at given thresholds, as `falsematch.scores.det` returns them."""
        return _questions.trade_off(*self._sets(), thresholds)

    def bootstrap_fnmr_at_fmr(self, fmr, *, replicates=1000, seed, confidence=0.95, max_bytes=2**31):
        """Bootstrap interval of FNMR at a target, by people if they are known.

        Replicates are those of `falsematch.scores.bootstrap_fnmr_at_fmr` with the same seed, one by one.

        Parameters
        ----------
        fmr, replicates, seed, confidence
            As there.
        max_bytes : int
            Memory, about, that may be taken for the different pairs of people that were compared, and for the
            greatest impostor scores (about twice FMR times their number) with their people. If more is
            needed, the number is said and nothing is answered.

        Returns
        -------
        BootstrapInterval

        Raises
        ------
        ValueError
            As there, or if `max_bytes` is too little.
        """
        genuine, impostor = map(_questions.some, self._sets())
        max_bytes = int(_check.single("max_bytes", _check.whole("max_bytes", max_bytes, 1)))
        people = None
        if genuine.labels is not None:
            people = PartedPeople(genuine, impostor, max_bytes)
        return resampled(genuine, impostor, people, fmr, replicates, seed, confidence)


def _is_path(given):
    return isinstance(given, str) or hasattr(given, "__fspath__")


def _is_part(given):
    return (
        _is_path(given)
        or is_dask(given)
        or isinstance(given, (list, tuple))
        or getattr(given, "ndim", 0) >= 1
    )


def _in_parts(given):
    """Whether a list is one of parts, and not one of scores."""
    return isinstance(given, (list, tuple)) and bool(given) and all(map(_is_part, given))


def _parts_of(name, given):
    """The parts of what a caller gives for one set."""
    if _is_path(given):
        return [_files().scores(given)]
    if is_dask(given):
        if given.ndim != 1:
            _check.refuse(name, given.shape, "a dask array of one dimension")
        return [Side(block, "") for block in blocks_of(name, given)]
    if _in_parts(given):
        return [part for i, each in enumerate(given) for part in _parts_of(f"{name}[{i}]", each)]
    return [ArrayPart(name, array_of_scores(name, given))]


def _labels_of(name, given, parts, several):
    """Parts of labels, one for each part of scores, as far as can be told without reading them."""
    if several and not isinstance(given, (list, tuple)):
        _check.refuse(name, given, "a list of as many parts as there are of scores")
    listed = enumerate(given) if several else [(None, given)]
    labels = [
        part for i, each in listed for part in _label_parts(name if i is None else f"{name}[{i}]", each)
    ]
    if len(labels) != len(parts):
        _check.refuse(name, f"{len(labels)} parts", f"in as many parts as its scores, {len(parts)}")
    for label, part in zip(labels, parts, strict=True):
        if None not in (label.size, part.size) and label.size != part.size:
            _check.refuse(label.name, label.size, f"a row for each of the {part.size} scores of {part.name}")
    return labels


def _label_parts(name, given):
    if _is_path(given):
        return [_files().labels(given)]
    if is_dask(given):
        return [Side(block, "") for block in blocks_of(name, given)]
    array = None if np.ma.is_masked(given) else labels_of(np.asarray(given))
    if array is None or array.ndim == 0:
        _check.refuse(name, given, "whole numbers or text, a row for each score")
    return [ArrayPart(name, array)]
