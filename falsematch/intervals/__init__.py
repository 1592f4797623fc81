"""What a number of trials can and cannot show.

An error rate measured in a test is a count over a number of trials. These functions say which true
rates are compatible with such a count, and how many trials a claim would need. They treat trials as
independent. Comparisons that share people are not: intervals that respect people are
`falsematch.scores.bootstrap_fnmr_at_fmr`, `falsematch.search.bootstrap_fpir_measured` and
`falsematch.search.bootstrap_concentration`.

References
----------
The binomial and the Poisson distribution, solved for their parameter. Where a method carries a name, its
function gives the source.
"""

import math
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import NamedTuple

import numpy as np
from scipy.special import expit, gammaln, ndtri

from falsematch import _check
from falsematch.intervals._power import events_for_share_test as events_for_share_test
from falsematch.intervals._power import share_test_power as share_test_power


class Interval(NamedTuple):
    """Two ends of a confidence interval; unpacks as ``low, high = ...``."""

    low: float | np.ndarray
    high: float | np.ndarray


@dataclass(frozen=True)
class ReplicateInterval:
    """A percentile interval from resampled sets: what the statistic was, and what the resamples made of it.

    Attributes
    ----------
    estimate : float, or ndarray where several sizes or shares were asked for at once
        Of the set as given.
    low, high : like `estimate`
        The middle `confidence` of the replicates: order statistics of them, not interpolated, taken
        outwards.
    confidence : float
    replicates : ndarray, one value (or row) for each resample
        NaN where a resample has no value; those do not enter the interval.
    """

    estimate: float | np.ndarray
    low: float | np.ndarray
    high: float | np.ndarray
    confidence: float
    replicates: np.ndarray


def percentile_ends(replicates, confidence):
    """The ends of the middle `confidence` of replicates, along their first axis.

    Parameters
    ----------
    replicates : ndarray, shape (replicates, ...)
        A row that holds a NaN is left out.
    confidence : proportion strictly between 0 and 1

    Returns
    -------
    Interval of floats, or of arrays of the shape of a row: order statistics, not interpolated, taken
    outwards. NaN if every row was left out.
    """
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
    known = replicates[~np.isnan(replicates).reshape(len(replicates), -1).any(axis=1)]
    if not len(known):
        nothing = _check.plain(np.full(replicates.shape[1:], np.nan))
        return Interval(nothing, nothing)
    low = np.quantile(known, (1 - confidence) / 2, axis=0, method="lower")
    high = np.quantile(known, (1 + confidence) / 2, axis=0, method="higher")
    return Interval(_check.plain(low), _check.plain(high))


# --------------------------------------------------------------------------- exact limits, solved
# Incomplete beta and gamma functions and their inverses, as commonly implemented, lose digits for
# counts in the thousands among a billion trials (some return a limit off by a factor of two). The
# tail is therefore integrated here: it is the area under one smooth bump, for which a fixed Gauss
# rule is accurate to about 1e-13 whatever the size of the numbers.

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(64)
_NODES, _WEIGHTS = (_NODES + 1) / 2, _WEIGHTS / 2  # from [-1, 1] to [0, 1]
_LARGEST = int(np.finfo(np.float64).max)
_NEGLIGIBLE = -38.0  # exp(-38) is below the last digit of a float


def _stirling_error(n):
    """ln n! minus Stirling's formula for it, without subtracting two large numbers."""
    exact = gammaln(n + 1) - (n + 0.5) * np.log(n) + n - 0.5 * math.log(2 * math.pi)
    square = n**-2.0
    series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) * np.sqrt(square)
    return np.where(n < 16, exact, series)


def _deviance(count, mean, excess):
    """count * ln(count / mean) + mean - count, for mean = count + excess.

    Near the count the excess is the accurate one of the two, far below it the mean is.
    """
    far = mean < count / 2
    log_ratio = np.where(far, np.log(mean / count), np.log1p(np.where(far, 0, excess / count)))
    return excess - count * log_ratio


