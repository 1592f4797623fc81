"""The command line: ``falsematch COMMAND [WORDS ...]``, or ``python -m falsematch COMMAND [WORDS ...]``."""

import argparse
import contextlib
import os
import sys
from importlib import import_module
from pathlib import Path

from falsematch import __version__
from falsematch._check import shown


def fresh(words):
    """Take new copies of lessons, and keep those that somebody has worked in."""
    from falsematch.lessons import fresh_copies

    for new, kept in fresh_copies(names_of("fresh", words)):
        print(f"{new.parent.name}/{new.name} is new" + (f"; yours is kept as {kept.name}" if kept else ""))
    return 0


def names_of(command, words, none=False):
    """The names after a command that takes nothing else."""
    parser = argparse.ArgumentParser(prog=f"falsematch {command}", description=COMMANDS[command][2])
    if not none:
        parser.add_argument("names", nargs="*", help="all, when none is named")
    return getattr(parser.parse_args(words), "names", [])


def run(words):
    """Execute lessons one after another; 1 if any of them failed."""
    names = names_of("run", words)
    from falsematch.lessons import execute, sources

    failed = False
    for source in sources(names):
        outcome = execute(source)
        failed |= bool(outcome.failure)
        print(outcome.line(), flush=True)
    return int(failed)


def sync(words):
    """Execute lessons and write what a reader would see differently."""
    names = names_of("sync", words)
    from falsematch import lessons

    lessons.sync(names, report=lambda line: print(line, flush=True))
    return 0


def cite(words):
    """Print where each dataset comes from."""
    from falsematch import datasets

    for name in names_of("cite", words) or datasets.names():
        print(datasets.cite(name))
    return 0


def claim(words):
    """Write a new claim file that explains itself."""
    parser = argparse.ArgumentParser(prog="falsematch claim", description=COMMANDS["claim"][2])
    parser.add_argument("--new", metavar="FILE", required=True, help="the file to write, as claim.toml")
    path = Path(parser.parse_args(words).new)
    if path.exists() or path.is_symlink():
        raise ValueError(f"{path.name} is there already; choose another name")
    from falsematch import claims
    from falsematch._write import replace_file

    replace_file(path, claims.new_claim_file())
    print(f"wrote {path}: fill in what you know, then: falsematch audit {path}")
    return 0


#: Every command: where its function is, and what it does. The function takes the words after the command and returns
#: an exit code; its module is imported when the command is used.
COMMANDS = {
    "lessons": ("falsematch.lessons._lab", "open_lessons", "open your copies of the lessons in JupyterLab"),
    "fresh": ("falsematch.__main__", "fresh", "take a new copy of a lesson; yours is kept beside it"),
    "run": ("falsematch.__main__", "run", "execute lessons without a browser: all, or those named"),
    "sync": (
        "falsematch.__main__",
        "sync",
        "execute lessons and write their reading edition, notebooks/*.ipynb (for authors)",
    ),
    "claim": ("falsematch.__main__", "claim", "write a new claim file that explains itself: --new FILE"),
    "simulate": (
        "falsematch.population._command",
        "command",
        "simulate a place, its people, a list and its alerts, for so many days",
    ),
    "grade": (
        "falsematch.publish.grade",
        "main",
        "judge the answers in a folder of learners' notebooks, as one table",
    ),
    "bank": ("falsematch.publish.question_bank", "main", "write the exercises as a question bank for Moodle"),
    "scores": (
        "falsematch.publish.scores",
        "main",
        "say what a file of comparison scores shows, and what it cannot",
    ),
    "page": (
        "falsematch.publish.page",
        "write",
        "write the calculator: one HTML file that says what a claim means in people",
    ),
    "audit": (
        "falsematch.publish.brief",
        "command",
        "what a claim file means in people: as a table, a brief (--out x.pdf, .html, .json) or a letter (--letter)",
    ),
    "course": ("falsematch.publish.course", "main", "write the course: editions, assignments, slides, plans"),
    "site": (
        "falsematch.publish.site",
        "main",
        "write the site: lessons, tables, glossary, calculator, reference",
    ),
    "check-row": (
        "falsematch.publish.check_row",
        "main",
        "what keeps new rows out of a table, one line for each fault: TABLE FILE (.csv, .toml)",
    ),
    "cite": ("falsematch.__main__", "cite", "print the sources of datasets: all, or those named"),
}
#: What a command needs beyond the package itself, and how to get it.
EXTRAS = {
    "jupyterlab": "lessons",
    "zmq": "lessons",
    "IPython": "lessons",
    "jupytext": "lessons",
    "nbclient": "lessons",
    "nbformat": "lessons",
    "pyarrow": "scale",
    "dask": "scale",
    "distributed": "scale",
    "typst": "publish",
    "sphinx_revealjs": "course",
    "sphinx": "course",
    "furo": "course",
    "myst_nb": "course",
}


def usage():
    """What is printed without a command, or with --help."""
    width = max(map(len, COMMANDS)) + 2
    lines = [f"  {name:<{width}}{text}" for name, (_, _, text) in COMMANDS.items()]
    return "\n".join(
        [
            "usage: falsematch COMMAND [WORDS ...]",
            "",
            'False Match: what "99.8 % accurate" means at the scale of a population.',
            "",
            *lines,
            "",
            "falsematch COMMAND --help tells more of one; falsematch --version prints the version.",
        ]
    )


def command(name):
    """The function behind a command."""
    module, function, _ = COMMANDS[name]
    # By the name it runs under, this file is another module than by the name it is imported by.
    return (
        globals()[function] if module == "falsematch.__main__" else getattr(import_module(module), function)
    )


def main(arguments=None):
    """Run one command and return its exit code: 0, 1 if what it checked failed, 2 if it could not be done."""
    chosen, *words = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a sign that the console or the file cannot hold must not stop it
            stream.reconfigure(errors="backslashreplace")
    if chosen in ("-h", "--help", "help"):
        print(usage())
        return 0
    if chosen in ("-V", "--version"):
        print(f"falsematch {__version__}")
        return 0
    if chosen not in COMMANDS:
        return refused(f"there is no command {shown(chosen)}; there are: {', '.join(COMMANDS)}")
    try:
        code = command(chosen)(words)
        sys.stdout.flush()  # here, where a reader who has gone away is no error
        return code
    except BrokenPipeError:  # `falsematch cite | head`: nobody reads on
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except ModuleNotFoundError as error:
        missing = (error.name or "").split(".")[0]
        if missing not in EXTRAS:
            raise
        how = f'python -m pip install ".[{EXTRAS[missing]}]" in the folder of the project'
        return refused(f"{chosen} needs {missing}, which is not installed; install it with: {how}")
    except OSError as error:
        return refused(f"{error.filename}: {error.strerror}" if error.filename and error.strerror else error)
    except ValueError as error:
        return refused(error)
    except RuntimeError as error:
        if type(error).__name__ != "DatasetError":  # its module is not imported for the sake of its name
            raise
        return refused(error)


def refused(reason):
    """One line that says what was wrong; the exit code of a command that could not be done."""
    said = " ".join(str(reason).split())
    # Names of files and what is in them are a stranger's words: none may steer the terminal.
    print(f"falsematch: {''.join(sign if sign.isprintable() else '?' for sign in said)}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
