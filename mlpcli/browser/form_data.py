"""The columns of a table as the fields of a form, and its rows as what is in them."""

import math
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlpcli.data.dataset import Array
from mlpcli.data.decoded_numbers import shortest, time_of
from mlpcli.data.encoded_columns import column_groups, subtracted_constants
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing
from mlpcli.data.preprocessing.base import TableStep
from mlpcli.data.preprocessing.date_parts import DatePart
from mlpcli.data.tables.counted_times import UNITS
from mlpcli.data.tables.date_directives import is_of_months
from mlpcli.data.tables.schema import TableColumn

ANOTHER = "\0another"
"""A category that training never saw, or that has no column of its own; as in panels/form.js."""

_FRACTION = re.compile(r"%[.0-9]*f")
_SECONDS = ("%S", "%T", "%X", "%c", "%s", "%r")
_MINUTES = ("%H", "%I", "%M", "%R")


def host_steps(preprocessing: Preprocessing) -> list[dict[str, Any]]:
    """The steps from cells to numbers, as `encodedRow` of panels/encoding.js takes them."""
    found = [asdict(step) for step in preprocessing.steps if isinstance(step, TableStep)]
    return [{"step": one["step"], "columns": one["columns"]} for one in found]


@dataclass(frozen=True)
class _Placed:
    """A column with the numbers that it becomes: their `names`, and the `place` of the first in a row.

    `constants` were subtracted from them, `filled` stands for missing cells, and `parts` are those of dates.
    """

    column: TableColumn
    place: int
    names: tuple[str, ...]
    constants: tuple[float, ...]
    filled: float
    parts: tuple[DatePart, ...]

    def of(self, rows: Array) -> Array:
        """Its numbers in rows `[..., features]`."""
        return rows[..., self.place : self.place + len(self.names)]

    @property
    def has_indicator(self) -> bool:
        return len(self.names) > 1 and self.names[-1] == f"{self.column.name} missing"

    def in_field(self, numbers: Array) -> float | str | None:
        """What is in its field for its numbers `[names]` in a row; None if missing."""
        if self.column.kind == "category":
            best = int(numbers.argmax())
            prefix = f"{self.column.name}="
            is_known = numbers[best] > 0 and self.names[best].startswith(prefix)
            return self.names[best].removeprefix(prefix) if is_known else ANOTHER
        if self.has_indicator and numbers[-1] > 0:
            return None
        if self.column.kind == "boolean":
            # Between the two is what stands for missing ones.
            return int(numbers[0]) if numbers[0] in (0, 1) else None
        return self.in_units(numbers)

    def in_units(self, numbers: Array) -> float:
        """The number, or the seconds since 1970 of a date, that becomes its numbers `[names]`."""
        if self.column.kind != "date":
            return shortest(float(numbers[0]), self.constants[0])
        waves = len(self.names) - self.has_indicator
        return time_of(self.parts, numbers[:waves], self.constants[:waves], self.filled)


def form_columns(
    preprocessing: Preprocessing, inputs: Array | None, *, whole: bool = False
) -> list[dict[str, Any]]:
    """The fields of a table's columns: of numbers and dates their range in the training rows `inputs`
    `[rows, features]`, null without any, of categories their names, and of all the typical value, which is a
    `whole` number if the network takes no others."""
    categories = iter(
        [one for step in preprocessing.steps if isinstance(step, OneHot) for one in step.columns if one]
    )
    found = []
    for one in _placed(preprocessing):
        column = one.column
        field: dict[str, Any] = {"name": column.name, "kind": column.kind, "refuse": column.refuse}
        part = None if inputs is None else one.of(inputs)
        if column.kind == "category":
            known = next(categories)
            best = 0 if part is None else int(part.sum(axis=0).argmax())
            field |= {"names": known.names, "typical": [*known.names, ANOTHER][best]}
        else:
            field |= _range(one, part, whole)
        found.append(field)
    return found


def fields_of(preprocessing: Preprocessing, row: Array) -> list[float | str | None]:
    """What is in each field of the form for a row `[features]` of the network's input; None if missing.

    The cells of the table may have had more digits than the network's numbers keep: these are the shortest
    ones that become the same numbers.
    """
    return [one.in_field(one.of(row)) for one in _placed(preprocessing)]


def _placed(preprocessing: Preprocessing) -> Iterator[_Placed]:
    filled = [one for step in preprocessing.steps if isinstance(step, Impute) for one in step.columns]
    parts = iter(
        [one for step in preprocessing.steps if isinstance(step, DateParts) for one in step.columns if one]
    )
    constants, place = subtracted_constants(preprocessing), 0
    for (column, names), fill in zip(column_groups(preprocessing), filled, strict=True):
        yield _Placed(
            column,
            place,
            names,
            tuple(constants.get(name, 0.0) for name in names),
            fill.value if fill else 0.0,
            next(parts) if column.kind == "date" else (),
        )
        place += len(names)


def _range(one: _Placed, numbers: Array | None, whole: bool) -> dict[str, Any]:
    column, typical = one.column, math.floor(one.filled) if whole else one.filled
    if column.kind == "boolean":
        return {"typical": 1 if typical >= 0.5 else 0}
    low = high = None
    if numbers is not None:
        low, high = (one.in_units(numbers[at]) for at in (numbers[:, 0].argmin(), numbers[:, 0].argmax()))
    if column.kind == "number":
        return {"low": low, "high": high, "typical": shortest(typical - one.constants[0], one.constants[0])}
    unit = _unit(one)
    # The middle of two dates may be a time that the column's format does not write.
    typical = np.datetime64(math.floor(typical), "s").astype(f"datetime64[{unit}]")
    return {
        "low": low,
        "high": high,
        "typical": int(typical.astype("datetime64[s]").astype(np.int64)),
        "unit": unit,
        # Between the day and the time.
        "separator": "T" if "%dT%H" in (column.format or "") else " ",
    }


def _unit(one: _Placed) -> str:
    """The smallest unit in the texts of a column of dates, as NumPy calls it: M for months, D, m, s or ms."""
    form = one.column.format
    # A column that held dates by its type, or numbers that count time, has no format of texts.
    if not form or form in UNITS:
        return "ms" if "day" in one.parts else "D"
    if is_of_months(form):
        return "M"
    if _FRACTION.search(form):
        return "ms"
    units = {"s": _SECONDS, "m": _MINUTES}
    return next((unit for unit, codes in units.items() if any(code in form for code in codes)), "D")
