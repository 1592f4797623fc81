"""A scenario in words, made from its fields: purpose, entities, processes, randomness, and what is left out.

The order follows the ODD protocol for describing models of individuals: overview, design concepts, details.

References
----------
V. Grimm et al., "The ODD protocol for describing agent-based and other simulation models: a second update",
Journal of Artificial Societies and Social Simulation 23(2), 2020.
"""

import textwrap

from falsematch import _check
from falsematch._words import say, say_share
from falsematch.population._scenario import Group, Scenario

_LEFT_OUT = (
    "Somebody who is not listed passes as a Poisson number of times; commuters, who pass twice each working day, "
    "scatter less, and who never leaves home is never flagged.",
    "Passes do not depend on the day of the week, the weather, or on what happened to anybody before: an unlisted "
    "person who was stopped passes again as often.",
    "Chances of an alert do not depend on the camera, the light or the hour, and do not change in time.",
    "A person who resembles somebody on the list is flagged again and again only if own_rates says that people differ; "
    "that a listed face may draw many alerts is in the mean alone.",
    "Errors of the list itself (a wrong entry, a warrant that was lifted) are no false alerts here.",
    "Reviewers judge each alert afresh, never tire, and do not know how many were right before.",
    "What an alert does to the person stopped is not counted beyond its number.",
)


def describe(scenario, title="", purpose=""):
    """What a scenario models, in words: headings with sentences, made from its fields.

    Parameters
    ----------
    scenario : Scenario, or ScenarioFile
        A file brings its title, its description and the sources of its values.
    title, purpose : str
        In place of the file's.

    Returns
    -------
    str of several lines

    Examples
    --------
    >>> from falsematch.population import Scenario, describe
    >>> text = describe(Scenario(50_000, 1, 1_000, 20, fpir=1e-3, fnir=0.1), title="A station")
    >>> print("\\n".join(text.splitlines()[:4]))
    A station
    <BLANKLINE>
    Purpose
      To count what a watchlist brings where people pass: alerts, right and wrong, misses, and how often
    """
    file = None if isinstance(scenario, Scenario) else scenario
    model = getattr(scenario, "scenario", scenario)
    if not isinstance(model, Scenario):
        _check.refuse("scenario", scenario, "a Scenario or what read_scenario returns")
    title = title or (file.title or file.name if file else "A scenario")
    general = (
        "To count what a watchlist brings where people pass: alerts, right and wrong, misses, "
        "and how often the same people."
    )
    parts = {
        "Purpose": [purpose or (file.description if file else "") or general],
        "Entities": _entities(model),
        "Processes, day by day": _processes(model),
        "Randomness": _randomness(model),
        "Left out": list(_LEFT_OUT) + _left_out(model),
        "Values and where they come from": _values(model, file.sources if file else {}),
    }
    return "\n\n".join([title, *("\n".join([name, *map(_wrapped, lines)]) for name, lines in parts.items())])


def _wrapped(line):
    indent = "  " + line[: len(line) - len(line.lstrip())]
    long = {"break_long_words": False, "break_on_hyphens": False}
    return textwrap.fill(line.strip(), 102, initial_indent=indent, subsequent_indent=indent + "  ", **long)


def _entities(s):
    lines = [
        f"{s.people:,} people who are not listed, {_equal(s)}.",
        f"{s.list_size:,} people on the list, {s.listed_passing:,} of whom pass.",
        "Alerts: a search is one alert or none.",
    ]
    for group in s.groups:
        lines.append(
            f"Group {group.name}: {say_share(group.share)} of both; the chance of a false alert "
            f"{_multiple(group.fpir_multiple)}, that of a miss {_multiple(group.fnir_multiple)}."
        )
    if s.review or s.capacity_per_day is not None:
        lines.append("Reviewers, who look at alerts." if s.review else "Officers, who act on alerts.")
    return lines


def _multiple(value):
    return "as it is" if value == 1 else f"times {say(value)}"


def _equal(s):
    if s.own_rates is None:
        return f"all{' of a group' if s.groups else ''} with the same chance of a false alert"
    if isinstance(s.own_rates, tuple):
        return f"of {len(s.own_rates)} classes with chances of a false alert of their own"
    return f"each with a chance of a false alert of their own (coefficient of variation {say(s.own_rates)})"


