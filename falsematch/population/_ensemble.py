"""Many runs of a scenario whose inputs are uncertain: ignorance of the inputs, and luck, apart.

A draw of the inputs is one row, its repetitions are the columns. Runs are made in batches of a fixed size and put
together in their order, so that the numbers are the same on any number of workers.
"""

from dataclasses import dataclass

import numpy as np

from falsematch import _check, _workers
from falsematch.population._simulate import generator, simulate
from falsematch.population._totals import COUNTS

COLUMNS = (*COUNTS, "share_right_before_review", "share_right_after_review")
MOST_RUNS = 1_000_000  # each is a row that is kept
BATCH = 64  # draws of the inputs that are simulated as one piece of work
_INPUTS = 1_000_000  # apart from the streams of the mechanisms, which are numbered from 0


@dataclass(frozen=True)
class Ensemble:
    """What so many draws of the inputs, each simulated so often, brought.

    Attributes
    ----------
    values : dict of arrays, shape (draws, repeats)
        By column of `Totals`, both shares among them. A row is one draw of the inputs.
    scenarios : tuple of Scenario, one for each draw
    """

    values: dict
    scenarios: tuple

    def spread(self, column, confidence=0.95):
        """How far the inputs, and luck alone, spread a column.

        Parameters
        ----------
        column : one of the columns
        confidence : proportion strictly between 0 and 1

        Returns
        -------
        dict of (low, high): "inputs", the middle `confidence` of the means of the draws; "luck", the median over
        draws of the ends of the middle of their own repetitions (NaN with a single repetition); "both", of all runs.
        The means of few repetitions still hold some luck: more repetitions take it out of "inputs".
        """
        if column not in self.values:
            _check.refuse("column", column, f"one of {', '.join(self.values)}")
        confidence = _check.single("confidence", _check.open_proportion("confidence", confidence))
        values = self.values[column]
        ends = (1 - confidence) / 2, (1 + confidence) / 2
        each = (
            np.nanquantile(values, ends, axis=1) if values.shape[1] > 1 else np.full((2, len(values)), np.nan)
        )
        return {
            "inputs": tuple(np.nanquantile(np.nanmean(values, axis=1), ends).tolist()),
            "luck": tuple(np.median(each, axis=1).tolist()),
            "both": tuple(np.nanquantile(values, ends).tolist()),
        }


def ensemble(draw, runs, days, seed, client=None, *, repeats=1, progress=True):
    """Simulate scenarios drawn from uncertain inputs.

    Parameters
    ----------
    draw : callable
        Takes a `numpy.random.Generator`, returns a `Scenario`. With a client it is sent to other processes.
    runs : whole number >= 1
        Draws of the inputs.
    days : whole number >= 1
    seed : what `numpy.random.SeedSequence` takes, but None
    client : dask.distributed.Client, optional
        Where the runs are made; the numbers are the same as here, on any number of workers.
    repeats : whole number >= 1
        Simulations of each draw, to tell luck from ignorance. With `runs` at most a million.
    progress : bool
        Whether a progress bar may be shown, after two seconds.

    Returns
    -------
    Ensemble

    Raises
    ------
    ValueError
        If a number is unusable, or `draw` gives something else than a `Scenario`.

    Examples
    --------
    >>> from falsematch.population import Scenario
    >>> def station(rng):
    ...     return Scenario(50_000, 1, 1_000, int(rng.integers(1, 40)), fpir=10 ** rng.uniform(-6, -4), fnir=0.11)
    >>> found = ensemble(station, runs=20, days=30, seed=1)
    >>> found.values["false_alerts"].shape
    (20, 1)
    """
    runs = int(_check.single("runs", _check.whole("runs", runs, 1)))
    days = int(_check.single("days", _check.whole("days", days, 1)))
    repeats = int(_check.single("repeats", _check.whole("repeats", repeats, 1)))
    if runs * repeats > MOST_RUNS:
        _check.refuse("runs", runs * repeats, f"such that with repeats they are at most {MOST_RUNS:,}")
    if not callable(draw):
        _check.refuse("draw", draw, "a function that takes a generator and returns a Scenario")
    generator(seed)  # refuses one that is unusable before any work is handed out
    starts = range(0, runs, BATCH)
    work = [(draw, start, min(BATCH, runs - start), days, seed, repeats) for start in starts]
    # Here one after another: a learner's `draw` need not stand threads.
    found = (_batch(*one) for one in work) if client is None else _workers.run(_batch, work, client)
    rows, scenarios = [], []
    for values, some in _shown(found, len(work), progress):
        rows.append(values)
        scenarios += some
    values = np.concatenate(rows)
    return Ensemble({name: values[:, :, i] for i, name in enumerate(COLUMNS)}, tuple(scenarios))


def _shown(batches, number, progress):
    if not progress or number < 2:
        return batches
    from tqdm import tqdm

    return tqdm(batches, total=number, desc="runs", unit=f" x {BATCH}", delay=2, leave=False)


def _batch(draw, start, number, days, seed, repeats):
    """The columns of some runs, shape (runs, repeats, columns), and their scenarios."""
    from falsematch.population import Scenario

    values, scenarios = np.empty((number, repeats, len(COLUMNS))), []
    for place in range(number):
        run = start + place
        scenario = draw(generator(seed, run, _INPUTS))
        if not isinstance(scenario, Scenario):
            _check.refuse("draw", scenario, "a function that returns a Scenario")
        scenarios.append(scenario)
        for again in range(repeats):
            total = simulate(scenario, days, seed, run=run * repeats + again).total
            values[place, again] = [getattr(total, name) for name in COLUMNS]
    return values, scenarios
