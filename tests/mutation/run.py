"""Mutation testing, by hand: change the code in small ways, one at a time, and see whether its own tests notice.

    python tests/mutation/run.py                          # 25 mutants of each file, seed 1
    python tests/mutation/run.py rates search --sample 60 --seed 7 --jobs 2
    python tests/mutation/run.py scores --sample 0        # every mutant there is
    python tests/mutation/run.py scores --again printed   # those that a run before this one printed as unnoticed

Each mutant is one change of a syntax tree (a comparison, an operator, a constant, a default, a condition, a returned
value, a pair of functions easily confused), written into a copy of the checkout and run against the tests of its own
folder that enter the changed function (`order.py` beside this file), until the first failure. One that is not noticed
is printed with its line. Mutants that change nothing that anybody could observe stand, with the reason, in
``equivalent.toml`` and are not counted.

Each mutant meets its tests in a process forked from one that has the libraries in memory, which Windows cannot do.
"""

import argparse
import ast
import gc
import json
import multiprocessing
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import tomllib
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from queue import Queue

from order import TOO_SLOW
from tqdm import tqdm

NO_TESTS = 5  # pytest's exit status where nothing was left to run
FORKED = multiprocessing.get_context("forkserver")  # not on Windows
HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]

RESULTS = ["package/test_results.py", "package/test_defaults.py"]
ENGINE = (
    "exercise_engine answers_as_text guess mend_sentence small_function variants pretest number_words".split()
)
ENGINE += "guess_bounds judgement_bounds function_and_draw_bounds".split()
PARTS = ["scores/test_score_parts.py", "scores/test_score_parts_tables.py"]  # which files can be, too
READER = "score_files opening layout cells blocks arrays sets unpack parts histograms".split()

#: What is mutated, and the folders of tests that should notice.
TARGETS = {
    "rates": (["rates"], ["rates", *RESULTS]),
    "intervals": (["intervals"], ["intervals", *RESULTS]),
    "scores": (["scores"], ["scores", *RESULTS]),
    "search": (["search"], ["search", *RESULTS]),
    "claims": (["claims"], ["claims", *RESULTS]),
    "check": (["_check.py", "_words.py", "_write.py"], ["checks", "words", "write"]),
    "score_files": ([f"datasets/_{name}.py" for name in READER], ["score_files", *PARTS, *RESULTS]),
    "datasets": (["datasets/__init__.py", "datasets/_rows.py"], ["datasets", "rows", *RESULTS]),
    "exercises": (["exercises/_*.py"], [*(f"exercises/test_{name}.py" for name in ENGINE), *RESULTS]),
}
#: Tests that go through all exercises of the course, or start a cluster: too slow to meet each mutant.
LEFT_OUT = {
    "exercises": "no_object_makes or each_variant_keeps or no_variant_tells or seeds_give_different",
    "scores": "cluster",
}

COMPARISONS = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}
OPERATORS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.Mult,
    ast.Pow: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
CONFUSED = [
    ("min", "max"),
    ("minimum", "maximum"),
    ("any", "all"),
    ("floor", "ceil"),
    ("argmin", "argmax"),
    ("log1p", "expm1"),
    ("cumsum", "cumprod"),
    ("isnan", "isinf"),
]
#: Of two things, in either order, these make the same: a swap of their arguments is no mutant.
COMMUTATIVE = {
    "min",
    "max",
    "minimum",
    "maximum",
    "hypot",
    "logaddexp",
    "gcd",
    "lcm",
    "array_equal",
    "broadcast_shapes",
    "relative",
    "result_type",
}
WORDS = [("left", "right"), ("lower", "higher")]
SWAPPED = {a: b for pair in CONFUSED for a, b in (pair, pair[::-1])}
SWAPPED_WORDS = {a: b for pair in WORDS for a, b in (pair, pair[::-1])}


