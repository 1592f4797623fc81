"""What is simulated: a place, its people, a list, and what is done with an alert."""

import math
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from scipy.special import betaincinv, gammaincc

from falsematch import _check, search

MOST_SEARCHES = 1e13  # expected in a simulation: beyond, numpy's Poisson numbers are no longer right
_MOST_EACH = 1e6  # searches of one person
_MOST_DAYS = 1_000_000  # each has a row
_MOST_SECONDS = 1e6  # of a look at an alert
_UNEQUAL = (1e-3, 1e3)  # coefficients of variation between which the formulas keep their digits
_LOWERED = 1e-3  # how far a cap of 1 may lower the mean of Gamma distributed chances


class Group(NamedTuple):
    """A part of the people, listed or not: its share, and how its error rates compare with the scenario's."""

    name: str
    share: float
    fpir_multiple: float = 1.0
    fnir_multiple: float = 1.0


class Review(NamedTuple):
    """A second look: the chances that it confirms a true and a false alert, and the seconds each takes."""

    confirm_true: float
    confirm_false: float
    seconds_true: float = 0.0
    seconds_false: float = 0.0


class Kind(NamedTuple):
    """People of one group whose chances of a false alert are alike, or alike distributed.

    `fpir` is that chance per search; with `cv` it is the mean of a Gamma distribution, capped at 1.
    """

    share: float
    fpir: float
    cv: float = 0.0


