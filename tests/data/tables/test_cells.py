from datetime import datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from mlpcli.data.preprocessing.text_columns import Texts
from mlpcli.data.tables.cells import as_texts, columns_of
from mlpcli.data.tables.read_table import read_table
from mlpcli.data.tables.schema import MISSING, NumberFormat, TableColumn
from mlpcli.errors import DataError
from tests.data.tables.files import read

TEXT = "age,sex,member,born\n39, male,yes,2020-01-01\n?,female,no,2020-01-02\n41,,,NA\n"
COLUMNS = [
    TableColumn("age", "number"),
    TableColumn("member", "boolean"),
    TableColumn("born", "date", "%Y-%m-%d"),
    TableColumn("sex", "category"),
]


def cells(folder: Path, text: str, *columns: TableColumn) -> list[object]:
    return list(columns_of(read(folder, text), columns, NumberFormat(), MISSING))


def test_cells_are_numbers_and_texts(tmp_path: Path) -> None:
    age, member, born, sex = cells(tmp_path, TEXT, *COLUMNS)
    np.testing.assert_array_equal(age, [39, np.nan, 41])
    np.testing.assert_array_equal(member, [1, 0, np.nan])
    np.testing.assert_array_equal(born, [1577836800, 1577923200, np.nan])
    assert isinstance(sex, Texts)
    assert [sex.values[code] for code in sex.codes] == ["male", "female", ""]


@pytest.mark.parametrize("name", ["a.jsonl", "a.parquet"])
def test_true_is_no_number_in_a_typed_file_either(name: str, tmp_path: Path) -> None:
    frame = pl.DataFrame({"a": [True, None], "b": [False, True]})
    (frame.write_ndjson if name == "a.jsonl" else frame.write_parquet)(tmp_path / name)
    columns = [TableColumn("a", "number"), TableColumn("b", "boolean")]
    with pytest.raises(DataError) as caught:
        columns_of(read_table(tmp_path / name), columns, NumberFormat(), MISSING)
    place = "line 1" if name == "a.jsonl" else "row 1"
    assert f"column a: found 'true' in {place}; expected numbers" in caught.value.message
    assert caught.value.fix.startswith("correct these values") and "column b" not in caught.value.message


def test_fixes_quote_names_that_yaml_would_read_otherwise(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        cells(tmp_path, "Wie alt?,b\n5,1\nx,2\n", TableColumn("Wie alt?", "number"))
    assert caught.value.fix.endswith('or write columns: {"Wie alt?": category}')
    with pytest.raises(DataError) as caught:
        cells(tmp_path, "Größe: m,b\n1e39,1\n2,2\n", TableColumn("Größe: m", "number"))
    assert caught.value.fix.endswith('write columns: {"Größe: m": category}')


def test_signs_that_no_one_sees_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError) as caught:
        cells(tmp_path, "a,b\n5,1\n1\u202fx,2\n", TableColumn("a", "number"))
    assert "found '1\\u202fx' (with a narrow no-break space) in line 3;" in caught.value.message


@pytest.mark.parametrize(
    ("text", "listed"), [("#SAYI!", ', as ["#SAYI!"],'), ("gone", ""), ("{x}", ', as ["{x}"],')]
)
def test_texts_that_a_list_of_yaml_would_not_hold_are_told_in_quotes(
    text: str, listed: str, tmp_path: Path
) -> None:
    with pytest.raises(DataError) as caught:
        cells(tmp_path, f"a,b\n5,1\n{text},2\n", TableColumn("a", "number"))
    assert f"add them to `missing_values`{listed} if they stand for missing ones" in caught.value.fix


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        (TableColumn("a", "number"), "abc", "column a: found 'abc' in line 3; expected numbers"),
        (TableColumn("a", "boolean"), "maybe", "column a: found 'maybe' in line 3; expected true or false"),
        (
            TableColumn("a", "date", "%Y-%m-%d"),
            "soon",
            "found 'soon' in line 3; expected dates such as 2024-03-25",
        ),
        (TableColumn("a", "number"), "1e39", "found '1e39' in line 3; expected finite numbers that fit"),
        (TableColumn("a", "number"), "inf", "found 'inf' in line 3; expected finite numbers that fit"),
        (
            TableColumn("a", "number", refuse=True),
            "NA",
            "found 'NA' in line 3; expected a value in every row",
        ),
        (
            TableColumn("a", "category", refuse=True),
            "?",
            "found '?' in line 3; expected a value in every row",
        ),
    ],
)
def test_a_cell_of_another_kind_is_named(
    tmp_path: Path, column: TableColumn, value: str, message: str
) -> None:
    with pytest.raises(DataError) as caught:
        cells(
            tmp_path,
            f"a,b\n,1\n{value},2\n".replace("\n,", "\n2020-01-01," if column.format else "\n1,"),
            column,
        )
    assert message in caught.value.message
    assert caught.value.fix


