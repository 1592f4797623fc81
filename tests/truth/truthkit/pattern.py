"""How a lesson is built: what its pages must have, and how much of it. One line for each fault."""

import ast
import re

ENTRANCE = "00"  # has the map and the pre-test in place of a case, a simulation and exercises

HEADINGS = ["## What this does not show", "## For the policy desk", "## Sources", "## Next"]
MOST_CELLS, MOST_LINES = 44, 8  # solutions not counted; of a code cell in sight
MOST_WORDS_OF_A_CELL, MOST_WORDS = 120, 1_250  # of a text cell, of all prose together
MOST_ROWS = 6  # of a table in sight
FEWEST_EXERCISES = 4
AIMS, DESK_SENTENCES, CASE_CELLS = 3, 3, 2
ASKED = re.compile(r"^## (?:Exercise \d+|Sources|Next)\n.*?(?=^#+ |\Z)", flags=re.M | re.S)
NEAR = 3  # cells before and after an exercise that must not show its result
SOON = 6  # cells from a guess to its comparison, solutions not counted
UNTAUGHT = re.compile(r"\.(pivot\w*|xs|itertuples|iterrows|groupby|melt|stack|unstack|merge|agg)\(")
BOILERPLATE = re.compile(r"filterwarnings|simplefilter|\bplt\.|pyplot|%matplotlib|savefig")
GUESS = re.compile(r"^(my_\w*guess\w*) = \.\.\.", flags=re.M)
CHANCE = re.compile(r"\brng\b|default_rng|\bsimulate\w*\(")


def tagged(cell, tag):
    return tag in cell.metadata.get("tags", [])


def in_sight(cell):
    """Whether a reader has to read the code of a cell."""
    return cell.cell_type == "code" and not tagged(cell, "solution") and not tagged(cell, "folded")


def text_of(pages):
    return "\n\n".join(cell.source for cell in pages if cell.cell_type == "markdown")


def section(pages, heading):
    return re.split(r"^#+ ", text_of(pages).split(heading + "\n", 1)[-1], maxsplit=1, flags=re.M)[0].strip()


def over_budget(pages):
    counted = [cell for cell in pages if not tagged(cell, "solution")]
    if len(counted) > MOST_CELLS:
        yield f"{len(counted)} cells; at most {MOST_CELLS}"
    for number, cell in enumerate(pages, 1):
        size = len(cell.source.split())
        if cell.cell_type == "markdown" and size > MOST_WORDS_OF_A_CELL:
            yield f"cell {number} has {size} words; at most {MOST_WORDS_OF_A_CELL}"
        lines = [line for line in cell.source.splitlines() if line.strip()]
        if in_sight(cell) and len(lines) > MOST_LINES:
            yield f"cell {number} has {len(lines)} lines of code; at most {MOST_LINES}"
    size = words_of_prose(pages)
    if size > MOST_WORDS:
        yield f"{size} words of prose; at most {MOST_WORDS}"


def words_of_prose(pages):
    """Words of the text cells that explain: without the opening, what an exercise asks, sources and what is next."""
    told = [ASKED.sub("", cell.source) for cell in pages[1:] if cell.cell_type == "markdown"]
    return sum(len(re.findall(r"\S*\w\S*", text)) for text in told)


def opening(pages):
    first = pages[0].source if pages and pages[0].cell_type == "markdown" else ""
    title = first.partition("\n")[0]
    if not re.fullmatch(r"# .+\?", title):
        yield f"the title is no question: {title}"
    if not re.search(r"\b\d+ minutes\b", first) or "You need" not in first:
        yield "the first cell says neither the minutes nor what you need, or only one of them"
    aims = first.partition("you will be able to")[2]
    if len(re.findall(r"^- ", aims, flags=re.M)) != AIMS:
        yield "not three things that you will be able to do"


def order(pages):
    text = f"\n{text_of(pages)}\n"
    places = [text.find(f"\n{heading}\n") for heading in HEADINGS]
    for heading, place in zip(HEADINGS, places, strict=True):
        if place < 0:
            yield f"missing: {heading}"
    if places != sorted(places):
        yield f"not in this order: {', '.join(HEADINGS)}"


def policy_desk(pages):
    desk = section(pages, "## For the policy desk").replace("e.g.", "").replace("i.e.", "")
    if len(re.findall(r"[.?!](?=\s|$)", desk)) != DESK_SENTENCES:
        yield "not three sentences for the policy desk"