@dataclass(frozen=True)
class Scenario:
    """Everything that is assumed of a place, its people, its list and its alerts.

    Parameters
    ----------
    people : whole number >= 0
        Those who pass and are not listed. `listed_passing` people pass besides, with the same mean and usable share.
    passes_per_day : number >= 0
        Mean of the Poisson number of passes of one person in a day.
    list_size : whole number >= 0
        People on the list.
    listed_passing : whole number >= 0, at most `list_size`
        How many of them pass.
    usable : proportion
        Share of passes that give a searched face. A pass that is not usable is no search: neither alert nor miss.
    fpir : proportion, or
    fmr : proportion
        Exactly one of them. `fpir` is that of this list size and threshold, per usable search; ``fpir=1`` makes every
        usable search of an unlisted person an alert. `fmr`, of one comparison, gives ``search.fpir(fmr, list_size)``.
    fnir : proportion
        Chance that a usable search of a listed person is a miss. Otherwise it is a true alert, even if somebody else is
        returned beside: a search is one alert or none.
    own_rates : None, number >= 0, or table of (share of people, multiple of the mean)
        How unequal unlisted people are, constant in time. A number is a coefficient of variation: with `fpir` each
        person's chance is min(1, Gamma), refused if the cap lowers the mean by more than 0.1 %; with `fmr` each
        person's FMR is Beta distributed, as in `search.fpir_heterogeneous`. A table's shares add up to 1, its multiples
        average 1, and each person's class is drawn independently. Listed people have none.
    groups : sequence of (name, share, multiple of FPIR, multiple of FNIR)
        Shares add up to 1; people and listed people are split by largest remainder. Multiples are not renormalised.
        Everything else is common; capacity is shared.
    review : None or (confirm_true, confirm_false, seconds_true, seconds_false)
        Chances that a reviewer confirms an alert, given that it is true or false, and seconds each takes. Without
        review every alert is acted on, and `reviewed` is 0.
    capacity_per_day : None or whole number >= 0
        Alerts that can be looked at in a day (without review: acted on). Which ones is uniformly random.
    over_capacity : "dropped" or "acted on"
        What becomes of the others. Acting on them unreviewed takes a review that they went without.
    found_leave : bool
        Whether a listed person who was rightly acted on passes no more, from the next day on.

    Raises
    ------
    ValueError
        If something is impossible; the message names it and the rule.

    References
    ----------
    ISO/IEC 19795-1:2021 for FMR, FPIR and FNIR. The rest is a model, not a standard.
    """

    people: int
    passes_per_day: float
    list_size: int
    listed_passing: int
    _: KW_ONLY
    usable: float = 1.0
    fpir: float | None = None
    fmr: float | None = None
    fnir: float
    own_rates: object = None
    groups: tuple = ()
    review: Review | None = None
    capacity_per_day: int | None = None
    over_capacity: str = "dropped"
    found_leave: bool = False

    def __post_init__(self):
        for name, check in _CHECKS.items():
            value = getattr(self, name)
            if value is not None or name not in _MAY_LACK:
                object.__setattr__(self, name, check(name, value))
        if (self.fpir is None) == (self.fmr is None):
            raise ValueError(f"exactly one of fpir and fmr must be given, got {_pair(self, 'fpir', 'fmr')}")
        if self.listed_passing > self.list_size:
            rule = f"at most list_size = {self.list_size}"
            _check.refuse("listed_passing", self.listed_passing, rule)
        if self.over_capacity not in ("dropped", "acted on"):
            _check.refuse("over_capacity", self.over_capacity, '"dropped" or "acted on"')
        if self.over_capacity == "acted on" and (self.review is None or self.capacity_per_day is None):
            rule = '"dropped" without both a review and a capacity_per_day'
            _check.refuse("over_capacity", self.over_capacity, rule)
        if not isinstance(self.found_leave, (bool, np.bool_)):
            _check.refuse("found_leave", self.found_leave, "true or false")
        object.__setattr__(self, "own_rates", _own_rates(self.own_rates))
        object.__setattr__(self, "groups", _groups(self.groups))
        object.__setattr__(self, "review", _review(self.review))
        for group in self.groups:
            if self.fnir * group.fnir_multiple > 1:
                _check.refuse(f"fnir of group {group.name}", self.fnir * group.fnir_multiple, "at most 1")
        self.kinds()

    @property
    def mean_fpir(self):
        """Chance of a false alert per usable search, averaged over unlisted people before groups differ."""
        return sum(kind.share * kind.fpir for kind in self._ungrouped)

    def kinds(self):
        """The kinds of unlisted people in each group: a list of `Kind` for each of `parts()`."""
        return [
            [_multiplied(kind, group.fpir_multiple, group.name) for kind in self._ungrouped]
            for group, _, _ in self.parts()
        ]

    def parts(self):
        """(group, unlisted people, listed people who pass) for each group; one nameless group if there is none."""
        groups = self.groups or (Group("everybody", 1.0),)
        shares = [group.share for group in groups]
        split = zip(_split(self.people, shares), _split(self.listed_passing, shares), strict=True)
        return [(group, *counts) for group, counts in zip(groups, split, strict=True)]

    def searches_each(self, days):
        """Mean number of usable searches of one person in so many days; refused where numbers would end."""
        each = self.passes_per_day * self.usable * days
        if each > _MOST_EACH or each * (self.people + self.listed_passing) > MOST_SEARCHES:
            rule = f"such that one person is searched at most {_MOST_EACH:.0e} times, all {MOST_SEARCHES:.0e} times"
            _check.refuse("days", days, rule)
        if days > _MOST_DAYS:
            _check.refuse("days", days, f"at most {_MOST_DAYS:,}")
        return each

    @cached_property  # unequal people by a Beta distribution take some milliseconds to lay out
    def _ungrouped(self):
        rates = self.own_rates
        if rates is None:
            return (Kind(1.0, self.fpir if self.fmr is None else search.fpir(self.fmr, self.list_size)),)
        if isinstance(rates, tuple):
            return tuple(Kind(share, self._fpir_of(multiple)) for share, multiple in rates)
        if self.fmr is None:
            return (Kind(1.0, self.fpir, rates),)
        return _beta_kinds(self.fmr, self.list_size, rates)

    def _fpir_of(self, multiple):
        name, rate = ("fpir", self.fpir) if self.fmr is None else ("fmr", self.fmr)
        if rate * multiple > 1:
            _check.refuse("own_rates", multiple, f"multiples with which {name} stays at most 1")
        return rate * multiple if self.fmr is None else search.fpir(rate * multiple, self.list_size)

    @classmethod
    def load(cls, path):
        """Read one of the project's scenarios by its name, or a TOML file.

        Parameters
        ----------
        path : a name of `population.scenario_names`, or the path of a file
            A text with a suffix or a folder in it is a path. For the keys of a file see `population.read_scenario`.

        Returns
        -------
        Scenario

        Raises
        ------
        ValueError
            If there is no such scenario, the file is no TOML, a key is unknown or a value impossible: one line that
            names file, key and rule.
        OSError
            If the file cannot be read.
        """
        from falsematch.population._files import read_scenario

        return read_scenario(path).scenario


