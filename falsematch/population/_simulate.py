"""One period of a scenario, drawn exactly: totals, days and how often people were flagged, as one joint draw.

Nobody is simulated one by one. Four facts make that possible:

1. people of one kind are exchangeable, so that it is enough to draw how many of them are flagged k times;
2. the searches of a person are a Poisson process, so that, given how many flags there are, each falls on a day
   uniformly, whatever the chances of the people are;
3. a second look confirms each alert or not, whether or not the capacity lets it be looked at: that is drawn first;
4. of a day's alerts those that are looked at are picked uniformly, so that, given their number, the flags acted on
   are a simple random sample of those that would be.

Each mechanism has a random stream of its own, made from the seed, the run and the mechanism.
"""

from dataclasses import dataclass, field

import numpy as np

from falsematch import _check
from falsematch.population import _draws
from falsematch.population._flags import flags
from falsematch.population._totals import COUNTS, Totals, added

MECHANISMS = ("kinds", "flags", "other searches", "days", "review", "listed", "capacity", "acted on")


def generator(seed, *key):
    """The random generator of a seed and a key of whole numbers: each key has a stream of its own."""
    if seed is None:
        _check.refuse("seed", seed, "given, so that the run can be made again")
    try:
        return np.random.default_rng(np.random.SeedSequence(seed, spawn_key=key))
    except (TypeError, ValueError):
        _check.refuse("seed", seed, "what numpy.random.SeedSequence takes")


def streams(seed, run=0):
    """A generator for each mechanism of one run: same seed and run, same numbers, whatever else is drawn."""
    return {name: generator(seed, run, place) for place, name in enumerate(MECHANISMS)}


@dataclass(frozen=True)
class Run:
    """What one simulated period brought.

    Attributes
    ----------
    total : Totals of the whole period, with groups.
    daily : Totals of arrays, one entry for each day, with groups. `people_flagged` and `people_acted_on` count the
        different people of a day (so days do not add up); NaN unless asked for.
    times_flagged, times_acted_on : arrays of whole numbers
        How many unlisted people were flagged, or acted on, 0, 1, 2 … times.
    times_by_group : dict of (times_flagged, times_acted_on) by group.
    """

    total: Totals
    daily: Totals
    times_flagged: np.ndarray
    times_acted_on: np.ndarray
    times_by_group: dict = field(default_factory=dict, repr=False)

    @property
    def days(self):
        """`daily` as a pandas DataFrame: a row for each day, counted from 1."""
        import pandas as pd

        frame = pd.DataFrame({name: getattr(self.daily, name) for name in COUNTS})
        frame["share_right_before_review"] = self.daily.share_right_before_review
        frame["share_right_after_review"] = self.daily.share_right_after_review
        return frame.set_index(pd.RangeIndex(1, len(frame) + 1, name="day"))


def simulate(scenario, days, seed, *, run=0, different_people=False):
    """Simulate a scenario for so many days, exactly as if every pass of every person were drawn.

    Parameters
    ----------
    scenario : Scenario
    days : whole number >= 1
    seed : what `numpy.random.SeedSequence` takes, but None
        The same seed, run and scenario give the same numbers.
    run : whole number >= 0
        Another run of the same seed, independent of the first.
    different_people : bool
        Whether to count, for each day, the different people flagged and acted on. The days of the flags are then
        drawn by stepping the people through the days, which are other draws, and slower where people are flagged
        hundreds of times. Where the capacity binds, the different people acted on in a day stay NaN: only a list of
        people could tell them.

    Returns
    -------
    Run

    Raises
    ------
    ValueError
        If an argument is unusable, more than 1e13 searches are expected, or capacity leaves too many alerts whose
        people have to be told apart.

    Examples
    --------
    >>> from falsematch.population import Scenario
    >>> station = Scenario(50_000, 1, 1_000, 20, fpir=1 / 60_000, fnir=0.11)
    >>> one = simulate(station, days=30, seed=1)
    >>> int(one.total.false_alerts), int(one.total.true_alerts)
    (26, 555)
    """
    days = int(_check.single("days", _check.whole("days", days, 1)))
    run = int(_check.single("run", _check.whole("run", run)))
    rng = streams(seed, run)
    groups = _unlisted(scenario, days, rng, different_people)
    listed = [_Listed(scenario, group, number) for group, _, number in scenario.parts()]
    return lived_through(scenario, days, groups, listed, rng)