def quiet(pages):
    for number, cell in enumerate(pages, 1):
        if cell.cell_type == "code" and BOILERPLATE.search(cell.source):
            yield f"cell {number} draws by hand or silences a warning"
        if in_sight(cell) and UNTAUGHT.search(cell.source):
            yield f"cell {number} uses {UNTAUGHT.search(cell.source)[1]}, which nobody taught"


def a_case(pages):
    """A text cell tagged `case` among the first four and one after the last exercise; both name somebody or some place."""
    told = [i for i, cell in enumerate(pages) if cell.cell_type == "markdown" and tagged(cell, "case")]
    if len(told) < CASE_CELLS:
        yield 'no case that opens and closes the lesson: two text cells with tags=["case"]'
        return
    asked = [i for i, cell in enumerate(pages) if asks(cell)]
    if told[0] > 3:
        yield "the case does not open the lesson: it stands in the first four cells"
    if asked and told[-1] < asked[-1]:
        yield "the case does not close the lesson: its end stands after the last exercise"
    if not set.intersection(*(names_in(pages[i].source) for i in (told[0], told[-1]))):
        yield "the end of the case shares no name with its beginning"


def names_in(text):
    """Names and figures: capitalised words inside a sentence, and numbers of two digits and more."""
    return set(re.findall(r"(?<=[a-z,;:] )[A-Z]\w{2,}", text)) | set(re.findall(r"\d[\d,.]*\d", text))


def a_guess(pages):
    """Guess, then make it happen, then compare at once."""
    pages = [cell for cell in pages if not tagged(cell, "solution")]
    code = {i: cell.source for i, cell in enumerate(pages) if cell.cell_type == "code"}
    guesses = [(i, name) for i, text in code.items() for name in GUESS.findall(text)]
    if not guesses:
        yield "no guess: my_guess = ..."
    made_happen = False
    for at, name in guesses:
        compared = [
            i for i, text in code.items() if i > at and re.search(rf"compare_guess\(\s*{name}\b", text)
        ]
        if not compared:
            yield f"{name} is compared with nothing"
        elif compared[0] - at > SOON:
            yield f"{name} is compared {compared[0] - at} cells later; at most {SOON}"
        else:
            made_happen |= any(CHANCE.search(code.get(i, "")) for i in range(at + 1, compared[0] + 1))
    if guesses and not made_happen:
        yield "no simulation between a guess and its comparison: a cell that draws with rng"


def asks(cell):
    """Whether a cell is an exercise: it calls a check, and is no solution."""
    return cell.cell_type == "code" and not tagged(cell, "solution") and bool(checks_in(cell))


def checks_in(cell):
    return re.findall(r"\b(check_\w+)(?=\()", cell.source)


def exercises(pages, known):
    """Enough exercises, each with a solution, and of every kind.

    `known` are the checks by their names.
    """
    asked = [name for cell in pages if asks(cell) for name in checks_in(cell)]
    solved = [name for cell in pages if tagged(cell, "solution") for name in checks_in(cell)]
    headings = re.findall(r"^## Exercise \d+", text_of(pages), flags=re.M)
    if min(len(set(asked)), len(headings)) < FEWEST_EXERCISES:
        yield f"{len(set(asked))} exercises under {len(headings)} headings; at least {FEWEST_EXERCISES}"
    for name in sorted(set(asked) ^ set(solved)):
        yield f"{name} has no solution, or only one"
    have = {kind for name in asked for kind in kinds(known.get(name))}
    for kind in sorted(KINDS - have):
        yield f"no exercise of the kind: {kind}"


KINDS = {"transfer (new numbers)", "mend a sentence", "code of one's own", "judgement (a choice)"}


def kinds(check):
    """What an exercise asks for."""
    kind = type(check).__name__
    if kind == "MendSentence":
        return {"mend a sentence"}
    if kind == "SmallFunction":
        return {"code of one's own"}
    if getattr(check, "kind", "") == "choice":
        return {"judgement (a choice)"}
    return {"transfer (new numbers)"} if getattr(check, "has_variants", False) else set()


def told_at_once(pages, known, numbers_in):
    """Exercises whose result stands in the text cell that follows, for everybody to see."""
    for i, cell in enumerate(pages):
        check = known.get(checks_in(cell)[-1]) if asks(cell) else None
        if getattr(check, "kind", "") not in ("count", "number", "proportion"):
            continue
        answer = float(check.answer())
        after = next((c.source for c in pages[i + 1 :] if c.cell_type == "markdown"), "")
        for number in numbers_in(after):
            if number.value and abs(number.value - answer) <= min(number.half, 0.05 * abs(answer)):
                yield f"the text after {check.name} tells its result: {number.text}"


