"""Two tests in series: whom the first points at, the second looks at again.

The second test's rates that count are those among the people whom the first has pointed at. They are
rarely the ones measured on people picked at random: whoever looks like a listed person to a machine
tends to look like that person to an operator, too.
"""

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr, ndtr, ndtri

from falsematch import _check
from falsematch.rates._one_test import NaturalFrequencies, _quotient


@dataclass(frozen=True)
class TwoTests:
    """Expected counts of people after two tests in series, not rounded: 0.3 of a person is 0.3.

    Attributes
    ----------
    first : NaturalFrequencies
        What the first test makes of everybody.
    true_confirmed : mated people whom both tests point at.
    true_dismissed : mated people whom the first points at and the second lets go.
    false_confirmed : non-mated people whom both tests point at.
    false_dismissed : non-mated people whom the first points at and the second lets go.
    """

    first: NaturalFrequencies
    true_confirmed: float | np.ndarray
    true_dismissed: float | np.ndarray
    false_confirmed: float | np.ndarray
    false_dismissed: float | np.ndarray

    @property
    def confirmed(self):
        """Everybody whom both tests point at."""
        return self.true_confirmed + self.false_confirmed

    @property
    def dismissed(self):
        """Everybody whom the first test points at and the second lets go."""
        return self.true_dismissed + self.false_dismissed

    @property
    def missed(self):
        """Mated people whom the two tests together do not find."""
        return self.first.missed + self.true_dismissed

    @property
    def ppv(self):
        """Share of the confirmed who are mated; NaN when nobody is confirmed."""
        return _quotient(self.true_confirmed, self.confirmed)

    @property
    def tpr(self):
        """Share of the mated whom both tests point at; NaN when nobody is mated."""
        return _quotient(self.true_confirmed, self.first.mated)

    @property
    def fpr(self):
        """Share of the non-mated whom both tests point at; NaN when everybody is mated."""
        return _quotient(self.false_confirmed, self.first.nonmated)


def second_test(first, tpr, fpr):
    """What a second test makes of the people whom a first one points at.

    Both rates are conditional: shares of those whom the *first test pointed at*. Where only the rates
    on people picked at random are known, `rate_after_alert` says what a correlation makes of them.

    Parameters
    ----------
    first : NaturalFrequencies
        As `natural_frequencies` returns it.
    tpr : array-like, proportion in [0, 1]
        Share the second test confirms of the mated people with an alert.
    fpr : array-like, proportion in [0, 1]
        Share it confirms of the non-mated people with an alert.

    Returns
    -------
    TwoTests
        Expected counts: floats, or arrays of the broadcast shape if an array was given.

    Raises
    ------
    ValueError
        If `first` is no NaturalFrequencies, or a proportion is outside [0, 1] or NaN.

    Examples
    --------
    A million people, 100 of them sought; the second test confirms 80 % of the right alerts and 2 % of
    the wrong ones:

    >>> from falsematch.rates import natural_frequencies
    >>> both = second_test(natural_frequencies(1_000_000, 0.0001, 0.9, 0.001), 0.8, 0.02)
    >>> round(both.true_confirmed, 6), round(both.false_confirmed, 6), round(both.missed, 6)
    (72.0, 19.998, 28.0)
    >>> round(both.first.ppv, 3), round(both.ppv, 3)
    (0.083, 0.783)
    """
    if not isinstance(first, NaturalFrequencies):
        _check.refuse("first", first, "what natural_frequencies returns")
    tpr = _check.proportion("tpr", tpr)
    fpr = _check.proportion("fpr", fpr)
    _check.one_shape(first=first.people, tpr=tpr, fpr=fpr)
    right, wrong, tpr, fpr = np.broadcast_arrays(first.true_alerts, first.false_alerts, tpr, fpr)
    counts = (right * tpr, right * (1 - tpr), wrong * fpr, wrong * (1 - fpr))
    return TwoTests(first, *(_check.plain(count) for count in counts))


