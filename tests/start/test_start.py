"""`start.py` in a made-up project: a tiny lock and a tiny package, so that a set-up takes seconds and no network.

What a first start and an update meet is tried for real: a path with spaces and accents, a set-up cut short, a changed
lock, an index that cannot be reached, a moved folder, a Python without venv, one that is too old, one that is too new.
"""

import ast
import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START = ROOT / "start.py"
TASK = """import os, sys
try:
    import tiny
except ImportError:
    tiny = None
print('ran', *sys.argv[1:], os.environ.get('PYTHONPATH'), getattr(tiny, 'version', 'no tiny'), os.getcwd())
sys.exit(len(sys.argv) - 2)
"""


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """A project in a folder whose name has spaces and accents, set up once by its own start.py."""
    folder = tmp_path_factory.mktemp("start") / "Kurs Größe é 1"
    (folder / "falsematch").mkdir(parents=True)
    shutil.copy(START, folder)
    (folder / "falsematch" / "__init__.py").write_text("", encoding="utf-8")
    (folder / "falsematch" / "__main__.py").write_text(TASK, encoding="utf-8")
    (folder / "pytest.py").write_text(
        "import os, sys\nprint('tested', *sys.argv[1:], os.getcwd())\n", encoding="utf-8"
    )
    (folder / "wheels").mkdir()
    lock(folder, made(folder, "1.0"))
    return folder


def made(folder, version, tag="py3-none-any"):
    """A wheel of a package `tiny`; returns its line in a lock."""
    path = folder / "wheels" / f"tiny-{version}-{tag}.whl"
    about = f"tiny-{version}.dist-info"
    files = {
        "tiny.py": f"version = '{version}'\n",
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: tiny\nVersion: {version}\n",
        f"{about}/WHEEL": f"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: {tag}\n",
        f"{about}/RECORD": f"tiny.py,,\n{about}/METADATA,,\n{about}/WHEEL,,\n{about}/RECORD,,\n",
    }
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(zipfile.ZipInfo(name), text)  # without the time of day: the same bytes each time
    return f"tiny=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


def lock(folder, *lines, name="requirements.txt"):
    (folder / name).write_text("".join(lines), encoding="utf-8")


def surroundings(folder, **environment):
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PIP_")}
    return kept | {
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": (folder / "wheels").as_uri(),
        "PIP_CONFIG_FILE": os.devnull,
        **environment,
    }


UNREACHABLE = {"PIP_NO_INDEX": "0", "PIP_INDEX_URL": "https://127.0.0.1:9/simple", "PIP_RETRIES": "1"}


