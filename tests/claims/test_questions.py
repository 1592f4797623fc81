"""The ten questions: what is known, what an answer would change, along which ends, and the test that would settle it."""

from dataclasses import replace

import pytest

from falsematch import intervals
from falsematch.claims import Claim, audit
from falsematch.claims._questions import Question, by_weight, length_unsaid, own_rates, questions
from falsematch.claims._rates_of import Rates
from falsematch.claims._situation import Span, assumed

STREET = Claim(
    claimant="A", statement="B", value=0.89, measures="found", faces_per_day=15_505, list_size=10_000,
    listed_passing=(1, 10, 20), fpir=1 / 6000, fpir_list_size=10_000, from_={"listed_passing": "assumed"},
)  # fmt: skip
UNSAID = {"fpir": None, "fpir_list_size": None}
NAMES = [
    *("measures", "threshold", "listed_passing", "faces_per_day", "list_size"),
    *("fnir", "trials", "review", "groups", "observed"),
]
COUNTED = {"observed_faces": 1000.0, "observed_alerts": 10, "observed_right": 8, "observed_wrong": 2}


def asked(**changed):
    return {one.name: one for one in audit(replace(STREET, **changed)).questions}


def one_of(kind, low=0.0, high=0.0, name=""):
    return Question(name, (), False, kind, low, high)


def test_questions_by_weight():
    kinds = ["unbounded", "range", "misses", "replaces", "given"]
    made = [one_of(kind) for kind in kinds]
    assert [one.kind for one in by_weight(made[::-1])] == kinds
    wide, narrow, upside_down = (
        one_of("range", 0.1, 0.5),
        one_of("range", 0.1, 0.2),
        one_of("range", 0.9, 0.3),
    )
    assert by_weight([narrow, wide, upside_down]) == (upside_down, wide, narrow)
    assert [one.width for one in (wide, narrow, upside_down)] == pytest.approx([0.4, 0.1, 0.6])
    assert one_of("given", 0.1, 0.5).width == 0
    # What is no answer's matter keeps its place, and one that is named goes before all.
    rest = [one_of("settled", name="a"), one_of("given", name="b"), one_of("unchanged", name="c")]
    assert by_weight(rest) == tuple(rest)
    assert [one.name for one in by_weight([one_of("unbounded", name="d"), *rest], "b")] == [
        "b",
        "d",
        "a",
        "c",
    ]


@pytest.mark.parametrize("use", ["watchlist", "population", "one_to_one", "other"])
def test_the_length_of_a_list_is_missed_only_where_there_is_a_list_and_a_rate_of_it(use):
    claim = replace(STREET, use=use, **UNSAID)
    assert length_unsaid(replace(claim, fpir=0.1)) == (use in ("watchlist", "population"))
    assert not length_unsaid(claim) and not length_unsaid(replace(claim, fpir=0.1, fpir_list_size=5))


def span(value):
    return Span(value, value, value)


@pytest.mark.parametrize(
    ("changed", "rates", "false", "missed"),
    [
        ({}, Rates(), {}, None),
        ({"fpir": 0.1, "fpir_list_size": 5, "fnir": 0.2}, Rates(), {"fpir": 0.1, "fpir_list_size": 5}, 0.2),
        ({"fpir": 0.1}, Rates(), {}, None),
        ({"fpir": 0.1, "use": "other"}, Rates(), {"fpir": 0.1}, None),
        ({"fmr": 0.1}, Rates(), {"fmr": 0.1}, None),
        # At a gate an alert is a refusal, and a false match is somebody else who passes.
        ({"fmr": 0.1, "use": "one_to_one"}, Rates(), {}, 0.1),
        ({"fmr": 0.1, "fnir": 0.3, "use": "one_to_one"}, Rates(), {}, 0.3),
        ({"fpir": 0.1, "use": "one_to_one"}, Rates(), {"fpir": 0.1}, None),
        # What the figure says goes before what the use says.
        ({"fmr": 0.1, "fnir": 0.3}, Rates(false=span(0.2), missed=span(0.4)), {"fpir": 0.2}, 0.4),
        ({"fmr": 0.1}, Rates(false=span(0.2), false_is="fmr"), {"fmr": 0.2}, None),
        # The length beside the figure is its own only if the figure is that rate.
        ({"fpir": 0.2, "fpir_list_size": 5}, Rates(false=span(0.2)), {"fpir": 0.2, "fpir_list_size": 5}, None),
        ({"fpir": 0.2, "fpir_list_size": 5}, Rates(false=span(0.2 * (1 + 9e-7))), {"fpir": 0.2, "fpir_list_size": 5}, None),
        ({"fpir": 0.2, "fpir_list_size": 5}, Rates(false=span(0.2 * (1 + 1.2e-6))), {"fpir": 0.2}, None),
        ({"measures": "fpir", "fpir_list_size": 5}, Rates(false=span(0.2)), {"fpir": 0.2, "fpir_list_size": 5}, None),
        (
            {"measures": "fpir", "fpir_list_size": 5, "fmr": 0.1},
            Rates(false=span(0.2), false_is="fmr"),
            {"fmr": 0.2},
            None,
        ),
    ],
)  # fmt: skip
def test_rates_of_a_claims_own(changed, rates, false, missed):
    found, not_found = own_rates(replace(STREET, **UNSAID | changed), rates)
    assert {name: one.middle for name, one in found.items()} == pytest.approx(false, rel=1e-5)
    assert (not_found and not_found.middle) == missed
    assert found.get("fpir_list_size") in (None, span(5))


