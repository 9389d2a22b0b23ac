"""Reads the rows of downloaded datasets, and checks the file before using it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.dataset import SourceRows, Split
from mlpcli.data.files.dataset_downloads import ensure
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.files.numpy_files import ArrayFileError, StoredArray, npz_keys, stored_array
from mlpcli.data.float32 import to_float32
from mlpcli.data.targets import check_range
from mlpcli.errors import DataError


def read_download(
    facts: DataFacts, published: tuple[int, ...], progress: Progress | None, opener: Opener
) -> SourceRows:
    """The dataset `facts.name`, from the data home or the network.

    `published` counts its training and test rows, or all rows if they are not separate. A file with a
    different number of rows is read, with a notice. Raises DownloadError if the file is missing and cannot be
    downloaded, DataError if it is not the expected dataset.
    """
    path = ensure(facts.name, progress, opener)
    endings = ("_train", "_test") if len(published) == 2 else ("",)
    try:
        splits = [_read(path, facts, f"x{ending}", f"y{ending}") for ending in endings]
    except ArrayFileError as error:
        raise _unlike(facts, error.message) from error
    return SourceRows(
        splits[0], splits[1] if splits[1:] else None, _other_rows(facts.name, path, splits, published)
    )


def _other_rows(
    name: str, path: Path, splits: Sequence[Split], published: tuple[int, ...]
) -> tuple[str, ...]:
    found = tuple(map(len, splits))
    if found == published:
        return ()
    return (
        f"{path} has {_counted(found)}, but {name} as published has {_counted(published)}, so results "
        f"are not comparable with {name}. Remove the file to download the published one",
    )


def _counted(rows: tuple[int, ...]) -> str:
    if len(rows) == 1:
        return f"{rows[0]:,} rows"
    return f"{rows[0]:,} training and {rows[1]:,} test rows"


def _read(path: Path, facts: DataFacts, inputs_key: str, targets_key: str) -> Split:
    inputs = _open(path, facts, inputs_key, (facts.shape, _without_channel(facts.shape)))
    targets = _open(path, facts, targets_key, ((), (1,)))
    if not 0 < inputs.shape[0] == targets.shape[0]:
        raise _unlike(facts, f"{inputs} has {inputs.shape[0]} rows, but {targets} has {targets.shape[0]}")
    if facts.pixels and inputs.dtype != np.uint8:
        raise _unlike(facts, f"{inputs} has type {inputs.dtype}, not uint8")
    if facts.classes and targets.dtype.kind not in "iu":
        raise _unlike(facts, f"{targets} has type {targets.dtype}, not an integer type")
    rows = inputs.read().reshape(-1, *facts.shape)
    kept = np.ascontiguousarray(rows) if facts.pixels else to_float32(rows, str(inputs))
    return Split(kept, _targets(targets, facts))


def _targets(stored: StoredArray, facts: DataFacts) -> NDArray[Any]:
    values = stored.read().reshape(-1)
    if not facts.classes:
        return to_float32(values, str(stored)).reshape(-1, 1)
    try:
        check_range(values, facts.classes, str(stored))
    except DataError as error:
        raise _unlike(facts, error.message) from error
    return values.astype(np.int32)


def _open(path: Path, facts: DataFacts, key: str, shapes: tuple[tuple[int, ...], ...]) -> StoredArray:
    keys = npz_keys(path)
    if key not in keys:
        raise _unlike(facts, f"{path} has no {key}; it contains {', '.join(keys) or 'nothing'}")
    stored = stored_array(path, key)
    if stored.shape[1:] not in shapes or not stored.shape:
        expected = ", ".join(("rows", *map(str, shapes[0])))
        raise _unlike(facts, f"{stored} has shape {stored.shape}, not [{expected}]")
    return stored


def _without_channel(shape: tuple[int, ...]) -> tuple[int, ...]:
    return shape[:-1] if shape[-1] == 1 else shape


def _unlike(facts: DataFacts, message: str) -> DataError:
    return DataError(
        f"{message}: this is not {facts.name} in Keras's format",
        "replace the file, or remove it to download it again",
    )
