"""The question bank: read back as a quiz page reads it, every known wrong answer hears its own hint."""

import html
import itertools
import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from falsematch._html import as_html
from falsematch.exercises import EXERCISES, MendSentence, SmallFunction
from falsematch.publish import question_bank
from falsematch.publish.question_bank import MILLION, SMALL, questions, written

QUIZ, LEFT_OUT = questions(variants=3, seed="t")
ASKED = {one.findtext("idnumber"): one for one in QUIZ.findall("question") if one.get("type") != "category"}


def exercise_of(number):
    """The variant that a question was made of, made once more from its number."""
    _, _, name, _, place, *part = number.split("-")
    exercise = EXERCISES[name]
    drawn = exercise.variant(f"t {place}") if exercise.has_variants else exercise
    if isinstance(drawn, MendSentence):
        return drawn._letter if part[0] == "a" else drawn._number
    return drawn


def reply(question, value):
    """What a quiz page says to a number: the first answer in whose window it lies, "*" being everything."""
    for answer in question.findall("answer"):
        text = answer.findtext("text")
        if text == "*" or abs(value - float(text)) <= float(answer.findtext("tolerance")) * (1 + 1e-9):
            return int(answer.get("fraction")), answer.findtext("feedback/text")
    raise AssertionError("no answer is taken")


def test_every_exercise_is_asked_or_named_as_left_out():
    asked = {number.split("-")[2] for number in ASKED}
    assert set(LEFT_OUT) == {name for name, check in EXERCISES.items() if isinstance(check, SmallFunction)}
    assert asked | set(LEFT_OUT) == set(EXERCISES) and not asked & set(LEFT_OUT)


@pytest.mark.parametrize("number", [key for key, one in ASKED.items() if one.get("type") == "numerical"])
def test_right_and_wrong_numbers_get_their_own_replies(number):
    question, exercise = ASKED[number], exercise_of(number)
    scale = MILLION if number.endswith("-m") else 1
    right = exercise.answer() * scale
    assert reply(question, right)[0] == 100
    for known in exercise.misconceptions:
        wrong = exercise.wrong_answers().get(known.name)
        if wrong is not None:
            points, said = reply(question, wrong * scale)
            assert points == 0 and said.endswith(as_html(exercise._fill(known.hint))), known.name
    points, said = reply(question, -17.25)
    assert points == 0 and said.startswith("Not yet.")
    shown = [answer.findtext("text") for answer in question.findall("answer")]
    assert len(set(shown)) == len(shown)
    assert question.findtext("questiontext/text").count("<p>") >= 2  # a question, and the form of its answer


@pytest.mark.parametrize("number", [key for key, one in ASKED.items() if one.get("type") == "multichoice"])
def test_choices_are_different_and_each_has_its_reply(number):
    question, exercise = ASKED[number], exercise_of(number)
    answers = question.findall("answer")
    assert [one.get("fraction") for one in answers].count("100") == 1
    texts = [one.findtext("text") for one in answers]
    assert len(set(texts)) == len(texts) == len(exercise.choices)
    right = next(one for one in answers if one.get("fraction") == "100")
    assert right.findtext("text") == as_html(exercise.choices[exercise.answer()])
    assert all(one.findtext("feedback/text") for one in answers)


def test_the_right_window_is_the_one_of_the_check():
    for number, question in ASKED.items():
        if question.get("type") != "numerical" or number.endswith("-m"):
            continue
        exercise = exercise_of(number)
        right, window = exercise.answer(), float(question.find("answer").findtext("tolerance"))
        for value in (right - 0.999 * window, right + 0.999 * window):
            assert exercise._judge(value).status == "right", number


def test_small_shares_are_asked_per_million_too():
    for number, question in ASKED.items():
        exercise = exercise_of(number)
        small = exercise.kind == "proportion" and 0 < exercise.answer() < SMALL
        if question.get("type") == "numerical" and not number.endswith("-m"):
            assert (f"{number}-m" in ASKED) == small, number
    assert any(number.endswith("-m") for number in ASKED)


def test_the_same_seed_gives_the_same_file(tmp_path, capsys):
    for name in ("a.xml", "b.xml"):
        assert (
            question_bank.main(["02", "--variants", "2", "--seed", "9", "--out", str(tmp_path / name)]) == 0
        )
    a, b = ((tmp_path / name).read_bytes() for name in ("a.xml", "b.xml"))
    assert a == b and "questions" in capsys.readouterr().out
    quiz = ElementTree.fromstring(a)
    assert quiz.findtext("question/category/text") == "$course$/top/False Match/Lesson 02"
    other, _ = questions(["02"], 2, 10)
    assert ElementTree.tostring(other) != ElementTree.tostring(quiz)


#: What the importer of Moodle 4 (question/format/xml) looks up in a question, by its type: what must be there, once, and
#: how often an answer may stand there.
HEADERS = ["name", "questiontext", "generalfeedback", "defaultgrade", "penalty", "hidden", "idnumber"]
OF_TYPE = {"numerical": [], "multichoice": ["single", "shuffleanswers", "answernumbering"]}
FORMATS = {"html", "moodle_auto_format", "plain_text", "markdown"}
NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)")