#: A claim: the questions that it answers, and the kinds of all ten in their order.
KINDS = [
    (
        {},
        {"measures", "threshold", "faces_per_day", "list_size", "fnir"},
        "settled range range range range range range unchanged unchanged replaces",
    ),
    (
        {"trials": 60, "errors": 6, "review": "R", "groups": "G"},
        set(NAMES) - {"listed_passing", "observed"},
        "settled range range range range range range unchanged unchanged replaces",
    ),
    (
        {**UNSAID, "faces_per_day": None, "list_size": None, "trials": 60},
        {"measures", "fnir"},
        "settled range range range unchanged range range unchanged unchanged replaces",
    ),
    (
        {"measures": "unknown", "fpir_list_size": None, "from_": {}},
        {"threshold", "listed_passing", "faces_per_day"},
        "unbounded range range range unbounded range range unchanged unchanged replaces",
    ),
    (
        {**UNSAID, "use": "one_to_one", "measures": "mated_pairs", "value": 0.99, "list_size": None},
        {"measures", "threshold", "faces_per_day", "list_size"},
        "settled range range range unchanged range range unchanged unchanged replaces",
    ),
    (
        {**UNSAID, "use": "other", "measures": "pairs_even", "value": 0.998, "listed_passing": None},
        {"measures", "threshold", "faces_per_day", "list_size", "fnir"},
        "settled range range unchanged settled range range unchanged unchanged replaces",
    ),
    (
        {**UNSAID, "measures": "alerts", "value": 0.9},
        {"measures", "faces_per_day", "list_size"},
        "settled given given given given given range unchanged unchanged replaces",
    ),
    (
        COUNTED,
        {"measures", "threshold", "faces_per_day", "list_size", "fnir", "observed"},
        "settled given given given given given given unchanged unchanged range",
    ),
    (
        {**COUNTED, "measures": "unknown"},
        {"threshold", "faces_per_day", "list_size", "observed"},
        "given given given given given misses given unchanged unchanged range",
    ),
    (
        {**COUNTED, "observed_right": None},
        {"measures", "threshold", "faces_per_day", "list_size", "fnir"},
        "settled given given given given given given unchanged unchanged range",
    ),
    (
        {"observed_alerts": 0, "observed_faces": 1000.0},
        {"measures", "threshold", "faces_per_day", "list_size", "fnir", "observed"},
        "settled range range range range range range unchanged unchanged settled",
    ),
    (
        {"observed_wrong": 3, "observed_faces": 1000.0},
        {"measures", "threshold", "faces_per_day", "list_size", "fnir"},
        "settled range range range range range range unchanged unchanged replaces",
    ),
]


@pytest.mark.parametrize(("changed", "known", "kinds"), KINDS)
def test_what_is_known_and_what_an_answer_changes(changed, known, kinds):
    found = asked(**changed)
    assert list(found) == NAMES and {type(one.known) for one in found.values()} == {bool}
    assert {name for name, one in found.items() if one.known} == known
    assert {name: one.kind for name, one in found.items()} == dict(zip(NAMES, kinds.split(), strict=True))


