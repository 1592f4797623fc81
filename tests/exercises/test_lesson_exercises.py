"""Each lesson's checks: right answers by another route, every named wrong answer, nothing given away."""

import math
import re

import pytest

from falsematch import exercises
from falsematch.exercises import EXERCISES, LESSONS

# The answers once more, by plain arithmetic on figures written out here, not by the package.
_GREEN = 100 * 0.998  # of 100 wanted people in a million, those found
_RED = 999_900 * 0.002
ANSWERS = {
    "check_wrong_in_a_thousand": 2,
    "check_world_in_two_seconds": 7_591_541_000 - 2 * 3_000_000_000,
    "check_watched_places": ("b", 6_700_000 / 2_565_724),
    "check_wrong_in_two_billion": 2_000,
    "check_my_wrong_people": lambda wrong, of, people: people * (wrong / of),
    "check_what_was_measured": "a",
    "check_false_alerts": _RED,
    "check_ppv": _GREEN / (_GREEN + _RED),
    "check_ppv_transposed": "b",
    "check_accuracy_of_silence": 999_900 / 1_000_000,
    "check_fpr_needed": _GREEN / 999_900,
    "check_berlin_sentence": ("c", 80 / (80 + 11_899.9)),
    "check_share_right": lambda people, wanted, tpr, fpr: (
        1 / (1 + (people / wanted - 1) * fpr / tpr) if wanted else 0
    ),
    "check_fpir_watchlist": 1 - math.prod([0.998] * 600),
    "check_fmr_needed": -math.log(0.99) / 1.3e9,
    "check_denominator": "d",
    # Counted in the table by hand: scores of 0.5 and more; then those of 0.8026 and more; of 0.8976 and more.
    "check_fmr_by_hand": 2_869 / 19_000,
    "check_my_rates": lambda genuine, impostor, threshold: [
        sum(score >= threshold for score in impostor) / len(impostor),
        1 - sum(score >= threshold for score in genuine) / len(genuine),
    ],
    "check_accuracy_all_pairs": (19_000 - 190 + 800 - 457) / 19_800,
    "check_leak_sentence": ("c", 656 / 800),
    "check_airport": 95 / 248,
    "check_longer_list": 1 - 0.999**8,  # the list holds eight of the short ones
    "check_oxford_sentence": ("b", 1 / 8),
    "check_everyone_once": lambda people, listed, passing, fmr, fnir: (
        (1 - fnir) / (1 - fnir + (people - listed) * fmr / passing)
    ),
    "check_leak": "b",
    "check_zero_false_matches": 1 - 0.05 ** (1 / 3_000),
    "check_chance_of_none": lambda fmr, comparisons: math.prod([1 - fmr] * comparisons),
    "check_confuses_nobody": ("b", 10_000 * (1 - 0.05 ** (1 / 3_000))),
    "check_perfect_matcher": 5_993 / 6_000,
    "check_day_without_false_alert": 1 - 0.05 ** (1 / 26_560),
    "check_bedford_and_london": "b",
    "check_people_for_fmr": 77_406,  # 77,406 x 77,405 / 2 is the first of its kind to reach 2,995,732,273
    # Medians read off sorted columns of the tables, by hand.
    "check_missed_with_threshold": 10_000 * 0.0056,
    "check_fpir_for_alerts": 100 / 6_700_000,
    "check_column_for_a_gate": "c",
    "check_finds_among_millions": ("b", 300),
    "check_my_factor": lambda rates: sorted(r for r in rates if r != 1)[-1] / sorted(rates)[0],
    "check_false_matches_of_a_group": 10_000 * 25_000 * 1e-6 * (11.65 + 0.5),
    "check_my_false_matches": lambda searches, n, f: math.fsum(
        searches * a * b for a, b in zip(n, f, strict=True)
    ),
    "check_cameras_on_the_street": ("c", 545 / 4.5),
    # Where four or more of six have a chance of 2.5 %: the lower end by solving the polynomial.
    "check_essex_sentence": ("b", 0.222778),
    "check_missing_figure": "b",
    "check_quarter_of_the_searches": "b",
    "check_my_share_of_busiest": lambda numbers, k: sum(sorted(numbers)[::-1][:k]) / sum(numbers),
    # Counted from the table: chances of lists of 2,000 and 4,000 that hold none of a person's wrong matches.
    "check_never_twice": ("c", 0.633467),
    "check_two_kinds": (1 - math.prod([0.99] * 1_000)) / 20 + (1 - math.prod([0.9995] * 1_000)) * 19 / 20,
    # A search of BSSR1's face C fails on both lists of 250, by counting the lists that avoid its lookalikes.
    "check_second_list": 0.516498,
    "check_right_after_review": 36 / 116,
    "check_officer_catches": ("b", 14 / 20),
    "check_did_it_get_worse": "c",
    "check_hours_of_review": lambda searches, candidates, seconds: searches / 60 * candidates / 60 * seconds,
    "check_none_known": "d",
    # The mean at which one event or none has a chance of 2.5 %: exp(-m) * (1 + m) = 0.025.
    "check_essex_alerts": 5.571643390939 / 0.383356,
    "check_flagged_sentence": ("c", 10 / 2_077),
    "check_campaign_sentence": ("b", 102 / 104 * 2_077 / 10),
    "check_share_after_days": lambda listed, q, w, days: (
        (found := math.fsum(listed * q * (1 - q) ** day for day in range(days))) / (found + w * days)
    ),
    "check_events_for_power": 124,  # by adding fractions, in tests/intervals/test_share_test.py
    "check_recall_needs": "d",
    "check_among_two_billion": 2_000 / 498.6,
    "check_my_wrong_per_second": lambda people, seconds, fmr: fmr * people * (1 / seconds),
    "check_nobody_missed": ("b", 6_000),
    "check_faster_computers": "b",
    "check_openai_flags": 0.0312 / (0.0312 + 0.0792),
    "check_my_share_after_both": lambda right, wrong, a, b: (
        1 / (1 + wrong * b / (right * a)) if right * a else 0.0
    ),
    "check_grooming_accuracy": "b",
    "check_newborn_accuracy": (1_000_000 - 354 - 4) / 1_000_000,
    "check_gunshot_sentence": ("b", 122 / (771 + 47 + 122)),
    "check_week_list": "d",
    "check_errorless_test": 5_991_464_546,  # log(0.05) / log(1 - 1 / 2e9), rounded up, with fifty digits
    "check_month_share": 21.3217
    / (21.3217 + 240),  # 15 x 0.75 / (1 - exp(-0.75)) right alerts, 20,000 x 60 / 5,000 wrong
    "check_my_people_flagged": lambda people, searches_each, fpir: (
        people - people * 2.718281828459045 ** (-searches_each * fpir)
    ),
    "check_two_seeds": "c",
    "check_wrong_entry": "d",
    "check_right_98": ("c", 1_153 / 1_246),
    "check_needed": 6 / 39_992,
    "check_trials_sentence": ("b", 8 / 42),
    "check_first_question": "b",
    "check_my_width": lambda right, low, high: (high - low) * right / ((right + low) * (right + high)),
}


