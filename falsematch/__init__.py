"""False Match: what "99.8 % accurate" means at the scale of a population.

The arithmetic lives in `rates`, `intervals`, `scores` and `search`; figures with their sources in `datasets`; whole
places, expected and simulated, in `population`; what a printed accuracy may mean in `claims`; pictures in `plots`; the
lessons' exercises in `exercises`; the lessons as files in `lessons`; what is made of all this for other readers in
`publish`; the scripts that measure tables again in `remeasure`. A submodule is imported when it is first used, so that
``import falsematch`` stays quick and needs neither pandas nor matplotlib.
"""

import sys as _sys
from importlib import import_module as _import_module

from falsematch._moved import FINDER as _FINDER

__version__ = "1.0.0"

_SUBMODULES = (
    "rates",
    "intervals",
    "scores",
    "search",
    "datasets",
    "population",
    "claims",
    "plots",
    "exercises",
    "lessons",
    "publish",
    "remeasure",
)
_OLD_NAMES = ("readings", "tables", "plan", "measure")

if _FINDER not in _sys.meta_path:  # already there when this package is reloaded
    _sys.meta_path.insert(0, _FINDER)


def __getattr__(name):
    if name in _SUBMODULES + _OLD_NAMES:
        return _import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return sorted([*globals(), *_SUBMODULES])