def start(folder, *arguments, cwd=None, **environment):
    """Run start.py as a user would, with no index but the folder of wheels."""
    return subprocess.run(
        [sys.executable, str(folder / "start.py"), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=surroundings(folder, **environment),
        timeout=300,
        cwd=cwd or folder.anchor,
    )


def package_of(folder, **environment):
    """The file that a Python of the set-up imports as falsematch when started outside the project."""
    names = loaded(folder)
    done = subprocess.run(
        [names["python_of"](names["wanted"]()), "-c", "import falsematch; print(ascii(falsematch.__file__))"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=folder.anchor,
        env={**names["environment"](names["wanted"]()), **environment},
    )
    assert done.returncode == 0, done.stderr
    return Path(ast.literal_eval(done.stdout.strip()))


def set_up_of(folder):
    return Path(loaded(folder)["wanted"]())


def stamp(folder):
    return Path(loaded(folder)["stamp_of"](set_up_of(folder)))


def words(done):
    """What the made-up command printed: its arguments, PYTHONPATH, the version of tiny, and where it ran."""
    return done.stdout.rstrip("\n").split(" ", done.stdout.count(" "))


# --- the first start, and those after it


def test_sets_up_and_hands_over_arguments_and_exit_code(project):
    done = start(project, "run", "03", "04", PYTHONPATH="somewhere else")
    assert words(done) == ["ran", "run", "03", "04", "None", "1.0", project.anchor], done.stderr
    assert done.returncode == 2 and "Setting up" in done.stderr


def test_second_start_sets_nothing_up(project):
    first = stamp(project).stat().st_mtime_ns
    done = start(project, "run", **UNREACHABLE)
    assert done.returncode == 0 and done.stderr == ""
    assert stamp(project).stat().st_mtime_ns == first


@pytest.mark.parametrize(
    ("given", "handed"),
    [
        ([], ["lessons"]),
        (["--no-browser", "--port", "9000"], ["lessons", "--no-browser", "--port", "9000"]),
        (["lessons", "--allow-root"], ["lessons", "--allow-root"]),
        (["fresh", "03"], ["fresh", "03"]),
        (["audit", "claim.toml", "--out", "a b.pdf"], ["audit", "claim.toml", "--out", "a b.pdf"]),
        (["--version"], ["--version"]),
        (["cite", "--help"], ["cite", "--help"]),
        (["help"], ["help"]),
    ],
)
def test_every_word_but_test_goes_to_the_package(project, given, handed):
    done = start(project, *given)
    assert done.stdout.startswith(" ".join(["ran", *handed, "None "])), done.stderr


def test_file_names_mean_what_they_say_where_the_user_stands(project, tmp_path):
    """And nothing that lies there is taken for a part of the program."""
    (tmp_path / "falsematch.py").write_text("raise SystemExit('not the one')\n", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit('not the one')\n", encoding="utf-8")
    done = start(project, "scores", "file.csv", cwd=tmp_path)
    assert done.stdout.rstrip("\n").endswith(f" 1.0 {tmp_path.resolve()}"), done.stderr


def test_tests_run_in_the_project(project, tmp_path):
    done = start(project, "test", "-k", "x", cwd=tmp_path)
    assert done.stdout == f"tested -n logical -k x {project}\n", done.stderr


def test_help_needs_no_set_up_and_no_docstring():
    for variables in ({}, {"PYTHONOPTIMIZE": "2"}):
        shown = start(ROOT, "--help", **variables)
        assert shown.returncode == 0 and "python3 start.py test" in shown.stdout and not shown.stderr


def test_goes_on_after_an_interrupted_set_up(project):
    stamp(project).unlink()
    (set_up_of(project) / "left over").write_text("", encoding="utf-8")
    done = start(project, "run")
    assert done.returncode == 0 and "Setting up" in done.stderr and stamp(project).exists()
    assert not (set_up_of(project) / "left over").exists()


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"locks": {}', '{"locks": [1]}', '{"locks": {}}', "\x00"]
)
def test_a_damaged_stamp_means_not_finished(project, content):
    names, good = loaded(project), stamp(project).read_text(encoding="utf-8")
    stamp(project).write_text(content, encoding="utf-8")
    assert not names["made_from"](names["wanted"]())
    stamp(project).write_text(good, encoding="utf-8")
    assert names["made_from"](names["wanted"]()) == {"requirements.txt": names["fingerprint"]()}


@pytest.mark.parametrize("gone", ["the Python", "**/site-packages/pip"])
def test_a_python_that_is_gone_or_another_version_by_now_means_not_finished(project, gone):
    names, folder = loaded(project), set_up_of(project)
    path = Path(names["python_of"](folder)) if gone == "the Python" else next(folder.glob(gone))
    aside = path.with_name("aside")
    path.rename(aside)
    assert not names["made_from"](folder)
    aside.rename(path)
    assert names["made_from"](folder)


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
    elsewhere = str(tmp_path)
    done = start(
        project,
        "run",
        PYTHONPATH=elsewhere,
        PYTHONHOME="",
        VIRTUAL_ENV=elsewhere,
        CONDA_PREFIX=elsewhere,
        JUPYTER_PATH=elsewhere,
        PIP_TARGET=elsewhere,
        LC_ALL="C",
        LANG="C",
    )
    assert (done.returncode, done.stderr) == (0, "")
    ours = loaded(project)["environment"](str(set_up_of(project)))
    assert ours["VIRTUAL_ENV"] == str(set_up_of(project)) and "JUPYTER_PATH" not in ours


def test_from_another_folder_and_through_a_link(project, tmp_path):
    try:
        (tmp_path / "link").symlink_to(project, target_is_directory=True)
        (tmp_path / "start.py").symlink_to(project / "start.py")
    except OSError:
        pytest.skip("this account may not make links")
    for folder in (tmp_path / "link", tmp_path):
        done = start(folder, "run")
        assert (done.returncode, done.stderr) == (0, "")


def test_a_moved_folder_works_without_network_or_new_set_up(project):
    moved = project.with_name("moved elsewhere")
    project.rename(moved)
    try:
        done = start(moved, "run", **UNREACHABLE)
        assert words(done)[:4] == ["ran", "run", "None", "1.0"], done.stderr
        assert done.stderr == ""
        assert package_of(moved) == moved / "falsematch" / "__init__.py"
    finally:
        moved.rename(project)


# --- an update


def test_comments_empty_lines_and_line_ends_change_nothing(project):
    path = project / "requirements.txt"
    good = path.read_bytes()
    path.write_bytes(b"# a comment\r\n\r\n" + good.replace(b"\n", b"\r\n") + b"    # via another\n")
    assert start(project, "run", **UNREACHABLE).stderr == ""
    path.write_bytes(good)


def test_a_changed_lock_is_installed_beside_what_works(project):
    """A set-up that somebody may still be running in stays for a day; then it goes."""
    first = set_up_of(project)
    lock(project, made(project, "2.0"))
    done = start(project, "run")
    assert done.returncode == 0 and "Setting up" in done.stderr and words(done)[3] == "2.0"
    assert set_up_of(project) != first and (first / "set-up-finished.json").exists()
    start(project, "run")
    assert first.exists()
    old = time.time() - 2 * 24 * 60 * 60
    os.utime(stamp(project), (old, old))
    assert start(project, "run").stderr == ""
    assert [path.name for path in (project / ".falsematch").iterdir()] == [set_up_of(project).name]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("tiny==3.0 --hash=sha256:" + "0" * 64, "the package index could not be reached for tiny==3.0"),
        ("a garbage line", "Invalid requirement: 'a garbage line'"),
    ],
)
def test_an_update_that_fails_leaves_what_works_and_says_so_in_one_line(project, line, reason):
    good = (project / "requirements.txt").read_text(encoding="utf-8")
    lock(project, line + "\n")
    done = start(project, "run", **UNREACHABLE)
    assert words(done)[:4] == ["ran", "run", "None", "2.0"] and done.returncode == 0
    said = last_line(done)
    assert (
        reason in said
        and said.endswith("Until then the last set-up is used")
        and len(done.stderr.splitlines()) == 2
    )
    assert not set_up_of(project).exists(), "half a set-up is cleared away"
    tested = start(project, "test", **UNREACHABLE)
    assert tested.returncode == 1 and tested.stdout == "", "a test of other packages would prove nothing"
    lock(project, good)
    assert start(project, "run", **UNREACHABLE).stderr == ""


