"""A state saved as a claim file is read by the package, and a claim file of the package is opened by the page."""

import dataclasses
import itertools
import json
import random
import tomllib

import pytest

from falsematch import claims
from falsematch.claims._claim import read_claim
from falsematch.claims._claim_file import claim_file, new_claim_file
from falsematch.publish import words
from falsematch.publish.page import _answer, _data
from falsematch.publish.page._answer import as_state

from .pagekit import FACTS, Engine, drawn_states, some_text


@pytest.fixture(scope="module")
def js():
    return Engine()


def savable(states):
    return [
        s
        for s in states
        if not (s["faces"] is not None and s["listed_high"] and s["listed_high"] > s["faces"])
    ]


STATES = savable(drawn_states(220, seed=7))


def test_enough_states_are_drawn():
    assert len(STATES) >= 200


def test_saved_files_are_read_by_the_package_without_loss(js):
    for state in STATES:
        text = js("toClaimFile", state, {}, {})
        assert _data.of_claim(read_claim(text)) == state, text


def test_files_of_the_package_are_opened_by_the_page_without_loss(js):
    for state in STATES:
        claim = read_claim(js("toClaimFile", state, {}, {}))
        found = js("fromClaimFile", claim_file(claim))
        assert found["state"] == state and not found["unread"]


def test_every_text_survives_both_ways(js):
    rng = random.Random(8)
    for _ in range(200):
        raw = some_text(rng, 60) + rng.choice(
            ["", "\n", "\u202e", "\x00", "\ud800", "\u200b", "\u00ad", " unknown "]
        )
        state = js("asState", {"statement": raw, "claimant": raw, "days": 1})
        text = js("toClaimFile", state, {}, {})
        assert _data.of_claim(read_claim(text))["statement"] == state["statement"]
        assert js("fromClaimFile", text)["state"] == state


def test_what_the_page_does_not_show_is_kept(js):
    text = (
        new_claim_file()
        .replace('claimant = ""', 'claimant = "an office"')
        .replace('statement = ""', 'statement = "It works."')
    )
    text = text.replace('source = ""', 'source = "a \\"report\\" \\\\ page 3"').replace(
        'trials = "unknown"', "trials = 42_000"
    )
    found = js("fromClaimFile", text)
    again = read_claim(js("toClaimFile", found["state"], found["from"], found["kept"]))
    assert (again.source, again.trials, again.claimant) == ('a "report" \\ page 3', 42_000, "an office")


def test_no_text_is_kept_that_is_longer_than_the_package_allows(js):
    """Of a text that is too long the beginning is kept, with which the package reads it; of a name, an address and a day
    nothing. Each is named with the length it may have, and none that is as long as that."""
    limits = {
        one.name: one.metadata["text"] for one in dataclasses.fields(claims.Claim) if "text" in one.metadata
    }
    assert limits["read_on"] == 40
    texts = {section: [name for name in names if name in limits] for section, names in _data.KEPT.items()}
    assert sum(map(len, texts.values())) >= 16 and _data.LIMITS == limits | {"from": 200}
    whole = ("id", "url", "read_on")
    for more in (0, 1):
        sections = {
            "claim": [f'{name} = "{"b" * (limits[name] + more)}"' for name in ("claimant", "statement")]
        }
        for section, names in texts.items():
            signs = {name: "x" * (limits[name] + more) for name in names}
            if "url" in signs:
                signs["url"] = "https://a.b/" + signs["url"][12:]
            sections.setdefault(section, []).extend(f'{name} = "{text}"' for name, text in signs.items())
        sections["from"] = [f'faces_per_day = "{"y" * (200 + more)}"']
        text = "".join(f"[{section}]\n" + "\n".join(rows) + "\n" for section, rows in sections.items())
        found = js("fromClaimFile", text)
        for section, names in texts.items():
            for name in names:
                kept = found["kept"][section].get(name, "")
                assert len(kept) == (0 if name in whole and more else limits[name]), name
        assert len(found["from"]["faces_per_day"]) == 200
        named = {name: limits[name] for name in ("claimant", "statement", *sum(texts.values(), []))}
        named["from.faces_per_day"] = 200
        assert sorted(found["long"]) == sorted(
            [name, most, name not in whole] for name, most in named.items() if more
        )
        if more:  # forty signs are no day either, but of the length that a day may have
            again = read_claim(js("toClaimFile", found["state"], found["from"], found["kept"]))
            assert (again.read_on, again.id, again.url) == ("", "", "")
            assert again.source == "x" * limits["source"] and again.statement == "b" * limits["statement"]
    day = js("fromClaimFile", '[claim]\nstatement = "b"\n[source]\nread_on = " 2026-11-26 "\n')
    assert day["kept"]["source"] == {"read_on": "2026-11-26"}


