"""Notebooks of a class, damaged as they come in: what survives is graded, and nothing stops the others."""

import csv
import io
import json
import random
import re
import socket

import pytest

from falsematch.publish import _graded_notebook
from falsematch.publish import grade as module
from falsematch.publish.grade import cut_off, grade, judged, keep_best, table

#: An answer per exercise of lesson 02, as a learner writes it, and what it deserves by the arithmetic of the lesson:
#: 100 of a million are wanted, 99.8 % of them are found, 0.2 % of the others raise an alert.
ANSWERS = {
    "check_false_alerts": ("answer = 999_900 * 0.002\ncheck_false_alerts(answer)", "right"),
    "check_ppv": ('answer = "99.8 %"\ncheck_ppv(answer)', "misconception"),
    "check_ppv_transposed": ('letter = "b"\ncheck_ppv_transposed(letter)', "right"),
    "check_accuracy_of_silence": ("check_accuracy_of_silence(0.9999)", "right"),
    "check_berlin_sentence": ('letter, number = "c", 0.5\ncheck_berlin_sentence(letter, number)', "half"),
}
OTHERS = ["import math\nmath.sqrt(2)", "words = 'a cell of the lesson'", "print(1 / 3)"]


def notebook(sources, **more):
    cells = [{"cell_type": "code", "metadata": {}, "source": text, "outputs": []} for text in sources]
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells, **more}


def damaged(rng):
    """A notebook after some of the things that happen to notebooks, and the answers that are still in it."""
    answers = dict(ANSWERS)
    for name in rng.sample(sorted(answers), rng.randint(0, 2)):
        del answers[name]
    cells = [answers[name][0] for name in answers] + rng.sample(OTHERS, rng.randint(0, 3))
    harm = rng.choice(
        ["", "shuffled", "doubled", "retyped", "unanswered twin", "stray sign", "old form", "odd cells"]
    )
    if harm == "shuffled":
        rng.shuffle(cells)
    if harm == "doubled":
        cells += rng.sample(cells, min(2, len(cells)))
    if harm == "retyped":
        cells = [
            "# my answer\n" + cell.replace("(", "( ").replace("answer", "mine") + "   # done"
            for cell in cells
        ]
        cells = [
            cell.replace("check_accuracy_of_silence( 0.9999)", "check_accuracy_of_silence(  .9999 )")
            for cell in cells
        ]
    if harm == "unanswered twin":
        cells += [f"check_{name.removeprefix('check_')}(...)" for name in answers]
    if harm == "stray sign":
        cells = [
            "answer = 0.9999\ncheck_accuracy_of_silence(answer)\n)" if "silence" in cell else cell
            for cell in cells
        ]
    page = notebook(cells)
    if harm == "old form":
        page = {"nbformat": 3, "worksheets": [{"cells": [{"cell_type": "code", "input": c} for c in cells]}]}
    if harm == "odd cells":
        page["cells"] = [None, 3, {"cell_type": "code"}, {"cell_type": "code", "source": 5}, *page["cells"]]
    return json.dumps(page), {name: answers[name][1] for name in answers}


def graded(folder, count, **limits):
    """Grade `count` damaged notebooks among some that cannot be read at all; check every answer."""
    expected = {}
    for number in range(count):
        text, expected[f"learner {number}"] = damaged(random.Random(number))
        place = folder / f"learner {number}"
        place.mkdir()
        (place / "02_base_rates.ipynb").write_text(text, encoding="utf-8-sig" if number % 5 == 0 else "utf-8")
    (folder / "torn.ipynb").write_text('{"cells": [', encoding="utf-8")
    (folder / "bytes.ipynb").write_bytes(bytes(range(256)))
    results, counted, _ = grade(folder, ["02"], **limits)
    found = {result.learner: result for result in results}
    assert set(found) == {*expected, "torn", "bytes"}
    for name, answers in expected.items():
        statuses = {k: v for k, v in found[name].answers.items() if v != "unanswered"}
        assert statuses == answers, name
        assert not found[name].notes or "did not run" in found[name].notes[0], name
    assert "is no notebook" in found["torn"].notes[0] and not found["bytes"].answers
    assert set(ANSWERS) <= set(counted)


