"""Audits: against exact fractions, against every combination tried, and by what must never happen."""

import json
import math
from dataclasses import replace
from fractions import Fraction

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch import claims, datasets, intervals, search
from falsematch.claims import Claim, audit
from falsematch.claims._claim import MEASURES, USES
from falsematch.claims._situation import assumed, ranges

STREET = Claim(
    claimant="A ministry",
    statement="Finds 89 % of those we look for, and at worst one false alert in 6,000 faces.",
    value=0.89,
    measures="found",
    days=10,
    faces_per_day=15_505,
    list_size=10_000,
    listed_passing=(1, 10, 20),
    fpir=1 / 6000,
    fpir_list_size=10_000,
    stopped_if_false=0.6,
    from_={"listed_passing": "assumed"},
)


def question(found, name):
    return next(one for one in found.questions if one.name == name)


def test_a_worked_answer():
    found = audit(STREET)
    assert found.answer == (
        "In 10 days 155,050 faces are examined. About 115 alerts are raised: 89 right, 26 wrong. 11 of 100 people on "
        "the list among those examined are not found. Of the wrong alerts 16 end in a stop. What was not said leaves "
        "anything from 26 to 87 of 100 alerts right."
    )


def share(
    listed=10, faces=15_505, size=10_000, fpir=Fraction(1, 6000), fnir=Fraction(11, 100), measured=10_000
):
    """Share of alerts right by exact fractions, with N x FMR for the chance of a false alert."""
    fmr = 1 - (1 - float(fpir)) ** (1 / measured)
    false = (faces - listed) * Fraction(-math.expm1(size * math.log1p(-fmr)))
    true = listed * (1 - fnir)
    return float(true / (true + false))


def test_the_weight_of_each_unknown_by_another_route():
    found = audit(STREET)
    record = Fraction(10, 3_147_436)
    expected = {
        "listed_passing": (share(listed=1), share(listed=20)),
        "faces_per_day": (share(faces=Fraction(15_505, 2)), share(faces=31_010)),
        "list_size": (share(size=1000), share(size=16_000)),
        "fnir": (share(), share(fnir=Fraction(1, 2))),
        "threshold": (share(fpir=record), share()),
        "trials": tuple(
            share(fpir=Fraction(end / 7) / 6000)
            for end in (intervals.rate_interval(7, 1).low, intervals.rate_interval(7, 1).high)
        ),
    }
    for name, ends in expected.items():
        one = question(found, name)
        assert (one.low, one.high) == pytest.approx(ends, rel=1e-4), name
        assert one.kind == "range" and one.width == pytest.approx(abs(ends[0] - ends[1]), rel=1e-3)


def test_what_is_missing_comes_by_weight():
    found = audit(STREET)
    assert [one.name for one in found.missing][:2] == ["listed_passing", "trials"]
    widths = [one.width for one in found.missing]
    assert widths == sorted(widths, reverse=True)
    unsaid = audit(replace(STREET, measures="unknown"))
    assert unsaid.missing[0].name == "measures" and unsaid.missing[0].kind == "unbounded"


def test_what_a_file_marks_as_assumed_is_asked_for():
    names = [one.name for one in audit(STREET).missing]
    assert "listed_passing" in names and "faces_per_day" not in names
    names = [one.name for one in audit(replace(STREET, from_={"faces_per_day": "assumed"})).missing]
    assert "faces_per_day" in names and "listed_passing" not in names


def test_a_list_of_another_length_moves_the_rate_with_it():
    one = audit(replace(STREET, list_size=1000)).main
    fmr = search.fmr_for_fpir(1 / 6000, 10_000)
    assert one.false_alerts[1] == pytest.approx((15_505 - 10) * search.fpir(fmr, 1000))
    assert one.false_alerts[1] == pytest.approx(15_495 / 60_000, rel=1e-3)


def test_ends_are_those_of_every_combination():
    """Faces, listed, list and both rates each tried at 9 places between their ends: nothing leaves the range."""
    claim = replace(STREET, list_size=None, faces_per_day=None, trials=4000, errors=440)
    one = audit(claim).main
    missed = intervals.proportion_interval(440, 4000)
    seen = [
        share(listed, faces, size, Fraction(1, 6000), Fraction(fnir))
        for listed in (1, 5, 10, 20)
        for faces in (8600, 20_000, 160_000)
        for size in (1000, 4000, 16_000)
        for fnir in (missed.low, 0.11, missed.high)
    ]
    assert one.share_right[0] == pytest.approx(min(seen)) and one.share_right[2] == pytest.approx(max(seen))
    assert one.misses[0] == pytest.approx(missed.low) and one.misses[2] == pytest.approx(20 * missed.high)


