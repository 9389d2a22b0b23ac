"""Rows that overlap in memory, and are copied out of it only as they are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Array = NDArray[Any]

_BLOCK_BYTES = 4 * 2**20


@dataclass(frozen=True, eq=False)
class GatheredRows:
    """Windows `[rows, length, *values.shape[1:]]` of consecutive `values` `[n, ...]`: row i has those from
    `first[i]` on. It is used like an array, by slices and by row numbers.

    Every value is in memory once, though it is in up to `length` rows. `values` are in C order.
    """

    values: Array
    first: NDArray[np.intp]
    length: int

    def __len__(self) -> int:
        return len(self.first)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self), self.length, *self.values.shape[1:])

    @property
    def dtype(self) -> np.dtype[Any]:
        return self.values.dtype

    @property
    def row_bytes(self) -> int:
        """The size of a row."""
        return prod(self.shape[1:]) * self.dtype.itemsize

    @property
    def nbytes(self) -> int:
        """The memory that the rows would take as an array."""
        return len(self) * self.row_bytes

    @property
    def at_once(self) -> int:
        """The number of rows in a block of a few megabytes."""
        return max(1, _BLOCK_BYTES // max(1, self.row_bytes))

    def take(self, rows: Array, axis: int = 0) -> Array:
        """The rows with the numbers `rows` `[n]`, as `numpy.ndarray.take`; `axis` is 0."""
        return self._at(self.first[rows])

    def __getitem__(self, key: "slice | Array") -> Array:
        return self._at(self.first[key])

    def blocks(self) -> Iterator[Array]:
        """All rows in order, a few megabytes at a time."""
        for start in range(0, len(self), self.at_once):
            yield self[start : start + self.at_once]

    def _at(self, first: NDArray[np.intp]) -> Array:
        # A window is one stretch of memory, which is copied at once.
        width = prod(self.values.shape[1:])
        flat = sliding_window_view(self.values.reshape(-1), self.length * width)[::width]
        return flat[first].reshape(len(first), *self.shape[1:])
