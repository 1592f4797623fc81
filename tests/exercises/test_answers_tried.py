"""Answers that readers tried on the lessons' exercises, and what each of them should hear."""

import pytest

from falsematch.exercises import EXERCISES

RIGHT, CLOSE, WRONG, UNIT, FORM = "right", "close", "wrong", "unit", "malformed"

# (exercise, answer): a status, or the name of the misconception that it shows.
TRIED = {
    ("check_wrong_in_a_thousand", "two"): RIGHT,
    ("check_wrong_in_a_thousand", 99.8): "the accuracy itself",
    ("check_world_in_two_seconds", "1.6 billion"): RIGHT,
    ("check_world_in_two_seconds", "2 billion"): CLOSE,
    ("check_world_in_two_seconds", 1.5915): UNIT,
    ("check_wrong_in_two_billion", "2,000"): RIGHT,
    ("check_wrong_in_two_billion", "two thousand"): RIGHT,
    ("check_wrong_in_two_billion", 1e-6): "the rate in place of a count",
    ("check_wrong_in_two_billion", 1_300): "the gallery of the article again",
    ("check_wrong_in_two_billion", "4 million"): "the accuracy of the article again",
    ("check_wrong_in_two_billion", 0.0005): "division upside down",
    ("check_false_alerts", "2,000"): RIGHT,
    ("check_false_alerts", 2_010): RIGHT,
    ("check_false_alerts", 0.002): "the rate in place of a count",
    ("check_false_alerts", 999_900): "everyone who is not wanted",
    ("check_false_alerts", 2_099.6): "all alerts counted",
    ("check_ppv", "4.8 %"): RIGHT,
    ("check_ppv", "1/21"): RIGHT,
    ("check_ppv", "1 in 21"): RIGHT,
    ("check_ppv", "one in twenty-one"): RIGHT,
    ("check_ppv", "0,0475"): RIGHT,
    ("check_ppv", (0, 5)): FORM,
    ("check_ppv", 0.05): CLOSE,
    ("check_ppv", "5 %"): CLOSE,
    ("check_ppv", 0.0499): "right alerts set against the wrong ones",
    ("check_ppv", 0.002): "the false positive rate",
    ("check_ppv", 0.5): "wanted or not, so half and half",
    ("check_ppv", 0.95): "the chance that the alert is wrong",
    ("check_ppv", 0.98): UNIT,
    ("check_ppv", 4.75): FORM,
    ("check_accuracy_of_silence", "99.99 %"): RIGHT,
    ("check_accuracy_of_silence", 0.01): UNIT,
    ("check_accuracy_of_silence", 0.005): UNIT,
    ("check_accuracy_of_silence", 0.009): UNIT,
    ("check_accuracy_of_silence", 0.0001): "the share it gets wrong",
    ("check_accuracy_of_silence", 0.99): WRONG,
    ("check_accuracy_of_silence", 1): "nobody wanted",
    ("check_fpr_needed", 1e-4): RIGHT,
    ("check_fpr_needed", 99.8): "a count in place of a rate",
    ("check_fpr_needed", 0.5): "the wanted chance taken for the rate",
    ("check_fpr_needed", 1e-3): "half of the errors for half of the alerts",
    ("check_fpir_watchlist", 0.865): "the list of the simulation",
    ("check_fpir_watchlist", 0.7): RIGHT,
    ("check_fpir_watchlist", "70 %"): RIGHT,
    ("check_fpir_watchlist", 1.2): "expected number taken for a chance",
    ("check_fpir_watchlist", 0.3): "the chance of no candidate",
    ("check_longer_list", "0.8 %"): RIGHT,
    ("check_longer_list", "1 in 125"): RIGHT,
    ("check_longer_list", 0.001): "the list left out",
    ("check_longer_list", 0.000125): "a longer list taken for a safer one",
    ("check_fpir_watchlist", 1): "an expected number cut off at certainty",
    ("check_fmr_needed", 8e-12): CLOSE,
    ("check_fmr_needed", 7.7e-12): RIGHT,
    ("check_fmr_needed", "7.7 x 10^-12"): RIGHT,
    ("check_fmr_by_hand", 0.16): WRONG,
    ("check_fmr_by_hand", "15 %"): RIGHT,
    ("check_fmr_by_hand", 0.2): CLOSE,
    ("check_fmr_by_hand", 0.1449): "all comparisons as the denominator",
    ("check_accuracy_all_pairs", 0.97): CLOSE,
    ("check_accuracy_all_pairs", 0.967): RIGHT,
    ("check_accuracy_all_pairs", 0.0327): "the share that is wrong",
    ("check_accuracy_all_pairs", 0.02): UNIT,
    ("check_accuracy_all_pairs", 0.03): UNIT,
    ("check_accuracy_all_pairs", 0.96): "the matcher that never matches",
    ("check_zero_false_matches", 0.95 ** (1 / 3000)): "95 % put where 5 % belongs",
    ("check_zero_false_matches", 1): "certainty that every comparison fails",
    ("check_zero_false_matches", 1 - 0.95 ** (1 / 3000)): "the confidence put in the place of the doubt",
    ("check_zero_false_matches", 0.05 / 3000): "the doubt shared among the comparisons",
    ("check_zero_false_matches", 0.05 ** (1 / 3000)): "the chance that one comparison goes right",
    ("check_zero_false_matches", 0.0012): "an interval with two ends",
    ("check_zero_false_matches", 0.001): RIGHT,
    ("check_zero_false_matches", "1 in 1000"): RIGHT,
    ("check_perfect_matcher", 0.9988): RIGHT,
    ("check_perfect_matcher", 0.999): CLOSE,
    ("check_perfect_matcher", 0.998): WRONG,
    ("check_people_for_fmr", 44_721): "pairs for a single expected error",
    ("check_people_for_fmr", 77_405): RIGHT,
    ("check_people_for_fmr", 3e9): "comparisons taken for people",
    ("check_missed_with_threshold", 0.0056): "a rate in place of a count",
    ("check_missed_with_threshold", 5.6): UNIT,
    ("check_fpir_for_alerts", 67_000): "the division upside down",
    ("check_fpir_for_alerts", 20_100): "the false alerts at NIST's rate",
    ("check_fpir_for_alerts", 0.003): "NIST's rate as it is",
    ("check_fpir_for_alerts", 1.5e-5): RIGHT,
    ("check_fpir_for_alerts", "1 in 67,000"): RIGHT,
    ("check_false_matches_of_a_group", 2_912.5): "only the own group counted",
    ("check_false_matches_of_a_group", 12_150): "each group counted as the whole gallery",
    ("check_false_matches_of_a_group", 3_000): RIGHT,
    ("check_missing_figure", "d"): "equipment taken for exposure",
    ("check_second_list", 0.28): "the two chances added up",
    ("check_second_list", 0.5): CLOSE,
    ("check_second_list", 0.52): RIGHT,
    ("check_among_two_billion", "4 seconds"): RIGHT,
    ("check_among_two_billion", 0.25): "turned round",
    ("check_among_two_billion", 43): "one probe at a time",
    ("check_among_two_billion", 5.2): WRONG,
    ("check_errorless_test", "six billion"): RIGHT,
    ("check_errorless_test", "6 billion"): RIGHT,
    ("check_errorless_test", 2e9): "one comparison for each person",
    ("check_errorless_test", 5e-10): UNIT,
    ("check_faster_computers", "d"): "room taken for use",
    ("check_openai_flags", "28 %"): RIGHT,
    ("check_needed", 0.00015): RIGHT,
    ("check_needed", "0.015 %"): RIGHT,
    ("check_needed", "1 in 6,665"): RIGHT,
    ("check_needed", 0.00020004): "everybody listed found",
    ("check_needed", 0.5): "half of all alerts taken for half of the people",
    ("check_needed", "25 %"): "the share missed",
    ("check_openai_flags", "13 in 46"): RIGHT,
    ("check_openai_flags", 0.3): CLOSE,
    ("check_openai_flags", 0.743): "as many papers of each kind",
    ("check_newborn_accuracy", "99.964 %"): RIGHT,
    ("check_newborn_accuracy", "99.96 %"): CLOSE,
    ("check_newborn_accuracy", 0.999646): "the missed forgotten",
    ("check_newborn_accuracy", "0.04 %"): UNIT,
    ("check_week_list", "a"): "what was done taken for the truth",
    ("check_month_share", "8.2 %"): RIGHT,
    ("check_month_share", 0.0816): RIGHT,
    ("check_month_share", "1 in 12.3"): RIGHT,
    ("check_month_share", 0.738): "the first day's share",
    ("check_month_share", "5.9 %"): "one right alert for each person found",
    ("check_month_share", 0.75): "the hit rate",
    ("check_month_share", 0.918): "the share that is wrong",
    ("check_month_share", "0.082 %"): UNIT,
    ("check_month_share", 0.5): WRONG,
    ("check_two_seeds", "C"): RIGHT,
    ("check_two_seeds", "a"): "luck read as an effect",
    ("check_two_seeds", "b"): "what holds for the same alerts asked of others",
    ("check_two_seeds", "d"): "not seen taken for not there",
    ("check_wrong_entry", "d)"): RIGHT,
    ("check_wrong_entry", "a"): "a wrong stop taken for a wrong face",
    ("check_wrong_entry", "c"): "the reviewer blamed",
    ("check_two_kinds", 0.4): CLOSE,
    ("check_two_kinds", 0.3935): "the others alone",
}


