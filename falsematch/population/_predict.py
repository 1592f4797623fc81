"""The next count, from the counts so far: Gamma-Poisson, with what is not known about both parameters.

Each period (a deployment, a quarter) has its own rate per unit of exposure, drawn from one Gamma distribution; its
count is Poisson. So counts scatter more than a Poisson distribution would let them, by as much as they did so far.
"""

from dataclasses import dataclass, field

import numpy as np
from scipy.special import betainc, gammaln

from falsematch import _check

# The two parameters are weighed on a grid: first a coarse one, then a fine one where the weight is. Shapes of the
# Gamma distribution lie between 0.02 (rates that differ by orders of magnitude) and 10,000 (hardly at all); mean
# rates within twelve units of the natural logarithm of what was seen.
_SHAPES = (np.log(0.02), np.log(1e4))
_MEANS = 12.0
_SPREAD = 2.0  # of the prior of the mean rate's logarithm: a factor of fifty either way
_NEGLIGIBLE = 30.0  # exp(-30) is 1e-13
_COARSE, _FINE = (48, 97), (60, 120)


@dataclass(frozen=True)
class Prediction:
    """What a count will be, as a distribution.

    Attributes
    ----------
    low, median, high : int
        The count is below `low`, and above `high`, each with at most half of ``1 - confidence``.
    confidence : float
    """

    low: int
    median: int
    high: int
    confidence: float
    _log_weights: np.ndarray = field(repr=False, compare=False)
    _shapes: np.ndarray = field(repr=False, compare=False)
    _chances: np.ndarray = field(repr=False, compare=False)

    def at_most(self, count):
        """Chance that the count is at most so many; float, or array for array input."""
        count = _check.whole("count", count)
        each = [_at_most(k, np.exp(self._log_weights), self._shapes, self._chances) for k in count.flat]
        return _check.plain(np.reshape(each, count.shape))

    def log_score(self, observed):
        """Natural logarithm of the chance that was given to what then happened: the higher, the better."""
        y = _check.single("observed", _check.whole("observed", observed))
        ways = gammaln(y + self._shapes) - gammaln(self._shapes) - gammaln(y + 1)
        each = ways + self._shapes * np.log(self._chances) + y * np.log1p(-self._chances)
        return float(np.logaddexp.reduce(each + self._log_weights))

    def covers(self, observed):
        """Whether what happened lies within `low` and `high`."""
        return self.low <= _check.single("observed", _check.whole("observed", observed)) <= self.high


