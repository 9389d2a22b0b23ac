from functools import partial
from pathlib import Path

import pytest

from mlpcli.data.tables.schema import MISSING, NumberFormat
from mlpcli.data.tables.stray_rows import noting_stray_rows, stray_rows
from mlpcli.data.tables.table_file import TableFile
from mlpcli.errors import DataError
from tests.data.tables.files import read

HEADER = "region,units,sales\n"
ROWS = "".join(f"R{n % 5},{n + 1},{n * 3 + 10}\n" for n in range(60))


def file(folder: Path, text: str) -> TableFile:
    return read(folder, text, header=True)


def found(folder: Path, text: str) -> list[str]:
    return [row.what for row in stray_rows(file(folder, text), NumberFormat(), MISSING)]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("Total,1830,5910", "a total ('Total')"),
        ("Total,,5910", "a total ('Total')"),
        ("Grand total:,1830,99999", "a total ('Grand total:')"),
        ("Summe,,", "a total ('Summe')"),
        ("合計,1830,", "a total ('合計')"),
        ("Average,30.5,", "a total ('Average')"),
        (",1830,5910", "totals of the columns"),
        ("Source: the office,,", "a remark ('Source: the office')"),
    ],
)
def test_what_stands_below_a_table_is_told_with_its_line(row: str, what: str, tmp_path: Path) -> None:
    assert found(tmp_path, f"{HEADER}{ROWS}{row}\n") == [f"t.csv: line 62 looks like {what}, not like data"]


@pytest.mark.parametrize(
    "text",
    [
        HEADER + ROWS,
        HEADER + ROWS + "Total,7,55\n",
        HEADER + ROWS + "R1,,55\n",
        HEADER + ROWS + ",3,\n",
        HEADER + ROWS.replace("R4", "Total") + "Total,,\n",
        HEADER + "R1,,4\n" * 20 + ",,3\n",
        HEADER + "Total,3,7\n",
    ],
)
def test_a_last_row_of_data_is_not_told(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text) == []


@pytest.mark.parametrize(
    ("row", "what"),
    [(",pcs,EUR", "units ('pcs', 'EUR')"), ("[-],[1],[$]", "units ('[1]', '[$]')"), ("R1,unknown,3", "")],
)
def test_units_above_a_table_are_told(row: str, what: str, tmp_path: Path) -> None:
    told = [f"t.csv: line 2 looks like {what}, not like data"] if what else []
    assert found(tmp_path, f"{HEADER}{row}\n{ROWS}") == told


@pytest.mark.parametrize(
    "message",
    [
        "class Total has only 1 row left",
        "class 1830 has only 1 row left, which cannot be in both parts",
        "classes 7, 1830, 9 have only 1 row left each",
        "classes R9, Total have only 1 row left each",
        "found 'Total' in line 62 and more",
        "the target is missing in line 62",
    ],
)
def test_an_error_about_such_a_row_names_it(message: str, tmp_path: Path) -> None:
    rows = partial(stray_rows, file(tmp_path, f"{HEADER}{ROWS}Total,1830,\n"), NumberFormat(), MISSING)
    with pytest.raises(DataError) as caught, noting_stray_rows(rows):
        raise DataError(message, "fill it in")
    assert caught.value.message == f"{message}; t.csv: line 62 looks like a total ('Total'), not like data"
    assert caught.value.fix == "remove line 62, unless it is a row of data; otherwise fill it in"


def test_an_error_about_one_row_names_the_others_too(tmp_path: Path) -> None:
    years = "".join(f"{1950 + n},{n * 3}\n" for n in range(60))
    text = f"year,sales\na,EUR\n{years}Total,5310\n"
    rows = partial(stray_rows, file(tmp_path, text), NumberFormat(), MISSING)
    with pytest.raises(DataError) as caught, noting_stray_rows(rows):
        raise DataError("class Total has only 1 row left", "fill it in")
    assert caught.value.message == (
        "class Total has only 1 row left; t.csv: line 2 looks like units ('a', 'EUR'), not like data; "
        "t.csv: line 63 looks like a total ('Total'), not like data"
    )
    assert caught.value.fix == (
        "remove line 2, unless it is a row of data; remove line 63, unless it is a row of data; otherwise "
        "fill it in"
    )


@pytest.mark.parametrize(
    "message",
    [
        "found x in line 621",
        "Total is no column",
        "class Totals has 1 row",
        "class 1830 is new",
        "class 830 has only 1 row left",
    ],
)
def test_other_errors_are_left_as_they_are(message: str, tmp_path: Path) -> None:
    rows = partial(stray_rows, file(tmp_path, f"{HEADER}{ROWS}Total,1830,\n"), NumberFormat(), MISSING)
    with pytest.raises(DataError, match=f"^{message}$"), noting_stray_rows(rows):
        raise DataError(message, "correct it")
