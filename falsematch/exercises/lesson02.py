"""Exercises of lesson 02, *A match: what is the chance that it is right?*"""

from .. import rates
from ._engine import Exercise, Misconception
from .scenarios import CITY_SCAN, WANTED_PPV

_SCAN = CITY_SCAN
_WANTED = _SCAN.people * _SCAN.prevalence
_OTHERS = _SCAN.people - _WANTED


check_false_alerts = Exercise(
    name="check_false_alerts",
    question="How many people in the scanned crowd would be pointed at wrongly?",
    kind="count",
    tolerance=0.005,
    expected=lambda: (
        rates.natural_frequencies(_SCAN.people, _SCAN.prevalence, _SCAN.tpr, _SCAN.fpr).false_alerts
    ),
    first_step="Split the crowd first: how many are wanted, how many are not? Only the second group "
    "can be pointed at wrongly.",
    misconceptions=(
        Misconception(
            "only the wanted counted",
            lambda: _WANTED * _SCAN.fpr,
            "You took them out of the wanted people. An alert is false when the person is *not* wanted.",
        ),
        Misconception(
            "right alerts counted in place of wrong ones",
            lambda: _WANTED * _SCAN.tpr,
            "Those are the wanted people found. Who else does the system point at?",
        ),
        Misconception(
            "all alerts counted",
            lambda: _WANTED * _SCAN.tpr + _OTHERS * _SCAN.fpr,
            "That is every alert, the right ones too. Leave those out.",
        ),
        Misconception(
            "the people rightly left alone",
            lambda: _OTHERS * (1 - _SCAN.fpr),
            "Those are the people the system leaves alone. The question is about the rest of that group.",
        ),
        Misconception(
            "the misses",
            lambda: _WANTED * (1 - _SCAN.tpr),
            "Those are wanted people who were missed. The other kind of error is asked for.",
        ),
    ),
    because="Many more than the wanted people in the crowd: a small rate of a very large group.",
)

check_ppv = Exercise(
    name="check_ppv",
    question="The system points at someone. What is the chance that this person is wanted?",
    kind="proportion",
    tolerance=0.06,  # "about 5 in 100" is a good answer
    expected=lambda: rates.ppv(_SCAN.prevalence, _SCAN.tpr, _SCAN.fpr),
    first_step="Count people: how many right alerts, how many wrong ones? "
    "The chance is right alerts out of *all* alerts.",
    misconceptions=(
        Misconception(
            "the accuracy taken for the chance that an alert is right",
            lambda: _SCAN.accuracy,
            "That is how often the system is right about *anyone*, and nearly everyone is easy to be right "
            "about: they are not wanted and raise no alert. Look only at the people pointed at. (The chance "
            "of an alert for a wanted person has the same size here and is not the answer either.)",
        ),
        Misconception(
            "the false alerts left out",
            lambda: 1.0,
            "You counted only right alerts. How many people who are not wanted are pointed at?",
        ),
        Misconception(
            "the base rate itself",
            lambda: _SCAN.prevalence,
            "That is the chance before the alert. The alert does tell something: how much more?",
        ),
        Misconception(
            "the chance that the alert is wrong",
            lambda: 1 - rates.ppv(_SCAN.prevalence, _SCAN.tpr, _SCAN.fpr),
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
            lambda: "a",
            "That turns the statement round. The share of wanted people who raise an alert is not the "
            "share of alerts that are for wanted people.",
        ),
        Misconception(
            "accuracy",
            lambda: "c",
            "Everyone scanned is the group of the accuracy. This statement says nothing of the others.",
        ),
    ),
    because="Same people on top of both fractions, different people below: that is the whole of this lesson.",
)


def _group_of_tpr():
    """The letter of the group whose size turns the right alerts into the true positive rate."""
    counts = rates.natural_frequencies(_SCAN.people, _SCAN.prevalence, _SCAN.tpr, _SCAN.fpr)
    right = counts.true_alerts
    groups = {"a": counts.alerts, "b": counts.mated, "c": counts.people}
    return min(groups, key=lambda letter: abs(right / groups[letter] - _SCAN.tpr))


check_accuracy_of_silence = Exercise(
    name="check_accuracy_of_silence",
    question="What is the accuracy of a system that never alerts, in the same crowd?",
    kind="proportion",
    near_one=True,
    expected=lambda: 1 - _SCAN.prevalence,
    first_step="A silent system is wrong about exactly one group of people. Which, and how many are they?",
    misconceptions=(
        Misconception(
            "a useless system taken for an inaccurate one",
            lambda: 0.0,
            "It finds nobody, and is still right about everyone who is not wanted. Accuracy counts those.",
        ),
        Misconception(
            "the accuracy of the matcher",
            lambda: _SCAN.accuracy,
            "That is the matcher that does alert. Switch it off and count again.",
        ),
        Misconception(
            "the share it gets wrong",
            lambda: _SCAN.prevalence,
            "That is the share about whom silence is wrong. The accuracy is the rest.",
        ),
    ),
    because="A system that finds nobody is the more accurate one. Accuracy is the wrong question here.",
)

check_fpr_needed = Exercise(
    name="check_fpr_needed",
    question="Which false positive rate would the system need for every second alert to be right?",
    kind="proportion",
    expected=lambda: rates.fpr_for_ppv(WANTED_PPV, _SCAN.prevalence, _SCAN.tpr),
    first_step="For every second alert to be right there must be as many wrong alerts as right ones. "
    "How many is that, and out of how many people who are not wanted?",
    misconceptions=(
        Misconception(
            "half of the errors for half of the alerts",
            lambda: _SCAN.fpr * WANTED_PPV,
            "Halving the rate halves the wrong alerts; there are far more than twice too many.",
        ),
        Misconception(
            "the wanted chance taken for the rate",
            lambda: WANTED_PPV,
            "That is the chance you want of an alert. The rate is out of the people who are not wanted.",
        ),
        Misconception(
            "the rate it has now",
            lambda: _SCAN.fpr,
            "That is the rate it has. With it, far fewer than half of the alerts are right.",
        ),
        Misconception(
            "the false positive rate turned round",
            lambda: 1 - rates.fpr_for_ppv(WANTED_PPV, _SCAN.prevalence, _SCAN.tpr),
            "That is the share of others left alone. The exercise asks for the share pointed at.",
        ),
    ),
    because="About as rare as the people looked for: false alerts must be as rare as what is sought.",
)
