"""Drawings of any size, brought into the size and the place of the training images' ink."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array, PictureStep
from mlpcli.data.preprocessing.image_border import border_mask, fit_border

# Images that are measured: more do not move a median.
_MOST_MEASURED = 1000


@dataclass(frozen=True)
class FitToBox(PictureStep):
    """The ink of a picture, scaled into `box` x `box` with its proportions, its centre of mass in the middle
    of `height` x `width`.

    So MNIST's digits were made of scanned ones, with a box of 20 in 28 x 28 (LeCun, Bottou, Bengio, Haffner
    1998). Ink is what differs from the background, be it brighter or darker: the result is `bright` ink on
    black, or `dark` on white, whatever the picture's. Raises ValueError for a box that is larger than the
    result, and for sizes below 1.
    """

    step: Literal["fit_to_box"] = field(default="fit_to_box", kw_only=True)
    height: int
    width: int
    box: int
    ink: Literal["bright", "dark"]

    def __post_init__(self) -> None:
        if not 1 <= self.box <= min(self.height, self.width):
            raise ValueError(f"box: expected 1 to {min(self.height, self.width)}, found {self.box}")

    @classmethod
    def fit(cls, images: Array) -> "FitToBox":
        """Size, ink and its usual extent of the training `images` `[rows, height, width, 1]`."""
        height, width = images.shape[1:3]
        some = images[:: max(1, len(images) // _MOST_MEASURED)]
        extents = [max(_ink_of(image).shape) for image in some]
        ink: Literal["bright", "dark"] = "dark" if (fit_border(images) or 0.0) > 0.5 else "bright"
        return cls(height, width, min(max(1, round(float(np.median(extents)))), height, width), ink)

    def apply(self, rows: Array | Sequence[Array]) -> Array:
        """Uint8 `[rows, height, width, 1]`; a picture without ink is all background."""
        return np.stack([self._fitted(picture) for picture in rows])

    @property
    def gives(self) -> tuple[int, int, int]:
        return self.height, self.width, 1

    def _fitted(self, picture: Array) -> Array:
        canvas = np.zeros((self.height, self.width), dtype=np.uint8)
        ink = _ink_of(picture)
        if ink.size:
            ink = _scaled(ink, self.box)
            top, left = (
                _start(mass, room)
                for mass, room in ((ink.sum(axis=1), self.height), (ink.sum(axis=0), self.width))
            )
            canvas[top : top + ink.shape[0], left : left + ink.shape[1]] = ink
        row = (canvas if self.ink == "bright" else 255 - canvas)[..., np.newaxis]
        return np.asarray(row)


def _ink_of(picture: Array) -> Array:
    """How far each pixel is from the background, uint8, cut out where the ink is: `[0, 0]` without any.

    The background is what most of the border is. Ink is beyond Otsu's threshold (1979); of what surrounds it,
    grain of the paper is what is as near to the background as the border is, or as half of the threshold.
    """
    grey = _grey(picture)
    border = border_mask(grey[..., np.newaxis])
    background = np.median(grey[border])
    distance: Array = np.abs(grey - background).astype(np.uint8)
    threshold = _otsu(distance)
    rows, columns = (np.flatnonzero((distance > threshold).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return distance[:0, :0]
    ink = distance[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    grain = min(threshold / 2, distance[border].max())
    return np.asarray(np.where(ink > grain, ink, 0), dtype=np.uint8)


def _grey(picture: Array) -> Array:
    # ITU-R 601-2, as Pillow has it.
    shares = [1.0] if picture.shape[-1] == 1 else [0.299, 0.587, 0.114]
    return np.asarray(np.rint(picture @ np.array(shares)))


def _otsu(values: Array) -> float:
    """The value of uint8 `values` up to which one class reaches if the two are to differ most.

    Where there are no values between the two, the middle between them.
    """
    counts = np.bincount(values.ravel(), minlength=256).astype(np.float64)
    below = counts.cumsum()
    sums = (counts * np.arange(256)).cumsum()
    above = below[-1] - below
    with np.errstate(invalid="ignore", divide="ignore"):
        between = np.nan_to_num(below * above * (sums / below - (sums[-1] - sums) / above) ** 2)
    return float(np.flatnonzero(between == between.max()).mean())


def _scaled(ink: Array, box: int) -> Array:
    """`ink` with its longer side as long as `box`, and full contrast: what shrinks grows pale."""
    # Imported here because tables and signals do not need it.
    from PIL import Image

    height, width = (max(1, round(side * box / max(ink.shape))) for side in ink.shape)
    if (height, width) != ink.shape:
        ink = np.asarray(Image.fromarray(ink).resize((width, height), Image.Resampling.BILINEAR))
    brightest = max(1, int(ink.max()))
    return np.rint(ink * (255 / brightest)).astype(np.uint8)


def _start(mass: Array, room: int) -> int:
    """Where what has this `mass` `[length]` along an axis begins, for its centre to be on pixel `room / 2`.

    There MNIST's digits have it: on 14 of 0 to 27, up to the half pixel that shifts by whole ones leave.
    """
    centre = float((mass * np.arange(len(mass))).sum() / max(1, mass.sum()))
    return min(max(0, round(room / 2 - centre)), room - len(mass))
