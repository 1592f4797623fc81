"""How counts and shares are said in an answer, at the places where the form changes; evidence to the letter."""

from dataclasses import replace

import pytest

from falsematch import intervals
from falsematch._words import parts_as_printed
from falsematch.claims import Claim, audit
from falsematch.claims._answer import (
    Between,
    Estimate,
    counted,
    days_in_words,
    in_words,
    of_100,
    people,
    stopped_and_not,
)

STREET = Claim(
    claimant="A ministry",
    statement="Finds 89 %.",
    value=0.89,
    measures="found",
    days=10,
    faces_per_day=15_505,
    list_size=10_000,
    listed_passing=(1, 10, 20),
    fpir=1 / 6000,
    fpir_list_size=10_000,
)


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "none"), (1e-7, "1e-7"), (1e-6, "0.000001"), (1.24e-6, "0.0000012"), (0.00012345, "0.00012"),
        (0.0009951, "0.001"), (0.0012345, "0.0012"), (0.0999, "0.1"), (1, "1"), (2.44, "2.4"), (9.94, "9.9"), (9.96, "10"),
        (10, "10"), (8.96, "9"), (2.25, "2.3"), (0.125, "0.13"), (12.5, "13"), (10.6, "11"), (12.4, "12"), (999_999.4, "999,999"), (1e6, "1 million"), (1_234_567, "1.23 million"),
        (9.994e14, "999 trillion"), (1e15, "1,000 trillion"), (1.2345e15, "1,230 trillion"), (3e18, "3,000,000 trillion"),
    ],
)  # fmt: skip
def test_a_count(count, said):
    assert people(count) == said


@pytest.mark.parametrize(
    ("share", "said"),
    [
        (0, "0"), (1e-9, "1e-7"), (0.00123, "0.12"), (0.0099, "0.99"), (0.01, "1"), (0.0149, "1"), (0.0151, "2"),
        (0.5, "50"), (0.125, "13"), (0.99, "99"), (0.9901, "99.01"), (0.9949, "99.49"), (0.9951, "99.51"), (0.9996, "99.96"), (1, "100"),
    ],
)  # fmt: skip
def test_so_many_of_a_hundred(share, said):
    assert of_100(share) == said


def test_parts_go_to_the_largest_remainder_and_of_equals_to_the_first():
    assert parts_as_printed((100 / 3, 200 / 3), 100) == [33, 67]
    assert parts_as_printed((16.5, 16.5), 33) == [17, 16]
    assert parts_as_printed((25.25, 25.25, 50.5), 101) == [25, 25, 51]
    assert parts_as_printed((10, 20, 70), 100) == [10, 20, 70]
    # Below ten nothing is rounded away, and nothing above zero is none.
    assert stopped_and_not(26.2, 0.6) == ["16", "10"] and stopped_and_not(10, 0.25) == ["2.5", "7.5"]
    assert stopped_and_not(26.2, 0.25) == ["6.6", "20"] and stopped_and_not(12, 0.02) == ["0.24", "12"]
    assert stopped_and_not(12, 1) == ["12", "none"] and stopped_and_not(12, 0) == ["none", "12"]
    assert stopped_and_not(9.99, 0.5) == ["5", "5"] and stopped_and_not(9, 0.3) == ["2.7", "6.3"]
    assert stopped_and_not(1_200_000, 0.9) == ["1.08 million", "120,000"]
    assert stopped_and_not(1e6, 0.3) == ["300,000", "700,000"] and stopped_and_not(5e6, 0.3) == [
        "1.5 million",
        "3.5 million",
    ]


def test_ranges_in_words():
    assert (days_in_words(1), days_in_words(2), days_in_words(3660)) == ("one day", "2 days", "3,660 days")
    assert in_words(Between("none", "5")) == "from none to 5" and in_words(Between("none", "none")) == "none"
    assert (
        in_words(Estimate("4", "1", "9")) == "4 (1 to 9)"
        and in_words(Estimate("none", "none", "5")) == "from none to 5"
    )
    other = {"between": "{low} bis {high}", "estimate": "{middle} [{low}]", "zero": "kein"}
    assert in_words(Between("none", "5"), other, str.upper) == "kein bis 5"
    assert in_words("some", other, str.upper) == "SOME"
    assert counted((1, 2, 3), 10) == Estimate("20", "10", "30") and counted((1, None, 3), 10) == Between(
        "10", "30"
    )
    assert counted((1, 2, 3)) == Estimate("2", "1", "3")


