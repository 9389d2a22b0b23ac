"""Numbers on a grid as small pictures: one byte a point, which a palette gives colours."""

import base64
import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Color = tuple[int, int, int, int]
Numbers = NDArray[np.float32]

# Okabe and Ito 2008, which differ for colour-blind people too, in the order of the style sheet's --c0 ....
CLASS_COLORS = ((0, 114, 178), (213, 94, 0), (0, 158, 115), (204, 121, 167), (230, 159, 0), (120, 130, 140))
# Viridis, by its ends and three colours between.
_SURFACE = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
_LEVELS = 24
_SHADES = 32
_SURFACE_COLORS = 128
# Transparent enough for texts and points, and for the page's own colour, light or dark, to shine through.
_FAINT, _STRONG = 40, 175


def class_picture(probabilities: Numbers) -> str:
    """The address of a PNG with the most probable class at each point of `[rows, columns, classes]`: the
    further ahead of the next one, the stronger its colour."""
    ordered = np.sort(probabilities, axis=-1)
    ahead = ordered[..., -1] - ordered[..., -2]
    level = np.clip(np.nan_to_num(ahead) * (_LEVELS - 1), 0, _LEVELS - 1).round().astype(np.uint8)
    chosen = (probabilities.argmax(axis=-1) % len(CLASS_COLORS)).astype(np.uint8)
    palette = [
        (*color, round(_FAINT + (_STRONG - _FAINT) * step / (_LEVELS - 1)))
        for color in CLASS_COLORS
        for step in range(_LEVELS)
    ]
    return indexed_png(chosen * _LEVELS + level, palette)


def neuron_picture(values: Numbers) -> str:
    """The address of a PNG of a neuron's `values` `[rows, columns]`: blue where they are positive, orange
    where they are negative, the stronger the further from 0, on a scale of its own."""
    share = values / (np.abs(values).max() or 1.0)
    index = (np.clip(share, -1, 1) * _SHADES).round().astype(int) + _SHADES
    palette = [
        (*CLASS_COLORS[0 if shade > 0 else 1], round(abs(shade) / _SHADES * 215))
        for shade in range(-_SHADES, _SHADES + 1)
    ]
    return indexed_png(index.astype(np.uint8), palette)


def surface_picture(values: Numbers, low: float, high: float) -> str:
    """The address of a PNG of numbers `[rows, columns]`, dark violet at `low` and yellow at `high`."""
    share = np.clip(np.nan_to_num((values.astype(np.float64) - low) / ((high - low) or 1.0)), 0, 1)
    index = (share * (_SURFACE_COLORS - 1)).round().astype(np.uint8)
    return indexed_png(
        index, [(*surface_color(at / (_SURFACE_COLORS - 1)), 255) for at in range(_SURFACE_COLORS)]
    )


def surface_color(share: float) -> tuple[int, int, int]:
    """The colour of a number at this share of the way from the lowest to the highest."""
    place = min(max(share, 0.0), 1.0) * (len(_SURFACE) - 1)
    first = min(int(place), len(_SURFACE) - 2)
    part = place - first
    red, green, blue = (
        round(a + part * (b - a)) for a, b in zip(_SURFACE[first], _SURFACE[first + 1], strict=True)
    )
    return red, green, blue


def indexed_png(index: NDArray[np.uint8], palette: Sequence[Color]) -> str:
    """The address of a PNG whose points have these colours, as red, green, blue and opacity."""
    image = Image.fromarray(np.ascontiguousarray(index), "L")
    image.putpalette([part for color in palette for part in color[:3]])
    content = io.BytesIO()
    image.save(content, "PNG", transparency=bytes(color[3] for color in palette))
    return f"data:image/png;base64,{base64.b64encode(content.getvalue()).decode()}"
