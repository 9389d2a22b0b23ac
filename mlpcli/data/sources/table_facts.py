"""What is known of a table before its rows are split: how it is read, and what it is to predict."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.sources.table import Table as TableSection
from mlpcli.config.types.columns import options_of
from mlpcli.data.bad_values import listed
from mlpcli.data.tables.class_spellings import map_spellings
from mlpcli.data.tables.column_names import column_called, columns_called, require_columns
from mlpcli.data.tables.column_summary import ColumnSummary, spans_of
from mlpcli.data.tables.doubts import Doubt, told
from mlpcli.data.tables.features import options_said
from mlpcli.data.tables.find_number_format import find_number_format, read_either_way
from mlpcli.data.tables.header_note import header_note, header_notices
from mlpcli.data.tables.kinds import sample
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import NumberFormat, TableColumn, TableSchema, missing_texts
from mlpcli.data.tables.splits import Shares, look_at_time
from mlpcli.data.tables.stray_rows import StrayRow, stray_rows
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import Targets, find_targets, known_classes, lost_numbers, numbers
from mlpcli.errors import DataError


@dataclass(frozen=True)
class TableLook:
    """`names` are the columns to predict, `missing` the texts of missing values, `form` that of numbers;
    `column` is that which rows are split by, if any, and `said` what the config says of it."""

    section: TableSection
    file: TableFile
    names: tuple[str, ...]
    missing: tuple[str, ...]
    form: NumberFormat
    targets: Targets
    column: str | None
    said: Mapping[str, str] = field(default_factory=dict)

    @property
    def taken(self) -> set[str]:
        """The columns that are no features."""
        return {*self.names, *([self.column] if self.column else [])}

    @property
    def shares(self) -> Shares:
        return Shares(self.section.validation, self.section.test_share)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """The rows of the file that are none of data."""
        return tuple(row.doubt for row in stray_rows(self.file, self.form, self.missing))

    @property
    def notices(self) -> tuple[str, ...]:
        section, some = self.section, sample(self.file.frame)
        either_way = read_either_way(
            some, self.file.separator, self.missing, section.decimal, section.thousands
        )
        return (
            *header_notices(note_of(self.file, section)),
            *told(self.doubts),
            *self.targets.notices,
            *self._of_time(),
            *either_way,
        )

    def _of_time(self) -> tuple[str, ...]:
        """How the dates are read that rows are split by, if they are not a feature, of which it is told."""
        if self.column is None or self.section.split_by[0] != "time" or self.section.features is not None:
            return ()
        seen = look_at_time(self.file, self.column, self.form, self.missing, self.said)
        return seen.told(self.column)

    def schema(self, columns: tuple[TableColumn, ...], seen: Sequence[ColumnSummary]) -> TableSchema:
        """How a file is read whose features are these columns, of which this was `seen`."""
        section, targets = self.section, self.targets
        spans = {} if targets.classes else spans_of(self.names, targets.values)
        spans |= {
            column.name: summary.span for column, summary in zip(columns, seen, strict=True) if summary.span
        }
        return TableSchema(
            columns,
            self.names,
            self.file.names,
            self.file.header,
            self.form,
            self.missing,
            section.separator,
            section.encoding,
            dict(section.labels),
            self.file.separator,
            spans,
        )


def form_of(section: TableSection, file: TableFile) -> tuple[NumberFormat, tuple[str, ...]]:
    """The form of the numbers of a file, and the texts of its missing values."""
    missing = missing_texts(section.missing_values, section.usual_missing_values)
    some = sample(file.frame)
    return find_number_format(some, file.separator, missing, section.decimal, section.thousands), missing


def look_at(section: TableSection, file: TableFile) -> TableLook:
    """What is known of a file, whose targets are read. Raises DataError."""
    _require_named(file, section)
    names = columns_called(section.target, file.names, file.path, "target")
    form, missing = form_of(section, file)
    said = options_said(file, section)
    kind = said.get(names[0], {}).get("kind")
    targets = find_targets(file, names, section.task, section.labels, form, missing, kind)
    if not targets.classes:
        lost = lost_numbers(file, names, form, missing)
        targets = replace(targets, notices=(*targets.notices, *lost))
    _, by = section.split_by
    column = None if by is None else column_called(by, file.names, file.path, "split")
    return TableLook(section, file, names, missing, form, targets, column, said.get(column or "", {}))


def _require_named(file: TableFile, section: TableSection) -> None:
    """Raises one DataError for all columns that the config names and the file does not have."""
    _, by = section.split_by
    named = {
        "target": section.target,
        "features": section.features or (),
        "exclude": section.exclude,
        "columns": tuple(options_of(section.columns)),
        "split": () if by is None else (by,),
    }
    require_columns(named, file.names, file.path)


def note_of(file: TableFile, section: TableSection) -> str:
    """That no header was found; empty if there is one, or the config says how the columns are called."""
    return header_note(file, section.header, section.columns if isinstance(section.columns, tuple) else None)


def stray_rows_of(section: TableSection, file: TableFile) -> tuple[StrayRow, ...]:
    """The rows of a file that are none of data."""
    return stray_rows(file, *form_of(section, file))


def read_file(section: TableSection, memory: int | None = None) -> TableFile:
    """The file of a table, read as the config says; in parts if `memory` bytes are too few for it. Raises
    DataError."""
    return read_table(
        section.path,
        separator=section.separator,
        encoding=section.encoding,
        header=section.header,
        names=section.columns if isinstance(section.columns, tuple) else None,
        memory=memory,
    )


@dataclass(frozen=True)
class TestRows:
    """The file of `test_path` with the names of the training file, its targets, and what to say of it."""

    # Not a test, whatever pytest thinks.
    __test__ = False

    file: TableFile
    targets: NDArray[Any]
    notices: tuple[str, ...]


def read_test_rows(
    section: TableSection, schema: TableSchema, classes: Sequence[str], memory: int | None
) -> TestRows | None:
    """The rows of `test_path`, if there is one. Raises DataError."""
    path = section.test_path
    if path is None:
        return None
    file = read_table(
        path,
        separator=section.separator,
        encoding=section.encoding,
        header=schema.header,
        memory=memory,
    )
    found = matched(file, schema, targets=True)
    found.require_numbers_as_trained()
    if classes:
        (name,) = schema.targets
        values: NDArray[Any] = known_classes(
            found.file,
            name,
            classes,
            schema.labels,
            schema.numbers,
            schema.missing,
            partial(map_spellings, classes, schema.labels),
        )
    else:
        values = numbers(found.file, schema.targets, schema.numbers, schema.missing)
    notices = found.numbers.notices
    if found.extra:
        extra = listed(found.extra, len(found.extra))
        notices = (f"{path.name} has columns that {section.path.name} does not have: {extra}", *notices)
    return TestRows(found.file, values, notices)


def check_classes(counts: NDArray[np.int64], classes: Sequence[str], section: TableSection) -> None:
    """Raises DataError for classes without training rows, of which `counts` are the numbers: a network never
    predicts what it has not seen."""
    absent = [name for name, count in zip(classes, counts, strict=True) if not count]
    if absent:
        raise DataError(
            f"{section.path}: no training row has the class {listed(absent, len(absent))}; "
            "expected some of each class",
            "add rows of it, remove those in the other splits, or split otherwise",
        )
