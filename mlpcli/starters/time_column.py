"""Columns of a table that put its rows in the order of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from mlpcli.data.series.file_order import find_group, is_time
from mlpcli.data.series.times import season_of, usual_step
from mlpcli.data.series.windows import OrderedRows
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.counted_times import counted_times
from mlpcli.data.tables.kinds import Look
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

# Without a season that is known, a window that is neither very short nor slow.
_USUAL = 24


@dataclass(frozen=True)
class TimeColumn:
    """A column of times; `group` is the column that says which of several series a row belongs to, if their
    times repeat. `every` is the usual time from row to row, 0 if there is none, and `season` the rows until
    numbers are likely to repeat, or 0.
    """

    name: str
    group: str | None
    every: float
    season: int

    @property
    def window(self) -> int:
        """A window that shows what repeats, twice."""
        return 2 * self.season if self.season else _USUAL


def find_time(
    file: TableFile, kinds: Mapping[str, Look], form: NumberFormat, missing: Sequence[str]
) -> TimeColumn | None:
    """The first column of dates, or of numbers that are times, in which no row of a
    series has the time of another; None if there is none. `kinds` are what the columns hold."""
    for name, seen in kinds.items():
        if seen.kind not in ("date", "number"):
            continue
        written = seen.order_format
        column = TableColumn(name, "number") if written is None else TableColumn(name, "date", written)
        try:
            (times,) = columns_of(file, [column], form, missing)
        except DataError:  # A cell that is no time.
            continue
        if not isinstance(times, np.ndarray) or np.isnan(times).any():
            continue
        if column.kind == "number":
            if not is_time(name, times):
                continue
            column = replace(column, format=counted_times(name, times) or None)
        group = None
        if len(np.unique(times)) < len(times):
            group = find_group(file, kinds, pl.Series(times))
            if group is None:
                continue
        every = usual_step(_ordered(times, None if group is None else file.frame[group]), column)
        return TimeColumn(name, group, every, season_of(every, column))
    return None


def _ordered(times: "np.ndarray[tuple[int], np.dtype[np.float64]]", group: pl.Series | None) -> OrderedRows:
    codes = np.zeros(len(times), np.uint32)
    if group is not None:
        codes = group.cast(pl.String).fill_null("").rank("dense").to_numpy()
    order = np.lexsort((times, codes))
    starts = np.flatnonzero(np.append(True, np.diff(codes[order]) != 0))
    return OrderedRows(np.empty((len(times), 0)), None, order, starts, times[order])
