"""A manifest names the lessons that use its table: those, and of the lessons that are here no others."""

import re
import tomllib
from pathlib import Path

import pytest

from falsematch import datasets, lessons

ROOT = Path(__file__).resolve().parents[2]
HERE = {path.stem: path for path in lessons.SOURCES.glob("[0-9][0-9]_*.py")}
# Helpers that choose a table for a lesson: the names of tables that a call stands for.
CALLS = {
    r'wrong_within\("(lfw|bssr1)"': "{}_measured_wrong_within",
    r"\bfaces\(": "olivetti_scores",
}


def texts(name):
    """A lesson, its exercises, and the shared situations it imports."""
    own = [HERE[name], ROOT / "falsematch" / "exercises" / f"lesson{name[:2]}.py"]
    return "\n".join(path.read_text(encoding="utf-8") for path in own if path.exists())


def used_by(name):
    text = texts(name)
    found = {table for table in datasets.names() if re.search(rf"[\"']{table}[\"']", text)}
    for pattern, table in CALLS.items():
        for match in re.finditer(pattern, text):
            found.add(table.format(*match.groups()))
    return found


# Tables that hold a number in a lesson's text without a citation there: the lesson named has it with its source.
SAID_ELSEWHERE = {
    "00_start_here": {"olivetti_scores": "04"},
    "04_measure_a_matcher": {"claims": "01", "lfw_accuracy": "05"},
    "05_the_benchmarks_ceiling": {"claims": "01", "nist_identification": "06"},
    "06_state_of_the_art": {"lfw_measured_fpir": "08"},
}


@pytest.mark.parametrize("name", HERE)
def test_what_a_lesson_says_is_cited_in_it(name):
    """Tables whose rows hold numbers of the text stand in its code, where sources are cited, or in another lesson's."""
    held = tomllib.loads((ROOT / "tests" / "truth" / "numbers" / f"{name}.toml").read_text(encoding="utf-8"))
    held = " ".join(str(held.get(part, {})) for part in ("numbers", "sentences"))
    rows = {table for table in datasets.names() if re.search(rf"load\(\\*['\"]{table}\\*['\"]\)", held)}
    elsewhere = SAID_ELSEWHERE.get(name, {})
    assert rows - used_by(name) == set(elsewhere)
    for table, number in elsewhere.items():
        assert any(table in used_by(other) for other in HERE if other.startswith(number))


@pytest.mark.parametrize("name", HERE)
def test_a_lesson_that_uses_a_weak_row_says_so(name):
    text = texts(name)
    for table in used_by(name):
        frame = datasets.load(table)
        weak = frame.index[frame["grade"] == "weak"] if "grade" in frame else []
        if any(f'"{row}"' in text for row in weak):
            assert re.search(r"^# .*\bweak\b", text, flags=re.M), (table, [*weak])


@pytest.mark.parametrize("table", datasets.names())
def test_lessons_named_are_the_lessons_that_use_it(table):
    named = {name for name in datasets.manifest(table)["lessons"] if name in HERE}
    assert named == {name for name in HERE if table in used_by(name)}
