"""Rows of a table as people know them, from the numbers that a network takes."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.encoded_columns import column_groups, subtracted_constants
from mlpcli.data.preprocessing import Preprocessing
from mlpcli.data.tables.schema import TableColumn

MISSING = "missing"

# What float32 holds for certain.
_DIGITS = 6
_DAY = 86_400


def decoded(preprocessing: Preprocessing, row: NDArray[np.float32]) -> tuple[tuple[str, str], ...]:
    """The columns of a table's row `[features]` with their values as texts; empty if the data is no table.

    A number that was missing is `missing`, as far as training has a column that says so; a category that
    training never saw, or has no column of its own, is `another`.
    """
    constants = subtracted_constants(preprocessing)
    found, start = [], 0
    for column, names in column_groups(preprocessing):
        values = row[start : start + len(names)]
        found.append((column.name, _text(column, names, values, constants)))
        start += len(names)
    return tuple(found)


def _text(
    column: TableColumn, names: Sequence[str], values: NDArray[np.float32], constants: Mapping[str, float]
) -> str:
    if column.kind == "category":
        place = int(values.argmax())
        prefix = f"{column.name}="
        is_known = values[place] > 0 and names[place].startswith(prefix)
        return (names[place].removeprefix(prefix) or MISSING) if is_known else "another"
    if names[-1] == f"{column.name} missing" and len(names) > 1 and values[-1] > 0:
        return MISSING
    value = float(values[0]) + constants.get(names[0], 0.0)
    if column.kind == "date":
        return _date(value)
    if column.kind == "boolean":
        return "true" if value > 0 else "false"
    return f"{value:.{_DIGITS}g}"


def _date(days: float) -> str:
    try:
        time = np.datetime64(round(days * _DAY), "s")
        text = str(time).replace("T", " ")
    except (ValueError, OverflowError):
        return f"{days:.{_DIGITS}g} days since 1970"
    return text.removesuffix(" 00:00:00")
