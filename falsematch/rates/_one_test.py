"""Bayes' rule for one test, in shares and in counts of people."""

from dataclasses import dataclass

import numpy as np

from falsematch import _check


def _share(weight, inside, outside):
    """weight * inside / (weight * inside + (1 - weight) * outside), NaN where that is 0/0.

    `inside` and `outside` are first divided by the larger of the two, which changes nothing but
    keeps a product such as 1e-200 * 1e-200 from vanishing below the smallest float.
    """
    scale = np.maximum(inside, outside)
    with np.errstate(invalid="ignore"):
        part = weight * (inside / scale)
        return part / (part + (1 - weight) * (outside / scale))


def ppv(prevalence, tpr, fpr):
    """Positive predictive value: chance that an alert is right.

    Parameters
    ----------
    prevalence : array-like, proportion in [0, 1]
        Share of the people looked at who are really sought (the base rate).
    tpr : array-like, proportion in [0, 1]
        True positive rate: share of the people sought who raise an alert.
    fpr : array-like, proportion in [0, 1]
        False positive rate: share of everybody else who raises one.

    Returns
    -------
    float or ndarray, proportion in [0, 1], of the broadcast shape. NaN where no alert can ever be
    raised (for example `tpr = fpr = 0`): the share of no alerts is neither 0 nor 1.

    Raises
    ------
    ValueError
        If a proportion is outside [0, 1], NaN or not a number.

    Examples
    --------
    One person in a thousand is sought, and both error rates are 0.2 %. Two alerts in three are wrong:

    >>> round(ppv(0.001, 0.998, 0.002), 3)
    0.333
    """
    prevalence = _check.proportion("prevalence", prevalence)
    tpr = _check.proportion("tpr", tpr)
    fpr = _check.proportion("fpr", fpr)
    _check.one_shape(prevalence=prevalence, tpr=tpr, fpr=fpr)
    return _check.plain(_share(prevalence, tpr, fpr))


def npv(prevalence, tpr, fpr):
    """Negative predictive value: chance that silence is right.

    Parameters
    ----------
    prevalence, tpr, fpr : array-like, proportions in [0, 1]
        As in `ppv`.

    Returns
    -------
    float or ndarray, proportion in [0, 1]. NaN where everybody raises an alert, so that there is no
    silence to judge. A value so close to 1 that it prints as 1 hides people: `natural_frequencies`
    counts those missed without rounding them away.

    Raises
    ------
    ValueError
        If a proportion is outside [0, 1], NaN or not a number.

    Examples
    --------
    >>> round(npv(0.001, 0.998, 0.002), 7)
    0.999998
    """
    prevalence = _check.proportion("prevalence", prevalence)
    tpr = _check.proportion("tpr", tpr)
    fpr = _check.proportion("fpr", fpr)
    _check.one_shape(prevalence=prevalence, tpr=tpr, fpr=fpr)
    # Silence about people not sought is what an alert about people sought was in `ppv`.
    silent_right, silent_wrong = 1 - fpr, 1 - tpr
    scale = np.maximum(silent_right, silent_wrong)
    with np.errstate(invalid="ignore"):
        right = (1 - prevalence) * (silent_right / scale)
        return _check.plain(right / (right + prevalence * (silent_wrong / scale)))


@dataclass(frozen=True)
class NaturalFrequencies:
    """Expected counts of people, not rounded: 0.3 of a person is 0.3, never none.

    Attributes
    ----------
    people : people looked at.
    mated : those of them who are really sought (the system holds a mate of theirs).
    nonmated : everybody else.
    true_alerts : mated people who raise an alert.
    missed : mated people who raise none.
    false_alerts : non-mated people who raise an alert.
    rightly_silent : non-mated people who raise none.
    """

    people: float | np.ndarray
    mated: float | np.ndarray
    nonmated: float | np.ndarray
    true_alerts: float | np.ndarray
    missed: float | np.ndarray
    false_alerts: float | np.ndarray
    rightly_silent: float | np.ndarray

    @property
    def alerts(self):
        """All alerts, right and wrong."""
        return self.true_alerts + self.false_alerts

    @property
    def silent(self):
        """Everybody who raises no alert, rightly or not."""
        return self.missed + self.rightly_silent

    @property
    def wrong(self):
        """Everybody about whom the system is wrong: pointed at or missed."""
        return self.false_alerts + self.missed

    @property
    def ppv(self):
        """Share of the alerts that are right; NaN when there are none."""
        return _quotient(self.true_alerts, self.alerts)

    @property
    def npv(self):
        """Share of the silent that are rightly silent; NaN when nobody is silent."""
        return _quotient(self.rightly_silent, self.silent)

    @property
    def accuracy(self):
        """Share of all people about whom the system is right; NaN when there are no people."""
        return _quotient(self.true_alerts + self.rightly_silent, self.people)


def _quotient(part, whole):
    with np.errstate(invalid="ignore"):
        return _check.plain(np.divide(part, whole))