def test_every_surviving_answer_is_graded(tmp_path):
    graded(tmp_path, 8)


@pytest.mark.extras
def test_every_surviving_answer_is_graded_in_a_class_of_fifty(tmp_path):
    graded(tmp_path, 50)


def test_time_memory_and_exit_cost_one_learner_only(tmp_path):
    right = ANSWERS["check_false_alerts"][0]
    cells = {
        "endless": [right, "while True:\n    pass", "check_ppv_transposed('b')"],
        "deaf": [right, "while True:\n    try:\n        while True: pass\n    except BaseException: pass"],
        "greedy": [right, "x = bytearray(10**12)", "check_ppv_transposed('b')"],
        "gone": [right, "import os\nos._exit(0)"],
        "well": [right, "check_ppv_transposed('b')"],
    }
    for name, sources in cells.items():
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook(sources)), encoding="utf-8")
    results, counted, _ = grade(tmp_path, ["02"], seconds=12)
    found = {result.learner: result for result in results}
    assert all(result.answers["check_false_alerts"] == "right" for result in results)
    assert "too long" in found["endless"].notes[0] or "stopped after" in found["endless"].notes[0]
    assert "too long" in found["deaf"].notes[0] or "stopped after 12 seconds" in found["deaf"].notes[0]
    assert found["greedy"].answers["check_ppv_transposed"] == "right"
    assert "ended early" in found["gone"].notes[0]
    assert not found["well"].notes and found["well"].points(counted) == 2


def test_no_network_where_the_system_can_cut_it_off(tmp_path):
    if not cut_off():
        pytest.skip("this system cannot cut a process off from the network")
    listen = (
        "import socket\nsocket.create_connection(('127.0.0.1', {port}), 2)\ncheck_ppv_transposed('ab'[1])"
    )
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = listen.format(port=server.getsockname()[1])
        (tmp_path / "a.ipynb").write_text(json.dumps(notebook([source])), encoding="utf-8")
        (result,), _, apart = grade(tmp_path, ["02"])
    assert apart and result.answers.get("check_ppv_transposed") is None


def test_an_answer_is_judged_here_whatever_the_notebook_says():
    claimed = {"exercise": "check_ppv", "seed": None, "answers": [{"number": "0.998"}], "status": "right"}
    assert judged(claimed) is None  # a status is believed of functions only
    assert (
        judged({"exercise": "check_ppv", "seed": None, "answers": [{"number": "0.998"}]}) == "misconception"
    )
    assert judged({"exercise": "check_nothing", "answers": []}) is None
    answers = {}
    for odd in (
        {},
        {"exercise": "check_ppv", "answers": [3]},
        {"exercise": ["x"]},
        {"exercise": "check_ppv", "seed": {}},
    ):
        keep_best(answers, odd)
    assert answers == {}


def test_a_solution_that_came_with_the_lesson_is_no_answer(tmp_path):
    page = notebook(["check_ppv(...)", "check_ppv_transposed('b')"])
    page["cells"][1]["metadata"] = {"tags": ["solution"]}
    (tmp_path / "a.ipynb").write_text(json.dumps(page), encoding="utf-8")
    (result,), _, _ = grade(tmp_path, ["02"])
    assert result.answers == {"check_ppv": "unanswered"}


def test_a_small_function_and_a_variant(tmp_path):
    function = (
        "def share_right(people, wanted, tpr, fpr):\n    if not wanted:\n        return 0\n    right = wanted * tpr\n"
        "    return right / (right + (people - wanted) * fpr)\ncheck_share_right(share_right)"
    )
    variant = "v = check_false_alerts.variant('7')\nn = v.given\nv((n.people - n.people / n.one_in) * n.fpr)"
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook([function, variant])), encoding="utf-8")
    (own,), _, _ = grade(tmp_path, ["02"])
    assert own.answers == {"check_share_right": "right"}
    (other,), _, _ = grade(tmp_path, ["02"], variant="7")
    assert other.answers == {"check_false_alerts": "right"}


