"""A brief says the same in every form, two pages hold it, and nothing in a claim file is ever run."""

import html
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from falsematch import __main__, claims
from falsematch.claims import Claim, audit
from falsematch.publish import words
from falsematch.publish.brief import _content, as_page, as_pdf, as_pictures, as_text, brief, letter

STREET = Claim(
    id="ministry",
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
    read_on="2026-11-26",
    from_={"listed_passing": "assumed"},
)
COUNTRY = Claim(
    claimant="A maker",
    statement="Scans 1.3 billion people with 99.8 % accuracy",
    value=0.998,
    use="population",
    list_size=1_300_000_000,
)
LETTERS = Claim(
    claimant="A maker of a detector",
    statement="Fewer than 1 % of texts by people are flagged",
    value=0.01,
    qualifier="less than",
    measures="fpir",
    use="other",
    examined="papers",
    sought="papers written by a machine",
)
HOSTILE = Claim(
    claimant='<script>alert(1)</script> #eval("1") $x$ {0} %s ' + "A" * 80,
    statement='#import "x.typ" ]] #panic() </blockquote><img src=x onerror=alert(1)> ${HOME} $(rm -rf /) `ls` ' + "x" * 450,
    where='"><svg onload=alert(1)>',
    value=1e-300,
    measures="pairs",
    test_set="loremipsum" * 50,
    threshold="#set page(width: 1cm)",
    source="{{7*7}} " + "y" * 500,
    url="https://example.org/" + "z" * 500,
    reply="<b>" + "w" * 500,
    days=3660,
    faces_per_day=1e12,
    list_size=2**53 - 1,
    examined="<i>faces</i>",
    sought="#people <u>",
    from_={"faces_per_day": "<a href='javascript:1'>" + "q" * 150},
)  # fmt: skip
ALL = {"street": STREET, "country": COUNTRY, "letters": LETTERS, "hostile": HOSTILE}


def numbers(text):
    return re.findall(r"\d[\d,.]*\d|\d", text)


def texts(made):
    """All texts of a brief, in order."""
    for block in (*made.first, *made.second):
        match block:
            case _content.Grid():
                yield from (block.caption, *block.headings, *(cell for row in block.rows for cell in row))
            case _content.Tree():
                yield from (block.caption, block.root)
                for branch, leaves in block.branches:
                    yield from (branch, *leaves)
            case _content.Items():
                yield from block.texts
            case _content.Bar():
                yield block.alt
            case _:
                yield block.text


