"""Gradients that a script clips by itself, in a training written by hand: here, its optimizer does."""

import ast
from collections.abc import Mapping

from mlpcli.config.translation.classes import Unreadable
from mlpcli.config.translation.keras_calls import value_of
from mlpcli.config.translation.pasted_code import last_name
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
_ALGORITHM = "gradient_clip_algorithm"


def add_clipping(reading: Reading, call: ast.Call, scope: Scope) -> None:
    """Keep the limit that a call has for gradients, or name the call."""
    key, order = _CALLS.get(last_name(call.func), ("global_clipnorm", ()))
    given = {
        **dict(zip(order, call.args, strict=False)),
        **{one.arg or "": one.value for one in call.keywords},
    }
    if is_trainer(call):
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


def clipped(optimizer: Plain, clipping: Mapping[str, Setting]) -> tuple[Plain, list[Unread]]:
    """An optimizer that clips gradients, and what it does not: it clips in one way, and must be known."""
    missing = [one.said for one in clipping.values()]
    try:
        name, arguments = named_optimizer(optimizer)
    except Unreadable:
        return optimizer, missing
    for key, one in list(clipping.items())[:1]:
        return {name: {**arguments, key: one.value}}, missing[1:]
    return optimizer, missing
