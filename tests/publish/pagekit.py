"""The page's scripts in a JavaScript engine without a browser, and states drawn for it."""

import json
import math
import random
from pathlib import Path

import pytest

from falsematch import claims
from falsematch.publish import words
from falsematch.publish.page import SCRIPTS, _data, _read
from falsematch.publish.page._answer import MEASURES, USES, as_state

ROOT = Path(__file__).resolve().parents[2]
FACTS = _data.facts()
SIGNS = [
    "a",
    "Z",
    "9",
    " ",
    "ä",
    "ß",
    "é",
    "中",
    "🙂",
    '"',
    "'",
    "\\",
    "<",
    ">",
    "&",
    "#",
    "{n}",
    "]]",
    "$",
    "=",
    "%",
    "’",
    "…",
]


NAMES = (
    "false_alerts", "true_alerts", "misses", "candidates", "share_right", "alerts", "stopped_wrongly", "stopped_rightly",
)  # fmt: skip


class Engine:
    """The page's functions, called with what JSON can hold."""

    def __init__(self):
        quickjs = pytest.importorskip("quickjs", reason="needs the JavaScript engine quickjs-ng")
        self.context = quickjs.Context()
        scripts = "\n".join(_read(name) for name in SCRIPTS[:-1])
        data = {"kept": _data.KEPT, "limits": _data.LIMITS, "told_by": _data.TOLD_BY}
        self.context.eval(
            f"var WORDS = {{}}, FACTS = {json.dumps(FACTS)}, DATA = {json.dumps(data)};\n{scripts}\n"
            "function called(name, text) { try { return JSON.stringify([0, globalThis[name](...JSON.parse(text))]); }"
            " catch (error) { return JSON.stringify([1, `${error.name}: ${error.message}`]); } }"
        )
        for language in words.LANGUAGES:
            self.context.eval(f"WORDS.{language} = {json.dumps(words.load(language))};")
        self.context.eval(
            "function viewed(s, language, told, guessed) { return view(asState(s), WORDS[language], FACTS, told || [], guessed || []); }"
        )

    def __call__(self, name, *arguments):
        """What a function returns; what it throws is raised as a ValueError."""
        self.context.eval(f"var TEXT = {json.dumps(json.dumps(arguments))};")
        failed, result = json.loads(self.context.eval(f'called("{name}", TEXT)'))
        if failed:
            raise ValueError(result)
        return result


def some_text(rng, most=12):
    return "".join(rng.choice(SIGNS) for _ in range(rng.randrange(most)))


def _number(rng, low, high, digits=None):
    """A number spread over the orders of size between two ends."""
    x = (
        low
        if rng.random() < 0.05
        else high
        if rng.random() < 0.05
        else max(low, 1e-3) * (high / max(low, 1e-3)) ** rng.random()
    )
    return float(f"{x:.{digits or rng.randrange(1, 11)}g}")


def drawn_state(rng, unknown=0.15):
    """A state as the page may hold it; each number is not known with chance `unknown`."""

    def maybe(x):
        return None if rng.random() < unknown else x

    faces = _number(rng, 1, 10.0 ** rng.choice([3, 5, 10]))
    ends = sorted(min(faces, _number(rng, 0, 10.0 ** rng.choice([1, 3, 6]), 4)) for _ in range(3))
    if rng.random() < 0.2:
        ends = [0, 0, 0]
    text = some_text(rng, 40)
    return as_state(
        {
            "statement": text,
            "period": text[::-1][:30],
            "claimant": some_text(rng),
            "value": maybe(rng.choice([0, 100, 99.8, 89, 99.9997, 50.5, round(100 * rng.random(), 4)])),
            "measures": rng.choice(MEASURES),
            "use": rng.choice(USES),
            "faces": maybe(faces),
            "list": maybe(round(_number(rng, 1, 1.3e9))),
            "one_in": maybe(_number(rng, 1, 1e15)),
            "measured_on": maybe(round(_number(rng, 1, 1.3e9))),
            "listed_low": ends[0],
            "listed": maybe(ends[1]),
            "listed_high": ends[2],
            "found": maybe(rng.choice([0, 100, 89, round(100 * rng.random(), 3)])),
            "stopped": maybe(rng.choice([0, 10, 6, round(10 * rng.random(), 2)])),
            "days": rng.choice([1, 10, 365, rng.randrange(1, 3661)]),
            **drawn_record(rng),
        }
    )


def drawn_record(rng):
    """What was counted in use, told in all ways in which it can be told, or not at all."""
    if rng.random() < 0.5:
        return {}
    right, wrong = (round(_number(rng, 0, 10.0 ** rng.choice([1, 4]), 5)) for _ in range(2))
    rest = rng.choice([0, 0, rng.randrange(100)])
    all_ = {"observed_right": right, "observed_wrong": wrong, "observed_alerts": right + wrong + rest}
    all_["observed_faces"] = round(_number(rng, right + wrong + rest + 1, 1e9))
    return {name: None if rng.random() < 0.3 else x for name, x in all_.items()}


def drawn_states(number, seed, **how):
    rng = random.Random(seed)
    return [drawn_state(rng, **how) for _ in range(number)]


def drawn_inputs(number, seed=20261126):
    """Inputs over all orders of size, with the extremes that matter: 1.3 billion people, rates to 1e-15, zeros."""
    rng = random.Random(seed)
    rates = [0.0, 1.0, 1e-15, 1e-12, 1e-9, 1e-6, 0.002, 0.5]

    def rate():
        return rng.choice([rng.choice(rates), 10 ** -rng.uniform(0, 15), rng.random()])

    for _ in range(number):
        faces = rng.choice([0, 1, 155_050, 1.3e9, 2**53 - 1, 10 ** rng.uniform(-3, 15)])
        people = rng.choice([1, 10_000, 1_300_000_000, 2**53 - 1, int(10 ** rng.uniform(0, 12))])
        inputs = {
            "searches": faces,
            "gallery_size": people,
            "fnir": rate(),
            rng.choice(["fmr", "fpir"]): rate(),
        }
        inputs["mated_searches"] = rng.choice([0, faces, faces * rng.random(), faces * rate()])
        for name in ("stopped_if_false", "stopped_if_true"):
            inputs |= {name: rng.choice([0, 1, rate()])} if rng.random() < 0.6 else {}
        yield inputs


def differs(inputs, found):
    """What of a result in JavaScript is not what Python computes, to 1e-9 of its size."""
    expected = claims.consequences(**inputs)
    wrong = set(found) ^ set(NAMES)
    for name in NAMES:
        value, other = getattr(expected, name), found.get(name)
        if value is None or other is None:
            alike = value is other
        else:
            alike = math.isclose(other, value, rel_tol=1e-9, abs_tol=0)
        wrong |= set() if alike else {(name, value, other)}
    return wrong and (inputs, wrong)
