"""What is wrong with the rows of a dataset, whatever its source."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import repeat

import numpy as np

from mlpcli.data.bad_values import listed
from mlpcli.data.dataset import Array, Dataset, Split
from mlpcli.data.doctor.report import Finding
from mlpcli.data.encoded_columns import column_groups
from mlpcli.data.stores.disk_rows import blocks_of

# Of the rows of the commonest class.
_RARE = 0.2
_FEW_ROWS = 10


def class_counts(dataset: Dataset) -> dict[str, int]:
    """The training rows of each class; empty for a regression."""
    classes = dataset.facts.classes
    counts = np.bincount(dataset.train.targets[:], minlength=len(classes)).tolist() if classes else []
    return dict(zip(classes, counts, strict=True))


def rows_seen_in_training(dataset: Dataset) -> dict[str, tuple[int, int]]:
    """By the name of each held-back split, how many of its rows are training rows too, and all its rows."""
    splits, others = _splits_of(dataset), _others(dataset)
    sums = {name: _sums(split) for name, split in splits.items()}
    # Few rows have the sum of another one: only their keys are made, which takes ten times as long.
    both = set(sums["train"]) & {one for name in _HELD_BACK for one in sums.get(name, ())}
    return _seen(
        {name: _keys(split, others, (one in both for one in sums[name])) for name, split in splits.items()}
    )


def split_findings(dataset: Dataset) -> Iterator[Finding]:
    """Rare classes, rows that stand in two splits or twice in one, and features that are constant."""
    yield from _balance(class_counts(dataset))
    keys = _keys_of_splits(dataset)
    yield from _in_two_splits(_seen(keys))
    train = [key for key in keys["train"] if key is not None]
    if twice := len(train) - len(set(train)):
        yield Finding(
            "note", f"{twice:,} of {len(keys['train']):,} training rows are the same as another one"
        )
    if len(keys["train"]) < dataset.facts.count and dataset.facts.kind == "vector":
        yield Finding(
            "warning",
            f"there are {dataset.facts.count:,} features for {len(keys['train']):,} training rows",
            "leave out features that say little, or add Dropout",
        )


_HELD_BACK = ("validation", "test")
_WORDS = (np.uint64, np.uint32, np.uint16, np.uint8)


def _splits_of(dataset: Dataset) -> dict[str, Split]:
    return {name: split for name in ("train", *_HELD_BACK) if (split := dataset.split(name)) is not None}


def _keys_of_splits(dataset: Dataset) -> dict[str, list[int | None]]:
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


def _seen(keys: Mapping[str, list[int | None]]) -> dict[str, tuple[int, int]]:
    known = set(keys["train"]) - {None}
    held_back = {name: keys[name] for name in _HELD_BACK if name in keys}
    return {name: (sum(key in known for key in found), len(found)) for name, found in held_back.items()}


def _in_two_splits(seen: Mapping[str, tuple[int, int]]) -> Iterator[Finding]:
    for name, (again, rows) in seen.items():
        if again:
            share = again / rows
            yield Finding(
                "warning" if share > 0.01 else "note",
                f"{again:,} of {rows:,} {name} rows ({share:.1%}) are training rows too",
                "remove the repeated rows, or the score is better than the network",
            )


def _balance(counts: Mapping[str, int]) -> Iterator[Finding]:
    if not counts:
        return
    most = max(counts.values())
    rare = [name for name, count in counts.items() if count < _RARE * most]
    if rare:
        shares = (f"{name} {counts[name] / sum(counts.values()):.1%}" for name in rare)
        yield Finding(
            "note",
            f"rare classes: {listed(shares, len(rare))}",
            "training: {class_weight: balanced} gives each class the same weight",
        )
    few = [name for name in counts if counts[name] < _FEW_ROWS]
    if few:
        named = (f"{name} {counts[name]}" for name in few)
        yield Finding(
            "warning",
            f"classes of fewer than {_FEW_ROWS} training rows: {listed(named, len(few))}",
            "add rows of them, or join them with others",
        )
