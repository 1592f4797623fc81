"""What one lecture needs lies in docs/ as its command writes it, and its numbers are those of an independent count."""

import io
import json
import re
from fractions import Fraction
from importlib import metadata
from pathlib import Path

import pytest

from falsematch import claims, datasets
from falsematch.publish import desk, lecture
from falsematch.publish.lecture import _counts

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "one_lecture"
PEOPLE = datasets.load("populations")["value"]
TESTS = datasets.load("field_tests")["as_printed"]
PASSING = int(PEOPLE["suedkreuz_per_day"])
LOCK = (ROOT / "requirements.txt").read_text(encoding="utf-8")
PAGES = {"slides.pdf": 11, "handout.pdf": 2, "handout_with_answers.pdf": 2}


def shares():
    """Hits and false hits, read from the words of the source."""
    return [
        Fraction(re.search(r"[\d.]+", TESTS[f"berlin_headline_{one}"])[0]) / 100 for one in ("hits", "false")
    ]


def locked(*names):
    return all(
        re.search(rf"^{name}=={re.escape(metadata.version(name))}\b", LOCK, flags=re.M) for name in names
    )


def words_of(slide):
    """All that a slide says."""
    said = [slide["title"]]
    for block in slide["blocks"]:
        said += [block.get("text", ""), *block.get("texts", ())]
        said += [cell for row in block.get("rows", ()) for cell in row]
    return "\n".join(said)


def slide(title):
    (found,) = [one for one in lecture.slides() if title in one["title"]]
    return found


# --- files


def test_texts_are_what_the_command_writes():
    for name, text in lecture.texts().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, (
            "run: python -m falsematch.publish.lecture"
        )
    assert {path.name for path in FOLDER.iterdir()} == {*lecture.texts(), *PAGES}


def test_the_plan_is_the_one_for_teachers():
    ours, theirs = (FOLDER / "plan.md").read_text(encoding="utf-8"), lecture.PLAN.read_text(encoding="utf-8")
    named = re.findall(r"`([^`]+)`", theirs)
    links = re.findall(r"\[[^\]]*\]\(([^)]*)\)", ours)
    assert [Path(link).name for link in links] == named and len(named) == 7
    assert all((FOLDER / link).resolve().is_file() for link in links)
    without = re.sub(r"\[[^\]]*\]\([^)]*\)", "", ours), re.sub(r"`[^`]+`", "", theirs)
    assert without[0] == without[1]
    assert len(ours.split()) < 660  # a page


def test_the_plan_leads_through_every_slide_in_either_time():
    """Minutes add up to a lecture of either length; each slide but the sources has its line, in order."""
    text = lecture.PLAN.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\d+) \| (\d+) \| ([\d, ]+) \| (.*) \|$", text, flags=re.M)
    assert "Ninety minutes, or forty-five" in text
    assert [sum(int(row[column]) for row in rows) for column in (0, 1)] == [90, 45]
    shown = [int(number) for row in rows for number in row[2].split(", ")]
    slides = lecture.slides()
    assert shown == list(range(1, len(slides))) and slides[-1]["title"] == "Sources"
    (handed,) = [row for row in rows if "Give out the handout" in row[3]]
    assert "On the handout" in words_of(slides[int(handed[2].split(", ")[0]) - 1])
    for number in map(int, re.findall(r"[Ss]lides? (\d+)", text)):
        assert number < len(slides)


def test_the_plan_says_what_the_slides_and_the_calculator_show():
    from falsematch.publish import words

    text = lecture.PLAN.read_text(encoding="utf-8")
    rows = [row for block in slide("Who said")["blocks"] for row in block.get("rows", ())]
    assert next(row[1] for row in rows if row[2].lower().count("up to")) == "Global Times"
    assert "Global Times" in text
    without = next(row[1] for row in rows if row[3] == "no")
    assert without == "People's Daily Online" and f"({without};" in text
    chinese = {row[1] for row in rows if row[3] == "yes"}
    assert chinese == {"Chinese-language news summary of Workers' Daily", "Kanzhongguo, New York edition"}
    first = next(iter(words.load("en")["page"]["begin"].values()))["name"]
    assert f"“{first}”" in text


@pytest.mark.parametrize("name", PAGES)
def test_pdfs_are_what_the_command_writes(name):
    pytest.importorskip("typst", reason="typst is not installed")
    data = lecture.documents()[name]
    made = lecture.set_document(data)
    assert made == lecture.set_document(data) and made.startswith(b"%PDF")
    assert len(lecture.pictures(name, ppi=20)) == PAGES[name]
    if locked("typst", "matplotlib", "numpy"):
        assert (FOLDER / name).read_bytes() == made, f"run: python -m falsematch.publish.lecture ({name})"


