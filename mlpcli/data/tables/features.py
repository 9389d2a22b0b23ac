"""Which columns of a table are features, and what they hold."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.config.types.columns import options_of
from mlpcli.data.bad_values import listed
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.column_names import column_called, columns_called
from mlpcli.data.tables.dates import find_formats, is_date_type, is_format
from mlpcli.data.tables.kinds import Look, look, sample
from mlpcli.data.tables.schema import LONGEST_FORMAT, NumberFormat, TableColumn
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

# Fewer rows than these could be consecutive numbers by chance.
_MANY = 20


@dataclass(frozen=True)
class Features:
    """The columns of features, numbers first, their cells in all rows, and what the user should know."""

    columns: tuple[TableColumn, ...]
    cells: Table
    notices: tuple[str, ...]


def find_features(
    file: TableFile,
    section: TableSection,
    taken: Collection[str],
    form: NumberFormat,
    missing: Sequence[str],
    train: NDArray[np.intp],
) -> Features:
    """The features of a table: those that the config names, or all but the columns `taken` by targets and
    splits, the excluded ones, and those that say nothing: ids, free text, row numbers, constants.

    `train` are the training rows. Raises DataError for columns that there are not, for cells that are none of
    their kind, and if nothing is left.
    """
    chosen = _chosen(file, section, taken)
    given = {
        column_called(name, file.names, file.path, "columns"): options
        for name, options in options_of(section.columns).items()
    }
    some = sample(file.frame.select(chosen))
    left_out: list[tuple[str, str]] = []
    columns: list[TableColumn] = []
    notices: list[str] = []
    for name in chosen:
        options = given.get(name, {})
        if options.get("kind") == "ignore":
            continue
        seen = _seen(some[name], options, form, missing)
        if seen.kind is None:
            left_out.append((name, seen.reason))
            continue
        if seen.notice:
            notices.append(
                f"{name}: {seen.notice}; columns: {{{name}: {{kind: date, format: ...}}}} changes it"
            )
        refuse = options.get("missing", section.missing) == "refuse"
        columns.append(TableColumn(name, seen.kind, seen.format, refuse))
    columns.sort(key=lambda column: column.kind == "category")
    cells = columns_of(file, columns, form, missing)
    kept: list[int] = []
    for number, (column, values) in enumerate(zip(columns, cells, strict=True)):
        is_chosen = section.features is not None or column.name in given
        reason = _says_nothing(values, train, column.kind, is_chosen)
        if reason:
            left_out.append((column.name, reason))
        else:
            kept.append(number)
    if not kept:
        raise DataError(
            f"{file.path} has no column to predict from" + (f": {_reasons(left_out)}" if left_out else ""),
            "add columns that differ from row to row",
        )
    if left_out:
        notices.insert(0, f"{file.path.name}: left out: {_reasons(left_out)}; `columns` says otherwise")
    return Features(
        tuple(columns[number] for number in kept),
        Table(tuple(cells[number] for number in kept)),
        tuple(notices),
    )


def _chosen(file: TableFile, section: TableSection, taken: Collection[str]) -> list[str]:
    names, path = file.names, file.path
    excluded = columns_called(section.exclude, names, path, "exclude")
    if section.features is None:
        return [name for name in names if name not in taken and name not in excluded]
    wanted = columns_called(section.features, names, path, "features")
    targets = columns_called(section.target, names, path, "target")
    if both := [name for name in wanted if name in targets]:
        raise DataError(f"{both[0]} is both the target and among the features", "remove it from features")
    return [name for name in names if name in wanted and name not in excluded]


def _seen(column: pl.Series, options: Mapping[str, str], form: NumberFormat, missing: Sequence[str]) -> Look:
    """What a column holds, as the config says or by looking."""
    if kind := options.get("kind"):
        return _said(kind, options.get("format"), column, missing)
    return look(column, form, missing)


def _said(kind: str, form: str | None, column: pl.Series, missing: Sequence[str]) -> Look:
    """A column of which the config says what it holds."""
    if kind != "date":
        return Look(_kind(kind))
    if is_date_type(column.dtype):
        return Look("date", format="")
    if form is not None:
        if len(form) > LONGEST_FORMAT or not is_format(form):
            raise DataError(
                f"{form!r} is no format of dates for column {column.name}", 'write one such as "%d.%m.%Y"'
            )
        return Look("date", format=form)
    texts = column.cast(pl.String).fill_null("").str.strip_chars()
    formats = find_formats(texts.filter(~texts.is_in(list(missing))).unique(maintain_order=True))
    if not formats:
        raise DataError(
            f"no known format fits most dates of column {column.name}",
            f'say it: columns: {{{column.name}: {{kind: date, format: "%d.%m.%Y"}}}}',
        )
    return Look("date", format=formats[0])


def _kind(text: str) -> ColumnKind:
    kinds: dict[str, ColumnKind] = {"number": "number", "boolean": "boolean", "category": "category"}
    return kinds[text]


def _says_nothing(
    values: "NDArray[np.float64] | Texts", train: NDArray[np.intp], kind: ColumnKind, is_chosen: bool
) -> str:
    """Why a column is left out; empty if it is not."""
    of_training = values[train]
    if isinstance(of_training, Texts):
        counts = of_training.counts()
        return f"is {next(iter(counts))!r} in all training rows" if len(counts) == 1 else ""
    if np.all(of_training == of_training[0]):
        return f"is {of_training[0]:g} in all training rows"
    if np.isnan(of_training).all():
        return "has no values in the training rows"
    if is_chosen or kind != "number" or len(of_training) < _MANY or isinstance(values, Texts):
        return ""
    return "numbers the rows" if np.all(np.diff(values) == 1) else ""


def _reasons(left_out: Sequence[tuple[str, str]]) -> str:
    return listed((f"{name} {reason}" for name, reason in left_out), len(left_out), "column")
