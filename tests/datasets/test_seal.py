"""datasets/seal.py brings a manifest up to date, and only that."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DATASETS = Path(__file__).resolve().parents[2] / "datasets"


@pytest.fixture
def copied(tmp_path):
    shutil.copytree(DATASETS / "claims", tmp_path / "claims")
    shutil.copy(DATASETS / "seal.py", tmp_path)
    table = "# Data\n\n| a | b | c |\n| --- | --- | --- |\n| old |\n\nText below.\n"
    (tmp_path / "README.md").write_text(table, encoding="utf-8")
    return tmp_path


def seal(folder, *arguments):
    return subprocess.run(
        [sys.executable, str(folder / "seal.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
    )


def test_every_manifest_is_sealed():
    ran = seal(DATASETS, "--check")
    assert ran.returncode == 0, ran.stdout


def test_an_edit_is_noticed_and_sealed_and_nothing_else_changes(copied):
    table, manifest = copied / "claims" / "claims.csv", copied / "claims" / "datapackage.json"
    before = json.loads(manifest.read_text(encoding="utf-8"))
    table.write_bytes(b"\n".join(table.read_bytes().split(b"\n")[:-2]) + b"\n")  # without the last record
    ran = seal(copied, "--check")
    assert ran.returncode == 1 and "claims: out of date" in ran.stdout
    assert json.loads(manifest.read_text(encoding="utf-8")) == before
    assert seal(copied, "claims").returncode == 0
    after = json.loads(manifest.read_text(encoding="utf-8"))
    assert after["resources"][0]["rows"] == before["resources"][0]["rows"] - 1
    assert after["resources"][0]["bytes"] == len(table.read_bytes())
    for key in ("rows", "bytes", "hash"):
        assert after["resources"][0].pop(key) != before["resources"][0].pop(key)
    assert after == before
    assert seal(copied, "--check").returncode == 0
    assert sorted(path.name for path in (copied / "claims").iterdir()) == ["claims.csv", "datapackage.json"]


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (lambda data: data.replace(b"claim_id", b"claim", 1), "header"),
        (lambda data: data.replace(b"\n", b"\r\n"), "LF"),
        (lambda data: data + b"C19,too short\n", "2 cells"),
        (lambda data: data[:-1], "LF"),
    ],
)
def test_a_table_that_left_its_manifest_is_not_sealed(copied, spoil, words):
    table, manifest = copied / "claims" / "claims.csv", copied / "claims" / "datapackage.json"
    before = manifest.read_bytes()
    table.write_bytes(spoil(table.read_bytes()))
    ran = seal(copied, "claims")
    assert ran.returncode == 1 and words in ran.stdout
    assert manifest.read_bytes() == before


def test_the_list_in_the_readme_is_made_from_the_manifests(copied):
    assert seal(copied, "--check").returncode == 1
    assert seal(copied, "claims").returncode == 0
    text = (copied / "README.md").read_text(encoding="utf-8")
    assert text.startswith(
        "# Data\n\n| a | b | c |\n| --- | --- | --- |\n| [claims](claims/claims.csv) | Claims of a news"
    )
    lessons = json.loads((copied / "claims" / "datapackage.json").read_text(encoding="utf-8"))["lessons"]
    numbers = ", ".join(name[:2] for name in lessons)
    assert text.endswith(f"| {numbers} |\n\nText below.\n") and "old" not in text
    assert seal(copied, "--check").returncode == 0


def test_an_unknown_table_is_one_line(copied):
    ran = seal(copied, "nothing")
    assert ran.returncode == 1 and ran.stdout.count("\n") == 1 and ran.stderr == ""
