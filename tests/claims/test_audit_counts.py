"""Counts of a day for each way in which a figure leads to them, by formulas written out."""

from dataclasses import replace

import pytest

from falsematch.claims import Claim, audit
from falsematch.claims._audit import _plain
from falsematch.claims._situation import Span, assumed

FACES, LIST, LISTED = 15_505, 10_000, (1, 10, 20)
STREET = Claim(
    claimant="A", statement="B", value=0.89, measures="found", faces_per_day=FACES, list_size=LIST, listed_passing=LISTED
)  # fmt: skip
FALSE, RIGHT, MISSED, SHARE = "false_alerts", "true_alerts", "misses", "share_right"
#: An FNIR of 0.11, and none that was said.
TRUE, NOT_FOUND = tuple(0.89 * n for n in LISTED), tuple(0.11 * n for n in LISTED)
ANY = (0, None, 20)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        (
            {},
            {FALSE: None, RIGHT: TRUE, MISSED: NOT_FOUND, SHARE: None, "alerts": None, "candidates": None},
        ),
        ({"fpir": 0.1}, {FALSE: None, RIGHT: TRUE, MISSED: NOT_FOUND, SHARE: None}),  # on which list was not said
        (
            {"measures": "nothing_returned", "value": 0.999},
            {
                FALSE: tuple(0.001 * (FACES - n) for n in (20, 10, 1)),
                RIGHT: ANY,
                MISSED: ANY,
                "alerts": (15.485, None, 35.485),
                SHARE: (0, None, 20 / 35.485),
                "candidates": None,
            },
        ),
        (
            {"fmr": 1e-8},
            {"candidates": tuple(1e-8 * LIST * (FACES - n) for n in (20, 10, 1)), RIGHT: TRUE, MISSED: NOT_FOUND},
        ),
        # Nine right ones to each wrong one.
        (
            {"measures": "alerts", "value": 0.9},
            {FALSE: (0, None, 20 / 9), RIGHT: ANY, MISSED: ANY, SHARE: (0.9, 0.9, 0.9)},
        ),
        (
            {"measures": "alerts", "value": 0.9, "fnir": 0.11},
            {FALSE: tuple(n / 9 for n in TRUE), RIGHT: TRUE, MISSED: NOT_FOUND, SHARE: (0.9, 0.9, 0.9)},
        ),
        (
            {"measures": "wrong_alerts", "value": 0.9, "qualifier": "at most", "fnir": 0.11},
            {FALSE: (0, 9 * TRUE[1], 9 * TRUE[2]), SHARE: (0.1, 0.1, 1)},
        ),
        # No more alerts than faces, or than faces times people.
        (
            {"measures": "alerts", "value": 0.001, "fnir": 0.11},
            {FALSE: (999 * TRUE[0], 999 * TRUE[1], FACES)},
        ),
        ({"measures": "alerts", "value": 0.0001, "fnir": 0.11}, {FALSE: (9999 * TRUE[0], None, FACES)}),
        ({"measures": "alerts", "value": 1e-5, "fnir": 0.11}, {FALSE: (FACES, None, FACES)}),
        (
            {"measures": "alerts", "value": 0.001, "fnir": 0.0, "listed_passing": FACES / 999},
            {FALSE: (FACES, FACES, FACES)},
        ),
        (  # all of them looked for, and as many alerts wrong as right: just as many as there can be
            {"measures": "alerts", "value": 0.5, "fnir": 0.0, "listed_passing": FACES},
            {FALSE: (FACES, FACES, FACES), RIGHT: (FACES, FACES, FACES)},
        ),
        (
            {"measures": "alerts", "value": 1e-12, "fnir": 0.11, "use": "population"},
            {FALSE: (FACES * LIST, None, FACES * LIST)},
        ),
        (
            {"measures": "alerts", "value": 1e-5, "fnir": 0.11, "use": "population"},
            {FALSE: tuple(99_999 * n for n in TRUE)},
        ),
        ({"measures": "alerts", "value": 0.0, "fnir": 0.11}, {FALSE: None, RIGHT: TRUE, SHARE: (0, 0, 0)}),
        # 15.505 errors, more than the one listed who may pass: all of them misses, or all false alerts.
        (
            {"measures": "decisions", "value": 0.999},
            {FALSE: (0, None, 15.505), RIGHT: ANY, MISSED: (0, None, 15.505), SHARE: (0, None, 1)},
        ),
        (
            {"measures": "decisions", "value": 0.99, "listed_passing": (15, 15, 15)},
            {FALSE: (140.05, None, 155.05), RIGHT: (0, None, 15), MISSED: (0, None, 15), SHARE: (0, None, 15 / 170.05)},
        ),
        (
            {"measures": "decisions", "value": 0.99, "listed_passing": 155.05},  # as many errors as listed people
            {FALSE: (0, None, 155.05), RIGHT: (0, None, 155.05), SHARE: (0, None, 0.5)},
        ),
        (
            {"measures": "decisions", "value": 0.9999, "listed_passing": (10, 15, 20)},
            {FALSE: (0, None, 1.5505), RIGHT: (8.4495, None, 20), MISSED: (0, None, 1.5505), SHARE: (10 / 11.5505, None, 1)},
        ),
        (
            {"measures": "decisions", "value": 0.999, "listed_passing": 0},
            {FALSE: (15.505, None, 15.505), RIGHT: (0, None, 0), MISSED: (0, None, 0), SHARE: (0, None, 0)},
        ),
        (
            {"measures": "decisions", "value": 1.0, "listed_passing": 0},  # never an alert, so no share of them
            {FALSE: (0, None, 0), RIGHT: (0, None, 0), MISSED: (0, None, 0), SHARE: None},
        ),
        (
            {"measures": "decisions", "value": 1.0, "listed_passing": (0, 0.4, 0.5)},
            {FALSE: (0, None, 0), RIGHT: (0, None, 0.5), SHARE: (1, None, 1)},
        ),
        (  # the other use: one in a hundred of those examined is looked for, from 1 in 1,000 to 1 in 10
            {"measures": "decisions", "value": 0.99, "use": "other", "listed_passing": None},
            {FALSE: (0, None, 155.05), RIGHT: (0, None, 1550.5), MISSED: (0, None, 155.05), SHARE: (0, None, 1)},
        ),
    ],
)  # fmt: skip
def test_counts_of_a_day(changed, expected):
    found = audit(replace(STREET, **changed)).main
    for name, ends in expected.items():
        assert getattr(found, name) == (ends and pytest.approx(ends)), name


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "the figure is about those who are looked for and says nothing about everybody else"),
        ({"fpir": 0.1}, "on a list of which length the rate of false alerts was measured was not said"),
        ({"fpir": 0.1, "fpir_list_size": LIST}, ""),
        ({"fmr": 1e-8}, ""),
        ({"measures": "nothing_returned"}, "the figure says nothing about what is missed"),
        ({"measures": "nothing_returned", "fnir": 0.1}, ""),
        ({"measures": "score", "fmr": 1e-8}, "a similarity score is no rate: what it lets through was not said"),
        ({"measures": "score", "fpir": 0.1}, "on a list of which length the rate of false alerts was measured was not said"),
        ({"measures": "alerts"}, "how many are missed was not said, so only the ends follow"),
        ({"measures": "alerts", "fnir": 0.1}, ""),
        ({"measures": "alerts", "value": 0.0}, "if no alert is right, their number does not follow from anything"),
        (
            {"measures": "alerts", "value": 1e-5, "fnir": 0.1},
            "the figure and the number of those looked for that is taken here do not go together",
        ),
        ({"measures": "decisions"}, "which errors were made was not said, so only the ends follow"),
    ],
)  # fmt: skip
def test_why_something_cannot_be_bounded(changed, why):
    assert audit(replace(STREET, **changed)).main.why == why