def test_no_error_seen_gives_the_one_sided_bound():
    claim = replace(STREET, measures="fpir", value=0.0, fpir=None, trials=2_500_000, errors=0, fnir=0.11)
    one = audit(claim).main
    bound = intervals.zero_error_bound(2_500_000)
    assert one.false_alerts[:2] == (0.0, 0.0)
    assert one.false_alerts[2] == pytest.approx((15_505 - 1) * bound, rel=1e-6)


def test_the_same_rate_by_its_two_names():
    right = replace(STREET, measures="nothing_returned", value=1 - 1 / 6000, fpir=None, fnir=0.11)
    wrong = replace(STREET, measures="fpir", value=1 / 6000, fpir=None, fnir=0.11)
    for name in ("false_alerts", "true_alerts", "misses", "share_right"):
        assert getattr(audit(right).main, name) == pytest.approx(getattr(audit(wrong).main, name))
    assert audit(replace(STREET, measures="fnir", value=0.11)).main.misses == pytest.approx(
        audit(STREET).main.misses
    )


def test_a_country_searched_for_each_face():
    claim = Claim(
        claimant="A maker", statement="99.8 %", value=0.998, measures="pairs_even", use="population",
        list_size=1_300_000_000, faces_per_day=1000, listed_passing=1000,
    )  # fmt: skip
    one = audit(claim).main
    assert one.false_alerts[1] == pytest.approx(2.6e6 * 1000)  # N x FMR for every face, enrolled or not
    assert one.candidates == one.false_alerts
    assert one.share_right[1] == pytest.approx(0.998 / (0.998 + 2.6e6))


def test_a_gate_alerts_by_refusing():
    claim = Claim(
        claimant="A maker", statement="99 %", value=0.99, measures="mated_pairs", use="one_to_one",
        faces_per_day=10_000, listed_passing=1, fnir=0.001,
    )  # fmt: skip
    one = audit(claim).main
    assert one.false_alerts[1] == pytest.approx(9999 * 0.01)
    assert one.share_right[1] == pytest.approx(0.999 / (0.999 + 99.99))


def test_a_share_of_alerts():
    claim = replace(STREET, measures="wrong_alerts", value=0.98, fpir=None, fpir_list_size=None, fnir=0.11)
    one = audit(claim).main
    assert one.share_right == pytest.approx((0.02, 0.02, 0.02))
    assert one.false_alerts[1] == pytest.approx(8.9 * 0.98 / 0.02)


def test_a_share_of_decisions_by_every_split():
    claim = replace(
        STREET, measures="decisions", value=0.999, fpir=None, fpir_list_size=None, listed_passing=10
    )
    one = audit(claim).main
    errors = 15.505
    seen = [(10 - missed) / (10 - missed + errors - missed) for missed in (i / 100 for i in range(0, 1001))]
    assert one.share_right == (pytest.approx(min(seen)), None, pytest.approx(max(seen)))
    assert one.false_alerts == (pytest.approx(errors - 10), None, pytest.approx(errors))


@pytest.mark.parametrize("use", USES)
def test_what_a_figure_does_not_say_is_said_not_to_be_bounded(use):
    for one in audit(replace(STREET, measures="unknown", use=use, fpir=None, fpir_list_size=None)).readings:
        unbounded = [one.false_alerts, one.true_alerts, one.misses, one.share_right]
        if None in unbounded or None in [ends[1] for ends in unbounded if ends]:
            assert one.why
        assert one.reading and one.missing


@pytest.mark.parametrize("measures", ["score", "no_share", "no_truth"])
def test_what_is_no_share_leads_to_nothing(measures):
    found = audit(replace(STREET, measures=measures, value=3e9, fpir=None, fpir_list_size=None))
    assert found.main.false_alerts is None and found.main.share_right is None
    assert found.answer.startswith("What this means in people cannot be bounded: ")


def test_needed_is_where_half_of_the_alerts_are_right():
    for claim in (STREET, replace(STREET, use="population", fpir_list_size=10_000)):
        found = audit(claim).main
        base = {"searches": 15_505, "mated_searches": 10, "gallery_size": 10_000, "fnir": 0.11}
        got = claims.consequences(**base, fmr=found.needed_fmr)
        if claim.use == "population":
            assert 15_505 * 10_000 * found.needed_fmr == pytest.approx(got.true_alerts)
        else:
            assert got.share_right == pytest.approx(0.5)
            assert claims.consequences(**base, fpir=found.needed_fpir).share_right == pytest.approx(0.5)


