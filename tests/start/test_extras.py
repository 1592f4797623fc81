"""What `python3 start.py test --all` adds is there as it is pinned."""

import importlib.metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements-*.txt") if "benchmarks" not in path.name)
#: An older Python puts these into every environment of its own.
COME_WITH_A_SET_UP = {"pip", "setuptools", "wheel"}


def pins(name):
    """Package and version of each pin that applies here."""
    joined = (ROOT / name).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(" --hash")[0] for line in joined.splitlines() if "==" in line.split("#")[0]]
    found = [Requirement(line) for line in lines]
    return {pin.name: str(pin.specifier)[2:] for pin in found if pin.marker is None or pin.marker.evaluate()}


def installed(package):
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return None


@pytest.mark.extras
@pytest.mark.parametrize("lock", LOCKS)
def test_extras_are_installed_as_they_are_pinned(lock):
    wanted = pins(lock)
    found = {name: installed(name) for name in wanted}
    missing = {name for name in found if found[name] is None}
    own = set(wanted) - set(pins("requirements.txt")) - COME_WITH_A_SET_UP
    if own <= missing:
        pytest.skip(f"none of {lock} is installed: `python3 start.py test --all` installs it")
    assert found == wanted


def test_what_start_adds_is_what_there_is():
    names = {"__file__": str(ROOT / "start.py"), "__name__": "start"}
    exec(compile((ROOT / "start.py").read_text(encoding="utf-8"), "start.py", "exec"), names)
    assert set(LOCKS) <= set(names["EXTRAS"]) and "requirements-scale.txt" in LOCKS
