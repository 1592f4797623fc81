"""Shared by the truth tests: what holds texts to values, and every lesson executed once for all of them."""

import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from falsematch import lessons

HERE = Path(__file__).parent
if str(HERE) not in sys.path:
    sys.path.insert(0, str(HERE))  # for `truthkit`

from truthkit import check  # noqa: E402

MARK = "covered-numbers:"
# Runs in the lesson's kernel, after the lesson; in a namespace of its own, so that no name of the lesson is lost.
IN_KERNEL = """
def _evaluated(source, expressions, names):
    import json
    tools = {{}}
    exec(compile(source, "in_kernel.py", "exec"), tools)
    return json.dumps(tools["evaluate"](json.loads(expressions), names))
print({mark!r} + _evaluated({source!r}, {expressions!r}, dict(globals())))
"""


def evaluation_code(expressions):
    source = (HERE / "truthkit" / "in_kernel.py").read_text(encoding="utf-8")
    return IN_KERNEL.format(mark=MARK, source=source, expressions=json.dumps(expressions))


@pytest.fixture(scope="session")
def results_of():
    """Reads, from an executed lesson, what its covers came to."""

    def read(outcome):
        printed = "".join(o.text for o in outcome.notebook.cells[-1].outputs if o.output_type == "stream")
        assert MARK in printed, printed[-2000:]
        return json.loads(printed.split(MARK, 1)[1])

    return read


class Executed(dict):
    """{name: Outcome} of the lessons, each executed once, when it is first asked for.

    Each works in an empty folder, so a lesson that needs a file beside itself fails here. One process executes them two
    at a time from the start; of several processes, each those that it is asked for.
    """

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        self.sources = {path.stem: path for path in lessons.sources()}
        self.pool = ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1))
        self.begun = {}
        if "PYTEST_XDIST_WORKER" not in os.environ:
            for name in self.sources:
                self.begin(name)

    def begin(self, name):
        code = evaluation_code(check.read_covers(name)[""].expressions())
        self.begun[name] = self.pool.submit(lessons.execute, self.sources[name], code, self.folder)

    def __missing__(self, name):
        if name not in self.begun:
            self.begin(name)
        self[name] = self.begun[name].result()
        return self[name]


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    asked = Executed(tmp_path_factory.mktemp("lessons"))
    yield asked
    asked.pool.shutdown(cancel_futures=True)
