#!/usr/bin/env python3
"""False Match: sets itself up once, then opens the lessons, runs them, or tests them.

    python3 start.py                  open the lessons in JupyterLab
    python3 start.py run [NAMES]      execute lessons without a browser, one line each
    python3 start.py test [OPTIONS]   run the tests (OPTIONS go to pytest)

Needs Python 3.11 or newer and nothing else; the first start needs the package index.
"""

import errno
import hashlib
import json
import os
import subprocess
import sys
import sysconfig

ROOT = os.path.dirname(os.path.realpath(__file__))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))
STAMP = os.path.join(VENV, "set-up-finished.json")  # written last: its absence means "not finished"
LOG = os.path.join(VENV, "set-up.log")
TASKS = {
    "lessons": ["-m", "falsematch", "lessons"],
    "run": ["-m", "falsematch", "run"],
    "test": ["-m", "pytest"],
}


def stop(message):
    sys.exit("start.py: " + message)


def environment():
    """The caller's environment, less what would mix other installations in or slow Python down."""
    unwanted = (
        "PYTHONPATH",
        "PYTHONHOME",
        "PYTHONDONTWRITEBYTECODE",
        "JUPYTER_PATH",
        "PIP_TARGET",
        "PIP_PREFIX",
        "PIP_ROOT",
        "PIP_DRY_RUN",
    )
    kept = {key: value for key, value in os.environ.items() if key not in unwanted}
    # VIRTUAL_ENV: IPython would put the packages of whichever environment it names in front of ours.
    return dict(
        kept,
        VIRTUAL_ENV=VENV,
        PYTHONUTF8="1",
        PYTHONNOUSERSITE="1",
        JUPYTER_PREFER_ENV_PATH="1",
        PIP_USER="0",
        PIP_REQUIRE_VIRTUALENV="0",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
    )


def fingerprint():
    """What a set-up is made from: the lock; line ends do not count."""
    with open(os.path.join(ROOT, "requirements.txt"), "rb") as lock:
        return hashlib.sha256(lock.read().replace(b"\r\n", b"\n")).hexdigest()


def finished():
    """Whether the last set-up was completed from this lock and its Python still runs."""
    try:
        with open(STAMP, "rb") as stamp:
            made_from = json.loads(stamp.read().decode("utf-8"))["lock"]
        # Its Python may be gone, or be another version by now, which would not find the packages.
        runs = (
            subprocess.call([PYTHON, "-P", "-c", "import pip"], env=environment(), stderr=subprocess.DEVNULL)
            == 0
        )
        return runs and made_from == fingerprint()
    except (OSError, ValueError, TypeError, KeyError):
        return False


def run(command, advice, count=0):
    """Run a step of the set-up, showing a count of packages only; if it fails, stop with its last words."""
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, seen = [], 0
    try:
        for line in process.stdout:
            said += [line] if line.strip() else []
            if count and line.startswith((b"Collecting", b"Processing")) and sys.stderr.isatty():
                seen += 1
                sys.stderr.write("\r  package {} of about {}".format(seen, count))
        failed = process.wait() != 0
    finally:
        process.kill()  # nothing to one that has ended; one that was cut short must not go on by itself
        sys.stderr.write("\n" if seen else "")
    if failed:
        reason = said[-1].decode("utf-8", "replace").strip()[:300] if said else "no reason given"
        if os.path.isdir(VENV) and os.access(VENV, os.W_OK):
            with open(LOG, "wb") as log:
                log.write(b"".join(said))
            advice += "; details are in " + LOG
        stop("the set-up did not finish ({}). {}".format(reason, advice))


def alone():
    """This file, locked until it is closed or until this process ends, however it ends."""
    held = open(os.path.join(ROOT, "start.py"), "rb")
    try:
        if os.name == "nt":
            import msvcrt

            held.seek(2**30)  # beyond the end: on Windows nobody else can read what is locked
            msvcrt.locking(held.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EAGAIN):  # any other: this disk knows no locks
            stop(
                "another start.py is setting up this folder. When it has finished, run the same command again"
            )
    return held


def set_up():
    sys.stderr.write("Setting up in .venv (once; a few minutes, about 1 GB)\n")
    try:
        import ensurepip  # noqa: F401  Debian ships Python without it
    except ImportError:
        stop("this Python has no venv. On Debian or Ubuntu run: sudo apt install python3-venv")
    base = getattr(sys, "_base_executable", None) or sys.executable
    run(
        [base, "-m", "venv", "--clear", VENV],
        "Check that this folder can be written to, close programs that"
        " use .venv, delete .venv, then run the same command again",
    )
    with open(os.path.join(ROOT, "requirements.txt"), "rb") as lock:
        count = sum(b"==" in line for line in lock)
    run(
        [
            PYTHON,
            "-m",
            "pip",
            "install",
            "--no-input",
            "--progress-bar",
            "off",
            "--require-hashes",
            "-r",
            "requirements.txt",
        ],
        "Check the network and the free disk space (about 1 GB), then run the same command again",
        count,
    )
    # Lets Python find this folder from within .venv. The way is relative: no accent of a folder's name is in it
    # (Python 3.11 reads such a file in the system's own encoding), and both may be moved together.
    packages = sysconfig.get_path("purelib", "venv", {"base": VENV, "platbase": VENV})
    write(os.path.join(packages, "falsematch.pth"), os.path.relpath(ROOT, packages) + "\n")
    write(STAMP, json.dumps({"lock": fingerprint()}))


def write(path, text):
    with open(path + ".new", "wb") as file:
        file.write(text.encode("utf-8"))
    os.replace(path + ".new", path)


def main(arguments):
    if sys.version_info < (3, 11):
        stop(
            "Python 3.11 or newer is needed, this is {}.{}; install a newer one and use it to run"
            " start.py".format(*sys.version_info[:2])
        )
    task, rest = (arguments[0], arguments[1:]) if arguments else ("lessons", [])
    if task in ("-h", "--help"):
        print(__doc__.strip())
        return
    if task not in TASKS:
        stop("there is no task '{}'; use no task, 'run' or 'test'".format(task))
    if not finished():
        with alone():
            if not finished():  # another start.py may have done it just now
                set_up()
    process = subprocess.Popen([PYTHON] + TASKS[task] + rest, cwd=ROOT, env=environment())
    while process.returncode is None:
        try:
            process.wait()
        except KeyboardInterrupt:
            pass  # Ctrl+C reaches the task too: JupyterLab asks whether to stop, then closes its kernels
    sys.exit(process.returncode)


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        stop("stopped; run the same command again to go on")
    except OSError as error:
        stop("{}; check that this folder can be written to and that the disk has room".format(error))
