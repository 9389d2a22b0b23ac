"""One pass over all rows of a file: what is wrong with them, their digest, and what is fitted on some."""

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.bad_values import WrongValues
from mlpcli.data.float32 import Lost, in_float32, judged, lost_columns, require_finite
from mlpcli.data.stores.disk_rows import AnyRows, Array, DiskRows, prefetched
from mlpcli.data.stores.moments import Moments, reduced
from mlpcli.data.stores.split_members import Members

if TYPE_CHECKING:
    import hashlib


@dataclass(frozen=True)
class Findings:
    """The largest value of all, and the columns whose differences float32 loses."""

    largest: float
    lost: Lost


# Gets the rows of a block that belong to the training split, as the network takes them.
Fit = Callable[[Array], None]


def inspect(
    rows: DiskRows, digest: "hashlib._Hash", fit: Fit | None = None, train: Members | None = None
) -> Findings:
    """Look at all rows of a file, whatever the members of `rows`; `fit` gets those of `train` alone.

    The rows are added to `digest` as they are in training. Raises DataError naming the values that do not
    fit float32.
    """
    file = rows.file
    seen = _Seen(file.label, rows)
    step = rows.at_once
    reads = (file.read(start, min(start + step, len(file))) for start in range(0, len(file), step))
    first = 0
    for block in prefetched(reads):
        # Values that do not fit are reported together once all rows were seen.
        with np.errstate(all="ignore"):
            kept = seen.add(block.reshape(-1, *rows.row_shape), first)
            digest.update(kept.reshape(-1).view(np.uint8).data)
            if fit:
                fit(kept[train.mask(first, first + len(kept))] if train else kept)
        first += len(kept)
    return seen.findings(first)


def lost_of(rows: AnyRows) -> Lost:
    """The columns of `rows` `[rows]` or `[rows, columns]` whose differences float32 loses."""
    if not isinstance(rows, DiskRows):
        return lost_columns(rows[:].reshape(len(rows), -1))
    moments, width = Moments(), prod(rows.row_shape)
    extremes = []
    for block in rows.blocks():
        columns = block.reshape(-1, width)
        moments.add(columns)
        extremes.append((reduced(np.maximum, columns), reduced(np.minimum, columns)))
    highest, lowest = (np.array(one) for one in zip(*extremes, strict=True))
    deviation = moments.deviation
    return judged(highest.max(axis=0), lowest.min(axis=0), len(rows), lambda some: deviation[some])


class _Seen:
    """What was seen of the rows so far."""

    def __init__(self, label: str, rows: DiskRows) -> None:
        self._rows = rows
        self._wrong = WrongValues(label)
        self._is_exact = rows.file.dtype.kind == "f" and rows.file.dtype.itemsize <= rows.dtype.itemsize
        self._moments = Moments()
        self._highest: NDArray[Any] | None = None
        self._lowest: NDArray[Any] | None = None

    def add(self, block: Array, first: int) -> Array:
        """Look at a block of raw rows, and return them as the network takes them."""
        is_float = self._rows.dtype.kind == "f"
        kept = in_float32(block, self._wrong, first) if is_float else np.ascontiguousarray(block)
        columns = block.reshape(-1, block.shape[-1])
        highest, lowest = reduced(np.maximum, columns), reduced(np.minimum, columns)
        self._highest = highest if self._highest is None else np.maximum(self._highest, highest)
        self._lowest = lowest if self._lowest is None else np.minimum(self._lowest, lowest)
        if is_float and not self._is_exact:
            self._moments.add(block)
        return kept

    def findings(self, rows: int) -> Findings:
        require_finite(self._wrong)
        if self._highest is None or self._lowest is None:
            return Findings(0.0, Lost())
        # Pixels lose nothing, and images have no columns.
        judge = self._rows.dtype.kind == "f" and len(self._rows.row_shape) < 3
        count = rows * prod(self._rows.row_shape[:-1])
        lost = judged(self._highest, self._lowest, count, self._deviation) if judge else Lost()
        return Findings(float(self._highest.max()), lost)

    def _deviation(self, columns: NDArray[np.intp]) -> NDArray[np.float64]:
        if self._is_exact:
            # So small numbers are so rare that the rows are read once more.
            whole = self._rows.file
            for start in range(0, len(whole), self._rows.at_once):
                self._moments.add(whole.read(start, min(start + self._rows.at_once, len(whole))))
        return self._moments.deviation[columns]


class Sample:
    """About `most` of the training `rows`, each drawn with the same probability by the `seed`."""

    def __init__(self, rows: DiskRows, most: int, seed: tuple[int, ...]) -> None:
        self._share = most / max(1, len(rows))
        self._generator = np.random.Generator(np.random.PCG64(seed))
        self._parts = [rows.read(0, 0)]

    def add(self, rows: Array) -> None:
        """Add the next training rows."""
        is_in = self._generator.random(len(rows)) < self._share
        self._parts.append(rows[is_in])

    @property
    def rows(self) -> Array:
        return np.concatenate(self._parts)