def test_what_is_kept_answers_the_same_questions_in_both(js):
    """Trials answer with errors alone; a review and groups each by itself; a reply answers none of them."""
    entries = [
        ("test", "trials"),
        ("test", "errors"),
        ("use", "review"),
        ("use", "groups"),
        ("source", "reply"),
    ]
    for chosen in itertools.product((False, True), repeat=len(entries)):
        kept = {}
        for section, name in itertools.compress(entries, chosen):
            kept.setdefault(section, {})[name] = "x"
        trials, errors, review, groups, _ = chosen
        by_hand = itertools.compress(("trials", "review", "groups"), (trials and errors, review, groups))
        assert js("toldBy", kept) == _data.told(kept) == list(by_hand)
    assert js("toldBy", None) == []


def test_a_door_claim_whose_figure_is_a_share_of_nothing_said_is_opened_as_it_was_saved(js):
    """Not said is no reading that the page lacks: nothing in it is called unread."""
    compared = 0
    for drawn in STATES:
        state = as_state(drawn | {"use": "one_to_one", "measures": "unknown"})
        text = js("toClaimFile", state, {}, {})
        found = js("fromClaimFile", text)
        assert found["state"] == state == _data.of_claim(read_claim(text))
        assert 'measures = "unknown"' in text and not found["unread"]
        compared += state["value"] is not None
    assert compared > 100


def test_where_a_value_is_from_is_written(js):
    state = STATES[0] | {"listed": 4.0, "listed_low": 1.0, "listed_high": 20.0, "faces": 1000.0}
    claim = read_claim(
        js("toClaimFile", state, {"faces_per_day": "annual report, page 3", "listed_passing": "assumed"}, {})
    )
    assert claim.from_["faces_per_day"] == "annual report, page 3"
    assert claim.is_assumed("listed_passing") and claim.listed_passing == (1, 4, 20)
    assert _data.of_claim(claim)["listed"] == 4


@pytest.mark.parametrize("measures", [*claims._claim.MEASURES])
def test_figures_that_are_shares_of_something_else(js, measures):
    """Both read a file's figure alike; a share of errors is turned round, another is "not said"."""
    claim = claims.Claim(claimant="a", statement="b", value=0.25, measures=measures)
    expected = _data.of_claim(claim)
    found = js("fromClaimFile", claim_file(claim))
    assert found["state"] == expected
    assert expected["value"] == (
        75 if measures in claims._claim.ERRORS[1:] and expected["measures"] != "unknown" else 25
    )
    assert found["unread"] == (measures != "unknown" and expected["measures"] == "unknown")


