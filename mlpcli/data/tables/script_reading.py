"""The lines of a script that read the file of a table with Polars, as this package does."""

import codecs
import io
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain

import polars as pl

from mlpcli.data.tables.cells import is_whole
from mlpcli.data.tables.csv_format import LARGEST_FIELD
from mlpcli.data.tables.file_bytes import FileBytes, open_bytes
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError
from mlpcli.python_code import Call, Name, assigned, written

# Polars reads fewer kinds of csv than Python.
_READ_LINES = '''\
def read_lines(data, separator, names, has_header):
    """A csv with quotes, spaces or line ends that Polars would read otherwise."""
    csv.field_size_limit({largest})
    lines = io.StringIO(data.decode("utf-8-sig"), newline=""){spaced}
    rows = [row for row in csv.reader(lines, delimiter=separator, skipinitialspace=True) if {is_row}]
    return pl.DataFrame(rows[1:] if has_header else rows, schema=names, orient="row")
'''
_SPACED = '\n    lines = (line.strip(" \\t\\r\\n").replace("\\t", " ") + "\\n" for line in lines)'
_TIDIED = '''\
def tidied(frame):
    """Cells without spaces around them, and null for missing ones."""
    cells = pl.col(pl.String).str.strip_chars()
    return frame.with_columns(pl.when(~cells.is_in(MISSING)).then(cells))
'''


@dataclass(frozen=True)
class ScriptReading:
    """The `code` that assigns a file's table to a variable, the functions and imports that it needs, and
    the texts for `missing` values that it takes away: the script assigns all files' ones to MISSING.

    `frame` is the table that it reads, in which cells of text have no spaces around them.
    """

    code: str
    functions: tuple[str, ...]
    imports: frozenset[str]
    missing: frozenset[str]
    frame: pl.DataFrame


def script_reading(
    file: TableFile,
    variable: str,
    encoding: str,
    used: Collection[str],
    categories: Collection[str],
    missing: Collection[str],
) -> ScriptReading:
    """How a script reads a file that has been read, with text in its columns of `categories`.

    `used` are the columns that the script looks at, `encoding` is as the config gives it. Raises DataError
    if the file is no longer there.
    """
    content = open_bytes(file.path, encoding)
    if not file.separator and content.head(3) == codecs.BOM_UTF8:
        # Polars reads no lines of JSON that begin with it.
        content = replace(content, data=content.whole().removeprefix(codecs.BOM_UTF8), encoding="utf-8-sig")
    functions: list[str] = []
    data, imports = _data(content)
    if content.kind == "parquet":
        call = Call("pl.read_parquet", [data])
    elif not file.separator:
        call = Call("pl.read_ndjson", [data], {"infer_schema_length": None})
    elif (options := _polars_options(file, content)) is not None:
        call = Call("pl.read_csv", [data], {**options, "infer_schema": False})
    else:
        is_row = "len(row) == len(names)" if file.frame.width > 1 else "row and row[0].strip()"
        spaced = _SPACED if file.separator == " " else ""
        functions.append(_READ_LINES.format(largest=LARGEST_FIELD, is_row=is_row, spaced=spaced))
        imports |= {"import csv", "import io", "from pathlib import Path"}
        call = Call("read_lines", [_as_bytes(content)[0], file.separator, list(file.names), file.header])
    code = assigned(variable, call) + "\n"
    frame = file.frame.select(used)
    if call.function == "pl.read_csv":
        frame = frame.with_columns(pl.when(pl.all() != "").then(pl.all()))
    for cast, names in _casts(frame, _read_types(content, file), categories):
        code += assigned(
            variable, Call(f"{variable}.with_columns", [Name(f"pl.col({written(names)}){cast}")])
        )
        code += "\n"
    texts = pl.col(pl.String)
    tidy = frame.with_columns(texts.str.strip_chars())
    absent = _absent(tidy, missing)
    if absent or not tidy.equals(frame):
        functions.append(_TIDIED)
        code += f"{variable} = tidied({variable})\n"
    return ScriptReading(code, tuple(functions), imports | {"import polars as pl"}, absent, tidy)


def _data(content: FileBytes) -> tuple[object, frozenset[str]]:
    """What Polars is given: the path, or the bytes if it cannot read those that are in the file."""
    if content.data is None:
        return str(content.path), frozenset()
    return _as_bytes(content)


def _as_bytes(content: FileBytes) -> tuple[Name, frozenset[str]]:
    code, imports = written(Call("Path", [content.path])) + ".read_bytes()", {"from pathlib import Path"}
    if content.is_packed:
        code = f"gzip.decompress({code})"
        imports.add("import gzip")
    if content.encoding:
        code += f".decode({written(content.encoding)}).encode()"
    if content.skipped:
        code += '.partition(b"\\n")[2]'
    return Name(code), frozenset(imports)


def _polars_options(file: TableFile, content: FileBytes) -> dict[str, object] | None:
    """The options with which Polars reads the same texts, or None if it does not."""
    if not (file.separator.isascii() and file.separator != " "):
        return None
    options: dict[str, object] = {} if file.header else {"has_header": False}
    if file.separator != ",":
        options["separator"] = file.separator
    source = content.path if content.data is None else content.data
    try:
        frame = pl.read_csv(source, infer_schema=False, **options)  # type: ignore[arg-type]
    except pl.exceptions.PolarsError:
        return None
    if frame.shape != file.frame.shape:
        return None
    if tuple(frame.columns) != file.names:
        options["new_columns"] = list(file.names)
        frame.columns = list(file.names)
    cells = pl.all().fill_null("").str.strip_chars()
    return options if frame.select(cells).equals(file.frame.select(cells)) else None


def _read_types(content: FileBytes, file: TableFile) -> Mapping[str, pl.DataType]:
    """The types of the columns as Polars reads them."""
    if file.separator:
        return file.frame.schema
    source = content.path if content.data is None else io.BytesIO(content.data)
    if content.kind == "parquet":
        return pl.read_parquet_schema(source)
    try:
        return pl.read_ndjson(source, infer_schema_length=None).schema
    except pl.exceptions.PolarsError as error:
        raise DataError(
            f"{content.path} has lines that are no plain JSON, such as NaN, which a script cannot read",
            "write null for missing numbers, values of one kind in each column, and numbers of 64 bits",
        ) from error


def _casts(
    frame: pl.DataFrame, types: Mapping[str, pl.DataType], categories: Collection[str]
) -> Iterator[tuple[str, list[str]]]:
    """What makes texts of columns of other types, and the names of these columns."""
    whole: list[str] = []
    others: list[str] = []
    if durations := [name for name in frame.columns if types[name] == pl.Duration]:
        yield ".dt.total_microseconds() / 1_000_000", durations
    for column in frame.get_columns():
        if column.name in durations:
            continue
        is_text = column.dtype == pl.String
        if types[column.name] == pl.String or not (is_text or column.name in categories):
            continue
        (whole if is_whole(column) else others).append(column.name)
    if whole:
        yield ".cast(pl.Int64, strict=False).cast(pl.String)", whole
    if others:
        yield ".cast(pl.String)", others


def _absent(frame: pl.DataFrame, missing: Collection[str]) -> frozenset[str]:
    """The texts of missing values that are among the cells."""
    cells = pl.col(pl.String)
    found = frame.select(cells.filter(cells.is_in(list(missing))).unique().implode())
    return frozenset(chain.from_iterable(column[0] for column in found.get_columns()))
