"""A table as read from a file, and where its rows stand in it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import MOST_NAMED, listed
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.errors import DataError

LONGEST_VALUE = 40
_UNSEEN = {
    "\u00a0": "a no-break space",
    "\u202f": "a narrow no-break space",
    "\u2009": "a thin space",
    "\u2007": "a figure space",
    "\u200b": "a zero-width space",
    "\ufeff": "a byte order mark",
}
_OF_EACH = "write each of their values as a column"


class RowsError(DataError):
    """What is wrong with some rows: `named` are the first of them, of `count`.

    Those of several parts of a table can be told as one.
    """

    def __init__(self, before: str, named: Iterable[str], count: int, after: str, fix: str) -> None:
        self.named = tuple(islice(named, min(count, MOST_NAMED)))
        self.count = count
        self.kind = (before, after, fix)
        super().__init__(f"{before}{listed(self.named, count, 'row')}{after}", fix)

    def with_more(self, other: "RowsError") -> "RowsError":
        """The error for these rows and for those of another one of the same kind."""
        before, after, fix = self.kind
        return RowsError(before, (*self.named, *other.named), self.count + other.count, after, fix)


@dataclass(frozen=True)
class TableFile:
    """`frame` has texts, or for parquet and jsonl the types of the file. `header` says whether the file names
    its columns. `digest` is that of the file's bytes.

    `lines` are the lines of a text editor, from 1, on which the rows begin: those of all rows, or only that
    of the first if each row has one line; None for files that have no lines. `first` is the number of rows of
    the file before those of the frame. `nested` are the columns that hold what no network reads, such as
    lists, and what that is: they are texts in the frame. `durations` are columns of such, in seconds.
    """

    path: Path
    frame: pl.DataFrame
    header: bool
    digest: str
    lines: NDArray[np.int64] | int | None
    separator: str = ""
    first: int = 0
    nested: Mapping[str, str] = field(default_factory=dict)
    durations: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns in their order."""
        return tuple(self.frame.columns)

    @property
    def known(self) -> dict[str, Any]:
        """What is known of the file, whichever of its rows the frame has."""
        names = ("path", "header", "digest", "lines", "separator", "nested", "durations")
        return {name: getattr(self, name) for name in names}

    def __len__(self) -> int:
        return self.frame.height

    def require_plain(self, names: Iterable[str], instead: str = "") -> None:
        """Raises DataError for those of the columns `names` that hold lists and the like; `instead` is what a
        config can say, if not that they are ignored."""
        used = [name for name in names if name in self.nested]
        if used:
            told = (f"{name} holds {self.nested[name]}" for name in used)
            ignored = one_line(dict.fromkeys(used, "ignore"))
            are_times = all(self.nested[name] == "Time" for name in used)
            other = "write them as numbers, such as their seconds" if are_times else _OF_EACH
            raise DataError(
                f"{self.path}: column {listed(told, len(used), 'column')}; expected numbers, texts, "
                "booleans or dates",
                f"{instead or f'write columns: {ignored}'}; or {other}",
            )

    def told_durations(self, used: Iterable[str]) -> Iterator[str]:
        """That columns of durations, which are `used` as numbers, are seconds."""
        if found := [name for name in used if name in self.durations]:
            yield f"{self.path.name}: durations are read as seconds: {listed(found, len(found), 'column')}"

    def parts(self, columns: Sequence[str], texts: Sequence[str] = ()) -> "Iterator[TableFile]":
        """All rows in order, some at a time, with at least these columns. Those among `texts` are read as
        texts, in the same way in all parts."""
        yield self

    def renamed(self, names: Mapping[str, str]) -> "TableFile":
        """The same rows, with other names of columns."""
        return replace(self, frame=self.frame.rename(names))

    def place(self, row: int) -> str:
        """Where a row of the frame, counted from 0, stands in the file."""
        if self.lines is None:
            return f"row {self.first + row + 1}"
        line = self.lines + self.first + row if isinstance(self.lines, int) else self.lines[row]
        return f"line {line}"

    def error(
        self, column: str, rows: Sequence[int] | NDArray[Any], found: Iterable[str], expected: str, fix: str
    ) -> DataError:
        """The error for wrong values of a column: `found` are the values at the first of `rows`, or more."""
        values = (f"{shown(text)} in {self.place(int(row))}" for row, text in zip(rows, found, strict=False))
        before, after = f"{self.path}: column {column}: found ", f"; expected {expected}"
        return RowsError(before, values, len(rows), after, fix)

    def counted(self, texts: Texts, some: Sequence[str]) -> str:
        """In how many rows of a column the texts `some` stand, and where first, for a message."""
        counts = texts.counts()
        named = (
            f"{shown(text)} in {counts[text]:,} row{'s' if counts[text] > 1 else ''}, first in "
            f"{self.place(int(np.argmax(texts.codes == texts.values.index(text))))}"
            for text in some
        )
        return listed(named, len(some), separator="; ")

    def texts(self, column: str, rows: Sequence[int] | NDArray[Any]) -> list[str]:
        """The first few values of a column at `rows`, as texts."""
        few = self.frame[column].gather(list(map(int, rows[:MOST_NAMED])))
        return ["" if value is None else str(value) for value in few.to_list()]


def shown(value: str) -> str:
    """A value for a message, cut if it is long, with the names of signs that no one sees."""
    text = value if len(value) <= LONGEST_VALUE else f"{value[: LONGEST_VALUE - 3]}..."
    unseen = [name for sign, name in _UNSEEN.items() if sign in text]
    return f"{text!r} (with {' and '.join(unseen)})" if unseen else repr(text)
