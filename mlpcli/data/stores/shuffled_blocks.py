"""An epoch over rows on disk: blocks in random order, and the rows of some blocks, a pool, shuffled together.

A block is a range of rows that one read brings in. Which blocks share a pool changes with every epoch, so
that rows that lie together in the file, such as those of one class, do not stay together.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass

import numpy as np

from mlpcli.data.stores.disk_rows import Array, DiskRows, prefetched

# As much as an SSD reads at full speed, from anywhere.
_BLOCK_BYTES = 256 * 1024
# A pool of fewer blocks would hardly mix rows that lie apart.
_FEWEST_BLOCKS = 16


@dataclass(frozen=True, eq=False)
class Pool:
    """Some rows of every part, and the `order` `[rows]` in which the epoch takes them.

    Its arrays are used again once the next pool is asked for.
    """

    parts: tuple[Array, ...]
    order: Array

    def __len__(self) -> int:
        return len(self.order)

    def take(self, start: int, stop: int) -> tuple[Array, ...]:
        """The rows of the places `start` to `stop` in the epoch's order."""
        here = self.order[start:stop]
        return tuple(part.take(here, axis=0) for part in self.parts)


@dataclass(frozen=True)
class EpochOrder:
    """The order of the rows `first` to `last` of a split in an epoch, where about `pool` rows are shuffled
    together.

    It depends only on these numbers, on `seed`, which includes the epoch, and on the size of a row. Without a
    seed the rows stay in order.
    """

    first: int
    last: int
    pool: int
    seed: Sequence[int] | None

    def pools(self, parts: Sequence[DiskRows], done: int = 0) -> Generator[Pool]:
        """The rows of all parts in this order, without the first `done` ones.

        While a pool is used the next one is read, so that two are in memory. Raises DataError if a file
        cannot be read.
        """
        blocks = self._blocks(max(part.row_bytes for part in parts))
        ends = np.cumsum([sum(stop - start for start, stop in some) for some in blocks])
        begun = int(np.searchsorted(ends, done, side="right"))
        skipped = done - (int(ends[begun - 1]) if begun else 0)
        # New memory is slow: the system clears it, page by page.
        used: list[tuple[Array, ...]] = []
        largest = int(np.diff(ends, prepend=0).max(initial=0))

        def read(place: int) -> Pool:
            if not used:
                used.append(tuple(np.empty((largest, *part.row_shape), part.dtype) for part in parts))
            return self._read(parts, place, blocks[place], used.pop())

        for pool in prefetched(map(read, range(begun, len(blocks)))):
            yield Pool(pool.parts, pool.order[skipped:])
            skipped = 0
            used.append(pool.parts)

    def _blocks(self, row_bytes: int) -> list[list[tuple[int, int]]]:
        """The blocks of every pool, each a range of rows."""
        size = max(1, min(_BLOCK_BYTES // max(1, row_bytes), self.pool // _FEWEST_BLOCKS))
        ranges = [(start, min(start + size, self.last)) for start in range(self.first, self.last, size)]
        order = np.arange(len(ranges))
        if self.seed is not None:
            order = self._generator(0).permutation(len(ranges))
        at_once = max(1, self.pool // size)
        return [
            [ranges[one] for one in order[start : start + at_once].tolist()]
            for start in range(0, len(ranges), at_once)
        ]

    def _read(
        self,
        parts: Sequence[DiskRows],
        number: int,
        blocks: Sequence[tuple[int, int]],
        pool: tuple[Array, ...],
    ) -> Pool:
        """Read the blocks of the pool with this number into the arrays `pool`, which may be larger."""
        place = 0
        for start, stop in blocks:
            here = slice(place, place + stop - start)
            for array, part in zip(pool, parts, strict=True):
                array[here] = part.read(start, stop)
            place = here.stop
        if self.seed is None:
            return Pool(pool, np.arange(place, dtype=np.int32))
        return Pool(pool, self._generator(1 + number).permutation(place).astype(np.int32))

    def _generator(self, number: int) -> np.random.Generator:
        return np.random.Generator(np.random.PCG64([*(self.seed or ()), self.first, number]))
