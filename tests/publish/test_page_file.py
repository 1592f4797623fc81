"""The file of the page: one file, nothing to fetch, complete without JavaScript, the same as the one in docs/."""

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from falsematch.__main__ import main
from falsematch.publish import page, words
from falsematch.publish.page import _data
from falsematch.publish.page._answer import as_state
from falsematch.publish.page._view import view

ROOT = Path(__file__).resolve().parents[2]
TEXT = {language: page.build(language) for language in words.LANGUAGES}
VOID = {"meta", "link", "input", "br", "hr", "img"}


class Elements(HTMLParser):
    """Every element with its attributes; what is opened and not closed; the text in sight."""

    def __init__(self, text):
        super().__init__()
        self.found, self.open, self.words, self.badly = [], [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.found.append((tag, dict(attributes)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.badly.append(tag)

    def handle_data(self, data):
        if not {"style", "script"} & set(self.open):
            self.words.append(data)


@pytest.fixture(params=words.LANGUAGES)
def file(request):
    return request.param, TEXT[request.param], Elements(TEXT[request.param])


def test_the_page_in_docs_is_the_page_of_the_package():
    assert (ROOT / "docs" / "calculator.html").read_bytes() == TEXT["en"].encode()


def test_the_command_writes_it(tmp_path, capsys):
    assert main(["page", "--out", str(tmp_path / "a" / "calculator.html"), "--language", "de"]) == 0
    assert (tmp_path / "a" / "calculator.html").read_text(encoding="utf-8") == TEXT["de"]
    assert main(["page", "--out", str(tmp_path / "x.html"), "--language", "fr"]) == 2
    assert "language must be one of en, de, got 'fr'" in capsys.readouterr().err
    assert not (tmp_path / "x.html").exists()


def test_it_is_small_and_whole(file):
    _, text, elements = file
    assert len(text.encode()) < 300_000
    assert not elements.open and not elements.badly and "\r" not in text
    assert not re.search(r"\[\[[\w:.]+\]\]", text)


def test_nothing_is_fetched(file):
    """No element fetches; addresses stand in links alone, which wait for a click."""
    _, text, elements = file
    for tag, attributes in elements.found:
        assert tag not in (
            "img",
            "iframe",
            "object",
            "embed",
            "video",
            "audio",
            "source",
            "base",
            "form",
            "frame",
        ), tag
        for name, value in attributes.items():
            if name in (
                "src",
                "href",
                "action",
                "data",
                "srcset",
                "poster",
                "xlink:href",
                "style",
            ) or name.startswith("on"):
                allowed = (tag, name) == ("a", "href") or (tag, name, value) == ("link", "href", "data:,")
                assert allowed, (tag, name, value)
    script = re.search(r"<script>(.*)</script>", text, re.S)[1]
    assert not re.search(
        r"fetch\s*\(|XMLHttpRequest|WebSocket|EventSource|sendBeacon|import\s*\(|importScripts|innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|new Function|localStorage|cookie",
        script,
    )
    style = re.search(r"<style>(.*)</style>", text, re.S)[1]
    assert "url(" not in style and "@import" not in style


def test_the_policy_allows_this_script_and_this_style_and_nothing_else(file):
    _, text, elements = file
    (policy,) = [
        a["content"] for tag, a in elements.found if a.get("http-equiv") == "Content-Security-Policy"
    ]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    for tag, name in (("script", "script-src"), ("style", "style-src")):
        (inside,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.S)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert rules.pop(name) == f"'sha256-{digest}'"
    assert rules == {
        "default-src": "'none'", "img-src": "data:", "base-uri": "'none'", "form-action": "'none'",
        "require-trusted-types-for": "'script'", "trusted-types": "'none'",
    }  # fmt: skip


def spoken(spec):
    return spec if isinstance(spec, str) else "".join(spoken(child) for child in spec[2:])


def test_it_is_complete_without_javascript(file):
    """Every part of the worked answer stands in the file, in its language."""
    language, _, elements = file
    table = words.load(language)
    state = next(iter(_data.beginnings(table["page"]).values()))["state"]
    seen = " ".join("".join(elements.words).split())
    for name, spec in view(state, table, _data.facts()).items():
        if name not in ("summary",):
            for line in spoken(spec).splitlines():
                assert " ".join(line.split()) in seen, name
    assert [a["lang"] for tag, a in elements.found if tag == "html"] == [language]
    for key, words_ in words.flat(table["page"]["heads"]).items():
        assert " ".join(words_.split()) in seen, key


def test_the_answer_is_the_one_that_the_tables_give():
    """The first screen, recomputed from the rows and by hand: nothing of it is written down in the page."""
    faces, days, listed, found, one_in = 3_147_436 / 203, 10, 10, 0.89, 6000
    others = round(faces) * days - listed * days
    right, wrong = listed * days * found, others / one_in
    assert (round(right), round(wrong), round(right + wrong), others) == (89, 26, 115, 154_950)
    assert round(100 * right / (right + wrong)) == 78
    seen = " ".join("".join(Elements(TEXT["en"]).words).split())
    assert (
        "In 10 days 155,050 faces pass. About 115 alerts are raised: 89 right, 26 wrong. Of the 26 people wrongly pointed at, 16 are stopped."
        in seen
    )
    assert "If 1 listed person a day passes, not 10, 8.9 of 35 alerts are right." in seen
    assert round(8.9) == 9 and round(8.9 + (round(faces) * 10 - 10) / one_in) == 35
    assert (
        "154,924 left alone" in seen
        and "775 right" in seen
        and "135 wrong, stopped" in seen
        and "90 wrong, let pass" in seen
    )


def test_every_control_has_a_name_and_says_where_its_value_is_from(file):
    _, text, elements = file
    ids = [a["id"] for _, a in elements.found if "id" in a]
    assert len(ids) == len(set(ids))
    labelled = {a["for"] for tag, a in elements.found if tag == "label" and "for" in a}
    controls = [a for tag, a in elements.found if tag in ("input", "select", "textarea")]
    assert len(controls) >= 20
    for control in controls:
        names = control.get("aria-labelledby", "").split()
        assert names or control["id"] in labelled
        for name in [*names, *control.get("aria-describedby", "").split()]:
            assert name in ids
    for _, attributes in elements.found:
        if attributes.get("href", "").startswith("#"):
            assert attributes["href"][1:] in ids


def test_a_state_is_what_the_page_can_hold():
    odd = {
        "faces": 10**400,
        "list": True,
        "one_in": "6000",
        "value": float("nan"),
        "days": -1,
        "measures": ["found"],
        "use": None,
        "statement": 5,
    }
    assert as_state(odd) == as_state({}) and as_state({})["days"] == 1
    assert as_state({"found": 5, "value": 89, "measures": "found"})["found"] is None


def test_the_scripts_data_cannot_end_the_script(monkeypatch):
    hostile = "</script><script>alert(1)</script><!-- \u2028"
    original = _data.sources()
    monkeypatch.setattr(
        _data,
        "sources",
        lambda: original | {"answer": original["answer"] | {"text": hostile, "url": 'https://x/"><b>'}},
    )
    text = page.build("en")
    assert text.count("<script>") == 1 and text.count("</script>") == 1 and "<b>" not in text
    data = json.loads(re.search(r"^const DATA = (.*);$", text, re.M)[1])
    assert data["sources"]["answer"]["text"] == hostile


def test_the_worked_answer_is_that_of_the_register():
    """The numbers of the page's first screen are those of the claim that the register keeps."""
    begin = _data.beginnings(words.load("en")["page"])["ministry"]["state"]
    kept = _data.registered()["minister_89_2025"]["state"]
    differing = {name for name in begin if begin[name] != kept[name]}
    assert differing == {"statement", "claimant"}


def test_every_claim_of_the_register_that_has_a_reading_can_be_opened():
    found = _data.registered()
    assert len(found) >= 20
    for name, one in found.items():
        assert one["state"] == as_state(one["state"]) and one["sources"][0]["text"], name
        assert f'<option value="{name}"' in TEXT["en"]


def test_what_a_force_printed_is_what_its_record_gives():
    """0.0003 % of faces, in the words of the page: 10 false alerts in 3,147,436 faces, at the digits printed."""
    facts = _data.facts()
    printed = round(100 * facts["record_false"] / facts["record_faces"], 4)
    assert (printed, facts["record_alerts"]) == (0.0003, 2077)
    for language, text in (("en", "0.0003 %"), ("de", "0,0003 %")):
        table = words.load(language)["page"]
        assert text in table["begin"]["force"]["statement"]
        assert _data.beginnings(table)["force"]["state"]["value"] == 100 - printed