def test_the_page_and_the_audit_of_its_file_say_the_same(js):
    """What is missing, in the same order, and what each answer could change; counts of the use by the reading named."""
    begin = _data.beginnings(words.load("en")["page"])["ministry"]["state"]
    compared = 0
    drawn = [
        as_state(one | NOT_COUNTED | {"use": "watchlist"}) for one in drawn_states(120, seed=10, unknown=0)
    ]
    for state in [begin, *drawn]:
        if (
            state["measures"] not in ("found", "nothing_returned")
            or not state["listed"]
            or state["found"] == 0
        ):
            continue
        if state["use"] != "watchlist" or state["listed_high"] > state["faces"] or state["value"] is None:
            continue
        compared += 1
        audited = claims.audit(read_claim(js("toClaimFile", state, {}, {})))
        effects = _answer.effects(state, FACTS["ranges"])
        for question in audited.questions:
            name, found = question.name, effects[question.name]
            if name == "faces_per_day" and not 2 <= state["faces"] <= 5e9:
                continue  # half or twice as many would be beyond what the page takes
            if (
                name in ("listed_passing", "faces_per_day", "list_size")
                and question.kind == "range"
                and found
            ):
                assert found == pytest.approx(sorted([question.low, question.high]), rel=1e-9), (name, state)
        counts = _answer.answer(state, FACTS["ranges"])
        if counts["complete"]:
            main = audited.main
            for name in ("false_alerts", "true_alerts", "misses"):
                assert getattr(main, name)[1] * state["days"] == pytest.approx(counts[name][0], rel=1e-9), (
                    name,
                    state,
                )
            assert main.share_right[1] == pytest.approx(counts["share_right"][0], rel=1e-9)
        if state == begin:
            ranked = _answer.ranked(state, FACTS["ranges"])
            assert [name for name, _, _, open_ in ranked if open_] == [
                question.name for question in audited.missing
            ]
            for name, ends, _, _ in ranked:
                (question,) = [one for one in audited.questions if one.name == name]
                if question.kind == "range":
                    assert ends == pytest.approx(sorted([question.low, question.high]), rel=1e-4), name
    assert compared > 15


#: An audit answers by what was counted in use where it is told; the page sets it above what it computes.
NOT_COUNTED = dict.fromkeys(_answer.OBSERVED)


def test_a_rate_without_the_length_it_was_measured_on_is_a_rate_of_no_list(js):
    """Typed, saved and opened, and audited: in each the missing length comes first, and no number of wrong alerts."""
    compared = 0
    for i, drawn in enumerate(savable(drawn_states(280, seed=21, unknown=0.08))):
        use = ("watchlist", "population")[i % 2]
        rate = {
            "measures": "found",
            "value": 89,
            "measured_on": None,
            "one_in": drawn["one_in"] or 10.0 ** (i % 9),
        }
        state = as_state(drawn | rate | {"use": use} | NOT_COUNTED)
        compared += 1
        text = js("toClaimFile", state, {}, {})
        assert js("fromClaimFile", text)["state"] == state == _data.of_claim(read_claim(text))
        counts = _answer.answer(state, FACTS["ranges"])
        assert counts["false_alerts"] is counts["share_right"] is counts["stopped_wrongly"] is None
        if i % 5:
            continue
        audited = claims.audit(read_claim(text))
        assert audited.main.false_alerts is audited.main.share_right is None
        assert "which length" in audited.main.why and "which length" in audited.answer
        assert audited.missing[0].name == "list_size" and audited.missing[0].kind == "unbounded"
        for rows in (_answer.ranked(state, FACTS["ranges"]), js("ranked", state, FACTS["ranges"])):
            assert list(rows[0]) == ["list_size", None, True, True]
        assert "#f-measured_on" in json.dumps(js("viewed", state, "en")["missing"])
    assert compared > 200


