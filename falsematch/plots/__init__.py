"""Figures of the lessons: functions that return a matplotlib Figure, and `show`, which adds the words.

from falsematch import plots
fig = plots.ppv_curve({"this matcher": (0.998, 0.002)}, title="...")
plots.show(fig, alt="...")
"""

from ._averages import two_kinds_of_people
from ._claims import claim_journey
from ._evidence import (
    interval_rows,
    rank_against_threshold,
    rate_matrix,
    rates_by_year,
    spread_rows,
    two_shares,
)
from ._intervals import interval_forest
from ._panels import score_panels
from ._people import false_match_ladder, natural_frequency_icons, ppv_curve
from ._reach import reach_of_tests
from ._readings import readings_range
from ._scores import det_curve, score_distributions
from ._search import concentration_curve, fpir_measured_vs_formula
from ._show import Picture, show
from ._slider import slider
from ._word_table import word_table

__all__ = [
    "Picture",
    "claim_journey",
    "concentration_curve",
    "det_curve",
    "false_match_ladder",
    "fpir_measured_vs_formula",
    "interval_forest",
    "interval_rows",
    "natural_frequency_icons",
    "ppv_curve",
    "rank_against_threshold",
    "rate_matrix",
    "rates_by_year",
    "reach_of_tests",
    "readings_range",
    "score_distributions",
    "score_panels",
    "show",
    "slider",
    "spread_rows",
    "two_kinds_of_people",
    "two_shares",
    "word_table",
]
