"""Lines that run from edge to edge: the ruling of paper, and folds."""

from dataclasses import dataclass

import numpy as np

from mlpcli.data.preprocessing.base import Array

# A line is ink in this share of the picture's width, in the first and the last hundredths too, and as high as
# this share of its height at most.
_COVERED, _END, _THICKEST = 0.88, 0.02, 0.04
# How many rows it climbs for a column: the steepest that is looked for, and in how many trials.
_STEEPEST, _TRIALS = 0.06, 13
# So many lines are ruling. Fewer are if the other ink is darker, or is hardly any.
_RULED, _FAINTER, _HARDLY = 3, 0.6, 0.25


def without_lines(signed: Array, least: float) -> Array:
    """`signed` `[height, width]`, how far each pixel is from the paper, with the paper's lines taken out.

    What is above `least` may be ink. Ink that crosses a line stays: there it is longer than the line is thick
    (as staves are taken out of music). A line or two of the ink's own darkness stay too, as a tightly cropped
    4 has one.
    """
    mask = signed > least
    rows, columns = _lines(mask), _lines(mask.T)
    if not rows.count + columns.count:
        return signed
    on_line = rows.alone | columns.alone.T | (rows.crossed & columns.crossed.T)
    rest = np.where(on_line, 0, signed)
    ink = rest[rest > least]
    is_ruling = (
        rows.count + columns.count >= _RULED
        or ink.size < _HARDLY * on_line.sum()
        or np.median(signed[on_line]) < _FAINTER * np.quantile(ink, 0.75)
    )
    return np.asarray(rest if is_ruling else signed)


@dataclass(frozen=True)
class _Lines:
    """How many lines; and in bool `[height, width]` where they are alone, and where ink is in their way."""

    count: int
    alone: Array
    crossed: Array


def _lines(mask: Array) -> _Lines:
    """The lines along the rows of bool `mask`."""
    height, width = mask.shape
    # Most pictures have none, which this tells in a hundredth of the time.
    if mask.any(axis=0).mean() < _COVERED:
        return _Lines(0, np.zeros_like(mask), np.zeros_like(mask))
    columns = np.arange(width) - (width - 1) / 2
    climbs = np.rint(np.linspace(-_STEEPEST, _STEEPEST, _TRIALS)[:, None] * columns).astype(int)
    room = int(np.abs(climbs).max())
    padded = np.zeros((height + 2 * room, width), bool)
    padded[room : room + height] = _thicker(mask)
    rows = np.arange(height)[:, None]
    covered = np.stack([_covered(padded[rows + room + climb, np.arange(width)]) for climb in climbs])
    best = covered.argmax(axis=0)
    steps = np.flatnonzero(np.diff(np.pad(covered.max(axis=0) >= _COVERED, 1).astype(np.int8)))
    lengths = _lengths(mask)
    alone, crossed = np.zeros_like(mask), np.zeros_like(mask)
    count = 0
    for first, stop in zip(steps[::2].tolist(), steps[1::2].tolist(), strict=True):
        place = rows - climbs[best[(first + stop) // 2]]
        band = mask & (place >= first - 1) & (place <= stop)
        thick = float(np.median(lengths[band]))
        if thick <= max(1, _THICKEST * height):
            is_thin = lengths <= 1.5 * thick + 1
            alone |= band & is_thin
            crossed |= band & ~is_thin
            count += 1
    return _Lines(count, alone, crossed)


def _covered(lines: Array) -> Array:
    """The share of each row of bool `lines` that is ink, 0 where one of its ends is not."""
    end = max(1, round(_END * lines.shape[1]))
    return np.asarray(lines.mean(axis=1) * (lines[:, :end].any(axis=1) & lines[:, -end:].any(axis=1)))


def _thicker(mask: Array) -> Array:
    """With the pixels above and below: a line may be a little crooked."""
    thicker = mask.copy()
    thicker[1:] |= mask[:-1]
    thicker[:-1] |= mask[1:]
    return np.asarray(thicker)


def _lengths(mask: Array) -> Array:
    """For every pixel of bool `mask` how many there are below and above it without a gap, itself included."""
    rows = np.arange(len(mask))[:, None]
    above = np.maximum.accumulate(np.where(mask, -1, rows), axis=0)
    below = np.minimum.accumulate(np.where(mask, len(mask), rows)[::-1], axis=0)[::-1]
    return np.asarray(below - above - 1)
