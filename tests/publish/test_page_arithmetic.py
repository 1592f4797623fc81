"""The page's JavaScript computes what the package computes, and says it in the same words."""

import json
import math
import random
import re

import pytest

from falsematch import _words, claims
from falsematch.claims._answer import of_100, people
from falsematch.publish import words
from falsematch.publish.brief import brief
from falsematch.publish.brief._content import Tree
from falsematch.publish.page import _answer, _data, _say
from falsematch.publish.page._view import for_use, view

from .pagekit import FACTS, Engine, differs, drawn_inputs, drawn_states


@pytest.fixture(scope="module")
def js():
    return Engine()


def test_javascript_counts_what_python_counts(js):
    for inputs in drawn_inputs(800):
        assert not differs(inputs, js("consequences", inputs))


@pytest.mark.parametrize(
    "change",
    [
        {"searches": -1}, {"searches": math.nan}, {"searches": "many"}, {"searches": 2.0**53}, {"searches": None}, {"gallery_size": 0.5},
        {"gallery_size": -1}, {"gallery_size": 0}, {"fnir": 1.1}, {"fnir": None}, {"fpir": -0.1}, {"fpir": None}, {"fmr": 0.1},
        {"mated_searches": 101}, {"mated_searches": -1}, {"stopped_if_false": 2}, {"stopped_if_true": -1},
    ],
    ids=str,
)  # fmt: skip
def test_javascript_refuses_what_python_refuses(js, change):
    inputs = {"searches": 100, "gallery_size": 10, "fnir": 0.1, "fpir": 0.01, "mated_searches": 5} | change
    name = "exactly one of" if "fmr" in change or change == {"fpir": None} else next(iter(change))
    if change == {"gallery_size": 0}:
        name = "mated_searches"
    with pytest.raises(ValueError, match=name):
        claims.consequences(**inputs)
    with pytest.raises(ValueError, match=f"RangeError: {name}"):
        js("consequences", {key: None if value != value else value for key, value in inputs.items()})


def test_an_input_by_another_name_is_refused(js):
    with pytest.raises(ValueError, match="RangeError: inputs must be of the names"):
        js("consequences", {"searches": 1, "gallery_size": 1, "fnir": 0, "fpir": 0, "fpr": 0})


def same(found, expected):
    """Equal, with numbers equal to 1e-9 of their size."""
    if isinstance(expected, dict):
        return set(found) == set(expected) and all(same(found[key], expected[key]) for key in expected)
    if isinstance(expected, (list, tuple)):
        return len(found) == len(expected) and all(map(same, found, expected))
    if isinstance(expected, float) and not isinstance(found, (str, type(None))):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=0)
    return found == expected


def test_what_is_not_known_widens_the_answer_alike(js):
    for state in drawn_states(500, seed=1):
        assert js("asState", state) == state
        assert same(js("answer", state, FACTS["ranges"]), _answer.answer(state, FACTS["ranges"])), state
        assert same(js("effects", state, FACTS["ranges"]), _answer.effects(state, FACTS["ranges"])), state


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_both_say_the_same_words(js, language):
    """Every text, tree, figure and letter, of known and of half-known states."""
    table = words.load(language)
    begin = [one["state"] for one in _data.beginnings(table["page"]).values()]
    for state in [*begin, *drawn_states(150, seed=2, unknown=0), *drawn_states(150, seed=3)]:
        told = [name for name in ("trials", "review", "groups") if state["days"] % 2]
        expected = json.loads(json.dumps(view(state, table, FACTS, told)))
        found = js("viewed", state, language, told)
        for name in expected:
            assert found[name] == expected[name], (name, state)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_numbers_are_said_alike(js, language):
    w = words.load(language)["page"]
    rng = random.Random(4)
    for _ in range(500):
        x = 10 ** rng.uniform(-18, 18)
        share = rng.choice([rng.random(), 10 ** -rng.uniform(0, 12), 1 - 10 ** -rng.uniform(0, 12)])
        assert js("plain", x, w) == _say.plain(x, w)
        assert js("whole", x, w) == _say.whole(x, w)
        assert js("said", x, w) == _say.said(x, w)
        assert js("percent", share, w) == _say.percent(share, w)
        assert js("oneIn", share, w, 4) == _say.one_in(share, w, 4)
        values = [rng.choice([0, 10 ** rng.uniform(low, 6)]) for low in (-3, 1, 1)]
        total = sum(values)
        printed = _words.parts_as_printed(values, total)
        assert js("partsAsPrinted", values, total) == printed
        assert js("sumAsPrinted", printed, total) == _words.sum_as_printed(printed, total)
        for part, value in zip(printed, values, strict=True):
            rest = _words.rest_as_printed(_words.as_printed(total), part, total - value)
            assert js("restAsPrinted", _words.as_printed(total), part, total - value) == rest
    for x in TIES:  # a half is exact, and goes up in both
        assert js("said", x, w) == _say.said(x, w)


