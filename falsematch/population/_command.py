"""The command ``falsematch simulate``: a scenario for so many days, as a table, or as JSON or CSV."""

import argparse
import csv
import io
import json
import sys
from pathlib import Path

import numpy as np

from falsematch import _check
from falsematch._words import say, say_share
from falsematch._write import replace_file
from falsematch.population._describe import describe, settings
from falsematch.population._ensemble import COLUMNS, ensemble
from falsematch.population._files import read_scenario, scenario_names
from falsematch.population._simulate import simulate

_SUFFIXES = (".json", ".csv")
_SHARES = COLUMNS[-2:]
_OF_GROUPS = ("searches", "false_alerts", "people_flagged", "acted_on_false", "true_alerts", "misses")
_MOST_TIMES = 6  # rows of the list of how often people were flagged
_MIDDLE = (0.025, 0.5, 0.975)


class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise ValueError(f"simulate: {message}")


def command(words):
    """Simulate a scenario; 130 if it was interrupted, before anything was written."""
    given = _arguments(words)
    if given.scenario is None:
        print(_listed())
        return 0
    days, seed, runs = (
        _whole(name, getattr(given, name), least) for name, least in (("days", 1), ("seed", 0), ("runs", 1))
    )
    out = _out(given.out)
    file = read_scenario(given.scenario)
    if given.describe and out is not None:
        raise ValueError("simulate: --describe prints and writes no file: leave --out away")
    if given.describe:
        print(describe(file))
        return 0
    try:
        first = simulate(file.scenario, days, seed)
        every = _every(file.scenario, days, seed, runs, first)
    except KeyboardInterrupt:
        print("falsematch: interrupted; nothing was written", file=sys.stderr)
        return 130
    expected = file.scenario.expected(days)
    about = {"scenario": file.name, "title": file.title, "days": days, "seed": seed, "runs": runs}
    if out is not None:
        write = _json if out.suffix.lower() == ".json" else _csv
        replace_file(out, write(about, file.scenario, expected, first, every))
    print(_table(about, expected, first, every))
    if out is not None:
        print(f"\nwritten: {out}")
    return 0


def _arguments(words):
    parser = _Parser(
        prog="falsematch simulate",
        description="Simulate a place, its people, a list and its alerts. Without a scenario: list the project's own.",
    )
    parser.add_argument("scenario", nargs="?", help="a name, or the path of a .toml file")
    parser.add_argument("--days", default="30", help="days to simulate (30)")
    parser.add_argument("--seed", default="1", help="same seed, same numbers (1)")
    parser.add_argument("--runs", default="1", help="independent runs (1)")
    parser.add_argument(
        "--out",
        help="FILE.json: everything; FILE.csv: a row for each day, or for each run if there are several",
    )
    parser.add_argument(
        "--describe", action="store_true", help="say what is modelled, in words, and simulate nothing"
    )
    return parser.parse_args(words)


def _whole(name, text, least):
    rule = f"a whole number of at least {least}"
    try:
        number = int(text.replace(",", "").replace("_", ""))
    except ValueError:
        _check.refuse(f"--{name}", text, rule)
    if not least <= number <= _check.EXACT:
        _check.refuse(f"--{name}", text, rule if number < least else f"at most {_check.EXACT:,}")
    return number


def _out(text):
    if text is None:
        return None
    out = Path(text)
    if out.suffix.lower() not in _SUFFIXES:
        _check.refuse("--out", text, f"a file that ends in {' or '.join(_SUFFIXES)}")
    if out.is_dir():
        _check.refuse("--out", text, "a file, not a folder")
    return out


def _listed():
    files = [read_scenario(name) for name in scenario_names()]
    width = max(len(file.name) for file in files) + 2
    return "\n".join(
        ["usage: falsematch simulate NAME|FILE", ""] + [f"  {f.name:<{width}}{f.title}" for f in files]
    )


def _every(scenario, days, seed, runs, first):
    """The columns of all runs, an array of so many numbers each."""
    if runs == 1:
        return {name: np.array([getattr(first.total, name)], dtype=float) for name in COLUMNS}
    found = ensemble(lambda rng: scenario, runs, days, seed)
    return {name: values[:, 0] for name, values in found.values.items()}