def test_the_length_of_another_rate_does_not_move_the_figure(js):
    """1 in 6,000 on a list of 10,000, beside "99.7 %": read as others left alone, 0.3 % of them on the list in use."""
    use = {"value": 99.7, "faces": 60_000, "list": 4_000, "one_in": 6_000, "measured_on": 10_000, "found": 90}
    use |= dict.fromkeys(("listed", "listed_low", "listed_high"), 10)
    wrong = (60_000 - 10) * (1 - 0.997)
    for measures in ("unknown", "found"):
        state = as_state(use | {"measures": measures})
        text = js("toClaimFile", state, {}, {})
        (row,) = [row for row in js("viewed", state, "en")["readings"][2:] if "left alone" in row[2][2]]
        assert row[3][2] == f"{wrong:.0f}" == "180"
        assert claims.audit(read_claim(text)).main is None or measures == "found"
    unsaid = claims.audit(read_claim(js("toClaimFile", as_state(use), {}, {})))
    (reading,) = [one for one in unsaid.readings if one.name == "nothing_returned"]
    assert reading.false_alerts[1] == pytest.approx(wrong)
    # Both rates in a file that says which the figure is; and a length that is the figure's own moves it.
    both = read_claim(text.replace('measures = "found"', 'measures = "nothing_returned"'))
    assert claims.audit(both).main.false_alerts[1] == pytest.approx(wrong)
    state = js("fromClaimFile", claim_file(both))["state"]
    assert state == _data.of_claim(both) and js("answer", state, FACTS["ranges"])["false_alerts"][
        0
    ] == pytest.approx(wrong)
    own = as_state(use | {"measures": "nothing_returned", "one_in": None})
    moved = (60_000 - 10) * (1 - 0.997 ** (4_000 / 10_000))
    assert js("answer", own, FACTS["ranges"])["false_alerts"][0] == pytest.approx(moved)
    claim = read_claim(js("toClaimFile", own, {}, {}))
    assert claims.audit(claim).main.false_alerts[1] == pytest.approx(moved)
    same = as_state(use | {"measures": "nothing_returned", "one_in": 1 / 0.003})
    assert same == own == js("asState", use | {"measures": "nothing_returned", "one_in": 1 / 0.003})


def test_what_is_not_known_is_bounded_alike_by_page_and_audit(js):
    """Counts and the share right, as (low, high), with any of the numbers not known, by the page and by the audit."""
    compared = 0
    for drawn in savable(drawn_states(400, seed=22, unknown=0.3)):
        ends = dict.fromkeys(("listed_low", "listed_high"), drawn["listed"])
        state = as_state(drawn | ends | NOT_COUNTED)
        if state["value"] is None or state["measures"] not in ("found", "nothing_returned"):
            continue
        counts = _answer.answer(state, FACTS["ranges"])
        text = js("toClaimFile", state, {}, {})
        main, days = claims.audit(read_claim(text)).main, state["days"]
        for name in ("false_alerts", "true_alerts", "misses", "share_right"):
            found, audited = counts[name], getattr(main, name)
            if audited is None or found is None:
                # The page knows nothing of a miss that was not said but that it is between none and all.
                assert found is audited or (audited is None and name in ("true_alerts", "misses")), (
                    name,
                    state,
                )
                continue
            compared += 1
            scale = 1 if name == "share_right" else days
            expected = audited[0] * scale, audited[2] * scale
            assert found == pytest.approx(expected, rel=1e-6, abs=1e-9 * max(1, expected[1])), (name, state)
    assert compared > 200


def test_one_face_against_one_photograph_is_counted_by_hand_and_by_the_audit(js):
    """A gate: of 9,990 rightful attempts a day 1 % are refused, of 10 by somebody else one in 10,000 passes."""
    state = as_state(
        {
            "use": "one_to_one",
            "measures": "found",
            "value": 99.99,
            "faces": 10_000,
            "one_in": 100,
            "stopped": 5,
        }
        | dict.fromkeys(("listed", "listed_low", "listed_high"), 10)
    )
    counts = js("answer", state, FACTS["ranges"])
    refused, passed = (10_000 - 10) * 0.01, 10 * 1e-4
    assert counts["false_alerts"] == pytest.approx([refused, refused]) and counts["misses"] == pytest.approx(
        [passed] * 2
    )
    assert counts["share_right"] == pytest.approx([(10 - passed) / (10 - passed + refused)] * 2)
    text = js("toClaimFile", state, {}, {})
    claim = read_claim(text)
    assert (claim.measures, claim.value, claim.examined) == ("fmr", pytest.approx(1e-4), "attempts")
    assert _data.of_claim(claim) == state == js("fromClaimFile", text)["state"]
    main = claims.audit(claim).main
    assert main.false_alerts[1] == pytest.approx(refused) and main.misses[1] == pytest.approx(passed)
    # The FMR as a rate of the use is that of who passes as somebody else, on the page and in the audit.
    other = as_state(state | {"measures": "unknown", "value": None, "found": 99.99})
    by_rate = read_claim('[claim]\nclaimant = "a"\nstatement = "b"\nmeasures = "mated_pairs"\nvalue = 0.99\n[use]\n'
                         'use = "one_to_one"\nfaces_per_day = 10000\nlisted_passing = 10\nfmr = 0.0001\n')  # fmt: skip
    assert _data.of_claim(by_rate)["found"] == other["found"] == 99.99
    main = claims.audit(by_rate).main
    assert main.false_alerts[1] == pytest.approx(refused) and main.misses[1] == pytest.approx(passed)
    headline = js("viewed", state, "en")["headline"]
    assert headline.startswith(
        "In one day 10,000 attempts are made. About 110 are refused: 10 rightly, made by somebody else,"
    )