@pytest.mark.extras
@pytest.mark.parametrize("name", PAGES)
def test_a_stored_pdf_says_what_is_set(name):
    """Of the file itself, with another reader: pages, numbers, tags, language."""
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    reader = pypdf.PdfReader(io.BytesIO((FOLDER / name).read_bytes()))
    assert len(reader.pages) == PAGES[name]
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"] and reader.trailer["/Root"]["/Lang"] == "en"
    shown = "".join("".join(page.extract_text() for page in reader.pages).split())
    data = lecture.documents()[name]
    said = (
        "\n".join(map(words_of, data["slides"])) if "slides" in data else json.dumps(data, ensure_ascii=False)
    )
    for number in re.findall(r"\d[\d,.]*\d", said):
        assert number in shown, number


def test_every_figure_has_its_words():
    figures = [one["beside"] for one in lecture.slides() if one["beside"]]
    assert len(figures) == 2
    for figure in figures:
        assert len(figure["alt"]) > 100 and re.search(r"\d", figure["alt"])
        assert figure["svg"].lstrip().startswith("<?xml") and "<svg" in figure["svg"]


def test_the_template_takes_nothing_from_elsewhere():
    source = (ROOT / "falsematch" / "publish" / "lecture" / "lecture.typ").read_text(encoding="utf-8")
    assert not re.search(r"#?import|http|read\(", source)


# --- numbers


@pytest.mark.parametrize("wanted", _counts.WANTED)
def test_a_crowd_is_that_of_fractions(wanted):
    hits, false = shares()
    right, wrong = wanted * hits, (PASSING - wanted) * false
    day = _counts.crowd(wanted)
    assert day.true_alerts == pytest.approx(float(right)) and day.false_alerts == pytest.approx(float(wrong))
    row = next(
        row
        for block in slide("base rate")["blocks"]
        for row in block.get("rows", ())
        if row[0] == f"{wanted:,}"
    )
    share = round(100 * right / (right + wrong))
    assert row[1:] == [f"{int(right):,}", f"{round(wrong):,}", f"{share} %"]
    assert int(right) == right


def test_the_first_tree():
    hits, false = shares()
    right, wrong = 20 * hits, (PASSING - 20) * false
    said = words_of(slide("right,"))
    assert slide("right,")["title"] == f"{round(right)} right, {round(wrong)} wrong"
    assert f"1 alert in {round((right + wrong) / right)} " in said
    assert f"{round(20 * (1 - hits))} of the 20" in said
    assert f"{(PASSING - 20) // 20:,} others" in said
    half = hits / (hits + false)
    assert f"{round(float(100 * half), 1):g} % of matches" in words_of(slide("base rate"))
    drawn = words_of(slide("Fill in the tree"))
    assert (
        f"{PASSING:,} people" in drawn
        and f"{10 * hits} are pointed at" in drawn
        and f"{1000 * false} is pointed" in drawn
    )


def test_one_face_against_many():
    left_out = 1 - Fraction("99.8") / 100
    said = words_of(slide("One face"))
    city, few = int(PEOPLE["urumqi_2018"]), int(PEOPLE["fugitives_skynet"])
    assert f"among {few:,} people (a list): {few * left_out}\n" in said
    assert f"among {city:,} (a city): {round(city * left_out):,}" in said
    assert 1_300_000_000 * left_out == 2_600_000 and "among 1.3 billion (a country): 2.6 million" in said
    assert "0.2 % of comparisons" in said


def test_the_chain_says_who_keeps_one_to_one():
    rows = [row for block in slide("Who said")["blocks"] for row in block.get("rows", ())]
    chain = datasets.load("claim_chain")
    printed = chain[(chain.claim_id == "C06") & (chain.value == 99.8)]
    outlets = [outlet.split(" (")[0] for outlet in printed.outlet]
    assert [row[1] for row in rows] == outlets and "byline" not in str(rows)
    kept = [outlet for outlet, unit in zip(outlets, printed.unit, strict=True) if unit == "percent, 1:1"]
    assert [row[1] for row in rows if row[3] == "yes"] == kept
    assert [row[1] for row in rows if row[3] == "not found"] == ["Workers' Daily"]


def test_the_debate_has_the_numbers_of_the_first_example():
    from falsematch.publish import words
    from falsematch.publish.page import _data

    first = next(iter(_data.beginnings(words.load("en")["page"]).values()))["state"]
    claim = claims.register()[desk.EXAMPLE]
    assert (claim.faces_per_day, claim.list_size, claim.days) == (
        first["faces"],
        first["list"],
        first["days"],
    )
    assert 100 * claim.value == pytest.approx(first["value"])
    said = words_of(slide("The sentence of the debate"))
    assert claim.statement in said and claim.claimant in said and "assumed" in said
    for number in ("15,505", "10, or 1 to 20", "1 in 6,000 faces, with 10,000 people", "6 of 10"):
        assert number in said
    assert (first["listed_low"], first["listed"], first["listed_high"]) == (1, 10, 20)
    assert (first["one_in"], first["stopped"]) == (6000, 6)


