"""The consequences of each reading, held against counting by hand and against each other."""

import math
from dataclasses import FrozenInstanceError
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch.claims import UNSAID, Reading, in_words, readings, table

PEOPLE, FACES = 1_300_000_000, 6_700_000
COUNTS = ("candidates_per_search", "candidates", "false_alerts", "misses")


@pytest.fixture
def found():
    return readings(0.998, PEOPLE, FACES)


def test_evenly_spread_errors_by_exact_fractions(found):
    wrong = Fraction(2, 1000)
    even = found["pairs_even"]
    assert even.candidates_per_search == pytest.approx((float(wrong * PEOPLE),) * 2)  # 2.6 million
    assert even.candidates == pytest.approx((float(wrong * PEOPLE * FACES),) * 2)
    assert even.misses == pytest.approx((float(wrong * FACES),) * 2)
    assert even.false_alerts == (FACES, FACES)


def test_unknown_split_is_what_a_balanced_test_allows():
    """Every way to place 12 errors in 3,000 mated and 3,000 non-mated pairs lies between the bounds."""
    bounds = readings(1 - 12 / 6000, 1000, 1)["pairs"]
    for false_matches in range(13):
        fmr, fnmr = false_matches / 3000, (12 - false_matches) / 3000
        assert bounds.candidates_per_search[0] <= fmr * 1000 <= bounds.candidates_per_search[1] * (1 + 1e-12)
        assert bounds.misses[0] <= fnmr <= bounds.misses[1] * (1 + 1e-12)
    assert bounds.candidates_per_search[1] == pytest.approx(12 / 3000 * 1000)


def test_false_alerts_by_brute_force_on_a_small_gallery():
    """Enumerate every pattern of matches in a gallery of six."""
    fmr, size, searches = 0.2, 6, 10
    chance = sum(
        fmr ** bin(pattern).count("1") * (1 - fmr) ** (size - bin(pattern).count("1"))
        for pattern in range(1, 2**size)
    )
    assert readings(1 - fmr, size, searches)["pairs_even"].false_alerts[0] == pytest.approx(searches * chance)


@pytest.mark.parametrize("name", ["mated_pairs", "found"])
def test_a_rate_of_the_enrolled_says_nothing_about_strangers(found, name):
    assert found[name].misses == pytest.approx((13_400, 13_400))
    assert found[name].candidates_per_search is found[name].candidates is found[name].false_alerts is None


def test_readings_that_say_nothing(found):
    for name in ("alerts", "score"):
        assert [getattr(found[name], count) for count in COUNTS] == [None] * 4
        assert found[name].missing


def test_a_rate_of_strangers_searches_bounds_candidates_from_below(found):
    nothing = found["nothing_returned"]
    assert nothing.candidates[1] == nothing.candidates_per_search[1] == math.inf
    assert nothing.candidates[0] == nothing.false_alerts[0] == pytest.approx(13_400)
    assert nothing.misses is None


def test_rank_one_and_decisions(found):
    assert found["rank_one"].false_alerts == found["rank_one"].misses == pytest.approx((13_400, 13_400))
    assert found["rank_one"].candidates_per_search == pytest.approx((0.002, 0.002))
    assert found["rank_one"].candidates == pytest.approx((13_400, 13_400))
    decisions = found["decisions"]
    assert decisions.candidates_per_search == pytest.approx((0, 0.002))
    assert decisions.candidates == decisions.false_alerts == decisions.misses == pytest.approx((0, 13_400))


#: What each accuracy is a share of, and what its source would have to add.
WORDS = {
    "pairs_even": (
        "pairs of photographs decided rightly, both errors equally common (1:1)",
        "threshold, test set",
    ),
    "pairs": ("the same pairs, nothing told about which errors were made (1:1)", "each on its own"),
    "mated_pairs": ("pairs of the same person accepted (1:1)", "the false match rate at the same threshold"),
    "rank_one": ("searches with the right person on top", "when the person is not enrolled"),
    "nothing_returned": (
        "searches of strangers that return nobody (1:N)",
        "enrolled people that the same threshold misses",
    ),
    "found": (
        "enrolled people whom a search returns (1:N)",
        "strangers' searches that return somebody at the same",
    ),
    "alerts": ("alerts that point at the right person", "the number of alerts; the people missed"),
    "decisions": ("faces decided rightly, one decision for each", "the share of faces that are sought"),
    "score": ("no share: the similarity score set as threshold", "every error rate at that score"),
}


def test_each_reading_says_what_it_is_a_share_of_and_what_is_missing(found):
    assert list(found) == list(WORDS)
    for name, (share, missing) in WORDS.items():
        assert share in found[name].reading and missing in found[name].missing
        assert found[name].reading != found[name].missing


