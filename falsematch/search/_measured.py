"""FPIR of galleries of any size, from a full table of who matched whom."""

import numpy as np

from falsematch import _check
from falsematch.search._expected import effective_size


def different_values(wrong_within, others):
    """The different values of `wrong_within` and how many probes have each."""
    others = _check.single("others", _check.whole("others", others))
    wrong_within = _check.whole("wrong_within", wrong_within)
    if wrong_within.size == 0:
        _check.refuse("wrong_within", wrong_within, "of at least one probe")
    values, probes = np.unique(wrong_within, return_counts=True)
    if values[-1] > others:
        _check.refuse("wrong_within", float(values[-1]), f"at most others = {others:.0f}")
    return values, probes, others


def chance_in_gallery(wrong, others, gallery_size):
    """Chance that N people drawn from `others` include one of the `wrong`; shape sizes x values."""
    gallery_size = _check.whole("gallery_size", gallery_size)
    if np.any(gallery_size > others):
        _check.refuse("gallery_size", float(np.max(gallery_size)), f"at most others = {others:.0f}")
    size = gallery_size[..., None]
    left = others - wrong - size + 1
    sure = left < 1  # more wrong people than can be left out of the gallery
    # The chance of none is a product over the gallery or, equally, over the wrong people. The shorter
    # product spans the narrower integral.
    short, long, left = np.minimum(wrong, size), np.maximum(wrong, size), np.maximum(left, 1.0)
    span = np.log1p(short / left)
    return np.where(sure, 1.0, -np.expm1(-span * effective_size(left, span, long)))


def fpir_measured(wrong_within, others, gallery_size):
    """Share of non-mated searches with at least one candidate, averaged over all possible galleries.

    Each probe was compared with `others` other people, and `wrong_within` of them reached the
    threshold. A gallery of N people drawn from these others holds at least one of them with
    probability 1 - C(others - wrong, N) / C(others, N). That is computed, not simulated, so the
    result is the exact average over all galleries of that size; only the people are a sample.

    Parameters
    ----------
    wrong_within : array-like, whole numbers in [0, others], at least one
        For each probe, how many other people match it.
    others : whole number >= 0
        How many other people each probe was compared with.
    gallery_size : array-like, whole number in [0, others]

    Returns
    -------
    float or ndarray of the shape of `gallery_size`, proportion in [0, 1], relative error about 1e-14.
    At size 1 it is the FMR: the mean of ``wrong_within / others``.

    Raises
    ------
    ValueError
        If a count is negative, not whole or above `others`, or there is no probe.

    See Also
    --------
    fpir, fpir_heterogeneous : from an average rate, where no full table is at hand.
    fpir_interval, bootstrap_fpir_measured : how far other people would move the result.

    Examples
    --------
    Ten matching pairs out of 4 x 100, all of them one probe's, or spread over the probes:

    >>> round(fpir_measured([10, 0, 0, 0], 100, 20), 3)
    0.226
    >>> round(fpir_measured([3, 3, 2, 2], 100, 20), 3)
    0.427
    """
    values, probes, others = different_values(wrong_within, others)
    chance = chance_in_gallery(values, others, gallery_size)
    return _check.plain(chance @ probes / probes.sum())