TIES = [
    0.125,
    0.375,
    1.25,
    1.75,
    2.25,
    6.25,
    9.75,
    9.95,
    6.5499999999999998,
    26.2 * 0.25,
    5.25 / 1.02 * 1.02,
    10.5,
    11.5,
    100.5,
    1e6 + 0.5,
    0,
]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_three_digits_after_a_sign_are_thousands_in_either_language(js, language):
    """A count has no three decimals; a percentage has no thousands. Either sign, and said where it is not one's own."""
    number = words.load(language)["page"]["number"]
    rng = random.Random(23)
    for _ in range(200):
        sign, other = rng.sample(".,", 2)
        groups = [
            str(rng.randrange(1, 1000)),
            *(f"{rng.randrange(1000):03}" for _ in range(rng.randrange(1, 4))),
        ]
        value = int("".join(groups))
        assert js("numberRead", sign.join(groups), number, 1e10) == [value, sign != number["group"]]
        text = f"{sign.join(groups)}{other}5"
        assert js("numberRead", text, number, 1e10) == [value + 0.5, sign != number["group"]]
        percent = f"{rng.randrange(100)}{sign}{rng.randrange(1000):03}"
        found, against = js("numberRead", percent, number, 100)
        assert found == float(percent.replace(sign, ".")) and against == (sign != number["point"])
    assert js("numberRead", "0.125", number, 1e10)[0] == js("numberRead", "0,125", number, 1e10)[0] == 0.125
    for text in ("1.2.3", "1,23,456", "1..2", "60.000.00", "60,0000,000", "1.234,567,8", "x", "1.", "."):
        found = js("numberRead", text, number, 1e10)[0]
        assert found == (1 if text == "1." else None), text  # NaN is no JSON


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_what_stands_in_a_box_is_read_as_the_number_it_was(js, language):
    w = words.load(language)["page"]
    rng = random.Random(24)
    drawn = [_answer.digits(10 ** rng.uniform(-12, 18)) for _ in range(300)]
    drawn += [rng.randrange(1, 10**6) / 1000 for _ in range(300)]
    for x in [*drawn, 1.125, 1e18, 999.999, 0.125, 1000]:
        found, against = js("numberRead", js("typable", x, w), w["number"], 1e10)
        assert float(found) == x and not against


def test_a_guess_is_asked_about_in_the_letter_and_what_has_a_source_is_not(js):
    for language in words.LANGUAGES:
        table = words.load(language)
        for state in [*drawn_states(40, seed=25, unknown=0), *drawn_states(40, seed=26)]:
            for name in ("listed_passing", "faces_per_day", "list_size", "threshold", "fnir", "measures"):
                found = view(state, table, FACTS, (), [name])
                assert js("viewed", state, language, [], [name])["letter"] == found["letter"]
                (opened,) = [row[3] for row in _answer.ranked(state, FACTS["ranges"]) if row[0] == name]
                plain = view(state, table, FACTS)["letter"]
                assert (found["letter"] == plain) == (opened or name == "fnir" and state["found"] is None
                        or name == "threshold" and state["one_in"] is None and state["measured_on"] is None
                        or name == "list_size" and state["list"] is None
                        or name == "measures" and state["value"] is None), (name, state)  # fmt: skip
    table = words.load("en")
    state = _answer.as_state({"faces": 60_000, "listed": 10})
    letter = view(state, table, FACTS, (), ["listed_passing"])["letter"]
    assert "How many of the people on the list will pass in a day" in letter
    assert "We assume, without a source: Listed people who pass in a day: 10. Is that so?" in letter
    assert "- Faces a day: 60,000" in letter and "- Listed people" not in letter


