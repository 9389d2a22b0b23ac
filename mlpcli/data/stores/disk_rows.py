"""Rows on disk that are used like an array: by slices and by row numbers."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from math import prod
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.stores.gathered import GatheredRows
from mlpcli.data.stores.row_file import RowFile
from mlpcli.data.stores.split_members import Members

Array = NDArray[Any]
Item = TypeVar("Item")
Convert = Callable[[Array], Array]

BLOCK_BYTES = 4 * 2**20
"""What one read takes when all rows are read in order."""


# Reading so much takes hardly longer than reading one row of it.
_NEAR_BYTES = 64 * 1024


@dataclass(frozen=True, eq=False)
class DiskRows:
    """The rows of a file, or its `members` alone, as `convert` makes them: `[rows, *row_shape]` of `dtype`.

    `convert` takes and gives any number of rows, and treats each alike wherever it lies.
    """

    file: RowFile
    convert: Convert
    row_shape: tuple[int, ...]
    dtype: np.dtype[Any]
    members: Members | None = None

    def __len__(self) -> int:
        return len(self.file if self.members is None else self.members)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self), *self.row_shape)

    @property
    def row_bytes(self) -> int:
        """The size of a converted row."""
        return prod(self.row_shape) * self.dtype.itemsize

    @property
    def nbytes(self) -> int:
        return len(self) * self.row_bytes

    @property
    def at_once(self) -> int:
        """The number of rows that are read in one block."""
        return max(1, BLOCK_BYTES // max(1, self.row_bytes, self.file.row_bytes))

    def read(self, start: int, stop: int) -> Array:
        """The rows at the positions `start` to `stop`. Raises DataError if the file cannot be read."""
        if start >= stop:
            return np.empty((0, *self.row_shape), self.dtype)
        if self.members is None:
            return self.convert(self.file.read(start, stop))
        first, last = self.members.row(start), self.members.row(stop - 1) + 1
        return self.convert(self.file.read(first, last)[self.members.mask(first, last)])

    def blocks(self, rows: int | None = None) -> Iterator[Array]:
        """All rows in order, `rows` at a time, by default a few megabytes."""
        step = rows or self.at_once
        for start in range(0, len(self), step):
            yield self.read(start, min(start + step, len(self)))

    def __getitem__(self, key: "slice | Array") -> Array:
        """The rows of a slice, or those with the numbers `key` `[n]`, in their order."""
        if isinstance(key, slice):
            start, stop, step = key.indices(len(self))
            if step == 1:
                return self.read(start, stop)
            key = np.arange(start, stop, step)
        rows = np.empty((len(key), *self.row_shape), self.dtype)
        places = np.argsort(key, kind="stable")
        near = max(1, _NEAR_BYTES // max(1, self.file.row_bytes))
        # Rows that lie near each other are read together.
        for some in np.split(places, np.flatnonzero(np.diff(key[places] // near)) + 1):
            if len(some):
                first, last = int(key[some[0]]), int(key[some[-1]])
                rows[some] = self.read(first, last + 1)[key[some] - first]
        return rows

    def of(self, members: Members) -> "DiskRows":
        """The rows of `members` alone, which are rows of the file."""
        return replace(self, members=members)

    def mapped(self, change: Convert, row_shape: tuple[int, ...], dtype: Any) -> "DiskRows":
        """The same rows, changed further by `change`."""
        both = partial(_both, self.convert, change)
        return replace(self, convert=both, row_shape=row_shape, dtype=np.dtype(dtype))


def whole_file(file: RowFile) -> DiskRows:
    """All rows of a file, as they are."""
    return DiskRows(file, _unchanged, file.shape[1:], file.dtype)


AnyRows = Array | GatheredRows | DiskRows
"""Rows in memory, rows that are gathered there, or rows on disk. All have a shape, a dtype, a length, and
give the rows of a slice."""


def require_stored(rows: AnyRows) -> DiskRows:
    """Rows that must be on disk. Raises TypeError for others."""
    if not isinstance(rows, DiskRows):
        raise TypeError("expected rows on disk, found an array")
    return rows


def mapped(rows: AnyRows, change: Convert, row_shape: tuple[int, ...], dtype: Any) -> AnyRows:
    """The rows as `change` makes them, `[rows, *row_shape]` of `dtype`: now, or when they are read."""
    return rows.mapped(change, row_shape, dtype) if isinstance(rows, DiskRows) else change(rows[:])


def numbered_blocks(rows: AnyRows) -> Iterator[tuple[int, Array]]:
    """As `blocks_of`, each block with the number of its first row."""
    first = 0
    for block in blocks_of(rows):
        yield first, block
        first += len(block)


def blocks_of(rows: AnyRows) -> Iterator[Array]:
    """All rows in order: an array at once, other rows in blocks."""
    if isinstance(rows, np.ndarray):
        yield rows
    else:
        yield from rows.blocks()


def number_range(numbers: AnyRows) -> tuple[float, float]:
    """The lowest and the highest of some numbers, of one row at least."""
    ranges = [(block.min(), block.max()) for block in blocks_of(numbers) if block.size]
    return float(min(low for low, _ in ranges)), float(max(high for _, high in ranges))


def class_counts(labels: AnyRows, classes: int = 0) -> NDArray[np.int64]:
    """The number of rows of every class number, up to the largest one, and at least for so many `classes`."""
    counts = np.zeros(classes, np.int64)
    for block in blocks_of(labels):
        found = np.bincount(block.astype(np.intp), minlength=len(counts))
        found[: len(counts)] += counts
        counts = found
    return counts


def prefetched(items: Iterable[Item]) -> Iterator[Item]:
    """The items in order. While one is used, a thread prepares the next."""
    coming, end = iter(items), object()
    with ThreadPoolExecutor(1) as thread:
        job = thread.submit(next, coming, end)
        while (item := job.result()) is not end:
            job = thread.submit(next, coming, end)
            yield cast(Item, item)
            # Or else it would be in memory together with the next two.
            del item


def _unchanged(rows: Array) -> Array:
    return rows


def _both(first: Convert, then: Convert, rows: Array) -> Array:
    return then(first(rows))
