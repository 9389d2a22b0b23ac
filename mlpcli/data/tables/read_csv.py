"""Reading a csv into texts: by Polars where the file is regular, otherwise line by line."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

import numpy as np
import polars as pl

from mlpcli.data.bad_values import listed
from mlpcli.data.tables.csv_format import (
    LARGEST_FIELD,
    find_separator,
    has_header,
    parsed,
    separator_called,
)
from mlpcli.data.tables.file_bytes import FileBytes, tally
from mlpcli.data.tables.table_file import TableFile, distinct
from mlpcli.errors import DataError

_SAMPLE = 256 * 1024
_SAMPLED_LINES = 1000
# Python's reader takes about 3 seconds for a million rows of 20 fields, Polars half of one.


def read_csv(
    content: FileBytes, separator: str, header: bool | Literal["auto"], names: Sequence[str] | None
) -> TableFile:
    """The texts of a csv. `names` are those of all columns, where the config gives them.

    Raises DataError for rows of other lengths than the first, for quotes that are never closed, for a column
    named twice, and if there are no rows.
    """
    lines = _first_lines(content)
    if not any(line.strip() for line in lines):
        raise DataError(f"{content.path} is empty", "give a table with a line per row")
    mark = find_separator(lines) if separator == "auto" else separator_called(separator)
    if len(mark) != 1 or mark in '"\r\n':
        raise DataError(
            f"{mark!r} cannot separate the fields of {content.path}", "write one character, or leave it out"
        )
    rows = parsed(lines, mark)
    # A quote that is never closed leaves no whole row.
    width = len(rows[0]) if rows else 1
    fast = _read_fast(content, mark, width)
    frame, numbers = (fast, 1) if fast is not None else _read_slowly(content, mark)
    named = has_header(parsed(lines, mark)) if header == "auto" else header
    frame = _named(content, frame, named, names)
    first = numbers + named if isinstance(numbers, int) else numbers[int(named) :]
    if not frame.height:
        raise DataError(f"{content.path} has no rows below its header", "add rows")
    return TableFile(content.path, frame, named, content.digest, first, mark)


def _first_lines(content: FileBytes) -> list[str]:
    start = content.head(_SAMPLE)
    text = start.decode("utf-8-sig", "ignore")
    lines = list(islice(io.StringIO(text, newline=""), _SAMPLED_LINES))
    # The last line may be cut off.
    return lines[:-1] if len(start) == _SAMPLE and 1 < len(lines) < _SAMPLED_LINES else lines


def _read_fast(content: FileBytes, separator: str, width: int) -> pl.DataFrame | None:
    """The texts as Polars reads them; None if it might read anything in another way than it is meant.

    Polars fills short rows up, and takes a quote within a field for the start of a quoted text. So there must
    be as many separators and lines as the rows should have.
    """
    if separator == " " or not separator.isascii():
        return None
    found = tally(content, separator)
    if found.has_stray_quotes or found.has_lone_returns:
        return None
    try:
        frame = pl.read_csv(
            content.path if content.data is None else content.data,
            has_header=False,
            separator=separator,
            infer_schema=False,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    rows = found.newlines - found.blank_lines_at_end + (not found.ends_in_newline)
    frame = frame.head(frame.height - found.blank_lines_at_end)
    separators = found.separators - (_inside(frame, separator) if found.has_quotes else 0)
    is_regular = (frame.height, frame.width) == (rows, width) and separators == (width - 1) * rows
    return frame if is_regular and not _has_blank_lines(frame) else None


def _inside(frame: pl.DataFrame, separator: str) -> int:
    """The number of separators that stand within fields."""
    counts = frame.select(pl.all().str.count_matches(separator, literal=True).sum())
    return sum(counts.row(0))


def _has_blank_lines(frame: pl.DataFrame) -> bool:
    """Whether a table of one column has an empty line, which is not a missing value."""
    return frame.width == 1 and bool((frame.to_series() == "").any())


def _read_slowly(
    content: FileBytes, separator: str
) -> tuple[pl.DataFrame, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The texts and the line on which each row begins. Raises DataError for irregular rows."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in _rows(content, separator):
        rows.append(row)
        numbers.append(number)
    _check_lengths(content, rows, numbers)
    columns = [list(column) for column in zip(*rows, strict=True)]
    names = [f"column_{number}" for number in range(1, len(columns) + 1)]
    frame = pl.DataFrame(dict(zip(names, columns, strict=True)), schema=dict.fromkeys(names, pl.String))
    return frame, np.array(numbers, np.int64)


def _rows(content: FileBytes, separator: str) -> Iterator[tuple[int, list[str]]]:
    text: Iterator[str] = io.StringIO(content.text(), newline="")
    if separator == " ":
        text = (line.strip(" \t\r\n").replace("\t", " ") + "\n" for line in text)
    reader = csv.reader(text, delimiter=separator, skipinitialspace=True, strict=True)
    previous = csv.field_size_limit(LARGEST_FIELD)
    line = 1
    try:
        for row in reader:
            if row and (len(row) > 1 or row[0].strip()):
                yield line, row
            line = reader.line_num + 1
    except csv.Error as error:
        raise _unreadable(content, line, str(error)) from error
    finally:
        csv.field_size_limit(previous)


def _unreadable(content: FileBytes, line: int, problem: str) -> DataError:
    if "unexpected end" in problem or "field larger" in problem:
        return DataError(
            f"{content.path}: a quote in line {line} is never closed",
            'close it, or write a quote inside a quoted field twice: ""',
        )
    return DataError(
        f"{content.path}: in line {line} text follows a closing quote",
        'put the whole field in quotes, and write a quote inside it twice: ""',
    )


def _check_lengths(content: FileBytes, rows: list[list[str]], numbers: list[int]) -> None:
    width = len(rows[0])
    wrong = [(number, len(row)) for number, row in zip(numbers, rows, strict=True) if len(row) != width]
    if wrong:
        named = listed((f"line {number} has {length}" for number, length in wrong), len(wrong), "line")
        raise DataError(
            f"{content.path}: line {numbers[0]} has {width} field{'s' if width > 1 else ''}, but {named}",
            "give every row the same number of fields, and put a field that contains the separator in quotes",
        )


def _named(
    content: FileBytes, frame: pl.DataFrame, header: bool, names: Sequence[str] | None
) -> pl.DataFrame:
    """The frame with the names of its columns, without the line of the header."""
    if names is not None and len(names) != frame.width:
        raise DataError(
            f"`columns` names {len(names)} columns, but {content.path} has {frame.width}",
            "name every column of the file",
        )
    if header:
        first = [str(name).strip() for name in frame.row(0)]
        frame = frame.slice(1)
        given = names or [name or f"column_{number}" for number, name in enumerate(first, 1)]
        distinct(lambda name: _twice(content, name, given), given)
    else:
        given = names or [f"column_{number}" for number in range(1, frame.width + 1)]
    return frame.rename(dict(zip(frame.columns, given, strict=True)))


def _twice(content: FileBytes, name: str, names: Sequence[str]) -> DataError:
    places = [str(number) for number, one in enumerate(names, 1) if one == name]
    return DataError(
        f"{content.path}: the columns {' and '.join(places)} are both called {name!r}",
        "rename one of them, or remove it",
    )
