"""The source `table`: a user's own table, in which everything is found by looking."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.data.dataset import SourceRows, Split
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.preprocessing.text_columns import Table
from mlpcli.data.sources.open_source import OpenSource, Reading, Treatment
from mlpcli.data.sources.stored_table import OpenStoredTable, open_stored
from mlpcli.data.sources.table_facts import (
    TableLook,
    check_classes,
    look_at,
    note_of,
    read_file,
    read_test_rows,
    stray_rows_of,
)
from mlpcli.data.sources.table_fitting import facts_of, fit_table
from mlpcli.data.stores.disk_rows import number_range
from mlpcli.data.tables.cells import read_cells
from mlpcli.data.tables.doubts import Doubt
from mlpcli.data.tables.features import Features, find_features
from mlpcli.data.tables.header_note import noting_header
from mlpcli.data.tables.large_table import LargeTable
from mlpcli.data.tables.read_table import memory_of
from mlpcli.data.tables.splits import SplitRows, splitter
from mlpcli.data.tables.stray_rows import noting_stray_rows
from mlpcli.data.tables.table_file import TableFile


@dataclass(frozen=True, eq=False)
class OpenTable(OpenSource):
    """A table whose rows have been read, split and encoded by what was fitted to the training rows.

    That is done once, when it is opened, because the number of features depends on it. Of the `doubts` the
    notices of its rows tell too.
    """

    section: TableSection
    known: DataFacts
    rows: SourceRows
    doubts: tuple[Doubt, ...]

    @property
    def facts(self) -> DataFacts:
        return self.known

    @property
    def treatment(self) -> Treatment:
        return replace(super().treatment, test=self.section.test_share)

    @property
    def fitted(self) -> Preprocessing | None:
        return self.rows.prepared

    @property
    def training_count(self) -> int:
        return len(self.rows.train)

    @property
    def largest_input(self) -> float:
        # Not max, which would be NaN where a number is missing.
        return float(np.fmax.reduce(np.abs(self.rows.train.inputs[:]), axis=None, initial=0.0))

    @property
    def target_range(self) -> tuple[float, float] | None:
        return None if self.known.classes else number_range(self.rows.train.targets)

    def read(self, seed: int, progress: Progress | None, opener: Opener) -> SourceRows:
        return self.rows

    def script(self) -> Reading:
        # Imported here because nothing else needs it.
        from mlpcli.data.sources.table_script import script_of

        assert self.rows.prepared is not None  # noqa: S101
        return script_of(self.section, self.rows.prepared, self.known.classes)


@dataclass(frozen=True)
class _Held:
    """The cells and targets of some rows."""

    cells: Table
    targets: NDArray[Any]


def open_table(section: TableSection, seed: int, file: TableFile | None = None) -> OpenTable:
    """Reads the file, unless it is given, and the file of test rows if there is one. Raises DataError."""
    opened = open_within(section, seed, None, file)
    assert isinstance(opened, OpenTable)  # noqa: S101
    return opened


def open_within(
    section: TableSection, seed: int, memory: int | None, file: TableFile | None = None
) -> OpenTable | OpenStoredTable:
    """As `open_table`, but if `memory` bytes are too few for all rows, they stay on disk, if the file can be
    read in parts. Raises DataError, and StorageError if there is no room for them."""
    file = file or read_file(section, memory)
    stray = partial(stray_rows_of, section, file)
    with noting_header(note_of(file, section)), noting_stray_rows(stray):
        look = look_at(section, file)
        del file
        if isinstance(look.file, LargeTable):
            return open_stored(look, seed, memory)
        how, _ = section.split_by
        split = splitter(how, look.column, look.form, look.missing, seed, look.said)(
            look.file, look.targets, look.shares
        )
        features = find_features(look.file, section, look.taken, look.form, look.missing, split.train)
        schema = look.schema(features.columns, features.seen)
        held = _held(features, look, split)
        doubts = (*look.doubts, *features.doubts)
        notices = (*_too_large(look.file, memory), *look.notices, *features.notices)
        digest = look.file.digest
        if test := read_test_rows(section, schema, look.targets.classes, None):
            held["test"] = _Held(read_cells(test.file, schema), test.targets)
            notices, digest = (*notices, *test.notices), f"{digest}+{test.file.digest}"
        classes, seen = look.targets.classes, features.seen
        # The texts of the file are no longer needed, and take more memory than the rows.
        del look, features, test
        if classes:
            check_classes(np.bincount(held["train"].targets, minlength=len(classes)), classes, section)
        prepared = fit_table(held["train"].cells, seen, schema, section.max_categories)
        rows = _encoded(prepared, held, notices, digest)
        return OpenTable(section, facts_of(section, prepared, classes), rows, doubts)


def _too_large(file: TableFile, memory: int | None) -> tuple[str, ...]:
    if memory is None or memory_of(file) <= memory:
        return ()
    return (
        f"{file.path.name} needs more memory than training.memory_limit, but cannot be read in parts; "
        "parquet can: save it as such",
    )


def _held(features: Features, look: TableLook, split: SplitRows) -> dict[str, _Held]:
    held = {"train": split.train, "validation": split.validation, "test": split.test}
    return {
        name: _Held(features.cells[rows], look.targets.values[rows])
        for name, rows in held.items()
        if rows is not None
    }


def _encoded(
    prepared: Preprocessing, held: Mapping[str, _Held], notices: tuple[str, ...], digest: str
) -> SourceRows:
    splits = {name: Split(prepared.on_host(rows.cells), rows.targets) for name, rows in held.items()}
    return SourceRows(
        splits["train"],
        splits.get("test"),
        notices,
        validation=splits.get("validation"),
        prepared=prepared,
        fingerprint=digest,
    )
