"""Rows from `.npy` and `.npz` files."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.lib.format import MAGIC_PREFIX
from numpy.typing import NDArray

from mlpcli.arguments import Contents
from mlpcli.config.dataset_facts import DataFacts
from mlpcli.data.bad_values import wrong_values
from mlpcli.data.dataset import Array
from mlpcli.data.files.numpy_files import ArrayFileError, StoredArray, check_type, npz_keys, stored_array
from mlpcli.data.float32 import to_float32
from mlpcli.errors import DataError

SUFFIXES = (".npy", ".npz")
WRITE_AGAIN = "write it with numpy.save or numpy.savez, with numbers only"
_KEYS = ("x", "x_test")
_ZIP = b"PK"


@dataclass(frozen=True)
class GivenArray(StoredArray):
    """An array that is in memory already; `path` is what messages call it."""

    values: NDArray[Any]

    def read(self) -> NDArray[Any]:
        return self.values

    def slices(self, rows: int) -> Iterator[NDArray[Any]]:
        return (self.values[start : start + rows] for start in range(0, len(self.values), rows))


@dataclass(frozen=True)
class ArrayRows:
    """The rows of an array file: its header has been read, its values have not."""

    stored: StoredArray
    facts: DataFacts

    @property
    def total(self) -> int:
        return 1 if self._is_one_row else self.stored.shape[0]

    @property
    def names(self) -> Iterator[str]:
        """The name of each row: `rows.npy[0]`, or the path alone if there is only one row."""
        path = self.stored.path
        return iter([str(path)]) if self.total == 1 else (f"{path}[{number}]" for number in range(self.total))

    def batches(self, rows: int) -> Iterator[Array]:
        """The values `[n, *facts.shape]`, at most `rows` at a time; uint8 for whole pixels, else float32.

        Raises DataError naming the file for NaN and infinities, and for pixels outside 0 to 255.
        """
        with _translated(self.stored.path):
            parts = iter([self.stored.read()]) if self._is_one_row else self.stored.slices(rows)
        first = 0
        while (part := self._next(parts)) is not None:
            values = part.reshape(-1, *self.facts.shape)
            yield self._checked(values, first)
            first += len(values)

    @property
    def _is_one_row(self) -> bool:
        return self.stored.shape in _row_shapes(self.facts)

    def _next(self, parts: Iterator[Array]) -> Array | None:
        with _translated(self.stored.path):
            return next(parts, None)

    def _checked(self, values: Array, first: int) -> Array:
        if self.facts.pixels:
            _check_pixels(self.stored.path, values)
            if values.dtype.kind in "ui":
                return values.astype(np.uint8, copy=False)
        return to_float32(values, str(self.stored.path), first)


def open_rows(
    path: Path, facts: DataFacts, key: str | None = None, content: bytes | None = None
) -> ArrayRows:
    """The rows of an array file that fit `facts`.

    The array is `[n, *shape]` or one row of `shape`; a last axis of length 1 can be left out. An `.npz`
    contains one array, or inputs called `x` or `x_test`, unless `key` names the array. Nothing in the file
    is unpickled. `content` is that of the file if it was read already. Raises DataError naming the file for
    anything else.
    """
    is_npz = path.suffix.lower() == ".npz" if content is None else content.startswith(_ZIP)
    with _translated(path):
        if key is None and is_npz:
            key = _key(path, npz_keys(path, content))
        stored = stored_array(path, key, content)
    return _fitting(stored, facts)


def is_array(given: str | Contents | NDArray[Any]) -> bool:
    """Whether an input is an array, or a file of some: by its name, or by its first bytes if it was read."""
    if isinstance(given, Contents):
        return holds_arrays(given.data)
    return not isinstance(given, str) or given.lower().endswith(SUFFIXES)


def holds_arrays(content: bytes) -> bool:
    """Whether this is the content of an array file, by its first bytes."""
    return content.startswith((_ZIP, MAGIC_PREFIX))


def given_rows(values: NDArray[Any], facts: DataFacts, name: str = "array") -> ArrayRows:
    """As `open_rows`, for an array in memory. Raises DataError if it holds no numbers or does not fit."""
    array = GivenArray(Path(name), None, values.shape, values.dtype, values)
    with _translated(array.path):
        check_type(array)
    return _fitting(array, facts)


def _fitting(stored: StoredArray, facts: DataFacts) -> ArrayRows:
    path = stored.path
    if stored.shape not in _row_shapes(facts) and not (
        stored.shape and stored.shape[0] and stored.shape[1:] in _row_shapes(facts)
    ):
        expected = ", ".join(map(str, facts.shape))
        raise DataError(
            f"{path} has shape {stored.shape}; expected (rows, {expected}) with at least one row",
            f"give the network {facts.wanted} per row",
        )
    return ArrayRows(stored, facts)


def _row_shapes(facts: DataFacts) -> tuple[tuple[int, ...], ...]:
    return (facts.shape, facts.shape[:-1]) if facts.shape[-1] == 1 else (facts.shape,)


@contextmanager
def _translated(path: Path) -> Iterator[None]:
    try:
        yield
    except ArrayFileError as error:
        raise DataError(error.message, WRITE_AGAIN) from error
    except MemoryError as error:
        raise DataError(f"{path} does not fit in memory", "give the rows in several files") from error


def _key(path: Path, keys: tuple[str, ...]) -> str:
    wanted = list(keys) if len(keys) == 1 else [key for key in _KEYS if key in keys]
    if not wanted:
        raise DataError(
            f"{path} contains the arrays {', '.join(keys) or '(none)'}; expected a single one, x or x_test",
            "name the array of inputs x",
        )
    return wanted[0]


def _check_pixels(path: Path, rows: Array) -> None:
    if rows.dtype == np.uint8:
        return
    # NaN is not among them: it has its own message.
    outside = (rows < 0) | (rows > 255)
    if outside.any():
        raise DataError(
            f"{wrong_values(str(path), rows, outside)}; the network takes pixels from 0 to 255",
            "save the pixels as uint8",
        )
    if rows.dtype.kind in "fb" and 0 < (highest := float(rows.max())) <= 1:
        raise DataError(
            f"{path} has values from {float(rows.min()):g} to {highest:g}, "
            "but the network takes pixels from 0 to 255",
            "multiply by 255: the network does its own rescaling",
        )
