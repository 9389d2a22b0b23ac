"""What is fitted to the training rows of a table, and what its rows are then."""

from collections.abc import Sequence

from mlpcli.config.dataset_facts import DataFacts
from mlpcli.config.sources.table import Table as TableSection
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing, Shift
from mlpcli.data.preprocessing.text_columns import Table
from mlpcli.data.sources.make_facts import task_of
from mlpcli.data.tables.column_summary import ColumnSummary
from mlpcli.data.tables.schema import TableSchema


def fit_table(cells: Table, seen: Sequence[ColumnSummary], schema: TableSchema, most: int) -> Preprocessing:
    """The steps from cells to numbers, with at most so many categories of a column.

    `cells` are those of the training rows, or of some of them; `seen` is what all of them hold.
    """
    impute = Impute.fit(cells, [summary.has_missing for summary in seen])
    steps: list[DateParts | Impute | OneHot | Shift] = [impute]
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
    shift = Shift.fit(cells)
    if any(shift.columns):
        steps.append(shift)
        cells = shift.apply(cells)
    if any(cells.shape.texts):
        counts = [summary.counts for summary, text in zip(seen, schema.texts, strict=True) if text]
        steps.append(OneHot.fit(cells, most, counts))
    return Preprocessing(tuple(steps), table=schema)


def facts_of(section: TableSection, prepared: Preprocessing, classes: tuple[str, ...]) -> DataFacts:
    """The facts of the rows that the steps give."""
    schema, last = prepared.table, prepared.steps[-1]
    assert schema is not None and isinstance(last, Impute | DateParts | OneHot | Shift)  # noqa: S101
    return DataFacts(
        section.path.name,
        "vector",
        (len(last.gives.texts),),
        task_of(classes),
        classes,
        targets=0 if classes else len(schema.targets),
        one_hot=last.groups if isinstance(last, OneHot) else (),
    )