@pytest.mark.parametrize(("name", "answer"), TRIED, ids=lambda part: str(part)[:40])
def test_an_answer_that_was_tried(name, answer):
    check = EXERCISES[name]
    check.reset()
    feedback = check(answer)
    said = TRIED[name, answer]
    if said in (RIGHT, CLOSE, WRONG, UNIT, FORM):
        assert (feedback.status, feedback.misconception) == (said, None), feedback
    else:
        assert (feedback.status, feedback.misconception) == ("misconception", said), feedback
    assert "digits look right" not in feedback.message
    check.reset()


def test_hints_that_were_false_are_gone():
    said = "\n".join(text for check in EXERCISES.values() for text in check.texts().values())
    assert "everybody alike" not in said
    assert "Nothing below it can be seen" not in said


@pytest.mark.parametrize("answers", [(0, 5), (0, 0.5), (1, 21, 3)])
def test_a_decimal_comma_that_makes_two_arguments_is_explained(answers):
    for name in ("check_ppv", "check_missing_figure", "check_false_alerts"):
        feedback = EXERCISES[name](*answers)
        assert feedback.status == FORM and "decimal comma makes two numbers" in feedback.message
        assert "write a point" in feedback.message
    assert "decimal comma makes two numbers" in EXERCISES["check_ppv"](answers).message
