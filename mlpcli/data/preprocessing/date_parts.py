"""Dates as numbers that a network can use."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.preprocessing.base import Array, Columns, TableStep
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.tables.counted_times import DAY

DatePart = Literal["days", "year", "week", "day"]
"""The days since 1970, with their fraction; and where in the year, the week and the day a time is."""

YEAR = 365.2425
# 1970 began on a Thursday.
THURSDAY = 3


@dataclass(frozen=True)
class DateParts(TableStep):
    """One entry per column of the table: the parts of dates, nothing for others, which stay as they are.

    Dates are seconds since 1970. `days` is one number; each of the others is two, the sine and the cosine of
    the place in a circle, in which midnight and the end of the year are near what follows them.
    """

    step: Literal["date_parts"] = field(default="date_parts", kw_only=True)
    columns: tuple[tuple[DatePart, ...], ...]
    texts: tuple[bool, ...]

    def __post_init__(self) -> None:
        if len(self.columns) != len(self.texts):
            raise ValueError("texts: expected one per column")
        if any(parts and text for parts, text in zip(self.columns, self.texts, strict=True)):
            raise ValueError("columns: expected no parts of columns of texts")
        if any(len(set(parts)) < len(parts) for parts in self.columns):
            raise ValueError("columns: a part is listed twice")

    @classmethod
    def fit(cls, table: Table, dates: Sequence[bool]) -> "DateParts":
        """The parts that differ within the training rows, of the columns that `dates` marks; at least one."""
        pairs = zip(table.columns, dates, strict=True)
        parts = tuple(
            _differing(column) if is_date and not isinstance(column, Texts) else ()
            for column, is_date in pairs
        )
        return cls(parts, table.shape.texts)

    def apply(self, rows: Table) -> Table:
        """The table with each date replaced by its parts."""
        columns: list[Array | Texts] = []
        for column, parts in zip(rows.columns, self.columns, strict=True):
            if not parts or isinstance(column, Texts):
                columns.append(column)
            else:
                columns.extend(chain.from_iterable(part_of(column, part) for part in parts))
        return Table(tuple(columns))

    @property
    def fitted_on(self) -> Columns:
        return Columns(self.texts)

    @property
    def gives(self) -> Columns:
        pairs = zip(self.columns, self.texts, strict=True)
        counts = ((text,) * (_count(parts) if parts else 1) for parts, text in pairs)
        return Columns(tuple(chain.from_iterable(counts)))


def _count(parts: Sequence[DatePart]) -> int:
    return sum(1 if part == "days" else 2 for part in parts)


def part_of(seconds: NDArray[np.float64], part: DatePart) -> tuple[NDArray[np.float64], ...]:
    """The numbers of one part of the times `seconds` `[rows]` since 1970."""
    days = seconds / DAY
    if part == "days":
        return (days,)
    if part == "day":
        turns = days % 1
    elif part == "week":
        turns = (days + THURSDAY) / 7 % 1
    else:
        dates = np.floor(days).astype("datetime64[D]")
        began = dates.astype("datetime64[Y]").astype("datetime64[D]").astype(np.float64)
        turns = (days - began) / YEAR
    angle = 2 * np.pi * turns
    return np.sin(angle), np.cos(angle)


def _differing(seconds: NDArray[np.float64]) -> tuple[DatePart, ...]:
    some: list[DatePart] = ["days"]
    days = seconds / DAY
    if np.ptp(days % 1) > 0:
        some.append("day")
    whole = np.floor(days)
    # Dates within a few weeks say nothing about the year, nor those that are months apart about the week.
    if np.ptp((whole + THURSDAY) % 7) > 0 and np.any(np.diff(np.unique(whole)) < 7):
        some.append("week")
    if np.ptp(whole) > YEAR / 4:
        some.append("year")
    return tuple(some)
