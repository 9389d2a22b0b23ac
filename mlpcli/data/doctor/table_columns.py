"""What the columns of a table hold, and those that are of no use or tell too much."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from mlpcli.config.messages.spelling import spelled_alike
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.config.yaml.notation import one_line
from mlpcli.data.bad_values import listed
from mlpcli.data.doctor.report import ColumnReport, Finding, Role
from mlpcli.data.doctor.target_leaks import tells_the_target
from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.sources.table import OpenTable
from mlpcli.data.sources.table_facts import form_of
from mlpcli.data.tables.cells import as_texts, columns_of, stripped
from mlpcli.data.tables.class_spellings import in_several_spellings
from mlpcli.data.tables.column_names import columns_called
from mlpcli.data.tables.kinds import look_at_all, sample
from mlpcli.data.tables.numbers import Parsed, parse_numbers, plain_numbers
from mlpcli.data.tables.schema import NumberFormat, TableColumn
from mlpcli.data.tables.table_file import TableFile, shown

Cells = NDArray[np.float64] | Texts

_MOSTLY_MISSING = 0.5
_COMMONEST = 3
# From here on float64 rounds whole numbers.
_ROUNDED = 2**53
# A telling column is as telling in these rows.
_MOST_ROWS = 20_000


@dataclass(frozen=True)
class LookedAt:
    """A table's file, how it is read, and the columns to predict."""

    file: TableFile
    form: NumberFormat
    missing: tuple[str, ...]
    targets: tuple[str, ...]


def look_at_table(section: TableSection, file: TableFile) -> LookedAt:
    """Raises DataError if the file does not have the columns to predict."""
    form, missing = form_of(section, file)
    return LookedAt(file, form, missing, columns_called(section.target, file.names, file.path, "target"))


def column_reports(table: LookedAt, opened: OpenTable | None) -> Iterator[ColumnReport]:
    """What each column holds; with `opened`, whether and as what the training uses it."""
    schema = opened.rows.prepared.table if opened and opened.rows.prepared else None
    used = {column.name: column.kind for column in schema.columns} if schema else {}
    unused = sample(table.file.frame).drop(used)
    looks = look_at_all(unused, table.form, table.missing)
    kinds = {name: used.get(name) or looks[name].kind or "text" for name in table.file.names}
    numbers = table.file.frame.select(name for name, kind in kinds.items() if kind == "number")
    plain = plain_numbers(numbers, table.form).to_dict()
    for name, kind in kinds.items():
        role: Role = "target" if name in table.targets else "feature" if name in used else "unused"
        yield report_of(table, name, kind, role, plain.get(name))


def report_of(
    table: LookedAt, name: str, kind: str, role: Role, plain: pl.Series | None = None
) -> ColumnReport:
    """What a column of this kind holds; `plain` is that of numbers as `plain_numbers` gives it."""
    if kind == "number":
        parsed = parse_numbers(table.file.frame[name], table.form, table.missing, plain)
        report = numbers_report(name, [parsed], role)
        return _exactly(report, table.file.frame[name], parsed)
    texts = stripped(as_texts(table.file.frame[name]), table.missing)
    counts = texts.counts()
    missing = counts.pop("", 0)
    return ColumnReport(name, role, kind, missing, len(counts), _commonest(counts, len(texts)))


def numbers_report(name: str, parsed: Sequence[Parsed], role: Role = "feature") -> ColumnReport:
    """What columns of numbers hold, taken together under a name."""
    values = np.concatenate([one.values for one in parsed])
    there = np.sort(values[np.isfinite(values)])
    different = int(np.count_nonzero(np.diff(there))) + bool(len(there))
    missing = sum(len(one.missing) for one in parsed)
    return ColumnReport(name, role, "number", missing, different, _range(there))


