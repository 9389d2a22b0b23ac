"""Rows that a script leaves out, or sets anew, by a condition, followed from name to name."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.column_statements import is_of_columns
from mlpcli.config.translation.scripts.row_calls import HELD_BACK, is_named_like_rows
from mlpcli.config.translation.scripts.row_parts import rest_of
from mlpcli.config.translation.scripts.signatures import given_to, known_of_returned
from mlpcli.config.translation.scripts.traces import each_value
from mlpcli.config.translation.scripts.values import Defined, Reading, Scope, Unread, dotted, unread

# What says of each row whether something holds, and where it does.
_CONDITIONS = frozenset(
    """
    isin between isna isnull notna notnull duplicated eq ne gt lt ge le startswith endswith contains match
    fullmatch isnumeric isdigit isfinite isnan logical_and logical_or logical_not logical_xor in1d flatnonzero
    nonzero argwhere
    """.split()
)
_MODULES = frozenset({"np", "numpy", "pd", "pandas", "tf", "torch"})
_BITS = (ast.BitAnd, ast.BitOr, ast.BitXor)
# Columns by what they hold, and not rows.
_OF_COLUMNS = re.compile(r"\bcolumns\b|\bdtypes\b|select_dtypes")
# What a training by hand takes its rows from.
_TAKING = frozenset(
    """
    DataLoader TensorDataset from_tensor_slices tensor as_tensor from_numpy FloatTensor Tensor
    convert_to_tensor
    """.split()
)


def add_filters(reading: Reading, targets: Sequence[ast.expr], value: ast.expr, scope: Scope) -> None:
    """Keep what an assignment, or a call, leaves out of the rows that a name stands for."""
    if not targets and isinstance(value, ast.Call) and _drops_rows(value, reading):
        _add(reading, _root(value.func), (_whole(value),))
    for target in targets:
        for several, part in each_value(target, value):
            names = several.elts if isinstance(several, ast.Tuple | ast.List) else [several]
            each = known_of_returned(part, reading.traces.returned, scope)
            if len(each) != len(names):
                each = [filters_in(reading, part, scope)] * len(names)
            for one, found in zip(names, each, strict=True):
                _assign(reading, one, part, found)


def add_returned(reading: Reading, statement: ast.Return, scope: Scope) -> None:
    """Keep what is left out of the rows that a function of the script returns, one after the other."""
    value = statement.value
    each = value.elts if isinstance(value, ast.Tuple) else filter(None, [value])
    reading.traces.returned[statement.lineno] = [filters_in(reading, one, scope) for one in each]


def filters_in(reading: Reading, node: ast.AST, scope: Scope) -> tuple[Unread, ...]:
    """What is left out of the rows of an expression."""
    found: list[Unread] = []
    if isinstance(node, ast.Name | ast.Attribute):
        found += reading.traces.filters.get(dotted(node), ())
    elif isinstance(node, ast.Call):
        found += _of_a_call(reading, node, scope)
    elif isinstance(node, ast.Subscript):
        reading.traces.indices.add(_index(node))
    inside: list[ast.AST] = [*ast.iter_child_nodes(node)]
    if isinstance(node, ast.Subscript) and _is_filtered(node, reading):
        found.append(_whole(node))
        reading.traces.others[found[-1]] = _others(node)
        # What rows are taken by is none of their numbers.
        inside = [node.value]
    for one in inside:
        found += filters_in(reading, one, scope)
    return tuple(dict.fromkeys(found))


def add_taken(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep what is left out of the rows of a training that is written by hand."""
    if last_name(call.func) not in _TAKING or reading.traces.is_fitted:
        return
    found = [one for node in call.args if not _is_of_others(node) for one in filters_in(reading, node, scope)]
    reading.traces.fitted_filters = tuple(dict.fromkeys((*(reading.traces.fitted_filters or ()), *found)))


def add_fitted_filters(
    reading: Reading, nodes: Sequence[ast.expr], scope: Scope, *, is_network: bool
) -> None:
    """Keep what is left out of the rows that `fit` is given: of the inputs, or else of the targets."""
    names = (
        dotted(one) for node in nodes for one in ast.walk(node) if isinstance(one, ast.Name | ast.Attribute)
    )
    if any(name in reading.traces.filters for name in names) and (is_network or not reading.traces.is_fitted):
        each = (filters_in(reading, one, scope) for one in nodes)
        reading.traces.fitted_filters = next(filter(None, each), ())
        reading.traces.is_fitted = is_network


def fitted_filters(reading: Reading) -> list[Unread]:
    """What is left out of the rows that a network is trained on; if these are not known, of all rows."""
    found = reading.traces.fitted_filters
    if found is None:
        known = (each for name, each in reading.traces.filters.items() if not HELD_BACK.search(name.lower()))
        found = tuple(dict.fromkeys(one for each in known for one in each))
    each = [one for one in found if not any(_is_within(one, other) for other in found)]
    if "train" in reading.uncounted and len(reading.uncounted) > 1:
        # A slice beside those that are held back is told by them.
        each = [one for one in each if not one.is_part_of(reading.uncounted["train"])]
    each.sort(key=lambda one: one.line)
    # Rows of which the others are taken too are split.
    is_split = [reading.traces.others.get(one) in reading.traces.indices for one in each]
    return [replace(one, is_layer=not split) for one, split in zip(each, is_split, strict=True)]


def _is_within(one: Unread, other: Unread) -> bool:
    text = one.text.removesuffix("...")
    return one.line == other.line and text in other.text and len(one.text) < len(other.text)


def _index(node: ast.Subscript) -> str:
    return f"{ast.unparse(node.value)}[{ast.unparse(_rows(node))}]"


