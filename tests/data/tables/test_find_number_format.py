import polars as pl
import pytest

from mlpcli.data.tables.find_number_format import find_number_format, read_either_way
from mlpcli.data.tables.numbers import parse_numbers
from mlpcli.data.tables.schema import MISSING, NumberFormat

GERMAN = NumberFormat(",", ".")


@pytest.mark.parametrize(
    ("texts", "separator", "form"),
    [
        (["1.5", "2"], ",", NumberFormat()),
        (["1,5", "2,25"], ";", NumberFormat(",")),
        (["1,234", "5,678"], ";", NumberFormat(",")),
        (["1,234", "5,678"], ",", NumberFormat(".", ",")),
        (["1,234.5", "5"], ",", NumberFormat(".", ",")),
        (["1,234,567", "5"], ";", NumberFormat(".", ",")),
        (["1.234,5", "5"], ";", GERMAN),
        (["1.234.567", "5,5"], ";", GERMAN),
        (["1.234", "10,000"], ";", GERMAN),
        (["1.234", "10,000"], "\t", NumberFormat(".", ",")),
        (["1.234", "5.678"], ";", GERMAN),
        (["1.234", "0.678"], ";", NumberFormat()),
        (["1'234.5", "5"], ",", NumberFormat(".", "'")),
        (["1 234,5", "5"], ";", NumberFormat(",", " ")),
        (["some text, 1,5", "x"], ";", NumberFormat()),
        (["?", "NA"], ";", NumberFormat()),
    ],
)
def test_the_form_of_numbers_is_found(texts: list[str], separator: str, form: NumberFormat) -> None:
    frame = pl.DataFrame({"a": texts})
    if form == NumberFormat(".", ",") and separator == ";":
        frame = frame.with_columns(b=pl.lit("0.5"))
    assert find_number_format(frame, separator, MISSING, "auto", "auto") == form


@pytest.mark.parametrize(
    ("texts", "separator", "read"),
    [
        (
            ["1.234", "10,000"],
            ";",
            '1.234 can be read in two ways: here it is 1234; decimal: "." makes it 1.234',
        ),
        (["1,234", "5"], ",", '1,234 can be read in two ways: here it is 1234; decimal: "," makes it 1.234'),
        (["1,234", "0"], ";", '1,234 can be read in two ways: here it is 1.234; decimal: "." makes it 1234'),
        (["1.234", "5"], ",", ""),
        (["1.234", "0.5"], ";", ""),
        (["1.234,5", "5"], ";", ""),
        (["1", "2"], ";", ""),
    ],
)
def test_numbers_that_can_be_read_in_two_ways_are_told(texts: list[str], separator: str, read: str) -> None:
    frame = pl.DataFrame({"a": texts})
    told = (f"numbers such as {read}",) if read else ()
    assert read_either_way(frame, separator, MISSING, "auto", "auto") == told
    assert read_either_way(frame, separator, MISSING, ".", "auto") == ()
    # What a notice says to write is read so.
    other = read.partition('decimal: "')[2][:1]
    if other:
        form = find_number_format(frame, separator, MISSING, other, "auto")
        assert parse_numbers(frame["a"], form, MISSING).values[0] == float(read.split()[-1])


@pytest.mark.parametrize(
    ("others", "is_told"),
    [
        ({"price": "1.341,79", "y": "50.43"}, True),
        ({"price": "1,5", "y": "50.4321"}, True),
        ({"price": "1.341,79", "y": "50,43"}, False),
        ({"price": "1,341.79", "y": "50.43"}, False),
        ({"y": "50.43"}, False),
    ],
)
def test_commas_beside_decimal_commas_and_points_are_told(others: dict[str, str], is_told: bool) -> None:
    signs = " and ".join(others.values())
    told = (
        f"qty: numbers such as 5,900 can be read in two ways, as others are {signs}: here it is 5.9; "
        "if it is 5900, write it without the comma"
    )
    cells = {"qty": ["5,900", "1115", "1,117"]} | {name: [text] * 3 for name, text in others.items()}
    assert read_either_way(pl.DataFrame(cells), ",", MISSING, "auto", "auto") == ((told,) if is_told else ())
    cells["qty"][2] = "1,11"
    assert read_either_way(pl.DataFrame(cells), ",", MISSING, "auto", "auto") == ()


@pytest.mark.parametrize(
    "others",
    [
        ["16.12.2019", "1.1.2020", "03.02.2020"],
        ["16.12.19 10:20", "1.1.20 00:00", "03.02.20 23:59"],
        ["2019.12.16", "2020.01.01", "2020.02.03"],
        ["1.2.3.4", "192.168.100.200", "10.0.0.1"],
        ["1.10.3", "2.0.12", "1.9.0"],
    ],
)
def test_dates_and_versions_say_nothing_of_the_form_of_numbers(others: list[str]) -> None:
    frame = pl.DataFrame({"sales": ["1.234,56", "2.000,10", "15,00"], "other": others})
    assert find_number_format(frame, ";", MISSING, "auto", "auto") == GERMAN
    frame = pl.DataFrame({"sales": ["1234.56", "2000.1", "15"], "other": others})
    assert find_number_format(frame, ",", MISSING, "auto", "auto") == NumberFormat()


def test_the_form_of_numbers_can_be_said() -> None:
    frame = pl.DataFrame({"a": ["1,234"]})
    assert find_number_format(frame, ",", MISSING, ",", "auto") == NumberFormat(",")
    assert find_number_format(frame, ";", MISSING, "auto", ",") == NumberFormat(".", ",")
    assert find_number_format(frame, ";", MISSING, ",", ".") == GERMAN
