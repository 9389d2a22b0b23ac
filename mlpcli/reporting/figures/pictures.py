"""Rows that are images, as pictures inside the page."""

import base64
import io

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from mlpcli.data.dataset import Array

# Larger pictures are not seen larger, and a page has two dozen of them.
_LARGEST = 96


def picture(row: Array, grey: bool = False) -> str:
    """The image `[height, width, channels]` as the address of a PNG: 8-bit pixels as they are, other numbers
    from black, the lowest, to white. Of four channels or more the first three are shown, of two the first;
    `grey` shows their brightness alone."""
    pixels = row if row.dtype == np.uint8 else _stretched(row)
    channels = 3 if pixels.shape[-1] > 2 else 1
    return _address(pixels[..., :channels], grey)


def heat(strengths: NDArray[np.float64], height: int, width: int) -> str:
    """The `strengths` `[down, across]` from -1 to 1, to be laid over an image of this size, as the address of
    a PNG: 1 is the most opaque, 0 is transparent. What is negative is blue."""
    colors = np.where(strengths[..., None] >= 0, (213, 94, 0), (0, 114, 178))
    alpha = (np.abs(strengths) ** 0.7 * 235)[..., None]
    image = Image.fromarray(np.concatenate([colors, alpha], axis=-1).astype(np.uint8), "RGBA")
    scale = min(1.0, _LARGEST / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return _written(image.resize(size, Image.Resampling.BILINEAR))


def _stretched(row: Array) -> NDArray[np.uint8]:
    values = np.nan_to_num(row.astype(np.float64), posinf=0.0, neginf=0.0)
    low, high = values.min(), values.max()
    pixels: NDArray[np.uint8] = ((values - low) / ((high - low) or 1) * 255).round().astype(np.uint8)
    return pixels


def _address(pixels: NDArray[np.uint8], grey: bool) -> str:
    has_one = pixels.shape[-1] == 1
    image = Image.fromarray(np.ascontiguousarray(pixels[..., 0] if has_one else pixels))
    if grey:
        image = image.convert("L")
    if max(image.size) > _LARGEST:
        image.thumbnail((_LARGEST, _LARGEST))
    return _written(image)


def _written(image: Image.Image) -> str:
    content = io.BytesIO()
    image.save(content, "PNG", optimize=False)
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"
