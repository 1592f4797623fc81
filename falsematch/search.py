"""One face against many: false positives of a search, misses, and who the false matches fall on.

A search compares one *probe* with everybody in a *gallery*. It is *mated* if the gallery holds the
probe's own person (the *mate*), *non-mated* if not. A candidate is somebody whose score reaches the
threshold. FMR is about one comparison, FPIR about one non-mated search, FNIR about one mated search.
All functions take arrays where a single number is described, and broadcast them, unless they say
otherwise.

References
----------
ISO/IEC 19795-1:2021 for the terms. The formulas are the binomial, beta-binomial and hypergeometric
distributions' chance of none, and the distribution of the greatest of N independent scores.
"""

from dataclasses import dataclass

import numpy as np

from falsematch import _check

__all__ = [
    "OpenSetRates",
    "PeopleInterval",
    "bootstrap_concentration",
    "bootstrap_fpir_measured",
    "cmc",
    "concentration",
    "expected_false_candidates",
    "false_candidate_sd",
    "fmr_for_fpir",
    "fpir",
    "fpir_heterogeneous",
    "fpir_measured",
    "max_impostor_quantile",
    "open_set_rates",
]


# ------------------------------------------------------------------ how many false candidates


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


# ------------------------------------------------------------------ chance of at least one


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
    for power, factor in ((2, 1 / 12), (4, -1 / 120), (6, 1 / 252), (8, -1 / 240), (10, 1 / 132)):
        tail = tail - factor * z**-power * np.expm1(-power * log_ratio)
    return total + y * tail


def _effective_size(y, span, n):
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
        largest = np.sqrt((1 - mean) / mean)
        # A cv worked out from rates that are all 0 or 1 is the largest, give or take its last digits.
        too_large = cv > largest * (1 + 1e-12)
        if np.any(too_large):
            i = np.argmax(too_large)
            rule = f"at most sqrt((1 - mean_fmr) / mean_fmr) = {float(largest.flat[i])!r}"
            _check.refuse("cv", float(cv.flat[i]), rule)
        # Beta(a, b): a + b follows from the variance, mean * (1 - mean) / (a + b + 1).
        spread = mean * cv * cv
        b = (1 - mean) * np.maximum((1 - mean - spread) / spread, 0.0)
        same = ~np.isfinite(b) | (mean == 1)  # all probes alike
        span = np.where(same, 0.0, -np.log1p(-mean))
        size = _effective_size(np.where(same, 1.0, b), span, gallery_size)
    return _check.plain(np.where(same, _any_of(mean, gallery_size), -np.expm1(-span * size)))


# ------------------------------------------------------------------ measured searches


def _wrong_within(wrong_within, others):
    """The different values of `wrong_within` and how many probes have each."""
    others = _check.single("others", _check.whole("others", others))
    wrong_within = _check.whole("wrong_within", wrong_within)
    if wrong_within.size == 0:
        _check.refuse("wrong_within", wrong_within, "of at least one probe")
    values, probes = np.unique(wrong_within, return_counts=True)
    if values[-1] > others:
        _check.refuse("wrong_within", float(values[-1]), f"at most others = {others:.0f}")
    return values, probes, others


