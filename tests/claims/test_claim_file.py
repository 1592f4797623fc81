"""Claim files: what is read is what was written, and a hostile file is refused in one line."""

import string
import tomllib
import unicodedata
from dataclasses import fields, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from falsematch.claims import Claim, claim_file, load_claim, new_claim_file, read_claim
from falsematch.claims._claim import GRADES, MEASURES, QUALIFIERS, SECTIONS, SIDES, USES, _key, plain_text
from falsematch.claims._claim_file import COMMENTS, NOTES

BASE = {"claimant": "A ministry", "statement": "Finds 89 %."}
words = st.text(st.characters(exclude_categories=("Cc", "Cs", "Co", "Cn", "Cf")), max_size=60) | st.text(
    st.sampled_from("<>\"'\\{}#$`|;&/[]()*_~@%\n\t "), max_size=60
)
shares = st.none() | st.floats(0, 1)
counts = st.none() | st.integers(1, 2**53 - 1)


@st.composite
def drawn_claims(draw):
    trials = draw(counts)
    low, high = sorted((draw(st.floats(0, 1e9)), draw(st.floats(0, 1e9))))
    given = dict(
        claimant="A" + draw(words),
        statement="B" + draw(words),
        side=draw(st.sampled_from(SIDES)),
        measures=draw(st.sampled_from(list(MEASURES))),
        qualifier=draw(st.sampled_from(QUALIFIERS)),
        value=draw(shares),
        trials=trials,
        errors=draw(st.none() | st.integers(0, trials)) if trials else None,
        grade=draw(st.sampled_from(GRADES)),
        use=draw(st.sampled_from(list(USES))),
        place=draw(words),
        reply=draw(words),
        faces_per_day=draw(st.none() | st.floats(1e9, 1e12)),
        listed_passing=draw(st.none() | st.just((low, high))),
        list_size=draw(counts),
        fpir=draw(shares),
        fnir=draw(shares),
        from_=draw(st.dictionaries(st.sampled_from(["fpir", "faces_per_day", "list_size"]), words)),
    )
    return Claim(**given)


@given(drawn_claims())
@settings(max_examples=200)
def test_a_written_claim_is_read_back(claim):
    assert read_claim(claim_file(claim)) == claim


def test_a_new_file_explains_every_key_and_becomes_a_claim():
    text = new_claim_file()
    found = tomllib.loads(text)
    assert {section: list(keys) for section, keys in found.items()} == {
        **SECTIONS,
        "from": [],
    }
    assert set(COMMENTS) == {one.name for one in fields(Claim)} - {"from_"}
    assert all(f"#   {name}: " in text for name in MEASURES)
    assert max(map(len, text.splitlines())) <= 120
    with pytest.raises(ValueError, match="claimant must be said"):
        read_claim(text)
    filled = text.replace('claimant = ""', 'claimant = "A ministry"').replace(
        'statement = ""', 'statement = "Finds 89 %."'
    )
    assert read_claim(filled) == Claim(**BASE)


def test_a_new_file_answers_what_its_first_readers_asked():
    """Totals of a month, a fraction or a percentage, errors among alerts, a source in print."""
    lines = new_claim_file().splitlines()
    for key, part in {
        "value": "never a percentage",
        "errors": "trials = alerts that were judged, errors = those that were wrong",
        "source": "in print only",
        "faces_per_day": "a month's or a year's total: divide it by the days",
        "observed_right": "alerts minus wrong",
    }.items():
        place = next(number for number, line in enumerate(lines) if line.startswith(f"{key} = "))
        assert lines[place + 1].startswith("#   ") and part in lines[place + 1], key
    assert set(NOTES) <= set(COMMENTS)


def test_unknown_and_empty_are_the_same():
    file = '[claim]\nclaimant = "A"\nstatement = "B"\nvalue = "unknown"\nwhen = "unknown"\n[use]\nfpir = ""\n'
    claim = read_claim(file)
    assert claim == Claim(claimant="A", statement="B")
    assert not any(claim.known(name) for name in ("value", "when", "fpir", "measures"))


def test_dates_and_numbers_where_text_is_meant():
    claim = read_claim(
        '[claim]\nclaimant = "A"\nstatement = "B"\nwhen = 2025\n[test]\nthreshold = 0.6\n[source]\nread_on = 2026-11-26\n'
    )
    assert (claim.when, claim.threshold, claim.read_on) == ("2025", "0.6", "2026-11-26")


