"""Resizing of images: each output is a weighted mean of the inputs around its place.

The kernels are those of tf.image.resize (tensorflow/core/kernels/image), whose pixels are squares with their
center at one half.
"""

from collections.abc import Callable, Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.layers.augmentation import RandomCrop
from mlpcli.config.layers.base import Layer
from mlpcli.config.layers.reshaping import CenterCrop, Interpolation, Resizing, UpSampling2D
from mlpcli.inference.arithmetic.layer_function import Array, LayerFunction, Weights, rounded

Numbers = NDArray[np.float64]
Size = tuple[int, int]

# The steps of the table in which TensorFlow looks up the numbers of its bicubic kernel.
_TABLE = 1024


def resizing(layer: Resizing, inputs: Array, weights: Weights) -> Array:
    """To `height` and `width`; cut or filled first if the aspect ratio is to be kept."""
    size = (layer.height, layer.width)
    if layer.crop_to_aspect_ratio:
        inputs = _cut_to_ratio(inputs, size)
    elif layer.pad_to_aspect_ratio:
        inputs = _filled_to_ratio(inputs, size, layer.fill_value)
    return resized(inputs, size, layer.interpolation, layer.antialias)


def up_sampling(layer: UpSampling2D, inputs: Array, weights: Weights) -> Array:
    """`size` times as high and wide."""
    height, width = (side * times for side, times in zip(inputs.shape[1:3], layer.size, strict=True))
    return resized(inputs, (height, width), layer.interpolation)


def center_crop(layer: CenterCrop, inputs: Array, weights: Weights) -> Array:
    """The middle; smaller images are enlarged, with their proportions kept by cutting."""
    size = (layer.height, layer.width)
    if inputs.shape[1] >= layer.height and inputs.shape[2] >= layer.width:
        return middle(inputs, size)
    return resized(_cut_to_ratio(inputs, size), size, "bilinear")


def random_crop(layer: RandomCrop, inputs: Array, weights: Weights) -> Array:
    """The middle: a place is drawn in training only."""
    return middle(inputs, (layer.height, layer.width))


def middle(inputs: Array, size: Size) -> Array:
    """The middle part of the images `[n, height, width, channels]`."""
    top, left = ((side - part) // 2 for side, part in zip(inputs.shape[1:3], size, strict=True))
    return inputs[:, top : top + size[0], left : left + size[1]]


def resized(inputs: Array, size: Size, interpolation: Interpolation, antialias: bool = False) -> Array:
    """The images `[n, height, width, channels]` in another size, first along columns, then along rows."""
    down, right = (
        _shares(old, new, interpolation, antialias) for old, new in zip(inputs.shape[1:3], size, strict=True)
    )
    return rounded(np.einsum("ih,jw,nhwc->nijc", down, right, inputs.astype(np.float64), optimize=True))


@cache
def _shares(old: int, new: int, interpolation: Interpolation, antialias: bool) -> Numbers:
    """The share of every old pixel in every new one, along one axis: `[new, old]`."""
    centers = (np.arange(new) + 0.5) * (old / new)
    if interpolation == "nearest":
        return np.asarray(np.eye(old)[np.minimum(np.floor(centers).astype(int), old - 1)])
    distances = (np.arange(old) + 0.5) - centers[:, np.newaxis]
    if interpolation == "bicubic" and not antialias:
        # Looked up by the distance from the pixel on the left.
        left = np.floor(centers - 0.5)
        rest = np.rint((centers - 0.5 - left) * _TABLE) / _TABLE
        distances = np.arange(old) - (left + rest)[:, np.newaxis]
    wide = max(old / new, 1.0) if antialias else 1.0
    shares = _KERNELS[interpolation](np.abs(distances / wide))
    found: Numbers = shares / shares.sum(axis=1, keepdims=True)
    return found


def _triangle(distance: Numbers) -> Numbers:
    return np.maximum(1 - distance, 0)


def _cubic(distance: Numbers) -> Numbers:
    """Keys 1981, with a = -0.5."""
    near = (1.5 * distance - 2.5) * distance**2 + 1
    far = ((-0.5 * distance + 2.5) * distance - 4) * distance + 2
    return np.where(distance < 1, near, np.where(distance < 2, far, 0))


def _lanczos(radius: int) -> Callable[[Numbers], Numbers]:
    return lambda distance: np.where(distance <= radius, np.sinc(distance) * np.sinc(distance / radius), 0)


_KERNELS: Mapping[str, Callable[[Numbers], Numbers]] = {
    "bilinear": _triangle,
    "bicubic": _cubic,
    "lanczos3": _lanczos(3),
    "lanczos5": _lanczos(5),
}


def _in_ratio(inputs: Array, size: Size) -> Size:
    """The height that fits the width in the proportions of `size`, and the width that fits the height."""
    height, width = inputs.shape[1:3]
    # As `resize` in keras/src/backend/tensorflow/image.py, in float32.
    return (
        int(np.float32(width * size[0]) / np.float32(size[1])),
        int(np.float32(height * size[1]) / np.float32(size[0])),
    )


def _cut_to_ratio(inputs: Array, size: Size) -> Array:
    high, wide = _in_ratio(inputs, size)
    height, width = inputs.shape[1:3]
    return middle(inputs, (max(min(height, high), 1), max(min(width, wide), 1)))


def _filled_to_ratio(inputs: Array, size: Size, value: float) -> Array:
    high, wide = _in_ratio(inputs, size)
    height, width = inputs.shape[1:3]
    # As much on both sides, as Keras has it, even where the difference is odd.
    above, beside = (max(high, height) - height) // 2, (max(wide, width) - width) // 2
    return np.pad(
        inputs, ((0, 0), (above, above), (beside, beside), (0, 0)), constant_values=np.float32(value)
    )


FUNCTIONS: Mapping[type[Layer], LayerFunction] = {
    CenterCrop: LayerFunction(center_crop),
    RandomCrop: LayerFunction(random_crop),
    Resizing: LayerFunction(resizing),
    UpSampling2D: LayerFunction(up_sampling),
}
