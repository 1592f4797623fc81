"""The situations that lessons and their exercises share, so that both use the same numbers.

An assumption is named here, once, with the reason for its size. A figure that somebody published
is read from `falsematch.datasets` instead. Lessons import from here:

    from falsematch.exercises.scenarios import CITY_SCAN, STREET
"""

import math
from dataclasses import dataclass
from functools import cache


@dataclass(frozen=True)
class Scan:
    """A crowd whose faces are each compared once, as in lesson 02. Rates are proportions."""

    people: int
    prevalence: float
    tpr: float
    fpr: float

    @property
    def accuracy(self):
        """Share of all decisions that are right."""
        return self.prevalence * self.tpr + (1 - self.prevalence) * (1 - self.fpr)


@dataclass(frozen=True)
class Street:
    """A day of one camera that searches every passer-by in a watchlist, as in lesson 03.

    The four counts are what such a deployment could publish about its wrong alerts.
    """

    faces_scanned: int
    watchlist: int
    alerts: int
    false_alerts: int

    @property
    def comparisons(self):
        """One per passer-by and watchlist entry."""
        return self.faces_scanned * self.watchlist


#: "99.8 % accurate" read as kindly as can be: right for 998 of 1,000 wanted people *and* for 998 of
#: 1,000 others. One in ten thousand is wanted: an assumption, far more than "2,000 arrests in two
#: years" out of a whole population would give.
CITY_SCAN = Scan(people=1_000_000, prevalence=1 / 10_000, tpr=0.998, fpr=0.002)

#: Chance that an alert is right that somebody may ask of such a system: as good as a coin.
WANTED_PPV = 0.5

#: False match rate of one comparison under the reading "wrong in 0.2 % of comparisons".
READING_FMR = 0.002

#: A watchlist short enough to be searched by hand, long enough to make the two formulas differ.
SHORT_WATCHLIST = 1_000

#: A demand on a search of a whole population: at most one stranger in a hundred yields a candidate.
WANTED_FPIR = 0.01

#: Round numbers made up for the four denominators; not a real deployment.
STREET = Street(faces_scanned=50_000, watchlist=1_000, alerts=20, false_alerts=15)


@cache
def figure(table, row, column="value"):
    """One published figure as a float, from the project's tables."""
    from .. import datasets  # pandas is loaded only when an answer is checked

    return float(datasets.load(table).loc[row, column])


def population(row):
    """People in a row of the table `populations`, such as "china_2018"."""
    return figure("populations", row)


def claimed(row):
    """The number in a row of the table `claims`, such as "C01" (6.7 million)."""
    return figure("claims", row)


def chain(claim):
    """The steps of one claim through the outlets, in order, from the table `claim_chain`."""
    from .. import datasets

    table = datasets.load("claim_chain")
    return table[table["claim_id"] == claim].sort_values("step")


@cache
def records_in_database():
    """People in the exposed database, as first reported (the first number in the chain of claim C02)."""
    return float(chain("C02")["value"].dropna().iloc[0])


def people_for(comparisons):
    """The fewest people who, each compared once with every other, give so many comparisons."""
    people = math.isqrt(2 * comparisons)
    while people * (people - 1) // 2 < comparisons:
        people += 1
    return people
