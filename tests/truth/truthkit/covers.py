"""Covers: the lines in ``tests/truth/numbers/*.toml`` that hold a text to computed values.

A line is a phrase, as it stands in the text, and an expression, evaluated where the text belongs (a lesson's kernel
after it ran; the module of an exercise)::

    "2.6 million false candidates" = "search.expected_false_candidates(1, people, 1 - accuracy)"

The expression may give

- a number, which must lie where `scan` says that it bears the printed one out;
- True, from a comparison in which the printed number stands, for "more than", "under" and their like: the sign must
  point the way the words do ("under 0.3 %" = "rate < 0.003");
- a text, such as a date of a dataset row, in which the printed number or date must occur whole;
- a list of these, one for each number of the phrase.

It may not contain the number that it covers (but "At 0.3 a tenth" may be "[0.3, rate_at(0.3)]": the first number is
chosen, and the second computed from it), and it must depend on something that it looks up (see `in_kernel`).

A sentence that compares is held by an expression that is true or false, in a table ``sentences``. Its phrase must hold
every comparing word of the sentence; " … " in it stands for any words.
"""

import ast
import re
from dataclasses import dataclass, field

from .in_kernel import SEEN_THROUGH
from .scan import numbers_in, plain_text

FLIP = {">": "<", ">=": "<=", "<": ">", "<=": ">=", "==": "=="}
MADE_OF = (ast.Expression, ast.BinOp, ast.UnaryOp, ast.IfExp, ast.List, ast.Tuple, ast.BoolOp)
SIGNS = {ast.Gt: ">", ast.GtE: ">=", ast.Lt: "<", ast.LtE: "<=", ast.Eq: "=="}
#: For each side that words may speak of, the signs (number on the right) that say the same.
SAYS = {
    ">": (">",),
    "<": ("<",),
    ">=": (">=", ">"),
    "<=": ("<=", "<"),
    ">~": (">", ">="),
    "<~": ("<", "<="),
    "": ("==",),
    "~": (),
}


@dataclass
class Covers:
    """What one table of a file holds: numbers and sentences by phrase, and what is excused, with its reason."""

    numbers: dict = field(default_factory=dict)
    sentences: dict = field(default_factory=dict)
    exempt: dict = field(default_factory=dict)

    def expressions(self):
        """All that has to be evaluated, by a key of its own."""
        keyed = {f"number {phrase}": text for phrase, text in self.numbers.items()}
        return keyed | {f"sentence {phrase}": text for phrase, text in self.sentences.items()}

    def of_numbers_drawn(self):
        """Whether any line asks for the numbers of an exercise, which are others in its variants."""
        return any(re.search(r"\b(?:n|answer|wrong)\b", text) for text in self.expressions().values())


def phrase_pattern(phrase):
    """The phrase as a regular expression that does not begin or end inside a word or a number."""
    pieces = [re.escape(piece).replace(r"\ ", r"\s") for piece in re.split(r"\s*…\s*", plain_text(phrase))]
    begin = r"(?<![\w.,])" if re.match(r"\w", phrase) else ""
    return re.compile(rf"{begin}{'.*?'.join(pieces)}(?![\w]|[.,]\d)")


def constants_in(tree):
    """Values of the pieces that make up an expression and are numbers alone; what is looked up with them left out."""
    found, todo = [], [tree]
    while todo:
        node = todo.pop()
        value = _constant(node) if isinstance(node, ast.expr) else None
        if value is not None:
            found.append(value)
        elif isinstance(node, ast.Call) and getattr(node.func, "id", "") in SEEN_THROUGH:
            todo += node.args
        elif isinstance(node, MADE_OF):
            todo += ast.iter_child_nodes(node)
    return found


def chosen_for(number, expression, others):
    """Whether a printed number is only chosen by the text, and another number of the phrase is computed from it."""
    value = _constant(ast.parse(expression.strip(), mode="eval").body)
    if value is None or not _same(value, number.value):
        return False
    parts = [part for other in others for part in ast.walk(ast.parse(other.strip(), mode="eval"))]
    constants = [_constant(part) for part in parts if isinstance(part, ast.expr)]
    return any(constant is not None and _same(constant, value) for constant in constants)


def _constant(node):
    try:
        value = eval(compile(ast.Expression(node), "<constant>", "eval"), {"__builtins__": {}})
    except Exception:  # it names something
        return None
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def fault_of_expression(expression):
    """Why an expression can cover nothing, before it is evaluated; "" if it may."""
    try:
        tree = ast.parse(expression.strip(), mode="eval")
    except SyntaxError as error:
        return f"is no expression: {error.msg}"
    if not any(isinstance(node, ast.Name) for node in ast.walk(tree)):
        return "repeats a number instead of computing or looking it up"
    return ""


def _comparisons(tree):
    """(sign, value) of each comparison with a number, the number on the right."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
                sign = SIGNS.get(type(operator))
                for side, seen in ((right, sign), (left, FLIP.get(sign))):
                    value = _constant(side)
                    if value is not None and seen:
                        yield seen, value


def disagreement(number, value, depends, expression):
    """Why a value does not bear out a printed number; "" if it does. `expression` is what gave the value."""
    if not depends:
        return f"{expression} gives {value} whatever is looked up: it covers nothing"
    if isinstance(value, bool):
        return _against_comparison(number, value, ast.parse(expression.strip(), mode="eval"))
    if isinstance(value, str):
        return "" if _occurs(number, value) else f"{expression} gives {value!r}"
    if number.date:
        return f"{expression} gives {value}, no date"
    if not number.least <= value <= number.most and abs(value - number.value) > 1e-9 * abs(number.value):
        ends = f"{number.least:.6g} to {number.most:.6g}"
        return f"{expression} gives {value:.7g}, and {number.text!r} stands for {ends}"
    if any(
        _same(constant, number.value) for constant in constants_in(ast.parse(expression.strip(), mode="eval"))
    ):
        if number.value not in (0, 1):
            return f"{expression} repeats {number.text} instead of computing or looking it up"
    return ""


def _same(value, other):
    return abs(value - other) <= 1e-9 * abs(other)


def _against_comparison(number, value, tree):
    signs = {sign for sign, constant in _comparisons(tree) if _same(constant, number.value)}
    if not signs:
        return f"{number.text} does not stand in its comparison {ast.unparse(tree)}"
    if not value:
        return f"{ast.unparse(tree)} is false"
    if not signs & set(SAYS[number.side]):
        wanted = SAYS[number.side] or ("a number",)
        return f"the words beside {number.text} ask for {' or '.join(wanted)}, not for {ast.unparse(tree)}"
    return ""


_ISO_DATE = re.compile(r"\b(\d{4})-\d\d(?:-\d\d)?\b")


def _occurs(number, text):
    """Whether a printed number or date stands whole in a text; of a date in the text only its year is a number."""
    if number.date:
        begins = rf"(?<!\d){number.date}" if number.date[2] != "-" else rf"\b\d{{4}}-{number.date}"
        return re.search(rf"{begins}(?!\d)", text) is not None
    return any(not n.date and _same(n.value, number.value) for n in numbers_in(_ISO_DATE.sub(r"\1", text)))


def part_of(expression, index, count):
    """The piece of an expression that gives one number of several: of a list its element, otherwise all of it."""
    body = ast.parse(expression.strip(), mode="eval").body
    if count > 1 and isinstance(body, (ast.List, ast.Tuple)) and len(body.elts) == count:
        return ast.unparse(body.elts[index])
    return expression
