"""Tables of numbers and texts, before preprocessing."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.preprocessing.base import Array, Columns


@dataclass(frozen=True)
class Texts:
    """A column of texts, an empty one if missing: `values` are the different ones, none of them twice, and
    `codes` `[rows]` the number of each row's text among them.

    A million rows with a few categories are so a million small numbers, not a million texts.
    """

    codes: NDArray[np.int32]
    values: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[str]) -> "Texts":
        """The column of these texts."""
        numbers: dict[str, int] = {}
        codes = [numbers.setdefault(text, len(numbers)) for text in texts]
        return cls(np.array(codes, np.int32), tuple(numbers))

    def __len__(self) -> int:
        return len(self.codes)

    def __getitem__(self, rows: "Array | slice") -> "Texts":
        return Texts(self.codes[rows], self.values)

    def counts(self) -> dict[str, int]:
        """How often each text occurs; without those of `values` that do not."""
        counts = np.bincount(self.codes, minlength=len(self.values)).tolist()
        return {text: count for text, count in zip(self.values, counts, strict=True) if count}


@dataclass(frozen=True)
class Table:
    """A table by its columns: arrays `[rows]` of floats, NaN if missing, or Texts.

    Steps may make blocks of several columns, `[rows, columns]`, of 0 and 1.
    """

    columns: "tuple[Array | Texts, ...]"

    def __len__(self) -> int:
        return len(self.columns[0])

    def __getitem__(self, rows: "Array | slice") -> "Table":
        """Some of the rows."""
        return Table(tuple(column[rows] for column in self.columns))

    @property
    def shape(self) -> Columns:
        """What the columns hold."""
        return Columns(tuple(is_text(column) for column in self.columns))

    def matrix(self) -> NDArray[np.float32]:
        """The rows `[rows, columns]` of a table that has only numbers."""
        parts = [part for part in self.columns if not isinstance(part, Texts)]
        widths = [part.shape[1] if part.ndim == 2 else 1 for part in parts]
        # Filled column by column: stacking would hold all of them in float64 too.
        rows = np.empty((len(self), sum(widths)), np.float32)
        start = 0
        for part, width in zip(parts, widths, strict=True):
            rows[:, start : start + width] = part.reshape(-1, width)
            start += width
        return rows


def is_text(column: "Array | Texts") -> bool:
    """Whether a column holds texts."""
    return isinstance(column, Texts)
