"""Rows that stand in several splits, or several times in one, and whether that is no wonder."""

import math
from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat

import numpy as np

from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.encoded_columns import column_groups
from mlpcli.data.stores.disk_rows import blocks_of

_MOST_SAMPLED = 1000
_MOST_VALUES = 2_000_000
_MOST_COLUMNS = 200
# A table of a few discrete columns has the same row many times, however it was collected: that is no leak.
# Iris, where two flowers are the same, is at 7e-4.
_NO_WONDER = 1e-4
_HELD_BACK = ("validation", "test")
_WORDS = (np.uint64, np.uint32, np.uint16, np.uint8)


def rows_seen_in_training(dataset: Dataset) -> dict[str, tuple[int, int]]:
    """By the name of each held-back split, how many of its rows are training rows too, and all its rows."""
    splits, others = _splits_of(dataset), _others(dataset)
    sums = {name: _sums(split) for name, split in splits.items()}
    # Few rows have the sum of another one: only their keys are made, which takes ten times as long.
    both = set(sums["train"]) & {one for name in _HELD_BACK for one in sums.get(name, ())}
    return seen_again(
        {name: _keys(split, others, (one in both for one in sums[name])) for name, split in splits.items()}
    )


def _splits_of(dataset: Dataset) -> dict[str, Split]:
    return {name: split for name in ("train", *_HELD_BACK) if (split := dataset.split(name)) is not None}


def keys_of_splits(dataset: Dataset) -> dict[str, list[int | None]]:
    """By the name of each split, a number for each row, which equal rows share; None for rows that may differ
    although they look the same."""
    others = _others(dataset)
    return {name: _keys(split, others) for name, split in _splits_of(dataset).items()}


def _sums(split: Split) -> list[int]:
    """A number for each row that is the same for rows of the same inputs: the sum of their bytes, several of
    which are taken together."""
    found: list[int] = []
    for block in blocks_of(split.inputs):
        rows = np.ascontiguousarray(block).reshape(len(block), -1)
        size = rows.shape[1] * rows.itemsize
        word = next(one for one in _WORDS if size % np.dtype(one).itemsize == 0)
        found += rows.view(word).sum(axis=1, dtype=np.uint64).tolist()
    return found


def _others(dataset: Dataset) -> list[int]:
    """The places in a row of a table that say that a category is one of those that share a column."""
    groups = column_groups(dataset.preprocessing)
    names = [(column, name) for column, encoded in groups for name in encoded]
    return [
        place
        for place, (column, name) in enumerate(names)
        if column.kind == "category" and name == f"{column.name} other"
    ]


def _keys(split: Split, others: list[int], wanted: Iterable[bool] = repeat(True)) -> list[int | None]:
    """A number for each row, the same for rows of the same inputs and targets; None for a row that is not
    `wanted`, and for one with a category that others share, which may be a different one in each."""
    targets, asked = iter(split.targets[:]), iter(wanted)
    return [
        hash(row.tobytes() + target.tobytes()) if is_wanted and not is_shared else None
        for block in blocks_of(split.inputs)
        for row, is_shared, target, is_wanted in zip(block, _any(block, others), targets, asked, strict=False)
    ]


def _any(rows: Array, places: list[int]) -> Array:
    """Whether a row has anything at these places: `[rows]`."""
    if not places:
        return np.zeros(len(rows), bool)
    found: Array = np.any(rows[:, places], axis=1)
    return found


def seen_again(keys: Mapping[str, list[int | None]]) -> dict[str, tuple[int, int]]:
    """By the name of each held-back split, how many of its rows are training rows too, and all its rows."""
    known = set(keys["train"]) - {None}
    held_back = {name: keys[name] for name in _HELD_BACK if name in keys}
    return {name: (sum(key in known for key in found), len(found)) for name, found in held_back.items()}


def sample_of(split: Split, most: int = _MOST_SAMPLED) -> Array:
    """At most so many rows, fewer of large ones, spread over all: files are often sorted."""
    most = max(1, min(most, _MOST_VALUES // math.prod(split.inputs.shape[1:])))
    places = np.linspace(0, len(split) - 1, min(most, len(split))).astype(np.intp).tolist()
    return np.asarray(split.inputs[np.array([*dict.fromkeys(places)], np.intp)])


def are_alike_by_chance(dataset: Dataset) -> bool:
    """Whether rows have so few possible values that it is no wonder if some are the same."""
    chance = _chance_of_equal_rows(sample_of(dataset.train), dataset.facts.one_hot)
    return len(dataset.train) * chance > _NO_WONDER


def _chance_of_equal_rows(values: Array, one_hot: Sequence[int]) -> float:
    """The probability that two rows are the same, if their features had nothing to do with each other.

    `one_hot` are the widths of the groups of columns at the end, each of which is one feature. Rows that are
    the same count once, so that repeated rows of measurements do not look like rows of few possible values.
    """
    flat = values.reshape(len(values), -1)
    rows = flat[[*{row.tobytes(): number for number, row in enumerate(flat)}.values()]]
    numbers = rows.shape[1] - sum(one_hot)
    counts = [_counts(column) for column in np.sort(rows[:, : min(numbers, _MOST_COLUMNS)], axis=0).T]
    start = numbers
    for width in one_hot:
        counts.append(rows[:, start : start + width].sum(axis=0))
        start += width
    pairs = len(rows) * max(1, len(rows) - 1)
    return math.prod(float((count * (count - 1.0)).sum()) / pairs for count in counts)


def _counts(ordered: Array) -> Array:
    """How often each of some values in their order is there: `np.unique` may import what takes longer."""
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    found: Array = np.diff(np.append(starts, len(ordered)))
    return found
