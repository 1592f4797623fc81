"""What was counted in use: exact intervals by other routes, both sides alike, and what a record cannot show."""

import math
from dataclasses import replace
from itertools import product

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import claims
from falsematch.claims import Claim, audit
from falsematch.claims._observed import record, share_right

STREET = Claim(
    claimant="A force",
    statement="99.9 % accurate",
    value=0.999,
    faces_per_day=15_505,
    list_size=10_000,
    days=10,
    observed_faces=124_000,
    observed_alerts=31,
    observed_right=27,
    observed_wrong=4,
)


def halved(above, low, high):
    """Where `above` begins to hold, by halving."""
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (low, middle) if above(middle) else (middle, high)
    return low


def poisson(count, end):
    """An end of the exact interval of a Poisson count, from the sum of its terms; one-sided where nothing was seen."""
    if end == "low" and not count:
        return 0.0
    tail = 0.025 if count else 0.05
    goal, most = (tail, count) if end == "high" else (1 - tail, count - 1)

    def below(mean):
        return math.fsum(math.exp(k * math.log(mean) - mean - math.lgamma(k + 1)) for k in range(most + 1))

    return halved(lambda mean: below(mean) < goal, 1e-12, 20.0 + 5 * count)


def binomial(right, alerts, end):
    """An end of the exact interval of a share, from the sum of its terms; one-sided where all or none are right."""
    if end == "low":
        return 1 - binomial(alerts - right, alerts, "high")
    if right == alerts:
        return 1.0
    tail = 0.025 if right else 0.05

    def below(share):
        return math.fsum(
            math.comb(alerts, k) * share**k * (1 - share) ** (alerts - k) for k in range(right + 1)
        )

    return halved(lambda share: below(share) < tail, 0.0, 1.0)


@pytest.mark.parametrize("right, wrong", [(27, 4), (31, 0), (0, 31), (60, 1), (2, 102)])
def test_a_record_of_which_every_alert_was_judged(right, wrong):
    claim = replace(STREET, observed_alerts=right + wrong, observed_right=right, observed_wrong=wrong)
    one, scale = audit(claim).observed, 15_505 / 124_000
    for counts, name in ((wrong, "false_alerts"), (right, "true_alerts"), (right + wrong, "alerts")):
        ends = getattr(one, name)
        assert ends[1] == pytest.approx(counts * scale)
        assert ends[0] == pytest.approx(poisson(counts, "low") * scale, rel=1e-9)
        assert ends[2] == pytest.approx(poisson(counts, "high") * scale, rel=1e-9)
    alerts = right + wrong
    expected = (binomial(right, alerts, "low"), right / alerts, binomial(right, alerts, "high"))
    assert one.share_right == pytest.approx(expected, rel=1e-9)
    assert one.misses is None and one.why == "a record of alerts does not show who was missed"


def test_the_record_answers_before_the_figure():
    found = audit(STREET)
    assert found.shown is found.observed and found.main is None
    assert found.answer == (
        "Counted in use: 31 alerts, 27 right and 4 wrong. Of 100 alerts 87 are right (70 to 96, the 95 % interval). The "
        "record is of 124,000 faces; 155,050 in 10 days would bring 34 (22 to 49) right alerts and 5 (1.4 to 13) wrong "
        "ones. How many were missed, a record of alerts does not show. What the figure is a share of was not said."
    )
    without = audit(replace(STREET, observed_alerts=None, observed_right=None, observed_wrong=None))
    assert without.observed is None and without.answer.startswith("The sentence does not say")
    assert found.readings == without.readings  # the claim at its word stays what it was


@pytest.mark.parametrize("alerts, said", [(42, 8), (104, 2), (1, 1), (5, 0)])
def test_alerts_that_nobody_judged_count_for_neither_side(alerts, said):
    """Alerts said to be wrong and alerts said to be right are treated alike: the same ends, turned round."""
    wrong = audit(replace(STREET, observed_alerts=alerts, observed_right=None, observed_wrong=said)).observed
    right = audit(replace(STREET, observed_alerts=alerts, observed_right=said, observed_wrong=None)).observed
    assert wrong.false_alerts == right.true_alerts and wrong.true_alerts == right.false_alerts
    low, middle, high = wrong.share_right
    if said < alerts:
        assert middle is None and right.share_right == pytest.approx((1 - high, None, 1 - low))
        assert low == 0 and high == pytest.approx(binomial(alerts - said, alerts, "high"))
    scale = 15_505 / 124_000
    assert wrong.false_alerts[0] == pytest.approx(poisson(said, "low") * scale)
    assert wrong.false_alerts[2] == pytest.approx(poisson(alerts, "high") * scale)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
