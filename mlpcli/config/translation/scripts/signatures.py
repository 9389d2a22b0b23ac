"""What a function of the script is given: by its call, or else by its defaults."""

import ast
from collections.abc import Iterator


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
