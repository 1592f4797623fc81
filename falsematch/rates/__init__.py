"""One alert: how likely it is to be right, how many people each outcome is, and what a second look changes.

Every function is Bayes' rule for a system that raises an alert about some people and stays silent
about the others. `prevalence` is the share of the people looked at who really are sought (the base
rate), `tpr` the share of those that raise an alert, `fpr` the share of everybody else that does.
All functions accept arrays and broadcast them.

References
----------
Bayes' rule as in any textbook of probability; worked in counts of people ("natural frequencies") as
Gigerenzer and Hoffrage (1995), Psychological Review 102(4), propose. Where a function rests on more,
it names its source.
"""

from falsematch.rates._one_test import (
    NaturalFrequencies,
    fpr_for_ppv,
    natural_frequencies,
    npv,
    ppv,
    prevalence_for_ppv,
)
from falsematch.rates._two_tests import TwoTests, rate_after_alert, second_test

__all__ = [
    "NaturalFrequencies",
    "TwoTests",
    "fpr_for_ppv",
    "natural_frequencies",
    "npv",
    "ppv",
    "prevalence_for_ppv",
    "rate_after_alert",
    "second_test",
]
