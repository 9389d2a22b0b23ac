"""A drawing put where the training images have theirs, as large, as upright and with strokes as wide."""

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.convention import DrawingConvention, box_of, centre_of_mass, slant_of
from mlpcli.data.preprocessing.drawings.drawing import SOFT
from mlpcli.data.preprocessing.drawings.strokes import grown, stroke_width

# Pixels here for one of the result while strokes are measured and brought to a width.
_FINE = 4


def placed(density: Array, convention: DrawingConvention) -> tuple[Array, float]:
    """The ink `[height, width]` of the result, and how wide its strokes were in its pixels."""
    box = convention.box
    fine = _upright(_resized(density, box * _FINE), convention)
    width = stroke_width(fine) / _FINE
    _, thin, thick, _ = convention.stroke
    wanted = min(max(width, thin), thick)
    fine = grown(fine, _radius(fine, width, wanted, box)) if wanted != width else fine
    if (fine > SOFT).any():
        top, bottom, left, right = box_of(fine > SOFT)
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
    return canvas, width


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
    top, bottom, left, right = box_of(straight > SOFT) if (straight > SOFT).any() else (0, height, 0, width)
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


def as_row(ink: Array, convention: DrawingConvention) -> Array:
    """Ink `[height, width]`, 0 to 1, as a row uint8 `[height, width, 1]`, as bright as that of training."""
    bright = np.rint(ink * 255).astype(np.uint8)[..., np.newaxis]
    return np.asarray(bright if convention.ink == "bright" else 255 - bright)
