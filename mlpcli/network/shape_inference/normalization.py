"""Normalization with trainable scale and offset, and dropout of whole channels."""

from collections.abc import Mapping
from math import gcd, prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.normalization import (
    BatchNormalization,
    GroupNormalization,
    LayerNormalization,
    RMSNormalization,
    SpatialDropout1D,
    SpatialDropout2D,
    UnitNormalization,
)
from mlpcli.config.yaml.nodes import Plain
from mlpcli.network.shape_inference.axes import places
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    counted,
    need_named_rank,
    same,
)


def batch_normalization(layer: BatchNormalization, shape: Shape) -> Step:
    sides = _sides(shape, places(layer.axis, shape))
    moving = tuple(Weight(name, sides, name, trainable=False) for name in ("moving_mean", "moving_variance"))
    return Step(shape, (*_scale_and_center(layer, sides), *moving), prod(shape))


def layer_normalization(layer: LayerNormalization, shape: Shape) -> Step:
    sides = _sides(shape, places(layer.axis, shape))
    return Step(shape, _scale_and_center(layer, sides), prod(shape))


def group_normalization(layer: GroupNormalization, shape: Shape) -> Step:
    sides = _sides(shape, places(layer.axis, shape))
    if layer.groups == 0 or sides[0] % layer.groups:
        fitting = gcd(sides[0], layer.groups) or 1
        raise ShapeMismatch(
            f"cannot make {layer.groups} groups of {counted(sides[0], 'channel')}",
            f"write groups: {fitting}, or another number that divides {sides[0]}",
            "groups",
            put={"groups": fitting},
        )
    return Step(shape, _scale_and_center(layer, sides), prod(shape))


def rms_normalization(layer: RMSNormalization, shape: Shape) -> Step:
    found = places(layer.axis, shape)
    last = tuple(range(len(shape) - len(found), len(shape)))
    if found != last:
        # `_rms_normalization` in keras/src/ops/nn.py multiplies by the scale without reshaping it.
        axis: Plain = -1 if len(found) == 1 else list(range(-len(found), 0))
        raise ShapeMismatch(
            "can only compute along the last axes in Keras", f"write axis: {axis}", "axis", put={"axis": axis}
        )
    return Step(shape, (Weight("scale", _sides(shape, found), "scale"),), prod(shape))


def unit_normalization(layer: UnitNormalization, shape: Shape) -> Step:
    places(layer.axis, shape)
    return Step(shape, multiply_adds=prod(shape))


def spatial_dropout(layer: SpatialDropout1D | SpatialDropout2D, shape: Shape) -> Step:
    need_named_rank(layer, shape)
    return same(layer, shape)


def _sides(shape: Shape, places: tuple[int, ...]) -> Shape:
    return tuple(shape[place] for place in places)


def _scale_and_center(
    layer: BatchNormalization | LayerNormalization | GroupNormalization, sides: Shape
) -> tuple[Weight, ...]:
    wanted = (("gamma", layer.scale), ("beta", layer.center))
    return tuple(Weight(name, sides, name) for name, wants in wanted if wants)


RULES: Mapping[type[Layer], Rule] = {
    BatchNormalization: Rule(batch_normalization, values="changed", xla="any"),
    LayerNormalization: Rule(layer_normalization, values="changed", xla="any"),
    GroupNormalization: Rule(group_normalization, values="changed", xla="any"),
    RMSNormalization: Rule(rms_normalization, values="changed", xla="any"),
    UnitNormalization: Rule(unit_normalization, values="changed", xla="any"),
    SpatialDropout1D: Rule(spatial_dropout, values="kept", xla="gpu"),
    SpatialDropout2D: Rule(spatial_dropout, values="kept", xla="gpu"),
}
