"""`start.py` in a made-up project: an empty lock and a tiny package, so that a set-up takes seconds and no network.

What a first start meets is tried for real: a path with spaces and accents, a set-up cut short, a changed lock, a moved
folder, a Python without venv, a Python that is too old.
"""

import ast
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

START = Path(__file__).resolve().parents[2] / "start.py"


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project in a folder whose name has spaces and accents, set up once by its own start.py."""
    folder = tmp_path_factory.mktemp("start") / "Kurs Größe é 1"
    (folder / "falsematch").mkdir(parents=True)
    shutil.copy(START, folder)
    (folder / "falsematch" / "__init__.py").write_text("", encoding="utf-8")
    (folder / "falsematch" / "__main__.py").write_text(
        "import os, sys\nprint('ran', *sys.argv[1:], os.environ.get('PYTHONPATH'))\nsys.exit(len(sys.argv) - 2)\n",
        encoding="utf-8",
    )
    (folder / "requirements.txt").write_text("# nothing\n", encoding="utf-8")
    return folder


def start(folder, *arguments, **environment):
    """Run start.py as a user would, with an index that cannot be reached."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    kept |= {
        "PIP_INDEX_URL": "https://127.0.0.1:9/simple",
        "PIP_RETRIES": "0",
        "PIP_CONFIG_FILE": os.devnull,
        **environment,
    }
    return subprocess.run(
        [sys.executable, str(folder / "start.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=kept,
        timeout=120,
        cwd=folder.anchor,
    )


def package_of(folder, **environment):
    """The file that a Python of the set-up imports as falsematch when started outside the project."""
    done = subprocess.run(
        [loaded(folder)["PYTHON"], "-c", "import falsematch; print(ascii(falsematch.__file__))"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder.anchor,
        env={**loaded(folder)["environment"](), **environment},
    )
    assert done.returncode == 0, done.stderr
    return Path(ast.literal_eval(done.stdout.strip()))


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


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"lock": 1', '{"lock": [1]}', "\x00"])
def test_a_damaged_stamp_means_not_finished(project, content):
    good = stamp(project).read_text(encoding="utf-8")
    stamp(project).write_text(content, encoding="utf-8")
    namespace = loaded(project)
    assert namespace["finished"]() is False
    stamp(project).write_text(good, encoding="utf-8")
    assert namespace["finished"]() is True


@pytest.mark.parametrize("gone", ["PYTHON", "VENV/**/site-packages/pip"])
def test_a_python_that_is_gone_or_another_version_by_now_means_not_finished(project, gone):
    names = loaded(project)
    path = (
        Path(names["PYTHON"]) if gone == "PYTHON" else next(Path(names["VENV"]).glob("**/site-packages/pip"))
    )
    aside = path.with_name("aside")
    path.rename(aside)
    assert names["finished"]() is False
    aside.rename(path)
    assert names["finished"]() is True


def test_a_file_in_place_of_the_environment_ends_in_one_line(project):
    venv = project / ".venv"
    venv.rename(project / "aside")
    venv.write_text("not a folder", encoding="utf-8")
    done = start(project, "run")
    assert (
        done.returncode == 1
        and "the set-up did not finish (" in one_line(done)
        and "delete .venv" in one_line(done)
    )
    assert len(done.stderr.splitlines()) == 2 and venv.read_text(encoding="utf-8") == "not a folder"
    venv.unlink()
    (project / "aside").rename(venv)


def test_two_at_the_same_time(project):
    """A second one neither waits nor spoils the first; when nothing is to be set up, both just run."""
    good = stamp(project).read_text(encoding="utf-8")
    with loaded(project)["alone"]():
        assert start(project, "run").returncode == 0
        stamp(project).unlink()
        done = start(project, "run")
        assert done.returncode == 1 and len(done.stderr.splitlines()) == 1
        assert "another start.py is setting up this folder" in done.stderr
        stamp(project).write_text(good, encoding="utf-8")
    with loaded(project)["alone"]():
        pass  # free again


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1", "C.UTF-8"])
def test_the_package_is_found_from_anywhere_in_any_locale(project, locale):
    """A lesson's kernel works in another folder; the project's own has an accent in its name."""
    assert package_of(project, LC_ALL=locale, LANG=locale) == project / "falsematch" / "__init__.py"


def test_other_environments_do_not_mix_in(project, tmp_path):
    (tmp_path / "pip.py").write_text("raise SystemExit('not the one')\n", encoding="utf-8")
    done = start(
        project,
        "run",
        PYTHONPATH=str(tmp_path),
        PYTHONHOME="",
        VIRTUAL_ENV=str(tmp_path),
        CONDA_PREFIX=str(tmp_path),
        JUPYTER_PATH=str(tmp_path),
        PIP_TARGET=str(tmp_path),
        LC_ALL="C",
        LANG="C",
    )
    assert (done.returncode, done.stderr) == (0, "")
    ours = loaded(project)["environment"]()
    assert ours["VIRTUAL_ENV"] == str(project / ".venv") and "JUPYTER_PATH" not in ours


def test_from_another_folder_and_through_a_link(project, tmp_path):
    try:
        (tmp_path / "link").symlink_to(project, target_is_directory=True)
        (tmp_path / "start.py").symlink_to(project / "start.py")
    except OSError:
        pytest.skip("this account may not make links")
    for folder in (tmp_path / "link", tmp_path):
        done = start(folder, "run")
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(os.name == "nt", reason="an interruption is sent to one process only")
def test_an_interrupted_step_does_not_go_on_alone(project, tmp_path):
    step = "import os, time; open('pid.new', 'w').write(str(os.getpid())); os.rename('pid.new', 'pid'); time.sleep(100)"
    code = (
        "import runpy, sys; runpy.run_path(sys.argv[1])['run']([sys.executable, '-c', sys.argv[2]], 'advice')"
    )
    lone = shutil.copy(START, tmp_path)
    process = subprocess.Popen(
        [sys.executable, "-c", code, lone, step], cwd=tmp_path, stderr=subprocess.DEVNULL
    )
    wait_for(tmp_path / "pid")
    process.send_signal(signal.SIGINT)
    process.wait(30)
    pid = int((tmp_path / "pid").read_text(encoding="utf-8"))
    gone = False
    for _ in range(100):
        try:
            os.kill(pid, 0)
            gone = Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text(
                encoding="utf-8"
            )
        except ProcessLookupError:
            gone = True
        if gone:
            break
        time.sleep(0.1)
    assert gone


@pytest.mark.skipif(os.name == "nt", reason="an interruption is sent to one process only")
def test_ctrl_c_leaves_the_task_the_time_to_end(project, tmp_path):
    """JupyterLab asks whether to stop, and closes its kernels."""
    task = project / "falsematch" / "__main__.py"
    kept = task.read_text(encoding="utf-8")
    task.write_text(
        "import sys, time\nfrom pathlib import Path\ntry:\n    Path(sys.argv[2]).touch(); time.sleep(100)\n"
        "except KeyboardInterrupt:\n    time.sleep(1)\n    print('ended in order')\n    sys.exit(7)\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, str(project / "start.py"), "run", str(tmp_path / "up")],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    wait_for(tmp_path / "up")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    task.write_text(kept, encoding="utf-8")
    assert (out, err, process.returncode) == (b"ended in order\n", b"", 7)


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
        assert done.stderr == ""
        assert package_of(moved) == moved / "falsematch" / "__init__.py"
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
    imported = {
        line.split()[1]
        for line in START.read_text(encoding="utf-8").splitlines()
        if line.lstrip().startswith("import ")
    }
    assert imported <= set(sys.stdlib_module_names) and imported


def wait_for(path):
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.1)
    pytest.fail(f"{path.name} did not appear")


def one_line(done):
    return [line for line in done.stderr.splitlines() if line.strip()][-1]


def loaded(folder):
    namespace = {"__file__": str(folder / "start.py"), "__name__": "start"}
    exec(compile((folder / "start.py").read_text(encoding="utf-8"), "start.py", "exec"), namespace)
    return namespace
