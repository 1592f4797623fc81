"""How several processes share the tests (`-n`, by pytest-xdist)."""

import re

import pytest


@pytest.hookimpl(optionalhook=True)  # there is no such hook where pytest-xdist is not installed
def pytest_xdist_make_scheduler(config, log):
    """Tests of a file stay together, since they share what they set up; those of an executed lesson, with that lesson."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            lesson = re.search(r"/truth/.*\[(\d\d_\w+)\]$", nodeid)
            return lesson[1] if lesson else nodeid.partition("::")[0]

    return Together(config, log)
