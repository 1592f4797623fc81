"""Would a test notice? The exact chance that so few events show an unequal share, and how many events would.

Of `events` (false alerts, say) some fall on a group that is `share` of all who could have had one. If each member has
them `ratio` times as often as everybody else, the number on the group is binomial with a larger chance. A test asks
whether a number is still compatible with `share`.
"""

import math

import numpy as np
from scipy.special import betainc, gammaln, xlog1py, xlogy

from falsematch import _check

TESTS = ("central", "minimum-likelihood")
MOST_EVENTS = {"central": 10_000_000, "minimum-likelihood": 100_000}
MOST_TRIED = {"central": 1_000_000, "minimum-likelihood": 10_000}
_TIE = 1 + 1e-12  # chances that are equal on paper differ by less in floats


def share_test_power(events, share, ratio, confidence=0.95, test="central"):
    """Chance that an exact two-sided test finds a group's share of events to differ from its share of people.

    Exact: every possible number of events on the group is either rejected or not, and the chances of those
    rejected are added. Events are independent, and `share` is known without error.

    Parameters
    ----------
    events : array-like, whole number in [0, 10 million] (100,000 for "minimum-likelihood")
        Events in all, on everybody.
    share : array-like, proportion strictly between 0 and 1
        The group's share of all who could have had one.
    ratio : array-like, finite number > 0
        How often a member has one, over how often everybody else has. 1: no difference, and the result is how
        often the test cries wolf, at most ``1 - confidence``.
    confidence : proportion strictly between 0 and 1
    test : {"central", "minimum-likelihood"}
        "central" rejects where `proportion_interval` (Clopper-Pearson) leaves `share` out: each tail has at
        most half of ``1 - confidence``. This is the one rule for intervals and tests in the course.
        "minimum-likelihood" adds up all outcomes that are no likelier than the one seen, as many programs do.
        It has no interval that goes with it, but notices a little sooner.

    Returns
    -------
    float or ndarray, proportion in [0, 1], of the broadcast shape.

    Raises
    ------
    ValueError
        If a number is outside what is allowed, or the test is not one of the two.

    References
    ----------
    Clopper and Pearson (1934), Biometrika 26; Hirji (2006), "Exact Analysis of Discrete Data", chapter 3, for
    tests by minimum likelihood.

    See Also
    --------
    events_for_share_test : the other way round.

    Examples
    --------
    Ten false alerts in a year, a group of 13 %, and twice the rate for its members:

    >>> round(share_test_power(10, 0.13, 2), 3)
    0.057
    """
    n = _check.whole("events", events)
    share = _check.open_proportion("share", share)
    ratio = _check.positive("ratio", ratio)
    alpha = _level(confidence)
    _known(test)
    if np.any(n > MOST_EVENTS[test]):
        _check.refuse("events", float(n.max()), f"at most {MOST_EVENTS[test]:,} for this test")
    _check.one_shape(events=n, share=share, ratio=ratio)
    n, share, ratio = np.broadcast_arrays(n, share, ratio)
    return _check.plain(np.minimum(_power(n, share, _unequal(share, ratio), alpha, test), 1.0))


