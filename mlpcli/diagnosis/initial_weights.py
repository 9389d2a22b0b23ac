"""How large the weights are that a training begins with."""

import math
from collections.abc import Sequence

import numpy as np

from mlpcli.config import initializers
from mlpcli.config.initializers import Initializer
from mlpcli.config.layers.base import Kernel, Layer
from mlpcli.network.stack import Stack

# Times the inputs' own spread: Glorot and He et al. give up to 1.4. A tanh is nearly flat at 2.3.
_LARGE = 2.5


def layers_of_large_weights(layers: Sequence[Layer], stack: Stack) -> tuple[int, ...]:
    """The indices of the layers whose initial kernel makes sums of a far larger spread than their inputs."""
    return tuple(
        index
        for index, (layer, planned) in enumerate(zip(layers, stack.layers, strict=True))
        if isinstance(layer, Kernel)
        and _spread(layer.kernel_initializer, planned.trainable_parameters / planned.shape[-1]) > _LARGE
    )


def _spread(initializer: Initializer, inputs: float) -> float:
    """The spread of a sum of so many inputs of spread 1. Those that go by the inputs' number are usual."""
    if isinstance(initializer, initializers.Orthogonal | initializers.Identity):
        return abs(initializer.gain)
    if isinstance(initializer, initializers.VarianceScaling):
        return math.sqrt(initializer.scale)
    return _typical(initializer) * math.sqrt(inputs)


def _typical(initializer: Initializer) -> float:
    """The root of the mean square of the weights; 0 of those that go by the number of inputs."""
    match initializer:
        case initializers.LiteralValues():
            return float(np.sqrt(np.square(np.array(initializer.values, np.float64)).mean()))
        case initializers.Constant():
            return abs(initializer.value)
        case initializers.Ones() | initializers.RandomSigns():
            return 1.0
        case initializers.RandomNormal() | initializers.TruncatedNormal():
            return math.hypot(initializer.mean, initializer.stddev)
        case initializers.RandomUniform():
            low, high = initializer.minval, initializer.maxval
            return math.sqrt(max(0.0, low * low + low * high + high * high) / 3)
    return 0.0
