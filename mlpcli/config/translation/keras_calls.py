"""Lines of Keras code as layers and arguments of the config language. Nothing in them is run.

The text is parsed with Python's own parser, and only literal numbers, texts, lists and calls are read.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from mlpcli.config.translation.classes import Unreadable, class_named, is_value, with_arguments
from mlpcli.config.translation.pasted_code import PASTED, last_name, parsed
from mlpcli.config.translation.pytorch import is_of_pytorch
from mlpcli.config.yaml.nodes import Plain

_OPERATORS: Mapping[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
}
# Larger powers take long to compute, and are no setting.
_LARGEST_EXPONENT = 64
_COMPARED: Mapping[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_LARGEST = 1e30
_MOST_ITEMS = 100


def call_in(text: str, kind: str) -> Plain:
    """The class of one kind that a call means, `l2(0.01)`; None if it is not such a call."""
    try:
        (statement,) = parsed(text).body
        node = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(node, ast.Call):
            return _call(node, {}, kind, misspelled=True)
        return value_of(node, {}, kind) if node else None
    except (Unreadable, ValueError, RecursionError):
        return None


def value_of(node: ast.expr, names: Mapping[str, Plain], kind: str = "") -> Plain:
    """A literal, a name or a call as a value of a config. Raises Unreadable for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool | int | float | str | None):
        return node.value
    if isinstance(node, ast.List | ast.Tuple):
        return [value_of(item, names) for item in node.elts]
    if isinstance(node, ast.Dict):
        return _literal_mapping(node, names)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return _negative(value_of(node.operand, names))
    if isinstance(node, ast.BinOp):
        return _computed(node, names)
    if isinstance(node, ast.Call):
        return _call(node, names, kind)
    if isinstance(node, ast.Name | ast.Attribute):
        return _named(node, names)
    if isinstance(node, ast.Subscript):
        return _item(node, names)
    raise Unreadable


def _named(node: ast.Name | ast.Attribute, names: Mapping[str, Plain]) -> Plain:
    if (name := ast.unparse(node)) in names:
        return names[name]
    if isinstance(node, ast.Attribute) and is_value(node.attr):
        return node.attr
    raise Unreadable


def _item(node: ast.Subscript, names: Mapping[str, Plain]) -> Plain:
    """`kernel_size[0]` and `options["units"]`, of a list or a mapping that is known."""
    listed, place = value_of(node.value, names), value_of(node.slice, names)
    if isinstance(listed, dict) and str(place) in listed:
        return listed[str(place)]
    if not isinstance(listed, list) or type(place) is not int or not -len(listed) <= place < len(listed):
        raise Unreadable
    return listed[place]


def truth(test: ast.expr, names: Mapping[str, Plain]) -> bool | None:
    """Whether a condition of literals holds; None if that is not known."""
    if isinstance(test, ast.Compare) and last_name(test.left) == "__name__":
        return True
    try:
        if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
            inner = truth(test.operand, names)
            return None if inner is None else not inner
        if isinstance(test, ast.Compare) and len(test.ops) == 1 and type(test.ops[0]) in _COMPARED:
            sides = value_of(test.left, names), value_of(test.comparators[0], names)
            return _COMPARED[type(test.ops[0])](*sides)
        if isinstance(test, ast.Constant | ast.Name):
            return bool(value_of(test, names))
    except (Unreadable, TypeError):
        pass
    return None


def _literal_mapping(node: ast.Dict, names: Mapping[str, Plain]) -> Plain:
    """`{"units": 8}`, and what `**` adds of another mapping to it."""
    found: dict[str, Plain] = {}
    for key, item in zip(node.keys, node.values, strict=True):
        value = value_of(item, names)
        if key is not None:
            found[str(value_of(key, names))] = value
        elif isinstance(value, dict):
            found |= value
        else:
            raise Unreadable
    return found


def _negative(value: Plain) -> Plain:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return -value
    raise Unreadable


def _computed(node: ast.BinOp, names: Mapping[str, Plain]) -> Plain:
    """`1./255` and the like."""
    left, right = value_of(node.left, names), value_of(node.right, names)
    if isinstance(left, list) and type(right) is int and isinstance(node.op, ast.Mult):
        return _repeated(left, right)
    compute = _OPERATORS.get(type(node.op))
    if compute is None or not isinstance(left, int | float) or not isinstance(right, int | float):
        raise Unreadable
    if compute is operator.pow and (abs(right) > _LARGEST_EXPONENT or abs(left) > _LARGEST):
        raise Unreadable
    try:
        value = compute(left, right)
    except ArithmeticError:
        raise Unreadable from None
    if isinstance(value, complex) or not abs(value) < _LARGEST:
        raise Unreadable
    return float(value) if isinstance(value, float) else int(value)


