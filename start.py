#!/usr/bin/env python3
"""False Match: sets itself up once, then opens the lessons, runs them, or tests them.

    python3 start.py                  open the lessons in JupyterLab
    python3 start.py run [NAMES]      execute lessons without a browser, one line each
    python3 start.py test [OPTIONS]   run the tests (OPTIONS go to pytest)

Needs Python 3.11 or newer and nothing else; the first start needs the package index.
"""
import hashlib
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
STAMP = os.path.join(VENV, "set-up-finished.json")  # written last: its absence means "not finished"
LOG = os.path.join(VENV, "set-up.log")


def stop(message):
    sys.exit("start.py: " + message)


def environment():
    """The caller's environment, less what would mix other installations in or slow Python down."""
    unwanted = ("PYTHONPATH", "PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PIP_TARGET", "PIP_PREFIX")
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    return dict(kept, PYTHONUTF8="1", PYTHONNOUSERSITE="1", PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0",
                PIP_DISABLE_PIP_VERSION_CHECK="1")


def fingerprint(name):
    with open(os.path.join(ROOT, name), "rb") as file:
        return hashlib.sha256(file.read().replace(b"\r\n", b"\n")).hexdigest()


def wanted():
    return {"lock": fingerprint("requirements.txt"), "project": fingerprint("pyproject.toml"), "folder": ROOT}


def finished():
    """What the last complete set-up was made of; empty when there was none or it no longer runs."""
    try:
        with open(STAMP, "rb") as file:
            stamp = json.loads(file.read().decode("utf-8"))
        if subprocess.call([PYTHON, "-c", ""], env=environment(), stderr=subprocess.DEVNULL) == 0:
            return stamp if isinstance(stamp, dict) else {}
    except (OSError, ValueError):
        pass
    return {}


def pip(arguments, total=0):
    """Run pip, with its words in a log and a count of packages on the screen."""
    command = [PYTHON, "-m", "pip", "install", "--no-input", "--progress-bar", "off"] + arguments
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    seen = 0
    with open(LOG, "ab") as log:
        for line in process.stdout:
            log.write(line)
            if total and line.startswith((b"Collecting", b"Processing")):
                seen += 1
                sys.stderr.write("\r  package {} of about {}".format(seen, total) if sys.stderr.isatty() else "")
    sys.stderr.write("\n" if seen and sys.stderr.isatty() else "")
    if process.wait() != 0:
        stop("the set-up did not finish. Check the network and the free disk space (about 1 GB), then run the"
             " same command again; what pip said is in " + LOG)


def set_up():
    done, want = finished(), wanted()
    if done == want:
        return
    if done.get("lock") != want["lock"]:
        sys.stderr.write("Setting up in .venv (once; a few minutes, about 1 GB)\n")
        try:
            import ensurepip  # noqa: F401  Debian ships Python without it
        except ImportError:
            stop("this Python has no venv. On Debian or Ubuntu run: sudo apt install python3-venv")
        base = getattr(sys, "_base_executable", None) or sys.executable
        if subprocess.call([base, "-m", "venv", "--clear", VENV], env=environment()) != 0:
            stop("could not make " + VENV + ": close programs that use it, delete that folder and try again")
        with open(os.path.join(ROOT, "requirements.txt"), "rb") as lock:
            total = sum(b"==" in line for line in lock)
        pip(["--require-hashes", "-r", "requirements.txt"], total)
    # Also after a move of the folder: the installed project points at the folder by its full path.
    pip(["--no-deps", "--no-build-isolation", "--no-index", "--editable", ROOT])
    with open(STAMP + ".new", "wb") as file:
        file.write(json.dumps(want).encode("utf-8"))
    os.replace(STAMP + ".new", STAMP)


def main(arguments):
    if sys.version_info < (3, 11):
        stop("Python 3.11 or newer is needed, this is {}.{}; install a newer one and use it to run"
             " start.py".format(*sys.version_info[:2]))
    task, rest = (arguments[0], arguments[1:]) if arguments else ("lessons", [])
    commands = {"lessons": ["-m", "falsematch", "lessons"], "run": ["-m", "falsematch", "run"], "test": ["-m", "pytest"]}
    if task in ("-h", "--help"):
        print(__doc__.strip())
        return
    if task not in commands:
        stop("there is no task '{}'; use no task, 'run' or 'test'".format(task))
    set_up()
    sys.exit(subprocess.call([PYTHON] + commands[task] + rest, cwd=ROOT, env=environment()))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        stop("stopped; run the same command again to go on")
    except OSError as error:
        stop("{}; check that this folder can be written to and that the disk has room".format(error))