@settings(deadline=None)
def test_ends_hold_whatever_became_of_the_alerts_that_nobody_judged(right, wrong, rest):
    claim = replace(STREET, observed_alerts=right + wrong + rest, observed_right=right, observed_wrong=wrong)
    ends = share_right(record(claim))
    if not right + wrong + rest:
        assert ends is None
        return
    every = [
        share_right(record(replace(claim, observed_right=right + n, observed_wrong=wrong + rest - n)))
        for n in range(rest + 1)
    ]
    assert ends[0] == min(one[0] for one in every) and ends[2] == max(one[2] for one in every)
    assert ends[1] == (every[0][1] if not rest else None)


def test_what_was_said_of_the_others_is_said():
    def said(**counts):
        empty = dict.fromkeys(("observed_alerts", "observed_right", "observed_wrong", "observed_faces"))
        return audit(replace(STREET, **{**empty, **counts})).answer

    assert said(observed_alerts=2077, observed_wrong=10).startswith(
        "Counted in use: 2,077 alerts, 10 of them said to be wrong. How many of the other 2,067 were right was not said. "
        "Depending on those, from 0 to 99.52 of 100 alerts are right. The 95 % limits of such a record are 0 and 99.77 "
        "of 100."
    )
    assert said(observed_alerts=42, observed_right=8).startswith(
        "Counted in use: 42 alerts, 8 of them said to be right. How many of the other 34 were wrong was not said."
    )
    assert said(observed_alerts=940, observed_right=122, observed_wrong=47).startswith(
        "Counted in use: 940 alerts; 122 were said to be right, 47 wrong, 771 neither."
    )
    assert said(observed_faces=10_000, observed_wrong=4).startswith(
        "Counted in use: 4 wrong alerts. How many were right was not told. The record is of 10,000 faces;"
    )
    assert said(observed_faces=10_000, observed_alerts=0).startswith(
        "Counted in use: no alert was raised. The record is of 10,000 faces; 155,050 in 10 days would bring from none to "
        "46 right alerts and from none to 46 wrong ones."
    )
    assert not said(observed_alerts=31).startswith(
        "Counted"
    )  # neither faces nor what became of them: nothing follows
    assert said(observed_right=27, observed_wrong=4).startswith(
        "Counted in use: 31 alerts, 27 right and 4 wrong."
    )


def questions(claim):
    return {one.name: one for one in audit(claim).questions}


def test_a_complete_record_settles_the_share_and_leaves_the_misses_open():
    asked, found = questions(STREET), audit(STREET)
    assert asked["observed"].known and asked["observed"].kind == "range"
    assert (asked["observed"].low, asked["observed"].high) == pytest.approx(
        (binomial(27, 31, "low"), binomial(27, 31, "high"))
    )
    for name in ("threshold", "listed_passing", "faces_per_day", "list_size", "trials", "measures"):
        assert asked[name].kind == "given", name
    assert (asked["fnir"].kind, found.missing[0].name) == ("misses", "fnir")
    stated = audit(replace(STREET, fnir=0.1))
    assert stated.observed.misses == pytest.approx([n / 9 for n in stated.observed.true_alerts])
    assert questions(replace(STREET, fnir=0.1))["fnir"].kind == "given"
    claimed = audit(
        replace(STREET, measures="found", value=0.9)
    ).observed  # the rate of misses is the figure itself
    assert claimed.misses == pytest.approx(stated.observed.misses)


