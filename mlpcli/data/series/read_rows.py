"""The rows of a file of series, in their order."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.bad_values import for_every, listed
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.series.hours import hours_beside, in_one_column
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.windows import OrderedRows, Rows, filled_forward
from mlpcli.data.tables.cells import columns_of, with_truths_as_numbers
from mlpcli.data.tables.counted_times import counted_times
from mlpcli.data.tables.date_formats import find_formats
from mlpcli.data.tables.schema import TableColumn
from mlpcli.data.tables.table_file import TableFile, shown
from mlpcli.errors import DataError

AS_NUMBERS = (
    "correct these values; add them to `missing_values` if they stand for missing ones; or leave the column "
    "out with `exclude`"
)

_LOOKED_AT = 20

_FILL_IN = "fill these times in, or remove the rows"
_OF_SEVERAL = "; or write group: NAME, if a column says which series a row is of"

REPEATED_HOUR = (
    "where clocks were set back, write the offset from UTC behind every time, such as 2024-10-27 02:00+01:00"
)


@dataclass(frozen=True)
class SeriesFile:
    """The rows of a file in order, and the `names` of its series, none if it has one."""

    rows: OrderedRows
    names: tuple[str, ...] = ()


@contextmanager
def fixed_by(fix: str) -> Iterator[None]:
    """Errors in numbers of another file than that of training are raised with this `fix`, unless it is ""."""
    try:
        yield
    except DataError as error:
        raise DataError(error.message, fix or error.fix) from error


def read_rows(
    file: TableFile,
    schema: SeriesSchema,
    classes: NDArray[Any] | None = None,
    *,
    targets: bool,
    fix_numbers: str = "",
) -> SeriesFile:
    """The rows of a file that has all columns, series by series and by time, missing ones as the schema says.

    The targets are the numbers of the file, or `classes` `[rows]`, or there are none if not `targets`. Raises
    DataError for cells that are no numbers or too large, for those that are missing where they must not be,
    whose fix is `fix_numbers` unless the config can be changed, and for two rows of a series with the same
    time.
    """
    with fixed_by(fix_numbers):
        values, wanted = _numbers(file, schema, schema.targets if targets and classes is None else ())
    if classes is not None:
        wanted = classes
    groups = _groups(file, schema)
    codes = groups.codes if groups else np.zeros(len(file), np.int32)
    times = times_of(file, schema)
    order = np.lexsort((codes,) if times is None else (times, codes))
    codes = codes[order]
    starts = np.flatnonzero(np.append(True, codes[1:] != codes[:-1]))
    rows = OrderedRows(
        values[order],
        None if wanted is None else wanted[order],
        order,
        starts,
        None if times is None else times[order],
    )
    _require_different_times(file, rows, schema, "" if fix_numbers or schema.group else _OF_SEVERAL)
    if schema.rule == "forward":
        filled = filled_forward(rows.values, starts)
        rows = OrderedRows(filled, rows.targets, order, starts, rows.times)
    return SeriesFile(rows, tuple(groups.values[codes[start]] for start in starts) if groups else ())


def _numbers(
    file: TableFile, schema: SeriesSchema, targets: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[Any] | None]:
    """The numbers of the channels, and of the `targets`, some of which may be channels."""
    columns = {column.name: column for column in schema.channels}
    columns |= {name: TableColumn(name, "number") for name in targets}
    numbers = numbers_of(file, list(columns.values()), schema)
    places = [list(columns).index(name) for name in targets]
    return numbers[:, : len(schema.channels)], numbers[:, places] if targets else None


def numbers_of(
    file: TableFile, columns: Sequence[TableColumn], schema: SeriesSchema, fix: str = AS_NUMBERS
) -> NDArray[np.float64]:
    """The numbers of some columns `[rows, columns]`, NaN where missing. Raises DataError."""
    plain = with_truths_as_numbers(file, [column.name for column in columns])
    try:
        cells = columns_of(plain, columns, schema.numbers, schema.missing)
    except DataError as error:
        raise DataError(error.message, fix) from error
    numbers = [cell for cell in cells if not isinstance(cell, Texts)]
    _require_any(file, [column.name for column in columns], numbers)
    if schema.rule == "refuse":
        pairs = zip(columns, numbers, strict=True)
        for_every(lambda pair: require_all(file, pair[0].name, np.isnan(pair[1])), pairs)
    return np.stack(numbers, axis=-1)


def _require_any(file: TableFile, names: Sequence[str], numbers: Sequence[NDArray[np.float64]]) -> None:
    """Raises DataError for columns in which every number is missing: no rule fills them."""
    empty = [name for name, values in zip(names, numbers, strict=True) if np.isnan(values).all()]
    if empty:
        raise DataError(
            f"{file.path}: all numbers are missing in {listed(empty, len(empty), 'column')}; expected some "
            "in every column of numbers",
            "fill them in, or leave the column out with `exclude`",
        )


def require_all(file: TableFile, name: str, missing: NDArray[np.bool_]) -> None:
    """Raises DataError for the rows in which a value is missing."""
    rows = np.flatnonzero(missing)
    if len(rows):
        raise file.error(
            name,
            rows,
            file.texts(name, rows),
            "a number in every row",
            "fill these values in; or write missing: forward, for the last values before them, or "
            "missing: skip, to leave the windows out that have any",
        )


def _groups(file: TableFile, schema: SeriesSchema) -> Texts | None:
    if schema.group is None:
        return None
    (cells,) = columns_of(file, [TableColumn(schema.group, "category")], schema.numbers, schema.missing)
    if not isinstance(cells, Texts):
        raise ValueError("expected texts")
    # By name, so that the order of the rows makes no difference.
    places = np.argsort(np.argsort(np.array(cells.values)))
    return Texts(places[cells.codes].astype(np.int32), tuple(sorted(cells.values)))


def times_of(file: TableFile, schema: SeriesSchema) -> NDArray[np.float64] | None:
    """The time of each row; None without such a column. Raises DataError if one is missing or is none."""
    if schema.time is None:
        return None
    _require_numbers(file, schema.time)
    with fixed_by("correct these times, or remove the rows"):
        (cells,) = columns_of(file, [schema.time], schema.numbers, schema.missing)
    if isinstance(cells, Texts):
        raise ValueError("expected times")
    name, rows = schema.time.name, np.flatnonzero(np.isnan(cells))
    if len(rows):
        raise file.error(name, rows, file.texts(name, rows), "a time in every row", _FILL_IN)
    _require_unit(file, schema.time, cells)
    return cells


def _require_numbers(file: TableFile, time: TableColumn) -> None:
    """Raises DataError for dates in texts, where training had numbers."""
    cells = file.frame[time.name]
    if time.kind != "number" or cells.dtype != pl.String:
        return
    texts = cells.head(_LOOKED_AT).drop_nulls()
    if find_formats(texts):
        counted = time.format or "numbers"
        by_type = "; or as dates by their type, in parquet" if time.format else ""
        raise DataError(
            f"{file.path}: {time.name} has dates such as {shown(texts[0])}; expected {counted}, as in "
            "training",
            f"write the times of {time.name} as {counted}{by_type}",
        )


def _require_unit(file: TableFile, time: TableColumn, times: NDArray[np.float64]) -> None:
    """Raises DataError for numbers that count time otherwise than those of training."""
    found = counted_times(time.name, times) if time.kind == "number" and time.format else ""
    if found and found != time.format:
        raise DataError(
            f"{file.path}: {time.name} has {found}; expected {time.format}, as in training",
            f"write the times of {time.name} as {time.format}",
        )


def _require_different_times(
    file: TableFile, rows: OrderedRows, schema: SeriesSchema, of_several: str
) -> None:
    """`of_several` is what else the config can say."""
    if rows.times is None or schema.time is None:
        return
    same = rows.times[1:] == rows.times[:-1]
    same[rows.starts[1:] - 1] = False
    twice: Rows = np.sort(rows.order[1:][same])
    if len(twice):
        name = schema.time.name
        series = " of a series" if schema.group else ""
        if not schema.group and (hours := hours_beside(file, name, rows.times[np.argsort(rows.order)])):
            fix = in_one_column(name, *hours)
        else:
            fix = f"remove the second rows{of_several}"
            fix += f"; {REPEATED_HOUR}" if schema.time.kind == "date" else ""
        raise file.error(
            name,
            twice,
            file.texts(name, twice),
            f"a time of its own in every row{series}",
            fix,
        )