def _repeated(items: list[Plain], times: int) -> Plain:
    """`(7,) * 3`"""
    if len(items) * times > _MOST_ITEMS:
        raise Unreadable
    return items * times


def _call(node: ast.Call, names: Mapping[str, Plain], kind: str, *, misspelled: bool = False) -> Plain:
    name = last_name(node.func)
    if name in _BUILT_IN and (isinstance(node.func, ast.Name) or _is_of_numbers(node.func)):
        return _BUILT_IN[name](node, names)
    if name == "get" and isinstance(node.func, ast.Attribute):
        return _got(node, node.func.value, names)
    found = class_named(name, kind, misspelled=misspelled)
    if not found:
        raise Unreadable
    given = [_argument(argument, names) for argument in node.args]
    node = with_spread(node, names)
    named = {one.arg: _argument(one.value, names) for one in node.keywords if one.arg}
    return with_arguments(found, given, named, of_pytorch=is_of_pytorch(node))


def _argument(node: ast.expr, names: Mapping[str, Plain]) -> Plain:
    try:
        return value_of(node, names)
    except Unreadable:
        # A variable from elsewhere: its name tells the reader which number is due.
        return last_name(node) or None


def _mapping(node: ast.Call, names: Mapping[str, Plain]) -> Plain:
    """`dict(units=8)`, also of another mapping and of `**` of one."""
    parts = [value_of(one, names) for one in node.args]
    parts += [
        {one.arg: value_of(one.value, names)} if one.arg else value_of(one.value, names)
        for one in node.keywords
    ]
    found: dict[str, Plain] = {}
    for one in parts:
        if not isinstance(one, dict):
            raise Unreadable
        found |= one
    return found


def _got(node: ast.Call, owner: ast.expr, names: Mapping[str, Plain]) -> Plain:
    """`options.get("units", 8)`, of a mapping that is known."""
    known, given = value_of(owner, names), [value_of(one, names) for one in node.args]
    if not isinstance(known, dict) or not 1 <= len(given) <= 2 or node.keywords:
        raise Unreadable
    return known.get(str(given[0]), given[1] if len(given) > 1 else None)


ROUNDING: Mapping[str, Callable[[Any], Any]] = {
    "int": int,
    "float": float,
    "round": round,
    "ceil": math.ceil,
    "floor": math.floor,
}
"""Python's functions of one number that give it another form."""


def _is_of_numbers(func: ast.expr) -> bool:
    return isinstance(func, ast.Attribute) and last_name(func.value) in ("math", "np", "numpy")


def _number(node: ast.Call, names: Mapping[str, Plain]) -> Plain:
    """`int(1e2)`, `float("0.1")` and `math.ceil(2.5)`."""
    given = [value_of(one, names) for one in node.args]
    if len(given) != 1 or node.keywords or not isinstance(given[0], int | float | str):
        raise Unreadable
    try:
        value: int | float = ROUNDING[last_name(node.func)](given[0])
    except (TypeError, ValueError, OverflowError):
        raise Unreadable from None
    if not abs(value) < _LARGEST:
        raise Unreadable
    return value


_Read = Callable[[ast.Call, Mapping[str, Plain]], Plain]
_BUILT_IN: Mapping[str, _Read] = {"dict": _mapping, **dict.fromkeys(ROUNDING, _number)}


def with_spread(call: ast.Call, names: Mapping[str, Plain]) -> ast.Call:
    """A call with the arguments that `**options` gives it, by name; unknown options stay as they are."""
    if all(one.arg for one in call.keywords):
        return call
    keywords: list[ast.keyword] = []
    for one in call.keywords:
        given: Plain = None
        with suppress(Unreadable):
            given = None if one.arg else value_of(one.value, names)
        each = given.items() if isinstance(given, dict) else ()
        keywords += [ast.keyword(key, _written(value, one.value)) for key, value in each]
        keywords += [] if isinstance(given, dict) else [one]
    return ast.copy_location(ast.Call(call.func, call.args, keywords), call)


def _written(value: Plain, place: ast.expr) -> ast.expr:
    """A value as an expression, in the line where it is used."""
    written = ast.parse(repr(value), filename=PASTED, mode="eval").body
    for node in ast.walk(written):
        ast.copy_location(node, place)
    return written