def lived_through(scenario, days, groups, listed, rng):
    """The `Run` of unlisted people's flags, whose days are known, and of listed people, day by day."""
    day = 0
    if scenario.capacity_per_day is None and all(isinstance(some, _Listed) for some in listed):
        for group, some in zip(groups, listed, strict=True):
            _all_looked_at(scenario, days, group, some, rng["listed"])
        day = days
    while day < days and any(some.unfound or some.found for some in listed):
        _one_day(scenario, day, groups, listed, rng)
        day += 1
    if day < days:
        _nobody_listed_left(scenario, day, groups, rng)
    for group in groups:
        group.finish(scenario, rng["acted on"])
    names = [group.name for group, _, _ in scenario.parts()]
    return _run(names if scenario.groups else [], groups)


class UnlistedPeople:
    """The unlisted people of one group, and what all people of it, listed ones too, brought on each day."""

    def __init__(self, people, cells, days):
        self.people = people
        self.times, self.kept, self.number = (
            cells  # flagged so often, so many of these confirmed, so many people
        )
        self.daily = {name: np.zeros(days, dtype=np.int64) for name in COUNTS}
        for name in ("review_hours", "people_flagged", "people_acted_on"):
            self.daily[name] = np.full(days, 0.0 if name == "review_hours" else np.nan)
        self.confirmed = self.unconfirmed = None
        self.bound = False  # whether the capacity left an alert of the group aside

    def finish(self, scenario, rng):
        """Who was acted on how often, once it is known how many of the flags were."""
        self.times_flagged = _dense(self.times, self.number)
        if not self.bound:
            self.times_acted_on = _dense(self.kept, self.number)
            return
        acted = int(self.daily["acted_on_false"].sum())
        if scenario.over_capacity == "dropped":
            times, number = _draws.gathered(self.kept, self.number)
            _, chosen, people = _draws.picked(rng, times, number, acted)
        else:  # all that would be confirmed, and some of the others unseen
            spare = acted - int(self.kept @ self.number)
            kind, more, people = _draws.picked(rng, self.times - self.kept, self.number, spare)
            chosen = self.kept[kind] + more
        self.times_acted_on = _dense(*_draws.gathered(chosen, people))


def _dense(times, number):
    """An array with the people who had it 0, 1, 2 … times."""
    if not len(times):
        return np.zeros(1, dtype=np.int64)
    found = np.zeros(int(np.max(times)) + 1, dtype=np.int64)
    np.add.at(found, times, number)
    return found


def _unlisted(scenario, days, rng, different_people):
    each = scenario.searches_each(days)
    confirm = scenario.review.confirm_false if scenario.review else 1.0
    groups = []
    for (_, people, _), kinds in zip(scenario.parts(), scenario.kinds(), strict=True):
        times, number, others = flags(rng["kinds"], rng["flags"], rng["other searches"], kinds, people, each)
        kind, kept, number = _draws.thinned(rng["review"], times, number, confirm)
        group = UnlistedPeople(people, (times[kind], kept, number), days)
        every_day = np.full(days, 1 / days)
        group.daily["searches"] += rng["days"].multinomial(others, every_day)
        if different_people:
            _step_through_days(rng["days"], group, days)
        else:
            alerts, kept = int(group.times @ group.number), int(group.kept @ group.number)
            on_days = rng["days"].multinomial(alerts, every_day)
            # Which of them would be confirmed was settled person by person: their days are any of all days.
            group.confirmed = on_days if kept == alerts else _draws.shared_out(rng["review"], on_days, kept)
            group.confirmed = np.array(group.confirmed, dtype=np.int64)
            group.unconfirmed = on_days - group.confirmed
        group.daily["false_alerts"] += group.confirmed + group.unconfirmed
        group.daily["searches"] += group.daily["false_alerts"]
        groups.append(group)
    return groups


def _step_through_days(rng, group, days):
    """The days of the flags, with the different people of each day.

    With so many days left, each flag that is left falls on the next one with chance 1 / days left. So people with
    k flags left have a binomial number of them on it, and go on with the rest.
    """
    cells = {
        (int(j), int(k - j)): int(n) for k, j, n in zip(group.times, group.kept, group.number, strict=True)
    }
    group.confirmed, group.unconfirmed = np.zeros(days, dtype=np.int64), np.zeros(days, dtype=np.int64)
    for day in range(days):
        rest, flagged, acted = {}, 0, 0
        for (good, bad), n in cells.items():
            for i, with_i in _today(rng, good, n, days - day):
                for j, people in _today(rng, bad, with_i, days - day):
                    group.confirmed[day] += i * people
                    group.unconfirmed[day] += j * people
                    flagged += people if i or j else 0
                    acted += people if i else 0
                    rest[good - i, bad - j] = rest.get((good - i, bad - j), 0) + people
        cells = rest
        group.daily["people_flagged"][day], group.daily["people_acted_on"][day] = flagged, acted


