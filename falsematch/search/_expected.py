"""What a search of N is expected to return, from the rates of one comparison."""

import numpy as np

from falsematch import _check


def expected_false_candidates(searches, gallery_size, fmr):
    """How many wrong people all searches together are expected to return.

    searches x gallery_size x fmr. Exact whatever the comparisons have to do with each other, because
    an average of a sum is the sum of the averages.

    Parameters
    ----------
    searches : array-like, finite number >= 0
        Non-mated searches. It may be an average (per day, say) and need not be whole.
    gallery_size : array-like, whole number >= 0
        People enrolled, one comparison each.
    fmr : array-like, proportion in [0, 1]
        False match rate of one comparison.

    Returns
    -------
    float or ndarray, not rounded: an expectation above 0 stays above 0.

    Raises
    ------
    ValueError
        If a rate is outside [0, 1], a size not whole, or anything negative, infinite or NaN.

    See Also
    --------
    false_candidate_sd : how far the number would scatter.
    fpir : the chance that one search returns anybody.

    Examples
    --------
    One face against 1.3 billion at an FMR of 0.2 %:

    >>> round(expected_false_candidates(1, 1_300_000_000, 0.002))
    2600000
    """
    searches = _check.amount("searches", searches)
    gallery_size = _check.whole("gallery_size", gallery_size)
    fmr = _check.proportion("fmr", fmr)
    _check.one_shape(searches=searches, gallery_size=gallery_size, fmr=fmr)
    return _check.plain(searches * gallery_size * fmr)


def false_candidate_sd(searches, gallery_size, fmr):
    """Standard deviation of the number of false candidates, if comparisons were independent.

    The square root of searches x gallery_size x fmr x (1 - fmr). False matches gather on some people
    (see `concentration`), so real numbers scatter more: this is a lower guide, not a bound on surprise.

    Parameters
    ----------
    searches, gallery_size, fmr
        As in `expected_false_candidates`.

    Returns
    -------
    float or ndarray, in candidates.

    Raises
    ------
    ValueError
        As `expected_false_candidates`.

    See Also
    --------
    expected_false_candidates : the mean that this is the scatter around.
    concentration : on how few people false matches fall.

    Examples
    --------
    >>> round(false_candidate_sd(1, 1_300_000_000, 0.002))
    1611
    """
    searches = _check.amount("searches", searches)
    gallery_size = _check.whole("gallery_size", gallery_size)
    fmr = _check.proportion("fmr", fmr)
    _check.one_shape(searches=searches, gallery_size=gallery_size, fmr=fmr)
    return _check.plain(np.sqrt(searches * gallery_size * fmr * (1 - fmr)))


def _any_of(fmr, gallery_size):
    # Written as 1 - (1 - fmr)**N, a rate below 1e-16 would vanish in 1 - fmr. log1p and expm1 keep
    # all its digits. Nor does a large N cost any: 1 - exp(-x) is never more sensitive than x itself.
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = -np.expm1(gallery_size * np.log1p(-fmr))
    return np.where(gallery_size == 0, 0.0, chance)


def fpir(fmr, gallery_size):
    """Chance that a search of a stranger returns at least one candidate.

    Treats the comparisons of one search as independent. Measured galleries fall below this (false
    matches gather on few people): see `fpir_heterogeneous` and `fpir_measured`.

    Parameters
    ----------
    fmr : array-like, proportion in [0, 1]
        False match rate of one comparison.
    gallery_size : array-like, whole number >= 0
        People enrolled, one comparison each.

    Returns
    -------
    float or ndarray, proportion in [0, 1], of the broadcast shape.

    Raises
    ------
    ValueError
        If a rate is outside [0, 1] or NaN, or a size is negative or not whole.

    References
    ----------
    ISO/IEC 19795-1:2021, open-set identification. Accurate for rates down to 1e-300: uses expm1/log1p.

    See Also
    --------
    fpir_heterogeneous : where strangers differ in how easily they match.
    fpir_measured : counted, where everybody was compared with everybody.
    fmr_for_fpir : the other way round.
    open_set_rates : from scores of searches at hand.

    Examples
    --------
    One false match in a million comparisons, ten thousand people on the list:

    >>> round(fpir(1e-6, 10_000), 6)
    0.00995
    """
    fmr = _check.proportion("fmr", fmr)
    gallery_size = _check.whole("gallery_size", gallery_size)
    _check.one_shape(fmr=fmr, gallery_size=gallery_size)
    return _check.plain(_any_of(fmr, gallery_size))