def test_the_debate_is_that_of_the_audit_and_of_fractions():
    """Of the people on the list only those who pass can be missed."""
    hits, faces, one_in, stopped = Fraction("0.89"), 15_505, 6_000, Fraction("0.6")
    right, wrong = 10 * 10 * hits, 10 * Fraction(faces - 10, one_in)
    low, high = (round(100 * n * hits / (n * hits + Fraction(faces - n, one_in))) for n in (1, 20))
    rows = dict(row for block in slide("Debate")["blocks"] for row in block.get("rows", ()))
    assert rows["alerts"] == f"{round(right)} right, {round(wrong)} wrong"
    assert rows["of the 100 listed people who pass"] == f"{10 * 10 - right} are not found"
    assert rows["of 100 alerts, right"].startswith(f"from {low} to {high}:")
    assert rows["wrong alerts that end in a stop"] == f"{round(round(wrong) * stopped)}"
    answer = claims.audit(claims.register()[desk.EXAMPLE]).answer
    for number in (rows["alerts"], f"{low} to {high} of 100", rows["wrong alerts that end in a stop"]):
        assert number in answer


def test_the_office_has_its_record_and_a_changed_row_its_result():
    """What changes the counts: by fractions, on the slide and in the plan."""
    event = datasets.load("field_tests").loc["met_year_fp"]
    wrong, faces = (int(one.replace(",", "")) for one in re.findall(r"[\d,]*\d", event.as_printed))
    record = float(10 * (15_505 - 10) * Fraction(wrong, faces))
    said, plan = words_of(slide("Debate")), " ".join(lecture.PLAN.read_text(encoding="utf-8").split())
    assert f"{record:.2g} wrong ({wrong} in {faces:,} faces)" in said
    assert f"{wrong} alerts were wrong in {faces:,} faces, so {record:.2g} in ten days" in plan
    rows = dict(row for block in slide("Debate")["blocks"] for row in block.get("rows", ()))
    for listed, who in ((1, "person passes"), (20, "people pass")):
        right, false = 10 * listed * Fraction("0.89"), 10 * Fraction(15_505 - listed, 6_000)
        alerts = f"{float(right):g} right, {round(false)} wrong"
        share = round(100 * right / (right + false))
        assert rows[f"{listed} listed {who} in a day, not 10"] == f"{alerts}: of 100, {share} right"
    assert "with 1 listed person a day, not 10, 8.9 alerts are right in ten days and 26 wrong" in plan
    assert "8.9 right, 26 wrong" in said
    needed = [row for block in slide("The sentence of the debate")["blocks"] for row in block.get("rows", ())]
    assert "would have to know: listed people who pass in a day." in plan
    assert "listed people who pass in a day" in [row[0] for row in needed]


def test_what_the_same_answer_told_is_not_called_left_out():
    said = words_of(slide("The sentence of the debate"))
    assert "told in the same answer: at worst one false alert in 6,000" in said and "leaves out" not in said
    year = datasets.load("deployment_examples").loc["met_2024_2025"]
    stopped = f"{year.engaged_after_false} of all {year.false_alerts} wrong alerts of that year: few"
    assert stopped in said and "six of ten" not in said


def test_the_debates_table_is_on_the_handout_with_room():
    (shown,) = [
        block["rows"] for block in slide("The sentence of the debate")["blocks"] if block["kind"] == "grid"
    ]
    for answers in (False, True):
        rows = lecture.handout(answers)["debate"]["rows"]
        assert [tuple(row[:-1]) for row in rows] == shown and not any(row[-1] for row in rows)


def test_sources_hold_all_that_slides_name():
    said = words_of(slide("Sources"))
    for row in (row for block in slide("Who said")["blocks"] for row in block.get("rows", ())):
        assert row[1] in said
    for name, keys in (("field_tests", "met_year_fp"), ("deployment_examples", "met_2024_2025")):
        assert f"{name}: {keys}" in said
    assert "Metropolitan Police" in said and "byline" not in said


def test_ten_questions_and_sources():
    (listed,) = slide("Your one question")["blocks"]
    assert len(listed["texts"]) == 10 and all(text.endswith((".", "?")) for text in listed["texts"])
    for name, key in re.findall(r"[\[ ](\w+): (\w+)[\];]", words_of(slide("Sources"))):
        assert key in (claims.register() if name == "register" else datasets.load(name).index)


