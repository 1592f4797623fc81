"""Exercises of lesson 06, *How good is the best?*"""

import functools

from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
from .scenarios import claimed

#: Misses at rank 1 that "99.8 %" allows.
ALLOWED_MISSES = 0.002

#: People in the largest gallery of NIST's table.
LARGE = 12_000_000

#: Searches of enrolled people that the first exercise asks about: a round number.
SEARCHES_ASKED = 10_000

#: False alerts in a day that somebody might be ready to look into; a round number.
ALERTS_A_DAY = 100


#: Strangers a day in the sentence to mend; a round number.
STRANGERS = 100_000


def nist_fpir():
    """The FPIR at which every threshold of NIST's table is set."""
    from .. import datasets

    (fpir,) = datasets.load("nist_identification")["fpir"].dropna().unique()
    return float(fpir)


def _vendor(row):
    """A figure that a maker published, in percent."""
    from .. import datasets

    return float(datasets.load("vendor_claims").loc[row, "value"])


@functools.cache
def misses():
    """FNIR of each algorithm at rank 1 and with a threshold, largest gallery, failed runs left out."""
    from .. import datasets

    table = datasets.load("nist_identification")
    table = table[(table["gallery_size"] == LARGE) & ~table["failed"]]
    wide = table.pivot(index="algorithm", columns="mode", values="fnir").dropna()
    return wide["investigation"], wide["identification"]


def accurate_at_rank_one(allowed=ALLOWED_MISSES):
    """The same, only those that miss no more than `allowed` at rank 1 ("99.8 %" allows 0.2 %)."""
    rank_one, held = misses()
    chosen = rank_one <= allowed
    return rank_one[chosen], held[chosen]


check_missed_with_threshold = Exercise(
    name="check_missed_with_threshold",
    question="Take the algorithms that miss at most {missed:share} at rank 1. Of {searches:,} searches of enrolled "
    "people, how many does their median miss once the threshold must hold?",
    kind="count",
    numbers={"searches": SEARCHES_ASKED, "missed": ALLOWED_MISSES},
    bounds={"searches": [2_000, 5_000, 20_000, 50_000], "missed": [0.0015, 0.0025, 0.003, 0.004, 0.005]},
    expected=lambda n: n.searches * accurate_at_rank_one(n.missed)[1].median(),
    first_step="Take only the algorithms that are good enough at rank 1, then the column with the threshold, then "
    "its median; then the number of searches.",
    misconceptions=(
        Misconception(
            "a rate in place of a count",
            lambda n: accurate_at_rank_one(n.missed)[1].median(),
            "That is the share of searches that miss. How many of the searches is that?",
        ),
        Misconception(
            "rank 1 in place of the threshold",
            lambda n: n.searches * accurate_at_rank_one(n.missed)[0].median(),
            "That is the column without a threshold, where a stranger gets a face too.",
        ),
        Misconception(
            "the published accuracy taken for the result",
            lambda n: n.searches * n.missed,
            "That is what is allowed at rank 1. What do the same algorithms do under the other rule?",
        ),
        Misconception(
            "all algorithms in place of the accurate ones",
            lambda n: n.searches * misses()[1].median(),
            "That is the median of every algorithm in the table. The question is about those that pass at rank 1.",
        ),
        Misconception(
            "mean in place of median",
            lambda n: n.searches * accurate_at_rank_one(n.missed)[1].mean(),
            "That is the mean, which a few large values pull up. Half of the algorithms lie below the median.",
        ),
        Misconception(
            "the searches that find somebody",
            lambda n: n.searches * (1 - accurate_at_rank_one(n.missed)[1].median()),
            "Those are the searches that find the person. The question is about the others.",
        ),
    ),
    because="The same algorithms, the same photographs: the rule about strangers is what costs the matches.",
)

check_fpir_for_alerts = Exercise(
    name="check_fpir_for_alerts",
    question="Which FPIR would keep the false alerts of a day at {alerts}, which somebody could look into, if every "
    "one of {searches:say} searches is of a person who is not enrolled?",
    kind="proportion",
    numbers={"alerts": ALERTS_A_DAY, "searches": lambda: claimed("C01"), "fpir": nist_fpir},
    bounds={"alerts": [20, 50, 80, 150, 200], "searches": (3_000_000, 40_000_000)},
    allowed=lambda n: n.fpir > 200 * n.alerts / n.searches,
    expected=lambda n: n.alerts / n.searches,
    first_step="False alerts of a day are searches times FPIR. Turn that round.",
    misconceptions=(
        Misconception(
            "the division upside down",
            lambda n: n.searches / n.alerts,
            "That is how many searches there are for each alert. A rate is alerts for each search.",
        ),
        Misconception(
            "the false alerts at NIST's rate",
            lambda n: n.searches * n.fpir,
            "So many false alerts a day would come at the rate of NIST's table. Which rate brings them down to what "
            "somebody can look into?",
        ),
        Misconception(
            "NIST's rate as it is",
            lambda n: n.fpir,
            "That is the rate of NIST's table. How many false alerts a day does it give, and how many are allowed?",
        ),
        Misconception(
            "the share of today's alerts that may remain",
            lambda n: n.alerts / (n.searches * n.fpir),
            "That says how far the alerts must come down. Which rate of the searches is that?",
        ),
        Misconception(
            "NIST's rate shared among the alerts",
            lambda n: n.fpir / n.alerts,
            "Dividing one by the other loses the number of searches. How many searches are there in a day?",
        ),
        Misconception(
            "a rate per comparison",
            lambda n: n.alerts / n.searches / LARGE,
            "You went one step further, to a single comparison. The question asks for the rate of a search.",
        ),
    ),
    because="The table that we could read stops at an FPIR more than a hundred times higher: nothing in it says "
    "how many enrolled people would then be missed.",
)