_MAY_LACK = ("fpir", "fmr", "capacity_per_day")


def _whole(name, value):
    return int(_check.single(name, _check.whole(name, value)))


def _amount(name, value):
    return _check.single(name, _check.amount(name, value))


def _share(name, value):
    return _check.single(name, _check.proportion(name, value))


_CHECKS = {
    "people": _whole,
    "passes_per_day": _amount,
    "list_size": _whole,
    "listed_passing": _whole,
    "usable": _share,
    "fpir": _share,
    "fmr": _share,
    "fnir": _share,
    "capacity_per_day": _whole,
}


def _pair(scenario, *names):
    given = [f"{name} = {getattr(scenario, name)!r}" for name in names if getattr(scenario, name) is not None]
    return " and ".join(given) or "neither"


def _rows(name, value, lengths, rule):
    """A sequence of rows of one of the lengths, as a list of tuples."""
    if isinstance(value, (str, bytes, dict)):
        _check.refuse(name, value, rule)
    try:
        rows = [tuple(row) for row in value]
    except TypeError:
        _check.refuse(name, value, rule)
    wrong = [row for row in rows if len(row) not in lengths]
    if wrong:
        _check.refuse(name, wrong[0], rule)
    return rows


def _own_rates(value):
    if value is None or np.ndim(value) == 0 and not isinstance(value, (str, bytes, dict)):
        cv = 0.0 if value is None else _amount("own_rates", value)
        low, high = _UNEQUAL
        if cv and not low <= cv <= high:
            _check.refuse("own_rates", value, f"0, or a coefficient of variation from {low:g} to {high:,.0f}")
        return cv or None
    rule = "None, a coefficient of variation, or rows of (share of people, multiple of the mean)"
    rows = _rows("own_rates", value, (2,), rule)
    shares = _check.proportion("own_rates' shares", [share for share, _ in rows])
    multiples = _check.amount("own_rates' multiples", [multiple for _, multiple in rows])
    for what, total in (
        ("shares that add up to 1", shares.sum()),
        ("multiples that average 1", shares @ multiples),
    ):
        if abs(total - 1) > 1e-9:
            _check.refuse("own_rates", float(total), f"rows with {what}")
    return tuple(zip((shares / shares.sum()).tolist(), multiples.tolist(), strict=True))


def _groups(value):
    rule = "rows of (name, share, multiple of FPIR, multiple of FNIR)"
    rows = _rows(
        "groups",
        [_as_row(row) for row in value] if isinstance(value, (list, tuple)) else value,
        (2, 3, 4),
        rule,
    )
    groups = [Group(*row) for row in rows]
    for group in groups:
        if not isinstance(group.name, str) or not group.name.strip():
            _check.refuse("groups", group.name, "rows that begin with a name")
    if len({group.name for group in groups}) < len(groups):
        _check.refuse("groups", [group.name for group in groups], "of different names")
    checked = tuple(
        Group(
            group.name,
            _share(f"share of group {group.name}", group.share),
            _amount(f"fpir_multiple of group {group.name}", group.fpir_multiple),
            _amount(f"fnir_multiple of group {group.name}", group.fnir_multiple),
        )
        for group in groups
    )
    if checked and abs(sum(group.share for group in checked) - 1) > 1e-9:
        _check.refuse("groups", sum(group.share for group in checked), "rows with shares that add up to 1")
    return checked


def _as_row(group):
    """A group as a row, from a table of a file too."""
    if not isinstance(group, dict):
        return group
    known = set(group) <= set(Group._fields) and {"name", "share"} <= set(group)
    return tuple(group.get(name, 1.0) for name in Group._fields) if known else tuple(group)[:1]


