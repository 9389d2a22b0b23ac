"""Reading the file of a table, of any kind."""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import polars as pl

from mlpcli.data.tables.file_bytes import FileBytes, open_bytes
from mlpcli.data.tables.read_csv import read_csv
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_LINES = (".jsonl", ".ndjson")
_PLAIN = (pl.String, pl.Boolean, pl.Date, pl.Datetime, pl.Categorical, pl.Enum, pl.Null)


def read_table(
    path: Path,
    *,
    given: bytes | None = None,
    separator: str = "auto",
    encoding: str = "auto",
    header: bool | Literal["auto"] = "auto",
    names: Sequence[str] | None = None,
) -> TableFile:
    """The table in a file, which is recognized by its content: parquet, jsonl, or text with separators, each
    perhaps gzipped.

    `given` is the content if it was read already; `path` is then for messages. `names` are those of all
    columns, for files that do not name them. Raises DataError naming file and line.
    """
    content = open_bytes(path, encoding, given)
    if content.kind == "parquet":
        return _typed(content, "parquet")
    suffixes = {suffix.lower() for suffix in path.suffixes[-2:]}
    if suffixes & set(_LINES) or content.head(64).decode("utf-8-sig", "ignore").lstrip()[:1] == "{":
        return _typed(content, "jsonl")
    return read_csv(content, separator, header, names)


def _typed(content: FileBytes, kind: Literal["parquet", "jsonl"]) -> TableFile:
    source = content.path if content.data is None else io.BytesIO(content.data)
    try:
        if kind == "parquet":
            frame = pl.read_parquet(source)
        else:
            frame = pl.read_ndjson(source, infer_schema_length=None)
    except (pl.exceptions.PolarsError, OSError, ValueError) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else "it is broken"
        raise DataError(
            f"{content.path} cannot be read as {kind}: {reason}", "save the table again"
        ) from None
    nested = [name for name, dtype in frame.schema.items() if not (dtype.is_numeric() or dtype in _PLAIN)]
    if nested:
        raise DataError(
            f"{content.path}: column {nested[0]} holds {frame.schema[nested[0]]}; expected numbers, texts, "
            "booleans or dates",
            "leave such columns out of the file, or write each of their values as a column",
        )
    if not frame.height or not frame.width:
        raise DataError(f"{content.path} has no rows", "add rows")
    texts = [name for name, dtype in frame.schema.items() if dtype in (pl.Categorical, pl.Enum, pl.Null)]
    frame = frame.with_columns(pl.col(texts).cast(pl.String)) if texts else frame
    return TableFile(content.path, frame, True, content.digest, 1 if kind == "jsonl" else None)
