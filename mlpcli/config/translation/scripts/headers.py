"""The line of a file with the names of its columns, which a script skips, or puts other names in place of."""

import ast
from collections.abc import Sequence

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.column_names import Names, used_columns

_READERS = frozenset({"read_csv", "read_table", "read_excel"})


def names_in_place(call: ast.Call, names: Names) -> tuple[str, ...]:
    """The names that columns get in place of those in the file; empty if there are none.

    So are those of columns that are read by their places, if no others have names.
    """
    given = {one.arg: one.value for one in call.keywords}
    if "usecols" in given:
        found = _names(call, names)
        return found if len(found) == len(_places(given["usecols"], names)) else ()
    return _names(call, names) if _has_names(call) else ()


def names_of_places(call: ast.Call, places: Sequence[int], names: Names) -> tuple[str, ...]:
    """The names that a call gives the columns at some places from 1; empty if it gives them none."""
    found = _names(call, names)
    if len(found) == len(places):
        return found
    return tuple(found[place - 1] for place in sorted(places)) if len(found) >= max(places, default=0) else ()


def _places(node: ast.expr, names: Names) -> Sequence[int]:
    return [one for one in used_columns(node, names) if isinstance(one, int)]


def _names(call: ast.Call, names: Names) -> tuple[str, ...]:
    """The names that a reader of pandas gives the columns."""
    given = {one.arg: one.value for one in call.keywords}
    if last_name(call.func) not in _READERS or "names" not in given:
        return ()
    try:
        found = value_of(given["names"], names)
    except Unreadable:
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()


def with_header(call: ast.Call, names: Names) -> ast.Call:
    """A call that skips the line with the names, as one that has read it, and one without names that the
    columns of the file do not have."""
    in_place = names_in_place(call, names)
    if not _has_names(call) and not in_place:
        return call
    gone = ["skiprows", "header"] if _has_names(call) else ["header"]
    gone += ["names"] if in_place else []
    kept = [one for one in call.keywords if one.arg not in gone]
    said = (
        ast.keyword("skip_header", ast.Constant(1))
        if _has_names(call)
        else ast.keyword("header", ast.Constant(None))
    )
    ast.copy_location(said.value, call)
    return ast.copy_location(ast.Call(call.func, call.args, [*kept, said]), call)


def _has_names(call: ast.Call) -> bool:
    """Whether the first line of a file has names, which are skipped or replaced."""
    if last_name(call.func) not in _READERS:
        return False
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    header, skipped = given.get("header", "'infer'"), given.get("skiprows", "0")
    is_replaced = "names" in given and (header, skipped) in (("0", "0"), ("'infer'", "1"))
    return is_replaced or (header, skipped) == ("None", "1")
