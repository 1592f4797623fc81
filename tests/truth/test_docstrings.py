"""Numbers in the docstrings of public names: every percentage, part, odds, multiple and number of a certain size.

Outside the examples each needs a line in ``docstrings.toml``: a phrase and an expression, or, under ``accepted``, the reason
why there is nothing to compute. What is said of an example must stand in its code or in what it prints.
"""

import ast
import doctest
import importlib
import inspect
import re
import tomllib
from pathlib import Path

import numpy as np
import pytest
from scipy import special
from truthkit import check, covers, scan
from truthkit.in_kernel import evaluate

import falsematch

PUBLIC = ["rates", "intervals", "scores", "search", "datasets", "population", "claims", "plots", "exercises"]
COVERS = tomllib.loads(Path(__file__).with_name("docstrings.toml").read_text(encoding="utf-8"))
UNITS = {"share", "ratio", "part", "scale", "times", "order", "power"}
MOST_ACCEPTED = 0.3


def documented():
    """{name: its docstring} of the public modules, what they name, and the public methods of their classes."""
    found = {}
    for name in PUBLIC:
        module = importlib.import_module(f"falsematch.{name}")
        found[name] = module.__doc__
        for own in getattr(module, "__all__", None) or [key for key in vars(module) if key[0] != "_"]:
            thing = getattr(module, own)
            inside = f"{name}.{own}"
            if inspect.isclass(thing) or inspect.isfunction(thing):
                found[inside] = inspect.getdoc(thing)
            if inspect.isclass(thing):
                for key, part in vars(thing).items():
                    if not key.startswith("_") and (inspect.isfunction(part) or isinstance(part, property)):
                        found[f"{inside}.{key}"] = inspect.getdoc(part)
    return {name: text for name, text in found.items() if text}


DOCUMENTED = documented()


def parts(text):
    """(words, numbers of the example that follows them) of a docstring; outside its examples no number follows."""
    before, _, after = text.partition("Examples\n-----")
    examples, words = [], []
    for piece in doctest.DocTestParser().parse(after):
        if isinstance(piece, doctest.Example):
            examples.append((scan.plain_text(" ".join(words)), numbers_of(piece)))
            words = []
        elif piece.strip("- \n"):
            words.append(piece)
    return [(scan.plain_text("\n\n".join([before, *words])), []), *joined(examples)]


def joined(examples):
    """Examples that follow each other without a word between them are one."""
    found = []
    for words, numbers in examples:
        if words or not found:
            found.append((words, list(numbers)))
        else:
            found[-1][1].extend(numbers)
    return found


def numbers_of(example):
    """The numbers that stand in the code of an example, and those that it prints."""
    constants = (node.value for node in ast.walk(ast.parse(example.source)) if isinstance(node, ast.Constant))
    yield from (float(value) for value in constants if isinstance(value, (int, float)))
    yield from (float(found) for found in re.findall(r"\d+(?:\.\d+)?(?:e-?\d+)?", example.want))


def with_unit(words):
    return [number for number in scan.numbers_in(words, check.NAMES) if number.unit in UNITS]


def default(function, name):
    """What an argument is when it is left out."""
    return inspect.signature(function).parameters[name].default


def lines_of(name):
    """(phrases with expressions, phrases with the reason why there is none) of one docstring."""
    held = dict(COVERS.get(name, {}))
    return held, held.pop("accepted", {})


def names():
    """What an expression may use besides the names of the package."""
    population = importlib.import_module("falsematch.population")
    return {
        "default": default,
        "np": np,
        "special": special,
        "population": population,
        "falsematch": falsematch,
    }


def faults(name, text):
    held, accepted = lines_of(name)
    results, idle = evaluate(held, names()), {*held, *accepted}
    for words, shown in parts(text):
        open_numbers = {number.start: number for number in with_unit(words)}
        for phrase in sorted([*held, *accepted], key=len, reverse=True):
            for match in covers.phrase_pattern(phrase).finditer(words):
                inside = [
                    n for n in open_numbers.values() if match.start() <= n.start and n.end <= match.end()
                ]
                for number in inside:
                    del open_numbers[number.start]
                if inside:
                    idle.discard(phrase)
                if inside and phrase in held:
                    yield from disagreements(phrase, inside, held[phrase], results[phrase])
        for number in open_numbers.values():
            if not any(borne_out(number, value) for value in shown):
                yield f"nothing covers {number.text!r}, and no example after it shows it"
    yield from (f"{phrase!r} fits no number" for phrase in sorted(idle))


def borne_out(number, value):
    """Whether a number of an example is the one in the words before it: itself, its complement, or 500 for 1 in 500."""
    values = [value, *([1 - value] if number.unit == "share" else [])]
    values += [1 / value] if value and number.unit in ("ratio", "part") else []
    return any(number.least <= v <= number.most or np.isclose(v, number.value) for v in values)


def disagreements(phrase, numbers, expression, result):
    fault = covers.fault_of_expression(expression) or result.get("error", "")
    values = result.get("value")
    values = values if isinstance(values, list) else [values]
    if fault or len(values) != len(numbers):
        yield f"the cover of {phrase!r} {fault or 'gives another number of numbers'}"
        return
    for i, (number, value) in enumerate(zip(numbers, values, strict=True)):
        part = covers.part_of(expression, i, len(numbers))
        if found := covers.disagreement(number, value, True, part):
            yield f"{phrase!r} says {number.text}, but {found}"


@pytest.mark.parametrize("name", DOCUMENTED)
def test_numbers_of_a_docstring(name):
    lines = list(faults(name, DOCUMENTED[name]))
    assert not lines, f"falsematch.{name}:\n" + "\n".join(lines)


def test_lines_belong_to_a_docstring():
    assert not set(COVERS) - set(DOCUMENTED)


def test_accepted_ones_are_few_and_have_a_reason():
    accepted = {phrase: reason for name in COVERS for phrase, reason in lines_of(name)[1].items()}
    total = sum(len(with_unit(scan.plain_text(text))) for text in DOCUMENTED.values())
    assert 0 < len(accepted) <= MOST_ACCEPTED * total
    assert all(len(reason.split()) >= 4 for reason in accepted.values())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("It is 5 %.", "nothing covers '5 %'"),
        ("Twice.\n\nExamples\n--------\nFor 2 %:\n\n>>> 0.02 * 3\n0.06", "nothing covers 'Twice'"),
        ("Words.\n\nExamples\n--------\nFor 3 %:\n\n>>> 0.02 * 2\n0.04", "nothing covers '3 %'"),
    ],
)
def test_a_number_that_nothing_bears_out_is_named(text, fault):
    assert next(faults("no name", text)).startswith(fault)
