"""An erratum names the test that would have caught it, and that test exists."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_every_erratum_names_a_test_that_exists():
    text = (ROOT / "ERRATA.md").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if re.match(r"\| \d{4}-\d{2}-\d{2} \|", line)]
    assert lines
    for line in lines:
        found = re.search(r"`(tests/[\w/]+\.py)::(\w+)`", line)
        assert found, f"no test: {line}"
        assert f"def {found[2]}(" in (ROOT / found[1]).read_text(encoding="utf-8"), found[0]
    dates = [line.split("|")[1].strip() for line in lines]
    assert dates == sorted(dates, reverse=True)  # newest first
