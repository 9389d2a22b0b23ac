"""What a statement does to the columns of a table, as its code alone shows it."""

import ast
import re
from collections.abc import Collection, Iterator

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.values import dotted

# Calls whose first two arguments are the inputs and what is to be predicted.
_OF_BOTH = frozenset({"train_test_split", "fit"})
COMPUTING = frozenset({"log", "log2", "log10", "sqrt", "exp", "expm1", "cbrt", "square", "power", "clip"})
"""Functions of numpy's that make other numbers; log1p is known by its name."""
_FUNCTIONS = frozenset(f"{module}.{name}" for module in ("np", "numpy") for name in COMPUTING)
# What tables have besides columns.
_OF_TABLES = frozenset(
    """
    values T shape columns index dtypes iloc loc size ndim to_numpy copy drop pop dropna fillna astype
    head sample
    """.split()
)
_TABLE = re.compile(r"(?:.*_)?(?:df|data|dataset|table|frame|train)\d?(?:_.*)?")


def assigned(target: ast.expr | None, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Each value with the name that it gets."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, part in zip(target.elts, value.elts, strict=True):
            yield dotted(one), part
    elif isinstance(value, ast.Call) and last_name(value.func) in _OF_BOTH and len(value.args) > 1:
        yield "x", value.args[0]
        yield "y", value.args[1]
    else:
        yield dotted(target) if target else "", value


def column_attribute(part: ast.expr, tables: Collection[str]) -> str:
    """The column that is taken like an attribute, `df.churn.values`; empty for anything else.

    `tables` are the names of tables that may not sound like one.
    """
    while isinstance(part, ast.Call | ast.Attribute):
        inner = part.func if isinstance(part, ast.Call) else part.value
        is_column = isinstance(part, ast.Attribute) and isinstance(inner, ast.Name)
        if is_column and isinstance(part, ast.Attribute) and part.attr not in _OF_TABLES:
            is_table = dotted(inner) in tables or _TABLE.fullmatch(dotted(inner).lower())
            return part.attr if is_table else ""
        part = inner
    return ""


def is_table(value: ast.expr, tables: Collection[str]) -> bool:
    """Whether a value is read from a file, or made of a table by an index or a method."""
    while isinstance(value, ast.Subscript | ast.Attribute | ast.Call):
        if isinstance(value, ast.Call) and last_name(value.func).startswith("read_"):
            return True
        value = value.func if isinstance(value, ast.Call) else value.value
    return dotted(value) in tables


def mentions(value: ast.expr, column: str) -> bool:
    """Whether a value is made of a column, among others."""
    return any(
        (isinstance(one, ast.Constant) and one.value == column)
        or (isinstance(one, ast.Attribute) and one.attr == column)
        for one in ast.walk(value)
    )


def is_of_columns(call: ast.Call) -> bool:
    """Whether `drop` takes out columns, and not rows."""
    named = {one.arg: one.value for one in call.keywords}
    axis = named.get("axis") or (call.args[1] if len(call.args) > 1 else None)
    return "columns" in named or (isinstance(axis, ast.Constant) and axis.value in (1, "columns"))


def is_computed(node: ast.AST) -> bool:
    """Whether an expression makes other numbers: by arithmetic, or by a function of numpy's."""
    is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
    return isinstance(node, ast.BinOp) or (
        is_call and isinstance(node, ast.Call) and dotted(node.func) in _FUNCTIONS
    )
