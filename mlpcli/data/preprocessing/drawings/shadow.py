"""The straight edge of a shadow, and the picture as it is in one light."""

from dataclasses import dataclass

import numpy as np

from mlpcli.data.preprocessing.base import Array
from mlpcli.data.preprocessing.drawings.ink import COARSE, WORKING, otsu, shrunk

# Each of two grounds has so much of the border, and they are so many shades apart.
_LEAST_GROUND, _SHADES_APART = 0.1, 20.0
# The longer side of what is lit evenly: a small drawing is looked at closer.
_FINE = 640
# The ends of an edge are known to so many coarse pixels; it is turned by them in so many trials, twice.
_DOUBT, _TRIALS = 2.0, 21
# Light changes no farther from the edge than this share of the longer side; so many steps are a pixel. What
# it is beyond is told by what lies so much farther.
_SOFTEST, _STEPS, _BEYOND = 0.15, 2, 0.3
# A picture of a smaller side has no room for a shadow. Each ground has so much of a picture, and this share
# of it differs from the light by less than that share of what the grounds do; the rest is ink.
_LEAST_SIDE, _LEAST_AREA, _EVEN, _DIFFERS = 20, 0.1, 0.7, 0.25

Edge = tuple[float, float, float, float]


def edge_across(picture: Array) -> Edge | None:
    """Where the edge of a shadow goes across uint8 `[height, width, 1 or 3]`: row and column of its two ends,
    as shares of height and width; None where the border has not one piece that is darker than the other."""
    coarse, _ = shrunk(picture, COARSE)
    grey = coarse.mean(axis=-1)
    rows, columns = _around(*grey.shape)
    border = grey[rows, columns]
    is_dark = border <= otsu(border)
    if not _LEAST_GROUND <= is_dark.mean() <= 1 - _LEAST_GROUND:
        return None
    (changes,) = np.nonzero(is_dark != np.roll(is_dark, 1))
    apart = float(border[~is_dark].mean() - border[is_dark].mean())
    if len(changes) != 2 or apart < _SHADES_APART:
        return None
    down, across = (
        (places[changes] + places[changes - 1] + 1) / 2 / length
        for places, length in zip((rows, columns), grey.shape, strict=True)
    )
    return float(down[0]), float(across[0]), float(down[1]), float(across[1])


def in_one_light(picture: Array) -> Array | None:
    """The picture, of 640 pixels at most, as if a shadow with a straight edge, sharp or soft, were not on it;
    None where it has none.
    """
    edge = edge_across(picture)
    if edge is None or min(picture.shape[:2]) < _LEAST_SIDE:
        return None
    small, _ = shrunk(picture, WORKING)
    edge = _turned(small.mean(axis=-1), edge)
    work, _ = shrunk(picture, _FINE)
    light = np.stack([_light(channel, edge) for channel in np.moveaxis(work, -1, 0)], axis=-1)
    if not _explains(light, work, edge):
        return None
    lit = work * (light.max(axis=(0, 1)) / np.maximum(light, 1.0))
    return np.asarray(np.rint(np.clip(lit, 0, 255)), np.uint8)


def _around(height: int, width: int) -> tuple[Array, Array]:
    """The rows and the columns of the border's pixels, clockwise."""
    down, across = np.arange(height), np.arange(width)
    rows = (np.zeros(width, int), down[1:], np.full(width - 1, height - 1), down[-2:0:-1])
    columns = (across, np.full(height - 1, width - 1), across[-2::-1], np.zeros(max(height - 2, 0), int))
    return np.concatenate(rows), np.concatenate(columns)


def _distances(shape: tuple[int, int], edge: Edge) -> Array:
    """How far each pixel of `[height, width]` is from the edge, below 0 on one side of it."""
    height, width = shape
    top, left, bottom, right = edge[0] * height, edge[1] * width, edge[2] * height, edge[3] * width
    length = max(np.hypot(bottom - top, right - left), 1e-6)
    rows, columns = np.arange(height)[:, None] + 0.5, np.arange(width) + 0.5
    return np.asarray(((columns - left) * (bottom - top) - (rows - top) * (right - left)) / length)


def _turned(grey: Array, edge: Edge) -> Edge:
    """The edge, turned so that `grey` `[height, width]` differs least from the light along it."""
    most = _DOUBT / COARSE
    for _ in range(2):
        trials = [_moved(edge, grey.shape, by) for by in np.linspace(-most, most, _TRIALS)]
        edge = min(trials, key=lambda trial: _Profile.across(grey, trial).away)
        most /= _TRIALS // 2
    return edge


def _moved(edge: Edge, shape: tuple[int, int], by: float) -> Edge:
    """With its ends moved to opposite sides, by a share of the longer side."""
    height, width = shape
    down, across = (edge[2] - edge[0]) * height, (edge[3] - edge[1]) * width
    share = by * max(shape) / max(np.hypot(down, across), 1e-6)
    rows, columns = share * across / height, -share * down / width
    return edge[0] + rows, edge[1] + columns, edge[2] - rows, edge[3] - columns


@dataclass(frozen=True)
class _Profile:
    """How bright paper is at every step across an edge, and how far the picture there is `away` from that."""

    light: Array
    away: float

    @classmethod
    def across(cls, grey: Array, edge: Edge) -> "_Profile":
        distances = _distances(grey.shape, edge)
        near = np.abs(distances) < (1 + _BEYOND) * _SOFTEST * max(grey.shape)
        values, steps = grey[near], _steps(distances[near], grey.shape)
        medians = _medians(values, steps)
        # Paper gets brighter all the way. More than half of what is as far from the edge may be a stroke,
        # dark or bright.
        turned = slice(None, None, 1 if medians[0] <= medians[-1] else -1)
        rising = medians[turned]
        lights = (np.maximum.accumulate(rising), np.minimum.accumulate(rising[::-1])[::-1])
        most = _DIFFERS * float(rising[-1] - rising[0])
        profiles = (
            cls(light[turned], float(np.minimum(np.abs(values - light[turned][steps]), most).mean()))
            for light in lights
        )
        return min(profiles, key=lambda profile: profile.away)


def _light(channel: Array, edge: Edge) -> Array:
    """The light on `channel` `[height, width]`."""
    steps = _steps(_distances(channel.shape, edge), channel.shape)
    return np.asarray(_Profile.across(channel, edge).light[steps])


def _explains(light: Array, picture: Array, edge: Edge) -> bool:
    """Whether the picture differs from the light `[height, width, channels]` in no more than strokes."""
    on_one_side = float((_distances(picture.shape[:2], edge) < 0).mean())
    apart = float((light.max(axis=(0, 1)) - light.min(axis=(0, 1))).mean())
    is_even = np.abs(picture - light).mean(axis=-1) <= _DIFFERS * apart
    return _LEAST_AREA <= on_one_side <= 1 - _LEAST_AREA and float(is_even.mean()) >= _EVEN


def _steps(distances: Array, shape: tuple[int, ...]) -> Array:
    """The number of the step that each distance is in, from 0; the first and the last one have all beyond."""
    most = round(_SOFTEST * max(shape) * _STEPS)
    return np.asarray(np.clip(np.rint(distances * _STEPS).astype(int), -most, most) + most)


def _medians(values: Array, steps: Array) -> Array:
    """The median of the values of each step; where there are none, between those beside it."""
    order = np.lexsort((values, steps))
    counts = np.bincount(steps)
    (found,) = np.nonzero(counts)
    middles = counts.cumsum()[found] - (counts[found] + 1) // 2
    return np.interp(np.arange(len(counts)), found, values[order][middles])
