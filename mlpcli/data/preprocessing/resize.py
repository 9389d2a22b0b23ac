"""Resizes pictures to the network's input size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array, PictureStep

MODES = {1: "L", 3: "RGB"}
"""Pillow's mode by number of channels."""


@dataclass(frozen=True)
class Resize(PictureStep):
    """Pictures uint8 of `height` x `width`, with one channel (grayscale) or three (RGB).

    Raises ValueError for other numbers of channels and for sizes below 1.
    """

    step: Literal["resize"] = field(default="resize", kw_only=True)
    height: int
    width: int
    channels: int

    def __post_init__(self) -> None:
        if self.channels not in MODES:
            raise ValueError(f"channels: expected 1 or 3, found {self.channels}")
        if min(self.height, self.width) < 1:
            raise ValueError("height, width: expected 1 or more")

    @classmethod
    def fit(cls, images: Array) -> "Resize":
        """The size of the training `images` `[rows, height, width, channels]`."""
        return cls(*images.shape[1:])

    def apply(self, rows: Array | Sequence[Array]) -> Array:
        """Uint8 `[rows, height, width, channels]`, by antialiased bilinear interpolation.

        Proportions are not kept. Pictures that already have the size are left unchanged.
        """
        if isinstance(rows, np.ndarray) and rows.shape[1:] == self.gives:
            return rows
        return np.stack([self._resized(picture) for picture in rows])

    @property
    def gives(self) -> tuple[int, int, int]:
        return self.height, self.width, self.channels

    def _resized(self, picture: Array) -> Array:
        if picture.shape == self.gives:
            return picture
        # Imported here because tables and signals do not need it.
        from PIL import Image

        plain = picture[..., 0] if picture.shape[-1] == 1 else picture
        image = Image.fromarray(plain).convert(MODES[self.channels])
        image = image.resize((self.width, self.height), Image.Resampling.BILINEAR)
        return np.asarray(image, dtype=np.uint8).reshape(self.gives)