def test_a_record_with_a_rest_is_asked_to_be_completed():
    claim = replace(STREET, observed_right=None)
    one = questions(claim)["observed"]
    assert not one.known and (one.kind, one.low, one.high) == ("range", 0.0, pytest.approx(27 / 31))
    assert audit(claim).missing[0].name == "observed"  # the share is open, and comes before the misses
    assert questions(claim)["listed_passing"].kind == "given"
    told = questions(replace(STREET, observed_right=20))["observed"]
    assert told.known and (told.low, told.high) == pytest.approx((20 / 31, 27 / 31))
    nothing = replace(
        STREET, observed_faces=None, observed_alerts=None, observed_right=None, observed_wrong=None
    )
    assert questions(nothing)["observed"].kind == "replaces"


@pytest.mark.parametrize("side, use", list(product(("seller", "authority", "campaigner"), claims.USES)))
def test_whoever_counted_the_same_record_gives_the_same_words(side, use):
    mine = audit(replace(STREET, use=use))
    other = audit(replace(STREET, use=use, side=side, claimant="The Other Side"))
    assert other.answer == mine.answer and other.observed == mine.observed
    jsonschema.validate(mine.to_dict(), claims.schema())
    assert mine.to_dict()["format"] == "falsematch audit 2"
    assert mine.to_dict()["observed"]["false_alerts"] == list(mine.observed.false_alerts)


def test_hours_are_those_of_all_alerts_of_the_record_once():
    found = audit(replace(STREET, observed_right=None, seconds_per_alert=60.0))
    one, scale = found.observed, 15_505 / 124_000
    assert one.alerts[1] == pytest.approx(31 * scale)
    assert found.hours(one) == pytest.approx([n / 60 for n in one.alerts])


@given(
    st.none() | st.integers(0, 40), st.none() | st.integers(0, 20), st.none() | st.integers(0, 20),
    st.none() | st.sampled_from([0.0, 40.0, 1e9]), st.sampled_from(list(claims.USES)), st.sampled_from([1, 3660]),
)  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_any_record_keeps_the_promises_of_an_audit(alerts, right, wrong, faces, use, days):
    try:
        claim = Claim(
            claimant="A", statement="B", use=use, days=days, observed_faces=faces,
            observed_alerts=alerts, observed_right=right, observed_wrong=wrong,
        )  # fmt: skip
    except ValueError as error:
        assert "must be at most" in str(error)
        return
    found = audit(claim)
    jsonschema.validate(found.to_dict(), claims.schema())
    one = found.observed
    for name in ("false_alerts", "true_alerts", "misses", "alerts", "share_right") if one else ():
        if ends := getattr(one, name):
            low, middle, high = ends
            assert 0 <= low <= high and (middle is None or low <= middle <= high), name
    assert "None" not in found.answer and "nan" not in found.answer


@pytest.mark.parametrize(
    ("counts", "expected", "judged", "told"),
    [
        ((10, 8, 2), (10, 8, 2, 0), True, (0.8, 0.8)),
        ((10, 8, 1), (10, 8, 1, 1), True, (0.8, 0.9)),
        ((10, 8, None), (10, 8, None, 2), True, (0.8, 1)),
        ((10, None, 8), (10, None, 8, 2), True, (0, 0.2)),
        ((10, 0, 10), (10, 0, 10, 0), True, (0, 0)),
        ((10, None, None), (10, None, None, 10), False, (0, 1)),
        ((None, 8, 2), (10, 8, 2, 0), True, (0.8, 0.8)),
        ((None, 8, None), (None, 8, None, None), False, None),
        ((None, None, 8), (None, None, 8, None), False, None),
        ((0, None, None), (0, 0, 0, 0), False, None),
    ],
)
def test_what_a_record_holds(counts, expected, judged, told):
    empty = Claim(claimant="A", statement="B")
    names = ("observed_alerts", "observed_right", "observed_wrong")
    found = record(replace(empty, **dict(zip(names, counts, strict=True))))
    assert found == (None, *expected)
    assert (found.judged, found.complete) == (judged, judged and expected[3] == 0)
    assert told is None or found.told == pytest.approx(told)
    assert record(empty) is None and record(replace(empty, observed_faces=5.0)) is None
    assert record(replace(empty, observed_faces=5.0, observed_wrong=1)).faces == 5
    assert record(replace(empty, observed_faces=0.0, observed_alerts=0)).faces is None
