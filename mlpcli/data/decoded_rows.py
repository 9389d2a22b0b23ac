"""Rows of a table as people know them, from the numbers that a network takes."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mlpcli.data.decoded_numbers import shortest, time_of
from mlpcli.data.encoded_columns import column_groups, subtracted_constants
from mlpcli.data.preprocessing import DateParts, Preprocessing
from mlpcli.data.preprocessing.date_parts import DatePart
from mlpcli.data.tables.counted_times import DAY
from mlpcli.data.tables.schema import TableColumn

MISSING = "missing"

# What float32 holds for certain.
_DIGITS = 6
# What floats of 64 bits hold for certain.
_MOST_DIGITS = 16


def decoded(preprocessing: Preprocessing, row: NDArray[np.float32]) -> tuple[tuple[str, str], ...]:
    """The columns of a table's row `[features]` with their values as texts; empty if the data is no table.

    A number that was missing is `missing`, as far as training has a column that says so; a category that
    training never saw, or has no column of its own, is `another`.
    """
    constants = subtracted_constants(preprocessing)
    parts = iter(
        [one for step in preprocessing.steps if isinstance(step, DateParts) for one in step.columns if one]
    )
    found, start = [], 0
    for column, names in column_groups(preprocessing):
        values = row[start : start + len(names)]
        subtracted = [constants.get(name, 0.0) for name in names]
        dates = next(parts) if column.kind == "date" else ()
        found.append((column.name, _text(column, names, values, subtracted, dates)))
        start += len(names)
    return tuple(found)


def _text(
    column: TableColumn,
    names: Sequence[str],
    values: NDArray[np.float32],
    subtracted: Sequence[float],
    parts: Sequence[DatePart],
) -> str:
    if column.kind == "category":
        place = int(values.argmax())
        prefix = f"{column.name}="
        is_known = values[place] > 0 and names[place].startswith(prefix)
        return (names[place].removeprefix(prefix) or MISSING) if is_known else "another"
    has_indicator = len(names) > 1 and names[-1] == f"{column.name} missing"
    if has_indicator and values[-1] > 0:
        return MISSING
    value = float(values[0])
    if column.kind == "date":
        count = len(names) - has_indicator
        return _date(time_of(parts, values[:count], subtracted[:count]))
    if column.kind == "boolean":
        return "true" if value > 0 else "false"
    if subtracted[0]:
        # Such numbers differ in digits beyond those that float32 has.
        return f"{shortest(value, subtracted[0]):.{_MOST_DIGITS}g}"
    return f"{value:.{_DIGITS}g}"


def _date(seconds: float) -> str:
    try:
        time = np.datetime64(round(seconds), "s")
        text = str(time).replace("T", " ")
    except (ValueError, OverflowError):
        return f"{seconds / DAY:.{_DIGITS}g} days since 1970"
    return text.removesuffix(" 00:00:00")
