"""JupyterLab as a learner meets it: one address that opens lesson 00, anywhere, and an end that ends all of it."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
import webbrowser

import pytest

from falsematch.lessons import _lab

CODE = """
import sys
from pathlib import Path
from falsematch.lessons import _copies, _lab
_copies.folder_of = lambda project: Path(sys.argv[1])
sys.exit(_lab.open_lessons(sys.argv[2:]))
"""


@pytest.fixture
def lab(tmp_path):
    """Start JupyterLab; returns the process and the lines it prints until the address is there."""
    started = []

    def start(*words):
        (tmp_path / "home").mkdir(exist_ok=True)
        homes = (
            "HOME",
            "USERPROFILE",
            "APPDATA",
            "JUPYTER_RUNTIME_DIR",
            "JUPYTER_DATA_DIR",
            "JUPYTER_CONFIG_DIR",
        )
        home = dict.fromkeys(homes, str(tmp_path / "home"))
        process = subprocess.Popen(
            [sys.executable, "-c", CODE, str(tmp_path / "my_work"), "--no-browser", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            env={**os.environ, **home},
            cwd=tmp_path,
        )
        started.append(process)
        said = []
        for line in process.stdout:
            said.append(line.rstrip("\n"))
            if line.startswith("http"):
                break
        return process, said

    yield start
    for process in started:
        process.kill()
        process.wait(60)
        process.stdout.close()


def served(address):
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=30) as page:
                return page.geturl(), page.read().decode("utf-8")
        except OSError:
            time.sleep(0.1)
    pytest.fail("nothing is served")


@pytest.mark.parametrize("sent", ["SIGTERM", "SIGHUP"])
def test_the_address_stands_alone_opens_lesson_00_and_whatever_ends_it_ends_it(lab, tmp_path, sent):
    if not hasattr(signal, sent):
        pytest.skip("this system has no such signal")
    process, said = lab()
    assert re.fullmatch(r"http://localhost:\d+/lab/tree/00_start_here\.ipynb\?token=[0-9a-f]{20,}", said[-1])
    assert said[-2] == "" and len(said) <= 4, "\n".join(said)
    address, page = served(said[-1])
    assert "/lab/tree/00_start_here.ipynb" in address and "JupyterLab" in page
    assert (tmp_path / "my_work" / "00_start_here.ipynb").exists()
    process.send_signal(getattr(signal, sent))
    rest = process.communicate(timeout=60)[0]
    assert "token=" not in rest, "the address is printed once"
    with pytest.raises(OSError):
        urllib.request.urlopen(said[-1], timeout=5)


def test_options_go_to_jupyterlab(lab):
    process, said = lab("--port=0", "--ServerApp.base_url=/course/")
    assert "/course/lab/tree/00_start_here.ipynb" in said[-1]
    assert "JupyterLab" in served(said[-1])[1]


@pytest.mark.parametrize(
    ("user", "words", "added"),
    [(0, [], True), (1000, [], False), (0, ["--allow-root"], False)],
)
def test_root_needs_no_permission_and_is_told(user, words, added, monkeypatch, capsys):
    monkeypatch.setattr(os, "geteuid", lambda: user, raising=False)
    given = _lab.arguments_for("folder", words)
    assert given.count("--allow-root") == (1 if added or words else 0)
    assert capsys.readouterr().out.startswith("Running as root") == added


@pytest.mark.parametrize("found", [True, False])
def test_without_a_browser_none_is_looked_for(found, monkeypatch):
    def get(using=None):
        if not found:
            raise webbrowser.Error("could not locate runnable browser")

    monkeypatch.setattr(webbrowser, "get", get)
    assert ("--no-browser" in _lab.arguments_for("folder", [])) is not found


def test_who_asks_for_the_log_gets_it():
    assert "--ServerApp.log_level=WARN" in _lab.arguments_for("folder", ["--port=9000"])
    for words in (["--debug"], ["--log-level=INFO"]):
        assert not [
            word for word in _lab.arguments_for("folder", words)[: -len(words)] if "log_level" in word
        ]


def test_the_users_words_come_last():
    assert _lab.arguments_for("folder", ["--port", "9000"])[-2:] == ["--port", "9000"]
