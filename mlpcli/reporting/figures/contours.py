"""Lines along which a number on a grid has a value, by marching squares (Lorensen and Cline 1987, in two
dimensions)."""

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]


def contour(values: Numbers) -> Numbers:
    """The pieces `[n, 2, 2]` of the line along which `values` `[rows, columns]` are 0, each from one point
    (column, row) to another, in cells: the middle of the first cell is (0.5, 0.5).

    A value of exactly 0 counts as above. A line that ends at the edge goes on to it, half a cell further.
    """
    rows, columns = values.shape
    # The outermost values are repeated, half a cell further out.
    padded = np.pad(values, 1, mode="edge").astype(np.float64)
    down = np.array([0.0, *(np.arange(rows) + 0.5), rows])
    across = np.array([0.0, *(np.arange(columns) + 0.5), columns])
    corners = padded[:-1, :-1], padded[:-1, 1:], padded[1:, 1:], padded[1:, :-1]
    above = [one >= 0 for one in corners]
    mixed = np.nonzero(np.any(above, axis=0) & ~np.all(above, axis=0))
    top, left = mixed
    ends = np.stack(
        [
            np.stack([across[left], down[top]], axis=1),
            np.stack([across[left + 1], down[top]], axis=1),
            np.stack([across[left + 1], down[top + 1]], axis=1),
            np.stack([across[left], down[top + 1]], axis=1),
        ]
    )
    level = np.stack([one[mixed] for one in corners])
    crossings, crossed = [], []
    for first in range(4):
        second = (first + 1) % 4
        start, end = level[first], level[second]
        is_crossed = (start >= 0) != (end >= 0)
        share = np.where(is_crossed, start / np.where(is_crossed, start - end, 1.0), 0.0)[:, None]
        crossings.append(ends[first] + share * (ends[second] - ends[first]))
        crossed.append(is_crossed)
    return _joined(np.stack(crossings, axis=1), np.stack(crossed, axis=1), level)


def _joined(points: Numbers, crossed: NDArray[np.bool_], level: Numbers) -> Numbers:
    """The pieces through cells, from the `points` `[n, 4, 2]` of their sides that are `crossed` `[n, 4]`."""
    two = crossed.sum(axis=1) == 2
    places = np.argsort(~crossed[two], axis=1, kind="stable")[:, :2]
    single = np.take_along_axis(points[two], places[:, :, None], axis=1)
    saddle = points[~two]
    # Where opposite corners are alike, the middle of the cell decides which of them are joined.
    is_joined = (level[:, ~two].mean(axis=0) >= 0) == (level[0, ~two] >= 0)
    first = np.where(is_joined[:, None, None], saddle[:, [0, 1]], saddle[:, [3, 0]])
    second = np.where(is_joined[:, None, None], saddle[:, [2, 3]], saddle[:, [1, 2]])
    return np.concatenate([single, first, second])


def path_of(pieces: Numbers, width: float, height: float, rows: int, columns: int) -> str:
    """The pieces as the `d` of an SVG path, in a picture of `width` times `height`."""
    scaled = pieces * (width / columns, height / rows)
    return "".join(f"M{a:.1f} {b:.1f}l{c - a:.1f} {d - b:.1f}" for (a, b), (c, d) in scaled.tolist())
