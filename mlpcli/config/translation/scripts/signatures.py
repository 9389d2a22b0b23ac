"""What a function of the script is given, by its call or else by its defaults, and what it returns."""

import ast
from collections.abc import Iterator, Mapping
from typing import TypeVar

from mlpcli.config.translation.scripts.values import Defined, Scope, dotted

Known = TypeVar("Known")


def parameters(node: ast.FunctionDef) -> Iterator[str]:
    """The names of its parameters."""
    for one in (*node.args.args, *node.args.kwonlyargs):
        if one.arg != "self":
            yield one.arg


def given_arguments(node: ast.FunctionDef, call: ast.Call | None) -> dict[str, ast.expr]:
    """The expression for each parameter that has one; without a call, those of the defaults."""
    names = [one.arg for one in node.args.args if one.arg != "self"]
    defaults = node.args.defaults
    given = dict(zip(names[len(names) - len(defaults) :], defaults, strict=False)) if defaults else {}
    given |= {
        one.arg: value
        for one, value in zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)
        if value is not None
    }
    if call:
        given |= dict(zip(names, call.args, strict=False))
        known = set(parameters(node))
        given |= {one.arg: one.value for one in call.keywords if one.arg in known}
    return given


def given_to(defined: Defined, call: ast.Call | None) -> dict[str, ast.expr]:
    """As `given_arguments`, of whatever a script defines; none for a class."""
    return given_arguments(defined.node, call) if isinstance(defined.node, ast.FunctionDef) else {}


def known_of_returned(value: ast.expr, known: Mapping[int, list[Known]], scope: Scope) -> list[Known]:
    """What is `known` of each value that a call of a function of the script returns, by the lines of its
    `return`s; empty for anything else."""
    function = scope.objects.get(dotted(value.func)) if isinstance(value, ast.Call) else None
    inside = ast.walk(function.node) if isinstance(function, Defined) else ()
    lines = (one.lineno for one in inside if isinstance(one, ast.Return))
    return next((known[line] for line in lines if line in known), [])


def returned_by(target: ast.expr, value: ast.expr, scope: Scope) -> ast.expr:
    """What a function of the script returns to several names; a value that is none as it is."""
    function = scope.objects.get(dotted(value.func)) if isinstance(value, ast.Call) else None
    if not isinstance(target, ast.Tuple) or not isinstance(function, Defined):
        return value
    returns = (one.value for one in function.node.body if isinstance(one, ast.Return))
    return next(filter(None, returns), value)
