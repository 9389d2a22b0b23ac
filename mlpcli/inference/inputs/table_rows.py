"""Rows of tables in files, and rows typed by the names of their columns, for a network trained on a table."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.arguments import Contents
from mlpcli.config.dataset_facts import DataFacts, rows_at_once
from mlpcli.config.messages.spelling import listed as known
from mlpcli.config.messages.spelling import nearest, respelled
from mlpcli.data.bad_values import for_every, listed
from mlpcli.data.preprocessing import Impute, OneHot, Preprocessing
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.series.times import as_time, place_of
from mlpcli.data.tables.cells import read_cells
from mlpcli.data.tables.dates import format_in
from mlpcli.data.tables.file_bytes import EncodingError, is_unicode
from mlpcli.data.tables.matching import Matched, matched
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import NumberFormat, TableSchema
from mlpcli.data.tables.table_file import TableFile, shown
from mlpcli.errors import DataError
from mlpcli.inference.inputs.array_rows import is_array
from mlpcli.inference.inputs.image_rows import Reading
from mlpcli.inference.inputs.predict_inputs import Inputs, Rows

_TYPED = Path("the typed row")
_AS_IS: tuple[Reading, ...] = ("as_is",)
_AS_TRAINED = "give values as the training file has them; an empty one is a missing value"


@dataclass(frozen=True)
class Part:
    """The rows of one file, or the typed one, and the form of its numbers."""

    file: TableFile
    cells: Table
    numbers: NumberFormat


def open_tables(
    given: Sequence[str | Contents | NDArray[Any]], facts: DataFacts, preprocessing: Preprocessing
) -> Inputs:
    """The rows of tables in files, in the order given; or one row typed as `age=39 sex=male`.

    Columns go by their names, in any order, or without a header by their order. The inputs have all columns
    of the files beside the rows, and notices of extra columns, of categories that training never saw,
    and of missing numbers where training had none. Raises DataError before the first row for all cells that
    are none of their kind, and for columns that are missing.
    """
    schema = schema_of(preprocessing)
    if typed := _typed(given, schema):
        parts = [read_part(typed, schema)]
    else:
        parts = for_every(lambda one: read_part(open_file(one, schema), schema), given)
    columns = tuple(dict.fromkeys(name for part, _ in parts for name in part.file.names))
    notices = [notice for part, found in parts for notice in notices_of(part, found, preprocessing)]
    batches = batches_of([part for part, _ in parts], columns, facts, preprocessing)
    return Inputs(sum(len(part.file) for part, _ in parts), batches, columns, tuple(dict.fromkeys(notices)))


def schema_of(preprocessing: Preprocessing) -> TableSchema:
    """How the columns of the table are read that a network was trained on."""
    schema = preprocessing.table
    if schema is None:
        raise ValueError("expected the preprocessing of a table")
    return schema


def read_part(file: TableFile, schema: TableSchema) -> tuple[Part, Matched]:
    """The cells of a file, which must have the columns of features. Raises DataError."""
    found = matched(file, schema, targets=False)
    written = found.file.frame
    columns = (
        replace(one, format=format_in(written[one.name], one.format)) if one.format else one
        for one in schema.columns
    )
    schema = replace(schema, columns=tuple(columns))
    try:
        cells = read_cells(found.file, schema, found.numbers.form)
    except DataError as error:
        raise DataError(error.message, _AS_TRAINED) from error
    return Part(file, cells, found.numbers.form), found


def open_file(given: str | Contents | NDArray[Any], schema: TableSchema | SeriesSchema) -> TableFile:
    """The table in a file, read as the training file was. Raises DataError for anything else."""
    typed = " ".join(f"{column.name}=..." for column in schema.columns[:2])
    # One row of a series is no window.
    is_series = isinstance(schema, SeriesSchema)
    if not isinstance(given, str | Contents) or is_array(given):
        what = given if isinstance(given, str) else given.name if isinstance(given, Contents) else "an array"
        raise DataError(
            f"{what} has no columns with names, but the network takes rows of a table",
            "give a csv, tsv, parquet or jsonl file" + ("" if is_series else f", or type a row: {typed}"),
        )
    if isinstance(given, Contents):
        return _as_trained(Path(given.name), schema, given.data)
    path = Path(given)
    if not path.exists():
        raise DataError(
            f"there is no file {given!r}",
            "check the path" + ("" if is_series else f"; or type a row by the names of its columns: {typed}"),
        )
    return _as_trained(path, schema, None)


def _as_trained(path: Path, schema: TableSchema | SeriesSchema, given: bytes | None) -> TableFile:
    # A file that is Unicode says so itself, whatever the training file was.
    is_known = schema.encoding == "auto" or is_unicode(path, given)
    encoding = "auto" if is_known else schema.encoding
    read = partial(read_table, path, given=given, separator=schema.separator, encoding=encoding)
    try:
        file = read(header=schema.header)
    except EncodingError as error:
        # A config says how the file of a training is read, and no other.
        raise DataError(error.message, "save it as UTF-8") from error
    if schema.header == _is_headed(file, schema):
        return file
    return read(header=not schema.header)


def _is_headed(file: TableFile, schema: TableSchema | SeriesSchema) -> bool:
    """Whether a file's names, or the cells of its first row, are names of columns of the training file."""
    first = file.names if file.header else file.frame.row(0)
    if any(name in schema.names for name in first):
        return True
    # Names in other letters, which are to be renamed, and no rows.
    alike = sum(respelled(str(name), schema.names) is not None for name in first if name is not None)
    return 2 * alike > len(first)


