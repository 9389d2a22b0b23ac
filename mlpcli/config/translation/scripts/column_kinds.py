"""Columns that a script makes categories of, whatever they hold, or chooses by what they hold."""

import ast
import re
from collections.abc import Collection, Iterator, Mapping

from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.column_names import (
    Names,
    columns_in,
    is_place,
    transformer_steps,
    used_columns,
)
from mlpcli.config.translation.scripts.values import Unread, dotted, unread
from mlpcli.config.yaml.nodes import Plain

# Types of texts and of categories, by their last names.
_TEXTS = frozenset({"str", "object", "category", "string", "O", "StringDtype", "CategoricalDtype"})
_NUMBERS = re.compile(
    r"(?:u?int|float|complex|bool|Int|UInt|Float|number|double|single|half)\d*(?:_|\[.*)?|None"
)
_FITTED = frozenset({"fit_transform", "transform"})
_NUMBERING = frozenset({"LabelEncoder", "OrdinalEncoder"})
# Names of columns that depend on what the file holds.
_OF_THE_FILE = re.compile(r"\.columns\b|\bdtypes\b|select_dtypes|\bnunique\b")
_OF_TEXTS = re.compile(
    r"select_dtypes\((?:include=)?\[?(?:'object'|'category'|'string'|object|str)"
    r"|dtypes? == (?:'object'|'O'|object)"
)
_OF_NUMBERS = re.compile(
    r"select_dtypes\((?:include=)?\[?(?:'number'|'int|'float|np\.|int|float)"
    r"|select_dtypes\(exclude=\[?(?:'object'|'category'|object)|dtypes? != (?:'object'|'O'|object)"
)


def read_as_categories(call: ast.Call, names: Names) -> tuple[tuple[str, ...], Unread | None]:
    """The columns that pandas is to read as texts or categories; and its argument, if that is not known."""
    node = next((one.value for one in call.keywords if one.arg == "dtype"), None)
    if node is None or not last_name(call.func).startswith("read_"):
        return (), None
    said = Unread(f"dtype={unread(node, is_layer=False).text}", call.lineno)
    if isinstance(known := names.get(dotted(node)), dict):
        return tuple(name for name, kind in known.items() if kind in _TEXTS), None
    if not isinstance(node, ast.Dict):
        return (), None if _NUMBERS.fullmatch(_type(node)) else said
    if not all(isinstance(one, ast.Constant) for one in node.keys):
        return (), said
    return tuple(_of_texts(node)), None


def _of_texts(node: ast.Dict) -> Iterator[str]:
    for key, kind in zip(node.keys, node.values, strict=True):
        if isinstance(key, ast.Constant) and isinstance(key.value, str) and _type(kind) in _TEXTS:
            yield key.value


def _type(node: ast.expr) -> str:
    """The name of a type, as a text or not: `np.float32`, `"category"`."""
    node = node.func if isinstance(node, ast.Call) else node
    return str(node.value) if isinstance(node, ast.Constant) else last_name(node)


def is_encoder(node: ast.AST, encoders: Collection[str]) -> bool:
    """Whether code makes columns of zeros and ones, alone or as a step of a pipeline."""
    inside = list(ast.walk(node))
    if any(transformer_steps(one) is not None for one in inside if isinstance(one, ast.Call)):
        # It encodes some columns of those that it is given.
        return False
    each = (one for one in inside if isinstance(one, ast.Name | ast.Attribute))
    return any(last_name(one) == "OneHotEncoder" or dotted(one) in encoders for one in each)


def makes_numbers(node: ast.AST) -> bool:
    """Whether a call makes what numbers categories."""
    return isinstance(node, ast.Call) and last_name(node.func) in _NUMBERING


def numbers_categories(value: ast.expr, numberers: Collection[str]) -> bool:
    """Whether the categories of columns are numbered: by a call, or by `apply` one column after the other."""
    for call in (one for one in ast.walk(value) if isinstance(one, ast.Call)):
        is_fitted = last_name(call.func) in _FITTED and isinstance(call.func, ast.Attribute)
        given = call.args[:1] if last_name(call.func) == "apply" else [call.func] if is_fitted else []
        each = [node for one in given for node in ast.walk(one)]
        if any(makes_numbers(one) or (isinstance(one, ast.Name) and one.id in numberers) for one in each):
            return True
    return False


