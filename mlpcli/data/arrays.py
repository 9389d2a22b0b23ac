"""The source `arrays`: a user's own NumPy files."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.facts import DataFacts, InputKind
from mlpcli.config.sources import Arrays
from mlpcli.data.array_files import StoredArray, npz_keys, stored_array
from mlpcli.data.dataset import Original, Split
from mlpcli.data.floats import coarse_columns, is_held_whole, to_float32
from mlpcli.data.offenders import for_every, listed
from mlpcli.data.targets import check_range, class_names, class_numbers, is_classification, read_column
from mlpcli.data.task import task_of
from mlpcli.errors import DataError


@dataclass(frozen=True)
class _Pair:
    """The inputs and the targets of the same rows, headers only."""

    inputs: StoredArray
    targets: StoredArray


def describe_arrays(source: Arrays) -> DataFacts:
    """The facts from the headers of the inputs and the values of the targets. Raises DataError."""
    pairs = _open(source)
    classes, targets = _read_targets(source, pairs)
    return _facts(source, pairs[0].inputs, classes, 0 if classes else targets[0].shape[1])


def read_arrays(source: Arrays, facts: DataFacts) -> Original:
    """All rows, with the test rows apart where the file has them. Raises DataError."""
    pairs = _open(source)
    _, targets = _read_targets(source, pairs)
    inputs = for_every(lambda pair: _read_inputs(pair.inputs, facts), pairs)
    splits = [Split(*rows) for rows in zip(inputs, targets, strict=True)]
    notices = _notices(source, facts, pairs[0].inputs, splits[0])
    notices += _coarse(facts, pairs[0].inputs, splits[0])
    notices += _unread(source, pairs)
    return Original(splits[0], splits[1] if len(splits) == 2 else None, notices)


def _open(source: Arrays) -> list[_Pair]:
    """The training rows, and the test rows if the file has any."""
    if source.path.suffix == ".npz":
        pairs = _open_npz(source)
    elif source.path.suffix == ".npy":
        pairs = [_open_npy(source)]
    else:
        raise DataError(
            f"{source.path} ends in {source.path.suffix!r}; an .npz or .npy file is expected",
            "save the arrays with numpy.savez",
        )
    for_every(_check_rows, pairs)
    if len(pairs) == 2:
        _check_alike(pairs[0].inputs, pairs[1].inputs)
    return pairs


def _open_npz(source: Arrays) -> list[_Pair]:
    if source.targets is not None:
        raise DataError(
            f"`targets` names {source.targets}, but {source.path} is an .npz, which holds its own targets",
            "remove `targets`, or let `path` name an .npy of inputs",
        )
    keys = npz_keys(source.path)
    if "x_train" not in keys and "y_train" not in keys:
        return [_pair(source, keys, "x", "y")]
    pairs = [_pair(source, keys, "x_train", "y_train")]
    if "x_test" in keys or "y_test" in keys:
        pairs.append(_pair(source, keys, "x_test", "y_test"))
    return pairs


def _pair(source: Arrays, keys: tuple[str, ...], inputs: str, targets: str) -> _Pair:
    missing = [key for key in (inputs, targets) if key not in keys]
    if missing:
        raise DataError(
            f"{source.path} has no {' and no '.join(missing)}; it holds {', '.join(keys) or 'nothing'}",
            "save it with numpy.savez(path, x=..., y=...), or with x_train, y_train, x_test and y_test",
        )
    return _Pair(*for_every(partial(stored_array, source.path), (inputs, targets)))


def _open_npy(source: Arrays) -> _Pair:
    if source.targets is None:
        raise DataError(
            f"{source.path} holds inputs alone; their targets are missing",
            "name the .npy of the targets: `targets: y.npy`",
        )
    return _Pair(*for_every(stored_array, (source.path, source.targets)))


def _check_rows(pair: _Pair) -> None:
    shape = pair.inputs.shape
    if shape[:1] == (0,):
        raise DataError(f"{pair.inputs} holds no rows", "add rows, or leave the array out")
    if len(shape) not in (2, 3, 4) or 0 in shape:
        raise DataError(
            f"{pair.inputs} has shape {shape}; [rows, features], [rows, steps, channels], "
            "[rows, height, width] in uint8 or [rows, height, width, channels] is expected",
            "reshape the inputs before saving; a single feature is [rows, 1]",
        )
    if pair.targets.shape[:1] != shape[:1]:
        raise DataError(
            f"{pair.inputs} has {shape[0]} rows, and {pair.targets} has shape {pair.targets.shape}; "
            "one target a row is expected",
            "save inputs and targets of the same rows",
        )


def _check_alike(train: StoredArray, test: StoredArray) -> None:
    ours, theirs = (train.shape[1:], train.dtype == np.uint8), (test.shape[1:], test.dtype == np.uint8)
    if ours != theirs:
        raise DataError(
            f"{train} has rows of shape {ours[0]} in {train.dtype}, "
            f"and {test} has rows of shape {theirs[0]} in {test.dtype}",
            "save training and test rows alike",
        )


def _read_targets(source: Arrays, pairs: list[_Pair]) -> tuple[tuple[str, ...], list[NDArray[Any]]]:
    """The class names, empty for a regression, and each pair's targets as `Split` wants them."""
    values = for_every(lambda pair: read_column(pair.targets), pairs)
    labels = [str(pair.targets) for pair in pairs]
    if values[0].shape[1:] != values[-1].shape[1:]:
        raise DataError(
            f"{labels[0]} has shape {pairs[0].targets.shape}, and {labels[-1]} {pairs[-1].targets.shape}",
            "save training and test targets alike",
        )
    if not is_classification(values[0], source.task, source.classes):
        return (), [to_float32(v, label).reshape(len(v), -1) for v, label in zip(values, labels, strict=True)]
    columns = values[0].shape[1] if values[0].ndim == 2 else None
    numbers = for_every(lambda rows: class_numbers(*rows), zip(values, labels, strict=True))
    classes = class_names(numbers[0], columns, source.classes, labels[0])
    for_every(lambda rows: check_range(rows[0], classes, rows[1]), zip(numbers, labels, strict=True))
    return classes, [number.astype(np.int32) for number in numbers]


