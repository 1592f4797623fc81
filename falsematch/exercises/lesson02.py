"""Exercises of lesson 02, *A match: what is the chance that it is right?*"""

from .. import rates
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import CITY_SCAN, WANTED_PPV, figure, population

#: The lesson's crowd, for every exercise that counts in it; counts of people follow from the three rates.
#: People on the list who pass the lesson's station in a day: its assumption.
WANTED_AT_THE_STATION = 20

_CROWD = {
    "people": CITY_SCAN.people,
    "one_in": round(1 / CITY_SCAN.prevalence),
    "tpr": CITY_SCAN.tpr,
    "fpr": CITY_SCAN.fpr,
    "wanted": lambda n: n.people / n.one_in,
    "others": lambda n: n.people - n.wanted,
    "accuracy": lambda n: (n.wanted * n.tpr + n.others * (1 - n.fpr)) / n.people,
}
#: Other crowds, in all of which the wanted are far rarer than false alerts.
_CROWDS = {
    "people": [500_000, 2_000_000, 5_000_000],
    "one_in": [5_000, 20_000, 50_000],
    "tpr": [0.9, 0.95, 0.97, 0.99],
    "fpr": [0.001, 0.003, 0.005, 0.01],
}
_SCENE = (
    "{people:,} people are scanned, one in {one_in:,} of them wanted. The system alerts for {tpr:share} of the wanted "
    "and for {fpr:share} of all others. "
)


def _counts(n):
    return rates.natural_frequencies(n.people, 1 / n.one_in, n.tpr, n.fpr)


def _ppv(n):
    return rates.ppv(1 / n.one_in, n.tpr, n.fpr)


def _fpr_needed(n):
    return rates.fpr_for_ppv(WANTED_PPV, 1 / n.one_in, n.tpr)


check_false_alerts = Exercise(
    name="check_false_alerts",
    question=_SCENE + "How many people are pointed at wrongly?",
    kind="count",
    numbers=_CROWD,
    bounds=_CROWDS,
    expected=lambda n: _counts(n).false_alerts,
    first_step="Split the crowd first: how many are wanted, how many are not? Only the second group "
    "can be pointed at wrongly.",
    misconceptions=(
        Misconception(
            "only the wanted counted",
            lambda n: n.wanted * n.fpr,
            "You took them out of the wanted people. An alert is false when the person is *not* wanted.",
        ),
        Misconception(
            "the rate in place of a count",
            lambda n: n.fpr,
            "That is the rate of false alerts. How many people does it apply to?",
        ),
        Misconception(
            "right alerts counted in place of wrong ones",
            lambda n: n.wanted * n.tpr,
            "Those are the wanted people found. Who else does the system point at?",
        ),
        Misconception(
            "all alerts counted",
            lambda n: n.wanted * n.tpr + n.others * n.fpr,
            "That is every alert, the right ones too. Leave those out.",
        ),
        Misconception(
            "the people rightly left alone",
            lambda n: n.others * (1 - n.fpr),
            "Those are the people the system leaves alone. The question is about the rest of that group.",
        ),
        Misconception(
            "everyone who is not wanted",
            lambda n: n.others,
            "So many *could* be pointed at wrongly. Which share of them is?",
        ),
        Misconception(
            "the misses",
            # With "right for as many wanted as others" this is the same number as the first one.
            lambda n: None if abs(1 - n.tpr - n.fpr) < 1e-9 else n.wanted * (1 - n.tpr),
            "Those are wanted people who were missed. The other kind of error is asked for.",
        ),
    ),
    because="Many more than the wanted people in the crowd: a small rate of a very large group.",
)

check_ppv = Exercise(
    name="check_ppv",
    question=_SCENE + "It points at someone. What is the chance that this person is wanted?",
    kind="proportion",
    numbers=_CROWD,
    bounds=_CROWDS,
    expected=_ppv,
    first_step="Count people: how many right alerts, how many wrong ones? "
    "The chance is right alerts out of *all* alerts.",
    misconceptions=(
        Misconception(
            "the accuracy taken for the chance that an alert is right",
            lambda n: n.accuracy,
            "That is how often the system is right about *anyone*, and nearly everyone is easy to be right "
            "about: they are not wanted and raise no alert. Look only at the people pointed at. (Where the chance "
            "of an alert for a wanted person has the same size, it is not the answer either.)",
        ),
        Misconception(
            "transposed conditional",
            lambda n: None if abs(n.tpr - n.accuracy) < 1e-6 else n.tpr,
            "That is the share of wanted people who raise an alert. The question is about the people pointed at: "
            "which share of them is wanted?",
        ),
        Misconception(
            "right alerts set against the wrong ones",
            lambda n: n.wanted * n.tpr / (n.others * n.fpr),
            "You divided by the wrong alerts. A chance is a share of *all* alerts, the right ones too.",
        ),
        Misconception(
            "the false alerts left out",
            lambda: 1.0,
            "You counted only right alerts. How many people who are not wanted are pointed at?",
        ),
        Misconception(
            "the base rate itself",
            lambda n: 1 / n.one_in,
            "That is the chance before the alert. The alert does tell something: how much more?",
        ),
        Misconception(
            "the false positive rate",
            lambda n: n.fpr,
            "That is the chance that somebody who is *not* wanted is pointed at. Turn the question round.",
        ),
        Misconception(
            "wanted or not, so half and half",
            lambda: 0.5,
            "Both are possible, but there are not as many people behind the one as behind the other. Count both.",
        ),
        Misconception(
            "the chance that the alert is wrong",
            lambda n: 1 - _ppv(n),
            "That is the share of alerts that are wrong. Turn it round.",
        ),
    ),
    because="Most of the people pointed at are the wrong people, at the same accuracy.",
)

