"""Intervals of search results that keep what belongs to one person together."""

import numpy as np
from scipy.special import expit, logit, ndtri

from falsematch import _check
from falsematch.intervals import Interval, ReplicateInterval, percentile_ends
from falsematch.search._concentration import by_busiest, share_of_busiest
from falsematch.search._measured import chance_in_gallery, different_values, fpir_measured

_BLOCK = 1 << 22  # numbers drawn at a time; it decides memory only


class PeopleInterval(ReplicateInterval):
    """A percentile bootstrap interval from resampled people: a `falsematch.intervals.ReplicateInterval`."""


def _resampled(people, replicates, seed):
    """Yield blocks of resamples: how often each different value is drawn, in rows.

    Drawing n people with replacement and counting their values is one multinomial draw.
    """
    rng = _check.generator(seed)
    replicates = int(_check.single("replicates", _check.whole("replicates", replicates, 1)))
    block = max(1, _BLOCK // len(people))
    for first in range(0, replicates, block):
        yield rng.multinomial(people.sum(), people / people.sum(), size=min(block, replicates - first))


def _people_interval(estimate, replicates, confidence):
    low, high = percentile_ends(replicates, confidence)
    return PeopleInterval(_check.plain(estimate), low, high, float(confidence), replicates)


def bootstrap_fpir_measured(wrong_within, others, gallery_size, *, replicates=1000, seed, confidence=0.95):
    """Bootstrap interval of `fpir_measured` from resampled probes.

    All comparisons of a probe are kept together, because they share its face. The others it was compared
    with are not resampled: the interval says how far other probes would move the result, not how far
    another gallery would. If probes and gallery are the same people, every false match counts for both of
    them, and the interval is too narrow: then `fpir_interval`, which takes the list of matching pairs and
    follows people through both roles, is the one to use.

    Parameters
    ----------
    wrong_within, others, gallery_size
        As in `fpir_measured`.
    replicates : whole number >= 1
    confidence : proportion strictly between 0 and 1
    seed : int or anything else that `numpy.random.default_rng` takes, but None
        The same seed gives the same interval.

    Returns
    -------
    PeopleInterval, with arrays if `gallery_size` is one (one resample then serves all sizes).

    Raises
    ------
    ValueError
        As `fpir_measured`, or if the last three arguments are unusable.

    Notes
    -----
    A bootstrap sees only what happened: with no false match at hand it gives [0, 0]. Then
    `falsematch.intervals.zero_error_bound` of the number of probes says what so few can show.

    See Also
    --------
    fpir_measured : the estimate alone.
    fpir_interval : where probes and gallery are the same people.

    Examples
    --------
    >>> found = bootstrap_fpir_measured([0] * 90 + [5] * 10, 1000, 100, seed=1)
    >>> found.low < found.estimate < found.high
    True
    """
    values, probes, others = different_values(wrong_within, others)
    chance = chance_in_gallery(values, others, gallery_size)
    each = np.moveaxis(chance, -1, 0)
    drawn = [np.tensordot(rows, each, 1) for rows in _resampled(probes, replicates, seed)]
    estimate = chance @ probes / probes.sum()
    return _people_interval(estimate, np.concatenate(drawn) / probes.sum(), confidence)


def fpir_interval(pairs, people, gallery_size, confidence=0.95):
    """Interval of `fpir_measured` that follows people in both roles: a jackknife, one person at a time.

    For a full table in which everybody was compared with everybody else. A person left out goes as a
    probe and from every gallery, with all pairs: the false matches of one person stand and fall
    together. Resampling with replacement is no help here, since a person drawn twice doubles her
    lookalikes, and in a large gallery that alone lowers FPIR. The interval is symmetric on the log-odds
    scale, which keeps it within (0, 1).

    Parameters
    ----------
    pairs : array-like of whole numbers, shape (false matches, 2)
        Probe and enrolled person of each false match, numbered from 0. A symmetric matcher's pair
        stands in it twice, once in each direction.
    people : whole number >= 3
        Everybody, those without a false match included.
    gallery_size : array-like, whole number in [0, people - 1]
        Where everybody else is enrolled, leaving somebody out makes the gallery smaller by one, too.
    confidence : proportion strictly between 0 and 1

    Returns
    -------
    Interval of floats or of arrays of the shape of `gallery_size`: proportions. NaN where the estimate is
    0 or 1, of which a jackknife knows nothing: see `falsematch.intervals.zero_error_bound`.

    Raises
    ------
    ValueError
        If a number of a person is not whole or not below `people`, somebody matches themselves, or the
        other arguments are unusable.

    References
    ----------
    Efron and Stein (1981), The jackknife estimate of variance, Annals of Statistics 9(3).

    See Also
    --------
    fpir_measured : the estimate.
    bootstrap_fpir_measured : where the probes are other people than the gallery.

    Examples
    --------
    >>> low, high = fpir_interval([(0, 1), (1, 0), (2, 3), (3, 2), (2, 4), (4, 2)], people=40, gallery_size=10)
    >>> round(low, 3), round(high, 3)
    (0.006, 0.194)
    """
    people = int(_check.single("people", _check.whole("people", people, 3)))
    sizes = _check.whole("gallery_size", gallery_size)
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
    probes, enrolled = _pairs(pairs, people)
    wrong = np.bincount(probes, minlength=people)
    reach = ndtri(0.5 + confidence / 2)
    ends = np.full((sizes.size, 2), np.nan)
    for place, size in enumerate(sizes.flat):
        estimate = fpir_measured(wrong, people - 1, size)
        if not 0 < estimate < 1:
            continue
        # Chances that a gallery drawn from one person fewer holds one of k lookalikes, k = 0, 1, ...
        chance = chance_in_gallery(np.arange(wrong.max() + 1), people - 2, min(size, people - 2))
        # Without person i: her own search goes, and whoever matched her has one lookalike fewer. What goes with
        # each is all that tells the estimates without one person from each other.
        lost = chance[wrong] + np.bincount(
            enrolled, weights=chance[wrong[probes]] - chance[wrong[probes] - 1], minlength=people
        )
        error = reach * np.sqrt(np.var(lost) / (people - 1)) / (estimate * (1 - estimate))
        ends[place] = expit(logit(estimate) + np.array([-error, error]))
    return Interval(*(_check.plain(end.reshape(sizes.shape)) for end in ends.T))


def _pairs(pairs, people):
    """Probes and enrolled people of false matches, as two arrays of whole numbers."""
    array = _check.whole("pairs", pairs)
    if array.size == 0:
        array = array.reshape(0, 2)
    if array.ndim != 2 or array.shape[1] != 2:
        _check.refuse("pairs", pairs, "of shape (false matches, 2): probe and enrolled person")
    if array.size and array.max() >= people:
        _check.refuse("pairs", float(array.max()), f"numbers of people below people = {people}")
    probes, enrolled = array.T.astype(np.int64)
    if np.any(probes == enrolled):
        _check.refuse("pairs", array[probes == enrolled][0].tolist(), "of two different people")
    return probes, enrolled


def bootstrap_concentration(counts, share, *, replicates=1000, seed, confidence=0.95):
    """Bootstrap interval of `concentration` from resampled people.

    Parameters
    ----------
    counts, share
        As in `concentration`.
    replicates, confidence, seed
        As in `bootstrap_fpir_measured`.

    Returns
    -------
    PeopleInterval, with arrays if `share` is one. Resamples without any false match have no
    concentration: they are NaN and left out; if there are no false matches at all, so is everything.

    Raises
    ------
    ValueError
        As `concentration`, or if the last three arguments are unusable.

    Notes
    -----
    Two people of one false match each count it. They are resampled as if their counts were independent,
    and if one rare person carries much, a resample has that person or not: read a wide interval as that.

    See Also
    --------
    concentration : the estimate alone.

    Examples
    --------
    >>> found = bootstrap_concentration([30, 10, 5, 3, 2] + [1] * 45, 0.1, seed=1)
    >>> found.low < found.estimate < found.high
    True
    """
    values, people = by_busiest(counts)
    share = _check.proportion("share", share)
    drawn = [
        share_of_busiest(values, row, share) for rows in _resampled(people, replicates, seed) for row in rows
    ]
    return _people_interval(share_of_busiest(values, people, share), np.stack(drawn), confidence)