@pytest.mark.parametrize(
    ("changed", "fpir"),
    [
        ({}, 8.9 / 15_495),
        ({"value": 1.0, "listed_passing": FACES / 2}, 1.0),  # as many others as there are found
        ({"value": 1.0, "listed_passing": FACES / 2 + 1}, None),  # any rate would do
        ({"value": 0.0, "listed_passing": FACES}, None),  # there are no others
        ({"value": 0.0}, 0.0),
        ({"measures": "score"}, 8.9 / 15_495),  # the FNIR of the table: 0.11
    ],
)
def test_the_rate_that_is_needed(changed, fpir):
    found = audit(replace(STREET, **changed)).main
    assert found.needed_fpir == (fpir if fpir is None else pytest.approx(fpir))
    if fpir in (None, 0.0, 1.0):
        assert found.needed_fmr == fpir
    else:
        assert 1 - (1 - found.needed_fmr) ** LIST == pytest.approx(fpir)


def test_the_rate_that_is_needed_in_a_population():
    """As many people returned wrongly, faces x list x FMR, as are returned rightly."""
    found = audit(replace(STREET, use="population")).main
    assert found.needed_fmr == pytest.approx(8.9 / (FACES * LIST))
    assert found.needed_fpir == pytest.approx(1 - (1 - found.needed_fmr) ** LIST)
    all_of_them = audit(replace(STREET, use="population", value=1.0, listed_passing=FACES, list_size=1)).main
    assert (all_of_them.needed_fpir, all_of_them.needed_fmr) == (1, 1)


