"""Figures of the lessons: functions that return a matplotlib Figure which knows its words, and `show`.

    from falsematch import plots

    fig = plots.ppv_curve({"this matcher": (0.998, 0.002)}, title="...", guess=my_guess)
    plots.show(fig)                 # the picture; below it, folded, `fig.alt` and `fig.table`
    plots.show(fig, alt="...")      # other words in place of fig.alt

Every function takes `title`, the finding in a sentence. `guess` takes the learner's number, ``None`` or ``...``
(nothing guessed yet: nothing is drawn); ``exercises.read_guess`` reads what is written as text. A figure of your own
gets its words by ``plots.words(fig, alt=, table=)``.

::

    who is flagged
    natural_frequency_tree(frequencies)     people on every branch of one test, or of two (`second=`); `guess=`
    two_test_tree(tests, asked=)            two tests in series: right of both, wrong let through, or found; `guess=`
    natural_frequency_icons(frequencies)    the four outcomes as icons in true proportion
    ppv_curve(systems)                      share of alerts that are right, against the base rate; `guess=`
    false_match_ladder(fmrs, landmarks)     false matches against the people in the gallery; `guess=`
    readings_range(found)                   what one printed number means under each of its readings
    a simulation
    draws(values, what=)                    results of many repetitions; `expected=`, `guess=`
    share_bars(shares, axis_label=)         shares as bars; `guess=`
    how_often(counts)                       to how many people it happened at least once, twice, and so on; `guess=`
    quantile_dots(rows, axis_label=)        many runs as 50 dots, luck beside ignorance; `mark=`, `guess=`
    tornado(swing, middle=, axis_label=)    which assumption moves a result how far; `shares=` of the variance
    intervals and groups
    interval_forest(rows, axis_label=)      estimates with intervals; `marks=`, `reference=`, `guess=`
    funnel(points)                          counts against what was expected, with the band of chance; `guess=`
    spread_rows(rows, axis_label=)          medians and ranges over many algorithms, group by group
    group_spread(best, worst, target=)      one threshold, and how far apart groups are; `guess=` a ratio
    two_shares(shares, first=, second=)     two shares of each group, joined; `note=` for their assumptions
    rate_matrix(rates, labels)              rates between groups, as shades
    scores and thresholds
    score_distributions(genuine, impostor)  two heaps of scores and a threshold
    score_panels(panels)                    the same for up to three tests
    det_curve(systems)                      misses against false matches
    reach_of_tests(tests)                   where each test stops seeing
    misses_at_zero_false_matches(misses, accuracy, genuine)   one accuracy, very different misses; `guess=`
    rank_against_threshold(rank_one, thresholded)             misses by two rules, a dot an algorithm
    rates_by_year(years, series)            rates over the years
    searches of many
    fpir_measured_vs_formula(size, measured, formula)         measured, computed, and a `model=`
    two_kinds_of_people(rates, shares, gallery_size)          why the average chance is not the chance of the average
    concentration_curve(counts)             on how few people false matches fall, with what chance alone gives
    speed, and other fields
    speeds_and_false_matches(speeds, fmr)   comparisons a second, and the false matches that come with them; `guess=`
    known_to_be_right(fields)               of which share of alerts it is known that they were right
    sources
    claim_journey(steps)                    who cites whom, and what changed on the way
    word_table(rows, columns, caption)      a table of words

`slider(draw, value=, low=, high=, step=)` moves what `draw(value)` returns, a figure; it falls back to the picture.
"""

from ._alike import misses_at_zero_false_matches
from ._averages import two_kinds_of_people
from ._city import how_often, quantile_dots, tornado
from ._claims import claim_journey
from ._draws import draws, share_bars
from ._evidence import (
    rank_against_threshold,
    rate_matrix,
    rates_by_year,
    spread_rows,
    two_shares,
)
from ._figure_words import words
from ._funnel import funnel
from ._groups import group_spread
from ._intervals import interval_forest, interval_rows
from ._known import known_to_be_right
from ._panels import score_panels
from ._people import false_match_ladder, natural_frequency_icons, ppv_curve
from ._reach import reach_of_tests
from ._readings import readings_range
from ._scores import det_curve, score_distributions
from ._search import concentration_curve, fpir_measured_vs_formula
from ._show import Picture, show
from ._slider import slider
from ._speed import speeds_and_false_matches
from ._tree import natural_frequency_tree, two_test_tree
from ._word_table import word_table

__all__ = [
    "Picture",
    "claim_journey",
    "concentration_curve",
    "det_curve",
    "draws",
    "false_match_ladder",
    "fpir_measured_vs_formula",
    "funnel",
    "group_spread",
    "how_often",
    "interval_forest",
    "interval_rows",
    "known_to_be_right",
    "misses_at_zero_false_matches",
    "natural_frequency_icons",
    "natural_frequency_tree",
    "ppv_curve",
    "quantile_dots",
    "rank_against_threshold",
    "rate_matrix",
    "rates_by_year",
    "reach_of_tests",
    "readings_range",
    "score_distributions",
    "score_panels",
    "share_bars",
    "show",
    "slider",
    "speeds_and_false_matches",
    "spread_rows",
    "tornado",
    "two_kinds_of_people",
    "two_shares",
    "two_test_tree",
    "word_table",
    "words",
]
