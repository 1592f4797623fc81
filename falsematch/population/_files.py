"""Scenarios in TOML files: the project's own by their names, anybody's by a path."""

import difflib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import NamedTuple

from falsematch import _check
from falsematch._write import read_at_most
from falsematch.population._scenario import Scenario

_MOST_BYTES = 1 << 20
_ABOUT = ("title", "description")
_BESIDE = ("value", "source", "note")
_NEEDED = ("people", "passes_per_day", "list_size", "listed_passing", "fnir")


class Source(NamedTuple):
    """Where a value of a scenario comes from, a cell of a table or "assumed", and what to know of it."""

    value: object
    source: str
    note: str = ""


@dataclass(frozen=True)
class ScenarioFile:
    """A scenario as a file tells it.

    Attributes
    ----------
    name : name of the file without its suffix
    title, description : what place it is, and what the scenario is for; may be empty
    scenario : Scenario
    sources : dict of `Source` by key ("people", "review.confirm_true"); only of values that a source stands beside
    """

    name: str
    title: str
    description: str
    scenario: Scenario
    sources: dict


def scenario_names():
    """Names of the project's own scenarios, sorted."""
    return sorted(_own())


def _own():
    from falsematch import datasets

    return datasets.scenario_files()


def read_scenario(path):
    """Read one of the project's scenarios by its name, or a TOML file, with its words and sources.

    Keys are the arguments of `Scenario`; each value may be a table of `value` with a `source` (a text: where it comes
    from, or the word "assumed") and a `note`. `title` and `description` are words. Other keys are refused.

    Parameters
    ----------
    path : a name of `scenario_names`, or the path of a file
        A text with a suffix or a folder in it is a path.

    Returns
    -------
    ScenarioFile

    Raises
    ------
    ValueError
        If there is no such scenario, the file is no TOML, a key is unknown or a value impossible: one line that names
        file, key and rule.
    OSError
        If the file cannot be read.
    """
    path = _place(path)
    found = _toml(path)
    known = [field.name for field in fields(Scenario)]
    about, given, sources = dict.fromkeys(_ABOUT, ""), {}, {}
    try:
        for key, value in found.items():
            if key in _ABOUT:
                about[key] = _text(key, value)
            elif key in known:
                given[key] = _plain(key, value, sources)
            else:
                raise ValueError(f"there is no key {_check.shown(key)}; there are: {', '.join(known)}")
        missing = [name for name in _NEEDED if name not in given]
        if missing:
            raise ValueError(f"the key {missing[0]} is missing")
        return ScenarioFile(path.stem, **about, scenario=Scenario(**given), sources=sources)
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from None


def _place(path):
    if not isinstance(path, (str, Path)):
        _check.refuse("path", path, "the name of a scenario or the path of a file")
    if isinstance(path, Path) or Path(path).name != path or Path(path).suffix:
        return Path(path)
    own = _own()
    if path not in own:
        near = difflib.get_close_matches(path.strip().lower().replace("-", "_"), own, n=2, cutoff=0.5)
        said = f"perhaps {' or '.join(near)}" if near else ", ".join(own)
        _check.refuse("name", path, f"the name of a scenario ({said}) or the path of a .toml file")
    return own[path]


def _toml(path):
    text = read_at_most(path, _MOST_BYTES, "a scenario")
    try:
        return tomllib.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise ValueError(f"{path.name}: no TOML in UTF-8 ({_check.shown(error)})") from None


def _text(key, value):
    if not isinstance(value, str):
        _check.refuse(key, value, "text")
    return " ".join(value.split())


def _plain(key, value, sources):
    """A value without what stands beside it, which is gathered in `sources`."""
    if isinstance(value, list):
        return [_plain(f"{key}[{i}]", item, sources) for i, item in enumerate(value)]
    if not isinstance(value, dict):
        return value
    if "value" not in value:
        return {name: _plain(f"{key}.{name}", item, sources) for name, item in value.items()}
    for name, item in value.items():
        if name not in _BESIDE:
            raise ValueError(
                f"{key} must hold {', '.join(_BESIDE)} and nothing else, got {_check.shown(name)}"
            )
        if name != "value":
            _text(f"{key}.{name}", item)
    if "source" in value:
        sources[key] = Source(value["value"], _text(key, value["source"]), _text(key, value.get("note", "")))
    return value["value"]
