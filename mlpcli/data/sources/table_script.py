"""How a script reads a table: with Polars, into the same rows in the same splits.

What was fitted to the training rows stands in the script, so that it encodes all rows before it splits them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import polars as pl

from mlpcli.config.dataset_facts import ColumnKind
from mlpcli.config.sources.series import Series as SeriesSection
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing, Shift
from mlpcli.data.preprocessing.impute import Filled
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.sources.open_source import Reading
from mlpcli.data.sources.table_script_functions import (
    DATE_PARTS,
    DRAW_GROUPS,
    encoded_function,
    numbers_function,
    targets_function,
)
from mlpcli.data.sources.table_script_splits import rows_code, splitting_code
from mlpcli.data.tables.class_spellings import class_of
from mlpcli.data.tables.column_names import column_called
from mlpcli.data.tables.counted_times import UNITS
from mlpcli.data.tables.date_directives import completed, has_short_year, is_compact
from mlpcli.data.tables.dates import POINT, is_date_type
from mlpcli.data.tables.features import options_said
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.numbers import numbers_among, other_signs
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import NumberFormat, TableColumn, TableSchema
from mlpcli.data.tables.script_reading import ScriptReading, script_reading
from mlpcli.data.tables.splits import Shares, look_at_time, time_column
from mlpcli.data.tables.table_file import TableFile
from mlpcli.python_code import Call, Name, assigned, written

_TOLD = {
    "COUNTED": "# Columns of times that are counted: the seconds of one, and of the start since 1970.\n",
    "MEDIANS": "# Columns of numbers, with the medians of the training rows for missing ones.\n",
    "INDICATED": "# Those that a column follows which is 1 where a number is missing.\n",
    "SUBTRACTED": "# Constants, by the column of the rows. float32 would round the differences away.\n",
    "CATEGORIES": "# Columns of texts, each with the categories that become a column of 0 and 1.\n",
    "WITH_OTHER": "# Those that have one more such column, for all other texts.\n",
}


def script_of(section: TableSection, prepared: Preprocessing, classes: Sequence[str]) -> Reading:
    """The lines that make the rows of a table whose host steps are `prepared`. Raises DataError."""
    schema = prepared.table
    assert schema is not None  # noqa: S101
    file = read_again(section, schema)
    how, by = section.split_by
    column = None if by is None else column_called(by, file.names, file.path, "split")
    split = TableColumn(column, "category") if column else None
    if split and how == "time":
        said = options_said(file, section).get(split.name, {})
        split = time_column(split.name, look_at_time(file, split.name, schema.numbers, schema.missing, said))
    target: ColumnKind = "category" if classes else "number"
    columns = [*schema.columns, *(TableColumn(name, target) for name in schema.targets)]
    tables = [table_reading(file, "table", schema, _with(split, columns))]
    if section.test_path is not None:
        test = matched(read_again(section, schema, is_test=True), schema, targets=True).file
        tables.append(table_reading(test, "test", schema, columns))
    return _Script(section, schema, prepared, tuple(classes), split, tuple(tables)).reading()


def _with(split: TableColumn | None, columns: Iterable[TableColumn]) -> tuple[TableColumn, ...]:
    """The columns, and the one that rows are split by, which may be one of them."""
    found = tuple(columns)
    if split is None or split.name in {column.name for column in found}:
        return found
    return (*found, split)


def read_again(
    section: TableSection | SeriesSection, schema: TableSchema | SeriesSchema, is_test: bool = False
) -> TableFile:
    """The table of a section, or its test rows, as it was read for this schema. Raises DataError."""
    path = section.test_path if is_test and section.test_path else section.path
    return read_table(
        path,
        separator=section.separator,
        encoding=section.encoding,
        header=schema.header,
        names=None if is_test and schema.header else schema.names,
    )


def table_reading(
    file: TableFile, variable: str, schema: TableSchema | SeriesSchema, columns: Sequence[TableColumn]
) -> ScriptReading:
    """How a script reads these columns of a file."""
    dates = [column for column in columns if _is_written(column, file)]
    texts = [column.name for column in columns if column.kind == "category" or column in dates]
    used = [column.name for column in columns]
    table = script_reading(file, variable, schema.encoding, used, texts, schema.missing)
    endings: dict[str, list[str]] = {}
    for column in dates:
        if ending := completed(column.format or "")[1]:
            endings.setdefault(ending, []).append(column.name)
    code = table.code
    pointed = [column.name for column in dates if _has_points(table.frame[column.name], column.format or "")]
    if pointed:
        plain = Name(f"pl.col({written(pointed)}).str.strip_suffix({written(POINT)})")
        code += f"{assigned(variable, Call(f'{variable}.with_columns', [plain]))}\n"
    for ending, names in endings.items():
        whole = Name(f"pl.col({written(names)}) + {written(ending)}")
        code += f"{assigned(variable, Call(f'{variable}.with_columns', [whole]))}\n"
    return replace(table, code=code)


def _is_written(column: TableColumn, file: TableFile) -> bool:
    """Whether a column of a file holds dates in texts, or in numbers that are read as such."""
    is_in_format = column.kind == "date" and column.format and column.format not in UNITS
    return bool(is_in_format) and not is_date_type(file.frame.schema[column.name])


def _has_points(column: pl.Series, form: str) -> bool:
    """Whether dates of digits alone are written as pandas does where some are missing, such as 20240301.0."""
    return is_compact(form) and column.dtype == pl.String and bool(column.str.ends_with(POINT).any())


def format_of(column: TableColumn) -> str | None:
    """The format of dates as `table_reading` leaves them."""
    return column.format and completed(column.format)[0]


def counts_of(columns: Iterable[TableColumn]) -> dict[str, tuple[float, float]]:
    """The columns of dates that numbers count: the seconds of one, and the start in seconds since 1970."""
    units = {column.name: UNITS.get(column.format or "") for column in columns if column.kind == "date"}
    return {name: (unit.seconds, unit.start) for name, unit in units.items() if unit}


def has_short_years(formats: object) -> bool:
    """Whether one of the formats by column, as `format_of` has them, has years of two digits."""
    return isinstance(formats, Mapping) and any(has_short_year(form or "") for form in formats.values())


def has_dates(tables: Iterable[ScriptReading], names: Sequence[str], as_texts: bool) -> bool:
    """Whether dates are texts in a table; otherwise, whether they have a type of their own in one."""
    types = [table.frame[name].dtype for table in tables for name in names if name in table.frame]
    return any(is_date_type(dtype) != as_texts for dtype in types)


def signs_of(tables: Iterable[ScriptReading], names: Iterable[str]) -> tuple[dict[str, str], Sequence[str]]:
    """What the texts of these columns of numbers have in the place of plain signs."""
    columns = [table.frame[name] for table in tables for name in names if name in table.frame]
    texts = [column for column in columns if column.dtype == pl.String]
    return other_signs(pl.concat(texts).drop_nulls()) if texts else ({}, ())


def spellings_of(
    tables: Iterable[ScriptReading],
    name: str,
    labels: Mapping[str, str],
    classes: Sequence[str],
    form: NumberFormat,
) -> dict[str, str]:
    """The classes that other texts among the targets mean."""
    texts = {text for table in tables for text in table.frame[name].cast(pl.String).unique()}
    meant = {text: class_of(text, labels, classes, form) for text in sorted(texts)}
    return {text: one for text, one in meant.items() if text != one}


@dataclass(frozen=True)
class _Script:
    """A script of `tables`, the second of which has the test rows; `split` is the column that rows are split
    by, if any.
    """

    section: TableSection
    schema: TableSchema
    prepared: Preprocessing
    classes: tuple[str, ...]
    split: TableColumn | None
    tables: tuple[ScriptReading, ...]

    def reading(self) -> Reading:
        how, _ = self.section.split_by
        shares = Shares(self.section.validation, self.section.test_share)
        held = splitting_code(how, self.split, self.tables[0].frame, shares)
        has_test = len(self.tables) > 1
        constants = {name: value for name, value in self._constants.items() if value}
        code = "".join(
            _TOLD.get(name, "") + assigned(name, value) + "\n" for name, value in constants.items()
        )
        code += "".join(table.code for table in self.tables)
        code += "".join(held.values()) + rows_code(tuple(held), has_test)
        imports = frozenset({"import numpy as np"}).union(*(table.imports for table in self.tables))
        return Reading(code, imports, tuple(self._functions()), (*held, *(["test"] if has_test else [])))

    @cached_property
    def _constants(self) -> Mapping[str, object]:
        """What was found in the table, and fitted to its training rows, by the names in the script."""
        filled, categories = self._filled, self._categories
        return {
            "MISSING": sorted(frozenset[str]().union(*(table.missing for table in self.tables))),
            "SPELLINGS": self._spellings() if self.classes else {},
            "BOOLEANS": [column.name for column in self._columns if column.kind == "boolean"],
            "FORMATS": {column.name: format_of(column) for column in self._dates},
            "COUNTED": counts_of(self._columns),
            "MEDIANS": {name: one.value for name, one in filled.items()},
            "INDICATED": [name for name, one in filled.items() if one.indicator],
            "PARTS": self._parts,
            "SUBTRACTED": self._subtracted,
            "CATEGORIES": {name: list(one.names) for name, one in categories.items()},
            "WITH_OTHER": [name for name, one in categories.items() if one.other],
        }

    @property
    def _columns(self) -> tuple[TableColumn, ...]:
        """The features, and the column that rows are split by."""
        return _with(self.split, self.schema.columns)

    @property
    def _dates(self) -> list[TableColumn]:
        """Those of dates that no numbers count."""
        return [one for one in self._columns if one.kind == "date" and one.format not in UNITS]

    def _has_dates(self, as_texts: bool) -> bool:
        return has_dates(self.tables, [column.name for column in self._dates], as_texts)

    @property
    def _filled(self) -> dict[str, Filled]:
        (impute,) = (step for step in self.prepared.steps if isinstance(step, Impute))
        pairs = zip(self.schema.columns, impute.columns, strict=True)
        return {column.name: filled for column, filled in pairs if filled}

    @property
    def _parts(self) -> dict[str, list[str]]:
        found = [
            parts for step in self.prepared.steps if isinstance(step, DateParts) for parts in step.columns
        ]
        dates = [column.name for column in self.schema.columns if column.kind == "date"]
        return dict(zip(dates, (list(parts) for parts in found if parts), strict=True))

    @property
    def _subtracted(self) -> dict[int, float]:
        steps = (step for step in self.prepared.steps if isinstance(step, Shift))
        return {number: value for step in steps for number, value in enumerate(step.columns) if value}

    @property
    def _categories(self) -> dict[str, Categories]:
        found = [
            one for step in self.prepared.steps if isinstance(step, OneHot) for one in step.columns if one
        ]
        texts = [column.name for column in self.schema.columns if column.kind == "category"]
        return dict(zip(texts, found, strict=True))

    @property
    def _signs(self) -> tuple[dict[str, str], Sequence[str]]:
        """What the texts of numbers have in the place of plain signs."""
        targets = () if self.classes else self.schema.targets
        counted = counts_of(self._columns)
        names = [*(one.name for one in self.schema.columns if one.kind == "number"), *counted, *targets]
        return signs_of(self.tables, names)

    def _spellings(self) -> dict[str, str]:
        (name,) = self.schema.targets
        return spellings_of(self.tables, name, self.schema.labels, self.classes, self.schema.numbers)

    def _functions(self) -> Iterator[str]:
        yield from dict.fromkeys(function for table in self.tables for function in table.functions)
        constants = self._constants
        if self._filled or not self.classes or (self.split and self.split.kind != "category"):
            signs, negatives = self._signs
            yield numbers_function(
                booleans=bool(constants["BOOLEANS"]),
                text_dates=self._has_dates(as_texts=True),
                typed_dates=self._has_dates(as_texts=False),
                short_years=has_short_years(constants["FORMATS"]),
                counted=bool(constants["COUNTED"]),
                form=self.schema.numbers,
                sentinels=numbers_among(self.schema.missing),
                signs=signs,
                negatives=negatives,
            )
        if self._parts:
            yield DATE_PARTS
        yield encoded_function(
            numbers=bool(self._filled),
            indicators=bool(constants["INDICATED"]),
            dates=bool(self._parts),
            categories=bool(self._categories),
            others=bool(constants["WITH_OTHER"]),
            subtracted=bool(constants["SUBTRACTED"]),
        )
        yield targets_function(self.schema.targets, bool(self.classes), bool(constants["SPELLINGS"]))
        if self.section.split_by[0] == "group":
            yield DRAW_GROUPS
