"""What each setting means, clause by clause, at values where chance leaves no room."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from falsematch import search
from falsematch.population import Scenario, compare, ensemble, simulate
from falsematch.population._totals import COUNTS, added

from .test_against_persons import COLUMNS, same_distribution

PLACE = Scenario(300, 4, 50, 20, usable=0.6, fpir=0.05, fnir=0.3)


def test_listed_people_pass_beside_the_others():
    """`people` excludes them; both have the same mean and usable share."""
    only_listed = replace(PLACE, people=0).expected(10)
    assert only_listed.searches == pytest.approx(20 * 4 * 0.6 * 10)
    assert PLACE.expected(10).searches == pytest.approx(320 * 4 * 0.6 * 10)
    assert simulate(replace(PLACE, people=0), 10, 1).total.false_alerts == 0
    assert simulate(replace(PLACE, listed_passing=0), 10, 1).total.true_alerts == 0


def test_a_pass_without_a_face_is_no_search():
    """Neither alert nor miss: with no usable pass nothing is counted at all."""
    for scenario in (replace(PLACE, usable=0), replace(PLACE, passes_per_day=0)):
        total = simulate(scenario, 5, 1).total
        assert {getattr(total, name) for name in COUNTS} == {0}
        assert {getattr(scenario.expected(5), name) for name in COUNTS} == {0}
        assert math.isnan(total.share_right_before_review) and math.isnan(total.share_right_after_review)


@pytest.mark.parametrize("run", range(5))
def test_a_search_is_one_alert_or_none(run):
    """A listed person's is a true alert or a miss; all misses with FNIR 1, none with FNIR 0."""
    total = simulate(replace(PLACE, people=0), 5, 1, run=run).total
    assert total.true_alerts + total.misses == total.searches
    assert simulate(replace(PLACE, people=0, fnir=1), 5, 1, run=run).total.true_alerts == 0
    assert simulate(replace(PLACE, people=0, fnir=0), 5, 1, run=run).total.misses == 0


@pytest.mark.parametrize(
    "change", [{}, {"own_rates": [(0.4, 1), (0.6, 1)]}, {"groups": [("a", 0.3), ("b", 0.7)]}]
)
def test_fpir_1_makes_an_alert_of_every_usable_search(change):
    everyone = replace(PLACE, listed_passing=0, fpir=1, **change)
    run = simulate(everyone, 4, 2)
    assert run.total.searches == run.total.false_alerts > 0
    assert (run.daily.searches == run.daily.false_alerts).all()
    # Who never passes with a usable face is never flagged: as many as a Poisson number is 0.
    assert everyone.expected(4).people_flagged == pytest.approx(300 * -math.expm1(-4 * 4 * 0.6))


def test_a_cap_that_takes_more_than_a_thousandth_of_the_mean_is_refused():
    """The mean of min(1, Gamma) by integration, either side of the rule."""

    def lost(fpir, cv):
        law = stats.gamma(cv**-2, scale=fpir * cv**2)
        return law.expect(lambda g: g - 1, lb=1) / fpir

    for fpir in (0.01, 0.05, 0.3):
        refused, accepted = [], []
        for cv in np.linspace(0.2, 8, 79):
            try:
                Scenario(10, 1, 10, 0, fpir=fpir, fnir=0, own_rates=float(cv))
                accepted.append(lost(fpir, cv))
            except ValueError as error:
                assert "hold at most 0.1% of the mean" in str(error)
                refused.append(lost(fpir, cv))
        assert accepted and refused and max(accepted) <= 1e-3 < min(refused)
    with pytest.raises(ValueError, match="^own_rates must be a coefficient of variation with which"):
        Scenario(10, 1, 10, 0, fpir=0.01, fnir=0, own_rates=2, groups=[("a", 0.5, 20), ("b", 0.5)])


def test_an_fmr_becomes_an_fpir_by_the_length_of_the_list():
    for own, wanted in ((None, search.fpir(1e-3, 50)), (1.5, search.fpir_heterogeneous(1e-3, 50, 1.5))):
        scenario = replace(PLACE, fpir=None, fmr=1e-3, own_rates=own)
        searches = 300 * 4 * 0.6
        assert scenario.expected(1).false_alerts == pytest.approx(searches * wanted, rel=1e-6)
    longer = replace(PLACE, fpir=None, fmr=1e-3, list_size=500)
    assert longer.expected(1).false_alerts > 5 * replace(longer, list_size=50).expected(1).false_alerts
    # An FPIR is that of this list: another length alone changes nothing.
    assert replace(PLACE, list_size=500).expected(1) == PLACE.expected(1)


