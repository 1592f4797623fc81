"""Executing a lesson in a kernel of its own, as it runs for somebody who has this project and nothing else."""

import os
import tempfile
import time
from dataclasses import dataclass

from ._pages import read

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


def execute(source, extra_code="", folder=None):
    """Run one lesson in a kernel of its own, from its top.

    What it shows depends on the lesson, the package and the lock alone: sets and dictionaries have one
    order, nobody's own settings are read, and no photographs are at hand.

    Parameters
    ----------
    source : Path
        The lesson's text source.
    extra_code : str
        Code for one more cell at the end, which sees what the lesson computed.
    folder : Path
        The working folder of the kernel; an empty one, when none is given.

    Returns
    -------
    Outcome
        With the executed notebook, the extra cell included.
    """
    import asyncio

    import nbformat
    from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

    notebook = read(source)
    if extra_code:
        notebook.cells.append(nbformat.v4.new_code_cell(extra_code))
    started, failure = time.perf_counter(), ""
    try:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
            # Its own event loop, closed when done, so that several lessons can run in threads; of the kind
            # that can wait for a kernel's sockets, which is not the default on Windows.
            with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
                runner.run(_run(notebook, folder or scratch, scratch))
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


async def _run(notebook, folder, scratch):
    """Execute `notebook` where it is, in a kernel that works in `folder` and keeps its files in `scratch`."""
    import zmq
    from nbclient import NotebookClient
    from traitlets.config import Config

    # Talks to the kernel in cipher where it can; without, each kernel would print a warning about it.
    settings = Config({"KernelManager": {"transport_encryption": "auto" if zmq.has("curve") else "disabled"}})
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        config=settings,
        resources={"metadata": {"path": str(folder)}},
    )
    alone = {
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": os.path.join(scratch, "ipython"),
        "SCIKIT_LEARN_DATA": os.path.join(scratch, "nothing"),
    }
    await client.async_execute(env={**os.environ, **alone})
