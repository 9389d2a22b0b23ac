"""Pooling: the largest or the mean of each window, or of all steps or pixels."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.pooling import (
    AveragePooling1D,
    AveragePooling2D,
    GlobalAveragePooling1D,
    GlobalAveragePooling2D,
    GlobalMaxPooling1D,
    GlobalMaxPooling2D,
    MaxPooling1D,
    MaxPooling2D,
)
from mlpcli.inference.arithmetic.convolution import pad, places
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Mask, Weights, rounded


def largest(layer: MaxPooling1D | MaxPooling2D, inputs: Array, weights: Weights) -> Array:
    found: Any = None
    for seen in _windows(layer, inputs, -np.inf):
        found = seen if found is None else np.maximum(found, seen)
    return np.asarray(found)


def mean(layer: AveragePooling1D | AveragePooling2D, inputs: Array, weights: Weights) -> Array:
    """The mean of what is inside of the input: padding does not count."""
    total: Any = sum(seen.astype(np.float64) for seen in _windows(layer, inputs, 0.0))
    ones = np.ones((1, *inputs.shape[1:-1], 1), np.float32)
    return rounded(total / sum(_windows(layer, ones, 0.0)))


def _windows(layer: Any, inputs: Array, padding: float) -> list[Array]:
    """For each place in the window what lies under it."""
    pool = _each(layer.pool_size)
    strides = _each(layer.strides or layer.pool_size)
    once = (1,) * len(pool)
    padded = pad(inputs, pool, strides, layer.padding, once, padding)
    return [seen for _, seen in places(padded, pool, strides, once)]


def _each(sides: Any) -> tuple[int, ...]:
    return (sides,) if isinstance(sides, int) else sides


def global_largest(layer: GlobalMaxPooling1D | GlobalMaxPooling2D, inputs: Array, weights: Weights) -> Array:
    found: Array = np.max(inputs, axis=_inner_axes(inputs), keepdims=layer.keepdims)
    return found


def global_mean(
    layer: GlobalAveragePooling1D | GlobalAveragePooling2D, inputs: Array, weights: Weights
) -> Array:
    return rounded(np.mean(inputs, axis=_inner_axes(inputs), keepdims=layer.keepdims, dtype=np.float64))


def mean_of_steps(
    layer: GlobalAveragePooling1D, inputs: Array, weights: Weights, mask: Mask | None = None
) -> Array:
    """The mean of the steps that are not masked; NaN, as in Keras, where all of them are."""
    if mask is None:
        return global_mean(layer, inputs, weights)
    seen = mask[..., np.newaxis]
    total = np.sum(inputs, axis=1, keepdims=layer.keepdims, where=seen, dtype=np.float64)
    return rounded(total / np.sum(seen, axis=1, keepdims=layer.keepdims))


def _inner_axes(inputs: Array) -> tuple[int, ...]:
    return tuple(range(1, inputs.ndim - 1))


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    MaxPooling1D: LayerFunction(largest),
    MaxPooling2D: LayerFunction(largest),
    AveragePooling1D: LayerFunction(mean),
    AveragePooling2D: LayerFunction(mean),
    GlobalMaxPooling1D: LayerFunction(global_largest),
    GlobalMaxPooling2D: LayerFunction(global_largest),
    GlobalAveragePooling1D: LayerFunction(mean_of_steps, uses_mask=True),
    GlobalAveragePooling2D: LayerFunction(global_mean),
}
