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
    sequence,
    table,
)
from mlpcli.inference.arithmetic.layer_function import LayerFunction

FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    **core.FUNCTIONS,
    **reshaping.FUNCTIONS,
    **convolution.FUNCTIONS,
    **pooling.FUNCTIONS,
    **normalization.FUNCTIONS,
    **augmentation.FUNCTIONS,
    **recurrent.FUNCTIONS,
    **sequence.FUNCTIONS,
    **table.FUNCTIONS,
}
"""Of all but TimeDistributed, whose function is that of the layer inside."""


def function_of(layer: Layer) -> LayerFunction:
    """The function of `layer`."""
    if isinstance(layer, TimeDistributed):
        return sequence.each_step(FUNCTIONS[type(layer.layer)])
    return FUNCTIONS[type(layer)]
