"""False Match: what "99.8 % accurate" means at the scale of a population.

The arithmetic lives in `rates`, `intervals`, `scores` and `search`; figures with their sources in
`datasets`; pictures in `plots`; the lessons' exercises in `exercises`. A submodule is imported when
it is first used, so that ``import falsematch`` stays quick and needs neither pandas nor matplotlib.
"""

from importlib import import_module as _import_module

__version__ = "0.1.0"

_SUBMODULES = ("rates", "intervals", "scores", "search", "datasets", "plots", "exercises")


def __getattr__(name):
    if name in _SUBMODULES:
        return _import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_SUBMODULES])
