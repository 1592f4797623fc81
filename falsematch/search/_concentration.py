"""On how few people the false matches fall."""

import numpy as np

from falsematch import _check


def by_busiest(counts):
    """The different counts, greatest first, and how many people have each."""
    counts = _check.whole("counts", counts)
    if counts.size == 0:
        _check.refuse("counts", counts, "of at least one person")
    values, people = np.unique(counts, return_counts=True)
    return values[::-1], people[::-1]


def share_of_busiest(values, people, share):
    total = values @ people
    if total == 0:
        return np.full(np.shape(share), np.nan)
    # People in order of their counts, and the false matches of all up to each. Between two people, and
    # along people with equal counts, the curve is a straight line, so only its corners are needed.
    so_many = np.concatenate([[0.0], np.cumsum(people)])
    carry = np.concatenate([[0.0], np.cumsum(values * people)])
    return np.interp(np.asarray(share) * so_many[-1], so_many, carry) / total


def concentration(counts, share):
    """Share of all false matches that falls on the busiest people.

    Parameters
    ----------
    counts : array-like, whole numbers >= 0, at least one person
        False matches of each person, those with none included.
    share : array-like, proportion in [0, 1]
        How many of the people: 0.05 for the busiest twentieth. If that is not a whole number of people,
        the last of them counts in part.

    Returns
    -------
    float or ndarray of the shape of `share`: at least `share`, and equal to it if all have the same
    count. NaN if there are no false matches at all.

    Raises
    ------
    ValueError
        If a count is negative or not whole, there is nobody, or a share is outside [0, 1].

    See Also
    --------
    bootstrap_concentration : how far other people would move the result.

    Examples
    --------
    Of 20 false matches among ten people, one person has half:

    >>> concentration([10, 3, 2, 1, 1, 1, 1, 1, 0, 0], 0.1)
    0.5
    """
    values, people = by_busiest(counts)
    share = _check.proportion("share", share)
    return _check.plain(share_of_busiest(values, people, share))
