"""Inputs that nobody knows exactly, and which of them matters for a result.

References
----------
A. Saltelli et al., "Variance based sensitivity analysis of model output", Computer Physics Communications 181(2), 2010,
for the estimator; I. M. Sobol', Mathematics and Computers in Simulation 55, 2001, for the indices.
"""

import math
from dataclasses import dataclass, replace

import numpy as np

from falsematch import _check
from falsematch.population._ensemble import COLUMNS
from falsematch.population._scenario import Review, Scenario
from falsematch.population._simulate import generator

_WHOLE = ("people", "list_size", "listed_passing", "capacity_per_day")
_AMOUNTS = ("passes_per_day", "usable", "fpir", "fmr", "fnir", "own_rates")
_INPUTS = (*_WHOLE, *_AMOUNTS, *(f"review.{name}" for name in Review._fields))
_QUANTILES = 2_000_000  # the stream of the sampling, apart from those of the simulation


class Uncertain:
    """A scenario some of whose values are known as a range only, each value of the range as likely as the other.

    Calling it with a generator gives a scenario, so that it is what `ensemble` draws from.

    Parameters
    ----------
    scenario : Scenario
    inputs : mapping of a name to (low, high) or (low, high, "log")
        Names are arguments of `Scenario` that hold one number, and ``review.confirm_true`` and so on. With "log" each
        multiple of a value is as likely as the other: for rates known to an order of magnitude. Whole numbers are
        rounded. Inputs are independent of each other.

    Raises
    ------
    ValueError
        If a name is none, a range is no range, or an end of it makes an impossible scenario.

    Examples
    --------
    >>> from falsematch.population import Scenario
    >>> station = Scenario(50_000, 1, 1_000, 20, fpir=1e-3, fnir=0.1)
    >>> Uncertain(station, {"fpir": (1e-4, 1e-2, "log")}).at([0.5]).fpir
    0.001
    """

    def __init__(self, scenario, inputs):
        if not isinstance(scenario, Scenario):
            _check.refuse("scenario", scenario, "a Scenario")
        try:
            pairs = list(inputs.items())
        except AttributeError:
            _check.refuse("inputs", inputs, "a mapping of names to (low, high)")
        if not pairs:
            _check.refuse("inputs", inputs, "a mapping with at least one input")
        self.scenario, self.ranges = scenario, {name: _range(scenario, name, value) for name, value in pairs}
        # An impossible end, or what lies just beside it, is said now, by its name, not after an hour.
        for end in (0.0, 1e-9, 1.0):
            for name in self.ranges:
                self._with(name, **{name: self.value(name, end)})

    def _with(self, said, **values):
        try:
            return _replaced(self.scenario, values)
        except ValueError as error:
            raise ValueError(f"inputs[{said!r}]: {error}") from None

    def value(self, name, quantile):
        """The value of an input at a quantile of its range."""
        low, high, log = self.ranges[name]
        found = low * (high / low) ** quantile if log else low + (high - low) * quantile
        found = min(max(found, low), high)
        return round(found) if name in _WHOLE else found if found in (low, high) else float(f"{found:.15g}")

    def at(self, quantiles):
        """The scenario with each input, in the order given, at a quantile of its range."""
        values = {name: self.value(name, float(q)) for name, q in zip(self.ranges, quantiles, strict=True)}
        return _replaced(self.scenario, values)

    def __call__(self, rng):
        return self.at(rng.random(len(self.ranges)))


def _range(scenario, name, value):
    rule = '(low, high) with low < high, or (low, high, "log") with 0 < low'
    if name not in _INPUTS:
        _check.refuse("inputs", name, f"of {', '.join(_INPUTS)}")
    if name.startswith("review.") and scenario.review is None:
        _check.refuse("inputs", name, "given for a scenario with a review")
    if name in ("fpir", "fmr") and getattr(scenario, name) is None:
        _check.refuse("inputs", name, "the one of fpir and fmr that the scenario gives")
    if isinstance(value, (str, bytes)) or not hasattr(value, "__len__") or len(value) not in (2, 3):
        _check.refuse(f"inputs[{name!r}]", value, rule)
    low, high = (_check.single(f"inputs[{name!r}]", _check.amount(f"inputs[{name!r}]", x)) for x in value[:2])
    log = len(value) == 3
    if not low < high or log and (value[2] != "log" or low <= 0):
        _check.refuse(f"inputs[{name!r}]", value, rule)
    return low, high, log


