"""One face against many: false positives of a search, misses, and who the false matches fall on.

A search compares one *probe* with everybody in a *gallery*. It is *mated* if the gallery holds the
probe's own person (the *mate*), *non-mated* if not. A candidate is somebody whose score reaches the
threshold. FMR is about one comparison, FPIR about one non-mated search, FNIR about one mated search.
All functions take arrays where a single number is described, and broadcast them, unless they say
otherwise.

References
----------
ISO/IEC 19795-1:2021 for the terms. The formulas are the binomial, beta-binomial and hypergeometric
distributions' chance of none, and the distribution of the greatest of N independent scores.
"""

from falsematch.search._at_fpir import OpenSetPoint, Searches, best_per_person, fnir_at_fpir
from falsematch.search._concentration import concentration
from falsematch.search._expected import (
    expected_false_candidates,
    false_candidate_sd,
    fmr_for_fpir,
    fpir,
    fpir_heterogeneous,
    max_impostor_quantile,
)
from falsematch.search._intervals import (
    PeopleInterval,
    bootstrap_concentration,
    bootstrap_fpir_measured,
    fpir_interval,
)
from falsematch.search._measured import fpir_measured
from falsematch.search._scored import OpenSetRates, cmc, open_set_rates

__all__ = [
    "OpenSetPoint",
    "OpenSetRates",
    "PeopleInterval",
    "Searches",
    "best_per_person",
    "bootstrap_concentration",
    "bootstrap_fpir_measured",
    "cmc",
    "concentration",
    "expected_false_candidates",
    "false_candidate_sd",
    "fmr_for_fpir",
    "fnir_at_fpir",
    "fpir",
    "fpir_heterogeneous",
    "fpir_interval",
    "fpir_measured",
    "max_impostor_quantile",
    "open_set_rates",
]
