"""Exercises of lesson 10, *Will a person catch it?*"""

from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import figure


def _kept(n):
    """Right and wrong alerts that the officer confirms."""
    return n.right * n.keep_right, n.wrong * n.keep_wrong


def _share_right(n):
    right, wrong = _kept(n)
    return right / (right + wrong)


check_right_after_review = Exercise(
    name="check_right_after_review",
    question="In a month a camera raises {right} right alerts and {wrong} wrong ones. An officer looks at each, and "
    "confirms {keep_right:share} of the right and {keep_wrong:share} of the wrong ones. Which share of the confirmed "
    "alerts is right?",
    kind="proportion",
    numbers={"right": 40, "wrong": 160, "keep_right": 0.9, "keep_wrong": 0.5},
    bounds={
        "right": [30, 40, 50],
        "wrong": [160, 200, 240],
        "keep_right": [0.9, 0.95],
        "keep_wrong": [0.4, 0.5, 0.6],
    },
    expected=_share_right,
    first_step="Count first: how many right alerts are confirmed, and how many wrong ones? Then divide.",
    misconceptions=(
        Misconception(
            "the share before the review",
            lambda n: n.right / (n.right + n.wrong),
            "That is the share of right ones among all alerts. The officer takes some of each kind away.",
        ),
        Misconception(
            "transposed conditional",
            lambda n: n.keep_right,
            "That is the share of the right alerts that are confirmed. Which share of the confirmed is right?",
        ),
        Misconception(
            "rates set against each other",
            lambda n: n.keep_right / (n.keep_right + n.keep_wrong),
            "You used the rates alone. They are shares of heaps of different size: count alerts first.",
        ),
        Misconception(
            "right ones set against the wrong ones",
            lambda n: _kept(n)[0] / _kept(n)[1],
            "You divided by the wrong ones. A share is a part of *all* that were confirmed.",
        ),
        Misconception(
            "out of all alerts",
            lambda n: _kept(n)[0] / (n.right + n.wrong),
            "You divided by all alerts. Those that the officer sent away are not among the confirmed.",
        ),
        Misconception(
            "the share that is wrong",
            lambda n: 1 - _share_right(n),
            "That is the share of confirmed alerts that are wrong. Turn it round.",
        ),
    ),
    because="The review helps. It cannot turn many wrong alerts into few wrong ones by a modest rate alone.",
)


def _counted(row, column):
    return lambda: int(figure("human_review", row, column))


check_officer_catches = MendSentence(
    name="check_officer_catches",
    sentence='"A trained officer checks every alert, so errors are caught before anybody is troubled."',
    choices={
        "a": "officers are not trained",
        "b": "that somebody checks is given as if it were how often errors are caught",
        "c": "it says nothing of listed people who walk past unnoticed",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "a fact doubted in place of the conclusion",
            "a",
            "They may well be. Take it as true that they are: does the rest of the sentence follow?",
        ),
        Misconception(
            "another error brought in",
            "c",
            "True, and another matter. The sentence is about wrong alerts: does checking them mean catching them?",
        ),
    ),
    asks="London's records have {first_of} false alerts (2020–2022) and {second_of} (2024–2025), of which {first} and "
    "{second} ended in contact with the person. Which share of all these false alerts is that?",
    expected=lambda n: (n.first + n.second) / (n.first_of + n.second_of),
    kind="proportion",
    numbers={
        "first": _counted("met_2020_2022", "count"),
        "first_of": _counted("met_2020_2022", "of"),
        "second": _counted("met_2024_2025", "count"),
        "second_of": _counted("met_2024_2025", "of"),
    },
    misconceptions=(
        Misconception(
            "the first record only",
            lambda n: n.first / n.first_of,
            "That is one of the records. Put both together.",
        ),
        Misconception(
            "the second record only",
            lambda n: n.second / n.second_of,
            "That is one of the records. Put both together.",
        ),
        Misconception(
            "the share that was caught",
            lambda n: 1 - (n.first + n.second) / (n.first_of + n.second_of),
            "That is the share that did not end in contact. Turn it round.",
        ),
        Misconception(
            "a sum of shares",
            lambda n: n.first / n.first_of + n.second / n.second_of,
            "Shares of different heaps do not add up. Add the counts, then divide.",
        ),
        Misconception("nobody is troubled", lambda: 0.0, "So the sentence says. What did the records count?"),
    ),
    first_step="Add up the false alerts of both records, and those that ended in contact; then divide.",
    mended='"An officer checks every alert. Where our records say how a false alert ended, {answer:share} ended in '
    'contact with the person (95 % interval 46 % to 88 %; the second count is derived)."',
)