def test_parts_add_up_and_nothing_above_zero_is_said_as_zero():
    w, rng = words.load("en")["page"], random.Random(5)
    for _ in range(300):
        low = rng.choice([-6, 1])
        values = [rng.choice([0, 10 ** rng.uniform(low, 5)]) for _ in range(rng.randrange(1, 5))]
        printed = _words.parts_as_printed(values, sum(values))
        for p, x in zip(printed, values, strict=True):
            assert abs(p - x) <= (0.05 * x if x < 10 else 1) and (_say.plain(p, w) == "0") == (x == 0)
        if all(x == 0 or x >= 10 for x in values):
            assert sum(printed) == math.floor(sum(values) + 0.5)
        elif len(values) == 2:
            assert printed == [_words.as_printed(x) for x in values]
    assert _say.percent(0.99999, w) == "99.999 %" and _say.percent(1e-5, w) == "0.001 %"
    assert (
        _say.percent(1 - 1e-12, w) == "more than 99.999999 %"
        and _say.percent(1e-12, w) == "less than 0.000001 %"
    )


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_no_number_is_left_open_in_a_text(language):
    table = words.load(language)
    known = [
        one["state"] for one in [*_data.beginnings(table["page"]).values(), *_data.registered().values()]
    ]
    for state in [
        *known,
        *(one | {"statement": "", "claimant": "", "period": ""} for one in drawn_states(300, seed=6)),
    ]:
        assert "{" not in "".join(strings(list(view(state, table, FACTS).values())))


def test_small_counts_keep_their_number_and_add_up():
    """The worked answer in one day: 8.9 right and 2.6 wrong, of about 11; nothing is "fewer than one"."""
    table = words.load("en")
    begin = _data.beginnings(table["page"])["ministry"]["state"]
    found = view(_answer.as_state(begin | {"days": 1}), table, FACTS)
    right, wrong = 10 * 0.89, (15_505 - 10) / 6000
    assert found["headline"].startswith(
        f"In one day 15,505 faces pass. About {right + wrong:.0f} alerts are raised: {right:.1f} right, {wrong:.1f} wrong."
    )
    one = view(_answer.as_state(begin | {"days": 1, "faces": 2400}), table, FACTS)
    wrong = 2390 / 6000
    assert (
        f"8.9 right, {wrong:.1f} wrong. Somebody is wrongly pointed at once in {1 / wrong:.1f} such"
        in one["headline"]
    )
    w = table["page"]
    assert [_say.said(x, w) for x in (0.4, 0.042, 4.2e-7, 9.96, 12.4, 0)] == [
        "0.4",
        "0.042",
        "0.00000042",
        "10",
        "12",
        "0",
    ]
    text = json.dumps([view(state, table, FACTS) for state in drawn_states(200, seed=9)])
    assert "fewer than one" not in text and not re.search(r"(?<![\d.,])1 alerts are", text)


#: Counts at and about each place where their form changes, in people: 5 to 10 in steps, halves, one, ten.
GRID = [
    *(5 + i / 20 for i in range(101)),
    0.042,
    0.5,
    0.96,
    1,
    2.25,
    4.44,
    10.5,
    11.49,
    12.5,
    25.5,
    99.5,
    140.96,
    2500.5,
]


def test_the_page_rounds_a_count_as_a_brief_does(js):
    w = words.load("en")["page"]
    for x in [*GRID, *TIES]:
        brief_ = {"none": "0"}.get(people(x), people(x))
        if x < 1e6:
            assert _say.said(x, w) == js("said", x, w) == brief_, x
        for share in (x / 3000, 1 - x / 3000) if x < 3000 else ():
            assert _say.percent(share, w) == f"{of_100(share)} %" == js("percent", share, w)


