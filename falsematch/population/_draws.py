"""Exact draws of how many: the numbers of people and alerts of each kind, never one person after another.

People of one kind are exchangeable, so it is enough to draw *how many* of them were flagged 0, 1, 2 … times.
A *histogram* is here a pair of arrays of whole numbers: times (ascending, each once) and people (how many had it so
often). Nobody is left out: a draw goes on until nobody is left.
"""

import math

import numpy as np
from scipy.special import betainc, gammainc, gammaln, xlog1py, xlogy

from falsematch import _check

_BLOCK = 256  # chances worked out at a time
_LARGEST_HYPERGEOMETRIC = 10**9  # numpy's own limit, from which on it refuses
#: Alerts that may be picked one by one, where it matters whose they are.
MOST_PICKED = 20_000_000
_NEVER = 1e-30  # chances that together are smaller than this happen to nobody among 1e10 people in 1e20 runs


def histogram(rng, people, at_least, start=0):
    """How many of `people` have it how often, from the chance of having it at least k times.

    Those who have it at least k + 1 times are a binomial number of those who have it at least k times. `at_least`
    takes an array of k and returns chances that do not rise; below `start` they are 1.
    """
    left, first, times, counts = int(people), int(start), [], []
    while left:
        chance = at_least(np.arange(first, first + _BLOCK + 1))
        with np.errstate(invalid="ignore", divide="ignore"):
            on = np.where(chance[:-1] > 0, chance[1:] / chance[:-1], 0.0)
        for k, p in enumerate(np.minimum(on, 1.0).tolist(), first):
            more = left if p == 1 else int(rng.binomial(left, p))
            if more < left:
                times.append(k)
                counts.append(left - more)
            left = more
            if not left:
                break
        first += _BLOCK
    return np.array(times, dtype=np.int64), np.array(counts, dtype=np.int64)


def poisson_sums(rng, people, mean):
    """Sums of the Poisson numbers, each at least 1, of so many people: for an array of numbers of people."""
    start = max(1, math.floor(mean - 40 * math.sqrt(mean) - 40))  # below, the chance is 1 to the last digit
    left, found, first = np.asarray(people), np.asarray(people) * start, start
    while left.any():
        chance = gammainc(np.arange(first, first + _BLOCK + 1), mean)
        with np.errstate(invalid="ignore", divide="ignore"):
            on = np.where(chance[:-1] > 0, chance[1:] / chance[:-1], 0.0)
        for p in np.minimum(on, 1.0):
            left = rng.binomial(left, p)
            if not left.any():
                break
            found = found + left
        first += _BLOCK
    return found


def poisson_histogram(rng, people, mean):
    """`histogram` of people who each have a Poisson number of it."""
    if mean == 0:
        return histogram(rng, people, lambda k: np.where(k == 0, 1.0, 0.0))

    def at_least(k):
        return np.where(k == 0, 1.0, gammainc(np.maximum(k, 1), mean))

    # Forty standard deviations below the mean the chance is 1 to the last digit.
    return histogram(rng, people, at_least, max(0, math.floor(mean - 40 * math.sqrt(mean) - 40)))


def negative_binomial_histogram(rng, people, mean, cv):
    """`histogram` of people whose Poisson means are Gamma distributed with a coefficient of variation."""
    shape = cv**-2.0

    def at_least(k):
        # The chance of at least one keeps its digits where the mean is tiny; the others do by themselves.
        one = -math.expm1(-shape * math.log1p(mean / shape))
        more = betainc(np.maximum(k, 2), shape, mean / (mean + shape))
        return np.select([k == 0, k == 1], [1.0, one], more)

    return histogram(rng, people, at_least)


def from_chances(rng, people, chances):
    """`histogram` of people from the chances of 0, 1, 2 … times, which add up to 1."""
    tail = np.append(np.cumsum(chances[::-1])[::-1], 0.0)
    tail /= tail[0]

    def at_least(k):
        return tail[np.minimum(k, len(tail) - 1)]

    return histogram(rng, people, at_least)


def binomial_chances(trials, chance):
    """Where a binomial number of so many trials lies at all: the least of these numbers, and their chances."""
    spread = 12 * math.sqrt(trials * chance * (1 - chance)) + 80
    low, high = max(0, math.floor(trials * chance - spread)), min(trials, math.ceil(trials * chance + spread))
    k = np.arange(low, high + 1)
    logs = gammaln(trials + 1) - gammaln(k + 1) - gammaln(trials - k + 1)
    found = np.exp(logs + xlogy(k, chance) + xlog1py(trials - k, -chance))
    kept = found > _NEVER / len(found)
    low, found = low + int(np.argmax(kept)), found[kept]
    return low, found / found.sum()