check_did_it_get_worse = Exercise(
    name="check_did_it_get_worse",
    question="South Wales counted {first} interventions among {first_of} false alerts in {first_year}, and {second} "
    "among {second_of} in {second_year}. Did review get worse?",
    kind="choice",
    numbers={
        "first": _counted("south_wales_2018", "count"),
        "first_of": _counted("south_wales_2018", "of"),
        "second": _counted("south_wales_2019", "count"),
        "second_of": _counted("south_wales_2019", "of"),
        "first_year": _counted("south_wales_2018", "year"),
        "second_year": _counted("south_wales_2019", "year"),
    },
    choices={
        "a": "No: as many people as before were approached by mistake.",
        "b": "Yes: a larger share of the false alerts got through.",
        "c": "These counts cannot tell: such a difference is not rare by chance, and other things may have changed.",
        "d": "It got better: there were fewer false alerts.",
    },
    expected="c",
    first_step="Of what is each count a share, and could chance alone make such a difference?",
    misconceptions=(
        Misconception(
            "a count without its total",
            "a",
            "The counts are equal. But they are shares of the false alerts of their year, and those totals differ.",
        ),
        Misconception(
            "a difference taken as it stands",
            "b",
            "The share is larger. With so few events, how large a difference would chance alone make now and then?",
        ),
        Misconception(
            "another quantity",
            "d",
            "Fewer false alerts say something of the machine and its use. The question is about the officers.",
        ),
    ),
    because="If nothing had changed, such a pair of years would still differ by as much in about 14 % of cases "
    "(Fisher's exact test). And lists, places and the word “intervention” may have changed.",
)

check_hours_of_review = SmallFunction(
    name="check_hours_of_review",
    question="Write `hours_of_review(searches, candidates, seconds)`: every search returns `candidates` faces, and "
    "somebody looks at each for so many `seconds`. How many hours is that?",
    expected=lambda searches, candidates, seconds: searches * candidates * seconds / 3600,
    draw_case=lambda rng: (rng.randint(100, 40_000), rng.randint(5, 60), rng.randint(3, 40)),
    edges=[(0, 50, 10), (1_000, 0, 10)],
    misconceptions=(
        Misconception(
            "minutes in place of hours",
            lambda searches, candidates, seconds: searches * candidates * seconds / 60,
            "Those are minutes. How many has an hour?",
        ),
        Misconception(
            "seconds in place of hours",
            lambda searches, candidates, seconds: searches * candidates * seconds,
            "Those are seconds. How many has an hour?",
        ),
        Misconception(
            "one face a search",
            lambda searches, candidates, seconds: searches * seconds / 3600,
            "You counted one face for each search. Each returns a whole list.",
        ),
        Misconception(
            "the list added, not multiplied",
            lambda searches, candidates, seconds: (searches + candidates) * seconds / 3600,
            "The list comes back with *every* search: multiply.",
        ),
    ),
    first_step="How many faces are there to look at in all? Then how many seconds, then hours.",
    because="A candidate list makes the work grow with every search, also where nobody is found.",
)

check_none_known = Exercise(
    name="check_none_known",
    question="The ministry knows of no arrest by mistaken identity through live face recognition in 12 months. Which "
    "of these people would its count have held?",
    kind="choice",
    choices={
        "a": "Somebody who was stopped after a live alert, held for half an hour and let go.",
        "b": "Somebody who was arrested after a search of a photograph in a police database.",
        "c": "Somebody who was arrested after a live alert for another person, and whose complaint nobody passed on.",
        "d": "Somebody who was arrested after a live alert for another person, of which the ministry was told.",
    },
    expected="d",
    first_step="Read each word as a condition: known, arrest, mistaken identity, live.",
    misconceptions=(
        Misconception(
            "a stop taken for an arrest", "a", "Nobody was arrested here. What does the statement count?"
        ),
        Misconception(
            "a search taken for a camera",
            "b",
            "An arrest, but not through *live* recognition. Read the statement once more.",
        ),
        Misconception(
            "what happened taken for what is known",
            "c",
            "An arrest, and live. But the statement is about what somebody *knows*.",
        ),
    ),
    because="The statement can be quite true, and so can every complaint about a stop or a search of a photograph: "
    "they count different people. Quote it with all of its conditions.",
)
