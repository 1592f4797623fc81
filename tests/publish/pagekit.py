"""The page's scripts in a JavaScript engine without a browser, and states drawn for it."""

import json
import random
from pathlib import Path

import pytest

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


class Engine:
    """The page's functions, called with what JSON can hold."""

    def __init__(self):
        quickjs = pytest.importorskip("quickjs", reason="needs the JavaScript engine quickjs-ng")
        self.context = quickjs.Context()
        scripts = "\n".join(_read(name) for name in SCRIPTS[:-1])
        self.context.eval(
            f"var WORDS = {{}}, FACTS = {json.dumps(FACTS)};\n{scripts}\n"
            "function called(name, text) { try { return JSON.stringify([0, globalThis[name](...JSON.parse(text))]); }"
            " catch (error) { return JSON.stringify([1, `${error.name}: ${error.message}`]); } }"
        )
        for language in words.LANGUAGES:
            self.context.eval(f"WORDS.{language} = {json.dumps(words.load(language))};")
        self.context.eval("function viewed(s, language) { return view(asState(s), WORDS[language], FACTS); }")

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
    return as_state(
        {
            "statement": some_text(rng, 40),
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
        }
    )


def drawn_states(number, seed, **how):
    rng = random.Random(seed)
    return [drawn_state(rng, **how) for _ in range(number)]