def fmr_for_fpir(fpir, gallery_size):
    """False match rate at which the function `fpir` takes the given value.

    Parameters
    ----------
    fpir : array-like, proportion in [0, 1]
        Accepted chance that a search of a stranger returns anybody.
    gallery_size : array-like, whole number >= 1

    Returns
    -------
    float or ndarray, proportion in [0, 1].

    Raises
    ------
    ValueError
        If a rate is outside [0, 1] or NaN, or a size is below 1 or not whole.

    See Also
    --------
    fpir : the other way round.
    falsematch.intervals.trials_for_zero_errors : how many comparisons would show such a rate.

    Examples
    --------
    For one search in a hundred to go wrong among 1.3 billion people:

    >>> f"{fmr_for_fpir(0.01, 1_300_000_000):.3g}"
    '7.73e-12'
    """
    wanted = _check.proportion("fpir", fpir)
    gallery_size = _check.whole("gallery_size", gallery_size, 1)
    _check.one_shape(fpir=wanted, gallery_size=gallery_size)
    with np.errstate(divide="ignore"):
        return _check.plain(-np.expm1(np.log1p(-wanted) / gallery_size))


_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(24)
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2  # from [-1, 1] to [0, 1]


def _times_harmonic(y, n):
    """y * (1/y + 1/(y+1) + ... + 1/(y+n-1)), for n up to billions, as a sum of positive parts."""
    total = np.where(n >= 1, 1.0, 0.0)  # y/y, also at y = 0
    for i in range(1, 16):
        total = total + np.where(n > i, y / (y + i), 0.0)
    # The terms from the 17th on: Euler-Maclaurin's formula, each difference taken by log1p and expm1.
    z, rest = y + 16, np.maximum(n - 16, 0)
    log_ratio = np.log1p(rest / z)
    tail = log_ratio + rest / (2 * z) / (z + rest)
    for power, factor in ((2, 1 / 12), (4, -1 / 120), (6, 1 / 252), (8, -1 / 240)):
        tail = tail - factor * z**-power * np.expm1(-power * log_ratio)
    return total + y * tail


def effective_size(y, span, n):
    """Average of `_times_harmonic` while its first argument grows from y to y * exp(span).

    Products of the form (y/(y+a)) ((y+1)/(y+1+a)) ... ((y+n-1)/(y+n-1+a)) equal
    exp(-span * effective size) with span = ln(1 + a/y). Their logarithm is the difference of four log
    gamma functions, which are huge and nearly cancel; this integral of their derivative only adds
    positive numbers. The integrand is so smooth that 24 Gauss points leave no visible error.
    """
    size = np.zeros(np.broadcast_shapes(np.shape(y), np.shape(span), np.shape(n)))
    for node, weight in zip(_NODES, _WEIGHTS, strict=True):
        size = size + weight * _times_harmonic(y * np.exp(span * node), n)
    return size


