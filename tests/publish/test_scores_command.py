"""``falsematch scores``: one set of numbers in every form, right by other routes, and whole files or none."""

import html
import itertools
import json
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

import falsematch
from falsematch import __main__, datasets, search
from falsematch.publish import _score_forms, scores
from falsematch.publish._score_report import report

INF = float("inf")


@pytest.fixture
def run(tmp_path, capsys):
    """Write a file, run the command on it, and return the exit code, what was printed and what was refused."""

    def command(content, *words, name="scores.csv"):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        capsys.readouterr()
        code = __main__.main(["scores", str(path), *map(str, words)])
        return code, *capsys.readouterr()

    return command


def table(genuine, impostor):
    rows = [f"1,{score}" for score in genuine] + [f"0,{score}" for score in impostor]
    return "label,score\n" + "\n".join(rows) + "\n"


def people_table(rng, people=12, rows=400, failures=0.02):
    """Two photographs of each of some people, a few comparisons failed, with a group."""
    first, second = rng.integers(people, size=(2, rows))
    values = np.round(rng.normal(size=rows) + 3 * (first == second), 2)
    cells = np.where(rng.random(rows) < failures, "-inf", values.astype(str))
    lines = [
        f"p{a},p{b},{cell},{'north' if a < 6 else 'south'}"
        for a, b, cell in zip(first, second, cells, strict=True)
    ]
    return "subject_a,subject_b,score,region\n" + "\n".join(lines) + "\n"


def matrix(rng, size=7):
    values = np.round(rng.normal(size=(size, size)) + 3 * np.eye(size), 3)
    return "\n".join(",".join(map(str, row)) for row in values) + "\n"


FILES = {
    "labels": (table([0.9, 0.8, 0.3], [0.5, 0.2, 0.1, 0.1]), []),
    "no errors": (table([9, 8], [1, 2, 3]), ["--fmr", "0.5", "0"]),
    "turned round": (table([0.1, 0.2], [0.7, 0.8, 0.9]), []),
    "people": (people_table(np.random.default_rng(1)), ["--people", "--group-column", "region"]),
    "matrix": (matrix(np.random.default_rng(2)), ["--people", "--fmr", "0.2", "0.05", "--gallery", "3", "6"]),
    "all failed": (table(["-inf", "-inf"], [0.3, 0.2]), []),
    "one value": (table([5, 5], [5, 5, 5]), ["--fmr", "1", "0.1"]),
    "huge": (table([1e308, 1.7e308], [-1.7e308, 0]), []),
    "tiny": (table([5e-324, 0], [0, 0]), []),
}


@pytest.mark.parametrize("name", FILES)
def test_lines_page_and_json_hold_one_set_of_numbers(run, tmp_path, name):
    content, words = FILES[name]
    code, printed, refused = run(content, *words, "--out", tmp_path / "report.json")
    assert (code, refused) == (0, "")
    record = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert run(content, *words, "--out", tmp_path / "report.html")[0] == 0
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    # All forms are made of what the JSON holds: read back, it gives the same lines and the same page.
    assert printed == _score_forms.as_text(record) + "\nwrote report.json\n"
    assert page == _score_forms.as_page(record)
    seen = " ".join(_Seen.of(page).text.split())
    lines = " ".join(printed.split())
    for section in _score_forms.sections(record):
        for text in section.said:
            assert text in seen and " ".join(text.split()) in lines.replace("- ", "", 0), text
        for row in [section.table.headings, *section.table.rows] if section.table else []:
            for cell in row:
                assert cell in seen and cell in printed, cell
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.html", "report.json", "scores.csv"]


class _Seen(HTMLParser):
    """The text and the elements of a page."""

    @classmethod
    def of(cls, page):
        found = cls()
        found.tags, found.attributes, found.text, found.ids = set(), set(), "", []
        found.feed(page)
        found.close()
        return found

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}
        self.ids += [value for name, value in attributes if name == "id"]

    def handle_data(self, data):
        self.text += data


# Right by other routes


def brute_force(genuine, impostor, target):
    """The least threshold of all that could matter that meets a target, by trying each of them."""
    candidates = [-INF] + [np.nextafter(score, INF) for score in impostor if score > -INF]
    meets = [
        t
        for t in candidates
        if Fraction(sum(i >= t > -INF or i > t == -INF for i in impostor), len(impostor)) <= Fraction(target)
    ]
    threshold = min(meets)
    false = sum(i >= threshold and i > -INF for i in impostor)
    missed = sum(not (g >= threshold and g > -INF) for g in genuine)
    return threshold, false, missed


