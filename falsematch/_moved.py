"""Module names of earlier editions: they go on working, each as the very module it became.

Python asks the finders in `sys.meta_path`, in order, who can supply a module. The one below answers for old names
only, and supplies the module of the new name, so that ``falsematch.readings is falsematch.claims._readings``.
"""

from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec

#: Old name: new name. What lies inside a package moved with it.
MOVED = {
    "falsematch.measure.faces": "falsematch.exercises.faces",
    "falsematch.measure": "falsematch.remeasure",
    "falsematch.plan": "falsematch.lessons.plan",
    "falsematch.readings": "falsematch.claims._readings",
    "falsematch.tables": "falsematch.plots._word_table",
}


def new_name(name):
    """The present name of a module that has moved, else None."""
    for old, new in MOVED.items():
        if name == old or name.startswith(old + "."):
            return new + name[len(old) :]
    return None


class _Moved(MetaPathFinder, Loader):
    def find_spec(self, name, path=None, target=None):
        new = new_name(name)
        return ModuleSpec(name, self, origin=new) if new else None

    def create_module(self, spec):
        module = import_module(spec.origin)
        self._own = module.__spec__
        return module

    def exec_module(self, module):
        module.__spec__ = self._own  # the import system has just set it to the old name's


FINDER = _Moved()