def rate_after_alert(first, second, correlation, shift=0.0):
    """How often a second test says yes to those to whom a first has said yes, when the two are alike.

    The equal-variance model of signal detection: each test gives every person a score and says yes from
    a criterion on, and the two scores of a person are jointly normal. The same function serves people
    who are not sought (`first` and `second` are false positive rates) and people who are (true positive
    rates). With no correlation and no shift the second test keeps its rate, and both say yes at the
    product of the rates: the sum that "a person checks every alert" suggests. With a correlation above
    0 the product is too low for both kinds of people.

    Parameters
    ----------
    first : array-like, proportion in [0, 1]
        Rate of yes of the first test: of the one comparison that raised the alert, not of a search of many.
    second : array-like, proportion in [0, 1]
        Rate of yes of the second test among all such people, not only those with an alert.
    correlation : array-like, number in [-1, 1]
        Of the two scores, among such people.
    shift : array-like, finite number, optional
        How far knowing of the alert lowers the second test's criterion, in standard deviations of its
        score. Above 0: it takes less to say yes.

    Returns
    -------
    float or ndarray, proportion in [0, 1], of the broadcast shape: the share to whom the second test
    says yes of those to whom the first has. NaN where the first never says yes.

    Raises
    ------
    ValueError
        If a rate is outside [0, 1], the correlation outside [-1, 1], or the shift not finite.

    References
    ----------
    Green and Swets (1966), Signal Detection Theory and Psychophysics. The integral of the bivariate
    normal distribution is taken over the first score, given that it reached its criterion, by
    Gauss-Legendre quadrature: right to 1e-9 relative also where the first rate is 1e-15, for results above 1e-30.
    (Within 1e-9 of a correlation of -1 it is 1e-6: what both pick is then the last digits of the two criteria.)

    Examples
    --------
    An operator accepts 2 % of strangers. Of those whom a machine picks as one in a thousand:

    >>> round(rate_after_alert(0.001, 0.02, 0.0), 9)
    0.02
    >>> round(rate_after_alert(0.001, 0.02, 0.5), 2)
    0.34
    """
    first = _check.proportion("first", first)
    second = _check.proportion("second", second)
    correlation = _check.within("correlation", correlation, -1, 1)
    shift = _check.finite("shift", shift)
    _check.one_shape(first=first, second=second, correlation=correlation, shift=shift)
    arrays = np.broadcast_arrays(first, second, correlation, shift)
    found = [
        _yes_after_yes(*(float(value) for value in values))
        for values in zip(*map(np.ravel, arrays), strict=True)
    ]
    return _check.plain(np.reshape(found, arrays[0].shape))


#: Sixteen points between -1 and 1, and their weights, for each of the panels that an integral is cut into.
_POINTS, _WEIGHTS = np.polynomial.legendre.leggauss(16)


def _yes_after_yes(first, second, correlation, shift):
    """`rate_after_alert` of four floats."""
    if first == 0:
        return np.nan
    if shift == 0 and correlation == 0:
        return second  # to the last digit
    alert, needed = -ndtri(first), -ndtri(second) - shift
    if np.isinf(needed) or np.isinf(alert):
        return float(ndtr(-needed))
    if correlation == 1:
        return min(1.0, float(ndtr(-needed)) / first)
    if correlation == -1:
        return max(0.0, first - float(ndtr(needed))) / first
    needed = np.clip(needed, -60, 60)  # further out no float tells one criterion from another
    rest = np.sqrt((1 - correlation) * (1 + correlation))  # spread of the second score, the first being known
    # Of the first scores from `alert` on, those of people whom both tests pick are densest about here. There panels
    # are as narrow as the second test's answer turns sharply; nine standard deviations further on nobody is left.
    dense = max(alert, correlation * needed)
    high = max(dense, 0.0) + 9
    near = np.clip(dense + rest * np.arange(-8, 9), alert, high)
    edges = np.sort(np.concatenate([np.linspace(alert, high, 65), near]))
    half = np.diff(edges)[:, None] / 2
    scores = edges[:-1, None] + half * (1 + _POINTS)
    weights = half * _WEIGHTS * np.exp(-0.5 * scores**2 - log_ndtr(-alert)) / np.sqrt(2 * np.pi)
    return min(1.0, float(np.sum(weights * ndtr((correlation * scores - needed) / rest))))
