"""What the drawings among training images have in common: their frame."""

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.components import label_parts, widest_gap, without_specks
from mlpcli.data.preprocessing.drawings.strokes import stroke_width, stroke_widths
from mlpcli.data.preprocessing.image_border import border_mask

Centring = Literal["mass", "box"]

_MOST_MEASURED = 2000
# Less is too coarse to tell a margin from a stroke.
_LEAST_SIDE = 12
# Of 255: what differs from the background by less is background, and by more than the second is ink.
_CLEAN, _INK = 16, 64
# The share of images that need a clear border, and in shares of their size, how far their extents and
# centres may scatter.
_CLEAR = 0.95
_SCATTER = 0.05
# An image that is in the frame already has ink of this share of the box, as far from the centre at most, and
# strokes that are so much thinner than the thinnest ones, or thicker than the thickest.
_LEAST_FILLED, _NEAR, _THINNER, _THICKER = 0.75, 0.06, 1.05, 1.25
# The shares of the images with thinner strokes than the widths that are recorded.
_WIDTHS = (0.005, 0.1, 0.9, 0.995)
_STEEPEST = 10.0
_ENDS = (0, -1)


@dataclass(frozen=True)
class DrawingConvention:
    """The frame of the training images, which a drawing is fitted to before the network sees it.

    The images are `height` x `width`, of `bright` ink on black or `dark` ink on white. The longer side of the
    ink is `box` pixels, and its centre, of mass or of the box around it, is at `centre` (row, column; 0 is
    the middle of the first pixel). `stroke` are the widths of its strokes in pixels: the thinnest, the two
    between which most are, and the thickest. `slant` is how many columns it leans for a row down, the two
    figures between which most are. `gap` is the widest between two parts of one drawing, as a share of the
    longer one. `widest` is how many times as wide as high the widest are, 0 if that is not known. Raises
    ValueError for numbers that no images have.
    """

    height: int
    width: int
    ink: Literal["bright", "dark"]
    box: int
    centred_by: Centring
    centre: tuple[float, ...]
    stroke: tuple[float, ...]
    slant: tuple[float, ...]
    gap: float
    # Older runs do not have it.
    widest: float = field(default=0.0, metadata={"later": True})

    def __post_init__(self) -> None:
        side = min(self.height, self.width)
        if not 1 <= self.box <= side:
            raise ValueError(f"box: expected 1 to {side}, found {self.box}")
        if len(self.centre) != 2 or not (
            0 <= self.centre[0] <= self.height - 1 and 0 <= self.centre[1] <= self.width - 1
        ):
            raise ValueError("centre: expected the row and the column of a pixel")
        if len(self.stroke) != 4 or not self._widths_ascend:
            raise ValueError("stroke: expected four widths below the box, from thinnest to thickest")
        if len(self.slant) != 2 or not -_STEEPEST <= self.slant[0] <= self.slant[1] <= _STEEPEST:
            raise ValueError(
                f"slant: expected two figures from -{_STEEPEST} to {_STEEPEST}, the lower one first"
            )
        if not 0 <= self.gap <= 1:
            raise ValueError(f"gap: expected 0 to 1, found {self.gap}")
        if not 0 <= self.widest <= max(self.height, self.width):
            raise ValueError(f"widest: expected 0 to the longer side, found {self.widest}")

    def is_met_by(self, images: Array) -> Array:
        """Which of uint8 `[rows, height, width, 1]` have this frame already, black and white included; bool
        `[rows]`."""
        if images.shape[1:] != (self.height, self.width, 1):
            return np.zeros(len(images), bool)
        strength = images[..., 0] if self.ink == "bright" else 255 - images[..., 0]
        is_met = self._place_is_met_by(strength)
        # The rest takes longest.
        thinnest, _, _, thickest = self.stroke
        widths = stroke_widths(strength[is_met] / np.float32(255))
        is_met[is_met] = (thinnest / _THINNER <= widths) & (widths <= thickest * _THICKER)
        return is_met

    def _place_is_met_by(self, strength: Array) -> Array:
        is_ink = strength > _INK
        down, across = np.asarray(is_ink.any(axis=2)), np.asarray(is_ink.any(axis=1))
        top, bottom = down.argmax(axis=1), self.height - down[:, ::-1].argmax(axis=1)
        left, right = across.argmax(axis=1), self.width - across[:, ::-1].argmax(axis=1)
        sides = np.maximum(bottom - top, right - left)
        if self.centred_by == "mass":
            row, column = _centres_of_mass(strength)
        else:
            row, column = (top + bottom - 1) / 2, (left + right - 1) / 2
        away = np.hypot(row - self.centre[0], column - self.centre[1])
        # A stroke may end there: one of a hundred of MNIST's does.
        lines = [strength[:, end] for end in _ENDS] + [strength[:, :, end] for end in _ENDS]
        edges = np.concatenate(lines, axis=1)
        at_edges = edges.sum(axis=1, dtype=np.int64)
        return np.asarray(
            down.any(axis=1)
            & (at_edges <= _CLEAN * 2 * (self.height + self.width))
            & (sides >= _LEAST_FILLED * self.box)
            & (sides <= self.box + 1)
            & (away <= _NEAR * min(self.height, self.width))
        )

    @property
    def _widths_ascend(self) -> bool:
        # A NaN is in no order.
        in_order = all(one <= other for one, other in pairwise(self.stroke))
        return in_order and 0 < self.stroke[0] and self.stroke[-1] < self.box


