"""What the targets of a script's assignments stand for from then on."""

import ast
from typing import Any

from mlpcli.config.translation.scripts.tensors import at_last_step
from mlpcli.config.translation.scripts.values import Scope, Tensor, dotted, is_plain


def bind(target: ast.expr, value: Any, scope: Scope) -> None:
    """Give a name, or each name of a tuple, its value."""
    if isinstance(target, ast.Tuple | ast.List) and isinstance(value, Tensor):
        # Recurrent layers of PyTorch's return their states behind their outputs.
        for place, item in enumerate(target.elts):
            bind(item, at_last_step(value) or value if place else value, scope)
    elif isinstance(target, ast.Tuple | ast.List):
        fits = isinstance(value, list) and len(value) == len(target.elts)
        for place, item in enumerate(target.elts):
            if fits:
                bind(item, value[place], scope)
            else:
                unbind(item, scope)
    elif isinstance(target, ast.Subscript) and isinstance(scope.plain.get(dotted(target.value)), dict):
        _bind_item(target, value, scope)
    elif name := dotted(target):
        scope.bind(name, value)


def _bind_item(target: ast.Subscript, value: Any, scope: Scope) -> None:
    """Give a mapping another item: `options["units"] = 8`."""
    name = dotted(target.value)
    before = scope.plain[name]
    if isinstance(target.slice, ast.Constant) and is_plain(value) and isinstance(before, dict):
        scope.bind(name, {**before, str(target.slice.value): value})
    else:
        scope.unbind(name)


def unbind(target: ast.expr, scope: Scope) -> None:
    """Forget what a name, or each of several, stands for."""
    for node in ast.walk(target):
        if isinstance(node, ast.Name | ast.Attribute):
            scope.unbind(dotted(node))