def test_without_a_review_every_alert_is_acted_on():
    total = simulate(PLACE, 10, 1).total
    assert total.reviewed == 0 and total.review_hours == 0
    assert (total.acted_on_false, total.acted_on_true) == (total.false_alerts, total.true_alerts)
    assert total.share_right_before_review == total.share_right_after_review
    assert total.people_acted_on == total.people_flagged


def test_a_reviewer_answers_given_what_is_true():
    sure = simulate(replace(PLACE, review=(1, 0, 36, 72)), 10, 1).total
    assert sure.acted_on_false == 0 and sure.acted_on_true == sure.true_alerts
    assert sure.reviewed == sure.true_alerts + sure.false_alerts
    assert sure.review_hours == pytest.approx((36 * sure.true_alerts + 72 * sure.false_alerts) / 3600)
    wrong = simulate(replace(PLACE, review=(0, 1, 0, 0)), 10, 1).total
    assert wrong.acted_on_true == wrong.listed_found == 0 and wrong.acted_on_false == wrong.false_alerts


@pytest.mark.parametrize("capacity", [0, 1, 30, 10_000])
def test_a_capacity_is_of_alerts_looked_at_in_a_day(capacity):
    reviewed = replace(PLACE, review=(0.9, 0.4, 10, 10), capacity_per_day=capacity)
    for scenario in (reviewed, replace(reviewed, over_capacity="acted on")):
        daily = simulate(scenario, 12, 3).daily
        alerts = daily.false_alerts + daily.true_alerts
        assert (daily.reviewed == np.minimum(alerts, capacity)).all()
        over = alerts - daily.reviewed
        acted = daily.acted_on_false + daily.acted_on_true
        if scenario.over_capacity == "dropped":
            assert (daily.dropped == over).all() and (acted <= daily.reviewed).all()
        else:
            assert (daily.dropped == 0).all() and (acted >= over).all()
    unreviewed = simulate(replace(PLACE, capacity_per_day=capacity), 12, 3).daily
    alerts = unreviewed.false_alerts + unreviewed.true_alerts
    assert (unreviewed.acted_on_false + unreviewed.acted_on_true == np.minimum(alerts, capacity)).all()
    assert (unreviewed.reviewed == 0).all()


def test_which_alerts_are_looked_at_is_no_preference():
    """Right ones and wrong ones, and those of each group, have the same chance."""
    halves = replace(PLACE, groups=[("a", 0.5), ("b", 0.5)], capacity_per_day=20)
    seen = [simulate(halves, 10, 4, run=run).total for run in range(200)]
    for parts in (
        [(t.acted_on_true, t.true_alerts), (t.acted_on_false, t.false_alerts)] for t in [added(seen)]
    ):
        shares = [acted / alerts for acted, alerts in parts]
        assert shares[0] == pytest.approx(shares[1], rel=0.02)
    both = [added([t.groups[name] for t in seen]) for name in "ab"]
    assert both[0].acted_on_false == pytest.approx(both[1].acted_on_false, rel=0.03)


@pytest.mark.parametrize("capacity", [None, 10_000])
def test_leaving_begins_on_the_day_after(capacity):
    """Searched some forty times a day and never missed: all are found on the first day, again and again."""
    busy = Scenario(0, 40, 50, 20, fpir=0, fnir=0, found_leave=True, capacity_per_day=capacity)
    daily = simulate(busy, 3, 1).daily
    assert daily.listed_found.tolist() == [20, 0, 0]
    assert daily.true_alerts[0] > 20 * 25 and daily.true_alerts[1:].sum() == daily.searches[1:].sum() == 0
    # A right alert that nobody acts on lets nobody leave.
    ignored = replace(busy, capacity_per_day=None, review=(0, 0, 0, 0))
    assert simulate(ignored, 3, 1).daily.true_alerts.min() > 20 * 25


@pytest.mark.parametrize("capacity", [None, 10_000])
def test_somebody_is_found_once(capacity):
    busy = Scenario(0, 40, 50, 20, fpir=0, fnir=0, capacity_per_day=capacity)
    run = simulate(busy, 3, 1)
    assert run.daily.listed_found.tolist() == [20, 0, 0] and run.total.listed_found == 20
    assert run.daily.true_alerts.min() > 20 * 25  # and goes on passing


