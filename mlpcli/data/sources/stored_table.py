"""A table of more rows than memory: it is looked at, fitted and encoded a part at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.data.dataset import SourceRows, Split, StoredRows
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.preprocessing import Impute, Preprocessing
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.sources.open_source import OpenSource, Reading, Treatment
from mlpcli.data.sources.table_facts import TableLook, check_classes, read_test_rows
from mlpcli.data.sources.table_fitting import facts_of, fit_table
from mlpcli.data.split import drawing
from mlpcli.data.stores.disk_rows import DiskRows, class_counts, whole_file
from mlpcli.data.stores.encoded import encoded, stored
from mlpcli.data.stores.one_hot_codes import packed, unpacked
from mlpcli.data.stores.split import hold_back
from mlpcli.data.stores.split_members import Members
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.column_summary import ColumnSummary
from mlpcli.data.tables.doubts import told
from mlpcli.data.tables.features import Candidates, candidates
from mlpcli.data.tables.gather import over_parts
from mlpcli.data.tables.odd_dates import odd_dates_in_parts
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.splits import Shares, splitter
from mlpcli.data.tables.table_file import TableFile

# What medians and the parts of dates are fitted to: the cells of a random sample of the training rows.
_SAMPLE_BYTES = 32 * 2**20
# What is encoded at once.
_AT_ONCE = 16 * 2**20
_CELL = 8


@dataclass(frozen=True)
class _Rows:
    """A file, and the targets of all of its rows."""

    file: TableFile
    targets: DiskRows


@dataclass(frozen=True)
class _Drawn:
    """The rows of each split; None for all or, but for training, for none."""

    train: Members | None
    validation: Members | None
    test: Members | None


@dataclass(frozen=True, eq=False)
class OpenStoredTable(OpenSource):
    """A table whose rows have been looked at and split. They are encoded into the cache folder once they are
    asked for.

    `rows` are those of `path`, and `test` those of `test_path`. `has_gaps` says of each column of features
    whether a number is missing in any row.
    """

    section: TableSection
    known: DataFacts
    prepared: Preprocessing
    rows: _Rows
    drawn: _Drawn
    test: _Rows | None
    has_gaps: Sequence[bool]
    notices: tuple[str, ...]

    @property
    def facts(self) -> DataFacts:
        return self.known

    @property
    def treatment(self) -> Treatment:
        return replace(super().treatment, test=self.section.test_share)

    @property
    def is_on_disk(self) -> bool:
        return True

    @property
    def fitted(self) -> Preprocessing:
        return self.prepared

    @property
    def training_count(self) -> int:
        return len(self.rows.targets if self.drawn.train is None else self.drawn.train)

    def read(self, seed: int, progress: Progress | None, opener: Opener) -> SourceRows:
        raise NotImplementedError("rows on disk are not read into memory")

    def on_disk(self, progress: Progress | None = None) -> StoredRows:
        whole, drawn = Split(self._inputs(self.rows.file), self.rows.targets), self.drawn
        train, validation, test = (
            None if members is None else whole.part(members)
            for members in (drawn.train, drawn.validation, drawn.test)
        )
        digest = self.rows.file.digest
        if self.test:
            test = Split(self._inputs(self.test.file), self.test.targets)
            digest = f"{digest}+{self.test.file.digest}"
        return StoredRows(
            train or whole,
            test,
            lambda _: self.notices,
            validation,
            self.prepared,
            digest,
        )

    def script(self) -> Reading:
        # Imported here because nothing else needs it.
        from mlpcli.data.sources.table_script import script_of

        return script_of(self.section, self.prepared, self.known.classes)

    def _inputs(self, file: TableFile) -> DiskRows:
        """The rows of a file as the network takes them."""
        widths = self.known.one_hot
        schema = self.prepared.table
        # Neither says how the features are read.
        read = asdict(replace(schema, labels={}, spans={})) if schema else None
        made_from = {
            "table": file.digest,
            "read": read,
            "steps": [asdict(step) for step in _deciding(self.prepared, self.has_gaps).steps],
        }
        size = 4 * len(file) * (self.known.count - sum(widths) + len(widths))
        file_of_rows = encoded(
            made_from, str(file.path), size, partial(_blocks, file, self.prepared, self.known)
        )
        rows = whole_file(file_of_rows)
        if not widths:
            return rows
        return rows.mapped(partial(unpacked, widths), self.known.shape, np.float32)


def open_stored(look: TableLook, seed: int, memory: int | None) -> OpenStoredTable:
    """A table that is a LargeTable: reads all of its rows, in parts, several times.

    Medians are those of a random sample of the training rows; all else is exact. Raises DataError as
    `open_table` does, and StorageError.
    """
    section, file, classes = look.section, look.file, look.targets.classes
    rows = _Rows(file, stored(look.targets.values, str(file.path)))
    drawn = _drawn(look, rows.targets, seed)
    if classes:
        train = rows.targets if drawn.train is None else rows.targets.of(drawn.train)
        check_classes(class_counts(train, len(classes)), classes, section)
    found = candidates(file, section, look.taken, look.form, look.missing)
    cells, seen = _looked_at(look, found, drawn.train, seed)
    kept, notices = found.kept(file, seen)
    odd = odd_dates_in_parts(file, found.columns, cells, seen, look.form, look.missing)
    notices = (*look.notices, *notices, *told(odd))
    seen = [seen[number] for number in kept]
    schema = look.schema(tuple(found.columns[number] for number in kept), seen)
    prepared = fit_table(Table(tuple(cells[number] for number in kept)), seen, schema, section.max_categories)
    test = None
    if other := read_test_rows(section, schema, classes, memory):
        test = _Rows(other.file, stored(other.targets, str(other.file.path)))
        notices = (*notices, *other.notices)
    return OpenStoredTable(
        section,
        facts_of(section, prepared, classes),
        prepared,
        rows,
        drawn,
        test,
        # Where another file has gaps is not known yet.
        [summary.is_filled or test is not None for summary in seen],
        notices,
    )


def _drawn(look: TableLook, targets: DiskRows, seed: int) -> _Drawn:
    """As `open_table` draws them."""
    file, shares, classes = look.file, look.shares, look.targets.classes
    how, _ = look.section.split_by
    if how == "random":
        with drawing(str(file.path), "test", shares.validation, classes):
            train, test = hold_back(targets, None, shares.test, (seed, 0), classes)
        validation = None
    else:
        # Those that a column does not name are drawn below, without an array of all rows.
        now = Shares(0.0 if how == "column" else shares.validation, shares.test)
        split = splitter(how, look.column, look.form, look.missing, seed, look.said)(file, look.targets, now)
        train, validation, test = (
            None if some is None else Members.at(len(file), some)
            for some in (split.train, split.validation, split.test)
        )
    if how == "random" or (how == "column" and validation is None):
        with drawing(str(file.path), "validation", classes=classes):
            train, validation = hold_back(targets, train, shares.validation, (seed, 1), classes)
    return _Drawn(train, validation, test)


def _looked_at(
    look: TableLook, found: Candidates, train: Members | None, seed: int
) -> tuple[list[Any], list[ColumnSummary]]:
    """The cells of a sample of the training rows, and what all rows hold."""
    columns, seen = found.columns, found.summaries()
    rows = len(look.file) if train is None else len(train)
    share = max(_SAMPLE_BYTES // (_CELL * max(1, len(columns))), 16) / max(1, rows)
    generator = np.random.Generator(np.random.PCG64((seed, 3)))
    drawn: list[list[NDArray[np.float64]]] = [[] for _ in columns]
    first = count = 0
    for cells in _cells(look.file, columns, look.form, look.missing):
        stop = first + len(cells)
        is_train = np.ones(len(cells), bool) if train is None else train.mask(first, stop)
        rows_of_training = np.flatnonzero(is_train)
        some = rows_of_training[generator.random(len(rows_of_training)) < share]
        for values, summary, parts in zip(cells.columns, seen, drawn, strict=True):
            summary.add(values, rows_of_training)
            if not isinstance(values, Texts):
                parts.append(values[some])
        first, count = stop, count + len(some)
    # Of texts the summary has all that is fitted.
    return [
        Texts(np.zeros(count, np.int32), ("",)) if column.kind == "category" else np.concatenate(parts)
        for column, parts in zip(columns, drawn, strict=True)
    ], seen


def _cells(
    file: TableFile, columns: Sequence[TableColumn], form: NumberFormat, missing: Sequence[str]
) -> Iterator[Table]:
    """The cells of these columns, a part of the file at a time."""
    texts = [column.name for column in columns if column.kind == "category"]
    return over_parts(
        file,
        [column.name for column in columns],
        lambda part: Table(tuple(columns_of(part, columns, form, missing))),
        texts,
    )


def _blocks(file: TableFile, prepared: Preprocessing, facts: DataFacts) -> Iterator[NDArray[np.float32]]:
    schema = prepared.table
    assert schema is not None  # noqa: S101
    step = max(1, _AT_ONCE // (4 * facts.count))
    for cells in _cells(file, schema.columns, schema.numbers, schema.missing):
        for start in range(0, len(cells), step):
            rows = prepared.on_host(cells[start : start + step])
            yield packed(facts.one_hot, rows) if facts.one_hot else rows


def _deciding(prepared: Preprocessing, has_gaps: Sequence[bool]) -> Preprocessing:
    """The steps, without the medians that fill nothing in these rows."""
    steps = [
        replace(
            step,
            columns=tuple(
                replace(filled, value=0.0) if filled and not gaps else filled
                for filled, gaps in zip(step.columns, has_gaps, strict=True)
            ),
        )
        if isinstance(step, Impute)
        else step
        for step in prepared.steps
    ]
    return replace(prepared, steps=tuple(steps))