def _exactly(report: ColumnReport, column: pl.Series, parsed: Parsed) -> ColumnReport:
    """The report of whole numbers that float64 rounds, such as ids of 19 digits, with their own digits."""
    with np.errstate(invalid="ignore"):
        large = bool((np.abs(parsed.values) >= _ROUNDED).any())
    if not large:
        return report
    texts = column.str.strip_chars() if column.dtype == pl.String else column
    # Texts and whole numbers alone: a float has lost the digits already.
    whole = None if column.dtype.is_float() else texts.cast(pl.Int128, strict=False).drop_nulls().sort()
    if whole is None or len(whole) != len(column) - len(parsed.missing) - len(parsed.wrong):
        return report
    twice = whole[(len(whole) - 1) // 2] + whole[len(whole) // 2]
    sign, size = "-" if twice < 0 else "", abs(twice)
    middle = f"{sign}{size // 2}{'.5' if size % 2 else ''}"
    return replace(report, different=whole.n_unique(), values=f"{whole[0]} to {whole[-1]}, median {middle}")


def _range(ordered: NDArray[np.float64]) -> str:
    if not len(ordered):
        return "no numbers"
    low, middle, high = map(_number, (ordered[0], np.median(ordered), ordered[-1]))
    return f"{low} to {high}, median {middle}"


def _number(value: float) -> str:
    return f"{value:,.0f}" if 1e6 <= abs(value) < 1e15 else f"{value:,.6g}"


def _commonest(counts: Mapping[str, int], rows: int) -> str:
    most = sorted(counts.items(), key=lambda item: -item[1])[:_COMMONEST]
    named = ", ".join(f"{shown(text)[1:-1]} {count / rows:.1%}" for text, count in most)
    return named + (", ..." if len(counts) > len(most) else "")


def column_findings(table: LookedAt, opened: OpenTable, columns: Sequence[ColumnReport]) -> Iterator[Finding]:
    """Rows that are none of data, and odd dates; columns that are mostly missing, the same as another one,
    or give the target away."""
    features = [one for one in columns if one.role == "feature"]
    rows = len(table.file)
    yield from (Finding("warning", *doubt) for doubt in opened.doubts)
    for one in features:
        if one.missing > _MOSTLY_MISSING * rows:
            yield Finding(
                "warning",
                f"{one.name} is missing in {one.missing / rows:.1%} of the rows",
                f"leave it out with exclude: {one_line([one.name])} if its absence means nothing",
            )
    schema = opened.rows.prepared.table if opened.rows.prepared else None
    if schema is None:
        return
    cells = columns_of(table.file, schema.columns, table.form, table.missing)
    yield from the_same(schema.columns, cells)
    yield from _in_several_spellings(schema.columns, cells)
    yield from _classes_in_several_spellings(schema.targets[0], opened.facts.classes)
    yield from _telling(table, opened, schema.columns, cells)


def the_same(columns: Sequence[TableColumn], cells: Sequence[Cells]) -> Iterator[Finding]:
    """Columns that hold the same in every row as another one."""
    first: dict[bytes, str] = {}
    for column, values in zip(columns, cells, strict=True):
        key = (values.codes if isinstance(values, Texts) else values).tobytes()
        if (other := first.setdefault(key, column.name)) != column.name:
            yield Finding(
                "warning",
                f"{column.name} says the same in every row as {other}",
                f"leave one of them out: exclude: {one_line([column.name])}",
            )


def _in_several_spellings(columns: Sequence[TableColumn], cells: Sequence[Cells]) -> Iterator[Finding]:
    for column, values in zip(columns, cells, strict=True):
        alike = spelled_alike(values.values) if isinstance(values, Texts) else []
        if alike:
            named = (" and ".join(map(shown, group)) for group in alike)
            yield Finding(
                "note",
                f"{column.name} may hold the same category in several spellings: "
                f"{listed(named, len(alike), separator='; ')}",
                "to the network they are different: write them alike in the file if they are the same",
            )


def _classes_in_several_spellings(target: str, classes: Sequence[str]) -> Iterator[Finding]:
    if alike := in_several_spellings(classes):
        named = (" and ".join(map(shown, group)) for group in alike)
        labels = {other: group[0] for group in alike for other in group[1:]}
        yield Finding(
            "warning",
            f"{target} may hold the same class in several spellings: "
            f"{listed(named, len(alike), separator='; ')}",
            f"if they are the same, write labels: {one_line(dict(labels))}",
        )


def _telling(
    table: LookedAt,
    opened: OpenTable,
    columns: Sequence[TableColumn],
    cells: Sequence[Cells],
) -> Iterator[Finding]:
    every = slice(None, None, max(1, len(table.file) // _MOST_ROWS))
    for target in table.targets:
        if opened.facts.classes:
            targets: Any = stripped(as_texts(table.file.frame[target]), table.missing).codes
        else:
            targets = parse_numbers(table.file.frame[target], table.form, table.missing).values
        for column, values in zip(columns, cells, strict=True):
            plain = values.codes if isinstance(values, Texts) else values
            if tells_the_target(plain[every], targets[every], bool(opened.facts.classes)):
                yield Finding(
                    "warning",
                    f"{column.name} alone tells {target} nearly without a mistake: was it known before?",
                    f"if it was not, leave it out: exclude: {one_line([column.name])}",
                )
