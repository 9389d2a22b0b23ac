"""Targets in files: class numbers, or quantities to predict."""

from collections.abc import Sequence
from itertools import count
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.sources.arrays import ArrayTask
from mlpcli.data.bad_values import WrongValues, for_every, listed
from mlpcli.data.files.numpy_files import StoredArray
from mlpcli.data.float32 import Lost, in_float32, require_finite
from mlpcli.data.stores.disk_rows import AnyRows, blocks_of, mapped, numbered_blocks, whole_file
from mlpcli.data.stores.inspection import lost_of
from mlpcli.errors import DataError

_RENUMBER = "as numpy.unique(y, return_inverse=True)[1] does"
Targets = tuple[tuple[str, ...], Sequence[AnyRows], Lost]
REGRESSION = "set `task: regression` if these are quantities to predict"


def check_one_a_row(targets: StoredArray, rows: int, inputs: str) -> None:
    """Raises DataError unless there is one target for each of the `rows` of the array called `inputs`."""
    if targets.shape[:1] != (rows,):
        raise DataError(
            f"{inputs} has {rows} rows, but {targets} has shape {targets.shape}; expected one target per row",
            "save inputs and targets of the same rows",
        )


def read_targets(
    stored: Sequence[StoredArray], task: ArrayTask, names: tuple[str, ...] | None, most: int
) -> Targets:
    """The class names, empty for a regression; the targets of training rows and of test rows, if there are
    any, as in `Split`; and the columns of the first ones whose differences float32 loses.

    `names` are those that the config gives. More than `most` bytes of targets stay on disk. Raises DataError.
    """
    values = for_every(lambda one: read_column(one, most), stored)
    labels = [str(one) for one in stored]
    if values[0].shape[1:] != values[-1].shape[1:]:
        raise DataError(
            f"{labels[0]} has shape {stored[0].shape}, but {labels[-1]} has {stored[-1].shape}",
            "save training and test targets with the same number of columns",
        )
    if not is_classification(values[0], task, names):
        width = prod(values[0].shape[1:])
        return (), [mapped(rows, _quantities, (width,), np.float32) for rows in values], lost_of(values[0])
    columns = values[0].shape[1] if len(values[0].shape) == 2 else None
    numbers = for_every(lambda rows: class_numbers(*rows), zip(values, labels, strict=True))
    present = present_classes(numbers[0])
    classes = class_names(present, columns, names, labels[0])
    for_every(lambda rows: check_range(rows[0], classes, rows[1]), zip(numbers, labels, strict=True))
    check_every_class(present, columns, names, labels[0])
    return classes, [mapped(rows, _as_int32, (), np.int32) for rows in numbers], Lost()


def is_classification(values: AnyRows, task: ArrayTask, names: tuple[str, ...] | None) -> bool:
    """Whether targets `[rows]` or `[rows, columns]` are classes.

    `auto` treats them as classes if `names` are given, if they are one column of whole numbers, or if they
    are several columns of 0 and 1; `class_numbers` then reports the rows that do not fit.
    """
    if task != "auto":
        return task == "classification"
    if names is not None:
        return True
    if len(values.shape) == 1:
        return all(bool(np.all(np.mod(block, 1) == 0)) for block in blocks_of(values))
    return all(bool(np.isin(block, (0, 1)).all()) for block in blocks_of(values))


def read_column(stored: StoredArray, most: int | None = None) -> AnyRows:
    """The values of a targets array `[rows]`, `[rows, 1]` (returned as `[rows]`) or `[rows, columns]`.

    More than `most` bytes of them stay on disk. Raises DataError for values that do
    not fit float32.
    """
    rank = len(stored.shape)
    if rank not in (1, 2) or 0 in stored.shape:
        raise DataError(
            f"{stored} has shape {stored.shape}; expected one number per row, [rows], one-hot rows, "
            "[rows, classes], or several quantities per row, [rows, targets]",
            "reshape the targets before saving",
        )
    file = stored.on_disk() if most is not None and stored.nbytes > most else None
    values = stored.read() if file is None else whole_file(file)
    wrong = WrongValues(str(stored))
    for first, block in numbered_blocks(values):
        in_float32(block, wrong, first)
    require_finite(wrong)
    return mapped(values, _only_column, (), stored.dtype) if rank == 2 and stored.shape[1] == 1 else values


def class_numbers(values: AnyRows, label: str) -> AnyRows:
    """Class numbers `[rows]` of targets that are whole numbers `[rows]` or one-hot rows `[rows, classes]`."""
    is_whole = len(values.shape) == 1
    wrong = WrongValues(label)
    for first, block in numbered_blocks(values):
        wrong.add(block, _not_whole(block) if is_whole else _not_one_hot(block), first)
    if wrong and is_whole:
        raise DataError(
            f"{wrong}; expected whole class numbers from 0",
            f"number the classes from 0, {_RENUMBER}; {REGRESSION}",
        )
    if wrong:
        raise DataError(
            f"{wrong}; expected one-hot rows with exactly one 1 and otherwise 0",
            f"give every row one class; {REGRESSION}",
        )
    return values if is_whole else mapped(values, _place_of_one, (), np.intp)


