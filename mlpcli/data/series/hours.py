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
_CLOCK = r"^([0-9]{1,2}):([0-9]{2})(?::[0-9]{2}(?:\.0*)?)?$"
_WHOLE_HOUR = r"^([0-9]{1,2})(?:\.0*)?$"
_HOUR = 3600.0


def seconds_of_day(column: pl.Series) -> NDArray[np.float64] | None:
    """The seconds from midnight, if a column is called hour and holds 0 to 23 or 1 to 24, or times such as
    23:30; None for any other column."""
    name = column.name.strip().casefold()
    if not _PART.search(name) and name not in _WHOLE:
        return None
    texts = column.cast(pl.String).str.strip_chars()
    is_clock = bool(texts.str.contains(":", literal=True).any())
    parts = texts.str.extract_groups(_CLOCK if is_clock else _WHOLE_HOUR).struct
    hours = parts.field("1").cast(pl.Float64)
    if hours.has_nulls() or not len(hours):
        return None
    seconds = hours.to_numpy() * _HOUR
    if is_clock:
        seconds = seconds + parts.field("2").cast(pl.Float64).to_numpy() * 60
    elif seconds.min() > 0:
        # The hours 1 to 24 are told by their ends.
        seconds = seconds - _HOUR
    return seconds if seconds.max() < DAY else None


def hours_beside(
    file: TableFile, days: str, times: NDArray[np.float64], but: Collection[str | None] = ()
) -> tuple[str, NDArray[np.float64]] | None:
    """The column of hours that makes the times of the column `days` different, with the times that both make
    together; None if there is none, or if `times` hold hours themselves."""
    known = times[~np.isnan(times)]
    if len(np.unique(known)) == len(known) or len(np.unique(known % DAY)) > 1:
        return None
    for name in file.names:
        seconds = None if name == days or name in but else seconds_of_day(file.frame[name])
        if seconds is not None and len(np.unique(seconds)) > 1:
            return name, times + seconds
    return None


def in_one_column(days: str, hours: str, times: Iterable[float]) -> str:
    """What to do about two columns, named, that say these `times` together, where a config has one."""
    first = next(time for time in times if not np.isnan(time))
    text = f"{datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=first):%Y-%m-%d %H:%M}"
    return (
        f"write {days} and {hours}, which say the time together, into one column, such as {text}, for `time`"
    )
