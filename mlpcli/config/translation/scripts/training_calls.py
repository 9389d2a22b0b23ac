"""In which order Keras takes what `compile` and `fit` are given without names."""

import ast
from collections.abc import Sequence
from typing import Any

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
from mlpcli.config.translation.scripts.values import Scope

OF_FIT = (
    *("x", "y", "batch_size", "epochs", "verbose", "callbacks", "validation_split", "validation_data"),
    *("shuffle", "class_weight", "sample_weight", "initial_epoch", "steps_per_epoch"),
    *("validation_steps", "validation_batch_size", "validation_freq"),
)
_ORDERS = {
    "fit": OF_FIT,
    "fit_generator": ("generator", "steps_per_epoch", "epochs", "verbose", "callbacks", "validation_data"),
}
_FIRST = ("optimizer", "loss")
_LAST = (*("weighted_metrics", "run_eagerly", "steps_per_execution", "jit_compile", "auto_scale_loss"),)


def order_of(call: ast.Call, scope: Scope) -> Sequence[str]:
    """The names of what a call is given in order; empty for a call that trains no network."""
    name = last_name(call.func)
    if name != "compile":
        return _ORDERS.get(name, ())
    # Until Keras 3, the metrics stood before the weights of the losses.
    third, fourth = [*call.args[2:4], None, None][:2]
    is_former = not _is_of_numbers(third, scope) and (not _is_none(third) or _is_of_numbers(fourth, scope))
    between = ("metrics", "loss_weights") if is_former else ("loss_weights", "metrics")
    return (*_FIRST, *between, *_LAST)


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_of_numbers(node: ast.expr | None, scope: Scope) -> bool:
    """Whether it is a number, or several."""
    try:
        value: Any = None if node is None else value_of(node, scope.plain)
    except Unreadable:
        return False
    each = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return bool(each) and all(type(one) in (int, float) for one in each)
