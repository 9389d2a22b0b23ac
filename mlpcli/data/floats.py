"""Numbers of any type to float32, with nothing lost on the way unnoticed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.offenders import wrong_values
from mlpcli.errors import DataError


def to_float32(values: NDArray[Any], label: str, first: int = 0) -> NDArray[np.float32]:
    """`values` `[rows, ...]` as a contiguous float32 array.

    Raises DataError, which calls the array `label` and names the rows, counted from `first`, for values that
    are NaN, infinite, or too large for float32 (3.4e38).
    """
    with np.errstate(over="ignore"):
        converted = np.ascontiguousarray(values, dtype=np.float32)
    finite = np.isfinite(converted)
    if not finite.all():
        raise DataError(
            f"{wrong_values(label, values, ~finite, first)}; finite numbers that fit float32 are expected",
            "remove or correct these rows before saving",
        )
    return converted
