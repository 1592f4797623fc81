"""Every text a learner reads, with the place where it stands and the file that holds its covers.

A lesson, its exercises and its figures' words are covered in ``numbers/NN_name.toml``; what else is read, in a file of
its own. Whoever adds a page adds one line to `PAGES`, whoever adds a module that talks to readers one to `MODULES`.
"""

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

from falsematch import claims, lessons

from . import pattern, scan
from .scan import plain_text

ROOT = Path(__file__).resolve().parents[3]
NUMBERS = Path(__file__).parents[1] / "numbers"
LESSONS = [path.stem for path in sorted(lessons.SOURCES.glob("[0-9][0-9]_*.py"))]

#: File of covers: the page, relative to the project.
PAGES = {
    "CONTRIBUTING": "CONTRIBUTING.md",
    "README": "README.md",
}
#: File of covers: the modules whose words reach readers.
MODULES = {
    "figures": ["falsematch/plots/*.py"],
    "pretest": ["falsematch/exercises/pretest.py"],
    "readings": ["falsematch/claims/_readings.py"],
}

#: The exercises of a lesson; each is held in a table of its own, ``[exercises.check_…]``, of the lesson's file.
EXERCISES = "falsematch/exercises/lesson{}.py"
#: What is said in a call of these is about an argument, and no fact; or it looks something up, and nobody reads it.
UNREAD = {"refuse", "ValueError", "TypeError", "RuntimeError", "wrong_within", "figure", "load"}
HELD = [*LESSONS, *PAGES, *MODULES]


@dataclass(frozen=True)
class Text:
    """Words as they are read, where they stand, and which table of the file of covers holds them.

    `strict` is "desk" where every sentence needs an expression, "alt" where every comparing one does, and "" where
    every one that compares beside a number does.
    """

    words: str
    place: str
    table: str = ""
    strict: str = ""


def blocks(markdown):
    """A Markdown text as headings, paragraphs, points of a list and rows of a table; fenced code left out."""
    text = re.sub(r"^```.*?^```", "\n\n", markdown, flags=re.M | re.S)
    text = re.sub(r"<!--.*?-->", " ", text, flags=re.S)
    text = re.sub(r"^(#+ .*)$", r"\n\1\n", text, flags=re.M)
    parts = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.)\s|>|\|)", text)
    return [part.strip() for part in parts if part.strip()]


def sentences(text):
    """The sentences of a plain text. A heading or a point of a list is one, whatever it ends in."""
    text = re.sub(r"\b(e\.g|i\.e|etc|vs|No|cf)\.", r"\1", text)
    return [
        part for part in re.split(r"(?<=[.?!])(?:[\"')\]]|(?<=\.)\*+)*\s+(?=[A-Z0-9\"'(`“$])", text) if part
    ]


def of_lesson(name):
    """What a lesson says: its text cells, the words in its code (titles, labels, alt texts), its exercises."""
    found, desk = [], False
    for number, cell in enumerate(lessons.read(lessons.SOURCES / f"{name}.py").cells, 1):
        place = f"notebooks/source/{name}.py, cell {number}"
        if cell.cell_type == "code":
            code = re.sub(r"^\s*[%!].*$", "", cell.source, flags=re.M)
            found += [
                Text(words, place, strict=kind) for words, kind, _, _ in literals(code, docstrings=True)
            ]
            found += [Text(plain_text(words), place) for words in comments(code)]
            continue
        for block in blocks(cell.source):
            heading = re.match(r"#+ (.*)", block)
            if heading:
                desk = heading[1].strip() == "For the policy desk"
            found.append(Text(plain_text(block), place, strict="desk" if desk and not heading else ""))
    module = ROOT / EXERCISES.format(name[:2])
    if module.exists():
        found += of_module(module, by_name=True)
    return found


def of_page(path):
    return [Text(plain_text(block), path.name) for block in blocks(path.read_text(encoding="utf-8"))]


def of_module(path, by_name=False):
    """The words in a module; `by_name`: held in a table named after what they are assigned to."""
    place = path.relative_to(ROOT).as_posix()
    return [
        Text(words, f"{place}, line {line}", table=name if by_name else "", strict=kind)
        for words, kind, line, name in literals(path.read_text(encoding="utf-8"))
    ]


