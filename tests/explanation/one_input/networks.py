"""Small networks with drawn weights, without a training."""

from typing import Any

import numpy as np

from mlpcli.config.layers import LAYERS
from mlpcli.config.layers.base import Layer
from mlpcli.explanation.one_input.followed import FollowedLayer, follow
from mlpcli.inference.arithmetic.arithmetic_network import ArithmeticNetwork
from mlpcli.network.stack import walk_through
from mlpcli.network.weight_names import named_weights

Written = str | dict[str, Any]


def layer_of(written: Written) -> Layer:
    """A layer as a config has it: its name, with its arguments if there are any."""
    ((name, arguments),) = [(written, {})] if isinstance(written, str) else written.items()
    return LAYERS[name].model_validate(arguments)


def followed(*stack: Written, row: Any) -> tuple[FollowedLayer, ...]:
    """A `row` that was followed through the layers, as `drawn_network` has them."""
    row = np.asarray(row, np.float32)
    return follow(drawn_network(*stack, shape=row.shape), row)


def drawn_network(*stack: Written, shape: tuple[int, ...]) -> ArithmeticNetwork:
    """The layers, with weights that are drawn from a seed."""
    layers, drawn = tuple(layer_of(one) for one in stack), np.random.default_rng(5)
    weights = {
        name: drawn.uniform(-1, 1, weight.shape).astype(np.float32)
        for name, weight in named_weights(walk_through(layers, shape)).items()
    }
    return ArithmeticNetwork(layers, weights)


def drawn_row(*shape: int) -> Any:
    return np.random.default_rng(6).normal(size=shape).astype(np.float32)
