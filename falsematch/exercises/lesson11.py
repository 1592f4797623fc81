"""Exercises of lesson 11, *Can it scan a billion in a second?*, and the clock it measures with."""

import math
import statistics
import sys
import time

from .. import intervals
from .._words import in_odds as in_odds  # numbers in words, as the lesson prints them
from .._words import say as say
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import claimed, figure, people_for

#: False match rate that the lesson assumes: as strict as the strictest at which a test of thousands of people, all
#: pairs, could be measured (lesson 05).
ASSUMED_FMR = 1e-6

#: How often a search is timed. The median of an odd number is one of the times, and one slow pass does not move it.
PASSES = 3


def median_seconds(work, passes=PASSES, clock=time.perf_counter):
    """The median time of several passes of `work`, a function without arguments, after one to warm up.

    A bar shows how far it is. It goes to the error stream, which no page stores.
    """
    times = []
    for turn in range(passes + 1):
        started = clock()
        work()
        if turn:
            times.append(clock() - started)
        part = (turn + 1) / (passes + 1)
        end = "\n" if part == 1 else ""
        print(
            f"\r{work.__name__} {part:4.0%}|{'#' * round(24 * part):<24}|",
            end=end,
            file=sys.stderr,
            flush=True,
        )
    return statistics.median(times)


def recorded(row, column="comparisons_per_second"):
    """A figure of the table of recorded machines."""
    return figure("machines", row, column)


check_among_two_billion = Exercise(
    name="check_among_two_billion",
    question='A maker says that machines find one person among {people:say} "in seconds". The recorded server makes '
    "{speed:say} comparisons a second where many searches run at once. How many seconds of its time does one search "
    "of so many people take?",
    kind="number",
    numbers={
        "people": lambda: claimed("C18"),
        "speed": lambda: recorded("server_h200_many_float32_library"),
        "batch": lambda: recorded("server_h200_many_float32_library", "at_once"),
        "held": lambda: recorded("server_h200_many_float32_library", "templates"),
        "alone": lambda n: n.people / recorded("server_h200_one_float32"),
        "memory": lambda n: n.people * recorded("server_h200_many_float32_library", "template_bytes"),
    },
    bounds={"people": [1_000_000_000, 3_000_000_000, 5_000_000_000]},
    expected=lambda n: n.people / n.speed,
    first_step="One search makes as many comparisons as there are people. How many does the server make in a second?",
    misconceptions=(
        Misconception(
            "turned round",
            lambda n: n.speed / n.people,
            "That is how many searches fit into a second. How long does one take?",
        ),
        Misconception(
            "one probe at a time",
            lambda n: n.people / recorded("server_h200_one_float32"),
            "That is the time where each search runs alone. The question is about many at once.",
        ),
        Misconception(
            "the speed of the claim",
            lambda n: n.people / claimed("C15"),
            "You took the speed of the claim. Which speed is the server's?",
        ),
        Misconception(
            "the accelerator in place of the server",
            lambda n: n.people / recorded("h200_many_int8_fused"),
            "That is the accelerator. The server is slower.",
        ),
        Misconception(
            "multiplied",
            lambda n: n.people * n.speed,
            "You multiplied. Would a slower server be done sooner?",
        ),
        Misconception(
            "the people whom the card held",
            lambda n: recorded("h200_one_bits", "templates") / n.speed,
            "So many people were on the card. How many are in this claim?",
        ),
    ),
    because='So "in seconds" is what one server does with {batch:,.0f} searches at once, shared out; it was timed on '
    "{held:,.0f} templates, and so many people need {memory:say} bytes of memory. One search alone would take "
    "{alone:.0f} seconds. Whether the person found is the right one is another question.",
)

check_my_wrong_per_second = SmallFunction(
    name="check_my_wrong_per_second",
    question="Write `my_wrong_per_second(people, seconds, fmr)`: a system needs so many `seconds` to compare one face "
    "with so many `people`, and works all the time. How many false matches does it make in a second?",
    expected=lambda people, seconds, fmr: people / seconds * fmr,
    draw_case=lambda rng: (
        rng.randint(10_000, 2_000_000_000),
        rng.choice([0.02, 0.5, 2.0, 4.0, 30.0]),
        rng.choice([1e-8, 1e-7, 1e-6, 2e-6, 1e-5]),
    ),
    edges=[(1_000_000, 1, 0.0), (1_300_000_000, 1, 1e-6)],
    misconceptions=(
        Misconception(
            "a search taken for a second",
            lambda people, seconds, fmr: people * fmr,
            "That is for each search. How many searches fit into a second?",
        ),
        Misconception(
            "multiplied by the seconds",
            lambda people, seconds, fmr: people * seconds * fmr,
            "So a slower system would make more of them in a second. How many comparisons does it make in one?",
        ),
        Misconception(
            "the rate left out",
            lambda people, seconds, fmr: people / seconds,
            "That is the speed: comparisons a second. Which share of them is false?",
        ),
        Misconception(
            "the right ones counted",
            lambda people, seconds, fmr: people / seconds * (1 - fmr),
            "You counted the comparisons that go right.",
        ),
    ),
    first_step="First the comparisons in one second, then the share of them that is false.",
    because="People and seconds come in as their quotient, the speed. Whoever states only a speed has stated this "
    "number, too, but for the rate.",
)

