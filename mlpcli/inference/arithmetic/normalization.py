"""Normalization of batches, layers and groups.

Products and sums are in Keras's order and in float32: far from 0 they lose digits, and the network was
trained with what is left of them.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    LayerNormalization,
    RMSNormalization,
    UnitNormalization,
)
from mlpcli.config.types.axes import listed
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Weights, rounded

# `epsilon` of keras/src/layers/normalization/unit_normalization.py.
_SHORTEST = 1e-12


def batch(layer: BatchNormalization, inputs: Array, weights: Weights) -> Array:
    """gamma * (x - mean) / sqrt(variance + epsilon) + beta, with the moving averages of training."""
    shape = _along(layer.axis, inputs.shape)
    mean, variance = (weights[name].reshape(shape) for name in ("moving_mean", "moving_variance"))
    return _scaled(layer, inputs, mean, variance, weights, shape)


def of_layer(layer: LayerNormalization, inputs: Array, weights: Weights) -> Array:
    """gamma * (x - mean) / sqrt(variance + epsilon) + beta, of the values of a row along `axis`."""
    shape = _along(layer.axis, inputs.shape)
    axes = tuple(axis % inputs.ndim for axis in listed(layer.axis))
    return _scaled(layer, inputs, *_moments(inputs, axes), weights, shape)


def of_groups(layer: GroupNormalization, inputs: Array, weights: Weights) -> Array:
    """As LayerNormalization, of all values of a group of channels."""
    axis = layer.axis % inputs.ndim
    channels = inputs.shape[axis]
    groups = channels if layer.groups == -1 else layer.groups
    grouped = inputs.reshape(*inputs.shape[:axis], groups, channels // groups, *inputs.shape[axis + 1 :])
    shape = [1] * grouped.ndim
    shape[axis : axis + 2] = groups, channels // groups
    axes = tuple(place for place in range(1, grouped.ndim) if place != axis)
    return _scaled(layer, grouped, *_moments(grouped, axes), weights, shape).reshape(inputs.shape)


def root_mean_square(layer: RMSNormalization, inputs: Array, weights: Weights) -> Array:
    """scale * x / sqrt(mean of x^2 + epsilon)"""
    axes = listed(layer.axis)
    squares = rounded(np.mean(inputs.astype(np.float64) ** 2, axis=axes, keepdims=True))
    return inputs * (1 / np.sqrt(squares + np.float32(layer.epsilon))) * weights["scale"]


def to_length_one(layer: UnitNormalization, inputs: Array, weights: Weights) -> Array:
    """x / sqrt(sum of x^2)"""
    squares = np.sum(inputs.astype(np.float64) ** 2, axis=listed(layer.axis), keepdims=True)
    return inputs * rounded(np.minimum(1 / np.sqrt(rounded(squares)), np.float32(1 / _SHORTEST)))


def _along(axes: Any, shape: tuple[int, ...]) -> list[int]:
    """The shape in which weights for `axes` fit rows of `shape`."""
    places = {axis % len(shape) for axis in listed(axes)}
    return [side if place in places else 1 for place, side in enumerate(shape)]


def _moments(values: Array, axes: tuple[int, ...]) -> tuple[Array, Array]:
    wide = values.astype(np.float64)
    return rounded(wide.mean(axes, keepdims=True)), rounded(wide.var(axes, keepdims=True))


def _scaled(
    layer: Any, values: Array, mean: Array, variance: Array, weights: Weights, shape: list[int]
) -> Array:
    factor = 1 / np.sqrt(variance + np.float32(layer.epsilon))
    if layer.scale:
        factor = factor * weights["gamma"].reshape(shape)
    offset = weights["beta"].reshape(shape) if layer.center else np.float32(0)
    return values * factor + (offset - mean * factor)


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    BatchNormalization: LayerFunction(batch),
    LayerNormalization: LayerFunction(of_layer),
    GroupNormalization: LayerFunction(of_groups),
    RMSNormalization: LayerFunction(root_mean_square),
    UnitNormalization: LayerFunction(to_length_one),
}