def _others(node: ast.Subscript) -> str:
    """What takes the rows that an index does not: `rows[~mask]` for `rows[mask]`."""
    rows = _rows(node)
    others = rows.operand if isinstance(rows, ast.UnaryOp) else ast.UnaryOp(ast.Invert(), rows)
    return f"{ast.unparse(node.value)}[{ast.unparse(others)}]"


def arguments_of_filters(
    reading: Reading, defined: Defined, call: ast.Call | None, scope: Scope
) -> dict[str, tuple[Unread, ...]]:
    """What is left out of the rows that a call gives a function of the script, by their names in it."""
    return {name: filters_in(reading, node, scope) for name, node in given_to(defined, call).items()}


def _assign(reading: Reading, target: ast.expr, value: ast.expr, found: tuple[Unread, ...]) -> None:
    if name := dotted(target):
        is_of_rows = is_condition(value, reading)
        # Which rows they are is no row itself.
        reading.traces.filters[name] = () if is_of_rows else found
        (reading.traces.conditions.add if is_of_rows else reading.traces.conditions.discard)(name)
    elif isinstance(target, ast.Subscript):
        is_filtered = any(
            isinstance(one, ast.Subscript) and _is_filtered(one, reading) for one in ast.walk(target)
        )
        tables = reading.data.columns.tables if reading.data else ()
        if is_filtered and (_root(target) in tables or is_named_like_rows(_root(target), reading)):
            text = " ".join(f"{ast.unparse(target)} = {ast.unparse(value)}".split())
            found = (*found, Unread(text, target.lineno))
        _add(reading, _root(target), found)


def _add(reading: Reading, name: str, found: tuple[Unread, ...]) -> None:
    reading.traces.filters[name] = tuple(dict.fromkeys((*reading.traces.filters.get(name, ()), *found)))


def _of_a_call(reading: Reading, call: ast.Call, scope: Scope) -> Iterator[Unread]:
    if last_name(call.func) == "query" or _drops_rows(call, reading):
        yield _whole(call)
    for each in known_of_returned(call, reading.traces.returned, scope):
        yield from each


def _drops_rows(call: ast.Call, reading: Reading) -> bool:
    """Whether a call drops rows by their index: `table.drop(table[table.age < 18].index)`."""
    if last_name(call.func) != "drop" or not isinstance(call.func, ast.Attribute):
        return False
    if is_of_columns(call) or rest_of(reading, call):
        return False
    named = {one.arg: one.value for one in call.keywords}
    given = [*call.args[:1], *(named[key] for key in ("index", "labels") if key in named)]
    is_numbered = any(isinstance(one, ast.List | ast.Tuple) and _has_numbers(one) for one in given)
    of_rows = any(is_condition(one, reading) or last_name(one) == "index" for one in given)
    return last_name(call.func.value) != "columns" and ("index" in named or is_numbered or of_rows)


def _has_numbers(node: ast.List | ast.Tuple) -> bool:
    return any(isinstance(one, ast.Constant) and isinstance(one.value, int) for one in node.elts)


def is_condition(node: ast.expr, reading: Reading) -> bool:
    """Whether an expression says of each row whether something holds, or where it does."""
    if isinstance(node, ast.Compare | ast.BoolOp) or dotted(node) in reading.traces.conditions:
        return True
    if isinstance(node, ast.UnaryOp):
        return isinstance(node.op, ast.Invert | ast.Not)
    if isinstance(node, ast.BinOp):
        return isinstance(node.op, _BITS)
    if isinstance(node, ast.Lambda):
        return is_condition(node.body, reading)
    if isinstance(node, ast.Attribute):
        if node.attr == "index" and isinstance(node.value, ast.Subscript):
            return _is_filtered(node.value, reading)
        return is_condition(node.value, reading)
    if isinstance(node, ast.Subscript):
        # `np.where(condition)[0]`
        return isinstance(node.value, ast.Call) and is_condition(node.value, reading)
    return isinstance(node, ast.Call) and _calls_condition(node, reading)


def _calls_condition(call: ast.Call, reading: Reading) -> bool:
    if last_name(call.func) in _CONDITIONS:
        return True
    owner = call.func.value if isinstance(call.func, ast.Attribute) else None
    if owner is not None and dotted(owner) not in _MODULES:
        return is_condition(owner, reading)
    # With more arguments, `np.where` gives other numbers.
    is_where = last_name(call.func) == "where" and len(call.args) > 1
    return not is_where and any(is_condition(one, reading) for one in call.args[:1])


def _is_filtered(node: ast.Subscript, reading: Reading) -> bool:
    """Whether an index takes the rows for which something holds."""
    rows = _rows(node)
    if _OF_COLUMNS.search(ast.unparse(node.value)) or _OF_COLUMNS.search(ast.unparse(rows)):
        return False
    root = _root(node.value)
    is_of_itself = any(isinstance(one, ast.Name) and one.id == root for one in ast.walk(rows))
    is_column = isinstance(rows, ast.Call | ast.Attribute | ast.Subscript) and is_of_itself
    return is_condition(rows, reading) or is_column


def _rows(node: ast.Subscript) -> ast.expr:
    return node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice


def _root(node: ast.expr) -> str:
    """The name of the rows that an index or a method is of."""
    while isinstance(node, ast.Subscript | ast.Call | ast.Attribute) and not _is_of_self(node):
        node = node.func if isinstance(node, ast.Call) else node.value
    return dotted(node)


def _is_of_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Attribute) and dotted(node.value) == "self"


def _whole(node: ast.expr) -> Unread:
    return unread(node, is_layer=False).as_left_out()


def _is_of_others(node: ast.expr) -> bool:
    return any(isinstance(one, ast.Name) and HELD_BACK.search(one.id.lower()) for one in ast.walk(node))