class Page(HTMLParser):
    """What a page holds: its words, its elements, its attributes."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.words, self.elements, self.attributes = [], set(), []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.elements.add(tag)
        self.attributes += attrs

    def handle_data(self, data):
        self.words.append(data)


@pytest.mark.parametrize("name", ALL)
def test_every_form_has_every_word(name):
    made = brief(audit(ALL[name]))
    plain = " ".join(as_text(made).split())
    page = Page(as_page(made))
    shown = " ".join(" ".join([*page.words, *(value for _, value in page.attributes if value)]).split())
    for text in texts(made):
        squeezed = " ".join(text.split())
        assert "".join(squeezed.split()) in "".join(plain.split()), text
        assert "".join(squeezed.split()) in "".join(shown.split()), text


@pytest.mark.parametrize("name", ALL)
def test_the_numbers_of_the_answer_are_those_of_the_record(name):
    found = audit(ALL[name])
    assert found.answer in as_text(brief(found)).replace("\n", " ")
    assert json.loads(json.dumps(found.to_dict()))["answer"] == found.answer


@pytest.mark.parametrize("name", ALL)
def test_a_pdf_is_two_pages_the_same_every_time(name):
    pytest.importorskip("typst", reason="typst is not installed")
    made = brief(audit(ALL[name]))
    first = as_pdf(made)
    assert first == as_pdf(made) and first.startswith(b"%PDF")
    assert b"/MarkInfo" in first or b"StructTreeRoot" in first or b"/Type/ObjStm" in first
    assert len(as_pictures(made, ppi=30)) == 2


@pytest.mark.extras
@pytest.mark.parametrize("name", ALL)
def test_another_reader_finds_every_number_in_the_pdf(name):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    made = brief(audit(ALL[name]))
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(made))).pages
    shown = "".join("".join(page.extract_text() for page in pages).split())
    for text in texts(made):
        for number in numbers(text):
            assert number in shown, (number, text)


def test_the_forms_are_told_apart_by_what_they_hold():
    assert len(list(texts(brief(audit(STREET))))) > 60


@pytest.mark.parametrize("name", ALL)
def test_a_page_runs_nothing_and_asks_for_nothing(name):
    page = Page(as_page(brief(audit(ALL[name]))))
    assert not page.elements & {"script", "img", "a", "link", "iframe", "b", "i", "u", "object", "form"}
    assert not [key for key, _ in page.attributes if key.startswith("on") or key in ("href", "src")]
    policy = dict(page.attributes)["content"] if "content" in dict(page.attributes) else ""
    assert "default-src 'none'" in as_page(brief(audit(ALL[name]))) and policy
    assert {"h1", "main", "caption", "title"} <= page.elements
    assert ("lang", "en") in page.attributes


def test_a_tree_adds_up():
    made = brief(audit(STREET))
    (tree,) = [block for block in made.first if isinstance(block, _content.Tree)]
    counts = {
        leaf.rsplit(": ", 1)[0]: leaf.rsplit(": ", 1)[-1] for _, leaves in tree.branches for leaf in leaves
    }
    whole = {key: int(value.replace(",", "")) for key, value in counts.items() if value[0].isdigit()}
    assert sum(whole.values()) == 155_050
    assert whole["wrongly pointed at, stopped"] + whole["wrongly pointed at, let go"] == 26
    (bar,) = [block for block in made.first if isinstance(block, _content.Bar)]
    assert sum(share for _, share in bar.parts) == pytest.approx(1)
    assert sum(int(number.replace(",", "")) for number in numbers(bar.alt)[1:]) == 1000


def test_what_cannot_be_bounded_is_a_printed_row():
    text = as_text(brief(audit(COUNTRY)))
    assert text.count("cannot be bounded") >= 4
    assert "says nothing about everybody else" in " ".join(text.split())


# --- the letter


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", ALL)
def test_a_letter_asks_what_is_open_the_weightiest_first(name, language):
    found = audit(ALL[name])
    text = letter(found, language)
    table = words.load(language)
    squeezed = "".join(text.split())
    for number, one in enumerate(found.missing, 1):
        ask = words.filled(_content.ask(one.name, found.claim.use, table), _letter_nouns(ALL[name], table))
        assert "".join(f"{number}. {ask}".split()) in squeezed
        assert f"[{','.join(one.keys)}]" in squeezed
    assert "{" not in text.replace("{0}", "").replace("${HOME}", "").replace("{{7*7}}", "")
    assert max(map(len, text.splitlines())) <= 88 or name == "hostile"


def _letter_nouns(claim, table):
    from falsematch.publish.brief._letter import nouns_of

    return nouns_of(claim, table)


def test_the_letter_names_the_answer_that_would_change_most():
    found = audit(COUNTRY)
    assert found.missing[0].name == "measures"
    text = " ".join(letter(found).split())
    assert "The answer that would change this most is the one to question 1." in text
    assert "1. Out of what is your percentage" in text


@pytest.mark.parametrize("claim", ALL.values(), ids=ALL)
def test_the_answer_in_the_table_of_words_is_the_answer(claim):
    from falsematch.publish.brief._letter import answer_in

    found = audit(claim)
    assert answer_in(found, words.load("en")) == found.answer
    german = answer_in(found, words.load("de"))
    assert german != found.answer and "cannot" not in german and " the " not in german


def test_every_reason_has_its_words():
    """Whatever cannot be bounded, the reason is one that the other language knows."""
    known = set(words.load("en")["answer"]["words"].values())
    for use in claims.USES:
        for measures in claims.MEASURES:
            for value in (None, 0.0, 0.5):
                found = audit(Claim(claimant="A", statement="B", use=use, measures=measures, value=value))
                for one in found.readings:
                    if one.false_alerts is None:
                        assert one.why in known, (use, measures, one)


RECORD = replace(
    STREET,
    observed_faces=124_000,
    observed_alerts=31,
    observed_right=27,
    observed_wrong=4,
    stopped_if_true=0.9,
)


def test_a_tree_of_what_was_counted_adds_up():
    made = brief(audit(RECORD))
    (tree,) = [block for block in made.first if isinstance(block, _content.Tree)]
    leaves = [leaf for _, branch in tree.branches for leaf in branch]
    assert "at the rates that were counted in use" in tree.caption
    assert [leaf for leaf in leaves if "pointed at" in leaf] == [
        "pointed at, rightly, stopped: 30",
        "pointed at, rightly, let go: 3.4",
        "wrongly pointed at, stopped: 3",
        "wrongly pointed at, let go: 2",
    ]  # 27 and 4 alerts among 124,000 faces, carried to 155,050: 33.76 and 5.002; 9 of 10 and 6 of 10 stopped
    (bar,) = [block for block in made.first if isinstance(block, _content.Bar)]
    assert [round(1000 * part) for _, part in bar.parts] == [784, 87, 77, 52]
    (grid,) = [block for block in made.first if isinstance(block, _content.Grid)]
    assert next(row[0] for row in grid.rows) == "what was counted in use" and len(grid.rows) == 2
    assert "right alerts that end in a stop, share" in as_text(made)


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("name", [*ALL, "record"])
def test_a_letter_asks_nothing_that_is_answered(name, language):
    found = audit({**ALL, "record": RECORD}[name])
    table = words.load(language)
    text = " ".join(letter(found, language).split())
    nouns = _letter_nouns(found.claim, table)
    for one in found.questions:
        ask = " ".join(words.filled(_content.ask(one.name, found.claim.use, table), nouns).split())
        assert (ask in text) == (not one.known), one.name
    assert (table["letter"]["confirm"] in text) == any(one.known for one in found.questions)
    assert len(re.findall(r"(?:^| )\d{1,2}\. \w", text)) >= len(found.missing)


def test_the_letter_points_to_an_open_question_and_to_none_if_all_is_answered():
    from falsematch.claims import QUESTIONS

    answered = replace(
        RECORD, trials=4000, errors=440, fnir=0.11, review="two officers", groups="totals by age", from_={}
    )
    found = audit(answered)
    assert not found.missing and set(one.name for one in found.asked) == set(QUESTIONS)
    for language in words.LANGUAGES:
        text, table = " ".join(letter(found, language).split()), words.load(language)["letter"]
        assert table["purpose_answered"] in text and words.filled(table["first"], {"number": "1"}) not in text
    open_one = audit(replace(answered, review=""))
    assert [one.name for one in open_one.missing] == ["review"]
    text = letter(open_one)
    assert "the one to question 1" not in text and "\n1. Who looks at an alert" in text


def test_a_letter_names_the_test_that_would_settle_a_question():
    text = " ".join(letter(audit(STREET)).split())
    assert (
        "A test would settle it: in 180,000 faces of those not looked for, thirty errors are to be expected."
        in text
    )
    assert "180.000 (Prüfungen, in denen niemand zu finden war (Gesichter))" in " ".join(
        letter(audit(STREET), "de").split()
    )
    assert "a test of 180,000 would settle it" in " ".join(as_text(brief(audit(STREET))).split())


def test_a_record_with_a_rest_is_drawn_with_it_and_given_to_no_side():
    made = brief(audit(replace(RECORD, observed_right=21)))
    (bar,) = [block for block in made.first if isinstance(block, _content.Bar)]
    assert bar.alt == "Of 1,000 alerts said to be right: 677, said to be wrong: 129, neither: 194."
    assert [part for _, part in bar.parts] == pytest.approx([21 / 31, 4 / 31, 6 / 31])
    nothing = brief(audit(replace(RECORD, observed_alerts=0, observed_right=None, observed_wrong=None)))
    assert not [block for block in nothing.first if isinstance(block, _content.Bar)]


def test_words_fit_the_use():
    gate = replace(
        LETTERS, use="one_to_one", measures="pairs_even", examined="attempts", sought="attempts by others"
    )
    text = " ".join(as_text(brief(audit(gate))).split())
    assert (
        "Here an alert is a refusal" in text
        and "wrongly refused, held up" in text
        and "let in, wrongly" in text
    )
    text = " ".join(as_text(brief(audit(LETTERS))).split())
    assert "flagged, rightly" in text and "pointed at" not in text and "does not apply" in text
    assert "How many papers written by a machine are there in a day" in text
    assert "searches of people" not in text and "1 in 1,000 to 10 %, middle 1 %" in text


def test_what_no_table_has_is_a_printed_row():
    text = as_text(brief(audit(replace(LETTERS, examined="shoes", sought="torn shoes", statement="99 %"))))
    assert "What was counted elsewhere" in text and "None in the tables for this kind of screening." in text


def test_numbers_of_a_letter_are_written_as_its_language_writes_them():
    german = " ".join(letter(audit(RECORD), "de").split())
    assert "am Tag untersucht (Gesichter): 15.505" in german
    assert "im Einsatz untersucht (Gesichter): 124.000" in german
    assert (
        "Anteil der falschen Alarme, die in einer Kontrolle enden: 60 %" in german
        and "die Zahl: 89 %" in german
    )
    odd = " ".join(letter(audit(replace(RECORD, value=0.8912, listed_passing=(1.5, 2.5, 3.5))), "de").split())
    assert "die Zahl: 89,1 %" in odd and "(Personen auf der Liste): 1,5 / 2,5 / 3,5" in odd
    assert "the figure: 89.1 %" in " ".join(letter(audit(replace(RECORD, value=0.8912))).split())


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_words_of_a_claim_file_stand_in_a_letter_as_they_are(language):
    """No sign of a number is turned in them, and no word translated, whichever they are."""
    said = {"period": "01.02.2024 to 3,5 days", "examined": "4.000 coats, 2 days", "sought": "none"}
    found, table = audit(replace(RECORD, **said, value=None, measures="unknown")), words.load(language)
    text = " ".join(letter(found, language).split())
    assert words.filled(table["answer"]["counted_period"], {"period": said["period"]}) in text
    assert f"{table['fields']['period']}: {said['period']}" in text
    assert text.count(said["examined"]) == text.count("coats") >= 3
    assert said["period"] in " ".join(as_text(brief(found)).split())
    without = " ".join(letter(audit(replace(RECORD, period="")), language).split())
    assert table["fields"]["period"] in without and "{" not in without


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("use", claims.USES)
def test_a_letter_says_what_is_known_in_words_and_not_in_keys(language, use):
    """Beside the entries in brackets, which an answer fills, no name of an entry or of a measure stands in a letter."""
    known = {
        "trials": 1000, "errors": 30, "test_set": "T", "threshold": "U", "review": "V", "groups": "W", "judged_by": "X",
        "seconds_per_alert": 40, "fnir": 0.11, "fpir": None, "fpir_list_size": None, "from_": {},
    }  # fmt: skip
    table = words.load(language)
    names = {key for keys in claims.QUESTIONS.values() for key in keys}
    assert names == set(table["fields"])
    names = {name for name in {*names, *claims.MEASURES} if "_" in name or name in ("fpir", "fnir")}
    for measures in claims.MEASURES:
        for more in (known, {}, {"list_size": None, "observed_wrong": None, "fpir_list_size": None}):
            found = audit(
                replace(RECORD, use=use, measures=measures, value=0.5, examined="Z", sought="Y", **more)
            )
            text = re.sub(r"\[[^]]*\]", "", " ".join(letter(found, language).split()))
            assert not [name for name in names if re.search(rf"\b{name}\b", text)], text
            if measures != "unknown":
                said = table["measures_of_use"].get(use, {}).get(measures, table["measures"][measures])
                assert f"{table['fields']['measures']}: {said}" in text


def test_hours_are_said_as_time():
    said = {
        0: "none",
        1 / 7200: "0.5 seconds",
        1 / 60: "1 minute",
        0.4: "24 minutes",
        1: "1 hour",
        3.3: "3.3 hours",
    }
    assert {hours: _content.time_in_words(hours) for hours in said} == said


# --- the command


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "claim.toml"
    path.write_text(claims.claim_file(STREET), encoding="utf-8")
    return path


def test_the_command_prints_and_writes(file, tmp_path, capsys):
    assert __main__.main(["audit", str(file)]) == 0
    printed = capsys.readouterr().out
    assert printed == as_text(brief(audit(STREET)))
    for ending, form in (("html", as_page), ("txt", as_text)):
        assert __main__.main(["audit", str(file), "--out", str(tmp_path / f"x.{ending}")]) == 0
        assert (tmp_path / f"x.{ending}").read_text(encoding="utf-8") == form(brief(audit(STREET)))
    assert __main__.main(["audit", str(file), "--out", str(tmp_path / "x.json")]) == 0
    assert json.loads((tmp_path / "x.json").read_text(encoding="utf-8")) == audit(STREET).to_dict()
    capsys.readouterr()
    assert __main__.main(["audit", str(file), "--letter", "--language", "de"]) == 0
    assert capsys.readouterr().out == letter(audit(STREET), "de")


def test_what_cannot_be_written_leaves_nothing(file, tmp_path, capsys):
    for words_of, part in (
        ([str(file), "--out", str(tmp_path / "x.exe")], "--out must be a file that ends in"),
        ([str(file), "--letter", "--out", str(tmp_path / "x.pdf")], "--out must be a file that ends in .txt"),
        ([str(tmp_path / "none.toml")], "none.toml"),
        ([str(file), "--language", "de"], "--language is of the letter: add --letter to 'de'"),
    ):
        assert __main__.main(["audit", *words_of]) == 2
        err = capsys.readouterr().err
        assert part in err and err.count("\n") == 1
    file.write_text("[claim]\nclaimant = 'a'\nstatement = 'b'\nvalue = 99.8\n", encoding="utf-8")
    assert __main__.main(["audit", str(file), "--out", str(tmp_path / "x.html")]) == 2
    assert capsys.readouterr().err == (
        "falsematch: claim.toml: value must be a proportion in [0, 1]: 99.8 % is 0.998, got 99.8\n"
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["claim.toml"]


def test_a_sign_that_no_font_shows_is_said_in_one_line(tmp_path):
    typst = pytest.importorskip("typst", reason="typst is not installed")
    made = brief(audit(Claim(claimant="A", statement="\U00013000", value=0.5)))
    try:
        as_pdf(made)
    except ValueError as error:
        assert "write .html instead" in str(error) and "\n" not in str(error)
    assert typst


def test_a_new_file_is_never_written_over(tmp_path, capsys):
    path = tmp_path / "new.toml"
    assert __main__.main(["claim", "--new", str(path)]) == 0
    assert path.read_text(encoding="utf-8") == claims.new_claim_file()
    path.write_text("mine", encoding="utf-8")
    assert __main__.main(["claim", "--new", str(path)]) == 2
    assert path.read_text(encoding="utf-8") == "mine" and "is there already" in capsys.readouterr().err


def test_an_audit_needs_no_checkout(file, tmp_path):
    """From a folder that holds nothing else, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "falsematch", "audit", str(file)],
        capture_output=True, text=True, encoding="utf-8", cwd=tmp_path, check=True,
    )  # fmt: skip
    assert "About 115 alerts are raised" in html.unescape(done.stdout)
