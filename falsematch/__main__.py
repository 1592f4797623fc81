"""The command line: ``python -m falsematch lessons | run [NAMES] | sync [NAMES] | cite [NAMES]``."""

import argparse
import contextlib
import json
import sys
from pathlib import Path

from falsematch._write import replace_file


def quiet_jupyterlab():
    """Defaults for this environment's JupyterLab: it asks no questions about news and looks for no updates.

    Only a default of the environment in ``.venv``: what a user sets in JupyterLab wins.
    """
    path = Path(sys.prefix, "share", "jupyter", "lab", "settings", "overrides.json")
    wanted = {"@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}}
    if not path.exists():
        with contextlib.suppress(
            OSError
        ):  # an environment that cannot be written to: JupyterLab may ask, then
            replace_file(path, json.dumps(wanted))


def open_lessons():
    """JupyterLab on the first lesson, asking the network for nothing."""
    import zmq
    from jupyterlab.labapp import main

    from falsematch.lessons import NOTEBOOKS

    quiet_jupyterlab()
    first = NOTEBOOKS / "00_start_here.ipynb"
    return main(
        [
            str(first),
            f"--ServerApp.root_dir={NOTEBOOKS}",
            "--LabApp.news_url=None",
            "--LabApp.check_for_updates_class=jupyterlab.handlers.announcements.NeverCheckForUpdate",
            "--LabApp.extension_manager=readonly",
            f"--KernelManager.transport_encryption={'auto' if zmq.has('curve') else 'disabled'}",
        ]
    )


def run(names):
    """Execute lessons one after another; 1 if any of them failed."""
    from falsematch.lessons import execute, sources

    failed = False
    for source in sources(names):
        outcome = execute(source)
        failed |= bool(outcome.failure)
        print(outcome.line(), flush=True)
    return int(failed)


def sync(names):
    """Write the notebooks of changed sources."""
    from falsematch import lessons

    for path in lessons.sync(names):
        print(f"wrote {path.name}")
    return 0


def cite(names):
    """Print where each dataset comes from."""
    from falsematch import datasets

    for name in names or datasets.names():
        print(datasets.cite(name))
    return 0


def main(arguments=None):
    """Run one command and return its exit code."""
    parser = argparse.ArgumentParser(prog="falsematch", description=__doc__.split(":", 1)[0])
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("lessons", help="open the lessons in JupyterLab")
    for name, text in (
        ("run", "execute lessons without a browser"),
        ("sync", "write the notebooks from their sources (for authors)"),
        ("cite", "print the sources of datasets"),
    ):
        commands.add_parser(name, help=text).add_argument("names", nargs="*", help="all, when none is named")
    chosen = parser.parse_args(arguments)
    if hasattr(sys.stdout, "reconfigure"):  # a sign that the console or the file cannot hold must not stop it
        sys.stdout.reconfigure(errors="backslashreplace")
    if chosen.command == "lessons":
        return open_lessons()
    from falsematch import datasets

    try:
        return {"run": run, "sync": sync, "cite": cite}[chosen.command](chosen.names)
    except (ValueError, OSError, datasets.DatasetError) as error:
        print(f"falsematch: {error}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