def encoded_in(
    target: ast.expr | None, value: ast.expr, names: Names, encoders: Collection[str]
) -> Iterator[tuple[tuple[Plain, ...], ast.Call]]:
    """Each call that makes categories of columns, after these; they are empty if they are not known."""
    for call in (one for one in ast.walk(value) if isinstance(one, ast.Call)):
        name = last_name(call.func)
        for columns in _steps(call, names, encoders):
            yield columns, call
        given = {one.arg: one.value for one in call.keywords}
        if name == "get_dummies":
            node = given.get("columns") or (call.args[4] if len(call.args) > 4 else None)
            if node is None:
                yield from ((columns, call) for one in call.args[:1] if (columns := _column(one, names)))
            elif ast.unparse(node) != "None":
                yield columns_in(node, names) or (), call
        elif name in _FITTED and isinstance(call.func, ast.Attribute) and call.args:
            columns = _columns(call.args[0], names) if is_encoder(call.func.value, encoders) else ()
            yield from [(columns, call)] if columns else ()
        elif name == "astype" and isinstance(call.func, ast.Attribute) and call.args:
            yield from ((columns, call) for columns in _typed(target, value, call, names) if columns)


def _steps(call: ast.Call, names: Names, encoders: Collection[str]) -> Iterator[tuple[Plain, ...]]:
    """The columns that an encoder in a ColumnTransformer is given."""
    for step in transformer_steps(call) or ():
        parts = step.elts if isinstance(step, ast.Tuple) else []
        if len(parts) in (2, 3) and is_encoder(parts[-2], encoders):
            yield from filter(None, [used_columns(parts[-1], names)])


def _typed(
    target: ast.expr | None, value: ast.expr, call: ast.Call, names: Names
) -> Iterator[tuple[Plain, ...]]:
    """The columns that get another type, and no numbers of their categories."""
    kind = call.args[0]
    if isinstance(kind, ast.Dict):
        yield tuple(_of_texts(kind))
    elif value is call and isinstance(target, ast.Subscript) and _type(kind) in _TEXTS:
        yield _columns(target, names)


def _column(node: ast.expr, names: Names) -> tuple[Plain, ...]:
    """The one column in `table["zip"]` and `table.zip`, which is encoded whatever it holds."""
    if isinstance(node, ast.Subscript):
        return _columns(node, names) if not isinstance(node.slice, ast.List) else ()
    is_column = isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr != "values"
    return (node.attr,) if is_column and isinstance(node, ast.Attribute) else ()


def _columns(node: ast.expr, names: Names) -> tuple[Plain, ...]:
    while isinstance(node, ast.Attribute | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return columns_in(node.slice, names) or () if isinstance(node, ast.Subscript) else ()


def kind_of_columns(text: str) -> str:
    """What code chooses of the columns by what the file has: numbers, texts, or others; empty if nothing."""
    if _OF_TEXTS.search(text):
        return "texts"
    return "numbers" if _OF_NUMBERS.search(text) else "others" if _OF_THE_FILE.search(text) else ""


def chosen_in(node: ast.AST, kinds: Mapping[str, str]) -> tuple[Unread, bool] | None:
    """What to say of columns that only the file tells, and whether all are of numbers; None for others."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        written = " ".join(ast.unparse(node).removeprefix(ast.unparse(node.func.value)).split())
        is_filtered = node.func.attr == "filter" and any(
            one.arg in ("like", "regex") for one in node.keywords
        )
        if node.func.attr == "select_dtypes" or is_filtered:
            said = Unread(f"the columns of {written[1:]}", node.lineno, is_layer=False)
            return said, kind_of_columns(written) == "numbers"
    if not isinstance(node, ast.Subscript) or last_name(node.value) == "columns":
        return None
    index = node.slice.elts[-1] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
    is_second = isinstance(node.slice, ast.Tuple) and len(node.slice.elts) == 2
    if is_place(index):
        return None
    kind = kinds.get(dotted(index)) or kind_of_columns(ast.unparse(index))
    if kind or (is_second and _is_open(index)):
        return unread(node, is_layer=False), kind == "numbers"
    return None


def _is_open(index: ast.expr) -> bool:
    """Whether columns are chosen from one name to another, or by a condition."""
    if isinstance(index, ast.Slice):
        ends = (one for one in (index.lower, index.upper) if one)
        return any(isinstance(one, ast.Constant) and isinstance(one.value, str) for one in ends)
    return isinstance(index, ast.Compare)
