"""The shape that a script gives each row of a table, `x.reshape(-1, 28, 28, 1)`, before its first layer."""

import ast
import re
from collections.abc import Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.row_calls import is_named_like_rows
from mlpcli.config.translation.scripts.values import Reading, Scope, dotted
from mlpcli.config.yaml.nodes import Plain

_MODULES = frozenset({"np", "numpy", "tf"})
# Rows that are not trained on, and what is predicted.
_OTHERS = re.compile(r"test|val|dev|(?:^|_)te|^.t$|^y|label|target")
# What takes rows of any shape, or gives them another one.
_OF_ANY_SHAPE = frozenset({"Flatten", "Reshape"})


def add_shape(reading: Reading, call: ast.Call, scope: Scope, names: str) -> None:
    """Keep the shape that a call gives the rows with these names."""
    if last_name(call.func) != "reshape" or not is_named_like_rows(names, reading):
        return
    is_of_module = isinstance(call.func, ast.Attribute) and dotted(call.func.value) in _MODULES
    given = call.args[1:] if is_of_module else call.args
    if _OTHERS.search(names.lower()) or not given:
        return
    sides = given[0].elts if isinstance(given[0], ast.Tuple | ast.List) else given
    try:
        shape = [_side(one, scope) for one in sides[1:]]
    except Unreadable:
        return
    # Of several sides that are not known, none can be told by the others.
    reading.traces.shape = shape if len(shape) > 1 and shape.count(-1) < 2 else []


def shaped(layers: Sequence[Plain], shape: Sequence[int]) -> list[Plain]:
    """The layers after one that gives rows the shape that a script does."""
    first = layers[0]
    name = next(iter(first)) if isinstance(first, dict) else first
    before: list[Plain] = [{"Reshape": {"target_shape": [*shape]}}]
    return [*(before if shape and name not in _OF_ANY_SHAPE else []), *layers]


def _side(node: ast.expr, scope: Scope) -> int:
    """The length of a side; -1 for the number of columns. Raises Unreadable for anything else."""
    owner = node.value if isinstance(node, ast.Subscript) and ast.unparse(node.slice) == "1" else None
    if isinstance(owner, ast.Attribute) and owner.attr == "shape":
        return -1
    side = value_of(node, scope.plain)
    if type(side) is not int or (side < 1 and side != -1):
        raise Unreadable
    return side
