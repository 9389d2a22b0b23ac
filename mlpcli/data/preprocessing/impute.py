"""Missing numbers filled."""

from dataclasses import dataclass, field
from typing import ClassVar, Literal

import numpy as np

from mlpcli.data.preprocessing.base import Array, HostStep, check_width
from mlpcli.data.preprocessing.text_columns import Table, is_text


@dataclass(frozen=True)
class Filled:
    """What stands for a column's missing numbers. `indicator`: a column of 1 where one was missing, and 0,
    follows it, for that a number is missing may say more than the number."""

    value: float
    indicator: bool


@dataclass(frozen=True)
class Impute(HostStep):
    """One entry a column of the table, None for one of texts, which are missing as a category is."""

    step: Literal["impute"] = field(default="impute", kw_only=True)
    columns: tuple[Filled | None, ...]

    takes: ClassVar[Literal["pictures", "cells"]] = "cells"

    @classmethod
    def fit(cls, table: Table) -> "Impute":
        """The medians of the training rows; indicators for columns in which one of them misses a number.

        A column without any number is filled with 0.
        """
        return cls(tuple(None if is_text(column) else _fitted(column) for column in table.columns))

    def apply(self, rows: Table) -> Table:
        """The table without NaN. What is missing where training saw nothing missing has no indicator."""
        columns: list[Array] = []
        for column, filled in zip(rows.columns, self.columns, strict=True):
            if filled is None:
                columns.append(column)
                continue
            missing = np.isnan(column)
            columns.append(np.where(missing, filled.value, column))
            if filled.indicator:
                columns.append(missing.astype(np.float64))
        return Table(tuple(columns))

    def check(self, shape: tuple[int, ...]) -> None:
        check_width(sum(1 + (filled is not None and filled.indicator) for filled in self.columns), shape)


def _fitted(column: Array) -> Filled:
    known = column[~np.isnan(column)]
    return Filled(float(np.median(known)) if len(known) else 0.0, len(known) < len(column))
