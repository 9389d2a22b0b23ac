"""The line of a file with the names of its columns, which a script skips, or puts other names in place of."""

import ast
from collections.abc import Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.yaml.nodes import Plain

_READERS = frozenset({"read_csv", "read_table", "read_excel"})


def names_in_place(call: ast.Call, names: Mapping[str, Plain]) -> tuple[str, ...]:
    """The names that columns get in place of those in the file; empty if there are none."""
    given = {one.arg: one.value for one in call.keywords}
    if not _has_names(call) or "names" not in given or "usecols" in given:
        return ()
    try:
        found = value_of(given["names"], names)
    except Unreadable:
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()


def with_header(call: ast.Call, names: Mapping[str, Plain]) -> ast.Call:
    """A call that skips the line with the names, as one that has read it."""
    if not _has_names(call):
        return call
    gone = ["skiprows", "header", *(["names"] if names_in_place(call, names) else [])]
    kept = [one for one in call.keywords if one.arg not in gone]
    said = ast.copy_location(ast.Constant(1), call)
    return ast.copy_location(ast.Call(call.func, call.args, [*kept, ast.keyword("skip_header", said)]), call)


def _has_names(call: ast.Call) -> bool:
    """Whether the first line of a file has names, which are skipped or replaced."""
    if last_name(call.func) not in _READERS:
        return False
    given = {one.arg: ast.unparse(one.value) for one in call.keywords}
    header, skipped = given.get("header", "'infer'"), given.get("skiprows", "0")
    is_replaced = "names" in given and (header, skipped) in (("0", "0"), ("'infer'", "1"))
    return is_replaced or (header, skipped) == ("None", "1")
