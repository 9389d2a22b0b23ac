"""The head of the network: its last activation, which gives the outputs their meaning."""

from collections.abc import Sequence
from dataclasses import dataclass

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.core import Activation
from mlpcli.config.layers.sequence import TimeDistributed
from mlpcli.network.shape_inference import rule_of

# Activations with outputs between 0 and 1, which can be read as a probability.
UNIT_INTERVAL = frozenset({"sigmoid", "hard_sigmoid", "sparse_sigmoid", "step"})
DISTRIBUTION = frozenset({"softmax"})


@dataclass(frozen=True)
class Head:
    """The last activation that changes values, and the layer that applies it."""

    activation: str
    index: int


def head_of(layers: Sequence[Layer]) -> Head:
    """The head of the stack; `linear` at the last layer if there is no nonlinear activation."""
    for index in range(len(layers) - 1, -1, -1):
        layer = layers[index]
        activation = layer.applied
        if isinstance(layer, Activation) and activation == "linear":
            continue
        if activation is not None:
            return Head(activation, index)
        if rule_of(layer).values == "changed":
            return Head("linear", index)
    return Head("linear", len(layers) - 1)


def activation_path(layers: Sequence[Layer], head: Head) -> tuple[str | int, ...]:
    """The config path of the head's activation argument, or of the layer if it has no such argument."""
    layer = layers[head.index]
    path: tuple[str | int, ...] = ("layers", head.index, type(layer).__name__)
    if isinstance(layer, TimeDistributed):
        layer = layer.layer
        path = (*path, "layer", type(layer).__name__)
    return (*path, "activation") if hasattr(layer, "activation") else path