levels = st.sampled_from([-INF, 0.0, 0.25, 0.5, 0.75, 1.0])


@given(st.lists(levels, min_size=1, max_size=12), st.lists(levels, min_size=1, max_size=12))
@settings(max_examples=60, deadline=None)
def test_operating_points_are_those_of_every_threshold_tried(tmp_path_factory, genuine, impostor):
    path = tmp_path_factory.mktemp("t") / "scores.csv"
    path.write_text(table(genuine, impostor), encoding="utf-8")
    found = report(datasets.load_scores(path), files=[path.name], targets=[0.5, 0.25, 0.125])
    failed = sum(score == -INF for score in genuine)
    assert found["comparisons"]["genuine"] == {"all": len(genuine), "failed": failed}
    for point in found["operating_points"]:
        threshold, false, missed = brute_force(genuine, impostor, point["target"])
        assert float(point["threshold"]) == threshold
        for rate, errors, trials in (
            (point["fmr"], false, len(impostor)),
            (point["fnmr"], missed, len(genuine)),
        ):
            assert (rate["errors"], rate["comparisons"], rate["rate"]) == (errors, trials, errors / trials)
            exact = scipy.stats.binomtest(errors, trials).proportion_ci(0.95 if 0 < errors < trials else 0.9)
            assert rate["low"] == pytest.approx(exact.low, abs=1e-9)
            assert rate["high"] == pytest.approx(exact.high, abs=1e-9)
            assert rate["interval"].startswith("two" if 0 < errors < trials else "one")
        made = len(genuine) - failed
        assert point["fnmr"]["rate_without_failures"] == ((missed - failed) / made if made else None)


def test_zero_errors_are_read_as_a_one_sided_bound(run, tmp_path):
    run(table([9, 8], range(3)), "--gallery", 10, "--out", tmp_path / "r.json")
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    none = record["without_errors"]["no_false_match"]
    assert none["fmr"]["high"] == pytest.approx(1 - 0.05 ** (1 / 3), rel=1e-12)
    assert none["bound_if_independent"] == pytest.approx(1 - 0.05 ** (1 / 3), rel=1e-12)
    gallery = record["galleries"][0]
    assert gallery["fpir"] == 0 and gallery["high"] == pytest.approx(1 - 0.05 ** (10 / 3), rel=1e-12)
    printed = _score_forms.as_text(record)
    assert "none seen" in printed and "at most" in printed and "one-sided 95 % bound" in printed


def test_a_full_matrix_measures_searches_as_all_galleries_do(run, tmp_path):
    content, words = FILES["matrix"]
    run(content, *words, "--out", tmp_path / "r.json")
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    values = np.array([[float(cell) for cell in line.split(",")] for line in content.split()])
    thresholds = {point["target"]: point["threshold"] for point in record["operating_points"]}
    assert record["full_matrix"] and len(record["galleries"]) == 4
    for row in record["galleries"]:
        matches = values >= thresholds[row["target"]]
        alarms = [
            matches[probe, list(gallery)].any()
            for probe in range(7)
            for gallery in itertools.combinations(
                [other for other in range(7) if other != probe], row["gallery"]
            )
        ]
        assert row["measured"] == pytest.approx(np.mean(alarms), rel=1e-12)
        fmr = (matches.sum() - np.trace(matches)) / 42
        assert row["fpir"] == pytest.approx(1 - (1 - fmr) ** row["gallery"], rel=1e-12)
        assert row["expected_false_candidates"] == pytest.approx(row["gallery"] * fmr, rel=1e-12)
    found = datasets.load_scores(tmp_path / "scores.csv")
    wrong = found.people["impostor_subjects"][found.impostor >= thresholds[0.2]]
    ends = search.fpir_interval(wrong, 7, 3)
    assert [ends.low, ends.high] == [record["galleries"][0][f"measured_{end}"] for end in ("low", "high")]


