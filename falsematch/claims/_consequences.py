"""What a use of a matcher brings in counts: alerts right and wrong, misses, and what happens to people."""

from dataclasses import dataclass

from falsematch import _check, search


@dataclass(frozen=True)
class Consequences:
    """Expected counts over the period of the searches, not rounded: 0.3 of an alert is 0.3, never none.

    Attributes
    ----------
    false_alerts : searches of people who are not listed that return somebody.
    true_alerts : searches of listed people that return them.
    misses : searches of listed people that do not.
    candidates : wrong people returned by searches of people who are not listed, each as often as returned;
        None where an FPIR was given, which does not say how many people a false alert returns.
    share_right : true alerts over all alerts; None where there are none.
    alerts : true and false ones.
    stopped_wrongly, stopped_rightly : false and true alerts that end in a stop; None where that was not asked.
    """

    false_alerts: float
    true_alerts: float
    misses: float
    candidates: float | None
    share_right: float | None
    alerts: float
    stopped_wrongly: float | None = None
    stopped_rightly: float | None = None


def consequences(
    *,
    searches,
    gallery_size,
    fnir,
    fmr=None,
    fpir=None,
    mated_searches=0,
    stopped_if_false=None,
    stopped_if_true=None,
):
    """What so many searches of one list are expected to bring.

    A search is one alert or none. A mated search is a true alert with chance 1 - FNIR and otherwise a miss,
    whoever else it returns; a non-mated one is a false alert with chance FPIR. An FMR is carried to the list
    as in `falsematch.search.fpir`, which takes the comparisons of one search as independent: where false matches
    gather on few people, false alerts are fewer, and `candidates` is right all the same.

    Parameters
    ----------
    searches : number >= 0, at most 2**53 - 1
        Faces searched in a period, those of listed people among them. It need not be whole.
    gallery_size : whole number >= 0, at most 2**53 - 1
        People on the list or in the gallery, one comparison each.
    fnir : proportion in [0, 1]
        Share of searches of listed people that do not return them, at the same threshold.
    fmr : proportion in [0, 1], or
    fpir : proportion in [0, 1]
        Exactly one of them. `fpir` is that of this list, at this size and threshold.
    mated_searches : number >= 0, at most `searches`; 0 where nobody is listed
        Searches of listed people.
    stopped_if_false, stopped_if_true : proportion in [0, 1], optional
        Share of false and of true alerts that end in somebody being stopped.

    Returns
    -------
    Consequences

    Raises
    ------
    ValueError
        If a value is impossible, an array, or not exactly one of `fmr` and `fpir` is given.

    References
    ----------
    ISO/IEC 19795-1:2021 for FMR, FPIR and FNIR.

    Examples
    --------
    155,050 faces pass in ten days, 100 of them listed; 89 % are found, one stranger in 6,000 raises an alert:

    >>> ten_days = consequences(searches=155_050, mated_searches=100, gallery_size=10_000, fnir=0.11, fpir=1 / 6000)
    >>> round(ten_days.true_alerts), round(ten_days.false_alerts), round(ten_days.share_right, 2)
    (89, 26, 0.78)
    """
    faces = _at_most("searches", _amount("searches", searches), _check.EXACT)
    people = _at_most("gallery_size", _whole("gallery_size", gallery_size), _check.EXACT)
    listed = _amount("mated_searches", mated_searches)
    if listed > faces:
        _check.refuse("mated_searches", listed, f"at most searches = {faces:g}")
    if listed and not people:
        _check.refuse("mated_searches", listed, "0 where gallery_size is 0: nobody is listed")
    missed = _share("fnir", fnir)
    if (fmr is None) == (fpir is None):
        given = "neither" if fmr is None else f"fmr = {_check.shown(fmr)} and fpir = {_check.shown(fpir)}"
        raise ValueError(f"exactly one of fmr and fpir must be given, got {given}")
    candidates = None
    if fpir is None:
        rate = _share("fmr", fmr)
        candidates = search.expected_false_candidates(faces - listed, people, rate)
        chance = search.fpir(rate, people)
    else:
        chance = _share("fpir", fpir)
    false, true = (faces - listed) * chance, listed * (1 - missed)
    return Consequences(
        false_alerts=false,
        true_alerts=true,
        misses=listed * missed,
        candidates=candidates,
        share_right=true / (true + false) if true + false else None,
        alerts=true + false,
        stopped_wrongly=_part(false, "stopped_if_false", stopped_if_false),
        stopped_rightly=_part(true, "stopped_if_true", stopped_if_true),
    )


def _amount(name, value):
    return _check.single(name, _check.amount(name, value))


def _whole(name, value):
    return _check.single(name, _check.whole(name, value))


def _share(name, value):
    return _check.single(name, _check.proportion(name, value))


def _at_most(name, value, most):
    if value > most:
        _check.refuse(name, value, f"at most {most:,}, up to which every whole number can be told apart")
    return value


def _part(count, name, share):
    return None if share is None else count * _share(name, share)