def _today(rng, left, people, days_left):
    """Pairs (flags today, people) of people with so many flags left."""
    if not left or not people:
        return [(0, people)] if people else []
    if days_left == 1:
        return [(left, people)]
    low, chances = _draws.binomial_chances(left, 1 / days_left)
    number = rng.multinomial(people, chances)
    return [(low + int(i), int(number[i])) for i in np.flatnonzero(number)]


class _Listed:
    """The listed people of one group who pass: how many are not found yet, how many are found and still pass."""

    def __init__(self, scenario, group, number):
        each = scenario.searches_each(1)
        fnir = scenario.fnir * group.fnir_multiple
        confirm = scenario.review.confirm_true if scenario.review else 1.0
        self.confirmed_each, self.unconfirmed_each = (
            each * (1 - fnir) * confirm,
            each * (1 - fnir) * (1 - confirm),
        )
        self.missed_each = each * fnir
        self.unfound, self.found = number, 0
        self.stay = not scenario.found_leave
        self.apart = scenario.over_capacity == "acted on"

    def day(self, rng):
        """Their alerts of a day, by who has them: `alerts` (four numbers) and misses."""
        self.times, self.number = _draws.poisson_histogram(rng, self.unfound, self.confirmed_each)
        none = int(self.number[self.times == 0].sum())
        others = self.unfound - none + self.found
        confirmed_again = int(rng.poisson(self.found * self.confirmed_each)) if self.found else 0
        self.spare = (np.zeros(1, dtype=np.int64), np.array([none]))
        if self.apart:  # unlooked at, an alert that nobody would confirm may still find somebody
            self.spare = _draws.poisson_histogram(rng, none, self.unconfirmed_each)
            unconfirmed = int(rng.poisson(others * self.unconfirmed_each)) if others else 0
        else:
            present = self.unfound + self.found
            unconfirmed = int(rng.poisson(present * self.unconfirmed_each)) if self.unconfirmed_each else 0
        misses = int(rng.poisson((self.unfound + self.found) * self.missed_each)) if self.missed_each else 0
        alerts = [
            int(self.times @ self.number),
            confirmed_again,
            int(self.spare[0] @ self.spare[1]),
            unconfirmed,
        ]
        return alerts, misses

    def find(self, rng, confirmed, spare):
        """How many are found for the first time when so many of the first and the third kind of alert are acted on."""
        new = _touched(rng, self.times, self.number, confirmed) + _touched(rng, *self.spare, spare)
        self.unfound -= new
        self.found += new if self.stay else 0
        return new


def _all_looked_at(scenario, days, group, listed, rng):
    """All days of a group at once, where every alert is looked at, so that no day waits for another.

    A listed person is found on the first day with a confirmed alert: on each day with the same chance, if not before.
    What else befalls them is independent of that, given the days on which they pass.
    """
    each, daily, review = listed.confirmed_each, group.daily, scenario.review
    chances = np.append(np.exp(-each * np.arange(days)) * -np.expm1(-each), np.exp(-each * days))
    found = rng.multinomial(listed.unfound, chances / chances.sum())[:-1]
    before = np.cumsum(found) - found
    confirmed = _draws.poisson_sums(rng, found, each) if each else found
    if listed.stay:
        confirmed = confirmed + rng.poisson(before * each)
    present = listed.unfound - (0 if listed.stay else before)
    unconfirmed = rng.poisson(present * listed.unconfirmed_each, size=days)
    misses = rng.poisson(present * listed.missed_each, size=days)
    daily["true_alerts"] += confirmed + unconfirmed
    daily["misses"] += misses
    daily["searches"] += confirmed + unconfirmed + misses
    daily["listed_found"] += found
    daily["acted_on_false"] += group.confirmed
    daily["acted_on_true"] += confirmed
    if review:
        false, true = group.confirmed + group.unconfirmed, confirmed + unconfirmed
        daily["reviewed"] += false + true
        daily["review_hours"] += (false * review.seconds_false + true * review.seconds_true) / 3600


