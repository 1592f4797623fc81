"""The same scenario simulated person by person and pass by pass: slow, and meant to be obviously right.

It shares nothing with `falsematch.population._simulate` but the scenario's fields and numpy.
"""

import numpy as np


def own_chances(scenario, group, people, rng):
    """The chance of a false alert of each unlisted person of a group."""
    n, rates = scenario.list_size, scenario.own_rates
    if rates is None:
        base = scenario.fpir if scenario.fmr is None else 1 - (1 - scenario.fmr) ** n
        chances = np.full(people, base)
    elif isinstance(rates, tuple):
        shares, multiples = np.transpose(rates)
        mine = multiples[rng.choice(len(shares), size=people, p=shares)]
        chances = scenario.fpir * mine if scenario.fmr is None else 1 - (1 - scenario.fmr * mine) ** n
    elif scenario.fmr is None:
        chances = rng.gamma(rates**-2, scenario.fpir * group.fpir_multiple * rates**2, size=people)
        return np.minimum(1, chances)
    else:
        total = (1 - scenario.fmr) / (scenario.fmr * rates**2) - 1
        chances = 1 - (1 - rng.beta(scenario.fmr * total, (1 - scenario.fmr) * total, size=people)) ** n
    return chances * group.fpir_multiple


def simulate(scenario, days, rng):
    """A dict: columns of totals as sums over days, lists per day, times flagged and acted on of each person."""
    review = scenario.review or (1.0, 1.0, 0.0, 0.0)
    unlisted, listed = [], []  # (group place, chance of an alert)
    for place, (group, people, on_list) in enumerate(scenario.parts()):
        unlisted += [(place, q) for q in own_chances(scenario, group, people, rng)]
        listed += [(place, 1 - scenario.fnir * group.fnir_multiple)] * on_list
    flagged, acted_on = np.zeros(len(unlisted), int), np.zeros(len(unlisted), int)
    gone, found = set(), set()
    rows = []
    for _ in range(days):
        row = dict.fromkeys(
            "searches false_alerts true_alerts misses reviewed acted_on_false acted_on_true dropped".split(),
            0,
        )
        row |= {"listed_found": 0, "review_hours": 0.0}
        alerts = []  # (true, person, would be confirmed)
        for true, everybody in ((False, unlisted), (True, listed)):
            for person, (_, chance) in enumerate(everybody):
                if true and person in gone:
                    continue
                for _ in range(rng.poisson(scenario.passes_per_day)):
                    if rng.random() >= scenario.usable:
                        continue
                    row["searches"] += 1
                    if rng.random() < chance:
                        alerts.append((true, person, rng.random() < review[0 if true else 1]))
                    elif true:
                        row["misses"] += 1
        order = rng.permutation(len(alerts))
        capacity = len(alerts) if scenario.capacity_per_day is None else scenario.capacity_per_day
        flagged_today, acted_today = set(), set()
        for rank, place in enumerate(order):
            true, person, confirmed = alerts[place]
            row["true_alerts" if true else "false_alerts"] += 1
            if not true:
                flagged[person] += 1
                flagged_today.add(person)
            if rank < capacity:
                acted = confirmed
                if scenario.review:
                    row["reviewed"] += 1
                    row["review_hours"] += review[2 if true else 3] / 3600
            else:
                acted = scenario.over_capacity == "acted on"
                row["dropped"] += not acted
            if not acted:
                continue
            if true:
                row["acted_on_true"] += 1
                row["listed_found"] += person not in found
                found.add(person)
            else:
                row["acted_on_false"] += 1
                acted_on[person] += 1
                acted_today.add(person)
        if scenario.found_leave:
            gone |= found
        row |= {"people_flagged": len(flagged_today), "people_acted_on": len(acted_today)}
        rows.append(row)
    return {"days": rows, "times_flagged": flagged, "times_acted_on": acted_on}
