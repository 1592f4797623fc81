#!/usr/bin/env python3
"""Sets the project up once, then does what is asked: `HELP`. Uses the standard library alone.

Old Pythons must be able to read this file, far enough to say in one line what is missing.
"""

import errno
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
import time

HELP = """False Match: sets itself up once, then opens the lessons, or does what else is asked.

    python3 start.py [OPTIONS]         open your copies of the lessons in JupyterLab, which OPTIONS go to:
                                       --no-browser, --port=9000, --ip=0.0.0.0
    python3 start.py fresh 03          take a new copy of a lesson; yours is kept beside it
    python3 start.py run [NAMES]       execute lessons without a browser, one line each
    python3 start.py test [OPTIONS]    run the tests (OPTIONS go to pytest); --all installs the extras for it, too
    python3 start.py course --out DIR  make a course, or the pages of a site; the first time installs extras for it
    python3 start.py python [WORDS]    run the Python of the set-up, with its packages and tools
    python3 start.py help              list all other commands, such as cite: python3 start.py cite claims

Needs Python 3.11 or newer and nothing else; the first start needs the package index."""

OLDEST, NEWEST = (3, 11), (3, 15)  # the Pythons that the locks were tried with
ROOT = os.path.dirname(os.path.realpath(__file__))
HOME = os.path.join(
    ROOT, ".falsematch"
)  # set-ups, a folder for each lock. No other folder is written to or cleared
LOG = os.path.join(HOME, "set-up.log")
LOCK = "requirements.txt"
EXTRAS = ("requirements-scale.txt", "requirements-publish.txt")
NEEDS = {"course": EXTRAS[1:], "site": EXTRAS[1:]}  # locks that some commands need besides
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
DAY = 24 * 60 * 60  # seconds


class Failed(Exception):
    """A set-up that could not be finished: why, and what to do about it."""


def say(message):
    sys.stderr.write("start.py: " + message + "\n")


def stop(message):
    sys.exit("start.py: " + message)


# --- what is there


def fingerprint(name=LOCK):
    """What a lock installs; its comments, empty lines and line ends do not count."""
    with open(os.path.join(ROOT, name), "rb") as lock:
        lines = [line.strip() for line in lock]
    return hashlib.sha256(b"\n".join(x for x in lines if x and not x.startswith(b"#"))).hexdigest()


def python_of(folder):
    return os.path.join(folder, *(["Scripts", "python.exe"] if os.name == "nt" else ["bin", "python"]))


def stamp_of(folder):
    """The file that is written last: without it, a set-up is not finished."""
    return os.path.join(folder, "set-up-finished.json")


def made_from(folder):
    """The locks that a finished set-up was made from; nothing if it is not finished or does not run any more."""
    try:
        with open(stamp_of(folder), "rb") as stamp:
            locks = dict(json.loads(stamp.read().decode("utf-8"))["locks"])
        # Its Python may be gone, or be another version by now, which would not find the packages.
        command = [python_of(folder), "-P", "-c", "import pip"]
        runs = subprocess.call(command, env=environment(folder), stderr=subprocess.DEVNULL) == 0
        return locks if runs and LOCK in locks else {}
    except (OSError, ValueError, TypeError, KeyError):
        return {}


def wanted():
    """The folder of the set-up that belongs to the lock as it is now."""
    return os.path.join(HOME, fingerprint()[:6])


def others():
    """The folders of set-ups from other locks, the latest first."""
    folders = [os.path.join(HOME, name) for name in (os.listdir(HOME) if os.path.isdir(HOME) else [])]
    stamped = [folder for folder in folders if os.path.isfile(stamp_of(folder)) and folder != wanted()]
    return sorted(stamped, key=lambda folder: os.path.getmtime(stamp_of(folder)), reverse=True)


def environment(folder):
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
    # Nothing is compiled: each pin has wheels. Who has a compiler and a rare system can set :none: instead.
    kept.setdefault("PIP_ONLY_BINARY", ":all:")
    # VIRTUAL_ENV: IPython would put the packages of whichever environment it names in front of ours.
    return dict(
        kept,
        VIRTUAL_ENV=folder,
        PYTHONUTF8="1",
        PYTHONNOUSERSITE="1",
        JUPYTER_PREFER_ENV_PATH="1",
        PIP_USER="0",
        PIP_REQUIRE_VIRTUALENV="0",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
    )


# --- setting up


