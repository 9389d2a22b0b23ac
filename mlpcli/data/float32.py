"""Numbers of any type to float32, with nothing lost on the way unnoticed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.bad_values import listed, wrong_values
from mlpcli.errors import DataError

# Of a column's standard deviation: what float32 may round away at most without a word.
_COARSE = 1 / 16
SMALLEST = float(np.finfo(np.float32).tiny)
"""What float32 holds in full. TensorFlow takes what is nearer to 0 for 0."""
LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Lost:
    """Columns along the last axis of which float32 keeps too little of how they differ, or nothing."""

    coarse: Sequence[int] = ()
    vanishing: Sequence[int] = ()


def lost_columns(values: NDArray[Any], kept: NDArray[np.float32]) -> Lost:
    """What is lost of `values` `[rows, ..., columns]`, which are `kept` as float32.

    Of a coarse column float32 keeps steps larger than a sixteenth of the standard deviation, as of numbers
    around 1e8 that differ by thousandths; of a vanishing one, which differs by less than it holds, nothing.
    """
    rows = values.reshape(-1, values.shape[-1])
    highest, lowest = rows.max(axis=0), rows.min(axis=0)
    ranges = highest.astype(np.float64) - lowest.astype(np.float64)
    if values.dtype.kind == "f" and values.dtype.itemsize <= kept.dtype.itemsize:
        # Floats that float32 takes over as they are: none is coarse, and a standard deviation is no less than
        # the range over the root of twice the rows. So hardly a column is looked at in float64.
        near = np.flatnonzero((ranges > 0) & (ranges < SMALLEST * np.sqrt(4 * len(rows))))
        return Lost((), near[_deviation(rows[:, near]) < SMALLEST].tolist())
    deviation = _deviation(rows)
    vanishes = (ranges > 0) & (deviation < SMALLEST)
    steps = np.spacing(np.abs(kept).reshape(rows.shape).max(axis=0)).astype(np.float64)
    # Not by the deviation, which rounding makes 1e-17 for a column of equal numbers; nor by the range in
    # float64, which is 0 for large whole numbers that differ by 1.
    is_coarse = (highest > lowest) & (steps * _COARSE**-1 > deviation) & ~vanishes
    return Lost(np.flatnonzero(is_coarse).tolist(), np.flatnonzero(vanishes).tolist())


def _deviation(rows: NDArray[Any]) -> NDArray[np.float64]:
    deviation: NDArray[np.float64] = rows.astype(np.float64).std(axis=0)
    return deviation


def lost_notices(
    label: str, shape: tuple[int, ...], lost: Lost, subtracted: str, multiplied: str
) -> tuple[str, ...]:
    """Notices of what is lost of the array `label` of that shape.

    `subtracted` and `multiplied` say what is to be done to other rows where that was done to these.
    """
    kinds = (
        (
            lost.coarse,
            "keeps little of how these numbers differ, which is tiny beside their size. Subtract a constant "
            f"from each such column, such as its mean, before saving, and {subtracted}",
        ),
        (
            lost.vanishing,
            "keeps nothing of how these numbers differ, by less than 1.2e-38. Multiply each such column by a "
            f"constant before saving, and {multiplied}",
        ),
    )
    return tuple(
        f"{label}{_named(columns, shape)}: float32, in which networks compute, {text}"
        for columns, text in kinds
        if columns
    )


def _named(columns: Sequence[int], shape: tuple[int, ...]) -> str:
    if shape[1:] in ((), (1,)):
        return ""
    axes = "[:, ..., {}]" if len(shape) == 3 else "[:, {}]"
    return listed((axes.format(column) for column in columns), len(columns))


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
