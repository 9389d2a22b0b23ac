"""Conversion of numbers of any type to float32, which reports what is lost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.bad_values import WrongValues, listed
from mlpcli.errors import DataError

# As a share of a column's standard deviation: the largest float32 step that is not reported.
_COARSE = 1 / 16
SMALLEST = float(np.finfo(np.float32).tiny)
"""The smallest normal float32. TensorFlow treats smaller numbers as 0."""
LARGEST = float(np.finfo(np.float32).max)


@dataclass(frozen=True)
class Lost:
    """Columns along the last axis whose differences float32 keeps too coarsely, or not at all."""

    coarse: Sequence[int] = ()
    vanishing: Sequence[int] = ()


FROM_ROWS = ("the same constant from rows to predict", "rows to predict by the same constant")
FROM_TARGETS = ("add it to what the network predicts", "divide what the network predicts by it")
"""What else is to be done where a constant is subtracted from inputs or targets, or multiplies them."""


def lost_columns(values: NDArray[Any]) -> Lost:
    """The columns of `values` `[rows, ..., columns]` that lose too much as float32.

    In a coarse column the steps of float32 are larger than a sixteenth of the standard deviation, for example
    for numbers around 1e8 that differ by thousandths. A vanishing column differs by less than 1.2e-38.
    """
    rows = values.reshape(-1, values.shape[-1])
    return judged(rows.max(axis=0), rows.min(axis=0), len(rows), lambda columns: _deviation(rows[:, columns]))


def judged(
    highest: NDArray[Any],
    lowest: NDArray[Any],
    rows: int,
    deviation_of: Callable[[NDArray[np.intp]], NDArray[np.float64]],
) -> Lost:
    """What `lost_columns` finds in so many `rows` with these highest and lowest numbers of each column.

    `deviation_of` gives the standard deviations of the columns with some numbers.
    """
    ranges = highest.astype(np.float64) - lowest.astype(np.float64)
    if highest.dtype.kind == "f" and highest.dtype.itemsize <= np.dtype(np.float32).itemsize:
        # float32 holds these floats exactly, so none is coarse. A standard deviation is at least the range
        # over the root of twice the rows, so hardly any column must be checked in float64.
        near = np.flatnonzero((ranges > 0) & (ranges < SMALLEST * np.sqrt(4 * rows)))
        return Lost((), near[deviation_of(near) < SMALLEST].tolist()) if len(near) else Lost()
    deviation = deviation_of(np.arange(len(ranges)))
    vanishes = (ranges > 0) & (deviation < SMALLEST)
    largest = np.maximum(np.abs(highest.astype(np.float32)), np.abs(lowest.astype(np.float32)))
    steps = np.spacing(largest).astype(np.float64)
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
    """Notices of what float32 loses of the array `label` with this shape.

    `subtracted` and `multiplied` say what to do with other rows after subtracting from or multiplying these.
    """
    return _notices(lambda columns: f"{label}{_named(columns, shape)}", lost, subtracted, multiplied)


def named_columns_lost(
    file: str, names: Sequence[str], values: NDArray[Any], subtracted: str, multiplied: str
) -> tuple[str, ...]:
    """Notices, as `lost_notices` gives them, of the columns `names` of a table in `file`.

    `values` `[rows, columns]` are NaN where missing.
    """
    # Each for itself, because numbers are missing in other rows of other columns.
    known = [column[~np.isnan(column)] for column in values.T]
    lost = [lost_columns(column[:, None]) if len(column) else Lost() for column in known]
    found = Lost(
        [number for number, one in enumerate(lost) if one.coarse],
        [number for number, one in enumerate(lost) if one.vanishing],
    )

    def label(columns: Sequence[int]) -> str:
        return f"{file}: {listed((names[column] for column in columns), len(columns), 'column')}"

    return _notices(label, found, subtracted, multiplied)


def _notices(
    label: Callable[[Sequence[int]], str], lost: Lost, subtracted: str, multiplied: str
) -> tuple[str, ...]:
    kinds = (
        (
            lost.coarse,
            "rounds away most of the differences between these numbers, which are tiny compared with their "
            "size. Subtract a constant, such as the mean, from each such column before saving, and "
            f"{subtracted}",
        ),
        (
            lost.vanishing,
            "loses the differences between these numbers, which are less than 1.2e-38. Multiply each such "
            f"column by a constant before saving, and {multiplied}",
        ),
    )
    return tuple(
        f"{label(columns)}: float32, which networks compute in, {text}" for columns, text in kinds if columns
    )


def _named(columns: Sequence[int], shape: tuple[int, ...]) -> str:
    if shape[1:] in ((), (1,)):
        return ""
    axes = "[:, ..., {}]" if len(shape) == 3 else "[:, {}]"
    return listed((axes.format(column) for column in columns), len(columns))


def to_float32(values: NDArray[Any], label: str, first: int = 0) -> NDArray[np.float32]:
    """`values` `[rows, ...]` as a contiguous float32 array.

    Raises DataError for values that are NaN, infinite, or too large for float32 (3.4e38). The message calls
    the array `label` and counts rows from `first`.
    """
    wrong = WrongValues(label)
    converted = in_float32(values, wrong, first)
    require_finite(wrong)
    return converted


def in_float32(values: NDArray[Any], wrong: WrongValues, first: int = 0) -> NDArray[np.float32]:
    """The same, but adds the values that do not fit, of the rows from `first`, to `wrong`."""
    with np.errstate(over="ignore"):
        converted = np.ascontiguousarray(values, dtype=np.float32)
    finite = np.isfinite(converted)
    if not finite.all():
        wrong.add(values, ~finite, first)
    return converted


def require_finite(wrong: WrongValues) -> None:
    """Raises DataError if there are values that do not fit float32."""
    if wrong:
        raise DataError(
            f"{wrong}; expected finite numbers that fit float32", "remove or correct these rows before saving"
        )
