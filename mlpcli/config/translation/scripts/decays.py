"""Penalties on weights that are no part of a script's layers: scikit-learn's alpha, PyTorch's weight_decay.

PyTorch's optimizers add the decay times each weight to its gradient, as half of it times the squared weight
does in the loss.
"""

import ast
from collections.abc import Mapping, Sequence
from dataclasses import replace

from mlpcli.config.messages.known_keys import keys_of
from mlpcli.config.translation.keras_calls import with_spread
from mlpcli.config.translation.pasted_code import arguments_by_name
from mlpcli.config.translation.pytorch import has_groups, order_of
from mlpcli.config.translation.scripts.layers import literal
from mlpcli.config.translation.scripts.schedules import named_optimizer
from mlpcli.config.translation.scripts.values import LARGEST, Decay, Layer, Reading, Scope
from mlpcli.config.yaml.nodes import Plain

_DECAY = "weight_decay"
# What layers leave out, and the regularizers that then have nothing to hold.
_SWITCHES = {"use_bias": "bias", "center": "beta", "scale": "gamma"}


def with_decay(reading: Reading, made: Layer, call: ast.Call, scope: Scope) -> Layer:
    """The optimizer of PyTorch's that a call makes, without a decay that it adds to gradients: it is kept."""
    reading.decay = None
    said = next((one for one in made.unread if one.text.startswith(f"{_DECAY}=")), None)
    if said is None or has_groups(call):
        return made
    given = arguments_by_name(with_spread(call, scope.plain), order_of(named_optimizer(made.plain)[0]) or ())
    value = literal(given[_DECAY], scope) if _DECAY in given else None
    if not isinstance(value, int | float) or not abs(value) < LARGEST:
        return made
    reading.decay = Decay(value / 2, is_of_all=True, said=said)
    return replace(made, unread=tuple(one for one in made.unread if one is not said))


def decayed(layers: Sequence[Plain], decay: Decay, rows: int) -> list[Plain]:
    """The layers with the penalty; `rows` are those that the script trains on, 0 if that is not known."""
    batch = min(decay.rows, rows) if rows else decay.rows
    factor = decay.factor / batch if batch else decay.factor
    penalty: Plain = {"L2": {"l2": float(f"{factor:.4g}")}}
    return [_with(layer, penalty, is_of_all=decay.is_of_all) for layer in layers]


def _with(layer: Plain, penalty: Plain, *, is_of_all: bool) -> Plain:
    name = next(iter(layer)) if isinstance(layer, dict) else str(layer)
    written = layer[name] if isinstance(layer, dict) else None
    given: Mapping[str, Plain] = written if isinstance(written, dict) else {}
    if "layer" in given:
        return {name: {**given, "layer": _with(given["layer"], penalty, is_of_all=is_of_all)}}
    each = sorted((key for key in keys_of((name,)) if key.endswith("_regularizer")), reverse=True)
    each = [key for key in each if key != "activity_regularizer" and (is_of_all or key.startswith("kernel"))]
    left_out = {f"{part}_regularizer" for switch, part in _SWITCHES.items() if given.get(switch) is False}
    held: dict[str, Plain] = {key: penalty for key in each if key not in left_out}
    return {name: {**given, **held}} if held else layer
