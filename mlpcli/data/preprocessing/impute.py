"""Fills in missing numbers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Literal

import numpy as np

from mlpcli.data.float32 import LARGEST
from mlpcli.data.preprocessing.base import Array, Columns, TableStep
from mlpcli.data.preprocessing.text_columns import Table, Texts


@dataclass(frozen=True)
class Filled:
    """The value for a column's missing numbers. With `indicator`, a column follows that is 1 for missing
    numbers and 0 otherwise, because that a number is missing may be informative.

    Raises ValueError for a value that is too large for float32.
    """

    value: float
    indicator: bool

    def __post_init__(self) -> None:
        if not abs(self.value) <= LARGEST:
            raise ValueError("value: expected a number within float32 (3.4e38)")


@dataclass(frozen=True)
class Impute(TableStep):
    """One entry per column of the table, None for text columns, in which a missing text is a category."""

    step: Literal["impute"] = field(default="impute", kw_only=True)
    columns: tuple[Filled | None, ...]

    @classmethod
    def fit(cls, table: Table, missing: Sequence[bool] | None = None) -> "Impute":
        """The medians of the training rows, and indicators for columns with missing numbers.

        A column that has no numbers at all is filled with 0. `missing` says of each column whether it has
        such, if `table` has only some of the training rows.
        """
        given: Sequence[bool | None] = missing or [None] * len(table.columns)
        return cls(
            tuple(
                None if isinstance(column, Texts) else _fitted(column, has_missing)
                for column, has_missing in zip(table.columns, given, strict=True)
            )
        )

    def apply(self, rows: Table) -> Table:
        """The table without NaN. Columns that had no missing numbers in training have no indicator."""
        columns: list[Array | Texts] = []
        for column, filled in zip(rows.columns, self.columns, strict=True):
            if filled is None or isinstance(column, Texts):
                columns.append(column)
                continue
            missing = np.isnan(column)
            columns.append(np.where(missing, filled.value, column) if missing.any() else column)
            if filled.indicator:
                columns.append(missing)
        return Table(tuple(columns))

    @property
    def fitted_on(self) -> Columns:
        return Columns(tuple(filled is None for filled in self.columns))

    @property
    def gives(self) -> Columns:
        texts = ((True,) if one is None else (False,) * (1 + one.indicator) for one in self.columns)
        return Columns(tuple(chain.from_iterable(texts)))


def _fitted(column: Array, has_missing: bool | None) -> Filled:
    known = column[~np.isnan(column)]
    indicator = len(known) < len(column) if has_missing is None else has_missing
    return Filled(float(np.median(known)) if len(known) else 0.0, indicator)
