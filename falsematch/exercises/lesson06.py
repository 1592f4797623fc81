"""Exercises of lesson 06, *How good is the best?*"""

from ._engine import Exercise, Misconception
from .scenarios import claimed

#: Misses at rank 1 that "99.8 %" allows.
ALLOWED_MISSES = 0.002

#: People in the largest gallery of NIST's table.
LARGE = 12_000_000

#: Searches of enrolled people that the first exercise asks about: a round number.
SEARCHES_ASKED = 10_000

#: False alerts in a day that somebody might be ready to look into; a round number.
ALERTS_A_DAY = 100


def nist_fpir():
    """The FPIR at which every threshold of NIST's table is set."""
    from .. import datasets

    (fpir,) = datasets.load("nist_identification")["fpir"].dropna().unique()
    return float(fpir)


def misses():
    """FNIR of each algorithm at rank 1 and with a threshold, largest gallery, failed runs left out."""
    from .. import datasets

    table = datasets.load("nist_identification")
    table = table[(table["gallery_size"] == LARGE) & ~table["failed"]]
    wide = table.pivot(index="algorithm", columns="mode", values="fnir").dropna()
    return wide["investigation"], wide["identification"]


def accurate_at_rank_one():
    """The same, only those that miss no more than "99.8 %" allows at rank 1."""
    rank_one, held = misses()
    chosen = rank_one <= ALLOWED_MISSES
    return rank_one[chosen], held[chosen]


check_missed_with_threshold = Exercise(
    name="check_missed_with_threshold",
    question="Of 10,000 searches of enrolled people, how many does the median of the algorithms that reach "
    "99.8 % at rank 1 miss once the threshold must hold?",
    kind="count",
    expected=lambda: SEARCHES_ASKED * accurate_at_rank_one()[1].median(),
    first_step="Take only the algorithms that reach 99.8 % at rank 1, then the column with the threshold, then "
    "its median.",
    misconceptions=(
        Misconception(
            "rank 1 in place of the threshold",
            lambda: SEARCHES_ASKED * accurate_at_rank_one()[0].median(),
            "That is the column without a threshold, where a stranger gets a face too.",
        ),
        Misconception(
            "the published accuracy taken for the result",
            lambda: SEARCHES_ASKED * ALLOWED_MISSES,
            "That is what the claim allows at rank 1. What do the same algorithms do under the other rule?",
        ),
        Misconception(
            "all algorithms in place of the accurate ones",
            lambda: SEARCHES_ASKED * misses()[1].median(),
            "That is the median of every algorithm in the table. The question is about those that pass at rank 1.",
        ),
        Misconception(
            "mean in place of median",
            lambda: SEARCHES_ASKED * accurate_at_rank_one()[1].mean(),
            "That is the mean, which a few large values pull up. Half of the algorithms lie below the median.",
        ),
    ),
    because="The same algorithms, the same photographs: the rule about strangers is what costs the matches.",
)

check_fpir_for_alerts = Exercise(
    name="check_fpir_for_alerts",
    question="Which FPIR would keep the false alerts of a day at the number somebody could look into, if every "
    "claimed search is of a person who is not enrolled?",
    kind="proportion",
    expected=lambda: ALERTS_A_DAY / claimed("C01"),
    first_step="False alerts of a day are searches times FPIR. Turn that round.",
    misconceptions=(
        Misconception(
            "the share of today's alerts that may remain",
            lambda: ALERTS_A_DAY / (claimed("C01") * nist_fpir()),
            "That says how far the alerts must come down. Which rate of the searches is that?",
        ),
        Misconception(
            "NIST's rate shared among the alerts",
            lambda: nist_fpir() / ALERTS_A_DAY,
            "Dividing one by the other loses the number of searches. How many searches are there in a day?",
        ),
        Misconception(
            "a rate per comparison",
            lambda: ALERTS_A_DAY / claimed("C01") / LARGE,
            "You went one step further, to a single comparison. The question asks for the rate of a search.",
        ),
    ),
    because="The table that we could read stops at an FPIR hundreds of times higher: nothing in it says how many "
    "enrolled people would then be missed.",
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
    expected=lambda: "c",
    first_step="Two questions decide: what happens to strangers, and how was the probe photographed?",
    misconceptions=(
        Misconception(
            "strangers forgotten",
            lambda: "a",
            "Without a threshold every stranger who passes returns a face as well.",
        ),
        Misconception(
            "a studio photograph taken for a passer-by",
            lambda: "b",
            "The rule is right. But who stands still for a police photographer at a gate?",
        ),
        Misconception(
            "a comparison taken for a search",
            lambda: "d",
            "That threshold was set for one comparison. A search makes one for every person enrolled.",
        ),
    ),
    because="Nearest, not near: even the kiosk has people who stop in front of it, and nobody in the table walks past.",
)