AS_STATED = "as stated"


@pytest.mark.parametrize(
    ("changed", "name", "ends", "basis"),
    [
        ({}, "listed_passing", ("1", "20"), "assumed"),
        ({}, "faces_per_day", ("half as many", "twice as many"), "assumed"),
        ({}, "threshold", (assumed("watchlist", "fpir").names[0], AS_STATED), "sourced"),
        ({"fpir": 1e-9}, "threshold", (AS_STATED, assumed("watchlist", "fpir").names[0]), "sourced"),
        ({}, "fnir", (AS_STATED, assumed("watchlist", "fnir").names[2]), "sourced"),
        ({"value": 0.1}, "fnir", (assumed("watchlist", "fnir").names[2], AS_STATED), "sourced"),
        ({}, "list_size", assumed("watchlist", "list_size").names[::2], "sourced"),
        ({}, "trials", assumed("watchlist", "errors").names[::2], "sourced"),
        (UNSAID, "threshold", assumed("watchlist", "fpir").names[::2], "sourced"),
        (
            {**UNSAID, "measures": "alerts", "value": 0.9},
            "trials",
            assumed("watchlist", "errors").names[::2],
            "sourced",
        ),
        (
            {"faces_per_day": None},
            "faces_per_day",
            assumed("watchlist", "faces_per_day").names[::2],
            "sourced",
        ),
        (
            {"trials": 60, "errors": 6},
            "trials",
            ("lower end of the test's interval", "upper end of the test's interval"),
            "stated",
        ),
        (
            COUNTED,
            "observed",
            ("lower end of the record's interval", "upper end of the record's interval"),
            "stated",
        ),
        (
            {**COUNTED, "observed_right": None},
            "observed",
            ("none of the others right", "all the others right"),
            "stated",
        ),
    ],
)
def test_between_which_ends_a_quantity_is_moved(changed, name, ends, basis):
    one = asked(**changed)[name]
    assert (one.ends, one.basis) == (ends, basis)


def share(listed=10.0, faces=15_505.0, size=10_000, fpir=1 / 6000, fnir=0.11):
    """Share of alerts right, with an FPIR measured on a list of 10,000."""
    carried = 1 - (1 - fpir) ** (size / 10_000)
    true = listed * (1 - fnir)
    return true / (true + (faces - listed) * carried)


def test_a_stated_quantity_is_moved_by_as_much_as_elsewhere():
    table = {name: assumed("watchlist", name) for name in ("list_size", "fnir", "fpir")}
    found = asked()
    expected = {
        "faces_per_day": (share(faces=15_505 / 2), share(faces=31_010)),
        "list_size": (share(size=table["list_size"].low), share(size=table["list_size"].high)),
        "fnir": (share(), share(fnir=table["fnir"].high)),
        "threshold": (share(fpir=table["fpir"].low), share()),
    }
    for name, ends in expected.items():
        assert (found[name].low, found[name].high) == pytest.approx(ends, rel=1e-6), name
    # A list beyond those of the table is an end itself.
    longer = table["list_size"].high * 2
    one = asked(list_size=int(longer))["list_size"]
    assert (one.low, one.high) == pytest.approx(
        (share(size=table["list_size"].low), share(size=longer)), rel=1e-6
    )


def test_without_counts_a_rate_is_moved_by_as_much_as_seven_errors_leave_open():
    seven = intervals.rate_interval(7, 1)
    one = asked()["trials"]
    ends = [share(fpir=end / 7 / 6000) for end in (seven.low, seven.high)]
    assert (one.low, one.high) == pytest.approx(ends, rel=1e-3)
    # A rate is never moved beyond one.
    most = asked(fpir=0.9, listed_passing=(5000, 5000, 5000))["trials"]
    assert most.high == pytest.approx(5000 * 0.89 / (5000 * 0.89 + 10_505), rel=1e-6)


