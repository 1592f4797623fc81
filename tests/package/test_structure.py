"""What the package promises as a whole: a quick import, one direction of imports, no I/O in the arithmetic."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import falsematch
from falsematch import _moved

PACKAGE = Path(__file__).resolve().parents[2] / "falsematch"
ARITHMETIC = ("rates", "intervals", "scores", "search")
HEAVY = ("pandas", "matplotlib", "sklearn", "scipy.stats", "IPython", "jupytext", "tqdm")
# The house, from the ground up. A module imports from its own floor or from below; a private file has the floor of its
# folder, so that the files beside each other in a package serve that package alone.
FLOORS = (
    ("__init__", "_moved", "_check", "_words", "_workers", "_write", "_html"),
    ("rates", "intervals"),
    ("scores", "search"),
    ("datasets",),
    ("population",),
    ("claims",),
    ("plots", "lessons"),
    ("exercises",),
    ("publish", "remeasure"),
    ("__main__",),
)
LEVELS = {name: floor for floor, names in enumerate(FLOORS) for name in names}

# The arithmetic reads no files, and imports nobody who does, but for one door: whoever gives `ScoreParts` a path asks
# for files to be read, and then, inside one function, their reader is fetched. Arrays never pass it.
DOORS = {("scores/_score_parts.py", "datasets")}


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


def imports_in(tree, inside=(), deep=True):
    """Modules that a piece of code imports, wherever in it that happens."""
    for node in ast.walk(tree) if deep else [tree]:
        if isinstance(node, ast.ImportFrom):
            if node.level:
                full = ".".join(
                    ["falsematch", *inside[: -node.level], *([node.module] if node.module else [])]
                )
            else:
                full = node.module or ""
            for alias in node.names:
                yield full if full.count(".") else f"{full}.{alias.name}"
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def imports_of(path):
    """Modules that a file imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return imports_in(tree, path.relative_to(PACKAGE).parts)


def level(name):
    return (
        LEVELS[name] if name in LEVELS else pytest.fail(f"give the new module {name!r} a floor in this test")
    )


@pytest.mark.parametrize(
    "path", sorted(PACKAGE.rglob("*.py")), ids=lambda p: p.relative_to(PACKAGE).as_posix()
)
def test_imports_go_one_way(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    for full in imports_of(path):
        if full.startswith("falsematch."):
            other = full.split(".")[1]
            door = (path.relative_to(PACKAGE).as_posix(), other) in DOORS
            if other not in ("__version__", own) and not door:
                assert level(other) <= level(own), f"{own} imports {other}"


def test_the_door_to_files_stays_closed_for_arrays():
    code = "from falsematch import scores\np = scores.ScoreParts([[0.9], [0.8]], [[0.1], [0.2]])\np.fnmr_at_fmr(0.5)"
    assert "falsematch.scores._score_parts" in loaded_after(code)
    assert "falsematch.datasets" not in loaded_after(code)
    for file, module in DOORS:
        tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
        inside = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        hinges = [f for f in inside if any(module in full for full in imports_in(f))]
        assert len(hinges) == 1 and ast.get_docstring(hinges[0])
        assert not any(module in full for node in tree.body for full in imports_in(node, deep=False))


def files_of(module):
    """The files of a public module: one, or all of a package."""
    folder = PACKAGE / module
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [PACKAGE / f"{module}.py"]


@pytest.mark.parametrize(
    "path", [path for name in ARITHMETIC for path in files_of(name)], ids=lambda p: p.stem
)
def test_arithmetic_reads_and_writes_nothing(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            assert called not in (
                *("open", "print", "input", "exec", "eval", "read_text", "write_text", "read_bytes"),
                *(
                    "write_bytes",
                    "replace_file",
                    "tofile",
                    "fromfile",
                    "save",
                    "load",
                    "savez",
                    "savetxt",
                    "loadtxt",
                ),
            ), f"{path.name}:{node.lineno} calls {called}"
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    modules |= {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    assert not modules & {"pathlib", "os", "io", "csv", "tqdm", "falsematch._write"}


@pytest.mark.parametrize("old", sorted(_moved.MOVED))
def test_names_of_earlier_editions_are_the_new_modules(old):
    """In a process of its own, in which nothing has been imported by its new name."""
    new = _moved.MOVED[old]
    code = f"import {old} as old, {new} as new\nassert old is new and new.__spec__.name == {new!r}\n"
    code += f"import falsematch\nassert falsematch.{old.removeprefix('falsematch.')} is new"
    assert new in loaded_after(code)


def test_what_lies_inside_a_moved_package_moved_with_it():
    assert "falsematch.remeasure.lfw_roc" in loaded_after("import falsematch.measure.lfw_roc")


def test_every_public_module_is_listed():
    here = {
        path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    public = {name for name in here if not name.startswith("_")}
    assert public == set(falsematch._SUBMODULES) <= set(dir(falsematch))
    for name in public:
        assert f"`{name}`" in falsematch.__doc__
        assert getattr(falsematch, name).__name__ == f"falsematch.{name}"


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