def test_hours_are_those_of_all_alerts_or_of_the_sum_of_both_kinds():
    found = audit(replace(STREET, fmr=1e-8, seconds_per_alert=36.0))
    assert found.hours(found.main) == pytest.approx([n / 100 for n in found.main.alerts])
    found = audit(replace(STREET, measures="alerts", value=0.9, fnir=0.11, seconds_per_alert=36.0))
    assert found.hours(found.main) == pytest.approx(
        [n / 90 for n in TRUE]
    )  # nine right ones to each wrong one
    found = audit(replace(STREET, measures="alerts", value=0.9, seconds_per_alert=36.0))
    assert found.hours(found.main) == (0, None, pytest.approx(20 / 90))
    assert audit(STREET).hours(audit(STREET).main) is None and audit(STREET).hours(None) is None


def test_stops_are_those_stated_and_of_wrong_alerts_else_assumed():
    found = audit(replace(STREET, stopped_if_false=0.2, stopped_if_true=0.9))
    assert (found.stopped(), found.stopped_rightly()) == (Span(0.2, 0.2, 0.2), Span(0.9, 0.9, 0.9))
    assert (
        audit(STREET).stopped() == assumed("watchlist", "stopped_if_false")
        and audit(STREET).stopped_rightly() is None
    )


def test_a_rate_without_the_length_of_its_list_is_asked_for_that_first():
    found = audit(replace(STREET, fpir=0.1))
    assert found.missing[0].name == "list_size" and found.missing[0].kind == "unbounded"
    assert audit(replace(STREET, fpir=0.1, fpir_list_size=LIST)).missing[0].name != "list_size"
    # Even before what the figure is a share of; a length that is missing for itself is not.
    assert audit(replace(STREET, fpir=0.1, measures="unknown")).missing[0].name == "list_size"
    assert audit(replace(STREET, list_size=None, measures="unknown")).missing[0].name == "measures"


COUNTED = {"observed_faces": 1000.0, "observed_alerts": 10, "observed_right": 8, "observed_wrong": 2}


@pytest.mark.parametrize(
    ("changed", "missed"),
    [
        ({}, 0.11 / 0.89),
        ({"fnir": 0.2, "measures": "unknown"}, 0.25),
        ({"fnir": 0.2}, 0.25),  # what the use says goes before what the figure says
        ({"measures": "unknown"}, None),
        ({"measures": "score"}, None),
    ],
)
def test_misses_beside_a_record(changed, missed):
    one = audit(replace(STREET, **COUNTED, **changed)).observed
    assert one.misses == (missed and pytest.approx([n * missed for n in one.true_alerts]))
    assert one.why == ("" if missed else "a record of alerts does not show who was missed")
    assert (one.name, one.reading, one.missing) == ("observed", "what was counted in use", "who was missed")


def test_a_record_of_which_nothing_follows_is_none():
    only = dict.fromkeys(COUNTED)
    for left in ({}, {"observed_alerts": 10}, {"observed_faces": 1000.0}):
        assert audit(replace(STREET, **only | left)).observed is None
    for left in (
        {"observed_alerts": 10, "observed_faces": 1000.0},
        {"observed_alerts": 10, "observed_right": 8},
    ):
        assert audit(replace(STREET, **only | left)).observed is not None
    unknown_faces = audit(replace(STREET, **COUNTED | {"observed_faces": None})).observed
    assert unknown_faces.why == "among how many the alerts were raised was not counted"


def test_no_more_alerts_of_a_day_than_faces_or_than_faces_times_people():
    small = {"faces_per_day": 10, "list_size": 3, "listed_passing": 1}
    many = {**COUNTED, "observed_faces": 10.0}
    assert audit(replace(STREET, **small, **many)).observed.true_alerts == pytest.approx(
        (3.4538, 8, 10), rel=1e-4
    )
    in_all = audit(replace(STREET, use="population", **small, **many)).observed
    assert in_all.true_alerts == pytest.approx((3.4538, 8, 15.7632), rel=1e-4)
    many = {"observed_faces": 10.0, "observed_right": 80, "observed_wrong": 0}
    assert audit(replace(STREET, use="population", **small, **many)).observed.true_alerts == (30, 30, 30)


def test_a_reading_has_the_name_and_the_words_of_its_measure():
    one = audit(STREET).main
    assert (one.name, one.reading) == ("found", "enrolled people whom a search returns (1:N)")
    assert one.missing == "the share of strangers' searches that return somebody at the same threshold"


def test_what_is_written_is_plain():
    assert _plain({"a": Span(1, 2, 3), "b": ({"c": (1, None)},)}) == {
        "a": {"low": 1, "middle": 2, "high": 3, "basis": "stated", "names": ["", "", ""], "source": ""},
        "b": [{"c": [1, None]}],
    }
