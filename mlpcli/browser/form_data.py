"""The columns of a table as the fields of a form, and its rows as what is in them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.data.encoded_columns import column_groups, subtracted_constants
from mlpcli.data.preprocessing import Impute, OneHot, Preprocessing
from mlpcli.data.preprocessing.base import TableStep
from mlpcli.data.tables.schema import TableColumn

ANOTHER = "\0another"
"""A category that training never saw, or that has no column of its own; as in panels/form.js."""

_DAY = 86_400
_TIMES = ("%H", "%I", "%M", "%S", "%T", "%R", "%X", "%c", "%s")


def host_steps(preprocessing: Preprocessing) -> list[dict[str, Any]]:
    """The steps from cells to numbers, as `encodedRow` of panels/encoding.js takes them."""
    found = [asdict(step) for step in preprocessing.steps if isinstance(step, TableStep)]
    return [{"step": one["step"], "columns": one["columns"]} for one in found]


def form_columns(preprocessing: Preprocessing, inputs: Array | None) -> list[dict[str, Any]]:
    """The fields of a table's columns: of numbers and dates their range in the training rows `inputs`
    `[rows, features]`, of categories their names, and of all the typical value."""
    filled = _filled(preprocessing)
    categories = iter(
        [one for step in preprocessing.steps if isinstance(step, OneHot) for one in step.columns if one]
    )
    found = []
    for at, (column, place, names) in enumerate(_placed(preprocessing)):
        field: dict[str, Any] = {"name": column.name, "kind": column.kind, "refuse": column.refuse}
        part = None if inputs is None else inputs[:, place : place + len(names)]
        if column.kind == "category":
            known = next(categories)
            best = 0 if part is None else int(part.sum(axis=0).argmax())
            field |= {"names": known.names, "typical": [*known.names, ANOTHER][best]}
        else:
            typical = filled[at]
            constant = subtracted_constants(preprocessing).get(names[0], 0.0)
            field |= _range(column, typical, None if part is None else part[:, 0] + np.float64(constant))
        found.append(field)
    return found


def fields_of(preprocessing: Preprocessing, row: Array) -> list[float | str | None]:
    """What is in each field of the form for a row `[features]` of the network's input; None if missing."""
    constants = subtracted_constants(preprocessing)
    return [
        _in_field(column, names, row[place : place + len(names)], constants.get(names[0], 0.0))
        for column, place, names in _placed(preprocessing)
    ]


def _filled(preprocessing: Preprocessing) -> list[float]:
    return [
        one.value if one else 0.0
        for step in preprocessing.steps
        if isinstance(step, Impute)
        for one in step.columns
    ]


def _placed(preprocessing: Preprocessing) -> Iterator[tuple[TableColumn, int, Sequence[str]]]:
    """The columns, with the place of the first number that each becomes, and the names of all of them."""
    place = 0
    for column, names in column_groups(preprocessing):
        yield column, place, names
        place += len(names)


def _range(column: TableColumn, typical: float, values: Array | None) -> dict[str, Any]:
    if column.kind == "boolean":
        return {"typical": 1 if typical >= 0.5 else 0}
    unit = _DAY if column.kind == "date" else 1
    low, high = (typical, typical) if values is None else (values.min() * unit, values.max() * unit)
    if column.kind == "number":
        return {"low": _short(low), "high": _short(high), "typical": typical}
    has_time = any(code in (column.format or "") for code in _TIMES)
    return {"low": round(low), "high": round(high), "typical": round(typical), "has_time": has_time}


def _in_field(
    column: TableColumn, names: Sequence[str], values: Array, constant: float
) -> float | str | None:
    if column.kind == "category":
        best = int(values.argmax())
        prefix = f"{column.name}="
        is_known = values[best] > 0 and names[best].startswith(prefix)
        return names[best].removeprefix(prefix) if is_known else ANOTHER
    if len(names) > 1 and names[-1] == f"{column.name} missing" and values[-1] > 0:
        return None
    value = float(values[0]) + constant
    if column.kind == "boolean":
        return int(value > 0.5)
    return round(value * _DAY) if column.kind == "date" else _short(value)


def _short(value: float) -> float:
    return float(f"{value:.7g}")
