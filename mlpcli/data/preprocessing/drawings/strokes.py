"""How wide strokes are, and making them wider or narrower."""

import numpy as np

from mlpcli.data.preprocessing.base import Array

# A straight stroke deviates from its axis by no more than this many times what its width explains.
_STRAIGHT = 1.5


def stroke_width(ink: Array) -> float:
    """The mean width of the strokes of `ink` `[height, width]`, 0 to 1, in pixels; 0 without any ink.

    A stroke has twice its length as its outline, so the width is twice area by outline. The outline is the
    total variation, which needs no threshold (coarea formula).
    """
    return float(stroke_widths(ink[np.newaxis])[0])


def stroke_widths(ink: Array) -> Array:
    """As `stroke_width`, float32 `[rows]` of `ink` `[rows, height, width]`."""
    # Not by np.pad, np.diff and np.hypot: every image that is read is measured.
    rows, height, width = ink.shape
    padded = np.zeros((rows, height + 2, width + 2), np.float32)
    padded[:, 1:-1, 1:-1] = ink
    here = padded[:, :-1, :-1]
    down, across = padded[:, 1:, :-1] - here, padded[:, :-1, 1:] - here
    outline = np.sqrt(down * down + across * across).sum(axis=(1, 2))
    return np.asarray(2 * ink.sum(axis=(1, 2)) / np.where(outline > 0, outline, 1))


def is_straight(ink: Array) -> bool:
    """Whether `ink` `[height, width]`, 0 to 1, is one straight stroke, at any angle.

    Such a stroke deviates from its axis by its width by the square root of 12.
    """
    mass = np.asarray(ink, np.float64)
    total = max(float(mass.sum()), 1e-9)
    rows, columns = np.arange(mass.shape[0]), np.arange(mass.shape[1])
    down, across = mass.sum(axis=1), mass.sum(axis=0)
    rows = rows - down @ rows / total
    columns = columns - across @ columns / total
    high, wide, lean = down @ rows**2, across @ columns**2, rows @ mass @ columns
    least = (high + wide - np.hypot(high - wide, 2 * lean)) / 2 / total
    return bool(12 * max(least, 0) <= (_STRAIGHT * stroke_width(ink)) ** 2)


def grown(ink: Array, radius: float) -> Array:
    """`ink` `[height, width]` with `radius` more on every side, by octagons; a negative one makes it thinner.

    The result is larger by the rounded-up radius on every side where that is positive.
    """
    if radius < 0:
        return np.asarray(1 - _dilated(1 - np.pad(ink, 1), -radius)[1:-1, 1:-1])
    return _dilated(np.pad(ink, int(np.ceil(radius))), radius)


def _dilated(ink: Array, radius: float) -> Array:
    whole = int(radius)
    for number in range(whole):
        ink = _step(ink, diagonal=bool(number % 2))
    share = radius - whole
    return ink if not share else (1 - share) * ink + share * _step(ink, diagonal=bool(whole % 2))


def _step(ink: Array, *, diagonal: bool) -> Array:
    """The brightest of every pixel and its neighbours."""
    down = ink.copy()
    down[1:] = np.maximum(down[1:], ink[:-1])
    down[:-1] = np.maximum(down[:-1], ink[1:])
    source = down if diagonal else ink
    both = down.copy()
    both[:, 1:] = np.maximum(both[:, 1:], source[:, :-1])
    both[:, :-1] = np.maximum(both[:, :-1], source[:, 1:])
    return both