def _processes(s):
    often = {1: "once", 2: "twice"}.get(s.passes_per_day, f"{say(s.passes_per_day)} times")
    lines = [f"Everybody passes {often} a day on average, listed or not."]
    lines.append(
        "Each pass is a search of one face against the list."
        if s.usable == 1
        else f"{say_share(s.usable)} of passes give a face that is searched; the others are neither alert nor miss."
    )
    average = "on average" + (", times the multiple of the group" if s.groups else "")
    if s.fmr is None:
        lines.append(
            f"A search of an unlisted person is a false alert with chance {_chance(s.fpir)} {average}."
        )
    else:
        lines.append(
            f"A comparison with each of {s.list_size:,} entries is a false match with chance {_chance(s.fmr)}: "
            f"together a false alert with chance {_chance(s.mean_fpir)} {average}."
        )
    lines.append(
        f"A search of a listed person is a miss with chance {_chance(s.fnir)}, otherwise a true alert."
    )
    if s.capacity_per_day is not None:
        rest = "dropped" if s.over_capacity == "dropped" else "acted on unseen"
        lines.append(
            f"At most {s.capacity_per_day:,} alerts a day are looked at, picked uniformly; the rest are {rest}."
        )
    if s.review:
        lines.append(
            f"A reviewer confirms a true alert with chance {_chance(s.review.confirm_true)}, in "
            f"{say(s.review.seconds_true)} seconds, and a false one with chance {_chance(s.review.confirm_false)}, in "
            f"{say(s.review.seconds_false)} seconds; what is confirmed is acted on."
        )
    else:
        lines.append("Every alert looked at is acted on.")
    leaves = "passes no more from the next day on" if s.found_leave else "goes on passing"
    lines.append(f"A listed person who was rightly acted on {leaves}.")
    return lines


def _randomness(s):
    drawn = ["passes (Poisson)", "false alerts and misses, each search on its own"]
    if s.own_rates is not None:
        law = "class" if isinstance(s.own_rates, tuple) else "Gamma" if s.fmr is None else "Beta"
        drawn.append(f"people's own chances ({law}, once for the whole period)")
    drawn.append("the days of alerts (uniform)")
    if s.review:
        drawn.append("the reviewer's answer")
    if s.capacity_per_day is not None:
        drawn.append("which alerts are looked at")
    return [
        f"Drawn: {', '.join(drawn)}.",
        "People of one kind are exchangeable: how many are flagged how often is drawn, exactly, and nobody in person.",
        "Each mechanism has a stream of its own, made from the seed, the run and the mechanism.",
    ]


def _left_out(s):
    lines = []
    if not s.groups:
        lines.append("Groups of people between whom error rates differ: none here.")
    if s.review is None:
        lines.append("A second look at alerts: none here.")
    if s.capacity_per_day is None:
        lines.append("A limit to what can be looked at in a day: none here.")
    return lines


def settings(scenario):
    """The values of a scenario as plain numbers and texts, by key of a file; what is not given is left out."""
    found = {}
    for name in Scenario.__dataclass_fields__:
        value = getattr(scenario, name)
        if value is None or value == () or name == "over_capacity" and scenario.capacity_per_day is None:
            continue
        if name == "review":
            found |= {f"review.{key}": number for key, number in value._asdict().items()}
        elif name in ("groups", "own_rates") and isinstance(value, tuple):
            found[name] = [list(row) for row in value]
        else:
            found[name] = value
    return found


def cell_by_cell(found, sources):
    """The same values, a table in its cells ("groups[0].share") where sources stand beside those."""
    apart = {}
    for key, value in found.items():
        if not isinstance(value, list) or not any(name.startswith(f"{key}[") for name in sources):
            apart[key] = value
            continue
        for i, row in enumerate(value):
            names = (
                [f".{name}" for name in Group._fields]
                if key == "groups"
                else [f"[{j}]" for j in range(len(row))]
            )
            apart |= {f"{key}[{i}]{name}": cell for name, cell in zip(names, row, strict=True)}
    return apart


def _values(scenario, sources):
    lines = []
    for key, value in cell_by_cell(settings(scenario), sources).items():
        source = sources.get(key)
        said = _said(source.value if source else value)
        lines.append(f"{key} = {said}" + (f"  ({source.source})" if source else ""))
        if source and source.note:
            lines.append(f"    {source.note}")
    return lines


def _said(value):
    if isinstance(value, bool):
        return str(value).lower()
    return f"{value:,}" if isinstance(value, int) else str(value)


def _chance(value):
    return say_share(value) if value >= 1e-4 or value == 0 else f"1 in {say(1 / value)}"
