"""Layers for the rows of a table: see mlpcli.config.layers.table for the papers."""

from collections.abc import Mapping

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.table import (
    CategoryEmbedding,
    Ensemble,
    EnsembleHead,
    PeriodicEmbedding,
    PiecewiseLinearEncoding,
    Scale,
)
from mlpcli.inference.arithmetic.activations import activate
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Weights, products, rounded


def scale(layer: Scale, inputs: Array, weights: Weights) -> Array:
    """Every feature times its factor."""
    return inputs * weights["scale"]


def periodic_embedding(layer: PeriodicEmbedding, inputs: Array, weights: Weights) -> Array:
    """Beside each number, mixtures of cos(2 pi x frequency + phase)."""
    count = len(weights["frequencies"])
    numbers = inputs[:, :count, np.newaxis]
    waves = np.cos(2 * np.pi * numbers * weights["frequencies"] + weights["phases"])
    mixed = products(waves.transpose(1, 0, 2), weights["kernel"]).transpose(1, 0, 2)
    return _beside(inputs, numbers, rounded(mixed + weights["bias"]))


def piecewise_linear_encoding(layer: PiecewiseLinearEncoding, inputs: Array, weights: Weights) -> Array:
    """Beside each number, how far it is through each interval, from 0 to 1."""
    numbers = inputs[:, : len(weights["start"]), np.newaxis]
    through = np.clip((numbers - weights["start"]) * weights["slope"], 0, 1)
    return _beside(inputs, numbers, through)


def _beside(inputs: Array, numbers: Array, added: Array) -> Array:
    """Each of the first numbers of a row and what was made of it, then the rest of the row."""
    flat = np.concatenate([numbers, added], axis=2).reshape(len(inputs), -1)
    return np.concatenate([flat, inputs[:, numbers.shape[1] :]], axis=1)


def category_embedding(layer: CategoryEmbedding, inputs: Array, weights: Weights) -> Array:
    """Of each wide group of one-hot columns, the numbers of its category."""
    start = inputs.shape[1] - sum(layer.widths)
    parts, kernels = [inputs[:, :start]], iter(_numbered(weights))
    for width in layer.widths:
        group = inputs[:, start : start + width]
        parts.append(rounded(products(group, next(kernels))) if width > layer.limit else group)
        start += width
    return np.concatenate(parts, axis=1)


def _numbered(weights: Weights) -> list[Array]:
    """kernel, kernel_2, kernel_3 and so on, in this order."""
    names = ["kernel", *(f"kernel_{number}" for number in range(2, len(weights) + 1))]
    return [weights[name] for name in names if name in weights]


def ensemble(layer: Ensemble, inputs: Array, weights: Weights) -> Array:
    """A copy of the row for each member, times the factors of the member: `[n, members, features]`."""
    return inputs[:, np.newaxis] * weights["scale"]


def ensemble_head(layer: EnsembleHead, inputs: Array, weights: Weights) -> Array:
    """z = x W + b for each member by itself: `[n, members, units]`."""
    z = products(inputs.transpose(1, 0, 2), weights["kernel"]).transpose(1, 0, 2)
    return rounded(z + weights.get("bias", 0))


def mean_of_members(layer: EnsembleHead, z: Array, weights: Weights) -> Array:
    """The mean of what the members answer: `[n, units]`."""
    return rounded(np.mean(activate(layer.activation, z), axis=1, dtype=np.float64))


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    Scale: LayerFunction(scale),
    PeriodicEmbedding: LayerFunction(periodic_embedding),
    PiecewiseLinearEncoding: LayerFunction(piecewise_linear_encoding),
    CategoryEmbedding: LayerFunction(category_embedding),
    Ensemble: LayerFunction(ensemble),
    EnsembleHead: LayerFunction(ensemble_head, mean_of_members),
}
