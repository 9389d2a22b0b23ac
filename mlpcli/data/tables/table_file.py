"""A table as read from a file, and where its rows stand in it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.bad_values import MOST_NAMED, listed
from mlpcli.errors import DataError

LONGEST_VALUE = 40


@dataclass(frozen=True)
class TableFile:
    """`frame` has texts, or for parquet and jsonl the types of the file. `header` says whether the file names
    its columns. `digest` is that of the file's bytes.

    `lines` are the lines of a text editor, from 1, on which the rows begin: those of all rows, or only that
    of the first if each row has one line; None for files that have no lines.
    """

    path: Path
    frame: pl.DataFrame
    header: bool
    digest: str
    lines: NDArray[np.int64] | int | None
    separator: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(self.frame.columns)

    def __len__(self) -> int:
        return self.frame.height

    def place(self, row: int) -> str:
        """Where a row, counted from 0, stands in the file."""
        if self.lines is None:
            return f"row {row + 1}"
        line = self.lines + row if isinstance(self.lines, int) else self.lines[row]
        return f"line {line}"

    def error(
        self, column: str, rows: Sequence[int] | NDArray[Any], found: Iterable[str], expected: str, fix: str
    ) -> DataError:
        """The error for wrong values of a column: `found` are the values at the first of `rows`, or more."""
        values = (f"{shown(text)} in {self.place(int(row))}" for row, text in zip(rows, found, strict=False))
        named = listed(values, len(rows), "row")
        return DataError(f"{self.path}: column {column}: found {named}; expected {expected}", fix)

    def texts(self, column: str, rows: Sequence[int] | NDArray[Any]) -> list[str]:
        """The first few values of a column at `rows`, as texts."""
        few = self.frame[column].gather(list(map(int, rows[:MOST_NAMED])))
        return ["" if value is None else str(value) for value in few.to_list()]


def shown(value: str) -> str:
    """A value for a message, cut if it is long."""
    return repr(value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 3]}...")


def distinct(error: Callable[[str], DataError], names: Sequence[str]) -> None:
    """Raises the DataError for the first name that is there twice."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise error(name)
        seen.add(name)
