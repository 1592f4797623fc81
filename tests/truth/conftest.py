"""Shared by the truth tests: the scanner, and every lesson executed once for all of them."""

import importlib.util
import json
import os
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from falsematch import lessons

HERE = Path(__file__).parent
MARK = "covered-numbers:"


def _scanner():
    spec = importlib.util.spec_from_file_location("prose", HERE / "prose.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["prose"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def prose():
    return _scanner()


@pytest.fixture(scope="session")
def names():
    return list(tomllib.loads((HERE / "names.toml").read_text(encoding="utf-8"))["names"])


def read_covers(name):
    """The lines an author wrote for one text: ({phrase: expression}, {phrase: reason})."""
    path = HERE / "numbers" / f"{name}.toml"
    content = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    unknown = set(content) - {"numbers", "exempt"}
    assert not unknown, f"{path.name}: unknown tables {unknown}"
    return content.get("numbers", {}), content.get("exempt", {})


@pytest.fixture(scope="session")
def covers():
    return read_covers


# Runs in the lesson's kernel, after the lesson: it evaluates the right-hand sides where the names are.
EVALUATE = """
import json as _json, numbers as _kinds
def _plain(value):
    if isinstance(value, (list, tuple)): return [_plain(part) for part in value]
    if isinstance(value, (str, bool)): return value
    if hasattr(value, "item"): value = value.item()
    return value if isinstance(value, (bool, str)) else float(value)
def _evaluate(expressions):
    import falsematch
    from falsematch import datasets, intervals, rates, scores, search
    scope = dict(vars(falsematch), datasets=datasets, intervals=intervals, rates=rates, scores=scores,
                 search=search, load=datasets.load)
    scope.update(globals())
    results = {{}}
    for phrase, expression in expressions.items():
        try:
            results[phrase] = _plain(eval(expression, scope))
        except Exception as error:
            results[phrase] = {{"error": type(error).__name__ + ": " + str(error)}}
    return results
print({mark!r} + _json.dumps(_evaluate(_json.loads({expressions!r}))))
"""


def evaluation_code(expressions):
    return EVALUATE.format(mark=MARK, expressions=json.dumps(expressions))


def results_in(output):
    """{phrase: value} as the extra cell printed it."""
    assert MARK in output, output[-2000:]
    return json.loads(output.split(MARK, 1)[1])


@pytest.fixture(scope="session")
def results_of():
    """Reads, from an executed lesson, what its covers came to."""

    def read(outcome):
        streams = [o.text for o in outcome.notebook.cells[-1].outputs if o.output_type == "stream"]
        return results_in("".join(streams))

    return read


@pytest.fixture
def evaluate_here(capsys):
    """Evaluates covers of a text that is no lesson: in this process, with the package's names only."""

    def evaluate(expressions):
        exec(evaluation_code(expressions), {})
        return results_in(capsys.readouterr().out)

    return evaluate


@pytest.fixture(scope="session")
def executed(tmp_path_factory):
    """{name: Outcome} of the lessons, each executed once, two at a time.

    Each works in an empty folder, so a lesson that needs a file beside itself fails here.
    """
    chosen = lessons.sources()
    folder = tmp_path_factory.mktemp("lessons")

    def one(source):
        return lessons.execute(source, evaluation_code(read_covers(source.stem)[0]), folder)

    with ThreadPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        return dict(zip((path.stem for path in chosen), pool.map(one, chosen), strict=True))
