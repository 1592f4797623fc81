"""Exercises of lesson 05, *What can 6,000 pairs show?*"""

import math

from .. import intervals
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import figure, people_for

#: The false match rate that a search of a population would need, as the lesson rounds it: one in a billion.
FMR_CLAIMED = 1e-9


def pairs_of_different_people():
    """Comparisons of different people in the benchmark's test."""
    return int(figure("lfw_accuracy", "impostor_pairs"))


def test_pairs():
    return int(figure("lfw_accuracy", "test_pairs"))


def wrong_labels():
    """Pairs of that test that its maintainers list as labelled wrongly."""
    return int(figure("lfw_accuracy", "label_errors_listed"))


check_zero_false_matches = Exercise(
    name="check_zero_false_matches",
    question="An algorithm made no false match in {comparisons:,} comparisons of different people. Up to which false "
    "match rate is still possible, at 95 % confidence?",
    kind="proportion",
    numbers={"comparisons": pairs_of_different_people, "pairs": lambda n: 2 * n.comparisons},
    bounds={"comparisons": [400, 500, 800, 1_000, 2_000, 5_000, 20_000]},
    expected=lambda n: intervals.zero_error_bound(n.comparisons),
    first_step="Suppose the rate were p. How likely would it be to get through all comparisons without an error? "
    "For which p is that 5 %?",
    misconceptions=(
        Misconception(
            "nothing seen taken for nothing there",
            lambda: 0,
            "A rate of exactly that would need infinitely many comparisons. Could a rare error have stayed away "
            "by chance?",
        ),
        Misconception(
            "the next comparison expected to fail",
            lambda n: 1 / n.comparisons,
            "That is the smallest rate the test can print. With it, more than one test in three would show no error.",
        ),
        Misconception(
            "all pairs as the denominator",
            lambda n: intervals.zero_error_bound(n.pairs),
            "Half of the pairs show one person. Those cannot match falsely, so they are no trials.",
        ),
        Misconception(
            "an interval with two ends",
            lambda n: intervals.proportion_interval(0, n.comparisons).high,
            "That leaves 2.5 % out on each side. With no error there is no lower side: put all 5 % above.",
        ),
        Misconception(
            "95 % put where 5 % belongs",
            lambda n: 0.95 ** (1 / n.comparisons),
            "Two turns are missing. A rate so high would show errors everywhere; and what is to be rare, at 5 %, is a "
            "test without an error.",
        ),
        Misconception(
            "the confidence put in the place of the doubt",
            lambda n: 1 - 0.95 ** (1 / n.comparisons),
            "With this rate a test without an error would be the usual thing, 95 times in 100. At the bound it is to "
            "be rare: how rare?",
        ),
        Misconception(
            "the chance that one comparison goes right",
            lambda n: 0.05 ** (1 / n.comparisons),
            "That is the chance of no error in one comparison. The rate of errors is the rest.",
        ),
        Misconception(
            "the doubt shared among the comparisons",
            lambda n: 0.05 / n.comparisons,
            "The 5 % belong to the whole test: they are the chance that *all* comparisons go right. Chances that must "
            "all come true are multiplied, not added.",
        ),
        Misconception(
            "certainty that every comparison fails",
            lambda: 1,
            "With a rate like that, no comparison would have gone right. All of them did.",
        ),
    ),
    because="Three over the number of trials, as a rule of thumb. It is the lowest rate that a "
    "test of this size can rule out: whatever lies below, none seen is compatible with it.",
)

check_perfect_matcher = Exercise(
    name="check_perfect_matcher",
    question="{wrong} of {pairs:,} pairs of a test are labelled wrongly, all of them pairs of one person. A matcher "
    "that never errs takes the test as it is labelled. Which accuracy will be printed for it?",
    kind="proportion",
    near_one=True,
    tolerance=0.03,  # so that 99.88 %, as the benchmark's page would print it, is right too
    numbers={"wrong": wrong_labels, "pairs": test_pairs},
    bounds={"wrong": (4, 60), "pairs": [2_000, 4_000, 10_000, 20_000]},
    expected=lambda n: 1 - n.wrong / n.pairs,
    first_step="It disagrees with the label exactly where the label is wrong. How many pairs is that, of how many?",
    misconceptions=(
        Misconception(
            "labels taken for the truth",
            lambda: 1.0,
            "That would be so if every label were right. The maintainers list some that are not.",
        ),
        Misconception(
            "pairs of one person as the denominator",
            lambda n: 1 - n.wrong / (n.pairs / 2),
            "The wrong labels are all on pairs of one person, but the accuracy counts every pair of the test.",
        ),
        Misconception(
            "the share that is wrong",
            lambda n: n.wrong / n.pairs,
            "So small a share is that of the wrong answers. An accuracy is the share of right ones.",
        ),
        Misconception(
            "a count in place of a share",
            lambda n: n.pairs - n.wrong,
            "That is how many pairs. An accuracy is a share: out of how many?",
        ),
    ),
    because="Whoever reports more than this on the test as labelled has agreed with wrong labels.",
)


