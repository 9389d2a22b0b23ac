"""Dense, Rescaling, Normalization, and what leaves the shape alone."""

from collections.abc import Mapping
from math import prod

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import (
    Activation,
    ActivityRegularization,
    AlphaDropout,
    Dense,
    Dropout,
    GaussianDropout,
    GaussianNoise,
    Identity,
    Normalization,
    Rescaling,
)
from mlpcli.network.shape_inference.axes import places
from mlpcli.network.shape_inference.layer_rule import (
    Rule,
    Shape,
    ShapeMismatch,
    Step,
    Weight,
    described,
    same,
)


def dense(layer: Dense, shape: Shape) -> Step:
    if len(shape) > 2:
        raise ShapeMismatch(
            f"expects a vector, but gets {described(shape)}",
            "add Flatten or GlobalAveragePooling2D before it",
            before="Flatten",
        )
    inputs = shape[-1]
    weights = [Weight("kernel", (inputs, layer.units), "kernel")]
    if layer.use_bias:
        weights.append(Weight("bias", (layer.units,), "bias"))
    return Step((*shape[:-1], layer.units), tuple(weights), prod(shape) * layer.units)


def rescaling(layer: Rescaling, shape: Shape) -> Step:
    return Step(shape, multiply_adds=prod(shape))


def normalization(layer: Normalization, shape: Shape) -> Step:
    if (layer.mean is None) != (layer.variance is None):
        raise ShapeMismatch(
            "has only one of mean and variance",
            "give both, or neither: they are measured then",
            put={"mean": None, "variance": None},
        )
    measured = tuple(shape[place] for place in places(layer.axis, shape))
    if not layer.is_measured:
        _check_numbers(layer, measured)
        return Step(shape, multiply_adds=prod(shape))
    # The statistics that Keras stores when it measures the training rows.
    weights = (
        Weight("mean", measured, "mean", trainable=False),
        Weight("variance", measured, "variance", trainable=False),
        Weight("count", (), "count", trainable=False),
    )
    return Step(shape, weights, prod(shape))


def _check_numbers(layer: Normalization, measured: Shape) -> None:
    if not measured:
        raise ShapeMismatch(
            "has no axis for its mean and variance",
            "remove axis: one number is for all of them",
            "axis",
            put={"axis": None},
        )
    for argument in ("mean", "variance"):
        numbers = getattr(layer, argument)
        if len(numbers) not in (1, measured[-1]):
            raise ShapeMismatch(
                f"has {len(numbers)} numbers for {measured[-1]} features",
                f"give {measured[-1]} numbers, or one for all, such as {argument}: [{numbers[0]:g}]",
                argument,
                put={argument: [numbers[0]]},
            )


RULES: Mapping[type[Layer], Rule] = {
    Dense: Rule(dense, values="changed", xla="any"),
    Activation: Rule(same, values="changed", xla="any"),
    Dropout: Rule(same, values="kept", xla="any"),
    GaussianNoise: Rule(same, values="kept", xla="any"),
    GaussianDropout: Rule(same, values="kept", xla="any"),
    AlphaDropout: Rule(same, values="kept", xla="any"),
    Identity: Rule(same, values="kept", xla="any"),
    ActivityRegularization: Rule(same, values="kept", xla="any"),
    Rescaling: Rule(rescaling, values="changed", xla="any"),
    Normalization: Rule(normalization, values="changed", xla="any"),
}