@pytest.mark.parametrize(
    ("values", "form", "said"),
    [
        (["1.234,56", "15,00"], NumberFormat(","), 'thousands: "."'),
        (["1.234,56", "15,00"], NumberFormat(), 'decimal: ",", thousands: "."'),
        (["1,5", "2"], NumberFormat(), 'decimal: ","'),
        (["1 234.5", "2"], NumberFormat(), 'thousands: " "'),
    ],
)
def test_numbers_in_another_form_are_read_if_it_is_said(
    values: list[str], form: NumberFormat, said: str, tmp_path: Path
) -> None:
    file = read(tmp_path, "a;b\n" + "".join(f"{value};1\n" for value in values), header=True)
    with pytest.raises(DataError) as caught:
        columns_of(file, [TableColumn("a", "number")], form, MISSING)
    assert caught.value.fix.startswith(f"if these are numbers, write {said}; otherwise correct these values")


def test_dates_may_be_counted_by_numbers(tmp_path: Path) -> None:
    when = TableColumn("when", "date", "days since 1900")
    file = read(tmp_path, 'when;x\n44929,5;1\n"";2\n45000;3\n')
    (found,) = columns_of(file, [when], NumberFormat(","), MISSING)
    np.testing.assert_array_equal(found, [1672747200, np.nan, 1678838400])
    with pytest.raises(DataError, match="found .soon. in line 2; expected dates as days since 1900"):
        cells(tmp_path, "when,x\nsoon,1\n", when)
    with pytest.raises(DataError, match="has milliseconds since 1970; expected days since 1900") as error:
        cells(tmp_path, "when,x\n1672740000123,1\n", when)
    assert error.value.fix == "write columns: {when: {kind: date, format: milliseconds since 1970}}"


@pytest.mark.parametrize(
    ("unit", "count"), [("seconds since 1970", 1672747200), ("days since 1900", 44929.5)]
)
def test_dates_by_their_type_are_counted_where_training_had_numbers(
    unit: str, count: float, tmp_path: Path
) -> None:
    times = [datetime(2023, 1, 3, 12), None]  # noqa: DTZ001
    pl.DataFrame({"ts": times}).write_parquet(tmp_path / "t.parquet")
    (found,) = columns_of(
        read_table(tmp_path / "t.parquet"), [TableColumn("ts", "number", unit)], NumberFormat(), MISSING
    )
    np.testing.assert_array_equal(found, [count, np.nan])


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    text = "a,b\n" + "x,1\n" * 12 + "1,y\n"
    with pytest.raises(DataError) as caught:
        cells(tmp_path, text, TableColumn("a", "number"), TableColumn("b", "number"))
    assert "column a: found 'x' in line 2, 'x' in line 3" in caught.value.message
    assert "and 2 more rows; expected numbers" in caught.value.message
    assert "column b: found 'y' in line 14" in caught.value.message


def test_a_long_value_is_cut(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"found 'x{37}\.\.\.' in line 2"):
        cells(tmp_path, f"a,b\n{'x' * 100},1\n", TableColumn("a", "number"))


def test_numbers_as_texts_have_no_point_that_says_nothing() -> None:
    assert as_texts(pl.Series([1.0, None, 2.0])).values == ("1", "", "2")
    assert as_texts(pl.Series([1.0, 2.5])).values == ("1.0", "2.5")
    assert as_texts(pl.Series([True, False])).values == ("true", "false")