def predict_count(counts, exposures, exposure, periods=1, confidence=0.95):
    """The total count of the next periods, if their rates are drawn as those of the periods so far were.

    Nothing but drawing is assumed to go on: a new way of counting, another place or threshold is not foreseen.

    Parameters
    ----------
    counts : array-like, whole numbers >= 0, at least two
        One for each period so far.
    exposures : array-like, finite numbers > 0, of the shape of `counts` or one for all
        What each was counted over (deployments in a quarter, say).
    exposure : finite number > 0
        The same of each period to come.
    periods : whole number >= 1
        How many are to come; each draws a rate of its own.
    confidence : proportion strictly between 0 and 1
        Two-sided: each end leaves out at most half of ``1 - confidence``.

    Returns
    -------
    Prediction

    Raises
    ------
    ValueError
        If a count is negative or not whole, there are fewer than two, or another argument is not what it must be.

    Notes
    -----
    Both parameters of the Gamma distribution are unknown, and the prediction averages over them, weighed by how
    well they explain the counts so far (Bayes). What is assumed before the counts: the relative spread of rates
    between periods is half-Cauchy with scale 1, and the logarithm of the mean rate is normal around the rate seen
    (half an event added), with a standard deviation of 2, a factor of fifty either way. Given both parameters the
    total of n periods is negative binomial, and the result is a weighed sum of such distributions.

    References
    ----------
    Greenwood and Yule (1920), Journal of the Royal Statistical Society 83, for counts whose rates are Gamma
    distributed; Gelman (2006), Bayesian Analysis 1, for the half-Cauchy.

    Examples
    --------
    Alerts of four quarters, with 8, 5, 10 and 39 deployments, and a quarter of 50 to come:

    >>> ahead = predict_count([5, 13, 40, 304], [8, 5, 10, 39], 50)
    >>> ahead.low, ahead.median, ahead.high
    (1, 151, 1191)
    """
    counts = _check.whole("counts", counts)
    if counts.ndim != 1 or counts.size < 2:
        _check.refuse("counts", counts, "at least two counts in a row")
    exposures = _check.positive("exposures", exposures)
    if exposures.ndim and exposures.shape != counts.shape:
        _check.refuse("exposures", exposures, f"one number, or {counts.size} as there are counts")
    exposure = _check.single("exposure", _check.positive("exposure", exposure))
    periods = _check.single("periods", _check.whole("periods", periods, minimum=1))
    confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))

    log_weights, shape, mean = _weighed(counts, np.broadcast_to(exposures, counts.shape))
    shapes, chances = periods * shape, shape / (shape + mean * exposure)
    weights = np.exp(log_weights)
    ends = [
        _quantile(part, weights, shapes, chances)
        for part in ((1 - confidence) / 2, 0.5, (1 + confidence) / 2)
    ]
    return Prediction(*ends, confidence, log_weights, shapes, chances)


def _weighed(counts, exposures):
    """Logarithm of the weight of each pair of parameters that matters, and the pairs: shape and mean rate."""
    centre = np.log((counts.sum() + 0.5) / exposures.sum())
    ends = (_SHAPES, (centre - _MEANS, centre + _MEANS))
    for sizes in (_COARSE, _FINE):
        shape, mean = np.meshgrid(*(np.linspace(*end, size) for end, size in zip(ends, sizes, strict=True)))
        log_weights = _log_likelihood(np.exp(shape), np.exp(mean), counts, exposures)
        log_weights += shape / 2 - np.log1p(
            np.exp(shape)
        )  # half-Cauchy on 1 / sqrt(shape), in terms of its log
        log_weights -= ((mean - centre) / _SPREAD) ** 2 / 2
        log_weights[:, [0, -1]] -= np.log(2)  # the trapezoidal rule
        log_weights[[0, -1], :] -= np.log(2)
        kept = log_weights > log_weights.max() - _NEGLIGIBLE
        ends = tuple(
            _around(grid[kept], end, size) for grid, end, size in zip((shape, mean), ends, sizes, strict=True)
        )
    log_weights = log_weights[kept] - np.logaddexp.reduce(log_weights[kept])
    return log_weights, np.exp(shape[kept]), np.exp(mean[kept])


def _around(kept, end, size):
    """The stretch of a grid that holds what was kept, and one step more on either side."""
    step = (end[1] - end[0]) / (size - 1)
    return max(end[0], kept.min() - step), min(end[1], kept.max() + step)


def _log_likelihood(shape, mean, counts, exposures):
    """Up to a constant: one period after the other, so that many of them need no more memory than one."""
    total = -counts.size * gammaln(shape)
    for count, exposure in zip(counts, exposures, strict=True):
        expected = mean * exposure
        total += gammaln(count + shape) - shape * np.log1p(expected / shape)
        total -= count * np.log1p(shape / expected)
    return total


def _at_most(count, weights, shapes, chances):
    """P(X <= count), a weighed sum of negative binomial distributions."""
    return float(min(1.0, weights @ betainc(shapes, count + 1, chances)))


def _quantile(part, weights, shapes, chances):
    """The least count that is not exceeded with chance `part`."""
    low, high = -1, 1
    while _at_most(high, weights, shapes, chances) < part:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if _at_most(middle, weights, shapes, chances) < part:
            low = middle
        else:
            high = middle
    return high
