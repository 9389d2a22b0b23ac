"""Gradients that a script clips by itself, in a training written by hand: here, its optimizer does."""

import ast
from collections.abc import Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import arguments_by_name, last_name
from mlpcli.config.translation.scripts.calls import is_trainer
from mlpcli.config.translation.scripts.schedules import named_optimizer
from mlpcli.config.translation.scripts.values import Reading, Scope, Setting, Unread, unread
from mlpcli.config.yaml.nodes import Plain

# The argument of an optimizer for each call, and the order of what it is given.
_CALLS = {
    "clip_grad_norm_": ("global_clipnorm", ("", "max_norm", "norm_type")),
    "clip_grad_norm": ("global_clipnorm", ("", "max_norm", "norm_type")),
    "clip_by_global_norm": ("global_clipnorm", ("", "clip_norm")),
    "clip_grad_value_": ("clipvalue", ("", "clip_value")),
}
_LIMITS = ("max_norm", "clip_norm", "clip_value", "gradient_clip_val")
_ACCUMULATED = "accumulate_grad_batches"
_STEPS = "gradient_accumulation_steps"
_ALGORITHM = "gradient_clip_algorithm"


def add_clipping(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep the limit that a call has for gradients, or name the call."""
    key, order = _CALLS.get(last_name(call.func), ("global_clipnorm", ()))
    given = arguments_by_name(call, order)
    if is_trainer(call):
        _add_accumulation(reading, given, scope)
        key = "clipvalue" if _ALGORITHM in given and "value" in ast.unparse(given[_ALGORITHM]) else key
    elif not order:
        return
    limit = next((given[name] for name in _LIMITS if name in given), None)
    if limit is None:
        return
    try:
        value = value_of(limit, scope.plain)
    except Unreadable:
        reading.notes.append(unread(limit, is_layer=False))
        return
    said = Unread(" ".join(ast.unparse(call).split()) if order else f"gradient_clip_val={value}", call.lineno)
    if "norm_type" in given and ast.unparse(given["norm_type"]) not in ("2", "2.0"):
        reading.notes.append(said)
    elif isinstance(value, int | float) and value > 0:
        reading.clipping.setdefault(key, Setting(value, said))


def _add_accumulation(reading: Reading, given: Mapping[str, ast.expr], scope: Scope) -> None:
    """Keep of how many batches a trainer adds the gradients up."""
    if (node := given.get(_ACCUMULATED)) is None:
        return
    try:
        value = value_of(node, scope.plain)
    except Unreadable:
        value = None
    said = Unread(f"{_ACCUMULATED}={unread(node, is_layer=False).text}", node.lineno)
    if type(value) is not int:
        reading.notes.append(said)
    elif value > 1:
        reading.clipping[_STEPS] = Setting(value, said)


def clipped(optimizer: Plain, clipping: Mapping[str, Setting]) -> tuple[Plain, list[Unread]]:
    """An optimizer that clips gradients, or adds them up, and what it does not do.

    It clips in one way, and must be known.
    """
    missing = [one.said for one in clipping.values()]
    try:
        name, arguments = named_optimizer(optimizer)
    except Unreadable:
        return optimizer, missing
    limits = [(key, one) for key, one in clipping.items() if key != _STEPS]
    kept = {
        key: one.value for key, one in (*limits[:1], *clipping.items()) if key in (_STEPS, *dict(limits[:1]))
    }
    return ({name: {**arguments, **kept}} if kept else optimizer), [one.said for _, one in limits[1:]]
