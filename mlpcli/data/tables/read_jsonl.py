"""Reading lines of JSON: by Polars where all are plain, otherwise line by line."""

import codecs
import io
import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from mlpcli.data.bad_values import listed
from mlpcli.data.tables.file_bytes import FileBytes
from mlpcli.data.tables.nested_columns import as_table
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_KEY, _NULL = r'"\s*:', r":\s*null\b"


def read_jsonl(content: FileBytes) -> TableFile:
    """The rows of a file with a JSON object per line; what an object lacks is missing, and so is NaN.

    Raises DataError naming all lines that are no objects, or that have a key twice, and if there are no keys.
    """
    data = content.whole().removeprefix(codecs.BOM_UTF8)
    lines = data.split(b"\n")
    numbers = [number for number, line in enumerate(lines, 1) if line.strip()]
    rows = [lines[number - 1].decode() for number in numbers]
    del lines
    frame = _read_fast(data)
    if rows and frame is not None and not frame.width:
        raise DataError(
            f"{content.path}: no object has a key", "write a value for every column into each of them"
        )
    if frame is None or frame.height != len(rows):
        frame = _frame(_objects(content, rows, numbers))
    else:
        suspects = _suspects(frame, rows)
        _objects(content, [rows[row] for row in suspects], [numbers[row] for row in suspects])
    first = 1 if len(rows) == (numbers or [0])[-1] else np.array(numbers, np.int64)
    return as_table(content, frame, first)


def _read_fast(data: bytes) -> pl.DataFrame | None:
    """The rows as Polars reads them; None if it does not. Python's own writer has NaN, which is no JSON."""
    try:
        return pl.read_ndjson(io.BytesIO(data), infer_schema_length=None)
    except (pl.exceptions.PolarsError, OSError, ValueError):
        return None


def _suspects(frame: pl.DataFrame, rows: Sequence[str]) -> Sequence[int]:
    """The rows that have more keys than values: of a key that is there twice, Polars takes one."""
    lines = pl.Series(rows)
    values = frame.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    keys = lines.str.count_matches(_KEY).cast(pl.Int64) - lines.str.count_matches(_NULL).cast(pl.Int64)
    found: list[int] = (keys > values.cast(pl.Int64)).arg_true().to_list()
    return found


def _objects(content: FileBytes, rows: Sequence[str], numbers: Sequence[int]) -> list[dict[str, Any]]:
    """The objects in some lines. Raises one DataError for all lines that are none."""
    objects: list[dict[str, Any]] = []
    wrong: list[str] = []
    for number, row in zip(numbers, rows, strict=True):
        try:
            objects.append(_object(row))
        except ValueError as error:
            wrong.append(f"line {number} {error}")
    if wrong:
        named = listed(wrong, len(wrong), "line", separator="; ")
        raise DataError(
            f"{content.path}: {named}; expected a JSON object in every line, with each key once",
            "correct these lines, or remove them",
        )
    return objects


def _object(row: str) -> dict[str, Any]:
    """The object in a line. Raises ValueError saying what the line is instead."""
    try:
        value = json.loads(row, object_pairs_hook=_each_once)
        json.dumps(value, ensure_ascii=False).encode()
    except json.JSONDecodeError as error:
        is_cut = error.pos >= len(row.rstrip()) or error.msg.startswith("Unterminated")
        reason = "is cut off" if is_cut else f"is no JSON at character {error.pos + 1}"
        raise ValueError(reason) from error
    except UnicodeEncodeError as error:
        raise ValueError("has half a character, as \\ud800 is") from error
    except RecursionError as error:
        raise ValueError("is nested too deeply") from error
    if not isinstance(value, dict):
        raise ValueError("is no object")
    return value


def _each_once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"has the key {twice!r} twice")
    return found


def _frame(objects: Sequence[dict[str, Any]]) -> pl.DataFrame:
    names = dict.fromkeys(name for one in objects for name in one)
    return pl.DataFrame([_column(name, [one.get(name) for one in objects]) for name in names])


def _column(name: str, values: Sequence[Any]) -> pl.Series:
    """A column of what Python reads; texts if the kinds of its values differ."""
    given = [None if value != value else value for value in values]
    kinds = {type(value) for value in given if value is not None}
    if kinds == {bool}:
        return pl.Series(name, given, pl.Boolean)
    if kinds and kinds <= {int, float}:
        whole = pl.Int64 if _fit(given) else pl.String
        if whole == pl.Int64 or float in kinds:
            return pl.Series(name, given, pl.Float64 if float in kinds else whole, strict=False)
    if kinds & {dict, list}:
        return pl.Series(name, given, pl.Object)
    texts = [one if one is None or isinstance(one, str) else json.dumps(one) for one in given]
    return pl.Series(name, texts, pl.String)


def _fit(values: Sequence[Any]) -> bool:
    return all(not isinstance(value, int) or -(2**63) <= value < 2**63 for value in values)