def _typed(given: Sequence[str | Contents | NDArray[Any]], schema: TableSchema) -> TableFile | None:
    """The row that is typed as `NAME=VALUE`; None if the inputs are files."""
    pairs: dict[str, str] = {}
    for one in given:
        if not isinstance(one, str) or "=" not in one or Path(one).exists():
            return None
        name, value = _pair(one, schema)
        if name in pairs:
            raise DataError(f"{name} is given twice", "give one row, or a file of rows")
        pairs[name] = value
    absent = [column.name for column in schema.columns if column.name not in pairs]
    if absent:
        raise DataError(
            f"the typed row lacks {listed(absent, len(absent))}",
            f"add {absent[0]}=VALUE; {absent[0]}= without a value means that it is missing",
        )
    frame = pl.DataFrame({name: [value] for name, value in pairs.items()})
    return TableFile(_TYPED, frame, True, "", None)


def _pair(text: str, schema: TableSchema) -> tuple[str, str]:
    """The column and the value of `NAME=VALUE`; a name may have `=` in it."""
    fitting = [name for name in schema.names if text.startswith(f"{name}=")]
    if fitting:
        name = max(fitting, key=len)
        return name, text[len(name) + 1 :]
    name, _, _ = text.partition("=")
    features = [column.name for column in schema.columns]
    meant = nearest(name, features)
    raise DataError(
        f"there is no file {text!r}, and no column {name!r}",
        f"did you mean {meant}=...?" if meant else known(name, features, of_schema=False),
    )


def batches_of(
    parts: Sequence[Part], columns: Sequence[str], facts: DataFacts, preprocessing: Preprocessing
) -> Iterator[Rows]:
    """The encoded rows of all parts in batches, each with its file's cells of `columns` beside it."""
    size = rows_at_once(facts.shape)
    for part in parts:
        total = len(part.file)
        names = _names(part.file)
        for start in range(0, total, size):
            rows = slice(start, min(start + size, total))
            count = rows.stop - rows.start
            yield Rows(
                tuple(next(names) for _ in range(count)),
                preprocessing.on_host(part.cells[rows]),
                _AS_IS * count,
                (False,) * count,
                (False,) * count,
                (False,) * count,
                _own(part.file, columns, rows),
                numbers=part.numbers,
            )


def _names(file: TableFile) -> Iterator[str]:
    if file.path is _TYPED:
        return iter(["typed"])
    return (f"{file.path}: {file.place(row)}" for row in range(len(file)))


def _own(file: TableFile, columns: Sequence[str], rows: slice) -> tuple[tuple[Any, ...], ...]:
    """The file's own cells of some rows; None for columns that only other files have."""
    if not columns:
        return ()
    frame = file.frame.slice(rows.start, rows.stop - rows.start)
    frame = frame.with_columns(pl.col(pl.String).str.strip_chars())
    there = frozenset(file.names)
    absent = [pl.lit(None).alias(name) for name in columns if name not in there]
    rows_of_cells: list[tuple[Any, ...]] = frame.with_columns(absent).select(columns).rows()
    return tuple(rows_of_cells)


def notices_of(part: Part, found: Matched, preprocessing: Preprocessing) -> Iterator[str]:
    """What a user should know of the rows: where they are not as those of training."""
    path, schema = part.file.path, schema_of(preprocessing)
    yield from found.notices
    impute = next((step for step in preprocessing.host if isinstance(step, Impute)), None)
    one_hot = next((step for step in preprocessing.host if isinstance(step, OneHot)), None)
    categories = [one for one in one_hot.columns if one] if one_hot else []
    coded = iter(categories)
    filled = impute.columns if impute else ()
    for column, cells, fill in zip(schema.columns, part.cells.columns, filled, strict=True):
        if isinstance(cells, Texts):
            one = next(coded)
            unseen = {text: count for text, count in cells.counts().items() if text not in one.names}
            meant = {text: known for text in unseen if (known := respelled(text, one.names))}
            # Rare categories of training are none of the names either.
            told = {text: unseen[text] for text in meant} if one.other else unseen
            if told:
                yield _unseen(path, column.name, told, meant)
        elif fill and not fill.indicator and (count := int(np.isnan(cells).sum())):
            rows = "1 row" if count == 1 else f"{count:,} rows"
            place = place_of(part.file.frame[column.name], int(np.argmax(~np.isnan(cells))))
            median = as_time(fill.value, column, place) if column.kind == "date" else f"{fill.value:.12g}"
            yield (
                f"{path}: {column.name} is missing in {rows}, as in no row of training; "
                f"the median {median} stands for it"
            )


def _unseen(path: Path, name: str, unseen: Mapping[str, int], meant: Mapping[str, str]) -> str:
    total = sum(unseen.values())
    rows = "1 row" if total == 1 else f"{total:,} rows"
    # The likely slips first: of many texts only some are named.
    ordered = sorted(unseen, key=lambda text: text not in meant)
    texts = listed((_told(text, meant.get(text)) for text in ordered), len(ordered))
    return f"{path}: {name} holds categories that training never saw, in {rows}: {texts}"


def _told(text: str, meant: str | None) -> str:
    if not text:
        return "a missing value"
    return shown(text) + (f" (did you mean {shown(meant)}?)" if meant else "")