def test_what_is_missing_is_never_the_rate_that_the_reading_gives(found):
    """Who gives 1 - FNMR must add the FMR, and the other way round; so for strangers and the enrolled."""
    assert "non-match" not in found["mated_pairs"].missing
    assert "false match rate and false non-match rate" in found["pairs"].missing
    assert "strangers" not in found["nothing_returned"].missing and "enrolled" not in found["found"].missing


def test_a_reading_cannot_be_changed_afterwards(found):
    with pytest.raises(FrozenInstanceError):
        found["score"].misses = (0, 0)


@settings(max_examples=100, deadline=None)
@given(
    st.floats(0, 1),
    st.integers(1, 10**10),
    st.integers(0, 10**8),
)
def test_bounds_are_in_order_and_consistent(accuracy, people, faces):
    for meaning in readings(accuracy, people, faces).values():
        for count in COUNTS:
            bounds = getattr(meaning, count)
            if bounds is not None:
                assert 0 <= bounds[0] <= bounds[1]
                assert in_words(bounds)
        if meaning.false_alerts is not None:
            assert meaning.false_alerts[1] <= faces * (1 + 1e-12)
            # Markov: a search with a wrong person returns at least one.
            assert meaning.candidates[1] >= meaning.false_alerts[1] * (1 - 1e-9)
    even, any_split = (
        readings(accuracy, people, faces)["pairs_even"],
        readings(accuracy, people, faces)["pairs"],
    )
    assert any_split.candidates[1] >= even.candidates[1] * (1 - 1e-12)


def test_perfect_is_said_as_none_and_hopeless_stays_a_rate():
    assert in_words(readings(1.0, PEOPLE, FACES)["pairs_even"].candidates) == "0"
    assert readings(0.1, 100, 1)["pairs"].candidates_per_search[1] == pytest.approx(100)


def test_no_search_that_returns_anybody_means_no_candidate():
    for found in (readings(1.0, PEOPLE, FACES), readings(0.9, PEOPLE, 0)):
        assert found["nothing_returned"].candidates == (0, 0)
    assert readings(1.0, PEOPLE, FACES)["nothing_returned"].candidates_per_search == (0, 0)


def test_more_errors_than_half_of_the_pairs_leave_some_of_each_kind():
    """2 of 10 pairs are right: of 5 mated and 5 non-mated pairs at least 3 of each kind are wrong."""
    pairs = readings(0.2, 100, 10)["pairs"]
    assert pairs.candidates_per_search == pytest.approx((60, 100))
    assert pairs.candidates == pytest.approx((600, 1000))
    assert pairs.misses == pytest.approx((6, 10))
    assert pairs.false_alerts == pytest.approx((10 * (1 - 0.4**100), 10))


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        (None, UNSAID),
        ((2.6e6, 2.6e6), "2.6 million"),
        ((0, 13_400), "up to 13,400"),
        ((0.002, math.inf), "at least 0.002"),
        ((3, 5), "3 to 5"),
        ((0, 0), "0"),
        ((1e-9, 1e-9), "1e-9"),
    ],
)
def test_in_words(bounds, said):
    assert in_words(bounds) == said


def test_bounds_the_wrong_way_round_are_refused():
    for bounds in ((3, 2), (1,), (1, 2, 3), 5, "ab", (None, 1), (math.nan, 1)):
        with pytest.raises(ValueError, match="^bounds must be"):
            in_words(bounds)


@pytest.mark.parametrize(
    ("arguments", "named"),
    [
        ((1.2, 10, 1), "accuracy"),
        ((99.8, 10, 1), "accuracy"),
        ((float("nan"), 10, 1), "accuracy"),
        ((0.9, 0, 1), "gallery_size"),
        ((0.9, 1.5, 1), "gallery_size"),
        ((0.9, 10, -1), "searches"),
        (([0.9], 10, 1), "accuracy"),
        ((0.9, [10, 20], 1), "gallery_size"),
        ((0.9, 10, [1, 2]), "searches"),
    ],
)
def test_bad_input_is_named(arguments, named):
    with pytest.raises(ValueError, match=named):
        readings(*arguments)


def test_table_has_a_row_of_words_for_each_reading(found):
    shown = table(found)
    assert list(shown.index) == list(found)
    assert shown.loc["pairs_even", "one_search"] == "2.6 million"
    assert (shown.loc["score", ["one_search", "candidates", "false_alerts", "misses"]] == UNSAID).all()
    assert shown.map(lambda cell: isinstance(cell, str) and bool(cell)).all(axis=None)
    assert table({"x": Reading("a", "b")}).loc["x", "misses"] == UNSAID
