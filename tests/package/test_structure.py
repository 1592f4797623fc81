"""What the package promises as a whole: a quick import, one direction of imports, no I/O in the arithmetic."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[2] / "falsematch"
ARITHMETIC = ("rates", "intervals", "scores", "search")
HEAVY = ("pandas", "matplotlib", "sklearn", "scipy.stats", "IPython", "jupytext", "tqdm")
# A module may import from itself, from the same or a lower level, never from a higher one.
LEVELS = {
    "_check": 0,
    "_words": 0,
    "rates": 1,
    "intervals": 1,
    "scores": 1,
    "search": 2,
    "datasets": 1,
    "tables": 1,
    "readings": 3,
    "plots": 4,
    "exercises": 4,
    "measure": 4,
    "lessons": 4,
    "plan": 4,
    "__init__": 0,
    "__main__": 9,
}


def loaded_after(code):
    script = f"import sys\n{code}\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, encoding="utf-8", check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize(
    "code", ["import falsematch", "from falsematch import rates, intervals, scores, search"]
)
def test_import_needs_nothing_heavy(code):
    assert not loaded_after(code) & set(HEAVY)


def test_submodules_are_reached_without_importing_them_by_name():
    assert "falsematch.rates" in loaded_after("import falsematch\nfalsematch.rates.ppv")


def imports_of(path):
    """Modules of this package that a file imports, wherever in the file it does."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            if node.level:
                inside = path.relative_to(PACKAGE).parts[: -node.level]
                full = ".".join(["falsematch", *inside, *([node.module] if node.module else [])])
            else:
                full = node.module or ""
            for alias in node.names:
                yield full if full.count(".") else f"{full}.{alias.name}"
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def level(name):
    if name not in LEVELS:
        # A private module serves the public ones above it: it may import nothing but other private ones and _check.
        return (
            0 if name.startswith("_") else pytest.fail(f"give the new module {name!r} a level in this test")
        )
    return LEVELS[name]


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_imports_go_one_way(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for full in imports_of(path):
        if full.startswith("falsematch."):
            other = full.split(".")[1]
            if other not in ("__version__", own):
                assert level(other) <= level(own), f"{own} imports {other}"


@pytest.mark.parametrize("name", ["rates", "intervals", "search"])
def test_arithmetic_reads_and_writes_nothing(name):
    for node in ast.walk(ast.parse((PACKAGE / f"{name}.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "print", "input", "exec", "eval")


def test_files_are_opened_with_a_named_encoding():
    """What is written on one system must be read on another."""
    for path in [*PACKAGE.rglob("*.py"), PACKAGE.parent / "start.py"]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("read_text", "write_text")
            ):
                assert any(k.arg == "encoding" for k in node.keywords) or node.args[1:], (
                    f"{path.name}:{node.lineno}"
                )
