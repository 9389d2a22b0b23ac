"""Activations that are layers of their own."""

from collections.abc import Mapping
from math import prod

from mlpcli.config.layers.activation import ELU, LeakyReLU, PReLU, ReLU, Softmax
from mlpcli.config.layers.base import Layer
from mlpcli.network.shape_inference.axes import places
from mlpcli.network.shape_inference.layer_rule import Rule, Shape, ShapeMismatch, Step, Weight, same


def prelu(layer: PReLU, shape: Shape) -> Step:
    shared = layer.shared_axes or ()
    if max(shared, default=0) > len(shape):
        raise ShapeMismatch(f"has no axis {max(shared)}", f"name axes from 1 to {len(shape)}", "shared_axes")
    slopes = tuple(1 if axis in shared else side for axis, side in enumerate(shape, start=1))
    return Step(shape, (Weight("alpha", slopes, "alpha"),), prod(shape))


def softmax(layer: Softmax, shape: Shape) -> Step:
    places(layer.axis, shape)
    return Step(shape)


RULES: Mapping[type[Layer], Rule] = {
    ReLU: Rule(same, values="changed", xla="any"),
    LeakyReLU: Rule(same, values="changed", xla="any"),
    ELU: Rule(same, values="changed", xla="any"),
    PReLU: Rule(prelu, values="changed", xla="any"),
    Softmax: Rule(softmax, values="changed", xla="any"),
}