def test_ranges_have_names_and_sources():
    for (use, field), (span, _) in ranges().items():
        assert span.low <= span.middle <= span.high, (use, field)
        assert all(span.names) and span.source and span.basis in ("sourced", "assumed")
    for use in USES:
        for field in ("faces_per_day", "list_size", "listed_passing", "fnir", "errors", "stopped_if_false"):
            assert assumed(use, field)
    rows = datasets.load("deployment_examples")
    record = rows.loc["met_2024_2025"]
    assert assumed("watchlist", "fpir").low == pytest.approx(
        record.false_alerts / record.faces_seen, rel=1e-4
    )
    assert assumed("watchlist", "faces_per_day").middle == round(record.faces_seen / record.deployments)
    seven = intervals.rate_interval(7, 1)
    assert assumed("other", "errors").low == pytest.approx(seven.low / 7, rel=1e-4)
    assert assumed("other", "errors").high == pytest.approx(seven.high / 7, rel=1e-4)
    nist = datasets.load("nist_identification")
    nist = nist[(nist["mode"] == "identification") & (nist.gallery_size == 12_000_000)].fnir.dropna()
    assert (assumed("population", "fnir").low, assumed("population", "fnir").middle) == (
        nist.min(),
        nist.median(),
    )


def test_comparable_figures_are_rows_of_tables():
    for use in USES:
        for one in audit(replace(STREET, use=use, fpir_list_size=None, fpir=None)).comparable:
            assert one.row in datasets.load(one.table).index
            row = datasets.load(one.table).loc[one.row]
            if one.table == "deployment_examples":
                assert f"{row.faces_seen:,} faces" in one.figure and f"{row.alerts:,} alerts" in one.figure
    assert len(audit(STREET).comparable) == 3


def test_what_was_counted_elsewhere_is_of_the_same_kind_and_another_record():
    register = claims.register()
    for claim in register.values():
        for one in audit(claim).comparable:
            row = datasets.load(one.table).loc[one.row]
            counts = {str(row.get(name)) for name in ("faces_seen", "alerts", "denominator")}
            assert not counts & {str(claim.trials), str(claim.observed_faces), str(claim.observed_alerts)} - {
                "None"
            }
    topics = {"openai_2023": "AI-text detection", "nyc_comptroller_2024": "gunshot detection"}
    table = datasets.load("beyond_faces")
    for name, topic in topics.items():
        rows = [one.row for one in audit(register[name]).comparable]
        assert rows and set(table.loc[rows].topic) == {topic}
    assert not audit(register["polygraph_2003"]).comparable
    (gptzero,) = [one for one in audit(register["openai_2023"]).comparable if one.row == "github_gptzero"]
    low, high = intervals.proportion_interval(11, 499)
    assert f"11 of 499 (2.2 %, 95 % interval {100 * low:.2g} % to {100 * high:.2g} %)" in gptzero.figure


@st.composite
def any_claims(draw):
    measures = draw(st.sampled_from(list(MEASURES)))
    rate = st.sampled_from([0.0, 1e-15, 1e-6, 0.002, 0.5, 1.0]) | st.floats(0, 1)
    faces = draw(st.none() | st.floats(1e-3, 1e12) | st.integers(1, 10**6))
    listed = draw(st.none() | st.floats(0, faces or 100.0))
    trials = draw(st.none() | st.integers(1, 10**10))
    return Claim(
        claimant="A",
        statement="B",
        measures=measures,
        value=draw(st.none() | rate),
        qualifier=draw(st.sampled_from(["", "about", "more than", "at most"])),
        use=draw(st.sampled_from(list(USES))),
        days=draw(st.sampled_from([1, 10, 3660])),
        trials=trials,
        errors=draw(st.none() | st.integers(0, trials)) if trials else None,
        faces_per_day=faces,
        listed_passing=listed,
        list_size=draw(st.none() | st.sampled_from([1, 1000, 1_300_000_000, 2**53 - 1])),
        fpir=draw(st.none() | rate),
        fnir=draw(st.none() | rate),
        stopped_if_false=draw(st.none() | rate),
        seconds_per_alert=draw(st.none() | st.floats(0, 1e6)),
    )


