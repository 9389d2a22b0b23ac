"""The function of every class of layers that has one."""

from collections.abc import Mapping, Sequence

from mlpcli.config.layers.base import Layer, TrainingOnly
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.errors import UsageError
from mlpcli.inference.arithmetic import (
    convolution,
    core,
    normalization,
    pooling,
    recurrent,
    reshaping,
    resizing,
    sequence,
    table,
)
from mlpcli.inference.arithmetic.layer_function import LayerFunction, kept

FAMILIES = (
    core,
    reshaping,
    resizing,
    convolution,
    pooling,
    normalization,
    recurrent,
    sequence,
    table,
)
"""The modules, each with the functions of a family of layers."""

FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    kind: function for family in FAMILIES for kind, function in family.FUNCTIONS.items()
}
"""Not of TimeDistributed, whose function is that of the layer inside, and of what acts in training only."""


class NotFollowed(UsageError):
    """A network has a layer without a function: it can be trained and asked, but not followed by hand."""


def function_of(layer: Layer) -> LayerFunction:
    """The function of `layer`, for which `has_function`."""
    if isinstance(layer, TrainingOnly):
        return LayerFunction(kept)
    if isinstance(layer, TimeDistributed):
        return sequence.each_step(function_of(layer.layer))
    return FUNCTIONS[type(layer)]


def has_function(layer: Layer) -> bool:
    """Whether `layer` can be computed here."""
    own = layer.layer if isinstance(layer, TimeDistributed) else layer
    return isinstance(own, TrainingOnly) or type(own) in FUNCTIONS


def require_functions(layers: Sequence[Layer], fix: str) -> None:
    """Raises NotFollowed, naming the first of the layers that has no function."""
    for index, layer in enumerate(layers):
        if not has_function(layer):
            problem = "is not followed by hand: there is no arithmetic for it"
            raise NotFollowed(f"layers[{index}] {type(layer).__name__} {problem}", fix)
