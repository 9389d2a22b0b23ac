"""Numbers of any type to float32, with nothing lost on the way unnoticed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.offenders import wrong_values
from mlpcli.errors import DataError

# Of a column's standard deviation: what float32 may round away at most without a word.
_COARSE = 1 / 16


def coarse_columns(values: NDArray[Any], kept: NDArray[np.float32]) -> list[int]:
    """The columns along the last axis that float32 cannot tell apart well.

    `kept` is `values` as float32. Of a coarse column it keeps steps larger than a sixteenth of the standard
    deviation, as of numbers around 1e8 that differ by thousandths.
    """
    if values.dtype.kind == "f" and values.dtype.itemsize <= kept.dtype.itemsize:
        return []  # Floats that float32 takes over as they are.
    deviation = np.asarray(values, dtype=np.float64).reshape(-1, values.shape[-1]).std(axis=0)
    steps = np.spacing(np.abs(kept).reshape(-1, values.shape[-1]).max(axis=0)).astype(np.float64)
    return np.flatnonzero((deviation > 0) & (steps * _COARSE**-1 > deviation)).tolist()


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