def thinned(rng, each, people, chance):
    """Each of everybody's events is kept with a chance.

    Parameters
    ----------
    each, people : arrays of whole numbers
        Kinds of people: how many events each of them has, and how many people there are.

    Returns
    -------
    (kind, kept, people) : arrays, one row for each pair of a kind and a number kept that there is.
    """
    kinds, kept, numbers = [], [], []
    for kind, (k, n) in enumerate(zip(each.tolist(), people.tolist(), strict=True)):
        if chance in (0, 1) or not k:
            low, number = (k if chance == 1 else 0), np.array([n])
        else:
            low, chances = binomial_chances(k, chance)
            number = rng.multinomial(n, chances)
        there = np.flatnonzero(number)
        kinds.append(np.full(there.size, kind))
        kept.append(low + there)
        numbers.append(number[there])
    if not kinds:
        return tuple(np.zeros(0, dtype=np.int64) for _ in range(3))
    return tuple(np.concatenate(column).astype(np.int64) for column in (kinds, kept, numbers))


def gathered(times, people):
    """One entry for each number of times."""
    if not len(times):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)
    order = np.argsort(times, kind="stable")
    times, people = np.asarray(times)[order], np.asarray(people)[order]
    first = np.flatnonzero(np.r_[True, times[1:] != times[:-1]])
    summed = np.add.reduceat(people, first)
    return times[first][summed > 0], summed[summed > 0]


def hypergeometric(rng, good, bad, drawn):
    """How many of `drawn` balls are good, drawn without return from `good` and `bad` ones, however many there are.

    numpy's generator ends at a billion. Number the balls, the good ones first. The i-th least of the numbers drawn has,
    before it, i - 1 numbers that were drawn and a beta-binomial number of others. That tells on which side of the
    last good ball the middle one of those drawn lies, and the question is asked again of the side that is open.
    """
    good, bad, drawn = int(good), int(bad), int(drawn)
    found = 0
    while drawn and good and bad and good + bad >= _LARGEST_HYPERGEOMETRIC:
        middle = (drawn + 1) // 2
        others = good + bad - drawn
        place = middle + int(rng.binomial(others, rng.beta(middle, drawn - middle + 1)))
        if place <= good:
            found, good, bad, drawn = found + middle, good - place, bad, drawn - middle
        else:
            bad, drawn = place - 1 - good, middle - 1
    if not (drawn and good):
        return found
    return found + (drawn if not bad else int(rng.hypergeometric(good, bad, drawn)))


def shared_out(rng, numbers, drawn):
    """How many of each kind are among `drawn`, picked uniformly from so many of each kind."""
    rest, result = int(np.sum(numbers)), []
    for number in (int(n) for n in numbers):
        taken = hypergeometric(rng, number, rest - number, drawn)
        result.append(taken)
        rest, drawn = rest - number, drawn - taken
    return result


def shared_out_each(rng, numbers, drawn):
    """`shared_out` for many days at once: `numbers` and `drawn` are arrays of days."""
    rest, drawn, result = sum(numbers), np.array(drawn), []
    if len(rest) and rest.max() >= _LARGEST_HYPERGEOMETRIC:
        days = [
            shared_out(rng, of, n) for of, n in zip(zip(*numbers, strict=True), drawn.tolist(), strict=True)
        ]
        return list(np.array(days, dtype=np.int64).T)
    for number in numbers:
        taken = rng.hypergeometric(number, rest - number, drawn)
        result.append(taken)
        rest, drawn = rest - number, drawn - taken
    return result


def picked(rng, each, people, number):
    """`number` of all events are picked uniformly: how many of whose.

    Parameters
    ----------
    each, people : arrays of whole numbers
        Kinds of people: how many events each of them has, and how many people there are.
    number : whole number, at most the sum of each * people

    Returns
    -------
    (kind, times, people) : arrays
        How many people of a kind had so many of their events picked; those with none are included.
    """
    total = int(np.dot(each, people))
    # Fewer are picked one by one: those that are, or those that are not.
    inverse = number > total - number
    few = total - number if inverse else number
    if few > MOST_PICKED:
        rule = f"such that at most {MOST_PICKED:,} alerts, or all but so many, have to be told apart"
        _check.refuse("capacity_per_day", few, rule)
    ends = np.cumsum(each * people)
    place = rng.choice(total, few, replace=False, shuffle=False) if few else np.zeros(0, dtype=np.int64)
    kind = np.searchsorted(ends, place, side="right")
    within = place - (ends - each * people)[kind]
    last = np.cumsum(people)  # one number for each person, of all kinds
    person = (last - people)[kind] + within // np.maximum(each[kind], 1)
    who, times = np.unique(person, return_counts=True)
    kind = np.searchsorted(last, who, side="right")
    untouched = people - np.bincount(kind, minlength=len(people))
    kinds = np.r_[kind, np.arange(len(people))]
    times = np.r_[times, np.zeros(len(people), dtype=np.int64)]
    numbers = np.r_[np.ones(len(kind), dtype=np.int64), untouched]
    if inverse:
        times = each[kinds] - times
    return kinds, times, numbers