@dataclass(frozen=True)
class Mutant:
    """One change: where it is, what it does, and how to make it."""

    path: Path
    file: str
    line: int
    inside: str
    function: int | None  # its first line, or None for what is done when the module is imported
    change: str
    place: int
    number: int

    @property
    def key(self):
        return f"{self.file}:{self.inside}: {self.change}"

    def text(self):
        """The whole text of the changed file."""
        mutated = ast.parse(self.path.read_text(encoding="utf-8"))
        twin = next(n for i, n in enumerate(ast.walk(mutated)) if i == self.place)
        list(changes(twin))[self.number][1](twin)
        return ast.unparse(ast.fix_missing_locations(mutated))

    def changes_nothing(self):
        return self.text() == ast.unparse(ast.parse(self.path.read_text(encoding="utf-8")))


def changes(node):
    """The small changes of one node: (what changes, a function that makes the change in a copy of the node)."""
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in COMPARISONS:
        new = COMPARISONS[type(node.ops[0])]
        yield new.__name__, lambda n: setattr(n, "ops", [new()])
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in OPERATORS:
        new = OPERATORS[type(node.op)]
        yield new.__name__, lambda n: setattr(n, "op", new())
    if isinstance(node, ast.BoolOp):
        other = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield other.__name__, lambda n: setattr(n, "op", other())
        yield "first operand only", lambda n: setattr(n, "values", n.values[:1])
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield "drop the sign", lambda n: setattr(n, "op", ast.UAdd() if isinstance(n.op, ast.USub) else n.op)
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        yield "condition negated", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield f"{not node.value}", lambda n: setattr(n, "value", not n.value)
        elif isinstance(node.value, (int, float)) and abs(node.value) < 1e300:
            grown = node.value + 1 if isinstance(node.value, int) else node.value * 1.5 + (node.value == 0)
            yield f"{node.value!r} becomes {grown!r}", lambda n: setattr(n, "value", grown)
        elif node.value in SWAPPED_WORDS:
            yield SWAPPED_WORDS[node.value], lambda n: setattr(n, "value", SWAPPED_WORDS[n.value])
    if isinstance(node, ast.Attribute) and node.attr in SWAPPED:
        yield f"{node.attr} becomes {SWAPPED[node.attr]}", lambda n: setattr(n, "attr", SWAPPED[n.attr])
    if isinstance(node, ast.Name) and node.id in SWAPPED and isinstance(node.ctx, ast.Load):
        yield f"{node.id} becomes {SWAPPED[node.id]}", lambda n: setattr(n, "id", SWAPPED[n.id])
    if (
        isinstance(node, ast.Call)
        and len(node.args) >= 2
        and not any(isinstance(a, ast.Starred) for a in node.args)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) not in COMMUTATIVE
    ):
        yield "first two arguments swapped", lambda n: setattr(n, "args", [n.args[1], n.args[0], *n.args[2:]])
    if isinstance(node, ast.Call) and node.keywords and node.keywords[-1].arg:
        yield f"without {node.keywords[-1].arg}=", lambda n: setattr(n, "keywords", n.keywords[:-1])
    if isinstance(node, ast.Return) and node.value is not None:
        yield "returns None", lambda n: setattr(n, "value", ast.Constant(None))


def docstrings(tree):
    """The nodes of all docstrings, which no test of the code should notice."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef)
    bodies = [n.body for n in ast.walk(tree) if isinstance(n, kinds) and n.body]
    return {id(body[0].value) for body in bodies if isinstance(body[0], ast.Expr)}


def mutants_of(path, root=ROOT):
    """Every mutant of a file, in the order of its lines; a second one with the same words has a (2) behind them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    left_out = docstrings(tree)
    name = path.relative_to(root / "falsematch").as_posix()
    around, functions = {}, {}
    for parent in ast.walk(tree):
        function = functions.get(id(parent))
        if isinstance(parent, ast.FunctionDef):
            function = min([parent.lineno, *(d.lineno for d in parent.decorator_list)])
        for child in ast.iter_child_nodes(parent):
            own = getattr(parent, "name", "") if isinstance(parent, (ast.FunctionDef, ast.ClassDef)) else ""
            around[id(child)] = ".".join(filter(None, [around.get(id(parent), ""), own]))
            # Defaults and decorators are read when the module is.
            in_body = not isinstance(parent, ast.FunctionDef) or child in parent.body
            functions[id(child)] = function if in_body else None
    found = []
    for place, node in enumerate(ast.walk(tree)):
        if id(node) in left_out or not hasattr(node, "lineno"):
            continue
        before = ast.unparse(node).split("\n")[0][:70]
        for number, (change, _) in enumerate(changes(node)):
            inside, function = around.get(id(node), ""), functions.get(id(node))
            found.append(
                Mutant(path, name, node.lineno, inside, function, f"{before} -> {change}", place, number)
            )
    found.sort(key=lambda mutant: (mutant.line, mutant.place, mutant.number))
    times = Counter()
    for i, mutant in enumerate(found):
        times[mutant.key] += 1
        if times[mutant.key] > 1:
            found[i] = replace(mutant, change=f"{mutant.change} ({times[mutant.key]})")
    return found


