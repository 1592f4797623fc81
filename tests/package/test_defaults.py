"""What an argument is when it is left out is a promise: results would change with it, and nobody would see why."""

import importlib
import inspect
from dataclasses import is_dataclass

import pytest

GIB = 2**30
RESAMPLED = {"replicates": 1000, "confidence": 0.95}
PEOPLE = {"genuine_subjects": None, "impostor_subjects": None}
NUMBERS = {"numbers": None, "bounds": None, "allowed": None}
JUDGED = {"tolerance": 0.02, "near_one": False}
DEFAULTS = {
    "rates.rate_after_alert": {"shift": 0.0},
    "intervals.events_for_share_test": {"confidence": 0.95, "test": "central"},
    "intervals.proportion_interval": {"confidence": 0.95, "method": "clopper-pearson"},
    "intervals.rate_interval": {"confidence": 0.95},
    "intervals.share_test_power": {"confidence": 0.95, "test": "central"},
    "intervals.trials_for_zero_errors": {"confidence": 0.95},
    "intervals.zero_error_bound": {"confidence": 0.95},
    "scores.ScoreParts": {**PEOPLE, "client": None},
    "scores.ScoreParts.bootstrap_fnmr_at_fmr": {**RESAMPLED, "max_bytes": 2 * GIB},
    "scores.balanced_accuracy": {"threshold": None},
    "scores.bootstrap_fnmr_at_fmr": {**PEOPLE, **RESAMPLED},
    "scores.compare_fnmr_at_fmr": RESAMPLED,
    "scores.det": {"thresholds": None},
    "scores.rate_intervals_at": {**PEOPLE, "confidence": 0.95},
    "scores.rates_by_group": {**PEOPLE, "confidence": 0.95},
    "search.bootstrap_concentration": RESAMPLED,
    "search.bootstrap_fpir_measured": RESAMPLED,
    "search.fnir_at_fpir": {
        **dict.fromkeys(["rank", "nonmated_searches", "mated_subjects", "nonmated_subjects"]),
        "confidence": 0.95,
    },
    "search.fpir_interval": {"confidence": 0.95},
    "search.open_set_rates": {"nonmated_searches": None},
    "claims.consequences": {
        **dict.fromkeys(["fmr", "fpir", "stopped_if_false", "stopped_if_true"]),
        "mated_searches": 0,
    },
    "datasets.cite": {"row": None},
    "datasets.grades": {"url": None},
    "datasets.load_olivetti": {"data_home": None},
    "datasets.load_scores": {
        **dict.fromkeys(["score_column", "label_column", "subject_columns", "group_column", "failure_value"]),
        **dict.fromkeys(["matrix", "header", "progress"]),
        "distances": False,
        "max_bytes": 2 * GIB,
    },
    "datasets.olivetti_home": {"data_home": None},
    "datasets.read_npz": {"max_bytes": GIB // 2},
    "datasets.row_faults": {"taken": ()},
    "exercises.Check": NUMBERS,
    "exercises.Exercise": {
        **{"misconceptions": (), "because": "", "choices": None, "question": ""},
        **JUDGED,
        **NUMBERS,
    },
    "exercises.MendSentence": {
        "choice_step": "Ask of each number in the sentence: out of how many, and who counted them?",
        **JUDGED,
        **NUMBERS,
    },
    "exercises.SmallFunction": {
        **{"misconceptions": (), "because": "", "question": "", "edges": (), "numbers": None},
        "tolerance": 1e-6,
        "seconds": 2.0,
    },
    "exercises.compare_guess": {"kind": "count", "out_of": None, "naive": None},
    "exercises.compare_tests": {"path": None},
    "exercises.load_pretest": {"path": None},
    "exercises.read_guess": {"kind": "count", "out_of": None},
    "exercises.save_pretest": {"path": None, "replace": False},
}
ROOMS = ["rates", "intervals", "scores", "search", "datasets", "claims", "exercises"]


def found_in(room):
    """{name: {argument: default}} of what a room defines and names, methods of its classes included."""
    module = importlib.import_module(f"falsematch.{room}")
    own = {
        name: thing
        for name, thing in vars(module).items()
        if not name.startswith("_") and getattr(thing, "__module__", "").startswith(module.__name__)
    }
    for name, thing in list(own.items()):
        if inspect.isclass(thing):
            methods = {key: part for key, part in vars(thing).items() if inspect.isfunction(part)}
            own |= {f"{name}.{key}": part for key, part in methods.items() if not key.startswith("_")}
    public = getattr(module, "__all__", None)
    for name, thing in own.items():
        listed = not public or name.split(".")[0] in public
        # Fields of a result have no promise in them, and an error takes what it takes.
        made = inspect.isclass(thing) and not is_dataclass(thing) and not issubclass(thing, Exception)
        if listed and (inspect.isfunction(thing) or made):
            given = inspect.signature(thing).parameters.values()
            left_out = {one.name: one.default for one in given if one.default is not one.empty}
            if left_out:
                yield f"{room}.{name}", left_out


@pytest.mark.parametrize("room", ROOMS)
def test_defaults_are_those_promised(room):
    expected = {name: kept for name, kept in DEFAULTS.items() if name.startswith(f"{room}.")}
    assert dict(found_in(room)) == expected
