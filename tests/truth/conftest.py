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


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """{name: Outcome} of the lessons, each executed once, two at a time.

    Each works in an empty folder, so a lesson that needs a file beside itself fails here.
    """
    chosen = lessons.sources()
    folder = tmp_path_factory.mktemp("lessons")

    def one(source):
        return lessons.execute(
            source, evaluation_code(check.read_covers(source.stem)[""].expressions()), folder
        )

    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        return dict(zip((path.stem for path in chosen), pool.map(one, chosen), strict=True))
