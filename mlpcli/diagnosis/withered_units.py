"""Units of which a penalty has left hardly any weight."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.layers.base import Kernel, Layer
from mlpcli.diagnosis.layer_activity import LayerActivity
from mlpcli.network.stack import layer_names

# The length of a unit's weights, which begins at around 1.
_LEFT = 0.1


def kernel_before(layers: Sequence[Layer], index: int) -> int | None:
    """The index of the layer whose sums the layer at `index` applies its activation to."""
    return next((one for one in range(index, -1, -1) if isinstance(layers[one].inner, Kernel)), None)


def with_withered(
    found: Sequence[LayerActivity], layers: Sequence[Layer], weights: Mapping[str, NDArray[np.float32]]
) -> tuple[LayerActivity, ...]:
    """The layers with the share of their units that have withered; `weights` are named as in checkpoints."""
    return tuple(replace(one, withered=_withered(one, layers, weights)) for one in found)


def _withered(
    one: LayerActivity, layers: Sequence[Layer], weights: Mapping[str, NDArray[np.float32]]
) -> float | None:
    index = kernel_before(layers, one.index)
    kernel = None if index is None else weights.get(f"{layer_names(layers)[index]}/kernel")
    if kernel is None or kernel.shape[-1] != one.units:
        return None
    lengths = np.linalg.norm(kernel.reshape(-1, one.units).astype(np.float64), axis=0)
    return float((lengths < _LEFT).mean())
