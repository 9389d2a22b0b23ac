"""Keeps differences between numbers that float32 would round away."""

from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from mlpcli.data.float32 import LARGEST, lost_columns
from mlpcli.data.preprocessing.base import Array, Columns, TableStep
from mlpcli.data.preprocessing.text_columns import Table, Texts


@dataclass(frozen=True)
class Shift(TableStep):
    """One entry per column of the table: the constant that is subtracted from it in float64, 0 for columns
    that stay as they are, such as those of `texts`.

    float32 rounds 1,000,000,001 and 1,000,000,020 to the same number, but holds 1 and 20. Raises ValueError
    for a constant that is too large for float32.
    """

    step: Literal["shift"] = field(default="shift", kw_only=True)
    columns: tuple[float, ...]
    texts: tuple[bool, ...]

    def __post_init__(self) -> None:
        if len(self.columns) != len(self.texts):
            raise ValueError("texts: expected one per column")
        if any(constant and text for constant, text in zip(self.columns, self.texts, strict=True)):
            raise ValueError("columns: expected 0 for columns of texts")
        if not all(abs(constant) <= LARGEST for constant in self.columns):
            raise ValueError("columns: expected numbers within float32 (3.4e38)")

    @classmethod
    def fit(cls, table: Table) -> "Shift":
        """The medians of the columns whose differences float32 would lose, of a table without NaN."""
        return cls(tuple(_constant(column) for column in table.columns), table.shape.texts)

    def apply(self, rows: Table) -> Table:
        """The table with the constants subtracted, in float64 and within float32."""
        pairs = zip(rows.columns, self.columns, strict=True)
        return Table(tuple(_less(column, constant) for column, constant in pairs))

    @property
    def fitted_on(self) -> Columns:
        return Columns(self.texts)

    @property
    def gives(self) -> Columns:
        return Columns(self.texts)


def _constant(column: "Array | Texts") -> float:
    if isinstance(column, Texts) or column.dtype.kind != "f" or not lost_columns(column[:, None]).coarse:
        return 0.0
    return float(np.median(column))


def _less(column: "Array | Texts", constant: float) -> "Array | Texts":
    if isinstance(column, Texts) or not constant:
        return column
    return np.clip(column - constant, -LARGEST, LARGEST)
