"""What a record of use shows: how often alerts were right and wrong, by exact intervals; never how many were missed.

Alerts that nobody said to be right or wrong are neither: they stand at the worse end for one count and at the better
end for the other, whoever kept the record.
"""

from typing import NamedTuple

from falsematch import intervals


class Record(NamedTuple):
    """Counts of a record; None where one was not told. `rest` are alerts that were said to be neither."""

    faces: float | None
    alerts: int | None
    right: int | None
    wrong: int | None
    rest: int | None

    @property
    def judged(self):
        """Whether it says of alerts, at least of some, that they were right or wrong."""
        return bool(self.alerts) and (self.right, self.wrong) != (None, None)

    @property
    def complete(self):
        """Whether it says so of every alert."""
        return self.judged and self.rest == 0

    @property
    def told(self):
        """The shares of alerts that were said to be right, and that were not said to be wrong."""
        return (self.right or 0) / self.alerts, 1 - (self.wrong or 0) / self.alerts


def record(claim):
    """The `Record` in a claim file, or None if no alert of any kind was counted.

    Where all alerts were told, those called neither right nor wrong are the `rest`; where they were not, the alerts
    called wrong (or right) are taken for all that there were.
    """
    faces, alerts, right, wrong = (
        claim.observed_faces or None,
        claim.observed_alerts,
        claim.observed_right,
        claim.observed_wrong,
    )
    if alerts is None and None not in (right, wrong):
        alerts = right + wrong
    if alerts == 0:
        right = wrong = 0
    if (alerts, right, wrong) == (None, None, None):
        return None
    rest = None if alerts is None else alerts - (right or 0) - (wrong or 0)
    return Record(faces, alerts, right, wrong, rest)


def counted(found, faces, most):
    """Wrong, right and all alerts of a day of so many `faces` (a `Span`), and the share right: (low, middle, high).

    The ends are those of exact 95 % intervals: of a Poisson count for alerts per face, of a binomial for the share;
    one-sided where nothing was seen. `most` is how many alerts a day there can be.
    """
    wrong = _least_and_most(found, found.wrong)
    right = _least_and_most(found, found.right)
    alerts = None if found.alerts is None else (found.alerts, found.alerts)
    return {
        "false_alerts": _a_day(wrong, found.faces, faces, most),
        "true_alerts": _a_day(right, found.faces, faces, most),
        "alerts": _a_day(alerts, found.faces, faces, most),
        "share_right": share_right(found),
    }


def _least_and_most(found, said):
    """From how many to how many alerts of a kind there were; None if nothing was told."""
    if found.rest is None:
        return None if said is None else (said, said)
    return (said or 0), (said or 0) + found.rest


def _a_day(ends, exposure, faces, most):
    if ends is None or exposure is None:
        return None
    least, greatest = ends
    low = intervals.rate_interval(least, exposure).low * faces.low
    high = intervals.rate_interval(greatest, exposure, 0.95 if greatest else 0.9).high * faces.high
    middle = least / exposure * faces.middle if least == greatest else None
    return tuple(None if end is None else min(end, most) for end in (low, middle, high))


def share_right(found):
    """(low, middle, high) of the share of alerts that is right; a middle of None where some were said to be neither."""
    if not found.alerts:
        return None
    low, high = found.right or 0, found.alerts - (found.wrong or 0)
    middle = low / found.alerts if low == high else None
    return share_interval(low, found.alerts)[0], middle, share_interval(high, found.alerts)[1]


def share_interval(right, alerts):
    """Exact 95 % interval of a share; one-sided where all or none were right."""
    if right == alerts:
        return 1 - intervals.zero_error_bound(alerts), 1.0
    if right == 0:
        return 0.0, intervals.zero_error_bound(alerts)
    found = intervals.proportion_interval(right, alerts)
    return found.low, found.high


def misses(true, missed):
    """Misses beside so many right alerts, if `missed` (a `Span` of the FNIR) of those looked for are not found."""
    if true is None or missed is None or missed.high == 1:
        return None
    rates = (missed.low, missed.middle, missed.high)
    return tuple(None if n is None else n * r / (1 - r) for n, r in zip(true, rates, strict=True))
