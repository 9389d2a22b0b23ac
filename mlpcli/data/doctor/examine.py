"""The examination of a source."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from mlpcli.config.sources.base import DataSection
from mlpcli.config.sources.series import Series
from mlpcli.config.sources.table import Table
from mlpcli.data.dataset import Dataset
from mlpcli.data.doctor.report import ColumnReport, DataReport, Finding
from mlpcli.data.doctor.splits import class_counts, split_findings
from mlpcli.data.files.http import Progress
from mlpcli.data.load import load
from mlpcli.data.sources import open_source
from mlpcli.data.sources.open_source import OpenSource
from mlpcli.data.tables.doubts import Doubt, told
from mlpcli.errors import DataError

if TYPE_CHECKING:
    from mlpcli.data.tables.table_file import TableFile

_ORDER = ("error", "warning", "note")


def examine(
    section: DataSection, seed: int, progress: Progress | None = None, file: "TableFile | None" = None
) -> DataReport:
    """Reads a source as a training with this `seed` does, and reports what it holds and what is wrong.

    `file` is that of a table if it was read already. What would stop the training is a finding, and raises
    nothing.
    """
    errors: list[Finding] = []
    source: OpenSource | None = None
    dataset: Dataset | None = None
    try:
        if isinstance(section, Table):
            # Imported here because it imports Polars.
            from mlpcli.data.sources.table import open_table
            from mlpcli.data.sources.table_facts import read_file
            from mlpcli.data.tables.sampled_table import MOST_LOOKED_AT, to_look_at

            file = file or to_look_at(read_file(section, MOST_LOOKED_AT))
            source = open_table(section, seed, file)
        elif isinstance(section, Series):
            from mlpcli.data.sources.series import open_series, read_file_of_series

            file = file or read_file_of_series(section)
            source = open_series(section, file)
        else:
            source = open_source(section, seed)
        dataset = load(source, seed, progress)
    except DataError as error:
        errors.append(Finding("error", error.message, error.fix))
    columns, found = _columns(section, file, source)
    if dataset is None:
        name = str(getattr(section, "path", section.source_name()))
        return DataReport(name, section.source_name(), {}, (), "", {}, columns, _ordered([*errors, *found]))
    # A training has some of the findings among its notices.
    noticed = told(Doubt(one.what, one.fix) for one in found)
    notes = [Finding("note", text) for text in dataset.notices if text not in noticed]
    findings = _ordered([*found, *split_findings(dataset), *notes])
    facts = dataset.facts
    return DataReport(
        facts.name,
        section.source_name(),
        _rows(dataset),
        facts.shape,
        facts.task,
        class_counts(dataset),
        columns,
        findings,
    )


def _columns(
    section: DataSection, file: "TableFile | None", source: OpenSource | None
) -> tuple[tuple[ColumnReport, ...], Sequence[Finding]]:
    if isinstance(section, Series) and file is not None:
        return _columns_of_series(section, file, source)
    if not isinstance(section, Table) or file is None:
        return (), ()
    # Imported here because it imports Polars.
    from mlpcli.data.doctor.table_columns import column_findings, column_reports, look_at_table
    from mlpcli.data.sources.table import OpenTable
    from mlpcli.data.tables.sampled_table import SampledTable

    try:
        table = look_at_table(section, file)
    except DataError:  # It has stopped the opening too.
        return (), ()
    opened = source if isinstance(source, OpenTable) else None
    columns = tuple(column_reports(table, opened))
    found = list(column_findings(table, opened, columns)) if opened else []
    if isinstance(file, SampledTable):
        found.append(Finding("note", file.note))
    return columns, found


def _columns_of_series(
    section: Series, file: "TableFile", source: OpenSource | None
) -> tuple[tuple[ColumnReport, ...], Sequence[Finding]]:
    # Imported here because it imports Polars.
    from mlpcli.data.doctor.series_columns import look_at_series, series_findings, series_reports

    try:
        table, schema = look_at_series(section, file)
    except DataError:  # It has stopped the opening too.
        return (), ()
    columns = tuple(series_reports(table, schema))
    return columns, list(series_findings(table, schema)) if source else ()


def _rows(dataset: Dataset) -> dict[str, int]:
    return {
        name: len(split)
        for name in ("train", "validation", "test")
        if (split := dataset.split(name)) is not None
    }


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda one: _ORDER.index(one.severity)))