def _chance_in_gallery(wrong, others, gallery_size):
    """Chance that N people drawn from `others` include one of the `wrong`; shape sizes x values."""
    gallery_size = _check.whole("gallery_size", gallery_size)
    if np.any(gallery_size > others):
        _check.refuse("gallery_size", float(np.max(gallery_size)), f"at most others = {others:.0f}")
    size = gallery_size[..., None]
    left = others - wrong - size + 1
    sure = left < 1  # more wrong people than can be left out of the gallery
    # The chance of none is a product over the gallery or, equally, over the wrong people. The shorter
    # product spans the narrower integral.
    short, long = np.minimum(wrong, size), np.maximum(wrong, size)
    left = np.where(sure, 1.0, left)
    span = np.log1p(np.where(sure, 0.0, short) / left)
    return np.where(sure, 1.0, -np.expm1(-span * _effective_size(left, span, long)))


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

    Examples
    --------
    Ten matching pairs out of 4 x 100, all of them one probe's, or spread over the probes:

    >>> round(fpir_measured([10, 0, 0, 0], 100, 20), 3)
    0.226
    >>> round(fpir_measured([3, 3, 2, 2], 100, 20), 3)
    0.427
    """
    values, probes, others = _wrong_within(wrong_within, others)
    chance = _chance_in_gallery(values, others, gallery_size)
    return _check.plain(chance @ probes / probes.sum())


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


# ------------------------------------------------------------------ rates of scored searches


@dataclass(frozen=True)
class OpenSetRates:
    """Error rates of searches at one threshold and rank, with the counts behind them.

    Attributes
    ----------
    fpir : false positives / non-mated searches.
    fnir : misses / mated searches.
    false_positives : non-mated searches with one or more candidates at or above the threshold.
    misses : mated searches whose mate is not at or above the threshold within the rank.
    nonmated_searches, mated_searches : how many there were.
    nonmated_gallery, mated_gallery : people each of them was compared with.
    threshold, rank : as given.
    """

    fpir: float
    fnir: float
    false_positives: int
    misses: int
    nonmated_searches: int
    mated_searches: int
    nonmated_gallery: int
    mated_gallery: int
    threshold: float
    rank: int


def _scores(name, values, dimensions, shape):
    array = _check.numbers(name, values)
    if array.dtype.kind in "iu" and array.size and max(abs(int(array.min())), abs(int(array.max()))) >= 2**53:
        # From there on a threshold, a float64, could fall on the wrong side of a score.
        _check.refuse(name, values, "of whole numbers less than 2**53 from zero")
    if array.ndim != dimensions or not len(array):
        _check.refuse(name, values, f"an array of shape {shape}, with at least one search")
    unusable = np.isnan(array) | (array == np.inf)
    if np.any(unusable):
        _check.refuse(name, float(array[unusable][0]), "of scores that are finite, or -inf for a failure")
    return array


def _ranks(mated, nonmated):
    """Scores of mates, scores of the others, and the rank of each mate (infinite for a failure)."""
    mated = _scores("mated", mated, 1, "(searches,)")
    nonmated = _scores("nonmated", nonmated, 2, "(searches, other people)")
    if len(mated) != len(nonmated):
        _check.refuse("nonmated", nonmated.shape, f"a row for each of the {len(mated)} mated scores")
    # A mate tied with others ranks behind them, so that a matcher that scores all alike finds nobody.
    ranks = 1.0 + np.count_nonzero(nonmated >= mated[:, None], axis=1)
    return mated, nonmated, np.where(mated == -np.inf, np.inf, ranks)


def open_set_rates(mated, nonmated, threshold, rank, *, nonmated_searches=None):
    """FPIR and FNIR of searches at a threshold, counting mates within a rank.

    FPIR(N, T) is the share of non-mated searches that return one or more candidates at or above T.
    FNIR(N, R, T) is the share of mated searches that do not return the mate at or above T among the R
    best. Think of a table of scores with a row per probe: `mated` is the column of each probe's own
    person, `nonmated` all the other columns. A row is used twice: with the mate enrolled it is a mated
    search, with the mate left out a non-mated one (so its gallery is smaller by one). If strangers were
    searched as well, give their scores as `nonmated_searches` and FPIR is counted on them instead.

    Parameters
    ----------
    mated : array-like of scores, shape (searches,)
        Score of each probe with its mate. -inf where it has none, because the probe or the mate could
        not be captured or enrolled: a miss at every threshold and rank.
    nonmated : array-like of scores, shape (searches, other people)
        Scores of the same probes with everybody else in the gallery. For candidate lists of limited
        length, fill up with -inf; a mate who is not on the list has a mated score of -inf.
    threshold : number, not NaN
        -inf for no threshold: every score but -inf is then a candidate.
    rank : whole number >= 1
        How many of the best candidates are looked at. A mate tied with others ranks behind them.
    nonmated_searches : array-like of scores, shape (searches, people), optional
        Scores of probes who have no mate in the gallery. -inf marks failures and empty places.

    Returns
    -------
    OpenSetRates

    Raises
    ------
    ValueError
        If scores are NaN, +inf, not numbers or whole numbers 2**53 or more from zero, shapes do not fit,
        or there is no search.

    References
    ----------
    ISO/IEC 19795-1:2021; NIST IR 8271, Face Recognition Vendor Test Part 2: Identification. Candidates
    are at or above the threshold here, as everywhere in this package.

    Examples
    --------
    Three probes, each with a mate and two others. The second mate ranks behind another person:

    >>> mates, others = [0.9, 0.6, 0.4], [[0.2, 0.3], [0.7, 0.1], [0.3, 0.2]]
    >>> rates = open_set_rates(mates, others, threshold=0.5, rank=1)
    >>> rates.misses, rates.mated_searches, rates.false_positives, rates.nonmated_searches
    (2, 3, 1, 3)
    """
    mated, nonmated, ranks = _ranks(mated, nonmated)
    strangers = nonmated
    if nonmated_searches is not None:
        strangers = _scores("nonmated_searches", nonmated_searches, 2, "(searches, people)")
    # As np.float64: beside float32 scores a Python float would be rounded to float32 first.
    threshold = np.float64(_check.single("threshold", _check.numbers("threshold", threshold)))
    if np.isnan(threshold):
        _check.refuse("threshold", threshold, "a number, not NaN")
    rank = int(_check.single("rank", _check.whole("rank", rank, 1)))
    candidate = (strangers >= threshold) & (strangers > -np.inf)
    false_positives = int(np.count_nonzero(candidate.any(axis=1)))
    misses = int(np.count_nonzero((ranks > rank) | (mated < threshold)))
    return OpenSetRates(
        fpir=false_positives / len(strangers),
        fnir=misses / len(mated),
        false_positives=false_positives,
        misses=misses,
        nonmated_searches=len(strangers),
        mated_searches=len(mated),
        nonmated_gallery=strangers.shape[1],
        mated_gallery=nonmated.shape[1] + 1,
        threshold=float(threshold),
        rank=rank,
    )


def cmc(mated, nonmated):
    """Cumulative match characteristic: how often the mate is among the best R, for each R.

    A closed-set measure: everybody searched for is enrolled, and there is no threshold. It says nothing
    about people who are not enrolled, however high it is: that is what `open_set_rates` is for.

    Parameters
    ----------
    mated, nonmated : array-like of scores, shapes (searches,) and (searches, other people)
        As in `open_set_rates`.

    Returns
    -------
    ndarray, shape (other people + 1,), proportions that never fall. Entry R - 1 is the share of searches
    whose mate has rank R or better; a mate tied with others ranks behind them. The last entry is below 1
    only if some mated scores are -inf (failures).

    Raises
    ------
    ValueError
        As `open_set_rates`.

    Examples
    --------
    >>> print(cmc([0.9, 0.6], [[0.2, 0.3], [0.7, 0.1]]))
    [0.5 1.  1. ]
    """
    mated, nonmated, ranks = _ranks(mated, nonmated)
    found = ranks[np.isfinite(ranks)].astype(np.int64)
    return np.cumsum(np.bincount(found, minlength=nonmated.shape[1] + 2)[1:]) / len(mated)


# ------------------------------------------------------------------ on whom false matches fall


def _by_busiest(counts):
    """The different counts, greatest first, and how many people have each."""
    counts = _check.whole("counts", counts)
    if counts.size == 0:
        _check.refuse("counts", counts, "of at least one person")
    values, people = np.unique(counts, return_counts=True)
    return values[::-1], people[::-1]


def _share_of_busiest(values, people, share):
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

    Examples
    --------
    Of 20 false matches among ten people, one person has half:

    >>> concentration([10, 3, 2, 1, 1, 1, 1, 1, 0, 0], 0.1)
    0.5
    """
    values, people = _by_busiest(counts)
    share = _check.proportion("share", share)
    return _check.plain(_share_of_busiest(values, people, share))


