"""Targets in files: class numbers, or quantities to predict."""

from itertools import count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.sources.arrays import ArrayTask
from mlpcli.data.bad_values import listed, wrong_values
from mlpcli.data.files.numpy_files import StoredArray
from mlpcli.data.float32 import to_float32
from mlpcli.errors import DataError

_RENUMBER = "as numpy.unique(y, return_inverse=True)[1] does"
REGRESSION = "set `task: regression` if these are quantities to predict"


def check_one_a_row(targets: StoredArray, rows: int, inputs: str) -> None:
    """Raises DataError unless there is one target for each of the `rows` of the array called `inputs`."""
    if targets.shape[:1] != (rows,):
        raise DataError(
            f"{inputs} has {rows} rows, but {targets} has shape {targets.shape}; expected one target per row",
            "save inputs and targets of the same rows",
        )


def is_classification(values: NDArray[Any], task: ArrayTask, names: tuple[str, ...] | None) -> bool:
    """Whether targets `[rows]` or `[rows, columns]` are classes.

    `auto` treats them as classes if `names` are given, if they are one column of whole numbers, or if they
    are several columns of 0 and 1; `class_numbers` then reports the rows that do not fit.
    """
    if task != "auto":
        return task == "classification"
    if names is not None:
        return True
    if values.ndim == 1:
        return bool(np.all(np.mod(values, 1) == 0))
    return bool(np.isin(values, (0, 1)).all())


def read_column(stored: StoredArray) -> NDArray[Any]:
    """The values of a targets array `[rows]`, `[rows, 1]` (returned as `[rows]`) or `[rows, columns]`."""
    rank = len(stored.shape)
    if rank not in (1, 2) or 0 in stored.shape:
        raise DataError(
            f"{stored} has shape {stored.shape}; expected one number per row, [rows], one-hot rows, "
            "[rows, classes], or several quantities per row, [rows, targets]",
            "reshape the targets before saving",
        )
    values = stored.read()
    to_float32(values, str(stored))
    return values[:, 0] if rank == 2 and values.shape[1] == 1 else values


def class_numbers(values: NDArray[Any], label: str) -> NDArray[Any]:
    """Class numbers `[rows]` of targets that are whole numbers `[rows]` or one-hot rows `[rows, classes]`."""
    if values.ndim == 1:
        return _checked_whole(values, label)
    ones = (values == 1).sum(axis=1)
    wrong = (ones != 1) | ((values != 0).sum(axis=1) != 1)
    if wrong.any():
        raise DataError(
            f"{wrong_values(label, values, wrong)}; expected one-hot rows with exactly one 1 and otherwise 0",
            f"give every row one class; {REGRESSION}",
        )
    numbers: NDArray[Any] = np.argmax(values, axis=1)
    return numbers


def class_names(
    numbers: NDArray[Any], columns: int | None, names: tuple[str, ...] | None, label: str
) -> tuple[str, ...]:
    """The names of all classes: `names` if given, else "0", "1"... up to the largest number.

    `columns` is the width of one-hot rows. Raises DataError if the numbers do not fit the names, have gaps,
    or are all the same.
    """
    if names is not None and columns is not None and columns != len(names):
        raise DataError(
            f"{label} has {columns} columns, but `classes` has {len(names)} names",
            "name one class per column",
        )
    present = np.unique(numbers)
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


def check_range(numbers: NDArray[Any], classes: tuple[str, ...], label: str) -> None:
    """Raises DataError naming the class numbers that have no name in `classes`."""
    outside = (numbers < 0) | (numbers >= len(classes))
    if outside.any():
        raise DataError(
            f"{wrong_values(label, numbers, outside)}; expected class numbers from 0 to {len(classes) - 1}, "
            f"for {len(classes)} classes",
            "number the classes from 0, and name all of them in `classes` in that order",
        )


def check_every_class(
    numbers: NDArray[Any], columns: int | None, names: tuple[str, ...] | None, label: str
) -> None:
    """Raises DataError naming the classes without any of the training rows `numbers`.

    `columns` and `names` are those of `class_names`, and the numbers are in their range.
    """
    count = columns or len(names or ())
    is_absent = np.bincount(numbers.astype(np.intp), minlength=count) == 0
    absent = np.flatnonzero(is_absent).tolist()
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


def _checked_whole(values: NDArray[Any], label: str) -> NDArray[Any]:
    wrong = (np.mod(values, 1) != 0) | (values < 0)
    if wrong.any():
        raise DataError(
            f"{wrong_values(label, values, wrong)}; expected whole class numbers from 0",
            f"number the classes from 0, {_RENUMBER}; {REGRESSION}",
        )
    return values


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
