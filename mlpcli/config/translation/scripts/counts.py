"""What a script counts of its rows, `int(0.8 * len(rows))`, as a share of them and what is added to it."""

import ast

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import ROUNDING, value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.values import Count, Scope, dotted

_LONGEST = 200


def count_in(node: ast.expr, scope: Scope) -> Count | None:
    """What an expression counts of the rows, `int(0.8 * len(rows))`; None for any other."""
    try:
        found = counted(node, scope)
    except (Unreadable, ArithmeticError):
        return None
    return found if found.share else None


def counted(node: ast.expr, scope: Scope) -> Count:
    """What an expression counts, of the rows or not. Raises Unreadable and ArithmeticError."""
    if isinstance(known := scope.objects.get(dotted(node)), Count):
        return known
    if length_of(node):
        return Count(1.0, text=ast.unparse(node))
    if isinstance(node, ast.Call) and len(node.args) == 1 and not node.keywords:
        if (name := last_name(node.func)) in ROUNDING:
            inner = counted(node.args[0], scope)
            return Count(inner.share, inner.more, _bounded(f"{name}({inner.text})"))
    if isinstance(node, ast.BinOp):
        return _combined(node, counted(node.left, scope), counted(node.right, scope))
    value = value_of(node, scope.plain)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unreadable
    return Count(0.0, float(value), repr(value))


def length_of(node: ast.AST) -> str:
    """The name whose rows an expression counts, `len(x)` and `x.shape[0]`; empty for any other."""
    if isinstance(node, ast.Call) and len(node.args) == 1 and last_name(node.func) == "len":
        return ast.unparse(node.args[0])
    owner = node.value if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "0" else None
    return ast.unparse(owner.value) if isinstance(owner, ast.Attribute) and owner.attr == "shape" else ""


def _combined(node: ast.BinOp, left: Count, right: Count) -> Count:
    sign = _SIGNS.get(type(node.op), "")
    text = _bounded(f"({left.text} {sign} {right.text})")
    if isinstance(node.op, ast.Add | ast.Sub):
        times = 1 if isinstance(node.op, ast.Add) else -1
        return Count(tidy(left.share + times * right.share), left.more + times * right.more, text)
    if isinstance(node.op, ast.Mult) and not left.share:
        left, right = right, left
    if right.share or not isinstance(node.op, ast.Mult | ast.Div | ast.FloorDiv):
        raise Unreadable
    factor = right.more if isinstance(node.op, ast.Mult) else 1 / right.more
    return Count(tidy(left.share * factor), left.more * factor, text)


_SIGNS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//"}


def _bounded(text: str) -> str:
    """A text that is not longer than anybody writes. Raises Unreadable."""
    if len(text) > _LONGEST:
        raise Unreadable
    return text


def tidy(share: float) -> float:
    """A share without what arithmetic adds to its last digits."""
    return round(share, 9)
