"""Points as scikit-learn's functions of the same names draw them, to the last bit.

Its import takes a second, and this needs NumPy alone. Source: sklearn/datasets/_samples_generator.py.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.random import RandomState

    from mlpcli.data.dataset import Array


def make_moons(rows: int, noise: float, random_state: "RandomState") -> "tuple[Array, Array]":
    """Two interleaving half circles: points `[rows, 2]` in float64, and class numbers `[rows]`."""
    outer, inner = (np.linspace(0, np.pi, count) for count in _halves(rows))
    points = np.concatenate(
        [
            np.stack([np.cos(outer), np.sin(outer)], axis=1),
            np.stack([1 - np.cos(inner), 1 - np.sin(inner) - 0.5], axis=1),
        ]
    )
    return _shuffled_with_noise(points, noise, random_state)


def make_circles(
    rows: int, noise: float, factor: float, random_state: "RandomState"
) -> "tuple[Array, Array]":
    """A circle of radius `factor` in one of radius 1, as `make_moons` gives them."""
    outer, inner = (np.linspace(0, 2 * np.pi, count, endpoint=False) for count in _halves(rows))
    points = np.concatenate(
        [
            np.stack([np.cos(outer), np.sin(outer)], axis=1),
            np.stack([np.cos(inner) * factor, np.sin(inner) * factor], axis=1),
        ]
    )
    return _shuffled_with_noise(points, noise, random_state)


def make_blobs(
    rows: int, centers: Sequence[Sequence[float]], cluster_std: float, random_state: "RandomState"
) -> "tuple[Array, Array]":
    """Normally distributed points `[rows, numbers]` around each center, and class numbers `[rows]`."""
    each, more = divmod(rows, len(centers))
    counts = [each + (number < more) for number in range(len(centers))]
    clusters = [
        random_state.normal(loc=np.asarray(center), scale=cluster_std, size=(count, len(center)))
        for center, count in zip(centers, counts, strict=True)
    ]
    order = _order(rows, random_state)
    return np.concatenate(clusters)[order], np.repeat(np.arange(len(centers)), counts)[order]


def _halves(rows: int) -> tuple[int, int]:
    return rows // 2, rows - rows // 2


def _shuffled_with_noise(points: "Array", noise: float, random_state: "RandomState") -> "tuple[Array, Array]":
    order = _order(len(points), random_state)
    labels = np.repeat([0, 1], _halves(len(points)))
    return points[order] + random_state.normal(scale=noise, size=points.shape), labels[order]


def _order(rows: int, random_state: "RandomState") -> "Array":
    order = np.arange(rows)
    random_state.shuffle(order)
    return order