def test_the_handout_with_room_has_no_answer():
    empty, full = lecture.handout(False), lecture.handout(True)
    assert [name for name, value in empty["tree"].items() if value] == ["people", "wanted"]
    counts = {name: int(value.replace(",", "")) for name, value in full["tree"].items()}
    assert counts["people"] == PASSING == counts["wanted"] + counts["others"]
    assert (
        counts["wanted"] == counts["found"] + counts["missed"]
        and counts["others"] == counts["wrong"] + counts["alone"]
    )
    assert empty["line"] == ["", ""]
    assert full["line"] == [str(counts["found"]), str(counts["found"] + counts["wrong"])]
    assert len(empty["questions"]) == 5 and not any(one["answer"] for one in empty["questions"])
    assert [one["ask"] for one in full["questions"]] == [one["ask"] for one in empty["questions"]]
    assert all(one["answer"] and one["wrong"] for one in full["questions"])
    assert not any(one["wrong"] for one in empty["questions"])


def test_the_questions_are_answered_by_independent_arithmetic():
    hits, false = shares()
    asked = lecture.questions()
    for number, wanted, passing in ((0, 10, int(PEOPLE["mainz_station_per_day"])), (1, 50, PASSING)):
        right, wrong = wanted * hits, (passing - wanted) * false
        assert f"{passing:,}" in asked[number].ask and f"{wanted} of" in asked[number].ask
        assert asked[number].answer.startswith(f"{round(right)} of {round(right + wrong)}")
        assert f"{round(100 * right / (right + wrong))} %" in asked[number].answer
    listed = int(PEOPLE["fugitives_railway_2012"])
    assert f"list of {listed:,} people" in asked[2].ask
    assert f"{listed:,} times 0.2 %: about {round(listed * Fraction(2, 1000))} people" in asked[2].answer
    ways = claims.readings(0.998, 1.3e9, 1)
    found = [m.candidates_per_search for m in ways.values() if m.candidates_per_search is not None]
    ends = [float(end) for one in found for end in (one if isinstance(one, tuple) else (one,))]
    assert f"in {len(ways)} ways" in asked[3].answer
    assert 0 < min(end for end in ends if end) < 1 and max(ends) > 1e6
    detector = claims.register()["openai_2023"]
    assert detector.printed == "9 %" and "26 % found" in detector.from_["fnir"]
    for machine in (100, 300):
        right, wrong = machine * Fraction("0.26"), (1000 - machine) * Fraction("0.09")
        share = round(100 * right / (right + wrong))
        assert (
            f"{round(right)} of {round(right + wrong)}" in asked[4].answer
            and f"({share} %)" in asked[4].answer
        )


def test_no_answer_can_be_read_off_a_slide_or_the_tree():
    """The share that is asked for, or the count, stands nowhere before; only the fourth asks for no number."""
    shown = "\n".join(map(words_of, lecture.slides()[:-1])) + json.dumps(lecture.handout(True)["tree"])
    asked = lecture.questions()
    for number, form in ((0, r"\d+ %"), (1, r"\d+ %"), (2, r"\d+ people$|\d+ people(?=\.)"), (4, r"\d+ %")):
        results = re.findall(form, asked[number].answer)
        assert results
        for result in results:
            assert not re.search(rf"(?<![\d.,]){re.escape(result)}", shown), (number + 1, result)
    counts = re.findall(r"\d+ of \d+", " ".join(one.answer for one in asked))
    assert len(counts) == 4 and not any(count in shown for count in counts)


def test_each_question_says_where_to_read_on():
    page = (FOLDER / "questions.md").read_text(encoding="utf-8")
    for one in lecture.questions():
        lesson, heading = one.lesson
        (source,) = (ROOT / "notebooks" / "source").glob(f"{lesson}_*.py")
        assert f"# ## {heading}\n" in source.read_text(encoding="utf-8"), heading
        assert f"[lesson {lesson}](../../notebooks/{source.stem}.ipynb), “{heading}”" in page


def test_the_article_is_quoted_with_both_of_its_speeds():
    """The chain's last line speaks of the planet: the sentence on the first slide does, too."""
    said = words_of(lecture.slides()[0])
    assert "1.3 billion people of China in one second" in said and "Two seconds" in said and "planet" in said


def test_whatever_is_missing_has_its_reason():
    rows = [row for block in slide("What is missing")["blocks"] for row in block.get("rows", ())]
    assert [row[0] for row in rows] == datasets.load("claims").loc["C06", "missing"].split("; ")
    assert all(len(row[1]) > 20 for row in rows)


def test_no_wrong_answer_is_the_right_one():
    for one in lecture.questions():
        assert one.wrong and all(not one.answer.startswith(wrong) for wrong in one.wrong)


@pytest.mark.parametrize(
    ("share", "said"),
    [(0.5, "50 %"), (0.8, "80 %"), (0.0909, "9.1 %"), (0.999, "99.9 %"), (0.002, "0.2 %"), (1.0, "100 %")],
)
def test_a_share_keeps_its_zeros(share, said):
    assert lecture.percent(share) == said