def test_every_exercise_has_an_answer_here_and_each_lesson_has_enough():
    assert set(ANSWERS) == set(EXERCISES)
    assert set(EXERCISES) <= set(exercises.__all__)
    assert all(getattr(exercises, name) is exercise for name, exercise in EXERCISES.items())
    assert all(name == exercise.name for name, exercise in EXERCISES.items())
    # The warm-up of lesson 00 stands alone: that lesson has the pre-test in place of exercises.
    assert all(len(checks) >= (3 if lesson != "00" else 1) for lesson, checks in LESSONS.items())


CHOICES = [name for name, exercise in EXERCISES.items() if exercise.kind == "choice"]
#: A sentence to mend is answered by a letter and a number, a small function by a function written out above.
NUMBERS = [name for name, exercise in EXERCISES.items() if exercise.kind in ("count", "number", "proportion")]
ROUNDED = [name for name in NUMBERS if not EXERCISES[name].near_one]


def answered(check, answer):
    return check(*answer) if type(answer) is tuple else check(answer)


@pytest.fixture(params=sorted(EXERCISES))
def check(request):
    exercise = EXERCISES[request.param]
    exercise.reset()
    yield exercise
    exercise.reset()


def test_accepts_the_right_answer(check):
    feedback = answered(check, ANSWERS[check.name])
    assert feedback.right, feedback
    assert feedback.message


@pytest.mark.parametrize("check", ROUNDED, indirect=True)
def test_accepts_it_rounded_to_three_digits(check):
    assert check(float(f"{ANSWERS[check.name]:.2e}")).right


def test_turns_down_each_wrong_answer_by_its_name(check):
    assert check.misconceptions
    hints = check.texts()
    for name, wrong in check.wrong_answers().items():
        feedback = answered(check, wrong)
        status = "half" if check.kind == "mend" else "misconception"
        assert (feedback.status, feedback.misconception) == (status, name)
        assert hints[f"hint: {name}"] in repr(feedback)


def numbers_in(text):
    return [float(found.replace(",", "")) for found in re.findall(r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?", text)]


def test_no_message_after_a_wrong_try_shows_the_answer(check):
    tries = list(check.wrong_answers().values()) + [
        0.123,
        987_654_321.5,
        "z",
        -1,
        50,
        0.987,
        None,
    ]
    for answer in tries:
        if check.kind == "mend" and type(answer) is not tuple:
            answer = (ANSWERS[check.name][0], answer)
        feedback = answered(check, answer)
        assert not feedback.right
        if check.kind == "function":  # shows inputs and what was given back for them
            continue
        if check.kind == "choice":
            meaning = check.choices[ANSWERS[check.name]]
            assert meaning not in feedback.message
            if feedback.status != "malformed":
                assert not re.search(rf"\b{ANSWERS[check.name]}\)", feedback.message)
            continue
        expected = float(ANSWERS[check.name][1] if check.kind == "mend" else ANSWERS[check.name])
        if feedback.status == "half" and "The number: Right" in repr(feedback):
            continue  # who found the number may read it again
        for shown in numbers_in(re.sub("between 0 and 1|above 1", "", repr(feedback))):
            for scale in (1, 1e-2, 1e2, 1e-3, 1e3, 1e6, 1e9):
                told, answer_is = shown * scale, expected
                if getattr(check, "near_one", False):  # the distance to 1 is what tells the answer there
                    told, answer_is = 1 - told, 1 - expected
                assert not math.isclose(told, answer_is, rel_tol=0.05), feedback


@pytest.mark.parametrize("check", CHOICES, indirect=True)
def test_every_choice_says_something(check):
    for letter in check.choices:
        assert check(letter).status in {"right", "misconception"}
    assert check.question in repr(check.ask())
