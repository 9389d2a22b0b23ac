"""The cells of a table's features, as its schema says that they are read."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import for_every
from mlpcli.data.float32 import LARGEST
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.tables.counted_times import UNITS, unit_of
from mlpcli.data.tables.dates import example_date, is_date_type, parse_dates
from mlpcli.data.tables.find_number_format import other_form
from mlpcli.data.tables.kinds import FALSE, TRUE
from mlpcli.data.tables.numbers import Parsed, parse_numbers, plain_numbers
from mlpcli.data.tables.schema import NumberFormat, TableColumn, TableSchema
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

# Texts that a fix has room for.
_FEW = 6

Column = TypeVar("Column", pl.Series, pl.Expr)


def read_cells(file: TableFile, schema: TableSchema, form: NumberFormat | None = None) -> Table:
    """The columns of features of a file that has all of them, whose numbers are in this form, or else as in
    the training file.

    Raises one DataError for all cells that are none of their kind, are missing where that is refused, or hold
    numbers beyond float32.
    """
    return Table(tuple(columns_of(file, schema.columns, form or schema.numbers, schema.missing)))


def columns_of(
    file: TableFile, columns: Sequence[TableColumn], form: NumberFormat, missing: Sequence[str]
) -> "list[NDArray[np.float64] | Texts]":
    """The cells of some columns, in their order. Raises DataError as `read_cells` does."""
    file.require_plain(column.name for column in columns)
    numbers = [column.name for column in columns if column.kind == "number"]
    # A typed file's true is no number, as the word in a csv is none.
    file = _with_truths_as(pl.String, file, numbers)
    # All columns at once, on all cores.
    plain = plain_numbers(file.frame.select(numbers), form).to_dict()

    def read(column: TableColumn) -> "NDArray[np.float64] | Texts":
        if column.kind == "category":
            return _categories(file, column, missing)
        if column.kind == "number" and column.format and is_date_type(file.frame[column.name].dtype):
            return UNITS[column.format].count(_dates_by_type(file, column, missing))
        if column.kind == "number":
            parse: Callable[[pl.Series], Parsed] = partial(
                parse_numbers, form=form, missing=missing, plain=plain.get(column.name)
            )
        elif column.kind == "boolean":
            parse = partial(_booleans, missing=missing)
        elif column.format in UNITS:
            return _counted(file, column, form, missing)
        else:
            parse = partial(parse_dates, form=column.format or "", missing=missing)
        parsed = parse(file.frame[column.name])
        form_said = _form_said(file, column, parsed, form, missing)
        return _checked(file, column, parsed, form_said)

    return for_every(read, columns)


def with_truths_as_numbers(file: TableFile, names: Sequence[str]) -> TableFile:
    """The file with 1 for true and 0 for false in those of its columns that hold such by their type: for what
    is numbers because a config says so, such as several targets."""
    return _with_truths_as(pl.Int8, file, names)


def _with_truths_as(dtype: type[pl.DataType], file: TableFile, names: Sequence[str]) -> TableFile:
    # Of thousands of columns a schema for each takes minutes.
    schema = file.frame.schema
    truths = [name for name in names if schema[name] == pl.Boolean]
    return replace(file, frame=file.frame.with_columns(pl.col(truths).cast(dtype))) if truths else file


def _dates_by_type(file: TableFile, column: TableColumn, missing: Sequence[str]) -> NDArray[np.float64]:
    return _checked(file, column, parse_dates(file.frame[column.name], "", missing), "")


def _counted(
    file: TableFile, column: TableColumn, form: NumberFormat, missing: Sequence[str]
) -> NDArray[np.float64]:
    """Dates that numbers count. Raises DataError for those that count by another unit."""
    cells = file.frame[column.name]
    if is_date_type(cells.dtype):
        return _dates_by_type(file, column, missing)
    values = _checked(file, column, parse_numbers(cells, form, missing), "")
    unit = unit_of(values[~np.isnan(values)])
    if unit not in ("", column.format):
        said = one_line({column.name: {"kind": "date", "format": unit}})
        raise DataError(
            f"{file.path}: column {column.name} has {unit}; expected {column.format}",
            f"write columns: {said}",
        )
    return UNITS[column.format or ""].since_1970(values)


_WANTED = {
    "number": "numbers",
    "boolean": "true or false, or yes or no",
    "date": "dates",
}


def _form_said(
    file: TableFile, column: TableColumn, parsed: Parsed, form: NumberFormat, missing: Sequence[str]
) -> str:
    """The keys that say in which form the column's texts are numbers, if they all are numbers in another one
    than this."""
    if column.kind != "number" or not len(parsed.wrong):
        return ""
    found = other_form(file.frame[column.name], parsed.wrong, form, missing)
    if found is None:
        return ""
    keys = {"decimal": (found.decimal, form.decimal), "thousands": (found.thousands, form.thousands)}
    return ", ".join(f"{key}: {json.dumps(one)}" for key, (one, now) in keys.items() if one != now)


def _checked(file: TableFile, column: TableColumn, parsed: Parsed, form_said: str) -> NDArray[np.float64]:
    name, wrong = column.name, parsed.wrong
    if len(wrong):
        is_date = column.kind == "date"
        wanted = _WANTED[column.kind] + (_such_as(column.format or "") if is_date else "")
        raise file.error(
            name,
            wrong,
            file.texts(name, wrong),
            wanted,
            (f"if these are numbers, write {form_said}; otherwise " if form_said else "")
            + f"correct these values; add them to `missing_values`{_in_quotes(file.texts(name, wrong))} "
            f"if they stand for missing ones; or write {_as_category(name)}",
        )
    if column.refuse and len(parsed.missing):
        raise _missing(file, name, parsed.missing)
    with np.errstate(invalid="ignore"):
        large = np.flatnonzero(np.abs(parsed.values) > LARGEST)
    if len(large):
        raise file.error(
            name,
            large,
            file.texts(name, large),
            "finite numbers that fit float32 (3.4e38)",
            "correct these values, or leave the column out with `exclude`; if they are codes, write "
            f"{_as_category(name)}",
        )
    return parsed.values


def _in_quotes(texts: Sequence[str]) -> str:
    """How a few texts stand in a list of a config, if any of them needs quotes there."""
    different = list(dict.fromkeys(text.strip() for text in texts))
    listed = one_line([*different])
    return f", as {listed}," if '"' in listed and len(different) <= _FEW else ""


def _such_as(form: str) -> str:
    return f" as {form}" if form in UNITS else f" such as {example_date(form)}"


def _as_category(name: str) -> str:
    return f"columns: {one_line({name: 'category'})}"


def _missing(file: TableFile, name: str, rows: NDArray[np.int64]) -> Exception:
    return file.error(
        name,
        rows,
        file.texts(name, rows),
        "a value in every row, because the config says missing: refuse",
        "fill these values in, remove the rows, or write missing: impute",
    )


def _booleans(column: pl.Series, missing: Sequence[str]) -> Parsed:
    if column.dtype == pl.Boolean:
        values = column.cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
        return Parsed(values, np.flatnonzero(np.isnan(values)), np.empty(0, np.int64))
    texts = as_texts(column)
    words = [text.strip() for text in texts.values]
    numbers = np.array([_truth(word) for word in words])
    absent = np.array([word in missing for word in words])
    values, gone = numbers[texts.codes], absent[texts.codes]
    values[gone] = np.nan
    return Parsed(values, np.flatnonzero(gone), np.flatnonzero(np.isnan(values) & ~gone))


def _truth(word: str) -> float:
    if word.lower() in TRUE or word in ("1", "1.0"):
        return 1.0
    return 0.0 if word.lower() in FALSE or word in ("0", "0.0") else float("nan")


def _categories(file: TableFile, column: TableColumn, missing: Sequence[str]) -> Texts:
    texts = stripped(as_texts(file.frame[column.name]), missing)
    if column.refuse and "" in texts.values:
        raise _missing(file, column.name, np.flatnonzero(texts.codes == texts.values.index("")))
    return texts


def stripped(texts: Texts, missing: Sequence[str]) -> Texts:
    """The texts without spaces around them, and an empty one for those of missing values."""
    meant = Texts.of("" if text.strip() in missing else text.strip() for text in texts.values)
    return Texts(meant.codes[texts.codes], meant.values)


def is_whole(column: pl.Series) -> bool:
    """Whether a column of floats has only whole numbers, besides missing ones."""
    if not column.dtype.is_float():
        return False
    return bool(whole_or_null(column).all())


def whole_or_null(column: Column) -> Column:
    """Of each of some floats whether it is a whole number of 64 bits, or missing."""
    # What does not fit 64 bits is null when cast.
    whole = column.cast(pl.Int64, strict=False).cast(pl.Float64) == column.cast(pl.Float64)
    return whole.fill_null(False) | column.is_null()


def as_texts(column: pl.Series) -> Texts:
    """A column of any type as texts; null is an empty one, and a whole number has no point."""
    if is_whole(column):
        column = column.cast(pl.Int64, strict=False)
    texts = column.cast(pl.String).fill_null("")
    different = texts.unique(maintain_order=True)
    codes = texts.cast(pl.Enum(different)).to_physical().cast(pl.Int32).to_numpy()
    return Texts(codes, tuple(different.to_list()))
