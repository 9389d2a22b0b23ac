"""Rows followed through a stack of layers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.layers.base import Layer
from mlpcli.inference.arithmetic.functions import function_of
from mlpcli.inference.arithmetic.layer_function import Array, Mask, Weights
from mlpcli.network.sequence_checks import keeps_mask
from mlpcli.network.stack import layer_names


@dataclass(frozen=True)
class LayerValues:
    """What a layer computed for rows: `after` are its outputs `[n, *shape]`, float32.

    `before` are the values z before its activation, in the same shape, or for an EnsembleHead `[n, members,
    units]`; None if it has no activation, and for recurrent layers, which have several at every step.
    `name` and `kind` are those of its LayerPlan. `mask` `[n, steps]` is false where it left a step out; None
    where it takes no mask, or none reached it.
    """

    name: str
    kind: str
    before: Array | None
    after: Array
    mask: Mask | None = None


def forward(
    layers: Sequence[Layer], weights: Mapping[str, Array], rows: NDArray[Any]
) -> tuple[LayerValues, ...]:
    """What each of the layers computes for `rows` `[n, *input_shape]`, as in inference.

    `weights` are those of all layers by the names of `mlpcli.network.weight_names`. Every layer has a
    function: see `require_functions`.
    """
    values, mask = rows.astype(np.float32), None
    found: list[LayerValues] = []
    # What overflows is infinite, as it is for LiteRT and Keras.
    with np.errstate(all="ignore"):
        for layer, name in zip(layers, layer_names(layers), strict=True):
            computed, mask = _through(layer, name, of_layer(weights, name), values, mask)
            values = computed.after
            found.append(computed)
    return tuple(found)


def of_layer(weights: Mapping[str, Array], name: str) -> Weights:
    """The weights of the layer called `name`."""
    start = f"{name}/"
    return {key.removeprefix(start): value for key, value in weights.items() if key.startswith(start)}


def _through(
    layer: Layer, name: str, weights: Weights, inputs: Array, mask: Mask | None
) -> tuple[LayerValues, Mask | None]:
    function = function_of(layer)
    given = {"mask": mask} if function.uses_mask else {}
    z = function.compute(layer, inputs, weights, **given)
    after = function.activate(layer, z, weights) if function.activate else z
    before, used = z if function.activate else None, mask if function.uses_mask else None
    computed = LayerValues(name, type(layer).__name__, before, after, used)
    if function.make_mask and (made := function.make_mask(layer, inputs)) is not None:
        return computed, made
    return computed, mask if keeps_mask(layer) else None
