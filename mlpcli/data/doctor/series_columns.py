"""What the columns of series hold, and those that are of no use."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from mlpcli.config.sources.series import Series
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import listed
from mlpcli.data.doctor.report import ColumnReport, Finding, Role
from mlpcli.data.doctor.table_columns import LookedAt, numbers_report, report_of, the_same
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.series.find_columns import find_columns
from mlpcli.data.series.read_rows import numbers_of
from mlpcli.data.series.schema import SeriesSchema
from mlpcli.data.tables.cells import columns_of
from mlpcli.data.tables.kinds import look_at_all, sample
from mlpcli.data.tables.numbers import parse_numbers, plain_numbers
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError

_MOSTLY_MISSING = 0.2


def look_at_series(section: Series, file: TableFile) -> tuple[LookedAt, SeriesSchema]:
    """Raises DataError if the file does not have the columns that the config names."""
    schema = find_columns(file, section).schema
    return LookedAt(file, schema.numbers, schema.missing, schema.targets), schema


def series_reports(table: LookedAt, schema: SeriesSchema) -> Iterator[ColumnReport]:
    """What each column holds, and as what the training uses it; the steps of signals are one."""
    looks = look_at_all(sample(table.file.frame), table.form, table.missing)
    steps = frozenset() if schema.window else frozenset(schema.features)
    for name in table.file.names:
        if name in steps:
            if name == schema.features[0]:
                yield _steps_report(table, schema.features)
            continue
        kind = looks[name].kind or "text"
        report = report_of(table, name, kind, _role(name, schema))
        yield replace(report, values=_from_to(table, schema)) if report.role == "time" else report


def _role(name: str, schema: SeriesSchema) -> Role:
    if name in schema.targets:
        return "target"
    if schema.time and name == schema.time.name:
        return "time"
    return "group" if name == schema.group else "feature" if name in schema.features else "unused"


def _from_to(table: LookedAt, schema: SeriesSchema) -> str:
    """The first and the last time."""
    if schema.time is None:
        return ""
    try:
        (times,) = columns_of(table.file, [schema.time], table.form, table.missing)
    except DataError:  # It has stopped the opening too.
        return ""
    ends = [] if isinstance(times, Texts) else [int(np.nanargmin(times)), int(np.nanargmax(times))]
    return " to ".join(table.file.texts(schema.time.name, ends))


def _steps_report(table: LookedAt, steps: Sequence[str]) -> ColumnReport:
    frame = table.file.frame.select(steps)
    plain = plain_numbers(frame, table.form).to_dict()
    parsed = [parse_numbers(frame[name], table.form, table.missing, plain.get(name)) for name in steps]
    return numbers_report(f"{steps[0]} to {steps[-1]}", parsed)


def series_findings(table: LookedAt, schema: SeriesSchema) -> Iterator[Finding]:
    """Channels that are constant, often missing, or the same as another one; signals that are flat."""
    # Whatever is to become of missing numbers in the training.
    values = numbers_of(table.file, schema.channels, replace(schema, rule="skip"))
    is_missing = np.isnan(values)
    if not schema.window:
        yield from _flat(values)
        return
    for number, name in enumerate(schema.features):
        there = values[~is_missing[:, number], number]
        if len(there) and there.min() == there.max():
            yield Finding(
                "warning",
                f"{name} is {there[0]:g} in every row, which tells nothing",
                f"leave it out: exclude: {one_line([name])}; or look after the sensor",
            )
        share = is_missing[:, number].mean()
        if share > _MOSTLY_MISSING:
            yield Finding(
                "warning",
                f"{name} is missing in {share:.1%} of the rows, and so in nearly every window",
                f"leave it out: exclude: {one_line([name])}; or write missing: forward",
            )
    yield from the_same(schema.channels, list(values.T))


def _flat(values: "np.ndarray[tuple[int, int], np.dtype[np.float64]]") -> Iterator[Finding]:
    with np.errstate(invalid="ignore"):
        flat = np.flatnonzero(values.max(axis=1) == values.min(axis=1))
    if len(flat):
        named = listed((f"{row + 1}" for row in flat), len(flat), "row")
        yield Finding(
            "warning",
            f"signals that are constant, by their rows: {named}",
            "remove them if they were not measured",
        )