def present_classes(numbers: AnyRows) -> NDArray[Any]:
    """The class numbers that have rows, each once and in order."""
    return np.unique(np.concatenate([np.unique(block) for block in blocks_of(numbers)]))


def class_names(
    present: NDArray[Any], columns: int | None, names: tuple[str, ...] | None, label: str
) -> tuple[str, ...]:
    """The names of all classes: `names` if given, else "0", "1"... up to the largest number.

    `present` are those of `present_classes`, `columns` is the width of one-hot rows. Raises DataError if the
    numbers do not fit the names, have gaps, or are all the same.
    """
    if names is not None and columns is not None and columns != len(names):
        raise DataError(
            f"{label} has {columns} columns, but `classes` has {len(names)} names",
            "name one class per column",
        )
    if len(present) == 1:
        raise DataError(
            f"{label} contains only one class, {int(present[0])}; expected at least two",
            f"add rows of another class; {REGRESSION}",
        )
    if names is not None:
        return names
    if columns is None:
        _check_no_gaps(present, label)
    return tuple(map(str, range(columns or len(present))))


def check_range(numbers: AnyRows, classes: tuple[str, ...], label: str) -> None:
    """Raises DataError naming the class numbers that have no name in `classes`."""
    outside = WrongValues(label)
    for first, block in numbered_blocks(numbers):
        outside.add(block, (block < 0) | (block >= len(classes)), first)
    if outside:
        raise DataError(
            f"{outside}; expected class numbers from 0 to {len(classes) - 1}, for {len(classes)} classes",
            "number the classes from 0, and name all of them in `classes` in that order",
        )


def check_every_class(
    present: NDArray[Any], columns: int | None, names: tuple[str, ...] | None, label: str
) -> None:
    """Raises DataError naming the classes without training rows.

    `present`, `columns` and `names` are those of `class_names`, and the numbers are in their range.
    """
    count = columns or len(names or ())
    absent = np.setdiff1d(np.arange(count), present).tolist()
    if not absent:
        return
    named = listed((names[one] if names else str(one) for one in absent), len(absent))
    leave = "remove their columns" if columns else "number the others from 0 without gaps"
    if names:
        leave += ", and remove their names from `classes`"
    raise DataError(
        f"{label} has no rows of these classes: {named}; expected at least one training row per class, "
        "because a network never predicts a class that it has not seen",
        f"add rows of them; or {leave}" + ("" if names else f"; {REGRESSION}"),
    )


def _quantities(values: NDArray[Any]) -> NDArray[Any]:
    return np.ascontiguousarray(values.reshape(len(values), -1), np.float32)


def _as_int32(values: NDArray[Any]) -> NDArray[Any]:
    return values.astype(np.int32)


def _only_column(values: NDArray[Any]) -> NDArray[Any]:
    return values[:, 0]


def _place_of_one(values: NDArray[Any]) -> NDArray[Any]:
    places: NDArray[Any] = np.argmax(values, axis=1)
    return places


def _not_whole(values: NDArray[Any]) -> NDArray[np.bool_]:
    wrong: NDArray[np.bool_] = (np.mod(values, 1) != 0) | (values < 0)
    return wrong


def _not_one_hot(values: NDArray[Any]) -> NDArray[np.bool_]:
    wrong: NDArray[np.bool_] = ((values == 1).sum(axis=1) != 1) | ((values != 0).sum(axis=1) != 1)
    return wrong


def _renumbered(present: NDArray[Any]) -> str:
    """How to get class numbers from 0 without gaps; `present` holds each number once, in order."""
    first, last = int(present[0]), int(present[-1])
    if last - first + 1 == len(present):
        return f"subtract {first} before saving, y - {first}, so that they run from 0 to {last - first}"
    return f"number the classes from 0 without gaps, {_RENUMBER}"


def _check_no_gaps(present: NDArray[Any], label: str) -> None:
    last = int(present[-1])
    gaps = last + 1 - len(present)
    if gaps:
        there = set(present.tolist())
        # Counted up lazily: one class number of a billion would make a list that long.
        missing = listed((str(number) for number in count() if number not in there), gaps)
        raise DataError(
            f"{label} has class numbers from {int(present[0])} to {last} without {missing}; "
            "expected 0, 1, 2 and so on without gaps",
            f"{_renumbered(present)}, or add rows of the missing ones; {REGRESSION}",
        )
