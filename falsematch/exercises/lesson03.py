"""Exercises of lesson 03, *What happens in a search of N?*"""

from .. import search
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import READING_FMR, SHORT_WATCHLIST, STREET, WANTED_FPIR, claimed, figure

check_fpir_watchlist = Exercise(
    name="check_fpir_watchlist",
    question="A passer-by who is on no list is compared with a watchlist of {gallery:,} people. In one comparison the "
    "chance of a false match is {fmr:share}. What is the chance of at least one false candidate, if comparisons are "
    "independent?",
    kind="proportion",
    numbers={"gallery": 600, "fmr": READING_FMR},
    bounds={
        "gallery": [300, 500, 600, 800, 1_200, 1_500, 2_000],
        "fmr": [0.001, 0.0015, 0.002, 0.003, 0.004],
    },
    allowed=lambda n: 1.1 < n.gallery * n.fmr < 3,
    expected=lambda n: search.fpir(n.fmr, n.gallery),
    first_step="Turn it round: what is the chance that *every* comparison stays below the threshold?",
    misconceptions=(
        Misconception(
            "expected number taken for a chance",
            lambda n: n.gallery * n.fmr,
            "That is how many false candidates to expect. A chance cannot pass 1: two candidates for one "
            "passer-by are still one alert.",
        ),
        Misconception(
            "the rate of one comparison taken for a whole search",
            lambda n: n.fmr,
            "That is the chance in a single comparison. The watchlist makes many.",
        ),
        Misconception(
            "the chance of no candidate",
            lambda n: 1 - search.fpir(n.fmr, n.gallery),
            "That is the chance that nothing comes back. Something coming back is the rest.",
        ),
        Misconception(
            "the list of the simulation",
            lambda n: None if n.gallery == SHORT_WATCHLIST else search.fpir(n.fmr, SHORT_WATCHLIST),
            "That is the chance for a list of another length. The method is right; how long is this list?",
        ),
        Misconception(
            "the chance that one comparison goes right",
            lambda n: 1 - n.fmr,
            "That is for a single comparison. All of them have to go right for nothing to come back.",
        ),
        Misconception(
            "an expected number cut off at certainty",
            lambda: 1.0,
            "A chance that adds up past 1 was not a chance. Some passers-by still raise nothing.",
        ),
    ),
    because="The expected number keeps growing with the list; the chance creeps up to 1.",
)

check_longer_list = Exercise(
    name="check_longer_list",
    question="A matcher sets off a false alert for {rate:odds} faces, with a list of {short:,} people. At the same "
    "threshold it gets a list of {long:,}. For which share of the faces is there a false alert now, if comparisons "
    "are independent?",
    kind="proportion",
    numbers={"rate": lambda: figure("field_tests", "neoface_earlier_fpir"), "short": 2_000, "long": 16_000},
    bounds={"rate": [0.0005, 0.001, 0.002], "short": [1_000, 2_000, 4_000], "long": [10_000, 16_000, 20_000]},
    expected=lambda n: search.fpir(search.fmr_for_fpir(n.rate, n.short), n.long),
    first_step="Go through one comparison: which rate does the short list imply for it? Then lengthen the list.",
    misconceptions=(
        Misconception(
            "the list left out",
            lambda n: n.rate,
            "That is the rate with the short list. With a longer one every face is compared more often.",
        ),
        Misconception(
            "a longer list taken for a safer one",
            lambda n: n.rate * n.short / n.long,
            "You made it rarer. Does a face get more chances of a false match on a longer list, or fewer?",
        ),
        Misconception(
            "the rate of one comparison",
            lambda n: search.fmr_for_fpir(n.rate, n.short),
            "That is the rate of one comparison. How many does a face get now?",
        ),
        Misconception(
            "the rate per face taken for one per comparison",
            lambda n: search.fpir(n.rate, n.long),
            "The rate given is for a whole search, that of the short list. First find that of one comparison.",
        ),
    ),
    because="The rate goes with the list. Whoever quotes it without the length of the list has not yet said it.",
)

