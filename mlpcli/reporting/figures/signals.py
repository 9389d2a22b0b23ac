"""Rows that are signals, as small drawings. By hand: a dozen by matplotlib would take half a second."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array

MOST_CHANNELS = 6
"""Of more channels the first are drawn."""

_WIDTH, _HEIGHT, _EDGE = 220, 90, 4
_MOST_POINTS = 220
_DASHES = ("", "5 2", "2 2", "6 2 1 2", "8 2", "1 1")


def signal(row: Array, strengths: NDArray[np.float64] | None = None) -> str:
    """The SVG of a signal `[steps, channels]`, each channel between its lowest and highest value.

    Bands of these `strengths` `[parts]`, from -1 to 1, are laid behind it: 1 is the most opaque.
    """
    lines = []
    for channel in range(min(row.shape[1], MOST_CHANNELS)):
        values = row[:, channel].astype(np.float64)
        lines.append(_line(_places(values, values, 0, len(values)), f"c{channel}", _DASHES[channel]))
    return _svg([*(_bands(strengths) if strengths is not None else ()), *lines])


def forecast(window: Array, true: Array, predicted: Array) -> str:
    """The SVG of a series: the `window` `[steps]`, and what came then, `true` and `predicted` `[ahead]`."""
    values = np.concatenate([window, true, predicted]).astype(np.float64)
    length = len(window) + len(true)
    after = len(window) - 1
    before, then = window.astype(np.float64), np.append(window[-1:], true).astype(np.float64)
    answer = np.append(window[-1:], predicted).astype(np.float64)
    lines = [
        _line(_places(before, values, 0, length), "ink"),
        _line(_places(then, values, after, length), "c0"),
        _line(_places(answer, values, after, length), "c1", _DASHES[1]),
    ]
    return _svg(lines)


def _places(
    values: NDArray[np.float64], scale: NDArray[np.float64], start: int, length: int
) -> Sequence[tuple[float, float]]:
    """The points of `values`, the first of which is at `start` of `length`, on the scale of others."""
    finite = scale[np.isfinite(scale)]
    low, high = (finite.min(), finite.max()) if len(finite) else (0.0, 1.0)
    shown = np.unique(np.linspace(0, len(values) - 1, min(len(values), _MOST_POINTS)).round().astype(int))
    across = (start + shown) / max(1, length - 1) * (_WIDTH - 2 * _EDGE) + _EDGE
    share = (values[shown] - low) / (high - low) if high > low else np.full(len(shown), 0.5)
    down = _HEIGHT - _EDGE - share * (_HEIGHT - 2 * _EDGE)
    return [pair for pair in zip(across.tolist(), down.tolist(), strict=True) if np.isfinite(pair[1])]


def _line(points: Sequence[tuple[float, float]], color: str, dashes: str = "") -> str:
    text = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<polyline style="stroke: var(--{color})"{dashed} points="{text}"/>'


def _bands(strengths: NDArray[np.float64]) -> list[str]:
    width = (_WIDTH - 2 * _EDGE) / len(strengths)
    return [
        f'<rect x="{_EDGE + at * width:.1f}" y="0" width="{width:.1f}" height="{_HEIGHT}" '
        f'style="fill: var(--c{1 if value >= 0 else 0}); opacity: {abs(value) * 0.6:.2f}"/>'
        for at, value in enumerate(strengths.tolist())
    ]


def _svg(parts: Sequence[str]) -> str:
    return f'<svg class="signal" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">{"".join(parts)}</svg>'
