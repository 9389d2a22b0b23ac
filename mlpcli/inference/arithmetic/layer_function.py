"""The arithmetic of a class of layers, and what its functions have in common."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]
"""float32 wherever a layer hands it on."""
Mask = NDArray[np.bool_]
"""`[n, steps]`: false where a step is left out."""
Weights = Mapping[str, Array]
"""The weights of one layer by Keras's names. A second one of the same name ends in `_2`, and so on."""


@dataclass(frozen=True)
class LayerFunction:
    """How a layer computes, outside of training.

    `compute(layer, inputs, weights)` makes rows `[n, *output]` of rows `[n, *input]`, all float32. If the
    layer has an activation, these are the values z before it, and `activate(layer, z, weights)` are those
    after it. With `uses_mask`, `compute` also takes the mask of steps, or None; `make_mask(layer, inputs)` is
    the mask that begins at the layer.
    """

    compute: Callable[..., Array]
    activate: Callable[[Any, Array, Weights], Array] | None = None
    uses_mask: bool = False
    make_mask: Callable[[Any, Array], Mask | None] | None = None


def kept(layer: Any, inputs: Array, weights: Weights) -> Array:
    """The inputs, unchanged."""
    return inputs


def products(inputs: Array, kernel: Array) -> NDArray[np.float64]:
    """`inputs [..., n] @ kernel [n, m]`, in float64.

    LiteRT adds float32 in an order of its own. Rounded once, at the end, a sum is as near to LiteRT's as any
    order of additions in float32 can be.
    """
    found: NDArray[np.float64] = np.matmul(inputs.astype(np.float64), kernel.astype(np.float64))
    return found


def rounded(values: Any) -> Array:
    """The values in float32."""
    found: Array = values.astype(np.float32)
    return found