def answer(**changed):
    return audit(replace(STREET, **changed)).answer


UNSAID = {"fpir": None, "fpir_list_size": None}
SEEN = {"observed_faces": 1000.0}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stopped_if_true": 0.9}, "the list among those examined are not found. Of the right alerts 80 end in a stop. What"),
        (UNSAID, "Of 100 people on the list examined in 10 days, 11 are not found. How many alerts are wrong cannot be"),
        ({**UNSAID, "measures": "score"}, "What this means in people cannot be bounded: a similarity score is no rate"),
        (
            {**UNSAID, "measures": "decisions"},  # 15,505 x 10 x 0.11 wrong at most, or less the 200 listed at most
            "Of the alerts raised from 16,856 to 17,056 are wrong; from 0 to 1 of 100 are right.",
        ),
        # Neither wrong ones nor right ones: at the middle, or whatever was not said.
        ({"fpir": 0.0, "value": 0.0}, "In 10 days 155,050 faces are examined, and no alert is expected."),
        ({**UNSAID, "measures": "fpir", "value": 0.0, "listed_passing": 0}, "examined, and no alert is expected."),
        ({"fpir": 0.0, "listed_passing": (0, 0, 3)}, "examined, and no alert is expected."),
        # 15,505 x 10 x 0.001 wrong, and up to 20 of 35.5 right; 9 right ones to each wrong one.
        ({**UNSAID, "measures": "fpir", "value": 0.001}, "Of the alerts raised 155 are wrong; from 0 to 56 of 100 are right."),
        ({**UNSAID, "measures": "alerts", "value": 0.9}, "alerts raised from none to 22 are wrong; 90 of 100 are right."),
        ({**UNSAID, "measures": "alerts", "value": 0.0}, "What this means in people cannot be bounded: if no alert is right,"),
        (
            {**UNSAID, "measures": "alerts", "value": 0.0, "fnir": 0.11},
            "Of 100 people on the list examined in 10 days, 11 are not found. How many alerts are wrong cannot be bounded: if",
        ),
        ({**UNSAID, "measures": "unknown"}, "Read in 9 ways, it allows from none to "),
        # Counted: 155,050 / 1,000 times as many as counted.
        (
            {**SEEN, "observed_alerts": 10, "observed_right": 8, "observed_wrong": 2, "stopped_if_false": 0.6},
            "Counted in use: 10 alerts, 8 right and 2 wrong. Of 100 alerts 80 are right (44 to 97, the 95 % interval). The "
            "record is of 1,000 faces; 155,050 in 10 days would bring 1,240 (536 to 2,444) right alerts and 310 (38 to "
            "1,120) wrong ones. Of the wrong alerts 186 end in a stop. If the stated share is missed, 153 (66 to 302) are not "
            "found. Taken at its word, the figure would bring 26 wrong.",
        ),
        (
            {**SEEN, "observed_alerts": 10, "observed_right": 8, "observed_wrong": 1},
            "Counted in use: 10 alerts; 8 were said to be right, 1 wrong, 1 neither.",
        ),
        (
            {**SEEN, "observed_alerts": 10, "observed_right": 8},
            "Counted in use: 10 alerts, 8 of them said to be right. How many of the other 2 were wrong was not said.",
        ),
        (
            {**SEEN, "observed_alerts": 10, "observed_wrong": 8},
            "Counted in use: 10 alerts, 8 of them said to be wrong. How many of the other 2 were right was not said.",
        ),
        (
            {**SEEN, "observed_wrong": 3},
            "Counted in use: 3 wrong alerts. How many were right was not told. The record is of 1,000 faces; 155,050 in 10 "
            "days would bring 465 (96 to 1,359) wrong alerts. How many were missed, a record of alerts does not show.",
        ),
        (
            {**SEEN, "observed_right": 3},
            "Counted in use: 3 right alerts. How many were wrong was not told. The record is of 1,000 faces; 155,050 in 10 "
            "days would bring 465 (96 to 1,359) right alerts.",
        ),
        (  # nothing is known of any, so that there are no limits to tell
            {**SEEN, "observed_alerts": 10},
            "Counted in use: 10 alerts. Which of them were right was not told. Depending on those, from 0 to 100 of 100 "
            "alerts are right. The record is of 1,000 faces; 155,050 in 10 days would bring from none to 2,851 right alerts",
        ),
        (
            {"observed_faces": 3e6, "observed_alerts": 2077, "observed_wrong": 10},
            "Depending on those, from 0 to 99.52 of 100 alerts are right. The 95 % limits of such a record are 0 and 99.77 "
            "of 100. The record is",
        ),
        (
            {"observed_alerts": 10, "observed_right": 8, "observed_wrong": 2},
            "interval). How many were missed, a record of alerts does not show. Taken at its word, the figure would bring 26",
        ),
        # A half of the 465 right ones that three in a thousand faces make of 155,050; 3 counted bring no wrong ones.
        (
            {**SEEN, "observed_right": 3, "stopped_if_true": 0.5, "stopped_if_false": 0.6},
            "465 (96 to 1,359) right alerts. Of the right alerts 233 end in a stop. If the stated share is missed",
        ),
        (
            {**SEEN, "observed_wrong": 3, "stopped_if_true": 0.5, "stopped_if_false": 0.6},
            "465 (96 to 1,359) wrong alerts. Of the wrong alerts 279 end in a stop. How many were missed",
        ),
        ({**SEEN, "observed_alerts": 0}, "Counted in use: no alert was raised. The record is of 1,000 faces"),
        (
            {**SEEN, "observed_alerts": 0, "period": "2024-09 to {days} 2025, 1 days"},
            "Period of the count: 2024-09 to {days} 2025, 1 days. Counted in use: no alert was raised. The record is of",
        ),
    ],
)  # fmt: skip
def test_sentences_of_an_answer(changed, said):
    assert said in answer(**changed)


