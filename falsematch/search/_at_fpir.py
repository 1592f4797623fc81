"""Misses at a rate of false alarms, and galleries with several photographs of a person."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from falsematch import _check
from falsematch.intervals import Interval, proportion_interval
from falsematch.scores._bootstrap import labels_of
from falsematch.scores._people import interval_by_people
from falsematch.scores._points import allowed_matches, next_threshold
from falsematch.search._scored import OpenSetRates, counted, ranks_of, scores_of


@dataclass(frozen=True)
class OpenSetPoint(OpenSetRates):
    """What a threshold that meets an FPIR target did: `OpenSetRates` with intervals.

    `fpir` is what was realised, at most the target. `rank` is None where mates of any rank count.

    Attributes
    ----------
    fpir_interval, fnir_interval : Interval
        At this threshold.
    """

    fpir_interval: Interval
    fnir_interval: Interval


class Searches(NamedTuple):
    """Searches of a gallery of people, as `open_set_rates` and `fnir_at_fpir` take them.

    Attributes
    ----------
    mated : ndarray, shape (mated searches,)
    nonmated : ndarray, shape (mated searches, people - 1)
        The same searches with everybody else, in the order of `gallery`.
    nonmated_searches : ndarray, shape (strangers' searches, people), or None if nobody is a stranger
    mated_subjects, nonmated_subjects : ndarrays
        Who is searched for in each.
    gallery : ndarray, shape (people,)
        Who is enrolled, by ascending name.
    """

    mated: np.ndarray
    nonmated: np.ndarray
    nonmated_searches: np.ndarray | None
    mated_subjects: np.ndarray
    nonmated_subjects: np.ndarray
    gallery: np.ndarray


def fnir_at_fpir(
    mated,
    nonmated,
    fpir,
    rank=None,
    nonmated_searches=None,
    *,
    mated_subjects=None,
    nonmated_subjects=None,
    confidence=0.95,
):
    """FNIR at the least threshold that meets an FPIR target; never interpolated.

    The threshold T is the least one of the scores' type at which the share of non-mated searches with any score >= T
    (never -inf) is at most `fpir`, a quotient in float64. Scores tied with the first one that has to be excluded are
    excluded too. A mated search misses if its mate is below T or, with ``rank=R``, behind more than R - 1 others, ties
    counting as ahead.

    Parameters
    ----------
    mated, nonmated, nonmated_searches : array-like of scores
        As in `open_set_rates`: without `nonmated_searches`, each search counts once more with its mate left out.
    fpir : number, proportion in [0, 1]
        The target. A target below 1 in the number of non-mated searches is realised as 0. 1 gives T = -inf.
    rank : whole number >= 1, optional
        How many of the best candidates are looked at. Without it a mate of any rank counts.
    mated_subjects, nonmated_subjects : array-like of whole numbers or text, shapes of the searches, optional
        Who is searched for, where the same people are searched for several times. Those of the non-mated searches are
        those of the mated ones, if these count once more.
    confidence : proportion strictly between 0 and 1

    Returns
    -------
    OpenSetPoint

    Raises
    ------
    ValueError
        As `open_set_rates`, or if a rate or subjects are unusable.

    Notes
    -----
    Intervals are Clopper and Pearson's over searches at this T, or, with subjects, those of
    `falsematch.scores.rate_intervals_at`, which count people. The gallery is held: another one would give other rates.

    See Also
    --------
    open_set_rates : at a threshold of one's own.
    best_per_person : for galleries with several photographs of a person.
    falsematch.scores.fnmr_at_fmr : the same for comparisons.

    References
    ----------
    ISO/IEC 19795-1:2021, open-set identification.

    Examples
    --------
    Four probes of enrolled people and four of strangers, in a gallery of two. At most one stranger in four may raise an
    alarm, so 0.6 has to be excluded:

    >>> mates, others = [0.9, 0.7, 0.6, 0.3], [[0.1], [0.2], [0.8], [0.2]]
    >>> strangers = [[0.8, 0.1], [0.6, 0.2], [0.1, 0.5], [0.3, 0.4]]
    >>> found = fnir_at_fpir(mates, others, 0.25, nonmated_searches=strangers)
    >>> found.threshold > 0.6, found.fpir, found.fnir
    (True, 0.25, 0.5)
    """
    target = _check.single("fpir", _check.proportion("fpir", fpir))
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
    mated, nonmated, ranks = ranks_of(mated, nonmated)
    strangers = nonmated
    if nonmated_searches is not None:
        strangers = scores_of("nonmated_searches", nonmated_searches, 2, "(searches, people)")
    elif nonmated_subjects is not None:
        _check.refuse("nonmated_subjects", nonmated_subjects, "left out, or given with nonmated_searches")
    else:
        nonmated_subjects = mated_subjects
    if rank is not None:
        rank = int(_check.single("rank", _check.whole("rank", rank, 1)))
    best = strangers.max(axis=1) if strangers.shape[1] else np.full(len(strangers), -np.inf)
    # As np.float64: beside float32 scores a Python float would be rounded to float32 first.
    threshold = np.float64(_least_threshold(best, target, np.result_type(mated, nonmated, strangers)))
    alarms = (best >= threshold) & (best > -np.inf)
    misses = (mated < threshold) | (ranks > (np.inf if rank is None else rank)) | (mated == -np.inf)
    return OpenSetPoint(
        **counted(alarms, misses, strangers, nonmated, threshold, rank),
        fpir_interval=_interval(alarms, "nonmated_subjects", nonmated_subjects, confidence),
        fnir_interval=_interval(misses, "mated_subjects", mated_subjects, confidence),
    )


def _least_threshold(best, fpir, dtype):
    """The least threshold that at most a share of the searches reaches, with the best of their scores."""
    allowed = allowed_matches(best.size, fpir)
    if allowed == best.size:
        return -np.inf
    place = best.size - 1 - allowed
    return next_threshold(float(np.partition(best, place)[place]), dtype)


def _interval(wrong, name, subjects, confidence):
    if subjects is None:
        return proportion_interval(int(np.count_nonzero(wrong)), wrong.size, confidence)
    people = _numbers_of(name, subjects, (wrong.size,))[1]
    return interval_by_people(wrong, (people,), confidence)[0]


def _numbers_of(name, subjects, shape):
    """Different people, and the number of each of those given."""
    people = None if np.ma.is_masked(subjects) else labels_of(np.asarray(subjects))
    if people is None or people.shape != shape:
        _check.refuse(name, subjects, f"whole numbers or text of shape {shape}")
    return np.unique(people, return_inverse=True)


def best_per_person(similarity, probe_subjects, gallery_subjects):
    """Searches of a gallery with several photographs of a person: each person counts with the best score.

    A person is a candidate if one of their photographs is; so the score of a probe with a person is the greatest of
    its scores with that person's photographs. More photographs find more, and raise more false alarms: say how many
    there were.

    Parameters
    ----------
    similarity : array-like of scores, shape (searches, photographs)
        -inf marks a failure; a person all of whose photographs failed has -inf.
    probe_subjects : array-like of whole numbers or text, shape (searches,)
        Who each probe is of.
    gallery_subjects : array-like of whole numbers or text, shape (photographs,)
        Who each photograph is of.

    Returns
    -------
    Searches
        A search is mated if its person has a photograph in the gallery, and a stranger's if not.

    Raises
    ------
    ValueError
        If scores or subjects are unusable, or there is no photograph.

    See Also
    --------
    fnir_at_fpir, open_set_rates, cmc : take what this returns.

    References
    ----------
    ISO/IEC 19795-1:2021, open-set identification.

    Examples
    --------
    Ann has two photographs in the gallery, Bob one; Eve is a stranger:

    >>> found = best_per_person([[0.4, 0.9, 0.2], [0.6, 0.3, 0.1]], ["ann", "eve"], ["ann", "ann", "bob"])
    >>> found.mated.tolist(), found.nonmated.tolist(), found.nonmated_searches.tolist()
    ([0.9], [[0.2]], [[0.6, 0.1]])
    """
    scores = scores_of("similarity", similarity, 2, "(searches, photographs)")
    if not scores.shape[1]:
        _check.refuse("similarity", scores.shape, "of at least one photograph")
    probes, probe = _numbers_of("probe_subjects", probe_subjects, scores.shape[:1])
    gallery, photograph = _numbers_of("gallery_subjects", gallery_subjects, scores.shape[1:])
    if probes.dtype.kind != gallery.dtype.kind:  # "1" and 1 are not surely one person
        _check.refuse("probe_subjects", probe_subjects, "of one kind, that of gallery_subjects")
    order = np.argsort(photograph)
    starts = np.searchsorted(photograph[order], np.arange(len(gallery)))
    best = np.maximum.reduceat(scores[:, order], starts, axis=1)
    place = np.minimum(np.searchsorted(gallery, probes), len(gallery) - 1)
    enrolled = (gallery[place] == probes)[probe]
    own = place[probe][enrolled]
    others = np.arange(len(gallery)) != own[:, None]
    nonmated = best[enrolled][others].reshape(len(own), len(gallery) - 1)
    strangers = best[~enrolled]
    return Searches(
        best[enrolled, own],
        nonmated,
        strangers if len(strangers) else None,
        probes[probe[enrolled]],
        probes[probe[~enrolled]],
        gallery,
    )