def test_without_every_pair_nothing_is_called_measured(run, tmp_path):
    content, words = FILES["people"]
    run(content, *words, "--out", tmp_path / "r.json")
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert not record["full_matrix"] and all(row["measured"] is None for row in record["galleries"])
    assert "Not measured" in _score_forms.as_text(record)


def test_groups_and_people_by_counting(run, tmp_path):
    content, words = FILES["people"]
    run(content, *words, "--fmr", 0.05, "--out", tmp_path / "r.json")
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    rows = [line.split(",") for line in content.splitlines()[1:]]
    rows = [(a, b, float(score), region) for a, b, score, region in rows]
    threshold = record["operating_points"][0]["threshold"]
    for group in record["groups"]:
        for kind, same in (("fmr", False), ("fnmr", True)):
            mine = [s for a, b, s, region in rows if region == group["group"] and (a == b) == same]
            wrong = [s for s in mine if (s >= threshold) != same]
            assert (group[kind]["errors"], group[kind]["comparisons"]) == (len(wrong), len(mine))
            made = [s for s in mine if s > -INF]
            errors = [s for s in wrong if s > -INF]
            assert group[kind]["rate_without_failures"] == len(errors) / len(made)
    false = [person for a, b, s, _ in rows if a != b and s >= threshold for person in (a, b)]
    mated = {a for a, b, *_ in rows if a == b}
    missed = {a for a, b, s, _ in rows if a == b and s < threshold}
    (people,) = record["people_with_errors"]
    assert people["in_false_matches"] == len(set(false)) and people["missed"] == len(missed)
    assert people["most_false_matches_of_one"] == max(false.count(person) for person in false)
    assert people["of_people_with_genuine_comparisons"] == len(mated)
    found = {a for a, b, s, _ in rows if a == b and s >= threshold}
    assert people["always_missed"] == len(mated - found)
    assert not any(f"p{number}" in _score_forms.as_text(record).split() for number in range(12))


def test_an_equal_error_rate_above_one_half_gets_a_word_and_no_warning(run):
    code, printed, refused = run(FILES["turned round"][0])
    assert code == 0 and refused == "" and "--distances" in printed and "above one half" in printed
    code, printed, _ = run(table([0.1, 0.2], [0.7, 0.8, 0.9]).replace("score", "dist"), "--distances")
    assert code == 0 and "above one half" not in printed


def test_a_long_curve_is_shown_at_some_thresholds_each_exact(run, tmp_path):
    rng = np.random.default_rng(3)
    genuine, impostor = rng.normal(3, 1, 3000), rng.normal(size=4000)
    run(table(genuine.tolist(), impostor.tolist()), "--out", tmp_path / "r.json")
    curve = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["trade_off"]
    assert not curve["at_every_genuine_score"] and 100 < len(curve["fmr"]) < 500
    for fmr, fnmr, threshold in zip(curve["fmr"], curve["fnmr"], curve["thresholds"], strict=True):
        assert fmr == np.mean(impostor >= float(threshold)) and fnmr == np.mean(genuine < float(threshold))


def test_a_threshold_in_the_figure_is_an_edge_of_its_bins(run, tmp_path):
    run(FILES["labels"][0], "--fmr", "0.25", "--out", tmp_path / "r.json")
    record = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    heaps, point = record["distributions"], record["operating_points"][0]
    assert heaps["threshold"] == point["threshold"] and heaps["threshold"] in heaps["edges"]
    above = sum(
        n for n, edge in zip(heaps["impostor"], heaps["edges"], strict=False) if edge >= heaps["threshold"]
    )
    assert above == point["fmr"]["errors"] and sum(heaps["genuine"]) == 3 and sum(heaps["impostor"]) == 4


# What strangers may hand over


def test_names_of_strangers_stay_text(run, tmp_path):
    bad = "<script>alert('x')</script>&\"$x$\\(y\\)"
    content = f'subject_a,subject_b,score,"{bad.replace(chr(34), chr(34) * 2)}"\n'
    content += "a,a,0.9,<img src=x onerror=alert(1)>\nb,b,0.8,</table></section>\na,b,0.1,\x1b[31mred\n"
    name = (
        bad.replace("/", "_").replace("\\", "_").replace('"', "") + ".csv"
        if sys.platform != "win32"
        else "a&b$x$.csv"
    )
    code, printed, refused = run(content, "--group-column", "4", "--out", tmp_path / "r.html", name=name)
    assert (code, refused) == (0, "") and "\x1b" not in printed
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    seen = _Seen.of(page)
    assert not seen.tags & {"script", "img", "iframe", "object", "link", "a", "form"}
    assert not any(attribute.startswith("on") for attribute in seen.attributes)
    assert (
        "src" not in seen.attributes
        and "http-equiv" in seen.attributes
        and "default-src 'none'" in html.unescape(page)
    )
    assert "<img src=x onerror=alert(1)>" in seen.text and "</table></section>" in seen.text
    assert len(set(seen.ids)) == len(seen.ids), "two figures share an identifier"
    assert "$" not in page.split("</title>")[1].replace("<span>$</span>", ""), "a formula could begin"


