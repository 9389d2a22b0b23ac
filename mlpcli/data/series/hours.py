"""Hours of the day in a column of their own, beside one of days: the time of a row in two columns."""

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.counted_times import DAY
from mlpcli.data.tables.table_file import TableFile

# Names of hours in a few languages: a part of the name, or the whole of it.
_PART = re.compile(r"hour|heure|stunde|uhrzeit|time.?of.?day|hora(?![a-z])|時刻|時間帯")
_WHOLE = frozenset({"h", "hh", "hr", "hrs", "he", "time", "uhr", "zeit", "ora", "ore", "uur", "時", "時間"})
# The hour, minute, second and half of the day, as in 23:30:15, 11:30 PM, 11 PM, 23h, 23h30, 23 Uhr, 23時30分.
_CLOCK = (
    r"^([0-9]{1,2})(?:[:hH時]([0-5][0-9])(?::([0-5][0-9])(?:\.[0-9]*)?|分)?|\s?[hH時])?"
    r"(?:\s?(?:([AaPp])\.?[Mm]\.?|[Uu]hr))?$"
)
# A clock time whatever its column is called, where 5h may be a duration.
_SURELY_CLOCK = r"^[0-9]{1,2}(?::[0-5][0-9]|\s?[AaPp]\.?[Mm]\.?$)"
_WHOLE_HOUR = r"^([0-9]{1,2})(?:\.0*)?$"
_HOUR, _MINUTE, _NOON = 3600.0, 60.0, 12
# Of all clock times of all days, so many are there where rows follow each other in equal steps.
_MOSTLY = 0.8


def seconds_of_day(column: pl.Series) -> NDArray[np.float64] | None:
    """The seconds from midnight, if a column holds clock times such as 23:30, or is called hour and holds 0
    to 23, 1 to 24, or such as 23h; None for any other column."""
    is_named = _is_named(column.name)
    if not is_named and column.dtype not in (pl.String, pl.Time):
        return None
    # Most columns are told from clock times by their first cell.
    first = next((str(value).strip() for value in column.head(1).to_list()), "")
    if not is_named and not re.match(_SURELY_CLOCK, first):
        return None
    texts = column.cast(pl.String).str.strip_chars()
    if re.fullmatch(_WHOLE_HOUR, first):
        return _whole_hours(texts)
    return _clock_times(texts)


def _is_named(name: str) -> bool:
    """Whether a column is called as one of hours."""
    name = name.strip().casefold()
    return bool(_PART.search(name)) or name in _WHOLE


def _whole_hours(texts: pl.Series) -> NDArray[np.float64] | None:
    hours = texts.str.extract(_WHOLE_HOUR, 1).cast(pl.Float64)
    if hours.has_nulls():
        return None
    seconds = hours.to_numpy() * _HOUR
    # The hours 1 to 24 are told by their ends.
    seconds = seconds - _HOUR if seconds.min() > 0 else seconds
    return seconds if seconds.max() < DAY else None


def _clock_times(texts: pl.Series) -> NDArray[np.float64] | None:
    parts = texts.str.extract_groups(_CLOCK).struct
    hours = parts.field("1").cast(pl.Int64)
    if hours.has_nulls() or not len(hours):
        return None
    half = parts.field("4").str.to_lowercase()
    hours = hours.zip_with(half.is_null(), hours % _NOON)
    hours = hours + _NOON * (half == "p").fill_null(False).cast(pl.Int64)
    minutes, rest = (parts.field(name).cast(pl.Float64).fill_null(0.0) for name in ("2", "3"))
    seconds: NDArray[np.float64] = (hours * _HOUR + minutes * _MINUTE + rest).to_numpy()
    return seconds if seconds.max() <= DAY else None


def hours_beside(
    file: TableFile, days: str, times: NDArray[np.float64], but: Collection[str | None] = ()
) -> tuple[str, NDArray[np.float64]] | None:
    """The column of hours that makes the times of the column `days` different, with the times that both make
    together; None if there is none, or if `times` hold hours themselves."""
    known = times[~np.isnan(times)]
    if len(np.unique(known)) == len(known) or len(np.unique(known % DAY)) > 1:
        return None
    for name in sorted(file.names, key=lambda name: not _is_named(name)):
        seconds = None if name == days or name in but else seconds_of_day(file.frame[name])
        if seconds is None or len(np.unique(seconds)) == 1:
            continue
        if _is_named(name) or _go_with(times, seconds):
            return name, times + seconds
    return None


def _go_with(days: NDArray[np.float64], seconds: NDArray[np.float64]) -> bool:
    """Whether clock times are those of the days, and no durations: rows are in their order, or nearly all
    clock times are there on each day."""
    both = (days + seconds)[~np.isnan(days)]
    steps = np.diff(both)
    if (steps >= 0).all() or (steps <= 0).all():
        return True
    shown = len(np.unique(days[~np.isnan(days)])) * len(np.unique(seconds))
    return len(np.unique(both)) >= _MOSTLY * shown


def in_one_column(days: str, hours: str, times: Iterable[float]) -> str:
    """What to do about two columns, named, that say these `times` together, where a config has one."""
    first = next(time for time in times if not np.isnan(time))
    text = f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=first):%Y-%m-%d %H:%M}"
    return (
        f"write {days} and {hours}, which say the time together, into one column, such as {text}, for `time`"
    )