def test_a_folder_of_the_users_own_is_left_alone(project):
    """Editors make a .venv, too."""
    (project / ".venv").mkdir()
    (project / ".venv" / "mine").write_text("mine", encoding="utf-8")
    stamp(project).unlink()
    done = start(project, "run")
    assert done.returncode == 0 and len(done.stderr.splitlines()) == 1
    assert [path.name for path in (project / ".venv").iterdir()] == ["mine"]
    (project / ".venv" / "set-up-finished.json").write_text(
        "{}", encoding="utf-8"
    )  # made by start.py, earlier
    stamp(project).unlink()
    done = start(project, "run")
    assert "you may delete it" in last_line(done) and len(list((project / ".venv").iterdir())) == 2
    shutil.rmtree(project / ".venv")


def test_the_python_of_the_set_up_runs_what_it_is_given(project):
    done = start(project, "python", "-c", "import sys, tiny; print(sys.argv[1:], sys.prefix)", "a", "b c")
    assert done.stdout == f"['a', 'b c'] {set_up_of(project)}\n", done.stderr


# --- what only some tests need


def test_extras_are_added_once_and_only_when_asked(project, tmp_path):
    nothing_here = {"PATH": str(tmp_path)}  # no apt-get, above all
    lock(project, made(project, "2.0"), name="requirements-scale.txt")
    assert "Adding" not in start(project, "test").stderr
    done = start(project, "test", "--all", "-m", "extras", **nothing_here)
    assert done.stdout == f"tested -n logical -m extras {project}\n", done.stderr
    assert "Adding requirements-scale.txt" in done.stderr and "publish" not in done.stderr
    again = start(project, "test", "--all", **nothing_here, **UNREACHABLE)
    assert again.stderr == "" and again.returncode == 0
    assert set(loaded(project)["made_from"](set_up_of(project))) == {
        "requirements.txt",
        "requirements-scale.txt",
    }


@pytest.mark.parametrize(("command", "version"), [("course", "2.1"), ("site", "2.2")])
def test_a_command_that_needs_more_gets_it_once_and_not_to_tell_of_itself(project, command, version):
    lock(project, made(project, version), name="requirements-publish.txt")
    assert start(project, command, "--help").stderr == ""
    done = start(project, command, "--out", "made")
    assert words(done)[:4] == ["ran", command, "--out", "made"] and words(done)[5] == version
    assert done.stderr == "Adding requirements-publish.txt\n"
    again = start(project, command, "--out", "made", **UNREACHABLE)
    assert again.stderr == "" and words(again) == words(done)