def test_people_of_a_day_are_different_people_and_days_do_not_add_up():
    everyone = replace(PLACE, fpir=1, listed_passing=0)
    run = simulate(everyone, 6, 1, different_people=True)
    assert (run.daily.people_flagged <= 300).all() and (
        run.daily.people_flagged < run.daily.false_alerts
    ).all()
    assert run.daily.people_flagged.max() <= run.total.people_flagged <= 300 < run.daily.people_flagged.sum()
    assert np.isnan(simulate(everyone, 6, 1).daily.people_flagged).all()


def test_more_than_1e13_searches_are_refused_by_everything():
    most = Scenario(9_999_999_990, 1, 10, 10, fpir=1e-9, fnir=0)
    assert simulate(most, 1_000, 1).total.searches == pytest.approx(1e13, rel=1e-5)
    one_more = replace(most, people=most.people + 1)
    calls = (
        lambda s: simulate(s, 1_000, 1),
        lambda s: s.expected(1_000),
        lambda s: compare(s, {}, 1_000, 1),
        lambda s: ensemble(lambda rng: s, 1, 1_000, 1),
    )
    for call in calls:
        with pytest.raises(ValueError, match="^days must be such that one person is searched at most"):
            call(one_more)


# --- what stays the same in distribution

BUSY = Scenario(
    200, 2, 50, 10, fpir=0.04, fnir=0.3, own_rates=0.8, review=(0.8, 0.4, 1, 1), capacity_per_day=14
)


@pytest.mark.parametrize("change", [{}, {"over_capacity": "acted on"}, {"capacity_per_day": None}])
def test_days_permute(change):
    """While nobody leaves, no day is special: each is as often the one with most."""
    runs, days, luck = 800, 5, np.random.default_rng(1)
    place = replace(BUSY, **change)
    found = [simulate(place, days, 6, run=run).daily for run in range(runs)]
    for name in ("searches", "false_alerts", "true_alerts", "misses", "acted_on_false", "acted_on_true"):
        most = [np.argmax(getattr(daily, name) + luck.random(days)) for daily in found]
        assert stats.chisquare(np.bincount(most, minlength=days)).pvalue > 1e-4, name


@pytest.mark.parametrize("leave", [False, True])
def test_a_city_in_two_halves_is_the_city(leave):
    """Groups that do not differ change nothing, with a capacity that both share and people who leave."""
    whole = replace(BUSY, found_leave=leave)
    halves = replace(whole, groups=[("east", 0.5), ("west", 0.5)])
    one, two = (
        [simulate(place, 6, seed, run=run).total for run in range(500)]
        for place, seed in ((whole, 7), (halves, 8))
    )
    for name in (*COLUMNS, "people_flagged", "people_acted_on"):
        assert same_distribution(*([getattr(total, name) for total in some] for some in (one, two))) > 1e-4, (
            name
        )


def test_twice_the_people_at_half_the_rate_bring_the_same_alerts():
    alike = replace(BUSY, own_rates=None, listed_passing=0)
    twice = replace(alike, people=400, passes_per_day=1)
    rarer = replace(alike, people=400, fpir=0.02)
    one, two, three = (
        [simulate(place, 6, seed, run=run).total for run in range(500)]
        for place, seed in ((alike, 1), (twice, 2), (rarer, 3))
    )
    for name in ("false_alerts", "acted_on_false", "reviewed", "dropped"):
        for other in (two, three):
            values = [[getattr(total, name) for total in some] for some in (one, other)]
            assert same_distribution(*values) > 1e-4, name
    flagged = [np.mean([total.people_flagged for total in some]) for some in (one, two)]
    assert flagged[1] > flagged[0] + 3  # and they fall on more people


# --- what stays the same, whatever the numbers

places = st.builds(
    lambda people, passes, listed, fpir, fnir, review, leave: Scenario(
        people, passes, 100, listed, fpir=fpir, fnir=fnir, review=review, found_leave=leave
    ),
    st.integers(0, 5_000),
    st.floats(0, 5),
    st.integers(0, 100),
    st.floats(0, 1),
    st.floats(0, 1),
    st.none() | st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0, 60), st.floats(0, 60)),
    st.booleans(),
)
ADDING = [name for name in COUNTS if name not in ("people_flagged", "people_acted_on")]


