"""Means and deviations of rows that come in blocks."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

# NumPy reduces the rows of a narrow table one by one, so rows are joined until they have as many numbers.
_WIDE = 1024


def reduced(function: np.ufunc, rows: NDArray[Any]) -> NDArray[Any]:
    """`function`, such as `numpy.add`, over all rows of each column of `rows` `[rows, columns]`."""
    columns = rows.shape[1]
    together = max(1, _WIDE // max(1, columns))
    whole = len(rows) // together * together
    wide = rows[:whole].reshape(-1, together * columns)
    parts = [function.reduce(wide, axis=0).reshape(together, columns)] if whole else []
    found: NDArray[Any] = function.reduce(np.concatenate([*parts, rows[whole:]]), axis=0)
    return found


class Moments:
    """Mean, standard deviation and range of every column, in float64, of all blocks that were added.

    Each block's own moments are merged with those before it: Chan, Golub, LeVeque 1979, "Updating formulae
    and a pairwise algorithm for computing sample variances". Sums of squares would cancel far from 0.
    """

    def __init__(self) -> None:
        self.count = 0
        self.mean: NDArray[Any] = np.zeros(1)
        self.lowest: NDArray[Any] = np.full(1, np.inf)
        self.highest: NDArray[Any] = np.full(1, -np.inf)
        self._squares: NDArray[Any] = np.zeros(1)

    def add(self, rows: NDArray[Any]) -> None:
        """Add `rows` `[rows, ..., columns]`; none is fine."""
        values = rows.reshape(-1, rows.shape[-1]).astype(np.float64)
        if not len(values):
            return
        count = self.count + len(values)
        mean = reduced(np.add, values) / len(values)
        self.lowest = np.minimum(self.lowest, reduced(np.minimum, values))
        self.highest = np.maximum(self.highest, reduced(np.maximum, values))
        values -= mean
        apart = mean - self.mean
        squares = np.einsum("ij,ij->j", values, values)
        self._squares = self._squares + squares + apart**2 * (self.count * len(values) / count)
        self.mean = self.mean + apart * (len(values) / count)
        self.count = count

    @property
    def deviation(self) -> NDArray[np.float64]:
        deviation: NDArray[np.float64] = np.sqrt(self._squares / max(1, self.count))
        return deviation