@pytest.mark.parametrize("measures", [*claims._claim.MEASURES])
def test_figures_of_one_face_against_one_photograph(js, measures):
    claim = claims.Claim(claimant="a", statement="b", value=0.25, measures=measures, use="one_to_one")
    expected = _data.of_claim(claim)
    found = js("fromClaimFile", claim_file(claim))
    assert found["state"] == expected
    turned = measures in ("fmr", "fnmr", "wrong_alerts")
    assert expected["value"] == (75 if turned else 25)
    assert found["unread"] == (measures != "unknown" and expected["measures"] == "unknown")
    read = {"fmr": "found", "fnmr": "nothing_returned", "mated_pairs": "nothing_returned"}
    assert expected["measures"] == read.get(measures, "unknown") or measures in (
        "pairs_even",
        "alerts",
        "wrong_alerts",
    )


TOML = [
    'a = 1\n[claim]\nvalue = 0.5', "[claim\n", "[claim]\n[claim]\n", "[claim]\nvalue = 0.5\nvalue = 0.6", "[claim]\nvalue 3", '[claim]\nstatement = "a',
    "[claim]\nvalue = 1 2", "[claim]\nstatement = \"\\q\"", "[claim.test]\na = 1", "[[claim]]", "[claim]\nvalue = {a = 1}", "\x00", "<html>",
]  # fmt: skip


@pytest.mark.parametrize("text", TOML)
def test_what_is_no_claim_file_is_refused_with_its_line(js, text):
    with pytest.raises(ValueError, match="SyntaxError: not TOML"):
        js("readToml", text)


def test_toml_is_read_as_python_reads_it(js):
    text = """
    # a comment
    [claim]  # of a kind
    statement = "a \\"quoted\\" \\u00e4 \\U0001F642 text"   # and another
    'where' = 'C:\\path'
    "when" = 2025-12-04
    value = 1_000.5e-3
    [use]
    listed_passing = [ 1,
        20, ]  # two lines
    review = '''two
lines'''
    groups = \"\"\"
one \\
    line\"\"\"
    days = +3
    yes = true
    """
    expected = json.loads(json.dumps(tomllib.loads(text), default=str))
    assert js("readToml", text) == expected


def test_too_long_a_file_is_refused(js):
    with pytest.raises(ValueError, match="RangeError: too long"):
        js("readToml", "#" * 100_001)


def test_any_text_is_refused_or_read_and_nothing_else(js):
    rng = random.Random(9)
    seed = js("toClaimFile", STATES[1], {}, {})
    for _ in range(300):
        signs = list(seed)
        for _ in range(rng.randrange(1, 6)):
            signs[rng.randrange(len(signs))] = rng.choice([*"[]\"'=\n#\\,.", "\x00", "é", "𝕏"])
        try:
            state = js("fromClaimFile", "".join(signs))["state"]
        except ValueError as error:
            assert "SyntaxError: not TOML" in str(error) or "TypeError: another use" in str(error)
        else:
            assert js("asState", state) == state