def test_the_numbers_counted_are_those_of_exact_intervals():
    scale = 155_050 / 1_000
    for count, ends in [(8, ("536", "2,444")), (2, ("38", "1,120")), (3, ("96", "1,359"))]:
        found = intervals.rate_interval(count, 1)
        assert (people(scale * found.low), people(scale * found.high)) == ends


def test_what_is_said_of_the_evidence():
    assert audit(STREET).evidence == (
        "It was read in a copy of unclear origin, or nobody can check it.",
        "It is said to be a share of: searches of listed people that return them (1 - FNIR).",
        "How many trials it rests on was not said.",
        "What it was tested on was not said.",
        "The setting (threshold) was not said.",
        "Who looks at an alert was not said.",
        "On whom it falls was not said.",
        "The claimant's reply: not asked.",
    )
    told = {
        "grade": "primary", "read_on": "2026-01-02", "measures": "unknown", "trials": 1000, "errors": 30, "test_set": "T.",
        "threshold": "0.6", "review": "R", "groups": "G", "reply": "Y", "judged_by": "J", "observed_faces": 1e5, "period": "P",
        "observed_alerts": 3, "observed_right": 1, "observed_wrong": 2,
    }  # fmt: skip
    assert audit(replace(STREET, **told)).evidence == (
        "The document itself was read. Read on 2026-01-02.",
        "What the figure is a share of was not said.",
        "It rests on 30 errors in 1,000 trials.",
        "Tested on: T.",
        "Setting: 0.6.",
        "Who looks at an alert: R.",
        "On whom it falls: G.",
        "Counted in use (P): 100,000 examined, 3 alerts, 1 right, 2 wrong; of 100 judged 33 right (95 % interval 0.84 to 91); "
        "judged by J.",
        "The claimant's reply: Y.",
    )
    few = audit(replace(STREET, grade="secondary", trials=1000, errors=29)).evidence
    assert few[0] == "A report of it was read, not the document itself."
    assert few[2].startswith("It rests on 29 errors in 1,000 trials. Few events: ")
    assert (
        audit(replace(STREET, trials=1000)).evidence[2]
        == "It rests on 1,000 trials; how many went wrong was not said."
    )
    for counts in ({"observed_alerts": 3, "observed_right": 1}, {"observed_right": 0, "observed_wrong": 0}):
        (said,) = (text for text in audit(replace(STREET, **counts)).evidence if text.startswith("Counted"))
        assert "of 100 judged" not in said and said.endswith("; who judged was not said.")