check_fmr_needed = Exercise(
    name="check_fmr_needed",
    question="A search among {people:say} people: which false match rate keeps the chance of a false candidate for a "
    "stranger at {fpir:share}?",
    kind="proportion",
    numbers={"people": lambda: claimed("C04"), "fpir": WANTED_FPIR},
    bounds={"people": (1_000_000, 1_000_000_000), "fpir": [0.001, 0.005, 0.02, 0.05]},
    expected=lambda n: search.fmr_for_fpir(n.fpir, n.people),
    first_step="`search` has the inverse of `fpir`. By hand: when the chance is small, it is close to "
    "comparisons times rate.",
    misconceptions=(
        Misconception(
            "the search's rate taken for the comparison's",
            lambda n: n.fpir,
            "That is the chance allowed for a whole search. It has to be shared by all its comparisons.",
        ),
        Misconception(
            "one false candidate per search allowed",
            lambda n: 1 / n.people,
            "That gives about one false candidate in *every* search. The demand is stricter.",
        ),
        Misconception(
            "an expected number in place of a rate",
            lambda n: n.people * n.fpir,
            "You multiplied. But the chance of a search has to be shared out among all its comparisons.",
        ),
        Misconception(
            "the published accuracy taken for enough",
            lambda: READING_FMR,
            "That is the rate read out of the claim. What did it do to one search?",
        ),
    ),
    because="No test with a few thousand pairs can show such a rate; lesson 05 asks what it would take.",
)

_DENOMINATORS = {
    "a": "per face scanned",
    "b": "per comparison",
    "c": "per person on the watchlist",
    "d": "per alert",
}


def rates_of_the_street(street=STREET):
    """The same wrong alerts over four denominators, by the letters of `check_denominator`."""
    return {
        "a": street.false_alerts / street.faces_scanned,
        "b": street.false_alerts / street.comparisons,
        "c": street.false_alerts / street.watchlist,
        "d": street.false_alerts / street.alerts,
    }


def _one_minus_precision():
    """The letter of the rate that, with the right alerts' share of alerts, makes up one."""
    precision = (STREET.alerts - STREET.false_alerts) / STREET.alerts
    found = rates_of_the_street()
    return min(found, key=lambda letter: abs(found[letter] + precision - 1))


check_denominator = Exercise(
    name="check_denominator",
    question="A made-up day: {faces:,} faces, a list of {listed:,}, {alerts} alerts, {false} of them wrong. The same "
    "wrong alerts give a rate over each of these. Which rate answers "
    '"I was pointed at: how likely is it a mistake?"',
    kind="choice",
    numbers={
        "faces": STREET.faces_scanned,
        "listed": STREET.watchlist,
        "alerts": STREET.alerts,
        "false": STREET.false_alerts,
    },
    choices=_DENOMINATORS,
    expected=_one_minus_precision,
    first_step='Say the question again as "out of all the people who …". Which people are those?',
    misconceptions=(
        Misconception(
            "passers-by taken for people pointed at",
            "a",
            "Most people scanned are never pointed at. That rate answers: I walk past, will I be stopped?",
        ),
        Misconception(
            "comparisons taken for people",
            "b",
            "Each passer-by is compared with the whole list. Nobody is a comparison.",
        ),
        Misconception(
            "the list taken for the crowd",
            "c",
            "The people on the list are not the people who were wrongly pointed at.",
        ),
    ),
    because="All four are true of the same day. A rate printed without its denominator can be any of them.",
)

#: The afternoon of the lesson's case, in the table `deployment_examples`.
_DAY = "oxford_circus_2020"

check_oxford_sentence = MendSentence(
    name="check_oxford_sentence",
    sentence='"The system was right in {right_faces:share} of cases."',
    choices={
        "a": "a system cannot be right so often",
        "b": "the cases are all faces that passed, and nearly all of them were rightly left alone",
        "c": "the faces were counted only roughly",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "the figure doubted, not its denominator",
            "a",
            "The figure follows from the force's own counts. Out of what is it a share?",
        ),
        Misconception(
            "the count doubted, not what is counted",
            "c",
            "They were, and it hardly moves the figure. What is counted as a case?",
        ),
    ),
    asks="{faces:,} faces were seen and {alerts:,} alerts raised, {false:,} of them wrong. Which share of the "
    "*alerts* was right?",
    expected=lambda n: (n.alerts - n.false) / n.alerts,
    kind="proportion",
    numbers={
        "faces": lambda: figure("deployment_examples", _DAY, "faces_seen"),
        "alerts": lambda: figure("deployment_examples", _DAY, "alerts"),
        "false": lambda: figure("deployment_examples", _DAY, "false_alerts"),
        "right_faces": lambda n: 1 - n.false / n.faces,
    },
    misconceptions=(
        Misconception(
            "the sentence again",
            lambda n: n.right_faces,
            "That is the sentence again. Leave out all faces that set off nothing.",
        ),
        Misconception(
            "the share that was wrong",
            lambda n: n.false / n.alerts,
            "That share of the alerts was wrong. Turn it round.",
        ),
        Misconception(
            "right alerts set against the wrong ones",
            lambda n: (n.alerts - n.false) / n.false,
            "You divided by the wrong alerts. A share is a part of all alerts.",
        ),
        Misconception(
            "right alerts out of all faces",
            lambda n: (n.alerts - n.false) / n.faces,
            "You divided by the faces. Out of the alerts, how many were right?",
        ),
    ),
    first_step="Right alerts are those that are left when the wrong ones are taken away; divide by all alerts.",
    tolerance=0.01,
    mended='"Of {faces:,} faces, {false:,} were wrongly pointed at; of {alerts:,} alerts {answer:share} were right."',
)


