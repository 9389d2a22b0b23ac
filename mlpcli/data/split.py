"""Stratified splits: drawing rows to hold back, by class.

Uses plain NumPy and the raw stream of PCG64, whose bits NumPy promises never to change: a seed draws the same
rows with any version of scikit-learn or NumPy, so that a run can be repeated years later.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.bad_values import listed
from mlpcli.data.targets import REGRESSION
from mlpcli.errors import DataError

Rows = NDArray[np.intp]


class RareClassError(DataError):
    """Classes that have a single row, of which none can be held back."""


@contextmanager
def drawing(where: str, split: str, validation: float = 0.0, classes: Sequence[str] = ()) -> Iterator[None]:
    """Say in a DataError of `where` for which `split` no rows can be drawn.

    `validation` is the share that is still to be drawn afterwards: what is rare here is so there too.
    `classes` are those of a table, which may be numbers to predict.
    """
    try:
        yield
    except DataError as error:
        fix = error.fix
        if isinstance(error, RareClassError):
            keys = [split, *(["validation"] if validation else [])]
            fix += ", or hold nothing back: " + " and ".join(f"{key}: 0" for key in keys)
            if classes and all(one.removeprefix("-").isdecimal() for one in classes):
                fix += f"; {REGRESSION}"
        raise DataError(f"{where}: cannot draw rows for `{split}`: {error.message}", fix) from error


def split_indices(
    rows: int,
    labels: NDArray[Any] | None,
    share: float,
    seed: int | Sequence[int],
    names: Sequence[str] = (),
    groups: Rows | None = None,
) -> tuple[Rows, Rows]:
    """Draws `round(share * rows)` rows to hold back; returns (kept, held), each in the original order.

    `labels`, `[rows]` class numbers, makes the draw stratified: the held rows are divided among the classes
    in proportion to their sizes by largest remainders, so that none is more than one row off; every class
    keeps at least one row, and has at least one held back if there are enough. `names` are the class names
    for messages. A share of 0 holds nothing back. With `groups`, the first row of each row's group, groups
    are drawn instead of rows, and all rows of a group go with its first.

    Raises DataError if either side would be empty, a class has a single row, or not every class can keep one.
    """
    if share == 0:
        return np.arange(rows), np.arange(0)
    if groups is not None:
        first = np.flatnonzero(groups == np.arange(rows))
        of_first = None if labels is None else labels[first]
        _, drawn = split_indices(len(first), of_first, share, seed, names)
        is_drawn = np.isin(groups, first[drawn])
        return np.flatnonzero(~is_drawn), np.flatnonzero(is_drawn)
    check_share(rows, share)
    bits = np.random.PCG64(seed)
    strata = np.zeros(rows, dtype=np.intp) if labels is None else np.asarray(labels)
    classes, sizes = np.unique(strata, return_counts=True)
    if labels is not None:
        check_every_class_is_kept(classes, sizes, share, names)
    allotted = allot(sizes, share, bits)
    chosen = _lowest(strata, bits.random_raw(rows), dict(zip(classes.tolist(), allotted, strict=True)))
    return np.flatnonzero(~chosen), np.flatnonzero(chosen)


def check_share(rows: int, share: float) -> int:
    """How many of the rows a `share` above 0 holds back. Raises DataError if either side would be empty."""
    held = round(share * rows)
    if held in (0, rows):
        side = "no row" if held == 0 else "every row"
        raise DataError(
            f"a share of {share:g} holds back {side} of {rows}",
            "change the share, add rows, or hold nothing back with a share of 0",
        )
    return held


def check_every_class_is_kept(
    classes: NDArray[Any], sizes: NDArray[Any], share: float, names: Sequence[str] = ()
) -> None:
    """Raises DataError if one of the `classes` with rows, of which there are `sizes`, could not keep any;
    RareClassError if they have a single one."""
    rare = [names[one] if names else str(one) for one in classes[sizes < 2].tolist()]
    if rare:
        named, each = listed(rare, len(rare)), "that class until it has"
        have = f"class {named} has only 1 row left"
        if len(rare) > 1:
            have, each = f"classes {named} have only 1 row left each", "these classes until each has"
        raise RareClassError(
            f"{have}, which cannot be in both parts of the split", f"add rows of {each} one for every split"
        )
    rows = int(sizes.sum())
    kept = rows - round(share * rows)
    if kept < len(classes):
        raise DataError(
            f"a share of {share:g} leaves {kept} rows for {len(classes)} classes",
            "change the share, add rows, or hold nothing back with a share of 0",
        )


def allot(sizes: NDArray[Any], share: float, bits: np.random.PCG64) -> list[int]:
    """Rows to hold back of classes of these `sizes`, in all `round(share * rows)`, by largest remainders: at
    most all but one of a class, at least one if possible. `bits` decides ties."""
    held = round(share * int(sizes.sum()))
    ties = bits.random_raw(len(sizes))
    order = np.argsort(ties, kind="stable")
    sizes = sizes[order].astype(np.int64)
    total = int(sizes.sum())
    lowest = np.full_like(sizes, 1 if held >= len(sizes) else 0)
    highest = sizes - 1
    allotted = np.clip(held * sizes // total, lowest, highest)
    while (missing := held - int(allotted.sum())) != 0:
        # How far each class is below its share, times `total`: in integers, so that rounding cannot decide.
        below = held * sizes - allotted * total
        if missing > 0:
            allotted[np.where(allotted < highest, below, np.iinfo(np.int64).min).argmax()] += 1
        else:
            allotted[np.where(allotted > lowest, below, np.iinfo(np.int64).max).argmin()] -= 1
    return [int(count) for count in allotted[np.argsort(order)]]


def _lowest(strata: NDArray[Any], keys: NDArray[Any], allotted: dict[int, int]) -> NDArray[np.bool_]:
    """A mask of the rows with the lowest keys of each class, as many as it is allotted."""
    chosen = np.zeros(len(strata), dtype=bool)
    for number, count in allotted.items():
        members = np.flatnonzero(strata == number)
        chosen[members[np.argsort(keys[members], kind="stable")[:count]]] = True
    return chosen