def sampled(mutants, size, seed):
    """A random sample of mutants that change something; all of them for a size of 0."""
    shuffled = random.Random(seed).sample(mutants, len(mutants))
    real = (mutant for mutant in shuffled if not mutant.changes_nothing())
    return list(islice(real, size or None))


#: A process with these in its memory is forked for every mutant, so that none has to import them.
PRELOADED = (
    "numpy scipy.stats scipy.optimize pandas mpmath matplotlib.figure sklearn.metrics hypothesis.strategies "
    "hypothesis.extra.numpy pytest _pytest.config IPython.display dask.array pyarrow.parquet"
).split()


def pytest_in(folder, arguments, environment):
    """Run pytest in a copy of the checkout and end this process, a new one, with its exit status."""
    os.setsid()
    os.chdir(folder)
    os.environ.update(environment)
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # of plugins that no test here needs
    gc.freeze()  # pytest collects garbage at its end, and need not look through the libraries
    sys.path[:0] = [str(folder), str(HERE)]
    sys.modules.pop("order", None)  # this module has it; pytest's plugin looks at the new environment
    sys.dont_write_bytecode = False
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nothing, stream)
    sys.exit(int(__import__("pytest").main(arguments)))


def tested(folder, target, limit, files=None, **environment):
    """How the tests of a target end in a copy of the checkout: "noticed", "too slow" or "unnoticed"."""
    arguments = ["-x", "-q", "--no-header", "-p", "order"]
    arguments += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]  # plugins are in memory already
    arguments += [f"tests/{name}" for name in TARGETS[target][1]] if files is None else files
    if target in LEFT_OUT:
        arguments += ["-k", f"not ({LEFT_OUT[target]})"]
    environment["PYTHONPATH"] = os.pathsep.join([str(folder), str(HERE)])  # of what a test starts
    process = FORKED.Process(target=pytest_in, args=(folder, arguments, environment))
    process.start()
    process.join(limit)
    if slow := process.exitcode is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.join()
    ends = {0: "unnoticed", NO_TESTS: "unnoticed", TOO_SLOW: "too slow"}
    return "too slow" if slow else ends.get(process.exitcode, "noticed")


def forget_compiled(path):
    """Python takes a compiled file for current if its source has the same second and size: a mutant may."""
    for compiled in (path.parent / "__pycache__").glob(f"{path.stem}.*"):
        compiled.unlink()


def learnt(target, free):
    """(what `order.py` learnt of each test of a target, the seconds that took); without a mutation all must pass."""
    folder = free.get()
    place, started = folder / f"learnt-{target}.json", time.monotonic()
    if tested(folder, target, None, MUTATION_LEARN=str(place)) != "unnoticed":
        sys.exit(f"the tests of {target} fail without any mutation")
    free.put(folder)
    return json.loads(place.read_text(encoding="utf-8")), time.monotonic() - started


