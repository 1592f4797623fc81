"""One notebook of one learner, executed in a process of its own; the answers that reach a check are written down.

    python -m falsematch.publish._graded_notebook NOTEBOOK RECORDS SECONDS MEBIBYTES

It runs code that somebody else wrote, so `falsematch.publish.grade` starts it apart, with limits, and believes nothing
it says: what comes back is the name of an exercise and an answer, and the answer is judged again over there. Only a
small function of the learner's own is judged here, where the rest of the notebook that it may call stands.

Why cells are tried again. Cells may have been moved: one that fails for want of a name is run once more after the
others, until nothing new works. The names of all checks are there from the beginning, whatever became of the imports.
What still fails (a stray sign is enough) is read as text: ``check_x(0.05)``, or ``answer = 0.05``, ``check_x(answer)``,
also where a bracket of the call is missing or too many. Checks that stand in such a cell without an answer that can be
read are named: "uncounted".
"""

import ast
import contextlib
import json
import re
import signal
import sys
from pathlib import Path

#: One cell may take this part of the time that the whole notebook has.
PART = 4
LONGEST_TEXT = 200
LARGEST_FILE = 64 * 2**20  # bytes: what a notebook may write
MOST_CELLS = 1000
ROUNDS = 4


class TooSlow(BaseException):
    """A cell went on for too long. Nothing that a cell catches, such as ``except Exception``, holds it up."""


def cells_of(path):
    """The code cells of a notebook as text, solutions left out; tolerant of whatever was done to the file."""
    data = json.loads(Path(path).read_text(encoding="utf-8-sig"))
    if not isinstance(data, dict):
        raise ValueError("no notebook")
    sheets = data.get("worksheets")  # notebooks of ten years ago
    inside = sheets[0] if isinstance(sheets, list) and sheets and isinstance(sheets[0], dict) else data
    found = []
    cells = inside.get("cells")
    for cell in cells[:MOST_CELLS] if isinstance(cells, list) else []:
        if not isinstance(cell, dict) or cell.get("cell_type") != "code":
            continue
        about = cell.get("metadata")
        tags = about.get("tags") if isinstance(about, dict) else None
        source = cell.get("source", cell.get("input", ""))
        lines = source if isinstance(source, list) else [source]
        text = "".join(line for line in lines if isinstance(line, str))
        if isinstance(tags, list) and "solution" in tags or text.startswith("# Solution"):
            continue
        found.append(text)
    return found


def encoded(answer):
    """An answer as JSON can hold it; no code of the answer is run."""
    from falsematch.exercises._answers import is_a, read_number

    if answer is Ellipsis:
        return {"none": True}
    if is_a(answer, str):
        return {"text": str.__str__(answer)[:LONGEST_TEXT]}
    if type(answer) is tuple and len(answer) == 2:
        return {"pair": [encoded(part) for part in answer]}
    value, fault = read_number(answer)
    return {"number": repr(value)} if fault is None else {"fault": fault}


def recorder(write):
    """Makes every check say what it was called with, before it answers."""
    from falsematch.exercises import Check, SmallFunction

    original = Check.__call__

    def call(self, *answers, **named):
        feedback = original(self, *answers, **named)
        record = {"exercise": self.name, "seed": self.seed}
        if issubclass(type(self), SmallFunction):
            record["status"] = feedback.status
        else:
            record["answers"] = [encoded(answer) for answer in answers[:3]]
        write(record)
        return feedback

    Check.__call__ = call


def read_as_text(source, names):
    """The answers in a cell that cannot be run, where they stand there as plain numbers and letters."""
    known, found = {}, []
    for line in source.split("\n"):
        if target := re.match(
            r"\s*([\w ,]+?)\s*=(?!=)", line
        ):  # what cannot be read is not the answer before it
            for name in target[1].split(","):
                known.pop(name.strip(), None)
        with contextlib.suppress(SyntaxError, ValueError, MemoryError, RecursionError):
            for node in statements(line.strip()):
                if isinstance(node, ast.Assign):
                    known.update(assigned(node, known))
                    continue
                call = node.value if isinstance(node, ast.Expr) else None
                if (
                    isinstance(call, ast.Call)
                    and isinstance(call.func, ast.Name)
                    and call.func.id in names
                    and call.args
                ):
                    found.append((call.func.id, [literal(value, known) for value in call.args]))
    return found