def _binomial_density(k, n):
    """ln of -dP(X <= k)/dt for X binomial(n, p), as a function of t = ln(p / (1 - p)).

    The probability of k is written with deviances (Loader 2000), which keeps its logarithm accurate
    to about 1e-10 where factorials of a billion would leave no correct digit.
    """
    fixed = _stirling_error(n) - _stirling_error(k) - _stirling_error(n - k)
    fixed = fixed + 0.5 * np.log(n / (2 * np.pi * k * (n - k))) + np.log(n - k)

    def log_density(t):
        p, q = expit(t), expit(-t)
        excess = np.where(p < q, n * p - k, (n - k) - n * q)  # from whichever of p, q is exact
        probability = fixed - _deviance(k, n * p, excess) - _deviance(n - k, n * q, -excess)
        return probability + np.log(p)

    def change(t, step):
        """log_density(t + step) - log_density(t), from whichever of p, q is the smaller."""
        rising = t < 0
        small, power, step = expit(-np.abs(t)), np.where(rising, k + 1, n - k), np.where(rising, step, -step)
        return power * step - (n + 1) * np.log1p(small * np.expm1(step))

    return log_density, change


def _poisson_probability(k, mean):
    """ln P(X = k) for X Poisson."""
    return -_stirling_error(k) - 0.5 * np.log(2 * np.pi * k) - _deviance(k, mean, mean - k)


def _poisson_upper_density(k):
    """ln of -dP(X <= k)/dt for X Poisson, as a function of t = ln(mean), and its change."""

    def log_density(t):
        return _poisson_probability(k, np.exp(t)) + t

    def change(t, step):
        return (k + 1) * step - np.exp(t) * np.expm1(step)

    return log_density, change


def _poisson_lower_density(k):
    """The same for P(X >= k), as a function of t = -ln(mean), so that the tail again lies above t."""

    def log_density(t):
        return _poisson_probability(k, np.exp(-t)) + np.log(k)

    def change(t, step):
        return -k * step - np.exp(-t) * np.expm1(-step)

    return log_density, change


def _solve_upper(t, spread, alpha, log_density, change):
    """The t at which P(X <= k) = alpha, by Newton's method on ln P.

    ln P falls ever faster with t (it is concave), so from any start Newton's method lands beyond the
    solution once and then walks back to it without overshooting.
    """
    log_alpha = np.log(alpha)
    for _ in range(60):
        width = 0.25 * spread
        while np.any(short := change(t, width) > _NEGLIGIBLE):
            width = np.where(short, 1.25 * width, width)
        heights = np.exp(change(t, width * _NODES[:, None]))  # a row per node
        area = width * (_WEIGHTS @ heights)
        step = (log_density(t) + np.log(area) - log_alpha) * area
        t = t + step
        if np.all(np.abs(step) <= 1e-14 * (1 + np.abs(t))):
            break
    return t


def _wilson(k, n, z):
    """Wilson's score limits. The lower one comes from the product of both roots of his quadratic,
    because the textbook's difference loses its digits when k is small."""
    middle = k / n + z**2 / (2 * n)
    half = z * np.sqrt(k / n * ((n - k) / n) / n + (z / (2 * n)) ** 2)
    high = (middle + half) / (1 + z**2 / n)
    low = (k / n) * (k / n) / (1 + z**2 / n) / np.where(high > 0, high, 1.0)
    return low, high


def _in_pieces(start, spread, alpha, density, *counts):
    """`_solve_upper`, a few thousand at a time, because every value is worked on at 64 points."""
    solved = np.empty(start.shape)
    for first in range(0, start.size, 4096):
        i = slice(first, first + 4096)
        solved[i] = _solve_upper(start[i], spread[i], alpha[i], *density(*(c[i] for c in counts)))
    return solved


def _binomial_upper_odds(k, n, alpha):
    """p / (1 - p) at which P(X <= k) = alpha for X binomial(n, p), 0 < k < n."""
    z = -ndtri(alpha)
    start = np.log(_wilson(k, n, z)[1]) - np.log(_wilson(n - k, n, z)[0])
    spread = np.sqrt(1 / (k + 1) + 1 / (n - k))
    return np.exp(_in_pieces(start, spread, alpha, _binomial_density, k, n))


