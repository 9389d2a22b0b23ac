"""The function of every class of layers."""

from collections.abc import Mapping

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.inference.arithmetic import (
    augmentation,
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
from mlpcli.inference.arithmetic.layer_function import LayerFunction

FAMILIES = (
    core,
    reshaping,
    resizing,
    convolution,
    pooling,
    normalization,
    augmentation,
    recurrent,
    sequence,
    table,
)
"""The modules, each with the functions of a family of layers."""

FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    kind: function for family in FAMILIES for kind, function in family.FUNCTIONS.items()
}
"""Of all but TimeDistributed, whose function is that of the layer inside."""


def function_of(layer: Layer) -> LayerFunction:
    """The function of `layer`."""
    if isinstance(layer, TimeDistributed):
        return sequence.each_step(FUNCTIONS[type(layer.layer)])
    return FUNCTIONS[type(layer)]