def told_nearby(cells, known, numbers_in):
    """Results of exercises, or what is missing to 1, that cells near by show in an executed lesson: figures' words, too."""
    cells = [cell for cell in cells if not tagged(cell, "solution")]
    desk = [i for i, cell in enumerate(cells) if "## For the policy desk" in cell.source]
    cells = cells[: desk[0] if desk else None]  # which sums up
    for i, cell in enumerate(cells):
        check = known.get(checks_in(cell)[-1]) if asks(cell) else None
        result = check.answer() if check else None
        result = result[1] if type(result) is tuple else result
        if type(result) is not float:
            continue
        rest = [1 - result] if 1e-3 < result < 1 - 1e-3 else []
        for other in cells[max(0, i - NEAR) : i] + cells[i + 1 : i + 1 + NEAR]:
            for number in numbers_in("" if asks(other) else shown_by(other)):
                for value in (result, *rest):
                    if number.value and abs(number.value - value) <= min(number.half, 0.02 * abs(value)):
                        yield f"{number.text} stands near {check.name}, whose result is {result:.6g}"


def shown_by(cell):
    """What a cell says to its readers: its text, or what it printed and the words of its figures."""
    if cell.cell_type == "markdown":
        return cell.source
    outputs = cell.get("outputs", [])
    return "\n\n".join(str(o.get("text", "") or o.get("data", {}).get("text/plain", "")) for o in outputs)


def long_tables(cells):
    """Tables of more than six rows that stand open, in a lesson that was executed."""
    for number, cell in enumerate(cells, 1):
        for output in cell.get("outputs", []):
            page = re.sub(
                r"<details\b.*?</details>", "", output.get("data", {}).get("text/html", ""), flags=re.S
            )
            for table in re.findall(r"<tbody\b.*?</tbody>", page, flags=re.S):
                if not tagged(cell, "solution") and table.count("<tr") > MOST_ROWS:
                    yield f"cell {number} shows a table of {table.count('<tr')} rows; over {MOST_ROWS} it folds"


def needing_a_solution(pages):
    """Cells that use what only a solution defined: solutions fold, and two editions have none that runs."""
    from_solutions = set()
    for number, cell in enumerate(pages, 1):
        if cell.cell_type == "code":
            used, bound = names_of(cell.source)
            if tagged(cell, "solution"):
                from_solutions |= bound
                continue
            for name in sorted(used & from_solutions):
                yield f"cell {number} uses {name}, which a solution defines or changes"
            from_solutions -= bound


def names_of(code):
    """The names that a cell uses before it binds them itself, and the names that it binds."""
    used, bound = set(), set()
    for statement in ast.parse(re.sub(r"^\s*[%!].*$", "", code, flags=re.M)).body:
        nodes = list(ast.walk(statement))
        loaded = {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        # What an argument or a comprehension binds is bound inside it only.
        targets = [n for c in nodes if isinstance(c, ast.comprehension) for n in ast.walk(c.target)]
        inside = {n.id for n in targets if isinstance(n, ast.Name)} | {
            n.arg for n in nodes if isinstance(n, ast.arg)
        }
        stored = {
            n.id
            for n in nodes
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store) and n not in targets
        }
        stored |= {n.name for n in nodes if isinstance(n, ast.FunctionDef | ast.ClassDef)}
        imports = [n for n in nodes if isinstance(n, ast.Import | ast.ImportFrom)]
        stored |= {(a.asname or a.name).split(".")[0] for n in imports for a in n.names}
        # An assignment reads before it binds; whatever loops or has a body binds first, near enough.
        reads_first = isinstance(statement, ast.Assign | ast.AugAssign | ast.Expr)
        used |= loaded - bound - inside - (set() if reads_first else stored)
        bound |= stored
    return used, bound


def faults(number, pages, known, numbers_in):
    """All faults of a lesson: its number, its cells, the exercises by name, and what finds numbers in a text."""
    yield from over_budget(pages)
    yield from opening(pages)
    yield from order(pages)
    yield from policy_desk(pages)
    yield from quiet(pages)
    yield from needing_a_solution(pages)
    if number == ENTRANCE:
        return
    yield from a_guess(pages)
    yield from exercises(pages, known)
    yield from a_case(pages)
    yield from told_at_once(pages, known, numbers_in)
