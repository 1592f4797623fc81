"""Exercises of lesson 07, *Who gets the false matches?*"""

import functools

import numpy as np

from .. import intervals
from ._engine import Exercise, Misconception
from ._function import SmallFunction
from ._sentence import MendSentence
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


#: The groups in words of a sentence, and in those of the table.
NAMED = dict(zip(("Black women", "Black men", "white women", "white men"), GROUPS, strict=True))


@functools.cache
def _ratios_by_algorithm():
    """FMR over that of two white men, shape (algorithms, enrolled, searched); 0 if not in the table."""
    from .. import datasets

    table = datasets.load("nist_demographics")
    place = {group: i for i, group in enumerate(GROUPS)}
    enrolled, searched = (
        (table[f"{s}_race"] + " " + table[f"{s}_sex"]).map(place) for s in ("enrol", "probe")
    )
    algorithms = sorted(set(table["algorithm"]))
    ratios = np.zeros((len(algorithms), len(GROUPS), len(GROUPS)))
    ratios[table["algorithm"].map({a: i for i, a in enumerate(algorithms)}), enrolled, searched] = table[
        "ratio_to_white_male"
    ]
    return ratios


def shares_of_false_matches(mix):
    """For each group its share of the people, and of the false matches: median, 5 % and 95 % over algorithms.

    `mix` maps each of `NAMED` to a weight of at least 0, the same among people enrolled and people searched;
    the weights are made to add up to 1, so 50 and 0.5 mean the same beside others of their kind.
    """
    try:
        weights = np.array([float(mix[name]) for name in NAMED])
        wrong = len(mix) != len(NAMED)
    except (TypeError, KeyError, ValueError):
        wrong = True
    if wrong or not np.all(np.isfinite(weights)) or np.any(weights < 0) or not weights.sum() > 0:
        raise ValueError(
            f"mix must have a weight for each of {', '.join(NAMED)}, none negative, some positive, got {mix!r}"
        )
    weights = weights / weights.sum()
    received = (_ratios_by_algorithm() * weights[:, None] * weights).sum(axis=1)
    shares = received / received.sum(axis=1, keepdims=True)
    low, middle, high = np.quantile(shares, (0.05, 0.5, 0.95), axis=0)
    return {
        name: tuple(float(x) for x in row)
        for name, row in zip(NAMED, zip(weights, middle, low, high, strict=True), strict=True)
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


#: Half of the last digit printed of the rates for white and for Black people: what rounding leaves open.
HALF_DIGIT_WHITE, HALF_DIGIT_BLACK = 0.00005, 0.0005

check_cameras_on_the_street = MendSentence(
    name="check_cameras_on_the_street",
    sentence='"Police cameras are {ratio:.0f} times as likely to confuse a Black person on the street as a white one."',
    numbers={
        "white": lambda: _pnd("white"),
        "black": lambda: _pnd("black"),
        "half_white": HALF_DIGIT_WHITE,
        "half_black": HALF_DIGIT_BLACK,
        "ratio": lambda n: n.black / n.white,
    },
    choices={
        "a": "the one rate was divided by the other the wrong way round",
        "b": "a difference between the two groups was never measured",
        "c": "a test of searches with photographs, at its loose setting, is told as cameras on a street",
        "d": "it should name the algorithm and its version",
    },
    wrong="c",
    choice_hints=(
        Misconception(
            "the arithmetic doubted", "a", "The larger rate stands on top, as it should. What was measured?"
        ),
        Misconception("the finding denied", "b", "A laboratory did measure one. Of what kind of search?"),
        Misconception(
            "a detail in place of the subject", "d", "That would help. But what does the test say of streets?"
        ),
    ),
    asks="Rates printed as {black:share} and {white:share} were rounded. What is the smallest ratio they allow?",
    kind="number",
    expected=lambda n: (n.black - n.half_black) / (n.white + n.half_white),
    first_step="Which true rates round to the printed ones? Take the one as low, the other as high as they can be.",
    misconceptions=(
        Misconception(
            "the printed rates taken as exact", lambda n: n.black / n.white, "That is the ratio as printed."
        ),
        Misconception(
            "the largest ratio",
            lambda n: (n.black + n.half_black) / (n.white - n.half_white),
            "That is the largest that rounding allows.",
        ),
        Misconception(
            "both rounded down",
            lambda n: (n.black - n.half_black) / (n.white - n.half_white),
            "A smaller number below makes a ratio larger.",
        ),
        Misconception(
            "the ratio upside down",
            lambda n: (n.white + n.half_white) / (n.black - n.half_black),
            "Upside down: how many times as large is the rate for Black people?",
        ),
    ),
    mended='"In a test of photo searches, at its loose setting, Black people got a wrong result about '
    "{ratio:.0f} times as often by the printed rates, which rounding alone allows to be {answer:say}; the number of "
    'searches is not known, so no interval can be given, and the true ratio may be lower or higher."',
)


def _interval(n, **how):
    return intervals.proportion_interval(n.black, n.wrong, **how)


check_essex_sentence = MendSentence(
    name="check_essex_sentence",
    sentence='"The cameras err against Black people: they were recognised {more:share} more often than white '
    "people, and {black} of {wrong} false matches were of Black people, though only {volunteers:share} of the "
    'volunteers were Black."',
    numbers={
        "more": lambda: figure("field_tests", "essex_black_white_ratio") - 1,
        "black": lambda: int(figure("field_tests", "essex_fp_black", "events")),
        "wrong": lambda: int(figure("field_tests", "essex_fp_black", "trials")),
        "volunteers": lambda: figure("field_tests", "essex_volunteers_black"),
    },
    choices={
        "a": "the figures contradict each other: people recognised more often cannot be falsely matched more often",
        "b": "right recognitions are told as errors: white people were missed more often; false matches are few",
        "c": "a difference in right recognitions is to nobody's disadvantage, and should not be told at all",
        "d": "it should compare Black people with all others, not with white people only",
    },
    wrong="b",
    choice_hints=(
        Misconception(
            "one error taken for both",
            "a",
            "Both can happen: one is about people on the list, the other about people who are not the one on it.",
        ),
        Misconception(
            "a higher rate of finding taken for no difference",
            "c",
            "Who is on a list and passes is then found more often in one group than in the other. Which error is that?",
        ),
        Misconception(
            "a detail in place of the subject",
            "d",
            "That would hardly change the figure. Which of the errors is it about?",
        ),
    ),
    asks="Where does the exact interval of this course, for {black} of {wrong}, begin?",
    kind="proportion",
    expected=lambda n: _interval(n).low,
    first_step="An interval needs the events and the trials. Its low end is asked for.",
    misconceptions=(
        Misconception(
            "the share without an interval", lambda n: n.black / n.wrong, "That is the share as it was seen."
        ),
        Misconception("the other end", lambda n: _interval(n).high, "That is where it ends."),
        Misconception(
            "a bound with one side",
            lambda n: _interval(n, confidence=0.9).low,
            "That is the one-sided bound. An interval shares what it leaves out between its sides.",
        ),
        Misconception(
            "an approximation for large numbers",
            lambda n: n.black / n.wrong - 1.96 * (n.black * (n.wrong - n.black) / n.wrong**3) ** 0.5,
            "The rule with the square root is for large counts. Is there an exact one in `intervals`?",
        ),
        Misconception(
            "another kind of interval",
            lambda n: _interval(n, method="wilson").low,
            "That is Wilson's interval. This course takes the exact one, which is on the safe side.",
        ),
        Misconception(
            "the share of the volunteers",
            lambda n: n.volunteers,
            "That is who took part. What can the count show?",
        ),
    ),
    mended='"In the test Black volunteers were rightly recognised {more:share} more often than white ones. '
    "{black} of {wrong} false matches were of them: with an interval from {answer:share} this just leaves their "
    '{volunteers:share} of the volunteers open, and how often who was compared is not known."',
)

check_my_false_matches = SmallFunction(
    name="check_my_false_matches",
    question="Write `my_false_matches(searches, enrolled, fmr)`: the expected false matches of a mixed gallery.",
    expected=lambda searches, enrolled, fmr: (
        searches * sum(n * f for n, f in zip(enrolled, fmr, strict=True))
    ),
    draw_case=lambda rng: (
        rng.randint(10, 500),
        [rng.randint(100, 9_000) for _ in range(4)],
        [rng.randint(1, 90) / 100_000 for _ in range(4)],
    ),
    edges=[(100, [1_000], [0.001]), (10, [0, 500], [0.2, 0.01])],
    misconceptions=(
        Misconception(
            "one average rate for all",
            lambda searches, enrolled, fmr: searches * sum(enrolled) * sum(fmr) / len(fmr),
            "A plain average of the rates forgets how many people of each group are enrolled.",
        ),
        Misconception(
            "the searches left out",
            lambda searches, enrolled, fmr: sum(n * f for n, f in zip(enrolled, fmr, strict=True)),
            "So many come from one search. How many searches are there?",
        ),
        Misconception(
            "the sum of the rates for everybody",
            lambda searches, enrolled, fmr: searches * sum(enrolled) * sum(fmr),
            "Each rate belongs to its own group of people enrolled, not to the whole gallery.",
        ),
    ),
    first_step="For one group: searches times people enrolled times its FMR. Then add up over the groups.",
    because="So the list counts as much as the people who are searched.",
)