def copied(target):
    """A copy of what the tests need, in a folder of its own."""
    for name in ("falsematch", "tests", "datasets", "notebooks", "docs", ".github"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, target)
    return target


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("targets", nargs="*", help=f"of {', '.join(TARGETS)}; all, when none is named")
    parser.add_argument("--sample", type=int, default=25, help="mutants of each target; 0 for all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--again", type=Path, metavar="FILE", help="only what an earlier run printed here")
    parser.add_argument(
        "--all-tests", action="store_true", help="of the folder, not only those that enter it"
    )
    parser.add_argument(
        "--examples", type=int, default=25, help="of a property, at most; 0 for as many as it asks"
    )
    chosen = parser.parse_args()
    os.environ["MUTATION_EXAMPLES"] = str(chosen.examples)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    FORKED.set_forkserver_preload(PRELOADED)
    unknown = set(chosen.targets) - set(TARGETS)
    if unknown:
        parser.error(f"there is no target {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    known = tomllib.loads((HERE / "equivalent.toml").read_text(encoding="utf-8"))
    rows, missed = [], []
    with tempfile.TemporaryDirectory() as aside:
        free = Queue()
        untouched = copied(Path(aside, "untouched"))
        for job in range(chosen.jobs):
            free.put(copied(Path(aside, str(job))))
        for target in chosen.targets or TARGETS:
            rows.append(measured(target, learnt(target, free), chosen, known, untouched, free, missed))
    print("| target | mutants | equivalent | noticed | too slow | unnoticed | noticed of the others |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, counts in [*rows, ("all", [sum(column) for column in zip(*(c for _, c in rows), strict=True)])]:
        total, equal, noticed, slow, unnoticed = counts
        share = (noticed + slow) / max(1, total - equal)
        print(f"| {name} | {total} | {equal} | {noticed} | {slow} | {unnoticed} | {share:.1%} |")
    for mutant in missed:
        print(f"unnoticed: {mutant.key}   (line {mutant.line})")


def measured(target, known_of_tests, chosen, known, untouched, free, missed):
    """Counts of one target: mutants, equivalent ones, noticed, too slow, unnoticed."""
    files = []
    for pattern in TARGETS[target][0]:
        matching = sorted((untouched / "falsematch").glob(pattern)) or sys.exit(
            f"there is no falsematch/{pattern}"
        )
        for path in matching:
            files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    every = [mutant for path in files for mutant in mutants_of(path, untouched)]
    if chosen.again:
        printed = chosen.again.read_text(encoding="utf-8")
        wanted = {line.partition(": ")[2].rpartition("   (line ")[0] for line in printed.splitlines()}
        every = [mutant for mutant in every if mutant.key in wanted]
    else:
        every = sampled(every, chosen.sample, f"{chosen.seed} {target}")
    equal = [mutant for mutant in every if mutant.key in known]
    tests, seconds = known_of_tests
    limit = 5 * seconds + 10

    def one(mutant):
        changed = [mutant.file, mutant.function]
        entering = {test.split("::")[0] for test, (_, functions) in tests.items() if changed in functions}
        files = None if mutant.function is None or chosen.all_tests else sorted(entering)
        if files == []:
            return mutant, "unnoticed"
        folder = free.get()
        place = folder / "falsematch" / mutant.file
        before = place.read_bytes()
        order = folder / "order.json"
        order.write_text(
            json.dumps({"tests": tests, "changed": changed, "all": chosen.all_tests}), encoding="utf-8"
        )
        try:
            forget_compiled(place)
            place.write_text(mutant.text(), encoding="utf-8", newline="\n")
            return mutant, tested(folder, target, limit, files, MUTATION_ORDER=str(order))
        finally:
            place.write_bytes(before)
            forget_compiled(place)
            free.put(folder)

    others = [mutant for mutant in every if mutant.key not in known]
    ends = {"noticed": 0, "too slow": 0, "unnoticed": 0}
    with ThreadPoolExecutor(chosen.jobs) as pool:
        for mutant, end in tqdm(pool.map(one, others), total=len(others), desc=target):
            ends[end] += 1
            if end != "noticed":
                tqdm.write(f"{end}: {mutant.key}   (line {mutant.line})")
            if end == "unnoticed":
                missed.append(mutant)
    tqdm.write(f"{target}: {len(every)} mutants, {len(equal)} equivalent, {ends}")
    return target, [len(every), len(equal), *ends.values()]


if __name__ == "__main__":
    main()
