"""The edge of images, which is their background more often than not."""

import numpy as np

from mlpcli.data.dataset import Array


def border_mean(images: Array) -> float:
    """The mean of the outermost ring of pixels of `[..., height, width, channels]`, in their own unit."""
    ring = np.ones(images.shape[-3:-1], dtype=bool)
    ring[1:-1, 1:-1] = False
    return float(images[..., ring, :].mean(dtype=np.float64))
