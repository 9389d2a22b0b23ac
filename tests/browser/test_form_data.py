"""What the fields of a form show for a row becomes, encoded by the page, the row as the run has it."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from mlpcli.browser.form_data import fields_of, form_columns, host_steps
from mlpcli.data.dataset import Array
from mlpcli.data.preprocessing import DateParts, Impute, OneHot, Preprocessing, Shift
from mlpcli.data.preprocessing.text_columns import Table, Texts
from mlpcli.data.tables.dates import parse_dates
from mlpcli.data.tables.schema import TableColumn, TableSchema
from tests.browser.in_node import in_node

_TYPED = """
const typed = (column, value) => {
  if (value === null) return NaN;
  if (column.kind === "date") return timeOfText(textOfTime(value, column.unit));
  return column.kind === "number" ? Number(String(value)) : value;
};
return given.map(({ columns, rows, steps }) => rows.map((fields) => (
  Array.from(encodedRow(fields.map((value, at) => typed(columns[at], value)), steps))
)));
"""
_FILES = ("panels/sums.js", "panels/encoding.js")
_ROWS = 6
_TABLES = 300
_YEARS = 366 * 86_400

_NUMBERS = st.one_of(
    st.floats(-3.4e38, 3.4e38, allow_subnormal=False),
    st.integers(2**53 - 20, 2**53).map(float),
    st.integers(1_000_000_000, 1_000_002_000).map(float),
    st.integers(10**15, 10**15 + 20_000).map(lambda tenth: tenth / 10),
    st.decimals(-100, 100, places=2).map(float),
)
_WHOLE_DAYS = st.integers(-90 * 366, 60 * 366).map(lambda day: day * 86_400.0)
_TIMES = st.integers(-90 * _YEARS, 60 * _YEARS).map(float)
_CLOSE_TIMES = st.integers(1_700_000_000, 1_700_090_000).map(float)
_MILLISECONDS = st.integers(1_700_000_000_000, 1_700_990_000_000).map(lambda one: one / 1000)


def _column(cells: st.SearchStrategy[float]) -> st.SearchStrategy[list[float]]:
    return st.lists(cells, min_size=_ROWS, max_size=_ROWS) | st.lists(
        cells | st.just(float("nan")), min_size=_ROWS, max_size=_ROWS
    )


@st.composite
def _tables(draw: st.DrawFn) -> tuple[list[TableColumn], list[Any]]:
    columns, cells = [], []
    for at in range(draw(st.integers(1, 3))):
        kind = draw(st.sampled_from(["number", "number", "boolean", "date", "time"]))
        name = f"{kind} {at}"
        if kind == "number":
            # Numbers of one column are alike.
            alike = draw(st.sampled_from(_NUMBERS.original_strategies))
            columns.append(TableColumn(name, "number"))
            cells.append(np.array(draw(_column(alike))))
        elif kind == "boolean":
            columns.append(TableColumn(name, "boolean"))
            cells.append(np.array(draw(_column(st.sampled_from([0.0, 1.0])))))
        elif kind == "date":
            columns.append(TableColumn(name, "date", draw(st.sampled_from(["%Y-%m-%d", "%Y-%m"]))))
            cells.append(np.array(draw(_column(_WHOLE_DAYS))))
        else:
            alike = draw(st.sampled_from([_TIMES, _CLOSE_TIMES, _MILLISECONDS]))
            columns.append(TableColumn(name, "date", draw(st.sampled_from(["%Y-%m-%d %H:%M:%S%.f", ""]))))
            cells.append(np.array(draw(_column(alike))))
    columns.append(TableColumn("category", "category"))
    cells.append(Texts.of(draw(st.lists(st.sampled_from(["a", "b", "", "c"]), min_size=6, max_size=6))))
    return columns, cells


def _fitted(columns: list[TableColumn], table: Table) -> Preprocessing:
    """As of a source, on the first half of the rows."""
    train = table[: _ROWS // 2]
    impute = Impute.fit(train)
    filled = impute.apply(train)
    dates = [
        one
        for column, fill in zip(columns, impute.columns, strict=True)
        for one in [column.kind == "date", *([False] if fill and fill.indicator else [])]
    ]
    parts = DateParts.fit(filled, dates)
    shift = Shift.fit(parts.apply(filled))
    one_hot = OneHot.fit(shift.apply(parts.apply(filled)), 2)
    names = tuple(column.name for column in columns)
    return Preprocessing(
        (impute, parts, shift, one_hot), table=TableSchema(tuple(columns), ("y",), (*names, "y"), True)
    )


def test_what_the_fields_show_becomes_the_same_row() -> None:
    wanted: list[Array] = []
    forms: list[dict[str, Any]] = []

    # One process of Node for all of them.
    @settings(
        max_examples=_TABLES,
        phases=[Phase.generate],
        database=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(table=_tables())
    def draw(table: tuple[list[TableColumn], list[Any]]) -> None:
        columns, cells = table
        prepared = _fitted(columns, Table(tuple(cells)))
        rows = prepared.on_host(Table(tuple(cells)))
        fields = [fields_of(prepared, row) for row in rows]
        wanted.append(rows)
        forms.append({"columns": form_columns(prepared, rows), "rows": fields, "steps": host_steps(prepared)})

    draw()
    for form, rows, found in zip(forms, wanted, in_node(_FILES, _TYPED, forms), strict=True):
        np.testing.assert_array_equal(np.array(found, np.float32), rows, err_msg=str(form))


@pytest.mark.parametrize(
    ("form", "unit", "later"),
    [
        ("%Y-%m", "M", "2021-06-01T00:00:00"),
        ("%d %b %Y", "D", "2021-02-02T00:00:00"),
        ("%Y-%m-%dT%H:%M", "m", "2021-02-01T00:01:00"),
        ("%d.%m.%Y %I:%M %p", "m", "2021-02-01T00:01:00"),
        ("%Y-%m-%d %H:%M:%S", "s", "2021-02-01T00:00:01"),
    ],
)
def test_a_typical_date_is_one_that_the_columns_format_writes(form: str, unit: str, later: str) -> None:
    times = [np.datetime64(one, "s").astype(float) for one in ("2021-02-01", later)]
    columns = [TableColumn("when", "date", form), TableColumn("category", "category")]
    cells = Table((np.array([*times, np.nan] * 2), Texts.of(["a"] * _ROWS)))
    found, _ = form_columns(_fitted(columns, cells), None)
    text = datetime.fromtimestamp(found["typical"], UTC).strftime(form)
    assert found["unit"] == unit and found["separator"] == ("T" if "T" in form else " ")
    assert parse_dates(pl.Series([text]), form, ()).values.tolist() == [found["typical"]]
