"""The command line, as a user meets it."""

import subprocess
import sys

from falsematch import __main__, datasets, lessons


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
    done = subprocess.run([sys.executable, "-m", "falsematch", "run", "no such lesson"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2 and done.stdout == ""
    line, = done.stderr.splitlines()
    assert "no such lesson" in line and "00_start_here" in line


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