def run(command, folder, count=0):
    """Run a step of a set-up, showing a count of packages only. If it fails, keep its words and raise their gist."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment(folder),
        stdin=subprocess.DEVNULL,  # a question nobody sees must not wait for an answer
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
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
        process.stdout.close()
        sys.stderr.write("\n" if seen else "")
    if failed:
        with open(LOG, "wb") as log:
            log.write(b"".join(said))
        reason, advice = gist([line.decode("utf-8", "replace").strip() for line in said])
        raise Failed("the set-up did not finish ({}). {}; details are in {}".format(reason, advice, LOG))


def gist(said):
    """Why a step failed and what to do: the package or the Python at fault, not pip's last line, often a mere hint."""
    text = "\n".join(said)
    errors = [line for line in said if line.lower().startswith("error:")]
    last = (errors or said or ["no reason given"])[-1][:300]
    again = "then run the same command again"
    missing = re.search(r"No matching distribution found for (\S+)", last)
    if re.search(r"Max retries|Connection|timed out|IncompleteRead", last) or (
        missing and "Retrying (" in text
    ):
        sought = " for " + missing.group(1) if missing else ""
        return "the package index could not be reached" + sought, "Check the network, " + again
    if missing:
        here = "Python {}.{} on {}".format(sys.version_info[0], sys.version_info[1], sysconfig.get_platform())
        advice = "Use a Python from {}".format(tried())
        if sys.version_info[:2] <= NEWEST:
            advice = "On this system it would have to be compiled: set PIP_ONLY_BINARY=:none: to try"
        return "the package index has no {} ready for {}".format(missing.group(1), here), advice
    other = re.search(r"DO NOT MATCH THE HASHES.*?(\S+==\S+) from", text, re.S)
    if other:
        return "{} is not the file that the lock names".format(other.group(1)), "Check the network, " + again
    return last, "Check the network and the free disk space (about 1 GB), " + again


def tried():
    return "{}.{} to {}.{}".format(*(OLDEST + NEWEST))


def install(lock, folder):
    """Install a lock into a set-up, exactly as it is pinned."""
    with open(os.path.join(ROOT, lock), "rb") as file:
        count = sum(b"==" in line for line in file)
    pip = [python_of(folder), "-m", "pip", "install", "--no-input", "--progress-bar", "off"]
    run(pip + ["--require-hashes", "-r", lock], folder, count)


def set_up(folder):
    """Make a set-up in a folder of its own: whether this ends well or not, others stay as they are."""
    sys.stderr.write("Setting up in .falsematch (once; a few minutes, about 1 GB)\n")
    if sys.version_info[:2] > NEWEST:
        say("Python {}.{} is newer than those tried, {}".format(*(sys.version_info[:2] + (tried(),))))
    try:
        import ensurepip  # Debian ships Python without it
    except ImportError:
        ensurepip = None
    if not ensurepip:
        raise Failed("this Python has no venv. On Debian or Ubuntu run: sudo apt install python3-venv")
    base = getattr(sys, "_base_executable", None) or sys.executable
    if not os.path.isdir(HOME):
        os.mkdir(HOME)
    try:
        run([base, "-m", "venv", "--clear", folder], folder)
        install(LOCK, folder)
        # Lets Python find this folder from within. The way is relative: no accent of a folder's name is in it
        # (Python 3.11 reads such a file in the system's own encoding), and all may be moved together.
        packages = sysconfig.get_path("purelib", "venv", {"base": folder, "platbase": folder})
        write(os.path.join(packages, "falsematch.pth"), os.path.relpath(ROOT, packages) + "\n")
        write(stamp_of(folder), json.dumps({"locks": {LOCK: fingerprint()}}))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)  # half a set-up is good for nothing
        raise
    if os.path.isfile(stamp_of(os.path.join(ROOT, ".venv"))):
        say(".venv was made by an earlier version and is not used any more; you may delete it")


def missing(extras, locks):
    """Those of some extra locks that are not among the locks of a set-up as they are now."""
    there = [lock for lock in extras if os.path.isfile(os.path.join(ROOT, lock))]
    return [lock for lock in there if locks.get(lock) != fingerprint(lock)]


def add_extras(folder, extras):
    """Install what only some need. Extras are pinned to agree with the lock, so they change nothing of it."""
    locks = made_from(folder)
    for lock in missing(extras, locks):
        sys.stderr.write("Adding " + lock + "\n")
        install(lock, folder)
        locks[lock] = fingerprint(lock)
        write(stamp_of(folder), json.dumps({"locks": locks}))


