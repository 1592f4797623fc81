"""`start.py` in a made-up project: an empty lock and a tiny package, so that a set-up takes seconds and no network.

What a first start meets is tried for real: a path with spaces and accents, a set-up cut short, a changed lock, a moved
folder, a Python without venv, a Python that is too old.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[2] / "start.py"

BACKEND = '''
import base64, hashlib, os, zipfile

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    name = "falsematch-0-py3-none-any.whl"
    files = {"falsematch.pth": os.getcwd() + "\\n", "falsematch-0.dist-info/METADATA":
             "Metadata-Version: 2.1\\nName: falsematch\\nVersion: 0\\n",
             "falsematch-0.dist-info/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"}
    files["falsematch-0.dist-info/RECORD"] = "".join(path + ",,\\n" for path in files)
    with zipfile.ZipFile(os.path.join(wheel_directory, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name

def build_wheel(*arguments):
    raise NotImplementedError
'''


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project in a folder whose name has spaces and accents, set up once by its own start.py."""
    folder = tmp_path_factory.mktemp("start") / "Kurs Größe é 1"
    (folder / "falsematch").mkdir(parents=True)
    shutil.copy(START, folder)
    (folder / "falsematch" / "__init__.py").write_text("", encoding="utf-8")
    (folder / "falsematch" / "__main__.py").write_text(
        "import os, sys\nprint('ran', *sys.argv[1:], os.environ.get('PYTHONPATH'))\nsys.exit(len(sys.argv) - 2)\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(
        '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n'
        '[project]\nname = "falsematch"\nversion = "0"\n', encoding="utf-8")
    (folder / "backend.py").write_text(BACKEND, encoding="utf-8")
    (folder / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    return folder


def start(folder, *arguments, **environment):
    """Run start.py as a user would, with an index that cannot be reached."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    kept |= {"PIP_INDEX_URL": "https://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull, **environment}
    return subprocess.run([sys.executable, str(folder / "start.py"), *arguments], capture_output=True, text=True,
                          encoding="utf-8", env=kept, timeout=120, cwd=folder.anchor)


def stamp(folder):
    return folder / ".venv" / "set-up-finished.json"


def test_sets_up_and_hands_over_arguments_and_exit_code(project):
    done = start(project, "run", "03", "04", PYTHONPATH="somewhere else")
    assert done.stdout.split() == ["ran", "run", "03", "04", "None"], done.stderr
    assert done.returncode == 2 and "Setting up" in done.stderr


def test_second_start_sets_nothing_up(project):
    first = stamp(project).stat().st_mtime_ns
    done = start(project, "run")
    assert done.returncode == 0 and done.stderr == ""
    assert stamp(project).stat().st_mtime_ns == first


def test_goes_on_after_an_interrupted_set_up(project):
    stamp(project).unlink()
    done = start(project, "run")
    assert done.returncode == 0 and "Setting up" in done.stderr and stamp(project).exists()


@pytest.mark.parametrize("content", ["", "[]", "{\"lock\": 1", "\x00"])
def test_a_damaged_stamp_means_not_finished(project, content):
    good = stamp(project).read_text(encoding="utf-8")
    stamp(project).write_text(content, encoding="utf-8")
    namespace = loaded(project)
    assert namespace["finished"]() == {}
    stamp(project).write_text(good, encoding="utf-8")
    assert namespace["finished"]() == namespace["wanted"]()


def test_a_changed_lock_is_installed(project):
    before = json.loads(stamp(project).read_text(encoding="utf-8"))
    (project / "requirements.txt").write_text("# nothing, still\n", encoding="utf-8")
    (project / ".venv" / "left over").write_text("", encoding="utf-8")
    done = start(project, "run")
    assert done.returncode == 0 and "Setting up" in done.stderr
    assert json.loads(stamp(project).read_text(encoding="utf-8"))["lock"] != before["lock"]
    assert not (project / ".venv" / "left over").exists(), "a changed lock starts from an empty folder"


def test_line_ends_do_not_change_the_lock(project):
    lock = project / "requirements.txt"
    lock.write_bytes(lock.read_bytes().replace(b"\n", b"\r\n"))
    assert start(project, "run").stderr == ""
    lock.write_bytes(lock.read_bytes().replace(b"\r\n", b"\n"))


def test_a_moved_folder_works_without_network_or_new_set_up(project):
    moved = project.with_name("moved elsewhere")
    project.rename(moved)
    try:
        done = start(moved, "run")
        assert done.stdout.split() == ["ran", "run", "None"], done.stderr
        assert "Setting up" not in done.stderr
        assert start(moved, "run").stderr == ""
    finally:
        moved.rename(project)


def test_a_lock_that_cannot_be_installed_ends_in_one_line(project):
    lock = (project / "requirements.txt").read_text(encoding="utf-8")
    (project / "requirements.txt").write_text("numpy==1.0 --hash=sha256:" + "0" * 64 + "\n", encoding="utf-8")
    done = start(project, "run")
    assert done.returncode == 1 and not stamp(project).exists()
    assert one_line(done).startswith("start.py: the set-up did not finish") and "network" in one_line(done)
    (project / "requirements.txt").write_text(lock, encoding="utf-8")
    assert start(project, "run").returncode == 0


def test_a_python_without_venv_ends_in_one_line(project):
    stamp(project).unlink()
    (project / "ensurepip.py").write_text("raise ImportError('as on Debian')\n", encoding="utf-8")
    done = start(project, "run")
    (project / "ensurepip.py").unlink()
    assert done.returncode == 1 and "sudo apt install python3-venv" in one_line(done)


def test_an_unknown_task_and_help():
    assert "no task 'tset'" in one_line(start(START.parent, "tset"))
    shown = start(START.parent, "--help")
    assert shown.returncode == 0 and "python3 start.py test" in shown.stdout


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13)])
def test_a_python_that_is_too_old_ends_in_one_line(version, monkeypatch):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match="Python 3.11 or newer is needed, this is"):
        loaded(START.parent)["main"](["test"])


def test_only_the_standard_library_is_used():
    imported = {line.split()[1] for line in START.read_text(encoding="utf-8").splitlines() if line.lstrip().startswith("import ")}
    assert imported <= set(sys.stdlib_module_names) and imported


def one_line(done):
    return [line for line in done.stderr.splitlines() if line.strip()][-1]


def loaded(folder):
    namespace = {"__file__": str(folder / "start.py"), "__name__": "start"}
    exec(compile((folder / "start.py").read_text(encoding="utf-8"), "start.py", "exec"), namespace)
    return namespace
