"""The pre-test: ten questions, and a file that stays with the learner."""

import json
import os

import pytest

from falsematch.exercises import compare_tests, load_pretest, pretest, save_pretest

QUESTIONS = pretest.QUESTIONS
RIGHT = dict(zip(QUESTIONS, "cbcdabcacb", strict=True))


@pytest.fixture(autouse=True)
def elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_ten_questions_whose_right_choice_is_among_them():
    assert len(QUESTIONS) == 10
    assert {name: question.right() for name, question in QUESTIONS.items()} == RIGHT
    for question in QUESTIONS.values():
        assert len(question.choices) >= 4 and list(question.choices)[-1] == "x"
        assert all(text and shows for text, shows in question.choices.values())
    # Nobody does well by always choosing the same letter.
    assert max(list(RIGHT.values()).count(letter) for letter in "abcd") <= 4


def test_first_question_by_counting_people():
    wanted, others = 100, 99_900
    assert round(wanted * 0.99 / (wanted * 0.99 + others * 0.01), 2) == 0.09


def test_questions_show_no_answer_and_are_escaped():
    page = pretest.questions()
    assert all(question.text in repr(page) for question in QUESTIONS.values())
    told = [shows for question in QUESTIONS.values() for _, shows in question.choices.values()]
    assert not any(shows in repr(page) or shows in page._repr_html_() for shows in told)
    assert "\u2713" not in page._repr_html_()
    assert "&quot;It compares" in page._repr_html_()


def test_a_fresh_run_writes_nothing(elsewhere):
    feedback = save_pretest(dict.fromkeys(QUESTIONS, ...))
    assert feedback.status == "unanswered"
    assert list(elsewhere.iterdir()) == []
    assert load_pretest() == {}


def test_answers_are_kept_and_read_back(elsewhere):
    assert save_pretest(RIGHT).status == "noted"
    assert load_pretest() == RIGHT
    assert [path.name for path in (elsewhere / "my_work").iterdir()] == ["pretest.json"]
    assert save_pretest(list("cbcdabcacb"), path=elsewhere / "other.json").status == "noted"
    assert load_pretest(elsewhere / "other.json") == RIGHT


def test_a_learners_copy_lies_beside_the_answers(elsewhere, monkeypatch):
    """The copies of the lessons are in the folder `my_work` themselves."""
    (elsewhere / "my_work").mkdir()
    monkeypatch.chdir(elsewhere / "my_work")
    assert "kept in my_work/pretest.json" in repr(save_pretest(RIGHT)) and load_pretest() == RIGHT
    assert [path.name for path in (elsewhere / "my_work").iterdir()] == ["pretest.json"]
    monkeypatch.chdir(elsewhere)
    assert load_pretest() == RIGHT


def test_the_first_answer_stays_unless_replaced():
    save_pretest({"q1": "a"})
    feedback = save_pretest({"q1": "c", "q2": "b"})
    assert "first answer stays for q1" in feedback.message and "replace" not in feedback.message
    assert load_pretest() == {"q1": "a", "q2": "b"}
    save_pretest({"q1": "c"}, replace=True)
    assert load_pretest() == {"q1": "c"}


@pytest.mark.parametrize(
    "answers", [None, 3, "abc", {"q1": 3}, {"q1": "z"}, {3: "a"}, [[]], {"q99": "a"}, object()]
)
def test_what_cannot_be_read_is_said_and_not_kept(elsewhere, answers):
    assert save_pretest(answers).status == "malformed"
    assert list(elsewhere.iterdir()) == []
    assert compare_tests(answers).status == "malformed"


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"answers": 3}', '{"answers": {"q1": "z"}}', '{"answers": {"q1": []}}', "\xff"],
)
def test_a_damaged_file_is_named_and_left_as_it_is(elsewhere, content):
    place = elsewhere / "my_work" / "pretest.json"
    place.parent.mkdir()
    place.write_bytes(content.encode("latin-1"))
    with pytest.raises(ValueError, match=r"pretest\.json cannot be read"):
        load_pretest()
    feedback = save_pretest(RIGHT)
    assert feedback.status == "unavailable" and "pretest.json" in feedback.message
    assert place.read_bytes() == content.encode("latin-1")
    assert "pretest.json" in repr(compare_tests(RIGHT))
    assert save_pretest(RIGHT, replace=True).status == "noted"
    assert load_pretest() == RIGHT