def _trials(n):
    return intervals.trials_for_zero_errors(n.fmr)


check_people_for_fmr = Exercise(
    name="check_people_for_fmr",
    question="An FMR below {fmr:odds} is to be shown by comparisons without any false match, at 95 % confidence. How "
    "many people, at least, must be compared, each once with every other, for as many comparisons as that needs?",
    kind="count",
    numbers={"fmr": FMR_CLAIMED},
    bounds={"fmr": [1e-6, 1e-7, 2e-7, 1e-8, 1e-10]},
    expected=lambda n: people_for(_trials(n)),
    first_step="With n people, each is compared with n - 1 others, and every pair would be counted from both ends. "
    "So how many pairs are there?",
    misconceptions=(
        Misconception(
            "comparisons taken for people",
            _trials,
            "That is the number of comparisons. A few people already make many pairs.",
        ),
        Misconception(
            "two people for each comparison",
            lambda n: 2 * _trials(n),
            "Strict, and the only way to make all comparisons independent: everybody used once. The exercise asks "
            "for the fewest people, each compared with all others.",
        ),
        Misconception(
            "every pair counted from both ends",
            lambda n: math.sqrt(_trials(n)),
            "That counts A with B and B with A as different comparisons. They are one.",
        ),
        Misconception(
            "the rate turned upside down",
            lambda n: 1 / n.fmr,
            "With as many comparisons as that, a matcher with this very rate would often show no error. And it is a "
            "number of comparisons, not of people.",
        ),
        Misconception(
            "pairs for a single expected error",
            lambda n: people_for(round(1 / n.fmr)),
            "The step from comparisons to people is right. But with so few comparisons, a matcher with this very rate "
            "would often show no error: how many must there be?",
        ),
    ),
    because="Fewer people than it seems. But their comparisons share people, and a single person entered twice "
    "under two names would spoil them.",
)


def _chance_of_none(fmr, comparisons):
    return (1 - fmr) ** comparisons


check_chance_of_none = SmallFunction(
    name="check_chance_of_none",
    question="Write `chance_of_none(fmr, comparisons)`: the chance that none of so many independent comparisons of "
    "different people matches, each with the chance `fmr` to do so.",
    expected=_chance_of_none,
    draw_case=lambda rng: (rng.choice([0.0001, 0.0005, 0.001, 0.01, 0.02]), rng.randint(2, 4_000)),
    edges=[(0.01, 0), (0.0, 500), (0.5, 1)],
    misconceptions=(
        Misconception(
            "the rate in place of its opposite",
            lambda fmr, comparisons: fmr**comparisons,
            "That is the chance that *all* of them match falsely. Each one is to go right.",
        ),
        Misconception(
            "chances added up",
            lambda fmr, comparisons: 1 - fmr * comparisons,
            "With many comparisons that falls below zero. Chances that must all come true are multiplied.",
        ),
        Misconception(
            "at least one in place of none",
            lambda fmr, comparisons: 1 - (1 - fmr) ** comparisons,
            "That is the chance of one false match or more. Its opposite is asked for.",
        ),
        Misconception(
            "a single comparison",
            lambda fmr, comparisons: 1 - fmr,
            "That is the chance for one comparison. How often must it go right in a row?",
        ),
    ),
    first_step="For a pair of comparisons, the chance that one goes right is multiplied by itself. And for so many?",
    because="The same line was used in lesson 03: a search of N people is N comparisons.",
)