def _facts(source: Arrays, inputs: StoredArray, classes: tuple[str, ...], targets: int) -> DataFacts:
    kind, shape = _kind(inputs)
    pixels = kind == "image" and inputs.dtype == np.uint8
    return DataFacts(source.path.name, kind, shape, task_of(classes), classes, targets, pixels)


def _kind(inputs: StoredArray) -> tuple[InputKind, tuple[int, ...]]:
    row = inputs.shape[1:]
    if len(row) == 1:
        return "vector", row
    if len(row) == 3:
        return "image", row
    return ("image", (*row, 1)) if inputs.dtype == np.uint8 else ("signal", row)


def _read_inputs(inputs: StoredArray, facts: DataFacts) -> NDArray[Any]:
    values = inputs.read().reshape(-1, *facts.shape)
    return np.ascontiguousarray(values) if facts.pixels else to_float32(values, str(inputs))


def _unread(source: Arrays, pairs: Sequence[_Pair]) -> tuple[str, ...]:
    """A notice of arrays that are named as inputs and targets are, and that nothing is done with."""
    if source.targets is not None:
        return ()
    read = {stored.key for pair in pairs for stored in (pair.inputs, pair.targets)}
    others = [key for key in npz_keys(source.path) if key not in read and key[:1] in "xyXY"]
    if not others:
        return ()
    drawn = "validation rows are drawn from the training rows"
    return (f"{source.path} also holds {', '.join(others)}, and they are not read; {drawn}",)


def _notices(source: Arrays, facts: DataFacts, inputs: StoredArray, train: Split) -> tuple[str, ...]:
    """What a user who knows pixels as 0 to 255 may not expect of inputs that are not taken for pixels."""
    notices = []
    standardized = source.standardize and facts.kind != "image"
    bright = facts.kind == "image" or inputs.dtype == np.uint8
    if source.rescale and bright and not facts.pixels and not standardized:
        largest = float(train.inputs.max())
        if largest > 1:
            notices.append(
                f"{inputs} has values up to {largest:g} and is not divided by 255: "
                "`rescale` is for images of type uint8"
            )
    if source.standardize and facts.kind == "image":
        notices.append(f"{inputs} holds images, which `standardize` leaves as they are")
    return tuple(notices)


def _coarse(facts: DataFacts, inputs: StoredArray, train: Split) -> tuple[str, ...]:
    """A notice of columns whose differences are lost in float32, in which networks compute."""
    # By the header: an array of float32 need not be read once more.
    if facts.kind == "image" or is_held_whole(inputs.dtype):
        return ()
    columns = coarse_columns(inputs.read().reshape(-1, *facts.shape), train.inputs)
    if not columns:
        return ()
    named = listed(
        (f"[:, {'..., ' if facts.kind == 'signal' else ''}{one}]" for one in columns), len(columns)
    )
    return (
        f"{inputs}{named}: float32, in which networks compute, keeps little of how these numbers differ, "
        "which is tiny beside their size. Subtract a constant from each such column, such as its mean, "
        "before saving, and the same one from rows to predict",
    )
