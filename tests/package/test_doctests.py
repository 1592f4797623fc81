"""Every example in a docstring gives what stands below it, and the modules that should have examples have some."""

import doctest
import importlib
import pkgutil

import pytest

import falsematch

MODULES = sorted(
    found.name
    for found in pkgutil.walk_packages(falsematch.__path__, "falsematch.")
    if not found.name.endswith("__main__")
)
# What a newcomer reads first: at least so many lines of examples in the module, its private files included.
EXAMPLES = {"rates": 5, "intervals": 7, "scores": 20, "search": 8, "datasets": 2}


@pytest.fixture(scope="module")
def attempted():
    """How many examples were run in each file, filled by the tests above the one that counts them."""
    return {}


@pytest.mark.parametrize("name", MODULES)
def test_examples_hold(name, attempted):
    done = doctest.testmod(importlib.import_module(name))
    assert done.failed == 0
    attempted[name] = done.attempted


@pytest.mark.parametrize(("module", "least"), EXAMPLES.items())
def test_there_are_examples(module, least, attempted):
    for name in MODULES:  # when this test is run alone
        if name.startswith(f"falsematch.{module}") and name not in attempted:
            attempted[name] = doctest.testmod(importlib.import_module(name)).attempted
    inside = [n for name, n in attempted.items() if f"{name}.".startswith(f"falsematch.{module}.")]
    assert sum(inside) >= least
