"""Resizes pictures to the network's input size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from mlpcli.data.preprocessing.base import Array, PictureStep
from mlpcli.data.preprocessing.image_border import border_mask

MODES = {1: "L", 3: "RGB"}
"""Pillow's mode by number of channels."""
Keep = Literal["fill", "fit", "stretch"]
KEEPS: Mapping[str, Keep] = {"crop": "fill", "pad": "fit", "stretch": "stretch"}
"""The rule that a config's `fit` means."""

# Up to this difference, of 255, a border is of one colour; and this share of the images has such a one where
# a margin of that colour looks like the training images.
_PLAIN, _MOSTLY = 16, 0.5
# Images that are looked at: more do not move a share.
_MOST_MEASURED = 1000


# Mode I of Pillow has signed numbers.
_LARGEST = 2**31 - 1


class White(NamedTuple):
    """The values that are white in images of more than 8 bits: in `grey` of whole numbers, and in `floats`,
    where 0 stands for 1, or for 255 in an image that has a value above 1."""

    grey: int = 65535
    floats: float = 0.0


@dataclass(frozen=True)
class Resize(PictureStep):
    """Pictures uint8 of `height` x `width`, with one channel (grayscale) or three (RGB).

    `keep` is what happens to pictures of other proportions: `fill` cuts off what is too much, on both sides
    alike; `fit` adds margins in the colour of the picture's own border; `stretch`, the rule of older runs,
    changes the proportions. `white` and `white_of_floats` are as in `White`: cameras of 12 bits write 4095 at
    most. Where training images were `reframed` too, nobody needs to know of others that are. Raises
    ValueError for other channels, for sizes below 1 and for a white that no image has.
    """

    step: Literal["resize"] = field(default="resize", kw_only=True)
    height: int
    width: int
    channels: int
    # Runs trained before there was a choice do not have the key.
    keep: Keep = field(default="stretch", kw_only=True, metadata={"later": True})
    white: int = field(default=65535, kw_only=True, metadata={"later": True})
    white_of_floats: float = field(default=0.0, kw_only=True, metadata={"later": True})
    reframed: bool = field(default=False, kw_only=True, metadata={"later": True})

    def __post_init__(self) -> None:
        if self.channels not in MODES:
            raise ValueError(f"channels: expected 1 or 3, found {self.channels}")
        if min(self.height, self.width) < 1:
            raise ValueError("height, width: expected 1 or more")
        if not 1 <= self.white <= _LARGEST:
            raise ValueError(f"white: expected 1 to {_LARGEST}")
        if not 0 <= self.white_of_floats < float("inf"):
            raise ValueError("white_of_floats: expected a finite number of at least 0")

    @classmethod
    def fit(cls, images: Array, keep: Keep | None = None) -> "Resize":
        """The size of the training `images` `[rows, height, width, channels]`, with this `keep`.

        Without one: where most of them have a border of one colour, things stand free in them, and pictures
        are fitted; photos fill theirs.
        """
        if keep:
            return cls(*images.shape[1:], keep=keep)
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
    def whites(self) -> White:
        """The values that are white."""
        return White(self.white, self.white_of_floats)

    @property
    def gives(self) -> tuple[int, int, int]:
        return self.height, self.width, self.channels

    def _inner(self, picture: Array) -> tuple[int, int]:
        """Height and width of the whole picture, once it is scaled."""
        # Imported here, and below, because Pillow is only needed where pictures are.
        from mlpcli.data.pictures.conversion import scaled_size

        return scaled_size(picture.shape, self.height, self.width, self.keep)

    def _resized(self, picture: Array) -> Array:
        if picture.shape == self.gives:
            return picture
        from PIL import Image

        from mlpcli.data.pictures.conversion import resized

        plain = picture[..., 0] if picture.shape[-1] == 1 else picture
        image = Image.fromarray(plain).convert(MODES[self.channels])
        return resized(image, self.height, self.width, self.keep)