check_ppv_transposed = Exercise(
    name="check_ppv_transposed",
    question='"The system alerts for nearly every wanted person" is a statement about which group?',
    kind="choice",
    choices={
        "a": "the people the system points at",
        "b": "the people who are wanted",
        "c": "everyone who is scanned",
    },
    expected=lambda: _group_of_tpr(),
    first_step='Ask "out of whom?": which people are counted in the bottom of the fraction?',
    misconceptions=(
        Misconception(
            "transposed conditional",
            "a",
            "That turns the statement round. The share of wanted people who raise an alert is not the "
            "share of alerts that are for wanted people.",
        ),
        Misconception(
            "accuracy",
            "c",
            "Everyone scanned is the group of the accuracy. This statement says nothing of the others.",
        ),
    ),
    because="Same people on top of both fractions, different people below: that is the whole of this lesson.",
)


def _group_of_tpr():
    """The letter of the group whose size turns the right alerts into the true positive rate."""
    counts = rates.natural_frequencies(CITY_SCAN.people, CITY_SCAN.prevalence, CITY_SCAN.tpr, CITY_SCAN.fpr)
    right = counts.true_alerts
    groups = {"a": counts.alerts, "b": counts.mated, "c": counts.people}
    return min(groups, key=lambda letter: abs(right / groups[letter] - CITY_SCAN.tpr))


check_accuracy_of_silence = Exercise(
    name="check_accuracy_of_silence",
    question=_SCENE + "What would be the accuracy of a system that never alerts?",
    kind="proportion",
    near_one=True,
    numbers=_CROWD,
    bounds=_CROWDS,
    expected=lambda n: 1 - 1 / n.one_in,
    first_step="A silent system is wrong about exactly one group of people. Which, and how many are they?",
    misconceptions=(
        Misconception(
            "a useless system taken for an inaccurate one",
            lambda: 0.0,
            "It finds nobody, and is still right about everyone who is not wanted. Accuracy counts those.",
        ),
        Misconception(
            "nobody wanted",
            lambda: 1.0,
            "Then it would be right about everyone. A few people in the crowd are wanted, though.",
        ),
        Misconception(
            "the accuracy of the matcher",
            lambda n: n.accuracy,
            "That is the matcher that does alert. Switch it off and count again.",
        ),
        Misconception(
            "the share it gets wrong",
            lambda n: 1 / n.one_in,
            "That is the share about whom silence is wrong. The accuracy is the rest.",
        ),
        Misconception(
            "wrong in half of the cases",
            lambda: 0.5,
            "There are both kinds of people, but not as many of the one as of the other. About how many is it right?",
        ),
    ),
    because="A system that finds nobody is the more accurate one. Accuracy is the wrong question here.",
)

check_fpr_needed = Exercise(
    name="check_fpr_needed",
    question=_SCENE + "Which rate in place of {fpr:share} would it need for every second alert to be right?",
    kind="proportion",
    numbers=_CROWD,
    bounds=_CROWDS,
    expected=_fpr_needed,
    first_step="For every second alert to be right there must be as many wrong alerts as right ones. "
    "How many is that, and out of how many people who are not wanted?",
    misconceptions=(
        Misconception(
            "half of the errors for half of the alerts",
            lambda n: n.fpr * WANTED_PPV,
            "Halving the rate halves the wrong alerts; there are far more than twice too many.",
        ),
        Misconception(
            "the wanted chance taken for the rate",
            lambda: WANTED_PPV,
            "That is the chance you want of an alert. The rate is out of the people who are not wanted.",
        ),
        Misconception(
            "the rate it has now",
            lambda n: n.fpr,
            "That is the rate it has. With it, far fewer than half of the alerts are right.",
        ),
        Misconception(
            "a count in place of a rate",
            lambda n: n.wanted * n.tpr,
            "So many wrong alerts there may be: as many as right ones. A rate is a share: out of how many people?",
        ),
        Misconception(
            "the false positive rate turned round",
            lambda n: 1 - _fpr_needed(n),
            "That is the share of others left alone. The exercise asks for the share pointed at.",
        ),
    ),
    because="About as rare as the people looked for: false alerts must be as rare as what is sought.",
)