def test_the_table_gives_a_spreadsheet_nothing_to_calculate():
    result = module.Result("=1+1", answers={"check_ppv": "right"}, notes=["@x"])
    header, row = list(csv.reader(io.StringIO(table([result], ["check_ppv", "check_false_alerts"]))))
    assert header == [
        "learner",
        "points",
        "out_of",
        "percent",
        "02.2 check_ppv",
        "02.1 check_false_alerts",
        "notes",
    ]
    assert row == ["'=1+1", "1.0", "2", "50.0", "1.0", "", "'@x"]


def test_who_hands_in_nothing_has_a_line_and_a_cell_that_fails_is_named(tmp_path):
    for name, sources in {"ann": [], "bea": ["check_ppv(1/0)", "check_ppv_transposed(...)"]}.items():
        (tmp_path / name).mkdir()
        if sources:
            (tmp_path / name / "02.ipynb").write_text(json.dumps(notebook(sources)), encoding="utf-8")
    (tmp_path / "ann" / "essay.docx").write_bytes(b"x")
    (tmp_path / "cem").mkdir()
    ann, bea, cem = grade(tmp_path, ["02"])[0]
    assert ann.notes == ["no notebook was handed in, but essay.docx"] and not ann.answers
    assert cem.notes == ["no notebook was handed in"]
    assert "1 (ZeroDivisionError)" in bea.notes[0]
    assert ",,,,,,," in table(
        [bea], [check for check in ("a", "b", "c", "d", "e", "f", "check_ppv_transposed")]
    )


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("check_false_alerts(1999.8))", "right"),
        ("check_false_alerts(1999.8", "right"),
        ("answer = 1999.8\ncheck_false_alerts(answer))", "right"),
        ("answer = 1999.8\ncheck_false_alerts(answer", "right"),
        ("answer = 1999.8  # mine\ncheck_false_alerts(answer))  # done", "right"),
        ("answer = 1999.8\ncheck_false_alerts(answer)\n)", "right"),
        ("answer = 999_900 * 0.002\ncheck_false_alerts(answer))", None),
        (
            "answer = 1999.8\nanswer = 5 * 2\ncheck_false_alerts(answer))",
            None,
        ),  # the last line counts, and it is unread
        ("check_false_alerts(\n    1999.8\n))", None),
    ],
)
def test_a_cell_with_a_stray_bracket_is_read_or_named(tmp_path, source, status):
    (tmp_path / "02.ipynb").write_text(json.dumps(notebook([source])), encoding="utf-8")
    (result,) = grade(tmp_path, ["02"])[0]
    assert result.answers.get("check_false_alerts") == status
    assert ("not counted: check_false_alerts" in result.notes) == (status is None)
    assert "1 (SyntaxError)" in result.notes[0]


def test_kinds_of_errors_have_their_public_names():
    class _Incomplete(SyntaxError):
        pass

    assert _graded_notebook.public_name(_Incomplete()) == "SyntaxError"
    assert _graded_notebook.public_name(ZeroDivisionError()) == "ZeroDivisionError"


def test_what_counted_elsewhere_and_what_is_no_call_is_not_named(tmp_path):
    cells = ["check_ppv(1/0)", "check_ppv(0.998)", "# check_false_alerts(3)\n)", "x = 1)\ncheck_longer = 2"]
    (tmp_path / "02.ipynb").write_text(json.dumps(notebook(cells)), encoding="utf-8")
    (result,) = grade(tmp_path, ["02"])[0]
    assert result.answers == {"check_ppv": "misconception"}
    assert not any("not counted" in note for note in result.notes)


