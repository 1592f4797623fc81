"""A place, its people, a list and its alerts: what to expect, and what happens, exactly, at any size.

People are simulated; nobody real is. A `Scenario` holds every assumption by name; `expected` gives closed forms where
there are any, `simulate` one exact random period of it, from a station to 1.3 billion people in milliseconds.
"""

from falsematch.population._compare import Comparison, compare
from falsematch.population._describe import describe
from falsematch.population._ensemble import Ensemble, ensemble
from falsematch.population._expected import expected
from falsematch.population._files import ScenarioFile, Source, read_scenario, scenario_names
from falsematch.population._predict import Prediction, predict_count
from falsematch.population._scenario import Group, Review, Scenario
from falsematch.population._simulate import Run, simulate
from falsematch.population._totals import Totals
from falsematch.population._uncertain import Importance, Uncertain, importance

Scenario.expected = expected

__all__ = [
    "Comparison",
    "Ensemble",
    "Group",
    "Importance",
    "Prediction",
    "Review",
    "Run",
    "Scenario",
    "ScenarioFile",
    "Source",
    "Totals",
    "Uncertain",
    "compare",
    "describe",
    "ensemble",
    "importance",
    "predict_count",
    "read_scenario",
    "scenario_names",
    "simulate",
]
