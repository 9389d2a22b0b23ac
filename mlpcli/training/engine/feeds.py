"""Feeding rows to a compiled loop, pass by pass: resident, streaming, or from disk."""

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.data.stores.disk_rows import DiskRows
from mlpcli.data.stores.shuffled_blocks import EpochOrder, Pool
from mlpcli.training.engine.compiled_loops import (
    CompletedChunk,
    EncodedRows,
    Loop,
    Step,
    from_disk,
    resident,
    streaming,
)
from mlpcli.training.engine.step_chunks import cut, epoch_order

# Chunks of rows that are read or gathered are no larger: one is trained on, two wait, and one is being read.
_CHUNK_BYTES = 4 * 2**20


@dataclass(frozen=True)
class Share:
    """The part of every batch that this process needs: that of the worker `index` of `workers`."""

    index: int = 0
    workers: int = 1

    def rows(self, batch: int) -> slice:
        """Which rows of a batch of so many rows these are."""
        return slice(self.index * batch // self.workers, (self.index + 1) * batch // self.workers)


ALONE = Share()
"""All rows of every batch."""


@dataclass(frozen=True)
class Feed:
    """Rows, and how they are passed through a step.

    `pool` is the number of rows on disk that are shuffled together. Every worker of a job reads only its
    `share` of rows on disk.
    """

    rows: EncodedRows
    batch_size: int
    loop: Loop
    pool: int
    share: Share

    def run(
        self, seed: tuple[int, int] | None, done: int, steps_per_chunk: Callable[[], int]
    ) -> Iterator[CompletedChunk]:
        """Pass over all rows but those of the first `done` steps, in the order of an epoch.

        `seed` is the run's seed and the epoch; without one, the rows stay in order. `steps_per_chunk` is
        called before every chunk. Raises DataError if rows on disk cannot be read.
        """
        if self.rows.on_disk:
            return self._run_from_disk(seed, done, steps_per_chunk)
        order = epoch_order(len(self.rows), seed)[done * self.batch_size :]
        most = most_steps(self.rows, self.batch_size) if self.rows.are_gathered else len(order)
        return self.loop(cut(order, self.batch_size, lambda: min(steps_per_chunk(), most)))

    def _run_from_disk(
        self, seed: tuple[int, int] | None, done: int, steps_per_chunk: Callable[[], int]
    ) -> Iterator[CompletedChunk]:
        # Or else an exception, as long as it is kept, keeps the thread that reads, and its rows.
        with closing(self._from_disk(seed, done, steps_per_chunk)) as chunks:
            yield from self.loop(chunks)

    def _from_disk(
        self, seed: tuple[int, int] | None, done: int, steps_per_chunk: Callable[[], int]
    ) -> Generator[tuple[Array, ...]]:
        steps, rest = divmod(len(self.rows), self.batch_size)
        first = sum(self._own_rows(Share(index, self.share.workers)) for index in range(self.share.index))
        order = EpochOrder(first, first + self._own_rows(self.share), self.pool, seed)
        own = self.share.rows(self.batch_size)
        skipped = min(done, steps) * (own.stop - own.start)
        if done > steps:
            return
        most = most_steps(self.rows, self.batch_size)
        with closing(order.pools(self.rows.on_disk, skipped)) as pools:
            taken = _Taken(self.rows.on_disk, pools)
            while done < steps:
                size = min(steps_per_chunk(), steps - done, most)
                yield self._chunk(taken, size, self.batch_size)
                done += size
            if rest:
                yield self._chunk(taken, 1, rest)

    def _own_rows(self, share: Share) -> int:
        steps, rest = divmod(len(self.rows), self.batch_size)
        batch, last = share.rows(self.batch_size), share.rows(rest)
        return int(steps * (batch.stop - batch.start) + last.stop - last.start)

    def _chunk(self, taken: "_Taken", steps: int, batch: int) -> tuple[Array, ...]:
        """The rows of some batches; those of other workers are 0, and never looked at."""
        own = self.share.rows(batch)
        parts = taken.next(steps * (own.stop - own.start))
        if self.share.workers > 1:
            parts = tuple(_among(part, steps, batch, own) for part in parts)
        return np.arange(steps * batch, dtype=np.int32).reshape(steps, batch), *parts


class _Taken:
    """Rows in the order of pools, as many as are wanted at a time."""

    def __init__(self, parts: Sequence[DiskRows], pools: Iterable[Pool]) -> None:
        self._parts = parts
        self._pools = iter(pools)
        self._pool: Pool | None = None
        self._place = 0

    def next(self, rows: int) -> tuple[Array, ...]:
        if not rows:
            return tuple(part.read(0, 0) for part in self._parts)
        pieces: list[tuple[Array, ...]] = []
        while rows:
            if self._pool is None or self._place == len(self._pool):
                # Dropped before the next one comes, which would be the third in memory.
                self._pool, self._place = None, 0
                self._pool = next(self._pools)
            some = min(rows, len(self._pool) - self._place)
            pieces.append(self._pool.take(self._place, self._place + some))
            self._place += some
            rows -= some
        if len(pieces) == 1:
            return pieces[0]
        return tuple(np.concatenate(parts) for parts in zip(*pieces, strict=True))


def _among(part: Array, steps: int, batch: int, own: slice) -> Array:
    whole = np.zeros((steps, batch, *part.shape[1:]), part.dtype)
    whole[:, own] = part.reshape(steps, own.stop - own.start, *part.shape[1:])
    return whole.reshape(steps * batch, *part.shape[1:])


def feed(
    step: Step,
    rows: EncodedRows,
    batch_size: int,
    *,
    xla_steps: int | None = None,
    stream: bool = False,
    pool: int | None = None,
    share: Share = ALONE,
) -> Feed:
    """The feed of `rows` to a step. Rows in memory are kept on the device, unless they `stream`."""
    way = from_disk if rows.on_disk else streaming if stream else resident
    loop = way(step, rows, batch_size, xla_steps)
    return Feed(rows, batch_size, loop, pool or _rows_in_a_chunk(rows), share)


def most_steps(rows: EncodedRows, batch_size: int) -> int:
    """The most steps that a chunk of rows has that are not all in memory, which bounds that of the chunk."""
    return max(1, _rows_in_a_chunk(rows) // batch_size)


def _rows_in_a_chunk(rows: EncodedRows) -> int:
    return max(1, _CHUNK_BYTES * len(rows) // max(1, rows.bytes))