def measure(images: Array) -> DrawingConvention | None:
    """The convention of training images uint8 `[rows, height, width, 1]`; None where they have none.

    They have one where nearly all have a border of nothing but background, and where ink is of one size and
    in one place.
    """
    height, width = images.shape[1:3]
    if images.dtype != np.uint8 or images.shape[-1] != 1 or min(height, width) < _LEAST_SIDE:
        return None
    some = images[:: max(1, len(images) // _MOST_MEASURED), ..., 0]
    ring = some[:, border_mask(images)]
    ink: Literal["bright", "dark"] = "bright" if np.median(ring) < 128 else "dark"
    strength = some if ink == "bright" else 255 - some
    is_clear = (strength[:, border_mask(images)] <= _CLEAN).all(axis=1)
    with_ink = [_Measured.of(image) for image in strength[is_clear] if image.max() > _INK]
    if is_clear.mean() < _CLEAR or len(with_ink) < _CLEAR * len(some):
        return None
    return _common(with_ink, height, width, ink)


@dataclass(frozen=True)
class _Measured:
    extent: float
    shape: float
    mass: tuple[float, float]
    middle: tuple[float, float]
    stroke: float
    slant: float
    gap: float

    @classmethod
    def of(cls, strength: Array) -> "_Measured":
        top, bottom, left, right = box_of(strength > _CLEAN)
        _, parts = label_parts(strength > _INK)
        return cls(
            max(bottom - top, right - left),
            (right - left) / (bottom - top),
            centre_of_mass(strength),
            ((top + bottom - 1) / 2, (left + right - 1) / 2),
            stroke_width(strength / np.float32(255)),
            slant_of(strength),
            widest_gap(without_specks(parts)),
        )


def box_of(mask: Array) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of what is True in `mask` `[height, width]`, the second ones exclusive."""
    rows, columns = np.asarray(mask.any(axis=1)), np.asarray(mask.any(axis=0))
    bottom, right = len(rows) - rows[::-1].argmax(), len(columns) - columns[::-1].argmax()
    return int(rows.argmax()), int(bottom), int(columns.argmax()), int(right)


def centre_of_mass(ink: Array) -> tuple[float, float]:
    """The row and the column of the mean of `ink` `[height, width]`."""
    row, column = _centres_of_mass(ink[np.newaxis])
    return float(row[0]), float(column[0])


def slant_of(ink: Array) -> float:
    """By how many columns `ink` `[height, width]` leans to the right for every row down."""
    mass = np.asarray(ink, np.float64)
    rows, columns = np.arange(mass.shape[0]), np.arange(mass.shape[1])
    row, column = centre_of_mass(mass)
    spread = float(mass.sum(axis=1) @ (rows - row) ** 2)
    return float((rows - row) @ mass @ (columns - column)) / spread if spread > 1e-6 else 0.0


def _common(
    images: list[_Measured], height: int, width: int, ink: Literal["bright", "dark"]
) -> DrawingConvention | None:
    side = min(height, width)
    extents = np.array([image.extent for image in images])
    if np.std(extents) > _SCATTER * side or np.median(extents) > side - 2:
        return None
    centres: dict[Centring, Array] = {
        "mass": np.array([image.mass for image in images]),
        "box": np.array([image.middle for image in images]),
    }
    scatter = {by: float(np.hypot(*np.std(places, axis=0))) for by, places in centres.items()}
    by = min(scatter, key=lambda one: scatter[one])
    if scatter[by] > _SCATTER * side:
        return None
    slants = np.quantile([image.slant for image in images], [0.1, 0.9])
    strokes = np.quantile([image.stroke for image in images], _WIDTHS)
    return DrawingConvention(
        height,
        width,
        ink,
        round(float(np.median(extents))),
        by,
        tuple(round(float(place), 2) for place in np.mean(centres[by], axis=0)),
        tuple(round(float(stroke), 2) for stroke in strokes),
        tuple(round(min(max(float(slant), -_STEEPEST), _STEEPEST), 3) for slant in slants),
        round(min(1.0, float(np.quantile([image.gap for image in images], 0.99))), 3),
        round(float(np.quantile([image.shape for image in images], _WIDTHS[-1])), 3),
    )


def _centres_of_mass(ink: Array) -> tuple[Array, Array]:
    """The rows and the columns `[images]` of the means of `ink` `[images, height, width]`."""
    down, across = ink.sum(axis=2, dtype=np.float64), ink.sum(axis=1, dtype=np.float64)
    total = np.maximum(down.sum(axis=1), 1e-9)
    return down @ np.arange(down.shape[1]) / total, across @ np.arange(across.shape[1]) / total