def test_assumed_values_are_told_apart():
    claim = Claim(**BASE, from_={"list_size": "Assumed, as elsewhere", "fpir": "report"})
    assert claim.is_assumed("list_size") and not claim.is_assumed("fpir") and not claim.is_assumed("fnir")


@pytest.mark.parametrize(
    "change, part",
    [
        ({"claimant": ""}, "claimant must be said"),
        ({"value": 99.8}, "value must be a proportion in [0, 1]: 99.8 % is 0.998, got 99.8"),
        ({"value": float("nan")}, "value must be a number from 0 to"),
        ({"value": float("inf")}, "value must be a number from 0 to"),
        ({"value": True}, "value must be a number from 0 to"),
        (
            {"value": "99 %"},
            "a share as a proportion (99.8 % is 0.998), or \"unknown\"; without quotation marks, commas and %, got '99 %'",
        ),
        (
            {"faces_per_day": "155,050"},
            'faces_per_day must be above 0 and at most 1,000,000,000,000, or "unknown"; without quotation marks, commas',
        ),
        ({"observed_alerts": "31"}, "observed_alerts must be a whole number from 0 to"),
        ({"fpir": -0.1}, "fpir must be a proportion in [0, 1] (99.8 % is 0.998)"),
        ({"fnir": 10**400}, "fnir must be a proportion"),
        ({"list_size": 2.5}, "list_size must be a whole number from 1 to"),
        ({"list_size": 10**400}, "list_size must be a whole number from 1 to"),
        ({"trials": 0}, "trials must be a whole number from 1 to"),
        ({"trials": 5, "errors": 6}, "errors must be at most trials = 5, got 6"),
        ({"days": 10**6}, "days must be a whole number from 1 to 3,660"),
        ({"faces_per_day": 1e300}, "faces_per_day must be above 0 and at most 1,000,000,000,000"),
        ({"faces_per_day": 0}, "faces_per_day must be above 0 and at most"),
        ({"listed_passing": [20, 1]}, "listed_passing must be one number, [low, high]"),
        ({"listed_passing": [1, 3, 2]}, "listed_passing must be one number, [low, high]"),
        ({"listed_passing": [1, 2, 3, 4]}, "listed_passing must be one number, [low, high]"),
        ({"listed_passing": {"low": 1}}, "listed_passing must be one number, [low, high]"),
        ({"listed_passing": [1, 20], "faces_per_day": 10}, "listed_passing must be at most faces_per_day"),
        ({"measures": "accuracy"}, "measures must be one of unknown, pairs_even, pairs"),
        ({"use": ["watchlist"]}, "use must be a text in quotation marks"),
        ({"fmr": 0.1, "fpir": 0.1}, "fpir must be left out where fmr is given"),
        ({"fpir_list_size": 5}, "fpir_list_size must be left out without an FPIR"),
        ({"url": "javascript:alert(1)"}, "url must be an address that begins with http:// or https://"),
        ({"url": 'https://a.b/"><script>'}, "url must be an address"),
        ({"url": "file:///etc/passwd"}, "url must be an address"),
        ({"read_on": "yesterday"}, "read_on must be a day as 2026-11-26"),
        ({"read_on": "26 November 2026"}, "read_on must be a day as 2026-11-26, got '26 November 2026'"),
        ({"id": "../../etc"}, "id must be small letters"),
        ({"statement": "a\x00b"}, "statement must be without the character U+0000"),
        ({"statement": "a\u202eb"}, "statement must be without the character U+202E"),
        ({"statement": "a\x1b[31mb"}, "statement must be without the character U+001B"),
        ({"statement": "x" * 601}, "statement must be at most 600 characters, has 601"),
        ({"statement": b"x"}, "statement must be a text"),
        ({"from_": {"nothing": "x"}}, "[from] has no key 'nothing'"),
        ({"from_": ["fpir"]}, "from must be a section"),
        ({"observed_alerts": 3, "observed_wrong": 4}, "observed_wrong must be at most observed_alerts = 3"),
        (
            {"observed_alerts": 31, "observed_right": 30, "observed_wrong": 4},
            "observed_right must be at most observed_alerts - observed_wrong = 27, got 30",
        ),
        ({"observed_alerts": 3, "observed_faces": 2}, "observed_alerts must be at most observed_faces = 2"),
    ],
)
def test_an_impossible_value_is_refused_in_one_line(change, part):
    with pytest.raises(ValueError) as refused:
        Claim(**{**BASE, **change})
    message = str(refused.value)
    assert part in message and "\n" not in message and len(message) < 400


