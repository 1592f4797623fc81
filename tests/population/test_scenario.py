"""A scenario refuses what is impossible, in one line that names it, and says the same from a file."""

import numpy as np
import pytest

from falsematch.population import Scenario, compare, ensemble, simulate

GOOD = dict(people=100, passes_per_day=2, list_size=10, listed_passing=3, fpir=0.01, fnir=0.1)
FULL = GOOD | dict(
    usable=0.9,
    groups=[("a", 0.25, 2, 1), ("b", 0.75)],
    review=(0.9, 0.2, 30, 20),
    capacity_per_day=5,
    over_capacity="acted on",
    found_leave=True,
    own_rates=[(0.9, 0.5), (0.1, 5.5)],
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (dict(people=-1), "people must be a whole number"),
        (dict(people=1.5), "people must be a whole number"),
        (dict(people="100"), "people must be a whole number"),
        (dict(people=[1, 2]), "people must be a single number"),
        (dict(passes_per_day=float("nan")), "passes_per_day must be a finite"),
        (dict(passes_per_day=None), "passes_per_day must be"),
        (dict(listed_passing=11), "listed_passing must be at most list_size = 10"),
        (dict(usable=1.1), "usable must be a proportion"),
        (dict(fpir=2), "fpir must be a proportion"),
        (dict(fnir=None), "fnir must be a proportion"),
        (dict(fpir=None), "exactly one of fpir and fmr must be given, got neither"),
        (dict(fmr=0.1), "exactly one of fpir and fmr must be given, got fpir = 0.01 and fmr = 0.1"),
        (dict(own_rates=-1), "own_rates must be a finite number of at least 0"),
        (dict(own_rates=1e200), "own_rates must be 0, or a coefficient of variation from 0.001 to 1,000"),
        (dict(own_rates=1e-200), "own_rates must be 0, or a coefficient of variation from 0.001 to 1,000"),
        (dict(own_rates=float("inf")), "own_rates must be a finite number"),
        (dict(own_rates=[]), "own_rates must be rows with shares that add up to 1"),
        (
            dict(fpir=None, fmr=0.9, own_rates=9),
            "own_rates must be at most sqrt((1 - fmr) / fmr) = 0.333333, since no FMR is above 1, got 9",
        ),
        (dict(list_size=2.5), "list_size must be a whole number"),
        (dict(listed_passing=2.5), "listed_passing must be a whole number"),
        (dict(capacity_per_day=2.5), "capacity_per_day must be a whole number"),
        (dict(people=float("inf")), "people must be a whole number"),
        (dict(passes_per_day=float("inf")), "passes_per_day must be a finite"),
        (dict(fnir=1 + 1e-12), "fnir must be a proportion"),
        (dict(groups=None), "groups must be rows of"),
        (dict(groups=[("a", float("nan")), ("b", 0.5)]), "share of group a must be a proportion"),
        (dict(review={}), "review must be a table of (confirm_true, confirm_false"),
        (dict(review={"confirm_true": 0.9}), "review must be a table of (confirm_true, confirm_false"),
        (dict(review=(1, 1, 1e308, 0)), "review's seconds_true must be at most 1,000,000"),
        (dict(own_rates=50), "own_rates must be a coefficient of variation with which"),
        (dict(own_rates="many"), "own_rates must be None, a coefficient"),
        (dict(own_rates=[(0.5, 1)]), "own_rates must be rows with shares that add up to 1"),
        (dict(own_rates=[(0.5, 1), (0.5, 2)]), "own_rates must be rows with multiples that average 1"),
        (
            dict(own_rates=[(0.999, 0.5), (0.001, 500.5)]),
            "own_rates must be multiples with which fpir stays at most 1",
        ),
        (dict(own_rates=[(1, 1, 1)]), "own_rates must be None, a coefficient"),
        (dict(groups=[("a", 0.5), ("b", 0.4)]), "groups must be rows with shares that add up to 1"),
        (dict(groups=[("a", 0.5), ("a", 0.5)]), "groups must be of different names"),
        (dict(groups=[("", 1)]), "groups must be rows that begin with a name"),
        (dict(groups=[("a", 1, 200)]), "fpir of group a must be at most 1"),
        (dict(groups=[("a", 1, 1, 11)]), "fnir of group a must be at most 1"),
        (dict(groups=[("a", 1, -1)]), "fpir_multiple of group a must be a finite"),
        (dict(groups="abc"), "groups must be rows of"),
        (dict(groups=[5]), "groups must be rows of"),
        (dict(review=(0.5, 1.2)), "review's confirm_false must be a proportion"),
        (dict(review=0.5), "review must be"),
        (dict(review=(1, 1, -3, 0)), "review's seconds_true must be a finite"),
        (dict(review={"confirm": 1}), "review must be a table of"),
        (dict(capacity_per_day=-1), "capacity_per_day must be a whole number"),
        (dict(over_capacity="ignored"), 'over_capacity must be "dropped" or "acted on"'),
        (dict(over_capacity="acted on"), 'over_capacity must be "dropped" without both'),
        (dict(found_leave="yes"), "found_leave must be true or false"),
    ],
)
def test_what_is_impossible_is_refused_by_name(change, words):
    with pytest.raises(ValueError) as refused:
        Scenario(**{**GOOD, **change})
    assert str(refused.value).startswith(words) and "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((0, 1), "days must be a whole number of at least 1"),
        ((1.5, 1), "days must be a whole number"),
        ((1, None), "seed must be given"),
        ((1, -1), "seed must be what numpy.random.SeedSequence takes"),
        ((10**7, 1), "days must be such that"),
        (("3", 1), "days must be a whole number"),
        (([3], 1), "days must be a single number"),
    ],
)
def test_what_cannot_be_simulated_is_refused(arguments, words):
    with pytest.raises(ValueError, match=f"^{words}"):
        simulate(Scenario(**GOOD), *arguments)