def modules(name):
    """The files of an entry of `MODULES`."""
    return [path for pattern in MODULES[name] for path in sorted(ROOT.glob(pattern))]


def _dotted(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


@cache
def of(name):
    """All texts whose covers stand in ``numbers/<name>.toml``."""
    if name in PAGES:
        return of_page(ROOT / PAGES[name])
    if name in MODULES:
        return [text for path in modules(name) for text in of_module(path)]
    return of_lesson(name)


def names_for(name):
    """The names that the covers of a page or module may use, besides the package's."""
    if name == "CONTRIBUTING":
        from . import check  # which imports this module

        return {"check": check, "scan": scan, "pattern": pattern, "lessons": lessons, "floors": _floors()}
    if name == "readings":
        size = {"ACCURACY": 0.998, "GALLERY": 1_000, "SEARCHES": 100}
        return {**size, "found": claims.readings(*size.values())}
    if name in MODULES:
        loaded = [import_module(_dotted(path)) for path in modules(name)]
        return {key: value for module in loaded for key, value in vars(module).items()}
    return {}


def _floors():
    """{module: floor} as the test of the house has it."""
    place = ROOT / "tests" / "package" / "test_structure.py"
    spec = spec_from_file_location("test_structure", place)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.LEVELS


def names_for_exercise(lesson, table, seed=None):
    """The names that the covers of one exercise may use: those of its module; its numbers `n`, its `answer` and the
    `wrong` answers by misconception; as it stands, or in the variant of a seed."""
    names = dict(vars(import_module(_dotted(ROOT / EXERCISES.format(lesson[:2])))))
    exercise = names.get(table)
    if not hasattr(exercise, "variant"):
        return names  # a text beside the exercises
    if seed is not None:
        exercise = exercise.variant(seed)
    return {**names, "n": exercise.given, "answer": exercise.answer(), "wrong": exercise.wrong_answers()}


def literals(code, docstrings=False):
    """(words, how strictly they are held, line, name of the definition around it) of each text in code that a reader could meet.

    Texts with a space in them, or with a percent sign; docstrings only if asked for, and what an f-string fills in becomes "{}".
    """
    tree = ast.parse(code)
    skipped = {id(part) for node in ast.walk(tree) for part in _unread(node, docstrings)}
    found = []
    for top in tree.body:
        name = _name_of(top)
        strict = {
            id(part): kind
            for node in ast.walk(top)
            for kind, inside in _strict(node)
            for part in ast.walk(inside)
        }
        for node in ast.walk(top):
            if id(node) in skipped:
                continue
            if isinstance(node, ast.JoinedStr):
                words = "".join(
                    part.value if isinstance(part, ast.Constant) else "{}" for part in node.values
                )
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                words = node.value
            else:
                continue
            if " " in words.strip() or "%" in words:
                found.append(
                    (
                        plain_text(re.sub(r"\{[^{}]*\}", "{}", words)),
                        strict.get(id(node), ""),
                        node.lineno,
                        name,
                    )
                )
    return found


def comments(code):
    """What the comments in a piece of code say."""
    tokens = tokenize.generate_tokens(io.StringIO(code).readline)
    return [token.string.lstrip("# ") for token in tokens if token.type == tokenize.COMMENT]


def _strict(node):
    """What in a piece of code has to be held more strictly than other text: alt texts, and the words of a `Reading`."""
    if isinstance(node, ast.keyword) and node.arg == "alt":
        yield "alt", node.value
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reading":
        yield "desk", node


def _unread(node, docstrings):
    """Pieces of code that are no text of their own: keys, format specifications, parts of f-strings."""
    if (
        not docstrings
        and isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.Module))
        and ast.get_docstring(node, clean=False)
    ):
        yield node.body[0].value
    if isinstance(node, ast.Subscript):
        yield from ast.walk(node.slice)
    if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in UNREAD:
        yield from ast.walk(node)
    if isinstance(node, ast.JoinedStr):
        yield from (part for part in node.values if isinstance(part, ast.Constant))
    if isinstance(node, ast.FormattedValue) and node.format_spec:
        yield from ast.walk(node.format_spec)


def _name_of(node):
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        return node.targets[0].id
    return getattr(node, "name", "")
