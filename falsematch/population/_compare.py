"""Interventions compared on the same people, the same passes and the same alerts.

All that is compared is drawn once, at the highest chance of an alert that any of it has. Then alerts are taken away:
with a threshold that flags a share r as often, each alert stays with chance r. What stays of the alerts is exactly what
the other scenario would bring, and it is a part of the same alerts. So where r is near 1 a difference scatters far
less than one of two separate simulations: its variance is (1 - r)/(1 + r) of theirs.
"""

from dataclasses import dataclass, field, fields, replace

import numpy as np

from falsematch import _check
from falsematch.population import _draws
from falsematch.population._ensemble import MOST_RUNS
from falsematch.population._flags import flags
from falsematch.population._scenario import Scenario
from falsematch.population._simulate import UnlistedPeople, generator, lived_through, streams
from falsematch.population._totals import COUNTS

AS_IT_IS = "as it is"
_SAME = ("people", "groups", "own_rates")
_MOST_LISTED = 2e7  # searches of listed people that are drawn one by one


@dataclass(frozen=True)
class Comparison:
    """Paired runs of a scenario "as it is" and of each of its changes.

    Attributes
    ----------
    totals : dict of dict of arrays
        ``totals[name][column]`` has one number for each run; the columns are those of `Totals`, with both shares.
    first : dict of Run
        The first run of each, whole: what happened to the same people.
    """

    totals: dict
    first: dict = field(repr=False)

    def difference(self, name, column):
        """Changed minus as it is, run by run: an array. NaN where a share has no alert to be of."""
        for what, value, known in (("name", name, self.totals), ("column", column, self.totals[AS_IT_IS])):
            if value not in known:
                _check.refuse(what, value, f"one of {', '.join(known)}")
        return self.totals[name][column] - self.totals[AS_IT_IS][column]


def compare(scenario, changes, days, seed, runs=1):
    """Simulate a scenario and changes of it on the same people and the same alerts.

    Parameters
    ----------
    scenario : Scenario
    changes : mapping of a name to a mapping of arguments of `Scenario` to their new values
        ``{"stricter": {"fpir": 1e-5, "fnir": 0.2}, "half the cameras": {"passes_per_day": 1}}``. The people, their
        groups and how unequal they are cannot change: they would be other people. A lower chance of an alert lowers
        everybody's by the same factor, a shorter list drops the last of those listed.
    days : whole number >= 1
    seed : what `numpy.random.SeedSequence` takes, but None
    runs : whole number from 1 to a million

    Returns
    -------
    Comparison

    Raises
    ------
    ValueError
        If an argument is unusable, a change is impossible, or listed people are expected to be searched more than
        2e7 times, since here each of their searches is drawn.

    Examples
    --------
    >>> from falsematch.population import Scenario
    >>> station = Scenario(50_000, 1, 1_000, 20, fpir=1e-3, fnir=0.1)
    >>> found = compare(station, {"stricter": {"fpir": 9e-4, "fnir": 0.12}}, days=30, seed=1, runs=5)
    >>> bool((found.difference("stricter", "false_alerts") <= 0).all())
    True
    """
    days = int(_check.single("days", _check.whole("days", days, 1)))
    runs = int(_check.single("runs", _check.whole("runs", runs, 1)))
    if runs > MOST_RUNS:
        _check.refuse("runs", runs, f"at most {MOST_RUNS:,}")
    every = {
        AS_IT_IS: scenario,
        **{name: _changed(scenario, name, change) for name, change in _pairs(changes)},
    }
    columns = (*COUNTS, "share_right_before_review", "share_right_after_review")
    totals = {name: {column: np.empty(runs) for column in columns} for name in every}
    first = {}
    for run in range(runs):
        for name, found in _one_run(every, days, seed, run).items():
            first.setdefault(name, found)
            for column in columns:
                totals[name][column][run] = getattr(found.total, column)
    return Comparison(totals, first)


def _pairs(changes):
    try:
        pairs = list(changes.items())
    except AttributeError:
        _check.refuse("changes", changes, "a mapping of names to changes")
    return pairs


def _changed(scenario, name, change):
    if not isinstance(name, str) or not name.strip() or name == AS_IT_IS:
        _check.refuse("changes", name, f"named by text other than {AS_IT_IS!r}")
    known = [one.name for one in fields(Scenario)]
    if not hasattr(change, "items"):
        _check.refuse(f"changes[{name!r}]", change, f"a mapping of some of {', '.join(known)}")
    for key, _ in change.items():
        if key not in known:
            _check.refuse(f"changes[{name!r}]", key, f"of {', '.join(known)}")
        if key in _SAME:
            _check.refuse(
                f"changes[{name!r}]", key, f"of anything but {', '.join(_SAME)}: those are the same people"
            )
    change = dict(change)
    if "fpir" in change and change["fpir"] is not None and "fmr" not in change:
        change["fmr"] = None
    if "fmr" in change and change["fmr"] is not None and "fpir" not in change:
        change["fpir"] = None
    try:
        return replace(scenario, **change)
    except ValueError as error:
        raise ValueError(f"changes[{name!r}]: {error}") from None


