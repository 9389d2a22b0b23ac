"""Numbers of any type to float32, with nothing lost on the way unnoticed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.errors import DataError


def to_float32(values: NDArray[Any], label: str, first: int = 0) -> NDArray[np.float32]:
    """`values` of any shape as a contiguous float32 array.

    Raises DataError, which calls the array `label` and counts its rows from `first`, at the first value that
    is NaN, infinite, or too large for float32 (3.4e38).
    """
    with np.errstate(over="ignore"):
        converted = np.ascontiguousarray(values, dtype=np.float32)
    finite = np.isfinite(converted)
    if not finite.all():
        row, *column = map(int, np.unravel_index(int(np.argmin(finite)), values.shape))
        where = at(label, row + first, *column)
        raise DataError(
            f"{where} is {values[row, *column]}; a finite number that fits float32 is expected",
            f"remove or correct such rows before saving; {(~finite).sum():,} values are affected",
        )
    return converted


def at(label: str, *index: int) -> str:
    """How an element is named in a message: `data.npz: y_train[3, 1]`, rows counted from 0."""
    return f"{label}[{', '.join(map(str, index))}]"