def test_a_command_that_cannot_get_what_it_needs_is_not_run(project):
    lock(project, "tiny==4.0 --hash=sha256:" + "0" * 64 + "\n", name="requirements-publish.txt")
    done = start(project, "course", "--out", "made", **UNREACHABLE)
    assert done.returncode == 1 and done.stdout == "" and "tiny==4.0" in last_line(done)
    assert start(project, "bank").stderr == ""


def test_extras_that_cannot_be_added_stop_the_tests_and_leave_the_rest(project, tmp_path):
    lock(project, "tiny==4.0 --hash=sha256:" + "0" * 64 + "\n", name="requirements-publish.txt")
    done = start(project, "test", "--all", PATH=str(tmp_path), **UNREACHABLE)
    assert done.returncode == 1 and done.stdout == "" and "tiny==4.0" in last_line(done)
    assert start(project, "run").stderr == ""
    (project / "requirements-publish.txt").unlink()


@pytest.mark.skipif(os.name == "nt", reason="Debian's package manager is no Windows program")
@pytest.mark.parametrize(
    ("user", "here", "runs"),
    [
        (
            0,
            {"apt-get"},
            [["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]],
        ),
        (1000, {"apt-get"}, []),
        (0, set(), []),
        (0, {"apt-get", "google-chrome"}, []),
    ],
)
def test_a_browser_is_installed_where_that_can_be_done_and_there_is_none(
    project, user, here, runs, monkeypatch
):
    names, ran = loaded(project), []
    names["run"] = lambda command, folder: ran.append(command)
    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(shutil, "which", lambda name: name if name in here else None)
    names["add_browser"](str(set_up_of(project)))
    assert ran == runs


@pytest.mark.skipif(os.name == "nt", reason="Debian's package manager is no Windows program")
def test_a_browser_that_cannot_be_installed_is_said_and_no_more(project, monkeypatch, capsys):
    names = loaded(project)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(shutil, "which", lambda name: sys.executable if name == "apt-get" else None)
    names["BROWSERS"] = ("no such package",)

    def failing(command, folder, run=names["run"]):
        run([sys.executable, "-c", "raise SystemExit('E: Unable to locate package')"], folder)

    names["run"] = failing
    names["add_browser"](str(set_up_of(project)))
    assert "tests in a browser will be skipped: " in capsys.readouterr().err


# --- what goes wrong


@pytest.mark.parametrize(
    ("said", "reason", "advice"),
    [
        (
            "Collecting numpy==2.4.6 (from -r requirements.txt (line 9))\n"
            "ERROR: Could not find a version that satisfies the requirement numpy==2.4.6 (from versions: none)\n"
            "ERROR: No matching distribution found for numpy==2.4.6",
            "the package index has no numpy==2.4.6 ready for Python 3.12 on ",
            "PIP_ONLY_BINARY=:none:",
        ),
        (
            "WARNING: Retrying (Retry(total=0, connect=None)) after connection broken by 'NameResolutionError(…)'\n"
            "ERROR: Could not find a version that satisfies the requirement anyio==4.16.0 (from versions: none)\n"
            "ERROR: No matching distribution found for anyio==4.16.0",
            "the package index could not be reached for anyio==4.16.0",
            "Check the network",
        ),
        (
            "ERROR: Could not install packages due to an OSError: HTTPSConnectionPool(…): Max retries exceeded",
            "the package index could not be reached",
            "Check the network",
        ),
        (
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device\n\n",
            "ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device",
            "free disk space",
        ),
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. Somebody may have tampered.\n"
            "six==1.17.0 from https://…/six-1.17.0-py2.py3-none-any.whl:\nExpected sha256 0000\nGot        4721",
            "six==1.17.0 is not the file that the lock names",
            "Check the network",
        ),
        (
            "ERROR: Failed to build 'numpy' when installing build dependencies\nhint: See above for details.",
            "ERROR: Failed to build 'numpy' when installing build dependencies",
            "Check",
        ),
        ("E: Unable to locate package chromium", "E: Unable to locate package chromium", "Check"),
        ("", "no reason given", "Check"),
    ],
)
def test_what_pip_said_is_told_in_one_line_that_names_the_package(said, reason, advice, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 12, 1))
    told = loaded(ROOT)["gist"]([line for line in said.splitlines() if line.strip()])
    assert told[0].startswith(reason) and advice in told[1] and "\n" not in "".join(told)