def _clopper_pearson(k, n, alpha):
    low, high = np.zeros(k.shape), np.ones(k.shape)
    none, every = (k == 0) & (n > 0), (k == n) & (n > 0)
    # At the ends the binomial tail is a single power, so the limits have closed forms.
    high[none] = -np.expm1(np.log(alpha[none]) / n[none])
    low[every] = np.exp(np.log(alpha[every]) / n[every])
    some = (k > 0) & (k < n)
    odds = _binomial_upper_odds(k[some], n[some], alpha[some])
    high[some] = odds / (1 + odds)
    # "k or more errors" is "n - k or fewer successes": the same function, mirrored.
    odds = _binomial_upper_odds((n - k)[some], n[some], alpha[some])
    low[some] = 1 / (1 + odds)
    return low, high


def _garwood(k, alpha):
    low, high = np.zeros(k.shape), np.array(-np.log(alpha))  # the closed form for no events at all
    k, alpha, some = k[k > 0], alpha[k > 0], k > 0
    z, spread = -ndtri(alpha), 1 / np.sqrt(k + 1)
    start = k + z**2 / 2 + z * np.sqrt(k + z**2 / 4)  # of the score interval: close enough
    high[some] = np.exp(_in_pieces(np.log(start), spread, alpha, _poisson_upper_density, k))
    start = k / start * k  # its lower limit, since both multiply to k squared
    low[some] = np.exp(-_in_pieces(-np.log(start), spread, alpha, _poisson_lower_density, k))
    return low, high


def _count(name, value):
    """A count below 2**53: from there on n and n - 1 can be one float, and limits would be nonsense."""
    count = _check.whole(name, value)
    if np.any(count >= 2**53):
        _check.refuse(name, float(count.max()), "a whole number below 2**53")
    return count


def proportion_interval(errors, trials, confidence=0.95, method="clopper-pearson"):
    """Confidence interval for an error rate, from a count of errors in independent trials.

    Parameters
    ----------
    errors : array-like, whole number in [0, trials]
        Errors counted.
    trials : array-like, whole number in [0, 2**53)
        Trials made. With 0 trials the interval is (0, 1): nothing is known.
    confidence : array-like, proportion strictly between 0 and 1
        Two-sided: each end leaves out half of `1 - confidence`.
    method : {"clopper-pearson", "wilson"}
        Clopper-Pearson never covers less often than it says. Wilson is narrower and covers about as
        often as it says on average over rates.

    Returns
    -------
    Interval(low, high), floats or arrays of the broadcast shape, in [0, 1].

    Raises
    ------
    ValueError
        If a count is negative, not whole or too large, errors exceed trials, or the confidence or the
        method is not one of those allowed.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26; Wilson (1927), JASA 22; Loader (2000), "Fast and
    accurate computation of binomial probabilities", for the probability of a count.

    See Also
    --------
    zero_error_bound : the one-sided limit where no error was seen.
    rate_interval : for events per day rather than per trial.
    falsematch.scores.bootstrap_fnmr_at_fmr, falsematch.search.fpir_interval : where trials share people.

    Examples
    --------
    No error in 3,000 trials still allows a rate of more than one in a thousand:

    >>> low, high = proportion_interval(0, 3000)
    >>> low, round(high, 6)
    (0.0, 0.001229)
    """
    k = _count("errors", errors)
    n = _count("trials", trials)
    confidence = _check.open_proportion("confidence", confidence)
    _check.one_shape(errors=k, trials=n, confidence=confidence)
    if method not in ("clopper-pearson", "wilson"):
        _check.refuse("method", method, '"clopper-pearson" or "wilson"')
    k, n, alpha = np.broadcast_arrays(k, n, (1 - confidence) / 2)
    if np.any(k > n):
        _check.refuse("errors", float(k[k > n].flat[0]), "at most the number of trials")
    if method == "clopper-pearson":
        low, high = _clopper_pearson(k, n, alpha)
    else:
        # With no trials every rate is possible; the 1 only keeps the formula quiet, and makes the lower
        # limit 0. With errors alone, or all but one of 1e15, a limit of 1 can round to a last digit beside it.
        low, high = _wilson(k, np.maximum(n, 1), -ndtri(alpha))
        high = np.where(k == n, 1.0, np.minimum(high, 1.0))
    return Interval(_check.plain(low), _check.plain(high))