def fpir_heterogeneous(mean_fmr, gallery_size, cv):
    """Chance that a search of a stranger returns at least one candidate, when strangers differ.

    Each probe has a false match rate of its own, drawn from a Beta distribution; given it, the
    comparisons of one search are independent. The same number of false matches then falls on fewer
    searches, so that the result is at most ``fpir(mean_fmr, gallery_size)``. The expected number of
    false candidates does not change. Equivalently, the gallery acts as if it were smaller.

    Parameters
    ----------
    mean_fmr : array-like, proportion in [0, 1]
        False match rate averaged over probes.
    gallery_size : array-like, whole number >= 0
    cv : array-like, finite number >= 0
        Coefficient of variation across probes: standard deviation of their rates over the mean. 0 gives
        `fpir`. The largest possible value is sqrt((1 - mean_fmr) / mean_fmr): some probes match
        everybody, the others nobody, and the result is `mean_fmr` for any gallery.

    Returns
    -------
    float or ndarray, proportion in [0, 1], relative error about 1e-14.

    Raises
    ------
    ValueError
        If a rate is outside [0, 1] or NaN, a size negative or not whole, or `cv` negative or larger
        than any distribution with this mean can have (by more than rounding: 1 part in 1e12).

    Notes
    -----
    1 - E[(1 - p)^N] for p ~ Beta(a, b): the beta-binomial distribution's chance of at least one.

    See Also
    --------
    fpir : where all strangers are alike.
    fpir_measured : counted, where everybody was compared with everybody.

    Examples
    --------
    >>> round(fpir(1e-4, 10_000), 3), round(fpir_heterogeneous(1e-4, 10_000, 3), 3)
    (0.632, 0.226)
    """
    mean = _check.proportion("mean_fmr", mean_fmr)
    gallery_size = _check.whole("gallery_size", gallery_size)
    cv = _check.amount("cv", cv)
    _check.one_shape(mean_fmr=mean, gallery_size=gallery_size, cv=cv)
    mean, gallery_size, cv = np.broadcast_arrays(mean, gallery_size, cv)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        largest = np.sqrt(1 - mean) / np.sqrt(mean)  # a quotient of the two could be beyond the largest float
        # A cv worked out from rates that are all 0 or 1 is the largest, give or take its last digits.
        too_large = cv > largest * (1 + 1e-12)
        if np.any(too_large):
            i = np.argmax(too_large)
            rule = f"at most sqrt((1 - mean_fmr) / mean_fmr) = {float(largest.flat[i])!r}"
            _check.refuse("cv", float(cv.flat[i]), rule)
        # Beta(a, b): a + b follows from the variance, mean * (1 - mean) / (a + b + 1).
        spread = mean * cv * cv
        b = (1 - mean) * np.maximum((1 - mean - spread) / spread, 0.0)
        same = ~np.isfinite(b)  # all probes alike: infinite, or NaN where all of them match everybody
        span = -np.log1p(-mean)
        differing = -np.expm1(-span * effective_size(b, span, gallery_size))
    return _check.plain(np.where(same, _any_of(mean, gallery_size), differing))


def max_impostor_quantile(q, gallery_size, isf):
    """The q-quantile of a stranger's best score against a whole gallery.

    The greatest of N independent scores stays below x with probability F(x)^N. The threshold that keeps
    FPIR at 1 - q is therefore the impostor score exceeded with probability 1 - q^(1/N).

    Parameters
    ----------
    q : array-like, proportion strictly between 0 and 1
    gallery_size : array-like, whole number >= 1
    isf : callable
        Inverse survival function of impostor scores: takes an array of tail probabilities and returns
        the scores exceeded with these probabilities (the method `isf` of a scipy distribution, say).

    Returns
    -------
    float or ndarray of scores: whatever `isf` returns for the tail probabilities.

    Raises
    ------
    ValueError
        If `q` is not in (0, 1), a size is below 1 or not whole, or `isf` cannot be called.

    See Also
    --------
    fmr_for_fpir : the same threshold, named by its false match rate.

    Examples
    --------
    If impostor scores were normal, the median best score among a million would lie almost five
    standard deviations out:

    >>> from scipy.special import ndtri
    >>> round(max_impostor_quantile(0.5, 1_000_000, lambda tail: -ndtri(tail)), 3)
    4.827
    """
    q = _check.open_proportion("q", q)
    gallery_size = _check.whole("gallery_size", gallery_size, 1)
    _check.one_shape(q=q, gallery_size=gallery_size)
    if not callable(isf):
        _check.refuse("isf", isf, "a function that takes tail probabilities")
    return _check.plain(isf(-np.expm1(np.log(q) / gallery_size)))
