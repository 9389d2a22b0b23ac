"""Normalization with trainable scale and offset, and dropout of whole channels."""

from collections.abc import Mapping
from math import prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.normalization import (
    BatchNormalization,
    LayerNormalization,
    SpatialDropout1D,
    SpatialDropout2D,
)
from mlpcli.network.shape_inference.step import Rule, Shape, Step, Weight, need_rank, same


def batch_normalization(layer: BatchNormalization, shape: Shape) -> Step:
    moving = tuple(
        Weight(name, shape[-1:], name, trainable=False) for name in ("moving_mean", "moving_variance")
    )
    return Step(shape, (*_scale_and_center(layer, shape), *moving), prod(shape))


def layer_normalization(layer: LayerNormalization, shape: Shape) -> Step:
    return Step(shape, _scale_and_center(layer, shape), prod(shape))


def spatial_dropout_1d(layer: SpatialDropout1D, shape: Shape) -> Step:
    need_rank(shape, 2, "SpatialDropout2D")
    return same(layer, shape)


def spatial_dropout_2d(layer: SpatialDropout2D, shape: Shape) -> Step:
    need_rank(shape, 3, "SpatialDropout1D")
    return same(layer, shape)


def _scale_and_center(layer: BatchNormalization | LayerNormalization, shape: Shape) -> tuple[Weight, ...]:
    wanted = (("gamma", layer.scale), ("beta", layer.center))
    return tuple(Weight(name, shape[-1:], name) for name, wants in wanted if wants)


RULES: Mapping[type[Layer], Rule] = {
    BatchNormalization: Rule(batch_normalization, values="changed", xla="any"),
    LayerNormalization: Rule(layer_normalization, values="changed", xla="any"),
    SpatialDropout1D: Rule(spatial_dropout_1d, values="kept", xla="gpu"),
    SpatialDropout2D: Rule(spatial_dropout_2d, values="kept", xla="gpu"),
}