POPULATION = {
    **UNSAID,
    "use": "population",
    "fmr": 1e-6,
    "days": 1,
    "faces_per_day": 1000,
    "listed_passing": 10,
}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (  # 1,000 x 10,000 comparisons at 1e-6: 10 wrong; 8.9 of 10 found: 8.9 / 18.9
            {},
            "In one day 1,000 faces are examined. They return about 19 people, each as often as returned: 8.9 right, 10 "
            "wrong. 1.1 of 10 people on the list among those examined are not found. Of 100 people returned 47 are right.",
        ),
        (  # 4.45 / 14.45 and 17.8 / 27.8
            {"listed_passing": (5, 10, 20), "stopped_if_false": 0.5, "stopped_if_true": 0.9},
            "are not found. Of those returned wrongly 5 end in a stop. Of those returned rightly 8 end in a stop. What was "
            "not said leaves anything from 31 to 64 of 100 people returned right.",
        ),
        ({"fmr": 1e-8}, "One person is to be expected to be returned wrongly in about 10 such days. Of 100 people"),
        ({"fmr": 1e-8, "days": 2}, "One person is to be expected to be returned wrongly in about 5 such periods."),
        ({"fmr": 0.0, "value": 0.0}, "In one day 1,000 faces are examined, and nobody is expected to be returned."),
        (
            {"fmr": None},
            "Of 10 people on the list examined in one day, 1.1 are not found. How many people are returned wrongly cannot "
            "be bounded: the figure is about those who are looked for and says nothing about everybody else.",
        ),
        (
            {"fmr": None, "measures": "decisions"},
            "In one day 1,000 faces are examined. Of the people returned from 100 to 110 are wrong; from 0 to 8 of 100 are "
            "right.",
        ),
        (  # at most 2 x 0.11 of all comparisons
            {"fmr": None, "measures": "unknown"},
            "Read in 9 ways, it allows from none to 2.2 million people returned wrongly in one day, and in 4 of them their "
            "number cannot be bounded.",
        ),
        (
            {"measures": "unknown"},
            "Read in 9 ways, it allows from none to 2.2 million people returned wrongly in one day.",
        ),
        (
            {"fmr": None, "measures": "unknown", "value": None},
            "Read in 9 ways, it bounds the number of people returned wrongly in none of them.",
        ),
        (  # at most 3 where none was seen; 3 x 0.11 / 0.89 missed
            {**SEEN, "observed_alerts": 0},
            "Counted in use: nobody was returned. The record is of 1,000 faces; 1,000 in one day would return from none to "
            "3 right people and from none to 3 wrong ones. If the stated share is missed, from none to 0.37 are not found. "
            "Taken at its word, the figure would bring 10 wrong.",
        ),
    ],
)  # fmt: skip
def test_in_a_population_people_are_counted_and_no_alerts(changed, said):
    found = answer(**POPULATION | changed)
    assert said in found and "alert" not in found


GATE = {**UNSAID, "use": "one_to_one", "measures": "mated_pairs", "value": 0.99, "fnir": 0.001}


def test_at_a_gate_it_is_said_what_an_alert_is_where_there_is_one():
    said = "Here an alert is a refusal, and what is not found is let in."
    assert answer(**GATE).startswith(  # 15,495 x 10 x 0.01
        "In 10 days 155,050 faces are examined. About 1,650 alerts are raised: 100 right, 1,550 wrong. 0.1 of 100 "
    )
    assert answer(**GATE).endswith(f"leaves anything from 0.64 to 11 of 100 alerts right. {said}")
    many = answer(**GATE | {"measures": "unknown", "value": 0.89})  # 0.22 x 15,504 x 10
    assert many.endswith(
        "Read in 6 ways, it allows from none to 34,109 wrong alerts in 10 days, and in 1 of them their number cannot be "
        f"bounded. {said}"
    )
    for without in ({"value": 1.0, "fnir": 1.0}, {"measures": "score", "fnir": None}):
        assert "refusal" not in answer(**GATE | without)
    assert "refusal" not in answer()


#: As STREET, with ends of everything on both sides of it.
WIDE = {"faces_per_day": None, "trials": 1000, "errors": 110, "stopped_if_false": 0.6, "stopped_if_true": 0.9}


