"""Figures of the lessons: functions that return a matplotlib Figure, and `show`, which adds the words.

from falsematch import plots
fig = plots.ppv_curve({"this matcher": (0.998, 0.002)}, title="...")
plots.show(fig, alt="...")
"""

from ._show import Picture, show

__all__ = ["Picture", "show"]
