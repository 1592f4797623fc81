"""Exercises of lesson 01, *What was measured?*"""

from ._engine import Exercise, Misconception
from .scenarios import chain, claimed, population, records_in_database


def left_out(n):
    """People for whom no comparison is left after so many seconds at that speed."""
    return n.people - n.speed * n.seconds


check_world_in_two_seconds = Exercise(
    name="check_world_in_two_seconds",
    question="At {speed:say} comparisons per second, how many of {people:,} people do {seconds:say} seconds leave out?",
    kind="count",
    # As claimed (claims C15 and C05), beside the world of 1 January 2018.
    numbers={
        "speed": lambda: claimed("C15"),
        "seconds": lambda: claimed("C05"),
        "people": lambda: population("world_2018"),
    },
    bounds={"speed": (1.5e9, 3.5e9), "seconds": [1.5, 2, 2.5, 3]},
    allowed=lambda n: left_out(n) > 2e8,
    expected=left_out,
    first_step="Multiply the comparisons per second by the seconds, then set the product beside the number of people.",
    misconceptions=(
        Misconception(
            "the covered people counted, not the ones left out",
            lambda n: n.speed * n.seconds,
            "That is how many comparisons the claimed time allows. How many people remain without one?",
        ),
        Misconception(
            "one second in place of the time claimed",
            lambda n: n.people - n.speed,
            "The claim gives the planet more than one second. Which time did you use?",
        ),
        Misconception(
            "a share where a count is asked",
            lambda n: left_out(n) / n.people,
            "That is a share of the world. The exercise asks for people.",
        ),
        Misconception(
            "seconds where people are asked",
            lambda n: n.people / n.speed,
            "That is the time the whole world would take. How many people does the claimed time leave out?",
        ),
        Misconception(
            "the country's population in place of the world's",
            lambda n: abs(n.speed * n.seconds - population("china_2018")),
            "The second part of the claim is about everyone on the planet.",
        ),
    ),
    because="The claim contradicts itself before accuracy comes in: its speed does not reach the planet.",
)

check_sightings_per_record = Exercise(
    name="check_sightings_per_record",
    question="How many coordinates in 24 hours does the exposed database hold per person record?",
    kind="number",
    expected=lambda: claimed("C01") / records_in_database(),
    first_step="Figures of the first reports belong together: the coordinates of one day and the "
    "people in the database. Divide one by the other.",
    misconceptions=(
        Misconception(
            "division upside down",
            lambda: records_in_database() / claimed("C01"),
            "That is records per coordinate. Coordinates per record is the other way up.",
        ),
        Misconception(
            "all residents in place of the records",
            lambda: claimed("C01") / population("xinjiang_2018"),
            "You divided by everyone who lives there. The database held fewer people than that.",
        ),
        Misconception(
            "the article's number of people in place of the records counted",
            lambda: claimed("C01") / claimed("C02"),
            "You divided by the number of people as the article prints it, which is rounded. The database was counted: "
            "how many records did the first report give?",
        ),
        Misconception(
            "one record taken for one person seen once",
            lambda: 1,
            "If every record were one sighting, both figures would be equal. They are not.",
        ),
    ),
    because="A few sightings per person in a day: that is what movement records look like, and not "
    "what a count of camera sites looks like.",
)

check_residents_per_location = Exercise(
    name="check_residents_per_location",
    question='If the "locations" really were places with cameras, how many residents of Xinjiang (at the end of 2018) '
    "would there be for each?",
    kind="number",
    expected=lambda: population("xinjiang_2018") / claimed("C01"),
    first_step="Take the residents of Xinjiang at the end of 2018 from `populations` and the claimed "
    "locations from `claims`.",
    misconceptions=(
        Misconception(
            "division upside down",
            lambda: claimed("C01") / population("xinjiang_2018"),
            "That is locations per resident. Residents per location is the other way up.",
        ),
        Misconception(
            "the tracked people in place of the residents",
            lambda: claimed("C02") / claimed("C01"),
            "You used the people said to be tracked. The question asks about everyone who lives there.",
        ),
        Misconception(
            "the census of another year",
            lambda: population("xinjiang_2020") / claimed("C01"),
            "Those are the residents of 2020. The exposed database is older: which year does the exercise name?",
        ),
        Misconception(
            "the records in place of the residents",
            lambda: records_in_database() / claimed("C01"),
            "You used the records of the database. The question asks about everyone who lives there.",
        ),
        Misconception(
            "the whole country in place of the region",
            lambda: population("china_2018") / claimed("C01"),
            "That is the population of China. The claim is about one region.",
        ),
    ),
    because="A camera site for every family would be extraordinary. A figure like that asks to be traced.",
)

_WHAT = {
    "a": "the share of right answers when photographs are compared, one with one",
    "b": "the share of searches of the whole population that return the right person",
    "c": "the share of passers-by recognised at any angle and in any light",
    "d": "the share of alerts that point at the right person",
}


def _as_first_worded():
    """The choice worded by the earliest text that was read; a weak step is known by hearsay only."""
    steps = chain("C06")
    earliest = steps[steps["grade"] != "weak"].iloc[0]
    if "1:1" not in earliest["wording"]:
        raise ValueError("the earliest text read for claim C06 in `claim_chain` no longer says 1:1")
    return "a"


check_what_was_measured = Exercise(
    name="check_what_was_measured",
    question='According to the earliest text that was found, what was "99.8 %"?',
    kind="choice",
    choices=_WHAT,
    expected=_as_first_worded,
    first_step="Read the steps of claim C06 in `claim_chain` from the first, and look for the words "
    "that are gone in the next one.",
    misconceptions=(
        Misconception(
            "a comparison taken for a search",
            lambda: "b",
            "Speed and accuracy were joined later. Which step first puts both in one sentence?",
        ),
        Misconception(
            "a condition taken for a measurement",
            lambda: "c",
            "Angle and light appear in the chain as a description. Which words did they push out?",
        ),
        Misconception(
            "accuracy taken for the chance that an alert is right",
            lambda: "d",
            "No outlet gives a number of alerts at all. Lesson 02 shows how far apart the two can be.",
        ),
    ),
    because="A comparison of one photograph with one other. Everything after that was added on the way.",
)
