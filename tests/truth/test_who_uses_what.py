"""A manifest names the lessons that use its table: those, and of the lessons that are here no others."""

import re
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


@pytest.mark.parametrize("table", datasets.names())
def test_lessons_named_are_the_lessons_that_use_it(table):
    named = {name for name in datasets.manifest(table)["lessons"] if name in HERE}
    assert named == {name for name in HERE if table in used_by(name)}
