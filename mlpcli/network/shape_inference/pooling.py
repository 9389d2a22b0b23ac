"""Pooling."""

from collections.abc import Mapping

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
from mlpcli.network.shape_inference.convolution import windows
from mlpcli.network.shape_inference.layer_rule import Rule, Shape, Step, need_named_rank, per_axis


def _pool(layer: MaxPooling1D | AveragePooling1D | MaxPooling2D | AveragePooling2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    window, strides = per_axis(layer.pool_size), per_axis(layer.strides or layer.pool_size)
    sides = windows(shape[:-1], window, strides, layer.padding, (1,) * len(window), "pool_size")
    return Step((*sides, shape[-1]))


def _pool_all(
    layer: GlobalMaxPooling1D | GlobalAveragePooling1D | GlobalMaxPooling2D | GlobalAveragePooling2D,
    shape: Shape,
) -> Step:
    need_named_rank(layer, shape)
    return Step((*(1 for _ in shape[:-1] if layer.keepdims), shape[-1]))


RULES: Mapping[type[Layer], Rule] = {
    MaxPooling1D: Rule(_pool, values="changed", xla="gpu"),
    MaxPooling2D: Rule(_pool, values="changed", xla="gpu"),
    AveragePooling1D: Rule(_pool, values="changed", xla="gpu"),
    AveragePooling2D: Rule(_pool, values="changed", xla="gpu"),
    GlobalMaxPooling1D: Rule(_pool_all, values="changed", xla="gpu"),
    GlobalMaxPooling2D: Rule(_pool_all, values="changed", xla="gpu"),
    GlobalAveragePooling1D: Rule(_pool_all, values="changed", xla="gpu"),
    GlobalAveragePooling2D: Rule(_pool_all, values="changed", xla="gpu"),
}
