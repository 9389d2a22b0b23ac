"""The times of the rows of series: how they follow each other, and the next ones."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from math import isfinite
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.series.schema import longest_step
from mlpcli.data.series.windows import OrderedRows
from mlpcli.data.tables.counted_times import DAY, UNITS, Unit
from mlpcli.data.tables.schema import TableColumn

# What dates are counted in.
_SECONDS = UNITS["seconds since 1970"]
# Months have 28 to 31 days.
_MONTH = (28 * DAY, 31 * DAY)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Behind the minutes of a time, or its seconds: the end of a date is no offset.
_OFFSET = re.compile(r":\d\d(?:[.,]\d+)? ?(Z|([+-])(\d\d)(?::?(\d\d))?)$")
_ZONE = re.compile(r"%[:#]{0,2}z")
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
    low, high = usual_range(middle, time)
    is_usual = (steps >= low) & (steps <= high)
    return middle if middle > 0 and is_usual.mean() >= _MOSTLY else 0.0


def usual_range(step: float, time: TableColumn | None) -> tuple[float, float]:
    """The least and the greatest difference of rows that are usually `step` apart: a hundredth of it less or
    more, or of the shortest and the longest month."""
    unit = _unit(time)
    if unit and is_month(step, time):
        return 0.99 * _MONTH[0] / unit.seconds, 1.01 * _MONTH[1] / unit.seconds
    return 0.99 * step, 1.01 * step


def in_seconds(step: float, time: TableColumn | None) -> float:
    """A difference of times in seconds; 0 if they are numbers that are not known to count time."""
    unit = _unit(time)
    # Small units are no exact fractions of a second.
    return float(f"{step * unit.seconds:.12g}") if unit else 0.0


def _unit(time: TableColumn | None) -> Unit | None:
    if time is None or time.kind == "date":
        return _SECONDS if time else None
    return UNITS.get(time.format or "")


def is_month(step: float, time: TableColumn | None) -> bool:
    """Whether rows that differ by `step` are months."""
    seconds = in_seconds(step, time)
    return bool(_MONTH[0] <= seconds <= _MONTH[1] and seconds != 28 * DAY)


def season_of(step: float, time: TableColumn | None) -> int:
    """The rows until numbers are likely to repeat: a day of shorter steps, a week of days, a year of months;
    0 for others."""
    seconds = in_seconds(step, time)
    if seconds <= 0:
        return 0
    if is_month(step, time):
        return 12
    rows = 7.0 if seconds == DAY else DAY / seconds
    return round(rows) if rows >= 2 and abs(rows - round(rows)) < 1e-6 else 0


@dataclass(frozen=True)
class Place:
    """Where on earth times are told, and an offset from UTC as the file writes it: `Z`, `+02:00`, `+0200` or
    `+02`."""

    zone: tzinfo = UTC
    offset: str = "+00:00"


def place_of(times: pl.Series, row: int) -> Place | None:
    """Where the time in a `row` of a file is told; None if it says nothing of that."""
    if isinstance(times.dtype, pl.Datetime) and times.dtype.time_zone:
        try:
            return Place(ZoneInfo(times.dtype.time_zone))
        except ZoneInfoNotFoundError:  # A machine without the data of time zones.
            return Place()
    found = _OFFSET.search(str(times[row]).strip()) if times.dtype == pl.String else None
    if found is None:
        return None
    if found[1] == "Z":
        return Place(UTC, "Z")
    sign = -1 if found[2] == "-" else 1
    return Place(timezone(sign * timedelta(hours=int(found[3]), minutes=int(found[4] or 0))), found[1])


def time_after(
    last: float, count: int, every: float, time: TableColumn, place: Place | None = None
) -> str | float:
    """The time `count` usual steps after `last`, as the file has it; "" for one after the last year that
    dates have, 9999, or too large a number."""
    unit = _unit(time)
    if unit and is_month(every, time):
        zone = place.zone if place else UTC
        try:
            then = _EPOCH + timedelta(seconds=unit.start + last * unit.seconds)
            then = _months_later(then.astimezone(zone), count)
        except (OverflowError, ValueError):
            return ""
        later = (then.timestamp() - unit.start) / unit.seconds
        return as_time(float(round(later)) if last.is_integer() else later, time, place)
    return as_time(last + count * every, time, place)


def as_time(value: float, time: TableColumn, place: Place | None = None) -> str | float:
    """A number, or seconds since 1970 as a date in the format of its column; "" if Python has none for it.

    Dates with an offset from UTC are told where `place` is, and without it in UTC.
    """
    if not isfinite(value):
        return ""
    if time.kind == "number":
        return int(value) if value.is_integer() else value
    form = time.format or ""
    if unit := UNITS.get(form):
        count = unit.count(value)
        return int(count) if count.is_integer() else count
    has_offset = _ZONE.search(form) is not None
    place = place or (Place() if has_offset else None)
    try:
        then = (_EPOCH + timedelta(seconds=value)).astimezone(place.zone if place else UTC)
    except OverflowError:
        return ""
    offset = _written(then, place.offset) if place else ""
    # Polars has more directives than Python, for fractions of a fixed length.
    if not form or re.search(r"%\.?[369]f", form):
        return then.replace(tzinfo=None).isoformat(sep=" ") + offset
    if has_offset:
        # Those formats also fit times without a fraction.
        form = form if then.microsecond else form.replace("%.f", "")
        form = _ZONE.sub(offset, form)
    return then.strftime(form.replace("%.f", ".%f"))


def _written(then: datetime, like: str) -> str:
    """The offset of a time from UTC, written like another one."""
    seconds = int((then.utcoffset() or timedelta()).total_seconds())
    if like == "Z" and not seconds:
        return "Z"
    hours, minutes = divmod(abs(seconds) // 60, 60)
    colon = "" if re.fullmatch(r"[+-]\d{4}", like) else ":"
    after = "" if len(like) == len("+02") and not minutes else f"{colon}{minutes:02}"
    return f"{'-' if seconds < 0 else '+'}{hours:02}{after}"


def _months_later(then: datetime, count: int) -> datetime:
    month = then.year * 12 + then.month - 1 + count
    year, number = divmod(month, 12)
    _, days = monthrange(year, number + 1)
    # The last day of a month is followed by that of the next.
    is_last = then.day == monthrange(then.year, then.month)[1]
    return then.replace(year=year, month=number + 1, day=days if is_last else min(then.day, days))