def test_an_interrupted_write_leaves_the_old_file_and_no_litter(elsewhere, monkeypatch):
    save_pretest({"q1": "a"})

    def fail(*args):
        raise OSError("disk full")

    monkeypatch.setattr(os, "replace", fail)
    assert save_pretest({"q2": "b"}).status == "unavailable"
    assert load_pretest() == {"q1": "a"}
    assert [path.name for path in (elsewhere / "my_work").iterdir()] == ["pretest.json"]


def test_a_place_that_cannot_be_written_is_said(elsewhere):
    (elsewhere / "my_work").write_text("a file, not a folder", encoding="utf-8")
    assert save_pretest(RIGHT).status == "unavailable"


def test_before_and_after():
    save_pretest({"q1": "a", "q2": "b"})
    page = compare_tests(RIGHT)
    assert (
        "Gone: q1 takes the accuracy for the chance that an alert is right.\nStill there: none.\nNew: none."
        in repr(page)
    )
    again = repr(compare_tests({**RIGHT, "q1": "a", "q3": "b"}))
    assert "Gone: none.\nStill there: q1 takes the accuracy" in again and "New: q3 has not counted" in again
    other = repr(compare_tests({**RIGHT, "q1": "b"}))  # another misconception in its place
    assert "Gone: q1 takes the accuracy" in other and "New: q1 senses that rarity" in other
    assert page._repr_html_().count("<tr>") == 11
    assert compare_tests(dict.fromkeys(QUESTIONS, ...)).status == "unanswered"


def test_not_knowing_is_an_answer_of_its_own():
    assert all(repr(pretest.questions()).count(text) == 10 for text in ("x) I don't know",))
    save_pretest(dict.fromkeys(QUESTIONS, "x"))
    page = repr(compare_tests({**RIGHT, "q1": "x"}))
    assert "Gone: none.\nStill there: none.\nNew: none." in page  # not knowing is no misconception
    assert "q1 | x – not known | x – not known" in page and "q2 | x – not known | b ✓ right" in page


def test_the_file_is_plain_json(elsewhere):
    save_pretest({"q3": "c"})
    kept = json.loads((elsewhere / "my_work" / "pretest.json").read_text(encoding="utf-8"))
    assert kept == {"version": 1, "answers": {"q3": "c"}}


@pytest.mark.parametrize(
    "content",
    [
        "[" * 100_000,
        '{"answers":' + "[" * 100_000,
        '{"answers": {"q1": 1' + "0" * 5000 + "}}",
        " " * 10**6 + '{"answers": {"q1": "a"}}',
        '{"answers": {"q1": "<script>alert(1)</script>"}}',
    ],
    ids=lambda content: content[:20],
)
def test_a_hostile_file_is_refused_in_a_short_line(tmp_path, content):
    path = tmp_path / "kept.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ValueError, match="^kept.json cannot be read as pre-test answers") as caught:
        load_pretest(path)
    assert len(str(caught.value)) < 400 and "<script>" not in str(caught.value)
    assert (
        save_pretest({"q2": "a"}, path).status == "unavailable"
        and path.read_text(encoding="utf-8") == content
    )
    assert "kept.json cannot be read" in repr(compare_tests({"q1": "a"}, path))


def test_a_device_is_not_read_for_ever(tmp_path):
    assert save_pretest({"q1": "a"}, tmp_path).status == "unavailable"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        assert save_pretest({"q1": "a"}, tmp_path / "pipe").status == "unavailable"


class LoudList(list):
    def __iter__(self):
        raise SystemExit("code of an answer was run")


class LoudName(str):
    hashed = 0

    def __hash__(self):
        if LoudName.hashed:
            raise SystemExit("code of an answer was run")
        LoudName.hashed += 1
        return str.__hash__(self)


def test_no_code_of_an_answer_is_run(tmp_path):
    assert "1 of 10 answers kept" in save_pretest(LoudList(["a"]), tmp_path / "a.json").message
    assert save_pretest({LoudName("q1"): "a"}, tmp_path / "b.json").status == "malformed"