def _one_run(every, days, seed, run):
    """A `Run` of each scenario, from one draw of people, passes and alerts."""
    rng = streams(seed, run)
    each = {name: one.searches_each(days) for name, one in every.items()}
    most = max(each.values())
    kinds = {name: one.kinds() for name, one in every.items()}
    if len({tuple(map(len, some)) for some in kinds.values()}) > 1:
        _check.refuse("changes", "fpir beside fmr", "all of fpir or all of fmr where people are unequal")
    highest = [
        [max((kinds[name][g][c] for name in every), key=lambda kind: kind.fpir) for c in range(len(some))]
        for g, some in enumerate(kinds[AS_IT_IS])
    ]
    parts = every[AS_IT_IS].parts()
    worlds = [_World(rng, highest[g], people, most, days) for g, (_, people, _) in enumerate(parts)]
    listed = _Listed(rng["listed"], every, most, days)
    found = {}
    # From the most alerts to the fewest: each step takes some of the alerts of the step before.
    rates = {name: sum(k.share * k.fpir for some in kinds[name] for k in some) * each[name] for name in every}
    for name in sorted(every, key=lambda n: -rates[n]):
        scenario, place = every[name], list(every).index(name)
        own = rng | {
            key: generator(seed, run, 100 + place, i)
            for i, key in enumerate(("thinning", "acted on", "capacity"))
        }
        groups = [
            world.thinned_to(own["thinning"], scenario, kinds[name][g], each[name])
            for g, world in enumerate(worlds)
        ]
        found[name] = lived_through(scenario, days, groups, listed.of(scenario, _part(each[name], most)), own)
    return {name: found[name] for name in every}


def _part(each, most):
    """The part of the passes that stays; of none, all."""
    return each / most if most else 1.0


class _World:
    """Unlisted people of one group: who would be flagged how often, and on which days, at most."""

    def __init__(self, rng, kinds, people, each, days):
        self.people, self.most, self.days = people, each, days
        shares = np.array([kind.share for kind in kinds])
        sizes = rng["kinds"].multinomial(people, shares / shares.sum()).tolist()
        self.rates = [kind.fpir * each for kind in kinds]
        self.cells, others = [], 0
        for kind, size in zip(kinds, sizes, strict=True):
            alone = [kind._replace(share=1.0)]
            times, number, more = flags(rng["kinds"], rng["flags"], rng["other searches"], alone, size, each)
            self.cells.append((times, times.copy(), number))  # flagged, confirmed (of all of them), people
            others += more
        every_day = np.full(days, 1 / days)
        self.others = rng["days"].multinomial(others, every_day)
        self.confirmed = [
            rng["days"].multinomial(int(times @ number), every_day) for times, _, number in self.cells
        ]
        self.unconfirmed = [np.zeros(days, dtype=np.int64) for _ in self.cells]
        self.chance = 1.0  # of being confirmed
        self.at_most = sum(self.confirmed)

    def thinned_to(self, rng, scenario, kinds, each):
        """Take away what another scenario does not bring, and give the rest as people to live through its days."""
        confirm = scenario.review.confirm_false if scenario.review else 1.0
        for c, kind in enumerate(kinds):
            rate = kind.fpir * each
            self._thin(rng, c, min(1.0, rate / self.rates[c]) if self.rates[c] else 1.0)
            self.rates[c] = min(rate, self.rates[c])
            self._confirm(rng, c, confirm)
        self.chance = confirm
        cells = [np.concatenate(column) for column in zip(*self.cells, strict=True)]
        group = UnlistedPeople(self.people, cells, self.days)
        group.confirmed, group.unconfirmed = sum(self.confirmed), sum(self.unconfirmed)
        flagged = group.confirmed + group.unconfirmed
        group.daily["false_alerts"] += flagged
        # Other searches stay with the share of passes that stays; of the alerts taken away, some still are searches.
        share = _part(each, self.most)
        kept = rng.binomial(self.others, share)
        gone = self.at_most - flagged
        whole = self.at_most.sum()
        of_alerts = flagged.sum() / whole if whole else 1.0
        again = min(1.0, max(0.0, (share - of_alerts) / (1 - of_alerts))) if of_alerts < 1 else 0.0
        group.daily["searches"] += kept + rng.binomial(gone, again) + flagged
        return group

    def _thin(self, rng, c, ratio):
        if ratio == 1:
            return
        times, kept, number = self.cells[c]
        kind, good, number = _draws.thinned(rng, kept, number, ratio)
        bad = (times - kept)[kind]
        again, bad, number = _draws.thinned(rng, bad, number, ratio)
        good = good[again]
        self.cells[c] = _merged(good + bad, good, number)
        self.confirmed[c] = _fewer(rng, self.confirmed[c], int(self.cells[c][1] @ self.cells[c][2]))
        left = int((self.cells[c][0] - self.cells[c][1]) @ self.cells[c][2])
        self.unconfirmed[c] = _fewer(rng, self.unconfirmed[c], left)

    def _confirm(self, rng, c, chance):
        """Another reviewer: some of the confirmed are no longer, or some of the others are as well."""
        if chance == self.chance:
            return
        times, kept, number = self.cells[c]
        if chance < self.chance:
            kind, good, number = _draws.thinned(rng, kept, number, chance / self.chance)
        else:
            kind, more, number = _draws.thinned(
                rng, times - kept, number, (chance - self.chance) / (1 - self.chance)
            )
            good = kept[kind] + more
        self.cells[c] = _merged(times[kind], good, number)
        total, alerts = int(self.cells[c][1] @ self.cells[c][2]), self.confirmed[c] + self.unconfirmed[c]
        if chance < self.chance:
            self.confirmed[c] = _fewer(rng, self.confirmed[c], total)
        else:
            extra = total - int(self.confirmed[c].sum())
            self.confirmed[c] = self.confirmed[c] + _fewer(rng, self.unconfirmed[c], extra)
        self.unconfirmed[c] = alerts - self.confirmed[c]


