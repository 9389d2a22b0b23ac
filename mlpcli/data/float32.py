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


def vanishing_columns(values: NDArray[Any]) -> list[int]:
    """The columns along the last axis that differ, and by less than float32 holds."""
    rows = np.asarray(values, dtype=np.float64).reshape(-1, values.shape[-1])
    return np.flatnonzero((np.ptp(rows, axis=0) > 0) & (rows.std(axis=0) < SMALLEST)).tolist()


@dataclass(frozen=True)
class Lost:
    """Columns along the last axis of which float32 keeps too little of how they differ, or nothing."""

    coarse: Sequence[int] = ()
    vanishing: Sequence[int] = ()


def lost_columns(values: NDArray[Any], kept: NDArray[np.float32]) -> Lost:
    """What is lost of `values` `[rows, ..., columns]`, which are `kept` as float32."""
    vanishing = vanishing_columns(values)
    return Lost([one for one in coarse_columns(values, kept) if one not in vanishing], vanishing)


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
