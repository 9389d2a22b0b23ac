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
from mlpcli.network.shape_inference.layer_rule import Rule, Shape, Step, need_rank


def pooling_1d(layer: MaxPooling1D | AveragePooling1D, shape: Shape) -> Step:
    need_rank(shape, 2, type(layer).__name__.replace("1D", "2D"))
    strides = layer.strides or layer.pool_size
    steps = windows(shape[:-1], (layer.pool_size,), (strides,), layer.padding, (1,), "pool_size")
    return Step((*steps, shape[-1]))


def pooling_2d(layer: MaxPooling2D | AveragePooling2D, shape: Shape) -> Step:
    need_rank(shape, 3, type(layer).__name__.replace("2D", "1D"))
    strides = layer.strides or layer.pool_size
    sides = windows(shape[:-1], layer.pool_size, strides, layer.padding, (1, 1), "pool_size")
    return Step((*sides, shape[-1]))


def global_pooling_1d(layer: GlobalMaxPooling1D | GlobalAveragePooling1D, shape: Shape) -> Step:
    need_rank(shape, 2, type(layer).__name__.replace("1D", "2D"))
    return Step((1, shape[-1]) if layer.keepdims else shape[-1:])


def global_pooling_2d(layer: GlobalMaxPooling2D | GlobalAveragePooling2D, shape: Shape) -> Step:
    need_rank(shape, 3, type(layer).__name__.replace("2D", "1D"))
    return Step((1, 1, shape[-1]) if layer.keepdims else shape[-1:])


RULES: Mapping[type[Layer], Rule] = {
    MaxPooling1D: Rule(pooling_1d, values="changed", xla="gpu"),
    MaxPooling2D: Rule(pooling_2d, values="changed", xla="gpu"),
    AveragePooling1D: Rule(pooling_1d, values="changed", xla="gpu"),
    AveragePooling2D: Rule(pooling_2d, values="changed", xla="gpu"),
    GlobalMaxPooling1D: Rule(global_pooling_1d, values="changed", xla="gpu"),
    GlobalMaxPooling2D: Rule(global_pooling_2d, values="changed", xla="gpu"),
    GlobalAveragePooling1D: Rule(global_pooling_1d, values="changed", xla="gpu"),
    GlobalAveragePooling2D: Rule(global_pooling_2d, values="changed", xla="gpu"),
}
