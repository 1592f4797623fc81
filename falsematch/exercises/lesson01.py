"""Exercises of lesson 01, *What was measured?*"""

from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
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

check_watched_places = MendSentence(
    name="check_watched_places",
    sentence='"Cameras at {records:say} places watch the {people:say} people in the database."',
    numbers={"records": lambda: claimed("C01"), "people": records_in_database},
    choices={
        "a": "there cannot be so many people in a database",
        "b": "the entries of one day's log are given as a number of places",
        "c": "the number is too small: cameras are everywhere by now",
        "d": "places cannot watch people, only officers can",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "the size doubted, not the kind",
            "a",
            "It may hold so many. What was the other figure a count of?",
        ),
        Misconception(
            "an opinion in place of a source", "c", "Perhaps. But what did the first reports count?"
        ),
        Misconception(
            "the wording, not the figure",
            "d",
            "True of the wording. Look at the number: of what is it a count?",
        ),
    ),
    asks="How many entries of that day's log are there for each person in the database?",
    kind="number",
    expected=lambda n: n.records / n.people,
    first_step="Figures of the first reports belong together: the coordinates of one day and the "
    "people in the database. Divide one by the other.",
    misconceptions=(
        Misconception(
            "division upside down",
            lambda n: n.people / n.records,
            "That is records per coordinate. Coordinates per record is the other way up.",
        ),
        Misconception(
            "all residents in place of the records",
            lambda n: n.records / population("xinjiang_2018"),
            "You divided by everyone who lives there. The database held fewer people than that.",
        ),
        Misconception(
            "the article's number of people in place of the records counted",
            lambda n: n.records / claimed("C02"),
            "You divided by the number of people as the article prints it, which is rounded. The database was counted: "
            "how many records did the first report give?",
        ),
        Misconception(
            "one record taken for one person seen once",
            1,
            "If every record were one sighting, both figures would be equal. They are not.",
        ),
    ),
    tolerance=0.015,
    mended='"One day\'s log holds about {answer:say} positions for each person in the database."',
)

ONE_IN = 1_000_000  # an assumption: one false match in so many comparisons

check_wrong_in_two_billion = Exercise(
    name="check_wrong_in_two_billion",
    question="Suppose that one comparison of different people in {one_in:,} ends in a match. "
    "How many wrong people does one search among {gallery:say} people return, on average?",
    kind="count",
    numbers={"gallery": lambda: claimed("C18"), "one_in": ONE_IN},
    bounds={"gallery": (2e8, 8e9), "one_in": [100_000, 500_000, 1_000_000, 5_000_000]},
    expected=lambda n: n.gallery / n.one_in,
    first_step="A search is one comparison with each person. How many are that, and how many of them match?",
    misconceptions=(
        Misconception(
            "the rate in place of a count",
            lambda n: 1 / n.one_in,
            "That is the chance of one comparison. A search makes many of them.",
        ),
        Misconception(
            "the accuracy of the article again",
            lambda n: n.gallery * (1 - claimed("C06") / 100),
            "That takes the article's accuracy for the rate. The exercise names another rate.",
        ),
        Misconception(
            "the gallery of the article again",
            lambda n: claimed("C04") / n.one_in,
            "That is the gallery of the article. The exercise names a larger or a smaller one.",
        ),
        Misconception(
            "division upside down",
            lambda n: n.one_in / n.gallery,
            "The more people are searched, the more wrong ones come back. Does your formula do that?",
        ),
    ),
    because="And that rate is far stricter than the one the article's accuracy suggests. "
    "The company's sentence names no rate at all.",
)

check_my_wrong_people = SmallFunction(
    name="check_my_wrong_people",
    question="Write `my_wrong_people(false_matches, pairs, gallery)`: the wrong people that one search of a gallery "
    "returns, if so many of so many pairs of different people were taken for one person.",
    expected=lambda false_matches, pairs, gallery: gallery * false_matches / pairs,
    draw_case=lambda rng: (rng.randint(1, 40), rng.randint(1, 9) * 1_000, rng.randint(1, 2_000) * 1_000),
    edges=[(0, 3_000, 1_000_000)],
    misconceptions=(
        Misconception(
            "the rate alone",
            lambda false_matches, pairs, gallery: false_matches / pairs,
            "That is the share of pairs that match. How many comparisons does a search make?",
        ),
        Misconception(
            "the pairs forgotten",
            lambda false_matches, pairs, gallery: gallery * false_matches,
            "That would be right if each pair of the test had been one in one. The errors are out of how many pairs?",
        ),
        Misconception(
            "pairs of both kinds counted",
            lambda false_matches, pairs, gallery: gallery * false_matches / (2 * pairs),
            "The pairs given are those of different people already: no others are among them.",
        ),
        Misconception(
            "pairs and gallery changed places",
            lambda false_matches, pairs, gallery: pairs * false_matches / gallery,
            "Which of the two numbers makes the result grow?",
        ),
    ),
    first_step="First the share of pairs that match, then as many comparisons as there are people in the gallery.",
    because="Just the numbers that an accuracy leaves out.",
)

_WHAT = {
    "a": "the share of right answers when photographs are compared one with one",
    "b": "the share of searches of the whole population that return the right person",
    "c": "the share of passers-by recognised at any angle and in any light",
    "d": "the share of alerts that point at the right person",
}


def _as_first_worded():
    """The choice worded by the text nearest to the interview: the first that was read and reports it in full."""
    steps = chain("C06")
    nearest = steps[steps["grade"] != "weak"].iloc[0]
    if "1:1" not in nearest["wording"]:
        raise ValueError("the first text read for claim C06 in `claim_chain` no longer says 1:1")
    return "a"


check_what_was_measured = Exercise(
    name="check_what_was_measured",
    question='A developer\'s "99.8 %" travelled from text to text. In the one nearest to the interview, what was it?',
    kind="choice",
    choices=_WHAT,
    expected=_as_first_worded,
    first_step="Read what each text of the figure prints, and look for the words that some have and others dropped.",
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