@given(any_claims())
@settings(max_examples=120, deadline=None)
def test_whatever_a_claim_says_the_audit_keeps_its_promises(claim):
    found = audit(claim)
    written = json.loads(json.dumps(found.to_dict(), allow_nan=False))
    jsonschema.validate(written, claims.schema())
    for one in found.readings:
        for name in ("false_alerts", "true_alerts", "misses", "candidates", "share_right"):
            ends = getattr(one, name)
            if ends is None:
                assert one.why or name in ("candidates", "share_right")
                continue
            low, middle, high = ends
            slack = 1e-9 * max(1, high)
            assert 0 <= low <= high and (middle is None or low - slack <= middle <= high + slack)
        if one.share_right:
            assert one.share_right[2] <= 1
    assert {one.name for one in found.missing} == {one.name for one in found.questions if not one.known}
    assert found.answer and "nan" not in found.answer and "inf " not in found.answer


def test_only_a_claim_is_audited():
    with pytest.raises(ValueError, match="claim must be a Claim: load_claim reads one from a file"):
        audit({"claimant": "A"})


def test_what_was_counted_in_use_is_said_with_its_interval():
    claim = replace(STREET, observed_faces=383_356, observed_alerts=61, observed_right=60, observed_wrong=1)
    (said,) = [text for text in audit(claim).evidence if text.startswith("Counted in use")]
    low, high = intervals.proportion_interval(60, 61)
    assert said == (
        "Counted in use: 383,356 examined, 61 alerts, 60 right, 1 wrong; of 100 judged 98 right (95 % interval "
        f"{100 * low:.0f} to 99.959); who judged was not said."
    )
    assert 0.99955 < high < 0.99965
    assert not [text for text in audit(STREET).evidence if "Counted" in text]


def test_the_interval_of_a_test_moves_what_its_figure_is_a_share_of():
    """For each measure, the ends by exact fractions at the ends of the interval of 4 errors in 31 trials."""
    low, high = intervals.proportion_interval(4, 31)
    found = {
        "found": (1 - 4 / 31, lambda e: share(fnir=Fraction(e))),
        "fnir": (4 / 31, lambda e: share(fnir=Fraction(e))),
        "nothing_returned": (1 - 4 / 31, lambda e: share(fpir=e)),
        "fpir": (4 / 31, lambda e: share(fpir=e)),
        "alerts": (1 - 4 / 31, lambda e: 1 - e),
        "wrong_alerts": (4 / 31, lambda e: 1 - e),
        "decisions": (1 - 4 / 31, lambda e: 10 / (10 + 15_505 * e)),
    }
    for measures, (value, expected) in found.items():
        own = (
            {"fpir": 1 / 6000, "fpir_list_size": 10_000} if measures in ("found", "fnir") else {"fpir": None}
        )
        own = {"fnir": 0.11, "fpir_list_size": None, **own}
        claim = replace(STREET, measures=measures, value=value, trials=31, errors=4, **own)
        one = question(audit(claim), "trials")
        assert one.known and one.basis == "stated"
        assert (one.low, one.high) == pytest.approx((expected(low), expected(high)), rel=1e-9), measures
        middle = audit(claim).main.share_right[1]
        if middle is not None:
            assert one.high <= middle <= one.low or one.low <= middle <= one.high
    pairs = question(audit(replace(STREET, measures="pairs_even", value=0.9, trials=31, errors=4, fpir=None,
                                   fpir_list_size=None, list_size=1)), "trials")  # fmt: skip
    assert (pairs.low, pairs.high) == pytest.approx(
        [10 * (1 - e) / (10 * (1 - e) + 15_495 * e) for e in (low, high)]
    )


def test_a_stated_share_of_alerts_does_not_wait_for_what_it_was_formed_from():
    claim = replace(STREET, measures="alerts", value=0.9, fpir=None, fpir_list_size=None)
    found = audit(claim)
    for name in ("threshold", "listed_passing", "faces_per_day", "list_size", "fnir"):
        assert question(found, name).kind == "given"
    trials, seven = question(found, "trials"), intervals.rate_interval(7, 1)
    assert found.missing[0].name == "trials"
    assert sorted((trials.low, trials.high)) == pytest.approx(
        [1 - 0.1 * seven.high / 7, 1 - 0.1 * seven.low / 7], rel=1e-4
    )
    assert (trials.test_size, trials.test_of) == (300, "judged")