def _fewer(rng, numbers, left):
    """Of so many alerts of each day, those of a random part of all."""
    if left == int(numbers.sum()):
        return numbers
    return np.array(_draws.shared_out(rng, numbers, left), dtype=np.int64)


def _merged(times, kept, number):
    """One row for each pair of numbers of times."""
    if not len(times):
        return times, kept, number
    order = np.lexsort((kept, times))
    times, kept, number = times[order], kept[order], number[order]
    first = np.flatnonzero(np.r_[True, (times[1:] != times[:-1]) | (kept[1:] != kept[:-1])])
    return times[first], kept[first], np.add.reduceat(number, first)


class _Listed:
    """Every search of every listed person, with the luck that decides what each scenario makes of it."""

    def __init__(self, rng, every, most, days):
        numbers = np.array([[n for _, _, n in one.parts()] for one in every.values()]).max(axis=0)
        expected = numbers.sum() * most
        if expected > _MOST_LISTED:
            _check.refuse(
                "listed_passing", expected, f"such that their searches are at most {_MOST_LISTED:,.0f}"
            )
        total = int(rng.poisson(expected))
        self.days, self.numbers = days, numbers
        self.ends = np.cumsum(numbers)
        day, person = rng.integers(days, size=total), rng.integers(max(1, self.ends[-1]), size=total)
        order = np.argsort(day, kind="stable")
        self.day, self.person = day[order], person[order]
        self.keep, self.alert, self.confirm = rng.random((3, total))
        self.group = np.searchsorted(self.ends, self.person, side="right")

    def of(self, scenario, share):
        """The listed people of each group under one scenario, with the interface that a day needs."""
        result = []
        for g, (group, _, number) in enumerate(scenario.parts()):
            start = int(self.ends[g] - self.numbers[g])
            mine = (self.group == g) & (self.person < start + number) & (self.keep < share)
            alert = self.alert[mine] >= scenario.fnir * group.fnir_multiple
            confirm = self.confirm[mine] < (scenario.review.confirm_true if scenario.review else 1.0)
            edges = np.searchsorted(self.day[mine], np.arange(self.days + 1))
            result.append(_OneByOne(scenario, self.person[mine] - start, alert, confirm, edges, number))
        return result


class _OneByOne:
    """Listed people of one group and scenario, each by herself. See `_simulate._Listed` for the interface."""

    def __init__(self, scenario, person, alert, confirm, edges, number):
        self.person, self.alert, self.confirm, self.edges = person, alert, confirm, edges
        self.is_found = np.zeros(number, dtype=bool)
        self.stay, self.apart = not scenario.found_leave, scenario.over_capacity == "acted on"
        self.today, self.unfound, self.found = 0, number, 0

    def day(self, rng):
        here = slice(self.edges[self.today], self.edges[self.today + 1])
        self.today += 1
        person, alert, confirm = self.person[here], self.alert[here], self.confirm[here]
        known = self.is_found[person]
        if not self.stay:
            person, alert, confirm, known = (x[~known] for x in (person, alert, confirm, known))
        self.first = person[alert & confirm & ~known]
        self.spare = person[alert & ~confirm & ~known] if self.apart else person[:0]
        again = int(np.count_nonzero(alert & confirm & known))
        rest = int(np.count_nonzero(alert)) - len(self.first) - again - len(self.spare)
        return [len(self.first), again, len(self.spare), rest], int(np.count_nonzero(~alert))

    def find(self, rng, confirmed, spare):
        people = [
            some if number == len(some) else rng.choice(some, number, replace=False)
            for some, number in ((self.first, confirmed), (self.spare, spare))
        ]
        new = np.unique(np.concatenate(people))
        self.is_found[new] = True
        self.unfound -= len(new)
        self.found += len(new) if self.stay else 0
        return len(new)