def rate_interval(count, exposure, confidence=0.95):
    """Exact (Poisson) confidence interval for a rate of events per unit of exposure.

    For events that are counted over hours, days or searches rather than out of a fixed number of
    trials, such as false alerts per day of a deployment.

    Parameters
    ----------
    count : array-like, whole number in [0, 2**53)
        Events counted.
    exposure : array-like, finite number > 0
        What they were counted over (days, say). The result is per unit of it.
    confidence : array-like, proportion strictly between 0 and 1
        Two-sided.

    Returns
    -------
    Interval(low, high), floats or arrays; events per unit of exposure, which may exceed 1.

    Raises
    ------
    ValueError
        If the count is negative, not whole or too large, or the exposure is not above 0 and finite.

    References
    ----------
    Garwood (1936), Biometrika 28.

    See Also
    --------
    proportion_interval : for errors among a fixed number of trials.

    Examples
    --------
    Four false alerts in eight days:

    >>> low, high = rate_interval(4, 8)
    >>> round(low, 3), round(high, 3)
    (0.136, 1.28)
    """
    k = _count("count", count)
    exposure = _check.positive("exposure", exposure)
    confidence = _check.open_proportion("confidence", confidence)
    _check.one_shape(count=k, exposure=exposure, confidence=confidence)
    k, exposure, alpha = np.broadcast_arrays(k, exposure, (1 - confidence) / 2)
    low, high = _garwood(k, alpha)
    with np.errstate(over="ignore"):
        return Interval(_check.plain(low / exposure), _check.plain(high / exposure))


def zero_error_bound(trials, confidence=0.95):
    """The largest error rate that no error in `trials` independent trials leaves possible.

    One-sided and exact: a system with this rate gets through all trials without an error with
    probability `1 - confidence`.

    Parameters
    ----------
    trials : array-like, whole number >= 0
        Trials made, all of them without an error. 0 trials leave every rate possible: 1.0.
    confidence : array-like, proportion strictly between 0 and 1

    Returns
    -------
    float or ndarray, proportion in (0, 1].

    Raises
    ------
    ValueError
        If the number of trials is negative or not whole, or the confidence is not in (0, 1).

    See Also
    --------
    trials_for_zero_errors : the other way round.
    rule_of_three : in the head.
    proportion_interval : two-sided, and for any number of errors.

    Examples
    --------
    3,000 comparisons without a false match show only that the FMR is below one in a thousand:

    >>> round(zero_error_bound(3000), 6)
    0.000998
    """
    n = _check.whole("trials", trials)
    confidence = _check.open_proportion("confidence", confidence)
    _check.one_shape(trials=n, confidence=confidence)
    with np.errstate(divide="ignore"):
        # 1 - (1 - confidence)**(1/n) would round to 0 for a trillion trials; expm1 does not. Nor does
        # log1p lose the digits of a small confidence, as 1 - confidence would.
        return _check.plain(-np.expm1(np.log1p(-confidence) / n))


def rule_of_three(trials):
    """3 / trials: the rule of thumb for `zero_error_bound` at 95 %, never above 1.

    ln 0.05 is -3.00, so no error in n trials leaves rates up to about 3/n possible. The rule is
    slightly too high, hence safe: by 5 % at 30 trials and by 0.14 % for many.

    Parameters
    ----------
    trials : array-like, whole number >= 0

    Returns
    -------
    float or ndarray, proportion in (0, 1].

    Raises
    ------
    ValueError
        If the number of trials is negative or not whole.

    References
    ----------
    Hanley and Lippman-Hand (1983), JAMA 249(13).

    See Also
    --------
    zero_error_bound : exact.

    Examples
    --------
    >>> rule_of_three(3000)
    0.001
    """
    n = _check.whole("trials", trials)
    return _check.plain(3 / np.maximum(n, 3))


