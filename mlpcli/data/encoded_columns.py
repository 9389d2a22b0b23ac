"""The names of the columns that a network takes of a table."""

from collections.abc import Iterator

from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing, Shift
from mlpcli.data.preprocessing.one_hot import Categories
from mlpcli.data.tables.schema import TableColumn


def encoded_columns(preprocessing: Preprocessing) -> tuple[str, ...]:
    """For each number in a row of the network's input, the column of the table and what of it; for series the
    column of each channel, or of each step if a row is a signal; empty if the data is no table.

    `age`, `age missing` is 1 where it is, `born days` since 1970, `born week sin`, `sex=male`, and
    `town other` for all texts that have no column of their own.
    """
    if preprocessing.series:
        return preprocessing.series.features
    return tuple(name for _, names in column_groups(preprocessing) for name in names)


def names_of(preprocessing: Preprocessing) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the numbers in a row of a table, and of the numbers to predict; empty without names."""
    named = preprocessing.table or preprocessing.series
    columns = encoded_columns(preprocessing) if preprocessing.table else ()
    return columns, named.targets if named else ()


def subtracted_constants(preprocessing: Preprocessing) -> dict[str, float]:
    """The columns, named as `encoded_columns` does, from which a constant is subtracted before they become
    float32."""
    constants = next((step.columns for step in preprocessing.steps if isinstance(step, Shift)), ())
    # Columns of texts, which become several, are after all others, and have none.
    return {name: one for name, one in zip(encoded_columns(preprocessing), constants, strict=False) if one}


def column_groups(preprocessing: Preprocessing) -> tuple[tuple[TableColumn, tuple[str, ...]], ...]:
    """The columns of a table's features with the names of the numbers that each becomes, as `encoded_columns`
    has them, in the order of these; empty if the data is no table."""
    return tuple(_groups(preprocessing)) if preprocessing.table else ()


def _groups(preprocessing: Preprocessing) -> Iterator[tuple[TableColumn, tuple[str, ...]]]:
    columns = preprocessing.table.columns if preprocessing.table else ()
    filled = iter([one for step in preprocessing.steps if isinstance(step, Impute) for one in step.columns])
    parts = iter(
        [one for step in preprocessing.steps if isinstance(step, DateParts) for one in step.columns if one]
    )
    categories = iter(
        [one for step in preprocessing.steps if isinstance(step, OneHot) for one in step.columns if one]
    )
    for column, number in zip(columns, filled, strict=True):
        if number is None:
            yield column, tuple(_category_names(column.name, next(categories)))
            continue
        names = [
            name
            for part in (next(parts) if column.kind == "date" else [""])
            for name in _part_names(column.name, part)
        ]
        yield column, (*names, *([f"{column.name} missing"] if number.indicator else []))


def _category_names(column: str, encoded: Categories) -> Iterator[str]:
    yield from (f"{column}={text}" for text in encoded.names)
    if encoded.other:
        yield f"{column} other"


def _part_names(name: str, part: str) -> Iterator[str]:
    if part in ("", "days"):
        yield f"{name} {part}".strip()
    else:
        yield from (f"{name} {part} {wave}" for wave in ("sin", "cos"))
