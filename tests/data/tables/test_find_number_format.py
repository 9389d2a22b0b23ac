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


VERSIONS = [f"{major}.{minor}" for major in range(1, 4) for minor in range(6)]
CLOCKS = [f"{hour}.{minute:02}" for hour in range(6, 15) for minute in (0, 45)]
MONTHS = [f"{month}.{year}" for year in (2020, 2021, 2022) for month in range(1, 7)]
PADDED = [f"{month:02}.2021" for month in (*range(1, 10), *range(1, 10))]
# Thousands beside hundreds, thousands alone, and those with decimals.
COUNTS = [f"{row + 1}.{row + 107}" if row % 2 else f"{850 + row}" for row in range(18)]
LARGE = [f"{row + 1}.{row + 107}" for row in range(18)]
AMOUNTS = [f"{row + 1}.{row + 107},50" for row in range(18)]
SHARES = [f"{row},{row % 7}" for row in range(18)]


@pytest.mark.parametrize("others", [VERSIONS, CLOCKS, MONTHS, PADDED])
@pytest.mark.parametrize(
    "numbers", [{"count": COUNTS}, {"count": LARGE, "share": SHARES}, {"amount": AMOUNTS, "share": SHARES}]
)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_one_column_says_what_groups_digits(
    others: list[str], numbers: dict[str, list[str]], separator: str
) -> None:
    frame = pl.DataFrame({"other": others, **numbers})
    assert find_number_format(frame, separator, MISSING, "auto", "auto") == GERMAN
    # Of thousands and hundreds alone it is told how they are read.
    is_told = frame.width == 2 and others in (MONTHS, PADDED) and "count" in numbers
    assert len(read_either_way(frame, separator, MISSING, "auto", "auto")) == is_told


def test_months_say_nothing_of_the_form_of_numbers() -> None:
    frame = pl.DataFrame({"month": PADDED, "count": LARGE})
    assert find_number_format(frame, ";", MISSING, "auto", "auto") == GERMAN
    assert len(read_either_way(frame, ";", MISSING, "auto", "auto")) == 1
    # Rates of exchange are no months, and their points are decimal ones.
    rates = [f"1.{1990 + row * 7 % 18}" for row in range(18)]
    frame = pl.DataFrame({"rate": rates, "count": LARGE})
    assert find_number_format(frame, ";", MISSING, "auto", "auto") == NumberFormat()


@pytest.mark.parametrize("column", [[*LARGE[:16], "999", "998"], [*LARGE[:16], "5", "999"], LARGE[:3]])
def test_a_few_numbers_say_nothing_of_what_groups_digits(column: list[str]) -> None:
    frame = pl.DataFrame({"a": column, "other": VERSIONS[: len(column)]})
    assert find_number_format(frame, ",", MISSING, "auto", "auto") == NumberFormat()
    assert read_either_way(frame, ",", MISSING, "auto", "auto") == ()


def test_points_that_seem_to_group_digits_beside_decimal_points_are_told() -> None:
    frame = pl.DataFrame({"count": COUNTS, "y": [f"0.{row}" for row in range(18)]})
    assert find_number_format(frame, ";", MISSING, "auto", "auto") == NumberFormat()
    assert read_either_way(frame, ";", MISSING, "auto", "auto") == (
        "count: numbers such as 2.108 beside 850 look as if a point grouped digits, but in other columns it "
        "is the decimal sign, as which it is taken here, too; if 2.108 is 2108, write it without the point",
    )


def test_commas_group_digits_beside_hundreds() -> None:
    frame = pl.DataFrame({"count": [text.replace(".", ",") for text in COUNTS]})
    assert find_number_format(frame, ";", MISSING, "auto", "auto") == NumberFormat(".", ",")
