"""Layers that only move, repeat or cut values."""

from collections.abc import Mapping

import numpy as np

from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.reshaping import (
    Cropping1D,
    Cropping2D,
    Flatten,
    Permute,
    RepeatVector,
    Reshape,
    UpSampling1D,
    ZeroPadding1D,
    ZeroPadding2D,
)
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Weights


def flatten(layer: Flatten, inputs: Array, weights: Weights) -> Array:
    return inputs.reshape(len(inputs), -1)


def reshape(layer: Reshape, inputs: Array, weights: Weights) -> Array:
    return inputs.reshape(len(inputs), *layer.target_shape)


def permute(layer: Permute, inputs: Array, weights: Weights) -> Array:
    return inputs.transpose(0, *layer.dims)


def repeat_vector(layer: RepeatVector, inputs: Array, weights: Weights) -> Array:
    return np.repeat(inputs[:, np.newaxis], layer.n, axis=1)


def zero_padding_1d(layer: ZeroPadding1D, inputs: Array, weights: Weights) -> Array:
    return np.pad(inputs, ((0, 0), layer.padding, (0, 0)))


def zero_padding_2d(layer: ZeroPadding2D, inputs: Array, weights: Weights) -> Array:
    return np.pad(inputs, ((0, 0), *layer.padding, (0, 0)))


def cropping_1d(layer: Cropping1D, inputs: Array, weights: Weights) -> Array:
    return inputs[:, _between(layer.cropping, inputs.shape[1])]


def cropping_2d(layer: Cropping2D, inputs: Array, weights: Weights) -> Array:
    rows, columns = (
        _between(ends, side) for ends, side in zip(layer.cropping, inputs.shape[1:3], strict=True)
    )
    return inputs[:, rows, columns]


def _between(ends: tuple[int, int], side: int) -> slice:
    return slice(ends[0], side - ends[1])


def up_sampling_1d(layer: UpSampling1D, inputs: Array, weights: Weights) -> Array:
    return np.repeat(inputs, layer.size, axis=1)


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    Flatten: LayerFunction(flatten),
    Reshape: LayerFunction(reshape),
    Permute: LayerFunction(permute),
    RepeatVector: LayerFunction(repeat_vector),
    ZeroPadding1D: LayerFunction(zero_padding_1d),
    ZeroPadding2D: LayerFunction(zero_padding_2d),
    Cropping1D: LayerFunction(cropping_1d),
    Cropping2D: LayerFunction(cropping_2d),
    UpSampling1D: LayerFunction(up_sampling_1d),
}