check_column_for_a_gate = Exercise(
    name="check_column_for_a_gate",
    question="Most people who pass a gate are on no list, and nobody looks through candidate lists. Which figure "
    "comes nearest to how often a listed person is missed there?",
    kind="choice",
    choices={
        "a": "missed at rank 1, no threshold",
        "b": "missed above a threshold, mugshot against mugshot",
        "c": "missed above a threshold, kiosk photograph against visa photograph",
        "d": "missed in a comparison of one photograph with another (1:1)",
    },
    expected="c",
    first_step="It is decided by what happens to strangers, and by how the probe was photographed.",
    misconceptions=(
        Misconception(
            "strangers forgotten",
            "a",
            "Without a threshold every stranger who passes returns a face as well.",
        ),
        Misconception(
            "a studio photograph taken for a passer-by",
            "b",
            "The rule is right. But who stands still for a police photographer at a gate?",
        ),
        Misconception(
            "a comparison taken for a search",
            "d",
            "That threshold was set for one comparison. A search makes one for every person enrolled.",
        ),
    ),
    because="Nearest, not near: even the kiosk has people who stop in front of it, and nobody in the table walks past.",
)

check_finds_among_millions = MendSentence(
    name="check_finds_among_millions",
    sentence='"Our system finds {found:share} of people among {people:say}, so hardly anybody is pointed at wrongly."',
    numbers={
        "found": lambda: _vendor("nec_2024") / 100,
        "people": LARGE,
        "strangers": STRANGERS,
        "fpir": nist_fpir,
    },
    bounds={"strangers": [20_000, 50_000, 200_000, 500_000], "found": (0.99, 0.9995)},
    choices={
        "a": "nobody can search so many people",
        "b": "a share of the people searched for is used to say something about all the others",
        "c": "the figure must have been measured at rank 1",
        "d": "it should give the share with one more decimal",
    },
    wrong="b",
    choice_hints=(
        Misconception("the size doubted", "a", "NIST did search so many. Look at what follows the comma."),
        Misconception(
            "the rule doubted, not the conclusion",
            "c",
            "It may have been, or not. But what follows after the comma would be wrong in both cases.",
        ),
        Misconception(
            "precision in place of meaning", "d", "More digits of the same share. Whose share is it?"
        ),
    ),
    asks="At NIST's setting, an FPIR of {fpir}: how many false alerts do {strangers:,} searches of strangers raise?",
    kind="count",
    expected=lambda n: n.strangers * n.fpir,
    first_step="FPIR is the share of searches of strangers that bring somebody back.",
    misconceptions=(
        Misconception(
            "the share not found taken for the false alerts",
            lambda n: n.strangers * (1 - n.found),
            "That is built from the people who are missed. Strangers have a rate of their own.",
        ),
        Misconception(
            "the rate in place of a count",
            lambda n: n.fpir,
            "That is the share of searches. How many searches?",
        ),
        Misconception(
            "the gallery in place of the searches",
            lambda n: n.people * n.fpir,
            "You multiplied the people enrolled. The rate is one of searches.",
        ),
    ),
    mended='"… finds {found:share} of the people searched for; of {strangers:,} strangers it points at {answer:say}."',
)

check_my_factor = SmallFunction(
    name="check_my_factor",
    question="Write `my_factor(misses)`: how many times as many the worst misses as the best, failed runs left out.",
    expected=lambda misses: max(m for m in misses if m < 1) / min(m for m in misses if m < 1),
    draw_case=lambda rng: ([rng.randint(1, 400) / 10_000 for _ in range(6)] + [1.0] * rng.randint(0, 2),),
    edges=[([0.002],), ([1, 0.004, 0.001],)],
    misconceptions=(
        Misconception(
            "failed runs kept in",
            lambda misses: max(misses) / min(misses),
            "Failed runs are programs that broke. They must go before the worst is looked for.",
        ),
        Misconception(
            "the best over the worst",
            lambda misses: min(m for m in misses if m < 1) / max(m for m in misses if m < 1),
            "The other way up: how many times as *many*.",
        ),
        Misconception(
            "a difference in place of a factor",
            lambda misses: max(m for m in misses if m < 1) - min(m for m in misses if m < 1),
            "That is how far apart they are. How many times is the one the other?",
        ),
    ),
    first_step="First leave out the failed runs. Of the others, which rates does the question name?",
    because="It rests on its extremes: quantiles say what is usual.",
)
