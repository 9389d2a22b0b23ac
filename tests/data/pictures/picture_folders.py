"""Folders of small image files."""

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image


def noise(seed: int, size: tuple[int, int] = (12, 12), channels: int = 3) -> np.ndarray[Any, Any]:
    """A picture that no other seed gives: smooth patches, uint8 `[height, width, channels]`."""
    small = np.random.default_rng(seed).integers(0, 256, (6, 6, channels), np.uint8)
    image = Image.fromarray(small if channels == 3 else small[..., 0])
    return np.asarray(image.resize(size[::-1], Image.Resampling.BICUBIC)).reshape(*size, channels)


def save(path: Path, pixels: Any, **options: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    pixels = np.asarray(pixels)
    Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels).save(path, **options)
    return path


def fill(folder: Path, classes: str = "ab", rows: int = 6, first: int = 0, **more: Any) -> Path:
    """Writes `rows` pictures for each class, one letter each, into `folder`; `more` is as in `noise`."""
    for number, name in enumerate(classes):
        for row in range(rows):
            save(folder / name / f"{row}.png", noise(first + number * 1000 + row, **more))
    return folder