def _share_right(people, listed, passing, fmr, fnir):
    right = listed * passing * (1 - fnir)
    wrong = (people - listed) * listed * fmr
    return right / (right + wrong)


def _if(right, strangers, comparisons, fmr):
    return right / (right + strangers * comparisons * fmr)


check_everyone_once = SmallFunction(
    name="check_everyone_once",
    question="Write `share_right(people, listed, passing, fmr, fnir)`: of those `listed` only a share `passing` "
    "passes, and of these a share `fnir` is missed. Everybody else of `people` passes once and is compared with all "
    "who are listed, and each comparison is a false match with chance `fmr`. Count a false match as a wrong alert. "
    "Which share of the alerts is right?",
    expected=_share_right,
    draw_case=lambda rng: (
        rng.randint(1_000_000, 90_000_000),
        rng.randint(200, 9_000),
        rng.randint(2, 9) / 10,
        rng.choice([1e-8, 1e-7, 1e-6]),
        rng.randint(1, 30) / 100,
    ),
    edges=[(1_000, 1_000, 0.5, 0.001, 0.1), (1_000_000, 500, 1.0, 0.0, 0.0)],
    misconceptions=(
        Misconception(
            "everyone listed passes",
            lambda people, listed, passing, fmr, fnir: _if(listed * (1 - fnir), people - listed, listed, fmr),
            "You counted as if everyone listed passed, or as if strangers were compared only with those who pass.",
        ),
        Misconception(
            "one comparison for each passer-by",
            lambda people, listed, passing, fmr, fnir: _if(
                listed * passing * (1 - fnir), people - listed, 1, fmr
            ),
            "You gave each passer-by one comparison. How many people is each of them compared with?",
        ),
        Misconception(
            "the missed counted in place of the found",
            lambda people, listed, passing, fmr, fnir: _if(
                listed * passing * fnir, people - listed, listed, fmr
            ),
            "`fnir` is the share of those who pass that is *missed*. Which share raises an alert?",
        ),
        Misconception(
            "nobody missed",
            lambda people, listed, passing, fmr, fnir: _if(listed * passing, people - listed, listed, fmr),
            "You let everyone listed who passes raise an alert. Some are missed.",
        ),
        Misconception(
            "the listed taken for strangers too",
            lambda people, listed, passing, fmr, fnir: _if(
                listed * passing * (1 - fnir), people, listed, fmr
            ),
            "Very near. Wrong alerts come from those who are *not* listed: how many are they?",
        ),
        Misconception(
            "those who stay away taken for strangers",
            lambda people, listed, passing, fmr, fnir: _if(
                listed * passing * (1 - fnir), people - listed * passing, listed, fmr
            ),
            "Very near. You took away only those listed who pass: nobody who is listed raises a wrong alert here.",
        ),
        Misconception(
            "one wrong alert for each stranger at most",
            lambda people, listed, passing, fmr, fnir: _if(
                listed * passing * (1 - fnir), people - listed, 1, 1 - (1 - fmr) ** listed
            ),
            "You count strangers with at least one false match. Here each false match counts: expected numbers add up.",
        ),
    ),
    first_step="Count the right alerts in one line, the wrong ones in another, then divide.",
    because="Divide above and below by `listed`, and the list is nearly gone; the other numbers stay.",
)