check_nobody_missed = MendSentence(
    name="check_nobody_missed",
    sentence='"It compares a face with everyone in the country in less than a second, so nobody is missed."',
    numbers={"speed": lambda: claimed("C15"), "fmr": 2e-6},
    bounds={"fmr": [5e-7, 3e-6, 5e-6]},
    choices={
        "a": "no machine is so fast",
        "b": "how fast a comparison is made says nothing about whether it is right",
        "c": "a country has more people than that",
        "d": "the machine would miss people because it hurries",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "the speed doubted", "a", "Some are far faster: they stand in the lesson. What follows from it?"
        ),
        Misconception(
            "the count doubted", "c", "The speed is enough for that. Read the part after the comma."
        ),
        Misconception(
            "speed and care taken for rivals",
            "d",
            "A comparison is the same multiplication at any speed. Does the sentence say how often it errs?",
        ),
    ),
    asks="At {speed:say} comparisons a second and an FMR of {fmr:odds}, how many false matches a second are to be "
    "expected?",
    kind="count",
    expected=lambda n: n.speed * n.fmr,
    first_step="Each comparison of different people is false with a chance of FMR.",
    misconceptions=(
        Misconception(
            "the lesson's own rate",
            lambda n: n.speed * ASSUMED_FMR,
            "That is for the rate of the lesson. Which one is given here?",
        ),
        Misconception(
            "one search of the country",
            lambda n: figure("populations", "china_2018") * n.fmr,
            "That is one search of the country, which does not take a whole second.",
        ),
        Misconception(
            "a single error",
            lambda: 1.0,
            "One in so many *comparisons*. How many comparisons are there?",
        ),
    ),
    mended='"It compares fast enough for a country. At an FMR of {fmr:odds} that is {answer:say} false matches a '
    'second, and how many people it misses is not said."',
)

check_faster_computers = Exercise(
    name="check_faster_computers",
    question="A police force replaces its computers: the new ones compare {times:.0f} times as fast, with the same "
    "program, threshold and list. It searches the same faces as before. What changes for the people who are "
    "wrongly returned?",
    kind="choice",
    numbers={"times": 10},
    bounds={"times": [4, 5, 8, 20]},
    choices={
        "a": "{times:.0f} times as many are returned for each search",
        "b": "as many are returned for each search and in a day, only sooner",
        "c": "fewer are returned, since a faster machine is a better one",
        "d": "{times:.0f} times as many are returned in a day",
    },
    expected="b",
    first_step="How many comparisons does one search make, before and after? How many searches are there in a day?",
    misconceptions=(
        Misconception(
            "speed counted as comparisons",
            "a",
            "One search compares with everyone on the list, then as now. Does it make more comparisons?",
        ),
        Misconception(
            "speed taken for accuracy",
            "c",
            "Program and threshold stay. What would make a comparison better?",
        ),
        Misconception(
            "room taken for use",
            "d",
            "It *could* search {times:.0f} times as many faces. How many does it search here?",
        ),
    ),
    because="Speed makes room. Whoever fills it, with more faces or a longer list, gets the false matches of every "
    "further comparison.",
)

check_errorless_test = Exercise(
    name="check_errorless_test",
    question="Whoever searches {people:say} people and wants less than one false match in each search needs an FMR "
    "below {fmr:odds}. Suppose a test meets no false match at all. How many comparisons of different people must it "
    "hold, to show that (one-sided, 95 %)?",
    kind="count",
    numbers={
        "people": lambda: claimed("C18"),
        "fmr": lambda n: 1 / n.people,
        "seconds": lambda n: intervals.trials_for_zero_errors(n.fmr) / recorded("h200_many_int8_fused"),
        "faces": lambda n: people_for(intervals.trials_for_zero_errors(n.fmr)),
    },
    bounds={"people": [500_000_000, 1_000_000_000, 4_000_000_000]},
    expected=lambda n: intervals.trials_for_zero_errors(n.fmr),
    first_step="Lesson 05 asked what a number of pairs without an error can show. Turn it round.",
    misconceptions=(
        Misconception(
            "one comparison for each person",
            lambda n: n.people,
            "With so many trials and none false, a rate about three times as high would still be compatible.",
        ),
        Misconception(
            "a test of thousands of pairs",
            lambda: figure("lfw_accuracy", "impostor_pairs"),
            "Lesson 05: with 3,000 pairs and no error, a rate of 1 in 1,000 is still compatible.",
        ),
        Misconception(
            "the upper end of an interval",
            lambda n: math.log(0.025) / math.log1p(-n.fmr),
            "That is the upper end of an interval. Where no error was seen, this course takes the bound on one side.",
        ),
        Misconception(
            "the rule for rates that are measured",
            lambda n: intervals.trials_for_rule_of_30(n.fmr),
            "That is for a rate to be *measured*, with errors seen. Here there is none.",
        ),
    ),
    because="The card of the lesson makes so many comparisons in {seconds:.3f} seconds. The pairs are the hard part: "
    "one photograph each of {faces:,} different people gives so many, and since a person is in many pairs they count "
    "for less than as many independent trials. Ask which people they were.",
)