def texts_inside(element):
    """Elements that the importer reads a `text` of: exactly one, and nothing else in them is text."""
    for one in element.iter():
        if one.tag in ("name", "questiontext", "generalfeedback", "feedback", "answer", "category"):
            yield one


@pytest.mark.parametrize("number", ASKED)
def test_a_question_is_built_as_the_importer_reads_it(number):
    question = ASKED[number]
    kind = question.get("type")
    tags = [child.tag for child in question]
    assert tags == [*HEADERS, *OF_TYPE[kind], *["answer"] * tags.count("answer")] and tags.count("answer") > 1
    for one in texts_inside(question):
        assert len(one.findall("text")) == 1 and one.find("text").text, one.tag
        assert not len(one.find("text")) and not (one.text or "").strip()
        if one.tag != "name":
            assert one.get("format") in FORMATS
    assert len(question.findtext("name/text")) <= 255 and "<" not in question.findtext("name/text")
    assert len(number) <= question_bank.LONGEST_NUMBER
    fractions = [answer.get("fraction") for answer in question.findall("answer")]
    assert sorted(set(fractions)) == ["0", "100"] and fractions.count("100") == 1
    answers = [answer.findtext("text") for answer in question.findall("answer")]
    if kind == "multichoice":
        assert [question.findtext(tag) for tag in OF_TYPE[kind]] == ["true", "true", "abc"]
        return
    assert answers[-1] == "*" and fractions[0] == "100"  # the first that fits counts, and the star fits all
    assert all(NUMBER.fullmatch(text) for text in answers[:-1])
    windows = [answer.findall("tolerance") for answer in question.findall("answer")]
    assert all(len(one) == 1 and NUMBER.fullmatch(one[0].text) and float(one[0].text) >= 0 for one in windows)


def test_the_bank_is_a_quiz_with_a_category_before_the_questions():
    assert QUIZ.tag == "quiz" and {child.tag for child in QUIZ} == {"question"}
    kinds = [child.get("type") for child in QUIZ]
    assert kinds[0] == "category" and set(kinds) == {"category", "numerical", "multichoice"}
    numbers = [child.findtext("idnumber") for child in QUIZ if child.get("type") != "category"]
    assert len(set(numbers)) == len(numbers)
    places = [child.findtext("category/text") for child in QUIZ if child.get("type") == "category"]
    assert len(set(places)) == len(places) and all(place.startswith("$course$/top/") for place in places)


@pytest.mark.parametrize("number", [key for key, one in ASKED.items() if one.get("type") == "multichoice"])
def test_no_two_options_are_equal_to_the_digits_shown(number):
    """Neither as they are written, nor as the number that they begin with."""
    options = [plain(answer.findtext("text")) for answer in ASKED[number].findall("answer")]
    assert len({option.casefold().rstrip(".") for option in options}) == len(options)
    alone = [size(option) for option in options]
    values = [value for value in alone if value is not None]
    assert all(not math.isclose(a, b, rel_tol=5e-4) for a, b in itertools.combinations(values, 2))


def plain(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page)).strip()


def size(option):
    """The value of an option that is a number and no more, "0.5" or "50 %"; None for every other."""
    found = re.fullmatch(r"(?:about )?([\d,]*\.?\d+)( %| million| billion)?", option)
    scale = {None: 1, " %": 0.01, " million": 1e6, " billion": 1e9}
    return float(found[1].replace(",", "")) * scale[found[2]] if found else None


def test_every_misconception_has_its_feedback():
    """Of every exercise that is asked: each known wrong answer that its numbers allow, in one question at least."""
    for name, exercise in EXERCISES.items():
        if isinstance(exercise, SmallFunction):
            continue
        parts = [exercise._letter, exercise._number] if isinstance(exercise, MendSentence) else [exercise]
        said = [
            answer.findtext("feedback/text")
            for number, question in ASKED.items()
            if number.split("-")[2] == name
            for answer in question.findall("answer")
        ]
        drawn = [exercise_of(number) for number in ASKED if number.split("-")[2] == name]
        hints = {
            known.name: {as_html(one._fill(known.hint)) for one in drawn if known in one.misconceptions}
            for part in parts
            for known in part.misconceptions
        }
        for known, forms in hints.items():
            assert any(text.endswith(form) for text in said for form in forms), (name, known)


@given(st.floats(min_value=1e-15, max_value=1e15))
def test_numbers_are_written_out(value):
    text = written(value)
    assert "e" not in text and math.isclose(float(text), value, rel_tol=1e-11)


def test_bad_input_is_refused(tmp_path):
    with pytest.raises(ValueError, match="lessons must be of"):
        questions(["99"])
    with pytest.raises(ValueError, match="variants"):
        question_bank.main(["--variants", "0", "--out", str(tmp_path / "x.xml")])
    with pytest.raises(ValueError, match="seed must be at most 40"):
        questions(["02"], 1, "s" * 41)
    assert not list(tmp_path.iterdir())
