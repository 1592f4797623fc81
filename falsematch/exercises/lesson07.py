"""Exercises of lesson 07, *Who gets the false matches?*"""

import functools

from ._engine import Exercise, Misconception
from .scenarios import figure

#: FMR among white men that the mixed gallery assumes. NIST's ratios were measured at a looser threshold;
#: that they stay the same at this one is an assumption.
ASSUMED_FMR = 1e-6

#: People in the mixed gallery and strangers searched, per group and in all: round numbers.
GALLERY = 100_000
SEARCHES = 10_000

#: The groups of NIST's table, in the words of the source.
GROUPS = ("black female", "black male", "white female", "white male")


@functools.cache
def _median_ratios():
    from .. import datasets

    table = datasets.load("nist_demographics")
    enrolled, searched = (table[f"{side}_race"] + " " + table[f"{side}_sex"] for side in ("enrol", "probe"))
    medians = (
        table["ratio_to_white_male"]
        .groupby([enrolled.rename("enrolled"), searched.rename("searched")])
        .median()
    )
    return medians.unstack().reindex(index=list(GROUPS), columns=list(GROUPS)).fillna(0.0)


def median_ratios():
    """Median over algorithms of FMR over that of two white men: rows enrolled, columns searched.

    Pairs of a woman and a man are not in the table. They are entered as 0 here, so that whatever is
    summed from this is a lower bound.
    """
    return _median_ratios().copy()


def false_matches_by_group(gallery, searches, fmr=ASSUMED_FMR):
    """Expected false matches of the strangers searched, by their group.

    `gallery` and `searches` map each of `GROUPS` to people enrolled and people searched. Exact whatever
    the dependence between comparisons: an expectation adds up.
    """
    ratios = median_ratios()
    return {
        searched: searches[searched]
        * fmr
        * sum(gallery[enrolled] * ratios.loc[enrolled, searched] for enrolled in GROUPS)
        for searched in GROUPS
    }


def _even(people):
    return dict.fromkeys(GROUPS, people / len(GROUPS))


def _only(group, people):
    return {**dict.fromkeys(GROUPS, 0), group: people}


#: A group of the table as a sentence names one of its people.
_ONE_OF = {"black female": "a Black woman", "black male": "a Black man", "white female": "a white woman"}


def _of_the_group(n, gallery=None, searches=None):
    gallery = _even(n.gallery) if gallery is None else gallery
    searches = _only(n.group, n.searches) if searches is None else searches
    return false_matches_by_group(gallery, searches, n.fmr)[n.group]


check_false_matches_of_a_group = Exercise(
    name="check_false_matches_of_a_group",
    question="A gallery of {gallery:,} holds as many people of each of the four groups. How many false matches do "
    "{searches:,} searches give if everyone searched is {who} who is not enrolled, and the FMR of two white men is "
    "{fmr:odds}?",
    kind="number",
    numbers={
        "gallery": GALLERY,
        "searches": SEARCHES,
        "fmr": ASSUMED_FMR,
        "group": "black female",
        "who": lambda n: _ONE_OF[n.group],
    },
    bounds={
        "gallery": [40_000, 200_000, 400_000],
        "searches": [2_000, 5_000, 20_000],
        "group": list(_ONE_OF),
    },
    expected=_of_the_group,
    first_step="For each group enrolled: searches times people enrolled times FMR of that pair of groups. Then add up.",
    misconceptions=(
        Misconception(
            "the rate of the reference group for everybody",
            lambda n: n.searches * n.gallery * n.fmr,
            "You used the rate of two white men for every pair. The table has a rate for each pair of groups.",
        ),
        Misconception(
            "the whole gallery at the rate of one's own group",
            lambda n: _of_the_group(n, gallery=_only(n.group, n.gallery)),
            "Only a part of the gallery is of the same group. The other parts have rates of their own.",
        ),
        Misconception(
            "only the own group counted",
            lambda n: _of_the_group(n, gallery=_only(n.group, n.gallery / len(GROUPS))),
            "You counted the part of the gallery that is of the same group. Another part has a rate in the table, too.",
        ),
        Misconception(
            "each group counted as the whole gallery",
            lambda n: len(GROUPS) * _of_the_group(n),
            "Each group is a part of the gallery, not all of it.",
        ),
        Misconception(
            "the searches shared out",
            lambda n: _of_the_group(n, searches=_even(n.searches)),
            "Here everyone searched is of one group; only the gallery is mixed.",
        ),
    ),
    because="Nearly all of them come from the part of the gallery that is of the same group.",
)


def _pnd(group):
    return figure("field_tests", f"npl_pnd_{group}")


def share_of_women():
    """Share of women among the Black subjects that the three published rates imply."""
    return (_pnd("black") - _pnd("black_men")) / (_pnd("black_women") - _pnd("black_men"))


check_share_behind_average = Exercise(
    name="check_share_behind_average",
    question="The rates for Black people are an average and its parts. Which share of women among the "
    "Black subjects do they imply?",
    kind="proportion",
    expected=share_of_women,
    first_step="Call the share w. The average is w times the women's rate plus (1 - w) times the men's.",
    misconceptions=(
        Misconception(
            "the men's share",
            lambda: 1 - share_of_women(),
            "That is the share of men.",
        ),
        Misconception(
            "the men's rate taken for nothing",
            lambda: _pnd("black") / _pnd("black_women"),
            "Close, but that leaves out what the men's searches add to the average.",
        ),
        Misconception(
            "as many women as men assumed",
            lambda: 0.5,
            "Then the average would be the middle of the two rates. Is it?",
        ),
    ),
    because="So the average described neither group: it depends on who happened to be in the test.",
)

check_missing_figure = Exercise(
    name="check_missing_figure",
    question="All seven false positives of a test were people of ethnic minorities. Which one figure is missing "
    "before this says how different the rates are?",
    kind="choice",
    choices={
        "a": "how many people of the list the test failed to find",
        "b": "how many comparisons were made with people of ethnic minorities",
        "c": "the threshold at which the alerts were raised in the test",
        "d": "how many cameras there were, and where in the street they stood",
    },
    expected="b",
    first_step="A rate is a count over something. Over what?",
    misconceptions=(
        Misconception(
            "the other kind of error",
            "a",
            "That is about people who are on the list. False positives happen to those who are not.",
        ),
        Misconception(
            "a setting taken for a denominator",
            "c",
            "It is known, and it was the same for everyone in the test.",
        ),
        Misconception(
            "equipment taken for exposure",
            "d",
            "Cameras and their places bear on every rate. But a count of cameras does not say how often it could have "
            "happened to people of either group.",
        ),
    ),
    because="A numerator without a denominator is where most disputes about these tests begin.",
)