def add_browser(folder):
    """Install Chromium for the tests that open pages in it, where Debian's package manager is at hand."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if root and shutil.which("apt-get") and not any(shutil.which(name) for name in BROWSERS):
        sys.stderr.write("Adding Chromium\n")
        try:
            run(["apt-get", "update"], folder)
            run(["apt-get", "install", "--yes", "--no-install-recommends", BROWSERS[0]], folder)
        except Failed as failure:
            say("tests in a browser will be skipped: {}".format(failure))


def write(path, text):
    with open(path + ".new", "wb") as file:
        file.write(text.encode("utf-8"))
    os.replace(path + ".new", path)


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


def ready(task, extras, browser=False):
    """The folder of a set-up to work with, made now if need be, with these extra locks."""
    folder = wanted()
    locks = made_from(folder)
    if not locks or missing(extras, locks) or browser:
        with alone():
            try:
                if not made_from(folder):  # another start.py may have done it just now
                    set_up(folder)
                add_extras(folder, extras)
                if browser:
                    add_browser(folder)
            except Failed as failure:
                # Lessons may well work with the packages of before an update; a test of them would prove nothing.
                working = [other for other in others() if made_from(other)]
                if task == "test" or extras or not working:
                    stop(str(failure))
                say("{}. Until then the last set-up is used".format(failure))
                return working[0]
    elif time.time() - os.path.getmtime(stamp_of(folder)) > DAY:  # by now nothing runs in those from before
        for name in os.listdir(HOME):
            if os.path.join(HOME, name) != folder:
                shutil.rmtree(os.path.join(HOME, name), ignore_errors=True)
    return folder


# --- doing what is asked


def hand_over(command, folder):
    """Become the command, so that Ctrl+C or whatever else ends this ends it; its exit code is ours."""
    sys.stdout.flush()
    sys.stderr.flush()
    if os.name != "nt":
        os.execve(command[0], command, environment(folder))
    process = subprocess.Popen(command, env=environment(folder))  # Windows cannot become another program
    while process.returncode is None:
        try:
            process.wait()
        except KeyboardInterrupt:
            pass  # Ctrl+C reaches the command too: JupyterLab closes its kernels
    sys.exit(process.returncode)


def main(arguments):
    if sys.version_info < OLDEST:
        stop(
            "Python 3.11 or newer is needed, this is {}.{}; install a newer one and use it to run"
            " start.py".format(*sys.version_info[:2])
        )
    if arguments[:1] in (["-h"], ["--help"]):
        print(HELP)
        return
    if os.pathsep in ROOT:  # venv refuses, with reason: such a path cannot stand in PATH
        stop("the path of this folder has a '{}' in it; rename or move the folder".format(os.pathsep))
    if not os.path.isfile(os.path.join(ROOT, LOCK)):
        stop("{} is missing: this folder is not the whole project; fetch it again".format(LOCK))
    options_only = arguments[:1] == [] or arguments[0].startswith("-") and arguments[0] != "--version"
    task, words = ("lessons", arguments) if options_only else (arguments[0], arguments[1:])
    if task != "test":
        asks = {"-h", "--help"} & set(words)  # which needs nothing more
        folder = ready(task, () if asks else NEEDS.get(task, ()))
        command = [] if task == "python" else ["-P", "-m", "falsematch", task]
        hand_over([python_of(folder)] + command + words, folder)
    every = "--all" in words
    folder = ready(task, EXTRAS if every else (), browser=every)
    os.chdir(ROOT)
    words = ["-n", "logical"] + [word for word in words if word != "--all"]  # a process for each processor
    hand_over([python_of(folder), "-m", "pytest"] + words, folder)


def interrupted(number, frame):
    """TERM and HUP end a set-up as Ctrl+C does: in order, with the step that is running."""
    sys.exit(128 + number)


if __name__ == "__main__":
    for name in ("SIGTERM", "SIGHUP"):
        if getattr(signal, name, None) and signal.getsignal(getattr(signal, name)) == signal.SIG_DFL:
            signal.signal(getattr(signal, name), interrupted)
    try:
        main(sys.argv[1:])
    except KeyboardInterrupt:
        stop("stopped; run the same command again to go on")
    except OSError as error:
        stop("{}; check that this folder can be written to and that the disk has room".format(error))