check_confuses_nobody = MendSentence(
    name="check_confuses_nobody",
    sentence='"In {comparisons:,} comparisons of different people there was no false match: it confuses nobody."',
    choices={
        "a": "there must have been a false match that somebody hid",
        "b": "a test of that size cannot see rates that matter on a long list",
        "c": "the misses are kept quiet, so nothing is known of false matches",
    },
    wrong="b",
    choice_step="Take the result as true. What could it not have seen?",
    choice_hints=(
        Misconception(
            "the result doubted, not the conclusion",
            "a",
            "Take the result as true. What does it say about rates that a test of this size seldom shows?",
        ),
        Misconception(
            "another error brought in",
            "c",
            "True, and worth asking. But the sentence is about false matches, and goes too far there already.",
        ),
    ),
    asks="A list of {listed:,} people is searched. How many false candidates on average can one search bring, at the "
    "one-sided 95 % bound of this test?",
    expected=lambda n: n.listed * intervals.zero_error_bound(n.comparisons),
    kind="number",
    numbers={"comparisons": pairs_of_different_people, "listed": 10_000},
    bounds={"listed": [5_000, 20_000, 40_000]},
    misconceptions=(
        Misconception(
            "the sentence again",
            lambda: 0,
            "So the sentence says. Which rate is still possible after a test without an error?",
        ),
        Misconception(
            "the smallest rate that the test can print",
            lambda n: n.listed / n.comparisons,
            "You took one error for the test's bound. A matcher with that rate would often show none.",
        ),
        Misconception(
            "an interval with a lower end too",
            lambda n: n.listed * intervals.proportion_interval(0, n.comparisons).high,
            "That belongs to an interval with a lower end too. With no error seen, this course uses the one-sided "
            "bound.",
        ),
        Misconception(
            "the rate alone",
            lambda n: intervals.zero_error_bound(n.comparisons),
            "That is the rate of one comparison. The search makes one with everybody on the list.",
        ),
    ),
    first_step="Exercise 2 gave the rate. How many comparisons does one search make?",
    mended='"In {comparisons:,} comparisons there was no false match. On a list of {listed:,} people that still allows '
    'up to {answer:say} false candidates a search."',
)


def _faces():
    return int(figure("deployment_examples", "bedford_2025", "faces_seen"))


check_day_without_false_alert = Exercise(
    name="check_day_without_false_alert",
    question="{faces:,} faces were seen and no alert was judged false. Up to which rate of false alerts per face is "
    "that compatible (one-sided, 95 %)?",
    kind="proportion",
    numbers={"faces": _faces},
    bounds={"faces": [1_500, 8_000, 12_000, 60_000, 400_000]},
    expected=lambda n: intervals.zero_error_bound(n.faces),
    first_step="The same bound as in Exercise 2: what is a trial here, and how many are there?",
    misconceptions=(
        Misconception(
            "nothing seen taken for nothing there",
            lambda: 0,
            "A rate of exactly that would need infinitely many faces.",
        ),
        Misconception(
            "the smallest rate that the count can show",
            lambda n: 1 / n.faces,
            "With that rate, such a day would often pass without a false alert.",
        ),
        Misconception(
            "an interval with a lower end too",
            lambda n: intervals.proportion_interval(0, n.faces).high,
            "That belongs to an interval with a lower end too. With no error seen, put all the doubt above.",
        ),
        Misconception(
            "the benchmark's trials",
            lambda n: intervals.zero_error_bound(pairs_of_different_people()),
            "That is the bound of the benchmark. Here the trials are faces.",
        ),
    ),
    because="It counts alerts that were judged false; and faces of the same people who pass again are no new trials, "
    "so the true bound is higher.",
)

check_bedford_and_london = Exercise(
    name="check_bedford_and_london",
    question="No false alert in {day:,} faces, and {false} false alerts in {year:,} faces. What follows?",
    kind="choice",
    choices={
        "a": "The first system is more accurate: it made no error.",
        "b": "Nothing speaks for a difference: at the second's rate, too, such a day would most likely show no false "
        "alert. Lists, places and thresholds may differ as well.",
        "c": "The second system is more accurate: it was tested on more faces.",
        "d": "Both have the same rate of false alerts: the first result proves it.",
    },
    expected="b",
    numbers={
        "day": _faces,
        "false": lambda: int(figure("deployment_examples", "met_2024_2025", "false_alerts")),
        "year": lambda: int(figure("deployment_examples", "met_2024_2025", "faces_seen")),
    },
    first_step="Expect the second's rate on so many faces as the first saw. How many false alerts is that?",
    misconceptions=(
        Misconception(
            "no error seen taken for fewer errors",
            "a",
            "Work out how many false alerts the other rate would bring on that day.",
        ),
        Misconception(
            "more trials taken for fewer errors",
            "c",
            "More faces make the rate better known. They do not make it lower.",
        ),
        Misconception(
            "no difference shown taken for no difference",
            "d",
            "The bound of the first is many times the rate of the second: far larger rates are compatible, too.",
        ),
    ),
    because="A count of none from few trials can hardly ever tell a good system from a better one.",
)
