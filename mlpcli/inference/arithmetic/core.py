"""Dense, Rescaling, Normalization, activations as layers, and what hands on what it gets."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.config.layers import activation
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import (
    Activation,
    ActivityRegularization,
    Dense,
    Identity,
    Normalization,
    Rescaling,
)
from mlpcli.config.types.axes import listed
from mlpcli.inference.arithmetic import activations
from mlpcli.inference.arithmetic.layer_function import (
    Array,
    LayerFunction,
    Weights,
    kept,
    products,
    rounded,
)

# `epsilon` of keras/src/backend/config.py.
_EPSILON = np.float32(1e-7)


def dense(layer: Dense, inputs: Array, weights: Weights) -> Array:
    """z = x W + b"""
    return rounded(products(inputs, weights["kernel"]) + weights.get("bias", 0))


def activated(layer: Any, z: Array, weights: Weights) -> Array:
    """The layer's `activation` of z."""
    return activations.activate(layer.activation, z)


def rescaling(layer: Rescaling, inputs: Array, weights: Weights) -> Array:
    """x * scale + offset"""
    return rescaled(inputs, layer.scale, layer.offset)


def rescaled(inputs: Array, scale: Any, offset: Any = 0.0) -> Array:
    """As `rescaling`, with numbers for all values or for each entry of the last axis."""
    return inputs * np.asarray(scale, np.float32) + np.asarray(offset, np.float32)


def normalization(layer: Normalization, inputs: Array, weights: Weights) -> Array:
    """(x - mean) / sqrt(variance), with numbers for each entry along `axis`."""
    places = sorted(axis % inputs.ndim for axis in listed(layer.axis))
    if layer.mean is None:
        shape = [side if place in places else 1 for place, side in enumerate(inputs.shape)]
        mean, variance = (weights[name].reshape(shape) for name in ("mean", "variance"))
    else:
        mean, variance = (_along_last(one, places, inputs.ndim) for one in (layer.mean, layer.variance))
    return (inputs - mean) / np.maximum(np.sqrt(variance), _EPSILON)


def _along_last(numbers: Any, places: list[int], axes: int) -> Array:
    """Numbers that the config has, along the last axis of `places`, if there are several."""
    found = np.asarray(numbers, np.float32)
    shape = [1] * axes
    if found.size > 1:
        shape[places[-1]] = found.size
    return found.reshape(shape)


def relu(layer: activation.ReLU, z: Array, weights: Weights) -> Array:
    return activations.relu(z, layer.negative_slope, layer.max_value, layer.threshold)


def leaky_relu(layer: activation.LeakyReLU, z: Array, weights: Weights) -> Array:
    return activations.leaky_relu(z, layer.negative_slope)


def prelu(layer: activation.PReLU, z: Array, weights: Weights) -> Array:
    """z above 0, and alpha z below."""
    return rounded(np.where(z > 0, z, z * weights["alpha"]))


def elu(layer: activation.ELU, z: Array, weights: Weights) -> Array:
    return activations.elu(z, layer.alpha)


def softmax(layer: activation.Softmax, z: Array, weights: Weights) -> Array:
    return activations.softmax(z, layer.axis)


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    Dense: LayerFunction(dense, activated),
    Activation: LayerFunction(kept, activated),
    Identity: LayerFunction(kept),
    ActivityRegularization: LayerFunction(kept),
    Rescaling: LayerFunction(rescaling),
    Normalization: LayerFunction(normalization),
    activation.ReLU: LayerFunction(kept, relu),
    activation.LeakyReLU: LayerFunction(kept, leaky_relu),
    activation.PReLU: LayerFunction(kept, prelu),
    activation.ELU: LayerFunction(kept, elu),
    activation.Softmax: LayerFunction(kept, softmax),
}
