"""On how few people the false matches fall, and on how few they would fall by chance alone.

No original is needed: the counts are in the tables `lfw_measured_wrong_within` and
`bssr1_measured_wrong_within`.

    python -m falsematch.remeasure.concentration --out datasets

Where false matches are few, somebody must have them, so that chance alone looks uneven. Chance alone means:
as many false matches, each falling on anybody with the same chance. Their number is not left to chance, since
the threshold was set to give it. The share of the busiest is then drawn again and again.
"""

import numpy as np

from falsematch import datasets, search
from falsematch.remeasure import _measure

BUSIEST = (0.01, 0.05, 0.10)
DRAWS, CHUNK, SEED = 2_000, 100, 8
SETS = {"lfw": "dlib", "bssr1": None}  # the matcher of LFW, of which its table has no column


def tables():
    """The table as a dict of one DataFrame, from the project's own tables."""
    import pandas as pd

    rows = []
    for benchmark, only in SETS.items():
        table = datasets.load(f"{benchmark}_measured_wrong_within")
        table = table.assign(matcher=only) if only else table
        for (matcher, point), counts in table.groupby(["matcher", "operating_point"], sort=False):
            rows.append(_row(benchmark, matcher, point, counts.wrong_within, counts.probes))
    return {"measured_concentration": pd.DataFrame(rows)}


def _row(benchmark, matcher, point, values, probes):
    each = np.repeat(values.to_numpy(), probes.to_numpy())
    people, found = each.size, int(each.sum())
    fmr = found / (people * (people - 1))
    row = {
        "id": _measure.identifier(benchmark, matcher, point),
        "benchmark": benchmark,
        "matcher": matcher,
        "operating_point": point,
        "people": people,
        "false_matches": found,
        "fmr": _measure.digits(fmr),
        "people_with_any": int(np.count_nonzero(each)),
    }
    by_chance = shares_by_chance(people, found)
    for place, share in enumerate(BUSIEST):
        percent = f"{100 * share:g}_percent"
        low, high = np.quantile(by_chance[:, place], (0.025, 0.975))
        row[f"share_of_busiest_{percent}"] = _measure.digits(search.concentration(each, share), 4)
        row[f"by_chance_{percent}"] = _measure.digits(by_chance[:, place].mean(), 3)
        row[f"by_chance_{percent}_low"] = _measure.digits(low, 3)
        row[f"by_chance_{percent}_high"] = _measure.digits(high, 3)
    return row | {"spread_of_own_fmr": _measure.digits(spread(each), 4)}


def shares_by_chance(people, found):
    """Shares of the busiest, shape (DRAWS, shares), if `found` false matches fall on anybody alike."""
    draw = np.random.default_rng(SEED)
    whole, part = np.divmod(np.array(BUSIEST) * people, 1)
    last = whole.astype(int)  # the first who counts in part only
    shares = []
    for _ in range(DRAWS // CHUNK):
        each = -np.sort(-draw.multinomial(found, np.full(people, 1 / people), size=CHUNK), axis=1)
        before = np.cumsum(each, axis=1) - each
        shares.append((before[:, last] + part * each[:, last]) / found)
    return np.concatenate(shares)


def spread(each):
    """Standard deviation of people's own FMR over its mean, after taking away what chance alone scatters.

    The method of moments: Var(count) = n p (1 - p) + n (n - 1) Var(own FMR), n the number of others. 0 if
    the counts scatter no more than by chance.
    """
    others = each.size - 1
    mean = each.mean() / others
    own = (each.var() - others * mean * (1 - mean)) / (others * (others - 1))
    return float(np.sqrt(max(own, 0.0)) / mean)


if __name__ == "__main__":
    _measure.command("Count again on how few people the false matches fall.", [], tables)
