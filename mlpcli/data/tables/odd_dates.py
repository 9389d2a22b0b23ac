"""Dates that are centuries from the others of their column: mistyped, or signs for missing ones."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.bad_values import MOST_NAMED, listed
from mlpcli.data.preprocessing.date_parts import YEAR
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.column_summary import ColumnSummary
from mlpcli.data.tables.counted_times import DAY
from mlpcli.data.tables.doubts import Doubt
from mlpcli.data.tables.gather import over_parts
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.table_file import TableFile, shown

Cells = NDArray[np.float64] | Texts

_YEAR = YEAR * DAY
# Years since 1970 that most dates in tables are within: from 1000 to 2200.
_USUAL = (-970, 230)
# The middle half of the dates may be this far from an odd one, in years and in their own span.
_FAR, _SPANS = 100, 10
_FEWEST = 4


def odd_dates(file: TableFile, columns: Sequence[TableColumn], cells: Sequence[Cells]) -> Iterator[Doubt]:
    """What is odd in each column of dates whose cells are given, and what to do about it."""
    for column, seconds in _dates(columns, cells):
        odd = _Odd(column.name)
        odd.add(file, seconds, _usual(seconds))
        yield from odd.doubts()


def odd_dates_in_parts(
    file: TableFile,
    columns: Sequence[TableColumn],
    cells: Sequence[Cells],
    seen: Sequence[ColumnSummary],
    form: NumberFormat,
    missing: Sequence[str],
) -> Iterator[Doubt]:
    """As `odd_dates`, where `cells` are those of some rows and what was `seen` is of all. They are read again
    only if some are odd."""
    ends = {column.name: one.ends for column, one in zip(columns, seen, strict=True)}
    for column, seconds in _dates(columns, cells):
        usual, (first, last) = _usual(seconds), ends[column.name]
        if usual[0] <= first and last <= usual[1]:
            continue
        odd = _Odd(column.name)
        for part in over_parts(file, [column.name], lambda part: part):
            ((_, times),) = _dates([column], columns_of(part, [column], form, missing))
            odd.add(part, times, usual)
        yield from odd.doubts()


def _dates(
    columns: Sequence[TableColumn], cells: Sequence[Cells]
) -> list[tuple[TableColumn, NDArray[np.float64]]]:
    pairs = zip(columns, cells, strict=True)
    return [
        (column, times) for column, times in pairs if column.kind == "date" and not isinstance(times, Texts)
    ]


def _usual(seconds: NDArray[np.float64]) -> tuple[float, float]:
    """The first and the last time that is not far from the others."""
    years = seconds / _YEAR
    usual = years[(years > _USUAL[0]) & (years < _USUAL[1])]
    if len(usual) < _FEWEST:
        return -np.inf, np.inf
    low, high = map(float, np.quantile(usual, [0.25, 0.75]))
    far = max(_FAR, _SPANS * (high - low))
    return (low - far) * _YEAR, (high + far) * _YEAR


@dataclass
class _Odd:
    """The odd dates of a column: the texts and places of the first of them, and their number."""

    name: str
    texts: list[str] = field(default_factory=list)
    places: list[str] = field(default_factory=list)
    count: int = 0
    is_text: bool = False

    def add(self, file: TableFile, seconds: NDArray[np.float64], usual: tuple[float, float]) -> None:
        """Look at the next rows, which are those of a file."""
        rows = np.flatnonzero((seconds < usual[0]) | (seconds > usual[1]))
        self.is_text = file.frame[self.name].dtype == pl.String
        self.texts += file.texts(self.name, rows)
        self.places += [file.place(int(row)) for row in rows[:MOST_NAMED]]
        self.count += len(rows)

    def doubts(self) -> Iterator[Doubt]:
        """Nothing if there are none."""
        if not self.count:
            return
        pairs = zip(self.texts, self.places, strict=True)
        named = listed((f"{shown(text)} in {place}" for text, place in pairs), self.count)
        absent = f'missing_values: ["{self.texts[0].strip()}"]' if self.is_text else "empty cells"
        is_one = self.count == 1
        yield Doubt(
            f"{self.name} has {'a date' if is_one else f'{self.count:,} dates'} centuries from the others: "
            f"{named}",
            f"correct {'it' if is_one else 'them'}; or write {absent} if "
            f"{'it stands for a missing one' if is_one else 'they stand for missing ones'}",
        )
