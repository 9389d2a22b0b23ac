"""What a user should know of the rows of series."""

from collections.abc import Iterator

import numpy as np

from mlpcli.data.bad_values import listed
from mlpcli.data.float32 import FROM_ROWS, FROM_TARGETS, named_columns_lost
from mlpcli.data.series.hours import in_one_column, seconds_of_day
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.times import differences, in_seconds, usual_range, usual_step
from mlpcli.data.series.windows import OrderedRows
from mlpcli.data.tables.counted_times import DAY
from mlpcli.data.tables.schema import TableColumn
from mlpcli.data.tables.table_file import TableFile

_UNITS = ((DAY, "day"), (3_600.0, "hour"), (60.0, "minute"), (1.0, "second"))
_MANY = 1000
# As many rows may be closer in time than usual, as they may in training.
_FEW = 0.1


def notices_of_rows(file: TableFile, rows: OrderedRows, schema: SeriesSchema, length: int) -> Iterator[str]:
    """Gaps in time, and series with fewer rows than `length`, which give no signal."""
    yield from _gaps(file, rows, schema)
    short = int(np.sum(rows.ends - rows.starts < length))
    if short:
        series = "1 series has" if short == 1 else f"{short:,} series have"
        yield f"{file.path.name}: {series} fewer than {length:,} rows, and so no window"


def told_apart(file: TableFile, rows: OrderedRows, schema: SeriesSchema) -> Iterator[str]:
    """How many series there are, and by what; a group of hours of the day is hardly meant."""
    if schema.group is None:
        return
    count = len(rows.starts)
    yield f"{file.path.name}: {count:,} series{'' if count == 1 else ', told apart by ' + schema.group}"
    seconds = seconds_of_day(file.frame[schema.group])
    if schema.time and rows.times is not None and seconds is not None:
        times = rows.times + seconds[rows.order]
        yield (
            f"{schema.group} says the hour of the day, so every hour is a series of its own. If all rows are "
            f"one, remove `group`, and {in_one_column(schema.time.name, schema.group, times)}"
        )


def lost_differences(file: TableFile, schema: SeriesSchema, rows: OrderedRows) -> Iterator[str]:
    """Channels, and numbers to predict, whose differences float32 loses."""
    channels = [column.name for column in schema.channels]
    yield from named_columns_lost(file.path.name, channels, rows.values, *FROM_ROWS)
    if rows.targets is not None and rows.targets.ndim == 2:
        yield from named_columns_lost(file.path.name, schema.targets, rows.targets, *FROM_TARGETS)


def left_out(file: TableFile, count: int, what: str) -> Iterator[str]:
    """That windows, series or signals with missing numbers are not used."""
    if count:
        are = f"1 {what} is" if count == 1 else f"{count:,} {_plural(what)} are"
        yield f"{file.path.name}: {are} left out, because numbers are missing"


def _gaps(file: TableFile, rows: OrderedRows, schema: SeriesSchema) -> Iterator[str]:
    steps, later = differences(rows)
    if schema.time is None or not schema.every:
        if len(steps):
            yield f"{file.path.name}: rows are not equally far apart in time, but are taken as if they were"
        return
    yield from _other_step(file, rows, schema)
    every = usual_step(rows, schema.time) or schema.every
    gaps = np.flatnonzero(steps > usual_range(every, schema.time)[1])
    if len(gaps):
        named = (
            f"of {_in_words(float(steps[gap]), schema.time)} before {file.place(int(rows.order[later[gap]]))}"
            for gap in gaps
        )
        yield (
            f"{file.path.name}: there are gaps in {schema.time.name}, where rows are usually "
            f"{_in_words(every, schema.time)} apart: {listed(named, len(gaps), 'gap')}; windows go across "
            "them as if there were none"
        )


def _other_step(file: TableFile, rows: OrderedRows, schema: SeriesSchema) -> Iterator[str]:
    """That the rows of another file than that of training are closer in time, or further apart."""
    if schema.time is None:
        return
    low, high = usual_range(schema.every, schema.time)
    steps, _ = differences(rows)
    if every := usual_step(rows, schema.time):
        if low <= every <= high:
            return
        apart = f"usually {_in_words(every, schema.time)} apart"
    elif (steps < low).sum() <= _FEW * len(steps):  # Others, if any, are gaps.
        return
    else:
        apart = "not equally far apart"
    trained = _in_words(schema.every, schema.time)
    yield (
        f"{file.path.name}: rows are {apart} in {schema.time.name}, in training {trained}; they are taken as "
        f"if they were {trained} apart"
    )


def _in_words(step: float, time: TableColumn) -> str:
    seconds = in_seconds(step, time)
    if not seconds:
        return f"{step:g}"
    counts = [(seconds / size, name) for size, name in _UNITS if seconds >= size] or [(seconds, "second")]
    # 52 hours rather than 2.16667 days.
    whole = ((count, name) for count, name in counts if count.is_integer() and count < _MANY)
    count, name = next(whole, counts[0])
    return f"1 {name}" if count == 1 else f"{count:g} {name}s"


def _plural(what: str) -> str:
    return what if what.endswith("s") else f"{what}s"