def _nobody_listed_left(scenario, day, groups, rng):
    """The days from `day` on, with false alerts alone: a capacity that binds looks at a uniform part of them."""
    review, rest = scenario.review, slice(day, None)
    numbers = [part[rest] for group in groups for part in (group.confirmed, group.unconfirmed)]
    total = sum(numbers)
    drawn = np.minimum(total, scenario.capacity_per_day if scenario.capacity_per_day is not None else total)
    seen = _draws.shared_out_each(rng["capacity"], numbers, drawn)
    for place, group in enumerate(groups):
        daily = group.daily
        confirmed, unconfirmed = numbers[2 * place : 2 * place + 2]
        looked_at = seen[2 * place] + seen[2 * place + 1]
        unseen = confirmed + unconfirmed - looked_at
        group.bound |= bool(unseen.any())
        daily["people_acted_on"][rest][unseen > 0] = np.nan
        extra = scenario.over_capacity == "acted on"
        daily["acted_on_false"][rest] = seen[2 * place] + (unseen if extra else 0)
        daily["dropped"][rest] = 0 if extra else unseen
        if review:
            daily["reviewed"][rest] = looked_at
            daily["review_hours"][rest] = looked_at * review.seconds_false / 3600


def _touched(rng, each, people, number):
    """How many different people `number` of their alerts, picked uniformly, belong to."""
    if not number:
        return 0
    if number == int(each @ people):
        return int(people[each > 0].sum())
    _, times, found = _draws.picked(rng, each, people, number)
    return int(found[times > 0].sum())


def _one_day(scenario, day, groups, listed, rng):
    """Listed people's alerts, what is looked at, what is acted on, who is found."""
    numbers = []
    for group, some in zip(groups, listed, strict=True):
        alerts, misses = some.day(rng["listed"]) if some.unfound or some.found else ([0] * 4, 0)
        group.daily["true_alerts"][day] += sum(alerts)
        group.daily["misses"][day] += misses
        group.daily["searches"][day] += sum(alerts) + misses
        numbers += [int(group.confirmed[day]), int(group.unconfirmed[day]), *alerts]
    capacity, total = scenario.capacity_per_day, sum(numbers)
    binds = capacity is not None and total > capacity
    seen = _draws.shared_out(rng["capacity"], numbers, capacity) if binds else numbers
    for place, (group, some) in enumerate(zip(groups, listed, strict=True)):
        here = slice(6 * place, 6 * place + 6)
        _act(scenario, day, group, some, numbers[here], seen[here], rng["acted on"])


def _act(scenario, day, group, listed, numbers, seen, rng):
    """What is done with a group's alerts of a day, of which `seen` were looked at."""
    daily, review = group.daily, scenario.review
    unseen = [n - s for n, s in zip(numbers, seen, strict=True)]
    if sum(unseen):
        group.bound = True
        daily["people_acted_on"][day] = np.nan
    acted = [
        seen[0],
        0,
        seen[2],
        seen[3],
        0,
        0,
    ]  # confirmed: an unlisted person's, a listed one's, hers again
    if scenario.over_capacity == "acted on":
        acted = [a + u for a, u in zip(acted, unseen, strict=True)]
    else:
        daily["dropped"][day] = sum(unseen)
    if review:
        daily["reviewed"][day] = sum(seen)
        seconds = sum(seen[:2]) * review.seconds_false + sum(seen[2:]) * review.seconds_true
        daily["review_hours"][day] = seconds / 3600
    daily["acted_on_false"][day] = sum(acted[:2])
    daily["acted_on_true"][day] = sum(acted[2:])
    if listed.unfound or listed.found:
        daily["listed_found"][day] = listed.find(rng, acted[2], acted[4]) if sum(numbers[2:]) else 0


def _run(names, groups):
    """Everything gathered into a `Run`."""
    totals, dailies, times = [], [], {}
    for place, group in enumerate(groups):
        sums = {name: values.sum() for name, values in group.daily.items()}
        sums["people_flagged"] = group.people - int(group.times_flagged[0])
        sums["people_acted_on"] = group.people - int(group.times_acted_on[0])
        totals.append(
            Totals(
                **{name: value.item() if hasattr(value, "item") else value for name, value in sums.items()}
            )
        )
        dailies.append(Totals(**group.daily))
        if names:
            times[names[place]] = (group.times_flagged, group.times_acted_on)
    if len(groups) == 1 and not names:
        return Run(totals[0], dailies[0], groups[0].times_flagged, groups[0].times_acted_on, times)
    by_group = [dict(zip(names, parts, strict=True)) if names else {} for parts in (totals, dailies)]
    total, daily = (
        Totals(**{name: getattr(added(parts), name) for name in COUNTS}, groups=named)
        for parts, named in zip((totals, dailies), by_group, strict=True)
    )
    flagged = _summed([group.times_flagged for group in groups])
    return Run(total, daily, flagged, _summed([group.times_acted_on for group in groups]), times)


def _summed(arrays):
    found = np.zeros(max(map(len, arrays)), dtype=np.int64)
    for array in arrays:
        found[: len(array)] += array
    return found