def _trials_for_zero_errors(rate, confidence):
    """The least whole n with (1 - rate)**n <= 1 - confidence, as an exact Python int."""
    # Floats are taken as the exact numbers they are. Their quotient of logarithms can land a hair on
    # either side of a whole number, so it is worked out with as many digits as it has before the
    # point, and 50 more. (A rate of 1 has ln 0 = -Infinity in it: one trial is then enough.)
    digits = 60 - 2 * math.floor(math.log10(min(rate, confidence)))
    exact = Context(prec=digits, Emin=-99999, Emax=99999)
    needed = exact.ln(exact.subtract(Decimal(1), Decimal(confidence)))
    each = exact.ln(exact.subtract(Decimal(1), Decimal(rate)))
    quotient = exact.divide(needed, each)
    nearest = quotient.to_integral_value()
    # A quotient this close to a whole number is that number (rate 1/2, confidence 3/4: exactly 2).
    if abs(exact.subtract(quotient, nearest)) < Decimal(10) ** -30:
        return max(1, int(nearest))
    return math.ceil(quotient)


def trials_for_zero_errors(rate, confidence=0.95):
    """The least number of trials, all without an error, that shows an error rate below `rate`.

    The inverse of `zero_error_bound`: the least whole n with ``zero_error_bound(n) <= rate``.

    Parameters
    ----------
    rate : array-like, proportion in (0, 1]
        The claim to be shown. A rate of 0 is refused: no number of trials shows it.
    confidence : array-like, proportion strictly between 0 and 1

    Returns
    -------
    int, or ndarray of whole float64 for array input. The int is exact at any size. An array entry
    above 2**53 is the least float that is enough; `inf` where that exceeds the largest float.

    Raises
    ------
    ValueError
        If the rate is not in (0, 1] or the confidence not in (0, 1).

    See Also
    --------
    zero_error_bound : the other way round.
    trials_for_rule_of_30 : to measure a rate, not only to bound it.

    Examples
    --------
    To show that fewer than one comparison in a billion matches falsely, 3 billion comparisons of
    different people must all be right:

    >>> trials_for_zero_errors(1e-9)
    2995732273
    """
    rate = _check.proportion("rate", rate)
    confidence = _check.open_proportion("confidence", confidence)
    if np.any(rate == 0):
        _check.refuse("rate", 0.0, "above 0 (no number of trials shows a rate of exactly 0)")
    _check.one_shape(rate=rate, confidence=confidence)
    rate, confidence = np.broadcast_arrays(rate, confidence)
    if rate.ndim == 0:
        return _trials_for_zero_errors(float(rate), float(confidence))
    enough = np.empty(rate.shape)
    for i in np.ndindex(rate.shape):
        exact = _trials_for_zero_errors(float(rate[i]), float(confidence[i]))
        if exact > _LARGEST:
            enough[i] = np.inf
            continue
        enough[i] = float(exact)
        if int(enough[i]) < exact:
            enough[i] = np.nextafter(enough[i], np.inf)
    return enough


def trials_for_rule_of_30(rate):
    """30 / rate: trials after which about 30 errors are expected, Doddington's rule.

    The rule of 30: to be 90 % confident that the true error rate is within plus or minus 30 % of
    the observed one, at least 30 errors must be seen (independent trials).

    Parameters
    ----------
    rate : array-like, proportion in (0, 1]
        The error rate one expects. A rate of 0 is refused.

    Returns
    -------
    float or ndarray: an expectation, so it is not rounded to whole trials. `inf` where the number
    exceeds the largest float (rates below 1.7e-307).

    Raises
    ------
    ValueError
        If the rate is not in (0, 1].

    References
    ----------
    Doddington, Przybocki, Martin and Reynolds (2000), "The NIST speaker recognition evaluation:
    overview, methodology, systems, results, perspective", Speech Communication 31.

    See Also
    --------
    trials_for_zero_errors : how few can be enough if there is no error at all.

    Examples
    --------
    >>> trials_for_rule_of_30(0.01)
    3000.0
    """
    rate = _check.proportion("rate", rate)
    if np.any(rate == 0):
        _check.refuse("rate", 0.0, "above 0 (no number of trials brings 30 errors)")
    with np.errstate(over="ignore"):
        return _check.plain(30 / rate)
