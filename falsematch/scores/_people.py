"""Rates at a threshold with intervals, by people where they are known: of all comparisons, or of each group."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit, ndtri

from falsematch import _check
from falsematch.intervals import Interval, proportion_interval
from falsematch.scores import _questions
from falsematch.scores._bootstrap import labels_of, numbers_of_people
from falsematch.scores._points import OperatingPoint
from falsematch.scores._split import refuse_labels
from falsematch.scores._stream import Scores

_LOOKED_AT = 1 << 20  # comparisons among which some without a person in common are looked for


@dataclass(frozen=True)
class RateIntervals:
    """Both error rates at a threshold, and how far other comparisons or other people would move them.

    Attributes
    ----------
    point : OperatingPoint
    fmr, fnmr : Interval
        NaN where there was no such comparison.
    genuine_people, impostor_people : int or None
        How many people the comparisons of each kind are of; None where that is not known.
    by_people : bool
        Whether the intervals count people; otherwise they take all comparisons for independent, and are too narrow
        where the same people recur.
    """

    point: OperatingPoint
    fmr: Interval
    fnmr: Interval
    genuine_people: int | None
    impostor_people: int | None

    @property
    def by_people(self):
        return self.genuine_people is not None


def rate_intervals_at(
    genuine, impostor, threshold, *, genuine_subjects=None, impostor_subjects=None, confidence=0.95
):
    """FMR and FNMR at a threshold, each with an interval that counts people where they are known.

    The threshold is held: an interval says how far other people would move the rate at this threshold. (What they would
    make of the FNMR at a false match rate, whose threshold moves with them, is `bootstrap_fnmr_at_fmr`.)

    Parameters
    ----------
    genuine, impostor : array-like of scores
        One-dimensional if subjects are given. One of them may be empty.
    threshold : number
    genuine_subjects, impostor_subjects : array-like, shapes (len(genuine),) and (len(impostor), 2), optional
        As in `bootstrap_fnmr_at_fmr`: who is compared.
    confidence : proportion strictly between 0 and 1

    Returns
    -------
    RateIntervals

    Raises
    ------
    ValueError
        If scores, threshold or subjects are unusable, or subjects are given for one set only.

    Notes
    -----
    Without subjects the intervals are Clopper and Pearson's. With them, each person is left out in turn with all their
    comparisons, those of an impostor in both roles (the jackknife). The interval is symmetric on the log-odds scale,
    and never narrower than Clopper and Pearson's of as many independent comparisons. Where no comparison was an error,
    or all were, leaving people out changes nothing: then only comparisons count that have no person in common, one for
    each genuine person, and as many pairs of other people as are found.

    See Also
    --------
    rates_by_group : the same for each group.
    falsematch.search.fpir_interval : the same for searches.

    References
    ----------
    Efron and Stein (1981), The jackknife estimate of variance, Annals of Statistics 9(3).

    Examples
    --------
    Ten people with ten genuine comparisons each; the matcher misses one person every time:

    >>> genuine, impostor = [0.9] * 90 + [0.3] * 10, [0.4] * 45
    >>> low, high = rate_intervals_at(genuine, impostor, 0.5).fnmr
    >>> round(low, 3), round(high, 3)
    (0.049, 0.176)

    >>> of = [person for person in range(10) for _ in range(10)]
    >>> pairs = [(one, other) for other in range(10) for one in range(other)]
    >>> found = rate_intervals_at(genuine, impostor, 0.5, genuine_subjects=of, impostor_subjects=pairs)
    >>> round(found.fnmr.low, 3), round(found.fnmr.high, 3)
    (0.012, 0.495)

    No false match among 45 comparisons of ten people, five of which have nobody in common:

    >>> found.fmr.low, round(found.fmr.high, 3)
    (0.0, 0.522)
    """
    sets, people, confidence = _checked(genuine, impostor, genuine_subjects, impostor_subjects, confidence)
    return _found(*sets, people, threshold, confidence)


def rates_by_group(
    genuine,
    impostor,
    threshold,
    *,
    genuine_groups,
    impostor_groups,
    genuine_subjects=None,
    impostor_subjects=None,
    confidence=0.95,
):
    """FMR and FNMR of each group at one threshold for all, with intervals that count people where they are known.

    Parameters
    ----------
    genuine, impostor : array-like of scores
        One-dimensional.
    threshold : number
        Often `threshold_at_fmr` of all impostor scores: what one setting means for each group.
    genuine_groups, impostor_groups : array-like of whole numbers or text, shapes (len(genuine),) and (len(impostor),)
        The group that each comparison belongs to.
    genuine_subjects, impostor_subjects, confidence
        As in `rate_intervals_at`.

    Returns
    -------
    dict of group to RateIntervals, by ascending name. Where a group has comparisons of one kind only, the other rate
    is NaN, over 0 comparisons.

    Raises
    ------
    ValueError
        As `rate_intervals_at`, or if groups are unusable.

    Notes
    -----
    Each interval is that of one group: of many groups, some will lie off by chance. People who are in impostor
    comparisons of two groups count in both.

    See Also
    --------
    falsematch.datasets.load_scores : reads groups from a table (`group_column`).

    Examples
    --------
    >>> found = rates_by_group(
    ...     [0.9, 0.4, 0.8, 0.7], [0.6, 0.1, 0.2, 0.3], 0.5, genuine_groups=list("AABB"), impostor_groups=list("AABB")
    ... )
    >>> {group: (at.point.fmr, at.point.fnmr) for group, at in found.items()}
    {'A': (0.5, 0.5), 'B': (0.0, 0.0)}
    """
    sets, people, confidence = _checked(genuine, impostor, genuine_subjects, impostor_subjects, confidence)
    groups = []
    for scores, name, given in zip(
        sets, ("genuine_groups", "impostor_groups"), (genuine_groups, impostor_groups), strict=True
    ):
        array = None if given is None or np.ma.is_masked(given) else labels_of(np.asarray(given))
        if array is None or array.shape != (len(scores),):
            _check.refuse(name, given, f"whole numbers or text of shape ({len(scores)},)")
        groups.append(array)
    if groups[0].dtype.kind != groups[1].dtype.kind:  # "1" and 1 are not surely one group
        _check.refuse("genuine_groups", genuine_groups, "of one kind, that of impostor_groups")
    found = {}
    for group in np.unique(np.concatenate([np.unique(array) for array in groups])):
        at = [array == group for array in groups]
        parts = [Scores(scores.name, scores.values[mine]) for scores, mine in zip(sets, at, strict=True)]
        of_group = None if people is None else (people[0][at[0]], people[1][at[1]], people[2][at[1]])
        found[group.item()] = _found(*parts, of_group, threshold, confidence)
    return found


def _checked(genuine, impostor, genuine_subjects, impostor_subjects, confidence):
    """The two sets of scores, the people of their comparisons by number (None where none are named), the confidence."""
    sets = Scores("genuine", genuine), Scores("impostor", impostor)
    refuse_labels(*sets)
    people = None
    if genuine_subjects is not None or impostor_subjects is not None:
        people = numbers_of_people(genuine_subjects, impostor_subjects, *map(len, sets))[1:]
    return sets, people, _check.single("confidence", _check.open_proportion("confidence", confidence))


def _found(genuine, impostor, people, threshold, confidence):
    point = _questions.rates(genuine, impostor, threshold)
    _check.single("threshold", point.threshold)
    if people is None:
        fmr = _independent(point.false_matches, point.impostor_comparisons, confidence)
        fnmr = _independent(point.false_non_matches, point.genuine_comparisons, confidence)
        return RateIntervals(point, fmr, fnmr, None, None)
    of, first, second = people
    fmr, impostors = interval_by_people(_matched(impostor, point.threshold), (first, second), confidence)
    fnmr, genuines = interval_by_people(~_matched(genuine, point.threshold), (of,), confidence)
    return RateIntervals(point, fmr, fnmr, genuines, impostors)


def _matched(scores, threshold):
    """Which scores match at a threshold."""
    key = scores.keys([threshold])  # none, if it is beyond what scores of this type can be
    chunks = [chunk >= key[0] if key.size else np.zeros(chunk.size, dtype=bool) for chunk in scores.chunks()]
    return np.concatenate([np.zeros(0, dtype=bool), *chunks])


def _independent(errors, trials, confidence):
    return proportion_interval(errors, trials, confidence) if trials else Interval(np.nan, np.nan)


def interval_by_people(wrong, roles, confidence):
    """The interval of a share of wrong comparisons, and how many people these are of.

    Parameters
    ----------
    wrong : ndarray of bool
    roles : one array of numbers of people, or two: who is compared
    """
    errors, trials = int(np.count_nonzero(wrong)), wrong.size
    each = sum((np.bincount(role, minlength=1 + max(r.max(initial=0) for r in roles)) for role in roles), 0)
    people = int(np.count_nonzero(each))
    if not trials:
        return Interval(np.nan, np.nan), people
    if errors in (0, trials):
        apart = people if len(roles) == 1 else _nobody_in_common(*roles)
        return proportion_interval(apart if errors else 0, apart, confidence), people
    mine = each > 0
    errors_each = sum(np.bincount(role[wrong], minlength=each.size) for role in roles)[mine]
    left = trials - each[mine]
    if np.any(left == 0):  # somebody is in all comparisons: what others would have done cannot be known
        return Interval(0.0, 1.0), people
    without = (errors - errors_each) / left
    rate = errors / trials
    spread = ndtri(0.5 + confidence / 2) * np.sqrt((people - 1) * np.var(without)) / (rate * (1 - rate))
    low, high = expit(logit(rate) + np.array([-spread, spread]))
    alone = proportion_interval(errors, trials, confidence)
    return Interval(min(float(low), alone.low), max(float(high), alone.high)), people


def _nobody_in_common(first, second):
    """How many comparisons of two people are found of which no two have a person in common.

    They are looked for without a look at their scores, so that each of them is a trial of its own.
    """
    order = np.random.default_rng(
        0
    )  # in a table sorted by people, one after the other would have somebody in common
    places = (
        order.permutation(first.size)
        if first.size <= _LOOKED_AT
        else order.integers(first.size, size=_LOOKED_AT)
    )
    first, second = first[places], second[places]
    free = np.ones(1 + max(first.max(), second.max()), dtype=bool)
    count = 0
    while first.size:
        _, earliest = np.unique(first, return_index=True)
        for one, other in zip(first[earliest].tolist(), second[earliest].tolist(), strict=True):
            if free[one] and free[other]:
                free[one] = free[other] = False
                count += 1
        left = free[first] & free[second]
        first, second = first[left], second[left]
    return count
