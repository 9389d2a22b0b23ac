"""The one way from a drawing to what the network takes."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.components import (
    MOST_PARTS,
    Part,
    groups,
    label_parts,
    without_specks,
)
from mlpcli.data.preprocessing.drawings.convention import DrawingConvention, box_of, centre_of_mass, slant_of
from mlpcli.data.preprocessing.drawings.ink import Ink, Polarity, find_ink
from mlpcli.data.preprocessing.drawings.strokes import grown, stroke_width

Finding = Literal["fitted", "empty", "several", "unclear"]

# Ink that takes less of the picture than this is looked at again, enlarged, with this margin.
_SMALL, _MARGIN = 0.5, 0.2
# The least gap, as a share of the longer one, between two drawings; and how long the shorter one is.
_FAR, _ALSO_A_DRAWING = 0.2, 0.4
# Pixels here for one of the result while strokes are measured and brought to a width.
_FINE = 4
# Strokes wider than this many times the widest ones are no strokes.
_TOO_WIDE = 1.5
# Less ink than this in a pixel is no edge of a stroke.
_SOFT = 0.25


@dataclass(frozen=True)
class Fitted:
    """A row uint8 `[height, width, 1]` for the network, and what was found: one drawing was `fitted`, the
    sheet is `empty`, there are `several` drawings on it, or it is `unclear` what is ink.
    """

    row: Array
    finding: Finding


def fit_drawing(picture: Array, convention: DrawingConvention, polarity: Polarity | None = None) -> Fitted:
    """The drawing on `picture`, uint8 `[height, width, 1 or 3]`, as the training images have theirs.

    As MNIST's digits were made (LeCun, Bottou, Bengio, Haffner 1998): scaled into a box with its proportions
    kept, and centred. `polarity` is that of the ink, by default found.
    """
    found = find_ink(picture, polarity)
    drawing = found and _drawing(found, convention)
    if found and drawing and drawing.side * found.scale < _SMALL * max(picture.shape[:2]) and found.scale > 1:
        closer = find_ink(_around(picture, drawing, found.scale), polarity)
        found, drawing = (closer, _drawing(closer, convention)) if closer else (found, drawing)
    blank = np.zeros((convention.height, convention.width), np.float32)
    if not drawing:
        return Fitted(_as_row(blank, convention), "empty")
    row, has_strokes = _placed(drawing.density, convention)
    is_clear = has_strokes and found is not None and found.is_clear
    finding: Finding = "several" if drawing.several else "fitted" if is_clear else "unclear"
    return Fitted(_as_row(row, convention), finding)


@dataclass(frozen=True)
class _Drawing:
    """The ink `[height, width]` of one drawing, cut out, where it was, and whether there are more of them."""

    density: Array
    box: tuple[int, int, int, int]
    several: bool

    @property
    def side(self) -> int:
        return int(max(self.density.shape))


def _drawing(ink: Ink, convention: DrawingConvention) -> _Drawing | None:
    labels, all_parts = label_parts(ink.density > 0.5)
    parts = without_specks(all_parts)
    if not parts:
        return None
    if len(parts) > MOST_PARTS:
        return _cut_out(ink.density, np.ones_like(labels, bool), several=True)
    first, *others = groups(parts, max(_FAR, 2 * convention.gap))
    also = [group for group in others if _side(group) >= _ALSO_A_DRAWING * _side(first)]
    shown = [part for group in (first, *also) for part in group]
    kept = np.isin(labels, [part.label for part in shown])
    return _cut_out(ink.density, kept, several=bool(also))


def _side(group: list[Part]) -> int:
    return max(
        max(part.bottom for part in group) - min(part.top for part in group),
        max(part.right for part in group) - min(part.left for part in group),
    )


def _cut_out(density: Array, kept: Array, *, several: bool) -> _Drawing:
    # The soft edge of a stroke is beyond the half that its part consists of.
    near = grown(kept.astype(np.float32), 2)[2:-2, 2:-2] > 0
    ink = np.where(near, density, 0)
    top, bottom, left, right = box = box_of(ink > _SOFT)
    return _Drawing(ink[top:bottom, left:right], box, several)


def _around(picture: Array, drawing: _Drawing, scale: float) -> Array:
    """The part of the picture around the drawing, with a margin."""
    top, bottom, left, right = (side * scale for side in drawing.box)
    margin = max(_MARGIN * drawing.side * scale, 4)
    rows = slice(max(0, int(top - margin)), int(np.ceil(bottom + margin)))
    columns = slice(max(0, int(left - margin)), int(np.ceil(right + margin)))
    return picture[rows, columns]


def _placed(density: Array, convention: DrawingConvention) -> tuple[Array, bool]:
    """The ink `[height, width]` of the result, and whether it has strokes as the training images have."""
    box = convention.box
    fine = _upright(_resized(density, box * _FINE), convention)
    width = stroke_width(fine) / _FINE
    _, thin, thick, thickest = convention.stroke
    wanted = min(max(width, thin), thick)
    fine = grown(fine, _radius(fine, width, wanted, box)) if wanted != width else fine
    if (fine > _SOFT).any():
        top, bottom, left, right = box_of(fine > _SOFT)
        fine = fine[top:bottom, left:right]
    ink = np.clip(_resized(fine, box), 0, 1)
    ink = np.clip(ink / max(float(np.quantile(ink, 0.98)), 0.3), 0, 1)
    canvas = np.zeros((convention.height, convention.width), np.float32)
    middle = (
        centre_of_mass(ink)
        if convention.centred_by == "mass"
        else ((ink.shape[0] - 1) / 2, (ink.shape[1] - 1) / 2)
    )
    row, column = (
        min(max(0, round(wanted_at - at)), room - length)
        for wanted_at, at, room, length in zip(
            convention.centre, middle, canvas.shape, ink.shape, strict=True
        )
    )
    canvas[row : row + ink.shape[0], column : column + ink.shape[1]] = ink
    return canvas, width <= _TOO_WIDE * thickest


def _upright(fine: Array, convention: DrawingConvention) -> Array:
    """The ink `[height, width]`, straightened where it leans more than most training images do."""
    slant = slant_of(fine)
    lean = slant - min(max(slant, convention.slant[0]), convention.slant[1])
    if not lean:
        return fine
    from PIL import Image

    height, width = fine.shape
    # What leans by more lies; it keeps its shape.
    lean = min(max(lean, -1.0), 1.0)
    room = int(np.ceil(abs(lean) * height / 2)) + 1
    image = Image.fromarray(np.pad(fine, ((0, 0), (room, room))))
    moved = (1.0, lean, -lean * (height - 1) / 2, 0.0, 1.0, 0.0)
    image = image.transform(image.size, Image.Transform.AFFINE, moved, Image.Resampling.BILINEAR)
    straight = np.asarray(image, np.float32)
    top, bottom, left, right = box_of(straight > _SOFT) if (straight > _SOFT).any() else (0, height, 0, width)
    return _resized(straight[top:bottom, left:right], convention.box * _FINE)


def _radius(fine: Array, width: float, wanted: float, box: int) -> float:
    """How much strokes are to grow on both sides, in fine pixels, for them to be `wanted` in the end.

    What grows is larger, and shrinks again into the box: `(width + 2r) box / (side + 2r) = wanted`.
    """
    side = max(fine.shape) / _FINE
    return float((wanted * side - width * box) / (2 * (box - wanted)) * _FINE)


def _resized(ink: Array, side: int) -> Array:
    """`ink` `[height, width]` with `side` as its longer side, by area averaging where it shrinks."""
    # Imported here because tables and signals do not need it.
    from PIL import Image

    height, width = (max(1, round(length * side / max(ink.shape))) for length in ink.shape)
    image = Image.fromarray(np.asarray(ink, np.float32))
    way = Image.Resampling.BOX if side < max(ink.shape) else Image.Resampling.BILINEAR
    return np.asarray(image.resize((width, height), way), np.float32)


def _as_row(ink: Array, convention: DrawingConvention) -> Array:
    bright = np.rint(ink * 255).astype(np.uint8)[..., np.newaxis]
    return np.asarray(bright if convention.ink == "bright" else 255 - bright)
