"""What a period brings, counted: the same columns for a day, a group and the whole, expected or simulated."""

from dataclasses import dataclass, field

import numpy as np

#: Columns that add up over groups; over days too, but for the numbers of different people.
COUNTS = (
    "searches",
    "false_alerts",
    "true_alerts",
    "misses",
    "reviewed",
    "acted_on_false",
    "acted_on_true",
    "dropped",
    "review_hours",
    "people_flagged",
    "people_acted_on",
    "listed_found",
)


def share(part, whole):
    """part / whole, NaN where there is no whole."""
    with np.errstate(invalid="ignore", divide="ignore"):
        found = np.true_divide(part, whole)
    return found if np.ndim(found) else float(found)


@dataclass(frozen=True)
class Totals:
    """Counts of a period; expected ones are not rounded. NaN is what is not known.

    Attributes
    ----------
    searches : usable searches, of unlisted and listed people.
    false_alerts, true_alerts : searches of unlisted, of listed people that ended in an alert.
    misses : searches of listed people that did not.
    reviewed : alerts that a reviewer looked at.
    acted_on_false, acted_on_true : alerts that were acted on.
    dropped : alerts beyond the day's capacity that nobody looked at and nobody acted on.
    review_hours : hours that the looked at alerts took.
    people_flagged, people_acted_on : different unlisted people with a false alert, with one that was acted on.
    listed_found : listed people with a true alert that was acted on; for a day, those for the first time.
    groups : dict of `Totals`, one for each group of the scenario; `dropped` and hours of a group are its own.
    """

    searches: float
    false_alerts: float
    true_alerts: float
    misses: float
    reviewed: float
    acted_on_false: float
    acted_on_true: float
    dropped: float
    review_hours: float
    people_flagged: float
    people_acted_on: float
    listed_found: float
    groups: dict = field(default_factory=dict, repr=False)

    @property
    def share_right_before_review(self):
        """True alerts over all alerts; NaN without an alert. Of expected totals the quotient of expectations."""
        return share(self.true_alerts, self.true_alerts + self.false_alerts)

    @property
    def share_right_after_review(self):
        """Acted on rightly over all acted on; NaN where nothing was."""
        return share(self.acted_on_true, self.acted_on_true + self.acted_on_false)

    def to_dict(self):
        """Plain numbers by column, both shares among them; None for NaN."""
        names = [*COUNTS, "share_right_before_review", "share_right_after_review"]
        found = {name: _plain(getattr(self, name)) for name in names}
        if self.groups:
            found["groups"] = {name: totals.to_dict() for name, totals in self.groups.items()}
        return found


def _plain(value):
    value = value.item() if isinstance(value, np.generic) else value
    return None if value != value else value


def added(parts):
    """The `Totals` of parts that have nobody in common."""
    return Totals(**{name: sum(getattr(part, name) for part in parts) for name in COUNTS})
