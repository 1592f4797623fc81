"""How often the unlisted people of a group are flagged in a period, and how often they are searched without it."""

import numpy as np
from scipy.special import gammainc, gammaincc, gammaincinv, gammaln

from falsematch.population import _draws

_SURE = (
    1e-14  # a chance that a posterior lies above the cap, times the people, below which the cap is not felt
)


def flags(kinds_rng, rng, sums_rng, kinds, people, each):
    """Times flagged of the people of one group, and their other searches: one joint draw.

    Parameters
    ----------
    kinds_rng, rng, sums_rng : numpy generators of what kind people are, of flags, and of the other searches
    kinds : list of `Kind`
    people : whole number
    each : mean number of searches of a person in the period

    Returns
    -------
    (times, people, searches without an alert)
    """
    shares = np.array([kind.share for kind in kinds])
    sizes = kinds_rng.multinomial(people, shares / shares.sum())
    times, counts, mean_others, more = [], [], 0.0, 0
    for kind, size in zip(kinds, sizes.tolist(), strict=True):
        if not size:
            continue
        if kind.cv and kind.fpir:
            found, others = _gamma_flags(rng, sums_rng, kind, size, each)
            more += others
        else:
            # Flagged and other searches of a Poisson number are independent Poisson numbers.
            found = _draws.poisson_histogram(rng, size, each * kind.fpir)
            mean_others += size * each * (1 - kind.fpir)
        times.append(found[0])
        counts.append(found[1])
    if not times:
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), 0
    times, counts = _draws.gathered(np.concatenate(times), np.concatenate(counts))
    return times, counts, more + int(sums_rng.poisson(mean_others))


def _gamma_flags(rng, sums_rng, kind, people, each):
    """The same for people whose chances are min(1, Gamma): those at the cap, and the others."""
    shape = kind.cv**-2.0
    rate = shape / kind.fpir
    above = float(gammaincc(shape, rate))
    capped = int(rng.binomial(people, above)) if above else 0
    below = people - capped
    if not above:
        times, counts = _draws.negative_binomial_histogram(rng, below, each * kind.fpir, kind.cv)
    else:
        times, counts = _draws.from_chances(rng, below, _chances_below(shape, rate, each))
    others = int(sums_rng.poisson(each * _sum_of_the_rest(sums_rng, times, counts, shape, rate, each)))
    if capped:
        more = _draws.poisson_histogram(rng, capped, each)  # every search of theirs is a flag
        times, counts = _draws.gathered(np.r_[times, more[0]], np.r_[counts, more[1]])
    return (times, counts), others


def _chances_below(shape, rate, each):
    """Chances of 0, 1, 2 … flags for a person whose Gamma distributed chance is known to be below 1."""
    k = np.arange(int(each + 40 * np.sqrt(each) + 60))
    logs = gammaln(shape + k) - gammaln(shape) - gammaln(k + 1)
    logs += shape * np.log(rate / (rate + each)) + k * np.log(each / (rate + each) if each else 1.0)
    return np.exp(logs) * gammainc(shape + k, rate + each) / gammainc(shape, rate)


def _sum_of_the_rest(rng, times, counts, shape, rate, each):
    """Sum of 1 - chance over people below the cap, given how often each was flagged.

    Given k flags a person's chance is Gamma(shape + k, rate + each), below 1. Where that bound is not felt the sum of
    any number of people is one Gamma variable; elsewhere, for people flagged at almost every search, each is drawn.
    """
    felt = gammaincc(shape + times, rate + each) * counts > _SURE
    total = rng.gamma(float(counts[~felt] @ (shape + times[~felt]))) if (~felt).any() else 0.0
    for k, n in zip(times[felt].tolist(), counts[felt].tolist(), strict=True):
        for start in range(0, n, 1 << 20):
            u = rng.random(min(1 << 20, n - start))
            total += gammaincinv(shape + k, u * gammainc(shape + k, rate + each)).sum()
    return max(0.0, float(counts.sum()) - total / (rate + each))