def _table(about, expected, first, every):
    """What is printed: expected beside simulated, and how often people were flagged."""
    several = about["runs"] > 1
    heads = ["", "expected", "middle run", "95 % of runs"] if several else ["", "expected", "simulated"]
    rows = [heads]
    for name in COLUMNS:
        said = say_share if name in _SHARES else _number
        wanted, values = getattr(expected, name), every[name]
        cells = [said(wanted) if wanted == wanted else "no formula"]
        values = values[~np.isnan(values)]
        if not len(values):
            cells += ["none"] * (len(heads) - 2)
        elif several:
            # Results of runs, none in between, so that whole numbers stay whole: at least 95 % lie within.
            low, middle, high = (
                np.quantile(values, part, method=way)
                for part, way in zip(_MIDDLE, ("lower", "inverted_cdf", "higher"), strict=True)
            )
            cells += [said(middle), f"{said(low)} to {said(high)}"]
        else:
            cells += [said(values[0])]
        rows.append([name.replace("_", " "), *cells])
    title = about["title"] or about["scenario"]
    runs = f"{about['runs']:,} runs, " if several else ""
    lines = [
        f"{title}: {about['days']:,} {'days' if about['days'] > 1 else 'day'}, {runs}seed {about['seed']}",
        "",
        *_columns(rows),
        "",
    ]
    only = " (first run)" if several else ""
    if expected.groups:
        lines += [*_columns(_by_group(expected.groups, first.total.groups, only)), ""]
    lines.append(f"unlisted people flagged so often{only}")
    return "\n".join(lines + _columns(_times(first.times_flagged)))


def _by_group(expected, simulated, only):
    """Rows of what befalls each group: who has the alerts."""
    rows = [["by group", "expected", f"simulated{only}"]]
    for group, wanted in expected.items():
        for name in _OF_GROUPS:
            value = getattr(wanted, name)
            said = _number(value) if value == value else "no formula"
            label = f"{group}: {name.replace('_', ' ')}"
            rows.append([label, said, _number(getattr(simulated[group], name))])
    return rows


def _times(numbers):
    """Rows of (times, people): the first few, then tens of all people where there are many."""
    if len(numbers) <= _MOST_TIMES:
        return [[str(k), f"{n:,}"] for k, n in enumerate(numbers.tolist())]
    if numbers[0] >= numbers.sum() / 10:
        head = [[str(k), f"{n:,}"] for k, n in enumerate(numbers[: _MOST_TIMES - 1].tolist())]
        return [
            *head,
            [f"{_MOST_TIMES - 1} to {len(numbers) - 1}", f"{int(numbers[_MOST_TIMES - 1 :].sum()):,}"],
        ]
    edges = np.searchsorted(np.cumsum(numbers), np.linspace(0, 1, 6)[1:-1] * numbers.sum())
    ends = [0, *sorted({int(e) + 1 for e in edges}), len(numbers)]
    return [
        [f"{a} to {b - 1}" if b > a + 1 else str(a), f"{int(numbers[a:b].sum()):,}"]
        for a, b in zip(ends, ends[1:], strict=False)
        if b > a
    ]


def _columns(rows):
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return [
        "  "
        + f"{row[0]:<{widths[0]}}"
        + "".join(f"{c:>{w + 3}}" for c, w in zip(row[1:], widths[1:], strict=True))
        for row in rows
    ]


def _number(value):
    value = float(value)
    return f"{value:,.0f}" if value >= 1000 or value == round(value) else say(value)


def _plain(value):
    """A number as JSON and CSV write it: whole where it is whole, None for NaN."""
    value = float(value)
    if value != value:
        return None
    return int(value) if value == int(value) else value


def _json(about, scenario, expected, first, every):
    daily = {name: [_plain(x) for x in getattr(first.daily, name)] for name in COLUMNS}
    content = {
        **about,
        "settings": settings(scenario),
        "expected": expected.to_dict(),
        "totals": {name: [_plain(x) for x in values] for name, values in every.items()},
        "first_run": {
            "total": first.total.to_dict(),
            "days": daily,
            "times_flagged": first.times_flagged.tolist(),
            "times_acted_on": first.times_acted_on.tolist(),
        },
    }
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _csv(about, scenario, expected, first, every):
    rows = every if about["runs"] > 1 else {name: getattr(first.daily, name) for name in COLUMNS}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["run" if about["runs"] > 1 else "day", *COLUMNS])
    start = 0 if about["runs"] > 1 else 1
    for place, values in enumerate(zip(*rows.values(), strict=True), start):
        writer.writerow([place, *("" if (x := _plain(v)) is None else x for v in values)])
    return text.getvalue()
