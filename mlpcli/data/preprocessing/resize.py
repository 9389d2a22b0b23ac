"""Resizes pictures to the network's input size."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array, PictureStep
from mlpcli.data.preprocessing.image_border import border_mask

MODES = {1: "L", 3: "RGB"}
"""Pillow's mode by number of channels."""

# Up to this difference, of 255, a border is of one colour; and this share of the images has such a one where
# a margin of that colour looks like the training images.
_PLAIN, _MOSTLY = 16, 0.5
# Images that are looked at: more do not move a share.
_MOST_MEASURED = 1000


@dataclass(frozen=True)
class Resize(PictureStep):
    """Pictures uint8 of `height` x `width`, with one channel (grayscale) or three (RGB).

    `keep` is what happens to pictures of other proportions: `fill` cuts off what is too much, on both sides
    alike; `fit` adds margins in the colour of the picture's own border; `stretch`, the rule of older runs,
    changes the proportions. Raises ValueError for other channels and for sizes below 1.
    """

    step: Literal["resize"] = field(default="resize", kw_only=True)
    height: int
    width: int
    channels: int
    # Runs trained before there was a choice do not have the key.
    keep: Literal["fill", "fit", "stretch"] = field(default="stretch", kw_only=True, metadata={"later": True})

    def __post_init__(self) -> None:
        if self.channels not in MODES:
            raise ValueError(f"channels: expected 1 or 3, found {self.channels}")
        if min(self.height, self.width) < 1:
            raise ValueError("height, width: expected 1 or more")

    @classmethod
    def fit(cls, images: Array) -> "Resize":
        """The size of the training `images` `[rows, height, width, channels]`.

        Where most of them have a border of one colour, things stand free in them, and pictures are fitted;
        photos fill theirs.
        """
        some = images[:: max(1, len(images) // _MOST_MEASURED)]
        ring = some[:, border_mask(images)].astype(np.int16)
        is_plain = (np.ptp(ring, axis=1) <= _PLAIN).all(axis=-1)
        return cls(*images.shape[1:], keep="fit" if is_plain.mean() >= _MOSTLY else "fill")

    def apply(self, rows: Array | Sequence[Array]) -> Array:
        """Uint8 `[rows, height, width, channels]`, by antialiased bilinear interpolation.

        Pictures that already have the size are left unchanged.
        """
        if isinstance(rows, np.ndarray) and rows.shape[1:] == self.gives:
            return rows
        return np.stack([self._resized(picture) for picture in rows])

    def changes_frame(self, picture: Array) -> bool:
        """Whether part of `picture` `[height, width, channels]` is cut off, or a margin added."""
        return self.keep != "stretch" and self._inner(picture) != (self.height, self.width)

    @property
    def gives(self) -> tuple[int, int, int]:
        return self.height, self.width, self.channels

    def _inner(self, picture: Array) -> tuple[int, int]:
        """Height and width of the whole picture, once it is scaled."""
        height, width = picture.shape[:2]
        if self.keep == "stretch":
            return self.height, self.width
        choose = max if self.keep == "fill" else min
        scale = choose(self.height / height, self.width / width)
        return max(1, round(height * scale)), max(1, round(width * scale))

    def _resized(self, picture: Array) -> Array:
        if picture.shape == self.gives:
            return picture
        # Imported here because tables and signals do not need it.
        from PIL import Image

        plain = picture[..., 0] if picture.shape[-1] == 1 else picture
        image = Image.fromarray(plain).convert(MODES[self.channels])
        height, width = self._inner(picture)
        if self.keep == "fit":
            image = image.resize((width, height), Image.Resampling.BILINEAR)
            return self._framed(np.asarray(image, np.uint8).reshape(height, width, self.channels))
        # The part that is kept, in pixels of the picture: of the longest ones nothing is enlarged in vain.
        across, down = image.width * self.width / width, image.height * self.height / height
        left, top = (image.width - across) / 2, (image.height - down) / 2
        image = image.resize(
            (self.width, self.height), Image.Resampling.BILINEAR, (left, top, left + across, top + down)
        )
        return np.asarray(image, dtype=np.uint8).reshape(self.gives)

    def _framed(self, image: Array) -> Array:
        """`image` in the middle of the full size, on the colour of most of its border."""
        height, width = image.shape[:2]
        colour = np.median(image[border_mask(image)], axis=0).astype(np.uint8)
        row = np.broadcast_to(colour, self.gives).copy()
        top, left = (self.height - height) // 2, (self.width - width) // 2
        row[top : top + height, left : left + width] = image
        return row
