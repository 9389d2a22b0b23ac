"""Reading the file of a table, of any kind."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import polars as pl

from mlpcli.data.tables.file_bytes import FileBytes, open_bytes
from mlpcli.data.tables.large_table import LargeTable, large_table
from mlpcli.data.tables.read_csv import read_csv, scan_csv
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_LINES = (".jsonl", ".ndjson")
# Bytes of memory that a table needs while it is read and encoded as a whole: per cell of a typed one, and per
# byte of a text.
_CELL, _TEXT = 24, 4
_PLAIN = (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Categorical, pl.Enum, pl.Null)


def read_table(
    path: Path,
    *,
    given: bytes | None = None,
    separator: str = "auto",
    encoding: str = "auto",
    header: bool | Literal["auto"] = "auto",
    names: Sequence[str] | None = None,
    memory: int | None = None,
) -> TableFile:
    """The table in a file, which is recognized by its content: parquet, jsonl, or text with separators, each
    perhaps gzipped.

    `given` is the content if it was read already; `path` is then for messages. `names` are those of all
    columns, for files that do not name them. A table for which `memory` bytes are too few is a LargeTable, if
    it is parquet or csv that can be read in parts. Raises DataError naming file and line.
    """
    content = open_bytes(path, encoding, given, stays_packed=memory is not None)
    if content.kind == "parquet":
        return _large_parquet(content, memory) or _typed(content, "parquet")
    suffixes = {suffix.lower() for suffix in path.suffixes[-2:]}
    if suffixes & set(_LINES) or content.head(64).decode("utf-8-sig", "ignore").lstrip()[:1] == "{":
        return _typed(content.unpacked(), "jsonl")
    if memory is not None and content.data is None and _TEXT * content.size() > memory:
        if large := scan_csv(content, separator, header, names):
            return large
    return read_csv(content.unpacked(), separator, header, names)


def memory_of(file: TableFile) -> int:
    """About the bytes that a table needs while it is read and encoded as a whole."""
    return _CELL * len(file) * len(file.names)


def _typed(content: FileBytes, kind: Literal["parquet", "jsonl"]) -> TableFile:
    source = content.path if content.data is None else io.BytesIO(content.data)
    with _readable(content, kind):
        if kind == "parquet":
            frame = pl.read_parquet(source)
        else:
            frame = pl.read_ndjson(source, infer_schema_length=None)
    _check_columns(content, frame.schema, frame.height)
    frame = frame.with_columns(_texts(frame.schema))
    return TableFile(content.path, frame, True, content.digest, 1 if kind == "jsonl" else None)


def _large_parquet(content: FileBytes, memory: int | None) -> LargeTable | None:
    if memory is None or content.data is not None:
        return None
    with _readable(content, "parquet"):
        scan = pl.scan_parquet(content.path)
        schema, rows = scan.collect_schema(), int(scan.select(pl.len()).collect().item())
        _check_columns(content, schema, rows)
        if _CELL * rows * len(schema) <= memory:
            return None
        file = TableFile(content.path, pl.DataFrame(), True, content.digest, None)
        return large_table(file, rows, scan.with_columns(_texts(schema)))


@contextmanager
def _readable(content: FileBytes, kind: str) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "it is broken"
        raise DataError(
            f"{content.path} cannot be read as {kind}: {reason}", "save the table again"
        ) from None


def _check_columns(content: FileBytes, schema: pl.Schema, rows: int) -> None:
    nested = [name for name, dtype in schema.items() if not (dtype.is_numeric() or dtype in _PLAIN)]
    if nested:
        raise DataError(
            f"{content.path}: column {nested[0]} holds {schema[nested[0]]}; expected numbers, texts, "
            "booleans or dates",
            "leave such columns out of the file, or write each of their values as a column",
        )
    if not rows or not schema:
        raise DataError(f"{content.path} has no rows", "add rows")


def _texts(schema: pl.Schema) -> list[pl.Expr]:
    texts = [name for name, dtype in schema.items() if dtype in (pl.Categorical, pl.Enum, pl.Null)]
    return [pl.col(texts).cast(pl.String)] if texts else []
