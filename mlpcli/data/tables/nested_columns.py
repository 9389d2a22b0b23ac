"""Columns of typed files that hold neither numbers, texts, booleans nor dates."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.data.tables.file_bytes import FileBytes
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_PLAIN = (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Duration, pl.Categorical, pl.Enum, pl.Null)


def as_table(content: FileBytes, frame: pl.DataFrame, lines: NDArray[np.int64] | int | None) -> TableFile:
    """The table of a frame, in which columns of lists and the like are texts that no network may use.

    Raises DataError if there are no rows.
    """
    require_rows(content, frame.schema, frame.height)
    nested, durations = nested_in(frame.schema), durations_in(frame.schema)
    frame = frame.with_columns(_json(frame[name]) for name in nested if frame.schema[name] == pl.Object)
    frame = frame.with_columns(as_texts(frame.schema))
    return TableFile(content.path, frame, True, content.digest, lines, nested=nested, durations=durations)


def require_rows(content: FileBytes, schema: pl.Schema, rows: int) -> None:
    """Raises DataError for a table without rows or columns."""
    if not rows or not schema:
        raise DataError(f"{content.path} has no rows", "add rows")


def nested_in(schema: pl.Schema) -> Mapping[str, str]:
    """The columns that hold what no network reads, and what that is."""
    return {
        name: "lists or objects" if dtype == pl.Object else str(dtype)
        for name, dtype in schema.items()
        if not _is_plain(dtype)
    }


def durations_in(schema: pl.Schema) -> tuple[str, ...]:
    """The columns that hold times from one moment to another."""
    return tuple(name for name, dtype in schema.items() if dtype == pl.Duration)


def as_texts(schema: pl.Schema) -> list[pl.Expr]:
    """What makes texts of categories, seconds of durations, and texts of what no network reads: its values as
    JSON, or nothing."""
    categories = [name for name, dtype in schema.items() if dtype in (pl.Categorical, pl.Enum, pl.Null)]
    nested = [_nested_as_text(name, dtype) for name, dtype in schema.items() if not _is_plain(dtype)]
    nested += [pl.col(name).dt.total_microseconds() / 1_000_000 for name in durations_in(schema)]
    return [*([pl.col(categories).cast(pl.String)] if categories else []), *nested]


def _is_plain(dtype: pl.DataType) -> bool:
    return dtype.is_numeric() or dtype in _PLAIN


def _nested_as_text(name: str, dtype: pl.DataType) -> pl.Expr:
    if dtype == pl.Time:
        return pl.col(name).cast(pl.String)
    if not dtype.is_nested() or not _has_json(dtype):
        return pl.lit(None, pl.String).alias(name)
    inside = r'(?s)^\{"(?:[^"\\]|\\.)*":(.*)\}$'
    return pl.struct(name).struct.json_encode().str.extract(inside, 1).alias(name)


def _has_json(dtype: pl.DataType) -> bool:
    """Whether Polars writes all values of a type as JSON."""
    if isinstance(dtype, pl.Struct):
        return all(_has_json(field.dtype) for field in dtype.fields if isinstance(field.dtype, pl.DataType))
    if isinstance(dtype, pl.List | pl.Array):
        return isinstance(dtype.inner, pl.DataType) and _has_json(dtype.inner)
    return _is_plain(dtype)


def _json(column: pl.Series) -> pl.Series:
    """Python's lists and objects as texts."""
    values = [None if one is None else json.dumps(one, default=_nothing) for one in column]
    return pl.Series(column.name, values, pl.String)


def _nothing(value: Any) -> None:
    return None