def natural_frequencies(people, prevalence, tpr, fpr):
    """What `people` looked at become: found, missed, wrongly pointed at, left alone.

    Each count is a product of its own rates, never a difference of two large counts, so that three
    people missed among 1.3 billion are three and not a rounding error.

    Parameters
    ----------
    people : array-like, finite number >= 0
        People looked at. It may be an average and need not be whole.
    prevalence, tpr, fpr : array-like, proportions in [0, 1]
        As in `ppv`.

    Returns
    -------
    NaturalFrequencies
        Expected counts: floats, or arrays of the broadcast shape if an array was given.

    Raises
    ------
    ValueError
        If a proportion is outside [0, 1], or `people` is negative, infinite or NaN.

    Examples
    --------
    >>> day = natural_frequencies(1_000_000, 0.0001, 0.9, 0.001)
    >>> round(day.true_alerts, 6), round(day.false_alerts, 6), round(day.missed, 6)
    (90.0, 999.9, 10.0)
    >>> round(day.ppv, 4)
    0.0826
    """
    people = _check.amount("people", people)
    prevalence = _check.proportion("prevalence", prevalence)
    tpr = _check.proportion("tpr", tpr)
    fpr = _check.proportion("fpr", fpr)
    _check.one_shape(people=people, prevalence=prevalence, tpr=tpr, fpr=fpr)
    people, prevalence, tpr, fpr = np.broadcast_arrays(people, prevalence, tpr, fpr)
    mated, nonmated = people * prevalence, people * (1 - prevalence)
    counts = (
        people.copy(),  # a broadcast array shares its memory between entries
        mated,
        nonmated,
        mated * tpr,
        mated * (1 - tpr),
        nonmated * fpr,
        nonmated * (1 - fpr),
    )
    return NaturalFrequencies(*(_check.plain(count) for count in counts))


def fpr_for_ppv(ppv, prevalence, tpr):
    """The largest false positive rate at which alerts are right at least `ppv` of the time.

    Parameters
    ----------
    ppv : array-like, proportion in [0, 1]
        Wanted share of right alerts.
    prevalence, tpr : array-like, proportions in [0, 1]
        As in the function `ppv`.

    Returns
    -------
    float or ndarray, proportion in [0, 1]. Two cases have no solution of the plain equation:

    * so much is true already that any rate will do (the equation asks for more than 1): 1.0;
    * no rate will do, because there is nothing to find or nothing is found
      (`prevalence * tpr == 0`) and `ppv > 0`, or because no alert can be raised: NaN.

    Raises
    ------
    ValueError
        If a proportion is outside [0, 1], NaN or not a number.

    Examples
    --------
    For every second alert to be right when one person in a million is sought, fewer than one in a
    million of all the others may raise an alert:

    >>> fpr_for_ppv(0.5, 1e-6, 0.9) < 1e-6
    True
    >>> fpr_for_ppv(0.5, 0.6, 1.0)
    1.0
    """
    wanted = _check.proportion("ppv", ppv)
    prevalence = _check.proportion("prevalence", prevalence)
    tpr = _check.proportion("tpr", tpr)
    _check.one_shape(ppv=wanted, prevalence=prevalence, tpr=tpr)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # Like is divided by like first, so that two tiny rates do not vanish in a product.
        needed = (prevalence / wanted) * ((1 - wanted) / (1 - prevalence)) * tpr
    needed = np.where((wanted == 0) | (prevalence == 1), 1.0, np.minimum(needed, 1.0))
    nothing_found = (prevalence == 0) | (tpr == 0)
    no_others = prevalence == 1
    impossible = nothing_found & ((wanted > 0) | no_others)
    return _check.plain(np.where(impossible, np.nan, needed))


def prevalence_for_ppv(ppv, tpr, fpr):
    """The least base rate from which alerts are right at least `ppv` of the time.

    Parameters
    ----------
    ppv : array-like, proportion in [0, 1]
        Wanted share of right alerts.
    tpr, fpr : array-like, proportions in [0, 1]
        As in the function `ppv`.

    Returns
    -------
    float or ndarray, proportion in [0, 1]. 0.0 with `fpr = 0` means every base rate above 0: nobody
    is wrongly pointed at, so any alert is right. 0.0 answers `ppv = 0`, too. 1.0 means only if everybody
    looked at is sought. NaN where no base rate will do: no alert is ever raised (`tpr = fpr = 0`), or
    all alerts are wrong (`tpr = 0`) and `ppv > 0`.

    Raises
    ------
    ValueError
        If a proportion is outside [0, 1], NaN or not a number.

    Examples
    --------
    At an FPR of 0.2 %, every second alert is right once about one person in 500 is sought:

    >>> round(1 / prevalence_for_ppv(0.5, 0.998, 0.002))
    500
    """
    wanted = _check.proportion("ppv", ppv)
    tpr = _check.proportion("tpr", tpr)
    fpr = _check.proportion("fpr", fpr)
    _check.one_shape(ppv=wanted, tpr=tpr, fpr=fpr)
    # Solved for the prevalence, Bayes' rule has its own form again with both rates exchanged.
    least = _share(wanted, fpr, tpr)
    no_demand = (wanted == 0) | (fpr == 0)  # met by every base rate at which there are alerts
    impossible = (tpr == 0) & ((wanted > 0) | (fpr == 0))
    return _check.plain(np.where(impossible, np.nan, np.where(no_demand, 0.0, least)))
