"""A trained network as plain values, which its page holds as JSON."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlpcli.browser.weight_blobs import WeightBlobs
from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.layers.convolution import Conv1DTranspose, Conv2DTranspose
from mlpcli.config.types.with_arguments import WithArguments
from mlpcli.data.preprocessing import TargetUnits
from mlpcli.data.preprocessing.base import FirstLayer
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.inference.arithmetic.forward import of_layer
from mlpcli.network.added_layers import PREPROCESSING, PROBABILITIES, UNITS
from mlpcli.network.sequence_checks import keeps_mask
from mlpcli.network.stack import layer_names

# What only training needs.
_ENDINGS = ("_initializer", "_regularizer", "_constraint")
_NAMES = ("name", "trainable", "learning_rate_factor")


def network_data(
    network: ArithmeticNetwork, shape: tuple[int, ...], quantized: bool = False
) -> dict[str, Any]:
    """The network for `openNetwork` of runtime/network.js; `shape` is that of a row.

    A layer has its `name`, its `kind`, its `arguments`, whether it `keepsMask`, and where its `weights` are
    in the texts of `WeightBlobs`, which are part of the result; one that acts in training only `isIdle`. With
    `quantized`, its matrices are in 8 bits.
    """
    layers: list[dict[str, Any]] = [_first(layer) for layer in network.preprocessing.first_layers]
    blobs = WeightBlobs(quantized)
    for layer, name in zip(network.layers, layer_names(network.layers), strict=True):
        weights = of_layer(network.weights, name).items()
        placed = {key: blobs.add(layer, key, value) for key, value in weights}
        layers.append(_described(layer, name) | {"keepsMask": keeps_mask(layer), "weights": placed})
    if network.activation:
        layers.append(_added(PROBABILITIES, "Activation", {"activation": _activation(network.activation)}))
    if units := network.preprocessing.targets:
        layers.append(_added(UNITS, "InUnits", _units(units)))
    return {"shape": list(shape), "layers": layers, **blobs.texts()}


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
    found = {"name": name, "kind": type(layer).__name__, "arguments": dict(_arguments(layer))}
    return found | {"isIdle": True} if isinstance(layer, TrainingOnly) else found


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
    if isinstance(layer, Conv1DTranspose | Conv2DTranspose):
        yield "beyond", layer.beyond


def _activation(activation: str | WithArguments) -> dict[str, Any]:
    """An activation as its name and its arguments, for `activate` of runtime/activations.js."""
    if isinstance(activation, WithArguments):
        return {"name": activation.keras_name(), "arguments": dict(activation)}
    return {"name": activation, "arguments": {}}
