"""Numbers that are times: those since 1970 as computers count them, and a spreadsheet's days since 1900."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

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

    def count(self, seconds: float) -> float:
        """The number for a time in seconds since 1970."""
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


def unit_of(values: NDArray[np.float64]) -> str:
    """The name of that of `UNITS` by which all numbers, whatever they are called, are from 1990 to 2050; ""
    without one."""
    if not len(values) or np.isnan(values).any():
        return ""
    low, high = float(values.min()), float(values.max())
    return next((unit.name for unit in UNITS.values() if unit.holds(low, high)), "")
