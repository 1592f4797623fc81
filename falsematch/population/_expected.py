"""What a scenario is expected to bring, where a closed form exists."""

import math

from scipy.special import gammaincc, pdtr

from falsematch import _check
from falsematch.population._totals import COUNTS, Totals, added

NAN = math.nan


def expected(scenario, days=1):
    """Expected `Totals` of so many days; NaN where no closed form exists, never an approximation unnamed.

    `days` is a whole number of at least 1. Without a closed form is what depends on the capacity together with leaving
    or with unequal people or groups, and how many different people are acted on when a capacity may bind.
    """
    days = int(_check.single("days", _check.whole("days", days, 1)))
    each = scenario.searches_each(days)
    per_day = scenario.searches_each(1)
    parts = scenario.parts()
    kinds = scenario.kinds()
    whole = [
        _of_group(scenario, group, people, listed, kinds[i], days, each, per_day)
        for i, (group, people, listed) in enumerate(parts)
    ]
    if scenario.capacity_per_day is not None:
        whole = _limited(scenario, whole, days)
    total = added(whole)
    if not scenario.groups:
        return total
    named = {group.name: one for (group, _, _), one in zip(parts, whole, strict=True)}
    return Totals(**{name: getattr(total, name) for name in COUNTS}, groups=named)


def present_days(days, leaving):
    """Expected days on which a listed person still passes, who leaves after a day with chance 1 - exp(-leaving)."""
    return days if leaving == 0 else math.expm1(-leaving * days) / math.expm1(-leaving)


def _of_group(scenario, group, people, listed, kinds, days, each, per_day):
    """Expected totals of one group if every alert is looked at."""
    review = scenario.review
    true, false = (review.confirm_true, review.confirm_false) if review else (1.0, 1.0)
    fnir = scenario.fnir * group.fnir_multiple
    found_each = per_day * (1 - fnir) * true  # true alerts acted on, of one listed person in a day
    there = present_days(days, found_each if scenario.found_leave else 0.0)
    true_alerts = listed * per_day * there * (1 - fnir)
    false_alerts = people * each * sum(kind.share * _mean(kind) for kind in kinds)
    hours = 0.0
    if review:
        hours = (true_alerts * review.seconds_true + false_alerts * review.seconds_false) / 3600
    return Totals(
        searches=people * each + listed * per_day * there,
        false_alerts=false_alerts,
        true_alerts=true_alerts,
        misses=listed * per_day * there * fnir,
        reviewed=true_alerts + false_alerts if review else 0.0,
        acted_on_false=false_alerts * false,
        acted_on_true=true_alerts * true,
        dropped=0.0,
        review_hours=hours,
        people_flagged=people * sum(kind.share * at_least_once(kind, each) for kind in kinds),
        people_acted_on=people * sum(kind.share * at_least_once(kind, each * false) for kind in kinds),
        listed_found=-listed * math.expm1(-found_each * days),
    )


def _mean(kind):
    """Mean chance of a false alert of a kind of people; below `kind.fpir` where a cap of 1 takes something away."""
    if not kind.cv or not kind.fpir:
        return kind.fpir
    shape = kind.cv**-2.0
    rate = shape / kind.fpir
    return kind.fpir * (1 - gammaincc(shape + 1, rate)) + gammaincc(shape, rate)


def at_least_once(kind, searches):
    """Chance that a person of a kind has at least one false alert in a Poisson number of searches."""
    if not kind.cv or not kind.fpir:
        return -math.expm1(-searches * kind.fpir)
    shape = kind.cv**-2.0
    rate = shape / kind.fpir
    capped = gammaincc(shape, rate)
    # E[exp(-L min(1, G))]: the Gamma part below 1, and those whose chance is 1.
    none_below = math.exp(-shape * math.log1p(searches / rate))
    lost = none_below * gammaincc(shape, rate + searches) - capped * math.exp(-searches)
    return -math.expm1(-shape * math.log1p(searches / rate)) + lost


def _limited(scenario, whole, days):
    """The same where only so many alerts a day are looked at. The number of a day is Poisson if all are alike."""
    alike = all(len(kinds) == 1 and not kinds[0].cv for kinds in scenario.kinds())
    if scenario.found_leave:
        return [_unknown(one) for one in whole]
    if not alike:
        return [_unknown(one, alerts_known=True) for one in whole]
    alerts = sum(one.true_alerts + one.false_alerts for one in whole) / days
    capacity = scenario.capacity_per_day
    # E[min(C, N)] of a Poisson number N: sum of the chances that N is at least 1, 2, ... C.
    looked_at = _mean_of_least(capacity, alerts)
    part = looked_at / alerts if alerts else 1.0
    return [_looked_at(scenario, one, part) for one in whole]


def _mean_of_least(capacity, mean):
    if not mean or not capacity:
        return 0.0
    below = pdtr(capacity - 1, mean)  # P(N <= C - 1)
    less = pdtr(capacity - 2, mean) if capacity > 1 else 0.0
    return mean * less + capacity * (1 - below)


def _looked_at(scenario, one, part):
    """Expected totals when each alert is looked at with this chance."""
    review = scenario.review
    true, false = (review.confirm_true, review.confirm_false) if review else (1.0, 1.0)
    acted = scenario.over_capacity == "acted on"
    alerts = one.true_alerts + one.false_alerts
    values = {name: getattr(one, name) for name in COUNTS}
    values.update(
        reviewed=alerts * part if review else 0.0,
        acted_on_false=one.false_alerts * (part * false + (1 - part) * acted),
        acted_on_true=one.true_alerts * (part * true + (1 - part) * acted),
        dropped=0.0 if acted else alerts * (1 - part),
        review_hours=one.review_hours * part,
        people_acted_on=NAN if part < 1 else one.people_acted_on,
        listed_found=NAN if part < 1 else one.listed_found,
    )
    return Totals(**values)


def _unknown(one, alerts_known=False):
    """What a capacity leaves without a closed form is NaN."""
    known = {"false_alerts", "people_flagged"}
    if alerts_known:
        known |= {"searches", "true_alerts", "misses"}
    return Totals(**{name: getattr(one, name) if name in known else NAN for name in COUNTS})
