"""Figures of the lessons: functions that return a matplotlib Figure, and `show`, which adds the words.

from falsematch import plots
fig = plots.ppv_curve({"this matcher": (0.998, 0.002)}, title="...")
plots.show(fig, alt="...")
"""

from ._claims import claim_journey
from ._evidence import (
    interval_rows,
    rank_against_threshold,
    rate_matrix,
    rates_by_year,
    spread_rows,
    two_shares,
)
from ._people import false_match_ladder, natural_frequency_icons, ppv_curve
from ._readings import readings_range
from ._show import Picture, show

__all__ = [
    "Picture",
    "claim_journey",
    "false_match_ladder",
    "interval_rows",
    "natural_frequency_icons",
    "ppv_curve",
    "rank_against_threshold",
    "rate_matrix",
    "rates_by_year",
    "readings_range",
    "show",
    "spread_rows",
    "two_shares",
]
