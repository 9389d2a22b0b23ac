"""Windows over rows that are in order."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.dataset import Array, Split
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.stores.disk_rows import AnyRows
from mlpcli.data.stores.gathered import GatheredRows

Rows = NDArray[np.intp]

# So few windows are trained on faster as an array.
_COPIED_BYTES = 64 * 2**20


@dataclass(frozen=True)
class OrderedRows:
    """The rows of a file, series by series and each in the order of time.

    `values` `[rows, channels]` are NaN where missing; `targets` `[rows, targets]` numbers, NaN where missing,
    or `[rows]` class numbers, or None for rows to predict. `order` `[rows]` are the rows in the file,
    `starts` where each series begins, and `times` `[rows]` as seconds since 1970, or numbers, or None.
    """

    values: NDArray[np.float64]
    targets: NDArray[Any] | None
    order: Rows
    starts: Rows
    times: NDArray[np.float64] | None

    def __len__(self) -> int:
        return len(self.order)

    @cached_property
    def network_values(self) -> NDArray[np.float32]:
        """`values` as the network takes them."""
        return np.ascontiguousarray(self.values, np.float32)

    @property
    def ends(self) -> Rows:
        """The row after the last one of each series."""
        return np.append(self.starts[1:], len(self))


def filled_forward(values: NDArray[np.float64], starts: Rows) -> NDArray[np.float64]:
    """`values` `[rows, columns]` with the last number before in the place of NaN, of the same series."""
    first = np.zeros(len(values), np.intp)
    first[starts] = starts
    first = np.maximum.accumulate(first)
    rows = np.where(np.isnan(values), first[:, None], np.arange(len(values))[:, None])
    return np.take_along_axis(values, np.maximum.accumulate(rows, axis=0), axis=0)


def first_rows(starts: Rows, ends: Rows, length: int, stride: int) -> Rows:
    """The first rows of all windows of `length` rows that are within one of the stretches of rows."""
    ranges = [np.arange(start, end - length + 1, stride) for start, end in zip(starts, ends, strict=True)]
    return np.concatenate(ranges) if ranges else np.empty(0, np.intp)


def windows_at(rows: OrderedRows, first: Rows, schema: SeriesSchema) -> Split:
    """The windows that begin at the rows `first`, with the targets as `Split` has them."""
    return Split(inputs_at(rows, first, schema), targets_at(rows, first, schema))


def inputs_at(rows: OrderedRows, first: Rows, schema: SeriesSchema) -> AnyRows:
    """The windows float32 `[n, window, channels]` that begin at the rows `first`; many are gathered from the
    rows when they are used, because they would take up to `window` times the memory."""
    found = GatheredRows(rows.network_values, first, schema.window)
    return found[:] if found.nbytes <= _COPIED_BYTES else found


def targets_at(rows: OrderedRows, first: Rows, schema: SeriesSchema) -> Array:
    """What is to be predicted from the windows that begin at the rows `first`, as `Split` has it."""
    targets = rows.targets
    if targets is None:
        raise ValueError("expected rows with targets")
    last = first + schema.window - 1 + schema.horizon
    if targets.ndim == 1:
        return targets[last].astype(np.int32)
    wanted = targets[_answered(first, schema)]
    return np.ascontiguousarray(wanted.reshape(len(first), -1).astype(np.float32))


def _answered(first: Rows, schema: SeriesSchema) -> Rows:
    """The rows `[n, steps]` of which a network for numbers answers the targets."""
    last = first + schema.window - 1 + schema.horizon
    return last[:, None] - np.arange(schema.steps)[::-1]


def complete(rows: OrderedRows, first: Rows, schema: SeriesSchema) -> NDArray[np.bool_]:
    """For each of the windows whether no number of it is missing, and none of its targets."""
    gaps = np.concatenate(([0], np.cumsum(np.isnan(rows.values).any(axis=1))))
    whole = gaps[first + schema.window] == gaps[first]
    if rows.targets is None or rows.targets.ndim == 1:
        return np.asarray(whole)
    absent = np.isnan(rows.targets).any(axis=1)
    return np.asarray(whole & ~absent[_answered(first, schema)].any(axis=1))
