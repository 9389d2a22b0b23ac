"""Dense, Rescaling, Normalization, and what leaves the shape alone."""

from collections.abc import Mapping
from math import prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Activation, Dense, Dropout, GaussianNoise, Normalization, Rescaling
from mlpcli.network.shape_inference.step import Rule, Shape, ShapeMismatch, Step, Weight, described, same


def dense(layer: Dense, shape: Shape) -> Step:
    if len(shape) > 2:
        raise ShapeMismatch(
            f"expects a vector, but gets {described(shape)}",
            "add Flatten or GlobalAveragePooling2D before it",
        )
    inputs = shape[-1]
    weights = [Weight("kernel", (inputs, layer.units), "kernel")]
    if layer.use_bias:
        weights.append(Weight("bias", (layer.units,), "bias"))
    return Step((*shape[:-1], layer.units), tuple(weights), prod(shape) * layer.units)


def rescaling(layer: Rescaling, shape: Shape) -> Step:
    return Step(shape, multiply_adds=prod(shape))


def normalization(layer: Normalization, shape: Shape) -> Step:
    given = (layer.mean, layer.variance)
    if (layer.mean is None) != (layer.variance is None):
        raise ShapeMismatch(
            "has only one of mean and variance", "give both, or neither: they are measured then"
        )
    for argument, numbers in zip(("mean", "variance"), given, strict=True):
        if numbers is not None and len(numbers) not in (1, shape[-1]):
            raise ShapeMismatch(
                f"has {len(numbers)} numbers for {shape[-1]} features",
                f"give {shape[-1]} numbers, or one for all",
                argument,
            )
    if not layer.is_measured:
        return Step(shape, multiply_adds=prod(shape))
    # The statistics that Keras stores when it measures the training rows.
    weights = (
        Weight("mean", (shape[-1],), "mean", trainable=False),
        Weight("variance", (shape[-1],), "variance", trainable=False),
        Weight("count", (), "count", trainable=False),
    )
    return Step(shape, weights, prod(shape))


RULES: Mapping[type[Layer], Rule] = {
    Dense: Rule(dense, values="changed", xla="any"),
    Activation: Rule(same, values="changed", xla="any"),
    Dropout: Rule(same, values="kept", xla="any"),
    GaussianNoise: Rule(same, values="kept", xla="any"),
    Rescaling: Rule(rescaling, values="changed", xla="any"),
    Normalization: Rule(normalization, values="changed", xla="any"),
}