def test_counts_of_the_page_are_those_of_the_brief():
    """Right, wrong, missed, stopped, left alone: for every pair of counts of the grid, in the sentence and in the tree."""
    table, rng = words.load("en"), random.Random(30)
    pairs = [(x, rng.choice(GRID)) for x in GRID] + [(rng.choice(GRID), x) for x in GRID]
    for right, wrong in pairs:
        faces, listed = 20_000, right * rng.choice([1, 1.02, 1.5, 4])
        claim = claims.Claim(
            claimant="A", statement="B", faces_per_day=faces, list_size=1000, listed_passing=listed, fpir_list_size=1000,
            fnir=1 - right / listed, fpir=wrong / (faces - listed), stopped_if_false=rng.choice([0, 0.3, 0.5, 1]),
            measures="fnir", value=1 - right / listed,
        )  # fmt: skip
        found = claims.audit(claim)
        state = _data.of_claim(claim)
        shown = view(state, table, FACTS)
        number = r"(\d[\d,.]*|none|No)"
        said = re.match(
            rf"In one day {number} faces .*About {number} alerts? .*raised: {number} right, {number} wrong\. {number} of", found.answer
        )  # fmt: skip
        here = re.match(
            rf"In one day {number} faces pass\. About {number} alerts? .*raised: {number} right, {number} wrong\.", shown["headline"]
        )  # fmt: skip
        assert said.groups()[:4] == here.groups(), (found.answer, shown["headline"])
        (tree,) = [block for block in brief(found).first if isinstance(block, Tree)]
        (_, (found_, missed)), (_, (alone, stopped, passed)), _ = tree.branches
        of_brief = [
            text.rsplit(": ")[1].replace("none", "0") for text in (found_, missed, alone, stopped, passed)
        ]
        assert said[5].replace("none", "0") == of_brief[1]
        leaves = [spec[2][2] for spec in items(shown["tree"]) if "ul" not in [part[0] for part in spec[2:]]]
        assert leaves[:-1] == of_brief, (tree, shown["tree"])
        tops = [spec[2][2] for spec in items(shown["tree"]) if "ul" in [part[0] for part in spec[2:]]]
        assert tops == [tree.root.split()[0], *(text.rsplit(": ")[1] for text, _ in tree.branches[:2])]


def items(spec):
    """The entries of a tree, each before those within it."""
    if isinstance(spec, list):
        yield from [spec] if spec[0] == "li" else []
        for part in spec[2:]:
            yield from items(part)


def test_what_was_counted_stands_first_and_is_not_asked_for_again(js):
    table = words.load("en")
    begin = _data.beginnings(table["page"])["ministry"]["state"]
    counted = {"observed_faces": 383_356, "observed_alerts": 61, "observed_right": 60, "observed_wrong": 1}
    found = view(_answer.as_state(begin | counted), table, FACTS)
    times = 155_050 / 383_356
    said, without = "".join(strings(found["observed"])), view(begin, table, FACTS)
    assert "Counted in use: 61 alerts, 60 right and 1 wrong. Right: 98 % of the alerts counted." in said
    assert f"would bring {60 * times:.0f} right alerts and {times:.1f}" in said and "is what happened" in said
    assert "95 % intervals stand in the audit of the saved claim file" in said
    for language in words.LANGUAGES:  # its period stands beside what was counted, here and in the letter
        w = words.load(language)
        dated = view(
            _answer.as_state(begin | counted | {"period": "1.2.2024 to {days}, 3,000 days"}), w, FACTS
        )
        period = words.filled(w["page"]["observed"]["period"], {"period": "1.2.2024 to {days}, 3,000 days"})
        assert dated["observed"][2][2].startswith(period) and period in dated["letter"]
        assert f"{w['page']['field']['period']}: 1.2.2024 to {{days}}, 3,000 days" in dated["letter"]
    nothing = view(_answer.as_state(begin | {"observed_alerts": 0}), table, FACTS)
    assert "95 %" not in "".join(strings(nothing["observed"])) + "".join(strings(without["observed"]))
    # The share and the rates are those that the audit gives, with their intervals.
    claim = claims.read_claim(js("toClaimFile", _answer.as_state(begin | counted), {}, {}))
    words_ = claims.audit(claim).answer
    assert "Of 100 alerts 98 are right (" in words_ and "61 alerts, 60 right and 1 wrong" in words_
    for number in (60 * times, times):
        assert f"{people(number)} (" in words_ and f"{_say.said(number, table['page'])} " in said
    assert found["observed"][2][2] in found["letter"] and round(100 * 60 / 61) == 98
    ranked = _answer.ranked(_answer.as_state(begin | counted), FACTS["ranges"], ["review"])
    assert [name for name, *_, opened in ranked if opened] == ["listed_passing", "trials", "groups"]
    assert without["observed"] == ["div", {}] and without["headline"] == found["headline"]


