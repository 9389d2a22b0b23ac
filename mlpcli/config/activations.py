"""Activations by Keras's names, the perceptron's `step`, and the activations that take arguments."""

from collections.abc import Mapping
from typing import Annotated, Literal, get_args

from pydantic import Field

from mlpcli.config.types.names_or_arguments import NamesOrArguments, names
from mlpcli.config.types.with_arguments import WithArguments

# Not supported: `glu`, which halves the last axis while Keras's layers report it unchanged. `threshold` needs
# arguments.

ActivationName = Literal[
    "linear",
    "relu",
    "sigmoid",
    "softmax",
    "tanh",
    "step",
    "celu",
    "elu",
    "exponential",
    "gelu",
    "hard_shrink",
    "hard_sigmoid",
    "hard_silu",
    "hard_swish",
    "hard_tanh",
    "leaky_relu",
    "log_sigmoid",
    "log_softmax",
    "mish",
    "relu6",
    "selu",
    "silu",
    "soft_shrink",
    "softplus",
    "softsign",
    "sparse_plus",
    "sparse_sigmoid",
    "sparsemax",
    "squareplus",
    "swish",
    "tanh_shrink",
]

NotNegative = Annotated[float, Field(ge=0)]
Positive = Annotated[float, Field(gt=0)]


class Relu(WithArguments):
    """Below `threshold`, a line of slope `negative_slope`; at most `max_value`."""

    negative_slope: NotNegative = 0.0
    max_value: NotNegative | None = None
    threshold: NotNegative = 0.0


class LeakyRelu(WithArguments):
    """A line of slope `negative_slope` below 0."""

    negative_slope: NotNegative = 0.2


class Elu(WithArguments):
    """`alpha * (exp(x) - 1)` below 0."""

    alpha: NotNegative = 1.0


class Celu(WithArguments):
    """`alpha * (exp(x / alpha) - 1)` below 0."""

    alpha: Positive = 1.0


class Gelu(WithArguments):
    """Gaussian error linear unit; with `approximate`, the formula with tanh."""

    approximate: bool = False


class HardShrink(WithArguments):
    """0 from `-threshold` to `threshold`."""

    threshold: NotNegative = 0.5


class SoftShrink(WithArguments):
    """0 from `-threshold` to `threshold`, and closer to 0 by it elsewhere."""

    threshold: NotNegative = 0.5


class Squareplus(WithArguments):
    """`(x + sqrt(x^2 + b)) / 2`."""

    b: NotNegative = 4.0


class Threshold(WithArguments):
    """`default_value` where an input is `threshold` or less."""

    threshold: float
    default_value: float


WITH_ARGUMENTS: Mapping[str, type[WithArguments]] = {
    model.keras_name(): model
    for model in (Relu, LeakyRelu, Elu, Celu, Gelu, HardShrink, SoftShrink, Squareplus, Threshold)
}


ONE_ACTIVATION = NamesOrArguments(
    "activation", WITH_ARGUMENTS, plain=names(ActivationName, get_args(ActivationName))
)
Activation = Annotated[ActivationName | WithArguments, ONE_ACTIVATION]
