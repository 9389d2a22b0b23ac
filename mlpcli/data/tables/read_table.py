"""Reading the file of a table, of any kind."""

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import polars as pl

from mlpcli.data.tables.file_bytes import FileBytes, open_bytes
from mlpcli.data.tables.large_table import LargeTable, large_table
from mlpcli.data.tables.nested_columns import as_table, as_texts, durations_in, nested_in, require_rows
from mlpcli.data.tables.other_formats import refuse_other_texts
from mlpcli.data.tables.read_csv import read_csv, scan_csv
from mlpcli.data.tables.read_jsonl import read_jsonl
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError
from mlpcli.processes.memory_limit import has_limit, require_memory_for_table

_LINES = (".jsonl", ".ndjson")
# Bytes of memory that a table needs while it is read and encoded as a whole: per cell of a typed one, and per
# byte of a text.
_CELL, _TEXT = 24, 4


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
    it is parquet or csv that can be read in parts. Raises DataError naming file and line, and
    StorageError if the limit of the process's memory is too low.
    """
    content = open_bytes(path, encoding, given, stays_packed=memory is not None)
    if has_limit():
        require_memory_for_table(content.size(), path)
    if content.kind == "parquet":
        return _large_parquet(content, memory) or _read_parquet(content)
    start = content.head(4096).decode("utf-8-sig", "ignore")
    refuse_other_texts(path, start)
    suffixes = {suffix.lower() for suffix in path.suffixes[-2:]}
    if suffixes & set(_LINES) or start.lstrip()[:1] == "{":
        return read_jsonl(content.unpacked())
    if memory is not None and content.data is None and _TEXT * content.size() > memory:
        if large := scan_csv(content, separator, header, names):
            return large
    return read_csv(content.unpacked(), separator, header, names)


def memory_of(file: TableFile) -> int:
    """About the bytes that a table needs while it is read and encoded as a whole."""
    return _CELL * len(file) * len(file.names)


def _read_parquet(content: FileBytes) -> TableFile:
    source = content.path if content.data is None else io.BytesIO(content.data)
    with _readable(content):
        frame = pl.read_parquet(source)
    return as_table(content, frame, None)


def _large_parquet(content: FileBytes, memory: int | None) -> LargeTable | None:
    if memory is None or content.data is not None:
        return None
    with _readable(content):
        scan = pl.scan_parquet(content.path)
        schema, rows = scan.collect_schema(), int(scan.select(pl.len()).collect().item())
        require_rows(content, schema, rows)
        if _CELL * rows * len(schema) <= memory:
            return None
        nested, durations = nested_in(schema), durations_in(schema)
        file = TableFile(
            content.path, pl.DataFrame(), True, content.digest, None, nested=nested, durations=durations
        )
        return large_table(file, rows, scan.with_columns(as_texts(schema)))


@contextmanager
def _readable(content: FileBytes) -> Iterator[None]:
    try:
        yield
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "it is broken"
        raise DataError(
            f"{content.path} cannot be read as parquet: {reason}", "save the table again"
        ) from None