@pytest.mark.parametrize("days", [0, -1, 1.5, "x", None, float("nan"), [1], 10**30])
def test_what_cannot_be_expected_is_refused(days):
    with pytest.raises(ValueError, match="^days must be") as refused:
        Scenario(**GOOD).expected(days)
    assert "\n" not in str(refused.value)


def test_more_days_than_fit_are_refused():
    still = Scenario(**GOOD | dict(passes_per_day=0))
    for call in (
        still.expected,
        lambda days: simulate(still, days, 1),
        lambda days: compare(still, {}, days, 1),
    ):
        with pytest.raises(ValueError, match="^days must be at most 1,000,000, got"):
            call(1_000_001)
    assert still.expected(1_000_000).searches == 0


def test_more_runs_than_fit_are_refused():
    with pytest.raises(ValueError, match="^runs must be such that with repeats they are at most 1,000,000"):
        ensemble(lambda rng: Scenario(**GOOD), 500_001, 1, 1, repeats=2)
    with pytest.raises(ValueError, match="^runs must be at most 1,000,000"):
        compare(Scenario(**GOOD), {}, 1, 1, runs=10**15)


@pytest.mark.parametrize("cv", [0.001, 0.01, 30.0, 1_000.0])
def test_the_least_and_the_most_unequal_people_have_the_mean_of_all(cv):
    place = Scenario(**GOOD | dict(people=100_000, fpir=1e-9, own_rates=cv))
    assert place.expected(50).false_alerts == pytest.approx(100_000 * 100 * 1e-9, rel=1e-9)
    assert 0 < place.expected(50).people_flagged <= place.expected(50).false_alerts
    assert simulate(place, 50, 1).times_flagged.sum() == 100_000


def test_numbers_beyond_exact_draws_are_refused():
    huge = Scenario(10**12, 5, 10, 0, fpir=0.5, fnir=0)
    with pytest.raises(ValueError, match="days must be such that one person is searched at most"):
        simulate(huge, 3, 1)
    assert simulate(huge, 1, 1).times_flagged.sum() == 10**12
    with pytest.raises(ValueError, match="capacity_per_day must be such that at most 20,000,000 alerts"):
        simulate(Scenario(10**9, 1, 10, 0, fpir=1, fnir=0, capacity_per_day=5 * 10**8), 1, 1)