check_berlin_sentence = MendSentence(
    name="check_berlin_sentence",
    sentence='"There are fewer than {false:share} false alarms, so over {rest:share} of our alarms are right."',
    choices={
        "a": "no system has so few false alarms",
        "b": "it says nothing of the wanted people who are missed",
        "c": "a share of the travellers who are not wanted is given as a share of the alarms",
    },
    wrong="c",
    choice_hints=(
        Misconception(
            "the figure doubted, not its use",
            "a",
            "It may be so low: take it as true. Which group is it a share of, and does that group stay the same?",
        ),
        Misconception(
            "another error brought in",
            "b",
            "True, it says nothing of them. But the sentence is about alarms, and would be wrong with no miss at all.",
        ),
    ),
    asks="{travellers:,} people travel by rail on a day, and {wanted:,} of them are wanted (an assumption). "
    "{hits:share} of these and {false:share} of all others set off an alarm. Which share of the alarms is right?",
    expected=lambda n: rates.ppv(n.wanted / n.travellers, n.hits, n.false),
    kind="proportion",
    numbers={
        "travellers": lambda: population("german_rail_per_day"),
        "wanted": lambda: population("gefaehrder_at_stations_per_day"),
        "hits": lambda: figure("field_tests", "berlin_headline_hits"),
        "false": lambda: figure("field_tests", "berlin_headline_false"),
        "rest": lambda n: 1 - n.false,
    },
    misconceptions=(
        Misconception(
            "the station in place of the country",
            lambda n: rates.ppv(WANTED_AT_THE_STATION / population("suedkreuz_per_day"), n.hits, n.false),
            "That is the day at the station. Here other people are counted.",
        ),
        Misconception(
            "the sentence again",
            lambda n: n.rest,
            "That is what the sentence says. Count both kinds of alarms.",
        ),
        Misconception(
            "transposed conditional",
            lambda n: n.hits,
            "That is the share of the wanted who set off an alarm. Which share of the alarms is theirs?",
        ),
        Misconception(
            "the false positive rate",
            lambda n: n.false,
            "That is the share of the others who set off an alarm. How many alarms is that?",
        ),
        Misconception(
            "the share that is wrong",
            lambda n: 1 - rates.ppv(n.wanted / n.travellers, n.hits, n.false),
            "That is the share of alarms that are wrong. Turn it round.",
        ),
        Misconception(
            "the base rate",
            lambda n: n.wanted / n.travellers,
            "That is the share of wanted people among all who travel. An alarm makes it larger.",
        ),
    ),
    first_step="Count the alarms: how many are set off by wanted people, how many by the others?",
    mended='"Fewer than {false:share} of those who are not wanted set off an alarm. If {wanted:,} of {travellers:,} '
    'travellers are wanted, {answer:share} of the alarms are right."',
)


def _share_right(people, wanted, tpr, fpr):
    right = wanted * tpr
    wrong = (people - wanted) * fpr
    return right / (right + wrong)


check_share_right = SmallFunction(
    name="check_share_right",
    question="Write `share_right(people, wanted, tpr, fpr)`: of `people`, `wanted` are wanted; `tpr` of these and "
    "`fpr` of all others raise an alert. Which share of the alerts is right?",
    expected=_share_right,
    draw_case=lambda rng: (
        rng.randint(2_000, 900_000),
        rng.randint(1, 900),
        rng.randint(50, 99) / 100,
        rng.choice([0.001, 0.002, 0.005, 0.01]),
    ),
    edges=[(1_000, 0, 0.8, 0.001), (1_000, 1_000, 0.8, 0.001)],
    misconceptions=(
        Misconception(
            "everyone taken for not wanted",
            lambda people, wanted, tpr, fpr: wanted * tpr / (wanted * tpr + people * fpr),
            "Wrong alerts come from those who are *not* wanted only. How many are they?",
        ),
        Misconception(
            "right alerts set against the wrong ones",
            lambda people, wanted, tpr, fpr: wanted * tpr / ((people - wanted) * fpr),
            "You divided by the wrong alerts. A share is a part of *all* alerts, the right ones too.",
        ),
        Misconception(
            "rates added in place of counts",
            lambda people, wanted, tpr, fpr: tpr / (tpr + fpr),
            "You used the rates alone. They belong to groups of very different sizes: count people first.",
        ),
        Misconception(
            "the share that is wrong",
            lambda people, wanted, tpr, fpr: 1 - _share_right(people, wanted, tpr, fpr),
            "That is the share of alerts that are wrong. Turn it round.",
        ),
    ),
    first_step="Count the right alerts in one line, the wrong ones in another; the last one divides.",
    because="The same few lines serve any crowd: a station, a city, a benchmark.",
)
