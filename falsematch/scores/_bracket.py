"""Where a condition on counts stops holding: all that a threshold at a false match rate or an EER is.

A random sample guesses two bounds; one pass counts what lies above, at and below them and keeps the little
between them. These counts of the whole set say whether the answer lies between. If it does, it is read off
the sorted few that were kept: exact, since everything else is on a known side. If not, the answer is a
bound itself (many ties), or the guess was wrong and a wider one is made.
"""

from bisect import bisect_left
from functools import cache
from math import sqrt

import numpy as np

SAMPLE = 1 << 14  # scores drawn, at most, to guess where the answer lies
SLACK = 5.0  # standard errors of the sample by which a guess is widened; a wrong guess costs a pass
TOGETHER = 256  # conditions that share passes; it bounds memory only


def last_holding(sets, conditions):
    """For each of some conditions on the numbers of matches, the greatest score at which it still holds.

    Parameters
    ----------
    sets : list of Scores, or of anything else that has their `count`, `windows`, `sample` and length
    conditions : list of functions of a list of counts, one per set: the scores of that set that are >= a
        threshold. None must turn true when a count falls, nor hold when all counts are 0. So each holds
        up to some score of one of the sets, and not above it.

    Returns
    -------
    list of (score, at, above) : that score and the counts at it and just above it. If the condition holds
        at no score, the score is -inf and both counts are those of the finite scores.
    """
    if len(conditions) > TOGETHER:
        return last_holding(sets, conditions[:TOGETHER]) + last_holding(sets, conditions[TOGETHER:])
    total = sum(map(len, sets))
    # A larger sample saves sorting what is kept, which matters less in a smaller set.
    size = min(SAMPLE, max(total // 256, SAMPLE // 8))
    sample = cache(lambda seed: [scores.sample(seed, size) for scores in sets])
    brackets = [_Bracket(holds, small=total <= 2 * SAMPLE) for holds in conditions]
    while asking := [bracket for bracket in brackets if bracket.answer is None]:
        guesses = [bracket.guess(sample) for bracket in asking]
        bounds = sorted(set(guesses))
        found = [scores.windows(bounds, max(scores.room // len(bounds), 64)) for scores in sets]
        found = dict(zip(bounds, zip(*found, strict=True), strict=True))
        for bracket, guess in zip(asking, guesses, strict=True):
            bracket.judge(*guess, found[guess])
    return [bracket.answer for bracket in brackets]


class _Bracket:
    """The search for one answer: two bounds between which it certainly lies, and what is known of them."""

    def __init__(self, holds, small):
        self.holds, self.small, self.answer = holds, small, None
        self.low, self.high = -np.inf, np.inf  # the answer is greater than one and less than the other
        self.between = None  # a Stretch of each set between them, if there is a sample of it
        self.wrong = 0

    def guess(self, sample):
        """Two bounds that very likely enclose the answer; the certain ones after four wrong guesses."""
        known = self.between
        if known is None:
            if self.wrong == 4 or self.small:
                return self.low, self.high
            known = sample(self.wrong)
        low, high = _guess(known, self.holds, SLACK * 2**self.wrong, self.low, self.high)
        if known is self.between and (low, high) == (self.low, self.high):
            # Most of what lies between is one value, or the sample of it is tiny: halve it.
            values = _merged(known)
            low = high = float(values[values.size // 2])
        return low, high

    def judge(self, low, high, stretches):
        """Draw the conclusion from one pass over the sets."""
        counts = [list(counts) for counts in zip(*(s.counts() for s in stretches), strict=True)]
        at_low, above_low, at_high, above_high = counts
        # What is kept leaves out both bounds: a value that many scores share is then a bound or, being
        # rarer than what the sample put between the bounds, cheap to keep.
        if self.holds(at_high):
            if not self.holds(above_high):
                self.answer = high, at_high, above_high
            else:
                self._missed(high, self.high)
        elif self.holds(above_low):
            if all(stretch.complete for stretch in stretches):
                self.answer = _last_between(stretches, self.holds)
            self.low, self.high, self.between = low, high, stretches
        elif low == -np.inf:
            self.answer = low, above_low, above_low
        elif self.holds(at_low):
            self.answer = low, at_low, above_low
        else:
            self._missed(self.low, low)

    def _missed(self, low, high):
        self.low, self.high, self.between = low, high, None
        self.wrong = min(self.wrong + 1, 4)


def _merged(stretches):
    """All values of some stretches in ascending order; those of a single one are in order already."""
    values = [stretch.values for stretch in stretches]
    return np.sort(np.concatenate(values)) if len(values) > 1 else values[0]


def _first_failing(candidates, condition):
    """Index of the first of ascending candidates at which a condition no longer holds."""
    return bisect_left(range(candidates.size), True, key=lambda i: not condition(candidates[i]))


def _at_least(seen, drawn, slack):
    """How few of so many drawn scores lie above a threshold on average, if by luck so many were seen there.

    For a small share this is ``(sqrt(seen) - slack / 2)**2``: the square root of a count scatters by one half,
    however great the count. For a share near 1, where those not seen are few, a little more is taken off.
    """
    share = seen / drawn
    spread = slack * sqrt(seen * (1 - share))
    if share < 0.5 and 2 * spread <= slack**2:
        return 0.0
    return max(0.0, seen - spread + slack**2 * (1 - 3 * share) / 4)


def _guess(stretches, holds, slack, low, high):
    """Two bounds, within given ones, that very likely enclose the answer, from samples of what is between."""

    def estimate(threshold, most):
        counts = []
        for stretch in stretches:
            drawn = stretch.values.size
            seen = drawn - int(np.searchsorted(stretch.values, threshold))
            if drawn and not stretch.complete:
                seen = (
                    drawn - _at_least(drawn - seen, drawn, slack) if most else _at_least(seen, drawn, slack)
                )
            counts.append(stretch.above + stretch.at_high + seen / max(drawn, 1) * stretch.between)
        return counts

    candidates = _merged(stretches)
    candidates = candidates[(candidates > low) & (candidates < high)]
    last_sure = _first_failing(candidates, lambda t: holds(estimate(t, most=False))) - 1
    first_out = _first_failing(candidates, lambda t: holds(estimate(t, most=True)))
    return (
        float(candidates[last_sure]) if last_sure >= 0 else low,
        float(candidates[first_out]) if first_out < candidates.size else high,
    )


def _last_between(stretches, holds):
    def counts(score, side):
        return [s.counts()[1] - int(np.searchsorted(s.values, score, side)) for s in stretches]

    candidates = _merged(stretches)
    score = candidates[_first_failing(candidates, lambda t: holds(counts(t, "left"))) - 1]
    return float(score), counts(score, "left"), counts(score, "right")