def _replaced(scenario, values):
    review = {name.partition(".")[2]: x for name, x in values.items() if name.startswith("review.")}
    others = {name: x for name, x in values.items() if not name.startswith("review.")}
    if review:
        others["review"] = scenario.review._replace(**review)
    return replace(scenario, **others)


def _even_points(dimensions, rng):
    """Sobol's sequence, scrambled: the indices come out some five times nearer than from one that is only shifted."""
    from scipy.stats import qmc

    try:
        return qmc.Sobol(dimensions, rng=rng)
    except TypeError:  # scipy before 1.15
        return qmc.Sobol(dimensions, seed=rng)


@dataclass(frozen=True)
class Importance:
    """Which of the uncertain inputs a result hangs on.

    Attributes
    ----------
    column, days : what was worked out
    middle : the result with every input at the middle of its range
    swing : dict of (result at the low end, at the high end) by input, the others at their middles
    first : dict by input: share of the variance that would go if this input were known (first order Sobol' index)
    total : dict by input: share of the variance that would stay if all others were known (total index). Where inputs
        act together, shares of `first` add up to less than 1 and those of `total` to more.
    ends : dict of (low, high) of each input
    """

    column: str
    days: int
    middle: float
    swing: dict
    first: dict
    total: dict
    ends: dict


def importance(uncertain, column, days=1, *, seed, samples=512):
    """Which input of an `Uncertain` scenario an expected result hangs on, by closed forms.

    Parameters
    ----------
    uncertain : Uncertain
    column : str
        A column of `Totals`, or one of its two shares.
    days : whole number >= 1
    seed : what `numpy.random.SeedSequence` takes, but None
    samples : whole number, a power of two
        Scenarios worked out: `samples` times the number of inputs plus 2.

    Returns
    -------
    Importance, inputs in the order of their total index, largest first.

    Raises
    ------
    ValueError
        If an argument is unusable, or the column has no closed form for these scenarios (see `Scenario.expected`).
    """
    from scipy import stats

    if not isinstance(uncertain, Uncertain):
        _check.refuse("uncertain", uncertain, "an Uncertain scenario")
    if column not in COLUMNS:
        _check.refuse("column", column, f"one of {', '.join(COLUMNS)}")
    days = int(_check.single("days", _check.whole("days", days, 1)))
    samples = int(_check.single("samples", _check.whole("samples", samples, 2)))
    if samples & (samples - 1):
        _check.refuse("samples", samples, "a power of two")
    rng = generator(seed, 0, _QUANTILES)

    def worked_out(quantiles):
        found = float(getattr(uncertain.at(quantiles).expected(days), column))
        if math.isnan(found):
            _check.refuse("column", column, "one with a closed form for these scenarios")
        return found

    names, number = list(uncertain.ranges), len(uncertain.ranges)
    centre = np.full(number, 0.5)
    swing = {
        name: tuple(worked_out(np.where(np.arange(number) == i, end, 0.5)) for end in (0.0, 1.0))
        for i, name in enumerate(names)
    }
    points = _even_points(2 * number, rng).random(samples)
    one, other = points[:, :number], points[:, number:]
    mixed = [np.where(np.arange(number) == i, other, one) for i in range(number)]
    f_a, f_b, *f_ab = (np.array([[worked_out(row) for row in rows]]) for rows in (one, other, *mixed))
    found = stats.sobol_indices(func={"f_A": f_a, "f_B": f_b, "f_AB": np.array(f_ab)}, n=samples)
    order = np.argsort(-np.ravel(found.total_order), kind="stable")

    def by_name(values):
        return {names[i]: float(np.ravel(values)[i]) for i in order}

    return Importance(
        column,
        days,
        worked_out(centre),
        {names[i]: swing[names[i]] for i in order},
        by_name(found.first_order),
        by_name(found.total_order),
        {names[i]: uncertain.ranges[names[i]][:2] for i in order},
    )
