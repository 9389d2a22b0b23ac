"""Dates that are centuries from the others of their column: mistyped, or signs for missing ones."""

from collections.abc import Iterator, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.bad_values import listed
from mlpcli.data.preprocessing.date_parts import YEAR
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.counted_times import DAY
from mlpcli.data.tables.schema import TableColumn
from mlpcli.data.tables.table_file import TableFile, shown

_YEAR = YEAR * DAY
# Years since 1970 that most dates in tables are within: from 1000 to 2200.
_USUAL = (-970, 230)
# The middle half of the dates may be this far from an odd one, in years and in their own span.
_FAR, _SPANS = 100, 10
_FEWEST = 4


def odd_dates(
    file: TableFile, columns: Sequence[TableColumn], cells: "Sequence[NDArray[np.float64] | Texts]"
) -> Iterator[tuple[str, str]]:
    """What is odd in each column of dates whose cells are given, and what to do about it."""
    for column, seconds in zip(columns, cells, strict=True):
        if column.kind != "date" or isinstance(seconds, Texts):
            continue
        rows = np.flatnonzero(_are_far(seconds / _YEAR))
        if len(rows):
            yield _told(file, column.name, rows)


def _are_far(years: NDArray[np.float64]) -> NDArray[np.bool_]:
    usual = years[(years > _USUAL[0]) & (years < _USUAL[1])]
    if len(usual) < _FEWEST:
        return np.zeros(len(years), bool)
    low, high = np.quantile(usual, [0.25, 0.75])
    far = max(_FAR, _SPANS * (high - low))
    odd: NDArray[np.bool_] = (years < low - far) | (years > high + far)
    return odd


def _told(file: TableFile, name: str, rows: NDArray[np.intp]) -> tuple[str, str]:
    texts = file.texts(name, rows)
    pairs = zip(texts, rows, strict=False)
    named = listed((f"{shown(text)} in {file.place(int(row))}" for text, row in pairs), len(rows))
    one = len(rows) == 1
    is_text = file.frame[name].dtype == pl.String
    absent = f'missing_values: ["{texts[0].strip()}"]' if is_text else "empty cells"
    return (
        f"{name} has {f'{len(rows):,} dates' if not one else 'a date'} centuries from the others: {named}",
        f"correct {'it' if one else 'them'}; or write {absent} if "
        f"{'it stands for a missing one' if one else 'they stand for missing ones'}",
    )
