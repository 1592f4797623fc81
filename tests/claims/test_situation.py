"""What a use brings in a day, by formulas written out, for each way in which its values can be given."""

from dataclasses import replace

import pytest

from falsematch.claims import Claim
from falsematch.claims._situation import Span, assumed, brings, corners, middle, place, ranges, stated

CLAIM = Claim(claimant="A", statement="B", use="watchlist")
DAY = {"faces_per_day": 1000.0, "list_size": 500.0, "listed_passing": 10.0, "fnir": 0.2}


def found(use="watchlist", **changed):
    values = {name: value for name, value in {**DAY, **changed}.items() if value is not None}
    return brings(replace(CLAIM, use=use), values)


def test_a_rate_of_a_search():
    day = found(fpir=0.01)
    assert (day.true_alerts, day.misses) == pytest.approx((8, 2)) and day.false_alerts == pytest.approx(9.9)
    assert day.alerts == pytest.approx(17.9) and day.share_right == pytest.approx(8 / 17.9)


def test_a_rate_of_one_comparison():
    assert found(fmr=1e-5).false_alerts == pytest.approx(990 * (1 - (1 - 1e-5) ** 500))


@pytest.mark.parametrize("use", ["watchlist", "one_to_one", "other"])
def test_a_rate_measured_on_a_list_of_another_size(use):
    """Carried through the FMR where there is a list, and left alone elsewhere and at the same size."""
    carried = 1 - (1 - 0.01) ** (500 / 250)
    expected = carried if use == "watchlist" else 0.01
    assert found(use, fpir=0.01, fpir_list_size=250.0).false_alerts == pytest.approx(990 * expected)
    assert found(use, fpir=0.01, fpir_list_size=500.0).false_alerts == pytest.approx(9.9)


def test_a_share_of_those_examined_are_sought():
    day = found("other", listed_passing=None, listed_share=0.03, fpir=0.1)
    assert (day.true_alerts, day.misses, day.false_alerts) == pytest.approx((24, 6, 97))
    everybody = found("other", listed_passing=2000.0, fpir=0.1)  # no more than pass
    assert (everybody.true_alerts, everybody.misses, everybody.false_alerts) == pytest.approx((800, 200, 0))


def test_a_search_of_a_population_returns_people():
    day = found("population", fmr=1e-5)
    assert day.false_alerts == day.candidates == pytest.approx(1000 * 500 * 1e-5)
    assert day.alerts == pytest.approx(5 + 8) and day.share_right == pytest.approx(8 / 13)
    fmr = 1 - (1 - 0.01) ** (1 / 250)
    measured = found("population", fpir=0.01, fpir_list_size=250.0)
    assert measured.false_alerts == pytest.approx(1000 * 500 * fmr)
    own = found("population", fpir=0.01)
    assert own.false_alerts == pytest.approx(1000 * 500 * (1 - (1 - 0.01) ** (1 / 500)))
    assert found("population", fmr=0.0, listed_passing=0.0).share_right is None


def test_ends_are_all_combinations_and_the_middle_is_one():
    spans = {name: Span(value, value, value) for name, value in DAY.items()}
    spans |= {"fpir": Span(0.001, 0.01, 0.1), "fnir": Span(0.1, 0.2, 0.4)}
    false = sorted(one.false_alerts for one in corners(CLAIM, spans))
    assert false == pytest.approx([0.99, 0.99, 99, 99])
    assert middle(CLAIM, spans).false_alerts == pytest.approx(9.9)


def test_a_span():
    span = Span(1, 2, 3, "assumed", ("a", "b", "c"), "table")
    assert span.moves and not span.at(2).moves
    assert span.at(2) == Span(2, 2, 2, "assumed", ("a", "b", "c"), "table")


def test_what_a_file_states_stands_and_the_table_fills_the_rest():
    claim = replace(
        CLAIM, faces_per_day=7.0, listed_passing=(1, 2, 4), from_={"listed_passing": "assumed: a guess"}
    )
    spans = place(claim)
    assert (spans["faces_per_day"].low, spans["faces_per_day"].high, spans["faces_per_day"].basis) == (
        7,
        7,
        "stated",
    )
    listed = spans["listed_passing"]
    assert (listed.low, listed.middle, listed.high, listed.basis) == (1, 2, 4, "assumed")
    assert listed.source == "assumed: a guess" and spans["list_size"] == assumed("watchlist", "list_size")
    assert stated(CLAIM, "fnir") is None
    for use in ("watchlist", "one_to_one", "population", "other"):
        share = ranges()[use, "listed_passing"][1] == "share"
        assert ("listed_share" in place(replace(CLAIM, use=use))) == share
        assert "listed_passing" in place(replace(CLAIM, use=use, listed_passing=1))
