"""Evaluates covers where the names of a text are. Run as text in a lesson's kernel, or here with `evaluate`.

An expression that gives the same whatever is looked up covers nothing: `17 + 0 * x`, `n - n + 17`, `abs(17)`.
So each is evaluated again with what it looks up changed, one thing after the other, a little and a lot, and must come
out differently (or fail) at least once. A tool called on bare numbers looks nothing up.
"""

import ast
import builtins
import contextlib
import io
import types
import warnings

# These keep what is inside: `abs(17)` looks nothing up, whatever `abs` is.
SEEN_THROUGH = {"abs", "bool", "float", "int", "list", "max", "min", "pow", "round", "str", "tuple"}
WRITTEN_OUT = (ast.List, ast.Tuple, ast.Set, ast.Dict)
COMPREHENSIONS = (ast.GeneratorExp, ast.ListComp, ast.Starred)
SHAKES = (1.01, 1e6, 1e-6, 0.0, -1.0)


def plain(value):
    """A value as JSON can carry it."""
    if isinstance(value, (list, tuple)):
        return [plain(part) for part in value]
    if isinstance(value, (str, bool)):
        return value
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, (bool, str)) else float(value)


def _shaken(value, by):
    """A value changed: a number multiplied, a text lengthened or emptied, true made false, something made nothing."""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return not value
    if value is None:
        return by
    if isinstance(value, str):
        return value + "~" if by else ""
    if isinstance(value, (list, tuple)):
        return type(value)(_shaken(part, by) for part in value)
    if isinstance(value, (int, float)) or (hasattr(value, "dtype") and not isinstance(value, type)):
        return value * by if getattr(value, "ndim", 0) or value else by
    if callable(value) or isinstance(value, types.ModuleType) or by:
        return value
    return None


class _Wrap(ast.NodeTransformer):
    """Puts `_held(text, …)` around each outermost thing that is looked up."""

    def __init__(self, scope):
        self.scope, self.keys = scope, []

    def _looks_up(self, node):
        """Whether any name stands here for data: not Python's own, nor a tool called on bare numbers."""
        idle = set()
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and (call.args or call.keywords):
                if all(map(_bare, [*call.args, *(keyword.value for keyword in call.keywords)])):
                    idle |= {id(name) for name in ast.walk(call.func) if self._is_tool(name)}
        names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
        return any(id(name) not in idle and not hasattr(builtins, name.id) for name in names)

    def _is_tool(self, name):
        known = self.scope.get(name.id) if isinstance(name, ast.Name) else None
        return callable(known) or isinstance(known, types.ModuleType)

    def _outermost(self, node):
        if not self._looks_up(node):
            return self.generic_visit(node)
        key = ast.unparse(node)
        if key not in self.keys:
            self.keys.append(key)
        return ast.Call(ast.Name("_held", ast.Load()), [ast.Constant(key), node], [])

    def visit_Call(self, node):
        seen_through = isinstance(node.func, ast.Name) and node.func.id in SEEN_THROUGH
        if seen_through and not any(isinstance(part, COMPREHENSIONS) for part in node.args):
            return ast.Call(node.func, [self.visit(part) for part in node.args], node.keywords)
        if (
            isinstance(node.func, ast.Name)
            and node.func.id == "len"
            and isinstance(node.args[0], WRITTEN_OUT)
        ):
            return self.generic_visit(node)  # who writes three things down has counted them
        return self._outermost(node)

    def visit_Name(self, node):
        return node if isinstance(node.ctx, ast.Store) else self._outermost(node)

    def visit_Subscript(self, node):
        return self.generic_visit(node) if isinstance(node.value, WRITTEN_OUT) else self._outermost(node)

    visit_Attribute = _outermost


def _bare(node):
    """Whether a piece of an expression is made of numbers alone."""
    allowed = (ast.Constant, ast.UnaryOp, ast.BinOp, ast.operator, ast.unaryop, ast.List, ast.Tuple, ast.Load)
    return all(
        isinstance(part, allowed) and not isinstance(getattr(part, "value", None), str)
        for part in ast.walk(node)
    )


def _differs(value, other):
    if isinstance(value, list) and isinstance(other, list) and len(value) == len(other):
        return [_differs(*pair) for pair in zip(value, other, strict=True)]
    return value != other


def _either(first, second):
    if isinstance(first, list) and isinstance(second, list):
        return [_either(*pair) for pair in zip(first, second, strict=True)]
    return bool(first is True or second is True)


def _all_true(held):
    return all(map(_all_true, held)) if isinstance(held, list) else held


def _shaking(shaken, by):
    return lambda key, found: _shaken(found, by) if key == shaken else found


def held(expression, scope):
    """(what the expression gives, whether it depends on what it looks up: one answer for each number)."""
    value = plain(eval(expression, scope))
    wrap = _Wrap(scope)
    tree = ast.fix_missing_locations(wrap.visit(ast.parse(expression.strip(), mode="eval")))
    code = compile(tree, "<cover>", "eval")
    depends = _differs(value, value)
    for by in SHAKES:
        for shaken in wrap.keys:
            try:
                again = plain(eval(code, {**scope, "_held": _shaking(shaken, by)}))
            except Exception:
                again = None  # it could not even be computed: so it depends
            changed = _differs(value, again)
            if isinstance(value, list) and not isinstance(changed, list):
                changed = [True] * len(value)
            depends = _either(depends, changed)
            if _all_true(depends):
                return value, depends
    return value, depends


def evaluate(expressions, names):
    """{phrase: {"value": …, "depends": …}} or {phrase: {"error": …}}, in the package's names and those given."""
    import falsematch
    from falsematch import claims, datasets, exercises, intervals, plots, rates, scores, search

    package = {
        m.__name__.rpartition(".")[2]: m
        for m in (claims, datasets, exercises, intervals, plots, rates, scores, search)
    }
    scope = {**vars(falsematch), **package, "load": datasets.load, "readings": claims.readings, **names}
    results = {}
    with (
        warnings.catch_warnings(),
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
    ):
        warnings.simplefilter("ignore")  # of values shaken out of their range
        for phrase, expression in expressions.items():
            try:
                value, depends = held(expression, scope)
                results[phrase] = {"value": value, "depends": depends}
            except Exception as error:
                results[phrase] = {"error": f"{type(error).__name__}: {error}"}
    return results
