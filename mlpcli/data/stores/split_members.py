"""Which rows of a file belong to a split: one bit per row, whatever the number of rows."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]

GROUP = 8192
"""Rows that are counted together; a multiple of 8. Masks are built in multiples of it."""
_AT_ONCE = 64 * GROUP


@dataclass(frozen=True, eq=False)
class Members:
    """The rows of a file of `rows` rows that belong to a split.

    `bits`: `[rows / 8]` uint8, a bit per row as `numpy.packbits` has them.
    `before`: `[groups + 1]` int64, the number of members before each group of GROUP rows.
    """

    rows: int
    bits: NDArray[np.uint8]
    before: NDArray[np.int64]

    @classmethod
    def of(cls, masks: Iterable[Mask]) -> "Members":
        """Of the masks of consecutive rows, all but the last one of a multiple of GROUP rows."""
        packed: list[NDArray[np.uint8]] = []
        counts: list[NDArray[np.int64]] = []
        rows = 0
        for mask in masks:
            starts = np.arange(0, len(mask), GROUP)
            counts.append(np.add.reduceat(mask, starts, dtype=np.int64))
            packed.append(np.packbits(mask))
            rows += len(mask)
        before = np.concatenate([np.zeros(1, np.int64), *counts]).cumsum()
        return cls(rows, np.concatenate(packed), before)

    @classmethod
    def at(cls, rows: int, numbers: NDArray[np.intp]) -> "Members":
        """The rows with these `numbers`, in order, of a file of so many `rows`."""
        starts = range(0, rows, _AT_ONCE)
        places = np.searchsorted(numbers, [*starts, rows])

        def mask(start: int, first: int, last: int) -> Mask:
            is_in = np.zeros(min(_AT_ONCE, rows - start), bool)
            is_in[numbers[first:last] - start] = True
            return is_in

        return cls.of(map(mask, starts, places[:-1].tolist(), places[1:].tolist()))

    def __len__(self) -> int:
        return int(self.before[-1])

    def mask(self, start: int, stop: int) -> Mask:
        """Which of the rows `start` to `stop` of the file are members."""
        first = start // 8
        bits = np.unpackbits(self.bits[first : -(-stop // 8)])
        return bits[start - 8 * first :][: stop - start].view(bool)

    def row(self, position: int) -> int:
        """The row in the file of the member at `position`."""
        group = int(np.searchsorted(self.before, position, side="right")) - 1
        start = group * GROUP
        inside = np.flatnonzero(self.mask(start, min(start + GROUP, self.rows)))
        return start + int(inside[position - int(self.before[group])])

    def numbers(self) -> NDArray[np.intp]:
        """The rows in the file of all members."""
        return np.flatnonzero(self.mask(0, self.rows))

    def masks(self, at_once: int) -> Iterator[Mask]:
        """The masks of all rows in order, `at_once` rows at a time."""
        for start in range(0, self.rows, at_once):
            yield self.mask(start, min(start + at_once, self.rows))
