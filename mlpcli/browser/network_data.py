"""A trained network as plain values, which its page holds as JSON."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import TargetUnits
from mlpcli.data.preprocessing.base import FirstLayer
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.arithmetic.forward import of_layer
from mlpcli.network.added_layers import PREPROCESSING, PROBABILITIES, UNITS
from mlpcli.network.stack import layer_names

# What only training needs.
_ENDINGS = ("_initializer", "_regularizer", "_constraint")
_NAMES = ("name", "trainable", "learning_rate_factor")


def network_data(network: ArithmeticNetwork, shape: tuple[int, ...]) -> dict[str, Any]:
    """The network for `openNetwork` of runtime/network.js; `shape` is that of a row.

    All weights are one text, `weights`: base64 of float32 in little-endian order. A layer's `weights` say
    where each begins, in numbers, and its shape.
    """
    layers: list[dict[str, Any]] = [_first(layer) for layer in network.preprocessing.first_layers]
    blocks: list[Array] = []
    start = 0
    for layer, name in zip(network.layers, layer_names(network.layers), strict=True):
        placed = {}
        for key, value in of_layer(network.weights, name).items():
            placed[key] = {"start": start, "shape": list(value.shape)}
            blocks.append(value.astype("<f4").ravel())
            start += value.size
        layers.append(_described(layer, name) | {"weights": placed})
    if network.activation:
        layers.append(_added(PROBABILITIES, "Activation", {"activation": _activation(network.activation)}))
    if units := network.preprocessing.targets:
        layers.append(_added(UNITS, "InUnits", _units(units)))
    weights = np.concatenate(blocks) if blocks else np.zeros(0, "<f4")
    return {"shape": list(shape), "layers": layers, "weights": b64encode(weights.tobytes()).decode()}


def _added(name: str, kind: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "kind": kind, "arguments": dict(arguments), "weights": {}}


def _first(layer: FirstLayer) -> dict[str, Any]:
    name = f"{PREPROCESSING}{layer.name}"
    if layer.keras == "Activation":
        return _added(name, "Activation", {"activation": _activation(str(layer.arguments[0]))})
    scale, *offset = layer.arguments
    return _added(name, "Rescaling", {"scale": scale, "offset": offset[0] if offset else 0.0})


def _units(units: TargetUnits) -> dict[str, Any]:
    names = ("mean", "deviation", "lowest", "highest")
    return {name: list(getattr(units, name)) for name in names}


def _described(layer: Layer, name: str) -> dict[str, Any]:
    return {"name": name, "kind": type(layer).__name__, "arguments": dict(_arguments(layer))}


def _arguments(layer: Layer) -> Iterator[tuple[str, Any]]:
    """The arguments that the layer's arithmetic takes, by Keras's names."""
    for key, value in layer:
        if key in _NAMES or key.endswith(_ENDINGS):
            continue
        if isinstance(value, Layer):
            yield key, _described(value, "")
        elif key.endswith("activation"):
            yield key, _activation(value)
        else:
            yield key, value


def _activation(activation: str | WithArguments) -> dict[str, Any]:
    """An activation as its name and its arguments, for `activate` of runtime/activations.js."""
    if isinstance(activation, WithArguments):
        return {"name": activation.keras_name(), "arguments": dict(activation)}
    return {"name": activation, "arguments": {}}
