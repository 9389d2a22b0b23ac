"""How the code of a script names columns: by names, by places, or by which ones it leaves out."""

import ast
from collections.abc import Mapping
from typing import Any, NamedTuple

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.values import dotted
from mlpcli.config.yaml.nodes import Plain

Names = Mapping[str, Plain]
"""What names in the script stand for."""
MOST_PLACES = 100
"""More columns than anybody lists."""


def used_columns(node: ast.expr, names: Names) -> tuple[Plain, ...]:
    """The columns in an argument, by names, or by places from 0 there and from 1 here."""
    return columns_in(node, names) or places_in(node)


def columns_in(node: ast.expr, names: Names) -> tuple[Plain, ...] | None:
    """The names of columns in an index or an argument; None if they are not literal."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        sides = [columns_in(side, names) for side in (node.left, node.right)]
        return None if None in sides else tuple(one for side in sides for one in side or ())
    if isinstance(node, ast.List | ast.Tuple):
        each = [columns_in(one, names) for one in node.elts]
        return None if None in each else tuple(one for part in each for one in part or ())
    known = node.value if isinstance(node, ast.Constant) else names.get(dotted(node))
    found = [one for one in (known if isinstance(known, list) else [known]) if isinstance(one, str)]
    return tuple(found) if len(found) == (len(known) if isinstance(known, list) else 1) else None


def of_all_rows(index: ast.expr) -> ast.expr | None:
    """What selects columns in `rows[:, 8]`; None for anything else."""
    is_of_both = isinstance(index, ast.Tuple) and len(index.elts) == 2
    return index.elts[1] if isinstance(index, ast.Tuple) and is_of_both else None


def columns_of(index: ast.expr) -> ast.expr | None:
    """What selects columns in `rows[:, 8]` or `table[table.columns[8]]`; None for anything else."""
    if is_place(index) and isinstance(index, ast.Subscript):
        return index.slice
    return of_all_rows(index)


def is_place(index: ast.expr) -> bool:
    """Whether columns are selected by their places among all, `table.columns[1:]`."""
    is_of_columns = isinstance(index, ast.Subscript) and last_name(index.value) == "columns"
    places = (ast.Slice, ast.Constant, ast.UnaryOp, ast.List)
    return is_of_columns and isinstance(index, ast.Subscript) and isinstance(index.slice, places)


def is_last_one(column: ast.expr) -> bool:
    return ast.unparse(column) == "-1"


def _place(column: ast.expr | None) -> int | None:
    """The place from 1 of the one column that is selected; None for anything else."""
    place = column.value if isinstance(column, ast.Constant) else None
    return place + 1 if type(place) is int and place >= 0 else None


def places_in(column: ast.expr | None) -> tuple[int, ...]:
    """The places from 1 of the columns that are selected; empty for anything else."""
    if isinstance(column, ast.Call):
        return _places_of(column)
    each = column.elts if isinstance(column, ast.List | ast.Tuple) else [column]
    found = [place for one in each if (place := _place(one))]
    return tuple(found) if len(found) == len(each) else ()


def _places_of(call: ast.Call) -> tuple[int, ...]:
    """The places from 1 in `range(0, 3)`, `list(range(3))` or `slice(0, 3)`; empty for anything else."""
    name = last_name(call.func)
    if name == "list" and len(call.args) == 1 and isinstance(call.args[0], ast.Call):
        return _places_of(call.args[0])
    ends = [one.value for one in call.args if isinstance(one, ast.Constant) and type(one.value) is int]
    if name not in ("range", "slice") or len(ends) != len(call.args) or len(ends) not in (1, 2):
        return ()
    first, end = [0, *ends][-2:]
    return tuple(range(first + 1, end + 1)) if 0 <= first < end <= first + MOST_PLACES else ()


def new_names(call: ast.Call, names: Names) -> dict[str, str] | None:
    """The columns that `rename` gives other names, by the new ones; None for another call, or other columns
    than literal ones."""
    given = {one.arg: one.value for one in call.keywords}
    is_of_columns = ast.unparse(given["axis"]) in ("1", "'columns'") if "axis" in given else False
    node = given.get("columns") or (call.args[0] if call.args and is_of_columns else given.get("mapper"))
    if last_name(call.func) != "rename" or node is None or not (is_of_columns or "columns" in given):
        return None
    try:
        found: Any = value_of(node, names)
    except Unreadable:
        return None
    is_literal = isinstance(found, dict) and all(isinstance(one, str) for one in (*found, *found.values()))
    return {new: old for old, new in found.items()} if is_literal else None


def span_of(column: ast.expr | None) -> tuple[int, int | None] | None:
    """The columns that `0:8` selects; its end is None if it is counted from the table's."""
    if not isinstance(column, ast.Slice) or column.step is not None:
        return None
    first = column.lower.value if isinstance(column.lower, ast.Constant) else 0 if not column.lower else None
    end = column.upper.value if isinstance(column.upper, ast.Constant) else None
    if type(first) is not int:
        return None
    return first, end if type(end) is int else None


def all_but(node: ast.expr, names: Names) -> tuple[Plain, ...] | None:
    """The columns that `[c for c in table.columns if c not in ("id", "y")]` leaves out; None for others."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and len(node.args) == 1:
        is_left_out = node.func.attr in ("drop", "difference") and last_name(node.func.value) == "columns"
        return columns_in(node.args[0], names) if is_left_out else None
    if not isinstance(node, ast.ListComp) or len(node.generators) != 1:
        return None
    (each,) = node.generators
    is_of_columns = last_name(each.iter) == "columns" or isinstance(each.iter, ast.Name)
    if not is_of_columns or ast.unparse(node.elt) != ast.unparse(each.target):
        return None
    found: list[Plain] = []
    for test in each.ifs:
        if not isinstance(test, ast.Compare) or ast.unparse(test.left) != ast.unparse(each.target):
            return None
        columns = columns_in(test.comparators[0], names)
        if len(test.ops) > 1 or not isinstance(test.ops[0], ast.NotIn | ast.NotEq) or columns is None:
            return None
        found += columns
    return tuple(found)


class Transformed(NamedTuple):
    """The columns that a ColumnTransformer keeps, None if they are not known, and the call of it."""

    columns: tuple[Plain, ...] | None
    call: ast.Call


def transformed_in(node: ast.AST, names: Names) -> Transformed | None:
    """What a ColumnTransformer in some code keeps, which leaves out all other columns; None without any."""
    for call in (one for one in ast.walk(node) if isinstance(one, ast.Call)):
        steps = transformer_steps(call)
        rest = next((one.value for one in call.keywords if one.arg == "remainder"), None)
        if steps is None or (rest is not None and ast.unparse(rest) != "'drop'"):
            continue
        found: list[Plain] = []
        for step in steps:
            parts = step.elts if isinstance(step, ast.Tuple) else []
            # A name for each may stand before what is done and the columns.
            columns = used_columns(parts[-1], names) if len(parts) in (2, 3) else ()
            if not columns:
                return Transformed(None, call)
            found += columns if ast.unparse(parts[-2]) != "'drop'" else ()
        return Transformed(tuple(dict.fromkeys(found)), call)
    return None


def transformer_steps(call: ast.Call) -> list[ast.expr] | None:
    """What a ColumnTransformer is made of; None for another call."""
    if last_name(call.func) == "make_column_transformer":
        return call.args
    if last_name(call.func) != "ColumnTransformer":
        return None
    given = [*call.args[:1], *(one.value for one in call.keywords if one.arg == "transformers")]
    return given[0].elts if given and isinstance(given[0], ast.List | ast.Tuple) else [*given]