def test_figures_have_words_and_tables(run, tmp_path):
    run(FILES["people"][0], "--out", tmp_path / "r.html")
    page = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert page.count('<svg role="img" aria-label="') == 2 and page.count("<details>") == 2
    assert "of which" in html.unescape(page) and "failed" in page, "failures are said in the figure's words"
    for label in page.split('<svg role="img" aria-label="')[1:]:
        assert len(html.unescape(label.split('"')[0])) > 100
    assert run(FILES["people"][0], "--out", tmp_path / "again.html")[0] == 0
    assert (tmp_path / "again.html").read_text(encoding="utf-8") == page


# What a file leaves open is answered on the command line

ANSWERS = [
    ("label,distance\n1,0.2\n0,0.9\n", ["--distances"]),
    ("label,similarity,score\n1,0.9,1\n0,0.1,2\n", ["--score-column", "similarity"]),
    ("label,type,score\n1,0,0.9\n0,1,0.1\n", ["--label-column", "label"]),
    ("who,whom,score\na,a,0.9\na,b,0.1\n", ["--subject-columns", "who", "whom"]),
    ("label,subject_a,subject_b,score\n1,a,b,0.9\n0,a,c,0.1\n", ["--no-subjects"]),
    ("label,dist\n1,-1\n1,0.2\n0,0.9\n", ["--failure-value", "-1"], ["--distances"]),
    ("1,2,3\n4,5,6\n7,8,9\n", ["--matrix"]),
    (",0,1,2\n0,1,2,3\n1,0,5,6\n2,1,8,9\n", ["--no-matrix", "--label-column", "2", "--score-column", "3"]),
    ("0,1\n1,5\n0,2\n1,8\n", ["--header"]),
    ("0,1\n1,5\n0,2\n1,8\n", ["--no-header"]),
    ("label,score\n1,0.9\n0,0.1\n", ["--max-bytes", "1e3"], ["--max-bytes", "10"]),
]


@pytest.mark.parametrize("content, answer, before", [(c, a, *b) if b else (c, a, []) for c, a, *b in ANSWERS])
def test_what_is_asked_names_the_word_that_answers_it(run, content, answer, before):
    code, printed, refused = run(content, *before)
    assert code == 2 and printed == "" and len(refused.splitlines()) == 1
    assert answer[0] in refused and "=True" not in refused and "_column" not in refused, refused
    if answer[0] not in before:
        answer = [*before, *answer]
    code, printed, refused = run(content, *answer)
    assert (code, refused) == (0, ""), refused


def test_two_files_of_one_column(run, tmp_path):
    (tmp_path / "genuine.txt").write_text("0.9\n0.8\n", encoding="utf-8")
    (tmp_path / "impostor.txt").write_text("0.1\n0.2\n0.3\n", encoding="utf-8")
    assert __main__.main(["scores", str(tmp_path / "genuine.txt"), str(tmp_path / "impostor.txt")]) == 0
    code, _, refused = run("0.5\n", tmp_path / "impostor.txt", tmp_path / "genuine.txt")
    assert code == 2 and "path must be" in refused  # three files


# Whole files or none

WORDS = [
    (["--out", "report.pdf"], "--out"),
    (["--out", "report"], "--out"),
    (["--fmr", "2"], "fmr"),
    (["--fmr", "nan"], "fmr"),
    (["--fmr", "x"], "--fmr"),
    (["--gallery", "0"], "--gallery"),
    (["--gallery", "1.5"], "--gallery"),
    (["--gallery", "inf"], "--gallery"),
    (["--people"], "people"),
    (["--nonsense"], "--nonsense"),
    (["--group-column", "nowhere"], "nowhere"),
    (["--failure-value", "nan"], "failure"),
]


