"""What every activation does to a sum `z`: its formula, and a few words on it."""

from collections.abc import Mapping
from typing import Any

from mlpcli.config.activations import WITH_ARGUMENTS, Elu, LeakyRelu, Relu
from mlpcli.config.layers import activation
from mlpcli.config.layers.base import Layer
from mlpcli.config.types.with_arguments import WithArguments, name_of

_SMOOTH_RELU = "a smooth relu, which dips a little below 0"
# In braces, arguments by Keras's names.
ACTIVATIONS: Mapping[str, tuple[str, str]] = {
    "linear": ("z", "changes nothing"),
    "relu": ("max(0, z)", "gives 0 for all that is below 0, and changes nothing above"),
    "sigmoid": ("1 / (1 + e^-z)", "squeezes every number to between 0 and 1"),
    "softmax": ("e^z / (sum of all e^z)", "makes probabilities that sum to 1"),
    "tanh": ("(e^z - e^-z) / (e^z + e^-z)", "squeezes every number to between -1 and 1"),
    "step": (
        "1 where z > 0, else 0",
        "answers yes or no; it has no gradient, so nothing before it can learn",
    ),
    "celu": (
        "z where z > 0, else {alpha:g} (e^(z / {alpha:g}) - 1)",
        "is like relu, but falls smoothly to -{alpha:g} below 0",
    ),
    "elu": (
        "z where z > 0, else {alpha:g} (e^z - 1)",
        "is like relu, but falls smoothly to -{alpha:g} below 0",
    ),
    "exponential": ("e^z", "is always above 0, and grows very fast"),
    "gelu": ("z times the share of a normal distribution below z", f"is {_SMOOTH_RELU}"),
    "hard_shrink": ("0 from -{threshold:g} to {threshold:g}, else z", "drops small numbers"),
    "hard_sigmoid": ("(z + 3) / 6, kept between 0 and 1", "is sigmoid made of straight lines"),
    "hard_silu": ("z (z + 3) / 6 from -3 to 3, 0 below, z above", "is silu without exponentials"),
    "hard_swish": ("z (z + 3) / 6 from -3 to 3, 0 below, z above", "is silu without exponentials"),
    "hard_tanh": ("z, kept between -1 and 1", "cuts off what is beyond -1 and 1"),
    "leaky_relu": (
        "z where z > 0, else {negative_slope:g} z",
        "is like relu, but passes a little of what is below 0",
    ),
    "log_sigmoid": ("log(1 / (1 + e^-z))", "gives logarithms of probabilities, all below 0"),
    "log_softmax": ("z - log(sum of all e^z)", "gives logarithms of probabilities"),
    "mish": ("z tanh(log(1 + e^z))", f"is {_SMOOTH_RELU}"),
    "relu6": ("max(0, z), at most 6", "is relu that ends at 6"),
    "selu": (
        "1.0507 z where z > 0, else 1.7581 (e^z - 1)",
        "keeps mean 0 and deviation 1 from layer to layer, if the weights begin as LecunNormal",
    ),
    "silu": ("z / (1 + e^-z)", f"is {_SMOOTH_RELU}"),
    "soft_shrink": (
        "z moved {threshold:g} towards 0, and 0 from -{threshold:g} to {threshold:g}",
        "drops small numbers",
    ),
    "softplus": ("log(1 + e^z)", "is a smooth relu, always above 0"),
    "softsign": ("z / (1 + |z|)", "squeezes every number to between -1 and 1, more slowly than tanh"),
    "sparse_plus": ("0 below -1, z above 1, (z + 1)^2 / 4 between", "is a smooth relu"),
    "sparse_sigmoid": ("(z + 1) / 2, kept between 0 and 1", "is sigmoid made of straight lines"),
    "sparsemax": (
        "the probabilities that are nearest to all z",
        "makes probabilities that sum to 1, many of them exactly 0",
    ),
    "squareplus": ("(z + sqrt(z^2 + {b:g})) / 2", "is a smooth relu, always above 0"),
    "swish": ("z / (1 + e^-z)", f"is {_SMOOTH_RELU}"),
    "tanh_shrink": ("z - tanh(z)", "drops small numbers"),
    "threshold": (
        "z where z > {threshold:g}, else {default_value:g}",
        "drops what is not above it",
    ),
}
OF_ALL_VALUES = frozenset({"softmax", "log_softmax", "sparsemax"})
"""Activations of which an output depends on all values along the last axis."""


def arguments_of(chosen: str | WithArguments) -> dict[str, Any]:
    """Its arguments by Keras's names, with Keras's defaults where there are any."""
    if isinstance(chosen, WithArguments):
        return dict(chosen)
    model = WITH_ARGUMENTS.get(chosen)
    return {key: field.default for key, field in model.model_fields.items()} if model else {}


def formula_and_effect(chosen: str | WithArguments) -> tuple[str, str]:
    """Its formula of `z`, and what it does, as in `ACTIVATIONS`, with its arguments."""
    name, arguments = name_of(chosen), arguments_of(chosen)
    formula, effect = ACTIVATIONS[name]
    if name == "relu" and any(arguments.values()):
        formula, effect = _bent(**arguments), "is relu with another slope, limit or bend"
    return formula.format(**arguments), effect.format(**arguments)


def applied(chosen: str | WithArguments, to: str = "each value by itself") -> str:
    """The sentence on an activation that is a layer of its own."""
    formula, effect = formula_and_effect(chosen)
    to = "all values along the last axis together" if name_of(chosen) in OF_ALL_VALUES else to
    return f"Applies {name_of(chosen)}, {formula}, to {to}: it {effect}."


def activation_of(layer: Layer) -> str | WithArguments | None:
    """The activation that a layer applies, or is; None if it has none, or one with slopes that it learns."""
    if isinstance(layer, activation.ReLU):
        return Relu(negative_slope=layer.negative_slope, max_value=layer.max_value, threshold=layer.threshold)
    if isinstance(layer, activation.LeakyReLU):
        return LeakyRelu(negative_slope=layer.negative_slope)
    if isinstance(layer, activation.ELU):
        return Elu(alpha=layer.alpha)
    if isinstance(layer, activation.Softmax):
        return "softmax"
    chosen: str | WithArguments | None = getattr(layer.inner, "activation", None)
    return chosen


def then_activation(chosen: str | WithArguments) -> str:
    """The sentence on what happens to the sums of a layer."""
    if chosen == "linear":
        return "No activation follows: the sums are the output."
    formula, effect = formula_and_effect(chosen)
    return f"Then {name_of(chosen)}, {formula}, {effect}."


def _bent(negative_slope: float, max_value: float | None, threshold: float) -> str:
    most = "" if max_value is None else f", at most {max_value:g}"
    moved = f"(z - {threshold:g})" if threshold else "z"
    below = f"{negative_slope:g} {moved}" if negative_slope else "0"
    return f"z where z > {threshold:g}{most}, else {below}"