@pytest.mark.parametrize(
    "content, part",
    [
        (b"", "claim.toml: claimant must be said"),
        (b"\xff\xfe[claim]", "claim.toml: a claim file must be text in UTF-8"),
        (b"[claim]\nclaimant = \x00", "claim.toml: a claim file must be TOML"),
        (
            b"[claim\n",
            "claim.toml: a claim file must be TOML: line 1, '[claim', is none. A text needs quotation marks",
        ),
        (
            b"[claim]\nvalue = 99,8\n",
            "claim.toml: a claim file must be TOML: line 2, 'value = 99,8', is none. A text needs quotation marks, a "
            "number no comma and no %: 155050, 0.998",
        ),
        (
            b"[use]\nfpir = 1 % # a comment\n",
            "claim.toml: a claim file must be TOML: line 2, 'fpir = 1 %', is none.",
        ),
        (b"[claims]\n", "claim.toml: there is no section 'claims'; there are: claim, test, source, use"),
        (b"claim = 3\n", "claim.toml: claim must be a section"),
        (b"[[claim]]\n", "claim.toml: claim must be a section"),
        (b"[claim]\naccuracy = 1\n", "claim.toml: [claim] has no key 'accuracy'; it has: id, claimant"),
        (b"[use]\nstatement = 'x'\n", "claim.toml: [use] has no key 'statement'"),
        (b"[claim]\nclaimant = [" + b"[" * 5000, "claim.toml: a claim file must be TOML"),
        (b"[claim]\nvalue = " + b"9" * 5000, "claim.toml: a claim file must be TOML"),
        (b"#" * 1_000_001, "claim.toml: a claim file must be at most 100,000 bytes long"),
        (b"[claim]\nclaimant = 'a'\nstatement = 'b'\nvalue = nan", "claim.toml: value must be a number"),
    ],
)
def test_a_hostile_file_is_refused_in_one_line(tmp_path, content, part):
    path = tmp_path / "claim.toml"
    path.write_bytes(content)
    with pytest.raises(ValueError) as refused:
        load_claim(path)
    message = str(refused.value)
    assert message.startswith(part) and "\n" not in message and len(message) < 400


def test_what_is_no_file_is_said_to_be_none(tmp_path):
    for path in (tmp_path, tmp_path / "none.toml"):
        with pytest.raises(OSError):
            load_claim(path)


def test_a_file_that_begins_with_a_mark_of_its_encoding(tmp_path):
    path = tmp_path / "claim.toml"
    path.write_text('[claim]\nclaimant = "Ä"\nstatement = "B"\n', encoding="utf-8-sig")
    assert load_claim(path).claimant == "Ä"


@given(st.text(string.printable, max_size=300))
def test_any_text_is_a_claim_or_one_line(text):
    try:
        read_claim(text)
    except ValueError as error:
        assert "\n" not in str(error)


@given(st.text(max_size=80))
def test_text_that_is_let_in_has_one_line_and_nothing_hidden(text):
    try:
        kept = plain_text("where", text, 200)
    except ValueError:
        return
    assert kept == " ".join(text.split())
    assert not {unicodedata.category(sign) for sign in kept} & {"Cc", "Cs", "Zl", "Zp"}
    replace(Claim(**BASE), place=kept)


def test_each_measure_is_explained_below_the_key_that_takes_it_and_once():
    lines = new_claim_file().splitlines()
    (first,) = [i for i, line in enumerate(lines, 1) if line.startswith("measures = ")]
    assert lines[first : first + len(MEASURES)] == [
        f"#   {name}: {words}" for name, words in MEASURES.items()
    ]
    assert sum(line in lines[first : first + len(MEASURES)] for line in lines) == len(MEASURES)


def test_a_text_that_does_not_end_is_said_to_be_no_toml():
    said = r"^a claim file must be TOML \(TOMLDecodeError\('Unterminated string \(at end of document\)'\)\)$"
    with pytest.raises(ValueError, match=said):
        read_claim('[claim]\nclaimant = "A')


def test_a_key_is_a_field_with_its_section_and_its_rules():
    one = _key("use", 5, check="whole", least=1)
    assert (one.default, dict(one.metadata)) == (5, {"section": "use", "check": "whole", "least": 1})
