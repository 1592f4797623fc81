"""How the tests are run: shared by several processes, none against the clock, and none passed over unseen."""

import re

import pytest
from hypothesis import settings

# A property that takes longer than usual is not wrong, and whoever runs the tests meets the same examples. Others are
# drawn with `--hypothesis-profile=default`.
settings.register_profile("same", deadline=None, derandomize=True)
settings.load_profile("same")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """A test that skips for want of a package must bear the mark by which `start.py test --all -m extras` finds it."""
    report = yield
    if report.skipped and not item.get_closest_marker("extras"):
        reason = str(report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr)
        if "installed" in reason or "could not import" in reason:
            report.outcome, report.longrepr = "failed", f"bears no mark `extras`, but skipped: {reason}"
    return report


@pytest.hookimpl(optionalhook=True)  # there is no such hook where pytest-xdist is not installed
def pytest_xdist_make_scheduler(config, log):
    """Tests of a file stay together, since they share what they set up; those of an executed lesson, with that lesson."""
    from xdist.scheduler import LoadScopeScheduling

    class Together(LoadScopeScheduling):
        def _split_scope(self, nodeid):
            lesson = re.search(r"/truth/.*\[(\d\d_\w+)\]$", nodeid)
            return lesson[1] if lesson else nodeid.partition("::")[0]

    return Together(config, log)
