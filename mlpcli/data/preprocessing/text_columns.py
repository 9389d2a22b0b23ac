"""Tables of numbers and text, before preprocessing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.preprocessing.base import Array


@dataclass(frozen=True)
class Table:
    """A table by its columns, each `[rows]`: floats, NaN if missing, or str, empty if missing."""

    columns: tuple[Array, ...]

    def matrix(self) -> NDArray[np.float32]:
        """The rows `[rows, columns]` of a table that has only numbers."""
        return np.stack(self.columns, axis=-1).astype(np.float32)


def is_text(column: Array) -> bool:
    """Whether a column contains text: NumPy has three kinds of arrays for it."""
    return column.dtype.kind in "OUT"