@pytest.mark.parametrize(
    ("changed", "name", "size", "of"),
    [
        ({}, "trials", 180_000, "others"),
        ({}, "threshold", None, ""),  # stated
        (UNSAID, "threshold", 179_997, "others"),
        ({"measures": "unknown"}, "fnir", 273, "sought"),  # 30 / 0.11
        ({**UNSAID, "measures": "unknown", "fmr": 1e-8}, "trials", 3_000_000_000, "comparisons"),
        ({**UNSAID, "measures": "alerts", "value": 0.9}, "trials", 300, "judged"),
        ({**UNSAID, "measures": "decisions", "value": 0.999, "trials": 50}, "trials", 30_000, "decided"),
        ({**UNSAID, "measures": "decisions", "value": 0.999}, "trials", 179_997, "others"),
        ({**UNSAID, "measures": "pairs", "value": 0.998, "trials": 50}, "trials", 15_000, "pairs"),
        ({**UNSAID, "measures": "pairs_even", "value": 0.998, "trials": 50}, "trials", 15_000, "pairs"),
        ({**UNSAID, "measures": "found", "value": 0.9, "trials": 50}, "trials", 300, "sought"),
        # Between what can be told apart in a day of very many faces, and every second one.
        ({"fpir": 1e-15, "faces_per_day": 1e12}, "trials", 30 * 10**15, "others"),
        ({"fpir": 0.9e-15, "faces_per_day": 1e12}, "trials", None, ""),
        ({"fpir": 0.499}, "trials", 61, "others"),
        ({"fpir": 0.5}, "trials", None, ""),
    ],
)
def test_the_test_that_would_settle_a_question(changed, name, size, of):
    one = asked(**changed)[name]
    assert one.test_size == (size and pytest.approx(size, rel=1.1e-9)) and one.test_of == of
    assert type(one.test_size) in (int, type(None)) and bool(one.test) == (size is not None)


def test_questions_have_the_keys_that_an_answer_fills():
    found = questions(STREET, Span(0.11, 0.11, 0.11), audit(STREET).place)
    keys = {one.name: one.keys for one in found}
    assert keys["list_size"] == ("list_size", "fpir_list_size") and keys["fnir"] == ("fnir",)
    assert [key for key in keys["observed"] if not hasattr(STREET, key)] == []


def test_where_there_may_be_no_alert_nothing_is_bounded_and_no_share_of_errors_is_above_one():
    found = asked(fpir=0.0, listed_passing=(0, 0, 5))
    assert list(found) == NAMES and found["listed_passing"].kind == "unbounded"
    one = asked(**UNSAID, measures="alerts", value=0.1)["trials"]
    assert (one.kind, one.high) == ("range", 0)


def test_a_share_of_decisions_is_moved_with_all_errors_taken_for_false_alerts():
    low, high = intervals.proportion_interval(4, 31)
    counts = {**UNSAID, "measures": "decisions", "trials": 31, "errors": 4, "value": 1 - 4 / 31}
    one = asked(**counts, use="other", listed_passing=None)["trials"]  # one in a hundred is looked for
    assert (one.low, one.high) == pytest.approx([0.01 / (0.01 + end) for end in (low, high)])
    # As many errors as people looked for: every second alert is right.
    even = asked(**counts | {"errors": 30, "value": 0.75}, faces_per_day=16_000, listed_passing=4_000)[
        "trials"
    ]
    assert even.low == 0.5


@pytest.mark.parametrize("use", ["watchlist", "population", "one_to_one", "other"])
def test_a_number_looked_for_that_somebody_guessed_is_moved_along_the_table(use):
    """Where the table has a share of what is examined, it is that share of the faces of a day."""
    claim = replace(STREET, use=use, measures="score", fnir=0.11, listed_passing=150)  # marked as assumed
    table, of = assumed(use, "listed_passing"), 1 if use == "watchlist" else 15_505
    one = {found.name: found for found in audit(claim).questions}["listed_passing"]
    moved = [replace(claim, listed_passing=of * end) for end in (table.low, table.high)]
    assert (one.low, one.high) == pytest.approx([audit(each).main.share_right[1] for each in moved])
    assert (one.kind, one.known, one.ends) == ("range", False, table.names[::2])
    stated = asked(use=use, measures="score", fnir=0.11, listed_passing=150, from_={})["listed_passing"]
    assert (stated.kind, stated.known) == ("settled", True)


def test_without_a_record_the_figure_answers():
    found = audit(STREET)
    assert found.shown is found.main is found.readings[0]
    assert audit(replace(STREET, measures="unknown")).shown is None