@pytest.mark.parametrize("words, expected", WORDS, ids=lambda words: " ".join(words))
def test_unusable_words_are_one_line_and_nothing_is_written(run, tmp_path, words, expected, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, printed, refused = run(FILES["labels"][0], *words)
    assert code == 2 and printed == "" and len(refused.splitlines()) == 1 and expected in refused, refused
    assert [path.name for path in tmp_path.iterdir()] == ["scores.csv"]


def test_where_a_report_cannot_go(run, tmp_path):
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "file").write_bytes(b"")
    good = FILES["labels"][0]
    for out in ("folder.html", "file/report.html", "scores.html"):
        code, printed, refused = run(good, "--out", tmp_path / out, name="scores.html")
        assert code == 2 and printed == "" and len(refused.splitlines()) == 1, out
    assert (tmp_path / "scores.html").read_text(encoding="utf-8") == good


def test_a_report_that_fails_leaves_the_old_one(run, tmp_path, monkeypatch):
    old = tmp_path / "r.html"
    old.write_text("old", encoding="utf-8")
    assert run("label,score\n1,0.9\n0,x\n", "--out", old)[0] == 2

    def fails(record):
        raise ValueError("no page")

    monkeypatch.setitem(scores.FORMS, ".html", fails)
    assert run(FILES["labels"][0], "--out", old)[0] == 2
    assert old.read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["r.html", "scores.csv"]


def test_too_many_groups_are_refused(run):
    rows = "".join(f"{n % 2},{n},{n}\n" for n in range(500))
    code, printed, refused = run("label,score,id\n" + rows, "--group-column", "id")
    assert code == 2 and printed == "" and "200" in refused


def test_a_bar_shows_where_somebody_looks(run, monkeypatch):
    import io

    seen = io.StringIO()
    monkeypatch.setattr(scores, "_BAR", {"delay": 0, "leave": True, "disable": False, "file": seen})
    assert run(FILES["labels"][0])[0] == 0
    assert "reading: 100%" in seen.getvalue() and "counting: 100%" in seen.getvalue()


def test_it_works_without_the_repository(tmp_path):
    """From a copy of the package alone, as an installation has it."""
    shutil.copytree(
        Path(falsematch.__file__).parent,
        tmp_path / "falsematch",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    (tmp_path / "scores.csv").write_text(FILES["labels"][0], encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "falsematch", "scores", "scores.csv", "--out", "new/report.html"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert (done.returncode, done.stderr) == (0, "") and "wrote report.html" in done.stdout
    assert (tmp_path / "new" / "report.html").stat().st_size > 10_000


def test_the_line_of_lesson_04_reports_what_its_call_finds(tmp_path, monkeypatch, capsys):
    (source,) = (Path(__file__).resolve().parents[2] / "notebooks" / "source").glob("04_*.py")
    line = re.search(r"%run -m falsematch (scores .*)", source.read_text(encoding="utf-8"))[1]
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(4)
    genuine, impostor = rng.normal(2, 1, 20).tolist(), rng.normal(0, 1, 376).tolist()
    Path("example_scores.csv").write_text(table(genuine, impostor), encoding="utf-8")
    assert __main__.main(line.split()) == 0 and Path("report.html").stat().st_size > 10_000
    point = falsematch.scores.fnmr_at_fmr(genuine, impostor, 0.01)
    said = capsys.readouterr().out
    assert str(point.threshold) in said and f"({point.false_matches} of 376)" in said
    assert f"({point.false_non_matches} of 20)" in said


@pytest.mark.parametrize(
    "genuine, impostor, asked",
    [
        ([0.9, -1], [0.2, -1], True),
        ([0.9, -1], [0.2, 0.1], False),
        ([0.9, -1], [-1, -0.5], False),
        ([5], [-2, -2], True),
    ],
)
def test_a_number_that_may_mark_failures_gets_a_word(run, genuine, impostor, asked):
    _, printed, _ = run(table(genuine, impostor))
    assert ("--failure-value" in printed) == asked, printed
    value = min(*genuine, *impostor)
    _, printed, _ = run(table(genuine, impostor), "--failure-value", value)
    assert "says so" not in printed and "failed" in printed