def test_a_package_without_a_wheel_for_this_python_is_named(project):
    good = (project / "requirements.txt").read_text(encoding="utf-8")
    lock(project, made(project, "5.0", "cp39-cp39-win32"))
    done = start(project, "test")
    here = "{}.{}".format(*sys.version_info)
    assert f"(the package index has no tiny==5.0 ready for Python {here} on " in last_line(done)
    log = re.search(r"details are in (.*)$", last_line(done))[1]
    assert "tiny==5.0" in Path(log).read_text(encoding="utf-8")
    lock(project, good)


def test_a_python_newer_than_those_tried_is_named(project):
    """Before the set-up, and again as the likely reason if it fails."""
    good = (project / "requirements.txt").read_text(encoding="utf-8")
    script = (project / "start.py").read_text(encoding="utf-8")
    assert "NEWEST = (3, 11), (3, 15)" in script
    (project / "start.py").write_text(
        script.replace("NEWEST = (3, 11), (3, 15)", "NEWEST = (3, 9), (3, 10)"), encoding="utf-8"
    )
    lock(project, made(project, "5.0", "cp39-cp39-win32"))
    done = start(project, "test")
    here = "{}.{}".format(*sys.version_info)
    assert f"Python {here} is newer than those tried, 3.9 to 3.10" in done.stderr
    assert "Use a Python from 3.9 to 3.10" in last_line(done)
    shutil.copy(START, project)
    lock(project, good)


def test_a_file_in_place_of_the_set_ups_ends_in_one_line(project):
    home = project / ".falsematch"
    home.rename(project / "aside")
    home.write_text("not a folder", encoding="utf-8")
    done = start(project, "run")
    assert done.returncode == 1 and str(home) in last_line(done) and len(done.stderr.splitlines()) == 2
    assert home.read_text(encoding="utf-8") == "not a folder"
    home.unlink()
    (project / "aside").rename(home)


def test_a_project_without_its_lock_ends_in_one_line(project):
    (project / "requirements.txt").rename(project / "aside")
    done = start(project, "run")
    (project / "aside").rename(project / "requirements.txt")
    assert done.returncode == 1 and done.stderr == f"{last_line(done)}\n"
    assert "requirements.txt is missing" in last_line(done) and "disk" not in last_line(done)


@pytest.mark.skipif(os.name == "nt", reason="no folder of Windows has this sign in its name")
def test_a_folder_that_no_environment_can_be_made_in_ends_in_one_line(project, tmp_path):
    odd = tmp_path / "a:b"
    odd.mkdir()
    shutil.copy(project / "start.py", odd)
    done = start(odd, "run")
    assert done.returncode == 1 and "has a ':' in it; rename or move the folder" in last_line(done)


def test_a_python_without_venv_ends_in_one_line(project):
    stamp(project).unlink()
    (project / "ensurepip.py").write_text("raise ImportError('as on Debian')\n", encoding="utf-8")
    done = start(project, "test")
    (project / "ensurepip.py").unlink()
    assert done.returncode == 1 and "sudo apt install python3-venv" in last_line(done)
    assert start(project, "run").returncode == 0


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 10, 13)])
def test_a_python_that_is_too_old_ends_in_one_line(version, monkeypatch):
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match="Python 3.11 or newer is needed, this is"):
        loaded(ROOT)["main"](["test"])


def test_the_pythons_tried_are_those_that_the_package_names():
    named = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["classifiers"]
    pythons = [tuple(map(int, c.rsplit(" ", 1)[1].split("."))) for c in named if re.search(r":: 3\.\d+$", c)]
    assert (loaded(ROOT)["OLDEST"], loaded(ROOT)["NEWEST"]) == (min(pythons), max(pythons))


def test_an_old_python_can_read_the_file():
    """At least to the line that says what is missing: only the standard library, no syntax of today."""
    text = START.read_text(encoding="utf-8")
    tree = ast.parse(text, feature_version=(3, 4))
    for node in ast.walk(tree):
        assert not isinstance(
            node, (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Nonlocal, ast.Starred)
        ) or (isinstance(node, ast.Starred) and isinstance(node.ctx, ast.Load))
        assert not (isinstance(node, ast.Raise) and node.cause), "`raise … from` is no Python 2"
        assert not (isinstance(node, ast.arguments) and node.kwonlyargs)
    assert text.isascii()
    imported = {a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names}
    assert imported <= set(sys.stdlib_module_names) and imported


# --- being ended


