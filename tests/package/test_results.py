"""What a function returns stays what it is: no field of a result can be set."""

import dataclasses
import importlib
import pkgutil

import pytest

ROOMS = ["rates", "intervals", "scores", "search", "claims", "exercises", "datasets", "population"]


def dataclasses_of(room):
    package = importlib.import_module(f"falsematch.{room}")
    names = [f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__)]
    for module in (package, *map(importlib.import_module, names)):
        for thing in vars(module).values():
            if (
                isinstance(thing, type)
                and dataclasses.is_dataclass(thing)
                and thing.__module__ == module.__name__
            ):
                yield thing


FOUND = [pytest.param(kind, id=kind.__qualname__) for room in ROOMS for kind in dataclasses_of(room)]


@pytest.mark.parametrize("kind", FOUND)
def test_a_result_cannot_be_changed(kind):
    empty = object.__new__(kind)
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(empty, dataclasses.fields(kind)[0].name, 1)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_results(room):
    assert any(dataclasses_of(room))
