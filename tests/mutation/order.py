"""A pytest plugin for `run.py`: which functions each test enters, and tests in the order in which they notice soonest.

With ``MUTATION_LEARN`` it writes, for each test, how long it took and the functions of the package that it entered.
With ``MUTATION_ORDER`` it runs the tests that enter a changed function, the quick ones before the slow ones, and, if
asked to, all others after them. (What a test starts in another process is not seen: so there may be more that notice.)
Hypothesis does not shrink what it found, and a test that takes far longer than before ends the run.
"""

import json
import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import Phase, settings

TOO_SLOW = 87  # the exit status of a run in which a test took too long
PACKAGE = str(Path.cwd() / "falsematch") + os.sep
learn_into = os.environ.get("MUTATION_LEARN")
ordered_by = os.environ.get("MUTATION_ORDER")
examples = int(os.environ.get("MUTATION_EXAMPLES", 0))

settings.register_profile(
    "mutation", derandomize=True, database=None, deadline=None, phases=[Phase.explicit, Phase.generate]
)

told = json.loads(Path(ordered_by).read_text(encoding="utf-8")) if ordered_by else {}
#: {test: [seconds, [[file, first line of a function], ...]]}
learnt = told.get("tests", {})


def pytest_sessionstart():
    settings.load_profile("mutation")  # after tests/conftest.py has loaded its own


def pytest_collection_modifyitems(config, items):
    for item in items:
        draw_fewer(getattr(item.obj, "__func__", item.obj))
    if not ordered_by:
        return
    entering, others = [], []
    for item in items:
        enters = told["changed"][1] is None or told["changed"] in learnt.get(item.nodeid, [0.0, []])[1]
        (entering if enters else others).append(item)
    for part in (entering, others):
        part.sort(key=lambda item: learnt.get(item.nodeid, [0.0])[0])
    items[:] = entering + (others if told["all"] else [])
    if not told["all"]:
        config.hook.pytest_deselected(items=others)


def draw_fewer(test):
    """Hold a test that draws its examples to so many, whatever it asks for itself."""
    own = getattr(test, "_hypothesis_internal_use_settings", None)
    if own and examples and own.max_examples > examples:
        test._hypothesis_internal_use_settings = settings(own, max_examples=examples)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item):
    if learn_into:
        return (yield from learning(item))
    if hasattr(signal, "setitimer"):  # Windows has none: there the limit of the whole run has to do
        signal.signal(signal.SIGALRM, lambda *_: os._exit(TOO_SLOW))
        signal.setitimer(signal.ITIMER_REAL, 20 + 10 * learnt.get(item.nodeid, [0.0])[0])
    return (yield)


def learning(item):
    codes = {}

    def note(frame, event, _):
        codes[id(frame.f_code)] = frame.f_code  # kept, so that no other gets its number

    began = time.perf_counter()
    threading.settrace(note)
    sys.settrace(note)  # it returns nothing, so that lines inside a function are not traced
    try:
        return (yield)
    finally:
        sys.settrace(None)
        threading.settrace(None)
        entered = {
            (code.co_filename[len(PACKAGE) :].replace(os.sep, "/"), code.co_firstlineno)
            for code in codes.values()
            if code.co_filename.startswith(PACKAGE)
        }
        learnt[item.nodeid] = [time.perf_counter() - began, sorted(entered)]


def pytest_sessionfinish():
    if learn_into:
        Path(learn_into).write_text(json.dumps(learnt), encoding="utf-8")
