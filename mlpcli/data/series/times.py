"""The times of the rows of series: how they follow each other, and the next ones."""

import re
from calendar import monthrange
from datetime import UTC, datetime, timedelta
from math import isfinite

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.series.schema import longest_step
from mlpcli.data.series.windows import OrderedRows
from mlpcli.data.tables.schema import TableColumn

_DAY = 86_400.0
# Months have 28 to 31 days.
_MONTH = (28 * _DAY, 31 * _DAY)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# This share of the rows must follow the one before at the usual time.
_MOSTLY = 0.9


def differences(rows: OrderedRows) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """The time from each row to the next of its series, and which rows these next ones are."""
    if rows.times is None:
        return np.empty(0), np.empty(0, np.intp)
    later = np.setdiff1d(np.arange(1, len(rows)), rows.starts)
    return rows.times[later] - rows.times[later - 1], later


def usual_step(rows: OrderedRows, time: TableColumn | None) -> float:
    """The usual time from row to row; 0 if there is none, or none that can be counted with.
    Months count as such, though they differ."""
    steps, _ = differences(rows)
    if not len(steps):
        return 0.0
    middle = float(np.median(steps))
    if not middle <= longest_step(time):
        return 0.0
    is_usual = np.abs(steps - middle) <= 0.01 * middle
    if is_month(middle, time):
        is_usual = (steps >= _MONTH[0]) & (steps <= _MONTH[1])
    return middle if middle > 0 and is_usual.mean() >= _MOSTLY else 0.0


def is_month(step: float, time: TableColumn | None) -> bool:
    """Whether rows that differ by `step` are months."""
    return time is not None and time.kind == "date" and _MONTH[0] <= step <= _MONTH[1] and step != 28 * _DAY


def season_of(step: float, time: TableColumn | None) -> int:
    """The rows until numbers are likely to repeat: a day of shorter steps, a week of days, a year of months;
    0 for others."""
    if time is None or time.kind != "date" or step <= 0:
        return 0
    if is_month(step, time):
        return 12
    rows = 7.0 if step == _DAY else _DAY / step
    return round(rows) if rows >= 2 and abs(rows - round(rows)) < 1e-6 else 0


def time_after(last: float, count: int, every: float, time: TableColumn) -> str | float:
    """The time `count` usual steps after `last`, as the file has it; "" for one after the last year that
    dates have, 9999, or too large a number."""
    if is_month(every, time):
        try:
            last = _months_later(_EPOCH + timedelta(seconds=last), count).timestamp()
        except (OverflowError, ValueError):
            return ""
        return as_time(last, time)
    return as_time(last + count * every, time)


def as_time(value: float, time: TableColumn) -> str | float:
    """A number, or seconds since 1970 as a date in the format of its column; "" if Python has none for it."""
    if not isfinite(value):
        return ""
    if time.kind == "number":
        return int(value) if value.is_integer() else value
    form = (time.format or "").replace("%.f", ".%f")
    try:
        then = _EPOCH + timedelta(seconds=value)
    except OverflowError:
        return ""
    # Polars has more directives than Python, for fractions of a fixed length and time zones.
    if not form or re.search(r"z|%\.?[369]f", form):
        return then.replace(tzinfo=None).isoformat(sep=" ")
    return then.strftime(form)


def _months_later(then: datetime, count: int) -> datetime:
    month = then.year * 12 + then.month - 1 + count
    year, number = divmod(month, 12)
    _, days = monthrange(year, number + 1)
    # The last day of a month is followed by that of the next.
    is_last = then.day == monthrange(then.year, then.month)[1]
    return then.replace(year=year, month=number + 1, day=days if is_last else min(then.day, days))
