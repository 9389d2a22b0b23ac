"""The split of `mlpcli.data.split` for more rows than memory: the same rows, drawn without arrays of all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.split import allot, check_every_class_is_kept, check_share
from mlpcli.data.stores.disk_rows import DiskRows
from mlpcli.data.stores.split_members import GROUP, Members

# A multiple of GROUP; a few arrays of eight bytes per row are in memory.
_AT_ONCE = 64 * GROUP
# All counters of the histogram of keys: 32 MB.
_MOST_BINS = 2**22
_KEY_BITS = 64
_FINEST = 16


@dataclass(frozen=True, eq=False)
class _Strata:
    """The class number, or 0 without classes, of all rows of `targets`' file that `members` has."""

    targets: DiskRows
    members: Members | None
    count: int

    def blocks(self) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.intp]]]:
        """In order: which rows of the file are members, and the class numbers of those."""
        rows = len(self.targets.file)
        for start in range(0, rows, _AT_ONCE):
            stop = min(start + _AT_ONCE, rows)
            is_in = self.members.mask(start, stop) if self.members else np.ones(stop - start, bool)
            if self.count > 1:
                numbers = self.targets.convert(self.targets.file.read(start, stop)[is_in])
            else:
                numbers = np.zeros(np.count_nonzero(is_in))
            yield is_in, numbers.astype(np.intp)


def hold_back(
    targets: DiskRows,
    members: Members | None,
    share: float,
    seed: Sequence[int],
    names: Sequence[str],
) -> tuple[Members | None, Members | None]:
    """Draws the rows that `split_indices` draws of the `members`, None for all; returns (kept, held).

    `targets` are those of the whole file, class numbers if there are class `names`. With a share of 0 nothing
    is held, and the second is None. Raises DataError as `split_indices` does.
    """
    rows = len(targets.file) if members is None else len(members)
    if share == 0:
        return members, None
    check_share(rows, share)
    strata = _Strata(targets, members, max(1, len(names)))
    counts = np.zeros(strata.count, np.int64)
    for _, numbers in strata.blocks():
        counts += np.bincount(numbers, minlength=strata.count)
    classes = np.flatnonzero(counts)
    if names:
        check_every_class_is_kept(classes, counts[classes], share, names)
    bits = np.random.PCG64(seed)
    allotted = np.zeros(strata.count, np.int64)
    allotted[classes] = allot(counts[classes], share, bits)
    chosen = _lowest(strata, allotted, bits)
    kept = Members.of(is_in & ~held for is_in, held in chosen.masks())
    return kept, Members.of(held for _, held in chosen.masks())


@dataclass(frozen=True, eq=False)
class _Chosen:
    """The rows with keys below `bins[class]`, and the `others` by their numbers in the file, in order."""

    strata: _Strata
    start: dict[str, Any]
    shift: np.uint64
    bins: NDArray[np.int64]
    others: NDArray[np.int64]

    def masks(self) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
        """In order: which rows of the file are members, and which of them are chosen."""
        first = 0
        for is_in, numbers, bins, _ in _keyed(self.strata, self.start, self.shift):
            chosen = np.zeros(len(is_in), bool)
            chosen[is_in] = bins < self.bins[numbers]
            here = slice(*np.searchsorted(self.others, [first, first + len(is_in)]))
            chosen[self.others[here] - first] = True
            first += len(is_in)
            yield is_in, chosen


def _lowest(strata: _Strata, allotted: NDArray[np.int64], bits: np.random.PCG64) -> _Chosen:
    """The rows with the lowest keys of each class, as many as it is allotted, the first ones of equal keys.

    The keys are drawn as they are needed, always the same ones. Counted by their highest bits they show up to
    which ones all rows are chosen; only the rows on the border are sorted.
    """
    start: Any = bits.state
    fineness = max(1, min(_FINEST, int(np.log2(_MOST_BINS // strata.count))))
    shift = np.uint64(_KEY_BITS - fineness)
    histogram = np.zeros((strata.count, 2**fineness), np.int64)
    for _, numbers, bins, _ in _keyed(strata, start, shift):
        histogram += np.bincount((numbers << fineness) + bins, minlength=histogram.size).reshape(
            histogram.shape
        )
    below = histogram.cumsum(axis=1)
    border = (below < allotted[:, None]).sum(axis=1)
    missing = allotted - np.where(border, np.take_along_axis(below, border[:, None] - 1, axis=1)[:, 0], 0)
    return _Chosen(strata, start, shift, border, _on_border(strata, start, shift, border, missing))


def _on_border(
    strata: _Strata,
    start: dict[str, Any],
    shift: np.uint64,
    border: NDArray[np.int64],
    missing: NDArray[np.int64],
) -> NDArray[np.int64]:
    """The numbers in the file of the `missing[class]` lowest rows among those in the bin `border[class]`."""
    found: list[tuple[NDArray[Any], ...]] = []
    first = 0
    for is_in, numbers, bins, keys in _keyed(strata, start, shift):
        near = np.flatnonzero(bins == border[numbers])
        found.append((np.flatnonzero(is_in)[near] + first, numbers[near], keys[near]))
        first += len(is_in)
    rows, numbers, keys = (np.concatenate(part) for part in zip(*found, strict=True))
    chosen = []
    for one in np.flatnonzero(missing):
        mine = np.flatnonzero(numbers == one)
        chosen.append(rows[mine[np.argsort(keys[mine], kind="stable")[: missing[one]]]])
    return np.sort(np.concatenate(chosen)) if chosen else np.zeros(0, np.int64)


def _keyed(
    strata: _Strata, start: dict[str, Any], shift: np.uint64
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.intp], NDArray[np.int64], NDArray[np.uint64]]]:
    """The blocks of the strata, with the keys of their rows and these keys' highest bits."""
    bits: Any = np.random.PCG64()
    bits.state = start
    for is_in, numbers in strata.blocks():
        keys = bits.random_raw(len(numbers))
        yield is_in, numbers, (keys >> shift).astype(np.int64), keys