def events_for_share_test(power, share, ratio, confidence=0.95, test="central"):
    """How many events it takes until the test notices with chance `power`, for good.

    The power goes up and down as events are added, since a number on the group must be whole: a few fewer events
    can happen to be enough. This is the least number from which on the power never falls below `power` again.

    Parameters
    ----------
    power : proportion strictly between 0 and 1
        0.8 is usual.
    share : proportion strictly between 0 and 1
    ratio : finite number > 0, not 1
    confidence, test : as in `share_test_power`

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If a number is outside what is allowed, or the ratio so near 1 that more than a million events (10,000 for
        "minimum-likelihood") would have to be tried.

    References
    ----------
    As for `share_test_power`. Hoeffding (1963), JASA 58, for the number after which none has to be tried.

    Examples
    --------
    A twofold rate for a group of 13 %:

    >>> events_for_share_test(0.8, 0.13, 2)
    124
    """
    power = _check.single("power", _check.open_proportion("power", power))
    share = _check.single("share", _check.open_proportion("share", share))
    ratio = _check.single("ratio", _check.positive("ratio", ratio))
    alpha = _level(confidence)
    _known(test)
    other = float(_unequal(share, ratio))
    most = _always_enough(power, abs(other - share), alpha, test)
    if most is None:
        _check.refuse("ratio", ratio, f"so far from 1 that {MOST_TRIED[test]:,} events are enough for sure")
    for last in range(most, 0, -4096):  # from above: the first that is not enough settles it
        n = np.arange(max(1, last - 4095), last + 1)
        short = np.flatnonzero(_power(n, share, other, alpha, test) < power)
        if short.size:
            return int(n[short[-1]]) + 1
    return 1


def _level(confidence):
    return 1 - _check.single("confidence", _check.open_proportion("confidence", confidence))


def _known(test):
    if not isinstance(test, str) or test not in TESTS:
        _check.refuse("test", test, " or ".join(f'"{name}"' for name in TESTS))


def _unequal(share, ratio):
    """The group's share of events, if its members have them `ratio` times as often as the others."""
    return share * ratio / (1 - share + share * ratio)


def _power(n, share, other, alpha, test):
    n, share, other = np.broadcast_arrays(n, share, other)
    if test == "central":
        on_group = _at_least(_least(n, share, alpha / 2), n, other)
        return on_group + _at_least(_least(n, 1 - share, alpha / 2), n, 1 - other)  # few: many on the others
    each = [
        _by_likelihood(int(a), b, c, alpha) for a, b, c in zip(n.flat, share.flat, other.flat, strict=True)
    ]
    return np.reshape(each, n.shape)


def _at_least(k, n, p):
    """P(X >= k) for X binomial(n, p), 1 <= k <= n + 1."""
    return np.where(k <= n, betainc(k, np.maximum(n - k + 1, 1), p), 0.0)


def _least(n, p, level):
    """The least k in [1, n + 1] with P(X >= k) <= level, by halving."""
    low, high = np.ones(n.shape), n + 1
    while np.any(low < high):
        middle = np.floor((low + high) / 2)
        rare = _at_least(middle, n, p) <= level * _TIE
        low, high = np.where(rare, low, middle + 1), np.where(rare, middle, high)
    return low


def _by_likelihood(n, share, other, alpha):
    k = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    chances = np.exp(ways + xlogy(k, share) + xlog1py(n - k, -share))
    order = np.argsort(chances)
    # Up to and with the last that is as likely: outcomes tied on paper are rejected together.
    last = np.searchsorted(chances[order], chances * (1 + 1e-7))
    p_value = np.cumsum(chances[order])[last - 1]
    rejected = p_value <= alpha * _TIE
    return np.exp((ways + xlogy(k, other) + xlog1py(n - k, -other))[rejected]).sum()


def _always_enough(power, gap, alpha, test):
    """The least number of events for which a bound says that the power suffices from there on; None beyond those tried.

    By Hoeffding's bound an outcome `reach` away from what is expected is rejected, and the chance to come `slack`
    short of what is expected under the ratio is less than ``1 - power``. Both grow like the root of n; the gap
    between both expectations grows like n.
    """
    slack = math.sqrt(math.log(1 / (1 - power)) / 2)
    n = 1.0 if gap else math.inf
    while n <= MOST_TRIED[test]:
        tails = 2 if test == "central" else n + 1  # by likelihood the other tail may hold all n
        needed = math.sqrt(math.log(tails / alpha) / 2) + slack
        # n * gap >= needed * sqrt(n) + 1, solved for the root of n
        root = (needed + math.sqrt(needed**2 + 4 * gap)) / (2 * gap)
        enough = np.ceil(root * root)
        if enough <= n:
            return int(n)
        n = enough
    return None
