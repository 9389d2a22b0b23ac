"""Embeddings, masks, and one layer applied to every step."""

from collections.abc import Callable, Mapping

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.sequence import Embedding, Masking, TimeDistributed
from mlpcli.data.float32 import SMALLEST
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Mask, Weights


def embedding(layer: Embedding, inputs: Array, weights: Weights) -> Array:
    """The row of the table that each number names; whoever reads the rows checks the numbers."""
    return weights["embeddings"][inputs.astype(np.int32)]


def not_zero(layer: Embedding, inputs: Array) -> Mask | None:
    """With `mask_zero`, which steps are not 0."""
    return inputs != 0 if layer.mask_zero else None


def masking(layer: Masking, inputs: Array, weights: Weights) -> Array:
    """0 at the steps that are left out."""
    return np.where(not_masked(layer, inputs)[..., np.newaxis], inputs, np.float32(0))


def not_masked(layer: Masking, inputs: Array) -> Mask:
    """Which steps have a value other than `mask_value`; TensorFlow takes subnormal numbers for 0."""
    normal = np.where(np.abs(inputs) < SMALLEST, np.float32(0), inputs)
    found: Mask = np.any(normal != np.float32(layer.mask_value), axis=-1)
    return found


def each_step(inner: LayerFunction) -> LayerFunction:
    """The function of a TimeDistributed around a layer with the function `inner`."""

    def compute(layer: TimeDistributed, inputs: Array, weights: Weights) -> Array:
        return _by_step(lambda rows: inner.compute(layer.layer, rows, weights), inputs)

    def activated(layer: TimeDistributed, z: Array, weights: Weights) -> Array:
        return _by_step(lambda rows: activation(layer.layer, rows, weights), z)

    activation = inner.activate or (lambda layer, z, weights: z)
    return LayerFunction(compute, activated if inner.activate else None)


def _by_step(function: Callable[[Array], Array], inputs: Array) -> Array:
    """The function of rows `[n, ...]`, applied to the steps of `[n, steps, ...]`."""
    count, steps = inputs.shape[:2]
    found = function(inputs.reshape(count * steps, *inputs.shape[2:]))
    return found.reshape(count, steps, *found.shape[1:])


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    Embedding: LayerFunction(embedding, make_mask=not_zero),
    Masking: LayerFunction(masking, make_mask=not_masked),
}
