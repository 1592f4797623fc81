"""The lessons as files: find them, pair them with their text sources, execute them.

A lesson is edited in ``notebooks/source/NN_name.py`` (Jupytext percent format) and opened as
``notebooks/NN_name.ipynb``. `sync` writes the second from the first; nothing is ever stored the other way.
"""

import hashlib
import time
from dataclasses import dataclass
from pathlib import Path

from falsematch._write import replace_file

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
SOURCES = NOTEBOOKS / "source"
SOLUTION = "# Solution\n"  # put above every solution when the notebook is written
SECONDS_PER_CELL = 120  # a cell that takes longer is reported as stuck


@dataclass(frozen=True)
class Outcome:
    """What executing one lesson gave; `failure` is empty when every cell ran."""

    name: str
    seconds: float
    failure: str
    notebook: object

    def line(self):
        """One line for people: name, seconds, ok or the failing cell and its error."""
        return f"{self.name:<32}{self.seconds:6.1f} s  {self.failure or 'ok'}"


def sources(names=()):
    """Paths of the lessons' sources in order; `names` are numbers or parts of names ("03", "claim").

    Raises
    ------
    ValueError
        If a name fits no lesson, or the folder holds none (an installed wheel has no lessons).
    """
    every = sorted(SOURCES.glob("[0-9][0-9]_*.py"))
    if not every:
        raise ValueError(f"there are no lessons in {SOURCES}; lessons come with a checkout of the project")
    if not names:
        return every
    chosen = []
    for name in names:
        wanted = Path(str(name)).stem
        fitting = [path for path in every if path.stem == wanted] or [
            path for path in every if path.stem.startswith(wanted) or wanted in path.stem.split("_", 1)[1]
        ]
        if not wanted or not fitting:
            raise ValueError(f"no lesson fits {name!r}; there are: " + ", ".join(path.stem for path in every))
        chosen += [path for path in fitting if path not in chosen]
    return chosen


def read(source):
    """The notebook that belongs to one source: no outputs, and ids that depend on nothing but content.

    A cell keeps its id as long as its text stays, wherever it moves, so a difference between two
    versions of a notebook shows the cells that changed and no others.
    """
    import jupytext

    notebook = jupytext.read(source, fmt="py:percent")
    taken = set()
    for cell in notebook.cells:
        text = f"{source.stem}\n{cell.cell_type}\n{cell.source}"
        repeat = 0
        while (identity := hashlib.sha256(f"{text}\n{repeat}".encode()).hexdigest()[:12]) in taken:
            repeat += 1
        taken.add(identity)
        cell["id"] = identity
        if "solution" in cell.metadata.get("tags", []):
            # JupyterLab shows the first line of a folded cell: it must not be the answer.
            cell.source = SOLUTION + cell.source
            cell.metadata["jupyter"] = {"source_hidden": True, "outputs_hidden": True}
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def notebook_text(source):
    """The exact text of the paired ``.ipynb`` file."""
    import nbformat

    return nbformat.writes(read(source), version=nbformat.NO_CONVERT) + "\n"


def sync(names=()):
    """Write the notebook of each named source; returns the paths that changed."""
    changed = []
    for source in sources(names):
        target, text = NOTEBOOKS / f"{source.stem}.ipynb", notebook_text(source)
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            replace_file(target, text)
            changed.append(target)
    return changed


def execute(source, extra_code="", folder=NOTEBOOKS):
    """Run one lesson in a kernel of its own, from its top.

    Parameters
    ----------
    source : Path
        The lesson's text source.
    extra_code : str
        Code for one more cell at the end, which sees what the lesson computed.
    folder : Path
        The working folder of the kernel.

    Returns
    -------
    Outcome
        With the executed notebook, the extra cell included.
    """
    import asyncio

    import nbformat
    import zmq
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
    from traitlets.config import Config

    notebook = read(source)
    if extra_code:
        notebook.cells.append(nbformat.v4.new_code_cell(extra_code))
    # Talks to the kernel in cipher where it can; without, each kernel would print a warning about it.
    settings = Config({"KernelManager": {"transport_encryption": "auto" if zmq.has("curve") else "disabled"}})
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        config=settings,
        resources={"metadata": {"path": str(folder)}},
    )
    started, failure = time.perf_counter(), ""
    try:
        # Its own event loop, closed when done, so that several lessons can run in threads; of the kind
        # that can wait for a kernel's sockets, which is not the default on Windows.
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(client.async_execute())
    except CellExecutionError as error:
        failure = f"{error.ename}: {str(error.evalue).splitlines()[0] if error.evalue else ''}"
    except CellTimeoutError:
        failure = f"took longer than {SECONDS_PER_CELL} s"
    except DeadKernelError:
        failure = "the kernel died"
    except (OSError, RuntimeError) as error:  # no place for its files, or it never answered
        failure = str(error).splitlines()[0] if str(error) else "the kernel did not start"
    if failure:
        reached = [i for i, cell in enumerate(notebook.cells, 1) if cell.get("execution_count")]
        failure = f"FAILED in cell {max(reached, default=1)}: {failure}"
    return Outcome(source.stem, time.perf_counter() - started, failure, notebook)
