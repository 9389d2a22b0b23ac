"""The border of images, which is usually their background."""

import numpy as np

from mlpcli.data.preprocessing.base import Array


def border_mean(images: Array) -> float:
    """The mean of the outermost ring of pixels of `[..., height, width, channels]`, in their own unit."""
    return float(images[..., border_mask(images), :].mean(dtype=np.float64))


def border_mask(images: Array) -> Array:
    """The mask of that ring: bool `[height, width]`."""
    ring = np.ones(images.shape[-3:-1], dtype=bool)
    ring[1:-1, 1:-1] = False
    return ring


def fit_border(images: Array) -> float | None:
    """The mean brightness of the border of training `images` `[rows, height, width, channels]`, 0 to 1.

    None for images of floats outside this range, because the value of white is unknown.
    """
    if images.dtype == np.uint8:
        return border_mean(images) / 255
    return border_mean(images) if images.min() >= 0 and images.max() <= 1 else None