@settings(max_examples=60, deadline=None)
@given(places, st.integers(1, 40), st.integers(0, 2**32))
def test_a_run_adds_up(place, days, seed):
    """Days to the total, alerts to searches, people to `people`, whatever the place."""
    run = simulate(place, days, seed)
    total = run.total
    for name in ADDING:
        assert getattr(run.daily, name).sum() == pytest.approx(getattr(total, name))
    assert total.true_alerts + total.misses + total.false_alerts <= total.searches
    assert total.acted_on_false <= total.false_alerts and total.acted_on_true <= total.true_alerts
    assert total.listed_found <= min(place.listed_passing, total.acted_on_true)
    assert run.times_flagged.sum() == run.times_acted_on.sum() == place.people
    assert np.arange(len(run.times_flagged)) @ run.times_flagged == total.false_alerts
    assert total.people_acted_on <= total.people_flagged <= min(place.people, total.false_alerts)


@settings(max_examples=60, deadline=None)
@given(places, st.integers(1, 40), st.integers(1, 40))
def test_periods_follow_each_other(place, first, more):
    """Expected numbers of a longer period are at least those of its beginning; without leaving they add up."""
    one, both = place.expected(first), place.expected(first + more)
    for name in COUNTS:
        assert getattr(both, name) >= getattr(one, name) * (1 - 1e-9) - 1e-12
    if not place.found_leave:
        rest = place.expected(more)
        for name in set(ADDING) - {"listed_found"}:
            assert getattr(both, name) == pytest.approx(
                getattr(one, name) + getattr(rest, name), rel=1e-9, abs=1e-9
            )
    assert both.people_flagged <= one.people_flagged + place.expected(more).people_flagged + 1e-9


@settings(max_examples=60, deadline=None)
@given(places, st.floats(0.05, 0.95), st.integers(1, 30))
def test_groups_that_do_not_differ_are_the_whole(place, share, days):
    parts = replace(place, groups=[("a", share), ("b", 1 - share)])
    whole, split = place.expected(days), parts.expected(days)
    for name in COUNTS:
        assert getattr(split, name) == pytest.approx(getattr(whole, name), rel=1e-9, abs=1e-9)
        summed = sum(getattr(one, name) for one in split.groups.values())
        assert summed == pytest.approx(getattr(split, name), rel=1e-12, abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(places, st.floats(0, 1), st.integers(1, 30))
def test_fewer_usable_passes_are_fewer_passes(place, usable, days):
    """Passes and their usable share come in as a product only."""
    one = replace(place, usable=usable).expected(days)
    other = replace(place, passes_per_day=place.passes_per_day * usable).expected(days)
    for name in COUNTS:
        assert getattr(one, name) == pytest.approx(getattr(other, name), rel=1e-9, abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(places, st.floats(0, 1), st.integers(1, 15), st.integers(0, 2**32))
def test_a_stricter_threshold_takes_alerts_of_the_same_people_away(place, kept, days, seed):
    change = {"stricter": {"fpir": place.fpir * kept, "fnir": place.fnir + (1 - place.fnir) * (1 - kept)}}
    first = compare(replace(place, found_leave=False), change, days, seed).first
    loose, strict = first["as it is"], first["stricter"]
    for name in ("false_alerts", "true_alerts", "people_flagged", "people_acted_on", "listed_found"):
        assert getattr(strict.total, name) <= getattr(loose.total, name)
    assert (strict.daily.false_alerts <= loose.daily.false_alerts).all()
    assert (strict.daily.true_alerts <= loose.daily.true_alerts).all()
    assert strict.total.searches == loose.total.searches and strict.total.misses >= loose.total.misses


@settings(max_examples=40, deadline=None)
@given(places, st.integers(2, 15), st.integers(0, 2**32), st.booleans())
def test_a_reviewer_or_a_capacity_changes_no_search(place, days, seed, reviewed):
    """A feature switched on moves no stream of another: same people, same alerts of strangers."""
    plain = simulate(replace(place, review=None, found_leave=False), days, seed)
    change = {"review": (0.5, 0.5, 1, 1)} if reviewed else {"capacity_per_day": 3}
    other = simulate(replace(place, found_leave=False, **{"review": None} | change), days, seed)
    assert np.array_equal(plain.times_flagged, other.times_flagged)
    assert np.array_equal(plain.daily.false_alerts, other.daily.false_alerts)