# ------------------------------------------------------------------ intervals that respect people


@dataclass(frozen=True)
class PeopleInterval:
    """A percentile bootstrap interval from resampled people.

    Attributes
    ----------
    estimate : of the people as they are.
    low, high : the middle `confidence` of the replicates: order statistics of them, not interpolated,
        taken outwards.
    confidence : float
    replicates : ndarray, one value for each resample (rows) and each size or share asked for. NaN where
        a resample has no value; those do not enter the interval.
    """

    estimate: float
    low: float
    high: float
    confidence: float
    replicates: np.ndarray


def _resampled(people, replicates, seed):
    """Yield blocks of resamples: how often each different value is drawn, in rows.

    Drawing n people with replacement and counting their values is one multinomial draw.
    """
    rng = _check.generator(seed)
    replicates = int(_check.single("replicates", _check.whole("replicates", replicates, 1)))
    block = max(1, (1 << 22) // len(people))  # for memory only: rows come one after another anyway
    for first in range(0, replicates, block):
        yield rng.multinomial(people.sum(), people / people.sum(), size=min(block, replicates - first))


def _people_interval(estimate, replicates, confidence):
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
    known = replicates[~np.isnan(replicates).reshape(len(replicates), -1).any(axis=1)]
    if len(known):
        low = np.quantile(known, (1 - confidence) / 2, axis=0, method="lower")
        high = np.quantile(known, (1 + confidence) / 2, axis=0, method="higher")
    else:
        low = high = np.full(np.shape(estimate), np.nan)
    ends = (_check.plain(end) for end in (estimate, low, high))
    return PeopleInterval(*ends, confidence, replicates)


def bootstrap_fpir_measured(wrong_within, others, gallery_size, *, replicates=1000, confidence=0.95, seed):
    """Bootstrap interval of `fpir_measured` from resampled probes.

    All comparisons of a probe are kept together, because they share its face. The others it was compared
    with are not resampled: the interval says how far other probes would move the result, not how far
    another gallery would. If probes and gallery are the same people, every false match counts for both of
    them, and the interval is too narrow: on the project's LFW measurement, one that resamples people in
    both roles (which takes the list of matching pairs) is typically about twice as wide.

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

    Examples
    --------
    >>> found = bootstrap_fpir_measured([0] * 90 + [5] * 10, 1000, 100, seed=1)
    >>> found.low < found.estimate < found.high
    True
    """
    values, probes, others = _wrong_within(wrong_within, others)
    chance = _chance_in_gallery(values, others, gallery_size)
    each = np.moveaxis(chance, -1, 0)
    drawn = [np.tensordot(rows, each, 1) for rows in _resampled(probes, replicates, seed)]
    estimate = chance @ probes / probes.sum()
    return _people_interval(estimate, np.concatenate(drawn) / probes.sum(), confidence)


def bootstrap_concentration(counts, share, *, replicates=1000, confidence=0.95, seed):
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

    Examples
    --------
    >>> found = bootstrap_concentration([30, 10, 5, 3, 2] + [1] * 45, 0.1, seed=1)
    >>> found.low < found.estimate < found.high
    True
    """
    values, people = _by_busiest(counts)
    share = _check.proportion("share", share)
    drawn = [
        _share_of_busiest(values, row, share) for rows in _resampled(people, replicates, seed) for row in rows
    ]
    return _people_interval(_share_of_busiest(values, people, share), np.stack(drawn), confidence)