def _review(value):
    if value is None:
        return None
    given = tuple(value.get(name, 0.0) for name in Review._fields) if isinstance(value, dict) else value
    rule = "(confirm_true, confirm_false, seconds_true, seconds_false)"
    if isinstance(value, dict) and set(value) - set(Review._fields):
        _check.refuse("review", sorted(set(value) - set(Review._fields))[0], f"a table of {rule}")
    if isinstance(value, dict) and not {"confirm_true", "confirm_false"} <= set(value):
        _check.refuse("review", sorted(value), f"a table of {rule}, the first two at least")
    ((*numbers,),) = _rows("review", [given], (2, 4), rule)
    numbers += [0.0] * (4 - len(numbers))
    shares = [_share(f"review's {name}", x) for name, x in zip(Review._fields[:2], numbers[:2], strict=True)]
    seconds = [_amount(f"review's {n}", x) for n, x in zip(Review._fields[2:], numbers[2:], strict=True)]
    for name, number in zip(Review._fields[2:], seconds, strict=True):
        if number > _MOST_SECONDS:
            _check.refuse(f"review's {name}", number, f"at most {_MOST_SECONDS:,.0f}")
    return Review(*shares, *seconds)


def _multiplied(kind, multiple, group):
    """A kind whose chance is a multiple of the scenario's."""
    fpir = kind.fpir * multiple
    if fpir > 1:
        _check.refuse(f"fpir of group {group}" if multiple != 1 else "own_rates", fpir, "at most 1")
    if kind.cv and fpir:
        shape = kind.cv**-2.0
        rate = shape / fpir
        # E[(G - 1)+] of a Gamma variable with this mean, in parts of the mean.
        lost = gammaincc(shape + 1, rate) - gammaincc(shape, rate) / fpir
        if lost > _LOWERED:
            rule = f"a coefficient of variation with which chances above 1 hold at most {_LOWERED:.1%} of the mean"
            _check.refuse("own_rates", kind.cv, rule)
    return kind._replace(fpir=fpir)


def _beta_kinds(fmr, list_size, cv):
    """Unequal people with a Beta distributed FMR, as a table of kinds.

    Their chance of a false alert has no simple distribution, so the Beta distribution is replaced by its values at
    Gauss-Legendre points of its own quantiles, on stretches that halve towards both ends. Its mean FPIR agrees with
    `search.fpir_heterogeneous` to seven digits; the simulation of the table is exact.
    """
    widest = math.sqrt((1 - fmr) / fmr) if fmr else math.inf
    if cv > widest * (1 + 1e-9):
        rule = f"at most sqrt((1 - fmr) / fmr) = {widest:.6g}, since no FMR is above 1"
        _check.refuse("own_rates", cv, rule)
    if not 0 < fmr < 1:
        return (Kind(1.0, search.fpir(fmr, list_size)),)
    total = (1 - fmr) / (fmr * cv**2) - 1
    a, b = fmr * total, (1 - fmr) * total
    if not total > 0:
        return (Kind(fmr, 1.0 if list_size else 0.0), Kind(1 - fmr, 0.0))
    nodes, weights = np.polynomial.legendre.leggauss(16)
    nodes, weights = (nodes + 1) / 2, weights / 2
    ends = np.r_[0.0, 0.5 ** np.arange(60, 0, -1)]
    widths = np.diff(ends)
    tail = (ends[:-1, None] + widths[:, None] * nodes).ravel()
    share = (widths[:, None] * weights).ravel()
    low = betaincinv(a, b, tail)
    high = 1 - betaincinv(b, a, tail)  # the upper half by its own tail, which keeps its digits
    rates = np.clip(np.r_[low, high], 0.0, 1.0)
    found = search.fpir(rates, list_size)
    share = np.r_[share, share] / (2 * share.sum())
    some = found > 0
    kinds = [Kind(float(s), float(q)) for s, q in zip(share[some], found[some], strict=True)]
    return (*kinds, Kind(max(0.0, 1 - sum(kind.share for kind in kinds)), 0.0))


def _split(number, shares):
    """Whole parts of a number by largest remainder; the earlier of two equal remainders comes first."""
    exact = [number * share for share in shares]
    parts = [int(x) for x in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: number - sum(parts)]:
        parts[i] += 1
    return parts