def test_the_size_of_the_test_that_would_settle_a_question():
    def sizes(claim):
        return {one.name: (one.test_size, one.test) for one in audit(claim).questions}

    found = sizes(
        replace(STREET, measures="pairs_even", value=0.998, fpir=None, fpir_list_size=None, use="other")
    )
    assert found["trials"] == (15_000, "faces of those not looked for, to see thirty errors at 1 in 500")
    asked = sizes(STREET)
    assert asked["trials"] == (180_000, "faces of those not looked for, to see thirty errors at 1 in 6,000")
    assert (
        asked["threshold"] == asked["fnir"] == asked["review"] == (None, "")
    )  # stated, and not of a test's counts
    unknown = sizes(replace(STREET, measures="nothing_returned", value=0.999, fpir=None, fpir_list_size=None))
    assert unknown["fnir"] == (
        math.ceil(30 / 0.11),
        "passes of those looked for, to see thirty errors at 1 in 9.09",
    )


def test_where_there_is_no_list_nobody_is_asked_for_its_length():
    for use in ("one_to_one", "other"):
        claim = replace(STREET, use=use, list_size=None, fpir_list_size=None)
        one = question(audit(claim), "list_size")
        assert one.known and one.kind == "unchanged"
    assert not question(audit(replace(STREET, list_size=None)), "list_size").known


def test_small_counts_keep_their_number():
    claim = replace(STREET, days=1, fpir=0.4 / 15_495, stopped_if_false=None)
    assert "10 people on the list" in audit(claim).answer
    assert "8.9 right, 0.4 wrong. " in audit(claim).answer
    assert "One wrong alert is to be expected in about 2.5 such days." in audit(claim).answer
    assert "such periods" in audit(replace(claim, days=2)).answer
    assert "to be expected in about" not in audit(replace(claim, days=3)).answer
    assert (
        "0.11 of 1 person on the list among those examined are not found"
        in audit(replace(claim, listed_passing=1)).answer
    )
    one = audit(replace(claim, listed_passing=1, faces_per_day=1, fpir=0.5, fnir=0.0, value=1.0)).answer
    assert one.startswith("In one day 1 face is examined. About 1 alert is raised: 1 right, none wrong.")


@pytest.mark.parametrize(
    "trials, said",
    [
        (179_997, "180,000"),
        (273, "280"),
        (9, "9"),
        (15_000, "15,000"),
        (29_999, "30,000"),
        (181, "190"),
        (21_020, "21,000"),
        (21_030, "22,000"),
    ],
)
def test_the_size_of_a_test_is_said_in_two_digits_and_not_smaller(trials, said):
    from falsematch.claims import _answer

    assert _answer.size_of_test(trials) == said


def test_ends_that_read_alike_are_one_number_or_get_another_digit():
    from falsematch.claims import _answer

    assert _answer.in_words(_answer.Between("3", "3")) == "3"
    assert _answer.in_words(_answer.Estimate("3", "3", "3")) == "3"
    assert _answer.two_of_100(0.98, 0.98) == ("98", "98")
    assert _answer.two_of_100(0.9801, 0.9802) == ("98.01", "98.02")
    assert _answer.two_of_100(0.26, 0.87) == ("26", "87")
    assert _answer.two_of_100(0.261, 0.263) == ("26.1", "26.3")
    # Twelve decimals at most: beyond, the two stay alike.
    assert _answer.two_of_100(1e-12, 1.01e-12) == ("0.000000000100", "0.000000000101")
    assert _answer.two_of_100(1e-13, 1.01e-13) == ("0.000000000010", "0.000000000010")
    for low, high in ((0.5, 0.5 + 1e-9), (0.999999, 1.0), (1e-9, 1.1e-9)):
        texts = _answer.two_of_100(low, high)
        assert texts[0] != texts[1] and float(texts[0]) <= float(texts[1]) <= 100


@given(st.floats(0, 1e30))
def test_a_count_above_zero_is_never_said_as_none(count):
    from falsematch.claims._answer import people

    text = people(count)
    assert (text in ("none", "0")) == (count == 0)
    if count >= 1e-6:
        assert "e" not in text.split()[0] or text == "none"


def test_questions_are_asked_without_an_answer_first_each_kind_by_weight():
    found = audit(STREET)
    assert [one.name for one in found.asked[: len(found.missing)]] == [one.name for one in found.missing]
    rest = found.asked[len(found.missing) :]
    assert all(one.known for one in rest) and {one.name for one in found.asked} == {
        one.name for one in found.questions
    }
    ranges_of = [one.width for one in rest if one.kind == "range"]
    assert len(ranges_of) > 1 and ranges_of == sorted(ranges_of, reverse=True)
    assert [one.kind == "range" for one in rest] == sorted(
        (one.kind == "range" for one in rest), reverse=True
    )
