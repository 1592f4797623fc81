"""What the package says it needs, what the locks hold, and what the code imports: one and the same."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from pathlib import Path

import pytest

packaging = pytest.importorskip("packaging")
from packaging.markers import default_environment  # noqa: E402
from packaging.requirements import Requirement  # noqa: E402
from packaging.utils import canonicalize_name  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
#: Where each list of pyproject.toml stands in full.
HOMES = {
    "dependencies": "requirements",
    "lessons": "requirements",
    "publish": "requirements",
    "scale": "requirements-scale",
    "course": "requirements-publish",
}
PYTHONS = ("3.11", "3.12", "3.13", "3.14", "3.15")
SYSTEMS = {
    "Linux": {
        "sys_platform": "linux",
        "os_name": "posix",
        "platform_system": "Linux",
        "platform_machine": "x86_64",
    },
    "macOS": {
        "sys_platform": "darwin",
        "os_name": "posix",
        "platform_system": "Darwin",
        "platform_machine": "arm64",
    },
    "Windows": {
        "sys_platform": "win32",
        "os_name": "nt",
        "platform_system": "Windows",
        "platform_machine": "AMD64",
    },
}


def declared(name):
    return PROJECT["dependencies"] if name == "dependencies" else PROJECT["optional-dependencies"][name]


def wanted(home):
    """The requirements of an .in file."""
    lines = (ROOT / f"{home}.in").read_text(encoding="utf-8").splitlines()
    plain = (line.split("#")[0].strip() for line in lines)
    return [Requirement(line) for line in plain if line and not line.startswith("-")]


def pins(home):
    """The pins of a lock: requirement, and how many hashes stand below it."""
    joined = (ROOT / f"{home}.txt").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    return [(Requirement(line.split(" --hash")[0]), line.count("--hash=sha256:")) for line in lines]


def chosen(home, python, system):
    """The versions that a lock installs on one Python and system."""
    here = {
        **default_environment(),
        **SYSTEMS[system],
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    found = {}
    for pin, _ in pins(home):
        if pin.marker is None or pin.marker.evaluate(here):
            assert pin.name not in found, f"{pin.name} is pinned twice for Python {python} on {system}"
            (spec,) = pin.specifier
            assert spec.operator == "=="
            found[canonicalize_name(pin.name)] = spec.version
    return found


def test_every_list_has_a_home():
    assert set(HOMES) == {"dependencies", *PROJECT["optional-dependencies"]}


@pytest.mark.parametrize("name", HOMES)
def test_what_pyproject_declares_is_what_the_locks_are_made_from(name):
    full = {}
    for line in wanted(HOMES[name]):
        full.setdefault((line.name, *sorted(line.extras)), line)
    for text in declared(name):
        asked = Requirement(text)
        assert full[(asked.name, *sorted(asked.extras))].specifier == asked.specifier, text


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("home", ["requirements", "requirements-scale"])
def test_the_lock_satisfies_what_it_is_made_from(home, python, system):
    here = {
        **default_environment(),
        **SYSTEMS[system],
        "python_version": python,
        "python_full_version": f"{python}.0",
    }
    versions = chosen(home, python, system)
    for line in wanted(home):
        if line.marker is None or line.marker.evaluate(here):
            assert line.specifier.contains(versions[canonicalize_name(line.name)]), str(line)


@pytest.mark.parametrize("python", PYTHONS)
@pytest.mark.parametrize("system", SYSTEMS)
def test_extras_change_nothing_that_is_installed_already(python, system):
    first, more = chosen("requirements", python, system), chosen("requirements-scale", python, system)
    assert {name: more[name] for name in more if name in first} == {
        name: first[name] for name in more if name in first
    }
    assert set(more) - set(first)


@pytest.mark.parametrize("lock", sorted(path.stem for path in ROOT.glob("requirements*.txt")))
def test_every_pin_has_its_hashes(lock):
    assert pins(lock) and all(hashes for _, hashes in pins(lock))


def test_the_pythons_named_are_the_pythons_meant():
    named = [c.rsplit(" ", 1)[1] for c in PROJECT["classifiers"] if re.search(r":: 3\.\d+$", c)]
    assert tuple(named) == PYTHONS and PROJECT["requires-python"] == f">={PYTHONS[0]}"


def needed(names):
    """Everything that installing these brings along, by name."""
    found, queue = set(), [Requirement(text) for text in names]
    while queue:
        line = queue.pop()
        key = (canonicalize_name(line.name), *sorted(line.extras))
        if key in found:
            continue
        found.add(key)
        try:
            further = importlib.metadata.requires(line.name) or []
        except importlib.metadata.PackageNotFoundError:
            continue
        for text in further:
            more = Requirement(text)
            if more.marker is None or any(
                more.marker.evaluate({"extra": extra}) for extra in ("", *line.extras)
            ):
                queue.append(more)
    return {key[0] for key in found}


def imported(paths):
    """(module, file) of each import from outside of the standard library and of this package."""
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and not node.level else []
            for name in (
                {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"falsematch"}
            ):
                yield name, path.relative_to(ROOT).as_posix()


def test_whoever_installs_the_extras_can_import_what_the_code_imports():
    """A lesson must not rest on a package that happens to lie in the authors' environment."""
    brought = needed(PROJECT["dependencies"] + PROJECT["optional-dependencies"]["lessons"])
    brought |= needed(PROJECT["optional-dependencies"]["publish"] + PROJECT["optional-dependencies"]["scale"])
    homes = importlib.metadata.packages_distributions()
    files = [*(ROOT / "notebooks" / "source").glob("*.py"), *(ROOT / "falsematch").rglob("*.py")]
    missing = {
        f"{name} in {place}"
        for name, place in imported(files)
        if not {canonicalize_name(home) for home in homes.get(name, [name])} & brought
    }
    assert not missing


def test_the_description_of_the_package_needs_no_repository():
    text = PROJECT["readme"]["text"]
    assert "](" not in text and "start.py" not in text
    assert set(re.findall(r"falsematch\[(\w+)\]", text)) == set(PROJECT["optional-dependencies"])
