"""Rows from `.npy` and `.npz` files."""

from pathlib import Path

import numpy as np

from mlpcli.data.array_files import ArrayFileError, npz_keys, stored_array
from mlpcli.data.dataset import Array
from mlpcli.data.floats import to_float32
from mlpcli.data.offenders import wrong_values
from mlpcli.errors import DataError
from mlpcli.inference.facts import InputFacts

SUFFIXES = (".npy", ".npz")
_KEYS = ("x", "x_test")


def read_rows(path: Path, facts: InputFacts) -> Array:
    """The rows of an array file as `[n, *facts.shape]`, uint8 for whole pixels and float32 otherwise.

    The array is `[n, *shape]` or one row of `shape`; a last axis of length 1 can be left out. An `.npz`
    holds one array, or calls its inputs `x` or `x_test`. Nothing in the file is unpickled. Raises DataError
    naming the file for anything else, for NaN and infinities, and for pixels outside 0 to 255.
    """
    rows = _shaped(path, _load(path), facts)
    if facts.pixels:
        _check_pixels(path, rows)
        if rows.dtype.kind in "ui":
            return rows.astype(np.uint8, copy=False)
    return to_float32(rows, str(path))


def _load(path: Path) -> Array:
    try:
        key = _key(path, npz_keys(path)) if path.suffix.lower() == ".npz" else None
        return stored_array(path, key).read()
    except ArrayFileError as error:
        raise DataError(
            error.message, "write it with numpy.save or numpy.savez, from numbers alone"
        ) from error
    except MemoryError as error:
        raise DataError(f"{path} says it holds more than memory does", "give the rows in parts") from error


def _key(path: Path, keys: tuple[str, ...]) -> str:
    wanted = list(keys) if len(keys) == 1 else [key for key in _KEYS if key in keys]
    if not wanted:
        raise DataError(
            f"{path} holds the arrays {', '.join(keys) or '(none)'}; expected a single one, or x, or x_test",
            "call the array of inputs x",
        )
    return wanted[0]


def _shaped(path: Path, array: Array, facts: InputFacts) -> Array:
    shape = facts.shape
    narrow = shape[:-1] if shape[-1] == 1 else shape
    if array.shape in (shape, narrow):
        return array.reshape(1, *shape)
    if array.ndim and len(array) and array.shape[1:] in (shape, narrow):
        return array.reshape(len(array), *shape)
    expected = ", ".join(map(str, shape))
    raise DataError(
        f"{path} has the shape {array.shape}, expected (rows, {expected}) with at least one row",
        f"give the network {facts.wanted} a row",
    )


def _check_pixels(path: Path, rows: Array) -> None:
    if rows.dtype == np.uint8:
        return
    # A NaN is neither, and has its own message.
    outside = (rows < 0) | (rows > 255)
    if outside.any():
        raise DataError(
            f"{wrong_values(str(path), rows, outside)}; the network takes pixels from 0 to 255",
            "save the pixels as uint8",
        )
    if rows.dtype.kind in "fb" and 0 < (highest := float(rows.max())) <= 1:
        raise DataError(
            f"{path}: values run from {float(rows.min()):g} to {highest:g}, "
            "the network takes pixels from 0 to 255",
            "multiply by 255: the network does its own rescaling",
        )
