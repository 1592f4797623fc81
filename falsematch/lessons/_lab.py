"""JupyterLab on the learner's copies: asks the network for nothing, and says one address that opens lesson 00."""

import argparse
import contextlib
import json
import os
import signal
import sys
import webbrowser
from pathlib import Path

from falsematch._write import replace_file

from . import make_copies, sources

FIRST = "00_start_here.ipynb"
#: Words after which JupyterLab only says something and ends.
SAYS_ONLY = {
    "-h",
    "--help",
    "--help-all",
    "--version",
    "--show-config",
    "--show-config-json",
    "--generate-config",
}


def quiet_jupyterlab():
    """Defaults for this environment's JupyterLab: it asks no questions about news and looks for no updates.

    Only a default of the environment that this runs in: what a user sets in JupyterLab wins.
    """
    path = Path(sys.prefix, "share", "jupyter", "lab", "settings", "overrides.json")
    wanted = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    if not path.exists():
        with contextlib.suppress(
            OSError
        ):  # an environment that cannot be written to: JupyterLab may ask, then
            replace_file(path, json.dumps(wanted))


def arguments_for(folder, words):
    """What JupyterLab is started with: our defaults, then the user's own words, which win."""
    import zmq

    defaults = [
        f"--ServerApp.root_dir={folder}",
        f"--LabApp.default_url=/lab/tree/{FIRST}",
        "--LabApp.news_url=None",
        "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        f"--KernelManager.transport_encryption={'auto' if zmq.has('curve') else 'disabled'}",
    ]
    if not any(word.startswith(("--debug", "--log-level", "--Application.log_level")) for word in words):
        defaults += ["--ServerApp.log_level=WARN", "--LabApp.log_level=WARN"]
    try:
        webbrowser.get()
    except webbrowser.Error:
        defaults.append("--no-browser")
    if hasattr(os, "geteuid") and os.geteuid() == 0 and "--allow-root" not in words:
        defaults.append("--allow-root")
        print("Running as root, as in a container; where others work too, an account of your own is safer.")
    return [*defaults, *words]


def open_lessons(words):
    """Run JupyterLab on the learner's copies until it is ended; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="falsematch lessons",
        description="Open your copies of the lessons in JupyterLab. They lie in the folder my_work.",
        epilog="Other options go to JupyterLab: --no-browser, --port=9000, --ip=0.0.0.0; --help-all lists them.",
        allow_abbrev=False,
    )
    _, words = parser.parse_known_args(words)
    sources()  # first of all: a package that was installed alone has none
    from jupyterlab.labapp import LabApp

    if SAYS_ONLY & set(words):
        return LabApp.launch_instance(words)
    quiet_jupyterlab()
    folder, outdated = make_copies()
    if outdated:
        print(
            f"Changed since you began: {', '.join(outdated)}. Your copies stay as they are; "
            f"python3 start.py fresh {outdated[0][:2]} gives a new one and keeps yours beside it."
        )
    server = LabApp.initialize_server(arguments_for(folder, words))
    addresses = server.display_url.split()[
        : 1 if server.ip == "localhost" else None
    ]  # the other is the same in digits
    server.identity_provider.token_generated = (
        False  # or it would print them as well, between lines of its log
    )
    hang_up = getattr(signal, "SIGHUP", None)  # a terminal that was closed; kernels must end, too
    if hang_up and signal.getsignal(hang_up) == signal.SIG_DFL:
        signal.signal(hang_up, lambda number, frame: signal.raise_signal(signal.SIGTERM))
    print("The lessons are open at this address (Ctrl+C ends them):\n")
    print(*addresses, sep="\n", end="\n\n", flush=True)
    return server.start()