def test_empty_places():
    nobody = Scenario(0, 1, 0, 0, fpir=0.5, fnir=0.5)
    run = simulate(nobody, 3, 1)
    assert run.total.searches == 0 and run.times_flagged.tolist() == [0]
    assert run.total.share_right_before_review != run.total.share_right_before_review
    still = simulate(Scenario(10, 0, 5, 5, fpir=1, fnir=0), 3, 1)
    assert still.total.searches == 0 and still.times_flagged.tolist() == [10]


def test_same_seed_same_numbers_and_other_runs_are_other_numbers():
    scenario = Scenario(**FULL)
    one, same, other = simulate(scenario, 5, 1), simulate(scenario, 5, 1), simulate(scenario, 5, 1, run=1)
    assert one.total == same.total and one.total != other.total
    assert np.array_equal(one.times_flagged, same.times_flagged)
    # A feature switched on moves no stream of another mechanism.
    plain = simulate(Scenario(**GOOD), 5, 1)
    reviewed = simulate(Scenario(**GOOD, review=(1, 0.5)), 5, 1)
    limited = simulate(Scenario(**GOOD, capacity_per_day=1), 5, 1)
    for run in (reviewed, limited):
        assert np.array_equal(run.times_flagged, plain.times_flagged)
        assert np.array_equal(run.daily.false_alerts, plain.daily.false_alerts)


def test_people_are_split_by_largest_remainder():
    parts = Scenario(**GOOD | dict(people=10), groups=[("a", 1 / 3), ("b", 1 / 3), ("c", 1 / 3)]).parts()
    assert [people for _, people, _ in parts] == [4, 3, 3] and [listed for _, _, listed in parts] == [1, 1, 1]


TOML = """
title = "A made-up square"
people = { value = 100, source = "assumed" }
passes_per_day = 2
list_size = 10
listed_passing = 3
fpir = { value = 0.01, source = "assumed" }
fnir = 0.1
usable = 0.9
capacity_per_day = 5
over_capacity = "acted on"
found_leave = true
own_rates = [[0.9, 0.5], [0.1, 5.5]]

[review]
confirm_true = 0.9
confirm_false = 0.2
seconds_true = 30
seconds_false = 20

[[groups]]
name = "a"
share = 0.25
fpir_multiple = 2
fnir_multiple = 1

[[groups]]
name = "b"
share = 0.75
"""


def test_a_file_says_the_same(tmp_path):
    path = tmp_path / "Größe.toml"
    path.write_text(TOML, encoding="utf-8")
    assert Scenario.load(path) == Scenario(**FULL)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("people", "poeple", "there is no key 'poeple'; there are: people, passes_per_day"),
        ("fnir = 0.1", "", "the key fnir is missing"),
        ("fnir = 0.1", "fnir = 1.5", "fnir must be a proportion"),
        ("list_size = 10", "list_size = 2", "listed_passing must be at most list_size = 2"),
        ("[review]", "[review", "no TOML in UTF-8"),
        ("confirm_true", "confirm", "review must be a table of"),
        (
            "confirm_false = 0.2\n",
            "",
            "review must be a table of (confirm_true, confirm_false, seconds_true, ",
        ),
        ("share = 0.75", "share = 0.5", "groups must be rows with shares that add up to 1"),
        ("share = 0.75", "part = 0.75", "groups must be rows of"),
    ],
)
def test_a_wrong_file_is_refused_by_key(tmp_path, old, new, words):
    path = tmp_path / "square.toml"
    path.write_text(TOML.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError) as refused:
        Scenario.load(path)
    assert str(refused.value).startswith(f"square.toml: {words}") and "\n" not in str(refused.value)


def test_a_file_that_is_too_long_or_no_text_is_refused(tmp_path):
    path = tmp_path / "x.toml"
    path.write_bytes(b"a" * (1 << 21))
    with pytest.raises(ValueError, match="at most 1,048,576 bytes"):
        Scenario.load(path)
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="no TOML in UTF-8"):
        Scenario.load(path)
