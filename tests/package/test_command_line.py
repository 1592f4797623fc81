"""The command line, as a user meets it."""

import io
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import falsematch
from falsematch import __main__, datasets, lessons
from falsematch.lessons import _lab


def test_run_prints_a_line_for_a_lesson_and_fails_when_it_fails(monkeypatch, capsys, tmp_path):
    good, bad = tmp_path / "00_good.py", tmp_path / "01_bad.py"
    good.write_text("# %% [markdown]\n# # Fine?\n\n# %%\n1 + 1\n", encoding="utf-8")
    bad.write_text("# %%\n1 + 1\n\n# %%\nundefined_name\n\n# %%\n2\n", encoding="utf-8")
    monkeypatch.setattr(lessons, "SOURCES", tmp_path)
    monkeypatch.setattr(lessons, "execute", lambda path, run=lessons.execute: run(path, folder=tmp_path))
    assert __main__.main(["run"]) == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("00_good") and first.endswith("ok")
    assert second.startswith("01_bad") and "FAILED in cell 2: NameError: name 'undefined_name'" in second
    assert __main__.main(["run", "good"]) == 0


def test_an_unknown_lesson_is_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "falsematch", "run", "no such lesson"],
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 2 and done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "no such lesson" in line and "00_start_here" in line


def test_bare_it_says_what_it_can_do(capsys):
    assert __main__.main([]) == 0
    said = capsys.readouterr().out
    for name, (_, _, text) in __main__.COMMANDS.items():
        assert f"  {name}" in said and text in said


def test_the_version_is_one(capsys):
    assert __main__.main(["--version"]) == 0
    assert capsys.readouterr().out == f"falsematch {falsematch.__version__}\n"
    root = Path(falsematch.__file__).resolve().parents[1]
    cited = re.search(r"^version: (.*)$", (root / "CITATION.cff").read_text(encoding="utf-8"), flags=re.M)[1]
    newest = re.search(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), flags=re.M)[1]
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert cited == newest == falsematch.__version__
    assert project["dynamic"] == ["version"] and project["scripts"] == {
        "falsematch": "falsematch.__main__:main"
    }


def test_every_command_is_there_and_helps(capsys):
    for name in __main__.COMMANDS:
        with pytest.raises(SystemExit) as done:
            __main__.command(name)(["--help"])
        assert done.value.code == 0 and capsys.readouterr().out.startswith(f"usage: falsematch {name}")


@pytest.mark.parametrize("word", ["no such command", "x" * 500, "\x1b[31m", "--unknown"])
def test_an_unknown_command_is_one_line(word, capsys):
    assert __main__.main([word]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("falsematch: there is no command") and "cite" in line and "\x1b" not in line


def test_what_is_not_installed_is_named_with_how_to_get_it(monkeypatch, capsys):
    monkeypatch.setitem(sys.modules, "jupyterlab", None)
    monkeypatch.setitem(sys.modules, "zmq", None)
    assert __main__.main(["lessons"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "needs jupyterlab" in line and '".[lessons]"' in line


def test_a_reader_who_goes_away_is_no_error():
    code = "import sys; from falsematch import __main__; sys.exit(__main__.main(['cite']))"
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )
    process.stdout.close()
    assert process.stderr.read() == ""
    process.stderr.close()
    assert process.wait(60) == 0


def test_it_works_without_docstrings():
    done = subprocess.run(
        [sys.executable, "-OO", "-m", "falsematch"], capture_output=True, text=True, encoding="utf-8"
    )
    assert done.returncode == 0 and "cite" in done.stdout


def test_sync_writes_only_what_changed(monkeypatch, capsys, tmp_path):
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "00_x.py").write_text("# %%\n1\n\n# %%\n1\n", encoding="utf-8")
    monkeypatch.setattr(lessons, "SOURCES", tmp_path / "source")
    monkeypatch.setattr(lessons, "NOTEBOOKS", tmp_path)
    assert __main__.main(["sync"]) == 0 and capsys.readouterr().out == "wrote 00_x.ipynb\n"
    assert __main__.main(["sync"]) == 0 and capsys.readouterr().out == ""
    before = [cell["id"] for cell in lessons.read(tmp_path / "source" / "00_x.py").cells]
    assert len(set(before)) == 2, "equal cells get different ids"
    (tmp_path / "source" / "00_x.py").write_text("# %%\n0\n\n# %%\n1\n\n# %%\n1\n", encoding="utf-8")
    after = [cell["id"] for cell in lessons.read(tmp_path / "source" / "00_x.py").cells]
    assert after[1:] == before, "a cell whose text stays keeps its id"


def test_cite_names_every_dataset(capsys):
    assert __main__.main(["cite"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == len(datasets.names())


def test_a_console_that_cannot_show_a_sign_gets_a_code_for_it(monkeypatch):
    console = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(datasets, "cite", lambda name: "caf\u00e9 \u2265 \u2713")
    assert __main__.main(["cite", "x"]) == 0
    console.flush()
    assert console.buffer.getvalue().split() == [b"caf\xe9", b"\\u2265", b"\\u2713"]


def test_a_damaged_table_is_one_line(monkeypatch, capsys):
    def damaged(name):
        raise datasets.DatasetError("datasets/x/x.csv is damaged")

    monkeypatch.setattr(datasets, "cite", damaged)
    assert __main__.main(["cite", "x"]) == 2
    assert capsys.readouterr().err == "falsematch: datasets/x/x.csv is damaged\n"


def test_an_environment_that_cannot_be_written_to_still_opens_lessons(monkeypatch, tmp_path):
    (tmp_path / "share").write_bytes(b"a file where a folder should be")
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    _lab.quiet_jupyterlab()
    assert [path.name for path in tmp_path.iterdir()] == ["share"]


def test_a_home_that_cannot_be_written_does_not_stop_a_lesson(tmp_path):
    """Jupyter, IPython and matplotlib each keep files at home, or elsewhere when they cannot."""
    (tmp_path / "00_x.py").write_text("# %%\nimport matplotlib.figure\n", encoding="utf-8")
    (tmp_path / "home").write_bytes(b"a file where a folder should be")
    code = (
        "import sys; from pathlib import Path; from falsematch import lessons;"
        "print(lessons.execute(Path(sys.argv[1]), folder=Path(sys.argv[1]).parent).line())"
    )
    home = str(tmp_path / "home")
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "00_x.py")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "HOME": home, "USERPROFILE": home, "APPDATA": home},
    )
    (line,) = done.stdout.splitlines()
    assert line.endswith("ok"), line + done.stderr
