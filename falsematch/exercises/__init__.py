"""Checks for the lessons' exercises, the comparison with a first guess, and the pre-test.

    from falsematch.exercises import check_ppv
    check_ppv(...)        # not answered yet; the lesson runs on

`EXERCISES` holds every check by its name, `LESSONS` the checks of each lesson. To add exercises for
a lesson, write ``lessonNN.py`` beside the others and name it in `LESSONS`.
"""

from . import (
    lesson01,
    lesson02,
    lesson03,
    lesson04,
    lesson05,
    lesson06,
    lesson07,
    lesson08,
    pretest,
    scenarios,
)
from ._engine import Exercise, Feedback, Misconception
from ._guess import compare_guess
from .lesson00 import check_wrong_in_a_thousand
from .lesson01 import (
    check_residents_per_location,
    check_sightings_per_record,
    check_what_was_measured,
    check_world_in_two_seconds,
)
from .lesson02 import (
    check_accuracy_of_silence,
    check_false_alerts,
    check_fpr_needed,
    check_ppv,
    check_ppv_transposed,
)
from .lesson03 import (
    check_denominator,
    check_false_candidates_one_search,
    check_fmr_needed,
    check_fpir_watchlist,
)
from .lesson04 import check_accuracy_all_pairs, check_fmr_by_hand, check_leak
from .lesson05 import check_people_for_fmr, check_perfect_matcher, check_zero_false_matches
from .lesson06 import (
    check_column_for_a_gate,
    check_fpir_for_alerts,
    check_missed_with_threshold,
)
from .lesson07 import (
    check_false_matches_of_a_group,
    check_missing_figure,
    check_share_behind_average,
)
from .lesson08 import check_quarter_of_the_searches, check_second_list, check_two_kinds
from .pretest import compare_tests, load_pretest, save_pretest

LESSONS = {
    module.__name__.rpartition("lesson")[2]: [
        thing for thing in vars(module).values() if isinstance(thing, Exercise)
    ]
    for module in (lesson01, lesson02, lesson03, lesson04, lesson05, lesson06, lesson07, lesson08)
}
# The warm-up of lesson 00 stands beside them: that lesson has the pre-test in place of exercises.
EXERCISES = {
    exercise.name: exercise
    for exercises in ([check_wrong_in_a_thousand], *LESSONS.values())
    for exercise in exercises
}

__all__ = [
    "EXERCISES",
    "LESSONS",
    "Exercise",
    "Feedback",
    "Misconception",
    "compare_guess",
    "compare_tests",
    "load_pretest",
    "pretest",
    "save_pretest",
    "scenarios",
    "check_wrong_in_a_thousand",
    "check_residents_per_location",
    "check_sightings_per_record",
    "check_what_was_measured",
    "check_world_in_two_seconds",
    "check_accuracy_of_silence",
    "check_false_alerts",
    "check_fpr_needed",
    "check_ppv",
    "check_ppv_transposed",
    "check_denominator",
    "check_false_candidates_one_search",
    "check_fmr_needed",
    "check_fpir_watchlist",
    "check_accuracy_all_pairs",
    "check_fmr_by_hand",
    "check_leak",
    "check_people_for_fmr",
    "check_perfect_matcher",
    "check_zero_false_matches",
    "check_column_for_a_gate",
    "check_fpir_for_alerts",
    "check_missed_with_threshold",
    "check_false_matches_of_a_group",
    "check_missing_figure",
    "check_share_behind_average",
    "check_quarter_of_the_searches",
    "check_second_list",
    "check_two_kinds",
]
