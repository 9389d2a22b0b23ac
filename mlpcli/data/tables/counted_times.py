"""Numbers that are times: those since 1970 as computers count them, and a spreadsheet's days since 1900."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

Count = TypeVar("Count", float, NDArray[np.float64])

# Words of a column's name, in the languages of most files.
_NAMED = frozenset(
    """
    time times timestamp timestamps ts epoch unix unixtime datetime date day when created updated modified
    zeit zeitpunkt zeitstempel datum tag fecha hora data heure horodatage temps 日時 日付 時刻 時間
    month months yearmonth yyyymm monat mois mes maand 年月
    """.split()
)
DAY = 86_400.0
"""The seconds of a day."""
# From 1990 to 2050: other numbers are hardly ever all within it.
_FIRST, _LAST = (datetime(year, 1, 1, tzinfo=UTC).timestamp() for year in (1990, 2050))
RECENT = (1.5e9, 2e9)
"""Seconds since 1970, from mid 2017 to 2033: whole numbers, most of them different, are hardly ever all in
there, whatever their column is called."""
SPREADSHEET_DAYS = (36_526.0, 51_136.0)
"""Days of a spreadsheet, from 2000 to 2040: whole numbers within a few years of it, most of them different or
nearly all of its days, are seldom others."""
_YEARS = 15 * 365
_FEWEST_DAYS, _DENSE = 20, 0.2
# A few numbers that are none may stand for missing times, such as 0.
_SIGNS, _MOSTLY, _DIFFERENT = 2, 0.9, 0.5
_SPREADSHEET = datetime(1899, 12, 30, tzinfo=UTC).timestamp()


@dataclass(frozen=True)
class Unit:
    """A way to count time: `seconds` for each, from `start` in seconds since 1970."""

    name: str
    seconds: float
    start: float = 0.0

    def since_1970(self, counts: Count) -> Count:
        """The seconds since 1970 of times that are counted so."""
        return self.start + counts * self.seconds

    def count(self, seconds: Count) -> Count:
        """The numbers for times in seconds since 1970."""
        return (seconds - self.start) / self.seconds

    def holds(self, low: float, high: float) -> bool:
        return all(_FIRST <= self.since_1970(one) <= _LAST for one in (low, high))


UNITS = {
    unit.name: unit
    for unit in (
        Unit("seconds since 1970", 1.0),
        Unit("milliseconds since 1970", 1e-3),
        Unit("microseconds since 1970", 1e-6),
        Unit("nanoseconds since 1970", 1e-9),
        Unit("days since 1900", DAY, _SPREADSHEET),
    )
}


def is_named_as_time(name: str) -> bool:
    """Whether a column's name has a word such as time, date or epoch."""
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()
    return not _NAMED.isdisjoint(re.split(r"[\W_\d]+", words))


def counted_times(name: str, values: NDArray[np.float64]) -> str:
    """What the numbers of a column that is named like a time count: the name of one of `UNITS`; "" for other
    numbers, where any is missing, and if all are the same."""
    if not is_named_as_time(name) or not len(values) or not values.min() < values.max():
        return ""
    return unit_of(values)


class Counted(NamedTuple):
    """The name of the unit by which numbers may count time, "" for other numbers; the few different numbers
    that are no such times; and whether there is hardly a doubt."""

    unit: str = ""
    others: tuple[float, ...] = ()
    is_sure: bool = False


def likely_times(name: str, values: NDArray[np.float64]) -> Counted:
    """What the numbers of a column, none of them missing, may count: by its name, or because nearly all are
    whole seconds, or parts of such, of recent years, or all are whole days of a few years.

    The days of a spreadsheet are as likely a measure, such as a price.
    """
    if unit := counted_times(name, values):
        return Counted(unit, is_sure=UNITS[unit].start == 0)
    for unit, way in UNITS.items():
        are_recent = _are_recent(values, way)
        if not len(values) or are_recent.mean() < _MOSTLY:
            continue
        others = np.unique(values[~are_recent])
        if len(others) <= _SIGNS and len(np.unique(values)) > _DIFFERENT * len(values):
            return Counted(unit, tuple(others.tolist()))
    return Counted("days since 1900") if _may_be_days(values) else Counted()


def mixed_units(name: str, values: NDArray[np.float64]) -> tuple[str, ...]:
    """The names of several units since 1970 by each of which some of the numbers of a column, none of them
    missing, are recent times, and by one of which nearly all are; of none for other columns."""
    recent = {unit: _are_recent(values, way) for unit, way in UNITS.items()}
    found = [unit for unit, are_recent in recent.items() if are_recent.sum() > _SIGNS]
    together = sum(int(recent[unit].sum()) for unit in found)
    if len(found) < 2 or together < _MOSTLY * len(values):
        return ()
    are_many = len(np.unique(values)) > _DIFFERENT * len(values)
    return tuple(found) if are_many or is_named_as_time(name) else ()


def _may_be_days(values: NDArray[np.float64]) -> bool:
    """Whether numbers are whole, and as days of a spreadsheet within a few years."""
    if len(values) < _FEWEST_DAYS or not (
        SPREADSHEET_DAYS[0] <= values.min() and values.max() <= SPREADSHEET_DAYS[1]
    ):
        return False
    span = float(values.max() - values.min())
    if span > _YEARS or (values % 1).any():
        return False
    different = len(np.unique(values))
    return different >= _FEWEST_DAYS and (different > _DIFFERENT * len(values) or different > _DENSE * span)


def _are_recent(values: NDArray[np.float64], unit: Unit) -> NDArray[np.bool_]:
    """Which numbers are whole and are recent times by a unit of seconds or their parts."""
    if unit.start:
        return np.zeros(len(values), np.bool_)
    seconds = unit.since_1970(values)
    is_whole = values == np.floor(values)
    return np.asarray(is_whole & (seconds >= RECENT[0]) & (seconds <= RECENT[1]))


def unit_of(values: NDArray[np.float64]) -> str:
    """The name of that of `UNITS` by which all numbers, whatever they are called, are from 1990 to 2050; ""
    without one."""
    if not len(values) or np.isnan(values).any():
        return ""
    low, high = float(values.min()), float(values.max())
    return next((unit.name for unit in UNITS.values() if unit.holds(low, high)), "")