def statements(line):
    """The statements of a line, also where the brackets of a call that it begins with do not close or close twice."""
    try:
        return ast.parse(line).body
    except SyntaxError:
        if not re.match(r"check_\w+\s*\(", line):
            raise
    bare = re.sub(r"\s*#[^\"']*$", "", line)
    return ast.parse(bare.rstrip(") ") + ")").body


def asked(source):
    """The names of the checks that a cell calls, commented lines left out."""
    return set(re.findall(r"^[^#\n]*?\b(check_\w+)\s*[(.]", source, flags=re.M))


def assigned(node, known):
    """What a plain assignment of numbers or letters gives: ``answer = 0.05``, ``letter, number = "a", 0.05``."""
    target, value = node.targets[0], literal(node.value, known)
    if isinstance(target, ast.Name):
        return {target.id: value}
    names = [part.id for part in getattr(target, "elts", []) if isinstance(part, ast.Name)]
    return (
        dict(zip(names, value, strict=True)) if isinstance(value, tuple) and len(names) == len(value) else {}
    )


def literal(node, known):
    if isinstance(node, ast.Name):
        if node.id not in known:
            raise ValueError(node.id)
        return known[node.id]
    return ast.literal_eval(node)


def limited(mebibytes):
    """Bounds what this process may take, where the system can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    bounds = {"RLIMIT_AS": mebibytes * 2**20, "RLIMIT_FSIZE": LARGEST_FILE, "RLIMIT_CORE": 0}
    for name, most in bounds.items():
        with contextlib.suppress(AttributeError, ValueError, OSError):
            resource.setrlimit(getattr(resource, name), (most, most))


@contextlib.contextmanager
def at_most(seconds):
    """Ends what runs inside after so many seconds, where the system has an alarm."""
    if not hasattr(signal, "SIGALRM"):
        yield
        return

    def ring(*_):
        raise TooSlow

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds, 0.5)  # again and again: a cell may catch the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def main(notebook, records, seconds, mebibytes):
    with open(records, "a", encoding="utf-8", buffering=1) as out:
        place = {"cell": None}

        def write(record):
            out.write(json.dumps({**place, **record}) + "\n")

        try:
            cells = cells_of(notebook)
        except (ValueError, RecursionError):
            write({"unreadable": True})
            return
        limited(int(mebibytes))
        recorder(write)
        execute(cells, float(seconds) / PART, place, write)


def public_name(error):
    """The kind of an error as learners know it: Python 3.13 has kinds of its own below SyntaxError."""
    return next(kind.__name__ for kind in type(error).__mro__ if not kind.__name__.startswith("_"))


def execute(cells, seconds, place, write):
    """Run the cells, those that failed again, and read the rest as text."""
    from IPython.core.interactiveshell import InteractiveShell

    from falsematch.exercises import EXERCISES

    shell = InteractiveShell.instance(user_ns={"__name__": "__main__", **EXERCISES})
    shell.history_manager.enabled = False
    left = list(enumerate(cells))
    slow, why = set(), {}
    for _ in range(ROUNDS):
        failed = []
        for number, source in left:
            place["cell"], done = number, None
            try:
                with at_most(seconds):
                    done = shell.run_cell(re.sub(r"^\s*!.*$", "", source, flags=re.M), silent=True)
                worked = done.success
            except (TooSlow, KeyboardInterrupt):
                worked = False
                slow.add(number)
            except SystemExit:
                worked = True
            if not worked:
                why[number] = public_name(done.error_before_exec or done.error_in_exec) if done else "TooSlow"
                slow |= {number} if isinstance(getattr(done, "error_in_exec", None), TooSlow) else set()
                failed.append((number, source))
        again = [(number, source) for number, source in failed if number not in slow]
        if not again or len(again) == len(left):
            break
        left = again
    for number, source in sorted({*failed, *((n, cells[n]) for n in slow)}):
        place["cell"] = number
        if "check_" in source and number not in slow:
            write({"error": why[number]})
        read = read_as_text(source, set(EXERCISES))
        if left_out := sorted((asked(source) & set(EXERCISES)) - {name for name, _ in read}):
            write({"uncounted": left_out})
        for name, answers in read:
            write({"exercise": name, "seed": None, "answers": [encoded(answer) for answer in answers[:3]]})
    for number in sorted(slow):
        place["cell"] = number
        write({"slow": True})
    write({"end": True})


if __name__ == "__main__":
    main(*sys.argv[1:])
