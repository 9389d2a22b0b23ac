"""Reading a csv into texts: by Polars where the file is regular, otherwise line by line."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Literal

import numpy as np
import polars as pl

from mlpcli.data.bad_values import listed
from mlpcli.data.tables.csv_format import (
    LARGEST_FIELD,
    find_separator,
    has_header,
    parsed,
    separator_called,
    title_above,
    usual_width,
)
from mlpcli.data.tables.file_bytes import FileBytes
from mlpcli.data.tables.large_table import LargeTable, large_table
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.tally import Tally, tally
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
    form = _form(content, separator, header)
    fast = _read_fast(content, form)
    frame, numbers = (fast, 1) if fast is not None else _read_slowly(content, form.separator)
    called = _names(content, frame.row(0), form.header, names)
    frame = frame.slice(int(form.header)).rename(dict(zip(frame.columns, called, strict=True)))
    first = content.skipped + (
        numbers + form.header if isinstance(numbers, int) else numbers[int(form.header) :]
    )
    _check_height(content, frame.height)
    return TableFile(content.path, frame, form.header, content.digest, first, form.separator)


def scan_csv(
    content: FileBytes, separator: str, header: bool | Literal["auto"], names: Sequence[str] | None
) -> LargeTable | None:
    """The same table, which is still in its file; None if only the slower reader reads it as it is meant."""
    form = _form(content, separator, header)
    fast = _scan_fast(content, form)
    if fast is None:
        return None
    scan, rows = fast
    called = _names(content, scan.head(1).collect().row(0), form.header, names)
    rows -= form.header
    _check_height(content, rows)
    scan = scan.slice(int(form.header), rows).rename(
        dict(zip(scan.collect_schema().names(), called, strict=True))
    )
    first = 1 + form.header
    file = TableFile(content.path, pl.DataFrame(), form.header, content.digest, first, form.separator)
    return large_table(file, rows, scan)


@dataclass(frozen=True)
class _Form:
    """How a csv is written: what separates its fields, its number of columns, and whether it has a header."""

    separator: str
    width: int
    header: bool


def _form(content: FileBytes, separator: str, header: bool | Literal["auto"]) -> _Form:
    lines = _first_lines(content)
    if not any(line.strip() for line in lines):
        raise DataError(f"{content.path} is empty", "give a table with a line per row")
    mark = separator_called(separator)
    if separator == "auto":
        mark = content.separator or find_separator(lines)
    if len(mark) != 1 or mark in '"\r\n':
        raise DataError(
            f"{mark!r} cannot separate the fields of {content.path}", "write one character, or leave it out"
        )
    rows = parsed(lines, mark)
    # A quote that is never closed leaves no whole row.
    width = len(rows[0]) if rows else 1
    if header == "auto" and (title := title_above(rows)):
        raise DataError(
            f"{content.path}: its first line has {title}, above the names of the columns",
            "remove what is above these names; or write header: true, if it is the header all the same",
        )
    return _Form(mark, width, has_header(rows) if header == "auto" else header)


def _check_height(content: FileBytes, rows: int) -> None:
    if not rows:
        raise DataError(f"{content.path} has no rows below its header", "add rows")


def _first_lines(content: FileBytes) -> list[str]:
    start = content.head(_SAMPLE)
    text = start.decode("utf-8-sig", "ignore")
    lines = list(islice(io.StringIO(text, newline=""), _SAMPLED_LINES))
    # The last line may be cut off.
    return lines[:-1] if len(start) == _SAMPLE and 1 < len(lines) < _SAMPLED_LINES else lines


def _read_fast(content: FileBytes, form: _Form) -> pl.DataFrame | None:
    """The texts as Polars reads them; None if it might read anything in another way than it is meant."""
    found = _tally(content, form)
    if found is None:
        return None
    source = content.path if content.data is None else content.data
    try:
        frame = pl.read_csv(source, **_options(form))
    except pl.exceptions.PolarsError:
        return None
    frame = frame.head(frame.height - found.blank_lines_at_end)
    return frame if _is_regular(frame.lazy(), form, found) else None


def _scan_fast(content: FileBytes, form: _Form) -> tuple[pl.LazyFrame, int] | None:
    """The same texts, still in their file, and the number of rows."""
    found = _tally(content, form)
    if found is None:
        return None
    scan = pl.scan_csv(content.path, **_options(form))
    try:
        is_regular = _is_regular(scan.head(found.lines), form, found)
    except pl.exceptions.PolarsError:
        return None
    return (scan, found.lines) if is_regular else None


def _options(form: _Form) -> dict[str, Any]:
    return {
        "has_header": False,
        "separator": form.separator,
        "infer_schema": False,
        "empty_string_is_null": False,
    }


def _tally(content: FileBytes, form: _Form) -> Tally | None:
    """What the file contains; None if Polars cannot read such files."""
    if form.separator == " " or not form.separator.isascii():
        return None
    found = tally(content, form.separator)
    return None if found.has_stray_quotes or found.has_lone_returns else found


def _is_regular(rows: pl.LazyFrame, form: _Form, found: Tally) -> bool:
    """Whether there are as many separators and lines as the rows should have.

    Polars fills short rows up, and takes a quote within a field for the start of a quoted text.
    """
    columns = rows.collect_schema().names()
    if len(columns) != form.width:
        return False
    counts = [pl.len()]
    if found.has_quotes:
        # Separators that stand within fields.
        inside = pl.all().str.count_matches(form.separator, literal=True).cast(pl.UInt64).sum()
        counts.append(inside.name.prefix("inside "))
    if form.width == 1:
        # An empty line, which is not a missing value.
        counts.append((pl.col(columns[0]) == "").sum().alias("blank"))
    height, *others = rows.select(counts).collect(engine="streaming").row(0)
    blank = others.pop() if form.width == 1 else 0
    return height == found.lines and found.separators - sum(others) == (form.width - 1) * height and not blank


def _read_slowly(
    content: FileBytes, separator: str
) -> tuple[pl.DataFrame, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    """The texts and the line on which each row begins. Raises DataError for irregular rows."""
    rows: list[list[str]] = []
    numbers: list[int] = []
    for number, row in _rows(content, separator):
        rows.append(row)
        numbers.append(number)
    _check_lengths(content, rows, [content.skipped + number for number in numbers])
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
        raise _unreadable(content, content.skipped + line, str(error)) from error
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
    lengths = [len(row) for row in rows]
    usual = usual_width(lengths)
    width = lengths[0] if usual in (0, lengths[0]) else usual
    wrong = [(number, length) for number, length in zip(numbers, lengths, strict=True) if length != width]
    if not wrong:
        return
    named = listed((f"line {number} has {length}" for number, length in wrong), len(wrong), "line")
    fix = "give every row the same number of fields, and put a field that contains the separator in quotes"
    if width == lengths[0]:
        if all(length == 1 for _, length in wrong) and set(lengths[-len(wrong) :]) == {1}:
            lines = listed((f"line {number}" for number, _ in wrong), len(wrong))
            them, are = ("it", "it is a row") if len(wrong) == 1 else ("them", "they are rows")
            fix = f"remove {lines}, unless {are} of data: then give {them} {width} fields"
        first = f"line {numbers[0]} has {width} field{'s' if width > 1 else ''}"
        raise DataError(f"{content.path}: {first}, but {named}", fix)
    above = numbers[: lengths.index(width)]
    lines = listed((f"line {number}" for number in above), len(above))
    fix = f"remove {lines}, unless it is the header: then give it a name for each field"
    raise DataError(f"{content.path}: {named}, but most lines have {width} fields", fix)


def _names(
    content: FileBytes, first: Sequence[str], header: bool, names: Sequence[str] | None
) -> Sequence[str]:
    """The names of the columns, of which `first` are the fields of the first line."""
    if names is not None and len(names) != len(first):
        raise DataError(
            f"`columns` names {len(names)} columns, but {content.path} has {len(first)}",
            "name every column of the file",
        )
    if not header:
        return names or [f"column_{number}" for number in range(1, len(first) + 1)]
    given = names or [name.strip() or f"column_{number}" for number, name in enumerate(first, 1)]
    _refuse_names_twice(content, given)
    return given


def _refuse_names_twice(content: FileBytes, names: Sequence[str]) -> None:
    """Raises DataError for all names that several columns have."""
    twice = [name for name, count in Counter(names).items() if count > 1]
    if twice:
        places = {name: [str(number) for number, one in enumerate(names, 1) if one == name] for name in twice}
        told = (
            f"{' and '.join(where)} are {'both' if len(where) == 2 else 'all'} called {name!r}"
            for name, where in places.items()
        )
        raise DataError(
            f"{content.path}: the columns {listed(told, len(twice), 'name')}; expected different names",
            "rename all but one of them, or remove them",
        )