def test_counts_are_those_of_the_middle_however_far_the_ends_are():
    one = audit(replace(STREET, **WIDE)).main
    for ends in (one.false_alerts, one.true_alerts, one.misses, one.share_right):
        assert ends[0] < ends[1] < ends[2]
    assert answer(**WIDE).startswith(
        "In 10 days 155,050 faces are examined. About 115 alerts are raised: 89 right, 26 wrong. 11 of 100 people on the "
        "list among those examined are not found. Of the wrong alerts 16 end in a stop. Of the right alerts 80 end in a "
        "stop. What was not said"
    )
    assert "in about 2.5 such days." in answer(**WIDE | {"days": 1, "fpir": 0.4 / 15_495})


def test_right_and_wrong_alerts_add_up_after_rounding():
    """8,904.45 right and 1,026.4 wrong are 9,930.85 alerts; said are as many as the two numbers beside."""
    said = answer(listed_passing=1000.5, fpir=1026.4 / 145_045)
    assert "About 9,930 alerts are raised: 8,904 right, 1,026 wrong." in said


@pytest.mark.parametrize(
    ("changed", "last"),
    [
        ({"measures": "found", "fpir": 1 / 6000}, "Taken at its word, the figure would bring 26 wrong."),
        ({"measures": "found"}, "If the stated share is missed, 153 (66 to 302) are not found."),
        # A share of alerts is what was counted, so that nothing more stands beside it.
        ({"measures": "alerts"}, "How many were missed, a record of alerts does not show."),
        ({"measures": "wrong_alerts"}, "How many were missed, a record of alerts does not show."),
        ({"measures": "score"}, "How many were missed, a record of alerts does not show."),
        ({"measures": "unknown"}, "What the figure is a share of was not said."),
    ],
)
def test_what_the_figure_says_stands_behind_what_was_counted(changed, last):
    counts = {**SEEN, "observed_alerts": 10, "observed_right": 8, "observed_wrong": 2, "fpir_list_size": None}
    own = {"fpir_list_size": 10_000} if "fpir" in changed else {"fpir": None}
    assert answer(**counts | own | changed).endswith(last)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"listed_passing": 1}, "0.11 of 1 person on the list among those examined are not found."),
        (
            {"listed_passing": 1, "sought": "children"},
            "0.11 of 1 (children) among those examined are not found.",
        ),
        (
            {"listed_passing": 2, "sought": "children"},
            "0.22 of 2 children among those examined are not found.",
        ),
        ({"listed_passing": 1, "faces_per_day": 1}, "In one day 1 face is examined. About 0.89 alerts"),
        (
            {"listed_passing": 1, "faces_per_day": 1, "examined": "papers"},
            "In one day 1 (papers) is examined.",
        ),
        ({"examined": "papers"}, "In one day 15,505 papers are examined."),
        # Of a range that nobody stated, no more than pass; one in a hundred of those examined.
        ({"listed_passing": None, "faces_per_day": 5}, "0.55 of 5 people on the list among those examined"),
        (
            {"listed_passing": None, "use": "other", "sought": "copies"},
            "17 of 155 copies among those examined",
        ),
    ],
)
def test_of_one_the_word_is_singular_or_stands_beside_its_number(changed, said):
    assert said in answer(**{"days": 1, **changed})


@pytest.mark.parametrize(
    ("use", "measures", "said"),
    [
        ("watchlist", "pairs", "pairs judged rightly, which errors not told (1:1)"),
        ("population", "found", "searches of listed people that return them (1 - FNIR)"),
        ("one_to_one", "fmr", "other people's attempts that pass"),
        ("other", "found", "what is looked for and is found"),
        ("other", "no_share", "no share: a count, a speed, a ratio, a finding"),
    ],
)
def test_what_it_is_a_share_of_is_said_in_words_of_its_use(use, measures, said):
    claim = replace(STREET, use=use, measures=measures, **UNSAID)
    assert audit(claim).evidence[1] == f"It is said to be a share of: {said}."


def test_a_text_that_ends_in_a_full_stop_gets_no_second_one():
    assert audit(replace(STREET, threshold="0.6.")).evidence[4] == "Setting: 0.6."
