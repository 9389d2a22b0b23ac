"""Rows of cells as a parquet file."""

import io
from collections.abc import Collection, Sequence
from typing import Any

import polars as pl


def parquet_bytes(names: Sequence[str], rows: Sequence[Sequence[Any]], numbers: Collection[str]) -> bytes:
    """The file of a table with these columns. Those in `numbers` hold numbers, where their texts are some."""
    columns = {}
    for name, values in zip(names, zip(*rows, strict=True) if rows else [()] * len(names), strict=True):
        column = pl.Series(name, list(values), strict=False)
        if name in numbers and column.dtype == pl.String:
            column = _as_numbers(column)
        columns[name] = column
    file = io.BytesIO()
    pl.DataFrame(columns).write_parquet(file)
    return file.getvalue()


def _as_numbers(column: pl.Series) -> pl.Series:
    """Whole numbers if all are, otherwise floats; the texts themselves if any is no number."""
    texts = column.str.strip_chars()
    texts = texts.set(texts == "", None)
    for dtype in (pl.Int64, pl.Float64):
        found = texts.cast(dtype, strict=False)
        if found.null_count() == texts.null_count():
            return found
    return column
