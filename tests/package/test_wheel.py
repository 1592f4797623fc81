"""What `pip install .` brings: every file that the commands read, nothing of a checkout, and commands that work alone."""

import configparser
import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import falsematch
from falsematch import claims, datasets

ROOT = Path(__file__).resolve().parents[2]
#: Commands that the README promises without the rest of the repository, with a word of what they print or write.
ALONE = {
    "--version": ([], f"falsematch {falsematch.__version__}"),
    "cite": (["claims"], "Grade:"),
    "simulate": (["railway_station", "--days", "2"], "false alerts"),
    "page": (["--out", "page.html"], "wrote page.html"),
    "scores": (["scores.csv", "--out", "report.html"], "Operating points"),
    "claim": (["--new", "new.toml"], "wrote new.toml"),
    "audit": (["claim.toml", "--out", "brief.html"], "wrote brief.html"),
    "check-row": (["register", "claim.toml"], "is in the register already"),
    "bank": (["02", "--out", "bank.xml"], "written: bank.xml"),
}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """The wheel, built without a network, and a folder that holds what it installs and nothing else."""
    pytest.importorskip("hatchling", reason="hatchling is not installed")
    place = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(place)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8")
    assert not done.returncode, done.stderr
    (built,) = place.glob("*.whl")
    with zipfile.ZipFile(built) as file:
        file.extractall(place / "site")
        return file.namelist(), place / "site"


def files_below(folder):
    """The files below a folder that are part of the project, as text that a wheel uses."""
    paths = (path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(folder).as_posix() for path in paths if not path.name.startswith(".")}


def test_the_wheel_holds_the_package_the_tables_and_the_licences_and_nothing_else(wheel):
    names, _ = wheel
    info = f"falsematch-{falsematch.__version__}.dist-info"
    ours = {f"falsematch/{name}" for name in files_below(ROOT / "falsematch")}
    tables = {f"falsematch/_datasets/{name}" for name in files_below(ROOT / "datasets")}
    about = {"METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE", "licenses/LICENSE-text"}
    assert set(names) == ours | tables | {f"{info}/{name}" for name in about}
    suffixes = {Path(name).suffix for name in ours}
    assert {".toml", ".js", ".css", ".html", ".typ", ".json"} <= suffixes


def test_the_wheel_says_what_it_needs_and_gives_a_command(wheel):
    _, site = wheel
    (info,) = site.glob("*.dist-info")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [
        line
        for line in (info / "METADATA").read_text(encoding="utf-8").splitlines()
        if line.startswith("Requires-Dist:") and "extra ==" not in line
    ]
    assert len(needed) == len(project["dependencies"])
    entries = configparser.ConfigParser()
    entries.read(info / "entry_points.txt", encoding="utf-8")
    assert dict(entries["console_scripts"]) == {"falsematch": "falsematch.__main__:main"}


def test_what_is_installed_works_in_an_empty_folder(wheel, tmp_path):
    """Each command in a process of its own, with the unpacked wheel in front of this checkout."""
    _, site = wheel
    name = next(iter(claims.register()))
    (tmp_path / "claim.toml").write_bytes((datasets._root() / "register" / f"{name}.toml").read_bytes())
    pairs = ["score,kind", *(f"0.{9 - i},genuine" for i in range(5)), *(f"0.{i},impostor" for i in range(5))]
    (tmp_path / "scores.csv").write_text("\n".join(pairs) + "\n", encoding="utf-8")
    environment = {**os.environ, "PYTHONPATH": str(site), "PYTHONUTF8": "1"}

    def said(*words):
        done = subprocess.run(
            [sys.executable, "-P", *words],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            encoding="utf-8",
        )
        return done.stdout + done.stderr

    where = said("-c", "import falsematch; print(falsematch.__file__)").strip()
    assert Path(where).resolve().is_relative_to(site.resolve())
    for command, (words, told) in ALONE.items():
        answer = said("-m", "falsematch", command, *words)
        assert told in answer and "Traceback" not in answer, (command, answer)
    made = {"page.html", "report.html", "new.toml", "brief.html", "bank.xml"}
    assert made | {"claim.toml", "scores.csv"} == {path.name for path in tmp_path.iterdir()}
    assert "come with a checkout" in said("-m", "falsematch", "run")