@pytest.mark.parametrize(
    ("counted", "kept"),
    [
        ({"observed_alerts": 5, "observed_right": 3, "observed_wrong": 3}, {"observed_alerts"}),
        ({"observed_faces": 4, "observed_alerts": 5}, {"observed_alerts"}),
        ({"observed_faces": 5, "observed_alerts": 5}, {"observed_faces", "observed_alerts"}),
        ({"observed_right": -1, "observed_wrong": 0.5}, set()),
    ],
)
def test_a_record_that_cannot_be_is_not_taken(js, counted, kept):
    state = _answer.as_state(counted)
    assert {name for name in _answer.OBSERVED if state[name] is not None} == kept
    assert js("asState", counted) == state


def strings(spec):
    """Every text in a view."""
    if isinstance(spec, str):
        yield spec
    elif isinstance(spec, list):
        for part in spec:
            yield from strings(part)


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_a_figure_of_nothing_names_its_mildest_and_its_worst_reading(language):
    table = words.load(language)
    for state in drawn_states(60, seed=27):
        state = _answer.as_state(state | {"measures": "unknown", "value": 99.8})
        every = {
            name: _answer.answer(_answer.as_state(state | {"measures": name}), FACTS["ranges"])[
                "false_alerts"
            ]
            for name in _answer.MEASURES[:4]
        }
        if _answer.answer(state, FACTS["ranges"])["alerts"] is not None:
            continue
        ends = [ends[1] for ends in every.values() if ends]
        w = for_use(table["page"], state["use"])
        found = view(state, table, FACTS)
        if found["headline"] == w["headline"]["too_many"]:
            continue
        for x in (min(ends), max(ends)):
            assert _say.said(x, w) in found["headline"]
        for name, range_ in every.items():
            assert range_ or w["field"][f"measures_{name}"] in found["headline"]
        assert found["headline"] in found["letter"]
        assert "readings below" not in found["letter"] and "Lesarten unten" not in found["letter"]
        assert not re.search(r"fpir|fnir|list_size", found["letter"].replace(state["statement"] or "\0", ""))


def test_what_moves_nothing_is_not_said_to_decide():
    """ "Pairs" on a long list: nearly every face raises an alert, however many listed people pass."""
    table = words.load("en")
    state = {"measures": "alerts", "value": 99.7, "faces": 1000, "list": 100}
    state |= {"listed_low": 1, "listed": 10, "listed_high": 20, "found": 90, "stopped": 5}
    found = view(_answer.as_state(state), table, FACTS)
    assert found["decides"] == "Nothing of what is missing moves the share of alerts that is right: 99.7 %."
    moved = view(
        _answer.as_state(state | {"measures": "found", "one_in": 500, "measured_on": 100}), table, FACTS
    )
    assert moved["decides"].startswith("If 1 listed person a day passes, not 10,")
    for one in drawn_states(80, seed=28):
        rows = [row for row in _answer.ranked(one, FACTS["ranges"]) if row[3]]
        w = table["page"]
        printed = [None if row[1] is None else {_say.percent(x, w) for x in row[1]} for row in rows]
        moving = any(row[2] or ends and len(ends) == 2 for row, ends in zip(rows, printed, strict=True))
        shown = "".join(strings(view(one, table, FACTS)["missing"]))
        assert ("either way" not in shown) or not moving
