"""One-hot encoding of categories."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.preprocessing.base import Columns, TableStep
from mlpcli.data.preprocessing.text_columns import Table, Texts


@dataclass(frozen=True)
class Categories:
    """The categories of a text column, each with its own output; with `other`, all other texts share one.

    Raises ValueError if there are no names, or if a name is listed twice.
    """

    names: tuple[str, ...]
    other: bool

    def __post_init__(self) -> None:
        if not self.names:
            raise ValueError("names: expected at least one category")
        if len(set(self.names)) < len(self.names):
            raise ValueError("names: a category is listed twice")

    @property
    def width(self) -> int:
        """The number of outputs of the column."""
        return len(self.names) + self.other

    def encoded(self, column: Texts) -> NDArray[np.bool_]:
        """The one-hot encoding `[rows, width]` of a column of texts.

        A text that training never saw is `other`, or all zeros without that: no weight was trained for it.
        """
        place = {name: number for number, name in enumerate(self.names)}
        numbers = np.array([place.get(text, len(place)) for text in column.values], dtype=np.intp)
        given = np.zeros((len(column), len(place) + 1), dtype=bool)
        given[np.arange(len(column)), numbers[column.codes]] = True
        return given[:, : self.width]


@dataclass(frozen=True)
class OneHot(TableStep):
    """One entry per column of the table, None for columns of numbers, which are left unchanged."""

    step: Literal["one_hot"] = field(default="one_hot", kw_only=True)
    columns: tuple[Categories | None, ...]

    @classmethod
    def fit(cls, table: Table, most: int, counts: Sequence[Mapping[str, int]] | None = None) -> "OneHot":
        """The `most` commonest texts of each text column, ties in alphabetical order.

        The rest are `other`. A missing text is a category like any other. `counts` are those of the texts of
        each text column, if `table` has only some of the training rows. Raises ValueError if `most` is below
        1, and for a table without rows.
        """
        given = iter(
            [c.counts() for c in table.columns if isinstance(c, Texts)] if counts is None else counts
        )
        return cls(tuple(_fitted(next(given), most) if text else None for text in table.shape.texts))

    def apply(self, rows: Table) -> Table:
        """The table of numbers only, with each column of texts replaced by a block of its one-hot columns."""
        pairs = zip(rows.columns, self.columns, strict=True)
        return Table(
            tuple(
                categories.encoded(column) if categories and isinstance(column, Texts) else column
                for column, categories in pairs
            )
        )

    @property
    def groups(self) -> tuple[int, ...]:
        """The numbers of columns that each column of texts becomes."""
        return tuple(one.width for one in self.columns if one)

    @property
    def fitted_on(self) -> Columns:
        return Columns(tuple(categories is not None for categories in self.columns))

    @property
    def gives(self) -> Columns:
        return Columns((False,) * sum(1 if one is None else one.width for one in self.columns))


def _fitted(counts: Mapping[str, int], most: int) -> Categories:
    common = sorted(counts, key=lambda text: (-counts[text], text))[: max(most, 0)]
    return Categories(tuple(sorted(common)), len(counts) > len(common))
