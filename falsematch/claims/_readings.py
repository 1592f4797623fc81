"""One printed accuracy, nine things it may be a share of, and what each would mean.

"Accurate" is not a quantity of ISO/IEC 19795-1. An accuracy becomes a rate only when its source says what was
counted, over what, and at which threshold. `readings` takes each usual reading at its word and works out what
follows for searches of one gallery, or says why nothing follows.
"""

from dataclasses import dataclass
from math import inf

from falsematch import _check, search
from falsematch._words import say


@dataclass(frozen=True)
class Reading:
    """What one reading implies.

    Each of the last four counts is ``(low, high)``: equal ends for an expectation, ``0`` and a number for "at
    most", a number and ``inf`` for "at least", and None where nothing can be said.

    Attributes
    ----------
    reading : what the accuracy is a share of, in words.
    missing : what its source would have to add before more could be said.
    candidates_per_search : wrong people returned by one search.
    candidates : candidates returned by all searches together: wrong people, each as often as returned.
    false_alerts : searches that return at least one wrong person.
    misses : searches that fail to return the enrolled person searched for.
    """

    reading: str
    missing: str
    candidates_per_search: tuple | None = None
    candidates: tuple | None = None
    false_alerts: tuple | None = None
    misses: tuple | None = None


def readings(accuracy, gallery_size, searches):
    """What `accuracy` would mean for `searches` searches of one gallery, reading by reading.

    Everybody searched for is taken to be enrolled once; the other people in the gallery are `gallery_size`
    (one more or less changes nothing at the sizes this is made for). Comparisons of one search count as
    independent in `false_alerts`, as in `falsematch.search.fpir`; expected numbers need no such assumption.

    Parameters
    ----------
    accuracy : number, proportion in [0, 1]
        The printed figure: 0.998.
    gallery_size : whole number >= 1
        Other people that each face is compared with.
    searches : whole number >= 0
        Faces searched.

    Returns
    -------
    dict of `Reading`, by a short name of the reading:

    - ``pairs_even``: 1:1 test with as many mated as non-mated pairs, errors spread evenly: FMR = FNMR;
    - ``pairs``: the same test, spread of errors not told: each rate may be twice the share of errors, or none
      (if more than half is wrong, all of one kind and, of the other, what is left);
    - ``mated_pairs``: mated pairs accepted (1 - FNMR);
    - ``rank_one``: searches of an enrolled person with that person on top, no threshold;
    - ``nothing_returned``: searches of people not enrolled that return nobody (1 - FPIR);
    - ``found``: enrolled people whom a search returns (1 - FNIR);
    - ``alerts``: alerts that are right (positive predictive value);
    - ``decisions``: all faces decided rightly, one decision for each;
    - ``score``: no share at all, a similarity at which the threshold stands.

    Raises
    ------
    ValueError
        If `accuracy` is outside [0, 1], a size is negative, not whole or, for the gallery, 0, or any of
        them is an array.

    References
    ----------
    ISO/IEC 19795-1:2021 for the rates; `falsematch.search` for the arithmetic.
    """
    wrong = 1 - _check.single("accuracy", _check.proportion("accuracy", accuracy))
    people = int(_check.single("gallery_size", _check.whole("gallery_size", gallery_size, minimum=1)))
    faces = int(_check.single("searches", _check.whole("searches", searches)))
    # Half of the pairs are of each kind, so either kind may hold every error, or all that the other cannot.
    least, most = max(0.0, 2 * wrong - 1), min(1.0, 2 * wrong)

    def returned(fmr, number):
        return search.expected_false_candidates(number, people, fmr)

    def exactly(value):
        return value, value

    def at_least(value):
        return value, inf if value else value  # no search that returns anybody, no candidate either

    missed, at_most_missed = exactly(faces * wrong), (0.0, faces * wrong)
    return {
        "pairs_even": Reading(
            "pairs of photographs decided rightly, both errors equally common (1:1)",
            "threshold, test set; whether cameras on a street give photographs like those",
            exactly(returned(wrong, 1)),
            exactly(returned(wrong, faces)),
            exactly(faces * search.fpir(wrong, people)),
            missed,
        ),
        "pairs": Reading(
            "the same pairs, nothing told about which errors were made (1:1)",
            "false match rate and false non-match rate, each on its own",
            (returned(least, 1), returned(most, 1)),
            (returned(least, faces), returned(most, faces)),
            (faces * search.fpir(least, people), faces * search.fpir(most, people)),
            (faces * least, faces * most),
        ),
        "mated_pairs": Reading(
            "pairs of the same person accepted (1:1)",
            "the false match rate at the same threshold",
            misses=missed,
        ),
        "rank_one": Reading(
            "searches with the right person on top, whatever the score (1:N)",
            "gallery size of the test; what happens when the person is not enrolled",
            exactly(wrong),
            missed,
            missed,
            missed,
        ),
        "nothing_returned": Reading(
            "searches of strangers that return nobody (1:N)",
            "the share of enrolled people that the same threshold misses",
            at_least(wrong),
            at_least(faces * wrong),
            missed,
            None,
        ),
        "found": Reading(
            "enrolled people whom a search returns (1:N)",
            "the share of strangers' searches that return somebody at the same threshold",
            misses=missed,
        ),
        "alerts": Reading(
            "alerts that point at the right person",
            "the number of alerts; the people missed",
        ),
        "decisions": Reading(
            "faces decided rightly, one decision for each",
            "how the errors divide; the share of faces that are sought",
            (0.0, wrong),
            at_most_missed,
            at_most_missed,
            at_most_missed,
        ),
        "score": Reading(
            "no share: the similarity score set as threshold",
            "every error rate at that score",
        ),
    }


#: What is shown for a consequence that does not follow.
UNSAID = "cannot be said"


def in_words(bounds):
    """A ``(low, high)`` of a `Reading` as a reader meets it: "2.6 million", "up to 13,400", "cannot be said".

    Parameters
    ----------
    bounds : (low, high) or None

    Returns
    -------
    str. An expectation above zero is never said as 0.

    Raises
    ------
    ValueError
        If there are not two numbers, or the low end is above the high end.
    """
    if bounds is None:
        return UNSAID
    try:
        low, high = map(float, bounds)
    except (TypeError, ValueError):
        low, high = 1.0, 0.0  # refused with the others
    if not low <= high:
        _check.refuse("bounds", bounds, "(low, high) with low <= high, or None")
    if low == high:
        return say(low)
    if high == inf:
        return f"at least {say(low)}"
    return f"up to {say(high)}" if low == 0 else f"{say(low)} to {say(high)}"


def rows_in_words(found):
    """`readings` as rows of words, for a page.

    Parameters
    ----------
    found : mapping of name to `Reading`, as `readings` returns it

    Returns
    -------
    dict of dict: for each short name reading, one_search, candidates, false_alerts, misses and missing.
    """
    return {
        name: {
            "reading": reading.reading,
            "one_search": in_words(reading.candidates_per_search),
            "candidates": in_words(reading.candidates),
            "false_alerts": in_words(reading.false_alerts),
            "misses": in_words(reading.misses),
            "missing": reading.missing,
        }
        for name, reading in found.items()
    }


def table(found):
    """`rows_in_words` as a pandas DataFrame with the short names as index.

    Parameters
    ----------
    found : mapping of name to `Reading`, as `readings` returns it

    Returns
    -------
    pandas.DataFrame of text, one row per reading.
    """
    import pandas as pd  # for those who want a frame: nothing above needs it

    return pd.DataFrame.from_dict(rows_in_words(found), orient="index")


#: The first edition's names of the same things.
Meaning, meanings = Reading, readings
