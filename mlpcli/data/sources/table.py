"""The source `table`: a user's own table, in which everything is found by looking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.messages.spelling import nearest
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import MOST_NAMED, listed
from mlpcli.data.dataset import SourceRows, Split
from mlpcli.data.files.http import Opener, Progress
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing
from mlpcli.data.preprocessing.text_columns import Table
from mlpcli.data.sources.make_facts import task_of
from mlpcli.data.sources.open_source import OpenSource, Reading, Treatment
from mlpcli.data.tables.cells import read_cells
from mlpcli.data.tables.column_names import column_called, columns_called
from mlpcli.data.tables.features import Features, find_features
from mlpcli.data.tables.kinds import sample
from mlpcli.data.tables.matching import matched
from mlpcli.data.tables.numbers import find_number_format
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import MISSING, NumberFormat, TableSchema
from mlpcli.data.tables.splits import Shares, SplitRows, splitter
from mlpcli.data.tables.table_file import TableFile
from mlpcli.data.tables.targets import Targets, find_targets, known_classes, numbers
from mlpcli.errors import DataError


@dataclass(frozen=True, eq=False)
class OpenTable(OpenSource):
    """A table whose rows have been read, split and encoded by what was fitted to the training rows.

    That is done once, when it is opened, because the number of features depends on it.
    """

    section: TableSection
    known: DataFacts
    rows: SourceRows

    @property
    def facts(self) -> DataFacts:
        return self.known

    @property
    def treatment(self) -> Treatment:
        return replace(super().treatment, test=self.section.test_share)

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
    file = file or read_file(section)
    names = columns_called(section.target, file.names, file.path, "target")
    missing = missing_texts(section)
    form = find_number_format(sample(file.frame), file.separator, missing, section.decimal, section.thousands)
    targets = find_targets(file, names, section.task, section.labels, form, missing)
    how, by = section.split_by
    column = None if by is None else column_called(by, file.names, file.path, "split")
    shares = Shares(section.validation, section.test_share)
    split = splitter(how, column, form, missing, seed)(file, targets, shares)
    taken = {*names, *([column] if column else [])}
    features = find_features(file, section, taken, form, missing, split.train)
    schema = _schema(file, section, features, names, form, missing)
    held = _held(features, targets, split)
    notices = (*_header_notice(file, section), *targets.notices, *features.notices)
    digest = file.digest
    if section.test_path is not None:
        held["test"], more, digest_of_test = _test_rows(section, schema, targets)
        notices, digest = (*notices, *more), f"{digest}+{digest_of_test}"
    # The texts of the file are no longer needed, and take more memory than the rows.
    del file, features
    _check_classes(held, targets.classes, section)
    return _encoded(section, schema, held, targets, notices, digest)


def read_file(section: TableSection) -> TableFile:
    """The file of a table, read as the config says. Raises DataError."""
    return read_table(
        section.path,
        separator=section.separator,
        encoding=section.encoding,
        header=section.header,
        names=section.columns if isinstance(section.columns, tuple) else None,
    )


def missing_texts(section: TableSection) -> tuple[str, ...]:
    """The texts that mean a missing value; an empty field does, whatever else."""
    given = section.missing_values if section.missing_values is not None else MISSING
    return tuple(dict.fromkeys(("", *given)))


def _schema(
    file: TableFile,
    section: TableSection,
    features: Features,
    targets: tuple[str, ...],
    form: NumberFormat,
    missing: tuple[str, ...],
) -> TableSchema:
    return TableSchema(
        features.columns,
        targets,
        file.names,
        file.header,
        form,
        missing,
        section.separator,
        section.encoding,
        dict(section.labels),
    )


def _held(features: Features, targets: Targets, split: SplitRows) -> dict[str, _Held]:
    held = {"train": split.train, "validation": split.validation, "test": split.test}
    return {
        name: _Held(features.cells[rows], targets.values[rows])
        for name, rows in held.items()
        if rows is not None
    }


def _test_rows(
    section: TableSection, schema: TableSchema, targets: Targets
) -> tuple[_Held, tuple[str, ...], str]:
    """The rows of `test_path`, what the user should know of them, and the digest of the file."""
    path = section.test_path
    assert path is not None  # noqa: S101
    file = read_table(
        path,
        separator=section.separator,
        encoding=section.encoding,
        header=schema.header,
        names=None if schema.header else schema.names,
    )
    found = matched(file, schema, targets=True)
    cells = read_cells(found.file, schema)
    if targets.classes:
        (name,) = schema.targets
        values: NDArray[Any] = known_classes(
            found.file, name, targets.classes, schema.labels, schema.missing, partial(_map, targets.classes)
        )
    else:
        values = numbers(found.file, schema.targets, schema.numbers, schema.missing)
    notices: tuple[str, ...] = ()
    if found.extra:
        extra = listed(found.extra, len(found.extra))
        notices = (f"{path.name} has columns that {section.path.name} does not have: {extra}",)
    return _Held(cells, values), notices, file.digest


def _map(classes: Sequence[str], unknown: Sequence[str]) -> str:
    meant = {text: found for text in unknown if (found := nearest(text, classes))}
    pairs = meant or {unknown[0]: classes[0]}
    written = one_line(dict(islice(pairs.items(), MOST_NAMED)))
    return f"if they are other spellings, map them in the config: labels: {written}; or remove these rows"


def _header_notice(file: TableFile, section: TableSection) -> tuple[str, ...]:
    if file.header or section.header != "auto" or isinstance(section.columns, tuple):
        return ()
    return (
        f"{file.path.name} has no header: its columns are called column_1 to column_{len(file.names)}; "
        "header: true takes its first line for names",
    )


def _check_classes(held: Mapping[str, _Held], classes: Sequence[str], section: TableSection) -> None:
    """Raises DataError for classes without training rows: a network never predicts what it has not seen."""
    if not classes:
        return
    counts = np.bincount(held["train"].targets, minlength=len(classes))
    absent = [name for name, count in zip(classes, counts, strict=True) if not count]
    if absent:
        raise DataError(
            f"{section.path}: no training row has the class {listed(absent, len(absent))}; "
            "expected some of each class",
            "add rows of it, remove those in the other splits, or split otherwise",
        )


def _encoded(
    section: TableSection,
    schema: TableSchema,
    held: Mapping[str, _Held],
    targets: Targets,
    notices: tuple[str, ...],
    digest: str,
) -> OpenTable:
    steps = _fitted(held["train"].cells, schema, section.max_categories)
    prepared = Preprocessing(steps, table=schema)
    splits = {name: Split(prepared.on_host(rows.cells), rows.targets) for name, rows in held.items()}
    train = splits["train"]
    groups = next((step.groups for step in steps if isinstance(step, OneHot)), ())
    facts = DataFacts(
        section.path.name,
        "vector",
        train.inputs.shape[1:],
        task_of(targets.classes),
        targets.classes,
        targets=0 if targets.classes else len(schema.targets),
        one_hot=groups,
    )
    rows = SourceRows(
        train,
        splits.get("test"),
        notices,
        validation=splits.get("validation"),
        prepared=prepared,
        fingerprint=digest,
    )
    return OpenTable(section, facts, rows)


def _fitted(cells: Table, schema: TableSchema, most: int) -> tuple[DateParts | Impute | OneHot, ...]:
    """The steps from cells to numbers, fitted to the training rows."""
    impute = Impute.fit(cells)
    steps: list[DateParts | Impute | OneHot] = [impute]
    cells = impute.apply(cells)
    dates = [
        part
        for column, filled in zip(schema.columns, impute.columns, strict=True)
        for part in [column.kind == "date", *([False] if filled and filled.indicator else [])]
    ]
    if any(dates):
        parts = DateParts.fit(cells, dates)
        steps.append(parts)
        cells = parts.apply(cells)
    if any(cells.shape.texts):
        steps.append(OneHot.fit(cells, most))
    return tuple(steps)