def running(project, code):
    """Make the made-up command do something else for once; returns what puts it back."""
    task = project / "falsematch" / "__main__.py"
    task.write_text(code, encoding="utf-8")
    return lambda: task.write_text(TASK, encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals of this kind")
@pytest.mark.parametrize("sent", ["SIGTERM", "SIGHUP", "SIGKILL", "SIGINT"])
def test_what_ends_start_ends_the_task(project, tmp_path, sent):
    """Also when it reaches start.py alone, as from a service manager: no JupyterLab is left on its port."""
    put_back = running(
        project,
        "import os, sys, time\nfrom pathlib import Path\nPath(sys.argv[2]).write_text(str(os.getpid()))\ntime.sleep(100)\n",
    )
    process = subprocess.Popen(
        [sys.executable, str(project / "start.py"), "run", str(tmp_path / "pid")],
        stderr=subprocess.DEVNULL,
        env=surroundings(project),
        preexec_fn=hear_every_signal,
    )
    try:
        wait_for(tmp_path / "pid", holding=True)
        process.send_signal(getattr(signal, sent))
        process.wait(60)
        assert gone(int((tmp_path / "pid").read_text(encoding="utf-8")))
    finally:
        put_back()


@pytest.mark.skipif(os.name == "nt", reason="an interruption is sent to one process only")
def test_ctrl_c_leaves_the_task_the_time_to_end(project, tmp_path):
    """JupyterLab closes its kernels."""
    put_back = running(
        project,
        "import sys, time\nfrom pathlib import Path\ntry:\n    Path(sys.argv[2]).touch(); time.sleep(100)\n"
        "except KeyboardInterrupt:\n    time.sleep(1)\n    print('ended in order')\n    sys.exit(7)\n",
    )
    process = subprocess.Popen(
        [sys.executable, str(project / "start.py"), "run", str(tmp_path / "up")],
        start_new_session=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=surroundings(project),
    )
    wait_for(tmp_path / "up")
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)
    put_back()
    assert (out, err, process.returncode) == (b"ended in order\n", b"", 7)


@pytest.mark.skipif(os.name == "nt", reason="an interruption is sent to one process only")
@pytest.mark.parametrize("sent", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_set_up_that_is_ended_leaves_nothing_running_and_nothing_half_done(project, tmp_path, sent):
    lone = tmp_path / "lone"
    (lone / "venv").mkdir(parents=True)
    shutil.copy(START, lone)
    lock(lone)
    # In place of the module that makes environments: a step that takes its time.
    (lone / "venv" / "__init__.py").touch()
    (lone / "venv" / "__main__.py").write_text(
        "import os, sys, time\nos.mkdir(sys.argv[-1])\nopen('pid.new', 'w').write(str(os.getpid()))\n"
        "os.rename('pid.new', 'pid')\ntime.sleep(100)\n",
        encoding="utf-8",
    )
    process = subprocess.Popen(
        [sys.executable, str(lone / "start.py"), "run"],
        stderr=subprocess.PIPE,
        env=surroundings(project),
        preexec_fn=hear_every_signal,
    )
    wait_for(lone / "pid")
    process.send_signal(getattr(signal, sent))
    process.communicate(timeout=60)
    assert process.returncode == (1 if sent == "SIGINT" else 128 + getattr(signal, sent))
    assert gone(int((lone / "pid").read_text(encoding="utf-8")))
    assert list((lone / ".falsematch").iterdir()) == []


def hear_every_signal():
    """A process started by nohup, or by a service without a terminal, may have been told to ignore some."""
    for name in ("SIGHUP", "SIGINT", "SIGTERM"):
        signal.signal(
            getattr(signal, name), signal.default_int_handler if name == "SIGINT" else signal.SIG_DFL
        )


def gone(pid):
    """Whether a process ends within ten seconds; one that only waits to be counted has ended."""
    for _ in range(100):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        status = Path(f"/proc/{pid}/stat")
        if status.exists() and ") Z " in status.read_text(encoding="utf-8"):
            return True
        time.sleep(0.1)
    return False


def wait_for(path, holding=False):
    for _ in range(600):
        if path.exists() and (path.stat().st_size or not holding):
            return
        time.sleep(0.1)
    pytest.fail(f"{path.name} did not appear")


def last_line(done):
    return [line for line in done.stderr.splitlines() if line.strip()][-1]


def loaded(folder):
    namespace = {"__file__": str(folder / "start.py"), "__name__": "start"}
    exec(compile((folder / "start.py").read_text(encoding="utf-8"), "start.py", "exec"), namespace)
    return namespace