@pytest.mark.parametrize(
    ("source", "named"),
    [
        ("answer = 1.999,8\ncheck_false_alerts(answer)", "check_false_alerts"),
        ("answer = 1,999,8\ncheck_false_alerts(answer)", "check_false_alerts"),
        ("check_false_alerts(1.999,8)", "check_false_alerts"),
        ('check_berlin_sentence("c", (0,5))', "check_berlin_sentence"),
        ('letter, number = "c", 0.5\ncheck_berlin_sentence(letter, number)', None),
        ("answer = 1.999,8\ncheck_false_alerts(answer)\ncheck_false_alerts(1999.8)", None),
        ("check_false_alerts(7)", None),
    ],
)
def test_a_decimal_comma_is_named(tmp_path, source, named):
    (tmp_path / "02.ipynb").write_text(json.dumps(notebook([source])), encoding="utf-8")
    (result,) = grade(tmp_path, ["02"])[0]
    told = [note for note in result.notes if note.startswith("a comma makes two numbers of one")]
    assert told == ([f"a comma makes two numbers of one: {named}"] if named else [])


@pytest.mark.parametrize("lesson", module.LESSONS)
def test_exercises_stand_in_the_order_and_with_the_numbers_of_the_lesson(lesson):
    """Counted the other way: from each heading to the first check that is called below it."""
    (source,) = module.SOURCES.glob(f"{lesson}_*.py")
    parts = re.split(r"^# ## Exercise ?(\d*).*$", source.read_text(encoding="utf-8"), flags=re.M)
    found = {}
    for number, text in zip(parts[1::2], parts[2::2], strict=True):
        name = next(one for one in re.findall(r"\b(check_\w+)\(", text) if one in module.EXERCISES)
        found[name] = f"{lesson}.{number or 1}"  # lesson 00 has one, without a number
    assert module.in_order(lesson) == found and list(module.in_order(lesson)) == list(found)


def test_the_guide_says_what_the_notes_say():
    guide = (module.SOURCES.parent / "teaching" / "grading.md").read_text(encoding="utf-8")
    for words in (
        "not counted: check_…",
        "a comma makes two numbers of one: check_…",
        "02.1 check_false_alerts",
    ):
        assert words in guide
    assert "Without `--out` the results land among what was" in guide


def test_files_count_as_they_are_called_on_their_way(tmp_path, capsys):
    """A browser adds an ending, a system a folder beside the files; a loose file that is no notebook is named."""
    right = json.dumps(notebook(["check_ppv_transposed('b')"]))
    names = ["ann/02.IPYNB", "bea/02.ipynb.txt", "cem/deep/er/02.ipynb.json", "dan_02.ipynb"]
    nobody = ["__MACOSX/ann/._02.ipynb", "ann/.ipynb_checkpoints/02-checkpoint.ipynb", ".DS_Store"]
    for name in [*names, *nobody, "list.docx", "grades.csv"]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(right, encoding="utf-8")
    assert module.main([str(tmp_path), "--lessons", "02", "--out", str(tmp_path / "out")]) == 0
    said = capsys.readouterr().out
    lines = list(csv.DictReader(io.StringIO((tmp_path / "out" / "grades.csv").read_text(encoding="utf-8"))))
    assert [(line["learner"], line["points"]) for line in lines] == [
        (name, "1.0") for name in ("ann", "bea", "cem", "dan_02")
    ]
    assert "not read, since no notebooks: list.docx\n" in said and "MACOSX" not in said
    assert json.loads((tmp_path / "out" / "results.json").read_text(encoding="utf-8"))["not_read"] == [
        "list.docx"
    ]


def test_bad_input_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no notebook"):
        grade(tmp_path)
    with pytest.raises(ValueError, match="must be a folder"):
        grade(tmp_path / "none")
    (tmp_path / "a.ipynb").write_text("{}", encoding="utf-8")
    with pytest.raises(ValueError, match="lessons must be of"):
        grade(tmp_path, ["77"])
    with pytest.raises(ValueError, match="--jobs must be above 0"):
        module.main([str(tmp_path), "--jobs", "0"])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.ipynb"]
