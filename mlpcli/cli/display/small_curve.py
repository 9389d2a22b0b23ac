"""A run's loss over its epochs in eight characters."""

import math
from collections.abc import Sequence
from typing import TextIO

_BLOCKS = "\u2581\u2582\u2583\u2584\u2585\u2586\u2587\u2588"
_CELLS = 8


def can_be_shown(stream: TextIO) -> bool:
    """Whether `stream` is a terminal that has these characters."""
    try:
        _BLOCKS.encode(stream.encoding or "ascii")
    except UnicodeEncodeError:
        return False
    return stream.isatty()


def small_curve(values: Sequence[float]) -> str:
    """The values from the lowest to the highest block, each cell the mean of as many epochs; a blank where
    none is finite. Empty for fewer than two values to compare."""
    if len(values) < 2:
        return ""
    cells = min(_CELLS, len(values))
    bounds = [at * len(values) // cells for at in range(cells + 1)]
    means = [_mean(values[start:stop]) for start, stop in zip(bounds, bounds[1:], strict=False)]
    finite = [value for value in means if value is not None]
    if len(finite) < 2:
        return ""
    low, high = min(finite), max(finite)
    return "".join(" " if value is None else _block(value, low, high) for value in means)


def _mean(values: Sequence[float]) -> float | None:
    finite = [value for value in values if math.isfinite(value)]
    # Halved, because differences of the largest numbers are infinite.
    return sum(value / 2 / len(finite) for value in finite) if finite else None


def _block(value: float, low: float, high: float) -> str:
    return _BLOCKS[round((value - low) / ((high - low) or 1) * (len(_BLOCKS) - 1))]
