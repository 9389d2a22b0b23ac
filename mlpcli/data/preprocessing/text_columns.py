"""Rows of a table before they are numbers."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.preprocessing.base import Array


@dataclass(frozen=True)
class Table:
    """A table by its columns, each `[rows]`: floats, NaN where missing, or str, empty where missing."""

    columns: tuple[Array, ...]

    def matrix(self) -> NDArray[np.float32]:
        """The rows `[rows, columns]` of a table of numbers alone."""
        return np.stack(self.columns, axis=-1).astype(np.float32)


def is_text(column: Array) -> bool:
    """Whether a column holds texts: NumPy has three kinds of arrays for them."""
    return column.dtype.kind in "OUT"
